//! Q.931 messages as H.225.0 uses them: the octets of one TPKT on the call signalling channel.
//!
//! There are two levels. [`Message`] holds everything that arrived: raw elements in order, with
//! unknown elements and shifts, so that writing it gives the same octets. [`Element`],
//! [`PartyNumber`] and [`Subaddress`] decode a single element on request.
//!
//! These are kept and shown but not interpreted:
//!
//! | what | where |
//! | --- | --- |
//! | elements of codesets 1 to 7, national and network specific | [`InformationElement::contents`] |
//! | identifiers hidden behind Escape for extension (0x7F) | [`InformationElement::contents`] |
//! | Facility (0x1C): the components of Q.932; H.225.0 leaves it empty | [`InformationElement::contents`] |
//! | Segmented message (0x00): messages are not put together; TPKT makes it needless | [`InformationElement::contents`] |
//! | Call identity, Channel identification, Date/time, Restart indicator | [`InformationElement::contents`] |
//! | Network-specific facilities, Transit network selection, Closed user group, Reverse charging | [`InformationElement::contents`] |
//! | Low and high layer compatibility; the packet-mode elements 0x40 to 0x46 | [`InformationElement::contents`] |
//! | Congestion level and Repeat indicator: the value in the identifier | [`ElementId`] |
//! | Bearer capability from octet 5a on: user rate, layers 2 and 3 | [`BearerCapability::rest`] |
//! | diagnostics of a cause | [`Cause::diagnostics`] |
//! | what follows the value of a notification | [`NotificationIndicator::data`] |
//! | the address in a subaddress: NSAP or BCD digits | [`Subaddress::address`] |
//! | the body of a national message (type 0x00) beyond its first octet: read as elements | [`Message::elements`] |
//!
//! Spare bits and the octets 3a, 4a and 4b of older Bearer capabilities are in the contents alone.

mod bearer;
mod call_reference;
mod cause;
mod element;
mod indicators;
mod message_type;
mod number;
mod text;
mod user_user;
mod wire_enum;

use alloc::vec::Vec;

pub use crate::element_id::{ElementId, Shift};
pub use bearer::{
    BearerCapability, Layer1, Layer1Protocol, TransferCapability, TransferMode, TransferRate,
};
pub use call_reference::CallReference;
pub use cause::{Cause, CauseValue, Recommendation};
pub use element::InformationElement;
pub use indicators::{
    CallState, CallStateElement, CodingStandard, Location, Notification, NotificationIndicator,
    ProgressDescription, ProgressIndicator, Signal,
};
pub use message_type::MessageType;
pub use number::{
    NumberingPlan, PartyNumber, Presentation, PresentationIndicator, RedirectionReason, Screening,
    Subaddress, SubaddressType, TypeOfNumber,
};
pub use text::{Display, KeypadFacility};
pub use user_user::{ProtocolDiscriminator, UserUser};

use crate::error::{DecodeError, DecodeErrorKind, EncodeError, Layer};
use crate::reader::Reader;
use element::Codesets;

/// The protocol discriminator of user-network call control (Q.931 clause 4.2).
const PROTOCOL_DISCRIMINATOR: u8 = 0x08;

/// A decoded information element of codeset 0.
///
/// Decoding may drop bits; the element's contents keep all of them.
pub trait Element: Sized {
    /// The identifier of the element.
    const ID: ElementId;

    /// Reads the contents (the octets after the length).
    ///
    /// # Errors
    /// If they cannot be this element. The error counts octets from the start of the contents.
    fn decode(contents: &[u8]) -> Result<Self, DecodeError>;

    /// Writes the contents.
    ///
    /// # Errors
    /// If the value does not fit the element.
    fn encode(&self) -> Result<Vec<u8>, EncodeError>;
}

/// One message, with everything that its octets hold.
///
/// For every `octets` that [`Message::decode`] accepts, [`Message::encode`] gives the same octets.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    /// The call that it belongs to.
    pub call_reference: CallReference,
    /// Its type.
    pub message_type: MessageType,
    /// The information elements in the order of the wire, shifts and unknown ones included.
    pub elements: Vec<InformationElement>,
}

/// A message that cannot be read to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct DecodeFailure {
    /// What is wrong, and where.
    pub error: DecodeError,
    /// The readable part before the fault: all complete elements, or `None` if the message type was
    /// not readable.
    pub partial: Option<Message>,
}

impl From<DecodeError> for DecodeFailure {
    fn from(error: DecodeError) -> Self {
        Self {
            error,
            partial: None,
        }
    }
}

/// An element that comes after one with a higher identifier (Q.931 clause 4.5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderViolation {
    /// Its index in [`Message::elements`].
    pub index: usize,
    /// Its identifier.
    pub id: ElementId,
    /// The higher identifier before it.
    pub after: ElementId,
}

impl Message {
    /// A message without elements.
    pub const fn new(call_reference: CallReference, message_type: MessageType) -> Self {
        Self {
            call_reference,
            message_type,
            elements: Vec::new(),
        }
    }

    /// Reads the payload of one TPKT.
    ///
    /// # Errors
    /// If it is not a Q.931 message or ends too early. Unknown message types and elements are not
    /// errors.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeFailure> {
        let mut reader = Reader::new(Layer::Q931, octets);
        let discriminator = reader.u8()?;
        if discriminator != PROTOCOL_DISCRIMINATOR {
            return Err(reader
                .error(0, DecodeErrorKind::ProtocolDiscriminator(discriminator))
                .into());
        }
        let call_reference = CallReference::decode(&mut reader)?;
        let message_type = match reader.u8()? {
            0 => MessageType::National(reader.u8()?),
            code => MessageType::from_code(code),
        };
        let mut message = Self::new(call_reference, message_type);
        let mut codesets = Codesets::default();
        while let Some(octet) = reader.next() {
            let id = ElementId(octet);
            match Self::element(&mut reader, codesets.of(id), id) {
                Ok(element) => message.elements.push(element),
                Err(error) => {
                    return Err(DecodeFailure {
                        error,
                        partial: Some(message),
                    });
                }
            }
        }
        Ok(message)
    }

    /// Reads the length and the contents of an element after its identifier.
    fn element(
        reader: &mut Reader<'_>,
        codeset: u8,
        id: ElementId,
    ) -> Result<InformationElement, DecodeError> {
        let at = reader.at();
        let length = match InformationElement::length_octets(codeset, id) {
            0 => 0,
            1 => usize::from(reader.u8()?),
            _ => usize::from(reader.u16()?),
        };
        let left = reader.left();
        let contents = reader
            .take(length)
            .map_err(|error| DecodeError {
                at,
                kind: DecodeErrorKind::ElementLength { id, length, left },
                ..error
            })?
            .to_vec();
        Ok(InformationElement {
            codeset,
            id,
            contents,
        })
    }

    /// Writes the payload of one TPKT. The elements keep the order of `elements`
    /// ([`Message::insert`] keeps it ascending).
    ///
    /// # Errors
    /// If an element is too long or not in the codeset that the shifts before it select.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::new();
        out.push(PROTOCOL_DISCRIMINATOR);
        self.call_reference.encode(&mut out);
        self.message_type.encode(&mut out)?;
        let mut codesets = Codesets::default();
        for (index, element) in self.elements.iter().enumerate() {
            let active = codesets.of(element.id);
            if active != element.codeset {
                return Err(EncodeError::Codeset {
                    index,
                    codeset: element.codeset,
                    active,
                });
            }
            element.encode(&mut out)?;
        }
        Ok(out)
    }

    /// The first element `id` of codeset 0.
    pub fn find(&self, id: ElementId) -> Option<&InformationElement> {
        self.elements.iter().find(|element| element.is(id))
    }

    /// The first element of codeset 0 that is an `E`, read as one.
    pub fn get<E: Element>(&self) -> Option<Result<E, DecodeError>> {
        self.read(E::ID, E::decode)
    }

    /// The first element `id` of codeset 0 read as a number. `id` is one of
    /// [`ElementId::CALLING_PARTY_NUMBER`], [`ElementId::CALLED_PARTY_NUMBER`],
    /// [`ElementId::CONNECTED_NUMBER`], [`ElementId::REDIRECTING_NUMBER`] and
    /// [`ElementId::REDIRECTION_NUMBER`].
    pub fn number(&self, id: ElementId) -> Option<Result<PartyNumber, DecodeError>> {
        self.read(id, PartyNumber::decode)
    }

    /// The first element `id` of codeset 0 read as a subaddress. `id` is one of
    /// [`ElementId::CALLING_PARTY_SUBADDRESS`], [`ElementId::CALLED_PARTY_SUBADDRESS`] and
    /// [`ElementId::CONNECTED_SUBADDRESS`].
    pub fn subaddress(&self, id: ElementId) -> Option<Result<Subaddress, DecodeError>> {
        self.read(id, Subaddress::decode)
    }

    fn read<T>(
        &self,
        id: ElementId,
        decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>,
    ) -> Option<Result<T, DecodeError>> {
        let index = self.elements.iter().position(|element| element.is(id))?;
        let element = self.elements.get(index)?;
        Some(decode(&element.contents).map_err(|error| {
            element::within(
                error,
                self.offset(index).saturating_add(element.header_len()),
            )
        }))
    }

    /// Position of element `index` within the message's octets.
    pub fn offset(&self, index: usize) -> usize {
        let national = usize::from(matches!(self.message_type, MessageType::National(_)));
        let header = 3 + usize::from(self.call_reference.length()) + national;
        let before = self.elements.iter().take(index);
        before.fold(header, |at, element| at + element.encoded_len())
    }

    /// Inserts an element of codeset 0 in ascending order: before the first element of codeset 0
    /// with a higher identifier, or before the first shift, or at the end. Single-octet elements
    /// may be anywhere, and go first.
    pub fn insert(&mut self, element: InformationElement) {
        let before = |other: &InformationElement| {
            other.id.shift().is_some()
                || element.id.is_single_octet()
                || (!other.id.is_single_octet() && other.id > element.id)
        };
        let index = self.elements.iter().position(before);
        self.elements
            .insert(index.unwrap_or(self.elements.len()), element);
    }

    /// The first element out of ascending order (Q.931 clause 4.5.1). Single-octet elements may be
    /// anywhere. Each codeset has its own order. A locking shift may only go up (clause 4.5.3).
    pub fn order_violation(&self) -> Option<OrderViolation> {
        let mut last: [Option<ElementId>; 8] = [None; 8];
        let mut locked: Option<ElementId> = None;
        for (index, element) in self.elements.iter().enumerate() {
            let id = element.id;
            let previous = match id.shift() {
                Some(Shift { locking: true, .. }) => &mut locked,
                _ if id.is_single_octet() => continue,
                _ => match last.get_mut(usize::from(element.codeset)) {
                    Some(previous) => previous,
                    None => continue,
                },
            };
            if let Some(after) = previous.replace(id)
                && after > id
            {
                return Some(OrderViolation { index, id, after });
            }
        }
        None
    }

    /// The elements that repeat the codeset and identifier of an earlier one, with their index in
    /// [`Message::elements`]. Some may be repeated (Progress indicator, Display); the reader
    /// decides.
    pub fn duplicates(&self) -> impl Iterator<Item = (usize, &InformationElement)> {
        let mut seen = [[false; 128]; 8];
        self.elements
            .iter()
            .enumerate()
            .filter(move |(_, element)| {
                seen.get_mut(usize::from(element.codeset))
                    .and_then(|codeset| codeset.get_mut(usize::from(element.id.0)))
                    .is_some_and(|seen| core::mem::replace(seen, true))
            })
    }
}

#[cfg(test)]
mod tests;
