//! The contents of a User-user element, read.

use h323_asn1::{
    codec::{self, DecodeError, Described as _, Reading, Tree},
    h225::H323UserInformation,
};

use crate::q931::{ElementId, Message, ProtocolDiscriminator, UserUser};

/// What could be read of an `H323-UserInformation`.
#[derive(Clone, Debug)]
pub struct UserInformation {
    /// Where its octets start within the Q.931 message.
    pub at: usize,
    /// Every field that was read, also when reading failed later on; its faults are what was
    /// stepped over.
    pub tree: Tree,
    /// Why reading stopped, if it did.
    pub error: Option<DecodeError>,
    /// Octets left after the value.
    pub trailing: usize,
}

impl UserInformation {
    /// Reads the User-user element of `message`; `None` if there is none, or it is not PER.
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

    /// Reads an `H323-UserInformation` that stands alone.
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

    /// Whether there was nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.at_bit == 0)
    }
}
