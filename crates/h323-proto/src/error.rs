//! Errors of every layer: the octets that could not be read or written, and where.

use core::fmt;

use crate::element_id::ElementId;

/// The protocol layer of the octets in an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// The packet framing of RFC 1006.
    Tpkt,
    /// The message in one TPKT of call signalling.
    Q931,
    /// The PER value inside the User-user element (H.225.0).
    H225,
    /// One H.245 PDU.
    H245,
}

impl Layer {
    /// The layer's name for users.
    pub const fn name(self) -> &'static str {
        match self {
            Layer::Tpkt => "TPKT",
            Layer::Q931 => "Q.931",
            Layer::H225 => "H.225.0",
            Layer::H245 => "H.245",
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Octets that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{layer}, octet {at}: {kind}")]
pub struct DecodeError {
    /// The layer that was being read.
    pub layer: Layer,
    /// The octet with the fault, counted from 0 within the octets of the layer.
    pub at: usize,
    /// The kind of fault.
    pub kind: DecodeErrorKind,
}

/// The kind of fault in octets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeErrorKind {
    /// The octets end inside a field.
    #[error("needs {needed} octets, {left} left")]
    Truncated {
        /// Octets that the field needs.
        needed: usize,
        /// Octets that are left.
        left: usize,
    },
    /// A TPKT starts with an octet other than version 3 (RFC 1006, clause 6).
    #[error("TPKT version {0}, expected 3")]
    TpktVersion(u8),
    /// A TPKT length that does not cover even its own header (RFC 1006, clause 6).
    #[error("TPKT length {0} is shorter than its 4-octet header")]
    TpktLength(u16),
    /// Not a Q.931 message (Q.931 clause 4.2).
    #[error("protocol discriminator 0x{0:02X}, expected 0x08")]
    ProtocolDiscriminator(u8),
    /// A call reference whose length or spare bits H.323 does not allow
    /// (Q.931 clause 4.3, H.225.0 clause 7.2.1).
    #[error("call reference length octet 0x{0:02X}, expected 0x00, 0x01 or 0x02")]
    CallReferenceLength(u8),
    /// An information element with a length beyond the end of the message.
    #[error("element {id} has length {length}, but only {left} octets are left in the message")]
    ElementLength {
        /// The element, in the codeset in force.
        id: ElementId,
        /// The length it states.
        length: usize,
        /// Octets left after the length.
        left: usize,
    },
    /// A User-user element without contents, or with only a protocol discriminator.
    #[error("an empty User-user element, which takes down some firewalls")]
    EmptyUserUser,
    /// An element is longer than its format allows: it has more extension octets than are defined,
    /// or octets after the last.
    #[error("more octets than the element's format has")]
    Excess,
}

/// A value that has no encoding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// More than fits in one TPKT (RFC 1006, clause 6).
    #[error("{length} octets do not fit in one TPKT, which carries at most {limit}")]
    PayloadTooLong {
        /// Octets given.
        length: usize,
        /// Octets a TPKT takes.
        limit: usize,
    },
    /// A call reference value outside 1–32,767 (H.225.0 clause 7.2.1).
    #[error("call reference {0} is not in 1 to 32767")]
    CallReference(u16),
    /// Message type 0x00 without the national type that must follow it (Q.931 table 4-2).
    #[error("message type 0x00 is only the escape to a national type")]
    MessageType,
    /// Contents that exceed the element's length field or the standard.
    #[error("element {id} with {length} octets, at most {limit} allowed")]
    ElementTooLong {
        /// The element.
        id: ElementId,
        /// Octets given.
        length: usize,
        /// Octets allowed.
        limit: usize,
    },
    /// An element that must have contents has none.
    #[error("element {id} must not be empty")]
    ElementEmpty {
        /// The element.
        id: ElementId,
    },
    /// Contents for an element of a single octet (Q.931 clause 4.5.1).
    #[error("element {id} is one octet and takes no contents")]
    SingleOctetElement {
        /// The element.
        id: ElementId,
    },
    /// An element in another codeset than the one that the shifts before it select (Q.931 clauses
    /// 4.5.2 to 4.5.4).
    #[error("element {index} belongs to codeset {codeset}, but codeset {active} is in force there")]
    Codeset {
        /// The index of the element in the message, from 0.
        index: usize,
        /// The codeset of the element.
        codeset: u8,
        /// The codeset that a reader would assume.
        active: u8,
    },
    /// A character outside printable IA5, in an element of IA5 text.
    #[error("element {id}: character {at} is not printable IA5")]
    NotIa5 {
        /// The element.
        id: ElementId,
        /// The index of the character, from 0.
        at: usize,
    },
    /// A number too large for its field.
    #[error("element {id}: {value} does not fit in {bits} bits")]
    FieldRange {
        /// The element.
        id: ElementId,
        /// The value given.
        value: u8,
        /// Bits the field has.
        bits: u8,
    },
}
