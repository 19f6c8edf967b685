//! Miscellaneous commands, keys, and changes of the multiplex (H.245 clause B.13).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::address::EncryptionSync;
use crate::h245::command::EncryptionUpdateDirection;
use crate::h245::open::LogicalChannelNumber;
use crate::h245::rtp_channel::MultiplePayloadStream;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `MiscellaneousCommand`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MiscellaneousCommand {
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber")]
    pub logical_channel_number: LogicalChannelNumber,
    #[rasn(identifier = "type")]
    pub r_type: MiscellaneousCommandType,
    #[rasn(extension_addition)]
    pub direction: Option<EncryptionUpdateDirection>,
}

impl MiscellaneousCommand {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        logical_channel_number: LogicalChannelNumber,
        r_type: MiscellaneousCommandType,
    ) -> Self {
        Self {
            logical_channel_number,
            r_type,
            direction: None,
        }
    }
}

/// Part of [`MiscellaneousCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MiscellaneousCommandType {
    equaliseDelay,
    zeroDelay,
    multipointModeCommand,
    cancelMultipointModeCommand,
    videoFreezePicture,
    videoFastUpdatePicture,
    videoFastUpdateGOB(MiscellaneousCommandTypeVideoFastUpdateGOB),
    #[rasn(value("0..=31"))]
    videoTemporalSpatialTradeOff(u8),
    videoSendSyncEveryGOB,
    videoSendSyncEveryGOBCancel,
    #[rasn(extension_addition)]
    videoFastUpdateMB(MiscellaneousCommandTypeVideoFastUpdateMB),
    #[rasn(extension_addition, value("1..=65535"))]
    maxH223MUXPDUsize(u16),
    #[rasn(extension_addition)]
    encryptionUpdate(Box<EncryptionSync>),
    #[rasn(extension_addition)]
    encryptionUpdateRequest(EncryptionUpdateRequest),
    #[rasn(extension_addition)]
    switchReceiveMediaOff,
    #[rasn(extension_addition)]
    switchReceiveMediaOn,
    #[rasn(extension_addition)]
    progressiveRefinementStart(MiscellaneousCommandTypeProgressiveRefinementStart),
    #[rasn(extension_addition)]
    progressiveRefinementAbortOne,
    #[rasn(extension_addition)]
    progressiveRefinementAbortContinuous,
    #[rasn(extension_addition)]
    videoBadMBs(MiscellaneousCommandTypeVideoBadMBs),
    #[rasn(extension_addition)]
    lostPicture(Vec<PictureReference>),
    #[rasn(extension_addition)]
    lostPartialPicture(MiscellaneousCommandTypeLostPartialPicture),
    #[rasn(extension_addition)]
    recoveryReferencePicture(Vec<PictureReference>),
    #[rasn(extension_addition)]
    encryptionUpdateCommand(Box<MiscellaneousCommandTypeEncryptionUpdateCommand>),
    #[rasn(extension_addition)]
    encryptionUpdateAck(MiscellaneousCommandTypeEncryptionUpdateAck),
}

/// Part of [`MiscellaneousCommandType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct MiscellaneousCommandTypeVideoFastUpdateGOB {
    #[rasn(value("0..=17"), identifier = "firstGOB")]
    pub first_gob: u8,
    #[rasn(value("1..=18"), identifier = "numberOfGOBs")]
    pub number_of_gobs: u8,
}

/// Part of [`MiscellaneousCommandType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MiscellaneousCommandTypeVideoFastUpdateMB {
    #[rasn(identifier = "firstGOB")]
    pub first_gob: Option<u8>,
    #[rasn(value("1..=8192"), identifier = "firstMB")]
    pub first_mb: Option<u16>,
    #[rasn(value("1..=8192"), identifier = "numberOfMBs")]
    pub number_of_mbs: u16,
}

impl MiscellaneousCommandTypeVideoFastUpdateMB {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(number_of_mbs: u16) -> Self {
        Self {
            first_gob: None,
            first_mb: None,
            number_of_mbs,
        }
    }
}

/// Part of [`MiscellaneousCommandType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MiscellaneousCommandTypeProgressiveRefinementStart {
    #[rasn(identifier = "repeatCount")]
    pub repeat_count: MiscellaneousCommandTypeProgressiveRefinementStartRepeatCount,
}

impl MiscellaneousCommandTypeProgressiveRefinementStart {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        repeat_count: MiscellaneousCommandTypeProgressiveRefinementStartRepeatCount,
    ) -> Self {
        Self { repeat_count }
    }
}

/// Part of [`MiscellaneousCommandTypeProgressiveRefinementStart`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MiscellaneousCommandTypeProgressiveRefinementStartRepeatCount {
    doOneProgression,
    doContinuousProgressions,
    doOneIndependentProgression,
    doContinuousIndependentProgressions,
}

/// Part of [`MiscellaneousCommandType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MiscellaneousCommandTypeVideoBadMBs {
    #[rasn(value("1..=9216"), identifier = "firstMB")]
    pub first_mb: u16,
    #[rasn(value("1..=9216"), identifier = "numberOfMBs")]
    pub number_of_mbs: u16,
    #[rasn(value("0..=1023"), identifier = "temporalReference")]
    pub temporal_reference: u16,
}

impl MiscellaneousCommandTypeVideoBadMBs {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(first_mb: u16, number_of_mbs: u16, temporal_reference: u16) -> Self {
        Self {
            first_mb,
            number_of_mbs,
            temporal_reference,
        }
    }
}

/// Part of [`MiscellaneousCommandType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MiscellaneousCommandTypeLostPartialPicture {
    #[rasn(identifier = "pictureReference")]
    pub picture_reference: PictureReference,
    #[rasn(value("1..=9216"), identifier = "firstMB")]
    pub first_mb: u16,
    #[rasn(value("1..=9216"), identifier = "numberOfMBs")]
    pub number_of_mbs: u16,
}

impl MiscellaneousCommandTypeLostPartialPicture {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(picture_reference: PictureReference, first_mb: u16, number_of_mbs: u16) -> Self {
        Self {
            picture_reference,
            first_mb,
            number_of_mbs,
        }
    }
}

/// Part of [`MiscellaneousCommandType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MiscellaneousCommandTypeEncryptionUpdateCommand {
    #[rasn(identifier = "encryptionSync")]
    pub encryption_sync: EncryptionSync,
    #[rasn(identifier = "multiplePayloadStream")]
    pub multiple_payload_stream: Option<MultiplePayloadStream>,
}

impl MiscellaneousCommandTypeEncryptionUpdateCommand {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(encryption_sync: EncryptionSync) -> Self {
        Self {
            encryption_sync,
            multiple_payload_stream: None,
        }
    }
}

/// Part of [`MiscellaneousCommandType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MiscellaneousCommandTypeEncryptionUpdateAck {
    #[rasn(identifier = "synchFlag")]
    pub synch_flag: u8,
}

impl MiscellaneousCommandTypeEncryptionUpdateAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(synch_flag: u8) -> Self {
        Self { synch_flag }
    }
}

/// `KeyProtectionMethod`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct KeyProtectionMethod {
    #[rasn(identifier = "secureChannel")]
    pub secure_channel: bool,
    #[rasn(identifier = "sharedSecret")]
    pub shared_secret: bool,
    #[rasn(identifier = "certProtectedKey")]
    pub cert_protected_key: bool,
}

/// `EncryptionUpdateRequest`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct EncryptionUpdateRequest {
    #[rasn(identifier = "keyProtectionMethod")]
    pub key_protection_method: Option<KeyProtectionMethod>,
    #[rasn(extension_addition, value("0..=255"), identifier = "synchFlag")]
    pub synch_flag: Option<u8>,
}

/// `PictureReference`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum PictureReference {
    #[rasn(value("0..=1023"))]
    pictureNumber(u16),
    longTermPictureIndex(u8),
}

/// `H223MultiplexReconfiguration`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223MultiplexReconfiguration {
    h223ModeChange(H223MultiplexReconfigurationH223ModeChange),
    h223AnnexADoubleFlag(H223MultiplexReconfigurationH223AnnexADoubleFlag),
}

/// Part of [`H223MultiplexReconfiguration`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223MultiplexReconfigurationH223ModeChange {
    toLevel0,
    toLevel1,
    toLevel2,
    toLevel2withOptionalHeader,
}

/// Part of [`H223MultiplexReconfiguration`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223MultiplexReconfigurationH223AnnexADoubleFlag {
    start,
    stop,
}

/// `NewATMVCCommand`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NewATMVCCommand {
    #[rasn(identifier = "resourceID")]
    pub resource_id: u16,
    #[rasn(value("1..=65535"), identifier = "bitRate")]
    pub bit_rate: u16,
    #[rasn(identifier = "bitRateLockedToPCRClock")]
    pub bit_rate_locked_to_pcrclock: bool,
    #[rasn(identifier = "bitRateLockedToNetworkClock")]
    pub bit_rate_locked_to_network_clock: bool,
    pub aal: NewATMVCCommandAal,
    pub multiplex: NewATMVCCommandMultiplex,
    #[rasn(identifier = "reverseParameters")]
    pub reverse_parameters: NewATMVCCommandReverseParameters,
}

impl NewATMVCCommand {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        resource_id: u16,
        bit_rate: u16,
        aal: NewATMVCCommandAal,
        multiplex: NewATMVCCommandMultiplex,
        reverse_parameters: NewATMVCCommandReverseParameters,
    ) -> Self {
        Self {
            resource_id,
            bit_rate,
            bit_rate_locked_to_pcrclock: false,
            bit_rate_locked_to_network_clock: false,
            aal,
            multiplex,
            reverse_parameters,
        }
    }
}

/// Part of [`NewATMVCCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCCommandAal {
    aal1(NewATMVCCommandAalAal1),
    aal5(NewATMVCCommandAalAal5),
}

/// Part of [`NewATMVCCommandAal`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NewATMVCCommandAalAal1 {
    #[rasn(identifier = "clockRecovery")]
    pub clock_recovery: NewATMVCCommandAalAal1ClockRecovery,
    #[rasn(identifier = "errorCorrection")]
    pub error_correction: NewATMVCCommandAalAal1ErrorCorrection,
    #[rasn(identifier = "structuredDataTransfer")]
    pub structured_data_transfer: bool,
    #[rasn(identifier = "partiallyFilledCells")]
    pub partially_filled_cells: bool,
}

impl NewATMVCCommandAalAal1 {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        clock_recovery: NewATMVCCommandAalAal1ClockRecovery,
        error_correction: NewATMVCCommandAalAal1ErrorCorrection,
    ) -> Self {
        Self {
            clock_recovery,
            error_correction,
            structured_data_transfer: false,
            partially_filled_cells: false,
        }
    }
}

/// Part of [`NewATMVCCommandAalAal1`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCCommandAalAal1ClockRecovery {
    nullClockRecovery,
    srtsClockRecovery,
    adaptiveClockRecovery,
}

/// Part of [`NewATMVCCommandAalAal1`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCCommandAalAal1ErrorCorrection {
    nullErrorCorrection,
    longInterleaver,
    shortInterleaver,
    errorCorrectionOnly,
}

/// Part of [`NewATMVCCommandAal`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NewATMVCCommandAalAal5 {
    #[rasn(identifier = "forwardMaximumSDUSize")]
    pub forward_maximum_sdusize: u16,
    #[rasn(identifier = "backwardMaximumSDUSize")]
    pub backward_maximum_sdusize: u16,
}

impl NewATMVCCommandAalAal5 {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(forward_maximum_sdusize: u16, backward_maximum_sdusize: u16) -> Self {
        Self {
            forward_maximum_sdusize,
            backward_maximum_sdusize,
        }
    }
}

/// Part of [`NewATMVCCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCCommandMultiplex {
    noMultiplex,
    transportStream,
    programStream,
}

/// Part of [`NewATMVCCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NewATMVCCommandReverseParameters {
    #[rasn(value("1..=65535"), identifier = "bitRate")]
    pub bit_rate: u16,
    #[rasn(identifier = "bitRateLockedToPCRClock")]
    pub bit_rate_locked_to_pcrclock: bool,
    #[rasn(identifier = "bitRateLockedToNetworkClock")]
    pub bit_rate_locked_to_network_clock: bool,
    pub multiplex: NewATMVCCommandReverseParametersMultiplex,
}

impl NewATMVCCommandReverseParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(bit_rate: u16, multiplex: NewATMVCCommandReverseParametersMultiplex) -> Self {
        Self {
            bit_rate,
            bit_rate_locked_to_pcrclock: false,
            bit_rate_locked_to_network_clock: false,
            multiplex,
        }
    }
}

/// Part of [`NewATMVCCommandReverseParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCCommandReverseParametersMultiplex {
    noMultiplex,
    transportStream,
    programStream,
}

/// `MobileMultilinkReconfigurationCommand`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MobileMultilinkReconfigurationCommand {
    #[rasn(value("1..=255"), identifier = "sampleSize")]
    pub sample_size: u8,
    #[rasn(value("1..=255"), identifier = "samplesPerFrame")]
    pub samples_per_frame: u8,
    pub status: MobileMultilinkReconfigurationCommandStatus,
}

impl MobileMultilinkReconfigurationCommand {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        sample_size: u8,
        samples_per_frame: u8,
        status: MobileMultilinkReconfigurationCommandStatus,
    ) -> Self {
        Self {
            sample_size,
            samples_per_frame,
            status,
        }
    }
}

/// Part of [`MobileMultilinkReconfigurationCommand`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MobileMultilinkReconfigurationCommandStatus {
    synchronized,
    reconfiguration,
}
