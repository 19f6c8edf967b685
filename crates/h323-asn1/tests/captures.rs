//! Every call-signalling message of `testdata`, against the decoder of rasn and
//! the octets of pycrate.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use h323_asn1::codec::{self, NodeValue, Tree};
use h323_asn1::h225::H323UserInformation;
use testdata::{Line, lines};

mod testdata;

#[test]
fn every_message_decodes_as_rasn_decodes_it() {
    for line in lines() {
        let decoded = codec::decode::<H323UserInformation>(&line.uuie);
        assert_eq!(decoded.trailing, 0, "{}", line.name);
        let value = decoded
            .value
            .unwrap_or_else(|error| panic!("{}: {error}", line.name));
        let rasn: H323UserInformation = rasn::aper::decode(&line.uuie).expect(&line.name);
        assert_eq!(value, rasn, "{}", line.name);
    }
}

#[test]
fn every_value_encodes_to_the_octets_of_pycrate() {
    for line in lines() {
        let value = codec::decode::<H323UserInformation>(&line.uuie)
            .value
            .expect(&line.name);
        let encoded = codec::encode(&value).expect(&line.name);
        assert_eq!(hex(&encoded), hex(&line.pycrate), "{}", line.name);
        let again = codec::decode::<H323UserInformation>(&encoded).value;
        assert_eq!(again, Ok(value), "{}", line.name);
    }
}

#[test]
fn nodes_lie_inside_their_parents_and_in_the_order_they_were_read() {
    for line in lines() {
        let tree = codec::decode::<H323UserInformation>(&line.uuie).tree;
        assert!(!tree.truncated);
        assert_eq!(tree.nodes()[0].name(), "H323-UserInformation");
        for parent in 0..tree.nodes().len() {
            let mut from = tree.nodes()[parent].bits().start;
            for child in tree.children(parent) {
                let bits = tree.nodes()[child].bits();
                assert!(from <= bits.start, "{}: {child} of {parent}", line.name);
                assert!(
                    bits.end <= tree.nodes()[parent].bits().end,
                    "{}: {child} of {parent}",
                    line.name
                );
                from = bits.end;
            }
            check_contents(&tree, parent, &line);
        }
    }
}

/// Octets a node claims to hold are the octets of the message at its place.
fn check_contents(tree: &Tree, at: usize, line: &Line) {
    let node = &tree.nodes()[at];
    let contents = match tree.value(at) {
        Some(NodeValue::OctetString(octets) | NodeValue::UnknownExtension { octets, .. }) => octets,
        _ => return,
    };
    assert!(
        node.bits().end.is_multiple_of(8),
        "{}: {}",
        line.name,
        node.name()
    );
    let end = node.bits().end / 8;
    assert_eq!(
        &line.uuie[end - contents.len()..end],
        &*contents,
        "{}: {}",
        line.name,
        node.name()
    );
    assert!(
        node.bits().start <= (end - contents.len()) * 8,
        "{}: {}",
        line.name,
        node.name()
    );
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
