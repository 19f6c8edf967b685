//! Makes the texts of others fit to be shown. Their octets stay in the record unchanged.

use alloc::string::String;
use core::fmt::{self, Write as _};

/// A text without characters that hide text or move the text beside it. Line breaks and tabs become
/// blanks. Other control characters and those that change the direction of writing become U+FFFD.
/// Blanks and NULs at both ends are left out.
#[must_use]
pub fn shown(text: &str) -> String {
    let blank = |character: char| character.is_whitespace() || character == '\0';
    text.trim_matches(blank).chars().map(visible).collect()
}

/// The same for octets: as UTF-8 if they are valid UTF-8 (which includes IA5), otherwise as
/// Latin-1.
#[must_use]
pub fn of_octets(octets: &[u8]) -> String {
    match core::str::from_utf8(octets) {
        Ok(text) => shown(text),
        Err(_) => shown(
            &octets
                .iter()
                .map(|&octet| char::from(octet))
                .collect::<String>(),
        ),
    }
}

/// The first character that [`shown`] changes, and its position, counted from 0.
#[must_use]
pub fn hidden(text: &str) -> Option<(usize, char)> {
    text.chars()
        .enumerate()
        .find(|&(_, character)| visible(character) != character)
}

fn visible(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' => ' ',
        // Marks, embeddings, overrides and isolates of the bidirectional algorithm, the separators
        // of lines and paragraphs, and the byte order mark.
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => char::REPLACEMENT_CHARACTER,
        other if other.is_control() => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

/// Writes octets in hexadecimal without separators.
#[derive(Clone, Copy, Debug)]
pub struct Hex<'a>(pub &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for octets in self.0.chunks(32) {
            let mut digits = [0; 64];
            for (two, octet) in digits.chunks_exact_mut(2).zip(octets) {
                two.copy_from_slice(&[digit(octet >> 4), digit(octet & 0xF)]);
            }
            let digits = digits.get(..2 * octets.len()).unwrap_or_default();
            f.write_str(core::str::from_utf8(digits).unwrap_or_default())?;
        }
        Ok(())
    }
}

const fn digit(value: u8) -> u8 {
    match value {
        0..10 => b'0' + value,
        _ => b'a' + value - 10,
    }
}

/// An identifier of 16 octets in the form of a UUID (RFC 9562).
#[must_use]
pub fn uuid(octets: [u8; 16]) -> String {
    let [a, b, c, d, e, f, g, h, i, j, rest @ ..] = octets;
    let parts: [&[u8]; 5] = [&[a, b, c, d], &[e, f], &[g, h], &[i, j], &rest];
    let mut text = String::with_capacity(36);
    for (number, part) in parts.into_iter().enumerate() {
        let dash = if number > 0 { "-" } else { "" };
        let _ = write!(text, "{dash}{}", Hex(part));
    }
    text
}

/// Octets in hexadecimal without separators.
#[must_use]
pub fn hex(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len().saturating_mul(2));
    let _ = write!(text, "{}", Hex(octets));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_text_and_cannot_be_seen_is_left_out() {
        for (given, wanted) in [
            ("00.01.12.81\n", "00.01.12.81"),
            ("PCS-G70 Ver 02.50      \r\n", "PCS-G70 Ver 02.50"),
            ("Equipment\0", "Equipment"),
            ("\0 \t\r\n", ""),
            (" 2 lines\r\nof text ", "2 lines  of text"),
            ("", ""),
        ] {
            assert_eq!(shown(given), wanted, "{given:?}");
            assert_eq!(of_octets(given.as_bytes()), wanted, "{given:?}");
        }
    }

    #[test]
    fn nothing_within_moves_or_hides_its_neighbours() {
        assert_eq!(
            shown("a\u{1b}[2Jb\u{202e}c\u{2067}d\u{85}e"),
            "a�[2Jb�c�d�e"
        );
        for code in (0..=0x2069).filter_map(char::from_u32) {
            let text = shown(&alloc::format!("x{code}y"));
            assert!(!text.chars().any(char::is_control), "{code:?}");
            assert!(text.starts_with('x') && text.ends_with('y'), "{code:?}");
        }
    }

    #[test]
    fn what_is_not_shown_is_found_where_it_is() {
        for text in ["", "Zürich 会議 1", "a\u{ad}b", "\u{1F600}"] {
            assert_eq!(hidden(text), None, "{text}");
        }
        for (text, at) in [
            ("\u{1b}[31mx", 0),
            ("ü\u{202e}x", 1),
            ("ab\u{85}", 2),
            ("a\tb", 1),
            ("a\nb", 1),
            ("a\u{2066}b", 1),
            ("a\0", 1),
            ("\u{FEFF}", 0),
        ] {
            let found = hidden(text).map(|(at, _)| at);
            assert_eq!(found, Some(at), "{text:?}");
        }
    }

    #[test]
    fn octets_that_are_not_utf8_are_latin1() {
        assert_eq!(of_octets(b"Caf\xe9"), "Café");
        assert_eq!(of_octets("Café 会議".as_bytes()), "Café 会議");
        assert_eq!(of_octets(b"\xe9\x85\0"), "é");
    }

    #[test]
    fn an_identifier_has_its_dashes() {
        let octets = core::array::from_fn(|octet| octet as u8);
        assert_eq!(uuid(octets), "00010203-0405-0607-0809-0a0b0c0d0e0f");
    }

    #[test]
    fn octets_have_two_digits_each() {
        assert_eq!(hex(&[]), "");
        assert_eq!(hex(&[0, 0xab, 0xff]), "00abff");
        let all: alloc::vec::Vec<u8> = (0..=255).collect();
        let wanted: String = all
            .iter()
            .map(|octet| alloc::format!("{octet:02x}"))
            .collect();
        assert_eq!(hex(&all), wanted);
    }
}
