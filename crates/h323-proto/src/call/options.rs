//! The options of a call that not every stack accepts.

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
        /// On a connection of its own that was open before Connect.
        Early = "early",
    }
}

/// The rest of a called number, in case the endpoint asks for it (Q.931 5.1.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The digits that follow those in Setup.
    pub digits: String,
    /// Whether Sending complete accompanies them (Q.931 4.5.27).
    pub sending_complete: bool,
}

/// The form of keep-alive that keeps a path open through NATs and firewalls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepAliveStyle {
    /// A TPKT without contents.
    Tpkt,
    /// Facility with body `empty`.
    FacilityEmpty,
    /// Facility with reason `transportedInformation` and no contents.
    FacilityTransportedInformation,
}

/// The keep-alives that we send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepAlive {
    /// Their form.
    pub style: KeepAliveStyle,
    /// The interval between them, from the endpoint's first answer on. Zero for none.
    pub every: Duration,
}

/// A codec that we ask the endpoint to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModeWish {
    /// The codec.
    pub codec: Codec,
    /// How long the call is up before we ask for it.
    pub after: Duration,
}
