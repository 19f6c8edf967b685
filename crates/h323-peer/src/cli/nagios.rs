//! One line for Nagios and similar monitors, by the rules for plugins: a status, a text, figures after
//! a bar, and an exit code for the status.

use std::{ffi::OsString, process::ExitCode};

use h323_peer::print_line;
use h323_report::{CallReport, OutcomeReport, RegisterReport, RegisterTiming, Timing};

use super::exit::Exit;

/// The status of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Ok = 0,
    Warning = 1,
    Critical = 2,
    Unknown = 3,
}

impl Status {
    const fn of(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::Ok,
            Exit::Faulty => Self::Warning,
            Exit::Negative | Exit::NotPlaced => Self::Critical,
            Exit::Usage | Exit::File | Exit::Interrupted => Self::Unknown,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Critical => "CRITICAL",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// Whether a monitor reads the output. This must be known even if the command line is invalid.
pub(crate) fn is_asked_for(arguments: &[OsString]) -> bool {
    arguments.iter().any(|argument| argument == "--nagios")
}

/// Prints the line for a call.
pub(crate) fn of_call(report: &CallReport, exit: Exit) -> ExitCode {
    told(&report.outcome, &of_timing(&report.timing), exit)
}

/// Prints the line for a registration.
pub(crate) fn of_registration(report: &RegisterReport, exit: Exit) -> ExitCode {
    let RegisterTiming {
        connected,
        registered,
        ..
    } = report.timing;
    let reached = figures([("connected", connected), ("registered", registered)]);
    told(&report.outcome, &reached, exit)
}

fn told(outcome: &OutcomeReport, figures: &str, exit: Exit) -> ExitCode {
    let text = format!("{} [{}/{}]", outcome.text, outcome.stage, outcome.code);
    say(Status::of(exit), &text, figures)
}

/// Prints the line for an invalid command line.
pub(crate) fn wrong_usage(text: &str) -> ExitCode {
    unknown(text.trim_start_matches("error: "))
}

/// Prints the line for an unknown service; the text says why.
pub(crate) fn unknown(text: &str) -> ExitCode {
    say(Status::Unknown, text, "")
}

fn say(status: Status, text: &str, figures: &str) -> ExitCode {
    print_line(&line(status, text, figures));
    ExitCode::from(status as u8)
}

/// The line. Its text contains neither a bar, which would end it, nor a line break.
fn line(status: Status, text: &str, figures: &str) -> String {
    let text = text.lines().next().unwrap_or_default();
    let text: String = text
        .chars()
        .map(|character| match character {
            '|' => '/',
            character if character.is_control() => char::REPLACEMENT_CHARACTER,
            character => character,
        })
        .collect();
    let line = format!("H323 {} - {text}", status.name());
    match figures {
        "" => line,
        figures => format!("{line} | {figures}"),
    }
}

fn of_timing(timing: &Timing) -> String {
    figures([
        ("connected", timing.connected),
        ("registered", timing.registered),
        ("admitted", timing.admitted),
        ("first_reply", timing.first_reply),
        ("alerting", timing.alerting),
        ("connect", timing.connect),
        ("h245", timing.h245),
    ])
}

/// The milestones that were reached, as `name=value` with the unit.
fn figures<const N: usize>(milestones: [(&str, Option<u64>); N]) -> String {
    let reached: Vec<String> = milestones
        .into_iter()
        .filter_map(|(name, t)| Some(format!("{name}={}ms", t?)))
        .collect();
    reached.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_status_a_text_and_figures() {
        let timing = Timing {
            connected: Some(3),
            connect: Some(320),
            ..Timing::default()
        };
        assert_eq!(
            line(Status::Ok, "fine", &of_timing(&timing)),
            "H323 OK - fine | connected=3ms connect=320ms"
        );
        assert_eq!(
            line(
                Status::Unknown,
                "a|b\u{1B}\nc",
                &of_timing(&Timing::default())
            ),
            "H323 UNKNOWN - a/b\u{FFFD}"
        );
    }
}
