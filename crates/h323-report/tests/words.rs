//! The words of the answer: those of the tables, and the same in the API description.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;

use h323_proto::{
    call::{
        Channel, Direction, EndedBy, FastStartState, H245Path, Transport, TypingState, WarningCode,
    },
    diagnosis::{OutcomeCode, Stage},
    h245::MediaDirection,
};
use h323_report::decoding::FindingCode;
use serde_json::Value;

const OUTCOMES: &str = include_str!("../../../docs/outcomes.md");
const DESCRIPTION: &str = include_str!("../../../static/api/openapi.json");

/// The words that the description lists for a field of an answer.
fn described(schema: &str, field: &str, list: &str) -> BTreeSet<String> {
    let description: Value = serde_json::from_str(DESCRIPTION).unwrap();
    let path = format!("/components/schemas/{schema}/properties/{field}/{list}");
    let words = description.pointer(&path).and_then(Value::as_array);
    let words = words.unwrap_or_else(|| panic!("no {path}")).iter();
    words.map(|word| word.as_str().unwrap().into()).collect()
}

fn words(names: impl IntoIterator<Item = &'static str>) -> BTreeSet<String> {
    names.into_iter().map(Into::into).collect()
}

macro_rules! names {
    ($($of:ident),* $(,)?) => {
        [$((stringify!($of), words($of::ALL.iter().map(|value| value.name())))),*]
    };
}

#[test]
fn the_description_lists_the_words_of_every_table() {
    let mut tables = names![
        Stage,
        OutcomeCode,
        Direction,
        Channel,
        EndedBy,
        H245Path,
        FastStartState,
        TypingState,
        MediaDirection,
    ];
    // A message of a capture may also be a datagram.
    let channels = &mut tables
        .iter_mut()
        .find(|(name, _)| *name == "Channel")
        .unwrap()
        .1;
    channels.insert(Transport::Ras.name().into());
    let of = |name: &str| &tables.iter().find(|(known, _)| *known == name).unwrap().1;
    for (table, schema, field, list) in [
        ("Stage", "Outcome", "stage", "enum"),
        ("OutcomeCode", "Outcome", "code", "examples"),
        ("Direction", "Message", "direction", "enum"),
        ("Channel", "Message", "channel", "enum"),
        ("Direction", "LogicalChannel", "offer", "enum"),
        ("EndedBy", "Release", "by", "enum"),
        ("H245Path", "H245", "mode", "enum"),
        ("FastStartState", "FastStart", "state", "enum"),
        ("TypingState", "UserInput", "state", "enum"),
        ("MediaDirection", "Capability", "direction", "enum"),
    ] {
        assert_eq!(described(schema, field, list), *of(table), "{table}");
    }
}

#[test]
fn the_description_lists_the_code_of_every_warning() {
    let codes = words(WarningCode::ALL.iter().map(|code| code.code()));
    assert_eq!(described("Warning", "code", "examples"), codes);
}

#[test]
fn every_finding_is_described_and_explained() {
    let codes = words(FindingCode::ALL.map(FindingCode::name));
    assert_eq!(described("Finding", "code", "examples"), codes);
    for code in codes {
        assert!(OUTCOMES.contains(&format!("| `{code}` |")), "{code}");
    }
}

#[test]
fn no_word_stands_twice_in_a_table() {
    assert_eq!(
        words(OutcomeCode::ALL.iter().map(|code| code.name())).len(),
        OutcomeCode::ALL.len()
    );
    assert_eq!(
        words(WarningCode::ALL.iter().map(|code| code.code())).len(),
        WarningCode::ALL.len()
    );
}
