//! Elements that are text: Display and Keypad facility.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Element, ElementId};
use crate::error::{DecodeError, EncodeError};
use crate::text;

/// The limit for text in a Display that we write. The 82 octets of Q.931 clause 4.5.16 include the
/// identifier and the length.
const DISPLAY_LIMIT: usize = 80;

/// The limit for text in a Keypad facility that we write. The 34 octets of Q.931 clause 4.5.18
/// include the identifier and the length.
const KEYPAD_LIMIT: usize = 32;

/// Refuses octets that are not printable IA5 characters.
pub(super) fn printable_ia5(id: ElementId, octets: &[u8]) -> Result<(), EncodeError> {
    match octets
        .iter()
        .position(|octet| !(b' '..=b'~').contains(octet))
    {
        None => Ok(()),
        Some(at) => Err(EncodeError::NotIa5 { id, at }),
    }
}

/// The contents of a text element that we write.
fn written(id: ElementId, octets: &[u8], limit: usize) -> Result<Vec<u8>, EncodeError> {
    if octets.is_empty() {
        return Err(EncodeError::ElementEmpty { id });
    }
    if octets.len() > limit {
        return Err(EncodeError::ElementTooLong {
            id,
            length: octets.len(),
            limit,
        });
    }
    printable_ia5(id, octets)?;
    Ok(octets.to_vec())
}

macro_rules! text_element {
    ($(#[$meta:meta])* $name:ident, $id:ident, $limit:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(
            /// The octets of the text, as received.
            pub Vec<u8>,
        );

        impl $name {
            /// The text in a form that is safe to show, whatever was sent.
            pub fn text(&self) -> String {
                text::of_octets(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.as_bytes().to_vec())
            }
        }

        impl Element for $name {
            const ID: ElementId = ElementId::$id;

            fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
                Ok(Self(contents.to_vec()))
            }

            fn encode(&self) -> Result<Vec<u8>, EncodeError> {
                written(Self::ID, &self.0, $limit)
            }
        }
    };
}

text_element! {
    /// Display: text for the user (Q.931 clause 4.5.16). Any octets can be read; we write 1 to 80
    /// printable IA5 characters.
    Display, DISPLAY, DISPLAY_LIMIT
}

text_element! {
    /// Keypad facility: the keys that the user pressed (Q.931 clause 4.5.18). Any octets can be
    /// read; we write 1 to 32 printable IA5 characters.
    KeypadFacility, KEYPAD_FACILITY, KEYPAD_LIMIT
}
