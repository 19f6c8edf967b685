//! Base64 (RFC 4648), alone or behind the tag that YAML has for it.

use ::base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::{joined, value};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What YAML calls binary data.
const TAG: &str = "!!binary";

/// Fewer characters are a word rather than octets.
const SHORTEST: usize = 8;

/// All of the text, if it is Base64: lines of one length, but for the last. Hexadecimal digits with
/// a few wrong ones among them are not.
pub(super) fn whole(text: &str) -> Vec<Vec<u8>> {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let length = lines.first().map_or(0, |first| first.len());
    let (last, others) = lines.split_last().unwrap_or((&"", &[]));
    let even = others.iter().all(|line| line.len() == length) && last.len() <= length;
    let characters = lines.concat();
    let digits = characters.chars().filter(|&one| value(one).is_some());
    let hexadecimal = digits.count() * 4 > characters.len() * 3;
    match characters.len() >= SHORTEST && characters.len() % 4 == 0 && even && !hexadecimal {
        true => decode(&characters).into_iter().collect(),
        false => Vec::new(),
    }
}

/// The values that are tagged as binary. Wireshark's Follow Stream says before each which of the two
/// peers sent it: `peer: 1`, and in earlier versions `peer1_0:`.
pub(super) fn tagged(text: &str) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut side = None;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some((_, rest)) = line.split_once("peer") {
            let digits = rest.trim_start_matches([':', ' ']);
            side = digits
                .chars()
                .next()
                .and_then(|digit| digit.to_digit(10))
                .or(side);
        }
        let Some((_, first)) = line.split_once(TAG) else {
            continue;
        };
        let mut characters: String = first.trim().trim_start_matches(['|', '>', '-']).into();
        while let Some(line) = lines.next_if(|line| is_of_alphabet(line.trim())) {
            characters.push_str(line.trim());
        }
        parts.extend(decode(characters.trim()).map(|octets| (side, octets)));
    }
    joined(parts)
}

fn decode(characters: &str) -> Option<Vec<u8>> {
    let octets = ENGINE.decode(characters).ok()?;
    (!octets.is_empty()).then_some(octets)
}

fn is_of_alphabet(line: &str) -> bool {
    let of_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    !line.is_empty() && line.bytes().all(of_alphabet)
}
