//! Values without parts, read: numbers and strings of aligned PER.

use super::DecodeErrorKind;
use super::alphabet::{Alphabet, Bounds, StringType, counted, limits};
use super::reader::{Length, Reader, Result};
use super::scope::Batch;
use alloc::vec::Vec;
use rasn::types::constraints::{Bounded, Extensible, Size};
use rasn::types::{BitString, Constraints};

/// An INTEGER on its way to the type asked for.
pub(super) enum Number {
    Small(i64),
    /// Two's complement without needless octets.
    Large(Vec<u8>),
}

const OUTSIDE: DecodeErrorKind = DecodeErrorKind::Constraint("number outside its range");
const TOO_LARGE: DecodeErrorKind = DecodeErrorKind::Primitive("a number of more than 64 bits");
const LENGTH: DecodeErrorKind = DecodeErrorKind::Constraint("length outside the size constraint");

impl Reader<'_> {
    // Numbers

    /// INTEGER (X.691 clause 13).
    pub(super) fn number(&mut self, constraints: &Constraints) -> Result<Number> {
        let Some(limits) = constraints.value() else {
            return self.unconstrained();
        };
        if limits.extensible.is_some() && self.bit()? {
            return self.unconstrained();
        }
        let at = self.at;
        let (lower, upper) = match *limits.constraint {
            Bounded::Range { start, end } => (start, end),
            Bounded::Single(only) => (Some(only), Some(only)),
            _ => (None, None),
        };
        let value = match (lower, upper) {
            (Some(lower), Some(upper)) => {
                let range = upper.wrapping_sub(lower).saturating_add(1);
                let offset = self.offset(u64::try_from(range).unwrap_or(u64::MAX))?;
                lower.checked_add(offset.into())
            }
            (Some(lower), None) => {
                let octets = self.counted_octets()?;
                let offset = unsigned(&octets).ok_or_else(|| self.fail(at, TOO_LARGE))?;
                lower.checked_add(offset.into())
            }
            _ => match self.unconstrained()? {
                Number::Small(value) => Some(value.into()),
                Number::Large(_) => return Err(self.fail(at, TOO_LARGE)),
            },
        };
        match value {
            Some(value) if upper.is_none_or(|upper| value <= upper) => i64::try_from(value)
                .map(Number::Small)
                .map_err(|_| self.fail(at, TOO_LARGE)),
            _ => Err(self.fail(at, OUTSIDE)),
        }
    }

    /// Constrained whole number of any range (X.691 clause 11.5.7).
    fn offset(&mut self, range: u64) -> Result<u64> {
        if range <= 0x1_0000 {
            return Ok(self.whole_number(range as usize)? as u64);
        }
        let at = self.at;
        let most = (u64::BITS - (range - 1).leading_zeros()).div_ceil(8) as usize;
        let octets = self.whole_number(most)? + 1;
        if octets > most {
            return Err(self.fail(at, OUTSIDE));
        }
        self.align()?;
        let mut value = 0;
        for _ in 0..octets {
            value = value << 8 | self.bits(8)? as u64;
        }
        Ok(value)
    }

    fn unconstrained(&mut self) -> Result<Number> {
        let at = self.at;
        let octets = self.counted_octets()?;
        let Some(&first) = octets.first() else {
            return Err(self.fail(at, DecodeErrorKind::Primitive("a number without octets")));
        };
        let sign = if first & 0x80 == 0 { 0 } else { 0xff };
        // An octet says nothing if it repeats the sign that the next one has.
        let needless = octets
            .iter()
            .zip(octets.iter().skip(1))
            .take_while(|&(&octet, &next)| octet == sign && (next ^ sign) & 0x80 == 0)
            .count();
        let octets = octets.get(needless..).unwrap_or_default();
        if octets.len() > 8 {
            return Ok(Number::Large(octets.to_vec()));
        }
        let start = if sign == 0 { 0 } else { -1 };
        let value = octets
            .iter()
            .fold(start, |value: i64, &octet| value << 8 | i64::from(octet));
        Ok(Number::Small(value))
    }

    // Sizes

    /// Reads the extension bit of a size constraint, if it has one. `None` where
    /// the length comes as if there were no constraint.
    pub(super) fn bounds(&mut self, size: Option<&Extensible<Size>>) -> Result<Bounds> {
        match size {
            Some(size) if size.extensible.is_some() && self.bit()? => Ok(None),
            Some(size) => Ok(counted(limits(&size.constraint))),
            None => Ok(None),
        }
    }

    /// How many items come first (X.691 clause 11.9).
    pub(super) fn first_batch(&mut self, bounds: Bounds) -> Result<Batch> {
        let Some((lower, upper)) = bounds else {
            return self.batch();
        };
        let at = self.at;
        let count = lower + self.whole_number(upper.saturating_sub(lower) + 1)?;
        if count > upper {
            return Err(self.fail(at, LENGTH));
        }
        Ok(Batch { count, last: true })
    }

    pub(super) fn batch(&mut self) -> Result<Batch> {
        Ok(match self.length()? {
            Length::Whole(count) => Batch { count, last: true },
            Length::Fragment(count) => Batch { count, last: false },
        })
    }

    /// Calls `read` for every batch of a string of items of `width` bits.
    fn batches(
        &mut self,
        size: Option<&Extensible<Size>>,
        width: usize,
        aligned: impl FnOnce(Bounds) -> bool,
        mut read: impl FnMut(&mut Self, usize) -> Result<()>,
    ) -> Result<()> {
        let start = self.at;
        let bounds = self.bounds(size)?;
        let aligned = aligned(bounds);
        let mut batch = self.first_batch(bounds)?;
        let mut length = 0;
        loop {
            // Nothing, padding included, is there for no items (X.691 clause 11.9.3.3).
            if aligned && batch.count > 0 {
                self.align()?;
            }
            self.need(batch.count.saturating_mul(width))?;
            read(self, batch.count)?;
            length += batch.count;
            if batch.last {
                break;
            }
            batch = self.batch()?;
        }
        // An upper bound of 64K or more is not in the encoding.
        match size {
            Some(size) if size.extensible.is_none() => {
                let (lower, upper) = limits(&size.constraint);
                if (lower..=upper).contains(&length) {
                    Ok(())
                } else {
                    Err(self.fail(start, LENGTH))
                }
            }
            _ => Ok(()),
        }
    }

    // Strings

    /// OCTET STRING (X.691 clause 17).
    pub(super) fn octets_of(&mut self, size: Option<&Extensible<Size>>) -> Result<Vec<u8>> {
        let mut octets = Vec::new();
        let aligned =
            |bounds| !matches!(bounds, Some((lower, upper)) if lower == upper && upper <= 2);
        self.batches(size, 8, aligned, |reader, count| {
            if reader.at.is_multiple_of(8) {
                let from = reader.skip(count * 8)? / 8;
                let part = reader.octets().get(from..from + count);
                octets.extend_from_slice(part.unwrap_or_default());
            } else {
                for _ in 0..count {
                    octets.push(reader.bits(8)? as u8);
                }
            }
            Ok(())
        })?;
        Ok(octets)
    }

    /// Octets behind their number, whatever it is.
    fn counted_octets(&mut self) -> Result<Vec<u8>> {
        self.octets_of(None)
    }

    /// BIT STRING (X.691 clause 16), in octets and bits in use.
    pub(super) fn bits_of(&mut self, constraints: &Constraints) -> Result<(Vec<u8>, usize)> {
        let (mut octets, mut length) = (Vec::new(), 0);
        let aligned =
            |bounds| !matches!(bounds, Some((lower, upper)) if lower == upper && upper <= 16);
        self.batches(constraints.size(), 1, aligned, |reader, count| {
            // A fragment is whole octets, so that only the last one may end in fewer bits.
            length += count;
            let mut left = count;
            while left > 0 {
                let part = left.min(8);
                octets.push((reader.bits(part)? << (8 - part)) as u8);
                left -= part;
            }
            Ok(())
        })?;
        Ok((octets, length))
    }

    /// A character string of fixed width (X.691 clause 30.5), an octet for each.
    pub(super) fn characters(
        &mut self,
        string_type: StringType,
        constraints: &Constraints,
    ) -> Result<Vec<u8>> {
        const ALPHABET: DecodeErrorKind =
            DecodeErrorKind::Constraint("character outside the permitted alphabet");
        let alphabet = Alphabet::new(string_type, constraints);
        let mut text = Vec::new();
        let aligned = |bounds| alphabet.aligned(bounds);
        self.batches(
            constraints.size(),
            alphabet.width,
            aligned,
            |reader, count| {
                for _ in 0..count {
                    let at = reader.at;
                    let code = reader.bits(alphabet.width)? as u8;
                    let character = alphabet.character(code);
                    text.push(character.ok_or_else(|| reader.fail(at, ALPHABET))?);
                }
                Ok(())
            },
        )?;
        Ok(text)
    }

    /// Arcs of an OBJECT IDENTIFIER (X.691 clause 24, X.690 clause 8.19).
    pub(super) fn arcs(&mut self) -> Result<Vec<u32>> {
        let at = self.at;
        let octets = self.counted_octets()?;
        arcs(&octets)
            .ok_or_else(|| self.fail(at, DecodeErrorKind::Primitive("not an object identifier")))
    }
}

fn arcs(octets: &[u8]) -> Option<Vec<u32>> {
    if octets.last()? & 0x80 != 0 {
        return None;
    }
    let mut arcs = Vec::new();
    let mut value: u32 = 0;
    for &octet in octets {
        value = value.checked_mul(0x80)? | u32::from(octet & 0x7f);
        if octet & 0x80 != 0 {
            continue;
        }
        if arcs.is_empty() {
            let first = (value / 40).min(2);
            arcs.push(first);
            value -= first * 40;
        }
        arcs.push(value);
        value = 0;
    }
    Some(arcs)
}

fn unsigned(octets: &[u8]) -> Option<u64> {
    octets.iter().try_fold(0_u64, |value, &octet| {
        Some(value.checked_mul(0x100)? | u64::from(octet))
    })
}

/// A BIT STRING of `length` bits from octets that hold them.
pub(super) fn bit_string(octets: Vec<u8>, length: usize) -> BitString {
    let mut bits = BitString::from_vec(octets);
    bits.truncate(length);
    bits
}
