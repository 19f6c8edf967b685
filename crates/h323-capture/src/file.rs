//! The packets of a capture file that comes in pieces.

use crate::{
    capture::Format,
    pcap::{FILE_HEADER, Header, Packet},
    pcapng::{LEAST, Section},
};

/// The longest record of a file that is read: four times what capturing programs take of a packet. A
/// longer one is passed over, so that a length alone never takes memory.
pub const LONGEST: usize = 1 << 20;

/// What is at a place of a file.
#[derive(Clone, Debug)]
pub(crate) enum Step<'a> {
    /// So many octets have to be there before anything can be said.
    Needs(usize),
    /// A packet, and where the next record begins.
    Packet(Packet<'a>, usize),
    /// Another record, and where the next one begins.
    Passed(usize),
    /// A record that contradicts itself, and where the next one begins.
    Broken(usize),
    /// Nothing that can be read.
    End,
}

/// How the records of a file are read; unknown until its header has come.
#[derive(Clone, Debug)]
enum Layout {
    Unknown(Format),
    Pcap(Header),
    Pcapng(Section),
}

impl Layout {
    fn step<'a>(&mut self, left: &'a [u8]) -> Step<'a> {
        match self {
            Self::Unknown(Format::Pcap) => match Header::of(left) {
                Some(header) => {
                    *self = Self::Pcap(header);
                    Step::Passed(FILE_HEADER)
                }
                None if left.len() < FILE_HEADER => Step::Needs(FILE_HEADER),
                None => Step::End,
            },
            Self::Unknown(Format::Pcapng) => match Section::of(left) {
                Some(section) => {
                    *self = Self::Pcapng(section);
                    Step::Passed(0)
                }
                None if left.len() < LEAST => Step::Needs(LEAST),
                None => Step::End,
            },
            Self::Pcap(header) => header.step(left),
            Self::Pcapng(section) => section.step(left),
        }
    }
}

/// Takes the packets out of a file.
#[derive(Clone, Debug)]
pub struct Packets {
    layout: Layout,
    /// The beginning of a record whose end has not come.
    held: Vec<u8>,
    /// How many octets are to be passed over before the next record, and whether they are of one.
    ahead: usize,
    inside: bool,
    ended: bool,
    broken: bool,
    /// Records that were too long to be read.
    long: usize,
}

impl Packets {
    /// A file of this format, of which nothing has come.
    #[must_use]
    pub const fn new(format: Format) -> Self {
        Self {
            layout: Layout::Unknown(format),
            held: Vec::new(),
            ahead: 0,
            inside: false,
            ended: false,
            broken: false,
            long: 0,
        }
    }

    /// Takes the next octets, and gives each packet that ends in them.
    pub fn push(&mut self, octets: &[u8], take: impl FnMut(&Packet<'_>)) {
        let mut held = std::mem::take(&mut self.held);
        if held.is_empty() {
            let used = self.walk(octets, take);
            self.held = octets.get(used..).unwrap_or_default().to_vec();
            return;
        }
        held.extend_from_slice(octets);
        let used = self.walk(&held, take);
        held.drain(..used.min(held.len()));
        self.held = held;
    }

    /// Returns how many of the octets are no longer needed.
    fn walk(&mut self, octets: &[u8], mut take: impl FnMut(&Packet<'_>)) -> usize {
        let mut at = 0;
        while !self.ended {
            let here = octets.len().saturating_sub(at).min(self.ahead);
            self.ahead -= here;
            at += here;
            let Some(left) = octets.get(at..).filter(|left| !left.is_empty()) else {
                return at;
            };
            self.inside = false;
            match self.layout.step(left) {
                Step::Needs(length) if length > LONGEST => {
                    self.long += 1;
                    self.inside = true;
                    self.ahead = length;
                }
                Step::Needs(_) => return at,
                Step::Packet(packet, length) => {
                    take(&packet);
                    self.ahead = length;
                }
                Step::Passed(length) => self.ahead = length,
                Step::Broken(length) => {
                    self.broken = true;
                    self.ahead = length;
                }
                Step::End => {
                    self.broken = true;
                    self.ended = true;
                }
            }
        }
        octets.len()
    }

    /// What is to be noted at the end of the file; `None` if not even its header could be read.
    #[must_use]
    pub fn finish(self) -> Option<Vec<String>> {
        if matches!(self.layout, Layout::Unknown(_)) {
            return None;
        }
        let cut = !self.held.is_empty() || self.inside && self.ahead > 0;
        let mut notes = Vec::new();
        if self.broken || cut {
            notes.push("The file ends inside a packet, or is damaged there".into());
        }
        if self.long > 0 {
            notes.push(format!(
                "Records of more than {} MiB, left out: {}",
                LONGEST >> 20,
                self.long
            ));
        }
        Some(notes)
    }
}
