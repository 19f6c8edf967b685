//! BMPString and GeneralString, and text from and to them.

use crate::codec::EncodeError;
use alloc::string::String;
use alloc::vec::Vec;
use core::{fmt, ops};
use rasn::prelude::*;

/// A BMPString: UTF-16, as peers send it, whatever the units are.
///
/// Not rasn's type of that name, which links a table of 65,534 characters (a
/// tenth of what may go into a Worker) to check units against, and whose
/// `TryFrom<&str>` takes the octets of UTF-8 for UTF-16. In aligned PER a
/// BMPString has the encoding of a SEQUENCE OF INTEGER (0..65535) with the same
/// size constraint (X.691 clauses 30.5.6 and 30.5.7 against 20.6 and 11.5.7.3;
/// a fixed size of 1 would differ, and no H.323 type has one), and so it is
/// encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BmpString(Vec<u16>);

/// `text` as a BMPString; a character beyond the Basic Multilingual Plane takes
/// two units.
///
/// # Errors
/// [`EncodeError::Alphabet`] for U+FFFE and U+FFFF, which are no characters.
pub fn bmp_string(text: &str) -> Result<BmpString, EncodeError> {
    let units: Vec<u16> = text.encode_utf16().collect();
    if units.iter().any(|&unit| unit >= 0xfffe) {
        return Err(EncodeError::Alphabet);
    }
    Ok(BmpString(units))
}

impl ops::Deref for BmpString {
    type Target = [u16];

    fn deref(&self) -> &[u16] {
        &self.0
    }
}

impl From<Vec<u16>> for BmpString {
    fn from(units: Vec<u16>) -> Self {
        Self(units)
    }
}

/// Half a surrogate pair shows as U+FFFD.
impl fmt::Display for BmpString {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&String::from_utf16_lossy(self))
    }
}

impl AsnType for BmpString {
    const TAG: Tag = Tag::BMP_STRING;
    const IDENTIFIER: Identifier = Identifier::BMP_STRING;
}

impl Decode for BmpString {
    fn decode_with_tag_and_constraints<D: Decoder>(
        decoder: &mut D,
        _: Tag,
        constraints: &Constraints,
    ) -> Result<Self, D::Error> {
        // Our decoder tells text from a list by the tag.
        decoder.decode_sequence_of(Self::TAG, constraints).map(Self)
    }
}

impl Encode for BmpString {
    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        _: Tag,
        constraints: &Constraints,
        identifier: Identifier,
    ) -> Result<(), E::Error> {
        encoder
            .encode_sequence_of(Self::TAG, &self.0, constraints, identifier)
            .map(drop)
    }
}

/// A GeneralString: octets, whatever character sets they come from.
///
/// Not rasn's type of that name, which refuses the octets 80 to A0 and so
/// anything but ASCII in UTF-8, which peers do send in user input. In PER a
/// GeneralString has the encoding of an OCTET STRING without constraint (X.691
/// clause 30.6), and so it is encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GeneralString(Vec<u8>);

impl ops::Deref for GeneralString {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for GeneralString {
    fn from(octets: Vec<u8>) -> Self {
        Self(octets)
    }
}

impl From<&str> for GeneralString {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

/// What is not UTF-8 shows as U+FFFD.
impl fmt::Display for GeneralString {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&String::from_utf8_lossy(self))
    }
}

impl AsnType for GeneralString {
    const TAG: Tag = Tag::GENERAL_STRING;
    const IDENTIFIER: Identifier = Identifier::GENERAL_STRING;
}

impl Decode for GeneralString {
    fn decode_with_tag_and_constraints<D: Decoder>(
        decoder: &mut D,
        _: Tag,
        constraints: &Constraints,
    ) -> Result<Self, D::Error> {
        // Our decoder tells text from octets by the tag.
        decoder
            .decode_octet_string::<Vec<u8>>(Self::TAG, constraints)
            .map(Self)
    }
}

impl Encode for GeneralString {
    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        _: Tag,
        constraints: &Constraints,
        identifier: Identifier,
    ) -> Result<(), E::Error> {
        encoder
            .encode_octet_string(Self::TAG, constraints, &self.0, identifier)
            .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{self, NodeValue};
    use alloc::string::ToString;
    use alloc::vec;

    #[test]
    fn text_survives() {
        for text in ["", "2000", "Zoë", "会議", "🙂 x"] {
            let wide = bmp_string(text).expect(text);
            assert_eq!(wide.to_string(), text);
            assert_eq!(wide.len(), text.encode_utf16().count());
        }
    }

    #[test]
    fn what_is_no_character() {
        assert_eq!(bmp_string("\u{ffff}"), Err(EncodeError::Alphabet));
        assert_eq!(BmpString::from(vec![0xd83d, 0x78]).to_string(), "\u{fffd}x");
    }

    #[test]
    fn octets_of_any_character_set() {
        for octets in [&b"12#"[..], "Zo\u{eb}".as_bytes(), &[0x80, 0xff, 0]] {
            let value = GeneralString::from(octets.to_vec());
            let encoded = codec::encode(&value).expect("no constraint");
            let mut expected = vec![octets.len() as u8];
            expected.extend_from_slice(octets);
            assert_eq!(encoded, expected);
            let decoded = codec::decode::<GeneralString>(&encoded);
            assert_eq!(decoded.value, Ok(value.clone()));
            let shown = NodeValue::Text(value.to_string().into());
            assert_eq!(decoded.tree.value(0), Some(shown));
        }
    }
}
