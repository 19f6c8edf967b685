//! A gatekeeper that answers as a test says, and the registration that it serves.

use std::net::SocketAddr;

use h323_asn1::{
    codec::{self, Described as _},
    h225::{
        AdmissionConfirm, CallModel, Content, CryptoH323Token, DisengageConfirm,
        EnumeratedParameter, GatekeeperConfirm, GenericData, GenericIdentifier, H323UUPDU,
        H323UUPDUH323MessageBody as Body, H323UserInformation, RasMessage, RegistrationConfirm,
        TransportAddress, TransportAddressIpAddress, UnregistrationConfirm,
    },
    text::bmp_string,
    types::{FixedOctetString, Integer, ObjectIdentifier},
};
use h323_proto::{
    call::{Closed, Direction, Target},
    gatekeeper::{
        End, Event, GatekeeperTerms, Input, Line, Local, Oddity, Outcome, Output, Plan, RasEvent,
        Registration, Surroundings, Transport,
    },
    h225::{Alias, UserInformation},
    h235::{Credentials, Names, Password, baseline, seal},
    q931::{CallReference, ElementId, InformationElement, Message, MessageType, UserUser},
    time::{Duration, Instant},
    tpkt::{self, Deframer, Frame},
};

/// The time of day when a test begins.
pub(crate) const TIME: u32 = 1_800_000_000;

/// What the gatekeeper calls itself and the tester.
pub(crate) const GATEKEEPER: &str = "gk";
pub(crate) const ENDPOINT: &str = "0001_gk";

/// Where the gatekeeper is, and where it sends calls.
pub(crate) const HERE: ([u8; 4], u16) = ([192, 0, 2, 1], 1719);
pub(crate) const THERE: ([u8; 4], u16) = ([192, 0, 2, 2], 1720);

pub(crate) fn address((ip, port): ([u8; 4], u16)) -> TransportAddress {
    TransportAddress::ipAddress(TransportAddressIpAddress {
        ip: FixedOctetString::from(ip),
        port,
    })
}

pub(crate) fn protocol() -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(vec![0, 0, 8, 2250, 0, 6].into())
}

/// 1000, over H.460.17.
pub(crate) fn terms() -> GatekeeperTerms {
    GatekeeperTerms {
        aliases: vec![Alias::DialedDigits("1000".into())],
        ..GatekeeperTerms::default()
    }
}

/// 1000, over UDP.
pub(crate) fn datagrams() -> GatekeeperTerms {
    GatekeeperTerms {
        transport: Transport::Datagram,
        ..terms()
    }
}

pub(crate) fn password(text: &str) -> Password {
    Password::from(String::from(text))
}

pub(crate) fn credentials() -> Option<Credentials> {
    Some(Credentials {
        user: "1000".into(),
        password: password("secret"),
    })
}

/// A registration, its clock, and the gatekeeper at the other end.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) registration: Registration,
    pub(crate) now: Instant,
    transport: Transport,
    pub(crate) connects: Vec<(Line, Target)>,
    pub(crate) closes: Vec<Line>,
    /// RAS messages that were written, and all that was written beside them.
    pub(crate) sent: Vec<RasMessage>,
    pub(crate) octets: Vec<Vec<u8>>,
    pub(crate) messages: Vec<(Line, Message)>,
    pub(crate) events: Vec<Event>,
    pub(crate) deadline: Option<Instant>,
    /// The password in the gatekeeper's proofs.
    pub(crate) proves: Option<Password>,
    /// How far the gatekeeper's clock is ahead, in seconds.
    pub(crate) ahead: i64,
    proofs: u32,
}

impl Desk {
    /// A registration that waits for its line.
    pub(crate) fn with(terms: GatekeeperTerms, plan: Option<Plan>) -> Self {
        let now = Instant::from_millis(5_000);
        let surroundings = Surroundings {
            seconds: TIME,
            random: 0x1234_5678,
            local: Some(Local {
                ras: SocketAddr::from(([192, 0, 2, 9], 40_000)),
                call_signalling: SocketAddr::from(([192, 0, 2, 9], 1720)),
            }),
        };
        let transport = terms.transport;
        let target = Target::from(SocketAddr::from(HERE));
        let registration = Registration::new(target, terms, plan, surroundings, now).unwrap();
        let mut desk = Self {
            registration,
            now,
            transport,
            connects: Vec::new(),
            closes: Vec::new(),
            sent: Vec::new(),
            octets: Vec::new(),
            messages: Vec::new(),
            events: Vec::new(),
            deadline: None,
            proves: None,
            ahead: 0,
            proofs: 0,
        };
        desk.drain();
        assert_eq!(desk.connects.len(), 1);
        desk
    }

    /// The same, with its line open.
    pub(crate) fn open(terms: GatekeeperTerms, plan: Option<Plan>) -> Self {
        let mut desk = Self::with(terms, plan);
        desk.input(Input::Connected(Line::Ras, Some(SocketAddr::from(HERE))));
        desk
    }

    pub(crate) fn input(&mut self, input: Input<'_>) {
        self.registration.handle(input, self.now);
        self.drain();
    }

    fn drain(&mut self) {
        loop {
            let output = self.registration.poll_output();
            if self.has_ended() {
                assert!(matches!(output, Output::Timeout(None)), "{output:?}");
            }
            match output {
                Output::Connect(line, target) => self.connects.push((line, target)),
                Output::Transmit(line, octets) => self.transmitted(line, octets),
                Output::Close(line) => self.closes.push(line),
                Output::Event(event) => self.event(event),
                Output::Timeout(deadline) => {
                    assert_eq!(deadline.is_none(), self.registration.is_over());
                    self.deadline = deadline;
                    return;
                }
            }
        }
    }

    fn event(&mut self, event: Event) {
        if let Event::Ended(..) = event {
            let ras = self.closes.iter().filter(|line| **line == Line::Ras);
            assert_eq!(ras.count(), 1, "Ended without Close");
        }
        self.events.push(event);
    }

    fn transmitted(&mut self, line: Line, octets: Vec<u8>) {
        assert!(!self.closes.contains(&line), "a message after Close");
        if line == Line::Ras && self.transport == Transport::Datagram {
            return self.ras_sent(&octets);
        }
        let mut deframer = Deframer::new();
        deframer.push(&octets);
        let Ok(Some(Frame::Message { payload, .. })) = deframer.next_frame() else {
            panic!("not a packet: {octets:02X?}");
        };
        assert!(deframer.pending().is_empty());
        let message = Message::decode(&payload).unwrap();
        assert_eq!(message.order_violation(), None);
        match message.call_reference.is_global() {
            true => self.ras_sent(&unwrapped(&message)),
            false => self.messages.push((line, message)),
        }
    }

    fn ras_sent(&mut self, octets: &[u8]) {
        let decoded = codec::decode::<RasMessage>(octets);
        assert_eq!(decoded.trailing, 0);
        let message = decoded.value.unwrap();
        // What we write is what X.691 says, without a bit left over.
        assert_eq!(codec::encode(&message).unwrap(), octets);
        self.sent.push(message);
        self.octets.push(octets.to_vec());
    }

    // The gatekeeper.

    /// Sends a RAS message as the gatekeeper.
    pub(crate) fn say(&mut self, message: &RasMessage) {
        self.say_octets(&codec::encode(message).unwrap());
    }

    pub(crate) fn say_octets(&mut self, octets: &[u8]) {
        let wire = match self.transport {
            Transport::Datagram => octets.to_vec(),
            Transport::H46017 => wrapped(octets),
        };
        self.input(Input::Received(Line::Ras, &wire));
    }

    /// Sends a message with the gatekeeper's proof; `add` puts the token into its place.
    pub(crate) fn prove(
        &mut self,
        mut message: RasMessage,
        add: impl FnOnce(&mut RasMessage, Vec<CryptoH323Token>),
    ) {
        if let Some(password) = self.proves.clone() {
            self.proofs += 1;
            let names = Names {
                general_id: Some(ENDPOINT.into()),
                senders_id: Some(GATEKEEPER.into()),
            };
            let passed = self.now.since(Instant::from_millis(5_000)).as_secs();
            let time = i64::from(TIME) + passed.cast_signed() + self.ahead;
            let time = u32::try_from(time).unwrap();
            add(
                &mut message,
                vec![baseline(&names, time, self.proofs).unwrap()],
            );
            let mut octets = codec::encode(&message).unwrap();
            seal(RasMessage::ROOT, &mut octets, &password);
            return self.say_octets(&octets);
        }
        self.say(&message);
    }

    /// The number of the last request.
    pub(crate) fn number(&self) -> u16 {
        number(self.sent.last().expect("a request"))
    }

    /// Confirms the last request in the ordinary way.
    pub(crate) fn confirm(&mut self) {
        match self.sent.last().expect("a request") {
            RasMessage::gatekeeperRequest(_) => {
                let message = self.found();
                self.say(&RasMessage::gatekeeperConfirm(Box::new(message)));
            }
            RasMessage::registrationRequest(_) => {
                let message = self.registration_confirm();
                self.confirm_registration(message);
            }
            RasMessage::admissionRequest(_) => {
                let message = self.admission_confirm();
                self.confirm_admission(message);
            }
            RasMessage::disengageRequest(_) => {
                let message = DisengageConfirm::new(self.number());
                let message = RasMessage::disengageConfirm(Box::new(message));
                self.prove(message, |message, tokens| {
                    if let RasMessage::disengageConfirm(body) = message {
                        body.crypto_tokens = Some(tokens);
                    }
                });
            }
            RasMessage::unregistrationRequest(_) => {
                let message = UnregistrationConfirm::new(self.number());
                let message = RasMessage::unregistrationConfirm(Box::new(message));
                self.prove(message, |message, tokens| {
                    if let RasMessage::unregistrationConfirm(body) = message {
                        body.crypto_tokens = Some(tokens);
                    }
                });
            }
            other => panic!("no request: {other:?}"),
        }
    }

    pub(crate) fn found(&self) -> GatekeeperConfirm {
        let mut body = GatekeeperConfirm::new(self.number(), protocol(), address(HERE));
        body.gatekeeper_identifier = Some(bmp_string(GATEKEEPER).unwrap());
        body
    }

    pub(crate) fn registration_confirm(&self) -> RegistrationConfirm {
        let identifier = bmp_string(ENDPOINT).unwrap();
        let mut body =
            RegistrationConfirm::new(self.number(), protocol(), vec![address(HERE)], identifier);
        body.gatekeeper_identifier = Some(bmp_string(GATEKEEPER).unwrap());
        body
    }

    pub(crate) fn confirm_registration(&mut self, message: RegistrationConfirm) {
        let message = RasMessage::registrationConfirm(Box::new(message));
        self.prove(message, |message, tokens| {
            if let RasMessage::registrationConfirm(body) = message {
                body.crypto_tokens = Some(tokens);
            }
        });
    }

    pub(crate) fn admission_confirm(&self) -> AdmissionConfirm {
        let model = CallModel::gatekeeperRouted;
        AdmissionConfirm::new(self.number(), 7_680, model, address(THERE))
    }

    pub(crate) fn confirm_admission(&mut self, message: AdmissionConfirm) {
        let message = RasMessage::admissionConfirm(Box::new(message));
        self.prove(message, |message, tokens| {
            if let RasMessage::admissionConfirm(body) = message {
                body.crypto_tokens = Some(tokens);
            }
        });
    }

    /// Sends a message of a call, as the gatekeeper or the endpoint.
    pub(crate) fn signal(&mut self, line: Line, message: &Message) {
        let octets = tpkt::encode(&message.encode().unwrap()).unwrap();
        self.input(Input::Received(line, &octets));
    }

    /// The gatekeeper closes the line.
    pub(crate) fn close(&mut self) {
        self.input(Input::Closed(Line::Ras, Closed::ByPeer));
    }

    // Time.

    /// Lets time pass; the registration is woken whenever it asked for it.
    pub(crate) fn pass(&mut self, wait: Duration) {
        let end = self.now + wait;
        while let Some(deadline) = self.deadline
            && deadline <= end
        {
            assert!(deadline >= self.now, "a deadline in the past");
            self.now = deadline;
            self.input(Input::Timeout);
            assert!(
                self.deadline.is_none_or(|next| next > self.now),
                "woken in vain"
            );
        }
        self.now = end;
    }

    /// Lets time pass until a message of this name is sent.
    pub(crate) fn until(&mut self, name: &str) {
        while self.names().last() != Some(&name) {
            let deadline = self.deadline.expect("it goes on");
            self.pass(deadline.since(self.now));
        }
    }

    /// Lets the timers end it.
    pub(crate) fn run_out(&mut self) -> &End {
        while let Some(deadline) = self.deadline {
            self.pass(deadline.since(self.now));
        }
        self.end()
    }

    // What was seen.

    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.events.last(), Some(Event::Ended(..)))
    }

    pub(crate) fn end(&self) -> &End {
        match self.events.last() {
            Some(Event::Ended(end, _)) => end,
            other => panic!("it goes on: {other:?}"),
        }
    }

    pub(crate) fn outcome(&self) -> &Outcome {
        &self.end().outcome
    }

    pub(crate) fn records(&self, direction: Direction) -> Vec<&RasEvent> {
        let records = self.events.iter().filter_map(|event| match event {
            Event::Ras(record) if record.direction == direction => Some(&**record),
            _ => None,
        });
        records.collect()
    }

    pub(crate) fn oddities(&self) -> Vec<&Oddity> {
        let odd = self.events.iter().filter_map(|event| match event {
            Event::Odd(oddity, _) => Some(oddity),
            _ => None,
        });
        odd.collect()
    }

    /// The names of the RAS messages that were sent.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.sent.iter().map(name).collect()
    }

    /// The types of the messages of the call that were sent.
    pub(crate) fn types(&self) -> Vec<MessageType> {
        let types = self.messages.iter();
        types.map(|(_, message)| message.message_type).collect()
    }
}

/// The short name of a message of ours.
pub(crate) fn name(message: &RasMessage) -> &'static str {
    match message {
        RasMessage::gatekeeperRequest(_) => "GRQ",
        RasMessage::registrationRequest(body) if body.keep_alive == Some(true) => "RRQ light",
        RasMessage::registrationRequest(_) => "RRQ",
        RasMessage::unregistrationRequest(_) => "URQ",
        RasMessage::unregistrationConfirm(_) => "UCF",
        RasMessage::admissionRequest(_) => "ARQ",
        RasMessage::disengageRequest(_) => "DRQ",
        RasMessage::disengageConfirm(_) => "DCF",
        RasMessage::disengageReject(_) => "DRJ",
        RasMessage::bandwidthConfirm(_) => "BCF",
        RasMessage::bandwidthReject(_) => "BRJ",
        RasMessage::infoRequestResponse(_) => "IRR",
        RasMessage::serviceControlResponse(_) => "SCR",
        RasMessage::unknownMessageResponse(_) => "XRS",
        other => panic!("we never send {other:?}"),
    }
}

/// `requestSeqNum` of a message of ours.
pub(crate) fn number(message: &RasMessage) -> u16 {
    let octets = codec::encode(message).unwrap();
    let tree = codec::read(RasMessage::ROOT, &octets).tree;
    let path = format!("{}.requestSeqNum", tree.nodes()[1].name());
    match tree.value(tree.find(&path).unwrap()) {
        Some(codec::NodeValue::Integer(number)) => u16::try_from(number).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// The TPKT of H.460.17 around a RAS message.
pub(crate) fn wrapped(ras: &[u8]) -> Vec<u8> {
    let standard = |number: i64| GenericIdentifier::standard(Integer::from(number));
    let mut parameter = EnumeratedParameter::new(standard(1));
    parameter.content = Some(Content::raw(ras.to_vec().into()));
    let mut feature = GenericData::new(standard(17));
    feature.parameters = Some(vec![parameter]);
    let mut pdu = H323UUPDU::new(Body::empty);
    pdu.generic_data = Some(vec![feature]);
    let information = codec::encode(&H323UserInformation::new(pdu)).unwrap();
    let mut message = Message::new(CallReference::GLOBAL, MessageType::Facility);
    message.insert(InformationElement::new(ElementId::FACILITY, Vec::new()));
    message.insert(InformationElement::of(&UserUser::h323(information)).unwrap());
    tpkt::encode(&message.encode().unwrap()).unwrap()
}

/// The RAS message in a Facility of ours.
fn unwrapped(message: &Message) -> Vec<u8> {
    assert_eq!(message.message_type, MessageType::Facility);
    assert_eq!(message.call_reference, CallReference::GLOBAL);
    let information = UserInformation::of(message).unwrap();
    let octets = &message.get::<UserUser>().unwrap().unwrap().contents;
    assert_eq!(information.error, None);
    let pdu = codec::decode::<H323UserInformation>(octets).value.unwrap();
    let pdu = pdu.h323_uu_pdu;
    assert!(matches!(pdu.h323_message_body, Body::empty));
    let feature = &pdu.generic_data.unwrap()[0];
    assert_eq!(feature.id, GenericIdentifier::standard(Integer::from(17)));
    let parameter = &feature.parameters.as_ref().unwrap()[0];
    assert_eq!(parameter.id, GenericIdentifier::standard(Integer::from(1)));
    match &parameter.content {
        Some(Content::raw(octets)) => octets.to_vec(),
        other => panic!("{other:?}"),
    }
}
