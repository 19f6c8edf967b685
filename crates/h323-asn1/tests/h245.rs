//! Every recorded H.245 message and fastStart element of `testdata`, against
//! the octets of pycrate.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use h323_asn1::codec;
use h323_asn1::h225::{H323UUPDUH323MessageBody as Body, H323UserInformation};
use h323_asn1::h245::{MultimediaSystemControlMessage, OpenLogicalChannel};
use std::collections::BTreeMap;
use std::path::Path;

/// `columns` of octets behind the name of every line of the files whose name
/// starts with `h245-`, or of the others.
fn lines(h245: bool, columns: usize) -> Vec<(String, Vec<Vec<u8>>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut lines = Vec::new();
    for producer in ["asterisk", "gnugk", "h323plus", "ooh323c", "opal"] {
        for entry in std::fs::read_dir(root.join(producer)).expect("testdata") {
            let path = entry.expect("entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with("h245-") != h245 {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("text");
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let mut parts = line.split('\t');
                let name = format!("{producer} {}", parts.next().unwrap_or_default());
                let octets: Vec<Vec<u8>> = parts.map(octets).collect();
                assert_eq!(octets.len(), columns, "{name}");
                lines.push((name, octets));
            }
        }
    }
    lines
}

fn octets(hex: &str) -> Vec<u8> {
    assert!(hex.len().is_multiple_of(2), "odd number of digits: {hex}");
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"))
        .collect()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn every_recorded_message_encodes_to_the_octets_of_pycrate() {
    let lines = lines(true, 2);
    assert_eq!(lines.len(), 315);
    for (name, octets) in lines {
        let decoded = codec::decode::<MultimediaSystemControlMessage>(&octets[0]);
        assert_eq!(decoded.trailing, 0, "{name}");
        let value = decoded
            .value
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let encoded = codec::encode(&value).expect(&name);
        assert_eq!(hex(&encoded), hex(&octets[1]), "{name}");
        let again = codec::decode::<MultimediaSystemControlMessage>(&encoded).value;
        assert_eq!(again, Ok(value), "{name}");
    }
}

#[test]
fn every_fast_start_element_is_an_open_logical_channel() {
    let mut seen = BTreeMap::new();
    for (name, octets) in lines(false, 3) {
        let information = codec::decode::<H323UserInformation>(&octets[1])
            .value
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let (body, elements) = match information.h323_uu_pdu.h323_message_body {
            Body::setup(body) => ("setup", body.fast_start),
            Body::callProceeding(body) => ("callProceeding", body.fast_start),
            Body::alerting(body) => ("alerting", body.fast_start),
            Body::progress(body) => ("progress", body.fast_start),
            Body::connect(body) => ("connect", body.fast_start),
            Body::facility(body) => ("facility", body.fast_start),
            _ => continue,
        };
        for element in elements.unwrap_or_default() {
            let decoded = codec::decode::<OpenLogicalChannel>(&element);
            assert_eq!(decoded.trailing, 0, "{name}");
            let value = decoded
                .value
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            let encoded = codec::encode(&value).expect(&name);
            let again = codec::decode::<OpenLogicalChannel>(&encoded).value;
            assert_eq!(again, Ok(value), "{name}");
            *seen.entry(body).or_insert(0) += 1;
        }
    }
    let expected = BTreeMap::from([("setup", 6), ("alerting", 2), ("connect", 4)]);
    assert_eq!(seen, expected);
}
