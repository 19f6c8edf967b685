//! The gatekeeper as users run it: a process of its own, over UDP and TCP on this machine.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream, UdpSocket},
};

use h323_asn1::{codec, h225::RasMessage};
use h323_peer::gatekeeper::{Connection, Peer};
use h323_proto::{
    call::{CallingConfig, SetupTerms},
    q931::{Message, MessageType},
    tpkt::{self, Deframer, Frame},
};

use super::calls::{RELEASE, SETUP, message};
use super::desk::{arq, carried, decoded, discovery, identifier, packet, registration};
use crate::support::{Endpoint, Program, call, interrupt, run, text};

fn config(called: &str) -> CallingConfig {
    CallingConfig {
        setup: SetupTerms {
            calling_number: "1000".into(),
            called_number: Some(called.into()),
            ..SetupTerms::default()
        },
        ..CallingConfig::default()
    }
}

/// An endpoint's socket for RAS.
struct Udp(UdpSocket);

impl Udp {
    fn new(gatekeeper: SocketAddr) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(gatekeeper).unwrap();
        Self(socket)
    }

    fn peer(&self) -> Peer {
        Peer::Udp(self.0.local_addr().unwrap())
    }

    fn ask(&self, message: &RasMessage) -> RasMessage {
        self.0.send(&codec::encode(message).unwrap()).unwrap();
        let mut buffer = [0; 4_096];
        let length = self.0.recv(&mut buffer).unwrap();
        decoded(&buffer[..length])
    }
}

/// A connection for H.460.17.
struct Tcp {
    stream: TcpStream,
    deframer: Deframer,
}

impl Tcp {
    fn new(gatekeeper: SocketAddr) -> Self {
        Self {
            stream: TcpStream::connect(gatekeeper).unwrap(),
            deframer: Deframer::new(),
        }
    }

    fn ask(&mut self, message: &RasMessage) -> RasMessage {
        let octets = packet(&codec::encode(message).unwrap());
        self.stream.write_all(&octets).unwrap();
        loop {
            // Messages of a call may come before.
            if let [answer, ..] = &carried(&tpkt::encode(&self.next()).unwrap())[..] {
                return decoded(answer);
            }
        }
    }

    /// The next message of call signalling.
    fn next(&mut self) -> Vec<u8> {
        loop {
            if let Some(Frame::Message { payload, .. }) = self.deframer.next_frame().unwrap() {
                return payload;
            }
            let mut buffer = [0; 4_096];
            let length = self.stream.read(&mut buffer).unwrap();
            assert_ne!(length, 0, "the connection stays open");
            self.deframer.push(&buffer[..length]);
        }
    }
}

#[test]
fn a_call_goes_through_the_gatekeeper_to_a_real_endpoint() {
    let endpoint = Endpoint::start(&["--by-number"]);
    let fixed = format!("*={}", endpoint.address);
    let gatekeeper = Program::start(&["--endpoint", &fixed]);
    for (number, outcome) in [("2000", "answered"), ("2002", "busy"), ("2003", "rejected")] {
        let report = call(gatekeeper.signalling, config(number));
        assert_eq!(report.outcome.code.name(), outcome, "{number}");
        assert_eq!(
            endpoint.log_of_call().releases_received(),
            usize::from(number != "2002" && number != "2003"),
            "{number}"
        );
    }
    let line = gatekeeper.line("call");
    assert!(
        line["data"]["text"].as_str().unwrap().contains("2000"),
        "{line}"
    );
}

#[test]
fn a_caller_that_may_not_call_is_told_why() {
    let strict = Program::start(&["--strict", "--endpoint", "2000=127.0.0.1:9"]);
    let report = call(strict.signalling, config("2000"));
    assert_eq!(report.outcome.code.name(), "gatekeeper-refuses");
    let open = Program::start(&[]);
    let report = call(open.signalling, config("9999"));
    assert_eq!(report.outcome.code.name(), "not-registered");
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let unreachable = Program::start(&["--endpoint", &format!("2000={closed}")]);
    let report = call(unreachable.signalling, config("2000"));
    assert_eq!(report.outcome.code.name(), "no-route");
}

#[test]
fn endpoints_register_over_udp_and_h46017_and_find_each_other() {
    let gatekeeper = Program::start(&[]);
    let udp = Udp::new(gatekeeper.ras);
    let Peer::Udp(ours) = udp.peer() else {
        unreachable!()
    };
    let request = RasMessage::gatekeeperRequest(Box::new(discovery(ours)));
    assert!(matches!(
        udp.ask(&request),
        RasMessage::gatekeeperConfirm(_)
    ));
    let called = identifier(&udp.ask(&registration(udp.peer(), "2000")));
    let mut tcp = Tcp::new(gatekeeper.signalling);
    let peer = Peer::Tcp(Connection::Accepted(1));
    let caller = identifier(&tcp.ask(&registration(peer, "1000")));
    assert_ne!(called, caller);
    for (answer, to) in [
        (tcp.ask(&arq(&caller, "2000")), "2000"),
        (udp.ask(&arq(&called, "1000")), "1000"),
    ] {
        assert!(
            matches!(answer, RasMessage::admissionConfirm(_)),
            "{to}: {answer:?}"
        );
    }
    let line = gatekeeper.line("ras");
    assert_eq!(line["data"]["message"], "GRQ");
    assert_eq!(line["data"]["direction"], "received");
}

#[test]
fn a_registered_caller_places_its_call_on_the_connection_of_its_registration() {
    let endpoint = Endpoint::start(&[]);
    let fixed = format!("2000={}", endpoint.address);
    let gatekeeper = Program::start(&["--strict", "--endpoint", &fixed]);
    let mut tcp = Tcp::new(gatekeeper.signalling);
    let peer = Peer::Tcp(Connection::Accepted(1));
    let caller = identifier(&tcp.ask(&registration(peer, "2009")));
    let answer = tcp.ask(&arq(&caller, "2000"));
    assert!(
        matches!(answer, RasMessage::admissionConfirm(_)),
        "{answer:?}"
    );
    let packet = tpkt::encode(&message(SETUP)).unwrap();
    tcp.stream.write_all(&packet).unwrap();
    let mut kinds = Vec::new();
    while kinds.last() != Some(&MessageType::Connect) {
        kinds.push(Message::decode(&tcp.next()).unwrap().message_type);
    }
    assert_eq!(
        kinds[..2],
        [MessageType::CallProceeding, MessageType::Alerting]
    );
    let packet = tpkt::encode(&message(RELEASE)).unwrap();
    tcp.stream.write_all(&packet).unwrap();
    assert_eq!(endpoint.log_of_call().releases_received(), 1);
    // The registration is still there.
    identifier(&tcp.ask(&registration(peer, "2009")));
}

#[test]
fn a_connection_with_another_protocol_is_closed_and_the_rest_goes_on() {
    let gatekeeper = Program::start(&[]);
    let mut stream = TcpStream::connect(gatekeeper.signalling).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.is_empty());
    let line = gatekeeper.line("note");
    assert!(
        line["data"]["text"].as_str().unwrap().contains("HTTP"),
        "{line}"
    );
    let mut tcp = Tcp::new(gatekeeper.signalling);
    let peer = Peer::Tcp(Connection::Accepted(1));
    identifier(&tcp.ask(&registration(peer, "1000")));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_registrations_and_the_program() {
    let mut gatekeeper = Program::start(&[]);
    let udp = Udp::new(gatekeeper.ras);
    identifier(&udp.ask(&registration(udp.peer(), "2000")));
    interrupt(&gatekeeper.child, "-INT");
    let mut buffer = [0; 4_096];
    let length = udp.0.recv(&mut buffer).unwrap();
    let told = decoded(&buffer[..length]);
    assert!(
        matches!(told, RasMessage::unregistrationRequest(_)),
        "{told:?}"
    );
    assert_eq!(gatekeeper.child.wait().unwrap().code(), Some(0));
}

#[test]
fn wrong_usage_is_told_without_the_password() {
    for (options, said) in [
        (
            &["--user", "zoe:"][..],
            "neither the name nor the password may be empty",
        ),
        (&["--user", "opensesame"], "a user is NAME:PASSWORD"),
        (
            &["--address", "0.0.0.0"],
            "endpoints cannot call this address",
        ),
        (&["--endpoint", "2000"], "ALIAS=ADDRESS:PORT"),
        (&["--auth", "none"], "auto, h235.1, md5 or cat"),
        (&["--scenario", "no-such"], "scenarios --gatekeeper"),
        (&["--identifier", ""], "must not be empty"),
    ] {
        let output = run(&[&["gatekeeper"], options].concat());
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(said), "{error}");
        assert!(!error.contains("opensesame"), "{error}");
    }
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = run(&["gatekeeper", "--ras-port", &port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains(&format!("cannot listen on 127.0.0.1:{port}")));
}

#[test]
fn the_scenarios_are_listed() {
    let output = run(&["scenarios", "--gatekeeper"]);
    let list = text(&output.stdout);
    assert!(
        list.lines()
            .any(|line| line.starts_with("3300  admission-calledPartyNotRegistered "))
    );
    assert!(!list.contains("2000  answer"));
}
