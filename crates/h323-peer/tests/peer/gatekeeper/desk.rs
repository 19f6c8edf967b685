//! A gatekeeper on a desk: no sockets, and a clock that goes when told to.

use std::net::SocketAddr;

use h323_asn1::{
    codec::{self, Described as _},
    h225::{
        AdmissionRejectReason, AdmissionRequest, AliasAddress, CallIdentifier, CallType, Content,
        EndpointType, EnumeratedParameter, GatekeeperRequest, GenericData, GenericIdentifier,
        H323UUPDU, H323UUPDUH323MessageBody as Body, H323UserInformation, RasMessage,
        RegistrationRejectReason, RegistrationRequest, UnregistrationRequest, VendorIdentifier,
    },
    text::bmp_string,
    types::{FixedOctetString, Integer, ObjectIdentifier},
};
use h323_peer::gatekeeper::{
    Config, Connection, Event, Gatekeeper, Input, Model, Output, Peer, Plan, Scenario, Users,
};
use h323_proto::{
    h225::transport_address,
    h235::{Auth, Credentials, Names, Password, baseline, seal, user_alias},
    q931::{CallReference, InformationElement, Message, MessageType, UserUser},
    time::{Duration, Instant},
    tpkt::{self, Deframer, Frame},
};

/// What the gatekeeper's clock shows at the start.
pub(super) const TIME: u32 = 1_795_000_000;

pub(super) const ZOE: SocketAddr = SocketAddr::new(
    std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 10)),
    1719,
);
pub(super) const YAN: SocketAddr = SocketAddr::new(
    std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 11)),
    1719,
);

/// Where an endpoint takes calls.
pub(super) fn signalling(ras: SocketAddr) -> SocketAddr {
    SocketAddr::new(ras.ip(), 1720)
}

pub(super) fn settings() -> Config {
    Config {
        identifier: "gk".into(),
        ras: "192.0.2.1:1719".parse().unwrap(),
        signalling: "192.0.2.1:1720".parse().unwrap(),
        users: Users::new(Vec::new(), Auth::Auto),
        model: Model::Routed,
        strict: false,
        time_to_live: 300,
        endpoints: Vec::new(),
        ask_info: None,
        alternate: "192.0.2.2:1719".parse().unwrap(),
        plan: Plan::default(),
    }
}

pub(super) fn who(user: &str) -> Credentials {
    Credentials {
        user: user.into(),
        password: Password::from(format!("secret {user}")),
    }
}

/// The gatekeeper, and what it has done since the last look.
pub(super) struct Desk {
    pub(super) gatekeeper: Gatekeeper,
    pub(super) now: Instant,
    pub(super) outputs: Vec<Output>,
}

impl Desk {
    pub(super) fn new(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = settings();
        change(&mut config);
        Self {
            gatekeeper: Gatekeeper::new(config, TIME, Instant::ORIGIN),
            now: Instant::ORIGIN,
            outputs: Vec::new(),
        }
    }

    pub(super) fn playing(scenario: &str) -> Self {
        Self::new(|config| config.plan.scenario = Scenario::named(scenario).expect(scenario))
    }

    pub(super) fn with_users(users: &[&str]) -> Self {
        let users = users.iter().map(|user| who(user)).collect();
        Self::new(|config| config.users = Users::new(users, Auth::Auto))
    }

    /// Puts an input in; returns the next deadline.
    pub(super) fn put(&mut self, input: Input<'_>) -> Option<Instant> {
        self.gatekeeper.handle(input, self.now);
        loop {
            match self.gatekeeper.poll_output() {
                Output::Timeout(deadline) => return deadline,
                output => self.outputs.push(output),
            }
        }
    }

    /// Lets time pass, from deadline to deadline.
    pub(super) fn wait(&mut self, time: Duration) {
        let end = self.now + time;
        loop {
            match self.put(Input::Timeout) {
                Some(deadline) if deadline <= end => self.now = deadline.max(self.now),
                _ => break,
            }
        }
        self.now = end;
        self.put(Input::Timeout);
    }

    pub(super) fn accept(&mut self, number: u64) -> Connection {
        let connection = Connection::Accepted(number);
        let port = 40_000 + u16::try_from(number).unwrap();
        self.put(Input::Accepted(connection, SocketAddr::new(ZOE.ip(), port)));
        connection
    }

    pub(super) fn octets(&mut self, peer: Peer, octets: &[u8]) {
        match peer {
            Peer::Udp(from) => self.put(Input::Datagram(from, octets)),
            Peer::Tcp(connection) => self.put(Input::Received(connection, &packet(octets))),
        };
    }

    /// Sends a message and returns the answers.
    pub(super) fn ask(&mut self, peer: Peer, message: &RasMessage) -> Vec<RasMessage> {
        self.said(peer);
        self.octets(peer, &codec::encode(message).expect("a message"));
        self.said(peer)
    }

    /// The one answer to a message.
    pub(super) fn answer(&mut self, peer: Peer, message: &RasMessage) -> RasMessage {
        let mut answers = self.ask(peer, message);
        assert_eq!(answers.len(), 1, "{message:?}: {answers:?}");
        answers.remove(0)
    }

    /// The octets of RAS that went to a peer since the last look.
    pub(super) fn sent(&mut self, peer: Peer) -> Vec<Vec<u8>> {
        let mut sent = Vec::new();
        self.outputs.retain(|output| match (output, peer) {
            (Output::Datagram(to, octets), Peer::Udp(address)) if *to == address => {
                sent.push(octets.clone());
                false
            }
            (Output::Transmit(to, octets), Peer::Tcp(connection)) if *to == connection => {
                let carried = carried(octets);
                sent.extend(carried.iter().cloned());
                carried.is_empty()
            }
            _ => true,
        });
        sent
    }

    /// The messages of RAS that went to a peer since the last look.
    pub(super) fn said(&mut self, peer: Peer) -> Vec<RasMessage> {
        let sent = self.sent(peer);
        sent.iter().map(|octets| decoded(octets)).collect()
    }

    /// The Q.931 messages that went out on a connection since the last look.
    pub(super) fn passed(&mut self, connection: Connection) -> Vec<Message> {
        let mut passed = Vec::new();
        self.outputs.retain(|output| match output {
            Output::Transmit(to, octets) if *to == connection => {
                passed.push(Message::decode(&octets[4..]).expect("a message"));
                false
            }
            _ => true,
        });
        passed
    }

    /// Registers an endpoint; returns its endpointIdentifier.
    pub(super) fn register(&mut self, peer: Peer, alias: &str) -> String {
        identifier(&self.answer(peer, &registration(peer, alias)))
    }

    /// The text of the log since the start.
    pub(super) fn log(&self) -> String {
        let events = self.outputs.iter().filter_map(|output| match output {
            Output::Event(event) => Some(Event::text(event)),
            _ => None,
        });
        events.collect::<Vec<_>>().join("\n")
    }
}

pub(super) fn decoded(octets: &[u8]) -> RasMessage {
    let decoded = codec::decode::<RasMessage>(octets);
    assert_eq!(decoded.trailing, 0);
    decoded.value.expect("a message that can be read")
}

pub(super) fn identifier(answer: &RasMessage) -> String {
    match answer {
        RasMessage::registrationConfirm(body) => body.endpoint_identifier.to_string(),
        other => panic!("no RCF: {other:?}"),
    }
}

pub(super) fn protocol() -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(vec![0, 0, 8, 2250, 0, 7].into())
}

pub(super) fn alias(text: &str) -> AliasAddress {
    user_alias(text).expect(text)
}

pub(super) fn discovery(ras: SocketAddr) -> GatekeeperRequest {
    let address = transport_address(ras);
    GatekeeperRequest::new(1, protocol(), address, EndpointType::default())
}

/// A full RRQ, as the transport wants it.
pub(super) fn registration(peer: Peer, name: &str) -> RasMessage {
    let (signal, ras) = match peer {
        Peer::Udp(ras) => (
            vec![transport_address(signalling(ras))],
            vec![transport_address(ras)],
        ),
        Peer::Tcp(_) => (Vec::new(), Vec::new()),
    };
    let vendor = match decoded(&recorded("c24/3/registrationRequest")) {
        RasMessage::registrationRequest(body) => body.endpoint_vendor,
        other => panic!("{other:?}"),
    };
    let mut body = request(signal, ras, vendor);
    body.terminal_alias = Some(vec![alias(name)]);
    RasMessage::registrationRequest(Box::new(body))
}

fn request(
    signal: Vec<h323_asn1::h225::TransportAddress>,
    ras: Vec<h323_asn1::h225::TransportAddress>,
    vendor: VendorIdentifier,
) -> RegistrationRequest {
    let kind = EndpointType::default();
    RegistrationRequest::new(2, protocol(), false, signal, ras, kind, vendor)
}

/// The RRQ that keeps a registration alive.
pub(super) fn keep_alive(peer: Peer, identifier: &str) -> RasMessage {
    let RasMessage::registrationRequest(mut body) = registration(peer, "any") else {
        unreachable!()
    };
    body.terminal_alias = None;
    body.keep_alive = Some(true);
    body.endpoint_identifier = bmp_string(identifier).ok();
    RasMessage::registrationRequest(body)
}

/// The identifier of the calls of these tests.
pub(super) const CALL: [u8; 16] = [9; 16];

pub(super) fn admission(identifier: &str, called: &str) -> AdmissionRequest {
    let mut body = AdmissionRequest::new(
        3,
        CallType::pointToPoint,
        bmp_string(identifier).unwrap(),
        Vec::new(),
        1_280,
        77,
        FixedOctetString::from([8; 16]),
    );
    body.destination_info = Some(vec![alias(called)]);
    body.call_identifier = Some(CallIdentifier::new(FixedOctetString::from(CALL)));
    body
}

pub(super) fn arq(identifier: &str, called: &str) -> RasMessage {
    RasMessage::admissionRequest(Box::new(admission(identifier, called)))
}

/// The octets of a message with a proof of H.235.1, made at this time.
pub(super) fn proven(mut message: RasMessage, who: &Credentials, sender: &str, at: u32) -> Vec<u8> {
    let names = Names {
        general_id: Some("gk".into()),
        senders_id: Some(sender.into()),
    };
    let token = Some(vec![baseline(&names, at, 7).unwrap()]);
    match &mut message {
        RasMessage::registrationRequest(body) => body.crypto_tokens = token,
        RasMessage::admissionRequest(body) => body.crypto_tokens = token,
        RasMessage::unregistrationRequest(body) => body.crypto_tokens = token,
        other => panic!("{other:?}"),
    }
    let mut octets = codec::encode(&message).unwrap();
    seal(RasMessage::ROOT, &mut octets, &who.password);
    octets
}

fn standard(number: u16) -> GenericIdentifier {
    GenericIdentifier::standard(Integer::from(number))
}

/// The packet that carries RAS in call signalling.
pub(super) fn packet(ras: &[u8]) -> Vec<u8> {
    let mut parameter = EnumeratedParameter::new(standard(1));
    parameter.content = Some(Content::raw(ras.to_vec().into()));
    let mut data = GenericData::new(standard(17));
    data.parameters = Some(vec![parameter]);
    let mut pdu = H323UUPDU::new(Body::empty);
    pdu.generic_data = Some(vec![data]);
    let octets = codec::encode(&H323UserInformation::new(pdu)).unwrap();
    let mut message = Message::new(CallReference::GLOBAL, MessageType::Facility);
    message.insert(InformationElement::of(&UserUser::h323(octets)).unwrap());
    tpkt::encode(&message.encode().unwrap()).unwrap()
}

/// The RAS messages in a packet.
pub(super) fn carried(packet: &[u8]) -> Vec<Vec<u8>> {
    let mut deframer = Deframer::new();
    deframer.push(packet);
    let Ok(Some(Frame::Message { payload, .. })) = deframer.next_frame() else {
        panic!("no packet");
    };
    let message = Message::decode(&payload).expect("a message");
    let user = message.get::<UserUser>().expect("an element").unwrap();
    let information = codec::decode::<H323UserInformation>(&user.contents).value;
    let data = information.unwrap().h323_uu_pdu.generic_data;
    let parameters = data.into_iter().flatten().flat_map(|data| data.parameters);
    parameters
        .flatten()
        .filter_map(|parameter| match parameter.content {
            Some(Content::raw(octets)) => Some(octets.to_vec()),
            _ => None,
        })
        .collect()
}

/// The octets of a recorded RAS message of H323Plus, by its name.
pub(super) fn recorded(name: &str) -> Vec<u8> {
    const FILES: [&str; 3] = [
        include_str!("../../../../../testdata/ras/h323plus-c24-gnugk-h46017-caller.hex"),
        include_str!("../../../../../testdata/ras/h323plus-c26-gnugk-auth-ok.hex"),
        include_str!("../../../../../testdata/ras/h323plus-c29-gnugk-auth-h46017.hex"),
    ];
    let mut lines = FILES.iter().flat_map(|file| file.lines());
    let line = lines.find_map(|line| line.strip_prefix(name)).expect(name);
    unhex(line.trim_start().split('\t').next().expect(name))
}

pub(super) fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"))
        .collect()
}

/// Both transports of RAS.
pub(super) fn transports(desk: &mut Desk) -> [Peer; 2] {
    [Peer::Udp(ZOE), Peer::Tcp(desk.accept(1))]
}

pub(super) fn unregistration(name: Option<&str>) -> RasMessage {
    let mut body = UnregistrationRequest::new(5, vec![transport_address(signalling(ZOE))]);
    body.endpoint_identifier = name.map(|name| bmp_string(name).unwrap());
    RasMessage::unregistrationRequest(Box::new(body))
}

pub(super) fn refused_registration(answer: &RasMessage) -> &RegistrationRejectReason {
    match answer {
        RasMessage::registrationReject(body) => &body.reject_reason,
        other => panic!("no RRJ: {other:?}"),
    }
}

pub(super) fn refused_admission(answer: &RasMessage) -> &AdmissionRejectReason {
    match answer {
        RasMessage::admissionReject(body) => &body.reject_reason,
        other => panic!("no ARJ: {other:?}"),
    }
}
