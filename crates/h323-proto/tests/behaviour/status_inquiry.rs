//! Status Inquiry is answered with our state (Q.931 5.8.10), whoever asks.

use h323_proto::{
    call::{CalledAction, Input, Side, WarningCode},
    q931::{
        CallReference, CallState, CallStateElement, Cause, CauseValue, CodingStandard,
        InformationElement, Message, MessageType,
    },
    tpkt,
};

use crate::support::{Network, Pair, Script, config, message, millis, script, secs};

fn state_in(status: &Message) -> CallState {
    assert_eq!(status.message_type, MessageType::Status);
    let cause = status.get::<Cause>().unwrap().unwrap();
    assert_eq!(cause.value, CauseValue::RESPONSE_TO_STATUS_ENQUIRY);
    let element = status.get::<CallStateElement>().unwrap().unwrap();
    assert_eq!(element.coding, CodingStandard::ItuT);
    element.state
}

#[test]
fn is_answered_in_every_state() {
    let mut held = config();
    held.terms.limits.hold = secs(5);
    for state in [
        CallState::CallInitiated,
        CallState::OverlapSending,
        CallState::OutgoingCallProceeding,
        CallState::CallDelivered,
        CallState::Active,
    ] {
        let mut script = Script::in_state(held.clone(), state);
        script.reply(MessageType::StatusEnquiry);
        let status = script.seen.sent.last().unwrap();
        assert_eq!(state_in(status), state);
        assert_eq!(status.call_reference, script.seen.sent[0].call_reference);
        assert_eq!(script.call.state(), state);
        assert!(!script.seen.warned(WarningCode::UnexpectedMessage));
    }
}

#[test]
fn is_answered_without_a_user_user_element() {
    let mut script = script();
    script.receive(&message(
        script.reference(),
        MessageType::StatusEnquiry,
        None,
    ));
    assert_eq!(state_in(&script.seen.sent[1]), CallState::CallInitiated);
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn about_another_call_is_answered_under_its_reference() {
    let mut script = script();
    let ours = script.reference().value();
    for other in [
        CallReference::new(ours ^ 1, false).unwrap(),
        CallReference::new(ours ^ 1, true).unwrap(),
        CallReference::GLOBAL,
        CallReference::GLOBAL.reversed(),
        CallReference::DUMMY,
    ] {
        script.receive(&message(other, MessageType::StatusEnquiry, None));
        let status = script.seen.sent.last().unwrap();
        assert_eq!(state_in(status), CallState::Null, "{other:?}");
        assert_eq!(status.call_reference, other.reversed());
    }
    assert_eq!(script.call.state(), CallState::CallInitiated);
    assert_eq!(script.seen.warnings(), [WarningCode::CallReferenceValue]);
}

#[test]
fn is_not_answered_once_we_have_released() {
    let mut script = Script::in_state(config(), CallState::ReleaseRequest);
    script.reply(MessageType::StatusEnquiry);
    assert_eq!(
        script.seen.sent_types(),
        [MessageType::Setup, MessageType::ReleaseComplete]
    );
}

#[test]
fn the_called_side_answers_too() {
    let mut pair = Pair::new(config(), Network::default());
    pair.plan([(millis(1), CalledAction::Alerting)]);
    pair.connect();
    pair.run_until(pair.now + secs(1));
    let inquiry = message(
        pair.calling.seen.sent[0].call_reference,
        MessageType::StatusEnquiry,
        None,
    );
    let octets = h323_proto::tpkt::encode(&inquiry.encode().unwrap()).unwrap();
    pair.feed(
        Side::Called,
        Input::Received(h323_proto::call::Channel::CallSignalling, &octets),
    );
    let status = pair.called.seen.sent.last().unwrap();
    assert_eq!(state_in(status), CallState::CallReceived);
    assert_eq!(status.call_reference, inquiry.call_reference.reversed());
}

#[test]
fn a_peer_that_knows_of_no_call_is_named() {
    let mut script = script();
    let mut status = script.message(MessageType::Status);
    let element = |state| {
        InformationElement::of(&CallStateElement {
            coding: CodingStandard::ItuT,
            state,
        })
        .unwrap()
    };
    status.insert(element(CallState::IncomingCallProceeding));
    script.receive(&status);
    assert_eq!(script.seen.warnings(), []);

    let mut other = message(CallReference::GLOBAL, MessageType::Status, None);
    other.insert(element(CallState::Null));
    script.receive(&other);
    assert_eq!(script.seen.warnings(), [], "not about this call");

    let mut status = script.message(MessageType::Status);
    status.insert(element(CallState::Null));
    script.receive(&status);
    assert_eq!(script.seen.warnings(), [WarningCode::StatusDisagrees]);
    assert_eq!(script.call.state(), CallState::CallInitiated);
}

#[test]
fn is_not_answered_without_end() {
    let mut script = script();
    let inquiry = script.message(MessageType::StatusEnquiry).encode().unwrap();
    let inquiries = tpkt::encode(&inquiry).unwrap().repeat(100);
    for _ in 0..30 {
        script.receive_octets(&inquiries);
    }
    let answers = |script: &Script| {
        let sent = script.seen.sent.iter();
        sent.filter(|message| message.message_type == MessageType::Status)
            .count()
    };
    assert_eq!(answers(&script), 1_000);
    assert!(script.seen.warned(WarningCode::RepeatedRequest));
    // The call goes on.
    script.reply(MessageType::Connect);
    assert!(script.run_out().answered);
}
