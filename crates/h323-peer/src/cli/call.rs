//! `h323-peer call`.

use std::{
    fs::File,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::atomic::Ordering,
};

use clap::{Args, CommandFactory as _, error::ErrorKind};
use h323_peer::{
    capture,
    place::{self, Placed},
    print_line,
};
use h323_report::{Update, digest, ladder};
use h323_request::CallRequest;

use super::{
    Cli,
    exit::{Exit, fail},
    interrupted, nagios,
    request::RequestOptions,
};

#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    request: RequestOptions,
    /// Write the messages to a pcapng file, for Wireshark.
    #[arg(long, value_name = "FILE.pcapng")]
    write: Option<PathBuf>,
    /// Print JSON Lines instead of a ladder.
    #[arg(long)]
    json: bool,
    /// Print one line for Nagios and similar monitors, with their exit codes: 0 answered, 1 answered with a
    /// fault, 2 not answered, 3 wrong usage or interrupted.
    #[arg(long, conflicts_with = "json")]
    nagios: bool,
}

/// The form in which a call is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Ladder,
    Json,
    Nagios,
}

/// Why a call cannot be reported completely.
struct Failure {
    text: String,
    exit: Exit,
}

impl Failure {
    fn new(exit: Exit, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, exit }
    }
}

/// Places a call.
pub(crate) fn call(options: Options) -> ExitCode {
    let form = match (options.json, options.nagios) {
        (true, _) => Form::Json,
        (false, true) => Form::Nagios,
        (false, false) => Form::Ladder,
    };
    let request = match options.request.read() {
        Ok(request) => request,
        Err(error) if form == Form::Nagios => return nagios::wrong_usage(&error),
        Err(error) => wrong_usage(&error),
    };
    let outcome = placed(request, options.write, form);
    match outcome {
        Ok((placed, exit)) if form == Form::Nagios => nagios::told(&placed.report, exit),
        Ok((_, exit)) => exit.into(),
        Err(failure) if form == Form::Nagios => nagios::unknown(&failure.text),
        Err(failure) => fail(&failure.text, failure.exit).into(),
    }
}

/// Reports a mistake in the options in the form that clap uses.
fn wrong_usage(text: &str) -> ! {
    let mut command = Cli::command();
    command.build();
    let error = match command.find_subcommand_mut("call") {
        Some(call) => call.error(ErrorKind::ValueValidation, text),
        None => command.error(ErrorKind::ValueValidation, text),
    };
    error.exit()
}

/// Places the call and prints its messages as it runs. The line for a monitor comes later.
fn placed(
    request: CallRequest,
    file: Option<PathBuf>,
    form: Form,
) -> Result<(Placed, Exit), Failure> {
    // The file is created before a telephone rings: if that fails, no call has to be repeated.
    let file = file.map(|name| {
        let shown = name.display().to_string();
        let created = File::create(name);
        created
            .map(|file| (file, shown.clone()))
            .map_err(|error| cannot_write(&shown, &error))
    });
    let file = file.transpose()?;
    let cannot_place = |error: io::Error| {
        let text = format!("the call cannot be placed: {error}");
        Failure::new(Exit::NotPlaced, text)
    };
    let stop = interrupted().map_err(cannot_place)?;
    let follow = request.follow_redirects;
    let placed = place::placed(
        (&request.target(), request.srv),
        request.config,
        follow,
        &stop,
        teller(form),
    )
    .map_err(cannot_place)?;
    match form {
        Form::Json => print_json(&Update::CallEnd(&placed.report)),
        Form::Ladder => {
            print_line(ladder::verdict(&placed.report).trim_end());
            print_line(digest::lines(&placed.report).trim_end());
        }
        Form::Nagios => {}
    }
    if let Some((mut file, name)) = file {
        let octets = capture::pcapng(&placed);
        let written = file.write_all(&octets).and_then(|()| file.sync_all());
        written.map_err(|error| cannot_write(&name, &error))?;
    }
    let exit = if stop.load(Ordering::Relaxed) {
        Exit::Interrupted
    } else {
        Exit::of(&placed.report)
    };
    Ok((placed, exit))
}

fn cannot_write(name: &str, error: &io::Error) -> Failure {
    Failure::new(Exit::File, format!("cannot write {name}: {error}"))
}

/// Prints a call as it runs.
fn teller(form: Form) -> impl FnMut(Update<'_>) {
    let mut last = 0;
    move |update| match update {
        _ if form == Form::Nagios => {}
        update if form == Form::Json => print_json(&update),
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
    }
}

fn print_json(update: &Update<'_>) {
    match serde_json::to_string(update) {
        Ok(line) => print_line(&line),
        Err(error) => eprintln!("h323-peer: {error}"),
    }
}
