//! Security of the H.245 channel, the tokens of H.225.0 and the check values of RAS.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::address::AliasAddress;
use crate::h225::common::{GatekeeperIdentifier, NonStandardParameter};
use crate::h235;
use alloc::boxed::Box;
use rasn::prelude::*;

/// `H245Security`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H245Security {
    nonStandard(NonStandardParameter),
    noSecurity,
    tls(SecurityCapabilities),
    ipsec(SecurityCapabilities),
}

/// `SecurityCapabilities`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct SecurityCapabilities {
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<NonStandardParameter>,
    pub encryption: SecurityServiceMode,
    pub authenticaton: SecurityServiceMode,
    pub integrity: SecurityServiceMode,
}

impl SecurityCapabilities {
    /// With every optional component absent.
    pub fn new(
        encryption: SecurityServiceMode,
        authenticaton: SecurityServiceMode,
        integrity: SecurityServiceMode,
    ) -> Self {
        Self {
            non_standard: None,
            encryption,
            authenticaton,
            integrity,
        }
    }
}

/// `SecurityServiceMode`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum SecurityServiceMode {
    nonStandard(NonStandardParameter),
    none,
    default,
}

/// `SecurityErrors`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum SecurityErrors {
    securityWrongSyncTime,
    securityReplay,
    securityWrongGeneralID,
    securityWrongSendersID,
    securityIntegrityFailed,
    securityWrongOID,
    securityDHmismatch,
    securityCertificateExpired,
    securityCertificateDateInvalid,
    securityCertificateRevoked,
    securityCertificateNotReadable,
    securityCertificateSignatureInvalid,
    securityCertificateMissing,
    securityCertificateIncomplete,
    securityUnsupportedCertificateAlgOID,
    securityUnknownCA,
}

/// `CryptoH323Token`: tokens with the encryption, signature or hash H.225.0 uses.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CryptoH323Token {
    cryptoEPPwdHash(Box<CryptoH323TokenCryptoEPPwdHash>),
    cryptoGKPwdHash(CryptoH323TokenCryptoGKPwdHash),
    cryptoEPPwdEncr(h235::Encrypted),
    cryptoGKPwdEncr(h235::Encrypted),
    cryptoEPCert(h235::Signed),
    cryptoGKCert(h235::Signed),
    cryptoFastStart(h235::Signed),
    nestedcryptoToken(Box<h235::CryptoToken>),
}

/// Part of [`CryptoH323Token`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct CryptoH323TokenCryptoEPPwdHash {
    pub alias: AliasAddress,
    #[rasn(value("1..=4294967295"), identifier = "timeStamp")]
    pub time_stamp: h235::TimeStamp,
    pub token: h235::Hashed,
}

/// Part of [`CryptoH323Token`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct CryptoH323TokenCryptoGKPwdHash {
    #[rasn(size("1..=128"), identifier = "gatekeeperId")]
    pub gatekeeper_id: GatekeeperIdentifier,
    #[rasn(value("1..=4294967295"), identifier = "timeStamp")]
    pub time_stamp: h235::TimeStamp,
    pub token: h235::Hashed,
}

/// `SecurityErrors2`: without the errors of certificates.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum SecurityErrors2 {
    securityWrongSyncTime,
    securityReplay,
    securityWrongGeneralID,
    securityWrongSendersID,
    securityIntegrityFailed,
    securityWrongOID,
}

/// `IntegrityMechanism`: how a check value is made.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum IntegrityMechanism {
    nonStandard(NonStandardParameter),
    digSig,
    iso9797(ObjectIdentifier),
    nonIsoIM(NonIsoIntegrityMechanism),
}

/// `NonIsoIntegrityMechanism`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NonIsoIntegrityMechanism {
    #[rasn(identifier = "hMAC-MD5")]
    hMAC_MD5,
    #[rasn(identifier = "hMAC-iso10118-2-s")]
    hMAC_iso10118_2_s(EncryptIntAlg),
    #[rasn(identifier = "hMAC-iso10118-2-l")]
    hMAC_iso10118_2_l(EncryptIntAlg),
    #[rasn(identifier = "hMAC-iso10118-3")]
    hMAC_iso10118_3(ObjectIdentifier),
}

/// `EncryptIntAlg`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum EncryptIntAlg {
    nonStandard(NonStandardParameter),
    isoAlgorithm(ObjectIdentifier),
}

/// `ICV`: a check value over the whole message.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct ICV {
    #[rasn(identifier = "algorithmOID")]
    pub algorithm_oid: ObjectIdentifier,
    pub icv: BitString,
}
