//! Master-slave determination (H.245 clause B.1).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use rasn::prelude::*;

/// `MasterSlaveDetermination`: terminal type (50 for a terminal without MC in H.323) and a random
/// number that decide who is master.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MasterSlaveDetermination {
    #[rasn(identifier = "terminalType")]
    pub terminal_type: u8,
    #[rasn(value("0..=16777215"), identifier = "statusDeterminationNumber")]
    pub status_determination_number: u32,
}

impl MasterSlaveDetermination {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(terminal_type: u8, status_determination_number: u32) -> Self {
        Self {
            terminal_type,
            status_determination_number,
        }
    }
}

/// `MasterSlaveDeterminationAck`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MasterSlaveDeterminationAck {
    pub decision: MasterSlaveDeterminationAckDecision,
}

impl MasterSlaveDeterminationAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(decision: MasterSlaveDeterminationAckDecision) -> Self {
        Self { decision }
    }
}

/// Part of [`MasterSlaveDeterminationAck`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum MasterSlaveDeterminationAckDecision {
    master,
    slave,
}

/// `MasterSlaveDeterminationReject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MasterSlaveDeterminationReject {
    pub cause: MasterSlaveDeterminationRejectCause,
}

impl MasterSlaveDeterminationReject {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(cause: MasterSlaveDeterminationRejectCause) -> Self {
        Self { cause }
    }
}

/// Part of [`MasterSlaveDeterminationReject`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MasterSlaveDeterminationRejectCause {
    identicalNumbers,
}

/// `MasterSlaveDeterminationRelease`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MasterSlaveDeterminationRelease {}
