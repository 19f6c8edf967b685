//! The description of each message in a report, within its limits.

mod json;

use h323_proto::{
    call::Content,
    h245::{H245Record, Kind},
    ras::{RasMessageName, RasRecord},
    summary,
};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::decoding::Exchange;

pub(crate) use json::Part;
pub use json::decoded;

/// Most octets of JSON that the decoded fields of all messages of a report may take.
const DECODED_OF_REPORT: usize = 900_000;

/// Most H.245 and RAS messages that we list of one packet, and of all packets of a report.
const LISTED_OF_MESSAGE: usize = 64;
const LISTED_OF_REPORT: usize = 4_000;

/// Longest summary and longest name of a message, in characters. Thousands of H.245 messages may share
/// a packet.
pub(crate) const SUMMARY: usize = 400;

/// Longest summary of a message inside a packet, and longest fault, in characters.
pub(crate) const FACT: usize = 200;

/// One H.245 or RAS message inside a packet.
#[derive(Clone, Debug, Serialize)]
pub struct InnerMessage {
    /// The identifier from the Recommendation, or a note that it is unreadable.
    #[serde(rename = "type")]
    pub name: String,
    /// `ras`; absent for H.245.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<&'static str>,
    /// `request`, `response`, `command` or `indication`; absent if unreadable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// The most important fact besides the name; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Why the message, or a part of it, is unreadable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// The request and the answer that belong together, for RAS in a capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
}

impl InnerMessage {
    fn of(record: &H245Record) -> Self {
        let short = |text: String| cut(text, FACT);
        Self {
            name: record.title().to_owned(),
            protocol: None,
            kind: record.understood.kind.map(Kind::name),
            summary: record.says().map(short),
            fault: summary::fault_in(record.error.as_ref(), &record.tree).map(short),
            exchange: None,
        }
    }

    fn of_ras(record: &RasRecord) -> Self {
        let short = |text: String| cut(text, FACT);
        Self {
            name: record.title().to_owned(),
            protocol: Some("ras"),
            kind: record.facts.message.map(RasMessageName::kind),
            summary: record.says().map(short),
            fault: summary::ras_fault(record).map(short),
            exchange: None,
        }
    }
}

/// The description of one message.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) kind: String,
    pub(crate) summary: String,
    pub(crate) fault: Option<String>,
    /// The H.245 and RAS messages in it.
    pub(crate) inner: Vec<InnerMessage>,
    /// The decoded fields; `None` if there are no fields, or too many.
    pub(crate) decoded: Option<Box<RawValue>>,
}

/// Describes the messages of one report.
#[derive(Debug, Default)]
pub(crate) struct Describer {
    /// Octets of JSON in the decoded fields so far.
    spent: usize,
    /// H.245 and RAS messages listed so far.
    listed: usize,
}

impl Describer {
    /// Describes a message. If it has too many fields or messages inside, we leave them out and the
    /// summary says so; the octets stay in the report. `part` says how much of a call signalling
    /// message there is.
    pub(crate) fn describe(&mut self, content: &Content, part: Part) -> Description {
        let mut summary = cut(summary::summary(content), SUMMARY);
        let mut add = |text: &str| {
            if !summary.is_empty() {
                summary.push_str(", ");
            }
            summary.push_str(text);
        };
        let decoded = match self.decoded(content, part) {
            Ok(decoded) => decoded,
            Err(TooMany) => {
                add("decoded fields left out: too many");
                None
            }
        };
        let (inner, left_out) = self.inner(content);
        if left_out > 0 {
            add(&format!("messages inside that are not listed: {left_out}"));
        }
        Description {
            kind: cut(summary::kind(content), SUMMARY),
            summary,
            fault: summary::fault(content).map(|text| cut(text, SUMMARY)),
            inner,
            decoded,
        }
    }

    fn decoded(&mut self, content: &Content, part: Part) -> Result<Option<Box<RawValue>>, TooMany> {
        if !json::has_any(content) {
            return Ok(None);
        }
        if self.spent > DECODED_OF_REPORT {
            return Err(TooMany);
        }
        let decoded = json::write(content, part).ok_or(TooMany)?;
        self.spent += decoded.get().len();
        Ok(Some(decoded))
    }

    /// The messages inside a packet, and the number that we left out.
    fn inner(&mut self, content: &Content) -> (Vec<InnerMessage>, usize) {
        let room = LISTED_OF_MESSAGE.min(LISTED_OF_REPORT.saturating_sub(self.listed));
        let (listed, all): (Vec<_>, _) = match content {
            Content::Signalling { facts, .. } => {
                let h245 = facts.tunnelled().map(InnerMessage::of);
                let ras = facts.ras.iter().map(InnerMessage::of_ras);
                let read = facts.tunnelled().count() + facts.ras.len();
                let beyond = facts.h245_control.beyond()
                    + facts.parallel_h245_control.beyond()
                    + facts.ras.beyond();
                (h245.chain(ras).take(room).collect(), read + beyond)
            }
            Content::H245(records) => {
                let messages = records.iter().take(room);
                (messages.map(InnerMessage::of).collect(), records.len())
            }
            _ => return (Vec::new(), 0),
        };
        self.listed += listed.len();
        let left_out = all - listed.len();
        (listed, left_out)
    }
}

/// The output would exceed the limit.
struct TooMany;

/// The beginning of a text, with an ellipsis if the text is longer.
pub(crate) fn cut(mut text: String, characters: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(characters) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use h323_proto::h245::{Pdu, Role, write};

    use super::*;

    fn describe(describer: &mut Describer, octets: &[u8]) -> Description {
        describer.describe(&Content::of_h245(octets), Part::Whole)
    }

    #[test]
    fn each_message_of_a_packet_is_named_with_what_it_says_and_what_is_wrong_with_it() {
        let mut octets = write(&Pdu::MasterSlaveDeterminationAck(Role::Slave), 13).unwrap();
        octets.extend(write(&Pdu::EndSession, 13).unwrap());
        // A terminalCapabilitySet that is cut off.
        octets.extend([2, 0x70]);
        let described = describe(&mut Describer::default(), &octets);
        let wanted = serde_json::json!([
            { "type": "masterSlaveDeterminationAck", "kind": "response", "summary": "slave" },
            { "type": "endSessionCommand", "kind": "command" },
            {
                "type": "terminalCapabilitySet",
                "kind": "request",
                "fault": described.inner[2].fault.as_deref().unwrap(),
            },
        ]);
        assert_eq!(serde_json::to_value(&described.inner).unwrap(), wanted);
        assert_eq!(described.fault, None, "each says that of itself");
        let nothing = describe(&mut Describer::default(), &[0xFF]);
        let [message] = nothing.inner.as_slice() else {
            panic!("{nothing:?}")
        };
        assert_eq!(
            (message.name.as_str(), message.kind),
            ("unreadable H.245", None)
        );
        assert!(message.fault.is_some());
    }

    #[test]
    fn what_is_listed_and_decoded_is_bounded_for_a_message_and_for_a_report() {
        let request = write(&Pdu::RoundTripDelayRequest(1), 13).unwrap();
        let packet = request.repeat(LISTED_OF_MESSAGE + 36);
        let mut describer = Describer::default();
        let first = describe(&mut describer, &packet);
        assert_eq!(first.inner.len(), LISTED_OF_MESSAGE);
        let last = "messages inside that are not listed: 36";
        assert!(first.summary.ends_with(last), "{}", first.summary);
        assert!(first.decoded.is_some());
        let mut described = Vec::from([first]);
        for _ in 0..300 {
            described.push(describe(&mut describer, &packet));
        }
        let listed: usize = described.iter().map(|message| message.inner.len()).sum();
        assert_eq!(listed, LISTED_OF_REPORT);
        let decoded = described
            .iter()
            .filter_map(|message| message.decoded.as_ref());
        let sizes: Vec<usize> = decoded.map(|decoded| decoded.get().len()).collect();
        let all: usize = sizes.iter().sum();
        assert!(
            all > DECODED_OF_REPORT && all <= DECODED_OF_REPORT + sizes[0],
            "{all}"
        );
        assert!(described[300].decoded.is_none());
        let summary = &described[300].summary;
        assert!(
            summary.contains("decoded fields left out: too many"),
            "{summary}"
        );
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("äöü".into(), 3), "äöü");
        assert_eq!(cut("äöüx".into(), 3), "äöü…");
    }
}
