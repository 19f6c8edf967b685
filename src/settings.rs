//! The settings of the deployment: variables and secrets. docs/deploy.md lists them all.

use std::str::FromStr;

use worker::Env;

use crate::guard::{
    Refused,
    access::Access,
    contact::Contact,
    target::{Policy, Rules},
};
use crate::results::terms::Days;

/// The settings of the deployment.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Which targets may be called: `ALLOW_PRIVATE_TARGETS`, which is `true` only under `wrangler
    /// dev`, `ALLOWED_PORTS`, and `DENIED_NUMBERS`.
    pub(crate) rules: Rules,
    /// `CONTACT`: the contact for the people who are called; by default the Worker's own address.
    pub(crate) contact: Option<Contact>,
    /// `LOG_TARGETS`: whether the log names the target of each call.
    pub(crate) log_targets: bool,
    /// `DNS_OVER_HTTPS`: the resolvers, with white space between them; empty for the default ones.
    pub(crate) resolvers: String,
    /// `API_TOKEN`: the token that every client must send.
    pub(crate) token: Option<String>,
    /// `ACCESS_TEAM` and `ACCESS_AUDIENCE`: the Cloudflare Access application of this Worker.
    pub(crate) access: Option<Access>,
    /// `STORED_RESULT_DAYS`: how long results are stored; without it none is.
    pub(crate) stored_days: Option<Days>,
}

impl Settings {
    /// Reads the settings. An unreadable setting may have been meant as a restriction, so the Worker
    /// then refuses every request.
    pub(crate) fn of(env: &Env) -> Result<Self, Refused> {
        let var = |name: &str| env.var(name).ok().map(|value| value.to_string());
        let policy = if var("ALLOW_PRIVATE_TARGETS").is_some_and(|value| value == "true") {
            Policy::Private
        } else {
            Policy::Public
        };
        let mut rules = Rules::usual(policy);
        if let Some(text) = var("ALLOWED_PORTS") {
            rules.ports = read("ALLOWED_PORTS", &text)?;
        }
        if let Some(text) = var("DENIED_NUMBERS") {
            rules.denied = read("DENIED_NUMBERS", &text)?;
        }
        let stored_days = var("STORED_RESULT_DAYS").map(|text| read("STORED_RESULT_DAYS", &text));
        let contact = var("CONTACT").map(|text| read("CONTACT", &text));
        let access = match (var("ACCESS_TEAM"), var("ACCESS_AUDIENCE")) {
            (None, None) => None,
            (Some(team), Some(audience)) => Some(Access {
                team: team.trim_end_matches('/').to_owned(),
                audience,
            }),
            (None, Some(_)) => return Err(wrong("ACCESS_TEAM", "it goes with ACCESS_AUDIENCE")),
            (Some(_), None) => return Err(wrong("ACCESS_AUDIENCE", "it goes with ACCESS_TEAM")),
        };
        Ok(Self {
            rules,
            contact: contact.transpose()?,
            log_targets: var("LOG_TARGETS").is_some_and(|value| value == "true"),
            resolvers: var("DNS_OVER_HTTPS").unwrap_or_default(),
            token: var("API_TOKEN"),
            access,
            stored_days: stored_days.transpose()?,
        })
    }
}

fn read<T: FromStr<Err = String>>(name: &str, text: &str) -> Result<T, Refused> {
    text.parse().map_err(|why: String| wrong(name, &why))
}

fn wrong(name: &str, why: &str) -> Refused {
    let text = format!("This Worker is not set up: its variable {name} cannot be used: {why}");
    Refused::for_now(503, text, 3600)
}
