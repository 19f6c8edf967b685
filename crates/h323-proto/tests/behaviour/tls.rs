//! Call signalling over TLS, H.245 beside it, and what their ends mean.

use std::net::SocketAddr;

use h323_asn1::h225::{
    H245Security, H323UUPDU, H323UUPDUH323MessageBody as Body, SecurityCapabilities,
    SecurityServiceMode,
};
use h323_proto::{
    call::{
        CallEnd, CallTerms, CallingConfig, Channel, Closed, EndReason, H245Mode, Input, Timer,
        WarningCode,
    },
    diagnosis::{Circumstances, diagnose},
    q931::MessageType,
    tls::{Alert, Fault, Mode, OldVersion, Plain},
    tpkt::Foreign,
};

use crate::{
    outcomes::{advises, end, known},
    support::{
        Script, config,
        uuie::{set_address, setup_of},
    },
};

fn wanted(tls: Mode) -> CallingConfig {
    CallingConfig {
        terms: CallTerms {
            h245: H245Mode::Separate,
            h245_tunnelling: false,
            tls,
            ..config().terms
        },
        ..config()
    }
}

fn over_tls() -> H245Security {
    let usual = || SecurityServiceMode::default;
    H245Security::tls(SecurityCapabilities::new(usual(), usual(), usual()))
}

fn set_security(pdu: &mut H323UUPDU, security: Option<H245Security>) {
    match &mut pdu.h323_message_body {
        Body::connect(connect) => connect.h245_security_mode = security,
        other => panic!("{other:?}"),
    }
}

/// A call whose endpoint gives an `h245Address` in Connect, secured like this.
fn answered(tls: Mode, security: Option<H245Security>) -> Script {
    let public: SocketAddr = "8.8.8.8:1300".parse().unwrap();
    let mut script = Script::towards(public.into(), wanted(tls)).placed();
    script.reply_with(MessageType::Connect, |pdu| {
        pdu.h245_tunnelling = Some(false);
        set_address(pdu, Some("8.8.4.4:30000".parse().unwrap()));
        set_security(pdu, security);
    });
    assert_eq!(script.seen.h245_connects.len(), 1);
    script
}

#[test]
fn a_handshake_that_fails_ends_the_call_before_setup() {
    for fault in [Fault::Closed, Fault::Broken("a length is wrong".into())] {
        let mut script = Script::with(wanted(Mode::Inspect));
        let closed = Closed::Tls(fault.clone());
        script.input(Input::Closed(Channel::CallSignalling, closed));
        assert_eq!(script.end().reason, EndReason::TlsFailed(fault));
        assert!(script.seen.sent.is_empty());
        assert!(script.seen.warnings().is_empty());
    }
}

#[test]
fn setup_offers_tls_for_h245_if_it_goes_over_tls_itself() {
    let offer = || Some(vec![over_tls(), H245Security::noSecurity]);
    for (tls, expected) in [
        (Mode::Off, None),
        (Mode::Verify, offer()),
        (Mode::Inspect, offer()),
    ] {
        let script = Script::with(wanted(tls)).placed();
        let setup = setup_of(&script.seen.sent[0]);
        assert_eq!(setup.h245_security_capability, expected, "{tls}");
    }
}

#[test]
fn h245_goes_over_tls_where_the_endpoint_asks_for_it() {
    let script = answered(Mode::Inspect, Some(over_tls()));
    assert!(script.call.h245_is_over_tls());
    assert!(!script.seen.warned(WarningCode::H245NotSecured));
}

#[test]
fn h245_in_the_clear_beside_tls_is_a_warning() {
    for security in [None, Some(H245Security::noSecurity)] {
        let script = answered(Mode::Verify, security);
        assert!(!script.call.h245_is_over_tls());
        assert!(script.seen.warned(WarningCode::H245NotSecured));
    }
}

#[test]
fn a_call_in_the_clear_has_no_tls_for_h245_whatever_the_endpoint_says() {
    let script = answered(Mode::Off, Some(over_tls()));
    assert!(!script.call.h245_is_over_tls());
    assert!(!script.seen.warned(WarningCode::H245NotSecured));
}

fn tls_failed(fault: Fault) -> CallEnd {
    end(EndReason::TlsFailed(fault))
}

/// Handshakes that fail, with the code of what that means.
pub(crate) fn cases() -> Vec<(&'static str, CallEnd, Circumstances)> {
    vec![
        (
            "not-tls",
            tls_failed(Fault::NotTls(Plain::H323)),
            known(0, false),
        ),
        (
            "not-tls",
            tls_failed(Fault::NotTls(Plain::Other(Foreign::Http))),
            known(0, false),
        ),
        (
            "tls-too-old",
            tls_failed(Fault::OldVersion(OldVersion::Tls10)),
            known(0, false),
        ),
        (
            "certificate-refused",
            tls_failed(Fault::CertificateRefused("it is self-signed".into())),
            known(0, false),
        ),
        (
            "tls-handshake-failed",
            tls_failed(Fault::Alert(Alert::HANDSHAKE_FAILURE)),
            known(0, false),
        ),
        (
            "tls-handshake-failed",
            tls_failed(Fault::Closed),
            known(0, false),
        ),
        (
            "tls-handshake-failed",
            tls_failed(Fault::Broken("a length is wrong".into())),
            known(0, false),
        ),
        (
            "tls-handshake-failed",
            end(EndReason::TimedOut(Timer::Connect)),
            Circumstances {
                reached: true,
                tls: Mode::Inspect,
                ..known(0, false)
            },
        ),
    ]
}

/// Setup in the clear ends a connection that waits for TLS in one of these ways.
#[test]
fn port_1300_is_told_to_be_that_of_tls() {
    for end in [
        end(EndReason::Closed { pending: 0 }),
        end(EndReason::ConnectionLost("reset".into())),
        end(EndReason::TimedOut(Timer::T303)),
    ] {
        let advice = |port, tls| {
            let known = Circumstances {
                port: Some(port),
                tls,
                ..known(0, false)
            };
            diagnose(&end, &known).advice[0]
        };
        for (port, tls, told) in [
            (1300, Mode::Off, true),
            (1300, Mode::Inspect, false),
            (1720, Mode::Off, false),
        ] {
            let advice = advice(port, tls);
            assert_eq!(advice.contains("H.323 over TLS"), told, "{advice}");
        }
        let secured = Circumstances {
            tls: Mode::Inspect,
            ..known(0, false)
        };
        let outcome = diagnose(&end, &secured);
        assert!(!advises(&outcome, &["without TLS"]), "{outcome:?}");
    }
    let alert = diagnose(&end(EndReason::NotTpkt(Foreign::Tls)), &known(0, false));
    assert!(advises(&alert, &["expects TLS", "inspect"]));
}
