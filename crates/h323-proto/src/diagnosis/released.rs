//! Calls that the peer released before an answer.

use alloc::{format, string::String, vec::Vec};

use super::{Circumstances, Outcome, OutcomeCode, outcome};
use crate::{
    call::{CallEnd, EndedBy},
    h225::{EndpointKind, ReleaseReason as Reason},
    q931::CauseValue,
    summary::numbered,
};

/// What a kind of release means: causes, outcome, verdict, advice.
struct Row(
    &'static [u8],
    OutcomeCode,
    &'static str,
    &'static [&'static str],
);

const ROWS: &[Row] = &[
    Row(
        &[17],
        OutcomeCode::Busy,
        "The called endpoint is busy",
        &["It is in a call or set to do not disturb: try again when it is free."],
    ),
    Row(
        &[1, 2, 22, 28],
        OutcomeCode::UnknownNumber,
        "The peer does not know the called number",
        &[
            "Check the number and its prefix: it may also be in another form than the peer expects.",
            "Calling a room system directly often works without a number, or with its own alias.",
        ],
    ),
    Row(
        &[20],
        OutcomeCode::NotRegistered,
        "The gatekeeper answers, but the called endpoint is not registered with it",
        &[
            "Check the registration of the called endpoint at this gatekeeper, and its alias.",
            "Call it by an alias that the gatekeeper knows, as alias@host or host##number.",
        ],
    ),
    Row(
        &[3, 38, 88],
        OutcomeCode::NoRoute,
        "The peer cannot reach the called party",
        &[
            "Check the peer's routes, its gatekeeper and its neighbours.",
            "On a Cisco Expressway a call to an address it does not know goes through only as “Calls to unknown IP addresses” allows: Off refuses it, Indirect needs a neighbour that knows the address.",
        ],
    ),
    Row(
        &[34, 41, 42, 44, 47],
        OutcomeCode::Congestion,
        "The peer is out of circuits, bandwidth or licences",
        &["Check the peer's load and its limits, and try again."],
    ),
    Row(
        &[
            58, 63, 65, 66, 69, 70, 79, 95, 96, 97, 98, 99, 100, 101, 111,
        ],
        OutcomeCode::Incompatible,
        "The peer does not accept something in our Setup",
        &["The diagnostics of the cause and the peer's log say what it is."],
    ),
    Row(
        &[18, 19],
        OutcomeCode::NoAnswer,
        "Nobody answered",
        &["Signalling works. Answer the call, or switch auto-answer on for the test."],
    ),
    Row(
        &[27],
        OutcomeCode::FarEndUnavailable,
        "The called endpoint is out of order or switched off",
        &["Switch the called endpoint on, and check its own connection."],
    ),
];

const REJECTED: Row = Row(
    &[21, 57],
    OutcomeCode::Rejected,
    "The called side refuses the call",
    &[
        "Look for an access list or a whitelist, and for rules for unknown callers; its user may have refused the call too.",
        "Some systems refuse calls to their address alone (Avaya's “Reject invalid number calls”): call an alias or a number that it knows, as alias@host or host##number.",
        "An endpoint that is registered with a gatekeeper may take calls from there only: call it through its gatekeeper.",
    ],
);

const GATEKEEPER_ADVICE: &[&str] = &[
    "Let the gatekeeper take calls from unregistered endpoints, or give this caller a rule or a neighbour entry of its own: this tester does not register.",
    "Some gatekeepers let strangers call certain aliases: call one as alias@host or host##number.",
    "A gatekeeper that wants a password or tokens (H.235) refuses in the same way: its log says which.",
    "Test the endpoint itself, past the gatekeeper, if it has an address of its own.",
    "If this is an endpoint after all, look for its access list or whitelist.",
];

/// Says who refused a call, and why.
pub(super) fn released(end: &CallEnd, known: &Circumstances) -> Outcome {
    let reason = end.release_reason.as_ref();
    let stated = end.cause.as_ref().map(|cause| cause.value);
    if let Some(verdict) = refusing_gatekeeper(reason, stated, known) {
        return outcome(
            OutcomeCode::GatekeeperRefuses,
            sentence(verdict, end, known),
            GATEKEEPER_ADVICE,
        );
    }
    match reason {
        Some(Reason::SecurityDenied | Reason::SecurityError) => {
            return outcome(
                OutcomeCode::Rejected,
                sentence(
                    "The called side refuses the call for its security",
                    end,
                    known,
                ),
                &[
                    "The peer wants a permission, a password or encryption (H.235) that this call does not have: check its rules for unknown callers.",
                ],
            );
        }
        Some(
            Reason::NewConnectionNeeded
            | Reason::NeededFeatureNotSupported
            | Reason::InvalidRevision,
        ) => {
            return outcome(
                OutcomeCode::Incompatible,
                sentence("The peer needs what this call does not offer", end, known),
                &["Check which feature or version of H.323 the peer demands."],
            );
        }
        Some(Reason::DestinationRejection) => return of_row(&REJECTED, end, known),
        _ => {}
    }
    // 16 and 31 say no more than that the call ended; then the reason knows better.
    let value = match stated {
        Some(CauseValue(16 | 31)) | None => reason.and_then(|reason| reason.cause()).or(stated),
        some => some,
    };
    let row = value.and_then(|value| {
        ROWS.iter()
            .chain([&REJECTED])
            .find(|Row(causes, ..)| causes.contains(&value.0))
    });
    match row {
        Some(row) => of_row(row, end, known),
        None => outcome(
            OutcomeCode::Released,
            sentence("The peer released the call", end, known),
            &["Check the endpoint's call log at this time for why it released the call."],
        ),
    }
}

/// What is to be said of a gatekeeper, if it was one that refused and not the endpoint called.
///
/// A Release Complete does not say who sent it. Two of its reasons are a gatekeeper's own. Else it
/// was one, most likely, if nobody took the call in hand before: an endpoint says Call Proceeding
/// with its name, or gives destinationRejection; gatekeepers give cause 21 alone, or
/// securityDenied, right after Setup.
fn refusing_gatekeeper(
    reason: Option<&Reason>,
    cause: Option<CauseValue>,
    known: &Circumstances,
) -> Option<&'static str> {
    match (reason, cause) {
        (Some(Reason::CallerNotRegistered), _) => {
            return Some("The gatekeeper takes calls from registered endpoints only");
        }
        (Some(Reason::NoPermission), _) => return Some("The gatekeeper does not permit this call"),
        (Some(Reason::SecurityDenied | Reason::SecurityError), _)
        | (None, Some(CauseValue::CALL_REJECTED)) => {}
        _ => return None,
    }
    if known.kind == Some(EndpointKind::Gatekeeper) {
        return Some("The gatekeeper refuses the call");
    }
    (!known.proceeded && known.kind.is_none()).then_some(
        "The call was refused before an endpoint had it, most likely by a gatekeeper that does not know this caller",
    )
}

fn of_row(Row(_, code, verdict, advice): &Row, end: &CallEnd, known: &Circumstances) -> Outcome {
    outcome(*code, sentence(verdict, end, known), advice)
}

/// The verdict, with what the peer said behind it.
fn sentence(verdict: &str, end: &CallEnd, known: &Circumstances) -> String {
    let cause = end.cause.as_ref();
    let reason = end.release_reason.as_ref();
    let said: Vec<String> = cause
        .map(|cause| format!("cause {}", numbered(cause.value)))
        .into_iter()
        .chain(reason.map(|reason| format!("reason {}", reason.name())))
        .collect();
    let mut text = String::from(verdict);
    if !said.is_empty() {
        text.push_str(&format!(" ({})", said.join(", ")));
    }
    text.push('.');
    if end.by == EndedBy::Remote && known.alerted {
        text.push_str(" It had rung before.");
    }
    text
}
