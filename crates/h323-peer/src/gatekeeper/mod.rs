//! A small gatekeeper, the other side for tests and demonstrations: RAS over UDP and in call
//! signalling (H.460.17), proofs of passwords, and calls that it passes on.
//!
//! [`Gatekeeper`] has no socket and no clock: [`serve`] drives it. Whatever arrives is hostile until
//! it has been read: every table is bounded, and what cannot be read is answered or dropped with a
//! line in the log.

mod admission;
mod driver;
mod information;
mod log;
mod message;
mod proof;
mod ras;
mod registration;
mod routing;
mod scenario;
mod send;
mod table;
mod tls;

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
};

use h323_asn1::{
    h225::{RasMessage, UnregRequestReason, UnregistrationRequest},
    text::bmp_string,
};
use h323_proto::{
    h225::transport_address,
    h235,
    time::{Duration, Instant},
    tpkt::{Deframer, Frame},
};

pub use driver::{Secure, serve};
pub use log::{Event, Record};
pub use proof::Users;
pub use scenario::{Plan, Scenario};
pub(crate) use send::TUNNELLING;

use routing::Calls;
use scenario::Act;
use send::Receiver;
use table::{Admissions, Endpoint, Endpoints};

/// Most TCP connections.
const CONNECTIONS: usize = 128;

/// How long a connection may stay open that has neither a registration nor a call.
const IDLE: Duration = Duration::from_secs(60);

/// Most packets that wait for a connection to open.
const WAITING: usize = 16;

/// Most things to do later.
const TASKS: usize = 4096;

/// A TCP connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Connection {
    /// Opened by an endpoint; the driver numbers these.
    Accepted(u64),
    /// Opened by the gatekeeper, which numbers these.
    Opened(u64),
}

/// The other side of RAS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Over UDP, at this address.
    Udp(SocketAddr),
    /// Over H.460.17.
    Tcp(Connection),
}

/// Where call signalling goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Model {
    /// From endpoint to endpoint; to an endpoint on H.460.17 through the gatekeeper all the same.
    Direct,
    /// Through the gatekeeper.
    Routed,
}

/// The settings of a gatekeeper.
#[derive(Clone, Debug)]
pub struct Config {
    /// `gatekeeperIdentifier`.
    pub identifier: String,
    /// Its address for RAS over UDP.
    pub ras: SocketAddr,
    /// Its address for H.460.17 and call signalling.
    pub signalling: SocketAddr,
    /// Who has to prove a password.
    pub users: Users,
    /// Where call signalling goes.
    pub model: Model,
    /// Whether callers have to be registered.
    pub strict: bool,
    /// The longest `timeToLive` that it grants, in seconds.
    pub time_to_live: u32,
    /// Endpoints that need not register: an alias each, and the address for calls.
    pub endpoints: Vec<(String, SocketAddr)>,
    /// How often it asks every endpoint for information.
    pub ask_info: Option<Duration>,
    /// The other gatekeeper that some scenarios name.
    pub alternate: SocketAddr,
    /// What it does on purpose.
    pub plan: Plan,
}

/// What the driver puts in.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// A datagram.
    Datagram(SocketAddr, &'a [u8]),
    /// An endpoint at this address has opened a connection.
    Accepted(Connection, SocketAddr),
    /// A connection that the gatekeeper wanted is open.
    Connected(Connection),
    /// Octets of a connection.
    Received(Connection, &'a [u8]),
    /// A connection has ended, or could not be opened.
    Closed(Connection, &'a str),
    /// Time has passed.
    Timeout,
    /// The gatekeeper has to end: it releases its calls and ends the registrations.
    Stop,
}

/// What the driver has to do.
#[derive(Clone, Debug)]
pub enum Output {
    /// Send a datagram.
    Datagram(SocketAddr, Vec<u8>),
    /// Open a connection.
    Connect(Connection, SocketAddr),
    /// Send octets on a connection.
    Transmit(Connection, Vec<u8>),
    /// Close a connection, once everything is sent.
    Close(Connection),
    /// Write this down.
    Event(Event),
    /// Come back at this time.
    Timeout(Option<Instant>),
}

/// A TCP connection as the gatekeeper sees it.
#[derive(Debug)]
struct Link {
    address: SocketAddr,
    deframer: Deframer,
    /// Packets that wait until the connection is open; `None` once it is.
    waiting: Option<Vec<Vec<u8>>>,
    last: Instant,
}

/// Something to do later.
#[derive(Debug)]
enum Task {
    /// Answer a request that was told to wait.
    Answer(Peer, Vec<u8>),
    /// End a registration.
    Unregister(String, UnregRequestReason),
    /// Forget a registration.
    Forget(String),
    /// Ask an endpoint for information.
    AskInfo(String),
    /// Ask all of them, and do so again after this time.
    AskAll(Duration),
    /// Ask an endpoint to drop a call.
    Drop(String, table::CallKey),
    /// Ask an endpoint to change the bandwidth of a call.
    Bandwidth(String, table::CallKey),
}

/// The gatekeeper. After every [`Gatekeeper::handle`] its outputs are taken out until
/// [`Output::Timeout`].
#[derive(Debug)]
pub struct Gatekeeper {
    config: Config,
    clock: h235::Clock,
    /// Our time of day, in seconds since 1970, at the last input.
    seconds: u32,
    /// Makes the identifiers of this run unlike those of others.
    run: u32,
    endpoints: Endpoints,
    admissions: Admissions,
    links: BTreeMap<Connection, Link>,
    calls: Calls,
    tasks: BTreeMap<(Instant, u64), Task>,
    /// The last answer to each peer, for a scenario that sends it again.
    last: VecDeque<(Peer, Vec<u8>)>,
    outputs: VecDeque<Output>,
    counter: u64,
    number: u16,
}

impl Gatekeeper {
    /// A gatekeeper whose clock shows this many seconds since 1970 at `now`.
    #[must_use]
    pub fn new(config: Config, seconds: u32, now: Instant) -> Self {
        let mut gatekeeper = Self {
            clock: h235::Clock::new(seconds, now),
            seconds,
            run: seconds,
            endpoints: Endpoints::new(&config.endpoints),
            admissions: Admissions::default(),
            links: BTreeMap::new(),
            calls: Calls::default(),
            tasks: BTreeMap::new(),
            last: VecDeque::new(),
            outputs: VecDeque::new(),
            counter: 0,
            number: 0,
            config,
        };
        if let Some(every) = gatekeeper.config.ask_info {
            gatekeeper.later(now + every, Task::AskAll(every));
        }
        gatekeeper
    }

    /// Takes an input.
    pub fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.seconds = self.clock.at(now);
        self.due(now);
        match input {
            Input::Datagram(from, octets) => self.ras(Peer::Udp(from), octets, now),
            Input::Accepted(connection, address) => self.accepted(connection, address, now),
            Input::Connected(connection) => self.connected(connection, now),
            Input::Received(connection, octets) => self.received(connection, octets, now),
            Input::Closed(connection, why) => self.closed(connection, why, now),
            Input::Timeout => {}
            Input::Stop => self.stop(now),
        }
    }

    /// The next thing for the driver to do.
    pub fn poll_output(&mut self) -> Output {
        match self.outputs.pop_front() {
            Some(output) => output,
            None => Output::Timeout(self.deadline()),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        let task = self.tasks.keys().next().map(|(at, _)| *at);
        let idle = self
            .links
            .iter()
            .filter(|(connection, _)| self.is_idle(**connection))
            .map(|(_, link)| link.last + IDLE)
            .min();
        [task, idle, self.endpoints.deadline(), self.calls.deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Does what is due by now.
    fn due(&mut self, now: Instant) {
        while let Some(entry) = self.tasks.first_entry()
            && entry.key().0 <= now
        {
            let task = entry.remove();
            self.perform(task, now);
        }
        for identifier in self.endpoints.expired(now) {
            self.note(format!("the registration of {identifier} has ended"));
            self.unregister(&identifier, UnregRequestReason::ttlExpired);
        }
        self.release_due(now);
        let idle: Vec<Connection> = self
            .links
            .iter()
            .filter(|(connection, link)| link.last + IDLE <= now && self.is_idle(**connection))
            .map(|(connection, _)| *connection)
            .collect();
        for connection in idle {
            self.note(format!(
                "{}: neither a registration nor a call for {} s",
                self.name(Peer::Tcp(connection)),
                IDLE.as_secs()
            ));
            self.close(connection);
        }
    }

    fn is_idle(&self, connection: Connection) -> bool {
        self.endpoints.of_peer(Peer::Tcp(connection)).is_none() && !self.calls.uses(connection)
    }

    fn perform(&mut self, task: Task, now: Instant) {
        match task {
            Task::Answer(peer, octets) => self.answer_late(peer, &octets, now),
            Task::Unregister(identifier, reason) => self.unregister(&identifier, reason),
            Task::Forget(identifier) => {
                self.note(format!("the gatekeeper forgets {identifier} (scenario)"));
                self.forget(&identifier);
            }
            Task::AskInfo(identifier) => self.ask_info(&identifier),
            Task::AskAll(every) => {
                let dynamic = self.endpoints.all().filter(|row| row.peer.is_some());
                let all: Vec<String> = dynamic.map(|row| row.identifier.clone()).collect();
                for identifier in all {
                    self.ask_info(&identifier);
                }
                self.later(now + every, Task::AskAll(every));
            }
            Task::Drop(identifier, key) => self.ask_to_drop(&identifier, key),
            Task::Bandwidth(identifier, key) => self.ask_for_bandwidth(&identifier, key),
        }
    }

    fn later(&mut self, at: Instant, task: Task) {
        if self.tasks.len() < TASKS {
            let number = self.count();
            self.tasks.insert((at, number), task);
        }
    }

    /// A number that was not used before.
    fn count(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// The `requestSeqNum` of the next request of ours, which is never 0.
    fn next_number(&mut self) -> u16 {
        self.number = self.number.checked_add(1).unwrap_or(1);
        self.number
    }

    fn note(&mut self, text: String) {
        self.outputs.push_back(Output::Event(Event::Note(text)));
    }

    /// The other side, for the log.
    fn name(&self, peer: Peer) -> String {
        match peer {
            Peer::Udp(address) => format!("{address} udp"),
            Peer::Tcp(connection) => match self.links.get(&connection) {
                Some(link) => format!("{} tcp", link.address),
                None => "a closed connection".into(),
            },
        }
    }

    fn accepted(&mut self, connection: Connection, address: SocketAddr, now: Instant) {
        self.open_link(connection, address, None, now);
        if self.links.len() > CONNECTIONS {
            self.note(format!(
                "{address}: {CONNECTIONS} connections are open; a further one is refused"
            ));
            self.close(connection);
        }
    }

    fn open_link(
        &mut self,
        connection: Connection,
        address: SocketAddr,
        waiting: Option<Vec<Vec<u8>>>,
        now: Instant,
    ) {
        let link = Link {
            address,
            deframer: Deframer::new(),
            waiting,
            last: now,
        };
        self.links.insert(connection, link);
    }

    fn received(&mut self, connection: Connection, octets: &[u8], now: Instant) {
        if let Some(link) = self.links.get_mut(&connection) {
            link.last = now;
            link.deframer.push(octets);
        }
        // The connection may be closed by any of its packets.
        while let Some(link) = self.links.get_mut(&connection) {
            match link.deframer.next_frame() {
                Ok(Some(Frame::Message { payload, .. })) => {
                    self.signalling(connection, payload, now)
                }
                Ok(Some(Frame::KeepAlive { .. })) => {}
                Ok(None) => return,
                Err(error) => {
                    self.note(format!("{}: {error}", self.name(Peer::Tcp(connection))));
                    self.close(connection);
                    self.gone(connection, now);
                }
            }
        }
    }

    fn closed(&mut self, connection: Connection, why: &str, now: Instant) {
        let name = self.name(Peer::Tcp(connection));
        let link = self.links.remove(&connection);
        if link.is_some() {
            self.note(format!("{name}: {why}"));
        }
        if link.is_some_and(|link| link.waiting.is_some()) {
            return self.calls_lost(connection, &routing::NOT_REACHED, now);
        }
        self.gone(connection, now);
    }

    /// Ends what was on a connection that is no longer there: the registration (H.460.17)
    /// and the calls.
    fn gone(&mut self, connection: Connection, now: Instant) {
        if let Some(endpoint) = self.endpoints.of_peer(Peer::Tcp(connection)) {
            let identifier = endpoint.identifier.clone();
            self.note(format!("{identifier} is gone with its connection"));
            self.forget(&identifier);
        }
        self.calls_lost(connection, &routing::LOST, now);
    }

    fn close(&mut self, connection: Connection) {
        if self.links.remove(&connection).is_some() {
            self.outputs.push_back(Output::Close(connection));
        }
    }

    /// Sends a packet on a connection, now or when it is open. `false` if too many wait for that.
    fn packet(&mut self, connection: Connection, packet: &[u8]) -> bool {
        match self.links.get_mut(&connection) {
            None => {}
            Some(Link {
                waiting: Some(waiting),
                ..
            }) => {
                if waiting.len() >= WAITING {
                    return false;
                }
                waiting.push(packet.to_vec());
            }
            Some(_) => {
                let packet = packet.to_vec();
                self.outputs.push_back(Output::Transmit(connection, packet));
            }
        }
        true
    }

    /// Ends a registration and tells the endpoint.
    fn unregister(&mut self, identifier: &str, reason: UnregRequestReason) {
        let Some(endpoint) = self.forget(identifier) else {
            return;
        };
        let Some(peer) = endpoint.peer else {
            return;
        };
        let addresses = endpoint.signalling.into_iter().map(transport_address);
        let mut request = UnregistrationRequest::new(self.next_number(), addresses.collect());
        request.endpoint_identifier = bmp_string(identifier).ok();
        request.gatekeeper_identifier = bmp_string(&self.config.identifier).ok();
        request.reason = Some(reason);
        let receiver = Receiver::of(&endpoint);
        let message = RasMessage::unregistrationRequest(Box::new(request));
        self.send(peer, message, receiver.as_ref(), Act::Serve);
    }

    /// Takes an endpoint out of the table, with the calls that it was admitted to.
    fn forget(&mut self, identifier: &str) -> Option<Endpoint> {
        self.admissions.remove_all(identifier);
        self.endpoints.remove(identifier)
    }

    fn stop(&mut self, now: Instant) {
        self.release_all(now);
        let dynamic = self.endpoints.all().filter(|row| row.peer.is_some());
        let all: Vec<String> = dynamic.map(|row| row.identifier.clone()).collect();
        for identifier in all {
            self.unregister(&identifier, UnregRequestReason::maintenance);
        }
        let links: Vec<Connection> = self.links.keys().copied().collect();
        for connection in links {
            self.close(connection);
        }
    }
}
