//! Name resolution by DNS over HTTPS.
//!
//! Workers' `connect()` resolves names by itself but does not tell the address, and Setup needs it
//! for `destCallSignalAddress`. A resolved address is also checked like a given one, and dialled
//! itself, so that a name cannot lead to one address in the check and to another in the call.

use std::{cell::RefCell, collections::HashMap, net::IpAddr, time::Duration};

use futures::future::{Either, select};
use serde::Deserialize;
use worker::{Delay, Fetch, Headers, Method, Request, RequestInit};

use crate::dial::{now, plain};

/// Used unless the variable `DNS_OVER_HTTPS` names another resolver.
const DEFAULT_RESOLVER: &str = "https://cloudflare-dns.com/dns-query";

/// A resolver that takes longer than this is taken for dead.
const PATIENCE: Duration = Duration::from_secs(3);

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
    /// The name does not exist, or has no address: the resolver's word.
    NotFound(&'static str),
    /// The resolver is of no help; why.
    Failed(String),
}

/// Resolves a name: IPv4 first, because that is where H.323 lives, then IPv6.
pub(crate) async fn resolve(name: &str, resolver: &str) -> Resolution {
    // RFC 6761 6.3: these never leave the machine.
    if name == "localhost" || name.ends_with(".localhost") {
        return Resolution::Address(IpAddr::from([127, 0, 0, 1]));
    }
    if let Some(address) = cached(name) {
        return Resolution::Address(address);
    }
    let resolver = match resolver {
        "" => DEFAULT_RESOLVER,
        other => other,
    };
    for (kind, number) in [("A", 1), ("AAAA", 28)] {
        let query = query(resolver, name, kind);
        futures::pin_mut!(query);
        let answer = match select(query, Delay::from(PATIENCE)).await {
            Either::Left((Ok(answer), _)) => answer,
            Either::Left((Err(error), _)) => return Resolution::Failed(plain(&error.to_string())),
            Either::Right(_) => {
                return Resolution::Failed(format!("no answer in {} s", PATIENCE.as_secs()));
            }
        };
        match answer.status {
            0 => {}
            3 => return Resolution::NotFound("the name does not exist"),
            other => return Resolution::Failed(format!("the resolver answers with error {other}")),
        }
        let found = answer
            .records
            .iter()
            .filter(|record| record.kind == number)
            .find_map(|record| Some((record.data.parse().ok()?, record.ttl)));
        if let Some((address, ttl)) = found {
            keep(name, address, ttl);
            return Resolution::Address(address);
        }
    }
    Resolution::NotFound("the name has no address")
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
    ttl: u64,
    data: String,
}

async fn query(resolver: &str, name: &str, kind: &str) -> worker::Result<Answer> {
    let headers = Headers::new();
    headers.set("Accept", "application/dns-json")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers);
    // Only characters of host names get here, so nothing needs escaping.
    let url = format!("{resolver}?name={name}&type={kind}");
    let mut response = Fetch::Request(Request::new_with_init(&url, &init)?)
        .send()
        .await?;
    if response.status_code() != 200 {
        return Err(format!("the resolver answers with HTTP {}", response.status_code()).into());
    }
    response.json().await
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
