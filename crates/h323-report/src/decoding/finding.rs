//! What RAS refuses, ends or leaves without an answer, in words and with advice.

use std::fmt;

use h323_proto::ras::{RasFacts, RasMessageName, Unanswered};
use serde::Serialize;

use super::exchange::Occurrence;
use crate::word::word;

/// Most findings of one answer.
const FINDINGS: usize = 50;

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingCode {
    /// A request is rejected.
    Rejected,
    /// A registration is ended for a reason that is given.
    Unregistered,
    /// The gatekeeper ends a call.
    CallDropped,
    /// A message was not understood.
    NotUnderstood,
    /// A request has no answer.
    Unanswered,
}

impl FindingCode {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Rejected,
        Self::Unregistered,
        Self::CallDropped,
        Self::NotUnderstood,
        Self::Unanswered,
    ];

    /// The name in answers. It does not change between versions.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rejected => "ras-rejected",
            Self::Unregistered => "ras-unregistered",
            Self::CallDropped => "ras-call-dropped",
            Self::NotUnderstood => "ras-not-understood",
            Self::Unanswered => "ras-unanswered",
        }
    }

    /// The clause that it goes by.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Rejected => "H.225.0 7.7",
            Self::Unregistered => "H.225.0 7.10.1",
            Self::CallDropped => "H.225.0 7.14.1",
            Self::NotUnderstood => "H.225.0 7.17",
            Self::Unanswered => "H.225.0 7.19",
        }
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Something that is refused or missing, with advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The place of the message among the messages.
    pub message: usize,
    /// What kind of finding it is.
    #[serde(serialize_with = "word")]
    pub code: FindingCode,
    /// It in words.
    pub text: String,
    /// What to do, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<String>,
    /// The clause that it goes by.
    pub clause: &'static str,
}

/// The findings of one answer.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, message: usize, code: FindingCode, text: String, advice: Vec<String>) {
        if self.0.len() < FINDINGS {
            self.0.push(Finding {
                message,
                code,
                text,
                advice,
                clause: code.clause(),
            });
        }
    }

    /// The findings in the order of the messages.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        self.0.sort_by_key(|finding| finding.message);
        self.0
    }

    /// What a message refuses or ends.
    pub(super) fn of_message(&mut self, place: usize, facts: &RasFacts) {
        let Some(message) = facts.message else {
            return;
        };
        let reason = facts.reason.as_ref();
        let words = reason.map_or_else(|| "no reason could be read".into(), |known| known.words());
        let mut advice: Vec<String> = reason.map_or_else(Vec::new, |known| {
            known.advice.iter().map(ToString::to_string).collect()
        });
        let alternates = facts.alternates.iter().chain(&facts.assigned);
        let others: Vec<String> = alternates
            .filter_map(|known| known.address.as_ref())
            .map(ToString::to_string)
            .collect();
        if !others.is_empty() && message.is_reject() {
            advice.push(format!(
                "The message names another gatekeeper to try: {}.",
                others.join(", ")
            ));
        }
        let is = |identifier: &str| reason.is_some_and(|known| known.identifier == identifier);
        let (code, text) = match message {
            message if message.is_reject() => (
                FindingCode::Rejected,
                format!("{} is rejected: {words}", capital(message.subject())),
            ),
            RasMessageName::UnregistrationRequest if reason.is_some() => (
                FindingCode::Unregistered,
                format!("The registration is ended: {words}"),
            ),
            RasMessageName::DisengageRequest if is("forcedDrop") => (
                FindingCode::CallDropped,
                format!("The call is ended from outside: {words}"),
            ),
            RasMessageName::ServiceControlResponse if is("failed") || is("notAvailable") => (
                FindingCode::Rejected,
                format!("The service is rejected: {words}"),
            ),
            RasMessageName::UnknownMessageResponse => (
                FindingCode::NotUnderstood,
                "The receiver does not understand the message".to_owned(),
            ),
            _ => return,
        };
        if message == RasMessageName::UnknownMessageResponse {
            advice.push(
                "Compare the versions of H.225.0 of both sides, and look whether the message arrived as it was sent."
                    .to_owned(),
            );
        }
        self.add(place, code, text, advice);
    }

    /// That a request has no answer.
    pub(super) fn unanswered(&mut self, occurrence: &Occurrence, open: Unanswered) {
        let (Some(message), Some((from, to))) = (occurrence.facts.message, occurrence.ends) else {
            return;
        };
        let Some(wait) = message.wait() else {
            return;
        };
        let number = occurrence.facts.request_seq_num.unwrap_or(0);
        let times = match open.repeats {
            0 => String::new(),
            more => format!(", sent {} times,", more + 1),
        };
        let since = match open.in_progress {
            true => "the requestInProgress",
            false => "it was last sent",
        };
        let name = message.name();
        let code = FindingCode::Unanswered;
        if !open.due {
            let text = format!(
                "{name} {number}{times} has no answer here, but the capture ends {} ms after {since}",
                open.waited
            );
            return self.add(occurrence.message, code, text, Vec::new());
        }
        let waited = match open.in_progress {
            true => format!(
                "within the time that the requestInProgress asks for ({} ms)",
                open.waited
            ),
            false => format!("within {} s", wait.seconds),
        };
        let mut text = format!("{name} {number} to {to}{times} got no answer {waited}");
        let mut advice = Vec::new();
        if !open.heard {
            text.push_str(&format!(
                "; the capture has nothing from {to} to {from} after it"
            ));
            advice.push(format!(
                "Check that {to} runs and that nothing in between drops its answers to {from}."
            ));
            advice.push(
                "If the capture was taken where only one direction passes, take it elsewhere."
                    .to_owned(),
            );
        } else {
            advice.push("Look into the log of the receiver at this time.".to_owned());
        }
        self.add(occurrence.message, code, text, advice);
    }
}

/// A phrase as the beginning of a sentence.
fn capital(phrase: &str) -> String {
    let mut characters = phrase.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
