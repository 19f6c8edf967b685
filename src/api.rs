//! HTTP in, HTTP out.

use std::{
    pin::Pin,
    task::{self, Poll},
    time::Duration,
};

use futures::{
    Stream, StreamExt as _,
    channel::{mpsc, oneshot},
    future::{Either, select},
};
use h323_proto::diagnosis::{self, Outcome};
use h323_report::{CallStart, Origin, Refusal, Tester, Update};
use h323_request::{self as request, BODY_LIMIT, BadRequest};
use serde::Serialize;
use serde_json::json;
use worker::{
    Context, Delay, Env, Headers, Method, Request, Response, Result, js_sys::Reflect,
    wasm_bindgen::JsValue,
};

use crate::{
    body,
    clock::now,
    decode,
    place::place,
    prepare::{Failure, Placing, Prepared, prepare},
    target::{Forbidden, Policy},
};

/// Who places the calls, as reports tell it.
const TESTER: Tester = Tester {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
};

/// How often white space goes out while a call runs.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// The document that advice on H.323 inspection links to.
const FIREWALLS: &str = include_str!("../docs/firewalls.md");

/// Answers one request. What is under `/api`, and the document, is the Worker's; all else is a static
/// asset and is served without it, unless there is no such file.
pub(crate) async fn handle(request: Request, env: &Env, context: &Context) -> Result<Response> {
    let path = request.path();
    match (path.as_str(), request.method()) {
        ("/api/h323/call", Method::Post) => call(request, env, context).await,
        ("/api/h323/call", _) => method_not_allowed("POST"),
        ("/api/h323/decode", Method::Post) => decode_octets(request).await,
        ("/api/h323/decode", _) => method_not_allowed("POST"),
        ("/api/h323/health", Method::Get | Method::Head) => answer(
            200,
            &json!({
                "status": "ok",
                "name": TESTER.name,
                "version": TESTER.version,
            }),
        ),
        ("/api/h323/health", _) => method_not_allowed("GET, HEAD"),
        ("/docs/firewalls.md", Method::Get | Method::Head) => document(FIREWALLS),
        ("/docs/firewalls.md", _) => method_not_allowed("GET, HEAD"),
        _ => refuse(404, "Not found", None, None),
    }
}

async fn call(mut request: Request, env: &Env, context: &Context) -> Result<Response> {
    if let Some(response) = over_limit(&request, env).await? {
        return Ok(response);
    }
    let Some(body) = read_body(&mut request, BODY_LIMIT).await? else {
        return too_long(BODY_LIMIT);
    };
    let wanted = match request::parse(&body) {
        Ok(wanted) => wanted,
        Err(error) => return refuse_request(error),
    };
    let policy = match env.var("ALLOW_PRIVATE_TARGETS") {
        Ok(value) if value.to_string() == "true" => Policy::Private,
        _ => Policy::Public,
    };
    let resolvers = env
        .var("DNS_OVER_HTTPS")
        .map_or_else(|_| String::new(), |value| value.to_string());
    let form = Form::of(&request)?;
    let now = now();
    let origin = Origin::new(now.as_millis(), TESTER, colo(&request)?);
    let start = line(&Update::CallStart(CallStart {
        server: &wanted.server.to_string(),
        port: wanted.config.target.port,
        calling_number: Some(wanted.config.calling_number.as_str()).filter(|n| !n.is_empty()),
        called_number: wanted.config.called_number.as_deref(),
        origin: &origin,
    }));
    match prepare(wanted, (now, origin), policy, &resolvers).await {
        Ok(Prepared::NotDialled(report)) => match form {
            Form::Json => answer(200, &report),
            Form::Lines => {
                let body = [start, line(&Update::CallEnd(&report))].concat();
                Ok(Response::from_bytes(body)?.with_headers(form.headers()?))
            }
        },
        Ok(Prepared::Ready(placing)) => live(*placing, form, start, context),
        Err(Failure::Forbidden(forbidden)) => refuse_target(forbidden),
        Err(error @ Failure::Entropy(_)) => refuse(500, &error.to_string(), None, None),
    }
}

/// The data centre that this request came to, and its call goes out from.
///
/// `wrangler dev` has a stand-in for `cf` that names some data centre; it has no `CF-Ray`, which
/// Cloudflare's network gives every request. The country in `cf` is the client's, and is no one
/// else's business.
fn colo(request: &Request) -> Result<Option<String>> {
    if request.headers().get("CF-Ray")?.is_none() {
        return Ok(None);
    }
    // `Cf::colo` would panic where there is none.
    let field = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    Ok(field(request.inner(), "cf")
        .and_then(|cf| field(&cf, "colo"))
        .and_then(|colo| colo.as_string()))
}

/// Says what is in octets. It is not counted like a call: nobody is dialled, and what it takes is
/// bounded by the body.
async fn decode_octets(mut request: Request) -> Result<Response> {
    let content_type = request.headers().get("Content-Type")?.unwrap_or_default();
    let Some(body) = read_body(&mut request, decode::BODY_LIMIT).await? else {
        return too_long(decode::BODY_LIMIT);
    };
    let decoding = match decode::decode(&content_type, &body) {
        Ok(decoding) => decoding,
        Err(error) => return refuse_request(error),
    };
    // The body as a string of JavaScript would be another copy of what can be megabytes.
    drop(body);
    let json = serde_json::to_vec(&decoding)?;
    Ok(Response::from_bytes(json)?.with_headers(headers()?))
}

/// How the answer to a call is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One JSON document, when the call is over.
    Json,
    /// JSON Lines, as the call runs.
    Lines,
}

impl Form {
    /// What the client asks for: lines where its Accept names them and does not rule them out
    /// (RFC 9110 12.5.1), whatever it prefers to them. Nobody else sends that media type.
    fn of(request: &Request) -> Result<Self> {
        let accept = request.headers().get("Accept")?.unwrap_or_default();
        let wanted = accept.split(',').any(|range| {
            let mut parts = range.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-ndjson"));
            let refused = parts.any(|parameter| {
                // A weight of nothing, in up to three decimals (RFC 9110 12.4.2).
                matches!(parameter, "q=0" | "q=0." | "q=0.0" | "q=0.00" | "q=0.000")
            });
            named && !refused
        });
        Ok(if wanted { Self::Lines } else { Self::Json })
    }

    /// The headers of an answer whose body is written while the call runs.
    fn headers(self) -> Result<Headers> {
        let headers = headers()?;
        if self == Self::Lines {
            headers.set("Content-Type", "application/x-ndjson; charset=utf-8")?;
        }
        // A compressor keeps what it gets to itself until much more has come. The runtime heeds the
        // first of these, Cloudflare's network the second (RFC 9111 5.2.2.6).
        headers.set("Content-Encoding", "identity")?;
        headers.set("Cache-Control", "no-store, no-transform")?;
        headers.set("Vary", "Accept")?;
        Ok(headers)
    }
}

/// One line of JSON.
fn line(update: &Update<'_>) -> Vec<u8> {
    let mut octets = serde_json::to_vec(update).unwrap_or_default();
    octets.push(b'\n');
    octets
}

/// Runs the call while the answer is already open.
///
/// White space is sent while the call runs, ahead of the one JSON document or as empty lines between
/// the others: only a write shows that the client has gone, and then the far end must not ring on.
/// The call runs beside the answer, so that it is released properly with nobody left to read it.
fn live(placing: Placing, form: Form, start: Vec<u8>, context: &Context) -> Result<Response> {
    let (sender, receiver) = mpsc::unbounded();
    let (reader, gone) = oneshot::channel();
    context.wait_until(async move {
        // A client that has gone takes nothing any more, which is no fault of the call.
        let send = |octets: Vec<u8>| drop(sender.unbounded_send(octets));
        let mut update = |update: Update<'_>| {
            if form == Form::Lines {
                send(line(&update));
            }
        };
        if form == Form::Lines {
            send(start);
        }
        let mut call = Box::pin(place(placing, gone, &mut update));
        let report = loop {
            match select(call, Delay::from(HEARTBEAT)).await {
                Either::Left((report, _)) => break report,
                Either::Right(((), unfinished)) => call = unfinished,
            }
            send(b"\n".to_vec());
        };
        send(match form {
            Form::Json => serde_json::to_vec(&report).unwrap_or_default(),
            Form::Lines => line(&Update::CallEnd(&report)),
        });
    });
    let body = Body {
        receiver,
        _reader: reader,
    };
    Ok(Response::from_stream(body)?.with_headers(form.headers()?))
}

/// The octets of an answer as they come to be. The runtime drops it when the client has gone.
struct Body {
    receiver: mpsc::UnboundedReceiver<Vec<u8>>,
    /// Dropped with the rest; the call waits for that.
    _reader: oneshot::Sender<()>,
}

impl Stream for Body {
    type Item = Result<Vec<u8>>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        self.receiver
            .poll_next_unpin(context)
            .map(|octets| octets.map(Ok))
    }
}

/// The body, or `None` if it has more than `limit` octets.
async fn read_body(request: &mut Request, limit: usize) -> Result<Option<Vec<u8>>> {
    match request.stream() {
        Ok(stream) => body::read(stream, limit).await,
        Err(_) => Ok(Some(Vec::new())),
    }
}

/// Refuses a client that asks for too many calls: each one makes a telephone ring somewhere.
///
/// Clients on loopback are the developer's own and are not counted.
async fn over_limit(request: &Request, env: &Env) -> Result<Option<Response>> {
    let Some(client) = request.headers().get("CF-Connecting-IP")? else {
        return Ok(None);
    };
    if client
        .parse::<std::net::IpAddr>()
        .is_ok_and(|address| address.is_loopback())
    {
        return Ok(None);
    }
    let Ok(limiter) = env.rate_limiter("CALL_LIMIT") else {
        return Ok(None);
    };
    // A limiter that is out of order must not take the service down with it.
    match limiter.limit(client).await {
        Ok(outcome) if !outcome.success => {
            let mut response = refuse(
                429,
                "Too many calls from this address; wait a minute",
                None,
                None,
            )?;
            response.headers_mut().set("Retry-After", "60")?;
            Ok(Some(response))
        }
        _ => Ok(None),
    }
}

fn refuse_target(forbidden: Forbidden) -> Result<Response> {
    let field = match &forbidden {
        Forbidden::Port(_) => "port",
        Forbidden::PrivateName
        | Forbidden::Address(..)
        | Forbidden::Resolved(..)
        | Forbidden::Name(_) => "server",
    };
    let text = format!("{field} is not allowed: {forbidden}");
    let outcome = diagnosis::target_not_allowed(&text);
    refuse(403, &text, Some(field.into()), Some(outcome))
}

fn refuse_request(error: BadRequest) -> Result<Response> {
    let outcome = diagnosis::bad_request(&error.text);
    refuse(400, &error.text, error.field, Some(outcome))
}

fn too_long(limit: usize) -> Result<Response> {
    let text = format!("The body must be at most {limit} octets");
    refuse(413, &text, None, None)
}

fn method_not_allowed(allowed: &str) -> Result<Response> {
    let mut response = refuse(405, "Method not allowed", None, None)?;
    response.headers_mut().set("Allow", allowed)?;
    Ok(response)
}

fn refuse(
    status: u16,
    error: &str,
    field: Option<String>,
    outcome: Option<Outcome>,
) -> Result<Response> {
    answer(
        status,
        &Refusal {
            success: false,
            error: error.into(),
            field,
            outcome: outcome.map(Into::into),
        },
    )
}

fn answer<T: Serialize>(status: u16, body: &T) -> Result<Response> {
    let body = serde_json::to_string(body)?;
    Ok(Response::ok(body)?
        .with_status(status)
        .with_headers(headers()?))
}

/// A document as it is in the repository: plain text, for browsers do not show Markdown.
fn document(text: &str) -> Result<Response> {
    let headers = headers()?;
    headers.set("Content-Type", "text/plain; charset=utf-8")?;
    Ok(Response::ok(text)?.with_headers(headers))
}

fn headers() -> Result<Headers> {
    let headers = Headers::new();
    headers.set("Content-Type", "application/json; charset=utf-8")?;
    headers.set("Cache-Control", "no-store")?;
    headers.set("X-Content-Type-Options", "nosniff")?;
    Ok(headers)
}
