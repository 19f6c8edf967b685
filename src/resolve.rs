//! Name resolution by DNS over HTTPS.
//!
//! Workers' `connect()` resolves names by itself but does not tell the address, so that nobody could
//! check it, and Setup needs it for `destCallSignalAddress`. Only addresses are dialled here: a name
//! that no resolver can look up is not called.

use std::{cell::RefCell, collections::HashMap, net::IpAddr, time::Duration};

use futures::future::{Either, select};
use serde::Deserialize;
use serde_json::Value;
use worker::{Delay, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

use crate::{
    body::{self, Body},
    clock::now,
    plain::plain,
};

/// Asked in turn unless the variable `DNS_OVER_HTTPS` names others. The second belongs to somebody
/// else, so that one of them out of order stops no call.
const DEFAULT_RESOLVERS: &str = "https://cloudflare-dns.com/dns-query https://dns.google/resolve";

/// A resolver that takes longer than this is taken for dead.
const PATIENCE: Duration = Duration::from_secs(3);

/// Most octets of an answer, and most records of it that are looked at.
const ANSWER_LIMIT: usize = 64 * 1024;
const RECORDS: usize = 64;

/// Most names kept.
const CACHE_NAMES: usize = 256;

/// Longest time an answer is kept, in milliseconds, whatever its TTL says.
const CACHE_TIME: u64 = 300_000;

thread_local! {
    /// Name to address and the time (ms) until which it holds. Lives as long as the isolate.
    static CACHE: RefCell<HashMap<String, (IpAddr, u64)>> = RefCell::default();
}

/// What came of resolving a name.
pub(crate) enum Resolution {
    /// This address.
    Address(IpAddr),
    /// The name does not exist, or has no address: a resolver's word.
    NotFound(&'static str),
    /// No resolver is of any help; why.
    Failed(String),
}

/// Resolves a name. `resolvers` are asked one after the other, until one knows.
pub(crate) async fn resolve(name: &str, resolvers: &str) -> Resolution {
    // RFC 6761 6.3: these never leave the machine.
    if name == "localhost" || name.ends_with(".localhost") {
        return Resolution::Address(IpAddr::from([127, 0, 0, 1]));
    }
    if let Some(address) = cached(name) {
        return Resolution::Address(address);
    }
    let resolvers = match resolvers.trim() {
        "" => DEFAULT_RESOLVERS,
        others => others,
    };
    let mut failures: Vec<String> = Vec::new();
    for resolver in resolvers.split_whitespace() {
        let asking = ask(resolver, name);
        futures::pin_mut!(asking);
        match select(asking, Delay::from(PATIENCE)).await {
            Either::Left((Ok(resolution), _)) => return resolution,
            Either::Left((Err(why), _)) => failures.push(why),
            Either::Right(_) => failures.push(format!("no answer in {} s", PATIENCE.as_secs())),
        }
    }
    Resolution::Failed(failures.join("; "))
}

/// Asks one resolver, for IPv4 first, because that is where H.323 lives, then for IPv6.
async fn ask(resolver: &str, name: &str) -> Result<Resolution, String> {
    for (kind, number) in [("A", 1), ("AAAA", 28)] {
        let answer = query(resolver, name, kind)
            .await
            .map_err(|error| plain(&error.to_string()))?;
        match answer.status {
            0 => {}
            3 => return Ok(Resolution::NotFound("the name does not exist")),
            other => return Err(format!("the resolver answers with error {other}")),
        }
        let found = answer
            .records
            .iter()
            .take(RECORDS)
            .filter(|record| record.kind == number)
            .find_map(|record| Some((record.data.parse().ok()?, record)));
        if let Some((address, record)) = found {
            // A time that cannot be read is none to keep it for.
            keep(name, address, record.ttl.as_u64().unwrap_or(0));
            return Ok(Resolution::Address(address));
        }
    }
    Ok(Resolution::NotFound("the name has no address"))
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "Status")]
    status: u32,
    #[serde(rename = "Answer", default)]
    records: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "type")]
    kind: u16,
    #[serde(rename = "TTL", default)]
    ttl: Value,
    data: String,
}

async fn query(resolver: &str, name: &str, kind: &str) -> worker::Result<Answer> {
    let headers = Headers::new();
    headers.set("Accept", "application/dns-json")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual);
    // Only characters of host names get here, so nothing needs escaping.
    let url = format!("{resolver}?name={name}&type={kind}");
    let mut response = Fetch::Request(Request::new_with_init(&url, &init)?)
        .send()
        .await?;
    if response.status_code() != 200 {
        return Err(format!("the resolver answers with HTTP {}", response.status_code()).into());
    }
    let Body::Whole(octets) = body::read(response.stream()?, ANSWER_LIMIT).await? else {
        return Err("the resolver's answer is too long".into());
    };
    serde_json::from_slice(&octets)
        .map_err(|error| format!("the resolver's answer cannot be read: {error}").into())
}

fn cached(name: &str) -> Option<IpAddr> {
    let now = now().as_millis();
    CACHE.with_borrow_mut(|cache| {
        let (address, until) = *cache.get(name)?;
        if until <= now {
            cache.remove(name);
            return None;
        }
        Some(address)
    })
}

fn keep(name: &str, address: IpAddr, ttl: u64) {
    let now = now().as_millis();
    let until = now.saturating_add(ttl.saturating_mul(1000).min(CACHE_TIME));
    CACHE.with_borrow_mut(|cache| {
        if cache.len() >= CACHE_NAMES {
            cache.retain(|_, (_, until)| *until > now);
        }
        if cache.len() >= CACHE_NAMES {
            cache.clear();
        }
        cache.insert(name.to_owned(), (address, until));
    });
}
