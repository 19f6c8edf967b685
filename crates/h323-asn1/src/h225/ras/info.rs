//! Information about an endpoint and its calls (H.225.0 clause 7.15).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, TransportAddress};
use crate::h225::common::{
    BandWidth, CallIdentifier, CallLinkage, CallReferenceValue, ConferenceIdentifier,
    EndpointIdentifier, NonStandardParameter, RequestSeqNum,
};
use crate::h225::endpoint::EndpointType;
use crate::h225::message::H323UUPDU;
use crate::h225::ras::admission::{CallModel, UUIEsRequested};
use crate::h225::ras::gatekeeper::{
    AltGKInfo, AlternateGK, RasUsageInfoTypes, RasUsageInformation,
};
use crate::h225::security::{CryptoH323Token, ICV, SecurityErrors2};
use crate::h225::service::{CallCapacity, CircuitInfo, GenericData};
use crate::h225::setup::CallType;
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `InfoRequest` (IRQ): the gatekeeper asks about an endpoint or a call (H.225.0 clause 7.15.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct InfoRequest {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "callReferenceValue")]
    pub call_reference_value: CallReferenceValue,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "replyAddress")]
    pub reply_address: Option<TransportAddress>,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "uuiesRequested")]
    pub uuies_requested: Option<UUIEsRequested>,
    #[rasn(extension_addition, identifier = "callLinkage")]
    pub call_linkage: Option<CallLinkage>,
    #[rasn(extension_addition, identifier = "usageInfoRequested")]
    pub usage_info_requested: Option<RasUsageInfoTypes>,
    #[rasn(extension_addition, identifier = "segmentedResponseSupported")]
    pub segmented_response_supported: Option<()>,
    #[rasn(extension_addition, identifier = "nextSegmentRequested")]
    pub next_segment_requested: Option<u16>,
    #[rasn(extension_addition, identifier = "capacityInfoRequested")]
    pub capacity_info_requested: Option<()>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
    #[rasn(extension_addition, identifier = "assignedGatekeeper")]
    pub assigned_gatekeeper: Option<AlternateGK>,
}

impl InfoRequest {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, call_reference_value: CallReferenceValue) -> Self {
        Self {
            request_seq_num,
            call_reference_value,
            non_standard_data: None,
            reply_address: None,
            call_identifier: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            uuies_requested: None,
            call_linkage: None,
            usage_info_requested: None,
            segmented_response_supported: None,
            next_segment_requested: None,
            capacity_info_requested: None,
            generic_data: None,
            assigned_gatekeeper: None,
        }
    }
}

/// `InfoRequestResponse` (IRR): an endpoint tells about itself and its calls (H.225.0 clause 7.15.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct InfoRequestResponse {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "endpointType")]
    pub endpoint_type: EndpointType,
    #[rasn(size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: EndpointIdentifier,
    #[rasn(identifier = "rasAddress")]
    pub ras_address: TransportAddress,
    #[rasn(identifier = "callSignalAddress")]
    pub call_signal_address: Vec<TransportAddress>,
    #[rasn(identifier = "endpointAlias")]
    pub endpoint_alias: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "perCallInfo")]
    pub per_call_info: Option<Vec<InfoRequestResponsePerCallInfo>>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
    #[rasn(extension_addition, identifier = "needResponse")]
    pub need_response: Option<bool>,
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "irrStatus")]
    pub irr_status: Option<InfoRequestResponseStatus>,
    #[rasn(extension_addition)]
    pub unsolicited: Option<bool>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
}

impl InfoRequestResponse {
    /// With every optional component absent.
    pub fn new(
        request_seq_num: RequestSeqNum,
        endpoint_type: EndpointType,
        endpoint_identifier: EndpointIdentifier,
        ras_address: TransportAddress,
        call_signal_address: Vec<TransportAddress>,
    ) -> Self {
        Self {
            non_standard_data: None,
            request_seq_num,
            endpoint_type,
            endpoint_identifier,
            ras_address,
            call_signal_address,
            endpoint_alias: None,
            per_call_info: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
            need_response: None,
            capacity: None,
            irr_status: None,
            unsolicited: None,
            generic_data: None,
        }
    }
}

/// One call of the endpoint.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct InfoRequestResponsePerCallInfo {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "callReferenceValue")]
    pub call_reference_value: CallReferenceValue,
    #[rasn(identifier = "conferenceID")]
    pub conference_id: ConferenceIdentifier,
    pub originator: Option<bool>,
    pub audio: Option<Vec<RTPSession>>,
    pub video: Option<Vec<RTPSession>>,
    pub data: Option<Vec<TransportChannelInfo>>,
    pub h245: TransportChannelInfo,
    #[rasn(identifier = "callSignalling")]
    pub call_signalling: TransportChannelInfo,
    #[rasn(identifier = "callType")]
    pub call_type: CallType,
    #[rasn(identifier = "bandWidth")]
    pub band_width: BandWidth,
    #[rasn(identifier = "callModel")]
    pub call_model: CallModel,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "substituteConfIDs")]
    pub substitute_conf_ids: Option<Vec<ConferenceIdentifier>>,
    #[rasn(extension_addition)]
    pub pdu: Option<Vec<InfoRequestResponsePerCallInfoPdu>>,
    #[rasn(extension_addition, identifier = "callLinkage")]
    pub call_linkage: Option<CallLinkage>,
    #[rasn(extension_addition, identifier = "usageInformation")]
    pub usage_information: Option<RasUsageInformation>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
}

impl InfoRequestResponsePerCallInfo {
    /// With every optional component absent.
    pub fn new(
        call_reference_value: CallReferenceValue,
        conference_id: ConferenceIdentifier,
        h245: TransportChannelInfo,
        call_signalling: TransportChannelInfo,
        call_type: CallType,
        band_width: BandWidth,
        call_model: CallModel,
    ) -> Self {
        Self {
            non_standard_data: None,
            call_reference_value,
            conference_id,
            originator: None,
            audio: None,
            video: None,
            data: None,
            h245,
            call_signalling,
            call_type,
            band_width,
            call_model,
            call_identifier: None,
            tokens: None,
            crypto_tokens: None,
            substitute_conf_ids: None,
            pdu: None,
            call_linkage: None,
            usage_information: None,
            circuit_info: None,
        }
    }
}

/// Part of [`InfoRequestResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct InfoRequestResponsePerCallInfoPdu {
    pub h323pdu: H323UUPDU,
    pub sent: bool,
}

/// `InfoRequestResponseStatus`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum InfoRequestResponseStatus {
    complete,
    incomplete,
    segment(u16),
    invalidCall,
}

/// The number of a session in `associatedSessionIds`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(delegate, value("1..=255"))]
pub struct AssociatedSessionId(pub u8);

/// `RTPSession`: a media stream of a call.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RTPSession {
    #[rasn(identifier = "rtpAddress")]
    pub rtp_address: TransportChannelInfo,
    #[rasn(identifier = "rtcpAddress")]
    pub rtcp_address: TransportChannelInfo,
    /// PrintableString, whose characters take eight bits as those of IA5String do (X.691 clause
    /// 30.5.2). Other characters are read too.
    pub cname: Ia5String,
    #[rasn(value("1..=4294967295"))]
    pub ssrc: u32,
    #[rasn(value("1..=255"), identifier = "sessionId")]
    pub session_id: u8,
    #[rasn(identifier = "associatedSessionIds")]
    pub associated_session_ids: Vec<AssociatedSessionId>,
    #[rasn(extension_addition)]
    pub multicast: Option<()>,
    #[rasn(extension_addition)]
    pub bandwidth: Option<BandWidth>,
}

impl RTPSession {
    /// With every optional component absent.
    pub fn new(
        rtp_address: TransportChannelInfo,
        rtcp_address: TransportChannelInfo,
        cname: Ia5String,
        ssrc: u32,
        session_id: u8,
        associated_session_ids: Vec<AssociatedSessionId>,
    ) -> Self {
        Self {
            rtp_address,
            rtcp_address,
            cname,
            ssrc,
            session_id,
            associated_session_ids,
            multicast: None,
            bandwidth: None,
        }
    }
}

/// `TransportChannelInfo`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TransportChannelInfo {
    #[rasn(identifier = "sendAddress")]
    pub send_address: Option<TransportAddress>,
    #[rasn(identifier = "recvAddress")]
    pub recv_address: Option<TransportAddress>,
}

/// `InfoRequestAck` (IACK): the gatekeeper has the information (H.225.0 clause 7.15.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct InfoRequestAck {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
}

impl InfoRequestAck {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum) -> Self {
        Self {
            request_seq_num,
            non_standard_data: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
        }
    }
}

/// `InfoRequestNak` (INAK): the gatekeeper does not take the information (H.225.0 clause 7.15.4).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct InfoRequestNak {
    #[rasn(value("1..=65535"), identifier = "requestSeqNum")]
    pub request_seq_num: RequestSeqNum,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "nakReason")]
    pub nak_reason: InfoRequestNakReason,
    #[rasn(identifier = "altGKInfo")]
    pub alt_gk_info: Option<AltGKInfo>,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(identifier = "integrityCheckValue")]
    pub integrity_check_value: Option<ICV>,
}

impl InfoRequestNak {
    /// With every optional component absent.
    pub fn new(request_seq_num: RequestSeqNum, nak_reason: InfoRequestNakReason) -> Self {
        Self {
            request_seq_num,
            non_standard_data: None,
            nak_reason,
            alt_gk_info: None,
            tokens: None,
            crypto_tokens: None,
            integrity_check_value: None,
        }
    }
}

/// `InfoRequestNakReason`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum InfoRequestNakReason {
    notRegistered,
    securityDenial,
    undefinedReason,
    #[rasn(extension_addition)]
    securityError(SecurityErrors2),
}
