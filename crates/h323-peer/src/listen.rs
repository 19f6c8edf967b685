//! The answering endpoint.

use std::{
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
};

use h323_proto::{
    call::{Call, CallTerms, CalledConfig, Event, H245Mode},
    time::{Duration, Instant},
    tls::Mode,
};
use h323_report::{Collector, ReleaseReport, Update, ladder};
use h323_scenario::{Plan, Play, terms};
use serde::Serialize;
use serde_json::json;

use crate::{
    clock::Clock,
    driver::{self, Link, Security},
    entropy, origin, print_line,
};

/// Most calls at a time. A tester needs only a few, and each takes a thread.
const CALLS: usize = 64;

/// How often the endpoint checks whether it must stop.
const GLANCE: Duration = Duration::from_millis(100);

/// How long we wait for Setup, and for the caller to release the call.
const PATIENCE: Duration = Duration::from_secs(600);

/// How the endpoint accepts H.245.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum H245 {
    /// In the tunnel.
    Tunnelled,
    /// On a connection to the `h245Address` in Connect.
    Separate,
    /// In either way, as the caller chooses.
    Both,
    /// Not at all.
    None,
}

/// The form in which events are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Log {
    /// Ladder lines, with the number of the call in front.
    Text,
    /// JSON Lines.
    Json,
}

/// The settings of an endpoint.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address on which it listens.
    pub address: SocketAddr,
    /// What it does with calls.
    pub plan: Plan,
    /// Text of its Display information element.
    pub display: Option<String>,
    /// Its `h323-ID`.
    pub h323_id: String,
    /// How it accepts H.245.
    pub h245: H245,
    /// How its connections are secured.
    pub security: Security,
    /// Whether it ends after one call.
    pub once: bool,
    /// The form in which events are printed.
    pub log: Log,
}

/// The result of a call, for the log.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CallOver {
    scenario: Option<String>,
    answered: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<ReleaseReport>,
    messages_received: u32,
    /// The digits that the caller typed during the call.
    #[serde(skip_serializing_if = "String::is_empty")]
    user_input: String,
}

/// Listens and answers calls until `stop` is set, which also releases the calls that are up.
/// Prints one line `listening on ADDRESS`, then the log of the calls.
///
/// # Errors
/// If the endpoint cannot listen on the address, or cannot start a thread.
pub fn listen(settings: Settings, stop: Arc<AtomicBool>) -> io::Result<()> {
    let listener = TcpListener::bind(settings.address)?;
    print_line(&format!("listening on {}", listener.local_addr()?));
    let (sender, accepted) = mpsc::sync_channel(CALLS);
    // A wait for a connection cannot be interrupted, so it has a thread that ends with the process.
    thread::Builder::new().spawn(move || {
        for stream in listener.incoming() {
            if sender.send(stream).is_err() {
                return;
            }
        }
    })?;
    let settings = Arc::new(settings);
    let mut calls: Vec<JoinHandle<()>> = Vec::new();
    let mut number = 0_u64;
    while !stop.load(Ordering::Relaxed) {
        let stream = match accepted.recv_timeout(GLANCE) {
            Ok(Ok(stream)) => stream,
            // The caller gave up before we accepted the connection, or we have no sockets left for
            // now.
            Ok(Err(_)) | Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        calls.retain(|call| !call.is_finished());
        if calls.len() >= CALLS {
            eprintln!("h323-peer: {CALLS} calls are up; a further one is refused");
            continue;
        }
        number += 1;
        let (settings, stop) = (Arc::clone(&settings), Arc::clone(&stop));
        let once = settings.once;
        let call = thread::Builder::new().spawn(move || {
            if let Err(error) = answer(stream, number, &settings, &stop) {
                eprintln!("h323-peer: call {number}: {error}");
            }
        })?;
        calls.push(call);
        if once {
            break;
        }
    }
    for call in calls {
        // A call that panicked has already reported that on standard error.
        let _ = call.join();
    }
    Ok(())
}

fn answer(
    stream: TcpStream,
    number: u64,
    settings: &Settings,
    stop: &AtomicBool,
) -> io::Result<()> {
    let from = stream.peer_addr()?;
    let mut link = Link::accepted(stream, settings.security.clone())?;
    let clock = Clock::start();
    let mut plan = settings.plan.clone();
    plan.redirect = plan.redirect.or_else(|| link.local_address());
    let tunnelling = matches!(settings.h245, H245::Tunnelled | H245::Both);
    let h245_address = match settings.h245 {
        H245::Separate | H245::Both => Some(link.listen_for_h245()?),
        H245::Tunnelled | H245::None => None,
    };
    let config = CalledConfig {
        terms: CallTerms {
            h245_tunnelling: tunnelling,
            tls: match settings.security {
                Security::None => Mode::Off,
                Security::Caller(..) | Security::Called(_) => Mode::Inspect,
            },
            h245: match settings.h245 {
                H245::None => H245Mode::Off,
                H245::Separate => H245Mode::Separate,
                H245::Tunnelled | H245::Both => H245Mode::Auto,
            },
            display: settings.display.clone(),
            h323_id: settings.h323_id.clone(),
            ..terms(link.local_address(), PATIENCE)
        },
        h245_address,
    };
    let mut call = Call::called(config, entropy()?, clock.now());
    let mut journal = Journal::new(number, settings.log);
    journal.start(from);
    let (scenario, typed) = {
        let mut log = |event| journal.event(event);
        let mut play = Play::new(&plan, &mut log);
        driver::drive(&mut call, &mut link, &mut play, &clock, stop);
        let scenario = play.scenario().map(|scenario| scenario.name.to_string());
        (scenario, play.typed().to_owned())
    };
    journal.end(scenario, call.messages_received(), typed);
    Ok(())
}

/// Prints the log of one call.
struct Journal {
    number: u64,
    log: Log,
    collector: Collector,
    rows: ladder::Rows,
}

impl Journal {
    fn new(number: u64, log: Log) -> Self {
        Self {
            number,
            log,
            collector: Collector::new(Instant::ORIGIN, origin(Clock::since_1970())),
            rows: ladder::Rows::default(),
        }
    }

    fn start(&self, from: SocketAddr) {
        match self.log {
            Log::Text => self.text(&format!("call from {from}")),
            Log::Json => self.json(&json!({ "type": "call_start", "data": { "from": from } })),
        }
    }

    fn event(&mut self, event: Event) {
        let Some(update) = self.collector.event(event) else {
            return;
        };
        let number = self.number;
        match self.log {
            Log::Text => {
                let line = match update {
                    Update::Message(entry) => self.rows.row(entry),
                    Update::Warning(warning) => ladder::remark(warning),
                    _ => return,
                };
                print_line(&format!("[{number}] {line}"));
            }
            Log::Json => match serde_json::to_value(update) {
                Ok(line) => self.json(&line),
                Err(error) => eprintln!("h323-peer: call {number}: {error}"),
            },
        }
    }

    fn end(&self, scenario: Option<String>, messages_received: u32, user_input: String) {
        let end = self.collector.end();
        let end = CallOver {
            scenario,
            answered: end.is_some_and(|end| end.answered),
            release: end.and_then(ReleaseReport::of),
            messages_received,
            user_input,
        };
        match self.log {
            Log::Text => {
                let played = end.scenario.as_deref().unwrap_or("no Setup came");
                let release = end.release.as_ref();
                let by = release.map_or("nobody", |release| release.by.name());
                let cause = match release.and_then(|release| release.said.cause) {
                    Some(cause) => format!("cause {cause}"),
                    None => "no cause".into(),
                };
                let digits = match end.user_input.as_str() {
                    "" => String::new(),
                    digits => format!(", digits {}", ladder::visible(digits)),
                };
                self.text(&format!("call over ({played}): by {by}, {cause}{digits}"));
            }
            Log::Json => self.json(&json!({ "type": "call_end", "data": end })),
        }
    }

    fn text(&self, line: &str) {
        print_line(&format!("[{}] {line}", self.number));
    }

    /// Prints a line of the stream with the number of the call, because several calls may run at a
    /// time.
    fn json(&self, line: &serde_json::Value) {
        let mut line = line.clone();
        if let Some(fields) = line.as_object_mut() {
            fields.insert("call".into(), self.number.into());
        }
        print_line(&line.to_string());
    }
}
