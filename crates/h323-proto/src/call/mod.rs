//! One H.323 call, without I/O.
//!
//! The driver owns sockets, clock and entropy. It feeds [`Input`]s to [`Call::handle`] and takes
//! [`Output`]s from [`Call::poll_output`]. One invariant: **after every input, drain
//! `poll_output` until it yields [`Output::Timeout`]**, and come back no later than the time it
//! names. The call ends exactly once, with [`Event::Ended`] as its last event; from the moment
//! Setup has crossed the wire every end but the peer's own sends Release Complete first.

mod called;
mod calling;
mod config;
mod event;
mod release;
mod timer;
mod warning;

use alloc::{
    collections::VecDeque,
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec;

pub use called::CalledAction;
pub use config::{CallConfig, Entropy, Limits, Target};
pub use event::{
    CallEnd, Channel, Closed, Content, Direction, EndReason, EndedBy, Event, Input, MessageRecord,
    Output, Side,
};
pub use release::{Release, release_for};
pub use timer::{Limit, Timer};
pub use warning::{Warning, WarningCode};

use crate::{
    error::EncodeError,
    h225::{Facts, UserInformation, Writer},
    q931::{CallReference, CallState, Cause, InformationElement, Message, MessageType, UserUser},
    time::Instant,
    tpkt::{self, Deframer, Ending, Frame},
};
use timer::{Expiry, TimerTable};

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
    /// Value and flag of the messages we send; set from Setup on the called side.
    call_reference: CallReference,
    connected: bool,
    answered: bool,
    /// The peer's last word on `h245Tunnelling`.
    peer_tunnelling: Option<bool>,
    peer_h245_address: bool,
    /// Set once: the end that is reported when the connection is closed.
    ending: Option<CallEnd>,
    over: bool,
    messages: u32,
    reported: Vec<WarningCode>,
}

impl Call {
    /// A call that we place: it asks for its connection at once.
    #[must_use]
    pub fn calling(config: CallConfig, entropy: Entropy, now: Instant) -> Self {
        let mut call = Self::new(Side::Calling, config, entropy, now);
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
            // `Entropy` keeps the value in range.
            call_reference: CallReference::new(entropy.call_reference, false)
                .unwrap_or(CallReference::GLOBAL),
            config,
            state: CallState::Null,
            timers,
            now,
            outputs: VecDeque::new(),
            deframer: Deframer::new(),
            connected: false,
            answered: false,
            peer_tunnelling: None,
            peer_h245_address: false,
            ending: None,
            over: false,
            messages: 0,
            reported: Vec::new(),
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
        self.over
    }

    /// Messages received so far, reported or not.
    #[must_use]
    pub const fn messages_received(&self) -> u32 {
        self.messages
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
        if self.over {
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
                    self.place();
                }
            }
            Input::Received(Channel::CallSignalling, octets) => self.received(octets),
            Input::Closed(Channel::CallSignalling, closed) => self.closed(closed),
            Input::Timeout => {}
            Input::Hangup => self.release(EndedBy::User, EndReason::Hangup),
        }
        while !self.over
            && let Some(expiry) = self.timers.expired(self.now)
        {
            self.expired(expiry);
        }
    }

    /// The next thing the driver has to do.
    pub fn poll_output(&mut self) -> Output {
        match self.outputs.pop_front() {
            Some(output) => output,
            None => Output::Timeout(self.timers.deadline()),
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
            Expiry::Hard(Timer::Linger) => self.finish(),
            Expiry::Hard(Timer::Hold) => self.release(EndedBy::User, EndReason::Cleared),
            Expiry::Hard(timer) => self.release(EndedBy::Library, EndReason::TimedOut(timer)),
        }
    }

    fn received(&mut self, octets: &[u8]) {
        self.deframer.push(octets);
        while !self.over {
            match self.deframer.next_frame() {
                Ok(None) => break,
                Ok(Some(frame)) => self.frame(frame),
                Err(error) => {
                    self.record(
                        Direction::Received,
                        error.octets,
                        Content::Foreign(error.looks_like),
                    );
                    self.release(EndedBy::Library, EndReason::NotTpkt(error.looks_like));
                    // There is no way back into step, so nothing the peer adds can matter.
                    self.finish();
                }
            }
        }
    }

    fn frame(&mut self, frame: Frame) {
        match frame {
            Frame::KeepAlive { raw } => {
                self.record(Direction::Received, raw.to_vec(), Content::KeepAlive);
            }
            Frame::Message { reserved, payload } => {
                if reserved != 0 {
                    let text = format!("The reserved octet of a TPKT header is 0x{reserved:02X}");
                    self.warn(WarningCode::TpktReserved, text);
                }
                self.payload(&payload, reserved);
            }
        }
        if self.messages >= self.config.message_limit && self.ending.is_none() {
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
                    if let Some(foreign) = tpkt::foreign_payload(payload) {
                        self.record(Direction::Received, octets, Content::Foreign(foreign));
                        self.release(EndedBy::Library, EndReason::NotQ931(foreign));
                        return;
                    }
                    let text = format!("A message could not be read: {}", failure.error);
                    self.warn(WarningCode::UndecodableMessage, text);
                    self.record(
                        Direction::Received,
                        octets,
                        Content::Undecodable(failure.error),
                    );
                    return;
                }
            },
        };
        if let Some(error) = &error {
            let text = format!(
                "{} could not be read to its end: {error}",
                message.message_type
            );
            self.warn(WarningCode::UndecodableMessage, text);
        }
        let user_information = UserInformation::of(&message);
        let facts = user_information.as_ref().map(Facts::of).unwrap_or_default();
        self.examine(&message, user_information.as_ref(), &facts, error.is_none());
        let record = Content::Signalling {
            message: message.clone(),
            user_information,
            facts: facts.clone(),
            error,
        };
        self.record(Direction::Received, octets, record);
        if self.ending.is_some() {
            // Our Release Complete is out; only the peer's own one still means something.
            if message.message_type == MessageType::ReleaseComplete {
                self.finish();
            }
            return;
        }
        match self.side {
            Side::Calling => self.received_by_calling(&message, &facts),
            Side::Called => self.received_by_called(&message, &facts),
        }
    }

    /// Warns of what is odd in any message, whatever its type. `whole`: it was read to its end.
    fn examine(
        &mut self,
        message: &Message,
        user_information: Option<&UserInformation>,
        facts: &Facts,
        whole: bool,
    ) {
        let name = message.message_type;
        if let Some(violation) = message.order_violation() {
            let text = format!(
                "{name}: element {} comes after {}",
                violation.id, violation.after
            );
            self.warn(WarningCode::ElementOrder, text);
        }
        match user_information {
            Some(information) => {
                if let Some(error) = &information.error {
                    let text = format!("{name}: the H.225.0 part could not be read: {error}");
                    self.warn(WarningCode::UndecodableUserInformation, text);
                } else if information.trailing > 0 {
                    let text = format!(
                        "{name}: {} octets after the H.225.0 value",
                        information.trailing
                    );
                    self.warn(WarningCode::TrailingOctets, text);
                }
                if let Some(body) = &facts.body
                    && !facts.body_fits(message.message_type)
                {
                    let text = format!("{name} carries the H.225.0 body `{body}`");
                    self.warn(WarningCode::BodyMismatch, text);
                }
            }
            // Table 13 of H.225.0 makes it mandatory everywhere but in these; it has no rule for
            // messages that H.225.0 does not use.
            None if whole
                && !matches!(
                    message.message_type,
                    MessageType::Notify
                        | MessageType::Information
                        | MessageType::Status
                        | MessageType::StatusEnquiry
                        | MessageType::Disconnect
                        | MessageType::Release
                        | MessageType::Unknown(_)
                        | MessageType::National(_)
                ) =>
            {
                let text = format!("{name} has no User-user element");
                self.warn(WarningCode::MissingUserInformation, text);
            }
            None => {}
        }
        if let Some(identifier) = facts.call_identifier
            && self.side == Side::Calling
            && identifier != self.writer.call_identifier
        {
            let text = format!("{name} has a callIdentifier that is not the one of our Setup");
            self.warn(WarningCode::CallIdentifierChanged, text);
        }
    }

    fn closed(&mut self, closed: Closed) {
        let pending = self.deframer.pending().to_vec();
        let ending = self.deframer.finish();
        let foreign = match &ending {
            Ending::NotTpkt(error) => Some(error.looks_like),
            Ending::Clean | Ending::Incomplete { .. } => None,
        };
        if !pending.is_empty() {
            let content = foreign.map_or(Content::Incomplete, Content::Foreign);
            self.record(Direction::Received, pending.clone(), content);
        }
        self.connected = false;
        if self.ending.is_some() {
            self.finish();
            return;
        }
        let reason = match closed {
            Closed::Failed(text) if self.timers.is_running(Timer::Connect) => {
                EndReason::ConnectFailed(text)
            }
            Closed::Failed(text) => EndReason::ConnectionLost(text),
            Closed::ByPeer => match foreign {
                Some(foreign) => EndReason::NotTpkt(foreign),
                None => EndReason::Closed {
                    pending: pending.len(),
                },
            },
        };
        if matches!(reason, EndReason::Closed { .. }) && self.state != CallState::Null {
            let text = String::from("The peer closed the connection without Release Complete");
            self.warn(WarningCode::NoReleaseComplete, text);
        }
        self.ending = Some(self.end(EndedBy::Transport, reason, None));
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
        let end = self.end(by, reason, there_is_a_call.then(|| release.clone()));
        self.timers.stop_all();
        self.ending = Some(end);
        if there_is_a_call {
            let information = self.writer.release_complete(release.reason.as_ref());
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
            self.finish();
        }
    }

    /// The peer released the call.
    fn released(&mut self, message: &Message, facts: &Facts) {
        let cause = message.get::<Cause>().and_then(Result::ok);
        if let (Some(cause), Some(reason)) = (&cause, &facts.release_reason)
            && let Some(expected) = reason.cause()
            && cause.value != expected
        {
            let text = format!(
                "Release Complete says cause {} and reason {}, which stands for cause {}",
                cause.value,
                reason.name(),
                expected
            );
            self.warn(WarningCode::ReleaseDisagrees, text);
        }
        if cause.is_none() && facts.release_reason.is_none() {
            let text = String::from("Release Complete gives neither a cause nor a reason");
            self.warn(WarningCode::ReleaseUnexplained, text);
        }
        let mut end = self.end(EndedBy::Remote, EndReason::Released, None);
        end.cause = cause;
        end.release_reason = facts.release_reason.clone();
        self.ending = Some(end);
        self.finish();
    }

    fn end(&self, by: EndedBy, reason: EndReason, release: Option<Release>) -> CallEnd {
        let (cause, release_reason) = match release {
            Some(release) => (Some(release.cause), release.reason),
            None => (None, None),
        };
        CallEnd {
            by,
            reason,
            state: self.state,
            cause,
            release_reason,
            answered: self.answered,
        }
    }

    /// Closes the connection and reports the end.
    fn finish(&mut self) {
        let Some(end) = self.ending.take() else {
            return;
        };
        self.timers.stop_all();
        self.enter(CallState::Null);
        self.outputs
            .push_back(Output::Close(Channel::CallSignalling));
        self.emit(Event::Ended(end, self.now));
        self.over = true;
    }

    fn enter(&mut self, state: CallState) {
        if self.state != state {
            self.state = state;
            self.emit(Event::State(state, self.now));
        }
    }

    /// Reports a warning, each kind once a call: the second thousandth says nothing new.
    fn warn(&mut self, code: WarningCode, text: String) {
        if !self.reported.contains(&code) {
            self.reported.push(code);
            self.emit(Event::Warning(Warning { code, text }, self.now));
        }
    }

    fn emit(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    fn record(&mut self, direction: Direction, octets: Vec<u8>, content: Content) {
        if direction == Direction::Received {
            self.messages = self.messages.saturating_add(1);
            if self.messages == self.config.record_limit.saturating_add(1) {
                let text = format!(
                    "More than {} messages came; the rest is counted, not shown",
                    self.config.record_limit
                );
                self.warn(WarningCode::TraceFull, text);
            }
            // The message that ends the call is the one to show, however many came before it.
            let decisive = matches!(&content, Content::Signalling { message, .. }
                if matches!(message.message_type, MessageType::ReleaseComplete | MessageType::Connect));
            if self.messages > self.config.record_limit && !decisive {
                return;
            }
        }
        self.emit(Event::Message(MessageRecord {
            at: self.now,
            direction,
            channel: Channel::CallSignalling,
            octets,
            content,
        }));
    }

    fn transmit(
        &mut self,
        message_type: MessageType,
        elements: Vec<InformationElement>,
        information: Option<Result<Vec<u8>, codec::EncodeError>>,
    ) {
        let mut message = Message::new(self.call_reference, message_type);
        message.elements = elements;
        let octets = match self.frame_up(&mut message, information) {
            Ok(octets) => octets,
            // Everything that goes into a message was bounded before. If that reasoning has a
            // hole, the call still has to go on to its end rather than to hang.
            Err(error) => {
                let text = format!("{message_type} could not be written: {error}");
                self.warn(WarningCode::NotSent, text);
                return;
            }
        };
        let user_information = UserInformation::of(&message);
        let facts = user_information.as_ref().map(Facts::of).unwrap_or_default();
        self.outputs
            .push_back(Output::Transmit(Channel::CallSignalling, octets.clone()));
        let content = Content::Signalling {
            message,
            user_information,
            facts,
            error: None,
        };
        self.record(Direction::Sent, octets, content);
    }

    fn frame_up(
        &self,
        message: &mut Message,
        information: Option<Result<Vec<u8>, codec::EncodeError>>,
    ) -> Result<Vec<u8>, String> {
        if let Some(information) = information {
            let contents = information.map_err(|error| error.to_string())?;
            let element = InformationElement::of(&UserUser::h323(contents));
            message
                .elements
                .push(element.map_err(|error| error.to_string())?);
        }
        let text = |error: EncodeError| error.to_string();
        tpkt::encode(&message.encode().map_err(text)?).map_err(text)
    }
}

/// The octets of a received frame, as they were.
fn framed(payload: &[u8], reserved: u8) -> Vec<u8> {
    let mut octets = tpkt::encode(payload).unwrap_or_else(|_| payload.to_vec());
    if let Some(octet) = octets.get_mut(1) {
        *octet = reserved;
    }
    octets
}
