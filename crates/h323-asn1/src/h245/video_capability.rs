//! Video capabilities (H.245 clause B.2.2).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::generic_capability::GenericCapability;
use crate::h245::h263_capability::H263VideoCapability;
use crate::h245::h263_options::IS11172VideoCapability;
use crate::h245::message::NonStandardParameter;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `VideoCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum VideoCapability {
    nonStandard(NonStandardParameter),
    h261VideoCapability(H261VideoCapability),
    h262VideoCapability(H262VideoCapability),
    h263VideoCapability(Box<H263VideoCapability>),
    is11172VideoCapability(IS11172VideoCapability),
    #[rasn(extension_addition)]
    genericVideoCapability(Box<GenericCapability>),
    #[rasn(extension_addition)]
    extendedVideoCapability(ExtendedVideoCapability),
}

/// `ExtendedVideoCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ExtendedVideoCapability {
    #[rasn(identifier = "videoCapability")]
    pub video_capability: Vec<VideoCapability>,
    #[rasn(identifier = "videoCapabilityExtension")]
    pub video_capability_extension: Option<Vec<GenericCapability>>,
}

impl ExtendedVideoCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(video_capability: Vec<VideoCapability>) -> Self {
        Self {
            video_capability,
            video_capability_extension: None,
        }
    }
}

/// `H261VideoCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H261VideoCapability {
    #[rasn(value("1..=4"), identifier = "qcifMPI")]
    pub qcif_mpi: Option<u8>,
    #[rasn(value("1..=4"), identifier = "cifMPI")]
    pub cif_mpi: Option<u8>,
    #[rasn(identifier = "temporalSpatialTradeOffCapability")]
    pub temporal_spatial_trade_off_capability: bool,
    #[rasn(value("1..=19200"), identifier = "maxBitRate")]
    pub max_bit_rate: u16,
    #[rasn(identifier = "stillImageTransmission")]
    pub still_image_transmission: bool,
    #[rasn(extension_addition, identifier = "videoBadMBsCap")]
    pub video_bad_mbs_cap: Option<bool>,
}

impl H261VideoCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(max_bit_rate: u16) -> Self {
        Self {
            qcif_mpi: None,
            cif_mpi: None,
            temporal_spatial_trade_off_capability: false,
            max_bit_rate,
            still_image_transmission: false,
            video_bad_mbs_cap: None,
        }
    }
}

/// `H262VideoCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H262VideoCapability {
    #[rasn(identifier = "profileAndLevel-SPatML")]
    pub profile_and_level_spat_ml: bool,
    #[rasn(identifier = "profileAndLevel-MPatLL")]
    pub profile_and_level_mpat_ll: bool,
    #[rasn(identifier = "profileAndLevel-MPatML")]
    pub profile_and_level_mpat_ml: bool,
    #[rasn(identifier = "profileAndLevel-MPatH-14")]
    pub profile_and_level_mpat_h_14: bool,
    #[rasn(identifier = "profileAndLevel-MPatHL")]
    pub profile_and_level_mpat_hl: bool,
    #[rasn(identifier = "profileAndLevel-SNRatLL")]
    pub profile_and_level_snrat_ll: bool,
    #[rasn(identifier = "profileAndLevel-SNRatML")]
    pub profile_and_level_snrat_ml: bool,
    #[rasn(identifier = "profileAndLevel-SpatialatH-14")]
    pub profile_and_level_spatialat_h_14: bool,
    #[rasn(identifier = "profileAndLevel-HPatML")]
    pub profile_and_level_hpat_ml: bool,
    #[rasn(identifier = "profileAndLevel-HPatH-14")]
    pub profile_and_level_hpat_h_14: bool,
    #[rasn(identifier = "profileAndLevel-HPatHL")]
    pub profile_and_level_hpat_hl: bool,
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
    #[rasn(extension_addition, identifier = "videoBadMBsCap")]
    pub video_bad_mbs_cap: Option<bool>,
}
