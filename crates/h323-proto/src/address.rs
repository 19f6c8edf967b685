//! Which addresses lie outside the public Internet.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Where we say that media can be sent to, if a channel has to have an address: we have no UDP, and
/// packets to these addresses are dropped by the network. TEST-NET-1 (RFC 5737), or discard-only
/// (RFC 6666) towards a peer that is called over IPv6.
#[must_use]
pub fn nowhere(peer: Option<SocketAddr>) -> SocketAddr {
    let ip = match peer.map(|peer| peer.ip()) {
        Some(IpAddr::V6(_)) => IpAddr::from([0x100, 0, 0, 0, 0, 0, 0, 1]),
        Some(IpAddr::V4(_)) | None => IpAddr::from([192, 0, 2, 1]),
    };
    SocketAddr::new(ip, MEDIA_PORT)
}

/// An even port: RTCP goes to the next one (RFC 3550 11).
const MEDIA_PORT: u16 = 5004;

/// What an address outside the public Internet is for (RFC 6890 and its registries).
pub fn special_purpose(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => special_purpose_v4(address),
        IpAddr::V6(address) => special_purpose_v6(address),
    }
}

fn special_purpose_v4(address: Ipv4Addr) -> Option<&'static str> {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (0, _, _) => Some("an address of \"this network\" (0.0.0.0/8)"),
        (10, _, _) => Some("a private address (10.0.0.0/8)"),
        (100, 64..=127, _) => Some("a carrier-grade NAT address (100.64.0.0/10)"),
        (127, _, _) => Some("a loopback address (127.0.0.0/8)"),
        (169, 254, _) => Some("a link-local address (169.254.0.0/16)"),
        (172, 16..=31, _) => Some("a private address (172.16.0.0/12)"),
        (192, 0, 0) => Some("a protocol assignment (192.0.0.0/24)"),
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => Some("a documentation address"),
        (192, 168, _) => Some("a private address (192.168.0.0/16)"),
        (198, 18..=19, _) => Some("a benchmarking address (198.18.0.0/15)"),
        (224..=239, _, _) => Some("a multicast address (224.0.0.0/4)"),
        (240..=255, _, _) => Some("a reserved address (240.0.0.0/4)"),
        _ => None,
    }
}

fn special_purpose_v6(address: Ipv6Addr) -> Option<&'static str> {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        special_purpose_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("the unspecified address (::)"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("the loopback address (::1)"),
        // IPv4-mapped and -compatible, NAT64 and 6to4 addresses lead to the IPv4 address inside.
        [0, 0, 0, 0, 0, 0 | 0xFFFF, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        [0x2002, high, low, ..] => embedded(high, low),
        [0x64, 0xFF9B, 1, ..] => Some("a local NAT64 address (64:ff9b:1::/48)"),
        [0x100, 0, 0, 0, ..] => Some("a discard-only address (100::/64)"),
        [0x2001, 0, ..] => Some("a Teredo address (2001::/32)"),
        [0x2001, 0xDB8, ..] | [0x3FFF, 0..=0x0FFF, ..] => Some("a documentation address"),
        [0xFC00..=0xFDFF, ..] => Some("a unique local address (fc00::/7)"),
        [0xFE80..=0xFEBF, ..] => Some("a link-local address (fe80::/10)"),
        [0xFEC0..=0xFEFF, ..] => Some("a site-local address (fec0::/10)"),
        [0xFF00..=0xFFFF, ..] => Some("a multicast address (ff00::/8)"),
        [0x2000..=0x3FFF, ..] => None,
        _ => Some("an address that is not assigned"),
    }
}
