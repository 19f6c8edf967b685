//! What a call may be asked for beyond what any stack accepts.

use alloc::{string::String, vec::Vec};

use crate::{h245::Codec, time::Duration};

/// `callType` of Setup (H.225.0 7.3.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallType {
    /// `pointToPoint`.
    PointToPoint,
    /// `oneToN`.
    OneToN,
    /// `nToOne`.
    NToOne,
    /// `nToN`.
    NToN,
}

impl CallType {
    /// The identifier of the Recommendation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PointToPoint => "pointToPoint",
            Self::OneToN => "oneToN",
            Self::NToOne => "nToOne",
            Self::NToN => "nToN",
        }
    }
}

/// `conferenceGoal` of Setup (H.225.0 7.3.10), as far as a caller has use for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConferenceGoal {
    /// `create`.
    Create,
    /// `join`: the conference exists, and a Facility sent us to its MC (H.323 8.4.3).
    Join,
}

/// The vendor we claim to be in `sourceInfo` (H.225.0 7.6, `VendorIdentifier`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnVendor {
    /// `t35CountryCode`.
    pub country: u8,
    /// `t35Extension`.
    pub extension: u8,
    /// `manufacturerCode`.
    pub manufacturer: u16,
    /// `productId`, 1–256 octets.
    pub product: Vec<u8>,
    /// `versionId`, 1–256 octets.
    pub version: Vec<u8>,
}

impl Default for OwnVendor {
    /// No T.35 manufacturer code is assigned to this project. Country 181 (United States) with
    /// extension and code 0 is what other software without one sends.
    fn default() -> Self {
        Self {
            country: 181,
            extension: 0,
            manufacturer: 0,
            product: b"H.323 edge tester".to_vec(),
            version: env!("CARGO_PKG_VERSION").as_bytes().to_vec(),
        }
    }
}

/// The rest of a called number, for a peer that asks for it (Q.931 5.1.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The digits after those of Setup.
    pub digits: String,
    /// Whether Sending complete goes with them (Q.931 4.5.27).
    pub sending_complete: bool,
}

/// What is sent to keep a path open through NATs and firewalls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepAliveStyle {
    /// A TPKT without contents.
    Tpkt,
    /// Facility with body `empty`.
    FacilityEmpty,
    /// Facility with reason `transportedInformation` that transports nothing.
    FacilityTransportedInformation,
}

/// A keep-alive of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepAlive {
    /// What is sent.
    pub style: KeepAliveStyle,
    /// How often, from the peer's first answer on; never if zero.
    pub every: Duration,
}

/// A codec that the peer is to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModeWish {
    /// The codec.
    pub codec: Codec,
    /// How long the call is up before it is asked for.
    pub after: Duration,
}
