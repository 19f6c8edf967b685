//! Opening a logical channel (H.245 clause B.3): the request and what it says of the media.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::address::{EncryptionSync, TransportAddress};
use crate::h245::audio_capability::AudioCapability;
use crate::h245::audio_mode::EncryptionMode;
use crate::h245::data_capability::{
    DataApplicationCapability, EncryptionAuthenticationAndIntegrity,
};
use crate::h245::generic_capability::MultiplexFormat;
use crate::h245::message::{GenericInformation, NonStandardParameter};
use crate::h245::mux_channel::{
    H222LogicalChannelParameters, H223LogicalChannelParameters, V76LogicalChannelParameters,
};
use crate::h245::rtp_channel::{
    DepFECData, FECData, H2250LogicalChannelParameters, MultiplePayloadStream, RedundancyEncoding,
};
use crate::h245::video_capability::VideoCapability;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `OpenLogicalChannel`: offers a channel from the sender, and with reverse parameters one back to
/// it; also an element of `fastStart` (H.323 clause 8.1.7).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct OpenLogicalChannel {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
    #[rasn(identifier = "forwardLogicalChannelParameters")]
    pub forward_logical_channel_parameters: OpenLogicalChannelForwardLogicalChannelParameters,
    #[rasn(identifier = "reverseLogicalChannelParameters")]
    pub reverse_logical_channel_parameters:
        Option<Box<OpenLogicalChannelReverseLogicalChannelParameters>>,
    #[rasn(extension_addition, identifier = "separateStack")]
    pub separate_stack: Option<NetworkAccessParameters>,
    #[rasn(extension_addition, identifier = "encryptionSync")]
    pub encryption_sync: Option<Box<EncryptionSync>>,
    #[rasn(extension_addition, identifier = "genericInformation")]
    pub generic_information: Option<Vec<GenericInformation>>,
}

impl OpenLogicalChannel {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        forward_logical_channel_number: LogicalChannelNumber,
        forward_logical_channel_parameters: OpenLogicalChannelForwardLogicalChannelParameters,
    ) -> Self {
        Self {
            forward_logical_channel_number,
            forward_logical_channel_parameters,
            reverse_logical_channel_parameters: None,
            separate_stack: None,
            encryption_sync: None,
            generic_information: None,
        }
    }
}

/// Part of [`OpenLogicalChannel`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct OpenLogicalChannelForwardLogicalChannelParameters {
    #[rasn(identifier = "portNumber")]
    pub port_number: Option<u16>,
    #[rasn(identifier = "dataType")]
    pub data_type: DataType,
    #[rasn(identifier = "multiplexParameters")]
    pub multiplex_parameters: OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters,
    #[rasn(
        extension_addition,
        value("1..=65535"),
        identifier = "forwardLogicalChannelDependency"
    )]
    pub forward_logical_channel_dependency: Option<LogicalChannelNumber>,
    #[rasn(extension_addition, value("1..=65535"), identifier = "replacementFor")]
    pub replacement_for: Option<LogicalChannelNumber>,
}

impl OpenLogicalChannelForwardLogicalChannelParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        data_type: DataType,
        multiplex_parameters: OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters,
    ) -> Self {
        Self {
            port_number: None,
            data_type,
            multiplex_parameters,
            forward_logical_channel_dependency: None,
            replacement_for: None,
        }
    }
}

/// Part of [`OpenLogicalChannelForwardLogicalChannelParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters {
    h222LogicalChannelParameters(H222LogicalChannelParameters),
    h223LogicalChannelParameters(H223LogicalChannelParameters),
    v76LogicalChannelParameters(V76LogicalChannelParameters),
    #[rasn(extension_addition)]
    h2250LogicalChannelParameters(Box<H2250LogicalChannelParameters>),
    #[rasn(extension_addition)]
    none,
}

/// Part of [`OpenLogicalChannel`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct OpenLogicalChannelReverseLogicalChannelParameters {
    #[rasn(identifier = "dataType")]
    pub data_type: DataType,
    #[rasn(identifier = "multiplexParameters")]
    pub multiplex_parameters:
        Option<OpenLogicalChannelReverseLogicalChannelParametersMultiplexParameters>,
    #[rasn(
        extension_addition,
        value("1..=65535"),
        identifier = "reverseLogicalChannelDependency"
    )]
    pub reverse_logical_channel_dependency: Option<LogicalChannelNumber>,
    #[rasn(extension_addition, value("1..=65535"), identifier = "replacementFor")]
    pub replacement_for: Option<LogicalChannelNumber>,
}

impl OpenLogicalChannelReverseLogicalChannelParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(data_type: DataType) -> Self {
        Self {
            data_type,
            multiplex_parameters: None,
            reverse_logical_channel_dependency: None,
            replacement_for: None,
        }
    }
}

/// Part of [`OpenLogicalChannelReverseLogicalChannelParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum OpenLogicalChannelReverseLogicalChannelParametersMultiplexParameters {
    h223LogicalChannelParameters(H223LogicalChannelParameters),
    v76LogicalChannelParameters(V76LogicalChannelParameters),
    #[rasn(extension_addition)]
    h2250LogicalChannelParameters(Box<H2250LogicalChannelParameters>),
}

/// `LogicalChannelNumber`: 0, the H.245 channel itself, cannot be named.
pub type LogicalChannelNumber = u16;

/// `NetworkAccessParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NetworkAccessParameters {
    pub distribution: Option<NetworkAccessParametersDistribution>,
    #[rasn(identifier = "networkAddress")]
    pub network_address: NetworkAccessParametersNetworkAddress,
    #[rasn(identifier = "associateConference")]
    pub associate_conference: bool,
    #[rasn(size("1..=255"), identifier = "externalReference")]
    pub external_reference: Option<OctetString>,
    #[rasn(extension_addition, identifier = "t120SetupProcedure")]
    pub t120_setup_procedure: Option<NetworkAccessParametersT120SetupProcedure>,
}

impl NetworkAccessParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(network_address: NetworkAccessParametersNetworkAddress) -> Self {
        Self {
            distribution: None,
            network_address,
            associate_conference: false,
            external_reference: None,
            t120_setup_procedure: None,
        }
    }
}

/// Part of [`NetworkAccessParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NetworkAccessParametersDistribution {
    unicast,
    multicast,
}

/// Part of [`NetworkAccessParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NetworkAccessParametersNetworkAddress {
    q2931Address(Q2931Address),
    #[rasn(size("1..=128"), from("#", "*", ",", "0..=9"))]
    e164Address(Ia5String),
    localAreaAddress(TransportAddress),
}

/// Part of [`NetworkAccessParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NetworkAccessParametersT120SetupProcedure {
    originateCall,
    waitForCall,
    issueQuery,
}

/// `Q2931Address`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct Q2931Address {
    pub address: Q2931AddressAddress,
    #[rasn(size("1..=20"))]
    pub subaddress: Option<OctetString>,
}

impl Q2931Address {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(address: Q2931AddressAddress) -> Self {
        Self {
            address,
            subaddress: None,
        }
    }
}

/// Part of [`Q2931Address`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum Q2931AddressAddress {
    #[rasn(size("1..=16"))]
    internationalNumber(NumericString),
    #[rasn(size("1..=20"))]
    nsapAddress(OctetString),
}

/// `V75Parameters`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct V75Parameters {
    #[rasn(identifier = "audioHeaderPresent")]
    pub audio_header_present: bool,
}

/// `DataType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DataType {
    nonStandard(NonStandardParameter),
    nullData,
    videoData(VideoCapability),
    audioData(AudioCapability),
    data(Box<DataApplicationCapability>),
    encryptionData(EncryptionMode),
    #[rasn(extension_addition)]
    h235Control(NonStandardParameter),
    #[rasn(extension_addition)]
    h235Media(Box<H235Media>),
    #[rasn(extension_addition)]
    multiplexedStream(MultiplexedStreamParameter),
    #[rasn(extension_addition)]
    redundancyEncoding(RedundancyEncoding),
    #[rasn(extension_addition)]
    multiplePayloadStream(MultiplePayloadStream),
    #[rasn(extension_addition)]
    depFec(DepFECData),
    #[rasn(extension_addition)]
    fec(FECData),
}

/// `H235Media`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H235Media {
    #[rasn(identifier = "encryptionAuthenticationAndIntegrity")]
    pub encryption_authentication_and_integrity: EncryptionAuthenticationAndIntegrity,
    #[rasn(identifier = "mediaType")]
    pub media_type: H235MediaMediaType,
}

impl H235Media {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        encryption_authentication_and_integrity: EncryptionAuthenticationAndIntegrity,
        media_type: H235MediaMediaType,
    ) -> Self {
        Self {
            encryption_authentication_and_integrity,
            media_type,
        }
    }
}

/// Part of [`H235Media`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H235MediaMediaType {
    nonStandard(NonStandardParameter),
    videoData(VideoCapability),
    audioData(AudioCapability),
    data(Box<DataApplicationCapability>),
    #[rasn(extension_addition)]
    redundancyEncoding(RedundancyEncoding),
    #[rasn(extension_addition)]
    multiplePayloadStream(MultiplePayloadStream),
    #[rasn(extension_addition)]
    depFec(DepFECData),
    #[rasn(extension_addition)]
    fec(FECData),
}

/// `MultiplexedStreamParameter`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplexedStreamParameter {
    #[rasn(identifier = "multiplexFormat")]
    pub multiplex_format: MultiplexFormat,
    #[rasn(identifier = "controlOnMuxStream")]
    pub control_on_mux_stream: bool,
}

impl MultiplexedStreamParameter {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(multiplex_format: MultiplexFormat) -> Self {
        Self {
            multiplex_format,
            control_on_mux_stream: false,
        }
    }
}
