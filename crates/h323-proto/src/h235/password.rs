//! The password, and the name that it belongs to.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

/// A password. It cannot be printed, and its memory is cleared when it is dropped.
///
/// ```
/// use h323_proto::h235::Password;
///
/// let password = Password::from(String::from("secret"));
/// assert_eq!(format!("{password:?}"), "Password(hidden)");
/// ```
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// The password as text, for the computation of a hash.
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

/// `Display` is missing on purpose: a password has no place in a sentence.
impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

/// What a gatekeeper knows a user by.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The name, usually an alias: `sendersID` of H.235.1 until the gatekeeper has given us an
    /// identifier, `generalID` of the other methods.
    pub user: String,
    /// The password.
    pub password: Password,
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        let who = Credentials {
            user: "zoe".into(),
            password: Password::from(String::from("open sesame")),
        };
        for text in [format!("{who:?}"), format!("{who:#?}")] {
            assert!(text.contains("zoe") && text.contains("hidden"), "{text}");
            assert!(!text.contains("open") && !text.contains("sesame"), "{text}");
        }
    }
}
