//! Bits, numbers, lengths and open types of aligned PER.

use super::tree::{Data, Gathered, Node, Span, Tree, bits_at};
use super::{Component, DecodeError, DecodeErrorKind, MAX_DEPTH, MAX_FAULTS};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;
use core::ops::Range;

/// Reading has failed. The reader holds the place and the reason.
#[derive(Debug)]
pub(super) struct Failed;

pub(super) type Result<T> = core::result::Result<T, Failed>;

/// Greater lengths come in fragments (X.691 clause 11.9.3.8).
const FRAGMENT: usize = 16_384;

/// A length determinant.
pub(super) enum Length {
    /// The number of all items.
    Whole(usize),
    /// The number of items in a fragment; another length determinant follows them.
    Fragment(usize),
}

/// Where reading goes on after an open type.
#[derive(Debug)]
pub(super) struct Resume {
    buffer: u16,
    at: usize,
    end: usize,
    /// The buffer of the contents.
    inner: u16,
    contents: Range<usize>,
}

impl Resume {
    /// The place of the contents in their buffer.
    pub(super) fn bits(&self) -> Range<usize> {
        self.contents.clone()
    }

    pub(super) fn span(&self) -> Span {
        span(self.contents.start, self.contents.len() / 8)
    }
}

/// The position within a SEQUENCE, CHOICE or SEQUENCE OF, for the path of an error.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Nothing yet.
    None,
    Part(&'static str),
    Element(usize),
}

/// Reads one message.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    message: &'a [u8],
    pub(super) tree: Tree,
    /// 0 for the message, n for the n-th gathered open type.
    buffer: u16,
    /// The number of bits read from the buffer.
    pub(super) at: usize,
    /// The end of the readable bits of the buffer, always on an octet boundary.
    pub(super) end: usize,
    pub(super) steps: Vec<Step>,
    /// The number of elements that may still be read. Elements of a type with a single value take
    /// no bits, so without this limit a count alone could demand any number of them.
    pub(super) elements: usize,
    most: usize,
    failure: Option<DecodeError>,
}

pub(super) fn span(at: usize, items: usize) -> Span {
    Span {
        at: at.try_into().unwrap_or(u32::MAX),
        items: items.try_into().unwrap_or(u32::MAX),
    }
}

impl<'a> Reader<'a> {
    /// A reader that records at most `most` nodes.
    pub(super) fn new(message: &'a [u8], most: usize) -> Self {
        let bits = message.len().saturating_mul(8);
        Self {
            message,
            tree: Tree {
                // Messages have about one node for every one or two octets.
                nodes: Vec::with_capacity(message.len().min(512)),
                ..Tree::default()
            },
            buffer: 0,
            at: 0,
            end: bits,
            steps: Vec::with_capacity(16),
            elements: bits,
            most,
            failure: None,
        }
    }

    /// Why reading has failed.
    #[cold]
    pub(super) fn take_failure(&mut self) -> DecodeError {
        let at = self.at;
        self.failure.take().unwrap_or_else(|| DecodeError {
            path: self.path(),
            at_bit: self.place(at..at).start,
            kind: DecodeErrorKind::Truncated,
        })
    }

    /// The kind of the recorded failure.
    pub(super) fn failed_as(&self) -> Option<DecodeErrorKind> {
        self.failure.as_ref().map(|error| error.kind)
    }

    pub(super) fn forget_failure(&mut self) {
        self.failure = None;
    }

    /// Records the first failure, which is the innermost one.
    #[cold]
    pub(super) fn fail(&mut self, at: usize, kind: DecodeErrorKind) -> Failed {
        if self.failure.is_none() {
            self.failure = Some(DecodeError {
                path: self.path(),
                at_bit: self.place(at..at).start,
                kind,
            });
        }
        Failed
    }

    /// Lists a skipped part, and returns its number.
    #[cold]
    pub(super) fn fault(&mut self, error: DecodeError) -> u16 {
        if self.tree.faults.len() >= MAX_FAULTS {
            return u16::MAX;
        }
        self.tree.faults.push(error);
        u16::try_from(self.tree.faults.len() - 1).unwrap_or(u16::MAX)
    }

    /// The names and numbers from the root to the current position.
    fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.steps {
            let dot = if path.is_empty() { "" } else { "." };
            // Writing to a String cannot fail.
            let _ = match step {
                Step::None => Ok(()),
                Step::Part(name) => write!(path, "{dot}{name}"),
                Step::Element(number) => write!(path, "{dot}{number}"),
            };
        }
        path
    }

    // The tree

    /// Converts a place in the buffer to a place in the message.
    pub(super) fn place(&self, bits: Range<usize>) -> Range<usize> {
        match usize::from(self.buffer)
            .checked_sub(1)
            .and_then(|at| self.tree.gathered.get(at))
        {
            Some(gathered) => gathered.origin.clone(),
            None => bits,
        }
    }

    /// Records a node at this place in the buffer.
    pub(super) fn push(
        &mut self,
        component: &'static Component,
        bits: Range<usize>,
        data: Data,
    ) -> Option<usize> {
        let (depth, buffer) = (self.steps.len(), self.buffer);
        let bits = self.place(bits);
        self.push_at(depth, component, bits, buffer, data)
    }

    pub(super) fn push_at(
        &mut self,
        depth: usize,
        component: &'static Component,
        bits: Range<usize>,
        buffer: u16,
        data: Data,
    ) -> Option<usize> {
        let at = self.tree.nodes.len();
        if at >= self.most {
            self.tree.truncated = true;
            return None;
        }
        self.tree.nodes.push(Node {
            component,
            start: bits.start.try_into().unwrap_or(u32::MAX),
            end: bits.end.try_into().unwrap_or(u32::MAX),
            next: u32::try_from(at + 1).unwrap_or(u32::MAX),
            depth: depth.try_into().unwrap_or(u16::MAX),
            buffer,
            data,
        });
        Some(at)
    }

    /// Records a value without parts, which was read from `start` to the current position.
    pub(super) fn leaf(&mut self, component: &'static Component, start: usize, data: Data) {
        self.push(component, start.min(self.at)..self.at, data);
    }

    /// Starts a node that has parts.
    pub(super) fn open(
        &mut self,
        component: &'static Component,
        data: Data,
    ) -> Result<Option<usize>> {
        if self.steps.len() >= MAX_DEPTH {
            return Err(self.fail(self.at, DecodeErrorKind::TooDeep));
        }
        let node = self.push(component, self.at..self.at, data);
        self.steps.push(Step::None);
        Ok(node)
    }

    /// Ends it, whether it was read to its end or not.
    pub(super) fn close(&mut self, node: Option<usize>) {
        self.steps.pop();
        let end = self.place(self.at..self.at).end;
        let next = self.tree.nodes.len();
        if let Some(node) = node.and_then(|node| self.tree.nodes.get_mut(node)) {
            node.end = u32::try_from(end).unwrap_or(u32::MAX).max(node.start);
            node.next = next.try_into().unwrap_or(u32::MAX);
        }
    }

    #[inline]
    pub(super) fn step(&mut self, step: Step) {
        if let Some(last) = self.steps.last_mut() {
            *last = step;
        }
    }

    // Bits

    pub(super) const fn buffer(&self) -> u16 {
        self.buffer
    }

    #[inline]
    fn octets(&self) -> &[u8] {
        self.octets_of(self.buffer)
    }

    #[inline]
    pub(super) fn octets_of(&self, buffer: u16) -> &[u8] {
        match usize::from(buffer).checked_sub(1) {
            Some(at) => self
                .tree
                .gathered
                .get(at)
                .map_or(&[], |gathered| &gathered.octets),
            None => self.message,
        }
    }

    /// A bit of the buffer.
    #[inline]
    pub(super) fn bit_at(&self, at: usize) -> bool {
        self.octets()
            .get(at / 8)
            .is_some_and(|octet| octet & (0x80 >> (at % 8)) != 0)
    }

    /// Some bits of the buffer, whether or not they were read.
    pub(super) fn peek(&self, at: usize, count: usize) -> usize {
        bits_at(self.octets(), at, count)
    }

    /// Skips this many bits and returns their start.
    #[inline]
    pub(super) fn skip(&mut self, bits: usize) -> Result<usize> {
        let at = self.at;
        if bits > self.end.saturating_sub(at) {
            return Err(self.fail(at, DecodeErrorKind::Truncated));
        }
        self.at = at + bits;
        Ok(at)
    }

    /// Up to 32 bits, most significant first.
    #[inline]
    pub(super) fn bits(&mut self, count: usize) -> Result<usize> {
        let from = self.skip(count)?;
        Ok(bits_at(self.octets(), from, count))
    }

    #[inline]
    pub(super) fn bit(&mut self) -> Result<bool> {
        let at = self.skip(1)?;
        Ok(self.bit_at(at))
    }

    /// Aligns to an octet boundary. Every buffer and every open type starts on an octet boundary,
    /// so the boundaries of the buffer are those of the encoding.
    #[inline]
    pub(super) fn align(&mut self) -> Result<()> {
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

    // Open types and other octets after a length

    /// Skips items of `width` bits after unconstrained length determinants. Fragments are joined.
    /// Returns the buffer of the items, their start in it, and their number.
    pub(super) fn counted(&mut self, width: usize) -> Result<(u16, usize, usize)> {
        let start = self.at;
        let from = match self.length()? {
            Length::Whole(items) => return Ok((self.buffer, self.skip(items * width)?, items)),
            Length::Fragment(items) => self.skip(items * width)?,
        };
        // 16K items are whole octets, for any width.
        let part = |reader: &Self, from: usize| {
            let octets = reader.octets().get(from / 8..reader.at.div_ceil(8));
            octets.unwrap_or_default().to_vec()
        };
        let mut octets = part(self, from);
        let mut items = (self.at - from) / width.max(1);
        loop {
            let (more, last) = match self.length()? {
                Length::Whole(more) => (more, true),
                Length::Fragment(more) => (more, false),
            };
            let from = self.skip(more * width)?;
            octets.extend(part(self, from));
            items += more;
            if last {
                break;
            }
        }
        let origin = self.place(start..self.at);
        self.tree.gathered.push(Gathered { octets, origin });
        let buffer = u16::try_from(self.tree.gathered.len()).unwrap_or(u16::MAX);
        Ok((buffer, 0, items))
    }

    /// Confines reading to the open type that starts here (X.691 clause 11.2).
    pub(super) fn open_type(&mut self) -> Result<Resume> {
        let outer = self.buffer;
        let (inner, from, octets) = self.counted(8)?;
        let contents = from..from + octets * 8;
        let resume = Resume {
            buffer: outer,
            at: self.at,
            end: self.end,
            inner,
            contents: contents.clone(),
        };
        self.buffer = inner;
        self.at = contents.start;
        self.end = contents.end;
        Ok(resume)
    }

    /// Goes on after an open type and ignores its unread rest: X.691 pads to an octet, and a later
    /// version may have added something.
    pub(super) fn resume(&mut self, resume: &Resume) {
        self.buffer = resume.buffer;
        self.at = resume.at;
        self.end = resume.end;
    }

    /// Makes the contents of an open type the current buffer again, to record a place in it.
    pub(super) fn within(&mut self, resume: &Resume) {
        self.buffer = resume.inner;
    }
}
