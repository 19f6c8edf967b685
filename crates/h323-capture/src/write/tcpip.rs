//! TCP connections that carry given octets, packet by packet, and datagrams. Sequence numbers,
//! acknowledgements and checksums are right, so that an analyser has nothing to say about anything
//! below the messages.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Room for TCP's data in a packet of 1500 octets, which is an Ethernet's MTU, less both headers
/// (RFC 9293 3.7.1).
const SEGMENT_V4: u16 = 1460;
const SEGMENT_V6: u16 = 1440;

/// What either side says it takes; no option scales it (RFC 7323 2.2).
const WINDOW: u16 = 64_240;

/// Octets that a receiver lets pass unacknowledged, well inside the window.
const UNACKNOWLEDGED: usize = 16_384;

/// Control bits (RFC 9293 3.1).
const FIN: u8 = 0x01;
const SYN: u8 = 0x02;
const PSH: u8 = 0x08;
const ACK: u8 = 0x10;

/// A protocol inside IP: its number, and where its checksum is.
#[derive(Clone, Copy, Debug)]
struct Protocol {
    number: u8,
    checksum: usize,
}

const TCP: Protocol = Protocol {
    number: 6,
    checksum: 16,
};
const UDP: Protocol = Protocol {
    number: 17,
    checksum: 6,
};

/// Octets of UDP's header (RFC 768).
const UDP_HEADER: usize = 8;

const HOP_LIMIT: u8 = 64;

/// One TCP connection.
#[derive(Clone, Debug)]
pub struct Connection {
    client: End,
    server: End,
    ends: Ends,
}

/// One end, and where it is in its stream.
#[derive(Clone, Copy, Debug)]
struct End {
    port: u16,
    next: u32,
    /// Octets of it that the other end has not acknowledged.
    unacknowledged: usize,
}

#[derive(Clone, Copy, Debug)]
enum Ends {
    V4 { client: Ipv4Addr, server: Ipv4Addr },
    V6 { client: Ipv6Addr, server: Ipv6Addr },
}

/// A packet from its IP header on.
type Packet = Vec<u8>;

/// A datagram of UDP in a packet of its own, however long it is. Ends of two families get IPv6
/// addresses.
#[must_use]
pub fn datagram(from: SocketAddr, to: SocketAddr, octets: &[u8]) -> Packet {
    let length = UDP_HEADER + octets.len();
    let mut datagram = Vec::with_capacity(length);
    datagram.extend(from.port().to_be_bytes());
    datagram.extend(to.port().to_be_bytes());
    datagram.extend(u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
    datagram.extend([0; 2]);
    datagram.extend_from_slice(octets);
    Ends::of(from.ip(), to.ip()).packet(UDP, true, datagram)
}

impl Connection {
    /// A connection whose sequence numbers begin at `initial`: of the client, of the server. Ends of
    /// two families get IPv6 addresses.
    #[must_use]
    pub const fn new(client: SocketAddr, server: SocketAddr, initial: [u32; 2]) -> Self {
        let [ours, theirs] = initial;
        Self {
            client: End {
                port: client.port(),
                next: ours,
                unacknowledged: 0,
            },
            server: End {
                port: server.port(),
                next: theirs,
                unacknowledged: 0,
            },
            ends: Ends::of(client.ip(), server.ip()),
        }
    }

    /// The three-way handshake (RFC 9293 3.5).
    pub fn open(&mut self) -> [Packet; 3] {
        [
            self.segment(true, SYN, &[]),
            self.segment(false, SYN | ACK, &[]),
            self.segment(true, ACK, &[]),
        ]
    }

    /// Octets in as few segments as they need; each packet with whether the client sent it. The last
    /// one by the sender completes them.
    pub fn send(&mut self, by_client: bool, octets: &[u8]) -> Vec<(bool, Packet)> {
        let mut packets = Vec::new();
        let chunks = octets.chunks(usize::from(self.largest()));
        let last = chunks.len().saturating_sub(1);
        for (index, chunk) in chunks.enumerate() {
            let flags = if index == last { PSH | ACK } else { ACK };
            let unacknowledged = self.end(by_client).unacknowledged;
            if unacknowledged + chunk.len() > UNACKNOWLEDGED {
                packets.push((!by_client, self.segment(!by_client, ACK, &[])));
            }
            packets.push((by_client, self.segment(by_client, flags, chunk)));
        }
        packets
    }

    /// The end of the connection, which one side begins; each packet with whether the client sent it.
    pub fn close(&mut self, by_client: bool) -> [(bool, Packet); 3] {
        [
            (by_client, self.segment(by_client, FIN | ACK, &[])),
            (!by_client, self.segment(!by_client, FIN | ACK, &[])),
            (by_client, self.segment(by_client, ACK, &[])),
        ]
    }

    const fn largest(&self) -> u16 {
        match self.ends {
            Ends::V4 { .. } => SEGMENT_V4,
            Ends::V6 { .. } => SEGMENT_V6,
        }
    }

    const fn end(&mut self, client: bool) -> &mut End {
        if client {
            &mut self.client
        } else {
            &mut self.server
        }
    }

    fn segment(&mut self, by_client: bool, flags: u8, data: &[u8]) -> Packet {
        let to = *self.end(!by_client);
        let largest = self.largest();
        let from = self.end(by_client);
        let [high, low] = largest.to_be_bytes();
        let options: &[u8] = if flags & SYN == 0 {
            &[]
        } else {
            &[2, 4, high, low]
        };
        let words = u8::try_from(5 + options.len() / 4).unwrap_or(5);
        let acknowledged = if flags & ACK == 0 { 0 } else { to.next };
        let mut octets = Vec::with_capacity(24 + data.len());
        octets.extend(from.port.to_be_bytes());
        octets.extend(to.port.to_be_bytes());
        octets.extend(from.next.to_be_bytes());
        octets.extend(acknowledged.to_be_bytes());
        octets.extend([words << 4, flags]);
        octets.extend(WINDOW.to_be_bytes());
        octets.extend([0; 4]);
        octets.extend_from_slice(options);
        octets.extend_from_slice(data);
        let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
        let counted = u32::from(flags & (SYN | FIN) != 0);
        from.next = from.next.wrapping_add(length).wrapping_add(counted);
        from.unacknowledged += data.len();
        self.end(!by_client).unacknowledged = 0;
        self.ends.packet(TCP, by_client, octets)
    }
}

impl Ends {
    const fn of(client: IpAddr, server: IpAddr) -> Self {
        match (client, server) {
            (IpAddr::V4(client), IpAddr::V4(server)) => Self::V4 { client, server },
            (client, server) => Self::V6 {
                client: v6(client),
                server: v6(server),
            },
        }
    }

    /// The packet around a segment, whose checksum is still to be set.
    fn packet(self, protocol: Protocol, by_client: bool, mut segment: Vec<u8>) -> Packet {
        let number = protocol.number;
        match self {
            Self::V4 { client, server } => {
                let (from, to) = turned(by_client, client.octets(), server.octets());
                check(&mut segment, protocol, &[&from, &to]);
                let length = u16::try_from(20 + segment.len()).unwrap_or(u16::MAX);
                // Don't fragment; such a packet needs no identification (RFC 6864 4.1).
                let mut packet = vec![0x45, 0, 0, 0, 0, 0, 0x40, 0, HOP_LIMIT, number, 0, 0];
                put(&mut packet, 2, length);
                packet.extend(from);
                packet.extend(to);
                let sum = complement(sum(&packet));
                put(&mut packet, 10, sum);
                packet.extend(segment);
                packet
            }
            Self::V6 { client, server } => {
                let (from, to) = turned(by_client, client.octets(), server.octets());
                check(&mut segment, protocol, &[&from, &to]);
                let length = u16::try_from(segment.len()).unwrap_or(u16::MAX);
                let mut packet = vec![0x60, 0, 0, 0, 0, 0, number, HOP_LIMIT];
                put(&mut packet, 4, length);
                packet.extend(from);
                packet.extend(to);
                packet.extend(segment);
                packet
            }
        }
    }
}

const fn v6(address: IpAddr) -> Ipv6Addr {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    }
}

const fn turned<T: Copy>(by_client: bool, client: T, server: T) -> (T, T) {
    if by_client {
        (client, server)
    } else {
        (server, client)
    }
}

/// Sets the checksum of a segment between these addresses.
///
/// Addresses, length and protocol are summed too (RFC 9293 3.1, RFC 8200 8.1); both layouts of this
/// pseudo-header come to the same sum. A sum of 0 would mean that there is none in UDP (RFC 768).
fn check(segment: &mut [u8], protocol: Protocol, addresses: &[&[u8]]) {
    let length = u32::try_from(segment.len()).unwrap_or(u32::MAX);
    let pseudo: u32 = addresses.iter().map(|address| sum(address)).sum();
    let whole = pseudo + length + u32::from(protocol.number) + sum(segment);
    let sum = match complement(whole) {
        0 => u16::MAX,
        sum => sum,
    };
    put(segment, protocol.checksum, sum);
}

fn put(octets: &mut [u8], at: usize, value: u16) {
    for (octet, value) in octets.iter_mut().skip(at).zip(value.to_be_bytes()) {
        *octet = value;
    }
}

/// Of 16-bit words, the last filled up with zeros (RFC 1071).
fn sum(octets: &[u8]) -> u32 {
    let high = |at: usize| if at.is_multiple_of(2) { 8 } else { 0 };
    octets
        .iter()
        .enumerate()
        .map(|(at, octet)| u32::from(*octet) << high(at))
        .sum()
}

/// The Internet checksum of such a sum (RFC 1071).
fn complement(sum: u32) -> u16 {
    let mut folded = sum;
    while u16::try_from(folded).is_err() {
        folded = (folded & 0xFFFF) + (folded >> 16);
    }
    !u16::try_from(folded).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(text: [&str; 2]) -> [SocketAddr; 2] {
        text.map(|end| end.parse().expect("an address"))
    }

    /// RFC 1071 3 has these octets and this sum.
    #[test]
    fn the_checksum_is_that_of_the_internet() {
        let octets = [0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7];
        assert_eq!(complement(sum(&octets)), !0xDDF2);
        assert_eq!(complement(sum(&octets[..7])), !0xDCFB);
    }

    #[test]
    fn what_is_summed_with_its_checksum_comes_to_nothing() {
        for addresses in [
            ["192.0.2.1:50001", "192.0.2.2:1720"],
            ["[2001:db8::1]:50001", "[2001:db8::2]:1720"],
            ["192.0.2.1:50001", "[2001:db8::2]:1720"],
        ] {
            let [client, server] = ends(addresses);
            let mut connection = Connection::new(client, server, [7, u32::MAX]);
            let opened = connection.open().map(|packet| (true, packet));
            let sent = connection.send(false, &[0xA5; 3001]);
            let closed = connection.close(false);
            let datagrams = [&[][..], &[0xA5; 301]].map(|octets| datagram(client, server, octets));
            let datagrams = datagrams.map(|packet| (true, packet));
            let tcp = opened.into_iter().chain(sent).chain(closed);
            for (_, packet) in tcp.chain(datagrams) {
                let (header, protocol, addresses) = match packet[0] {
                    0x45 => (20, packet[9], &packet[12..20]),
                    _ => (40, packet[6], &packet[8..40]),
                };
                if header == 20 {
                    assert_eq!(complement(sum(&packet[..20])), 0);
                }
                let segment = &packet[header..];
                let length = u32::try_from(segment.len()).expect("short");
                let whole = sum(addresses) + length + u32::from(protocol) + sum(segment);
                assert_eq!(complement(whole), 0, "{packet:02X?}");
            }
        }
    }

    #[test]
    fn no_more_is_on_its_way_than_the_window_takes() {
        let [client, server] = ends(["192.0.2.1:50001", "192.0.2.2:1720"]);
        let mut connection = Connection::new(client, server, [0, 0]);
        connection.open();
        let mut on_its_way = 0;
        for (by_client, packet) in connection.send(true, &vec![0; 200_000]) {
            assert!(packet.len() <= 1500);
            on_its_way = if by_client {
                on_its_way + packet.len() - 40
            } else {
                0
            };
            assert!(on_its_way <= UNACKNOWLEDGED);
        }
    }
}
