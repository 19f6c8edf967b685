//! `h323-peer decode` as a program: what it takes octets for, and how it exits.

use std::fs;

use crate::support::{file, run, text};

/// Release Complete, without a TPKT.
const RELEASE: &str = "080280015a08028091";

fn given(name: &str, octets: &[u8]) -> String {
    let path = file(name);
    fs::write(&path, octets).expect("it is ours");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn octets_are_taken_for_what_they_are_said_to_be() {
    let digits = given("release.hex", RELEASE.as_bytes());
    let raw = given("acknowledgement.bin", &[0x21, 0x80, 1]);
    for (arguments, part) in [
        (&[&digits[..]][..], "RELEASE COMPLETE"),
        (&[&digits, "--as", "q931"], "RELEASE COMPLETE"),
        (&[&digits, "--as=h245"], "undecodable"),
        (&[&raw, "--as=h245"], "terminalCapabilitySetAck"),
    ] {
        let output = run(&[&["decode", "--json"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let json = text(&output.stdout);
        assert!(json.contains(part), "{arguments:?}: {json}");
    }
    let output = run(&["decode", &digits, "--as", "tpkt"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    let capture = h323_capture::write::File::new("test", "empty").into_octets();
    let output = run(&["decode", &given("empty.pcapng", &capture), "--as", "q931"]);
    assert_eq!(output.status.code(), Some(1));
    let error = text(&output.stderr);
    assert!(error.ends_with("leave out --as\n"), "{error}");
    let output = run(&["decode", &digits, "--as", "Q931"]);
    assert_eq!(output.status.code(), Some(2));
    let error = text(&output.stderr);
    assert!(
        error.contains("auto, tpkt, q931, h225, h245, ras"),
        "{error}"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_not_one_without_messages() {
    let nothing = given("nothing.bin", &[0xFF; 40]);
    for (name, code, part) in [
        ("no-such-file", 5, "cannot read no-such-file"),
        (env!("CARGO_TARGET_TMPDIR"), 5, "cannot read "),
        (&nothing, 1, "--as"),
    ] {
        let output = run(&["decode", name]);
        assert_eq!(output.status.code(), Some(code), "{name}");
        let error = text(&output.stderr);
        assert!(error.contains(part), "{name}: {error}");
        assert!(!error.contains('`'), "{error}");
    }
}
