//! The description of each message in a report, within its limits.

mod json;

use std::borrow::Cow;

use h323_proto::{
    call::Content,
    h245::{H245Record, Kind},
    summary,
};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::word::optional_word;

pub(crate) use json::Part;
pub use json::decoded;

/// Most octets of JSON that the decoded fields of all messages of a report may take.
const DECODED_OF_REPORT: usize = 900_000;

/// Most H.245 messages that we list of one packet, and of all packets of a report.
const LISTED_OF_MESSAGE: usize = 64;
const LISTED_OF_REPORT: usize = 4_000;

/// Longest summary and longest name of a message, in characters. Thousands of H.245 messages may share
/// a packet.
pub(crate) const SUMMARY: usize = 400;

/// Longest summary of an H.245 message in a packet, and longest fault, in characters.
const FACT: usize = 200;

/// One H.245 message of a packet.
#[derive(Clone, Debug, Serialize)]
pub struct H245MessageReport {
    /// The identifier from the Recommendation, or a note that it is unreadable.
    #[serde(rename = "type")]
    pub name: String,
    /// `request`, `response`, `command` or `indication`; absent if unreadable.
    #[serde(
        serialize_with = "optional_word",
        skip_serializing_if = "Option::is_none"
    )]
    pub kind: Option<Kind>,
    /// The most important fact besides the name; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Why the message, or a part of it, is unreadable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

impl H245MessageReport {
    fn of(record: &H245Record) -> Self {
        let short = |text: String| cut(text, FACT);
        Self {
            name: record.title().to_owned(),
            kind: record.understood.kind,
            summary: record.says().map(Cow::into_owned).map(short),
            fault: summary::fault_in(record.error.as_ref(), &record.tree).map(short),
        }
    }
}

/// The description of one message.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) kind: String,
    pub(crate) summary: String,
    pub(crate) fault: Option<String>,
    /// The H.245 messages in it.
    pub(crate) h245: Vec<H245MessageReport>,
    /// The decoded fields; `None` if there are no fields, or too many.
    pub(crate) decoded: Option<Box<RawValue>>,
}

/// Describes the messages of one report.
#[derive(Debug, Default)]
pub(crate) struct Describer {
    /// Octets of JSON in the decoded fields so far.
    spent: usize,
    /// H.245 messages listed so far.
    listed: usize,
}

impl Describer {
    /// Describes a message. If it has too many fields or H.245 messages, we leave them out and the
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
        let (h245, left_out) = self.h245(content);
        if left_out > 0 {
            add(&format!("H.245 messages that are not listed: {left_out}"));
        }
        Description {
            kind: cut(summary::kind(content), SUMMARY),
            summary,
            fault: summary::fault(content).map(|text| cut(text, SUMMARY)),
            h245,
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

    /// The H.245 messages of a packet, and the number that we left out.
    fn h245(&mut self, content: &Content) -> (Vec<H245MessageReport>, usize) {
        let room = LISTED_OF_MESSAGE.min(LISTED_OF_REPORT.saturating_sub(self.listed));
        let (listed, all): (Vec<_>, _) = match content {
            Content::Signalling { facts, .. } => {
                let messages = facts.tunnelled().take(room);
                let beyond = facts.h245_control.beyond() + facts.parallel_h245_control.beyond();
                (
                    messages.map(H245MessageReport::of).collect(),
                    facts.tunnelled().count() + beyond,
                )
            }
            Content::H245(records) => {
                let messages = records.iter().take(room);
                (messages.map(H245MessageReport::of).collect(), records.len())
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
                "fault": described.h245[2].fault.as_deref().unwrap(),
            },
        ]);
        assert_eq!(serde_json::to_value(&described.h245).unwrap(), wanted);
        assert_eq!(described.fault, None, "each says that of itself");
        let nothing = describe(&mut Describer::default(), &[0xFF]);
        let [message] = nothing.h245.as_slice() else {
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
        assert_eq!(first.h245.len(), LISTED_OF_MESSAGE);
        let last = "H.245 messages that are not listed: 36";
        assert!(first.summary.ends_with(last), "{}", first.summary);
        assert!(first.decoded.is_some());
        let mut described = Vec::from([first]);
        for _ in 0..300 {
            described.push(describe(&mut describer, &packet));
        }
        let listed: usize = described.iter().map(|message| message.h245.len()).sum();
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
