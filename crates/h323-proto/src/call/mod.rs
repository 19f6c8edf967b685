//! One H.323 call, without I/O.
//!
//! The driver owns sockets, clock and entropy. It feeds [`Input`]s to [`Call::handle`] and takes
//! [`Output`]s from [`Call::poll_output`]. One invariant: **after every input, drain
//! `poll_output` until it yields [`Output::Timeout`]**, and come back no later than the time it
//! names. The call ends exactly once, with [`Event::Ended`] as its last event; from the moment
//! Setup has crossed the wire every end sends Release Complete, unless the peer's came first or the
//! connection is gone.

mod called;
mod calling;
mod clearing;
mod config;
mod control;
mod during;
mod event;
mod examine;
mod fast_start;
mod keep_alive;
mod options;
mod outbox;
mod record;
mod redirect;
mod release;
mod timer;
mod tunnelling;
mod typing;
mod verdict;
mod warning;

use alloc::{boxed::Box, collections::VecDeque, format, string::String, vec::Vec};

pub use called::CalledAction;
pub use clearing::{Early, ReleaseWords, Suspect};
pub use config::{CallConfig, ControlMode, Entropy, Limits, Target};
pub use control::{Carrier, Control};
pub use during::{ModeReport, ModeWish, TypingReport};
pub use event::{
    CallEnd, Channel, Closed, Content, Direction, EndReason, EndedBy, Event, Input, MessageRecord,
    Output, Side,
};
pub use fast_start::{FastStart, FastStartState};
pub use options::{CallType, ConferenceGoal, KeepAlive, KeepAliveStyle, Overlap, OwnVendor};
pub use record::Repeated;
pub use redirect::{NotFollowed, Redirect};
pub use release::{Release, release_for};
pub use timer::{Limit, Timer};
pub use typing::{InputForm, KEYS, MOST_KEYS, Typed, Typing};
pub use verdict::ControlProblem;
pub use warning::{Warning, WarningCode};

use crate::{
    h225::{Facts, UserInformation, Writer},
    h245::Session,
    q931::{CallReference, CallState, Cause, ElementId, InformationElement, Message, MessageType},
    time::{Duration, Instant},
    tpkt::{self, Deframer, Ending, Foreign, Frame},
};
use clearing::Clearing;
use during::During;
use examine::{Ours, examine};
use outbox::framed;
use record::Record;
use timer::{Expiry, TimerTable};
use tunnelling::Tunnelling;

/// A call that cannot do what the driver asks now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiMisuse {
    /// The action belongs to the other side of a call.
    #[error("only the called side does this")]
    WrongSide,
    /// No Setup has arrived yet, or the call is over.
    #[error("not possible in state U{0}")]
    WrongState(u8),
}

/// One call; see the module's text for how to drive it.
#[derive(Debug)]
pub struct Call {
    side: Side,
    config: CallConfig,
    state: CallState,
    timers: TimerTable,
    now: Instant,
    outputs: VecDeque<Output>,
    deframer: Deframer,
    writer: Writer,
    control: Box<Control>,
    /// Value and flag of the messages we send; set from Setup on the called side.
    call_reference: CallReference,
    connected: bool,
    answered: bool,
    tunnelling: Tunnelling,
    peer_h245_address: bool,
    /// Whether the peer may have said where nothing could be read how it takes H.245, and what
    /// becomes of the channels of `fastStart`.
    hidden_control: bool,
    hidden_fast_start: bool,
    /// Set once: the end that is reported when the connection is closed.
    ending: Option<CallEnd>,
    /// How the call ended, once [`Event::Ended`] was put out.
    ended: Option<CallEnd>,
    messages: u32,
    /// Octets received, whatever they were.
    octets: usize,
    /// Whether a Q.931 message was among them.
    understood: bool,
    record: Record,
    clearing: Clearing,
    reported: Vec<WarningCode>,
    fast_start: Option<FastStart>,
    redirect: Option<Redirect>,
    /// Whether the digits for overlap sending are out.
    overlap_sent: bool,
    during: During,
}

impl Call {
    /// A call that we place: it asks for its connection at once.
    #[must_use]
    pub fn calling(config: CallConfig, entropy: Entropy, now: Instant) -> Self {
        let mut call = Self::new(Side::Calling, config, entropy, now);
        if let Some(peer) = call.config.destination {
            call.control.towards(peer);
        }
        call.timers
            .start(Timer::Connect, call.config.limits.connect, now);
        let target = call.config.target.clone();
        call.outputs
            .push_back(Output::Connect(Channel::CallSignalling, target));
        call
    }

    /// A call that is about to reach us over a connection that is already open.
    #[must_use]
    pub fn called(config: CallConfig, entropy: Entropy, now: Instant) -> Self {
        let mut call = Self::new(Side::Called, config, entropy, now);
        call.connected = true;
        call.timers
            .start(Timer::T303, Limit::hard(call.config.limits.t303.hard), now);
        call
    }

    fn new(side: Side, config: CallConfig, entropy: Entropy, now: Instant) -> Self {
        let mut timers = TimerTable::default();
        timers.start(Timer::Total, Limit::hard(config.limits.total), now);
        Self {
            side,
            writer: Writer::new(&config, &entropy),
            control: control::boxed(Session::new(
                config.session.clone(),
                entropy.status_determination,
            )),
            // `Entropy` keeps the value in range.
            call_reference: CallReference::new(entropy.call_reference, false)
                .unwrap_or(CallReference::GLOBAL),
            during: During::new(config.typing.clone(), config.mode),
            config,
            state: CallState::Null,
            timers,
            now,
            outputs: VecDeque::new(),
            deframer: Deframer::new(),
            connected: false,
            answered: false,
            tunnelling: Tunnelling::default(),
            peer_h245_address: false,
            hidden_control: false,
            hidden_fast_start: false,
            ending: None,
            ended: None,
            messages: 0,
            octets: 0,
            understood: false,
            record: Record::default(),
            clearing: Clearing::default(),
            reported: Vec::new(),
            fast_start: None,
            redirect: None,
            overlap_sent: false,
        }
    }

    /// Whom we call; nobody on the called side.
    #[must_use]
    pub const fn target(&self) -> Option<&Target> {
        match self.side {
            Side::Calling => Some(&self.config.target),
            Side::Called => None,
        }
    }

    /// The state of Q.931 that the call is in.
    #[must_use]
    pub const fn state(&self) -> CallState {
        self.state
    }

    /// Whether [`Event::Ended`] was put out.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    /// Messages received so far, reported or not.
    #[must_use]
    pub const fn messages_received(&self) -> u32 {
        self.messages
    }

    /// Octets received so far, whatever they were.
    #[must_use]
    pub const fn octets_received(&self) -> usize {
        self.octets
    }

    /// Our `callIdentifier`; on the called side that of Setup, once it is here.
    #[must_use]
    pub const fn call_identifier(&self) -> [u8; 16] {
        self.writer.call_identifier
    }

    /// Our `conferenceID`; on the called side that of Setup, once it is here.
    #[must_use]
    pub const fn conference_id(&self) -> [u8; 16] {
        self.writer.conference_id
    }

    /// Takes one input. Time must not go backwards; if it does, the call stays at its last time.
    pub fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.now = self.now.max(now);
        if self.is_over() {
            return;
        }
        match input {
            Input::Connected(Channel::CallSignalling, address) => {
                if self.side == Side::Calling && !self.connected {
                    self.connected = true;
                    self.timers.stop(Timer::Connect);
                    if self.config.destination.is_none() {
                        self.config.destination = address;
                    }
                    if let Some(peer) = address {
                        self.control.towards(peer);
                    }
                    self.place();
                }
            }
            Input::Received(Channel::CallSignalling, octets) => {
                if self.connected {
                    self.received(octets);
                }
            }
            Input::Closed(Channel::CallSignalling, closed) => self.closed(closed),
            Input::Connected(Channel::H245Control, _) => self.control_connected(),
            Input::Received(Channel::H245Control, octets) => self.control_received(octets),
            Input::Closed(Channel::H245Control, closed) => self.control_closed(closed),
            Input::Timeout => {}
            Input::Hangup => self.release(EndedBy::User, EndReason::Hangup),
        }
        if !self.is_over() {
            self.control.session_timeout(self.now);
            self.control_out();
            self.control_progress();
            self.during_progress();
        }
        while !self.is_over()
            && let Some(expiry) = self.timers.expired(self.now)
        {
            self.expired(expiry);
        }
    }

    /// The next thing the driver has to do.
    pub fn poll_output(&mut self) -> Output {
        match self.outputs.pop_front() {
            Some(output) => output,
            None if self.is_over() => Output::Timeout(None),
            None => {
                let deadlines = [
                    self.timers.deadline(),
                    self.control.session().deadline(),
                    self.during_deadline(),
                ];
                Output::Timeout(deadlines.into_iter().flatten().min())
            }
        }
    }

    fn expired(&mut self, expiry: Expiry) {
        match expiry {
            Expiry::Expected(timer, wait) => {
                let text = format!(
                    "{} ran past the {} s that stacks allow; still waiting",
                    timer.name(),
                    wait.as_secs()
                );
                self.warn(WarningCode::TimerExpected, text);
            }
            Expiry::Hard(Timer::Linger) => {
                self.leftover();
                self.conclude();
            }
            Expiry::Hard(Timer::Hold) => {
                self.clearing.we_begin(self.now);
                self.end_session();
            }
            Expiry::Hard(Timer::KeepAlive) => self.keep_alive(),
            Expiry::Hard(Timer::EndSession) => self.end_session_overdue(),
            Expiry::Hard(Timer::Control) => self.control_overdue(),
            Expiry::Hard(timer) => self.release(EndedBy::Library, EndReason::TimedOut(timer)),
        }
    }

    fn received(&mut self, octets: &[u8]) {
        if self.ending.is_some() && self.is_flooded() {
            // Our Release Complete is out, and its answer is not worth wading through more.
            self.deframer = Deframer::new();
            return;
        }
        self.octets = self.octets.saturating_add(octets.len());
        self.deframer.push(octets);
        while !self.is_over() {
            match self.deframer.next_frame() {
                Ok(None) => break,
                Ok(Some(frame)) => self.frame(frame),
                Err(error) => {
                    let content = Content::Foreign(error.looks_like);
                    self.record_received(error.octets, content, true);
                    self.release(EndedBy::Library, EndReason::NotTpkt(error.looks_like));
                    // There is no way back into step, so nothing the peer adds can matter.
                    self.finish();
                }
            }
        }
    }

    const fn is_flooded(&self) -> bool {
        let limit = self.config.message_limit;
        self.messages >= limit
            || self.control.messages() >= limit
            || self.octets > self.config.octet_limit
    }

    fn frame(&mut self, frame: Frame) {
        match frame {
            Frame::KeepAlive { raw } => {
                self.record_received(raw.to_vec(), Content::KeepAlive, false);
            }
            Frame::Message { reserved, payload } => self.payload(&payload, reserved),
        }
        if self.is_flooded() {
            self.release(EndedBy::Library, EndReason::Flood);
        }
    }

    fn payload(&mut self, payload: &[u8], reserved: u8) {
        let octets = framed(payload, reserved);
        let (message, error) = match Message::decode(payload) {
            Ok(message) => (message, None),
            Err(failure) => match failure.partial {
                Some(message) => (message, Some(failure.error)),
                None => {
                    // Whoever has spoken Q.931 has sent a damaged message, not another protocol.
                    if !self.understood
                        && let Some(foreign) = tpkt::foreign_payload(payload)
                    {
                        self.record_received(octets, Content::Foreign(foreign), true);
                        self.reserved(reserved);
                        self.release(EndedBy::Library, EndReason::NotQ931(foreign));
                        return;
                    }
                    let text = format!("A message could not be read: {}", failure.error);
                    self.hidden_control = true;
                    self.hidden_fast_start = true;
                    let content = Content::Undecodable(failure.error);
                    self.record_received(octets, content, false);
                    self.reserved(reserved);
                    self.warn(WarningCode::UndecodableMessage, text);
                    return;
                }
            },
        };
        self.understood = true;
        let user_information = UserInformation::of(&message);
        let facts = Facts::of_message(user_information.as_ref(), error.is_none());
        let ours = (self.side == Side::Calling).then_some(Ours {
            version: self.config.version,
            call_identifier: self.writer.call_identifier,
        });
        let whole = error.is_none();
        let odd = examine(&message, user_information.as_ref(), &facts, whole, ours);
        let unread = error.as_ref().map(|error| {
            let name = message.message_type;
            format!("{name} could not be read to its end: {error}")
        });
        let decisive = match message.message_type {
            MessageType::ReleaseComplete => true,
            MessageType::Connect => {
                self.side == Side::Calling
                    && !self.answered
                    && message.call_reference.value() == self.call_reference.value()
            }
            _ => false,
        };
        let record = Content::Signalling {
            message: message.clone(),
            user_information: user_information.map(Box::new),
            facts: Box::new(facts.clone()),
            error,
        };
        self.record_received(octets, record, decisive);
        // The cause ahead of the effect: whoever is told what is odd has the message already.
        self.reserved(reserved);
        if let Some(text) = unread {
            self.warn(WarningCode::UndecodableMessage, text);
        }
        for warning in odd {
            self.warn(warning.code, warning.text);
        }
        if self.ending.is_some() {
            // Our Release Complete is out; only the peer's own one still means something, and the
            // endSession that it carries or that comes ahead of it.
            if message.call_reference.value() == self.call_reference.value() {
                self.late_control_in(&facts);
            }
            if message.message_type == MessageType::ReleaseComplete {
                self.clearing.peer_release(words(&message, &facts));
                self.conclude();
            }
            return;
        }
        match self.side {
            Side::Calling => self.received_by_calling(&message, &facts, whole),
            Side::Called => self.received_by_called(&message, &facts, whole),
        }
        if self.ending.is_none() && !self.is_over() && self.concerns(&message) {
            self.control_in(message.message_type, &facts);
        }
    }

    /// Warns of a header whose second octet is not as RFC 1006 has it.
    fn reserved(&mut self, reserved: u8) {
        if reserved != 0 {
            let text = format!("The reserved octet of a TPKT header is 0x{reserved:02X}");
            self.warn(WarningCode::TpktReserved, text);
        }
    }

    fn closed(&mut self, closed: Closed) {
        let (pending, foreign) = self.leftover();
        self.connected = false;
        if self.ending.is_some() {
            // What is awaited on the other connection comes there.
            if !self.clearing.awaits_end_session() {
                self.finish();
            }
            return;
        }
        let reason = match closed {
            Closed::Failed(text) if self.timers.is_running(Timer::Connect) => {
                EndReason::ConnectFailed(text)
            }
            Closed::Failed(text) => EndReason::ConnectionLost(text),
            Closed::ByPeer => match foreign {
                Some(foreign) => EndReason::NotTpkt(foreign),
                None => EndReason::Closed { pending },
            },
        };
        if matches!(reason, EndReason::Closed { .. }) && self.state != CallState::Null {
            let text = String::from("The peer closed the connection without Release Complete");
            self.warn(WarningCode::NoReleaseComplete, text);
        }
        self.ending = Some(self.end(EndedBy::Transport, reason));
        self.finish();
    }

    /// Ends the call from our side: Release Complete if there is a call, then the connection.
    fn release(&mut self, by: EndedBy, reason: EndReason) {
        let release = release_for(&reason);
        self.release_with(by, reason, release);
    }

    fn release_with(&mut self, by: EndedBy, reason: EndReason, release: Release) {
        if self.ending.is_some() {
            return;
        }
        let there_is_a_call = self.connected && self.state != CallState::Null;
        self.timers.stop_all();
        self.ending = Some(self.end(by, reason));
        if there_is_a_call {
            self.clearing.own_release(ReleaseWords {
                cause: Some(release.cause.clone()),
                reason: release.reason.clone(),
            });
            let last_words = self.last_words();
            let information = self
                .writer
                .release_complete(release.reason.as_ref(), last_words);
            let cause = InformationElement::of(&release.cause);
            self.transmit(
                MessageType::ReleaseComplete,
                cause.into_iter().collect(),
                Some(information),
            );
            self.enter(CallState::ReleaseRequest);
            // Closing at once while the peer still sends makes TCP answer with RST, which can
            // overtake our Release Complete at the far end.
            let linger = Limit::hard(self.config.limits.linger);
            self.timers.start(Timer::Linger, linger, self.now);
        } else {
            self.leftover();
            self.finish();
        }
    }

    /// The peer released the call. What it has sent after that means nothing, but for an endSession
    /// that its Release Complete has overtaken.
    fn released(&mut self, message: &Message, facts: &Facts, whole: bool) {
        self.clearing.peer_begins(self.now);
        self.last_words_in(facts);
        let said = words(message, facts);
        let cause = &said.cause;
        if let (Some(cause), Some(reason)) = (cause, &facts.release_reason)
            && let Some(expected) = reason.cause()
            && !reason.agrees_with(cause.value)
        {
            let text = format!(
                "Release Complete says cause {} and reason {}, which stands for cause {}",
                cause.value,
                reason.name(),
                expected
            );
            self.warn(WarningCode::ReleaseDisagrees, text);
        }
        let hidden = !whole || facts.unread.in_body("reason");
        if cause.is_none() && facts.release_reason.is_none() && !hidden {
            let text = match message.find(ElementId::CAUSE) {
                Some(_) => "Release Complete has a Cause that cannot be read, and no reason",
                None => "Release Complete gives neither a cause nor a reason",
            };
            self.warn(WarningCode::ReleaseUnexplained, text.into());
        }
        self.clearing.peer_release(said);
        self.ending = Some(self.end(EndedBy::Remote, EndReason::Released));
        self.timers.stop_all();
        if self.clearing.awaits_end_session() {
            let linger = Limit::hard(self.config.limits.linger);
            self.timers.start(Timer::Linger, linger, self.now);
        } else {
            self.finish();
        }
    }

    /// How the call ends. What both sides say of it may be still to come.
    fn end(&mut self, by: EndedBy, reason: EndReason) -> CallEnd {
        let (by, reason) = self.clearing.attributed(by, reason);
        match by {
            EndedBy::User | EndedBy::Library => self.clearing.we_begin(self.now),
            EndedBy::Remote => self.clearing.peer_begins(self.now),
            EndedBy::Transport => {}
        }
        let wanted = match self.side {
            Side::Calling => self.config.limits.hold,
            Side::Called => Duration::ZERO,
        };
        CallEnd {
            answered: self.answered,
            early: self.clearing.early(by, wanted, self.now),
            suspect: self.clearing.suspect(by, self.now).cloned(),
            ..CallEnd::new(by, reason, self.state)
        }
    }

    /// Reports the octets that never became a message: how many they are, and whether they are the
    /// beginning of something else than TPKT.
    fn leftover(&mut self) -> (usize, Option<Foreign>) {
        let deframer = core::mem::take(&mut self.deframer);
        let octets = deframer.pending().to_vec();
        let foreign = match deframer.finish() {
            Ending::NotTpkt(error) => Some(error.looks_like),
            Ending::Clean | Ending::Incomplete { .. } => None,
        };
        let length = octets.len();
        if length > 0 {
            let content = foreign.map_or(Content::Incomplete, Content::Foreign);
            self.record_received(octets, content, true);
        }
        (length, foreign)
    }

    /// Closes the connection and reports the end.
    fn finish(&mut self) {
        let Some(mut end) = self.ending.take() else {
            return;
        };
        if let Some(words) = self.clearing.words(end.by) {
            end.cause.clone_from(&words.cause);
            end.release_reason.clone_from(&words.reason);
        }
        end.own = self.clearing.own().cloned().map(Box::new);
        end.peer = self.clearing.peer().cloned().map(Box::new);
        self.timers.stop_all();
        self.during_ended(&end);
        self.sum_up();
        self.enter(CallState::Null);
        self.close_control();
        self.outputs
            .push_back(Output::Close(Channel::CallSignalling));
        self.emit(Event::Ended(end.clone(), self.now));
        self.ended = Some(end);
    }

    fn enter(&mut self, state: CallState) {
        if self.state != state {
            self.state = state;
            self.emit(Event::State(state, self.now));
        }
    }
}

/// What a Release Complete says.
fn words(message: &Message, facts: &Facts) -> ReleaseWords {
    ReleaseWords {
        cause: message.get::<Cause>().and_then(Result::ok),
        reason: facts.release_reason.clone(),
    }
}
