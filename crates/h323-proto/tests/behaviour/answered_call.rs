//! A call that is answered, between two of our own ends.

use h323_proto::{
    call::{
        CallTerms, CalledAction, CallingConfig, Direction, EndReason, EndedBy, Side, WarningCode,
    },
    q931::{CallState, CauseValue, MessageType, ProgressDescription},
};

use crate::support::{Network, Pair, config, millis, secs};

fn ordinary() -> [(h323_proto::time::Duration, CalledAction); 3] {
    [
        (millis(10), CalledAction::CallProceeding),
        (millis(100), CalledAction::Alerting),
        (secs(2), CalledAction::Connect),
    ]
}

#[test]
fn is_released_as_soon_as_it_is_answered() {
    let mut pair = Pair::new(config(), Network::default());
    pair.plan(ordinary());
    pair.connect();
    pair.run();

    let seen = &pair.calling.seen;
    assert_eq!(
        seen.states(),
        [
            CallState::CallInitiated,
            CallState::OutgoingCallProceeding,
            CallState::CallDelivered,
            CallState::Active,
            CallState::ReleaseRequest,
            CallState::Null,
        ]
    );
    assert_eq!(
        seen.sent_types(),
        [MessageType::Setup, MessageType::ReleaseComplete]
    );
    assert_eq!(
        seen.types(Direction::Received),
        [
            MessageType::CallProceeding,
            MessageType::Alerting,
            MessageType::Connect
        ]
    );
    assert_eq!(seen.warnings(), []);
    let end = seen.ended().unwrap();
    assert_eq!(end.by, EndedBy::User);
    assert_eq!(end.reason, EndReason::Cleared);
    assert_eq!(end.state, CallState::Active);
    assert_eq!(
        end.cause.as_ref().map(|cause| cause.value),
        Some(CauseValue::NORMAL_CALL_CLEARING)
    );
    assert_eq!(end.release_reason, None);
    assert!(end.answered);
    assert_eq!(pair.calling.call.messages_received(), 3);

    let seen = &pair.called.seen;
    assert_eq!(
        seen.states(),
        [
            CallState::CallPresent,
            CallState::IncomingCallProceeding,
            CallState::CallReceived,
            CallState::Active,
            CallState::Null,
        ]
    );
    assert_eq!(seen.warnings(), []);
    let end = seen.ended().unwrap();
    assert_eq!(
        (end.by, &end.reason),
        (EndedBy::Remote, &EndReason::Released)
    );
    assert!(end.answered);
}

#[test]
fn both_ends_name_the_call_alike() {
    let mut pair = Pair::new(config(), Network::default());
    pair.plan(ordinary());
    pair.connect();
    pair.run();
    let (calling, called) = (&pair.calling, &pair.called);
    assert_eq!(
        calling.call.call_identifier(),
        called.call.call_identifier()
    );
    assert_eq!(calling.call.conference_id(), called.call.conference_id());
    let reference = calling.seen.sent[0].call_reference;
    assert!(!reference.flag());
    assert!(
        calling
            .seen
            .sent
            .iter()
            .all(|sent| sent.call_reference == reference)
    );
    assert!(
        called
            .seen
            .sent
            .iter()
            .all(|sent| sent.call_reference == reference.reversed())
    );
}

#[test]
fn is_held_as_long_as_asked() {
    let mut wanted = config();
    wanted.terms.limits.hold = secs(7);
    let mut pair = Pair::new(wanted, Network::default());
    pair.plan([(millis(5), CalledAction::Connect)]);
    pair.connect();
    pair.run();
    let at = |message_type| {
        let seen = &pair.calling.seen;
        let records = [
            seen.records(Direction::Sent),
            seen.records(Direction::Received),
        ]
        .concat();
        records
            .iter()
            .find(|record| match &record.content {
                h323_proto::call::Content::Signalling { message, .. } => {
                    message.message_type == message_type
                }
                _ => false,
            })
            .map(|record| record.at)
            .unwrap()
    };
    assert_eq!(
        at(MessageType::ReleaseComplete).since(at(MessageType::Connect)),
        secs(7)
    );
    assert_eq!(
        pair.calling.seen.ended().map(|end| &end.reason),
        Some(&EndReason::Cleared)
    );
}

#[test]
fn the_called_side_may_clear_a_held_call() {
    let mut wanted = config();
    wanted.terms.limits.hold = secs(60);
    let mut pair = Pair::new(wanted, Network::default());
    let release = h323_proto::call::Release::cause(CauseValue::NORMAL_CALL_CLEARING);
    pair.plan(ordinary());
    pair.plan([(secs(3), CalledAction::Release(release))]);
    pair.connect();
    pair.run();
    let end = pair.calling.seen.ended().unwrap();
    assert_eq!(
        (end.by, &end.reason),
        (EndedBy::Remote, &EndReason::Released)
    );
    assert!(end.answered);
    assert_eq!(pair.calling.seen.releases, 0, "the endpoint has released");
    let end = pair.called.seen.ended().unwrap();
    assert_eq!((end.by, &end.reason), (EndedBy::User, &EndReason::Cleared));
    assert_eq!(pair.called.seen.releases, 1);
}

#[test]
fn both_may_release_at_once() {
    let mut wanted = config();
    wanted.terms.limits.hold = secs(60);
    let mut pair = Pair::new(wanted, Network::default());
    pair.plan(ordinary());
    pair.connect();
    pair.run_until(pair.now + secs(10));
    for side in [Side::Calling, Side::Called] {
        pair.feed(side, h323_proto::call::Input::Hangup);
    }
    pair.run();
    for end in [&pair.calling, &pair.called] {
        assert_eq!(end.seen.releases, 1);
        let end = end.seen.ended().unwrap();
        assert_eq!((end.by, &end.reason), (EndedBy::User, &EndReason::Hangup));
    }
}

#[test]
fn everything_the_called_side_can_say_is_understood() {
    let mut pair = Pair::new(config(), Network::default());
    pair.plan([
        (millis(1), CalledAction::CallProceeding),
        (
            millis(1),
            CalledAction::Progress(ProgressDescription::InBandInformation),
        ),
        (millis(1), CalledAction::Alerting),
        (
            millis(1),
            CalledAction::Notify {
                with_user_information: false,
            },
        ),
        (
            millis(1),
            CalledAction::Notify {
                with_user_information: true,
            },
        ),
        (millis(1), CalledAction::Information("waiting".into())),
        (millis(1), CalledAction::StatusInquiry),
        (
            millis(1),
            CalledAction::Status(CauseValue::RESPONSE_TO_STATUS_ENQUIRY),
        ),
        (
            millis(1),
            CalledAction::Facility(h323_proto::h225::FacilityContents::Empty),
        ),
        (millis(100), CalledAction::Connect),
    ]);
    pair.connect();
    pair.run();
    assert_eq!(pair.calling.seen.warnings(), []);
    assert_eq!(pair.called.seen.warnings(), []);
    assert!(pair.calling.seen.ended().unwrap().answered);
    assert_eq!(
        pair.called.seen.types(Direction::Received),
        [
            MessageType::Setup,
            MessageType::Status,
            MessageType::ReleaseComplete
        ]
    );
}

#[test]
fn a_peer_without_any_control_channel_is_named() {
    for (ours, theirs) in [(true, false), (false, true), (false, false)] {
        let wanted = CallingConfig {
            terms: CallTerms {
                h245_tunnelling: ours,
                ..config().terms
            },
            ..config()
        };
        let mut script = crate::support::Script::with(wanted).placed();
        let mut peer = config();
        peer.terms.h245_tunnelling = theirs;
        script.peer = peer.writer(&crate::support::entropy());
        script.reply(MessageType::Connect);
        assert_eq!(script.seen.warnings(), [WarningCode::NoH245Channel]);
    }
}

#[test]
fn tunnelling_once_refused_stays_refused() {
    let mut script = crate::support::script();
    let with = script.message(MessageType::Connect);
    let mut peer = config();
    peer.terms.h245_tunnelling = false;
    script.peer = peer.writer(&crate::support::entropy());
    script.reply(MessageType::CallProceeding);
    script.receive(&with);
    assert_eq!(script.seen.warnings(), [WarningCode::NoH245Channel]);
    assert!(script.run_out().answered);
}
