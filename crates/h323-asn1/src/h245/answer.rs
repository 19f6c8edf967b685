//! Answers to openLogicalChannel, and closing a channel (H.245 clause B.3).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::address::{EncryptionSync, TransportAddress};
use crate::h245::message::{GenericInformation, NonStandardParameter};
use crate::h245::mux_channel::H222LogicalChannelParameters;
use crate::h245::open::{LogicalChannelNumber, NetworkAccessParameters};
use crate::h245::rtp_channel::{H2250LogicalChannelParameters, MultiplePayloadStream};
use crate::h245::transport_capability::QOSCapability;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `OpenLogicalChannelAck`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct OpenLogicalChannelAck {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
    #[rasn(identifier = "reverseLogicalChannelParameters")]
    pub reverse_logical_channel_parameters:
        Option<OpenLogicalChannelAckReverseLogicalChannelParameters>,
    #[rasn(extension_addition, identifier = "separateStack")]
    pub separate_stack: Option<NetworkAccessParameters>,
    #[rasn(extension_addition, identifier = "forwardMultiplexAckParameters")]
    pub forward_multiplex_ack_parameters:
        Option<OpenLogicalChannelAckForwardMultiplexAckParameters>,
    #[rasn(extension_addition, identifier = "encryptionSync")]
    pub encryption_sync: Option<Box<EncryptionSync>>,
    #[rasn(extension_addition, identifier = "genericInformation")]
    pub generic_information: Option<Vec<GenericInformation>>,
}

impl OpenLogicalChannelAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(forward_logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            forward_logical_channel_number,
            reverse_logical_channel_parameters: None,
            separate_stack: None,
            forward_multiplex_ack_parameters: None,
            encryption_sync: None,
            generic_information: None,
        }
    }
}

/// Part of [`OpenLogicalChannelAck`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct OpenLogicalChannelAckReverseLogicalChannelParameters {
    #[rasn(value("1..=65535"), identifier = "reverseLogicalChannelNumber")]
    pub reverse_logical_channel_number: LogicalChannelNumber,
    #[rasn(identifier = "portNumber")]
    pub port_number: Option<u16>,
    #[rasn(identifier = "multiplexParameters")]
    pub multiplex_parameters:
        Option<OpenLogicalChannelAckReverseLogicalChannelParametersMultiplexParameters>,
    #[rasn(extension_addition, value("1..=65535"), identifier = "replacementFor")]
    pub replacement_for: Option<LogicalChannelNumber>,
}

impl OpenLogicalChannelAckReverseLogicalChannelParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(reverse_logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            reverse_logical_channel_number,
            port_number: None,
            multiplex_parameters: None,
            replacement_for: None,
        }
    }
}

/// Part of [`OpenLogicalChannelAckReverseLogicalChannelParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum OpenLogicalChannelAckReverseLogicalChannelParametersMultiplexParameters {
    h222LogicalChannelParameters(H222LogicalChannelParameters),
    #[rasn(extension_addition)]
    h2250LogicalChannelParameters(Box<H2250LogicalChannelParameters>),
}

/// Part of [`OpenLogicalChannelAck`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum OpenLogicalChannelAckForwardMultiplexAckParameters {
    h2250LogicalChannelAckParameters(Box<H2250LogicalChannelAckParameters>),
}

/// `OpenLogicalChannelReject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct OpenLogicalChannelReject {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
    pub cause: OpenLogicalChannelRejectCause,
    #[rasn(extension_addition, identifier = "genericInformation")]
    pub generic_information: Option<Vec<GenericInformation>>,
}

impl OpenLogicalChannelReject {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        forward_logical_channel_number: LogicalChannelNumber,
        cause: OpenLogicalChannelRejectCause,
    ) -> Self {
        Self {
            forward_logical_channel_number,
            cause,
            generic_information: None,
        }
    }
}

/// Part of [`OpenLogicalChannelReject`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum OpenLogicalChannelRejectCause {
    unspecified,
    unsuitableReverseParameters,
    dataTypeNotSupported,
    dataTypeNotAvailable,
    unknownDataType,
    dataTypeALCombinationNotSupported,
    #[rasn(extension_addition)]
    multicastChannelNotAllowed,
    #[rasn(extension_addition)]
    insufficientBandwidth,
    #[rasn(extension_addition)]
    separateStackEstablishmentFailed,
    #[rasn(extension_addition)]
    invalidSessionID,
    #[rasn(extension_addition)]
    masterSlaveConflict,
    #[rasn(extension_addition)]
    waitForCommunicationMode,
    #[rasn(extension_addition)]
    invalidDependentChannel,
    #[rasn(extension_addition)]
    replacementForRejected,
    #[rasn(extension_addition)]
    securityDenied,
    #[rasn(extension_addition)]
    qoSControlNotSupported,
}

/// `OpenLogicalChannelConfirm`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct OpenLogicalChannelConfirm {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
    #[rasn(extension_addition, identifier = "genericInformation")]
    pub generic_information: Option<Vec<GenericInformation>>,
}

impl OpenLogicalChannelConfirm {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(forward_logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            forward_logical_channel_number,
            generic_information: None,
        }
    }
}

/// `H2250LogicalChannelAckParameters`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H2250LogicalChannelAckParameters {
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<Vec<NonStandardParameter>>,
    #[rasn(value("1..=255"), identifier = "sessionID")]
    pub session_id: Option<u8>,
    #[rasn(identifier = "mediaChannel")]
    pub media_channel: Option<TransportAddress>,
    #[rasn(identifier = "mediaControlChannel")]
    pub media_control_channel: Option<TransportAddress>,
    #[rasn(value("96..=127"), identifier = "dynamicRTPPayloadType")]
    pub dynamic_rtppayload_type: Option<u8>,
    #[rasn(extension_addition, identifier = "flowControlToZero")]
    pub flow_control_to_zero: Option<bool>,
    #[rasn(extension_addition, value("0..=65535"), identifier = "portNumber")]
    pub port_number: Option<u16>,
    #[rasn(extension_addition, identifier = "multiplePayloadStream")]
    pub multiple_payload_stream: Option<MultiplePayloadStream>,
}

/// `CloseLogicalChannel`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CloseLogicalChannel {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
    pub source: CloseLogicalChannelSource,
    #[rasn(extension_addition)]
    pub reason: Option<CloseLogicalChannelReason>,
}

impl CloseLogicalChannel {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        forward_logical_channel_number: LogicalChannelNumber,
        source: CloseLogicalChannelSource,
    ) -> Self {
        Self {
            forward_logical_channel_number,
            source,
            reason: None,
        }
    }
}

/// Part of [`CloseLogicalChannel`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum CloseLogicalChannelSource {
    user,
    lcse,
}

/// Part of [`CloseLogicalChannel`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CloseLogicalChannelReason {
    unknown,
    reopen,
    reservationFailure,
    #[rasn(extension_addition)]
    networkErrorCode(u8),
}

/// `CloseLogicalChannelAck`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CloseLogicalChannelAck {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
}

impl CloseLogicalChannelAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(forward_logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            forward_logical_channel_number,
        }
    }
}

/// `RequestChannelClose`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestChannelClose {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
    #[rasn(extension_addition, identifier = "qosCapability")]
    pub qos_capability: Option<Box<QOSCapability>>,
    #[rasn(extension_addition)]
    pub reason: Option<RequestChannelCloseReason>,
}

impl RequestChannelClose {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(forward_logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            forward_logical_channel_number,
            qos_capability: None,
            reason: None,
        }
    }
}

/// Part of [`RequestChannelClose`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RequestChannelCloseReason {
    unknown,
    normal,
    reopen,
    reservationFailure,
    #[rasn(extension_addition)]
    networkErrorCode(u8),
}

/// `RequestChannelCloseAck`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestChannelCloseAck {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
}

impl RequestChannelCloseAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(forward_logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            forward_logical_channel_number,
        }
    }
}

/// `RequestChannelCloseReject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestChannelCloseReject {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
    pub cause: RequestChannelCloseRejectCause,
}

impl RequestChannelCloseReject {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        forward_logical_channel_number: LogicalChannelNumber,
        cause: RequestChannelCloseRejectCause,
    ) -> Self {
        Self {
            forward_logical_channel_number,
            cause,
        }
    }
}

/// Part of [`RequestChannelCloseReject`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RequestChannelCloseRejectCause {
    unspecified,
}

/// `RequestChannelCloseRelease`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestChannelCloseRelease {
    #[rasn(value("1..=65535"), identifier = "forwardLogicalChannelNumber")]
    pub forward_logical_channel_number: LogicalChannelNumber,
}

impl RequestChannelCloseRelease {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(forward_logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            forward_logical_channel_number,
        }
    }
}
