//! Decodes octets from the user: messages from a log, a dump, a capture.

mod call;
mod exchange;
mod find;
mod finding;
mod guess;
mod incoming;

use h323_proto::call::{Channel, Content, Direction, Transport};
use serde::Serialize;

pub use call::CapturedCall;
pub use exchange::Exchange;
use exchange::Turns;
pub use finding::{Finding, FindingCode};
pub use incoming::{Incoming, PLAIN};

use crate::{
    TraceEntry,
    decoded::{Describer, Part},
    fields::{Field, Layout, Message, fields},
    origin::utc,
    parts::{self, json},
};
use find::Found;

/// Most messages of one answer. Further ones are only counted.
pub const MESSAGES: usize = 500;

/// Most octets of the messages of one answer: they are kept until the client has taken it. A body has
/// no more, unless it is packed.
const OCTETS: usize = 1 << 20;

/// Most fields of one answer.
const FIELDS: usize = 60_000;

/// Most notes of one answer.
const NOTES: usize = 50;

/// The answer to a decoding request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decoding {
    /// The form of the input: `octets`, `pcap`, `pcapng`, or a form of text: `hex`, `hexdump`,
    /// `c-array`, `escaped-string`, `asn1`, `base64`, `log`.
    pub source: &'static str,
    /// When the capture begins: UTC in ISO 8601; absent if it does not say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
    /// The messages in the input.
    pub messages: Vec<DecodedMessage>,
    /// The calls of a capture, in the order of their first messages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<CapturedCall>,
    /// What is refused or missing in it, with advice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Notes about the parts of the input that were not decoded.
    pub notes: Vec<String>,
    /// Messages beyond the limit.
    pub left_out: usize,
}

/// One message of the input.
#[derive(Clone, Debug, Serialize)]
pub struct DecodedMessage {
    /// The message, as in the trace of a call.
    #[serde(flatten)]
    pub entry: TraceEntry,
    /// The sender, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The receiver, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The request and the answer that belong together, for RAS in a capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
    /// Every field with its octets.
    pub fields: Field,
}

/// The kind of octets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Any kind: we find out which.
    #[default]
    Auto,
    /// TPKTs, one after the other.
    Tpkt,
    /// A Q.931 message.
    Q931,
    /// An `H323-UserInformation`.
    H225,
    /// H.245 messages.
    H245,
    /// A `RasMessage`.
    Ras,
}

impl Kind {
    /// The names of the kinds in a request.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("auto", Self::Auto),
        ("tpkt", Self::Tpkt),
        ("q931", Self::Q931),
        ("h225", Self::H225),
        ("h245", Self::H245),
        ("ras", Self::Ras),
    ];
}

/// The input has no octets to decode; the text says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NothingFound(pub String);

/// The messages of an input, found but not yet decoded: together they may need many times the memory
/// of the input, and only one is needed at a time.
#[derive(Debug)]
pub struct Messages {
    source: &'static str,
    found: Vec<Found>,
    notes: Vec<String>,
    left_out: usize,
    /// When the capture begins, in milliseconds from the beginning of 1970.
    start: Option<u64>,
    /// When the input ends, in milliseconds from its beginning.
    end: u64,
}

impl Messages {
    /// The octets of the messages, which are kept until each is decoded.
    #[must_use]
    pub fn octets(&self) -> usize {
        self.found.iter().map(|found| found.octets.len()).sum()
    }

    /// Decodes all messages.
    #[must_use]
    pub fn decoded(self) -> Decoding {
        let (mut decoding, found, mut rows) = self.opened();
        let messages = found.into_iter().map(|found| rows.row(found));
        decoding.messages = messages.collect();
        decoding
    }

    /// The JSON of the [`Decoding`] in parts. Each message is decoded when its part is taken.
    pub fn parts(self) -> impl Iterator<Item = Vec<u8>> {
        let (frame, found, mut rows) = self.opened();
        let messages = found.into_iter().map(move |found| json(&rows.row(found)));
        parts::filled(json(&frame), "messages", messages)
    }

    /// The decoding without its messages, and what they are made of.
    fn opened(self) -> (Decoding, Vec<Found>, Rows) {
        // An answer may be among the messages that are left out.
        let end = match (self.left_out, self.found.last()) {
            (1.., Some(last)) => last.t,
            _ => self.end,
        };
        let (turns, findings) = exchange::pair(&self.found, end);
        let decoding = Decoding {
            source: self.source,
            started_at: self.start.map(utc),
            messages: Vec::new(),
            calls: call::calls(&self.found, end),
            findings,
            notes: self.notes,
            left_out: self.left_out,
        };
        (decoding, self.found, Rows::new(turns))
    }
}

impl Decoding {
    /// Decodes a text of any form: digits, a dump, or the output of a program or a log.
    ///
    /// # Errors
    /// If the text has no octets, or they are not of this kind.
    pub fn of_text(text: &str, kind: Kind) -> Result<Self, NothingFound> {
        Messages::of_text(text, kind).map(Messages::decoded)
    }

    /// Decodes a capture file, plain octets, or text with octets. Each may be compressed with gzip.
    ///
    /// # Errors
    /// If the input has no H.323.
    pub fn of_octets(octets: &[u8]) -> Result<Self, NothingFound> {
        Messages::of_octets(octets).map(Messages::decoded)
    }

    /// Decodes octets of the given kind, or text with such octets. [`Kind::Auto`] accepts any kind.
    ///
    /// # Errors
    /// If they are not of this kind.
    pub fn of_octets_as(octets: &[u8], kind: Kind) -> Result<Self, NothingFound> {
        Messages::of_octets_as(octets, kind).map(Messages::decoded)
    }
}

/// Decodes one message after the other, within the limits of an answer.
struct Rows {
    describer: Describer,
    /// How many more fields may be shown.
    fields: usize,
    /// What is known of the RAS messages, as they belong together.
    turns: Turns,
    /// The place of the next message.
    place: usize,
}

impl Rows {
    fn new(turns: Turns) -> Self {
        Self {
            describer: Describer::default(),
            fields: FIELDS,
            turns,
            place: 0,
        }
    }

    fn row(&mut self, found: Found) -> DecodedMessage {
        let content = found.content();
        // There may be only the H.225.0 part, without a Q.931 message around it.
        let part = match found.layout {
            Layout::H225 => Part::UserInformation,
            _ => Part::Whole,
        };
        let mut description = self.describer.describe(&content, part);
        if let (Layout::H225, Content::Signalling { facts, .. }) = (found.layout, &content) {
            let body = facts.body.as_deref();
            description.kind = body.unwrap_or("H323-UserInformation").to_owned();
        }
        let transport = match found.layout {
            Layout::Tpkt(channel) => Transport::Tcp(channel),
            Layout::Q931 | Layout::H225 => Transport::Tcp(Channel::CallSignalling),
            Layout::H245 => Transport::Tcp(Channel::H245Control),
            Layout::Ras => Transport::Ras,
        };
        let message = Message {
            octets: &found.octets,
            layout: found.layout,
            content: &content,
        };
        let fields = fields(description.kind.clone(), message, self.fields);
        self.fields = self.fields.saturating_sub(fields.count());
        let direction = found.direction.unwrap_or(direction(&content));
        let mut message = DecodedMessage {
            entry: TraceEntry::new(
                (found.t, 0),
                (direction, transport),
                &found.octets,
                description,
            ),
            from: found.ends.map(|(from, _)| from.to_string()),
            to: found.ends.map(|(_, to)| to.to_string()),
            exchange: None,
            fields,
        };
        self.turns.tell(self.place, &mut message);
        self.place += 1;
        message
    }
}

/// The direction of a message. The side that chose the call reference placed the call and sends it
/// without the flag. A message without a call reference counts as sent.
fn direction(content: &Content) -> Direction {
    match content {
        Content::Signalling { message, .. } if message.call_reference.flag() => Direction::Received,
        _ => Direction::Sent,
    }
}

#[cfg(test)]
mod tests;
