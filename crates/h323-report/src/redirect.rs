//! Redirects: the endpoint's message, and how the tester followed it.

use h323_proto::{
    gatekeeper::Registration,
    h225::{FacilityReason, Facts},
    placement::{Fate, Onward},
};
use serde::Serialize;

use crate::{Collector, collector::NAMES, word::word};

/// Where a Facility sends the caller, in words; `None` if it does not say so.
pub(crate) fn target_of(facts: &Facts) -> Option<String> {
    let target: Vec<String> = facts
        .alternative_address
        .iter()
        .map(ToString::to_string)
        .chain(facts.alternative_aliases.iter().cloned())
        .take(NAMES)
        .collect();
    let unread = facts.unread.in_body("alternativeAddress")
        || facts.unread.in_body("alternativeAliasAddress");
    match target.is_empty() {
        false => Some(target.join(", ")),
        true if unread => Some("what could not be read".into()),
        true => None,
    }
}

/// A redirect from the endpoint.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectReport {
    /// Milliseconds from the start.
    pub t: u64,
    /// `routeCallToGatekeeper`, `callForwarded` or `routeCallToMC`.
    #[serde(serialize_with = "word")]
    pub reason: FacilityReason,
    /// `alternativeAddress`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// `alternativeAliasAddress`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Whether the tester placed a call there.
    pub followed: bool,
    /// Why the redirect was not followed, although redirects are to be followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Collector {
    /// Notes a redirect and how it was followed. Returns its report.
    pub fn redirected(&mut self, onward: &Onward) -> Option<&RedirectReport> {
        let (followed, error) = match &onward.fate {
            Fate::Followed(..) => (true, None),
            Fate::NotWanted => (false, None),
            Fate::Refused(why) => (false, Some(why.clone())),
        };
        let redirect = &onward.redirect;
        self.redirects.push(RedirectReport {
            t: self.millis(redirect.at),
            reason: redirect.reason.clone(),
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

    /// Notes the redirect of a call behind a gatekeeper, which nobody follows: a registration is with
    /// one gatekeeper. `wanted` says whether it was to be. Returns its report.
    pub fn stays(&mut self, registration: &Registration, wanted: bool) -> Option<&RedirectReport> {
        let redirect = registration.call()?.redirect()?.clone();
        let why = "the tester has one registration, and its call stays with that gatekeeper";
        self.redirected(&Onward {
            redirect,
            fate: match wanted {
                true => Fate::Refused(why.into()),
                false => Fate::NotWanted,
            },
            messages: 0,
        })
    }
}
