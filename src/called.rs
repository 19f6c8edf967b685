//! The endpoint of the demo: answers one call by the scenario that its number chooses.

use std::{
    future::poll_fn,
    net::SocketAddr,
    task::{Context, Poll},
};

use futures::{
    StreamExt as _,
    channel::{mpsc, oneshot},
};
use h323_proto::{
    call::{
        Call, CallTerms, CalledAction, CalledConfig, Channel, Closed, Content, Event, H245Mode,
        Input, Output,
    },
    q931::MessageType,
    time::Instant,
};
use h323_scenario::{Connections, Plan, Play, Scenario, terms};

use crate::{
    clock::{Alarm, now},
    guard::demo,
    patience::Patience,
    prepare::entropy,
    socket::{Connection, News},
};

/// The scenario of a number that chooses none.
const OTHERWISE: &str = "answer";

/// Octets that we take from a connection at a time.
const READ_SIZE: usize = 4 * 1024;

/// Octets that may wait in messages which the caller has not read; then we do not read either.
const UNWRITTEN_LIMIT: u32 = 32;

/// Octets of a call that go out one by one, if the scenario has them so. The tester then lets octets
/// gather; in a network they do, but between the two of us each stays alone.
const ALONE: u32 = 400;

/// A connection of a call. The platform ends one when the handler that took it returns, and not before:
/// who waits for that hears when the connection is dropped.
pub(crate) struct Guest {
    connection: Connection,
    _stays: oneshot::Sender<()>,
}

impl Guest {
    /// A connection, and what ends when it is dropped.
    pub(crate) fn new(connection: Connection) -> (Self, oneshot::Receiver<()>) {
        let (stays, gone) = oneshot::channel();
        let guest = Self {
            connection,
            _stays: stays,
        };
        (guest, gone)
    }
}

/// Answers the call on a connection, to its end. `joining` has the H.245 connections of the caller.
pub(crate) async fn answer(caller: Guest, joining: mpsc::Receiver<Guest>) {
    let (Some(scenario), Ok(entropy)) = (Scenario::named(OTHERWISE), entropy()) else {
        return;
    };
    let plan = Plan {
        scenario,
        by_number: true,
        redirect: None,
        pace: 100,
    };
    let config = CalledConfig {
        terms: CallTerms {
            display: Some("H.323 demo".into()),
            h323_id: "demo".into(),
            h245: H245Mode::Auto,
            ..terms(Some(demo::ADDRESS), demo::LONGEST)
        },
        h245_address: None,
    };
    let mut log = |_| {};
    let mut driver = Driver {
        call: Call::called(config, entropy, now()),
        play: Play::new(&plan, &mut log),
        lines: Lines {
            signalling: Some(caller),
            ..Lines::default()
        },
        joining,
        alarm: Alarm::default(),
        buffer: vec![0; READ_SIZE],
        untunnelled: false,
    };
    driver.run().await;
    driver.lines.finish(&mut driver.alarm).await;
}

/// What the driver waited for.
enum Happened {
    On(Channel, News),
    Joined(Guest),
    Due,
}

struct Driver<'a> {
    call: Call,
    play: Play<'a>,
    lines: Lines,
    joining: mpsc::Receiver<Guest>,
    alarm: Alarm,
    /// The buffer for octets that are read.
    buffer: Vec<u8>,
    /// Whether a Setup without a tunnel has come, to which nothing is said yet.
    untunnelled: bool,
}

impl Driver<'_> {
    async fn run(&mut self) {
        loop {
            let deadline = self.drain();
            if self.call.is_over() {
                return;
            }
            let now = now();
            if std::mem::take(&mut self.untunnelled) {
                self.offer_connection(now);
                continue;
            }
            let due = self.play.due();
            if due.is_some_and(|due| due <= now) {
                if let Err(closed) = self.play.act(&mut self.call, &mut self.lines, now) {
                    self.gone(closed);
                }
                continue;
            }
            self.lines.write_gathered();
            let wake = [deadline, due].into_iter().flatten().min();
            let happened = poll_fn(|context| self.poll(wake, context)).await;
            self.tell(happened);
        }
    }

    /// Performs the outputs of the call. Returns the time at which the call wants to be woken.
    fn drain(&mut self) -> Option<Instant> {
        loop {
            match self.call.poll_output() {
                // The caller opens the connections.
                Output::Connect(channel, _) => {
                    let closed = Closed::Failed("the demo opens no connection".into());
                    self.call.handle(Input::Closed(channel, closed), now());
                }
                Output::Transmit(Channel::CallSignalling, octets) => {
                    if let Err(closed) = self.play.transmit(&mut self.lines, octets) {
                        self.gone(closed);
                    }
                }
                Output::Transmit(channel @ Channel::H245Control, octets) => {
                    if let Err(closed) = self.play.transmit_h245(&mut self.lines, octets) {
                        self.call.handle(Input::Closed(channel, closed), now());
                    }
                }
                Output::Close(Channel::CallSignalling) => self.lines.close(),
                Output::Close(Channel::H245Control) => self.lines.close_h245(),
                Output::Event(event) => {
                    self.untunnelled |= is_setup_without_tunnel(&event);
                    self.play.event(event);
                }
                Output::Timeout(deadline) => return deadline,
            }
        }
    }

    /// Gives a caller that does not offer the tunnel an address for H.245. Scenarios about H.245 choose
    /// for themselves later.
    fn offer_connection(&mut self, now: Instant) {
        let address = self.lines.listen_for_h245().ok();
        let take = CalledAction::TakeH245(H245Mode::Auto, address);
        // It fails only if the call is already over.
        let _ = self.call.act(take, now);
    }

    fn poll(&mut self, wake: Option<Instant>, context: &mut Context<'_>) -> Poll<Happened> {
        self.lines.poll_closing(context);
        let held_up = self.lines.unwritten() >= UNWRITTEN_LIMIT
            && self.lines.poll_unwritten(context) >= UNWRITTEN_LIMIT;
        if !held_up {
            for (channel, line) in self.lines.all() {
                if let Some(Guest { connection, .. }) = line
                    && let Poll::Ready(news) = connection.poll_next(&mut self.buffer, context)
                {
                    return Poll::Ready(Happened::On(channel, news));
                }
            }
        }
        if let Poll::Ready(Some(guest)) = self.joining.poll_next_unpin(context) {
            return Poll::Ready(Happened::Joined(guest));
        }
        self.alarm.poll(wake, context).map(|()| Happened::Due)
    }

    fn tell(&mut self, happened: Happened) {
        let input = match happened {
            // Nothing here is over TLS.
            Happened::On(Channel::CallSignalling, News::Opened(_))
            | Happened::On(_, News::Secured) => return,
            Happened::On(channel, News::Opened(_)) => Input::Connected(channel, None),
            Happened::On(channel, News::Read(length)) => {
                Input::Received(channel, self.buffer.get(..length).unwrap_or_default())
            }
            Happened::On(channel, News::Gone(closed)) => {
                match channel {
                    Channel::CallSignalling => self.lines.signalling = None,
                    Channel::H245Control => self.lines.h245 = None,
                }
                Input::Closed(channel, closed)
            }
            Happened::Joined(guest) => {
                if self.lines.listens && self.lines.h245.is_none() {
                    self.lines.h245 = Some(guest);
                }
                return;
            }
            Happened::Due => Input::Timeout,
        };
        self.call.handle(input, now());
    }

    fn gone(&mut self, closed: Closed) {
        let input = Input::Closed(Channel::CallSignalling, closed);
        self.call.handle(input, now());
    }
}

fn is_setup_without_tunnel(event: &Event) -> bool {
    let Event::Message(record) = event else {
        return false;
    };
    let Content::Signalling { message, facts, .. } = &record.content else {
        return false;
    };
    message.message_type == MessageType::Setup && facts.h245_tunnelling != Some(true)
}

/// The connections of a call.
#[derive(Default)]
struct Lines {
    signalling: Option<Guest>,
    h245: Option<Guest>,
    /// Whether a caller may open the H.245 connection.
    listens: bool,
    /// Connections that are closed when all is written.
    closing: Vec<Guest>,
    /// Octets of call signalling that were written alone.
    alone: u32,
    /// Octets that are not, and wait for the others.
    gathered: Vec<u8>,
}

impl Lines {
    /// The open connections. Call signalling comes first.
    fn all(&mut self) -> [(Channel, Option<&mut Guest>); 2] {
        [
            (Channel::CallSignalling, self.signalling.as_mut()),
            (Channel::H245Control, self.h245.as_mut()),
        ]
    }

    /// Writes that have not finished.
    fn unwritten(&self) -> u32 {
        let lines = [&self.signalling, &self.h245];
        let lines = lines.into_iter().flatten();
        lines.map(|line| line.connection.unwritten()).sum()
    }

    /// The same, after asking each connection.
    fn poll_unwritten(&mut self, context: &Context<'_>) -> u32 {
        let lines = self.all().into_iter().filter_map(|(_, line)| line);
        lines
            .map(|line| line.connection.poll_unwritten(context))
            .sum()
    }

    fn write_gathered(&mut self) {
        let octets = std::mem::take(&mut self.gathered);
        // If the connection has ended, the driver notices that when it reads.
        let _ = write(self.signalling.as_mut(), &octets);
    }

    /// Closes those that have written everything. Returns how many writes the others have left.
    fn poll_closing(&mut self, context: &Context<'_>) -> u32 {
        let mut left = 0;
        self.closing.retain_mut(|line| {
            let unwritten = line.connection.poll_unwritten(context);
            left += unwritten;
            unwritten > 0
        });
        left
    }

    /// Closes what is open, once all is written or our patience ends.
    async fn finish(&mut self, alarm: &mut Alarm) {
        self.close();
        self.close_h245();
        let mut patience = Patience::default();
        poll_fn(|context| match self.poll_closing(context) {
            0 => Poll::Ready(()),
            left => alarm.poll(patience.note(left, now()), context),
        })
        .await;
    }
}

impl Connections for Lines {
    fn write(&mut self, octets: &[u8]) -> Result<(), Closed> {
        if octets.len() == 1 {
            self.alone = self.alone.saturating_add(1);
        }
        if octets.len() == 1 && self.alone > ALONE {
            self.gathered.extend(octets);
            return Ok(());
        }
        self.write_gathered();
        write(self.signalling.as_mut(), octets)
    }

    fn write_h245(&mut self, octets: &[u8]) -> Result<(), Closed> {
        write(self.h245.as_mut(), octets)
    }

    fn close(&mut self) {
        self.write_gathered();
        self.closing.extend(self.signalling.take());
    }

    fn close_h245(&mut self) {
        self.closing.extend(self.h245.take());
        self.listens = false;
    }

    fn local_address(&self) -> Option<SocketAddr> {
        Some(demo::ADDRESS)
    }

    fn h245_address(&self) -> Option<SocketAddr> {
        self.listens.then_some(demo::H245)
    }

    fn listen_for_h245(&mut self) -> Result<SocketAddr, Closed> {
        self.listens = true;
        Ok(demo::H245)
    }

    fn closed_port(&self) -> Result<SocketAddr, Closed> {
        Ok(demo::CLOSED)
    }
}

fn write(line: Option<&mut Guest>, octets: &[u8]) -> Result<(), Closed> {
    // A scenario may hold back nothing.
    if octets.is_empty() {
        return Ok(());
    }
    let Some(Guest { connection, .. }) = line else {
        return Err(Closed::Failed("the connection is not open".into()));
    };
    connection.write(octets);
    Ok(())
}
