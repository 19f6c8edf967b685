//! Questions to the Durable Objects of this Worker.

use std::time::Duration;

use futures::future::{Either, select};
use serde::{Serialize, de::DeserializeOwned};
use worker::{Delay, Method, Request, RequestInit, Response, Result, Stub};

/// How long an object may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Asks an object.
pub(crate) fn begin<'a, W: Serialize>(
    stub: &'a Stub,
    word: &W,
) -> Result<impl Future<Output = Result<Response>> + use<'a, W>> {
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_body(Some(serde_json::to_string(word)?.into()));
    let request = Request::new_with_init("https://object/", &init)?;
    Ok(async move { stub.fetch_with_request(request).await })
}

/// Asks an object, and returns its answer.
pub(crate) async fn ask<T: DeserializeOwned>(stub: &Stub, word: &impl Serialize) -> Result<T> {
    let asked = begin(stub, word)?;
    within(async {
        let mut response = asked.await?;
        response.json().await
    })
    .await
}

/// Waits for an object, but not for ever.
pub(crate) async fn within<T>(told: impl Future<Output = Result<T>>) -> Result<T> {
    futures::pin_mut!(told);
    match select(told, Delay::from(PATIENCE)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err("the object does not answer".into()),
    }
}

/// A new ticket, which nobody can guess.
pub(crate) fn ticket() -> Result<String> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| error.to_string())?;
    Ok(h323_proto::text::hex(&random))
}
