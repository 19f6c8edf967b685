//! Data application, security, user input and conference capabilities (H.245 clause B.2.2).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::generic_capability::GenericCapability;
use crate::h245::message::NonStandardParameter;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `DataApplicationCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DataApplicationCapability {
    pub application: DataApplicationCapabilityApplication,
    #[rasn(identifier = "maxBitRate")]
    pub max_bit_rate: u32,
}

impl DataApplicationCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(application: DataApplicationCapabilityApplication, max_bit_rate: u32) -> Self {
        Self {
            application,
            max_bit_rate,
        }
    }
}

/// Part of [`DataApplicationCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DataApplicationCapabilityApplication {
    nonStandard(NonStandardParameter),
    t120(DataProtocolCapability),
    #[rasn(identifier = "dsm-cc")]
    dsm_cc(DataProtocolCapability),
    userData(DataProtocolCapability),
    t84(DataApplicationCapabilityApplicationT84),
    t434(DataProtocolCapability),
    h224(DataProtocolCapability),
    nlpid(DataApplicationCapabilityApplicationNlpid),
    dsvdControl,
    h222DataPartitioning(DataProtocolCapability),
    #[rasn(extension_addition)]
    t30fax(DataProtocolCapability),
    #[rasn(extension_addition)]
    t140(DataProtocolCapability),
    #[rasn(extension_addition)]
    t38fax(DataApplicationCapabilityApplicationT38fax),
    #[rasn(extension_addition)]
    genericDataCapability(Box<GenericCapability>),
}

/// Part of [`DataApplicationCapabilityApplication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct DataApplicationCapabilityApplicationT84 {
    #[rasn(identifier = "t84Protocol")]
    pub t84_protocol: DataProtocolCapability,
    #[rasn(identifier = "t84Profile")]
    pub t84_profile: T84Profile,
}

/// Part of [`DataApplicationCapabilityApplication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct DataApplicationCapabilityApplicationNlpid {
    #[rasn(identifier = "nlpidProtocol")]
    pub nlpid_protocol: DataProtocolCapability,
    #[rasn(identifier = "nlpidData")]
    pub nlpid_data: OctetString,
}

/// Part of [`DataApplicationCapabilityApplication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct DataApplicationCapabilityApplicationT38fax {
    #[rasn(identifier = "t38FaxProtocol")]
    pub t38_fax_protocol: DataProtocolCapability,
    #[rasn(identifier = "t38FaxProfile")]
    pub t38_fax_profile: T38FaxProfile,
}

/// `DataProtocolCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DataProtocolCapability {
    nonStandard(NonStandardParameter),
    v14buffered,
    v42lapm,
    hdlcFrameTunnelling,
    h310SeparateVCStack,
    h310SingleVCStack,
    transparent,
    #[rasn(extension_addition)]
    segmentationAndReassembly,
    #[rasn(extension_addition)]
    hdlcFrameTunnelingwSAR,
    #[rasn(extension_addition)]
    v120,
    #[rasn(extension_addition)]
    separateLANStack,
    #[rasn(extension_addition)]
    v76wCompression(DataProtocolCapabilityV76wCompression),
    #[rasn(extension_addition)]
    tcp,
    #[rasn(extension_addition)]
    udp,
}

/// Part of [`DataProtocolCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DataProtocolCapabilityV76wCompression {
    transmitCompression(CompressionType),
    receiveCompression(CompressionType),
    transmitAndReceiveCompression(CompressionType),
}

/// `CompressionType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CompressionType {
    v42bis(V42bis),
}

/// `V42bis`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct V42bis {
    #[rasn(value("1..=65536"), identifier = "numberOfCodewords")]
    pub number_of_codewords: u32,
    #[rasn(value("1..=256"), identifier = "maximumStringLength")]
    pub maximum_string_length: u16,
}

impl V42bis {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(number_of_codewords: u32, maximum_string_length: u16) -> Self {
        Self {
            number_of_codewords,
            maximum_string_length,
        }
    }
}

/// `T84Profile`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum T84Profile {
    t84Unrestricted,
    t84Restricted(T84ProfileT84Restricted),
}

/// Part of [`T84Profile`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct T84ProfileT84Restricted {
    pub qcif: bool,
    pub cif: bool,
    #[rasn(identifier = "ccir601Seq")]
    pub ccir601_seq: bool,
    #[rasn(identifier = "ccir601Prog")]
    pub ccir601_prog: bool,
    #[rasn(identifier = "hdtvSeq")]
    pub hdtv_seq: bool,
    #[rasn(identifier = "hdtvProg")]
    pub hdtv_prog: bool,
    #[rasn(identifier = "g3FacsMH200x100")]
    pub g3_facs_mh200x100: bool,
    #[rasn(identifier = "g3FacsMH200x200")]
    pub g3_facs_mh200x200: bool,
    #[rasn(identifier = "g4FacsMMR200x100")]
    pub g4_facs_mmr200x100: bool,
    #[rasn(identifier = "g4FacsMMR200x200")]
    pub g4_facs_mmr200x200: bool,
    #[rasn(identifier = "jbig200x200Seq")]
    pub jbig200x200_seq: bool,
    #[rasn(identifier = "jbig200x200Prog")]
    pub jbig200x200_prog: bool,
    #[rasn(identifier = "jbig300x300Seq")]
    pub jbig300x300_seq: bool,
    #[rasn(identifier = "jbig300x300Prog")]
    pub jbig300x300_prog: bool,
    #[rasn(identifier = "digPhotoLow")]
    pub dig_photo_low: bool,
    #[rasn(identifier = "digPhotoMedSeq")]
    pub dig_photo_med_seq: bool,
    #[rasn(identifier = "digPhotoMedProg")]
    pub dig_photo_med_prog: bool,
    #[rasn(identifier = "digPhotoHighSeq")]
    pub dig_photo_high_seq: bool,
    #[rasn(identifier = "digPhotoHighProg")]
    pub dig_photo_high_prog: bool,
}

/// `T38FaxProfile`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct T38FaxProfile {
    #[rasn(identifier = "fillBitRemoval")]
    pub fill_bit_removal: bool,
    #[rasn(identifier = "transcodingJBIG")]
    pub transcoding_jbig: bool,
    #[rasn(identifier = "transcodingMMR")]
    pub transcoding_mmr: bool,
    #[rasn(extension_addition, value("0..=255"))]
    pub version: Option<u8>,
    #[rasn(extension_addition, identifier = "t38FaxRateManagement")]
    pub t38_fax_rate_management: Option<T38FaxRateManagement>,
    #[rasn(extension_addition, identifier = "t38FaxUdpOptions")]
    pub t38_fax_udp_options: Option<T38FaxUdpOptions>,
    #[rasn(extension_addition, identifier = "t38FaxTcpOptions")]
    pub t38_fax_tcp_options: Option<T38FaxTcpOptions>,
}

/// `T38FaxRateManagement`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum T38FaxRateManagement {
    localTCF,
    transferredTCF,
}

/// `T38FaxUdpOptions`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct T38FaxUdpOptions {
    #[rasn(identifier = "t38FaxMaxBuffer")]
    pub t38_fax_max_buffer: Option<Integer>,
    #[rasn(identifier = "t38FaxMaxDatagram")]
    pub t38_fax_max_datagram: Option<Integer>,
    #[rasn(identifier = "t38FaxUdpEC")]
    pub t38_fax_udp_ec: T38FaxUdpOptionsT38FaxUdpEC,
}

/// Part of [`T38FaxUdpOptions`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum T38FaxUdpOptionsT38FaxUdpEC {
    t38UDPFEC,
    t38UDPRedundancy,
}

/// `T38FaxTcpOptions`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct T38FaxTcpOptions {
    #[rasn(identifier = "t38TCPBidirectionalMode")]
    pub t38_tcpbidirectional_mode: bool,
}

/// `EncryptionAuthenticationAndIntegrity`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct EncryptionAuthenticationAndIntegrity {
    #[rasn(size("1..=256"), identifier = "encryptionCapability")]
    pub encryption_capability: Option<EncryptionCapability>,
    #[rasn(identifier = "authenticationCapability")]
    pub authentication_capability: Option<AuthenticationCapability>,
    #[rasn(identifier = "integrityCapability")]
    pub integrity_capability: Option<IntegrityCapability>,
    #[rasn(extension_addition, identifier = "genericH235SecurityCapability")]
    pub generic_h235_security_capability: Option<Box<GenericCapability>>,
}

/// `EncryptionCapability`.
pub type EncryptionCapability = Vec<MediaEncryptionAlgorithm>;

/// `MediaEncryptionAlgorithm`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MediaEncryptionAlgorithm {
    nonStandard(NonStandardParameter),
    algorithm(ObjectIdentifier),
}

/// `AuthenticationCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AuthenticationCapability {
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "antiSpamAlgorithm")]
    pub anti_spam_algorithm: Option<ObjectIdentifier>,
}

/// `IntegrityCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct IntegrityCapability {
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<NonStandardParameter>,
}

/// `UserInputCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum UserInputCapability {
    #[rasn(size("1..=16"))]
    nonStandard(Vec<NonStandardParameter>),
    basicString,
    iA5String,
    generalString,
    dtmf,
    hookflash,
    #[rasn(extension_addition)]
    extendedAlphanumeric,
    #[rasn(extension_addition)]
    encryptedBasicString,
    #[rasn(extension_addition)]
    encryptedIA5String,
    #[rasn(extension_addition)]
    encryptedGeneralString,
    #[rasn(extension_addition)]
    secureDTMF,
    #[rasn(extension_addition)]
    genericUserInputCapability(Box<GenericCapability>),
}

/// `ConferenceCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceCapability {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<Vec<NonStandardParameter>>,
    #[rasn(identifier = "chairControlCapability")]
    pub chair_control_capability: bool,
    #[rasn(extension_addition, identifier = "videoIndicateMixingCapability")]
    pub video_indicate_mixing_capability: Option<bool>,
    #[rasn(extension_addition, identifier = "multipointVisualizationCapability")]
    pub multipoint_visualization_capability: Option<bool>,
}
