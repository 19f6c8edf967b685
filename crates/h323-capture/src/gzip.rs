//! What is in a gzip file, up to a limit: a few octets may stand for gigabytes.

use std::ops::ControlFlow;

use miniz_oxide::{
    DataFormat, MZError, MZFlush, MZStatus,
    inflate::stream::{InflateState, inflate},
};

/// Most octets that are unpacked.
pub const LIMIT: usize = 4 << 20;

/// Octets that are unpacked at a time.
const AT_ONCE: usize = 1 << 15;

/// The longest header that is waited for: it may have a name and a comment.
const LONGEST_HEADER: usize = 1 << 17;

/// Octets behind the contents of a member: a checksum and their length.
const TRAILER: usize = 8;

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
    let mut unpacker = Unpacker::default();
    let flow = unpacker.push(file, |piece| {
        if octets.len() + piece.len() > LIMIT {
            return ControlFlow::Break(());
        }
        octets.extend_from_slice(piece);
        ControlFlow::Continue(())
    });
    if flow.is_break() {
        return Err(GzipError::TooLarge);
    }
    let damage = unpacker.finish()?;
    Ok(Unpacked { octets, damage })
}

/// Where in a gzip file we are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Header,
    Contents,
    /// So many octets of the trailer are still to come.
    Trailer(usize),
    /// Behind all members, or at damage.
    End,
}

/// Unpacks a gzip file that comes in pieces.
pub struct Unpacker {
    stage: Stage,
    /// The beginning of a header.
    held: Vec<u8>,
    state: Box<InflateState>,
    /// Whether a member was unpacked to its end, and whether anything was.
    members: bool,
    given: bool,
    damage: Option<&'static str>,
}

impl Default for Unpacker {
    fn default() -> Self {
        Self {
            stage: Stage::default(),
            held: Vec::new(),
            state: InflateState::new_boxed(DataFormat::Raw),
            members: false,
            given: false,
            damage: None,
        }
    }
}

impl Unpacker {
    /// Takes the next octets of the file, and gives what they hold, until `give` breaks off.
    ///
    /// # Errors
    /// Breaks if `give` did.
    pub fn push(
        &mut self,
        octets: &[u8],
        mut give: impl FnMut(&[u8]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut left = octets;
        while !left.is_empty() {
            left = match self.stage {
                Stage::Header => self.header(left),
                Stage::Contents => self.contents(left, &mut give)?,
                Stage::Trailer(missing) => {
                    let here = missing.min(left.len());
                    self.stage = match missing - here {
                        0 => Stage::Header,
                        missing => Stage::Trailer(missing),
                    };
                    self.members |= self.stage == Stage::Header;
                    left.get(here..).unwrap_or_default()
                }
                Stage::End => &[],
            };
        }
        ControlFlow::Continue(())
    }

    /// Takes a header. Returns what is behind it.
    fn header<'a>(&mut self, octets: &'a [u8]) -> &'a [u8] {
        let before = self.held.len();
        self.held.extend_from_slice(octets);
        if let Some(behind) = header(&self.held) {
            let length = self.held.len() - behind.len();
            self.held.clear();
            self.state.reset(DataFormat::Raw);
            self.stage = Stage::Contents;
            return octets
                .get(length.saturating_sub(before)..)
                .unwrap_or_default();
        }
        let magic = [0x1F, 0x8B, 8];
        let begins = self
            .held
            .iter()
            .zip(magic)
            .all(|(octet, known)| *octet == known);
        if !begins || self.held.len() > LONGEST_HEADER {
            self.stage = Stage::End;
            // Some tools fill up with zeros behind the last member.
            if !self.members || is_gzip(&self.held) {
                self.damage = Some(BAD_HEADER);
            }
        }
        &[]
    }

    /// Unpacks contents. Returns what is behind them.
    fn contents<'a>(
        &mut self,
        octets: &'a [u8],
        give: &mut impl FnMut(&[u8]) -> ControlFlow<()>,
    ) -> ControlFlow<(), &'a [u8]> {
        let mut left = octets;
        let mut piece = vec![0; AT_ONCE];
        loop {
            let step = inflate(&mut self.state, left, &mut piece, MZFlush::None);
            left = left.get(step.bytes_consumed..).unwrap_or_default();
            if step.bytes_written > 0 {
                self.given = true;
                give(piece.get(..step.bytes_written).unwrap_or_default())?;
            }
            match step.status {
                Ok(MZStatus::StreamEnd) => {
                    self.stage = Stage::Trailer(TRAILER);
                    return ControlFlow::Continue(left);
                }
                Ok(_) if step.bytes_consumed + step.bytes_written > 0 => {}
                Ok(_) | Err(MZError::Buf) => return ControlFlow::Continue(&[]),
                Err(_) => {
                    self.stage = Stage::End;
                    self.damage = Some("its contents contradict themselves");
                    return ControlFlow::Continue(&[]);
                }
            }
        }
    }

    /// Why the contents end before the file does, if they do.
    ///
    /// # Errors
    /// If nothing could be unpacked.
    pub fn finish(self) -> Result<Option<&'static str>, GzipError> {
        let damage = self.damage.or(match self.stage {
            Stage::Contents | Stage::Trailer(_) => Some("it is cut"),
            Stage::Header if !self.members || is_gzip(&self.held) => Some(BAD_HEADER),
            Stage::Header | Stage::End => None,
        });
        match damage {
            Some(why) if !self.given => Err(GzipError::Damaged(why)),
            damage => Ok(damage),
        }
    }
}

const BAD_HEADER: &str = "its header is cut or of another kind";

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
