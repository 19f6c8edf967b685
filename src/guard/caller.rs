//! The identity of a client, for counting calls.

use std::net::IpAddr;

/// The key under which we count a client's calls: its IPv4 address, or the /64 network of its IPv6
/// address, since the owner of one address of a /64 has all of them.
#[must_use]
pub fn key(client: &str) -> String {
    match client.trim().parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V4(ip)) => ip.to_string(),
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        // All clients without an address count as one.
        Err(_) => "unknown".into(),
    }
}

/// Whether a client is on this machine.
#[must_use]
pub fn is_loopback(client: &str) -> bool {
    let address = client.trim().parse::<IpAddr>();
    address.is_ok_and(|ip| ip.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_are_counted_by_what_they_cannot_choose() {
        for (client, expected) in [
            ("203.0.113.9", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::", "2001:db8:1:2::/64"),
            ("2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("", "unknown"),
            ("203.0.113.9, 10.0.0.1", "unknown"),
        ] {
            assert_eq!(key(client), expected, "{client}");
        }
        assert!(is_loopback("127.0.0.1") && is_loopback("::1") && is_loopback("::ffff:127.0.0.1"));
        assert!(!is_loopback("203.0.113.9") && !is_loopback("") && !is_loopback("localhost"));
    }
}
