//! Bits, numbers, lengths and open types of aligned PER.
//!
//! Neither this nor [`scope`](super::scope) is generic over the ASN.1 types, of
//! which there are hundreds: the generic part, in [`decoder`](super::decoder),
//! is kept to calls of these two.

use super::scope::Frame;
use super::tree::Tree;
use super::{DecodeError, DecodeErrorKind};
use alloc::vec::Vec;
use core::ops::Range;
use rasn::types::BitStr;

/// Decoding has failed; the reader knows where and why.
#[derive(Debug)]
pub(super) struct Failed;

pub(super) type Result<T> = core::result::Result<T, Failed>;

/// Lengths from here on come in fragments (X.691 clause 11.9.3.8).
const FRAGMENT: usize = 16_384;

/// A length determinant.
pub(super) enum Length {
    /// All of the items.
    Whole(usize),
    /// Some of them; another length determinant follows them.
    Fragment(usize),
}

/// Where reading goes on when an open type ends.
#[derive(Debug)]
pub(super) struct Resume {
    buffer: usize,
    at: usize,
    end: usize,
}

/// The contents of an open type that arrived in fragments.
#[derive(Debug)]
struct Gathered {
    octets: Vec<u8>,
    /// Where the fragments lie in the message, in bits.
    origin: Range<usize>,
}

/// Reads one message.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    message: &'a [u8],
    gathered: Vec<Gathered>,
    /// 0 for the message, n for the n-th gathered open type.
    buffer: usize,
    /// Bits read of the buffer.
    pub(super) at: usize,
    /// Bits of the buffer that may be read: an octet boundary, always.
    pub(super) end: usize,
    pub(super) frames: Vec<Frame>,
    pub(super) root: &'static str,
    pub(super) tree: Tree,
    /// Elements that may still be read. An element takes at least a bit, or its
    /// type has a single value and a count alone could ask for any number.
    pub(super) elements: usize,
    pub(super) failure: Option<DecodeError>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(message: &'a [u8], root: &'static str) -> Self {
        let bits = message.len().saturating_mul(8);
        Self {
            message,
            gathered: Vec::new(),
            buffer: 0,
            at: 0,
            end: bits,
            frames: Vec::new(),
            root,
            tree: Tree::default(),
            elements: bits,
            failure: None,
        }
    }

    /// The tree, whole octets left over, and the error if there was one.
    pub(super) fn finish(self) -> (Tree, usize, Option<DecodeError>) {
        let left = self.end.saturating_sub(self.at) / 8;
        (self.tree, left, self.failure)
    }

    /// Notes the first failure, which is the innermost.
    #[cold]
    pub(super) fn fail(&mut self, at: usize, kind: DecodeErrorKind) -> Failed {
        self.seal();
        if self.failure.is_none() {
            self.failure = Some(DecodeError {
                path: self.path(),
                at_bit: self.place(at..at).start,
                kind,
            });
        }
        Failed
    }

    /// A place in the buffer as a place in the message.
    pub(super) fn place(&self, bits: Range<usize>) -> Range<usize> {
        match self
            .buffer
            .checked_sub(1)
            .and_then(|at| self.gathered.get(at))
        {
            Some(gathered) => gathered.origin.clone(),
            None => bits,
        }
    }

    pub(super) fn octets(&self) -> &[u8] {
        match self.buffer.checked_sub(1) {
            Some(at) => self
                .gathered
                .get(at)
                .map_or(&[], |gathered| &gathered.octets),
            None => self.message,
        }
    }

    /// Where a value that may have to be aligned starts.
    pub(super) fn start(&self, aligned: bool) -> usize {
        if aligned {
            self.at.next_multiple_of(8)
        } else {
            self.at
        }
    }

    // Bits

    /// A bit of the buffer; past its end, where no caller looks, false.
    pub(super) fn bit_at(&self, at: usize) -> bool {
        self.octets()
            .get(at / 8)
            .is_some_and(|octet| octet & (0x80 >> (at % 8)) != 0)
    }

    fn need(&mut self, bits: usize) -> Result<()> {
        if bits > self.end.saturating_sub(self.at) {
            return Err(self.fail(self.at, DecodeErrorKind::Truncated));
        }
        Ok(())
    }

    pub(super) fn skip(&mut self, bits: usize) -> Result<usize> {
        self.need(bits)?;
        let at = self.at;
        self.at += bits;
        Ok(at)
    }

    /// Up to 32 bits, most significant first.
    pub(super) fn bits(&mut self, count: usize) -> Result<usize> {
        let from = self.skip(count)?;
        Ok((from..self.at).fold(0, |value, at| value << 1 | usize::from(self.bit_at(at))))
    }

    pub(super) fn bit(&mut self) -> Result<bool> {
        Ok(self.bits(1)? != 0)
    }

    /// Every buffer and every open type in it starts on an octet boundary, so
    /// boundaries of the buffer are those of the encoding.
    fn align(&mut self) -> Result<()> {
        self.skip(self.at.wrapping_neg() % 8).map(drop)
    }

    // Numbers and lengths

    /// Constrained whole number from 0 to `range - 1` (X.691 clause 11.5.7).
    pub(super) fn whole_number(&mut self, range: usize) -> Result<usize> {
        let width = match range {
            0 | 1 => return Ok(0),
            2..=255 => (usize::BITS - (range - 1).leading_zeros()) as usize,
            256 => {
                self.align()?;
                8
            }
            257..=0x1_0000 => {
                self.align()?;
                16
            }
            _ => return Err(self.fail(self.at, DecodeErrorKind::Length)),
        };
        self.bits(width)
    }

    /// Normally small non-negative whole number (X.691 clause 11.6).
    pub(super) fn normally_small(&mut self) -> Result<usize> {
        if !self.bit()? {
            return self.bits(6);
        }
        let at = self.at;
        match self.length()? {
            Length::Whole(octets @ 1..=4) => self.bits(octets * 8),
            _ => Err(self.fail(at, DecodeErrorKind::Length)),
        }
    }

    /// Unconstrained length determinant (X.691 clause 11.9.3.5 to 11.9.3.8).
    pub(super) fn length(&mut self) -> Result<Length> {
        self.align()?;
        let at = self.at;
        let first = self.bits(8)?;
        match first {
            0..=0x7f => Ok(Length::Whole(first)),
            0x80..=0xbf => Ok(Length::Whole((first & 0x3f) << 8 | self.bits(8)?)),
            0xc1..=0xc4 => Ok(Length::Fragment((first & 7) * FRAGMENT)),
            _ => Err(self.fail(at, DecodeErrorKind::Length)),
        }
    }

    // Open types

    /// Confines reading to the open type that starts here (X.691 clause 11.2).
    pub(super) fn open_type(&mut self) -> Result<Resume> {
        let start = self.at;
        let mut octets = Vec::new();
        loop {
            let (length, last) = match self.length()? {
                Length::Whole(length) => (length, true),
                Length::Fragment(length) => (length, false),
            };
            let from = self.skip(length * 8)?;
            if last && octets.is_empty() {
                let resume = Resume {
                    buffer: self.buffer,
                    at: self.at,
                    end: self.end,
                };
                self.end = self.at;
                self.at = from;
                return Ok(resume);
            }
            let part = self.octets().get(from / 8..self.at / 8).unwrap_or_default();
            octets.extend_from_slice(part);
            if last {
                break;
            }
        }
        let resume = Resume {
            buffer: self.buffer,
            at: self.at,
            end: self.end,
        };
        let origin = self.place(start..self.at);
        self.at = 0;
        self.end = octets.len() * 8;
        self.gathered.push(Gathered { octets, origin });
        self.buffer = self.gathered.len();
        Ok(resume)
    }

    /// Goes on behind an open type, whatever of it was left unread: X.691 pads
    /// to an octet, and a later version may have more to say.
    pub(super) fn resume(&mut self, resume: Resume) {
        self.buffer = resume.buffer;
        self.at = resume.at;
        self.end = resume.end;
    }

    // Primitives

    /// Lets rasn read a primitive from here on. rasn aligns by what is left of
    /// its input, which ends on an octet boundary as ours does.
    pub(super) fn primitive<T>(
        &mut self,
        read: impl FnOnce(
            &mut rasn::aper::Decoder<'_>,
        ) -> core::result::Result<T, rasn::error::DecodeError>,
    ) -> Result<T> {
        let bits = BitStr::from_slice(self.octets());
        let options = rasn::aper::de::DecoderOptions::aligned();
        let mut decoder =
            rasn::aper::Decoder::new(bits.get(self.at..self.end).unwrap_or_default(), options);
        let value = read(&mut decoder);
        let left = decoder.input().len();
        match value {
            Ok(value) => {
                self.at = self.end - left;
                Ok(value)
            }
            Err(error) => Err(self.fail(self.at, classify(&error))),
        }
    }
}

/// rasn's own text would bring the printing of every codec's errors with it.
fn classify(error: &rasn::error::DecodeError) -> DecodeErrorKind {
    use rasn::error::DecodeErrorKind as Cause;
    match *error.kind {
        Cause::Incomplete { .. } => DecodeErrorKind::Truncated,
        Cause::SizeConstraintNotSatisfied { .. } => {
            DecodeErrorKind::Constraint("length outside the size constraint")
        }
        Cause::ValueConstraintNotSatisfied { .. } | Cause::IntegerOverflow { .. } => {
            DecodeErrorKind::Constraint("number outside its range")
        }
        Cause::PermittedAlphabetError { .. } => {
            DecodeErrorKind::Constraint("character outside the permitted alphabet")
        }
        Cause::Parser { .. } => DecodeErrorKind::Length,
        _ => DecodeErrorKind::Primitive("malformed contents"),
    }
}
