//! A message as JSON: Q.931 by element, the H.225.0 part by the Recommendation's identifiers.

use h323_asn1::codec::{DecodeError, Node, NodeValue, Tree};
use h323_proto::{
    call::Content,
    h245::H245Record,
    h450::ServiceRecord,
    q931::{InformationElement, Message},
    summary,
};
use serde_json::{Map, Value, json};

use h323_proto::text::hex;

use crate::fields::per::unreadable;

/// Most octets of JSON that the decoded fields of one message may take, and those of all messages
/// of a report. A hostile peer packs fields so that a few octets make a line of JSON each.
const DECODED_OF_MESSAGE: usize = 300_000;
const DECODED_OF_REPORT: usize = 900_000;

/// Most supplementary services of a message that are opened.
const SERVICES: usize = 64;

/// Longest summary of a message, in characters, and longest name: thousands of H.245 messages may
/// share a packet.
pub(crate) const SUMMARY: usize = 400;

/// Describes the messages of one report.
#[derive(Debug, Default)]
pub(crate) struct Describer {
    /// Octets of JSON that the decoded fields take so far.
    spent: usize,
}

impl Describer {
    /// The decoded fields and the summary of a message. Fields that are too many are left out, which
    /// the summary then says; the octets are there in any case.
    pub(crate) fn describe(&mut self, content: &Content) -> (Value, String) {
        let decoded = decoded(content);
        let mut summary = cut(summary::summary(content), SUMMARY);
        let size = json_size(&decoded);
        if size > DECODED_OF_MESSAGE || self.spent > DECODED_OF_REPORT {
            if !summary.is_empty() {
                summary.push_str(", ");
            }
            summary.push_str("decoded fields left out: too many");
            return (Value::Null, summary);
        }
        self.spent += size;
        (decoded, summary)
    }
}

/// Everything that could be read of a message; `null` where there is nothing to read.
#[must_use]
pub fn decoded(content: &Content) -> Value {
    match content {
        Content::Signalling {
            message,
            user_information,
            facts,
            error,
        } => {
            let mut fields = signalling(message);
            if let Some(information) = user_information {
                fields.insert(
                    "H323-UserInformation".into(),
                    tree_value(&information.tree, 0),
                );
                if let Some(error) = &information.error {
                    fields.insert(
                        "error".into(),
                        json!({ "layer": "H.225.0", "path": error.path, "octet": information.at + error.at_bit / 8, "text": error.to_string() }),
                    );
                }
                fields.extend(faults(&information.tree, "H.225.0", information.at));
                if information.trailing > 0 {
                    fields.insert("trailingOctets".into(), information.trailing.into());
                }
            }
            if !facts.h245_control.is_empty() {
                let tunnelled = facts.h245_control.iter();
                let messages = tunnelled.map(|octets| h245(&H245Record::of(octets.clone())));
                fields.insert("h245Control".into(), messages.collect());
            }
            if !facts.supplementary_services.is_empty() {
                let services = facts.supplementary_services.iter().take(SERVICES);
                let services = services.map(|octets| service(&ServiceRecord::of(octets.clone())));
                fields.insert("h4501SupplementaryService".into(), services.collect());
            }
            if let Some(error) = error {
                fields.insert(
                    "error".into(),
                    json!({ "layer": error.layer.name(), "octet": error.at, "text": error.to_string() }),
                );
            }
            Value::Object(fields)
        }
        Content::H245(records) => json!({
            "h245": records.iter().map(h245).collect::<Vec<_>>()
        }),
        Content::Undecodable(error) => json!({
            "error": { "layer": error.layer.name(), "octet": error.at, "text": error.to_string() }
        }),
        Content::KeepAlive | Content::Foreign(_) | Content::Incomplete => Value::Null,
    }
}

/// One H.245 message.
fn h245(record: &H245Record) -> Value {
    let mut fields = Map::new();
    fields.insert(
        "MultimediaSystemControlMessage".into(),
        tree_value(&record.tree, 0),
    );
    if let Some(error) = &record.error {
        fields.insert("error".into(), error_value("H.245", error));
        fields.insert("hex".into(), hex(&record.octets).into());
    }
    fields.extend(faults(&record.tree, "H.245", 0));
    Value::Object(fields)
}

/// What could not be read and was stepped over, if there is any, as `faults`. `at`: where the value
/// starts.
fn faults(tree: &Tree, layer: &str, at: usize) -> Option<(String, Value)> {
    let fault = |fault: &DecodeError| json!({ "layer": layer, "path": fault.path, "octet": at + fault.at_bit / 8, "text": fault.to_string() });
    let faults: Value = tree.faults.iter().map(fault).collect();
    (!tree.faults.is_empty()).then(|| ("faults".into(), faults))
}

/// One APDU of H.450.1, with its operations by name and the arguments that are known.
fn service(record: &ServiceRecord) -> Value {
    let mut fields = Map::new();
    fields.insert(
        "H4501SupplementaryService".into(),
        tree_value(&record.tree, 0),
    );
    let operations = record.operations.iter().map(|operation| {
        let mut fields = Map::new();
        fields.insert("text".into(), operation.text.as_str().into());
        if let Some((_, argument)) = &operation.argument {
            fields.insert(argument.name.into(), tree_value(&argument.tree, 0));
            if let Some(error) = &argument.error {
                fields.insert("error".into(), error_value("H.450", error));
            }
        }
        Value::Object(fields)
    });
    fields.insert("operations".into(), operations.collect());
    if let Some(error) = &record.error {
        fields.insert("error".into(), error_value("H.450.1", error));
    }
    Value::Object(fields)
}

fn error_value(layer: &str, error: &DecodeError) -> Value {
    json!({ "layer": layer, "path": error.path, "octet": error.at_bit / 8, "text": error.to_string() })
}

fn signalling(message: &Message) -> Map<String, Value> {
    let mut fields = Map::new();
    let reference = message.call_reference;
    fields.insert(
        "callReference".into(),
        json!({ "length": reference.length(), "flag": u8::from(reference.flag()), "value": reference.value() }),
    );
    fields.insert(
        "messageType".into(),
        message.message_type.to_string().into(),
    );
    fields.insert(
        "informationElements".into(),
        message.elements.iter().map(element_value).collect(),
    );
    fields
}

fn element_value(element: &InformationElement) -> Value {
    let mut fields = Map::new();
    let name = element.name().map_or_else(
        || format!("unknown element 0x{:02X}", element.id.0),
        Into::into,
    );
    fields.insert("element".into(), name.into());
    fields.insert("id".into(), element.id.0.into());
    if element.codeset != 0 {
        fields.insert("codeset".into(), element.codeset.into());
    }
    if let Some(text) = summary::describe(element) {
        fields.insert("value".into(), text.into());
    }
    if let Some(Err(error)) = summary::understand(element) {
        fields.insert("error".into(), error.kind.to_string().into());
    }
    // The User-user element is shown in full below.
    if element.id != h323_proto::q931::ElementId::USER_USER {
        fields.insert("hex".into(), hex(&element.contents).into());
    }
    Value::Object(fields)
}

/// One node and what is below it. The tree's depth is bounded when it is built.
fn tree_value(tree: &Tree, index: usize) -> Value {
    let Some(value) = tree.value(index) else {
        return Value::Null;
    };
    match &value {
        NodeValue::Sequence | NodeValue::Choice => Value::Object(
            tree.children(index)
                .map(|child| (name_of(tree, child), tree_value(tree, child)))
                .collect(),
        ),
        NodeValue::SequenceOf => tree
            .children(index)
            .map(|child| tree_value(tree, child))
            .collect(),
        NodeValue::Boolean(value) => (*value).into(),
        NodeValue::Integer(value) => (*value).into(),
        NodeValue::LargeInteger(octets) => hex(octets).into(),
        NodeValue::Enumerated(name) => (*name).into(),
        NodeValue::OctetString(octets) => hex(octets).into(),
        NodeValue::BitString { octets, bits } => json!({ "bits": bits, "hex": hex(octets) }),
        NodeValue::ObjectIdentifier(arcs) => arcs.to_string().into(),
        NodeValue::Text(text) => text.as_ref().into(),
        NodeValue::Null => Value::Null,
        NodeValue::UnknownExtension { octets, .. } => hex(octets).into(),
        NodeValue::Undecodable { octets, error } => {
            json!({ "undecodable": { "hex": hex(octets), "error": unreadable(*error) } })
        }
        _ => Value::Null,
    }
}

fn name_of(tree: &Tree, index: usize) -> String {
    let name = tree.nodes().get(index).map_or("", Node::name);
    match tree.value(index) {
        Some(NodeValue::UnknownExtension { index, .. }) => format!("unknownExtension{index}"),
        Some(NodeValue::Undecodable { .. }) if name.is_empty() => "rest".to_owned(),
        _ => name.to_owned(),
    }
}

/// The beginning of a text, with an ellipsis if there is more of it.
pub(crate) fn cut(mut text: String, characters: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(characters) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// How many octets a value takes as JSON, or a few more.
fn json_size(value: &Value) -> usize {
    let text = |text: &str| 3 + text.chars().map(character_size).sum::<usize>();
    match value {
        Value::Null | Value::Bool(_) => 6,
        Value::Number(_) => 22,
        Value::String(value) => text(value),
        Value::Array(values) => 3 + values.iter().map(json_size).sum::<usize>(),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| text(name) + 1 + json_size(value);
            3 + fields.iter().map(field).sum::<usize>()
        }
    }
}

const fn character_size(character: char) -> usize {
    match character {
        '\0'..='\x1F' => 6,
        '"' | '\\' => 2,
        other => other.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_json_is_never_underestimated_and_not_by_far_too_large() {
        let value = serde_json::json!({
            "a": [null, true, -9_223_372_036_854_775_808_i64, 1.5],
            "\u{1}\"\\": "\u{0}\n\u{7F}äß€𝄞",
            "": {},
        });
        let size = json_size(&value);
        let written = value.to_string().len();
        assert!(size >= written && size < 2 * written, "{size} {written}");
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("äöü".into(), 3), "äöü");
        assert_eq!(cut("äöüx".into(), 3), "äöü…");
    }
}
