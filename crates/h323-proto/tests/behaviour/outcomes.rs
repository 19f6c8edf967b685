//! Every outcome and every warning: reached by a call, and written down for users.

use h323_proto::{
    call::{CallEnd, Early, EndReason, EndedBy, H245Mode, H245Problem, Timer, WarningCode},
    diagnosis::{
        Circumstances, FIREWALLS, Outcome, OutcomeCode, Stage, bad_request, diagnose,
        lookup_failed, name_not_found, service_not_offered, target_not_allowed,
    },
    h225::{EndpointKind, FacilityReason, ReleaseReason, Vendor},
    q931::{CallState, Cause, CauseValue, Location},
    tpkt::Foreign,
};

use crate::{
    support::{plain, secs},
    tls,
};

const DOCUMENT: &str = include_str!("../../../../docs/outcomes.md");

pub(crate) fn end(reason: EndReason) -> CallEnd {
    CallEnd::new(EndedBy::Library, reason, CallState::CallInitiated)
}

fn released(cause: Option<u8>, reason: Option<&str>) -> CallEnd {
    CallEnd {
        by: EndedBy::Remote,
        cause: cause.map(|value| Cause::new(Location::User, CauseValue(value))),
        release_reason: reason.map(ReleaseReason::new),
        ..end(EndReason::Released)
    }
}

pub(crate) fn known(messages: u32, understood: bool) -> Circumstances {
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
        (
            "ended-early",
            CallEnd {
                answered: true,
                early: Some(Early {
                    after: secs(3),
                    held: secs(2),
                    wanted: secs(15),
                }),
                ..end(EndReason::Released)
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
        (
            "stream-broken",
            end(EndReason::NotTpkt(Foreign::Http)),
            some(),
        ),
        (
            "stream-broken",
            end(EndReason::NotQ931(Foreign::X224)),
            some(),
        ),
        // What broke goes before what it kept from happening.
        (
            "broken-after-connect",
            CallEnd {
                answered: true,
                ..end(EndReason::NotTpkt(Foreign::Unknown))
            },
            Circumstances {
                h245: Some(H245Problem::Silent),
                ..some()
            },
        ),
        (
            "broken-after-connect",
            CallEnd {
                answered: true,
                ..end(EndReason::Flood)
            },
            Circumstances {
                h245: Some(H245Problem::Incomplete("no answer")),
                ..some()
            },
        ),
        (
            "broken-after-connect",
            CallEnd {
                answered: true,
                ..end(EndReason::Cleared)
            },
            Circumstances {
                h245: Some(H245Problem::Silent),
                incomplete: 7,
                ..some()
            },
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
            end(EndReason::Redirected(FacilityReason::CallForwarded)),
            some(),
        ),
        ("flood", end(EndReason::Flood), some()),
        ("busy", released(Some(17), None), some()),
        ("busy", released(None, Some("inConf")), some()),
        (
            "rejected",
            released(Some(16), Some("destinationRejection")),
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
    .chain(refusals())
    .chain(answered_cases())
    .chain(tls::cases())
    .collect()
}

/// Releases that a gatekeeper or the endpoint called may have sent: what came before tells them
/// apart.
fn refusals() -> impl Iterator<Item = (&'static str, CallEnd, Circumstances)> {
    let first = || known(1, true);
    let behind = |kind| Circumstances {
        proceeded: true,
        kind,
        ..known(2, true)
    };
    let terminal = move || behind(Some(EndpointKind::Terminal));
    let gatekeeper = move || behind(Some(EndpointKind::Gatekeeper));
    let denied = || released(Some(31), Some("securityDenied"));
    [
        ("gatekeeper-refuses", released(Some(21), None), first()),
        ("gatekeeper-refuses", released(Some(21), None), gatekeeper()),
        ("gatekeeper-refuses", denied(), first()),
        ("gatekeeper-refuses", denied(), gatekeeper()),
        (
            "gatekeeper-refuses",
            released(Some(31), Some("callerNotRegistered")),
            terminal(),
        ),
        (
            "gatekeeper-refuses",
            released(None, Some("noPermission")),
            terminal(),
        ),
        ("rejected", released(Some(21), None), terminal()),
        // A routed call may go as far as Call Proceeding without a name.
        ("rejected", released(Some(21), None), behind(None)),
        ("rejected", denied(), terminal()),
        (
            "rejected",
            released(Some(21), Some("destinationRejection")),
            first(),
        ),
        ("rejected", released(Some(57), None), first()),
    ]
    .into_iter()
}

/// Answered calls with something wrong in their H.245.
fn answered_cases() -> impl Iterator<Item = (&'static str, CallEnd, Circumstances)> {
    use H245Problem as P;
    [
        ("h245-no-channel", P::NoChannel(H245Mode::Auto)),
        ("h245-no-channel", P::NoFurtherChannel),
        (
            "h245-no-channel",
            P::TunnelWithdrawn("ALERTING refuses".into()),
        ),
        ("h245-no-channel", P::NoChannel(H245Mode::Tunnelled)),
        ("h245-no-channel", P::NoChannel(H245Mode::Separate)),
        ("h245-unknown", P::Hidden),
        ("h245-private-address", P::PrivateAddress("private".into())),
        ("h245-unreachable", P::Unreachable("refused".into())),
        ("h245-broken", P::Broken("reset".into())),
        ("h245-silent", P::Silent),
        ("h245-incomplete", P::Incomplete("no answer")),
        ("h245-rejected", P::Rejected("unspecified".into())),
        ("h245-rejected", P::Undecided("no answer is confirmed")),
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
            h245: Some(problem),
            ..known(3, true)
        };
        (code, end, known)
    })
}

#[test]
fn each_end_has_its_outcome() {
    for (code, end, known) in cases() {
        let outcome = diagnose(&end, &known);
        assert_eq!(outcome.code.name(), code, "{end:?}");
        assert_eq!(outcome.stage, outcome.code.stage());
    }
}

#[test]
fn a_call_without_time_left_to_connect_is_not_called_silent() {
    let end = CallEnd {
        state: CallState::Null,
        ..end(EndReason::TimedOut(Timer::Total))
    };
    assert_eq!(diagnose(&end, &known(0, false)).code, OutcomeCode::TooLong);
}

/// Outcomes of requests that led to no call.
const BEFORE_A_CALL: [OutcomeCode; 5] = [
    OutcomeCode::BadRequest,
    OutcomeCode::TargetNotAllowed,
    OutcomeCode::NameNotFound,
    OutcomeCode::LookupFailed,
    OutcomeCode::ServiceNotOffered,
];

#[test]
fn what_leads_to_no_call_has_its_outcome_too() {
    let outcomes = [
        bad_request("port must be a number."),
        target_not_allowed("server is not allowed."),
        name_not_found("gw.example.com", "the name does not exist"),
        lookup_failed("gw.example.com", "no answer in 3 s"),
        service_not_offered("example.com"),
    ];
    assert_eq!(outcomes.clone().map(|outcome| outcome.code), BEFORE_A_CALL);
    for outcome in outcomes {
        assert!(!outcome.advice.is_empty());
        well_said(&outcome);
        assert_eq!(outcome.stage, outcome.code.stage());
    }
}

/// Outcomes of a registration with a gatekeeper, which the tests beside their code reach.
fn of_a_registration(code: OutcomeCode) -> bool {
    let others = [OutcomeCode::Registered, OutcomeCode::RasNotWritten];
    code.stage() == Stage::Ras || others.contains(&code)
}

#[test]
fn each_code_is_reached() {
    let cases = cases();
    for code in OutcomeCode::ALL {
        let elsewhere = BEFORE_A_CALL.contains(code) || of_a_registration(*code);
        let reached = cases.iter().any(|(reached, ..)| *reached == code.name());
        assert_eq!(reached, !elsewhere, "{code}");
    }
}

/// Its text and its advice are sentences for people.
fn well_said(outcome: &Outcome) {
    for text in [outcome.text.as_str()].iter().chain(&outcome.advice) {
        let faults = plain::faults(text);
        assert!(faults.is_empty(), "{}: {text}: {faults:?}", outcome.code);
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
    let others = ["securityError", "inventedReason"].map(ReleaseReason::new);
    for reason in ReleaseReason::plain().chain(others) {
        let name = reason.name();
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
        well_said(&outcome);
        let well = matches!(outcome.code, OutcomeCode::Answered | OutcomeCode::Cancelled);
        assert_eq!(outcome.advice.is_empty(), well, "{}", outcome.code);
    }
}

/// What H.323 inspection may have done comes with the way to switch it off, and nothing else does.
#[test]
fn advice_on_inspection_is_spelt_out_in_a_document() {
    let mut spelt_out = Vec::new();
    for (code, end, known) in cases() {
        let outcome = diagnose(&end, &known);
        let named = outcome
            .advice
            .iter()
            .any(|advice| advice.contains("inspection"));
        assert_eq!(outcome.links.contains(&FIREWALLS), named, "{code}");
        if named {
            spelt_out.push(code);
        }
    }
    for code in [
        "silent",
        "closed-at-once",
        "connection-lost",
        "h245-no-channel",
    ] {
        assert!(spelt_out.contains(&code), "{code}");
    }
}

/// Whether one of the pieces of advice has all these words in it.
pub(crate) fn advises(outcome: &Outcome, words: &[&str]) -> bool {
    outcome
        .advice
        .iter()
        .any(|advice| words.iter().all(|word| advice.contains(word)))
}

#[test]
fn the_usual_suspects_are_named() {
    let outcome = |code: &str| {
        let (_, end, known) = cases()
            .into_iter()
            .find(|(known, ..)| *known == code)
            .unwrap();
        diagnose(&end, &known)
    };
    for (code, words) in [
        (
            "silent",
            &["firewall", "unused address", "without an endpoint"][..],
        ),
        ("closed-at-once", &["whitelist", "registered"]),
        ("closed-at-once", &["host##number"]),
        ("closed-at-once", &["TLS", "1300"]),
        ("rejected", &["whitelist"]),
        ("rejected", &["host##number"]),
        ("rejected", &["gatekeeper"]),
        ("gatekeeper-refuses", &["unregistered"]),
        ("gatekeeper-refuses", &["password"]),
        ("connect-failed", &["Expressway", "off"]),
        ("no-route", &["Calls to unknown IP addresses"]),
    ] {
        assert!(advises(&outcome(code), words), "{code}: {words:?}");
    }
}

#[test]
fn an_avaya_is_told_by_its_code_or_its_product() {
    let avaya = |t35, product: &str| Vendor {
        t35,
        product: Some(product.into()),
        version: None,
    };
    let private = |end: &CallEnd, vendor| {
        let known = Circumstances {
            vendor: Some(vendor),
            ..known(2, true)
        };
        advises(&diagnose(end, &known), &["Avaya", "private"])
    };
    let busy = released(Some(17), None);
    assert!(private(&busy, avaya(Some((181, 0, 16_726)), "CM")));
    assert!(private(&busy, avaya(None, "AVAYA Scopia")));
    assert!(!private(&busy, avaya(Some((181, 0, 18)), "Room kit")));
    let answered = CallEnd {
        answered: true,
        ..end(EndReason::Cleared)
    };
    assert!(!private(&answered, avaya(None, "Avaya")));
}

/// What happened is said before the protocol's word for it.
#[test]
fn a_release_is_told_in_plain_words_first() {
    let text = |end: &CallEnd, alerted| {
        let known = Circumstances {
            alerted,
            ..known(2, true)
        };
        diagnose(end, &known).text
    };
    let busy = released(Some(17), Some("inConf"));
    assert_eq!(
        text(&busy, false),
        "The endpoint is busy (cause 17 user busy, reason inConf)."
    );
    assert_eq!(
        text(&busy, true),
        "The endpoint is busy (cause 17 user busy, reason inConf). The endpoint had rung before."
    );
    assert_eq!(
        text(&released(None, None), false),
        "The endpoint released the call."
    );
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
    let known: Vec<(String, &str)> = OutcomeCode::ALL
        .iter()
        .map(|code| (code.name().to_owned(), code.stage().name()))
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
