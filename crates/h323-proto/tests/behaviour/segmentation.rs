//! How TCP cuts the stream must not matter.

use h323_proto::{
    call::{CalledAction, Content, Direction, EndReason},
    q931::MessageType,
    tpkt,
};

use crate::support::{Network, Pair, Random, Script, config, millis, script};

/// All that a peer says in a call it releases itself, and something after that.
fn dialog() -> Vec<u8> {
    let script = script();
    let mut octets = vec![3, 0, 0, 4];
    for message_type in [
        MessageType::CallProceeding,
        MessageType::Facility,
        MessageType::Alerting,
        MessageType::Notify,
        MessageType::Status,
        MessageType::ReleaseComplete,
    ] {
        octets.extend(tpkt::encode(&script.message(message_type).encode().unwrap()).unwrap());
        octets.extend([0, 3, 0, 4]);
    }
    octets
}

/// What is reported.
fn report(mut script: Script) -> Vec<String> {
    assert_eq!(script.run_out().reason, EndReason::Released);
    let events = script.seen.events.iter();
    events.map(|event| format!("{event:?}")).collect()
}

/// Compares two reports without printing all of them.
fn same(one: &[String], other: &[String], when: &str) {
    for (one, other) in one.iter().zip(other) {
        assert!(one == other, "{when}: {one:.300} instead of {other:.300}");
    }
    assert_eq!(one.len(), other.len(), "{when}");
}

fn whole() -> Vec<String> {
    let mut script = script();
    script.receive_octets(&dialog());
    report(script)
}

#[test]
fn every_cut_in_two() {
    let (octets, whole) = (dialog(), whole());
    for at in 0..=octets.len() {
        let mut script = script();
        let (first, second) = octets.split_at(at);
        script.receive_octets(first);
        script.receive_octets(second);
        same(&report(script), &whole, &format!("cut at {at}"));
    }
}

#[test]
fn every_size_of_segment() {
    let (octets, whole) = (dialog(), whole());
    for size in 1..=octets.len() {
        let mut script = script();
        for chunk in octets.chunks(size) {
            script.receive_octets(chunk);
        }
        same(&report(script), &whole, &format!("segments of {size}"));
    }
}

#[test]
fn cuts_at_random_places() {
    let (octets, whole) = (dialog(), whole());
    let mut random = Random(1720);
    for round in 0..200 {
        let mut script = script();
        let mut rest = octets.as_slice();
        while !rest.is_empty() {
            let (chunk, left) = rest.split_at(1 + random.below(rest.len().min(40)));
            script.receive_octets(chunk);
            rest = left;
        }
        same(&report(script), &whole, &format!("round {round}"));
    }
}

#[test]
fn what_follows_a_release_that_crosses_ours_is_nobodys() {
    let mut script = script();
    script.hangup();
    script.receive_octets(&dialog());
    assert_eq!(script.end().reason, EndReason::Hangup);
    assert_eq!(
        script.received_types().last(),
        Some(&MessageType::ReleaseComplete)
    );
    let records = script.seen.records(Direction::Received);
    let Content::Signalling { message, .. } = &records[records.len() - 1].content else {
        panic!("{:?}", records.last());
    };
    assert_eq!(message.message_type, MessageType::ReleaseComplete);
}

#[test]
fn both_ways_between_two_ends() {
    let run = |network: Network| {
        let mut pair = Pair::new(config(), network);
        pair.plan([
            (millis(50), CalledAction::CallProceeding),
            (millis(0), CalledAction::Alerting),
            (millis(0), CalledAction::Information("hello".into())),
            (millis(50), CalledAction::Connect),
        ]);
        pair.connect();
        pair.run();
        assert!(pair.calling.seen.ended().unwrap().answered);
        assert_eq!(pair.calling.seen.warnings(), []);
        assert_eq!(pair.called.seen.warnings(), []);
        (
            pair.calling.seen.types(Direction::Received),
            pair.called.seen.types(Direction::Received),
        )
    };
    let plain = run(Network::default());
    assert_eq!(plain.0.len(), 4);
    for segment in [1, 2, 3, 5, 7, 64] {
        for coalesce in [false, true] {
            let network = Network {
                segment,
                coalesce,
                ..Network::default()
            };
            assert_eq!(run(network), plain);
        }
    }
}

#[test]
fn any_delays_between_two_ends() {
    let mut random = Random(225);
    for _ in 0..100 {
        let network = Network {
            delay: Pair::some_delay(&mut random, 400),
            segment: 1 + random.below(80),
            ..Network::default()
        };
        let mut pair = Pair::new(config(), network);
        for action in [
            CalledAction::CallProceeding,
            CalledAction::Alerting,
            CalledAction::Connect,
        ] {
            let wait = Pair::some_delay(&mut random, 3_000);
            pair.plan([(wait, action)]);
        }
        pair.connect();
        pair.run();
        assert_eq!(pair.calling.seen.warnings(), []);
        assert!(pair.calling.seen.ended().unwrap().answered);
        assert_eq!(pair.calling.seen.releases, 1);
        assert_eq!(pair.called.seen.releases, 0);
    }
}
