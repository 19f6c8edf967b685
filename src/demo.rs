//! The demo: an object of this deployment that answers calls by scenario, for those who have no endpoint
//! at hand. Nothing but this Worker can connect to it.

use std::{cell::RefCell, collections::HashMap};

use futures::channel::mpsc;
use wasm_bindgen::prelude::*;
use worker::{
    DurableObject, Env, Request, Response, Result, SocketInfo, State, durable_object,
    js_sys::{Promise, Reflect},
    wasm_bindgen_futures::JsFuture,
};

use crate::{
    called::{Guest, answer},
    clock::now,
    guard::demo::{ADDRESS, H245, Places},
    socket::Connection,
};

/// The Durable Object.
#[durable_object(fetch)]
pub struct Demo {
    places: RefCell<Places>,
    /// The calls that are up, by their tickets.
    /// Each takes H.245 connections.
    calls: RefCell<HashMap<String, mpsc::Sender<Guest>>>,
}

impl DurableObject for Demo {
    fn new(_: State, _: Env) -> Self {
        Self {
            places: RefCell::default(),
            calls: RefCell::default(),
        }
    }

    /// Reserves a place for the ticket in the body. Answers whether there was one.
    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let ticket: String = request.json().await?;
        let mut places = self.places.borrow_mut();
        let free = places.reserve(ticket, now());
        // If the platform has ended a call, its place has run out meanwhile.
        let mut calls = self.calls.borrow_mut();
        calls.retain(|ticket, _| places.has(ticket));
        Response::from_json(&free)
    }
}

// `worker::Socket` does not give away the platform's socket, which src/socket.js needs. So this is
// written as its macro would do it.
#[wasm_bindgen(
    wasm_bindgen = ::worker::wasm_bindgen,
    wasm_bindgen_futures = ::worker::wasm_bindgen_futures,
    js_sys = ::worker::js_sys
)]
impl Demo {
    /// Takes a connection to the host and port that the Worker dialled: the ticket of a place, and one of
    /// the demo's ports. The platform closes the connection when this returns.
    pub async fn connect(&self, socket: JsValue) -> std::result::Result<(), JsValue> {
        let Some((ticket, port)) = dialled(&socket).await? else {
            return Ok(());
        };
        let Ok(connection) = Connection::accept(&socket) else {
            return Ok(());
        };
        if port == ADDRESS.port() {
            self.call(ticket, connection).await;
        } else if port == H245.port() {
            self.join(&ticket, connection).await;
        }
        Ok(())
    }
}

impl Demo {
    /// Answers the call of a place.
    async fn call(&self, ticket: String, connection: Connection) {
        if !self.places.borrow_mut().begin(&ticket, now()) {
            return;
        }
        let (joining, joined) = mpsc::channel(0);
        self.calls.borrow_mut().insert(ticket.clone(), joining);
        let (caller, _) = Guest::new(connection);
        answer(caller, joined).await;
        self.calls.borrow_mut().remove(&ticket);
        self.places.borrow_mut().end(&ticket);
    }

    /// Hands in the H.245 connection of a call, and waits until the call has dropped it.
    async fn join(&self, ticket: &str, connection: Connection) {
        let (guest, gone) = Guest::new(connection);
        if self.hand_in(ticket, guest).is_some() {
            let _ = gone.await;
        }
    }

    fn hand_in(&self, ticket: &str, guest: Guest) -> Option<()> {
        self.calls
            .borrow_mut()
            .get_mut(ticket)?
            .try_send(guest)
            .ok()
    }
}

/// The host and the port that were dialled.
async fn dialled(socket: &JsValue) -> std::result::Result<Option<(String, u16)>, JsValue> {
    let opened: Promise = Reflect::get(socket, &"opened".into())?.dyn_into()?;
    let info = SocketInfo::try_from(JsFuture::from(opened).await?)?;
    let address = info.local_address;
    Ok(address.as_deref().and_then(|address| {
        let (host, port) = address.rsplit_once(':')?;
        Some((host.to_owned(), port.parse().ok()?))
    }))
}
