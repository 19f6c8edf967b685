//! Which hosts and ports may be dialled.
//!
//! The Worker opens a TCP connection wherever a stranger asks it to. Cloudflare's network refuses
//! private addresses by itself, `wrangler dev` does not; the rules here say why a target is
//! refused before anything is dialled, and are applied again to every address a name resolves to.

use std::net::{IpAddr, SocketAddr};

use h323_proto::{address::special_purpose, call::Target};

/// What may be dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Addresses of the public Internet.
    Public,
    /// Private addresses too: for local development, where the answering endpoint is on loopback.
    Private,
}

/// An address that may be dialled. [`allow_address`] alone makes one, and nothing else can be dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed(SocketAddr);

impl Allowed {
    /// The address.
    #[must_use]
    pub const fn address(self) -> SocketAddr {
        self.0
    }
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
    /// A name that nobody has looked up.
    #[error("{0} is no address")]
    Name(String),
}

impl Forbidden {
    /// The field of the request that is at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Port(_) => "port",
            Self::PrivateName | Self::Address(..) | Self::Resolved(..) | Self::Name(_) => "server",
        }
    }

    /// The same of what `name` resolves to: whoever gave the name must see where the address is from.
    #[must_use]
    pub fn behind(self, name: &str) -> Self {
        match self {
            Self::Address(address, kind) => Self::Resolved(name.into(), address, kind),
            other => other,
        }
    }
}

/// Allows an address to be dialled. An IPv6 address that stands for an IPv4 address becomes that one.
///
/// # Errors
/// If it may not be.
pub fn allow_address(address: SocketAddr, policy: Policy) -> Result<Allowed, Forbidden> {
    let (ip, port) = (address.ip().to_canonical(), address.port());
    check_port(port)?;
    match special_purpose(ip) {
        Some(kind) if policy == Policy::Public => Err(Forbidden::Address(ip, kind)),
        _ => Ok(Allowed(SocketAddr::new(ip, port))),
    }
}

/// The same for what a call wants to connect to.
///
/// # Errors
/// If it may not be dialled, or is no address.
pub fn allow(target: &Target, policy: Policy) -> Result<Allowed, Forbidden> {
    let Ok(ip) = target.host.parse() else {
        return Err(Forbidden::Name(target.host.clone()));
    };
    allow_address(SocketAddr::new(ip, target.port), policy)
}

/// Checks a name, and the port, before it is looked up.
///
/// # Errors
/// If there is no need to look.
pub fn check_name(name: &str, port: u16, policy: Policy) -> Result<(), Forbidden> {
    check_port(port)?;
    let last = name.rsplit('.').next().unwrap_or(name);
    let private = !name.contains('.')
        || matches!(
            last,
            "localhost" | "local" | "internal" | "lan" | "home" | "intranet"
        )
        || name.ends_with(".home.arpa");
    if private && policy == Policy::Public {
        return Err(Forbidden::PrivateName);
    }
    Ok(())
}

const fn check_port(port: u16) -> Result<(), Forbidden> {
    match port {
        25 => Err(Forbidden::Port(port)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
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
            let address = SocketAddr::new(address, 1720);
            assert!(allow_address(address, Policy::Public).is_err(), "{text}");
            assert!(allow_address(address, Policy::Private).is_ok(), "{text}");
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
            let address = SocketAddr::new(address, 1720);
            assert!(allow_address(address, Policy::Public).is_ok(), "{text}");
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
            let public = check_name(text, 1720, Policy::Public);
            assert_eq!(public.is_ok(), allowed, "{text}");
            assert_eq!(check_name(text, 1720, Policy::Private), Ok(()), "{text}");
        }
        for policy in [Policy::Public, Policy::Private] {
            let forbidden = Err(Forbidden::Port(25));
            assert_eq!(check_name("mail.example.com", 25, policy), forbidden);
            let address = SocketAddr::from(([8, 8, 8, 8], 25));
            assert_eq!(allow_address(address, policy).map(|_| ()), forbidden);
        }
    }

    #[test]
    fn what_a_name_resolves_to_is_refused_with_the_name() {
        let address = SocketAddr::from(([10, 1, 2, 3], 1720));
        let forbidden = allow_address(address, Policy::Public).expect_err("private");
        let text = forbidden.behind("gw.example.com").to_string();
        assert!(
            text.starts_with("gw.example.com resolves to 10.1.2.3, a private address"),
            "{text}"
        );
    }

    #[test]
    fn only_addresses_are_dialled() {
        let target = |host: &str| Target {
            host: host.into(),
            port: 1720,
        };
        for policy in [Policy::Public, Policy::Private] {
            for host in ["gw.example.com", "localhost", "127.1", "", "[::1]"] {
                let forbidden = Err(Forbidden::Name(host.into()));
                assert_eq!(allow(&target(host), policy), forbidden, "{host:?}");
            }
        }
        let private = allow(&target("10.1.2.3"), Policy::Public);
        assert!(matches!(private, Err(Forbidden::Address(..))));
    }

    #[test]
    fn an_ipv4_address_in_an_ipv6_address_is_dialled_as_what_it_is() {
        let target = Target {
            host: "::ffff:8.8.8.8".into(),
            port: 1720,
        };
        let allowed = allow(&target, Policy::Public).map(Allowed::address);
        assert_eq!(allowed, Ok(SocketAddr::from(([8, 8, 8, 8], 1720))));
    }
}
