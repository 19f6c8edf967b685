//! Streams that break: the endpoint has spoken H.323, and then sends something else, a part of a
//! message, or more than a call can need.

use alloc::{format, string::String};

use super::{Circumstances, FIREWALLS, Outcome, OutcomeCode, outcome};
use crate::{call::CallEnd, tpkt::Foreign};

/// A sentence about the other protocol, behind another sentence; empty if it is not known.
pub(super) fn looks_like(foreign: Foreign) -> String {
    match foreign {
        Foreign::Unknown => String::new(),
        foreign => format!(" It looks like {foreign}."),
    }
}

/// The outcome of a call whose stream is no longer TPKT.
pub(super) fn not_tpkt_any_more(foreign: Foreign, end: &CallEnd, known: &Circumstances) -> Outcome {
    let looks = looks_like(foreign);
    outcome(
        code(end, OutcomeCode::StreamBroken),
        format!(
            "The stream of call signalling broke {}: the octets behind are not a TPKT.{looks}",
            reached(end, known)
        ),
        &[
            "Compare the last octets in the trace with a capture at the endpoint: a device in between may have put them there, or taken others out.",
            "A firewall's H.323 inspection (ALG) that rewrites messages is the usual device: switch it off for this rule.",
            "If the endpoint itself sends these octets, update its software.",
        ],
    )
    .see(FIREWALLS)
}

/// The outcome of a call with too many messages.
pub(super) fn flood(end: &CallEnd, known: &Circumstances) -> Outcome {
    outcome(
        code(end, OutcomeCode::Flood),
        format!(
            "The endpoint sent {} messages with {} octets in all, more than a call can need; the call was released {}.",
            known.messages,
            known.octets,
            reached(end, known)
        ),
        &[
            "Check the endpoint for a loop: two stacks that answer each other's STATUS do this.",
            "The trace shows which message came again and again.",
        ],
    )
}

/// The outcome of a call that waited for the rest of a message.
pub(super) fn stuck(end: &CallEnd, known: &Circumstances) -> Outcome {
    outcome(
        code(end, OutcomeCode::StuckInMessage),
        format!(
            "The endpoint began a message {}, and did not finish it: {} octets of it came.",
            reached(end, known),
            known.incomplete
        ),
        &[
            "If only large messages do not get through, look for a path MTU problem: a VPN or tunnel in between, and filtered ICMP.",
            "Check the endpoint's log: it may have failed while it wrote its answer.",
        ],
    )
}

/// The code for a broken call. An answered call has one code for every kind of break.
const fn code(end: &CallEnd, unanswered: OutcomeCode) -> OutcomeCode {
    if end.answered {
        OutcomeCode::BrokenAfterConnect
    } else {
        unanswered
    }
}

/// How far the call got.
const fn reached(end: &CallEnd, known: &Circumstances) -> &'static str {
    if end.answered {
        "after Connect"
    } else if known.alerted {
        "after Alerting"
    } else if known.proceeded {
        "after the endpoint had taken the call in hand"
    } else if known.understood {
        "after the endpoint's first messages"
    } else {
        "before any message was whole"
    }
}
