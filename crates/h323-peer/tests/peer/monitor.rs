//! What scripts and monitors read: exit codes, and the line for Nagios.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use crate::support::{Endpoint, interrupt, run, run_to, text};

#[test]
fn an_answer_with_a_fault_is_told_from_one_without() {
    let endpoint = Endpoint::start(&["--by-number"]);
    for (number, code) in [
        ("2000", 0),
        ("2009", 0),
        ("2002", 1),
        ("2014", 1),
        ("2053", 4),
        ("2059", 4),
    ] {
        let output = run_to(&endpoint, &["--called", number]);
        assert_eq!(output.status.code(), Some(code), "{number}");
    }
}

#[test]
fn an_interrupt_releases_the_call_and_is_exit_code_130() {
    for signal in ["-INT", "-TERM"] {
        let endpoint = Endpoint::start(&["--scenario", "ring"]);
        let mut caller = Command::new(env!("CARGO_BIN_EXE_h323-peer"))
            .args(["call", &endpoint.address.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let lines = BufReader::new(caller.stdout.take().expect("its output is piped")).lines();
        let mut interrupted = false;
        // To the end: a pipe that nobody reads would hold it up.
        for line in lines.map_while(Result::ok) {
            if line.contains("ALERTING") && !interrupted {
                interrupted = true;
                interrupt(&caller, signal);
            }
        }
        assert_eq!(
            caller.wait().expect("it ends").code(),
            Some(130),
            "{signal}"
        );
        assert_eq!(endpoint.log_of_call().releases_received(), 1, "{signal}");
    }
}

#[test]
fn a_monitor_gets_one_line_and_its_own_codes() {
    let endpoint = Endpoint::start(&["--by-number"]);
    let server = endpoint.address.to_string();
    for (arguments, code, begin, parts) in [
        (
            &[&server[..]][..],
            0,
            "H323 OK - ",
            &["[release/answered] | connected=", "ms connect="][..],
        ),
        (
            &[&server, "--called=2059"],
            1,
            "H323 WARNING - ",
            &["[h245/no-common-codec] | "],
        ),
        (
            &[&server, "--called=2002"],
            2,
            "H323 CRITICAL - ",
            &["[h225/busy] | connected="],
        ),
        (
            &["no-such-host.invalid"],
            2,
            "H323 CRITICAL - ",
            &["[dns/name-not-found]"],
        ),
        (&["h", "--port=0"], 3, "H323 UNKNOWN - --port must be", &[]),
        (
            &["h", "--no-such"],
            3,
            "H323 UNKNOWN - unexpected",
            &["--no-such"],
        ),
        (
            &["h", "--write=/nowhere/x"],
            3,
            "H323 UNKNOWN - cannot write",
            &[],
        ),
    ] {
        let output = run(&[&["call", "--nagios"], arguments].concat());
        let line = text(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{line}");
        assert_eq!(line.matches('\n').count(), 1, "{line}");
        assert!(line.starts_with(begin), "{line}");
        for part in parts {
            assert!(line.contains(part), "{part}: {line}");
        }
    }
}
