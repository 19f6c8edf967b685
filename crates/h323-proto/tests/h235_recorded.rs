//! The recorded passwords give the recorded proofs: CAT, MD5 and H.235.1 of H323Plus and GnuGk.
//!
//! `testdata/README.md` names the users and passwords of c26 and c29.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect"
)]

use std::{fs, path::Path};

use h323_asn1::{
    codec::{self, Described as _},
    h225::{AliasAddress, CryptoH323Token, H323UserInformation, RasMessage},
    h235::ClearToken,
    types::{BitString, Integer},
};
use h323_proto::{
    h225::UserInformation,
    h235::{Credentials, Expected, Password, Proof, cat, check, password_hash, seal},
    q931::Message,
};

/// The users of the two calls. Each has a password of `secret` and the name.
const USERS: [&str; 3] = ["2000", "2001", "2017"];

/// A time between the two calls, which are half a minute apart.
const TIME: u32 = 0x6B04_2590;

fn credentials(user: &str) -> Credentials {
    Credentials {
        user: user.into(),
        password: Password::from(format!("secret{user}")),
    }
}

fn octets(hex: &str) -> Vec<u8> {
    let digit = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

/// The columns of each line of a file in `testdata/`.
fn lines(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let text = fs::read_to_string(path.join(file)).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split('\t').map(String::from).collect())
        .collect()
}

/// The recorded RAS messages of the calls with passwords.
fn messages() -> Vec<(String, Vec<u8>)> {
    let files = ["gnugk-c26", "gnugk-c29", "h323plus-c26", "h323plus-c29"];
    let name = |file: &str| match file.ends_with("26") {
        true => format!("ras/{file}-gnugk-auth-ok.hex"),
        false => format!("ras/{file}-gnugk-auth-h46017.hex"),
    };
    files
        .iter()
        .flat_map(|file| lines(&name(file)))
        .map(|line| (line[0].clone(), octets(&line[1])))
        .collect()
}

fn proof(octets: &[u8], password: &Password) -> Proof {
    let tree = codec::read(RasMessage::ROOT, octets).tree;
    let expected = Expected {
        password,
        time: TIME,
        ours: &[],
    };
    check(&tree, octets, &expected)
}

/// The tokens of a message, found by their types.
fn tokens(octets: &[u8]) -> (Vec<ClearToken>, Vec<CryptoH323Token>) {
    let message = codec::decode::<RasMessage>(octets).value.unwrap();
    let (clear, crypto) = match message {
        RasMessage::registrationRequest(body) => (body.tokens, body.crypto_tokens),
        RasMessage::admissionRequest(body) => (body.tokens, body.crypto_tokens),
        RasMessage::disengageRequest(body) => (body.tokens, body.crypto_tokens),
        RasMessage::unregistrationRequest(body) => (body.tokens, body.crypto_tokens),
        _ => (None, None),
    };
    (clear.unwrap_or_default(), crypto.unwrap_or_default())
}

#[test]
fn every_recorded_message_with_a_hash_has_the_hash_of_one_password() {
    let mut proven = 0;
    for (name, octets) in messages() {
        let proofs = USERS.map(|user| proof(&octets, &credentials(user).password));
        if proofs == [Proof::Absent, Proof::Absent, Proof::Absent] {
            continue;
        }
        let good = proofs.iter().filter(|proof| **proof == Proof::Good);
        let wrong = proofs.iter().filter(|proof| **proof == Proof::Wrong);
        assert_eq!((good.count(), wrong.count()), (1, 2), "{name}: {proofs:?}");
        proven += 1;
    }
    // All but discovery.
    assert_eq!(proven, 27);
}

#[test]
fn the_recorded_hash_is_computed_again_whatever_stood_in_its_place() {
    let mut sealed = 0;
    for (name, recorded) in messages() {
        for user in USERS {
            let password = credentials(user).password;
            if proof(&recorded, &password) != Proof::Good {
                continue;
            }
            let mut octets = recorded.clone();
            seal(RasMessage::ROOT, &mut octets, &password);
            assert_eq!(octets, recorded, "{name}");
            // With another password first, so that the octets in the place of the hash differ.
            let other = Password::from(String::from("other"));
            seal(RasMessage::ROOT, &mut octets, &other);
            assert_ne!(octets, recorded, "{name}");
            seal(RasMessage::ROOT, &mut octets, &password);
            assert_eq!(octets, recorded, "{name}");
            sealed += 1;
        }
    }
    assert_eq!(sealed, 27);
}

#[test]
fn every_recorded_token_of_cat_and_md5_is_made_again() {
    let (mut access, mut hashes) = (0, 0);
    for (name, octets) in messages() {
        let (clear, crypto) = tokens(&octets);
        for token in clear {
            let random = token.random.clone().expect("a random octet");
            let random = (0..=255).find(|octet| Integer::from(*octet) == random);
            let again = cat(
                &credentials("2017"),
                token.time_stamp.expect("a time"),
                random.expect("one octet"),
            );
            assert_eq!(again, Ok(token), "{name}");
            access += 1;
        }
        for token in crypto {
            let CryptoH323Token::cryptoEPPwdHash(hash) = &token else {
                continue;
            };
            let AliasAddress::dialledDigits(user) = &hash.alias else {
                panic!("{name}: {hash:?}");
            };
            let user = String::from_utf8(user.as_iso646_bytes().to_vec()).unwrap();
            let again = password_hash(&credentials(&user), hash.time_stamp);
            assert_eq!(again, Ok(token), "{name}");
            hashes += 1;
        }
    }
    assert_eq!((access, hashes), (2, 4));
}

/// A wrong hash in the field: H323Plus left its search pattern in the Setup that it sent over
/// H.460.17.
#[test]
fn the_setup_with_a_pattern_in_place_of_its_hash_is_wrong() {
    let lines = lines("h323plus/c29-gnugk-auth-h46017.hex");
    let setup = lines
        .iter()
        .find(|line| line[0].ends_with("/setup"))
        .unwrap();
    let message = Message::decode(&octets(&setup[1])).unwrap();
    let information = UserInformation::of(&message).unwrap();
    let password = credentials("2017").password;
    let expected = Expected {
        password: &password,
        time: TIME,
        ours: &[],
    };
    let octets = octets(&setup[2]);
    let pattern = BitString::from_slice(b"tWelVe~byteS");
    assert!(
        octets
            .windows(12)
            .any(|window| window == pattern.as_raw_slice())
    );
    assert_eq!(check(&information.tree, &octets, &expected), Proof::Wrong);
    let mut sealed = octets.clone();
    seal(H323UserInformation::ROOT, &mut sealed, &password);
    let tree = codec::read(H323UserInformation::ROOT, &sealed).tree;
    assert_eq!(check(&tree, &sealed, &expected), Proof::Good);
}
