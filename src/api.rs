//! The resources of HTTP.

use h323_proto::tls::Mode;
use h323_report::{CallStart, Origin, RegisterStart, Tester, Update};
use h323_request::{self as request, BODY_LIMIT, BadRequest};
use serde_json::json;
use worker::{
    Context, Env, Method, Request, Response, Result, js_sys::Reflect, wasm_bindgen::JsValue,
};

use crate::{
    answer,
    clock::now,
    decode,
    guard::{
        Refused,
        contact::Contact,
        desk::{self, Wish},
        exchange::Exchange,
        provenance::origin_of,
    },
    handset,
    journal::Journal,
    live::{Form, at_once, line, live},
    prepare::{Failure, Prepared, prepare, prepare_registration},
    results::http as results,
    room::Share,
    settings::Settings,
};

/// The program that reports name as the tester.
const TESTER: Tester = Tester {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
};

/// The rule for `tls` in a Worker that is built without it.
const WITHOUT_TLS: &str = "has to be off: this Worker is built without TLS. `h323-peer call --tls` places the call from your machine";

/// The document that advice on H.323 inspection links to.
const FIREWALLS: &str = include_str!("../docs/firewalls.md");

/// Answers one request. The Worker itself answers everything under `/api`, and the document. All other
/// paths are static assets: the platform serves them without the Worker, unless the file does not
/// exist.
pub(crate) async fn handle(request: Request, env: &Env, context: &Context) -> Result<Response> {
    let path = request.path();
    let result = result_of(&path);
    if path == results::PATH || result.is_some() {
        return results::handle(request, env, result).await;
    }
    match (path.as_str(), request.method()) {
        ("/api/h323/call", Method::Post) => call(request, env, context).await,
        ("/api/h323/call", _) => answer::method_not_allowed("POST"),
        ("/api/h323/register", Method::Post) => register(request, env, context).await,
        ("/api/h323/register", _) => answer::method_not_allowed("POST"),
        ("/api/h323/hangup", Method::Post) => hang_up(request, env).await,
        ("/api/h323/hangup", _) => answer::method_not_allowed("POST"),
        ("/api/h323/decode", Method::Post) => decode_octets(request, env, context).await,
        ("/api/h323/decode", _) => answer::method_not_allowed("POST"),
        ("/api/h323/health", Method::Get | Method::Head) => answer::open(health(env)?),
        ("/api/h323/health", Method::Options) => answer::preflight("GET, HEAD"),
        ("/api/h323/health", _) => answer::method_not_allowed("GET, HEAD, OPTIONS"),
        ("/docs/firewalls.md", Method::Get | Method::Head) => answer::document(FIREWALLS),
        ("/docs/firewalls.md", _) => answer::method_not_allowed("GET, HEAD"),
        _ if is_for_a_person(&request, &path)? => answer::missing_page(),
        _ => answer::not_found(),
    }
}

/// Whether a browser asks for a page.
fn is_for_a_person(request: &Request, path: &str) -> Result<bool> {
    let accepted = request.headers().get("Accept")?.unwrap_or_default();
    let reads = matches!(request.method(), Method::Get | Method::Head);
    Ok(reads && accepted.contains("text/html") && !path.starts_with("/api"))
}

/// The id in the path of a stored result.
fn result_of(path: &str) -> Option<&str> {
    let id = path.strip_prefix(results::PATH)?.strip_prefix('/')?;
    request::is_ticket(id).then_some(id)
}

fn health(env: &Env) -> Result<Response> {
    let mut health = json!({
        "status": "ok",
        "name": TESTER.name,
        "version": TESTER.version,
    });
    // With settings that cannot be read nothing is stored.
    let days = Settings::of(env).map(|settings| settings.stored_days);
    if let (Ok(Some(days)), Some(fields)) = (days, health.as_object_mut()) {
        fields.insert("storedResultDays".into(), days.number().into());
    }
    answer::json(200, &health)
}

async fn call(mut request: Request, env: &Env, context: &Context) -> Result<Response> {
    let (settings, exchange, body) = match taken(&mut request, env, Wish::Call).await? {
        Ok(taken) => taken,
        Err(refusal) => return Ok(refusal),
    };
    let mut wanted = match request::parse(&body) {
        Ok(wanted) => wanted,
        Err(error) => return answer::bad_request(error),
    };
    if cfg!(not(feature = "tls")) && wanted.config.terms.tls != Mode::Off {
        return answer::bad_request(BadRequest::field("tls", WITHOUT_TLS));
    }
    if let Some(contact) = contact(&request, &settings) {
        contact.sign(&mut wanted.config.terms.vendor);
        if let Some(terms) = &mut wanted.gatekeeper {
            contact.sign(&mut terms.vendor);
        }
    }
    let journal = Journal::of_call(env, &settings, &wanted);
    let exchange = match wanted.calls_demo().then(|| Exchange::of_demo(env)) {
        None => exchange,
        Some(Ok(demo)) => demo,
        Some(Err(refused)) => return answer::refused(refused),
    };
    let form = Form::of(&request)?;
    let now = now();
    let origin = Origin::new(now.as_millis(), TESTER, colo(&request)?);
    let start = line(&Update::CallStart(CallStart {
        server: &wanted.server.to_string(),
        port: wanted.port,
        calling_number: Some(wanted.config.setup.calling_number.as_str()).filter(|n| !n.is_empty()),
        called_number: wanted.config.setup.called_number.as_deref(),
        origin: &origin,
    }));
    let prepared = prepare(wanted, (now, origin), &settings, exchange).await;
    begin(prepared, journal, (form, start), (env, context))
}

async fn register(mut request: Request, env: &Env, context: &Context) -> Result<Response> {
    let (settings, exchange, body) = match taken(&mut request, env, Wish::Register).await? {
        Ok(taken) => taken,
        Err(refusal) => return Ok(refusal),
    };
    let mut wanted = match request::parse_register(&body) {
        Ok(wanted) => wanted,
        Err(error) => return answer::bad_request(error),
    };
    if cfg!(not(feature = "tls")) && wanted.tls != Mode::Off {
        return answer::bad_request(BadRequest::field("tls", WITHOUT_TLS));
    }
    if let Some(contact) = contact(&request, &settings) {
        contact.sign(&mut wanted.terms.vendor);
    }
    let journal = Journal::of_registration(env, &settings, &wanted);
    let form = Form::of(&request)?;
    let now = now();
    let origin = Origin::new(now.as_millis(), TESTER, colo(&request)?);
    let start = line(&Update::RegisterStart(RegisterStart {
        server: &wanted.server.to_string(),
        port: wanted.port,
        origin: &origin,
    }));
    let prepared = prepare_registration(wanted, (now, origin), &settings, exchange).await;
    begin(prepared, journal, (form, start), (env, context))
}

/// What a request for a call or a registration needs, and its body; or the answer that refuses it.
async fn taken(
    request: &mut Request,
    env: &Env,
    wish: Wish,
) -> Result<std::result::Result<(Settings, Exchange, Vec<u8>), Response>> {
    let (settings, exchange) = match admitted(request, env, wish).await {
        Ok(admitted) => admitted,
        Err(refused) => return answer::refused(refused).map(Err),
    };
    let body = answer::body_of(request, BODY_LIMIT, None).await?;
    Ok(body.map(|body| (settings, exchange, body)))
}

/// Begins what was prepared, and answers.
fn begin(
    prepared: std::result::Result<Prepared, Failure>,
    journal: Journal,
    (form, start): (Form, Vec<u8>),
    platform: (&Env, &Context),
) -> Result<Response> {
    match prepared {
        Ok(Prepared::NotDialled(report)) => {
            journal.close(&report);
            at_once(report, form, start)
        }
        Ok(Prepared::Ready(task)) => live(task, journal, (form, start), platform),
        Err(Failure::Forbidden(forbidden)) => answer::forbidden(&forbidden),
        Err(Failure::Refused(refused)) => answer::refused(refused),
        Err(error @ Failure::Entropy(_)) => answer::fault(&error.to_string()),
    }
}

/// The contact for the people who are called: the setting, or the address at which the client reached
/// the Worker.
fn contact(request: &Request, settings: &Settings) -> Option<Contact> {
    let own = || {
        let url = request.inner().url();
        format!("{}/", origin_of(&url)?).parse().ok()
    };
    settings.contact.clone().or_else(own)
}

/// The data centre that received this request and places its call.
///
/// `wrangler dev` fills `cf` with some data centre but sends no `CF-Ray`, which Cloudflare's network
/// adds to every request. The country in `cf` is the client's: it is private and does not go into a
/// report.
fn colo(request: &Request) -> Result<Option<String>> {
    if request.headers().get("CF-Ray")?.is_none() {
        return Ok(None);
    }
    // `Cf::colo` panics if the field is missing.
    let field = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    Ok(field(request.inner(), "cf")
        .and_then(|cf| field(&cf, "colo"))
        .and_then(|colo| colo.as_string()))
}

/// Answers a request to hang up a call.
async fn hang_up(mut request: Request, env: &Env) -> Result<Response> {
    let (_, _, body) = match taken(&mut request, env, Wish::HangUp).await? {
        Ok(taken) => taken,
        Err(refusal) => return Ok(refusal),
    };
    let ticket = match request::parse_hang_up(&body) {
        Ok(ticket) => ticket,
        Err(error) => return answer::bad_request(error),
    };
    match handset::hang_up(env, &ticket).await {
        Ok(true) => answer::json(200, &json!({ "success": true })),
        // Without the object there are no calls with tickets.
        Ok(false) | Err(_) => answer::no_call(),
    }
}

/// Answers a request to decode octets.
async fn decode_octets(mut request: Request, env: &Env, context: &Context) -> Result<Response> {
    if let Err(refused) = admitted(&request, env, Wish::Decode).await {
        return answer::refused(refused);
    }
    let content_type = request.headers().get("Content-Type")?.unwrap_or_default();
    let mut share = Share::default();
    let taken = answer::body_of(&mut request, decode::BODY_LIMIT, Some(&mut share)).await?;
    let body = match taken {
        Ok(body) => body,
        Err(refusal) => return Ok(refusal),
    };
    match decode::decode(&content_type, &body) {
        Ok(messages) => {
            drop(body);
            if !share.fit(messages.octets()) {
                return answer::no_room();
            }
            answer::parts(messages.parts(), share, context)
        }
        Err(error) => answer::bad_request(error),
    }
}

/// The settings of the deployment and the counter of calls, if the request may pass.
async fn admitted(
    request: &Request,
    env: &Env,
    wish: Wish,
) -> std::result::Result<(Settings, Exchange), Refused> {
    let settings = Settings::of(env)?;
    let exchange = desk::admit(request, env, &settings, wish).await?;
    Ok((settings, exchange))
}
