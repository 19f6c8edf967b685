//! The request to decode octets. The type of the body says which form they have.

use h323_capture::gzip::is_gzip;
use h323_report::decoding::{Kind, Messages, NothingFound};
use h323_request::{BadRequest, Fields};
use serde_json::Value;

/// Most octets of a body: enough for a long capture of signalling, and little enough for a Worker's
/// memory with all the values decoded from it.
pub const BODY_LIMIT: usize = 1 << 20;

/// Finds the messages in a body of the given content type.
///
/// # Errors
/// If the body does not match its content type, or contains no H.323.
pub fn decode(content_type: &str, body: &[u8]) -> Result<Messages, BadRequest> {
    // The type of a body with gzip may be that of the file inside, so we do not rely on it.
    if is_gzip(body) {
        return Messages::of_octets(body).map_err(refused);
    }
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return json(body);
    }
    if media_type.eq_ignore_ascii_case("text/plain") {
        let text = std::str::from_utf8(body).map_err(|error| {
            let at = error.valid_up_to();
            BadRequest::body(format!(
                "The body is not text: octet {at} is not UTF-8. Send it as application/octet-stream."
            ))
        })?;
        return Messages::of_text(text, Kind::Auto).map_err(refused);
    }
    Messages::of_octets(body).map_err(refused)
}

fn json(body: &[u8]) -> Result<Messages, BadRequest> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| BadRequest::body(format!("The body is not valid JSON: {error}")))?;
    let Value::Object(fields) = value else {
        return Err(BadRequest::body("The body must be a JSON object"));
    };
    let fields = Fields::new(&fields, "", &["hex", "as"])?;
    let kind = fields.choice("as", &Kind::NAMES)?.unwrap_or_default();
    let Some(digits) = fields.text("hex")? else {
        return Err(BadRequest::field("hex", "is required"));
    };
    Messages::of_text(digits, kind).map_err(|NothingFound(why)| {
        BadRequest::field("hex", format_args!("cannot be read. {why}"))
    })
}

fn refused(NothingFound(why): NothingFound) -> BadRequest {
    BadRequest::body(format!("This cannot be read. {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELEASE: &str = "0300000d080280015a08028091";

    fn wrong(content_type: &str, body: &[u8]) -> (String, Option<String>) {
        let error = decode(content_type, body).unwrap_err();
        (error.text, error.field)
    }

    #[test]
    fn the_type_of_the_body_says_how_to_read_it() {
        let octets: Vec<u8> = (0..RELEASE.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&RELEASE[at..at + 2], 16).unwrap())
            .collect();
        let json = format!(r#"{{"hex": "{RELEASE}", "as": "tpkt"}}"#);
        for (content_type, body, source) in [
            ("application/json", json.as_bytes(), "hex"),
            ("Application/JSON; charset=utf-8", json.as_bytes(), "hex"),
            ("text/plain;charset=UTF-8", RELEASE.as_bytes(), "hex"),
            ("text/plain", b"0000  03 00 00 04  ....", "hexdump"),
            ("application/octet-stream", &octets, "octets"),
            ("", &octets, "octets"),
            (
                "application/x-www-form-urlencoded",
                RELEASE.as_bytes(),
                "hex",
            ),
        ] {
            let decoding = decode(content_type, body).unwrap().decoded();
            assert_eq!(decoding.source, source, "{content_type}");
            assert_eq!(decoding.messages.len(), 1);
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_field() {
        let field = |name: &str| Some(name.to_owned());
        let json = |body: &str| wrong("application/json", body.as_bytes());
        assert_eq!(json("{}"), ("hex is required".into(), field("hex")));
        assert_eq!(json("[]").0, "The body must be a JSON object");
        assert_eq!(json(r#"{"hex": 3}"#).1, field("hex"));
        assert_eq!(json(r#"{"hex": "00", "is": "q931"}"#).1, field("is"));
        assert_eq!(
            json(r#"{"hex": "0300", "as": "TPKT"}"#),
            (
                "as must be one of auto, tpkt, q931, h225, h245, ras".into(),
                field("as")
            )
        );
        assert_eq!(
            json(r#"{"hex": "03 0g"}"#),
            (
                "hex cannot be read. Line 1, column 5: 'g' is not a hexadecimal digit, and the text is not a dump, C array, escaped string, Base64 or log with octets either.".into(),
                field("hex")
            )
        );
        assert_eq!(
            wrong("text/plain", b"0300\xFF"),
            (
                "The body is not text: octet 4 is not UTF-8. Send it as application/octet-stream."
                    .into(),
                None
            )
        );
        assert_eq!(
            wrong("text/plain", b"").0,
            "This cannot be read. It does not contain octets."
        );
    }
}
