//! Calls over TLS that end in its handshake.

use alloc::{format, string::String};

use super::{FIREWALLS, Outcome, OutcomeCode, outcome};
use crate::tls::{Alert, Fault};

/// The advice that a port without TLS and a port that keeps callers out have in common.
const PLAIN: &str = "A port without TLS behaves like this: call it with “TLS” (`tls`) on off, or call the endpoint's port for TLS, usually TCP 1300.";

/// The outcome of a handshake that failed.
pub(super) fn failed(fault: &Fault) -> Outcome {
    let text = format!("The TLS connection failed: {fault}.");
    match fault {
        Fault::NotTls(_) => outcome(
            OutcomeCode::NotTls,
            text,
            &[
                "Call this port with “TLS” (`tls`) on off, if it is the endpoint's port for plain call signalling.",
                "Or call the endpoint's port for TLS, usually TCP 1300.",
            ],
        ),
        Fault::OldVersion(_) => outcome(
            OutcomeCode::TlsTooOld,
            format!("{text} Callers of today, and the tester, speak TLS 1.2 and 1.3."),
            &[
                "Switch TLS 1.2 on at the endpoint, or update its software.",
                "The endpoint works for callers as old as itself. To test its call signalling, call its plain port with “TLS” (`tls`) on off.",
            ],
        ),
        Fault::CertificateRefused(_) => outcome(
            OutcomeCode::CertificateRefused,
            text,
            &[
                "Call with “TLS” (`tls`) on inspect: the tester then accepts any certificate, and shows what is wrong with it.",
                "Give the endpoint a certificate of a public authority for the name that callers use.",
            ],
        ),
        Fault::Alert(alert) => handshake(text, of_alert(*alert)),
        Fault::Closed | Fault::Lost(_) => handshake(
            text,
            &[
                PLAIN,
                "An access list of the endpoint may end the connection: check who may call.",
                "A firewall's H.323 inspection (ALG) may have ended the connection: switch it off for this rule.",
            ],
        )
        .see(FIREWALLS),
        Fault::Broken(_) => handshake(
            text,
            &["Update the endpoint's software, or the TLS proxy in front of it."],
        ),
    }
}

/// The outcome of a handshake that was not finished in time.
pub(super) fn unfinished() -> Outcome {
    handshake(
        "The TCP connection opened, but the endpoint did not finish the TLS handshake in time.",
        &[
            PLAIN,
            "A firewall that accepts the connection but holds back its octets looks like this too.",
        ],
    )
}

fn handshake(text: impl Into<String>, advice: &[&'static str]) -> Outcome {
    outcome(OutcomeCode::TlsHandshakeFailed, text, advice)
}

/// What to check after an alert (RFC 8446 6.2).
const fn of_alert(alert: Alert) -> &'static [&'static str] {
    match alert {
        // Servers before TLS 1.3 have no alert of its own for a missing certificate.
        Alert(41 | 42 | 43 | 46 | 48) | Alert::CERTIFICATE_REQUIRED => &[
            "The endpoint asks its callers for a certificate, which the tester does not have: switch that off for the test (mutual TLS, client certificates).",
        ],
        Alert::HANDSHAKE_FAILURE | Alert(71) => &[
            "The two sides have no cipher suite in common. The tester offers ECDHE with AES-GCM or ChaCha20-Poly1305: switch one of these on at the endpoint.",
            "Or the endpoint asks its callers for a certificate, which the tester does not have: switch that off for the test.",
        ],
        Alert(112) => &[
            "The endpoint does not know the name that was called: call it by the name in its certificate, or by its address.",
        ],
        _ => &["Check the endpoint's log for TLS at this time: it says why it sent the alert."],
    }
}
