//! What a registered caller sends: RAS, and its signed call signalling.
//!
//! Real [`Registration`]s produce the messages, with a gatekeeper that answers each request. RAS
//! over UDP is put into Facility messages like that of H.460.17, which both judges read.

use h323_asn1::{
    codec,
    h225::{
        AdmissionConfirm, BandwidthRequest, CallModel, DisengageConfirm, DisengageReason,
        DisengageRequest, GatekeeperConfirm, InfoRequest, LocationRequest, RasMessage,
        RegistrationConfirm, ServiceControlIndication, TransportAddress, TransportAddressIpAddress,
        UnregRequestReason, UnregistrationConfirm, UnregistrationRequest,
    },
    text::bmp_string,
    types::{FixedOctetString, ObjectIdentifier},
};
use h323_proto::{
    call::{Entropy, Target},
    gatekeeper::{
        GatekeeperTerms, Input, Line, Local, Output, Plan, Registration, Surroundings, Transport,
        h46017,
    },
    h225::{Alias, EndpointKind},
    h235::{Auth, Credentials, Password},
    time::Instant,
    tpkt,
};

use super::{IPV4, Pdu, VERSIONS, config};

/// The seconds of a registration, so that it is renewed.
const TIME_TO_LIVE: u32 = 10;

/// All messages.
pub(super) fn messages() -> Vec<Pdu> {
    let mut pdus = Vec::new();
    for (name, terms) in variants() {
        // The oracles miss the messages of a registration that cannot be written.
        if let Some(mut desk) = Desk::new(&name, terms, &mut pdus) {
            desk.run();
        }
    }
    pdus
}

fn terms() -> GatekeeperTerms {
    GatekeeperTerms {
        aliases: vec![Alias::DialedDigits("1000".into())],
        ..GatekeeperTerms::default()
    }
}

fn variants() -> Vec<(String, GatekeeperTerms)> {
    let mut variants = Vec::new();
    for transport in [Transport::H46017, Transport::Datagram] {
        let way = match transport {
            Transport::H46017 => "tcp",
            Transport::Datagram => "udp",
        };
        let mut add = |name: &str, terms: GatekeeperTerms| {
            variants.push((
                format!("{way}-{name}"),
                GatekeeperTerms { transport, ..terms },
            ));
        };
        for auth in Auth::ALL {
            let credentials = Some(Credentials {
                user: "1000".into(),
                password: Password::from(String::from("secret")),
            });
            add(
                &format!("auth-{auth}"),
                GatekeeperTerms {
                    credentials,
                    auth: *auth,
                    ..terms()
                },
            );
        }
        add(
            "every-alias",
            GatekeeperTerms {
                aliases: vec![
                    Alias::DialedDigits("0123456789*#,".into()),
                    Alias::H323Id("Zoë Ω".into()),
                    Alias::UrlId("h323:zoe@example.com".into()),
                    Alias::EmailId("zoe@example.com".into()),
                    Alias::TransportId(IPV4),
                    Alias::PartyNumber("+493012345".into()),
                ],
                time_to_live: Some(u32::MAX),
                gatekeeper_identifier: Some("gatekeeper ".repeat(11)),
                bandwidth: u32::MAX,
                ..terms()
            },
        );
        for kind in [
            EndpointKind::Gateway,
            EndpointKind::Mcu,
            EndpointKind::Gatekeeper,
        ] {
            add(
                kind.name(),
                GatekeeperTerms {
                    kind,
                    prefixes: vec!["9".into(), "0049".into()],
                    ..terms()
                },
            );
        }
        if transport == Transport::H46017 {
            for version in VERSIONS {
                let terms = GatekeeperTerms { version, ..terms() };
                add(&format!("version-{version}"), terms);
            }
        }
    }
    variants
}

/// A registration and the gatekeeper that it talks to.
struct Desk<'a> {
    name: String,
    registration: Registration,
    transport: Transport,
    now: Instant,
    deadline: Option<Instant>,
    /// The requests that wait for their answer.
    asked: Vec<RasMessage>,
    calls: bool,
    pdus: &'a mut Vec<Pdu>,
    count: usize,
}

impl<'a> Desk<'a> {
    fn new(name: &str, terms: GatekeeperTerms, pdus: &'a mut Vec<Pdu>) -> Option<Self> {
        let now = Instant::ORIGIN;
        let transport = terms.transport;
        let plan = Plan {
            config: config(),
            entropy: Entropy::new([0x5A; Entropy::OCTETS]),
        };
        let surroundings = Surroundings {
            seconds: 1_800_000_000,
            random: 0xFFFF_FFFF,
            local: Some(Local {
                ras: IPV4,
                call_signalling: IPV4,
            }),
        };
        let registration =
            Registration::new(Target::from(IPV4), terms, Some(plan), surroundings, now);
        Some(Self {
            name: name.to_owned(),
            registration: registration.ok()?,
            transport,
            now,
            deadline: None,
            asked: Vec::new(),
            calls: false,
            pdus,
            count: 0,
        })
    }

    fn run(&mut self) {
        self.drain();
        self.input(Input::Connected(Line::Ras, Some(IPV4)));
        while !self.registration.is_over() {
            if let Some(asked) = self.asked.pop() {
                let admitted = matches!(asked, RasMessage::admissionRequest(_));
                self.answer(&asked);
                if admitted {
                    self.during();
                }
            } else {
                self.now = self.deadline.unwrap_or(self.now);
                self.input(Input::Timeout);
            }
        }
    }

    /// The call is admitted: the gatekeeper asks all that it can, and the registration is renewed.
    fn during(&mut self) {
        let line = Line::Call(h323_proto::call::Channel::CallSignalling);
        if self.calls {
            self.input(Input::Connected(line, Some(IPV4)));
        }
        while self.count_of("registrationRequest") < 2 && !self.registration.is_over() {
            self.now = self.deadline.unwrap_or(self.now);
            self.input(Input::Timeout);
        }
        while let Some(asked) = self.asked.pop() {
            self.answer(&asked);
        }
        let conference = || FixedOctetString::from([7; 16]);
        let identifier = bmp_string("0001_gk").unwrap_or_default();
        let mut location = LocationRequest::new(4, Vec::new(), address());
        location.call_identifier = None;
        // The call reference that the random octets give.
        let ours = 0x5A5B;
        for request in [
            RasMessage::infoRequest(Box::new(InfoRequest::new(1, 0))),
            RasMessage::infoRequest(Box::new(InfoRequest::new(2, 7))),
            RasMessage::serviceControlIndication(Box::new(ServiceControlIndication::new(
                3,
                Vec::new(),
            ))),
            RasMessage::locationRequest(Box::new(location)),
            RasMessage::bandwidthRequest(Box::new(BandwidthRequest::new(
                5,
                identifier.clone(),
                conference(),
                ours,
                1_280,
            ))),
            RasMessage::bandwidthRequest(Box::new(BandwidthRequest::new(
                6,
                identifier.clone(),
                conference(),
                7,
                1_280,
            ))),
            RasMessage::disengageRequest(Box::new(DisengageRequest::new(
                7,
                identifier.clone(),
                conference(),
                7,
                DisengageReason::forcedDrop,
            ))),
        ] {
            self.say(&request);
        }
        // One half is dropped by the gatekeeper, in the other we disengage.
        if self.name.contains("version") {
            self.say(&RasMessage::disengageRequest(Box::new(
                DisengageRequest::new(
                    8,
                    identifier,
                    conference(),
                    ours,
                    DisengageReason::forcedDrop,
                ),
            )));
        } else if self.name.contains("auth") {
            self.input(Input::Hangup);
        } else {
            let mut request = UnregistrationRequest::new(9, Vec::new());
            request.reason = Some(UnregRequestReason::maintenance);
            self.say(&RasMessage::unregistrationRequest(Box::new(request)));
        }
    }

    fn count_of(&self, name: &str) -> usize {
        let prefix = format!("ras/{}/", self.name);
        let pdus = self.pdus.iter();
        pdus.filter(|pdu| pdu.name.starts_with(&prefix) && pdu.name.ends_with(name))
            .count()
    }

    fn answer(&mut self, asked: &RasMessage) {
        let protocol = || ObjectIdentifier::new_unchecked(vec![0, 0, 8, 2250, 0, 6].into());
        let answer = match asked {
            RasMessage::gatekeeperRequest(request) => {
                let number = request.request_seq_num;
                let body = GatekeeperConfirm::new(number, protocol(), address());
                RasMessage::gatekeeperConfirm(Box::new(body))
            }
            RasMessage::registrationRequest(request) => {
                let identifier = bmp_string("0001_gk").unwrap_or_default();
                let number = request.request_seq_num;
                let mut body = RegistrationConfirm::new(number, protocol(), Vec::new(), identifier);
                body.gatekeeper_identifier = bmp_string("gk").ok();
                body.time_to_live = Some(TIME_TO_LIVE);
                // Where all methods are sent, or another, no proof is asked for.
                RasMessage::registrationConfirm(Box::new(body))
            }
            RasMessage::admissionRequest(request) => {
                let number = request.request_seq_num;
                let model = CallModel::gatekeeperRouted;
                let mut body = AdmissionConfirm::new(number, 7_680, model, address());
                body.irr_frequency = Some(4);
                RasMessage::admissionConfirm(Box::new(body))
            }
            RasMessage::disengageRequest(request) => RasMessage::disengageConfirm(Box::new(
                DisengageConfirm::new(request.request_seq_num),
            )),
            RasMessage::unregistrationRequest(request) => RasMessage::unregistrationConfirm(
                Box::new(UnregistrationConfirm::new(request.request_seq_num)),
            ),
            _ => return,
        };
        self.say(&answer);
    }

    fn say(&mut self, message: &RasMessage) {
        let Ok(octets) = codec::encode(message) else {
            return;
        };
        let wire = match self.transport {
            Transport::Datagram => octets,
            Transport::H46017 => h46017::wrap(&octets, false).unwrap_or_default(),
        };
        self.input(Input::Received(Line::Ras, &wire));
    }

    fn input(&mut self, input: Input<'_>) {
        self.registration.handle(input, self.now);
        self.drain();
    }

    fn drain(&mut self) {
        loop {
            match self.registration.poll_output() {
                Output::Connect(Line::Call(_), _) => self.calls = true,
                Output::Transmit(line, octets) => self.transmitted(line, octets),
                Output::Timeout(deadline) => {
                    self.deadline = deadline;
                    return;
                }
                Output::Connect(Line::Ras, _) | Output::Close(_) | Output::Event(_) => {}
            }
        }
    }

    fn transmitted(&mut self, line: Line, octets: Vec<u8>) {
        let packet = match (line, self.transport) {
            (Line::Ras, Transport::Datagram) => h46017::wrap(&octets, true).unwrap_or_default(),
            _ => octets,
        };
        let mut deframer = tpkt::Deframer::new();
        deframer.push(&packet);
        while let Ok(Some(tpkt::Frame::Message { payload, .. })) = deframer.next_frame() {
            let mut kind = "call".to_owned();
            if let h46017::Packet::Ras(messages) = h46017::unwrap(&payload) {
                for ras in messages {
                    ras.title().clone_into(&mut kind);
                    self.asked.extend(codec::decode(&ras.octets).value.ok());
                }
            }
            self.count += 1;
            self.pdus.push(Pdu {
                name: format!("ras/{}/{:02}-{kind}", self.name, self.count),
                octets: payload,
            });
        }
    }
}

fn address() -> TransportAddress {
    TransportAddress::ipAddress(TransportAddressIpAddress {
        ip: FixedOctetString::from([203, 0, 113, 5]),
        port: 1720,
    })
}
