//! The answering side, for test endpoints and tests.

use std::{net::IpAddr, str::FromStr as _, sync::Arc, time::Duration};

use h323_proto::{call::Closed, tls::Fault};
use p256::{
    ecdsa::{DerSignature, SigningKey},
    elliptic_curve::rand_core::OsRng,
    pkcs8::EncodePrivateKey as _,
};
use rustls::{
    ServerConfig, ServerConnection, SupportedProtocolVersion,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    version::{TLS12, TLS13},
};
use x509_cert::{
    builder::{Builder as _, CertificateBuilder, Profile},
    der::{
        Encode as _,
        asn1::{GeneralizedTime, Ia5String, OctetString},
    },
    ext::pkix::{SubjectAltName, name::GeneralName},
    name::Name,
    serial_number::SerialNumber,
    spki::SubjectPublicKeyInfoOwned,
    time::{Time, Validity},
};

use crate::session::Session;

/// The certificate and key of an answering side.
#[derive(Clone, Debug)]
pub struct Credentials {
    certificate: Vec<u8>,
    config: Arc<ServerConfig>,
}

/// A certificate to make.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The names and addresses that it is for. The first is its common name.
    pub names: Vec<String>,
    /// When its validity begins, in seconds since the beginning of 1970.
    pub from: u64,
    /// When it ends.
    pub until: u64,
}

/// Why a certificate cannot be made or used.
#[derive(Debug, thiserror::Error)]
#[error("no certificate can be made: {0}")]
pub struct CredentialsError(String);

fn failed(error: impl ToString) -> CredentialsError {
    CredentialsError(error.to_string())
}

impl Credentials {
    /// A new key, with a certificate that it signs itself.
    ///
    /// # Errors
    /// If the system has no random octets, or a name or time has no place in a certificate.
    pub fn self_signed(wish: &Wish) -> Result<Self, CredentialsError> {
        let key = SigningKey::random(&mut OsRng);
        let certificate = certificate(wish, &key, None)?;
        Self::new(certificate, &key, &[&TLS13, &TLS12])
    }

    pub(crate) fn new(
        certificate: Vec<u8>,
        key: &SigningKey,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Result<Self, CredentialsError> {
        let key = key.to_pkcs8_der().map_err(failed)?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.as_bytes().to_vec()));
        let chain = vec![CertificateDer::from(certificate.clone())];
        let config = ServerConfig::builder_with_provider(Arc::new(rustls_rustcrypto::provider()))
            .with_protocol_versions(versions)
            .map_err(failed)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(failed)?;
        Ok(Self {
            certificate,
            config: Arc::new(config),
        })
    }

    /// The octets of the certificate.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }
}

/// A certificate for this key, signed by the issuer's key, or by itself without an issuer.
pub(crate) fn certificate(
    wish: &Wish,
    key: &SigningKey,
    issuer: Option<(&str, &SigningKey)>,
) -> Result<Vec<u8>, CredentialsError> {
    let name = |name: &str| Name::from_str(&format!("CN={name}")).map_err(failed);
    let subject = name(wish.names.first().map_or("", String::as_str))?;
    let issued_by = match issuer {
        Some((issuer, _)) => name(issuer)?,
        None => subject.clone(),
    };
    let key_info = SubjectPublicKeyInfoOwned::from_key(*key.verifying_key()).map_err(failed)?;
    let validity = Validity {
        not_before: time(wish.from)?,
        not_after: time(wish.until)?,
    };
    let profile = Profile::Leaf {
        issuer: issued_by,
        enable_key_agreement: false,
        enable_key_encipherment: false,
        include_subject_key_identifier: true,
    };
    let signer = issuer.map_or(key, |(_, signer)| signer);
    let serial = SerialNumber::from(1_u8);
    let mut builder = CertificateBuilder::new(profile, serial, validity, subject, key_info, signer)
        .map_err(failed)?;
    let names = wish.names.iter().map(|name| general_name(name));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    let names = SubjectAltName(names);
    builder.add_extension(&names).map_err(failed)?;
    let certificate = builder.build::<DerSignature>().map_err(failed)?;
    certificate.to_der().map_err(failed)
}

fn general_name(name: &str) -> Result<GeneralName, CredentialsError> {
    let octets = match name.parse() {
        Ok(IpAddr::V4(address)) => address.octets().to_vec(),
        Ok(IpAddr::V6(address)) => address.octets().to_vec(),
        Err(_) => {
            let name = Ia5String::new(name).map_err(failed)?;
            return Ok(GeneralName::DnsName(name));
        }
    };
    let octets = OctetString::new(octets).map_err(failed)?;
    Ok(GeneralName::IpAddress(octets))
}

fn time(seconds: u64) -> Result<Time, CredentialsError> {
    let time = GeneralizedTime::from_unix_duration(Duration::from_secs(seconds));
    time.map(Time::GeneralTime).map_err(failed)
}

impl Session {
    /// The answering side of a connection.
    ///
    /// # Errors
    /// If the system has no random octets.
    pub fn server(credentials: &Credentials) -> Result<Self, Closed> {
        let connection = ServerConnection::new(Arc::clone(&credentials.config))
            .map_err(|error| Closed::Tls(Fault::Broken(error.to_string())))?;
        Ok(Self::of(connection.into(), None))
    }
}
