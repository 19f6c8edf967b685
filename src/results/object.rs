//! One Durable Object for each stored result, which deletes it at its end, and one more that counts them.

use worker::{
    DurableObject, Env, Headers, Method, ObjectNamespace, Request, RequestInit, Response,
    ResponseBody, Result, ScheduledTime, State, durable_object,
    js_sys::{Date, Object, Reflect, Uint8Array},
    wasm_bindgen::JsValue,
};

use super::{shelf::Shelf, terms::Terms};
use crate::{clock::now, guard::object::within};

/// The binding in wrangler.toml.
const BINDING: &str = "RESULTS";

/// The name of the object that counts. Those with a result are named by its 32 digits.
const SHELF: &str = "shelf";

/// The storage keys: the octets of a result, its terms, and what is counted.
const OCTETS: &str = "octets";
const TERMS: &str = "terms";
const COUNTED: &str = "shelf";

/// The header with all that is said beside a result: its terms, its key, its end; how long to wait.
const SAID: &str = "Said";

/// The Durable Object.
#[durable_object(alarm)]
pub struct Results {
    state: State,
}

impl DurableObject for Results {
    fn new(state: State, _: Env) -> Self {
        Self { state }
    }

    /// With a result: PUT, GET, DELETE. The one that counts takes a place by POST and has it back by PATCH.
    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let said = request.headers().get(SAID)?.unwrap_or_default();
        match request.method() {
            Method::Put => self.keep(&request.bytes().await?, &said).await,
            Method::Get => self.give(None).await,
            Method::Delete => self.give(Some(&said)).await,
            method => self.count(method == Method::Post, number(&said)?).await,
        }
    }

    /// A result has ended, or the last one that was counted.
    async fn alarm(&self) -> Result<Response> {
        self.state.storage().delete_all().await?;
        Response::empty()
    }
}

impl Results {
    async fn keep(&self, octets: &[u8], terms: &str) -> Result<Response> {
        let end = serde_json::from_slice::<Terms>(terms.as_bytes())?.until();
        let values = Object::new();
        // As octets: a text with other letters than Latin ones is kept with two octets for each.
        Reflect::set(&values, &OCTETS.into(), &Uint8Array::from(octets))?;
        Reflect::set(&values, &TERMS.into(), &terms.into())?;
        self.wake_at(end).await?;
        self.state.storage().put_multiple_raw(values).await?;
        Response::empty()
    }

    /// Gives out the result, or deletes it if a key is given and right.
    async fn give(&self, key: Option<&str>) -> Result<Response> {
        let storage = self.state.storage();
        let found = storage.get_multiple(vec![TERMS, OCTETS]).await?;
        let terms = found.get(&TERMS.into()).as_string().unwrap_or_default();
        let terms = match serde_json::from_slice::<Terms>(terms.as_bytes()) {
            Ok(terms) if !terms.is_over(now().as_millis()) => terms,
            _ => return Ok(Response::empty()?.with_status(404)),
        };
        let response = match key {
            None => {
                let octets = Uint8Array::new(&found.get(&OCTETS.into()));
                Response::from_bytes(octets.to_vec())?
            }
            Some(key) if terms.has_key(key) => {
                storage.delete_all().await?;
                Response::empty()?
            }
            Some(_) => return Ok(Response::empty()?.with_status(403)),
        };
        saying(response, terms.until())
    }

    /// Takes a place for a result that ends then, or gives it back. If there is none, says in how many
    /// seconds.
    async fn count(&self, takes: bool, end: u64) -> Result<Response> {
        let storage = self.state.storage();
        let text: Option<String> = storage.get(COUNTED).await?;
        let mut shelf: Shelf = text
            .and_then(|text| serde_json::from_slice(text.as_bytes()).ok())
            .unwrap_or_default();
        if !takes {
            shelf.give_back(end);
        } else if let Err(seconds) = shelf.take(end, now().as_millis()) {
            return saying(Response::empty()?.with_status(503), seconds);
        }
        // Without a last one, the alarm that is set already deletes the rest.
        if let Some(last) = shelf.last() {
            self.wake_at(last).await?;
        }
        storage.put(COUNTED, serde_json::to_string(&shelf)?).await?;
        Response::empty()
    }

    async fn wake_at(&self, time: u64) -> Result<()> {
        let time = ScheduledTime::new(date(time));
        self.state.storage().set_alarm(time).await
    }
}

fn saying(mut response: Response, number: u64) -> Result<Response> {
    response.headers_mut().set(SAID, &number.to_string())?;
    Ok(response)
}

fn number(said: &str) -> Result<u64> {
    said.parse().map_err(|_| "no number was said".into())
}

/// A time in milliseconds since 1970 as the platform's date.
pub(super) fn date(time: u64) -> Date {
    Date::new(&JsValue::from_f64(time as f64))
}

/// The answer of an object.
pub(super) enum Told {
    /// It is done, or here it is; with the end of the result.
    Done(ResponseBody, u64),
    NoSuch,
    WrongKey,
    /// There is no place for so many seconds.
    Full(u64),
}

/// The objects of this Worker.
pub(super) struct Store(ObjectNamespace);

impl Store {
    pub(super) fn of(env: &Env) -> Result<Self> {
        env.durable_object(BINDING).map(Self)
    }

    pub(super) async fn keep(&self, id: &str, octets: &[u8], terms: &Terms) -> Result<Told> {
        let end = terms.until();
        let place = self.count(Method::Post, end).await?;
        if !matches!(place, Told::Done(..)) {
            return Ok(place);
        }
        let terms = serde_json::to_string(terms)?;
        let body = Some(Uint8Array::from(octets).into());
        // If that fails, the result may be there all the same. What cannot be deleted either keeps its place until its end.
        self.tell(id, Method::Put, &terms, body).await
    }

    pub(super) async fn give(&self, id: &str) -> Result<Told> {
        self.tell(id, Method::Get, "", None).await
    }

    pub(super) async fn delete(&self, id: &str, key: &str) -> Result<Told> {
        let told = self.tell(id, Method::Delete, key, None).await?;
        if let Told::Done(_, end) = told {
            // If that fails, the place is free at the end that the result had.
            let _: Result<Told> = self.count(Method::Patch, end).await;
        }
        Ok(told)
    }

    async fn count(&self, method: Method, end: u64) -> Result<Told> {
        self.tell(SHELF, method, &end.to_string(), None).await
    }

    async fn tell(
        &self,
        name: &str,
        method: Method,
        said: &str,
        body: Option<JsValue>,
    ) -> Result<Told> {
        let stub = self.0.get_by_name(name)?;
        let headers = Headers::new();
        headers.set(SAID, said)?;
        let mut init = RequestInit::new();
        init.with_method(method)
            .with_headers(headers)
            .with_body(body);
        let request = Request::new_with_init("https://object/", &init)?;
        let response = within(stub.fetch_with_request(request)).await?;
        let said = response.headers().get(SAID)?.unwrap_or_default();
        match response.status_code() {
            200 => Ok(Told::Done(
                response.into_parts().1,
                said.parse().unwrap_or_default(),
            )),
            404 => Ok(Told::NoSuch),
            403 => Ok(Told::WrongKey),
            503 => number(&said).map(Told::Full),
            _ => Err("the object has failed".into()),
        }
    }
}
