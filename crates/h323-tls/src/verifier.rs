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

/// Most certificates between the other side's own and an authority that the strict check looks at. Real
/// chains have one or two. Each could be the issuer of each other, and the ways to be tried multiply.
const BETWEEN: usize = 6;

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
            intermediates.get(..BETWEEN).unwrap_or(intermediates),
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        Credentials, Wish,
        provider::provider,
        tests::{NAME, NOW},
    };

    fn verifier(mode: Mode) -> Verifier {
        let roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let provider = Arc::new(provider());
        Verifier::new(mode, NAME, NOW, roots, &provider).expect("roots")
    }

    #[test]
    fn a_proof_that_cannot_be_checked_is_told_and_a_wrong_one_refused() {
        let failed = |error| Err(Error::InvalidCertificate(error));
        for (mode, error, accepted) in [
            (Mode::Inspect, CertificateError::BadEncoding, true),
            (Mode::Inspect, CertificateError::BadSignature, false),
            (Mode::Verify, CertificateError::BadEncoding, false),
            (Mode::Verify, CertificateError::BadSignature, false),
        ] {
            let verifier = verifier(mode);
            let checked = verifier.proof(failed(error));
            assert_eq!(checked.is_ok(), accepted, "{mode}");
            assert_eq!(verifier.seen.lock().unwrap().not_proven, accepted);
        }
        let checked = verifier(Mode::Inspect).proof(Ok(HandshakeSignatureValid::assertion()));
        assert!(checked.is_ok());
    }

    #[test]
    fn of_a_long_chain_ten_certificates_are_kept_and_the_others_counted() {
        let wish = Wish {
            names: vec![NAME.into()],
            from: NOW - 1,
            until: NOW + 1,
        };
        let credentials = Credentials::self_signed(&wish).expect("a certificate");
        let one = CertificateDer::from(credentials.certificate());
        let name = ServerName::try_from(NAME).expect("a name");
        let time = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
        for (between, kept, further) in [(0, 1, 0), (9, 10, 0), (10, 10, 1), (100, 10, 91)] {
            let verifier = verifier(Mode::Inspect);
            let chain = vec![one.clone(); between];
            let accepted = verifier.verify_server_cert(&one, &chain, &name, &[], time);
            assert!(accepted.is_ok());
            let seen = verifier.seen.lock().unwrap();
            assert_eq!((seen.chain.len(), seen.further), (kept, further));
            assert_eq!(seen.refusal, Some(CertificateError::UnknownIssuer));
        }
    }
}
