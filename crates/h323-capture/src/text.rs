//! Octets as text: hexadecimal digits, and what Wireshark, `tcpdump -x` and `-X`, `xxd` and
//! `hexdump -C` print.

mod dump;

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Digits alone.
    Digits(Vec<u8>),
    /// The blocks of a dump, each of which begins at offset 0.
    Dump(Vec<Vec<u8>>),
}

/// Why a text has no octets, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Neither a digit nor what may be between digits.
    #[error("line {line}, column {column}: {character:?} is not a hexadecimal digit")]
    NotADigit {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is there.
        character: char,
    },
    /// A digit too few, or too many.
    #[error("an odd number of hexadecimal digits ({0})")]
    Odd(usize),
    /// No digit at all.
    #[error("there are no octets in it")]
    Empty,
    /// A line of a dump does not go on where the one before it ended.
    #[error(
        "line {line}: the offset is {found:#06x}, but the octets before it end at {expected:#06x}"
    )]
    Offset {
        /// From 1.
        line: usize,
        /// What it says.
        found: usize,
        /// What it should say.
        expected: usize,
    },
    /// A dump of 16-bit words in the order of the machine that made it.
    #[error(
        "line {line}: hexdump without -C prints words, whose octets may be changed over; use hexdump -C"
    )]
    Words {
        /// From 1.
        line: usize,
    },
    /// The lines that a dump leaves out as repetitions are too many.
    #[error("line {line}: the dump stands for more than {limit} octets")]
    TooLong {
        /// From 1.
        line: usize,
        /// Most octets of a dump.
        limit: usize,
    },
}

/// Reads digits, or a dump.
///
/// # Errors
/// If it is neither.
pub fn read(text: &str) -> Result<Text, TextError> {
    match dump::blocks(text)? {
        Some(blocks) if blocks.is_empty() => Err(TextError::Empty),
        Some(blocks) => Ok(Text::Dump(blocks)),
        None => digits(text).map(Text::Digits),
    }
}

/// Reads digits, with white space and colons between them.
///
/// # Errors
/// If there is anything else, half an octet, or nothing.
pub fn digits(text: &str) -> Result<Vec<u8>, TextError> {
    let mut octets = Vec::with_capacity(text.len() / 2);
    let mut high = None;
    for (line, content) in text.lines().enumerate() {
        for (column, character) in content.chars().enumerate() {
            let Some(digit) = value(character) else {
                if character.is_whitespace() || character == ':' || character == '\u{FEFF}' {
                    continue;
                }
                return Err(TextError::NotADigit {
                    line: line + 1,
                    column: column + 1,
                    character,
                });
            };
            match high.take() {
                Some(high) => octets.push(high << 4 | digit),
                None => high = Some(digit),
            }
        }
    }
    match (high, octets.is_empty()) {
        (Some(_), _) => Err(TextError::Odd(2 * octets.len() + 1)),
        (None, true) => Err(TextError::Empty),
        (None, false) => Ok(octets),
    }
}

fn value(character: char) -> Option<u8> {
    character
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests;
