//! Audio capabilities (H.245 clause B.2.2).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::generic_capability::{
    GenericCapability, NoPTAudioTelephonyEventCapability, NoPTAudioToneCapability,
};
use crate::h245::message::NonStandardParameter;
use alloc::boxed::Box;
use rasn::prelude::*;

/// `AudioCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum AudioCapability {
    nonStandard(NonStandardParameter),
    #[rasn(value("1..=256"))]
    g711Alaw64k(u16),
    #[rasn(value("1..=256"))]
    g711Alaw56k(u16),
    #[rasn(value("1..=256"))]
    g711Ulaw64k(u16),
    #[rasn(value("1..=256"))]
    g711Ulaw56k(u16),
    #[rasn(value("1..=256"), identifier = "g722-64k")]
    g722_64k(u16),
    #[rasn(value("1..=256"), identifier = "g722-56k")]
    g722_56k(u16),
    #[rasn(value("1..=256"), identifier = "g722-48k")]
    g722_48k(u16),
    g7231(AudioCapabilityG7231),
    #[rasn(value("1..=256"))]
    g728(u16),
    #[rasn(value("1..=256"))]
    g729(u16),
    #[rasn(value("1..=256"))]
    g729AnnexA(u16),
    is11172AudioCapability(IS11172AudioCapability),
    is13818AudioCapability(IS13818AudioCapability),
    #[rasn(extension_addition, value("1..=256"))]
    g729wAnnexB(u16),
    #[rasn(extension_addition, value("1..=256"))]
    g729AnnexAwAnnexB(u16),
    #[rasn(extension_addition)]
    g7231AnnexCCapability(G7231AnnexCCapability),
    #[rasn(extension_addition)]
    gsmFullRate(GSMAudioCapability),
    #[rasn(extension_addition)]
    gsmHalfRate(GSMAudioCapability),
    #[rasn(extension_addition)]
    gsmEnhancedFullRate(GSMAudioCapability),
    #[rasn(extension_addition)]
    genericAudioCapability(Box<GenericCapability>),
    #[rasn(extension_addition)]
    g729Extensions(G729Extensions),
    #[rasn(extension_addition)]
    vbd(VBDCapability),
    #[rasn(extension_addition)]
    audioTelephonyEvent(NoPTAudioTelephonyEventCapability),
    #[rasn(extension_addition)]
    audioTone(NoPTAudioToneCapability),
}

/// Part of [`AudioCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct AudioCapabilityG7231 {
    #[rasn(value("1..=256"), identifier = "maxAl-sduAudioFrames")]
    pub max_al_sdu_audio_frames: u16,
    #[rasn(identifier = "silenceSuppression")]
    pub silence_suppression: bool,
}

/// `G729Extensions`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct G729Extensions {
    #[rasn(value("1..=256"), identifier = "audioUnit")]
    pub audio_unit: Option<u16>,
    #[rasn(identifier = "annexA")]
    pub annex_a: bool,
    #[rasn(identifier = "annexB")]
    pub annex_b: bool,
    #[rasn(identifier = "annexD")]
    pub annex_d: bool,
    #[rasn(identifier = "annexE")]
    pub annex_e: bool,
    #[rasn(identifier = "annexF")]
    pub annex_f: bool,
    #[rasn(identifier = "annexG")]
    pub annex_g: bool,
    #[rasn(identifier = "annexH")]
    pub annex_h: bool,
}

/// `G7231AnnexCCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct G7231AnnexCCapability {
    #[rasn(value("1..=256"), identifier = "maxAl-sduAudioFrames")]
    pub max_al_sdu_audio_frames: u16,
    #[rasn(identifier = "silenceSuppression")]
    pub silence_suppression: bool,
    #[rasn(identifier = "g723AnnexCAudioMode")]
    pub g723_annex_caudio_mode: Option<G7231AnnexCCapabilityG723AnnexCAudioMode>,
}

impl G7231AnnexCCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(max_al_sdu_audio_frames: u16) -> Self {
        Self {
            max_al_sdu_audio_frames,
            silence_suppression: false,
            g723_annex_caudio_mode: None,
        }
    }
}

/// Part of [`G7231AnnexCCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct G7231AnnexCCapabilityG723AnnexCAudioMode {
    #[rasn(value("27..=78"), identifier = "highRateMode0")]
    pub high_rate_mode0: u8,
    #[rasn(value("27..=78"), identifier = "highRateMode1")]
    pub high_rate_mode1: u8,
    #[rasn(value("23..=66"), identifier = "lowRateMode0")]
    pub low_rate_mode0: u8,
    #[rasn(value("23..=66"), identifier = "lowRateMode1")]
    pub low_rate_mode1: u8,
    #[rasn(value("6..=17"), identifier = "sidMode0")]
    pub sid_mode0: u8,
    #[rasn(value("6..=17"), identifier = "sidMode1")]
    pub sid_mode1: u8,
}

impl G7231AnnexCCapabilityG723AnnexCAudioMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        high_rate_mode0: u8,
        high_rate_mode1: u8,
        low_rate_mode0: u8,
        low_rate_mode1: u8,
        sid_mode0: u8,
        sid_mode1: u8,
    ) -> Self {
        Self {
            high_rate_mode0,
            high_rate_mode1,
            low_rate_mode0,
            low_rate_mode1,
            sid_mode0,
            sid_mode1,
        }
    }
}

/// `IS11172AudioCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct IS11172AudioCapability {
    #[rasn(identifier = "audioLayer1")]
    pub audio_layer1: bool,
    #[rasn(identifier = "audioLayer2")]
    pub audio_layer2: bool,
    #[rasn(identifier = "audioLayer3")]
    pub audio_layer3: bool,
    #[rasn(identifier = "audioSampling32k")]
    pub audio_sampling32k: bool,
    #[rasn(identifier = "audioSampling44k1")]
    pub audio_sampling44k1: bool,
    #[rasn(identifier = "audioSampling48k")]
    pub audio_sampling48k: bool,
    #[rasn(identifier = "singleChannel")]
    pub single_channel: bool,
    #[rasn(identifier = "twoChannels")]
    pub two_channels: bool,
    #[rasn(value("1..=448"), identifier = "bitRate")]
    pub bit_rate: u16,
}

impl IS11172AudioCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(bit_rate: u16) -> Self {
        Self {
            audio_layer1: false,
            audio_layer2: false,
            audio_layer3: false,
            audio_sampling32k: false,
            audio_sampling44k1: false,
            audio_sampling48k: false,
            single_channel: false,
            two_channels: false,
            bit_rate,
        }
    }
}

/// `IS13818AudioCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct IS13818AudioCapability {
    #[rasn(identifier = "audioLayer1")]
    pub audio_layer1: bool,
    #[rasn(identifier = "audioLayer2")]
    pub audio_layer2: bool,
    #[rasn(identifier = "audioLayer3")]
    pub audio_layer3: bool,
    #[rasn(identifier = "audioSampling16k")]
    pub audio_sampling16k: bool,
    #[rasn(identifier = "audioSampling22k05")]
    pub audio_sampling22k05: bool,
    #[rasn(identifier = "audioSampling24k")]
    pub audio_sampling24k: bool,
    #[rasn(identifier = "audioSampling32k")]
    pub audio_sampling32k: bool,
    #[rasn(identifier = "audioSampling44k1")]
    pub audio_sampling44k1: bool,
    #[rasn(identifier = "audioSampling48k")]
    pub audio_sampling48k: bool,
    #[rasn(identifier = "singleChannel")]
    pub single_channel: bool,
    #[rasn(identifier = "twoChannels")]
    pub two_channels: bool,
    #[rasn(identifier = "threeChannels2-1")]
    pub three_channels2_1: bool,
    #[rasn(identifier = "threeChannels3-0")]
    pub three_channels3_0: bool,
    #[rasn(identifier = "fourChannels2-0-2-0")]
    pub four_channels2_0_2_0: bool,
    #[rasn(identifier = "fourChannels2-2")]
    pub four_channels2_2: bool,
    #[rasn(identifier = "fourChannels3-1")]
    pub four_channels3_1: bool,
    #[rasn(identifier = "fiveChannels3-0-2-0")]
    pub five_channels3_0_2_0: bool,
    #[rasn(identifier = "fiveChannels3-2")]
    pub five_channels3_2: bool,
    #[rasn(identifier = "lowFrequencyEnhancement")]
    pub low_frequency_enhancement: bool,
    pub multilingual: bool,
    #[rasn(value("1..=1130"), identifier = "bitRate")]
    pub bit_rate: u16,
}

impl IS13818AudioCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(bit_rate: u16) -> Self {
        Self {
            audio_layer1: false,
            audio_layer2: false,
            audio_layer3: false,
            audio_sampling16k: false,
            audio_sampling22k05: false,
            audio_sampling24k: false,
            audio_sampling32k: false,
            audio_sampling44k1: false,
            audio_sampling48k: false,
            single_channel: false,
            two_channels: false,
            three_channels2_1: false,
            three_channels3_0: false,
            four_channels2_0_2_0: false,
            four_channels2_2: false,
            four_channels3_1: false,
            five_channels3_0_2_0: false,
            five_channels3_2: false,
            low_frequency_enhancement: false,
            multilingual: false,
            bit_rate,
        }
    }
}

/// `GSMAudioCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GSMAudioCapability {
    #[rasn(value("1..=256"), identifier = "audioUnitSize")]
    pub audio_unit_size: u16,
    #[rasn(identifier = "comfortNoise")]
    pub comfort_noise: bool,
    pub scrambled: bool,
}

impl GSMAudioCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(audio_unit_size: u16) -> Self {
        Self {
            audio_unit_size,
            comfort_noise: false,
            scrambled: false,
        }
    }
}

/// `VBDCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VBDCapability {
    #[rasn(identifier = "type")]
    pub r_type: Box<AudioCapability>,
}

impl VBDCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(r_type: Box<AudioCapability>) -> Self {
        Self { r_type }
    }
}
