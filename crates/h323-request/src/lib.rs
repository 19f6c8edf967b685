//! The JSON that asks for a call, checked field by field.
//!
//! The Worker takes it from the network, `h323-peer` makes it of its command line: an address or an
//! option means the same in both.
//!
//! Checked by hand rather than by a derived deserialiser: an engineer who mistypes a field is to
//! read which one and what it takes, in one sentence.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod during;
mod fields;
mod host;
mod options;
mod party;

use h323_proto::call::CallConfig;
use serde_json::Value;

pub use fields::Fields;
pub use host::{Host, HostError, parse_host};

/// The largest body that is read, in octets.
pub const BODY_LIMIT: usize = 16 * 1024;

/// Every field; `docs/api.md` says what they mean.
const FIELDS: [&str; 30] = [
    "server",
    "port",
    "callingNumber",
    "calledNumber",
    "callingNumberType",
    "callingNumberPlan",
    "calledNumberType",
    "calledNumberPlan",
    "callingAliases",
    "calledAliases",
    "overlapDigits",
    "sendingComplete",
    "display",
    "bearer",
    "bearerRate",
    "callType",
    "h225Version",
    "vendor",
    "h245",
    "codecs",
    "fastStart",
    "channels",
    "firstAnswerSeconds",
    "ringSeconds",
    "holdSeconds",
    "userInput",
    "requestMode",
    "keepAlive",
    "keepAliveSeconds",
    "followRedirects",
];

/// A call as asked for, checked.
#[derive(Clone, Debug)]
pub struct CallRequest {
    /// The host to call.
    pub server: Host,
    /// The call; the port of its target is set, the host is [`CallRequest::server`].
    pub config: CallConfig,
    /// Whether to go where the peer sends us.
    pub follow_redirects: bool,
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
    /// What is wrong with a request as a whole.
    #[must_use]
    pub fn body(text: impl Into<String>) -> Self {
        Self {
            field: None,
            text: text.into(),
        }
    }

    /// What rule a field breaks.
    #[must_use]
    pub fn field(field: &str, rule: impl std::fmt::Display) -> Self {
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
///
/// # Errors
/// If it is not a JSON object, or a field breaks a rule.
pub fn parse(body: &[u8]) -> Result<CallRequest, BadRequest> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| BadRequest::body(format!("The body is not valid JSON: {error}")))?;
    let Value::Object(fields) = value else {
        return Err(BadRequest::body("The body must be a JSON object"));
    };
    let fields = Fields::new(&fields, "", &FIELDS)?;
    let server = party::server(&fields)?;
    let mut config = CallConfig::default();
    if let Some(port) = fields.number("port", 1..=u16::MAX)? {
        config.target.port = port;
    }
    parties(&fields, &server, &mut config)?;
    options::setup(&fields, &mut config)?;
    options::control(&fields, &mut config)?;
    options::limits(&fields, &mut config)?;
    during::during(&fields, &mut config)?;
    Ok(CallRequest {
        server: server.host,
        config,
        follow_redirects: fields.flag("followRedirects", false)?,
    })
}

/// Fills in who calls whom.
fn parties(
    fields: &Fields<'_>,
    server: &party::Server,
    config: &mut CallConfig,
) -> Result<(), BadRequest> {
    let calling = party::number(fields, "callingNumber", Some("1000"))?;
    config.calling_number = calling.unwrap_or_default();
    config.calling_numbering = party::numbering(fields, "calling")?;
    config.called_numbering = party::numbering(fields, "called")?;
    config.calling_aliases = party::aliases(fields, "callingAliases")?;
    config.called_aliases = party::aliases(fields, "calledAliases")?.unwrap_or_default();
    if server.names_somebody() {
        if fields.has("calledNumber") {
            let rule = "must be left out where server says whom to call";
            return Err(fields.wrong("calledNumber", rule));
        }
        config.called_number.clone_from(&server.number);
        config.called_aliases.extend(server.alias.clone());
    } else {
        config.called_number = party::number(fields, "calledNumber", Some("2000"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
