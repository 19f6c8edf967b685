//! The root of H.245 and its four kinds of message (H.245 Annex B), generic and non-standard messages.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::answer::{
    CloseLogicalChannel, CloseLogicalChannelAck, OpenLogicalChannelAck, OpenLogicalChannelConfirm,
    OpenLogicalChannelReject, RequestChannelClose, RequestChannelCloseAck,
    RequestChannelCloseReject, RequestChannelCloseRelease,
};
use crate::h245::capability::{
    TerminalCapabilitySet, TerminalCapabilitySetAck, TerminalCapabilitySetReject,
    TerminalCapabilitySetRelease,
};
use crate::h245::command::{
    ConferenceCommand, EncryptionCommand, EndSessionCommand, FlowControlCommand,
    SendTerminalCapabilitySet,
};
use crate::h245::conference::{ConferenceRequest, ConferenceResponse};
use crate::h245::determination::{
    MasterSlaveDetermination, MasterSlaveDeterminationAck, MasterSlaveDeterminationReject,
    MasterSlaveDeterminationRelease,
};
use crate::h245::entry::{
    MultiplexEntrySend, MultiplexEntrySendAck, MultiplexEntrySendReject, MultiplexEntrySendRelease,
    RequestMultiplexEntry, RequestMultiplexEntryAck, RequestMultiplexEntryReject,
    RequestMultiplexEntryRelease,
};
use crate::h245::generic_capability::{CapabilityIdentifier, GenericParameter};
use crate::h245::indication::{
    ConferenceIndication, FunctionNotSupported, FunctionNotUnderstood, H223SkewIndication,
    H2250MaximumSkewIndication, JitterIndication, MCLocationIndication, MiscellaneousIndication,
    NewATMVCIndication, VendorIdentification,
};
use crate::h245::maintenance::{
    CommunicationModeCommand, CommunicationModeRequest, CommunicationModeResponse,
    MaintenanceLoopAck, MaintenanceLoopOffCommand, MaintenanceLoopReject, MaintenanceLoopRequest,
    RoundTripDelayRequest, RoundTripDelayResponse,
};
use crate::h245::miscellaneous_command::{
    H223MultiplexReconfiguration, MiscellaneousCommand, MobileMultilinkReconfigurationCommand,
    NewATMVCCommand,
};
use crate::h245::mode::{RequestMode, RequestModeAck, RequestModeReject, RequestModeRelease};
use crate::h245::multilink::{
    LogicalChannelRateAcknowledge, LogicalChannelRateReject, LogicalChannelRateRelease,
    LogicalChannelRateRequest, MultilinkIndication, MultilinkRequest, MultilinkResponse,
};
use crate::h245::open::OpenLogicalChannel;
use crate::h245::user_input::{
    FlowControlIndication, MobileMultilinkReconfigurationIndication, UserInputIndication,
};
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `MultimediaSystemControlMessage`: one message of the H.245 control channel, tunnelled or on a
/// connection of its own.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultimediaSystemControlMessage {
    request(RequestMessage),
    response(ResponseMessage),
    command(CommandMessage),
    indication(IndicationMessage),
}

/// `RequestMessage`: asks for an action and an answer (H.245 clauses B.1 to B.12).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RequestMessage {
    nonStandard(NonStandardMessage),
    masterSlaveDetermination(MasterSlaveDetermination),
    terminalCapabilitySet(Box<TerminalCapabilitySet>),
    openLogicalChannel(Box<OpenLogicalChannel>),
    closeLogicalChannel(CloseLogicalChannel),
    requestChannelClose(RequestChannelClose),
    multiplexEntrySend(MultiplexEntrySend),
    requestMultiplexEntry(RequestMultiplexEntry),
    requestMode(RequestMode),
    roundTripDelayRequest(RoundTripDelayRequest),
    maintenanceLoopRequest(MaintenanceLoopRequest),
    #[rasn(extension_addition)]
    communicationModeRequest(CommunicationModeRequest),
    #[rasn(extension_addition)]
    conferenceRequest(ConferenceRequest),
    #[rasn(extension_addition)]
    multilinkRequest(MultilinkRequest),
    #[rasn(extension_addition)]
    logicalChannelRateRequest(LogicalChannelRateRequest),
    #[rasn(extension_addition)]
    genericRequest(GenericMessage),
}

/// `ResponseMessage`: answers a request.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ResponseMessage {
    nonStandard(NonStandardMessage),
    masterSlaveDeterminationAck(MasterSlaveDeterminationAck),
    masterSlaveDeterminationReject(MasterSlaveDeterminationReject),
    terminalCapabilitySetAck(TerminalCapabilitySetAck),
    terminalCapabilitySetReject(TerminalCapabilitySetReject),
    openLogicalChannelAck(Box<OpenLogicalChannelAck>),
    openLogicalChannelReject(OpenLogicalChannelReject),
    closeLogicalChannelAck(CloseLogicalChannelAck),
    requestChannelCloseAck(RequestChannelCloseAck),
    requestChannelCloseReject(RequestChannelCloseReject),
    multiplexEntrySendAck(MultiplexEntrySendAck),
    multiplexEntrySendReject(MultiplexEntrySendReject),
    requestMultiplexEntryAck(RequestMultiplexEntryAck),
    requestMultiplexEntryReject(RequestMultiplexEntryReject),
    requestModeAck(RequestModeAck),
    requestModeReject(RequestModeReject),
    roundTripDelayResponse(RoundTripDelayResponse),
    maintenanceLoopAck(MaintenanceLoopAck),
    maintenanceLoopReject(MaintenanceLoopReject),
    #[rasn(extension_addition)]
    communicationModeResponse(CommunicationModeResponse),
    #[rasn(extension_addition)]
    conferenceResponse(ConferenceResponse),
    #[rasn(extension_addition)]
    multilinkResponse(MultilinkResponse),
    #[rasn(extension_addition)]
    logicalChannelRateAcknowledge(LogicalChannelRateAcknowledge),
    #[rasn(extension_addition)]
    logicalChannelRateReject(LogicalChannelRateReject),
    #[rasn(extension_addition)]
    genericResponse(GenericMessage),
}

/// `CommandMessage`: asks for an action without an answer (H.245 clause B.13).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CommandMessage {
    nonStandard(NonStandardMessage),
    maintenanceLoopOffCommand(MaintenanceLoopOffCommand),
    sendTerminalCapabilitySet(SendTerminalCapabilitySet),
    encryptionCommand(EncryptionCommand),
    flowControlCommand(FlowControlCommand),
    endSessionCommand(EndSessionCommand),
    miscellaneousCommand(MiscellaneousCommand),
    #[rasn(extension_addition)]
    communicationModeCommand(CommunicationModeCommand),
    #[rasn(extension_addition)]
    conferenceCommand(ConferenceCommand),
    #[rasn(extension_addition)]
    h223MultiplexReconfiguration(H223MultiplexReconfiguration),
    #[rasn(extension_addition)]
    newATMVCCommand(NewATMVCCommand),
    #[rasn(extension_addition)]
    mobileMultilinkReconfigurationCommand(MobileMultilinkReconfigurationCommand),
    #[rasn(extension_addition)]
    genericCommand(GenericMessage),
}

/// `IndicationMessage`: informs; asks for nothing (H.245 clause B.14).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum IndicationMessage {
    nonStandard(NonStandardMessage),
    functionNotUnderstood(FunctionNotUnderstood),
    masterSlaveDeterminationRelease(MasterSlaveDeterminationRelease),
    terminalCapabilitySetRelease(TerminalCapabilitySetRelease),
    openLogicalChannelConfirm(OpenLogicalChannelConfirm),
    requestChannelCloseRelease(RequestChannelCloseRelease),
    multiplexEntrySendRelease(MultiplexEntrySendRelease),
    requestMultiplexEntryRelease(RequestMultiplexEntryRelease),
    requestModeRelease(RequestModeRelease),
    miscellaneousIndication(MiscellaneousIndication),
    jitterIndication(JitterIndication),
    h223SkewIndication(H223SkewIndication),
    newATMVCIndication(NewATMVCIndication),
    userInput(UserInputIndication),
    #[rasn(extension_addition)]
    h2250MaximumSkewIndication(H2250MaximumSkewIndication),
    #[rasn(extension_addition)]
    mcLocationIndication(MCLocationIndication),
    #[rasn(extension_addition)]
    conferenceIndication(ConferenceIndication),
    #[rasn(extension_addition)]
    vendorIdentification(VendorIdentification),
    #[rasn(extension_addition)]
    functionNotSupported(FunctionNotSupported),
    #[rasn(extension_addition)]
    multilinkIndication(MultilinkIndication),
    #[rasn(extension_addition)]
    logicalChannelRateRelease(LogicalChannelRateRelease),
    #[rasn(extension_addition)]
    flowControlIndication(FlowControlIndication),
    #[rasn(extension_addition)]
    mobileMultilinkReconfigurationIndication(MobileMultilinkReconfigurationIndication),
    #[rasn(extension_addition)]
    genericIndication(GenericMessage),
}

/// `SequenceNumber`.
pub type SequenceNumber = u8;

/// `GenericMessage`: a message that another Recommendation defines (H.245 clause B.15).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GenericMessage {
    #[rasn(identifier = "messageIdentifier")]
    pub message_identifier: CapabilityIdentifier,
    #[rasn(value("0..=127"), identifier = "subMessageIdentifier")]
    pub sub_message_identifier: Option<u8>,
    #[rasn(identifier = "messageContent")]
    pub message_content: Option<Vec<GenericParameter>>,
}

impl GenericMessage {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(message_identifier: CapabilityIdentifier) -> Self {
        Self {
            message_identifier,
            sub_message_identifier: None,
            message_content: None,
        }
    }
}

/// `GenericInformation`.
pub type GenericInformation = GenericMessage;

/// `NonStandardMessage`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NonStandardMessage {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: NonStandardParameter,
}

impl NonStandardMessage {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(non_standard_data: NonStandardParameter) -> Self {
        Self { non_standard_data }
    }
}

/// `NonStandardParameter`: octets that only their maker can read.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct NonStandardParameter {
    #[rasn(identifier = "nonStandardIdentifier")]
    pub non_standard_identifier: NonStandardIdentifier,
    pub data: OctetString,
}

/// `NonStandardIdentifier`: the maker, by object identifier or by country, extension and code
/// (T.35).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum NonStandardIdentifier {
    object(ObjectIdentifier),
    h221NonStandard(NonStandardIdentifierH221NonStandard),
}

/// Part of [`NonStandardIdentifier`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct NonStandardIdentifierH221NonStandard {
    #[rasn(identifier = "t35CountryCode")]
    pub t35_country_code: u8,
    #[rasn(identifier = "t35Extension")]
    pub t35_extension: u8,
    #[rasn(identifier = "manufacturerCode")]
    pub manufacturer_code: u16,
}
