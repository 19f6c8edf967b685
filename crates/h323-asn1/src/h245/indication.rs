//! Indications (H.245 clause B.14).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::address::TransportAddress;
use crate::h245::conference::{McuNumber, TerminalLabel, TerminalNumber};
use crate::h245::message::{
    CommandMessage, NonStandardIdentifier, RequestMessage, ResponseMessage,
};
use crate::h245::open::LogicalChannelNumber;
use crate::h245::transport_capability::TransportCapability;
use rasn::prelude::*;

/// `FunctionNotUnderstood`: sends back what the sender of this could not read or does not know.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum FunctionNotUnderstood {
    request(RequestMessage),
    response(ResponseMessage),
    command(CommandMessage),
}

/// `FunctionNotSupported`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct FunctionNotSupported {
    pub cause: FunctionNotSupportedCause,
    #[rasn(identifier = "returnedFunction")]
    pub returned_function: Option<OctetString>,
}

impl FunctionNotSupported {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(cause: FunctionNotSupportedCause) -> Self {
        Self {
            cause,
            returned_function: None,
        }
    }
}

/// Part of [`FunctionNotSupported`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum FunctionNotSupportedCause {
    syntaxError,
    semanticError,
    unknownFunction,
}

/// `ConferenceIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ConferenceIndication {
    #[rasn(value("0..=9"))]
    sbeNumber(u8),
    terminalNumberAssign(TerminalLabel),
    terminalJoinedConference(TerminalLabel),
    terminalLeftConference(TerminalLabel),
    seenByAtLeastOneOther,
    cancelSeenByAtLeastOneOther,
    seenByAll,
    cancelSeenByAll,
    terminalYouAreSeeing(TerminalLabel),
    requestForFloor,
    #[rasn(extension_addition)]
    withdrawChairToken,
    #[rasn(extension_addition)]
    floorRequested(TerminalLabel),
    #[rasn(extension_addition)]
    terminalYouAreSeeingInSubPictureNumber(TerminalYouAreSeeingInSubPictureNumber),
    #[rasn(extension_addition)]
    videoIndicateCompose(VideoIndicateCompose),
    #[rasn(extension_addition)]
    masterMCU,
    #[rasn(extension_addition)]
    cancelMasterMCU,
}

/// `TerminalYouAreSeeingInSubPictureNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TerminalYouAreSeeingInSubPictureNumber {
    #[rasn(value("0..=192"), identifier = "terminalNumber")]
    pub terminal_number: TerminalNumber,
    #[rasn(identifier = "subPictureNumber")]
    pub sub_picture_number: u8,
    #[rasn(extension_addition, value("0..=192"), identifier = "mcuNumber")]
    pub mcu_number: Option<McuNumber>,
}

impl TerminalYouAreSeeingInSubPictureNumber {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(terminal_number: TerminalNumber, sub_picture_number: u8) -> Self {
        Self {
            terminal_number,
            sub_picture_number,
            mcu_number: None,
        }
    }
}

/// `VideoIndicateCompose`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VideoIndicateCompose {
    #[rasn(identifier = "compositionNumber")]
    pub composition_number: u8,
}

impl VideoIndicateCompose {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(composition_number: u8) -> Self {
        Self { composition_number }
    }
}

/// `MiscellaneousIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MiscellaneousIndication {
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber")]
    pub logical_channel_number: LogicalChannelNumber,
    #[rasn(identifier = "type")]
    pub r_type: MiscellaneousIndicationType,
}

impl MiscellaneousIndication {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        logical_channel_number: LogicalChannelNumber,
        r_type: MiscellaneousIndicationType,
    ) -> Self {
        Self {
            logical_channel_number,
            r_type,
        }
    }
}

/// Part of [`MiscellaneousIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MiscellaneousIndicationType {
    logicalChannelActive,
    logicalChannelInactive,
    multipointConference,
    cancelMultipointConference,
    multipointZeroComm,
    cancelMultipointZeroComm,
    multipointSecondaryStatus,
    cancelMultipointSecondaryStatus,
    videoIndicateReadyToActivate,
    #[rasn(value("0..=31"))]
    videoTemporalSpatialTradeOff(u8),
    #[rasn(extension_addition)]
    videoNotDecodedMBs(MiscellaneousIndicationTypeVideoNotDecodedMBs),
    #[rasn(extension_addition)]
    transportCapability(TransportCapability),
}

/// Part of [`MiscellaneousIndicationType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MiscellaneousIndicationTypeVideoNotDecodedMBs {
    #[rasn(value("1..=8192"), identifier = "firstMB")]
    pub first_mb: u16,
    #[rasn(value("1..=8192"), identifier = "numberOfMBs")]
    pub number_of_mbs: u16,
    #[rasn(identifier = "temporalReference")]
    pub temporal_reference: u8,
}

impl MiscellaneousIndicationTypeVideoNotDecodedMBs {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(first_mb: u16, number_of_mbs: u16, temporal_reference: u8) -> Self {
        Self {
            first_mb,
            number_of_mbs,
            temporal_reference,
        }
    }
}

/// `JitterIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct JitterIndication {
    pub scope: JitterIndicationScope,
    #[rasn(value("0..=3"), identifier = "estimatedReceivedJitterMantissa")]
    pub estimated_received_jitter_mantissa: u8,
    #[rasn(value("0..=7"), identifier = "estimatedReceivedJitterExponent")]
    pub estimated_received_jitter_exponent: u8,
    #[rasn(value("0..=15"), identifier = "skippedFrameCount")]
    pub skipped_frame_count: Option<u8>,
    #[rasn(value("0..=262143"), identifier = "additionalDecoderBuffer")]
    pub additional_decoder_buffer: Option<u32>,
}

impl JitterIndication {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        scope: JitterIndicationScope,
        estimated_received_jitter_mantissa: u8,
        estimated_received_jitter_exponent: u8,
    ) -> Self {
        Self {
            scope,
            estimated_received_jitter_mantissa,
            estimated_received_jitter_exponent,
            skipped_frame_count: None,
            additional_decoder_buffer: None,
        }
    }
}

/// Part of [`JitterIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum JitterIndicationScope {
    #[rasn(value("1..=65535"))]
    logicalChannelNumber(LogicalChannelNumber),
    resourceID(u16),
    wholeMultiplex,
}

/// `H223SkewIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223SkewIndication {
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber1")]
    pub logical_channel_number1: LogicalChannelNumber,
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber2")]
    pub logical_channel_number2: LogicalChannelNumber,
    #[rasn(value("0..=4095"))]
    pub skew: u16,
}

impl H223SkewIndication {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        logical_channel_number1: LogicalChannelNumber,
        logical_channel_number2: LogicalChannelNumber,
        skew: u16,
    ) -> Self {
        Self {
            logical_channel_number1,
            logical_channel_number2,
            skew,
        }
    }
}

/// `H2250MaximumSkewIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H2250MaximumSkewIndication {
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber1")]
    pub logical_channel_number1: LogicalChannelNumber,
    #[rasn(value("1..=65535"), identifier = "logicalChannelNumber2")]
    pub logical_channel_number2: LogicalChannelNumber,
    #[rasn(value("0..=4095"), identifier = "maximumSkew")]
    pub maximum_skew: u16,
}

impl H2250MaximumSkewIndication {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        logical_channel_number1: LogicalChannelNumber,
        logical_channel_number2: LogicalChannelNumber,
        maximum_skew: u16,
    ) -> Self {
        Self {
            logical_channel_number1,
            logical_channel_number2,
            maximum_skew,
        }
    }
}

/// `MCLocationIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MCLocationIndication {
    #[rasn(identifier = "signalAddress")]
    pub signal_address: TransportAddress,
}

impl MCLocationIndication {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(signal_address: TransportAddress) -> Self {
        Self { signal_address }
    }
}

/// `VendorIdentification`: maker by T.35 code or object identifier; product and version as free
/// octets.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VendorIdentification {
    pub vendor: NonStandardIdentifier,
    #[rasn(size("1..=256"), identifier = "productNumber")]
    pub product_number: Option<OctetString>,
    #[rasn(size("1..=256"), identifier = "versionNumber")]
    pub version_number: Option<OctetString>,
}

impl VendorIdentification {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(vendor: NonStandardIdentifier) -> Self {
        Self {
            vendor,
            product_number: None,
            version_number: None,
        }
    }
}

/// `NewATMVCIndication`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NewATMVCIndication {
    #[rasn(identifier = "resourceID")]
    pub resource_id: u16,
    #[rasn(value("1..=65535"), identifier = "bitRate")]
    pub bit_rate: u16,
    #[rasn(identifier = "bitRateLockedToPCRClock")]
    pub bit_rate_locked_to_pcrclock: bool,
    #[rasn(identifier = "bitRateLockedToNetworkClock")]
    pub bit_rate_locked_to_network_clock: bool,
    pub aal: NewATMVCIndicationAal,
    pub multiplex: NewATMVCIndicationMultiplex,
    #[rasn(extension_addition, identifier = "reverseParameters")]
    pub reverse_parameters: Option<NewATMVCIndicationReverseParameters>,
}

impl NewATMVCIndication {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        resource_id: u16,
        bit_rate: u16,
        aal: NewATMVCIndicationAal,
        multiplex: NewATMVCIndicationMultiplex,
    ) -> Self {
        Self {
            resource_id,
            bit_rate,
            bit_rate_locked_to_pcrclock: false,
            bit_rate_locked_to_network_clock: false,
            aal,
            multiplex,
            reverse_parameters: None,
        }
    }
}

/// Part of [`NewATMVCIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCIndicationAal {
    aal1(NewATMVCIndicationAalAal1),
    aal5(NewATMVCIndicationAalAal5),
}

/// Part of [`NewATMVCIndicationAal`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NewATMVCIndicationAalAal1 {
    #[rasn(identifier = "clockRecovery")]
    pub clock_recovery: NewATMVCIndicationAalAal1ClockRecovery,
    #[rasn(identifier = "errorCorrection")]
    pub error_correction: NewATMVCIndicationAalAal1ErrorCorrection,
    #[rasn(identifier = "structuredDataTransfer")]
    pub structured_data_transfer: bool,
    #[rasn(identifier = "partiallyFilledCells")]
    pub partially_filled_cells: bool,
}

impl NewATMVCIndicationAalAal1 {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        clock_recovery: NewATMVCIndicationAalAal1ClockRecovery,
        error_correction: NewATMVCIndicationAalAal1ErrorCorrection,
    ) -> Self {
        Self {
            clock_recovery,
            error_correction,
            structured_data_transfer: false,
            partially_filled_cells: false,
        }
    }
}

/// Part of [`NewATMVCIndicationAalAal1`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCIndicationAalAal1ClockRecovery {
    nullClockRecovery,
    srtsClockRecovery,
    adaptiveClockRecovery,
}

/// Part of [`NewATMVCIndicationAalAal1`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCIndicationAalAal1ErrorCorrection {
    nullErrorCorrection,
    longInterleaver,
    shortInterleaver,
    errorCorrectionOnly,
}

/// Part of [`NewATMVCIndicationAal`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NewATMVCIndicationAalAal5 {
    #[rasn(identifier = "forwardMaximumSDUSize")]
    pub forward_maximum_sdusize: u16,
    #[rasn(identifier = "backwardMaximumSDUSize")]
    pub backward_maximum_sdusize: u16,
}

impl NewATMVCIndicationAalAal5 {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(forward_maximum_sdusize: u16, backward_maximum_sdusize: u16) -> Self {
        Self {
            forward_maximum_sdusize,
            backward_maximum_sdusize,
        }
    }
}

/// Part of [`NewATMVCIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCIndicationMultiplex {
    noMultiplex,
    transportStream,
    programStream,
}

/// Part of [`NewATMVCIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NewATMVCIndicationReverseParameters {
    #[rasn(value("1..=65535"), identifier = "bitRate")]
    pub bit_rate: u16,
    #[rasn(identifier = "bitRateLockedToPCRClock")]
    pub bit_rate_locked_to_pcrclock: bool,
    #[rasn(identifier = "bitRateLockedToNetworkClock")]
    pub bit_rate_locked_to_network_clock: bool,
    pub multiplex: NewATMVCIndicationReverseParametersMultiplex,
}

impl NewATMVCIndicationReverseParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(bit_rate: u16, multiplex: NewATMVCIndicationReverseParametersMultiplex) -> Self {
        Self {
            bit_rate,
            bit_rate_locked_to_pcrclock: false,
            bit_rate_locked_to_network_clock: false,
            multiplex,
        }
    }
}

/// Part of [`NewATMVCIndicationReverseParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NewATMVCIndicationReverseParametersMultiplex {
    noMultiplex,
    transportStream,
    programStream,
}
