//! The calls of a capture: who called whom, when, and how it ended.

mod verdict;

use std::{collections::HashMap, net::SocketAddr};

use h323_proto::{
    call::{Channel, Content, Direction, out_of_reach},
    diagnosis::Circumstances,
    h225::{Facts, PeerAddress},
    h245::{H245Message, H245Record},
    q931::{CallState, Cause, ElementId, Message, MessageType},
    text::uuid,
};
use serde::Serialize;

use super::find::Found;
use crate::{
    OutcomeReport, ReleaseReport, Timing, collector::NAMES, fields::Layout, redirect::target_of,
};
use verdict::{Heard, Verdict};

/// A call of a capture. The outcome is that of a live call, for the side that placed it, as far as the
/// capture shows what such a call knows.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CapturedCall {
    /// The address of the side that placed the call.
    pub caller: String,
    /// The address that it called.
    pub called: String,
    /// The number in the Calling Party Number element of Setup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calling_number: Option<String>,
    /// The number in the Called Party Number element of Setup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called_number: Option<String>,
    /// `sourceAddress` of Setup.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caller_aliases: Vec<String>,
    /// `destinationAddress` of Setup.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub called_aliases: Vec<String>,
    /// `callIdentifier`, in the form of a UUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_identifier: Option<String>,
    /// When its first message came, in milliseconds from the first packet.
    pub t: u64,
    /// Its milestones, in milliseconds from its first message.
    pub timing: Timing,
    /// The places of its messages among the messages.
    pub messages: Vec<usize>,
    /// How it was released: `user` is the caller, `remote` the endpoint, and `own` and `peer` are what
    /// they said. Absent if the capture does not have that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseReport>,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeReport>,
    /// Why there is no outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undecided: Option<&'static str>,
}

/// The calls in the messages of a capture, which goes on until `end`. Messages without addresses
/// belong to no call: nothing says which of them belong together.
pub(super) fn calls(found: &[Found], end: u64) -> Vec<CapturedCall> {
    let mut calls = Calls::default();
    for (place, found) in found.iter().enumerate() {
        calls.take(place, found);
    }
    let finished = calls.all.into_iter().map(|call| call.finish(end));
    finished.collect()
}

/// A connection, whichever of its ends speaks: the side that placed the call, and the other.
type Ends = (SocketAddr, SocketAddr);

#[derive(Default)]
struct Calls {
    all: Vec<Running>,
    /// The call of a call reference on a connection, which may be used again.
    by_reference: HashMap<(Ends, u16), usize>,
    /// The last call of a connection.
    by_ends: HashMap<Ends, usize>,
    /// The call that named an address for H.245.
    by_address: HashMap<SocketAddr, usize>,
}

impl Calls {
    fn take(&mut self, place: usize, found: &Found) {
        let (Some((from, to)), Some(direction)) = (found.ends, found.direction) else {
            return;
        };
        let ends = match direction {
            Direction::Sent => (from, to),
            Direction::Received => (to, from),
        };
        let Layout::Tpkt(channel) = found.layout else {
            return;
        };
        let content = found.content();
        let index = match (channel, &content) {
            (Channel::CallSignalling, Content::Signalling { message, facts, .. }) => {
                self.of_signalling(ends, message, facts, found.t)
            }
            (Channel::CallSignalling, _) => self.by_ends.get(&ends).copied(),
            (Channel::H245Control, _) => self.of_control(ends),
        };
        let Some(index) = index else {
            return;
        };
        let Some(call) = self.all.get_mut(index) else {
            return;
        };
        call.messages.push(place);
        call.heard.whole &= found.whole;
        match content {
            Content::Signalling {
                message,
                facts,
                error,
                user_information,
            } => {
                let error = error.map(|error| error.to_string()).or_else(|| {
                    let error = user_information.as_ref()?.error.as_ref()?;
                    Some(error.to_string())
                });
                call.count(direction, found);
                call.signalling(direction, (&message, &facts), error, found.t);
                if let Some(PeerAddress::Ip(address)) = facts.h245_address {
                    self.by_address.insert(address, index);
                }
            }
            Content::H245(records) => {
                call.heard.connected = true;
                records
                    .iter()
                    .for_each(|record| call.control(direction, record));
            }
            Content::KeepAlive if channel == Channel::CallSignalling => {
                call.count(direction, found);
            }
            Content::Undecodable(error) => {
                call.count(direction, found);
                call.unread(direction, error.to_string());
            }
            Content::Incomplete if direction == Direction::Received => {
                call.known.incomplete = found.octets.len();
            }
            _ => {}
        }
    }

    /// The call of a message, which may be its first.
    fn of_signalling(
        &mut self,
        ends: Ends,
        message: &Message,
        facts: &Facts,
        t: u64,
    ) -> Option<usize> {
        let reference = message.call_reference.value();
        // A message with the global reference is about all calls of the connection, and about none
        // if it carries RAS (H.460.17).
        if reference == 0 {
            return self.by_ends.get(&ends).copied();
        }
        let known = self.by_reference.get(&(ends, reference)).copied();
        if let Some(index) = known
            && let Some(call) = self.all.get(index)
            && !(message.message_type == MessageType::Setup && call.is_before(facts))
        {
            return Some(index);
        }
        let index = self.all.len();
        self.all.push(Running::new(ends, t));
        self.by_reference.insert((ends, reference), index);
        self.by_ends.insert(ends, index);
        Some(index)
    }

    /// The call of an H.245 connection: the one that named an end of it. Where none did, there may be
    /// only one call between the two hosts.
    fn of_control(&self, (a, b): Ends) -> Option<usize> {
        let named = self.by_address.get(&b).or_else(|| self.by_address.get(&a));
        if let Some(&index) = named {
            return Some(index);
        }
        let hosts = [(a.ip(), b.ip()), (b.ip(), a.ip())];
        let mut between = self.all.iter().enumerate().filter(|(_, call)| {
            let (caller, called) = call.ends;
            hosts.contains(&(caller.ip(), called.ip()))
        });
        let (index, _) = between.next()?;
        between.next().is_none().then_some(index)
    }
}

/// A call, as far as its messages have been taken.
struct Running {
    ends: Ends,
    t: u64,
    calling_number: Option<String>,
    called_number: Option<String>,
    caller_aliases: Vec<String>,
    called_aliases: Vec<String>,
    identifier: Option<[u8; 16]>,
    timing: Timing,
    messages: Vec<usize>,
    known: Circumstances,
    state: CallState,
    heard: Heard,
}

impl Running {
    fn new(ends: Ends, t: u64) -> Self {
        let (_, called) = ends;
        Self {
            ends,
            t,
            calling_number: None,
            called_number: None,
            caller_aliases: Vec::new(),
            called_aliases: Vec::new(),
            identifier: None,
            timing: Timing::default(),
            messages: Vec::new(),
            known: Circumstances {
                port: Some(called.port()),
                ..Circumstances::default()
            },
            state: CallState::Null,
            heard: Heard::default(),
        }
    }

    /// Whether a Setup with this call reference begins another call: a Setup that comes again has the
    /// identifier of the first.
    fn is_before(&self, facts: &Facts) -> bool {
        self.heard.left.is_some()
            || self.state == CallState::Active
            || self.identifier.is_some() && self.identifier != facts.call_identifier
    }

    /// Counts a TPKT of call signalling.
    fn count(&mut self, direction: Direction, found: &Found) {
        match direction {
            Direction::Received => {
                self.known.messages = self.known.messages.saturating_add(1);
                self.known.octets += found.octets.len();
                let t = found.t.saturating_sub(self.t);
                self.timing.first_reply.get_or_insert(t);
            }
            Direction::Sent => self.heard.sent += 1,
        }
    }

    /// Keeps that a message of the endpoint, or a part of it, could not be read.
    fn unread(&mut self, direction: Direction, why: String) {
        if direction == Direction::Received {
            self.heard.unread = true;
            self.known.undecodable.get_or_insert(why);
        }
    }

    fn signalling(
        &mut self,
        direction: Direction,
        (message, facts): (&Message, &Facts),
        error: Option<String>,
        t: u64,
    ) {
        let received = direction == Direction::Received;
        if received {
            self.known.understood = true;
            self.learn(facts);
        }
        let whole = error.is_none();
        if let Some(why) = error {
            self.unread(direction, why);
        }
        self.heard.unread |= received && facts.unread.in_pdu("h245Control");
        if self.identifier.is_none() {
            self.identifier = facts.call_identifier;
        }
        self.milestone(direction, message, facts, t.saturating_sub(self.t));
        if message.message_type == MessageType::ReleaseComplete {
            // What is not there may be in the part that could not be read.
            self.heard.left_unread |= !whole || facts.unread.in_body("reason");
            self.heard.release(direction, message.get::<Cause>(), facts);
        }
        for record in facts.tunnelled() {
            self.control(direction, record);
        }
    }

    fn milestone(&mut self, direction: Direction, message: &Message, facts: &Facts, t: u64) {
        let slot = match (direction, message.message_type) {
            (Direction::Sent, MessageType::Setup) => {
                self.setup(message, facts);
                return;
            }
            (_, MessageType::ReleaseComplete) => &mut self.timing.released,
            (Direction::Received, MessageType::SetupAcknowledge) => {
                self.known.proceeded = true;
                self.move_to(CallState::OverlapSending);
                return;
            }
            (Direction::Received, MessageType::Progress) => {
                self.known.proceeded = true;
                return;
            }
            (Direction::Received, MessageType::CallProceeding) => {
                self.known.proceeded = true;
                self.move_to(CallState::OutgoingCallProceeding);
                &mut self.timing.call_proceeding
            }
            (Direction::Received, MessageType::Alerting) => {
                self.known.proceeded = true;
                self.known.alerted = true;
                self.move_to(CallState::CallDelivered);
                &mut self.timing.alerting
            }
            (Direction::Received, MessageType::Connect) => {
                self.move_to(CallState::Active);
                &mut self.timing.connect
            }
            _ => return,
        };
        slot.get_or_insert(t);
    }

    /// A call does not go back: its states are in the order of their codes.
    fn move_to(&mut self, state: CallState) {
        if state.code() > self.state.code() {
            self.state = state;
        }
    }

    fn setup(&mut self, message: &Message, facts: &Facts) {
        self.move_to(CallState::CallInitiated);
        self.heard.begun = true;
        let number = |id| {
            let number = message.number(id).and_then(Result::ok)?;
            Some(number.text()).filter(|digits| !digits.is_empty())
        };
        self.calling_number = number(ElementId::CALLING_PARTY_NUMBER);
        self.called_number = number(ElementId::CALLED_PARTY_NUMBER);
        let names = |all: &[String]| all.iter().take(NAMES).cloned().collect();
        self.caller_aliases = names(&facts.aliases);
        self.called_aliases = names(&facts.destination);
    }

    /// Takes what an endpoint says about itself, and about its H.245.
    fn learn(&mut self, facts: &Facts) {
        if facts.vendor.is_some() {
            self.known.vendor.clone_from(&facts.vendor);
        }
        if facts.kind.is_some() {
            self.known.kind = facts.kind;
        }
        if let Some(reason) = facts.facility_reason.clone()
            && reason.is_redirect()
            && self.state != CallState::Active
        {
            self.known.redirect = target_of(facts);
            self.heard.redirect.get_or_insert(reason);
        }
        let heard = &mut self.heard;
        heard.tunnelled |= facts.h245_tunnelling == Some(true);
        heard.fast_channels |= !facts.fast_start.is_empty();
        heard.hidden |=
            facts.unread.in_pdu("h245Tunnelling") || facts.unread.in_body("h245Address");
        match facts.h245_address {
            Some(PeerAddress::Ip(address)) => {
                let (_, called) = self.ends;
                let why = out_of_reach(address, Some(called));
                heard.out_of_reach =
                    why.map(|why| format!("The endpoint's h245Address {address} is {why}"));
                heard.addressed = true;
            }
            Some(PeerAddress::Other(_)) => heard.addressed = true,
            None => {}
        }
    }

    fn control(&mut self, direction: Direction, record: &H245Record) {
        let received = direction == Direction::Received;
        if received {
            self.heard.control = true;
            self.heard.unread |= record.error.is_some();
        } else {
            self.heard.control_sent = true;
        }
        match &record.understood.message {
            H245Message::EndSession => {
                self.heard.left.get_or_insert(direction);
            }
            H245Message::TerminalCapabilitySetReject(_, cause) if received => {
                self.heard.rejected.get_or_insert_with(|| cause.clone());
            }
            H245Message::TerminalCapabilitySetAck(_) if received => self.heard.rejected = None,
            _ => {}
        }
    }

    fn finish(self, end: u64) -> CapturedCall {
        let (caller, called) = self.ends;
        let after = end.saturating_sub(self.t);
        let ended = self.heard.released();
        let release = self.heard.end(self.state);
        let verdict = self.heard.verdict(&release, self.known, after);
        let (outcome, undecided) = match verdict {
            Verdict::Known(outcome) => (Some(outcome.into()), None),
            Verdict::Undecided(why) => (None, Some(why)),
        };
        CapturedCall {
            caller: caller.to_string(),
            called: called.to_string(),
            calling_number: self.calling_number,
            called_number: self.called_number,
            caller_aliases: self.caller_aliases,
            called_aliases: self.called_aliases,
            call_identifier: self.identifier.map(uuid),
            t: self.t,
            timing: self.timing,
            messages: self.messages,
            release: ended.then(|| ReleaseReport::of(&release)).flatten(),
            outcome,
            undecided,
        }
    }
}
