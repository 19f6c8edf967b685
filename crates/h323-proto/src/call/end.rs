//! How a call ended, why, and what both sides said of it.

use alloc::{boxed::Box, string::String};

use super::{options::KeepAliveStyle, timer::Timer};
use crate::{
    h225::{FacilityReason, ReleaseReason},
    named::named,
    q931::{CallState, Cause},
    time::Duration,
    tpkt::Foreign,
};

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallEnd {
    /// Who ended it.
    pub by: EndedBy,
    /// Why.
    pub reason: EndReason,
    /// The state in which it ended.
    pub state: CallState,
    /// The Cause element of whoever ended it, or of the other side if that alone sent a Release
    /// Complete.
    pub cause: Option<Cause>,
    /// The `reason`, likewise.
    pub release_reason: Option<ReleaseReason>,
    /// What our Release Complete said.
    pub own: Option<Box<ReleaseWords>>,
    /// What the peer's said.
    pub peer: Option<Box<ReleaseWords>>,
    /// Whether the peer answered (Connect).
    pub answered: bool,
    /// By how much an answered call ended before its time, if it did.
    pub early: Option<Early>,
    /// What the peer may have ended the call for.
    pub suspect: Option<Suspect>,
}

impl CallEnd {
    /// An end of which no more is known than this.
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
        /// Whoever asked for the call: it had served its purpose, or was cancelled.
        User = "user",
        /// This stack, because a limit was passed or the peer made no sense.
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
    /// Answered, held as long as asked, cleared.
    Cleared,
    /// [`Input::Hangup`](super::Input::Hangup).
    Hangup,
    /// The called side's user said no (called side only).
    Rejected,
    /// The peer released the call.
    Released,
    /// Our Setup could not be written: a number or text that has no encoding. The words say which.
    SetupNotWritten(String),
    /// The connection could not be opened.
    ConnectFailed(String),
    /// The endpoint closed the connection without Release Complete.
    Closed {
        /// Octets of an unfinished TPKT that were left.
        pending: usize,
    },
    /// The connection broke.
    ConnectionLost(String),
    /// A limit passed.
    TimedOut(Timer),
    /// The peer does not speak TPKT.
    NotTpkt(Foreign),
    /// The peer's TPKTs carry another protocol.
    NotQ931(Foreign),
    /// The peer sent us elsewhere with a Facility.
    Redirected(FacilityReason),
    /// More messages than a call can need.
    Flood,
}

/// What a Release Complete says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseWords {
    /// The Cause element.
    pub cause: Option<Cause>,
    /// The H.225.0 `reason`.
    pub reason: Option<ReleaseReason>,
}

/// The last that we sent before the peer cleared the call, where that is known to make stacks do so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suspect {
    /// A keep-alive.
    KeepAlive(KeepAliveStyle),
    /// A request that was turned down; what we said.
    TurnedDown(String),
}

/// An answered call that ended before the time it was to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Early {
    /// The time since Connect.
    pub after: Duration,
    /// The time it was held: it begins when H.245 has nothing more to tell.
    pub held: Duration,
    /// The time it was to be held.
    pub wanted: Duration,
}
