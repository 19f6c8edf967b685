//! The decoded contents of a User-user element.

use h323_asn1::{
    codec::{self, DecodeError, Described as _, Reading, Tree},
    h225::H323UserInformation,
};

use crate::q931::{ElementId, Message, ProtocolDiscriminator, UserUser};

/// The readable part of an `H323-UserInformation`.
#[derive(Clone, Debug)]
pub struct UserInformation {
    /// The position of its octets in the Q.931 message.
    pub at: usize,
    /// Every field that was read, even if reading failed later. Its faults are the parts that were
    /// skipped.
    pub tree: Tree,
    /// Why reading stopped, if it did.
    pub error: Option<DecodeError>,
    /// Octets left after the value.
    pub trailing: usize,
}

impl UserInformation {
    /// Reads the User-user element of `message`; `None` if it is absent or does not hold PER.
    #[must_use]
    pub fn of(message: &Message) -> Option<Self> {
        let index = message
            .elements
            .iter()
            .position(|element| element.is(ElementId::USER_USER))?;
        let user_user = message.get::<UserUser>()?.ok()?;
        if user_user.protocol_discriminator != ProtocolDiscriminator::Asn1 {
            return None;
        }
        let header = message.elements.get(index)?.header_len();
        Some(Self {
            // The protocol discriminator is the first octet of the contents.
            at: message.offset(index) + header + 1,
            ..Self::read(&user_user.contents)
        })
    }

    /// Reads an `H323-UserInformation` on its own.
    #[must_use]
    pub fn read(octets: &[u8]) -> Self {
        let Reading {
            tree,
            error,
            trailing,
        } = codec::read(H323UserInformation::ROOT, octets);
        Self {
            at: 0,
            tree,
            error,
            trailing,
        }
    }

    /// Whether it has no octets.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.at_bit == 0)
    }
}
