//! The APDU of H.450.1 and the remote operations in it (H.450.1 clause 8).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::AliasAddress;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `H4501SupplementaryService`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct H4501SupplementaryService {
    #[rasn(identifier = "networkFacilityExtension")]
    pub network_facility_extension: Option<NetworkFacilityExtension>,
    #[rasn(identifier = "interpretationApdu")]
    pub interpretation_apdu: Option<InterpretationApdu>,
    #[rasn(identifier = "serviceApdu")]
    pub service_apdu: ServiceApdus,
}

impl H4501SupplementaryService {
    /// With every optional component absent.
    pub fn new(service_apdu: ServiceApdus) -> Self {
        Self {
            network_facility_extension: None,
            interpretation_apdu: None,
            service_apdu,
        }
    }
}

/// `NetworkFacilityExtension`: whom the APDU is from and for, where that is not the next entity.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NetworkFacilityExtension {
    #[rasn(identifier = "sourceEntity")]
    pub source_entity: EntityType,
    #[rasn(identifier = "sourceEntityAddress")]
    pub source_entity_address: Option<AliasAddress>,
    #[rasn(identifier = "destinationEntity")]
    pub destination_entity: EntityType,
    #[rasn(identifier = "destinationEntityAddress")]
    pub destination_entity_address: Option<AliasAddress>,
}

/// `EntityType`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum EntityType {
    endpoint,
    anyEntity,
}

/// `InterpretationApdu`: what to do with an operation that is not known.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum InterpretationApdu {
    discardAnyUnrecognizedInvokePdu,
    clearCallIfAnyInvokePduNotRecognized,
    rejectAnyUnrecognizedInvokePdu,
}

/// `ServiceApdus`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ServiceApdus {
    #[rasn(size("1.."))]
    rosApdus(Vec<ROS>),
}

/// `ROS`: a remote operation, or an answer to one.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum ROS {
    invoke(Invoke),
    returnResult(ReturnResult),
    returnError(ReturnError),
    reject(Reject),
}

/// `Invoke`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct Invoke {
    #[rasn(identifier = "invokeId")]
    pub invoke_id: u16,
    #[rasn(identifier = "linkedId")]
    pub linked_id: Option<Integer>,
    pub opcode: Code,
    pub argument: Option<OctetString>,
}

/// `ReturnResult`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct ReturnResult {
    #[rasn(identifier = "invokeId")]
    pub invoke_id: Integer,
    pub result: Option<ReturnResultResult>,
}

/// Part of [`ReturnResult`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct ReturnResultResult {
    pub opcode: Code,
    pub result: OctetString,
}

/// `ReturnError`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct ReturnError {
    #[rasn(identifier = "invokeId")]
    pub invoke_id: Integer,
    pub errcode: Code,
    pub parameter: Option<OctetString>,
}

/// `Reject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct Reject {
    #[rasn(identifier = "invokeId")]
    pub invoke_id: Integer,
    pub problem: RejectProblem,
}

/// Part of [`Reject`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum RejectProblem {
    general(Integer),
    invoke(Integer),
    returnResult(Integer),
    returnError(Integer),
}

/// `Code`: of an operation or an error; those of H.450 are local.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum Code {
    local(Integer),
    global(ObjectIdentifier),
}
