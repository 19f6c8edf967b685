//! More messages than a call can need: handled and counted, but not all kept.

use std::collections::BTreeMap;

use h323_asn1::h245::{
    CommandMessage, MiscellaneousCommand, MiscellaneousCommandType,
    MultimediaSystemControlMessage as Control,
};
use h323_proto::{
    call::{CallTerms, CallingConfig, Channel, Direction, EndReason, EndedBy, Input, WarningCode},
    h245::Pdu,
    q931::{CallReference, Display, ElementId, InformationElement, Message, MessageType},
    summary, tpkt,
};

use crate::support::{
    Script, config, script, secs,
    talk::{WAYS, Way, foreign, h245, negotiated, said, talking, tell, tell_all, with_h245},
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
    assert_eq!(recorded(&script), 5, "Setup, and the first few");
    assert!(script.seen.events.len() < 10);

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
    assert_eq!(script.seen.warnings(), [WarningCode::StatusFlood]);
    let text = script.seen.warning(WarningCode::StatusFlood).unwrap();
    assert_eq!(text, "The endpoint sent 10,000 STATUS messages");
    assert_eq!(script.seen.repeated(), BTreeMap::from([(4, 9_996)]));
}

#[test]
fn two_thousand_alertings_are_told_once_and_what_comes_after_them_is_shown() {
    let mut script = script();
    let alerting = script.message(MessageType::Alerting);
    pour(&mut script, &times(&alerting, 2_000));
    assert_eq!(recorded(&script), 5);
    script.reply(MessageType::Notify);
    script.reply(MessageType::ReleaseComplete);
    assert_eq!(
        script.received_types()[4..],
        [MessageType::Notify, MessageType::ReleaseComplete]
    );
    assert_eq!(script.seen.warnings(), [WarningCode::RepeatedMessage]);
    let text = script.seen.warning(WarningCode::RepeatedMessage).unwrap();
    assert_eq!(text, "The endpoint sent ALERTING 2,000 times");
    assert_eq!(script.seen.repeated(), BTreeMap::from([(4, 1_996)]));
}

#[test]
fn every_type_that_repeats_is_in_the_one_warning() {
    let mut script = script();
    for message_type in [MessageType::Notify, MessageType::Information] {
        let message = script.message(message_type);
        pour(&mut script, &times(&message, 500));
    }
    pour(&mut script, &[3, 0, 0, 4].repeat(300));
    // A few of one type are nothing odd.
    let progress = script.message(MessageType::Progress);
    pour(&mut script, &times(&progress, 20));
    script.hangup();
    script.run_out();
    let text = script.seen.warning(WarningCode::RepeatedMessage).unwrap();
    assert_eq!(
        text,
        "The endpoint sent NOTIFY 500 times, INFORMATION 500 times, a TPKT without contents 300 times"
    );
    assert_eq!(script.seen.warnings(), [WarningCode::RepeatedMessage]);
}

#[test]
fn commands_that_repeat_in_h245_are_told_too() {
    for way in WAYS {
        let mut held = with_h245();
        held.terms.limits.hold = secs(60);
        let mut script = negotiated(held, way);
        let command = foreign(&Control::command(CommandMessage::miscellaneousCommand(
            MiscellaneousCommand::new(1, MiscellaneousCommandType::videoFastUpdatePicture),
        )));
        let before = recorded(&script);
        for _ in 0..1_500 {
            tell(&mut script, way, &command);
        }
        assert_eq!(recorded(&script), before + 4, "{way:?}");
        script.pass(secs(61));
        tell_all(&mut script, way, &[Pdu::EndSession]);
        script.run_out();
        let text = script.seen.warning(WarningCode::RepeatedMessage).unwrap();
        let expected = "The endpoint sent miscellaneousCommand 1,500 times";
        assert_eq!(text, expected, "{way:?}");
        let last = script.seen.records(Direction::Received);
        let last = &last.last().unwrap().content;
        assert!(summary::summary(last).contains("endSession"), "{way:?}");
    }
}

#[test]
fn a_record_that_is_full_has_room_for_what_is_new_and_for_the_end() {
    let mut held = with_h245();
    held.terms.limits.hold = secs(60);
    let mut script = negotiated(held, Way::Tunnel);
    for count in 0..1_500_u16 {
        let mut notify = script.message(MessageType::Notify);
        let text = Display::from(format!("{count}").as_str());
        notify.insert(InformationElement::of(&text).unwrap());
        script.receive(&notify);
    }
    assert_eq!(recorded(&script), 200, "four fifths");
    script.reply(MessageType::Progress);
    assert_eq!(script.received_types().last(), Some(&MessageType::Progress));
    tell_all(&mut script, Way::Tunnel, &[Pdu::EndSession]);
    script.reply(MessageType::ReleaseComplete);
    assert_eq!(
        recorded(&script),
        204,
        "endSession of both, Release Complete"
    );
    let text = script.seen.warning(WarningCode::TraceFull).unwrap();
    let all = script.call.messages_received() as usize + script.seen.sent.len();
    let lost = all - 204;
    let expected = format!(
        "The trace has 204 messages; {},{:03} more were counted but are not shown",
        lost / 1_000,
        lost % 1_000
    );
    assert_eq!(text, expected);
}

#[test]
fn the_limit_releases_the_call() {
    let limit = config().terms.message_limit;
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
    let mut script = Script::with(CallingConfig {
        terms: CallTerms {
            message_limit: 1_000,
            ..config().terms
        },
        ..config()
    })
    .placed();
    pour(&mut script, &[3, 0, 0, 4].repeat(1_000));
    assert_eq!(script.run_out().reason, EndReason::Flood);
}

#[test]
fn garbage_is_counted_as_well() {
    let mut script = Script::with(CallingConfig {
        terms: CallTerms {
            message_limit: 1_000,
            ..config().terms
        },
        ..config()
    })
    .placed();
    pour(&mut script, &[3, 0, 0, 6, 0xFF, 0xFF].repeat(999));
    assert!(script.seen.ended().is_none());
    assert_eq!(recorded(&script), 5);
    pour(&mut script, &[3, 0, 0, 6, 0xFF, 0xFF]);
    assert_eq!(script.run_out().reason, EndReason::Flood);
}

#[test]
fn our_answers_are_bounded_like_the_questions() {
    let mut script = script();
    let inquiry = script.message(MessageType::StatusEnquiry);
    pour(&mut script, &times(&inquiry, 1_000));
    assert_eq!(script.seen.sent.len(), 1_001, "each is answered");
    assert_eq!(recorded(&script), 9, "Setup, and the first few pairs");
    pour(&mut script, &times(&inquiry, 1));
    assert_eq!(script.seen.sent.len(), 1_001, "one more is not");
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
    wanted.terms.message_limit = limit;
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
fn many_messages_in_one_facility_are_counted_and_the_first_are_read() {
    let tunnel = |script: &mut Script, times: usize| {
        let request = h245(&Pdu::RoundTripDelayRequest(7));
        script.reply_with(MessageType::Facility, |pdu| {
            pdu.h245_control = Some(vec![request.into(); times]);
        });
    };
    let mut script = talking(with_h245(), Way::Tunnel);
    let before = said(&script).len();
    tunnel(&mut script, 256);
    assert_eq!(script.seen.warnings(), []);
    tunnel(&mut script, 300);
    let text = script.seen.warning(WarningCode::UndecodableH245).unwrap();
    assert_eq!(
        text,
        "300 H.245 messages are in one message; the first 256 are read"
    );
    assert!(said(&script).len() - before <= 512);
    let records = script.seen.records(Direction::Received);
    let last = summary::summary(&records.last().unwrap().content);
    assert!(
        last.contains("roundTripDelayRequest, 44 more H.245 messages"),
        "{last}"
    );

    // One that has as many as a call may have is a flood, read or not.
    let mut wanted = with_h245();
    wanted.terms.message_limit = 1_000;
    let mut script = talking(wanted, Way::Tunnel);
    tunnel(&mut script, 1_000);
    assert_eq!(script.run_out().reason, EndReason::Flood);
}

#[test]
fn answers_that_decide_nothing_are_not_kept_for_being_answers() {
    let mut wanted = config();
    wanted.terms.limits.hold = secs(60);
    let mut script = Script::with(wanted).placed();
    let connect = script.message(MessageType::Connect);
    let other = Message {
        call_reference: CallReference::new(1, true).unwrap(),
        ..connect.clone()
    };
    pour(&mut script, &times(&other, 2_000));
    pour(&mut script, &times(&connect, 2_000));
    assert!(script.call.messages_received() == 4_000);
    // Setup, and four of either, the Connect that answered among them.
    assert_eq!(recorded(&script), 9);
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
    for count in 0..50 {
        // No two of them are alike.
        status.elements[0].contents.push(count);
        pour(&mut script, &times(&status, 1));
    }
    assert!(script.call.octets_received() > 3_000_000);
    let kept: usize = [Direction::Sent, Direction::Received]
        .into_iter()
        .flat_map(|direction| script.seen.records(direction))
        .map(|record| record.octets.len())
        .sum();
    assert!(kept <= config().terms.record_octets, "{kept}");
    assert!(recorded(&script) > 1);
    assert_eq!(script.call.messages_received(), 50);
    script.reply(MessageType::ReleaseComplete);
    assert!(script.seen.warned(WarningCode::TraceFull));
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
    assert_eq!(recorded(&script), 6);
    assert_eq!(script.run_out().reason, EndReason::Hangup);
}

#[test]
fn too_many_octets_are_too_many_messages() {
    let limit = 50_000;
    let mut script = Script::with(CallingConfig {
        terms: CallTerms {
            octet_limit: limit,
            ..config().terms
        },
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

#[test]
fn a_call_takes_four_mebibytes() {
    let limit = config().terms.octet_limit;
    assert_eq!(limit, 4 << 20, "docs/limits.md has it");
    let large = |octets: usize| {
        let mut frame = vec![3, 0];
        frame.extend_from_slice(&u16::try_from(octets).unwrap().to_be_bytes());
        frame.resize(octets, 0);
        frame
    };
    for (octets, releases) in [(limit - 1, 0), (limit, 0), (limit + 1, 1)] {
        let mut script = script();
        let mut left = octets;
        while left > 120_000 {
            script.receive_octets(&large(60_000));
            left -= 60_000;
        }
        assert_eq!(script.seen.releases, 0);
        script.receive_octets(&large(60_000));
        script.receive_octets(&large(left - 60_000));
        assert_eq!(script.seen.releases, releases, "{octets}");
    }
}
