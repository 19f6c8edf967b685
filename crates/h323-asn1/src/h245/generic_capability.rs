//! Generic capabilities and their parameters, multiplexed streams, telephony events and error correction (H.245 clause B.2.2).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::capability::{AlternativeCapabilitySet, CapabilityTableEntryNumber};
use crate::h245::data_capability::DataProtocolCapability;
use crate::h245::message::NonStandardParameter;
use crate::h245::multiplex_capability::{H222Capability, H223Capability};
use crate::text::GeneralString;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `GenericCapability`: a capability that another Recommendation defines, H.264 (H.241) for one,
/// with its parameters.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GenericCapability {
    #[rasn(identifier = "capabilityIdentifier")]
    pub capability_identifier: CapabilityIdentifier,
    #[rasn(identifier = "maxBitRate")]
    pub max_bit_rate: Option<u32>,
    pub collapsing: Option<Vec<GenericParameter>>,
    #[rasn(identifier = "nonCollapsing")]
    pub non_collapsing: Option<Vec<GenericParameter>>,
    #[rasn(identifier = "nonCollapsingRaw")]
    pub non_collapsing_raw: Option<OctetString>,
    pub transport: Option<DataProtocolCapability>,
}

impl GenericCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(capability_identifier: CapabilityIdentifier) -> Self {
        Self {
            capability_identifier,
            max_bit_rate: None,
            collapsing: None,
            non_collapsing: None,
            non_collapsing_raw: None,
            transport: None,
        }
    }
}

/// `CapabilityIdentifier`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CapabilityIdentifier {
    standard(ObjectIdentifier),
    h221NonStandard(NonStandardParameter),
    uuid(FixedOctetString<16>),
    #[rasn(size("1..=64"))]
    domainBased(Ia5String),
}

/// `GenericParameter`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GenericParameter {
    #[rasn(identifier = "parameterIdentifier")]
    pub parameter_identifier: ParameterIdentifier,
    #[rasn(identifier = "parameterValue")]
    pub parameter_value: ParameterValue,
    pub supersedes: Option<Vec<ParameterIdentifier>>,
}

impl GenericParameter {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(parameter_identifier: ParameterIdentifier, parameter_value: ParameterValue) -> Self {
        Self {
            parameter_identifier,
            parameter_value,
            supersedes: None,
        }
    }
}

/// `ParameterIdentifier`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ParameterIdentifier {
    #[rasn(value("0..=127"))]
    standard(u8),
    h221NonStandard(NonStandardParameter),
    uuid(FixedOctetString<16>),
    #[rasn(size("1..=64"))]
    domainBased(Ia5String),
}

/// `ParameterValue`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ParameterValue {
    logical,
    booleanArray(u8),
    unsignedMin(u16),
    unsignedMax(u16),
    unsigned32Min(u32),
    unsigned32Max(u32),
    octetString(OctetString),
    genericParameter(Vec<GenericParameter>),
}

/// `MultiplexedStreamCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplexedStreamCapability {
    #[rasn(identifier = "multiplexFormat")]
    pub multiplex_format: MultiplexFormat,
    #[rasn(identifier = "controlOnMuxStream")]
    pub control_on_mux_stream: bool,
    #[rasn(size("1..=256"), identifier = "capabilityOnMuxStream")]
    pub capability_on_mux_stream: Option<Vec<AlternativeCapabilitySet>>,
}

impl MultiplexedStreamCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(multiplex_format: MultiplexFormat) -> Self {
        Self {
            multiplex_format,
            control_on_mux_stream: false,
            capability_on_mux_stream: None,
        }
    }
}

/// `MultiplexFormat`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultiplexFormat {
    nonStandard(NonStandardParameter),
    h222Capability(H222Capability),
    h223Capability(H223Capability),
}

/// `AudioTelephonyEventCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AudioTelephonyEventCapability {
    #[rasn(value("96..=127"), identifier = "dynamicRTPPayloadType")]
    pub dynamic_rtppayload_type: u8,
    #[rasn(identifier = "audioTelephoneEvent")]
    pub audio_telephone_event: GeneralString,
}

impl AudioTelephonyEventCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(dynamic_rtppayload_type: u8, audio_telephone_event: GeneralString) -> Self {
        Self {
            dynamic_rtppayload_type,
            audio_telephone_event,
        }
    }
}

/// `AudioToneCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AudioToneCapability {
    #[rasn(value("96..=127"), identifier = "dynamicRTPPayloadType")]
    pub dynamic_rtppayload_type: u8,
}

impl AudioToneCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(dynamic_rtppayload_type: u8) -> Self {
        Self {
            dynamic_rtppayload_type,
        }
    }
}

/// `NoPTAudioTelephonyEventCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NoPTAudioTelephonyEventCapability {
    #[rasn(identifier = "audioTelephoneEvent")]
    pub audio_telephone_event: GeneralString,
}

impl NoPTAudioTelephonyEventCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(audio_telephone_event: GeneralString) -> Self {
        Self {
            audio_telephone_event,
        }
    }
}

/// `NoPTAudioToneCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NoPTAudioToneCapability {}

/// `MultiplePayloadStreamCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplePayloadStreamCapability {
    #[rasn(size("1..=256"))]
    pub capabilities: Vec<AlternativeCapabilitySet>,
}

impl MultiplePayloadStreamCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(capabilities: Vec<AlternativeCapabilitySet>) -> Self {
        Self { capabilities }
    }
}

/// `DepFECCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DepFECCapability {
    rfc2733(DepFECCapabilityRfc2733),
}

/// Part of [`DepFECCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DepFECCapabilityRfc2733 {
    #[rasn(identifier = "redundancyEncoding")]
    pub redundancy_encoding: bool,
    #[rasn(identifier = "separateStream")]
    pub separate_stream: DepFECCapabilityRfc2733SeparateStream,
}

impl DepFECCapabilityRfc2733 {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(separate_stream: DepFECCapabilityRfc2733SeparateStream) -> Self {
        Self {
            redundancy_encoding: false,
            separate_stream,
        }
    }
}

/// Part of [`DepFECCapabilityRfc2733`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DepFECCapabilityRfc2733SeparateStream {
    #[rasn(identifier = "separatePort")]
    pub separate_port: bool,
    #[rasn(identifier = "samePort")]
    pub same_port: bool,
}

/// `FECCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct FECCapability {
    #[rasn(identifier = "protectedCapability")]
    pub protected_capability: CapabilityTableEntryNumber,
    #[rasn(identifier = "fecScheme")]
    pub fec_scheme: Option<ObjectIdentifier>,
    #[rasn(identifier = "rfc2733Format")]
    pub rfc2733_format: Option<FECCapabilityRfc2733Format>,
}

impl FECCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(protected_capability: CapabilityTableEntryNumber) -> Self {
        Self {
            protected_capability,
            fec_scheme: None,
            rfc2733_format: None,
        }
    }
}

/// Part of [`FECCapability`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum FECCapabilityRfc2733Format {
    #[rasn(value("1.."))]
    rfc2733rfc2198(MaxRedundancy),
    #[rasn(value("1.."))]
    rfc2733sameport(MaxRedundancy),
    #[rasn(value("1.."))]
    rfc2733diffport(MaxRedundancy),
}

/// `MaxRedundancy`.
pub type MaxRedundancy = Integer;
