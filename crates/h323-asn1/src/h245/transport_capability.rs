//! H.225.0 multiplex, quality of service, transport, redundancy and multipoint capabilities (H.245 clause B.2.2).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::capability::CapabilityTableEntryNumber;
use crate::h245::data_capability::DataApplicationCapability;
use crate::h245::message::NonStandardParameter;
use crate::h245::rtp_channel::RTPPayloadType;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `H2250Capability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H2250Capability {
    #[rasn(value("0..=1023"), identifier = "maximumAudioDelayJitter")]
    pub maximum_audio_delay_jitter: u16,
    #[rasn(identifier = "receiveMultipointCapability")]
    pub receive_multipoint_capability: MultipointCapability,
    #[rasn(identifier = "transmitMultipointCapability")]
    pub transmit_multipoint_capability: MultipointCapability,
    #[rasn(identifier = "receiveAndTransmitMultipointCapability")]
    pub receive_and_transmit_multipoint_capability: MultipointCapability,
    #[rasn(identifier = "mcCapability")]
    pub mc_capability: H2250CapabilityMcCapability,
    #[rasn(identifier = "rtcpVideoControlCapability")]
    pub rtcp_video_control_capability: bool,
    #[rasn(identifier = "mediaPacketizationCapability")]
    pub media_packetization_capability: MediaPacketizationCapability,
    #[rasn(extension_addition, identifier = "transportCapability")]
    pub transport_capability: Option<TransportCapability>,
    #[rasn(
        extension_addition,
        size("1..=256"),
        identifier = "redundancyEncodingCapability"
    )]
    pub redundancy_encoding_capability: Option<Vec<RedundancyEncodingCapability>>,
    #[rasn(extension_addition, identifier = "logicalChannelSwitchingCapability")]
    pub logical_channel_switching_capability: Option<bool>,
    #[rasn(extension_addition, identifier = "t120DynamicPortCapability")]
    pub t120_dynamic_port_capability: Option<bool>,
}

impl H2250Capability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        maximum_audio_delay_jitter: u16,
        receive_multipoint_capability: MultipointCapability,
        transmit_multipoint_capability: MultipointCapability,
        receive_and_transmit_multipoint_capability: MultipointCapability,
        mc_capability: H2250CapabilityMcCapability,
        media_packetization_capability: MediaPacketizationCapability,
    ) -> Self {
        Self {
            maximum_audio_delay_jitter,
            receive_multipoint_capability,
            transmit_multipoint_capability,
            receive_and_transmit_multipoint_capability,
            mc_capability,
            rtcp_video_control_capability: false,
            media_packetization_capability,
            transport_capability: None,
            redundancy_encoding_capability: None,
            logical_channel_switching_capability: None,
            t120_dynamic_port_capability: None,
        }
    }
}

/// Part of [`H2250Capability`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H2250CapabilityMcCapability {
    #[rasn(identifier = "centralizedConferenceMC")]
    pub centralized_conference_mc: bool,
    #[rasn(identifier = "decentralizedConferenceMC")]
    pub decentralized_conference_mc: bool,
}

/// `MediaPacketizationCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MediaPacketizationCapability {
    #[rasn(identifier = "h261aVideoPacketization")]
    pub h261a_video_packetization: bool,
    #[rasn(extension_addition, size("1..=256"), identifier = "rtpPayloadType")]
    pub rtp_payload_type: Option<Vec<RTPPayloadType>>,
}

/// `RSVPParameters`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RSVPParameters {
    #[rasn(identifier = "qosMode")]
    pub qos_mode: Option<QOSMode>,
    #[rasn(value("1..=4294967295"), identifier = "tokenRate")]
    pub token_rate: Option<u32>,
    #[rasn(value("1..=4294967295"), identifier = "bucketSize")]
    pub bucket_size: Option<u32>,
    #[rasn(value("1..=4294967295"), identifier = "peakRate")]
    pub peak_rate: Option<u32>,
    #[rasn(value("1..=4294967295"), identifier = "minPoliced")]
    pub min_policed: Option<u32>,
    #[rasn(value("1..=4294967295"), identifier = "maxPktSize")]
    pub max_pkt_size: Option<u32>,
}

/// `QOSMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum QOSMode {
    guaranteedQOS,
    controlledLoad,
}

/// `ATMParameters`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ATMParameters {
    #[rasn(identifier = "maxNTUSize")]
    pub max_ntusize: u16,
    #[rasn(identifier = "atmUBR")]
    pub atm_ubr: bool,
    #[rasn(identifier = "atmrtVBR")]
    pub atmrt_vbr: bool,
    #[rasn(identifier = "atmnrtVBR")]
    pub atmnrt_vbr: bool,
    #[rasn(identifier = "atmABR")]
    pub atm_abr: bool,
    #[rasn(identifier = "atmCBR")]
    pub atm_cbr: bool,
}

impl ATMParameters {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(max_ntusize: u16) -> Self {
        Self {
            max_ntusize,
            atm_ubr: false,
            atmrt_vbr: false,
            atmnrt_vbr: false,
            atm_abr: false,
            atm_cbr: false,
        }
    }
}

/// `ServicePriorityValue`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ServicePriorityValue {
    #[rasn(identifier = "nonStandardParameter")]
    pub non_standard_parameter: Option<NonStandardParameter>,
    #[rasn(extension_addition, value("0..=255"))]
    pub value: Option<u8>,
}

/// `ServicePriority`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ServicePriority {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "servicePrioritySignalled")]
    pub service_priority_signalled: bool,
    #[rasn(identifier = "servicePriorityValue")]
    pub service_priority_value: Option<ServicePriorityValue>,
    #[rasn(extension_addition, value("0..=4095"), identifier = "serviceClass")]
    pub service_class: Option<u16>,
    #[rasn(extension_addition, value("0..=255"), identifier = "serviceSubclass")]
    pub service_subclass: Option<u8>,
}

/// `AuthorizationParameters`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AuthorizationParameters {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
}

/// `QOSType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum QOSType {
    desired,
    required,
}

/// `QOSClass`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum QOSClass {
    class0,
    class1,
    class2,
    class3,
    class4,
    class5,
}

/// `QOSDescriptor`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct QOSDescriptor {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "qosType")]
    pub qos_type: QOSType,
    #[rasn(identifier = "qosClass")]
    pub qos_class: QOSClass,
}

impl QOSDescriptor {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(qos_type: QOSType, qos_class: QOSClass) -> Self {
        Self {
            non_standard_data: None,
            qos_type,
            qos_class,
        }
    }
}

/// `GenericTransportParameters`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GenericTransportParameters {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(value("1..=4294967295"), identifier = "averageRate")]
    pub average_rate: Option<u32>,
    #[rasn(value("1..=4294967295"))]
    pub burst: Option<u32>,
    #[rasn(value("1..=4294967295"), identifier = "peakRate")]
    pub peak_rate: Option<u32>,
    #[rasn(value("1..=4294967295"), identifier = "maxPktSize")]
    pub max_pkt_size: Option<u32>,
}

/// `QOSCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct QOSCapability {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "rsvpParameters")]
    pub rsvp_parameters: Option<RSVPParameters>,
    #[rasn(identifier = "atmParameters")]
    pub atm_parameters: Option<ATMParameters>,
    #[rasn(extension_addition, identifier = "localQoS")]
    pub local_qo_s: Option<bool>,
    #[rasn(extension_addition, identifier = "genericTransportParameters")]
    pub generic_transport_parameters: Option<GenericTransportParameters>,
    #[rasn(extension_addition, identifier = "servicePriority")]
    pub service_priority: Option<Box<ServicePriority>>,
    #[rasn(extension_addition, identifier = "authorizationParameter")]
    pub authorization_parameter: Option<AuthorizationParameters>,
    #[rasn(extension_addition, identifier = "qosDescriptor")]
    pub qos_descriptor: Option<QOSDescriptor>,
    #[rasn(extension_addition, value("0..=63"), identifier = "dscpValue")]
    pub dscp_value: Option<u8>,
}

/// `MediaTransportType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MediaTransportType {
    #[rasn(identifier = "ip-UDP")]
    ip_UDP,
    #[rasn(identifier = "ip-TCP")]
    ip_TCP,
    #[rasn(identifier = "atm-AAL5-UNIDIR")]
    atm_AAL5_UNIDIR,
    #[rasn(identifier = "atm-AAL5-BIDIR")]
    atm_AAL5_BIDIR,
    #[rasn(extension_addition, identifier = "atm-AAL5-compressed")]
    atm_AAL5_compressed(MediaTransportTypeAtmAAL5Compressed),
}

/// Part of [`MediaTransportType`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MediaTransportTypeAtmAAL5Compressed {
    #[rasn(identifier = "variable-delta")]
    pub variable_delta: bool,
}

/// `MediaChannelCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MediaChannelCapability {
    #[rasn(identifier = "mediaTransport")]
    pub media_transport: Option<MediaTransportType>,
}

/// `TransportCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TransportCapability {
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<NonStandardParameter>,
    #[rasn(size("1..=256"), identifier = "qOSCapabilities")]
    pub q_oscapabilities: Option<Vec<QOSCapability>>,
    #[rasn(size("1..=256"), identifier = "mediaChannelCapabilities")]
    pub media_channel_capabilities: Option<Vec<MediaChannelCapability>>,
}

/// `RedundancyEncodingCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RedundancyEncodingCapability {
    #[rasn(identifier = "redundancyEncodingMethod")]
    pub redundancy_encoding_method: RedundancyEncodingMethod,
    #[rasn(identifier = "primaryEncoding")]
    pub primary_encoding: CapabilityTableEntryNumber,
    #[rasn(size("1..=256"), identifier = "secondaryEncoding")]
    pub secondary_encoding: Option<Vec<CapabilityTableEntryNumber>>,
}

impl RedundancyEncodingCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        redundancy_encoding_method: RedundancyEncodingMethod,
        primary_encoding: CapabilityTableEntryNumber,
    ) -> Self {
        Self {
            redundancy_encoding_method,
            primary_encoding,
            secondary_encoding: None,
        }
    }
}

/// `RedundancyEncodingMethod`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RedundancyEncodingMethod {
    nonStandard(NonStandardParameter),
    rtpAudioRedundancyEncoding,
    #[rasn(extension_addition)]
    rtpH263VideoRedundancyEncoding(RTPH263VideoRedundancyEncoding),
}

/// `RTPH263VideoRedundancyEncoding`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RTPH263VideoRedundancyEncoding {
    #[rasn(value("1..=16"), identifier = "numberOfThreads")]
    pub number_of_threads: u8,
    #[rasn(value("1..=256"), identifier = "framesBetweenSyncPoints")]
    pub frames_between_sync_points: u16,
    #[rasn(identifier = "frameToThreadMapping")]
    pub frame_to_thread_mapping: RTPH263VideoRedundancyEncodingFrameToThreadMapping,
    #[rasn(size("1..=256"), identifier = "containedThreads")]
    pub contained_threads: Option<Vec<RTPH263VideoRedundancyEncodingContainedThreadsItem>>,
}

impl RTPH263VideoRedundancyEncoding {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        number_of_threads: u8,
        frames_between_sync_points: u16,
        frame_to_thread_mapping: RTPH263VideoRedundancyEncodingFrameToThreadMapping,
    ) -> Self {
        Self {
            number_of_threads,
            frames_between_sync_points,
            frame_to_thread_mapping,
            contained_threads: None,
        }
    }
}

/// Part of [`RTPH263VideoRedundancyEncoding`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RTPH263VideoRedundancyEncodingFrameToThreadMapping {
    roundrobin,
    #[rasn(size("1..=256"))]
    custom(Vec<RTPH263VideoRedundancyFrameMapping>),
}

/// Part of [`RTPH263VideoRedundancyEncoding`].
#[derive(AsnType, Clone, Copy, Debug, Decode, Described, Encode, Eq, PartialEq)]
#[rasn(delegate, value("0..=15"))]
pub struct RTPH263VideoRedundancyEncodingContainedThreadsItem(pub u8);

/// `RTPH263VideoRedundancyFrameMapping`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RTPH263VideoRedundancyFrameMapping {
    #[rasn(value("0..=15"), identifier = "threadNumber")]
    pub thread_number: u8,
    #[rasn(size("1..=256"), identifier = "frameSequence")]
    pub frame_sequence: Vec<u8>,
}

impl RTPH263VideoRedundancyFrameMapping {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(thread_number: u8, frame_sequence: Vec<u8>) -> Self {
        Self {
            thread_number,
            frame_sequence,
        }
    }
}

/// `MultipointCapability`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultipointCapability {
    #[rasn(identifier = "multicastCapability")]
    pub multicast_capability: bool,
    #[rasn(identifier = "multiUniCastConference")]
    pub multi_uni_cast_conference: bool,
    #[rasn(identifier = "mediaDistributionCapability")]
    pub media_distribution_capability: Vec<MediaDistributionCapability>,
}

impl MultipointCapability {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(media_distribution_capability: Vec<MediaDistributionCapability>) -> Self {
        Self {
            multicast_capability: false,
            multi_uni_cast_conference: false,
            media_distribution_capability,
        }
    }
}

/// `MediaDistributionCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MediaDistributionCapability {
    #[rasn(identifier = "centralizedControl")]
    pub centralized_control: bool,
    #[rasn(identifier = "distributedControl")]
    pub distributed_control: bool,
    #[rasn(identifier = "centralizedAudio")]
    pub centralized_audio: bool,
    #[rasn(identifier = "distributedAudio")]
    pub distributed_audio: bool,
    #[rasn(identifier = "centralizedVideo")]
    pub centralized_video: bool,
    #[rasn(identifier = "distributedVideo")]
    pub distributed_video: bool,
    #[rasn(identifier = "centralizedData")]
    pub centralized_data: Option<Vec<DataApplicationCapability>>,
    #[rasn(identifier = "distributedData")]
    pub distributed_data: Option<Vec<DataApplicationCapability>>,
}
