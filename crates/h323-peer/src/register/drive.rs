//! Drives a registration over its sockets, with blocking I/O on the caller's thread.

use std::{collections::VecDeque, net::SocketAddr};

use h323_proto::{
    call::{Channel, Closed, Target},
    gatekeeper::{Event, Input, Line, Output, Registration},
    time::{Duration, Instant},
    tls::Mode,
};

use super::{
    Watcher,
    lines::{Lines, Ras},
};
use crate::{
    clock::Clock,
    driver::{GLANCE, H245_PATIENCE, HANDSHAKE_PATIENCE, Opening, Security, TURN, open, secured},
    wire::Reading,
};

/// The largest datagram, and the most octets of a stream at a time.
const READ_SIZE: usize = 64 * 1024;

/// Runs one registration.
pub(super) struct Driver<'a> {
    registration: Registration,
    lines: Lines,
    watcher: Watcher<'a>,
    clock: Clock,
    /// The lines to open.
    wanted: VecDeque<(Line, Target)>,
    deadline: Option<Instant>,
    /// The other side of a call that has a connection of its own.
    called: Option<String>,
}

impl<'a> Driver<'a> {
    pub(super) const fn new(
        registration: Registration,
        lines: Lines,
        watcher: Watcher<'a>,
        clock: Clock,
    ) -> Self {
        Self {
            registration,
            lines,
            watcher,
            clock,
            wanted: VecDeque::new(),
            deadline: None,
            called: None,
        }
    }

    /// The registration, once it is over.
    pub(super) fn finished(self) -> (Registration, Watcher<'a>) {
        (self.registration, self.watcher)
    }

    /// Runs it to its end. The gatekeeper has these addresses; `stopped` says that the user wants it to
    /// end.
    pub(super) fn run(
        &mut self,
        addresses: &[SocketAddr],
        security: &Security,
        stopped: &dyn Fn() -> bool,
    ) {
        let mut hung_up = false;
        let mut buffer = vec![0; READ_SIZE];
        loop {
            self.drain();
            if self.registration.is_over() {
                return;
            }
            if let Some((line, target)) = self.wanted.pop_front() {
                self.open(line, &target, addresses, security);
            } else if !hung_up && stopped() {
                hung_up = true;
                self.input(Input::Hangup);
            } else {
                self.wait(&mut buffer);
            }
        }
    }

    fn input(&mut self, input: Input<'_>) {
        let now = self.clock.now();
        self.registration.handle(input, now);
        self.drain();
    }

    /// Performs the outputs of the registration, but for the lines to open.
    fn drain(&mut self) {
        loop {
            match self.registration.poll_output() {
                Output::Connect(line, target) => self.wanted.push_back((line, target)),
                Output::Transmit(line, octets) => {
                    if let Err(closed) = self.lines.write(line, &octets) {
                        self.lines.lose(line);
                        let input = Input::Closed(line, closed);
                        self.registration.handle(input, self.clock.now());
                    }
                }
                Output::Close(line) => self.lines.close(line),
                Output::Event(event) => {
                    self.follow(&event);
                    self.watcher.event(event);
                }
                Output::Timeout(deadline) => {
                    self.deadline = deadline;
                    return;
                }
            }
        }
    }

    /// Sends to the address that the gatekeeper names.
    fn follow(&mut self, event: &Event) {
        if let Event::Discovered(found, _) = event
            && let Some(Ras::Datagrams(datagrams)) = &mut self.lines.ras
            && let Some(address) = &found.ras_address
        {
            datagrams.follow(address);
        }
    }

    /// Waits for what comes on the lines.
    fn wait(&mut self, buffer: &mut [u8]) {
        let patience = match self.deadline {
            Some(at) => self.clock.until(at).min(GLANCE),
            None => GLANCE,
        };
        let mut open = self.lines.open();
        open.retain(|line| self.registration.listens(*line));
        let patience = match open.len() {
            0 => {
                Clock::rest(patience);
                return self.input(Input::Timeout);
            }
            1 => patience,
            _ => patience.min(TURN),
        };
        for line in open {
            let reading = self.lines.read(line, buffer, patience);
            let worked = self.lines.take_work(line);
            if worked > 0 {
                self.input(Input::Worked(line, worked));
            }
            match reading {
                Reading::Octets(length) => {
                    let octets = buffer.get(..length).unwrap_or_default();
                    self.input(Input::Received(line, octets));
                }
                Reading::Nothing => self.input(Input::Timeout),
                Reading::Gone(closed) => {
                    self.lines.lose(line);
                    self.input(Input::Closed(line, closed));
                }
            }
        }
    }

    fn open(&mut self, line: Line, target: &Target, addresses: &[SocketAddr], security: &Security) {
        if let (Line::Ras, Some(Ras::Datagrams(datagrams))) = (line, &self.lines.ras) {
            let (ours, theirs) = (datagrams.local().ras, datagrams.gatekeeper());
            self.watcher.ends(line, ours, theirs);
            return self.input(Input::Connected(line, Some(theirs)));
        }
        let place = target.address();
        let addresses = match line {
            Line::Ras => addresses,
            Line::Call(_) => place.as_slice(),
        };
        let until = match line {
            Line::Call(Channel::H245Control) => Some(self.clock.now() + H245_PATIENCE),
            _ => self.deadline,
        };
        if line == Line::Call(Channel::CallSignalling) {
            self.called = Some(target.host.clone());
        }
        match open(addresses, &self.clock, until) {
            Opening::Open(wire, theirs) => {
                let ours = wire.local_address();
                self.lines.put(line, wire);
                let now = self.clock.now();
                if let Ok(ours) = ours {
                    self.watcher.opened(line, ours, theirs, now);
                }
                let security = self.security(line, security);
                self.reached(line, theirs, &security);
            }
            Opening::TimedOut(until) => self.timed_out(line, until),
            Opening::Failed(closed) => self.input(Input::Closed(line, closed)),
        }
    }

    /// The time for the opening of a line is over.
    fn timed_out(&mut self, line: Line, until: Instant) {
        let now = self.clock.now().max(until);
        self.registration.handle(
            match line {
                Line::Call(Channel::H245Control) => {
                    Input::Closed(line, Closed::Failed("the time ran out".into()))
                }
                _ => Input::Timeout,
            },
            now,
        );
        self.lines.lose(line);
    }

    /// The TLS of a line. The lines of the call have it as the call says, with the side that the
    /// gatekeeper has named, if that is another.
    fn security(&self, line: Line, gatekeeper: &Security) -> Security {
        let (Line::Call(channel), Some(call)) = (line, self.registration.call()) else {
            return gatekeeper.clone();
        };
        let secure = channel == Channel::CallSignalling || call.h245_is_over_tls();
        match (&self.called, call.tls()) {
            (_, Mode::Off) => Security::None,
            _ if !secure => Security::None,
            (Some(called), mode) => Security::Caller(mode, called.clone()),
            (None, _) => gatekeeper.clone(),
        }
    }

    /// A connection is open: secures it, if that is asked for, and tells the registration.
    fn reached(&mut self, line: Line, theirs: SocketAddr, security: &Security) {
        let most = match line {
            Line::Call(Channel::H245Control) => H245_PATIENCE,
            _ => HANDSHAKE_PATIENCE,
        };
        let until = self.clock.now() + self.left().min(most);
        let secured = secured(security, self.lines.wire(line), &self.clock, until);
        let now = self.clock.now();
        if line != Line::Call(Channel::H245Control)
            && let Some(session) = self.lines.wire(line).and_then(|wire| wire.session())
            && let Some(account) = session.account()
        {
            let at = secured.as_ref().is_ok_and(|done| *done).then_some(now);
            self.watcher.collector.secured(account, at);
        }
        match secured {
            Ok(true) => self.input(Input::Connected(line, Some(theirs))),
            Ok(false) => self.timed_out(line, until),
            Err(closed) => {
                self.lines.lose(line);
                self.input(Input::Closed(line, closed));
            }
        }
    }

    /// The time until the registration wants to be woken.
    fn left(&self) -> Duration {
        self.deadline
            .map_or(HANDSHAKE_PATIENCE, |at| self.clock.until(at))
    }
}
