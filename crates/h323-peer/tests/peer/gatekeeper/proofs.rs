//! With users, who sends a request has to be known, and so is the gatekeeper.

use h323_asn1::{
    codec::{self, Described as _},
    h225::{
        AdmissionRejectReason, GatekeeperRejectReason, RasMessage, RegistrationRejectReason,
        SecurityErrors, SecurityErrors2,
    },
    h235::{AuthenticationBES, AuthenticationMechanism},
    text::bmp_string,
};
use h323_peer::gatekeeper::{Peer, Users};
use h323_proto::{
    h235::{Auth, Credentials, Expected, Method, Password, Proof, cat, check},
    time::{Duration, Instant},
};

use super::desk::{
    Desk, TIME, ZOE, admission, arq, decoded, discovery, identifier, protocol, proven, recorded,
    refused_admission, refused_registration, registration, transports, unregistration, who,
};

const OVER_UDP: Peer = Peer::Udp(ZOE);

#[test]
fn a_discovery_names_the_method_and_refuses_who_has_none() {
    let offered = recorded("c26/1/gatekeeperRequest");
    for (auth, method, mechanism) in [
        (Auth::Auto, Method::H2351, AuthenticationMechanism::pwdHash),
        (Auth::Md5, Method::Md5, AuthenticationMechanism::pwdHash),
        (
            Auth::Cat,
            Method::Cat,
            AuthenticationMechanism::authenticationBES(AuthenticationBES::radius),
        ),
    ] {
        let mut desk = Desk::new(|config| config.users = Users::new(vec![who("zoe")], auth));
        desk.octets(OVER_UDP, &offered);
        let [RasMessage::gatekeeperConfirm(answer)] = &desk.said(OVER_UDP)[..] else {
            panic!("no GCF");
        };
        let algorithm = answer.algorithm_oid.as_ref().expect("an algorithm");
        assert_eq!(**algorithm, *method.algorithm());
        assert_eq!(answer.authentication_mode, Some(mechanism), "{auth}");
    }
    let mut desk = Desk::with_users(&["zoe"]);
    let mut body = discovery(ZOE);
    body.algorithm_oids = Some(vec![protocol()]);
    let answer = desk.answer(OVER_UDP, &RasMessage::gatekeeperRequest(Box::new(body)));
    let RasMessage::gatekeeperReject(answer) = answer else {
        panic!("no GRJ");
    };
    assert_eq!(answer.reject_reason, GatekeeperRejectReason::securityDenial);
    let mut body = discovery(ZOE);
    body.gatekeeper_identifier = bmp_string("another").ok();
    let answer = desk.answer(OVER_UDP, &RasMessage::gatekeeperRequest(Box::new(body)));
    let RasMessage::gatekeeperReject(answer) = answer else {
        panic!("no GRJ");
    };
    assert_eq!(
        answer.reject_reason,
        GatekeeperRejectReason::terminalExcluded
    );
}

/// What the proof in octets of ours is worth to a user.
fn proof(octets: &[u8], user: &str, ours: &[&str]) -> Proof {
    let who = who(user);
    let expected = Expected {
        password: &who.password,
        time: TIME,
        ours,
    };
    check(
        &codec::read(RasMessage::ROOT, octets).tree,
        octets,
        &expected,
    )
}

#[test]
fn with_users_every_request_has_to_be_proven_and_every_answer_is() {
    for transport in 0..2 {
        let mut desk = Desk::with_users(&["zoe", "yan"]);
        let peer = transports(&mut desk)[transport];
        let bare = registration(peer, "1000");
        let answer = desk.answer(peer, &bare);
        assert_eq!(
            refused_registration(&answer),
            &RegistrationRejectReason::securityDenial
        );
        desk.octets(peer, &proven(bare.clone(), &who("zoe"), "zoe", TIME));
        let answer = desk.sent(peer).remove(0);
        let name = identifier(&decoded(&answer));
        assert_eq!(proof(&answer, "zoe", &[&name]), Proof::Good);
        assert_eq!(proof(&answer, "yan", &[&name]), Proof::Wrong);

        let call = arq(&name, "2000");
        let answer = desk.answer(peer, &call);
        assert_eq!(
            refused_admission(&answer),
            &AdmissionRejectReason::securityDenial
        );
        // By the user's name, and by the endpointIdentifier.
        for sender in ["zoe", &name] {
            desk.octets(peer, &proven(call.clone(), &who("zoe"), sender, TIME));
            let answer = desk.sent(peer).remove(0);
            assert_eq!(proof(&answer, "zoe", &[&name]), Proof::Good);
            assert_eq!(
                refused_admission(&decoded(&answer)),
                &AdmissionRejectReason::calledPartyNotRegistered
            );
        }
        desk.octets(peer, &proven(call.clone(), &who("yan"), "yan", TIME));
        assert_eq!(
            refused_admission(&desk.said(peer)[0]),
            &AdmissionRejectReason::securityError(SecurityErrors2::securityWrongSendersID)
        );
        desk.octets(peer, &proven(call, &who("zoe"), "zoe", TIME - 301));
        assert_eq!(
            refused_admission(&desk.said(peer)[0]),
            &AdmissionRejectReason::securityError(SecurityErrors2::securityWrongSyncTime)
        );
        let end = unregistration(Some(&name));
        let answer = desk.answer(peer, &end);
        assert!(matches!(answer, RasMessage::unregistrationReject(_)));
        desk.octets(peer, &proven(end, &who("zoe"), "zoe", TIME));
        let answer = desk.sent(peer).remove(0);
        assert!(matches!(
            decoded(&answer),
            RasMessage::unregistrationConfirm(_)
        ));
        assert_eq!(proof(&answer, "zoe", &[&name]), Proof::Good);
    }
}

#[test]
fn the_access_token_of_cisco_is_asked_for_in_registration_and_admission_only() {
    let mut desk = Desk::with_users(&["zoe"]);
    let RasMessage::registrationRequest(mut body) = registration(OVER_UDP, "1000") else {
        unreachable!()
    };
    body.tokens = Some(vec![cat(&who("zoe"), TIME, 7).unwrap()]);
    let name = identifier(&desk.answer(OVER_UDP, &RasMessage::registrationRequest(body)));
    let mut call = admission(&name, "2000");
    let bare = RasMessage::admissionRequest(Box::new(call.clone()));
    assert_eq!(
        refused_admission(&desk.answer(OVER_UDP, &bare)),
        &AdmissionRejectReason::securityDenial
    );
    call.tokens = Some(vec![cat(&who("zoe"), TIME, 8).unwrap()]);
    let proven = RasMessage::admissionRequest(Box::new(call));
    assert_eq!(
        refused_admission(&desk.answer(OVER_UDP, &proven)),
        &AdmissionRejectReason::calledPartyNotRegistered
    );
    // H323Plus 1.28 sends this without the token.
    let answer = desk.answer(OVER_UDP, &unregistration(Some(&name)));
    assert!(
        matches!(answer, RasMessage::unregistrationConfirm(_)),
        "{answer:?}"
    );
}

#[test]
fn who_also_uses_h2351_gets_a_proof_by_it_whatever_is_taken() {
    for auth in [Auth::Md5, Auth::Cat] {
        let who = Credentials {
            user: "2017".into(),
            password: Password::from("secret2017".to_owned()),
        };
        let mut desk = Desk::new(|config| config.users = Users::new(vec![who.clone()], auth));
        // H323Plus 1.28 refuses the answer to this without a proof.
        desk.now = Instant::ORIGIN + Duration::from_secs((0x6B04_259B - TIME).into());
        desk.octets(OVER_UDP, &recorded("c29/8/registrationRequest"));
        assert!(matches!(
            desk.said(OVER_UDP)[..],
            [RasMessage::registrationReject(_)]
        ));
        let tcp = Peer::Tcp(desk.accept(1));
        desk.octets(tcp, &recorded("c29/8/registrationRequest"));
        let octets = desk.sent(tcp).remove(0);
        identifier(&decoded(&octets));
        let expected = Expected {
            password: &who.password,
            time: 0x6B04_259B,
            ours: &[],
        };
        let tree = codec::read(RasMessage::ROOT, &octets).tree;
        assert_eq!(check(&tree, &octets, &expected), Proof::Good, "{auth}");
    }
}

#[test]
fn the_clock_goes_on_from_where_it_was_started() {
    let mut desk = Desk::with_users(&["zoe"]);
    desk.now = Instant::from_millis(1_000_000);
    let bare = registration(OVER_UDP, "1000");
    desk.octets(OVER_UDP, &proven(bare.clone(), &who("zoe"), "zoe", TIME));
    assert_eq!(
        refused_registration(&desk.said(OVER_UDP)[0]),
        &RegistrationRejectReason::securityError(SecurityErrors::securityWrongSyncTime)
    );
    desk.octets(OVER_UDP, &proven(bare, &who("zoe"), "zoe", TIME + 1_000));
    identifier(&desk.said(OVER_UDP)[0]);
}

#[test]
fn a_password_is_in_no_line_of_the_log() {
    let mut desk = Desk::with_users(&["zoe"]);
    let bare = registration(OVER_UDP, "1000");
    for user in ["zoe", "yan"] {
        desk.octets(OVER_UDP, &proven(bare.clone(), &who(user), "zoe", TIME));
    }
    let log = desk.log();
    assert!(
        log.contains("proof of user \u{201c}zoe\u{201d} is wrong"),
        "{log}"
    );
    assert!(!log.contains("secret"), "{log}");
    assert!(!format!("{:?}", desk.gatekeeper).contains("secret zoe"));
}
