//! A mistake in a request, in words for its sender.

use std::fmt::Display;

/// Stands in a rule for the other field that the rule is about.
const OTHER: &str = "{}";

/// A mistake in a request, and its field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct BadRequest {
    /// The faulty field, if the mistake is in one field.
    pub field: Option<String>,
    /// The sentence for the sender.
    pub text: String,
    /// The rule, which goes behind the name of the field.
    rule: Option<String>,
    /// Another field that the rule is about.
    other: Option<&'static str>,
}

impl BadRequest {
    /// A mistake in a request as a whole.
    #[must_use]
    pub fn body(text: impl Into<String>) -> Self {
        Self {
            field: None,
            text: text.into(),
            rule: None,
            other: None,
        }
    }

    /// A field that breaks this rule.
    #[must_use]
    pub fn field(field: &str, rule: impl Display) -> Self {
        Self::new(field, rule.to_string(), None)
    }

    /// A field that breaks a rule about two fields; the name of the other one replaces `{}` in the rule.
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

    /// With a sentence that does not name the field.
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
