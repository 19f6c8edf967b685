//! Values that are written to JSON as a word.

use std::fmt::Display;

use serde::{Serializer, ser::SerializeSeq};

/// Writes a value as its name.
pub(crate) fn word<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Writes a value as its name, or null for `None`; the field should then be left out.
pub(crate) fn optional_word<T: Display, S: Serializer>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => word(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// Writes values as a list of their names, or null for `None`; the field should then be left out.
pub(crate) fn optional_words<T: Display, S: Serializer>(
    values: &Option<Vec<T>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let Some(values) = values else {
        return serializer.serialize_none();
    };
    let mut list = serializer.serialize_seq(Some(values.len()))?;
    for value in values {
        list.serialize_element(&format_args!("{value}"))?;
    }
    list.end()
}
