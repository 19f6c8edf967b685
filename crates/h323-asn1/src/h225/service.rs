//! Capacity, circuits, service control and generic data.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::{AliasAddress, TransportAddress};
use crate::h225::common::{GloballyUniqueID, H248SignalsDescriptor, NonStandardParameter};
use crate::text::BmpString;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `CallCapacity`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CallCapacity {
    #[rasn(identifier = "maximumCallCapacity")]
    pub maximum_call_capacity: Option<CallCapacityInfo>,
    #[rasn(identifier = "currentCallCapacity")]
    pub current_call_capacity: Option<CallCapacityInfo>,
}

/// `CallCapacityInfo`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CallCapacityInfo {
    #[rasn(identifier = "voiceGwCallsAvailable")]
    pub voice_gw_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "h310GwCallsAvailable")]
    pub h310_gw_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "h320GwCallsAvailable")]
    pub h320_gw_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "h321GwCallsAvailable")]
    pub h321_gw_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "h322GwCallsAvailable")]
    pub h322_gw_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "h323GwCallsAvailable")]
    pub h323_gw_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "h324GwCallsAvailable")]
    pub h324_gw_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "t120OnlyGwCallsAvailable")]
    pub t120_only_gw_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "t38FaxAnnexbOnlyGwCallsAvailable")]
    pub t38_fax_annexb_only_gw_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "terminalCallsAvailable")]
    pub terminal_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(identifier = "mcuCallsAvailable")]
    pub mcu_calls_available: Option<Vec<CallsAvailable>>,
    #[rasn(extension_addition, identifier = "sipGwCallsAvailable")]
    pub sip_gw_calls_available: Option<Vec<CallsAvailable>>,
}

/// `CallsAvailable`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CallsAvailable {
    pub calls: u32,
    #[rasn(size("1..=128"))]
    pub group: Option<Ia5String>,
    #[rasn(extension_addition)]
    pub carrier: Option<CarrierInfo>,
}

impl CallsAvailable {
    /// With every optional component absent.
    pub fn new(calls: u32) -> Self {
        Self {
            calls,
            group: None,
            carrier: None,
        }
    }
}

/// `CircuitInfo`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CircuitInfo {
    #[rasn(identifier = "sourceCircuitID")]
    pub source_circuit_id: Option<CircuitIdentifier>,
    #[rasn(identifier = "destinationCircuitID")]
    pub destination_circuit_id: Option<CircuitIdentifier>,
    #[rasn(identifier = "genericData")]
    pub generic_data: Option<Vec<GenericData>>,
}

/// `CircuitIdentifier`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CircuitIdentifier {
    pub cic: Option<CicInfo>,
    pub group: Option<GroupID>,
    #[rasn(extension_addition)]
    pub carrier: Option<CarrierInfo>,
}

/// `CicInfo`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CicInfo {
    pub cic: Vec<CircuitIdentificationCode>,
    #[rasn(size("2..=5"), identifier = "pointCode")]
    pub point_code: OctetString,
}

impl CicInfo {
    /// With every optional component absent.
    pub fn new(cic: Vec<CircuitIdentificationCode>, point_code: OctetString) -> Self {
        Self { cic, point_code }
    }
}

/// One circuit identification code, 2 to 4 octets.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(delegate, size("2..=4"))]
pub struct CircuitIdentificationCode(pub OctetString);

/// `GroupID`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GroupID {
    pub member: Option<Vec<u16>>,
    #[rasn(size("1..=128"))]
    pub group: Ia5String,
}

impl GroupID {
    /// With every optional component absent.
    pub fn new(group: Ia5String) -> Self {
        Self {
            member: None,
            group,
        }
    }
}

/// `CarrierInfo`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CarrierInfo {
    #[rasn(size("3..=4"), identifier = "carrierIdentificationCode")]
    pub carrier_identification_code: Option<OctetString>,
    #[rasn(size("1..=128"), identifier = "carrierName")]
    pub carrier_name: Option<Ia5String>,
}

/// `ServiceControlSession`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ServiceControlSession {
    #[rasn(identifier = "sessionId")]
    pub session_id: u8,
    pub contents: Option<ServiceControlDescriptor>,
    pub reason: ServiceControlSessionReason,
}

impl ServiceControlSession {
    /// With every optional component absent.
    pub fn new(session_id: u8, reason: ServiceControlSessionReason) -> Self {
        Self {
            session_id,
            contents: None,
            reason,
        }
    }
}

/// Part of [`ServiceControlSession`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ServiceControlSessionReason {
    open,
    refresh,
    close,
}

/// `ServiceControlDescriptor`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ServiceControlDescriptor {
    #[rasn(size("0..=512"))]
    url(Ia5String),
    signal(H248SignalsDescriptor),
    nonStandard(NonStandardParameter),
    callCreditServiceControl(CallCreditServiceControl),
}

/// `CallCreditServiceControl`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CallCreditServiceControl {
    #[rasn(size("1..=512"), identifier = "amountString")]
    pub amount_string: Option<BmpString>,
    #[rasn(identifier = "billingMode")]
    pub billing_mode: Option<CallCreditServiceControlBillingMode>,
    #[rasn(value("1..=4294967295"), identifier = "callDurationLimit")]
    pub call_duration_limit: Option<u32>,
    #[rasn(identifier = "enforceCallDurationLimit")]
    pub enforce_call_duration_limit: Option<bool>,
    #[rasn(identifier = "callStartingPoint")]
    pub call_starting_point: Option<CallCreditServiceControlCallStartingPoint>,
}

/// Part of [`CallCreditServiceControl`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CallCreditServiceControlBillingMode {
    credit,
    debit,
}

/// Part of [`CallCreditServiceControl`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CallCreditServiceControlCallStartingPoint {
    alerting,
    connect,
}

/// `FeatureSet`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct FeatureSet {
    #[rasn(identifier = "replacementFeatureSet")]
    pub replacement_feature_set: bool,
    #[rasn(identifier = "neededFeatures")]
    pub needed_features: Option<Vec<FeatureDescriptor>>,
    #[rasn(identifier = "desiredFeatures")]
    pub desired_features: Option<Vec<FeatureDescriptor>>,
    #[rasn(identifier = "supportedFeatures")]
    pub supported_features: Option<Vec<FeatureDescriptor>>,
}

/// `FeatureDescriptor`.
pub type FeatureDescriptor = GenericData;

/// `GenericData`: a feature of the H.460 series or another extension, with its parameters.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct GenericData {
    pub id: GenericIdentifier,
    #[rasn(size("1..=512"))]
    pub parameters: Option<Vec<EnumeratedParameter>>,
}

impl GenericData {
    /// With every optional component absent.
    pub fn new(id: GenericIdentifier) -> Self {
        Self {
            id,
            parameters: None,
        }
    }
}

/// `GenericIdentifier`: standard number, object identifier or 16 octets.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum GenericIdentifier {
    #[rasn(value("0..=16383", extensible))]
    standard(Integer),
    oid(ObjectIdentifier),
    nonStandard(GloballyUniqueID),
}

/// `EnumeratedParameter`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct EnumeratedParameter {
    pub id: GenericIdentifier,
    pub content: Option<Content>,
}

impl EnumeratedParameter {
    /// With every optional component absent.
    pub fn new(id: GenericIdentifier) -> Self {
        Self { id, content: None }
    }
}

/// `Content`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum Content {
    raw(OctetString),
    text(Ia5String),
    unicode(BmpString),
    bool(bool),
    number8(u8),
    number16(u16),
    number32(u32),
    id(GenericIdentifier),
    alias(AliasAddress),
    transport(TransportAddress),
    #[rasn(size("1..=512"))]
    compound(Vec<EnumeratedParameter>),
    #[rasn(size("1..=16"))]
    nested(Vec<GenericData>),
}
