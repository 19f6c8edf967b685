//! A registration that succeeds: what we ask for, what is granted, and how it ends.

use h323_asn1::{
    h225::{AliasAddress, RasMessage, SupportedProtocols},
    text::bmp_string,
};
use h323_proto::{
    gatekeeper::{End, Event, GatekeeperTerms, Granted, Input, Outcome},
    h225::{Alias, EndpointKind, PeerAddress},
};

use super::{
    super::support::secs,
    desk::{Desk, ENDPOINT, GATEKEEPER, HERE, datagrams, terms},
};

fn granted(desk: &Desk) -> &Granted {
    let mut events = desk.events.iter();
    let granted = events.find_map(|event| match event {
        Event::Registered(granted, _) => Some(granted),
        _ => None,
    });
    granted.expect("registered")
}

#[test]
fn over_tcp_it_registers_without_addresses_and_always_unregisters() {
    let mut desk = Desk::open(terms(), None);
    assert_eq!(desk.names(), ["RRQ"]);
    let RasMessage::registrationRequest(request) = &desk.sent[0] else {
        panic!("{:?}", desk.sent);
    };
    assert!(request.call_signal_address.is_empty() && request.ras_address.is_empty());
    assert!(!request.discovery_complete);
    assert_eq!(request.maintain_connection, Some(true));
    assert_eq!(request.keep_alive, Some(false));
    assert!(request.terminal_type.terminal.is_some());
    assert_eq!((&request.tokens, &request.crypto_tokens), (&None, &None));
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "URQ"]);
    let RasMessage::unregistrationRequest(request) = &desk.sent[1] else {
        panic!("{:?}", desk.sent);
    };
    let identifier = bmp_string(ENDPOINT).unwrap();
    assert_eq!(request.endpoint_identifier, Some(identifier));
    assert!(request.call_signal_address.is_empty());
    desk.confirm();
    let end = End {
        outcome: Outcome::Done,
        registered: true,
        unregistered: true,
    };
    assert_eq!(desk.end(), &end);
    assert!(desk.oddities().is_empty());
}

#[test]
fn what_is_granted_is_told() {
    let mut desk = Desk::open(terms(), None);
    let mut message = desk.registration_confirm();
    message.time_to_live = Some(60);
    message.terminal_alias = Some(vec![AliasAddress::h323_ID(bmp_string("zoe").unwrap())]);
    desk.confirm_registration(message);
    let expected = Granted {
        endpoint_identifier: ENDPOINT.into(),
        gatekeeper_identifier: Some(GATEKEEPER.into()),
        time_to_live: Some(60),
        aliases: vec!["zoe".into()],
        call_signal_address: vec![PeerAddress::Ip(HERE.into())],
        pre_granted: false,
        alternates: Vec::new(),
    };
    assert_eq!(granted(&desk), &expected);
}

#[test]
fn over_udp_it_says_where_it_is() {
    let mut desk = Desk::open(datagrams(), None);
    desk.confirm();
    let RasMessage::registrationRequest(request) = &desk.sent[1] else {
        panic!("{:?}", desk.sent);
    };
    assert!(request.discovery_complete);
    assert_eq!(
        (request.ras_address.len(), request.call_signal_address.len()),
        (1, 1)
    );
    assert_eq!(request.maintain_connection, Some(false));
    let identifier = bmp_string(GATEKEEPER).unwrap();
    assert_eq!(request.gatekeeper_identifier, Some(identifier));
    desk.confirm();
    desk.confirm();
    assert_eq!(desk.names(), ["GRQ", "RRQ", "URQ"]);
    assert_eq!(desk.outcome(), &Outcome::Done);
}

#[test]
fn every_term_has_its_place() {
    let mut desk = Desk::open(
        GatekeeperTerms {
            aliases: vec![
                Alias::DialedDigits("1000".into()),
                Alias::H323Id("Zoë".into()),
                Alias::UrlId("h323:zoe@example.com".into()),
                Alias::EmailId("zoe@example.com".into()),
            ],
            kind: EndpointKind::Gateway,
            prefixes: vec!["0049".into(), "9".into()],
            time_to_live: Some(120),
            gatekeeper_identifier: Some("wanted".into()),
            version: 4,
            ..terms()
        },
        None,
    );
    let RasMessage::registrationRequest(request) = &desk.sent[0] else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(request.terminal_alias.as_ref().unwrap().len(), 4);
    assert_eq!(request.time_to_live, Some(120));
    assert_eq!(
        request.gatekeeper_identifier,
        Some(bmp_string("wanted").unwrap())
    );
    assert_eq!(request.protocol_identifier.last(), Some(&4));
    assert!(request.terminal_type.terminal.is_none());
    let gateway = request.terminal_type.gateway.as_ref().unwrap();
    let Some([SupportedProtocols::voice(caps)]) = gateway.protocol.as_deref() else {
        panic!("{gateway:?}");
    };
    assert_eq!(caps.supported_prefixes.as_ref().unwrap().len(), 2);
    desk.confirm();
    desk.confirm();
    assert_eq!(desk.outcome(), &Outcome::Done);
}

#[test]
fn it_stays_as_long_as_it_should() {
    let mut desk = Desk::open(
        GatekeeperTerms {
            stay: secs(20),
            ..terms()
        },
        None,
    );
    desk.confirm();
    desk.pass(secs(19));
    assert_eq!(desk.names(), ["RRQ"]);
    desk.pass(secs(1));
    assert_eq!(desk.names(), ["RRQ", "URQ"]);
}

#[test]
fn a_hang_up_waits_for_the_answer_and_then_unregisters() {
    let mut desk = Desk::open(terms(), None);
    desk.input(Input::Hangup);
    assert!(!desk.has_ended());
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "URQ"]);
    // A second one changes nothing.
    desk.input(Input::Hangup);
    desk.confirm();
    let end = End {
        outcome: Outcome::Hangup,
        registered: true,
        unregistered: true,
    };
    assert_eq!(desk.end(), &end);
}

#[test]
fn each_message_is_on_record_with_its_octets() {
    use h323_proto::call::Direction;
    let mut desk = Desk::open(terms(), None);
    desk.confirm();
    desk.confirm();
    let sent = desk.records(Direction::Sent);
    let octets: Vec<_> = sent
        .iter()
        .map(|record| record.record.octets.clone())
        .collect();
    assert_eq!(octets, desk.octets);
    for record in sent.iter().chain(&desk.records(Direction::Received)) {
        let framed = record.framed.as_ref().expect("H.460.17");
        assert!(
            framed
                .windows(record.record.octets.len())
                .any(|part| part == record.record.octets)
        );
        assert_eq!(record.record.error, None);
    }
    assert_eq!(desk.records(Direction::Received).len(), 2);
}
