//! What a client gets in every scenario, and what users are told of it.

use std::collections::BTreeSet;

use h323_asn1::{
    codec,
    h225::{CallModel, RasMessage, UnregRequestReason},
};
use h323_peer::gatekeeper::{Output, Peer, Scenario};
use h323_proto::{
    h225::transport_address,
    h235::{Auth, Expected, Proof, check},
    time::Duration,
};

use super::desk::{
    Desk, TIME, YAN, ZOE, arq, discovery, identifier, keep_alive, proven, registration, signalling,
    who,
};

/// What users are told of the scenarios.
const DOCS: &str = include_str!("../../../../../docs/peer.md");

const OVER_UDP: Peer = Peer::Udp(ZOE);

fn grq() -> RasMessage {
    RasMessage::gatekeeperRequest(Box::new(discovery(ZOE)))
}

fn rrq() -> RasMessage {
    registration(OVER_UDP, "1000")
}

fn playing(scenario: &str) -> Desk {
    Desk::new(|config| {
        config.plan.scenario = Scenario::named(scenario).expect(scenario);
        config.endpoints = vec![("2000".into(), signalling(YAN))];
    })
}

/// The abbreviation-free name of an alternative, as Debug has it.
fn debug(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

#[test]
fn the_document_has_every_scenario() {
    let mut numbers = BTreeSet::new();
    for scenario in Scenario::all() {
        let Scenario {
            name, number, what, ..
        } = scenario;
        let row = format!("| {number} | `{name}` | {what} |");
        assert!(
            DOCS.lines().any(|line| line == row),
            "docs/peer.md lacks {row}"
        );
        assert!(numbers.insert(number), "{number} twice");
    }
}

#[test]
fn every_reject_reason_is_given() {
    let mut played = 0;
    for scenario in Scenario::all() {
        let name = scenario.name.to_string();
        let mut desk = playing(&name);
        let (answer, wanted) = if let Some(reason) = name.strip_prefix("discovery-") {
            if reason == "silent" {
                continue;
            }
            (
                desk.answer(OVER_UDP, &grq()),
                format!("gatekeeperReject {reason}"),
            )
        } else if let Some(reason) = name.strip_prefix("registration-") {
            if ["silent", "in-progress"].contains(&reason) {
                continue;
            }
            (
                desk.answer(OVER_UDP, &rrq()),
                format!("registrationReject {reason}"),
            )
        } else if let Some(reason) = name.strip_prefix("admission-") {
            if ["silent", "in-progress"].contains(&reason) {
                continue;
            }
            let name = desk.register(OVER_UDP, "1000");
            let answer = desk.answer(OVER_UDP, &arq(&name, "2000"));
            (answer, format!("admissionReject {reason}"))
        } else {
            continue;
        };
        let answer = match answer {
            RasMessage::gatekeeperReject(body) => {
                format!("gatekeeperReject {:?}", body.reject_reason)
            }
            RasMessage::registrationReject(body) => {
                format!("registrationReject {:?}", body.reject_reason)
            }
            RasMessage::admissionReject(body) => {
                format!("admissionReject {:?}", body.reject_reason)
            }
            other => debug(&other),
        };
        assert!(answer.starts_with(&wanted), "{name}: {answer}");
        played += 1;
    }
    assert_eq!(played, 8 + 19 + 23, "reasons of GRJ, RRJ and ARJ");
}

#[test]
fn an_admission_may_lead_elsewhere() {
    for (scenario, wanted) in [
        ("destination-private", "10.20.30.40:1720"),
        ("destination-nowhere", "0.0.0.0:0"),
        ("destination-mail", "192.0.2.1:25"),
        ("destination-refuses", "192.0.2.1:1"),
    ] {
        let mut desk = playing(scenario);
        let name = desk.register(OVER_UDP, "1000");
        let answer = desk.answer(OVER_UDP, &arq(&name, "2000"));
        let RasMessage::admissionConfirm(answer) = answer else {
            panic!("{scenario}: {answer:?}");
        };
        assert_eq!(answer.call_model, CallModel::direct, "{scenario}");
        let wanted = transport_address(wanted.parse().expect("an address"));
        assert_eq!(answer.dest_call_signal_address, wanted, "{scenario}");
    }
}

#[test]
fn silence_is_about_the_requests_that_it_names() {
    for (scenario, silent) in [
        ("silent", [true, true, true, true]),
        ("discovery-silent", [true, false, false, false]),
        ("registration-silent", [false, true, true, true]),
        ("keep-alive-silent", [false, false, true, false]),
        ("admission-silent", [false, false, false, true]),
    ] {
        let mut desk = playing(scenario);
        assert_eq!(
            desk.ask(OVER_UDP, &grq()).is_empty(),
            silent[0],
            "{scenario}"
        );
        let answers = desk.ask(OVER_UDP, &rrq());
        assert_eq!(answers.is_empty(), silent[1], "{scenario}");
        let Some(answer) = answers.first() else {
            continue;
        };
        let name = identifier(answer);
        let answers = desk.ask(OVER_UDP, &keep_alive(OVER_UDP, &name));
        assert_eq!(answers.is_empty(), silent[2], "{scenario}");
        let answers = desk.ask(OVER_UDP, &arq(&name, "2000"));
        assert_eq!(answers.is_empty(), silent[3], "{scenario}");
    }
}

#[test]
fn a_request_in_progress_is_answered_later_or_never() {
    let mut desk = playing("registration-in-progress");
    let RasMessage::requestInProgress(answer) = desk.answer(OVER_UDP, &rrq()) else {
        panic!("no RIP");
    };
    assert_eq!((answer.request_seq_num, answer.delay), (2, 3_000));
    desk.wait(Duration::from_millis(1_999));
    assert!(desk.said(OVER_UDP).is_empty());
    desk.wait(Duration::from_millis(1));
    let name = identifier(&desk.said(OVER_UDP)[0]);
    let answer = desk.answer(OVER_UDP, &arq(&name, "2000"));
    assert!(matches!(answer, RasMessage::admissionConfirm(_)));

    let mut desk = playing("in-progress-for-ever");
    let answer = desk.answer(OVER_UDP, &rrq());
    assert!(matches!(answer, RasMessage::requestInProgress(_)));
    desk.wait(Duration::from_secs(60));
    assert!(desk.said(OVER_UDP).is_empty());
}

#[test]
fn registrations_end_early() {
    for (scenario, wait, reason) in [
        (
            "short-time-to-live",
            5,
            Some(UnregRequestReason::ttlExpired),
        ),
        (
            "unregisters",
            2,
            Some(UnregRequestReason::reregistrationRequired),
        ),
        (
            "unregisters-for-maintenance",
            2,
            Some(UnregRequestReason::maintenance),
        ),
        ("forgets", 2, None),
    ] {
        let mut desk = playing(scenario);
        let name = desk.register(OVER_UDP, "1000");
        desk.wait(Duration::from_secs(wait));
        let said = desk.said(OVER_UDP);
        let told = said.first().map(|message| match message {
            RasMessage::unregistrationRequest(body) => body.reason.clone().expect("a reason"),
            other => panic!("{other:?}"),
        });
        assert_eq!(told, reason, "{scenario}");
        let answer = desk.answer(OVER_UDP, &keep_alive(OVER_UDP, &name));
        assert!(
            debug(&answer).contains("fullRegistrationRequired"),
            "{scenario}"
        );
    }
}

#[test]
fn a_keep_alive_gets_a_new_identifier_or_a_refusal() {
    let mut desk = playing("new-identifier");
    let name = desk.register(OVER_UDP, "1000");
    let new = identifier(&desk.answer(OVER_UDP, &keep_alive(OVER_UDP, &name)));
    assert_ne!(new, name);
    let answer = desk.answer(OVER_UDP, &arq(&name, "2000"));
    assert!(debug(&answer).contains("callerNotRegistered"));
    let answer = desk.answer(OVER_UDP, &arq(&new, "2000"));
    assert!(matches!(answer, RasMessage::admissionConfirm(_)));

    let mut desk = playing("keep-alive-full");
    let name = desk.register(OVER_UDP, "1000");
    let answer = desk.answer(OVER_UDP, &keep_alive(OVER_UDP, &name));
    assert!(debug(&answer).contains("fullRegistrationRequired"));
}

#[test]
fn the_gatekeeper_asks_in_the_call() {
    for (scenario, request) in [
        ("drops-the-call", "disengageRequest"),
        ("changes-bandwidth", "bandwidthRequest"),
        ("unregisters-in-call", "unregistrationRequest"),
    ] {
        let mut desk = playing(scenario);
        let name = desk.register(OVER_UDP, "1000");
        desk.answer(OVER_UDP, &arq(&name, "2000"));
        desk.wait(Duration::from_secs(3));
        let said = debug(&desk.said(OVER_UDP));
        assert!(
            said.starts_with(&format!("[{request}(")),
            "{scenario}: {said}"
        );
    }
    let mut desk = playing("asks-for-information");
    desk.register(OVER_UDP, "1000");
    desk.wait(Duration::ZERO);
    assert!(matches!(
        desk.said(OVER_UDP)[..],
        [RasMessage::infoRequest(_)]
    ));
}

#[test]
fn half_of_the_bandwidth_is_granted() {
    let mut desk = playing("less-bandwidth");
    let name = desk.register(OVER_UDP, "1000");
    let RasMessage::admissionConfirm(answer) = desk.answer(OVER_UDP, &arq(&name, "2000")) else {
        panic!("no ACF");
    };
    assert_eq!(answer.band_width, 640);
}

#[test]
fn proofs_are_wrong_absent_or_old() {
    for (scenario, worth) in [
        ("serve", Proof::Good),
        ("wrong-proof", Proof::Wrong),
        ("no-proof", Proof::Absent),
        ("old-proof", Proof::Old(-3_600)),
    ] {
        let mut desk = Desk::new(|config| {
            config.plan.scenario = Scenario::named(scenario).expect(scenario);
            config.users = h323_peer::gatekeeper::Users::new(vec![who("zoe")], Auth::Auto);
        });
        desk.octets(OVER_UDP, &proven(rrq(), &who("zoe"), "zoe", TIME));
        let octets = desk.sent(OVER_UDP).remove(0);
        let tree = codec::decode::<RasMessage>(&octets).tree;
        let expected = Expected {
            password: &who("zoe").password,
            time: TIME,
            ours: &[],
        };
        assert_eq!(check(&tree, &octets, &expected), worth, "{scenario}");
    }
}

#[test]
fn another_gatekeeper_is_named() {
    let other = transport_address("192.0.2.2:1719".parse().unwrap());
    let mut desk = playing("alternate-gatekeeper");
    let RasMessage::gatekeeperConfirm(answer) = desk.answer(OVER_UDP, &grq()) else {
        panic!("no GCF");
    };
    assert_eq!(answer.alternate_gatekeeper.unwrap()[0].ras_address, other);
    let RasMessage::registrationConfirm(answer) = desk.answer(OVER_UDP, &rrq()) else {
        panic!("no RCF");
    };
    assert_eq!(answer.alternate_gatekeeper.unwrap()[0].ras_address, other);
    let mut desk = playing("moved");
    let RasMessage::registrationReject(answer) = desk.answer(OVER_UDP, &rrq()) else {
        panic!("no RRJ");
    };
    let named = answer.alt_gk_info.expect("altGKInfo");
    assert_eq!(named.alternate_gatekeeper[0].ras_address, other);
}

#[test]
fn answers_are_repeated_late_wrong_or_broken() {
    let mut desk = playing("answer-twice");
    let answers = desk.ask(OVER_UDP, &rrq());
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0], answers[1]);

    let mut desk = playing("old-answer-first");
    let first = desk.answer(OVER_UDP, &grq());
    let [old, RasMessage::registrationConfirm(_)] = &desk.ask(OVER_UDP, &rrq())[..] else {
        panic!("not two answers");
    };
    assert_eq!(*old, first);

    let mut desk = playing("wrong-number-first");
    let [
        RasMessage::registrationConfirm(wrong),
        RasMessage::registrationConfirm(right),
    ] = &desk.ask(OVER_UDP, &rrq())[..]
    else {
        panic!("not two answers");
    };
    assert_eq!((wrong.request_seq_num, right.request_seq_num), (3, 2));

    for scenario in ["garbage", "half-answer"] {
        let mut desk = playing(scenario);
        desk.octets(OVER_UDP, &codec::encode(&rrq()).unwrap());
        let octets = desk.sent(OVER_UDP).remove(0);
        assert!(
            codec::decode::<RasMessage>(&octets).value.is_err(),
            "{scenario}"
        );
    }

    let mut desk = playing("not-understood");
    let answer = desk.answer(OVER_UDP, &rrq());
    assert!(matches!(answer, RasMessage::unknownMessageResponse(_)));
}

#[test]
fn connections_are_closed() {
    let closed = |desk: &Desk| {
        let mut outputs = desk.outputs.iter();
        outputs.any(|output| matches!(output, Output::Close(_)))
    };
    let mut desk = playing("close-at-once");
    let peer = Peer::Tcp(desk.accept(1));
    assert!(desk.ask(peer, &registration(peer, "1000")).is_empty());
    assert!(closed(&desk));

    let mut desk = playing("close-after-registration");
    let peer = Peer::Tcp(desk.accept(1));
    desk.register(peer, "1000");
    assert!(closed(&desk));

    let mut desk = playing("close-after-admission");
    let peer = Peer::Tcp(desk.accept(1));
    let name = desk.register(peer, "1000");
    assert!(!closed(&desk));
    assert_eq!(desk.ask(peer, &arq(&name, "2000")).len(), 1);
    assert!(closed(&desk));
}

#[test]
fn requests_are_refused_that_are_not_about_registration_or_admission() {
    use h323_asn1::h225::{
        BandwidthRequest, DisengageReason, DisengageRequest, LocationRequest, UnregistrationRequest,
    };
    use h323_asn1::{text::bmp_string, types::FixedOctetString};
    let conference = FixedOctetString::from([8; 16]);
    let address = transport_address(ZOE);
    for (scenario, reason) in [
        ("bandwidth-reject", "insufficientResources"),
        ("disengage-reject", "requestToDropOther"),
        ("unregistration-reject", "callInProgress"),
        ("location-reject", "requestDenied"),
    ] {
        let mut desk = playing(scenario);
        let name = bmp_string(&desk.register(OVER_UDP, "1000")).unwrap();
        let request =
            match scenario {
                "bandwidth-reject" => RasMessage::bandwidthRequest(Box::new(
                    BandwidthRequest::new(4, name, conference, 77, 640),
                )),
                "disengage-reject" => RasMessage::disengageRequest(Box::new(
                    DisengageRequest::new(4, name, conference, 77, DisengageReason::normalDrop),
                )),
                "unregistration-reject" => {
                    let mut body = UnregistrationRequest::new(4, vec![address.clone()]);
                    body.endpoint_identifier = Some(name);
                    RasMessage::unregistrationRequest(Box::new(body))
                }
                _ => RasMessage::locationRequest(Box::new(LocationRequest::new(
                    4,
                    vec![super::desk::alias("2000")],
                    address.clone(),
                ))),
            };
        let answer = debug(&desk.answer(OVER_UDP, &request));
        assert!(
            answer.contains(&format!("reject_reason: {reason}")),
            "{answer}"
        );
    }
}

#[test]
fn aliases_choose_the_scenario() {
    let mut desk = Desk::new(|config| {
        config.plan.by_alias = true;
        config.endpoints = vec![("*".into(), signalling(YAN))];
    });
    let yan = Peer::Udp(YAN);
    for chooser in ["3209", "registration-resourceUnavailable"] {
        let answer = desk.answer(yan, &registration(yan, chooser));
        assert!(debug(&answer).contains("resourceUnavailable"), "{chooser}");
    }
    let name = desk.register(OVER_UDP, "1000");
    let answer = desk.answer(OVER_UDP, &arq(&name, "3301"));
    assert!(debug(&answer).contains("invalidPermission"));
    let answer = desk.answer(OVER_UDP, &arq(&name, "2000"));
    assert!(matches!(answer, RasMessage::admissionConfirm(_)));
    // An endpoint's own alias chooses too, but what it calls comes first.
    let name = desk.register(yan, "3300");
    let answer = desk.answer(yan, &arq(&name, "2000"));
    assert!(debug(&answer).contains("calledPartyNotRegistered"));
    let answer = desk.answer(yan, &arq(&name, "3301"));
    assert!(debug(&answer).contains("invalidPermission"));
}
