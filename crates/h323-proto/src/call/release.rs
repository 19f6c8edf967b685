//! The cause and reason for each end of a call.

use alloc::{format, vec::Vec};

use super::{
    end::{EndReason, ReleaseWords},
    outbox::Outbox,
    timer::Timer,
    warning::{Warning, WarningCode},
};
use crate::{
    h225::{Facts, ReleaseReason},
    q931::{Cause, CauseValue, ElementId, Location, Message},
};

/// The contents of a Release Complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The Cause element.
    pub cause: Cause,
    /// The H.225.0 `reason`. It is left out where the cause is enough, because H.225.0 has no
    /// reason for a call that was cleared normally.
    pub reason: Option<ReleaseReason>,
}

impl Release {
    /// A release with this cause, and no reason.
    #[must_use]
    pub const fn cause(value: CauseValue) -> Self {
        Self {
            cause: Cause::new(Location::User, value),
            reason: None,
        }
    }

    /// A release with this reason and its equivalent cause (H.225.0 table 5).
    #[must_use]
    pub fn reason(reason: ReleaseReason) -> Self {
        let value = reason.cause().unwrap_or(CauseValue::NORMAL_UNSPECIFIED);
        Self {
            cause: Cause::new(Location::User, value),
            reason: Some(reason),
        }
    }
}

/// The contents of our Release Complete when a call ends for this reason.
///
/// The match is exhaustive, so that a new reason must decide what the peer is told. Ends without a
/// connection have a cause too, for reports.
#[must_use]
pub fn release_for(reason: &EndReason) -> Release {
    match reason {
        EndReason::Cleared
        | EndReason::Hangup
        | EndReason::Released
        | EndReason::TimedOut(
            Timer::H245
            | Timer::EndSession
            | Timer::Hold
            | Timer::KeepAlive
            | Timer::Linger
            | Timer::Total,
        ) => Release::cause(CauseValue::NORMAL_CALL_CLEARING),
        EndReason::Rejected => Release::cause(CauseValue::CALL_REJECTED),
        // Q.850 has a separate cause for a ring without an answer.
        EndReason::TimedOut(Timer::T301) => Release::cause(CauseValue::NO_ANSWER_FROM_USER),
        EndReason::TimedOut(Timer::T303 | Timer::T304 | Timer::T310) => {
            Release::cause(CauseValue::RECOVERY_ON_TIMER_EXPIRY)
        }
        EndReason::TimedOut(Timer::Connect)
        | EndReason::ConnectFailed(_)
        | EndReason::TlsFailed(_) => Release::cause(CauseValue::DESTINATION_OUT_OF_ORDER),
        EndReason::SetupNotWritten(_) => Release::cause(CauseValue::INVALID_NUMBER_FORMAT),
        EndReason::Closed { .. } | EndReason::ConnectionLost(_) => {
            Release::cause(CauseValue::TEMPORARY_FAILURE)
        }
        EndReason::NotTpkt(_) | EndReason::NotQ931(_) | EndReason::Flood => {
            Release::cause(CauseValue::PROTOCOL_ERROR)
        }
        EndReason::Redirected(_) => Release::reason(ReleaseReason::FacilityCallDeflection),
    }
}

/// The contents of a received Release Complete.
pub(super) fn words(message: &Message, facts: &Facts) -> ReleaseWords {
    ReleaseWords {
        cause: message.get::<Cause>().and_then(Result::ok),
        reason: facts.release_reason.clone(),
    }
}

/// Takes the peer's Release Complete. `whole`: the message was read to its end.
pub(super) fn heard(message: &Message, facts: &Facts, whole: bool, out: &mut Outbox) {
    for warning in examine(message, facts, whole) {
        out.warn(warning.code, warning.text);
    }
    out.clearing().peer_release(words(message, facts));
}

/// Finds the oddities in the peer's Release Complete.
fn examine(message: &Message, facts: &Facts, whole: bool) -> Vec<Warning> {
    let mut found = Vec::new();
    let cause = words(message, facts).cause;
    if let (Some(cause), Some(reason)) = (&cause, &facts.release_reason)
        && let Some(expected) = reason.cause()
        && !reason.agrees_with(cause.value)
    {
        let text = format!(
            "Release Complete has cause {} and reason {}, which means cause {}",
            cause.value,
            reason.name(),
            expected
        );
        let code = WarningCode::ReleaseDisagrees;
        found.push(Warning { code, text });
    }
    let hidden = !whole || facts.unread.in_body("reason");
    if cause.is_none() && facts.release_reason.is_none() && !hidden {
        let text = match message.find(ElementId::CAUSE) {
            Some(_) => "Release Complete has an unreadable Cause, and no reason",
            None => "Release Complete gives neither a cause nor a reason",
        };
        let code = WarningCode::ReleaseUnexplained;
        let text = text.into();
        found.push(Warning { code, text });
    }
    found
}
