//! Bodies of HTTP, as far as they are wanted and in the time they may take.

use std::time::Duration;

use futures::{
    StreamExt as _,
    future::{Either, select},
};
use worker::{ByteStream, Delay, Request, Result};

/// How long a body may take to come. Clients that never finish one would hold memory that calls in
/// progress need.
pub(crate) const TIME: Duration = Duration::from_secs(15);

/// What came of a body.
pub(crate) enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// More than was wanted.
    TooLong,
    /// Not all of it came in [`TIME`].
    TooSlow,
}

/// Reads the body of a request, of at most `limit` octets.
pub(crate) async fn of(request: &mut Request, limit: usize) -> Result<Body> {
    match request.stream() {
        Ok(stream) => read(stream, limit).await,
        // A request without a body has no stream.
        Err(_) => Ok(Body::Whole(Vec::new())),
    }
}

/// Reads a body of at most `limit` octets.
pub(crate) async fn read(stream: ByteStream, limit: usize) -> Result<Body> {
    let whole = std::pin::pin!(gather(stream, limit));
    match select(whole, Delay::from(TIME)).await {
        Either::Left((body, _)) => body,
        Either::Right(_) => Ok(Body::TooSlow),
    }
}

async fn gather(mut stream: ByteStream, limit: usize) -> Result<Body> {
    let mut body = Vec::new();
    while let Some(chunk) = stream.next().await {
        body.extend_from_slice(&chunk?);
        if body.len() > limit {
            return Ok(Body::TooLong);
        }
    }
    Ok(Body::Whole(body))
}
