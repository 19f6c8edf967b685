//! Files of pcapng: sections of either byte order, interfaces with their own units of time.

use crate::{file::Step, octets::Order, pcap::Packet};

const SECTION_HEADER: u32 = 0x0A0D_0D0A;
const INTERFACE_DESCRIPTION: u32 = 1;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;

/// The option of an interface that says its unit of time.
const IF_TSRESOL: u16 = 9;

/// Octets of the shortest block: its type, and its length twice.
pub(crate) const LEAST: usize = 12;

/// Most interfaces of a section that are remembered.
const INTERFACES: usize = 1024;

/// What is known of an interface.
#[derive(Clone, Copy, Debug)]
struct Interface {
    link: u32,
    /// Limit on the captured octets of a packet; zero means unlimited.
    limit: usize,
    unit: Unit,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// A second divided by ten to this power.
    Decimal(u8),
    /// A second divided by two to this power.
    Binary(u8),
}

impl Unit {
    fn of(option: u8) -> Self {
        match option & 0x7F {
            power if option & 0x80 != 0 => Self::Binary(power),
            power => Self::Decimal(power),
        }
    }

    /// So many of them in nanoseconds.
    fn nanoseconds(self, count: u64) -> u64 {
        let count = u128::from(count);
        let nanoseconds = match self {
            Self::Decimal(power @ 0..=9) => count * 10_u128.pow(u32::from(9 - power)),
            Self::Decimal(power) => {
                let divisor = 10_u128.checked_pow(u32::from(power) - 9);
                divisor.map_or(0, |divisor| count / divisor)
            }
            Self::Binary(power @ 0..=90) => (count * 1_000_000_000) >> power,
            Self::Binary(_) => 0,
        };
        u64::try_from(nanoseconds).unwrap_or(u64::MAX)
    }
}

/// What is known of the section that is being read.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    order: Order,
    interfaces: Vec<Interface>,
}

impl Section {
    /// Begins to read a file; `None` if it is not pcapng.
    pub(crate) fn of(file: &[u8]) -> Option<Self> {
        let order = byte_order(file)?;
        Some(Self {
            order,
            interfaces: Vec::new(),
        })
    }

    /// The block that begins here.
    pub(crate) fn step<'a>(&mut self, left: &'a [u8]) -> Step<'a> {
        if let Some(order) = byte_order(left) {
            self.order = order;
            self.interfaces.clear();
        }
        let (Some(kind), Some(length), true) = (
            self.order.u32(left, 0),
            self.order.size(left, 4),
            left.len() >= LEAST,
        ) else {
            return Step::Needs(LEAST);
        };
        if length < LEAST {
            return Step::End;
        }
        let Some(block) = left.get(..length) else {
            return Step::Needs(length);
        };
        // The length stands once more at the end.
        let body = block.get(8..length - 4).unwrap_or_default();
        // Padded to 32 bits; some writers forget it for the last block.
        let used = length.saturating_add(length.wrapping_neg() % 4);
        let packet = match kind {
            INTERFACE_DESCRIPTION => {
                self.interface(body);
                return Step::Passed(used);
            }
            ENHANCED_PACKET => self.enhanced(body),
            SIMPLE_PACKET => self.simple(body),
            _ => return Step::Passed(used),
        };
        // If its own lengths contradict each other, the next block is where it should be.
        packet.map_or(Step::Broken(used), |packet| Step::Packet(packet, used))
    }

    fn interface(&mut self, body: &[u8]) {
        let (Some(link), Some(limit)) = (self.order.u16(body, 0), self.order.size(body, 4)) else {
            return;
        };
        let mut unit = Unit::Decimal(6);
        let mut options = body.get(8..).unwrap_or_default();
        while let (Some(code @ 1..), Some(length)) =
            (self.order.u16(options, 0), self.order.u16(options, 2))
        {
            let length = usize::from(length);
            if code == IF_TSRESOL
                && length > 0
                && let Some(&value) = options.get(4)
            {
                unit = Unit::of(value);
            }
            options = options
                .get(4 + length.next_multiple_of(4)..)
                .unwrap_or_default();
        }
        if self.interfaces.len() < INTERFACES {
            self.interfaces.push(Interface {
                link: link.into(),
                limit,
                unit,
            });
        }
    }

    fn enhanced<'a>(&self, body: &'a [u8]) -> Option<Packet<'a>> {
        let interface = *self.interfaces.get(self.order.size(body, 0)?)?;
        let high = self.order.u32(body, 4)?;
        let low = self.order.u32(body, 8)?;
        let captured = self.order.size(body, 12)?;
        let length = self.order.size(body, 16)?;
        Some(Packet {
            time: Some(
                interface
                    .unit
                    .nanoseconds(u64::from(high) << 32 | u64::from(low)),
            ),
            link: interface.link,
            octets: body.get(20..)?.get(..captured)?,
            cut: length > captured,
        })
    }

    fn simple<'a>(&self, body: &'a [u8]) -> Option<Packet<'a>> {
        let interface = *self.interfaces.first()?;
        let length = self.order.size(body, 0)?;
        let octets = body.get(4..)?;
        let captured = match interface.limit {
            0 => length,
            limit => length.min(limit),
        };
        Some(Packet {
            time: None,
            link: interface.link,
            octets: octets.get(..captured)?,
            cut: length > captured,
        })
    }
}

/// The byte order of the section that begins here, if one does.
fn byte_order(octets: &[u8]) -> Option<Order> {
    // The type is the same in both orders.
    if Order::Big.u32(octets, 0)? != SECTION_HEADER {
        return None;
    }
    match octets.get(8..)?.first_chunk()? {
        [0x1A, 0x2B, 0x3C, 0x4D] => Some(Order::Big),
        [0x4D, 0x3C, 0x2B, 0x1A] => Some(Order::Little),
        _ => None,
    }
}
