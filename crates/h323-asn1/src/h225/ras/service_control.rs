//! Service control sessions (H.225.0 clause 7.20).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::common::{
    CallIdentifier, ConferenceIdentifier, EndpointIdentifier, NonStandardParameter, RequestSeqNum,
};
use crate::h225::security::{CryptoH323Token, ICV};
use crate::h225::service::{FeatureSet, GenericData, ServiceControlSession};
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `ServiceControlIndication` (SCI): either side opens, changes or closes a service (H.225.0 clause 7.20.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ServiceControlIndication {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "serviceControl")]
    pub service_control: Vec<ServiceControlSession>,
    #[rasn(size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: Option<EndpointIdentifier>,
    #[rasn(identifier = "callSpecific")]
    pub call_specific: Option<ServiceControlIndicationCallSpecific>,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
}

impl ServiceControlIndication {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        service_control: Vec<ServiceControlSession>,
    ) -> Self {
        Self {
            request_seq_num,
            non_standard_data: None,
            service_control,
            endpoint_identifier: None,
            call_specific: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            feature_set: None,
            generic_data: None,
        }
    }
}

/// Part of [`ServiceControlIndication`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ServiceControlIndicationCallSpecific {
    #[rasn(identifier = "callIdentifier")]
    pub call_identifier: CallIdentifier,
    #[rasn(identifier = "conferenceID")]
    pub conference_id: ConferenceIdentifier,
    #[rasn(identifier = "answeredCall")]
    pub answered_call: bool,
}

impl ServiceControlIndicationCallSpecific {
    /// With every optional component absent.
    pub fn new(
        call_identifier: CallIdentifier,
        conference_id: ConferenceIdentifier,
        answered_call: bool,
    ) -> Self {
        Self {
            call_identifier,
            conference_id,
            answered_call,
        }
    }
}

/// `ServiceControlResponse` (SCR): what became of that (H.225.0 clause 7.20.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ServiceControlResponse {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    pub result: Option<ServiceControlResponseResult>,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
}

impl ServiceControlResponse {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum) -> Self {
        Self {
            request_seq_num,
            result: None,
            non_standard_data: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            feature_set: None,
            generic_data: None,
        }
    }
}

/// Part of [`ServiceControlResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ServiceControlResponseResult {
    started,
    failed,
    stopped,
    notAvailable,
    neededFeatureNotSupported,
}
