//! How a captured call ended, by the diagnosis of live calls. A capture may lack what a call knows:
//! then there is no verdict, and a sentence says what is missing.

use h323_proto::{
    call::{CallEnd, Direction, EndReason, EndedBy, H245Mode, H245Problem, ReleaseWords, Timer},
    diagnosis::{Circumstances, Outcome, diagnose},
    error::DecodeError,
    h225::{FacilityReason, Facts},
    q931::{CallState, Cause, CauseValue},
};

/// T303 (Q.931 9.2): how long a caller waits for the first answer to its Setup, in milliseconds.
const T303: u64 = 4_000;

/// What a capture says of the end of a call.
pub(super) enum Verdict {
    Known(Outcome),
    /// There is none, and why.
    Undecided(&'static str),
}

/// What the messages of a call say, beyond what a live call knows in the same form.
#[derive(Debug)]
pub(super) struct Heard {
    /// Whether its Setup is in the capture.
    pub(super) begun: bool,
    /// Whether all of its connections is in the capture.
    pub(super) whole: bool,
    /// Whether a message of the endpoint, or a part of it, could not be read.
    pub(super) unread: bool,
    /// Whether a Release Complete could not be read to its end.
    pub(super) left_unread: bool,
    /// TPKTs of call signalling that the caller sent.
    pub(super) sent: u32,
    /// Who left first, by endSession or Release Complete.
    pub(super) left: Option<Direction>,
    /// The Release Complete of the caller.
    own: Option<Box<ReleaseWords>>,
    /// The Release Complete of the endpoint.
    peer: Option<Box<ReleaseWords>>,
    /// The reason of a Facility that sends the caller elsewhere.
    pub(super) redirect: Option<FacilityReason>,
    /// Whether the endpoint tunnels H.245.
    pub(super) tunnelled: bool,
    /// Whether the endpoint gave an `h245Address`.
    pub(super) addressed: bool,
    /// Why the last of those cannot be reached.
    pub(super) out_of_reach: Option<String>,
    /// Whether an unread part may have said one of these.
    pub(super) hidden: bool,
    /// Whether the endpoint accepted channels of `fastStart`.
    pub(super) fast_channels: bool,
    /// Whether H.245 of the endpoint came.
    pub(super) control: bool,
    /// Whether H.245 crossed a connection of its own.
    pub(super) connected: bool,
    /// Whether the caller sent H.245.
    pub(super) control_sent: bool,
    /// The cause of the last terminalCapabilitySetReject of the endpoint.
    pub(super) rejected: Option<String>,
}

impl Default for Heard {
    fn default() -> Self {
        Self {
            begun: false,
            whole: true,
            unread: false,
            left_unread: false,
            sent: 0,
            left: None,
            own: None,
            peer: None,
            redirect: None,
            tunnelled: false,
            addressed: false,
            out_of_reach: None,
            hidden: false,
            fast_channels: false,
            control: false,
            connected: false,
            control_sent: false,
            rejected: None,
        }
    }
}

impl Heard {
    /// Takes a Release Complete. What a side repeats does not count.
    pub(super) fn release(
        &mut self,
        direction: Direction,
        cause: Option<Result<Cause, DecodeError>>,
        facts: &Facts,
    ) {
        self.left.get_or_insert(direction);
        self.left_unread |= matches!(cause, Some(Err(_)));
        let words = ReleaseWords {
            cause: cause.and_then(Result::ok),
            reason: facts.release_reason.clone(),
        };
        let slot = match direction {
            Direction::Sent => &mut self.own,
            Direction::Received => &mut self.peer,
        };
        slot.get_or_insert_with(|| Box::new(words));
    }

    /// Whether a side released the call.
    pub(super) const fn released(&self) -> bool {
        self.own.is_some() || self.peer.is_some()
    }

    /// The end of the call, as its caller would know it.
    pub(super) fn end(&self, state: CallState) -> CallEnd {
        let (by, reason) = match (self.left, &self.redirect) {
            (_, Some(reason)) if state != CallState::Active => {
                (EndedBy::Remote, EndReason::Redirected(reason.clone()))
            }
            (Some(Direction::Received), _) => (EndedBy::Remote, EndReason::Released),
            (Some(Direction::Sent), _) => match self.expired(state) {
                Some(timer) => (EndedBy::Library, EndReason::TimedOut(timer)),
                None => (EndedBy::User, EndReason::Hangup),
            },
            (None, _) => (EndedBy::Library, EndReason::TimedOut(Timer::T303)),
        };
        let (first, other) = match by {
            EndedBy::Remote => (&self.peer, &self.own),
            _ => (&self.own, &self.peer),
        };
        let words = first.as_deref().or(other.as_deref());
        CallEnd {
            cause: words.and_then(|words| words.cause.clone()),
            release_reason: words.and_then(|words| words.reason.clone()),
            own: self.own.clone(),
            peer: self.peer.clone(),
            answered: state == CallState::Active,
            ..CallEnd::new(by, reason, state)
        }
    }

    /// The timer that the caller gave up by, by the cause that it says (Q.850) and the state.
    fn expired(&self, state: CallState) -> Option<Timer> {
        let cause = self.own.as_ref()?.cause.as_ref()?.value;
        match (cause, state) {
            (CauseValue::RECOVERY_ON_TIMER_EXPIRY, CallState::CallInitiated) => Some(Timer::T303),
            (CauseValue::RECOVERY_ON_TIMER_EXPIRY, CallState::OverlapSending) => Some(Timer::T304),
            (CauseValue::RECOVERY_ON_TIMER_EXPIRY, CallState::OutgoingCallProceeding) => {
                Some(Timer::T310)
            }
            (
                CauseValue::RECOVERY_ON_TIMER_EXPIRY | CauseValue::NO_ANSWER_FROM_USER,
                CallState::CallDelivered,
            ) => Some(Timer::T301),
            _ => None,
        }
    }

    /// The verdict; `after`: how long the capture goes on after the first message of the call, in
    /// milliseconds.
    pub(super) fn verdict(&self, end: &CallEnd, mut known: Circumstances, after: u64) -> Verdict {
        if !self.begun {
            return Verdict::Undecided("The capture does not have the Setup of this call.");
        }
        // Setup and Release Complete are all that a caller says without an answer.
        if known.messages == 0 && (self.sent > 2 || self.connected) {
            return Verdict::Undecided("The capture does not have the messages of the endpoint.");
        }
        let unread = self.unread || !self.whole;
        let garbage = !known.understood && known.undecodable.is_some() && self.whole;
        match (self.left, &self.redirect) {
            (_, Some(_)) if !end.answered => {}
            // Nothing but Setup in either direction, for longer than a caller waits.
            (None, _) if known.messages == 0 && self.sent == 1 && !unread && after >= T303 => {}
            (None, _) => {
                return Verdict::Undecided("The capture does not have the end of this call.");
            }
            (Some(_), _) if self.left_unread => {
                return Verdict::Undecided("The end of this call could not be read.");
            }
            // The part that is missing may be an answer.
            (Some(_), _) if unread && !end.answered && !garbage => {
                return Verdict::Undecided(
                    "Messages of the endpoint are missing, or could not be read.",
                );
            }
            (Some(_), _) => {}
        }
        known.incomplete = 0;
        known.h245 = self.problem(end, unread);
        Verdict::Known(diagnose(end, &known))
    }

    /// What the capture shows to be wrong with the H.245 of an answered call. H.245 that is not in the
    /// capture may have crossed elsewhere, so silence proves something in the tunnel only.
    fn problem(&self, end: &CallEnd, unread: bool) -> Option<H245Problem> {
        if !end.answered || unread {
            return None;
        }
        if let Some(cause) = &self.rejected {
            let text = format!("terminalCapabilitySet: {cause}");
            return Some(H245Problem::Rejected(text));
        }
        if self.control || self.hidden {
            return None;
        }
        match &self.out_of_reach {
            Some(why) if !self.tunnelled => Some(H245Problem::PrivateAddress(why.clone())),
            _ if self.tunnelled && self.control_sent => Some(H245Problem::Silent),
            _ if self.tunnelled || self.addressed || self.control_sent => None,
            _ if self.fast_channels => Some(H245Problem::NoFurtherChannel),
            _ => Some(H245Problem::NoChannel(H245Mode::Auto)),
        }
    }
}
