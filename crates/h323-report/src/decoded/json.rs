//! A message as JSON: Q.931 by element, the H.225.0 part by the Recommendation's identifiers.
//!
//! It is written once, straight from the trees of the message into text, and stops as soon as it is
//! too long.

use std::{borrow::Cow, cell::Cell};

use h323_asn1::codec::{DecodeError, Node, NodeValue, Tree};
use h323_proto::{
    call::Content,
    error,
    h225::{Facts, UserInformation},
    h245::H245Record,
    h450::{RemoteOperation, ServiceRecord},
    q931::{ElementId, InformationElement, Message},
    ras::RasRecord,
    summary,
    text::Hex,
    words,
};
use serde::{
    Serialize, Serializer,
    ser::{self, SerializeMap},
};
use serde_json::value::{RawValue, to_raw_value};

use crate::{fields::per::unreadable, word::word};

/// Most octets of JSON in the decoded fields of one message. A hostile endpoint packs fields so that a
/// few octets make a line of JSON each.
const DECODED_OF_MESSAGE: usize = 300_000;

/// Most supplementary services of a message that we decode.
const SERVICES: usize = 64;

/// How much of a call signalling message there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The whole message.
    Whole,
    /// Only the `H323-UserInformation`.
    UserInformation,
}

/// All readable fields of a message; `None` if it has none, or more than the limit.
#[must_use]
pub fn decoded(content: &Content) -> Option<Box<RawValue>> {
    has_any(content)
        .then(|| write(content, Part::Whole))
        .flatten()
}

/// Whether a message has fields to show.
pub(super) const fn has_any(content: &Content) -> bool {
    matches!(
        content,
        Content::Signalling { .. } | Content::H245(_) | Content::Ras(_) | Content::Undecodable(_)
    )
}

/// Returns `None` if the JSON exceeds the limit.
pub(super) fn write(content: &Content, part: Part) -> Option<Box<RawValue>> {
    let room = Room(Cell::new(DECODED_OF_MESSAGE));
    let value = Decoded {
        content,
        part,
        room: &room,
    };
    let written = to_raw_value(&value).ok()?;
    (written.get().len() <= DECODED_OF_MESSAGE).then_some(written)
}

/// How many more octets may be written. The estimate is never too high.
struct Room(Cell<usize>);

impl Room {
    fn take<S: Serializer>(&self, octets: usize) -> Result<(), S::Error> {
        self.take_of(octets)
    }

    fn take_of<E: ser::Error>(&self, octets: usize) -> Result<(), E> {
        match self.0.get().checked_sub(octets) {
            Some(left) => self.0.set(left),
            None => return Err(E::custom("too long")),
        }
        Ok(())
    }
}

/// A message.
struct Decoded<'a> {
    content: &'a Content,
    part: Part,
    room: &'a Room,
}

impl Serialize for Decoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let room = self.room;
        let mut map = serializer.serialize_map(None)?;
        match self.content {
            Content::Signalling {
                message,
                user_information,
                facts,
                error,
            } => {
                if self.part == Part::Whole {
                    q931(&mut map, message, room)?;
                }
                if let Some(information) = user_information {
                    h225(&mut map, (information, facts), error.is_some(), room)?;
                }
                carried(&mut map, facts, room)?;
                if let Some(error) = error {
                    map.serialize_entry("error", &Q931Fault::of(error))?;
                }
            }
            Content::H245(records) => {
                let messages = List(records.iter(), |record| Inner::h245(record, room));
                map.serialize_entry("h245", &messages)?;
            }
            Content::Ras(record) => {
                let messages = List(std::iter::once(&**record), |record| {
                    Inner::ras(record, room)
                });
                map.serialize_entry("ras", &messages)?;
            }
            Content::Undecodable(error) => {
                map.serialize_entry("error", &Q931Fault::of(error))?;
            }
            Content::KeepAlive | Content::Foreign(_) | Content::Incomplete => {}
        }
        map.end()
    }
}

fn q931<M: SerializeMap>(map: &mut M, message: &Message, room: &Room) -> Result<(), M::Error> {
    let reference = message.call_reference;
    map.serialize_entry(
        "callReference",
        &Reference {
            length: reference.length(),
            flag: reference.flag().into(),
            value: reference.value(),
        },
    )?;
    map.serialize_entry("messageType", &Word(message.message_type))?;
    let elements = List(message.elements.iter(), |element| Element { element, room });
    map.serialize_entry("informationElements", &elements)
}

/// `failed`: whether the Q.931 message itself ended in an error; we then report that error only.
fn h225<M: SerializeMap>(
    map: &mut M,
    (information, facts): (&UserInformation, &Facts),
    failed: bool,
    room: &Room,
) -> Result<(), M::Error> {
    let (tree, at) = (&information.tree, information.at);
    map.serialize_entry("H323-UserInformation", &Branch { tree, at: 0, room })?;
    // The values inside these octets have texts of their own.
    let carried = |node| facts.carries(node).then_some(None);
    words(map, "text", (tree, &carried), room)?;
    if let Some(error) = information.error.as_ref().filter(|_| !failed) {
        map.serialize_entry("error", &Fault::of("H.225.0", at, error))?;
    }
    faults(map, tree, "H.225.0", at)?;
    if information.trailing > 0 {
        map.serialize_entry("trailingOctets", &information.trailing)?;
    }
    Ok(())
}

fn carried<M: SerializeMap>(map: &mut M, facts: &Facts, room: &Room) -> Result<(), M::Error> {
    for (name, messages) in [
        ("h245Control", &facts.h245_control),
        ("parallelH245Control", &facts.parallel_h245_control),
    ] {
        if !messages.is_empty() {
            let messages = List(messages.iter(), |record| Inner::h245(record, room));
            map.serialize_entry(name, &messages)?;
        }
    }
    if !facts.ras.is_empty() {
        let messages = List(facts.ras.iter(), |record| Inner::ras(record, room));
        map.serialize_entry("ras", &messages)?;
    }
    let services = &facts.supplementary_services;
    if !services.is_empty() {
        let services = services.iter().take(SERVICES);
        let services = List(services, |record| Service { record, room });
        map.serialize_entry("h4501SupplementaryService", &services)?;
    }
    Ok(())
}

/// The meaning of the values in a tree, by path, for values that do not show it themselves.
fn words<M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    (tree, own): (&Tree, words::Own<'_>),
    room: &Room,
) -> Result<(), M::Error> {
    let words = words::all(tree, own);
    if words.is_empty() {
        return Ok(());
    }
    for (path, words) in &words {
        room.take_of(path.len() + words.len() + 6)?;
    }
    map.serialize_entry(name, &Pairs(&words))
}

struct Pairs<'a>(&'a [(String, Cow<'a, str>)]);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(path, words)| (path, words)))
    }
}

/// The parts that were unreadable and were skipped, if any. `at`: the start of the value.
fn faults<M: SerializeMap>(
    map: &mut M,
    tree: &Tree,
    layer: &'static str,
    at: usize,
) -> Result<(), M::Error> {
    if tree.faults.is_empty() {
        return Ok(());
    }
    let faults = List(tree.faults.iter(), |fault| Fault::of(layer, at, fault));
    map.serialize_entry("faults", &faults)
}

/// The elements of a list; each is made when it is written.
struct List<I, F>(I, F);

impl<I, F, T> Serialize for List<I, F>
where
    I: Iterator + Clone,
    F: Fn(I::Item) -> T,
    T: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone().map(&self.1))
    }
}

/// A value that is written as its text.
#[derive(Serialize)]
#[serde(bound = "T: std::fmt::Display")]
struct Word<T>(#[serde(serialize_with = "word")] T);

#[derive(Serialize)]
struct Reference {
    length: u8,
    flag: u8,
    value: u16,
}

/// Why the rest of a Q.931 message is unreadable.
#[derive(Serialize)]
struct Q931Fault<'a> {
    layer: &'static str,
    octet: usize,
    text: Word<&'a error::DecodeError>,
}

impl<'a> Q931Fault<'a> {
    const fn of(error: &'a error::DecodeError) -> Self {
        Self {
            layer: error.layer.name(),
            octet: error.at,
            text: Word(error),
        }
    }
}

/// Why a value, or a part of it, is unreadable.
#[derive(Serialize)]
struct Fault<'a> {
    layer: &'static str,
    path: &'a str,
    octet: usize,
    text: Word<&'a DecodeError>,
}

impl<'a> Fault<'a> {
    fn of(layer: &'static str, at: usize, error: &'a DecodeError) -> Self {
        Self {
            layer,
            path: &error.path,
            octet: at + error.at_bit / 8,
            text: Word(error),
        }
    }
}

struct Element<'a> {
    element: &'a InformationElement,
    room: &'a Room,
}

impl Serialize for Element<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let element = self.element;
        self.room.take::<S>(2 * element.contents.len() + 20)?;
        let mut map = serializer.serialize_map(None)?;
        match element.name() {
            Some(name) => map.serialize_entry("element", name)?,
            None => {
                let name = format_args!("unknown element 0x{:02X}", element.id.0);
                map.serialize_entry("element", &name)?;
            }
        }
        map.serialize_entry("id", &element.id.0)?;
        if element.codeset != 0 {
            map.serialize_entry("codeset", &element.codeset)?;
        }
        match summary::understand(element) {
            Some(Ok(text)) => map.serialize_entry("value", &text)?,
            Some(Err(error)) => map.serialize_entry("error", &Word(error.kind))?,
            None => {}
        }
        // The H.225.0 part shows the User-user element in full.
        if element.id != ElementId::USER_USER {
            map.serialize_entry("hex", &Word(Hex(&element.contents)))?;
        }
        map.end()
    }
}

/// One H.245 or RAS message.
struct Inner<'a> {
    /// The name of its type, and of its protocol.
    name: &'static str,
    layer: &'static str,
    tree: &'a Tree,
    error: Option<&'a DecodeError>,
    octets: &'a [u8],
    /// Octets left after it, of RAS.
    trailing: usize,
    room: &'a Room,
}

impl<'a> Inner<'a> {
    fn h245(record: &'a H245Record, room: &'a Room) -> Self {
        Self {
            name: "MultimediaSystemControlMessage",
            layer: "H.245",
            tree: &record.tree,
            error: record.error.as_ref(),
            octets: &record.octets,
            trailing: 0,
            room,
        }
    }

    fn ras(record: &'a RasRecord, room: &'a Room) -> Self {
        Self {
            name: "RasMessage",
            layer: "RAS",
            tree: &record.tree,
            error: record.error.as_ref(),
            octets: &record.octets,
            trailing: record.trailing,
            room,
        }
    }
}

impl Serialize for Inner<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { tree, room, .. } = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.name, &Branch { tree, at: 0, room })?;
        words(&mut map, "text", (tree, &|_| None), room)?;
        if let Some(error) = self.error {
            room.take::<S>(2 * self.octets.len())?;
            map.serialize_entry("error", &Fault::of(self.layer, 0, error))?;
            map.serialize_entry("hex", &Word(Hex(self.octets)))?;
        }
        faults(&mut map, tree, self.layer, 0)?;
        if self.trailing > 0 {
            map.serialize_entry("trailingOctets", &self.trailing)?;
        }
        map.end()
    }
}

/// One APDU of H.450.1: its operations by name, and their known arguments.
struct Service<'a> {
    record: &'a ServiceRecord,
    room: &'a Room,
}

impl Serialize for Service<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (record, room) = (self.record, self.room);
        let tree = &record.tree;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("H4501SupplementaryService", &Branch { tree, at: 0, room })?;
        let operation = |node| {
            record.operations.iter().find_map(|operation| {
                let argument = operation.argument.as_ref();
                match operation.code_at == Some(node) {
                    true => Some(Some(operation.text.as_str())),
                    false => argument.is_some_and(|(at, _)| *at == node).then_some(None),
                }
            })
        };
        words(&mut map, "text", (tree, &operation), room)?;
        let operations = record.operations.iter();
        let operations = List(operations, |operation| Operation { operation, room });
        map.serialize_entry("operations", &operations)?;
        if let Some(error) = &record.error {
            map.serialize_entry("error", &Fault::of("H.450.1", 0, error))?;
        }
        map.end()
    }
}

struct Operation<'a> {
    operation: &'a RemoteOperation,
    room: &'a Room,
}

impl Serialize for Operation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (operation, room) = (self.operation, self.room);
        room.take::<S>(operation.text.len())?;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", &operation.text)?;
        if let Some((_, argument)) = &operation.argument {
            let tree = &argument.tree;
            map.serialize_entry(argument.name, &Branch { tree, at: 0, room })?;
            // `text` holds the operation's text.
            words(&mut map, "argumentText", (tree, &|_| None), room)?;
            if let Some(error) = &argument.error {
                map.serialize_entry("error", &Fault::of("H.450", 0, error))?;
            }
        }
        map.end()
    }
}

/// One node and the nodes below it. The decoder bounds the depth of the tree.
struct Branch<'a> {
    tree: &'a Tree,
    at: usize,
    room: &'a Room,
}

impl<'a> Branch<'a> {
    fn below(&self) -> impl Iterator<Item = Self> + '_ {
        let Branch { tree, room, .. } = *self;
        let children = tree.children(self.at);
        children.map(move |at| Branch { tree, at, room })
    }

    fn name(&self) -> Cow<'a, str> {
        let name = self.tree.nodes().get(self.at).map_or("", Node::name);
        if !name.is_empty() {
            return name.into();
        }
        match self.tree.value(self.at) {
            Some(NodeValue::UnknownExtension { index, .. }) => {
                format!("unknownExtension{index}").into()
            }
            Some(NodeValue::Undecodable { .. }) => "rest".into(),
            _ => name.into(),
        }
    }
}

impl Serialize for Branch<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A comma, and the shortest value.
        self.room.take::<S>(2)?;
        let Some(value) = self.tree.value(self.at) else {
            return serializer.serialize_none();
        };
        let room = |octets: usize| self.room.take::<S>(octets);
        match value {
            NodeValue::Sequence | NodeValue::Choice => {
                let mut map = serializer.serialize_map(None)?;
                for child in self.below() {
                    let name = child.name();
                    self.room.take::<S>(name.len() + 3)?;
                    map.serialize_entry(&*name, &child)?;
                }
                map.end()
            }
            NodeValue::SequenceOf => serializer.collect_seq(self.below()),
            NodeValue::Boolean(value) => serializer.serialize_bool(value),
            NodeValue::Integer(value) => serializer.serialize_i64(value),
            NodeValue::Enumerated(name) => {
                room(name.len())?;
                serializer.serialize_str(name)
            }
            NodeValue::LargeInteger(octets)
            | NodeValue::OctetString(octets)
            | NodeValue::UnknownExtension { octets, .. } => {
                room(2 * octets.len())?;
                serializer.collect_str(&Hex(&octets))
            }
            NodeValue::BitString { octets, bits } => {
                room(2 * octets.len() + 18)?;
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("bits", &bits)?;
                map.serialize_entry("hex", &Word(Hex(&octets)))?;
                map.end()
            }
            NodeValue::ObjectIdentifier(arcs) => serializer.collect_str(&arcs),
            NodeValue::Text(text) => {
                room(text.len())?;
                serializer.serialize_str(&text)
            }
            NodeValue::Undecodable { octets, error } => {
                room(2 * octets.len() + 40)?;
                let undecodable = Undecodable {
                    hex: Word(Hex(&octets)),
                    error: unreadable(error),
                };
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("undecodable", &undecodable)?;
                map.end()
            }
            _ => serializer.serialize_none(),
        }
    }
}

#[derive(Serialize)]
struct Undecodable<'a> {
    hex: Word<Hex<'a>>,
    error: String,
}

#[cfg(test)]
mod tests {
    use h323_proto::h245::{Codec, Pdu, write as write_h245};

    use super::*;

    /// A packet with so many capability sets.
    fn capabilities(times: usize) -> Content {
        let pdu = Pdu::TerminalCapabilitySet {
            sequence: 1,
            codecs: Codec::ALL.to_vec(),
        };
        Content::of_h245(&write_h245(&pdu, 13).unwrap().repeat(times))
    }

    #[test]
    fn what_is_left_out_is_too_long_and_what_is_not_is_not() {
        let size = |times| decoded(&capabilities(times)).map(|text| text.get().len());
        let (one, two) = (size(1).unwrap(), size(2).unwrap());
        for times in (1..250).step_by(3) {
            let wanted = one + (times - 1) * (two - one);
            let fits = wanted <= DECODED_OF_MESSAGE;
            assert_eq!(size(times), fits.then_some(wanted), "{times}");
        }
        assert_eq!(size(249), None, "the last of them are too many");
    }

    #[test]
    fn what_has_nothing_to_read_has_no_json() {
        assert!(decoded(&Content::KeepAlive).is_none());
        assert!(decoded(&Content::Incomplete).is_none());
        assert_eq!(
            decoded(&Content::of_h245(&[])).unwrap().get(),
            "{\"h245\":[]}"
        );
    }
}
