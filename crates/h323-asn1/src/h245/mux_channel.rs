//! Parameters of a logical channel in H.222, H.223 and V.76 (H.245 clause B.3).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::message::NonStandardParameter;
use crate::h245::open::V75Parameters;
use rasn::prelude::*;

/// `H222LogicalChannelParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H222LogicalChannelParameters {
    #[rasn(identifier = "resourceID")]
    pub resource_id: u16,
    #[rasn(value("0..=8191"), identifier = "subChannelID")]
    pub sub_channel_id: u16,
    #[rasn(value("0..=8191"), identifier = "pcr-pid")]
    pub pcr_pid: Option<u16>,
    #[rasn(identifier = "programDescriptors")]
    pub program_descriptors: Option<OctetString>,
    #[rasn(identifier = "streamDescriptors")]
    pub stream_descriptors: Option<OctetString>,
}

impl H222LogicalChannelParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(resource_id: u16, sub_channel_id: u16) -> Self {
        Self {
            resource_id,
            sub_channel_id,
            pcr_pid: None,
            program_descriptors: None,
            stream_descriptors: None,
        }
    }
}

/// `H223LogicalChannelParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223LogicalChannelParameters {
    #[rasn(identifier = "adaptationLayerType")]
    pub adaptation_layer_type: H223LogicalChannelParametersAdaptationLayerType,
    #[rasn(identifier = "segmentableFlag")]
    pub segmentable_flag: bool,
}

impl H223LogicalChannelParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(adaptation_layer_type: H223LogicalChannelParametersAdaptationLayerType) -> Self {
        Self {
            adaptation_layer_type,
            segmentable_flag: false,
        }
    }
}

/// Part of [`H223LogicalChannelParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223LogicalChannelParametersAdaptationLayerType {
    nonStandard(NonStandardParameter),
    al1Framed,
    al1NotFramed,
    al2WithoutSequenceNumbers,
    al2WithSequenceNumbers,
    al3(H223LogicalChannelParametersAdaptationLayerTypeAl3),
    #[rasn(extension_addition)]
    al1M(H223AL1MParameters),
    #[rasn(extension_addition)]
    al2M(H223AL2MParameters),
    #[rasn(extension_addition)]
    al3M(H223AL3MParameters),
}

/// Part of [`H223LogicalChannelParametersAdaptationLayerType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct H223LogicalChannelParametersAdaptationLayerTypeAl3 {
    #[rasn(value("0..=2"), identifier = "controlFieldOctets")]
    pub control_field_octets: u8,
    #[rasn(value("0..=16777215"), identifier = "sendBufferSize")]
    pub send_buffer_size: u32,
}

/// `H223AL1MParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223AL1MParameters {
    #[rasn(identifier = "transferMode")]
    pub transfer_mode: H223AL1MParametersTransferMode,
    #[rasn(identifier = "headerFEC")]
    pub header_fec: H223AL1MParametersHeaderFEC,
    #[rasn(identifier = "crcLength")]
    pub crc_length: H223AL1MParametersCrcLength,
    #[rasn(value("8..=32"), identifier = "rcpcCodeRate")]
    pub rcpc_code_rate: u8,
    #[rasn(identifier = "arqType")]
    pub arq_type: H223AL1MParametersArqType,
    #[rasn(identifier = "alpduInterleaving")]
    pub alpdu_interleaving: bool,
    #[rasn(identifier = "alsduSplitting")]
    pub alsdu_splitting: bool,
    #[rasn(extension_addition, value("0..=127"), identifier = "rsCodeCorrection")]
    pub rs_code_correction: Option<u8>,
}

impl H223AL1MParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        transfer_mode: H223AL1MParametersTransferMode,
        header_fec: H223AL1MParametersHeaderFEC,
        crc_length: H223AL1MParametersCrcLength,
        rcpc_code_rate: u8,
        arq_type: H223AL1MParametersArqType,
    ) -> Self {
        Self {
            transfer_mode,
            header_fec,
            crc_length,
            rcpc_code_rate,
            arq_type,
            alpdu_interleaving: false,
            alsdu_splitting: false,
            rs_code_correction: None,
        }
    }
}

/// Part of [`H223AL1MParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223AL1MParametersTransferMode {
    framed,
    unframed,
}

/// Part of [`H223AL1MParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223AL1MParametersHeaderFEC {
    #[rasn(identifier = "sebch16-7")]
    sebch16_7,
    #[rasn(identifier = "golay24-12")]
    golay24_12,
}

/// Part of [`H223AL1MParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223AL1MParametersCrcLength {
    crc4bit,
    crc12bit,
    crc20bit,
    crc28bit,
    #[rasn(extension_addition)]
    crc8bit,
    #[rasn(extension_addition)]
    crc16bit,
    #[rasn(extension_addition)]
    crc32bit,
    #[rasn(extension_addition)]
    crcNotUsed,
}

/// Part of [`H223AL1MParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223AL1MParametersArqType {
    noArq,
    typeIArq(H223AnnexCArqParameters),
    typeIIArq(H223AnnexCArqParameters),
}

/// `H223AL2MParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223AL2MParameters {
    #[rasn(identifier = "headerFEC")]
    pub header_fec: H223AL2MParametersHeaderFEC,
    #[rasn(identifier = "alpduInterleaving")]
    pub alpdu_interleaving: bool,
}

impl H223AL2MParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(header_fec: H223AL2MParametersHeaderFEC) -> Self {
        Self {
            header_fec,
            alpdu_interleaving: false,
        }
    }
}

/// Part of [`H223AL2MParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223AL2MParametersHeaderFEC {
    #[rasn(identifier = "sebch16-5")]
    sebch16_5,
    #[rasn(identifier = "golay24-12")]
    golay24_12,
}

/// `H223AL3MParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223AL3MParameters {
    #[rasn(identifier = "headerFormat")]
    pub header_format: H223AL3MParametersHeaderFormat,
    #[rasn(identifier = "crcLength")]
    pub crc_length: H223AL3MParametersCrcLength,
    #[rasn(value("8..=32"), identifier = "rcpcCodeRate")]
    pub rcpc_code_rate: u8,
    #[rasn(identifier = "arqType")]
    pub arq_type: H223AL3MParametersArqType,
    #[rasn(identifier = "alpduInterleaving")]
    pub alpdu_interleaving: bool,
    #[rasn(extension_addition, value("0..=127"), identifier = "rsCodeCorrection")]
    pub rs_code_correction: Option<u8>,
}

impl H223AL3MParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        header_format: H223AL3MParametersHeaderFormat,
        crc_length: H223AL3MParametersCrcLength,
        rcpc_code_rate: u8,
        arq_type: H223AL3MParametersArqType,
    ) -> Self {
        Self {
            header_format,
            crc_length,
            rcpc_code_rate,
            arq_type,
            alpdu_interleaving: false,
            rs_code_correction: None,
        }
    }
}

/// Part of [`H223AL3MParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223AL3MParametersHeaderFormat {
    #[rasn(identifier = "sebch16-7")]
    sebch16_7,
    #[rasn(identifier = "golay24-12")]
    golay24_12,
}

/// Part of [`H223AL3MParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223AL3MParametersCrcLength {
    crc4bit,
    crc12bit,
    crc20bit,
    crc28bit,
    #[rasn(extension_addition)]
    crc8bit,
    #[rasn(extension_addition)]
    crc16bit,
    #[rasn(extension_addition)]
    crc32bit,
    #[rasn(extension_addition)]
    crcNotUsed,
}

/// Part of [`H223AL3MParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223AL3MParametersArqType {
    noArq,
    typeIArq(H223AnnexCArqParameters),
    typeIIArq(H223AnnexCArqParameters),
}

/// `H223AnnexCArqParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223AnnexCArqParameters {
    #[rasn(identifier = "numberOfRetransmissions")]
    pub number_of_retransmissions: H223AnnexCArqParametersNumberOfRetransmissions,
    #[rasn(value("0..=16777215"), identifier = "sendBufferSize")]
    pub send_buffer_size: u32,
}

impl H223AnnexCArqParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        number_of_retransmissions: H223AnnexCArqParametersNumberOfRetransmissions,
        send_buffer_size: u32,
    ) -> Self {
        Self {
            number_of_retransmissions,
            send_buffer_size,
        }
    }
}

/// Part of [`H223AnnexCArqParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H223AnnexCArqParametersNumberOfRetransmissions {
    #[rasn(value("0..=16"))]
    finite(u8),
    infinite,
}

/// `V76LogicalChannelParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct V76LogicalChannelParameters {
    #[rasn(identifier = "hdlcParameters")]
    pub hdlc_parameters: V76HDLCParameters,
    #[rasn(identifier = "suspendResume")]
    pub suspend_resume: V76LogicalChannelParametersSuspendResume,
    #[rasn(identifier = "uIH")]
    pub u_ih: bool,
    pub mode: V76LogicalChannelParametersMode,
    #[rasn(identifier = "v75Parameters")]
    pub v75_parameters: V75Parameters,
}

impl V76LogicalChannelParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        hdlc_parameters: V76HDLCParameters,
        suspend_resume: V76LogicalChannelParametersSuspendResume,
        mode: V76LogicalChannelParametersMode,
        v75_parameters: V75Parameters,
    ) -> Self {
        Self {
            hdlc_parameters,
            suspend_resume,
            u_ih: false,
            mode,
            v75_parameters,
        }
    }
}

/// Part of [`V76LogicalChannelParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum V76LogicalChannelParametersSuspendResume {
    noSuspendResume,
    suspendResumewAddress,
    suspendResumewoAddress,
}

/// Part of [`V76LogicalChannelParameters`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum V76LogicalChannelParametersMode {
    eRM(V76LogicalChannelParametersModeERM),
    uNERM,
}

/// Part of [`V76LogicalChannelParametersMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct V76LogicalChannelParametersModeERM {
    #[rasn(value("1..=127"), identifier = "windowSize")]
    pub window_size: u8,
    pub recovery: V76LogicalChannelParametersModeERMRecovery,
}

impl V76LogicalChannelParametersModeERM {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(window_size: u8, recovery: V76LogicalChannelParametersModeERMRecovery) -> Self {
        Self {
            window_size,
            recovery,
        }
    }
}

/// Part of [`V76LogicalChannelParametersModeERM`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum V76LogicalChannelParametersModeERMRecovery {
    rej,
    sREJ,
    mSREJ,
}

/// `V76HDLCParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct V76HDLCParameters {
    #[rasn(identifier = "crcLength")]
    pub crc_length: CRCLength,
    #[rasn(value("1..=4095"))]
    pub n401: u16,
    #[rasn(identifier = "loopbackTestProcedure")]
    pub loopback_test_procedure: bool,
}

impl V76HDLCParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(crc_length: CRCLength, n401: u16) -> Self {
        Self {
            crc_length,
            n401,
            loopback_test_procedure: false,
        }
    }
}

/// `CRCLength`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CRCLength {
    crc8bit,
    crc16bit,
    crc32bit,
}
