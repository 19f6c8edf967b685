//! `h323-peer call` as a program: what it prints and how it exits.

use std::net::TcpListener;

use crate::support::{Endpoint, run, run_to, text};
use serde_json::Value;

#[test]
fn an_answered_call_is_a_ladder_and_exit_code_0() {
    let endpoint = Endpoint::start(&[]);
    let output = run_to(&endpoint, &["--calling", "+493012345", "--called", "4711"]);
    assert_eq!(output.status.code(), Some(0));
    let ladder = text(&output.stdout);
    let port = endpoint.address.port();
    let head = format!("H.323 call to 127.0.0.1 port {port} at 2");
    let order = [
        head.as_str(),
        concat!("Z by h323-peer ", env!("CARGO_PKG_VERSION"), "\n\n"),
        "-SETUP",
        "from +493012345, to 4711",
        "CALL PROCEEDING-|",
        "ALERTING-|",
        "CONNECT-|",
        "-RELEASE COMPLETE",
        "Answered: ",
        "[release/answered]",
        "Endpoint H.323 edge tester ",
        "; terminal; H.225.0 version 6; named ",
        "H.245    tunnelled, this tester is ",
        "Codecs   g711a, ",
        " in common; the endpoint announces ",
        "Timing   connected ",
        "released ",
    ];
    let mut from = 0;
    for part in order {
        let at = ladder[from..].find(part);
        from += at.unwrap_or_else(|| panic!("{part:?} is not where it should be in\n{ladder}"));
    }
}

#[test]
fn json_lines_begin_with_call_start_and_end_with_call_end() {
    let endpoint = Endpoint::start(&["--scenario", "busy"]);
    let output = run_to(&endpoint, &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let types: Vec<&str> = lines
        .iter()
        .map(|line| line["type"].as_str().expect("a type"))
        .collect();
    assert_eq!(
        types,
        [
            "call_start",
            "message",
            "state",
            "message",
            "state",
            "call_end"
        ]
    );
    assert_eq!(lines[0]["data"]["calledNumber"], "2000");
    let tester = serde_json::json!({ "name": "h323-peer", "version": env!("CARGO_PKG_VERSION") });
    for line in [&lines[0], &lines[5]] {
        assert_eq!(line["data"]["tester"], tester);
        assert_eq!(line["data"]["startedAt"], lines[0]["data"]["startedAt"]);
        assert!(line["data"].get("colo").is_none());
    }
    let started_at = lines[0]["data"]["startedAt"].as_str().expect("a time");
    assert_eq!(started_at.len(), "2026-11-27T20:00:00.007Z".len());
    assert_eq!(lines[2]["data"]["name"], "U1 Call initiated");
    assert_eq!(lines[3]["data"]["type"], "RELEASE COMPLETE");
    let end = &lines[5]["data"];
    assert_eq!(end["success"], false);
    assert_eq!(end["outcome"]["code"], "busy");
    assert_eq!(end["release"]["cause"], 17);
    assert_eq!(end["release"]["reason"], "inConf");
}

#[test]
fn a_port_where_nobody_listens_is_exit_code_3() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = free.local_addr().expect("its address").port().to_string();
    drop(free);
    let output = run(&["call", "127.0.0.1", "--port", &port]);
    assert_eq!(output.status.code(), Some(3));
    let text = text(&output.stdout).to_lowercase();
    assert!(text.contains("[tcp/connect-failed]"), "{text}");
    assert!(text.contains("refused"), "{text}");
}

#[test]
fn a_name_that_is_none_is_exit_code_3() {
    let output = run(&["call", "no-such-host.invalid"]);
    assert_eq!(output.status.code(), Some(3));
    let text = text(&output.stdout);
    assert!(text.contains("[dns/name-not-found]"), "{text}");
}

#[test]
fn wrong_usage_is_exit_code_2_and_says_what_is_wrong() {
    for (arguments, what) in [
        (&[][..], "<HOST>"),
        (&["h", "--port", "0"], "--port"),
        (&["h", "--port", "65536"], "--port"),
        (&["h", "--called", "12a"], "--called"),
        (&["h", "--calling", ""], "--calling"),
        (&["h", "--hold", "-1"], "--hold-seconds must be"),
        (&["h", "--hold", "3601"], "0 to 3600"),
        (&["h", "--h245", "x"], "--h245 must be one of auto, "),
        (&["h", "--codecs", "g728"], "--codecs must be a list of"),
        (&["h", "--fast-start=maybe"], "--fast-start"),
        (&["sip:room@h"], "HOST is a SIP address"),
        (
            &["demo"],
            "HOST is demo, which is an endpoint inside the tester on the web",
        ),
        (&["2002@demo"], "start `h323-peer listen --by-number`"),
        (
            &["h:1721", "--port", "1720"],
            "--port is 1720, but HOST has port 1721",
        ),
    ] {
        let output = run(&[&["call"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let text = text(&output.stderr);
        assert!(text.contains(what), "{arguments:?}: {text}");
    }
}

#[test]
fn a_warning_stands_behind_its_message_and_its_clause_apart() {
    let endpoint = Endpoint::start(&["--scenario", "missing-fields"]);
    let output = run_to(&endpoint, &[]);
    let ladder = text(&output.stdout);
    let lines: Vec<&str> = ladder.lines().collect();
    let warning = lines
        .iter()
        .position(|line| line.contains(" ! missing-field: "));
    let warning = warning.unwrap_or_else(|| panic!("{ladder}"));
    assert!(lines[warning].ends_with(" [H.225.0 7.3]"), "{ladder}");
    assert!(lines[warning - 1].contains("-CONNECT-|"), "{ladder}");
}
