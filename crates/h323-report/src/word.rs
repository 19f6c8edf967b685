//! Values that stand in the JSON as a word.

use std::fmt::Display;

use serde::Serializer;

/// Writes a value by its name.
pub(crate) fn word<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}
