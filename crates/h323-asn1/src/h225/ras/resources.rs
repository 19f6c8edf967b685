//! The resources of a gateway (H.225.0 clause 7.18).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::common::{
    EndpointIdentifier, NonStandardParameter, ProtocolIdentifier, RequestSeqNum,
};
use crate::h225::endpoint::SupportedProtocols;
use crate::h225::security::{CryptoH323Token, ICV};
use crate::h225::service::{CallCapacity, GenericData};
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `ResourcesAvailableIndicate` (RAI): a gateway tells how much it has left (H.225.0 clause 7.18.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ResourcesAvailableIndicate {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: EndpointIdentifier,
    pub protocols: Vec<SupportedProtocols>,
    #[rasn(identifier = "almostOutOfResources")]
    pub almost_out_of_resources: bool,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
}

impl ResourcesAvailableIndicate {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        protocol_identifier: ProtocolIdentifier,
        endpoint_identifier: EndpointIdentifier,
        protocols: Vec<SupportedProtocols>,
        almost_out_of_resources: bool,
    ) -> Self {
        Self {
            request_seq_num,
            protocol_identifier,
            non_standard_data: None,
            endpoint_identifier,
            protocols,
            almost_out_of_resources,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            capacity: None,
            generic_data: None,
        }
    }
}

/// `ResourcesAvailableConfirm` (RAC): the gatekeeper noted that (H.225.0 clause 7.18.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ResourcesAvailableConfirm {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
}

impl ResourcesAvailableConfirm {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, protocol_identifier: ProtocolIdentifier) -> Self {
        Self {
            request_seq_num,
            protocol_identifier,
            non_standard_data: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            generic_data: None,
        }
    }
}
