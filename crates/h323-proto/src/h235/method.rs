//! The methods of proof, and the choice among them.

use crate::named::named;

/// `{ itu-t recommendation h 235 version 2 1 }`, "A" of H.235.1: a token over the whole message.
pub(super) const WHOLE_MESSAGE: [u32; 7] = [0, 0, 8, 235, 0, 2, 1];

/// "T" of H.235.1: the clear values of that token.
pub(super) const CLEAR_VALUES: [u32; 7] = [0, 0, 8, 235, 0, 2, 5];

/// "U" of H.235.1: HMAC-SHA1 cut to 96 bits.
pub(super) const HMAC_SHA1_96: [u32; 7] = [0, 0, 8, 235, 0, 2, 6];

/// MD5, as RSA numbers it.
pub(super) const MD5: [u32; 6] = [1, 2, 840, 113_549, 2, 5];

/// The access token of Cisco.
pub(super) const CAT: [u32; 8] = [1, 2, 840, 113_548, 10, 1, 2, 1];

/// The object identifier that stands for none (H.235.0).
pub(super) const NONE: [u32; 2] = [0, 0];

named! {
    /// A method to prove that one knows the password.
    pub enum Method {
        /// The baseline profile of H.235.1: HMAC-SHA1-96 over the whole message. It proves both
        /// sides, and that nobody changed the message.
        H2351 = "h235.1",
        /// `cryptoEPPwdHash` of H.225.0 with MD5, over the password, a name and the time.
        Md5 = "md5",
        /// The Cisco access token: MD5 over the password, the time and an octet at random.
        Cat = "cat",
    }
}

impl Method {
    /// The object identifier that names the method in `algorithmOIDs` of a request for a gatekeeper
    /// and in `algorithmOID` of its confirmation.
    #[must_use]
    pub const fn algorithm(self) -> &'static [u32] {
        match self {
            Self::H2351 => &HMAC_SHA1_96,
            Self::Md5 => &MD5,
            Self::Cat => &CAT,
        }
    }
}

named! {
    /// Which methods we use.
    pub enum Auth {
        /// All that fit: the one that the gatekeeper chose in discovery, or all at once.
        Auto = "auto",
        /// H.235.1 only.
        H2351 = "h235.1",
        /// MD5 only.
        Md5 = "md5",
        /// The Cisco access token only.
        Cat = "cat",
        /// No proof, even with a password.
        None = "none",
    }
}

impl Auth {
    /// The methods that this choice allows, the strongest first.
    #[must_use]
    pub const fn methods(self) -> &'static [Method] {
        match self {
            Self::Auto => Method::ALL,
            Self::H2351 => &[Method::H2351],
            Self::Md5 => &[Method::Md5],
            Self::Cat => &[Method::Cat],
            Self::None => &[],
        }
    }
}
