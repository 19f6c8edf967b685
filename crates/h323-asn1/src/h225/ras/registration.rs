//! Registration with a gatekeeper (H.225.0 clause 7.9).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, TransportAddress};
use crate::h225::common::{
    BandWidth, EndpointIdentifier, GatekeeperIdentifier, H248PackagesDescriptor,
    NonStandardParameter, ProtocolIdentifier, RequestSeqNum, TimeToLive,
};
use crate::h225::endpoint::{EndpointType, SupportedPrefix, VendorIdentifier};
use crate::h225::message::LanguageTag;
use crate::h225::ras::admission::TransportQOS;
use crate::h225::ras::gatekeeper::{
    AddressPattern, AltGKInfo, AlternateGK, AlternateTransportAddresses, CallCreditCapability,
    CapacityReportingCapability, CapacityReportingSpecification, Endpoint, RasUsageInfoTypes,
    RasUsageSpecification, RehomingModel, UseSpecifiedTransport,
};
use crate::h225::security::{CryptoH323Token, ICV, SecurityErrors};
use crate::h225::service::{CallCapacity, FeatureSet, GenericData, ServiceControlSession};
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `RegistrationRequest` (RRQ): an endpoint registers, or keeps its registration alive (H.225.0 clause 7.9.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RegistrationRequest {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "discoveryComplete")]
    pub discovery_complete: bool,
    #[rasn(identifier = "callSignalAddress")]
    pub call_signal_address: Vec<TransportAddress>,
    #[rasn(identifier = "rasAddress")]
    pub ras_address: Vec<TransportAddress>,
    #[rasn(identifier = "terminalType")]
    pub terminal_type: EndpointType,
    #[rasn(identifier = "terminalAlias")]
    pub terminal_alias: Option<Vec<AliasAddress>>,
    #[rasn(size("1..=128"), identifier = "gatekeeperIdentifier")]
    pub gatekeeper_identifier: Option<GatekeeperIdentifier>,
    #[rasn(identifier = "endpointVendor")]
    pub endpoint_vendor: VendorIdentifier,
    #[rasn(extension_addition, identifier = "alternateEndpoints")]
    pub alternate_endpoints: Option<Vec<Endpoint>>,
    #[rasn(extension_addition, value("1..=4294967295"), identifier = "timeToLive")]
    pub time_to_live: Option<TimeToLive>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "keepAlive")]
    pub keep_alive: Option<bool>,
    #[rasn(extension_addition, size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: Option<EndpointIdentifier>,
    #[rasn(extension_addition, identifier = "willSupplyUUIEs")]
    pub will_supply_uuies: Option<bool>,
    #[rasn(extension_addition, identifier = "maintainConnection")]
    pub maintain_connection: Option<bool>,
    #[rasn(extension_addition, identifier = "alternateTransportAddresses")]
    pub alternate_transport_addresses: Option<AlternateTransportAddresses>,
    #[rasn(extension_addition, identifier = "additiveRegistration")]
    pub additive_registration: Option<()>,
    #[rasn(extension_addition, identifier = "terminalAliasPattern")]
    pub terminal_alias_pattern: Option<Vec<AddressPattern>>,
    #[rasn(extension_addition, identifier = "supportsAltGK")]
    pub supports_alt_gk: Option<()>,
    #[rasn(extension_addition, identifier = "usageReportingCapability")]
    pub usage_reporting_capability: Option<RasUsageInfoTypes>,
    #[rasn(extension_addition, identifier = "multipleCalls")]
    pub multiple_calls: Option<bool>,
    #[rasn(extension_addition, identifier = "supportedH248Packages")]
    pub supported_h248_packages: Option<Vec<H248PackagesDescriptor>>,
    #[rasn(extension_addition, identifier = "callCreditCapability")]
    pub call_credit_capability: Option<CallCreditCapability>,
    #[rasn(extension_addition, identifier = "capacityReportingCapability")]
    pub capacity_reporting_capability: Option<CapacityReportingCapability>,
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition)]
    pub restart: Option<()>,
    #[rasn(extension_addition, identifier = "supportsACFSequences")]
    pub supports_acf_sequences: Option<()>,
    #[rasn(extension_addition, identifier = "supportsAssignedGK")]
    pub supports_assigned_gk: Option<bool>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
    #[rasn(extension_addition, identifier = "transportQOS")]
    pub transport_qos: Option<TransportQOS>,
    #[rasn(extension_addition)]
    pub language: Option<Vec<LanguageTag>>,
}

impl RegistrationRequest {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        protocol_identifier: ProtocolIdentifier,
        discovery_complete: bool,
        call_signal_address: Vec<TransportAddress>,
        ras_address: Vec<TransportAddress>,
        terminal_type: EndpointType,
        endpoint_vendor: VendorIdentifier,
    ) -> Self {
        Self {
            request_seq_num,
            protocol_identifier,
            non_standard_data: None,
            discovery_complete,
            call_signal_address,
            ras_address,
            terminal_type,
            terminal_alias: None,
            gatekeeper_identifier: None,
            endpoint_vendor,
            alternate_endpoints: None,
            time_to_live: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            keep_alive: None,
            endpoint_identifier: None,
            will_supply_uuies: None,
            maintain_connection: None,
            alternate_transport_addresses: None,
            additive_registration: None,
            terminal_alias_pattern: None,
            supports_alt_gk: None,
            usage_reporting_capability: None,
            multiple_calls: None,
            supported_h248_packages: None,
            call_credit_capability: None,
            capacity_reporting_capability: None,
            capacity: None,
            feature_set: None,
            generic_data: None,
            restart: None,
            supports_acf_sequences: None,
            supports_assigned_gk: None,
            assigned_gatekeeper: None,
            transport_qos: None,
            language: None,
        }
    }
}

/// `RegistrationConfirm` (RCF): the endpoint is registered (H.225.0 clause 7.9.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RegistrationConfirm {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "callSignalAddress")]
    pub call_signal_address: Vec<TransportAddress>,
    #[rasn(identifier = "terminalAlias")]
    pub terminal_alias: Option<Vec<AliasAddress>>,
    #[rasn(size("1..=128"), identifier = "gatekeeperIdentifier")]
    pub gatekeeper_identifier: Option<GatekeeperIdentifier>,
    #[rasn(size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: EndpointIdentifier,
    #[rasn(extension_addition, identifier = "alternateGatekeeper")]
    pub alternate_gatekeeper: Option<Vec<AlternateGK>>,
    #[rasn(extension_addition, value("1..=4294967295"), identifier = "timeToLive")]
    pub time_to_live: Option<TimeToLive>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "willRespondToIRR")]
    pub will_respond_to_irr: Option<bool>,
    #[rasn(extension_addition, identifier = "preGrantedARQ")]
    pub pre_granted_arq: Option<RegistrationConfirmPreGrantedARQ>,
    #[rasn(extension_addition, identifier = "maintainConnection")]
    pub maintain_connection: Option<bool>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition, identifier = "supportsAdditiveRegistration")]
    pub supports_additive_registration: Option<()>,
    #[rasn(extension_addition, identifier = "terminalAliasPattern")]
    pub terminal_alias_pattern: Option<Vec<AddressPattern>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
    #[rasn(extension_addition, identifier = "usageSpec")]
    pub usage_spec: Option<Vec<RasUsageSpecification>>,
    #[rasn(extension_addition, identifier = "featureServerAlias")]
    pub feature_server_alias: Option<AliasAddress>,
    #[rasn(extension_addition, identifier = "capacityReportingSpec")]
    pub capacity_reporting_spec: Option<CapacityReportingSpecification>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
    #[rasn(extension_addition, identifier = "rehomingModel")]
    pub rehoming_model: Option<RehomingModel>,
    #[rasn(extension_addition, identifier = "transportQOS")]
    pub transport_qos: Option<TransportQOS>,
}

impl RegistrationConfirm {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        protocol_identifier: ProtocolIdentifier,
        call_signal_address: Vec<TransportAddress>,
        endpoint_identifier: EndpointIdentifier,
    ) -> Self {
        Self {
            request_seq_num,
            protocol_identifier,
            non_standard_data: None,
            call_signal_address,
            terminal_alias: None,
            gatekeeper_identifier: None,
            endpoint_identifier,
            alternate_gatekeeper: None,
            time_to_live: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            will_respond_to_irr: None,
            pre_granted_arq: None,
            maintain_connection: None,
            service_control: None,
            supports_additive_registration: None,
            terminal_alias_pattern: None,
            supported_prefixes: None,
            usage_spec: None,
            feature_server_alias: None,
            capacity_reporting_spec: None,
            feature_set: None,
            generic_data: None,
            assigned_gatekeeper: None,
            rehoming_model: None,
            transport_qos: None,
        }
    }
}

/// What the endpoint may do without an AdmissionRequest.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RegistrationConfirmPreGrantedARQ {
    #[rasn(identifier = "makeCall")]
    pub make_call: bool,
    #[rasn(identifier = "useGKCallSignalAddressToMakeCall")]
    pub use_gk_call_signal_address_to_make_call: bool,
    #[rasn(identifier = "answerCall")]
    pub answer_call: bool,
    #[rasn(identifier = "useGKCallSignalAddressToAnswer")]
    pub use_gk_call_signal_address_to_answer: bool,
    #[rasn(
        extension_addition,
        value("1..=65535"),
        identifier = "irrFrequencyInCall"
    )]
    pub irr_frequency_in_call: Option<u16>,
    #[rasn(extension_addition, identifier = "totalBandwidthRestriction")]
    pub total_bandwidth_restriction: Option<BandWidth>,
    #[rasn(extension_addition, identifier = "alternateTransportAddresses")]
    pub alternate_transport_addresses: Option<AlternateTransportAddresses>,
    #[rasn(extension_addition, identifier = "useSpecifiedTransport")]
    pub use_specified_transport: Option<UseSpecifiedTransport>,
}

/// `RegistrationReject` (RRJ): the endpoint is not registered (H.225.0 clause 7.9.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RegistrationReject {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "rejectReason")]
    pub reject_reason: RegistrationRejectReason,
    #[rasn(size("1..=128"), identifier = "gatekeeperIdentifier")]
    pub gatekeeper_identifier: Option<GatekeeperIdentifier>,
    #[rasn(extension_addition, identifier = "altGKInfo")]
    pub alt_gk_info: Option<AltGKInfo>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
}

impl RegistrationReject {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        protocol_identifier: ProtocolIdentifier,
        reject_reason: RegistrationRejectReason,
    ) -> Self {
        Self {
            request_seq_num,
            protocol_identifier,
            non_standard_data: None,
            reject_reason,
            gatekeeper_identifier: None,
            alt_gk_info: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            feature_set: None,
            generic_data: None,
            assigned_gatekeeper: None,
        }
    }
}

/// `RegistrationRejectReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RegistrationRejectReason {
    discoveryRequired,
    invalidRevision,
    invalidCallSignalAddress,
    invalidRASAddress,
    duplicateAlias(Vec<AliasAddress>),
    invalidTerminalType,
    undefinedReason,
    transportNotSupported,
    #[rasn(extension_addition)]
    transportQOSNotSupported,
    #[rasn(extension_addition)]
    resourceUnavailable,
    #[rasn(extension_addition)]
    invalidAlias,
    #[rasn(extension_addition)]
    securityDenial,
    #[rasn(extension_addition)]
    fullRegistrationRequired,
    #[rasn(extension_addition)]
    additiveRegistrationNotSupported,
    #[rasn(extension_addition)]
    invalidTerminalAliases(RegistrationRejectReasonInvalidTerminalAliases),
    #[rasn(extension_addition)]
    genericDataReason,
    #[rasn(extension_addition)]
    neededFeatureNotSupported,
    #[rasn(extension_addition)]
    securityError(SecurityErrors),
    #[rasn(extension_addition)]
    registerWithAssignedGK,
}

/// Part of [`RegistrationRejectReason`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RegistrationRejectReasonInvalidTerminalAliases {
    #[rasn(identifier = "terminalAlias")]
    pub terminal_alias: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "terminalAliasPattern")]
    pub terminal_alias_pattern: Option<Vec<AddressPattern>>,
    #[rasn(identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
}
