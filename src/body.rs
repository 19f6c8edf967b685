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
    /// The whole body, and the room that it takes.
    Whole(Vec<u8>, Share),
    /// The body is longer than the limit.
    TooLong,
    /// The body did not arrive completely within [`TIME`].
    TooSlow,
    /// Others have sent so much that there is no room for it.
    NoRoom,
}

/// Reads the body of a request, of at most `limit` octets.
pub(crate) async fn of(request: &mut Request, limit: usize) -> Result<Body> {
    match request.stream() {
        Ok(stream) => read(stream, limit).await,
        // A request without a body has no stream.
        Err(_) => Ok(Body::Whole(Vec::new(), Share::default())),
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
    // A vector that grows has up to twice the memory of what is in it, and bodies come slowly.
    let mut chunks = Vec::new();
    let (mut length, mut share) = (0, Share::default());
    while let Some(chunk) = stream.next().await {
        let chunk = chunk?.into_boxed_slice();
        length += chunk.len();
        if length > limit {
            return Ok(Body::TooLong);
        }
        if !share.take(chunk.len()) {
            return Ok(Body::NoRoom);
        }
        chunks.push(chunk);
    }
    Ok(Body::Whole(chunks.concat(), share))
}
