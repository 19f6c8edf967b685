//! Which ports may be dialled.

use std::{fmt, ops::RangeInclusive, str::FromStr};

/// The port for mail. Workers cannot use it.
pub const MAIL: u16 = 25;

/// Most ranges in a list.
const RANGES: usize = 64;

/// Ports that may be dialled. Port 25 is never one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ports(Vec<RangeInclusive<u16>>);

impl Ports {
    /// Every port: for a developer's own machine and network.
    #[must_use]
    pub fn all() -> Self {
        Self(vec![1..=u16::MAX])
    }

    /// Every port that a server without privileges can use, which includes the H.323 ports. The ports
    /// below belong to mail, files, remote shells and the like.
    #[must_use]
    pub fn public() -> Self {
        Self(vec![1024..=u16::MAX])
    }

    /// Whether `port` is in the list.
    #[must_use]
    pub fn contain(&self, port: u16) -> bool {
        port != MAIL && self.0.iter().any(|range| range.contains(&port))
    }
}

impl FromStr for Ports {
    type Err = String;

    /// Ports and port ranges, with commas or white space between them: `1720,1300-1400 443`.
    fn from_str(text: &str) -> Result<Self, String> {
        let items = text
            .split([',', ' ', '\t', '\n'])
            .filter(|item| !item.is_empty());
        let ranges = items
            .map(|item| {
                let (first, last) = item.split_once('-').unwrap_or((item, item));
                let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port != 0);
                match (port(first), port(last)) {
                    (Some(first), Some(last)) if first <= last => Ok(first..=last),
                    _ => Err(format!("{item:?} is neither a port nor a range of ports")),
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        match ranges.len() {
            0 => Err("it names no port".into()),
            1..=RANGES => Ok(Self(ranges)),
            _ => Err(format!("it has more than {RANGES} ranges")),
        }
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, range) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            match (range.start(), range.end()) {
                (first, last) if first == last => write!(f, "{separator}{first}")?,
                (first, last) => write!(f, "{separator}{first}–{last}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_ports_and_ranges() {
        let ports: Ports = "1720,1300-1400, 443".parse().expect("a list");
        assert_eq!(ports.to_string(), "1720, 1300–1400, 443");
        for (port, allowed) in [
            (1719, false),
            (1720, true),
            (1721, false),
            (1299, false),
            (1300, true),
            (1400, true),
            (1401, false),
            (443, true),
            (25, false),
        ] {
            assert_eq!(ports.contain(port), allowed, "{port}");
        }
        for (wrong, why) in [
            ("", "no port"),
            (" , ", "no port"),
            ("0", "\"0\""),
            ("65536", "neither"),
            ("1400-1300", "neither"),
            ("1720-", "neither"),
            ("-1720", "neither"),
            ("h323", "neither"),
            ("1,".repeat(65).as_str(), "more than 64"),
        ] {
            let error = wrong.parse::<Ports>().expect_err(wrong);
            assert!(error.contains(why), "{wrong}: {error}");
        }
    }

    #[test]
    fn without_a_list_ports_of_servers_with_privileges_are_closed_to_strangers() {
        for (port, public, all) in [
            (1, false, true),
            (22, false, true),
            (25, false, false),
            (443, false, true),
            (1023, false, true),
            (1024, true, true),
            (1720, true, true),
            (65535, true, true),
            (0, false, false),
        ] {
            assert_eq!(Ports::public().contain(port), public, "{port}");
            assert_eq!(Ports::all().contain(port), all, "{port}");
        }
        assert!(!"25".parse::<Ports>().expect("a list").contain(25));
    }
}
