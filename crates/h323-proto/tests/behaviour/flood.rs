//! More messages than a call can need: handled and counted, but not all kept.

use h323_proto::{
    call::{CallConfig, Channel, Direction, EndReason, EndedBy, Input, WarningCode},
    h245::Pdu,
    q931::{CallReference, ElementId, InformationElement, Message, MessageType},
    tpkt,
};

use crate::support::{
    Script, config, script, secs,
    talk::{Way, h245, said, talking, with_h245},
};

/// The octets of `count` times the message.
fn times(message: &Message, count: usize) -> Vec<u8> {
    tpkt::encode(&message.encode().unwrap())
        .unwrap()
        .repeat(count)
}

/// Gives the octets to the call as a socket would.
fn pour(script: &mut Script, octets: &[u8]) {
    for chunk in octets.chunks(16 * 1024) {
        script.receive_octets(chunk);
    }
}

fn recorded(script: &Script) -> usize {
    [Direction::Sent, Direction::Received]
        .into_iter()
        .map(|direction| script.seen.records(direction).len())
        .sum()
}

#[test]
fn ten_thousand_status_messages_are_survived() {
    let mut script = script();
    let status = script.message(MessageType::Status);
    pour(&mut script, &times(&status, 10_000));
    assert_eq!(script.call.messages_received(), 10_000);
    assert_eq!(recorded(&script), 250);
    assert_eq!(
        script.seen.warnings(),
        [WarningCode::StatusFlood, WarningCode::TraceFull]
    );
    assert!(script.seen.events.len() < 260);

    script.reply(MessageType::Connect);
    let end = script.run_out();
    assert!(end.answered);
    assert_eq!(
        script.received_types().last(),
        Some(&MessageType::Connect),
        "the message that decides is shown"
    );
    assert_eq!(
        script.seen.types(Direction::Sent),
        [MessageType::Setup, MessageType::ReleaseComplete]
    );
    assert_eq!(script.call.messages_received(), 10_001);
}

#[test]
fn the_limit_releases_the_call() {
    let limit = config().message_limit;
    let mut script = script();
    let notify = script.message(MessageType::Notify);
    pour(&mut script, &times(&notify, limit as usize - 1));
    assert_eq!(script.seen.releases, 0);
    pour(&mut script, &times(&notify, 1));
    assert_eq!(script.seen.releases, 1);
    let end = script.run_out();
    assert_eq!((end.by, &end.reason), (EndedBy::Library, &EndReason::Flood));
    assert_eq!(script.call.messages_received(), limit);
}

#[test]
fn keep_alives_are_messages_too() {
    let mut script = Script::with(CallConfig {
        message_limit: 1_000,
        ..config()
    })
    .placed();
    pour(&mut script, &[3, 0, 0, 4].repeat(1_000));
    assert_eq!(script.run_out().reason, EndReason::Flood);
}

#[test]
fn garbage_is_counted_as_well() {
    let mut script = Script::with(CallConfig {
        message_limit: 1_000,
        ..config()
    })
    .placed();
    pour(&mut script, &[3, 0, 0, 6, 0xFF, 0xFF].repeat(999));
    assert!(script.seen.ended().is_none());
    assert_eq!(recorded(&script), 250);
    pour(&mut script, &[3, 0, 0, 6, 0xFF, 0xFF]);
    assert_eq!(script.run_out().reason, EndReason::Flood);
}

#[test]
fn our_answers_are_bounded_like_the_questions() {
    let mut script = script();
    let inquiry = script.message(MessageType::StatusEnquiry);
    pour(&mut script, &times(&inquiry, 1_000));
    assert_eq!(script.seen.sent.len(), 1_001, "each is answered");
    assert_eq!(recorded(&script), 250);
    script.hangup();
    assert_eq!(
        script.seen.types(Direction::Sent).last(),
        Some(&MessageType::ReleaseComplete)
    );
}

#[test]
fn many_requests_in_one_packet_are_many_messages() {
    let limit = 1_000;
    let mut wanted = with_h245();
    wanted.message_limit = limit;
    let mut script = talking(wanted, Way::Connection);
    let before = said(&script).len();
    let requests = h245(&Pdu::RoundTripDelayRequest(7)).repeat(4 * limit as usize);
    let packet = tpkt::encode(&requests).unwrap();
    // Of one packet the first 256 are read, so one alone is no flood.
    for _ in 0..8 {
        script.input(Input::Received(Channel::H245Control, &packet));
    }
    let answers = said(&script).len() - before;
    // And then endSession and Release Complete.
    assert!(answers <= limit as usize + 2, "{answers}");
    assert_eq!(script.run_out().reason, EndReason::Flood);
}

#[test]
fn answers_that_decide_nothing_are_not_kept_for_being_answers() {
    let mut wanted = config();
    wanted.limits.hold = secs(60);
    let mut script = Script::with(wanted).placed();
    let connect = script.message(MessageType::Connect);
    let other = Message {
        call_reference: CallReference::new(1, true).unwrap(),
        ..connect.clone()
    };
    pour(&mut script, &times(&other, 2_000));
    pour(&mut script, &times(&connect, 2_000));
    assert!(script.call.messages_received() == 4_000);
    assert_eq!(recorded(&script), 251, "and the Connect that answered");
}

#[test]
fn large_messages_fill_the_record_sooner() {
    let mut script = script();
    let mut status = script.message(MessageType::Status);
    for _ in 0..250 {
        status
            .elements
            .push(InformationElement::new(ElementId(0x7F), vec![0; 255]));
    }
    let octets = times(&status, 50);
    assert!(octets.len() > 3_000_000);
    pour(&mut script, &octets);
    let kept: usize = [Direction::Sent, Direction::Received]
        .into_iter()
        .flat_map(|direction| script.seen.records(direction))
        .map(|record| record.octets.len())
        .sum();
    assert!(kept <= config().record_octets, "{kept}");
    assert!(recorded(&script) > 1);
    assert!(script.seen.warned(WarningCode::TraceFull));
    assert_eq!(script.call.messages_received(), 50);
    script.reply(MessageType::ReleaseComplete);
    assert_eq!(
        script.received_types().last(),
        Some(&MessageType::ReleaseComplete)
    );
}

#[test]
fn after_our_release_nothing_more_is_said() {
    let mut script = script();
    script.hangup();
    let sent = script.seen.sent.len();
    let inquiry = script.message(MessageType::StatusEnquiry);
    pour(&mut script, &times(&inquiry, 30_000));
    assert_eq!(script.seen.sent.len(), sent);
    assert_eq!(recorded(&script), 250);
    assert_eq!(script.run_out().reason, EndReason::Hangup);
}

#[test]
fn too_many_octets_are_too_many_messages() {
    let limit = 100_000;
    let mut script = Script::with(CallConfig {
        octet_limit: limit,
        ..config()
    })
    .placed();
    let notify = times(&script.message(MessageType::Notify), 1);
    for _ in 0..limit / notify.len() {
        script.receive_octets(&notify);
    }
    assert_eq!(script.seen.releases, 0);
    let handled = script.call.messages_received();
    for _ in 0..100 {
        script.receive_octets(&notify);
    }
    assert_eq!(script.seen.releases, 1);
    assert_eq!(
        script.call.messages_received(),
        handled + 1,
        "what comes after the release is not even counted"
    );
    assert_eq!(script.run_out().reason, EndReason::Flood);
}
