//! Puts IP packets together again that were sent in fragments.

use std::{collections::VecDeque, net::IpAddr};

use crate::{packet::Fragment, tcp::Moment};

/// Most packets whose fragments are kept; the oldest are given up.
const PACKETS: usize = 64;

/// Most fragments of a packet: it has at most 65,535 octets, and links carry hundreds at a time.
const PIECES: usize = 256;

/// The longest payload of a packet.
const LONGEST: usize = 65_535;

/// A packet, or its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    /// When its last fragment was captured.
    pub(crate) at: Moment,
    pub(crate) from: IpAddr,
    pub(crate) to: IpAddr,
    pub(crate) protocol: u8,
    pub(crate) octets: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Fragments are missing.
    Open,
    /// It was put together.
    Done,
    /// Its fragments contradict each other (RFC 5722: overlaps are attacks).
    Refused,
}

#[derive(Clone, Debug)]
struct Parts {
    at: Moment,
    key: (IpAddr, IpAddr, u8, u32),
    state: State,
    pieces: Vec<(usize, Vec<u8>)>,
    /// Where the last fragment ends.
    end: Option<usize>,
}

impl Parts {
    fn has(&self, fragment: &Fragment<'_>) -> bool {
        let same = |(offset, octets): &(usize, Vec<u8>)| {
            *offset == fragment.offset && octets == fragment.octets
        };
        self.pieces.iter().any(same)
    }

    /// Adds a fragment. `false`: it contradicts the others.
    fn add(&mut self, fragment: &Fragment<'_>) -> bool {
        let (offset, octets) = (fragment.offset, fragment.octets);
        if self.has(fragment) {
            return true;
        }
        let end = offset + octets.len() + fragment.missing;
        let within = |limit: usize| end <= limit;
        // All but the last end on a multiple of eight (RFC 791 3.2, RFC 8200 4.5).
        let odd = fragment.more && (!end.is_multiple_of(8) || octets.is_empty());
        let overlaps = self
            .pieces
            .iter()
            .any(|(start, piece)| offset < start + piece.len() && *start < end);
        let known = self.end.unwrap_or(LONGEST);
        if odd || overlaps || !within(known) || self.pieces.len() >= PIECES {
            return false;
        }
        if !fragment.more {
            let beyond = self
                .pieces
                .iter()
                .any(|(start, piece)| start + piece.len() > end);
            if self.end.is_some_and(|known| known != end) || beyond {
                return false;
            }
            self.end = Some(end);
        }
        self.pieces.push((offset, octets.to_vec()));
        true
    }

    /// The octets from the beginning up to the first gap.
    fn beginning(&mut self) -> Vec<u8> {
        self.pieces.sort_by_key(|(offset, _)| *offset);
        let mut octets = Vec::new();
        for (offset, piece) in &self.pieces {
            if *offset != octets.len() {
                break;
            }
            octets.extend_from_slice(piece);
        }
        octets
    }

    fn whole(&self, octets: Vec<u8>) -> Whole {
        let (from, to, protocol, _) = self.key;
        Whole {
            at: self.at,
            from,
            to,
            protocol,
            octets,
        }
    }
}

/// The packets of a capture that came in fragments.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fragments {
    parts: VecDeque<Parts>,
    /// Packets whose fragments contradict each other.
    pub(crate) refused: usize,
    /// Packets with fragments that are missing.
    pub(crate) incomplete: usize,
    /// The beginnings of those.
    beginnings: Vec<Whole>,
}

impl Fragments {
    /// Adds a fragment; gives the packet if it is the last of its fragments.
    pub(crate) fn take(&mut self, fragment: &Fragment<'_>, at: Moment) -> Option<Whole> {
        let Fragment {
            from,
            to,
            protocol,
            id,
            ..
        } = *fragment;
        let key = (from, to, protocol, id);
        // A number is used again for another packet, long after.
        let known = self.parts.iter().rposition(|parts| {
            parts.key == key && (parts.state != State::Done || parts.has(fragment))
        });
        let index = known.unwrap_or(self.parts.len());
        if known.is_none() {
            if self.parts.len() == PACKETS {
                self.give_up_oldest();
            }
            self.parts.push_back(Parts {
                at,
                key,
                state: State::Open,
                pieces: Vec::new(),
                end: None,
            });
        }
        let index = index.min(self.parts.len().saturating_sub(1));
        let parts = self.parts.get_mut(index)?;
        if parts.state != State::Open {
            return None;
        }
        parts.at = parts.at.max(at);
        if !parts.add(fragment) {
            parts.state = State::Refused;
            self.refused += 1;
            return None;
        }
        let end = parts.end?;
        let have: usize = parts.pieces.iter().map(|(_, piece)| piece.len()).sum();
        if have < end {
            return None;
        }
        let octets = parts.beginning();
        parts.state = State::Done;
        Some(parts.whole(octets))
    }

    fn give_up_oldest(&mut self) {
        let Some(mut parts) = self.parts.pop_front() else {
            return;
        };
        if parts.state != State::Open {
            return;
        }
        self.incomplete += 1;
        let octets = parts.beginning();
        if !octets.is_empty() && self.beginnings.len() < PACKETS {
            self.beginnings.push(parts.whole(octets));
        }
    }

    /// The beginnings of the packets that are not complete.
    pub(crate) fn finish(&mut self) -> Vec<Whole> {
        while !self.parts.is_empty() {
            self.give_up_oldest();
        }
        std::mem::take(&mut self.beginnings)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const OCTETS: [u8; 40] = {
        let mut octets = [0; 40];
        let mut at = 0;
        while at < octets.len() {
            octets[at] = at as u8;
            at += 1;
        }
        octets
    };

    fn fragment(id: u32, offset: usize, length: usize) -> Fragment<'static> {
        Fragment {
            from: Ipv4Addr::new(192, 0, 2, 1).into(),
            to: Ipv4Addr::new(192, 0, 2, 2).into(),
            protocol: 17,
            id,
            offset,
            more: offset + length < OCTETS.len(),
            octets: &OCTETS[offset..offset + length],
            missing: 0,
        }
    }

    fn at(packet: usize) -> Moment {
        Moment {
            time: packet as u64,
            packet,
        }
    }

    /// The fragments in this order: whether a packet came of them, and the refused ones.
    fn put(fragments: &[Fragment<'static>]) -> (Vec<Vec<u8>>, usize, usize) {
        let mut all = Fragments::default();
        let mut whole = Vec::new();
        for (packet, fragment) in fragments.iter().enumerate() {
            let found = all.take(fragment, at(packet));
            whole.extend(found.map(|found| found.octets));
        }
        all.finish();
        (whole, all.refused, all.incomplete)
    }

    #[test]
    fn fragments_come_in_any_order_and_more_than_once() {
        let [a, b, c] = [(0, 16), (16, 16), (32, 8)].map(|(at, length)| fragment(7, at, length));
        for order in [
            [&a, &b, &c],
            [&a, &c, &b],
            [&b, &a, &c],
            [&b, &c, &a],
            [&c, &a, &b],
            [&c, &b, &a],
        ] {
            let once: Vec<_> = order.into_iter().cloned().collect();
            assert_eq!(put(&once), (vec![OCTETS.to_vec()], 0, 0));
            let twice: Vec<_> = order
                .into_iter()
                .flat_map(|one| [one.clone(), one.clone()])
                .collect();
            assert_eq!(put(&twice), (vec![OCTETS.to_vec()], 0, 0));
        }
        assert_eq!(put(&[a.clone(), c]), (Vec::new(), 0, 1), "one is missing");
        // Those of another packet do not fill the gap.
        let other = fragment(8, 16, 24);
        assert_eq!(put(&[a, other]), (Vec::new(), 0, 2));
        let _ = b;
    }

    #[test]
    fn what_overlaps_or_contradicts_is_refused() {
        let first = fragment(1, 0, 16);
        let end = fragment(1, 16, 24);
        for wrong in [
            fragment(1, 8, 16),
            fragment(1, 0, 24),
            // Another end.
            Fragment {
                more: false,
                ..fragment(1, 16, 8)
            },
            // Not a multiple of eight.
            Fragment {
                octets: &OCTETS[16..21],
                ..fragment(1, 16, 8)
            },
            Fragment {
                offset: 65_528,
                ..fragment(1, 16, 16)
            },
        ] {
            // The right one comes too late.
            let (whole, ..) = put(&[first.clone(), end.clone(), wrong.clone()]);
            assert_eq!(whole, [OCTETS], "whole before {wrong:?}");
            let short = Fragment {
                more: false,
                ..fragment(1, 32, 8)
            };
            let (whole, refused, _) = put(&[first.clone(), short, wrong.clone(), end.clone()]);
            assert_eq!((whole.len(), refused), (0, 1), "{wrong:?}");
        }
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut all = Fragments::default();
        for id in 0..1_000 {
            assert_eq!(all.take(&fragment(id, 0, 16), at(0)), None);
            assert!(all.parts.len() <= PACKETS);
        }
        assert_eq!(all.finish().len(), PACKETS);
        assert_eq!(all.incomplete, 1_000);
        let mut all = Fragments::default();
        let many = (0..1_000).map(|index| Fragment {
            offset: index * 8,
            octets: &OCTETS[..8],
            more: true,
            ..fragment(1, 0, 8)
        });
        for fragment in many {
            all.take(&fragment, at(0));
        }
        assert_eq!((all.refused, all.parts[0].pieces.len()), (1, PIECES));
    }

    #[test]
    fn a_number_is_used_again_for_another_packet() {
        let first = [fragment(1, 0, 16), fragment(1, 16, 24)];
        let other = Fragment {
            octets: &OCTETS[8..24],
            ..fragment(1, 0, 16)
        };
        let (whole, refused, incomplete) = put(&[&first[..], &[other, first[1].clone()]].concat());
        let second = [&OCTETS[8..24], &OCTETS[16..]].concat();
        assert_eq!(whole, [OCTETS.to_vec(), second]);
        assert_eq!((refused, incomplete), (0, 0));
    }
}
