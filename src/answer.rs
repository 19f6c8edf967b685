//! HTTP answers, and the headers that all of them share.

use std::{cell::RefCell, rc::Rc, time::Duration};

use futures::{
    channel::oneshot,
    future::{Either, select},
    stream,
};
use h323_proto::diagnosis::{self, Outcome};
use h323_report::Refusal;
use h323_request::BadRequest;
use serde::Serialize;
use worker::{Context, Delay, Headers, Request, Response, Result};

use crate::{
    body::{self, Body},
    clock::give_way,
    guard::{Refused, target::Forbidden},
    room::Share,
};

/// The headers of every answer. An answer is never a page and must not be cached. A page of another
/// site may read it only if [`open`] says so.
pub(crate) fn headers() -> Result<Headers> {
    let headers = Headers::new();
    for (name, value) in [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        (
            "Content-Security-Policy",
            "default-src 'none'; frame-ancestors 'none'; sandbox",
        ),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "no-referrer"),
        ("Strict-Transport-Security", "max-age=31536000"),
    ] {
        headers.set(name, value)?;
    }
    Ok(headers)
}

/// An answer in JSON.
pub(crate) fn json<T: Serialize>(status: u16, body: &T) -> Result<Response> {
    let body = serde_json::to_vec(body)?;
    Ok(Response::from_bytes(body)?
        .with_status(status)
        .with_headers(headers()?))
}

/// The body of a request, or the answer that refuses it; as [`body::of`].
pub(crate) async fn body_of(
    request: &mut Request,
    limit: usize,
    share: Option<&mut Share>,
) -> Result<std::result::Result<Vec<u8>, Response>> {
    let refusal = match body::of(request, limit, share).await? {
        Body::Whole(body) => return Ok(Ok(body)),
        Body::TooLong => too_long(limit),
        Body::TooSlow => too_slow(),
        Body::NoRoom => no_room(),
    };
    refusal.map(Err)
}

/// Octets of an answer before the other requests in this isolate get a turn.
const TURN: usize = 1 << 17;

/// How long a client may take for an answer in parts: what the rest is made of is kept for it.
const TAKING: Duration = Duration::from_secs(60);

/// An answer in JSON, in parts. Each is made when the client has taken those before it. `share` is the
/// room of what they are made of.
pub(crate) fn parts(
    parts: impl Iterator<Item = Vec<u8>> + 'static,
    share: Share,
    context: &Context,
) -> Result<Response> {
    // The sender goes with what is kept, and then the timer ends.
    let (taking, taken) = oneshot::channel::<()>();
    let left = Rc::new(RefCell::new(Some((parts, share, taking))));
    let kept = Rc::downgrade(&left);
    context.wait_until(async move {
        let late = matches!(select(Delay::from(TAKING), taken).await, Either::Left(_));
        if let (true, Some(kept)) = (late, kept.upgrade()) {
            kept.borrow_mut().take();
        }
    });
    let parts = stream::unfold((left, 0), |(left, given)| async move {
        let next = match &mut *left.borrow_mut() {
            Some((parts, ..)) => parts.next().map(Ok),
            None => Some(Err("the client took too long")),
        };
        let part = match next? {
            Ok(part) => part,
            // The answer breaks off, so that nobody takes it for the whole.
            Err(why) => return Some((Err(worker::Error::from(why)), (left, 0))),
        };
        let given = given + part.len();
        if given < TURN {
            return Some((Ok(part), (left, given)));
        }
        give_way().await;
        Some((Ok(part), (left, 0)))
    });
    Ok(Response::from_stream(parts)?.with_headers(headers()?))
}

/// A document as it is in the repository. It is plain text because browsers do not show Markdown.
pub(crate) fn document(text: &str) -> Result<Response> {
    let headers = headers()?;
    headers.set("Content-Type", "text/plain; charset=utf-8")?;
    Ok(Response::ok(text)?.with_headers(headers))
}

/// The same answer, readable for pages of any site.
pub(crate) fn open(mut response: Response) -> Result<Response> {
    response
        .headers_mut()
        .set("Access-Control-Allow-Origin", "*")?;
    Ok(response)
}

/// An answer without a body: what was asked for is done.
pub(crate) fn nothing() -> Result<Response> {
    let headers = headers()?;
    headers.delete("Content-Type")?;
    Ok(Response::empty()?.with_status(204).with_headers(headers))
}

/// The answer to a preflight request (Fetch 3.3.2): the methods that a page of another site may use.
pub(crate) fn preflight(methods: &str) -> Result<Response> {
    let mut response = nothing()?;
    let headers = response.headers_mut();
    headers.set("Access-Control-Allow-Methods", methods)?;
    headers.set("Access-Control-Allow-Headers", "*")?;
    headers.set("Access-Control-Max-Age", "86400")?;
    open(response)
}

/// The answer to a refused request.
pub(crate) fn refused(refused: Refused) -> Result<Response> {
    let mut response = refuse(refused.status, &refused.text, None, None)?;
    let headers = response.headers_mut();
    if let Some(seconds) = refused.retry_after {
        headers.set("Retry-After", &seconds.to_string())?;
    }
    if refused.status == 401 {
        headers.set("WWW-Authenticate", "Bearer")?;
    }
    Ok(response)
}

/// The answer to a request whose target must not be dialled.
pub(crate) fn forbidden(forbidden: &Forbidden) -> Result<Response> {
    let field = forbidden.field();
    let text = forbidden.to_string();
    let outcome = diagnosis::target_not_allowed(&text);
    refuse(403, &text, Some(field.into()), Some(outcome))
}

/// The answer to a request that breaks a rule.
pub(crate) fn bad_request(error: BadRequest) -> Result<Response> {
    let outcome = diagnosis::bad_request(&error.text);
    refuse(400, &error.text, error.field, Some(outcome))
}

/// The answer to a request whose body did not arrive in time.
fn too_slow() -> Result<Response> {
    let text = format!("The body did not come in {} s", body::TIME.as_secs());
    refuse(408, &text, None, None)
}

/// The answer to a request for which this isolate has no room.
pub(crate) fn no_room() -> Result<Response> {
    refused(Refused::for_now(
        503,
        "This Worker is busy with what others have sent; try again in a few seconds",
        5,
    ))
}

/// The answer to a request whose body is too long.
fn too_long(limit: usize) -> Result<Response> {
    let text = format!("The body must be at most {limit} octets");
    refuse(413, &text, None, None)
}

/// The answer to a method that the path does not support.
pub(crate) fn method_not_allowed(allowed: &str) -> Result<Response> {
    let mut response = refuse(405, "Method not allowed", None, None)?;
    response.headers_mut().set("Allow", allowed)?;
    Ok(response)
}

/// The answer to an unknown path.
pub(crate) fn not_found() -> Result<Response> {
    refuse(404, "Not found", None, None)
}

/// The answer to a request to hang up a call that is not up.
pub(crate) fn no_call() -> Result<Response> {
    refuse(
        404,
        "There is no call with this ticket: it is over, or there was none",
        None,
        None,
    )
}

/// The same for a person with a browser.
pub(crate) fn missing_page() -> Result<Response> {
    let headers = headers()?;
    headers.set("Content-Type", "text/html; charset=utf-8")?;
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )?;
    Ok(Response::ok(include_str!("missing.html"))?
        .with_status(404)
        .with_headers(headers))
}

/// The answer when the Worker itself has failed.
pub(crate) fn fault(text: &str) -> Result<Response> {
    refuse(500, text, None, None)
}

fn refuse(
    status: u16,
    error: &str,
    field: Option<String>,
    outcome: Option<Outcome>,
) -> Result<Response> {
    json(
        status,
        &Refusal {
            success: false,
            error: error.into(),
            field,
            outcome: outcome.map(Into::into),
        },
    )
}
