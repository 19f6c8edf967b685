//! Endpoints and gatekeepers as a message names them, and what they can do.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, PartyNumber, TransportAddress};
use crate::h225::common::{GatekeeperIdentifier, NonStandardParameter};
use crate::h225::endpoint::EndpointType;
use crate::h225::security::CryptoH323Token;
use crate::h225::service::{CircuitInfo, FeatureSet};
use crate::h235;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `Endpoint`: another way to reach an endpoint, or another endpoint.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct Endpoint {
    #[rasn(identifier = "nonStandardData")]
    pub non_standard_data: Option<NonStandardParameter>,
    #[rasn(identifier = "aliasAddress")]
    pub alias_address: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "callSignalAddress")]
    pub call_signal_address: Option<Vec<TransportAddress>>,
    #[rasn(identifier = "rasAddress")]
    pub ras_address: Option<Vec<TransportAddress>>,
    #[rasn(identifier = "endpointType")]
    pub endpoint_type: Option<EndpointType>,
    pub tokens: Option<Vec<h235::ClearToken>>,
    #[rasn(identifier = "cryptoTokens")]
    pub crypto_tokens: Option<Vec<CryptoH323Token>>,
    #[rasn(value("0..=127"))]
    pub priority: Option<u8>,
    #[rasn(identifier = "remoteExtensionAddress")]
    pub remote_extension_address: Option<Vec<AliasAddress>>,
    #[rasn(identifier = "destExtraCallInfo")]
    pub dest_extra_call_info: Option<Vec<AliasAddress>>,
    #[rasn(extension_addition, identifier = "alternateTransportAddresses")]
    pub alternate_transport_addresses: Option<AlternateTransportAddresses>,
    #[rasn(extension_addition, identifier = "circuitInfo")]
    pub circuit_info: Option<CircuitInfo>,
    #[rasn(extension_addition, identifier = "featureSet")]
    pub feature_set: Option<FeatureSet>,
}

/// `AlternateTransportAddresses`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AlternateTransportAddresses {
    #[rasn(identifier = "annexE")]
    pub annex_e: Option<Vec<TransportAddress>>,
    #[rasn(extension_addition)]
    pub sctp: Option<Vec<TransportAddress>>,
}

/// `UseSpecifiedTransport`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum UseSpecifiedTransport {
    tcp,
    annexE,
    #[rasn(extension_addition)]
    sctp,
}

/// `AlternateGK`: a gatekeeper to try instead; low priority numbers come first.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AlternateGK {
    #[rasn(identifier = "rasAddress")]
    pub ras_address: TransportAddress,
    #[rasn(size("1..=128"), identifier = "gatekeeperIdentifier")]
    pub gatekeeper_identifier: Option<GatekeeperIdentifier>,
    #[rasn(identifier = "needToRegister")]
    pub need_to_register: bool,
    #[rasn(value("0..=127"))]
    pub priority: u8,
}

impl AlternateGK {
    /// With every optional component absent.
    pub fn new(ras_address: TransportAddress, need_to_register: bool, priority: u8) -> Self {
        Self {
            ras_address,
            gatekeeper_identifier: None,
            need_to_register,
            priority,
        }
    }
}

/// `AltGKInfo`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct AltGKInfo {
    #[rasn(identifier = "alternateGatekeeper")]
    pub alternate_gatekeeper: Vec<AlternateGK>,
    #[rasn(identifier = "altGKisPermanent")]
    pub alt_g_kis_permanent: bool,
}

impl AltGKInfo {
    /// With every optional component absent.
    pub fn new(alternate_gatekeeper: Vec<AlternateGK>, alt_g_kis_permanent: bool) -> Self {
        Self {
            alternate_gatekeeper,
            alt_g_kis_permanent,
        }
    }
}

/// `RehomingModel`: who moves an endpoint back to its assigned gatekeeper.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum RehomingModel {
    gatekeeperBased,
    endpointBased,
}

/// `AddressPattern`: aliases by prefix, or numbers from one to another.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum AddressPattern {
    wildcard(AliasAddress),
    range(AddressPatternRange),
}

/// Part of [`AddressPattern`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct AddressPatternRange {
    #[rasn(identifier = "startOfRange")]
    pub start_of_range: PartyNumber,
    #[rasn(identifier = "endOfRange")]
    pub end_of_range: PartyNumber,
}

/// `CallCreditCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CallCreditCapability {
    #[rasn(identifier = "canDisplayAmountString")]
    pub can_display_amount_string: Option<bool>,
    #[rasn(identifier = "canEnforceDurationLimit")]
    pub can_enforce_duration_limit: Option<bool>,
}

/// `CapacityReportingCapability`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CapacityReportingCapability {
    #[rasn(identifier = "canReportCallCapacity")]
    pub can_report_call_capacity: bool,
}

/// `CapacityReportingSpecification`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CapacityReportingSpecification {
    pub when: CapacityReportingSpecificationWhen,
}

/// Part of [`CapacityReportingSpecification`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CapacityReportingSpecificationWhen {
    #[rasn(identifier = "callStart")]
    pub call_start: Option<()>,
    #[rasn(identifier = "callEnd")]
    pub call_end: Option<()>,
}

/// `RasUsageInfoTypes`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RasUsageInfoTypes {
    #[rasn(identifier = "nonStandardUsageTypes")]
    pub non_standard_usage_types: Vec<NonStandardParameter>,
    #[rasn(identifier = "startTime")]
    pub start_time: Option<()>,
    #[rasn(identifier = "endTime")]
    pub end_time: Option<()>,
    #[rasn(identifier = "terminationCause")]
    pub termination_cause: Option<()>,
}

impl RasUsageInfoTypes {
    /// With every optional component absent.
    pub fn new(non_standard_usage_types: Vec<NonStandardParameter>) -> Self {
        Self {
            non_standard_usage_types,
            start_time: None,
            end_time: None,
            termination_cause: None,
        }
    }
}

/// `RasUsageSpecification`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RasUsageSpecification {
    pub when: RasUsageSpecificationWhen,
    #[rasn(identifier = "callStartingPoint")]
    pub call_starting_point: Option<RasUsageSpecificationCallStartingPoint>,
    pub required: RasUsageInfoTypes,
}

impl RasUsageSpecification {
    /// With every optional component absent.
    pub fn new(when: RasUsageSpecificationWhen, required: RasUsageInfoTypes) -> Self {
        Self {
            when,
            call_starting_point: None,
            required,
        }
    }
}

/// Part of [`RasUsageSpecification`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RasUsageSpecificationWhen {
    pub start: Option<()>,
    pub end: Option<()>,
    #[rasn(identifier = "inIrr")]
    pub in_irr: Option<()>,
}

/// Part of [`RasUsageSpecification`].
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RasUsageSpecificationCallStartingPoint {
    pub alerting: Option<()>,
    pub connect: Option<()>,
}

/// `RasUsageInformation`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RasUsageInformation {
    #[rasn(identifier = "nonStandardUsageFields")]
    pub non_standard_usage_fields: Vec<NonStandardParameter>,
    #[rasn(value("1..=4294967295"), identifier = "alertingTime")]
    pub alerting_time: Option<h235::TimeStamp>,
    #[rasn(value("1..=4294967295"), identifier = "connectTime")]
    pub connect_time: Option<h235::TimeStamp>,
    #[rasn(value("1..=4294967295"), identifier = "endTime")]
    pub end_time: Option<h235::TimeStamp>,
}

impl RasUsageInformation {
    /// With every optional component absent.
    pub fn new(non_standard_usage_fields: Vec<NonStandardParameter>) -> Self {
        Self {
            non_standard_usage_fields,
            alerting_time: None,
            connect_time: None,
            end_time: None,
        }
    }
}
