//! The driver: runs one [`Call`] over its connections and one timer.

use std::{
    future::poll_fn,
    net::SocketAddr,
    task::{Context, Poll},
};

use futures::{FutureExt as _, channel::oneshot};
use h323_proto::{
    call::{Call, Channel, Closed, Event, Input, Output, Target},
    time::Instant,
    tls::Mode,
};
use h323_report::{Collector, Update};

use crate::{
    clock::{Alarm, gather, give_way, now},
    guard::dials::Dials,
    line::{Line, Security},
    patience::Patience,
    reads::Reads,
    socket::News,
};

/// Octets that we take from a connection at a time: as many as the platform gives.
const READ_SIZE: usize = 4 * 1024;

/// Writes that may wait before we stop reading. This bounds the memory that an endpoint can use up by
/// sending requests without reading the answers.
const UNWRITTEN_LIMIT: u32 = 32;

/// The work for a call before all others in this isolate get a turn: about two milliseconds. A normal
/// call has less than that in all.
const TURN: u64 = 2_000_000;

/// Call signalling comes first: if both channels have something, its Release Complete makes the rest
/// moot.
const CHANNELS: [Channel; 2] = [Channel::CallSignalling, Channel::H245Control];

/// The parts of the program that watch a running call.
pub(crate) struct Audience<'a> {
    pub(crate) collector: &'a mut Collector,
    pub(crate) update: &'a mut dyn FnMut(Update<'_>),
    /// Ends the call early. It also becomes ready if the runtime cancels the handler because the
    /// client has gone away.
    pub(crate) hangup: &'a mut oneshot::Receiver<()>,
}

/// Runs a call to its end. Returns whether it was hung up. `name` is the name or address that was asked
/// for; over TLS, the certificate has to be for it.
pub(crate) async fn drive<'a>(
    call: &mut Call,
    name: &'a str,
    audience: Audience<'a>,
    dials: &'a mut Dials<'_>,
) -> bool {
    let mut driver = Driver {
        lines: Lines::default(),
        name,
        reached: None,
        alarm: Alarm::default(),
        patience: Patience::default(),
        buffer: vec![0; READ_SIZE],
        audience,
        dials,
        hung_up: false,
        reads: Reads::default(),
    };
    // The work when the others last had a turn.
    let mut turn = 0;
    loop {
        let deadline = driver.drain(call).await;
        if call.is_over() {
            return driver.hung_up;
        }
        if call.work() - turn >= TURN {
            turn = call.work();
            give_way().await;
        }
        if driver.reads.are_too_short() {
            gather().await;
        }
        let heard = CHANNELS.map(|channel| call.listens(channel).then_some(channel));
        let happened = poll_fn(|context| driver.poll(deadline, heard, context)).await;
        driver.tell(call, happened);
    }
}

/// The event that the driver waited for.
enum Happened {
    On(Channel, News),
    Timeout,
    Hangup,
}

/// The connections of a call.
#[derive(Default)]
struct Lines {
    signalling: Option<Line>,
    h245: Option<Line>,
}

impl Lines {
    const fn line(&mut self, channel: Channel) -> &mut Option<Line> {
        match channel {
            Channel::CallSignalling => &mut self.signalling,
            Channel::H245Control => &mut self.h245,
        }
    }

    /// Writes of all connections that have not finished.
    fn unwritten(&self) -> u32 {
        let lines = [&self.signalling, &self.h245];
        lines.into_iter().flatten().map(Line::unwritten).sum()
    }

    /// The same, after asking each connection.
    fn poll_unwritten(&mut self, context: &Context<'_>) -> u32 {
        let lines = [&mut self.signalling, &mut self.h245];
        let lines = lines.into_iter().flatten();
        lines.map(|line| line.poll_unwritten(context)).sum()
    }
}

struct Driver<'a, 'd> {
    lines: Lines,
    /// The name or address that was asked for.
    name: &'a str,
    /// The endpoint's address, if the platform tells it.
    reached: Option<SocketAddr>,
    alarm: Alarm,
    patience: Patience,
    /// The buffer for octets that are read.
    buffer: Vec<u8>,
    audience: Audience<'a>,
    dials: &'a mut Dials<'d>,
    hung_up: bool,
    reads: Reads,
}

impl Driver<'_, '_> {
    /// Performs the outputs of the call. Returns the time at which the call wants to be woken.
    async fn drain(&mut self, call: &mut Call) -> Option<Instant> {
        loop {
            match call.poll_output() {
                Output::Connect(channel, target) => match self.open(call, channel, &target) {
                    Ok(line) => *self.lines.line(channel) = Some(line),
                    Err(closed) => call.handle(Input::Closed(channel, closed), now()),
                },
                Output::Transmit(channel, octets) => {
                    if let Some(line) = self.lines.line(channel) {
                        line.write(&octets);
                    }
                }
                Output::Close(channel) => {
                    if let Some(line) = self.lines.line(channel) {
                        line.finish();
                    }
                    poll_fn(|context| self.poll_written(channel, context)).await;
                    *self.lines.line(channel) = None;
                }
                Output::Event(mut event) => {
                    if let Event::Message(record) = &mut event {
                        self.dials.redact(record);
                    }
                    if let Some(update) = self.audience.collector.event(event) {
                        (self.audience.update)(update);
                    }
                }
                Output::Timeout(deadline) => return deadline,
            }
        }
    }

    /// Begins to open a connection.
    fn open(&mut self, call: &Call, channel: Channel, target: &Target) -> Result<Line, Closed> {
        let allowed = self.dials.allow(channel, target).map_err(Closed::Failed)?;
        let secure = match channel {
            Channel::CallSignalling => call.tls() != Mode::Off,
            Channel::H245Control => call.h245_is_over_tls(),
        };
        let security = Security {
            mode: call.tls(),
            name: self.name,
        };
        Line::open(allowed, secure.then_some(security))
    }

    /// Tells the call what happened.
    fn tell(&mut self, call: &mut Call, happened: Happened) {
        let input = match happened {
            Happened::On(channel, News::Opened(address)) => {
                if channel == Channel::CallSignalling {
                    self.connected(address);
                }
                let line = self.lines.line(channel).as_ref();
                if line.is_some_and(Line::is_to_be_secured) {
                    self.secured(channel, None);
                    return;
                }
                Input::Connected(channel, address)
            }
            Happened::On(channel, News::Secured) => {
                self.secured(channel, Some(now()));
                Input::Connected(channel, self.reached)
            }
            Happened::On(channel, News::Read(length)) => {
                self.reads.note(length);
                let line = self.lines.line(channel).as_mut();
                let worked = line.map_or(0, Line::take_work);
                if worked > 0 {
                    call.handle(Input::Worked(worked), now());
                }
                Input::Received(channel, self.buffer.get(..length).unwrap_or_default())
            }
            Happened::On(channel, News::Gone(closed)) => {
                if matches!(closed, Closed::Tls(_)) {
                    self.secured(channel, None);
                }
                *self.lines.line(channel) = None;
                Input::Closed(channel, closed)
            }
            Happened::Timeout => Input::Timeout,
            Happened::Hangup => {
                self.hung_up = true;
                Input::Hangup
            }
        };
        call.handle(input, now());
    }

    /// Reports what is known about the TLS session of call signalling; the time is that of the end of
    /// its handshake.
    fn secured(&mut self, channel: Channel, at: Option<Instant>) {
        let account = match channel {
            Channel::CallSignalling => self.lines.signalling.as_ref().and_then(Line::account),
            Channel::H245Control => None,
        };
        if let Some(account) = account {
            self.audience.collector.secured(account, at);
        }
    }

    fn connected(&mut self, address: Option<SocketAddr>) {
        self.reached = address;
        let address = address.map(|address| address.to_string());
        self.audience.collector.connected(address, now());
    }

    /// Waits for the first of: an event of a connection, the hang-up, the deadline, or the end of our
    /// patience with an endpoint that does not read. Octets on a connection that is not `heard` stay
    /// where they are, and TCP holds back the endpoint.
    fn poll(
        &mut self,
        deadline: Option<Instant>,
        heard: [Option<Channel>; 2],
        context: &mut Context<'_>,
    ) -> Poll<Happened> {
        let held_up = self.lines.unwritten() >= UNWRITTEN_LIMIT
            && self.lines.poll_unwritten(context) >= UNWRITTEN_LIMIT;
        if !held_up {
            for channel in heard.into_iter().flatten() {
                if let Some(line) = self.lines.line(channel)
                    && let Poll::Ready(news) = line.poll_next(&mut self.buffer, context)
                {
                    return Poll::Ready(Happened::On(channel, news));
                }
            }
        }
        if !self.hung_up && self.audience.hangup.poll_unpin(context).is_ready() {
            return Poll::Ready(Happened::Hangup);
        }
        loop {
            let patience = self.patience.note(self.lines.unwritten(), now());
            let due = [deadline, patience].into_iter().flatten().min();
            if self.alarm.poll(due, context).is_pending() {
                return Poll::Pending;
            }
            if due == deadline {
                return Poll::Ready(Happened::Timeout);
            }
            if let Some(channel) = self.stalled(context) {
                let closed = Closed::Failed("the other side does not read its messages".into());
                return Poll::Ready(Happened::On(channel, News::Gone(closed)));
            }
        }
    }

    /// The connection whose endpoint has used up our patience, if there is one.
    fn stalled(&mut self, context: &Context<'_>) -> Option<Channel> {
        let now = now();
        let until = self.patience.note(self.lines.poll_unwritten(context), now);
        if until.is_none_or(|until| until > now) {
            return None;
        }
        CHANNELS.into_iter().find(|channel| {
            let line = self.lines.line(*channel).as_ref();
            line.is_some_and(|line| line.unwritten() > 0)
        })
    }

    /// Waits until the connection has written everything, or our patience ends.
    fn poll_written(&mut self, channel: Channel, context: &mut Context<'_>) -> Poll<()> {
        let Some(line) = self.lines.line(channel) else {
            return Poll::Ready(());
        };
        if line.unwritten() == 0 || line.poll_unwritten(context) == 0 {
            return Poll::Ready(());
        }
        let patience = self.patience.note(self.lines.unwritten(), now());
        self.alarm.poll(patience, context)
    }
}
