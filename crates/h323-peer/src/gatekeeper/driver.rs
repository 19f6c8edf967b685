//! Drives the gatekeeper over UDP and TCP: a thread for each direction of a connection, and one that
//! has the gatekeeper itself.

use std::{
    collections::BTreeMap,
    io::{self, ErrorKind, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender},
    },
    thread,
};

use h323_proto::time::{Duration, Instant};

use h323_tls::Credentials;

use super::{Config, Connection, Event, Gatekeeper, Input, Output, tls};
use crate::{clock::Clock, listen::Log, print_line};

/// How often the gatekeeper checks whether it must stop.
const GLANCE: Duration = Duration::from_millis(100);

/// How long a connection to an endpoint may take to open.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// How long a write may wait while the other side does not read.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);

/// How long we keep reading after we have closed a connection.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);

/// Inputs that wait for the gatekeeper; then the sockets wait.
const INPUTS: usize = 256;

/// Packets that wait for a connection whose other side does not read; then it is closed.
const PACKETS: usize = 256;

/// Octets taken from a socket at a time.
pub(super) const READ_SIZE: usize = 16 * 1024;

/// The largest datagram.
const DATAGRAM: usize = 64 * 1024;

/// Where connections are taken over TLS.
#[derive(Clone, Debug)]
pub struct Secure {
    /// The address.
    pub address: SocketAddr,
    /// The certificate and its key.
    pub credentials: Credentials,
}

/// What the threads tell.
pub(super) enum Arrival {
    Datagram(SocketAddr, Vec<u8>),
    /// A connection, and the certificate for one over TLS.
    Accepted(TcpStream, SocketAddr, Option<Credentials>),
    Opened(Connection, TcpStream),
    Received(Connection, Vec<u8>),
    Closed(Connection, String),
}

/// Serves until `stop` is set. Prints one line `gatekeeper on ADDRESS (RAS over UDP) and ADDRESS
/// (H.460.17 and calls)`, with a third address if it takes these over TLS too, then the log.
///
/// # Errors
/// If an address cannot be used, or a thread cannot be started.
pub fn serve(
    mut config: Config,
    secure: Option<Secure>,
    log: Log,
    stop: &AtomicBool,
) -> io::Result<()> {
    let named = |address: SocketAddr, error: io::Error| {
        io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"))
    };
    let udp = UdpSocket::bind(config.ras).map_err(|error| named(config.ras, error))?;
    let tcp =
        TcpListener::bind(config.signalling).map_err(|error| named(config.signalling, error))?;
    let alternate = config.alternate == config.ras;
    config.ras = udp.local_addr()?;
    config.signalling = tcp.local_addr()?;
    if alternate {
        config.alternate = config.ras;
    }
    let over_tls = secure.map(|secure| {
        let listener = TcpListener::bind(secure.address);
        let listener = listener.map_err(|error| named(secure.address, error))?;
        Ok::<_, io::Error>((listener, secure.credentials))
    });
    let over_tls = over_tls.transpose()?;
    let (ras, signalling) = (config.ras, config.signalling);
    print_line(&match &over_tls {
        None => {
            format!("gatekeeper on {ras} (RAS over UDP) and {signalling} (H.460.17 and calls)")
        }
        Some((listener, _)) => format!(
            "gatekeeper on {ras} (RAS over UDP), {signalling} (H.460.17 and calls) and {} (the same over TLS)",
            listener.local_addr()?
        ),
    });
    let (sender, arrivals) = mpsc::sync_channel(INPUTS);
    // Waits for sockets cannot be interrupted, so their threads end with the process.
    let udp = Arc::new(udp);
    let (socket, datagrams) = (Arc::clone(&udp), sender.clone());
    thread::Builder::new().spawn(move || read_datagrams(&socket, &datagrams))?;
    let accepted = sender.clone();
    thread::Builder::new().spawn(move || accept(&tcp, None, &accepted))?;
    if let Some((listener, credentials)) = over_tls {
        let accepted = sender.clone();
        let credentials = Some(credentials);
        thread::Builder::new().spawn(move || accept(&listener, credentials.as_ref(), &accepted))?;
    }
    let clock = Clock::start();
    let seconds = u32::try_from(Clock::since_1970() / 1_000).unwrap_or(u32::MAX);
    let gatekeeper = Gatekeeper::new(config, seconds, clock.now());
    let mut driver = Driver {
        gatekeeper,
        clock,
        log,
        udp,
        sender,
        writers: BTreeMap::new(),
        accepted: 0,
    };
    driver.run(&arrivals, stop);
    Ok(())
}

fn read_datagrams(socket: &UdpSocket, sender: &SyncSender<Arrival>) {
    let mut buffer = vec![0; DATAGRAM];
    loop {
        // An error is about one datagram, such as one of ours that nobody takes.
        let Ok((length, from)) = socket.recv_from(&mut buffer) else {
            continue;
        };
        let octets = buffer.get(..length).unwrap_or_default().to_vec();
        if sender.send(Arrival::Datagram(from, octets)).is_err() {
            return;
        }
    }
}

fn accept(listener: &TcpListener, credentials: Option<&Credentials>, sender: &SyncSender<Arrival>) {
    loop {
        // The caller gave up before, or we have no sockets left for now.
        let Ok((stream, from)) = listener.accept() else {
            continue;
        };
        let accepted = Arrival::Accepted(stream, from, credentials.cloned());
        if sender.send(accepted).is_err() {
            return;
        }
    }
}

/// A connection's thread that writes.
struct Writer {
    packets: SyncSender<Vec<u8>>,
    stream: Arc<TcpStream>,
}

struct Driver {
    gatekeeper: Gatekeeper,
    clock: Clock,
    log: Log,
    udp: Arc<UdpSocket>,
    sender: SyncSender<Arrival>,
    /// The connections that are open.
    writers: BTreeMap<Connection, Writer>,
    accepted: u64,
}

impl Driver {
    fn run(&mut self, arrivals: &Receiver<Arrival>, stop: &AtomicBool) {
        loop {
            let deadline = self.drain();
            if stop.load(Ordering::Relaxed) {
                self.gatekeeper.handle(Input::Stop, self.clock.now());
                self.drain();
                return self.finish(arrivals);
            }
            let patience = deadline.map_or(GLANCE, |at| self.clock.until(at).min(GLANCE));
            match arrivals.recv_timeout(patience) {
                Ok(arrival) => self.arrived(arrival),
                Err(RecvTimeoutError::Timeout) => {
                    self.gatekeeper.handle(Input::Timeout, self.clock.now());
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Waits until the last packets are written: each connection's end arrives, or its time is over.
    fn finish(&mut self, arrivals: &Receiver<Arrival>) {
        let end = self.clock.now() + CLOSE_PATIENCE;
        while !self.writers.is_empty() && self.clock.now() < end {
            match arrivals.recv_timeout(self.clock.until(end)) {
                Ok(Arrival::Closed(connection, _)) => {
                    self.writers.remove(&connection);
                }
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }

    fn arrived(&mut self, arrival: Arrival) {
        let now = self.clock.now();
        match arrival {
            Arrival::Datagram(from, octets) => {
                self.gatekeeper.handle(Input::Datagram(from, &octets), now);
            }
            Arrival::Accepted(stream, from, credentials) => {
                self.accepted += 1;
                let connection = Connection::Accepted(self.accepted);
                match self.start(connection, stream, credentials) {
                    Ok(()) => self
                        .gatekeeper
                        .handle(Input::Accepted(connection, from), now),
                    Err(error) => eprintln!("h323-peer: {from}: {error}"),
                }
            }
            Arrival::Opened(connection, stream) => {
                let input = match self.start(connection, stream, None) {
                    Ok(()) => Input::Connected(connection),
                    Err(_) => Input::Closed(connection, "it cannot be used"),
                };
                self.gatekeeper.handle(input, now);
            }
            Arrival::Received(connection, octets) => {
                self.gatekeeper
                    .handle(Input::Received(connection, &octets), now);
            }
            Arrival::Closed(connection, why) => {
                self.writers.remove(&connection);
                self.gatekeeper.handle(Input::Closed(connection, &why), now);
            }
        }
    }

    /// Does what the gatekeeper wants, until it waits.
    fn drain(&mut self) -> Option<Instant> {
        loop {
            match self.gatekeeper.poll_output() {
                Output::Datagram(to, octets) => {
                    // Nobody waits for the answer to a datagram that is lost.
                    let _ = self.udp.send_to(&octets, to);
                }
                Output::Connect(connection, address) => self.open(connection, address),
                Output::Transmit(connection, packet) => {
                    let full = self
                        .writers
                        .get(&connection)
                        .is_some_and(|writer| writer.packets.try_send(packet).is_err());
                    if full && let Some(writer) = self.writers.remove(&connection) {
                        let _ = writer.stream.shutdown(Shutdown::Both);
                    }
                }
                // The thread that writes ends with its last packet.
                Output::Close(connection) => drop(self.writers.remove(&connection)),
                Output::Event(event) => print(self.log, &event),
                Output::Timeout(deadline) => return deadline,
            }
        }
    }

    fn open(&self, connection: Connection, address: SocketAddr) {
        let sender = self.sender.clone();
        let failed = sender.clone();
        let opened = thread::Builder::new().spawn(move || {
            let arrival = match TcpStream::connect_timeout(&address, CONNECT_PATIENCE) {
                Ok(stream) => Arrival::Opened(connection, stream),
                Err(error) => Arrival::Closed(connection, error.to_string()),
            };
            let _ = sender.send(arrival);
        });
        if let Err(error) = opened {
            let _ = failed.try_send(Arrival::Closed(connection, error.to_string()));
        }
    }

    /// Starts the threads of a connection: two, or one over TLS.
    fn start(
        &mut self,
        connection: Connection,
        stream: TcpStream,
        credentials: Option<Credentials>,
    ) -> io::Result<()> {
        let (packets, outgoing) = mpsc::sync_channel(PACKETS);
        if let Some(credentials) = credentials {
            let (served, sender) = (stream.try_clone()?, self.sender.clone());
            let stream = Arc::new(stream);
            thread::Builder::new().spawn(move || {
                tls::serve(served, &credentials, connection, &outgoing, &sender);
            })?;
            self.writers.insert(connection, Writer { packets, stream });
            return Ok(());
        }
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITE_PATIENCE))?;
        stream.set_read_timeout(Some(CLOSE_PATIENCE))?;
        let stream = Arc::new(stream);
        let closing = Arc::new(AtomicBool::new(false));
        let (written, closes) = (Arc::clone(&stream), Arc::clone(&closing));
        thread::Builder::new().spawn(move || write(&written, outgoing, &closes))?;
        let (received, sender) = (Arc::clone(&stream), self.sender.clone());
        thread::Builder::new().spawn(move || read(&received, connection, &sender, &closing))?;
        let writer = Writer { packets, stream };
        self.writers.insert(connection, writer);
        Ok(())
    }
}

fn write(mut stream: &TcpStream, outgoing: Receiver<Vec<u8>>, closing: &AtomicBool) {
    for packet in outgoing {
        if stream.write_all(&packet).is_err() {
            let _ = stream.shutdown(Shutdown::Both);
            return;
        }
    }
    // Our FIN; the other side has some time for its own, because TCP would answer what it still sends
    // with a reset.
    let _ = stream.shutdown(Shutdown::Write);
    closing.store(true, Ordering::Relaxed);
}

fn read(
    mut stream: &TcpStream,
    connection: Connection,
    sender: &SyncSender<Arrival>,
    closing: &AtomicBool,
) {
    let mut buffer = vec![0; READ_SIZE];
    let why = loop {
        match stream.read(&mut buffer) {
            Ok(0) => break "the connection was closed".to_owned(),
            Ok(length) => {
                let octets = buffer.get(..length).unwrap_or_default().to_vec();
                if sender.send(Arrival::Received(connection, octets)).is_err() {
                    return;
                }
            }
            Err(error) => match error.kind() {
                ErrorKind::Interrupted => {}
                ErrorKind::WouldBlock | ErrorKind::TimedOut if !closing.load(Ordering::Relaxed) => {
                }
                _ => break error.to_string(),
            },
        }
    };
    let _ = stream.shutdown(Shutdown::Both);
    let _ = sender.send(Arrival::Closed(connection, why));
}

fn print(log: Log, event: &Event) {
    print_line(&match log {
        Log::Text => event.text(),
        Log::Json => event.json().to_string(),
    });
}
