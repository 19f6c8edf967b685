//! Packets without contents keep connections open and mean nothing.

use h323_proto::{
    call::{Content, Direction, EndReason, Timer, WarningCode},
    q931::{CallState, MessageType},
    tpkt,
};

use crate::support::{config, script, secs};

const KEEP_ALIVES: [[u8; 4]; 3] = [[3, 0, 0, 4], [0, 3, 0, 4], [3, 7, 0, 4]];

#[test]
fn are_shown_as_they_came_and_change_nothing() {
    for raw in KEEP_ALIVES {
        let mut script = script();
        script.receive_octets(&raw);
        assert_eq!(script.call.state(), CallState::CallInitiated);
        let records = script.seen.records(Direction::Received);
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].octets, raw);
        assert!(matches!(records[0].content, Content::KeepAlive));
        assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
        assert_eq!(script.seen.warnings(), []);
    }
}

#[test]
fn may_stand_between_messages_in_one_segment() {
    let mut script = script();
    let mut octets = Vec::new();
    for message_type in [
        MessageType::CallProceeding,
        MessageType::Alerting,
        MessageType::Connect,
    ] {
        for raw in KEEP_ALIVES {
            octets.extend(raw);
        }
        octets.extend(tpkt::encode(&script.message(message_type).encode().unwrap()).unwrap());
    }
    script.receive_octets(&octets);
    assert_eq!(script.call.messages_received(), 12);
    assert!(script.run_out().answered);
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn are_no_answer_to_setup() {
    let mut script = script();
    let hard = config().limits.t303.hard;
    for _ in 0..hard.as_secs() {
        script.receive_octets(&[3, 0, 0, 4]);
        script.pass(secs(1));
    }
    assert_eq!(script.run_out().reason, EndReason::TimedOut(Timer::T303));
}

#[test]
fn a_reserved_octet_is_named_where_it_carries_something() {
    let mut script = script();
    let mut octets =
        tpkt::encode(&script.message(MessageType::Alerting).encode().unwrap()).unwrap();
    octets[1] = 0x7F;
    script.receive_octets(&octets);
    let text = script.seen.warning(WarningCode::TpktReserved).unwrap();
    assert!(text.contains("0x7F"), "{text}");
    assert_eq!(script.seen.records(Direction::Received)[0].octets, octets);
    assert_eq!(script.call.state(), CallState::CallDelivered);
}
