//! Reading the body of a request or answer, with a limit on its length and its time.

use std::time::Duration;

use futures::{
    StreamExt as _,
    future::{Either, select},
};
use worker::{ByteStream, Delay, Request, Result};

use crate::room::Share;

/// How long a body may take to arrive. A client that never finishes its body would hold memory that
/// calls in progress need.
pub(crate) const TIME: Duration = Duration::from_secs(15);

/// The outcome of reading a body.
pub(crate) enum Body {
    /// The whole body.
    Whole(Vec<u8>),
    /// The body is longer than the limit.
    TooLong,
    /// The body did not arrive completely within [`TIME`].
    TooSlow,
    /// Others have sent so much that there is no room for it.
    NoRoom,
}

/// Reads the body of a request, of at most `limit` octets. A large one takes its octets from a `share`
/// of the room; a short one needs none, so that large ones do not keep calls out.
pub(crate) async fn of(
    request: &mut Request,
    limit: usize,
    share: Option<&mut Share>,
) -> Result<Body> {
    match request.stream() {
        Ok(stream) => within(stream, limit, share).await,
        // A request without a body has no stream.
        Err(_) => Ok(Body::Whole(Vec::new())),
    }
}

/// Reads a short body of at most `limit` octets.
pub(crate) async fn read(stream: ByteStream, limit: usize) -> Result<Body> {
    within(stream, limit, None).await
}

async fn within(stream: ByteStream, limit: usize, share: Option<&mut Share>) -> Result<Body> {
    let whole = std::pin::pin!(gather(stream, limit, share));
    match select(whole, Delay::from(TIME)).await {
        Either::Left((body, _)) => body,
        Either::Right(_) => Ok(Body::TooSlow),
    }
}

async fn gather(
    mut stream: ByteStream,
    limit: usize,
    mut share: Option<&mut Share>,
) -> Result<Body> {
    // A vector that grows has up to twice the memory of what is in it, and bodies come slowly.
    let mut chunks = Vec::new();
    let mut length = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk?.into_boxed_slice();
        length += chunk.len();
        if length > limit {
            return Ok(Body::TooLong);
        }
        if share.as_mut().is_some_and(|share| !share.take(chunk.len())) {
            return Ok(Body::NoRoom);
        }
        chunks.push(chunk);
    }
    Ok(Body::Whole(chunks.concat()))
}
