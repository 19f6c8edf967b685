//! The expected and the hard limit of every timer.

use h323_proto::{
    call::{
        Call, CallTerms, CalledConfig, CallingConfig, EndReason, EndedBy, Input, Limit, Limits,
        Timer, WarningCode,
    },
    q931::{CallState, CauseValue, MessageType},
    time::{Duration, Instant},
};

use crate::support::{Network, Pair, Script, Seen, config, entropy, millis, script, secs};

fn limit(expected: u64, hard: u64) -> Limit {
    Limit {
        expected: Some(secs(expected)),
        hard: secs(hard),
    }
}

/// Every limit another number, so that no timer is taken for another.
fn distinct() -> CallingConfig {
    CallingConfig {
        terms: CallTerms {
            limits: Limits {
                connect: limit(2, 9),
                t303: limit(4, 16),
                t304: limit(5, 21),
                t310: limit(10, 31),
                t301: limit(20, 46),
                h245: secs(7),
                start_h245: secs(6),
                end_session: secs(3),
                hold: secs(8),
                linger: millis(700),
                total: secs(300),
            },
            ..config().terms
        },
        ..config()
    }
}

/// Waits for a limit, checking that nothing ends a moment before it.
fn ends_after(script: &mut Script, hard: Duration) -> EndReason {
    let moment = millis(1);
    script.pass(hard - moment);
    assert_eq!(script.seen.releases, 0, "released too early");
    assert!(script.seen.ended().is_none());
    script.pass(moment);
    script.run_out().reason.clone()
}

#[test]
fn each_state_ends_at_its_own_hard_limit() {
    for (state, timer, hard, cause) in [
        (
            CallState::CallInitiated,
            Timer::T303,
            16,
            CauseValue::RECOVERY_ON_TIMER_EXPIRY,
        ),
        (
            CallState::OverlapSending,
            Timer::T304,
            21,
            CauseValue::RECOVERY_ON_TIMER_EXPIRY,
        ),
        (
            CallState::OutgoingCallProceeding,
            Timer::T310,
            31,
            CauseValue::RECOVERY_ON_TIMER_EXPIRY,
        ),
        (
            CallState::CallDelivered,
            Timer::T301,
            46,
            CauseValue::NO_ANSWER_FROM_USER,
        ),
    ] {
        let mut script = Script::in_state(distinct(), state);
        assert_eq!(
            ends_after(&mut script, secs(hard)),
            EndReason::TimedOut(timer)
        );
        let end = script.end();
        assert_eq!(end.by, EndedBy::Library);
        assert_eq!(end.state, state);
        assert_eq!(end.cause.as_ref().map(|cause| cause.value), Some(cause));
        assert_eq!(script.seen.releases, 1);
    }
}

#[test]
fn a_connection_that_never_opens_ends_without_a_message() {
    let mut script = Script::with(distinct());
    assert_eq!(
        ends_after(&mut script, secs(9)),
        EndReason::TimedOut(Timer::Connect)
    );
    assert_eq!(script.seen.sent, []);
    assert_eq!(script.seen.closes, 1);
}

#[test]
fn hold_ends_an_answered_call() {
    let mut script = Script::in_state(distinct(), CallState::Active);
    assert_eq!(ends_after(&mut script, secs(8)), EndReason::Cleared);
    assert_eq!(script.end().by, EndedBy::User);
}

#[test]
fn total_ends_a_call_in_every_state() {
    for state in [
        CallState::Null,
        CallState::CallInitiated,
        CallState::OverlapSending,
        CallState::OutgoingCallProceeding,
        CallState::CallDelivered,
        CallState::Active,
    ] {
        let mut wanted = distinct();
        wanted.terms.limits.total = secs(6);
        let mut script = Script::in_state(wanted, state);
        assert_eq!(
            ends_after(&mut script, secs(6)),
            EndReason::TimedOut(Timer::Total)
        );
        assert_eq!(script.seen.releases, usize::from(state != CallState::Null));
    }
}

#[test]
fn linger_waits_for_the_peer_and_no_longer() {
    let mut script = Script::in_state(distinct(), CallState::ReleaseRequest);
    script.pass(millis(699));
    assert_eq!(script.seen.closes, 0);
    script.pass(millis(1));
    assert_eq!(script.seen.closes, 1);
    assert_eq!(script.end().reason, EndReason::Hangup);

    let mut script = Script::in_state(distinct(), CallState::ReleaseRequest);
    script.reply(MessageType::ReleaseComplete);
    assert_eq!(script.end().reason, EndReason::Hangup);

    let mut script = Script::in_state(distinct(), CallState::ReleaseRequest);
    script.close();
    assert_eq!(script.end().reason, EndReason::Hangup);
    assert!(!script.seen.warned(WarningCode::NoReleaseComplete));
}

#[test]
fn no_linger_means_closing_at_once() {
    let mut wanted = config();
    wanted.terms.limits.linger = Duration::ZERO;
    let mut script = Script::with(wanted).placed();
    script.hangup();
    assert_eq!((script.seen.releases, script.seen.closes), (1, 1));
    assert_eq!(script.end().reason, EndReason::Hangup);
}

#[test]
fn passing_the_expected_time_is_reported_and_the_call_goes_on() {
    for (state, name, expected) in [
        (CallState::Null, "TCP connect", 2),
        (CallState::CallInitiated, "T303", 4),
        (CallState::OverlapSending, "T304", 5),
        (CallState::OutgoingCallProceeding, "T310", 10),
        (CallState::CallDelivered, "T301", 20),
    ] {
        let mut script = Script::in_state(distinct(), state);
        let before = script.seen.warnings().len();
        script.pass(secs(expected) - millis(1));
        assert_eq!(script.seen.warnings().len(), before, "{name}");
        script.pass(millis(1));
        let text = script.seen.warning(WarningCode::TimerExpected).unwrap();
        assert!(text.contains(name), "{text}");
        assert!(text.contains(&format!("{expected} s")), "{text}");
        assert_eq!(script.call.state(), state);
        if state == CallState::Null {
            script = script.placed();
        }
        script.reply(MessageType::Connect);
        assert!(script.run_out().answered, "{name}");
    }
}

#[test]
fn an_answer_in_time_earns_no_warning() {
    let mut script = Script::with(distinct());
    script.pass(secs(1));
    script = script.placed();
    script.pass(secs(3));
    script.reply(MessageType::CallProceeding);
    script.pass(secs(9));
    script.reply(MessageType::Alerting);
    script.pass(secs(19));
    script.reply(MessageType::Connect);
    script.run_out();
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn an_answer_at_the_very_limit_still_counts() {
    let mut script = Script::with(distinct()).placed();
    script.now = script.now + secs(16);
    script.reply(MessageType::Alerting);
    script.now = script.now + secs(46);
    script.reply(MessageType::Connect);
    assert!(script.run_out().answered);
}

#[test]
fn a_message_that_decides_nothing_wins_no_time() {
    for message_type in [
        MessageType::Notify,
        MessageType::Information,
        MessageType::Status,
        MessageType::StatusEnquiry,
        MessageType::Facility,
    ] {
        let mut script = Script::with(distinct()).placed();
        script.pass(secs(15));
        script.reply(message_type);
        script.pass(secs(1));
        assert_eq!(
            script.run_out().reason,
            EndReason::TimedOut(Timer::T303),
            "{message_type}"
        );
    }
}

#[test]
fn repeating_an_answer_wins_no_time() {
    for (state, message_type, timer, hard) in [
        (
            CallState::OverlapSending,
            MessageType::SetupAcknowledge,
            Timer::T304,
            21,
        ),
        (
            CallState::OutgoingCallProceeding,
            MessageType::CallProceeding,
            Timer::T310,
            31,
        ),
        (
            CallState::OutgoingCallProceeding,
            MessageType::Progress,
            Timer::T310,
            31,
        ),
        (
            CallState::CallDelivered,
            MessageType::Alerting,
            Timer::T301,
            46,
        ),
    ] {
        let mut script = Script::in_state(distinct(), state);
        script.pass(secs(hard) - secs(1));
        script.reply(message_type);
        script.pass(secs(1));
        assert_eq!(script.run_out().reason, EndReason::TimedOut(timer));
    }
}

#[test]
fn progress_ends_the_expectation_of_t310_but_not_its_hard_limit() {
    let mut script = Script::in_state(distinct(), CallState::OutgoingCallProceeding);
    script.pass(secs(9));
    script.reply(MessageType::Progress);
    script.pass(secs(21));
    assert_eq!(script.seen.warnings(), []);
    script.pass(secs(1));
    assert_eq!(script.run_out().reason, EndReason::TimedOut(Timer::T310));
}

#[test]
fn progress_alone_is_an_answer_to_setup() {
    let mut script = Script::with(distinct()).placed();
    script.pass(secs(3));
    script.reply(MessageType::Progress);
    assert_eq!(script.call.state(), CallState::OutgoingCallProceeding);
    script.pass(secs(30));
    assert_eq!(script.seen.warnings(), []);
    script.pass(secs(1));
    assert_eq!(script.run_out().reason, EndReason::TimedOut(Timer::T310));
}

#[test]
fn a_driver_that_comes_late_gets_the_hard_limit_alone() {
    let mut script = script();
    script.now = script.now + secs(1_000);
    script.input(Input::Timeout);
    assert_eq!(script.seen.warnings(), []);
    assert_eq!(script.run_out().reason, EndReason::TimedOut(Timer::T303));
}

#[test]
fn limits_without_end_do_not_overflow() {
    let mut wanted = config();
    let endless = Limit::hard(Duration::MAX);
    wanted.terms.limits = Limits {
        connect: endless,
        t303: endless,
        t304: endless,
        t310: endless,
        t301: endless,
        h245: Duration::MAX,
        start_h245: Duration::MAX,
        end_session: Duration::MAX,
        hold: Duration::MAX,
        linger: Duration::MAX,
        total: Duration::MAX,
    };
    let mut script = Script::with(wanted).placed();
    assert_eq!(script.seen.deadline, Some(Instant::from_millis(u64::MAX)));
    script.reply(MessageType::Connect);
    script.hangup();
    script.reply(MessageType::ReleaseComplete);
    assert_eq!(script.end().reason, EndReason::Hangup);
}

#[test]
fn the_defaults_warn_where_stacks_would_have_answered() {
    let limits = Limits::default();
    assert_eq!(limits.t303.expected, Some(secs(4)));
    assert_eq!(limits.t310.expected, Some(secs(10)));
    for limit in [limits.t303, limits.t304, limits.t310, limits.t301] {
        assert!(limit.hard < limits.total);
    }
}

#[test]
fn a_caller_that_never_speaks_is_given_up_by_the_called_side() {
    let mut call = Call::called(
        CalledConfig {
            terms: config().terms,
            h245_address: None,
        },
        entropy(),
        Instant::ORIGIN,
    );
    let mut seen = Seen::default();
    seen.drain(&mut call);
    let deadline = seen.deadline.unwrap();
    assert_eq!(deadline, Instant::ORIGIN + config().terms.limits.t303.hard);
    call.handle(Input::Timeout, deadline);
    seen.drain(&mut call);
    assert_eq!(seen.sent, []);
    assert_eq!(
        seen.ended().map(|end| &end.reason),
        Some(&EndReason::TimedOut(Timer::T303))
    );
}

#[test]
fn a_called_side_whose_driver_does_nothing_releases() {
    let mut pair = Pair::new(config(), Network::default());
    pair.connect();
    pair.run();
    for end in [&pair.calling, &pair.called] {
        let reason = &end.seen.ended().unwrap().reason;
        let timed_out = *reason == EndReason::TimedOut(Timer::T303);
        assert!(timed_out || *reason == EndReason::Released, "{reason:?}");
        assert!(end.seen.releases <= 1);
    }
}
