//! Types as constants: what aligned PER and a reader of the tree need to know of them.
//!
//! `#[derive(Described)]` makes the table of a type from the definition that rasn's derives take
//! too, so that what is read and what is written cannot drift apart.

use super::value::Written;
use crate::text::{BmpString, GeneralString};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use rasn::types::{
    BitString, FixedOctetString, Ia5String, Integer, NumericString, ObjectIdentifier, OctetString,
};

/// A type that has a table, and values that can be written by it.
pub trait Described: Written {
    /// Its table.
    const TYPE: &'static Type;

    /// The whole of a message of this type.
    const ROOT: &'static Component = &Component {
        name: Self::TYPE.name,
        of: Self::TYPE,
        optional: false,
    };
}

/// An ASN.1 type.
#[derive(Debug)]
pub struct Type {
    /// The Recommendation's name; empty for what has none.
    pub name: &'static str,
    /// What it is made of.
    pub shape: Shape,
}

/// What a type is made of.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// NULL.
    Null,
    /// BOOLEAN.
    Boolean,
    /// INTEGER, and the numbers it may be.
    Integer(Bounds),
    /// ENUMERATED.
    Enumerated(Names),
    /// OCTET STRING, and how many octets it may have.
    OctetString(Bounds),
    /// BIT STRING, and how many bits it may have.
    BitString(Bounds),
    /// OBJECT IDENTIFIER.
    ObjectIdentifier,
    /// IA5String, or one of its parts such as NumericString: how many characters, and which ones if
    /// not all.
    Ia5String(Bounds, Option<&'static str>),
    /// BMPString, and how many units of UTF-16 it may have.
    BmpString(Bounds),
    /// GeneralString, in the octets that came.
    GeneralString,
    /// SEQUENCE.
    Sequence(Parts),
    /// CHOICE.
    Choice(Parts),
    /// SEQUENCE OF: the number of elements, and their type.
    SequenceOf(Bounds, &'static Component),
    /// A type that contains itself, so its table is made on request.
    Later(fn() -> &'static Type),
}

impl Shape {
    /// Whether the items of a string, of `width` bits each, follow its size without padding (X.691
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
    /// Those ahead of the extension marker.
    pub root: &'static [Component],
    /// How many of them may be absent.
    pub optional: usize,
    /// Those behind it: all may be absent, whatever the module says, for earlier versions do not
    /// have them.
    pub additions: &'static [Component],
    /// Whether there is a marker.
    pub extensible: bool,
}

/// A component, an alternative, or the element of a SEQUENCE OF, which has no name.
#[derive(Clone, Copy)]
pub struct Component {
    /// The Recommendation's identifier.
    pub name: &'static str,
    /// Its type.
    pub of: &'static Type,
    /// Whether it may be absent.
    pub optional: bool,
}

/// By its name: the table below it is most of a Recommendation.
impl fmt::Debug for Component {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

/// The identifiers of an ENUMERATED.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// Those ahead of the extension marker.
    pub root: &'static [&'static str],
    /// Those behind it.
    pub additions: &'static [&'static str],
    /// Whether there is a marker.
    pub extensible: bool,
}

/// The limits of a number or a size, as far as PER sees them.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The least.
    pub lower: Option<i64>,
    /// The most.
    pub upper: Option<i64>,
    /// Whether values beyond are allowed, which a bit then says.
    pub extensible: bool,
}

impl Bounds {
    /// No limit.
    pub const NONE: Self = Self {
        lower: None,
        upper: None,
        extensible: false,
    };

    /// The least and the most of a size that is sent as a constrained number (X.691 clause
    /// 11.9.3.3).
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
    /// What it is made of, asked for if that is how it is to be had.
    pub(super) fn shape(&self) -> &Shape {
        match &self.shape {
            Shape::Later(of) => &of().shape,
            shape => shape,
        }
    }

    /// The type within limits, as they stand at a component.
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
