//! Where calls to a domain go, by a name server on this machine.

use std::{
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    thread,
};

use h323_peer::srv::Resolver;
use h323_proto::{diagnosis::OutcomeCode, srv::Service};
use hickory_resolver::proto::{
    op::{Message, MessageType, ResponseCode},
    rr::{Name, RData, Record, RecordType, rdata},
};

/// The records of a zone: a name, and what it has.
type Zone = Vec<(&'static str, RData)>;

fn srv(priority: u16, port: u16, target: &str) -> RData {
    let target = Name::from_ascii(target).expect("a name");
    RData::SRV(rdata::SRV::new(priority, 0, port, target))
}

fn address(last: u8) -> RData {
    RData::A(rdata::A(Ipv4Addr::new(127, 0, 0, last)))
}

/// A name server for the records; other names do not exist. It ends with the program.
fn name_server(zone: Zone) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let at = socket.local_addr().expect("an address");
    thread::spawn(move || {
        let mut octets = [0; 1500];
        while let Ok((length, from)) = socket.recv_from(&mut octets) {
            let query = Message::from_vec(&octets[..length]).expect("a query");
            let reply = reply(&query, &zone).to_vec().expect("octets");
            let _ = socket.send_to(&reply, from);
        }
    });
    at
}

fn reply(query: &Message, zone: &Zone) -> Message {
    let mut reply = Message::response(query.metadata.id, query.metadata.op_code);
    reply.metadata.message_type = MessageType::Response;
    reply.metadata.recursion_available = true;
    let question = query.queries.first().expect("a question");
    reply.add_query(question.clone());
    let (name, kind) = (question.name().to_ascii(), question.query_type());
    let here = |known: &str| known == name;
    if !zone.iter().any(|(known, _)| here(known)) {
        reply.metadata.response_code = ResponseCode::NXDomain;
    }
    for (known, data) in zone {
        if here(known) && data.record_type() == kind {
            reply.add_answer(Record::from_rdata(
                question.name().clone(),
                60,
                data.clone(),
            ));
        }
    }
    assert_ne!(kind, RecordType::ANY);
    reply
}

fn resolver(zone: Zone) -> Resolver {
    Resolver::new(Some(name_server(zone))).expect("a resolver")
}

#[test]
fn calls_go_to_the_servers_of_a_domain_in_their_order() {
    let resolver = resolver(vec![
        (
            "_h323cs._tcp.example.com.",
            srv(20, 1721, "old.example.com."),
        ),
        (
            "_h323cs._tcp.example.com.",
            srv(10, 1720, "MCU.example.com."),
        ),
        (
            "_h323cs._tcp.example.com.",
            srv(30, 1722, "gone.example.com."),
        ),
        (
            "_h323ls._udp.example.com.",
            srv(1, 1719, "mcu.example.com."),
        ),
        ("mcu.example.com.", address(2)),
        ("old.example.com.", address(3)),
    ]);
    let (services, servers) = resolver.domain("example.com", Service::CallSignalling);
    let wanted = ["127.0.0.2:1720", "127.0.0.3:1721"].map(|text| text.parse().expect("one"));
    assert_eq!(servers, Some(Ok(wanted.to_vec())));
    let shown: Vec<_> = services
        .iter()
        .map(|service| (service.name.as_str(), service.servers.len()))
        .collect();
    assert_eq!(
        shown,
        [
            ("_h323cs._tcp.example.com", 3),
            ("_h323ls._udp.example.com", 1),
            ("_h323rs._udp.example.com", 0),
        ]
    );
    let gone = &services[0].servers[2];
    assert_eq!(gone.target, "gone.example.com");
    let error = gone.error.as_deref().expect("an error");
    assert!(
        error.starts_with("gone.example.com cannot be called"),
        "{error}"
    );
    assert_eq!(services[1].servers[0].addresses, ["127.0.0.2:1719"]);
}

#[test]
fn a_domain_may_have_no_record_or_take_no_calls() {
    let resolver = resolver(vec![
        ("_h323cs._tcp.closed.example.com.", srv(0, 0, ".")),
        (
            "_h323cs._tcp.lost.example.com.",
            srv(0, 1720, "nowhere.example.com."),
        ),
        ("plain.example.com.", address(4)),
    ]);
    assert_eq!(
        resolver
            .domain("plain.example.com", Service::CallSignalling)
            .1,
        None
    );
    let addresses = resolver.addresses("plain.example.com", 1720);
    assert_eq!(addresses, Ok(vec!["127.0.0.4:1720".parse().expect("one")]));
    for (domain, code) in [
        ("closed.example.com", OutcomeCode::ServiceNotOffered),
        ("lost.example.com", OutcomeCode::NameNotFound),
    ] {
        let (_, servers) = resolver.domain(domain, Service::CallSignalling);
        let outcome = servers.expect("records").expect_err("no server");
        assert_eq!(outcome.code, code, "{domain}");
    }
}

#[test]
fn a_name_server_that_is_not_there_is_told_as_that() {
    // The port is free again once the socket is dropped.
    let gone = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    let resolver = Resolver::new(Some(gone.expect("an address"))).expect("a resolver");
    let (services, servers) = resolver.domain("example.com", Service::CallSignalling);
    assert_eq!(servers, None);
    for service in services {
        assert!(service.error.is_some(), "{service:?}");
    }
}
