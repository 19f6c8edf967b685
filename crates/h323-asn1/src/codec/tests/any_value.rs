//! Writes any value of any type, reads it whole, and writes what was read to the same octets.

use super::*;
use crate::h225::{H323UserInformation, RasMessage};
use crate::h245::MultimediaSystemControlMessage;
use crate::h450::H4501SupplementaryService;
use alloc::collections::BTreeSet;
use rasn::types::BitString;

/// The number of values of each message type.
const VALUES: usize = 4_000;

/// At this depth and below, a value is as small as its type allows.
const DEEP: usize = 9;

/// A value made from the table of its type.
struct Any {
    content: Content,
    parts: Vec<Option<Any>>,
}

enum Content {
    Null,
    Boolean(bool),
    Integer(i64),
    Enumerated(usize),
    Octets(Vec<u8>),
    Bits(BitString),
    Arcs(Vec<u32>),
    Text(Vec<u8>),
    Units(Vec<u16>),
    Sequence,
    Choice(usize),
    SequenceOf,
}

impl Written for Any {
    fn value(&self) -> Value<'_> {
        match &self.content {
            Content::Null => Value::Null,
            Content::Boolean(value) => Value::Boolean(*value),
            Content::Integer(value) => Value::Integer(*value),
            Content::Enumerated(index) => Value::Enumerated(*index),
            Content::Octets(octets) => Value::Octets(octets),
            Content::Bits(bits) => Value::Bits(bits),
            Content::Arcs(arcs) => Value::ObjectIdentifier(arcs),
            Content::Text(octets) => Value::Text(octets),
            Content::Units(units) => Value::Units(units),
            Content::Sequence => Value::Sequence,
            Content::Choice(index) => Value::Choice(*index),
            Content::SequenceOf => Value::SequenceOf(self.parts.len()),
        }
    }

    fn part(&self, index: usize) -> Option<&dyn Written> {
        // A CHOICE has one part, whatever its index.
        let at = if let Content::Choice(_) = self.content {
            0
        } else {
            index
        };
        let part = self.parts.get(at)?.as_ref()?;
        Some(part)
    }
}

/// xorshift64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        self.next() as usize % limit.max(1)
    }

    fn size(&mut self, bounds: &Bounds, deep: bool) -> usize {
        let lower = bounds
            .lower
            .map_or(0, |lower| usize::try_from(lower).unwrap());
        let upper = bounds
            .upper
            .map_or(usize::MAX, |upper| usize::try_from(upper).unwrap());
        let more = if deep {
            0
        } else {
            [0, 1, 2, 5, 130][self.below(5)]
        };
        (lower + more).min(upper)
    }

    fn integer(&mut self, bounds: &Bounds) -> i64 {
        let lower = bounds.lower.unwrap_or(-40_000);
        let upper = bounds.upper.unwrap_or(i64::from(u32::MAX) * 3);
        let range = upper.wrapping_sub(lower).cast_unsigned();
        let within = match self.below(4) {
            0 => 0,
            1 => range,
            _ if range == u64::MAX => self.next(),
            _ => self.next() % (range + 1),
        };
        lower.wrapping_add(within.cast_signed())
    }

    fn value(&mut self, of: &'static Type, depth: usize, met: &mut BTreeSet<&'static str>) -> Any {
        met.insert(of.name);
        let deep = depth >= DEEP;
        let mut parts = Vec::new();
        let content = match of.shape() {
            Shape::Null => Content::Null,
            Shape::Boolean => Content::Boolean(self.below(2) == 0),
            Shape::Integer(bounds) => Content::Integer(self.integer(bounds)),
            Shape::Enumerated(names) => {
                Content::Enumerated(self.below(names.root.len() + names.additions.len()))
            }
            Shape::OctetString(bounds) => {
                let size = self.size(bounds, deep);
                Content::Octets((0..size).map(|_| self.next() as u8).collect())
            }
            Shape::BitString(bounds) => {
                let size = self.size(bounds, deep);
                Content::Bits((0..size).map(|_| self.below(2) == 0).collect())
            }
            Shape::ObjectIdentifier => {
                let first = self.below(3) as u32;
                let mut arcs = vec![first, self.below(40) as u32];
                arcs.extend((0..self.below(5)).map(|_| self.next() as u32));
                Content::Arcs(arcs)
            }
            Shape::Ia5String(bounds, alphabet) => {
                let size = self.size(bounds, deep);
                let character = |random: &mut Self| match alphabet {
                    Some(alphabet) => alphabet.as_bytes()[random.below(alphabet.len())],
                    None => random.below(128) as u8,
                };
                Content::Text((0..size).map(|_| character(self)).collect())
            }
            Shape::BmpString(bounds) => {
                let size = self.size(bounds, deep);
                Content::Units((0..size).map(|_| self.next() as u16).collect())
            }
            Shape::GeneralString => {
                let size = self.below(20);
                Content::Text((0..size).map(|_| self.next() as u8).collect())
            }
            Shape::Sequence(of) => {
                for (index, component) in of.root.iter().chain(of.additions).enumerate() {
                    let needed = index < of.root.len() && !component.optional;
                    let there = needed || !deep && self.below(4) == 0;
                    parts.push(there.then(|| self.value(component.of, depth + 1, met)));
                }
                Content::Sequence
            }
            Shape::Choice(of) => {
                let index = self.choose(of, depth);
                let taken = of.root.iter().chain(of.additions).nth(index).unwrap();
                parts.push(Some(self.value(taken.of, depth + 1, met)));
                Content::Choice(index)
            }
            Shape::SequenceOf(bounds, element) => {
                let size = self.size(bounds, deep).min(if depth > 3 { 2 } else { 200 });
                let size = size.max(
                    bounds
                        .lower
                        .map_or(0, |lower| usize::try_from(lower).unwrap()),
                );
                for _ in 0..size {
                    parts.push(Some(self.value(element.of, depth + 1, met)));
                }
                Content::SequenceOf
            }
            Shape::Later(_) => unreachable!("`shape` asks"),
        };
        Any { content, parts }
    }

    /// At great depth, prefers an alternative without parts.
    fn choose(&mut self, of: &Parts, depth: usize) -> usize {
        let all = of.root.len() + of.additions.len();
        if depth < DEEP {
            return self.below(all);
        }
        let simple = |component: &Component| {
            !matches!(
                component.of.shape(),
                Shape::Sequence(_) | Shape::Choice(_) | Shape::SequenceOf(..)
            )
        };
        let mut alternatives = of.root.iter().chain(of.additions);
        alternatives.position(simple).unwrap_or(0)
    }
}

fn any_value_of<T: Described>(seed: u64, types: usize) {
    let mut random = Random(seed);
    let mut met = BTreeSet::new();
    for round in 0..VALUES {
        let value = random.value(T::TYPE, 0, &mut met);
        let mut writer = Writer::default();
        writer
            .value(T::TYPE, &value)
            .unwrap_or_else(|refused| panic!("{round}: {refused:?}"));
        let octets = writer.finish();
        let reading = recorded(T::ROOT, &octets, usize::MAX);
        assert_eq!(reading.error, None, "{round}: {octets:02x?}");
        assert_eq!(
            (reading.trailing, reading.tree.faults.len()),
            (0, 0),
            "{round}"
        );
        let again = encode_within(T::ROOT, &[], &reading.tree, 0);
        assert!(
            again.as_ref() == Some(&octets),
            "{round}\n{octets:02x?}\n{again:02x?}"
        );
    }
    assert!(met.len() >= types, "{} types were met", met.len());
}

#[test]
fn of_h225() {
    any_value_of::<H323UserInformation>(225, 130);
}

#[test]
fn of_ras() {
    any_value_of::<RasMessage>(1719, 225);
}

#[test]
fn of_h245() {
    any_value_of::<MultimediaSystemControlMessage>(245, 250);
}

#[test]
fn of_h450() {
    any_value_of::<H4501SupplementaryService>(450, 15);
}
