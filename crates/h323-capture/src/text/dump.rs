//! Lines of a dump: an offset, octets, and often the same as characters.

use super::{TextError, digits, value};

/// Most octets that are filled in for lines that repeat the one before: a TPKT has no more, and a
/// few characters could stand for anything.
const LIMIT: usize = 1 << 16;

/// A line with an offset.
struct Line<'a> {
    /// From 1.
    number: usize,
    offset: usize,
    /// Digits of the offset.
    width: usize,
    /// Behind the offset; with its colon, if it has one.
    rest: &'a str,
    /// Whether a line before it says that lines were left out.
    repeated: bool,
}

/// The blocks of a dump; `None` if the text is not one. It is one if the first line that looks as if
/// it had an offset begins at 0. Other lines are what a tool says about the packet.
pub(super) fn blocks(text: &str) -> Result<Option<Vec<Vec<u8>>>, TextError> {
    let mut lines = Vec::new();
    let mut repeated = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim() == "*" {
            repeated = true;
            continue;
        }
        let Some((offset, width, rest)) = offset(line) else {
            continue;
        };
        if lines.is_empty() && offset != 0 {
            return Ok(None);
        }
        lines.push(Line {
            number: index + 1,
            offset,
            width,
            rest,
            repeated: std::mem::take(&mut repeated),
        });
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let mut blocks: Vec<Vec<u8>> = Vec::new();
    let mut block = Vec::new();
    let mut last = Vec::new();
    let mut filled = 0;
    for (index, line) in lines.iter().enumerate() {
        if line.offset == 0 && !block.is_empty() {
            blocks.push(std::mem::take(&mut block));
        }
        if line.repeated && line.offset > block.len() && !last.is_empty() {
            let missing = line.offset - block.len();
            filled += missing;
            if filled > LIMIT {
                let limit = LIMIT;
                let line = line.number;
                return Err(TextError::TooLong { line, limit });
            }
            block.extend(last.iter().cycle().take(missing));
        }
        if line.offset != block.len() {
            return Err(TextError::Offset {
                line: line.number,
                found: line.offset,
                expected: block.len(),
            });
        }
        let mut octets = octets(line)?;
        // What looks like octets may be the characters: the next offset knows.
        let next = lines.get(index + 1).map(|next| next.offset);
        if let Some(room) = next.and_then(|next| next.checked_sub(line.offset))
            && room > 0
        {
            octets.truncate(room);
        }
        block.extend_from_slice(&octets);
        if !octets.is_empty() {
            last = octets;
        }
    }
    if !block.is_empty() {
        blocks.push(block);
    }
    Ok(Some(blocks))
}

/// The offset that a line begins with, its width, and what is behind it.
fn offset(line: &str) -> Option<(usize, usize, &str)> {
    let line = line.trim();
    let text = line.strip_prefix("0x").unwrap_or(line);
    let end = text
        .find(|character| value(character).is_none())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let behind = rest.strip_prefix(':').unwrap_or(rest);
    let separated = behind.is_empty() || behind.starts_with([' ', '\t']);
    if !(4..=8).contains(&number.len()) || !separated {
        return None;
    }
    Some((usize::from_str_radix(number, 16).ok()?, number.len(), rest))
}

/// The octets of a line: groups of digits, up to the gap before the characters.
fn octets(line: &Line<'_>) -> Result<Vec<u8>, TextError> {
    let rest = line.rest.strip_prefix(':').unwrap_or(line.rest).trim();
    if is_of_words(line) {
        return Err(TextError::Words { line: line.number });
    }
    // `hexdump -C` has a gap in the middle too, and puts the characters between bars.
    let (groups, barred) = match (rest.find("  |"), rest.ends_with('|')) {
        (Some(bar), true) => (rest.get(..bar).unwrap_or_default(), true),
        _ if rest.starts_with('|') => ("", true),
        _ => (rest, false),
    };
    let mut octets = Vec::new();
    let mut singles = true;
    let mut left = groups;
    loop {
        let trimmed = left.trim_start();
        let gap = left.len() - trimmed.len();
        let end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        let Some((group, after)) = trimmed.split_at_checked(end) else {
            break;
        };
        let one = group.len() == 2;
        let gap_in_the_middle = gap == 2 && octets.len() == 8 && singles && one;
        let wide = gap > 1 || left.starts_with('\t');
        if !octets.is_empty() && wide && !barred && !gap_in_the_middle {
            break;
        }
        let Ok(read) = digits(group) else {
            break;
        };
        if group.len() > 8 || group.contains(':') {
            break;
        }
        singles &= one;
        octets.extend(read);
        left = after;
    }
    Ok(octets)
}

/// Whether the line is of `hexdump` without options: seven digits of offset, then words alone.
fn is_of_words(line: &Line<'_>) -> bool {
    let mut words = line.rest.split_whitespace().peekable();
    let any = words.peek().is_some();
    any && line.width == 7 && words.all(|word| word.len() == 4 && digits(word).is_ok())
}
