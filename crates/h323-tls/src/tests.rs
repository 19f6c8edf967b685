//! Sessions with an answering side in memory.

use h323_proto::{
    call::Closed,
    tls::{Account, Alert, Fault, Mode, ObjectionCode as Code, Plain},
    tpkt::Foreign,
};
use p256::{ecdsa::SigningKey, elliptic_curve::rand_core::OsRng};
use rustls::{
    RootCertStore,
    pki_types::CertificateDer,
    version::{TLS12, TLS13},
};

use crate::{Credentials, Session, Wish, server::certificate};

pub(crate) const NOW: u64 = 1_800_000_000;
const DAY: u64 = 24 * 60 * 60;
pub(crate) const NAME: &str = "gw.example.com";

fn wish(names: &[&str]) -> Wish {
    Wish {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        from: NOW - DAY,
        until: NOW + DAY,
    }
}

fn self_signed(wish: &Wish) -> Credentials {
    Credentials::self_signed(wish).expect("a certificate")
}

fn client(mode: Mode) -> Session {
    Session::client(mode, NAME, NOW).expect("a session")
}

fn server(credentials: &Credentials) -> Session {
    Session::server(credentials).expect("a session")
}

/// Carries octets to and fro, `size` at a time, until there are none. Returns how the caller's side
/// ended, if it did.
fn carry(caller: &mut Session, called: &mut Session, size: usize) -> Result<(), Closed> {
    loop {
        let (there, back) = (caller.transmit(), called.transmit());
        if there.is_empty() && back.is_empty() {
            return Ok(());
        }
        for octets in there.chunks(size) {
            // The called side hears of a refusal, which is an error there.
            let _ = called.receive(octets);
        }
        for octets in back.chunks(size) {
            if let Err(closed) = caller.receive(octets) {
                let _ = called.receive(&caller.transmit());
                return Err(closed);
            }
        }
    }
}

fn taken(session: &mut Session) -> Vec<u8> {
    let mut all = Vec::new();
    let mut buffer = [0; 7];
    loop {
        match session.take(&mut buffer) {
            0 => return all,
            length => all.extend_from_slice(&buffer[..length]),
        }
    }
}

fn codes(account: &Account) -> Vec<Code> {
    account.objections.iter().map(|one| one.code).collect()
}

/// The account of a call with `inspect` to a side with this certificate.
fn inspected(wish: &Wish) -> Account {
    let (mut caller, mut called) = (client(Mode::Inspect), server(&self_signed(wish)));
    carry(&mut caller, &mut called, usize::MAX).expect("any certificate is accepted");
    assert!(caller.is_open() && called.is_open());
    caller.account().expect("an account")
}

#[test]
fn messages_go_both_ways_however_the_octets_are_cut() {
    let credentials = self_signed(&wish(&[NAME]));
    let key = SigningKey::random(&mut OsRng);
    let old = certificate(&wish(&[NAME]), &key, None).expect("a certificate");
    let old = Credentials::new(old, &key, &[&TLS12]).expect("credentials");
    let new = [(&credentials, "TLS 1.3"), (&old, "TLS 1.2")];
    for (credentials, version) in new {
        for size in [1, 2, 5, 61, usize::MAX] {
            let (mut caller, mut called) = (client(Mode::Inspect), server(credentials));
            carry(&mut caller, &mut called, size).expect("a handshake");
            let account = caller.account().expect("an account");
            assert_eq!(account.version.as_deref(), Some(version));
            let suite = account.cipher_suite.expect("a suite");
            assert!(suite.starts_with("TLS_"), "{suite}");
            // More than a record takes.
            let setup: Vec<u8> = (0..40_000_u32).map(|number| number as u8).collect();
            caller.send(&setup);
            called.send(b"CONNECT");
            carry(&mut caller, &mut called, size).expect("messages");
            assert_eq!(taken(&mut called), setup);
            assert!(caller.has_plaintext());
            assert_eq!(taken(&mut caller), b"CONNECT");
            assert!(!caller.has_plaintext() && !caller.is_finished());
            called.finish();
            carry(&mut caller, &mut called, size).expect("an end in order");
            assert!(caller.is_finished());
        }
    }
}

#[test]
fn the_account_has_the_certificate() {
    let credentials = self_signed(&wish(&[NAME, "192.0.2.7", "2001:db8::7"]));
    let (mut caller, mut called) = (client(Mode::Inspect), server(&credentials));
    carry(&mut caller, &mut called, usize::MAX).expect("a handshake");
    let account = caller.account().expect("an account");
    assert!(account.name_told);
    let [shown] = account.certificates.as_slice() else {
        panic!("{account:?}");
    };
    assert_eq!(shown.subject, "CN=gw.example.com");
    assert_eq!(shown.issuer, shown.subject);
    assert_eq!(shown.names, [NAME, "192.0.2.7", "2001:db8::7"]);
    assert_eq!(shown.not_before, "2027-01-14T08:00:00Z");
    assert_eq!(shown.not_after, "2027-01-16T08:00:00Z");
    assert_eq!(shown.key, "EC P-256");
    assert_eq!(shown.signature, "ECDSA with SHA-256");
    assert_eq!(shown.fingerprint.len(), 64);
    assert_eq!(codes(&account), [Code::SelfSigned]);
}

#[test]
fn objections_name_what_is_wrong_and_nothing_else() {
    let expired = Wish {
        until: NOW - 1,
        ..wish(&[NAME])
    };
    let early = Wish {
        from: NOW + 1,
        ..wish(&[NAME])
    };
    for (wish, expected, text) in [
        (expired, Code::Expired, "it expired on 2027-01-15T07:59:59Z"),
        (
            early,
            Code::NotYetValid,
            "it is valid from 2027-01-15T08:00:01Z on only",
        ),
        (
            wish(&["a.example", "b.example"]),
            Code::WrongName,
            "it is for a.example, b.example, not for gw.example.com",
        ),
    ] {
        let account = inspected(&wish);
        assert_eq!(codes(&account), [expected, Code::SelfSigned]);
        assert_eq!(account.objections[0].text, text);
    }
}

/// An authority of this name, and credentials that it signs.
fn issued(authority: &str, wish: &Wish) -> (RootCertStore, Credentials) {
    let [own, key] = [(), ()].map(|()| SigningKey::random(&mut OsRng));
    let root = certificate(&self::wish(&[authority]), &own, None).expect("a root");
    let leaf = certificate(wish, &key, Some((authority, &own))).expect("a certificate");
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(root)).expect("an anchor");
    let credentials = Credentials::new(leaf, &key, &[&TLS13]).expect("credentials");
    (roots, credentials)
}

#[test]
fn verify_accepts_what_an_authority_signed_for_the_name() {
    let (roots, credentials) = issued("authority", &wish(&[NAME]));
    let mut caller = Session::client_with(roots, Mode::Verify, NAME, NOW).expect("a session");
    let mut called = server(&credentials);
    carry(&mut caller, &mut called, usize::MAX).expect("a handshake");
    let account = caller.account().expect("an account");
    assert_eq!(codes(&account), []);
}

#[test]
fn verify_refuses_with_the_reason_and_still_shows_the_certificate() {
    let (roots, wrong) = issued("authority", &wish(&["other.example.com"]));
    let (_, unknown) = issued("another authority", &wish(&[NAME]));
    let (_, forged) = issued("authority", &wish(&[NAME]));
    for (credentials, reason, code) in [
        (
            wrong,
            "it is for other.example.com, not for gw.example.com",
            Code::WrongName,
        ),
        (
            unknown,
            "no public authority vouches for it, or a certificate between is missing",
            Code::UnknownIssuer,
        ),
        (
            forged,
            "it is not signed by the issuer that it names",
            Code::Refused,
        ),
        (
            self_signed(&wish(&[NAME])),
            "it is self-signed",
            Code::SelfSigned,
        ),
    ] {
        let roots = roots.clone();
        let mut caller = Session::client_with(roots, Mode::Verify, NAME, NOW).expect("a session");
        let mut called = server(&credentials);
        let closed = carry(&mut caller, &mut called, usize::MAX).expect_err("refused");
        let fault = Fault::CertificateRefused(reason.into());
        assert_eq!(closed, Closed::Tls(fault));
        let account = caller.account().expect("an account");
        assert_eq!(codes(&account), [code]);
        assert_eq!(account.certificates.len(), 1);
    }
}

#[test]
fn a_connection_that_ends_in_the_handshake_is_told_as_that_at_each_length() {
    let (mut caller, mut called) = (client(Mode::Inspect), server(&self_signed(&wish(&[NAME]))));
    let _ = called.receive(&caller.transmit());
    let answer = called.transmit();
    assert!(answer.len() > 100);
    for length in 0..answer.len() {
        let mut caller = client(Mode::Inspect);
        caller.transmit();
        // Another session's answer is cut anywhere: most of it cannot be decrypted.
        let received = caller.receive(&answer[..length]);
        let closed = match received {
            Ok(()) => caller.closed(Closed::ByPeer),
            Err(closed) => closed,
        };
        assert!(matches!(closed, Closed::Tls(_)), "{length}: {closed:?}");
        assert!(!caller.is_open() && caller.account().is_some());
    }
    let caller = client(Mode::Inspect);
    assert_eq!(caller.closed(Closed::ByPeer), Closed::Tls(Fault::Closed));
    assert_eq!(
        caller.closed(Closed::Failed("reset".into())),
        Closed::Tls(Fault::Lost("reset".into()))
    );
}

#[test]
fn a_flipped_bit_in_the_answer_ends_the_handshake() {
    let credentials = self_signed(&wish(&[NAME]));
    let (mut caller, mut called) = (client(Mode::Inspect), server(&credentials));
    let _ = called.receive(&caller.transmit());
    let length = called.transmit().len();
    let mut open = 0;
    for at in (0..length).step_by(11) {
        let (mut caller, mut called) = (client(Mode::Inspect), server(&credentials));
        let _ = called.receive(&caller.transmit());
        let mut answer = called.transmit();
        if let Some(octet) = answer.get_mut(at) {
            *octet ^= 0x10;
        }
        // A record that claims to be longer is waited for.
        let _ = caller.receive(&answer);
        open += usize::from(caller.is_open());
    }
    // The version in the header of a record stands for nothing (RFC 8446 5.1).
    assert!(open <= 4, "{open} of {length} octets count for nothing");
}

#[test]
fn what_is_not_tls_is_named() {
    for (octets, looks) in [
        (
            &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
            Plain::Other(Foreign::Http),
        ),
        (&[3, 0, 0, 4], Plain::H323),
        (&[0xFF; 64], Plain::Other(Foreign::Unknown)),
    ] {
        let mut caller = client(Mode::Inspect);
        let closed = caller.receive(octets).expect_err("not TLS");
        assert_eq!(closed, Closed::Tls(Fault::NotTls(looks)));
    }
}

#[test]
fn an_alert_is_told_by_its_name() {
    for code in [40, 48, 112, 116, 201] {
        let mut caller = client(Mode::Inspect);
        let alert = [21, 3, 3, 0, 2, 2, code];
        let closed = caller.receive(&alert).expect_err("an alert");
        assert_eq!(closed, Closed::Tls(Fault::Alert(Alert(code))));
    }
}

#[test]
fn a_handshake_without_end_is_ended() {
    let mut caller = client(Mode::Inspect);
    // Records of a message that claims to be as long as a message can claim.
    let mut first = true;
    let mut octets = 0_usize;
    let closed = loop {
        let mut record = vec![22, 3, 3, 0x40, 0];
        record.extend([0_u8; 0x4000]);
        if first {
            record[5..9].copy_from_slice(&[11, 0xFF, 0xFF, 0xFF]);
        }
        first = false;
        octets += record.len();
        if let Err(closed) = caller.receive(&record) {
            break closed;
        }
        assert!(octets < 1024 * 1024, "it still takes more");
    };
    assert!(
        matches!(closed, Closed::Tls(Fault::Broken(_))),
        "{closed:?}"
    );
}

#[test]
fn a_name_that_has_no_place_in_tls_is_an_error() {
    let closed = Session::client(Mode::Inspect, "a b", NOW).expect_err("no name");
    assert!(
        matches!(closed, Closed::Tls(Fault::Broken(_))),
        "{closed:?}"
    );
}

#[test]
fn an_address_is_checked_and_not_told() {
    let credentials = self_signed(&wish(&["192.0.2.7"]));
    for (address, expected) in [
        ("192.0.2.7", vec![Code::SelfSigned]),
        ("192.0.2.8", vec![Code::WrongName, Code::SelfSigned]),
    ] {
        let mut caller = Session::client(Mode::Inspect, address, NOW).expect("a session");
        let mut called = server(&credentials);
        carry(&mut caller, &mut called, usize::MAX).expect("a handshake");
        let account = caller.account().expect("an account");
        assert!(!account.name_told);
        assert_eq!(codes(&account), expected);
    }
}

/// Both sides of an open session.
fn open() -> (Session, Session) {
    let credentials = self_signed(&wish(&[NAME]));
    let (mut caller, mut called) = (client(Mode::Inspect), server(&credentials));
    carry(&mut caller, &mut called, usize::MAX).expect("a handshake");
    (caller, called)
}

#[test]
fn what_comes_after_the_handshake_costs_by_its_octets_and_records() {
    let (mut caller, mut called) = open();
    caller.take_work();
    assert_eq!(caller.take_work(), 0);
    let mut cost = |pieces: usize, size: usize| {
        for _ in 0..pieces {
            called.send(&vec![0; size]);
        }
        carry(&mut caller, &mut called, usize::MAX).expect("messages");
        taken(&mut caller);
        caller.take_work()
    };
    let whole = cost(1, 1_000);
    assert!((60_000..80_000).contains(&whole), "{whole}");
    let pieces = cost(1_000, 1);
    assert!(
        pieces > 7_000_000,
        "as records that hold next to nothing: {pieces}"
    );
    // However the octets are cut, nothing counts twice.
    let (mut caller, mut called) = open();
    caller.take_work();
    called.send(&[0; 1_000]);
    let mut sum = 0;
    for octet in called.transmit() {
        caller.receive(&[octet]).expect("a piece");
        sum += caller.take_work();
    }
    assert_eq!(taken(&mut caller).len(), 1_000);
    assert!(sum < 6 * whole, "{sum}");
}

#[test]
fn a_connection_that_ends_without_the_end_of_the_session_has_just_closed() {
    let (caller, _) = open();
    assert_eq!(caller.closed(Closed::ByPeer), Closed::ByPeer);
    let reset = || Closed::Failed("reset".into());
    assert_eq!(caller.closed(reset()), reset());
    assert!(!caller.is_finished());
}

#[test]
fn octets_that_are_no_records_end_an_open_session_in_words() {
    for octets in [
        &b"\x17\x03\x03\x00\x20nothing that decrypts to sense__"[..],
        &[0xFF; 64],
    ] {
        let (mut caller, mut called) = open();
        called.send(b"CONNECT");
        carry(&mut caller, &mut called, usize::MAX).expect("messages");
        let mut record = octets.to_vec();
        record.resize(64, 0);
        let closed = caller.receive(&record).expect_err("no records");
        let Closed::Failed(text) = closed else {
            panic!("{closed:?}");
        };
        assert!(
            text.starts_with("the endpoint breaks the rules of TLS"),
            "{text}"
        );
        assert_eq!(taken(&mut caller), b"CONNECT", "what came before counts");
        let alert = caller.transmit();
        assert!(!alert.is_empty(), "the endpoint is told");
    }
}

/// The certificates in testdata/, by name.
pub(crate) fn recorded() -> Vec<(&'static str, Vec<u8>)> {
    let lines = include_str!("../testdata/certificates.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, digits) = line.split_once('\t').expect("two columns");
            let octet = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("an octet");
            (name, (0..digits.len()).step_by(2).map(octet).collect())
        })
        .collect()
}
