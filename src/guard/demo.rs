//! The demo: an endpoint inside this deployment, at which each call takes one of a few places.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use h323_proto::time::{Duration, Instant};

/// The address that the demo gives as its own, one of those for examples (RFC 5737). A call to the demo
/// is a connection to an object of this deployment: no packet goes to this address.
pub const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 1)), 1720);

/// Where the demo takes H.245 connections.
pub const H245: SocketAddr = SocketAddr::new(ADDRESS.ip(), 30_000);

/// A port of the demo that nothing listens on.
pub const CLOSED: SocketAddr = SocketAddr::new(ADDRESS.ip(), 30_001);

/// The longest call, by when the demo releases it.
pub const LONGEST: Duration = Duration::from_secs(60);

/// Most calls at a time, over all clients.
pub const MOST: usize = 40;

/// How long a place waits for its call.
const RESERVED: Duration = Duration::from_secs(10);

/// How long a call may keep its place. It gives it back much sooner, unless the platform has ended it.
const KEPT: Duration = Duration::from_secs(75);

/// The places at the demo. Each has a ticket, which only its holder knows.
#[derive(Debug, Default)]
pub struct Places(Vec<Place>);

#[derive(Debug)]
struct Place {
    ticket: String,
    /// Whether its call has begun.
    called: bool,
    /// When it is free again, if nobody gives it back.
    until: Instant,
}

impl Places {
    /// Reserves a place for a call that comes soon. Returns whether there was one.
    pub fn reserve(&mut self, ticket: String, now: Instant) -> bool {
        self.0.retain(|place| place.until > now);
        let free = self.0.len() < MOST;
        if free {
            self.0.push(Place {
                ticket,
                called: false,
                until: now + RESERVED,
            });
        }
        free
    }

    /// Begins the call of a place. Returns whether the ticket was good for it.
    pub fn begin(&mut self, ticket: &str, now: Instant) -> bool {
        let mut places = self.0.iter_mut();
        let reserved = places.find(|place| place.ticket == ticket && !place.called);
        let Some(place) = reserved.filter(|place| place.until > now) else {
            return false;
        };
        place.called = true;
        place.until = now + KEPT;
        true
    }

    /// Gives a place back.
    pub fn end(&mut self, ticket: &str) {
        self.0.retain(|place| place.ticket != ticket);
    }

    /// Whether a call has this place.
    #[must_use]
    pub fn has(&self, ticket: &str) -> bool {
        self.0.iter().any(|place| place.ticket == ticket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Instant {
        Instant::from_millis(seconds * 1000)
    }

    #[test]
    fn places_are_a_few_and_each_is_free_again() {
        let mut places = Places::default();
        for call in 0..MOST {
            assert!(places.reserve(call.to_string(), at(0)), "{call}");
        }
        assert!(!places.reserve("one more".into(), at(0)));
        assert!(places.begin("7", at(1)));
        places.end("7");
        assert!(places.reserve("one more".into(), at(1)));
        assert!(!places.reserve("another".into(), at(1)));
    }

    #[test]
    fn a_ticket_is_good_for_one_call() {
        let mut places = Places::default();
        assert!(!places.begin("a", at(0)));
        assert!(places.reserve("a".into(), at(0)));
        assert!(places.begin("a", at(1)));
        assert!(!places.begin("a", at(2)));
        assert!(places.has("a"));
        places.end("a");
        assert!(!places.begin("a", at(3)) && !places.has("a"));
    }

    #[test]
    fn a_place_whose_call_nobody_ends_is_free_after_a_time() {
        let mut places = Places::default();
        for call in 0..MOST {
            assert!(places.reserve(call.to_string(), at(0)));
        }
        assert!(places.begin("0", at(9)));
        assert!(!places.begin("1", at(10)), "it was reserved too long ago");
        for call in 1..MOST {
            assert!(places.reserve(format!("later {call}"), at(10)));
        }
        assert!(!places.reserve("one more".into(), at(10)));
        assert!(places.has("0"));
        assert!(places.reserve("one more".into(), at(84)));
        assert!(!places.has("0"));
    }
}
