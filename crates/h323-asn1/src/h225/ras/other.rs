//! Messages that belong to no request of their own (H.225.0 clauses 7.16, 7.17 and 7.19).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::common::{NonStandardParameter, RequestSeqNum};
use crate::h225::security::{CryptoH323Token, ICV};
use crate::h225::service::{FeatureSet, GenericData};
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `NonStandardMessage` (NSM): a message outside the Recommendation (H.225.0 clause 7.16).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NonStandardMessage {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: NonStandardParameter,
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

impl NonStandardMessage {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, non_standard_data: NonStandardParameter) -> Self {
        Self {
            request_seq_num,
            non_standard_data,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            feature_set: None,
            generic_data: None,
        }
    }
}

/// `UnknownMessageResponse` (XRS): the message was not understood (H.225.0 clause 7.17).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct UnknownMessageResponse {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "messageNotUnderstood")]
    pub message_not_understood: Option<OctetString>,
}

impl UnknownMessageResponse {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum) -> Self {
        Self {
            request_seq_num,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            message_not_understood: None,
        }
    }
}

/// `RequestInProgress` (RIP): the answer takes longer (H.225.0 clause 7.19).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestInProgress {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(value("1..=65535"))]
    pub delay: u16,
}

impl RequestInProgress {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, delay: u16) -> Self {
        Self {
            request_seq_num,
            non_standard_data: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            delay,
        }
    }
}
