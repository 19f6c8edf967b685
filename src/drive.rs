//! The driver: runs one call, or one registration with the call in it, over its connections and one
//! timer.

use std::{
    future::poll_fn,
    net::SocketAddr,
    task::{Context, Poll},
};

use futures::{FutureExt as _, channel::oneshot};
use h323_proto::{
    call::{Channel, Closed, Target},
    gatekeeper::{Input, Line, Output},
    time::Instant,
    tls::Mode,
};
use h323_report::{Collector, Update};

use crate::{
    clock::{Alarm, gather, give_way, now},
    driven::{Driven, message},
    guard::{dials::Dials, seat::Seat},
    line::{self, Security},
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

/// Call signalling comes first, and may be on the line to the gatekeeper: if others have something too,
/// its Release Complete makes that moot.
const LINES: [Line; 3] = [
    Line::Ras,
    Line::Call(Channel::CallSignalling),
    Line::Call(Channel::H245Control),
];

/// The parts of the program that watch a running call.
pub(crate) struct Audience<'a> {
    pub(crate) collector: &'a mut Collector,
    pub(crate) update: &'a mut dyn FnMut(Update<'_>),
    /// Ends the call early. It also becomes ready if the runtime cancels the handler because the
    /// client has gone away.
    pub(crate) hangup: &'a mut oneshot::Receiver<()>,
}

/// The event that the driver waited for.
enum Happened {
    On(Line, News),
    Timeout,
    Hangup,
}

/// The connections.
#[derive(Default)]
struct Lines {
    ras: Option<line::Line>,
    signalling: Option<line::Line>,
    h245: Option<line::Line>,
}

impl Lines {
    const fn line(&mut self, line: Line) -> &mut Option<line::Line> {
        match line {
            Line::Ras => &mut self.ras,
            Line::Call(Channel::CallSignalling) => &mut self.signalling,
            Line::Call(Channel::H245Control) => &mut self.h245,
        }
    }

    /// Writes of all connections that have not finished.
    fn unwritten(&self) -> u32 {
        let lines = [&self.ras, &self.signalling, &self.h245];
        let lines = lines.into_iter().flatten();
        lines.map(line::Line::unwritten).sum()
    }

    /// The same, after asking each connection.
    fn poll_unwritten(&mut self, context: &Context<'_>) -> u32 {
        let lines = [&mut self.ras, &mut self.signalling, &mut self.h245];
        let lines = lines.into_iter().flatten();
        lines.map(|line| line.poll_unwritten(context)).sum()
    }
}

/// The driver of one call or registration, with its connections.
pub(crate) struct Driver<'a, 'd> {
    lines: Lines,
    /// The name or address of the other side of call signalling. Over TLS, the certificate has to be
    /// for it.
    name: String,
    /// The endpoint's address, if the platform tells it.
    reached: Option<SocketAddr>,
    alarm: Alarm,
    patience: Patience,
    /// The buffer for octets that are read.
    buffer: Vec<u8>,
    audience: Audience<'a>,
    dials: &'a mut Dials<'d>,
    seat: Option<&'a Seat>,
    hung_up: bool,
    reads: Reads,
    /// The work when the others last had a turn.
    turn: u64,
}

impl<'a, 'd> Driver<'a, 'd> {
    /// A driver without connections. `name` is the name or address that was asked for; `seat` is the
    /// place at the demo, in a call to it.
    pub(crate) fn new(
        name: String,
        audience: Audience<'a>,
        dials: &'a mut Dials<'d>,
        seat: Option<&'a Seat>,
    ) -> Self {
        Self {
            lines: Lines::default(),
            name,
            reached: None,
            alarm: Alarm::default(),
            patience: Patience::default(),
            buffer: vec![0; READ_SIZE],
            audience,
            dials,
            seat,
            hung_up: false,
            reads: Reads::default(),
            turn: 0,
        }
    }

    /// Runs it until it is over, or waits for a decision.
    pub(crate) async fn run(&mut self, call: &mut impl Driven) {
        loop {
            let deadline = self.drain(call).await;
            if call.rests() {
                return;
            }
            if call.work() - self.turn >= TURN {
                self.turn = call.work();
                give_way().await;
            }
            if self.reads.are_too_short() {
                gather().await;
            }
            let heard = LINES.map(|line| call.listens(line).then_some(line));
            let happened = poll_fn(|context| self.poll(deadline, heard, context)).await;
            self.tell(call, happened);
        }
    }

    /// Whether the client has gone away.
    pub(crate) const fn hung_up(&self) -> bool {
        self.hung_up
    }

    /// Performs the outputs of the call. Returns the time at which the call wants to be woken.
    async fn drain(&mut self, call: &mut impl Driven) -> Option<Instant> {
        loop {
            match call.poll_output() {
                Output::Connect(line, target) => match self.open(call, line, &target) {
                    Ok(open) => *self.lines.line(line) = Some(open),
                    Err(closed) => call.handle(Input::Closed(line, closed), now()),
                },
                Output::Transmit(line, octets) => {
                    if let Some(line) = self.lines.line(line) {
                        line.write(&octets);
                    }
                }
                Output::Close(line) => {
                    if let Some(line) = self.lines.line(line) {
                        line.finish();
                    }
                    poll_fn(|context| self.poll_written(line, context)).await;
                    *self.lines.line(line) = None;
                }
                Output::Event(mut event) => {
                    if let Some(record) = message(&mut event) {
                        self.dials.redact(record);
                    }
                    if let Some(update) = self.audience.collector.gatekeeper(event) {
                        (self.audience.update)(update);
                    }
                }
                Output::Timeout(deadline) => return deadline,
            }
        }
    }

    /// Begins to open a connection.
    fn open(
        &mut self,
        call: &impl Driven,
        line: Line,
        target: &Target,
    ) -> Result<line::Line, Closed> {
        let channel = match line {
            Line::Ras => Channel::CallSignalling,
            Line::Call(channel) => channel,
        };
        let allowed = self.dials.allow(channel, target).map_err(Closed::Failed)?;
        if line == Line::Call(Channel::CallSignalling) && self.lines.ras.is_some() {
            // The gatekeeper has named another side.
            self.name.clone_from(&target.host);
        }
        let mode = call.tls(line);
        let security = Security {
            mode,
            name: &self.name,
        };
        let security = (mode != Mode::Off).then_some(security);
        line::Line::open(allowed, security, self.seat)
    }

    /// Tells the call what happened.
    fn tell(&mut self, call: &mut impl Driven, happened: Happened) {
        let input = match happened {
            Happened::On(line, News::Opened(address)) => {
                if line != Line::Call(Channel::H245Control) {
                    self.connected(address);
                }
                let open = self.lines.line(line).as_ref();
                if open.is_some_and(line::Line::is_to_be_secured) {
                    self.secured(line, None);
                    return;
                }
                Input::Connected(line, address)
            }
            Happened::On(line, News::Secured) => {
                self.secured(line, Some(now()));
                Input::Connected(line, self.reached)
            }
            Happened::On(line, News::Read(length)) => {
                self.reads.note(length);
                let open = self.lines.line(line).as_mut();
                let worked = open.map_or(0, line::Line::take_work);
                if worked > 0 {
                    call.handle(Input::Worked(line, worked), now());
                }
                Input::Received(line, self.buffer.get(..length).unwrap_or_default())
            }
            Happened::On(line, News::Gone(closed)) => {
                if matches!(closed, Closed::Tls(_)) {
                    self.secured(line, None);
                }
                *self.lines.line(line) = None;
                Input::Closed(line, closed)
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
    fn secured(&mut self, line: Line, at: Option<Instant>) {
        let account = match line {
            Line::Call(Channel::H245Control) => None,
            line => self.lines.line(line).as_ref().and_then(line::Line::account),
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
        heard: [Option<Line>; 3],
        context: &mut Context<'_>,
    ) -> Poll<Happened> {
        let held_up = self.lines.unwritten() >= UNWRITTEN_LIMIT
            && self.lines.poll_unwritten(context) >= UNWRITTEN_LIMIT;
        if !held_up {
            for line in heard.into_iter().flatten() {
                if let Some(open) = self.lines.line(line)
                    && let Poll::Ready(news) = open.poll_next(&mut self.buffer, context)
                {
                    return Poll::Ready(Happened::On(line, news));
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
            if let Some(line) = self.stalled(context) {
                let closed = Closed::Failed("the other side does not read its messages".into());
                return Poll::Ready(Happened::On(line, News::Gone(closed)));
            }
        }
    }

    /// The connection whose endpoint has used up our patience, if there is one.
    fn stalled(&mut self, context: &Context<'_>) -> Option<Line> {
        let now = now();
        let until = self.patience.note(self.lines.poll_unwritten(context), now);
        if until.is_none_or(|until| until > now) {
            return None;
        }
        LINES.into_iter().find(|line| {
            let open = self.lines.line(*line).as_ref();
            open.is_some_and(|open| open.unwritten() > 0)
        })
    }

    /// Waits until the connection has written everything, or our patience ends.
    fn poll_written(&mut self, line: Line, context: &mut Context<'_>) -> Poll<()> {
        let Some(open) = self.lines.line(line) else {
            return Poll::Ready(());
        };
        if open.unwritten() == 0 || open.poll_unwritten(context) == 0 {
            return Poll::Ready(());
        }
        let patience = self.patience.note(self.lines.unwritten(), now());
        self.alarm.poll(patience, context)
    }
}
