//! Who refused a call, by the octets of stacks that did: see testdata/README.md for the recordings.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use h323_proto::{
    call::{Call, CallingConfig, Channel, Closed, Entropy, Input, Output, Target},
    h225::EndpointKind,
    time::Instant,
    tpkt,
};
use h323_report::{CallReport, Collector, Origin, Tester};
use std::net::SocketAddr;

const H323PLUS: &str = include_str!("../../../testdata/h323plus/c08-reject-denied.hex");
const GNUGK: &str = include_str!("../../../testdata/gnugk/c23-gnugk-unknown-alias.hex");
const PROCEEDING: &str = "c08/6/callProceeding";
const RELEASE: &str = "c08/8/releaseComplete";

/// The messages of these names, as they were recorded.
fn recorded(file: &str, names: &[&str]) -> Vec<Vec<u8>> {
    let message = |name: &&str| {
        let mut rows = file.lines().map(|line| line.split('\t'));
        let mut row = rows.find(|row| row.clone().next() == Some(name)).unwrap();
        let hex = row.nth(1).unwrap();
        (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect()
    };
    names.iter().map(message).collect()
}

/// Does what a call wants done, and returns the messages that it sent.
fn drain(call: &mut Call, collector: &mut Collector) -> Vec<Vec<u8>> {
    let mut sent = Vec::new();
    loop {
        match call.poll_output() {
            Output::Transmit(_, octets) => sent.push(octets),
            Output::Event(event) => {
                collector.event(event);
            }
            Output::Timeout(_) => return sent,
            Output::Connect(..) | Output::Close(_) => {}
        }
    }
}

/// Calls a port where these messages come back, under the call reference of our Setup, and then the
/// end of the connection.
fn call(port: u16, answers: &[Vec<u8>]) -> CallReport {
    let now = Instant::ORIGIN;
    let target = Target::from(SocketAddr::from(([192, 0, 2, 7], port)));
    let tester = Tester {
        name: "test",
        version: "1",
    };
    let mut collector = Collector::new(now, Origin::new(0, tester, None));
    let mut call = Call::calling(
        target,
        CallingConfig::default(),
        Entropy::new([0x5A; Entropy::OCTETS]),
        now,
    );
    drain(&mut call, &mut collector);
    call.handle(Input::Connected(Channel::CallSignalling, None), now);
    let setup = drain(&mut call, &mut collector).remove(0);
    for answer in answers {
        let mut answer = answer.clone();
        answer[2] = setup[6] | 0x80;
        answer[3] = setup[7];
        let packet = tpkt::encode(&answer).unwrap();
        call.handle(Input::Received(Channel::CallSignalling, &packet), now);
        drain(&mut call, &mut collector);
    }
    let closed = Input::Closed(Channel::CallSignalling, Closed::ByPeer);
    call.handle(closed, now);
    drain(&mut call, &mut collector);
    collector.report(&call)
}

#[test]
fn an_endpoint_that_says_who_it_is_refuses_for_itself() {
    let report = call(1720, &recorded(H323PLUS, &[PROCEEDING, RELEASE]));
    assert_eq!(report.outcome.code.name(), "rejected");
    assert_eq!(report.peer.terminal_type, Some(EndpointKind::Terminal));
    assert_eq!(report.release.unwrap().said.cause, Some(21));
}

#[test]
fn a_refusal_before_any_endpoint_is_most_likely_a_gatekeepers() {
    let report = call(1720, &recorded(H323PLUS, &[RELEASE]));
    assert_eq!(report.outcome.code.name(), "gatekeeper-refuses");
    assert!(report.outcome.text.contains("most likely"));
    assert!(report.outcome.text.contains("cause 21"));
}

#[test]
fn an_alias_that_a_gatekeeper_does_not_know_is_not_the_callers_fault() {
    let report = call(1720, &recorded(GNUGK, &["c23/6/releaseComplete"]));
    assert_eq!(report.outcome.code.name(), "not-registered");
    assert!(
        report
            .outcome
            .text
            .contains("not registered with the gatekeeper")
    );
}

#[test]
fn the_port_that_was_called_takes_part_in_the_verdict() {
    for (port, tls) in [(1300, true), (1720, false)] {
        let outcome = call(port, &[]).outcome;
        assert_eq!(outcome.code.name(), "closed-at-once");
        assert_eq!(outcome.advice[0].contains("H.323 over TLS"), tls, "{port}");
        assert_eq!(outcome.links[0].href, "/docs/firewalls.md");
    }
}
