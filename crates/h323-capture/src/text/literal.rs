//! Octets as programs and ASN.1 write them.

use super::{digits, joined, value};

/// The octets of arrays, `{ 0x03, 0x00 }`: those of each pair of braces together. Follow Stream names
/// an array by the peer that sent it, `peer0_3`. Empty if the text has no such number.
pub(super) fn arrays(text: &str) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut side = None;
    let mut octets = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}', '0', 'p', '/']) {
        let before = rest.get(..at).and_then(|before| before.chars().next_back());
        let found = rest.get(at..).unwrap_or_default();
        let mut skip = 1;
        if found.starts_with("/*") {
            skip = found.find("*/").map_or(found.len(), |end| end + 2);
        } else if found.starts_with(['{', '}']) {
            parts.push((side, std::mem::take(&mut octets)));
        } else if let Some(digit) = found
            .strip_prefix("peer")
            .and_then(|name| name.chars().next())
        {
            side = digit.to_digit(10);
        } else if !before.is_some_and(char::is_alphanumeric)
            && let Some((octet, length)) = number(found)
        {
            octets.push(octet);
            skip = length;
        }
        rest = found.get(skip..).unwrap_or_default();
    }
    parts.push((side, octets));
    joined(parts)
}

/// The octet that a number such as `0x03` at the beginning of a text says, and its length. One with
/// more digits is an offset.
fn number(text: &str) -> Option<(u8, usize)> {
    let digits = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))?;
    let length = digits
        .find(|character: char| !character.is_ascii_alphanumeric())
        .unwrap_or(digits.len());
    let octet = u8::from_str_radix(digits.get(..length)?, 16).ok()?;
    (length <= 2 && !digits.get(length..)?.starts_with(':')).then_some((octet, 2 + length))
}

/// The octets of strings with escapes, `"\x03\x00"`; without quotes the whole text is one.
/// Empty if the text has no `\x` with digits, or a character that is not an octet.
pub(super) fn escaped(text: &str) -> Vec<Vec<u8>> {
    let Some(first) = text.find("\\x") else {
        return Vec::new();
    };
    let head = text.get(..first).unwrap_or_default();
    let quote = head
        .char_indices()
        .find(|(_, first)| matches!(first, '"' | '\''));
    let mut octets = Vec::new();
    let mut within = quote.is_none();
    // What is before the first string is not ours: a name, a `b`.
    let (from, quote) = quote.map_or((0, None), |(from, quote)| (from, Some(quote)));
    let mut characters = text.get(from..).unwrap_or_default().chars().peekable();
    while let Some(character) = characters.next() {
        if Some(character) == quote {
            within = !within;
        } else if within && character == '\\' {
            let Some(escape) = characters.next() else {
                break;
            };
            let octet = match escape {
                'x' => {
                    let Some(high) = characters.next().and_then(value) else {
                        return Vec::new();
                    };
                    match characters.peek().copied().and_then(value) {
                        Some(low) => {
                            characters.next();
                            high << 4 | low
                        }
                        None => high,
                    }
                }
                'a' => 7,
                'b' => 8,
                't' => b'\t',
                'n' => b'\n',
                'v' => 11,
                'f' => 12,
                'r' => b'\r',
                '0' => 0,
                // The string goes on in the next line.
                '\n' | '\r' => continue,
                '\\' | '"' | '\'' => u8::try_from(escape).unwrap_or_default(),
                _ => return Vec::new(),
            };
            octets.push(octet);
        } else if within && (quote.is_some() || !character.is_whitespace()) {
            match u8::try_from(character) {
                Ok(octet @ b' '..=b'~') => octets.push(octet),
                _ => return Vec::new(),
            }
        }
    }
    match octets.is_empty() {
        true => Vec::new(),
        false => vec![octets],
    }
}

/// Fewer octets in an octet string are a value within a message rather than one.
const SHORTEST: usize = 4;

/// The octet strings `'0300'H` in a text that are long enough for a message.
pub(super) fn quoted(text: &str) -> Vec<Vec<u8>> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find("'H") {
        let (before, behind) = rest.split_at_checked(end).unwrap_or_default();
        let start = before.rfind('\'').map(|start| start + 1);
        let octets = start.and_then(|start| digits(before.get(start..)?).ok());
        blocks.extend(octets.filter(|octets| octets.len() >= SHORTEST));
        rest = behind.get(2..).unwrap_or_default();
    }
    blocks
}
