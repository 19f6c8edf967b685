//! Admission of a call (H.225.0 clause 7.11).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, PartyNumber, TransportAddress};
use crate::h225::common::{
    BandWidth, CallIdentifier, CallLinkage, CallReferenceValue, ConferenceIdentifier,
    EndpointIdentifier, GatekeeperIdentifier, NonStandardParameter, RequestSeqNum,
};
use crate::h225::endpoint::{DataRate, EndpointType, SupportedProtocols, TunnelledProtocol};
use crate::h225::message::LanguageTag;
use crate::h225::ras::gatekeeper::{
    AltGKInfo, AlternateGK, AlternateTransportAddresses, Endpoint, RasUsageSpecification,
    UseSpecifiedTransport,
};
use crate::h225::security::{CryptoH323Token, ICV, SecurityErrors2};
use crate::h225::service::{
    CallCapacity, CircuitInfo, FeatureSet, GenericData, ServiceControlSession,
};
use crate::h225::setup::{CallType, QseriesOptions};
use crate::h235;
use crate::h245;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `AdmissionRequest` (ARQ): an endpoint asks to place or take a call (H.225.0 clause 7.11.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AdmissionRequest {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "callType")]
    pub call_type: CallType,
    #[rasn(identifier = "callModel")]
    pub call_model: Option<CallModel>,
    #[rasn(size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: EndpointIdentifier,
    #[rasn(identifier = "destinationInfo")]
    pub destination_info: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "destCallSignalAddress")]
    pub dest_call_signal_address: Option<TransportAddress>,
    #[rasn(identifier = "destExtraCallInfo")]
    pub dest_extra_call_info: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "srcInfo")]
    pub src_info: Vec<AliasAddress>,
    #[rasn(identifier = "srcCallSignalAddress")]
    pub src_call_signal_address: Option<TransportAddress>,
    #[rasn(identifier = "bandWidth")]
    pub band_width: BandWidth,
    #[rasn(identifier = "callReferenceValue")]
    pub call_reference_value: CallReferenceValue,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "callServices")]
    pub call_services: Option<QseriesOptions>,
    #[rasn(identifier = "conferenceID")]
    pub conference_id: ConferenceIdentifier,
    #[rasn(identifier = "activeMC")]
    pub active_mc: bool,
    #[rasn(identifier = "answerCall")]
    pub answer_call: bool,
    #[rasn(extension_addition, identifier = "canMapAlias")]
    pub can_map_alias: Option<bool>,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition, identifier = "srcAlternatives")]
    pub src_alternatives: Option<Vec<Endpoint>>,
    #[rasn(extension_addition, identifier = "destAlternatives")]
    pub dest_alternatives: Option<Vec<Endpoint>>,
    #[rasn(
        extension_addition,
        size("1..=128"),
        identifier = "gatekeeperIdentifier"
    )]
    pub gatekeeper_identifier: Option<GatekeeperIdentifier>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "transportQOS")]
    pub transport_qos: Option<TransportQOS>,
    #[rasn(extension_addition, identifier = "willSupplyUUIEs")]
    pub will_supply_uuies: Option<bool>,
    #[rasn(extension_addition, identifier = "callLinkage")]
    pub call_linkage: Option<CallLinkage>,
    #[rasn(extension_addition, identifier = "gatewayDataRate")]
    pub gateway_data_rate: Option<DataRate>,
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
    #[rasn(extension_addition, identifier = "desiredProtocols")]
    pub desired_protocols: Option<Vec<SupportedProtocols>>,
    #[rasn(extension_addition, identifier = "desiredTunnelledProtocol")]
    pub desired_tunnelled_protocol: Option<TunnelledProtocol>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "canMapSrcAlias")]
    pub can_map_src_alias: Option<bool>,
}

impl AdmissionRequest {
    /// With every optional component absent, and every BOOLEAN false.
    pub fn new(
        request_seq_num: RequestSeqNum,
        call_type: CallType,
        endpoint_identifier: EndpointIdentifier,
        src_info: Vec<AliasAddress>,
        band_width: BandWidth,
        call_reference_value: CallReferenceValue,
        conference_id: ConferenceIdentifier,
    ) -> Self {
        Self {
            request_seq_num,
            call_type,
            call_model: None,
            endpoint_identifier,
            destination_info: None,
            dest_call_signal_address: None,
            dest_extra_call_info: None,
            src_info,
            src_call_signal_address: None,
            band_width,
            call_reference_value,
            non_standard_data: None,
            call_services: None,
            conference_id,
            active_mc: false,
            answer_call: false,
            can_map_alias: None,
            call_identifier: None,
            src_alternatives: None,
            dest_alternatives: None,
            gatekeeper_identifier: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            transport_qos: None,
            will_supply_uuies: None,
            call_linkage: None,
            gateway_data_rate: None,
            capacity: None,
            circuit_info: None,
            desired_protocols: None,
            desired_tunnelled_protocol: None,
            feature_set: None,
            generic_data: None,
            can_map_src_alias: None,
        }
    }
}

/// `CallModel`: whether call signalling goes to the endpoint or through the gatekeeper.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CallModel {
    direct,
    gatekeeperRouted,
}

/// `TransportQOS`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum TransportQOS {
    endpointControlled,
    gatekeeperControlled,
    noControl,
    #[rasn(extension_addition, size("1..=256"))]
    qOSCapabilities(Vec<h245::QOSCapability>),
}

/// `AdmissionConfirm` (ACF): the call is admitted (H.225.0 clause 7.11.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AdmissionConfirm {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "bandWidth")]
    pub band_width: BandWidth,
    #[rasn(identifier = "callModel")]
    pub call_model: CallModel,
    #[rasn(identifier = "destCallSignalAddress")]
    pub dest_call_signal_address: TransportAddress,
    #[rasn(value("1..=65535"), identifier = "irrFrequency")]
    pub irr_frequency: Option<u16>,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "destinationInfo")]
    pub destination_info: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "destExtraCallInfo")]
    pub dest_extra_call_info: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "destinationType")]
    pub destination_type: Option<EndpointType>,
    #[rasn(extension_addition, identifier = "remoteExtensionAddress")]
    pub remote_extension_address: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "alternateEndpoints")]
    pub alternate_endpoints: Option<Vec<Endpoint>>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "transportQOS")]
    pub transport_qos: Option<TransportQOS>,
    #[rasn(extension_addition, identifier = "willRespondToIRR")]
    pub will_respond_to_irr: Option<bool>,
    #[rasn(extension_addition, identifier = "uuiesRequested")]
    pub uuies_requested: Option<UUIEsRequested>,
    #[rasn(extension_addition)]
    pub language: Option<Vec<LanguageTag>>,
    #[rasn(extension_addition, identifier = "alternateTransportAddresses")]
    pub alternate_transport_addresses: Option<AlternateTransportAddresses>,
    #[rasn(extension_addition, identifier = "useSpecifiedTransport")]
    pub use_specified_transport: Option<UseSpecifiedTransport>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
    #[rasn(extension_addition, identifier = "usageSpec")]
    pub usage_spec: Option<Vec<RasUsageSpecification>>,
    #[rasn(extension_addition, identifier = "supportedProtocols")]
    pub supported_protocols: Option<Vec<SupportedProtocols>>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition, identifier = "multipleCalls")]
    pub multiple_calls: Option<bool>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "modifiedSrcInfo")]
    pub modified_src_info: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
}

impl AdmissionConfirm {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        band_width: BandWidth,
        call_model: CallModel,
        dest_call_signal_address: TransportAddress,
    ) -> Self {
        Self {
            request_seq_num,
            band_width,
            call_model,
            dest_call_signal_address,
            irr_frequency: None,
            non_standard_data: None,
            destination_info: None,
            dest_extra_call_info: None,
            destination_type: None,
            remote_extension_address: None,
            alternate_endpoints: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            transport_qos: None,
            will_respond_to_irr: None,
            uuies_requested: None,
            language: None,
            alternate_transport_addresses: None,
            use_specified_transport: None,
            circuit_info: None,
            usage_spec: None,
            supported_protocols: None,
            service_control: None,
            multiple_calls: None,
            feature_set: None,
            generic_data: None,
            modified_src_info: None,
            assigned_gatekeeper: None,
        }
    }
}

/// `UUIEsRequested`: the call signalling messages that the gatekeeper wants copies of.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UUIEsRequested {
    pub setup: bool,
    #[rasn(identifier = "callProceeding")]
    pub call_proceeding: bool,
    pub connect: bool,
    pub alerting: bool,
    pub information: bool,
    #[rasn(identifier = "releaseComplete")]
    pub release_complete: bool,
    pub facility: bool,
    pub progress: bool,
    pub empty: bool,
    #[rasn(extension_addition)]
    pub status: Option<bool>,
    #[rasn(extension_addition, identifier = "statusInquiry")]
    pub status_inquiry: Option<bool>,
    #[rasn(extension_addition, identifier = "setupAcknowledge")]
    pub setup_acknowledge: Option<bool>,
    #[rasn(extension_addition)]
    pub notify: Option<bool>,
}

/// `AdmissionReject` (ARJ): the call is not admitted (H.225.0 clause 7.11.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AdmissionReject {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "rejectReason")]
    pub reject_reason: AdmissionRejectReason,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "altGKInfo")]
    pub alt_gk_info: Option<AltGKInfo>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "callSignalAddress")]
    pub call_signal_address: Option<Vec<TransportAddress>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
}

impl AdmissionReject {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, reject_reason: AdmissionRejectReason) -> Self {
        Self {
            request_seq_num,
            reject_reason,
            non_standard_data: None,
            alt_gk_info: None,
            tokens: None,
            crypto_tokens: None,
            call_signal_address: None,
            integrity_check_value: None,
            service_control: None,
            feature_set: None,
            generic_data: None,
            assigned_gatekeeper: None,
        }
    }
}

/// `AdmissionRejectReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum AdmissionRejectReason {
    calledPartyNotRegistered,
    invalidPermission,
    requestDenied,
    undefinedReason,
    callerNotRegistered,
    routeCallToGatekeeper,
    invalidEndpointIdentifier,
    resourceUnavailable,
    #[rasn(extension_addition)]
    securityDenial,
    #[rasn(extension_addition)]
    qosControlNotSupported,
    #[rasn(extension_addition)]
    incompleteAddress,
    #[rasn(extension_addition)]
    aliasesInconsistent,
    #[rasn(extension_addition)]
    routeCallToSCN(Vec<PartyNumber>),
    #[rasn(extension_addition)]
    exceedsCallCapacity,
    #[rasn(extension_addition)]
    collectDestination,
    #[rasn(extension_addition)]
    collectPIN,
    #[rasn(extension_addition)]
    genericDataReason,
    #[rasn(extension_addition)]
    neededFeatureNotSupported,
    #[rasn(extension_addition)]
    securityError(SecurityErrors2),
    #[rasn(extension_addition)]
    securityDHmismatch,
    #[rasn(extension_addition)]
    noRouteToDestination,
    #[rasn(extension_addition)]
    unallocatedNumber,
    #[rasn(extension_addition)]
    registerWithAssignedGK,
}
