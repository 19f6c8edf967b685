//! The warnings that no other behaviour brings about, and the rule that each comes once.

use h323_proto::{
    call::{Event, WarningCode},
    q931::{CallState, MessageType},
};

use crate::support::{config, script};
use h323_proto::call::Entropy;

#[test]
fn another_call_identifier() {
    let mut script = script();
    script.peer = config().writer(&Entropy::new([1; Entropy::OCTETS]));
    script.reply(MessageType::Alerting);
    assert_eq!(script.seen.warnings(), [WarningCode::CallIdentifierChanged]);
    assert_eq!(script.call.state(), CallState::CallDelivered);
}

#[test]
fn another_conference_id() {
    let mut script = script();
    script.peer = config().writer(&Entropy::new([1; Entropy::OCTETS]));
    script.reply(MessageType::Connect);
    assert_eq!(
        script.seen.warnings(),
        [
            WarningCode::CallIdentifierChanged,
            WarningCode::ConferenceIdChanged
        ]
    );
    assert!(script.run_out().answered);
}

#[test]
fn a_warning_follows_the_message_that_it_is_about() {
    for odd in [
        &[3, 0, 0, 5, 0xFF][..],
        // A reserved octet that is set, and no Q.931 behind it.
        &[3, 1, 0, 5, 0xFF],
        // A message type that there is not.
        &[3, 0, 0, 9, 8, 2, 0x80, 1, 0x42],
    ] {
        let mut script = script();
        script.receive_octets(odd);
        let last = script.seen.events.iter().rev();
        let warnings = last
            .take_while(|event| matches!(event, Event::Warning(..)))
            .count();
        assert_ne!(warnings, 0, "{odd:02X?}");
        let about = script.seen.events.iter().rev().nth(warnings);
        let Some(Event::Message(record)) = about else {
            panic!("{odd:02X?}: {about:?}");
        };
        assert_eq!(record.octets, odd);
    }
}

#[test]
fn each_kind_comes_once() {
    let mut script = script();
    for _ in 0..100 {
        script.receive_octets(&[3, 0, 0, 5, 0xFF]);
        script.reply(MessageType::Unknown(0x42));
    }
    assert_eq!(
        script.seen.warnings(),
        [WarningCode::UndecodableMessage, WarningCode::UnknownMessage]
    );
}
