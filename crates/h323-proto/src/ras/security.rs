//! How a message proves who sent it: its tokens by kind.

use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec::NodeValue;

use crate::view::View;

/// The tokens that are listed of one message.
const MOST: usize = 8;

/// A way to prove who sent a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A Cisco access token: MD5 over a random octet, the password and the time.
    Cat,
    /// `cryptoEPPwdHash` or `cryptoGKPwdHash` with MD5 (H.235.0).
    Md5,
    /// HMAC-SHA1-96 over the whole message (H.235.1).
    H2351,
    /// Any other token, by its alternative or identifier.
    Other(String),
}

impl TokenKind {
    /// Its name in reports.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Cat => "CAT",
            Self::Md5 => "MD5",
            Self::H2351 => "H.235.1",
            Self::Other(name) => name,
        }
    }

    /// The tokens of the message body at `node`, each kind once.
    pub(super) fn of(view: &View<'_>, node: usize) -> Vec<Self> {
        let list = |name: &str| {
            let list = view.child(node, name);
            list.into_iter().flat_map(|list| view.tree.children(list))
        };
        let clear = list("tokens").map(|token| Self::clear(view, token));
        let crypto = list("cryptoTokens").filter_map(|token| Self::crypto(view, token));
        let mut kinds: Vec<Self> = Vec::new();
        for kind in clear.chain(crypto) {
            if kinds.len() < MOST && !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    fn clear(view: &View<'_>, token: usize) -> Self {
        match identifier(view, token, "tokenOID").as_deref() {
            Some("1.2.840.113548.10.1.2.1") => Self::Cat,
            Some(other) => Self::Other("clear token ".to_owned() + other),
            None => Self::Other("clear token".into()),
        }
    }

    fn crypto(view: &View<'_>, choice: usize) -> Option<Self> {
        let token = view.only(choice)?;
        let name = view.name(token);
        Some(match name {
            "cryptoEPPwdHash" | "cryptoGKPwdHash" => {
                let hash = view.child(token, "token")?;
                match identifier(view, hash, "algorithmOID").as_deref() {
                    Some("1.2.840.113549.2.5") => Self::Md5,
                    _ => Self::Other(name.to_owned()),
                }
            }
            "nestedcryptoToken" => {
                let nested = view.only(token)?;
                let oid = identifier(view, nested, "tokenOID");
                match (view.name(nested), oid.as_deref()) {
                    ("cryptoHashedToken", Some(oid)) if is_baseline(oid) => Self::H2351,
                    (name, _) => Self::Other(name.to_owned()),
                }
            }
            _ => Self::Other(name.to_owned()),
        })
    }
}

/// Whether it identifies the baseline profile: 0 0 8 235 0, the version of H.235, and 1 or 2 for a
/// hash over the whole message or over a part of it (H.235.1 clause 9).
fn is_baseline(oid: &str) -> bool {
    let rest = oid.strip_prefix("0.0.8.235.0.");
    let version = rest.and_then(|rest| rest.strip_suffix(".1").or(rest.strip_suffix(".2")));
    version.is_some_and(|version| version.parse::<u8>().is_ok())
}

pub(super) fn identifier(view: &View<'_>, node: usize, name: &str) -> Option<String> {
    dotted(view, view.child(node, name)?)
}

pub(super) fn dotted(view: &View<'_>, node: usize) -> Option<String> {
    match view.value(node)? {
        NodeValue::ObjectIdentifier(arcs) => Some(arcs.to_string()),
        _ => None,
    }
}
