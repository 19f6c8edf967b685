//! The structure of aligned PER: bits, lengths, open types, and the scopes of
//! SEQUENCE, CHOICE and SEQUENCE OF.
//!
//! Nothing here is generic over the ASN.1 types, of which there are hundreds:
//! the generic part, in [`decoder`](super::decoder), is kept to calls of this one.

use super::tree::{Node, NodeValue, Tree};
use super::{DecodeError, DecodeErrorKind, MAX_DEPTH, MAX_NODES};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;
use core::ops::Range;
use rasn::types::constraints::{Extensible, Size};
use rasn::types::fields::Field;
use rasn::types::{BitStr, Tag, TagTree};

/// Decoding has failed; the reader knows where and why.
#[derive(Debug)]
pub(super) struct Failed;

pub(super) type Result<T> = core::result::Result<T, Failed>;

/// Lengths from here on come in fragments (X.691 clause 11.9.3.8).
const FRAGMENT: usize = 16_384;

/// A length determinant.
enum Length {
    /// All of the items.
    Whole(usize),
    /// Some of them; another length determinant follows them.
    Fragment(usize),
}

/// What encloses the value being read.
#[derive(Debug)]
enum Scope {
    Sequence(Sequence),
    Choice,
    SequenceOf {
        /// Elements begun.
        begun: usize,
    },
}

#[derive(Debug)]
struct Sequence {
    root: &'static [Field],
    /// Root components passed.
    passed: usize,
    /// Bit position of the next presence bit of the preamble.
    presence: usize,
    additions: &'static [Field],
    /// Additions passed, known or not.
    added: usize,
    /// Whether the extension bit says that additions follow the root.
    extended: bool,
    /// Where the bitmap of additions lies, once it was reached.
    bitmap: Option<Range<usize>>,
    /// The addition whose open type is being read.
    within: Option<&'static str>,
}

#[derive(Debug)]
struct Frame {
    scope: Scope,
    /// Its node, unless recording had stopped.
    node: Option<usize>,
    /// The component or alternative being read.
    current: &'static str,
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

/// The alternative a CHOICE has taken.
pub(super) struct Alternative {
    pub(super) tag: Tag,
    pub(super) resume: Option<Resume>,
}

/// Elements of a SEQUENCE OF that can be read before another length determinant.
pub(super) struct Batch {
    pub(super) count: usize,
    pub(super) last: bool,
}

/// Reads one message.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    message: &'a [u8],
    gathered: Vec<Gathered>,
    /// 0 for the message, n for the n-th gathered open type.
    buffer: usize,
    /// Bits read of the buffer.
    at: usize,
    /// Bits of the buffer that may be read: an octet boundary, always.
    end: usize,
    frames: Vec<Frame>,
    root: &'static str,
    tree: Tree,
    /// Elements that may still be read. An element takes at least a bit, or its
    /// type has a single value and a count alone could ask for any number.
    elements: usize,
    failure: Option<DecodeError>,
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
        let at_bit = self.place(at..at).start;
        let end = self.place(self.at..self.at).end;
        for frame in &self.frames {
            if let Some(node) = frame.node.and_then(|node| self.tree.nodes.get_mut(node)) {
                node.bits.end = end.max(node.bits.start);
            }
        }
        if self.failure.is_none() {
            let mut path = String::new();
            for frame in &self.frames {
                if !path.is_empty() && !path.ends_with('.') {
                    path.push('.');
                }
                match frame.scope {
                    Scope::SequenceOf { begun } => {
                        // Writing to a String cannot fail.
                        let _ = write!(path, "{}", begun.saturating_sub(1));
                    }
                    Scope::Sequence(_) | Scope::Choice => path.push_str(frame.current),
                }
            }
            path.truncate(path.trim_end_matches('.').len());
            self.failure = Some(DecodeError { path, at_bit, kind });
        }
        Failed
    }

    /// A place in the buffer as a place in the message.
    fn place(&self, bits: Range<usize>) -> Range<usize> {
        match self
            .buffer
            .checked_sub(1)
            .and_then(|at| self.gathered.get(at))
        {
            Some(gathered) => gathered.origin.clone(),
            None => bits,
        }
    }

    fn octets(&self) -> &[u8] {
        match self.buffer.checked_sub(1) {
            Some(at) => self
                .gathered
                .get(at)
                .map_or(&[], |gathered| &gathered.octets),
            None => self.message,
        }
    }

    pub(super) fn at(&self) -> usize {
        self.at
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
    fn bit_at(&self, at: usize) -> bool {
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

    fn skip(&mut self, bits: usize) -> Result<usize> {
        self.need(bits)?;
        let at = self.at;
        self.at += bits;
        Ok(at)
    }

    /// Up to 32 bits, most significant first.
    fn bits(&mut self, count: usize) -> Result<usize> {
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
    fn whole_number(&mut self, range: usize) -> Result<usize> {
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
    fn normally_small(&mut self) -> Result<usize> {
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
    fn length(&mut self) -> Result<Length> {
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
    fn open_type(&mut self) -> Result<Resume> {
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

    /// Keeps the open type that starts here as it is.
    fn unknown(&mut self, index: usize) -> Result<()> {
        let resume = self.open_type()?;
        let bits = self.at..self.end;
        let octets = self.octets().get(bits.start / 8..bits.end / 8);
        let octets = octets.unwrap_or_default().to_vec();
        self.push("", bits, NodeValue::UnknownExtension { index, octets });
        self.resume(resume);
        Ok(())
    }

    // Nodes and scopes

    /// The name of the value that starts here.
    pub(super) fn name(&mut self) -> &'static str {
        let Some(frame) = self.frames.last_mut() else {
            return self.root;
        };
        match &mut frame.scope {
            Scope::Sequence(sequence) => {
                let name = sequence.within.take().or_else(|| {
                    let field = sequence.root.get(sequence.passed)?;
                    sequence.passed += 1;
                    Some(field.name)
                });
                frame.current = name.unwrap_or_default();
                frame.current
            }
            Scope::Choice => frame.current,
            Scope::SequenceOf { .. } => "",
        }
    }

    fn push(&mut self, name: &'static str, bits: Range<usize>, value: NodeValue) -> Option<usize> {
        if self.tree.nodes.len() >= MAX_NODES {
            self.tree.truncated = true;
            return None;
        }
        self.tree.nodes.push(Node {
            depth: u16::try_from(self.frames.len()).unwrap_or(u16::MAX),
            name,
            bits: self.place(bits),
            value,
        });
        Some(self.tree.nodes.len() - 1)
    }

    /// Records a value without parts that was read from `start` to here.
    pub(super) fn leaf(&mut self, name: &'static str, start: usize, value: NodeValue) {
        self.push(name, start.min(self.at)..self.at, value);
    }

    fn open(&mut self, scope: Scope, value: NodeValue) -> Result<()> {
        let name = self.name();
        if self.frames.len() >= MAX_DEPTH {
            return Err(self.fail(self.at, DecodeErrorKind::TooDeep));
        }
        let node = self.push(name, self.at..self.at, value);
        self.frames.push(Frame {
            scope,
            node,
            current: "",
        });
        Ok(())
    }

    /// Leaves the innermost scope.
    pub(super) fn close(&mut self) {
        let end = self.place(self.at..self.at).end;
        if let Some(frame) = self.frames.pop()
            && let Some(node) = frame.node.and_then(|node| self.tree.nodes.get_mut(node))
        {
            node.bits.end = end;
        }
    }

    // SEQUENCE

    /// Enters a SEQUENCE and reads its preamble (X.691 clause 19.1 to 19.3).
    pub(super) fn open_sequence(
        &mut self,
        root: &'static [Field],
        additions: &'static [Field],
        extensible: bool,
    ) -> Result<()> {
        let scope = Scope::Sequence(Sequence {
            root,
            passed: 0,
            presence: 0,
            additions,
            added: 0,
            extended: false,
            bitmap: None,
            within: None,
        });
        self.open(scope, NodeValue::Sequence)?;
        let extended = extensible && self.bit()?;
        let optional = root.iter().filter(|field| field.is_optional_or_default());
        let presence = self.skip(optional.count())?;
        if let Some(sequence) = self.sequence() {
            sequence.extended = extended;
            sequence.presence = presence;
        }
        Ok(())
    }

    fn sequence(&mut self) -> Option<&mut Sequence> {
        match self.frames.last_mut() {
            Some(Frame {
                scope: Scope::Sequence(sequence),
                ..
            }) => Some(sequence),
            _ => None,
        }
    }

    /// Whether the next root component, an optional one, is there.
    pub(super) fn optional(&mut self) -> bool {
        let Some(sequence) = self.sequence() else {
            return false;
        };
        let at = sequence.presence;
        sequence.presence += 1;
        let present = self.bit_at(at);
        if !present && let Some(sequence) = self.sequence() {
            sequence.passed += 1;
        }
        present
    }

    /// Where the bitmap of additions lies, reading its length the first time
    /// (X.691 clause 19.7 and 19.8). `None` if no additions follow.
    fn bitmap(&mut self) -> Result<Option<Range<usize>>> {
        let Some(sequence) = self.sequence() else {
            return Ok(None);
        };
        if sequence.bitmap.is_some() || !sequence.extended {
            return Ok(sequence.bitmap.clone());
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.current = "";
        }
        let at = self.at;
        let count = if self.bit()? {
            match self.length()? {
                Length::Whole(count @ 1..) => count,
                // No type has 16K additions.
                _ => return Err(self.fail(at, DecodeErrorKind::Length)),
            }
        } else {
            self.bits(6)? + 1
        };
        let from = self.skip(count)?;
        let bitmap = Some(from..from + count);
        if let Some(sequence) = self.sequence() {
            sequence.bitmap = bitmap.clone();
        }
        Ok(bitmap)
    }

    /// Enters the next addition of our type, if it is there.
    pub(super) fn addition(&mut self) -> Result<Option<Resume>> {
        let bitmap = self.bitmap()?;
        let Some(sequence) = self.sequence() else {
            return Ok(None);
        };
        let field = sequence.additions.get(sequence.added);
        let (name, at) = (field.map_or("", |field| field.name), sequence.added);
        sequence.added += 1;
        let at = bitmap.map(|bitmap| bitmap.start + at..bitmap.end);
        if !at.is_some_and(|at| !at.is_empty() && self.bit_at(at.start)) {
            return Ok(None);
        }
        if let Some(sequence) = self.sequence() {
            sequence.within = Some(name);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.current = name;
        }
        self.open_type().map(Some)
    }

    /// Steps over the additions our type does not have, and leaves.
    pub(super) fn close_sequence(&mut self) -> Result<()> {
        if let Some(bitmap) = self.bitmap()? {
            let known = self
                .sequence()
                .map_or(0, |sequence| sequence.additions.len());
            if let Some(frame) = self.frames.last_mut() {
                frame.current = "";
            }
            for (index, at) in bitmap.enumerate().skip(known) {
                if self.bit_at(at) {
                    self.unknown(index)?;
                }
            }
        }
        self.close();
        Ok(())
    }

    // CHOICE and ENUMERATED

    /// Enters a CHOICE and the alternative it takes (X.691 clause 23).
    pub(super) fn open_choice(
        &mut self,
        root: &'static [TagTree],
        additions: Option<&'static [TagTree]>,
        names: &'static [&'static str],
    ) -> Result<Alternative> {
        self.open(Scope::Choice, NodeValue::Choice)?;
        let start = self.at;
        let (extension, index) = self.index(root.len(), additions.is_some())?;
        let tags = if extension {
            additions.unwrap_or_default()
        } else {
            root
        };
        let position = if extension {
            root.len().saturating_add(index)
        } else {
            index
        };
        let (Some(&TagTree::Leaf(tag)), Some(&name)) = (tags.get(index), names.get(position))
        else {
            if extension && self.unknown(index).is_err() {
                // That it is unknown says more than that it is cut short.
                self.failure = None;
            }
            return Err(self.fail(
                start,
                DecodeErrorKind::UnknownAlternative { index, extension },
            ));
        };
        if let Some(frame) = self.frames.last_mut() {
            frame.current = name;
        }
        let resume = if extension {
            Some(self.open_type()?)
        } else {
            None
        };
        Ok(Alternative { tag, resume })
    }

    /// Whether the index of a CHOICE or ENUMERATED lies after the extension
    /// marker, and the index (X.691 clauses 14 and 23).
    pub(super) fn index(&mut self, root: usize, extensible: bool) -> Result<(bool, usize)> {
        if extensible && self.bit()? {
            return Ok((true, self.normally_small()?));
        }
        Ok((false, self.whole_number(root)?))
    }

    // SEQUENCE OF

    /// Enters a SEQUENCE OF and reads how many elements come first
    /// (X.691 clause 20).
    pub(super) fn open_list(&mut self, size: Option<&Extensible<Size>>) -> Result<Batch> {
        self.open(Scope::SequenceOf { begun: 0 }, NodeValue::SequenceOf)?;
        let bounds = match size {
            Some(size) if size.extensible.is_some() && self.bit()? => None,
            Some(size) => match size.constraint.start_and_end() {
                (Some(&lower), Some(&upper)) if upper < 0x1_0000 => Some((lower, upper)),
                _ => None,
            },
            None => None,
        };
        let Some((lower, upper)) = bounds else {
            return self.batch();
        };
        let at = self.at;
        let count = lower + self.whole_number(upper.saturating_sub(lower) + 1)?;
        if count > upper {
            let kind =
                DecodeErrorKind::Constraint("number of elements outside the size constraint");
            return Err(self.fail(at, kind));
        }
        Ok(Batch { count, last: true })
    }

    pub(super) fn batch(&mut self) -> Result<Batch> {
        Ok(match self.length()? {
            Length::Whole(count) => Batch { count, last: true },
            Length::Fragment(count) => Batch { count, last: false },
        })
    }

    pub(super) fn element(&mut self) -> Result<()> {
        if let Some(Frame {
            scope: Scope::SequenceOf { begun },
            ..
        }) = self.frames.last_mut()
        {
            *begun += 1;
        }
        match self.elements.checked_sub(1) {
            Some(left) => self.elements = left,
            None => return Err(self.fail(self.at, DecodeErrorKind::TooMany)),
        }
        Ok(())
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
