//! Values as the writer sees them: what they are made of, and no more.
//!
//! `#[derive(Described)]` makes this of each type. It is a word for what a value is and a way to its
//! parts; how that is encoded is in the table of the type and in [`write`](super::write), which are
//! there once. Code made for each type, as rasn's derive makes it, was a fifth of the Worker.

use crate::text::{BmpString, GeneralString};
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::types::{
    BitStr, BitString, FixedOctetString, Ia5String, Integer, IntegerType as _, NumericString,
    ObjectIdentifier, OctetString,
};

/// What a value is.
#[derive(Debug)]
pub enum Value<'a> {
    /// NULL.
    Null,
    /// BOOLEAN.
    Boolean(bool),
    /// INTEGER that fits.
    Integer(i64),
    /// INTEGER that does not: two's complement, most significant octet first.
    LargeInteger(Vec<u8>),
    /// ENUMERATED: the index among the identifiers ahead of the extension marker and those behind it.
    Enumerated(usize),
    /// OCTET STRING.
    Octets(&'a [u8]),
    /// BIT STRING.
    Bits(&'a BitStr),
    /// OBJECT IDENTIFIER, by its arcs.
    ObjectIdentifier(&'a [u32]),
    /// A string of octets or of ASCII characters.
    Text(&'a [u8]),
    /// A string of UTF-16.
    Units(&'a [u16]),
    /// SEQUENCE: its parts are the components, those of the root first.
    Sequence,
    /// CHOICE: the alternative taken, counted through the root and on behind the marker. Its part,
    /// at any index, is the value of that.
    Choice(usize),
    /// SEQUENCE OF so many elements.
    SequenceOf(usize),
}

/// A value that can be written by the table of its type.
pub trait Written {
    /// What it is.
    fn value(&self) -> Value<'_>;

    /// The part of that index; `None` for an absent component.
    fn part(&self, _: usize) -> Option<&dyn Written> {
        None
    }
}

macro_rules! numbers {
    ($($type:ty)*) => {
        $(impl Written for $type {
            fn value(&self) -> Value<'_> {
                Value::Integer((*self).into())
            }
        })*
    };
}

numbers! { u8 u16 u32 i16 i32 }

macro_rules! written {
    ($($type:ty, $value:ident => $what:expr;)*) => {
        $(impl Written for $type {
            fn value(&self) -> Value<'_> {
                let $value = self;
                $what
            }
        })*
    };
}

written! {
    (), _unit => Value::Null;
    bool, value => Value::Boolean(*value);
    OctetString, value => Value::Octets(value);
    BitString, value => Value::Bits(value);
    ObjectIdentifier, value => Value::ObjectIdentifier(value);
    Ia5String, value => Value::Text(value.as_iso646_bytes());
    NumericString, value => Value::Text(value.as_bytes());
    BmpString, value => Value::Units(value);
    GeneralString, value => Value::Text(value);
}

impl Written for Integer {
    fn value(&self) -> Value<'_> {
        i64::try_from(self.clone()).map_or_else(
            |_| {
                let (octets, used) = self.to_signed_bytes_be();
                Value::LargeInteger(octets.as_ref().iter().take(used).copied().collect())
            },
            Value::Integer,
        )
    }
}

impl<const N: usize> Written for FixedOctetString<N> {
    fn value(&self) -> Value<'_> {
        Value::Octets(self.as_ref())
    }
}

impl<T: Written> Written for Box<T> {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }

    fn part(&self, index: usize) -> Option<&dyn Written> {
        (**self).part(index)
    }
}

impl<T: Written> Written for Vec<T> {
    fn value(&self) -> Value<'_> {
        Value::SequenceOf(self.len())
    }

    fn part(&self, index: usize) -> Option<&dyn Written> {
        self.get(index).map(|element| element as &dyn Written)
    }
}
