//! Decodes octets from the user: messages from a log, a dump, a capture.

mod exchange;
mod finding;
mod guess;

use std::net::SocketAddr;

use h323_capture::{
    capture::{self, Capture, Format},
    gzip::{self, Unpacked},
    named::named,
    packet,
    text::{self, Text, TextError},
};
use h323_proto::{
    call::{Channel, Content, Direction, Transport},
    h245::H245Record,
    tpkt::{Deframer, Frame},
};
use serde::Serialize;

pub use exchange::Exchange;
use exchange::Occurrence;
pub use finding::{Finding, FindingCode};

use crate::{
    TraceEntry,
    decoded::{Describer, Part},
    fields::{Field, Layout, Message, fields},
};

/// Most messages of one answer. Further ones are only counted.
pub const MESSAGES: usize = 500;

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
    /// The messages in the input.
    pub messages: Vec<DecodedMessage>,
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

impl Decoding {
    /// Decodes a text of any form: digits, a dump, or the output of a program or a log.
    ///
    /// # Errors
    /// If the text has no octets, or they are not of this kind.
    pub fn of_text(text: &str, kind: Kind) -> Result<Self, NothingFound> {
        let text = read(text)?;
        // A capture written as text is one block.
        if let ([file], Kind::Auto) = (text.blocks.as_slice(), kind)
            && (Format::of(file).is_some() || gzip::is_gzip(file))
        {
            return Self::of_file(file);
        }
        Self::of_blocks(&text, kind)
    }

    fn of_blocks(text: &Text, kind: Kind) -> Result<Self, NothingFound> {
        let mut decoder = Decoder::new(text.form.name());
        decoder.blocks(&text.blocks, kind)?;
        Ok(decoder.finish())
    }

    /// Decodes a capture file, plain octets, or text with octets. Each may be compressed with gzip.
    ///
    /// # Errors
    /// If the input has no H.323.
    pub fn of_octets(octets: &[u8]) -> Result<Self, NothingFound> {
        // No message of H.323 is made of printable characters alone.
        match std::str::from_utf8(octets) {
            Ok(text) if is_printable(text) => Self::of_text(text, Kind::Auto),
            _ => Self::of_file(octets),
        }
    }

    /// Decodes octets of the given kind, or text with such octets. [`Kind::Auto`] accepts any kind.
    ///
    /// # Errors
    /// If they are not of this kind.
    pub fn of_octets_as(octets: &[u8], kind: Kind) -> Result<Self, NothingFound> {
        if kind == Kind::Auto {
            return Self::of_octets(octets);
        }
        if let Some(format) = Format::of(octets) {
            let name = format.name();
            return Err(NothingFound(format!(
                "This is a {name} file, which names its own contents: leave out `as`"
            )));
        }
        match std::str::from_utf8(octets) {
            Ok(text) if is_printable(text) => Self::of_text(text, kind),
            _ => {
                let mut decoder = Decoder::new("octets");
                decoder.octets(octets, kind)?;
                Ok(decoder.finish())
            }
        }
    }

    fn of_file(octets: &[u8]) -> Result<Self, NothingFound> {
        if !gzip::is_gzip(octets) {
            return Self::of_unpacked(octets);
        }
        let Unpacked { octets, damage } =
            gzip::unpacked(octets).map_err(|error| NothingFound(error.to_string()))?;
        let unpacked = match std::str::from_utf8(&octets) {
            Ok(text) if is_printable(text) => Self::of_blocks(&read(text)?, Kind::Auto),
            _ => Self::of_unpacked(&octets),
        };
        let mut decoding = unpacked?;
        decoding.notes.insert(
            0,
            match damage {
                None => "Unpacked from a gzip file".into(),
                Some(why) => format!("Unpacked from a gzip file that is damaged or cut: {why}"),
            },
        );
        Ok(decoding)
    }

    /// Decodes a capture file, or plain octets.
    fn of_unpacked(octets: &[u8]) -> Result<Self, NothingFound> {
        if let Some(format) = Format::of(octets) {
            let capture = capture::read(octets, format, MESSAGES)
                .map_err(|error| NothingFound(error.to_string()))?;
            let mut decoder = Decoder::new(format.name());
            decoder.capture(capture);
            return Ok(decoder.finish());
        }
        if let Some(text) = named(octets) {
            return Err(NothingFound(text));
        }
        let mut decoder = Decoder::new("octets");
        decoder.octets(octets, Kind::Auto)?;
        Ok(decoder.finish())
    }
}

/// Reads a text. If it has no octets, the error says what the text is instead.
fn read(text: &str) -> Result<Text, NothingFound> {
    text::read(text).map_err(|error| {
        let file = text.trim_start_matches('\u{FEFF}').trim_start().as_bytes();
        let what = named(file).or_else(|| guess::foreign(file));
        NothingFound(what.unwrap_or_else(|| error.to_string()))
    })
}

/// Whether a text has only printable characters and the white space between lines and columns.
fn is_printable(text: &str) -> bool {
    let blank = |character| matches!(character, '\t' | '\n' | '\r' | '\u{C}' | '\u{FEFF}');
    text.chars()
        .all(|character| blank(character) || !character.is_control())
}

/// A message of the input, not yet decoded.
struct Found<'a> {
    t: u64,
    /// `sent` or `received`; if unknown, the call reference decides.
    direction: Option<Direction>,
    /// The sender and the receiver, if they are known.
    ends: Option<(SocketAddr, SocketAddr)>,
    octets: &'a [u8],
    layout: Layout,
    content: Content,
}

struct Decoder {
    decoding: Decoding,
    describer: Describer,
    /// How many more fields may be shown.
    fields: usize,
    /// Notes beyond the limit.
    unnoted: usize,
    /// The RAS messages so far.
    ras: Vec<Occurrence>,
    /// When the capture ends.
    end: u64,
}

impl Decoder {
    fn new(source: &'static str) -> Self {
        Self {
            decoding: Decoding {
                source,
                messages: Vec::new(),
                findings: Vec::new(),
                notes: Vec::new(),
                left_out: 0,
            },
            describer: Describer::default(),
            fields: FIELDS,
            unnoted: 0,
            ras: Vec::new(),
            end: 0,
        }
    }

    fn finish(mut self) -> Decoding {
        let messages = &mut self.decoding.messages;
        // An answer may be among the messages that are left out.
        let end = match (self.decoding.left_out, messages.last()) {
            (1.., Some(last)) => last.entry.t,
            _ => self.end,
        };
        self.decoding.findings = exchange::pair(&self.ras, end, messages);
        self.decoding
    }

    fn note(&mut self, text: String) {
        let notes = &mut self.decoding.notes;
        if notes.len() < NOTES {
            notes.push(text);
        } else {
            self.unnoted += 1;
            let more = format!("and {} more", self.unnoted);
            if self.unnoted > 1 {
                notes.pop();
            }
            notes.push(more);
        }
    }

    /// Whether one more message may be shown; if not, it is counted.
    fn has_room(&mut self) -> bool {
        let room = self.decoding.messages.len() < MESSAGES;
        if !room {
            self.decoding.left_out += 1;
        }
        room
    }

    fn add(&mut self, found: Found<'_>) {
        // There may be only the H.225.0 part, without a Q.931 message around it.
        let part = match found.layout {
            Layout::H225 => Part::UserInformation,
            _ => Part::Whole,
        };
        let mut description = self.describer.describe(&found.content, part);
        if let (Layout::H225, Content::Signalling { facts, .. }) = (found.layout, &found.content) {
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
            octets: found.octets,
            layout: found.layout,
            content: &found.content,
        };
        let fields = fields(description.kind.clone(), message, self.fields);
        self.fields = self.fields.saturating_sub(fields.count());
        let direction = found.direction.unwrap_or(direction(&found.content));
        let entry = TraceEntry::new(
            (found.t, 0),
            (direction, transport),
            found.octets,
            description,
        );
        let messages = &mut self.decoding.messages;
        let place = (messages.len(), found.t);
        let ras = Occurrence::all(&found.content, place, found.ends, &entry);
        self.ras.extend(ras);
        messages.push(DecodedMessage {
            entry,
            from: found.ends.map(|(from, _)| from.to_string()),
            to: found.ends.map(|(_, to)| to.to_string()),
            exchange: None,
            fields,
        });
    }

    /// Adds a message without a time, an address or a direction.
    fn alone(&mut self, octets: &[u8], layout: Layout, content: impl FnOnce() -> Content) {
        if self.has_room() {
            self.add(Found {
                t: 0,
                direction: None,
                ends: None,
                octets,
                layout,
                content: content(),
            });
        }
    }

    fn capture(&mut self, capture: Capture) {
        for note in capture.notes {
            self.note(note);
        }
        if capture.messages.is_empty() {
            self.note("It does not contain an H.323 message".into());
        }
        self.decoding.left_out += capture.left_out;
        self.end = capture.end;
        for message in capture.messages {
            if !self.has_room() {
                continue;
            }
            let (layout, content) = match message.transport {
                Transport::Ras => (Layout::Ras, Content::of_ras(&message.octets)),
                Transport::Tcp(channel) => {
                    let h245 = channel == Channel::H245Control;
                    let payload = message.octets.get(4..).unwrap_or_default();
                    let content = match (message.cut, payload) {
                        (true, payload) => guess::cut(payload, h245),
                        (false, []) => Content::KeepAlive,
                        (false, payload) if h245 => Content::of_h245(payload),
                        (false, payload) => Content::of_signalling(payload),
                    };
                    (Layout::Tpkt(channel), content)
                }
            };
            self.add(Found {
                t: message.t,
                direction: Some(if message.by_caller {
                    Direction::Sent
                } else {
                    Direction::Received
                }),
                ends: Some((message.from, message.to)),
                octets: &message.octets,
                layout,
                content,
            });
        }
    }

    /// Decodes the blocks of a text: link packets, which form a capture, or octets of H.323.
    fn blocks(&mut self, blocks: &[Vec<u8>], kind: Kind) -> Result<(), NothingFound> {
        if let [octets] = blocks {
            return self.octets(octets, kind);
        }
        let packets: Vec<(u32, &[u8])> = blocks
            .iter()
            .filter_map(|block| Some((packet::recognise(block)?, block.as_slice())))
            .collect();
        if !packets.is_empty() && kind == Kind::Auto {
            if packets.len() < blocks.len() {
                let others = blocks.len() - packets.len();
                self.note(format!("Blocks of the text that are not packets: {others}"));
            }
            self.capture(capture::of_packets(packets.into_iter(), MESSAGES));
            return Ok(());
        }
        let mut wrong = None;
        for (index, block) in blocks.iter().enumerate() {
            if let Err(NothingFound(why)) = self.octets(block, kind) {
                let length = block.len();
                self.note(format!(
                    "Block {} of the text ({length} octets): {why}",
                    index + 1
                ));
                wrong.get_or_insert(why);
            }
        }
        match wrong {
            Some(why) if self.decoding.messages.is_empty() => Err(NothingFound(format!(
                "The {} blocks of the text are not H.323. The first: {why}",
                blocks.len()
            ))),
            _ => Ok(()),
        }
    }

    fn octets(&mut self, octets: &[u8], kind: Kind) -> Result<(), NothingFound> {
        if octets.is_empty() {
            return Err(NothingFound(TextError::Empty.to_string()));
        }
        match kind {
            Kind::Auto => {
                if let Some(link) = packet::recognise(octets) {
                    self.capture(capture::of_packets(
                        std::iter::once((link, octets)),
                        MESSAGES,
                    ));
                    return Ok(());
                }
                let kind = guess::kind(octets).map_err(NothingFound)?;
                return self.octets(octets, kind);
            }
            Kind::Tpkt => return self.packets(octets, false),
            Kind::Q931 => self.alone(octets, Layout::Q931, || Content::of_signalling(octets)),
            Kind::H225 => self.alone(octets, Layout::H225, || {
                Content::of_user_information(octets)
            }),
            Kind::Ras => self.alone(octets, Layout::Ras, || Content::of_ras(octets)),
            Kind::H245 => match H245Record::headless(octets) {
                Some(at) => {
                    let (first, packets) = octets.split_at_checked(at).unwrap_or((octets, &[]));
                    self.note("The header of the first TPKT is missing".into());
                    self.alone(first, Layout::H245, || Content::of_h245(first));
                    return self.packets(packets, true);
                }
                None => {
                    let content = || Content::H245(H245Record::unframed(octets).into());
                    self.alone(octets, Layout::H245, content);
                }
            },
        }
        Ok(())
    }

    /// Decodes the packets of a stream without addresses. `h245`: whether the packets before were
    /// H.245.
    fn packets(&mut self, octets: &[u8], mut h245: bool) -> Result<(), NothingFound> {
        let mut deframer = Deframer::new();
        deframer.push(octets);
        let mut at = 0;
        loop {
            let rest = octets.get(at..).unwrap_or_default();
            let (length, payload) = match deframer.next_frame() {
                Ok(Some(Frame::KeepAlive { .. })) => (4, None),
                Ok(Some(Frame::Message { payload, .. })) => (4 + payload.len(), Some(payload)),
                Ok(None) if rest.is_empty() => return Ok(()),
                Ok(None) => break,
                Err(error) if at == 0 => {
                    return Err(NothingFound(format!("This is not a TPKT: {error}.")));
                }
                Err(error) => {
                    self.note(format!("The rest is not decoded: {error}"));
                    return Ok(());
                }
            };
            let packet = rest.get(..length).unwrap_or_default();
            at += length;
            let channel = match &payload {
                Some(payload) => {
                    h245 = guess::belongs_to_h245(payload, h245);
                    guess::channel(h245)
                }
                None => guess::channel(h245),
            };
            let content = || match &payload {
                None => Content::KeepAlive,
                Some(payload) if h245 => Content::of_h245(payload),
                Some(payload) => Content::of_signalling(payload),
            };
            self.alone(packet, Layout::Tpkt(channel), content);
        }
        let packet = octets.get(at..).unwrap_or_default();
        self.cut(packet, h245);
        Ok(())
    }

    /// Decodes the beginning of a packet that is cut off, as far as it goes.
    fn cut(&mut self, packet: &[u8], h245: bool) {
        let payload = packet.get(4..).unwrap_or_default();
        let h245 = guess::belongs_to_h245(payload, h245);
        let content = || guess::cut(payload, h245);
        self.alone(packet, Layout::Tpkt(guess::channel(h245)), content);
        let have = packet.len();
        self.note(match *packet {
            [_, _, high, low, ..] => format!(
                "The last TPKT is cut: its length is {} octets, but only {have} are here.",
                u16::from_be_bytes([high, low])
            ),
            _ => format!("The last TPKT is cut: only {have} octets are here."),
        });
    }
}

/// The direction of a message. The side that chose the call reference placed the call and sends it
/// without the flag. A message without a call reference counts as sent, and one of RAS too, unless
/// only a gatekeeper sends it.
fn direction(content: &Content) -> Direction {
    match content {
        Content::Ras(record) => match record.facts.message {
            Some(message) if message.is_of_endpoint() == Some(false) => Direction::Received,
            _ => Direction::Sent,
        },
        Content::Signalling { message, .. } if message.call_reference.flag() => Direction::Received,
        _ => Direction::Sent,
    }
}

#[cfg(test)]
mod tests;
