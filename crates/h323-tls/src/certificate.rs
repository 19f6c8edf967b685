//! A certificate for people. A certificate that breaks the rules is read as far as possible.

use std::{fmt::Write as _, net::IpAddr};

use h323_proto::tls;
use pkcs1::RsaPublicKey;
use sha2::{Digest as _, Sha256};
use x509_cert::{
    certificate::{CertificateInner, Raw},
    der::{Decode as _, asn1::ObjectIdentifier, oid::AssociatedOid as _},
    ext::pkix::{SubjectAltName, name::GeneralName},
    spki::SubjectPublicKeyInfoOwned,
};

/// Most names of a certificate that are shown, and most characters of a text in it.
const NAMES: usize = 64;
const TEXT: usize = 512;

/// Signature algorithms (RFC 4055, RFC 5758, RFC 8410), and whether their hash is broken.
const SIGNATURES: [(&str, &str, bool); 15] = [
    ("1.2.840.113549.1.1.2", "RSA with MD2", true),
    ("1.2.840.113549.1.1.4", "RSA with MD5", true),
    ("1.2.840.113549.1.1.5", "RSA with SHA-1", true),
    ("1.2.840.10040.4.3", "DSA with SHA-1", true),
    ("1.2.840.10045.4.1", "ECDSA with SHA-1", true),
    ("1.2.840.113549.1.1.10", "RSA-PSS", false),
    ("1.2.840.113549.1.1.11", "RSA with SHA-256", false),
    ("1.2.840.113549.1.1.12", "RSA with SHA-384", false),
    ("1.2.840.113549.1.1.13", "RSA with SHA-512", false),
    ("1.2.840.10045.4.3.1", "ECDSA with SHA-224", false),
    ("1.2.840.10045.4.3.2", "ECDSA with SHA-256", false),
    ("1.2.840.10045.4.3.3", "ECDSA with SHA-384", false),
    ("1.2.840.10045.4.3.4", "ECDSA with SHA-512", false),
    ("1.3.101.112", "Ed25519", false),
    ("1.3.101.113", "Ed448", false),
];

/// Curves (RFC 5480), and whether their keys are too short.
const CURVES: [(&str, &str, bool); 5] = [
    ("1.2.840.10045.3.1.1", "P-192", true),
    ("1.3.132.0.33", "P-224", false),
    ("1.2.840.10045.3.1.7", "P-256", false),
    ("1.3.132.0.34", "P-384", false),
    ("1.3.132.0.35", "P-521", false),
];

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const DSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10040.4.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// The fewest bits of an RSA key that public authorities sign.
const RSA_BITS: usize = 2048;

/// A certificate as it was read.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) certificate: tls::Certificate,
    /// Seconds since the beginning of 1970 between which it is valid.
    pub(crate) valid: Option<(u64, u64)>,
    pub(crate) self_signed: bool,
    pub(crate) weak_key: bool,
    pub(crate) weak_signature: bool,
}

impl Reading {
    /// Reads the octets of a certificate.
    pub(crate) fn of(octets: &[u8]) -> Self {
        let fingerprint = hex(&Sha256::digest(octets));
        let certificate = match CertificateInner::<Raw>::from_der(octets) {
            Ok(certificate) => certificate,
            Err(error) => {
                return Self {
                    certificate: tls::Certificate {
                        fingerprint,
                        error: Some(clipped(&format!("it is not an X.509 certificate: {error}"))),
                        ..tls::Certificate::default()
                    },
                    valid: None,
                    self_signed: false,
                    weak_key: false,
                    weak_signature: false,
                };
            }
        };
        let body = &certificate.tbs_certificate;
        let (key, weak_key) = key(&body.subject_public_key_info);
        let (signature, weak_signature) = named(&SIGNATURES, certificate.signature_algorithm.oid);
        let validity = &body.validity;
        let valid = [&validity.not_before, &validity.not_after]
            .map(|time| time.to_unix_duration().as_secs());
        Self {
            self_signed: body.subject == body.issuer,
            valid: Some(valid.into()),
            weak_key,
            weak_signature,
            certificate: tls::Certificate {
                subject: clipped(&body.subject.to_string()),
                issuer: clipped(&body.issuer.to_string()),
                names: names(&certificate),
                not_before: validity.not_before.to_date_time().to_string(),
                not_after: validity.not_after.to_date_time().to_string(),
                key,
                signature,
                fingerprint,
                error: None,
            },
        }
    }
}

/// The names in `subjectAltName` that can be called, or say something about the owner.
fn names(certificate: &CertificateInner<Raw>) -> Vec<String> {
    let extensions = certificate.tbs_certificate.extensions.iter().flatten();
    let mut names = Vec::new();
    for extension in extensions.filter(|extension| extension.extn_id == SubjectAltName::OID) {
        let Ok(read) = SubjectAltName::from_der(extension.extn_value.as_bytes()) else {
            continue;
        };
        for name in read.0 {
            let text = match name {
                GeneralName::DnsName(name) => name.to_string(),
                GeneralName::Rfc822Name(name) => name.to_string(),
                GeneralName::UniformResourceIdentifier(name) => name.to_string(),
                GeneralName::IpAddress(octets) => match address(octets.as_bytes()) {
                    Some(address) => address.to_string(),
                    None => continue,
                },
                _ => continue,
            };
            if names.len() < NAMES {
                names.push(clipped(&text));
            }
        }
    }
    names
}

fn address(octets: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(octets).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(octets).map(IpAddr::from))
        .ok()
}

/// The kind and size of a key, and whether it is too short.
fn key(info: &SubjectPublicKeyInfoOwned) -> (String, bool) {
    let algorithm = info.algorithm.oid;
    match algorithm {
        RSA => match RsaPublicKey::from_der(info.subject_public_key.raw_bytes()) {
            Ok(key) => {
                let bits = bits(key.modulus.as_bytes());
                (format!("RSA {bits}"), bits < RSA_BITS)
            }
            Err(_) => ("RSA".into(), false),
        },
        EC => {
            let parameters = info.algorithm.parameters.as_ref();
            let curve = parameters.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
            match curve {
                Some(curve) => {
                    let (name, weak) = named(&CURVES, curve);
                    (format!("EC {name}"), weak)
                }
                None => ("EC".into(), false),
            }
        }
        DSA => ("DSA".into(), true),
        other => named(&SIGNATURES, other),
    }
}

/// The length of a number without its leading zeros.
fn bits(number: &[u8]) -> usize {
    let mut octets = number.iter().skip_while(|octet| **octet == 0);
    match octets.next() {
        Some(first) => {
            let zeros = usize::try_from(first.leading_zeros()).unwrap_or(0);
            (octets.count() + 1) * 8 - zeros
        }
        None => 0,
    }
}

/// The name of an object identifier, and whether it is weak; without a name, its numbers.
fn named(table: &[(&str, &str, bool)], oid: ObjectIdentifier) -> (String, bool) {
    let text = oid.to_string();
    let row = table.iter().find(|(numbers, ..)| *numbers == text);
    match row {
        Some((_, name, weak)) => ((*name).to_owned(), *weak),
        None => (text, false),
    }
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut text, octet| {
        let _ = write!(text, "{octet:02X}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Credentials, Wish};

    fn octets() -> Vec<u8> {
        let wish = Wish {
            names: vec!["gw.example.com".into(), "192.0.2.7".into()],
            from: 0,
            until: 1,
        };
        let credentials = Credentials::self_signed(&wish).expect("a certificate");
        credentials.certificate().to_vec()
    }

    #[test]
    fn a_certificate_that_is_cut_is_an_error_at_each_length() {
        let whole = octets();
        for length in 0..whole.len() {
            let reading = Reading::of(&whole[..length]);
            assert!(reading.certificate.error.is_some(), "{length}");
            assert_eq!(reading.certificate.fingerprint.len(), 64);
            assert_eq!(reading.valid, None);
        }
        assert_eq!(Reading::of(&whole).certificate.error, None);
    }

    #[test]
    fn a_changed_octet_makes_an_error_or_another_certificate() {
        let whole = octets();
        let known = Reading::of(&whole).certificate;
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            assert_ne!(Reading::of(&changed).certificate, known, "{at}");
        }
    }

    #[test]
    fn the_size_of_a_key_is_that_of_its_number() {
        for (number, expected) in [
            (&[0, 0x80, 0][..], 16),
            (&[1, 0], 9),
            (&[0, 0], 0),
            (&[], 0),
        ] {
            assert_eq!(bits(number), expected, "{number:?}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = clipped(&"\u{e9}".repeat(600));
        assert_eq!(text.chars().count(), TEXT + 1);
        assert!(text.ends_with('…'));
    }
}
