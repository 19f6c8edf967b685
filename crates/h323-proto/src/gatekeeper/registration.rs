//! A registration and the call in it: what a driver sees.

mod placing;

use alloc::{
    boxed::Box,
    collections::VecDeque,
    string::{String, ToString as _},
    vec::Vec,
};
use core::net::SocketAddr;

use h323_asn1::codec::EncodeError;

use placing::Next;

use super::{
    answer::RENEWALS,
    course::{Course, Verdict},
    event::{End, Event, Input, Line, Local, Outcome, Output},
    exchange::Request,
    h46017::{self, Packet},
    terms::{GatekeeperTerms, Transport},
    writer::RasCall,
};
use crate::{
    call::{
        self, Call, CallingConfig, Channel, Closed, Content, Direction, Entropy, MessageRecord,
        Target,
    },
    h225::Admission,
    h235::Clock,
    ras::RasRecord,
    time::{Duration, Instant},
    tpkt::{self, Deframer, Frame, NotTpkt},
};

/// The call to place once we are registered.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The call.
    pub config: CallingConfig,
    /// Its identifiers.
    pub entropy: Entropy,
}

/// What the driver knows that this crate cannot.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings {
    /// Seconds since 1970, for the time stamps of H.235.
    pub seconds: u32,
    /// Four octets at random.
    pub random: u32,
    /// Our addresses; only UDP needs them.
    pub local: Option<Local>,
}

/// How far it has come.
///
/// ```text
/// connecting -> registering -> staying -> admitting (-> asking) -> calling -> disengaging
///                                  |          |                                   |
///                                  +----------+-> unregistering <-----------------+
///                                                       |
///                                                       v
///                                                      over
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Connecting(Instant),
    Registering,
    Staying(Instant),
    Admitting,
    /// The driver decides about the call, until this time.
    Asking(Instant),
    Calling,
    Disengaging,
    Unregistering,
    Over,
}

/// A registration with one gatekeeper, and the call that is placed while it lasts.
///
/// It is driven like a [`Call`]: after every input, drain [`poll_output`](Self::poll_output) until
/// it yields [`Output::Timeout`], and come back no later than the time in it. There is never more
/// than one registration, and whatever happens, it is ended before [`Event::Ended`]: after Release
/// Complete come the disengage request and the unregistration request.
#[derive(Debug)]
pub struct Registration {
    course: Course,
    target: Target,
    transport: Transport,
    stay: Duration,
    admission: Admission,
    bandwidth: u32,
    stage: Stage,
    plan: Option<Box<Plan>>,
    call: Option<Box<Call>>,
    /// Whether the driver decides about the call, and the call that waits for that.
    asks: bool,
    next: Option<Box<Next>>,
    /// The call once it is over, for its report.
    done: Option<Box<Call>>,
    call_deadline: Option<Instant>,
    /// Whether the call uses the connection of H.460.17.
    shared: bool,
    deframer: Deframer,
    peer: Option<SocketAddr>,
    /// Whether the line is open, and whether its octets can be read.
    open: bool,
    deaf: bool,
    /// Whether all that comes now is the end.
    leaving: bool,
    outcome: Option<Outcome>,
    registered: bool,
    unregistered: bool,
    now: Instant,
    out: VecDeque<Output>,
}

impl Registration {
    /// How many answers it waits for at most, and how often it stays: it begins anew when the
    /// gatekeeper asks for that.
    pub const ANSWERS: u32 = Self::STAYS + 3;
    /// See [`ANSWERS`](Self::ANSWERS).
    pub const STAYS: u32 = 1 + RENEWALS as u32;

    /// Registers with the gatekeeper at `target`, and places the call, if one is planned.
    ///
    /// # Errors
    /// If an alias, a prefix or an identifier does not fit its type.
    pub fn new(
        target: Target,
        terms: GatekeeperTerms,
        plan: Option<Plan>,
        surroundings: Surroundings,
        now: Instant,
    ) -> Result<Self, EncodeError> {
        let Surroundings {
            seconds,
            random,
            local,
        } = surroundings;
        let clock = Clock::new(seconds, now);
        let course = Course::new(&terms, local, (clock, random), now)?;
        let admission = Admission {
            endpoint_identifier: String::new(),
            endpoint: terms.vendor.endpoint(terms.kind, &terms.prefixes)?,
            tokens: Vec::new(),
            shares: false,
            signer: None,
        };
        let mut out = VecDeque::new();
        out.push_back(Output::Connect(Line::Ras, target.clone()));
        Ok(Self {
            course,
            target,
            transport: terms.transport,
            stay: terms.stay,
            admission,
            bandwidth: terms.bandwidth,
            stage: Stage::Connecting(now + terms.limits.connect),
            plan: plan.map(Box::new),
            call: None,
            asks: false,
            next: None,
            done: None,
            call_deadline: None,
            shared: false,
            deframer: Deframer::new(),
            peer: None,
            open: false,
            deaf: false,
            leaving: false,
            outcome: None,
            registered: false,
            unregistered: false,
            now,
            out,
        })
    }

    /// Whether [`Event::Ended`] was put out.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.stage == Stage::Over
    }

    /// The call, once it was placed; also when it is over.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        self.call.as_deref().or(self.done.as_deref())
    }

    /// Messages received so far outside the call, RAS among them, reported or not.
    #[must_use]
    pub const fn messages_received(&self) -> u32 {
        self.course.messages()
    }

    /// Whether octets on this line can still matter: see [`Call::listens`].
    #[must_use]
    pub fn listens(&self, line: Line) -> bool {
        let call = |channel| self.call.as_ref().is_none_or(|call| call.listens(channel));
        match line {
            Line::Ras => !self.deaf && (!self.shared || call(Channel::CallSignalling)),
            Line::Call(channel) => call(channel),
        }
    }

    /// The cost of the gatekeeper and of the endpoint so far: see [`Call::work`].
    #[must_use]
    pub fn work(&self) -> u64 {
        let call = self.call().map_or(0, Call::work);
        self.course.work().saturating_add(call)
    }

    /// Takes one input. Time must not go backwards; if it does, the last time is kept.
    pub fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.now = self.now.max(now);
        if self.is_over() {
            return;
        }
        match input {
            Input::Connected(Line::Ras, peer) => self.opened(peer),
            Input::Received(Line::Ras, octets) => self.received(octets),
            Input::Closed(Line::Ras, closed) => self.closed(closed),
            Input::Connected(Line::Call(channel), peer) => {
                self.call_input(call::Input::Connected(channel, peer));
            }
            Input::Received(Line::Call(channel), octets) => {
                self.call_input(call::Input::Received(channel, octets));
            }
            Input::Closed(Line::Call(channel), closed) => {
                self.call_input(call::Input::Closed(channel, closed));
            }
            Input::Worked(Line::Ras, nanoseconds) => {
                let verdict = self.course.worked(nanoseconds, self.now);
                self.apply(verdict);
            }
            Input::Worked(Line::Call(_), nanoseconds) => {
                self.call_input(call::Input::Worked(nanoseconds));
            }
            Input::Timeout => {}
            Input::Hangup => self.hangup(),
        }
        self.do_what_is_due();
    }

    /// The next task for the driver.
    pub fn poll_output(&mut self) -> Output {
        match self.out.pop_front() {
            Some(output) => output,
            None if self.is_over() => Output::Timeout(None),
            None => {
                let own = match self.stage {
                    Stage::Staying(_) if self.is_to_be_kept() => None,
                    Stage::Connecting(until) | Stage::Staying(until) | Stage::Asking(until) => {
                        Some(until)
                    }
                    _ => None,
                };
                let deadlines = [own, self.course.deadline(), self.call_deadline];
                Output::Timeout(deadlines.into_iter().flatten().min())
            }
        }
    }

    fn event(&mut self, event: Event) {
        self.out.push_back(Output::Event(event));
    }

    /// Keeps the first reason for the end.
    fn ends(&mut self, outcome: Outcome) {
        self.outcome.get_or_insert(outcome);
    }

    /// Whether the gatekeeper has not answered our keep-alive yet. What we stay for depends on it.
    fn is_to_be_kept(&self) -> bool {
        self.course.awaits(Request::KeepAlive)
    }

    fn do_what_is_due(&mut self) {
        match self.stage {
            Stage::Connecting(until) if until <= self.now => {
                self.ends(Outcome::ConnectFailed("the time ran out".into()));
                self.finish();
            }
            Stage::Staying(until) if until <= self.now && !self.is_to_be_kept() => self.admit(),
            Stage::Asking(until) if until <= self.now => {
                self.go_on(Err("the time ran out".into()), self.now);
            }
            _ => {}
        }
        while !self.is_over()
            && let Some(verdict) = self.course.due(self.now)
        {
            self.apply(verdict);
        }
        if self.call_deadline.is_some_and(|at| at <= self.now) {
            self.call_input(call::Input::Timeout);
        }
    }

    // The line to the gatekeeper.

    fn opened(&mut self, peer: Option<SocketAddr>) {
        if !matches!(self.stage, Stage::Connecting(_)) {
            return;
        }
        self.open = true;
        self.peer = peer;
        self.stage = Stage::Registering;
        let verdict = self.course.begin(self.now);
        self.apply(verdict);
    }

    fn received(&mut self, octets: &[u8]) {
        if !self.open || self.deaf {
            return;
        }
        if self.transport == Transport::Datagram {
            let verdict = self.course.piece(octets.len(), self.now);
            self.apply(verdict);
            let record = RasRecord::of(octets.to_vec());
            let verdict = self.course.received(record, None, self.now);
            return self.apply(verdict);
        }
        self.deframer.push(octets);
        // A piece with a message of the call is the call's, which counts it.
        let mut of_call = false;
        while !self.is_over() && !self.deaf {
            match self.deframer.next_frame() {
                Ok(None) => break,
                Ok(Some(Frame::KeepAlive { raw })) => {
                    self.outside(raw.to_vec(), Content::KeepAlive);
                }
                Ok(Some(Frame::Message { reserved, payload })) => {
                    of_call |= self.packet(&payload, reserved);
                }
                Err(error) => self.not_tpkt(error),
            }
        }
        if !of_call && !self.is_over() {
            let verdict = self.course.piece(octets.len(), self.now);
            self.apply(verdict);
        }
    }

    /// Takes a packet. Returns whether the call got it.
    fn packet(&mut self, payload: &[u8], reserved: u8) -> bool {
        let octets = tpkt::framed(payload, reserved);
        match h46017::unwrap(payload) {
            Packet::Ras(messages) => {
                for record in messages {
                    let framed = Some(octets.clone());
                    let verdict = self.course.received(record, framed, self.now);
                    self.apply(verdict);
                    if self.is_over() {
                        break;
                    }
                }
            }
            Packet::Call if self.shared && self.call.is_some() => {
                let input = call::Input::Received(Channel::CallSignalling, &octets);
                self.call_input(input);
                return true;
            }
            Packet::Call | Packet::Outside => {
                self.outside(octets, Content::of_signalling(payload));
            }
        }
        false
    }

    /// A packet that is neither RAS nor of our call.
    fn outside(&mut self, octets: Vec<u8>, content: Content) {
        let (shown, verdict) = self.course.outside(octets.len(), &content, self.now);
        if shown {
            let record = MessageRecord {
                at: self.now,
                direction: Direction::Received,
                channel: Channel::CallSignalling,
                octets,
                content,
            };
            self.event(Event::Outside(Box::new(record)));
        }
        self.apply(verdict);
    }

    /// The stream has lost its framing: nothing more can be read from the gatekeeper.
    fn not_tpkt(&mut self, error: NotTpkt) {
        self.deaf = true;
        self.ends(Outcome::NotTpkt(error.looks_like));
        if self.shared && self.call.is_some() {
            let input = call::Input::Received(Channel::CallSignalling, &error.octets);
            self.call_input(input);
            self.call_input(call::Input::Hangup);
        } else {
            self.outside(error.octets, Content::Foreign(error.looks_like));
        }
        self.leave();
    }

    fn closed(&mut self, closed: Closed) {
        let outcome = match (&closed, self.stage) {
            (Closed::Failed(text), Stage::Connecting(_)) => Outcome::ConnectFailed(text.clone()),
            (Closed::Failed(text), _) => Outcome::ConnectionLost(text.clone()),
            (Closed::Tls(fault), _) => Outcome::TlsFailed(fault.clone()),
            (Closed::ByPeer, _) => Outcome::Closed {
                answered: self.course.has_heard(),
            },
        };
        self.open = false;
        self.ends(outcome);
        if self.shared {
            self.call_input(call::Input::Closed(Channel::CallSignalling, closed));
        } else {
            self.call_input(call::Input::Hangup);
        }
        self.leave();
    }

    // RAS.

    fn apply(&mut self, verdict: Verdict) {
        while let Some(output) = self.course.poll() {
            self.out.push_back(output);
        }
        match verdict {
            Verdict::GoesOn => {}
            Verdict::Registered => {
                self.registered = true;
                if self.leaving {
                    self.leave();
                } else if self.stage == Stage::Registering {
                    self.stage = Stage::Staying(self.now + self.stay);
                }
            }
            Verdict::Renewing => {
                if matches!(self.stage, Stage::Staying(_)) {
                    self.stage = Stage::Registering;
                }
            }
            Verdict::Admitted(admitted, destination, tokens) => {
                self.admission.tokens = tokens;
                self.admitted(&admitted, destination);
            }
            Verdict::NotAdmitted(outcome) => {
                self.ends(outcome);
                self.leave();
            }
            Verdict::Drop => {
                self.call_input(call::Input::Hangup);
                if self.next.is_some() {
                    self.ends(Outcome::Done);
                    self.leave();
                }
            }
            Verdict::Disengaged => self.leave(),
            Verdict::Unregistered(said) => {
                self.unregistered = said;
                self.finish();
            }
            Verdict::End(outcome) => {
                self.unregistered = matches!(outcome, Outcome::Unregistered(_));
                // Answers would drown in the flood.
                self.deaf |= outcome == Outcome::Flood;
                self.ends(outcome);
                self.call_input(call::Input::Hangup);
                self.leave();
            }
        }
    }

    /// We are registered, and have stayed as long as we should.
    fn admit(&mut self) {
        let Some(plan) = &self.plan else {
            self.ends(Outcome::Done);
            return self.leave();
        };
        let (setup, entropy) = (&plan.config.setup, &plan.entropy);
        let destination = match setup.destination() {
            Ok(destination) => destination,
            Err(error) => {
                self.ends(Outcome::NotWritten(error.to_string()));
                return self.leave();
            }
        };
        let call = RasCall {
            reference: entropy.call_reference,
            conference_id: setup.conference_id.unwrap_or(entropy.conference_id),
            identifier: entropy.call_identifier,
            call_type: setup.call_type.to_wire(),
            destination,
            bandwidth: self.bandwidth,
            routed: false,
        };
        self.stage = Stage::Admitting;
        let verdict = self.course.admit(call, self.now);
        self.apply(verdict);
    }

    // The end.

    fn hangup(&mut self) {
        self.ends(Outcome::Hangup);
        self.leaving = true;
        self.course.hurry(self.now);
        self.call_input(call::Input::Hangup);
        self.leave();
    }

    /// Takes the next step to the end: disengages, then unregisters, then closes the line.
    fn leave(&mut self) {
        self.leaving = true;
        self.next = None;
        if self.call.is_some() || self.is_over() {
            return;
        }
        if !self.open || self.deaf {
            return self.finish();
        }
        // The gatekeeper may be about to register us, or to admit the call: its answer decides what
        // has to be ended.
        let awaited = [
            Request::Registration,
            Request::Admission,
            Request::Disengage,
            Request::Unregistration,
        ];
        if awaited.iter().any(|request| self.course.awaits(*request)) {
            return;
        }
        let registered = self.course.granted().is_some();
        let stage = self.stage;
        let ending = matches!(stage, Stage::Disengaging | Stage::Unregistering);
        if registered && self.course.has_call() && !ending {
            self.stage = Stage::Disengaging;
            let verdict = self.course.disengage(self.now);
            self.apply(verdict);
        } else if registered && stage != Stage::Unregistering {
            self.stage = Stage::Unregistering;
            let verdict = self.course.unregister(self.now);
            self.apply(verdict);
        } else {
            self.finish();
        }
    }

    /// Closes the line and reports the end.
    fn finish(&mut self) {
        if self.is_over() {
            return;
        }
        let registered = self.deaf && self.course.granted().is_some();
        if self.open && (registered || self.course.is_uncertain()) {
            // No answer is awaited, but the gatekeeper may read this.
            let _ = self.course.unregister(self.now);
            while let Some(output) = self.course.poll() {
                self.out.push_back(output);
            }
        }
        self.stage = Stage::Over;
        self.out.push_back(Output::Close(Line::Ras));
        let end = End {
            outcome: self.outcome.take().unwrap_or(Outcome::Done),
            registered: self.registered,
            unregistered: self.unregistered,
        };
        self.event(Event::Ended(end, self.now));
    }
}
