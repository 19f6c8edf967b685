//! Files of libpcap, in either byte order, with microseconds or nanoseconds.

use crate::{file::Step, octets::Order};

/// Octets before the first packet, and before each packet's own.
pub(crate) const FILE_HEADER: usize = 24;
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

/// The header of a file, which says how its packets are to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    order: Order,
    /// Nanoseconds in a unit of the fraction of a second.
    unit: u64,
    link: u32,
}

impl Header {
    /// Reads it; `None` if the file is not one of libpcap's, or is cut within it.
    pub(crate) fn of(file: &[u8]) -> Option<Self> {
        let (order, unit) = match file.get(..FILE_HEADER)?.first_chunk()? {
            [0xA1, 0xB2, 0xC3, 0xD4] => (Order::Big, 1000),
            [0xD4, 0xC3, 0xB2, 0xA1] => (Order::Little, 1000),
            [0xA1, 0xB2, 0x3C, 0x4D] => (Order::Big, 1),
            [0x4D, 0x3C, 0xB2, 0xA1] => (Order::Little, 1),
            _ => return None,
        };
        // The upper bits say how long a frame check sequence is.
        let link = order.u32(file, 20)? & 0xFFFF;
        Some(Self { order, unit, link })
    }

    /// The packet that begins here.
    pub(crate) fn step<'a>(&self, left: &'a [u8]) -> Step<'a> {
        self.packet(left).unwrap_or_else(Step::Needs)
    }

    /// `Err`: so many octets are needed.
    fn packet<'a>(&self, left: &'a [u8]) -> Result<Step<'a>, usize> {
        let size = |at| self.order.size(left, at).ok_or(PACKET_HEADER);
        let field = |at| self.order.u32(left, at).ok_or(PACKET_HEADER);
        let (seconds, fraction) = (field(0)?, field(4)?);
        let (captured, length) = (size(8)?, size(12)?);
        let end = captured.saturating_add(PACKET_HEADER);
        let packet = Packet {
            time: Some(u64::from(seconds) * 1_000_000_000 + u64::from(fraction) * self.unit),
            link: self.link,
            octets: left.get(PACKET_HEADER..end).ok_or(end)?,
            cut: length > captured,
        };
        Ok(Step::Packet(packet, end))
    }
}
