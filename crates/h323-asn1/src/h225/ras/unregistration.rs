//! Unregistration (H.225.0 clause 7.10).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, TransportAddress};
use crate::h225::common::{
    EndpointIdentifier, GatekeeperIdentifier, NonStandardParameter, RequestSeqNum,
};
use crate::h225::endpoint::SupportedPrefix;
use crate::h225::ras::gatekeeper::{AddressPattern, AltGKInfo, AlternateGK, Endpoint};
use crate::h225::security::{CryptoH323Token, ICV, SecurityErrors2};
use crate::h225::service::GenericData;
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `UnregistrationRequest` (URQ): either side ends the registration (H.225.0 clause 7.10.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UnregistrationRequest {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "callSignalAddress")]
    pub call_signal_address: Vec<TransportAddress>,
    #[rasn(identifier = "endpointAlias")]
    pub endpoint_alias: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: Option<EndpointIdentifier>,
    #[rasn(extension_addition, identifier = "alternateEndpoints")]
    pub alternate_endpoints: Option<Vec<Endpoint>>,
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
    #[rasn(extension_addition)]
    pub reason: Option<UnregRequestReason>,
    #[rasn(extension_addition, identifier = "endpointAliasPattern")]
    pub endpoint_alias_pattern: Option<Vec<AddressPattern>>,
    #[rasn(extension_addition, identifier = "supportedPrefixes")]
    pub supported_prefixes: Option<Vec<SupportedPrefix>>,
    #[rasn(extension_addition, identifier = "alternateGatekeeper")]
    pub alternate_gatekeeper: Option<Vec<AlternateGK>>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
}

impl UnregistrationRequest {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, call_signal_address: Vec<TransportAddress>) -> Self {
        Self {
            request_seq_num,
            call_signal_address,
            endpoint_alias: None,
            non_standard_data: None,
            endpoint_identifier: None,
            alternate_endpoints: None,
            gatekeeper_identifier: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            reason: None,
            endpoint_alias_pattern: None,
            supported_prefixes: None,
            alternate_gatekeeper: None,
            generic_data: None,
            assigned_gatekeeper: None,
        }
    }
}

/// `UnregRequestReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum UnregRequestReason {
    reregistrationRequired,
    ttlExpired,
    securityDenial,
    undefinedReason,
    #[rasn(extension_addition)]
    maintenance,
    #[rasn(extension_addition)]
    securityError(SecurityErrors2),
    #[rasn(extension_addition)]
    registerWithAssignedGK,
}

/// `UnregistrationConfirm` (UCF): the registration is over (H.225.0 clause 7.10.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UnregistrationConfirm {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
}

impl UnregistrationConfirm {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum) -> Self {
        Self {
            request_seq_num,
            non_standard_data: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            generic_data: None,
            assigned_gatekeeper: None,
        }
    }
}

/// `UnregistrationReject` (URJ): the registration stays as it was (H.225.0 clause 7.10.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UnregistrationReject {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "rejectReason")]
    pub reject_reason: UnregRejectReason,
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
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
}

impl UnregistrationReject {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, reject_reason: UnregRejectReason) -> Self {
        Self {
            request_seq_num,
            reject_reason,
            non_standard_data: None,
            alt_gk_info: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            generic_data: None,
        }
    }
}

/// `UnregRejectReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum UnregRejectReason {
    notCurrentlyRegistered,
    callInProgress,
    undefinedReason,
    #[rasn(extension_addition)]
    permissionDenied,
    #[rasn(extension_addition)]
    securityDenial,
    #[rasn(extension_addition)]
    securityError(SecurityErrors2),
}
