//! Octets in a log: lines of them, or behind words, `Setup PDU: 03 00 …`.
//!
//! PTLib, and OPAL with it, prints sixteen to a line without an offset, in two groups of eight, and
//! the same as characters behind a gap of three blanks. Cisco's debugs begin behind a word and go on
//! in the next lines.

use super::value;

/// Fewer octets are a number or a word.
const SHORTEST: usize = 4;

/// A time or a date may look like fewer octets with colons or dashes between.
const SHORTEST_SEPARATED: usize = 9;

/// The runs of lines with octets.
pub(super) fn blocks(text: &str) -> Vec<Vec<u8>> {
    let mut blocks: Vec<Vec<u8>> = Vec::new();
    let mut block: Vec<u8> = Vec::new();
    let mut end = |block: &mut Vec<u8>| {
        let block = std::mem::take(block);
        if block.len() >= SHORTEST {
            blocks.push(block);
        }
    };
    for line in text.lines() {
        match octets(line.trim()) {
            Some((true, octets)) => block.extend(octets),
            Some((false, octets)) => {
                end(&mut block);
                block = octets;
            }
            None => end(&mut block),
        }
    }
    end(&mut block);
    blocks
}

/// The octets of a line, and whether it begins with them.
fn octets(line: &str) -> Option<(bool, Vec<u8>)> {
    let mut from = 0;
    loop {
        let rest = line.get(from..)?;
        let (octets, behind) = run(rest);
        let alone = from == 0;
        let enough = match (alone, octets.len()) {
            (true, 1..) => true,
            (false, length) => length >= SHORTEST && begins_octets(line.get(..from)?),
            (true, 0) => false,
        };
        if enough && ends_octets(behind, alone) {
            return Some((alone, octets));
        }
        // Behind the next blank.
        let blank = rest.find(char::is_whitespace)?;
        let word = rest.get(blank..)?.trim_start();
        from = line.len() - word.len();
        if word.is_empty() {
            return None;
        }
    }
}

/// The octets that a text begins with, and what is behind them.
fn run(text: &str) -> (Vec<u8>, &str) {
    let mut octets = Vec::new();
    let mut rest = text;
    loop {
        let word = rest.trim_start();
        // The characters are behind a wide gap.
        if !octets.is_empty() && (rest.len() - word.len() > 2 || rest.starts_with('\t')) {
            return (octets, rest);
        }
        let length = word.find(char::is_whitespace).unwrap_or(word.len());
        let (token, behind) = word.split_at_checked(length).unwrap_or_default();
        match group(token) {
            Some(group) => octets.extend(group),
            None => return (octets, rest),
        }
        rest = behind;
    }
}

/// The octets of a word that is made of nothing else.
fn group(word: &str) -> Option<Vec<u8>> {
    let word = word.trim_end_matches([',', ';']);
    let word = word.strip_prefix("0x").unwrap_or(word);
    let separated = word.contains([':', '-']);
    let mut octets = Vec::new();
    for pairs in word.split([':', '-']) {
        let digits: Vec<u8> = pairs.chars().map(value).collect::<Option<_>>()?;
        let (pairs, []) = digits.as_chunks::<2>() else {
            return None;
        };
        octets.extend(pairs.iter().map(|[high, low]| high << 4 | low));
    }
    let long = !separated || octets.len() >= SHORTEST_SEPARATED;
    (!octets.is_empty() && long).then_some(octets)
}

/// Whether octets may stand behind these words.
fn begins_octets(words: &str) -> bool {
    let words = words.trim_end();
    let word = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    let punctuated = words.ends_with([':', '=', '>', '<', ']', ')', '(', '{', '"', '|', '#']);
    punctuated
        || word.len() > 2
            && word
                .chars()
                .any(|letter| letter.is_alphabetic() && value(letter).is_none())
}

/// Whether octets may end before this: half an octet or a digit that is none may not follow them,
/// and in a line that begins with them nothing may but characters behind a gap.
fn ends_octets(behind: &str, alone: bool) -> bool {
    let word = behind.trim_start();
    let gap = behind.len() - word.len() > 2 || behind.starts_with('\t');
    let digit = |first| value(first).is_some();
    gap || word.is_empty() || !alone && !word.starts_with(digit)
}
