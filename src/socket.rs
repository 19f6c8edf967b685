//! One TCP connection, over the platform's streams.
//!
//! The `Socket` of the `worker` crate takes the reader and the writer of the streams anew for every
//! chunk, makes two closures for every promise, and waits for each write. Here they are taken once, by
//! `socket.js`, where all promises end: of a chunk that comes there is one call to say so and one that
//! takes it, and nobody waits for a write.

use std::{
    cell::{Cell, RefCell},
    net::{IpAddr, SocketAddr},
    rc::Rc,
    task::{Context, Poll, Waker},
};

use h323_proto::call::Closed;
use wasm_bindgen::prelude::*;

use crate::{guard::target::Allowed, plain::plain};

#[wasm_bindgen(module = "/src/socket.js")]
extern "C" {
    type Line;

    #[wasm_bindgen(constructor, catch)]
    fn new(address: &str, wake: &Closure<dyn Fn()>) -> Result<Line, JsValue>;

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

/// What `Line::take` returns where it is no number of octets; `socket.js` has the same.
const OPENED: i32 = -1;
const ENDED: i32 = -2;
const FAILED: i32 = -3;

/// What comes of a connection.
pub(crate) enum News {
    /// It is open, to this address where the platform tells it.
    Opened(Option<SocketAddr>),
    /// So many octets came in.
    Read(usize),
    /// It could not be opened, or is gone.
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

/// One TCP connection. Dropped, it is closed once all is written.
pub(crate) struct Connection {
    line: Line,
    bell: Rc<Bell>,
    unwritten: u32,
    /// What `line` calls; it does not once it is closed.
    _wake: Closure<dyn Fn()>,
}

impl Connection {
    /// Begins to open a connection.
    pub(crate) fn open(to: Allowed) -> Result<Self, Closed> {
        let bell = Rc::new(Bell::default());
        let wake = Closure::new({
            let bell = Rc::clone(&bell);
            move || bell.ring()
        });
        let line = Line::new(&to.address().to_string(), &wake)
            .map_err(|error| Closed::Failed(plain(&text(&error))))?;
        Ok(Self {
            line,
            bell,
            unwritten: 0,
            _wake: wake,
        })
    }

    /// What came of the connection; octets are put into `buffer`.
    pub(crate) fn poll_next(&mut self, buffer: &mut [u8], context: &Context<'_>) -> Poll<News> {
        self.bell.listen(context);
        if !self.bell.rung.replace(false) {
            return Poll::Pending;
        }
        self.unwritten = self.line.unwritten();
        match self.line.take(buffer) {
            OPENED => {
                let address = self.line.address();
                Poll::Ready(News::Opened(address.as_deref().and_then(socket_address)))
            }
            ENDED => Poll::Ready(News::Gone(Closed::ByPeer)),
            FAILED => Poll::Ready(News::Gone(Closed::Failed(plain(&self.line.error())))),
            length => match usize::try_from(length) {
                Ok(0) | Err(_) => Poll::Pending,
                Ok(length) => Poll::Ready(News::Read(length)),
            },
        }
    }

    /// Hands octets over to be written after those before them, and does not wait for it.
    ///
    /// Each message is a write of its own, although several may go at a time: then each has a segment
    /// of its own as long as the peer keeps up. TCP promises nothing of the kind, but every stack does
    /// it, and a firewall that inspects H.323 may miss a message that begins in one segment and ends
    /// in another.
    pub(crate) fn write(&mut self, octets: &[u8]) {
        self.line.write(octets);
        self.unwritten = self.unwritten.saturating_add(1);
    }

    /// Writes that are not done; of those that are, this one may not know yet.
    pub(crate) const fn unwritten(&self) -> u32 {
        self.unwritten
    }

    /// Looks how many writes are not done. Wakes when none is left.
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

/// An exception as text.
fn text(error: &JsValue) -> String {
    worker::Error::from(error.clone()).to_string()
}
