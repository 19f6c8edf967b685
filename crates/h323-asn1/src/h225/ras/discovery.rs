//! Discovery of a gatekeeper (H.225.0 clause 7.8).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, TransportAddress};
use crate::h225::common::{
    GatekeeperIdentifier, NonStandardParameter, ProtocolIdentifier, RequestSeqNum,
};
use crate::h225::endpoint::EndpointType;
use crate::h225::ras::gatekeeper::{AltGKInfo, AlternateGK, Endpoint, RehomingModel};
use crate::h225::security::{CryptoH323Token, ICV, IntegrityMechanism, SecurityErrors};
use crate::h225::service::{FeatureSet, GenericData};
use crate::h225::setup::QseriesOptions;
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `GatekeeperRequest` (GRQ): an endpoint looks for a gatekeeper (H.225.0 clause 7.8.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GatekeeperRequest {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "rasAddress")]
    pub ras_address: TransportAddress,
    #[rasn(identifier = "endpointType")]
    pub endpoint_type: EndpointType,
    #[rasn(size("1..=128"), identifier = "gatekeeperIdentifier")]
    pub gatekeeper_identifier: Option<GatekeeperIdentifier>,
    #[rasn(identifier = "callServices")]
    pub call_services: Option<QseriesOptions>,
    #[rasn(identifier = "endpointAlias")]
    pub endpoint_alias: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "alternateEndpoints")]
    pub alternate_endpoints: Option<Vec<Endpoint>>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "authenticationCapability")]
    pub authentication_capability: Option<Vec<h235::AuthenticationMechanism>>,
    #[rasn(extension_addition, identifier = "algorithmOIDs")]
    pub algorithm_oids: Option<Vec<ObjectIdentifier>>,
    #[rasn(extension_addition)]
    pub integrity: Option<Vec<IntegrityMechanism>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "supportsAltGK")]
    pub supports_alt_gk: Option<()>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "supportsAssignedGK")]
    pub supports_assigned_gk: Option<bool>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
}

impl GatekeeperRequest {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        protocol_identifier: ProtocolIdentifier,
        ras_address: TransportAddress,
        endpoint_type: EndpointType,
    ) -> Self {
        Self {
            request_seq_num,
            protocol_identifier,
            non_standard_data: None,
            ras_address,
            endpoint_type,
            gatekeeper_identifier: None,
            call_services: None,
            endpoint_alias: None,
            alternate_endpoints: None,
            tokens: None,
            crypto_tokens: None,
            authentication_capability: None,
            algorithm_oids: None,
            integrity: None,
            integrity_check_value: None,
            supports_alt_gk: None,
            feature_set: None,
            generic_data: None,
            supports_assigned_gk: None,
            assigned_gatekeeper: None,
        }
    }
}

/// `GatekeeperConfirm` (GCF): the gatekeeper offers itself (H.225.0 clause 7.8.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GatekeeperConfirm {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(size("1..=128"), identifier = "gatekeeperIdentifier")]
    pub gatekeeper_identifier: Option<GatekeeperIdentifier>,
    #[rasn(identifier = "rasAddress")]
    pub ras_address: TransportAddress,
    #[rasn(extension_addition, identifier = "alternateGatekeeper")]
    pub alternate_gatekeeper: Option<Vec<AlternateGK>>,
    #[rasn(extension_addition, identifier = "authenticationMode")]
    pub authentication_mode: Option<h235::AuthenticationMechanism>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "algorithmOID")]
    pub algorithm_oid: Option<ObjectIdentifier>,
    #[rasn(extension_addition)]
    pub integrity: Option<Vec<IntegrityMechanism>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
    #[rasn(extension_addition, identifier = "rehomingModel")]
    pub rehoming_model: Option<RehomingModel>,
}

impl GatekeeperConfirm {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        protocol_identifier: ProtocolIdentifier,
        ras_address: TransportAddress,
    ) -> Self {
        Self {
            request_seq_num,
            protocol_identifier,
            non_standard_data: None,
            gatekeeper_identifier: None,
            ras_address,
            alternate_gatekeeper: None,
            authentication_mode: None,
            tokens: None,
            crypto_tokens: None,
            algorithm_oid: None,
            integrity: None,
            integrity_check_value: None,
            feature_set: None,
            generic_data: None,
            assigned_gatekeeper: None,
            rehoming_model: None,
        }
    }
}

/// `GatekeeperReject` (GRJ): the gatekeeper does not want the endpoint (H.225.0 clause 7.8.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GatekeeperReject {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(size("1..=128"), identifier = "gatekeeperIdentifier")]
    pub gatekeeper_identifier: Option<GatekeeperIdentifier>,
    #[rasn(identifier = "rejectReason")]
    pub reject_reason: GatekeeperRejectReason,
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
}

impl GatekeeperReject {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        protocol_identifier: ProtocolIdentifier,
        reject_reason: GatekeeperRejectReason,
    ) -> Self {
        Self {
            request_seq_num,
            protocol_identifier,
            non_standard_data: None,
            gatekeeper_identifier: None,
            reject_reason,
            alt_gk_info: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            feature_set: None,
            generic_data: None,
        }
    }
}

/// `GatekeeperRejectReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum GatekeeperRejectReason {
    resourceUnavailable,
    terminalExcluded,
    invalidRevision,
    undefinedReason,
    #[rasn(extension_addition)]
    securityDenial,
    #[rasn(extension_addition)]
    genericDataReason,
    #[rasn(extension_addition)]
    neededFeatureNotSupported,
    #[rasn(extension_addition)]
    securityError(SecurityErrors),
}
