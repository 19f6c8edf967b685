//! The RAS messages of a capture: which of them answers which.

use std::net::SocketAddr;

use h323_proto::{
    call::Content,
    ras::{Exchanges, RasFacts, RasRecord, Turn},
};
use serde::Serialize;

use super::{
    DecodedMessage,
    finding::{Finding, Findings},
};
use crate::{TraceEntry, decoded::FACT};

/// The request and the answer that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// For all but the first request: the place of that among the messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<usize>,
    /// For a request: the place of its last answer among the messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<usize>,
    /// For an answer or a requestInProgress: milliseconds since the request was first sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_ms: Option<u64>,
    /// For a request that comes again: how often it did so far. For an answer: how often its request
    /// did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
}

/// A RAS message of the input.
#[derive(Debug)]
pub(super) struct Occurrence {
    /// The place of the message that has it.
    pub(super) message: usize,
    /// Its place among the messages inside that, if it is inside.
    inner: Option<usize>,
    t: u64,
    pub(super) ends: Option<(SocketAddr, SocketAddr)>,
    pub(super) facts: RasFacts,
}

impl Occurrence {
    /// The RAS messages of a content, which is at that place and in this entry.
    pub(super) fn all(
        content: &Content,
        (message, t): (usize, u64),
        ends: Option<(SocketAddr, SocketAddr)>,
        entry: &TraceEntry,
    ) -> Vec<Self> {
        let of = |inner: Option<usize>, record: &RasRecord| Self {
            message,
            inner,
            t,
            ends,
            facts: record.facts.clone(),
        };
        match content {
            Content::Ras(record) => vec![of(None, record)],
            Content::Signalling { facts, .. } => {
                let places = entry.tunnelled.iter().enumerate();
                let places = places.filter(|(_, inner)| inner.protocol == Some("ras"));
                let records = facts.ras.iter();
                places
                    .zip(records)
                    .map(|((inner, _), record)| of(Some(inner), record))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Says of each message which one it answers, and gives the findings. `end`: the time up to which
/// everything that there was is among the messages.
pub(super) fn pair(
    occurrences: &[Occurrence],
    end: u64,
    messages: &mut [DecodedMessage],
) -> Vec<Finding> {
    let mut exchanges = Exchanges::default();
    let mut findings = Findings::default();
    for (place, occurrence) in occurrences.iter().enumerate() {
        let facts = &occurrence.facts;
        if let Some(ends) = occurrence.ends {
            let turn = exchanges.take((place, occurrence.t), ends, facts);
            if let (Some(Turn::Progress { of, .. }), Some(delay)) = (turn, facts.delay) {
                exchanges.put_off(of, occurrence.t, delay);
            }
            if let Some(turn) = turn {
                tell(occurrences, place, turn, messages);
            }
        }
        findings.of_message(occurrence.message, facts);
    }
    for unanswered in exchanges.unanswered(end) {
        if let Some(occurrence) = occurrences.get(unanswered.place) {
            findings.unanswered(occurrence, unanswered);
        }
    }
    findings.finish()
}

/// Writes a turn into the message, and into the request that it answers.
fn tell(
    occurrences: &[Occurrence],
    place: usize,
    turn: Turn,
    messages: &mut [DecodedMessage],
) -> Option<()> {
    let this = occurrences.get(place)?;
    let request = |of: usize| occurrences.get(of).map(|asked| asked.message);
    let retries = |count: u32| match count {
        0 => String::new(),
        1 => ", after one retry".to_owned(),
        more => format!(", after {more} retries"),
    };
    let (exchange, words) = match turn {
        Turn::Request => return None,
        Turn::Repeat { of, times } => (
            Exchange {
                request: request(of),
                retries: Some(times),
                ..Exchange::default()
            },
            format!("retry {times}"),
        ),
        Turn::Progress { of, after } => (
            Exchange {
                request: request(of),
                after_ms: Some(after),
                ..Exchange::default()
            },
            format!("after {after} ms"),
        ),
        Turn::Answer { of, after, repeats } => {
            let asked = occurrences.get(of)?;
            let (exchange, _) = held(messages, asked)?;
            exchange.get_or_insert_default().answer = Some(this.message);
            (
                Exchange {
                    request: request(of),
                    after_ms: Some(after),
                    retries: (repeats > 0).then_some(repeats),
                    ..Exchange::default()
                },
                format!("answer after {after} ms{}", retries(repeats)),
            )
        }
        Turn::Stray => (Exchange::default(), "request not captured".to_owned()),
    };
    let (own, mut summary) = held(messages, this)?;
    if turn != Turn::Stray {
        *own = Some(exchange);
    }
    summary.add(&words);
    Some(())
}

/// Where the summary of an occurrence stands.
struct Summary<'a> {
    /// That of the message inside, with its name.
    inner: Option<(&'a str, &'a mut Option<String>)>,
    /// That of the entry.
    entry: &'a mut String,
}

impl Summary<'_> {
    /// Adds words to the summary, wherever it is repeated.
    fn add(&mut self, words: &str) {
        let Some((name, summary)) = &mut self.inner else {
            self.entry.push_str(", ");
            self.entry.push_str(words);
            return;
        };
        let Some(text) = summary.as_mut() else {
            return;
        };
        // A summary that was cut stands in the entry in another form.
        if text.chars().count() >= FACT {
            return;
        }
        let before = format!("{name} ({text})");
        text.push_str(", ");
        text.push_str(words);
        *self.entry = self.entry.replacen(&before, &format!("{name} ({text})"), 1);
    }
}

/// The exchange and the summary of an occurrence.
fn held<'a>(
    messages: &'a mut [DecodedMessage],
    occurrence: &Occurrence,
) -> Option<(&'a mut Option<Exchange>, Summary<'a>)> {
    let message = messages.get_mut(occurrence.message)?;
    let entry = &mut message.entry.summary;
    let Some(inner) = occurrence.inner else {
        let summary = Summary { inner: None, entry };
        return Some((&mut message.exchange, summary));
    };
    let inner = message.entry.tunnelled.get_mut(inner)?;
    let summary = Summary {
        inner: Some((&inner.name, &mut inner.summary)),
        entry,
    };
    Some((&mut inner.exchange, summary))
}
