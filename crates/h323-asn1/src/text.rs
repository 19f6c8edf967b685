//! BMPString, and text from and to it.

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

#[cfg(test)]
mod tests {
    use super::*;
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
}
