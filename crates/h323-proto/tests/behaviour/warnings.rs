//! The warnings that no other behaviour brings about, and the rule that each comes once.

use h323_proto::{
    call::WarningCode,
    h225::Writer,
    q931::{CallState, MessageType},
};

use crate::support::{config, script};
use h323_proto::call::Entropy;

#[test]
fn another_call_identifier() {
    let mut script = script();
    script.peer = Writer::new(&config(), &Entropy::new([1; Entropy::OCTETS]));
    script.reply(MessageType::Alerting);
    assert_eq!(script.seen.warnings(), [WarningCode::CallIdentifierChanged]);
    assert_eq!(script.call.state(), CallState::CallDelivered);
}

#[test]
fn another_conference_id() {
    let mut script = script();
    script.peer = Writer::new(&config(), &Entropy::new([1; Entropy::OCTETS]));
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
