//! What kind of entity the peer is: type, vendor, gateway protocols.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::AliasAddress;
use crate::h225::common::{BandWidth, NonStandardParameter};
use crate::h245;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `EndpointType`: what kind of H.323 entity this is, and who made it.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct EndpointType {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    pub vendor: Option<VendorIdentifier>,
    pub gatekeeper: Option<GatekeeperInfo>,
    pub gateway: Option<GatewayInfo>,
    pub mcu: Option<McuInfo>,
    pub terminal: Option<TerminalInfo>,
    pub mc: bool,
    #[rasn(identifier = "undefinedNode")]
    pub undefined_node: bool,
    #[rasn(extension_addition, size("32"))]
    pub set: Option<BitString>,
    #[rasn(extension_addition, identifier = "supportedTunnelledProtocols")]
    pub supported_tunnelled_protocols: Option<Vec<TunnelledProtocol>>,
}

/// `VendorIdentifier`: maker by T.35 code or enterprise number; product and version as free octets,
/// usually ASCII.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VendorIdentifier {
    pub vendor: H221NonStandard,
    #[rasn(size("1..=256"), identifier = "productId")]
    pub product_id: Option<OctetString>,
    #[rasn(size("1..=256"), identifier = "versionId")]
    pub version_id: Option<OctetString>,
    #[rasn(extension_addition, identifier = "enterpriseNumber")]
    pub enterprise_number: Option<ObjectIdentifier>,
}

impl VendorIdentifier {
    /// With every optional component absent.
    pub fn new(vendor: H221NonStandard) -> Self {
        Self {
            vendor,
            product_id: None,
            version_id: None,
            enterprise_number: None,
        }
    }
}

/// `H221NonStandard`: maker by country, extension and code (T.35).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H221NonStandard {
    #[rasn(identifier = "t35CountryCode")]
    pub t35_country_code: u8,
    #[rasn(identifier = "t35Extension")]
    pub t35_extension: u8,
    #[rasn(identifier = "manufacturerCode")]
    pub manufacturer_code: u16,
}

impl H221NonStandard {
    /// With every optional component absent.
    pub fn new(t35_country_code: u8, t35_extension: u8, manufacturer_code: u16) -> Self {
        Self {
            t35_country_code,
            t35_extension,
            manufacturer_code,
        }
    }
}

/// `GatekeeperInfo`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GatekeeperInfo {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
}

/// `GatewayInfo`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GatewayInfo {
    pub protocol: Option<Vec<SupportedProtocols>>,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
}

/// `McuInfo`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct McuInfo {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition)]
    pub protocol: Option<Vec<SupportedProtocols>>,
}

/// `TerminalInfo`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TerminalInfo {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
}

/// `SupportedProtocols`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum SupportedProtocols {
    nonStandardData(NonStandardParameter),
    h310(H310Caps),
    h320(H320Caps),
    h321(H321Caps),
    h322(H322Caps),
    h323(H323Caps),
    h324(H324Caps),
    voice(VoiceCaps),
    #[rasn(identifier = "t120-only")]
    t120_only(T120OnlyCaps),
    #[rasn(extension_addition)]
    nonStandardProtocol(NonStandardProtocol),
    #[rasn(extension_addition)]
    t38FaxAnnexbOnly(T38FaxAnnexbOnlyCaps),
    #[rasn(extension_addition)]
    sip(SIPCaps),
}

/// `H310Caps`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H310Caps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}

/// `H320Caps`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H320Caps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}

/// `H321Caps`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H321Caps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}

/// `H322Caps`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H322Caps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}

/// `H323Caps`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H323Caps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}

/// `H324Caps`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H324Caps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}

/// `VoiceCaps`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VoiceCaps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}

/// `T120OnlyCaps`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct T120OnlyCaps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}

/// `NonStandardProtocol`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NonStandardProtocol {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(identifier = "supportedPrefixes")]
    pub supported_prefixes: Vec<SupportedPrefix>,
}

impl NonStandardProtocol {
    /// With every optional component absent.
    pub fn new(supported_prefixes: Vec<SupportedPrefix>) -> Self {
        Self {
            non_standard_data: None,
            data_rates_supported: None,
            supported_prefixes,
        }
    }
}

/// `T38FaxAnnexbOnlyCaps`: capabilities of a T.38 Annex B gateway.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct T38FaxAnnexbOnlyCaps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(identifier = "supportedPrefixes")]
    pub supported_prefixes: Vec<SupportedPrefix>,
    #[rasn(identifier = "t38FaxProtocol")]
    pub t38_fax_protocol: h245::DataProtocolCapability,
    #[rasn(identifier = "t38FaxProfile")]
    pub t38_fax_profile: h245::T38FaxProfile,
}

impl T38FaxAnnexbOnlyCaps {
    /// With every optional component absent.
    pub fn new(
        supported_prefixes: Vec<SupportedPrefix>,
        t38_fax_protocol: h245::DataProtocolCapability,
        t38_fax_profile: h245::T38FaxProfile,
    ) -> Self {
        Self {
            non_standard_data: None,
            data_rates_supported: None,
            supported_prefixes,
            t38_fax_protocol,
            t38_fax_profile,
        }
    }
}

/// `SIPCaps`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct SIPCaps {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "dataRatesSupported")]
    pub data_rates_supported: Option<Vec<DataRate>>,
    #[rasn(identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}

/// `DataRate`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DataRate {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "channelRate")]
    pub channel_rate: BandWidth,
    #[rasn(value("1..=256"), identifier = "channelMultiplier")]
    pub channel_multiplier: Option<u16>,
}

impl DataRate {
    /// With every optional component absent.
    pub fn new(channel_rate: BandWidth) -> Self {
        Self {
            non_standard_data: None,
            channel_rate,
            channel_multiplier: None,
        }
    }
}

/// `SupportedPrefix`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct SupportedPrefix {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    pub prefix: AliasAddress,
}

impl SupportedPrefix {
    /// With every optional component absent.
    pub fn new(prefix: AliasAddress) -> Self {
        Self {
            non_standard_data: None,
            prefix,
        }
    }
}

/// `TunnelledProtocol`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TunnelledProtocol {
    pub id: TunnelledProtocolId,
    #[rasn(size("1..=64"), identifier = "subIdentifier")]
    pub sub_identifier: Option<Ia5String>,
}

impl TunnelledProtocol {
    /// With every optional component absent.
    pub fn new(id: TunnelledProtocolId) -> Self {
        Self {
            id,
            sub_identifier: None,
        }
    }
}

/// Part of [`TunnelledProtocol`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum TunnelledProtocolId {
    tunnelledProtocolObjectID(ObjectIdentifier),
    tunnelledProtocolAlternateID(TunnelledProtocolAlternateIdentifier),
}

/// `TunnelledProtocolAlternateIdentifier`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TunnelledProtocolAlternateIdentifier {
    #[rasn(size("1..=64"), identifier = "protocolType")]
    pub protocol_type: Ia5String,
    #[rasn(size("1..=64"), identifier = "protocolVariant")]
    pub protocol_variant: Option<Ia5String>,
}

impl TunnelledProtocolAlternateIdentifier {
    /// With every optional component absent.
    pub fn new(protocol_type: Ia5String) -> Self {
        Self {
            protocol_type,
            protocol_variant: None,
        }
    }
}
