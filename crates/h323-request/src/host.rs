//! The host to call: a DNS name or an address literal.

use std::net::{IpAddr, Ipv6Addr};

/// A DNS name or an address literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A DNS name in ASCII, lower case, without the final dot.
    Name(String),
    /// An IPv4 or IPv6 address.
    Address(IpAddr),
}

impl std::fmt::Display for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(address) => address.fmt(f),
        }
    }
}

/// The mistake in a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// Other characters beside the name, or brackets without an IPv6 address.
    #[error(
        "has '/', '?', '#', '@', ':' or brackets where only a host name or an IP address may be"
    )]
    NotAHost,
    /// Longer than a name can be (RFC 1035 2.3.4).
    #[error("must be at most 253 characters")]
    TooLong,
    /// A label that is empty or longer than 63 characters (RFC 1035 2.3.4).
    #[error("has a label that is empty or longer than 63 characters")]
    Label,
    /// A character that host names do not have; international names must come as Punycode.
    #[error("may have letters, digits, '-', '_' and '.' only (write international names as xn--…)")]
    Character,
    /// A name that ends in a number is an IPv4 address to every resolver, but not a valid one.
    #[error("ends in a number but is not an IPv4 address of four decimal parts")]
    Address,
}

/// Reads a host.
///
/// # Errors
/// If it is neither a name nor an address.
pub fn parse_host(text: &str) -> Result<Host, HostError> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(Host::Address(address));
    }
    if let Some(inner) = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return match inner.parse::<Ipv6Addr>() {
            Ok(address) => Ok(Host::Address(address.into())),
            Err(_) => Err(HostError::NotAHost),
        };
    }
    if text.contains(['/', ':', '@', '?', '#', '[', ']']) {
        return Err(HostError::NotAHost);
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    if name.len() > 253 {
        return Err(HostError::TooLong);
    }
    if !name
        .bytes()
        .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.'))
    {
        return Err(HostError::Character);
    }
    if name
        .split('.')
        .any(|label| label.is_empty() || label.len() > 63)
    {
        return Err(HostError::Label);
    }
    // 127.1, 0x7f000001 and 2130706433 are all loopback to a lenient resolver.
    let last = name.rsplit('.').next().unwrap_or(name);
    let hexadecimal = last
        .strip_prefix("0x")
        .or_else(|| last.strip_prefix("0X"))
        .is_some_and(|digits| digits.bytes().all(|octet| octet.is_ascii_hexdigit()));
    if hexadecimal || last.bytes().all(|octet| octet.is_ascii_digit()) {
        return Err(HostError::Address);
    }
    Ok(Host::Name(name.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read() {
        let name = |text: &str| Ok(Host::Name(text.into()));
        let address = |text: &str| Ok(Host::Address(text.parse().expect("an address")));
        for (text, expected) in [
            ("gw.example.com", name("gw.example.com")),
            ("GW.Example.COM.", name("gw.example.com")),
            ("xn--bcher-kva.example", name("xn--bcher-kva.example")),
            ("_h323cs._tcp.example.com", name("_h323cs._tcp.example.com")),
            ("localhost", name("localhost")),
            ("8.8.8.8", address("8.8.8.8")),
            ("2001:4860::1", address("2001:4860::1")),
            ("[2001:4860::1]", address("2001:4860::1")),
            ("h323:gw.example.com", Err(HostError::NotAHost)),
            ("gw.example.com:1720", Err(HostError::NotAHost)),
            ("http://gw.example.com/", Err(HostError::NotAHost)),
            ("a@b.example", Err(HostError::NotAHost)),
            ("[fe80::1%eth0]", Err(HostError::NotAHost)),
            ("[::1", Err(HostError::NotAHost)),
            ("bücher.example", Err(HostError::Character)),
            ("gw example.com", Err(HostError::Character)),
            ("gw.example.com\r\n", Err(HostError::Character)),
            ("gw..example.com", Err(HostError::Label)),
            (".", Err(HostError::Label)),
            ("127.1", Err(HostError::Address)),
            ("2130706433", Err(HostError::Address)),
            ("0x7f000001", Err(HostError::Address)),
            ("0X7F.0x1", Err(HostError::Address)),
            ("1.2.3.4.5", Err(HostError::Address)),
            ("256.1.1.1", Err(HostError::Address)),
            ("0177.0.0.1", Err(HostError::Address)),
        ] {
            assert_eq!(parse_host(text), expected, "{text:?}");
        }
        assert_eq!(parse_host(&"a".repeat(64)), Err(HostError::Label));
        let long = vec!["a".repeat(49); 6].join(".");
        assert_eq!(parse_host(&long), Err(HostError::TooLong));
    }
}
