//! The datagrams of RAS: which they are, and which side sent them.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
};

use h323_proto::ras::RasRecord;

use crate::{packet, tcp::Moment};

/// Ports of RAS: for the multicast that looks for a gatekeeper, and of gatekeepers (IANA).
const PORTS: [u16; 2] = [1718, 1719];

/// Most pairs of ends on other ports that are known to speak RAS.
const PAIRS: usize = 1_024;

/// Most octets of RAS that are kept, with what it takes to keep them.
const KEPT: usize = 4 << 20;

/// What it takes to keep a datagram, beside its octets.
const DATAGRAM: usize = 128;

/// The beginning of `protocolIdentifier`: H.225.0 of any version, in PER.
const VERSION: [u8; 6] = [0x06, 0x00, 0x08, 0x91, 0x4A, 0x00];

/// A datagram of RAS.
#[derive(Clone, Debug)]
pub(crate) struct Datagram {
    pub(crate) at: Moment,
    pub(crate) from: SocketAddr,
    pub(crate) to: SocketAddr,
    pub(crate) octets: Vec<u8>,
    pub(crate) cut: bool,
}

/// The datagrams of a capture.
#[derive(Clone, Debug, Default)]
pub(crate) struct Datagrams {
    /// Those of RAS.
    pub(crate) ras: Vec<Datagram>,
    /// How many had no octets. Some endpoints send those through their NAT again and again.
    pub(crate) empty: usize,
    /// How many are of other protocols.
    pub(crate) other: usize,
    /// For how many there was no room.
    pub(crate) left_out: usize,
    /// What it takes to keep those of RAS.
    kept: usize,
    /// The ends on other ports that speak RAS, the lesser first.
    pairs: BTreeSet<(SocketAddr, SocketAddr)>,
}

impl Datagrams {
    pub(crate) fn take(&mut self, datagram: &packet::Datagram<'_>, at: Moment) {
        let packet::Datagram {
            from,
            to,
            octets,
            cut,
        } = *datagram;
        let ends = pair(from, to);
        let by_port = has_port(from) || has_port(to);
        if !by_port && !self.pairs.contains(&ends) {
            if !is_ras(octets) {
                self.other += 1;
                return;
            }
            if self.pairs.len() < PAIRS {
                self.pairs.insert(ends);
            }
        }
        if octets.is_empty() {
            // One that was cut is counted as that.
            self.empty += usize::from(!cut);
            return;
        }
        let cost = DATAGRAM + octets.len();
        if self.kept + cost > KEPT {
            self.left_out += 1;
            return;
        }
        self.kept += cost;
        self.ras.push(Datagram {
            at,
            from,
            to,
            octets: octets.to_vec(),
            cut,
        });
    }
}

fn pair(from: SocketAddr, to: SocketAddr) -> (SocketAddr, SocketAddr) {
    (from.min(to), from.max(to))
}

fn has_port(end: SocketAddr) -> bool {
    PORTS.contains(&end.port())
}

/// Whether octets between any ports are certainly RAS.
fn is_ras(octets: &[u8]) -> bool {
    octets.windows(VERSION.len()).any(|part| part == VERSION)
        && RasRecord::of(octets.to_vec()).is_certain()
}

/// The sides of the ends that speak RAS.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sides {
    /// By ends, the lesser first: whether the lesser is the endpoint.
    lesser: BTreeMap<(SocketAddr, SocketAddr), bool>,
}

impl Sides {
    pub(crate) fn of(datagrams: &[Datagram]) -> Self {
        let mut sides = Self::default();
        let mut firsts = BTreeMap::new();
        for datagram in datagrams {
            let (from, to) = (datagram.from, datagram.to);
            let ends = pair(from, to);
            if sides.lesser.contains_key(&ends) {
                continue;
            }
            let by_endpoint = match (has_port(from), has_port(to)) {
                (true, false) => Some(false),
                (false, true) => Some(true),
                _ => {
                    firsts.entry(ends).or_insert(from);
                    let facts = RasRecord::of(datagram.octets.clone()).facts;
                    facts.message.and_then(|message| message.is_of_endpoint())
                }
            };
            if let Some(by_endpoint) = by_endpoint {
                sides.lesser.insert(ends, (from == ends.0) == by_endpoint);
            }
        }
        // Nothing says who is who: the first to speak asks.
        for (ends, first) in firsts {
            sides.lesser.entry(ends).or_insert(first == ends.0);
        }
        sides
    }

    /// Whether the endpoint sent it, not the gatekeeper.
    pub(crate) fn by_endpoint(&self, datagram: &Datagram) -> bool {
        let ends = pair(datagram.from, datagram.to);
        let lesser = self.lesser.get(&ends).copied().unwrap_or(true);
        lesser == (datagram.from == ends.0)
    }
}
