//! From a packet of a link to the TCP segment or UDP datagram in it.

use std::{
    cmp::Ordering,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use crate::octets::{u16_at, u32_at};

/// `LINKTYPE_…` of libpcap.
const NULL: u32 = 0;
const ETHERNET: u32 = 1;
const RAW_BSD: u32 = 12;
const RAW_OPENBSD: u32 = 14;
const RAW: u32 = 101;
const LOOP: u32 = 108;
const LINUX_SLL: u32 = 113;
const IPV4: u32 = 228;
const IPV6: u32 = 229;
const LINUX_SLL2: u32 = 276;

const ETHERTYPE_IPV4: u16 = 0x0800;
const ETHERTYPE_IPV6: u16 = 0x86DD;

const TCP: u8 = 6;
const UDP: u8 = 17;

/// Most VLAN tags of a frame, and most extension headers of an IPv6 packet.
const NESTED: usize = 8;

/// What is in a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried<'a> {
    /// A TCP segment.
    Tcp(Segment<'a>),
    /// A UDP datagram.
    Udp(Datagram<'a>),
    /// A part of a packet that was sent in several.
    Fragment(Fragment<'a>),
    /// Another protocol.
    Other,
    /// It ends, or contradicts itself, within a header.
    Broken,
    /// A link whose packets are not known here.
    UnknownLink(u32),
}

/// A TCP segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// Who sent it.
    pub from: SocketAddr,
    /// To whom.
    pub to: SocketAddr,
    /// The number of its first octet.
    pub sequence: u32,
    /// Whether it opens the connection.
    pub syn: bool,
    /// Whether it is an answer to that.
    pub ack: bool,
    /// Its octets, as far as they were captured.
    pub octets: &'a [u8],
    /// How many octets it has but were not captured.
    pub missing: usize,
}

/// A UDP datagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datagram<'a> {
    /// Who sent it.
    pub from: SocketAddr,
    /// To whom.
    pub to: SocketAddr,
    /// Its octets, as far as they were captured.
    pub octets: &'a [u8],
    /// Whether it has more than those.
    pub cut: bool,
}

/// A fragment of an IP packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment<'a> {
    /// Who sent it.
    pub from: IpAddr,
    /// To whom.
    pub to: IpAddr,
    /// The protocol in the packet.
    pub protocol: u8,
    /// The number that all fragments of the packet share.
    pub id: u32,
    /// The place of its octets in the packet.
    pub offset: usize,
    /// Whether there are more fragments behind it.
    pub more: bool,
    /// Its octets, as far as they were captured.
    pub octets: &'a [u8],
    /// How many octets it has but were not captured.
    pub missing: usize,
}

impl Fragment<'_> {
    /// Whether it belongs to a UDP datagram.
    #[must_use]
    pub const fn is_udp(&self) -> bool {
        self.protocol == UDP
    }
}

/// What is in a packet of that link.
#[must_use]
pub fn carried(link: u32, octets: &[u8]) -> Carried<'_> {
    let network = match link {
        NULL | LOOP => octets.get(4..),
        ETHERNET => return ethernet(octets),
        RAW | RAW_BSD | RAW_OPENBSD | IPV4 | IPV6 => Some(octets),
        LINUX_SLL => return typed(u16_at(octets, 14), octets, 16),
        LINUX_SLL2 => return typed(u16_at(octets, 0), octets, 20),
        other => return Carried::UnknownLink(other),
    };
    // The family that NULL and LOOP give is numbered differently by every system.
    network.map_or(Carried::Broken, ip)
}

/// Whether unknown octets are an Ethernet frame or an IP packet, and the link with such packets.
#[must_use]
pub fn recognise(octets: &[u8]) -> Option<u32> {
    // Tools print a packet to its end, so the length in an IP header is evidence.
    let whole = match octets.first().map(|octet| octet >> 4) {
        Some(4) => u16_at(octets, 2).map(usize::from),
        Some(6) => u16_at(octets, 4).map(|length| usize::from(length) + 40),
        _ => None,
    };
    let whole = whole.map(|whole| whole.cmp(&octets.len()));
    [RAW, ETHERNET, LINUX_SLL].into_iter().find(|&link| {
        let is_ip = link == RAW;
        match carried(link, octets) {
            Carried::Tcp(_) | Carried::Udp(..) => !is_ip || whole.is_some_and(Ordering::is_ge),
            Carried::Fragment(_) => !is_ip || whole.is_some_and(Ordering::is_eq),
            _ => false,
        }
    })
}

fn ethernet(octets: &[u8]) -> Carried<'_> {
    typed(u16_at(octets, 12), octets, 14)
}

/// A packet whose network protocol is given by an EtherType, behind `at` octets.
fn typed(ethertype: Option<u16>, octets: &[u8], mut at: usize) -> Carried<'_> {
    let mut ethertype = ethertype;
    for _ in 0..NESTED {
        match ethertype {
            // VLAN tags (IEEE 802.1Q): two octets, then the next type.
            Some(0x8100 | 0x88A8 | 0x9100) => {
                ethertype = u16_at(octets, at + 2);
                at += 4;
            }
            Some(ETHERTYPE_IPV4 | ETHERTYPE_IPV6) => {
                return octets.get(at..).map_or(Carried::Broken, ip);
            }
            Some(_) => return Carried::Other,
            None => return Carried::Broken,
        }
    }
    Carried::Other
}

fn ip(packet: &[u8]) -> Carried<'_> {
    let carried = match packet.first().map(|octet| octet >> 4) {
        Some(4) => ipv4(packet),
        Some(6) => ipv6(packet),
        _ => return Carried::Other,
    };
    carried.unwrap_or(Carried::Broken)
}

fn ipv4(packet: &[u8]) -> Option<Carried<'_>> {
    let header = usize::from(packet.first()? & 0x0F) * 4;
    if header < 20 {
        return None;
    }
    // A card that cuts packets into segments itself leaves the length at zero.
    let length = match usize::from(u16_at(packet, 2)?) {
        0 => packet.len(),
        length => length,
    };
    let fragment = u16_at(packet, 6)?;
    let (more, offset) = (fragment & 0x2000 != 0, fragment & 0x1FFF);
    let protocol = *packet.get(9)?;
    let address =
        |at: usize| -> Option<IpAddr> { Some(Ipv4Addr::from_bits(u32_at(packet, at)?).into()) };
    let (from, to) = (address(12)?, address(16)?);
    // What is behind the length is padding of the link.
    let payload = packet.get(header..length.min(packet.len()))?;
    if more || offset > 0 {
        return Some(Carried::Fragment(Fragment {
            from,
            to,
            protocol,
            id: u16_at(packet, 4)?.into(),
            offset: usize::from(offset) * 8,
            more,
            octets: payload,
            missing: length.checked_sub(header)?.saturating_sub(payload.len()),
        }));
    }
    transport(protocol, from, to, payload, length.checked_sub(header)?)
}

fn ipv6(packet: &[u8]) -> Option<Carried<'_>> {
    let stated = usize::from(u16_at(packet, 4)?);
    let mut next = *packet.get(6)?;
    let address = |at: usize| -> Option<IpAddr> {
        let octets: [u8; 16] = *packet.get(at..)?.first_chunk()?;
        Some(Ipv6Addr::from(octets).into())
    };
    let (from, to) = (address(8)?, address(24)?);
    let payload = packet.get(40..)?;
    let length = match stated {
        0 => payload.len(),
        stated => stated,
    };
    let payload = payload.get(..length.min(payload.len()))?;
    let mut at = 0;
    for _ in 0..NESTED {
        let header = payload.get(at..)?;
        match next {
            // Hop-by-hop options, routing, destination options, mobility, and the two of HIP.
            0 | 43 | 60 | 135 | 139 | 140 => {
                next = *header.first()?;
                at += 8 * (1 + usize::from(*header.get(1)?));
            }
            44 => {
                // A fragment that is all of the packet is none (RFC 6946).
                let place = u16_at(header, 2)?;
                next = *header.first()?;
                at += 8;
                if place & 0xFFF9 != 0 {
                    let octets = payload.get(at..)?;
                    return Some(Carried::Fragment(Fragment {
                        from,
                        to,
                        protocol: next,
                        id: u32_at(header, 4)?,
                        offset: usize::from(place & 0xFFF8),
                        more: place & 1 != 0,
                        octets,
                        missing: length.checked_sub(at)?.saturating_sub(octets.len()),
                    }));
                }
            }
            // Authentication.
            51 => {
                next = *header.first()?;
                at += 4 * (2 + usize::from(*header.get(1)?));
            }
            protocol => {
                return transport(protocol, from, to, header, length.checked_sub(at)?);
            }
        }
    }
    Some(Carried::Other)
}

/// The segment or datagram in a packet whose payload has `length` octets, not all of them captured.
pub(crate) fn transport(
    protocol: u8,
    from: IpAddr,
    to: IpAddr,
    payload: &[u8],
    length: usize,
) -> Option<Carried<'_>> {
    if protocol != TCP && protocol != UDP {
        return Some(Carried::Other);
    }
    let from = SocketAddr::new(from, u16_at(payload, 0)?);
    let to = SocketAddr::new(to, u16_at(payload, 2)?);
    if protocol == UDP {
        let stated = match usize::from(u16_at(payload, 4)?) {
            // A jumbogram.
            0 => length,
            stated => stated,
        };
        // What is behind the datagram's own length is not part of it.
        let octets = payload.get(8..stated.min(payload.len()))?;
        return Some(Carried::Udp(Datagram {
            from,
            to,
            octets,
            cut: stated.saturating_sub(8) > octets.len(),
        }));
    }
    let header = usize::from(*payload.get(12)? >> 4) * 4;
    if header < 20 {
        return None;
    }
    let flags = *payload.get(13)?;
    let octets = payload.get(header..)?;
    Some(Carried::Tcp(Segment {
        from,
        to,
        sequence: u32_at(payload, 4)?,
        syn: flags & 0x02 != 0,
        ack: flags & 0x10 != 0,
        octets,
        missing: length.checked_sub(header)?.saturating_sub(octets.len()),
    }))
}
