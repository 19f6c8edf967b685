//! What encloses the value being read: SEQUENCE with its optional components
//! and additions, CHOICE, SEQUENCE OF, and their nodes in the tree.

use super::reader::{Length, Reader, Result, Resume};
use super::tree::{Node, NodeValue, Tree};
use super::{DecodeError, DecodeErrorKind, MAX_DEPTH, MAX_NODES};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;
use core::ops::Range;
use rasn::types::constraints::{Extensible, Size};
use rasn::types::fields::Field;
use rasn::types::{Tag, TagTree};

/// What encloses the value being read.
#[derive(Debug)]
enum Scope {
    Sequence(Sequence),
    Choice,
    SequenceOf {
        /// Elements begun.
        begun: usize,
    },
    /// A BMPString, whose units come as elements: one node for all of them.
    Text(Vec<u16>),
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
pub(super) struct Frame {
    scope: Scope,
    /// Its node, unless recording had stopped.
    node: Option<usize>,
    /// The component or alternative being read.
    current: &'static str,
}

impl Frame {
    /// Ends its node at `end` with what it holds by then.
    fn seal(&self, tree: &mut Tree, end: usize) {
        let Some(node) = self.node.and_then(|node| tree.nodes.get_mut(node)) else {
            return;
        };
        node.bits.end = end.max(node.bits.start);
        if let Scope::Text(units) = &self.scope {
            node.value = NodeValue::Text(String::from_utf16_lossy(units));
        }
    }
}

/// The alternative a CHOICE has taken.
pub(super) struct Alternative {
    pub(super) tag: Tag,
    resume: Option<Resume>,
    /// Whether it is made up for one that could not be read.
    stands_in: bool,
}

/// Elements of a SEQUENCE OF that can be read before another length determinant.
pub(super) struct Batch {
    pub(super) count: usize,
    pub(super) last: bool,
}

impl Reader<'_> {
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
            Scope::SequenceOf { .. } | Scope::Text(_) => "",
        }
    }

    fn push(&mut self, name: &'static str, bits: Range<usize>, value: NodeValue) -> Option<usize> {
        let bits = self.place(bits);
        self.push_at(self.frames.len(), name, bits, value)
    }

    /// Records a node that lies there in the message.
    fn push_at(
        &mut self,
        depth: usize,
        name: &'static str,
        bits: Range<usize>,
        value: NodeValue,
    ) -> Option<usize> {
        if self.standing_in {
            return None;
        }
        if self.tree.nodes.len() >= MAX_NODES {
            self.tree.truncated = true;
            return None;
        }
        self.tree.nodes.push(Node {
            depth: u16::try_from(depth).unwrap_or(u16::MAX),
            name,
            bits,
            value,
        });
        Some(self.tree.nodes.len() - 1)
    }

    /// Records what could not be read of the component or alternative at hand: `begun` if some of
    /// it was.
    pub(super) fn record_rest(&mut self, begun: bool, bits: Range<usize>, value: NodeValue) {
        let depth = self.frames.len();
        let current = self.frames.last().map_or(self.root, |frame| frame.current);
        if begun {
            self.push_at(depth + 1, "", bits, value);
        } else {
            self.push_at(depth, current, bits, value);
        }
        // Whether it was begun or not, its name has been used.
        if let Some(sequence) = self.sequence() {
            sequence.within = None;
        }
    }

    /// Records a value without parts that was read from `start` to here.
    pub(super) fn leaf(&mut self, name: &'static str, start: usize, value: NodeValue) {
        if self.standing_in {
            return;
        }
        if let (Some(units), NodeValue::Integer(unit)) = (self.text(), &value) {
            units.extend(u16::try_from(*unit));
            return;
        }
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
        if let Some(frame) = self.frames.pop() {
            frame.seal(&mut self.tree, end);
        }
    }

    fn text(&mut self) -> Option<&mut Vec<u16>> {
        match self.frames.last_mut() {
            Some(Frame {
                scope: Scope::Text(units),
                ..
            }) => Some(units),
            _ => None,
        }
    }

    /// Names and numbers from the root to what is being read.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for frame in &self.frames {
            if !path.is_empty() {
                path.push('.');
            }
            match frame.scope {
                Scope::SequenceOf { begun: 0 } | Scope::Text(_) => {}
                Scope::SequenceOf { begun } => {
                    // Writing to a String cannot fail.
                    let _ = write!(path, "{}", begun - 1);
                }
                Scope::Sequence(_) | Scope::Choice => path.push_str(frame.current),
            }
        }
        // Only the innermost scope may be between two components or elements.
        path.truncate(path.trim_end_matches('.').len());
        path
    }

    /// Ends the nodes of all open scopes where reading stopped.
    pub(super) fn seal(&mut self) {
        let end = self.place(self.at..self.at).end;
        for frame in &self.frames {
            frame.seal(&mut self.tree, end);
        }
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

    /// Steps over a value that an ENUMERATED of ours does not have.
    #[cold]
    pub(super) fn unknown_value(&mut self, name: &'static str, start: usize) {
        let error = self.failure();
        self.note(&error);
        self.stood_in.get_or_insert_with(|| error.clone());
        let octets = Vec::new();
        self.leaf(name, start, NodeValue::Undecodable { octets, error });
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
            let kind = DecodeErrorKind::UnknownAlternative { index, extension };
            let stepped_over = extension && self.unknown(index).is_ok();
            // That it is unknown says more than that it is cut short.
            self.discard_failure();
            let failed = self.fail(start, kind);
            if !stepped_over {
                return Err(failed);
            }
            let error = self.failure();
            self.note(&error);
            return self.stand_in(error, root).ok_or(failed);
        };
        if let Some(frame) = self.frames.last_mut() {
            frame.current = name;
        }
        let resume = if extension {
            Some(self.open_type()?)
        } else {
            None
        };
        Ok(Alternative {
            tag,
            resume,
            stands_in: false,
        })
    }

    /// Leaves a CHOICE whose alternative was read.
    pub(super) fn close_choice(&mut self, taken: Alternative) {
        self.standing_in &= !taken.stands_in;
        if let Some(resume) = taken.resume {
            self.resume(resume);
        }
        self.close();
    }

    /// Steps over an alternative that could not be read, if its length is known. Another one, the
    /// first of `root`, has to stand in for it.
    #[cold]
    pub(super) fn replace(
        &mut self,
        taken: Alternative,
        root: &'static [TagTree],
    ) -> Option<Alternative> {
        self.standing_in &= !taken.stands_in;
        let error = self.step_over(taken.resume?);
        self.stand_in(error, root)
    }

    /// The alternative to make up for one that could not be read.
    fn stand_in(&mut self, error: DecodeError, root: &'static [TagTree]) -> Option<Alternative> {
        let Some(&TagTree::Leaf(tag)) = root.first() else {
            return None;
        };
        self.stood_in.get_or_insert(error);
        self.standing_in = true;
        Some(Alternative {
            tag,
            resume: None,
            stands_in: true,
        })
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
    pub(super) fn open_list(&mut self, tag: Tag, size: Option<&Extensible<Size>>) -> Result<Batch> {
        if tag == Tag::BMP_STRING {
            self.open(Scope::Text(Vec::new()), NodeValue::Text(String::new()))?;
        } else {
            self.open(Scope::SequenceOf { begun: 0 }, NodeValue::SequenceOf)?;
        }
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
        if self.standing_in {
            return Ok(());
        }
        match self.elements.checked_sub(1) {
            Some(left) => self.elements = left,
            None => return Err(self.fail(self.at, DecodeErrorKind::TooMany)),
        }
        Ok(())
    }
}
