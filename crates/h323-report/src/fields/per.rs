//! The ASN.1 part of a message, from the decoded tree, whose nodes have their bit positions.

use std::borrow::Cow;

use h323_asn1::codec::{DecodeError, Node, NodeValue, Tree};
use h323_proto::{
    h225::{Facts, UserInformation},
    h245::{ChannelRecord, H245Record},
    h450::{Argument, RemoteOperation, ServiceRecord},
    ras::RasRecord,
    text::{self, hex},
    words::Nested,
};

use super::{Builder, Field, FieldValue};

/// The place of a value's octets in the message.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// They are in one piece, from here.
    From(usize),
    /// They came in fragments, somewhere within these octets (first, number).
    Within(usize, usize),
}

impl Place {
    /// The octets that contain the bits of a node.
    fn of(self, node: &Node) -> (usize, usize) {
        match self {
            Self::From(base) => {
                let (start, end) = (node.bits().start / 8, node.bits().end.div_ceil(8));
                let length = if node.bits().is_empty() {
                    0
                } else {
                    end - start
                };
                (base + start, length)
            }
            Self::Within(at, length) => (at, length),
        }
    }
}

/// The decoded contents of the OCTET STRINGs in a value.
#[derive(Clone, Copy)]
enum Carried<'a> {
    Nothing,
    /// The contents in an H.225.0 message.
    Message(&'a Facts),
    /// The arguments of the operations of an APDU of H.450.1.
    Operations(&'a [RemoteOperation]),
}

/// A value that was decoded from `octets`.
struct Read<'a> {
    tree: &'a Tree,
    error: Option<&'a DecodeError>,
    trailing: usize,
    octets: &'a [u8],
    name: &'static str,
}

impl Builder<'_> {
    pub(super) fn user_information(
        &mut self,
        (information, facts): (&UserInformation, &Facts),
        octets: &[u8],
        place: Place,
    ) -> Option<Field> {
        let read = Read {
            tree: &information.tree,
            error: information.error.as_ref(),
            trailing: information.trailing,
            octets,
            name: "H323-UserInformation",
        };
        self.value(&read, place, Carried::Message(facts))
    }

    pub(super) fn h245_message(&mut self, record: &H245Record, place: Place) -> Option<Field> {
        // The record does not have the number of trailing octets: they are the octets after the root.
        let used = record
            .tree
            .nodes()
            .first()
            .map_or(0, |root| root.bits().end);
        let trailing = match record.error {
            None => record.octets.len().saturating_sub(used.div_ceil(8)),
            Some(_) => 0,
        };
        let read = Read {
            tree: &record.tree,
            error: record.error.as_ref(),
            trailing,
            octets: &record.octets,
            name: "MultimediaSystemControlMessage",
        };
        self.value(&read, place, Carried::Nothing)
    }

    pub(super) fn ras_message(&mut self, record: &RasRecord, place: Place) -> Option<Field> {
        let read = Read {
            tree: &record.tree,
            error: record.error.as_ref(),
            trailing: record.trailing,
            octets: &record.octets,
            name: "RasMessage",
        };
        self.value(&read, place, Carried::Nothing)
    }

    fn channel(&mut self, record: &ChannelRecord, place: Place) -> Option<Field> {
        let read = Read {
            tree: &record.tree,
            error: record.error.as_ref(),
            trailing: record.trailing,
            octets: &record.octets,
            name: "OpenLogicalChannel",
        };
        self.value(&read, place, Carried::Nothing)
    }

    fn service(&mut self, record: &ServiceRecord, place: Place) -> Option<Field> {
        let read = Read {
            tree: &record.tree,
            error: record.error.as_ref(),
            trailing: record.trailing,
            octets: &record.octets,
            name: "H4501SupplementaryService",
        };
        self.value(&read, place, Carried::Operations(&record.operations))
    }

    fn argument(&mut self, argument: &Argument, place: Place) -> Option<Field> {
        let read = Read {
            tree: &argument.tree,
            error: argument.error.as_ref(),
            trailing: argument.trailing,
            octets: &argument.octets,
            name: argument.name,
        };
        self.value(&read, place, Carried::Nothing)
    }

    /// The whole value: its decoded fields, and its unreadable rest.
    fn value(&mut self, read: &Read<'_>, place: Place, carried: Carried<'_>) -> Option<Field> {
        let mut root = match read.tree.nodes().first() {
            Some(_) => self.node(read.tree, &Nested::root(read.tree), place, carried)?,
            None if self.one_more() => Field::new(read.name, 0, 0),
            None => return None,
        };
        root.name = read.name.into();
        let whole = read.octets.len();
        (root.at, root.length) = match place {
            Place::From(base) => (base, whole),
            Place::Within(at, length) => (at, length),
        };
        self.full |= read.tree.truncated;
        let (name, from, fault) = match read.error {
            Some(error) => {
                let last = read.tree.nodes().iter().map(|node| node.bits().end).max();
                let from = last.unwrap_or(0).max(error.at_bit) / 8;
                ("undecodable", from, error.to_string())
            }
            None if read.trailing > 0 => {
                let fault = "octets behind the end of the value".into();
                ("trailing", whole.saturating_sub(read.trailing), fault)
            }
            None => return Some(root),
        };
        let from = from.min(whole);
        let (at, length) = match place {
            Place::From(base) => (base + from, whole - from),
            Place::Within(at, length) => (at, length),
        };
        let rest = hex(read.octets.get(from..).unwrap_or_default());
        let rest = Field::new(name, at, length).valued(rest).faulty(fault);
        self.add(&mut root, rest);
        Some(root)
    }

    /// A node and the nodes below it; `None` if there are too many. The decoder bounds the depth of
    /// the tree.
    fn node(
        &mut self,
        tree: &Tree,
        nested: &Nested<'_>,
        place: Place,
        carried: Carried<'_>,
    ) -> Option<Field> {
        let index = nested.at();
        let node = tree.nodes().get(index)?;
        let value = tree.value(index)?;
        if !self.one_more() {
            return None;
        }
        let name = match &value {
            NodeValue::Undecodable { .. } if node.name().is_empty() => "undecodable".into(),
            _ => nested.name(),
        };
        let (at, length) = place.of(node);
        let mut field = Field::new(name, at, length);
        field.value = scalar(&value);
        field.text = nested.words().map(Cow::into_owned);
        match (&value, carried) {
            (NodeValue::OctetString(octets), Carried::Message(facts)) => {
                let within = self.contents(at, length, octets);
                if let Some(value) = self.carried(facts, index, within) {
                    field.value = None;
                    field.text = None;
                    field.children.extend(value);
                }
            }
            (value, Carried::Operations(operations)) => {
                let code = |operation: &&RemoteOperation| operation.code_at == Some(index);
                if let Some(operation) = operations.iter().find(code) {
                    field.text = Some(operation.text.clone());
                }
                let arguments = operations
                    .iter()
                    .filter_map(|known| known.argument.as_ref());
                let opened = arguments.into_iter().find(|(at, _)| *at == index);
                if let (Some((_, argument)), NodeValue::OctetString(octets)) = (opened, value) {
                    let within = self.contents(at, length, octets);
                    field.value = None;
                    field.text = None;
                    field.children.extend(self.argument(argument, within));
                }
            }
            (NodeValue::UnknownExtension { .. }, _) => {
                field.fault = Some("not in the version of the type that is known here".into());
            }
            (NodeValue::Undecodable { error, .. }, _) => field.fault = Some(unreadable(*error)),
            _ => {}
        }
        for part in nested.parts() {
            field
                .children
                .extend(self.node(tree, &part, place, carried));
        }
        Some(field)
    }

    /// The decoded contents of an OCTET STRING in an H.225.0 message, if it has any. They may exceed
    /// the limit.
    fn carried(&mut self, facts: &Facts, node: usize, place: Place) -> Option<Option<Field>> {
        let tunnelled = [&facts.h245_control, &facts.parallel_h245_control];
        if let Some(record) = tunnelled.iter().find_map(|messages| messages.at(node)) {
            return Some(self.h245_message(record, place));
        }
        if let Some(record) = facts.fast_start.at(node) {
            return Some(self.channel(record, place));
        }
        if let Some(record) = facts.ras.at(node) {
            return Some(self.ras_message(record, place));
        }
        let record = facts.supplementary_services.at(node)?;
        Some(self.service(record, place))
    }

    /// The contents of an OCTET STRING: its last octets, after the length.
    fn contents(&self, at: usize, length: usize, octets: &[u8]) -> Place {
        match length.checked_sub(octets.len()) {
            Some(before) if self.part(at + before, octets.len()) == octets => {
                Place::From(at + before)
            }
            _ => Place::Within(at, length),
        }
    }
}

/// Why a part is unreadable; the decoder keeps the reason only for the first parts.
pub(crate) fn unreadable(error: Option<&DecodeError>) -> String {
    error.map_or_else(|| "cannot be read".into(), ToString::to_string)
}

/// The value of a node without parts.
fn scalar(value: &NodeValue<'_>) -> Option<FieldValue> {
    Some(match value {
        NodeValue::Boolean(value) => (*value).into(),
        NodeValue::Integer(value) => (*value).into(),
        NodeValue::Enumerated(name) => (*name).into(),
        NodeValue::LargeInteger(octets)
        | NodeValue::OctetString(octets)
        | NodeValue::Undecodable { octets, .. }
        | NodeValue::UnknownExtension { octets, .. } => hex(octets).into(),
        NodeValue::BitString { octets, bits } => digits(octets, *bits).into(),
        NodeValue::ObjectIdentifier(arcs) => arcs.to_string().into(),
        NodeValue::Text(text) => text::shown(text).into(),
        _ => return None,
    })
}

/// The first `bits` of `octets` in binary.
fn digits(octets: &[u8], bits: usize) -> String {
    let bit = |at: usize| {
        octets
            .get(at / 8)
            .is_some_and(|octet| octet & (0x80 >> (at % 8)) != 0)
    };
    (0..bits)
        .map(|at| if bit(at) { '1' } else { '0' })
        .collect()
}
