//! Conference requests and responses (H.245 clause B.10).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::open::LogicalChannelNumber;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `ConferenceRequest`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ConferenceRequest {
    terminalListRequest,
    makeMeChair,
    cancelMakeMeChair,
    dropTerminal(TerminalLabel),
    requestTerminalID(TerminalLabel),
    enterH243Password,
    enterH243TerminalID,
    enterH243ConferenceID,
    #[rasn(extension_addition)]
    enterExtensionAddress,
    #[rasn(extension_addition)]
    requestChairTokenOwner,
    #[rasn(extension_addition)]
    requestTerminalCertificate(ConferenceRequestRequestTerminalCertificate),
    #[rasn(extension_addition, value("1..=65535"))]
    broadcastMyLogicalChannel(LogicalChannelNumber),
    #[rasn(extension_addition)]
    makeTerminalBroadcaster(TerminalLabel),
    #[rasn(extension_addition)]
    sendThisSource(TerminalLabel),
    #[rasn(extension_addition)]
    requestAllTerminalIDs,
    #[rasn(extension_addition)]
    remoteMCRequest(RemoteMCRequest),
}

/// Part of [`ConferenceRequest`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceRequestRequestTerminalCertificate {
    #[rasn(identifier = "terminalLabel")]
    pub terminal_label: Option<TerminalLabel>,
    #[rasn(size("1..=16"), identifier = "certSelectionCriteria")]
    pub cert_selection_criteria: Option<CertSelectionCriteria>,
    #[rasn(value("1..=4294967295"), identifier = "sRandom")]
    pub s_random: Option<u32>,
}

/// `CertSelectionCriteria`.
pub type CertSelectionCriteria = Vec<Criteria>;

/// `Criteria`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct Criteria {
    pub field: ObjectIdentifier,
    #[rasn(size("1..=65535"))]
    pub value: OctetString,
}

impl Criteria {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(field: ObjectIdentifier, value: OctetString) -> Self {
        Self { field, value }
    }
}

/// `TerminalLabel`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TerminalLabel {
    #[rasn(value("0..=192"), identifier = "mcuNumber")]
    pub mcu_number: McuNumber,
    #[rasn(value("0..=192"), identifier = "terminalNumber")]
    pub terminal_number: TerminalNumber,
}

impl TerminalLabel {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(mcu_number: McuNumber, terminal_number: TerminalNumber) -> Self {
        Self {
            mcu_number,
            terminal_number,
        }
    }
}

/// `McuNumber`.
pub type McuNumber = u8;

/// `TerminalNumber`.
pub type TerminalNumber = u8;

/// `ConferenceResponse`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ConferenceResponse {
    mCTerminalIDResponse(ConferenceResponseMCTerminalIDResponse),
    terminalIDResponse(ConferenceResponseTerminalIDResponse),
    conferenceIDResponse(ConferenceResponseConferenceIDResponse),
    passwordResponse(ConferenceResponsePasswordResponse),
    #[rasn(size("1..=256"))]
    terminalListResponse(Vec<TerminalLabel>),
    videoCommandReject,
    terminalDropReject,
    makeMeChairResponse(ConferenceResponseMakeMeChairResponse),
    #[rasn(extension_addition)]
    extensionAddressResponse(ConferenceResponseExtensionAddressResponse),
    #[rasn(extension_addition)]
    chairTokenOwnerResponse(ConferenceResponseChairTokenOwnerResponse),
    #[rasn(extension_addition)]
    terminalCertificateResponse(ConferenceResponseTerminalCertificateResponse),
    #[rasn(extension_addition)]
    broadcastMyLogicalChannelResponse(ConferenceResponseBroadcastMyLogicalChannelResponse),
    #[rasn(extension_addition)]
    makeTerminalBroadcasterResponse(ConferenceResponseMakeTerminalBroadcasterResponse),
    #[rasn(extension_addition)]
    sendThisSourceResponse(ConferenceResponseSendThisSourceResponse),
    #[rasn(extension_addition)]
    requestAllTerminalIDsResponse(RequestAllTerminalIDsResponse),
    #[rasn(extension_addition)]
    remoteMCResponse(RemoteMCResponse),
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceResponseMCTerminalIDResponse {
    #[rasn(identifier = "terminalLabel")]
    pub terminal_label: TerminalLabel,
    #[rasn(size("1..=128"), identifier = "terminalID")]
    pub terminal_id: TerminalID,
}

impl ConferenceResponseMCTerminalIDResponse {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(terminal_label: TerminalLabel, terminal_id: TerminalID) -> Self {
        Self {
            terminal_label,
            terminal_id,
        }
    }
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceResponseTerminalIDResponse {
    #[rasn(identifier = "terminalLabel")]
    pub terminal_label: TerminalLabel,
    #[rasn(size("1..=128"), identifier = "terminalID")]
    pub terminal_id: TerminalID,
}

impl ConferenceResponseTerminalIDResponse {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(terminal_label: TerminalLabel, terminal_id: TerminalID) -> Self {
        Self {
            terminal_label,
            terminal_id,
        }
    }
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceResponseConferenceIDResponse {
    #[rasn(identifier = "terminalLabel")]
    pub terminal_label: TerminalLabel,
    #[rasn(size("1..=32"), identifier = "conferenceID")]
    pub conference_id: ConferenceID,
}

impl ConferenceResponseConferenceIDResponse {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(terminal_label: TerminalLabel, conference_id: ConferenceID) -> Self {
        Self {
            terminal_label,
            conference_id,
        }
    }
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceResponsePasswordResponse {
    #[rasn(identifier = "terminalLabel")]
    pub terminal_label: TerminalLabel,
    #[rasn(size("1..=32"))]
    pub password: Password,
}

impl ConferenceResponsePasswordResponse {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(terminal_label: TerminalLabel, password: Password) -> Self {
        Self {
            terminal_label,
            password,
        }
    }
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ConferenceResponseMakeMeChairResponse {
    grantedChairToken,
    deniedChairToken,
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceResponseExtensionAddressResponse {
    #[rasn(size("1..=128"), identifier = "extensionAddress")]
    pub extension_address: TerminalID,
}

impl ConferenceResponseExtensionAddressResponse {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(extension_address: TerminalID) -> Self {
        Self { extension_address }
    }
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceResponseChairTokenOwnerResponse {
    #[rasn(identifier = "terminalLabel")]
    pub terminal_label: TerminalLabel,
    #[rasn(size("1..=128"), identifier = "terminalID")]
    pub terminal_id: TerminalID,
}

impl ConferenceResponseChairTokenOwnerResponse {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(terminal_label: TerminalLabel, terminal_id: TerminalID) -> Self {
        Self {
            terminal_label,
            terminal_id,
        }
    }
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceResponseTerminalCertificateResponse {
    #[rasn(identifier = "terminalLabel")]
    pub terminal_label: Option<TerminalLabel>,
    #[rasn(size("1..=65535"), identifier = "certificateResponse")]
    pub certificate_response: Option<OctetString>,
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ConferenceResponseBroadcastMyLogicalChannelResponse {
    grantedBroadcastMyLogicalChannel,
    deniedBroadcastMyLogicalChannel,
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ConferenceResponseMakeTerminalBroadcasterResponse {
    grantedMakeTerminalBroadcaster,
    deniedMakeTerminalBroadcaster,
}

/// Part of [`ConferenceResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ConferenceResponseSendThisSourceResponse {
    grantedSendThisSource,
    deniedSendThisSource,
}

/// `TerminalID`.
pub type TerminalID = OctetString;

/// `ConferenceID`.
pub type ConferenceID = OctetString;

/// `Password`.
pub type Password = OctetString;

/// `RequestAllTerminalIDsResponse`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestAllTerminalIDsResponse {
    #[rasn(identifier = "terminalInformation")]
    pub terminal_information: Vec<TerminalInformation>,
}

impl RequestAllTerminalIDsResponse {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(terminal_information: Vec<TerminalInformation>) -> Self {
        Self {
            terminal_information,
        }
    }
}

/// `TerminalInformation`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TerminalInformation {
    #[rasn(identifier = "terminalLabel")]
    pub terminal_label: TerminalLabel,
    #[rasn(size("1..=128"), identifier = "terminalID")]
    pub terminal_id: TerminalID,
}

impl TerminalInformation {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(terminal_label: TerminalLabel, terminal_id: TerminalID) -> Self {
        Self {
            terminal_label,
            terminal_id,
        }
    }
}

/// `RemoteMCRequest`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RemoteMCRequest {
    masterActivate,
    slaveActivate,
    deActivate,
}

/// `RemoteMCResponse`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RemoteMCResponse {
    accept,
    reject(RemoteMCResponseReject),
}

/// Part of [`RemoteMCResponse`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RemoteMCResponseReject {
    unspecified,
    functionNotSupported,
}
