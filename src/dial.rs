//! The driver: sockets, clock and entropy of one [`Call`].

use std::{
    future::{Future, poll_fn},
    io,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    pin::Pin,
    time::Duration,
};

use futures::{
    channel::oneshot,
    future::{Either, select, select_all},
};
use h323_proto::{
    call::{Call, CallConfig, Channel, Closed, Entropy, Input, Output, Target, WarningCode},
    diagnosis::name_not_found,
    time::Instant,
};
use h323_report::{CallReport, Collector, Origin, Update, Warning};
use h323_request::{CallRequest, Host};
use tokio::io::{AsyncRead, AsyncWriteExt as _, ReadBuf};
use worker::{Date, Delay, Socket};

use crate::{
    resolve::{Resolution, resolve},
    target::{self, Forbidden},
};

/// How long a write may wait for a peer that does not read. A write cannot be taken back, so the
/// connection is given up after it.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);

/// The same for all writes of a call together.
const CALL_PATIENCE: Duration = Duration::from_secs(10);

/// Octets taken from a socket at a time.
const READ_SIZE: usize = 16 * 1024;

/// The Worker's clock. It only advances with I/O, which is also the only time that a call is told
/// about it.
pub(crate) fn now() -> Instant {
    Instant::from_millis(Date::now().as_millis())
}

/// What became of a request before anything was dialled.
pub(crate) enum Prepared {
    /// The call can be placed.
    Ready(Box<Placing>),
    /// There is nothing to dial.
    NotDialled(Box<CallReport>),
}

/// A call that is about to be placed.
pub(crate) struct Placing {
    config: CallConfig,
    collector: Collector,
    follow_redirects: bool,
    allow_private: bool,
    /// Entropy of the first call: taken before the answer is open, so that its failure is an error.
    entropy: Entropy,
}

impl Placing {
    /// What was odd before the call.
    pub(crate) fn warnings(&self) -> &[Warning] {
        self.collector.warnings()
    }

    /// Places the call, and those it is redirected to if they are to be followed, and reports on it.
    /// `hangup` ends it early; `update` sees it run.
    pub(crate) async fn run(
        mut self,
        mut hangup: oneshot::Receiver<()>,
        update: &mut dyn FnMut(Update<'_>),
    ) -> CallReport {
        let mut call = Call::calling(self.config, self.entropy, now());
        loop {
            let mut driver = Driver {
                lines: Lines::default(),
                collector: &mut self.collector,
                allow_private: self.allow_private,
                update,
                patience: CALL_PATIENCE,
            };
            let nobody_left = driver.drive(&mut call, &mut hangup).await;
            let allowed = |to: &Target| {
                target::check(&host(to), to.port, self.allow_private)
                    .map_err(|forbidden| forbidden.to_string())
            };
            // Without identifiers for it no call can follow.
            let fresh = entropy().ok();
            let follow = self.follow_redirects && !nobody_left && fresh.is_some();
            let (redirect, next) = self.collector.redirect(&call, follow, allowed, now());
            if let Some(redirect) = redirect {
                update(Update::Redirect(redirect));
            }
            match (next, fresh) {
                (Some(config), Some(entropy)) => call = Call::calling(config, entropy, now()),
                _ => return self.collector.report(&call),
            }
        }
    }
}

/// Resolves the target, checks what it resolves to, and gets a call ready, which began at `start`.
pub(crate) async fn prepare(
    request: CallRequest,
    start: (Instant, Origin),
    allow_private: bool,
    resolver: &str,
) -> Result<Prepared, Failure> {
    let mut collector = Collector::new(start.0, start.1);
    let mut config = request.config;
    let port = config.target.port;
    match &request.server {
        Host::Address(address) => config.aim(SocketAddr::new(*address, port)),
        Host::Name(name) => match resolve(name, resolver).await {
            Resolution::Address(address) => {
                target::check_resolved(name, address, allow_private)?;
                config.aim(SocketAddr::new(address, port));
            }
            Resolution::NotFound(why) => {
                let report = collector.not_dialled(name_not_found(name, why).into());
                return Ok(Prepared::NotDialled(Box::new(report)));
            }
            Resolution::Failed(why) => {
                let text = format!("{name} could not be looked up ({why}); dialling it by name");
                collector.warn(WarningCode::NameNotResolved, text, now());
            }
        },
    }
    Ok(Prepared::Ready(Box::new(Placing {
        config,
        collector,
        follow_redirects: request.follow_redirects,
        allow_private,
        entropy: entropy()?,
    })))
}

/// The identifiers of one call.
fn entropy() -> Result<Entropy, getrandom::Error> {
    let mut random = [0; Entropy::OCTETS];
    getrandom::fill(&mut random)?;
    Ok(Entropy::new(random))
}

/// The host of a target, which is an address unless nobody could resolve it.
fn host(target: &Target) -> Host {
    target
        .host
        .parse()
        .map_or_else(|_| Host::Name(target.host.clone()), Host::Address)
}

/// Why a call cannot be placed at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The target may not be dialled.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The platform has no random octets for the identifiers of the call.
    #[error("no random octets: {0}")]
    Entropy(#[from] getrandom::Error),
}

/// What the driver waited for.
enum Happened {
    Opened(Channel, Option<SocketAddr>),
    Read(Channel, Vec<u8>),
    Gone(Channel, Closed),
    Timeout,
    Hangup,
}

/// One connection of a call.
#[derive(Default)]
struct Line {
    socket: Option<Socket>,
    open: bool,
}

impl Line {
    /// What comes of the connection next; nothing if there is none.
    async fn next(&mut self, channel: Channel) -> Happened {
        match &mut self.socket {
            Some(socket) if self.open => match read(socket).await {
                Ok(octets) => Happened::Read(channel, octets),
                Err(closed) => Happened::Gone(channel, closed),
            },
            Some(socket) => match opened(socket).await {
                Ok(address) => Happened::Opened(channel, address),
                Err(closed) => Happened::Gone(channel, closed),
            },
            None => futures::future::pending().await,
        }
    }

    fn close(&mut self) {
        self.open = false;
        if let Some(mut socket) = self.socket.take() {
            // Closing a socket that never opened can take 20 s: do not wait for it.
            worker::wasm_bindgen_futures::spawn_local(async move {
                let _ = socket.close().await;
            });
        }
    }
}

/// The connections of a call.
#[derive(Default)]
struct Lines {
    signalling: Line,
    control: Line,
}

impl Lines {
    fn line(&mut self, channel: Channel) -> &mut Line {
        match channel {
            Channel::CallSignalling => &mut self.signalling,
            Channel::H245Control => &mut self.control,
        }
    }

    /// Begins to open a connection. The target of the first one was checked before; another is the
    /// peer's word, and the peer must not get us to dial what a caller may not.
    fn dial(
        &mut self,
        channel: Channel,
        target: Target,
        allow_private: bool,
    ) -> Result<(), Closed> {
        if channel == Channel::H245Control {
            target::check(&host(&target), target.port, allow_private)
                .map_err(|forbidden| Closed::Failed(format!("not dialled: {forbidden}")))?;
        }
        let socket = Socket::builder()
            .connect(hostname(target.host), target.port)
            .map_err(|error| Closed::Failed(plain(&error.to_string())))?;
        *self.line(channel) = Line {
            socket: Some(socket),
            open: false,
        };
        Ok(())
    }
}

/// What runs one call.
struct Driver<'a> {
    lines: Lines,
    collector: &'a mut Collector,
    allow_private: bool,
    update: &'a mut dyn FnMut(Update<'_>),
    /// How much longer writes may wait for the peer, all of them together.
    patience: Duration,
}

impl Driver<'_> {
    /// Runs a call to its end. Returns whether it was hung up.
    async fn drive(&mut self, call: &mut Call, hangup: &mut oneshot::Receiver<()>) -> bool {
        let mut nobody_left = false;
        loop {
            let deadline = self.drain(call).await;
            if call.is_over() {
                return nobody_left;
            }
            let hangup = (!nobody_left).then_some(&mut *hangup);
            let happened = wait(&mut self.lines, deadline, hangup).await;
            let input = match &happened {
                Happened::Opened(channel, address) => {
                    self.lines.line(*channel).open = true;
                    if *channel == Channel::CallSignalling {
                        self.collector
                            .connected(address.map(|address| address.to_string()), now());
                    }
                    Input::Connected(*channel, *address)
                }
                Happened::Read(channel, octets) => Input::Received(*channel, octets),
                Happened::Gone(channel, closed) => {
                    self.lines.line(*channel).close();
                    Input::Closed(*channel, closed.clone())
                }
                Happened::Timeout => Input::Timeout,
                Happened::Hangup => {
                    nobody_left = true;
                    Input::Hangup
                }
            };
            call.handle(input, now());
        }
    }

    /// Does what the call wants done; returns when it wants to be woken.
    async fn drain(&mut self, call: &mut Call) -> Option<Instant> {
        loop {
            match call.poll_output() {
                Output::Connect(channel, target) => {
                    if let Err(closed) = self.lines.dial(channel, target, self.allow_private) {
                        call.handle(Input::Closed(channel, closed), now());
                    }
                }
                Output::Transmit(channel, octets) => {
                    if let Err(closed) = self.write(channel, &octets).await {
                        call.handle(Input::Closed(channel, closed), now());
                    }
                }
                Output::Close(channel) => self.lines.line(channel).close(),
                Output::Event(event) => {
                    if let Some(update) = self.collector.event(event) {
                        (self.update)(update);
                    }
                }
                Output::Timeout(deadline) => return deadline,
            }
        }
    }

    /// Puts octets of a call on the wire. While it waits, neither timers nor a client that goes away
    /// are looked at: a peer that reads by the drop must not make a long call of it.
    async fn write(&mut self, channel: Channel, octets: &[u8]) -> Result<(), Closed> {
        let Some(socket) = self.lines.line(channel).socket.as_mut() else {
            return Ok(());
        };
        let started = now();
        let written = write(socket, octets, WRITE_PATIENCE.min(self.patience)).await;
        self.patience = self.patience.saturating_sub(now().since(started));
        written
    }
}

/// Waits for whatever comes first: a socket, the deadline or the hang-up.
async fn wait(
    lines: &mut Lines,
    deadline: Option<Instant>,
    hangup: Option<&mut oneshot::Receiver<()>>,
) -> Happened {
    type Next<'a> = Pin<Box<dyn Future<Output = Happened> + 'a>>;
    let timeout: Next<'_> = match deadline {
        Some(deadline) => Box::pin(async move {
            Delay::from(deadline.since(now())).await;
            Happened::Timeout
        }),
        None => Box::pin(futures::future::pending()),
    };
    let hung_up: Next<'_> = match hangup {
        Some(hangup) => Box::pin(async move {
            // The other end is also dropped, unused, when the runtime gives up the handler of a
            // client that went away.
            let _ = hangup.await;
            Happened::Hangup
        }),
        None => Box::pin(futures::future::pending()),
    };
    // Signalling first: when both have something, its Release Complete makes the rest moot.
    let sources: [Next<'_>; 4] = [
        Box::pin(lines.signalling.next(Channel::CallSignalling)),
        Box::pin(lines.control.next(Channel::H245Control)),
        timeout,
        hung_up,
    ];
    select_all(sources).await.0
}

async fn opened(socket: &Socket) -> Result<Option<SocketAddr>, Closed> {
    match socket.opened().await {
        Ok(info) => Ok(info.remote_address.as_deref().and_then(socket_address)),
        Err(error) => Err(Closed::Failed(plain(&error.to_string()))),
    }
}

async fn read(socket: &mut Socket) -> Result<Vec<u8>, Closed> {
    let mut buffer = vec![0; READ_SIZE];
    let result: io::Result<usize> = poll_fn(|context| {
        let mut unfilled = ReadBuf::new(&mut buffer);
        Pin::new(&mut *socket)
            .poll_read(context, &mut unfilled)
            .map_ok(|()| unfilled.filled().len())
    })
    .await;
    match result {
        Ok(0) => Err(Closed::ByPeer),
        Ok(length) => {
            buffer.truncate(length);
            Ok(buffer)
        }
        Err(error) => Err(Closed::Failed(plain(&error.to_string()))),
    }
}

async fn write(socket: &mut Socket, octets: &[u8], patience: Duration) -> Result<(), Closed> {
    let writing = socket.write_all(octets);
    futures::pin_mut!(writing);
    match select(writing, Delay::from(patience)).await {
        Either::Left((Ok(()), _)) => Ok(()),
        Either::Left((Err(error), _)) => Err(Closed::Failed(plain(&error.to_string()))),
        Either::Right(_) => Err(Closed::Failed(
            "the peer does not read what it is sent".into(),
        )),
    }
}

/// The host as `connect()` takes it: it puts `:port` behind, so IPv6 needs its brackets (RFC 3986
/// 3.2.2).
fn hostname(host: String) -> String {
    match host.parse::<Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => host,
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

/// The runtime's words, made plain where they are known: they reach people who have never heard
/// of the proxy that Workers' sockets go through.
pub(crate) fn plain(text: &str) -> String {
    if text.contains("cannot connect to the specified address") {
        return "refused, or the address cannot be reached".into();
    }
    if text.contains("Network connection lost") {
        return "reset by the peer or by a device in between".into();
    }
    // A reference into the runtime's own log helps nobody else.
    let text = text.split("; reference = ").next().unwrap_or(text);
    text.trim()
        .trim_start_matches("JsError: ")
        .trim_start_matches("Error: ")
        .trim_end_matches('.')
        .to_owned()
}
