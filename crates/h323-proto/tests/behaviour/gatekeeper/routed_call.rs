//! A call on the connection of H.460.17, from Setup to the end of everything.

use h323_asn1::h225::{RasMessage, UnregRequestReason, UnregistrationRequest};
use h323_proto::{
    call::{Channel, EndReason, Event as CallEvent, H245Mode},
    gatekeeper::{Event, Input, Line, Oddity, Outcome},
    h225::Writer,
    q931::{CallState, Message, MessageType},
    tpkt,
};

use super::{
    super::support::{config, entropy, message, secs},
    admission::plan,
    desk::{Desk, name, terms, wrapped},
};

/// The endpoint's side of the call.
fn peer() -> Writer {
    config().writer(&entropy())
}

fn answer(desk: &Desk, message_type: MessageType) -> Message {
    let reference = desk.messages[0].1.call_reference.reversed();
    let peer = peer();
    let information = match message_type {
        MessageType::CallProceeding => peer.call_proceeding(),
        MessageType::Alerting => peer.alerting(),
        MessageType::Connect => peer.connect(None),
        MessageType::ReleaseComplete => peer.release_complete(None, None),
        other => panic!("{other}"),
    };
    message(reference, message_type, Some(information.unwrap()))
}

/// A registration whose call has sent Setup.
fn calling() -> Desk {
    let mut desk = Desk::open(terms(), Some(plan()));
    desk.confirm();
    desk.confirm();
    assert_eq!(desk.types(), [MessageType::Setup]);
    // On the gatekeeper's connection: no other was opened.
    assert_eq!(desk.messages[0].0, Line::Ras);
    assert_eq!(desk.connects.len(), 1);
    desk
}

fn call_end(desk: &Desk) -> &EndReason {
    let mut events = desk.events.iter();
    let end = events.find_map(|event| match event {
        Event::Call(CallEvent::Ended(end, _)) => Some(&end.reason),
        _ => None,
    });
    end.expect("the call is over")
}

#[test]
fn is_answered_and_everything_is_ended_in_order() {
    let mut desk = calling();
    for message_type in [
        MessageType::CallProceeding,
        MessageType::Alerting,
        MessageType::Connect,
    ] {
        let message = answer(&desk, message_type);
        desk.signal(Line::Ras, &message);
    }
    // Without H.245 and hold time the call is released at Connect.
    assert_eq!(config().terms.h245, H245Mode::Off);
    assert_eq!(
        desk.types(),
        [MessageType::Setup, MessageType::ReleaseComplete]
    );
    assert_eq!(desk.names(), ["RRQ", "ARQ"], "the call is not over yet");
    let message = answer(&desk, MessageType::ReleaseComplete);
    desk.signal(Line::Ras, &message);
    assert_eq!(call_end(&desk), &EndReason::Cleared);
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ"]);
    assert!(desk.closes.is_empty());
    desk.confirm();
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ", "URQ"]);
    assert_eq!(desk.outcome(), &Outcome::Done);
    assert!(desk.end().unregistered);
    assert_eq!(desk.closes, [Line::Ras]);
}

#[test]
fn a_hang_up_releases_everything() {
    let mut desk = calling();
    let message = answer(&desk, MessageType::Alerting);
    desk.signal(Line::Ras, &message);
    assert_eq!(
        desk.registration.call().unwrap().state(),
        CallState::CallDelivered
    );
    desk.input(Input::Hangup);
    assert_eq!(
        desk.types(),
        [MessageType::Setup, MessageType::ReleaseComplete]
    );
    // Nobody answers any more: each step is taken all the same.
    desk.run_out();
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ", "URQ"]);
    assert_eq!(desk.outcome(), &Outcome::Hangup);
    assert_eq!(call_end(&desk), &EndReason::Hangup);
}

#[test]
fn a_call_that_the_endpoint_rejects_is_disengaged() {
    let mut desk = calling();
    let message = answer(&desk, MessageType::ReleaseComplete);
    desk.signal(Line::Ras, &message);
    assert_eq!(call_end(&desk), &EndReason::Released);
    desk.confirm();
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ", "URQ"]);
    // The registration did what it should; the call has an end of its own.
    assert_eq!(desk.outcome(), &Outcome::Done);
}

#[test]
fn an_unregistration_beside_the_release_is_told() {
    let mut desk = calling();
    let message = answer(&desk, MessageType::ReleaseComplete);
    desk.signal(Line::Ras, &message);
    let mut request = UnregistrationRequest::new(9, Vec::new());
    request.reason = Some(UnregRequestReason::maintenance);
    desk.say(&RasMessage::unregistrationRequest(Box::new(request)));
    assert_eq!(call_end(&desk), &EndReason::Released);
    let [Oddity::Unregistered(Some(reason))] = &desk.oddities()[..] else {
        panic!("{:?}", desk.oddities());
    };
    assert_eq!(reason.identifier, "maintenance");
    desk.run_out();
    assert!(desk.end().unregistered);
}

#[test]
fn ras_and_the_call_share_segments_in_any_cut() {
    let mut whole = Vec::new();
    let desk = calling();
    let alerting = answer(&desk, MessageType::Alerting);
    let inquiry = h323_asn1::h225::InfoRequest::new(77, 0);
    let inquiry = RasMessage::infoRequest(Box::new(inquiry));
    whole.extend(tpkt::encode(&alerting.encode().unwrap()).unwrap());
    whole.extend(wrapped(&h323_asn1::codec::encode(&inquiry).unwrap()));
    whole.extend([3, 0, 0, 4]);
    let release = answer(&desk, MessageType::ReleaseComplete);
    whole.extend(tpkt::encode(&release.encode().unwrap()).unwrap());
    for cut in 0..=whole.len() {
        let mut desk = calling();
        let (first, second) = whole.split_at(cut);
        desk.input(Input::Received(Line::Ras, first));
        desk.input(Input::Received(Line::Ras, second));
        assert_eq!(call_end(&desk), &EndReason::Released, "{cut}");
        assert_eq!(desk.names(), ["RRQ", "ARQ", "IRR", "DRQ"], "{cut}");
    }
}

#[test]
fn a_connection_that_closes_ends_the_call_and_the_registration() {
    let mut desk = calling();
    desk.close();
    assert_eq!(call_end(&desk), &EndReason::Closed { pending: 0 });
    assert_eq!(desk.outcome(), &Outcome::Closed { answered: true });
    assert!(!desk.end().unregistered);
}

#[test]
fn a_stream_that_loses_its_framing_still_releases_and_unregisters() {
    let mut desk = calling();
    desk.input(Input::Received(
        Line::Ras,
        b"\x07nonsense that is no packet",
    ));
    desk.run_out();
    assert_eq!(
        desk.types(),
        [MessageType::Setup, MessageType::ReleaseComplete]
    );
    assert_eq!(name(desk.sent.last().unwrap()), "URQ");
    assert!(matches!(desk.outcome(), Outcome::NotTpkt(_)));
}

#[test]
fn a_registration_is_renewed_during_the_call() {
    let mut desk = Desk::open(terms(), Some(plan()));
    let mut confirm = desk.registration_confirm();
    confirm.time_to_live = Some(40);
    desk.confirm_registration(confirm);
    desk.confirm();
    let alerting = answer(&desk, MessageType::Alerting);
    desk.signal(Line::Ras, &alerting);
    desk.pass(secs(30));
    assert_eq!(desk.names(), ["RRQ", "ARQ", "RRQ light"]);
    desk.confirm();
    assert_eq!(
        desk.registration.call().unwrap().state(),
        CallState::CallDelivered
    );
}

#[test]
fn h245_of_its_own_gets_its_own_line() {
    let mut plan = plan();
    plan.config.terms.h245 = H245Mode::Separate;
    plan.config.terms.h245_tunnelling = false;
    let mut desk = Desk::open(terms(), Some(plan));
    desk.confirm();
    desk.confirm();
    let address = std::net::SocketAddr::from(([192, 0, 2, 3], 5_000));
    let reference = desk.messages[0].1.call_reference.reversed();
    let mut config = config();
    config.terms.h245_tunnelling = false;
    let peer = config.writer(&entropy());
    let connect = peer.connect(Some(address)).unwrap();
    let connect = message(reference, MessageType::Connect, Some(connect));
    desk.signal(Line::Ras, &connect);
    let opened: Vec<Line> = desk.connects.iter().map(|(line, _)| *line).collect();
    assert_eq!(opened, [Line::Ras, Line::Call(Channel::H245Control)]);
    desk.input(Input::Hangup);
    desk.run_out();
    assert!(desk.closes.contains(&Line::Call(Channel::H245Control)));
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ", "URQ"]);
}
