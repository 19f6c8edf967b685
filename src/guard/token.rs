//! The token that a client must send (RFC 6750 2.1).

use subtle::ConstantTimeEq as _;

/// Whether the `Authorization` of a request has the token. The comparison takes the same time wherever
/// a wrong token differs.
#[must_use]
pub fn has(authorization: Option<&str>, token: &str) -> bool {
    let Some((scheme, given)) = authorization.and_then(|value| value.split_once(' ')) else {
        return false;
    };
    let is_right = given.trim().as_bytes().ct_eq(token.as_bytes());
    // An empty secret admits nobody.
    scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && bool::from(is_right)
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn the_whole_token_alone_opens() {
        assert!(has(Some("Bearer s3cret"), "s3cret"));
        assert!(has(Some("bearer  s3cret "), "s3cret"));
        for wrong in [
            None,
            Some(""),
            Some("Bearer"),
            Some("Bearer "),
            Some("Bearer s3cre"),
            Some("Bearer s3cret2"),
            Some("Bearer S3CRET"),
            Some("Basic s3cret"),
            Some("s3cret"),
            Some("Bearers3cret"),
        ] {
            assert!(!has(wrong, "s3cret"), "{wrong:?}");
        }
        for nothing in [None, Some("Bearer "), Some("Bearer  ")] {
            assert!(!has(nothing, ""), "{nothing:?}");
        }
    }
}
