//! Calls that the endpoint released before an answer.

use alloc::{format, string::String, vec::Vec};

use super::{Circumstances, Outcome, OutcomeCode, outcome};
use crate::{
    call::{CallEnd, EndedBy},
    h225::{EndpointKind, ReleaseReason as Reason},
    q931::CauseValue,
    summary::numbered,
};

/// The meaning of a kind of release: causes, outcome, verdict, advice.
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
        "The endpoint is busy",
        &["It is in a call or set to “do not disturb”: try again when it is free."],
    ),
    Row(
        &[1, 2, 22, 28],
        OutcomeCode::UnknownNumber,
        "The endpoint does not know the called number",
        &[
            "Check the number and its prefix: the endpoint may also expect another form.",
            "Calling a room system directly often works without a number, or with its own alias.",
        ],
    ),
    Row(
        &[20],
        OutcomeCode::NotRegistered,
        "The endpoint is not registered with the gatekeeper that answers",
        &[
            "Check the registration of the endpoint at this gatekeeper, and its alias.",
            "Call it by an alias that the gatekeeper knows, as alias@host or host##number.",
        ],
    ),
    Row(
        &[3, 38, 88],
        OutcomeCode::NoRoute,
        "The called party cannot be reached from this endpoint",
        &[
            "Check the routes of the endpoint, its gatekeeper and its neighbours.",
            "On a Cisco Expressway the setting “Calls to unknown IP addresses” decides about calls to unknown addresses: Off refuses them, Indirect needs a neighbour that knows the address.",
        ],
    ),
    Row(
        &[34, 41, 42, 44, 47],
        OutcomeCode::Congestion,
        "The endpoint is out of circuits, bandwidth or licences",
        &["Check the load and the limits of the endpoint, and try again."],
    ),
    Row(
        &[
            58, 63, 65, 66, 69, 70, 79, 95, 96, 97, 98, 99, 100, 101, 111,
        ],
        OutcomeCode::Incompatible,
        "The endpoint does not accept a part of our Setup",
        &["The diagnostics of the cause and the endpoint's log name that part."],
    ),
    Row(
        &[18, 19],
        OutcomeCode::NoAnswer,
        "The call was not answered",
        &["Signalling works. Answer the call, or switch auto-answer on for the test."],
    ),
    Row(
        &[27],
        OutcomeCode::FarEndUnavailable,
        "The endpoint is out of order or switched off",
        &["Switch the endpoint on, and check its own connection."],
    ),
];

const REJECTED: Row = Row(
    &[21, 57],
    OutcomeCode::Rejected,
    "The endpoint refuses the call",
    &[
        "Look for an access list or a whitelist, and for rules for unknown callers; its user may have refused the call too.",
        "Some systems refuse calls to their address alone (Avaya's “Reject invalid number calls”): call a known alias or number, as alias@host or host##number.",
        "An endpoint that is registered with a gatekeeper may take calls from there only: call it through its gatekeeper.",
    ],
);

const GATEKEEPER_ADVICE: &[&str] = &[
    "Let the gatekeeper accept calls from unregistered endpoints, or give this caller its own rule or neighbour entry: the tester does not register.",
    "Some gatekeepers let strangers call certain aliases: call one as alias@host or host##number.",
    "A gatekeeper that demands a password or tokens (H.235) refuses in the same way: its log tells.",
    "Call the endpoint directly, without the gatekeeper, if it has an address of its own.",
    "If this is an endpoint after all, look for its access list or whitelist.",
];

/// Says which system refused a call, and why.
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
                    "The endpoint refuses the call for security reasons",
                    end,
                    known,
                ),
                &[
                    "The endpoint demands a permission, a password or encryption (H.235), which this call does not have: check its rules for unknown callers.",
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
                sentence(
                    "The endpoint needs a feature that this call does not offer",
                    end,
                    known,
                ),
                &["Check which feature or version of H.323 the endpoint demands."],
            );
        }
        Some(Reason::DestinationRejection) => return of_row(&REJECTED, end, known),
        _ => {}
    }
    // Causes 16 and 31 only say that the call ended, so the reason is more precise.
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
            sentence("The endpoint released the call", end, known),
            &["Check the endpoint's call log at this time for the reason of the release."],
        ),
    }
}

/// The outcome for a gatekeeper, if a gatekeeper refused the call and not the called endpoint.
///
/// A Release Complete does not say who sent it. Two of its reasons are only for gatekeepers. Apart
/// from these, a gatekeeper is likely if no device handled the call before: an endpoint sends Call
/// Proceeding with its name, or gives destinationRejection. Gatekeepers give cause 21 alone, or
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

/// The verdict, followed by the endpoint's cause and reason.
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
        text.push_str(" The endpoint had rung before.");
    }
    text
}
