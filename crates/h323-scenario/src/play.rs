//! Plays a scenario on a call.

use alloc::{
    collections::VecDeque,
    string::{String, ToString},
    sync::Arc,
    vec,
    vec::Vec,
};
use core::net::{IpAddr, Ipv4Addr, SocketAddr};

use h323_proto::{
    call::{
        Call, CallTerms, CalledAction, Channel, Closed, Content, Direction, Event, H245Mode, Limit,
        Limits, MessageRecord,
    },
    h225::Facts,
    h245::{H245Message, H245Record, SessionConfig},
    q931::{
        Cause, CauseValue, ElementId, InformationElement, KeypadFacility, Location, Message,
        MessageType,
    },
    time::{Duration, Instant},
    tpkt,
};

use crate::{
    Alteration, Awaited, Connections, Delivery, Raw, Scenario, Settings, Step, Transport,
    alteration,
    h245::{Carried, Filter, Manner},
    reread,
};

/// Most octets of a flood that we hand to TCP at a time.
const FLOOD_CHUNK: usize = 64 * 1024;

/// The port for media that we announce. No program listens there, because this endpoint plays no
/// media.
const MEDIA_PORT: u16 = 5_004;

/// Most digits of a caller that we keep.
const TYPED: usize = 256;

/// The address that stands for ours while it is unknown.
const NOWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// The address for media that an endpoint at `here` announces.
const fn media_address(here: SocketAddr) -> SocketAddr {
    SocketAddr::new(here.ip(), MEDIA_PORT)
}

/// The choice of a scenario for each call.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The scenario.
    pub scenario: Scenario,
    /// Whether the called number can choose another scenario.
    pub by_number: bool,
    /// The target of redirects; by default this endpoint.
    pub redirect: Option<SocketAddr>,
    /// The length of waits, in percent of the scenario's value.
    pub pace: u32,
}

/// The terms of a call on which a scenario can be played: of an endpoint at `here`, which waits this
/// long for Setup and has no longer calls.
#[must_use]
pub fn terms(here: Option<SocketAddr>, longest: Duration) -> CallTerms {
    let session = SessionConfig::default();
    CallTerms {
        session: SessionConfig {
            media: here.map_or(session.media, media_address),
            ..session
        },
        // The scenario acts on each message of the record, so none may be left out.
        record_alike: u32::MAX,
        limits: Limits {
            t303: Limit::hard(longest),
            total: longest,
            ..Limits::default()
        },
        ..CallTerms::default()
    }
}

/// A scenario on a call. The driver drains the call as usual and gives its events and its octets to the
/// scenario; it calls [`Play::act`] when the scenario is [due](Play::due).
pub struct Play<'a> {
    plan: &'a Plan,
    log: &'a mut dyn FnMut(Event),
    scenario: Option<Scenario>,
    /// Whether the steps have been made.
    begun: bool,
    steps: VecDeque<Step>,
    /// Replies that go out before the next step.
    replies: VecDeque<Vec<u8>>,
    due: Option<Instant>,
    /// The message that the steps wait for, and the steps to do if it does not arrive.
    awaited: Option<(Awaited, Vec<Step>)>,
    alteration: Alteration,
    delivery: Delivery,
    filter: Filter,
    held: Vec<u8>,
    /// The last message of the call as it was written: in several packets, or in none.
    written: Vec<Vec<u8>>,
    /// The same for the H.245 connection.
    written_h245: Vec<Vec<u8>>,
    /// Setup, after it has arrived.
    setup: Option<(Arc<Message>, Arc<Facts>)>,
    typed: String,
}

impl<'a> Play<'a> {
    /// Ready for a Setup. `log` receives every event, with the octets that were really written.
    pub fn new(plan: &'a Plan, log: &'a mut dyn FnMut(Event)) -> Self {
        Self {
            plan,
            log,
            scenario: None,
            begun: false,
            steps: VecDeque::new(),
            replies: VecDeque::new(),
            due: None,
            awaited: None,
            alteration: Alteration::None,
            delivery: Delivery::Whole,
            filter: Filter::new(Manner::Plain, NOWHERE),
            held: Vec::new(),
            written: Vec::new(),
            written_h245: Vec::new(),
            setup: None,
            typed: String::new(),
        }
    }

    /// The digits that the caller typed during the call.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The scenario, chosen when Setup arrived.
    #[must_use]
    pub const fn scenario(&self) -> Option<&Scenario> {
        self.scenario.as_ref()
    }

    /// Takes an event of the call.
    pub fn event(&mut self, event: Event) {
        match event {
            // The call reports a message right after the output that writes it.
            Event::Message(record) if record.direction == Direction::Sent => self.log_sent(record),
            Event::Message(record) => {
                self.received(&record);
                (self.log)(Event::Message(record));
            }
            other => (self.log)(other),
        }
    }

    /// Writes octets of call signalling as the scenario has it.
    ///
    /// # Errors
    /// If the connection has ended.
    pub fn transmit(&mut self, link: &mut impl Connections, octets: Vec<u8>) -> Result<(), Closed> {
        self.written.clear();
        for packet in self.through_tunnel(octets) {
            let packet = match &self.setup {
                Some((_, facts)) => self.alteration.apply(&packet, facts),
                None => packet,
            };
            match self.delivery {
                Delivery::Whole => link.write(&packet)?,
                Delivery::Octets => packet
                    .iter()
                    .try_for_each(|octet| link.write(core::slice::from_ref(octet)))?,
                Delivery::Held => self.held.extend_from_slice(&packet),
            }
            self.written.push(packet);
        }
        Ok(())
    }

    /// Writes octets of the H.245 connection as the scenario has it.
    ///
    /// # Errors
    /// If that connection has ended.
    pub fn transmit_h245(
        &mut self,
        link: &mut impl Connections,
        octets: Vec<u8>,
    ) -> Result<(), Closed> {
        self.written_h245.clear();
        // The call writes one message in each TPKT.
        let message = octets.get(4..).unwrap_or_default();
        for carried in self.filter.outgoing(message) {
            let packet = match carried {
                Carried::Messages(messages) => tpkt::encode(&messages.concat())
                    .map_err(|error| Closed::Failed(error.to_string()))?,
                Carried::Octets(octets) => octets.to_vec(),
                Carried::Close => {
                    link.close_h245();
                    return Err(closed_here());
                }
            };
            link.write_h245(&packet)?;
            self.written_h245.push(packet);
        }
        Ok(())
    }

    /// When [`Play::act`] is to be called; `None` means never.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        if self.replies.is_empty() {
            self.due
        } else {
            Some(Instant::ORIGIN)
        }
    }

    /// Does the next step.
    ///
    /// # Errors
    /// If the connection of call signalling has ended.
    pub fn act(
        &mut self,
        call: &mut Call,
        link: &mut impl Connections,
        now: Instant,
    ) -> Result<(), Closed> {
        if !self.begun {
            self.begun = true;
            return self.begin(call, link, now);
        }
        if let Some(reply) = self.replies.pop_front() {
            self.act_on(call, CalledAction::H245(reply), now);
            return Ok(());
        }
        if let Some((_, otherwise)) = self.awaited.take() {
            self.steps = otherwise.into();
        }
        match self.steps.pop_front() {
            Some(step) => self.step(step, call, link, now),
            None => {
                self.due = None;
                Ok(())
            }
        }
    }

    fn choose(&self, setup: &Message, facts: &Facts) -> Scenario {
        // Callers that use only aliases leave the element out.
        called_number(setup)
            .iter()
            .chain(&facts.destination)
            .filter(|_| self.plan.by_number)
            .find_map(|number| Scenario::numbered(number))
            .unwrap_or_else(|| self.plan.scenario.clone())
    }

    /// Accepts H.245 as the scenario wants it, and makes its steps.
    fn begin(
        &mut self,
        call: &mut Call,
        link: &mut impl Connections,
        now: Instant,
    ) -> Result<(), Closed> {
        let Some((scenario, (setup, facts))) = self.scenario.as_ref().zip(self.setup.as_ref())
        else {
            return Ok(());
        };
        let mut h245_address = link.h245_address();
        if let Some(transport) = scenario.transport {
            h245_address = match transport {
                Transport::Separate | Transport::Both => Some(link.listen_for_h245()?),
                Transport::Closed => Some(link.closed_port()?),
                Transport::Tunnelled | Transport::Elsewhere | Transport::None => None,
            };
            let mode = match transport {
                Transport::Tunnelled | Transport::Both => H245Mode::Auto,
                Transport::Separate | Transport::Closed | Transport::Elsewhere => {
                    H245Mode::Separate
                }
                Transport::None => H245Mode::Off,
            };
            // It fails only if the call is already over, and then the steps end too.
            let _ = call.act(CalledAction::TakeH245(mode, h245_address), now);
        }
        let here = link.local_address();
        let media = media_address(here.unwrap_or(NOWHERE));
        let settings = Settings {
            redirect: self.plan.redirect.or(here),
            here,
            h245_address,
            media,
            fast_start: facts
                .fast_start
                .iter()
                .map(|channel| channel.octets.clone())
                .collect(),
            called: called_number(setup).or_else(|| facts.destination.first().cloned()),
        };
        self.filter = Filter::new(Manner::Plain, settings.media_control());
        self.steps = scenario.steps(&settings).into();
        Ok(())
    }

    fn step(
        &mut self,
        step: Step,
        call: &mut Call,
        link: &mut impl Connections,
        now: Instant,
    ) -> Result<(), Closed> {
        match step {
            Step::Wait(wait) => self.due = Some(now + self.paced(wait)),
            Step::Hold(wait) => self.due = Some(now + wait),
            Step::Await(what, patience, otherwise) => {
                self.awaited = Some((what, otherwise));
                self.due = Some(now + patience);
            }
            Step::Check(expected, otherwise) => {
                if self.typed != expected {
                    self.steps = otherwise.into();
                }
            }
            Step::Do(action) => self.act_on(call, action, now),
            Step::Write(raw) => {
                if let Some(octets) = self.raw(raw) {
                    link.write(&octets)?;
                    self.record(Channel::CallSignalling, octets, now);
                }
            }
            Step::Repeat(times) => {
                let Some(written) = self.written.last() else {
                    return Ok(());
                };
                let at_once = (FLOOD_CHUNK / written.len().max(1)).max(1);
                let mut left = times;
                while left > 0 {
                    let count = left.min(at_once);
                    link.write(&written.repeat(count))?;
                    left -= count;
                }
            }
            Step::Alter(alteration) => self.alteration = alteration,
            Step::H245(manner) => self.filter = self.filter.with(manner),
            Step::Deliver(delivery) => {
                self.delivery = delivery;
                link.write(&core::mem::take(&mut self.held))?;
            }
            Step::Close => {
                link.close();
                return Err(closed_here());
            }
        }
        Ok(())
    }

    fn act_on(&mut self, call: &mut Call, action: CalledAction, now: Instant) {
        if call.act(action, now).is_err() {
            // The call is being released, so the remaining steps would reach no one.
            self.steps.clear();
            self.replies.clear();
        }
    }

    fn paced(&self, wait: Duration) -> Duration {
        wait.saturating_mul(self.plan.pace) / 100
    }

    fn raw(&self, raw: Raw) -> Option<Vec<u8>> {
        match raw {
            Raw::Octets(octets) => Some(octets.to_vec()),
            Raw::Message(message_type, cause) => {
                let (setup, _) = self.setup.as_ref()?;
                let mut message = Message::new(setup.call_reference.reversed(), message_type);
                let cause = Cause::new(Location::User, CauseValue(cause));
                message.insert(InformationElement::of(&cause).ok()?);
                tpkt::encode(&message.encode().ok()?).ok()
            }
        }
    }

    /// Handles a message of the caller.
    fn received(&mut self, record: &MessageRecord) {
        let heard: &[H245Record] = match &record.content {
            Content::Signalling { message, facts, .. } => {
                if message.message_type == MessageType::Setup && self.setup.is_none() {
                    self.scenario = Some(self.choose(message, facts));
                    self.setup = Some((Arc::clone(message), Arc::clone(facts)));
                    self.due = Some(record.at);
                }
                if has_digits(message) {
                    self.came(Awaited::Digits, record.at);
                }
                if message.message_type == MessageType::Information
                    && let Some(Ok(keypad)) = message.get::<KeypadFacility>()
                {
                    self.type_in(&keypad.text(), record.at);
                }
                &facts.h245_control
            }
            Content::H245(records) => records,
            _ => &[],
        };
        for h245 in heard {
            self.replies.extend(self.filter.incoming(h245));
            match &h245.understood.message {
                H245Message::EndSession => self.came(Awaited::EndSession, record.at),
                H245Message::UserInput(input) => {
                    let text = input.typed().unwrap_or_default();
                    self.type_in(&text, record.at);
                }
                _ => {}
            }
        }
    }

    /// Notes that the caller typed digits.
    fn type_in(&mut self, text: &str, at: Instant) {
        let room = TYPED.saturating_sub(self.typed.chars().count());
        self.typed.extend(text.chars().take(room));
        if text.ends_with('#') {
            self.came(Awaited::Typed, at);
        }
    }

    fn came(&mut self, what: Awaited, at: Instant) {
        if self
            .awaited
            .take_if(|(awaited, _)| *awaited == what)
            .is_some()
        {
            self.due = Some(at);
        }
    }

    /// The packets that replace a packet of the call, before they are altered.
    fn through_tunnel(&mut self, octets: Vec<u8>) -> Vec<Vec<u8>> {
        if self.filter.is_plain() {
            return vec![octets];
        }
        let (messages, alone) = alteration::tunnelled(&octets);
        if messages.is_empty() {
            return vec![octets];
        }
        let mut carried = Vec::new();
        for message in messages {
            for part in self.filter.outgoing(&message) {
                if let Carried::Messages(together) = part {
                    carried.push(together);
                }
            }
        }
        if !alone {
            carried = vec![carried.concat()];
        }
        carried
            .iter()
            .filter_map(|messages| alteration::retunnelled(&octets, messages))
            .collect()
    }

    /// Logs a message of the call, as it was written.
    fn log_sent(&mut self, record: MessageRecord) {
        let written = match record.channel {
            Channel::CallSignalling => self.written.clone(),
            Channel::H245Control => self.written_h245.clone(),
        };
        if written.len() == 1 && written.first() == Some(&record.octets) {
            (self.log)(Event::Message(record));
            return;
        }
        for octets in written {
            self.record(record.channel, octets, record.at);
        }
    }

    /// Logs octets that the call does not know about.
    fn record(&mut self, channel: Channel, octets: Vec<u8>, at: Instant) {
        let content = match channel {
            Channel::CallSignalling => reread::content(&octets),
            Channel::H245Control => reread::h245(&octets),
        };
        (self.log)(Event::Message(MessageRecord {
            at,
            direction: Direction::Sent,
            channel,
            content,
            octets,
        }));
    }
}

/// The number in Called party number.
fn called_number(setup: &Message) -> Option<String> {
    setup
        .number(ElementId::CALLED_PARTY_NUMBER)
        .and_then(Result::ok)
        .map(|number| number.text())
}

/// Whether a message has further digits of the called number (Q.931 5.1.3).
fn has_digits(message: &Message) -> bool {
    message.message_type == MessageType::Information
        && [ElementId::CALLED_PARTY_NUMBER, ElementId::KEYPAD_FACILITY]
            .into_iter()
            .any(|id| message.find(id).is_some())
}

fn closed_here() -> Closed {
    Closed::Failed("closed by the scenario".into())
}
