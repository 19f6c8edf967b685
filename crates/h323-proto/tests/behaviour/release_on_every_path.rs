//! Whatever ends a call, and whenever: one Release Complete unless the peer is gone or has
//! released, the connection closed, one end.

use h323_proto::{
    call::{CalledAction, CallingConfig, EndReason, EndedBy, Input, Side, Timer},
    h225::{FacilityContents, FacilityReason, FacilityRedirect},
    q931::{CallState, ElementId, MessageType},
    tpkt::{self, Foreign},
};

use crate::support::{Network, Pair, Script, config, message, millis, secs};

/// The states of a calling side that the peer can see, and the one before.
const STATES: [CallState; 6] = [
    CallState::Null,
    CallState::CallInitiated,
    CallState::OverlapSending,
    CallState::OutgoingCallProceeding,
    CallState::CallDelivered,
    CallState::Active,
];

fn held() -> CallingConfig {
    let mut held = config();
    held.terms.limits.hold = secs(20);
    held.terms.message_limit = 500;
    held
}

/// Brings a call to `state`, does `what`, and runs it to its end; checks what is true of all ends.
fn ended(state: CallState, what: impl FnOnce(&mut Script)) -> Script {
    let mut script = Script::in_state(held(), state);
    what(&mut script);
    script.run_out();
    assert_eq!(script.seen.connects.len(), 1);
    assert_eq!(script.seen.closes, 1);
    assert!(script.call.is_over());
    assert_eq!(script.call.state(), CallState::Null);
    let ends = script
        .seen
        .events
        .iter()
        .filter(|event| matches!(event, h323_proto::call::Event::Ended(..)))
        .count();
    assert_eq!(ends, 1);
    assert_eq!(script.end().answered, state == CallState::Active);
    assert_eq!(script.end().state, state);
    let setups = usize::from(state != CallState::Null);
    assert_eq!(
        script
            .seen
            .sent_types()
            .iter()
            .filter(|sent| **sent == MessageType::Setup)
            .count(),
        setups
    );
    script
}

/// Release Complete went out if Setup had, and says the same as the end.
fn released_by_us(state: CallState, script: &Script) {
    let expected = usize::from(state != CallState::Null);
    assert_eq!(script.seen.releases, expected, "{state}");
    if let Some(last) = script.seen.sent.last()
        && expected > 0
    {
        assert_eq!(last.message_type, MessageType::ReleaseComplete);
        assert!(last.find(ElementId::CAUSE).is_some());
        assert!(last.find(ElementId::USER_USER).is_some());
        let cause = last.get().unwrap().unwrap();
        if script.end().by != EndedBy::Remote {
            assert_eq!(script.end().cause.as_ref(), Some(&cause));
        }
    }
}

#[test]
fn hanging_up() {
    for state in STATES {
        let script = ended(state, Script::hangup);
        released_by_us(state, &script);
        assert_eq!(script.end().reason, EndReason::Hangup);
        assert_eq!(script.end().by, EndedBy::User);
    }
}

#[test]
fn hanging_up_twice() {
    for state in STATES {
        let script = ended(state, |script| {
            script.hangup();
            script.hangup();
        });
        released_by_us(state, &script);
    }
}

#[test]
fn waiting_for_ever() {
    for state in STATES {
        let script = ended(state, |_| {});
        released_by_us(state, &script);
        let expected = match state {
            CallState::Null => EndReason::TimedOut(Timer::Connect),
            CallState::CallInitiated => EndReason::TimedOut(Timer::T303),
            CallState::OverlapSending => EndReason::TimedOut(Timer::T304),
            CallState::OutgoingCallProceeding => EndReason::TimedOut(Timer::T310),
            CallState::CallDelivered => EndReason::TimedOut(Timer::T301),
            _ => EndReason::Cleared,
        };
        assert_eq!(script.end().reason, expected);
    }
}

#[test]
fn another_protocol_answers() {
    for state in &STATES[1..] {
        let script = ended(*state, |script| {
            script.receive_octets(b"HTTP/1.1 400 Bad\r\n\r\n")
        });
        released_by_us(*state, &script);
        assert_eq!(script.end().reason, EndReason::NotTpkt(Foreign::Http));
    }
}

#[test]
fn another_protocol_in_tpkt_answers() {
    let script = ended(CallState::CallInitiated, |script| {
        script.receive_octets(&tpkt::encode(&[6, 0xD0, 0, 0, 0x12, 0x34, 0]).unwrap());
    });
    released_by_us(CallState::CallInitiated, &script);
    assert_eq!(script.end().reason, EndReason::NotQ931(Foreign::X224));
}

#[test]
fn sent_elsewhere() {
    for state in &STATES[1..5] {
        let script = ended(*state, |script| {
            let contents = FacilityContents::Redirect(FacilityRedirect {
                reason: FacilityReason::CallForwarded,
                address: Some(crate::support::PEER),
                digits: None,
            });
            let information = script.peer.facility(&contents).unwrap();
            let facility = message(script.reference(), MessageType::Facility, Some(information));
            script.receive(&facility);
        });
        released_by_us(*state, &script);
        assert!(matches!(script.end().reason, EndReason::Redirected(_)));
        assert_eq!(script.end().by, EndedBy::Remote);
    }
}

#[test]
fn flooded() {
    for state in &STATES[1..] {
        let script = ended(*state, |script| {
            for _ in 0..500 {
                script.reply(MessageType::Notify);
            }
        });
        released_by_us(*state, &script);
        assert_eq!(script.end().reason, EndReason::Flood);
        assert_eq!(script.end().by, EndedBy::Library);
    }
}

#[test]
fn disconnected_in_the_manner_of_isdn() {
    for state in &STATES[1..] {
        let script = ended(*state, |script| script.reply(MessageType::Disconnect));
        released_by_us(*state, &script);
        assert_eq!(script.end().reason, EndReason::Released);
    }
}

#[test]
fn released_by_the_peer() {
    for state in &STATES[1..] {
        let script = ended(*state, |script| script.reply(MessageType::ReleaseComplete));
        assert_eq!(script.seen.releases, 0, "the endpoint has released");
        assert_eq!(script.end().reason, EndReason::Released);
        assert_eq!(script.end().by, EndedBy::Remote);
    }
}

#[test]
fn the_connection_goes() {
    for state in STATES {
        let script = ended(state, Script::close);
        assert_eq!(script.seen.releases, 0, "there is nobody to tell");
        assert_eq!(script.end().reason, EndReason::Closed { pending: 0 });
        assert_eq!(script.end().by, EndedBy::Transport);

        let script = ended(state, Script::fail);
        assert_eq!(script.seen.releases, 0);
        let text = "connection reset".to_owned();
        let expected = match state {
            CallState::Null => EndReason::ConnectFailed(text),
            _ => EndReason::ConnectionLost(text),
        };
        assert_eq!(script.end().reason, expected);
    }
}

#[test]
fn the_connection_goes_after_our_release() {
    for go in [Script::close, Script::fail] {
        let mut script = Script::in_state(held(), CallState::ReleaseRequest);
        go(&mut script);
        assert_eq!(script.end().reason, EndReason::Hangup);
        assert_eq!((script.seen.releases, script.seen.closes), (1, 1));
    }
}

/// What the called side does before it ends.
const CALLED: [&[CalledAction]; 5] = [
    &[],
    &[CalledAction::SetupAcknowledge],
    &[CalledAction::CallProceeding],
    &[CalledAction::Alerting],
    &[CalledAction::Connect],
];

fn pair_after(actions: &[CalledAction]) -> Pair {
    let mut pair = Pair::new(held(), Network::default());
    pair.plan(actions.iter().map(|action| (millis(1), action.clone())));
    pair.connect();
    pair.run_until(pair.now + secs(1));
    pair
}

#[test]
fn the_called_side_hangs_up() {
    for actions in CALLED {
        let mut pair = pair_after(actions);
        pair.feed(Side::Called, Input::Hangup);
        pair.run();
        assert_eq!(pair.called.seen.releases, 1, "{actions:?}");
        assert_eq!(pair.calling.seen.releases, 0, "{actions:?}");
        let end = pair.calling.seen.ended().unwrap();
        assert_eq!(
            (end.by, &end.reason),
            (EndedBy::Remote, &EndReason::Released)
        );
    }
}

#[test]
fn one_end_vanishes() {
    for actions in CALLED {
        for side in [Side::Called, Side::Calling] {
            let mut pair = pair_after(actions);
            pair.vanish(side);
            pair.run();
            let left = match side {
                Side::Called => &pair.calling,
                Side::Calling => &pair.called,
            };
            assert_eq!(left.seen.releases, 0, "{actions:?}");
            assert_eq!(
                left.seen.ended().map(|end| &end.reason),
                Some(&EndReason::Closed { pending: 0 })
            );
        }
    }
}

#[test]
fn the_network_dies() {
    for actions in CALLED {
        let mut pair = Pair::new(
            held(),
            Network {
                dead_from: Some(h323_proto::time::Instant::from_millis(5_500)),
                ..Network::default()
            },
        );
        pair.plan(actions.iter().map(|action| (millis(1), action.clone())));
        pair.connect();
        pair.run();
        for end in [&pair.calling, &pair.called] {
            assert_eq!(end.seen.releases, 1, "{actions:?}");
            assert!(end.seen.ended().is_some(), "{actions:?}");
        }
    }
}
