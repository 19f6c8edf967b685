//! How a call ended, why, and what both sides said about it.

use alloc::{boxed::Box, string::String};

use super::{options::KeepAliveStyle, timer::Timer};
use crate::{
    h225::{FacilityReason, ReleaseReason},
    named::named,
    q931::{CallState, Cause},
    time::Duration,
    tls::Fault,
    tpkt::Foreign,
};

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallEnd {
    /// Who ended the call.
    pub by: EndedBy,
    /// Why it ended.
    pub reason: EndReason,
    /// The state in which it ended.
    pub state: CallState,
    /// The Cause element of the side that ended the call. If only the other side sent a Release
    /// Complete, its Cause.
    pub cause: Option<Cause>,
    /// The `reason`, by the same rule.
    pub release_reason: Option<ReleaseReason>,
    /// The contents of our Release Complete.
    pub own: Option<Box<ReleaseWords>>,
    /// The contents of the peer's Release Complete.
    pub peer: Option<Box<ReleaseWords>>,
    /// Whether the peer answered (Connect).
    pub answered: bool,
    /// How early an answered call ended, if it ended before its time.
    pub early: Option<Early>,
    /// What may have made the peer end the call.
    pub suspect: Option<Suspect>,
}

impl CallEnd {
    /// An end without further details.
    #[must_use]
    pub const fn new(by: EndedBy, reason: EndReason, state: CallState) -> Self {
        Self {
            by,
            reason,
            state,
            cause: None,
            release_reason: None,
            own: None,
            peer: None,
            answered: false,
            early: None,
            suspect: None,
        }
    }
}

named! {
    /// Who ended a call.
    pub enum EndedBy {
        /// The user who asked for the call: the call was complete, or the user cancelled it.
        User = "user",
        /// This stack: the call passed a limit, or the peer sent nonsense.
        Library = "library",
        /// The peer: its endSession or Release Complete came first.
        Remote = "remote",
        /// The connection.
        Transport = "transport",
    }
}

/// Why a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// Answered, held as long as requested, and cleared.
    Cleared,
    /// [`Input::Hangup`](super::Input::Hangup).
    Hangup,
    /// The user of the called side rejected the call (called side only).
    Rejected,
    /// The peer released the call.
    Released,
    /// Our Setup could not be written: a number or text has no encoding. The text says which.
    SetupNotWritten(String),
    /// The connection could not be opened.
    ConnectFailed(String),
    /// The connection is open, but no TLS session came about on it.
    TlsFailed(Fault),
    /// The endpoint closed the connection without Release Complete.
    Closed {
        /// The number of octets of an unfinished TPKT.
        pending: usize,
    },
    /// The connection broke.
    ConnectionLost(String),
    /// A timer passed its hard limit.
    TimedOut(Timer),
    /// The peer does not speak TPKT.
    NotTpkt(Foreign),
    /// The peer's TPKTs carry another protocol.
    NotQ931(Foreign),
    /// The endpoint redirected us with a Facility.
    Redirected(FacilityReason),
    /// More messages than a call can need.
    Flood,
}

/// The contents of a Release Complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseWords {
    /// The Cause element.
    pub cause: Option<Cause>,
    /// The H.225.0 `reason`.
    pub reason: Option<ReleaseReason>,
}

/// The last thing we sent before the peer cleared the call, if stacks are known to clear calls
/// because of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suspect {
    /// A keep-alive.
    KeepAlive(KeepAliveStyle),
    /// A rejection of the peer's request; the text says what we sent.
    TurnedDown(String),
}

/// An answered call that ended before its hold time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Early {
    /// The time from Connect to the end.
    pub after: Duration,
    /// The time that the call was held. It begins when H.245 has nothing more to tell.
    pub held: Duration,
    /// The requested hold time.
    pub wanted: Duration,
}
