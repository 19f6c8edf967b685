//! What happens, as lines of text or JSON.

use h323_asn1::h225::RasMessage;
use h323_report::ladder::visible;
use serde_json::{Value, json};

use super::{
    Gatekeeper, Output, Peer,
    message::{common, short, socket, texts},
};

/// The direction of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the gatekeeper.
    Received,
    /// From the gatekeeper.
    Sent,
}

impl Direction {
    const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Sent => "sent",
        }
    }
}

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
    /// What it says.
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
        let text = visible(&self.text);
        let colon = if text.is_empty() { "" } else { ": " };
        let (peer, message, number) = (&self.peer, self.message, self.number);
        format!("{peer} {arrow} {message} {number}{colon}{text}")
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
    pub(super) fn log_ras(
        &mut self,
        direction: Direction,
        peer: Peer,
        message: &RasMessage,
        octets: &[u8],
    ) {
        let record = Record {
            direction,
            peer: self.name(peer),
            message: short(message),
            number: common(message).map_or(0, |common| common.number),
            text: words(message),
            octets: octets.to_vec(),
        };
        self.outputs.push_back(Output::Event(Event::Ras(record)));
    }

    pub(super) fn log_unread(&mut self, peer: Peer, octets: &[u8], why: &str) {
        let record = Record {
            direction: Direction::Received,
            peer: self.name(peer),
            message: "RAS",
            number: 0,
            text: format!("cannot be read: {why}"),
            octets: octets.to_vec(),
        };
        self.outputs.push_back(Output::Event(Event::Ras(record)));
    }

    pub(super) fn log_call(&mut self, number: u64, text: String) {
        let event = Event::Call { number, text };
        self.outputs.push_back(Output::Event(event));
    }
}

/// What a message says that matters most.
fn words(message: &RasMessage) -> String {
    let named = |what: &str, aliases: Vec<String>| match aliases.is_empty() {
        true => String::new(),
        false => format!("{what} {}", aliases.join(", ")),
    };
    match message {
        RasMessage::gatekeeperRequest(body) => {
            named("alias", texts(body.endpoint_alias.as_deref()))
        }
        RasMessage::gatekeeperReject(body) => reason(&body.reject_reason),
        RasMessage::registrationRequest(body) => match (&body.endpoint_identifier, body.keep_alive)
        {
            (Some(identifier), Some(true)) => format!("keepAlive of {identifier}"),
            _ => named("alias", texts(body.terminal_alias.as_deref())),
        },
        RasMessage::registrationConfirm(body) => format!(
            "{}, timeToLive {} s",
            body.endpoint_identifier,
            body.time_to_live.unwrap_or_default()
        ),
        RasMessage::registrationReject(body) => reason(&body.reject_reason),
        RasMessage::unregistrationRequest(body) => {
            let from = body.endpoint_identifier.as_ref().map(ToString::to_string);
            let why = body.reason.as_ref().map(reason);
            let parts: Vec<String> = from.into_iter().chain(why).collect();
            parts.join(", ")
        }
        RasMessage::unregistrationReject(body) => reason(&body.reject_reason),
        RasMessage::admissionRequest(body) => {
            let call = match body.answer_call {
                true => "answers a call".to_owned(),
                false => named("to", texts(body.destination_info.as_deref())),
            };
            format!("{} {call}", body.endpoint_identifier)
        }
        RasMessage::admissionConfirm(body) => {
            let address = socket(&body.dest_call_signal_address);
            let address = address.map_or_else(|| "nowhere".to_owned(), |at| at.to_string());
            format!("{} to {address}", reason(&body.call_model))
        }
        RasMessage::admissionReject(body) => reason(&body.reject_reason),
        RasMessage::bandwidthReject(body) => reason(&body.reject_reason),
        RasMessage::disengageRequest(body) => reason(&body.disengage_reason),
        RasMessage::disengageReject(body) => reason(&body.reject_reason),
        RasMessage::locationRequest(body) => named("of", texts(Some(&body.destination_info))),
        RasMessage::locationReject(body) => reason(&body.reject_reason),
        RasMessage::infoRequestNak(body) => reason(&body.nak_reason),
        RasMessage::requestInProgress(body) => format!("delay {} ms", body.delay),
        _ => String::new(),
    }
}

/// An alternative by the name of the Recommendation, without what it carries.
fn reason(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    let name = text.split(['(', ' ']).next().unwrap_or_default();
    match text.strip_prefix("securityError(") {
        Some(error) => format!("{name} {}", error.trim_end_matches(')')),
        None => name.to_owned(),
    }
}
