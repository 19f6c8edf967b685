//! Values that are written to JSON as a word.

use std::fmt::Display;

use serde::Serializer;

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
