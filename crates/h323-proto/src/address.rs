//! Addresses outside the public Internet.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The address at which we claim to receive media, if a channel needs one. We have no UDP, and the
/// network drops packets to these addresses: TEST-NET-1 (RFC 5737), or discard-only (RFC 6666) for
/// an endpoint that is called over IPv6.
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

/// A block of addresses with a special meaning.
struct Block<A> {
    /// Its first address.
    first: A,
    /// Length of the prefix that its addresses share.
    length: u32,
    /// The purpose of the block, if it is not part of the public Internet.
    kind: Option<&'static str>,
}

const fn v4(first: [u8; 4], length: u32, kind: &'static str) -> Block<u32> {
    Block {
        first: u32::from_be_bytes(first),
        length,
        kind: Some(kind),
    }
}

const fn v6(first: Ipv6Addr, length: u32, kind: Option<&'static str>) -> Block<u128> {
    Block {
        first: first.to_bits(),
        length,
        kind,
    }
}

const fn segments(a: u16, b: u16, c: u16, d: u16) -> Ipv6Addr {
    Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)
}

/// The IANA IPv4 Special-Purpose Address Registry and the multicast block, as they stood in May 2025.
///
/// Blocks that the registry calls globally reachable and that are ordinary networks (AS112, AMT)
/// are left out. The registry also calls 192.0.0.9 and 192.0.0.10 globally reachable, but they lead
/// to the nearest router. 192.88.99.0/24 was the nearest 6to4 relay and has no use now (RFC 7526).
const SPECIAL_V4: [Block<u32>; 16] = [
    v4(
        [0, 0, 0, 0],
        8,
        "an address of \"this network\" (0.0.0.0/8)",
    ),
    v4([10, 0, 0, 0], 8, "a private address (10.0.0.0/8)"),
    v4(
        [100, 64, 0, 0],
        10,
        "a carrier-grade NAT address (100.64.0.0/10)",
    ),
    v4([127, 0, 0, 0], 8, "a loopback address (127.0.0.0/8)"),
    v4(
        [169, 254, 0, 0],
        16,
        "a link-local address (169.254.0.0/16)",
    ),
    v4([172, 16, 0, 0], 12, "a private address (172.16.0.0/12)"),
    v4([192, 0, 0, 0], 24, "a protocol assignment (192.0.0.0/24)"),
    v4([192, 0, 2, 0], 24, "a documentation address (192.0.2.0/24)"),
    v4(
        [192, 88, 99, 0],
        24,
        "a 6to4 relay address (192.88.99.0/24)",
    ),
    v4([192, 168, 0, 0], 16, "a private address (192.168.0.0/16)"),
    v4(
        [198, 18, 0, 0],
        15,
        "a benchmarking address (198.18.0.0/15)",
    ),
    v4(
        [198, 51, 100, 0],
        24,
        "a documentation address (198.51.100.0/24)",
    ),
    v4(
        [203, 0, 113, 0],
        24,
        "a documentation address (203.0.113.0/24)",
    ),
    v4([224, 0, 0, 0], 4, "a multicast address (224.0.0.0/4)"),
    v4(
        [255, 255, 255, 255],
        32,
        "the broadcast address (255.255.255.255/32)",
    ),
    v4([240, 0, 0, 0], 4, "a reserved address (240.0.0.0/4)"),
];

/// The same for IPv6 (RFC 9780 made the newest entry), with the blocks that RFC 4291 reserves. The
/// first matching block decides. [`embedded`] handles addresses with an IPv4 address inside.
const SPECIAL_V6: [Block<u128>; 24] = [
    v6(
        Ipv6Addr::UNSPECIFIED,
        128,
        Some("the unspecified address (::/128)"),
    ),
    v6(
        Ipv6Addr::LOCALHOST,
        128,
        Some("the loopback address (::1/128)"),
    ),
    v6(
        segments(0, 0, 0, 0),
        96,
        Some("an IPv4-compatible address (::/96)"),
    ),
    v6(
        segments(0x64, 0xFF9B, 1, 0),
        48,
        Some("a local NAT64 address (64:ff9b:1::/48)"),
    ),
    v6(
        segments(0x100, 0, 0, 0),
        64,
        Some("a discard-only address (100::/64)"),
    ),
    v6(
        segments(0x100, 0, 0, 1),
        64,
        Some("a dummy address (100:0:0:1::/64)"),
    ),
    v6(
        segments(0x2001, 0, 0, 0),
        32,
        Some("a Teredo address (2001::/32)"),
    ),
    v6(
        segments(0x2001, 2, 0, 0),
        48,
        Some("a benchmarking address (2001:2::/48)"),
    ),
    // AMT and AS112 are ordinary networks.
    v6(segments(0x2001, 3, 0, 0), 32, None),
    v6(segments(0x2001, 4, 0x112, 0), 48, None),
    v6(
        segments(0x2001, 0x10, 0, 0),
        28,
        Some("an ORCHID (2001:10::/28)"),
    ),
    // The registry calls these globally reachable, but they name a host or a drone without a route.
    v6(
        segments(0x2001, 0x20, 0, 0),
        28,
        Some("an ORCHIDv2 (2001:20::/28)"),
    ),
    v6(
        segments(0x2001, 0x30, 0, 0),
        28,
        Some("a remote identifier of a drone (2001:30::/28)"),
    ),
    // 2001:1::1 to ::3 lead to the nearest router, too.
    v6(
        segments(0x2001, 0, 0, 0),
        23,
        Some("a protocol assignment (2001::/23)"),
    ),
    v6(
        segments(0x2001, 0xDB8, 0, 0),
        32,
        Some("a documentation address (2001:db8::/32)"),
    ),
    v6(
        segments(0x3FFF, 0, 0, 0),
        20,
        Some("a documentation address (3fff::/20)"),
    ),
    v6(
        segments(0x5F00, 0, 0, 0),
        16,
        Some("a segment identifier (5f00::/16)"),
    ),
    v6(
        segments(0xFC00, 0, 0, 0),
        7,
        Some("a unique local address (fc00::/7)"),
    ),
    v6(
        segments(0xFE80, 0, 0, 0),
        10,
        Some("a link-local address (fe80::/10)"),
    ),
    v6(
        segments(0xFEC0, 0, 0, 0),
        10,
        Some("a site-local address (fec0::/10)"),
    ),
    v6(
        segments(0xFF00, 0, 0, 0),
        8,
        Some("a multicast address (ff00::/8)"),
    ),
    v6(segments(0x2000, 0, 0, 0), 3, None),
    // All other addresses are unassigned.
    v6(segments(0, 0, 0, 0), 1, Some(UNASSIGNED)),
    v6(segments(0x8000, 0, 0, 0), 1, Some(UNASSIGNED)),
];

const UNASSIGNED: &str = "an address that is not assigned";

/// The purpose of an address outside the public Internet (RFC 6890 and its registries).
pub fn special_purpose(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => special_purpose_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            Some(inside) => special_purpose_v4(inside),
            None => {
                let bits = address.to_bits();
                let block = SPECIAL_V6
                    .iter()
                    .find(|block| (bits ^ block.first) >> (128 - block.length) == 0)?;
                block.kind
            }
        },
    }
}

/// Whether an address is one of those for examples, where it stands for an address of the public
/// Internet (RFC 5737, RFC 3849, RFC 9637).
#[must_use]
pub fn is_example(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_documentation(),
        IpAddr::V6(address) => match address.segments() {
            [0x2001, 0xDB8, ..] => true,
            [first, ..] => first >> 4 == 0x3FF,
        },
    }
}

fn special_purpose_v4(address: Ipv4Addr) -> Option<&'static str> {
    let bits = address.to_bits();
    let block = SPECIAL_V4
        .iter()
        .find(|block| (bits ^ block.first) >> (32 - block.length) == 0)?;
    block.kind
}

/// The IPv4 address to which an IPv4-mapped (RFC 4291), NAT64 (RFC 6052) or 6to4 (RFC 3056) address
/// leads.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let (high, low) = match address.segments() {
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => (high, low),
        [0x2002, high, low, ..] => (high, low),
        _ => return None,
    };
    let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
    Some(Ipv4Addr::new(a, b, c, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first and last address of each range outside the public Internet, in order, by the
    /// registries' own numbers. The addresses between two ranges are public.
    const CLOSED_V4: [(&str, &str); 16] = [
        ("0.0.0.0", "0.255.255.255"),
        ("10.0.0.0", "10.255.255.255"),
        ("100.64.0.0", "100.127.255.255"),
        ("127.0.0.0", "127.255.255.255"),
        ("169.254.0.0", "169.254.255.255"),
        ("172.16.0.0", "172.31.255.255"),
        ("192.0.0.0", "192.0.0.255"),
        ("192.0.2.0", "192.0.2.255"),
        ("192.88.99.0", "192.88.99.255"),
        ("192.168.0.0", "192.168.255.255"),
        ("198.18.0.0", "198.19.255.255"),
        ("198.51.100.0", "198.51.100.255"),
        ("203.0.113.0", "203.0.113.255"),
        ("224.0.0.0", "239.255.255.255"),
        ("240.0.0.0", "255.255.255.254"),
        ("255.255.255.255", "255.255.255.255"),
    ];

    const CLOSED_V6: [(&str, &str); 15] = [
        // This ends before NAT64, which has an IPv4 address inside.
        ("::", "::fffe:ffff:ffff"),
        ("::1:0:0:0", "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("64:ff9b::1:0:0", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:1::", "2001:2:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:4::", "2001:4:111:ffff:ffff:ffff:ffff:ffff"),
        ("2001:4:113::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("4000::", "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("5f01::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("fe00::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ];

    fn kind(text: &str) -> Option<&'static str> {
        special_purpose(text.parse().unwrap())
    }

    #[test]
    fn every_row_of_the_registries_is_closed_from_its_first_address_to_its_last() {
        let bits = |text: &str| text.parse::<Ipv4Addr>().unwrap().to_bits();
        let closed = CLOSED_V4.map(|(first, last)| (bits(first), bits(last)));
        for (first, last) in closed {
            for inside in [first, last] {
                let address = IpAddr::V4(Ipv4Addr::from_bits(inside));
                assert!(special_purpose(address).is_some(), "{address}");
            }
            for outside in [first.checked_sub(1), last.checked_add(1)]
                .into_iter()
                .flatten()
            {
                let elsewhere = closed.iter().any(|(a, b)| (*a..=*b).contains(&outside));
                let address = IpAddr::V4(Ipv4Addr::from_bits(outside));
                assert_eq!(special_purpose(address).is_some(), elsewhere, "{address}");
            }
        }
        let bits = |text: &str| text.parse::<Ipv6Addr>().unwrap().to_bits();
        let closed = CLOSED_V6.map(|(first, last)| (bits(first), bits(last)));
        for (first, last) in closed {
            for inside in [first, last] {
                let address = IpAddr::V6(Ipv6Addr::from_bits(inside));
                assert!(special_purpose(address).is_some(), "{address}");
            }
            for outside in [first.checked_sub(1), last.checked_add(1)]
                .into_iter()
                .flatten()
            {
                let address = Ipv6Addr::from_bits(outside);
                let elsewhere = closed.iter().any(|(a, b)| (*a..=*b).contains(&outside))
                    || embedded(address).is_some_and(|inside| special_purpose_v4(inside).is_some());
                let found = special_purpose(IpAddr::V6(address)).is_some();
                assert_eq!(found, elsewhere, "{address}");
            }
        }
    }

    #[test]
    fn every_block_is_written_as_its_name_says_and_can_be_reached() {
        for block in &SPECIAL_V4 {
            let (first, kind) = (Ipv4Addr::from_bits(block.first), block.kind.unwrap());
            assert!(
                kind.ends_with(&alloc::format!("({first}/{})", block.length)),
                "{kind}"
            );
            assert_eq!(special_purpose_v4(first), Some(kind));
        }
        for block in &SPECIAL_V6 {
            let first = Ipv6Addr::from_bits(block.first);
            if let Some(kind) = block.kind.filter(|kind| *kind != UNASSIGNED) {
                assert!(
                    kind.ends_with(&alloc::format!("({first}/{})", block.length)),
                    "{kind}"
                );
            }
        }
        for (text, expected) in [
            ("2001:2::1", "benchmarking"),
            ("2001:10::1", "an ORCHID "),
            ("2001:2f:ffff::1", "ORCHIDv2"),
            ("2001:30::1", "drone"),
            ("2001:1::1", "protocol assignment"),
            ("100:0:0:1::1", "dummy"),
            ("::7f00:1", "IPv4-compatible"),
            ("5f00::1", "segment"),
            ("192.0.0.9", "protocol assignment"),
        ] {
            assert!(kind(text).unwrap().contains(expected), "{text}");
        }
    }

    #[test]
    fn ordinary_networks_with_a_purpose_are_public() {
        for text in [
            "192.31.196.1",
            "192.52.193.1",
            "192.175.48.1",
            "2001:3::1",
            "2001:4:112::1",
            "2001:200::1",
            "2620:4f:8000::1",
            "2a00::1",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn an_ipv4_address_inside_decides() {
        for prefix in ["::ffff:", "64:ff9b::"] {
            for (inside, closed) in [
                ("10.1.2.3", true),
                ("192.88.99.1", true),
                ("8.8.8.8", false),
            ] {
                let text = alloc::format!("{prefix}{inside}");
                assert_eq!(kind(&text).is_some(), closed, "{text}");
            }
        }
        assert!(kind("2002:a01:203::1").is_some() && kind("2002:808:808::1").is_none());
    }
}
