//! A place at the demo for one call.

use wasm_bindgen::prelude::*;
use worker::{ObjectNamespace, Result};

use super::object::{ask, ticket};

#[wasm_bindgen]
extern "C" {
    /// The stub of a Durable Object.
    type Object;

    #[wasm_bindgen(method, catch)]
    fn connect(this: &Object, address: &str) -> std::result::Result<JsValue, JsValue>;
}

/// The name of the one object.
const NAME: &str = "demo";

/// A place at the demo for one call.
pub(crate) struct Seat {
    object: Object,
    ticket: String,
}

impl Seat {
    /// Asks the demo for a place. `None` if it has none left.
    pub(crate) async fn take(objects: &ObjectNamespace) -> Result<Option<Self>> {
        let ticket = ticket()?;
        let stub = objects.get_by_name(NAME)?;
        let free: bool = ask(&stub, &ticket).await?;
        Ok(free.then(|| Self {
            object: stub.into_rpc(),
            ticket,
        }))
    }

    /// Opens a connection to a port of the demo. The object finds the call by the ticket, which stands
    /// where a host name stands otherwise.
    pub(crate) fn connect(&self, port: u16) -> std::result::Result<JsValue, JsValue> {
        self.object.connect(&format!("{}:{port}", self.ticket))
    }
}
