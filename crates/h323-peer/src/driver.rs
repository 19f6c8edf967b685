//! Drives a [`Call`] over a TCP connection, with blocking I/O on the caller's thread.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, SocketAddr, TcpListener, TcpStream},
    sync::atomic::{AtomicBool, Ordering},
};

use h323_proto::{
    call::{Call, Channel, Closed, Event, Input, Output, Target},
    time::{Duration, Instant},
    tls::{Account, Fault, Mode},
};
use h323_scenario::{Connections, Play};
use h323_tls::{Credentials, Session};

use crate::{
    clock::Clock,
    wire::{READ_SIZE, Reading, Wire, plain},
};

/// How often a wait is interrupted to check whether the user wants to end the call.
pub(crate) const GLANCE: Duration = Duration::from_millis(100);

/// How long we wait for one connection while there is a second.
pub(crate) const TURN: Duration = Duration::from_millis(5);

/// How long a caller may take for the TLS handshake.
pub(crate) const HANDSHAKE_PATIENCE: Duration = Duration::from_secs(10);

/// How long the H.245 connection to the other side may take to open.
pub(crate) const H245_PATIENCE: Duration = Duration::from_secs(5);

/// The behaviour that one side adds to the driver.
pub trait Party {
    /// Receives an event of the call.
    fn event(&mut self, event: Event);

    /// Called when the connection is open.
    fn connected(&mut self, _address: SocketAddr, _now: Instant) {}

    /// Called when the TLS handshake of call signalling is over. Without a time it failed.
    fn secured(&mut self, _account: Account, _at: Option<Instant>) {}

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

/// How the connections of a call are secured.
#[derive(Clone, Debug, Default)]
pub enum Security {
    /// Not at all.
    #[default]
    None,
    /// By TLS, as the caller of this name or address.
    Caller(Mode, String),
    /// By TLS, as the called side.
    Called(Credentials),
}

impl Security {
    fn session(&self) -> Option<Result<Session, Closed>> {
        match self {
            Self::None => None,
            Self::Caller(mode, name) => {
                let now = Clock::since_1970() / 1000;
                Some(Session::client(*mode, name, now))
            }
            Self::Called(credentials) => Some(Session::server(credentials)),
        }
    }
}

/// The connections of a call.
#[derive(Debug)]
pub struct Link {
    addresses: Vec<SocketAddr>,
    security: Security,
    stream: Option<Wire>,
    /// Accepts the caller's H.245 connection.
    listener: Option<TcpListener>,
    h245: Option<Wire>,
}

impl Link {
    /// A connection that is not open yet. When the call asks for it, it opens to the first of these
    /// addresses that answers.
    #[must_use]
    pub const fn to(addresses: Vec<SocketAddr>, security: Security) -> Self {
        Self {
            addresses,
            security,
            stream: None,
            listener: None,
            h245: None,
        }
    }

    /// A connection that a caller opened to us. If it is to be secured, waits for the handshake.
    ///
    /// # Errors
    /// If it has already ended, or no TLS session comes about.
    pub fn accepted(stream: TcpStream, security: Security) -> io::Result<Self> {
        let mut link = Self::to(Vec::new(), security);
        link.stream = Some(Wire::new(stream)?);
        let clock = Clock::start();
        let until = clock.now() + HANDSHAKE_PATIENCE;
        match secured(&link.security, link.stream.as_mut(), &clock, until) {
            Ok(true) => Ok(link),
            Ok(false) => Err(io::Error::other(
                "the caller did not finish the TLS handshake",
            )),
            Err(closed) => Err(io::Error::other(why(closed))),
        }
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
    fn accept_h245(&mut self, over_tls: bool) -> bool {
        let Some((stream, _)) = self
            .listener
            .as_ref()
            .filter(|_| self.h245.is_none())
            .and_then(|listener| listener.accept().ok())
        else {
            return false;
        };
        self.h245 = Wire::new(stream).ok();
        self.h245.is_some() && self.secure_h245(over_tls).is_ok()
    }

    /// Opens the H.245 connection. Returns the addresses of our end and the other end.
    fn open_h245(
        &mut self,
        target: &Target,
        over_tls: bool,
    ) -> Result<(SocketAddr, SocketAddr), Closed> {
        let ip: IpAddr = target
            .host
            .parse()
            .map_err(|_| Closed::Failed("the h245Address is not an IP address".into()))?;
        let address = SocketAddr::new(ip, target.port);
        let failed = |error: io::Error| Closed::Failed(plain(&error));
        let wire = Wire::open(&address, Some(H245_PATIENCE)).map_err(failed)?;
        let ours = wire.local_address().map_err(failed)?;
        self.h245 = Some(wire);
        self.secure_h245(over_tls)?;
        Ok((ours, address))
    }

    /// Secures the H.245 connection, or drops it.
    fn secure_h245(&mut self, over_tls: bool) -> Result<(), Closed> {
        if !over_tls {
            return Ok(());
        }
        let clock = Clock::start();
        let until = clock.now() + H245_PATIENCE;
        let failure = match secured(&self.security, self.h245.as_mut(), &clock, until) {
            Ok(true) => return Ok(()),
            Ok(false) => Closed::Failed("the TLS handshake was not finished in time".into()),
            Err(closed) => closed,
        };
        self.h245 = None;
        Err(failure)
    }

    /// Whether there is an H.245 connection besides the call signalling connection.
    const fn is_double(&self) -> bool {
        self.h245.is_some() || self.listener.is_some()
    }

    /// The address of our end.
    #[must_use]
    pub fn local_address(&self) -> Option<SocketAddr> {
        self.stream.as_ref()?.local_address().ok()
    }

    fn local_ip(&self) -> IpAddr {
        self.local_address()
            .map_or(IpAddr::from([127, 0, 0, 1]), |address| address.ip())
    }

    /// What is known about the TLS session of call signalling, if we are its caller.
    fn account(&self) -> Option<Account> {
        self.stream.as_ref()?.session()?.account()
    }

    /// Writes octets to the H.245 connection.
    ///
    /// # Errors
    /// As for [`Link::write`].
    pub fn write_h245(&mut self, octets: &[u8]) -> Result<(), Closed> {
        written(self.h245.as_mut(), octets)
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
        written(self.stream.as_mut(), octets)
    }

    /// Closes the connection in order.
    pub fn close(&mut self) {
        if let Some(wire) = self.stream.take() {
            wire.close();
        }
    }
}

impl Connections for Link {
    fn write(&mut self, octets: &[u8]) -> Result<(), Closed> {
        self.write(octets)
    }

    fn write_h245(&mut self, octets: &[u8]) -> Result<(), Closed> {
        self.write_h245(octets)
    }

    fn close(&mut self) {
        self.close();
    }

    fn close_h245(&mut self) {
        self.close_h245();
    }

    fn local_address(&self) -> Option<SocketAddr> {
        self.local_address()
    }

    fn h245_address(&self) -> Option<SocketAddr> {
        self.h245_address()
    }

    fn listen_for_h245(&mut self) -> Result<SocketAddr, Closed> {
        let address = self.listen_for_h245();
        address.map_err(|error| Closed::Failed(plain(&error)))
    }

    fn closed_port(&self) -> Result<SocketAddr, Closed> {
        let address = self.closed_port();
        address.map_err(|error| Closed::Failed(plain(&error)))
    }
}

impl Party for Play<'_> {
    fn event(&mut self, event: Event) {
        self.event(event);
    }

    fn transmit(&mut self, link: &mut Link, octets: Vec<u8>) -> Result<(), Closed> {
        self.transmit(link, octets)
    }

    fn transmit_h245(&mut self, link: &mut Link, octets: Vec<u8>) -> Result<(), Closed> {
        self.transmit_h245(link, octets)
    }

    fn due(&self) -> Option<Instant> {
        self.due()
    }

    fn act(&mut self, call: &mut Call, link: &mut Link, now: Instant) -> Result<(), Closed> {
        self.act(call, link, now)
    }
}

/// Why the connection of a caller is over.
pub(crate) fn why(closed: Closed) -> String {
    match closed {
        Closed::ByPeer => "the caller closed the connection".to_owned(),
        Closed::Failed(text) => text,
        Closed::Tls(Fault::Alert(alert)) => {
            format!(
                "the caller sent the TLS alert {} ({})",
                alert.name(),
                alert.0
            )
        }
        Closed::Tls(Fault::Broken(why)) => format!("the caller does not speak TLS: {why}"),
        Closed::Tls(_) => "the caller closed the connection in the TLS handshake".to_owned(),
    }
}

/// Tries the addresses in turn; they share the time until `until`.
pub(crate) fn open(addresses: &[SocketAddr], clock: &Clock, until: Option<Instant>) -> Opening {
    let mut failure = not_open();
    let mut left = u32::try_from(addresses.len()).unwrap_or(u32::MAX);
    let mut timed_out = true;
    for address in addresses {
        let share = until.map(|until| {
            let share = clock.until(until) / left.max(1);
            share.max(Duration::from_millis(1))
        });
        let opened = Wire::open(address, share);
        left = left.saturating_sub(1);
        match opened {
            Ok(wire) => return Opening::Open(wire, *address),
            Err(error) if error.kind() == ErrorKind::TimedOut => continue,
            Err(error) => failure = Closed::Failed(plain(&error)),
        }
        timed_out = false;
    }
    match until {
        Some(until) if timed_out && !addresses.is_empty() => Opening::TimedOut(until),
        _ => Opening::Failed(failure),
    }
}

/// Makes a connection one over TLS, if that is asked for. Returns whether the handshake was complete by
/// that time.
pub(crate) fn secured(
    security: &Security,
    wire: Option<&mut Wire>,
    clock: &Clock,
    until: Instant,
) -> Result<bool, Closed> {
    match (security.session(), wire) {
        (None, _) => Ok(true),
        (Some(session), Some(wire)) => wire.secure(session?, clock, until),
        (Some(_), None) => Err(not_open()),
    }
}

fn written(wire: Option<&mut Wire>, octets: &[u8]) -> Result<(), Closed> {
    wire.ok_or_else(not_open)?.write(octets)
}

/// Waits for octets, and tells the call what it cost to decrypt them.
fn read(
    wire: Option<&mut Wire>,
    buffer: &mut [u8],
    patience: Duration,
    (call, clock): (&mut Call, &Clock),
) -> Reading {
    let Some(wire) = wire else {
        return Reading::Gone(not_open());
    };
    let reading = wire.read(buffer, patience);
    let worked = wire.take_work();
    if worked > 0 {
        call.handle(Input::Worked(worked), clock.now());
    }
    reading
}

/// What became of the opening of a connection.
pub(crate) enum Opening {
    /// It is open, to this address.
    Open(Wire, SocketAddr),
    /// No address answered by that time.
    TimedOut(Instant),
    /// No address took it.
    Failed(Closed),
}

pub(crate) fn not_open() -> Closed {
    Closed::Failed("the connection is not open".into())
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
            match open(&link.addresses, clock, deadline) {
                Opening::Open(wire, address) => {
                    link.stream = Some(wire);
                    party.connected(address, clock.now());
                    if let Some(ours) = link.local_address() {
                        party.opened(Channel::CallSignalling, ours, address);
                    }
                    reached(call, link, party, address, (clock, deadline));
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
        match read(link.stream.as_mut(), &mut buffer, patience, (call, clock)) {
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

/// The TCP connection for call signalling is open: secures it, if that is asked for, and tells the call.
fn reached(
    call: &mut Call,
    link: &mut Link,
    party: &mut impl Party,
    address: SocketAddr,
    (clock, deadline): (&Clock, Option<Instant>),
) {
    let channel = Channel::CallSignalling;
    let until = deadline.unwrap_or(clock.now() + HANDSHAKE_PATIENCE);
    let secured = secured(&link.security, link.stream.as_mut(), clock, until);
    let now = clock.now();
    if let Some(account) = link.account() {
        party.secured(
            account,
            secured.as_ref().is_ok_and(|done| *done).then_some(now),
        );
    }
    match secured {
        Ok(true) => call.handle(Input::Connected(channel, Some(address)), now),
        Ok(false) => call.handle(Input::Timeout, now.max(until)),
        Err(closed) => gone(call, closed, clock),
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
                let input = match link.open_h245(&target, call.h245_is_over_tls()) {
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
    if link.accept_h245(call.h245_is_over_tls()) {
        call.handle(Input::Connected(channel, None), clock.now());
    }
    if link.h245.is_none() {
        return;
    }
    match read(link.h245.as_mut(), buffer, TURN, (call, clock)) {
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
