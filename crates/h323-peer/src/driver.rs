//! Drives a [`Call`] over a TCP connection, with blocking I/O on the caller's thread.

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{IpAddr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::atomic::{AtomicBool, Ordering},
};

use h323_proto::{
    call::{Call, Channel, Closed, Event, Input, Output, Target},
    time::{Duration, Instant},
};

use crate::clock::Clock;

/// How often a wait is interrupted to check whether the user wants to end the call.
const GLANCE: Duration = Duration::from_millis(100);

/// How long a write may wait while the other side does not read.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);

/// How long we keep reading after we have closed a connection, so that the other side can close it in
/// order.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);

/// How long we wait for one connection while there is a second.
const TURN: Duration = Duration::from_millis(5);

/// How long the H.245 connection to the other side may take to open.
const H245_PATIENCE: Duration = Duration::from_secs(5);

/// Octets taken from a socket at a time.
const READ_SIZE: usize = 16 * 1024;

/// The behaviour that one side adds to the driver.
pub trait Party {
    /// Receives an event of the call.
    fn event(&mut self, event: Event);

    /// Called when the connection is open.
    fn connected(&mut self, _address: SocketAddr, _now: Instant) {}

    /// Called when we have opened a connection from `_ours` to `_theirs`.
    fn opened(&mut self, _channel: Channel, _ours: SocketAddr, _theirs: SocketAddr) {}

    /// Sends octets of the call.
    ///
    /// # Errors
    /// If the connection has ended; the driver tells the call.
    fn transmit(&mut self, link: &mut Link, octets: Vec<u8>) -> Result<(), Closed> {
        link.write(&octets)
    }

    /// Sends octets of the call on the H.245 connection.
    ///
    /// # Errors
    /// If that connection has ended; the driver tells the call.
    fn transmit_h245(&mut self, link: &mut Link, octets: Vec<u8>) -> Result<(), Closed> {
        link.write_h245(&octets)
    }

    /// When the driver must call [`Party::act`]; `None` means never.
    fn due(&self) -> Option<Instant> {
        None
    }

    /// Performs the next action of this side.
    ///
    /// # Errors
    /// If the connection has ended; the driver tells the call.
    fn act(&mut self, _call: &mut Call, _link: &mut Link, _now: Instant) -> Result<(), Closed> {
        Ok(())
    }
}

/// The TCP connection of a call.
#[derive(Debug)]
pub struct Link {
    addresses: Vec<SocketAddr>,
    stream: Option<TcpStream>,
    /// Accepts the caller's H.245 connection.
    listener: Option<TcpListener>,
    h245: Option<TcpStream>,
}

impl Link {
    /// A connection that is not open yet. When the call asks for it, it opens to the first of these
    /// addresses that answers.
    #[must_use]
    pub const fn to(addresses: Vec<SocketAddr>) -> Self {
        Self {
            addresses,
            stream: None,
            listener: None,
            h245: None,
        }
    }

    /// A connection that a caller opened to us.
    ///
    /// # Errors
    /// If it has already ended.
    pub fn accepted(stream: TcpStream) -> io::Result<Self> {
        set_up(&stream)?;
        Ok(Self {
            addresses: Vec::new(),
            stream: Some(stream),
            listener: None,
            h245: None,
        })
    }

    /// Opens a port for the caller's H.245 connection, on the address of the call signalling
    /// connection.
    ///
    /// # Errors
    /// If the system has no free port.
    pub fn listen_for_h245(&mut self) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind((self.local_ip(), 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        self.listener = Some(listener);
        Ok(address)
    }

    /// The address at which we accept the caller's H.245 connection; `None` if we do not.
    #[must_use]
    pub fn h245_address(&self) -> Option<SocketAddr> {
        self.listener.as_ref()?.local_addr().ok()
    }

    /// An address of this machine on which no program listens.
    ///
    /// # Errors
    /// If the system has no free port.
    pub fn closed_port(&self) -> io::Result<SocketAddr> {
        TcpListener::bind((self.local_ip(), 0))?.local_addr()
    }

    /// Accepts the caller's H.245 connection, if it is there. Returns whether it was.
    fn accept_h245(&mut self) -> bool {
        let Some((stream, _)) = self
            .listener
            .as_ref()
            .filter(|_| self.h245.is_none())
            .and_then(|listener| listener.accept().ok())
        else {
            return false;
        };
        let usable = stream.set_nonblocking(false).and_then(|()| set_up(&stream));
        self.h245 = usable.is_ok().then_some(stream);
        self.h245.is_some()
    }

    /// Opens the H.245 connection. Returns the addresses of our end and the other end.
    fn open_h245(&mut self, target: &Target) -> Result<(SocketAddr, SocketAddr), Closed> {
        let ip: IpAddr = target
            .host
            .parse()
            .map_err(|_| Closed::Failed("the h245Address is not an IP address".into()))?;
        let address = SocketAddr::new(ip, target.port);
        let stream = TcpStream::connect_timeout(&address, H245_PATIENCE)
            .and_then(|stream| set_up(&stream).map(|()| stream))
            .map_err(|error| Closed::Failed(plain(&error)))?;
        let ours = stream.local_addr();
        let ours = ours.map_err(|error| Closed::Failed(plain(&error)))?;
        self.h245 = Some(stream);
        Ok((ours, address))
    }

    /// Whether there is an H.245 connection besides the call signalling connection.
    const fn is_double(&self) -> bool {
        self.h245.is_some() || self.listener.is_some()
    }

    /// The address of our end.
    #[must_use]
    pub fn local_address(&self) -> Option<SocketAddr> {
        self.stream.as_ref()?.local_addr().ok()
    }

    fn local_ip(&self) -> IpAddr {
        self.local_address()
            .map_or(IpAddr::from([127, 0, 0, 1]), |address| address.ip())
    }

    /// Writes octets to the H.245 connection.
    ///
    /// # Errors
    /// As for [`Link::write`].
    pub fn write_h245(&mut self, octets: &[u8]) -> Result<(), Closed> {
        write(self.h245.as_mut(), octets)
    }

    /// Closes the H.245 connection and accepts no other.
    pub fn close_h245(&mut self) {
        self.h245 = None;
        self.listener = None;
    }

    /// Writes octets; each call makes a separate segment.
    ///
    /// # Errors
    /// If the connection has ended, or the other side does not read for 5 s.
    pub fn write(&mut self, octets: &[u8]) -> Result<(), Closed> {
        write(self.stream.as_mut(), octets)
    }

    /// Closes the connection in order: we send our FIN and then read the remaining octets, because TCP
    /// would otherwise answer them with a reset.
    pub fn close(&mut self) {
        let Some(mut stream) = self.stream.take() else {
            return;
        };
        if stream.shutdown(Shutdown::Write).is_err() {
            return;
        }
        let clock = Clock::start();
        let end = clock.now() + CLOSE_PATIENCE;
        let mut buffer = [0; READ_SIZE];
        while clock.now() < end && stream.set_read_timeout(Some(clock.until(end))).is_ok() {
            match stream.read(&mut buffer) {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// Tries the addresses in turn; they share the time until `until`.
    fn open(&mut self, clock: &Clock, until: Option<Instant>) -> Opening {
        let mut failure = not_open();
        let mut left = u32::try_from(self.addresses.len()).unwrap_or(u32::MAX);
        let mut timed_out = true;
        for address in &self.addresses {
            let opened = match until {
                Some(until) => {
                    let share = clock.until(until) / left.max(1);
                    TcpStream::connect_timeout(address, share.max(Duration::from_millis(1)))
                }
                None => TcpStream::connect(address),
            };
            left = left.saturating_sub(1);
            match opened {
                Ok(stream) => match set_up(&stream) {
                    Ok(()) => {
                        self.stream = Some(stream);
                        return Opening::Open(*address);
                    }
                    Err(error) => failure = Closed::Failed(plain(&error)),
                },
                Err(error) if error.kind() == ErrorKind::TimedOut => continue,
                Err(error) => failure = Closed::Failed(plain(&error)),
            }
            timed_out = false;
        }
        match until {
            Some(until) if timed_out && !self.addresses.is_empty() => Opening::TimedOut(until),
            _ => Opening::Failed(failure),
        }
    }
}

fn write(stream: Option<&mut TcpStream>, octets: &[u8]) -> Result<(), Closed> {
    let Some(stream) = stream else {
        return Err(not_open());
    };
    stream.write_all(octets).map_err(|error| {
        Closed::Failed(match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                "the other side does not read its messages".into()
            }
            _ => plain(&error),
        })
    })
}

fn read(stream: Option<&mut TcpStream>, buffer: &mut [u8], patience: Duration) -> Reading {
    let Some(stream) = stream else {
        return Reading::Gone(not_open());
    };
    let result = stream
        .set_read_timeout(Some(patience))
        .and_then(|()| stream.read(buffer));
    match result {
        Ok(0) => Reading::Gone(Closed::ByPeer),
        Ok(length) => Reading::Octets(length),
        Err(error) => match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {
                Reading::Nothing
            }
            _ => Reading::Gone(Closed::Failed(plain(&error))),
        },
    }
}

enum Opening {
    Open(SocketAddr),
    /// No address answered by that time.
    TimedOut(Instant),
    Failed(Closed),
}

enum Reading {
    Octets(usize),
    Nothing,
    Gone(Closed),
}

fn set_up(stream: &TcpStream) -> io::Result<()> {
    // Without this, a message would wait for the acknowledgement of the previous one.
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(WRITE_PATIENCE))
}

fn not_open() -> Closed {
    Closed::Failed("the connection is not open".into())
}

/// The system's error text without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" (os error") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}

/// Drives `call` to its end. Setting `stop` hangs up.
pub fn drive(
    call: &mut Call,
    link: &mut Link,
    party: &mut impl Party,
    clock: &Clock,
    stop: &AtomicBool,
) {
    let mut stopped = false;
    let mut buffer = vec![0; READ_SIZE];
    loop {
        let (deadline, connect) = drain(call, link, party, clock);
        if call.is_over() {
            return;
        }
        if connect {
            match link.open(clock, deadline) {
                Opening::Open(address) => {
                    let now = clock.now();
                    party.connected(address, now);
                    if let Some(ours) = link.local_address() {
                        party.opened(Channel::CallSignalling, ours, address);
                    }
                    let input = Input::Connected(Channel::CallSignalling, Some(address));
                    call.handle(input, now);
                }
                // The system's timer and our clock may differ by a millisecond.
                Opening::TimedOut(until) => call.handle(Input::Timeout, clock.now().max(until)),
                Opening::Failed(closed) => gone(call, closed, clock),
            }
            continue;
        }
        if !stopped && stop.load(Ordering::Relaxed) {
            stopped = true;
            call.handle(Input::Hangup, clock.now());
            continue;
        }
        let due = party.due();
        let now = clock.now();
        if due.is_some_and(|due| due <= now) {
            if let Err(closed) = party.act(call, link, now) {
                gone(call, closed, clock);
            }
            continue;
        }
        let patience = [deadline, due]
            .into_iter()
            .flatten()
            .map(|at| clock.until(at))
            .fold(GLANCE, Duration::min);
        let patience = if link.is_double() {
            h245(call, link, &mut buffer, clock);
            patience.min(TURN)
        } else {
            patience
        };
        match read(link.stream.as_mut(), &mut buffer, patience) {
            Reading::Octets(length) => {
                let octets = buffer.get(..length).unwrap_or_default();
                let input = Input::Received(Channel::CallSignalling, octets);
                call.handle(input, clock.now());
            }
            Reading::Nothing => call.handle(Input::Timeout, clock.now()),
            Reading::Gone(closed) => gone(call, closed, clock),
        }
    }
}

/// Performs the outputs of the call. Returns its next deadline and whether it wants a connection.
fn drain(
    call: &mut Call,
    link: &mut Link,
    party: &mut impl Party,
    clock: &Clock,
) -> (Option<Instant>, bool) {
    let mut connect = false;
    loop {
        match call.poll_output() {
            Output::Connect(Channel::CallSignalling, _) => connect = true,
            Output::Connect(channel @ Channel::H245Control, target) => {
                let input = match link.open_h245(&target) {
                    Ok((ours, theirs)) => {
                        party.opened(channel, ours, theirs);
                        Input::Connected(channel, None)
                    }
                    Err(closed) => Input::Closed(channel, closed),
                };
                call.handle(input, clock.now());
            }
            Output::Transmit(Channel::CallSignalling, octets) => {
                if let Err(closed) = party.transmit(link, octets) {
                    gone(call, closed, clock);
                }
            }
            Output::Transmit(channel @ Channel::H245Control, octets) => {
                if let Err(closed) = party.transmit_h245(link, octets) {
                    call.handle(Input::Closed(channel, closed), clock.now());
                }
            }
            Output::Close(Channel::CallSignalling) => link.close(),
            Output::Close(Channel::H245Control) => link.close_h245(),
            Output::Event(event) => party.event(event),
            Output::Timeout(deadline) => return (deadline, connect),
        }
    }
}

/// Serves the H.245 connection without waiting for it.
fn h245(call: &mut Call, link: &mut Link, buffer: &mut [u8], clock: &Clock) {
    let channel = Channel::H245Control;
    if link.accept_h245() {
        call.handle(Input::Connected(channel, None), clock.now());
    }
    if link.h245.is_none() {
        return;
    }
    match read(link.h245.as_mut(), buffer, TURN) {
        Reading::Octets(length) => {
            let octets = buffer.get(..length).unwrap_or_default();
            call.handle(Input::Received(channel, octets), clock.now());
        }
        Reading::Nothing => {}
        Reading::Gone(closed) => {
            link.h245 = None;
            call.handle(Input::Closed(channel, closed), clock.now());
        }
    }
}

fn gone(call: &mut Call, closed: Closed, clock: &Clock) {
    call.handle(Input::Closed(Channel::CallSignalling, closed), clock.now());
}
