//! An endpoint in a process of its own, and calls to it from this one.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    sync::{
        atomic::AtomicBool,
        mpsc::{self, Receiver},
    },
    thread,
};

use h323_peer::place;
use h323_proto::call::{CallingConfig, SetupTerms};
use h323_report::CallReport;
use serde_json::Value;

/// A running `h323-peer listen`; it is ended with the value.
pub(crate) struct Endpoint {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
    lines: Receiver<String>,
}

impl Endpoint {
    /// On a free port, without waits, with a JSON log.
    pub(crate) fn start(options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_h323-peer"))
            .args(["listen", "--address", "127.0.0.1:0", "--log", "json"])
            .args(["--pace", "0"])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the endpoint starts");
        let lines = lines_of(&mut child);
        let first = lines.recv().expect("a first line");
        let address = first.strip_prefix("listening on ").expect("the address");
        Self {
            address: address.parse().expect("an address"),
            child,
            lines,
        }
    }

    /// The settings of a call to it.
    pub(crate) fn config(&self) -> CallingConfig {
        CallingConfig {
            setup: SetupTerms {
                calling_number: "1000".into(),
                called_number: Some("2000".into()),
                ..SetupTerms::default()
            },
            ..CallingConfig::default()
        }
    }

    /// The next line of its log; `None` once it has ended.
    pub(crate) fn next_line(&self) -> Option<Value> {
        let line = self.lines.recv().ok()?;
        Some(serde_json::from_str(&line).expect("a line of the log is JSON"))
    }

    /// Its log up to the end of a call.
    pub(crate) fn log_of_call(&self) -> Log {
        let mut lines = Vec::new();
        loop {
            let line = self.next_line().expect("the log goes on to call_end");
            let over = line["type"] == "call_end";
            lines.push(line);
            if over {
                return Log(lines);
            }
        }
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A running `h323-peer gatekeeper`; it is ended with the value.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) ras: SocketAddr,
    pub(crate) signalling: SocketAddr,
    /// Where it takes the same over TLS, with `--tls`.
    pub(crate) secure: Option<SocketAddr>,
    lines: Receiver<String>,
}

impl Program {
    pub(crate) fn start(options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_h323-peer"))
            .args([
                "gatekeeper",
                "--port",
                "0",
                "--ras-port",
                "0",
                "--log",
                "json",
            ])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the gatekeeper starts");
        let lines = lines_of(&mut child);
        let first = lines.recv().expect("a first line");
        let addresses: Vec<SocketAddr> = first
            .split(' ')
            .filter_map(|word| word.parse().ok())
            .collect();
        Self {
            child,
            ras: addresses[0],
            signalling: addresses[1],
            secure: addresses.get(2).copied(),
            lines,
        }
    }

    /// The next line of the log of this type.
    pub(crate) fn line(&self, kind: &str) -> Value {
        loop {
            let line = self.lines.recv().expect("the log goes on");
            let line: Value = serde_json::from_str(&line).expect("JSON");
            if line["type"] == kind {
                return line;
            }
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines that a program prints. They are read all the time: a program whose log nobody takes
/// would stand still.
pub(crate) fn lines_of(child: &mut Child) -> Receiver<String> {
    let stdout = child.stdout.take().expect("its output is piped");
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    lines
}

/// The log of one call.
#[derive(Debug)]
pub(crate) struct Log(pub Vec<Value>);

impl Log {
    /// The data of `call_end`.
    pub(crate) fn end(&self) -> &Value {
        &self.0.last().expect("the log has an end")["data"]
    }

    /// The messages of a type that went this way.
    pub(crate) fn messages(&self, direction: &str, kind: &str) -> Vec<&Value> {
        self.0
            .iter()
            .filter(|line| line["type"] == "message")
            .map(|line| &line["data"])
            .filter(|data| data["direction"] == direction && data["type"] == kind)
            .collect()
    }

    /// How often the caller's Release Complete arrived.
    pub(crate) fn releases_received(&self) -> usize {
        self.messages("received", "RELEASE COMPLETE").len()
    }
}

/// Interrupts a program.
#[cfg(unix)]
pub(crate) fn interrupt(child: &Child, signal: &str) {
    let mut kill = Command::new("kill");
    let status = kill.args([signal, &child.id().to_string()]).status();
    assert!(status.expect("kill runs").success());
}

/// Runs the program to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_h323-peer"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("it runs")
}

/// `h323-peer call` to an endpoint.
pub(crate) fn run_to(endpoint: &Endpoint, arguments: &[&str]) -> Output {
    let server = endpoint.address.to_string();
    run(&[&["call", &server], arguments].concat())
}

/// What the program wrote.
pub(crate) fn text(octets: &[u8]) -> String {
    String::from_utf8(octets.to_vec()).expect("UTF-8")
}

/// A file of a test's own, in the folder that Cargo has for that.
pub(crate) fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Places a call to its end.
pub(crate) fn call(endpoint: SocketAddr, config: CallingConfig) -> CallReport {
    place::place(
        &endpoint.into(),
        config,
        false,
        &AtomicBool::new(false),
        |_| {},
    )
    .expect("entropy")
}

/// The types of the messages in the trace that went this way.
///
/// The endpoint's H.245 is left out: the caller of these tests does not answer it.
pub(crate) fn kinds<'a>(report: &'a CallReport, direction: &str) -> Vec<&'a str> {
    report
        .trace
        .iter()
        .filter(|entry| entry.direction.name() == direction)
        .filter(|entry| !entry.summary.contains("transportedInformation"))
        .map(|entry| entry.kind.as_str())
        .collect()
}
