//! Registrations that expire: lightweight renewals, and registering anew when the gatekeeper asks.

use h323_asn1::{
    h225::{
        RasMessage, RegistrationReject, RegistrationRejectReason, UnregRequestReason,
        UnregistrationRequest,
    },
    text::bmp_string,
};
use h323_proto::gatekeeper::{Event, GatekeeperTerms, Oddity, Outcome, Request};

use super::{
    super::support::secs,
    desk::{Desk, ENDPOINT, datagrams, protocol, terms},
};

fn staying() -> GatekeeperTerms {
    GatekeeperTerms {
        stay: secs(200),
        ..terms()
    }
}

/// A registration for 60 s.
fn for_a_minute(terms: GatekeeperTerms) -> Desk {
    let mut desk = Desk::open(terms, None);
    let mut confirm = desk.registration_confirm();
    confirm.time_to_live = Some(60);
    desk.confirm_registration(confirm);
    desk
}

fn reject(desk: &mut Desk, reason: RegistrationRejectReason) {
    let message = RegistrationReject::new(desk.number(), protocol(), reason);
    desk.say(&RasMessage::registrationReject(Box::new(message)));
}

fn unregister(desk: &mut Desk, reason: UnregRequestReason) {
    let mut message = UnregistrationRequest::new(9, Vec::new());
    message.reason = Some(reason);
    desk.say(&RasMessage::unregistrationRequest(Box::new(message)));
}

fn registrations(desk: &Desk) -> usize {
    let events = desk.events.iter();
    events
        .filter(|event| matches!(event, Event::Registered(..)))
        .count()
}

#[test]
fn it_is_renewed_lightly_in_time_and_again() {
    let mut desk = for_a_minute(staying());
    desk.pass(secs(44));
    assert_eq!(desk.names(), ["RRQ"]);
    desk.pass(secs(1));
    assert_eq!(desk.names(), ["RRQ", "RRQ light"]);
    let RasMessage::registrationRequest(request) = &desk.sent[1] else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(
        request.endpoint_identifier,
        Some(bmp_string(ENDPOINT).unwrap())
    );
    assert_eq!(request.terminal_alias, None);
    // This confirm does not repeat the time: it stays.
    desk.confirm();
    desk.pass(secs(45));
    assert_eq!(desk.names(), ["RRQ", "RRQ light", "RRQ light"]);
    assert_eq!(registrations(&desk), 1);
}

#[test]
fn without_a_time_it_is_not_renewed() {
    let mut desk = Desk::open(staying(), None);
    desk.confirm();
    desk.pass(secs(199));
    assert_eq!(desk.names(), ["RRQ"]);
}

#[test]
fn a_new_identifier_is_used_from_then_on() {
    let mut desk = for_a_minute(staying());
    desk.pass(secs(45));
    let mut confirm = desk.registration_confirm();
    confirm.endpoint_identifier = bmp_string("0002_gk").unwrap();
    desk.confirm_registration(confirm);
    assert_eq!(registrations(&desk), 2);
    desk.input(h323_proto::gatekeeper::Input::Hangup);
    let Some(RasMessage::unregistrationRequest(request)) = desk.sent.last() else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(
        request.endpoint_identifier,
        Some(bmp_string("0002_gk").unwrap())
    );
}

#[test]
fn a_full_registration_follows_where_it_is_required() {
    let mut desk = for_a_minute(staying());
    desk.pass(secs(45));
    reject(
        &mut desk,
        RegistrationRejectReason::fullRegistrationRequired,
    );
    assert_eq!(desk.names(), ["RRQ", "RRQ light", "RRQ"]);
    let RasMessage::registrationRequest(request) = &desk.sent[2] else {
        panic!("{:?}", desk.sent);
    };
    assert!(request.terminal_alias.is_some() && request.endpoint_identifier.is_none());
    assert!(matches!(desk.oddities()[..], [Oddity::Renewed(_)]));
    desk.confirm();
    assert_eq!(registrations(&desk), 2);
    desk.pass(secs(200));
    desk.confirm();
    assert_eq!(desk.outcome(), &Outcome::Done);
}

#[test]
fn another_reject_ends_it() {
    let mut desk = for_a_minute(staying());
    desk.pass(secs(45));
    reject(&mut desk, RegistrationRejectReason::securityDenial);
    let Outcome::Rejected(reject) = desk.outcome() else {
        panic!("{:?}", desk.end());
    };
    assert_eq!(reject.request, Request::KeepAlive);
    assert!(desk.end().registered);
}

#[test]
fn silence_ends_it_with_an_unregistration_request() {
    let mut desk = for_a_minute(staying());
    desk.pass(secs(45 + 9));
    assert_eq!(desk.names(), ["RRQ", "RRQ light", "URQ"]);
    desk.confirm();
    assert_eq!(desk.outcome(), &Outcome::NoAnswer(Request::KeepAlive));
}

#[test]
fn a_stay_that_is_over_waits_for_the_answer_to_the_last_keep_alive() {
    let fifty = || {
        let mut desk = for_a_minute(GatekeeperTerms {
            stay: secs(50),
            ..terms()
        });
        desk.pass(secs(51));
        assert_eq!(desk.names(), ["RRQ", "RRQ light"]);
        desk
    };
    let mut desk = fifty();
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "RRQ light", "URQ"]);
    desk.confirm();
    assert_eq!(desk.outcome(), &Outcome::Done);
    let mut desk = fifty();
    desk.run_out();
    assert_eq!(desk.outcome(), &Outcome::NoAnswer(Request::KeepAlive));
}

#[test]
fn the_gatekeeper_may_ask_for_a_new_registration() {
    for reason in [
        UnregRequestReason::reregistrationRequired,
        UnregRequestReason::ttlExpired,
    ] {
        let mut desk = for_a_minute(staying());
        unregister(&mut desk, reason);
        assert_eq!(desk.names(), ["RRQ", "UCF", "RRQ"]);
        // While it registers anew, its time to stay cannot run out.
        desk.confirm();
        assert_eq!(registrations(&desk), 2);
        desk.pass(secs(200));
        assert_eq!(desk.names().last(), Some(&"URQ"));
    }
}

#[test]
fn but_not_for_ever() {
    let mut desk = for_a_minute(staying());
    let mut rounds = 0;
    while !desk.has_ended() {
        unregister(&mut desk, UnregRequestReason::reregistrationRequired);
        if !desk.has_ended() {
            desk.confirm();
        }
        rounds += 1;
    }
    assert_eq!(rounds, 4);
    assert!(matches!(desk.outcome(), Outcome::Unregistered(_)));
}

#[test]
fn discovery_begins_again_where_it_is_required() {
    let mut desk = Desk::open(
        GatekeeperTerms {
            discover: false,
            ..datagrams()
        },
        None,
    );
    reject(&mut desk, RegistrationRejectReason::discoveryRequired);
    assert_eq!(desk.names(), ["RRQ", "GRQ"]);
    desk.confirm();
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "GRQ", "RRQ", "URQ"]);
}
