//! The TPKTs of a connection.

use std::{collections::BTreeMap, net::SocketAddr};

use h323_proto::{
    h245::H245Record,
    tpkt::{self, Deframer, Ending, Foreign, Frame},
};

use crate::{
    frames::KEPT,
    tcp::{Connection, Moment, Run},
};

/// One TPKT.
#[derive(Clone, Debug)]
pub(crate) struct Packet {
    /// When the last of it arrived.
    pub(crate) at: Moment,
    pub(crate) from_a: bool,
    /// With its header.
    pub(crate) octets: Vec<u8>,
    /// Whether the rest of it is missing.
    pub(crate) cut: bool,
}

impl Packet {
    pub(crate) fn payload(&self) -> &[u8] {
        self.octets.get(4..).unwrap_or_default()
    }

    /// Whether its payload is H.245.
    pub(crate) fn is_control(&self) -> bool {
        let records = H245Record::all(self.payload());
        records.iter().all(|record| record.error.is_none())
    }
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Signalling,
    H245,
    /// Something else.
    Other,
}

/// A connection, its packets, and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Conversation {
    pub(crate) a: SocketAddr,
    pub(crate) b: SocketAddr,
    pub(crate) opened_by_a: Option<bool>,
    /// Whether there are Q.931 messages in it.
    pub(crate) q931: bool,
    pub(crate) purpose: Option<Purpose>,
    /// By call reference value: whether `a` placed the call.
    pub(crate) calls: BTreeMap<u16, bool>,
    /// Whether everything that crossed it was captured and is in TPKTs.
    pub(crate) whole: bool,
    /// Whether `a` placed the calls of this connection, as far as anything says.
    pub(crate) placed_by_a: Option<bool>,
    /// How many of its TPKTs are not kept.
    pub(crate) left_out: usize,
}

impl Conversation {
    /// Whether its TPKTs may be messages, as far as anything says.
    pub(crate) fn may_be_of_h323(&self) -> bool {
        self.purpose != Some(Purpose::Other)
    }

    /// The note of a connection with TPKTs of another protocol.
    pub(crate) fn other(&self) -> String {
        let Self { a, b, .. } = self;
        format!("TCP {a} to {b}: TPKTs of a protocol other than H.323")
    }
}

/// Takes the packets out of a connection. What cannot be taken is noted.
pub(crate) fn packets(
    connection: &Connection,
    packets: &mut Vec<Packet>,
    notes: &mut Vec<String>,
) -> Conversation {
    let (first, noted) = (packets.len(), notes.len());
    let (a, b) = (connection.a, connection.b);
    notes.extend(connection.foreign.iter().flatten().cloned());
    let mut left_out = 0;
    for (from_a, from, to, runs) in [
        (true, a, b, &connection.from_a),
        (false, b, a, &connection.from_b),
    ] {
        let mut direction = Direction {
            from_a,
            name: format!("TCP {from} to {to}"),
            packets,
            notes,
            foreign: false,
            count: 0,
        };
        for (index, run) in runs.iter().enumerate() {
            direction.run(run, index == 0);
        }
        left_out += direction.count.saturating_sub(KEPT);
    }
    let taken = packets.get(first..).unwrap_or_default();
    Conversation {
        a,
        b,
        opened_by_a: connection.opened_by_a,
        // H.225.0 has call references of two octets, and no H.245 message begins like that.
        q931: taken
            .iter()
            .any(|packet| packet.payload().starts_with(&[8, 2])),
        purpose: None,
        calls: BTreeMap::new(),
        // Each of its faults has its note.
        whole: notes.len() == noted,
        placed_by_a: None,
        left_out,
    }
}

/// Whether a connection has another protocol than H.323, as far as it has come, and what is to be
/// noted of it then.
pub(crate) fn foreign(connection: &Connection) -> Option<Vec<String>> {
    let (mut taken, mut notes) = (Vec::new(), Vec::new());
    let conversation = packets(connection, &mut taken, &mut notes);
    if conversation.q931 {
        return None;
    }
    taken.sort_by_key(|packet| packet.at);
    match taken.iter().find(|packet| !packet.payload().is_empty()) {
        // The one that is coming may say more.
        Some(packet) if packet.cut || packet.is_control() => None,
        Some(_) => Some(vec![conversation.other()]),
        None if taken.is_empty() && !notes.is_empty() => Some(notes),
        None => None,
    }
}

struct Direction<'a> {
    from_a: bool,
    name: String,
    packets: &'a mut Vec<Packet>,
    notes: &'a mut Vec<String>,
    /// Whether it was something else than TPKT from its beginning.
    foreign: bool,
    /// How many TPKTs there were.
    count: usize,
}

impl Direction<'_> {
    fn run(&mut self, run: &Run, first: bool) {
        if self.foreign {
            return;
        }
        if run.lost > 0 {
            let text = format!("{}: {} octets are missing", self.name, run.lost);
            self.notes.push(text);
        }
        let mut skip = 0;
        if !run.beginning {
            let Some(found) = plausible_start(run) else {
                self.no_start(run, first);
                return;
            };
            skip = found;
            if first && run.lost == 0 {
                let text = format!("{}: begins in the middle", self.name);
                self.notes.push(text);
            }
            if skip > 0 {
                let text = format!("{}: {skip} octets before a TPKT left out", self.name);
                self.notes.push(text);
            }
        } else if first && let Some((length, name)) = headless(run) {
            let text = format!(
                "{}: the header of the first TPKT is missing; left out: {name}, {length} octets",
                self.name
            );
            self.notes.push(text);
            skip = length;
        }
        self.deframe(run, skip, first && run.beginning && skip == 0);
    }

    /// Notes a run in which no TPKT begins, if it could have been one.
    fn no_start(&mut self, run: &Run, first: bool) {
        let octets: usize = run.pieces.iter().map(|piece| piece.octets.len()).sum();
        // A probe that keeps a connection alive repeats an octet.
        if octets <= 1 {
            return;
        }
        let beginning = run.pieces.first().map_or(&[][..], |piece| &piece.octets);
        let looks_like = match protocol(beginning) {
            Foreign::Unknown => String::new(),
            foreign => format!("; it looks like {foreign}"),
        };
        self.foreign = first;
        let text = format!("{}: no TPKT in {octets} octets{looks_like}", self.name);
        self.notes.push(text);
    }

    fn deframe(&mut self, run: &Run, mut skip: usize, whole: bool) {
        let mut deframer = Deframer::new();
        let mut at = Moment::default();
        for piece in &run.pieces {
            let left = piece.octets.get(skip..);
            skip = skip.saturating_sub(piece.octets.len());
            let Some(octets) = left else {
                continue;
            };
            // Octets are there when those before them are.
            at = at.max(piece.at);
            deframer.push(octets);
            loop {
                let octets = match deframer.next_frame() {
                    Ok(None) => break,
                    Ok(Some(_)) if self.count >= KEPT => {
                        self.count += 1;
                        continue;
                    }
                    Ok(Some(Frame::KeepAlive { raw })) => raw.to_vec(),
                    Ok(Some(Frame::Message { reserved, payload })) => {
                        let Ok(mut octets) = tpkt::encode(&payload) else {
                            continue;
                        };
                        if let Some(octet) = octets.get_mut(1) {
                            *octet = reserved;
                        }
                        octets
                    }
                    Err(error) => {
                        self.foreign = whole && error.error.at == 0;
                        let text = format!("{}: not decoded any further: {error}", self.name);
                        self.notes.push(text);
                        return;
                    }
                };
                self.push(at, octets, false);
            }
        }
        self.end(&deframer, at);
    }

    /// What is left at the end of a run.
    fn end(&mut self, deframer: &Deframer, at: Moment) {
        match deframer.finish() {
            Ending::Clean => {}
            Ending::Incomplete { have, length } => {
                let of = length.map_or_else(String::new, |length| format!(" of {length}"));
                let text = format!(
                    "{}: the last TPKT is cut after {have}{of} octets",
                    self.name
                );
                self.notes.push(text);
                self.push(at, deframer.pending().to_vec(), true);
            }
            Ending::NotTpkt(error) => {
                let text = format!("{}: not decoded any further: {error}", self.name);
                self.notes.push(text);
            }
        }
    }

    /// Keeps a TPKT. In one direction they come in the order of time, so that the first ones are kept.
    fn push(&mut self, at: Moment, octets: Vec<u8>, cut: bool) {
        self.count += 1;
        if self.count > KEPT {
            return;
        }
        self.packets.push(Packet {
            at,
            from_a: self.from_a,
            octets,
            cut,
        });
    }
}

/// The protocol that octets look like if they are not a TPKT.
fn protocol(octets: &[u8]) -> Foreign {
    foreign_error(octets).unwrap_or(Foreign::Unknown)
}

/// The protocol that octets look like if they do not even begin as a TPKT.
fn foreign_error(octets: &[u8]) -> Option<Foreign> {
    let mut deframer = Deframer::new();
    deframer.push(octets);
    deframer.next_frame().err().map(|error| error.looks_like)
}

fn octets(run: &Run) -> Vec<u8> {
    let pieces = run.pieces.iter();
    pieces.flat_map(|piece| &piece.octets).copied().collect()
}

/// The length and the name of an H.245 message that a run begins with, without the header of its
/// TPKT but with that of another one behind it.
fn headless(run: &Run) -> Option<(usize, String)> {
    let first = &run.pieces.first()?.octets;
    foreign_error(first)?;
    let octets = octets(run);
    let length = H245Record::headless(&octets)?;
    let record = H245Record::of(octets.get(..length)?.to_vec());
    Some((length, record.name()))
}

/// How many octets of a run come before what looks like a TPKT: its header, and behind it the end
/// of the run, the header of another, or the beginning of a Q.931 message within it.
fn plausible_start(run: &Run) -> Option<usize> {
    let octets = octets(run);
    (0..octets.len()).find(|&at| {
        let rest = octets.get(at..).unwrap_or_default();
        let &[3, 0, high, low, ..] = rest else {
            return rest.starts_with(&[0, 3, 0, 4]);
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let signalling = rest.get(4..).is_some_and(|load| load.starts_with(&[8, 2]));
        let next = rest.get(length..);
        length >= 4 && next.is_some_and(|next| next.is_empty() || next.starts_with(&[3, 0]))
            || length > 9 && signalling
    })
}
