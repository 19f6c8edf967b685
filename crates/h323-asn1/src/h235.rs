//! H.235 tokens and mechanisms, as far as H.225.0 carries them.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::text::BmpString;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `AuthenticationMechanism`: how an endpoint and a gatekeeper prove who they are (H.235.0).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum AuthenticationMechanism {
    dhExch,
    pwdSymEnc,
    pwdHash,
    certSign,
    ipsec,
    tls,
    nonStandard(NonStandardParameter),
    #[rasn(extension_addition)]
    authenticationBES(AuthenticationBES),
    #[rasn(extension_addition)]
    keyExch(ObjectIdentifier),
}

/// `AuthenticationBES`: authentication by a server behind the gatekeeper.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum AuthenticationBES {
    default,
    radius,
}

/// `ClearToken`: values that authenticate or key, not encrypted (H.235.0).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ClearToken {
    #[rasn(identifier = "tokenOID")]
    pub token_oid: ObjectIdentifier,
    #[rasn(value("1..=4294967295"), identifier = "timeStamp")]
    pub time_stamp: Option<TimeStamp>,
    #[rasn(size("1..=128"))]
    pub password: Option<Password>,
    pub dhkey: Option<DHset>,
    #[rasn(size("8..=128"))]
    pub challenge: Option<ChallengeString>,
    pub random: Option<RandomVal>,
    pub certificate: Option<TypedCertificate>,
    #[rasn(size("1..=128"), identifier = "generalID")]
    pub general_id: Option<Identifier>,
    #[rasn(identifier = "nonStandard")]
    pub non_standard: Option<NonStandardParameter>,
    #[rasn(extension_addition)]
    pub eckasdhkey: Option<ECKASDH>,
    #[rasn(extension_addition, size("1..=128"), identifier = "sendersID")]
    pub senders_id: Option<Identifier>,
    #[rasn(extension_addition, identifier = "h235Key")]
    pub h235_key: Option<H235Key>,
    #[rasn(extension_addition, identifier = "profileInfo")]
    pub profile_info: Option<Vec<ProfileElement>>,
    #[rasn(extension_addition)]
    pub dhkeyext: Option<DHsetExt>,
}

impl ClearToken {
    /// With every optional component absent.
    pub fn new(token_oid: ObjectIdentifier) -> Self {
        Self {
            token_oid,
            time_stamp: None,
            password: None,
            dhkey: None,
            challenge: None,
            random: None,
            certificate: None,
            general_id: None,
            non_standard: None,
            eckasdhkey: None,
            senders_id: None,
            h235_key: None,
            profile_info: None,
            dhkeyext: None,
        }
    }
}

/// `CryptoToken`: a token encrypted, signed or hashed (H.235.0).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum CryptoToken {
    cryptoEncryptedToken(CryptoTokenCryptoEncryptedToken),
    cryptoSignedToken(CryptoTokenCryptoSignedToken),
    cryptoHashedToken(Box<CryptoTokenCryptoHashedToken>),
    cryptoPwdEncr(Encrypted),
}

/// Part of [`CryptoToken`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct CryptoTokenCryptoEncryptedToken {
    #[rasn(identifier = "tokenOID")]
    pub token_oid: ObjectIdentifier,
    pub token: Encrypted,
}

/// Part of [`CryptoToken`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct CryptoTokenCryptoSignedToken {
    #[rasn(identifier = "tokenOID")]
    pub token_oid: ObjectIdentifier,
    pub token: Signed,
}

/// Part of [`CryptoToken`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct CryptoTokenCryptoHashedToken {
    #[rasn(identifier = "tokenOID")]
    pub token_oid: ObjectIdentifier,
    #[rasn(identifier = "hashedVals")]
    pub hashed_vals: ClearToken,
    pub token: Hashed,
}

/// `ProfileElement`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ProfileElement {
    #[rasn(identifier = "elementID")]
    pub element_id: u8,
    #[rasn(identifier = "paramS")]
    pub param_s: Option<Params>,
    pub element: Option<Element>,
}

impl ProfileElement {
    /// With every optional component absent.
    pub fn new(element_id: u8) -> Self {
        Self {
            element_id,
            param_s: None,
            element: None,
        }
    }
}

/// `Element`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum Element {
    octets(OctetString),
    integer(Integer),
    bits(BitString),
    name(BmpString),
    flag(bool),
}

/// `Params`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct Params {
    #[rasn(identifier = "ranInt")]
    pub ran_int: Option<Integer>,
    pub iv8: Option<IV8>,
    #[rasn(extension_addition, size("16"))]
    pub iv16: Option<IV16>,
    #[rasn(extension_addition)]
    pub iv: Option<OctetString>,
    #[rasn(extension_addition, identifier = "clearSalt")]
    pub clear_salt: Option<OctetString>,
}

/// `SIGNED`: `toBeSigned` is an open type: the octets hold the PER encoding of the token the
/// context names.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "SIGNED")]
pub struct Signed {
    #[rasn(identifier = "toBeSigned")]
    pub to_be_signed: OctetString,
    #[rasn(identifier = "algorithmOID")]
    pub algorithm_oid: ObjectIdentifier,
    #[rasn(identifier = "paramS")]
    pub param_s: Params,
    pub signature: BitString,
}

/// `ENCRYPTED`: `encryptedData` is the token the context names, PER encoded and then encrypted.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "ENCRYPTED")]
pub struct Encrypted {
    #[rasn(identifier = "algorithmOID")]
    pub algorithm_oid: ObjectIdentifier,
    #[rasn(identifier = "paramS")]
    pub param_s: Params,
    #[rasn(identifier = "encryptedData")]
    pub encrypted_data: OctetString,
}

/// `HASHED`: a hash over a token that is itself not sent.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "HASHED")]
pub struct Hashed {
    #[rasn(identifier = "algorithmOID")]
    pub algorithm_oid: ObjectIdentifier,
    #[rasn(identifier = "paramS")]
    pub param_s: Params,
    pub hash: BitString,
}

/// `H235Key`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum H235Key {
    #[rasn(size("1..=2048"))]
    secureChannel(KeyMaterial),
    sharedSecret(Encrypted),
    certProtectedKey(Signed),
    #[rasn(extension_addition)]
    secureSharedSecret(Box<V3KeySyncMaterial>),
    #[rasn(extension_addition, size("2049..=65536"))]
    secureChannelExt(KeyMaterialExt),
}

/// `V3KeySyncMaterial`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct V3KeySyncMaterial {
    #[rasn(size("1..=128"), identifier = "generalID")]
    pub general_id: Option<Identifier>,
    #[rasn(identifier = "algorithmOID")]
    pub algorithm_oid: Option<ObjectIdentifier>,
    #[rasn(identifier = "paramS")]
    pub param_s: Params,
    #[rasn(identifier = "encryptedSessionKey")]
    pub encrypted_session_key: Option<OctetString>,
    #[rasn(identifier = "encryptedSaltingKey")]
    pub encrypted_salting_key: Option<OctetString>,
    #[rasn(identifier = "clearSaltingKey")]
    pub clear_salting_key: Option<OctetString>,
    #[rasn(identifier = "paramSsalt")]
    pub param_ssalt: Option<Params>,
    #[rasn(identifier = "keyDerivationOID")]
    pub key_derivation_oid: Option<ObjectIdentifier>,
    #[rasn(extension_addition, identifier = "genericKeyMaterial")]
    pub generic_key_material: Option<OctetString>,
}

impl V3KeySyncMaterial {
    /// With every optional component absent.
    pub fn new(param_s: Params) -> Self {
        Self {
            general_id: None,
            algorithm_oid: None,
            param_s,
            encrypted_session_key: None,
            encrypted_salting_key: None,
            clear_salting_key: None,
            param_ssalt: None,
            key_derivation_oid: None,
            generic_key_material: None,
        }
    }
}

/// `TypedCertificate`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TypedCertificate {
    #[rasn(identifier = "type")]
    pub r_type: ObjectIdentifier,
    pub certificate: OctetString,
}

impl TypedCertificate {
    /// With every optional component absent.
    pub fn new(r_type: ObjectIdentifier, certificate: OctetString) -> Self {
        Self {
            r_type,
            certificate,
        }
    }
}

/// `DHset`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DHset {
    #[rasn(size("0..=2048"))]
    pub halfkey: BitString,
    #[rasn(size("0..=2048"), identifier = "modSize")]
    pub mod_size: BitString,
    #[rasn(size("0..=2048"))]
    pub generator: BitString,
}

impl DHset {
    /// With every optional component absent.
    pub fn new(halfkey: BitString, mod_size: BitString, generator: BitString) -> Self {
        Self {
            halfkey,
            mod_size,
            generator,
        }
    }
}

/// `DHsetExt`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DHsetExt {
    #[rasn(size("2049..=65536"))]
    pub halfkey: BitString,
    #[rasn(size("2049..=65536"), identifier = "modSize")]
    pub mod_size: Option<BitString>,
    #[rasn(size("2049..=65536"))]
    pub generator: Option<BitString>,
}

impl DHsetExt {
    /// With every optional component absent.
    pub fn new(halfkey: BitString) -> Self {
        Self {
            halfkey,
            mod_size: None,
            generator: None,
        }
    }
}

/// `ECKASDH`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ECKASDH {
    eckasdhp(ECKASDHEckasdhp),
    eckasdh2(ECKASDHEckasdh2),
}

/// Part of [`ECKASDH`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct ECKASDHEckasdhp {
    #[rasn(identifier = "public-key")]
    pub public_key: ECpoint,
    #[rasn(size("0..=511"))]
    pub modulus: BitString,
    pub base: ECpoint,
    #[rasn(size("0..=511"), identifier = "weierstrassA")]
    pub weierstrass_a: BitString,
    #[rasn(size("0..=511"), identifier = "weierstrassB")]
    pub weierstrass_b: BitString,
}

/// Part of [`ECKASDH`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct ECKASDHEckasdh2 {
    #[rasn(identifier = "public-key")]
    pub public_key: ECpoint,
    #[rasn(size("0..=511"), identifier = "fieldSize")]
    pub field_size: BitString,
    pub base: ECpoint,
    #[rasn(size("0..=511"), identifier = "weierstrassA")]
    pub weierstrass_a: BitString,
    #[rasn(size("0..=511"), identifier = "weierstrassB")]
    pub weierstrass_b: BitString,
}

/// `ECpoint`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ECpoint {
    #[rasn(size("0..=511"))]
    pub x: Option<BitString>,
    #[rasn(size("0..=511"))]
    pub y: Option<BitString>,
}

/// `ChallengeString`.
pub type ChallengeString = OctetString;

/// `Identifier`.
pub type Identifier = BmpString;

/// `Password`.
pub type Password = BmpString;

/// `KeyMaterial`.
pub type KeyMaterial = BitString;

/// `KeyMaterialExt`.
pub type KeyMaterialExt = BitString;

/// `IV8`.
pub type IV8 = FixedOctetString<8>;

/// `IV16`.
pub type IV16 = FixedOctetString<16>;

/// `RandomVal`.
pub type RandomVal = Integer;

/// `TimeStamp`: seconds since 1970-01-01T00:00:00Z.
pub type TimeStamp = u32;

/// `NonStandardParameter`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct NonStandardParameter {
    #[rasn(identifier = "nonStandardIdentifier")]
    pub non_standard_identifier: ObjectIdentifier,
    pub data: OctetString,
}
