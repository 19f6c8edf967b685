//! What a side says about itself and its call in its H.225.0 parts.

use alloc::{string::String, vec::Vec};
use core::net::SocketAddr;

use h323_asn1::{
    codec::EncodeError,
    h225::{AliasAddress, CallType as WireCallType},
};

use super::{
    alias::{Alias, Numbering},
    own::{alias_addresses, dialled_digits},
};
use crate::h245::Codec;

/// The sender of the messages of a call.
#[derive(Clone, Debug)]
pub struct Identity {
    /// H.225.0 version in `protocolIdentifier`.
    pub version: u8,
    /// `h245Tunnelling`.
    pub tunnelling: bool,
    /// Whether call signalling is over TLS, so that H.245 may be too.
    pub secure: bool,
    /// Our `h323-ID`.
    pub h323_id: String,
    /// The vendor that we claim to be.
    pub vendor: OwnVendor,
}

/// The caller, the called number and the purpose of the call, for Setup.
#[derive(Clone, Debug)]
pub struct SetupTerms {
    /// Our number: an optional `+` and digits of the `dialledDigits` alphabet. Empty for no number.
    pub calling_number: String,
    /// The wanted number, in the same form; `None` for a call to the address itself.
    pub called_number: Option<String>,
    /// How to interpret our number.
    pub calling_numbering: Numbering,
    /// How to interpret the wanted number.
    pub called_numbering: Numbering,
    /// Our names beside the number; `None` for the `h323-ID` alone.
    pub calling_aliases: Option<Vec<Alias>>,
    /// Further names of the endpoint that we call.
    pub called_aliases: Vec<Alias>,
    /// `callType`.
    pub call_type: CallType,
    /// `conferenceGoal`.
    pub conference_goal: ConferenceGoal,
    /// The conference to join; `None` for a new one.
    pub conference_id: Option<[u8; 16]>,
}

impl SetupTerms {
    /// Whom we call, by number and by name.
    ///
    /// # Errors
    /// If a name does not fit its type.
    pub(crate) fn destination(&self) -> Result<Vec<AliasAddress>, EncodeError> {
        let number = self.called_number.as_deref().and_then(dialled_digits);
        let names = alias_addresses(&self.called_aliases, &self.called_numbering)?;
        Ok(number.into_iter().chain(names).collect())
    }

    /// Calls these aliases instead: whole numbers and names, whose digits come first.
    pub(crate) fn call(&mut self, mut aliases: Vec<Alias>) {
        let number = aliases
            .iter()
            .position(|alias| matches!(alias, Alias::DialedDigits(_)))
            .map(|index| aliases.remove(index));
        self.called_number = match number {
            Some(Alias::DialedDigits(digits)) => Some(digits),
            _ => None,
        };
        self.called_aliases = aliases;
        // The type and plan belonged to the old number.
        self.called_numbering = Numbering::default();
    }
}

impl Default for SetupTerms {
    fn default() -> Self {
        Self {
            calling_number: String::new(),
            called_number: None,
            calling_numbering: Numbering::default(),
            called_numbering: Numbering::default(),
            calling_aliases: None,
            called_aliases: Vec::new(),
            call_type: CallType::PointToPoint,
            conference_goal: ConferenceGoal::Create,
            conference_id: None,
        }
    }
}

/// What Setup offers beyond the call itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct SetupOffer<'a> {
    /// `destCallSignalAddress`; `None` if it is not known.
    pub destination: Option<SocketAddr>,
    /// Whether more digits follow if the peer asks for them.
    pub overlap: bool,
    /// The codecs of the channels in `fastStart`, if we use it.
    pub fast_start: Option<&'a [Codec]>,
}

/// `callType` of Setup (H.225.0 7.3.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallType {
    /// `pointToPoint`.
    PointToPoint,
    /// `oneToN`.
    OneToN,
    /// `nToOne`.
    NToOne,
    /// `nToN`.
    NToN,
}

impl CallType {
    /// The identifier of the Recommendation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PointToPoint => "pointToPoint",
            Self::OneToN => "oneToN",
            Self::NToOne => "nToOne",
            Self::NToN => "nToN",
        }
    }

    pub(crate) const fn to_wire(self) -> WireCallType {
        match self {
            Self::PointToPoint => WireCallType::pointToPoint,
            Self::OneToN => WireCallType::oneToN,
            Self::NToOne => WireCallType::nToOne,
            Self::NToN => WireCallType::nToN,
        }
    }
}

/// `conferenceGoal` of Setup (H.225.0 7.3.10): the values that a caller needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConferenceGoal {
    /// `create`.
    Create,
    /// `join`: the conference exists, and a Facility sent us to its MC (H.323 8.4.3).
    Join,
}

/// The vendor that we claim to be in `sourceInfo` (H.225.0 7.6, `VendorIdentifier`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnVendor {
    /// `t35CountryCode`.
    pub country: u8,
    /// `t35Extension`.
    pub extension: u8,
    /// `manufacturerCode`.
    pub manufacturer: u16,
    /// `productId`, 1–256 octets.
    pub product: Vec<u8>,
    /// `versionId`, 1–256 octets.
    pub version: Vec<u8>,
}

impl Default for OwnVendor {
    /// This project does not have a T.35 manufacturer code. Other software without one sends
    /// country 181 (United States) with extension and code 0, so we do too.
    fn default() -> Self {
        Self {
            country: 181,
            extension: 0,
            manufacturer: 0,
            product: b"H.323 edge tester".to_vec(),
            version: env!("CARGO_PKG_VERSION").as_bytes().to_vec(),
        }
    }
}

/// Random octets for one call, from the driver.
#[derive(Clone, Copy, Debug)]
pub struct Entropy {
    pub(crate) call_identifier: [u8; 16],
    pub(crate) conference_id: [u8; 16],
    pub(crate) call_reference: u16,
    pub(crate) status_determination: u32,
}

impl Entropy {
    /// The number of random octets that [`Entropy::new`] needs.
    pub const OCTETS: usize = 37;

    /// Makes the identifiers of one call from random octets.
    ///
    /// The result is laid out as a version 4 UUID, as H.225.0 7.6 requires for a globally unique
    /// identifier. So it cannot be all zero, which some stacks read as "none".
    #[must_use]
    pub fn new(octets: [u8; Self::OCTETS]) -> Self {
        let (identifiers, numbers) = octets.split_at(32);
        let (reference, determination) = numbers.split_at(2);
        let (call, conference) = identifiers.split_at(16);
        let number = |octets: &[u8]| {
            octets
                .iter()
                .fold(0_u32, |value, octet| (value << 8) | u32::from(*octet))
        };
        Self {
            call_identifier: uuid(call),
            conference_id: uuid(conference),
            // Two octets, modulo the 32,767 possible values.
            call_reference: u16::try_from(number(reference) % 0x7FFF + 1).unwrap_or(1),
            status_determination: number(determination),
        }
    }
}

fn uuid(random: &[u8]) -> [u8; 16] {
    let mut octets = [0; 16];
    for (index, (octet, random)) in octets.iter_mut().zip(random).enumerate() {
        *octet = match index {
            6 => random & 0x0F | 0x40,
            8 => random & 0x3F | 0x80,
            _ => *random,
        };
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_never_empty_and_references_stay_in_range() {
        for fill in 0..=255 {
            let entropy = Entropy::new([fill; Entropy::OCTETS]);
            assert_ne!(entropy.call_identifier, [0; 16]);
            assert!((1..=0x7FFF).contains(&entropy.call_reference), "{fill}");
            assert_eq!(entropy.call_identifier[6] >> 4, 4);
            assert_eq!(entropy.conference_id[8] >> 6, 2);
        }
    }
}
