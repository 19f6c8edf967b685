//! Audio, data and encryption modes (H.245 clause B.6).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::audio_capability::{G729Extensions, GSMAudioCapability};
use crate::h245::data_capability::{DataProtocolCapability, T38FaxProfile};
use crate::h245::generic_capability::GenericCapability;
use crate::h245::message::NonStandardParameter;
use alloc::boxed::Box;
use rasn::prelude::*;

/// `AudioMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum AudioMode {
    nonStandard(NonStandardParameter),
    g711Alaw64k,
    g711Alaw56k,
    g711Ulaw64k,
    g711Ulaw56k,
    #[rasn(identifier = "g722-64k")]
    g722_64k,
    #[rasn(identifier = "g722-56k")]
    g722_56k,
    #[rasn(identifier = "g722-48k")]
    g722_48k,
    g728,
    g729,
    g729AnnexA,
    g7231(AudioModeG7231),
    is11172AudioMode(IS11172AudioMode),
    is13818AudioMode(IS13818AudioMode),
    #[rasn(extension_addition, value("1..=256"))]
    g729wAnnexB(u16),
    #[rasn(extension_addition, value("1..=256"))]
    g729AnnexAwAnnexB(u16),
    #[rasn(extension_addition)]
    g7231AnnexCMode(G7231AnnexCMode),
    #[rasn(extension_addition)]
    gsmFullRate(GSMAudioCapability),
    #[rasn(extension_addition)]
    gsmHalfRate(GSMAudioCapability),
    #[rasn(extension_addition)]
    gsmEnhancedFullRate(GSMAudioCapability),
    #[rasn(extension_addition)]
    genericAudioMode(Box<GenericCapability>),
    #[rasn(extension_addition)]
    g729Extensions(G729Extensions),
    #[rasn(extension_addition)]
    vbd(VBDMode),
}

/// Part of [`AudioMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum AudioModeG7231 {
    noSilenceSuppressionLowRate,
    noSilenceSuppressionHighRate,
    silenceSuppressionLowRate,
    silenceSuppressionHighRate,
}

/// `IS11172AudioMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct IS11172AudioMode {
    #[rasn(identifier = "audioLayer")]
    pub audio_layer: IS11172AudioModeAudioLayer,
    #[rasn(identifier = "audioSampling")]
    pub audio_sampling: IS11172AudioModeAudioSampling,
    #[rasn(identifier = "multichannelType")]
    pub multichannel_type: IS11172AudioModeMultichannelType,
    #[rasn(value("1..=448"), identifier = "bitRate")]
    pub bit_rate: u16,
}

impl IS11172AudioMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        audio_layer: IS11172AudioModeAudioLayer,
        audio_sampling: IS11172AudioModeAudioSampling,
        multichannel_type: IS11172AudioModeMultichannelType,
        bit_rate: u16,
    ) -> Self {
        Self {
            audio_layer,
            audio_sampling,
            multichannel_type,
            bit_rate,
        }
    }
}

/// Part of [`IS11172AudioMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum IS11172AudioModeAudioLayer {
    audioLayer1,
    audioLayer2,
    audioLayer3,
}

/// Part of [`IS11172AudioMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum IS11172AudioModeAudioSampling {
    audioSampling32k,
    audioSampling44k1,
    audioSampling48k,
}

/// Part of [`IS11172AudioMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum IS11172AudioModeMultichannelType {
    singleChannel,
    twoChannelStereo,
    twoChannelDual,
}

/// `IS13818AudioMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct IS13818AudioMode {
    #[rasn(identifier = "audioLayer")]
    pub audio_layer: IS13818AudioModeAudioLayer,
    #[rasn(identifier = "audioSampling")]
    pub audio_sampling: IS13818AudioModeAudioSampling,
    #[rasn(identifier = "multichannelType")]
    pub multichannel_type: IS13818AudioModeMultichannelType,
    #[rasn(identifier = "lowFrequencyEnhancement")]
    pub low_frequency_enhancement: bool,
    pub multilingual: bool,
    #[rasn(value("1..=1130"), identifier = "bitRate")]
    pub bit_rate: u16,
}

impl IS13818AudioMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        audio_layer: IS13818AudioModeAudioLayer,
        audio_sampling: IS13818AudioModeAudioSampling,
        multichannel_type: IS13818AudioModeMultichannelType,
        bit_rate: u16,
    ) -> Self {
        Self {
            audio_layer,
            audio_sampling,
            multichannel_type,
            low_frequency_enhancement: false,
            multilingual: false,
            bit_rate,
        }
    }
}

/// Part of [`IS13818AudioMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum IS13818AudioModeAudioLayer {
    audioLayer1,
    audioLayer2,
    audioLayer3,
}

/// Part of [`IS13818AudioMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum IS13818AudioModeAudioSampling {
    audioSampling16k,
    audioSampling22k05,
    audioSampling24k,
    audioSampling32k,
    audioSampling44k1,
    audioSampling48k,
}

/// Part of [`IS13818AudioMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum IS13818AudioModeMultichannelType {
    singleChannel,
    twoChannelStereo,
    twoChannelDual,
    #[rasn(identifier = "threeChannels2-1")]
    threeChannels2_1,
    #[rasn(identifier = "threeChannels3-0")]
    threeChannels3_0,
    #[rasn(identifier = "fourChannels2-0-2-0")]
    fourChannels2_0_2_0,
    #[rasn(identifier = "fourChannels2-2")]
    fourChannels2_2,
    #[rasn(identifier = "fourChannels3-1")]
    fourChannels3_1,
    #[rasn(identifier = "fiveChannels3-0-2-0")]
    fiveChannels3_0_2_0,
    #[rasn(identifier = "fiveChannels3-2")]
    fiveChannels3_2,
}

/// `G7231AnnexCMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct G7231AnnexCMode {
    #[rasn(value("1..=256"), identifier = "maxAl-sduAudioFrames")]
    pub max_al_sdu_audio_frames: u16,
    #[rasn(identifier = "silenceSuppression")]
    pub silence_suppression: bool,
    #[rasn(identifier = "g723AnnexCAudioMode")]
    pub g723_annex_caudio_mode: G7231AnnexCModeG723AnnexCAudioMode,
}

impl G7231AnnexCMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        max_al_sdu_audio_frames: u16,
        g723_annex_caudio_mode: G7231AnnexCModeG723AnnexCAudioMode,
    ) -> Self {
        Self {
            max_al_sdu_audio_frames,
            silence_suppression: false,
            g723_annex_caudio_mode,
        }
    }
}

/// Part of [`G7231AnnexCMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct G7231AnnexCModeG723AnnexCAudioMode {
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

impl G7231AnnexCModeG723AnnexCAudioMode {
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

/// `VBDMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct VBDMode {
    #[rasn(identifier = "type")]
    pub r_type: Box<AudioMode>,
}

impl VBDMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(r_type: Box<AudioMode>) -> Self {
        Self { r_type }
    }
}

/// `DataMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DataMode {
    pub application: DataModeApplication,
    #[rasn(identifier = "bitRate")]
    pub bit_rate: u32,
}

impl DataMode {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(application: DataModeApplication, bit_rate: u32) -> Self {
        Self {
            application,
            bit_rate,
        }
    }
}

/// Part of [`DataMode`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DataModeApplication {
    nonStandard(NonStandardParameter),
    t120(DataProtocolCapability),
    #[rasn(identifier = "dsm-cc")]
    dsm_cc(DataProtocolCapability),
    userData(DataProtocolCapability),
    t84(DataProtocolCapability),
    t434(DataProtocolCapability),
    h224(DataProtocolCapability),
    nlpid(DataModeApplicationNlpid),
    dsvdControl,
    h222DataPartitioning(DataProtocolCapability),
    #[rasn(extension_addition)]
    t30fax(DataProtocolCapability),
    #[rasn(extension_addition)]
    t140(DataProtocolCapability),
    #[rasn(extension_addition)]
    t38fax(DataModeApplicationT38fax),
    #[rasn(extension_addition)]
    genericDataMode(Box<GenericCapability>),
}

/// Part of [`DataModeApplication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct DataModeApplicationNlpid {
    #[rasn(identifier = "nlpidProtocol")]
    pub nlpid_protocol: DataProtocolCapability,
    #[rasn(identifier = "nlpidData")]
    pub nlpid_data: OctetString,
}

/// Part of [`DataModeApplication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct DataModeApplicationT38fax {
    #[rasn(identifier = "t38FaxProtocol")]
    pub t38_fax_protocol: DataProtocolCapability,
    #[rasn(identifier = "t38FaxProfile")]
    pub t38_fax_profile: T38FaxProfile,
}

/// `EncryptionMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum EncryptionMode {
    nonStandard(NonStandardParameter),
    h233Encryption,
}
