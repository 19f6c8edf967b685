//! Whatever the gatekeeper sends, it ends, and nothing panics.

use h323_asn1::codec;
use h323_asn1::h225::RasMessage;
use h323_proto::gatekeeper::{GatekeeperTerms, Input, Line, Oddity, Outcome, Request};

use super::{
    super::support::{Random, secs},
    admission::plan,
    desk::{Desk, credentials, datagrams, terms, wrapped},
};

fn all_terms() -> [GatekeeperTerms; 2] {
    [terms(), datagrams()].map(|terms| GatekeeperTerms {
        credentials: credentials(),
        ..terms
    })
}

/// A registration that has come this many answers far.
fn after(answers: usize, terms: GatekeeperTerms) -> Desk {
    let mut desk = Desk::open(terms, Some(plan()));
    for _ in 0..answers {
        desk.confirm();
    }
    desk
}

/// The ordinary answer to the last request.
fn answer(desk: &Desk) -> Vec<u8> {
    let message = match desk.sent.last().unwrap() {
        RasMessage::gatekeeperRequest(_) => RasMessage::gatekeeperConfirm(Box::new(desk.found())),
        RasMessage::admissionRequest(_) => {
            RasMessage::admissionConfirm(Box::new(desk.admission_confirm()))
        }
        _ => RasMessage::registrationConfirm(Box::new(desk.registration_confirm())),
    };
    codec::encode(&message).unwrap()
}

#[test]
fn an_answer_cut_at_any_octet() {
    for terms in all_terms() {
        for answers in 0..2 {
            let whole = answer(&after(answers, terms.clone()));
            for length in 0..whole.len() {
                let mut desk = after(answers, terms.clone());
                desk.say_octets(&whole[..length]);
                desk.input(Input::Hangup);
                desk.run_out();
            }
        }
    }
}

/// A confirm that breaks off in the name that it gives us is no registration that we could use, and
/// is taken back.
#[test]
fn a_confirm_that_breaks_off_registers_nobody() {
    let whole = answer(&after(0, terms()));
    let cut = whole.len() - 30;
    let mut desk = after(0, terms());
    desk.say_octets(&whole[..cut]);
    let outcome = Outcome::Incomplete(Request::Registration, "endpointIdentifier");
    assert_eq!(desk.outcome(), &outcome);
    assert!(!desk.end().registered);
    assert!(matches!(desk.oddities()[0], Oddity::Unreadable(_)));
    assert_eq!(desk.names(), ["RRQ", "URQ"]);
}

#[test]
fn an_answer_with_any_octet_changed() {
    let mut random = Random(7);
    for terms in all_terms() {
        for answers in 0..3 {
            let whole = answer(&after(answers, terms.clone()));
            for _ in 0..200 {
                let mut octets = whole.clone();
                for _ in 0..=random.below(3) {
                    let at = random.below(octets.len());
                    octets[at] = random.next().to_be_bytes()[0];
                }
                let mut desk = after(answers, terms.clone());
                desk.say_octets(&octets);
                desk.pass(secs(1));
                desk.input(Input::Hangup);
                desk.run_out();
            }
        }
    }
}

#[test]
fn octets_at_random_on_the_connection() {
    let mut random = Random(11);
    for _ in 0..300 {
        let answers = random.below(3);
        let mut desk = after(answers, terms());
        let whole = wrapped(&answer(&after(answers.min(1), terms())));
        let mut octets = whole.clone();
        let at = random.below(octets.len());
        octets[at] = random.next().to_be_bytes()[0];
        for part in octets.chunks(1 + random.below(40)) {
            desk.input(Input::Received(Line::Ras, part));
        }
        desk.input(Input::Hangup);
        desk.run_out();
    }
}

/// The octets and messages are few, but each piece costs.
#[test]
fn an_answer_octet_by_octet_is_a_flood_in_the_end() {
    let octets = wrapped(&vec![0; 20_000]);
    let mut desk = Desk::open(terms(), None);
    for octet in octets.chunks(1) {
        if desk.has_ended() {
            break;
        }
        desk.input(Input::Received(Line::Ras, octet));
    }
    assert_eq!(desk.outcome(), &Outcome::Flood);
    assert!(desk.registration.work() > 0);
}
