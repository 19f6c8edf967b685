//! What is in a gzip file, up to a limit: a few octets may stand for gigabytes.

use miniz_oxide::inflate::{
    TINFLStatus,
    core::{
        DecompressorOxide, decompress, inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
    },
};

/// Most octets that are unpacked.
pub const LIMIT: usize = 4 << 20;

/// Octets for which there is room at first.
const FIRST: usize = 1 << 12;

/// The octets of a gzip file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// All of them, or those before the damage.
    pub octets: Vec<u8>,
    /// Why they end before the file does, if they do.
    pub damage: Option<&'static str>,
}

/// Why nothing comes out of a gzip file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GzipError {
    /// More than [`LIMIT`].
    #[error(
        "The contents of the gzip file are larger than {} MiB. Cut out the part that matters.",
        LIMIT >> 20
    )]
    TooLarge,
    /// Not even its beginning can be unpacked.
    #[error("The gzip file cannot be unpacked: {0}. Unpack it with gunzip, which may tell more.")]
    Damaged(&'static str),
}

/// Whether octets are a gzip file (RFC 1952).
#[must_use]
pub fn is_gzip(octets: &[u8]) -> bool {
    octets.starts_with(&[0x1F, 0x8B])
}

/// Unpacks a gzip file. Its checksum is not verified: the contents have their own lengths.
///
/// # Errors
/// If it holds more than [`LIMIT`] octets, or cannot be unpacked at all.
pub fn unpacked(file: &[u8]) -> Result<Unpacked, GzipError> {
    let mut octets = Vec::new();
    let mut rest = file;
    let damage = loop {
        match member(rest, &mut octets) {
            Ok([]) => break None,
            Ok(behind) if is_gzip(behind) => rest = behind,
            // Some tools fill up with zeros.
            Ok(_) => break None,
            Err(Stop::TooLarge) => return Err(GzipError::TooLarge),
            Err(Stop::Damaged(why)) if octets.is_empty() => return Err(GzipError::Damaged(why)),
            Err(Stop::Damaged(why)) => break Some(why),
        }
    };
    Ok(Unpacked { octets, damage })
}

/// Why a member was not unpacked to its end.
enum Stop {
    TooLarge,
    Damaged(&'static str),
}

/// Unpacks one member behind `octets`. Returns what is behind it.
fn member<'a>(file: &'a [u8], octets: &mut Vec<u8>) -> Result<&'a [u8], Stop> {
    let data = header(file).ok_or(Stop::Damaged("its header is cut or of another kind"))?;
    let mut state = DecompressorOxide::new();
    let mut buffer = Vec::new();
    let (mut read, mut written) = (0, 0);
    let room = LIMIT - octets.len();
    let status = loop {
        buffer.resize((2 * buffer.len()).max(FIRST).min(room + 1), 0);
        let input = data.get(read..).unwrap_or_default();
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, taken, given) = decompress(&mut state, input, &mut buffer, written, flags);
        read += taken;
        written += given;
        if written > room {
            return Err(Stop::TooLarge);
        }
        if status != TINFLStatus::HasMoreOutput {
            break status;
        }
    };
    buffer.truncate(written);
    match octets.is_empty() {
        // There is no second copy of the first member, which is mostly the only one.
        true => *octets = buffer,
        false => octets.append(&mut buffer),
    }
    let trailer = data.get(read..).and_then(|rest| rest.split_at_checked(8));
    match (status, trailer) {
        (TINFLStatus::Done, Some((_, behind))) => Ok(behind),
        (TINFLStatus::Done | TINFLStatus::FailedCannotMakeProgress, _) => {
            Err(Stop::Damaged("it is cut"))
        }
        _ => Err(Stop::Damaged("its contents contradict themselves")),
    }
}

/// What is behind the header of a member (RFC 1952 2.3).
fn header(file: &[u8]) -> Option<&[u8]> {
    let (&[0x1F, 0x8B, 8, flags, ..], mut rest) = file.split_at_checked(10)? else {
        return None;
    };
    if flags & 4 != 0 {
        let (length, behind) = rest.split_first_chunk()?;
        rest = behind.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    // A name and a comment, each with a zero at its end.
    for flag in [8, 16] {
        if flags & flag != 0 {
            let end = rest.iter().position(|&octet| octet == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    match flags & 2 {
        0 => Some(rest),
        _ => rest.get(2..),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;

    /// A member with these flags, and what they announce.
    fn member_with(flags: u8, announced: &[u8], octets: &[u8]) -> Vec<u8> {
        let length = u32::try_from(octets.len()).expect("short");
        [
            &[0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3][..],
            announced,
            &compress_to_vec(octets, 9),
            &[0; 4],
            &length.to_le_bytes(),
        ]
        .concat()
    }

    fn packed(octets: &[u8]) -> Vec<u8> {
        member_with(0, &[], octets)
    }

    #[test]
    fn one_member_or_several_are_unpacked() {
        let file = packed(b"0300");
        assert!(is_gzip(&file) && !is_gzip(b"0300"));
        assert_eq!(unpacked(&file).expect("whole").octets, b"0300");
        let two = [file.clone(), packed(b"0004"), vec![0; 20]].concat();
        let unpacked = unpacked(&two).expect("whole");
        assert_eq!(
            (unpacked.octets, unpacked.damage),
            (b"03000004".to_vec(), None)
        );
    }

    #[test]
    fn what_a_header_announces_is_stepped_over() {
        let announced = b"\x03\0abcname\0comment\0\xAA\xBB";
        let file = member_with(0x1E, announced, b"0300");
        assert_eq!(unpacked(&file).expect("whole").octets, b"0300");
        for length in 0..10 + announced.len() {
            assert!(unpacked(&file[..length]).is_err(), "{length}");
        }
        assert!(unpacked(&[0x1F, 0x8B, 7, 0, 0, 0, 0, 0, 0, 0, 0]).is_err());
    }

    #[test]
    fn a_file_that_is_cut_gives_what_came_before() {
        let octets: Vec<u8> = (0..5000_u32).map(|at| (at * at / 7) as u8).collect();
        let file = packed(&octets);
        for length in 2..file.len() {
            match unpacked(&file[..length]) {
                Ok(cut) => {
                    assert!(cut.damage.is_some(), "{length}");
                    assert!(octets.starts_with(&cut.octets), "{length}");
                }
                Err(error) => assert!(matches!(error, GzipError::Damaged(_)), "{length}"),
            }
        }
        let cut = unpacked(&file[..file.len() - 1]).expect("all but its end");
        assert_eq!(cut.octets, octets);
        // An octet changed is refused, or gives something, and never panics.
        for at in 2..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 0x55;
            let _ = unpacked(&changed);
        }
    }

    #[test]
    fn what_expands_without_end_is_refused() {
        let zeros = packed(&vec![0; LIMIT + 1]);
        assert!(zeros.len() < 10_000);
        assert_eq!(unpacked(&zeros), Err(GzipError::TooLarge));
        let most = packed(&vec![0; LIMIT]);
        assert_eq!(unpacked(&most).expect("fits").octets.len(), LIMIT);
        assert_eq!(
            unpacked(&[most, packed(b"0")].concat()),
            Err(GzipError::TooLarge)
        );
    }
}
