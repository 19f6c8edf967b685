//! Exit codes, for scripts and monitors. `docs/peer.md` has the same table.

use std::process::ExitCode;

use h323_proto::diagnosis::OutcomeCode;
use h323_report::{CallReport, RegisterReport};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The command did its work.
    Done = 0,
    /// The call was not answered, or the file holds no message.
    Negative = 1,
    /// The command line is wrong.
    Usage = 2,
    /// There was no way to the endpoint, or to a name server.
    NotPlaced = 3,
    /// Answered, but with a fault.
    Faulty = 4,
    /// A file cannot be read or written.
    File = 5,
    /// An interrupt ended the call.
    Interrupted = 130,
}

/// The codes of each command, with their meanings.
pub(crate) const CALL: [(Exit, &str); 7] = [
    (Exit::Done, "answered, without a fault"),
    (Exit::Negative, "not answered"),
    (Exit::Usage, "wrong usage"),
    (
        Exit::NotPlaced,
        "could not connect, the name does not exist, or nothing came over UDP",
    ),
    (
        Exit::Faulty,
        "answered, but with a fault: the outcome is not `answered`",
    ),
    (Exit::File, "the capture cannot be written"),
    (Exit::Interrupted, "interrupted"),
];
pub(crate) const REGISTER: [(Exit, &str); 6] = [
    (Exit::Done, "registered"),
    (Exit::Negative, "not registered"),
    (Exit::Usage, "wrong usage"),
    (
        Exit::NotPlaced,
        "could not connect, the name does not exist, or nothing came over UDP",
    ),
    (Exit::File, "the capture cannot be written"),
    (Exit::Interrupted, "interrupted"),
];
pub(crate) const DECODE: [(Exit, &str); 4] = [
    (Exit::Done, "a message was found"),
    (Exit::Negative, "no message was found"),
    (Exit::Usage, "wrong usage"),
    (Exit::File, "the file cannot be read"),
];
pub(crate) const DNS: [(Exit, &str); 4] = [
    (Exit::Done, "an address for calls was found"),
    (Exit::Negative, "none was found"),
    (Exit::Usage, "wrong usage"),
    (
        Exit::NotPlaced,
        "the name servers of this machine are not known",
    ),
];
pub(crate) const LISTEN: [(Exit, &str); 3] = [
    (Exit::Done, "ended"),
    (Exit::Negative, "it cannot listen on the address"),
    (Exit::Usage, "wrong usage"),
];
pub(crate) const GATEKEEPER: [(Exit, &str); 3] = [
    (Exit::Done, "ended"),
    (Exit::Negative, "it cannot listen on an address"),
    (Exit::Usage, "wrong usage"),
];

impl Exit {
    /// The code for a call that ended on its own.
    pub(crate) fn of(report: &CallReport) -> Self {
        match report.outcome.code {
            OutcomeCode::Answered => Self::Done,
            _ if report.success => Self::Faulty,
            _ if report.timing.connected.is_none() && report.messages_received == 0 => {
                Self::NotPlaced
            }
            _ => Self::Negative,
        }
    }

    /// The code for a registration that ended on its own.
    pub(crate) fn of_registration(report: &RegisterReport) -> Self {
        match report.timing.connected {
            _ if report.success => Self::Done,
            None if report.messages_received == 0 => Self::NotPlaced,
            _ => Self::Negative,
        }
    }

    /// The code as a number.
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The codes of a command, for its help text.
pub(crate) fn help(codes: &[(Exit, &str)]) -> String {
    let lines = codes.iter();
    lines.fold("Exit codes:".to_owned(), |text, (exit, meaning)| {
        format!("{text}\n  {:<4}{}", exit.code(), meaning.replace('`', ""))
    })
}

/// Prints why the program cannot do its work.
pub(crate) fn fail(text: &str, exit: Exit) -> Exit {
    eprintln!("h323-peer: {text}");
    exit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_the_tables() {
        let document = include_str!("../../../../docs/peer.md");
        for (command, codes) in [
            ("listen", &LISTEN[..]),
            ("call", &CALL),
            ("register", &REGISTER),
            ("decode", &DECODE),
            ("dns", &DNS),
            ("gatekeeper", &GATEKEEPER),
        ] {
            let heading = format!("## `{command}`");
            let section = document.split(&heading).nth(1).expect("a section");
            let section = section.split("\n## ").next().expect("its text");
            let (_, table) = section
                .split_once("| exit code | meaning |\n| --- | --- |\n")
                .unwrap_or_else(|| panic!("no table of {command}"));
            let rows: Vec<&str> = table
                .lines()
                .take_while(|line| line.starts_with('|'))
                .collect();
            let expected: Vec<String> = codes
                .iter()
                .map(|(exit, meaning)| format!("| {} | {meaning} |", exit.code()))
                .collect();
            assert_eq!(rows, expected, "{command}");
        }
    }
}
