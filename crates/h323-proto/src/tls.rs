//! TLS below call signalling (H.460.22), as far as a call and its report know it: what was asked
//! for, what the other side showed, and why a handshake failed. `h323-tls` speaks it.

use alloc::{string::String, vec::Vec};

use crate::{named::named, tpkt::Foreign};

named! {
    /// Whether call signalling goes over TLS, and which certificates are accepted.
    pub enum Mode {
        /// Without TLS.
        Off = "off",
        /// Only a certificate that a strict caller accepts.
        Verify = "verify",
        /// Any certificate.
        Inspect = "inspect",
    }
}

impl Mode {
    /// Every value by its name.
    pub const NAMED: [(&'static str, Self); 3] = [
        (Self::Off.name(), Self::Off),
        (Self::Verify.name(), Self::Verify),
        (Self::Inspect.name(), Self::Inspect),
    ];
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro of the enum derives no Default"
)]
impl Default for Mode {
    fn default() -> Self {
        Self::Off
    }
}

/// The port for call signalling over TLS (H.460.22).
pub const PORT: u16 = 1300;

/// What is known about a TLS connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which certificates are accepted.
    pub mode: Mode,
    /// The name or address that the certificate has to be for.
    pub name: String,
    /// Whether the name was told to the other side (RFC 6066 3). An address is not told.
    pub name_told: bool,
    /// The protocol version, if both sides agreed on one.
    pub version: Option<String>,
    /// The cipher suite, as IANA names it.
    pub cipher_suite: Option<String>,
    /// The certificates of the other side, its own first.
    pub certificates: Vec<Certificate>,
    /// How many more it sent.
    pub further: usize,
    /// What a strict caller objects to.
    pub objections: Vec<Objection>,
}

/// A certificate (RFC 5280).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// The distinguished name of its owner (RFC 4514). Empty if it has none, or cannot be read.
    pub subject: String,
    /// The distinguished name of its issuer.
    pub issuer: String,
    /// The names and addresses in `subjectAltName`.
    pub names: Vec<String>,
    /// The beginning of its validity, in the form of RFC 3339.
    pub not_before: String,
    /// The end of its validity.
    pub not_after: String,
    /// The kind of key with its size: `RSA 2048`, `EC P-256`.
    pub key: String,
    /// The algorithm of its signature.
    pub signature: String,
    /// SHA-256 of its octets, in hexadecimal digits.
    pub fingerprint: String,
    /// Why it could not be read.
    pub error: Option<String>,
}

named! {
    /// The kind of an objection.
    pub enum ObjectionCode {
        /// It is valid from a later time on.
        NotYetValid = "not-yet-valid",
        /// It is no longer valid.
        Expired = "expired",
        /// It is for other names.
        WrongName = "wrong-name",
        /// Its owner issued it.
        SelfSigned = "self-signed",
        /// No public authority vouches for it.
        UnknownIssuer = "unknown-issuer",
        /// Its key is too short.
        WeakKey = "weak-key",
        /// Its signature uses a broken hash.
        WeakSignature = "weak-signature",
        /// It could not be read.
        Unreadable = "unreadable",
        /// The other side did not prove that it has the key, in a way that can be checked.
        NotProven = "key-not-proven",
        /// Another rule for certificates.
        Refused = "refused",
    }
}

/// What a strict caller objects to in a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// The kind.
    pub code: ObjectionCode,
    /// The objection for people.
    pub text: String,
}

/// Why a TLS connection did not come about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The octets of the other side are not TLS.
    #[error("the endpoint does not answer in TLS: it looks like {0}")]
    NotTls(Plain),
    /// The other side speaks only a version that is no longer in use.
    #[error("the endpoint speaks only {0}")]
    OldVersion(OldVersion),
    /// The other side refused with an alert.
    #[error("the endpoint sent the TLS alert {} ({})", .0.name(), .0.0)]
    Alert(Alert),
    /// The other side closed the connection.
    #[error("the endpoint closed the connection in the TLS handshake")]
    Closed,
    /// The connection broke.
    #[error("the connection broke in the TLS handshake: {0}")]
    Lost(String),
    /// We refuse the certificate.
    #[error("the certificate is refused: {0}")]
    CertificateRefused(String),
    /// The octets of the other side break the rules of TLS.
    #[error("the endpoint breaks the rules of TLS: {0}")]
    Broken(String),
}

/// What a stream without TLS looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// TPKT, which H.323 has without TLS.
    H323,
    /// Another protocol.
    Other(Foreign),
}

impl core::fmt::Display for Plain {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::H323 => f.write_str("H.323 without TLS (TPKT)"),
            Self::Other(foreign) => write!(f, "{foreign}"),
        }
    }
}

named! {
    /// A version before TLS 1.2. RFC 8996 withdraws all of them.
    pub enum OldVersion {
        /// SSL 3.0.
        Ssl3 = "SSL 3.0",
        /// TLS 1.0.
        Tls10 = "TLS 1.0",
        /// TLS 1.1.
        Tls11 = "TLS 1.1",
        /// It refuses newer versions and does not name its own.
        Unknown = "a version before TLS 1.2",
    }
}

impl OldVersion {
    /// The version of these octets, if it is an old one.
    #[must_use]
    pub const fn of(major: u8, minor: u8) -> Option<Self> {
        match (major, minor) {
            (3, 0) => Some(Self::Ssl3),
            (3, 1) => Some(Self::Tls10),
            (3, 2) => Some(Self::Tls11),
            _ => None,
        }
    }
}

/// The code of an alert (RFC 8446 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alert(pub u8);

impl Alert {
    /// `handshake_failure`.
    pub const HANDSHAKE_FAILURE: Self = Self(40);
    /// `protocol_version`.
    pub const PROTOCOL_VERSION: Self = Self(70);
    /// `certificate_required`.
    pub const CERTIFICATE_REQUIRED: Self = Self(116);

    /// Its name in the RFCs; `unknown` if none has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.0 {
            0 => "close_notify",
            10 => "unexpected_message",
            20 => "bad_record_mac",
            21 => "decryption_failed",
            22 => "record_overflow",
            30 => "decompression_failure",
            40 => "handshake_failure",
            41 => "no_certificate",
            42 => "bad_certificate",
            43 => "unsupported_certificate",
            44 => "certificate_revoked",
            45 => "certificate_expired",
            46 => "certificate_unknown",
            47 => "illegal_parameter",
            48 => "unknown_ca",
            49 => "access_denied",
            50 => "decode_error",
            51 => "decrypt_error",
            60 => "export_restriction",
            70 => "protocol_version",
            71 => "insufficient_security",
            80 => "internal_error",
            86 => "inappropriate_fallback",
            90 => "user_canceled",
            100 => "no_renegotiation",
            109 => "missing_extension",
            110 => "unsupported_extension",
            111 => "certificate_unobtainable",
            112 => "unrecognized_name",
            113 => "bad_certificate_status_response",
            114 => "bad_certificate_hash_value",
            115 => "unknown_psk_identity",
            116 => "certificate_required",
            120 => "no_application_protocol",
            _ => "unknown",
        }
    }
}
