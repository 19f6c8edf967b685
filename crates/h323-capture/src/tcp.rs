//! TCP connections put together from their segments, in whatever order those were captured.

use std::{collections::BTreeMap, net::SocketAddr};

use crate::packet::Segment;

/// Most octets of segments that are kept, with what it takes to keep them. The connections of other
/// protocols are given up when so many have come, and so is each that alone has [`ENOUGH`]: what a
/// capture takes of memory does not grow with the file.
pub const KEPT: usize = 16 << 20;

/// Octets of a connection that show which protocol it has: the longest TPKT, and another.
pub const ENOUGH: usize = 1 << 17;

/// What it takes to keep a connection and a segment, beside the octets.
const CONNECTION: usize = 512;
const SEGMENT: usize = 64;

/// When a packet was captured: its time in nanoseconds, and its number in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Nanoseconds from an origin that all share.
    pub time: u64,
    /// Which packet of the file, from 0.
    pub packet: usize,
}

/// A part of a stream that arrived in one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// When.
    pub at: Moment,
    /// What.
    pub octets: Vec<u8>,
}

/// A part of a stream without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Octets before it that were not captured; unknown, and zero, for a stream without beginning.
    pub lost: u64,
    /// Whether it is what the sender said first.
    pub beginning: bool,
    /// Its octets, in their order.
    pub pieces: Vec<Piece>,
}

/// One direction of a connection.
#[derive(Clone, Debug)]
struct Half {
    /// The position of the first octet, if its SYN was captured.
    start: Option<i64>,
    /// Sequence number and position of the last segment.
    last: Option<(u32, i64)>,
    /// When the last octets of it were captured.
    spoke: Option<u64>,
    segments: Vec<(i64, Piece)>,
}

impl Half {
    const fn new() -> Self {
        Self {
            start: None,
            last: None,
            spoke: None,
            segments: Vec::new(),
        }
    }

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

    fn take(&mut self, segment: &Segment<'_>, at: Moment) {
        let mut position = self.position(segment.sequence);
        if segment.syn {
            // SYN has a sequence number of its own.
            position = position.saturating_add(1);
            self.start = Some(position);
        }
        if !segment.octets.is_empty() {
            let octets = segment.octets.to_vec();
            self.spoke = self.spoke.max(Some(at.time));
            self.segments.push((position, Piece { at, octets }));
        }
    }

    /// What was captured twice is taken as it came first.
    fn runs(mut self) -> Vec<Run> {
        self.segments.sort_by_key(|(position, _)| *position);
        let mut runs: Vec<Run> = Vec::new();
        let mut next = self.start;
        for (position, mut piece) in self.segments {
            let expected = next.unwrap_or(position);
            let length = i64::try_from(piece.octets.len()).unwrap_or(i64::MAX);
            let end = position.saturating_add(length);
            if end <= expected {
                continue;
            }
            let lost = u64::try_from(position.saturating_sub(expected)).unwrap_or(0);
            let known = usize::try_from(expected.saturating_sub(position)).unwrap_or(0);
            piece.octets.drain(..known.min(piece.octets.len()));
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
pub struct Connection {
    /// One end.
    pub a: SocketAddr,
    /// The other.
    pub b: SocketAddr,
    /// Whether `a` opened it, if that was captured.
    pub opened_by_a: Option<bool>,
    /// What `a` sent.
    pub from_a: Vec<Run>,
    /// What `b` sent.
    pub from_b: Vec<Run>,
    /// Why it was given up before its end, if it was: its octets are gone.
    pub foreign: Option<Vec<String>>,
}

#[derive(Clone, Debug)]
struct Open {
    a: SocketAddr,
    b: SocketAddr,
    opened_by_a: Option<bool>,
    /// Who sent the SYN, and its sequence number.
    syn: Option<(SocketAddr, u32)>,
    halves: [Half; 2],
    /// What it takes to keep its segments.
    kept: usize,
    /// Whether it was looked at, once it had enough octets.
    judged: bool,
    foreign: Option<Vec<String>>,
}

impl Open {
    const fn new(a: SocketAddr, b: SocketAddr) -> Self {
        Self {
            a,
            b,
            opened_by_a: None,
            syn: None,
            halves: [Half::new(), Half::new()],
            kept: 0,
            judged: false,
            foreign: None,
        }
    }

    /// Whether that end had said something by that time.
    fn has_spoken(&self, end: SocketAddr, time: u64) -> bool {
        let [a, b] = &self.halves;
        let half = if end == self.a { a } else { b };
        half.spoke.is_some_and(|spoke| spoke <= time)
    }

    /// Gives the connection up if it has another protocol. Returns what that sets free.
    fn judge(&mut self, foreign: &impl Fn(&Connection) -> Option<Vec<String>>) -> usize {
        self.foreign = foreign(&self.clone().put_together());
        if self.foreign.is_none() {
            return 0;
        }
        for half in &mut self.halves {
            half.segments = Vec::new();
        }
        std::mem::take(&mut self.kept)
    }

    fn put_together(self) -> Connection {
        let [a, b] = self.halves;
        Connection {
            a: self.a,
            b: self.b,
            opened_by_a: self.opened_by_a,
            from_a: a.runs(),
            from_b: b.runs(),
            foreign: self.foreign,
        }
    }
}

/// Puts connections together.
#[derive(Clone, Debug, Default)]
pub struct Connections {
    all: Vec<Open>,
    /// The last connection between two ends, the lesser end first.
    between: BTreeMap<(SocketAddr, SocketAddr), usize>,
    /// What it takes to keep them, and how much that was when all had been judged.
    kept: usize,
    judged: usize,
    /// Segments for which there was no room.
    pub left_out: usize,
    /// Octets of connections that had been given up.
    pub passed: u64,
}

impl Connections {
    /// Adds a segment. `foreign` says whether a connection has another protocol, as far as it has
    /// come, and what is to be noted of it then.
    pub fn take(
        &mut self,
        segment: &Segment<'_>,
        at: Moment,
        foreign: impl Fn(&Connection) -> Option<Vec<String>>,
    ) {
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
                None => open.halves.iter().all(|half| half.spoke.is_none()),
            });
            !opens || again
        });
        let cost = match segment.octets.len() {
            0 => 0,
            length => SEGMENT + length,
        } + if known.is_none() { CONNECTION } else { 0 };
        if !self.has_room(cost, &foreign) {
            self.left_out += 1;
            return;
        }
        let index = known.unwrap_or(self.all.len());
        if known.is_none() {
            self.between.insert(ends, index);
            self.all.push(Open::new(from, to));
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
        if open.foreign.is_some() {
            self.passed += u64::try_from(segment.octets.len()).unwrap_or(0);
            return;
        }
        let [a, b] = &mut open.halves;
        let half = if by_a { a } else { b };
        half.take(segment, at);
        self.kept += cost;
        open.kept += cost;
        if open.kept > ENOUGH && !open.judged {
            open.judged = true;
            self.kept -= open.judge(&foreign);
        }
    }

    /// Whether there is room for what takes so much, if need be once all other protocols are gone.
    fn has_room(
        &mut self,
        cost: usize,
        foreign: &impl Fn(&Connection) -> Option<Vec<String>>,
    ) -> bool {
        // To look at all of them is worth it only if there may be much to set free.
        if self.kept + cost > KEPT && self.kept > self.judged + KEPT / 4 {
            let all = self.all.iter_mut().filter(|open| open.foreign.is_none());
            let freed: usize = all.map(|open| open.judge(foreign)).sum();
            self.kept -= freed;
            self.judged = self.kept;
        }
        self.kept + cost <= KEPT
    }

    /// The connections in the order in which they began.
    pub fn finish(self) -> impl Iterator<Item = Connection> {
        self.all.into_iter().map(Open::put_together)
    }
}
