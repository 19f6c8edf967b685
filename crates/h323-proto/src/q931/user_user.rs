//! User-user: the element that carries the H.225.0 part of a message (H.225.0 clause 7.2.2).

use alloc::vec::Vec;

use super::wire_enum::wire_enum;
use super::{Element, ElementId};
use crate::error::{DecodeError, EncodeError, Layer};
use crate::reader::Reader;

wire_enum! {
    /// The kind of information in User-user (Q.931 clause 4.5.30).
    pub enum ProtocolDiscriminator {
        0 => UserSpecific "user-specific protocol",
        1 => OsiHighLayer "OSI high layer protocols",
        2 => X244 "X.244",
        3 => SystemManagement "system management convergence function",
        4 => Ia5 "IA5 characters",
        5 => Asn1 "ASN.1 (X.208 and X.209)",
        7 => V120 "V.120 rate adaption",
        8 => CallControl "Q.931 call control messages",
    }
}

/// User-user (Q.931 clause 4.5.30).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserUser {
    /// The kind of the contents; [`ProtocolDiscriminator::Asn1`] in H.225.0.
    pub protocol_discriminator: ProtocolDiscriminator,
    /// The octets after the discriminator: with ASN.1, a PER-encoded `H323-UserInformation`.
    pub contents: Vec<u8>,
}

impl UserUser {
    /// The element that carries a PER-encoded `H323-UserInformation`.
    pub const fn h323(contents: Vec<u8>) -> Self {
        Self {
            protocol_discriminator: ProtocolDiscriminator::Asn1,
            contents,
        }
    }
}

impl Element for UserUser {
    const ID: ElementId = ElementId::USER_USER;

    fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Layer::Q931, contents);
        Ok(Self {
            protocol_discriminator: ProtocolDiscriminator::from_code(reader.u8()?),
            contents: reader.all().to_vec(),
        })
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut contents = Vec::with_capacity(1 + self.contents.len());
        contents.push(self.protocol_discriminator.code());
        contents.extend_from_slice(&self.contents);
        Ok(contents)
    }
}
