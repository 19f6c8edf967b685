//! The call reference (Q.931 clause 4.3).

use alloc::vec::Vec;

use crate::error::{DecodeError, DecodeErrorKind, EncodeError};
use crate::reader::Reader;

/// Identifies the call of a message on its signalling connection (Q.931 clause 4.3).
///
/// H.225.0 (clause 7.2.1) always uses two octets. Shorter references are read, and written back
/// unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallReference {
    length: u8,
    flag: bool,
    value: u16,
}

impl CallReference {
    /// For messages about the connection rather than a call: two octets, all zero.
    pub const GLOBAL: Self = Self {
        length: 2,
        flag: false,
        value: 0,
    };

    /// The dummy call reference for supplementary services: no octets at all.
    pub const DUMMY: Self = Self {
        length: 0,
        flag: false,
        value: 0,
    };

    /// A two-octet call reference. `flag` is `false` in messages from the side that chose the value
    /// and `true` in messages to that side.
    ///
    /// # Errors
    /// If `value` is not in 1–32,767.
    pub const fn new(value: u16, flag: bool) -> Result<Self, EncodeError> {
        match value {
            1..=0x7FFF => Ok(Self {
                length: 2,
                flag,
                value,
            }),
            _ => Err(EncodeError::CallReference(value)),
        }
    }

    /// Octets of the value, 0 to 2.
    pub const fn length(self) -> u8 {
        self.length
    }

    /// `true` in messages sent to the side that chose the value.
    pub const fn flag(self) -> bool {
        self.flag
    }

    /// The value, 0 to 32,767. It is 0 for the global and the dummy call reference.
    pub const fn value(self) -> u16 {
        self.value
    }

    /// Whether the message concerns no particular call.
    pub const fn is_global(self) -> bool {
        self.length > 0 && self.value == 0
    }

    /// The same call seen from the other side. The dummy call reference does not have a flag.
    #[must_use]
    pub const fn reversed(self) -> Self {
        Self {
            flag: !self.flag && self.length > 0,
            ..self
        }
    }

    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let at = reader.at();
        let (length, flag, value) = match reader.u8()? {
            0 => (0, false, 0),
            1 => {
                let octet = reader.u8()?;
                (1, octet & 0x80 != 0, u16::from(octet & 0x7F))
            }
            2 => {
                let octets = reader.u16()?;
                (2, octets & 0x8000 != 0, octets & 0x7FFF)
            }
            other => {
                return Err(reader.error(at, DecodeErrorKind::CallReferenceLength(other)));
            }
        };
        Ok(Self {
            length,
            flag,
            value,
        })
    }

    pub(super) fn encode(self, out: &mut Vec<u8>) {
        out.push(self.length);
        let [high, low] = self.value.to_be_bytes();
        let flag = u8::from(self.flag) << 7;
        match self.length {
            0 => {}
            1 => out.push(flag | low),
            _ => out.extend([flag | high, low]),
        }
    }
}
