//! Files of libpcap, in either byte order, with microseconds or nanoseconds.

use crate::octets::Order;

/// Octets before the first packet, and before each packet's own.
const FILE_HEADER: usize = 24;
const PACKET_HEADER: usize = 16;

/// One packet of a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// When, in nanoseconds from an origin that all packets share; `None` if the file does not say.
    pub time: Option<u64>,
    /// The link-layer type, as libpcap numbers them.
    pub link: u32,
    /// What was captured of it.
    pub octets: &'a [u8],
    /// Whether there was more of it.
    pub cut: bool,
}

/// Reads the packets of a file.
#[derive(Clone, Debug)]
pub struct Packets<'a> {
    order: Order,
    /// Nanoseconds in a unit of the fraction of a second.
    unit: u64,
    link: u32,
    left: &'a [u8],
    broken: bool,
}

impl<'a> Packets<'a> {
    /// Reads the header of a file; `None` if it is not one of libpcap's.
    #[must_use]
    pub fn new(file: &'a [u8]) -> Option<Self> {
        let (order, unit) = match file.first_chunk()? {
            [0xA1, 0xB2, 0xC3, 0xD4] => (Order::Big, 1000),
            [0xD4, 0xC3, 0xB2, 0xA1] => (Order::Little, 1000),
            [0xA1, 0xB2, 0x3C, 0x4D] => (Order::Big, 1),
            [0x4D, 0x3C, 0xB2, 0xA1] => (Order::Little, 1),
            _ => return None,
        };
        // The upper bits say how long a frame check sequence is.
        let link = order.u32(file, 20)? & 0xFFFF;
        Some(Self {
            order,
            unit,
            link,
            left: file.get(FILE_HEADER..)?,
            broken: false,
        })
    }

    /// Whether the file ended, or made no sense, within a packet.
    #[must_use]
    pub const fn broken(&self) -> bool {
        self.broken
    }

    fn packet(&mut self) -> Option<Packet<'a>> {
        let (header, rest) = self.left.split_at_checked(PACKET_HEADER)?;
        let seconds = self.order.u32(header, 0)?;
        let fraction = self.order.u32(header, 4)?;
        let captured = self.order.size(header, 8)?;
        let length = self.order.size(header, 12)?;
        let (octets, left) = rest.split_at_checked(captured)?;
        self.left = left;
        Some(Packet {
            time: Some(u64::from(seconds) * 1_000_000_000 + u64::from(fraction) * self.unit),
            link: self.link,
            octets,
            cut: length > captured,
        })
    }
}

impl<'a> Iterator for Packets<'a> {
    type Item = Packet<'a>;

    fn next(&mut self) -> Option<Packet<'a>> {
        if self.left.is_empty() {
            return None;
        }
        let packet = self.packet();
        if packet.is_none() {
            self.broken = true;
            self.left = &[];
        }
        packet
    }
}
