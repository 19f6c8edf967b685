//! Finds the messages in octets from the user, without reading more of them than that takes.

use std::net::SocketAddr;

use h323_capture::{
    capture::{self, BadHeader, Capture, Format},
    gzip::{self, Unpacked},
    named::named,
    packet,
    text::{self, Text, TextError},
};
use h323_proto::{
    call::{Channel, Content, Direction, Transport},
    h245::H245Record,
    tpkt::{self, Deframer, Frame},
};

use super::{Kind, MESSAGES, Messages, NOTES, NothingFound, OCTETS, guess};
use crate::fields::Layout;

impl Messages {
    /// Finds the messages in a text of any form: digits, a dump, or the output of a program or a log.
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
        let mut finder = Finder::new(text.form.name());
        finder.blocks(&text.blocks, kind)?;
        Ok(finder.messages)
    }

    /// Finds the messages in a capture file, plain octets, or text with octets. Each may be
    /// compressed with gzip.
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

    /// Finds messages of the given kind in octets, or in text with such octets. [`Kind::Auto`]
    /// accepts any kind.
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
                let mut finder = Finder::new("octets");
                finder.octets(octets, kind)?;
                Ok(finder.messages)
            }
        }
    }

    fn of_file(octets: &[u8]) -> Result<Self, NothingFound> {
        if !gzip::is_gzip(octets) {
            return Self::of_unpacked(octets);
        }
        let Unpacked { octets, damage } =
            gzip::unpacked(octets).map_err(|error| NothingFound(error.to_string()))?;
        let mut messages = Self::of_contents(&octets)?;
        messages.note_unpacked(damage);
        Ok(messages)
    }

    /// Finds the messages in what was in a gzip file.
    pub(super) fn of_contents(octets: &[u8]) -> Result<Self, NothingFound> {
        match std::str::from_utf8(octets) {
            Ok(text) if is_printable(text) => Self::of_blocks(&read(text)?, Kind::Auto),
            _ => Self::of_unpacked(octets),
        }
    }

    /// Notes first that the input was in a gzip file.
    pub(super) fn note_unpacked(&mut self, damage: Option<&str>) {
        let text = match damage {
            None => "Unpacked from a gzip file".into(),
            Some(why) => format!("Unpacked from a gzip file that is damaged or cut: {why}"),
        };
        self.notes.insert(0, text);
    }

    /// Finds the messages in a capture file, or in plain octets.
    fn of_unpacked(octets: &[u8]) -> Result<Self, NothingFound> {
        if let Some(format) = Format::of(octets) {
            return Self::of_capture(format, capture::read(octets, format, MESSAGES));
        }
        if let Some(text) = named(octets) {
            return Err(NothingFound(text));
        }
        let mut finder = Finder::new("octets");
        finder.octets(octets, Kind::Auto)?;
        Ok(finder.messages)
    }

    /// The messages of a capture file.
    pub(super) fn of_capture(
        format: Format,
        read: Result<Capture, BadHeader>,
    ) -> Result<Self, NothingFound> {
        let capture = read.map_err(|error| NothingFound(error.to_string()))?;
        let mut finder = Finder::new(format.name());
        finder.capture(capture);
        Ok(finder.messages)
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
#[derive(Debug)]
pub(super) struct Found {
    pub(super) t: u64,
    /// `sent` or `received`; if unknown, the call reference decides.
    pub(super) direction: Option<Direction>,
    /// The sender and the receiver, if they are known.
    pub(super) ends: Option<(SocketAddr, SocketAddr)>,
    pub(super) octets: Vec<u8>,
    pub(super) layout: Layout,
    /// Whether only its beginning is here.
    pub(super) cut: bool,
    /// Whether all that crossed its connection was found.
    pub(super) whole: bool,
}

impl Found {
    /// Reads the message.
    pub(super) fn content(&self) -> Content {
        let payload = match self.layout {
            Layout::Tpkt(_) => self.octets.get(4..).unwrap_or_default(),
            _ => self.octets.as_slice(),
        };
        let h245 = matches!(self.layout, Layout::Tpkt(Channel::H245Control));
        match (self.layout, payload) {
            (Layout::Tpkt(_), payload) if self.cut => guess::cut(payload, h245),
            (Layout::Tpkt(_), []) => Content::KeepAlive,
            (Layout::Tpkt(Channel::H245Control), payload) => Content::of_h245(payload),
            (Layout::Tpkt(_) | Layout::Q931, payload) => Content::of_signalling(payload),
            (Layout::H225, payload) => Content::of_user_information(payload),
            (Layout::H245, payload) => Content::H245(H245Record::unframed(payload).into()),
            (Layout::Ras, payload) => Content::of_ras(payload),
        }
    }
}

struct Finder {
    messages: Messages,
    /// Octets of the messages.
    octets: usize,
    /// Notes beyond the limit.
    unnoted: usize,
}

impl Finder {
    fn new(source: &'static str) -> Self {
        Self {
            messages: Messages {
                source,
                found: Vec::new(),
                notes: Vec::new(),
                left_out: 0,
                start: None,
                end: 0,
            },
            octets: 0,
            unnoted: 0,
        }
    }

    fn note(&mut self, text: String) {
        let notes = &mut self.messages.notes;
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

    /// Whether one more message of this length may be shown; if not, it is counted.
    fn has_room(&mut self, length: usize) -> bool {
        let room = self.messages.found.len() < MESSAGES && self.octets + length <= OCTETS;
        if !room {
            self.messages.left_out += 1;
        }
        room
    }

    /// Adds a message without a time, an address or a direction, if there is room.
    fn alone(&mut self, octets: &[u8], layout: Layout, cut: bool) {
        if self.has_room(octets.len()) {
            self.octets += octets.len();
            self.messages.found.push(Found {
                t: 0,
                direction: None,
                ends: None,
                octets: octets.to_vec(),
                layout,
                cut,
                whole: !cut,
            });
        }
    }

    fn capture(&mut self, capture: Capture) {
        for note in capture.notes {
            self.note(note);
        }
        if capture.messages.is_empty() && capture.left_out == 0 {
            self.note("It does not contain an H.323 message".into());
        }
        self.messages.left_out += capture.left_out;
        self.messages.start = capture.start;
        self.messages.end = capture.end;
        for message in capture.messages {
            if !self.has_room(message.octets.len()) {
                continue;
            }
            self.octets += message.octets.len();
            self.messages.found.push(Found {
                t: message.t,
                direction: Some(if message.by_caller {
                    Direction::Sent
                } else {
                    Direction::Received
                }),
                ends: Some((message.from, message.to)),
                octets: message.octets,
                layout: match message.transport {
                    Transport::Tcp(channel) => Layout::Tpkt(channel),
                    Transport::Ras => Layout::Ras,
                },
                cut: message.cut,
                whole: message.whole,
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
            // To find out what the others are would cost more than all that is shown.
            if !self.has_room(block.len()) {
                continue;
            }
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
            Some(why) if self.messages.found.is_empty() => Err(NothingFound(format!(
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
            Kind::Q931 | Kind::H225 | Kind::Ras if guess::is_too_long(octets) => {
                return Err(NothingFound(guess::too_long(octets)));
            }
            Kind::Q931 => self.alone(octets, Layout::Q931, false),
            Kind::H225 => self.alone(octets, Layout::H225, false),
            Kind::Ras => self.alone(octets, Layout::Ras, false),
            Kind::H245 => match H245Record::headless(octets) {
                Some(at) => {
                    let (first, packets) = octets.split_at_checked(at).unwrap_or((octets, &[]));
                    self.note("The header of the first TPKT is missing".into());
                    self.alone(first, Layout::H245, false);
                    return self.packets(packets, true);
                }
                None if guess::is_too_long(octets) => {
                    return Err(NothingFound(guess::too_long(octets)));
                }
                None => self.alone(octets, Layout::H245, false),
            },
        }
        Ok(())
    }

    /// Decodes the packets of a stream without addresses. `h245`: whether the packets before were
    /// H.245.
    fn packets(&mut self, octets: &[u8], mut h245: bool) -> Result<(), NothingFound> {
        let mut deframer = Deframer::new();
        // A whole file at once would be a second copy of it.
        let mut pieces = octets.chunks(tpkt::MAX_PAYLOAD);
        let mut at = 0;
        loop {
            let rest = octets.get(at..).unwrap_or_default();
            let mut frame = deframer.next_frame();
            while frame == Ok(None)
                && let Some(piece) = pieces.next()
            {
                deframer.push(piece);
                frame = deframer.next_frame();
            }
            let (length, payload) = match frame {
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
            if !self.has_room(packet.len()) {
                continue;
            }
            if let Some(payload) = &payload {
                h245 = guess::belongs_to_h245(payload, h245);
            }
            self.alone(packet, Layout::Tpkt(guess::channel(h245)), false);
        }
        let packet = octets.get(at..).unwrap_or_default();
        self.cut(packet, h245);
        Ok(())
    }

    /// Decodes the beginning of a packet that is cut off, as far as it goes.
    fn cut(&mut self, packet: &[u8], h245: bool) {
        let payload = packet.get(4..).unwrap_or_default();
        let h245 = guess::belongs_to_h245(payload, h245);
        self.alone(packet, Layout::Tpkt(guess::channel(h245)), true);
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
