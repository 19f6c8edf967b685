//! The root of call signalling (H.225.0 clause 7) and its smaller message bodies.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, DisplayName, TransportAddress};
use crate::h225::common::{
    CallIdentifier, CallLinkage, ConferenceIdentifier, NonStandardParameter, ProtocolIdentifier,
};
use crate::h225::endpoint::{EndpointType, TunnelledProtocol};
use crate::h225::security::{CryptoH323Token, H245Security};
use crate::h225::service::{
    CallCapacity, CircuitInfo, FeatureSet, GenericData, ServiceControlSession,
};
use crate::h225::setup::{
    FacilityUUIE, PresentationIndicator, ReleaseCompleteUUIE, ScreeningIndicator, SetupUUIE,
};
use crate::h235;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `H323-UserInformation`: what the User-User information element of every call signalling message
/// carries (H.225.0 clause 7.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "H323-UserInformation")]
#[non_exhaustive]
pub struct H323UserInformation {
    #[rasn(identifier = "h323-uu-pdu")]
    pub h323_uu_pdu: H323UUPDU,
    #[rasn(identifier = "user-data")]
    pub user_data: Option<H323UserInformationUserData>,
}

impl H323UserInformation {
    /// With every optional component absent.
    pub fn new(h323_uu_pdu: H323UUPDU) -> Self {
        Self {
            h323_uu_pdu,
            user_data: None,
        }
    }
}

/// Octets of the user-to-user service, with the protocol that reads them.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H323UserInformationUserData {
    #[rasn(identifier = "protocol-discriminator")]
    pub protocol_discriminator: u8,
    #[rasn(size("1..=131"), identifier = "user-information")]
    pub user_information: OctetString,
}

impl H323UserInformationUserData {
    /// With every optional component absent.
    pub fn new(protocol_discriminator: u8, user_information: OctetString) -> Self {
        Self {
            protocol_discriminator,
            user_information,
        }
    }
}

/// `H323-UU-PDU`: the H.323 part: one message body and what rides with it.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "H323-UU-PDU")]
#[non_exhaustive]
pub struct H323UUPDU {
    #[rasn(identifier = "h323-message-body")]
    pub h323_message_body: H323UUPDUH323MessageBody,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(extension_addition, identifier = "h4501SupplementaryService")]
    pub h4501_supplementary_service: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "h245Tunnelling")]
    pub h245_tunnelling: Option<bool>,
    #[rasn(extension_addition, identifier = "h245Control")]
    pub h245_control: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "nonStandardControl")]
    pub non_standard_control: Option<Vec<NonStandardParameter>>,
    #[rasn(extension_addition, identifier = "callLinkage")]
    pub call_linkage: Option<CallLinkage>,
    #[rasn(extension_addition, identifier = "tunnelledSignallingMessage")]
    pub tunnelled_signalling_message: Option<H323UUPDUTunnelledSignallingMessage>,
    #[rasn(extension_addition, identifier = "provisionalRespToH245Tunnelling")]
    pub provisional_resp_to_h245_tunnelling: Option<()>,
    #[rasn(extension_addition, identifier = "stimulusControl")]
    pub stimulus_control: Option<StimulusControl>,
    #[rasn(extension_addition, identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
}

impl H323UUPDU {
    /// With every optional component absent.
    pub fn new(h323_message_body: H323UUPDUH323MessageBody) -> Self {
        Self {
            h323_message_body,
            non_standard_data: None,
            h4501_supplementary_service: None,
            h245_tunnelling: None,
            h245_control: None,
            non_standard_control: None,
            call_linkage: None,
            tunnelled_signalling_message: None,
            provisional_resp_to_h245_tunnelling: None,
            stimulus_control: None,
            generic_data: None,
        }
    }
}

/// The body, chosen by the Q.931 message type that carries it; `empty` goes with a Facility that
/// only transports.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H323UUPDUH323MessageBody {
    setup(Box<SetupUUIE>),
    callProceeding(Box<CallProceedingUUIE>),
    connect(Box<ConnectUUIE>),
    alerting(Box<AlertingUUIE>),
    information(Box<InformationUUIE>),
    releaseComplete(Box<ReleaseCompleteUUIE>),
    facility(Box<FacilityUUIE>),
    #[rasn(extension_addition)]
    progress(Box<ProgressUUIE>),
    #[rasn(extension_addition)]
    empty,
    #[rasn(extension_addition)]
    status(Box<StatusUUIE>),
    #[rasn(extension_addition)]
    statusInquiry(Box<StatusInquiryUUIE>),
    #[rasn(extension_addition)]
    setupAcknowledge(Box<SetupAcknowledgeUUIE>),
    #[rasn(extension_addition)]
    notify(Box<NotifyUUIE>),
}

/// Whole messages of another signalling protocol, tunnelled (H.323 Annex M).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H323UUPDUTunnelledSignallingMessage {
    #[rasn(identifier = "tunnelledProtocolID")]
    pub tunnelled_protocol_id: TunnelledProtocol,
    #[rasn(identifier = "messageContent")]
    pub message_content: Vec<OctetString>,
    #[rasn(identifier = "tunnellingRequired")]
    pub tunnelling_required: Option<()>,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
}

impl H323UUPDUTunnelledSignallingMessage {
    /// With every optional component absent.
    pub fn new(
        tunnelled_protocol_id: TunnelledProtocol,
        message_content: Vec<OctetString>,
    ) -> Self {
        Self {
            tunnelled_protocol_id,
            message_content,
            tunnelling_required: None,
            non_standard_data: None,
        }
    }
}

/// `StimulusControl`: stimulus signalling (H.323 Annex L).
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct StimulusControl {
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<NonStandardParameter>,
    #[rasn(identifier = "isText")]
    pub is_text: Option<()>,
    #[rasn(identifier = "h248Message")]
    pub h248_message: Option<OctetString>,
}

/// `Alerting-UUIE`: body of Alerting (H.225.0 clause 7.3.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "Alerting-UUIE")]
#[non_exhaustive]
pub struct AlertingUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "destinationInfo")]
    pub destination_info: EndpointType,
    #[rasn(identifier = "h245Address")]
    pub h245_address: Option<TransportAddress>,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition, identifier = "h245SecurityMode")]
    pub h245_security_mode: Option<H245Security>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "fastStart")]
    pub fast_start: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "multipleCalls")]
    pub multiple_calls: Option<bool>,
    #[rasn(extension_addition, identifier = "maintainConnection")]
    pub maintain_connection: Option<bool>,
    #[rasn(extension_addition, identifier = "alertingAddress")]
    pub alerting_address: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "presentationIndicator")]
    pub presentation_indicator: Option<PresentationIndicator>,
    #[rasn(extension_addition, identifier = "screeningIndicator")]
    pub screening_indicator: Option<ScreeningIndicator>,
    #[rasn(extension_addition, identifier = "fastConnectRefused")]
    pub fast_connect_refused: Option<()>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "displayName")]
    pub display_name: Option<Vec<DisplayName>>,
}

impl AlertingUUIE {
    /// With every optional component absent.
    pub fn new(protocol_identifier: ProtocolIdentifier, destination_info: EndpointType) -> Self {
        Self {
            protocol_identifier,
            destination_info,
            h245_address: None,
            call_identifier: None,
            h245_security_mode: None,
            tokens: None,
            crypto_tokens: None,
            fast_start: None,
            multiple_calls: None,
            maintain_connection: None,
            alerting_address: None,
            presentation_indicator: None,
            screening_indicator: None,
            fast_connect_refused: None,
            service_control: None,
            capacity: None,
            feature_set: None,
            display_name: None,
        }
    }
}

/// `CallProceeding-UUIE`: body of Call Proceeding (H.225.0 clause 7.3.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "CallProceeding-UUIE")]
#[non_exhaustive]
pub struct CallProceedingUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "destinationInfo")]
    pub destination_info: EndpointType,
    #[rasn(identifier = "h245Address")]
    pub h245_address: Option<TransportAddress>,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition, identifier = "h245SecurityMode")]
    pub h245_security_mode: Option<H245Security>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "fastStart")]
    pub fast_start: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "multipleCalls")]
    pub multiple_calls: Option<bool>,
    #[rasn(extension_addition, identifier = "maintainConnection")]
    pub maintain_connection: Option<bool>,
    #[rasn(extension_addition, identifier = "fastConnectRefused")]
    pub fast_connect_refused: Option<()>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
}

impl CallProceedingUUIE {
    /// With every optional component absent.
    pub fn new(protocol_identifier: ProtocolIdentifier, destination_info: EndpointType) -> Self {
        Self {
            protocol_identifier,
            destination_info,
            h245_address: None,
            call_identifier: None,
            h245_security_mode: None,
            tokens: None,
            crypto_tokens: None,
            fast_start: None,
            multiple_calls: None,
            maintain_connection: None,
            fast_connect_refused: None,
            feature_set: None,
        }
    }
}

/// `Connect-UUIE`: body of Connect (H.225.0 clause 7.3.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "Connect-UUIE")]
#[non_exhaustive]
pub struct ConnectUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "h245Address")]
    pub h245_address: Option<TransportAddress>,
    #[rasn(identifier = "destinationInfo")]
    pub destination_info: EndpointType,
    #[rasn(identifier = "conferenceID")]
    pub conference_id: ConferenceIdentifier,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition, identifier = "h245SecurityMode")]
    pub h245_security_mode: Option<H245Security>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "fastStart")]
    pub fast_start: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "multipleCalls")]
    pub multiple_calls: Option<bool>,
    #[rasn(extension_addition, identifier = "maintainConnection")]
    pub maintain_connection: Option<bool>,
    #[rasn(extension_addition)]
    pub language: Option<Vec<LanguageTag>>,
    #[rasn(extension_addition, identifier = "connectedAddress")]
    pub connected_address: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "presentationIndicator")]
    pub presentation_indicator: Option<PresentationIndicator>,
    #[rasn(extension_addition, identifier = "screeningIndicator")]
    pub screening_indicator: Option<ScreeningIndicator>,
    #[rasn(extension_addition, identifier = "fastConnectRefused")]
    pub fast_connect_refused: Option<()>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "displayName")]
    pub display_name: Option<Vec<DisplayName>>,
}

impl ConnectUUIE {
    /// With every optional component absent.
    pub fn new(
        protocol_identifier: ProtocolIdentifier,
        destination_info: EndpointType,
        conference_id: ConferenceIdentifier,
    ) -> Self {
        Self {
            protocol_identifier,
            h245_address: None,
            destination_info,
            conference_id,
            call_identifier: None,
            h245_security_mode: None,
            tokens: None,
            crypto_tokens: None,
            fast_start: None,
            multiple_calls: None,
            maintain_connection: None,
            language: None,
            connected_address: None,
            presentation_indicator: None,
            screening_indicator: None,
            fast_connect_refused: None,
            service_control: None,
            capacity: None,
            feature_set: None,
            display_name: None,
        }
    }
}

/// One language tag (RFC 1766), 1 to 32 characters.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(delegate, size("1..=32"))]
pub struct LanguageTag(pub Ia5String);

/// `Information-UUIE`: body of Information (H.225.0 clause 7.3.6).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "Information-UUIE")]
#[non_exhaustive]
pub struct InformationUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "fastStart")]
    pub fast_start: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "fastConnectRefused")]
    pub fast_connect_refused: Option<()>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
}

impl InformationUUIE {
    /// With every optional component absent.
    pub fn new(protocol_identifier: ProtocolIdentifier) -> Self {
        Self {
            protocol_identifier,
            call_identifier: None,
            tokens: None,
            crypto_tokens: None,
            fast_start: None,
            fast_connect_refused: None,
            circuit_info: None,
        }
    }
}

/// `Progress-UUIE`: body of Progress (H.225.0 clause 7.3.7).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "Progress-UUIE")]
#[non_exhaustive]
pub struct ProgressUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "destinationInfo")]
    pub destination_info: EndpointType,
    #[rasn(identifier = "h245Address")]
    pub h245_address: Option<TransportAddress>,
    #[rasn(identifier = "callIdentifier")]
    pub call_identifier: CallIdentifier,
    #[rasn(identifier = "h245SecurityMode")]
    pub h245_security_mode: Option<H245Security>,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(identifier = "fastStart")]
    pub fast_start: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "multipleCalls")]
    pub multiple_calls: Option<bool>,
    #[rasn(extension_addition, identifier = "maintainConnection")]
    pub maintain_connection: Option<bool>,
    #[rasn(extension_addition, identifier = "fastConnectRefused")]
    pub fast_connect_refused: Option<()>,
}

impl ProgressUUIE {
    /// With every optional component absent.
    pub fn new(
        protocol_identifier: ProtocolIdentifier,
        destination_info: EndpointType,
        call_identifier: CallIdentifier,
    ) -> Self {
        Self {
            protocol_identifier,
            destination_info,
            h245_address: None,
            call_identifier,
            h245_security_mode: None,
            tokens: None,
            crypto_tokens: None,
            fast_start: None,
            multiple_calls: None,
            maintain_connection: None,
            fast_connect_refused: None,
        }
    }
}

/// `Status-UUIE`: body of Status (H.225.0 clause 7.3.12).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "Status-UUIE")]
#[non_exhaustive]
pub struct StatusUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "callIdentifier")]
    pub call_identifier: CallIdentifier,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
}

impl StatusUUIE {
    /// With every optional component absent.
    pub fn new(protocol_identifier: ProtocolIdentifier, call_identifier: CallIdentifier) -> Self {
        Self {
            protocol_identifier,
            call_identifier,
            tokens: None,
            crypto_tokens: None,
        }
    }
}

/// `StatusInquiry-UUIE`: body of Status Inquiry (H.225.0 clause 7.3.13).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "StatusInquiry-UUIE")]
#[non_exhaustive]
pub struct StatusInquiryUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "callIdentifier")]
    pub call_identifier: CallIdentifier,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
}

impl StatusInquiryUUIE {
    /// With every optional component absent.
    pub fn new(protocol_identifier: ProtocolIdentifier, call_identifier: CallIdentifier) -> Self {
        Self {
            protocol_identifier,
            call_identifier,
            tokens: None,
            crypto_tokens: None,
        }
    }
}

/// `SetupAcknowledge-UUIE`: body of Setup Acknowledge (H.225.0 clause 7.3.11).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "SetupAcknowledge-UUIE")]
#[non_exhaustive]
pub struct SetupAcknowledgeUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "callIdentifier")]
    pub call_identifier: CallIdentifier,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
}

impl SetupAcknowledgeUUIE {
    /// With every optional component absent.
    pub fn new(protocol_identifier: ProtocolIdentifier, call_identifier: CallIdentifier) -> Self {
        Self {
            protocol_identifier,
            call_identifier,
            tokens: None,
            crypto_tokens: None,
        }
    }
}

/// `Notify-UUIE`: body of Notify (H.225.0 clause 7.4.2).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "Notify-UUIE")]
#[non_exhaustive]
pub struct NotifyUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "callIdentifier")]
    pub call_identifier: CallIdentifier,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "connectedAddress")]
    pub connected_address: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "presentationIndicator")]
    pub presentation_indicator: Option<PresentationIndicator>,
    #[rasn(extension_addition, identifier = "screeningIndicator")]
    pub screening_indicator: Option<ScreeningIndicator>,
    #[rasn(extension_addition, identifier = "destinationInfo")]
    pub destination_info: Option<EndpointType>,
    #[rasn(extension_addition, identifier = "displayName")]
    pub display_name: Option<Vec<DisplayName>>,
}

impl NotifyUUIE {
    /// With every optional component absent.
    pub fn new(protocol_identifier: ProtocolIdentifier, call_identifier: CallIdentifier) -> Self {
        Self {
            protocol_identifier,
            call_identifier,
            tokens: None,
            crypto_tokens: None,
            connected_address: None,
            presentation_indicator: None,
            screening_indicator: None,
            destination_info: None,
            display_name: None,
        }
    }
}
