//! Multilink and changes of the bit rate of a channel (H.245 clauses B.11 and B.12).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::message::{NonStandardMessage, SequenceNumber};
use crate::h245::open::LogicalChannelNumber;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `MultilinkRequest`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultilinkRequest {
    nonStandard(NonStandardMessage),
    callInformation(MultilinkRequestCallInformation),
    addConnection(MultilinkRequestAddConnection),
    removeConnection(MultilinkRequestRemoveConnection),
    maximumHeaderInterval(MultilinkRequestMaximumHeaderInterval),
}

/// Part of [`MultilinkRequest`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkRequestCallInformation {
    #[rasn(value("1..=65535"), identifier = "maxNumberOfAdditionalConnections")]
    pub max_number_of_additional_connections: u16,
}

impl MultilinkRequestCallInformation {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(max_number_of_additional_connections: u16) -> Self {
        Self {
            max_number_of_additional_connections,
        }
    }
}

/// Part of [`MultilinkRequest`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkRequestAddConnection {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(identifier = "dialingInformation")]
    pub dialing_information: DialingInformation,
}

impl MultilinkRequestAddConnection {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sequence_number: SequenceNumber, dialing_information: DialingInformation) -> Self {
        Self {
            sequence_number,
            dialing_information,
        }
    }
}

/// Part of [`MultilinkRequest`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkRequestRemoveConnection {
    #[rasn(identifier = "connectionIdentifier")]
    pub connection_identifier: ConnectionIdentifier,
}

impl MultilinkRequestRemoveConnection {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(connection_identifier: ConnectionIdentifier) -> Self {
        Self {
            connection_identifier,
        }
    }
}

/// Part of [`MultilinkRequest`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkRequestMaximumHeaderInterval {
    #[rasn(identifier = "requestType")]
    pub request_type: MultilinkRequestMaximumHeaderIntervalRequestType,
}

impl MultilinkRequestMaximumHeaderInterval {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(request_type: MultilinkRequestMaximumHeaderIntervalRequestType) -> Self {
        Self { request_type }
    }
}

/// Part of [`MultilinkRequestMaximumHeaderInterval`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultilinkRequestMaximumHeaderIntervalRequestType {
    currentIntervalInformation,
    requestedInterval(u16),
}

/// `MultilinkResponse`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultilinkResponse {
    nonStandard(NonStandardMessage),
    callInformation(MultilinkResponseCallInformation),
    addConnection(MultilinkResponseAddConnection),
    removeConnection(MultilinkResponseRemoveConnection),
    maximumHeaderInterval(MultilinkResponseMaximumHeaderInterval),
}

/// Part of [`MultilinkResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkResponseCallInformation {
    #[rasn(identifier = "dialingInformation")]
    pub dialing_information: DialingInformation,
    #[rasn(identifier = "callAssociationNumber")]
    pub call_association_number: u32,
}

impl MultilinkResponseCallInformation {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(dialing_information: DialingInformation, call_association_number: u32) -> Self {
        Self {
            dialing_information,
            call_association_number,
        }
    }
}

/// Part of [`MultilinkResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkResponseAddConnection {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(identifier = "responseCode")]
    pub response_code: MultilinkResponseAddConnectionResponseCode,
}

impl MultilinkResponseAddConnection {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        sequence_number: SequenceNumber,
        response_code: MultilinkResponseAddConnectionResponseCode,
    ) -> Self {
        Self {
            sequence_number,
            response_code,
        }
    }
}

/// Part of [`MultilinkResponseAddConnection`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultilinkResponseAddConnectionResponseCode {
    accepted,
    rejected(MultilinkResponseAddConnectionResponseCodeRejected),
}

/// Part of [`MultilinkResponseAddConnectionResponseCode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultilinkResponseAddConnectionResponseCodeRejected {
    connectionsNotAvailable,
    userRejected,
}

/// Part of [`MultilinkResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkResponseRemoveConnection {
    #[rasn(identifier = "connectionIdentifier")]
    pub connection_identifier: ConnectionIdentifier,
}

impl MultilinkResponseRemoveConnection {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(connection_identifier: ConnectionIdentifier) -> Self {
        Self {
            connection_identifier,
        }
    }
}

/// Part of [`MultilinkResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkResponseMaximumHeaderInterval {
    #[rasn(identifier = "currentInterval")]
    pub current_interval: u16,
}

impl MultilinkResponseMaximumHeaderInterval {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(current_interval: u16) -> Self {
        Self { current_interval }
    }
}

/// `MultilinkIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultilinkIndication {
    nonStandard(NonStandardMessage),
    crcDesired(MultilinkIndicationCrcDesired),
    excessiveError(MultilinkIndicationExcessiveError),
}

/// Part of [`MultilinkIndication`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkIndicationCrcDesired {}

/// Part of [`MultilinkIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultilinkIndicationExcessiveError {
    #[rasn(identifier = "connectionIdentifier")]
    pub connection_identifier: ConnectionIdentifier,
}

impl MultilinkIndicationExcessiveError {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(connection_identifier: ConnectionIdentifier) -> Self {
        Self {
            connection_identifier,
        }
    }
}

/// `DialingInformation`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DialingInformation {
    nonStandard(NonStandardMessage),
    #[rasn(size("1..=65535"))]
    differential(Vec<DialingInformationNumber>),
    #[rasn(value("1..=65535"))]
    infoNotAvailable(u16),
}

/// `DialingInformationNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DialingInformationNumber {
    #[rasn(size("0..=40"), identifier = "networkAddress")]
    pub network_address: NumericString,
    #[rasn(size("1..=40"), identifier = "subAddress")]
    pub sub_address: Option<Ia5String>,
    #[rasn(size("1..=255"), identifier = "networkType")]
    pub network_type: Vec<DialingInformationNetworkType>,
}

impl DialingInformationNumber {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        network_address: NumericString,
        network_type: Vec<DialingInformationNetworkType>,
    ) -> Self {
        Self {
            network_address,
            sub_address: None,
            network_type,
        }
    }
}

/// `DialingInformationNetworkType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DialingInformationNetworkType {
    nonStandard(NonStandardMessage),
    #[rasn(identifier = "n-isdn")]
    n_isdn,
    gstn,
    #[rasn(extension_addition)]
    mobile,
}

/// `ConnectionIdentifier`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConnectionIdentifier {
    #[rasn(identifier = "channelTag")]
    pub channel_tag: u32,
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: u32,
}

impl ConnectionIdentifier {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(channel_tag: u32, sequence_number: u32) -> Self {
        Self {
            channel_tag,
            sequence_number,
        }
    }
}

/// `MaximumBitRate`.
pub type MaximumBitRate = u32;

/// `LogicalChannelRateRequest`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct LogicalChannelRateRequest {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber")]
    pub logical_channel_number: LogicalChannelNumber,
    #[rasn(identifier = "maximumBitRate")]
    pub maximum_bit_rate: MaximumBitRate,
}

impl LogicalChannelRateRequest {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        sequence_number: SequenceNumber,
        logical_channel_number: LogicalChannelNumber,
        maximum_bit_rate: MaximumBitRate,
    ) -> Self {
        Self {
            sequence_number,
            logical_channel_number,
            maximum_bit_rate,
        }
    }
}

/// `LogicalChannelRateAcknowledge`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct LogicalChannelRateAcknowledge {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber")]
    pub logical_channel_number: LogicalChannelNumber,
    #[rasn(identifier = "maximumBitRate")]
    pub maximum_bit_rate: MaximumBitRate,
}

impl LogicalChannelRateAcknowledge {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        sequence_number: SequenceNumber,
        logical_channel_number: LogicalChannelNumber,
        maximum_bit_rate: MaximumBitRate,
    ) -> Self {
        Self {
            sequence_number,
            logical_channel_number,
            maximum_bit_rate,
        }
    }
}

/// `LogicalChannelRateReject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct LogicalChannelRateReject {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber")]
    pub logical_channel_number: LogicalChannelNumber,
    #[rasn(identifier = "rejectReason")]
    pub reject_reason: LogicalChannelRateRejectReason,
    #[rasn(identifier = "currentMaximumBitRate")]
    pub current_maximum_bit_rate: Option<MaximumBitRate>,
}

impl LogicalChannelRateReject {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        sequence_number: SequenceNumber,
        logical_channel_number: LogicalChannelNumber,
        reject_reason: LogicalChannelRateRejectReason,
    ) -> Self {
        Self {
            sequence_number,
            logical_channel_number,
            reject_reason,
            current_maximum_bit_rate: None,
        }
    }
}

/// `LogicalChannelRateRejectReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum LogicalChannelRateRejectReason {
    undefinedReason,
    insufficientResources,
}

/// `LogicalChannelRateRelease`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct LogicalChannelRateRelease {}
