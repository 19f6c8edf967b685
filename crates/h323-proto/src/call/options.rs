//! What a call may be asked for beyond what any stack accepts.

use alloc::string::String;

use crate::{h245::Codec, named::named, time::Duration};

named! {
    /// How H.245 travelled.
    pub enum H245Path {
        /// Not at all.
        None = "none",
        /// In the tunnel.
        Tunnelled = "tunnelled",
        /// On a connection of its own.
        Separate = "separate",
        /// On a connection of its own that was there before Connect.
        Early = "early",
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
