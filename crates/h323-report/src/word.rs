//! Values that stand in the JSON as a word.

use std::fmt::Display;

use serde::Serializer;

/// Writes a value by its name.
pub(crate) fn word<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Writes a value by its name, or null; to be left out if it is none.
pub(crate) fn optional_word<T: Display, S: Serializer>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => word(value, serializer),
        None => serializer.serialize_none(),
    }
}
