//! Which hosts and ports may be dialled.
//!
//! The Worker opens a TCP connection wherever a stranger asks it to. Cloudflare's network refuses
//! private addresses by itself, `wrangler dev` does not; the rules here say why a target is
//! refused before anything is dialled, and are applied again to every address a name resolves to.

use std::net::{IpAddr, Ipv6Addr};

use h323_proto::address::special_purpose;

/// What a caller may ask for: a DNS name or an address literal.
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

/// Why a host cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// A scheme, path, port or user was given along with the name.
    #[error("must be a host name or an IP address alone, without scheme, path or port")]
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

/// Reads the `server` field.
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

/// Why a target may not be dialled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// A port that no Worker may use.
    #[error("port {0} is closed to Workers (mail)")]
    Port(u16),
    /// A name that only means something inside one network.
    #[error("this name belongs to a private network, which a public service cannot reach")]
    PrivateName,
    /// An address outside the public Internet.
    #[error("{0} is {1}, which a public service cannot reach")]
    Address(IpAddr, &'static str),
    /// A name that leads to such an address.
    #[error("{0} resolves to {1}, {2}, which a public service cannot reach")]
    Resolved(String, IpAddr, &'static str),
}

/// Checks the port and the host as given.
///
/// `allow_private` is for local development, where the answering endpoint is on loopback.
pub fn check(host: &Host, port: u16, allow_private: bool) -> Result<(), Forbidden> {
    if port == 25 {
        return Err(Forbidden::Port(port));
    }
    match host {
        Host::Address(address) => match special_purpose(*address) {
            Some(kind) if !allow_private => Err(Forbidden::Address(*address, kind)),
            _ => Ok(()),
        },
        Host::Name(name) => {
            let last = name.rsplit('.').next().unwrap_or(name);
            let private = !name.contains('.')
                || matches!(
                    last,
                    "localhost" | "local" | "internal" | "lan" | "home" | "intranet"
                )
                || name.ends_with(".home.arpa");
            if private && !allow_private {
                return Err(Forbidden::PrivateName);
            }
            Ok(())
        }
    }
}

/// Checks the address that a name resolves to, as if it had been given.
pub fn check_resolved(name: &str, address: IpAddr, allow_private: bool) -> Result<(), Forbidden> {
    match special_purpose(address) {
        Some(kind) if !allow_private => Err(Forbidden::Resolved(name.into(), address, kind)),
        _ => Ok(()),
    }
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

    #[test]
    fn targets_outside_the_public_internet_are_refused() {
        for text in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            let address = text.parse().expect("an address");
            assert!(
                check(&Host::Address(address), 1720, false).is_err(),
                "{text}"
            );
            assert_eq!(check(&Host::Address(address), 1720, true), Ok(()), "{text}");
        }
        for text in [
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
        ] {
            let address = text.parse().expect("an address");
            assert_eq!(
                check(&Host::Address(address), 1720, false),
                Ok(()),
                "{text}"
            );
        }
        for (text, allowed) in [
            ("gw.example.com", true),
            ("localhost", false),
            ("a.localhost", false),
            ("printer.local", false),
            ("gw.corp.internal", false),
            ("router", false),
            ("nas.home.arpa", false),
        ] {
            let host = parse_host(text).expect("a host");
            assert_eq!(check(&host, 1720, false).is_ok(), allowed, "{text}");
            assert_eq!(check(&host, 1720, true), Ok(()), "{text}");
        }
        let host = parse_host("mail.example.com").expect("a host");
        assert_eq!(check(&host, 25, true), Err(Forbidden::Port(25)));
    }

    #[test]
    fn what_a_name_resolves_to_is_checked_too() {
        let address = IpAddr::from([10, 1, 2, 3]);
        let forbidden = check_resolved("gw.example.com", address, false).expect_err("private");
        let text = forbidden.to_string();
        assert!(
            text.starts_with("gw.example.com resolves to 10.1.2.3, a private address"),
            "{text}"
        );
        assert_eq!(check_resolved("gw.example.com", address, true), Ok(()));
        let public = IpAddr::from([8, 8, 8, 8]);
        assert_eq!(check_resolved("gw.example.com", public, false), Ok(()));
    }
}
