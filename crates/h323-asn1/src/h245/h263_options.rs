//! Options of H.263 and the ways they combine (H.245 clause B.2.2).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `TransparencyParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TransparencyParameters {
    #[rasn(value("1..=256"), identifier = "presentationOrder")]
    pub presentation_order: u16,
    #[rasn(value("-262144..=262143"), identifier = "offset-x")]
    pub offset_x: i32,
    #[rasn(value("-262144..=262143"), identifier = "offset-y")]
    pub offset_y: i32,
    #[rasn(value("1..=255"), identifier = "scale-x")]
    pub scale_x: u8,
    #[rasn(value("1..=255"), identifier = "scale-y")]
    pub scale_y: u8,
}

impl TransparencyParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        presentation_order: u16,
        offset_x: i32,
        offset_y: i32,
        scale_x: u8,
        scale_y: u8,
    ) -> Self {
        Self {
            presentation_order,
            offset_x,
            offset_y,
            scale_x,
            scale_y,
        }
    }
}

/// `RefPictureSelection`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RefPictureSelection {
    #[rasn(identifier = "additionalPictureMemory")]
    pub additional_picture_memory: Option<RefPictureSelectionAdditionalPictureMemory>,
    #[rasn(identifier = "videoMux")]
    pub video_mux: bool,
    #[rasn(identifier = "videoBackChannelSend")]
    pub video_back_channel_send: RefPictureSelectionVideoBackChannelSend,
    #[rasn(extension_addition, identifier = "enhancedReferencePicSelect")]
    pub enhanced_reference_pic_select: Option<RefPictureSelectionEnhancedReferencePicSelect>,
}

impl RefPictureSelection {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(video_back_channel_send: RefPictureSelectionVideoBackChannelSend) -> Self {
        Self {
            additional_picture_memory: None,
            video_mux: false,
            video_back_channel_send,
            enhanced_reference_pic_select: None,
        }
    }
}

/// Part of [`RefPictureSelection`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RefPictureSelectionAdditionalPictureMemory {
    #[rasn(value("1..=256"), identifier = "sqcifAdditionalPictureMemory")]
    pub sqcif_additional_picture_memory: Option<u16>,
    #[rasn(value("1..=256"), identifier = "qcifAdditionalPictureMemory")]
    pub qcif_additional_picture_memory: Option<u16>,
    #[rasn(value("1..=256"), identifier = "cifAdditionalPictureMemory")]
    pub cif_additional_picture_memory: Option<u16>,
    #[rasn(value("1..=256"), identifier = "cif4AdditionalPictureMemory")]
    pub cif4_additional_picture_memory: Option<u16>,
    #[rasn(value("1..=256"), identifier = "cif16AdditionalPictureMemory")]
    pub cif16_additional_picture_memory: Option<u16>,
    #[rasn(value("1..=256"), identifier = "bigCpfAdditionalPictureMemory")]
    pub big_cpf_additional_picture_memory: Option<u16>,
}

/// Part of [`RefPictureSelection`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RefPictureSelectionVideoBackChannelSend {
    none,
    ackMessageOnly,
    nackMessageOnly,
    ackOrNackMessageOnly,
    ackAndNackMessage,
}

/// Part of [`RefPictureSelection`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RefPictureSelectionEnhancedReferencePicSelect {
    #[rasn(identifier = "subPictureRemovalParameters")]
    pub sub_picture_removal_parameters:
        Option<RefPictureSelectionEnhancedReferencePicSelectSubPictureRemovalParameters>,
}

/// Part of [`RefPictureSelectionEnhancedReferencePicSelect`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RefPictureSelectionEnhancedReferencePicSelectSubPictureRemovalParameters {
    #[rasn(value("1..=128"), identifier = "mpuHorizMBs")]
    pub mpu_horiz_mbs: u8,
    #[rasn(value("1..=72"), identifier = "mpuVertMBs")]
    pub mpu_vert_mbs: u8,
    #[rasn(value("1..=65536"), identifier = "mpuTotalNumber")]
    pub mpu_total_number: u32,
}

impl RefPictureSelectionEnhancedReferencePicSelectSubPictureRemovalParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(mpu_horiz_mbs: u8, mpu_vert_mbs: u8, mpu_total_number: u32) -> Self {
        Self {
            mpu_horiz_mbs,
            mpu_vert_mbs,
            mpu_total_number,
        }
    }
}

/// `CustomPictureClockFrequency`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CustomPictureClockFrequency {
    #[rasn(value("1000..=1001"), identifier = "clockConversionCode")]
    pub clock_conversion_code: u16,
    #[rasn(value("1..=127"), identifier = "clockDivisor")]
    pub clock_divisor: u8,
    #[rasn(value("1..=2048"), identifier = "sqcifMPI")]
    pub sqcif_mpi: Option<u16>,
    #[rasn(value("1..=2048"), identifier = "qcifMPI")]
    pub qcif_mpi: Option<u16>,
    #[rasn(value("1..=2048"), identifier = "cifMPI")]
    pub cif_mpi: Option<u16>,
    #[rasn(value("1..=2048"), identifier = "cif4MPI")]
    pub cif4_mpi: Option<u16>,
    #[rasn(value("1..=2048"), identifier = "cif16MPI")]
    pub cif16_mpi: Option<u16>,
}

impl CustomPictureClockFrequency {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(clock_conversion_code: u16, clock_divisor: u8) -> Self {
        Self {
            clock_conversion_code,
            clock_divisor,
            sqcif_mpi: None,
            qcif_mpi: None,
            cif_mpi: None,
            cif4_mpi: None,
            cif16_mpi: None,
        }
    }
}

/// `CustomPictureFormat`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CustomPictureFormat {
    #[rasn(value("1..=2048"), identifier = "maxCustomPictureWidth")]
    pub max_custom_picture_width: u16,
    #[rasn(value("1..=2048"), identifier = "maxCustomPictureHeight")]
    pub max_custom_picture_height: u16,
    #[rasn(value("1..=2048"), identifier = "minCustomPictureWidth")]
    pub min_custom_picture_width: u16,
    #[rasn(value("1..=2048"), identifier = "minCustomPictureHeight")]
    pub min_custom_picture_height: u16,
    #[rasn(identifier = "mPI")]
    pub m_pi: CustomPictureFormatMPI,
    #[rasn(identifier = "pixelAspectInformation")]
    pub pixel_aspect_information: CustomPictureFormatPixelAspectInformation,
}

impl CustomPictureFormat {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        max_custom_picture_width: u16,
        max_custom_picture_height: u16,
        min_custom_picture_width: u16,
        min_custom_picture_height: u16,
        m_pi: CustomPictureFormatMPI,
        pixel_aspect_information: CustomPictureFormatPixelAspectInformation,
    ) -> Self {
        Self {
            max_custom_picture_width,
            max_custom_picture_height,
            min_custom_picture_width,
            min_custom_picture_height,
            m_pi,
            pixel_aspect_information,
        }
    }
}

/// Part of [`CustomPictureFormat`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CustomPictureFormatMPI {
    #[rasn(value("1..=31"), identifier = "standardMPI")]
    pub standard_mpi: Option<u8>,
    #[rasn(size("1..=16"), identifier = "customPCF")]
    pub custom_pcf: Option<Vec<CustomPictureFormatMPICustomPCF>>,
}

/// Part of [`CustomPictureFormatMPI`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CustomPictureFormatMPICustomPCF {
    #[rasn(value("1000..=1001"), identifier = "clockConversionCode")]
    pub clock_conversion_code: u16,
    #[rasn(value("1..=127"), identifier = "clockDivisor")]
    pub clock_divisor: u8,
    #[rasn(value("1..=2048"), identifier = "customMPI")]
    pub custom_mpi: u16,
}

impl CustomPictureFormatMPICustomPCF {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(clock_conversion_code: u16, clock_divisor: u8, custom_mpi: u16) -> Self {
        Self {
            clock_conversion_code,
            clock_divisor,
            custom_mpi,
        }
    }
}

/// Part of [`CustomPictureFormat`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CustomPictureFormatPixelAspectInformation {
    anyPixelAspectRatio(bool),
    #[rasn(size("1..=14"))]
    pixelAspectCode(Vec<CustomPictureFormatPixelAspectInformationPixelAspectCodeItem>),
    #[rasn(size("1..=256"))]
    extendedPAR(Vec<CustomPictureFormatPixelAspectInformationExtendedPAR>),
}

/// Part of [`CustomPictureFormatPixelAspectInformation`].
#[derive(AsnType, Clone, Copy, Debug, Decode, Described, Encode, Eq, PartialEq)]
#[rasn(delegate, value("1..=14"))]
pub struct CustomPictureFormatPixelAspectInformationPixelAspectCodeItem(pub u8);

/// Part of [`CustomPictureFormatPixelAspectInformation`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CustomPictureFormatPixelAspectInformationExtendedPAR {
    #[rasn(value("1..=255"))]
    pub width: u8,
    #[rasn(value("1..=255"))]
    pub height: u8,
}

impl CustomPictureFormatPixelAspectInformationExtendedPAR {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(width: u8, height: u8) -> Self {
        Self { width, height }
    }
}

/// `H263VideoModeCombos`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H263VideoModeCombos {
    #[rasn(identifier = "h263VideoUncoupledModes")]
    pub h263_video_uncoupled_modes: H263ModeComboFlags,
    #[rasn(size("1..=16"), identifier = "h263VideoCoupledModes")]
    pub h263_video_coupled_modes: Vec<H263ModeComboFlags>,
}

impl H263VideoModeCombos {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        h263_video_uncoupled_modes: H263ModeComboFlags,
        h263_video_coupled_modes: Vec<H263ModeComboFlags>,
    ) -> Self {
        Self {
            h263_video_uncoupled_modes,
            h263_video_coupled_modes,
        }
    }
}

/// `H263ModeComboFlags`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H263ModeComboFlags {
    #[rasn(identifier = "unrestrictedVector")]
    pub unrestricted_vector: bool,
    #[rasn(identifier = "arithmeticCoding")]
    pub arithmetic_coding: bool,
    #[rasn(identifier = "advancedPrediction")]
    pub advanced_prediction: bool,
    #[rasn(identifier = "pbFrames")]
    pub pb_frames: bool,
    #[rasn(identifier = "advancedIntraCodingMode")]
    pub advanced_intra_coding_mode: bool,
    #[rasn(identifier = "deblockingFilterMode")]
    pub deblocking_filter_mode: bool,
    #[rasn(identifier = "unlimitedMotionVectors")]
    pub unlimited_motion_vectors: bool,
    #[rasn(identifier = "slicesInOrder-NonRect")]
    pub slices_in_order_non_rect: bool,
    #[rasn(identifier = "slicesInOrder-Rect")]
    pub slices_in_order_rect: bool,
    #[rasn(identifier = "slicesNoOrder-NonRect")]
    pub slices_no_order_non_rect: bool,
    #[rasn(identifier = "slicesNoOrder-Rect")]
    pub slices_no_order_rect: bool,
    #[rasn(identifier = "improvedPBFramesMode")]
    pub improved_pbframes_mode: bool,
    #[rasn(identifier = "referencePicSelect")]
    pub reference_pic_select: bool,
    #[rasn(identifier = "dynamicPictureResizingByFour")]
    pub dynamic_picture_resizing_by_four: bool,
    #[rasn(identifier = "dynamicPictureResizingSixteenthPel")]
    pub dynamic_picture_resizing_sixteenth_pel: bool,
    #[rasn(identifier = "dynamicWarpingHalfPel")]
    pub dynamic_warping_half_pel: bool,
    #[rasn(identifier = "dynamicWarpingSixteenthPel")]
    pub dynamic_warping_sixteenth_pel: bool,
    #[rasn(identifier = "reducedResolutionUpdate")]
    pub reduced_resolution_update: bool,
    #[rasn(identifier = "independentSegmentDecoding")]
    pub independent_segment_decoding: bool,
    #[rasn(identifier = "alternateInterVLCMode")]
    pub alternate_inter_vlcmode: bool,
    #[rasn(identifier = "modifiedQuantizationMode")]
    pub modified_quantization_mode: bool,
    #[rasn(extension_addition, identifier = "enhancedReferencePicSelect")]
    pub enhanced_reference_pic_select: Option<bool>,
    #[rasn(extension_addition, identifier = "h263Version3Options")]
    pub h263_version3_options: Option<H263Version3Options>,
}

/// `H263Version3Options`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H263Version3Options {
    #[rasn(identifier = "dataPartitionedSlices")]
    pub data_partitioned_slices: bool,
    #[rasn(identifier = "fixedPointIDCT0")]
    pub fixed_point_idct0: bool,
    #[rasn(identifier = "interlacedFields")]
    pub interlaced_fields: bool,
    #[rasn(identifier = "currentPictureHeaderRepetition")]
    pub current_picture_header_repetition: bool,
    #[rasn(identifier = "previousPictureHeaderRepetition")]
    pub previous_picture_header_repetition: bool,
    #[rasn(identifier = "nextPictureHeaderRepetition")]
    pub next_picture_header_repetition: bool,
    #[rasn(identifier = "pictureNumber")]
    pub picture_number: bool,
    #[rasn(identifier = "spareReferencePictures")]
    pub spare_reference_pictures: bool,
}

/// `IS11172VideoCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct IS11172VideoCapability {
    #[rasn(identifier = "constrainedBitstream")]
    pub constrained_bitstream: bool,
    #[rasn(value("0..=1073741823"), identifier = "videoBitRate")]
    pub video_bit_rate: Option<u32>,
    #[rasn(value("0..=262143"), identifier = "vbvBufferSize")]
    pub vbv_buffer_size: Option<u32>,
    #[rasn(value("0..=16383"), identifier = "samplesPerLine")]
    pub samples_per_line: Option<u16>,
    #[rasn(value("0..=16383"), identifier = "linesPerFrame")]
    pub lines_per_frame: Option<u16>,
    #[rasn(value("0..=15"), identifier = "pictureRate")]
    pub picture_rate: Option<u8>,
    #[rasn(identifier = "luminanceSampleRate")]
    pub luminance_sample_rate: Option<u32>,
    #[rasn(extension_addition, identifier = "videoBadMBsCap")]
    pub video_bad_mbs_cap: Option<bool>,
}
