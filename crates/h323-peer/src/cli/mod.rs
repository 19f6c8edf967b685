//! The command line.

mod call;
mod certificate;
mod decode;
mod dns;
mod enrolment;
mod exit;
mod gatekeeper;
mod granted;
mod listen;
mod nagios;
mod output;
mod register;
mod request;

use std::{
    ffi::OsString,
    io,
    process::ExitCode,
    sync::{Arc, atomic::AtomicBool},
};

use clap::{Parser, Subcommand};
use h323_peer::{pdus, print_line, scenario::Scenario};
use serde_json::json;

use exit::{Exit, fail};

/// An H.323 endpoint: answers calls by scenario, and places them.
#[derive(Parser)]
#[command(name = "h323-peer", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer calls until interrupted.
    #[command(after_help = format!(
        "`h323-peer scenarios` lists the scenarios and their numbers. An interrupt releases the \
        running calls; a second one ends the program at once.\n\n{}", exit::help(&exit::LISTEN)
    ))]
    Listen(listen::Options),
    /// Place a call from this machine and print its ladder.
    #[command(after_help = format!(
        "An interrupt releases the call; a second one ends the program at once.\n\n{}",
        exit::help(&exit::CALL)
    ))]
    Call(Box<call::Options>),
    /// Register with a gatekeeper, and end the registration.
    #[command(after_help = format!(
        "An interrupt ends the registration; a second one ends the program at once.\n\n{}",
        exit::help(&exit::REGISTER)
    ))]
    Register(Box<register::Options>),
    /// Decode a capture, a dump, or hexadecimal digits.
    #[command(after_help = exit::help(&exit::DECODE))]
    Decode(decode::Options),
    /// Say where calls to a domain go, by its SRV records.
    #[command(after_help = exit::help(&exit::DNS))]
    Dns(dns::Options),
    /// Be a gatekeeper until interrupted.
    #[command(after_help = format!(
        "`h323-peer scenarios --gatekeeper` lists its scenarios. An interrupt releases the calls and \
        ends the registrations; a second one ends the program at once.\n\n{}",
        exit::help(&exit::GATEKEEPER)
    ))]
    Gatekeeper(Box<gatekeeper::Options>),
    /// List the scenarios: number, name, behaviour.
    Scenarios {
        /// Those of the gatekeeper.
        #[arg(long)]
        gatekeeper: bool,
    },
    /// Print every message this program can send, as JSON Lines.
    #[command(hide = true)]
    Pdus,
}

/// Runs the command.
pub(crate) fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            if error.use_stderr() && nagios::is_asked_for(&arguments) {
                return nagios::wrong_usage(&error.to_string());
            }
            error.exit();
        }
    };
    match cli.command {
        Command::Listen(options) => listen::listen(options).into(),
        Command::Call(options) => call::call(*options),
        Command::Register(options) => register::register(*options),
        Command::Decode(options) => decode::decode(&options).into(),
        Command::Dns(options) => dns::dns(&options).into(),
        Command::Gatekeeper(options) => gatekeeper::gatekeeper(*options).into(),
        Command::Scenarios { gatekeeper } => {
            let row = |number: u16, name: &str, what: &str| {
                print_line(&format!("{number}  {name:<36} {what}"));
            };
            if gatekeeper {
                gatekeeper::Scenario::all().for_each(|it| row(it.number, &it.name, &it.what));
            } else {
                Scenario::all().for_each(|it| row(it.number, &it.name, &it.what));
            }
            Exit::Done.into()
        }
        Command::Pdus => match pdus::all() {
            Ok(pdus) => {
                for pdu in pdus {
                    print_line(&json!({ "name": pdu.name, "q931": pdu.hex() }).to_string());
                }
                Exit::Done.into()
            }
            Err(error) => fail(&error.to_string(), Exit::Negative).into(),
        },
    }
}

/// A flag that the first interrupt sets, so that calls are released in order. The second interrupt
/// ends the process at once.
fn interrupted() -> io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let code = Exit::Interrupted.code().into();
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&stop))?;
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}
