//! Identifiers and non-standard data that every part uses.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::endpoint::H221NonStandard;
use crate::text::BmpString;
use rasn::prelude::*;

/// `NonStandardParameter`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct NonStandardParameter {
    #[rasn(identifier = "nonStandardIdentifier")]
    pub non_standard_identifier: NonStandardIdentifier,
    pub data: OctetString,
}

/// `NonStandardIdentifier`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NonStandardIdentifier {
    object(ObjectIdentifier),
    h221NonStandard(H221NonStandard),
}

/// `GloballyUniqueID`: 16 octets, never all zero.
pub type GloballyUniqueID = FixedOctetString<16>;

/// `ConferenceIdentifier`.
pub type ConferenceIdentifier = GloballyUniqueID;

/// `CallIdentifier`: the same for all messages of one call.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CallIdentifier {
    pub guid: GloballyUniqueID,
}

impl CallIdentifier {
    /// With every optional component absent.
    pub fn new(guid: GloballyUniqueID) -> Self {
        Self { guid }
    }
}

/// `CallLinkage`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CallLinkage {
    #[rasn(identifier = "globalCallId")]
    pub global_call_id: Option<GloballyUniqueID>,
    #[rasn(identifier = "threadId")]
    pub thread_id: Option<GloballyUniqueID>,
}

/// `CallReferenceValue`.
pub type CallReferenceValue = u16;

/// `ProtocolIdentifier`: `0 0 8 2250 0 n`, where n is the version of H.225.0.
pub type ProtocolIdentifier = ObjectIdentifier;

/// `EndpointIdentifier`.
pub type EndpointIdentifier = BmpString;

/// `GatekeeperIdentifier`.
pub type GatekeeperIdentifier = BmpString;

/// `BandWidth`: in units of 100 bit/s.
pub type BandWidth = u32;

/// `H248SignalsDescriptor`: PER encoding of the H.248 descriptor of that name.
pub type H248SignalsDescriptor = OctetString;

/// `H248PackagesDescriptor`: PER encoding of the H.248 descriptor of that name.
pub type H248PackagesDescriptor = OctetString;

/// `RequestSeqNum`: pairs a RAS request with its answers.
pub type RequestSeqNum = u16;

/// `TimeToLive`: how long a registration holds, in seconds.
pub type TimeToLive = u32;
