//! The servers of a domain, by its SRV records (H.323 Annex O, RFC 2782).
//!
//! Only `_h323cs._tcp` says where a call of somebody who is not registered goes. The records of the
//! other services name gatekeepers.

use alloc::{format, string::String, vec::Vec};

use crate::named::named;

/// The most records of one service that are used.
pub const MOST: usize = 8;

named! {
    /// A service of H.323 that a domain can offer.
    pub enum Service {
        /// Call signalling over TCP.
        CallSignalling = "_h323cs._tcp",
        /// RAS for LocationRequest, over UDP.
        Location = "_h323ls._udp",
        /// RAS for registration, over UDP.
        Registration = "_h323rs._udp",
    }
}

impl Service {
    /// The name whose SRV records are looked up.
    #[must_use]
    pub fn of(self, domain: &str) -> String {
        format!("{self}.{domain}")
    }
}

/// A record: a server, and how much it is preferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Lower values come first.
    pub priority: u16,
    /// The share of the calls among records of the same priority.
    pub weight: u16,
    /// The port of the service there.
    pub port: u16,
    /// The name of the server, without the final dot. Empty if the domain does not offer the service.
    pub target: String,
}

impl Record {
    /// Reads the presentation form, `10 5 1720 gw.example.com.`. `None` if it is not that.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split_ascii_whitespace();
        let mut number = || parts.next()?.parse().ok();
        let (priority, weight, port) = (number()?, number()?, number()?);
        let target = parts.next()?;
        let target = target.strip_suffix('.').unwrap_or(target);
        parts.next().is_none().then(|| Self {
            priority,
            weight,
            port,
            target: target.to_ascii_lowercase(),
        })
    }

    /// Whether it says that the domain does not offer the service (RFC 2782, target `.`).
    #[must_use]
    pub fn denies(&self) -> bool {
        self.target.is_empty()
    }
}

/// Puts records in the order in which they are to be tried: by priority, and by chance within one, in
/// proportion to the weights. `random` is any number; one that is always 0 leaves the order alone.
#[must_use]
pub fn ordered(mut records: Vec<Record>, mut random: impl FnMut() -> u32) -> Vec<Record> {
    // Within a priority, the records of weight 0 come first, so that they have a small chance.
    records.sort_by_key(|record| (record.priority, record.weight != 0));
    records.truncate(MOST);
    let mut order = Vec::new();
    while let Some(first) = records.first() {
        let priority = first.priority;
        let equal = || {
            let records = records.iter().enumerate();
            records.take_while(move |(_, record)| record.priority == priority)
        };
        let whole: u32 = equal().map(|(_, record)| u32::from(record.weight)).sum();
        // From 0 to the sum of the weights, both included.
        let drawn = random() % whole.saturating_add(1);
        let mut sum = 0;
        let chosen = equal().find(|(_, record)| {
            sum += u32::from(record.weight);
            sum >= drawn
        });
        let at = chosen.map_or(0, |(at, _)| at);
        order.push(records.remove(at));
    }
    order
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn record(priority: u16, weight: u16, target: &str) -> Record {
        Record {
            priority,
            weight,
            port: 1720,
            target: target.into(),
        }
    }

    fn names(records: &[Record]) -> Vec<&str> {
        records
            .iter()
            .map(|record| record.target.as_str())
            .collect()
    }

    #[test]
    fn a_service_is_looked_up_below_the_domain() {
        assert_eq!(
            Service::CallSignalling.of("example.com"),
            "_h323cs._tcp.example.com"
        );
    }

    #[test]
    fn a_record_is_four_words() {
        let read = Record::parse("10 5 1722 GW.example.com.").unwrap();
        assert_eq!(
            read,
            Record {
                priority: 10,
                weight: 5,
                port: 1722,
                target: "gw.example.com".into()
            }
        );
        assert!(Record::parse("0 0 0 .").unwrap().denies());
        for wrong in [
            "",
            "10",
            "10 5 1720",
            "10 5 1720 a. b.",
            "10 5 65536 a.",
            "-1 5 1720 a.",
            "x 5 1720 a.",
        ] {
            assert_eq!(Record::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn lower_priorities_come_first_whatever_is_drawn() {
        let records = vec![record(20, 9, "c"), record(10, 1, "a"), record(15, 0, "b")];
        for drawn in [0, 1, u32::MAX] {
            let order = ordered(records.clone(), || drawn);
            assert_eq!(names(&order), ["a", "b", "c"]);
        }
    }

    #[test]
    fn weights_are_shares_of_what_is_drawn() {
        let records = vec![
            record(1, 3, "three"),
            record(1, 0, "none"),
            record(1, 1, "one"),
        ];
        let first = |drawn: u32| {
            let order = ordered(records.clone(), || drawn);
            order[0].target.clone()
        };
        let firsts: Vec<_> = (0..=5).map(first).collect();
        assert_eq!(firsts, ["none", "three", "three", "three", "one", "none"]);
    }

    #[test]
    fn no_more_than_a_few_are_kept_and_those_are_the_preferred() {
        for (offered, kept) in [(7, 7), (8, 8), (9, 8), (50, 8)] {
            let many = (0..offered).rev();
            let many = many.map(|priority| record(priority, 65_535, "x"));
            let order = ordered(many.collect(), || u32::MAX);
            assert_eq!(order.len(), kept, "{offered}");
            assert_eq!(usize::from(order[kept - 1].priority), kept - 1);
        }
        assert_eq!(ordered(Vec::new(), || 0), []);
    }
}
