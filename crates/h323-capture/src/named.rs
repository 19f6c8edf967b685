//! Files that cannot be decoded here, by their first octets: the error names the kind and a remedy.

const CONVERT: &str = "Open it in Wireshark and save it as pcapng, or convert it with editcap.";
const UNPACK: &str = "Unpack it, and send its contents.";
const EXPORT: &str = "Save the capture as pcapng, or copy the packet's bytes as a hex stream.";
const PACKET: &str = "Send the capture or the octets of the messages.";

/// First octets, the kind of file, and the remedy.
const KNOWN: &[(&[u8], &str, &str)] = &[
    (b"snoop\0\0\0", "a snoop capture (Solaris)", CONVERT),
    (&[0xA1, 0xB2, 0xCD, 0x34], "a modified pcap file", CONVERT),
    (&[0x34, 0xCD, 0xB2, 0xA1], "a modified pcap file", CONVERT),
    (b"GMBU", "a capture of Microsoft Network Monitor", CONVERT),
    (b"RTSS", "a capture of Microsoft Network Monitor 1", CONVERT),
    (b"TRSNIFF data", "a capture of Sniffer", CONVERT),
    (b"XCP\0", "a capture of NetXray or Sniffer", CONVERT),
    (b"iptrace ", "an iptrace capture (AIX)", CONVERT),
    (b"btsnoop\0", "a Bluetooth capture", PACKET),
    (b"ObserverPktBuffer", "a capture of Observer", CONVERT),
    (&[0x1F, 0x8B], "a gzip file in a gzip file", UNPACK),
    (b"PK\x03\x04", "a zip file", UNPACK),
    (&[0x28, 0xB5, 0x2F, 0xFD], "a zstd file", UNPACK),
    (b"BZh", "a bzip2 file", UNPACK),
    (&[0xFD, b'7', b'z', b'X', b'Z', 0], "an xz file", UNPACK),
    (&[0x04, 0x22, 0x4D, 0x18], "an lz4 file", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7z file", UNPACK),
    (b"Rar!\x1A\x07", "a rar file", UNPACK),
    (b"%PDF", "a PDF file", PACKET),
    (b"\x89PNG", "a picture", PACKET),
    (&[0xFF, 0xD8, 0xFF], "a picture", PACKET),
    (b"<?xml", "an XML file", EXPORT),
    (b"<pdml", "a PDML file", EXPORT),
    (b"<!DOCTYPE", "a web page", PACKET),
    (b"<html", "a web page", PACKET),
    (
        b"{",
        "JSON",
        "Send the octets of its messages, or open it as a saved call.",
    ),
    (b"[", "JSON", "Send the octets of its messages."),
];

/// The kind of a file and the remedy, in a sentence each, if the file is known.
#[must_use]
pub fn named(file: &[u8]) -> Option<String> {
    let known = KNOWN
        .iter()
        .find(|(beginning, ..)| file.starts_with(beginning))
        .map(|&(_, what, remedy)| (what, remedy));
    let tar = file.get(257..262) == Some(b"ustar");
    let (what, remedy) = known
        .or_else(|| tar.then_some(("a tar archive", UNPACK)))
        .or_else(|| is_erf(file).then_some(("an ERF capture (Endace)", CONVERT)))?;
    Some(format!(
        "This is {what}, which cannot be decoded here. {remedy}"
    ))
}

/// Seconds since 1970 at the beginnings of 2000 and 2100.
const CENTURY: std::ops::Range<u32> = 946_684_800..4_102_444_800;

/// Whether a file is a run of ERF records: they have no beginning of their own, but a time of this
/// century, one of the types that there are, and a length that leads to the next one.
fn is_erf(file: &[u8]) -> bool {
    let mut rest = file;
    for _ in 0..2 {
        let &[_, _, _, _, s0, s1, s2, s3, kind, _, high, low, ..] = rest else {
            return false;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let seconds = u32::from_le_bytes([s0, s1, s2, s3]);
        let plausible = CENTURY.contains(&seconds) && (1..=48).contains(&(kind & 0x7F));
        match rest.get(length..) {
            Some(behind) if plausible && length >= 16 => rest = behind,
            _ => return false,
        }
        if rest.is_empty() {
            return true;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_not_read_are_named_with_what_to_do() {
        let mut tar = vec![b'a'; 257];
        tar.extend(b"ustar");
        let record = |length: u8| {
            let mut record = vec![0, 0, 0, 0, 0, 0, 0, 0x60, 2, 4, 0, length, 0, 0, 0, 14];
            record.resize(length.into(), 0);
            record
        };
        for (file, what) in [
            (b"snoop\0\0\0\0\0\0\x02".to_vec(), "snoop"),
            (vec![0x34, 0xCD, 0xB2, 0xA1, 2, 0], "modified pcap"),
            (b"PK\x03\x04\x14".to_vec(), "zip"),
            (vec![0x28, 0xB5, 0x2F, 0xFD, 4], "zstd"),
            (b"BZh91AY".to_vec(), "bzip2"),
            (b"\xFD7zXZ\0".to_vec(), "xz"),
            (b"<?xml version=".to_vec(), "XML"),
            (b"{\"success\": true}".to_vec(), "JSON"),
            (tar, "tar"),
            ([record(40), record(60)].concat(), "ERF"),
            (record(40), "ERF"),
        ] {
            let text = named(&file).expect(what);
            assert!(text.contains(what), "{text}");
            assert!(
                text.ends_with('.') && text.matches(". ").count() == 1,
                "{text}"
            );
        }
        // Nothing that begins as a message does is one of them.
        for octets in [
            "0300000d080280015a08028091",
            "0802",
            "2070",
            "0270",
            "28100100",
        ] {
            let octets = crate::text::digits(octets).expect("digits");
            assert_eq!(named(&octets), None);
        }
    }
}
