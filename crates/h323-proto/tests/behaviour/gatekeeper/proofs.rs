//! Proofs of the password: ours in every message, and the gatekeeper's, which are checked.

use h323_asn1::{
    codec::{self, Described as _},
    h225::{
        CryptoH323Token, EndpointType, H323UserInformation, RasMessage, RegistrationReject,
        RegistrationRejectReason,
    },
    text::bmp_string,
};
use h323_proto::{
    call::Direction,
    gatekeeper::{Event, GatekeeperTerms, Input, Line, Oddity, Outcome, Request},
    h225::{Admission, Signer, UserInformation},
    h235::{Auth, Clock, Expected, Names, Proof, check},
    q931::{MessageType, UserUser},
    ras::RasMessageName,
};

use super::{
    admission::plan,
    desk::{Desk, ENDPOINT, GATEKEEPER, TIME, credentials, password, protocol, terms},
};

fn with(auth: Auth) -> GatekeeperTerms {
    GatekeeperTerms {
        credentials: credentials(),
        auth,
        ..terms()
    }
}

/// A registration by H.235.1 with a gatekeeper that has this password.
fn desk(auth: Auth, gatekeeper: Option<&str>) -> Desk {
    let mut desk = Desk::open(with(auth), Some(plan()));
    desk.proves = gatekeeper.map(password);
    desk
}

fn proofs(desk: &Desk) -> Vec<Option<Proof>> {
    let records = desk.records(Direction::Received).into_iter();
    records.map(|record| record.proof.clone()).collect()
}

fn ours(octets: &[u8], receiver: &str) -> Proof {
    let tree = codec::read(RasMessage::ROOT, octets).tree;
    let expected = Expected {
        password: &password("secret"),
        time: TIME,
        ours: &[receiver],
    };
    check(&tree, octets, &expected)
}

#[test]
fn every_message_of_ours_has_a_good_proof() {
    let mut desk = desk(Auth::Auto, Some("secret"));
    desk.confirm();
    desk.confirm();
    desk.input(Input::Hangup);
    desk.until("DRQ");
    desk.confirm();
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ", "URQ"]);
    for octets in &desk.octets {
        assert_eq!(ours(octets, GATEKEEPER), Proof::Good);
    }
    assert_eq!(proofs(&desk), vec![Some(Proof::Good); 4]);
    assert!(desk.oddities().is_empty());
    assert_eq!(desk.outcome(), &Outcome::Hangup);
}

#[test]
fn the_choice_decides_what_is_sent() {
    for (auth, clear, crypto) in [
        (Auth::Auto, 1, 2),
        (Auth::H2351, 0, 1),
        (Auth::Md5, 0, 1),
        (Auth::Cat, 1, 0),
        (Auth::None, 0, 0),
    ] {
        let desk = Desk::open(with(auth), None);
        let RasMessage::registrationRequest(request) = &desk.sent[0] else {
            panic!("{:?}", desk.sent);
        };
        assert_eq!(request.tokens.as_ref().map_or(0, Vec::len), clear, "{auth}");
        let tokens = request.crypto_tokens.as_deref().unwrap_or_default();
        assert_eq!(tokens.len(), crypto, "{auth}");
        let nested =
            |token: &CryptoH323Token| matches!(token, CryptoH323Token::nestedcryptoToken(_));
        assert_eq!(
            tokens.iter().any(nested),
            matches!(auth, Auth::Auto | Auth::H2351)
        );
    }
}

#[test]
fn tokens_have_the_users_name_and_then_the_identifier() {
    let mut desk = desk(Auth::H2351, Some("secret"));
    desk.confirm();
    let sender = |message: &RasMessage| {
        let octets = codec::encode(message).unwrap();
        let tree = codec::read(RasMessage::ROOT, &octets).tree;
        let path = format!(
            "{}.cryptoTokens.0.nestedcryptoToken.cryptoHashedToken.hashedVals.sendersID",
            tree.nodes()[1].name()
        );
        match tree.value(tree.find(&path).unwrap()) {
            Some(codec::NodeValue::Text(text)) => text.into_owned(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(sender(&desk.sent[0]), "1000");
    assert_eq!(sender(&desk.sent[1]), ENDPOINT);
}

#[test]
fn setup_and_release_complete_are_signed_too() {
    let mut desk = desk(Auth::Auto, Some("secret"));
    desk.confirm();
    desk.confirm();
    desk.input(Input::Hangup);
    assert_eq!(desk.messages.len(), 2);
    for (_, message) in &desk.messages {
        let octets = message.get::<UserUser>().unwrap().unwrap().contents;
        let information = UserInformation::of(message).unwrap();
        assert_eq!(codec::read(H323UserInformation::ROOT, &octets).error, None);
        let expected = Expected {
            password: &password("secret"),
            time: TIME,
            ours: &[GATEKEEPER],
        };
        assert_eq!(check(&information.tree, &octets, &expected), Proof::Good);
    }
}

#[test]
fn no_two_signed_messages_have_the_same_token() {
    let mut desk = desk(Auth::H2351, Some("secret"));
    desk.confirm();
    desk.confirm();
    desk.input(Input::Hangup);
    let random = |octets: &[u8], root, path: &str| {
        let tree = codec::read(root, octets).tree;
        let token = "cryptoTokens.0.nestedcryptoToken.cryptoHashedToken.hashedVals.random";
        let body = tree.find(path).unwrap();
        let name = tree.nodes()[body + 1].name();
        let path = format!("{path}.{name}.{token}");
        match tree.value(tree.find(path.trim_start_matches('.')).unwrap()) {
            Some(codec::NodeValue::Integer(random)) => random,
            other => panic!("{other:?}"),
        }
    };
    let ras = desk.octets.iter();
    let mut seen: Vec<i64> = ras
        .map(|octets| random(octets, RasMessage::ROOT, ""))
        .collect();
    for (_, message) in &desk.messages {
        let octets = message.get::<UserUser>().unwrap().unwrap().contents;
        let root = H323UserInformation::ROOT;
        seen.push(random(&octets, root, "h323-uu-pdu.h323-message-body"));
    }
    assert_eq!(seen.len(), 4);
    // Other stacks read it as a signed number of 32 bits.
    assert!(
        seen.iter()
            .all(|random| (0..=i64::from(i32::MAX)).contains(random))
    );
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 4);
}

#[test]
fn a_message_of_the_call_with_a_wrong_proof_is_told() {
    use h323_proto::call::{Event as CallEvent, WarningCode};
    for (gatekeeper, warned) in [("secret", false), ("another", true)] {
        let mut desk = desk(Auth::Auto, Some("secret"));
        desk.confirm();
        desk.confirm();
        // The gatekeeper signs like us, with the names the other way round.
        let mut config = super::super::support::config();
        config.admission = Some(Admission {
            endpoint_identifier: GATEKEEPER.into(),
            endpoint: EndpointType::default(),
            tokens: Vec::new(),
            shares: true,
            signer: Some(Signer {
                names: Names {
                    general_id: Some(ENDPOINT.into()),
                    senders_id: Some(GATEKEEPER.into()),
                },
                password: password(gatekeeper),
                clock: Clock::new(TIME, desk.now),
                random: 1,
                now: desk.now,
            }),
        });
        let peer = config.writer(&super::super::support::entropy());
        let reference = desk.messages[0].1.call_reference.reversed();
        let alerting = super::super::support::message(
            reference,
            MessageType::Alerting,
            Some(peer.alerting().unwrap()),
        );
        desk.signal(Line::Ras, &alerting);
        let warnings = desk.events.iter().filter(|event| {
            matches!(
                event,
                Event::Call(CallEvent::Warning(warning, _)) if warning.code == WarningCode::WrongProof
            )
        });
        assert_eq!(warnings.count() == 1, warned, "{gatekeeper}");
    }
}

#[test]
fn a_reject_or_a_request_with_a_bad_proof_is_told() {
    let mut desk = desk(Auth::Auto, Some("another"));
    let message = RegistrationReject::new(
        desk.number(),
        protocol(),
        RegistrationRejectReason::securityDenial,
    );
    let message = RasMessage::registrationReject(Box::new(message));
    desk.prove(message, |message, tokens| {
        if let RasMessage::registrationReject(body) = message {
            body.crypto_tokens = Some(tokens);
        }
    });
    let odd = Oddity::Proof(RasMessageName::RegistrationReject, Proof::Wrong);
    assert_eq!(desk.oddities(), [&odd]);
    assert!(matches!(desk.outcome(), Outcome::Rejected(_)));
}

#[test]
fn without_h2351_the_call_is_not_signed() {
    for auth in [Auth::Md5, Auth::Cat, Auth::None] {
        let mut desk = Desk::open(with(auth), Some(plan()));
        desk.confirm();
        desk.confirm();
        let setup = super::admission::setup(&desk.messages[0].1);
        assert_eq!(setup.crypto_tokens, None, "{auth}");
        // Their answers prove nothing, and nothing is expected of them.
        assert_eq!(proofs(&desk), [None, None]);
    }
}

/// The reject of a gatekeeper that wants its name in the proof, or does not know the password.
fn deny(desk: &mut Desk) {
    let reason = RegistrationRejectReason::securityDenial;
    let mut reject = RegistrationReject::new(desk.number(), protocol(), reason);
    reject.gatekeeper_identifier = Some(bmp_string(GATEKEEPER).unwrap());
    desk.say(&RasMessage::registrationReject(Box::new(reject)));
}

#[test]
fn the_name_in_a_reject_goes_into_the_next_proof_once() {
    let mut desk = desk(Auth::H2351, None);
    deny(&mut desk);
    assert_eq!(desk.names(), ["RRQ", "RRQ"]);
    assert!(matches!(desk.oddities()[..], [Oddity::Named(name)] if name == GATEKEEPER));
    let RasMessage::registrationRequest(request) = &desk.sent[1] else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(
        request.gatekeeper_identifier,
        Some(bmp_string(GATEKEEPER).unwrap())
    );
    // The password is wrong all the same.
    deny(&mut desk);
    assert_eq!(desk.names(), ["RRQ", "RRQ"]);
    assert!(matches!(desk.outcome(), Outcome::Rejected(_)));
}

#[test]
fn a_reject_is_final_where_the_proof_has_no_name_or_had_it() {
    for (auth, identifier) in [(Auth::Md5, None), (Auth::H2351, Some("other".into()))] {
        let terms = GatekeeperTerms {
            gatekeeper_identifier: identifier,
            ..with(auth)
        };
        let mut desk = Desk::open(terms, None);
        deny(&mut desk);
        assert_eq!(desk.names(), ["RRQ"]);
        assert!(matches!(desk.outcome(), Outcome::Rejected(_)));
    }
}

#[test]
fn another_gatekeeper_than_the_one_that_was_asked_for_is_told() {
    for (wanted, told) in [("other", true), (GATEKEEPER, false)] {
        let terms = GatekeeperTerms {
            gatekeeper_identifier: Some(wanted.into()),
            ..terms()
        };
        let mut desk = Desk::open(terms, None);
        desk.confirm();
        let other = Oddity::OtherGatekeeper(GATEKEEPER.into());
        assert_eq!(desk.oddities().contains(&&other), told, "{wanted}");
    }
}

#[test]
fn a_gatekeeper_with_another_password_is_told_and_left() {
    let mut desk = desk(Auth::Auto, Some("another"));
    desk.confirm();
    assert_eq!(proofs(&desk), [Some(Proof::Wrong)]);
    assert_eq!(desk.names(), ["RRQ", "URQ"]);
    desk.confirm();
    let outcome = Outcome::ProofWrong(Request::Registration, Proof::Wrong);
    assert_eq!(desk.outcome(), &outcome);
    assert!(desk.types().is_empty());
    assert!(desk.end().unregistered);
    // It is not registered as far as we are concerned.
    let registered = desk.events.iter();
    let registered = registered.filter(|event| matches!(event, Event::Registered(..)));
    assert_eq!(registered.count(), 0);
}

#[test]
fn a_proof_that_is_absent_matters_where_it_was_asked_for() {
    let mut desk1 = desk(Auth::H2351, None);
    desk1.confirm();
    desk1.confirm();
    let outcome = Outcome::ProofWrong(Request::Registration, Proof::Absent);
    assert_eq!(desk1.outcome(), &outcome);
    // Where all methods were sent, the gatekeeper may have taken another.
    let mut desk2 = desk(Auth::Auto, None);
    desk2.confirm();
    assert_eq!(proofs(&desk2), [Some(Proof::Absent)]);
    assert_eq!(desk2.names(), ["RRQ", "ARQ"]);
    assert!(desk2.oddities().is_empty());
}

#[test]
fn a_wrong_proof_of_admission_places_no_call() {
    let mut desk = desk(Auth::Auto, Some("secret"));
    desk.confirm();
    desk.proves = Some(password("another"));
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ"]);
    desk.confirm();
    desk.confirm();
    let outcome = Outcome::ProofWrong(Request::Admission, Proof::Wrong);
    assert_eq!(desk.outcome(), &outcome);
    assert!(desk.types().is_empty());
    // At the end a wrong proof changes nothing, but it is told.
    let odd = Oddity::Proof(RasMessageName::DisengageConfirm, Proof::Wrong);
    assert_eq!(desk.oddities()[0], &odd);
}

#[test]
fn an_old_proof_is_told() {
    let mut desk = desk(Auth::H2351, Some("secret"));
    desk.ahead = -3_600;
    desk.confirm();
    assert_eq!(proofs(&desk), [Some(Proof::Old(-3_600))]);
    let odd = Oddity::Proof(RasMessageName::RegistrationConfirm, Proof::Old(-3_600));
    assert_eq!(desk.oddities(), [&odd]);
    assert_eq!(desk.names(), ["RRQ", "ARQ"]);
}

#[test]
fn a_password_is_in_nothing_that_can_be_printed() {
    let mut desk = desk(Auth::Auto, Some("secret"));
    desk.confirm();
    desk.confirm();
    let text = format!("{:?} {:?}", desk.registration, desk.events);
    assert!(text.contains("1000") && !text.contains("secret"));
    for octets in &desk.octets {
        let wide: Vec<u8> = "secret".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(!octets.windows(6).any(|part| part == b"secret"));
        assert!(!octets.windows(12).any(|part| part == wide));
    }
}
