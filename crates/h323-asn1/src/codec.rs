//! Aligned PER (X.691).
//!
//! Reading and writing follow a table of the type ([`Described`]). Writing starts from a value, which
//! lists its parts ([`Written`]). Reading makes a [`Tree`]: a tester has to show a broken message too,
//! and does not need a value for that. [`decode`] makes a value from the tree.
//!
//! Differences of earlier and later versions of a type are not errors: missing additions are `None`,
//! unknown ones are stepped over and kept. Every part past an extension marker has its own length, so
//! an unreadable one does not affect the rest: reading goes on behind it.

mod again;
mod edit;
mod read;
mod reader;
mod table;
#[cfg(test)]
mod tests;
mod tree;
mod typed;
mod value;
mod write;
mod writer;

use alloc::string::String;
use alloc::vec::Vec;
pub use edit::Edit;
pub use h323_asn1_derive::Described;
use reader::Reader;
pub use table::{Bounds, Component, Described, Names, Parts, Shape, Type};
pub use tree::{Arcs, Node, NodeValue, Tree};
use typed::Values;
pub use value::{Value, Written};
use writer::Writer;

/// How deep SEQUENCE, CHOICE and SEQUENCE OF may nest: generic data (H.225.0)
/// may contain itself, and hostile data would exhaust the stack.
pub const MAX_DEPTH: usize = 64;

/// How many nodes a [`Tree`] records; what lies beyond is read all the same.
pub const MAX_NODES: usize = 20_000;

/// How many faults a [`Tree`] lists; the nodes show the others too.
pub const MAX_FAULTS: usize = 20;

/// What [`read`] found, whether or not it came to the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Everything that was read, also before an error.
    pub tree: Tree,
    /// Where and why reading stopped, if it did not come to the end.
    pub error: Option<DecodeError>,
    /// Whole octets left over behind the value; zero after an error.
    pub trailing: usize,
}

/// What [`decode`] found, whether or not it came to the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<T> {
    /// The value, without the additions that could not be read; or where and
    /// why there is none.
    pub value: Result<T, DecodeError>,
    /// Where and why reading stopped, if it did not come to the end. There may be
    /// no value all the same: a CHOICE needs the alternative that it takes.
    pub error: Option<DecodeError>,
    /// Everything that was read, also before an error.
    pub tree: Tree,
    /// Whole octets left over behind the value; zero after an error.
    pub trailing: usize,
}

/// Where and why a message could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}bit {at_bit}: {kind}", .path, if .path.is_empty() { "" } else { ", " })]
pub struct DecodeError {
    /// Identifiers from the root to the component, joined by dots; elements of
    /// a SEQUENCE OF by their number from 0. Empty at the root itself.
    pub path: String,
    /// Bits from the start of the message.
    pub at_bit: usize,
    /// What was wrong there.
    pub kind: DecodeErrorKind,
}

/// What can be wrong with an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// More is needed than the message, or the open type around the component, holds.
    #[error("the octets end before the value does")]
    Truncated,
    /// A CHOICE index no alternative has.
    #[error("unknown alternative {index}{}", if *.extension { " after the extension marker" } else { "" })]
    UnknownAlternative {
        /// From 0, counted before or after the extension marker.
        index: usize,
        /// Whether it lies after the marker, where later versions add theirs.
        extension: bool,
    },
    /// An ENUMERATED index no value has.
    #[error("unknown enumeration {index}{}", if *.extension { " after the extension marker" } else { "" })]
    UnknownEnumeration {
        /// From 0, counted before or after the extension marker.
        index: usize,
        /// Whether it lies after the marker, where later versions add theirs.
        extension: bool,
    },
    /// The value is readable but its type does not allow it.
    #[error("{0}")]
    Constraint(&'static str),
    /// An impossible length or count (X.691 clause 11.9).
    #[error("malformed length")]
    Length,
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// More elements than the message has bits: a count without contents.
    #[error("more elements than the message could hold")]
    TooMany,
    /// A primitive whose contents are not a value of its type.
    #[error("{0}")]
    Primitive(&'static str),
}

/// Why a value has no encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A string or list is shorter or longer than its type allows.
    #[error("length {length} is outside the size constraint")]
    Size {
        /// Characters, octets, bits or elements.
        length: usize,
    },
    /// A number is outside the range of its type.
    #[error("a number is outside its range")]
    Value,
    /// A character is not in the alphabet of its type.
    #[error("a character is not in the permitted alphabet")]
    Alphabet,
    /// An OBJECT IDENTIFIER without two arcs, or whose first arcs cannot be.
    #[error("not an object identifier")]
    ObjectIdentifier,
    /// A value that its type does not have.
    #[error("the value cannot be encoded")]
    Other,
}

/// `value` in aligned PER, padded to whole octets.
///
/// # Errors
/// A component breaks a constraint of its type.
pub fn encode<T: Described>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::default();
    writer.value(T::TYPE, value).map_err(|refused| refused.0)?;
    Ok(writer.finish())
}

/// Reads a component in aligned PER from the start of `octets`.
pub fn read(root: &'static Component, octets: &[u8]) -> Reading {
    recorded(root, octets, MAX_NODES)
}

fn recorded(root: &'static Component, octets: &[u8], most: usize) -> Reading {
    let mut reader = Reader::new(octets, most);
    let read = reader.read(root);
    let error = read.err().map(|_| reader.take_failure());
    let left = reader.end.saturating_sub(reader.at) / 8;
    let trailing = if error.is_none() { left } else { 0 };
    let mut tree = reader.tree;
    tree.octets = octets.to_vec();
    Reading {
        tree,
        error,
        trailing,
    }
}

/// Reads a `T` in aligned PER from the start of `octets`, and makes a value of it. Everything is
/// recorded then, as a value of a part would be none: not for what a peer sends to a Worker.
pub fn decode<T: rasn::Decode + Described>(octets: &[u8]) -> Decoded<T> {
    let Reading {
        tree,
        error,
        trailing,
    } = recorded(T::ROOT, octets, usize::MAX);
    let value = match &error {
        Some(error) => Err(error.clone()),
        None => T::decode(&mut Values::new(&tree)).map_err(|_| {
            // A type may also refuse, in its own `Decode`, what its constraints allow.
            let fault = tree.faults.first().cloned();
            fault.unwrap_or_else(|| DecodeError {
                path: String::new(),
                at_bit: 0,
                kind: DecodeErrorKind::Primitive("not a value of its type"),
            })
        }),
    };
    Decoded {
        value,
        error,
        tree,
        trailing,
    }
}

/// The value at `node` of `tree`, written again as the innermost of the
/// alternatives `within` of `root`. `None` if it cannot be that, or was not read
/// to its end.
#[must_use]
pub fn encode_within(
    root: &'static Component,
    within: &[&str],
    tree: &Tree,
    node: usize,
) -> Option<Vec<u8>> {
    again::again(root, within, tree, node).map(Writer::finish)
}
