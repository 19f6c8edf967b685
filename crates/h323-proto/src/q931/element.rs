//! Information elements as they appear in a message (Q.931 clause 4.5).

use alloc::vec::Vec;

use super::Element;
use crate::element_id::ElementId;
use crate::error::{DecodeError, EncodeError};

/// One information element, with its contents as on the wire.
///
/// Shifts are elements too, so that a message is written exactly as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InformationElement {
    /// The codeset of the identifier, 0 to 7. For a shift: the codeset locked in before it.
    pub codeset: u8,
    /// The identifier.
    pub id: ElementId,
    /// The octets after the length; empty for a single-octet element.
    pub contents: Vec<u8>,
}

impl InformationElement {
    /// An element of codeset 0.
    pub const fn new(id: ElementId, contents: Vec<u8>) -> Self {
        Self {
            codeset: 0,
            id,
            contents,
        }
    }

    /// The element of codeset 0 that carries `value`.
    ///
    /// # Errors
    /// If `value` has no encoding.
    pub fn of<E: Element>(value: &E) -> Result<Self, EncodeError> {
        Ok(Self::new(E::ID, value.encode()?))
    }

    /// Whether this is the element `id` of codeset 0.
    pub fn is(&self, id: ElementId) -> bool {
        self.codeset == 0 && self.id == id
    }

    /// The name, or `None` if the element is unknown. Shifts are known in all codesets, other
    /// elements only in codeset 0.
    pub fn name(&self) -> Option<&'static str> {
        if self.codeset == 0 || self.id.shift().is_some() {
            self.id.name()
        } else {
            None
        }
    }

    /// The size of the length field in octets: two for User-user in H.225.0 (clause 7.2.2), one for
    /// every other element, zero for a single-octet element.
    pub(super) fn length_octets(codeset: u8, id: ElementId) -> usize {
        match id {
            id if id.is_single_octet() => 0,
            ElementId::USER_USER if codeset == 0 => 2,
            _ => 1,
        }
    }

    /// The size of the whole element in octets.
    pub(super) fn encoded_len(&self) -> usize {
        1 + Self::length_octets(self.codeset, self.id) + self.contents.len()
    }

    /// The number of octets before the contents.
    pub fn header_len(&self) -> usize {
        1 + Self::length_octets(self.codeset, self.id)
    }

    pub(super) fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let length = self.contents.len();
        let too_long = |limit| EncodeError::ElementTooLong {
            id: self.id,
            length,
            limit,
        };
        out.push(self.id.0);
        match Self::length_octets(self.codeset, self.id) {
            0 if length > 0 => return Err(EncodeError::SingleOctetElement { id: self.id }),
            0 => {}
            1 => out.push(u8::try_from(length).map_err(|_| too_long(usize::from(u8::MAX)))?),
            _ => out.extend(
                u16::try_from(length)
                    .map_err(|_| too_long(usize::from(u16::MAX)))?
                    .to_be_bytes(),
            ),
        }
        out.extend_from_slice(&self.contents);
        Ok(())
    }
}

/// Tracks the shifts through a message.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Codesets {
    locked: u8,
    once: Option<u8>,
}

impl Codesets {
    /// The codeset of the next element, given its identifier.
    pub(super) fn of(&mut self, id: ElementId) -> u8 {
        let once = self.once.take();
        match id.shift() {
            Some(shift) => {
                let before = self.locked;
                if shift.locking {
                    self.locked = shift.codeset;
                } else {
                    self.once = Some(shift.codeset);
                }
                before
            }
            None => once.unwrap_or(self.locked),
        }
    }
}

/// Moves the position of an error within an element's contents to its position in the message.
pub(super) fn within(error: DecodeError, contents_at: usize) -> DecodeError {
    DecodeError {
        at: contents_at.saturating_add(error.at),
        ..error
    }
}
