//! The outcome of a registration with a gatekeeper.

use alloc::format;

use super::{Outcome, OutcomeCode, outcome, stream::looks_like, tls};
use crate::{
    gatekeeper::{End, GatekeeperTerms, Outcome as How, Reject, Request, Transport},
    h235::Proof,
    ras::reason::Reason,
};

/// What is known of a registration besides its end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Registering {
    /// Whether we have a password.
    pub password: bool,
    /// Whether RAS travels on the connection of call signalling (H.460.17).
    pub h46017: bool,
    /// Whether a gatekeeper of a certain name is asked for (`gatekeeperIdentifier`).
    pub named: bool,
}

impl Registering {
    /// What is known of one with these terms.
    #[must_use]
    pub fn of(terms: &GatekeeperTerms) -> Self {
        Self {
            password: terms.credentials.is_some(),
            h46017: terms.transport == Transport::H46017,
            named: terms.gatekeeper_identifier.is_some(),
        }
    }
}

/// What to do about a port that has no gatekeeper behind it.
const H46017: &[&str] = &[
    "Ask whether the gatekeeper takes registrations over H.460.17, and switch that on. Most gatekeepers take them over UDP only.",
    "Check that the port is the one for call signalling (TCP 1720 unless configured otherwise).",
    "If the port is one for TLS, register with “TLS” (`tls`).",
    "For a gatekeeper that takes UDP only, use h323-peer on a machine that reaches it.",
];

/// What to do where the gatekeeper alone knows more.
const READ_LOG: &[&str] = &["Read the gatekeeper's log at this time."];

/// Explains why the gatekeeper ended a call that was not answered yet.
#[must_use]
pub fn dropped(reason: Option<&Reason>) -> Outcome {
    explained(
        OutcomeCode::DroppedByGatekeeper,
        "The gatekeeper ended the call before it was answered",
        reason,
    )
}

/// Explains why the gatekeeper ended a call that was answered.
#[must_use]
pub fn dropped_early(reason: Option<&Reason>) -> Outcome {
    explained(
        OutcomeCode::EndedEarly,
        "The endpoint answered, and then the gatekeeper ended the call",
        reason,
    )
}

/// Explains the end of a registration that led to no call. Without an end, it was cancelled.
#[must_use]
pub fn diagnose_registration(end: Option<&End>, known: Registering) -> Outcome {
    let cancelled = || {
        outcome(
            OutcomeCode::Cancelled,
            "The registration was cancelled.",
            &[],
        )
    };
    let Some(end) = end else {
        return cancelled();
    };
    match &end.outcome {
        How::Done => registered(end),
        How::Hangup => cancelled(),
        How::NotWritten(why) => outcome(
            OutcomeCode::RasNotWritten,
            format!("The request to the gatekeeper cannot be written: {why}."),
            &["Change the alias, prefix or identifier that it names."],
        ),
        How::ConnectFailed(why) => outcome(
            OutcomeCode::ConnectFailed,
            format!("The connection to the gatekeeper could not be opened: {why}."),
            &[
                "Check that the gatekeeper takes call signalling on this TCP port (1720 unless configured otherwise).",
                "Check the firewall and the port forwarding in front of it.",
            ],
        ),
        How::TlsFailed(fault) => tls::failed(fault),
        How::NotAllowed(why) => outcome(
            OutcomeCode::TargetNotAllowed,
            format!("The gatekeeper sends the call where the tester does not place one: {why}."),
            &[
                "Look at the destination in the gatekeeper's answer: it may be an address of its own network.",
                "Let the gatekeeper route the call, so that the caller needs no way of its own to the endpoint.",
            ],
        ),
        How::Closed { answered: false } => outcome(
            OutcomeCode::H46017NotSupported,
            "The gatekeeper closed the connection without an answer to the registration. It seems not to know H.460.17.",
            H46017,
        ),
        How::Closed { answered: true } => outcome(
            OutcomeCode::ConnectionLost,
            "The gatekeeper closed the connection while the registration lasted.",
            READ_LOG,
        ),
        How::ConnectionLost(why) => outcome(
            OutcomeCode::ConnectionLost,
            format!("The connection to the gatekeeper broke: {why}."),
            &["Look for a firewall that cuts connections, and read the gatekeeper's log."],
        ),
        How::NotTpkt(foreign) => outcome(
            OutcomeCode::NotH323,
            format!(
                "The gatekeeper's port answers with another protocol.{}",
                looks_like(*foreign)
            ),
            &["Use the port for call signalling of the gatekeeper."],
        ),
        How::NoAnswer(request) => silent(*request, known),
        How::NotUnderstood(request) => outcome(
            OutcomeCode::H46017NotSupported,
            format!(
                "The gatekeeper does not understand the {} (unknownMessageResponse).",
                name(*request)
            ),
            &[
                "Register with another “H.225.0 version” (`h225Version`).",
                "Read the gatekeeper's log at this time.",
            ],
        ),
        How::Rejected(reject) => rejected(reject, known),
        How::ProofWrong(request, proof) => unproven(*request, proof),
        How::Incomplete(request, field) => outcome(
            OutcomeCode::RasIncomplete,
            format!(
                "The gatekeeper confirms the {}, but its answer lacks {field}.",
                name(*request)
            ),
            &["This is a fault of the gatekeeper: look at the message in the trace."],
        ),
        How::Unregistered(reason) => explained(
            OutcomeCode::Unregistered,
            "The gatekeeper ended the registration",
            reason.as_ref(),
        ),
        How::Flood => outcome(
            OutcomeCode::Flood,
            "The gatekeeper sent more messages than a registration can need.",
            &["Look for a loop of requests between the gatekeeper and another one."],
        ),
    }
}

/// A request by its name in a sentence.
const fn name(request: Request) -> &'static str {
    match request {
        Request::Discovery => "discovery",
        Request::Registration => "registration",
        Request::KeepAlive => "keep-alive of the registration",
        Request::Admission => "admission of the call",
        Request::Disengage => "end of the call",
        Request::Unregistration => "end of the registration",
    }
}

fn registered(end: &End) -> Outcome {
    let text = match end.unregistered {
        true => "The gatekeeper registered the tester, and then ended the registration as asked.",
        false => {
            "The gatekeeper registered the tester. It did not confirm the end of the registration."
        }
    };
    outcome(OutcomeCode::Registered, text, &[])
}

fn silent(request: Request, known: Registering) -> Outcome {
    let text = format!("The gatekeeper does not answer the {}.", name(request));
    let first = matches!(request, Request::Discovery | Request::Registration);
    let advice: &[&str] = match (first, known.h46017) {
        (true, true) => H46017,
        (true, false) => &[
            "Check address and port (UDP 1719), and that the firewall passes UDP in both directions.",
            "Read the gatekeeper's log: some gatekeepers do not answer whom they do not know.",
        ],
        (false, _) => READ_LOG,
    };
    let result = outcome(OutcomeCode::GatekeeperSilent, text, advice);
    match first && known.named {
        true => result.first("A gatekeeper of another name does not answer: compare its name with “Gatekeeper identifier” (`identifier`), or leave that out."),
        false => result,
    }
}

fn unproven(request: Request, proof: &Proof) -> Outcome {
    let text = format!(
        "The gatekeeper confirms the {}, but does not prove that it knows the password: {proof}.",
        name(request)
    );
    outcome(
        OutcomeCode::GatekeeperUnproven,
        text,
        &[
            "Give the gatekeeper and the tester the same password, and set their clocks.",
            "Somebody else may answer in its place: check the address.",
        ],
    )
}

/// The code of a reject that is about the proof of the password.
fn about_the_proof(reason: &Reason, known: Registering) -> Option<OutcomeCode> {
    let denied = matches!(
        reason.identifier.as_str(),
        "securityDenial" | "securityDenied"
    );
    match reason.security_error() {
        Some("securityIntegrityFailed") => Some(OutcomeCode::PasswordWrong),
        Some("securityWrongSendersID" | "securityWrongGeneralID") => Some(OutcomeCode::UserUnknown),
        Some("securityWrongSyncTime" | "securityReplay") => Some(OutcomeCode::ClockApart),
        _ if denied && known.password => Some(OutcomeCode::PasswordWrong),
        _ => None,
    }
}

fn rejected(reject: &Reject, known: Registering) -> Outcome {
    let reason = reject.reason.as_ref();
    let of_proof = reason.and_then(|reason| about_the_proof(reason, known));
    let code = of_proof.unwrap_or(match reject.request {
        Request::Admission | Request::Disengage => OutcomeCode::AdmissionRejected,
        _ => OutcomeCode::RegistrationRejected,
    });
    let text = format!("The gatekeeper rejects the {}", name(reject.request));
    let mut result = explained(code, &text, reason);
    if code == OutcomeCode::PasswordWrong
        && reason.is_some_and(|reason| reason.security_error().is_none())
    {
        // Many gatekeepers have this one reason for all that is wrong with a proof.
        result.advice.push("Compare the clock of the gatekeeper with the time: a proof has its time in it, and is refused if that is too far from the gatekeeper's.");
    }
    let secured = reason.is_some_and(|reason| reason.identifier.starts_with("security"));
    match secured && !known.password {
        true => result.first("Give the user and the password that the gatekeeper asks for."),
        false => result,
    }
}

/// A sentence with a reason behind it, and the advice for that.
fn explained(code: OutcomeCode, text: &str, reason: Option<&Reason>) -> Outcome {
    let Some(reason) = reason else {
        return outcome(code, format!("{text} without a readable reason."), READ_LOG);
    };
    let shown = match &reason.detail {
        Some(detail) => format!("{}: {detail}", reason.identifier),
        None => reason.identifier.clone(),
    };
    let text = match reason.text {
        Some(words) => format!("{text}: {words} ({shown})."),
        None => format!("{text} ({shown})."),
    };
    let mut result = outcome(code, text, &[]);
    match &reason.advice[..] {
        [] => result.advice = READ_LOG.to_vec(),
        advice => result.advice = advice.to_vec(),
    }
    result
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::*;
    use crate::{diagnosis::Stage, plain, tpkt::Foreign};

    fn of(outcome: How, password: bool) -> Outcome {
        let end = End {
            outcome,
            registered: false,
            unregistered: false,
        };
        let known = Registering {
            password,
            h46017: true,
            named: false,
        };
        diagnose_registration(Some(&end), known)
    }

    fn reason(identifier: &str, text: Option<&'static str>, detail: Option<&str>) -> Reason {
        Reason {
            identifier: identifier.into(),
            text,
            advice: vec!["Look at it."],
            detail: detail.map(Into::into),
        }
    }

    fn reject(request: Request, reason: Option<Reason>) -> How {
        How::Rejected(Reject {
            request,
            reason,
            alternates: vec![],
            gatekeeper_identifier: None,
        })
    }

    #[test]
    fn password_user_and_clock_are_told_apart_where_the_answer_does() {
        let code = |identifier, detail, password| {
            let reason = reason(identifier, None, detail);
            of(reject(Request::Registration, Some(reason)), password).code
        };
        use OutcomeCode as Code;
        assert_eq!(code("securityDenial", None, true), Code::PasswordWrong);
        assert_eq!(
            code("securityDenial", None, false),
            Code::RegistrationRejected
        );
        for (detail, wanted) in [
            ("securityIntegrityFailed: wrong", Code::PasswordWrong),
            ("securityWrongSendersID: who", Code::UserUnknown),
            ("securityWrongSyncTime: late", Code::ClockApart),
            ("securityUnknownCA: whose", Code::RegistrationRejected),
        ] {
            assert_eq!(
                code("securityError", Some(detail), true),
                wanted,
                "{detail}"
            );
        }
        // The alias of a reject is no security error.
        assert_eq!(
            code("duplicateAlias", Some("securityIntegrityFailed"), true),
            Code::RegistrationRejected
        );
    }

    #[test]
    fn a_denial_that_does_not_say_why_may_be_about_the_clock() {
        let clock = |identifier, detail| {
            let reason = reason(identifier, None, detail);
            let outcome = of(reject(Request::Registration, Some(reason)), true);
            outcome.advice.iter().any(|line| line.contains("clock"))
        };
        assert!(clock("securityDenial", None));
        assert!(!clock(
            "securityError",
            Some("securityIntegrityFailed: wrong")
        ));
        assert!(!clock("duplicateAlias", None));
    }

    #[test]
    fn a_reject_says_its_reason_in_words_with_advice() {
        let taken = Some("an alias is registered already");
        let reason = reason("duplicateAlias", taken, Some("2000"));
        let outcome = of(reject(Request::Registration, Some(reason)), false);
        assert_eq!(outcome.code, OutcomeCode::RegistrationRejected);
        assert_eq!(
            outcome.text,
            "The gatekeeper rejects the registration: an alias is registered already (duplicateAlias: 2000)."
        );
        assert_eq!(outcome.advice, ["Look at it."]);
        let outcome = of(reject(Request::Admission, None), false);
        assert_eq!(outcome.code, OutcomeCode::AdmissionRejected);
        assert_eq!(
            outcome.text,
            "The gatekeeper rejects the admission of the call without a readable reason."
        );
    }

    /// Every end but that of a call.
    fn ends() -> Vec<How> {
        vec![
            How::NotWritten("too long".into()),
            How::ConnectFailed("refused".into()),
            How::Closed { answered: false },
            How::Closed { answered: true },
            How::ConnectionLost("reset".into()),
            How::NotTpkt(Foreign::Unknown),
            How::NoAnswer(Request::Registration),
            How::NoAnswer(Request::Admission),
            How::NotUnderstood(Request::Registration),
            How::ProofWrong(Request::Registration, Proof::Wrong),
            How::Incomplete(Request::Registration, "endpointIdentifier"),
            How::Unregistered(Some(reason("maintenance", None, None))),
            How::Flood,
            How::NotAllowed("no".into()),
            How::TlsFailed(crate::tls::Fault::Closed),
        ]
    }

    #[test]
    fn every_end_but_that_of_a_call_has_words_and_advice() {
        for how in ends() {
            let outcome = of(how, true);
            assert!(!outcome.advice.is_empty(), "{}", outcome.text);
            for text in [outcome.text.as_str()].iter().chain(&outcome.advice) {
                let faults = plain::faults(text);
                assert!(faults.is_empty(), "{text}: {faults:?}");
            }
            assert_eq!(outcome.stage, outcome.code.stage());
        }
    }

    #[test]
    fn each_code_of_a_registration_is_reached() {
        let refused = |request, identifier, detail| {
            of(
                reject(request, Some(reason(identifier, None, detail))),
                true,
            )
            .code
        };
        let security = |detail| refused(Request::Registration, "securityError", Some(detail));
        let mut reached: Vec<OutcomeCode> =
            ends().into_iter().map(|how| of(how, true).code).collect();
        reached.extend([
            security("securityIntegrityFailed"),
            security("securityWrongSendersID"),
            security("securityWrongSyncTime"),
            refused(Request::Registration, "duplicateAlias", None),
            refused(Request::Admission, "requestDenied", None),
            dropped(None).code,
        ]);
        let codes = OutcomeCode::ALL.iter();
        for code in
            codes.filter(|code| code.stage() == Stage::Ras || **code == OutcomeCode::RasNotWritten)
        {
            assert!(reached.contains(code), "{code}");
        }
        let end = End {
            outcome: How::Done,
            registered: true,
            unregistered: true,
        };
        let known = Registering {
            password: false,
            h46017: true,
            named: false,
        };
        let done = diagnose_registration(Some(&end), known);
        assert_eq!(done.code, OutcomeCode::Registered);
    }
}
