//! What the driver runs: a call, or a registration with a gatekeeper and the call in it.

use h323_proto::{
    call::{self, Call, Channel, MessageRecord},
    gatekeeper::{Event, Input, Line, Output, Registration},
    time::Instant,
    tls::Mode,
};

/// A state machine with connections and one timer.
pub(crate) trait Driven {
    /// Takes one input.
    fn handle(&mut self, input: Input<'_>, now: Instant);
    /// The next task.
    fn poll_output(&mut self) -> Output;
    /// Whether the driver has nothing to do: it is over, or waits for a decision.
    fn rests(&self) -> bool;
    /// Whether octets on this line can still matter.
    fn listens(&self, line: Line) -> bool;
    /// The cost of the other side so far, estimated in nanoseconds.
    fn work(&self) -> u64;
    /// The TLS that this line is to be opened with.
    fn tls(&self, line: Line) -> Mode;
}

/// The TLS of a line of a call.
fn tls_of(call: &Call, channel: Channel) -> Mode {
    match channel {
        Channel::H245Control if !call.h245_is_over_tls() => Mode::Off,
        Channel::CallSignalling | Channel::H245Control => call.tls(),
    }
}

/// A call has no line to a gatekeeper.
impl Driven for Call {
    fn handle(&mut self, input: Input<'_>, now: Instant) {
        let input = match input {
            Input::Connected(Line::Call(channel), peer) => call::Input::Connected(channel, peer),
            Input::Received(Line::Call(channel), octets) => call::Input::Received(channel, octets),
            Input::Closed(Line::Call(channel), closed) => call::Input::Closed(channel, closed),
            Input::Worked(_, nanoseconds) => call::Input::Worked(nanoseconds),
            Input::Hangup => call::Input::Hangup,
            Input::Timeout
            | Input::Connected(Line::Ras, _)
            | Input::Received(Line::Ras, _)
            | Input::Closed(Line::Ras, _) => call::Input::Timeout,
        };
        self.handle(input, now);
    }

    fn poll_output(&mut self) -> Output {
        match self.poll_output() {
            call::Output::Connect(channel, target) => Output::Connect(Line::Call(channel), target),
            call::Output::Transmit(channel, octets) => {
                Output::Transmit(Line::Call(channel), octets)
            }
            call::Output::Close(channel) => Output::Close(Line::Call(channel)),
            call::Output::Event(event) => Output::Event(Event::Call(event)),
            call::Output::Timeout(deadline) => Output::Timeout(deadline),
        }
    }

    fn rests(&self) -> bool {
        self.is_over()
    }

    fn listens(&self, line: Line) -> bool {
        match line {
            Line::Ras => false,
            Line::Call(channel) => self.listens(channel),
        }
    }

    fn work(&self) -> u64 {
        self.work()
    }

    fn tls(&self, line: Line) -> Mode {
        match line {
            Line::Ras => Mode::Off,
            Line::Call(channel) => tls_of(self, channel),
        }
    }
}

/// A registration, and the TLS of its line to the gatekeeper.
pub(crate) struct Registered {
    pub(crate) registration: Registration,
    pub(crate) tls: Mode,
}

impl Driven for Registered {
    fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.registration.handle(input, now);
    }

    fn poll_output(&mut self) -> Output {
        self.registration.poll_output()
    }

    fn rests(&self) -> bool {
        self.registration.is_over() || self.registration.next().is_some()
    }

    fn listens(&self, line: Line) -> bool {
        self.registration.listens(line)
    }

    fn work(&self) -> u64 {
        self.registration.work()
    }

    fn tls(&self, line: Line) -> Mode {
        match (line, self.registration.call()) {
            (Line::Call(channel), Some(call)) => tls_of(call, channel),
            _ => self.tls,
        }
    }
}

/// The message of an event, if it is one besides RAS.
pub(crate) fn message(event: &mut Event) -> Option<&mut MessageRecord> {
    match event {
        Event::Call(call::Event::Message(record)) => Some(record),
        Event::Outside(record) => Some(record),
        _ => None,
    }
}
