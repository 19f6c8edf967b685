//! Name resolution by DNS over HTTPS.
//!
//! Workers' `connect()` resolves names but does not tell the address. We must check the address, and
//! Setup needs it for `destCallSignalAddress`. So we dial addresses only, and do not call a name that
//! no resolver can resolve.

use std::{cell::RefCell, collections::HashMap, net::IpAddr, time::Duration};

use futures::future::{Either, select};
use h323_proto::srv::{self, Service};
use serde::Deserialize;
use serde_json::Value;
use worker::{Delay, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

use crate::{
    body::{self, Body},
    clock::now,
    plain::plain,
};

/// The resolvers that we ask in turn, unless the variable `DNS_OVER_HTTPS` names others. Two companies
/// run them, so that an outage of one does not stop calls.
const DEFAULT_RESOLVERS: &str = "https://cloudflare-dns.com/dns-query https://dns.google/resolve";

/// How long we wait for a resolver before we ask the next one.
const PATIENCE: Duration = Duration::from_secs(3);

/// Most octets of an answer, and most of its records that we read.
const ANSWER_LIMIT: usize = 64 * 1024;
const RECORDS: usize = 64;

/// Most names in the cache.
const CACHE_NAMES: usize = 256;

/// Longest time in the cache, in milliseconds, whatever the TTL of the answer.
const CACHE_TIME: u64 = 300_000;

thread_local! {
    /// The address of each name, and the time (ms) until which it is valid. Lives as long as the
    /// isolate.
    static CACHE: RefCell<HashMap<String, (IpAddr, u64)>> = RefCell::default();
}

/// The outcome of resolving a name.
pub(crate) enum Resolution {
    /// The name has this address.
    Address(IpAddr),
    /// A resolver says that the name does not exist or has no address.
    NotFound(&'static str),
    /// No resolver could answer; the text says why.
    Failed(String),
}

/// Resolves a name.
pub(crate) async fn resolve(name: &str, resolvers: &str) -> Resolution {
    // RFC 6761 6.3: these names always mean the local machine.
    if name == "localhost" || name.ends_with(".localhost") {
        return Resolution::Address(IpAddr::from([127, 0, 0, 1]));
    }
    if let Some(address) = cached(name) {
        return Resolution::Address(address);
    }
    let asked = in_turn(resolvers, async |resolver| ask(resolver, name).await);
    asked.await.unwrap_or_else(Resolution::Failed)
}

/// The SRV records of a service of a domain, in the order of the answer. None if the name does not
/// exist.
///
/// # Errors
/// If no resolver could answer; the text says why.
pub(crate) async fn servers(
    service: Service,
    domain: &str,
    resolvers: &str,
) -> Result<Vec<srv::Record>, String> {
    let name = service.of(domain);
    let ask = async |resolver: &str| {
        let records = records(resolver, &name, ("SRV", 33)).await?;
        let read = |record: &Record| srv::Record::parse(&record.data);
        Ok(records
            .unwrap_or_default()
            .iter()
            .filter_map(read)
            .collect())
    };
    in_turn(resolvers, ask).await
}

/// Asks the resolvers in turn, until one answers.
async fn in_turn<T>(
    resolvers: &str,
    ask: impl AsyncFn(&str) -> Result<T, String>,
) -> Result<T, String> {
    let resolvers = match resolvers.trim() {
        "" => DEFAULT_RESOLVERS,
        others => others,
    };
    let mut failures: Vec<String> = Vec::new();
    for resolver in resolvers.split_whitespace() {
        let asking = ask(resolver);
        futures::pin_mut!(asking);
        match select(asking, Delay::from(PATIENCE)).await {
            Either::Left((Ok(answer), _)) => return Ok(answer),
            Either::Left((Err(why), _)) => failures.push(why),
            Either::Right(_) => failures.push(format!("no answer in {} s", PATIENCE.as_secs())),
        }
    }
    Err(failures.join("; "))
}

/// Asks one resolver, for IPv4 first because most H.323 endpoints use it, then for IPv6.
async fn ask(resolver: &str, name: &str) -> Result<Resolution, String> {
    for kind in [("A", 1), ("AAAA", 28)] {
        let Some(records) = records(resolver, name, kind).await? else {
            return Ok(Resolution::NotFound("the name does not exist"));
        };
        let mut records = records.iter();
        let found = records.find_map(|record| Some((record.data.parse().ok()?, record)));
        if let Some((address, record)) = found {
            // An unreadable TTL counts as zero.
            keep(name, address, record.ttl.as_u64().unwrap_or(0));
            return Ok(Resolution::Address(address));
        }
    }
    Ok(Resolution::NotFound("the name has no address"))
}

/// The records of this type, by its name and number (RFC 1035 3.2.2, RFC 3596, RFC 2782). `None` if
/// the name does not exist.
async fn records(
    resolver: &str,
    name: &str,
    (kind, number): (&str, u16),
) -> Result<Option<Vec<Record>>, String> {
    let answer = query(resolver, name, kind).await;
    let answer = answer.map_err(|error| plain(&error.to_string()))?;
    match answer.status {
        0 => {
            let records = answer.records.into_iter().take(RECORDS);
            Ok(Some(
                records.filter(|record| record.kind == number).collect(),
            ))
        }
        3 => Ok(None),
        other => Err(format!("the resolver answers with error {other}")),
    }
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
    // The name has only characters of host names here, and `_`, so we need not escape it.
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
