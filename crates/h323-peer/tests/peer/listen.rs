//! The endpoint as a program: choice of scenario, several calls, callers that misbehave.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use crate::support::{Endpoint, call};
use h323_peer::place;
use h323_report::Update;

#[test]
fn the_called_number_chooses_the_scenario() {
    let endpoint = Endpoint::start(&["--by-number", "--scenario", "no-proceeding"]);
    for (number, scenario, outcome) in [
        (Some("2002"), "busy", "busy"),
        (Some("+2003"), "reject", "rejected"),
        (Some("2000"), "answer", "answered"),
        (Some("2110"), "release-inConf", "busy"),
        (Some("4711"), "no-proceeding", "answered"),
        (Some("99999999999"), "no-proceeding", "answered"),
        (Some("*31#"), "no-proceeding", "answered"),
        (None, "no-proceeding", "answered"),
    ] {
        let mut config = endpoint.config();
        config.setup.called_number = number.map(Into::into);
        let report = call(endpoint.address, config);
        assert_eq!(report.outcome.code.name(), outcome, "{number:?}");
        assert_eq!(
            endpoint.log_of_call().end()["scenario"],
            scenario,
            "{number:?}"
        );
    }
}

#[test]
fn without_by_number_a_number_means_nothing() {
    let endpoint = Endpoint::start(&[]);
    let mut config = endpoint.config();
    config.setup.called_number = Some("2002".into());
    assert!(call(endpoint.address, config).success);
    assert_eq!(endpoint.log_of_call().end()["scenario"], "answer");
}

#[test]
fn calls_run_side_by_side() {
    let endpoint = Endpoint::start(&["--by-number"]);
    let callers: Vec<_> = (0..12)
        .map(|_| {
            let (address, config) = (endpoint.address, endpoint.config());
            thread::spawn(move || call(address, config))
        })
        .collect();
    for caller in callers {
        let report = caller.join().expect("the caller ran");
        assert!(report.success, "{:?}", report.outcome);
    }
}

#[test]
fn hanging_up_while_it_rings_sends_release_complete() {
    let endpoint = Endpoint::start(&["--scenario", "ring"]);
    let stop = AtomicBool::new(false);
    let report = place::place(
        &endpoint.address.into(),
        endpoint.config(),
        false,
        &stop,
        |update| {
            if let Update::Message(entry) = update
                && entry.kind == "ALERTING"
            {
                stop.store(true, Ordering::Relaxed);
            }
        },
    )
    .expect("entropy");
    assert_eq!(report.outcome.code.name(), "cancelled");
    assert_eq!(report.release.expect("it was released").by.name(), "user");
    let log = endpoint.log_of_call();
    assert_eq!(log.releases_received(), 1);
    assert_eq!(log.end()["release"]["cause"], 16);
}

#[test]
fn a_held_call_is_released_by_the_caller() {
    let endpoint = Endpoint::start(&[]);
    let mut config = endpoint.config();
    config.terms.limits.hold = h323_proto::time::Duration::from_millis(200);
    let report = call(endpoint.address, config);
    assert!(report.success);
    assert_eq!(report.release.expect("it was released").by.name(), "user");
    assert_eq!(endpoint.log_of_call().releases_received(), 1);
}

#[test]
fn callers_that_misbehave_cost_nobody_else_a_call() {
    let endpoint = Endpoint::start(&[]);
    let openings: [&[u8]; 4] = [
        b"",
        b"GET / HTTP/1.1\r\n\r\n",
        &[3, 0, 0, 200, 8, 2],
        &[0xFF; 70_000],
    ];
    for octets in openings {
        let mut stream = TcpStream::connect(endpoint.address).expect("it listens");
        // The endpoint may have closed before all of it was written.
        let _ = stream.write_all(octets);
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
        let log = endpoint.log_of_call();
        assert_eq!(log.end()["answered"], false, "{log:?}");
    }
    assert!(call(endpoint.address, endpoint.config()).success);
}

#[cfg(unix)]
#[test]
fn an_interrupted_endpoint_releases_its_calls() {
    let endpoint = Endpoint::start(&["--scenario", "ring"]);
    let process = endpoint.child.id().to_string();
    let report = place::place(
        &endpoint.address.into(),
        endpoint.config(),
        false,
        &AtomicBool::new(false),
        |update| {
            if let Update::Message(entry) = update
                && entry.kind == "ALERTING"
            {
                let status = Command::new("kill").args(["-TERM", &process]).status();
                assert!(status.expect("kill runs").success());
            }
        },
    )
    .expect("entropy");
    let release = report.release.expect("it was released");
    assert_eq!(release.by.name(), "remote");
    assert_eq!(release.said.cause, Some(16));
}

#[test]
fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("its address").to_string();
    let run = Command::new(env!("CARGO_BIN_EXE_h323-peer"))
        .args(["listen", "--address", &address])
        .output()
        .expect("it runs");
    assert_eq!(run.status.code(), Some(1));
    let text = String::from_utf8_lossy(&run.stderr);
    assert!(
        text.contains(&format!("cannot listen on {address}")),
        "{text}"
    );
}
