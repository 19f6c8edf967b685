//! What the crate promises its driver, and what it makes of a driver that breaks its own promise.

use h323_proto::{
    call::{
        ApiMisuse, Call, CalledAction, CalledConfig, Channel, Closed, Entropy, Event, Input,
        Output, Release,
    },
    q931::{CallState, CauseValue, MessageType},
    time::{Duration, Instant},
};

use crate::support::{Network, PEER, Pair, Script, Seen, config, entropy, millis, script, secs};

#[test]
fn polling_again_changes_nothing() {
    let mut script = script();
    for _ in 0..3 {
        let Output::Timeout(Some(deadline)) = script.call.poll_output() else {
            panic!("something was left");
        };
        assert_eq!(Some(deadline), script.seen.deadline);
    }
}

#[test]
fn a_transmit_comes_before_the_event_about_it() {
    let mut call = Call::calling(PEER.into(), config(), entropy(), Instant::ORIGIN);
    call.handle(
        Input::Connected(Channel::CallSignalling, Some(PEER)),
        Instant::ORIGIN,
    );
    assert!(matches!(call.poll_output(), Output::Connect(..)));
    let Output::Transmit(_, written) = call.poll_output() else {
        panic!("no Setup");
    };
    let Output::Event(Event::Message(record)) = call.poll_output() else {
        panic!("Setup is not on record");
    };
    assert_eq!(record.octets, written);
}

#[test]
fn events_carry_the_time_of_the_input() {
    let mut script = script();
    script.pass(millis(1_234));
    script.reply(MessageType::Alerting);
    let now = script.now;
    let at = script
        .seen
        .events
        .iter()
        .rev()
        .take(2)
        .map(|event| match event {
            Event::Message(record) => record.at,
            Event::Repeated(repeated) => repeated.last,
            Event::State(_, at) | Event::Warning(_, at) | Event::Ended(_, at) => *at,
        });
    assert!(at.into_iter().all(|at| at == now));
}

#[test]
fn a_timeout_before_its_time_does_nothing() {
    let mut script = script();
    let (deadline, events) = (script.seen.deadline, script.seen.events.len());
    for _ in 0..3 {
        script.now = script.now + millis(1);
        script.input(Input::Timeout);
    }
    assert_eq!(script.seen.deadline, deadline);
    assert_eq!(script.seen.events.len(), events);
}

#[test]
fn time_that_goes_backwards_stands_still() {
    let mut script = script();
    script.pass(secs(3));
    script.input(Input::Timeout);
    let (latest, deadline) = (script.now, script.seen.deadline);
    script.now = Instant::ORIGIN;
    script.input(Input::Timeout);
    assert_eq!(script.seen.deadline, deadline);
    script.reply(MessageType::Alerting);
    let Some(Event::State(CallState::CallDelivered, at)) = script.seen.events.last() else {
        panic!("{:?}", script.seen.events.last());
    };
    assert_eq!(*at, latest);
    let deadline = script.seen.deadline;
    assert_eq!(deadline, Some(latest + config().terms.limits.t301.hard));
}

#[test]
fn inputs_after_the_end_do_nothing() {
    let mut script = script();
    script.reply(MessageType::ReleaseComplete);
    let events = script.seen.events.len();
    script.reply(MessageType::Connect);
    script.hangup();
    script.close();
    script.input(Input::Timeout);
    script.input(Input::Connected(Channel::CallSignalling, Some(PEER)));
    assert_eq!(script.seen.events.len(), events);
    assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
}

#[test]
fn a_connection_opens_once() {
    let mut script = script();
    script.input(Input::Connected(Channel::CallSignalling, Some(PEER)));
    assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
}

#[test]
fn octets_before_the_connection_are_nobodys() {
    let mut script = Script::with(config());
    let connect = crate::support::script().message(MessageType::Connect);
    script.receive(&connect);
    assert_eq!(script.call.state(), CallState::Null);
    assert_eq!(script.call.messages_received(), 0);
    script = script.placed();
    assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
}

#[test]
fn no_octets_are_no_event() {
    let mut script = script();
    let events = script.seen.events.len();
    script.receive_octets(&[]);
    assert_eq!(script.seen.events.len(), events);
}

#[test]
fn only_the_called_side_acts() {
    let mut script = script();
    let misuse = script.call.act(CalledAction::Alerting, script.now);
    assert_eq!(misuse, Err(ApiMisuse::WrongSide));
    assert_eq!(script.seen.drain(&mut script.call), Vec::<Vec<u8>>::new());
}

#[test]
fn nobody_acts_without_a_call() {
    let mut call = Call::called(CalledConfig::default(), entropy(), Instant::ORIGIN);
    let misuse = call.act(CalledAction::Alerting, Instant::ORIGIN);
    assert_eq!(misuse, Err(ApiMisuse::WrongState(0)));

    let mut pair = Pair::new(config(), Network::default());
    let release = Release::cause(CauseValue::USER_BUSY);
    pair.plan([(millis(1), CalledAction::Release(release))]);
    pair.connect();
    pair.run_until(pair.now + millis(30));
    assert_eq!(pair.called.call.state(), CallState::ReleaseRequest);
    let misuse = pair.called.call.act(CalledAction::Connect, pair.now);
    assert_eq!(misuse, Err(ApiMisuse::WrongState(19)));
    pair.run();
    let misuse = pair.called.call.act(CalledAction::Connect, pair.now);
    assert_eq!(misuse, Err(ApiMisuse::WrongState(0)));
}

#[test]
fn a_called_side_ignores_being_told_that_it_is_connected() {
    let mut call = Call::called(CalledConfig::default(), entropy(), Instant::ORIGIN);
    let mut seen = Seen::default();
    call.handle(
        Input::Connected(Channel::CallSignalling, None),
        Instant::ORIGIN,
    );
    seen.drain(&mut call);
    assert_eq!(seen.sent, []);
    call.handle(
        Input::Closed(Channel::CallSignalling, Closed::ByPeer),
        Instant::ORIGIN,
    );
    seen.drain(&mut call);
    assert!(seen.ended().is_some());
}

#[test]
fn the_same_inputs_give_the_same_outputs() {
    let run = || {
        let mut script = script();
        for message_type in [
            MessageType::CallProceeding,
            MessageType::Alerting,
            MessageType::Connect,
        ] {
            script.pass(millis(250));
            script.reply(message_type);
        }
        script.run_out();
        format!("{:?}", script.seen)
    };
    assert_eq!(run(), run());
}

#[test]
fn other_entropy_gives_another_call() {
    let other = Entropy::new([0x33; Entropy::OCTETS]);
    let one = Call::calling(PEER.into(), config(), entropy(), Instant::ORIGIN);
    let two = Call::calling(PEER.into(), config(), other, Instant::ORIGIN);
    assert_ne!(one.call_identifier(), two.call_identifier());
    assert_ne!(one.conference_id(), two.conference_id());
}

#[test]
fn a_deadline_is_kept_however_often_it_is_asked_for() {
    let mut script = script();
    for _ in 0..1_000 {
        script.pass(Duration::from_millis(1));
        script.input(Input::Timeout);
    }
    assert_eq!(
        script.seen.deadline,
        Some(Instant::from_millis(1_000_000) + config().terms.limits.t303.expected.unwrap())
    );
}
