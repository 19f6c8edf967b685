//! RAS with one gatekeeper: the exchanges, the registration that they make, and the answers to the
//! gatekeeper's own requests.
//!
//! ```text
//! discovery -GCF-> registration -RCF-> registered -URQ, UCF-> over
//!     ^                 ^                  |
//!     |                 +--full registration required, or the gatekeeper's URQ asks for it
//!     +--discovery required
//! registered -ARQ, ACF-> a call is admitted -DRQ, DCF-> registered
//! ```

use alloc::{
    boxed::Box,
    collections::VecDeque,
    string::{String, ToString as _},
    sync::Arc,
    vec::Vec,
};

use h323_asn1::{
    codec::{self, EncodeError},
    h225::RasMessage,
    h235::ClearToken,
};

use super::{
    event::{Admitted, Event, Granted, Line, Local, Oddity, Outcome, Output, RasEvent},
    exchange::{Exchange, Overdue, Request},
    h46017,
    heard::Heard,
    security::Security,
    terms::{GatekeeperTerms, RasLimits, Transport},
    writer::{RasCall, Writer, prove},
};
use crate::{
    call::{Content, Direction, Work},
    h225::{Alias, Signer},
    h235::{Clock, Names, Proof},
    ras::{RasMessageName, RasRecord},
    time::{Duration, Instant},
};

/// How many requests of the gatekeeper we answer.
const ANSWERS: u32 = 200;

/// The longest wait for an answer once the user has gone: it decides what has to be ended.
const HURRY: Duration = Duration::from_secs(5);

/// What a message or a timer means for the whole.
#[derive(Debug)]
pub(super) enum Verdict {
    GoesOn,
    /// The registration begins anew.
    Renewing,
    /// The gatekeeper has registered us.
    Registered,
    /// The call may be placed, to these aliases if there are any, with these tokens.
    Admitted(Admitted, Vec<Alias>, Vec<ClearToken>),
    /// The call may not be placed.
    NotAdmitted(Outcome),
    /// The gatekeeper wants the call to end.
    Drop,
    /// The gatekeeper knows that the call is over.
    Disengaged,
    /// The registration is over; whether the gatekeeper said so.
    Unregistered(bool),
    /// There is nothing more to do but to leave.
    End(Outcome),
}

/// RAS with one gatekeeper.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) writer: Writer,
    pub(super) security: Security,
    pub(super) transport: Transport,
    pub(super) discover: bool,
    limits: RasLimits,
    pub(super) exchanges: Vec<Exchange>,
    /// The first and the next `requestSeqNum` of ours.
    first: u16,
    next: u16,
    /// Whether a gatekeeper confirm came.
    pub(super) discovered: bool,
    pub(super) gatekeeper: Option<String>,
    pub(super) granted: Option<Granted>,
    pub(super) keep_alive: Option<Instant>,
    pub(super) call: Option<RasCall>,
    /// How often we report about the call, and when next.
    pub(super) report: Option<(Duration, Instant)>,
    pub(super) renewals: u8,
    answers: u32,
    /// Whether a RAS message came.
    heard: bool,
    messages: u32,
    octets: usize,
    work: Work,
    records: u32,
    /// Whether the gatekeeper may have registered us without an answer that we could use.
    pub(super) uncertain: bool,
    /// Whether the registration is being ended: it is not renewed any more.
    pub(super) leaving: bool,
    out: VecDeque<Output>,
}

impl Course {
    pub(super) fn new(
        terms: &GatekeeperTerms,
        local: Option<Local>,
        (clock, random): (Clock, u32),
        now: Instant,
    ) -> Result<Self, EncodeError> {
        let [high, low, ..] = random.to_be_bytes();
        let first = u16::from_be_bytes([high, low]).max(1);
        Ok(Self {
            writer: Writer::new(terms, local)?,
            security: Security::new(terms, clock, random),
            transport: terms.transport,
            discover: terms.discover && terms.transport == Transport::Datagram,
            limits: terms.limits,
            exchanges: Vec::new(),
            first,
            next: first,
            discovered: false,
            gatekeeper: terms.gatekeeper_identifier.clone(),
            granted: None,
            keep_alive: None,
            call: None,
            report: None,
            renewals: 0,
            answers: 0,
            heard: false,
            messages: 0,
            octets: 0,
            work: Work::new(terms.limits.work, now),
            records: 0,
            uncertain: false,
            leaving: false,
            out: VecDeque::new(),
        })
    }

    pub(super) fn poll(&mut self) -> Option<Output> {
        self.out.pop_front()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        let exchanges = self.exchanges.iter().map(Exchange::deadline);
        let report = self.report.map(|(_, at)| at);
        exchanges.chain(self.keep_alive).chain(report).min()
    }

    /// Whether the gatekeeper has registered us.
    pub(super) const fn granted(&self) -> Option<&Granted> {
        self.granted.as_ref()
    }

    /// Whether the gatekeeper may have registered us without an answer that we could use.
    pub(super) fn is_uncertain(&self) -> bool {
        self.uncertain || self.awaits(Request::Registration)
    }

    /// Whether the gatekeeper has admitted a call.
    pub(super) const fn has_call(&self) -> bool {
        self.call.is_some()
    }

    /// Counts a packet that is not RAS. Says whether there is room to show it.
    pub(super) fn outside(
        &mut self,
        octets: usize,
        content: &Content,
        now: Instant,
    ) -> (bool, Verdict) {
        self.records = self.records.saturating_add(1);
        self.work.message(content);
        self.work.contents(content);
        (self.records <= self.limits.records, self.take(octets, now))
    }

    /// Counts what comes.
    fn take(&mut self, octets: usize, now: Instant) -> Verdict {
        self.messages = self.messages.saturating_add(1);
        self.octets = self.octets.saturating_add(octets);
        self.unless_flooded(now)
    }

    fn unless_flooded(&self, now: Instant) -> Verdict {
        let flooded = self.messages > self.limits.messages
            || self.octets > self.limits.octets
            || self.work.is_too_much(now);
        match flooded {
            true => Verdict::End(Outcome::Flood),
            false => Verdict::GoesOn,
        }
    }

    /// Counts a piece of the stream, or a datagram.
    pub(super) fn piece(&mut self, octets: usize, now: Instant) -> Verdict {
        self.work.piece(octets);
        self.unless_flooded(now)
    }

    /// Counts what the driver did for the gatekeeper.
    pub(super) fn worked(&mut self, nanoseconds: u64, now: Instant) -> Verdict {
        self.work.below(nanoseconds);
        self.unless_flooded(now)
    }

    /// The work for the gatekeeper so far.
    pub(super) const fn work(&self) -> u64 {
        self.work.done()
    }

    /// The messages that came.
    pub(super) const fn messages(&self) -> u32 {
        self.messages
    }

    /// Whether an answer of the gatekeeper has been read.
    pub(super) const fn has_heard(&self) -> bool {
        self.heard
    }

    /// Whether a request of this kind waits for its answer.
    pub(super) fn awaits(&self, request: Request) -> bool {
        self.exchanges
            .iter()
            .any(|exchange| exchange.request == request)
    }

    /// Signs the messages of the call, if H.235.1 is in use.
    pub(super) fn signer(&self, now: Instant) -> Option<Signer> {
        self.security.signer(self.names(), now)
    }

    fn names(&self) -> Names {
        let endpoint = self
            .granted
            .as_ref()
            .map(|granted| &granted.endpoint_identifier);
        self.security.names(self.gatekeeper.as_ref(), endpoint)
    }

    // What we ask for.

    /// Begins with discovery or with registration.
    pub(super) fn begin(&mut self, now: Instant) -> Verdict {
        self.ask(self.beginning(), now)
    }

    pub(super) const fn beginning(&self) -> Request {
        match self.discover && !self.discovered {
            true => Request::Discovery,
            false => Request::Registration,
        }
    }

    /// Asks for admission of a call.
    pub(super) fn admit(&mut self, call: RasCall, now: Instant) -> Verdict {
        self.call = Some(call);
        self.ask(Request::Admission, now)
    }

    /// Tells the gatekeeper that the call is over.
    pub(super) fn disengage(&mut self, now: Instant) -> Verdict {
        self.report = None;
        self.leaving = true;
        self.ask(Request::Disengage, now)
    }

    /// The user does not wait any longer.
    pub(super) fn hurry(&mut self, now: Instant) {
        self.limits.answer = self.limits.answer.min(HURRY);
        for exchange in &mut self.exchanges {
            exchange.hurry(now + HURRY);
        }
    }

    /// Ends the registration.
    pub(super) fn unregister(&mut self, now: Instant) -> Verdict {
        self.keep_alive = None;
        self.leaving = true;
        self.exchanges.clear();
        self.ask(Request::Unregistration, now)
    }

    /// The next `requestSeqNum`, 1–65535.
    fn number(&mut self) -> u16 {
        let number = self.next;
        self.next = self.next.checked_add(1).unwrap_or(1);
        number
    }

    pub(super) fn ask(&mut self, request: Request, now: Instant) -> Verdict {
        let number = self.number();
        let writer = &self.writer;
        let message = match (request, &self.call) {
            (Request::Discovery, _) => writer.gatekeeper_request(number, self.security.offer()),
            (Request::Registration, _) => writer.registration_request(number, self.discovered),
            (Request::KeepAlive, _) => writer.keep_alive(number, self.discovered),
            (Request::Admission, Some(call)) => writer.admission_request(number, call),
            (Request::Disengage, Some(call)) => writer.disengage_request(number, call),
            (Request::Unregistration, _) => writer.unregistration_request(number),
            (Request::Admission | Request::Disengage, None) => return Verdict::GoesOn,
        };
        let (octets, wire) = match self.written(message, now) {
            Ok(written) => written,
            Err(text) => return Verdict::End(Outcome::NotWritten(text)),
        };
        let exchange = Exchange::new(
            request,
            (number, wire.clone()),
            self.transport == Transport::H46017,
            self.limits.answer,
            now,
        );
        self.exchanges.push(exchange);
        self.transmit(octets, wire, now);
        Verdict::GoesOn
    }

    /// The octets of a message with its proof, alone and as they are sent.
    fn written(
        &mut self,
        mut message: RasMessage,
        now: Instant,
    ) -> Result<(Vec<u8>, Vec<u8>), String> {
        let text = |error: EncodeError| error.to_string();
        let names = self.names();
        let tokens = self.security.tokens(&names, now).map_err(text)?;
        prove(&mut message, tokens);
        let mut octets = codec::encode(&message).map_err(text)?;
        self.security.seal(&mut octets);
        let wire = match self.transport {
            Transport::Datagram => octets.clone(),
            Transport::H46017 => h46017::wrap(&octets, true)?,
        };
        Ok((octets, wire))
    }

    fn transmit(&mut self, octets: Vec<u8>, wire: Vec<u8>, now: Instant) {
        self.work.answer();
        self.out
            .push_back(Output::Transmit(Line::Ras, wire.clone()));
        let framed = (self.transport == Transport::H46017).then_some(wire);
        self.record(RasEvent {
            at: now,
            direction: Direction::Sent,
            record: Arc::new(RasRecord::of(octets)),
            framed,
            proof: None,
        });
    }

    pub(super) fn answer(&mut self, message: RasMessage, now: Instant) {
        self.answers = self.answers.saturating_add(1);
        if self.answers > ANSWERS {
            if self.answers == ANSWERS + 1 {
                self.odd(Oddity::TooManyRequests, now);
            }
            return;
        }
        self.say(message, now);
    }

    /// Sends a message that has no answer.
    fn say(&mut self, message: RasMessage, now: Instant) {
        match self.written(message, now) {
            Ok((octets, wire)) => self.transmit(octets, wire, now),
            Err(text) => self.odd(Oddity::NotWritten(text), now),
        }
    }

    pub(super) fn event(&mut self, event: Event) {
        self.out.push_back(Output::Event(event));
    }

    pub(super) fn odd(&mut self, oddity: Oddity, now: Instant) {
        self.event(Event::Odd(oddity, now));
    }

    fn record(&mut self, event: RasEvent) {
        self.records = self.records.saturating_add(1);
        if self.records <= self.limits.records {
            self.event(Event::Ras(Box::new(event)));
        }
    }

    // What comes.

    /// The next thing that is due. `None` if nothing is.
    pub(super) fn due(&mut self, now: Instant) -> Option<Verdict> {
        let overdue = |exchange: &mut Exchange| exchange.overdue(now);
        let mut all = self.exchanges.iter_mut().enumerate();
        let found = all.find_map(|(index, exchange)| Some((index, overdue(exchange)?)));
        if let Some((index, overdue)) = found {
            return Some(match overdue {
                Overdue::Again(wire) => {
                    // The octets of a repeat are those of the request; only datagrams repeat.
                    self.transmit(wire.clone(), wire, now);
                    Verdict::GoesOn
                }
                Overdue::Silent => {
                    let request = self.exchanges.remove(index).request;
                    self.failed(request, Outcome::NoAnswer(request), now)
                }
            });
        }
        if self.keep_alive.is_some_and(|at| at <= now) {
            self.keep_alive = None;
            return Some(self.ask(Request::KeepAlive, now));
        }
        if let Some((every, at)) = self.report
            && at <= now
        {
            self.report = Some((every, now + every));
            let number = self.number();
            let call = self.call.as_ref();
            let message = self.writer.info_request_response(number, call, None);
            self.say(message, now);
            return Some(Verdict::GoesOn);
        }
        None
    }

    /// Takes a RAS message. `framed` are the octets around it.
    pub(super) fn received(
        &mut self,
        record: RasRecord,
        framed: Option<Vec<u8>>,
        now: Instant,
    ) -> Verdict {
        self.heard = true;
        let record = Arc::new(record);
        // A Facility around it has as many values again.
        let content = Content::Ras(Arc::clone(&record));
        self.work.message(&content);
        self.work.contents(&content);
        self.work.contents(&content);
        let flooded = self.take(record.octets.len(), now);
        let heard = Heard::of(&record);
        let proof = heard.and_then(|heard| self.proof(&heard, &record, now));
        self.record(RasEvent {
            at: now,
            direction: Direction::Received,
            record: Arc::clone(&record),
            framed,
            proof: proof.clone(),
        });
        if matches!(flooded, Verdict::End(_)) {
            return flooded;
        }
        if let Some(error) = &record.error {
            self.odd(Oddity::Unreadable(error.to_string()), now);
        }
        match heard {
            Some(heard) => self.heard(&heard, proof, &record.octets, now),
            None => {
                // Its number cannot be read: XRS has one of ours.
                let octets = record.octets.clone();
                let message = Writer::unknown_message_response(self.next, octets);
                self.answer(message, now);
                Verdict::GoesOn
            }
        }
    }

    fn proof(&self, heard: &Heard<'_>, record: &RasRecord, now: Instant) -> Option<Proof> {
        // No token comes before a gatekeeper has chosen the method.
        if heard.name.answers() == Some(RasMessageName::GatekeeperRequest) {
            return None;
        }
        let new = heard.endpoint_identifier();
        let known = self
            .granted
            .as_ref()
            .map(|granted| &granted.endpoint_identifier);
        let ours: Vec<&str> = new
            .iter()
            .chain(known)
            .map(String::as_str)
            .chain(self.security.user())
            .collect();
        let message = (&record.tree, record.octets.as_slice());
        let proof = self.security.check(message, &ours, now)?;
        Some(match (proof, &record.error) {
            // The token may stand in the part that could not be read.
            (Proof::Absent, Some(error)) => Proof::NotChecked(error.to_string()),
            (proof, _) => proof,
        })
    }

    fn heard(
        &mut self,
        heard: &Heard<'_>,
        proof: Option<Proof>,
        octets: &[u8],
        now: Instant,
    ) -> Verdict {
        let name = heard.name;
        let number = heard.facts.request_seq_num.unwrap_or(0);
        let answered = |exchange: &Exchange| {
            exchange.number == number
                && (name.answers_any() || name.answers() == Some(exchange.request.message()))
        };
        let ours = self.exchanges.iter().position(answered);
        let confirms = name.answers().is_some() && !name.is_reject();
        if !confirms && let Some(proof) = proof.clone().filter(Proof::is_bad) {
            self.odd(Oddity::Proof(name, proof), now);
        }
        if name == RasMessageName::RequestInProgress {
            let delay = Duration::from_millis(heard.facts.delay.unwrap_or(0).into());
            if let Some(exchange) = ours.and_then(|index| self.exchanges.get_mut(index)) {
                exchange.prolong(delay, now);
            }
            return Verdict::GoesOn;
        }
        if let Some(index) = ours {
            let request = self.exchanges.remove(index).request;
            return match name {
                RasMessageName::UnknownMessageResponse => {
                    self.failed(request, Outcome::NotUnderstood(request), now)
                }
                _ if name.is_reject() => self.rejected(request, heard.reject(request), now),
                _ => self.confirmed(request, heard, proof, now),
            };
        }
        if name.answers().is_none() && !name.answers_any() {
            return self.requested(heard, octets, now);
        }
        // The answer to a repeat comes twice.
        if !self.was_used(number) {
            self.odd(Oddity::Stray(name), now);
        }
        Verdict::GoesOn
    }

    /// Whether a request of ours had this number.
    const fn was_used(&self, number: u16) -> bool {
        number.wrapping_sub(self.first) < self.next.wrapping_sub(self.first)
    }
}
