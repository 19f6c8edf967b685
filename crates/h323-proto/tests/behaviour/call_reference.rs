//! Messages whose call reference is not quite, or not at all, the one of the call.

use h323_proto::{
    call::{CalledAction, EndReason, Input, Side, WarningCode},
    h245::Pdu,
    q931::{CallReference, CallState, Message, MessageType},
};

use crate::support::{
    Network, PEER, Pair, Script, config, millis, script, secs,
    talk::{h245, with_h245},
    uuie::set_address,
};

/// The message under another reference.
fn under(script: &Script, reference: CallReference, message_type: MessageType) -> Message {
    Message {
        call_reference: reference,
        ..script.message(message_type)
    }
}

const ANSWERS: [MessageType; 5] = [
    MessageType::SetupAcknowledge,
    MessageType::CallProceeding,
    MessageType::Progress,
    MessageType::Alerting,
    MessageType::Connect,
];

#[test]
fn a_wrong_flag_is_named_and_forgiven() {
    let mut script = script();
    let wrong = script.reference().reversed();
    script.receive(&under(&script, wrong, MessageType::Alerting));
    assert_eq!(script.call.state(), CallState::CallDelivered);
    assert_eq!(script.seen.warnings(), [WarningCode::CallReferenceFlag]);
    script.receive(&under(&script, wrong, MessageType::Connect));
    assert!(script.run_out().answered);
}

#[test]
fn an_answer_under_another_reference_answers_nothing() {
    for message_type in ANSWERS {
        let mut script = script();
        let ours = script.reference();
        for other in [
            CallReference::new(ours.value() ^ 1, true).unwrap(),
            CallReference::GLOBAL,
            CallReference::GLOBAL.reversed(),
            CallReference::DUMMY,
        ] {
            script.receive(&under(&script, other, message_type));
            assert_eq!(
                script.call.state(),
                CallState::CallInitiated,
                "{message_type} under {other:?}"
            );
            assert_eq!(script.seen.warnings(), [WarningCode::CallReferenceValue]);
        }
        assert_eq!(
            script.received_types().len(),
            4,
            "they are shown all the same"
        );
        script.reply(MessageType::Connect);
        assert!(script.run_out().answered);
    }
}

#[test]
fn a_release_is_taken_under_any_reference() {
    for other in [
        CallReference::new(1, true).unwrap(),
        CallReference::GLOBAL,
        CallReference::DUMMY,
    ] {
        let mut script = script();
        script.receive(&under(&script, other, MessageType::ReleaseComplete));
        assert_eq!(script.end().reason, EndReason::Released);
        assert!(script.seen.warned(WarningCode::CallReferenceValue));
    }
}

#[test]
fn what_is_not_about_a_call_may_come_without_a_reference() {
    for message_type in [
        MessageType::Facility,
        MessageType::Notify,
        MessageType::Information,
        MessageType::Status,
        MessageType::StatusEnquiry,
    ] {
        for other in [CallReference::GLOBAL, CallReference::DUMMY] {
            let mut script = script();
            script.receive(&under(&script, other, message_type));
            assert_eq!(script.seen.warnings(), [], "{message_type}");
            assert_eq!(script.call.state(), CallState::CallInitiated);
        }
    }
}

#[test]
fn a_reference_of_one_octet_is_read() {
    // The value of our reference does not fit in one octet, so it is another one.
    let mut script = script();
    assert!(script.reference().value() > 0x7F);
    let mut octets = script.message(MessageType::Alerting).encode().unwrap();
    octets.splice(1..4, [1, 0x81]);
    script.receive_octets(&h323_proto::tpkt::encode(&octets).unwrap());
    assert_eq!(script.received_types(), [MessageType::Alerting]);
    assert_eq!(script.seen.warnings(), [WarningCode::CallReferenceValue]);
}

#[test]
fn the_called_side_keeps_to_the_reference_of_setup() {
    let mut pair = Pair::new(config(), Network::default());
    pair.plan([(millis(1), CalledAction::Alerting)]);
    pair.connect();
    pair.run_until(pair.now + secs(1));
    let reference = pair.calling.seen.sent[0].call_reference;
    let tell = |pair: &mut Pair, reference, message_type| {
        let message = Message::new(reference, message_type);
        let octets = h323_proto::tpkt::encode(&message.encode().unwrap()).unwrap();
        pair.feed(
            Side::Called,
            Input::Received(h323_proto::call::Channel::CallSignalling, &octets),
        );
    };
    tell(&mut pair, reference.reversed(), MessageType::Notify);
    assert_eq!(
        pair.called.seen.warnings(),
        [WarningCode::CallReferenceFlag]
    );
    let other = CallReference::new(reference.value() ^ 1, false).unwrap();
    tell(&mut pair, other, MessageType::Notify);
    assert_eq!(
        pair.called.seen.warnings(),
        [
            WarningCode::CallReferenceFlag,
            WarningCode::CallReferenceValue
        ]
    );
    assert_eq!(pair.called.call.state(), CallState::CallReceived);
    // A second Setup for a call that is there already (Q.931 5.8.3.2 e).
    tell(&mut pair, reference, MessageType::Setup);
    assert!(pair.called.seen.warned(WarningCode::UnexpectedMessage));
    assert_eq!(pair.called.call.state(), CallState::CallReceived);
}

#[test]
fn what_another_call_says_about_h245_is_not_about_this_one() {
    for message_type in [
        MessageType::CallProceeding,
        MessageType::Alerting,
        MessageType::Facility,
        MessageType::Connect,
    ] {
        let mut script = Script::with(with_h245()).placed();
        let ours = script.reference();
        let mut other = script.message_with(message_type, |pdu| {
            pdu.h245_tunnelling = Some(false);
            pdu.h245_control = Some(vec![h245(&Pdu::RoundTripDelayRequest(7)).into()]);
            if message_type != MessageType::Facility {
                set_address(pdu, Some(PEER));
            }
        });
        other.call_reference = CallReference::new(ours.value() ^ 1, true).unwrap();
        script.receive(&other);
        assert_eq!(
            script.seen.warnings(),
            [WarningCode::CallReferenceValue],
            "{message_type}"
        );
        assert_eq!(script.seen.h245_connects, []);
        assert_eq!(script.call.h245().address(), None);
        // Under our own reference it is.
        other.call_reference = ours;
        script.receive(&other);
        assert!(script.seen.warned(WarningCode::UnexpectedTunnel));
        let dialled = message_type != MessageType::Facility;
        assert_eq!(script.call.h245().address().is_some(), dialled);
    }
}
