//! `h323-peer call`.

use std::{io, process::ExitCode, sync::atomic::Ordering};

use clap::Args;
use h323_peer::{
    capture,
    place::{self, Placed},
    print_line,
    register::{self, Enrolment},
};
use h323_proto::{gatekeeper::Transport, tls::Mode};
use h323_report::{Update, digest, ladder};
use h323_request::CallRequest;

use super::{
    exit::{Exit, fail},
    granted, interrupted, nagios,
    output::{Failure, Form, Output, print_json, teller, wrong_usage},
    request::RequestOptions,
};

#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    request: RequestOptions,
    #[command(flatten)]
    output: Output,
}

/// Places a call.
pub(crate) fn call(options: Options) -> ExitCode {
    let form = options.output.form();
    let request = match options.request.read() {
        Ok(request) => request,
        Err(error) if form == Form::Nagios => return nagios::wrong_usage(&error),
        Err(error) => wrong_usage("call", &error),
    };
    match placed(request, options.output) {
        Ok((placed, exit)) if form == Form::Nagios => nagios::of_call(&placed.report, exit),
        Ok((_, exit)) => exit.into(),
        Err(failure) if form == Form::Nagios => nagios::unknown(&failure.text),
        Err(failure) => fail(&failure.text, failure.exit).into(),
    }
}

/// Places the call and prints its messages as it runs. The line for a monitor comes later.
fn placed(request: CallRequest, output: Output) -> Result<(Placed, Exit), Failure> {
    let form = output.form();
    // The file is created before a telephone rings: if that fails, no call has to be repeated.
    let file = output.created()?;
    let cannot_place = |error: io::Error| {
        let text = format!("the call cannot be placed: {error}");
        Failure::new(Exit::NotPlaced, text)
    };
    let stop = interrupted().map_err(cannot_place)?;
    let (target, follow) = (request.target(), request.follow_redirects);
    let teller = teller(form);
    let placed = match request.gatekeeper {
        Some(terms) => {
            let enrolment = Enrolment {
                target,
                srv: request.srv,
                tls: match terms.transport {
                    Transport::H46017 => request.config.terms.tls,
                    Transport::Datagram => Mode::Off,
                },
                terms,
            };
            register::place_behind(enrolment, request.config, follow, &stop, teller)
        }
        None => place::placed(
            (&target, request.srv),
            request.config,
            follow,
            &stop,
            teller,
        ),
    };
    let placed = placed.map_err(cannot_place)?;
    let report = &placed.report;
    match form {
        Form::Json => print_json(&Update::CallEnd(report)),
        Form::Ladder => {
            print_line(ladder::verdict(report).trim_end());
            let granted = granted::lines(report.registration.as_ref(), report.admission.as_ref());
            print_line((granted + &digest::lines(report)).trim_end());
        }
        Form::Nagios => {}
    }
    if let Some(file) = file {
        file.write(&capture::of_call(&placed))?;
    }
    let exit = if stop.load(Ordering::Relaxed) {
        Exit::Interrupted
    } else {
        Exit::of(report)
    };
    Ok((placed, exit))
}
