//! Whether Cloudflare Access has let the client through.

use std::{cell::RefCell, time::Duration};

use futures::future::{Either, select};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use worker::{
    Delay, Fetch, Method, Request, RequestInit, RequestRedirect,
    js_sys::{Promise, futures::JsFuture},
};

use super::assertion::Assertion;
use crate::{
    body::{self, Body},
    clock::now,
};

#[wasm_bindgen(module = "/src/guard/access.js")]
extern "C" {
    fn verify(modulus: &str, exponent: &str, signature: &[u8], signed: &str) -> Promise;
}

/// How long we keep the keys of a team, in milliseconds. Access changes them every six weeks, and the
/// previous keys stay valid for another week.
const KEPT: u64 = 3_600_000;

/// How long we do not ask again after a key was missing, in milliseconds: anybody can make up the name
/// of a key.
const LOOKED: u64 = 60_000;

/// Most octets in the answer with the keys.
const KEYS_LIMIT: usize = 64 * 1024;

/// How long the team's server may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// The application in Cloudflare Access: its team, and its audience tag, which stands for this Worker.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// URL of the team, `https://TEAM.cloudflareaccess.com`.
    pub(crate) team: String,
    /// The tag of the application's audience.
    pub(crate) audience: String,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<Key>,
}

#[derive(Clone, Deserialize)]
struct Key {
    kid: String,
    n: String,
    e: String,
}

thread_local! {
    /// The keys of a team and the time at which we fetched them. Lives as long as the isolate.
    static KEYS: RefCell<Option<(String, u64, Vec<Key>)>> = RefCell::default();
}

/// Checks the assertion of a request.
pub(crate) async fn check(access: &Access, assertion: &str) -> Result<(), String> {
    let assertion = Assertion::parse(assertion)?;
    assertion.check(&access.team, &access.audience, now().as_millis() / 1000)?;
    let key = key(&access.team, &assertion.key).await?;
    let verified = verify(&key.n, &key.e, &assertion.signature, &assertion.signed);
    match JsFuture::from(verified)
        .await
        .map(|verified| verified.as_bool())
    {
        Ok(Some(true)) => Ok(()),
        _ => Err("its signature is wrong".into()),
    }
}

/// Finds a key of the team by its name.
async fn key(team: &str, name: &str) -> Result<Key, String> {
    let now = now().as_millis();
    let kept = KEYS.with_borrow(|keys| {
        let (_, since, keys) = keys.as_ref().filter(|(of, ..)| of == team)?;
        let age = now.saturating_sub(*since);
        let found = keys.iter().find(|key| key.kid == name).cloned();
        match found {
            Some(key) if age < KEPT => Some(Ok(key)),
            None if age < LOOKED => Some(Err("no key of the team has signed it".to_owned())),
            _ => None,
        }
    });
    if let Some(kept) = kept {
        return kept;
    }
    let fetching = fetch(team);
    futures::pin_mut!(fetching);
    let keys = match select(fetching, Delay::from(PATIENCE)).await {
        Either::Left((Ok(keys), _)) => keys,
        Either::Left((Err(error), _)) => return Err(format!("the team's keys: {error}")),
        Either::Right(_) => return Err("the team's keys do not come".into()),
    };
    let found = keys.iter().find(|key| key.kid == name).cloned();
    KEYS.set(Some((team.to_owned(), now, keys)));
    found.ok_or_else(|| "no key of the team has signed it".into())
}

async fn fetch(team: &str) -> worker::Result<Vec<Key>> {
    let mut init = RequestInit::new();
    init.with_method(Method::Get)
        .with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(&format!("{team}/cdn-cgi/access/certs"), &init)?;
    let mut response = Fetch::Request(request).send().await?;
    if response.status_code() != 200 {
        return Err(format!("HTTP {}", response.status_code()).into());
    }
    let Body::Whole(octets) = body::read(response.stream()?, KEYS_LIMIT).await? else {
        return Err("the answer has no end".into());
    };
    let keys: Keys = serde_json::from_slice(&octets)?;
    Ok(keys.keys)
}
