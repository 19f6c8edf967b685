//! The signatures that the calling side can check: in certificates, and in the proof of the other side
//! that it has its key. What `rustls-rustcrypto` has for it cannot be named from outside.

use ed25519_dalek::Verifier as _;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use rsa::{Pkcs1v15Sign, Pss, RsaPublicKey, pkcs1::DecodeRsaPublicKey as _};
use rustls::{
    SignatureScheme,
    crypto::WebPkiSupportedAlgorithms,
    pki_types::{
        AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm as Algorithm,
        alg_id as id,
    },
};
use sha2::{
    Digest, Sha256, Sha384, Sha512,
    digest::{DynDigest, const_oid::AssociatedOid},
};

/// What can be checked, by its name in a certificate and by that in the handshake. In the handshake of
/// TLS 1.2, the hash of ECDSA says nothing about the curve (RFC 8422 5.10).
pub(crate) const ALGORITHMS: WebPkiSupportedAlgorithms = WebPkiSupportedAlgorithms {
    all: &[
        P256_SHA256,
        P256_SHA384,
        P384_SHA256,
        P384_SHA384,
        ED25519,
        PKCS1_SHA256,
        PKCS1_SHA384,
        PKCS1_SHA512,
        PSS_SHA256,
        PSS_SHA384,
        PSS_SHA512,
    ],
    mapping: &[
        (
            SignatureScheme::ECDSA_NISTP384_SHA384,
            &[P384_SHA384, P256_SHA384],
        ),
        (
            SignatureScheme::ECDSA_NISTP256_SHA256,
            &[P256_SHA256, P384_SHA256],
        ),
        (SignatureScheme::ED25519, &[ED25519]),
        (SignatureScheme::RSA_PKCS1_SHA256, &[PKCS1_SHA256]),
        (SignatureScheme::RSA_PKCS1_SHA384, &[PKCS1_SHA384]),
        (SignatureScheme::RSA_PKCS1_SHA512, &[PKCS1_SHA512]),
        (SignatureScheme::RSA_PSS_SHA256, &[PSS_SHA256]),
        (SignatureScheme::RSA_PSS_SHA384, &[PSS_SHA384]),
        (SignatureScheme::RSA_PSS_SHA512, &[PSS_SHA512]),
    ],
};

/// Checks whether a signature of a message was made with the key. `None` if not, or if one of them
/// cannot be read.
type Check = fn(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()>;

/// An algorithm whose key and signature are named like this in a certificate.
#[derive(Debug)]
struct Named {
    key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
    check: Check,
}

impl Algorithm for Named {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }

    fn verify_signature(
        &self,
        key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        (self.check)(key, message, signature).ok_or(InvalidSignature)
    }
}

const fn named(key: AlgorithmIdentifier, signature: AlgorithmIdentifier, check: Check) -> Named {
    Named {
        key,
        signature,
        check,
    }
}

const P256_SHA256: &dyn Algorithm = &named(id::ECDSA_P256, id::ECDSA_SHA256, p256_of::<Sha256>);
const P256_SHA384: &dyn Algorithm = &named(id::ECDSA_P256, id::ECDSA_SHA384, p256_of::<Sha384>);
const P384_SHA256: &dyn Algorithm = &named(id::ECDSA_P384, id::ECDSA_SHA256, p384_of::<Sha256>);
const P384_SHA384: &dyn Algorithm = &named(id::ECDSA_P384, id::ECDSA_SHA384, p384_of::<Sha384>);
const ED25519: &dyn Algorithm = &named(id::ED25519, id::ED25519, ed25519);
const PKCS1_SHA256: &dyn Algorithm = &rsa(id::RSA_PKCS1_SHA256, pkcs1::<Sha256>);
const PKCS1_SHA384: &dyn Algorithm = &rsa(id::RSA_PKCS1_SHA384, pkcs1::<Sha384>);
const PKCS1_SHA512: &dyn Algorithm = &rsa(id::RSA_PKCS1_SHA512, pkcs1::<Sha512>);
const PSS_SHA256: &dyn Algorithm = &rsa(id::RSA_PSS_SHA256, pss::<Sha256>);
const PSS_SHA384: &dyn Algorithm = &rsa(id::RSA_PSS_SHA384, pss::<Sha384>);
const PSS_SHA512: &dyn Algorithm = &rsa(id::RSA_PSS_SHA512, pss::<Sha512>);

const fn rsa(signature: AlgorithmIdentifier, check: Check) -> Named {
    named(id::RSA_ENCRYPTION, signature, check)
}

/// ECDSA with P-256 (RFC 5758 3.2).
fn p256_of<H: Digest>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(key).ok()?;
    let signature = p256::ecdsa::DerSignature::try_from(signature).ok()?;
    key.verify_prehash(&H::digest(message), &signature).ok()
}

/// ECDSA with P-384.
fn p384_of<H: Digest>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(key).ok()?;
    let signature = p384::ecdsa::DerSignature::try_from(signature).ok()?;
    key.verify_prehash(&H::digest(message), &signature).ok()
}

/// RFC 8410.
fn ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = ed25519_dalek::VerifyingKey::try_from(key).ok()?;
    let signature = ed25519_dalek::Signature::from_slice(signature).ok()?;
    key.verify(message, &signature).ok()
}

/// RSASSA-PKCS1-v1_5 (RFC 8017 8.2).
fn pkcs1<H: Digest + AssociatedOid>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = RsaPublicKey::from_pkcs1_der(key).ok()?;
    let scheme = Pkcs1v15Sign::new::<H>();
    key.verify(scheme, &H::digest(message), signature).ok()
}

/// RSASSA-PSS, with as many octets of salt as the hash has (RFC 8446 4.2.3).
fn pss<H>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()>
where
    H: Digest + DynDigest + Send + Sync + 'static,
{
    let key = RsaPublicKey::from_pkcs1_der(key).ok()?;
    let scheme = Pss::new::<H>();
    key.verify(scheme, &H::digest(message), signature).ok()
}

#[cfg(test)]
mod tests {
    use x509_cert::{
        Certificate,
        der::{Decode as _, Encode as _, Reader as _, SliceReader},
        spki::AlgorithmIdentifierOwned,
    };

    use super::*;
    use crate::tests::recorded;

    /// The contents of the SEQUENCE, as webpki compares them.
    fn contents(algorithm: &AlgorithmIdentifierOwned) -> Vec<u8> {
        let octets = algorithm.to_der().expect("DER");
        let reader = SliceReader::new(&octets).expect("a reader");
        reader.peek_header().expect("a header");
        let header = octets.len()
            - usize::try_from(reader.peek_header().expect("a header").length).expect("a length");
        octets[header..].to_vec()
    }

    /// Which algorithms find the signature of this self-signed certificate right, by their place.
    fn accepted(octets: &[u8], change: impl Fn(&mut Vec<u8>)) -> Vec<usize> {
        let certificate = Certificate::from_der(octets).expect("a certificate");
        let body = &certificate.tbs_certificate;
        let key = &body.subject_public_key_info;
        let mut message = body.to_der().expect("DER");
        change(&mut message);
        let fits = |one: &&dyn Algorithm| {
            let named = [one.public_key_alg_id(), one.signature_alg_id()];
            let wanted = [&key.algorithm, &certificate.signature_algorithm].map(contents);
            named
                .iter()
                .zip(&wanted)
                .all(|(named, wanted)| named.as_ref() == wanted.as_slice())
                && one
                    .verify_signature(
                        key.subject_public_key.raw_bytes(),
                        &message,
                        certificate.signature.raw_bytes(),
                    )
                    .is_ok()
        };
        let all = ALGORITHMS.all.iter().enumerate();
        all.filter(|(_, one)| fits(one))
            .map(|(index, _)| index)
            .collect()
    }

    #[test]
    fn each_algorithm_accepts_what_openssl_signs_with_it_and_nothing_changed() {
        let all = recorded().into_iter().take(ALGORITHMS.all.len());
        let names = [
            "p256-sha256",
            "p256-sha384",
            "p384-sha256",
            "p384-sha384",
            "ed25519",
            "rsa-2048-sha256",
            "rsa-2048-sha384",
            "rsa-2048-sha512",
            "rsa-2048-pss-sha256",
            "rsa-2048-pss-sha384",
            "rsa-2048-pss-sha512",
        ];
        for (index, ((name, octets), expected)) in all.zip(names).enumerate() {
            assert_eq!(name, expected);
            assert_eq!(accepted(&octets, |_| {}), [index], "{name}");
            let changed = accepted(&octets, |message| message[20] ^= 1);
            assert!(changed.is_empty(), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_signature() {
        for one in ALGORITHMS.all {
            for octets in [&[][..], &[0x30, 0x80], &[0xFF; 70]] {
                assert!(one.verify_signature(octets, b"message", octets).is_err());
            }
        }
    }
}
