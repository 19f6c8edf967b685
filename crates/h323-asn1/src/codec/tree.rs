//! What was read, as a flat list.

use super::DecodeError;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// The nodes of a message in the order they were read, parents before their
/// children. After an error it holds what came before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// Root first; absent components have no node.
    pub nodes: Vec<Node>,
    /// Whether recording stopped at [`MAX_NODES`](super::MAX_NODES).
    pub truncated: bool,
    /// What could not be read and was stepped over, as its length is known; the
    /// first [`MAX_FAULTS`](super::MAX_FAULTS).
    pub faults: Vec<DecodeError>,
}

/// One component, alternative or element.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Levels below the root.
    pub depth: u16,
    /// The Recommendation's identifier: of the component of a SEQUENCE or the
    /// alternative of a CHOICE, of the type at the root, empty for an element of
    /// a SEQUENCE OF and for an unknown extension.
    pub name: &'static str,
    /// Where its encoding lies, in bits from the start of the message, with the
    /// length determinants that belong to it. Inside an open type of 16K octets
    /// or more, which arrives in fragments, the place of the whole open type.
    pub bits: Range<usize>,
    /// What it is.
    pub value: NodeValue,
}

impl Node {
    /// Whether it is made of parts, which are its children.
    #[must_use]
    pub const fn has_parts(&self) -> bool {
        matches!(
            self.value,
            NodeValue::Sequence | NodeValue::SequenceOf | NodeValue::Choice
        )
    }
}

/// The value of a [`Node`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum NodeValue {
    /// Its components follow as children.
    Sequence,
    /// Its elements follow as children.
    SequenceOf,
    /// Its one child is the alternative taken.
    Choice,
    /// BOOLEAN.
    Boolean(bool),
    /// INTEGER that fits.
    Integer(i64),
    /// INTEGER that does not: two's complement, most significant octet first.
    LargeInteger(Vec<u8>),
    /// ENUMERATED, by identifier.
    Enumerated(&'static str),
    /// OCTET STRING.
    OctetString(Vec<u8>),
    /// BIT STRING.
    BitString {
        /// First bit in the highest bit of the first octet; zeros fill the last.
        octets: Vec<u8>,
        /// Bits in use.
        bits: usize,
    },
    /// OBJECT IDENTIFIER.
    ObjectIdentifier(Vec<u32>),
    /// Any character string; what is not Unicode shows as U+FFFD.
    Text(String),
    /// NULL.
    Null,
    /// An extension addition of a SEQUENCE, or the alternative of a CHOICE, that
    /// our version of the type does not have.
    UnknownExtension {
        /// From 0 after the extension marker.
        index: usize,
        /// Contents of the open type, undecoded.
        octets: Vec<u8>,
    },
    /// What could not be read and was stepped over: an addition or alternative
    /// past the extension marker, by its name; where a part of it was read, the
    /// rest, without a name, as the last child.
    Undecodable {
        /// The octets of it, undecoded.
        octets: Vec<u8>,
        /// Why.
        error: DecodeError,
    },
}

impl Tree {
    /// Positions in [`nodes`](Self::nodes) of the children of the node at `parent`.
    pub fn children(&self, parent: usize) -> impl Iterator<Item = usize> + '_ {
        let depth = self.nodes.get(parent).map_or(u16::MAX, |node| node.depth);
        self.nodes
            .iter()
            .enumerate()
            .skip(parent.saturating_add(1))
            .take_while(move |(_, node)| node.depth > depth)
            .filter(move |(_, node)| node.depth - 1 == depth)
            .map(|(at, _)| at)
    }

    /// Position of the node at `path`, which is written as in
    /// [`DecodeError::path`](super::DecodeError::path): names of components and
    /// alternatives and numbers of elements, joined by dots, without the root.
    pub fn find(&self, path: &str) -> Option<usize> {
        if self.nodes.is_empty() {
            return None;
        }
        let mut at = 0;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let parent = self.nodes.get(at)?;
            at = if parent.value == NodeValue::SequenceOf {
                self.children(at).nth(step.parse().ok()?)?
            } else {
                self.children(at)
                    .find(|&child| self.nodes.get(child).is_some_and(|node| node.name == step))?
            };
        }
        Some(at)
    }
}
