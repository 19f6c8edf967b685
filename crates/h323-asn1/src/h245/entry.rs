//! Multiplex table entries (H.245 clauses B.4 and B.5).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h245::message::SequenceNumber;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `MultiplexEntrySend`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplexEntrySend {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(size("1..=15"), identifier = "multiplexEntryDescriptors")]
    pub multiplex_entry_descriptors: Vec<MultiplexEntryDescriptor>,
}

impl MultiplexEntrySend {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        sequence_number: SequenceNumber,
        multiplex_entry_descriptors: Vec<MultiplexEntryDescriptor>,
    ) -> Self {
        Self {
            sequence_number,
            multiplex_entry_descriptors,
        }
    }
}

/// `MultiplexEntryDescriptor`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct MultiplexEntryDescriptor {
    #[rasn(identifier = "multiplexTableEntryNumber")]
    pub multiplex_table_entry_number: MultiplexTableEntryNumber,
    #[rasn(size("1..=256"), identifier = "elementList")]
    pub element_list: Option<Vec<MultiplexElement>>,
}

/// `MultiplexElement`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(automatic_tags)]
pub struct MultiplexElement {
    #[rasn(identifier = "type")]
    pub r_type: MultiplexElementType,
    #[rasn(identifier = "repeatCount")]
    pub repeat_count: MultiplexElementRepeatCount,
}

/// Part of [`MultiplexElement`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum MultiplexElementType {
    logicalChannelNumber(u16),
    #[rasn(size("2..=255"))]
    subElementList(Vec<MultiplexElement>),
}

/// Part of [`MultiplexElement`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum MultiplexElementRepeatCount {
    #[rasn(value("1..=65535"))]
    finite(u16),
    untilClosingFlag,
}

/// `MultiplexTableEntryNumber`.
#[derive(AsnType, Clone, Copy, Debug, Decode, Described, Encode, Eq, PartialEq)]
#[rasn(delegate, value("1..=15"))]
pub struct MultiplexTableEntryNumber(pub u8);

/// `MultiplexEntrySendAck`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplexEntrySendAck {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(size("1..=15"), identifier = "multiplexTableEntryNumber")]
    pub multiplex_table_entry_number: Vec<MultiplexTableEntryNumber>,
}

impl MultiplexEntrySendAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        sequence_number: SequenceNumber,
        multiplex_table_entry_number: Vec<MultiplexTableEntryNumber>,
    ) -> Self {
        Self {
            sequence_number,
            multiplex_table_entry_number,
        }
    }
}

/// `MultiplexEntrySendReject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplexEntrySendReject {
    #[rasn(identifier = "sequenceNumber")]
    pub sequence_number: SequenceNumber,
    #[rasn(size("1..=15"), identifier = "rejectionDescriptions")]
    pub rejection_descriptions: Vec<MultiplexEntryRejectionDescriptions>,
}

impl MultiplexEntrySendReject {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        sequence_number: SequenceNumber,
        rejection_descriptions: Vec<MultiplexEntryRejectionDescriptions>,
    ) -> Self {
        Self {
            sequence_number,
            rejection_descriptions,
        }
    }
}

/// `MultiplexEntryRejectionDescriptions`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplexEntryRejectionDescriptions {
    #[rasn(identifier = "multiplexTableEntryNumber")]
    pub multiplex_table_entry_number: MultiplexTableEntryNumber,
    pub cause: MultiplexEntryRejectionDescriptionsCause,
}

impl MultiplexEntryRejectionDescriptions {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        multiplex_table_entry_number: MultiplexTableEntryNumber,
        cause: MultiplexEntryRejectionDescriptionsCause,
    ) -> Self {
        Self {
            multiplex_table_entry_number,
            cause,
        }
    }
}

/// Part of [`MultiplexEntryRejectionDescriptions`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MultiplexEntryRejectionDescriptionsCause {
    unspecifiedCause,
    descriptorTooComplex,
}

/// `MultiplexEntrySendRelease`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct MultiplexEntrySendRelease {
    #[rasn(size("1..=15"), identifier = "multiplexTableEntryNumber")]
    pub multiplex_table_entry_number: Vec<MultiplexTableEntryNumber>,
}

impl MultiplexEntrySendRelease {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(multiplex_table_entry_number: Vec<MultiplexTableEntryNumber>) -> Self {
        Self {
            multiplex_table_entry_number,
        }
    }
}

/// `RequestMultiplexEntry`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestMultiplexEntry {
    #[rasn(size("1..=15"), identifier = "entryNumbers")]
    pub entry_numbers: Vec<MultiplexTableEntryNumber>,
}

impl RequestMultiplexEntry {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(entry_numbers: Vec<MultiplexTableEntryNumber>) -> Self {
        Self { entry_numbers }
    }
}

/// `RequestMultiplexEntryAck`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestMultiplexEntryAck {
    #[rasn(size("1..=15"), identifier = "entryNumbers")]
    pub entry_numbers: Vec<MultiplexTableEntryNumber>,
}

impl RequestMultiplexEntryAck {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(entry_numbers: Vec<MultiplexTableEntryNumber>) -> Self {
        Self { entry_numbers }
    }
}

/// `RequestMultiplexEntryReject`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestMultiplexEntryReject {
    #[rasn(size("1..=15"), identifier = "entryNumbers")]
    pub entry_numbers: Vec<MultiplexTableEntryNumber>,
    #[rasn(size("1..=15"), identifier = "rejectionDescriptions")]
    pub rejection_descriptions: Vec<RequestMultiplexEntryRejectionDescriptions>,
}

impl RequestMultiplexEntryReject {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        entry_numbers: Vec<MultiplexTableEntryNumber>,
        rejection_descriptions: Vec<RequestMultiplexEntryRejectionDescriptions>,
    ) -> Self {
        Self {
            entry_numbers,
            rejection_descriptions,
        }
    }
}

/// `RequestMultiplexEntryRejectionDescriptions`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestMultiplexEntryRejectionDescriptions {
    #[rasn(identifier = "multiplexTableEntryNumber")]
    pub multiplex_table_entry_number: MultiplexTableEntryNumber,
    pub cause: RequestMultiplexEntryRejectionDescriptionsCause,
}

impl RequestMultiplexEntryRejectionDescriptions {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(
        multiplex_table_entry_number: MultiplexTableEntryNumber,
        cause: RequestMultiplexEntryRejectionDescriptionsCause,
    ) -> Self {
        Self {
            multiplex_table_entry_number,
            cause,
        }
    }
}

/// Part of [`RequestMultiplexEntryRejectionDescriptions`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RequestMultiplexEntryRejectionDescriptionsCause {
    unspecifiedCause,
}

/// `RequestMultiplexEntryRelease`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct RequestMultiplexEntryRelease {
    #[rasn(size("1..=15"), identifier = "entryNumbers")]
    pub entry_numbers: Vec<MultiplexTableEntryNumber>,
}

impl RequestMultiplexEntryRelease {
    /// With every optional component absent and every BOOLEAN false.
    pub fn new(entry_numbers: Vec<MultiplexTableEntryNumber>) -> Self {
        Self { entry_numbers }
    }
}
