//! The JSON that asks for a call, checked field by field.
//!
//! Checked by hand rather than by a derived deserialiser: an engineer who mistypes a field is to
//! read which one and what it takes, in one sentence.

use serde_json::{Map, Value};

use crate::target::{Host, HostError, parse_host};

/// The largest body that is read, in octets.
pub const BODY_LIMIT: usize = 16 * 1024;

/// Longest number, in characters: what a `dialedDigits` alias (H.225.0, `AliasAddress`, 1–128)
/// and the 1-octet length of the number elements both take, cut to what people dial.
const NUMBER_LIMIT: usize = 32;

const FIELDS: [&str; 4] = ["server", "port", "callingNumber", "calledNumber"];

/// A call as asked for, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRequest {
    /// The host to call.
    pub server: Host,
    /// TCP port of its call signalling channel.
    pub port: u16,
    /// Our number.
    pub calling_number: String,
    /// The number called.
    pub called_number: String,
}

/// What is wrong with a request, and with which field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct BadRequest {
    /// The field at fault, where it is one.
    pub field: Option<String>,
    /// The sentence for the caller.
    pub text: String,
}

impl BadRequest {
    fn body(text: impl Into<String>) -> Self {
        Self {
            field: None,
            text: text.into(),
        }
    }

    fn field(field: &str, rule: impl std::fmt::Display) -> Self {
        Self {
            field: Some(field.into()),
            text: format!("{field} {rule}"),
        }
    }

    fn server_required() -> Self {
        Self {
            field: Some("server".into()),
            text: "Server is required".into(),
        }
    }
}

/// Reads the body of a call request.
pub fn parse(body: &[u8]) -> Result<CallRequest, BadRequest> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| BadRequest::body(format!("The body is not valid JSON: {error}")))?;
    let Value::Object(fields) = value else {
        return Err(BadRequest::body("The body must be a JSON object"));
    };
    if let Some(unknown) = fields.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        let shown: String = unknown.chars().take(64).collect();
        return Err(BadRequest {
            text: format!("Unknown field {shown:?}; known are {}", FIELDS.join(", ")),
            field: Some(shown),
        });
    }
    Ok(CallRequest {
        server: server(&fields)?,
        port: port(&fields)?,
        calling_number: number(&fields, "callingNumber", "1000")?,
        called_number: number(&fields, "calledNumber", "2000")?,
    })
}

fn server(fields: &Map<String, Value>) -> Result<Host, BadRequest> {
    let text = match fields.get("server") {
        None | Some(Value::Null) => return Err(BadRequest::server_required()),
        Some(Value::String(text)) if text.trim().is_empty() => {
            return Err(BadRequest::server_required());
        }
        Some(Value::String(text)) => text.trim(),
        Some(_) => return Err(BadRequest::field("server", "must be a string")),
    };
    // Length first: the other rules are not worth applying to a novel.
    if text.len() > 255 {
        return Err(BadRequest::field("server", HostError::TooLong));
    }
    parse_host(text).map_err(|error| BadRequest::field("server", error))
}

fn port(fields: &Map<String, Value>) -> Result<u16, BadRequest> {
    let rule = "must be a whole number from 1 to 65535";
    match fields.get("port") {
        None => Ok(1720),
        Some(value) => value
            .as_u64()
            .and_then(|port| u16::try_from(port).ok())
            .filter(|port| *port != 0)
            .ok_or_else(|| BadRequest::field("port", rule)),
    }
}

fn number(fields: &Map<String, Value>, field: &str, default: &str) -> Result<String, BadRequest> {
    let text = match fields.get(field) {
        None => return Ok(default.into()),
        Some(Value::String(text)) => text.trim(),
        Some(_) => return Err(BadRequest::field(field, "must be a string")),
    };
    let digits = text.strip_prefix('+').unwrap_or(text);
    if digits.is_empty() {
        return Err(BadRequest::field(field, "must not be empty"));
    }
    if text.chars().count() > NUMBER_LIMIT {
        return Err(BadRequest::field(
            field,
            format_args!("must be at most {NUMBER_LIMIT} characters"),
        ));
    }
    if !digits
        .bytes()
        .all(|octet| octet.is_ascii_digit() || matches!(octet, b'*' | b'#' | b','))
    {
        return Err(BadRequest::field(
            field,
            "may have the digits 0-9, '*', '#' and ',' only, after an optional '+'",
        ));
    }
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(body: &str) -> (Option<String>, String) {
        let error = parse(body.as_bytes()).expect_err(body);
        (error.field, error.text)
    }

    #[test]
    fn defaults_are_those_of_the_product() {
        let request = parse(br#"{"server":"gw.example.com"}"#).expect("valid");
        assert_eq!(request.port, 1720);
        assert_eq!(request.calling_number, "1000");
        assert_eq!(request.called_number, "2000");
    }

    #[test]
    fn every_field_is_taken() {
        let request = parse(
            br#"{"server":" GW.example.com ","port":1721,"callingNumber":"+49 ","calledNumber":"1*#,2"}"#,
        )
        .expect("valid");
        assert_eq!(request.server, Host::Name("gw.example.com".into()));
        assert_eq!(request.port, 1721);
        assert_eq!(request.calling_number, "+49");
        assert_eq!(request.called_number, "1*#,2");
    }

    #[test]
    fn a_missing_server_has_the_products_words() {
        for body in [
            "{}",
            r#"{"server":null}"#,
            r#"{"server":""}"#,
            r#"{"server":"  "}"#,
        ] {
            assert_eq!(
                error(body),
                (Some("server".into()), "Server is required".into())
            );
        }
    }

    #[test]
    fn a_fault_names_its_field_and_rule() {
        let long = format!(r#"{{"server":"g","calledNumber":"{}"}}"#, "1".repeat(33));
        let host = format!(r#"{{"server":"{}"}}"#, "a.".repeat(200));
        for (body, field, rule) in [
            (r#"{"server":5}"#, "server", "string"),
            (r#"{"server":"h323:gw"}"#, "server", "without scheme"),
            (host.as_str(), "server", "253 characters"),
            (r#"{"server":"g","port":0}"#, "port", "1 to 65535"),
            (r#"{"server":"g","port":65536}"#, "port", "1 to 65535"),
            (r#"{"server":"g","port":-1}"#, "port", "1 to 65535"),
            (r#"{"server":"g","port":1720.5}"#, "port", "1 to 65535"),
            (r#"{"server":"g","port":1e99}"#, "port", "1 to 65535"),
            (r#"{"server":"g","port":"1720"}"#, "port", "1 to 65535"),
            (r#"{"server":"g","port":null}"#, "port", "1 to 65535"),
            (
                r#"{"server":"g","callingNumber":1000}"#,
                "callingNumber",
                "string",
            ),
            (
                r#"{"server":"g","callingNumber":""}"#,
                "callingNumber",
                "empty",
            ),
            (
                r#"{"server":"g","callingNumber":"+"}"#,
                "callingNumber",
                "empty",
            ),
            (
                r#"{"server":"g","calledNumber":"12a"}"#,
                "calledNumber",
                "digits",
            ),
            (
                r#"{"server":"g","calledNumber":"1+2"}"#,
                "calledNumber",
                "digits",
            ),
            (
                r#"{"server":"g","calledNumber":"\u0661"}"#,
                "calledNumber",
                "digits",
            ),
            (long.as_str(), "calledNumber", "32 characters"),
            (r#"{"server":"g","Port":1}"#, "Port", "Unknown field"),
            (
                r#"{"server":"g","codecs":[]}"#,
                "codecs",
                "known are server",
            ),
        ] {
            let (named, text) = error(body);
            assert_eq!(named.as_deref(), Some(field), "{body}");
            assert!(
                text.contains(field) && text.contains(rule),
                "{body}: {text}"
            );
        }
    }

    #[test]
    fn a_body_that_is_not_an_object_is_refused() {
        for (body, rule) in [
            ("", "not valid JSON"),
            ("{", "not valid JSON"),
            (r#"{"server":"g"} x"#, "not valid JSON"),
            ("[]", "JSON object"),
            ("null", "JSON object"),
            (r#""server""#, "JSON object"),
        ] {
            let (field, text) = error(body);
            assert_eq!(field, None);
            assert!(text.contains(rule), "{body}: {text}");
        }
        assert!(parse(&[b'"', 0xFF, b'"']).is_err());
        assert!(parse("[".repeat(10_000).as_bytes()).is_err());
    }
}
