//! A message as a tree of fields, each with the octets that it takes.
//!
//! [`decoded`](crate::decoded) has the values, for programs. This module has their places, to be shown
//! beside the octets. Unreadable parts are here too, with the reason.

pub(crate) mod per;

use std::borrow::Cow;

use h323_proto::{
    call::{Channel, Content},
    h225::{Facts, UserInformation},
    q931::{self, Cause, ElementId, InformationElement, MessageType, ProtocolDiscriminator},
    summary,
};
use serde::Serialize;

use h323_proto::text::hex;
use per::Place;

/// Most fields of one message that are shown.
pub const MOST: usize = 10_000;

/// One field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The name in the Recommendation, or the number of an element of a SEQUENCE OF.
    pub name: Cow<'static, str>,
    /// The value; `None` if the field has parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<FieldValue>,
    /// The meaning of the value, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The position of its first octet in the message.
    pub at: usize,
    /// How many octets it takes, including octets that it shares with other fields.
    pub length: usize,
    /// Why it is unreadable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// The parts of the field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Field>,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Text, an identifier, or octets in hexadecimal.
    Text(Cow<'static, str>),
    /// A number.
    Number(i64),
    /// A boolean.
    Flag(bool),
}

impl From<String> for FieldValue {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<&'static str> for FieldValue {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for FieldValue {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u8> for FieldValue {
    fn from(number: u8) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for FieldValue {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl Field {
    fn new(name: impl Into<Cow<'static, str>>, at: usize, length: usize) -> Self {
        Self {
            name: name.into(),
            value: None,
            text: None,
            at,
            length,
            fault: None,
            children: Vec::new(),
        }
    }

    fn valued(mut self, value: impl Into<FieldValue>) -> Self {
        self.value = Some(value.into());
        self
    }

    fn faulty(mut self, fault: impl Into<String>) -> Self {
        self.fault = Some(fault.into());
        self
    }

    /// The number of fields: this one and all fields within it.
    #[must_use]
    pub fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }
}

/// The outermost layer of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A TPKT of the call signalling or the H.245 connection.
    Tpkt(Channel),
    /// A Q.931 message.
    Q931,
    /// An `H323-UserInformation`.
    H225,
    /// A `MultimediaSystemControlMessage`, or several.
    H245,
    /// A `RasMessage`.
    Ras,
}

/// A message with its octets and its decoded content.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// All octets of the message.
    pub octets: &'a [u8],
    /// The outermost layer.
    pub layout: Layout,
    /// The decoded content.
    pub content: &'a Content,
}

/// The fields of one message with the name `name`. There are at most `most`, and never more than
/// [`MOST`]; if some are left out, the fault of the root says so.
#[must_use]
pub fn fields(name: String, message: Message<'_>, most: usize) -> Field {
    let Message {
        octets,
        layout,
        content,
    } = message;
    let mut root = Field::new(name, 0, octets.len());
    let mut builder = Builder {
        octets,
        left: most.min(MOST),
        full: false,
    };
    match (layout, content) {
        (Layout::Tpkt(channel), _) => builder.tpkt(&mut root, channel, content),
        (Layout::Q931, _) => builder.q931(&mut root, 0, content),
        (
            Layout::H225,
            Content::Signalling {
                user_information: Some(information),
                facts,
                ..
            },
        ) => {
            let field = builder.user_information((information, facts), octets, Place::From(0));
            root.children.extend(field);
        }
        (Layout::H225, _) => {}
        (Layout::H245, _) => builder.h245(&mut root, 0, content),
        (Layout::Ras, Content::Ras(record)) => {
            root.children
                .extend(builder.ras_message(record, Place::From(0)));
        }
        (Layout::Ras, _) => {}
    }
    if builder.full {
        root.fault = Some("fields left out: too many".into());
    }
    root
}

struct Builder<'a> {
    /// All octets of the message.
    octets: &'a [u8],
    /// How many more fields may be made.
    left: usize,
    /// Whether a field was left out.
    full: bool,
}

impl Builder<'_> {
    /// Whether one more field may be made; if so, it is counted.
    fn one_more(&mut self) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => self.full = true,
        }
        !self.full
    }

    fn add(&mut self, parent: &mut Field, field: Field) {
        if self.one_more() {
            parent.children.push(field);
        }
    }

    /// The octets from `at` to the end of the message.
    fn rest(&self, at: usize) -> &[u8] {
        self.octets.get(at..).unwrap_or_default()
    }

    /// The octets at that place; fewer if the message ends earlier.
    fn part(&self, at: usize, length: usize) -> &[u8] {
        let rest = self.rest(at);
        rest.get(..length).unwrap_or(rest)
    }

    /// A field with its octets as the value.
    fn raw(&self, name: &'static str, at: usize, length: usize) -> Field {
        Field::new(name, at, length).valued(hex(self.part(at, length)))
    }

    /// A field with the octets after the place where reading stopped.
    fn undecodable(&self, at: usize, why: impl Into<String>) -> Field {
        let at = at.min(self.octets.len());
        self.raw("undecodable", at, self.octets.len() - at)
            .faulty(why)
    }

    fn tpkt(&mut self, root: &mut Field, channel: Channel, content: &Content) {
        let have = self.octets.len();
        let mut layer = Field::new("TPKT", 0, have.min(4));
        for (name, at) in [("version", 0), ("reserved", 1)] {
            if let Some(&octet) = self.octets.get(at) {
                self.add(&mut layer, Field::new(name, at, 1).valued(octet));
            }
        }
        let stated = match *self.octets {
            [_, _, high, low, ..] => {
                let stated = u16::from_be_bytes([high, low]);
                let mut length = Field::new("length", 2, 2).valued(i64::from(stated));
                if usize::from(stated) != have {
                    length.fault = Some(format!("{have} octets are here"));
                }
                self.add(&mut layer, length);
                Some(stated)
            }
            [_, _, _] => {
                let field = self.raw("length", 2, 1);
                self.add(&mut layer, field);
                None
            }
            _ => None,
        };
        if stated.is_none() {
            layer.fault = Some(format!("a header of 4 octets, {have} are here"));
        }
        // A message has only a few layers, so they need no limit.
        root.children.push(layer);
        let (name, fill): (_, fn(&mut Self, &mut Field, usize, &Content)) = match channel {
            Channel::CallSignalling => ("Q.931", Self::q931),
            Channel::H245Control => ("H.245", Self::h245),
        };
        if have > 4 {
            let mut layer = Field::new(name, 4, have - 4);
            fill(self, &mut layer, 4, content);
            root.children.push(layer);
        }
    }

    /// The H.245 messages from `at` to the end.
    fn h245(&mut self, layer: &mut Field, mut at: usize, content: &Content) {
        let Content::H245(records) = content else {
            let rest = self.undecodable(at, "cannot be read");
            return self.add(layer, rest);
        };
        for record in records.iter() {
            let field = self.h245_message(record, Place::From(at));
            layer.children.extend(field);
            at += record.octets.len();
        }
    }

    /// The Q.931 message from `at` to the end.
    fn q931(&mut self, layer: &mut Field, at: usize, content: &Content) {
        let mut next = self.q931_header(layer, at);
        let failure = match content {
            Content::Signalling {
                message,
                user_information,
                facts,
                error,
            } => {
                let information = user_information.as_deref().map(|read| (read, &**facts));
                let Some(end) = self.q931_elements(layer, next, message, information) else {
                    return;
                };
                next = end;
                error.clone()
            }
            // For content that is not a Q.931 message, or only a part of one, decoding it again gives
            // the reason.
            _ => q931::Message::decode(self.rest(at))
                .err()
                .map(|failure| failure.error),
        };
        if let Some(error) = failure {
            let rest = self.undecodable(next, error.to_string());
            self.add(layer, rest);
        }
    }

    /// The message type, and the information elements from `next` on. Returns the end of the elements,
    /// or `None` if there are too many.
    fn q931_elements(
        &mut self,
        layer: &mut Field,
        mut next: usize,
        message: &q931::Message,
        information: Option<(&UserInformation, &Facts)>,
    ) -> Option<usize> {
        let kind = Field::new("messageType", next, 1);
        let mut kind = kind.valued(message.message_type.to_string());
        if let MessageType::National(_) = message.message_type {
            kind.length = 2;
        }
        next += kind.length;
        self.add(layer, kind);
        let user_user = message
            .elements
            .iter()
            .position(|element| element.is(ElementId::USER_USER));
        for (index, element) in message.elements.iter().enumerate() {
            if !self.one_more() {
                return None;
            }
            let information = information.filter(|_| user_user == Some(index));
            let field = self.element(element, next, information);
            next += field.length;
            layer.children.push(field);
        }
        Some(next)
    }

    /// The protocol discriminator and the call reference, as far as they are present. Returns the
    /// place of the message type.
    fn q931_header(&mut self, layer: &mut Field, at: usize) -> usize {
        let (discriminator, reference) = match *self.rest(at) {
            [] => return at,
            [discriminator] => (discriminator, None),
            [discriminator, length, ..] => (discriminator, Some(length)),
        };
        let field = Field::new("protocolDiscriminator", at, 1);
        self.add(layer, field.valued(format!("0x{discriminator:02x}")));
        let at = at + 1;
        if discriminator != 8 {
            return at;
        }
        let Some(length @ 0..=2) = reference else {
            return at;
        };
        let length = usize::from(length);
        let value = self.part(at + 1, length);
        if value.len() < length {
            return at;
        }
        let number = value
            .iter()
            .fold(0_i64, |number, &octet| number << 8 | i64::from(octet));
        let mut field = Field::new("callReference", at, 1 + length);
        let octets = Field::new("length", at, 1).valued(i64::try_from(length).unwrap_or(0));
        self.add(&mut field, octets);
        if length > 0 {
            let flag = 1_i64 << (8 * length - 1);
            let set = Field::new("flag", at + 1, 1).valued(i64::from(number & flag != 0));
            self.add(&mut field, set);
            let value = Field::new("value", at + 1, length).valued(number & (flag - 1));
            self.add(&mut field, value);
        }
        let next = at + field.length;
        self.add(layer, field);
        next
    }

    /// One information element at `at`.
    fn element(
        &mut self,
        element: &InformationElement,
        at: usize,
        information: Option<(&UserInformation, &Facts)>,
    ) -> Field {
        let header = element.header_len();
        let length = element.contents.len();
        let name: Cow<'static, str> = match (element.name(), element.codeset) {
            (Some(name), _) => name.into(),
            (None, 0) => format!("unknown element 0x{:02x}", element.id.0).into(),
            (None, codeset) => {
                format!("element 0x{:02x} of codeset {codeset}", element.id.0).into()
            }
        };
        let mut field = Field::new(name, at, header + length);
        match summary::understand(element) {
            Some(Ok(text)) => field.value = Some(text.into()),
            Some(Err(error)) => field.fault = Some(error.kind.to_string()),
            None => {}
        }
        if element.is(ElementId::CAUSE)
            && let Some(fault) = Cause::fault(&element.contents)
        {
            field.fault = Some(fault.into());
        }
        let id = format!("0x{:02x}", element.id.0);
        if header == 1 {
            // The element has only an identifier.
            return field.valued(id);
        }
        self.add(&mut field, Field::new("id", at, 1).valued(id));
        let octets = Field::new("length", at + 1, header - 1);
        let octets = octets.valued(i64::try_from(length).unwrap_or(i64::MAX));
        self.add(&mut field, octets);
        let contents = at + header;
        match (element.contents.split_first(), information) {
            (None, _) => {}
            (Some((&discriminator, user)), Some(information)) => {
                let known = ProtocolDiscriminator::from_code(discriminator);
                let code = Field::new("protocolDiscriminator", contents, 1);
                self.add(&mut field, code.valued(known.to_string()));
                let place = Place::From(contents + 1);
                let value = self.user_information(information, user, place);
                field.children.extend(value);
            }
            (Some(_), None) => {
                let raw = self.raw("contents", contents, length);
                self.add(&mut field, raw);
            }
        }
        field
    }
}

#[cfg(test)]
mod tests;
