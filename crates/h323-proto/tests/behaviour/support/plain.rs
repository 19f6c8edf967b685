//! What a text for people must be: whole sentences, and no name of the API without its marks.

use std::{
    borrow::ToOwned as _, collections::BTreeSet, format, string::String, sync::LazyLock, vec::Vec,
};

/// Longest sentence, in characters.
const SENTENCE: usize = 300;

/// The crate that knows the fields of a request.
const REQUESTS: [&str; 2] = [
    include_str!("../../../../h323-request/src/lib.rs"),
    include_str!("../../../../h323-request/src/gatekeeper.rs"),
];

/// Fields whose names the Recommendations have too: a text may be about the message.
const OF_THE_STANDARDS: [&str; 5] = [
    "fastStart",
    "userInput",
    "requestMode",
    "terminalType",
    "timeToLive",
];

/// The fields of a request.
static FIELDS: LazyLock<BTreeSet<&str>> = LazyLock::new(fields);

fn fields() -> BTreeSet<&'static str> {
    let lists = REQUESTS
        .iter()
        .flat_map(|source| source.split("FIELDS: [&str;").skip(1))
        .filter_map(|list| list.split("];").next());
    let names: BTreeSet<&str> = lists
        .flat_map(|list| list.split('"').skip(1).step_by(2))
        .collect();
    assert!(names.len() > 35, "{names:?}");
    names
}

/// What is wrong with a text that stands in a line with others, such as that of a warning.
pub(crate) fn faults_in_line(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.contains("  ") {
        faults.push("a doubled space".to_owned());
    }
    // Every other part stands in backticks.
    let plain = text.split('`').step_by(2);
    for word in plain.flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '.')) {
        let word = word.trim_matches('.');
        let name = word.split('.').next().unwrap_or_default();
        let looks = word.chars().any(char::is_uppercase) || word.contains('.');
        if looks && FIELDS.contains(name) && !OF_THE_STANDARDS.contains(&name) {
            faults.push(format!("{word} without backticks"));
        }
    }
    // Behind the label of its field, a name stands in brackets.
    faults.extend(
        FIELDS
            .iter()
            .filter(|name| text.contains(&format!("” ({name})")))
            .map(|name| format!("{name} without backticks")),
    );
    faults
}

/// What is wrong with a text that stands alone: that of an outcome, or advice.
pub(crate) fn faults(text: &str) -> Vec<String> {
    let mut faults = faults_in_line(text);
    if !text.ends_with('.') {
        faults.push("no full stop".to_owned());
    }
    let long = text.split(". ").map(|sentence| sentence.chars().count());
    faults.extend(
        long.filter(|length| *length > SENTENCE)
            .map(|length| format!("a sentence of {length} characters")),
    );
    faults
}

#[test]
fn each_fault_of_a_text_is_found() {
    for (text, count) in [
        (
            "Call with another “Keep-alive” (`keepAlive`), or without.",
            0,
        ),
        ("The endpoint answers with fastStart.", 0),
        ("Its codecs and channels are fine: see RFC 1006.", 0),
        ("Call again", 1),
        ("Call  again.", 1),
        ("Try another h225Version.", 1),
        ("Change gatekeeper.alias.", 1),
        ("Call with “TLS” (tls) on off.", 1),
    ] {
        assert_eq!(faults(text).len(), count, "{text}: {:?}", faults(text));
    }
    assert_eq!(faults(&format!("{}.", "x".repeat(300))).len(), 1);
}
