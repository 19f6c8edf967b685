//! What a strict caller objects to.

use std::sync::PoisonError;

use h323_proto::tls::{Objection, ObjectionCode};
use rustls::CertificateError;

use crate::{
    certificate::Reading,
    verifier::{Seen, Verifier},
};

/// The objections to a chain whose first certificate was read as `leaf`.
pub(crate) fn objections(verifier: &Verifier, leaf: Option<&Reading>) -> Vec<Objection> {
    let seen = verifier.seen.lock().unwrap_or_else(PoisonError::into_inner);
    let mut list = List(Vec::new());
    if let Some(leaf) = leaf {
        of_certificate(leaf, &seen, verifier, &mut list);
    }
    if let Some(error) = &seen.refusal {
        of_chain(error, &mut list);
    }
    if seen.not_proven {
        list.add(
            ObjectionCode::NotProven,
            "the proof that the endpoint has the key could not be checked",
        );
    }
    list.0
}

struct List(Vec<Objection>);

impl List {
    fn add(&mut self, code: ObjectionCode, text: impl Into<String>) {
        let text = text.into();
        self.0.push(Objection { code, text });
    }

    fn has(&self, code: ObjectionCode) -> bool {
        self.0.iter().any(|objection| objection.code == code)
    }
}

fn of_certificate(leaf: &Reading, seen: &Seen, verifier: &Verifier, list: &mut List) {
    let certificate = &leaf.certificate;
    if let Some(error) = &certificate.error {
        list.add(ObjectionCode::Unreadable, error.clone());
    }
    if let Some((from, until)) = leaf.valid {
        if verifier.now < from {
            let text = format!("it is valid from {} on only", certificate.not_before);
            list.add(ObjectionCode::NotYetValid, text);
        }
        if verifier.now > until {
            let text = format!("it expired on {}", certificate.not_after);
            list.add(ObjectionCode::Expired, text);
        }
    }
    if seen.wrong_name {
        let called = &verifier.name;
        let text = match certificate.names.as_slice() {
            [] => format!("it has no subjectAltName, so it is not for {called}"),
            names => format!("it is for {}, not for {called}", names.join(", ")),
        };
        list.add(ObjectionCode::WrongName, text);
    }
    if leaf.self_signed {
        list.add(ObjectionCode::SelfSigned, "it is self-signed");
    }
    if leaf.weak_key {
        let text = format!("its key is too short: {}", certificate.key);
        list.add(ObjectionCode::WeakKey, text);
    }
    if leaf.weak_signature {
        let text = format!("its signature can be forged: {}", certificate.signature);
        list.add(ObjectionCode::WeakSignature, text);
    }
}

/// Adds why the strict check failed, unless the certificate itself has already told.
fn of_chain(error: &CertificateError, list: &mut List) {
    use ObjectionCode as Code;
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. }
            if !list.has(Code::Expired) =>
        {
            list.add(Code::Expired, "a certificate of its chain has expired");
        }
        CertificateError::UnknownIssuer if !list.has(Code::SelfSigned) => {
            let text = "no public authority vouches for it, or a certificate between is missing";
            list.add(Code::UnknownIssuer, text);
        }
        CertificateError::BadSignature => {
            list.add(
                Code::Refused,
                "it is not signed by the issuer that it names",
            );
        }
        error if list.0.is_empty() => {
            let text = format!("it breaks a rule for certificates: {error}");
            list.add(Code::Refused, text);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use h323_proto::tls::Mode;
    use rustls::{
        RootCertStore,
        client::danger::ServerCertVerifier as _,
        pki_types::{CertificateDer, ServerName, UnixTime},
    };

    use super::*;
    use crate::{
        provider::provider,
        tests::{NAME, NOW, recorded},
    };

    /// The objections to this certificate.
    fn told(octets: &[u8]) -> Vec<(ObjectionCode, String)> {
        let roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let provider = Arc::new(provider());
        let verifier = Verifier::new(Mode::Inspect, NAME, NOW, roots, &provider).expect("roots");
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(NOW));
        let name = ServerName::try_from(NAME).expect("a name");
        let own = CertificateDer::from(octets);
        let accepted = verifier.verify_server_cert(&own, &[], &name, &[], time);
        assert!(accepted.is_ok(), "in inspect, any certificate is");
        let list = objections(&verifier, Some(&Reading::of(octets)));
        list.into_iter().map(|one| (one.code, one.text)).collect()
    }

    #[test]
    fn weak_keys_and_signatures_are_told_with_what_they_are() {
        use ObjectionCode::{SelfSigned, WeakKey, WeakSignature};
        let own = || (SelfSigned, "it is self-signed".to_owned());
        for (name, octets) in recorded() {
            let key = |key| (WeakKey, format!("its key is too short: {key}"));
            let expected = match name {
                "rsa-1024-sha1" => vec![
                    own(),
                    key("RSA 1024"),
                    (
                        WeakSignature,
                        "its signature can be forged: RSA with SHA-1".to_owned(),
                    ),
                ],
                "p192-sha256" => vec![own(), key("EC P-192")],
                _ => vec![own()],
            };
            assert_eq!(told(&octets), expected, "{name}");
        }
    }

    #[test]
    fn what_is_no_certificate_is_unreadable() {
        for octets in [&[][..], &[0x30, 3, 1, 2, 3], &[0xFF; 64]] {
            let told = told(octets);
            let [(ObjectionCode::Unreadable, text)] = told.as_slice() else {
                panic!("{told:?}");
            };
            assert!(text.starts_with("it is not an X.509 certificate"), "{text}");
        }
    }
}
