//! Plays a scenario on a call.

use std::{collections::VecDeque, net::SocketAddr};

use h323_proto::{
    call::{Call, Channel, Closed, Content, Direction, Event, MessageRecord},
    h225::Facts,
    q931::{Cause, CauseValue, ElementId, InformationElement, Location, Message, MessageType},
    time::{Duration, Instant},
    tpkt,
};

use super::{Alteration, Delivery, Raw, Scenario, Settings, Step};
use crate::{
    driver::{Link, Party},
    reread,
};

/// Most octets of a flood that are handed to TCP at a time.
const FLOOD_CHUNK: usize = 64 * 1024;

/// Which scenario a call gets.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The scenario.
    pub scenario: Scenario,
    /// Whether a called number that stands for another scenario chooses that.
    pub by_number: bool,
    /// Where `facility-redirect` sends callers; this endpoint itself unless given.
    pub redirect: Option<SocketAddr>,
    /// How long waits are, in percent of what the scenario says.
    pub pace: u32,
}

/// A scenario on a call: what [`driver::drive`](crate::driver::drive) needs to play it.
pub struct Play<'a> {
    plan: &'a Plan,
    log: &'a mut dyn FnMut(Event),
    scenario: Option<Scenario>,
    steps: VecDeque<Step>,
    due: Option<Instant>,
    alteration: Alteration,
    delivery: Delivery,
    held: Vec<u8>,
    /// The last message as it was written.
    written: Vec<u8>,
    /// Setup, once it has come.
    setup: Option<(Message, Facts)>,
}

impl<'a> Play<'a> {
    /// Ready for a Setup. `log` is told of every event, with the octets really written.
    pub fn new(plan: &'a Plan, log: &'a mut dyn FnMut(Event)) -> Self {
        Self {
            plan,
            log,
            scenario: None,
            steps: VecDeque::new(),
            due: None,
            alteration: Alteration::None,
            delivery: Delivery::Whole,
            held: Vec::new(),
            written: Vec::new(),
            setup: None,
        }
    }

    /// The scenario that was chosen when Setup came.
    #[must_use]
    pub const fn scenario(&self) -> Option<&Scenario> {
        self.scenario.as_ref()
    }

    fn choose(&self, setup: &Message, facts: &Facts) -> Scenario {
        let number = setup
            .number(ElementId::CALLED_PARTY_NUMBER)
            .and_then(Result::ok)
            .map(|number| number.text());
        // Callers that know aliases only leave the element out.
        number
            .iter()
            .chain(&facts.destination)
            .filter(|_| self.plan.by_number)
            .find_map(|number| Scenario::numbered(number))
            .unwrap_or_else(|| self.plan.scenario.clone())
    }

    fn step(
        &mut self,
        step: Step,
        call: &mut Call,
        link: &mut Link,
        now: Instant,
    ) -> Result<(), Closed> {
        match step {
            Step::Wait(wait) => self.due = Some(now + self.paced(wait)),
            Step::Do(action) => {
                if call.act(action, now).is_err() {
                    // The call is being released: there is nobody left to play to.
                    self.steps.clear();
                }
            }
            Step::Write(raw) => {
                if let Some(octets) = self.raw(raw) {
                    link.write(&octets)?;
                    self.record(octets, now);
                }
            }
            Step::Repeat(times) => {
                let at_once = (FLOOD_CHUNK / self.written.len().max(1)).max(1);
                let mut left = times;
                while left > 0 {
                    let count = left.min(at_once);
                    link.write(&self.written.repeat(count))?;
                    left -= count;
                }
            }
            Step::Alter(alteration) => self.alteration = alteration,
            Step::Deliver(delivery) => {
                self.delivery = delivery;
                link.write(&std::mem::take(&mut self.held))?;
            }
            Step::Close => {
                link.close();
                return Err(Closed::Failed("closed by the scenario".into()));
            }
        }
        Ok(())
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

    /// Tells the log of octets that the call knows nothing of.
    fn record(&mut self, octets: Vec<u8>, at: Instant) {
        (self.log)(Event::Message(MessageRecord {
            at,
            direction: Direction::Sent,
            channel: Channel::CallSignalling,
            content: reread::content(&octets),
            octets,
        }));
    }
}

impl Party for Play<'_> {
    fn event(&mut self, event: Event) {
        let Event::Message(record) = event else {
            (self.log)(event);
            return;
        };
        match record.direction {
            Direction::Received => {
                if let Content::Signalling { message, facts, .. } = &record.content
                    && message.message_type == MessageType::Setup
                    && self.setup.is_none()
                {
                    let settings = Settings {
                        redirect: self.plan.redirect,
                    };
                    let scenario = self.choose(message, facts);
                    self.steps = scenario.steps(&settings).into();
                    self.scenario = Some(scenario);
                    self.setup = Some((message.clone(), (**facts).clone()));
                    self.due = Some(record.at);
                }
                (self.log)(Event::Message(record));
            }
            // The call tells of a message right after it asked for it to be written.
            Direction::Sent if record.octets != self.written => {
                self.record(self.written.clone(), record.at);
            }
            Direction::Sent => (self.log)(Event::Message(record)),
        }
    }

    fn transmit(&mut self, link: &mut Link, octets: Vec<u8>) -> Result<(), Closed> {
        self.written = match &self.setup {
            Some((_, facts)) => self.alteration.apply(&octets, facts),
            None => octets,
        };
        match self.delivery {
            Delivery::Whole => link.write(&self.written),
            Delivery::Octets => self
                .written
                .iter()
                .try_for_each(|octet| link.write(std::slice::from_ref(octet))),
            Delivery::Held => {
                self.held.extend_from_slice(&self.written);
                Ok(())
            }
        }
    }

    fn due(&self) -> Option<Instant> {
        self.due
    }

    fn act(&mut self, call: &mut Call, link: &mut Link, now: Instant) -> Result<(), Closed> {
        match self.steps.pop_front() {
            Some(step) => self.step(step, call, link, now),
            None => {
                self.due = None;
                Ok(())
            }
        }
    }
}
