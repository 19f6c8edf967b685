//! Answered calls whose H.245 was in order, and calls that the peer ended because of us.

use alloc::{format, string::String};

use super::{Outcome, OutcomeCode, outcome};
use crate::{
    call::{CallEnd, EndReason, EndedBy, KeepAliveStyle, Suspect},
    summary::numbered,
    time::Duration,
};

/// The outcome of a call that was answered.
pub(super) fn answered(end: &CallEnd) -> Outcome {
    let Some(early) = end.early else {
        let text = match end.by {
            EndedBy::Transport => {
                "The called side answered, and the connection was gone before the call was released."
            }
            _ => "The called side answered, and the call was released.",
        };
        return outcome(OutcomeCode::Answered, text, &[]);
    };
    let how = match &end.reason {
        EndReason::Closed { .. } => "closed the connection",
        EndReason::ConnectionLost(_) => "was lost",
        _ => "hung up",
    };
    let mut text = format!(
        "The called side answered, and {how} {} s after Connect, after {} of the {} s that the call was to be held",
        seconds(early.after),
        seconds(early.held),
        early.wanted.as_secs(),
    );
    if let Some(cause) = end.peer.as_ref().and_then(|words| words.cause.as_ref()) {
        text.push_str(&format!(": cause {}", numbered(cause.value)));
    }
    text.push('.');
    outcome(
        OutcomeCode::EndedEarly,
        text,
        &[
            "Cause and reason of its Release Complete say why, as far as it gave them.",
            "An announcement that is over, a limit on the length of calls, or an endpoint that misses media looks like this: no media is sent here.",
            "Check the endpoint's log at this time.",
        ],
    )
}

/// The outcome of a call that the peer may have ended because of the last thing we sent, with that
/// said.
pub(super) fn suspected(mut outcome: Outcome, end: &CallEnd) -> Outcome {
    let Some(suspect) = &end.suspect else {
        return outcome;
    };
    if matches!(
        outcome.code,
        OutcomeCode::Answered | OutcomeCode::NoCommonCodec
    ) {
        return outcome;
    }
    let (what, advice) = match suspect {
        Suspect::KeepAlive(style) => (
            match style {
                KeepAliveStyle::Tpkt => String::from("a keep-alive (an empty TPKT)"),
                KeepAliveStyle::FacilityEmpty | KeepAliveStyle::FacilityTransportedInformation => {
                    String::from("a keep-alive (a Facility)")
                }
            },
            "Some stacks drop a call over a keep-alive: call with another “Keep-alive” (keepAlive), or with none.",
        ),
        Suspect::TurnedDown(what) => (
            what.clone(),
            "Many stacks give a call up when a channel or a request of theirs is turned down: call with “Logical channels” (channels) on accept, and announce the “Codecs” (codecs) that the endpoint uses.",
        ),
    };
    outcome
        .text
        .push_str(&format!(" The last thing we sent was {what}."));
    outcome.advice.insert(0, advice);
    outcome
}

/// Seconds with a tenth.
fn seconds(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}
