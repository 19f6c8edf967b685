//! Where requests come in: whose they are, and how many their sender may make.

use worker::{Env, Request};

use super::{
    Refused, access, caller,
    provenance::{Provenance, check_json},
    target::Policy,
    token,
};
use crate::settings::Settings;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// A call, which makes somebody's telephone ring.
    Call,
    /// To say what is in octets, which takes our time alone.
    Decode,
}

impl Wish {
    /// The limiter of wrangler.toml that counts it.
    const fn limiter(self) -> &'static str {
        match self {
            Self::Call => "CALL_LIMIT",
            Self::Decode => "DECODE_LIMIT",
        }
    }

    const fn plural(self) -> &'static str {
        match self {
            Self::Call => "calls",
            Self::Decode => "requests to decode",
        }
    }
}

/// Lets a request through, or says why not.
pub(crate) async fn admit(
    request: &Request,
    env: &Env,
    settings: &Settings,
    wish: Wish,
) -> Result<(), Refused> {
    let header = |name: &str| request.headers().get(name).ok().flatten();
    let provenance = Provenance {
        host: header("Host"),
        origin: header("Origin"),
        fetch_site: header("Sec-Fetch-Site"),
    };
    provenance.check(settings.rules.policy)?;
    if wish == Wish::Call {
        check_json(header("Content-Type").as_deref())?;
    }
    authenticate(settings, header).await?;
    let client = header("CF-Connecting-IP").unwrap_or_default();
    count(&client, env, settings.rules.policy, wish).await
}

/// Whoever asks needs the token, or to have come through Access, where either is set.
async fn authenticate(
    settings: &Settings,
    header: impl Fn(&str) -> Option<String>,
) -> Result<(), Refused> {
    if settings.token.is_none() && settings.access.is_none() {
        return Ok(());
    }
    let authorization = header("Authorization");
    if let Some(wanted) = &settings.token
        && token::has(authorization.as_deref(), wanted)
    {
        return Ok(());
    }
    let why = match (&settings.access, header("Cf-Access-Jwt-Assertion")) {
        (Some(access), Some(assertion)) => match access::check(access, &assertion).await {
            Ok(()) => return Ok(()),
            Err(why) => format!("Cloudflare Access did not let this request through: {why}"),
        },
        (Some(_), None) if settings.token.is_none() => {
            "This Worker is behind Cloudflare Access: sign in on its page, or send a service token".into()
        }
        _ if authorization.is_some() => "The token in Authorization is not the one that this Worker has".into(),
        _ => "This Worker wants a token: send the header Authorization: Bearer TOKEN (with curl, add -H 'Authorization: Bearer TOKEN')".into(),
    };
    Err(Refused::new(401, why))
}

/// Counts a request of a client.
///
/// Clients on loopback are a developer's own and are not counted where this is a developer's Worker.
/// Where nobody counts, nothing is done: a limit that can be broken off is none.
async fn count(client: &str, env: &Env, policy: Policy, wish: Wish) -> Result<(), Refused> {
    if policy == Policy::Private && (client.is_empty() || caller::is_loopback(client)) {
        return Ok(());
    }
    let limited = match env.rate_limiter(wish.limiter()) {
        Ok(limiter) => limiter.limit(caller::key(client)).await,
        Err(error) => Err(error),
    };
    let what = wish.plural();
    match limited {
        Ok(outcome) if outcome.success => Ok(()),
        Ok(_) => Err(Refused::for_now(
            429,
            format!("Too many {what} from this address; wait a minute"),
            60,
        )),
        Err(_) => Err(Refused::for_now(
            503,
            format!(
                "This Worker cannot count {what} now and takes none until it can: {} in wrangler.toml is missing or out of order",
                wish.limiter()
            ),
            60,
        )),
    }
}
