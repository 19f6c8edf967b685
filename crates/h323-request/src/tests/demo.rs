//! The demo, which is called by its name.

use super::*;

#[test]
fn the_demo_is_called_by_its_name() {
    for body in [
        r#"{"server":"demo"}"#,
        r#"{"server":" Demo. "}"#,
        r#"{"server":"demo:1720"}"#,
        r#"{"server":"2002@demo"}"#,
        r#"{"server":"h323:room@demo"}"#,
    ] {
        let request = parse(body.as_bytes()).expect(body);
        assert!(request.calls_demo() && !request.srv, "{body}");
    }
    for body in [
        r#"{"server":"demo.example.com"}"#,
        r#"{"server":"203.0.113.1"}"#,
    ] {
        assert!(!parse(body.as_bytes()).expect(body).calls_demo(), "{body}");
    }
}

#[test]
fn a_program_of_ones_own_has_no_demo() {
    let fields = json!({ "server": "demo##2002" });
    let fields = fields.as_object().expect("an object");
    assert!(of_fields(fields, Bounds::HOSTED).is_ok());
    let error = of_fields(fields, Bounds::OWN_MACHINE).expect_err("no demo");
    assert_eq!(error.field.as_deref(), Some("server"));
    assert!(
        error.text.contains("h323-peer listen --by-number"),
        "{error}"
    );
}

#[test]
fn the_demo_has_neither_tls_nor_a_gatekeeper() {
    for (body, field) in [
        (r#"{"server":"demo","tls":"inspect"}"#, "tls"),
        (r#"{"server":"h323s:demo"}"#, "tls"),
        (
            r#"{"server":"demo","gatekeeper":{"alias":"room"}}"#,
            "gatekeeper",
        ),
    ] {
        let error = parse(body.as_bytes()).expect_err(body);
        assert_eq!(error.field.as_deref(), Some(field), "{body}: {error}");
    }
    let register = br#"{"server":"demo","gatekeeper":{"alias":"room"}}"#;
    let error = parse_register(register).expect_err("no gatekeeper");
    assert_eq!(error.field.as_deref(), Some("server"), "{error}");
}
