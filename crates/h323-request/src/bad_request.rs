//! What is wrong with a request, for whoever made it.

use std::fmt::Display;

/// Stands in a rule for the other field that the rule is about.
const OTHER: &str = "{}";

/// What is wrong with a request, and with which field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct BadRequest {
    /// The field at fault, where it is one.
    pub field: Option<String>,
    /// The sentence for the caller.
    pub text: String,
    /// What goes behind the name of the field.
    rule: Option<String>,
    /// Another field that the rule is about.
    other: Option<&'static str>,
}

impl BadRequest {
    /// What is wrong with a request as a whole.
    #[must_use]
    pub fn body(text: impl Into<String>) -> Self {
        Self {
            field: None,
            text: text.into(),
            rule: None,
            other: None,
        }
    }

    /// What rule a field breaks.
    #[must_use]
    pub fn field(field: &str, rule: impl Display) -> Self {
        Self::new(field, rule.to_string(), None)
    }

    /// What rule a field breaks that is about another one too, whose name stands for `{}` in it.
    #[must_use]
    pub fn beside(field: &str, rule: &str, other: &'static str) -> Self {
        Self::new(field, rule.into(), Some(other))
    }

    fn new(field: &str, rule: String, other: Option<&'static str>) -> Self {
        let mut error = Self {
            field: Some(field.into()),
            text: String::new(),
            rule: Some(rule),
            other,
        };
        error.text = error.worded(str::to_owned);
        error
    }

    /// With a sentence of its own, in which no field is named.
    pub(crate) fn sentence(field: &str, text: impl Into<String>) -> Self {
        Self {
            field: Some(field.into()),
            ..Self::body(text)
        }
    }

    /// The sentence, with fields by the names that `name` has for them.
    #[must_use]
    pub fn worded(&self, name: impl Fn(&str) -> String) -> String {
        let (Some(field), Some(rule)) = (&self.field, &self.rule) else {
            return self.text.clone();
        };
        let rule = match self.other {
            Some(other) => rule.replacen(OTHER, &name(other), 1),
            None => rule.clone(),
        };
        format!("{} {rule}", name(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_worded_in_the_names_of_who_reads_it() {
        let flag = |field: &str| format!("--{field}");
        let error = BadRequest::beside("port", "differs from that in {}", "server");
        assert_eq!(error.text, "port differs from that in server");
        assert_eq!(error.worded(flag), "--port differs from that in --server");
        // A rule may quote what was given.
        let error = BadRequest::field("port", "is not {}");
        assert_eq!(error.worded(flag), "--port is not {}");
        assert_eq!(BadRequest::body("No port").worded(flag), "No port");
    }
}
