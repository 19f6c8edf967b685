//! The algorithms of the calling side. The cipher suites are those of `rustls-rustcrypto`. The rest is
//! bound to rustls here, because what it exports brings the reading of private keys and the signing
//! with them: a caller without a certificate signs nothing, and the Worker would carry it along.

use std::sync::Arc;

use p256::elliptic_curve::rand_core::{OsRng, RngCore as _};
use rustls::{
    Error, NamedGroup, PeerMisbehaved,
    crypto::{
        ActiveKeyExchange, CryptoProvider, GetRandomFailed, KeyProvider, SecureRandom,
        SharedSecret, SupportedKxGroup,
    },
    pki_types::PrivateKeyDer,
    sign::SigningKey,
};
use rustls_rustcrypto as suites;

use crate::signatures::ALGORITHMS;

/// The algorithms of the calling side, the preferred ones first.
pub(crate) fn provider() -> CryptoProvider {
    CryptoProvider {
        cipher_suites: vec![
            suites::TLS13_AES_128_GCM_SHA256,
            suites::TLS13_AES_256_GCM_SHA384,
            suites::TLS13_CHACHA20_POLY1305_SHA256,
            suites::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            suites::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            suites::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            suites::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            suites::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            suites::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ],
        kx_groups: vec![&X25519, &P256, &P384],
        signature_verification_algorithms: ALGORITHMS,
        secure_random: &Platform,
        key_provider: &NoKeys,
    }
}

/// The platform's random octets.
#[derive(Debug)]
struct Platform;

impl SecureRandom for Platform {
    fn fill(&self, octets: &mut [u8]) -> Result<(), GetRandomFailed> {
        OsRng.try_fill_bytes(octets).map_err(|_| GetRandomFailed)
    }
}

/// A caller without a key.
#[derive(Debug)]
struct NoKeys;

impl KeyProvider for NoKeys {
    fn load_private_key(&self, _: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, Error> {
        Err(Error::General("the calling side has no key".into()))
    }
}

fn invalid() -> Error {
    PeerMisbehaved::InvalidKeyShare.into()
}

/// RFC 7748.
#[derive(Debug)]
struct X25519;

struct X25519Exchange {
    secret: x25519_dalek::EphemeralSecret,
    public: x25519_dalek::PublicKey,
}

impl SupportedKxGroup for X25519 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let secret = x25519_dalek::EphemeralSecret::random_from_rng(OsRng);
        let public = (&secret).into();
        Ok(Box::new(X25519Exchange { secret, public }))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

impl ActiveKeyExchange for X25519Exchange {
    fn complete(self: Box<Self>, theirs: &[u8]) -> Result<SharedSecret, Error> {
        let theirs = <[u8; 32]>::try_from(theirs).map_err(|_| invalid())?;
        let shared = self.secret.diffie_hellman(&theirs.into());
        // All zero, if their share is a point of small order (RFC 8446 7.4.2).
        match shared.was_contributory() {
            true => Ok(shared.as_bytes().as_slice().into()),
            false => Err(invalid()),
        }
    }

    fn pub_key(&self) -> &[u8] {
        self.public.as_bytes()
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

/// Binds a curve of NIST (RFC 8422 5.4). The crates of the curves have the same names in them.
macro_rules! curve {
    ($group:ident, $exchange:ident, $curve:ident, $name:expr) => {
        #[derive(Debug)]
        struct $group;

        struct $exchange {
            secret: $curve::ecdh::EphemeralSecret,
            public: Box<[u8]>,
        }

        impl SupportedKxGroup for $group {
            fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
                let secret = $curve::ecdh::EphemeralSecret::random(&mut OsRng);
                let public = $curve::EncodedPoint::from(secret.public_key()).to_bytes();
                Ok(Box::new($exchange { secret, public }))
            }

            fn name(&self) -> NamedGroup {
                $name
            }
        }

        impl ActiveKeyExchange for $exchange {
            fn complete(self: Box<Self>, theirs: &[u8]) -> Result<SharedSecret, Error> {
                let theirs = $curve::PublicKey::from_sec1_bytes(theirs).map_err(|_| invalid())?;
                let shared = self.secret.diffie_hellman(&theirs);
                Ok(shared.raw_secret_bytes().as_slice().into())
            }

            fn pub_key(&self) -> &[u8] {
                &self.public
            }

            fn group(&self) -> NamedGroup {
                $name
            }
        }
    };
}

curve!(P256, P256Exchange, p256, NamedGroup::secp256r1);
curve!(P384, P384Exchange, p384, NamedGroup::secp384r1);
