//! A decoded message, as a flat list.

use super::DecodeError;
use super::table::{Component, Shape};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

/// The nodes of a message in the order they were read, parents before their children. After an
/// error, the tree holds the nodes before it.
///
/// A value is only a place in the octets until somebody reads it, because most values of most
/// messages are never read.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(super) octets: Vec<u8>,
    /// Contents that arrived in fragments, joined.
    pub(super) gathered: Vec<Gathered>,
    /// Root first; absent components have no node.
    pub(super) nodes: Vec<Node>,
    /// Whether recording stopped at [`MAX_NODES`](super::MAX_NODES).
    pub truncated: bool,
    /// The first [`MAX_FAULTS`](super::MAX_FAULTS) unreadable parts that were skipped, because
    /// their length was known.
    pub faults: Vec<DecodeError>,
}

/// Octets that arrived in fragments.
#[derive(Clone, Debug)]
pub(super) struct Gathered {
    pub(super) octets: Vec<u8>,
    /// The place of the fragments in the message, in bits.
    pub(super) origin: Range<usize>,
}

/// One component, alternative or element.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub(super) component: &'static Component,
    /// In bits from the start of the message.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The position of the first node after this one and its descendants.
    pub(super) next: u32,
    /// Levels below the root.
    pub(super) depth: u16,
    /// 0 if the value is in the message, n if it is in the n-th gathered octets.
    pub(super) buffer: u16,
    pub(super) data: Data,
}

/// The place of a string's items in its buffer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// The first bit.
    pub(super) at: u32,
    /// The number of octets, bits, characters or units.
    pub(super) items: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Data {
    Sequence,
    SequenceOf,
    Choice,
    Null,
    Boolean(bool),
    Integer(i64),
    LargeInteger(Span),
    /// The index among the identifiers of the root and those after the marker.
    Enumerated(u16),
    Octets(Span),
    Bits(Span),
    ObjectIdentifier(Span),
    /// The component's type gives the character set.
    Text(Span),
    Unknown(u16, Span),
    Undecodable(u16, Span),
}

/// The value of a [`Node`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum NodeValue<'a> {
    /// Its components follow as children.
    Sequence,
    /// Its elements follow as children.
    SequenceOf,
    /// The chosen alternative is its only child.
    Choice,
    /// BOOLEAN.
    Boolean(bool),
    /// INTEGER that fits into an `i64`.
    Integer(i64),
    /// INTEGER that does not fit: two's complement, most significant octet first.
    LargeInteger(Cow<'a, [u8]>),
    /// ENUMERATED, by identifier.
    Enumerated(&'static str),
    /// OCTET STRING.
    OctetString(Cow<'a, [u8]>),
    /// BIT STRING.
    BitString {
        /// The first bit is the highest bit of the first octet. Zeros fill the last octet.
        octets: Vec<u8>,
        /// The number of bits in use.
        bits: usize,
    },
    /// OBJECT IDENTIFIER.
    ObjectIdentifier(Arcs<'a>),
    /// Any character string. Characters that are not Unicode become U+FFFD.
    Text(Cow<'a, str>),
    /// NULL.
    Null,
    /// An extension addition of a SEQUENCE, or the alternative of a CHOICE, that
    /// our version of the type does not have.
    UnknownExtension {
        /// Counted from 0 after the extension marker.
        index: usize,
        /// Contents of the open type, undecoded.
        octets: Cow<'a, [u8]>,
    },
    /// An unreadable part that was skipped: an addition, or an alternative after the extension
    /// marker, with its name. If some of it was read, this is only the rest, without a name, as the
    /// last child.
    Undecodable {
        /// The octets of that part, undecoded.
        octets: Cow<'a, [u8]>,
        /// The reason, only for the first [`MAX_FAULTS`](super::MAX_FAULTS) faults.
        error: Option<&'a DecodeError>,
    },
}

/// An object identifier in its encoded form.
#[derive(Clone, PartialEq)]
pub struct Arcs<'a>(Cow<'a, [u8]>);

impl Arcs<'_> {
    /// The arcs, starting at the root.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let mut octets = self.0.iter();
        let mut second = None;
        let mut first = true;
        // Reading has checked the form (X.690 clause 8.19): every number is complete and has at
        // most 32 bits.
        core::iter::from_fn(move || {
            if let Some(second) = second.take() {
                return Some(second);
            }
            let mut number = 0_u32;
            loop {
                let octet = octets.next()?;
                number = number << 7 | u32::from(octet & 0x7f);
                if octet & 0x80 == 0 {
                    break;
                }
            }
            if !core::mem::take(&mut first) {
                return Some(number);
            }
            let arc = (number / 40).min(2);
            second = Some(number - arc * 40);
            Some(arc)
        })
    }

    /// Whether the arcs are equal to these.
    #[must_use]
    pub fn is(&self, arcs: &[u32]) -> bool {
        self.iter().eq(arcs.iter().copied())
    }
}

/// With dots between the arcs.
impl fmt::Display for Arcs<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, arc) in self.iter().enumerate() {
            if at > 0 {
                out.write_str(".")?;
            }
            write!(out, "{arc}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Arcs<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl Node {
    /// The number of levels below the root.
    #[must_use]
    pub const fn depth(&self) -> u16 {
        self.depth
    }

    /// The Recommendation's identifier: of the component of a SEQUENCE, of the alternative of a
    /// CHOICE, or of the type at the root. Empty for an element of a SEQUENCE OF and for an unknown
    /// extension.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.component.name
    }

    /// The component of this node, with its type.
    #[must_use]
    pub const fn component(&self) -> &'static Component {
        self.component
    }

    /// The place of its encoding, in bits from the start of the message, including its length
    /// determinants. An open type of 16K octets or more arrives in fragments; inside it, every node
    /// has the place of the whole open type.
    #[must_use]
    pub const fn bits(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it has parts, which are its children.
    #[must_use]
    pub const fn has_parts(&self) -> bool {
        matches!(self.data, Data::Sequence | Data::SequenceOf | Data::Choice)
    }
}

impl Tree {
    /// All nodes, root first, each before its descendants.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Positions in [`nodes`](Self::nodes) of the children of the node at `parent`.
    pub fn children(&self, parent: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes.get(parent).map_or(0, |node| node.next as usize);
        let mut at = parent.saturating_add(1);
        core::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let child = at;
            at = self.nodes.get(child)?.next as usize;
            Some(child)
        })
    }

    /// Position of the node at `path`. The path is written as in
    /// [`DecodeError::path`](super::DecodeError::path): names of components and alternatives and
    /// numbers of elements, joined by dots, without the root.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<usize> {
        if self.nodes.is_empty() {
            return None;
        }
        let mut at = 0;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let parent = self.nodes.get(at)?;
            at = if matches!(parent.data, Data::SequenceOf) {
                self.children(at).nth(step.parse().ok()?)?
            } else {
                self.children(at).find(|&child| {
                    self.nodes
                        .get(child)
                        .is_some_and(|node| node.component.name == step)
                })?
            };
        }
        Some(at)
    }

    /// The value of the node at `at`.
    #[must_use]
    pub fn value(&self, at: usize) -> Option<NodeValue<'_>> {
        let node = self.nodes.get(at)?;
        Some(match node.data {
            Data::Sequence => NodeValue::Sequence,
            Data::SequenceOf => NodeValue::SequenceOf,
            Data::Choice => NodeValue::Choice,
            Data::Null => NodeValue::Null,
            Data::Boolean(value) => NodeValue::Boolean(value),
            Data::Integer(value) => NodeValue::Integer(value),
            Data::LargeInteger(span) => NodeValue::LargeInteger(self.large(node, span)),
            Data::Enumerated(index) => NodeValue::Enumerated(identifier(node.component, index)),
            Data::Octets(span) => NodeValue::OctetString(self.octets(node, span)),
            Data::Bits(span) => self.bit_string(node, span),
            Data::ObjectIdentifier(span) => {
                NodeValue::ObjectIdentifier(Arcs(self.octets(node, span)))
            }
            Data::Text(span) => NodeValue::Text(self.text(node, span)),
            Data::Unknown(index, span) => NodeValue::UnknownExtension {
                index: index.into(),
                octets: self.octets(node, span),
            },
            Data::Undecodable(fault, span) => NodeValue::Undecodable {
                octets: self.octets(node, span),
                error: self.faults.get(usize::from(fault)),
            },
        })
    }

    /// Whether the node at `at` was read to its end. A node that was partly read and then skipped
    /// has the rest as its last child.
    pub(super) fn is_whole(&self, at: usize) -> bool {
        let undecodable = |at: usize| {
            self.nodes
                .get(at)
                .is_some_and(|node| matches!(node.data, Data::Undecodable(..)))
        };
        !undecodable(at)
            && !self.children(at).last().is_some_and(|last| {
                undecodable(last)
                    && self
                        .nodes
                        .get(last)
                        .is_some_and(|node| node.name().is_empty())
            })
    }

    /// The octets of a string, in any character set.
    pub(super) fn octets_at(&self, at: usize) -> Option<Vec<u8>> {
        let node = self.nodes.get(at)?;
        match node.data {
            Data::Text(span) => Some(self.octets(node, span).into_owned()),
            _ => None,
        }
    }

    /// The units of a BMPString.
    pub(super) fn units_at(&self, at: usize) -> Option<Vec<u16>> {
        let node = self.nodes.get(at)?;
        match (node.component.of.shape, node.data) {
            (Shape::BmpString(_), Data::Text(span)) => Some(self.units(node, span).collect()),
            _ => None,
        }
    }

    fn units(&self, node: &Node, span: Span) -> impl Iterator<Item = u16> + '_ {
        let buffer = self.buffer(node.buffer);
        (0..span.items as usize)
            .map(move |unit| bits_at(buffer, span.at as usize + unit * 16, 16) as u16)
    }

    /// Some bits from the buffer of a node's value.
    pub(super) fn bits(&self, node: &Node, at: usize, count: usize) -> usize {
        bits_at(self.buffer(node.buffer), at, count)
    }

    fn buffer(&self, number: u16) -> &[u8] {
        match usize::from(number).checked_sub(1) {
            Some(at) => self
                .gathered
                .get(at)
                .map_or(&[], |gathered| &gathered.octets),
            None => &self.octets,
        }
    }

    /// The octets at this place. They are copied if they do not start on a boundary, which is only
    /// possible for strings of one or two octets (X.691 clause 17.6).
    fn octets(&self, node: &Node, span: Span) -> Cow<'_, [u8]> {
        let buffer = self.buffer(node.buffer);
        let (at, items) = (span.at as usize, span.items as usize);
        if at % 8 == 0 {
            Cow::Borrowed(buffer.get(at / 8..at / 8 + items).unwrap_or_default())
        } else {
            (0..items)
                .map(|item| bits_at(buffer, at + item * 8, 8) as u8)
                .collect()
        }
    }

    /// The octets of a large number. A number that is never negative is sent without a sign.
    fn large(&self, node: &Node, span: Span) -> Cow<'_, [u8]> {
        let octets = self.octets(node, span);
        let signed =
            matches!(node.component.of.shape, Shape::Integer(bounds) if bounds.lower.is_none());
        if signed || octets.first().is_none_or(|first| *first < 0x80) {
            return octets;
        }
        [&[0], octets.as_ref()].concat().into()
    }

    fn bit_string(&self, node: &Node, span: Span) -> NodeValue<'static> {
        let buffer = self.buffer(node.buffer);
        let (at, bits) = (span.at as usize, span.items as usize);
        let octets = (0..bits)
            .step_by(8)
            .map(|from| {
                let count = (bits - from).min(8);
                (bits_at(buffer, at + from, count) << (8 - count)) as u8
            })
            .collect();
        NodeValue::BitString { octets, bits }
    }

    fn text(&self, node: &Node, span: Span) -> Cow<'_, str> {
        let buffer = self.buffer(node.buffer);
        match node.component.of.shape {
            Shape::BmpString(_) => Cow::Owned(
                char::decode_utf16(self.units(node, span))
                    .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
                    .collect(),
            ),
            Shape::Ia5String(_, Some(alphabet)) => {
                let coding = Coding::of(alphabet);
                let characters = (0..span.items as usize).map(|item| {
                    let at = span.at as usize + item * coding.width;
                    coding.character(bits_at(buffer, at, coding.width))
                });
                Cow::Owned(
                    characters
                        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
                        .collect(),
                )
            }
            _ => match self.octets(node, span) {
                Cow::Borrowed(octets) => String::from_utf8_lossy(octets),
                Cow::Owned(octets) => Cow::Owned(String::from_utf8_lossy(&octets).into_owned()),
            },
        }
    }
}

/// Trees are equal if they have the same contents, even if their octets differ.
impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.truncated == other.truncated
            && self.faults == other.faults
            && self.nodes.len() == other.nodes.len()
            && self
                .nodes
                .iter()
                .zip(&other.nodes)
                .enumerate()
                .all(|(at, (ours, theirs))| {
                    ours.depth == theirs.depth
                        && ours.name() == theirs.name()
                        && ours.bits() == theirs.bits()
                        && self.value(at) == other.value(at)
                })
    }
}

fn identifier(component: &Component, index: u16) -> &'static str {
    let Shape::Enumerated(names) = component.of.shape else {
        return "";
    };
    let mut all = names.root.iter().chain(names.additions);
    all.nth(index.into()).copied().unwrap_or_default()
}

/// The coding of the characters of a permitted alphabet (X.691 clause 30.5).
#[derive(Clone, Copy)]
pub(super) struct Coding {
    alphabet: &'static str,
    /// The number of bits of a character.
    pub(super) width: usize,
    /// Whether the code is the position in the alphabet instead of the character itself.
    indexed: bool,
}

impl Coding {
    /// The coding for an alphabet of ASCII characters in ascending order.
    pub(super) fn of(alphabet: &'static str) -> Self {
        let count = alphabet.len().max(1);
        let width = (usize::BITS - (count - 1).leading_zeros()).next_power_of_two();
        let width = if count == 1 { 0 } else { width as usize };
        let last = alphabet.bytes().last().map_or(0, usize::from);
        Self {
            alphabet,
            width,
            indexed: last >= 1 << width,
        }
    }

    pub(super) fn code(&self, octet: u8) -> Option<u64> {
        let index = self.alphabet.bytes().position(|known| known == octet)?;
        Some(if self.indexed {
            index as u64
        } else {
            octet.into()
        })
    }

    pub(super) fn character(&self, code: usize) -> Option<char> {
        let octet = if self.indexed {
            *self.alphabet.as_bytes().get(code)?
        } else {
            let octet = u8::try_from(code).ok()?;
            self.alphabet.as_bytes().contains(&octet).then_some(octet)?
        };
        Some(char::from(octet))
    }
}

/// Up to 32 bits of `octets`, most significant first; zeros past the end.
pub(super) fn bits_at(octets: &[u8], at: usize, count: usize) -> usize {
    if count == 0 {
        return 0;
    }
    let from = at / 8;
    let window = match octets.get(from..from.saturating_add(8)) {
        Some(window) => window.try_into().map_or(0, u64::from_be_bytes),
        None => (from..from + 8).fold(0, |window, at| {
            window << 8 | u64::from(octets.get(at).copied().unwrap_or(0))
        }),
    };
    ((window << (at % 8)) >> (64 - count)) as usize
}
