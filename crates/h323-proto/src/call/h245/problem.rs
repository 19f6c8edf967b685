//! What is wrong with the H.245 of an answered call.

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
    /// The peer neither tunnels H.245 nor says where it takes it, or not in the way that was asked
    /// for.
    NoChannel(H245Mode),
    /// The same, but channels of `fastStart` were accepted, which need no H.245 (H.323 8.1.7).
    NoFurtherChannel,
    /// The peer refused the tunnel in one message and offered it in another, and says nowhere else
    /// where it takes H.245; what it said.
    TunnelWithdrawn(String),
    /// The peer's `h245Address` cannot be reached from where we are; the words say why.
    PrivateAddress(String),
    /// Whether the peer says how it takes H.245 is not known: a message could not be read to its end.
    Hidden,
    /// The H.245 connection could not be opened.
    Unreachable(String),
    /// The H.245 connection broke before all was said.
    Broken(String),
    /// The peer says nothing in H.245.
    Silent,
    /// Something is missing of what has to be exchanged; what it is.
    Incomplete(&'static str),
    /// The peer does not accept our capabilities.
    Rejected(String),
    /// Master and slave could not be decided; why.
    Undecided(&'static str),
    /// The peer released the call before all was said.
    Dropped,
    /// The two ends have no codec in common.
    NoCommonCodec,
}

impl H245Link {
    /// What is wrong with the H.245 of a call that ended so. Nothing if it was not answered, was not
    /// to have any, or was hung up before its end.
    pub(in crate::call) fn problem(&self, end: &CallEnd) -> Option<H245Problem> {
        if !end.answered || self.terms.mode == H245Mode::Off {
            return None;
        }
        let session = &self.session;
        let (announced, decision) = (session.announced(), session.decision());
        // Whether the call was held beyond T101 and T106 or not, what had no answer is missing.
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
        // A peer that has none hangs up over it, at once or when all is said.
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
