//! Makes values from a tree: a decoder over [`Tree`] that rasn's derived types can drive.
//!
//! Tables read the octets once, into the tree; typed values are taken from there. A derived type
//! calls one method for each component, in the order of its definition. The tree holds the present
//! components in the same order.

use super::tree::{NodeValue, Tree};
use alloc::vec::Vec;
use core::fmt;
use rasn::types::{
    self, Any, Constraints, Constructed, DecodeChoice, Enumerated, IntegerType, SetOf, Tag,
    TagTree, fields::Field,
};
use rasn::{Codec, Decode, Decoder};

/// The tree does not hold the value, for example a CHOICE whose alternative was not readable.
#[derive(Debug)]
pub(super) struct Missing;

type Result<T> = core::result::Result<T, Missing>;

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the tree has no such value")
    }
}

/// Derived code converts an error to rasn's and back at every level, to name the field. Reading has
/// already named the field, so the error carries no data.
impl From<Missing> for rasn::error::DecodeError {
    #[cold]
    #[inline(never)]
    fn from(_: Missing) -> Self {
        Self::from_kind(rasn::error::DecodeErrorKind::Eof, Codec::Aper)
    }
}

impl From<rasn::error::DecodeError> for Missing {
    #[cold]
    #[inline(never)]
    fn from(_: rasn::error::DecodeError) -> Self {
        Self
    }
}

impl rasn::de::Error for Missing {
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

/// A SEQUENCE whose components are being taken.
struct Sequence {
    /// The position after its last node.
    end: usize,
    /// The names of the components that are not taken yet.
    root: &'static [Field],
    additions: &'static [Field],
}

/// Takes values from a tree, in the order of its nodes.
pub(super) struct Values<'a> {
    tree: &'a Tree,
    /// The next node.
    at: usize,
    sequences: Vec<Sequence>,
    /// The units of a BMPString; its type asks for them one by one.
    units: Option<alloc::vec::IntoIter<u16>>,
}

impl<'a> Values<'a> {
    pub(super) const fn new(tree: &'a Tree) -> Self {
        Self {
            tree,
            at: 0,
            sequences: Vec::new(),
            units: None,
        }
    }

    /// The next node's value.
    fn next(&mut self) -> Result<NodeValue<'a>> {
        self.at += 1;
        self.tree.value(self.at - 1).ok_or(Missing)
    }

    /// The end of the node before the next one.
    fn end_of_last(&self) -> usize {
        let last = self
            .at
            .checked_sub(1)
            .and_then(|at| self.tree.nodes.get(at));
        last.map_or(self.at, |node| node.next as usize)
    }

    fn name(&self) -> Option<&'static str> {
        let inside = self.sequences.last().is_some_and(|open| self.at < open.end);
        let node = self.tree.nodes.get(self.at).filter(|_| inside)?;
        Some(node.name())
    }

    /// Whether the next optional component of the root is present.
    fn optional(&mut self) -> bool {
        let name = self.name();
        let Some(open) = self.sequences.last_mut() else {
            return false;
        };
        // The mandatory components before it were already taken, without this method.
        while let [first, rest @ ..] = open.root {
            open.root = rest;
            if first.is_optional_or_default() {
                return name == Some(first.name);
            }
        }
        false
    }

    /// Whether the next addition is present and was readable.
    fn addition(&mut self) -> bool {
        let Some(open) = self.sequences.last_mut() else {
            return false;
        };
        let [first, rest @ ..] = open.additions else {
            return false;
        };
        open.additions = rest;
        let wanted = first.name;
        if self.name() != Some(wanted) {
            return false;
        }
        if self.tree.is_whole(self.at) {
            return true;
        }
        self.at = self
            .tree
            .nodes
            .get(self.at)
            .map_or(self.at + 1, |node| node.next as usize);
        false
    }

    fn octets(&mut self) -> Result<Vec<u8>> {
        match self.next()? {
            NodeValue::OctetString(octets) => Ok(octets.into_owned()),
            // A GeneralString is kept in the octets of the wire.
            NodeValue::Text(_) => self.tree.octets_at(self.at - 1).ok_or(Missing),
            _ => Err(Missing),
        }
    }

    /// A type that no module of the H.323 family uses.
    fn unsupported<T>(&mut self) -> Result<T> {
        Err(Missing)
    }
}

impl<'a> Decoder for Values<'a> {
    type Ok = ();
    type Error = Missing;
    type AnyDecoder<const R: usize, const E: usize> = Values<'a>;

    fn codec(&self) -> Codec {
        Codec::Aper
    }

    fn decode_any(&mut self, _: Tag) -> Result<Any> {
        self.unsupported()
    }

    fn decode_bit_string(&mut self, _: Tag, _: &Constraints) -> Result<types::BitString> {
        match self.next()? {
            NodeValue::BitString { octets, bits } => {
                let mut value = types::BitString::from_vec(octets);
                value.truncate(bits);
                Ok(value)
            }
            _ => Err(Missing),
        }
    }

    fn decode_bool(&mut self, _: Tag) -> Result<bool> {
        match self.next()? {
            NodeValue::Boolean(value) => Ok(value),
            _ => Err(Missing),
        }
    }

    fn decode_enumerated<E: Enumerated>(&mut self, _: Tag) -> Result<E> {
        let NodeValue::Enumerated(name) = self.next()? else {
            return Err(Missing);
        };
        let mut names = E::IDENTIFIERS.iter();
        let position = names.position(|known| *known == name).ok_or(Missing)?;
        match position.checked_sub(E::VARIANTS.len()) {
            Some(index) => E::from_extended_enumeration_index(index),
            None => E::from_enumeration_index(position),
        }
        .ok_or(Missing)
    }

    fn decode_integer<I: IntegerType>(&mut self, _: Tag, _: &Constraints) -> Result<I> {
        if let Some(units) = &mut self.units {
            let unit = units.next().ok_or(Missing)?;
            return I::try_from(i64::from(unit)).map_err(|_| Missing);
        }
        match self.next()? {
            NodeValue::Integer(value) => I::try_from(value).map_err(|_| Missing),
            NodeValue::LargeInteger(octets) => {
                I::try_from_signed_bytes(&octets, Codec::Aper).map_err(|_| Missing)
            }
            _ => Err(Missing),
        }
    }

    fn decode_real<R: types::RealType>(&mut self, _: Tag, _: &Constraints) -> Result<R> {
        self.unsupported()
    }

    fn decode_null(&mut self, _: Tag) -> Result<()> {
        match self.next()? {
            NodeValue::Null => Ok(()),
            _ => Err(Missing),
        }
    }

    fn decode_object_identifier(&mut self, _: Tag) -> Result<types::ObjectIdentifier> {
        match self.next()? {
            NodeValue::ObjectIdentifier(arcs) => {
                let arcs: Vec<u32> = arcs.iter().collect();
                types::ObjectIdentifier::new(arcs).ok_or(Missing)
            }
            _ => Err(Missing),
        }
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
        let additions: &'static [Field] = match const { &D::EXTENDED_FIELDS } {
            Some(fields) => fields,
            None => &[],
        };
        let root: &'static types::fields::Fields<RC> = const { &D::FIELDS };
        if self.next()? != NodeValue::Sequence {
            return Err(Missing);
        }
        let end = self.end_of_last();
        self.sequences.push(Sequence {
            end,
            root,
            additions,
        });
        let value = decode_fn(self);
        self.sequences.pop();
        // Unknown additions come last.
        self.at = end;
        value
    }

    fn decode_sequence_of<D: Decode>(&mut self, tag: Tag, _: &Constraints) -> Result<Vec<D>> {
        if tag == Tag::BMP_STRING {
            let units = self.tree.units_at(self.at).ok_or(Missing)?;
            self.at += 1;
            let count = units.len();
            self.units = Some(units.into_iter());
            let text = (0..count).map(|_| D::decode(self)).collect();
            self.units = None;
            return text;
        }
        if self.next()? != NodeValue::SequenceOf {
            return Err(Missing);
        }
        let end = self.end_of_last();
        let mut list = Vec::new();
        while self.at < end {
            list.push(D::decode(self)?);
        }
        Ok(list)
    }

    fn decode_set_of<D: Decode + Eq + core::hash::Hash>(
        &mut self,
        tag: Tag,
        limits: &Constraints,
    ) -> Result<SetOf<D>> {
        self.decode_sequence_of(tag, limits).map(SetOf::from_vec)
    }

    fn decode_octet_string<'b, T>(&'b mut self, _: Tag, _: &Constraints) -> Result<T>
    where
        T: From<&'b [u8]> + From<Vec<u8>>,
    {
        self.octets().map(T::from)
    }

    fn decode_utf8_string(&mut self, _: Tag, _: &Constraints) -> Result<types::Utf8String> {
        self.unsupported()
    }

    fn decode_visible_string(&mut self, _: Tag, _: &Constraints) -> Result<types::VisibleString> {
        self.unsupported()
    }

    fn decode_general_string(&mut self, _: Tag, _: &Constraints) -> Result<types::GeneralString> {
        // Our own type in `text` reads octets.
        self.unsupported()
    }

    fn decode_graphic_string(&mut self, _: Tag, _: &Constraints) -> Result<types::GraphicString> {
        self.unsupported()
    }

    fn decode_ia5_string(&mut self, _: Tag, _: &Constraints) -> Result<types::Ia5String> {
        match self.next()? {
            NodeValue::Text(text) => {
                types::Ia5String::from_iso646_bytes(text.as_bytes()).map_err(|_| Missing)
            }
            _ => Err(Missing),
        }
    }

    fn decode_printable_string(
        &mut self,
        _: Tag,
        _: &Constraints,
    ) -> Result<types::PrintableString> {
        self.unsupported()
    }

    fn decode_numeric_string(&mut self, _: Tag, _: &Constraints) -> Result<types::NumericString> {
        match self.next()? {
            NodeValue::Text(text) => {
                types::NumericString::from_bytes(text.as_bytes()).map_err(|_| Missing)
            }
            _ => Err(Missing),
        }
    }

    fn decode_teletex_string(&mut self, _: Tag, _: &Constraints) -> Result<types::TeletexString> {
        self.unsupported()
    }

    fn decode_bmp_string(&mut self, _: Tag, _: &Constraints) -> Result<types::BmpString> {
        // Our own type in `text` reads a SEQUENCE OF.
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
        if self.next()? != NodeValue::Choice {
            return Err(Missing);
        }
        let end = self.end_of_last();
        let name = self
            .tree
            .nodes
            .get(self.at)
            .filter(|_| self.at < end)
            .ok_or(Missing)?
            .name();
        let mut names = D::IDENTIFIERS.iter();
        let position = names.position(|known| *known == name).ok_or(Missing)?;
        let tag = match position.checked_sub(D::VARIANTS.len()) {
            Some(index) => D::EXTENDED_VARIANTS.and_then(|tags| tags.get(index)),
            None => D::VARIANTS.get(position),
        };
        let Some(&TagTree::Leaf(tag)) = tag else {
            return Err(Missing);
        };
        let value = D::from_tag(self, tag);
        self.at = end;
        value
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
        if self.addition() {
            D::decode_with_constraints(self, limits).map(Some)
        } else {
            Ok(None)
        }
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
