//! One TCP connection, with TLS on it if that is asked for. Blocking.

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
};

use h323_proto::{
    call::Closed,
    time::{Duration, Instant},
};
use h323_tls::Session;

use crate::clock::Clock;

/// How long a write may wait while the other side does not read.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);

/// How long we keep reading after we have closed a connection, so that the other side can close it in
/// order.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);

/// Octets taken from a socket at a time.
pub(crate) const READ_SIZE: usize = 16 * 1024;

/// A connection.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    tls: Option<Box<Session>>,
    /// How it ended, if there is plaintext to take before.
    ended: Option<Closed>,
}

/// What a wait for octets gave.
pub(crate) enum Reading {
    Octets(usize),
    Nothing,
    Gone(Closed),
}

impl Wire {
    /// A connection on this stream.
    pub(crate) fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(false)?;
        // Without this, a message would wait for the acknowledgement of the previous one.
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITE_PATIENCE))?;
        Ok(Self {
            stream,
            tls: None,
            ended: None,
        })
    }

    /// Opens a connection to this address.
    pub(crate) fn open(to: &SocketAddr, patience: Option<Duration>) -> io::Result<Self> {
        let stream = match patience {
            Some(patience) => TcpStream::connect_timeout(to, patience),
            None => TcpStream::connect(to),
        };
        stream.and_then(Self::new)
    }

    pub(crate) fn local_address(&self) -> io::Result<SocketAddr> {
        self.stream.local_addr()
    }

    /// The TLS session, if there is one.
    pub(crate) fn session(&self) -> Option<&Session> {
        self.tls.as_deref()
    }

    /// What it cost to decrypt what was read since the last time, estimated in nanoseconds.
    pub(crate) fn take_work(&mut self) -> u64 {
        let tls = self.tls.as_mut();
        tls.map_or(0, |session| session.take_work())
    }

    /// Makes the connection one over TLS. Returns whether the handshake was complete by that time.
    pub(crate) fn secure(
        &mut self,
        session: Session,
        clock: &Clock,
        until: Instant,
    ) -> Result<bool, Closed> {
        self.tls = Some(Box::new(session));
        loop {
            self.flush()?;
            if self.session().is_some_and(Session::is_open) {
                return Ok(true);
            }
            if clock.now() >= until {
                return Ok(false);
            }
            match self.fill(clock.until(until)) {
                Ok(_) => {}
                Err(closed) => {
                    // The alert that says why.
                    let _ = self.flush();
                    return Err(closed);
                }
            }
        }
    }

    /// Writes octets; each call makes a separate segment.
    pub(crate) fn write(&mut self, octets: &[u8]) -> Result<(), Closed> {
        match &mut self.tls {
            Some(session) => {
                session.send(octets);
                self.flush()
            }
            None => self.write_all(octets),
        }
    }

    /// Waits for octets.
    pub(crate) fn read(&mut self, buffer: &mut [u8], patience: Duration) -> Reading {
        if self.tls.is_none() {
            return match self.read_some(buffer, patience) {
                Ok(0) => Reading::Nothing,
                Ok(length) => Reading::Octets(length),
                Err(closed) => Reading::Gone(closed),
            };
        }
        if !self.has_plaintext() && self.ended.is_none() {
            let filled = self.fill(patience).and_then(|()| self.flush());
            self.ended = filled.err();
        }
        let Some(session) = &mut self.tls else {
            return Reading::Nothing;
        };
        match session.take(buffer) {
            0 if session.is_finished() => Reading::Gone(Closed::ByPeer),
            0 => self.ended.clone().map_or(Reading::Nothing, Reading::Gone),
            length => Reading::Octets(length),
        }
    }

    fn has_plaintext(&self) -> bool {
        self.session().is_some_and(Session::has_plaintext)
    }

    /// Closes the connection in order: we send our FIN and then read the remaining octets, because TCP
    /// would otherwise answer them with a reset.
    pub(crate) fn close(mut self) {
        if let Some(session) = &mut self.tls {
            session.finish();
        }
        if self.flush().is_err() || self.stream.shutdown(Shutdown::Write).is_err() {
            return;
        }
        let clock = Clock::start();
        let end = clock.now() + CLOSE_PATIENCE;
        let mut buffer = [0; READ_SIZE];
        while clock.now() < end && self.stream.set_read_timeout(Some(clock.until(end))).is_ok() {
            match self.stream.read(&mut buffer) {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// Waits for octets of the TLS session.
    fn fill(&mut self, patience: Duration) -> Result<(), Closed> {
        let mut buffer = [0; READ_SIZE];
        let read = self.read_some(&mut buffer, patience);
        let Some(session) = &mut self.tls else {
            return Ok(());
        };
        match read {
            Ok(length) => session.receive(buffer.get(..length).unwrap_or_default()),
            Err(closed) => Err(session.closed(closed)),
        }
    }

    /// Writes what the TLS session has for the other side.
    fn flush(&mut self) -> Result<(), Closed> {
        let octets = match &mut self.tls {
            Some(session) => session.transmit(),
            None => return Ok(()),
        };
        self.write_all(&octets)
    }

    fn write_all(&mut self, octets: &[u8]) -> Result<(), Closed> {
        self.stream.write_all(octets).map_err(|error| {
            Closed::Failed(match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                    "the other side does not read its messages".into()
                }
                _ => plain(&error),
            })
        })
    }

    /// Waits for octets on the stream. Returns 0 if none came.
    fn read_some(&mut self, buffer: &mut [u8], patience: Duration) -> Result<usize, Closed> {
        // A timeout of zero would wait for ever.
        let patience = patience.max(Duration::from_millis(1));
        let read = self
            .stream
            .set_read_timeout(Some(patience))
            .and_then(|()| self.stream.read(buffer));
        match read {
            Ok(0) => Err(Closed::ByPeer),
            Ok(length) => Ok(length),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => Ok(0),
                _ => Err(Closed::Failed(plain(&error))),
            },
        }
    }
}

/// The system's error text without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" (os error") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}
