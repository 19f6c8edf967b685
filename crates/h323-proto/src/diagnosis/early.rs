//! Answered calls without an H.245 problem, and calls that the endpoint ended because of us.

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
                "The endpoint answered, and the connection was gone before the call was released."
            }
            _ => "The endpoint answered, and the call was released.",
        };
        return outcome(OutcomeCode::Answered, text, &[]);
    };
    let how = match &end.reason {
        EndReason::Closed { .. } => "closed the connection",
        EndReason::ConnectionLost(_) => "was lost",
        _ => "hung up",
    };
    let mut text = format!(
        "The endpoint answered, and {how} {} s after Connect, after {} of the {} s of the requested hold time",
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
            "Look at cause and reason of its Release Complete, if it gave them.",
            "The end of an announcement, a limit on the length of calls, or an endpoint that misses media looks like this: the tester does not send media.",
            "Check the endpoint's log at this time.",
        ],
    )
}

/// Adds that the endpoint may have ended the call because of the last thing we sent.
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
            "Some stacks drop a call because of a keep-alive: call with another “Keep-alive” (`keepAlive`), or without.",
        ),
        Suspect::TurnedDown(what) => (
            what.clone(),
            "Many stacks release a call when their channel or request is rejected: call with “Logical channels” (`channels`) on accept, and announce the “Codecs” (`codecs`) of the endpoint.",
        ),
    };
    outcome
        .text
        .push_str(&format!(" The tester's last message was {what}."));
    outcome.advice.insert(0, advice);
    outcome
}

/// Seconds with one decimal.
fn seconds(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}
