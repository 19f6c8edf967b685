//! The command line of the H.323 endpoint.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

use std::{
    fs,
    io::{self, Read as _},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, atomic::AtomicBool},
};

use clap::{Args, Parser, Subcommand};
use h323_peer::{
    listen::{self, H245, Log},
    pdus, place, print_line,
    scenario::{Plan, Scenario},
};
use h323_proto::{
    call::{CallConfig, ControlMode, Target},
    h245::Codec,
    time::Duration,
};
use h323_report::{Update, decoding::Decoding, ladder};
use serde_json::json;

/// An H.323 endpoint: answers calls by scenario, and places them.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer calls until interrupted.
    #[command(
        after_help = "`h323-peer scenarios` lists the scenarios and their numbers. \
        An interrupt releases the calls that are up; a second one ends the program at once."
    )]
    Listen(ListenOptions),
    /// Place a call from this machine and print what happened.
    #[command(
        after_help = "An interrupt releases the call; a second one ends the program at once.\n\n\
        Exit codes: 0 answered, 1 not answered, 2 usage, 3 could not connect, 130 interrupted twice."
    )]
    Call(CallOptions),
    /// Say what is in a capture, a dump, or hexadecimal digits.
    #[command(after_help = "Exit codes: 0 something was found, 1 nothing, 2 usage.")]
    Decode(DecodeOptions),
    /// List the scenarios: number, name, what the endpoint does.
    Scenarios,
    /// Print every message this program can send, as JSON Lines.
    #[command(hide = true)]
    Pdus,
}

#[derive(Args)]
struct ListenOptions {
    /// Address and port; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:1720", value_name = "ADDRESS:PORT")]
    address: SocketAddr,
    /// What to do with calls.
    #[arg(long, default_value = "answer", value_name = "NAME", value_parser = scenario)]
    scenario: Scenario,
    /// Let the called number choose the scenario (2000 answer, 2001 ring, 2002 busy, …); other
    /// numbers get --scenario.
    #[arg(long)]
    by_number: bool,
    /// Text for the caller's display; empty for none.
    #[arg(long, default_value = "H.323 test endpoint", value_name = "TEXT", value_parser = display)]
    display: String,
    /// The name (h323-ID) this endpoint goes by.
    #[arg(long, default_value = "h323-peer", value_name = "TEXT", value_parser = h323_id)]
    h323_id: String,
    /// How H.245 is taken; scenarios about H.245 choose for themselves.
    #[arg(long, value_enum, default_value_t = H245::Tunnelled, value_name = "HOW")]
    h245: H245,
    /// Where facility-redirect, redirect-gatekeeper and redirect-mc send callers [default: here].
    #[arg(long, value_name = "ADDRESS:PORT")]
    redirect_to: Option<SocketAddr>,
    /// End after one call.
    #[arg(long)]
    once: bool,
    /// How to print events.
    #[arg(long, value_enum, default_value = "text")]
    log: Log,
    /// Percent of the waits in scenarios.
    #[arg(long, hide = true, default_value_t = 100)]
    pace: u32,
}

#[derive(Args)]
struct CallOptions {
    /// Name or address of the endpoint, gateway or gatekeeper.
    host: String,
    /// TCP port of its call signalling channel.
    #[arg(long, default_value_t = 1720, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
    /// The number we call from.
    #[arg(long, default_value = "1000", value_name = "NUMBER", value_parser = number)]
    calling: String,
    /// The number we call.
    #[arg(long, default_value = "2000", value_name = "NUMBER", value_parser = number)]
    called: String,
    /// Seconds to hold an answered call before releasing it.
    #[arg(long, default_value_t = 0, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(..=3600))]
    hold: u64,
    /// How H.245 travels.
    #[arg(long, value_enum, default_value_t = Way::Auto, value_name = "HOW")]
    h245: Way,
    /// The codecs to announce, the preferred one first [default: all].
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = codec)]
    codecs: Vec<Codec>,
    /// Offer channels in Setup (fast start).
    #[arg(long)]
    fast_start: bool,
    /// Place the call again where the endpoint redirects it to, twice at most.
    #[arg(long)]
    follow_redirects: bool,
    /// Print JSON Lines instead of a ladder.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct DecodeOptions {
    /// A pcap or pcapng file, a dump, or digits; - for standard input.
    file: PathBuf,
    /// Print the answer of the HTTP API instead of a ladder.
    #[arg(long)]
    json: bool,
}

/// How H.245 travels in a call that we place.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Way {
    /// In the tunnel if the endpoint agrees, else on a connection of its own.
    Auto,
    /// In the tunnel.
    Tunnelled,
    /// On a connection of its own.
    Separate,
    /// Not at all.
    Off,
}

impl Way {
    const fn mode(self) -> ControlMode {
        match self {
            Self::Auto => ControlMode::Auto,
            Self::Tunnelled => ControlMode::Tunnelled,
            Self::Separate => ControlMode::Separate,
            Self::Off => ControlMode::Off,
        }
    }
}

fn codec(name: &str) -> Result<Codec, String> {
    let known = Codec::ALL.map(Codec::name).join(", ");
    Codec::from_name(name).ok_or_else(|| format!("one of {known}"))
}

fn scenario(name: &str) -> Result<Scenario, String> {
    Scenario::named(name)
        .ok_or_else(|| "no such scenario; `h323-peer scenarios` lists them".to_owned())
}

fn display(text: &str) -> Result<String, String> {
    if text.len() > 80 || !text.bytes().all(|octet| (b' '..=b'~').contains(&octet)) {
        return Err("at most 80 printable ASCII characters".into());
    }
    Ok(text.into())
}

fn h323_id(text: &str) -> Result<String, String> {
    if text.encode_utf16().count() > 256 {
        return Err("at most 256 characters of UTF-16".into());
    }
    Ok(text.into())
}

/// The same numbers that the Worker takes.
fn number(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let dialable = |octet: u8| octet.is_ascii_digit() || matches!(octet, b'*' | b'#' | b',');
    if digits.is_empty() || text.len() > 32 || !digits.bytes().all(dialable) {
        return Err("1 to 32 of the digits 0-9, '*', '#' and ',', after an optional '+'".into());
    }
    Ok(text.into())
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Listen(options) => listen(options),
        Command::Call(options) => call(options),
        Command::Decode(options) => decode(&options),
        Command::Scenarios => {
            for scenario in Scenario::all() {
                print_line(&format!(
                    "{}  {:<36} {}",
                    scenario.number, scenario.name, scenario.what
                ));
            }
            ExitCode::SUCCESS
        }
        Command::Pdus => match pdus::all() {
            Ok(pdus) => {
                for pdu in pdus {
                    print_line(&json!({ "name": pdu.name, "q931": pdu.hex() }).to_string());
                }
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error.to_string(), 1),
        },
    }
}

fn listen(options: ListenOptions) -> ExitCode {
    let address = options.address;
    let settings = listen::Settings {
        address,
        plan: Plan {
            scenario: options.scenario,
            by_number: options.by_number,
            redirect: options.redirect_to,
            pace: options.pace,
        },
        display: (!options.display.is_empty()).then_some(options.display),
        h323_id: options.h323_id,
        h245: options.h245,
        once: options.once,
        log: options.log,
    };
    match interrupted().and_then(|stop| listen::listen(settings, stop)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("cannot listen on {address}: {error}"), 1),
    }
}

fn call(options: CallOptions) -> ExitCode {
    let print = |update: &Update<'_>| match serde_json::to_string(update) {
        Ok(line) => print_line(&line),
        Err(error) => eprintln!("h323-peer: {error}"),
    };
    let mut config = CallConfig {
        target: Target {
            host: options.host,
            port: options.port,
        },
        display: Some(format!("Call from {}", options.calling)),
        calling_number: options.calling,
        called_number: Some(options.called),
        control: options.h245.mode(),
        h245_tunnelling: matches!(options.h245, Way::Auto | Way::Tunnelled),
        fast_start: options.fast_start,
        ..CallConfig::default()
    };
    if !options.codecs.is_empty() {
        config.session.codecs = options.codecs;
    }
    config.limits.hold = Duration::from_secs(options.hold);
    config.limits.total += config.limits.hold;
    let mut last = 0;
    let update = |update: Update<'_>| match update {
        update if options.json => print(&update),
        Update::CallStart(start) => print_line(&format!("{}\n", ladder::head(&start))),
        Update::Message(entry) => {
            print_line(&ladder::row(entry, last));
            last = entry.t;
        }
        Update::Repeated(more) => {
            print_line(&ladder::more(more.kind, more.repeated, more.until));
        }
        Update::Warning(warning) => print_line(&ladder::remark(warning)),
        Update::Redirect(redirect) if redirect.followed => {
            print_line("             following the redirect");
        }
        _ => {}
    };
    let follow = options.follow_redirects;
    let report = interrupted().and_then(|stop| place::place(config, follow, &stop, update));
    let report = match report {
        Ok(report) => report,
        Err(error) => return fail(&format!("the call cannot be placed: {error}"), 1),
    };
    if options.json {
        print(&Update::CallEnd(&report));
    } else {
        print_line(ladder::verdict(&report).trim_end());
    }
    match report.outcome.code {
        _ if report.success => ExitCode::SUCCESS,
        "name-not-found" | "connect-failed" | "connect-timeout" => ExitCode::from(3),
        _ => ExitCode::from(1),
    }
}

fn decode(options: &DecodeOptions) -> ExitCode {
    let name = options.file.display();
    let mut octets = Vec::new();
    let read = if options.file.as_os_str() == "-" {
        io::stdin().read_to_end(&mut octets).map(drop)
    } else {
        fs::read(&options.file).map(|read| octets = read)
    };
    if let Err(error) = read {
        return fail(&format!("cannot read {name}: {error}"), 1);
    }
    let decoding = match Decoding::of_octets(&octets) {
        Ok(decoding) => decoding,
        Err(error) => return fail(&format!("{name}: {error}"), 1),
    };
    if options.json {
        match serde_json::to_string(&decoding) {
            Ok(text) => print_line(&text),
            Err(error) => return fail(&error.to_string(), 1),
        }
    } else {
        print_line(ladder::of_decoding(&decoding).trim_end());
    }
    ExitCode::from(u8::from(decoding.messages.is_empty()))
}

/// A flag that the first interrupt sets, so that calls are released in order. The second one ends
/// the process where it stands.
fn interrupted() -> io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop))?;
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

fn fail(text: &str, code: u8) -> ExitCode {
    eprintln!("h323-peer: {text}");
    ExitCode::from(code)
}
