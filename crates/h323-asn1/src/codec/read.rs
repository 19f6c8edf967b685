//! Follows the table of a type through the octets of a message.

use super::DecodeErrorKind;
use super::reader::{Failed, Length, Reader, Result, Resume, Step, span};
use super::table::{Bounds, Component, Names, Parts, Shape};
use super::tree::{Coding, Data};
use core::ops::Range;

/// The component of the node for an unknown extension or for the rest of a value.
static NAMELESS: Component = Component {
    name: "",
    of: <() as super::Described>::TYPE,
    optional: false,
};

const OUT_OF_RANGE: DecodeErrorKind = DecodeErrorKind::Constraint("number outside its range");
const WRONG_SIZE: DecodeErrorKind =
    DecodeErrorKind::Constraint("length outside the size constraint");

impl Reader<'_> {
    /// Reads a component, an alternative or an element.
    pub(super) fn read(&mut self, component: &'static Component) -> Result<()> {
        self.shaped(component, &component.of.shape)
    }

    fn shaped(&mut self, component: &'static Component, shape: &'static Shape) -> Result<()> {
        match shape {
            Shape::Later(of) => self.shaped(component, &of().shape),
            Shape::Null => {
                self.leaf(component, self.at, Data::Null);
                Ok(())
            }
            Shape::Boolean => {
                let start = self.at;
                let value = self.bit()?;
                self.leaf(component, start, Data::Boolean(value));
                Ok(())
            }
            Shape::Integer(bounds) => self.integer(component, bounds),
            Shape::Enumerated(names) => self.enumerated(component, names),
            Shape::OctetString(bounds) => self.string(component, bounds, 8, Data::Octets),
            Shape::BitString(bounds) => self.string(component, bounds, 1, Data::Bits),
            Shape::ObjectIdentifier => self.object_identifier(component),
            Shape::Ia5String(bounds, alphabet) => self.ia5_string(component, bounds, *alphabet),
            Shape::BmpString(bounds) => self.bmp_string(component, bounds),
            Shape::GeneralString => self.string(component, &Bounds::NONE, 8, Data::Text),
            Shape::Sequence(parts) => {
                let node = self.open(component, Data::Sequence)?;
                let read = self.sequence(parts);
                self.close(node);
                read
            }
            Shape::Choice(parts) => {
                let node = self.open(component, Data::Choice)?;
                let read = self.choice(parts);
                self.close(node);
                read
            }
            Shape::SequenceOf(bounds, element) => {
                let node = self.open(component, Data::SequenceOf)?;
                let read = self.sequence_of(bounds, element);
                self.close(node);
                read
            }
        }
    }

    /// A number (X.691 clause 13). A bit-field, or a length of two bits, is not aligned; everything
    /// else starts on an octet boundary.
    fn integer(&mut self, component: &'static Component, bounds: &Bounds) -> Result<()> {
        let start = self.at;
        if bounds.extensible && self.bit()? {
            return self.unlimited(component, start, true, 0);
        }
        let (Some(lower), Some(upper)) = (bounds.lower, bounds.upper) else {
            let lower = bounds.lower.unwrap_or(0);
            return self.unlimited(component, start, bounds.lower.is_none(), lower);
        };
        // The range less 1, which always fits.
        let most = upper.wrapping_sub(lower).cast_unsigned();
        let (start, value) = if most < 0x1_0000 {
            let aligned = most > 254;
            let start = if aligned && !bounds.extensible {
                start.next_multiple_of(8)
            } else {
                start
            };
            (start, self.whole_number(most as usize + 1)? as u64)
        } else {
            // Clause 11.5.7.4: the number of octets as a constrained number, then the octets,
            // aligned.
            let octets = (u64::BITS - most.leading_zeros()).div_ceil(8) as usize;
            let count = self.whole_number(octets)? + 1;
            self.align()?;
            let high = self.bits(count.saturating_sub(4).min(4) * 8)? as u64;
            let low = self.bits(count.min(4) * 8)? as u64;
            (start, high << 32 | low)
        };
        if value > most {
            return Err(self.fail(start, OUT_OF_RANGE));
        }
        let value = lower.wrapping_add(value.cast_signed());
        self.leaf(component, start, Data::Integer(value));
        Ok(())
    }

    /// A number of any size after its length (X.691 clause 11.7 and 11.8).
    fn unlimited(
        &mut self,
        component: &'static Component,
        start: usize,
        signed: bool,
        lower: i64,
    ) -> Result<()> {
        let start = start.next_multiple_of(8);
        let (buffer, at, octets) = self.counted(8)?;
        if octets == 0 {
            return Err(self.fail(start, DecodeErrorKind::Primitive("malformed contents")));
        }
        let (at, octets) = self.trimmed(at, octets, signed);
        let depth = self.steps.len();
        let place = start.min(self.at)..self.at;
        if octets > 8 || buffer != self.buffer() || (!signed && octets == 8 && self.bit_at(at)) {
            let data = Data::LargeInteger(span(at, octets));
            self.push_at(depth, component, place, buffer, data);
            return Ok(());
        }
        let half = octets.min(4) * 8;
        let rest = octets * 8 - half;
        let value = (self.peek(at, half) as u64) << rest | self.peek(at + half, rest) as u64;
        let value = if signed {
            let unused = 64 - octets * 8;
            (value << unused).cast_signed() >> unused
        } else {
            match lower.checked_add_unsigned(value) {
                Some(value) => value,
                None => return Err(self.fail(start, OUT_OF_RANGE)),
            }
        };
        self.push(component, place, Data::Integer(value));
        Ok(())
    }

    /// A number without its redundant leading octets.
    fn trimmed(&self, mut at: usize, mut octets: usize, signed: bool) -> (usize, usize) {
        while octets > 1 {
            let says_nothing = match (self.peek(at, 8), self.bit_at(at + 8)) {
                (0, sign) => !signed || !sign,
                (0xff, sign) => signed && sign,
                _ => false,
            };
            if !says_nothing {
                break;
            }
            (at, octets) = (at + 8, octets - 1);
        }
        (at, octets)
    }

    fn enumerated(&mut self, component: &'static Component, names: &Names) -> Result<()> {
        let start = self.at;
        let (extension, index) = self.index(names.root.len(), names.extensible)?;
        let (before, count) = match extension {
            true => (names.root.len(), names.additions.len()),
            false => (0, names.root.len()),
        };
        if index < count {
            let value = u16::try_from(before + index).unwrap_or(u16::MAX);
            self.leaf(component, start, Data::Enumerated(value));
            return Ok(());
        }
        let failed = self.fail(
            start,
            DecodeErrorKind::UnknownEnumeration { index, extension },
        );
        if !extension {
            return Err(failed);
        }
        // A value that a later version added does not take more octets than this.
        let error = self.take_failure();
        let fault = self.fault(error);
        self.leaf(component, start, Data::Undecodable(fault, span(self.at, 0)));
        Ok(())
    }

    /// Whether the index of a CHOICE or ENUMERATED is after the extension marker, and the index
    /// (X.691 clauses 14 and 23).
    fn index(&mut self, root: usize, extensible: bool) -> Result<(bool, usize)> {
        if extensible && self.bit()? {
            return Ok((true, self.normally_small()?));
        }
        Ok((false, self.whole_number(root)?))
    }

    // Strings

    /// Skips the items of a string. Returns their buffer, their start, and their number (X.691
    /// clauses 11.9, 16, 17 and 30).
    fn items(
        &mut self,
        shape: &Shape,
        bounds: &Bounds,
        width: usize,
    ) -> Result<(u16, usize, usize)> {
        let beyond = bounds.extensible && self.bit()?;
        let limits = bounds.size().filter(|_| !beyond);
        let Some((lower, upper)) = limits else {
            return self.counted(width);
        };
        let start = self.at;
        let items = lower + self.whole_number(upper.saturating_sub(lower) + 1)?;
        if items > upper {
            return Err(self.fail(start, WRONG_SIZE));
        }
        // A length of zero is followed by nothing, not even padding (clause 11.9.3.3).
        if items > 0 && !shape.is_packed(width, (lower, upper)) {
            self.align()?;
        }
        let at = self.skip(items * width)?;
        Ok((self.buffer(), at, items))
    }

    /// OCTET STRING, BIT STRING and GeneralString.
    fn string(
        &mut self,
        component: &'static Component,
        bounds: &Bounds,
        width: usize,
        data: fn(super::tree::Span) -> Data,
    ) -> Result<()> {
        let shape = &component.of.shape;
        let start = self.begins(shape, bounds, width);
        let (buffer, at, items) = self.items(shape, bounds, width)?;
        let place = start.min(self.at)..self.at;
        self.push_from(component, place, buffer, data(span(at, items)));
        Ok(())
    }

    /// The start of a string, including its length determinant.
    fn begins(&self, shape: &Shape, bounds: &Bounds, width: usize) -> usize {
        let here = match bounds.size() {
            _ if bounds.extensible => true,
            Some(size @ (lower, upper)) => lower != upper || shape.is_packed(width, size),
            None => false,
        };
        if here {
            self.at
        } else {
            self.at.next_multiple_of(8)
        }
    }

    /// Records a leaf whose contents may be in gathered octets.
    fn push_from(
        &mut self,
        component: &'static Component,
        place: Range<usize>,
        buffer: u16,
        data: Data,
    ) {
        if buffer == self.buffer() {
            self.push(component, place, data);
            return;
        }
        let place = self.place(place);
        self.push_at(self.steps.len(), component, place, buffer, data);
    }

    fn ia5_string(
        &mut self,
        component: &'static Component,
        bounds: &Bounds,
        alphabet: Option<&'static str>,
    ) -> Result<()> {
        let coding = alphabet.map(Coding::of);
        let width = coding.map_or(8, |coding| coding.width);
        let shape = &component.of.shape;
        let start = self.begins(shape, bounds, width);
        let reset = self.at;
        let (buffer, at, items) = self.items(shape, bounds, width)?;
        let octets = self.octets_of(buffer);
        let known = match coding {
            None => (0..items).all(|item| super::tree::bits_at(octets, at + item * 8, 8) < 0x80),
            Some(coding) => (0..items).all(|item| {
                let code = super::tree::bits_at(octets, at + item * width, width);
                coding.character(code).is_some()
            }),
        };
        if !known {
            self.at = reset;
            let kind = DecodeErrorKind::Constraint("character outside the permitted alphabet");
            return Err(self.fail(reset, kind));
        }
        let place = start.min(self.at)..self.at;
        self.push_from(component, place, buffer, Data::Text(span(at, items)));
        Ok(())
    }

    /// Half a name is still useful, so a truncated name keeps its readable part.
    fn bmp_string(&mut self, component: &'static Component, bounds: &Bounds) -> Result<()> {
        let start = self.at;
        match self.items(&component.of.shape, bounds, 16) {
            Ok((buffer, at, items)) => {
                let place = start..self.at;
                self.push_from(component, place, buffer, Data::Text(span(at, items)));
                Ok(())
            }
            Err(failed) if self.failed_as() != Some(DecodeErrorKind::Truncated) => Err(failed),
            Err(failed) => {
                let at = self.at.next_multiple_of(8);
                let items = self.end.saturating_sub(at) / 16;
                self.at = (at + items * 16).min(self.end).max(self.at);
                self.leaf(component, start, Data::Text(span(at, items)));
                Err(failed)
            }
        }
    }

    fn object_identifier(&mut self, component: &'static Component) -> Result<()> {
        let start = self.at.next_multiple_of(8);
        let (buffer, at, octets) = self.counted(8)?;
        if !well_formed(self.octets_of(buffer), at / 8, octets) {
            return Err(self.fail(start, DecodeErrorKind::Primitive("malformed contents")));
        }
        let place = start.min(self.at)..self.at;
        self.push_from(
            component,
            place,
            buffer,
            Data::ObjectIdentifier(span(at, octets)),
        );
        Ok(())
    }

    // SEQUENCE

    /// The preamble, the components and the additions (X.691 clause 19).
    fn sequence(&mut self, parts: &Parts) -> Result<()> {
        let extended = parts.extensible && self.bit()?;
        let mut presence = self.skip(parts.optional)?;
        for component in parts.root {
            if component.optional {
                presence += 1;
                if !self.bit_at(presence - 1) {
                    continue;
                }
            }
            self.step(Step::Part(component.name));
            self.read(component)?;
        }
        if extended {
            self.step(Step::None);
            self.additions(parts.additions)?;
        }
        Ok(())
    }

    /// The bitmap of additions and the additions that it announces (clause 19.7 to 19.9).
    #[inline(never)]
    fn additions(&mut self, known: &'static [Component]) -> Result<()> {
        let at = self.at;
        let count = if self.bit()? {
            match self.length()? {
                Length::Whole(count @ 1..) => count,
                // No real type has 16K additions.
                _ => return Err(self.fail(at, DecodeErrorKind::Length)),
            }
        } else {
            self.bits(6)? + 1
        };
        let from = self.skip(count)?;
        let outer = self.buffer();
        for index in 0..count {
            // The bitmap is in the same buffer as the additions.
            debug_assert_eq!(
                outer,
                self.buffer(),
                "additions do not leave another buffer"
            );
            if !self.bit_at(from + index) {
                continue;
            }
            match known.get(index) {
                Some(component) => {
                    self.step(Step::Part(component.name));
                    let resume = self.open_type()?;
                    self.confined(component, &resume);
                }
                None => {
                    self.step(Step::None);
                    self.unknown(index)?;
                }
            }
        }
        Ok(())
    }

    /// Reads the contents of an open type. If they are unreadable, only they are lost: reading goes
    /// on after the open type.
    fn confined(&mut self, component: &'static Component, resume: &Resume) {
        let nodes = self.tree.nodes.len();
        if self.read(component).is_err() {
            self.stepped_over(component, resume, nodes);
        }
        self.resume(resume);
    }

    /// Records the unreadable part of an open type. Its first node would be at `nodes`.
    #[cold]
    fn stepped_over(&mut self, component: &'static Component, resume: &Resume, nodes: usize) {
        let error = self.take_failure();
        let fault = self.fault(error);
        self.within(resume);
        let contents = resume.bits();
        let depth = self.steps.len();
        let begun = self
            .tree
            .nodes
            .get(nodes)
            .is_some_and(|node| node.has_parts());
        let whole = self.place(contents.clone());
        if !begun {
            self.tree.nodes.truncate(nodes);
            let data = Data::Undecodable(fault, resume.span());
            self.push_at(depth, component, whole, self.buffer(), data);
            return;
        }
        let from = self.at.div_ceil(8).saturating_mul(8).min(contents.end);
        let rest = self.place(from..contents.end);
        let data = Data::Undecodable(fault, span(from, (contents.end - from) / 8));
        self.push_at(depth + 1, &NAMELESS, rest, self.buffer(), data);
        let next = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        if let Some(node) = self.tree.nodes.get_mut(nodes) {
            node.next = next;
            node.end = whole.end.try_into().unwrap_or(u32::MAX);
        }
    }

    /// Keeps the open type that starts here undecoded.
    fn unknown(&mut self, index: usize) -> Result<()> {
        let resume = self.open_type()?;
        let index = index.try_into().unwrap_or(u16::MAX);
        self.push(
            &NAMELESS,
            resume.bits(),
            Data::Unknown(index, resume.span()),
        );
        self.resume(&resume);
        Ok(())
    }

    // CHOICE and SEQUENCE OF

    /// The chosen alternative (X.691 clause 23).
    fn choice(&mut self, parts: &Parts) -> Result<()> {
        let start = self.at;
        let (extension, index) = self.index(parts.root.len(), parts.extensible)?;
        let alternatives = if extension {
            parts.additions
        } else {
            parts.root
        };
        let Some(component) = alternatives.get(index) else {
            return self.unknown_alternative(start, index, extension);
        };
        self.step(Step::Part(component.name));
        if extension {
            let resume = self.open_type()?;
            self.confined(component, &resume);
            return Ok(());
        }
        self.read(component)
    }

    #[cold]
    fn unknown_alternative(&mut self, start: usize, index: usize, extension: bool) -> Result<()> {
        let stepped_over = extension && self.unknown(index).is_ok();
        // "Unknown" is more helpful than "truncated".
        self.forget_failure();
        let failed: Failed = self.fail(
            start,
            DecodeErrorKind::UnknownAlternative { index, extension },
        );
        if !stepped_over {
            return Err(failed);
        }
        let error = self.take_failure();
        self.fault(error);
        Ok(())
    }

    /// The number of elements and the elements (X.691 clause 20).
    fn sequence_of(&mut self, bounds: &Bounds, element: &'static Component) -> Result<()> {
        let beyond = bounds.extensible && self.bit()?;
        let limits = bounds.size().filter(|_| !beyond);
        if let Some((lower, upper)) = limits {
            let at = self.at;
            let count = lower + self.whole_number(upper.saturating_sub(lower) + 1)?;
            if count > upper {
                let kind =
                    DecodeErrorKind::Constraint("number of elements outside the size constraint");
                return Err(self.fail(at, kind));
            }
            return self.elements(0..count, element);
        }
        let mut begun = 0;
        loop {
            let (count, last) = match self.length()? {
                Length::Whole(count) => (count, true),
                Length::Fragment(count) => (count, false),
            };
            self.elements(begun..begun + count, element)?;
            begun += count;
            if last {
                return Ok(());
            }
        }
    }

    fn elements(&mut self, numbers: Range<usize>, element: &'static Component) -> Result<()> {
        for number in numbers {
            self.step(Step::Element(number));
            match self.elements.checked_sub(1) {
                Some(left) => self.elements = left,
                None => return Err(self.fail(self.at, DecodeErrorKind::TooMany)),
            }
            self.read(element)?;
        }
        Ok(())
    }
}

/// Whether these octets are an object identifier: one or more numbers, each complete and at most 32
/// bits long (X.690 clause 8.19).
fn well_formed(octets: &[u8], at: usize, count: usize) -> bool {
    let contents = octets.get(at..at.saturating_add(count)).unwrap_or_default();
    let mut number = 0_u64;
    for octet in contents {
        number = number << 7 | u64::from(octet & 0x7f);
        if number > u64::from(u32::MAX) {
            return false;
        }
        if octet & 0x80 == 0 {
            number = 0;
        }
    }
    contents.last().is_some_and(|last| last & 0x80 == 0)
}
