//! The proofs in what we send, and the check of those in what comes (H.235).

use alloc::{string::String, vec, vec::Vec};

use h323_asn1::{
    codec::{Described as _, EncodeError, Tree},
    h225::{CryptoH323Token, RasMessage},
    h235::{AuthenticationMechanism, ClearToken},
    types::ObjectIdentifier,
};

use super::terms::GatekeeperTerms;
use crate::{
    h225::Signer,
    h235::{self, Clock, Credentials, Expected, Method, Names, Proof},
    time::Instant,
};

/// The tokens of one message.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) clear: Option<Vec<ClearToken>>,
    pub(super) crypto: Option<Vec<CryptoH323Token>>,
}

/// What we announce to a gatekeeper before it chooses.
#[derive(Debug, Default)]
pub(super) struct Offer {
    pub(super) mechanisms: Option<Vec<AuthenticationMechanism>>,
    pub(super) algorithms: Option<Vec<ObjectIdentifier>>,
}

/// The security of one registration.
#[derive(Debug)]
pub(super) struct Security {
    credentials: Option<Credentials>,
    /// The methods that we use; none without a password.
    methods: Vec<Method>,
    clock: Clock,
    /// `random` of H.235.1: counts up, so that no two tokens are alike.
    random: u32,
}

impl Security {
    pub(super) fn new(terms: &GatekeeperTerms, clock: Clock, random: u32) -> Self {
        let credentials = terms.credentials.clone();
        let methods = match credentials {
            Some(_) => terms.auth.methods().to_vec(),
            None => Vec::new(),
        };
        Self {
            credentials,
            methods,
            clock,
            // Room to count, in a field that other stacks read as a signed number.
            random: random >> 3,
        }
    }

    /// `authenticationCapability` and `algorithmOIDs` of a gatekeeper request.
    pub(super) fn offer(&self) -> Offer {
        if self.methods.is_empty() {
            return Offer::default();
        }
        let arcs = self.methods.iter().map(|method| method.algorithm());
        Offer {
            // All three hash a password.
            mechanisms: Some(vec![AuthenticationMechanism::pwdHash]),
            algorithms: Some(
                arcs.map(|arcs| ObjectIdentifier::new_unchecked(arcs.to_vec().into()))
                    .collect(),
            ),
        }
    }

    /// Takes the method that the gatekeeper chose, by its object identifier with dots. `None` if it is not one of ours: we keep to ours.
    pub(super) fn choose(&mut self, algorithm: &str) -> Option<Method> {
        let arcs = || algorithm.split('.').map(str::parse);
        let mut ours = self.methods.iter();
        let chosen = *ours.find(|method| {
            let known = method.algorithm().iter().copied().map(Ok);
            known.eq(arcs())
        })?;
        self.methods = vec![chosen];
        Some(chosen)
    }

    /// Whether the gatekeeper has to prove itself: H.235.1 alone is in use.
    pub(super) fn demands_proof(&self) -> bool {
        self.methods == [Method::H2351]
    }

    /// Whether our proofs have the gatekeeper's name in them, once it is known.
    pub(super) fn names_the_gatekeeper(&self) -> bool {
        self.credentials.is_some() && self.methods.contains(&Method::H2351)
    }

    /// The name that stands for us until the gatekeeper gives another.
    pub(super) fn user(&self) -> Option<&str> {
        self.credentials.as_ref().map(|who| who.user.as_str())
    }

    /// The tokens for a message that goes out now.
    pub(super) fn tokens(&mut self, names: &Names, now: Instant) -> Result<Tokens, EncodeError> {
        let mut tokens = Tokens::default();
        let Some(who) = &self.credentials else {
            return Ok(tokens);
        };
        let time = self.clock.at(now);
        for method in &self.methods {
            self.random = self.random.wrapping_add(1);
            let crypto = match method {
                Method::H2351 => h235::baseline(names, time, self.random)?,
                Method::Md5 => h235::password_hash(who, time)?,
                Method::Cat => {
                    let [.., random] = self.random.to_be_bytes();
                    let token = h235::cat(who, time, random)?;
                    tokens.clear.get_or_insert_default().push(token);
                    continue;
                }
            };
            tokens.crypto.get_or_insert_default().push(crypto);
        }
        Ok(tokens)
    }

    /// Puts the hash into a written message.
    pub(super) fn seal(&self, octets: &mut [u8]) {
        if let Some(who) = &self.credentials {
            h235::seal(RasMessage::ROOT, octets, &who.password);
        }
    }

    /// What the proof in a received message is worth. `None` if we use no method that proves the
    /// other side.
    pub(super) fn check(
        &self,
        (tree, octets): (&Tree, &[u8]),
        ours: &[&str],
        now: Instant,
    ) -> Option<Proof> {
        let who = self.credentials.as_ref()?;
        self.methods.contains(&Method::H2351).then(|| {
            let expected = Expected {
                password: &who.password,
                time: self.clock.at(now),
                ours,
            };
            h235::check(tree, octets, &expected)
        })
    }

    /// Signs the messages of a call, if H.235.1 is in use.
    pub(super) fn signer(&self, names: Names, now: Instant) -> Option<Signer> {
        let who = self.credentials.as_ref()?;
        self.methods.contains(&Method::H2351).then(|| Signer {
            names,
            password: who.password.clone(),
            clock: self.clock,
            // Behind all that RAS may still send.
            random: self.random.wrapping_add(1 << 29),
            now,
        })
    }

    /// The names in a token of H.235.1.
    pub(super) fn names(&self, gatekeeper: Option<&String>, endpoint: Option<&String>) -> Names {
        let user = || self.user().map(String::from);
        Names {
            general_id: gatekeeper.cloned(),
            senders_id: endpoint.cloned().or_else(user),
        }
    }
}
