//! Bits, numbers, lengths, strings and open types of aligned PER, written.
//!
//! As in [`reader`](super::reader), nothing here is generic over the ASN.1
//! types: what is, in [`encoder`](super::encoder), only calls this.

use super::EncodeError;
use alloc::vec::Vec;
use rasn::types::constraints::{Bounded, Extensible, Size};
use rasn::types::{BitStr, Constraints, Tag, TagTree};

/// Why encoding stopped.
#[derive(Debug)]
pub(super) struct Refused(pub(super) EncodeError);

pub(super) type Result<T> = core::result::Result<T, Refused>;

/// Lengths from here on go out in fragments (X.691 clause 11.9.3.8).
const FRAGMENT: usize = 16_384;

/// What encloses the value being written, as far as a component's presence is
/// noted there.
#[derive(Debug)]
enum Frame {
    Sequence(Sequence),
    /// An addition, whose presence its SEQUENCE knows already.
    Addition,
}

#[derive(Debug)]
struct Sequence {
    /// Bit position of the extension bit.
    extension: usize,
    /// Bit position of the next presence bit of the preamble, and of their end.
    presence: usize,
    root: usize,
    /// Additions of the type, and how many of them were passed.
    additions: usize,
    added: usize,
    /// Where the bitmap of additions starts, once there is one.
    bitmap: Option<usize>,
}

/// An open type being written: where its contents start, in octets.
#[must_use]
pub(super) struct OpenType(usize);

/// How many items there may be, if that decides their encoding.
type Bounds = Option<(usize, usize)>;

/// The characters of a string type without its constraints.
#[derive(Clone, Copy)]
pub(super) enum Alphabet {
    /// IA5String.
    Ascii,
    /// NumericString.
    Numeric,
}

/// Writes one message.
#[derive(Debug, Default)]
pub(super) struct Writer {
    octets: Vec<u8>,
    /// Bits written; those left of the last octet are zero.
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

    /// The lowest `count` bits of `value`, most significant first.
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

    /// Sets a bit that went out as zero.
    fn set(&mut self, at: usize) {
        if let Some(octet) = self.octets.get_mut(at / 8) {
            *octet |= 0x80 >> (at % 8);
        }
    }

    fn align(&mut self) {
        self.at = self.octets.len() * 8;
    }

    fn whole_octets(&mut self, octets: &[u8]) {
        if self.at.is_multiple_of(8) {
            self.octets.extend_from_slice(octets);
            self.at += octets.len() * 8;
        } else {
            for &octet in octets {
                self.bits(octet.into(), 8);
            }
        }
    }

    // Numbers and lengths

    /// Constrained whole number from 0 to `range - 1` (X.691 clause 11.5.7).
    pub(super) fn whole_number(&mut self, value: u64, range: u64) {
        match range {
            0 | 1 => {}
            2..=255 => self.bits(value, (u64::BITS - (range - 1).leading_zeros()) as usize),
            256 => {
                self.align();
                self.bits(value, 8);
            }
            257..=0x1_0000 => {
                self.align();
                self.bits(value, 16);
            }
            _ => {
                let octets = octets_for(value);
                self.whole_number(octets as u64 - 1, octets_for(range - 1) as u64);
                self.align();
                self.bits(value, octets * 8);
            }
        }
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

    /// INTEGER (X.691 clause 13); `None` where it does not fit 64 bits.
    pub(super) fn integer(
        &mut self,
        constraints: &Constraints,
        value: Option<i64>,
        octets: &[u8],
    ) -> Result<()> {
        let Some(limits) = constraints.value() else {
            return self.counted_octets(octets);
        };
        let (lower, upper) = match *limits.constraint {
            Bounded::Range { start, end } => (start, end),
            Bounded::Single(only) => (Some(only), Some(only)),
            _ => (None, None),
        };
        let inside = value.filter(|&value| {
            let value = i128::from(value);
            lower.is_none_or(|lower| lower <= value) && upper.is_none_or(|upper| value <= upper)
        });
        if limits.extensible.is_some() {
            self.bit(inside.is_none());
            if inside.is_none() {
                return self.counted_octets(octets);
            }
        }
        let value = inside.ok_or(Refused(EncodeError::Value))?;
        let Some(lower) = lower else {
            return self.counted_octets(octets);
        };
        let offset = i128::from(value).wrapping_sub(lower) as u64;
        match upper {
            Some(upper) => {
                let range = upper.wrapping_sub(lower).saturating_add(1);
                self.whole_number(offset, u64::try_from(range).unwrap_or(u64::MAX));
            }
            None => {
                self.short_length(octets_for(offset));
                self.bits(offset, octets_for(offset) * 8);
            }
        }
        Ok(())
    }

    /// Octets behind their number, whatever it is.
    fn counted_octets(&mut self, octets: &[u8]) -> Result<()> {
        self.octet_string(None, octets)
    }

    // Sizes

    /// Checks `length` against the size constraint and writes the extension bit
    /// if that has one (X.691 clauses 16, 17, 20 and 30). `None` where the
    /// length goes out as if there were no constraint.
    fn size(&mut self, size: Option<&Extensible<Size>>, length: usize) -> Result<Bounds> {
        let Some(size) = size else {
            return Ok(None);
        };
        let (lower, upper) = size.constraint.start_and_end();
        let (lower, upper) = (lower.copied().unwrap_or_default(), upper.copied());
        let inside = lower <= length && upper.is_none_or(|upper| length <= upper);
        if size.extensible.is_some() {
            self.bit(!inside);
            if !inside {
                return Ok(None);
            }
        } else if !inside {
            return Err(Refused(EncodeError::Size { length }));
        }
        Ok(upper
            .filter(|&upper| upper < 0x1_0000)
            .map(|upper| (lower, upper)))
    }

    /// Writes how many of the `left` items come next, and says so; and whether
    /// they are the last (X.691 clause 11.9).
    fn count(&mut self, bounds: Bounds, left: usize) -> (usize, bool) {
        if let Some((lower, upper)) = bounds {
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

    /// Begins a SEQUENCE OF (X.691 clause 20): how many elements come before
    /// another length determinant, and whether they are the last.
    pub(super) fn open_list(
        &mut self,
        constraints: &Constraints,
        length: usize,
    ) -> Result<(usize, bool)> {
        let bounds = self.size(constraints.size(), length)?;
        Ok(self.count(bounds, length))
    }

    /// Goes on with a SEQUENCE OF in fragments.
    pub(super) fn next_fragment(&mut self, left: usize) -> (usize, bool) {
        self.count(None, left)
    }

    // Strings

    /// OCTET STRING (X.691 clause 17).
    pub(super) fn octet_string(
        &mut self,
        size: Option<&Extensible<Size>>,
        octets: &[u8],
    ) -> Result<()> {
        let bounds = self.size(size, octets.len())?;
        let aligned = !matches!(bounds, Some((lower, upper)) if lower == upper && upper <= 2);
        let mut octets = octets;
        loop {
            let (count, last) = self.count(bounds, octets.len());
            let (part, rest) = octets.split_at_checked(count).unwrap_or((octets, &[]));
            // Nothing, padding included, goes out for no octets (X.691 clause 11.9.3.3).
            if aligned && !part.is_empty() {
                self.align();
            }
            self.whole_octets(part);
            if last {
                return Ok(());
            }
            octets = rest;
        }
    }

    /// BIT STRING (X.691 clause 16).
    pub(super) fn bit_string(&mut self, constraints: &Constraints, bits: &BitStr) -> Result<()> {
        let bounds = self.size(constraints.size(), bits.len())?;
        let aligned = !matches!(bounds, Some((lower, upper)) if lower == upper && upper <= 16);
        let mut bits = bits.iter().by_vals();
        loop {
            let (count, last) = self.count(bounds, bits.len());
            if aligned && count > 0 {
                self.align();
            }
            for bit in bits.by_ref().take(count) {
                self.bit(bit);
            }
            if last {
                return Ok(());
            }
        }
    }

    /// A character string whose characters take the same number of bits each
    /// (X.691 clause 30.5); `text` has one octet for each.
    pub(super) fn characters(
        &mut self,
        constraints: &Constraints,
        alphabet: Alphabet,
        text: &[u8],
    ) -> Result<()> {
        const DIGITS: &[u32] = &[
            0x20, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39,
        ];
        let permitted = match (constraints.permitted_alphabet(), alphabet) {
            (Some(permitted), _) => Some(permitted.constraint.as_inner()),
            (None, Alphabet::Numeric) => Some(DIGITS),
            (None, Alphabet::Ascii) => None,
        };
        let width = match permitted.map_or(128, <[u32]>::len) {
            0 | 1 => 0,
            2 => 1,
            3..=4 => 2,
            5..=16 => 4,
            _ => 8,
        };
        // Small alphabets of large characters go by their position.
        let by_position = permitted.filter(|all| all.iter().any(|&each| each >> width != 0));
        let bounds = self.size(constraints.size(), text.len())?;
        let aligned = match bounds {
            Some((lower, upper)) if lower == upper => upper * width > 16,
            Some((_, upper)) => upper * width >= 16,
            None => true,
        };
        let mut text = text;
        loop {
            let (count, last) = self.count(bounds, text.len());
            let (part, rest) = text.split_at_checked(count).unwrap_or((text, &[]));
            if aligned && !part.is_empty() {
                self.align();
            }
            for &octet in part {
                let character = u32::from(octet);
                if permitted.is_some_and(|all| !all.contains(&character)) {
                    return Err(Refused(EncodeError::Alphabet));
                }
                let code = by_position.map_or(character, |all| {
                    all.iter().filter(|&&each| each < character).count() as u32
                });
                self.bits(code.into(), width);
            }
            if last {
                return Ok(());
            }
            text = rest;
        }
    }

    /// OBJECT IDENTIFIER (X.691 clause 24, X.690 clause 8.19).
    pub(super) fn object_identifier(&mut self, arcs: &[u32]) -> Result<()> {
        let refused = Refused(EncodeError::ObjectIdentifier);
        let &[first, second, ref rest @ ..] = arcs else {
            return Err(refused);
        };
        if first > 2 || first < 2 && second > 39 {
            return Err(refused);
        }
        let Some(first) = second.checked_add(first * 40) else {
            return Err(refused);
        };
        let mut octets = Vec::with_capacity(arcs.len());
        for &arc in [first].iter().chain(rest) {
            let groups = (u32::BITS - (arc | 1).leading_zeros()).div_ceil(7);
            for group in (0..groups).rev() {
                let more = if group > 0 { 0x80 } else { 0 };
                octets.push((arc >> (group * 7)) as u8 & 0x7f | more);
            }
        }
        self.counted_octets(&octets)
    }

    // Open types

    /// Begins an open type (X.691 clause 11.2), its length still to come.
    pub(super) fn open_type(&mut self) -> OpenType {
        self.align();
        self.bits(0, 8);
        OpenType(self.octets.len())
    }

    pub(super) fn close_open_type(&mut self, OpenType(start): OpenType) -> Result<()> {
        if self.octets.len() == start {
            self.octets.push(0);
        }
        // What was written inside is aligned to octets, so it may move by them.
        let contents = self.octets.split_off(start);
        self.octets.pop();
        self.align();
        self.counted_octets(&contents)
    }

    // SEQUENCE

    /// Begins a SEQUENCE with its preamble (X.691 clause 19.1 to 19.3).
    pub(super) fn open_sequence(&mut self, optional: usize, extensible: bool, additions: usize) {
        let extension = self.at;
        self.bits(0, optional + usize::from(extensible));
        self.frames.push(Frame::Sequence(Sequence {
            extension,
            presence: extension + usize::from(extensible),
            root: self.at,
            additions,
            added: 0,
            bitmap: None,
        }));
    }

    /// Ends a SEQUENCE or what an addition holds.
    pub(super) fn close(&mut self) {
        self.frames.pop();
    }

    /// Notes whether the next optional component of the root is there.
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

    /// Begins the next addition if it is there (X.691 clause 19.7 to 19.9).
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
        self.bits(0, additions);
        if let Some(Frame::Sequence(sequence)) = self.frames.last_mut() {
            sequence.bitmap = Some(bitmap);
        }
        bitmap
    }

    // CHOICE and ENUMERATED

    /// Begins a CHOICE (X.691 clause 23). Behind the extension marker the
    /// alternative is an open type.
    pub(super) fn open_choice(
        &mut self,
        root: &'static [TagTree],
        additions: Option<&'static [TagTree]>,
        taken: Tag,
    ) -> Result<Option<OpenType>> {
        let position = |tags: &[TagTree]| {
            tags.iter()
                .position(|tag| matches!(tag, TagTree::Leaf(tag) if *tag == taken))
        };
        if let Some(index) = position(root) {
            self.index(index, root.len(), additions.is_some(), false);
            return Ok(None);
        }
        let index = additions
            .and_then(position)
            .ok_or(Refused(EncodeError::Other))?;
        self.index(index, root.len(), true, true);
        Ok(Some(self.open_type()))
    }

    /// The index of an alternative or value, counted from the extension marker
    /// if it lies behind that (X.691 clauses 14 and 23).
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

/// Octets of `value` without leading zeros, at least one.
fn octets_for(value: u64) -> usize {
    (u64::BITS - (value | 1).leading_zeros()).div_ceil(8) as usize
}
