//! Calls over TLS: the program calls itself, and what is no TLS endpoint.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    thread,
};

use crate::support::{Endpoint, run, run_to, text};
use h323_tls::{Credentials, Session, Wish};
use serde_json::Value;

/// The report of a call with these arguments.
fn report(arguments: &[&str]) -> Value {
    let output = run(&[&["call", "--json"], arguments].concat());
    let text = text(&output.stdout);
    let last = text.lines().last().expect("a line");
    let line: Value = serde_json::from_str(last).expect("JSON");
    assert_eq!(line["type"], "call_end");
    line["data"].clone()
}

fn report_to(endpoint: &Endpoint, arguments: &[&str]) -> Value {
    let server = endpoint.address.to_string();
    report(&[&[server.as_str()], arguments].concat())
}

/// The codes of a list of the report.
fn codes(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|one| one["code"].as_str().expect("a code"))
        .collect()
}

/// A server that reads something, says this, and closes the connection.
fn server(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a caller");
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer);
        let _ = stream.write_all(answer);
    });
    address
}

/// An endpoint that sends these octets over TLS, each in a record of its own, and then waits.
fn dribbling(octets: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let credentials = Credentials::self_signed(&Wish {
        names: vec!["localhost".into()],
        from: 0,
        until: 4_000_000_000,
    })
    .expect("a certificate");
    thread::spawn(move || {
        let mut session = Session::server(&credentials).expect("a session");
        let (mut stream, _) = listener.accept().expect("a caller");
        let mut buffer = [0; 4096];
        while !session.is_open() {
            let length = stream.read(&mut buffer).expect("octets");
            session.receive(&buffer[..length]).expect("a handshake");
            stream.write_all(&session.transmit()).expect("a reader");
        }
        for octet in octets {
            session.send(&[octet]);
            if stream.write_all(&session.transmit()).is_err() {
                return;
            }
        }
        while stream.read(&mut buffer).is_ok_and(|length| length > 0) {}
    });
    address
}

/// The outcome of a call over TLS to such a server: its code and its text.
fn outcome(answer: &'static [u8]) -> (String, String) {
    let outcome = report(&[&server(answer), "--tls"])["outcome"].clone();
    assert_eq!(outcome["stage"], "tls");
    let text = |name: &str| outcome[name].as_str().expect("a text").to_owned();
    (text("code"), text("text"))
}

#[test]
fn a_call_over_tls_is_answered_with_h245_in_the_tunnel() {
    let endpoint = Endpoint::start(&["--tls"]);
    let report = report_to(&endpoint, &["--tls"]);
    assert_eq!(report["outcome"]["code"], "answered", "{}", report["error"]);
    assert_eq!(report["h245"]["mode"], "tunnelled");
    assert_eq!(report["tls"]["version"], "TLS 1.3");
    assert_eq!(report["tls"]["certificates"][0]["names"][1], "127.0.0.1");
    assert_eq!(codes(&report["tls"]["objections"]), ["self-signed"]);
    assert!(report["timing"]["tls"].is_u64());
    assert_eq!(report["trace"][0]["type"], "SETUP", "in plaintext");
}

#[test]
fn h245_on_a_connection_of_its_own_goes_over_tls_too() {
    let endpoint = Endpoint::start(&["--tls", "--h245", "separate"]);
    let report = report_to(&endpoint, &["--tls=inspect"]);
    assert_eq!(report["outcome"]["code"], "answered", "{}", report["error"]);
    assert_eq!(report["h245"]["mode"], "separate");
    assert_eq!(report["h245"]["overTls"], true);
    assert!(!codes(&report["warnings"]).contains(&"h245-not-secured"));
}

#[test]
fn a_flawed_certificate_is_accepted_and_told() {
    for flaw in ["expired", "not-yet-valid", "wrong-name"] {
        let endpoint = Endpoint::start(&["--tls", "--certificate", flaw]);
        let report = report_to(&endpoint, &["--tls"]);
        assert_eq!(report["outcome"]["code"], "answered", "{flaw}");
        assert_eq!(codes(&report["tls"]["objections"]), [flaw, "self-signed"]);
    }
}

#[test]
fn verify_refuses_a_self_signed_certificate_before_setup() {
    let endpoint = Endpoint::start(&["--tls"]);
    let output = run_to(&endpoint, &["--tls=verify"]);
    assert_eq!(output.status.code(), Some(1));
    let printed = text(&output.stdout);
    assert!(printed.contains("[tls/certificate-refused]"), "{printed}");
    assert!(printed.contains("the certificate is refused: it is self-signed"));
    assert!(!printed.contains("SETUP"), "{printed}");
}

#[test]
fn a_port_without_tls_is_told_as_that() {
    let (code, text) = outcome(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    assert_eq!(code, "not-tls");
    assert!(text.contains("HTTP"), "{text}");
    let (code, text) = outcome(b"");
    assert_eq!(code, "tls-handshake-failed");
    assert!(text.contains("closed the connection"), "{text}");
}

#[test]
fn an_endpoint_without_tls_is_advised_to_be_called_without() {
    let endpoint = Endpoint::start(&[]);
    let report = report_to(&endpoint, &["--tls"]);
    assert_eq!(report["outcome"]["stage"], "tls");
    let advice = report["outcome"]["advice"][0].as_str().expect("advice");
    assert!(advice.contains("“TLS” (`tls`) on off"), "{advice}");
    let trace = report["trace"].as_array().expect("a trace");
    assert!(trace.is_empty(), "no Setup in the clear");
}

#[test]
fn records_that_hold_next_to_nothing_are_a_flood() {
    // The beginning of a long message; in one record it would be waited for.
    let mut octets = vec![3, 0, 0xFF, 0xFF];
    octets.resize(30_000, 0);
    let address = dribbling(octets);
    let report = report(&[&address, "--tls"]);
    assert_eq!(report["outcome"]["code"], "flood", "{}", report["error"]);
}

#[test]
fn an_old_version_and_an_alert_are_told_by_name() {
    // A ServerHello of TLS 1.0, as far as its version.
    let (code, text) = outcome(b"\x16\x03\x01\x00\x4A\x02\x00\x00\x46\x03\x01\x00");
    assert_eq!(code, "tls-too-old");
    assert!(text.contains("TLS 1.0"), "{text}");
    let (code, text) = outcome(b"\x15\x03\x03\x00\x02\x02\x28");
    assert_eq!(code, "tls-handshake-failed");
    assert!(text.contains("handshake_failure (40)"), "{text}");
}

#[test]
fn a_tls_port_called_without_tls_is_advised_to_be_called_with_it() {
    let endpoint = Endpoint::start(&["--tls"]);
    let report = report_to(&endpoint, &[]);
    assert_eq!(report["outcome"]["code"], "not-h323");
    let advice = report["outcome"]["advice"][0].as_str().expect("advice");
    let expected = "call it with “TLS” (`tls`) on inspect";
    assert!(advice.contains(expected), "{advice}");
}
