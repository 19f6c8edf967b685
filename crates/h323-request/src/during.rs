//! What the call does while it is up: digits that are sent, a codec that the peer is asked for.

use h323_proto::{
    call::{CallingConfig, H245Mode, InputForm, KEYS, MOST_KEYS, ModeWish, Typing},
    h245::Codec,
    time::Duration,
};
use serde_json::Value;

use super::{BadRequest, Bounds, fields::Fields};

/// Fills in what is done while the call is up, and gives the whole call the time for it; the other
/// limits, the codecs and the way of H.245 are there already.
pub(super) fn during(
    fields: &Fields<'_>,
    config: &mut CallingConfig,
    bounds: Bounds,
) -> Result<(), BadRequest> {
    config.typing = typing(fields)?;
    config.mode = mode(fields)?;
    if let Some(typing) = &config.typing
        && matches!(typing.form, InputForm::Alphanumeric | InputForm::Signal)
    {
        needs_h245("userInput", config.terms.h245)?;
    }
    if let Some(mode) = config.mode {
        needs_h245("requestMode", config.terms.h245)?;
        if !config.terms.session.codecs.contains(&mode.codec) {
            return Err(BadRequest::beside(
                "requestMode",
                "must name one of {}",
                "codecs",
            ));
        }
    }
    let limits = &config.terms.limits;
    let longer = config.up().saturating_sub(limits.hold);
    config.terms.limits.total = limits.total.saturating_add(longer).min(bounds.whole());
    Ok(())
}

fn needs_h245(field: &str, mode: H245Mode) -> Result<(), BadRequest> {
    match mode {
        H245Mode::Off => Err(BadRequest::beside(
            field,
            "needs H.245, which is off ({})",
            "h245",
        )),
        _ => Ok(()),
    }
}

/// The digits alone, or an object with them.
fn typing(fields: &Fields<'_>) -> Result<Option<Typing>, BadRequest> {
    let mut typing = Typing {
        digits: String::new(),
        form: InputForm::Auto,
        after: Duration::from_secs(2),
        tone: Duration::from_millis(100),
        pause: Duration::from_millis(100),
    };
    let inner = match fields.get("userInput") {
        None => return Ok(None),
        Some(Value::Object(values)) => {
            let known = ["digits", "as", "afterSeconds", "toneMs", "pauseMs"];
            Fields::new(values, "userInput.", &known)?
        }
        Some(_) => {
            typing.digits = digits(fields, "userInput")?;
            return Ok(Some(typing));
        }
    };
    typing.digits = digits(&inner, "digits")?;
    let forms = InputForm::ALL.map(|form| (form.name(), form));
    if let Some(form) = inner.choice("as", &forms)? {
        typing.form = form;
    }
    if let Some(after) = after(&inner)? {
        typing.after = after;
    }
    if let Some(tone) = inner.number("toneMs", 40..=1_000)? {
        typing.tone = Duration::from_millis(tone.into());
    }
    if let Some(pause) = inner.number("pauseMs", 40..=2_000)? {
        typing.pause = Duration::from_millis(pause.into());
    }
    Ok(Some(typing))
}

fn after(fields: &Fields<'_>) -> Result<Option<Duration>, BadRequest> {
    let seconds = fields.number("afterSeconds", 0..=60)?;
    Ok(seconds.map(|seconds| Duration::from_secs(seconds.into())))
}

fn digits(fields: &Fields<'_>, field: &str) -> Result<String, BadRequest> {
    let rule = "must be 1 to 32 of 0-9 * # A-D, and commas for pauses of a second between them";
    let text = fields.text(field)?.unwrap_or_default();
    let known = text.chars().all(|key| KEYS.contains(key));
    if text.len() > MOST_KEYS || !known || text.chars().all(|key| key == ',') {
        return Err(fields.wrong(field, rule));
    }
    Ok(text.into())
}

/// The name of the codec alone, or an object with it.
fn mode(fields: &Fields<'_>) -> Result<Option<ModeWish>, BadRequest> {
    let names = Codec::ALL.map(|codec| (codec.name(), codec));
    let mut after_wish = Duration::ZERO;
    let codec = match fields.get("requestMode") {
        None => return Ok(None),
        Some(Value::Object(values)) => {
            let inner = Fields::new(values, "requestMode.", &["codec", "afterSeconds"])?;
            if let Some(after) = after(&inner)? {
                after_wish = after;
            }
            match inner.choice("codec", &names)? {
                Some(codec) => codec,
                None => return Err(inner.wrong("codec", "is required")),
            }
        }
        Some(_) => match fields.choice("requestMode", &names)? {
            Some(codec) => codec,
            None => return Ok(None),
        },
    };
    Ok(Some(ModeWish {
        codec,
        after: after_wish,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn config(fields: &str) -> CallingConfig {
        let body = format!(r#"{{"server":"g",{fields}}}"#);
        parse(body.as_bytes()).expect(fields).config
    }

    fn fault(fields: &str) -> (Option<String>, String) {
        let body = format!(r#"{{"server":"g",{fields}}}"#);
        let error = parse(body.as_bytes()).expect_err(fields);
        (error.field, error.text)
    }

    #[test]
    fn digits_come_alone_or_with_how_and_when() {
        let typing = config(r#""userInput":" 12,34# ""#).typing.expect("one");
        assert_eq!(typing.digits, "12,34#");
        assert_eq!(typing.form, InputForm::Auto);
        assert_eq!(typing.after, Duration::from_secs(2));
        let alone = config(r#""userInput":{"digits":"12,34#"}"#).typing;
        assert_eq!(alone, Some(typing));
        let all = r#""userInput":{"digits":"1D","as":"signal","afterSeconds":0,"toneMs":40,"pauseMs":2000}"#;
        assert_eq!(
            config(all).typing,
            Some(Typing {
                digits: "1D".into(),
                form: InputForm::Signal,
                after: Duration::ZERO,
                tone: Duration::from_millis(40),
                pause: Duration::from_secs(2),
            })
        );
        assert_eq!(config(r#""port":1"#).typing, None);
    }

    #[test]
    fn a_codec_comes_alone_or_with_the_moment() {
        for (fields, after) in [
            (r#""requestMode":"g711u""#, 0),
            (r#""requestMode":{"codec":"g711u"}"#, 0),
            (r#""requestMode":{"codec":"g711u","afterSeconds":60}"#, 60),
        ] {
            let wish = config(fields).mode.expect(fields);
            assert_eq!(wish.codec, Codec::G711U);
            assert_eq!(wish.after, Duration::from_secs(after));
        }
        assert_eq!(config(r#""port":1"#).mode, None);
    }

    #[test]
    fn a_fault_names_its_field_and_rule() {
        let long = format!(r#""userInput":"{}""#, "1".repeat(33));
        for (fields, field, rule) in [
            (r#""userInput":5"#, "userInput", "a string"),
            (r#""userInput":null"#, "userInput", "a string"),
            (r#""userInput":"""#, "userInput", "1 to 32"),
            (r#""userInput":",,""#, "userInput", "1 to 32"),
            (r#""userInput":"12a""#, "userInput", "0-9 * # A-D"),
            (long.as_str(), "userInput", "1 to 32"),
            (r#""userInput":{}"#, "userInput.digits", "1 to 32"),
            (
                r#""userInput":{"digits":"+1"}"#,
                "userInput.digits",
                "1 to 32",
            ),
            (
                r#""userInput":{"digits":"1","as":"rtp"}"#,
                "userInput.as",
                "auto, alphanumeric, signal, information",
            ),
            (
                r#""userInput":{"digits":"1","afterSeconds":61}"#,
                "userInput.afterSeconds",
                "0 to 60",
            ),
            (
                r#""userInput":{"digits":"1","toneMs":39}"#,
                "userInput.toneMs",
                "40 to 1000",
            ),
            (
                r#""userInput":{"digits":"1","pauseMs":2001}"#,
                "userInput.pauseMs",
                "40 to 2000",
            ),
            (
                r#""userInput":{"digits":"1","when":1}"#,
                "userInput.when",
                "known are digits, as",
            ),
            (
                r#""userInput":{"digits":"1","as":"signal"},"h245":"off""#,
                "userInput",
                "needs H.245",
            ),
            (r#""requestMode":true"#, "requestMode", "one of g711a"),
            (r#""requestMode":"g728""#, "requestMode", "one of g711a"),
            (r#""requestMode":{}"#, "requestMode.codec", "required"),
            (
                r#""requestMode":{"codec":"g722","afterSeconds":-1}"#,
                "requestMode.afterSeconds",
                "0 to 60",
            ),
            (
                r#""requestMode":{"codec":"g722","toneMs":1}"#,
                "requestMode.toneMs",
                "known are codec",
            ),
            (
                r#""requestMode":"g722","codecs":["g711a"]"#,
                "requestMode",
                "one of codecs",
            ),
            (
                r#""requestMode":"g722","h245":"off""#,
                "requestMode",
                "needs H.245",
            ),
        ] {
            let (named, text) = fault(fields);
            assert_eq!(named.as_deref(), Some(field), "{fields}");
            assert!(text.contains(rule), "{fields}: {text}");
        }
    }

    #[test]
    fn digits_without_h245_go_into_information() {
        for form in ["auto", "information"] {
            let fields = format!(r#""h245":"off","userInput":{{"digits":"1","as":"{form}"}}"#);
            assert!(config(&fields).typing.is_some());
        }
    }

    #[test]
    fn the_whole_call_has_the_time_for_it() {
        let plain = config(r#""port":1"#).terms.limits.total;
        let digits =
            r#""userInput":{"digits":"1,2","afterSeconds":30,"toneMs":1000,"pauseMs":2000}"#;
        let longer = config(digits).terms.limits.total;
        assert!(longer >= plain + Duration::from_secs(30 + 3 + 1 + 3));
        // What fits into the time that the call is held anyway needs no more.
        let held = config(&format!(r#"{digits},"holdSeconds":60"#))
            .terms
            .limits
            .total;
        assert_eq!(held, config(r#""holdSeconds":60"#).terms.limits.total);
        let longest = format!(
            r#""ringSeconds":120,"userInput":{{"digits":"{}","afterSeconds":60,"toneMs":1000,"pauseMs":2000}}"#,
            "1".repeat(32)
        );
        assert_eq!(config(&longest).terms.limits.total, Bounds::HOSTED.whole());
    }
}
