//! Typed access to the fields of a request, with the rule in the error.

use serde_json::{Map, Value};

use super::BadRequest;

/// The fields of one JSON object; `path` stands in front of their names in errors.
#[derive(Debug)]
pub struct Fields<'a> {
    values: &'a Map<String, Value>,
    path: String,
}

impl<'a> Fields<'a> {
    /// The fields of `values`, which may have the `known` ones only.
    ///
    /// # Errors
    /// If there is another one.
    pub fn new(
        values: &'a Map<String, Value>,
        path: &str,
        known: &[&str],
    ) -> Result<Self, BadRequest> {
        if let Some(unknown) = values.keys().find(|key| !known.contains(&key.as_str())) {
            let shown: String = unknown.chars().take(64).collect();
            let hint = hint(&shown, known);
            let shown = format!("{path}{shown}");
            let text = format!("Unknown field {shown:?}; {hint}");
            return Err(BadRequest::sentence(&shown, text));
        }
        Ok(Self {
            values,
            path: path.into(),
        })
    }

    /// The error that a field breaks a rule.
    pub(super) fn wrong(&self, field: &str, rule: impl std::fmt::Display) -> BadRequest {
        BadRequest::field(&self.path(field), rule)
    }

    /// The path of a field of this object.
    pub(super) fn path(&self, field: &str) -> String {
        format!("{}{field}", self.path)
    }

    pub(super) fn get(&self, field: &str) -> Option<&'a Value> {
        self.values.get(field)
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.values.contains_key(field)
    }

    /// A string, without the white space around it.
    ///
    /// # Errors
    /// If it is something else.
    pub fn text(&self, field: &str) -> Result<Option<&'a str>, BadRequest> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim())),
            Some(_) => Err(self.wrong(field, "must be a string")),
        }
    }

    /// A string or `null`.
    pub(super) fn text_or_none(&self, field: &str) -> Result<Option<Option<&'a str>>, BadRequest> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(None)),
            Some(Value::String(text)) => Ok(Some(Some(text.trim()))),
            Some(_) => Err(self.wrong(field, "must be a string or null")),
        }
    }

    pub(super) fn flag(&self, field: &str, default: bool) -> Result<bool, BadRequest> {
        match self.get(field) {
            None => Ok(default),
            Some(Value::Bool(value)) => Ok(*value),
            Some(_) => Err(self.wrong(field, "must be true or false")),
        }
    }

    /// A whole number within limits.
    pub(super) fn number(
        &self,
        field: &str,
        range: std::ops::RangeInclusive<u16>,
    ) -> Result<Option<u16>, BadRequest> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        let number = value.as_u64().and_then(|number| u16::try_from(number).ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => Ok(Some(number)),
            None => {
                let (least, most) = range.into_inner();
                let rule = format!("must be a whole number from {least} to {most}");
                Err(self.wrong(field, rule))
            }
        }
    }

    /// The meaning of a word out of a few.
    ///
    /// # Errors
    /// If it is another word.
    pub fn choice<T: Clone>(
        &self,
        field: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, BadRequest> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        let chosen = value
            .as_str()
            .and_then(|word| choices.iter().find(|(name, _)| *name == word));
        match chosen {
            Some((_, choice)) => Ok(Some(choice.clone())),
            None => {
                let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
                Err(self.wrong(field, format_args!("must be one of {}", names.join(", "))))
            }
        }
    }
}

/// Limit on the fields that an error lists.
const LISTED: usize = 5;

/// A hint for an unknown field: a similar name, or the list of names.
fn hint(unknown: &str, known: &[&str]) -> String {
    let unknown = unknown.to_ascii_lowercase();
    let likeness =
        |field: &str| strsim::normalized_damerau_levenshtein(&unknown, &field.to_ascii_lowercase());
    let nearest = known
        .iter()
        .map(|field| (likeness(field), field))
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    match nearest {
        Some((_, field)) => format!("did you mean {field}?"),
        None if known.len() <= LISTED => format!("known are {}", known.join(", ")),
        None => "docs/api.md and /api/openapi.json list all there are".into(),
    }
}
