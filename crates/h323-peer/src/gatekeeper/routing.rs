//! Calls that go through the gatekeeper. Messages are passed on as they are, but for the call
//! reference where a connection has that already.

use std::{collections::BTreeMap, net::SocketAddr};

use h323_asn1::{
    codec,
    h225::{
        CallIdentifier, H323UUPDU, H323UUPDUH323MessageBody as Body, H323UserInformation,
        ReleaseCompleteReason, ReleaseCompleteUUIE, SetupUUIE,
    },
};
use h323_proto::{
    gatekeeper::h46017::{self, Packet},
    q931::{
        CallReference, Cause, CauseValue, ElementId, InformationElement, Location, Message,
        MessageType, UserUser,
    },
    time::{Duration, Instant},
    tpkt,
};

use super::{
    Connection, Gatekeeper, Output, Peer,
    message::{protocol, socket, texts},
};

/// Most calls.
const CALLS: usize = 64;

/// How long we wait for the Release Complete of a side that has got one.
const RELEASE: Duration = Duration::from_secs(2);

/// Where the call reference is in a message: behind the protocol discriminator and its length.
const REFERENCE: std::ops::Range<usize> = 2..4;

/// The bit of the call reference that tells its two sides apart (Q.931 clause 4.3).
const FLAG: u16 = 0x8000;

/// Why we release a call.
#[derive(Clone, Debug)]
pub(super) struct Reason {
    cause: u8,
    reason: ReleaseCompleteReason,
    text: &'static str,
}

macro_rules! reasons {
    ($($name:ident $cause:literal $reason:ident $text:literal;)*) => {
        $(pub(super) const $name: Reason = Reason {
            cause: $cause,
            reason: ReleaseCompleteReason::$reason,
            text: $text,
        };)*
    };
}

reasons! {
    CALLER_NOT_REGISTERED 31 callerNotRegistered "the caller is not registered";
    CALLED_NOT_REGISTERED 20 calledPartyNotRegistered "nobody is registered under what is called";
    NOT_REACHED 3 unreachableDestination "the endpoint cannot be reached";
    LOST 41 undefinedReason "the connection of the other side is lost";
    FULL 47 gatekeeperResources "too many calls or messages";
    STOPPED 41 unreachableGatekeeper "the gatekeeper ends";
}

/// One side of a call.
#[derive(Clone, Copy, Debug)]
struct Leg {
    connection: Connection,
    /// The call reference on that connection, without its flag.
    reference: u16,
    /// Whether it has sent Release Complete, or is gone.
    over: bool,
}

/// A call.
#[derive(Debug)]
struct Call {
    caller: Leg,
    callee: Leg,
    identifier: Option<CallIdentifier>,
    /// When we stop waiting for the Release Complete of the other side.
    released: Option<Instant>,
}

/// The side of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Caller,
    Callee,
}

impl Side {
    const fn other(self) -> Self {
        match self {
            Self::Caller => Self::Callee,
            Self::Callee => Self::Caller,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Callee => "endpoint",
        }
    }

    /// The flag in messages to this side: the caller chose its call reference, and we chose the
    /// endpoint's.
    const fn flag(self) -> bool {
        matches!(self, Self::Caller)
    }
}

impl Call {
    const fn leg(&self, side: Side) -> &Leg {
        match side {
            Side::Caller => &self.caller,
            Side::Callee => &self.callee,
        }
    }

    const fn leg_mut(&mut self, side: Side) -> &mut Leg {
        match side {
            Side::Caller => &mut self.caller,
            Side::Callee => &mut self.callee,
        }
    }
}

/// The calls that go through the gatekeeper.
#[derive(Debug, Default)]
pub(super) struct Calls {
    rows: BTreeMap<u64, Call>,
    last: u64,
}

impl Calls {
    /// Whether a connection has a call.
    pub(super) fn uses(&self, connection: Connection) -> bool {
        self.rows.values().any(|call| {
            call.caller.connection == connection || call.callee.connection == connection
        })
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.rows.values().filter_map(|call| call.released).min()
    }

    /// The call of a message that came on a connection, and the side that sent it.
    fn find(&self, connection: Connection, reference: CallReference) -> Option<(u64, Side)> {
        let side = match reference.flag() {
            false => Side::Caller,
            true => Side::Callee,
        };
        self.rows.iter().find_map(|(number, call)| {
            let leg = call.leg(side);
            let same = leg.connection == connection && leg.reference == reference.value();
            same.then_some((*number, side))
        })
    }

    /// A call reference for a further call to the endpoint on a connection: this, if it is free.
    fn reference(&self, connection: Connection, wanted: u16) -> u16 {
        let used = |value: u16| {
            self.rows
                .values()
                .any(|call| call.callee.connection == connection && call.callee.reference == value)
        };
        let candidates = (wanted..FLAG).chain(1..wanted);
        let mut free = candidates.filter(|value| !used(*value));
        free.next().unwrap_or(wanted)
    }
}

/// The H.225.0 part of a message.
fn information(message: &Message) -> Option<H323UserInformation> {
    let user = message.get::<UserUser>()?.ok()?;
    codec::decode(&user.contents).value.ok()
}

impl Gatekeeper {
    /// Takes a message of call signalling.
    pub(super) fn signalling(&mut self, connection: Connection, payload: Vec<u8>, now: Instant) {
        let message = match Message::decode(&payload) {
            Ok(message) => message,
            Err(failure) => {
                let text = format!("{}: {}", self.name(Peer::Tcp(connection)), failure.error);
                return self.note(text);
            }
        };
        let reference = message.call_reference;
        if reference.value() == 0 {
            // H.460.17, or an empty Facility that keeps the connection alive.
            if let Packet::Ras(messages) = h46017::unwrap(&payload) {
                for ras in messages {
                    self.ras(Peer::Tcp(connection), &ras.octets, now);
                }
            }
            return;
        }
        match self.calls.find(connection, reference) {
            Some((number, from)) => self.pass_on(number, from, &message, payload, now),
            None if message.message_type == MessageType::Setup && !reference.flag() => {
                self.set_up(connection, &message, payload, now);
            }
            // Such as the Release Complete of a side that we have released already.
            None => {}
        }
    }

    /// Passes a message on to the other side.
    fn pass_on(
        &mut self,
        number: u64,
        from: Side,
        message: &Message,
        payload: Vec<u8>,
        now: Instant,
    ) {
        let Some(call) = self.calls.rows.get_mut(&number) else {
            return;
        };
        let over = message.message_type == MessageType::ReleaseComplete;
        let to = *call.leg(from.other());
        if over {
            call.leg_mut(from).over = true;
            call.released = call.released.or(Some(now + RELEASE));
        }
        let ends = over && to.over;
        let name = message.message_type.name().unwrap_or("a message");
        self.log_call(number, format!("{name} of the {}", from.name()));
        if !self.links.contains_key(&to.connection) {
            return self.end(number);
        }
        match renumbered(payload, to.reference, from.other().flag()) {
            Some(packet) if self.packet(to.connection, &packet) => {}
            _ => self.release(number, &FULL, now),
        }
        if ends {
            self.end(number);
        }
    }

    /// Takes the Setup of a call that is new.
    fn set_up(
        &mut self,
        connection: Connection,
        message: &Message,
        payload: Vec<u8>,
        now: Instant,
    ) {
        let information = information(message);
        let setup = match information
            .as_ref()
            .map(|it| &it.h323_uu_pdu.h323_message_body)
        {
            Some(Body::setup(setup)) => Some(&**setup),
            _ => None,
        };
        let identifier = setup.and_then(|setup| setup.call_identifier.clone());
        let reference = message.call_reference.value();
        self.calls.last += 1;
        let number = self.calls.last;
        let from = self.name(Peer::Tcp(connection));
        let aliases = called(message, setup);
        let wanted = match &aliases[..] {
            [] => "no alias".to_owned(),
            aliases => aliases.join(", "),
        };
        self.log_call(number, format!("Setup of {from} for {wanted}"));
        match self.route(connection, reference, setup, &aliases, now) {
            Ok((callee, address)) => {
                let leg = |connection, reference| Leg {
                    connection,
                    reference,
                    over: false,
                };
                let to = self.calls.reference(callee, reference);
                let call = Call {
                    caller: leg(connection, reference),
                    callee: leg(callee, to),
                    identifier,
                    released: None,
                };
                self.calls.rows.insert(number, call);
                self.log_call(number, format!("Setup to {address}"));
                match renumbered(payload, to, false) {
                    Some(packet) if self.packet(callee, &packet) => {}
                    _ => self.release(number, &FULL, now),
                }
            }
            Err(reason) => {
                self.log_call(number, format!("refused: {}", reason.text));
                if let Some(packet) = release_complete(reference, true, identifier, &reason) {
                    self.packet(connection, &packet);
                }
            }
        }
    }

    /// The connection for a call, and where it goes.
    fn route(
        &mut self,
        caller: Connection,
        reference: u16,
        setup: Option<&SetupUUIE>,
        aliases: &[String],
        now: Instant,
    ) -> Result<(Connection, String), Reason> {
        if self.calls.rows.len() >= CALLS || reference == 0 {
            return Err(FULL);
        }
        let identifier = setup.and_then(|setup| setup.call_identifier.as_ref());
        let admitted = identifier.and_then(|call| self.admissions.placed(*call.guid));
        let admitted = admitted.filter(|(from, _)| self.is_of(caller, from));
        let named = setup.and_then(|setup| setup.endpoint_identifier.as_ref());
        let registered = self.endpoints.of_peer(Peer::Tcp(caller)).is_some()
            || admitted.is_some()
            || named.is_some_and(|name| self.is_of(caller, &name.to_string()));
        if self.config.strict && !registered {
            return Err(CALLER_NOT_REGISTERED);
        }
        let admitted = admitted.and_then(|(_, to)| self.endpoints.get(to));
        let address = setup.and_then(|setup| socket(setup.dest_call_signal_address.as_ref()?));
        let callee = admitted
            .or_else(|| self.endpoints.find(aliases))
            .or_else(|| self.endpoints.at(address?))
            .ok_or(CALLED_NOT_REGISTERED)?;
        match (callee.signalling, callee.peer) {
            // An endpoint that names our own address would make a circle.
            (Some(address), _) if address != self.config.signalling => {
                Ok((self.connect(address, now), address.to_string()))
            }
            (None, Some(Peer::Tcp(connection))) => {
                Ok((connection, self.name(Peer::Tcp(connection))))
            }
            _ => Err(NOT_REACHED),
        }
    }

    /// Whether a connection comes from the host of the endpoint with this identifier.
    fn is_of(&self, connection: Connection, identifier: &str) -> bool {
        let link = self.links.get(&connection);
        let peer = self.endpoints.get(identifier).and_then(|row| row.peer);
        let registered = match peer {
            Some(Peer::Udp(address)) => Some(address),
            Some(Peer::Tcp(other)) => self.links.get(&other).map(|link| link.address),
            None => None,
        };
        link.zip(registered)
            .is_some_and(|(link, registered)| link.address.ip() == registered.ip())
    }

    fn connect(&mut self, address: SocketAddr, now: Instant) -> Connection {
        let connection = Connection::Opened(self.count());
        self.open_link(connection, address, Some(Vec::new()), now);
        self.outputs.push_back(Output::Connect(connection, address));
        connection
    }

    /// Sends what has waited for a connection.
    pub(super) fn connected(&mut self, connection: Connection, now: Instant) {
        let Some(link) = self.links.get_mut(&connection) else {
            // The call was over before.
            self.outputs.push_back(Output::Close(connection));
            return;
        };
        link.last = now;
        for packet in link.waiting.take().unwrap_or_default() {
            self.outputs.push_back(Output::Transmit(connection, packet));
        }
    }

    /// Ends the calls of a connection that is gone.
    pub(super) fn calls_lost(&mut self, connection: Connection, reason: &Reason, now: Instant) {
        let numbers: Vec<u64> = self.calls.rows.keys().copied().collect();
        for number in numbers {
            let Some(call) = self.calls.rows.get_mut(&number) else {
                continue;
            };
            for side in [Side::Caller, Side::Callee] {
                let leg = call.leg_mut(side);
                if leg.connection == connection {
                    leg.over = true;
                }
            }
            let lost = [call.caller, call.callee].map(|leg| leg.connection == connection);
            match (call.caller.over, call.callee.over) {
                (true, true) if lost.contains(&true) => self.end(number),
                _ if lost.contains(&true) => self.release(number, reason, now),
                _ => {}
            }
        }
    }

    /// Sends Release Complete to the sides that have not sent one.
    fn release(&mut self, number: u64, reason: &Reason, now: Instant) {
        let Some(call) = self.calls.rows.get_mut(&number) else {
            return;
        };
        call.released = Some(now + RELEASE);
        let identifier = call.identifier.clone();
        let legs = [Side::Caller, Side::Callee].map(|side| (side, *call.leg(side)));
        self.log_call(number, format!("released: {}", reason.text));
        for (side, leg) in legs {
            if leg.over {
                continue;
            }
            let flag = side.flag();
            if let Some(packet) = release_complete(leg.reference, flag, identifier.clone(), reason)
            {
                self.packet(leg.connection, &packet);
            }
        }
        if legs
            .iter()
            .any(|(side, leg)| *side == Side::Caller && leg.over)
        {
            // Nobody is there to whom the endpoint's Release Complete could go.
            self.end(number);
        }
    }

    /// Releases the calls whose other side has had its time.
    pub(super) fn release_due(&mut self, now: Instant) {
        let rows = self.calls.rows.iter();
        let due: Vec<u64> = rows
            .filter(|(_, call)| call.released.is_some_and(|at| at <= now))
            .map(|(number, _)| *number)
            .collect();
        for number in due {
            self.end(number);
        }
    }

    pub(super) fn release_all(&mut self, now: Instant) {
        let numbers: Vec<u64> = self.calls.rows.keys().copied().collect();
        for number in numbers {
            self.release(number, &STOPPED, now);
        }
    }

    /// Forgets a call, and closes the connection that we opened for it.
    fn end(&mut self, number: u64) {
        let Some(call) = self.calls.rows.remove(&number) else {
            return;
        };
        self.log_call(number, "over".to_owned());
        if let Connection::Opened(_) = call.callee.connection {
            self.close(call.callee.connection);
        }
    }
}

/// What is called: `destinationAddress`, and the Called party number behind it.
fn called(message: &Message, setup: Option<&SetupUUIE>) -> Vec<String> {
    let mut aliases = texts(setup.and_then(|setup| setup.destination_address.as_deref()));
    let number = message.number(ElementId::CALLED_PARTY_NUMBER);
    let number = number.and_then(Result::ok);
    aliases.extend(number.map(|number| number.text().to_string()));
    aliases.dedup();
    aliases.truncate(super::table::ALIASES);
    aliases
}

/// The packet with a message, under this call reference. `None` for a call reference of another
/// length than H.225.0 allows (clause 7.2.1).
fn renumbered(mut payload: Vec<u8>, reference: u16, flag: bool) -> Option<Vec<u8>> {
    if payload.get(1) != Some(&2) {
        return None;
    }
    let value = if flag { reference | FLAG } else { reference };
    payload
        .get_mut(REFERENCE)?
        .copy_from_slice(&value.to_be_bytes());
    tpkt::encode(&payload).ok()
}

/// The packet with our Release Complete.
fn release_complete(
    reference: u16,
    flag: bool,
    identifier: Option<CallIdentifier>,
    reason: &Reason,
) -> Option<Vec<u8>> {
    let mut body = ReleaseCompleteUUIE::new(protocol());
    body.reason = Some(reason.reason.clone());
    body.call_identifier = identifier;
    let mut pdu = H323UUPDU::new(Body::releaseComplete(Box::new(body)));
    pdu.h245_tunnelling = Some(false);
    let octets = codec::encode(&H323UserInformation::new(pdu)).ok()?;
    let reference = CallReference::new(reference, flag).ok()?;
    let mut message = Message::new(reference, MessageType::ReleaseComplete);
    let cause = Cause::new(Location::RemotePublicNetwork, CauseValue(reason.cause));
    message.insert(InformationElement::of(&cause).ok()?);
    message.insert(InformationElement::of(&UserUser::h323(octets)).ok()?);
    tpkt::encode(&message.encode().ok()?).ok()
}
