//! Calls through the gatekeeper: what is passed on, and how they end.

use std::net::SocketAddr;

use h323_asn1::{
    codec,
    h225::{
        H323UUPDUH323MessageBody as Body, H323UserInformation, RasMessage, ReleaseCompleteReason,
        ReleaseCompleteUUIE,
    },
    text::bmp_string,
    types::FixedOctetString,
};
use h323_peer::gatekeeper::{Config, Connection, Input, Output, Peer};
use h323_proto::{
    q931::{CallReference, Cause, InformationElement, Message, MessageType, UserUser},
    time::Duration,
    tpkt,
};

use super::desk::{Desk, YAN, ZOE, admission, registration, signalling, unhex};

/// The octets of a recorded message of the call of c24 (H323Plus 1.28).
pub(super) fn message(name: &str) -> Vec<u8> {
    const FILE: &str = include_str!("../../../../../testdata/h323plus/c24-gnugk-h46017-caller.hex");
    let line = FILE.lines().find_map(|line| line.strip_prefix(name));
    unhex(line.expect(name).trim_start().split('\t').next().unwrap())
}

/// The packet with these octets under another call reference.
fn packet(octets: &[u8], reference: u16) -> Vec<u8> {
    let mut octets = octets.to_vec();
    let flag = octets[2] & 0x80;
    octets[2..4].copy_from_slice(&reference.to_be_bytes());
    octets[2] |= flag;
    tpkt::encode(&octets).unwrap()
}

/// The call reference of the recorded call.
const REFERENCE: u16 = 0x38CA;

pub(super) const SETUP: &str = "c24/14/setup";
const ALERTING: &str = "c24/25/alerting";
const CONNECT: &str = "c24/29/connect";
const TUNNEL: &str = "c24/32/facility";
pub(super) const RELEASE: &str = "c24/663/releaseComplete";
const RELEASED: &str = "c24/667/releaseComplete";

impl Desk {
    fn say(&mut self, connection: Connection, name: &str, reference: u16) {
        let packet = packet(&message(name), reference);
        self.put(Input::Received(connection, &packet));
    }

    /// The connections that the gatekeeper wants to open, with their addresses.
    fn opened(&mut self) -> Vec<(Connection, SocketAddr)> {
        let opened = self.outputs.iter().filter_map(|output| match output {
            Output::Connect(connection, address) => Some((*connection, *address)),
            _ => None,
        });
        opened.collect()
    }

    fn closes(&self, connection: Connection) -> bool {
        let mut outputs = self.outputs.iter();
        outputs.any(|output| matches!(output, Output::Close(which) if *which == connection))
    }

    /// The one message that was passed on to a connection.
    fn one(&mut self, connection: Connection) -> Message {
        let mut passed = self.passed(connection);
        assert_eq!(passed.len(), 1, "{passed:?}");
        passed.remove(0)
    }
}

/// A gatekeeper with an endpoint that is called 2000, and further settings.
fn desk(change: impl FnOnce(&mut Config)) -> Desk {
    Desk::new(|config| {
        config.endpoints = vec![("2000".into(), signalling(YAN))];
        change(config);
    })
}

/// A call up to the Setup that the endpoint gets: the caller's and the endpoint's connection.
fn placed(desk: &mut Desk) -> (Connection, Connection) {
    let caller = desk.accept(1);
    desk.say(caller, SETUP, REFERENCE);
    let (callee, address) = desk.opened()[0];
    assert_eq!(address, signalling(YAN));
    assert!(desk.passed(callee).is_empty(), "nothing before it is open");
    desk.put(Input::Connected(callee));
    assert_eq!(desk.one(callee), Message::decode(&message(SETUP)).unwrap());
    (caller, callee)
}

fn release(message: &Message) -> (u8, ReleaseCompleteUUIE) {
    assert_eq!(message.message_type, MessageType::ReleaseComplete);
    let cause = message.get::<Cause>().expect("a cause").unwrap().value.0;
    let user = message.get::<UserUser>().expect("H.225.0").unwrap();
    let information = codec::decode::<H323UserInformation>(&user.contents);
    match information.value.unwrap().h323_uu_pdu.h323_message_body {
        Body::releaseComplete(body) => (cause, *body),
        other => panic!("{other:?}"),
    }
}

#[test]
fn messages_pass_unchanged_in_both_directions_and_both_sides_release() {
    let mut desk = desk(|_| {});
    let (caller, callee) = placed(&mut desk);
    for (from, to, name) in [
        (callee, caller, ALERTING),
        (callee, caller, CONNECT),
        (caller, callee, TUNNEL),
        (caller, callee, RELEASE),
    ] {
        desk.say(from, name, REFERENCE);
        assert_eq!(
            desk.one(to),
            Message::decode(&message(name)).unwrap(),
            "{name}"
        );
    }
    assert!(!desk.closes(callee));
    desk.say(callee, RELEASED, REFERENCE);
    assert_eq!(
        desk.one(caller),
        Message::decode(&message(RELEASED)).unwrap()
    );
    assert!(desk.closes(callee));
    assert!(
        !desk.closes(caller),
        "it may have more calls, or a registration"
    );
    // The call is over: nothing more of it passes.
    desk.say(caller, TUNNEL, REFERENCE);
    assert!(desk.passed(callee).is_empty());
}

#[test]
fn a_side_that_does_not_answer_a_release_has_two_seconds() {
    let mut desk = desk(|_| {});
    let (caller, callee) = placed(&mut desk);
    desk.say(caller, RELEASE, REFERENCE);
    desk.wait(Duration::from_millis(1_999));
    assert!(!desk.closes(callee));
    desk.wait(Duration::from_millis(1));
    assert!(desk.closes(callee));
}

#[test]
fn an_endpoint_that_cannot_be_reached_releases_the_call() {
    let mut desk = desk(|_| {});
    let caller = desk.accept(1);
    desk.say(caller, SETUP, REFERENCE);
    let (callee, _) = desk.opened()[0];
    desk.put(Input::Closed(callee, "connection refused"));
    let message = desk.one(caller);
    assert_eq!(
        message.call_reference,
        CallReference::new(REFERENCE, true).unwrap()
    );
    let (cause, body) = release(&message);
    assert_eq!(cause, 3);
    assert_eq!(
        body.reason,
        Some(ReleaseCompleteReason::unreachableDestination)
    );
    let identifier = body.call_identifier.expect("the call").guid;
    assert_eq!(identifier[..4], [0x0A, 0xAB, 0x37, 0x26]);
}

#[test]
fn when_one_side_is_lost_the_other_is_released() {
    let mut first = desk(|_| {});
    let (caller, callee) = placed(&mut first);
    first.say(callee, ALERTING, REFERENCE);
    first.passed(caller);
    first.put(Input::Closed(callee, "reset"));
    let (cause, body) = release(&first.one(caller));
    assert_eq!(
        (cause, body.reason),
        (41, Some(ReleaseCompleteReason::undefinedReason))
    );

    let mut second = desk(|_| {});
    let (caller, callee) = placed(&mut second);
    second.put(Input::Closed(caller, "reset"));
    let message = second.one(callee);
    assert_eq!(
        message.call_reference,
        CallReference::new(REFERENCE, false).unwrap()
    );
    assert_eq!(release(&message).0, 41);
    assert!(second.closes(callee));
}

#[test]
fn a_stream_that_is_not_h323_ends_the_call() {
    let mut desk = desk(|_| {});
    let (caller, callee) = placed(&mut desk);
    desk.put(Input::Received(callee, b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    assert!(desk.closes(callee));
    assert_eq!(release(&desk.one(caller)).0, 41);
    assert!(desk.log().contains("HTTP"));
}

#[test]
fn a_caller_that_is_not_registered_is_refused_if_that_is_wanted() {
    let mut desk = desk(|config| config.strict = true);
    let caller = desk.accept(1);
    desk.say(caller, SETUP, REFERENCE);
    let (cause, body) = release(&desk.one(caller));
    assert_eq!(cause, 31);
    assert_eq!(
        body.reason,
        Some(ReleaseCompleteReason::callerNotRegistered)
    );
    assert!(desk.opened().is_empty());
    desk.register(Peer::Tcp(caller), "1000");
    desk.passed(caller);
    desk.say(caller, SETUP, REFERENCE);
    assert_eq!(desk.opened().len(), 1);
}

#[test]
fn a_caller_that_is_admitted_may_call_on_another_connection() {
    let mut desk = desk(|config| config.strict = true);
    let name = desk.register(Peer::Udp(ZOE), "1000");
    let mut body = admission(&name, "2000");
    let identifier = [
        0x0A, 0xAB, 0x37, 0x26, 0x9B, 0xE5, 0xF1, 0x11, 0x8B, 0x84, 0x9B, 0x9E, 0x58, 0xC7, 0x52,
        0x2E,
    ];
    body.call_identifier
        .iter_mut()
        .for_each(|call| call.guid = FixedOctetString::from(identifier));
    let answer = desk.answer(
        Peer::Udp(ZOE),
        &RasMessage::admissionRequest(Box::new(body)),
    );
    assert!(matches!(answer, RasMessage::admissionConfirm(_)));
    placed(&mut desk);
}

#[test]
fn the_identifier_of_an_endpoint_elsewhere_lets_nobody_call() {
    let mut desk = desk(|config| config.strict = true);
    let name = desk.register(Peer::Udp(YAN), "1000");
    let caller = desk.accept(1);
    for name in [name.as_str(), "static_1"] {
        let setup = message(SETUP);
        let setup = Message::decode(&setup).unwrap();
        let user = setup.get::<UserUser>().unwrap().unwrap();
        let mut information = codec::decode::<H323UserInformation>(&user.contents)
            .value
            .unwrap();
        let Body::setup(body) = &mut information.h323_uu_pdu.h323_message_body else {
            panic!("no Setup");
        };
        body.endpoint_identifier = bmp_string(name).ok();
        let mut changed = Message::new(setup.call_reference, MessageType::Setup);
        let octets = codec::encode(&information).unwrap();
        changed.insert(InformationElement::of(&UserUser::h323(octets)).unwrap());
        let packet = tpkt::encode(&changed.encode().unwrap()).unwrap();
        desk.put(Input::Received(caller, &packet));
        let (_, body) = release(&desk.one(caller));
        assert_eq!(
            body.reason,
            Some(ReleaseCompleteReason::callerNotRegistered)
        );
    }
}

#[test]
fn nobody_is_called_who_is_not_registered() {
    let mut desk = Desk::new(|_| {});
    let caller = desk.accept(1);
    desk.say(caller, SETUP, REFERENCE);
    let (cause, body) = release(&desk.one(caller));
    assert_eq!(cause, 20, "as GnuGk has it");
    assert_eq!(
        body.reason,
        Some(ReleaseCompleteReason::calledPartyNotRegistered)
    );
}

#[test]
fn an_endpoint_on_h46017_is_called_on_its_connection_and_references_do_not_clash() {
    let mut desk = Desk::new(|_| {});
    let callee = desk.accept(9);
    desk.register(Peer::Tcp(callee), "2000");
    desk.passed(callee);
    let callers = [desk.accept(1), desk.accept(2)];
    let mut references = Vec::new();
    for caller in callers {
        desk.say(caller, SETUP, REFERENCE);
        references.push(desk.one(callee).call_reference.value());
    }
    assert_eq!(references, [REFERENCE, REFERENCE + 1]);
    assert!(desk.opened().is_empty());
    for (caller, reference) in callers.into_iter().zip(references) {
        desk.say(callee, ALERTING, reference);
        assert_eq!(
            desk.one(caller),
            Message::decode(&message(ALERTING)).unwrap()
        );
        desk.say(caller, RELEASE, REFERENCE);
        assert_eq!(desk.one(callee).call_reference.value(), reference);
        desk.say(callee, RELEASED, reference);
        assert_eq!(desk.one(caller).call_reference.value(), REFERENCE);
    }
    assert!(!desk.closes(callee), "it is registered");
}

#[test]
fn an_endpoint_that_names_the_gatekeeper_as_its_address_is_no_circle() {
    let mut desk = Desk::new(|config| config.endpoints = vec![("2000".into(), config.signalling)]);
    let caller = desk.accept(1);
    desk.say(caller, SETUP, REFERENCE);
    assert_eq!(release(&desk.one(caller)).0, 3);
    assert!(desk.opened().is_empty());
}

#[test]
fn calls_and_waiting_messages_are_bounded() {
    let mut desk = desk(|_| {});
    let caller = desk.accept(1);
    for reference in 1..=64 {
        desk.say(caller, SETUP, reference);
    }
    assert!(desk.passed(caller).is_empty());
    desk.say(caller, SETUP, 65);
    let (cause, body) = release(&desk.one(caller));
    assert_eq!(
        (cause, body.reason),
        (47, Some(ReleaseCompleteReason::gatekeeperResources))
    );
    // The endpoint's connection does not open, and the caller goes on to talk.
    for _ in 0..16 {
        desk.say(caller, TUNNEL, 1);
    }
    assert_eq!(release(&desk.one(caller)).0, 47);
}

#[test]
fn at_the_end_both_sides_are_released() {
    let mut desk = desk(|_| {});
    let (caller, callee) = placed(&mut desk);
    desk.put(Input::Stop);
    assert_eq!(release(&desk.one(caller)).0, 41);
    assert_eq!(release(&desk.one(callee)).0, 41);
    assert!(desk.closes(caller) && desk.closes(callee));
}

#[test]
fn a_registration_on_the_connection_of_a_call_stays_when_the_call_ends() {
    let mut desk = desk(|_| {});
    let (caller, callee) = placed(&mut desk);
    desk.register(Peer::Tcp(caller), "1000");
    desk.passed(caller);
    desk.say(callee, RELEASED, REFERENCE);
    desk.say(caller, RELEASE, REFERENCE);
    let again = desk.answer(Peer::Tcp(caller), &registration(Peer::Tcp(caller), "1000"));
    assert!(matches!(again, RasMessage::registrationConfirm(_)));
}
