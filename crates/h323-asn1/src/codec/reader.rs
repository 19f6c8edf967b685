//! Bits, numbers, lengths and open types of aligned PER.
//!
//! Neither this nor [`scope`](super::scope) is generic over the ASN.1 types, of
//! which there are hundreds: the generic part, in [`decoder`](super::decoder),
//! is kept to calls of these two.

use super::scope::Frame;
use super::tree::{Node, NodeValue, Tree};
use super::{DecodeError, DecodeErrorKind, MAX_FAULTS};
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

/// What primitives are read from while a value stands in for another.
const ZEROS: &[u8] = &[0; 64];

/// Where reading goes on when an open type ends.
#[derive(Debug)]
pub(super) struct Resume {
    buffer: usize,
    at: usize,
    end: usize,
    /// The buffer of the contents, and where they lie in it.
    inner: usize,
    contents: Range<usize>,
    /// Scopes and nodes when it began.
    frames: usize,
    nodes: usize,
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
    failure: Option<DecodeError>,
    /// Whether a value is being made up, of zeros, for one that could not be
    /// read: derived code needs one to go on. Nothing is read or recorded.
    pub(super) standing_in: bool,
    /// The first fault that a value was made up for.
    pub(super) stood_in: Option<DecodeError>,
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
            standing_in: false,
            stood_in: None,
        }
    }

    /// Whole octets left over.
    pub(super) fn left(&self) -> usize {
        self.end.saturating_sub(self.at) / 8
    }

    /// Why reading has failed.
    pub(super) fn failure(&mut self) -> DecodeError {
        let at = self.at;
        self.failure.take().unwrap_or_else(|| DecodeError {
            // A type may refuse, in its own `Decode`, what its constraints allow.
            path: self.path(),
            at_bit: self.place(at..at).start,
            kind: DecodeErrorKind::Primitive("not a value of its type"),
        })
    }

    pub(super) fn discard_failure(&mut self) {
        self.failure = None;
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
        !self.standing_in && self.octet_bit(at)
    }

    fn octet_bit(&self, at: usize) -> bool {
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
        let at = self.at;
        if self.standing_in {
            return Ok(at);
        }
        self.need(bits)?;
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
                let resume = self.resume_here(self.buffer, from..self.at);
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
        let bits = octets.len() * 8;
        let resume = self.resume_here(self.gathered.len() + 1, 0..bits);
        let origin = self.place(start..self.at);
        self.at = 0;
        self.end = bits;
        self.gathered.push(Gathered { octets, origin });
        self.buffer = self.gathered.len();
        Ok(resume)
    }

    fn resume_here(&self, inner: usize, contents: Range<usize>) -> Resume {
        Resume {
            buffer: self.buffer,
            at: self.at,
            end: self.end,
            inner,
            contents,
            frames: self.frames.len(),
            nodes: self.tree.nodes.len(),
        }
    }

    /// Goes on behind an open type, whatever of it was left unread: X.691 pads
    /// to an octet, and a later version may have more to say.
    pub(super) fn resume(&mut self, resume: Resume) {
        self.buffer = resume.buffer;
        self.at = resume.at;
        self.end = resume.end;
    }

    /// Gives up on what an open type holds, keeps its octets, and goes on behind it.
    #[cold]
    pub(super) fn step_over(&mut self, resume: Resume) -> DecodeError {
        let error = self.failure();
        self.note(&error);
        self.frames.truncate(resume.frames);
        let first = resume.nodes;
        // Its own node is there if it has parts; a value without parts is worth nothing now.
        let begun = self.tree.nodes.get(first).is_some_and(Node::has_parts);
        if !begun {
            self.tree.nodes.truncate(first);
        }
        self.buffer = resume.inner;
        let mut left = resume.contents.clone();
        let mut bits = self.place(left.clone());
        if let Some(node) = self.tree.nodes.get_mut(first) {
            if resume.inner == 0 {
                let read = node.bits.end.max(error.at_bit).min(bits.end);
                left.start = read / 8 * 8;
                bits.start = left.start;
            }
            node.bits.end = bits.end;
        }
        let octets = self.octets().get(left.start / 8..left.end / 8);
        let octets = octets.unwrap_or_default().to_vec();
        let value = NodeValue::Undecodable {
            octets,
            error: error.clone(),
        };
        self.resume(resume);
        self.record_rest(begun, bits, value);
        error
    }

    /// Lists a fault that is stepped over.
    pub(super) fn note(&mut self, error: &DecodeError) {
        if self.tree.faults.len() < MAX_FAULTS {
            self.tree.faults.push(error.clone());
        }
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
        let options = rasn::aper::de::DecoderOptions::aligned();
        let bits = BitStr::from_slice(self.octets());
        let bits = match self.standing_in {
            true => BitStr::from_slice(ZEROS),
            false => bits.get(self.at..self.end).unwrap_or_default(),
        };
        let mut decoder = rasn::aper::Decoder::new(bits, options);
        let value = read(&mut decoder);
        let left = decoder.input().len();
        match value {
            Ok(value) => {
                if !self.standing_in {
                    self.at = self.end - left;
                }
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
