//! The requests to store a result, to read it and to delete it. They share their steps, since each step
//! that waits is code of its own in the Worker.

use serde_json::json;
use worker::{Env, Method, Request, Response, Result};

use super::{
    object::{Store, Told, date},
    saved::{self, BODY_LIMIT},
    terms::{Days, Terms},
};
use crate::{
    answer::{self, headers},
    clock::now,
    guard::{
        Refused,
        desk::{self, Wish},
        object::ticket,
        provenance::origin_of,
    },
    room::Share,
    settings::Settings,
};

/// The path of the results.
pub(crate) const PATH: &str = "/api/h323/results";

/// The header of a request to delete.
const KEY: &str = "Delete-Key";

/// Answers a request about results, or about the one with this id.
pub(crate) async fn handle(request: Request, env: &Env, id: Option<&str>) -> Result<Response> {
    let (wish, id) = match (id, request.method()) {
        (None, Method::Post) => (Wish::Store, ticket()?),
        (None, _) => return answer::method_not_allowed("POST"),
        (Some(id), Method::Get | Method::Head) => (Wish::Read, id.into()),
        (Some(id), Method::Delete) => (Wish::Delete, id.into()),
        (Some(_), _) => return answer::method_not_allowed("GET, HEAD, DELETE"),
    };
    let (settings, store) = match admitted(&request, env, wish).await {
        Ok(admitted) => admitted,
        Err(refused) => return answer::refused(refused),
    };
    let told = match (wish, settings.stored_days) {
        // That is possible too where nothing is stored any more.
        (Wish::Delete, _) => {
            let key = request.headers().get(KEY)?.unwrap_or_default();
            store.delete(&id, &key).await
        }
        (_, None) => return answer::refused(off()),
        (Wish::Store, Some(days)) => return keep(request, &store, &id, days).await,
        (_, Some(_)) => store.give(&id).await,
    };
    match told {
        Ok(Told::Done(..)) if wish == Wish::Delete => answer::nothing(),
        Ok(Told::Done(octets, end)) => {
            let headers = headers()?;
            headers.set("X-Robots-Tag", "noindex")?;
            // When the address stops working (RFC 8594).
            headers.set("Sunset", &String::from(date(end).to_utc_string()))?;
            Ok(Response::from_body(octets)?.with_headers(headers))
        }
        other => refuse(other),
    }
}

/// Stores the result in the body of a request.
async fn keep(mut request: Request, store: &Store, id: &str, days: Days) -> Result<Response> {
    let mut share = Share::default();
    let body = match answer::body_of(&mut request, BODY_LIMIT, Some(&mut share)).await? {
        Ok(body) => body,
        Err(refusal) => return Ok(refusal),
    };
    if let Err(error) = saved::check(&body) {
        return answer::bad_request(error);
    }
    let key = ticket()?;
    let end = days.end(now().as_millis());
    match store.keep(id, &body, &Terms::new(end, &key)).await {
        Ok(Told::Done(..)) => {
            let url = request.inner().url();
            let origin = origin_of(&url).unwrap_or_default();
            let body = json!({
                "id": id,
                "address": format!("{origin}/#result={id}"),
                "until": String::from(date(end).to_iso_string()),
                "deleteKey": key,
            });
            let mut response = answer::json(201, &body)?;
            let path = format!("{PATH}/{id}");
            response.headers_mut().set("Location", &path)?;
            Ok(response)
        }
        // It may have been stored all the same, and nobody has its key.
        Err(error) => {
            let _: Result<Told> = store.delete(id, &key).await;
            refuse(Err(error))
        }
        other => refuse(other),
    }
}

async fn admitted(
    request: &Request,
    env: &Env,
    wish: Wish,
) -> std::result::Result<(Settings, Store), Refused> {
    let settings = Settings::of(env)?;
    desk::admit(request, env, &settings, wish).await?;
    let store = Store::of(env).map_err(|_| out_of_order())?;
    Ok((settings, store))
}

/// The answer if nothing was done.
fn refuse(told: Result<Told>) -> Result<Response> {
    answer::refused(match told {
        Ok(Told::Full(seconds)) => Refused::for_now(
            503,
            "This Worker has no room for another result now: download the result instead",
            seconds,
        ),
        Ok(Told::WrongKey) => Refused::new(
            403,
            format!(
                "The delete key is wrong: the header {KEY} must have the one that was given when the result was stored"
            ),
        ),
        Ok(Told::NoSuch) => Refused::new(
            404,
            "There is no stored result at this address: it has ended, was deleted, or never was",
        ),
        Ok(Told::Done(..)) | Err(_) => out_of_order(),
    })
}

fn off() -> Refused {
    Refused::new(
        404,
        "This Worker does not store results: its operator has not switched that on (STORED_RESULT_DAYS)",
    )
}

fn out_of_order() -> Refused {
    let text =
        "This Worker cannot store results now: RESULTS in wrangler.toml is missing or out of order";
    Refused::for_now(503, text, 60)
}
