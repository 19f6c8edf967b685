//! A gatekeeper that does not answer, or asks for patience.

use h323_asn1::h225::{RasMessage, RequestInProgress, UnknownMessageResponse};
use h323_proto::{
    gatekeeper::{GatekeeperTerms, Input, Oddity, Outcome, Request},
    ras::RasMessageName,
};

use super::{
    super::support::{millis, secs},
    desk::{Desk, datagrams, terms},
};

fn direct() -> GatekeeperTerms {
    GatekeeperTerms {
        discover: false,
        ..datagrams()
    }
}

#[test]
fn a_datagram_is_repeated_as_it_was() {
    let mut desk = Desk::open(datagrams(), None);
    desk.pass(millis(4_999));
    assert_eq!(desk.octets.len(), 1);
    desk.pass(millis(1));
    assert_eq!(desk.octets.len(), 2);
    desk.run_out();
    assert_eq!(desk.octets.len(), 3);
    assert!(desk.octets.iter().all(|octets| *octets == desk.octets[0]));
    assert_eq!(desk.outcome(), &Outcome::NoAnswer(Request::Discovery));
    assert!(!desk.end().registered);
}

#[test]
fn over_tcp_nothing_is_repeated() {
    let mut desk = Desk::open(terms(), None);
    desk.run_out();
    // The request may have arrived: it is taken back.
    assert_eq!(desk.names(), ["RRQ", "URQ"]);
    assert_eq!(desk.outcome(), &Outcome::NoAnswer(Request::Registration));
}

#[test]
fn an_answer_to_a_repeat_counts_and_a_second_answer_does_not() {
    let mut desk = Desk::open(direct(), None);
    desk.pass(secs(3));
    assert_eq!(desk.names(), ["RRQ", "RRQ"]);
    let confirm = desk.registration_confirm();
    let confirm = RasMessage::registrationConfirm(Box::new(confirm));
    desk.say(&confirm);
    assert_eq!(desk.names(), ["RRQ", "RRQ", "URQ"]);
    desk.say(&confirm);
    assert_eq!(desk.names().len(), 3);
    assert!(desk.oddities().is_empty());
    desk.confirm();
    assert_eq!(desk.outcome(), &Outcome::Done);
}

#[test]
fn progress_prolongs_the_wait() {
    let mut desk = Desk::open(direct(), None);
    let progress = RequestInProgress::new(desk.number(), 20_000);
    desk.say(&RasMessage::requestInProgress(Box::new(progress)));
    desk.pass(secs(19));
    assert_eq!(desk.names(), ["RRQ"]);
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "URQ"]);
}

#[test]
fn progress_without_end_is_no_answer() {
    let mut desk = Desk::open(direct(), None);
    for _ in 0..10 {
        if desk.has_ended() {
            break;
        }
        let progress = RequestInProgress::new(desk.number(), 9_000);
        desk.say(&RasMessage::requestInProgress(Box::new(progress)));
        desk.pass(secs(8));
    }
    assert_eq!(desk.outcome(), &Outcome::NoAnswer(Request::Registration));
    assert_eq!(desk.names(), ["RRQ", "URQ"]);
}

#[test]
fn silence_at_the_end_is_odd_but_ends() {
    let mut desk = Desk::open(terms(), None);
    desk.confirm();
    desk.run_out();
    assert_eq!(desk.outcome(), &Outcome::Done);
    assert!(desk.end().registered && !desk.end().unregistered);
    let odd = Oddity::NoAnswer(Request::Unregistration);
    assert_eq!(desk.oddities(), [&odd]);
}

#[test]
fn a_hang_up_before_the_gatekeeper_answers_ends_with_its_silence() {
    let mut desk = Desk::open(terms(), None);
    desk.input(Input::Hangup);
    desk.run_out();
    assert_eq!(desk.outcome(), &Outcome::Hangup);
}

#[test]
fn what_the_gatekeeper_does_not_understand_is_told() {
    let mut desk = Desk::open(terms(), None);
    let unknown = UnknownMessageResponse::new(desk.number());
    desk.say(&RasMessage::unknownMessageResponse(Box::new(unknown)));
    assert_eq!(
        desk.outcome(),
        &Outcome::NotUnderstood(Request::Registration)
    );
}

#[test]
fn an_answer_to_nothing_is_odd() {
    let mut desk = Desk::open(terms(), None);
    let mut confirm = desk.registration_confirm();
    confirm.request_seq_num = desk.number().wrapping_add(100);
    desk.say(&RasMessage::registrationConfirm(Box::new(confirm)));
    assert_eq!(
        desk.oddities(),
        [&Oddity::Stray(RasMessageName::RegistrationConfirm)]
    );
    assert_eq!(desk.names(), ["RRQ"]);
}

/// Who has gone does not wait long for anything: a host may stop what is left of it.
#[test]
fn after_a_hang_up_no_progress_prolongs_the_end() {
    let mut desk = Desk::open(terms(), None);
    desk.input(Input::Hangup);
    let since = desk.now;
    for wanted in [["RRQ", "URQ"]; 4] {
        if desk.has_ended() {
            break;
        }
        let progress = RequestInProgress::new(desk.number(), 20_000);
        desk.say(&RasMessage::requestInProgress(Box::new(progress)));
        desk.pass(secs(5));
        assert_eq!(desk.names(), wanted);
    }
    assert_eq!(desk.end().outcome, Outcome::Hangup);
    assert!(desk.now.since(since) <= secs(10));

    let mut desk = Desk::open(terms(), None);
    desk.confirm_registration(desk.registration_confirm());
    desk.input(Input::Hangup);
    let progress = RequestInProgress::new(desk.number(), 20_000);
    desk.say(&RasMessage::requestInProgress(Box::new(progress)));
    desk.pass(secs(9));
    assert!(desk.has_ended(), "{:?}", desk.names());
}
