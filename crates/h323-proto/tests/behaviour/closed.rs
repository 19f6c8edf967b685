//! The peer's end of the connection closes.

use h323_proto::{
    call::{Content, Direction, EndReason, EndedBy, WarningCode},
    q931::{CallState, MessageType},
    tpkt,
};

use crate::support::{Script, config, script};

#[test]
fn at_once() {
    let mut script = script();
    script.close();
    let end = script.end();
    assert_eq!(end.by, EndedBy::Transport);
    assert_eq!(end.reason, EndReason::Closed { pending: 0 });
    assert_eq!(end.state, CallState::CallInitiated);
    assert_eq!(
        (end.cause.as_ref(), end.release_reason.as_ref()),
        (None, None)
    );
    assert_eq!(script.seen.warnings(), [WarningCode::NoReleaseComplete]);
    assert_eq!(script.call.messages_received(), 0);
}

#[test]
fn before_it_opened() {
    let mut script = Script::with(config());
    script.fail();
    assert_eq!(
        script.end().reason,
        EndReason::ConnectFailed("connection reset".into())
    );
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn in_the_middle_of_every_message() {
    let whole = tpkt::encode(&script().message(MessageType::Alerting).encode().unwrap()).unwrap();
    for length in 1..whole.len() {
        let mut script = script();
        script.receive_octets(&whole[..length]);
        assert!(script.seen.ended().is_none());
        script.close();
        assert_eq!(script.end().reason, EndReason::Closed { pending: length });
        let records = script.seen.records(Direction::Received);
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].octets, whole[..length]);
        assert!(matches!(records[0].content, Content::Incomplete));
        assert_eq!(script.call.state(), CallState::Null);
    }
}

#[test]
fn after_any_answer() {
    for message_type in [
        MessageType::CallProceeding,
        MessageType::Progress,
        MessageType::Alerting,
        MessageType::SetupAcknowledge,
    ] {
        let mut script = script();
        script.reply(message_type);
        script.close();
        assert_eq!(script.end().reason, EndReason::Closed { pending: 0 });
        assert!(script.seen.warned(WarningCode::NoReleaseComplete));
    }
}

#[test]
fn after_its_release_is_in_order() {
    let mut script = script();
    script.reply(MessageType::ReleaseComplete);
    let events = script.seen.events.len();
    script.close();
    assert_eq!(script.seen.events.len(), events);
    assert!(!script.seen.warned(WarningCode::NoReleaseComplete));
}

#[test]
fn what_came_with_the_end_is_still_read() {
    let mut script = script();
    let mut octets = Vec::new();
    for message_type in [MessageType::Alerting, MessageType::ReleaseComplete] {
        octets.extend(tpkt::encode(&script.message(message_type).encode().unwrap()).unwrap());
    }
    octets.extend([3, 0, 0]);
    script.receive_octets(&octets);
    script.close();
    assert_eq!(script.end().reason, EndReason::Released);
}

#[test]
fn breaking_is_not_closing() {
    let mut script = script();
    script.receive_octets(&[3, 0, 0, 20, 8]);
    script.fail();
    assert_eq!(
        script.end().reason,
        EndReason::ConnectionLost("connection reset".into())
    );
    assert!(!script.seen.warned(WarningCode::NoReleaseComplete));
    let records = script.seen.records(Direction::Received);
    assert_eq!(records[0].octets, [3, 0, 0, 20, 8]);
}

#[test]
fn a_message_whose_rest_never_comes_is_shown_when_the_wait_is_over() {
    let mut script = script();
    let begun = [3, 0, 1, 0, 8, 2];
    script.receive_octets(&begun);
    assert_eq!(script.call.messages_received(), 0);
    assert_eq!(
        script.run_out().reason,
        EndReason::TimedOut(h323_proto::call::Timer::T303)
    );
    assert_eq!(script.seen.releases, 1);
    let records = script.seen.records(Direction::Received);
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].octets, begun);
    assert!(matches!(records[0].content, Content::Incomplete));
}
