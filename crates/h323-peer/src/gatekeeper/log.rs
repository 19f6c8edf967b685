//! What happens, as lines of text or JSON.

use h323_proto::{
    call::Direction,
    ras::{RasMessageName, RasRecord},
};
use h323_report::ladder::visible;
use serde_json::{Value, json};

use super::{Gatekeeper, Output, Peer};

/// Stands for the abbreviation of a message that cannot be read.
const UNREAD: &str = "RAS";

/// A RAS message for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its direction.
    pub direction: Direction,
    /// The other side.
    pub peer: String,
    /// Its abbreviation, `RAS` for one that cannot be read.
    pub message: &'static str,
    /// `requestSeqNum`; 0 for a message that cannot be read.
    pub number: u16,
    /// What it says, its name and number among that.
    pub text: String,
    /// Its octets.
    pub octets: Vec<u8>,
}

impl Record {
    fn line(&self) -> String {
        let arrow = match self.direction {
            Direction::Received => "->",
            Direction::Sent => "<-",
        };
        format!("{} {arrow} {}", self.peer, visible(&self.text))
    }

    fn json(&self) -> Value {
        let octets = self.octets.iter();
        let raw: String = octets.map(|octet| format!("{octet:02x}")).collect();
        json!({
            "direction": self.direction.name(), "peer": self.peer, "message": self.message,
            "requestSeqNum": self.number, "text": self.text, "raw": raw,
        })
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A RAS message.
    Ras(Record),
    /// A call that goes through the gatekeeper.
    Call {
        /// Its number.
        number: u64,
        /// What happens to it.
        text: String,
    },
    /// Anything else.
    Note(String),
}

impl Event {
    /// The event as a line of text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Ras(record) => record.line(),
            Self::Call { number, text } => format!("[{number}] {}", visible(text)),
            Self::Note(text) => visible(text),
        }
    }

    /// The event as a line of JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        match self {
            Self::Ras(record) => json!({ "type": "ras", "data": record.json() }),
            Self::Call { number, text } => {
                json!({ "type": "call", "data": { "text": text }, "call": number })
            }
            Self::Note(text) => json!({ "type": "note", "data": { "text": text } }),
        }
    }
}

impl Gatekeeper {
    pub(super) fn log_ras(&mut self, direction: Direction, peer: Peer, octets: &[u8]) {
        let ras = RasRecord::of(octets.to_vec());
        let name = ras.facts.message;
        let record = Record {
            direction,
            peer: self.name(peer),
            message: name.map_or(UNREAD, RasMessageName::abbreviation),
            number: ras.facts.request_seq_num.unwrap_or_default(),
            text: ras.says().unwrap_or_default(),
            octets: ras.octets,
        };
        self.outputs.push_back(Output::Event(Event::Ras(record)));
    }

    pub(super) fn log_unread(&mut self, peer: Peer, octets: &[u8], why: &str) {
        let record = Record {
            direction: Direction::Received,
            peer: self.name(peer),
            message: UNREAD,
            number: 0,
            text: format!("RAS that cannot be read: {why}"),
            octets: octets.to_vec(),
        };
        self.outputs.push_back(Output::Event(Event::Ras(record)));
    }

    pub(super) fn log_call(&mut self, number: u64, text: String) {
        let event = Event::Call { number, text };
        self.outputs.push_back(Output::Event(event));
    }
}
