//! One Durable Object for each call that somebody watches: with its ticket, the call can be hung up from
//! another request, and its own answer still ends with the report. Who only goes away gets none.

use std::cell::RefCell;

use futures::channel::oneshot;
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Request, Response, Result, State, Stub, durable_object};

use crate::guard::object::{ask, begin, ticket};

/// The binding in wrangler.toml.
const BINDING: &str = "HANDSET";

/// A message to the object.
#[derive(Serialize, Deserialize)]
enum Word {
    /// The call waits until it is to be hung up; the answer says whether it is.
    Wait,
    /// Somebody hangs up; the answer says whether the call was up.
    HangUp,
    /// The call is over.
    Over,
}

/// The Durable Object. All it has is in memory: a call does not outlive it.
#[durable_object]
pub struct Handset {
    waiting: RefCell<Option<oneshot::Sender<()>>>,
}

impl DurableObject for Handset {
    fn new(_: State, _: Env) -> Self {
        Self {
            waiting: RefCell::default(),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let done = match request.json().await? {
            Word::Wait => {
                let (sender, hung_up) = oneshot::channel();
                self.waiting.replace(Some(sender));
                hung_up.await.is_ok()
            }
            Word::HangUp => {
                let waiting = self.waiting.take();
                waiting.is_some_and(|waiting| waiting.send(()).is_ok())
            }
            Word::Over => self.waiting.take().is_some(),
        };
        Response::from_json(&done)
    }
}

/// The call's side of its handset.
pub(crate) struct Cord {
    stub: Stub,
    ticket: String,
}

impl Cord {
    /// The handset of a new call; `None` if this Worker has none.
    pub(crate) fn new(env: &Env) -> Option<Self> {
        let objects = env.durable_object(BINDING).ok()?;
        let ticket = ticket().ok()?;
        let stub = objects.get_by_name(&ticket).ok()?;
        Some(Self { stub, ticket })
    }

    /// What somebody has to know to hang up: nobody can guess it.
    pub(crate) fn ticket(&self) -> &str {
        &self.ticket
    }

    /// Returns once somebody hangs up, and never if that fails.
    pub(crate) async fn hung_up(&self) {
        let answer = async {
            let mut response = begin(&self.stub, &Word::Wait)?.await?;
            response.json::<bool>().await
        };
        if !matches!(answer.await, Ok(true)) {
            std::future::pending::<()>().await;
        }
    }

    /// Tells the object that the call is over.
    pub(crate) async fn put_away(&self) {
        let _: Result<bool> = ask(&self.stub, &Word::Over).await;
    }
}

/// Hangs up the call with this ticket. Says whether it was up.
pub(crate) async fn hang_up(env: &Env, ticket: &str) -> Result<bool> {
    let stub = env.durable_object(BINDING)?.get_by_name(ticket)?;
    ask(&stub, &Word::HangUp).await
}
