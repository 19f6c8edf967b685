//! The registered endpoints, and the calls that they were admitted to.

use std::{collections::BTreeMap, net::SocketAddr};

use h323_asn1::h225::AliasAddress;
use h323_proto::{h235::user_alias, time::Instant};

use super::{Peer, proof::Proven};

/// Most endpoints.
pub(super) const ENDPOINTS: usize = 1024;

/// Most aliases of an endpoint.
pub(super) const ALIASES: usize = 32;

/// Most calls that endpoints are admitted to.
pub(super) const ADMISSIONS: usize = 1024;

/// The alias of a static endpoint that takes the calls to all aliases that nobody has.
const ANY: &str = "*";

/// A registered endpoint.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    /// `endpointIdentifier`.
    pub(super) identifier: String,
    pub(super) aliases: Vec<String>,
    pub(super) wire_aliases: Vec<AliasAddress>,
    /// Where it takes calls; `None` if only on its H.460.17 connection.
    pub(super) signalling: Option<SocketAddr>,
    /// Where it takes RAS; `None` for a static endpoint.
    pub(super) peer: Option<Peer>,
    /// Who registered it, and how that was proven; `None` if passwords are not asked for.
    pub(super) proven: Option<Proven>,
    /// When the registration ends; a static endpoint's does not.
    pub(super) expires: Option<Instant>,
}

/// The table of endpoints.
#[derive(Clone, Debug, Default)]
pub(super) struct Endpoints {
    rows: BTreeMap<String, Endpoint>,
}

impl Endpoint {
    /// The user who registered it.
    pub(super) fn user(&self) -> Option<&str> {
        self.proven.as_ref().map(|proven| proven.user.as_str())
    }
}

impl Endpoints {
    /// The table with the static endpoints.
    pub(super) fn new(fixed: &[(String, SocketAddr)]) -> Self {
        let mut table = Self::default();
        for (number, (alias, address)) in fixed.iter().enumerate() {
            table.insert(Endpoint {
                identifier: format!("static_{}", number + 1),
                aliases: vec![alias.clone()],
                wire_aliases: user_alias(alias).into_iter().collect(),
                signalling: Some(*address),
                peer: None,
                proven: None,
                expires: None,
            });
        }
        table
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= ENDPOINTS
    }

    pub(super) fn insert(&mut self, endpoint: Endpoint) {
        self.rows.insert(endpoint.identifier.clone(), endpoint);
    }

    pub(super) fn remove(&mut self, identifier: &str) -> Option<Endpoint> {
        self.rows.remove(identifier)
    }

    pub(super) fn get(&self, identifier: &str) -> Option<&Endpoint> {
        self.rows.get(identifier)
    }

    pub(super) fn get_mut(&mut self, identifier: &str) -> Option<&mut Endpoint> {
        self.rows.get_mut(identifier)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Endpoint> {
        self.rows.values()
    }

    /// The endpoint that registered from there.
    pub(super) fn of_peer(&self, peer: Peer) -> Option<&Endpoint> {
        self.all().find(|endpoint| endpoint.peer == Some(peer))
    }

    /// The endpoint that takes calls there.
    pub(super) fn at(&self, address: SocketAddr) -> Option<&Endpoint> {
        self.all()
            .find(|endpoint| endpoint.signalling == Some(address))
    }

    /// The endpoint that has the first of these aliases that any has.
    pub(super) fn find(&self, aliases: &[String]) -> Option<&Endpoint> {
        let mut wanted = aliases.iter();
        wanted.find_map(|alias| self.holder(alias)).or_else(|| {
            self.holder(ANY)
                .filter(|row| row.peer.is_none() && !aliases.is_empty())
        })
    }

    /// The endpoint that has an alias.
    pub(super) fn holder(&self, alias: &str) -> Option<&Endpoint> {
        self.all()
            .find(|endpoint| endpoint.aliases.iter().any(|own| own == alias))
    }

    /// The earliest end of a registration.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.all().filter_map(|endpoint| endpoint.expires).min()
    }

    /// The endpoints whose registrations have ended by now.
    pub(super) fn expired(&self, now: Instant) -> Vec<String> {
        self.all()
            .filter(|endpoint| endpoint.expires.is_some_and(|at| at <= now))
            .map(|endpoint| endpoint.identifier.clone())
            .collect()
    }
}

/// What tells the calls of an endpoint from each other: `callIdentifier`, or in old versions of
/// H.225.0 the call reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CallKey {
    Identifier([u8; 16]),
    Reference(u16),
}

/// A call that an endpoint is admitted to.
#[derive(Clone, Debug)]
pub(super) struct Admission {
    /// The endpoint to which the call goes; `None` for the endpoint that answers it.
    pub(super) to: Option<String>,
    pub(super) conference: [u8; 16],
    pub(super) reference: u16,
    /// In units of 100 bit/s.
    pub(super) bandwidth: u32,
}

/// The calls that endpoints are admitted to.
#[derive(Clone, Debug, Default)]
pub(super) struct Admissions {
    rows: BTreeMap<(String, CallKey), Admission>,
}

impl Admissions {
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= ADMISSIONS
    }

    pub(super) fn insert(&mut self, endpoint: &str, key: CallKey, admission: Admission) {
        self.rows.insert((endpoint.to_owned(), key), admission);
    }

    pub(super) fn get_mut(&mut self, endpoint: &str, key: CallKey) -> Option<&mut Admission> {
        self.rows.get_mut(&(endpoint.to_owned(), key))
    }

    pub(super) fn remove(&mut self, endpoint: &str, key: CallKey) -> Option<Admission> {
        self.rows.remove(&(endpoint.to_owned(), key))
    }

    /// Forgets the calls of an endpoint that is no longer registered.
    pub(super) fn remove_all(&mut self, endpoint: &str) {
        self.rows.retain(|(of, _), _| of != endpoint);
    }

    /// The endpoint that may place the call with this identifier, and the one to which it goes.
    pub(super) fn placed(&self, identifier: [u8; 16]) -> Option<(&str, &str)> {
        let key = CallKey::Identifier(identifier);
        self.rows.iter().find_map(|((from, of), admission)| {
            (*of == key).then_some((from.as_str(), admission.to.as_deref()?))
        })
    }
}
