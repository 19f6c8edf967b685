//! How TCP cuts the stream must not matter.

use h323_proto::{
    call::{CalledAction, Direction, EndReason},
    q931::MessageType,
    tpkt,
};

use crate::support::{Network, Pair, Random, Script, config, millis, script};

/// All that a peer says in a call it releases itself.
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

/// What is reported, without the places in memory it came through.
fn report(mut script: Script) -> String {
    assert_eq!(script.run_out().reason, EndReason::Released);
    format!("{:?}", script.seen.events)
}

fn whole() -> String {
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
        assert_eq!(report(script), whole, "cut at {at}");
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
        assert_eq!(report(script), whole, "segments of {size}");
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
        assert_eq!(report(script), whole, "round {round}");
    }
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
