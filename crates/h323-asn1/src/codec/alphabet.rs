//! Character strings whose characters take the same number of bits each.

use rasn::types::Constraints;
use rasn::types::constraints::Size;

/// How many items there may be, if that decides their encoding: from, to.
pub(super) type Bounds = Option<(usize, usize)>;

/// A string type without its constraints.
#[derive(Clone, Copy)]
pub(super) enum StringType {
    Ia5,
    Numeric,
}

/// How the characters of a string are encoded (X.691 clause 30.5).
pub(super) struct Alphabet {
    /// Characters allowed, or all of ASCII.
    permitted: Option<&'static [u32]>,
    /// Bits a character takes.
    pub(super) width: usize,
    /// Whether a character goes by its position among those allowed, as it does
    /// where the alphabet is small and its characters are not.
    by_position: bool,
}

impl Alphabet {
    pub(super) fn new(string_type: StringType, constraints: &Constraints) -> Self {
        const NUMERIC: &[u32] = &[
            0x20, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39,
        ];
        let permitted = match (constraints.permitted_alphabet(), string_type) {
            (Some(permitted), _) => Some(permitted.constraint.as_inner()),
            (None, StringType::Numeric) => Some(NUMERIC),
            (None, StringType::Ia5) => None,
        };
        let width = match permitted.map_or(128, <[u32]>::len) {
            0 | 1 => 0,
            2 => 1,
            3..=4 => 2,
            5..=16 => 4,
            _ => 8,
        };
        let large = |all: &[u32]| all.iter().any(|&each| each >> width != 0);
        Self {
            permitted,
            width,
            by_position: permitted.is_some_and(large),
        }
    }

    /// Whether the characters start on an octet boundary.
    pub(super) fn aligned(&self, bounds: Bounds) -> bool {
        match bounds {
            Some((lower, upper)) if lower == upper => upper * self.width > 16,
            Some((_, upper)) => upper * self.width >= 16,
            None => true,
        }
    }

    /// The bits for `character`, if it is allowed.
    pub(super) fn code(&self, character: u8) -> Option<u64> {
        let character = u32::from(character);
        match self.permitted {
            Some(all) if !all.contains(&character) => None,
            Some(all) if self.by_position => {
                Some(all.iter().filter(|&&each| each < character).count() as u64)
            }
            _ => Some(character.into()),
        }
    }

    /// The character with these bits, if there is one.
    pub(super) fn character(&self, code: u8) -> Option<u8> {
        match self.permitted {
            Some(all) => {
                let mut all = all.iter().filter_map(|&each| u8::try_from(each).ok());
                all.find(|&each| self.code(each) == Some(code.into()))
            }
            None => code.is_ascii().then_some(code),
        }
    }
}

/// The bounds of a size constraint, whether or not they decide the encoding.
pub(super) fn limits(size: &Size) -> (usize, usize) {
    let (lower, upper) = size.start_and_end();
    let upper = upper.copied().unwrap_or(usize::MAX);
    (lower.copied().unwrap_or_default(), upper)
}

/// Whether a length between these bounds is encoded as an offset: an upper bound
/// of 64K or more is none to PER (X.691 clause 11.9.4.1).
pub(super) fn counted((lower, upper): (usize, usize)) -> Bounds {
    (upper < 0x1_0000).then_some((lower, upper))
}
