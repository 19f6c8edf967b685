//! Who sent a request: the passwords of the users, and the three methods to prove one.

use std::collections::BTreeMap;

use h323_asn1::{
    codec::Tree,
    h225::{CryptoH323Token, RasMessage, SecurityErrors, SecurityErrors2},
    h235::{ClearToken, CryptoToken},
};
use h323_proto::h235::{
    Auth, Credentials, Expected, Method, Password, Proof, TOLERANCE, cat, check, password_hash,
};

use super::message::{alias_text, common};

/// The users that the gatekeeper knows, and the methods that it takes from them.
#[derive(Clone, Debug)]
pub struct Users {
    passwords: BTreeMap<String, Password>,
    auth: Auth,
}

/// A request whose sender is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proven {
    pub(super) user: String,
    pub(super) method: Method,
    /// Whether the sender also uses H.235.1, and so wants answers with its proof.
    pub(super) mutual: bool,
}

/// Why the sender of a request is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("it has no proof of a password by {0}")]
    Absent(String),
    #[error("no user is called \u{201c}{0}\u{201d}")]
    UnknownUser(String),
    #[error(
        "the proof of user \u{201c}{0}\u{201d} is wrong: another password, or a changed message"
    )]
    Wrong(String),
    #[error("the time stamp is {0} s from our time: {limit} s are allowed", limit = TOLERANCE.as_secs())]
    Old(i64),
    #[error("the proof is for another gatekeeper, \u{201c}{0}\u{201d}")]
    NotForUs(String),
    #[error("the proof is of user \u{201c}{0}\u{201d}, who did not register this endpoint")]
    OtherUser(String),
    #[error("the proof cannot be checked: {0}")]
    NotChecked(String),
}

impl Fault {
    /// The fault as a reject of a discovery or a registration says it; `None` for
    /// `securityDenial`.
    pub(super) const fn error(&self) -> Option<SecurityErrors> {
        Some(match self {
            Self::Old(_) => SecurityErrors::securityWrongSyncTime,
            Self::NotForUs(_) => SecurityErrors::securityWrongGeneralID,
            Self::OtherUser(_) => SecurityErrors::securityWrongSendersID,
            Self::NotChecked(_) => SecurityErrors::securityWrongOID,
            Self::Absent(_) | Self::UnknownUser(_) | Self::Wrong(_) => return None,
        })
    }

    /// The same for every other reject.
    pub(super) const fn error2(&self) -> Option<SecurityErrors2> {
        Some(match self {
            Self::Old(_) => SecurityErrors2::securityWrongSyncTime,
            Self::NotForUs(_) => SecurityErrors2::securityWrongGeneralID,
            Self::OtherUser(_) => SecurityErrors2::securityWrongSendersID,
            Self::NotChecked(_) => SecurityErrors2::securityWrongOID,
            Self::Absent(_) | Self::UnknownUser(_) | Self::Wrong(_) => return None,
        })
    }
}

/// A request and what is known beside it.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a> {
    pub(super) message: &'a RasMessage,
    pub(super) tree: &'a Tree,
    pub(super) octets: &'a [u8],
    /// Our time, in seconds since 1970.
    pub(super) time: u32,
    /// Our `gatekeeperIdentifier`.
    pub(super) ours: &'a str,
    /// The `endpointIdentifier` of the registered sender, and its user.
    pub(super) registered: Option<(&'a str, &'a str)>,
}

impl Users {
    /// These users; the last of two with the same name counts.
    #[must_use]
    pub fn new(users: Vec<Credentials>, auth: Auth) -> Self {
        let users = users.into_iter();
        Self {
            passwords: users.map(|who| (who.user, who.password)).collect(),
            auth,
        }
    }

    /// Whether nobody has to prove a password.
    pub(super) fn is_open(&self) -> bool {
        self.passwords.is_empty() || self.auth == Auth::None
    }

    /// The password of a user.
    pub(super) fn password(&self, user: &str) -> Option<&Password> {
        self.passwords.get(user)
    }

    /// The methods that are taken, the strongest first.
    pub(super) const fn methods(&self) -> &'static [Method] {
        self.auth.methods()
    }

    /// Whether all answers are proven.
    pub(super) fn proves(&self) -> bool {
        self.methods().contains(&Method::H2351)
    }

    /// Checks the proof in a request. If it has several, the strongest that is taken here counts.
    pub(super) fn check(&self, evidence: Evidence<'_>) -> Result<Proven, Fault> {
        let found = self.methods().iter().find_map(|method| {
            let checked = match method {
                Method::H2351 => self.h2351(evidence),
                Method::Md5 => self.md5(evidence),
                Method::Cat => self.cat(evidence),
            };
            checked.map(|user| (*method, user))
        });
        let (method, user) = found.ok_or_else(|| {
            let names: Vec<&str> = self.methods().iter().map(|method| method.name()).collect();
            Fault::Absent(names.join(" or "))
        })?;
        let user = user?;
        match evidence.registered {
            Some((_, registered)) if registered != user => Err(Fault::OtherUser(user)),
            _ => Ok(Proven {
                user,
                method,
                mutual: baseline(evidence.message).is_some(),
            }),
        }
    }

    fn user(&self, name: String) -> Result<Credentials, Fault> {
        match self.passwords.get(&name) {
            Some(password) => Ok(Credentials {
                user: name,
                password: password.clone(),
            }),
            None => Err(Fault::UnknownUser(name)),
        }
    }

    fn h2351(&self, evidence: Evidence<'_>) -> Option<Result<String, Fault>> {
        let values = baseline(evidence.message)?;
        // The sender is its user before it is registered, and its endpointIdentifier afterwards
        // (H.235.1).
        let name = values.senders_id.as_ref().map(ToString::to_string);
        let name = name.unwrap_or_default();
        let name = match evidence.registered {
            Some((identifier, user)) if identifier == name => user.to_owned(),
            _ => name,
        };
        let who = match self.user(name) {
            Ok(who) => who,
            Err(fault) => return Some(Err(fault)),
        };
        let expected = Expected {
            password: &who.password,
            time: evidence.time,
            ours: &[evidence.ours],
        };
        Some(match check(evidence.tree, evidence.octets, &expected) {
            Proof::Absent => return None,
            Proof::Good => Ok(who.user),
            Proof::Wrong => Err(Fault::Wrong(who.user)),
            Proof::Old(apart) => Err(Fault::Old(apart)),
            Proof::NotForUs(receiver) => Err(Fault::NotForUs(receiver)),
            Proof::NotChecked(why) => Err(Fault::NotChecked(why)),
        })
    }

    fn md5(&self, evidence: Evidence<'_>) -> Option<Result<String, Fault>> {
        let tokens = common(evidence.message)?.crypto_tokens;
        let sent = tokens.iter().find_map(|token| match token {
            CryptoH323Token::cryptoEPPwdHash(token) => Some(token),
            _ => None,
        })?;
        if *sent.token.algorithm_oid != *Method::Md5.algorithm() {
            let name = format!("its algorithm is {:?}", &*sent.token.algorithm_oid);
            return Some(Err(Fault::NotChecked(name)));
        }
        let name = alias_text(&sent.alias).unwrap_or_default();
        Some(self.user(name).and_then(|who| {
            let same = password_hash(&who, sent.time_stamp).is_ok_and(|ours| {
                matches!(ours, CryptoH323Token::cryptoEPPwdHash(ours)
                    if ours.token.hash == sent.token.hash)
            });
            timely(same, sent.time_stamp, evidence.time, who.user)
        }))
    }

    fn cat(&self, evidence: Evidence<'_>) -> Option<Result<String, Fault>> {
        let tokens = common(evidence.message)?.tokens;
        let sent = tokens
            .iter()
            .find(|token| *token.token_oid == *Method::Cat.algorithm())?;
        let name = sent.general_id.as_ref().map(ToString::to_string);
        let name = name.unwrap_or_default().trim_end_matches('\0').to_owned();
        Some(self.user(name).and_then(|who| {
            let time = sent.time_stamp.unwrap_or_default();
            let same = octet(sent)
                .and_then(|random| cat(&who, time, random).ok())
                .is_some_and(|ours| sent.challenge.is_some() && ours.challenge == sent.challenge);
            timely(same, time, evidence.time, who.user)
        }))
    }
}

/// The values of the token of H.235.1 in a message.
fn baseline(message: &RasMessage) -> Option<&ClearToken> {
    let tokens = common(message)?.crypto_tokens;
    tokens.iter().find_map(|token| match token {
        CryptoH323Token::nestedcryptoToken(token) => match &**token {
            CryptoToken::cryptoHashedToken(token) => Some(&token.hashed_vals),
            _ => None,
        },
        _ => None,
    })
}

/// The octet of chance in a token of Cisco. Some write it as a signed number.
fn octet(token: &ClearToken) -> Option<u8> {
    let random = i16::try_from(token.random.as_ref()?).ok()?;
    (-0x80..0x100)
        .contains(&random)
        .then(|| random.to_be_bytes()[1])
}

fn timely(same: bool, sent: u32, ours: u32, user: String) -> Result<String, Fault> {
    let apart = i64::from(sent) - i64::from(ours);
    match same {
        false => Err(Fault::Wrong(user)),
        true if apart.unsigned_abs() > TOLERANCE.as_secs() => Err(Fault::Old(apart)),
        true => Ok(user),
    }
}

#[cfg(test)]
mod tests;
