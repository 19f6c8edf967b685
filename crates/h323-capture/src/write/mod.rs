//! Captures written: what crossed TCP connections or went in datagrams, as files of pcapng
//! (draft-ietf-opsawg-pcapng) for Wireshark and its like.
//!
//! Messages, their order and their times are given; IP and TCP around them are made, as a capture on
//! the wire would have shown them if nothing was lost.
//!
//! The page writes its captures itself (`static/export/pcapng.js`): it does so without a network, and
//! loads no wasm.

mod tcpip;

pub use tcpip::{Connection, datagram};

const SECTION_HEADER: u32 = 0x0A0D_0D0A;
const BYTE_ORDER: u32 = 0x1A2B_3C4D;
const INTERFACE_DESCRIPTION: u32 = 1;
const ENHANCED_PACKET: u32 = 6;

const COMMENT: u16 = 1;
const SHB_USERAPPL: u16 = 4;
const IF_NAME: u16 = 2;
const IF_TSRESOL: u16 = 9;
const EPB_FLAGS: u16 = 2;

/// Packets begin with their IP header, whose version tells IPv4 from IPv6.
const LINKTYPE_RAW: u16 = 101;

/// Times count microseconds.
const RESOLUTION: u8 = 6;

/// Of a comment, in octets: far less than the 65,535 that an option may have.
const LONGEST_COMMENT: usize = 4000;

/// A file that is being written.
#[derive(Clone, Debug)]
pub struct File {
    octets: Vec<u8>,
}

impl File {
    /// An empty file of the program `application`; `about` is what somebody has to know who opens it.
    #[must_use]
    pub fn new(application: &str, about: &str) -> Self {
        let mut file = Self { octets: Vec::new() };
        let section = [
            &BYTE_ORDER.to_le_bytes()[..],
            // Version 1.0; the length of the section is not said.
            &[1, 0, 0, 0],
            &[0xFF; 8],
        ];
        let options = [
            (COMMENT, comment(about)),
            (SHB_USERAPPL, comment(application)),
        ];
        file.block(SECTION_HEADER, &section.concat(), &options);
        let [low, high] = LINKTYPE_RAW.to_le_bytes();
        let options = [
            (IF_NAME, comment(application)),
            (IF_TSRESOL, vec![RESOLUTION]),
        ];
        file.block(
            INTERFACE_DESCRIPTION,
            &[low, high, 0, 0, 0, 0, 0, 0],
            &options,
        );
        file
    }

    /// Adds a packet from its IP header on, `micros` since 1970; `outbound` if this side sent it.
    pub fn packet(&mut self, micros: u64, outbound: bool, octets: &[u8], comments: &[String]) {
        let length = u32::try_from(octets.len())
            .unwrap_or(u32::MAX)
            .to_le_bytes();
        let time = micros.to_le_bytes();
        let (low, high) = time.split_at(4);
        let body = [&[0; 4], high, low, &length[..], &length, &padded(octets)].concat();
        // Bits 0 and 1 of the flags: 1 is inbound, 2 is outbound (4.3.1).
        let direction: u32 = if outbound { 2 } else { 1 };
        let options: Vec<(u16, Vec<u8>)> = comments
            .iter()
            .map(|text| (COMMENT, comment(text)))
            .chain([(EPB_FLAGS, direction.to_le_bytes().to_vec())])
            .collect();
        self.block(ENHANCED_PACKET, &body, &options);
    }

    /// The file.
    #[must_use]
    pub fn into_octets(self) -> Vec<u8> {
        self.octets
    }

    /// A block with its length before and behind (3.1), its options at its end (3.5).
    fn block(&mut self, kind: u32, body: &[u8], options: &[(u16, Vec<u8>)]) {
        let mut inside = body.to_vec();
        for (code, value) in options {
            inside.extend(code.to_le_bytes());
            inside.extend(u16::try_from(value.len()).unwrap_or(u16::MAX).to_le_bytes());
            inside.extend(padded(value));
        }
        // The end of the options.
        inside.extend([0; 4]);
        let length = u32::try_from(inside.len() + 12)
            .unwrap_or(u32::MAX)
            .to_le_bytes();
        self.octets.extend(kind.to_le_bytes());
        self.octets.extend(length);
        self.octets.extend(inside);
        self.octets.extend(length);
    }
}

/// Filled up to 32 bits (3.1).
fn padded(octets: &[u8]) -> Vec<u8> {
    let mut whole = octets.to_vec();
    whole.resize(octets.len().next_multiple_of(4), 0);
    whole
}

/// A text as an option holds it, cut between characters.
fn comment(text: &str) -> Vec<u8> {
    let end = text.floor_char_boundary(LONGEST_COMMENT);
    text.get(..end).unwrap_or_default().as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{capture::Format, file::Packets};

    #[test]
    fn packets_are_read_back_with_their_times() {
        let mut file = File::new("test", &"\u{e4}".repeat(5000));
        let times = [0, 1_700_000_000_999_123, 1_700_000_001_000_456];
        let octets = [&[0x45, 1][..], &[0x45], &[0x60; 5]];
        for (time, octets) in times.iter().zip(octets) {
            file.packet(*time, true, octets, &["a remark".into(), String::new()]);
        }
        let file = file.into_octets();
        let mut packets = Packets::new(Format::Pcapng);
        let mut read = Vec::new();
        packets.push(&file, |packet| {
            assert_eq!(packet.link, u32::from(LINKTYPE_RAW));
            read.push((packet.time, packet.octets.to_vec()));
        });
        let written = times.iter().zip(octets);
        let written = written.map(|(time, octets)| (Some(time * 1000), octets.to_vec()));
        assert_eq!(read, written.collect::<Vec<_>>());
        assert_eq!(packets.finish(), Some(Vec::new()));
    }
}
