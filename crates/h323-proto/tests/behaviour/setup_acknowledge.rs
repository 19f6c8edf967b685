//! A peer that wants more digits.

use h323_asn1::h225::H323UUPDUH323MessageBody as Body;
use h323_proto::{
    call::{CalledAction, CallingConfig, EndReason, Overlap, SetupTerms, Side, Timer, WarningCode},
    q931::{CallState, ElementId, MessageType, TypeOfNumber},
};

use crate::support::{Network, Pair, Script, config, millis, script, secs, uuie::pdu_of};

#[test]
fn is_reported_and_waited_for() {
    let mut script = script();
    script.reply(MessageType::SetupAcknowledge);
    assert_eq!(script.call.state(), CallState::OverlapSending);
    assert_eq!(script.seen.warnings(), [WarningCode::MoreDigitsWanted]);
    assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
    // Longer than T303, because the peer may be waiting for its own T302.
    script.pass(config().terms.limits.t303.hard + secs(1));
    assert_eq!(script.call.state(), CallState::OverlapSending);
    script.reply(MessageType::CallProceeding);
    script.reply(MessageType::Connect);
    assert!(script.run_out().answered);
}

#[test]
fn ends_as_what_it_is() {
    let mut script = script();
    script.reply(MessageType::SetupAcknowledge);
    let end = script.run_out();
    assert_eq!(end.reason, EndReason::TimedOut(Timer::T304));
    assert_eq!(end.state, CallState::OverlapSending);
}

#[test]
fn puts_the_called_side_into_overlap_receiving() {
    let mut pair = Pair::new(config(), Network::default());
    pair.plan([(millis(1), CalledAction::SetupAcknowledge)]);
    pair.connect();
    pair.run_until(pair.now + secs(1));
    assert_eq!(pair.called.call.state(), CallState::OverlapReceiving);
    assert_eq!(pair.calling.call.state(), CallState::OverlapSending);
    pair.feed(Side::Calling, h323_proto::call::Input::Hangup);
    pair.run();
    assert_eq!(
        pair.called.seen.ended().map(|end| &end.reason),
        Some(&EndReason::Released)
    );
}

/// A call with the rest of its number.
fn with_rest(number: &str, digits: &str, sending_complete: bool) -> CallingConfig {
    CallingConfig {
        setup: SetupTerms {
            called_number: Some(number.into()),
            ..config().setup
        },
        overlap: Some(Overlap {
            digits: digits.into(),
            sending_complete,
        }),
        ..config()
    }
}

#[test]
fn brings_the_rest_of_the_number_in_one_information() {
    for complete in [false, true] {
        let mut script = Script::with(with_rest("20", "04#", complete)).placed();
        script.reply(MessageType::SetupAcknowledge);
        assert_eq!(
            script.seen.sent_types(),
            [MessageType::Setup, MessageType::Information]
        );
        let information = &script.seen.sent[1];
        let ids: Vec<_> = information
            .elements
            .iter()
            .map(|element| element.id)
            .collect();
        let rest = [ElementId::CALLED_PARTY_NUMBER, ElementId::USER_USER];
        match complete {
            // Q.931 3.1.6: it stands ahead of the number.
            true => {
                assert_eq!(ids[0], ElementId::SENDING_COMPLETE);
                assert_eq!(ids[1..], rest);
            }
            false => assert_eq!(ids, rest),
        }
        let number = information.number(ElementId::CALLED_PARTY_NUMBER).unwrap();
        assert_eq!(number.unwrap().text(), "04#");
        let Body::information(body) = pdu_of(information).h323_message_body else {
            panic!("{information:?}");
        };
        let identifier = body.call_identifier.unwrap();
        assert_eq!(*identifier.guid, script.call.call_identifier());
        assert_eq!(script.seen.warnings(), []);
        assert_eq!(script.call.state(), CallState::OverlapSending);
        script.reply(MessageType::CallProceeding);
        script.reply(MessageType::Connect);
        assert!(script.run_out().answered);
    }
}

#[test]
fn the_rest_has_the_type_of_the_number_it_completes() {
    for (number, kind) in [
        ("+49", TypeOfNumber::International),
        ("49", TypeOfNumber::UnknownType),
    ] {
        let mut script = Script::with(with_rest(number, "30", true)).placed();
        script.reply(MessageType::SetupAcknowledge);
        let rest = script.seen.sent[1].number(ElementId::CALLED_PARTY_NUMBER);
        assert_eq!(rest.unwrap().unwrap().type_of_number, kind);
    }
}

#[test]
fn a_second_one_gets_no_digits_and_no_second_wait() {
    let mut script = Script::with(with_rest("20", "04", true)).placed();
    let t304 = config().terms.limits.t304.hard;
    script.reply(MessageType::SetupAcknowledge);
    script.pass(t304 - secs(1));
    script.reply(MessageType::SetupAcknowledge);
    assert_eq!(
        script.seen.sent_types(),
        [MessageType::Setup, MessageType::Information]
    );
    let text = script.seen.warning(WarningCode::MoreDigitsWanted).unwrap();
    assert!(text.contains("still"), "{text}");
    assert_eq!(script.call.state(), CallState::OverlapSending);
    script.pass(millis(999));
    assert_eq!(script.seen.releases, 0);
    script.pass(millis(1));
    assert_eq!(script.seen.releases, 1);
    assert_eq!(script.run_out().reason, EndReason::TimedOut(Timer::T304));
}

#[test]
fn a_second_one_without_digits_is_no_second_wait_either() {
    let mut script = script();
    let t304 = config().terms.limits.t304.hard;
    script.reply(MessageType::SetupAcknowledge);
    script.pass(t304 - secs(1));
    script.reply(MessageType::SetupAcknowledge);
    script.pass(secs(1));
    assert_eq!(script.run_out().reason, EndReason::TimedOut(Timer::T304));
}

#[test]
fn is_out_of_place_once_the_call_proceeds() {
    let mut script = Script::with(with_rest("20", "04", true)).placed();
    script.reply(MessageType::CallProceeding);
    script.reply(MessageType::SetupAcknowledge);
    assert_eq!(script.seen.warnings(), [WarningCode::UnexpectedMessage]);
    assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
    assert_eq!(script.call.state(), CallState::OutgoingCallProceeding);
}

#[test]
fn digits_that_have_no_encoding_are_said_and_the_call_waits() {
    let mut script = Script::with(with_rest("20", &"4".repeat(300), true)).placed();
    script.reply(MessageType::SetupAcknowledge);
    assert_eq!(script.seen.warnings(), [WarningCode::NotSent]);
    assert_eq!(script.call.state(), CallState::OverlapSending);
}
