//! Redirects: what the peer said, and what was made of it.

use h323_proto::{
    call::{Call, CallConfig, Redirect as Sent, Target},
    placement::{Fate, Onward},
    time::Instant,
};
use serde::Serialize;

use crate::Collector;

/// Most redirects of one call that are followed.
const HOPS: u8 = 2;

/// Where the peer sent us.
#[derive(Clone, Debug, Serialize)]
pub struct Redirect {
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
    /// Takes the end of a call that may have been redirected. Returns what the report says of it, and
    /// the call that goes there, if one is to; `allowed` says whether its target may be dialled, or
    /// why not.
    pub fn redirect(
        &mut self,
        call: &Call,
        follow: bool,
        allowed: impl FnOnce(&Target) -> Result<(), String>,
        now: Instant,
    ) -> (Option<&Redirect>, Option<CallConfig>) {
        let (Some(redirect), Some(next)) = (call.redirect(), call.redirected()) else {
            return (None, None);
        };
        let next = match next {
            _ if !follow => None,
            Ok(_) if self.hop >= HOPS => {
                Some(Err(format!("{HOPS} redirects of this call were followed")))
            }
            Ok(mut config) => {
                config.limits.total = config
                    .limits
                    .total
                    .saturating_sub(now.since(self.hop_start));
                Some(allowed(&config.target).map(|()| config))
            }
            Err(why) => Some(Err(why.to_string())),
        };
        let (config, error) = match next {
            None => (None, None),
            Some(Ok(config)) => (Some(config), None),
            Some(Err(why)) => (None, Some(why)),
        };
        self.note(redirect, config.is_some(), error);
        if config.is_some() {
            self.next_hop(call.messages_received(), now);
        }
        (self.redirects.last(), config)
    }

    /// Takes where the peer sent a call and what was made of it. Returns what the report says of it.
    pub fn redirected(&mut self, onward: &Onward, now: Instant) -> Option<&Redirect> {
        let (followed, error) = match &onward.fate {
            Fate::Followed(..) => (true, None),
            Fate::NotWanted => (false, None),
            Fate::Refused(why) => (false, Some(why.clone())),
        };
        self.note(&onward.redirect, followed, error);
        if followed {
            self.next_hop(onward.messages, now);
        }
        self.redirects.last()
    }

    fn note(&mut self, redirect: &Sent, followed: bool, error: Option<String>) {
        self.redirects.push(Redirect {
            t: self.millis(redirect.at),
            reason: redirect.reason.name().to_owned(),
            address: redirect.address.as_ref().map(ToString::to_string),
            aliases: redirect.names.clone(),
            followed,
            error,
        });
    }
}
