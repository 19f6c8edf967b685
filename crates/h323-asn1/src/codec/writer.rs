//! Writes the bits, lengths, octets and open types of aligned PER.
//!
//! The structure of a message is in [`write`](super::write), for values, and in
//! [`again`](super::again), for decoded values.

use super::EncodeError;
use super::table::{Bounds, Shape};
use alloc::vec::Vec;

/// Why encoding stopped.
#[derive(Debug)]
pub(super) struct Refused(pub(super) EncodeError);

pub(super) type Result<T> = core::result::Result<T, Refused>;

/// Greater lengths are sent in fragments (X.691 clause 11.9.3.8).
const FRAGMENT: usize = 16_384;

/// The enclosure of the value being written, if it records the presence of components.
#[derive(Debug)]
enum Frame {
    Sequence(Sequence),
    /// An addition: its SEQUENCE has already recorded its presence.
    Addition,
}

#[derive(Debug)]
struct Sequence {
    /// Bit position of the extension bit.
    extension: usize,
    /// Bit position of the next presence bit of the preamble, and of the end of these bits.
    presence: usize,
    root: usize,
    /// Additions of the type, and the number of additions handled so far.
    additions: usize,
    added: usize,
    /// The start of the bitmap of additions, once it exists.
    bitmap: Option<usize>,
}

/// An open type being written: the start of its contents, in octets.
#[must_use]
pub(super) struct OpenType(usize);

/// The limits of the number of items, if they decide the encoding.
type Limits = Option<(usize, usize)>;

/// Writes one message.
#[derive(Debug, Default)]
pub(super) struct Writer {
    octets: Vec<u8>,
    /// The number of bits written; the unused bits of the last octet are zero.
    at: usize,
    frames: Vec<Frame>,
}

impl Writer {
    /// The message, padded to whole octets and at least one (X.691 clause 11.1).
    pub(super) fn finish(mut self) -> Vec<u8> {
        if self.octets.is_empty() {
            self.octets.push(0);
        }
        self.octets
    }

    // Bits

    /// The lowest `count` bits of `value`, 64 at most, most significant first.
    pub(super) fn bits(&mut self, value: u64, count: usize) {
        let mut left = count;
        while left > 0 {
            let used = self.at % 8;
            if used == 0 {
                self.octets.push(0);
            }
            let part = left.min(8 - used);
            left -= part;
            let bits = (value >> left) as u8 & (0xff >> (8 - part));
            if let Some(last) = self.octets.last_mut() {
                *last |= bits << (8 - used - part);
            }
            self.at += part;
        }
    }

    pub(super) fn bit(&mut self, value: bool) {
        self.bits(value.into(), 1);
    }

    /// Reserves bits that are set later.
    fn zeros(&mut self, count: usize) {
        self.at += count;
        self.octets.resize(self.at.div_ceil(8), 0);
    }

    /// Sets a reserved bit.
    fn set(&mut self, at: usize) {
        if let Some(octet) = self.octets.get_mut(at / 8) {
            *octet |= 0x80 >> (at % 8);
        }
    }

    pub(super) fn align(&mut self) {
        self.at = self.octets.len() * 8;
    }

    // Numbers and lengths

    /// Constrained whole number from 0 to `range - 1`, for ranges below 64K (X.691 clause 11.5.7).
    fn whole_number(&mut self, value: u64, range: u64) {
        match range {
            0 | 1 => {}
            2..=255 => self.bits(value, (u64::BITS - (range - 1).leading_zeros()) as usize),
            256 => {
                self.align();
                self.bits(value, 8);
            }
            _ => {
                self.align();
                self.bits(value, 16);
            }
        }
    }

    /// Constrained whole number from 0 to `most`, for any `most` (X.691 clause 11.5.7).
    fn constrained(&mut self, value: u64, most: u64) {
        if most < 0x1_0000 {
            self.whole_number(value, most + 1);
            return;
        }
        self.whole_number(octets_for(value) as u64 - 1, octets_for(most) as u64);
        self.align();
        self.bits(value, octets_for(value) * 8);
    }

    /// Normally small non-negative whole number (X.691 clause 11.6).
    pub(super) fn normally_small(&mut self, value: u64) {
        self.bit(value > 63);
        if value <= 63 {
            self.bits(value, 6);
        } else {
            self.short_length(octets_for(value));
            self.bits(value, octets_for(value) * 8);
        }
    }

    /// Length determinant below [`FRAGMENT`] (X.691 clause 11.9.3.6 and 11.9.3.7).
    fn short_length(&mut self, length: usize) {
        self.align();
        if length <= 0x7f {
            self.bits(length as u64, 8);
        } else {
            self.bits(0x8000 | length as u64, 16);
        }
    }

    /// INTEGER (X.691 clause 13).
    pub(super) fn integer(&mut self, bounds: &Bounds, value: i64) -> Result<()> {
        let (lower, upper) = (bounds.lower, bounds.upper);
        let inside =
            lower.is_none_or(|lower| lower <= value) && upper.is_none_or(|upper| value <= upper);
        if bounds.extensible {
            self.bit(!inside);
        } else if !inside {
            return Err(Refused(EncodeError::Value));
        }
        match (lower.filter(|_| inside), upper) {
            (Some(lower), Some(upper)) => {
                let most = upper.wrapping_sub(lower).cast_unsigned();
                self.constrained(value.wrapping_sub(lower).cast_unsigned(), most);
            }
            (Some(lower), None) => {
                let value = value.wrapping_sub(lower).cast_unsigned();
                self.short_length(octets_for(value));
                self.bits(value, octets_for(value) * 8);
            }
            (None, _) => {
                let sign = if value < 0 { !value } else { value };
                let bits = u64::BITS - sign.leading_zeros() + 1;
                let octets = bits.div_ceil(8) as usize;
                self.short_length(octets);
                self.bits(value.cast_unsigned(), octets * 8);
            }
        }
        Ok(())
    }

    /// INTEGER in two's complement, in as few octets as possible. It is only allowed without bounds
    /// or outside extensible bounds.
    pub(super) fn large_integer(&mut self, bounds: &Bounds, octets: &[u8]) -> Result<()> {
        if bounds.extensible {
            self.bit(true);
        } else if bounds.lower.is_some() || bounds.upper.is_some() {
            return Err(Refused(EncodeError::Value));
        }
        self.align();
        self.counted_octets(octets);
        Ok(())
    }

    // Sizes

    /// Checks `length` against a size constraint and writes its extension bit if it has one (X.691
    /// clause 20). `None` if the length is sent as if there were no constraint.
    fn size(&mut self, bounds: &Bounds, length: usize) -> Result<Limits> {
        let beyond = |bound: i64| usize::try_from(bound).is_ok_and(|bound| length > bound);
        let below = |bound: i64| usize::try_from(bound).is_ok_and(|bound| length < bound);
        let inside = !bounds.lower.is_some_and(below) && !bounds.upper.is_some_and(beyond);
        if bounds.extensible {
            self.bit(!inside);
            if !inside {
                return Ok(None);
            }
        } else if !inside {
            return Err(Refused(EncodeError::Size { length }));
        }
        Ok(bounds.size())
    }

    /// Writes the number of items that come next, out of `left`. Returns this number, and whether
    /// these items are the last (X.691 clause 11.9).
    fn count(&mut self, limits: Limits, left: usize) -> (usize, bool) {
        if let Some((lower, upper)) = limits {
            self.whole_number((left - lower) as u64, (upper - lower) as u64 + 1);
            return (left, true);
        }
        if left < FRAGMENT {
            self.short_length(left);
            return (left, true);
        }
        let fragments = (left / FRAGMENT).min(4);
        self.align();
        self.bits(0xc0 | fragments as u64, 8);
        (fragments * FRAGMENT, false)
    }

    /// Begins a SEQUENCE OF (X.691 clause 20). Returns the number of elements before the next
    /// length determinant, and whether they are the last.
    pub(super) fn open_list(&mut self, bounds: &Bounds, length: usize) -> Result<(usize, bool)> {
        let limits = self.size(bounds, length)?;
        Ok(self.count(limits, length))
    }

    /// Continues a SEQUENCE OF in fragments.
    pub(super) fn next_fragment(&mut self, left: usize) -> (usize, bool) {
        self.count(None, left)
    }

    // Strings

    /// A string of `items` items with `width` bits each (X.691 clauses 16, 17 and 30). `item` gives
    /// each item by its index.
    pub(super) fn string(
        &mut self,
        shape: &Shape,
        bounds: &Bounds,
        (items, width): (usize, usize),
        item: &mut dyn FnMut(usize) -> Result<u64>,
    ) -> Result<()> {
        let limits = self.size(bounds, items)?;
        let packed = limits.is_some_and(|limits| shape.is_packed(width, limits));
        let (mut count, mut last) = self.count(limits, items);
        let mut at = 0;
        loop {
            if count > 0 && !packed {
                self.align();
            }
            for _ in 0..count {
                self.bits(item(at)?, width);
                at += 1;
            }
            if last {
                return Ok(());
            }
            (count, last) = self.next_fragment(items - at);
        }
    }

    /// A string of octets.
    pub(super) fn octets(&mut self, shape: &Shape, bounds: &Bounds, octets: &[u8]) -> Result<()> {
        self.string(shape, bounds, (octets.len(), 8), &mut |at| {
            Ok(octets.get(at).copied().unwrap_or_default().into())
        })
    }

    // Open types

    /// Octets after their number, for any number of octets (X.691 clause 11.2).
    fn counted_octets(&mut self, mut octets: &[u8]) {
        loop {
            let (count, last) = self.count(None, octets.len());
            let (part, rest) = octets.split_at_checked(count).unwrap_or((octets, &[]));
            self.octets.extend_from_slice(part);
            self.align();
            if last {
                return;
            }
            octets = rest;
        }
    }

    /// Begins an open type (X.691 clause 11.2). Its length is written later.
    pub(super) fn open_type(&mut self) -> OpenType {
        self.align();
        self.bits(0, 8);
        OpenType(self.octets.len())
    }

    pub(super) fn close_open_type(&mut self, OpenType(start): OpenType) {
        if self.octets.len() == start {
            self.octets.push(0);
        }
        // The contents are aligned to octets, so they may move by whole octets.
        let contents = self.octets.split_off(start);
        self.octets.pop();
        self.align();
        self.counted_octets(&contents);
    }

    // SEQUENCE

    /// Begins a SEQUENCE with its preamble (X.691 clause 19.1 to 19.3).
    pub(super) fn open_sequence(&mut self, optional: usize, extensible: bool, additions: usize) {
        let extension = self.at;
        self.zeros(optional + usize::from(extensible));
        self.frames.push(Frame::Sequence(Sequence {
            extension,
            presence: extension + usize::from(extensible),
            root: self.at,
            additions,
            added: 0,
            bitmap: None,
        }));
    }

    /// Ends a SEQUENCE or an addition.
    pub(super) fn close(&mut self) {
        self.frames.pop();
    }

    /// Records whether the next optional component of the root is present.
    pub(super) fn presence(&mut self, present: bool) {
        if let Some(Frame::Sequence(sequence)) = self.frames.last_mut()
            && sequence.presence < sequence.root
        {
            let at = sequence.presence;
            sequence.presence += 1;
            if present {
                self.set(at);
            }
        }
    }

    /// Begins the next addition if it is present (X.691 clause 19.7 to 19.9).
    pub(super) fn addition(&mut self, present: bool) -> Option<OpenType> {
        let Some(Frame::Sequence(sequence)) = self.frames.last_mut() else {
            return None;
        };
        let index = sequence.added;
        sequence.added += 1;
        if !present {
            return None;
        }
        let (extension, additions) = (sequence.extension, sequence.additions);
        let bitmap = match sequence.bitmap {
            Some(bitmap) => bitmap,
            None => self.bitmap(extension, additions),
        };
        self.set(bitmap + index);
        self.frames.push(Frame::Addition);
        Some(self.open_type())
    }

    fn bitmap(&mut self, extension: usize, additions: usize) -> usize {
        self.set(extension);
        self.bit(additions > 64);
        if additions > 64 {
            self.short_length(additions);
        } else {
            self.bits(additions.saturating_sub(1) as u64, 6);
        }
        let bitmap = self.at;
        self.zeros(additions);
        if let Some(Frame::Sequence(sequence)) = self.frames.last_mut() {
            sequence.bitmap = Some(bitmap);
        }
        bitmap
    }

    // CHOICE and ENUMERATED

    /// The index of an alternative or value, counted from the extension marker if it is after that
    /// (X.691 clauses 14 and 23).
    pub(super) fn index(&mut self, index: usize, root: usize, extensible: bool, extension: bool) {
        if extensible {
            self.bit(extension);
        }
        if extension {
            self.normally_small(index as u64);
        } else {
            self.whole_number(index as u64, root as u64);
        }
    }
}

/// The number of octets of `value` without leading zeros, at least one.
fn octets_for(value: u64) -> usize {
    (u64::BITS - (value | 1).leading_zeros()).div_ceil(8) as usize
}
