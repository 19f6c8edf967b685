//! Terminal capability messages (H.245 clause B.2): the set, its table and its answers.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::audio_capability::AudioCapability;
use crate::h245::data_capability::{
    ConferenceCapability, DataApplicationCapability, EncryptionAuthenticationAndIntegrity,
    UserInputCapability,
};
use crate::h245::generic_capability::{
    AudioTelephonyEventCapability, AudioToneCapability, DepFECCapability, FECCapability,
    GenericCapability, MultiplePayloadStreamCapability, MultiplexedStreamCapability,
};
use crate::h245::message::{GenericInformation, NonStandardParameter, SequenceNumber};
use crate::h245::multiplex_capability::MultiplexCapability;
use crate::h245::transport_capability::RedundancyEncodingCapability;
use crate::h245::video_capability::VideoCapability;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `TerminalCapabilitySet`: what the sender can do; replaces the set it sent before.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TerminalCapabilitySet {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ObjectIdentifier,
    #[rasn(identifier = "multiplexCapability")]
    pub multiplex_capability: Option<MultiplexCapability>,
    #[rasn(size("1..=256"), identifier = "capabilityTable")]
    pub capability_table: Option<Vec<CapabilityTableEntry>>,
    #[rasn(size("1..=256"), identifier = "capabilityDescriptors")]
    pub capability_descriptors: Option<Vec<CapabilityDescriptor>>,
    #[rasn(extension_addition, identifier = "genericInformation")]
    pub generic_information: Option<Vec<GenericInformation>>,
}

impl TerminalCapabilitySet {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sequence_number: SequenceNumber, protocol_identifier: ObjectIdentifier) -> Self {
        Self {
            sequence_number,
            protocol_identifier,
            multiplex_capability: None,
            capability_table: None,
            capability_descriptors: None,
            generic_information: None,
        }
    }
}

/// `CapabilityTableEntry`: a numbered capability; without one, the number is withdrawn.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct CapabilityTableEntry {
    #[rasn(identifier = "capabilityTableEntryNumber")]
    pub capability_table_entry_number: CapabilityTableEntryNumber,
    pub capability: Option<Capability>,
}

/// `CapabilityDescriptor`: sets of alternatives of which one each can be used at a time.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct CapabilityDescriptor {
    #[rasn(identifier = "capabilityDescriptorNumber")]
    pub capability_descriptor_number: CapabilityDescriptorNumber,
    #[rasn(size("1..=256"), identifier = "simultaneousCapabilities")]
    pub simultaneous_capabilities: Option<Vec<AlternativeCapabilitySet>>,
}

/// `AlternativeCapabilitySet`: numbers of table entries of which one can be used at a time.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(delegate, size("1..=256"))]
pub struct AlternativeCapabilitySet(pub Vec<CapabilityTableEntryNumber>);

/// `CapabilityTableEntryNumber`.
#[derive(AsnType, Clone, Copy, Debug, Decode, Described, Encode, Eq, PartialEq)]
#[rasn(delegate, value("1..=65535"))]
pub struct CapabilityTableEntryNumber(pub u16);

/// `CapabilityDescriptorNumber`.
pub type CapabilityDescriptorNumber = u8;

/// `TerminalCapabilitySetAck`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TerminalCapabilitySetAck {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(extension_addition, identifier = "genericInformation")]
    pub generic_information: Option<Vec<GenericInformation>>,
}

impl TerminalCapabilitySetAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sequence_number: SequenceNumber) -> Self {
        Self {
            sequence_number,
            generic_information: None,
        }
    }
}

/// `TerminalCapabilitySetReject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TerminalCapabilitySetReject {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    pub cause: TerminalCapabilitySetRejectCause,
    #[rasn(extension_addition, identifier = "genericInformation")]
    pub generic_information: Option<Vec<GenericInformation>>,
}

impl TerminalCapabilitySetReject {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sequence_number: SequenceNumber, cause: TerminalCapabilitySetRejectCause) -> Self {
        Self {
            sequence_number,
            cause,
            generic_information: None,
        }
    }
}

/// Part of [`TerminalCapabilitySetReject`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum TerminalCapabilitySetRejectCause {
    unspecified,
    undefinedTableEntryUsed,
    descriptorCapacityExceeded,
    tableEntryCapacityExceeded(TerminalCapabilitySetRejectCauseTableEntryCapacityExceeded),
}

/// Part of [`TerminalCapabilitySetRejectCause`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum TerminalCapabilitySetRejectCauseTableEntryCapacityExceeded {
    highestEntryNumberProcessed(CapabilityTableEntryNumber),
    noneProcessed,
}

/// `TerminalCapabilitySetRelease`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TerminalCapabilitySetRelease {
    #[rasn(extension_addition, identifier = "genericInformation")]
    pub generic_information: Option<Vec<GenericInformation>>,
}

/// `Capability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum Capability {
    nonStandard(NonStandardParameter),
    receiveVideoCapability(VideoCapability),
    transmitVideoCapability(VideoCapability),
    receiveAndTransmitVideoCapability(VideoCapability),
    receiveAudioCapability(AudioCapability),
    transmitAudioCapability(AudioCapability),
    receiveAndTransmitAudioCapability(AudioCapability),
    receiveDataApplicationCapability(Box<DataApplicationCapability>),
    transmitDataApplicationCapability(Box<DataApplicationCapability>),
    receiveAndTransmitDataApplicationCapability(Box<DataApplicationCapability>),
    h233EncryptionTransmitCapability(bool),
    h233EncryptionReceiveCapability(CapabilityH233EncryptionReceiveCapability),
    #[rasn(extension_addition)]
    conferenceCapability(ConferenceCapability),
    #[rasn(extension_addition)]
    h235SecurityCapability(Box<H235SecurityCapability>),
    #[rasn(extension_addition)]
    maxPendingReplacementFor(u8),
    #[rasn(extension_addition)]
    receiveUserInputCapability(UserInputCapability),
    #[rasn(extension_addition)]
    transmitUserInputCapability(UserInputCapability),
    #[rasn(extension_addition)]
    receiveAndTransmitUserInputCapability(UserInputCapability),
    #[rasn(extension_addition)]
    genericControlCapability(Box<GenericCapability>),
    #[rasn(extension_addition)]
    receiveMultiplexedStreamCapability(Box<MultiplexedStreamCapability>),
    #[rasn(extension_addition)]
    transmitMultiplexedStreamCapability(Box<MultiplexedStreamCapability>),
    #[rasn(extension_addition)]
    receiveAndTransmitMultiplexedStreamCapability(Box<MultiplexedStreamCapability>),
    #[rasn(extension_addition)]
    receiveRTPAudioTelephonyEventCapability(AudioTelephonyEventCapability),
    #[rasn(extension_addition)]
    receiveRTPAudioToneCapability(AudioToneCapability),
    #[rasn(extension_addition)]
    depFecCapability(DepFECCapability),
    #[rasn(extension_addition)]
    multiplePayloadStreamCapability(MultiplePayloadStreamCapability),
    #[rasn(extension_addition)]
    fecCapability(FECCapability),
    #[rasn(extension_addition)]
    redundancyEncodingCap(RedundancyEncodingCapability),
    #[rasn(extension_addition)]
    oneOfCapabilities(AlternativeCapabilitySet),
}

/// Part of [`Capability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CapabilityH233EncryptionReceiveCapability {
    #[rasn(identifier = "h233IVResponseTime")]
    pub h233_ivresponse_time: u8,
}

impl CapabilityH233EncryptionReceiveCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(h233_ivresponse_time: u8) -> Self {
        Self {
            h233_ivresponse_time,
        }
    }
}

/// `H235SecurityCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H235SecurityCapability {
    #[rasn(identifier = "encryptionAuthenticationAndIntegrity")]
    pub encryption_authentication_and_integrity: EncryptionAuthenticationAndIntegrity,
    #[rasn(identifier = "mediaCapability")]
    pub media_capability: CapabilityTableEntryNumber,
}

impl H235SecurityCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        encryption_authentication_and_integrity: EncryptionAuthenticationAndIntegrity,
        media_capability: CapabilityTableEntryNumber,
    ) -> Self {
        Self {
            encryption_authentication_and_integrity,
            media_capability,
        }
    }
}
