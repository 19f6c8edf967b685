//! Transport addresses of media and the synchronisation of encryption (H.245 clause B.3).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::generic_capability::GenericParameter;
use crate::h245::message::NonStandardParameter;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `TransportAddress`: where media or a channel is received.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum TransportAddress {
    unicastAddress(UnicastAddress),
    multicastAddress(MulticastAddress),
}

/// `UnicastAddress`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum UnicastAddress {
    iPAddress(UnicastAddressIPAddress),
    iPXAddress(UnicastAddressIPXAddress),
    iP6Address(UnicastAddressIP6Address),
    netBios(FixedOctetString<16>),
    iPSourceRouteAddress(UnicastAddressIPSourceRouteAddress),
    #[rasn(extension_addition, size("1..=20"))]
    nsap(OctetString),
    #[rasn(extension_addition)]
    nonStandardAddress(NonStandardParameter),
}

/// IPv4: the address in network order and the port.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UnicastAddressIPAddress {
    pub network: FixedOctetString<4>,
    #[rasn(identifier = "tsapIdentifier")]
    pub tsap_identifier: u16,
}

impl UnicastAddressIPAddress {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(network: FixedOctetString<4>, tsap_identifier: u16) -> Self {
        Self {
            network,
            tsap_identifier,
        }
    }
}

/// Part of [`UnicastAddress`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UnicastAddressIPXAddress {
    pub node: FixedOctetString<6>,
    pub netnum: FixedOctetString<4>,
    #[rasn(identifier = "tsapIdentifier")]
    pub tsap_identifier: FixedOctetString<2>,
}

impl UnicastAddressIPXAddress {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        node: FixedOctetString<6>,
        netnum: FixedOctetString<4>,
        tsap_identifier: FixedOctetString<2>,
    ) -> Self {
        Self {
            node,
            netnum,
            tsap_identifier,
        }
    }
}

/// IPv6: the address in network order and the port.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UnicastAddressIP6Address {
    pub network: FixedOctetString<16>,
    #[rasn(identifier = "tsapIdentifier")]
    pub tsap_identifier: u16,
}

impl UnicastAddressIP6Address {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(network: FixedOctetString<16>, tsap_identifier: u16) -> Self {
        Self {
            network,
            tsap_identifier,
        }
    }
}

/// Part of [`UnicastAddress`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UnicastAddressIPSourceRouteAddress {
    pub routing: UnicastAddressIPSourceRouteAddressRouting,
    pub network: FixedOctetString<4>,
    #[rasn(identifier = "tsapIdentifier")]
    pub tsap_identifier: u16,
    pub route: Vec<FixedOctetString<4>>,
}

impl UnicastAddressIPSourceRouteAddress {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        routing: UnicastAddressIPSourceRouteAddressRouting,
        network: FixedOctetString<4>,
        tsap_identifier: u16,
        route: Vec<FixedOctetString<4>>,
    ) -> Self {
        Self {
            routing,
            network,
            tsap_identifier,
            route,
        }
    }
}

/// Part of [`UnicastAddressIPSourceRouteAddress`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum UnicastAddressIPSourceRouteAddressRouting {
    strict,
    loose,
}

/// `MulticastAddress`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MulticastAddress {
    iPAddress(MulticastAddressIPAddress),
    iP6Address(MulticastAddressIP6Address),
    #[rasn(extension_addition, size("1..=20"))]
    nsap(OctetString),
    #[rasn(extension_addition)]
    nonStandardAddress(NonStandardParameter),
}

/// Part of [`MulticastAddress`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MulticastAddressIPAddress {
    pub network: FixedOctetString<4>,
    #[rasn(identifier = "tsapIdentifier")]
    pub tsap_identifier: u16,
}

impl MulticastAddressIPAddress {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(network: FixedOctetString<4>, tsap_identifier: u16) -> Self {
        Self {
            network,
            tsap_identifier,
        }
    }
}

/// Part of [`MulticastAddress`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MulticastAddressIP6Address {
    pub network: FixedOctetString<16>,
    #[rasn(identifier = "tsapIdentifier")]
    pub tsap_identifier: u16,
}

impl MulticastAddressIP6Address {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(network: FixedOctetString<16>, tsap_identifier: u16) -> Self {
        Self {
            network,
            tsap_identifier,
        }
    }
}

/// `EncryptionSync`: when media keys change; `h235Key` is the PER encoding of an
/// [`H235Key`](crate::h235::H235Key).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct EncryptionSync {
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<NonStandardParameter>,
    #[rasn(identifier = "synchFlag")]
    pub synch_flag: u8,
    #[rasn(size("1..=65535"), identifier = "h235Key")]
    pub h235_key: OctetString,
    #[rasn(size("1..=256"))]
    pub escrowentry: Option<Vec<EscrowData>>,
    #[rasn(extension_addition, identifier = "genericParameter")]
    pub generic_parameter: Option<Box<GenericParameter>>,
}

impl EncryptionSync {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(synch_flag: u8, h235_key: OctetString) -> Self {
        Self {
            non_standard: None,
            synch_flag,
            h235_key,
            escrowentry: None,
            generic_parameter: None,
        }
    }
}

/// `EscrowData`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct EscrowData {
    #[rasn(identifier = "escrowID")]
    pub escrow_id: ObjectIdentifier,
    #[rasn(size("1..=65535"), identifier = "escrowValue")]
    pub escrow_value: BitString,
}

impl EscrowData {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(escrow_id: ObjectIdentifier, escrow_value: BitString) -> Self {
        Self {
            escrow_id,
            escrow_value,
        }
    }
}
