//! One TCP connection, over the platform's streams.
//!
//! The `Socket` of the `worker` crate takes the reader and the writer of the streams for every chunk,
//! makes two closures for every promise, and waits for each write. Here `socket.js` takes them once
//! and handles all promises. Each incoming chunk needs two calls, one to announce it and one to take
//! it, and we never wait for a write.

use std::{
    cell::{Cell, RefCell},
    net::{IpAddr, SocketAddr},
    rc::Rc,
    task::{Context, Poll, Waker},
};

use h323_proto::call::Closed;
use wasm_bindgen::prelude::*;

use crate::{
    guard::{seat::Seat, target::Allowed},
    plain::plain,
};

#[wasm_bindgen(module = "/src/socket.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn dial(address: &str) -> Result<JsValue, JsValue>;

    type Line;

    #[wasm_bindgen(constructor, catch)]
    fn new(socket: &JsValue, wake: &Closure<dyn Fn()>) -> Result<Line, JsValue>;

    #[wasm_bindgen(method)]
    fn take(this: &Line, buffer: &mut [u8]) -> i32;

    #[wasm_bindgen(method)]
    fn write(this: &Line, octets: &[u8]);

    #[wasm_bindgen(method)]
    fn close(this: &Line);

    #[wasm_bindgen(method, getter)]
    fn address(this: &Line) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    fn error(this: &Line) -> String;

    #[wasm_bindgen(method, getter)]
    fn unwritten(this: &Line) -> u32;
}

/// The codes that `Line::take` returns instead of a number of octets; `socket.js` has the same.
const OPENED: i32 = -1;
const ENDED: i32 = -2;
const FAILED: i32 = -3;

/// An event of a connection.
pub(crate) enum News {
    /// The connection is open, to this address if the platform tells it.
    Opened(Option<SocketAddr>),
    /// The TLS handshake on it is complete.
    Secured,
    /// So many octets arrived.
    Read(usize),
    /// The connection could not be opened, or has ended.
    Gone(Closed),
}

/// How a connection wakes the call.
#[derive(Default)]
struct Bell {
    rung: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Bell {
    fn ring(&self) {
        self.rung.set(true);
        if let Some(waker) = self.waker.borrow().as_ref() {
            waker.wake_by_ref();
        }
    }

    fn listen(&self, context: &Context<'_>) {
        let mut waker = self.waker.borrow_mut();
        match waker.as_mut() {
            Some(waker) => waker.clone_from(context.waker()),
            None => *waker = Some(context.waker().clone()),
        }
    }
}

/// One TCP connection. Dropping it closes it after the last write.
pub(crate) struct Connection {
    line: Line,
    bell: Rc<Bell>,
    unwritten: u32,
    /// The address at the other end, if the platform does not have it.
    address: Option<SocketAddr>,
    /// The closure that `line` calls until it is closed.
    _wake: Closure<dyn Fn()>,
}

impl Connection {
    /// Begins to open a connection; `seat` is the place at the demo in a call to it.
    pub(crate) fn open(to: Allowed, seat: Option<&Seat>) -> Result<Self, Closed> {
        let address = to.address();
        let socket = match seat {
            Some(seat) if to.is_demo() => seat.connect(address.port()),
            None if !to.is_demo() => dial(&address.to_string()),
            _ => return Err(Closed::Failed("this is another network".into())),
        };
        let socket = socket.map_err(|error| failed(&error))?;
        Self::over(&socket, to.is_demo().then_some(address))
    }

    /// A connection that somebody opens to us.
    pub(crate) fn accept(socket: &JsValue) -> Result<Self, Closed> {
        Self::over(socket, None)
    }

    fn over(socket: &JsValue, address: Option<SocketAddr>) -> Result<Self, Closed> {
        let bell = Rc::new(Bell::default());
        let wake = Closure::new({
            let bell = Rc::clone(&bell);
            move || bell.ring()
        });
        let line = Line::new(socket, &wake).map_err(|error| failed(&error))?;
        Ok(Self {
            line,
            bell,
            unwritten: 0,
            address,
            _wake: wake,
        })
    }

    /// The next event of the connection. Incoming octets go into `buffer`.
    pub(crate) fn poll_next(&mut self, buffer: &mut [u8], context: &Context<'_>) -> Poll<News> {
        self.bell.listen(context);
        if !self.bell.rung.replace(false) {
            return Poll::Pending;
        }
        self.unwritten = self.line.unwritten();
        match self.line.take(buffer) {
            OPENED => {
                let address = self.line.address();
                let address = address.as_deref().and_then(socket_address);
                Poll::Ready(News::Opened(address.or(self.address)))
            }
            ENDED => Poll::Ready(News::Gone(Closed::ByPeer)),
            FAILED => Poll::Ready(News::Gone(Closed::Failed(plain(&self.line.error())))),
            length => match usize::try_from(length) {
                Ok(0) | Err(_) => Poll::Pending,
                Ok(length) => Poll::Ready(News::Read(length)),
            },
        }
    }

    /// Queues octets behind the earlier ones and does not wait.
    ///
    /// Each message is a separate write, even if several could go together. Each then has its own
    /// segment, as long as the endpoint reads fast enough. TCP does not promise this, but every stack
    /// does it. A firewall that inspects H.323 may miss a message that begins in one segment and ends
    /// in another.
    pub(crate) fn write(&mut self, octets: &[u8]) {
        self.line.write(octets);
        self.unwritten = self.unwritten.saturating_add(1);
    }

    /// Writes that have not finished, as far as this connection has noticed.
    pub(crate) const fn unwritten(&self) -> u32 {
        self.unwritten
    }

    /// Asks how many writes have not finished. Wakes the call when all have.
    pub(crate) fn poll_unwritten(&mut self, context: &Context<'_>) -> u32 {
        self.bell.listen(context);
        self.unwritten = self.line.unwritten();
        self.unwritten
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.line.close();
    }
}

/// `host:port` or `[host]:port`, where the host is an address.
fn socket_address(text: &str) -> Option<SocketAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let (host, port) = text.rsplit_once(':')?;
    let host: IpAddr = host.parse().ok()?;
    Some(SocketAddr::new(host, port.parse().ok()?))
}

fn failed(error: &JsValue) -> Closed {
    let text = worker::Error::from(error.clone()).to_string();
    Closed::Failed(plain(&text))
}
