//! The forms in which `call` and `register` print what happens.

use std::{
    fs::File,
    io::{self, Write as _},
    path::PathBuf,
};

use clap::{Args, CommandFactory as _, error::ErrorKind};
use h323_peer::print_line;
use h323_report::{Update, ladder};

use super::{Cli, exit::Exit, granted};

#[derive(Args)]
pub(super) struct Output {
    /// Write the messages to a pcapng file, for Wireshark.
    #[arg(long, value_name = "FILE.pcapng")]
    write: Option<PathBuf>,
    /// Print JSON Lines instead of a ladder.
    #[arg(long)]
    json: bool,
    /// Print one line for Nagios and similar monitors, with their exit codes: 0 answered or registered,
    /// 1 answered with a fault, 2 neither, 3 wrong usage or interrupted.
    #[arg(long, conflicts_with = "json")]
    nagios: bool,
}

/// The form of the output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Ladder,
    Json,
    Nagios,
}

/// Why there is no complete output.
pub(super) struct Failure {
    pub(super) text: String,
    pub(super) exit: Exit,
}

impl Failure {
    pub(super) fn new(exit: Exit, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, exit }
    }
}

/// A file for the capture.
pub(super) struct Capture {
    file: File,
    name: String,
}

impl Output {
    pub(super) const fn form(&self) -> Form {
        match (self.json, self.nagios) {
            (true, _) => Form::Json,
            (false, true) => Form::Nagios,
            (false, false) => Form::Ladder,
        }
    }

    /// Creates the file, if one is to be written.
    pub(super) fn created(&self) -> Result<Option<Capture>, Failure> {
        let Some(path) = &self.write else {
            return Ok(None);
        };
        let name = path.display().to_string();
        match File::create(path) {
            Ok(file) => Ok(Some(Capture { file, name })),
            Err(error) => Err(cannot_write(&name, &error)),
        }
    }
}

impl Capture {
    pub(super) fn write(mut self, octets: &[u8]) -> Result<(), Failure> {
        let written = self.file.write_all(octets);
        let written = written.and_then(|()| self.file.sync_all());
        written.map_err(|error| cannot_write(&self.name, &error))
    }
}

fn cannot_write(name: &str, error: &io::Error) -> Failure {
    Failure::new(Exit::File, format!("cannot write {name}: {error}"))
}

/// Reports a mistake in the options of a command in the form that clap uses.
pub(super) fn wrong_usage(command: &str, text: &str) -> ! {
    let mut program = Cli::command();
    program.build();
    let error = match program.find_subcommand_mut(command) {
        Some(command) => command.error(ErrorKind::ValueValidation, text),
        None => program.error(ErrorKind::ValueValidation, text),
    };
    error.exit()
}

/// Prints a call or a registration as it runs.
pub(super) fn teller(form: Form) -> impl FnMut(Update<'_>) {
    let mut rows = ladder::Rows::default();
    move |update| match update {
        _ if form == Form::Nagios => {}
        update if form == Form::Json => print_json(&update),
        Update::CallStart(start) => print_line(&format!("{}\n", ladder::head(&start))),
        Update::RegisterStart(start) => print_line(&format!("{}\n", granted::head(&start))),
        Update::Message(entry) => print_line(&rows.row(entry)),
        Update::Repeated(more) => {
            print_line(&ladder::more(more.kind, more.repeated, more.until));
        }
        Update::Warning(warning) => print_line(&ladder::remark(warning)),
        Update::Redirect(redirect) if redirect.followed => {
            print_line("             following the redirect");
        }
        _ => {}
    }
}

pub(super) fn print_json(update: &Update<'_>) {
    match serde_json::to_string(update) {
        Ok(line) => print_line(&line),
        Err(error) => eprintln!("h323-peer: {error}"),
    }
}
