//! Redirects: what the peer said, and what was made of it.

use h323_proto::placement::{Fate, Onward};
use serde::Serialize;

use crate::Collector;

/// Where the peer sent us.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectReport {
    /// Milliseconds from the start.
    pub t: u64,
    /// `routeCallToGatekeeper`, `callForwarded` or `routeCallToMC`.
    pub reason: String,
    /// `alternativeAddress`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// `alternativeAliasAddress`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Whether a call went there.
    pub followed: bool,
    /// Why none did, although redirects are followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Collector {
    /// Takes where the peer sent a call and what was made of it. Returns what the report says of it.
    pub fn redirected(&mut self, onward: &Onward) -> Option<&RedirectReport> {
        let (followed, error) = match &onward.fate {
            Fate::Followed(..) => (true, None),
            Fate::NotWanted => (false, None),
            Fate::Refused(why) => (false, Some(why.clone())),
        };
        let redirect = &onward.redirect;
        self.redirects.push(RedirectReport {
            t: self.millis(redirect.at),
            reason: redirect.reason.name().to_owned(),
            address: redirect.address.as_ref().map(ToString::to_string),
            aliases: redirect.names.clone(),
            followed,
            error,
        });
        if followed {
            self.next_hop(onward.messages);
        }
        self.redirects.last()
    }
}
