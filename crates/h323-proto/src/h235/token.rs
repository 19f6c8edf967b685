//! Tokens that do not depend on the message around them: CAT and MD5.

use alloc::{boxed::Box, vec::Vec};

use h323_asn1::{
    codec::{self, EncodeError},
    h225::{AliasAddress, CryptoH323Token, CryptoH323TokenCryptoEPPwdHash},
    h235::{ClearToken, Hashed, Params},
    text::{BmpString, bmp_string},
    types::{BitString, Ia5String, Integer, ObjectIdentifier},
};
use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

use super::{
    method::{CAT, MD5, NONE},
    password::{Credentials, Password},
};

/// The Cisco access token. `random` is one octet of chance, `time` in seconds since 1970.
///
/// # Errors
/// If the user's name does not fit its type.
pub fn cat(who: &Credentials, time: u32, random: u8) -> Result<ClearToken, EncodeError> {
    let digest = Md5::new()
        .chain_update([random])
        .chain_update(who.password.text())
        .chain_update(time.to_be_bytes())
        .finalize();
    let mut token = ClearToken::new(identifier(&CAT));
    token.time_stamp = Some(time);
    token.challenge = Some(digest.to_vec().into());
    token.random = Some(Integer::from(random));
    token.general_id = Some(terminated(&who.user)?);
    Ok(token)
}

/// `cryptoEPPwdHash` (H.225.0 7.14): the hash of a token that holds the password and is not sent.
///
/// # Errors
/// If the user's name or the password does not fit its type.
pub fn password_hash(who: &Credentials, time: u32) -> Result<CryptoH323Token, EncodeError> {
    let mut hidden = ClearToken::new(identifier(&NONE));
    hidden.time_stamp = Some(time);
    hidden.password = Some(secret(&who.password)?);
    hidden.general_id = Some(terminated(&who.user)?);
    let octets = codec::encode(&hidden).map(Zeroizing::new)?;
    let digest = Md5::digest(&*octets);
    Ok(CryptoH323Token::cryptoEPPwdHash(Box::new(
        CryptoH323TokenCryptoEPPwdHash {
            alias: user_alias(&who.user)?,
            time_stamp: time,
            token: hashed(&MD5, &digest),
        },
    )))
}

/// The user's name as an alias: digits if it can be dialled, else an `h323-ID`.
///
/// # Errors
/// If it is too long, or has a character that an alias cannot have.
pub fn user_alias(user: &str) -> Result<AliasAddress, EncodeError> {
    let dialled = |octet: u8| octet.is_ascii_digit() || b"#*,".contains(&octet);
    if !user.is_empty() && user.bytes().all(dialled) {
        let digits = Ia5String::from_iso646_bytes(user.as_bytes());
        return Ok(AliasAddress::dialledDigits(
            digits.map_err(|_| EncodeError::Alphabet)?,
        ));
    }
    Ok(AliasAddress::h323_ID(bmp_string(user)?))
}

/// A name with the NUL behind it that these two methods hash with it.
fn terminated(text: &str) -> Result<BmpString, EncodeError> {
    let mut units: Vec<u16> = bmp_string(text)?.to_vec();
    units.push(0);
    Ok(units.into())
}

fn secret(password: &Password) -> Result<BmpString, EncodeError> {
    terminated(password.text())
}

pub(super) fn hashed(algorithm: &[u32], hash: &[u8]) -> Hashed {
    Hashed {
        algorithm_oid: identifier(algorithm),
        param_s: Params::default(),
        hash: BitString::from_slice(hash),
    }
}

pub(super) fn identifier(arcs: &[u32]) -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(arcs.to_vec().into())
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    fn who(user: &str) -> Credentials {
        Credentials {
            user: user.into(),
            password: Password::from(String::from("secret2017")),
        }
    }

    // Both tokens are from H323Plus 1.28.0: testdata/h323plus/c29-gnugk-auth-h46017.hex, frame 8.

    #[test]
    fn the_recorded_access_token_is_made_again() {
        let token = cat(&who("2017"), 0x6B04_259B, 145).unwrap();
        let challenge = [
            0x42, 0x54, 0x27, 0x05, 0xb7, 0x2e, 0x4a, 0x8d, 0x06, 0x93, 0xe6, 0x9a, 0x5f, 0x98,
            0x75, 0x37,
        ];
        assert_eq!(token.challenge.as_deref(), Some(&challenge[..]));
        assert_eq!(token.general_id.unwrap()[..], [50, 48, 49, 55, 0]);
        assert_eq!(token.random, Some(Integer::from(145)));
    }

    #[test]
    fn the_recorded_password_hash_is_made_again() {
        let token = password_hash(&who("2017"), 0x6B04_259B).unwrap();
        let CryptoH323Token::cryptoEPPwdHash(token) = token else {
            panic!("{token:?}");
        };
        let hash = [
            0x33, 0x13, 0x9b, 0x19, 0xb6, 0x19, 0x96, 0xe2, 0xed, 0x3e, 0xfd, 0xb3, 0xda, 0x4d,
            0x22, 0x8f,
        ];
        assert_eq!(token.token.hash, BitString::from_slice(&hash));
        assert!(matches!(token.alias, AliasAddress::dialledDigits(_)));
    }

    #[test]
    fn another_password_user_or_time_makes_another_token() {
        let hash = |who: &Credentials, time| {
            let token = password_hash(who, time).unwrap();
            let access = cat(who, time, 7).unwrap();
            (codec::encode(&token).unwrap(), access.challenge)
        };
        let first = hash(&who("2017"), 1_000);
        let other = Credentials {
            password: Password::from(String::from("secret2018")),
            ..who("2017")
        };
        assert_ne!(first.0, hash(&who("2018"), 1_000).0);
        assert_ne!(first, hash(&who("2017"), 1_001));
        assert_ne!(first.0, hash(&other, 1_000).0);
        assert_ne!(first.1, hash(&other, 1_000).1);
    }

    #[test]
    fn a_name_that_cannot_be_dialled_is_an_h323_id() {
        assert!(matches!(
            user_alias("2017*#,"),
            Ok(AliasAddress::dialledDigits(_))
        ));
        for name in ["zoe", "20 17", "+2017", ""] {
            assert!(
                matches!(user_alias(name), Ok(AliasAddress::h323_ID(_))),
                "{name}"
            );
        }
        assert_eq!(user_alias("\u{FFFE}"), Err(EncodeError::Alphabet));
    }

    #[test]
    fn a_name_or_password_that_is_too_long_is_an_error() {
        let long = "x".repeat(128);
        assert!(matches!(
            password_hash(&who(&long), 1),
            Err(EncodeError::Size { .. })
        ));
        let who = Credentials {
            password: Password::from(long),
            ..who("zoe")
        };
        assert!(matches!(
            password_hash(&who, 1),
            Err(EncodeError::Size { .. })
        ));
    }
}
