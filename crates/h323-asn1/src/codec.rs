//! Aligned PER (X.691), and the only module that calls rasn's codecs.
//!
//! What types derive from rasn drives an encoder and a decoder of ours, which
//! do the structure of a message (SEQUENCE, CHOICE, ENUMERATED, SEQUENCE OF,
//! open types) themselves and let rasn's do the primitives between. rasn's
//! decoder stops at the first thing it does not know and forgets what it had
//! read, while a tester has to show the message: everything read is written down
//! in a [`Tree`]. rasn's encoder would be most of a Worker (`docs/size.md`).
//!
//! What an earlier or a later version of a type sends differently is no error:
//! missing additions are `None`, unknown ones are stepped over and kept. What
//! stands past an extension marker has a length of its own, so that it costs
//! itself alone if it cannot be read: reading goes on behind it.

mod decoder;
mod encoder;
mod reader;
mod scope;
#[cfg(test)]
mod tests;
mod tree;
mod writer;

use alloc::string::String;
use alloc::vec::Vec;
use reader::Reader;
pub use tree::{Node, NodeValue, Tree};
use writer::Writer;

/// How deep SEQUENCE, CHOICE and SEQUENCE OF may nest: generic data (H.225.0)
/// may contain itself, and hostile data would exhaust the stack.
pub const MAX_DEPTH: usize = 64;

/// How many nodes a [`Tree`] records; what lies beyond is decoded all the same.
pub const MAX_NODES: usize = 20_000;

/// How many faults a [`Tree`] lists; the nodes show the others too.
pub const MAX_FAULTS: usize = 20;

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
    /// A length or a count that cannot be (X.691 clause 11.9).
    #[error("malformed length")]
    Length,
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// More elements than the message has bits: a count without contents.
    #[error("more elements than the message could hold")]
    TooMany,
    /// A primitive whose contents are no value of its type.
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
    /// A type that H.323 does not use, or anything else rasn refuses.
    #[error("the value cannot be encoded")]
    Other,
}

/// `value` in aligned PER, padded to whole octets.
///
/// # Errors
/// A component breaks a constraint of its type.
pub fn encode<T: rasn::Encode>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::default();
    value.encode(&mut writer).map_err(|refused| refused.0)?;
    Ok(writer.finish())
}

/// Reads a `T` in aligned PER from the start of `octets`.
pub fn decode<T: rasn::Decode>(octets: &[u8]) -> Decoded<T> {
    let mut reader = Reader::new(octets, T::IDENTIFIER.0.unwrap_or_default());
    match T::decode(&mut reader) {
        Ok(value) => {
            let trailing = reader.left();
            Decoded {
                value: reader.stood_in.map_or(Ok(value), Err),
                error: None,
                tree: reader.tree,
                trailing,
            }
        }
        Err(_) => {
            let error = reader.failure();
            Decoded {
                value: Err(error.clone()),
                error: Some(error),
                tree: reader.tree,
                trailing: 0,
            }
        }
    }
}
