//! The H.323 messages of a capture.

use std::{collections::BTreeMap, net::SocketAddr};

use h323_proto::{
    call::{Channel, Transport},
    h225::{Facts, PeerAddress, UserInformation},
    q931::{self, MessageType},
};

use crate::{
    conversation::{self, Conversation, Packet, Purpose},
    datagram::{Datagrams, Sides},
    file::Packets,
    fragments::{Fragments, Whole},
    frames::{self, Frames},
    packet::{Carried, carried, transport},
    pcap::Packet as Captured,
    tcp::{self, Connections, Moment},
};

/// Port of call signalling.
const SIGNALLING: u16 = 1720;

/// Nanoseconds from 1970 to 1990: captures are younger, so earlier times count from another origin.
const OLDEST: u64 = 631_152_000_000_000_000;

/// Most messages that are read to learn where H.245 connections lead.
const EXAMINED: usize = 2000;

/// The format of a capture file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Of libpcap.
    Pcap,
    /// pcapng.
    Pcapng,
}

impl Format {
    /// The format that a file has by its first octets.
    #[must_use]
    pub fn of(file: &[u8]) -> Option<Self> {
        match file.first_chunk()? {
            [0x0A, 0x0D, 0x0D, 0x0A] => Some(Self::Pcapng),
            [0xA1, 0xB2, 0xC3, 0xD4]
            | [0xD4, 0xC3, 0xB2, 0xA1]
            | [0xA1, 0xB2, 0x3C, 0x4D]
            | [0x4D, 0x3C, 0xB2, 0xA1] => Some(Self::Pcap),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pcap => "pcap",
            Self::Pcapng => "pcapng",
        }
    }
}

/// A message of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Milliseconds from the first packet of the capture to the last of the message.
    pub t: u64,
    /// Who sent it.
    pub from: SocketAddr,
    /// To whom.
    pub to: SocketAddr,
    /// Whether the sender is the side that placed the call, or the endpoint of a gatekeeper.
    pub by_caller: bool,
    /// What carried it.
    pub transport: Transport,
    /// Its TPKT, or the datagram of RAS.
    pub octets: Vec<u8>,
    /// Whether the end of it is missing.
    pub cut: bool,
    /// Whether all that crossed its connection is among the messages, as far as the capture shows.
    /// A datagram has no connection, and is whole unless it is cut.
    pub whole: bool,
}

/// What is in a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// The messages, in the order of time.
    pub messages: Vec<Message>,
    /// How many more there are.
    pub left_out: usize,
    /// When its first packet was captured, in milliseconds from the beginning of 1970; `None` if the
    /// file has no times, or they count from another origin.
    pub start: Option<u64>,
    /// Milliseconds from the first packet of the capture to its last.
    pub end: u64,
    /// What could not be taken.
    pub notes: Vec<String>,
}

/// A capture file whose header cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The header of the {} file cannot be read: it is damaged or cut.", .0.name())]
pub struct BadHeader(pub Format);

/// Reads a capture file, and gives at most that many messages.
///
/// # Errors
/// If not even its header can be read.
pub fn read(file: &[u8], format: Format, most: usize) -> Result<Capture, BadHeader> {
    let mut incoming = Incoming::new(format);
    incoming.push(file);
    incoming.finish(most)
}

/// A capture file that comes in pieces, and may be longer than the memory: of each packet no more is
/// kept than its messages need.
pub struct Incoming {
    format: Format,
    packets: Packets,
    reader: Reader,
}

impl Incoming {
    /// A file of this format.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self {
            format,
            packets: Packets::new(format),
            reader: Reader::default(),
        }
    }

    /// Takes the next octets of it.
    pub fn push(&mut self, octets: &[u8]) {
        let reader = &mut self.reader;
        self.packets.push(octets, |packet| reader.take(packet));
    }

    /// What is in it, with at most that many messages.
    ///
    /// # Errors
    /// If not even its header can be read.
    pub fn finish(mut self, most: usize) -> Result<Capture, BadHeader> {
        let notes = self.packets.finish().ok_or(BadHeader(self.format))?;
        self.reader.notes.extend(notes);
        Ok(self.reader.finish(most))
    }
}

/// Reads single packets, each with its link, and returns at most that many messages.
#[must_use]
pub fn of_packets<'a>(packets: impl Iterator<Item = (u32, &'a [u8])>, most: usize) -> Capture {
    let mut reader = Reader::default();
    for (link, octets) in packets {
        reader.take(&Captured {
            time: None,
            link,
            octets,
            cut: false,
        });
    }
    reader.finish(most)
}

#[derive(Default)]
struct Reader {
    connections: Connections,
    notes: Vec<String>,
    packets: usize,
    first: Option<u64>,
    last: u64,
    latest: u64,
    datagrams: Datagrams,
    fragments: Fragments,
    /// Fragments of other protocols than UDP.
    fragmented: usize,
    other: usize,
    broken: usize,
    cut: usize,
    /// Packets of links that are not known, by type.
    links: BTreeMap<u32, usize>,
}

impl Reader {
    fn take(&mut self, packet: &Captured<'_>) {
        let time = packet.time.unwrap_or(self.last);
        self.last = time;
        self.latest = self.latest.max(time);
        self.first.get_or_insert(time);
        let at = Moment {
            time,
            packet: self.packets,
        };
        self.packets += 1;
        match carried(packet.link, packet.octets) {
            Carried::Tcp(segment) => {
                self.cut += usize::from(segment.missing > 0);
                self.connections.take(&segment, at, conversation::foreign);
            }
            Carried::Udp(datagram) => {
                self.cut += usize::from(datagram.cut);
                self.datagrams.take(&datagram, at);
            }
            Carried::Fragment(fragment) if fragment.is_udp() => {
                if let Some(whole) = self.fragments.take(&fragment, at) {
                    self.whole(&whole, false);
                }
            }
            Carried::Fragment(_) => self.fragmented += 1,
            Carried::Other => self.other += 1,
            Carried::Broken => self.broken += 1,
            Carried::UnknownLink(link) => *self.links.entry(link).or_default() += 1,
        }
    }

    /// Takes the datagram in a packet that came in fragments; `cut`: some of them are missing.
    fn whole(&mut self, whole: &Whole, cut: bool) {
        let (from, to, octets) = (whole.from, whole.to, &whole.octets);
        match transport(whole.protocol, from, to, octets, octets.len()) {
            Some(Carried::Udp(mut datagram)) => {
                datagram.cut |= cut;
                let others = self.datagrams.other;
                self.datagrams.take(&datagram, whole.at);
                if cut {
                    // Counted as one with fragments that are missing.
                    self.datagrams.other = others;
                }
            }
            _ => self.broken += usize::from(!cut),
        }
    }

    fn finish(mut self, most: usize) -> Capture {
        for beginning in self.fragments.finish() {
            self.whole(&beginning, true);
        }
        let mut notes = std::mem::take(&mut self.notes);
        let counted = [
            (
                self.fragments.incomplete,
                "over UDP with IP fragments that are missing",
            ),
            (
                self.fragments.refused,
                "over UDP whose IP fragments contradict each other, left out",
            ),
            (
                self.fragmented,
                "that are IP fragments of other protocols than UDP, which are not put together",
            ),
            (self.datagrams.empty, "of RAS without octets"),
            (self.cut, "not captured to their end"),
            (self.broken, "with headers that cannot be read"),
            (
                self.datagrams.other,
                "of other protocols over UDP, not decoded",
            ),
            (self.other, "of other protocols, not decoded"),
            (
                self.connections.left_out + self.datagrams.left_out,
                "left out: so many do not fit into the memory",
            ),
        ];
        let counted = counted.iter().filter(|(count, _)| *count > 0);
        notes.extend(counted.map(|(count, what)| format!("Packets {what}: {count}")));
        for (link, count) in self.links.iter().take(8) {
            let text = format!("Packets of an unknown link (type {link}): {count}");
            notes.push(text);
        }
        if self.connections.passed > 0 {
            notes.push(format!(
                "Octets over TCP of other protocols, not looked at after the first {} KiB of their connections: {}",
                tcp::ENOUGH >> 10, self.connections.passed
            ));
        }
        let mut frames = Frames::default();
        for connection in self.connections.finish() {
            frames.take(&connection, &mut notes);
        }
        let (packets, mut conversations) = frames.finish();
        let named = learn(&packets, &mut conversations);
        for (index, packet) in &packets {
            if let Some(conversation) = conversations.get_mut(*index) {
                decide(conversation, packet, &named, &mut notes);
            }
        }
        let unkept: usize = conversations.iter().map(|known| known.left_out).sum();
        if unkept > 0 {
            notes.push(format!(
                "TPKTs after the first {} of the capture, not looked at: {unkept}",
                frames::KEPT
            ));
        }
        let since = |at: Moment| at.time.saturating_sub(self.first.unwrap_or(0)) / 1_000_000;
        let mut messages: Vec<(Moment, Message)> = Vec::new();
        for (index, packet) in packets {
            let Some(conversation) = conversations.get(index) else {
                continue;
            };
            let channel = match conversation.purpose {
                Some(Purpose::Signalling) => Channel::CallSignalling,
                Some(Purpose::H245) => Channel::H245Control,
                Some(Purpose::Other) | None => continue,
            };
            let (mut from, mut to) = (conversation.a, conversation.b);
            if !packet.from_a {
                std::mem::swap(&mut from, &mut to);
            }
            let message = Message {
                t: since(packet.at),
                from,
                to,
                by_caller: by_caller(conversation, &packet, &named),
                transport: Transport::Tcp(channel),
                octets: packet.octets,
                cut: packet.cut,
                whole: conversation.whole,
            };
            messages.push((packet.at, message));
        }
        let sides = Sides::of(&self.datagrams.ras);
        for datagram in self.datagrams.ras {
            let message = Message {
                t: since(datagram.at),
                from: datagram.from,
                to: datagram.to,
                by_caller: sides.by_endpoint(&datagram),
                transport: Transport::Ras,
                octets: datagram.octets,
                cut: datagram.cut,
                whole: !datagram.cut,
            };
            messages.push((datagram.at, message));
        }
        messages.sort_by_key(|(at, _)| *at);
        let unkept = conversations.iter().filter(|known| known.may_be_of_h323());
        let unkept: usize = unkept.map(|known| known.left_out).sum();
        let left_out = messages.len().saturating_sub(most) + unkept;
        messages.truncate(most);
        Capture {
            messages: messages.into_iter().map(|(_, message)| message).collect(),
            left_out,
            start: (self.first)
                .filter(|first| *first >= OLDEST)
                .map(|first| first / 1_000_000),
            end: self.latest.saturating_sub(self.first.unwrap_or(0)) / 1_000_000,
            notes,
        }
    }
}

/// Addresses that were named for H.245, and whether the side that placed the call named them.
type Named = BTreeMap<SocketAddr, bool>;

/// Reads the signalling messages for what they say of connections.
fn learn(packets: &[(usize, Packet)], conversations: &mut [Conversation]) -> Named {
    let mut named = Named::new();
    for (index, packet) in packets.iter().take(EXAMINED) {
        let Some(conversation) = conversations.get_mut(*index).filter(|known| known.q931) else {
            continue;
        };
        let Ok(message) = q931::Message::decode(packet.payload()) else {
            continue;
        };
        let reference = message.call_reference;
        if message.message_type == MessageType::Setup {
            conversation.calls.insert(reference.value(), packet.from_a);
            conversation.placed_by_a.get_or_insert(packet.from_a);
        }
        // The side that opens the connection places the call; if it is unknown, the flag decides.
        if conversation.placed_by_a.is_none() {
            let by_flag = (reference.value() > 0).then_some(packet.from_a != reference.flag());
            conversation.placed_by_a = conversation.opened_by_a.or(by_flag);
        }
        let facts = UserInformation::of(&message).map(|information| Facts::of(&information));
        if let Some(PeerAddress::Ip(address)) = facts.and_then(|facts| facts.h245_address) {
            let by_caller = signalled_by_caller(conversation, packet);
            named.entry(address).or_insert(by_caller);
        }
    }
    named
}

/// Decides what a connection is for, by the first packet that says something.
fn decide(
    conversation: &mut Conversation,
    packet: &Packet,
    named: &Named,
    notes: &mut Vec<String>,
) {
    let Conversation { a, b, .. } = *conversation;
    if conversation.purpose.is_some() {
        return;
    }
    conversation.purpose = if conversation.q931 {
        Some(Purpose::Signalling)
    } else if named.contains_key(&a) || named.contains_key(&b) {
        Some(Purpose::H245)
    } else if packet.payload().is_empty() {
        // A keep-alive says nothing but by the port it goes to.
        let signalling = [a, b].iter().any(|end| end.port() == SIGNALLING);
        signalling.then_some(Purpose::Signalling)
    } else if packet.is_control() {
        Some(Purpose::H245)
    } else {
        notes.push(conversation.other());
        Some(Purpose::Other)
    };
}

fn signalled_by_caller(conversation: &Conversation, packet: &Packet) -> bool {
    let reference = match *packet.payload() {
        [8, 2, high, low, ..] => Some(u16::from_be_bytes([high, low]) & 0x7FFF),
        _ => None,
    };
    let of_call = reference.and_then(|reference| conversation.calls.get(&reference));
    let placed_by_a = of_call.copied().or(conversation.placed_by_a);
    placed_by_a.unwrap_or(true) == packet.from_a
}

fn by_caller(conversation: &Conversation, packet: &Packet, named: &Named) -> bool {
    if conversation.purpose != Some(Purpose::H245) {
        return signalled_by_caller(conversation, packet);
    }
    let by_caller_is_a = match (named.get(&conversation.a), named.get(&conversation.b)) {
        (Some(&by_caller), _) => by_caller,
        (None, Some(&by_caller)) => !by_caller,
        (None, None) => conversation.opened_by_a.unwrap_or(true),
    };
    by_caller_is_a == packet.from_a
}
