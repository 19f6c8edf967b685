//! A connection of a call, with TLS on it if that is asked for.

use std::task::{Context, Poll, ready};

use h323_proto::{
    call::Closed,
    tls::{Account, Mode},
};
#[cfg(feature = "tls")]
use h323_tls::Session;

#[cfg(not(feature = "tls"))]
use crate::without_tls::Session;
use crate::{
    clock::now,
    guard::{seat::Seat, target::Allowed},
    socket::{Connection, News},
};

/// Octets that we take from a connection over TLS at a time: as many as the platform gives.
const READ_SIZE: usize = 4 * 1024;

/// What a connection over TLS has to be opened with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Security<'a> {
    /// Which certificates are accepted.
    pub(crate) mode: Mode,
    /// The name or address that the certificate has to be for.
    pub(crate) name: &'a str,
}

/// One connection.
pub(crate) struct Line {
    connection: Connection,
    tls: Option<Box<Secure>>,
}

/// The TLS on a connection.
struct Secure {
    session: Session,
    /// Whether it was told that the handshake is complete.
    told: bool,
    /// How it ended, if there may be plaintext to take before.
    ended: Option<Closed>,
    /// The buffer for octets that are read.
    buffer: Vec<u8>,
}

impl Line {
    /// Begins to open a connection; `seat` is the place at the demo in a call to it.
    pub(crate) fn open(
        to: Allowed,
        security: Option<Security<'_>>,
        seat: Option<&Seat>,
    ) -> Result<Self, Closed> {
        let tls = security.map(|security| {
            let seconds = now().as_millis() / 1000;
            let session = Session::client(security.mode, security.name, seconds)?;
            Ok(Box::new(Secure {
                session,
                told: false,
                ended: None,
                buffer: vec![0; READ_SIZE],
            }))
        });
        let tls = tls.transpose()?;
        let connection = Connection::open(to, seat)?;
        Ok(Self { connection, tls })
    }

    /// The next event of the connection. Incoming octets go into `buffer`.
    pub(crate) fn poll_next(&mut self, buffer: &mut [u8], context: &Context<'_>) -> Poll<News> {
        let Some(tls) = &mut self.tls else {
            return self.connection.poll_next(buffer, context);
        };
        loop {
            if let Some(news) = tls.next(buffer) {
                return Poll::Ready(news);
            }
            let news = ready!(self.connection.poll_next(&mut tls.buffer, context));
            if let News::Read(length) = news {
                let octets = tls.buffer.get(..length).unwrap_or_default();
                tls.ended = tls.session.receive(octets).err();
            }
            tls.flush(&mut self.connection);
            match news {
                // The cost counts, whatever was in it.
                News::Read(_)
                    if tls.told && !tls.session.has_plaintext() && tls.ended.is_none() =>
                {
                    return Poll::Ready(News::Read(0));
                }
                News::Read(_) => {}
                News::Gone(closed) => tls.ended = Some(tls.session.closed(closed)),
                news => return Poll::Ready(news),
            }
        }
    }

    /// Queues octets behind the earlier ones and does not wait.
    pub(crate) fn write(&mut self, octets: &[u8]) {
        match &mut self.tls {
            Some(tls) => {
                tls.session.send(octets);
                tls.flush(&mut self.connection);
            }
            None => self.connection.write(octets),
        }
    }

    /// Tells the other side that we send no more, if there is a session: a connection that never opened
    /// would keep the octets, and its end would wait for them.
    pub(crate) fn finish(&mut self) {
        if let Some(tls) = &mut self.tls
            && tls.told
        {
            tls.session.finish();
            tls.flush(&mut self.connection);
        }
    }

    /// Whether a handshake is yet to come before messages can be sent.
    pub(crate) fn is_to_be_secured(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| !tls.told)
    }

    /// What is known about its TLS session.
    pub(crate) fn account(&self) -> Option<Account> {
        self.tls.as_ref()?.session.account()
    }

    /// What it cost to decrypt what was read since the last time, estimated in nanoseconds.
    pub(crate) fn take_work(&mut self) -> u64 {
        let tls = self.tls.as_mut();
        tls.map_or(0, |tls| tls.session.take_work())
    }

    /// Writes that have not finished, as far as this connection has noticed.
    pub(crate) const fn unwritten(&self) -> u32 {
        self.connection.unwritten()
    }

    /// Asks how many writes have not finished. Wakes the call when all have.
    pub(crate) fn poll_unwritten(&mut self, context: &Context<'_>) -> u32 {
        self.connection.poll_unwritten(context)
    }
}

impl Secure {
    /// The next event, if there is one without further octets.
    fn next(&mut self, buffer: &mut [u8]) -> Option<News> {
        if self.session.is_open() && !self.told {
            self.told = true;
            return Some(News::Secured);
        }
        match self.session.take(buffer) {
            0 if self.session.is_finished() => Some(News::Gone(Closed::ByPeer)),
            0 => self.ended.take().map(News::Gone),
            length => Some(News::Read(length)),
        }
    }

    /// Writes what the session has for the other side.
    fn flush(&mut self, connection: &mut Connection) {
        let octets = self.session.transmit();
        if !octets.is_empty() {
            connection.write(&octets);
        }
    }
}
