//! Which certificates are accepted, and what is kept of them.

use std::sync::{Arc, Mutex, PoisonError};

use h323_proto::tls::Mode;
use rustls::{
    CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_name,
    },
    crypto::{
        CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
    },
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::ParsedCertificate,
};

/// Most certificates of a chain that are kept.
const CERTIFICATES: usize = 10;

/// What the other side has shown.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Its certificates, its own first.
    pub(crate) chain: Vec<Vec<u8>>,
    /// How many more there were.
    pub(crate) further: usize,
    /// Whether its certificate is for other names.
    pub(crate) wrong_name: bool,
    /// Why a strict caller refuses the certificates.
    pub(crate) refusal: Option<CertificateError>,
    /// Whether the proof that it has the key could not be checked.
    pub(crate) not_proven: bool,
}

/// Checks the certificates of the other side, and keeps them. The strict check is made in both modes:
/// in [`Mode::Inspect`] its result is only told.
#[derive(Debug)]
pub(crate) struct Verifier {
    pub(crate) mode: Mode,
    pub(crate) name: String,
    /// Seconds since the beginning of 1970.
    pub(crate) now: u64,
    strict: Arc<WebPkiServerVerifier>,
    algorithms: WebPkiSupportedAlgorithms,
    pub(crate) seen: Mutex<Seen>,
}

impl Verifier {
    pub(crate) fn new(
        mode: Mode,
        name: &str,
        now: u64,
        roots: RootCertStore,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Self, String> {
        let strict =
            WebPkiServerVerifier::builder_with_provider(roots.into(), Arc::clone(provider));
        Ok(Self {
            mode,
            name: name.to_owned(),
            now,
            strict: strict.build().map_err(|error| error.to_string())?,
            algorithms: provider.signature_verification_algorithms,
            seen: Mutex::default(),
        })
    }

    fn note(&self, note: impl FnOnce(&mut Seen)) {
        note(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// A proof that is wrong is refused in each mode: whoever sent the certificate has not its key.
    /// One that cannot be checked, for a certificate of version 1 for instance, is only told.
    fn proof(
        &self,
        checked: Result<HandshakeSignatureValid, Error>,
    ) -> Result<HandshakeSignatureValid, Error> {
        match checked {
            Err(Error::InvalidCertificate(error))
                if self.mode == Mode::Inspect && error != CertificateError::BadSignature =>
            {
                self.note(|seen| seen.not_proven = true);
                Ok(HandshakeSignatureValid::assertion())
            }
            checked => checked,
        }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let checked = self.strict.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        let named = ParsedCertificate::try_from(end_entity)
            .and_then(|parsed| verify_server_name(&parsed, server_name));
        self.note(|seen| {
            let chain = std::iter::once(end_entity).chain(intermediates);
            seen.further = (intermediates.len() + 1).saturating_sub(CERTIFICATES);
            seen.chain = chain.take(CERTIFICATES).map(|one| one.to_vec()).collect();
            seen.wrong_name = matches!(
                named,
                Err(Error::InvalidCertificate(
                    CertificateError::NotValidForName
                        | CertificateError::NotValidForNameContext { .. }
                ))
            );
            if let Err(Error::InvalidCertificate(error)) = &checked {
                seen.refusal = Some(error.clone());
            }
        });
        match self.mode {
            Mode::Inspect => Ok(ServerCertVerified::assertion()),
            Mode::Verify | Mode::Off => checked,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.algorithms;
        self.proof(verify_tls12_signature(
            message,
            certificate,
            signature,
            algorithms,
        ))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.algorithms;
        self.proof(verify_tls13_signature(
            message,
            certificate,
            signature,
            algorithms,
        ))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
