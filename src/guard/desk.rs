//! Where requests come in: whose they are, and how many their sender may make.

use worker::{Env, Request};

use super::{
    Refused, access, caller,
    exchange::{Exchange, out_of_order},
    provenance::{Provenance, check_json, host_of},
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

/// Lets a request through, to what counts the calls to somebody; or says why not.
pub(crate) async fn admit(
    request: &Request,
    env: &Env,
    settings: &Settings,
    wish: Wish,
) -> Result<Exchange, Refused> {
    let header = |name: &str| request.headers().get(name).ok().flatten();
    let provenance = Provenance {
        host: header("Host").or_else(|| host_of(&request.inner().url())),
        origin: header("Origin"),
        fetch_site: header("Sec-Fetch-Site"),
    };
    provenance.check(settings.rules.policy)?;
    if wish == Wish::Call {
        check_json(header("Content-Type").as_deref())?;
    }
    authenticate(settings, header).await?;
    let client = header("CF-Connecting-IP").unwrap_or_default();
    // Clients on loopback are a developer's own, where this is a developer's Worker.
    let local = client.is_empty() || caller::is_loopback(&client);
    if settings.rules.policy == Policy::Private && local {
        return Ok(Exchange::OPEN);
    }
    // Before anything is counted: where nobody counts, nothing is done.
    let exchange = match wish {
        Wish::Call => Exchange::of(env)?,
        Wish::Decode => Exchange::OPEN,
    };
    count(&client, env, wish).await?;
    Ok(exchange)
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
        _ if authorization.is_some() => "The token in Authorization is wrong".into(),
        _ => "This Worker needs a token: send the header Authorization: Bearer TOKEN (with curl, add -H 'Authorization: Bearer TOKEN')".into(),
    };
    Err(Refused::new(401, why))
}

/// Counts a request of a client.
async fn count(client: &str, env: &Env, wish: Wish) -> Result<(), Refused> {
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
        Err(_) => Err(out_of_order(wish.limiter())),
    }
}
