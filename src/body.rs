//! Bodies of HTTP, as far as they are wanted.

use futures::StreamExt as _;
use worker::{ByteStream, Result};

/// The octets of a body, or `None` if they are more than `limit`.
pub(crate) async fn read(mut stream: ByteStream, limit: usize) -> Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    while let Some(chunk) = stream.next().await {
        body.extend_from_slice(&chunk?);
        if body.len() > limit {
            return Ok(None);
        }
    }
    Ok(Some(body))
}
