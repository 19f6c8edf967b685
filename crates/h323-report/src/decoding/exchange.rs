//! The RAS messages of a capture: which of them answers which.

use std::net::SocketAddr;

use h323_proto::{
    call::{Channel, Content},
    q931::{Message, MessageType},
    ras::{Exchanges, RasFacts, RasRecord, Turn},
    tpkt,
};
use serde::Serialize;

use super::{
    DecodedMessage,
    find::Found,
    finding::{Finding, Findings},
};
use crate::{decoded::FACT, fields::Layout};

/// Most RAS messages of an input that are paired and examined: a Facility has room for hundreds, and
/// their facts are kept.
const OCCURRENCES: usize = 2_000;

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
    /// Its place among the RAS messages inside that, if it is inside.
    inner: Option<usize>,
    t: u64,
    pub(super) ends: Option<(SocketAddr, SocketAddr)>,
    pub(super) facts: RasFacts,
}

impl Occurrence {
    /// The RAS messages in a message of the input, which is at that place.
    fn all(message: usize, found: &Found) -> Vec<Self> {
        let of = |inner: Option<usize>, record: &RasRecord| Self {
            message,
            inner,
            t: found.t,
            ends: found.ends,
            facts: record.facts.clone(),
        };
        if !may_have_ras(found) {
            return Vec::new();
        }
        match found.content() {
            Content::Ras(record) => vec![of(None, &record)],
            Content::Signalling { facts, .. } => {
                let records = facts.ras.iter().enumerate();
                records
                    .map(|(inner, record)| of(Some(inner), record))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Whether a message is one of RAS, or a Facility outside all calls as H.460.17 has it. To read all
/// messages twice would cost too much.
fn may_have_ras(found: &Found) -> bool {
    let octets = match found.layout {
        Layout::Ras => return true,
        Layout::Tpkt(Channel::CallSignalling) => found.octets.get(tpkt::HEADER..),
        Layout::Q931 => Some(&*found.octets),
        Layout::Tpkt(Channel::H245Control) | Layout::H225 | Layout::H245 => None,
    };
    let message = octets.map(|octets| match Message::decode(octets) {
        Ok(message) => Some(message),
        Err(failure) => failure.partial,
    });
    message.flatten().is_some_and(|message| {
        message.message_type == MessageType::Facility && message.call_reference.value() == 0
    })
}

/// What is known of the RAS messages as they belong together, for the rows of the answer.
#[derive(Debug, Default)]
pub(super) struct Turns(Vec<Told>);

/// What is told of one RAS message.
#[derive(Debug)]
struct Told {
    message: usize,
    inner: Option<usize>,
    exchange: Option<Exchange>,
    words: Option<String>,
}

/// Says of each message which one it answers, and gives the findings. `end`: the time up to which
/// everything that there was is among the messages.
pub(super) fn pair(found: &[Found], end: u64) -> (Turns, Vec<Finding>) {
    let messages = found.iter().enumerate();
    let occurrences: Vec<Occurrence> = messages
        .flat_map(|(place, found)| Occurrence::all(place, found))
        .take(OCCURRENCES)
        .collect();
    let mut turns = Turns::of(&occurrences);
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
                turns.take(&occurrences, place, turn);
            }
        }
        findings.of_message(occurrence.message, facts);
    }
    for unanswered in exchanges.unanswered(end) {
        if let Some(occurrence) = occurrences.get(unanswered.place) {
            findings.unanswered(occurrence, unanswered);
        }
    }
    (turns, findings.finish())
}

impl Turns {
    fn of(occurrences: &[Occurrence]) -> Self {
        let told = |occurrence: &Occurrence| Told {
            message: occurrence.message,
            inner: occurrence.inner,
            exchange: None,
            words: None,
        };
        Self(occurrences.iter().map(told).collect())
    }

    /// Keeps a turn for the message at `place`, and for the request that it answers.
    fn take(&mut self, occurrences: &[Occurrence], place: usize, turn: Turn) -> Option<()> {
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
                let asked = self.0.get_mut(of)?;
                asked.exchange.get_or_insert_default().answer = Some(this.message);
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
        let own = self.0.get_mut(place)?;
        if turn != Turn::Stray {
            own.exchange = Some(exchange);
        }
        own.words = Some(words);
        Some(())
    }

    /// Writes what is known into the message at `place`.
    pub(super) fn tell(&self, place: usize, message: &mut DecodedMessage) {
        // They are in the order of the messages.
        let first = self.0.partition_point(|told| told.message < place);
        let here = self.0.iter().skip(first);
        for told in here.take_while(|told| told.message == place) {
            let Some((exchange, mut summary)) = held(message, told.inner) else {
                continue;
            };
            if told.exchange.is_some() {
                exchange.clone_from(&told.exchange);
            }
            if let Some(words) = &told.words {
                summary.add(words);
            }
        }
    }
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

/// The exchange and the summary of a RAS message: of the message itself, or of the one inside.
fn held(
    message: &mut DecodedMessage,
    inner: Option<usize>,
) -> Option<(&mut Option<Exchange>, Summary<'_>)> {
    let entry = &mut message.entry.summary;
    let Some(inner) = inner else {
        let summary = Summary { inner: None, entry };
        return Some((&mut message.exchange, summary));
    };
    let carried = message.entry.tunnelled.iter_mut();
    let inner = carried
        .filter(|carried| carried.protocol == Some("ras"))
        .nth(inner)?;
    let summary = Summary {
        inner: Some((&inner.name, &mut inner.summary)),
        entry,
    };
    Some((&mut inner.exchange, summary))
}
