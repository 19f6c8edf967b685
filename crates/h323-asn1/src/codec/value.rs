//! Values in the form that the writer needs: only their structure.
//!
//! `#[derive(Described)]` makes this for each type: a name for the kind of a value, and access to
//! its parts. The encoding is in the table of the type and in [`write`](super::write), which exists
//! only once. Encoding code for each type, as rasn's derive makes it, was a fifth of the Worker.

use crate::text::{BmpString, GeneralString};
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::types::{
    BitStr, BitString, FixedOctetString, Ia5String, Integer, IntegerType as _, NumericString,
    ObjectIdentifier, OctetString,
};

/// The kind of a value.
#[derive(Debug)]
pub enum Value<'a> {
    /// NULL.
    Null,
    /// BOOLEAN.
    Boolean(bool),
    /// INTEGER that fits into an `i64`.
    Integer(i64),
    /// INTEGER that does not fit: two's complement, most significant octet first.
    LargeInteger(Vec<u8>),
    /// ENUMERATED: the index among the identifiers before and after the extension marker, in this
    /// order.
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
    /// SEQUENCE: its parts are the components, starting with the root.
    Sequence,
    /// CHOICE: the index of the chosen alternative, counted through the root and then after the
    /// marker. Its part, at any index, is the value of that alternative.
    Choice(usize),
    /// SEQUENCE OF, with the number of elements.
    SequenceOf(usize),
}

/// A value that can be written with the table of its type.
pub trait Written {
    /// Its kind.
    fn value(&self) -> Value<'_>;

    /// The part with this index; `None` for an absent component.
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
