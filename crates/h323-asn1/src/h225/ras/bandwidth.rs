//! Changes of the bandwidth of a call (H.225.0 clause 7.12).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::common::{
    BandWidth, CallIdentifier, CallLinkage, CallReferenceValue, ConferenceIdentifier,
    EndpointIdentifier, GatekeeperIdentifier, NonStandardParameter, RequestSeqNum,
};
use crate::h225::ras::admission::TransportQOS;
use crate::h225::ras::gatekeeper::{AltGKInfo, RasUsageInformation};
use crate::h225::ras::info::TransportChannelInfo;
use crate::h225::security::{CryptoH323Token, ICV, SecurityErrors2};
use crate::h225::service::{CallCapacity, GenericData};
use crate::h225::setup::CallType;
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `BandwidthRequest` (BRQ): either side asks for another bandwidth (H.225.0 clause 7.12.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct BandwidthRequest {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: EndpointIdentifier,
    #[rasn(identifier = "conferenceID")]
    pub conference_id: ConferenceIdentifier,
    #[rasn(identifier = "callReferenceValue")]
    pub call_reference_value: CallReferenceValue,
    #[rasn(identifier = "callType")]
    pub call_type: Option<CallType>,
    #[rasn(identifier = "bandWidth")]
    pub band_width: BandWidth,
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
    #[rasn(extension_addition, identifier = "usageInformation")]
    pub usage_information: Option<RasUsageInformation>,
    #[rasn(extension_addition, identifier = "bandwidthDetails")]
    pub bandwidth_details: Option<Vec<BandwidthDetails>>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "transportQOS")]
    pub transport_qos: Option<TransportQOS>,
}

impl BandwidthRequest {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        endpoint_identifier: EndpointIdentifier,
        conference_id: ConferenceIdentifier,
        call_reference_value: CallReferenceValue,
        band_width: BandWidth,
    ) -> Self {
        Self {
            request_seq_num,
            endpoint_identifier,
            conference_id,
            call_reference_value,
            call_type: None,
            band_width,
            non_standard_data: None,
            call_identifier: None,
            gatekeeper_identifier: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            answered_call: None,
            call_linkage: None,
            capacity: None,
            usage_information: None,
            bandwidth_details: None,
            generic_data: None,
            transport_qos: None,
        }
    }
}

/// `BandwidthDetails`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct BandwidthDetails {
    pub sender: bool,
    pub multicast: bool,
    pub bandwidth: BandWidth,
    #[rasn(identifier = "rtcpAddresses")]
    pub rtcp_addresses: TransportChannelInfo,
}

impl BandwidthDetails {
    /// With every optional component absent.
    pub fn new(
        sender: bool,
        multicast: bool,
        bandwidth: BandWidth,
        rtcp_addresses: TransportChannelInfo,
    ) -> Self {
        Self {
            sender,
            multicast,
            bandwidth,
            rtcp_addresses,
        }
    }
}

/// `BandwidthConfirm` (BCF): the bandwidth is changed (H.225.0 clause 7.12.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct BandwidthConfirm {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "bandWidth")]
    pub band_width: BandWidth,
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
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "transportQOS")]
    pub transport_qos: Option<TransportQOS>,
}

impl BandwidthConfirm {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, band_width: BandWidth) -> Self {
        Self {
            request_seq_num,
            band_width,
            non_standard_data: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            capacity: None,
            generic_data: None,
            transport_qos: None,
        }
    }
}

/// `BandwidthReject` (BRJ): the bandwidth is not changed (H.225.0 clause 7.12.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct BandwidthReject {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "rejectReason")]
    pub reject_reason: BandRejectReason,
    #[rasn(identifier = "allowedBandWidth")]
    pub allowed_band_width: BandWidth,
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

impl BandwidthReject {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        reject_reason: BandRejectReason,
        allowed_band_width: BandWidth,
    ) -> Self {
        Self {
            request_seq_num,
            reject_reason,
            allowed_band_width,
            non_standard_data: None,
            alt_gk_info: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            generic_data: None,
        }
    }
}

/// `BandRejectReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum BandRejectReason {
    notBound,
    invalidConferenceID,
    invalidPermission,
    insufficientResources,
    invalidRevision,
    undefinedReason,
    #[rasn(extension_addition)]
    securityDenial,
    #[rasn(extension_addition)]
    securityError(SecurityErrors2),
}
