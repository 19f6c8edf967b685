//! The assertion of Cloudflare Access: a JSON Web Token (RFC 7519) with an RS256 signature (RFC 7518
//! 3.3). [`super::access`] has the keys and verifies the signature.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;

/// Seconds by which clocks may differ.
const LEEWAY: u64 = 60;

/// An assertion that is parsed but not yet verified.
#[derive(Debug)]
pub struct Assertion {
    /// The name of the key that it claims as its signer.
    pub key: String,
    /// The signed text.
    pub signed: String,
    /// The signature.
    pub signature: Vec<u8>,
    claims: Claims,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
}

#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    exp: u64,
    #[serde(default)]
    nbf: u64,
}

/// One audience, or several (RFC 7519 4.1.3).
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Assertion {
    /// Parses an assertion.
    ///
    /// # Errors
    /// If the text is not an assertion, or is not signed the way Access signs.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const MALFORMED: &str = "it is no signed token";
        let (signed, signature) = text.rsplit_once('.').ok_or(MALFORMED)?;
        let (header, claims) = signed.split_once('.').ok_or(MALFORMED)?;
        let octets = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| MALFORMED);
        let header: Header = serde_json::from_slice(&octets(header)?).map_err(|_| MALFORMED)?;
        // The token must not choose its own algorithm.
        if header.alg != "RS256" {
            return Err("it is not signed with RS256");
        }
        Ok(Self {
            key: header.kid,
            signed: signed.into(),
            signature: octets(signature)?,
            claims: serde_json::from_slice(&octets(claims)?).map_err(|_| MALFORMED)?,
        })
    }

    /// Checks that `issuer` made it for `audience`, and that it is valid at `now`, in seconds since
    /// 1970.
    ///
    /// # Errors
    /// If one of these does not hold.
    pub fn check(&self, issuer: &str, audience: &str, now: u64) -> Result<(), &'static str> {
        let is_for = |name: &String| !audience.is_empty() && name == audience;
        let meant = match &self.claims.aud {
            Audience::One(name) => is_for(name),
            Audience::Several(names) => names.iter().any(is_for),
        };
        if self.claims.iss != issuer {
            return Err("another team issued it");
        }
        if !meant {
            return Err("it is for another application");
        }
        if self.claims.exp.saturating_add(LEEWAY) <= now {
            return Err("it has expired");
        }
        if self.claims.nbf > now.saturating_add(LEEWAY) {
            return Err("it does not hold yet");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str, claims: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", part(header), part(claims), part("signature"))
    }

    const HEADER: &str = r#"{"alg":"RS256","kid":"k1","typ":"JWT"}"#;
    const TEAM: &str = "https://team.example";

    fn checked(claims: &str, now: u64) -> Result<(), &'static str> {
        Assertion::parse(&token(HEADER, claims))?.check(TEAM, "aud1", now)
    }

    #[test]
    fn what_team_and_application_and_time_agree_with_is_taken() {
        for (claims, now) in [
            (
                r#"{"iss":"https://team.example","aud":["aud0","aud1"],"exp":1000,"nbf":900}"#,
                950,
            ),
            (
                r#"{"iss":"https://team.example","aud":"aud1","exp":1000}"#,
                1059,
            ),
            (
                r#"{"iss":"https://team.example","aud":"aud1","exp":1000,"nbf":900}"#,
                840,
            ),
        ] {
            assert_eq!(checked(claims, now), Ok(()), "{claims}");
        }
        let parsed = Assertion::parse(&token(HEADER, r#"{"iss":"","aud":"","exp":0}"#));
        let parsed = parsed.expect("a token");
        assert_eq!(parsed.key, "k1");
        assert_eq!(parsed.signature, b"signature");
        assert_eq!(parsed.signed.matches('.').count(), 1);
        assert!(parsed.check("", "", 0).is_err(), "no audience is none");
    }

    #[test]
    fn everything_else_is_not() {
        for (claims, now, why) in [
            (
                r#"{"iss":"https://team.example","aud":"aud1","exp":1000}"#,
                1060,
                "expired",
            ),
            (
                r#"{"iss":"https://team.example","aud":"aud1","exp":2000,"nbf":900}"#,
                839,
                "yet",
            ),
            (
                r#"{"iss":"https://other.example","aud":"aud1","exp":1000}"#,
                1,
                "team",
            ),
            (
                r#"{"iss":"https://team.example","aud":["aud2"],"exp":1000}"#,
                1,
                "application",
            ),
            (
                r#"{"iss":"https://team.example","aud":[],"exp":1000}"#,
                1,
                "application",
            ),
            (r#"{"iss":"https://team.example","aud":"aud1"}"#, 1, "token"),
            (
                r#"{"iss":"https://team.example","aud":"aud1","exp":-1}"#,
                1,
                "token",
            ),
            (
                r#"{"iss":"https://team.example","aud":"aud1","exp":"9"}"#,
                1,
                "token",
            ),
            ("[]", 1, "token"),
        ] {
            let error = checked(claims, now).expect_err(claims);
            assert!(error.contains(why), "{claims}: {error}");
        }
        for text in ["", ".", "..", "a.b", "a.b.c", "e30.e30.e30", "é.é.é"] {
            assert!(Assertion::parse(text).is_err(), "{text}");
        }
        for header in [
            r#"{"alg":"none","kid":"k1"}"#,
            r#"{"alg":"HS256","kid":"k1"}"#,
            r#"{"alg":"RS256"}"#,
        ] {
            assert!(Assertion::parse(&token(header, "{}")).is_err(), "{header}");
        }
    }
}
