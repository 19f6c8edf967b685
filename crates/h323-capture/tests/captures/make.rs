//! Writes captures of connections that never happened, in the forms that captures have: the crate
//! itself writes one of them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use h323_capture::write::Connection;

pub(crate) fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

pub(crate) fn tpkt(payload: &[u8]) -> Vec<u8> {
    h323_proto::tpkt::encode(payload).unwrap()
}

/// What is around the IP packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Null,
    Loop,
    Ethernet,
    /// Ethernet with so many tags.
    Vlan(usize),
    Raw,
    RawBsd,
    RawOpenBsd,
    Sll,
    Sll2,
}

pub(crate) const PACKET_LINKS: [Link; 8] = [
    Link::Null,
    Link::Loop,
    Link::Ethernet,
    Link::Raw,
    Link::RawBsd,
    Link::RawOpenBsd,
    Link::Sll,
    Link::Sll2,
];

impl Link {
    const fn number(self) -> u32 {
        match self {
            Self::Null => 0,
            Self::Ethernet | Self::Vlan(_) => 1,
            Self::RawBsd => 12,
            Self::RawOpenBsd => 14,
            Self::Raw => 101,
            Self::Loop => 108,
            Self::Sll => 113,
            Self::Sll2 => 276,
        }
    }

    fn around(self, ip: &[u8]) -> Vec<u8> {
        let v6 = ip[0] >> 4 == 6;
        let ethertype: [u8; 2] = if v6 { [0x86, 0xDD] } else { [8, 0] };
        let mut octets = match self {
            Self::Null => vec![if v6 { 30 } else { 2 }, 0, 0, 0],
            Self::Loop => vec![0, 0, 0, if v6 { 24 } else { 2 }],
            Self::Ethernet => vec![2; 12],
            Self::Vlan(tags) => {
                let mut octets = vec![2; 12];
                for tag in 0..tags {
                    octets.extend(if tag + 1 < tags {
                        [0x88, 0xA8]
                    } else {
                        [0x81, 0]
                    });
                    octets.extend([0, 5]);
                }
                octets
            }
            Self::Raw | Self::RawBsd | Self::RawOpenBsd => Vec::new(),
            Self::Sll => vec![0, 0, 3, 4, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0],
            Self::Sll2 => ethertype.to_vec(),
        };
        match self {
            Self::Ethernet | Self::Vlan(_) | Self::Sll => octets.extend(ethertype),
            Self::Sll2 => octets.extend([0; 18]),
            _ => {}
        }
        octets.extend_from_slice(ip);
        if self == Self::Ethernet {
            // Short frames are padded.
            octets.resize(octets.len().max(60), 0);
        }
        octets
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Packet {
    pub(crate) octets: Vec<u8>,
}

impl Packet {
    pub(crate) fn udp(from: SocketAddr, to: SocketAddr, payload: &[u8]) -> Self {
        Self {
            octets: ip(from, to, &datagram(from, to, payload)),
        }
    }

    /// A datagram whose fragments have that number and `size` octets each.
    pub(crate) fn udp_in_fragments(
        from: SocketAddr,
        to: SocketAddr,
        payload: &[u8],
        id: u16,
        size: usize,
    ) -> Vec<Self> {
        let datagram = datagram(from, to, payload);
        let parts = datagram.chunks(size).enumerate();
        let last = datagram.len().div_ceil(size) - 1;
        let fragment = |(index, part): (usize, &[u8])| {
            let place = u16::try_from(index * size).unwrap();
            let more = index < last;
            let octets = if from.is_ipv4() {
                let mut octets = ip(from, to, part);
                octets[4..6].copy_from_slice(&id.to_be_bytes());
                let place = (place / 8) | if more { 0x2000 } else { 0 };
                octets[6..8].copy_from_slice(&place.to_be_bytes());
                octets
            } else {
                let mut header = vec![17, 0];
                header.extend((place | u16::from(more)).to_be_bytes());
                header.extend(u32::from(id).to_be_bytes());
                header.extend_from_slice(part);
                let mut octets = ip(from, to, &header);
                octets[6] = 44;
                octets
            };
            Self { octets }
        };
        parts.map(fragment).collect()
    }

    /// The same, said to be the first fragment of more; an IPv4 packet without a link.
    pub(crate) fn fragment(&self) -> Self {
        let mut octets = self.octets.clone();
        octets[6] |= 0x20;
        Self { octets }
    }
}

fn datagram(from: SocketAddr, to: SocketAddr, payload: &[u8]) -> Vec<u8> {
    let mut datagram = Vec::new();
    datagram.extend(from.port().to_be_bytes());
    datagram.extend(to.port().to_be_bytes());
    datagram.extend(u16::try_from(8 + payload.len()).unwrap().to_be_bytes());
    datagram.extend([0, 0]);
    datagram.extend_from_slice(payload);
    datagram
}

/// A packet of IP with UDP.
fn ip(from: SocketAddr, to: SocketAddr, payload: &[u8]) -> Vec<u8> {
    let (IpAddr::V6(from), IpAddr::V6(to)) = (from.ip(), to.ip()) else {
        let (IpAddr::V4(from), IpAddr::V4(to)) = (from.ip(), to.ip()) else {
            panic!("{from} to {to}");
        };
        return ipv4(from, to, payload);
    };
    let mut octets = vec![0x60, 0, 0, 0];
    octets.extend(u16::try_from(payload.len()).unwrap().to_be_bytes());
    octets.extend([17, 64]);
    octets.extend(from.octets());
    octets.extend(to.octets());
    octets.extend_from_slice(payload);
    octets
}

/// A datagram in a packet of IPv4.
fn ipv4(from: Ipv4Addr, to: Ipv4Addr, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(20 + payload.len()).unwrap();
    let mut octets = vec![0x45, 0];
    octets.extend(length.to_be_bytes());
    octets.extend([0, 0, 0, 0, 64, 17, 0, 0]);
    octets.extend(from.octets());
    octets.extend(to.octets());
    octets.extend_from_slice(payload);
    octets
}

/// Adds to a length in a header.
fn lengthen(octets: &mut [u8], at: usize, by: usize) {
    let length = u16::from_be_bytes([octets[at], octets[at + 1]]) + u16::try_from(by).unwrap();
    octets[at..at + 2].copy_from_slice(&length.to_be_bytes());
}

/// The packet with one option more in its TCP header, so that no header has its least length, and
/// with so many extension headers if it is of IPv6: destination options, one after the other.
fn stretched(mut packet: Vec<u8>, extensions: usize) -> Vec<u8> {
    let v6 = packet[0] >> 4 == 6;
    let tcp = if v6 { 40 } else { 20 };
    packet[tcp + 12] += 0x10;
    packet.splice(tcp + 20..tcp + 20, [1, 1, 1, 0]);
    lengthen(&mut packet, if v6 { 4 } else { 2 }, 4);
    if v6 && extensions > 0 {
        lengthen(&mut packet, 4, 8 * extensions);
        for left in 0..extensions {
            let next = if left == 0 { packet[6] } else { 60 };
            packet.splice(40..40, [next, 0, 1, 4, 0, 0, 0, 0]);
        }
        packet[6] = 60;
    }
    packet
}

/// A TCP connection, and the packets of it so far.
pub(crate) struct Conversation {
    pub(crate) packets: Vec<Packet>,
    /// Extension headers of IPv6.
    pub(crate) extensions: usize,
    connection: Connection,
    link: Link,
}

impl Conversation {
    pub(crate) fn open(client: SocketAddr, server: SocketAddr, link: Link) -> Self {
        Self::open_at(client, server, link, 1000)
    }

    pub(crate) fn open_at(
        client: SocketAddr,
        server: SocketAddr,
        link: Link,
        initial: u32,
    ) -> Self {
        let mut conversation = Self {
            packets: Vec::new(),
            extensions: 0,
            connection: Connection::new(client, server, [initial, initial.wrapping_add(4000)]),
            link,
        };
        for packet in conversation.connection.open() {
            conversation.push(packet);
        }
        conversation
    }

    pub(crate) fn send(&mut self, by_client: bool, octets: &[u8]) {
        for (_, packet) in self.connection.send(by_client, octets) {
            self.push(packet);
        }
    }

    /// Sends octets of a place further on.
    pub(crate) fn send_at(&mut self, by_client: bool, ahead: usize, octets: &[u8]) {
        let mut further = self.connection.clone();
        further.send(by_client, &vec![0; ahead]);
        for (_, packet) in further.send(by_client, octets) {
            self.push(packet);
        }
    }

    pub(crate) fn close(&mut self) {
        for (_, packet) in self.connection.close(true) {
            self.push(packet);
        }
    }

    fn push(&mut self, packet: Vec<u8>) {
        let packet = stretched(packet, self.extensions);
        self.packets.push(Packet {
            octets: self.link.around(&packet),
        });
    }
}

/// One packet a millisecond.
pub(crate) fn pcap(packets: &[Packet], link: Link, big: bool, nano: bool) -> Vec<u8> {
    let order = Order(big);
    let magic: u32 = if nano { 0xA1B2_3C4D } else { 0xA1B2_C3D4 };
    let unit = if nano { 1_000_000 } else { 1000 };
    let mut file = Vec::new();
    file.extend(order.u32(magic));
    file.extend(order.u16(2));
    file.extend(order.u16(4));
    for number in [0, 0, 65_535, link.number()] {
        file.extend(order.u32(number));
    }
    for (index, packet) in packets.iter().enumerate() {
        let milliseconds = 1_700_000_000_999 + u64::try_from(index).unwrap();
        let length = u32::try_from(packet.octets.len()).unwrap();
        let seconds = u32::try_from(milliseconds / 1000).unwrap();
        let fraction = u32::try_from(milliseconds % 1000).unwrap() * unit;
        for number in [seconds, fraction, length, length] {
            file.extend(order.u32(number));
        }
        file.extend_from_slice(&packet.octets);
    }
    file
}

/// The same, in the unit of time of that `if_tsresol`.
pub(crate) fn pcapng(packets: &[Packet], link: Link, big: bool, resolution: Option<u8>) -> Vec<u8> {
    let order = Order(big);
    let mut file = Vec::new();
    let mut block = |kind: u32, body: &[u8]| {
        let mut padded = body.to_vec();
        padded.resize(body.len().next_multiple_of(4), 0);
        let length = order.u32(u32::try_from(12 + padded.len()).unwrap());
        file.extend(order.u32(kind));
        file.extend(length);
        file.extend(padded);
        file.extend(length);
    };
    let mut section = Vec::new();
    section.extend(order.u32(0x1A2B_3C4D));
    section.extend([order.u16(1), order.u16(0)].concat());
    section.extend([0xFF; 8]);
    // A comment, to be stepped over.
    section.extend([order.u16(1), order.u16(5)].concat());
    section.extend(b"words\0\0\0");
    section.extend([0; 4]);
    block(0x0A0D_0D0A, &section);
    let mut interface = Vec::new();
    interface.extend(order.u16(u16::try_from(link.number()).unwrap()));
    interface.extend(order.u16(0));
    interface.extend(order.u32(65_535));
    interface.extend([order.u16(2), order.u16(3)].concat());
    interface.extend(b"eth\0");
    if let Some(resolution) = resolution {
        interface.extend([order.u16(9), order.u16(1)].concat());
        interface.extend([resolution, 0, 0, 0]);
    }
    interface.extend([0; 4]);
    block(1, &interface);
    // Statistics, to be stepped over.
    block(5, &[0; 12]);
    for (index, packet) in packets.iter().enumerate() {
        let milliseconds = 1_700_000_000_999 + u64::try_from(index).unwrap();
        let milliseconds = u128::from(milliseconds);
        let time = match resolution.unwrap_or(6) {
            power @ 0..=9 => milliseconds * 10_u128.pow(u32::from(power)) / 1000,
            binary => (milliseconds << (binary & 0x7F)) / 1000,
        };
        let time = u64::try_from(time).unwrap();
        let mut body = order.u32(0).to_vec();
        body.extend(order.u32(u32::try_from(time >> 32).unwrap()));
        body.extend(order.u32(u32::try_from(time & 0xFFFF_FFFF).unwrap()));
        let length = order.u32(u32::try_from(packet.octets.len()).unwrap());
        body.extend(length);
        body.extend(length);
        body.extend_from_slice(&packet.octets);
        block(6, &body);
    }
    file
}

/// A byte order: big, or little.
#[derive(Clone, Copy)]
struct Order(bool);

impl Order {
    fn u16(self, number: u16) -> [u8; 2] {
        if self.0 {
            number.to_be_bytes()
        } else {
            number.to_le_bytes()
        }
    }

    fn u32(self, number: u32) -> [u8; 4] {
        if self.0 {
            number.to_be_bytes()
        } else {
            number.to_le_bytes()
        }
    }
}
