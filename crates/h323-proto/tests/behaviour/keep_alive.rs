//! Packets without contents keep connections open and mean nothing.

use h323_asn1::h225::{FacilityReason, H323UUPDUH323MessageBody as Body};
use h323_proto::{
    call::{Content, Direction, EndReason, KeepAlive, KeepAliveStyle, Timer, WarningCode},
    q931::{CallState, ElementId, MessageType},
    time::Duration,
    tpkt,
};

use crate::support::{Script, config, millis, script, secs, uuie::pdu_of};

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
    let hard = config().terms.limits.t303.hard;
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

const EVERY: Duration = secs(7);

const STYLES: [KeepAliveStyle; 3] = [
    KeepAliveStyle::Tpkt,
    KeepAliveStyle::FacilityEmpty,
    KeepAliveStyle::FacilityTransportedInformation,
];

/// A call that sends keep-alives of this style.
fn keeping(style: KeepAliveStyle, hold: Duration) -> Script {
    let mut wanted = config();
    wanted.keep_alive = Some(KeepAlive {
        style,
        every: EVERY,
    });
    wanted.terms.limits.hold = hold;
    wanted.terms.limits.t303.hard = secs(60);
    let mut script = Script::with(wanted);
    script.seen.keep_alives_allowed = style == KeepAliveStyle::Tpkt;
    script.placed()
}

/// How many keep-alives went out, and that they are what was asked for.
fn sent(script: &Script, style: KeepAliveStyle) -> usize {
    let facilities: Vec<_> = script
        .seen
        .sent
        .iter()
        .filter(|message| message.message_type == MessageType::Facility)
        .collect();
    for facility in &facilities {
        assert!(facility.find(ElementId::FACILITY).is_some());
        let pdu = pdu_of(facility);
        assert_eq!(pdu.h245_control, None);
        match (style, pdu.h323_message_body) {
            (KeepAliveStyle::FacilityEmpty, Body::empty) => {}
            (KeepAliveStyle::FacilityTransportedInformation, Body::facility(body)) => {
                assert_eq!(body.reason, FacilityReason::transportedInformation);
                let identifier = body.call_identifier.unwrap();
                assert_eq!(*identifier.guid, script.call.call_identifier());
            }
            (_, other) => panic!("{style:?}: {other:?}"),
        }
    }
    facilities.len() + script.seen.keep_alives
}

#[test]
fn ours_go_out_at_the_interval_from_the_first_answer_on() {
    for style in STYLES {
        for answer in [
            MessageType::CallProceeding,
            MessageType::Progress,
            MessageType::Alerting,
            MessageType::SetupAcknowledge,
        ] {
            let mut script = keeping(style, secs(0));
            script.pass(EVERY + EVERY);
            // What is no answer to Setup does not start them.
            script.reply(MessageType::Notify);
            script.receive_octets(&[3, 0, 0, 4]);
            script.pass(EVERY);
            assert_eq!(sent(&script, style), 0, "{style:?}");
            script.reply(answer);
            script.pass(EVERY - millis(1));
            assert_eq!(sent(&script, style), 0, "{style:?} after {answer}");
            script.pass(millis(1));
            assert_eq!(sent(&script, style), 1, "{style:?} after {answer}");
            script.pass(EVERY);
            assert_eq!(sent(&script, style), 2, "{style:?} after {answer}");
        }
    }
}

#[test]
fn ours_keep_their_beat_whatever_the_peer_says() {
    for style in STYLES {
        let mut script = keeping(style, secs(60));
        script.reply(MessageType::CallProceeding);
        script.pass(secs(5));
        script.reply(MessageType::Alerting);
        script.pass(secs(2));
        assert_eq!(sent(&script, style), 1, "{style:?}: while it rings");
        script.pass(secs(5));
        script.reply(MessageType::Connect);
        script.pass(secs(2));
        assert_eq!(sent(&script, style), 2, "{style:?}: while it is held");
        script.pass(EVERY * 4);
        assert_eq!(sent(&script, style), 6, "{style:?}");
    }
}

#[test]
fn ours_stop_when_the_call_is_released() {
    for style in STYLES {
        let mut held = keeping(style, secs(20));
        held.reply(MessageType::Connect);
        held.run_out();
        assert_eq!(sent(&held, style), 2, "{style:?}: at 7 and 14 of 20 s");
        assert_eq!(held.seen.releases, 1);

        // A peer that never closes is waited for, in silence.
        let mut hung_up = keeping(style, secs(20));
        hung_up.reply(MessageType::Alerting);
        hung_up.pass(EVERY - millis(1));
        hung_up.hangup();
        hung_up.pass(secs(30));
        assert_eq!(sent(&hung_up, style), 0, "{style:?}");

        let mut released = keeping(style, secs(20));
        released.reply(MessageType::Connect);
        released.reply(MessageType::ReleaseComplete);
        released.pass(secs(30));
        assert_eq!(sent(&released, style), 0, "{style:?}");
    }
}

#[test]
fn ours_are_on_record() {
    let mut script = keeping(KeepAliveStyle::Tpkt, secs(0));
    script.reply(MessageType::Alerting);
    script.pass(EVERY);
    let records = script.seen.records(Direction::Sent);
    let last = records.last().unwrap();
    assert_eq!(last.octets, [3, 0, 0, 4]);
    assert!(matches!(last.content, Content::KeepAlive));
}

#[test]
fn none_of_ours_go_out_unless_they_are_asked_for() {
    let mut script = script();
    script.reply(MessageType::Alerting);
    script.pass(secs(40));
    assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
}

#[test]
fn an_interval_of_nothing_is_none_at_all() {
    for style in STYLES {
        let mut wanted = config();
        wanted.keep_alive = Some(KeepAlive {
            style,
            every: secs(0),
        });
        let mut script = Script::with(wanted).placed();
        script.reply(MessageType::Alerting);
        script.pass(secs(40));
        assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
    }
}
