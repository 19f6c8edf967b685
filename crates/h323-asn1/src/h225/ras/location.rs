//! Location of an endpoint (H.225.0 clause 7.13).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, PartyNumber, TransportAddress};
use crate::h225::common::{
    BandWidth, CallIdentifier, EndpointIdentifier, GatekeeperIdentifier, NonStandardParameter,
    RequestSeqNum,
};
use crate::h225::endpoint::{EndpointType, SupportedProtocols, TunnelledProtocol};
use crate::h225::message::LanguageTag;
use crate::h225::ras::gatekeeper::{AltGKInfo, AlternateTransportAddresses, Endpoint};
use crate::h225::security::{CryptoH323Token, ICV, SecurityErrors2};
use crate::h225::service::{CircuitInfo, FeatureSet, GenericData, ServiceControlSession};
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `LocationRequest` (LRQ): somebody looks for an endpoint by its alias (H.225.0 clause 7.13.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct LocationRequest {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: Option<EndpointIdentifier>,
    #[rasn(identifier = "destinationInfo")]
    pub destination_info: Vec<AliasAddress>,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "replyAddress")]
    pub reply_address: TransportAddress,
    #[rasn(extension_addition, identifier = "sourceInfo")]
    pub source_info: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "canMapAlias")]
    pub can_map_alias: Option<bool>,
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
    #[rasn(extension_addition, identifier = "desiredProtocols")]
    pub desired_protocols: Option<Vec<SupportedProtocols>>,
    #[rasn(extension_addition, identifier = "desiredTunnelledProtocol")]
    pub desired_tunnelled_protocol: Option<TunnelledProtocol>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, value("1..=255"), identifier = "hopCount")]
    pub hop_count: Option<u8>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition, identifier = "bandWidth")]
    pub band_width: Option<BandWidth>,
    #[rasn(extension_addition, identifier = "sourceEndpointInfo")]
    pub source_endpoint_info: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "canMapSrcAlias")]
    pub can_map_src_alias: Option<bool>,
    #[rasn(extension_addition)]
    pub language: Option<Vec<LanguageTag>>,
}

impl LocationRequest {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        destination_info: Vec<AliasAddress>,
        reply_address: TransportAddress,
    ) -> Self {
        Self {
            request_seq_num,
            endpoint_identifier: None,
            destination_info,
            non_standard_data: None,
            reply_address,
            source_info: None,
            can_map_alias: None,
            gatekeeper_identifier: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            desired_protocols: None,
            desired_tunnelled_protocol: None,
            feature_set: None,
            generic_data: None,
            hop_count: None,
            circuit_info: None,
            call_identifier: None,
            band_width: None,
            source_endpoint_info: None,
            can_map_src_alias: None,
            language: None,
        }
    }
}

/// `LocationConfirm` (LCF): the endpoint is there (H.225.0 clause 7.13.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct LocationConfirm {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "callSignalAddress")]
    pub call_signal_address: TransportAddress,
    #[rasn(identifier = "rasAddress")]
    pub ras_address: TransportAddress,
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
    #[rasn(extension_addition, identifier = "alternateTransportAddresses")]
    pub alternate_transport_addresses: Option<AlternateTransportAddresses>,
    #[rasn(extension_addition, identifier = "supportedProtocols")]
    pub supported_protocols: Option<Vec<SupportedProtocols>>,
    #[rasn(extension_addition, identifier = "multipleCalls")]
    pub multiple_calls: Option<bool>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition, identifier = "modifiedSrcInfo")]
    pub modified_src_info: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "bandWidth")]
    pub band_width: Option<BandWidth>,
}

impl LocationConfirm {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        call_signal_address: TransportAddress,
        ras_address: TransportAddress,
    ) -> Self {
        Self {
            request_seq_num,
            call_signal_address,
            ras_address,
            non_standard_data: None,
            destination_info: None,
            dest_extra_call_info: None,
            destination_type: None,
            remote_extension_address: None,
            alternate_endpoints: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            alternate_transport_addresses: None,
            supported_protocols: None,
            multiple_calls: None,
            feature_set: None,
            generic_data: None,
            circuit_info: None,
            service_control: None,
            modified_src_info: None,
            band_width: None,
        }
    }
}

/// `LocationReject` (LRJ): the endpoint is not told (H.225.0 clause 7.13.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct LocationReject {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "rejectReason")]
    pub reject_reason: LocationRejectReason,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
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
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
}

impl LocationReject {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, reject_reason: LocationRejectReason) -> Self {
        Self {
            request_seq_num,
            reject_reason,
            non_standard_data: None,
            alt_gk_info: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            feature_set: None,
            generic_data: None,
            service_control: None,
        }
    }
}

/// `LocationRejectReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum LocationRejectReason {
    notRegistered,
    invalidPermission,
    requestDenied,
    undefinedReason,
    #[rasn(extension_addition)]
    securityDenial,
    #[rasn(extension_addition)]
    aliasesInconsistent,
    #[rasn(extension_addition)]
    routeCalltoSCN(Vec<PartyNumber>),
    #[rasn(extension_addition)]
    resourceUnavailable,
    #[rasn(extension_addition)]
    genericDataReason,
    #[rasn(extension_addition)]
    neededFeatureNotSupported,
    #[rasn(extension_addition)]
    hopCountExceeded,
    #[rasn(extension_addition)]
    incompleteAddress,
    #[rasn(extension_addition)]
    securityError(SecurityErrors2),
    #[rasn(extension_addition)]
    securityDHmismatch,
    #[rasn(extension_addition)]
    noRouteToDestination,
    #[rasn(extension_addition)]
    unallocatedNumber,
}
