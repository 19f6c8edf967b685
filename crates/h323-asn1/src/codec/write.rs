//! Writes values with the tables of their types.

use super::EncodeError;
use super::table::{Bounds, Component, Names, Parts, Shape, Type};
use super::tree::Coding;
use super::value::{Value, Written};
use super::writer::{Refused, Result, Writer};
use alloc::vec::Vec;

impl Writer {
    /// Writes a value of the type `of`.
    pub(super) fn value(&mut self, of: &'static Type, value: &dyn Written) -> Result<()> {
        let shape = of.shape();
        match (shape, value.value()) {
            (Shape::Null, Value::Null) => Ok(()),
            (Shape::Boolean, Value::Boolean(value)) => {
                self.bit(value);
                Ok(())
            }
            (Shape::Integer(bounds), Value::Integer(number)) => self.integer(bounds, number),
            (Shape::Integer(bounds), Value::LargeInteger(octets)) => {
                self.large_integer(bounds, &octets)
            }
            (Shape::Enumerated(names), Value::Enumerated(index)) => {
                self.enumerated(names, index);
                Ok(())
            }
            (Shape::OctetString(bounds), Value::Octets(octets)) => {
                self.octets(shape, bounds, octets)
            }
            (Shape::GeneralString, Value::Text(octets)) => {
                self.octets(shape, &Bounds::NONE, octets)
            }
            (Shape::ObjectIdentifier, Value::ObjectIdentifier(arcs)) => {
                self.octets(shape, &Bounds::NONE, &object_identifier(arcs)?)
            }
            (Shape::BitString(bounds), Value::Bits(bits)) => {
                let mut bits = bits.iter().by_vals();
                self.string(shape, bounds, (bits.len(), 1), &mut |_| {
                    Ok(bits.next().unwrap_or_default().into())
                })
            }
            (Shape::BmpString(bounds), Value::Units(units)) => {
                self.string(shape, bounds, (units.len(), 16), &mut |at| {
                    Ok(units.get(at).copied().unwrap_or_default().into())
                })
            }
            (Shape::Ia5String(bounds, None), Value::Text(octets)) => {
                self.octets(shape, bounds, octets)
            }
            (Shape::Ia5String(bounds, Some(alphabet)), Value::Text(octets)) => {
                let coding = Coding::of(alphabet);
                self.string(shape, bounds, (octets.len(), coding.width), &mut |at| {
                    let code = octets.get(at).and_then(|octet| coding.code(*octet));
                    code.ok_or(Refused(EncodeError::Alphabet))
                })
            }
            (Shape::Sequence(parts), Value::Sequence) => self.sequence(parts, value),
            (Shape::Choice(parts), Value::Choice(index)) => self.choice(parts, index, value),
            (Shape::SequenceOf(bounds, element), Value::SequenceOf(count)) => {
                self.list(bounds, element, count, value)
            }
            _ => Err(Refused(EncodeError::Other)),
        }
    }

    /// X.691 clause 14.
    pub(super) fn enumerated(&mut self, names: &Names, index: usize) {
        let root = names.root.len();
        match index.checked_sub(root) {
            Some(behind) => self.index(behind, root, names.extensible, true),
            None => self.index(index, root, names.extensible, false),
        }
    }

    /// X.691 clause 19.
    fn sequence(&mut self, parts: &'static Parts, value: &dyn Written) -> Result<()> {
        self.open_sequence(parts.optional, parts.extensible, parts.additions.len());
        for (index, component) in parts.root.iter().enumerate() {
            let part = value.part(index);
            if component.optional {
                self.presence(part.is_some());
            }
            match part {
                Some(part) => self.value(component.of, part)?,
                None if component.optional => {}
                None => return Err(Refused(EncodeError::Other)),
            }
        }
        for (index, component) in (parts.root.len()..).zip(parts.additions) {
            let part = value.part(index);
            if let (Some(open), Some(part)) = (self.addition(part.is_some()), part) {
                self.value(component.of, part)?;
                self.close();
                self.close_open_type(open);
            }
        }
        self.close();
        Ok(())
    }

    /// X.691 clause 23.
    fn choice(&mut self, parts: &'static Parts, index: usize, value: &dyn Written) -> Result<()> {
        let other = Refused(EncodeError::Other);
        let root = parts.root.len();
        let Some(part) = value.part(index) else {
            return Err(other);
        };
        if let Some(taken) = parts.root.get(index) {
            self.index(index, root, parts.extensible, false);
            return self.value(taken.of, part);
        }
        let index = index.saturating_sub(root);
        let taken = parts.additions.get(index).ok_or(other)?;
        self.index(index, root, true, true);
        let open = self.open_type();
        self.value(taken.of, part)?;
        self.close_open_type(open);
        Ok(())
    }

    /// X.691 clause 20.
    fn list(
        &mut self,
        bounds: &Bounds,
        element: &'static Component,
        length: usize,
        value: &dyn Written,
    ) -> Result<()> {
        let (mut count, mut last) = self.open_list(bounds, length)?;
        let mut at = 0;
        loop {
            for _ in 0..count {
                let part = value.part(at).ok_or(Refused(EncodeError::Other))?;
                self.value(element.of, part)?;
                at += 1;
            }
            if last {
                return Ok(());
            }
            (count, last) = self.next_fragment(length.saturating_sub(at));
        }
    }
}

/// The octets of an OBJECT IDENTIFIER (X.690 clause 8.19).
fn object_identifier(arcs: &[u32]) -> Result<Vec<u8>> {
    let (first, rest) = match arcs {
        [first @ (0 | 1), second @ 0..=39, rest @ ..] | [first @ 2, second, rest @ ..] => {
            (u64::from(*first) * 40 + u64::from(*second), rest)
        }
        _ => return Err(Refused(EncodeError::ObjectIdentifier)),
    };
    let mut octets = Vec::new();
    for number in core::iter::once(first).chain(rest.iter().copied().map(u64::from)) {
        let septets = (u64::BITS - (number | 1).leading_zeros()).div_ceil(7);
        for septet in (0..septets).rev() {
            let more = if septet > 0 { 0x80 } else { 0 };
            octets.push((number >> (7 * septet)) as u8 & 0x7f | more);
        }
    }
    Ok(octets)
}
