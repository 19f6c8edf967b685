//! Octets that nobody should send: no panic, no growth, and the gatekeeper goes on with its work.

use h323_peer::gatekeeper::{Input, Output, Peer};
use h323_proto::time::Duration;

use super::desk::{Desk, ZOE, packet, recorded};

/// Recorded requests of each kind.
const REQUESTS: [&str; 6] = [
    "c26/1/gatekeeperRequest",
    "c26/3/registrationRequest",
    "c29/8/registrationRequest",
    "c29/12/admissionRequest",
    "c29/674/disengageRequest",
    "c29/682/unregistrationRequest",
];

const OVER_UDP: Peer = Peer::Udp(ZOE);

/// That it still answers.
fn lives(desk: &mut Desk) {
    desk.said(OVER_UDP);
    desk.octets(OVER_UDP, &recorded("c24/1/gatekeeperRequest"));
    assert_eq!(desk.said(OVER_UDP).len(), 1);
}

#[test]
fn a_request_that_is_cut_off_is_answered_and_never_granted() {
    for name in REQUESTS {
        let octets = recorded(name);
        let mut desk = Desk::with_users(&["zoe"]);
        for length in 0..octets.len() {
            desk.octets(OVER_UDP, &octets[..length]);
            assert_eq!(desk.said(OVER_UDP).len(), 1, "{name}, {length} octets");
        }
        lives(&mut desk);
    }
}

#[test]
fn a_request_with_a_wrong_bit_stops_nothing() {
    for name in REQUESTS {
        let octets = recorded(name);
        let mut desk = Desk::new(|_| {});
        let connection = desk.accept(1);
        for bit in 0..octets.len() * 8 {
            let mut changed = octets.clone();
            changed[bit / 8] ^= 0x80 >> (bit % 8);
            let peer = [OVER_UDP, Peer::Tcp(connection)][bit % 2];
            desk.octets(peer, &changed);
        }
        lives(&mut desk);
    }
}

#[test]
fn a_packet_with_a_wrong_bit_stops_nothing() {
    let octets = packet(&recorded("c29/8/registrationRequest"));
    let mut desk = Desk::new(|_| {});
    for bit in 0..octets.len() * 8 {
        let mut changed = octets.clone();
        changed[bit / 8] ^= 0x80 >> (bit % 8);
        let connection = desk.accept(u64::try_from(bit).unwrap() % 20_000);
        desk.put(Input::Received(connection, &changed));
        desk.put(Input::Closed(connection, "closed"));
    }
    lives(&mut desk);
}

#[test]
fn a_flood_of_connections_is_refused() {
    let mut desk = Desk::new(|_| {});
    for number in 0..200 {
        desk.accept(number);
    }
    let closed = |desk: &Desk| {
        let outputs = desk.outputs.iter();
        outputs
            .filter(|output| matches!(output, Output::Close(_)))
            .count()
    };
    assert_eq!(closed(&desk), 200 - 128);
    desk.wait(Duration::from_secs(60));
    assert_eq!(closed(&desk), 200);
}

#[test]
fn what_waits_is_bounded() {
    let mut desk = Desk::playing("registration-in-progress");
    let request = recorded("c24/3/registrationRequest");
    for _ in 0..5_000 {
        desk.octets(OVER_UDP, &request);
    }
    desk.said(OVER_UDP);
    desk.wait(Duration::from_secs(3));
    let late = desk.said(OVER_UDP).len();
    assert_eq!(late, 4_096);
}
