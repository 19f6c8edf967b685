//! Types as constants: the facts that aligned PER and a reader of the tree need.
//!
//! `#[derive(Described)]` makes the table of a type from the same definition as rasn's derives, so
//! that reading and writing cannot diverge.

use super::value::Written;
use crate::text::{BmpString, GeneralString};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use rasn::types::{
    BitString, FixedOctetString, Ia5String, Integer, NumericString, ObjectIdentifier, OctetString,
};

/// A type that has a table and whose values can be written with it.
pub trait Described: Written {
    /// Its table.
    const TYPE: &'static Type;

    /// A whole message of this type.
    const ROOT: &'static Component = &Component {
        name: Self::TYPE.name,
        of: Self::TYPE,
        optional: false,
    };
}

/// An ASN.1 type.
#[derive(Debug)]
pub struct Type {
    /// The Recommendation's name; empty for a type without a name.
    pub name: &'static str,
    /// Its structure.
    pub shape: Shape,
}

/// The structure of a type.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// NULL.
    Null,
    /// BOOLEAN.
    Boolean,
    /// INTEGER with its limits.
    Integer(Bounds),
    /// ENUMERATED.
    Enumerated(Names),
    /// OCTET STRING with the limits of its size in octets.
    OctetString(Bounds),
    /// BIT STRING with the limits of its size in bits.
    BitString(Bounds),
    /// OBJECT IDENTIFIER.
    ObjectIdentifier,
    /// IA5String, or a subset such as NumericString: the limits of its size in characters, and its
    /// alphabet if that is restricted.
    Ia5String(Bounds, Option<&'static str>),
    /// BMPString with the limits of its size in units of UTF-16.
    BmpString(Bounds),
    /// GeneralString, in the received octets.
    GeneralString,
    /// SEQUENCE.
    Sequence(Parts),
    /// CHOICE.
    Choice(Parts),
    /// SEQUENCE OF: the number of elements, and their type.
    SequenceOf(Bounds, &'static Component),
    /// A type that contains itself, so its table is fetched on demand.
    Later(fn() -> &'static Type),
}

impl Shape {
    /// Whether the items of a string, of `width` bits each, follow the size without padding (X.691
    /// clauses 16.10, 17.6, 30.5.6 and 30.5.7).
    pub(super) const fn is_packed(&self, width: usize, (lower, upper): (usize, usize)) -> bool {
        let bits = upper.saturating_mul(width);
        match self {
            Self::OctetString(_) | Self::BitString(_) => lower == upper && bits <= 16,
            Self::Ia5String(..) if lower == upper => bits <= 16,
            Self::Ia5String(..) => bits < 16,
            _ => false,
        }
    }
}

/// The components of a SEQUENCE or the alternatives of a CHOICE.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// The parts before the extension marker.
    pub root: &'static [Component],
    /// The number of these parts that may be absent.
    pub optional: usize,
    /// The parts after the marker. All may be absent, even if the module makes them mandatory,
    /// because earlier versions do not have them.
    pub additions: &'static [Component],
    /// Whether there is an extension marker.
    pub extensible: bool,
}

/// A component, an alternative, or the element of a SEQUENCE OF. An element does not have a name.
#[derive(Clone, Copy)]
pub struct Component {
    /// The Recommendation's identifier.
    pub name: &'static str,
    /// Its type.
    pub of: &'static Type,
    /// Whether it may be absent.
    pub optional: bool,
}

/// Prints only the name: the table below it is most of a Recommendation.
impl fmt::Debug for Component {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

/// The identifiers of an ENUMERATED.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The identifiers before the extension marker.
    pub root: &'static [&'static str],
    /// The identifiers after it.
    pub additions: &'static [&'static str],
    /// Whether there is an extension marker.
    pub extensible: bool,
}

/// The limits of a number or a size, as far as they affect PER.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The lower limit.
    pub lower: Option<i64>,
    /// The upper limit.
    pub upper: Option<i64>,
    /// Whether values outside the limits are allowed. Then a bit marks such a value.
    pub extensible: bool,
}

impl Bounds {
    /// No limit.
    pub const NONE: Self = Self {
        lower: None,
        upper: None,
        extensible: false,
    };

    /// The limits of a size that is sent as a constrained number (X.691 clause 11.9.3.3).
    pub(super) fn size(&self) -> Option<(usize, usize)> {
        let upper = self.upper.filter(|upper| *upper < 0x1_0000)?;
        Some((
            usize::try_from(self.lower?).ok()?,
            usize::try_from(upper).ok()?,
        ))
    }

    const fn fixed(size: usize) -> Self {
        Self::between(size as i64, size as i64)
    }

    const fn between(lower: i64, upper: i64) -> Self {
        Self {
            lower: Some(lower),
            upper: Some(upper),
            extensible: false,
        }
    }
}

impl Type {
    /// Its structure, fetched now if it comes later.
    pub(super) fn shape(&self) -> &Shape {
        match &self.shape {
            Shape::Later(of) => &of().shape,
            shape => shape,
        }
    }

    /// The type with the limits of a component.
    #[must_use]
    pub const fn narrowed(of: &Self, bounds: Bounds, alphabet: Option<&'static str>) -> Self {
        let shape = match of.shape {
            Shape::Integer(_) => Shape::Integer(bounds),
            Shape::OctetString(_) => Shape::OctetString(bounds),
            Shape::BitString(_) => Shape::BitString(bounds),
            Shape::Ia5String(_, own) => match alphabet {
                Some(_) => Shape::Ia5String(bounds, alphabet),
                None => Shape::Ia5String(bounds, own),
            },
            Shape::BmpString(_) => Shape::BmpString(bounds),
            Shape::SequenceOf(_, element) => Shape::SequenceOf(bounds, element),
            other => other,
        };
        Self {
            name: of.name,
            shape,
        }
    }
}

macro_rules! built_in {
    ($($type:ty => $shape:expr;)*) => {
        $(impl Described for $type {
            const TYPE: &'static Type = &Type { name: "", shape: $shape };
        })*
    };
}

built_in! {
    () => Shape::Null;
    bool => Shape::Boolean;
    u8 => Shape::Integer(Bounds::between(0, u8::MAX as i64));
    u16 => Shape::Integer(Bounds::between(0, u16::MAX as i64));
    u32 => Shape::Integer(Bounds::between(0, u32::MAX as i64));
    i16 => Shape::Integer(Bounds::between(i16::MIN as i64, i16::MAX as i64));
    i32 => Shape::Integer(Bounds::between(i32::MIN as i64, i32::MAX as i64));
    Integer => Shape::Integer(Bounds::NONE);
    OctetString => Shape::OctetString(Bounds::NONE);
    BitString => Shape::BitString(Bounds::NONE);
    ObjectIdentifier => Shape::ObjectIdentifier;
    Ia5String => Shape::Ia5String(Bounds::NONE, None);
    NumericString => Shape::Ia5String(Bounds::NONE, Some(" 0123456789"));
    BmpString => Shape::BmpString(Bounds::NONE);
    GeneralString => Shape::GeneralString;
}

impl<const N: usize> Described for FixedOctetString<N> {
    const TYPE: &'static Type = &Type {
        name: "",
        shape: Shape::OctetString(Bounds::fixed(N)),
    };
}

impl<T: Described> Described for Box<T> {
    const TYPE: &'static Type = T::TYPE;
}

impl<T: Described> Described for Vec<T> {
    const TYPE: &'static Type = &Type {
        name: "",
        shape: Shape::SequenceOf(
            Bounds::NONE,
            &Component {
                name: "",
                of: T::TYPE,
                optional: false,
            },
        ),
    };
}
