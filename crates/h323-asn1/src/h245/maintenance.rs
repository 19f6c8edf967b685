//! Round-trip delay, maintenance loops and communication modes (H.245 clauses B.7 to B.9).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::address::TransportAddress;
use crate::h245::audio_capability::AudioCapability;
use crate::h245::conference::TerminalLabel;
use crate::h245::data_capability::DataApplicationCapability;
use crate::h245::message::{NonStandardParameter, SequenceNumber};
use crate::h245::open::LogicalChannelNumber;
use crate::h245::rtp_channel::RedundancyEncoding;
use crate::h245::video_capability::VideoCapability;
use crate::text::BmpString;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `RoundTripDelayRequest`: to be answered at once with the same number.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RoundTripDelayRequest {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
}

impl RoundTripDelayRequest {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sequence_number: SequenceNumber) -> Self {
        Self { sequence_number }
    }
}

/// `RoundTripDelayResponse`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RoundTripDelayResponse {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
}

impl RoundTripDelayResponse {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sequence_number: SequenceNumber) -> Self {
        Self { sequence_number }
    }
}

/// `MaintenanceLoopRequest`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MaintenanceLoopRequest {
    #[rasn(identifier = "type")]
    pub r_type: MaintenanceLoopRequestType,
}

impl MaintenanceLoopRequest {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(r_type: MaintenanceLoopRequestType) -> Self {
        Self { r_type }
    }
}

/// Part of [`MaintenanceLoopRequest`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MaintenanceLoopRequestType {
    systemLoop,
    #[rasn(value("1..=65535"))]
    mediaLoop(LogicalChannelNumber),
    #[rasn(value("1..=65535"))]
    logicalChannelLoop(LogicalChannelNumber),
}

/// `MaintenanceLoopAck`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MaintenanceLoopAck {
    #[rasn(identifier = "type")]
    pub r_type: MaintenanceLoopAckType,
}

impl MaintenanceLoopAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(r_type: MaintenanceLoopAckType) -> Self {
        Self { r_type }
    }
}

/// Part of [`MaintenanceLoopAck`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MaintenanceLoopAckType {
    systemLoop,
    #[rasn(value("1..=65535"))]
    mediaLoop(LogicalChannelNumber),
    #[rasn(value("1..=65535"))]
    logicalChannelLoop(LogicalChannelNumber),
}

/// `MaintenanceLoopReject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MaintenanceLoopReject {
    #[rasn(identifier = "type")]
    pub r_type: MaintenanceLoopRejectType,
    pub cause: MaintenanceLoopRejectCause,
}

impl MaintenanceLoopReject {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(r_type: MaintenanceLoopRejectType, cause: MaintenanceLoopRejectCause) -> Self {
        Self { r_type, cause }
    }
}

/// Part of [`MaintenanceLoopReject`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MaintenanceLoopRejectType {
    systemLoop,
    #[rasn(value("1..=65535"))]
    mediaLoop(LogicalChannelNumber),
    #[rasn(value("1..=65535"))]
    logicalChannelLoop(LogicalChannelNumber),
}

/// Part of [`MaintenanceLoopReject`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MaintenanceLoopRejectCause {
    canNotPerformLoop,
}

/// `MaintenanceLoopOffCommand`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MaintenanceLoopOffCommand {}

/// `CommunicationModeCommand`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CommunicationModeCommand {
    #[rasn(size("1..=256"), identifier = "communicationModeTable")]
    pub communication_mode_table: Vec<CommunicationModeTableEntry>,
}

impl CommunicationModeCommand {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(communication_mode_table: Vec<CommunicationModeTableEntry>) -> Self {
        Self {
            communication_mode_table,
        }
    }
}

/// `CommunicationModeRequest`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CommunicationModeRequest {}

/// `CommunicationModeResponse`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CommunicationModeResponse {
    #[rasn(size("1..=256"))]
    communicationModeTable(Vec<CommunicationModeTableEntry>),
}

/// `CommunicationModeTableEntry`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CommunicationModeTableEntry {
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<Vec<NonStandardParameter>>,
    #[rasn(value("1..=255"), identifier = "sessionID")]
    pub session_id: u8,
    #[rasn(value("1..=255"), identifier = "associatedSessionID")]
    pub associated_session_id: Option<u8>,
    #[rasn(identifier = "terminalLabel")]
    pub terminal_label: Option<TerminalLabel>,
    #[rasn(size("1..=128"), identifier = "sessionDescription")]
    pub session_description: BmpString,
    #[rasn(identifier = "dataType")]
    pub data_type: CommunicationModeTableEntryDataType,
    #[rasn(identifier = "mediaChannel")]
    pub media_channel: Option<TransportAddress>,
    #[rasn(identifier = "mediaGuaranteedDelivery")]
    pub media_guaranteed_delivery: Option<bool>,
    #[rasn(identifier = "mediaControlChannel")]
    pub media_control_channel: Option<TransportAddress>,
    #[rasn(identifier = "mediaControlGuaranteedDelivery")]
    pub media_control_guaranteed_delivery: Option<bool>,
    #[rasn(extension_addition, identifier = "redundancyEncoding")]
    pub redundancy_encoding: Option<RedundancyEncoding>,
    #[rasn(extension_addition, value("1..=255"), identifier = "sessionDependency")]
    pub session_dependency: Option<u8>,
    #[rasn(extension_addition)]
    pub destination: Option<TerminalLabel>,
}

impl CommunicationModeTableEntry {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        session_id: u8,
        session_description: BmpString,
        data_type: CommunicationModeTableEntryDataType,
    ) -> Self {
        Self {
            non_standard: None,
            session_id,
            associated_session_id: None,
            terminal_label: None,
            session_description,
            data_type,
            media_channel: None,
            media_guaranteed_delivery: None,
            media_control_channel: None,
            media_control_guaranteed_delivery: None,
            redundancy_encoding: None,
            session_dependency: None,
            destination: None,
        }
    }
}

/// Part of [`CommunicationModeTableEntry`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CommunicationModeTableEntryDataType {
    videoData(VideoCapability),
    audioData(AudioCapability),
    data(Box<DataApplicationCapability>),
}
