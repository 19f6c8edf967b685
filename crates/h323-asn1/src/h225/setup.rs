//! Setup, Facility and Release Complete, with the reasons and indicators they carry.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, DisplayName, ExtendedAliasAddress, TransportAddress};
use crate::h225::common::{
    CallIdentifier, CallReferenceValue, ConferenceIdentifier, EndpointIdentifier,
    NonStandardParameter, ProtocolIdentifier,
};
use crate::h225::endpoint::{EndpointType, SupportedProtocols};
use crate::h225::message::LanguageTag;
use crate::h225::security::{CryptoH323Token, H245Security, SecurityErrors};
use crate::h225::service::{
    CallCapacity, CircuitInfo, FeatureDescriptor, FeatureSet, ServiceControlSession,
};
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `Setup-UUIE`: body of Setup (H.225.0 clause 7.3.10).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "Setup-UUIE")]
#[non_exhaustive]
pub struct SetupUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "h245Address")]
    pub h245_address: Option<TransportAddress>,
    #[rasn(identifier = "sourceAddress")]
    pub source_address: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "sourceInfo")]
    pub source_info: EndpointType,
    #[rasn(identifier = "destinationAddress")]
    pub destination_address: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "destCallSignalAddress")]
    pub dest_call_signal_address: Option<TransportAddress>,
    #[rasn(identifier = "destExtraCallInfo")]
    pub dest_extra_call_info: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "destExtraCRV")]
    pub dest_extra_crv: Option<Vec<CallReferenceValue>>,
    #[rasn(identifier = "activeMC")]
    pub active_mc: bool,
    #[rasn(identifier = "conferenceID")]
    pub conference_id: ConferenceIdentifier,
    #[rasn(identifier = "conferenceGoal")]
    pub conference_goal: SetupUUIEConferenceGoal,
    #[rasn(identifier = "callServices")]
    pub call_services: Option<QseriesOptions>,
    #[rasn(identifier = "callType")]
    pub call_type: CallType,
    #[rasn(extension_addition, identifier = "sourceCallSignalAddress")]
    pub source_call_signal_address: Option<TransportAddress>,
    #[rasn(extension_addition, identifier = "remoteExtensionAddress")]
    pub remote_extension_address: Option<AliasAddress>,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition, identifier = "h245SecurityCapability")]
    pub h245_security_capability: Option<Vec<H245Security>>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "fastStart")]
    pub fast_start: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "mediaWaitForConnect")]
    pub media_wait_for_connect: Option<bool>,
    #[rasn(extension_addition, identifier = "canOverlapSend")]
    pub can_overlap_send: Option<bool>,
    #[rasn(extension_addition, size("1..=128"), identifier = "endpointIdentifier")]
    pub endpoint_identifier: Option<EndpointIdentifier>,
    #[rasn(extension_addition, identifier = "multipleCalls")]
    pub multiple_calls: Option<bool>,
    #[rasn(extension_addition, identifier = "maintainConnection")]
    pub maintain_connection: Option<bool>,
    #[rasn(extension_addition, identifier = "connectionParameters")]
    pub connection_parameters: Option<SetupUUIEConnectionParameters>,
    #[rasn(extension_addition)]
    pub language: Option<Vec<LanguageTag>>,
    #[rasn(extension_addition, identifier = "presentationIndicator")]
    pub presentation_indicator: Option<PresentationIndicator>,
    #[rasn(extension_addition, identifier = "screeningIndicator")]
    pub screening_indicator: Option<ScreeningIndicator>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition, identifier = "symmetricOperationRequired")]
    pub symmetric_operation_required: Option<()>,
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
    #[rasn(extension_addition, identifier = "desiredProtocols")]
    pub desired_protocols: Option<Vec<SupportedProtocols>>,
    #[rasn(extension_addition, identifier = "neededFeatures")]
    pub needed_features: Option<Vec<FeatureDescriptor>>,
    #[rasn(extension_addition, identifier = "desiredFeatures")]
    pub desired_features: Option<Vec<FeatureDescriptor>>,
    #[rasn(extension_addition, identifier = "supportedFeatures")]
    pub supported_features: Option<Vec<FeatureDescriptor>>,
    #[rasn(extension_addition, identifier = "parallelH245Control")]
    pub parallel_h245_control: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "additionalSourceAddresses")]
    pub additional_source_addresses: Option<Vec<ExtendedAliasAddress>>,
    #[rasn(extension_addition, value("1..=31"), identifier = "hopCount")]
    pub hop_count: Option<u8>,
    #[rasn(extension_addition, identifier = "displayName")]
    pub display_name: Option<Vec<DisplayName>>,
}

impl SetupUUIE {
    /// With every optional component absent.
    pub fn new(
        protocol_identifier: ProtocolIdentifier,
        source_info: EndpointType,
        active_mc: bool,
        conference_id: ConferenceIdentifier,
        conference_goal: SetupUUIEConferenceGoal,
        call_type: CallType,
    ) -> Self {
        Self {
            protocol_identifier,
            h245_address: None,
            source_address: None,
            source_info,
            destination_address: None,
            dest_call_signal_address: None,
            dest_extra_call_info: None,
            dest_extra_crv: None,
            active_mc,
            conference_id,
            conference_goal,
            call_services: None,
            call_type,
            source_call_signal_address: None,
            remote_extension_address: None,
            call_identifier: None,
            h245_security_capability: None,
            tokens: None,
            crypto_tokens: None,
            fast_start: None,
            media_wait_for_connect: None,
            can_overlap_send: None,
            endpoint_identifier: None,
            multiple_calls: None,
            maintain_connection: None,
            connection_parameters: None,
            language: None,
            presentation_indicator: None,
            screening_indicator: None,
            service_control: None,
            symmetric_operation_required: None,
            capacity: None,
            circuit_info: None,
            desired_protocols: None,
            needed_features: None,
            desired_features: None,
            supported_features: None,
            parallel_h245_control: None,
            additional_source_addresses: None,
            hop_count: None,
            display_name: None,
        }
    }
}

/// What the caller wants of the conference.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum SetupUUIEConferenceGoal {
    create,
    join,
    invite,
    #[rasn(extension_addition, identifier = "capability-negotiation")]
    capability_negotiation,
    #[rasn(extension_addition)]
    callIndependentSupplementaryService,
}

/// Circuit-switched bearer behind a gateway.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct SetupUUIEConnectionParameters {
    #[rasn(identifier = "connectionType")]
    pub connection_type: ScnConnectionType,
    #[rasn(identifier = "numberOfScnConnections")]
    pub number_of_scn_connections: u16,
    #[rasn(identifier = "connectionAggregation")]
    pub connection_aggregation: ScnConnectionAggregation,
}

impl SetupUUIEConnectionParameters {
    /// With every optional component absent.
    pub fn new(
        connection_type: ScnConnectionType,
        number_of_scn_connections: u16,
        connection_aggregation: ScnConnectionAggregation,
    ) -> Self {
        Self {
            connection_type,
            number_of_scn_connections,
            connection_aggregation,
        }
    }
}

/// `CallType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CallType {
    pointToPoint,
    oneToN,
    nToOne,
    nToN,
}

/// `ScnConnectionType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ScnConnectionType {
    unknown,
    bChannel,
    hybrid2x64,
    hybrid384,
    hybrid1536,
    hybrid1920,
    multirate,
}

/// `ScnConnectionAggregation`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ScnConnectionAggregation {
    auto,
    none,
    h221,
    #[rasn(identifier = "bonded-mode1")]
    bonded_mode1,
    #[rasn(identifier = "bonded-mode2")]
    bonded_mode2,
    #[rasn(identifier = "bonded-mode3")]
    bonded_mode3,
}

/// `PresentationIndicator`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum PresentationIndicator {
    presentationAllowed,
    presentationRestricted,
    addressNotAvailable,
}

/// `ScreeningIndicator`.
#[derive(AsnType, Clone, Copy, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(enumerated)]
#[non_exhaustive]
pub enum ScreeningIndicator {
    userProvidedNotScreened = 0,
    userProvidedVerifiedAndPassed = 1,
    userProvidedVerifiedAndFailed = 2,
    networkProvided = 3,
}

/// `Facility-UUIE`: body of Facility (H.225.0 clause 7.4.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "Facility-UUIE")]
#[non_exhaustive]
pub struct FacilityUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    #[rasn(identifier = "alternativeAddress")]
    pub alternative_address: Option<TransportAddress>,
    #[rasn(identifier = "alternativeAliasAddress")]
    pub alternative_alias_address: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "conferenceID")]
    pub conference_id: Option<ConferenceIdentifier>,
    pub reason: FacilityReason,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition, identifier = "destExtraCallInfo")]
    pub dest_extra_call_info: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "remoteExtensionAddress")]
    pub remote_extension_address: Option<AliasAddress>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition)]
    pub conferences: Option<Vec<ConferenceList>>,
    #[rasn(extension_addition, identifier = "h245Address")]
    pub h245_address: Option<TransportAddress>,
    #[rasn(extension_addition, identifier = "fastStart")]
    pub fast_start: Option<Vec<OctetString>>,
    #[rasn(extension_addition, identifier = "multipleCalls")]
    pub multiple_calls: Option<bool>,
    #[rasn(extension_addition, identifier = "maintainConnection")]
    pub maintain_connection: Option<bool>,
    #[rasn(extension_addition, identifier = "fastConnectRefused")]
    pub fast_connect_refused: Option<()>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "destinationInfo")]
    pub destination_info: Option<EndpointType>,
    #[rasn(extension_addition, identifier = "h245SecurityMode")]
    pub h245_security_mode: Option<H245Security>,
}

impl FacilityUUIE {
    /// With every optional component absent.
    pub fn new(protocol_identifier: ProtocolIdentifier, reason: FacilityReason) -> Self {
        Self {
            protocol_identifier,
            alternative_address: None,
            alternative_alias_address: None,
            conference_id: None,
            reason,
            call_identifier: None,
            dest_extra_call_info: None,
            remote_extension_address: None,
            tokens: None,
            crypto_tokens: None,
            conferences: None,
            h245_address: None,
            fast_start: None,
            multiple_calls: None,
            maintain_connection: None,
            fast_connect_refused: None,
            service_control: None,
            circuit_info: None,
            feature_set: None,
            destination_info: None,
            h245_security_mode: None,
        }
    }
}

/// `ConferenceList`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ConferenceList {
    #[rasn(identifier = "conferenceID")]
    pub conference_id: Option<ConferenceIdentifier>,
    #[rasn(identifier = "conferenceAlias")]
    pub conference_alias: Option<AliasAddress>,
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
}

/// `FacilityReason`: what the Facility asks the receiver to do.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum FacilityReason {
    routeCallToGatekeeper,
    callForwarded,
    routeCallToMC,
    undefinedReason,
    #[rasn(extension_addition)]
    conferenceListChoice,
    #[rasn(extension_addition)]
    startH245,
    #[rasn(extension_addition)]
    noH245,
    #[rasn(extension_addition)]
    newTokens,
    #[rasn(extension_addition)]
    featureSetUpdate,
    #[rasn(extension_addition)]
    forwardedElements,
    #[rasn(extension_addition)]
    transportedInformation,
}

/// `ReleaseComplete-UUIE`: body of Release Complete (H.225.0 clause 7.3.9).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "ReleaseComplete-UUIE")]
#[non_exhaustive]
pub struct ReleaseCompleteUUIE {
    #[rasn(identifier = "protocolIdentifier")]
    pub protocol_identifier: ProtocolIdentifier,
    pub reason: Option<ReleaseCompleteReason>,
    #[rasn(extension_addition, identifier = "callIdentifier")]
    pub call_identifier: Option<CallIdentifier>,
    #[rasn(extension_addition)]
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(extension_addition, identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(extension_addition, identifier = "busyAddress")]
    pub busy_address: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "presentationIndicator")]
    pub presentation_indicator: Option<PresentationIndicator>,
    #[rasn(extension_addition, identifier = "screeningIndicator")]
    pub screening_indicator: Option<ScreeningIndicator>,
    #[rasn(extension_addition)]
    pub capacity: Option<CallCapacity>,
    #[rasn(extension_addition, identifier = "serviceControl")]
    pub service_control: Option<Vec<ServiceControlSession>>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
    #[rasn(extension_addition, identifier = "destinationInfo")]
    pub destination_info: Option<EndpointType>,
    #[rasn(extension_addition, identifier = "displayName")]
    pub display_name: Option<Vec<DisplayName>>,
}

impl ReleaseCompleteUUIE {
    /// With every optional component absent.
    pub fn new(protocol_identifier: ProtocolIdentifier) -> Self {
        Self {
            protocol_identifier,
            reason: None,
            call_identifier: None,
            tokens: None,
            crypto_tokens: None,
            busy_address: None,
            presentation_indicator: None,
            screening_indicator: None,
            capacity: None,
            service_control: None,
            feature_set: None,
            destination_info: None,
            display_name: None,
        }
    }
}

/// `ReleaseCompleteReason`: why the call ended, in H.323 terms; the Q.850 cause travels beside it.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ReleaseCompleteReason {
    noBandwidth,
    gatekeeperResources,
    unreachableDestination,
    destinationRejection,
    invalidRevision,
    noPermission,
    unreachableGatekeeper,
    gatewayResources,
    badFormatAddress,
    adaptiveBusy,
    inConf,
    undefinedReason,
    #[rasn(extension_addition)]
    facilityCallDeflection,
    #[rasn(extension_addition)]
    securityDenied,
    #[rasn(extension_addition)]
    calledPartyNotRegistered,
    #[rasn(extension_addition)]
    callerNotRegistered,
    #[rasn(extension_addition)]
    newConnectionNeeded,
    #[rasn(extension_addition)]
    nonStandardReason(NonStandardParameter),
    #[rasn(extension_addition)]
    replaceWithConferenceInvite(ConferenceIdentifier),
    #[rasn(extension_addition)]
    genericDataReason,
    #[rasn(extension_addition)]
    neededFeatureNotSupported,
    #[rasn(extension_addition)]
    tunnelledSignallingRejected,
    #[rasn(extension_addition)]
    invalidCID,
    #[rasn(extension_addition)]
    securityError(SecurityErrors),
    #[rasn(extension_addition)]
    hopCountExceeded,
}

/// `QseriesOptions`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct QseriesOptions {
    #[rasn(identifier = "q932Full")]
    pub q932_full: bool,
    #[rasn(identifier = "q951Full")]
    pub q951_full: bool,
    #[rasn(identifier = "q952Full")]
    pub q952_full: bool,
    #[rasn(identifier = "q953Full")]
    pub q953_full: bool,
    #[rasn(identifier = "q955Full")]
    pub q955_full: bool,
    #[rasn(identifier = "q956Full")]
    pub q956_full: bool,
    #[rasn(identifier = "q957Full")]
    pub q957_full: bool,
    #[rasn(identifier = "q954Info")]
    pub q954_info: Q954Details,
}

/// `Q954Details`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct Q954Details {
    #[rasn(identifier = "conferenceCalling")]
    pub conference_calling: bool,
    #[rasn(identifier = "threePartyService")]
    pub three_party_service: bool,
}
