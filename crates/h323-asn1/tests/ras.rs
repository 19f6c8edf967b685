//! Every recorded RAS message of `testdata`, against the decoder of rasn and the octets of pycrate.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use h323_asn1::codec;
use h323_asn1::h225::{
    AdmissionConfirm, CallModel, CryptoH323Token, RasMessage, TransportAddress,
    TransportAddressIpAddress,
};
use h323_asn1::h235::CryptoToken;
use std::path::Path;

struct Line {
    name: String,
    sent: Vec<u8>,
    pycrate: Vec<u8>,
}

fn lines() -> Vec<Line> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/ras");
    let mut lines = Vec::new();
    for entry in std::fs::read_dir(root).expect("testdata") {
        let text = std::fs::read_to_string(entry.expect("entry").path()).expect("text");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [name, sent, pycrate] = columns.as_slice() else {
                panic!("three columns: {line}");
            };
            lines.push(Line {
                name: (*name).to_owned(),
                sent: octets(sent),
                pycrate: octets(pycrate),
            });
        }
    }
    lines
}

fn octets(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().collect();
    let octet = |pair: &[char]| pair.iter().collect::<String>();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&octet(pair), 16).expect("hex"))
        .collect()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn read(line: &Line) -> RasMessage {
    let decoded = codec::decode::<RasMessage>(&line.sent);
    assert_eq!(decoded.trailing, 0, "{}", line.name);
    assert_eq!(decoded.tree.faults, [], "{}", line.name);
    decoded
        .value
        .unwrap_or_else(|error| panic!("{}: {error}", line.name))
}

#[test]
fn every_message_decodes_as_rasn_decodes_it() {
    let lines = lines();
    assert_eq!(lines.len(), 56);
    for line in &lines {
        let rasn: RasMessage = rasn::aper::decode(&line.sent).expect(&line.name);
        assert_eq!(read(line), rasn, "{}", line.name);
    }
}

#[test]
fn every_value_encodes_to_the_octets_of_pycrate_and_reads_back() {
    for line in lines() {
        let value = read(&line);
        let encoded = codec::encode(&value).expect(&line.name);
        assert_eq!(hex(&encoded), hex(&line.pycrate), "{}", line.name);
        let again = codec::decode::<RasMessage>(&encoded).value;
        assert_eq!(again, Ok(value), "{}", line.name);
    }
}

#[test]
fn every_cut_of_every_message_is_refused() {
    for line in lines() {
        for length in 0..line.sent.len() {
            let cut = line.sent.get(..length).expect("a cut");
            let decoded = codec::decode::<RasMessage>(cut);
            assert!(decoded.value.is_err(), "{} at {length}", line.name);
        }
    }
}

fn named(name: &str) -> RasMessage {
    let line = lines().into_iter().find(|line| line.name == name);
    read(&line.expect(name))
}

#[test]
fn an_admission_says_where_the_call_goes() {
    let RasMessage::admissionConfirm(confirm) = named("c24/13/admissionConfirm") else {
        panic!("an AdmissionConfirm");
    };
    let AdmissionConfirm {
        request_seq_num,
        band_width,
        call_model,
        dest_call_signal_address,
        ..
    } = *confirm;
    assert_eq!((request_seq_num, band_width), (44_073, 384_000));
    assert_eq!(call_model, CallModel::gatekeeperRouted);
    let expected = TransportAddressIpAddress {
        ip: [127, 0, 0, 1].into(),
        port: 1720,
    };
    assert_eq!(
        dest_call_signal_address,
        TransportAddress::ipAddress(expected)
    );
}

#[test]
fn a_registration_has_its_tokens() {
    let RasMessage::registrationRequest(request) = named("c29/8/registrationRequest") else {
        panic!("a RegistrationRequest");
    };
    let clear = request.tokens.expect("tokens");
    assert_eq!(clear.len(), 1);
    let [
        CryptoH323Token::nestedcryptoToken(nested),
        CryptoH323Token::cryptoEPPwdHash(hash),
    ] = request.crypto_tokens.as_deref().expect("cryptoTokens")
    else {
        panic!("two tokens");
    };
    assert_eq!(hash.token.hash.len(), 128);
    let CryptoToken::cryptoHashedToken(hashed) = &**nested else {
        panic!("a hashed token");
    };
    assert_eq!(hashed.token.hash.len(), 96);
}
