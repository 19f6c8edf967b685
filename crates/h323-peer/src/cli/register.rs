//! `h323-peer register`.

use std::{io, process::ExitCode, sync::atomic::Ordering};

use clap::Args;
use h323_peer::{
    capture, print_line,
    register::{self, Enrolment, Registered},
};
use h323_proto::call::Target;
use h323_report::Update;
use h323_request::RegisterRequest;

use super::{
    enrolment::RegisterOptions,
    exit::{Exit, fail},
    granted, interrupted, nagios,
    output::{Failure, Form, Output, print_json, teller, wrong_usage},
};

#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    request: RegisterOptions,
    #[command(flatten)]
    output: Output,
}

/// Registers with a gatekeeper, and ends the registration.
pub(crate) fn register(options: Options) -> ExitCode {
    let form = options.output.form();
    let request = match options.request.read() {
        Ok(request) => request,
        Err(error) if form == Form::Nagios => return nagios::wrong_usage(&error),
        Err(error) => wrong_usage("register", &error),
    };
    match registered(request, options.output) {
        Ok((done, exit)) if form == Form::Nagios => nagios::of_registration(&done.report, exit),
        Ok((_, exit)) => exit.into(),
        Err(failure) if form == Form::Nagios => nagios::unknown(&failure.text),
        Err(failure) => fail(&failure.text, failure.exit).into(),
    }
}

/// Registers, and prints the messages as they come. The line for a monitor comes later.
fn registered(request: RegisterRequest, output: Output) -> Result<(Registered, Exit), Failure> {
    let form = output.form();
    let file = output.created()?;
    let cannot = |error: io::Error| {
        let text = format!("the registration cannot begin: {error}");
        Failure::new(Exit::NotPlaced, text)
    };
    let stop = interrupted().map_err(cannot)?;
    let enrolment = Enrolment {
        target: Target {
            host: request.server.to_string(),
            port: request.port,
        },
        srv: request.srv,
        tls: request.tls,
        terms: request.terms,
    };
    let done = register::register(enrolment, &stop, teller(form)).map_err(cannot)?;
    match form {
        Form::Json => print_json(&Update::RegisterEnd(&done.report)),
        Form::Ladder => print_line(granted::verdict(&done.report).trim_end()),
        Form::Nagios => {}
    }
    if let Some(file) = file {
        file.write(&capture::of_registration(&done))?;
    }
    let exit = if stop.load(Ordering::Relaxed) {
        Exit::Interrupted
    } else {
        Exit::of_registration(&done.report)
    };
    Ok((done, exit))
}
