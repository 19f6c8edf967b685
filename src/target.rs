//! Which hosts and ports may be dialled.
//!
//! The Worker opens a TCP connection wherever a stranger asks it to. Cloudflare's network refuses
//! private addresses by itself, `wrangler dev` does not; the rules here say why a target is
//! refused before anything is dialled, and are applied again to every address a name resolves to.

use std::net::IpAddr;

use h323_proto::address::special_purpose;
use h323_request::Host;

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
    use h323_request::parse_host;

    use super::*;

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
