//! `h323-peer call --write`: the capture is read back, and judged by tshark where there is one.

use std::{collections::BTreeSet, fs, net::SocketAddr, path::Path, process::Command};

use crate::support::{Endpoint, file, run_to, text};
use h323_capture::capture::{self, Format, Message};
use serde_json::Value;

/// The messages of the call, as the report has them: connection, direction, octets.
fn told(output: &str) -> Vec<(String, bool, String)> {
    let last = output.lines().last().expect("lines");
    let end: Value = serde_json::from_str(last).expect("JSON");
    let trace = end["data"]["trace"].as_array().expect("a trace").clone();
    let field = |entry: &Value, name: &str| entry[name].as_str().expect("a text").to_owned();
    trace
        .iter()
        .map(|entry| {
            let sent = field(entry, "direction") == "sent";
            (field(entry, "channel"), sent, field(entry, "hex"))
        })
        .collect()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// The ends of the connections of a capture, the caller's first.
pub(crate) fn ends(messages: &[Message]) -> BTreeSet<(SocketAddr, SocketAddr)> {
    let messages = messages.iter();
    messages
        .map(|message| match message.by_caller {
            true => (message.from, message.to),
            false => (message.to, message.from),
        })
        .collect()
}

/// What tshark says of the file; `None` where there is no tshark.
fn tshark(path: &Path, port: u16, arguments: &[&str]) -> Option<String> {
    let output = Command::new("tshark")
        // The port is any that was free: its owner must not be asked first.
        .args(["-d", &format!("tcp.port=={port},tpkt"), "-r"])
        .arg(path)
        .args(arguments)
        .output()
        .ok()?;
    assert!(output.status.success(), "{}", text(&output.stderr));
    Some(text(&output.stdout))
}

#[test]
fn the_capture_holds_the_call_with_its_addresses() {
    for (scenario, connections) in [("answer", 1), ("h245-separate", 2), ("busy", 1)] {
        let endpoint = Endpoint::start(&["--scenario", scenario]);
        let path = file(&format!("written-{scenario}.pcapng"));
        let written = path.to_str().expect("UTF-8");
        let output = run_to(&endpoint, &["--json", "--write", written]);
        let octets = fs::read(&path).expect("the file");
        assert_eq!(Format::of(&octets), Some(Format::Pcapng));
        let read = capture::read(&octets, Format::Pcapng, 1000).expect("a capture");
        assert_eq!(read.notes, Vec::<String>::new(), "{scenario}");
        let expected = told(&text(&output.stdout));
        let found: Vec<(String, bool, String)> = read
            .messages
            .iter()
            .map(|message| {
                let channel = message.transport.name().to_owned();
                (channel, message.by_caller, hex(&message.octets))
            })
            .collect();
        assert_eq!(found, expected, "{scenario}");
        assert_eq!(read.messages[0].to, endpoint.address);
        let ends = ends(&read.messages);
        assert_eq!(ends.len(), connections, "{scenario}");
        assert!(ends.iter().all(|(ours, _)| ours.ip().is_loopback()));

        let port = endpoint.address.port();
        let complaints = [
            "-Y",
            "_ws.malformed || tcp.analysis.flags || _ws.expert.severity >= 0x600000",
        ];
        let Some(complaints) = tshark(&path, port, &complaints) else {
            continue;
        };
        assert_eq!(complaints, "", "{scenario}");
        let checked = [
            "-o",
            "tcp.check_checksum:TRUE",
            "-Y",
            "tcp.checksum.status == Bad",
        ];
        assert_eq!(
            tshark(&path, port, &checked).as_deref(),
            Some(""),
            "{scenario}"
        );
        let times = ["-T", "fields", "-e", "frame.time_epoch", "-c", "1"];
        let time = tshark(&path, port, &times).expect("it was there");
        let seconds = time
            .split('.')
            .next()
            .and_then(|text| text.trim().parse::<u64>().ok());
        assert!(seconds > Some(1_700_000_000), "{time}");
    }
}

#[test]
fn warnings_and_verdict_are_comments_of_the_capture() {
    let endpoint = Endpoint::start(&["--scenario", "missing-fields"]);
    let path = file("written-comments.pcapng");
    run_to(&endpoint, &["--write", path.to_str().expect("UTF-8")]);
    let octets = fs::read(&path).expect("the file");
    let has = |text: &str| {
        let mut windows = octets.windows(text.len());
        windows.any(|window| window == text.as_bytes())
    };
    assert!(has("Outcome: The endpoint answered"));
    assert!(has("Warning at "));
    assert!(has("[missing-field, H.225.0 7.3]"));
}

#[test]
fn a_file_that_cannot_be_written_is_exit_code_5_and_nobody_is_called() {
    let endpoint = Endpoint::start(&["--once"]);
    let output = run_to(&endpoint, &["--write", "/no/such/folder/x.pcapng"]);
    assert_eq!(output.status.code(), Some(5));
    let error = text(&output.stderr);
    assert!(
        error.contains("cannot write /no/such/folder/x.pcapng"),
        "{error}"
    );
    assert_eq!(output.stdout, b"");
    // The first call that it takes is the next one.
    assert_eq!(
        run_to(&endpoint, &["--called", "4711"]).status.code(),
        Some(0)
    );
    let log = endpoint.log_of_call();
    let setup = log.messages("received", "SETUP")[0];
    assert!(
        setup["summary"]
            .as_str()
            .expect("a text")
            .contains("to 4711")
    );
}
