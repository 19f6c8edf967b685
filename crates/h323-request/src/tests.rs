//! What is taken, what it becomes, and what is refused.

use std::net::SocketAddr;

use h323_proto::{
    call::{CallType, H245Mode, KeepAliveStyle},
    h225::Alias,
    h245::{ChannelPolicy, Codec},
    q931::{BearerCapability, NumberingPlan, TransferRate, TypeOfNumber},
    time::Duration,
    tls::Mode,
};
use serde_json::json;

mod tls;

use super::*;

mod demo;

fn error(body: &str) -> (Option<String>, String) {
    let error = parse(body.as_bytes()).expect_err(body);
    (error.field, error.text)
}

#[test]
fn defaults_are_those_of_the_product() {
    let request = parse(br#"{"server":"gw.example.com"}"#).expect("valid");
    assert_eq!(request.port, 1720);
    assert_eq!(request.config.setup.calling_number, "1000");
    assert_eq!(request.config.setup.called_number.as_deref(), Some("2000"));
}

#[test]
fn every_field_is_taken() {
    let request = parse(
        br#"{"server":" GW.example.com ","port":1721,"callingNumber":"+49 ","calledNumber":"1*#,2"}"#,
    )
    .expect("valid");
    assert_eq!(request.server, Host::Name("gw.example.com".into()));
    assert_eq!(request.port, 1721);
    assert_eq!(request.config.setup.calling_number, "+49");
    assert_eq!(request.config.setup.called_number.as_deref(), Some("1*#,2"));
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
        (r#"{"server":"http://gw"}"#, "server", "scheme"),
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
        (r#"{"server":"g","Port":1}"#, "Port", "mean port"),
        (
            r#"{"server":"g","codecs":[]}"#,
            "codecs",
            "one or more of g711a",
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

fn valid(fields: &str) -> CallRequest {
    let body = format!(r#"{{"server":"gw.example.com",{fields}}}"#);
    parse(body.as_bytes()).unwrap_or_else(|error| panic!("{fields}: {error}"))
}

/// Each with the field that the error names and a part of the rule.
#[test]
fn options_outside_their_limits_are_refused() {
    let long = format!(r#""display":"{}""#, "x".repeat(81));
    let url = format!(
        r#""calledAliases":[{{"type":"url-ID","value":"{}"}}]"#,
        "x".repeat(513)
    );
    let many = format!(
        r#""callingAliases":[{}]"#,
        [r#"{"type":"h323-ID","value":"x"}"#; 9].join(",")
    );
    for (fields, field, rule) in [
        (
            r#""calledNumberType":"foreign""#,
            "calledNumberType",
            "one of unknown",
        ),
        (
            r#""callingNumberPlan":1"#,
            "callingNumberPlan",
            "one of unknown",
        ),
        (
            r#""callingNumber":false"#,
            "callingNumber",
            "string or null",
        ),
        (r#""calledAliases":{}"#, "calledAliases", "a list"),
        (r#""calledAliases":["x"]"#, "calledAliases", "objects"),
        (
            r#""calledAliases":[{"value":"x"}]"#,
            "calledAliases[0].type",
            "required",
        ),
        (
            r#""calledAliases":[{"type":"h323-ID"}]"#,
            "calledAliases[0].value",
            "required",
        ),
        (
            r#""calledAliases":[{"type":"h323-id","value":"x"}]"#,
            "calledAliases[0].type",
            "one of",
        ),
        (
            r#""calledAliases":[{"type":"h323-ID","value":"x","x":1}]"#,
            "calledAliases[0].x",
            "known are type",
        ),
        (
            r#""calledAliases":[{"type":"dialedDigits","value":"1"},{"type":"dialedDigits","value":"a"}]"#,
            "calledAliases[1].value",
            "digits",
        ),
        (
            r#""calledAliases":[{"type":"dialedDigits","value":""}]"#,
            "calledAliases[0].value",
            "empty",
        ),
        (
            r#""calledAliases":[{"type":"partyNumber","value":"+"}]"#,
            "calledAliases[0].value",
            "empty",
        ),
        (
            r#""calledAliases":[{"type":"transportID","value":"gw:1720"}]"#,
            "calledAliases[0].value",
            "IP address",
        ),
        (
            r#""calledAliases":[{"type":"email-ID","value":"zo\u00eb@x"}]"#,
            "calledAliases[0].value",
            "ASCII",
        ),
        (url.as_str(), "calledAliases[0].value", "512"),
        (many.as_str(), "callingAliases", "at most 8"),
        (r#""overlapDigits":"12a""#, "overlapDigits", "digits"),
        (r#""overlapDigits":"+12""#, "overlapDigits", "digits"),
        (
            r#""sendingComplete":true"#,
            "sendingComplete",
            "overlapDigits",
        ),
        (
            r#""overlapDigits":"1","sendingComplete":"yes""#,
            "sendingComplete",
            "true or false",
        ),
        (r#""display":"""#, "display", "1 to 80"),
        (r#""display":"Zo\u00eb""#, "display", "ASCII"),
        (long.as_str(), "display", "80"),
        (r#""bearer":"data""#, "bearer", "one of audio, video"),
        (r#""bearerRate":64"#, "bearerRate", "bearer video"),
        (
            r#""bearer":"video","bearerRate":65"#,
            "bearerRate",
            "multiple of 64",
        ),
        (
            r#""bearer":"video","bearerRate":0"#,
            "bearerRate",
            "multiple of 64",
        ),
        (
            r#""bearer":"video","bearerRate":1984"#,
            "bearerRate",
            "multiple of 64",
        ),
        (r#""callType":"oneToMany""#, "callType", "pointToPoint"),
        (r#""h225Version":1"#, "h225Version", "2 to 7"),
        (r#""h225Version":8"#, "h225Version", "2 to 7"),
        (r#""vendor":"x""#, "vendor", "an object"),
        (
            r#""vendor":{"product":"x"}"#,
            "vendor.product",
            "mean productId",
        ),
        (
            r#""vendor":{"t35CountryCode":256}"#,
            "vendor.t35CountryCode",
            "0 to 255",
        ),
        (
            r#""vendor":{"productId":""}"#,
            "vendor.productId",
            "1 to 256",
        ),
        (r#""h245":"on""#, "h245", "auto, tunnelled, separate, off"),
        (r#""codecs":"g711a""#, "codecs", "a list"),
        (r#""codecs":["g711a","g711a"]"#, "codecs", "each once"),
        (r#""codecs":["g728"]"#, "codecs", "g711a"),
        (r#""fastStart":1"#, "fastStart", "true or false"),
        (r#""channels":"open""#, "channels", "accept, reject, offer"),
        (r#""firstAnswerSeconds":0"#, "firstAnswerSeconds", "1 to 60"),
        (r#""ringSeconds":121"#, "ringSeconds", "1 to 120"),
        (r#""holdSeconds":61"#, "holdSeconds", "0 to 60"),
        (r#""holdSeconds":0.5"#, "holdSeconds", "0 to 60"),
        (r#""keepAlive":true"#, "keepAlive", "none, tpkt"),
        (r#""keepAliveSeconds":0"#, "keepAliveSeconds", "1 to 60"),
        (
            r#""followRedirects":"yes""#,
            "followRedirects",
            "true or false",
        ),
    ] {
        let (named, text) = error(&format!(r#"{{"server":"g",{fields}}}"#));
        assert_eq!(named.as_deref(), Some(field), "{fields}");
        assert!(text.contains(rule), "{fields}: {text}");
    }
}

/// `tests/addresses.json`, which the page keeps to as well.
#[test]
fn addresses_are_what_people_mean_by_them() {
    let table: Value = serde_json::from_str(include_str!("../../../tests/addresses.json")).unwrap();
    let request = |row: &Value| parse(json!({ "server": row["server"] }).to_string().as_bytes());
    for row in table["right"].as_array().expect("rows") {
        let request = request(row).unwrap_or_else(|error| panic!("{row}: {error}"));
        let config = &request.config;
        let secure = config.terms.tls == Mode::Verify;
        assert_eq!(secure, row["secure"] == true, "{row}");
        assert_eq!(request.server.to_string(), row["host"], "{row}");
        assert_eq!(request.target().host, row["host"], "{row}");
        let usual = if secure { 1300 } else { 1720 };
        let port = row["port"].as_u64().unwrap_or(usual);
        assert_eq!(u64::from(request.port), port, "{row}");
        let aliases: Vec<Value> = config
            .setup
            .called_aliases
            .iter()
            .map(|alias| match alias {
                Alias::H323Id(id) => json!(["h323-ID", id]),
                Alias::UrlId(url) => json!(["url-ID", url]),
                other => panic!("{row}: {other:?}"),
            })
            .collect();
        let expected = row["aliases"].as_array().cloned().unwrap_or_default();
        assert_eq!(aliases, expected, "{row}");
        let nobody = row["number"].is_null() && aliases.is_empty();
        let number = row["number"].as_str().or(nobody.then_some("2000"));
        assert_eq!(config.setup.called_number.as_deref(), number, "{row}");
    }
    for row in table["wrong"].as_array().expect("rows") {
        let error = request(row).expect_err(&row.to_string());
        assert_eq!(error.field.as_deref(), Some("server"), "{row}");
        let sentence = format!("server {}", row["rule"].as_str().expect("a rule"));
        assert_eq!(error.text, sentence, "{row}");
    }
}

#[test]
fn what_the_address_says_is_not_said_twice() {
    let (field, text) = error(r#"{"server":"1@gw","calledNumber":"2000"}"#);
    assert_eq!(field.as_deref(), Some("calledNumber"));
    assert!(text.contains("left out because server names"), "{text}");
    let (field, text) = error(r#"{"server":"x@gw:1721##1","port":1720}"#);
    assert_eq!(field.as_deref(), Some("server"), "{text}");
    let (field, text) = error(r#"{"server":"h323:x@gw:1721","port":1720}"#);
    assert_eq!(field.as_deref(), Some("port"));
    assert_eq!(
        text,
        "port is 1720, but server has port 1721: give only one of them"
    );
    let body = br#"{"server":"gw:1721","port":1721}"#;
    assert_eq!(parse(body).expect("the same").port, 1721);
    let body = br#"{"server":"h323:x@gw","calledAliases":[{"type":"h323-ID","value":"y"}]}"#;
    let aliases = parse(body).expect("both").config.setup.called_aliases;
    let url = Alias::UrlId("h323:x@gw".into());
    let id = |id: &str| Alias::H323Id(id.into());
    assert_eq!(aliases, [id("y"), id("x"), url]);
}

#[test]
fn a_field_that_is_not_there_is_answered_by_one_that_is() {
    for (body, shown, hint) in [
        (r#"{"Port":1}"#, "Port", "did you mean port?"),
        (
            r#"{"calledNumer":""}"#,
            "calledNumer",
            "did you mean calledNumber?",
        ),
        (
            r#"{"faststart":true}"#,
            "faststart",
            "did you mean fastStart?",
        ),
        (
            r#"{"x":1}"#,
            "x",
            "docs/api.md and /api/openapi.json list all there are",
        ),
        (
            r#"{"server":"g","vendor":{"x":1}}"#,
            "vendor.x",
            "known are t35CountryCode, t35Extension, manufacturerCode, productId, versionId",
        ),
    ] {
        let (field, text) = error(body);
        assert_eq!(field.as_deref(), Some(shown), "{body}");
        assert_eq!(text, format!("Unknown field {shown:?}; {hint}"));
    }
    let long = format!(r#"{{"{}":1}}"#, "\u{4f1a}".repeat(5000));
    assert!(error(&long).1.len() < 400);
}

#[test]
fn who_calls_whom_is_taken_over() {
    let request = valid(
        r#""callingNumber":null,"calledNumber":null,"calledNumberType":"national",
        "calledNumberPlan":"private","overlapDigits":"34","sendingComplete":false,
        "calledAliases":[{"type":"dialedDigits","value":"1#"},{"type":"h323-ID","value":"r"},
        {"type":"url-ID","value":"h323:r@x"},{"type":"email-ID","value":"r@x"},
        {"type":"transportID","value":"[2001:db8::1]:1720"},{"type":"partyNumber","value":"+49"}],
        "callingAliases":[]"#,
    );
    let config = request.config;
    assert_eq!(config.setup.calling_number, "");
    assert_eq!(config.setup.called_number, None);
    assert_eq!(
        config.setup.called_numbering.type_of_number,
        Some(TypeOfNumber::National)
    );
    assert_eq!(config.setup.called_numbering.plan, NumberingPlan::Private);
    assert_eq!(config.setup.calling_aliases, Some(Vec::new()));
    let address: SocketAddr = "[2001:db8::1]:1720".parse().expect("an address");
    assert_eq!(
        config.setup.called_aliases,
        [
            Alias::DialedDigits("1#".into()),
            Alias::H323Id("r".into()),
            Alias::UrlId("h323:r@x".into()),
            Alias::EmailId("r@x".into()),
            Alias::TransportId(address),
            Alias::PartyNumber("+49".into()),
        ]
    );
    let overlap = config.overlap.expect("digits");
    assert_eq!(overlap.digits, "34");
    assert!(!overlap.sending_complete);
    assert_eq!(config.terms.display, None, "there is no number to say");
}

#[test]
fn what_setup_says_is_taken_over() {
    let config = valid(
        r#""display":"Test","bearer":"video","bearerRate":512,"callType":"nToN","h225Version":4,
        "vendor":{"t35CountryCode":9,"manufacturerCode":61,"productId":"P"}"#,
    )
    .config;
    assert_eq!(config.terms.display.as_deref(), Some("Test"));
    assert_eq!(config.bearer.rate, TransferRate::Multirate);
    assert_eq!(config.bearer.multiplier, Some(8));
    assert_eq!(config.setup.call_type, CallType::NToN);
    assert_eq!(config.terms.version, 4);
    assert_eq!(
        (config.terms.vendor.country, config.terms.vendor.extension),
        (9, 0)
    );
    assert_eq!(config.terms.vendor.manufacturer, 61);
    assert_eq!(config.terms.vendor.product, b"P");
    assert_eq!(
        valid(r#""bearer":"video""#).config.bearer,
        BearerCapability::VIDEO
    );
    assert_eq!(
        valid(r#""bearer":"audio""#).config.bearer,
        BearerCapability::SPEECH
    );
    assert_eq!(valid(r#""display":null"#).config.terms.display, None);
}

#[test]
fn how_h245_goes_is_taken_over() {
    for (word, mode, tunnelling) in [
        ("auto", H245Mode::Auto, true),
        ("tunnelled", H245Mode::Tunnelled, true),
        ("separate", H245Mode::Separate, false),
        ("off", H245Mode::Off, false),
    ] {
        let config = valid(&format!(r#""h245":"{word}""#)).config;
        assert_eq!(config.terms.h245, mode);
        assert_eq!(config.terms.h245_tunnelling, tunnelling);
    }
    let config = valid(r#""codecs":["h264","g722"],"fastStart":true,"channels":"offer""#).config;
    assert_eq!(config.terms.session.codecs, [Codec::H264, Codec::G722]);
    assert!(config.fast_start);
    for (request, channels) in [
        (r#""channels":"accept""#, ChannelPolicy::Accept),
        (r#""channels":"reject""#, ChannelPolicy::Reject),
        (r#""channels":"offer""#, ChannelPolicy::Offer),
        // What a caller does that has something to receive media with.
        (r#""port":1"#, ChannelPolicy::Accept),
    ] {
        assert_eq!(valid(request).config.terms.session.channels, channels);
    }
}

#[test]
fn how_long_to_wait_is_taken_over() {
    let request = valid(
        r#""firstAnswerSeconds":60,"ringSeconds":120,"holdSeconds":60,"keepAlive":"facilityEmpty",
        "keepAliveSeconds":3,"followRedirects":true"#,
    );
    let limits = request.config.terms.limits;
    assert_eq!(limits.t303.hard, Duration::from_secs(60));
    assert_eq!(limits.t301.hard, Duration::from_secs(120));
    assert_eq!(limits.hold, Duration::from_secs(60));
    let whole = [
        limits.t303.hard,
        limits.t310.hard,
        limits.t301.hard,
        limits.hold,
    ];
    let sum = whole
        .into_iter()
        .fold(Duration::ZERO, Duration::saturating_add);
    assert!(limits.total >= sum && limits.total <= Duration::from_secs(300));
    // A peer that asks for digits may take all the time that each step has.
    let limits = valid(r#""holdSeconds":60,"overlapDigits":"1""#)
        .config
        .terms
        .limits;
    let steps = [
        limits.connect.hard,
        limits.t303.hard,
        limits.t304.hard,
        limits.t310.hard,
        limits.t301.hard,
        limits.h245,
        limits.hold,
    ];
    let sum = steps
        .into_iter()
        .fold(Duration::ZERO, Duration::saturating_add);
    assert!(limits.total >= sum);
    let keep_alive = request.config.keep_alive.expect("one");
    assert_eq!(keep_alive.style, KeepAliveStyle::FacilityEmpty);
    assert_eq!(keep_alive.every, Duration::from_secs(3));
    assert!(request.follow_redirects);
    let plain = valid(r#""ringSeconds":1,"keepAlive":"none""#);
    assert_eq!(
        plain.config.keep_alive.map(|keep_alive| keep_alive.every),
        None
    );
    assert!(!plain.follow_redirects);
}

#[test]
fn what_cannot_be_seen_does_not_go_out() {
    for (hidden, at) in [
        ("\\u001b[31mx", 1),
        ("a\\u202eb", 2),
        ("Zü\\u0085x", 3),
        ("a\\nb", 2),
        ("a\\u2066b", 2),
    ] {
        for (body, field) in [
            (
                format!(r#"{{"type": "h323-ID", "value": "{hidden}"}}"#),
                "calledAliases[0].value",
            ),
            (
                format!(r#"{{"productId": "{hidden}"}}"#),
                "vendor.productId",
            ),
            (
                format!(r#"{{"versionId": "{hidden}"}}"#),
                "vendor.versionId",
            ),
        ] {
            let member = match field.split_once('[') {
                Some((list, _)) => format!(r#""{list}": [{body}]"#),
                None => format!(r#""vendor": {body}"#),
            };
            let (at_fault, text) = error(&format!(r#"{{"server": "gw.example.com", {member}}}"#));
            assert_eq!(at_fault.as_deref(), Some(field), "{member}");
            let where_it_is = format!("has a character that cannot be seen: character {at}, U+");
            assert!(text.contains(&where_it_is), "{text}");
        }
    }
    for server in [r"\u001b[31mx@gw.example.com", "h323:a%1Bb@gw.example.com"] {
        let (field, text) = error(&format!(r#"{{"server": "{server}"}}"#));
        assert_eq!(field.as_deref(), Some("server"));
        assert!(
            text.starts_with("server has an alias that has a character"),
            "{text}"
        );
    }
    let seen = r#"{"server": "Zürich 会議@gw.example.com", "vendor": {"productId": "Gerät"}}"#;
    assert!(parse(seen.as_bytes()).is_ok());
}

#[test]
fn a_domain_is_looked_up_unless_the_request_says_which_server_is_meant() {
    let read = |server: &str, more: &str| {
        let body = format!(r#"{{"server":"{server}"{more}}}"#);
        parse(body.as_bytes()).expect("valid").srv
    };
    for server in [
        "room@example.com",
        "h323:room@example.com",
        "h323:example.com",
    ] {
        assert!(read(server, ""), "{server}");
        assert!(read(server, r#","srv":"auto""#), "{server}");
        assert!(!read(server, r#","srv":"off""#), "{server}");
        assert!(!read(server, r#","port":1720"#), "{server}");
        assert!(!read(&format!("{server}:1720"), ""), "{server}");
    }
    for server in ["gw.example.com", "room@192.0.2.1", "192.0.2.1##4711"] {
        assert!(!read(server, ""), "{server}");
    }
}
