//! Video modes (H.245 clause B.6).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::generic_capability::GenericCapability;
use crate::h245::h263_capability::{EnhancementLayerInfo, H263Options};
use crate::h245::message::NonStandardParameter;
use alloc::boxed::Box;
use rasn::prelude::*;

/// `VideoMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum VideoMode {
    nonStandard(NonStandardParameter),
    h261VideoMode(H261VideoMode),
    h262VideoMode(H262VideoMode),
    h263VideoMode(H263VideoMode),
    is11172VideoMode(IS11172VideoMode),
    #[rasn(extension_addition)]
    genericVideoMode(Box<GenericCapability>),
}

/// `H261VideoMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H261VideoMode {
    pub resolution: H261VideoModeResolution,
    #[rasn(value("1..=19200"), identifier = "bitRate")]
    pub bit_rate: u16,
    #[rasn(identifier = "stillImageTransmission")]
    pub still_image_transmission: bool,
}

impl H261VideoMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(resolution: H261VideoModeResolution, bit_rate: u16) -> Self {
        Self {
            resolution,
            bit_rate,
            still_image_transmission: false,
        }
    }
}

/// Part of [`H261VideoMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum H261VideoModeResolution {
    qcif,
    cif,
}

/// `H262VideoMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H262VideoMode {
    #[rasn(identifier = "profileAndLevel")]
    pub profile_and_level: H262VideoModeProfileAndLevel,
    #[rasn(value("0..=1073741823"), identifier = "videoBitRate")]
    pub video_bit_rate: Option<u32>,
    #[rasn(value("0..=262143"), identifier = "vbvBufferSize")]
    pub vbv_buffer_size: Option<u32>,
    #[rasn(value("0..=16383"), identifier = "samplesPerLine")]
    pub samples_per_line: Option<u16>,
    #[rasn(value("0..=16383"), identifier = "linesPerFrame")]
    pub lines_per_frame: Option<u16>,
    #[rasn(value("0..=15"), identifier = "framesPerSecond")]
    pub frames_per_second: Option<u8>,
    #[rasn(identifier = "luminanceSampleRate")]
    pub luminance_sample_rate: Option<u32>,
}

impl H262VideoMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(profile_and_level: H262VideoModeProfileAndLevel) -> Self {
        Self {
            profile_and_level,
            video_bit_rate: None,
            vbv_buffer_size: None,
            samples_per_line: None,
            lines_per_frame: None,
            frames_per_second: None,
            luminance_sample_rate: None,
        }
    }
}

/// Part of [`H262VideoMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H262VideoModeProfileAndLevel {
    #[rasn(identifier = "profileAndLevel-SPatML")]
    profileAndLevel_SPatML,
    #[rasn(identifier = "profileAndLevel-MPatLL")]
    profileAndLevel_MPatLL,
    #[rasn(identifier = "profileAndLevel-MPatML")]
    profileAndLevel_MPatML,
    #[rasn(identifier = "profileAndLevel-MPatH-14")]
    profileAndLevel_MPatH_14,
    #[rasn(identifier = "profileAndLevel-MPatHL")]
    profileAndLevel_MPatHL,
    #[rasn(identifier = "profileAndLevel-SNRatLL")]
    profileAndLevel_SNRatLL,
    #[rasn(identifier = "profileAndLevel-SNRatML")]
    profileAndLevel_SNRatML,
    #[rasn(identifier = "profileAndLevel-SpatialatH-14")]
    profileAndLevel_SpatialatH_14,
    #[rasn(identifier = "profileAndLevel-HPatML")]
    profileAndLevel_HPatML,
    #[rasn(identifier = "profileAndLevel-HPatH-14")]
    profileAndLevel_HPatH_14,
    #[rasn(identifier = "profileAndLevel-HPatHL")]
    profileAndLevel_HPatHL,
}

/// `H263VideoMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H263VideoMode {
    pub resolution: H263VideoModeResolution,
    #[rasn(value("1..=19200"), identifier = "bitRate")]
    pub bit_rate: u16,
    #[rasn(identifier = "unrestrictedVector")]
    pub unrestricted_vector: bool,
    #[rasn(identifier = "arithmeticCoding")]
    pub arithmetic_coding: bool,
    #[rasn(identifier = "advancedPrediction")]
    pub advanced_prediction: bool,
    #[rasn(identifier = "pbFrames")]
    pub pb_frames: bool,
    #[rasn(extension_addition, identifier = "errorCompensation")]
    pub error_compensation: Option<bool>,
    #[rasn(extension_addition, identifier = "enhancementLayerInfo")]
    pub enhancement_layer_info: Option<EnhancementLayerInfo>,
    #[rasn(extension_addition, identifier = "h263Options")]
    pub h263_options: Option<Box<H263Options>>,
}

impl H263VideoMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(resolution: H263VideoModeResolution, bit_rate: u16) -> Self {
        Self {
            resolution,
            bit_rate,
            unrestricted_vector: false,
            arithmetic_coding: false,
            advanced_prediction: false,
            pb_frames: false,
            error_compensation: None,
            enhancement_layer_info: None,
            h263_options: None,
        }
    }
}

/// Part of [`H263VideoMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H263VideoModeResolution {
    sqcif,
    qcif,
    cif,
    cif4,
    cif16,
    #[rasn(extension_addition)]
    custom,
}

/// `IS11172VideoMode`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct IS11172VideoMode {
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
}
