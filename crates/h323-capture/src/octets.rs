//! Numbers at places in octets that may end before.

/// The byte order of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Most significant octet first.
    Big,
    /// Least significant octet first.
    Little,
}

impl Order {
    pub(crate) fn u16(self, octets: &[u8], at: usize) -> Option<u16> {
        let octets = *octets.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Big => u16::from_be_bytes(octets),
            Self::Little => u16::from_le_bytes(octets),
        })
    }

    pub(crate) fn u32(self, octets: &[u8], at: usize) -> Option<u32> {
        let octets = *octets.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Big => u32::from_be_bytes(octets),
            Self::Little => u32::from_le_bytes(octets),
        })
    }

    /// A length or the like.
    pub(crate) fn size(self, octets: &[u8], at: usize) -> Option<usize> {
        usize::try_from(self.u32(octets, at)?).ok()
    }
}

/// A 16-bit number in network order.
pub(crate) fn u16_at(octets: &[u8], at: usize) -> Option<u16> {
    Order::Big.u16(octets, at)
}

/// A 32-bit number in network order.
pub(crate) fn u32_at(octets: &[u8], at: usize) -> Option<u32> {
    Order::Big.u32(octets, at)
}
