//! [`Reader`] as a decoder that rasn's derived types can drive.
//!
//! A derived type calls one method for each component, in the order of its
//! definition, which is how the reader knows whose name and presence bit is
//! next. Tags play no part in PER but to tell the derived code which
//! alternative to read.

use super::DecodeErrorKind;
use super::reader::{Failed, Reader, Result};
use super::tree::NodeValue;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use rasn::types::{
    self, Any, Constraints, Constructed, DecodeChoice, Enumerated, Integer, IntegerType, SetOf, Tag,
};
use rasn::{Codec, Decode, Decoder};

impl fmt::Display for Failed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("decoding failed")
    }
}

/// Derived code converts an error to rasn's and back at every level, to name
/// the field. The reader has named it already, so nothing is carried.
impl From<Failed> for rasn::error::DecodeError {
    #[cold]
    #[inline(never)]
    fn from(_: Failed) -> Self {
        Self::from_kind(rasn::error::DecodeErrorKind::Eof, Codec::Aper)
    }
}

impl From<rasn::error::DecodeError> for Failed {
    #[cold]
    #[inline(never)]
    fn from(_: rasn::error::DecodeError) -> Self {
        Self
    }
}

impl rasn::de::Error for Failed {
    fn custom<D: fmt::Display>(_: D, _: Codec) -> Self {
        Self
    }
    fn incomplete(_: rasn::de::Needed, _: Codec) -> Self {
        Self
    }
    fn exceeds_max_length(_: num_bigint::BigUint, _: Codec) -> Self {
        Self
    }
    fn missing_field(_: &'static str, _: Codec) -> Self {
        Self
    }
    fn no_valid_choice(_: &'static str, _: Codec) -> Self {
        Self
    }
    #[cold]
    #[inline(never)]
    fn field_error(_: &'static str, _: rasn::error::DecodeError, _: Codec) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str, _: Codec) -> Self {
        Self
    }
    fn unknown_field(_: usize, _: Tag, _: Codec) -> Self {
        Self
    }
}

/// An INTEGER on its way from rasn's type to the one asked for.
enum Number {
    Small(i64),
    /// Two's complement.
    Large(Vec<u8>),
}

impl Reader<'_> {
    fn integer(&mut self, constraints: &Constraints) -> Result<Number> {
        let name = self.name();
        // X.691 clauses 11.5.7 and 13: a bit-field, or two bits of length, comes
        // before the boundary; everything else starts on it.
        let range = constraints.value().map(|value| value.constraint.range());
        let start = self.start(!matches!(range, Some(Some(..=255 | 0x1_0001..))));
        let value =
            self.primitive(|decoder| decoder.decode_integer::<Integer>(Tag::INTEGER, constraints))?;
        let small: core::result::Result<i64, _> = value.clone().try_into();
        Ok(match small {
            Ok(small) => {
                self.leaf(name, start, NodeValue::Integer(small));
                Number::Small(small)
            }
            Err(_) => {
                let (octets, length) = value.to_signed_bytes_be();
                let octets = octets.as_ref().get(..length).unwrap_or_default().to_vec();
                self.leaf(name, start, NodeValue::LargeInteger(octets.clone()));
                Number::Large(octets)
            }
        })
    }

    fn octet_string(&mut self, tag: Tag, constraints: &Constraints) -> Result<Vec<u8>> {
        let name = self.name();
        let start = self.start(aligned(constraints, 2));
        let octets: Vec<u8> =
            self.primitive(|decoder| decoder.decode_octet_string(Tag::OCTET_STRING, constraints))?;
        // GeneralString, in `text`, comes as octets.
        let value = if tag == Tag::GENERAL_STRING {
            NodeValue::Text(String::from_utf8_lossy(&octets).into_owned())
        } else {
            NodeValue::OctetString(octets.clone())
        };
        self.leaf(name, start, value);
        Ok(octets)
    }

    /// Records a character string that `read` reads and `text` renders.
    fn string<T>(
        &mut self,
        constraints: &Constraints,
        read: impl FnOnce(
            &mut rasn::aper::Decoder<'_>,
        ) -> core::result::Result<T, rasn::error::DecodeError>,
        text: impl FnOnce(&T) -> String,
    ) -> Result<T> {
        let name = self.name();
        let start = self.start(aligned(constraints, usize::MAX));
        let value = self.primitive(read)?;
        self.leaf(name, start, NodeValue::Text(text(&value)));
        Ok(value)
    }

    /// A type no module of the H.323 family uses.
    fn unsupported<T>(&mut self) -> Result<T> {
        self.name();
        let kind = DecodeErrorKind::Primitive("a type that H.323 does not use");
        Err(self.fail(self.at, kind))
    }
}

/// Whether a string starts on an octet boundary, its length determinant
/// included: no constraint PER sees, or a fixed size of more than `small` items.
fn aligned(constraints: &Constraints, small: usize) -> bool {
    match constraints
        .size()
        .map(|size| size.constraint.start_and_end())
    {
        Some((Some(lower), Some(upper))) => lower == upper && *upper > small,
        _ => true,
    }
}

impl<'a> Decoder for Reader<'a> {
    type Ok = ();
    type Error = Failed;
    type AnyDecoder<const R: usize, const E: usize> = Reader<'a>;

    fn codec(&self) -> Codec {
        Codec::Aper
    }

    fn decode_any(&mut self, _: Tag) -> Result<Any> {
        self.unsupported()
    }

    fn decode_bit_string(&mut self, tag: Tag, limits: &Constraints) -> Result<types::BitString> {
        let name = self.name();
        let start = self.start(aligned(limits, 16));
        let value = self.primitive(|decoder| decoder.decode_bit_string(tag, limits))?;
        let bits = value.len();
        let mut octets = value.clone();
        octets.set_uninitialized(false);
        let octets = octets.into_vec();
        self.leaf(name, start, NodeValue::BitString { octets, bits });
        Ok(value)
    }

    fn decode_bool(&mut self, _: Tag) -> Result<bool> {
        let (name, start) = (self.name(), self.at);
        let value = self.bit()?;
        self.leaf(name, start, NodeValue::Boolean(value));
        Ok(value)
    }

    fn decode_enumerated<E: Enumerated>(&mut self, _: Tag) -> Result<E> {
        let (name, start) = (self.name(), self.at);
        let (extension, index) = self.index(E::VARIANTS.len(), E::EXTENDED_VARIANTS.is_some())?;
        let (value, position) = if extension {
            let value = E::from_extended_enumeration_index(index);
            (value, index.saturating_add(E::VARIANTS.len()))
        } else {
            (E::from_enumeration_index(index), index)
        };
        let (Some(value), Some(&identifier)) = (value, E::IDENTIFIERS.get(position)) else {
            let failed = self.fail(
                start,
                DecodeErrorKind::UnknownEnumeration { index, extension },
            );
            let first = E::from_enumeration_index(0).filter(|_| extension);
            if first.is_some() {
                self.unknown_value(name, start);
            }
            return first.ok_or(failed);
        };
        self.leaf(name, start, NodeValue::Enumerated(identifier));
        Ok(value)
    }

    fn decode_integer<I: IntegerType>(&mut self, _: Tag, limits: &Constraints) -> Result<I> {
        let start = self.at;
        let value = match self.integer(limits)? {
            Number::Small(value) => I::try_from(value).ok(),
            Number::Large(octets) => I::try_from_signed_bytes(&octets, Codec::Aper).ok(),
        };
        value.ok_or_else(|| {
            self.fail(
                start,
                DecodeErrorKind::Constraint("number outside its range"),
            )
        })
    }

    fn decode_real<R: types::RealType>(&mut self, _: Tag, _: &Constraints) -> Result<R> {
        self.unsupported()
    }

    fn decode_null(&mut self, _: Tag) -> Result<()> {
        let (name, start) = (self.name(), self.at);
        self.leaf(name, start, NodeValue::Null);
        Ok(())
    }

    fn decode_object_identifier(&mut self, tag: Tag) -> Result<types::ObjectIdentifier> {
        let name = self.name();
        let start = self.start(true);
        if self.standing_in {
            // There is none without arcs.
            let first = types::ObjectIdentifier::new(&[0, 0]);
            return first.ok_or_else(|| self.fail(start, DecodeErrorKind::TooDeep));
        }
        let value = self.primitive(|decoder| decoder.decode_object_identifier(tag))?;
        self.leaf(name, start, NodeValue::ObjectIdentifier(value.to_vec()));
        Ok(value)
    }

    fn decode_sequence<const RC: usize, const EC: usize, D, DF, F>(
        &mut self,
        _: Tag,
        _: Option<DF>,
        decode_fn: F,
    ) -> Result<D>
    where
        D: Constructed<RC, EC>,
        DF: FnOnce() -> D,
        F: FnOnce(&mut Self) -> Result<D>,
    {
        let additions: &'static [types::fields::Field] = match const { &D::EXTENDED_FIELDS } {
            Some(fields) => fields,
            None => &[],
        };
        let root: &'static types::fields::Fields<RC> = const { &D::FIELDS };
        self.open_sequence(root, additions, D::IS_EXTENSIBLE)?;
        let value = decode_fn(self)?;
        self.close_sequence()?;
        Ok(value)
    }

    fn decode_sequence_of<D: Decode>(&mut self, tag: Tag, limits: &Constraints) -> Result<Vec<D>> {
        let mut batch = self.open_list(tag, limits.size())?;
        let mut list = Vec::new();
        loop {
            for _ in 0..batch.count {
                self.element()?;
                list.push(D::decode(self)?);
            }
            if batch.last {
                break;
            }
            batch = self.batch()?;
        }
        self.close();
        Ok(list)
    }

    fn decode_set_of<D: Decode + Eq + core::hash::Hash>(
        &mut self,
        tag: Tag,
        limits: &Constraints,
    ) -> Result<SetOf<D>> {
        self.decode_sequence_of(tag, limits).map(SetOf::from_vec)
    }

    fn decode_octet_string<'b, T>(&'b mut self, tag: Tag, limits: &Constraints) -> Result<T>
    where
        T: From<&'b [u8]> + From<Vec<u8>>,
    {
        self.octet_string(tag, limits).map(T::from)
    }

    fn decode_utf8_string(&mut self, tag: Tag, limits: &Constraints) -> Result<types::Utf8String> {
        let none = &Constraints::NONE;
        self.string(
            none,
            |decoder| decoder.decode_utf8_string(tag, limits),
            String::clone,
        )
    }

    fn decode_visible_string(
        &mut self,
        tag: Tag,
        limits: &Constraints,
    ) -> Result<types::VisibleString> {
        self.string(
            limits,
            |decoder| decoder.decode_visible_string(tag, limits),
            |value| value.to_string(),
        )
    }

    fn decode_general_string(&mut self, _: Tag, _: &Constraints) -> Result<types::GeneralString> {
        // Ours, in `text`, comes as octets.
        self.unsupported()
    }

    fn decode_graphic_string(&mut self, _: Tag, _: &Constraints) -> Result<types::GraphicString> {
        self.unsupported()
    }

    fn decode_ia5_string(&mut self, tag: Tag, limits: &Constraints) -> Result<types::Ia5String> {
        self.string(
            limits,
            |decoder| decoder.decode_ia5_string(tag, limits),
            |value| String::from_utf8_lossy(value.as_iso646_bytes()).into_owned(),
        )
    }

    fn decode_printable_string(
        &mut self,
        tag: Tag,
        limits: &Constraints,
    ) -> Result<types::PrintableString> {
        self.string(
            limits,
            |decoder| decoder.decode_printable_string(tag, limits),
            |value| String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    }

    fn decode_numeric_string(
        &mut self,
        tag: Tag,
        limits: &Constraints,
    ) -> Result<types::NumericString> {
        self.string(
            limits,
            |decoder| decoder.decode_numeric_string(tag, limits),
            |value| String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    }

    fn decode_teletex_string(&mut self, _: Tag, _: &Constraints) -> Result<types::TeletexString> {
        self.unsupported()
    }

    fn decode_bmp_string(&mut self, _: Tag, _: &Constraints) -> Result<types::BmpString> {
        // Ours, in `text`, comes as a SEQUENCE OF.
        self.unsupported()
    }

    fn decode_explicit_prefix<D: Decode>(&mut self, tag: Tag) -> Result<D> {
        // A CHOICE keeps its own tags even under automatic tagging.
        if D::IS_CHOICE {
            D::decode(self)
        } else {
            D::decode_with_tag(self, tag)
        }
    }

    fn decode_optional_with_explicit_prefix<D: Decode>(&mut self, tag: Tag) -> Result<Option<D>> {
        self.decode_optional_with_tag(tag)
    }

    fn decode_utc_time(&mut self, _: Tag) -> Result<types::UtcTime> {
        self.unsupported()
    }

    fn decode_generalized_time(&mut self, _: Tag) -> Result<types::GeneralizedTime> {
        self.unsupported()
    }

    fn decode_date(&mut self, _: Tag) -> Result<types::Date> {
        self.unsupported()
    }

    fn decode_set<const RC: usize, const EC: usize, FIELDS, SET, D, F>(
        &mut self,
        _: Tag,
        _: D,
        _: F,
    ) -> Result<SET>
    where
        SET: Decode + Constructed<RC, EC>,
        FIELDS: Decode,
        D: Fn(&mut Self, usize, Tag) -> Result<FIELDS>,
        F: FnOnce(Vec<FIELDS>) -> Result<SET>,
    {
        self.unsupported()
    }

    fn decode_choice<D: DecodeChoice>(&mut self, _: &Constraints) -> Result<D> {
        let mut taken = self.open_choice(D::VARIANTS, D::EXTENDED_VARIANTS, D::IDENTIFIERS)?;
        loop {
            match D::from_tag(self, taken.tag) {
                Ok(value) => {
                    self.close_choice(taken);
                    return Ok(value);
                }
                Err(failed) => taken = self.replace(taken, D::VARIANTS).ok_or(failed)?,
            }
        }
    }

    fn decode_optional<D: Decode>(&mut self) -> Result<Option<D>> {
        self.decode_optional_with_tag(D::TAG)
    }

    fn decode_optional_with_tag<D: Decode>(&mut self, tag: Tag) -> Result<Option<D>> {
        if self.optional() {
            D::decode_with_tag(self, tag).map(Some)
        } else {
            Ok(None)
        }
    }

    fn decode_optional_with_constraints<D: Decode>(
        &mut self,
        limits: &Constraints,
    ) -> Result<Option<D>> {
        self.decode_optional_with_tag_and_constraints(D::TAG, limits)
    }

    fn decode_optional_with_tag_and_constraints<D: Decode>(
        &mut self,
        tag: Tag,
        limits: &Constraints,
    ) -> Result<Option<D>> {
        if self.optional() {
            D::decode_with_tag_and_constraints(self, tag, limits).map(Some)
        } else {
            Ok(None)
        }
    }

    fn decode_extension_addition_with_explicit_tag_and_constraints<D: Decode>(
        &mut self,
        tag: Tag,
        limits: &Constraints,
    ) -> Result<Option<D>> {
        self.decode_extension_addition_with_tag_and_constraints(tag, limits)
    }

    fn decode_extension_addition_with_tag_and_constraints<D: Decode>(
        &mut self,
        _: Tag,
        limits: &Constraints,
    ) -> Result<Option<D>> {
        let Some(resume) = self.addition()? else {
            return Ok(None);
        };
        Ok(match D::decode_with_constraints(self, limits) {
            Ok(value) => {
                self.resume(resume);
                Some(value)
            }
            Err(_) => {
                self.step_over(resume);
                None
            }
        })
    }

    fn decode_extension_addition_group<const RC: usize, const EC: usize, D>(
        &mut self,
    ) -> Result<Option<D>>
    where
        D: Decode + Constructed<RC, EC>,
    {
        self.unsupported()
    }
}
