//! Octets as text, in the forms that tools print and people copy.
//!
//! ```text
//! 0300 000d, 03:00:00, 03,00     hexadecimal digits
//! 0000  03 00 00 0d  ....        dumps of Wireshark, tcpdump -x and -X, xxd, hexdump -C
//! { 0x03, 0x00 }                 arrays of C, also those of Wireshark's Follow Stream
//! "\x03\x00"                     strings with escapes
//! '0300'H                        octet strings of ASN.1, as Cisco's debugs print them
//! AwAADQ==, !!binary AwAADQ==    Base64, also in the YAML of Follow Stream
//! Setup PDU: 03 00 00 0d         lines of a log, and the dumps of PTLib in it
//! ```

mod base64;
mod dump;
mod literal;
mod log;

/// The form that a text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Hexadecimal digits alone.
    Hex,
    /// A dump with offsets.
    Dump,
    /// An array of C.
    Array,
    /// A string with escapes.
    Escaped,
    /// Octet strings of ASN.1.
    Asn1,
    /// Base64.
    Base64,
    /// A log with octets in it.
    Log,
}

impl Form {
    /// Its name in answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hex => "hex",
            Self::Dump => "hexdump",
            Self::Array => "c-array",
            Self::Escaped => "escaped-string",
            Self::Asn1 => "asn1",
            Self::Base64 => "base64",
            Self::Log => "log",
        }
    }
}

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// How it says it.
    pub form: Form,
    /// Octets that belong together: the blocks of a dump, the arrays, the strings. One at least, and
    /// none is empty.
    pub blocks: Vec<Vec<u8>>,
}

/// Why a text has no octets, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Neither a digit nor what may be between digits.
    #[error(
        "Line {line}, column {column}: {character:?} is not a hexadecimal digit, and the text is not a dump, C array, escaped string, Base64 or log with octets either."
    )]
    NotADigit {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is there.
        character: char,
    },
    /// A digit too few, or too many.
    #[error(
        "There is an odd number of hexadecimal digits up to line {line}, column {column}: one is missing or one is too many."
    )]
    Odd {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
    },
    /// No digit at all.
    #[error("It does not contain octets.")]
    Empty,
    /// A line of a dump does not go on where the one before it ended.
    #[error(
        "Line {line}: the offset is {found:#06x}, but the octets before it end at {expected:#06x}. Send the whole dump, from offset 0."
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
        "Line {line}: hexdump without -C prints words, whose octets may be swapped. Use hexdump -C."
    )]
    Words {
        /// From 1.
        line: usize,
    },
    /// The lines that a dump leaves out as repetitions are too many.
    #[error(
        "Line {line}: the lines that the dump leaves out (*) stand for more than {limit} octets. Make the dump without such lines (hexdump -v), or send the octets themselves."
    )]
    TooLong {
        /// From 1.
        line: usize,
        /// Most octets that are filled in.
        limit: usize,
    },
}

/// Reads a text in any of the forms.
///
/// # Errors
/// If the text has another form.
pub fn read(text: &str) -> Result<Text, TextError> {
    let text = text.trim_start_matches('\u{FEFF}');
    let literals = [
        (Form::Array, literal::arrays as fn(&str) -> Vec<Vec<u8>>),
        (Form::Escaped, literal::escaped),
        (Form::Asn1, literal::quoted),
        (Form::Base64, base64::tagged),
    ];
    for (form, read) in literals {
        let blocks = read(text);
        if !blocks.is_empty() {
            return Ok(Text { form, blocks });
        }
    }
    if let Some(blocks) = dump::blocks(text)? {
        return match blocks.is_empty() {
            true => Err(TextError::Empty),
            false => Ok(Text {
                form: Form::Dump,
                blocks,
            }),
        };
    }
    let wrong = match digits(text) {
        Ok(octets) => {
            return Ok(Text {
                form: Form::Hex,
                blocks: vec![octets],
            });
        }
        Err(wrong) => wrong,
    };
    for (form, read) in [
        (Form::Base64, base64::whole as fn(&str) -> Vec<Vec<u8>>),
        (Form::Log, log::blocks),
    ] {
        let blocks = read(text);
        if !blocks.is_empty() {
            return Ok(Text { form, blocks });
        }
    }
    Err(wrong)
}

/// Reads digits, with white space, colons, commas and dashes between them.
///
/// # Errors
/// If there is anything else, half an octet, or nothing.
pub fn digits(text: &str) -> Result<Vec<u8>, TextError> {
    let mut octets = Vec::with_capacity(text.len() / 2);
    let mut high = None;
    let mut last = (1, 1);
    for (line, content) in text.lines().enumerate() {
        let content = match line {
            0 => content.strip_prefix("0x").unwrap_or(content),
            _ => content,
        };
        for (column, character) in content.chars().enumerate() {
            let place = (line + 1, column + 1);
            if let Some(digit) = value(character) {
                last = place;
                match high.take() {
                    Some(high) => octets.push(high << 4 | digit),
                    None => high = Some(digit),
                }
                continue;
            }
            let (line, column) = place;
            match character {
                // Half an octet before one of these is a mistake: lines do not break there.
                ',' | ';' | ':' | '-' if high.is_none() => {}
                ',' | ';' | ':' | '-' => return Err(TextError::Odd { line, column }),
                '\u{FEFF}' => {}
                character if character.is_whitespace() => {}
                character => {
                    return Err(TextError::NotADigit {
                        line,
                        column,
                        character,
                    });
                }
            }
        }
    }
    let (line, column) = last;
    match (high, octets.is_empty()) {
        (Some(_), _) => Err(TextError::Odd { line, column }),
        (None, true) => Err(TextError::Empty),
        (None, false) => Ok(octets),
    }
}

fn value(character: char) -> Option<u8> {
    character
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Joins what one side sent without the other between: a message may go over several packets.
/// `parts`: octets, and who sent them if that is known.
fn joined(parts: Vec<(Option<u32>, Vec<u8>)>) -> Vec<Vec<u8>> {
    let mut blocks: Vec<Vec<u8>> = Vec::new();
    let mut before = None;
    for (side, octets) in parts {
        if octets.is_empty() {
            continue;
        }
        match blocks.last_mut() {
            Some(last) if side.is_some() && side == before => last.extend(octets),
            _ => blocks.push(octets),
        }
        before = side;
    }
    blocks
}

#[cfg(test)]
mod tests;
