//! Which hosts, ports and numbers may be called.
//!
//! The Worker opens a TCP connection to any address that a stranger names. Cloudflare's network
//! refuses private addresses; `wrangler dev` does not. These rules refuse a target before anything is
//! dialled, and give the reason. They are applied again to every address of a resolved name.

use std::net::{IpAddr, SocketAddr};

use h323_proto::{
    address::special_purpose,
    call::{CallingConfig, Target},
};

use super::{
    demo,
    numbers::{Denied, Hit},
    ports::{MAIL, Ports},
};

/// Which addresses may be dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Addresses of the public Internet only.
    Public,
    /// Private addresses too: for local development, where the endpoint is on loopback.
    Private,
    /// Those of the demo only.
    Demo,
}

/// The rules for targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Which addresses may be dialled.
    pub policy: Policy,
    /// Which ports may be dialled.
    pub ports: Ports,
    /// Which numbers must not be called.
    pub denied: Denied,
}

/// An address that may be dialled. Only [`Rules::allow_address`] makes one, and nothing else can be
/// dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    address: SocketAddr,
    demo: bool,
}

impl Allowed {
    /// The address.
    #[must_use]
    pub const fn address(self) -> SocketAddr {
        self.address
    }

    /// Whether it is one of the demo: a connection goes to the demo's object, and not into the network.
    #[must_use]
    pub const fn is_demo(self) -> bool {
        self.demo
    }
}

/// Why a target may not be dialled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// The port for mail.
    #[error("Port {MAIL} cannot be called: it is for mail")]
    Mail,
    /// A port outside the allowed ones.
    #[error(
        "Port {0} cannot be called: this Worker calls {1} only. Its operator can set ALLOWED_PORTS"
    )]
    Port(u16, Ports),
    /// A name that works inside one network only, or not at all.
    #[error("This name cannot be called: it belongs to a private network")]
    PrivateName,
    /// An address outside the public Internet.
    #[error("{0} cannot be called: it is {1}, which a public service cannot reach")]
    Address(IpAddr, &'static str),
    /// A name that resolves to such an address.
    #[error("{0} cannot be called: it resolves to {1}, {2}, which a public service cannot reach")]
    Resolved(String, IpAddr, &'static str),
    /// A port of the demo that nothing listens on.
    #[error(
        "Nothing listens on port {0} of the demo, which takes calls on port {port}",
        port = demo::ADDRESS.port()
    )]
    DemoPort(u16),
    /// An address that is not the demo's.
    #[error("{0} is not called: a call to the demo does not leave it")]
    OutsideDemo(IpAddr),
    /// A name that has not been resolved.
    #[error("{0} is not an address")]
    Name(String),
    /// A number that must not ring.
    #[error(
        "{} cannot be called: it is {} ({}). The operator of this Worker can set DENIED_NUMBERS", .0.number, .0.what, .0.pattern
    )]
    Number(Hit),
}

impl Forbidden {
    /// The field of the request that is wrong.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Mail | Self::Port(..) | Self::DemoPort(_) => "port",
            Self::PrivateName
            | Self::Address(..)
            | Self::Resolved(..)
            | Self::OutsideDemo(_)
            | Self::Name(_) => "server",
            Self::Number(_) => "calledNumber",
        }
    }

    /// The same error for an address of `name`: the user gave the name and must see where the address
    /// comes from.
    #[must_use]
    pub fn behind(self, name: &str) -> Self {
        match self {
            Self::Address(address, kind) => Self::Resolved(name.into(), address, kind),
            other => other,
        }
    }
}

impl Rules {
    /// The rules of a Worker without settings.
    #[must_use]
    pub fn usual(policy: Policy) -> Self {
        Self {
            policy,
            ports: match policy {
                Policy::Public | Policy::Demo => Ports::public(),
                Policy::Private => Ports::all(),
            },
            denied: Denied::default(),
        }
    }

    /// The same rules inside the demo: as from the public Internet, but nothing outside the demo may be
    /// dialled.
    #[must_use]
    pub fn of_demo(&self) -> Self {
        Self {
            policy: Policy::Demo,
            ..self.clone()
        }
    }

    /// Allows an address. An IPv6 address that stands for an IPv4 address becomes that IPv4 address.
    ///
    /// # Errors
    /// If the address must not be dialled.
    pub fn allow_address(&self, address: SocketAddr) -> Result<Allowed, Forbidden> {
        let (ip, port) = (address.ip().to_canonical(), address.port());
        let demo = self.policy == Policy::Demo && ip == demo::ADDRESS.ip();
        if demo && ![demo::ADDRESS.port(), demo::H245.port()].contains(&port) {
            return Err(Forbidden::DemoPort(port));
        }
        if !demo {
            self.check_port(port)?;
        }
        match (self.policy, special_purpose(ip)) {
            (Policy::Public, Some(kind)) => Err(Forbidden::Address(ip, kind)),
            (Policy::Demo, Some(kind)) if !demo => Err(Forbidden::Address(ip, kind)),
            (Policy::Demo, None) => Err(Forbidden::OutsideDemo(ip)),
            _ => Ok(Allowed {
                address: SocketAddr::new(ip, port),
                demo,
            }),
        }
    }

    /// Allows the target of a connection.
    ///
    /// # Errors
    /// If it must not be dialled, or is not an address.
    pub fn allow(&self, target: &Target) -> Result<Allowed, Forbidden> {
        let Ok(ip) = target.host.parse() else {
            return Err(Forbidden::Name(target.host.clone()));
        };
        self.allow_address(SocketAddr::new(ip, target.port))
    }

    /// Checks a name and its port before the lookup.
    ///
    /// # Errors
    /// If the name or the port is forbidden, so that no lookup is needed.
    pub fn check_name(&self, name: &str, port: u16) -> Result<(), Forbidden> {
        self.check_port(port)?;
        if self.policy == Policy::Public && is_private(name) {
            return Err(Forbidden::PrivateName);
        }
        Ok(())
    }

    /// Checks the numbers of a call.
    ///
    /// # Errors
    /// If one of them must not be called.
    pub fn check_numbers(&self, config: &CallingConfig) -> Result<(), Forbidden> {
        self.denied.check(config).map_err(Forbidden::Number)
    }

    fn check_port(&self, port: u16) -> Result<(), Forbidden> {
        match port {
            MAIL => Err(Forbidden::Mail),
            _ if self.ports.contain(port) => Ok(()),
            _ => Err(Forbidden::Port(port, self.ports.clone())),
        }
    }
}

/// Names that have a meaning only inside one network, machine or cluster, or no meaning at all: the
/// names reserved by RFC 6761, 6762, 7686, 8375, 9476 and ICANN, and the usual names of home networks.
const PRIVATE: [&str; 21] = [
    "alt",
    "cluster.local",
    "corp",
    "example",
    "home",
    "home.arpa",
    "in-addr.arpa",
    "internal",
    "intranet",
    "invalid",
    "ip6.arpa",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "mail",
    "onion",
    "private",
    "svc",
    "test",
    "workgroup",
];

fn is_private(name: &str) -> bool {
    let within = |domain: &&str| {
        let rest = name.strip_suffix(*domain);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    !name.contains('.') || PRIVATE.iter().any(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_outside_the_public_internet_are_refused() {
        let public = Rules::usual(Policy::Public);
        let private = Rules::usual(Policy::Private);
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
            "192.88.99.1",
            "2001:2::1",
            "2001:10::1",
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
            assert!(public.allow_address(address).is_err(), "{text}");
            assert!(private.allow_address(address).is_ok(), "{text}");
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
            assert!(public.allow_address(address).is_ok(), "{text}");
        }
        for (text, allowed) in [
            ("gw.example.com", true),
            ("localhost", false),
            ("a.localhost", false),
            ("printer.local", false),
            ("gw.corp.internal", false),
            ("router", false),
            ("nas.home.arpa", false),
            ("home.arpa", false),
            ("1.2.0.192.in-addr.arpa", false),
            ("8.b.d.0.1.0.0.2.ip6.arpa", false),
            ("gw.invalid", false),
            ("gw.test", false),
            ("gw.example", false),
            ("gw.onion", false),
            ("gw.localdomain", false),
            ("gw.corp", false),
            ("gw.private", false),
            ("gw.voice.svc", false),
            ("gw.voice.svc.cluster.local", false),
            ("gw.lan", false),
            ("example.com", true),
            ("a.test.example.org", true),
            ("internal.example.com", true),
            ("gw.mylan", true),
            ("arpa.example.net", true),
        ] {
            assert_eq!(public.check_name(text, 1720).is_ok(), allowed, "{text}");
            assert_eq!(private.check_name(text, 1720), Ok(()), "{text}");
        }
    }

    #[test]
    fn ports_are_those_of_the_policy_unless_they_are_set() {
        let address = |port| SocketAddr::from(([8, 8, 8, 8], port));
        let set = Rules {
            ports: "443,1720".parse().expect("a list"),
            ..Rules::usual(Policy::Public)
        };
        for (rules, port, allowed) in [
            (Rules::usual(Policy::Public), 1720, true),
            (Rules::usual(Policy::Public), 1024, true),
            (Rules::usual(Policy::Public), 1023, false),
            (Rules::usual(Policy::Public), 22, false),
            (Rules::usual(Policy::Public), 25, false),
            (Rules::usual(Policy::Private), 22, true),
            (Rules::usual(Policy::Private), 25, false),
            (set.clone(), 443, true),
            (set.clone(), 1721, false),
            (set.clone(), 25, false),
        ] {
            assert_eq!(
                rules.allow_address(address(port)).is_ok(),
                allowed,
                "{port}"
            );
            assert_eq!(
                rules.check_name("gw.example.com", port).is_ok(),
                allowed,
                "{port}"
            );
        }
        let text = set
            .allow_address(address(22))
            .expect_err("closed")
            .to_string();
        assert!(
            text.starts_with("Port 22 cannot be called: this Worker calls 443, 1720 only."),
            "{text}"
        );
        let text = set
            .allow_address(address(25))
            .expect_err("closed")
            .to_string();
        assert_eq!(text, "Port 25 cannot be called: it is for mail");
    }

    #[test]
    fn a_call_to_the_demo_does_not_leave_it() {
        for policy in [Policy::Public, Policy::Private] {
            let rules = Rules::usual(policy).of_demo();
            for (text, allowed) in [
                ("203.0.113.1:1720", Ok(true)),
                ("203.0.113.1:30000", Ok(true)),
                ("[::ffff:203.0.113.1]:1720", Ok(true)),
                (
                    "203.0.113.1:30001",
                    Err("listens on port 30001 of the demo"),
                ),
                ("203.0.113.1:22", Err("listens on port 22 of the demo")),
                ("203.0.113.2:1720", Err("a documentation address")),
                ("10.20.30.40:1720", Err("a private address")),
                ("127.0.0.1:1720", Err("a loopback address")),
                ("8.8.8.8:1720", Err("does not leave it")),
                ("[2606:4700::1111]:1720", Err("does not leave it")),
                ("8.8.8.8:25", Err("Port 25")),
            ] {
                let found = rules.allow_address(text.parse().expect("an address"));
                let found = found.map(Allowed::is_demo);
                let found = found.map_err(|error| error.to_string());
                match allowed {
                    Ok(demo) => assert_eq!(found, Ok(demo), "{text}"),
                    Err(why) => assert!(found.is_err_and(|error| error.contains(why)), "{text}"),
                }
            }
        }
    }

    #[test]
    fn the_address_of_the_demo_leads_to_it_from_the_demo_only() {
        let public = Rules::usual(Policy::Public).allow_address(demo::ADDRESS);
        assert!(matches!(public, Err(Forbidden::Address(..))));
        let private = Rules::usual(Policy::Private).allow_address(demo::ADDRESS);
        assert_eq!(private.map(Allowed::is_demo), Ok(false));
    }

    #[test]
    fn what_a_name_resolves_to_is_refused_with_the_name() {
        let address = SocketAddr::from(([10, 1, 2, 3], 1720));
        let forbidden = Rules::usual(Policy::Public)
            .allow_address(address)
            .expect_err("private");
        let text = forbidden.behind("gw.example.com").to_string();
        assert!(
            text.starts_with(
                "gw.example.com cannot be called: it resolves to 10.1.2.3, a private address"
            ),
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
                assert_eq!(
                    Rules::usual(policy).allow(&target(host)),
                    forbidden,
                    "{host:?}"
                );
            }
        }
        let private = Rules::usual(Policy::Public).allow(&target("10.1.2.3"));
        assert!(matches!(private, Err(Forbidden::Address(..))));
    }

    #[test]
    fn an_ipv4_address_in_an_ipv6_address_is_dialled_as_what_it_is() {
        let target = Target {
            host: "::ffff:8.8.8.8".into(),
            port: 1720,
        };
        let allowed = Rules::usual(Policy::Public)
            .allow(&target)
            .map(Allowed::address);
        assert_eq!(allowed, Ok(SocketAddr::from(([8, 8, 8, 8], 1720))));
    }
}
