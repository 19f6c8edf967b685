//! The body of a request to store a result: a call that the page saved, or an answer of the API.

use std::{cell::Cell, collections::BTreeSet, fmt};

use h323_request::{BODY_LIMIT as REQUEST_LIMIT, BadRequest};
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

/// Most octets of a body. A Durable Object takes 2 MB as one value.
pub const BODY_LIMIT: usize = 1 << 20;

/// `tool` and `version` of a saved call as JSON (static/export/saved.js).
const TOOL: &str = "h323-edge-tester";
const VERSION: &str = "1";

/// Checks that a body is a result, and has no password in its request.
///
/// # Errors
/// If that is not so.
pub fn check(body: &[u8]) -> Result<(), BadRequest> {
    let body: &RawValue = serde_json::from_slice(body)
        .map_err(|error| BadRequest::body(format!("The body is not valid JSON: {error}")))?;
    let [tool, version, request, report] =
        fields(body, "", ["tool", "version", "request", "report"])?;
    // As the page reads it: a text may be written with escapes.
    let tool = tool.and_then(|tool| serde_json::from_slice::<String>(tool.get().as_bytes()).ok());
    let reported = if tool.as_deref() == Some(TOOL) {
        if version.map(RawValue::get) != Some(VERSION) {
            return Err(BadRequest::field(
                "version",
                format_args!("must be {VERSION}"),
            ));
        }
        let report = report.ok_or_else(|| no_result("report", "is missing"))?;
        check_report(report, "report.")?
    } else {
        check_report(body, "")?;
        None
    };
    for request in request.into_iter().chain(reported) {
        if request.get() != "null" {
            check_request(request)?;
        }
    }
    Ok(())
}

/// A report has what it takes to be shown. Returns the request that it may have, too.
fn check_report<'a>(
    report: &'a RawValue,
    within: &str,
) -> Result<Option<&'a RawValue>, BadRequest> {
    let missing = |name: &str| no_result(&format!("{within}{name}"), "is missing");
    let [outcome, trace, request] = fields(report, within, ["outcome", "trace", "request"])?;
    let outcome = outcome.ok_or_else(|| missing("outcome"))?;
    check_texts(
        outcome,
        &format!("{within}outcome."),
        ["stage", "code", "text"],
    )?;
    let trace = trace.ok_or_else(|| missing("trace"))?;
    let entries: Vec<&RawValue> = serde_json::from_slice(trace.get().as_bytes())
        .map_err(|_| no_result(&format!("{within}trace"), "is not a list"))?;
    for (at, entry) in entries.into_iter().enumerate() {
        let within = format!("{within}trace[{at}].");
        check_texts(entry, &within, ["type", "direction", "hex"])?;
    }
    Ok(request)
}

/// An object has these fields, each a text.
fn check_texts(json: &RawValue, within: &str, names: [&'static str; 3]) -> Result<(), BadRequest> {
    for (name, value) in names.iter().zip(fields(json, within, names)?) {
        if !value.is_some_and(|value| value.get().starts_with('"')) {
            return Err(no_result(
                &format!("{within}{name}"),
                "is missing or not a text",
            ));
        }
    }
    Ok(())
}

fn no_result(field: &str, fault: &str) -> BadRequest {
    let field = field.trim_end_matches('.');
    let subject = if field.is_empty() { "it" } else { field };
    BadRequest::body(format!(
        "The body is neither a call that the page saved nor an answer of /api/h323/call: {subject} {fault}"
    ))
}

/// These fields of an object, as JSON. (By slices as all of the Worker reads JSON: reading by strings would
/// be the same code once more.) Of the others nothing is built in memory, whatever they are.
fn fields<'a, const N: usize>(
    json: &'a RawValue,
    within: &str,
    names: [&'static str; N],
) -> Result<[Option<&'a RawValue>; N], BadRequest> {
    let mut values = [None; N];
    let wanted = Wanted {
        names: &names,
        values: &mut values,
    };
    match wanted.deserialize(&mut serde_json::Deserializer::from_slice(
        json.get().as_bytes(),
    )) {
        Ok(()) => Ok(values),
        Err(_) => Err(no_result(within, "is not an object, or has a field twice")),
    }
}

struct Wanted<'w, 'a> {
    names: &'w [&'static str],
    values: &'w mut [Option<&'a RawValue>],
}

impl<'a> DeserializeSeed<'a> for Wanted<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Wanted<'_, 'a> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let at = self.names.iter().position(|wanted| *wanted == name);
            match at.and_then(|at| self.values.get_mut(at)) {
                // The last of two would count for some readers, and the first for others.
                Some(Some(_)) => return Err(A::Error::custom("twice")),
                Some(value) => *value = Some(map.next_value()?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// A request is as long as the API takes it at most, and without a password at any depth.
fn check_request(request: &RawValue) -> Result<(), BadRequest> {
    let wrong = |rule: &str| BadRequest::field("request", rule);
    if request.get().len() > REQUEST_LIMIT {
        return Err(wrong("is longer than a request for a call can be"));
    }
    let fault = Cell::new("cannot be read");
    let walk = Walk { fault: &fault };
    let octets = request.get().as_bytes();
    walk.deserialize(&mut serde_json::Deserializer::from_slice(octets))
        .map_err(|_| wrong(fault.get()))?;
    match fields(request, "request.", ["server"]) {
        Ok([Some(server)]) if server.get().starts_with('"') => Ok(()),
        _ => Err(wrong("must be the request for a call, or null")),
    }
}

/// Walks a request to its ends. Nothing is built of it: of two fields with one name a value has the last
/// alone, and a password may be in the first.
#[derive(Clone, Copy)]
struct Walk<'w> {
    /// What is wrong, if that is not the JSON.
    fault: &'w Cell<&'static str>,
}

impl<'a> DeserializeSeed<'a> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            let fault = if name.eq_ignore_ascii_case("password") {
                "has a password, and results are stored without: take it out"
            } else if !names.insert(name) {
                "has a field twice"
            } else {
                map.next_value_seed(self)?;
                continue;
            };
            self.fault.set(fault);
            return Err(A::Error::custom(fault));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{"success":false,"outcome":{"stage":"tcp","code":"connect-failed","text":"No.","advice":[]},"trace":[{"t":1,"direction":"sent","type":"SETUP","hex":"0300","decoded":{"password":"of the wire"}}]}"#;

    fn saved(request: &str) -> String {
        format!(
            r#"{{"tool":"h323-edge-tester","version":1,"request":{request},"startedAt":null,"report":{REPORT}}}"#
        )
    }

    fn wrong(body: &str) -> (String, Option<String>) {
        let error = check(body.as_bytes()).expect_err(body);
        (error.text, error.field)
    }

    #[test]
    fn a_saved_call_and_an_answer_are_results() {
        for body in [
            REPORT.to_owned(),
            saved("null"),
            saved(r#"{"server":"gw.example.com","gatekeeper":{"alias":"4711"}}"#),
            format!("\n {} ", saved("null")),
            r#"{"outcome":{"stage":"","code":"","text":""},"trace":[]}"#.to_owned(),
        ] {
            assert_eq!(check(body.as_bytes()), Ok(()), "{body}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for (body, why) in [
            ("", "not valid JSON"),
            ("<html>", "not valid JSON"),
            ("{} {}", "not valid JSON"),
            ("\u{feff}{}", "not valid JSON"),
            (deep.as_str(), "neither"),
            ("[]", ": it is not an object"),
            ("null", ": it is not an object"),
            ("\"x\"", ": it is not an object"),
            ("{}", ": outcome is missing"),
            (r#"{"server":"gw.example.com"}"#, ": outcome is missing"),
            (
                r#"{"success":false,"error":"Not found"}"#,
                ": outcome is missing",
            ),
            (
                r#"{"outcome":{"stage":"","code":"","text":""}}"#,
                ": trace is missing",
            ),
            (
                r#"{"outcome":{"stage":"","code":"","text":""},"trace":{}}"#,
                ": trace is not a list",
            ),
            (
                r#"{"outcome":{"stage":"","code":"","text":""},"trace":[{}]}"#,
                ": trace[0].type is missing or",
            ),
            (
                r#"{"outcome":{"stage":"","code":"","text":""},"trace":[5]}"#,
                ": trace[0] is not an object",
            ),
            (
                r#"{"outcome":{"stage":"","code":"","text":5},"trace":[]}"#,
                ": outcome.text is missing or",
            ),
            (
                r#"{"outcome":["","",""],"trace":[]}"#,
                ": outcome is not an object",
            ),
            (
                r#"{"report":{},"report":{}}"#,
                ": it is not an object, or has a field twice",
            ),
            (r#"["h323-edge-tester",1,null,{}]"#, ": it is not an object"),
            (
                r#"{"tool":"h323-edge-tester","version":1}"#,
                ": report is missing",
            ),
            (
                r#"{"tool":"h323-edge-tester","version":1,"report":[]}"#,
                ": report is not an object",
            ),
            (
                r#"{"tool":"h323-edge-tester","version":1,"report":{}}"#,
                ": report.outcome is missing",
            ),
            (
                r#"{"tool":"h323-edge-tester","version":2}"#,
                "version must be 1",
            ),
            (r#"{"tool":"h323-edge-tester"}"#, "version must be 1"),
        ] {
            let (text, _) = wrong(body);
            assert!(text.contains(why), "{body}: {text}");
        }
    }

    #[test]
    fn what_was_sent_is_not_repeated() {
        let (text, _) = wrong(&format!(r#"{{"outcome":"{}"}}"#, "s3cret".repeat(10_000)));
        assert!(text.len() < 300 && !text.contains("s3cret"), "{text}");
    }

    #[test]
    fn a_request_with_a_password_is_refused_wherever_it_has_it() {
        for request in [
            r#"{"server":"gk","gatekeeper":{"alias":"1","password":"s3cret"}}"#,
            r#"{"server":"gk","gatekeeper":{"pass\u0077ord":"s3cret"}}"#,
            r#"{"server":"gk","gatekeeper":{"Password":null}}"#,
            r#"{"server":"gk","password":"s3cret"}"#,
            r#"{"server":"gk","more":[{"a":{"password":"s3cret"}}]}"#,
            // Of two fields with one name most readers take the last.
            r#"{"server":"gk","gatekeeper":{"password":"s3cret"},"gatekeeper":{}}"#,
            r#"{"server":"gk","a":[{"password":"s3cret"}],"a":0}"#,
        ] {
            let (text, field) = wrong(&saved(request));
            assert_eq!(field.as_deref(), Some("request"));
            assert!(
                text.contains("password") && !text.contains("s3cret"),
                "{text}"
            );
            let answer = REPORT.replacen('{', &format!(r#"{{"request":{request},"#), 1);
            assert_eq!(wrong(&answer).1.as_deref(), Some("request"));
        }
        let twice = saved(r#"{"server":"gk"},"request":{"server":"gk","password":"s3cret"}"#);
        assert!(wrong(&twice).0.contains("twice"));
        let hidden = r#"{"server":"gk","gatekeeper":{"alias":"1"},"gatekeeper":{}}"#;
        assert!(wrong(&saved(hidden)).0.contains("twice"));
        // Also in the report of a saved call, and under a name with escapes.
        let within = REPORT.replacen('{', r#"{"request":{"server":"gk","password":"s3cret"},"#, 1);
        for tool in ["h323-edge-tester", r"h323\u002dedge-tester"] {
            let body = format!(r#"{{"tool":"{tool}","version":1,"report":{within}}}"#);
            assert!(wrong(&body).0.contains("password"), "{tool}");
        }
    }

    #[test]
    fn a_request_is_one() {
        let long = format!(r#"{{"server":"{}"}}"#, "a".repeat(REQUEST_LIMIT));
        let deep = format!(
            r#"{{"server":"a","b":{}{}}}"#,
            "[".repeat(200),
            "]".repeat(200)
        );
        for (request, why) in [
            (long.as_str(), "longer"),
            (deep.as_str(), "cannot be read"),
            ("{}", "must be the request"),
            ("[]", "must be the request"),
            ("5", "must be the request"),
            (r#"{"server":5}"#, "must be the request"),
        ] {
            let (text, field) = wrong(&saved(request));
            assert_eq!(field.as_deref(), Some("request"));
            assert!(text.contains(why), "{text}");
        }
    }
}
