//! The end of an admitted call (H.225.0 clause 7.14).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::common::{
    CallIdentifier, CallLinkage, CallReferenceValue, ConferenceIdentifier, EndpointIdentifier,
    GatekeeperIdentifier, NonStandardParameter, RequestSeqNum,
};
use crate::h225::ras::gatekeeper::{AltGKInfo, AlternateGK, RasUsageInformation};
use crate::h225::security::{CryptoH323Token, ICV, SecurityErrors2};
use crate::h225::service::{CallCapacity, CircuitInfo, GenericData, ServiceControlSession};
use crate::h225::setup::ReleaseCompleteReason;
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `DisengageRequest` (DRQ): a call is over, or has to end (H.225.0 clause 7.14.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DisengageRequest {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: EndpointIdentifier,
    #[rasn(identifier = "conferenceID")]
    pub conference_id: ConferenceIdentifier,
    #[rasn(identifier = "callReferenceValue")]
    pub call_reference_value: CallReferenceValue,
    #[rasn(identifier = "disengageReason")]
    pub disengage_reason: DisengageReason,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
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
    #[rasn(extension_addition, identifier = "answeredCall")]
    pub answered_call: Option<bool>,
    #[rasn(extension_addition, identifier = "callLinkage")]
    pub call_linkage: Option<CallLinkage>,
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
    #[rasn(extension_addition, identifier = "usageInformation")]
    pub usage_information: Option<RasUsageInformation>,
    #[rasn(extension_addition, identifier = "terminationCause")]
    pub termination_cause: Option<CallTerminationCause>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
}

impl DisengageRequest {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        endpoint_identifier: EndpointIdentifier,
        conference_id: ConferenceIdentifier,
        call_reference_value: CallReferenceValue,
        disengage_reason: DisengageReason,
    ) -> Self {
        Self {
            request_seq_num,
            endpoint_identifier,
            conference_id,
            call_reference_value,
            disengage_reason,
            non_standard_data: None,
            call_identifier: None,
            gatekeeper_identifier: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            answered_call: None,
            call_linkage: None,
            capacity: None,
            circuit_info: None,
            usage_information: None,
            termination_cause: None,
            service_control: None,
            generic_data: None,
        }
    }
}

/// `DisengageReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DisengageReason {
    forcedDrop,
    normalDrop,
    undefinedReason,
}

/// `CallTerminationCause`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CallTerminationCause {
    releaseCompleteReason(ReleaseCompleteReason),
    #[rasn(size("2..=32"))]
    releaseCompleteCauseIE(OctetString),
}

/// `DisengageConfirm` (DCF): the end of the call is noted (H.225.0 clause 7.14.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DisengageConfirm {
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
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
    #[rasn(extension_addition, identifier = "usageInformation")]
    pub usage_information: Option<RasUsageInformation>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
}

impl DisengageConfirm {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum) -> Self {
        Self {
            request_seq_num,
            non_standard_data: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            capacity: None,
            circuit_info: None,
            usage_information: None,
            generic_data: None,
            assigned_gatekeeper: None,
        }
    }
}

/// `DisengageReject` (DRJ): the end of the call is not accepted (H.225.0 clause 7.14.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DisengageReject {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "rejectReason")]
    pub reject_reason: DisengageRejectReason,
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

impl DisengageReject {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, reject_reason: DisengageRejectReason) -> Self {
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

/// `DisengageRejectReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum DisengageRejectReason {
    notRegistered,
    requestToDropOther,
    #[rasn(extension_addition)]
    securityDenial,
    #[rasn(extension_addition)]
    securityError(SecurityErrors2),
}
