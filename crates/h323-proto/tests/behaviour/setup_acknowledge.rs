//! A peer that wants more digits.

use h323_proto::{
    call::{CalledAction, EndReason, Side, Timer, WarningCode},
    q931::{CallState, MessageType},
};

use crate::support::{Network, Pair, config, millis, script, secs};

#[test]
fn is_reported_and_waited_for() {
    let mut script = script();
    script.reply(MessageType::SetupAcknowledge);
    assert_eq!(script.call.state(), CallState::OverlapSending);
    assert_eq!(script.seen.warnings(), [WarningCode::MoreDigitsWanted]);
    assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
    // Longer than T303, because the peer may be waiting for its own T302.
    script.pass(config().limits.t303.hard + secs(1));
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
