//! H.245 types that H.225.0 imports.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use rasn::prelude::*;

/// `DataProtocolCapability`.
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DataProtocolCapability {
    nonStandard(NonStandardParameter),
    v14buffered,
    v42lapm,
    hdlcFrameTunnelling,
    h310SeparateVCStack,
    h310SingleVCStack,
    transparent,
    #[rasn(extension_addition)]
    segmentationAndReassembly,
    #[rasn(extension_addition)]
    hdlcFrameTunnelingwSAR,
    #[rasn(extension_addition)]
    v120,
    #[rasn(extension_addition)]
    separateLANStack,
    #[rasn(extension_addition)]
    v76wCompression(DataProtocolCapabilityV76wCompression),
    #[rasn(extension_addition)]
    tcp,
    #[rasn(extension_addition)]
    udp,
}

/// Part of [`DataProtocolCapability`].
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DataProtocolCapabilityV76wCompression {
    transmitCompression(CompressionType),
    receiveCompression(CompressionType),
    transmitAndReceiveCompression(CompressionType),
}

/// `CompressionType`.
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CompressionType {
    v42bis(V42bis),
}

/// `V42bis`.
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct V42bis {
    #[rasn(value("1..=65536"), identifier = "numberOfCodewords")]
    pub number_of_codewords: u32,
    #[rasn(value("1..=256"), identifier = "maximumStringLength")]
    pub maximum_string_length: u16,
}

impl V42bis {
    /// With every optional component absent.
    pub fn new(number_of_codewords: u32, maximum_string_length: u16) -> Self {
        Self {
            number_of_codewords,
            maximum_string_length,
        }
    }
}

/// `T38FaxProfile`.
#[derive(AsnType, Clone, Debug, Decode, Default, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct T38FaxProfile {
    #[rasn(identifier = "fillBitRemoval")]
    pub fill_bit_removal: bool,
    #[rasn(identifier = "transcodingJBIG")]
    pub transcoding_jbig: bool,
    #[rasn(identifier = "transcodingMMR")]
    pub transcoding_mmr: bool,
    #[rasn(extension_addition, value("0..=255"))]
    pub version: Option<u8>,
    #[rasn(extension_addition, identifier = "t38FaxRateManagement")]
    pub t38_fax_rate_management: Option<T38FaxRateManagement>,
    #[rasn(extension_addition, identifier = "t38FaxUdpOptions")]
    pub t38_fax_udp_options: Option<T38FaxUdpOptions>,
    #[rasn(extension_addition, identifier = "t38FaxTcpOptions")]
    pub t38_fax_tcp_options: Option<T38FaxTcpOptions>,
}

/// `T38FaxRateManagement`.
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum T38FaxRateManagement {
    localTCF,
    transferredTCF,
}

/// `T38FaxUdpOptions`.
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct T38FaxUdpOptions {
    #[rasn(identifier = "t38FaxMaxBuffer")]
    pub t38_fax_max_buffer: Option<Integer>,
    #[rasn(identifier = "t38FaxMaxDatagram")]
    pub t38_fax_max_datagram: Option<Integer>,
    #[rasn(identifier = "t38FaxUdpEC")]
    pub t38_fax_udp_ec: T38FaxUdpOptionsT38FaxUdpEC,
}

/// Part of [`T38FaxUdpOptions`].
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum T38FaxUdpOptionsT38FaxUdpEC {
    t38UDPFEC,
    t38UDPRedundancy,
}

/// `T38FaxTcpOptions`.
#[derive(AsnType, Clone, Debug, Decode, Default, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct T38FaxTcpOptions {
    #[rasn(identifier = "t38TCPBidirectionalMode")]
    pub t38_tcpbidirectional_mode: bool,
}

/// `NonStandardParameter`.
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct NonStandardParameter {
    #[rasn(identifier = "nonStandardIdentifier")]
    pub non_standard_identifier: NonStandardIdentifier,
    pub data: OctetString,
}

/// `NonStandardIdentifier`.
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum NonStandardIdentifier {
    object(ObjectIdentifier),
    h221NonStandard(NonStandardIdentifierH221NonStandard),
}

/// Part of [`NonStandardIdentifier`].
#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct NonStandardIdentifierH221NonStandard {
    #[rasn(identifier = "t35CountryCode")]
    pub t35_country_code: u8,
    #[rasn(identifier = "t35Extension")]
    pub t35_extension: u8,
    #[rasn(identifier = "manufacturerCode")]
    pub manufacturer_code: u16,
}
