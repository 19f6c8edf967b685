//! Damaged messages: never a panic, never a lost prefix, and the same value as
//! rasn wherever rasn finds one.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use h323_asn1::codec::{self, DecodeErrorKind, MAX_DEPTH, NodeValue, Tree};
use h323_asn1::h225::*;
use h323_asn1::types::ObjectIdentifier;
use testdata::{Line, lines};

#[allow(dead_code, reason = "the octets of pycrate are for another test")]
mod testdata;

fn decode(octets: &[u8]) -> codec::Decoded<H323UserInformation> {
    codec::decode(octets)
}

fn named(end: &str) -> Vec<Line> {
    let mut lines = lines();
    lines.retain(|line| line.name.ends_with(end));
    assert!(!lines.is_empty(), "{end}");
    lines
}

#[test]
fn a_message_cut_anywhere_shows_what_came_before() {
    for line in lines() {
        let whole = decode(&line.uuie).tree;
        for length in 0..line.uuie.len() {
            let place = || format!("{} at {length}", line.name);
            let decoded = decode(&line.uuie[..length]);
            let error = decoded.value.expect_err(&place());
            assert_eq!(error.kind, DecodeErrorKind::Truncated, "{}", place());
            assert!(error.at_bit <= length * 8, "{}: {error}", place());
            assert_eq!(decoded.trailing, 0);
            assert!(whole.find(&error.path).is_some(), "{}: {error}", place());
            assert!(decoded.tree.nodes().len() <= whole.nodes().len());
            for (at, (read, sent)) in decoded.tree.nodes().iter().zip(whole.nodes()).enumerate() {
                assert_eq!(
                    (read.depth(), read.name()),
                    (sent.depth(), sent.name()),
                    "{}",
                    place()
                );
                assert!(
                    same_as_far_as_read(decoded.tree.value(at), whole.value(at)),
                    "{}: {}",
                    place(),
                    read.name()
                );
            }
        }
    }
}

fn same_as_far_as_read(read: Option<NodeValue<'_>>, sent: Option<NodeValue<'_>>) -> bool {
    match (read, sent) {
        (Some(NodeValue::Text(read)), Some(NodeValue::Text(sent))) => sent.starts_with(&*read),
        (read, sent) => read == sent,
    }
}

/// The octets that every later field is behind.
fn progress(tree: &Tree) -> usize {
    tree.nodes()
        .iter()
        .map(|node| node.bits().end)
        .max()
        .unwrap_or(0)
}

#[test]
fn the_tree_grows_with_the_message() {
    for line in named("/connect") {
        let mut last = 0;
        for length in 0..=line.uuie.len() {
            let reached = progress(&decode(&line.uuie[..length]).tree);
            assert!(
                reached >= last && reached <= length * 8,
                "{} at {length}",
                line.name
            );
            last = reached;
        }
    }
}

#[test]
fn every_flipped_bit_of_a_setup() {
    let (mut read, mut refused) = (0, 0);
    let setups = ["c22/", "c26/", "c30/", "c33/"]; // of each producer, and one with tokens
    for line in named("/setup") {
        if !setups.iter().any(|call| line.name.starts_with(call)) {
            continue;
        }
        for bit in 0..line.uuie.len() * 8 {
            let mut octets = line.uuie.clone();
            octets[bit / 8] ^= 0x80 >> (bit % 8);
            compare(&octets);
            match decode(&octets).value {
                Ok(_) => read += 1,
                Err(error) => {
                    assert!(error.at_bit <= octets.len() * 8);
                    refused += 1;
                }
            }
        }
    }
    assert!(read > 0 && refused > 0, "{read} read, {refused} refused");
}

#[test]
fn many_errors_at_once() {
    // xorshift: the same octets on every run.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let lines = lines();
    for _ in 0..5_000 {
        let mut octets = lines[random(lines.len())].uuie.clone();
        for _ in 0..=random(6) {
            let at = random(octets.len());
            match random(3) {
                0 => octets[at] = random(256) as u8,
                1 => {
                    octets.remove(at);
                    octets.push(0);
                }
                _ => octets.insert(at, random(256) as u8),
            }
        }
        compare(&octets);
    }
    for _ in 0..2_000 {
        let octets: Vec<u8> = (0..random(200)).map(|_| random(256) as u8).collect();
        compare(&octets);
    }
}

/// What rasn reads we read alike. The reverse does not hold: rasn refuses, for
/// instance, octets left over in an open type.
fn compare(octets: &[u8]) {
    let decoded = decode(octets);
    if let Ok(rasn) = rasn::aper::decode::<H323UserInformation>(octets) {
        assert_eq!(decoded.value, Ok(rasn), "{octets:02x?}");
    }
    let bits = octets.len() * 8;
    for node in decoded.tree.nodes() {
        assert!(
            node.bits().start <= node.bits().end && node.bits().end <= bits,
            "{octets:02x?}"
        );
    }
}

fn information(generic: GenericData) -> H323UserInformation {
    let mut pdu = H323UUPDU::new(H323UUPDUH323MessageBody::empty);
    pdu.generic_data = Some(vec![generic]);
    H323UserInformation::new(pdu)
}

/// Generic data that holds itself so many times over.
fn nested(times: usize) -> H323UserInformation {
    let data = || GenericData::new(GenericIdentifier::standard(9.into()));
    let innermost = data();
    information((0..times).fold(innermost, |inner, _| {
        let mut parameter = EnumeratedParameter::new(GenericIdentifier::standard(1.into()));
        parameter.content = Some(Content::nested(vec![inner]));
        let mut outer = data();
        outer.parameters = Some(vec![parameter]);
        outer
    }))
}

#[test]
fn generic_data_nests_to_a_limit() {
    // Each holds a SEQUENCE, a list, a SEQUENCE, a CHOICE and a list; outside are
    // the message, the PDU and the list.
    let most = (MAX_DEPTH - 3 - 1) / 5;
    let message = nested(most - 1);
    let octets = codec::encode(&message).expect("encodes");
    assert_eq!(decode(&octets).value, Ok(message));

    let octets = codec::encode(&nested(most + 1)).expect("encodes");
    let decoded = decode(&octets);
    // It is an addition, and costs itself alone.
    let value = decoded.value.expect("the message around it");
    assert_eq!(value.h323_uu_pdu.generic_data, None);
    let [error] = decoded.tree.faults.as_slice() else {
        panic!("{:?}", decoded.tree.faults);
    };
    assert_eq!(error.kind, DecodeErrorKind::TooDeep);
    assert!(
        error
            .path
            .starts_with("h323-uu-pdu.genericData.0.parameters.0.content.nested.0.")
    );
    assert!(
        decoded
            .tree
            .find("h323-uu-pdu.genericData.0.id.standard")
            .is_some()
    );
}

#[test]
fn a_peer_of_version_1_leaves_all_additions_out() {
    // ReleaseComplete of version 1: no extension bit anywhere.
    // user information: no additions, no user-data; PDU: none, no nonStandardData;
    // body: root alternative 5 in three bits; UUIE: none, with a reason; the
    // identifier of version 1; reason: root alternative 1 in four bits.
    let octets = [
        0b0000_0101,
        0b0100_0000,
        6,
        0,
        8,
        0x91,
        0x4a,
        0,
        1,
        0b0000_1000,
    ];
    let value = decode(&octets).value.expect("readable");
    let H323UUPDUH323MessageBody::releaseComplete(body) = value.h323_uu_pdu.h323_message_body
    else {
        panic!("not a Release Complete");
    };
    let version = ObjectIdentifier::new(vec![0, 0, 8, 2250, 0, 1]).expect("identifier");
    let mut expected = ReleaseCompleteUUIE::new(version);
    expected.reason = Some(ReleaseCompleteReason::gatekeeperResources);
    assert_eq!(*body, expected);
    assert_eq!(value.h323_uu_pdu.h245_tunnelling, None);
}
