//! User input and flow control indications (H.245 clause B.14).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::message::{GenericInformation, NonStandardParameter};
use crate::h245::open::LogicalChannelNumber;
use crate::text::GeneralString;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `IV8`.
pub type IV8 = FixedOctetString<8>;

/// `IV16`.
pub type IV16 = FixedOctetString<16>;

/// `Params`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct Params {
    pub iv8: Option<IV8>,
    pub iv16: Option<IV16>,
    pub iv: Option<OctetString>,
}

/// `UserInputIndication`: digits and other input, as characters or as signals with a duration.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum UserInputIndication {
    nonStandard(NonStandardParameter),
    alphanumeric(GeneralString),
    #[rasn(extension_addition)]
    userInputSupportIndication(UserInputIndicationUserInputSupportIndication),
    #[rasn(extension_addition)]
    signal(Box<UserInputIndicationSignal>),
    #[rasn(extension_addition)]
    signalUpdate(UserInputIndicationSignalUpdate),
    #[rasn(extension_addition)]
    extendedAlphanumeric(UserInputIndicationExtendedAlphanumeric),
    #[rasn(extension_addition)]
    encryptedAlphanumeric(Box<UserInputIndicationEncryptedAlphanumeric>),
    #[rasn(extension_addition)]
    genericInformation(Vec<GenericInformation>),
}

/// Part of [`UserInputIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum UserInputIndicationUserInputSupportIndication {
    nonStandard(NonStandardParameter),
    basicString,
    iA5String,
    generalString,
    #[rasn(extension_addition)]
    encryptedBasicString,
    #[rasn(extension_addition)]
    encryptedIA5String,
    #[rasn(extension_addition)]
    encryptedGeneralString,
}

/// Part of [`UserInputIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UserInputIndicationSignal {
    #[rasn(
        size("1"),
        from("!", "#", "*", "0..=9", "A..=D"),
        identifier = "signalType"
    )]
    pub signal_type: Ia5String,
    #[rasn(value("1..=65535"))]
    pub duration: Option<u16>,
    pub rtp: Option<UserInputIndicationSignalRtp>,
    #[rasn(extension_addition, identifier = "rtpPayloadIndication")]
    pub rtp_payload_indication: Option<()>,
    #[rasn(extension_addition, identifier = "paramS")]
    pub param_s: Option<Params>,
    #[rasn(extension_addition, size("1"), identifier = "encryptedSignalType")]
    pub encrypted_signal_type: Option<FixedOctetString<1>>,
    #[rasn(extension_addition, identifier = "algorithmOID")]
    pub algorithm_oid: Option<ObjectIdentifier>,
}

impl UserInputIndicationSignal {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(signal_type: Ia5String) -> Self {
        Self {
            signal_type,
            duration: None,
            rtp: None,
            rtp_payload_indication: None,
            param_s: None,
            encrypted_signal_type: None,
            algorithm_oid: None,
        }
    }
}

/// Part of [`UserInputIndicationSignal`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UserInputIndicationSignalRtp {
    pub timestamp: Option<u32>,
    #[rasn(identifier = "expirationTime")]
    pub expiration_time: Option<u32>,
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber")]
    pub logical_channel_number: LogicalChannelNumber,
}

impl UserInputIndicationSignalRtp {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            timestamp: None,
            expiration_time: None,
            logical_channel_number,
        }
    }
}

/// Part of [`UserInputIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UserInputIndicationSignalUpdate {
    #[rasn(value("1..=65535"))]
    pub duration: u16,
    pub rtp: Option<UserInputIndicationSignalUpdateRtp>,
}

impl UserInputIndicationSignalUpdate {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(duration: u16) -> Self {
        Self {
            duration,
            rtp: None,
        }
    }
}

/// Part of [`UserInputIndicationSignalUpdate`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UserInputIndicationSignalUpdateRtp {
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber")]
    pub logical_channel_number: LogicalChannelNumber,
}

impl UserInputIndicationSignalUpdateRtp {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(logical_channel_number: LogicalChannelNumber) -> Self {
        Self {
            logical_channel_number,
        }
    }
}

/// Part of [`UserInputIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UserInputIndicationExtendedAlphanumeric {
    pub alphanumeric: GeneralString,
    #[rasn(identifier = "rtpPayloadIndication")]
    pub rtp_payload_indication: Option<()>,
    #[rasn(extension_addition, identifier = "encryptedAlphanumeric")]
    pub encrypted_alphanumeric:
        Option<Box<UserInputIndicationExtendedAlphanumericEncryptedAlphanumeric>>,
}

impl UserInputIndicationExtendedAlphanumeric {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(alphanumeric: GeneralString) -> Self {
        Self {
            alphanumeric,
            rtp_payload_indication: None,
            encrypted_alphanumeric: None,
        }
    }
}

/// Part of [`UserInputIndicationExtendedAlphanumeric`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UserInputIndicationExtendedAlphanumericEncryptedAlphanumeric {
    #[rasn(identifier = "algorithmOID")]
    pub algorithm_oid: ObjectIdentifier,
    #[rasn(identifier = "paramS")]
    pub param_s: Option<Params>,
    pub encrypted: OctetString,
}

impl UserInputIndicationExtendedAlphanumericEncryptedAlphanumeric {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(algorithm_oid: ObjectIdentifier, encrypted: OctetString) -> Self {
        Self {
            algorithm_oid,
            param_s: None,
            encrypted,
        }
    }
}

/// Part of [`UserInputIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UserInputIndicationEncryptedAlphanumeric {
    #[rasn(identifier = "algorithmOID")]
    pub algorithm_oid: ObjectIdentifier,
    #[rasn(identifier = "paramS")]
    pub param_s: Option<Params>,
    pub encrypted: OctetString,
}

impl UserInputIndicationEncryptedAlphanumeric {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(algorithm_oid: ObjectIdentifier, encrypted: OctetString) -> Self {
        Self {
            algorithm_oid,
            param_s: None,
            encrypted,
        }
    }
}

/// `FlowControlIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct FlowControlIndication {
    pub scope: FlowControlIndicationScope,
    pub restriction: FlowControlIndicationRestriction,
}

impl FlowControlIndication {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        scope: FlowControlIndicationScope,
        restriction: FlowControlIndicationRestriction,
    ) -> Self {
        Self { scope, restriction }
    }
}

/// Part of [`FlowControlIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum FlowControlIndicationScope {
    #[rasn(value("1..=65535"))]
    logicalChannelNumber(LogicalChannelNumber),
    resourceID(u16),
    wholeMultiplex,
}

/// Part of [`FlowControlIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum FlowControlIndicationRestriction {
    #[rasn(value("0..=16777215"))]
    maximumBitRate(u32),
    noRestriction,
}

/// `MobileMultilinkReconfigurationIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MobileMultilinkReconfigurationIndication {
    #[rasn(value("1..=255"), identifier = "sampleSize")]
    pub sample_size: u8,
    #[rasn(value("1..=255"), identifier = "samplesPerFrame")]
    pub samples_per_frame: u8,
}

impl MobileMultilinkReconfigurationIndication {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(sample_size: u8, samples_per_frame: u8) -> Self {
        Self {
            sample_size,
            samples_per_frame,
        }
    }
}
