//! What the deployment has set: variables and secrets. docs/deploy.md has them all.

use std::str::FromStr;

use worker::Env;

use crate::guard::{
    Refused,
    access::Access,
    contact::Contact,
    target::{Policy, Rules},
};

/// What the deployment has set.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Whom calls may be for: `ALLOW_PRIVATE_TARGETS`, which is `true` under `wrangler dev` alone,
    /// `ALLOWED_PORTS`, `DENIED_NUMBERS`.
    pub(crate) rules: Rules,
    /// `CONTACT`: where those who are called can ask; else the Worker's own address.
    pub(crate) contact: Option<Contact>,
    /// `LOG_TARGETS`: whether the log says who was called.
    pub(crate) log_targets: bool,
    /// `DNS_OVER_HTTPS`: resolvers, with white space between them; empty for the usual ones.
    pub(crate) resolvers: String,
    /// `API_TOKEN`: what whoever asks must have.
    pub(crate) token: Option<String>,
    /// `ACCESS_TEAM` and `ACCESS_AUDIENCE`: the application of Cloudflare Access that this is.
    pub(crate) access: Option<Access>,
}

impl Settings {
    /// Reads them. One that cannot be read may have been meant to close something: then nothing is done
    /// for anybody.
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
