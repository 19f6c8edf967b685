//! The output of a call: messages on the wire, the record of all messages, and warnings.
//!
//! Every part of a call writes into one [`Outbox`]. It alone knows which limits are reached, and it
//! records a message before it warns about it.

use alloc::{
    collections::VecDeque,
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec;

use super::{
    clearing::Clearing,
    config::{CallTerms, Target},
    event::{Channel, Content, Direction, Event, MessageRecord, Output, Repeated},
    record::{Fate, Record, Room, thousands},
    timer::{Expiry, Limit, Timer, TimerTable},
    warning::{Warning, WarningCode},
    work::Work,
};
use crate::{
    error::EncodeError,
    h225::{Entropy, Facts, Writer},
    h245::Session,
    q931::{
        CallReference, CallState, CallStateElement, Cause, CauseValue, CodingStandard, ElementId,
        InformationElement, Location, Message, MessageType, UserUser,
    },
    time::{Duration, Instant},
    tpkt,
};

/// More Status messages than a call can need.
const STATUSES: u32 = 20;

/// How many Status Inquiries we answer in one call.
const INQUIRIES: u32 = 1_000;

/// How much of the peer's traffic is taken, and how much of it is reported.
#[derive(Clone, Copy, Debug)]
struct Limits {
    shown: Room,
    messages: u32,
    octets: usize,
    /// How long we wait for the peer's last messages.
    linger: Duration,
}

/// All effects of a call, in the order in which they occur.
#[derive(Debug)]
pub(super) struct Outbox {
    now: Instant,
    outputs: VecDeque<Output>,
    recorded: Record,
    reported: Vec<WarningCode>,
    limits: Limits,
    /// Messages and octets received, readable or not.
    messages: u32,
    octets: usize,
    work: Work,
    /// Status Inquiries that we answered.
    inquiries: u32,
    timers: TimerTable,
    clearing: Clearing,
    writer: Writer,
    /// The call reference of our messages. On the called side Setup sets it.
    reference: CallReference,
}

impl Outbox {
    pub(super) fn new(terms: &CallTerms, writer: Writer, entropy: &Entropy, now: Instant) -> Self {
        let mut timers = TimerTable::default();
        timers.start(Timer::Total, Limit::hard(terms.limits.total), now);
        Self {
            now,
            outputs: VecDeque::new(),
            recorded: Record::default(),
            reported: Vec::new(),
            limits: Limits {
                shown: Room {
                    messages: terms.record_limit,
                    octets: terms.record_octets,
                    alike: terms.record_alike,
                },
                messages: terms.message_limit,
                octets: terms.octet_limit,
                linger: terms.limits.linger,
            },
            messages: 0,
            octets: 0,
            work: Work::new(terms.work_limit, now),
            inquiries: 0,
            timers,
            clearing: Clearing::default(),
            writer,
            // `Entropy` keeps the value in range.
            reference: CallReference::new(entropy.call_reference, false)
                .unwrap_or(CallReference::GLOBAL),
        }
    }

    /// Advances the time; it never goes back.
    pub(super) fn advance(&mut self, now: Instant) {
        self.now = self.now.max(now);
        self.writer.advance(self.now);
    }

    pub(super) const fn now(&self) -> Instant {
        self.now
    }

    pub(super) fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    pub(super) fn emit(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    pub(super) fn connect(&mut self, channel: Channel, target: Target) {
        self.outputs.push_back(Output::Connect(channel, target));
    }

    pub(super) fn close(&mut self, channel: Channel) {
        self.outputs.push_back(Output::Close(channel));
    }

    /// Reports a warning, once per kind and call: repeats add nothing.
    pub(super) fn warn(&mut self, code: WarningCode, text: String) {
        if !self.reported.contains(&code) {
            self.reported.push(code);
            self.emit(Event::Warning(Warning { code, text }, self.now));
        }
    }

    // Timers.

    pub(super) fn start(&mut self, timer: Timer, limit: Limit) {
        self.timers.start(timer, limit, self.now);
    }

    /// Waits for the peer's last messages.
    pub(super) fn linger(&mut self) {
        self.start(Timer::Linger, Limit::hard(self.limits.linger));
    }

    pub(super) fn stop(&mut self, timer: Timer) {
        self.timers.stop(timer);
    }

    pub(super) fn stop_all(&mut self) {
        self.timers.stop_all();
    }

    pub(super) fn expect_nothing(&mut self, timer: Timer) {
        self.timers.expect_nothing(timer);
    }

    pub(super) fn is_running(&self, timer: Timer) -> bool {
        self.timers.is_running(timer)
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.timers.deadline()
    }

    /// The next timer that has passed its hard limit. A timer that passes only its expected value
    /// runs on, with a warning.
    pub(super) fn expired(&mut self) -> Option<Timer> {
        loop {
            match self.timers.expired(self.now)? {
                Expiry::Hard(timer) => return Some(timer),
                Expiry::Expected(timer, wait) => {
                    let text = format!(
                        "{} ran past the {} s that stacks allow; still waiting",
                        timer.name(),
                        wait.as_secs()
                    );
                    self.warn(WarningCode::TimerExpected, text);
                }
            }
        }
    }

    // Clearing of the call.

    pub(super) const fn clearing(&mut self) -> &mut Clearing {
        &mut self.clearing
    }

    pub(super) fn we_begin_to_clear(&mut self) {
        self.clearing.we_begin(self.now);
    }

    pub(super) fn peer_begins_to_clear(&mut self) {
        self.clearing.peer_begins(self.now);
    }

    // Input.

    /// Counts received octets, readable or not.
    pub(super) const fn took(&mut self, octets: usize) {
        self.work.piece(octets);
        self.octets = self.octets.saturating_add(octets);
    }

    pub(super) const fn messages(&self) -> u32 {
        self.messages
    }

    pub(super) const fn octets(&self) -> usize {
        self.octets
    }

    /// Whether the peer has sent more than a call can need.
    pub(super) const fn is_flooded(&self) -> bool {
        self.messages >= self.limits.messages
            || self.octets > self.limits.octets
            || self.work.is_too_much(self.now)
    }

    /// The work for the peer.
    pub(super) const fn work(&mut self) -> &mut Work {
        &mut self.work
    }

    /// The same, all of it so far.
    pub(super) const fn work_done(&self) -> u64 {
        self.work.done()
    }

    /// Reports a received message, or only counts it: see [`Record::take`]. A `decisive` message is
    /// always reported, because it ends the call and must be shown however many came before it.
    /// There can be only a few of those.
    pub(super) fn record_received(
        &mut self,
        channel: Channel,
        octets: Vec<u8>,
        content: Content,
        decisive: bool,
    ) {
        self.messages = self.messages.saturating_add(1);
        self.work.message(&content);
        self.record(Direction::Received, channel, octets, content, decisive);
    }

    fn record(
        &mut self,
        direction: Direction,
        channel: Channel,
        octets: Vec<u8>,
        content: Content,
        decisive: bool,
    ) {
        let when = (decisive, self.now);
        let (length, room) = (octets.len(), self.limits.shown);
        let recorded = &mut self.recorded;
        match recorded.take(direction, channel, length, &content, when, room) {
            Fate::Shown => self.work.contents(&content),
            Fate::Begins(repeated) => {
                self.emit(Event::Repeated(repeated));
                return;
            }
            Fate::Counted => return,
        }
        self.emit(Event::Message(MessageRecord {
            at: self.now,
            direction,
            channel,
            octets,
            content,
        }));
    }

    /// Reports at the end which messages were repeated, and how often.
    pub(super) fn sum_up(&mut self, session: &Session) {
        let runs: Vec<Repeated> = self.recorded.runs().collect();
        // A run of one has nothing more to report.
        for run in runs.into_iter().filter(|run| run.times > 1) {
            self.emit(Event::Repeated(run));
        }
        let asked: Vec<String> = session
            .exhausted()
            .map(|asked| {
                let times = thousands(asked.times);
                format!(
                    "{} {times} times, of which {} were answered",
                    asked.what, asked.answered
                )
            })
            .collect();
        let told = |name: &str| {
            session
                .exhausted()
                .any(|asked| asked.what.starts_with(name))
        };
        let often = self.recorded.often(&told);
        let statuses = self.recorded.came(MessageType::Status);
        let lost = self.recorded.lost();
        if !asked.is_empty() {
            let text = format!("The endpoint repeats its request: {}", asked.join("; "));
            self.warn(WarningCode::RepeatedRequest, text);
        }
        if !often.is_empty() {
            let text = format!("The endpoint sent {}", often.join(", "));
            self.warn(WarningCode::RepeatedMessage, text);
        }
        if statuses > STATUSES {
            let text = format!("The endpoint sent {} STATUS messages", thousands(statuses));
            self.warn(WarningCode::StatusFlood, text);
        }
        if lost > 0 {
            let text = format!(
                "The trace has {} messages; {} more were counted but are not shown",
                thousands(self.recorded.shown()),
                thousands(lost)
            );
            self.warn(WarningCode::TraceFull, text);
        }
    }

    // Output.

    /// The writer for the H.225.0 part of our messages.
    pub(super) const fn writer(&self) -> &Writer {
        &self.writer
    }

    pub(super) const fn reference(&self) -> CallReference {
        self.reference
    }

    /// Takes the identifiers of a call that reaches us from its Setup.
    pub(super) const fn belong_to(&mut self, setup: CallReference, facts: &Facts) {
        self.reference = setup.reversed();
        if let Some(identifier) = facts.call_identifier {
            self.writer.call_identifier = identifier;
        }
        if let Some(identifier) = facts.conference_id {
            self.writer.conference_id = identifier;
        }
        self.writer.secure &= facts.h245_over_tls;
    }

    /// Sets `h245Tunnelling` in our messages from now on.
    pub(super) const fn offer_tunnel(&mut self, offered: bool) {
        self.writer.tunnelling = offered;
    }

    /// Sends octets that are not a message on the signalling connection.
    pub(super) fn transmit_keep_alive(&mut self, octets: &[u8]) {
        let channel = Channel::CallSignalling;
        self.write(channel, octets.to_vec(), Content::KeepAlive, false);
    }

    /// Sends a TPKT on the H.245 connection.
    pub(super) fn transmit_h245(&mut self, octets: Vec<u8>, content: Content) {
        self.write(Channel::H245Control, octets, content, false);
    }

    fn write(&mut self, channel: Channel, octets: Vec<u8>, content: Content, decisive: bool) {
        self.work.answer();
        self.outputs
            .push_back(Output::Transmit(channel, octets.clone()));
        self.record(Direction::Sent, channel, octets, content, decisive);
    }

    /// Sends a Facility. Its Facility element is mandatory and empty (H.225.0 7.4.1).
    pub(super) fn transmit_facility(&mut self, information: Result<Vec<u8>, codec::EncodeError>) {
        let facility = InformationElement::new(ElementId::FACILITY, Vec::new());
        self.transmit(
            MessageType::Facility,
            Vec::from([facility]),
            Some(information),
        );
    }

    /// Answers a Status Inquiry (Q.931 5.8.10) under its own reference. After so many the endpoint
    /// has a loop, and an answer costs more than reading the question.
    pub(super) fn answer_inquiry(&mut self, reference: CallReference, state: CallState) {
        self.inquiries = self.inquiries.saturating_add(1);
        if self.inquiries <= INQUIRIES {
            self.transmit_status(reference, state, CauseValue::RESPONSE_TO_STATUS_ENQUIRY);
        } else if self.inquiries == INQUIRIES + 1 {
            let text = format!(
                "The endpoint asks for the state of the call again and again; {INQUIRIES} times it was answered"
            );
            self.warn(WarningCode::RepeatedRequest, text);
        }
    }

    /// Sends Status (Q.931 5.8.10). Its call reference may be foreign to this call.
    pub(super) fn transmit_status(
        &mut self,
        reference: CallReference,
        state: CallState,
        cause: CauseValue,
    ) {
        let elements = [
            InformationElement::of(&Cause::new(Location::User, cause)),
            InformationElement::of(&CallStateElement {
                coding: CodingStandard::ItuT,
                state,
            }),
        ];
        let information = self.writer.status();
        let elements = elements.into_iter().flatten().collect();
        if let Err(text) = self.send(reference, MessageType::Status, elements, Some(information)) {
            self.warn(WarningCode::NotSent, text);
        }
    }

    /// Sends a message of this call.
    ///
    /// All contents of messages after Setup were bounded earlier, so writing should not fail. If it
    /// does, we warn, so that the call continues to its end and does not hang.
    pub(super) fn transmit(
        &mut self,
        message_type: MessageType,
        elements: Vec<InformationElement>,
        information: Option<Result<Vec<u8>, codec::EncodeError>>,
    ) {
        if let Err(text) = self.send(self.reference, message_type, elements, information) {
            self.warn(WarningCode::NotSent, text);
        }
    }

    /// Sends a message.
    ///
    /// # Errors
    /// If the message cannot be written; the text says why.
    pub(super) fn send(
        &mut self,
        reference: CallReference,
        message_type: MessageType,
        elements: Vec<InformationElement>,
        information: Option<Result<Vec<u8>, codec::EncodeError>>,
    ) -> Result<(), String> {
        let mut message = Message::new(reference, message_type);
        message.elements = elements;
        let octets = frame_up(&mut message, information)
            .map_err(|error| format!("{message_type} could not be written: {error}"))?;
        self.clearing.sent(None, self.now);
        let content = Content::signalling(message, None);
        let decisive = matches!(
            message_type,
            MessageType::Setup | MessageType::ReleaseComplete
        );
        self.write(Channel::CallSignalling, octets, content, decisive);
        self.writer.advance(self.now);
        Ok(())
    }
}

/// The TPKT of a message with its H.225.0 part.
fn frame_up(
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
