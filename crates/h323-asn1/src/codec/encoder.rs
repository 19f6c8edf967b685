//! [`Writer`] as an encoder that rasn's derived types can drive.
//!
//! A derived type calls one method for each component, in the order of its
//! definition, as it does with a decoder. rasn's own encoder is generic over
//! the number of components around a value, which makes a copy of the code of
//! each type for each of them: four fifths of a Worker (`docs/size.md`).

use super::EncodeError;
use super::writer::{Refused, Result, Writer};
use core::fmt;
use rasn::error::EncodeErrorKind;
use rasn::types::{
    self, BitStr, Choice, Constraints, Constructed, Enumerated, Identifier, Integer, IntegerType,
    Tag,
};
use rasn::{Codec, Encode, Encoder};

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl rasn::enc::Error for Refused {
    fn custom<D: fmt::Display>(_: D, _: Codec) -> Self {
        Self(EncodeError::Other)
    }
}

/// rasn asks for both ways; derived code takes neither.
impl From<rasn::error::EncodeError> for Refused {
    fn from(_: rasn::error::EncodeError) -> Self {
        Self(EncodeError::Other)
    }
}

impl From<Refused> for rasn::error::EncodeError {
    fn from(_: Refused) -> Self {
        Self::from_kind(EncodeErrorKind::VariantNotInChoice, Codec::Aper)
    }
}

/// A type no module of the H.323 family uses.
fn unsupported() -> Result<()> {
    Err(Refused(EncodeError::Other))
}

impl Writer {
    /// Apart from the types there are, so that there is one of it.
    fn integer(&mut self, limits: &Constraints, value: Integer) -> Result<()> {
        self.primitive(|encoder| {
            encoder.encode_integer(Tag::INTEGER, limits, &value, Identifier::EMPTY)
        })
    }
}

impl Encoder<'_> for Writer {
    type Ok = ();
    type Error = Refused;
    type AnyEncoder<'other, const R: usize, const E: usize> = Writer;

    fn codec(&self) -> Codec {
        Codec::Aper
    }

    fn encode_any(&mut self, _: Tag, _: &types::Any, _: Identifier) -> Result<()> {
        unsupported()
    }

    fn encode_bool(&mut self, _: Tag, value: bool, _: Identifier) -> Result<()> {
        self.bit(value);
        Ok(())
    }

    fn encode_bit_string(
        &mut self,
        tag: Tag,
        limits: &Constraints,
        value: &BitStr,
        name: Identifier,
    ) -> Result<()> {
        self.primitive(|encoder| encoder.encode_bit_string(tag, limits, value, name))
    }

    fn encode_enumerated<E: Enumerated>(&mut self, _: Tag, value: &E, _: Identifier) -> Result<()> {
        let extension = value.is_extended_variant();
        let extensible = E::EXTENDED_VARIANTS.is_some();
        self.index(
            value.enumeration_index(),
            E::VARIANTS.len(),
            extensible,
            extension,
        );
        Ok(())
    }

    fn encode_object_identifier(
        &mut self,
        tag: Tag,
        value: &[u32],
        name: Identifier,
    ) -> Result<()> {
        // rasn writes 1.40 with the octet of 2.0.
        if !matches!(*value, [0 | 1, 0..=39, ..] | [2, _, ..]) {
            return Err(Refused(EncodeError::ObjectIdentifier));
        }
        self.primitive(|encoder| encoder.encode_object_identifier(tag, value, name))
    }

    fn encode_integer<I: IntegerType>(
        &mut self,
        _: Tag,
        limits: &Constraints,
        value: &I,
        _: Identifier,
    ) -> Result<()> {
        self.integer(limits, value.clone().to_integer())
    }

    fn encode_real<R: types::RealType>(
        &mut self,
        _: Tag,
        _: &Constraints,
        _: &R,
        _: Identifier,
    ) -> Result<()> {
        unsupported()
    }

    fn encode_null(&mut self, _: Tag, _: Identifier) -> Result<()> {
        Ok(())
    }

    fn encode_octet_string(
        &mut self,
        _: Tag,
        limits: &Constraints,
        value: &[u8],
        name: Identifier,
    ) -> Result<()> {
        // GeneralString, in `text`, comes as octets.
        let tag = Tag::OCTET_STRING;
        self.primitive(|encoder| encoder.encode_octet_string(tag, limits, value, name))
    }

    fn encode_general_string(
        &mut self,
        _: Tag,
        _: &Constraints,
        _: &types::GeneralString,
        _: Identifier,
    ) -> Result<()> {
        // Ours, in `text`, comes as octets.
        unsupported()
    }

    fn encode_graphic_string(
        &mut self,
        _: Tag,
        _: &Constraints,
        _: &types::GraphicString,
        _: Identifier,
    ) -> Result<()> {
        unsupported()
    }

    fn encode_utf8_string(
        &mut self,
        _: Tag,
        _: &Constraints,
        _: &str,
        _: Identifier,
    ) -> Result<()> {
        unsupported()
    }

    fn encode_visible_string(
        &mut self,
        _: Tag,
        _: &Constraints,
        _: &types::VisibleString,
        _: Identifier,
    ) -> Result<()> {
        unsupported()
    }

    fn encode_ia5_string(
        &mut self,
        tag: Tag,
        limits: &Constraints,
        value: &types::Ia5String,
        name: Identifier,
    ) -> Result<()> {
        self.primitive(|encoder| encoder.encode_ia5_string(tag, limits, value, name))
    }

    fn encode_printable_string(
        &mut self,
        _: Tag,
        _: &Constraints,
        _: &types::PrintableString,
        _: Identifier,
    ) -> Result<()> {
        unsupported()
    }

    fn encode_numeric_string(
        &mut self,
        tag: Tag,
        limits: &Constraints,
        value: &types::NumericString,
        name: Identifier,
    ) -> Result<()> {
        self.primitive(|encoder| encoder.encode_numeric_string(tag, limits, value, name))
    }

    fn encode_teletex_string(
        &mut self,
        _: Tag,
        _: &Constraints,
        _: &types::TeletexString,
        _: Identifier,
    ) -> Result<()> {
        unsupported()
    }

    fn encode_bmp_string(
        &mut self,
        _: Tag,
        _: &Constraints,
        _: &types::BmpString,
        _: Identifier,
    ) -> Result<()> {
        // Ours, in `text`, comes as a SEQUENCE OF.
        unsupported()
    }

    fn encode_generalized_time(
        &mut self,
        _: Tag,
        _: &types::GeneralizedTime,
        _: Identifier,
    ) -> Result<()> {
        unsupported()
    }

    fn encode_utc_time(&mut self, _: Tag, _: &types::UtcTime, _: Identifier) -> Result<()> {
        unsupported()
    }

    fn encode_date(&mut self, _: Tag, _: &types::Date, _: Identifier) -> Result<()> {
        unsupported()
    }

    fn encode_explicit_prefix<V: Encode>(
        &mut self,
        tag: Tag,
        value: &V,
        _: Identifier,
    ) -> Result<()> {
        // A CHOICE keeps its own tags even under automatic tagging.
        if V::IS_CHOICE {
            value.encode(self)
        } else {
            value.encode_with_tag(self, tag)
        }
    }

    fn encode_sequence<'b, const RC: usize, const EC: usize, C, F>(
        &'b mut self,
        _: Tag,
        encoder_scope: F,
        _: Identifier,
    ) -> Result<()>
    where
        C: Constructed<RC, EC>,
        F: FnOnce(&mut Self::AnyEncoder<'b, RC, EC>) -> Result<()>,
    {
        let optional = const { C::FIELDS.number_of_optional_and_default_fields() };
        self.open_sequence(optional, C::IS_EXTENSIBLE, EC);
        encoder_scope(self)?;
        self.close();
        Ok(())
    }

    fn encode_sequence_of<E: Encode>(
        &mut self,
        _: Tag,
        value: &[E],
        limits: &Constraints,
        _: Identifier,
    ) -> Result<()> {
        let (mut count, mut last) = self.open_list(limits, value.len())?;
        let mut left = value.iter();
        loop {
            for element in left.by_ref().take(count) {
                element.encode(self)?;
            }
            if last {
                return Ok(());
            }
            (count, last) = self.next_fragment(left.len());
        }
    }

    fn encode_set<'b, const RC: usize, const EC: usize, C, F>(
        &'b mut self,
        _: Tag,
        _: F,
        _: Identifier,
    ) -> Result<()>
    where
        C: Constructed<RC, EC>,
        F: FnOnce(&mut Self::AnyEncoder<'b, RC, EC>) -> Result<()>,
    {
        unsupported()
    }

    fn encode_set_of<E: Encode + Eq + core::hash::Hash>(
        &mut self,
        _: Tag,
        _: &types::SetOf<E>,
        _: &Constraints,
        _: Identifier,
    ) -> Result<()> {
        unsupported()
    }

    fn encode_some<E: Encode>(&mut self, value: &E, _: Identifier) -> Result<()> {
        self.presence(true);
        value.encode(self)
    }

    fn encode_some_with_tag_and_constraints<E: Encode>(
        &mut self,
        tag: Tag,
        limits: &Constraints,
        value: &E,
        _: Identifier,
    ) -> Result<()> {
        self.presence(true);
        value.encode_with_tag_and_constraints(self, tag, limits, Identifier::EMPTY)
    }

    fn encode_none<E: Encode>(&mut self, _: Identifier) -> Result<()> {
        self.presence(false);
        Ok(())
    }

    fn encode_none_with_tag(&mut self, _: Tag, _: Identifier) -> Result<()> {
        self.presence(false);
        Ok(())
    }

    fn encode_choice<E: Encode + Choice>(
        &mut self,
        _: &Constraints,
        tag: Tag,
        encode_fn: impl FnOnce(&mut Self) -> Result<Tag>,
        _: Identifier,
    ) -> Result<()> {
        let open = self.open_choice(E::VARIANTS, E::EXTENDED_VARIANTS, tag)?;
        encode_fn(self)?;
        if let Some(open) = open {
            self.close_open_type(open);
        }
        Ok(())
    }

    fn encode_extension_addition<E: Encode>(
        &mut self,
        tag: Tag,
        limits: &Constraints,
        value: E,
        _: Identifier,
    ) -> Result<()> {
        let Some(open) = self.addition(value.is_present()) else {
            return Ok(());
        };
        value.encode_with_tag_and_constraints(self, tag, limits, Identifier::EMPTY)?;
        self.close();
        self.close_open_type(open);
        Ok(())
    }

    fn encode_extension_addition_group<const RC: usize, const EC: usize, E>(
        &mut self,
        _: Option<&E>,
        _: Identifier,
    ) -> Result<()>
    where
        E: Encode + Constructed<RC, EC>,
    {
        unsupported()
    }
}
