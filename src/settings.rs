//! What the deployment has set: the variables and secrets of `wrangler.toml`, docs/deploy.md and
//! `wrangler secret put`.

use worker::Env;

use crate::guard::{access::Access, target::Policy};

/// What the deployment has set.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// `ALLOW_PRIVATE_TARGETS`: `true` under `wrangler dev` alone.
    pub(crate) policy: Policy,
    /// `DNS_OVER_HTTPS`: resolvers, by white space between them; empty for the usual ones.
    pub(crate) resolvers: String,
    /// `API_TOKEN`: what whoever asks must have.
    pub(crate) token: Option<String>,
    /// `ACCESS_TEAM` and `ACCESS_AUDIENCE`: the application of Cloudflare Access that this is.
    pub(crate) access: Option<Access>,
}

impl Settings {
    /// Reads them.
    pub(crate) fn of(env: &Env) -> Self {
        let var = |name: &str| env.var(name).ok().map(|value| value.to_string());
        let private = var("ALLOW_PRIVATE_TARGETS").is_some_and(|value| value == "true");
        let access = match (var("ACCESS_TEAM"), var("ACCESS_AUDIENCE")) {
            (None, None) => None,
            // With one of the two nobody gets through, which whoever set it will see.
            (team, audience) => Some(Access {
                team: team.unwrap_or_default().trim_end_matches('/').to_owned(),
                audience: audience.unwrap_or_default(),
            }),
        };
        Self {
            policy: if private {
                Policy::Private
            } else {
                Policy::Public
            },
            resolvers: var("DNS_OVER_HTTPS").unwrap_or_default(),
            token: var("API_TOKEN"),
            access,
        }
    }
}
