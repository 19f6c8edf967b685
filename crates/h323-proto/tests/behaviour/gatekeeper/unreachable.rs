//! A gatekeeper that cannot be reached, goes away, or speaks something else.

use h323_proto::{
    call::{Closed, Content},
    gatekeeper::{Event, GatekeeperTerms, Input, Line, Outcome},
    q931::{CallReference, Message, MessageType},
    tpkt::Foreign,
};

use super::{
    super::support::secs,
    desk::{Desk, terms},
};

#[test]
fn a_line_that_does_not_open_is_told() {
    let mut desk = Desk::with(terms(), None);
    let refused = Closed::Failed("connection refused".into());
    desk.input(Input::Closed(Line::Ras, refused));
    let outcome = Outcome::ConnectFailed("connection refused".into());
    assert_eq!(desk.outcome(), &outcome);
    let mut desk = Desk::with(terms(), None);
    desk.run_out();
    assert!(matches!(desk.outcome(), Outcome::ConnectFailed(_)));
    assert!(desk.names().is_empty());
}

#[test]
fn a_gatekeeper_that_closes_at_the_first_message_may_not_know_h46017() {
    let mut desk = Desk::open(terms(), None);
    desk.close();
    assert_eq!(desk.outcome(), &Outcome::Closed { answered: false });
    let staying = GatekeeperTerms {
        stay: secs(60),
        ..terms()
    };
    let mut desk = Desk::open(staying, None);
    desk.confirm();
    desk.close();
    assert_eq!(desk.outcome(), &Outcome::Closed { answered: true });
    assert!(desk.end().registered && !desk.end().unregistered);
}

#[test]
fn another_protocol_is_named() {
    let mut desk = Desk::open(terms(), None);
    desk.input(Input::Received(Line::Ras, b"HTTP/1.1 400 Bad Request\r\n"));
    assert_eq!(desk.outcome(), &Outcome::NotTpkt(Foreign::Http));
    let shown = desk.events.iter().any(|event| {
        matches!(event, Event::Outside(record) if matches!(record.content, Content::Foreign(_)))
    });
    assert!(shown);
}

#[test]
fn once_registered_it_unregisters_even_if_it_can_read_no_more() {
    let staying = GatekeeperTerms {
        stay: secs(60),
        ..terms()
    };
    let mut desk = Desk::open(staying, None);
    desk.confirm();
    desk.input(Input::Received(Line::Ras, b"\x16\x03\x01\x00\x00\x00"));
    assert_eq!(desk.names(), ["RRQ", "URQ"]);
    assert_eq!(desk.outcome(), &Outcome::NotTpkt(Foreign::Tls));
}

#[test]
fn keep_alives_and_messages_outside_calls_are_shown_and_change_nothing() {
    let mut desk = Desk::open(terms(), None);
    desk.input(Input::Received(Line::Ras, &[3, 0, 0, 4]));
    let message = Message::new(CallReference::GLOBAL, MessageType::Facility);
    desk.signal(Line::Ras, &message);
    let call = CallReference::new(7, false).unwrap();
    desk.signal(Line::Ras, &Message::new(call, MessageType::Status));
    let outside = desk.events.iter();
    let outside = outside.filter(|event| matches!(event, Event::Outside(_)));
    assert_eq!(outside.count(), 3);
    desk.confirm();
    desk.confirm();
    assert_eq!(desk.outcome(), &Outcome::Done);
}
