//! Every outcome and every warning: reached by a call, and written down for users.

use h323_proto::{
    call::{CallEnd, ControlMode, ControlProblem, EndReason, EndedBy, Timer, WarningCode},
    diagnosis::{
        CODES, Circumstances, Outcome, bad_request, diagnose, name_not_found, target_not_allowed,
    },
    h225::{FacilityReason, ReleaseReason},
    q931::{CallState, Cause, CauseValue, Location},
    tpkt::Foreign,
};

const DOCUMENT: &str = include_str!("../../../../docs/outcomes.md");

fn end(reason: EndReason) -> CallEnd {
    CallEnd {
        by: EndedBy::Library,
        reason,
        state: CallState::CallInitiated,
        cause: None,
        release_reason: None,
        answered: false,
    }
}

fn released(cause: Option<u8>, reason: Option<&str>) -> CallEnd {
    CallEnd {
        by: EndedBy::Remote,
        cause: cause.map(|value| Cause::new(Location::User, CauseValue(value))),
        release_reason: reason.map(ReleaseReason::new),
        ..end(EndReason::Released)
    }
}

fn known(messages: u32, understood: bool) -> Circumstances {
    Circumstances {
        messages,
        understood,
        ..Circumstances::default()
    }
}

/// Ends and what was known, with the code of what they mean.
fn cases() -> Vec<(&'static str, CallEnd, Circumstances)> {
    let timed_out = |timer| end(EndReason::TimedOut(timer));
    let nothing = || known(0, false);
    let some = || known(3, true);
    let garbage = || Circumstances {
        undecodable: Some("Q.931, octet 0".into()),
        ..known(2, false)
    };
    [
        (
            "answered",
            CallEnd {
                answered: true,
                ..end(EndReason::Cleared)
            },
            some(),
        ),
        // Whatever comes after the answer, the call was answered.
        (
            "answered",
            CallEnd {
                answered: true,
                ..end(EndReason::ConnectionLost("reset".into()))
            },
            some(),
        ),
        ("cancelled", end(EndReason::Hangup), some()),
        (
            "setup-not-written",
            end(EndReason::SetupNotWritten("SETUP".into())),
            nothing(),
        ),
        (
            "connect-failed",
            end(EndReason::ConnectFailed("refused".into())),
            nothing(),
        ),
        ("connect-timeout", timed_out(Timer::Connect), nothing()),
        (
            "connection-lost",
            end(EndReason::ConnectionLost("reset".into())),
            nothing(),
        ),
        (
            "closed-at-once",
            end(EndReason::Closed { pending: 0 }),
            nothing(),
        ),
        (
            "closed-in-message",
            end(EndReason::Closed { pending: 7 }),
            some(),
        ),
        (
            "closed-without-release",
            end(EndReason::Closed { pending: 0 }),
            some(),
        ),
        (
            "stuck-in-message",
            timed_out(Timer::T303),
            Circumstances {
                incomplete: 7,
                ..known(0, false)
            },
        ),
        ("silent", timed_out(Timer::T303), nothing()),
        ("silent", timed_out(Timer::Total), nothing()),
        (
            "not-h323",
            end(EndReason::NotTpkt(Foreign::Http)),
            nothing(),
        ),
        (
            "not-h323",
            end(EndReason::NotQ931(Foreign::X224)),
            known(1, false),
        ),
        ("undecodable", timed_out(Timer::T303), garbage()),
        ("no-answer-to-setup", timed_out(Timer::T303), some()),
        // Keep-alives alone: not silent, and nothing that could have been read.
        (
            "no-answer-to-setup",
            timed_out(Timer::T303),
            known(9, false),
        ),
        ("more-digits-wanted", timed_out(Timer::T304), some()),
        ("no-progress", timed_out(Timer::T310), some()),
        ("no-answer", timed_out(Timer::T301), some()),
        ("too-long", timed_out(Timer::Total), some()),
        (
            "redirected",
            end(EndReason::Redirected(FacilityReason::new("callForwarded"))),
            some(),
        ),
        ("flood", end(EndReason::Flood), some()),
        ("busy", released(Some(17), None), some()),
        ("busy", released(None, Some("inConf")), some()),
        ("rejected", released(Some(21), None), some()),
        (
            "rejected",
            released(Some(16), Some("destinationRejection")),
            some(),
        ),
        (
            "rejected",
            released(Some(31), Some("securityDenied")),
            some(),
        ),
        ("unknown-number", released(Some(1), None), some()),
        (
            "unknown-number",
            released(None, Some("badFormatAddress")),
            some(),
        ),
        (
            "not-registered",
            released(Some(20), Some("calledPartyNotRegistered")),
            some(),
        ),
        (
            "not-registered",
            released(Some(31), Some("callerNotRegistered")),
            some(),
        ),
        ("no-route", released(Some(3), None), some()),
        (
            "no-route",
            released(None, Some("unreachableDestination")),
            some(),
        ),
        ("congestion", released(Some(34), None), some()),
        (
            "congestion",
            released(Some(16), Some("gatewayResources")),
            some(),
        ),
        ("incompatible", released(Some(65), None), some()),
        (
            "incompatible",
            released(Some(47), Some("newConnectionNeeded")),
            some(),
        ),
        ("no-answer", released(Some(19), None), some()),
        ("far-end-unavailable", released(Some(27), None), some()),
        ("released", released(Some(16), None), some()),
        ("released", released(None, None), some()),
    ]
    .into_iter()
    .chain(answered_cases())
    .collect()
}

/// Answered calls with something wrong in their H.245.
fn answered_cases() -> impl Iterator<Item = (&'static str, CallEnd, Circumstances)> {
    use ControlProblem as P;
    [
        ("h245-no-channel", P::NoChannel(ControlMode::Auto)),
        ("h245-no-channel", P::NoFurtherChannel),
        ("h245-no-channel", P::NoChannel(ControlMode::Tunnelled)),
        ("h245-no-channel", P::NoChannel(ControlMode::Separate)),
        ("h245-private-address", P::PrivateAddress("private".into())),
        ("h245-unreachable", P::Unreachable("refused".into())),
        ("h245-broken", P::Broken("reset".into())),
        ("h245-silent", P::Silent),
        ("h245-incomplete", P::Incomplete("no answer")),
        ("h245-rejected", P::Rejected("unspecified".into())),
        ("dropped-after-connect", P::Dropped),
        ("no-common-codec", P::NoCommonCodec),
    ]
    .into_iter()
    .map(|(code, problem)| {
        let end = CallEnd {
            answered: true,
            ..end(EndReason::Cleared)
        };
        let known = Circumstances {
            control: Some(problem),
            ..known(3, true)
        };
        (code, end, known)
    })
}

#[test]
fn each_end_has_its_outcome() {
    for (code, end, known) in cases() {
        let outcome = diagnose(&end, &known);
        assert_eq!(outcome.code, code, "{end:?}");
        let listed = CODES.iter().find(|(known, _)| *known == code);
        assert_eq!(listed.map(|(_, stage)| *stage), Some(outcome.stage));
    }
}

#[test]
fn a_call_without_time_left_to_connect_is_not_called_silent() {
    let end = CallEnd {
        state: CallState::Null,
        ..end(EndReason::TimedOut(Timer::Total))
    };
    assert_eq!(diagnose(&end, &known(0, false)).code, "too-long");
}

/// Outcomes of requests that led to no call.
const BEFORE_A_CALL: [&str; 3] = ["bad-request", "target-not-allowed", "name-not-found"];

#[test]
fn what_leads_to_no_call_has_its_outcome_too() {
    let outcomes = [
        bad_request("port must be a number"),
        target_not_allowed("server is not allowed"),
        name_not_found("gw.example.com", "the name does not exist"),
    ];
    assert_eq!(outcomes.clone().map(|outcome| outcome.code), BEFORE_A_CALL);
    for outcome in outcomes {
        assert!(!outcome.text.is_empty() && !outcome.advice.is_empty());
        assert!(CODES.contains(&(outcome.code, outcome.stage)));
    }
}

#[test]
fn each_code_is_reached() {
    let cases = cases();
    for (code, _) in CODES {
        let elsewhere = BEFORE_A_CALL.contains(code);
        let reached = cases.iter().any(|(reached, ..)| reached == code);
        assert_eq!(reached, !elsewhere, "{code}");
    }
}

/// Every end that there can be has words, and advice unless all went well.
#[test]
fn each_outcome_says_what_to_do() {
    let mut outcomes: Vec<Outcome> = cases()
        .into_iter()
        .map(|(_, end, known)| diagnose(&end, &known))
        .collect();
    for value in 0..128 {
        outcomes.push(diagnose(&released(Some(value), None), &known(1, true)));
    }
    for name in ReleaseReason::plain().chain(["securityError", "inventedReason"]) {
        let outcome = diagnose(&released(None, Some(name)), &known(1, true));
        assert!(outcome.text.contains(name), "{}", outcome.text);
        outcomes.push(outcome);
    }
    for foreign in [
        Foreign::Http,
        Foreign::Tls,
        Foreign::Sip,
        Foreign::Rtsp,
        Foreign::Ssh,
        Foreign::SmtpOrFtp,
        Foreign::Telnet,
        Foreign::X224,
        Foreign::Unknown,
    ] {
        outcomes.push(diagnose(
            &end(EndReason::NotTpkt(foreign)),
            &known(0, false),
        ));
    }
    for outcome in outcomes {
        assert!(
            outcome.text.ends_with('.') || outcome.text.contains(':'),
            "{}",
            outcome.text
        );
        let well = matches!(outcome.code, "answered" | "cancelled");
        assert_eq!(outcome.advice.is_empty(), well, "{}", outcome.code);
    }
}

/// The cells of the rows of the table under `heading`, header and rule left out.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, section) = DOCUMENT.split_once(heading).unwrap();
    section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

#[test]
fn the_document_lists_every_outcome_and_no_other() {
    let listed: Vec<(String, &str)> = table("## Outcomes")
        .into_iter()
        .map(|cells| {
            assert_eq!(cells.len(), 5, "{cells:?}");
            assert!(cells.iter().all(|cell| !cell.is_empty()), "{cells:?}");
            (cells[0].trim_matches('`').to_owned(), cells[1])
        })
        .collect();
    let known: Vec<(String, &str)> = CODES
        .iter()
        .map(|(code, stage)| ((*code).to_owned(), stage.name()))
        .collect();
    assert_eq!(listed, known);
}

#[test]
fn the_document_lists_every_warning_and_no_other() {
    let listed: Vec<(String, &str)> = table("## Warnings")
        .into_iter()
        .map(|cells| {
            assert_eq!(cells.len(), 4, "{cells:?}");
            assert!(cells[1..3].iter().all(|cell| !cell.is_empty()), "{cells:?}");
            (cells[0].trim_matches('`').to_owned(), cells[3])
        })
        .collect();
    let known: Vec<(String, &str)> = WarningCode::ALL
        .iter()
        .map(|code| (code.code().to_owned(), code.clause()))
        .collect();
    assert_eq!(listed, known);
}
