//! Admission of requests: the client must be known and may send only so many.

use worker::{Env, Request};

use super::{
    Refused, access, caller,
    exchange::{Exchange, out_of_order},
    provenance::{Provenance, check_json, host_of},
    target::Policy,
    token,
};
use crate::settings::Settings;

/// The kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// A call, which makes somebody's telephone ring.
    Call,
    /// A registration with a gatekeeper, which costs it as much as a call.
    Register,
    /// A decoding, which costs only our time.
    Decode,
    /// The end of a call that the client can name.
    HangUp,
    /// A result to store, which takes room for days.
    Store,
    /// A stored result to read.
    Read,
    /// A stored result to delete.
    Delete,
}

impl Wish {
    /// The rate limiter in wrangler.toml that counts it.
    const fn limiter(self) -> &'static str {
        match self {
            Self::Call | Self::Register => "CALL_LIMIT",
            Self::Decode | Self::HangUp | Self::Read | Self::Delete => "DECODE_LIMIT",
            Self::Store => "STORE_LIMIT",
        }
    }

    const fn plural(self) -> &'static str {
        match self {
            Self::Call => "calls",
            Self::Register => "calls and registrations",
            Self::Decode => "requests to decode",
            Self::HangUp => "requests to hang up",
            Self::Store => "results to store",
            Self::Read => "results to read",
            Self::Delete => "results to delete",
        }
    }

    /// Whether its body is JSON. A decoding takes others, and the last two have none.
    const fn is_json(self) -> bool {
        !matches!(self, Self::Decode | Self::Read | Self::Delete)
    }

    /// Whether anybody may ask who has the address of the result, and its key.
    const fn is_by_address(self) -> bool {
        matches!(self, Self::Read | Self::Delete)
    }
}

/// Admits a request and returns the counter of calls, or says why it is refused.
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
    if wish.is_json() {
        check_json(header("Content-Type").as_deref())?;
    }
    if !wish.is_by_address() {
        authenticate(settings, header).await?;
    }
    let client = header("CF-Connecting-IP").unwrap_or_default();
    // In a developer's own Worker, a client on loopback is the developer.
    let local = client.is_empty() || caller::is_loopback(&client);
    if settings.rules.policy == Policy::Private && local {
        return Ok(Exchange::Open);
    }
    // This comes before the rate limiter: if the counter is missing, the request is refused.
    let exchange = match wish {
        Wish::Call | Wish::Register => Exchange::of(env)?,
        Wish::Decode | Wish::HangUp | Wish::Store | Wish::Read | Wish::Delete => Exchange::Open,
    };
    count(&client, env, wish).await?;
    Ok(exchange)
}

/// If a token or Access is configured, the client must have the token or have passed Access.
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
