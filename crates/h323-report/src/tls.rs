//! The TLS session of call signalling, for the report and for a terminal.

use h323_proto::tls::{Account, Certificate, Mode, Objection, ObjectionCode};
use serde::Serialize;

use crate::word::word;

/// What was agreed on, and what the endpoint showed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TlsReport {
    /// `verify` or `inspect`.
    #[serde(serialize_with = "word")]
    pub mode: Mode,
    /// The name or address for which the certificate has to be.
    pub name: String,
    /// Whether the name was told to the endpoint (SNI). An address is not told.
    pub sni: bool,
    /// The protocol version; absent if the handshake did not get so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The cipher suite, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cipher_suite: Option<String>,
    /// The endpoint's certificates, its own first.
    pub certificates: Vec<CertificateReport>,
    /// How many more it sent; they are not shown.
    #[serde(skip_serializing_if = "is_zero")]
    pub further_certificates: usize,
    /// What a strict caller objects to.
    pub objections: Vec<ObjectionReport>,
}

/// A certificate.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateReport {
    /// The distinguished name of its owner.
    pub subject: String,
    /// The distinguished name of its issuer.
    pub issuer: String,
    /// The names and addresses in `subjectAltName`.
    pub names: Vec<String>,
    /// The beginning of its validity.
    pub not_before: String,
    /// The end of its validity.
    pub not_after: String,
    /// The kind and size of its key.
    pub key: String,
    /// The algorithm of its signature.
    pub signature: String,
    /// SHA-256 of its octets, in hexadecimal digits.
    pub fingerprint: String,
    /// Why it could not be read; then only the fingerprint is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// An objection.
#[derive(Clone, Debug, Serialize)]
pub struct ObjectionReport {
    /// Its code. It does not change between versions.
    #[serde(serialize_with = "word")]
    pub code: ObjectionCode,
    /// The objection for people.
    pub text: String,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
const fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl From<Account> for TlsReport {
    fn from(account: Account) -> Self {
        Self {
            mode: account.mode,
            name: account.name,
            sni: account.name_told,
            version: account.version,
            cipher_suite: account.cipher_suite,
            certificates: account.certificates.into_iter().map(Into::into).collect(),
            further_certificates: account.further,
            objections: account.objections.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Certificate> for CertificateReport {
    fn from(certificate: Certificate) -> Self {
        Self {
            subject: certificate.subject,
            issuer: certificate.issuer,
            names: certificate.names,
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            key: certificate.key,
            signature: certificate.signature,
            fingerprint: certificate.fingerprint,
            error: certificate.error,
        }
    }
}

impl From<Objection> for ObjectionReport {
    fn from(objection: Objection) -> Self {
        Self {
            code: objection.code,
            text: objection.text,
        }
    }
}

impl TlsReport {
    /// The session on one line: protocol, certificate, objections.
    #[must_use]
    pub fn line(&self) -> String {
        let mut parts: Vec<String> = self
            .version
            .iter()
            .chain(&self.cipher_suite)
            .cloned()
            .collect();
        if let Some(own) = self.certificates.first() {
            parts.push(match &own.error {
                Some(error) => format!("certificate: {error}"),
                None => format!(
                    "certificate {} by {}, {}, until {}",
                    own.subject, own.issuer, own.key, own.not_after
                ),
            });
        }
        let objections = self.objections.iter().map(|one| one.text.as_str());
        let objections: Vec<&str> = objections.collect();
        if !objections.is_empty() {
            parts.push(format!(
                "a strict caller objects: {}",
                objections.join("; ")
            ));
        }
        parts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_session_the_certificate_and_the_objections() {
        let mut report = TlsReport::from(Account {
            mode: Mode::Inspect,
            name: "gw.example.com".into(),
            name_told: true,
            version: Some("TLS 1.3".into()),
            cipher_suite: None,
            certificates: vec![Certificate {
                subject: "CN=a".into(),
                issuer: "CN=b".into(),
                key: "RSA 1024".into(),
                not_after: "2027-01-01T00:00:00Z".into(),
                ..Certificate::default()
            }],
            further: 0,
            objections: vec![Objection {
                code: ObjectionCode::WeakKey,
                text: "its key is too short".into(),
            }],
        });
        assert_eq!(
            report.line(),
            "TLS 1.3; certificate CN=a by CN=b, RSA 1024, until 2027-01-01T00:00:00Z; a strict caller objects: its key is too short"
        );
        report.certificates[0].error = Some("it is not an X.509 certificate".into());
        report.objections.clear();
        assert_eq!(
            report.line(),
            "TLS 1.3; certificate: it is not an X.509 certificate"
        );
        let value = serde_json::to_value(&report).expect("JSON");
        assert_eq!(value["mode"], "inspect");
        assert!(value.get("cipherSuite").is_none() && value.get("furtherCertificates").is_none());
    }
}
