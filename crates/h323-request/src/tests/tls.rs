//! `tls`, and the addresses that ask for it.

use super::*;

#[test]
fn tls_has_a_port_of_its_own_and_no_srv_records() {
    for (fields, mode, port, srv) in [
        (r#"{"server":"x@gw.example.com"}"#, Mode::Off, 1720, true),
        (
            r#"{"server":"x@gw.example.com","tls":"verify"}"#,
            Mode::Verify,
            1300,
            false,
        ),
        (
            r#"{"server":"gw:1720","tls":"inspect"}"#,
            Mode::Inspect,
            1720,
            false,
        ),
        (
            r#"{"server":"gw","port":1720,"tls":"inspect"}"#,
            Mode::Inspect,
            1720,
            false,
        ),
        (r#"{"server":"h323s:x@gw"}"#, Mode::Verify, 1300, false),
        (
            r#"{"server":"H323S://x@gw:1301","tls":"inspect"}"#,
            Mode::Inspect,
            1301,
            false,
        ),
    ] {
        let request = parse(fields.as_bytes()).expect(fields);
        let found = (request.config.terms.tls, request.port, request.srv);
        assert_eq!(found, (mode, port, srv), "{fields}");
    }
    let (field, text) = error(r#"{"server":"h323s:x@gw","tls":"off"}"#);
    assert_eq!(field.as_deref(), Some("tls"));
    assert_eq!(
        text,
        "tls is off, but server asks for TLS: write h323: there"
    );
}
