//! Requests for a mode of transmission (H.245 clause B.6).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::audio_mode::{AudioMode, DataMode, EncryptionMode};
use crate::h245::data_capability::EncryptionAuthenticationAndIntegrity;
use crate::h245::generic_capability::{GenericCapability, MaxRedundancy};
use crate::h245::message::{NonStandardParameter, SequenceNumber};
use crate::h245::mux_channel::{H223AL1MParameters, H223AL2MParameters, H223AL3MParameters};
use crate::h245::open::{LogicalChannelNumber, MultiplexedStreamParameter};
use crate::h245::transport_capability::RedundancyEncodingMethod;
use crate::h245::video_mode::VideoMode;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `RequestMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestMode {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(size("1..=256"), identifier = "requestedModes")]
    pub requested_modes: Vec<ModeDescription>,
}

impl RequestMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sequence_number: SequenceNumber, requested_modes: Vec<ModeDescription>) -> Self {
        Self {
            sequence_number,
            requested_modes,
        }
    }
}

/// `RequestModeAck`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestModeAck {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    pub response: RequestModeAckResponse,
}

impl RequestModeAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sequence_number: SequenceNumber, response: RequestModeAckResponse) -> Self {
        Self {
            sequence_number,
            response,
        }
    }
}

/// Part of [`RequestModeAck`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RequestModeAckResponse {
    willTransmitMostPreferredMode,
    willTransmitLessPreferredMode,
}

/// `RequestModeReject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestModeReject {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    pub cause: RequestModeRejectCause,
}

impl RequestModeReject {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sequence_number: SequenceNumber, cause: RequestModeRejectCause) -> Self {
        Self {
            sequence_number,
            cause,
        }
    }
}

/// Part of [`RequestModeReject`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RequestModeRejectCause {
    modeUnavailable,
    multipointConstraint,
    requestDenied,
}

/// `RequestModeRelease`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestModeRelease {}

/// `ModeDescription`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(delegate, size("1..=256"))]
pub struct ModeDescription(pub Vec<ModeElement>);

/// `ModeElementType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ModeElementType {
    nonStandard(NonStandardParameter),
    videoMode(VideoMode),
    audioMode(AudioMode),
    dataMode(Box<DataMode>),
    encryptionMode(EncryptionMode),
    #[rasn(extension_addition)]
    h235Mode(Box<H235Mode>),
    #[rasn(extension_addition)]
    multiplexedStreamMode(MultiplexedStreamParameter),
    #[rasn(extension_addition)]
    redundancyEncodingDTMode(Box<RedundancyEncodingDTMode>),
    #[rasn(extension_addition)]
    multiplePayloadStreamMode(MultiplePayloadStreamMode),
    #[rasn(extension_addition)]
    depFecMode(DepFECMode),
    #[rasn(extension_addition)]
    fecMode(FECMode),
}

/// `ModeElement`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ModeElement {
    #[rasn(identifier = "type")]
    pub r_type: ModeElementType,
    #[rasn(identifier = "h223ModeParameters")]
    pub h223_mode_parameters: Option<H223ModeParameters>,
    #[rasn(extension_addition, identifier = "v76ModeParameters")]
    pub v76_mode_parameters: Option<V76ModeParameters>,
    #[rasn(extension_addition, identifier = "h2250ModeParameters")]
    pub h2250_mode_parameters: Option<H2250ModeParameters>,
    #[rasn(extension_addition, identifier = "genericModeParameters")]
    pub generic_mode_parameters: Option<Box<GenericCapability>>,
    #[rasn(extension_addition, identifier = "multiplexedStreamModeParameters")]
    pub multiplexed_stream_mode_parameters: Option<MultiplexedStreamModeParameters>,
    #[rasn(
        extension_addition,
        value("1..=65535"),
        identifier = "logicalChannelNumber"
    )]
    pub logical_channel_number: Option<LogicalChannelNumber>,
}

impl ModeElement {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(r_type: ModeElementType) -> Self {
        Self {
            r_type,
            h223_mode_parameters: None,
            v76_mode_parameters: None,
            h2250_mode_parameters: None,
            generic_mode_parameters: None,
            multiplexed_stream_mode_parameters: None,
            logical_channel_number: None,
        }
    }
}

/// `H235Mode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H235Mode {
    #[rasn(identifier = "encryptionAuthenticationAndIntegrity")]
    pub encryption_authentication_and_integrity: EncryptionAuthenticationAndIntegrity,
    #[rasn(identifier = "mediaMode")]
    pub media_mode: H235ModeMediaMode,
}

impl H235Mode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        encryption_authentication_and_integrity: EncryptionAuthenticationAndIntegrity,
        media_mode: H235ModeMediaMode,
    ) -> Self {
        Self {
            encryption_authentication_and_integrity,
            media_mode,
        }
    }
}

/// Part of [`H235Mode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H235ModeMediaMode {
    nonStandard(NonStandardParameter),
    videoMode(VideoMode),
    audioMode(AudioMode),
    dataMode(Box<DataMode>),
}

/// `MultiplexedStreamModeParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplexedStreamModeParameters {
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber")]
    pub logical_channel_number: LogicalChannelNumber,
}

impl MultiplexedStreamModeParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            logical_channel_number,
        }
    }
}

/// `RedundancyEncodingDTMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RedundancyEncodingDTMode {
    #[rasn(identifier = "redundancyEncodingMethod")]
    pub redundancy_encoding_method: RedundancyEncodingMethod,
    pub primary: RedundancyEncodingDTModeElement,
    pub secondary: Vec<RedundancyEncodingDTModeElement>,
}

impl RedundancyEncodingDTMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        redundancy_encoding_method: RedundancyEncodingMethod,
        primary: RedundancyEncodingDTModeElement,
        secondary: Vec<RedundancyEncodingDTModeElement>,
    ) -> Self {
        Self {
            redundancy_encoding_method,
            primary,
            secondary,
        }
    }
}

/// `RedundancyEncodingDTModeElement`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RedundancyEncodingDTModeElement {
    #[rasn(identifier = "type")]
    pub r_type: RedundancyEncodingDTModeElementType,
}

impl RedundancyEncodingDTModeElement {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(r_type: RedundancyEncodingDTModeElementType) -> Self {
        Self { r_type }
    }
}

/// Part of [`RedundancyEncodingDTModeElement`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RedundancyEncodingDTModeElementType {
    nonStandard(NonStandardParameter),
    videoMode(VideoMode),
    audioMode(AudioMode),
    dataMode(Box<DataMode>),
    encryptionMode(EncryptionMode),
    h235Mode(Box<H235Mode>),
    #[rasn(extension_addition)]
    fecMode(FECMode),
}

/// `MultiplePayloadStreamMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplePayloadStreamMode {
    pub elements: Vec<MultiplePayloadStreamElementMode>,
}

impl MultiplePayloadStreamMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(elements: Vec<MultiplePayloadStreamElementMode>) -> Self {
        Self { elements }
    }
}

/// `MultiplePayloadStreamElementMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplePayloadStreamElementMode {
    #[rasn(identifier = "type")]
    pub r_type: ModeElementType,
}

impl MultiplePayloadStreamElementMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(r_type: ModeElementType) -> Self {
        Self { r_type }
    }
}

/// `DepFECMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DepFECMode {
    rfc2733Mode(DepFECModeRfc2733Mode),
}

/// Part of [`DepFECMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DepFECModeRfc2733Mode {
    pub mode: DepFECModeRfc2733ModeMode,
}

impl DepFECModeRfc2733Mode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(mode: DepFECModeRfc2733ModeMode) -> Self {
        Self { mode }
    }
}

/// Part of [`DepFECModeRfc2733Mode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DepFECModeRfc2733ModeMode {
    redundancyEncoding,
    separateStream(DepFECModeRfc2733ModeModeSeparateStream),
}

/// Part of [`DepFECModeRfc2733ModeMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DepFECModeRfc2733ModeModeSeparateStream {
    differentPort(DepFECModeRfc2733ModeModeSeparateStreamDifferentPort),
    samePort(DepFECModeRfc2733ModeModeSeparateStreamSamePort),
}

/// Part of [`DepFECModeRfc2733ModeModeSeparateStream`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DepFECModeRfc2733ModeModeSeparateStreamDifferentPort {
    #[rasn(value("1..=255"), identifier = "protectedSessionID")]
    pub protected_session_id: u8,
    #[rasn(value("0..=127"), identifier = "protectedPayloadType")]
    pub protected_payload_type: Option<u8>,
}

impl DepFECModeRfc2733ModeModeSeparateStreamDifferentPort {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(protected_session_id: u8) -> Self {
        Self {
            protected_session_id,
            protected_payload_type: None,
        }
    }
}

/// Part of [`DepFECModeRfc2733ModeModeSeparateStream`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DepFECModeRfc2733ModeModeSeparateStreamSamePort {
    #[rasn(identifier = "protectedType")]
    pub protected_type: Box<ModeElementType>,
}

impl DepFECModeRfc2733ModeModeSeparateStreamSamePort {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(protected_type: Box<ModeElementType>) -> Self {
        Self { protected_type }
    }
}

/// `FECMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct FECMode {
    #[rasn(identifier = "protectedElement")]
    pub protected_element: Box<ModeElementType>,
    #[rasn(identifier = "fecScheme")]
    pub fec_scheme: Option<ObjectIdentifier>,
    #[rasn(identifier = "rfc2733Format")]
    pub rfc2733_format: Option<FECModeRfc2733Format>,
}

impl FECMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(protected_element: Box<ModeElementType>) -> Self {
        Self {
            protected_element,
            fec_scheme: None,
            rfc2733_format: None,
        }
    }
}

/// Part of [`FECMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum FECModeRfc2733Format {
    #[rasn(value("1.."))]
    rfc2733rfc2198(MaxRedundancy),
    #[rasn(value("1.."))]
    rfc2733sameport(MaxRedundancy),
    #[rasn(value("1.."))]
    rfc2733diffport(MaxRedundancy),
}

/// `H223ModeParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223ModeParameters {
    #[rasn(identifier = "adaptationLayerType")]
    pub adaptation_layer_type: H223ModeParametersAdaptationLayerType,
    #[rasn(identifier = "segmentableFlag")]
    pub segmentable_flag: bool,
}

impl H223ModeParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(adaptation_layer_type: H223ModeParametersAdaptationLayerType) -> Self {
        Self {
            adaptation_layer_type,
            segmentable_flag: false,
        }
    }
}

/// Part of [`H223ModeParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223ModeParametersAdaptationLayerType {
    nonStandard(NonStandardParameter),
    al1Framed,
    al1NotFramed,
    al2WithoutSequenceNumbers,
    al2WithSequenceNumbers,
    al3(H223ModeParametersAdaptationLayerTypeAl3),
    #[rasn(extension_addition)]
    al1M(H223AL1MParameters),
    #[rasn(extension_addition)]
    al2M(H223AL2MParameters),
    #[rasn(extension_addition)]
    al3M(H223AL3MParameters),
}

/// Part of [`H223ModeParametersAdaptationLayerType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct H223ModeParametersAdaptationLayerTypeAl3 {
    #[rasn(value("0..=2"), identifier = "controlFieldOctets")]
    pub control_field_octets: u8,
    #[rasn(value("0..=16777215"), identifier = "sendBufferSize")]
    pub send_buffer_size: u32,
}

/// `V76ModeParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum V76ModeParameters {
    suspendResumewAddress,
    suspendResumewoAddress,
}

/// `H2250ModeParameters`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H2250ModeParameters {
    #[rasn(identifier = "redundancyEncodingMode")]
    pub redundancy_encoding_mode: Option<Box<RedundancyEncodingMode>>,
}

/// `RedundancyEncodingMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RedundancyEncodingMode {
    #[rasn(identifier = "redundancyEncodingMethod")]
    pub redundancy_encoding_method: RedundancyEncodingMethod,
    #[rasn(identifier = "secondaryEncoding")]
    pub secondary_encoding: Option<RedundancyEncodingModeSecondaryEncoding>,
}

impl RedundancyEncodingMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(redundancy_encoding_method: RedundancyEncodingMethod) -> Self {
        Self {
            redundancy_encoding_method,
            secondary_encoding: None,
        }
    }
}

/// Part of [`RedundancyEncodingMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RedundancyEncodingModeSecondaryEncoding {
    nonStandard(NonStandardParameter),
    audioData(AudioMode),
}
