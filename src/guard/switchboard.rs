//! One object for each address that is called: it lets one call be up at a time, wherever in the
//! world it is asked for. `docs/decisions/0010-one-call-at-a-time.md` says why.

use std::time::Duration;

use futures::future::{Either, select};
use serde::{Deserialize, Serialize};
use worker::{
    Delay, DurableObject, Env, Method, ObjectNamespace, Request, RequestInit, Response, Result,
    State, Stub, durable_object,
};

use super::book::{Book, Wait};
use crate::clock::now;

/// What the book is kept under.
const BOOK: &str = "book";

/// How long the object may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// What the object is told.
#[derive(Serialize, Deserialize)]
enum Word {
    Begin { ticket: String, milliseconds: u64 },
    End { ticket: String },
}

/// The object.
#[durable_object(alarm)]
pub struct Switchboard {
    state: State,
}

impl DurableObject for Switchboard {
    fn new(state: State, _: Env) -> Self {
        Self { state }
    }

    // Nothing else gets in between reading the book and writing it: while an object waits for its
    // storage, the platform holds back whatever else comes.
    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let word: Word = request.json().await?;
        let mut book = self.read().await?;
        let now = now().as_millis();
        let answer = match &word {
            Word::Begin {
                ticket,
                milliseconds,
            } => book.begin(ticket, now, now.saturating_add(*milliseconds)),
            Word::End { ticket } => {
                book.end(ticket);
                Ok(())
            }
        };
        if answer.is_ok() {
            self.write(&mut book, now).await?;
        }
        Response::from_json(&answer)
    }

    /// Forgets what is over: an address that nobody calls any more leaves nothing behind.
    async fn alarm(&self) -> Result<Response> {
        let mut book = self.read().await?;
        self.write(&mut book, now().as_millis()).await?;
        Response::empty()
    }
}

impl Switchboard {
    async fn read(&self) -> Result<Book> {
        let text: Option<String> = self.state.storage().get(BOOK).await?;
        Ok(text
            .and_then(|text| serde_json::from_slice(text.as_bytes()).ok())
            .unwrap_or_default())
    }

    async fn write(&self, book: &mut Book, now: u64) -> Result<()> {
        let storage = self.state.storage();
        match book.empty_at(now) {
            None => storage.delete_all().await,
            Some(until) => {
                storage.put(BOOK, serde_json::to_string(book)?).await?;
                let left = until.saturating_sub(now);
                storage.set_alarm(Duration::from_millis(left)).await
            }
        }
    }
}

/// Leave to have one call up.
pub(crate) struct Hold {
    stub: Stub,
    ticket: String,
}

impl Hold {
    /// Asks the object of an address for leave. It ends after so many milliseconds, if it is not given
    /// back before.
    pub(crate) async fn take(
        objects: &ObjectNamespace,
        address: &str,
        milliseconds: u64,
    ) -> Result<std::result::Result<Self, Wait>> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| error.to_string())?;
        let ticket = h323_proto::text::hex(&random);
        let stub = objects.get_by_name(address)?;
        let word = Word::Begin {
            ticket: ticket.clone(),
            milliseconds,
        };
        Ok(tell(&stub, &word).await?.map(|()| Self { stub, ticket }))
    }

    /// Gives it back. If that fails, it ends by itself.
    pub(crate) async fn give_back(self) {
        let word = Word::End {
            ticket: self.ticket,
        };
        let _ = tell(&self.stub, &word).await;
    }
}

async fn tell(stub: &Stub, word: &Word) -> Result<std::result::Result<(), Wait>> {
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_body(Some(serde_json::to_string(word)?.into()));
    let request = Request::new_with_init("https://switchboard/", &init)?;
    let told = async {
        let mut response = stub.fetch_with_request(request).await?;
        response.json().await
    };
    futures::pin_mut!(told);
    match select(told, Delay::from(PATIENCE)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err("the object does not answer".into()),
    }
}
