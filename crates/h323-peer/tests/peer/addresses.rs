//! What the command line takes for an address, and what becomes of it on the wire.

use crate::support::{Endpoint, run, text};
use serde_json::{Value, json};

/// The aliases that Setup had in `destinationAddress`.
fn destination(endpoint: &Endpoint) -> Value {
    let log = endpoint.log_of_call();
    let setup = log.messages("received", "SETUP")[0];
    let mut found = Value::Null;
    find(&setup["decoded"], "destinationAddress", &mut found);
    found
}

fn find(value: &Value, name: &str, found: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == name {
                    *found = value.clone();
                }
                find(value, name, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| find(value, name, found)),
        _ => {}
    }
}

#[test]
fn an_address_is_called_in_every_form_that_it_has() {
    let endpoint = Endpoint::start(&["--by-number"]);
    let place = endpoint.address.to_string();
    let url = |user: &str| format!("h323:{user}@{place};type=gk");
    for (address, expected) in [
        (place.clone(), json!([{ "dialledDigits": "2000" }])),
        (
            format!("h323:{place}"),
            json!([{ "dialledDigits": "2000" }]),
        ),
        (
            format!("2002@{place}"),
            json!([{ "dialledDigits": "2002" }]),
        ),
        (
            format!("{place}##2002"),
            json!([{ "dialledDigits": "2002" }]),
        ),
        (
            format!("{place}##2000##1234"),
            json!([{ "dialledDigits": "2000##1234" }]),
        ),
        (format!("room.1@{place}"), json!([{ "h323-ID": "room.1" }])),
        (
            url("Zo%C3%AB"),
            json!([{ "h323-ID": "Zo\u{eb}" }, { "url-ID": url("Zo%C3%AB") }]),
        ),
        (
            url("2002"),
            json!([
                { "dialledDigits": "2002" },
                { "h323-ID": "2002" },
                { "url-ID": url("2002") },
            ]),
        ),
    ] {
        let output = run(&["call", &address]);
        assert_eq!(destination(&endpoint), expected, "{address}");
        let busy = expected[0]["dialledDigits"] == "2002";
        assert_eq!(output.status.code(), Some(i32::from(busy)), "{address}");
    }
}

#[test]
fn every_kind_of_option_reaches_setup() {
    let endpoint = Endpoint::start(&[]);
    let port = endpoint.address.port().to_string();
    let output = run(&[
        "call",
        "127.0.0.1",
        "--port",
        &port,
        "--no-calling-number",
        "--no-display",
        "--calling-aliases=url-ID:h323:me@here",
        "--called-aliases=h323-ID:a",
        "--called-aliases=dialedDigits:7",
        "--vendor-product-id=Line test",
        "--channels=accept",
        "--keep-alive=tpkt",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let log = endpoint.log_of_call();
    let setup = log.messages("received", "SETUP")[0];
    let mut found = Value::Null;
    find(&setup["decoded"], "sourceAddress", &mut found);
    assert_eq!(found, json!([{ "url-ID": "h323:me@here" }]));
    find(&setup["decoded"], "destinationAddress", &mut found);
    let called = json!([{ "dialledDigits": "2000" }, { "h323-ID": "a" }, { "dialledDigits": "7" }]);
    assert_eq!(found, called);
    let summary = setup["summary"].as_str().expect("a text");
    assert!(!summary.contains('\u{201c}'), "a display: {summary}");
}
