//! Capabilities of the multiplex: H.222, H.223 and V.76 (H.245 clause B.2.2).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::generic_capability::GenericCapability;
use crate::h245::message::NonStandardParameter;
use crate::h245::open::Q2931Address;
use crate::h245::transport_capability::H2250Capability;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `MultiplexCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultiplexCapability {
    nonStandard(NonStandardParameter),
    h222Capability(H222Capability),
    h223Capability(H223Capability),
    v76Capability(V76Capability),
    #[rasn(extension_addition)]
    h2250Capability(Box<H2250Capability>),
    #[rasn(extension_addition)]
    genericMultiplexCapability(Box<GenericCapability>),
}

/// `H222Capability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H222Capability {
    #[rasn(value("1..=256"), identifier = "numberOfVCs")]
    pub number_of_vcs: u16,
    #[rasn(identifier = "vcCapability")]
    pub vc_capability: Vec<VCCapability>,
}

impl H222Capability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(number_of_vcs: u16, vc_capability: Vec<VCCapability>) -> Self {
        Self {
            number_of_vcs,
            vc_capability,
        }
    }
}

/// `VCCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VCCapability {
    pub aal1: Option<VCCapabilityAal1>,
    pub aal5: Option<VCCapabilityAal5>,
    #[rasn(identifier = "transportStream")]
    pub transport_stream: bool,
    #[rasn(identifier = "programStream")]
    pub program_stream: bool,
    #[rasn(identifier = "availableBitRates")]
    pub available_bit_rates: VCCapabilityAvailableBitRates,
    #[rasn(extension_addition, identifier = "aal1ViaGateway")]
    pub aal1_via_gateway: Option<VCCapabilityAal1ViaGateway>,
}

impl VCCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(available_bit_rates: VCCapabilityAvailableBitRates) -> Self {
        Self {
            aal1: None,
            aal5: None,
            transport_stream: false,
            program_stream: false,
            available_bit_rates,
            aal1_via_gateway: None,
        }
    }
}

/// Part of [`VCCapability`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VCCapabilityAal1 {
    #[rasn(identifier = "nullClockRecovery")]
    pub null_clock_recovery: bool,
    #[rasn(identifier = "srtsClockRecovery")]
    pub srts_clock_recovery: bool,
    #[rasn(identifier = "adaptiveClockRecovery")]
    pub adaptive_clock_recovery: bool,
    #[rasn(identifier = "nullErrorCorrection")]
    pub null_error_correction: bool,
    #[rasn(identifier = "longInterleaver")]
    pub long_interleaver: bool,
    #[rasn(identifier = "shortInterleaver")]
    pub short_interleaver: bool,
    #[rasn(identifier = "errorCorrectionOnly")]
    pub error_correction_only: bool,
    #[rasn(identifier = "structuredDataTransfer")]
    pub structured_data_transfer: bool,
    #[rasn(identifier = "partiallyFilledCells")]
    pub partially_filled_cells: bool,
}

/// Part of [`VCCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VCCapabilityAal5 {
    #[rasn(identifier = "forwardMaximumSDUSize")]
    pub forward_maximum_sdusize: u16,
    #[rasn(identifier = "backwardMaximumSDUSize")]
    pub backward_maximum_sdusize: u16,
}

impl VCCapabilityAal5 {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(forward_maximum_sdusize: u16, backward_maximum_sdusize: u16) -> Self {
        Self {
            forward_maximum_sdusize,
            backward_maximum_sdusize,
        }
    }
}

/// Part of [`VCCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VCCapabilityAvailableBitRates {
    #[rasn(identifier = "type")]
    pub r_type: VCCapabilityAvailableBitRatesType,
}

impl VCCapabilityAvailableBitRates {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(r_type: VCCapabilityAvailableBitRatesType) -> Self {
        Self { r_type }
    }
}

/// Part of [`VCCapabilityAvailableBitRates`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum VCCapabilityAvailableBitRatesType {
    #[rasn(value("1..=65535"))]
    singleBitRate(u16),
    rangeOfBitRates(VCCapabilityAvailableBitRatesTypeRangeOfBitRates),
}

/// Part of [`VCCapabilityAvailableBitRatesType`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct VCCapabilityAvailableBitRatesTypeRangeOfBitRates {
    #[rasn(value("1..=65535"), identifier = "lowerBitRate")]
    pub lower_bit_rate: u16,
    #[rasn(value("1..=65535"), identifier = "higherBitRate")]
    pub higher_bit_rate: u16,
}

/// Part of [`VCCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VCCapabilityAal1ViaGateway {
    #[rasn(size("1..=256"), identifier = "gatewayAddress")]
    pub gateway_address: Vec<Q2931Address>,
    #[rasn(identifier = "nullClockRecovery")]
    pub null_clock_recovery: bool,
    #[rasn(identifier = "srtsClockRecovery")]
    pub srts_clock_recovery: bool,
    #[rasn(identifier = "adaptiveClockRecovery")]
    pub adaptive_clock_recovery: bool,
    #[rasn(identifier = "nullErrorCorrection")]
    pub null_error_correction: bool,
    #[rasn(identifier = "longInterleaver")]
    pub long_interleaver: bool,
    #[rasn(identifier = "shortInterleaver")]
    pub short_interleaver: bool,
    #[rasn(identifier = "errorCorrectionOnly")]
    pub error_correction_only: bool,
    #[rasn(identifier = "structuredDataTransfer")]
    pub structured_data_transfer: bool,
    #[rasn(identifier = "partiallyFilledCells")]
    pub partially_filled_cells: bool,
}

impl VCCapabilityAal1ViaGateway {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(gateway_address: Vec<Q2931Address>) -> Self {
        Self {
            gateway_address,
            null_clock_recovery: false,
            srts_clock_recovery: false,
            adaptive_clock_recovery: false,
            null_error_correction: false,
            long_interleaver: false,
            short_interleaver: false,
            error_correction_only: false,
            structured_data_transfer: false,
            partially_filled_cells: false,
        }
    }
}

/// `H223Capability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223Capability {
    #[rasn(identifier = "transportWithI-frames")]
    pub transport_with_i_frames: bool,
    #[rasn(identifier = "videoWithAL1")]
    pub video_with_al1: bool,
    #[rasn(identifier = "videoWithAL2")]
    pub video_with_al2: bool,
    #[rasn(identifier = "videoWithAL3")]
    pub video_with_al3: bool,
    #[rasn(identifier = "audioWithAL1")]
    pub audio_with_al1: bool,
    #[rasn(identifier = "audioWithAL2")]
    pub audio_with_al2: bool,
    #[rasn(identifier = "audioWithAL3")]
    pub audio_with_al3: bool,
    #[rasn(identifier = "dataWithAL1")]
    pub data_with_al1: bool,
    #[rasn(identifier = "dataWithAL2")]
    pub data_with_al2: bool,
    #[rasn(identifier = "dataWithAL3")]
    pub data_with_al3: bool,
    #[rasn(identifier = "maximumAl2SDUSize")]
    pub maximum_al2_sdusize: u16,
    #[rasn(identifier = "maximumAl3SDUSize")]
    pub maximum_al3_sdusize: u16,
    #[rasn(value("0..=1023"), identifier = "maximumDelayJitter")]
    pub maximum_delay_jitter: u16,
    #[rasn(identifier = "h223MultiplexTableCapability")]
    pub h223_multiplex_table_capability: H223CapabilityH223MultiplexTableCapability,
    #[rasn(extension_addition, identifier = "maxMUXPDUSizeCapability")]
    pub max_muxpdusize_capability: Option<bool>,
    #[rasn(extension_addition, identifier = "nsrpSupport")]
    pub nsrp_support: Option<bool>,
    #[rasn(extension_addition, identifier = "mobileOperationTransmitCapability")]
    pub mobile_operation_transmit_capability:
        Option<H223CapabilityMobileOperationTransmitCapability>,
    #[rasn(extension_addition, identifier = "h223AnnexCCapability")]
    pub h223_annex_ccapability: Option<H223AnnexCCapability>,
    #[rasn(extension_addition, value("1..=19200"), identifier = "bitRate")]
    pub bit_rate: Option<u16>,
    #[rasn(extension_addition, identifier = "mobileMultilinkFrameCapability")]
    pub mobile_multilink_frame_capability: Option<H223CapabilityMobileMultilinkFrameCapability>,
}

impl H223Capability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        maximum_al2_sdusize: u16,
        maximum_al3_sdusize: u16,
        maximum_delay_jitter: u16,
        h223_multiplex_table_capability: H223CapabilityH223MultiplexTableCapability,
    ) -> Self {
        Self {
            transport_with_i_frames: false,
            video_with_al1: false,
            video_with_al2: false,
            video_with_al3: false,
            audio_with_al1: false,
            audio_with_al2: false,
            audio_with_al3: false,
            data_with_al1: false,
            data_with_al2: false,
            data_with_al3: false,
            maximum_al2_sdusize,
            maximum_al3_sdusize,
            maximum_delay_jitter,
            h223_multiplex_table_capability,
            max_muxpdusize_capability: None,
            nsrp_support: None,
            mobile_operation_transmit_capability: None,
            h223_annex_ccapability: None,
            bit_rate: None,
            mobile_multilink_frame_capability: None,
        }
    }
}

/// Part of [`H223Capability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum H223CapabilityH223MultiplexTableCapability {
    basic,
    enhanced(H223CapabilityH223MultiplexTableCapabilityEnhanced),
}

/// Part of [`H223CapabilityH223MultiplexTableCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223CapabilityH223MultiplexTableCapabilityEnhanced {
    #[rasn(value("1..=15"), identifier = "maximumNestingDepth")]
    pub maximum_nesting_depth: u8,
    #[rasn(value("2..=255"), identifier = "maximumElementListSize")]
    pub maximum_element_list_size: u8,
    #[rasn(value("2..=255"), identifier = "maximumSubElementListSize")]
    pub maximum_sub_element_list_size: u8,
}

impl H223CapabilityH223MultiplexTableCapabilityEnhanced {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        maximum_nesting_depth: u8,
        maximum_element_list_size: u8,
        maximum_sub_element_list_size: u8,
    ) -> Self {
        Self {
            maximum_nesting_depth,
            maximum_element_list_size,
            maximum_sub_element_list_size,
        }
    }
}

/// Part of [`H223Capability`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223CapabilityMobileOperationTransmitCapability {
    #[rasn(identifier = "modeChangeCapability")]
    pub mode_change_capability: bool,
    #[rasn(identifier = "h223AnnexA")]
    pub h223_annex_a: bool,
    #[rasn(identifier = "h223AnnexADoubleFlag")]
    pub h223_annex_adouble_flag: bool,
    #[rasn(identifier = "h223AnnexB")]
    pub h223_annex_b: bool,
    #[rasn(identifier = "h223AnnexBwithHeader")]
    pub h223_annex_bwith_header: bool,
}

/// Part of [`H223Capability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223CapabilityMobileMultilinkFrameCapability {
    #[rasn(value("1..=255"), identifier = "maximumSampleSize")]
    pub maximum_sample_size: u8,
    #[rasn(value("1..=65025"), identifier = "maximumPayloadLength")]
    pub maximum_payload_length: u16,
}

impl H223CapabilityMobileMultilinkFrameCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(maximum_sample_size: u8, maximum_payload_length: u16) -> Self {
        Self {
            maximum_sample_size,
            maximum_payload_length,
        }
    }
}

/// `H223AnnexCCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H223AnnexCCapability {
    #[rasn(identifier = "videoWithAL1M")]
    pub video_with_al1_m: bool,
    #[rasn(identifier = "videoWithAL2M")]
    pub video_with_al2_m: bool,
    #[rasn(identifier = "videoWithAL3M")]
    pub video_with_al3_m: bool,
    #[rasn(identifier = "audioWithAL1M")]
    pub audio_with_al1_m: bool,
    #[rasn(identifier = "audioWithAL2M")]
    pub audio_with_al2_m: bool,
    #[rasn(identifier = "audioWithAL3M")]
    pub audio_with_al3_m: bool,
    #[rasn(identifier = "dataWithAL1M")]
    pub data_with_al1_m: bool,
    #[rasn(identifier = "dataWithAL2M")]
    pub data_with_al2_m: bool,
    #[rasn(identifier = "dataWithAL3M")]
    pub data_with_al3_m: bool,
    #[rasn(identifier = "alpduInterleaving")]
    pub alpdu_interleaving: bool,
    #[rasn(identifier = "maximumAL1MPDUSize")]
    pub maximum_al1_mpdusize: u16,
    #[rasn(identifier = "maximumAL2MSDUSize")]
    pub maximum_al2_msdusize: u16,
    #[rasn(identifier = "maximumAL3MSDUSize")]
    pub maximum_al3_msdusize: u16,
    #[rasn(extension_addition, identifier = "rsCodeCapability")]
    pub rs_code_capability: Option<bool>,
}

impl H223AnnexCCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        maximum_al1_mpdusize: u16,
        maximum_al2_msdusize: u16,
        maximum_al3_msdusize: u16,
    ) -> Self {
        Self {
            video_with_al1_m: false,
            video_with_al2_m: false,
            video_with_al3_m: false,
            audio_with_al1_m: false,
            audio_with_al2_m: false,
            audio_with_al3_m: false,
            data_with_al1_m: false,
            data_with_al2_m: false,
            data_with_al3_m: false,
            alpdu_interleaving: false,
            maximum_al1_mpdusize,
            maximum_al2_msdusize,
            maximum_al3_msdusize,
            rs_code_capability: None,
        }
    }
}

/// `V76Capability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct V76Capability {
    #[rasn(identifier = "suspendResumeCapabilitywAddress")]
    pub suspend_resume_capabilityw_address: bool,
    #[rasn(identifier = "suspendResumeCapabilitywoAddress")]
    pub suspend_resume_capabilitywo_address: bool,
    #[rasn(identifier = "rejCapability")]
    pub rej_capability: bool,
    #[rasn(identifier = "sREJCapability")]
    pub s_rejcapability: bool,
    #[rasn(identifier = "mREJCapability")]
    pub m_rejcapability: bool,
    #[rasn(identifier = "crc8bitCapability")]
    pub crc8bit_capability: bool,
    #[rasn(identifier = "crc16bitCapability")]
    pub crc16bit_capability: bool,
    #[rasn(identifier = "crc32bitCapability")]
    pub crc32bit_capability: bool,
    #[rasn(identifier = "uihCapability")]
    pub uih_capability: bool,
    #[rasn(value("2..=8191"), identifier = "numOfDLCS")]
    pub num_of_dlcs: u16,
    #[rasn(identifier = "twoOctetAddressFieldCapability")]
    pub two_octet_address_field_capability: bool,
    #[rasn(identifier = "loopBackTestCapability")]
    pub loop_back_test_capability: bool,
    #[rasn(value("1..=4095"), identifier = "n401Capability")]
    pub n401_capability: u16,
    #[rasn(value("1..=127"), identifier = "maxWindowSizeCapability")]
    pub max_window_size_capability: u8,
    #[rasn(identifier = "v75Capability")]
    pub v75_capability: V75Capability,
}

impl V76Capability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        num_of_dlcs: u16,
        n401_capability: u16,
        max_window_size_capability: u8,
        v75_capability: V75Capability,
    ) -> Self {
        Self {
            suspend_resume_capabilityw_address: false,
            suspend_resume_capabilitywo_address: false,
            rej_capability: false,
            s_rejcapability: false,
            m_rejcapability: false,
            crc8bit_capability: false,
            crc16bit_capability: false,
            crc32bit_capability: false,
            uih_capability: false,
            num_of_dlcs,
            two_octet_address_field_capability: false,
            loop_back_test_capability: false,
            n401_capability,
            max_window_size_capability,
            v75_capability,
        }
    }
}

/// `V75Capability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct V75Capability {
    #[rasn(identifier = "audioHeader")]
    pub audio_header: bool,
}
