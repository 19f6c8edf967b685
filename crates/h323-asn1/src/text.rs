//! Character strings of rasn from and to Rust's.

use crate::codec::EncodeError;
use alloc::string::String;
use alloc::vec::Vec;
use rasn::types::BmpString;

/// `text` in UTF-16, which is how peers read a BMPString; a character beyond the
/// Basic Multilingual Plane takes two. (rasn's own `TryFrom<&str>` takes the
/// octets of UTF-8 for UTF-16 and makes something else of any text.)
///
/// # Errors
/// [`EncodeError::Alphabet`] for U+FFFE and U+FFFF, which no BMPString holds.
pub fn bmp_string(text: &str) -> Result<BmpString, EncodeError> {
    let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    BmpString::try_from(octets).map_err(|_| EncodeError::Alphabet)
}

/// The text of a BMPString; half a surrogate pair shows as U+FFFD.
pub fn from_bmp_string(text: &BmpString) -> String {
    String::from_utf16_lossy(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn text_survives() {
        for text in ["", "2000", "Zoë", "会議", "🙂 x"] {
            let wide = bmp_string(text).expect(text);
            assert_eq!(from_bmp_string(&wide), text);
            assert_eq!(wide.len(), text.encode_utf16().count());
        }
    }

    #[test]
    fn what_is_no_character() {
        assert_eq!(bmp_string("\u{ffff}"), Err(EncodeError::Alphabet));
        let half = BmpString::try_from(vec![0xd8, 0x3d, 0, b'x']).expect("rasn takes it");
        assert_eq!(from_bmp_string(&half), "\u{fffd}x");
    }
}
