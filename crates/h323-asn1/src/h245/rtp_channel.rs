//! Parameters of a logical channel of H.225.0, redundancy and error correction (H.245 clause B.3).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::address::TransportAddress;
use crate::h245::conference::TerminalLabel;
use crate::h245::message::NonStandardParameter;
use crate::h245::open::{DataType, LogicalChannelNumber};
use crate::h245::transport_capability::{RedundancyEncodingMethod, TransportCapability};
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `H2250LogicalChannelParameters`: RTP session, addresses of media and RTCP, payload type.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H2250LogicalChannelParameters {
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<Vec<NonStandardParameter>>,
    #[rasn(identifier = "sessionID")]
    pub session_id: u8,
    #[rasn(value("1..=255"), identifier = "associatedSessionID")]
    pub associated_session_id: Option<u8>,
    #[rasn(identifier = "mediaChannel")]
    pub media_channel: Option<TransportAddress>,
    #[rasn(identifier = "mediaGuaranteedDelivery")]
    pub media_guaranteed_delivery: Option<bool>,
    #[rasn(identifier = "mediaControlChannel")]
    pub media_control_channel: Option<TransportAddress>,
    #[rasn(identifier = "mediaControlGuaranteedDelivery")]
    pub media_control_guaranteed_delivery: Option<bool>,
    #[rasn(identifier = "silenceSuppression")]
    pub silence_suppression: Option<bool>,
    pub destination: Option<TerminalLabel>,
    #[rasn(value("96..=127"), identifier = "dynamicRTPPayloadType")]
    pub dynamic_rtppayload_type: Option<u8>,
    #[rasn(identifier = "mediaPacketization")]
    pub media_packetization: Option<H2250LogicalChannelParametersMediaPacketization>,
    #[rasn(extension_addition, identifier = "transportCapability")]
    pub transport_capability: Option<TransportCapability>,
    #[rasn(extension_addition, identifier = "redundancyEncoding")]
    pub redundancy_encoding: Option<RedundancyEncoding>,
    #[rasn(extension_addition)]
    pub source: Option<TerminalLabel>,
}

impl H2250LogicalChannelParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(session_id: u8) -> Self {
        Self {
            non_standard: None,
            session_id,
            associated_session_id: None,
            media_channel: None,
            media_guaranteed_delivery: None,
            media_control_channel: None,
            media_control_guaranteed_delivery: None,
            silence_suppression: None,
            destination: None,
            dynamic_rtppayload_type: None,
            media_packetization: None,
            transport_capability: None,
            redundancy_encoding: None,
            source: None,
        }
    }
}

/// Part of [`H2250LogicalChannelParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H2250LogicalChannelParametersMediaPacketization {
    h261aVideoPacketization,
    #[rasn(extension_addition)]
    rtpPayloadType(RTPPayloadType),
}

/// `RTPPayloadType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RTPPayloadType {
    #[rasn(identifier = "payloadDescriptor")]
    pub payload_descriptor: RTPPayloadTypePayloadDescriptor,
    #[rasn(value("0..=127"), identifier = "payloadType")]
    pub payload_type: Option<u8>,
}

impl RTPPayloadType {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(payload_descriptor: RTPPayloadTypePayloadDescriptor) -> Self {
        Self {
            payload_descriptor,
            payload_type: None,
        }
    }
}

/// Part of [`RTPPayloadType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RTPPayloadTypePayloadDescriptor {
    nonStandardIdentifier(NonStandardParameter),
    #[rasn(value("1..=32768", extensible), identifier = "rfc-number")]
    rfc_number(Integer),
    oid(ObjectIdentifier),
}

/// `RedundancyEncoding`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RedundancyEncoding {
    #[rasn(identifier = "redundancyEncodingMethod")]
    pub redundancy_encoding_method: RedundancyEncodingMethod,
    #[rasn(identifier = "secondaryEncoding")]
    pub secondary_encoding: Option<Box<DataType>>,
    #[rasn(extension_addition, identifier = "rtpRedundancyEncoding")]
    pub rtp_redundancy_encoding: Option<RedundancyEncodingRtpRedundancyEncoding>,
}

impl RedundancyEncoding {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(redundancy_encoding_method: RedundancyEncodingMethod) -> Self {
        Self {
            redundancy_encoding_method,
            secondary_encoding: None,
            rtp_redundancy_encoding: None,
        }
    }
}

/// Part of [`RedundancyEncoding`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RedundancyEncodingRtpRedundancyEncoding {
    pub primary: Option<RedundancyEncodingElement>,
    pub secondary: Option<Vec<RedundancyEncodingElement>>,
}

/// `RedundancyEncodingElement`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RedundancyEncodingElement {
    #[rasn(identifier = "dataType")]
    pub data_type: Box<DataType>,
    #[rasn(value("0..=127"), identifier = "payloadType")]
    pub payload_type: Option<u8>,
}

impl RedundancyEncodingElement {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(data_type: Box<DataType>) -> Self {
        Self {
            data_type,
            payload_type: None,
        }
    }
}

/// `MultiplePayloadStream`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplePayloadStream {
    pub elements: Vec<MultiplePayloadStreamElement>,
}

impl MultiplePayloadStream {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(elements: Vec<MultiplePayloadStreamElement>) -> Self {
        Self { elements }
    }
}

/// `MultiplePayloadStreamElement`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplePayloadStreamElement {
    #[rasn(identifier = "dataType")]
    pub data_type: DataType,
    #[rasn(value("0..=127"), identifier = "payloadType")]
    pub payload_type: Option<u8>,
}

impl MultiplePayloadStreamElement {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(data_type: DataType) -> Self {
        Self {
            data_type,
            payload_type: None,
        }
    }
}

/// `DepFECData`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum DepFECData {
    rfc2733(DepFECDataRfc2733),
}

/// Part of [`DepFECData`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DepFECDataRfc2733 {
    pub mode: DepFECDataRfc2733Mode,
}

impl DepFECDataRfc2733 {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(mode: DepFECDataRfc2733Mode) -> Self {
        Self { mode }
    }
}

/// Part of [`DepFECDataRfc2733`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DepFECDataRfc2733Mode {
    redundancyEncoding,
    separateStream(DepFECDataRfc2733ModeSeparateStream),
}

/// Part of [`DepFECDataRfc2733Mode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DepFECDataRfc2733ModeSeparateStream {
    differentPort(DepFECDataRfc2733ModeSeparateStreamDifferentPort),
    samePort(DepFECDataRfc2733ModeSeparateStreamSamePort),
}

/// Part of [`DepFECDataRfc2733ModeSeparateStream`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DepFECDataRfc2733ModeSeparateStreamDifferentPort {
    #[rasn(value("1..=255"), identifier = "protectedSessionID")]
    pub protected_session_id: u8,
    #[rasn(value("0..=127"), identifier = "protectedPayloadType")]
    pub protected_payload_type: Option<u8>,
}

impl DepFECDataRfc2733ModeSeparateStreamDifferentPort {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(protected_session_id: u8) -> Self {
        Self {
            protected_session_id,
            protected_payload_type: None,
        }
    }
}

/// Part of [`DepFECDataRfc2733ModeSeparateStream`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DepFECDataRfc2733ModeSeparateStreamSamePort {
    #[rasn(value("0..=127"), identifier = "protectedPayloadType")]
    pub protected_payload_type: u8,
}

impl DepFECDataRfc2733ModeSeparateStreamSamePort {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(protected_payload_type: u8) -> Self {
        Self {
            protected_payload_type,
        }
    }
}

/// `FECData`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum FECData {
    rfc2733(FECDataRfc2733),
}

/// Part of [`FECData`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct FECDataRfc2733 {
    #[rasn(value("0..=127"), identifier = "protectedPayloadType")]
    pub protected_payload_type: u8,
    #[rasn(identifier = "fecScheme")]
    pub fec_scheme: Option<ObjectIdentifier>,
    #[rasn(identifier = "pktMode")]
    pub pkt_mode: FECDataRfc2733PktMode,
}

impl FECDataRfc2733 {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(protected_payload_type: u8, pkt_mode: FECDataRfc2733PktMode) -> Self {
        Self {
            protected_payload_type,
            fec_scheme: None,
            pkt_mode,
        }
    }
}

/// Part of [`FECDataRfc2733`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum FECDataRfc2733PktMode {
    rfc2198coding,
    rfc2733sameport(FECDataRfc2733PktModeRfc2733sameport),
    rfc2733diffport(FECDataRfc2733PktModeRfc2733diffport),
}

/// Part of [`FECDataRfc2733PktMode`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct FECDataRfc2733PktModeRfc2733sameport {}

/// Part of [`FECDataRfc2733PktMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct FECDataRfc2733PktModeRfc2733diffport {
    #[rasn(value("1..=65535"), identifier = "protectedChannel")]
    pub protected_channel: LogicalChannelNumber,
}

impl FECDataRfc2733PktModeRfc2733diffport {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(protected_channel: LogicalChannelNumber) -> Self {
        Self { protected_channel }
    }
}
