//! The problem with the H.245 of an answered call.

use alloc::string::String;

use super::{H245Link, carrier::Failure};
use crate::{
    call::{
        config::H245Mode,
        end::{CallEnd, EndReason, EndedBy},
    },
    h245::{Announced, Decision},
};

/// Why an answered call could not carry media.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum H245Problem {
    /// The endpoint neither tunnels H.245 nor gives an address for it, or not in the requested
    /// mode.
    NoChannel(H245Mode),
    /// The same, but the endpoint accepted channels of `fastStart`, which need no H.245
    /// (H.323 8.1.7).
    NoFurtherChannel,
    /// The endpoint refused the tunnel in one message and offered it in another, and gives no
    /// address for H.245. The text says which messages.
    TunnelWithdrawn(String),
    /// The endpoint's `h245Address` cannot be reached from our network; the text says why.
    PrivateAddress(String),
    /// We cannot tell whether the endpoint offers an H.245 channel: a message could not be read to
    /// its end.
    Hidden,
    /// The H.245 connection could not be opened.
    Unreachable(String),
    /// The H.245 connection broke before the negotiation was done.
    Broken(String),
    /// The endpoint sends no H.245.
    Silent,
    /// The negotiation lacks a part; the text says which.
    Incomplete(&'static str),
    /// The endpoint does not accept our capabilities.
    Rejected(String),
    /// Master and slave could not be decided; the text says why.
    Undecided(&'static str),
    /// The endpoint released the call before the negotiation was done.
    Dropped,
    /// The two sides have no codec in common.
    NoCommonCodec,
}

impl H245Link {
    /// The problem with the H.245 of a call that ended like this. `None` if the call was
    /// unanswered, was configured without H.245, or was hung up before its end.
    pub(in crate::call) fn problem(&self, end: &CallEnd) -> Option<H245Problem> {
        if !end.answered || self.terms.mode == H245Mode::Off {
            return None;
        }
        let session = &self.session;
        let (announced, decision) = (session.announced(), session.decision());
        // A request without an answer counts as missing, whether T101 or T106 ran out or not.
        let unanswered =
            *announced == Announced::Unanswered || matches!(decision, Decision::Unanswered(_));
        let finished = session.is_negotiated() && !unanswered;
        if matches!(end.reason, EndReason::Hangup) && !finished {
            return None;
        }
        if let Announced::Rejected(cause) = announced {
            let text = alloc::format!("terminalCapabilitySet: {cause}");
            return Some(H245Problem::Rejected(text));
        }
        if let Decision::Failed(why) = decision {
            return Some(H245Problem::Undecided(why));
        }
        // An endpoint without a codec of ours releases the call, at once or after the negotiation.
        if self.has_no_common_codec() {
            return Some(H245Problem::NoCommonCodec);
        }
        if finished {
            return None;
        }
        match &self.failed {
            Some(Failure::OutOfReach(why)) => {
                return Some(H245Problem::PrivateAddress(why.clone()));
            }
            Some(Failure::NotOpened(why)) => {
                return Some(H245Problem::Unreachable(why.clone()));
            }
            Some(Failure::Lost(why)) if !session.end_received() => {
                return Some(H245Problem::Broken(why.clone()));
            }
            Some(Failure::Lost(_)) | None => {}
        }
        if matches!(end.by, EndedBy::Remote | EndedBy::Transport) && !session.end_received() {
            return Some(H245Problem::Dropped);
        }
        if !session.is_started() {
            if let Some(what) = self.tunnel_withdrawn() {
                return Some(H245Problem::TunnelWithdrawn(what));
            }
            return Some(match self.terms.mode {
                _ if self.hidden => H245Problem::Hidden,
                H245Mode::Auto if self.fast_channels => H245Problem::NoFurtherChannel,
                mode => H245Problem::NoChannel(mode),
            });
        }
        Some(if !session.heard() {
            H245Problem::Silent
        } else if self.unread {
            H245Problem::Incomplete("a message of the endpoint could not be read to its end")
        } else if session.capabilities().is_none() && session.paused() {
            H245Problem::Incomplete(
                "an empty capability set paused the call, and another one did not come",
            )
        } else if session.capabilities().is_none() {
            H245Problem::Incomplete("the endpoint's capabilities did not come")
        } else if matches!(announced, Announced::Awaiting | Announced::Unanswered) {
            H245Problem::Incomplete("the endpoint did not acknowledge our capabilities")
        } else {
            H245Problem::Incomplete("master and slave were not decided")
        })
    }
}
