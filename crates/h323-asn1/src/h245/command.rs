//! Commands (H.245 clause B.13).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::capability::{CapabilityDescriptorNumber, CapabilityTableEntryNumber};
use crate::h245::conference::TerminalLabel;
use crate::h245::message::{GenericInformation, NonStandardParameter, SequenceNumber};
use crate::h245::open::LogicalChannelNumber;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `SendTerminalCapabilitySet`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum SendTerminalCapabilitySet {
    specificRequest(SendTerminalCapabilitySetSpecificRequest),
    genericRequest,
}

/// Part of [`SendTerminalCapabilitySet`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct SendTerminalCapabilitySetSpecificRequest {
    #[rasn(identifier = "multiplexCapability")]
    pub multiplex_capability: bool,
    #[rasn(size("1..=65535"), identifier = "capabilityTableEntryNumbers")]
    pub capability_table_entry_numbers: Option<Vec<CapabilityTableEntryNumber>>,
    #[rasn(size("1..=256"), identifier = "capabilityDescriptorNumbers")]
    pub capability_descriptor_numbers: Option<Vec<CapabilityDescriptorNumber>>,
}

/// `EncryptionCommand`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum EncryptionCommand {
    encryptionSE(OctetString),
    encryptionIVRequest,
    encryptionAlgorithmID(EncryptionCommandEncryptionAlgorithmID),
}

/// Part of [`EncryptionCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct EncryptionCommandEncryptionAlgorithmID {
    #[rasn(identifier = "h233AlgorithmIdentifier")]
    pub h233_algorithm_identifier: SequenceNumber,
    #[rasn(identifier = "associatedAlgorithm")]
    pub associated_algorithm: NonStandardParameter,
}

/// `FlowControlCommand`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct FlowControlCommand {
    pub scope: FlowControlCommandScope,
    pub restriction: FlowControlCommandRestriction,
}

impl FlowControlCommand {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(scope: FlowControlCommandScope, restriction: FlowControlCommandRestriction) -> Self {
        Self { scope, restriction }
    }
}

/// Part of [`FlowControlCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum FlowControlCommandScope {
    #[rasn(value("1..=65535"))]
    logicalChannelNumber(LogicalChannelNumber),
    resourceID(u16),
    wholeMultiplex,
}

/// Part of [`FlowControlCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum FlowControlCommandRestriction {
    #[rasn(value("0..=16777215"))]
    maximumBitRate(u32),
    noRestriction,
}

/// `EndSessionCommand`: nothing more follows on the control channel.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum EndSessionCommand {
    nonStandard(NonStandardParameter),
    disconnect,
    gstnOptions(EndSessionCommandGstnOptions),
    #[rasn(extension_addition)]
    isdnOptions(EndSessionCommandIsdnOptions),
    #[rasn(extension_addition)]
    genericInformation(Vec<GenericInformation>),
}

/// Part of [`EndSessionCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum EndSessionCommandGstnOptions {
    telephonyMode,
    v8bis,
    v34DSVD,
    v34DuplexFAX,
    v34H324,
}

/// Part of [`EndSessionCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum EndSessionCommandIsdnOptions {
    telephonyMode,
    v140,
    terminalOnHold,
}

/// `ConferenceCommand`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ConferenceCommand {
    #[rasn(value("1..=65535"))]
    broadcastMyLogicalChannel(LogicalChannelNumber),
    #[rasn(value("1..=65535"))]
    cancelBroadcastMyLogicalChannel(LogicalChannelNumber),
    makeTerminalBroadcaster(TerminalLabel),
    cancelMakeTerminalBroadcaster,
    sendThisSource(TerminalLabel),
    cancelSendThisSource,
    dropConference,
    #[rasn(extension_addition)]
    substituteConferenceIDCommand(SubstituteConferenceIDCommand),
}

/// `SubstituteConferenceIDCommand`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct SubstituteConferenceIDCommand {
    #[rasn(identifier = "conferenceIdentifier")]
    pub conference_identifier: FixedOctetString<16>,
}

impl SubstituteConferenceIDCommand {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(conference_identifier: FixedOctetString<16>) -> Self {
        Self {
            conference_identifier,
        }
    }
}

/// `EncryptionUpdateDirection`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum EncryptionUpdateDirection {
    masterToSlave,
    slaveToMaster,
}
