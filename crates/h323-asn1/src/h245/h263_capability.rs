//! What H.263 adds: enhancement and B-frame layers (H.245 clause B.2.2).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::h263_options::{
    CustomPictureClockFrequency, CustomPictureFormat, H263Version3Options, H263VideoModeCombos,
    RefPictureSelection, TransparencyParameters,
};
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `H263VideoCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H263VideoCapability {
    #[rasn(value("1..=32"), identifier = "sqcifMPI")]
    pub sqcif_mpi: Option<u8>,
    #[rasn(value("1..=32"), identifier = "qcifMPI")]
    pub qcif_mpi: Option<u8>,
    #[rasn(value("1..=32"), identifier = "cifMPI")]
    pub cif_mpi: Option<u8>,
    #[rasn(value("1..=32"), identifier = "cif4MPI")]
    pub cif4_mpi: Option<u8>,
    #[rasn(value("1..=32"), identifier = "cif16MPI")]
    pub cif16_mpi: Option<u8>,
    #[rasn(value("1..=192400"), identifier = "maxBitRate")]
    pub max_bit_rate: u32,
    #[rasn(identifier = "unrestrictedVector")]
    pub unrestricted_vector: bool,
    #[rasn(identifier = "arithmeticCoding")]
    pub arithmetic_coding: bool,
    #[rasn(identifier = "advancedPrediction")]
    pub advanced_prediction: bool,
    #[rasn(identifier = "pbFrames")]
    pub pb_frames: bool,
    #[rasn(identifier = "temporalSpatialTradeOffCapability")]
    pub temporal_spatial_trade_off_capability: bool,
    #[rasn(value("0..=524287"), identifier = "hrd-B")]
    pub hrd_b: Option<u32>,
    #[rasn(identifier = "bppMaxKb")]
    pub bpp_max_kb: Option<u16>,
    #[rasn(extension_addition, value("1..=3600"), identifier = "slowSqcifMPI")]
    pub slow_sqcif_mpi: Option<u16>,
    #[rasn(extension_addition, value("1..=3600"), identifier = "slowQcifMPI")]
    pub slow_qcif_mpi: Option<u16>,
    #[rasn(extension_addition, value("1..=3600"), identifier = "slowCifMPI")]
    pub slow_cif_mpi: Option<u16>,
    #[rasn(extension_addition, value("1..=3600"), identifier = "slowCif4MPI")]
    pub slow_cif4_mpi: Option<u16>,
    #[rasn(extension_addition, value("1..=3600"), identifier = "slowCif16MPI")]
    pub slow_cif16_mpi: Option<u16>,
    #[rasn(extension_addition, identifier = "errorCompensation")]
    pub error_compensation: Option<bool>,
    #[rasn(extension_addition, identifier = "enhancementLayerInfo")]
    pub enhancement_layer_info: Option<EnhancementLayerInfo>,
    #[rasn(extension_addition, identifier = "h263Options")]
    pub h263_options: Option<Box<H263Options>>,
}

impl H263VideoCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(max_bit_rate: u32) -> Self {
        Self {
            sqcif_mpi: None,
            qcif_mpi: None,
            cif_mpi: None,
            cif4_mpi: None,
            cif16_mpi: None,
            max_bit_rate,
            unrestricted_vector: false,
            arithmetic_coding: false,
            advanced_prediction: false,
            pb_frames: false,
            temporal_spatial_trade_off_capability: false,
            hrd_b: None,
            bpp_max_kb: None,
            slow_sqcif_mpi: None,
            slow_qcif_mpi: None,
            slow_cif_mpi: None,
            slow_cif4_mpi: None,
            slow_cif16_mpi: None,
            error_compensation: None,
            enhancement_layer_info: None,
            h263_options: None,
        }
    }
}

/// `EnhancementLayerInfo`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct EnhancementLayerInfo {
    #[rasn(identifier = "baseBitRateConstrained")]
    pub base_bit_rate_constrained: bool,
    #[rasn(size("1..=14"), identifier = "snrEnhancement")]
    pub snr_enhancement: Option<Vec<EnhancementOptions>>,
    #[rasn(size("1..=14"), identifier = "spatialEnhancement")]
    pub spatial_enhancement: Option<Vec<EnhancementOptions>>,
    #[rasn(size("1..=14"), identifier = "bPictureEnhancement")]
    pub b_picture_enhancement: Option<Vec<BEnhancementParameters>>,
}

/// `BEnhancementParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct BEnhancementParameters {
    #[rasn(identifier = "enhancementOptions")]
    pub enhancement_options: EnhancementOptions,
    #[rasn(value("1..=64"), identifier = "numberOfBPictures")]
    pub number_of_bpictures: u8,
}

impl BEnhancementParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(enhancement_options: EnhancementOptions, number_of_bpictures: u8) -> Self {
        Self {
            enhancement_options,
            number_of_bpictures,
        }
    }
}

/// `EnhancementOptions`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct EnhancementOptions {
    #[rasn(value("1..=32"), identifier = "sqcifMPI")]
    pub sqcif_mpi: Option<u8>,
    #[rasn(value("1..=32"), identifier = "qcifMPI")]
    pub qcif_mpi: Option<u8>,
    #[rasn(value("1..=32"), identifier = "cifMPI")]
    pub cif_mpi: Option<u8>,
    #[rasn(value("1..=32"), identifier = "cif4MPI")]
    pub cif4_mpi: Option<u8>,
    #[rasn(value("1..=32"), identifier = "cif16MPI")]
    pub cif16_mpi: Option<u8>,
    #[rasn(value("1..=192400"), identifier = "maxBitRate")]
    pub max_bit_rate: u32,
    #[rasn(identifier = "unrestrictedVector")]
    pub unrestricted_vector: bool,
    #[rasn(identifier = "arithmeticCoding")]
    pub arithmetic_coding: bool,
    #[rasn(identifier = "temporalSpatialTradeOffCapability")]
    pub temporal_spatial_trade_off_capability: bool,
    #[rasn(value("1..=3600"), identifier = "slowSqcifMPI")]
    pub slow_sqcif_mpi: Option<u16>,
    #[rasn(value("1..=3600"), identifier = "slowQcifMPI")]
    pub slow_qcif_mpi: Option<u16>,
    #[rasn(value("1..=3600"), identifier = "slowCifMPI")]
    pub slow_cif_mpi: Option<u16>,
    #[rasn(value("1..=3600"), identifier = "slowCif4MPI")]
    pub slow_cif4_mpi: Option<u16>,
    #[rasn(value("1..=3600"), identifier = "slowCif16MPI")]
    pub slow_cif16_mpi: Option<u16>,
    #[rasn(identifier = "errorCompensation")]
    pub error_compensation: bool,
    #[rasn(identifier = "h263Options")]
    pub h263_options: Option<Box<H263Options>>,
}

impl EnhancementOptions {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(max_bit_rate: u32) -> Self {
        Self {
            sqcif_mpi: None,
            qcif_mpi: None,
            cif_mpi: None,
            cif4_mpi: None,
            cif16_mpi: None,
            max_bit_rate,
            unrestricted_vector: false,
            arithmetic_coding: false,
            temporal_spatial_trade_off_capability: false,
            slow_sqcif_mpi: None,
            slow_qcif_mpi: None,
            slow_cif_mpi: None,
            slow_cif4_mpi: None,
            slow_cif16_mpi: None,
            error_compensation: false,
            h263_options: None,
        }
    }
}

/// `H263Options`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H263Options {
    #[rasn(identifier = "advancedIntraCodingMode")]
    pub advanced_intra_coding_mode: bool,
    #[rasn(identifier = "deblockingFilterMode")]
    pub deblocking_filter_mode: bool,
    #[rasn(identifier = "improvedPBFramesMode")]
    pub improved_pbframes_mode: bool,
    #[rasn(identifier = "unlimitedMotionVectors")]
    pub unlimited_motion_vectors: bool,
    #[rasn(identifier = "fullPictureFreeze")]
    pub full_picture_freeze: bool,
    #[rasn(identifier = "partialPictureFreezeAndRelease")]
    pub partial_picture_freeze_and_release: bool,
    #[rasn(identifier = "resizingPartPicFreezeAndRelease")]
    pub resizing_part_pic_freeze_and_release: bool,
    #[rasn(identifier = "fullPictureSnapshot")]
    pub full_picture_snapshot: bool,
    #[rasn(identifier = "partialPictureSnapshot")]
    pub partial_picture_snapshot: bool,
    #[rasn(identifier = "videoSegmentTagging")]
    pub video_segment_tagging: bool,
    #[rasn(identifier = "progressiveRefinement")]
    pub progressive_refinement: bool,
    #[rasn(identifier = "dynamicPictureResizingByFour")]
    pub dynamic_picture_resizing_by_four: bool,
    #[rasn(identifier = "dynamicPictureResizingSixteenthPel")]
    pub dynamic_picture_resizing_sixteenth_pel: bool,
    #[rasn(identifier = "dynamicWarpingHalfPel")]
    pub dynamic_warping_half_pel: bool,
    #[rasn(identifier = "dynamicWarpingSixteenthPel")]
    pub dynamic_warping_sixteenth_pel: bool,
    #[rasn(identifier = "independentSegmentDecoding")]
    pub independent_segment_decoding: bool,
    #[rasn(identifier = "slicesInOrder-NonRect")]
    pub slices_in_order_non_rect: bool,
    #[rasn(identifier = "slicesInOrder-Rect")]
    pub slices_in_order_rect: bool,
    #[rasn(identifier = "slicesNoOrder-NonRect")]
    pub slices_no_order_non_rect: bool,
    #[rasn(identifier = "slicesNoOrder-Rect")]
    pub slices_no_order_rect: bool,
    #[rasn(identifier = "alternateInterVLCMode")]
    pub alternate_inter_vlcmode: bool,
    #[rasn(identifier = "modifiedQuantizationMode")]
    pub modified_quantization_mode: bool,
    #[rasn(identifier = "reducedResolutionUpdate")]
    pub reduced_resolution_update: bool,
    #[rasn(identifier = "transparencyParameters")]
    pub transparency_parameters: Option<TransparencyParameters>,
    #[rasn(identifier = "separateVideoBackChannel")]
    pub separate_video_back_channel: bool,
    #[rasn(identifier = "refPictureSelection")]
    pub ref_picture_selection: Option<RefPictureSelection>,
    #[rasn(size("1..=16"), identifier = "customPictureClockFrequency")]
    pub custom_picture_clock_frequency: Option<Vec<CustomPictureClockFrequency>>,
    #[rasn(size("1..=16"), identifier = "customPictureFormat")]
    pub custom_picture_format: Option<Vec<CustomPictureFormat>>,
    #[rasn(size("1..=16"), identifier = "modeCombos")]
    pub mode_combos: Option<Vec<H263VideoModeCombos>>,
    #[rasn(extension_addition, identifier = "videoBadMBsCap")]
    pub video_bad_mbs_cap: Option<bool>,
    #[rasn(extension_addition, identifier = "h263Version3Options")]
    pub h263_version3_options: Option<H263Version3Options>,
}
