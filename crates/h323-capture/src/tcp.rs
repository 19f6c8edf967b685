//! TCP connections put together from their segments, in whatever order those were captured.

use std::{collections::BTreeMap, net::SocketAddr};

use crate::packet::Segment;

/// When a packet was captured: its time in nanoseconds, and its number in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Nanoseconds from an origin that all share.
    pub time: u64,
    /// Which packet of the file, from 0.
    pub packet: usize,
}

/// A part of a stream that arrived in one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// When.
    pub at: Moment,
    /// What.
    pub octets: &'a [u8],
}

/// A part of a stream without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run<'a> {
    /// Octets before it that were not captured; unknown, and zero, for a stream without beginning.
    pub lost: u64,
    /// Whether it is what the sender said first.
    pub beginning: bool,
    /// Its octets, in their order.
    pub pieces: Vec<Piece<'a>>,
}

/// One direction of a connection.
#[derive(Clone, Debug, Default)]
struct Half<'a> {
    /// The position of the first octet, if its SYN was captured.
    start: Option<i64>,
    /// Sequence number and position of the last segment.
    last: Option<(u32, i64)>,
    /// When the last octets of it were captured.
    spoke: Option<u64>,
    segments: Vec<(i64, Piece<'a>)>,
}

impl<'a> Half<'a> {
    /// Sequence numbers wrap around; positions do not.
    fn position(&mut self, sequence: u32) -> i64 {
        let position = match self.last {
            None => 0,
            Some((last, position)) => {
                let ahead = sequence.wrapping_sub(last).cast_signed();
                position.saturating_add(ahead.into())
            }
        };
        self.last = Some((sequence, position));
        position
    }

    fn take(&mut self, segment: &Segment<'a>, at: Moment) {
        let mut position = self.position(segment.sequence);
        if segment.syn {
            // SYN has a sequence number of its own.
            position = position.saturating_add(1);
            self.start = Some(position);
        }
        if !segment.octets.is_empty() {
            let octets = segment.octets;
            self.spoke = self.spoke.max(Some(at.time));
            self.segments.push((position, Piece { at, octets }));
        }
    }

    /// What was captured twice is taken as it came first.
    fn runs(mut self) -> Vec<Run<'a>> {
        self.segments.sort_by_key(|(position, _)| *position);
        let mut runs: Vec<Run<'a>> = Vec::new();
        let mut next = self.start;
        for (position, piece) in self.segments {
            let expected = next.unwrap_or(position);
            let length = i64::try_from(piece.octets.len()).unwrap_or(i64::MAX);
            let end = position.saturating_add(length);
            if end <= expected {
                continue;
            }
            let lost = u64::try_from(position.saturating_sub(expected)).unwrap_or(0);
            let known = usize::try_from(expected.saturating_sub(position)).unwrap_or(0);
            let octets = piece.octets.get(known..).unwrap_or_default();
            let piece = Piece { octets, ..piece };
            match runs.last_mut() {
                Some(run) if lost == 0 => run.pieces.push(piece),
                last => {
                    let beginning = last.is_none() && lost == 0 && self.start.is_some();
                    runs.push(Run {
                        lost,
                        beginning,
                        pieces: vec![piece],
                    });
                }
            }
            next = Some(end);
        }
        runs
    }
}

/// A connection; `a` is who was captured first.
#[derive(Clone, Debug)]
pub struct Connection<'a> {
    /// One end.
    pub a: SocketAddr,
    /// The other.
    pub b: SocketAddr,
    /// Whether `a` opened it, if that was captured.
    pub opened_by_a: Option<bool>,
    /// What `a` sent.
    pub from_a: Vec<Run<'a>>,
    /// What `b` sent.
    pub from_b: Vec<Run<'a>>,
}

#[derive(Clone, Debug)]
struct Open<'a> {
    a: SocketAddr,
    b: SocketAddr,
    opened_by_a: Option<bool>,
    /// Who sent the SYN, and its sequence number.
    syn: Option<(SocketAddr, u32)>,
    halves: [Half<'a>; 2],
}

impl Open<'_> {
    /// Whether that end had said something by that time.
    fn has_spoken(&self, end: SocketAddr, time: u64) -> bool {
        let [a, b] = &self.halves;
        let half = if end == self.a { a } else { b };
        half.spoke.is_some_and(|spoke| spoke <= time)
    }
}

/// Puts connections together.
#[derive(Clone, Debug, Default)]
pub struct Connections<'a> {
    all: Vec<Open<'a>>,
    /// The last connection between two ends, the lesser end first.
    between: BTreeMap<(SocketAddr, SocketAddr), usize>,
}

impl<'a> Connections<'a> {
    /// Adds a segment.
    pub fn take(&mut self, segment: &Segment<'a>, at: Moment) {
        let (from, to) = (segment.from, segment.to);
        let ends = (from.min(to), from.max(to));
        let opens = segment.syn && !segment.ack;
        let known = self.between.get(&ends).copied().filter(|&index| {
            let connection = self.all.get(index);
            // The same ends may connect again, and some use the same initial number every time. A
            // retransmitted SYN does not open a new connection. An end that has sent data does not
            // retransmit its SYN, except in a file with packets captured twice, where the SYN is older
            // than the data.
            let again = connection.is_some_and(|open| match open.syn {
                Some(syn) => syn == (from, segment.sequence) && !open.has_spoken(from, at.time),
                None => open.halves.iter().all(|half| half.segments.is_empty()),
            });
            !opens || again
        });
        let index = known.unwrap_or(self.all.len());
        if known.is_none() {
            self.between.insert(ends, index);
            self.all.push(Open {
                a: from,
                b: to,
                opened_by_a: None,
                syn: None,
                halves: [Half::default(), Half::default()],
            });
        }
        let Some(open) = self.all.get_mut(index) else {
            return;
        };
        let by_a = from == open.a;
        if opens {
            open.syn = Some((from, segment.sequence));
        }
        if segment.syn {
            open.opened_by_a = Some(by_a == opens);
        }
        let [a, b] = &mut open.halves;
        let half = if by_a { a } else { b };
        half.take(segment, at);
    }

    /// The connections in the order in which they began.
    pub fn finish(self) -> impl Iterator<Item = Connection<'a>> {
        self.all.into_iter().map(|open| {
            let [a, b] = open.halves;
            Connection {
                a: open.a,
                b: open.b,
                opened_by_a: open.opened_by_a,
                from_a: a.runs(),
                from_b: b.runs(),
            }
        })
    }
}
