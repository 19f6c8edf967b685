//! Discovery over UDP: which gatekeeper, where it is, and which proof it wants.

use h323_asn1::{
    h225::{AltGKInfo, AlternateGK, GatekeeperReject, GatekeeperRejectReason, RasMessage},
    h235::AuthenticationMechanism,
    types::ObjectIdentifier,
};
use h323_proto::{
    gatekeeper::{Discovered, Event, GatekeeperTerms, Oddity, Outcome, Request},
    h225::PeerAddress,
    h235::{Auth, Method},
};

use super::desk::{Desk, GATEKEEPER, HERE, THERE, address, credentials, datagrams, protocol};

fn identifier(arcs: &[u32]) -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(arcs.to_vec().into())
}

fn discovered(desk: &Desk) -> &Discovered {
    let mut events = desk.events.iter();
    let found = events.find_map(|event| match event {
        Event::Discovered(found, _) => Some(found),
        _ => None,
    });
    found.expect("found")
}

/// How many tokens the registration request has: of CAT, and of the other two methods.
fn tokens(desk: &Desk) -> (usize, usize) {
    let Some(RasMessage::registrationRequest(request)) = desk.sent.last() else {
        panic!("{:?}", desk.sent);
    };
    let clear = request.tokens.as_ref().map_or(0, Vec::len);
    (clear, request.crypto_tokens.as_ref().map_or(0, Vec::len))
}

fn with_password(auth: Auth) -> Desk {
    Desk::open(
        GatekeeperTerms {
            credentials: credentials(),
            auth,
            ..datagrams()
        },
        None,
    )
}

#[test]
fn the_request_offers_the_methods_that_may_be_used() {
    for (auth, count) in [
        (Auth::Auto, 3),
        (Auth::H2351, 1),
        (Auth::Md5, 1),
        (Auth::Cat, 1),
    ] {
        let desk = with_password(auth);
        let RasMessage::gatekeeperRequest(request) = &desk.sent[0] else {
            panic!("{:?}", desk.sent);
        };
        let algorithms = request.algorithm_oids.as_ref().unwrap();
        assert_eq!(algorithms.len(), count, "{auth}");
        let mechanisms = request.authentication_capability.as_ref().unwrap();
        assert_eq!(mechanisms, &[AuthenticationMechanism::pwdHash]);
        assert_eq!((&request.tokens, &request.crypto_tokens), (&None, &None));
    }
    let desk = with_password(Auth::None);
    let RasMessage::gatekeeperRequest(request) = &desk.sent[0] else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(request.algorithm_oids, None);
    assert_eq!(request.authentication_capability, None);
}

#[test]
fn the_method_that_the_gatekeeper_chooses_is_used_alone() {
    for (method, count) in [
        (Method::H2351, (0, 1)),
        (Method::Md5, (0, 1)),
        (Method::Cat, (1, 0)),
    ] {
        let mut desk = with_password(Auth::Auto);
        let mut found = desk.found();
        found.authentication_mode = Some(AuthenticationMechanism::pwdHash);
        found.algorithm_oid = Some(identifier(method.algorithm()));
        desk.say(&RasMessage::gatekeeperConfirm(Box::new(found)));
        assert_eq!(discovered(&desk).method, Some(method));
        assert_eq!(tokens(&desk), count, "{method}");
    }
}

#[test]
fn without_a_choice_all_are_used() {
    let mut desk = with_password(Auth::Auto);
    desk.confirm();
    assert_eq!(discovered(&desk).method, None);
    assert_eq!(tokens(&desk), (1, 2));
}

#[test]
fn a_method_that_is_not_ours_is_told_and_not_used() {
    let mut desk = with_password(Auth::H2351);
    let mut found = desk.found();
    found.algorithm_oid = Some(identifier(Method::Md5.algorithm()));
    desk.say(&RasMessage::gatekeeperConfirm(Box::new(found)));
    let odd = Oddity::ForeignMethod("1.2.840.113549.2.5".into());
    assert_eq!(desk.oddities(), [&odd]);
    assert_eq!(tokens(&desk), (0, 1));
}

#[test]
fn its_address_is_told_before_the_next_request() {
    let mut desk = Desk::open(datagrams(), None);
    let mut found = desk.found();
    found.ras_address = address(THERE);
    let mut other = AlternateGK::new(address(HERE), true, 7);
    other.gatekeeper_identifier = found.gatekeeper_identifier.clone();
    found.alternate_gatekeeper = Some(vec![other]);
    desk.say(&RasMessage::gatekeeperConfirm(Box::new(found)));
    let found = discovered(&desk);
    assert_eq!(found.ras_address, Some(PeerAddress::Ip(THERE.into())));
    assert_eq!(found.gatekeeper_identifier.as_deref(), Some(GATEKEEPER));
    let [other] = &found.alternates[..] else {
        panic!("{found:?}");
    };
    assert_eq!(other.address, Some(PeerAddress::Ip(HERE.into())));
    assert_eq!(
        (other.need_to_register, other.priority),
        (Some(true), Some(7))
    );
    let at = |wanted: fn(&Event) -> bool| desk.events.iter().rposition(wanted).unwrap();
    let told = at(|event| matches!(event, Event::Discovered(..)));
    assert!(told < at(|event| matches!(event, Event::Ras(_))));
}

#[test]
fn a_reject_ends_it_with_its_reason_and_the_alternates() {
    let mut desk = Desk::open(datagrams(), None);
    let reason = GatekeeperRejectReason::terminalExcluded;
    let mut reject = GatekeeperReject::new(desk.number(), protocol(), reason);
    let alternate = AlternateGK::new(address(THERE), false, 0);
    reject.alt_gk_info = Some(AltGKInfo::new(vec![alternate], true));
    desk.say(&RasMessage::gatekeeperReject(Box::new(reject)));
    let Outcome::Rejected(reject) = desk.outcome() else {
        panic!("{:?}", desk.end());
    };
    assert_eq!(reject.request, Request::Discovery);
    assert_eq!(
        reject.reason.as_ref().unwrap().identifier,
        "terminalExcluded"
    );
    assert_eq!(reject.alternates.len(), 1);
    assert!(!desk.end().registered);
    assert_eq!(desk.names(), ["GRQ"]);
}

#[test]
fn it_can_be_left_out() {
    let desk = Desk::open(
        GatekeeperTerms {
            discover: false,
            ..datagrams()
        },
        None,
    );
    assert_eq!(desk.names(), ["RRQ"]);
}
