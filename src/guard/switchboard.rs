//! One Durable Object for each called address. It permits one call at a time, wherever in the world
//! the request arrives. `docs/decisions/0010-one-call-at-a-time.md` says why.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker::{
    DurableObject, Env, ObjectNamespace, Request, Response, Result, State, Stub, durable_object,
};

use super::{
    book::{Book, Wait},
    object::{ask, ticket},
};
use crate::clock::now;

/// The storage key of the book.
const BOOK: &str = "book";

/// A message to the object.
#[derive(Serialize, Deserialize)]
enum Word {
    Begin { ticket: String, milliseconds: u64 },
    End { ticket: String },
}

/// The Durable Object.
#[durable_object(alarm)]
pub struct Switchboard {
    state: State,
}

impl DurableObject for Switchboard {
    fn new(state: State, _: Env) -> Self {
        Self { state }
    }

    // No other event interrupts the steps between reading the book and writing it: the platform holds
    // them back while an object waits for its storage.
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

    /// Deletes the entries that have expired, so that an address without new calls leaves no data.
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

/// Permission to have one call up.
pub(crate) struct Hold {
    stub: Stub,
    ticket: String,
}

impl Hold {
    /// Asks the object of an address for permission. It expires after so many milliseconds, unless it
    /// is returned earlier.
    pub(crate) async fn take(
        objects: &ObjectNamespace,
        address: &str,
        milliseconds: u64,
    ) -> Result<std::result::Result<Self, Wait>> {
        let ticket = ticket()?;
        let stub = objects.get_by_name(address)?;
        let word = Word::Begin {
            ticket: ticket.clone(),
            milliseconds,
        };
        let answer: std::result::Result<(), Wait> = ask(&stub, &word).await?;
        Ok(answer.map(|()| Self { stub, ticket }))
    }

    /// Returns the permission. If that fails, it expires on its own.
    pub(crate) async fn give_back(self) {
        let word = Word::End {
            ticket: self.ticket,
        };
        let _: Result<std::result::Result<(), Wait>> = ask(&self.stub, &word).await;
    }
}
