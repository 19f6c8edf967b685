//! Registration, admission and the rest of RAS, over UDP and H.460.17, without and with passwords.

use h323_asn1::{
    codec::{self},
    h225::{
        AdmissionRejectReason, BandRejectReason, BandwidthRequest, CallModel, DisengageReason,
        DisengageRejectReason, DisengageRequest, EndpointType, InfoRequestResponse,
        LocationRejectReason, LocationRequest, RasMessage, RegistrationRejectReason,
        UnregRejectReason, UnregRequestReason,
    },
    text::bmp_string,
    types::{FixedOctetString, ObjectIdentifier},
};
use h323_peer::gatekeeper::{Input, Model, Output, Peer};
use h323_proto::{h225::transport_address, time::Duration};

use super::desk::{
    Desk, YAN, ZOE, admission, alias, arq, discovery, identifier, keep_alive, packet, recorded,
    refused_admission, refused_registration, registration, signalling, transports, unregistration,
};

const OVER_UDP: Peer = Peer::Udp(ZOE);

fn disengage(name: &str) -> RasMessage {
    let conference = FixedOctetString::from([8; 16]);
    let mut body = DisengageRequest::new(
        6,
        bmp_string(name).unwrap(),
        conference,
        77,
        DisengageReason::normalDrop,
    );
    body.call_identifier = admission(name, "1").call_identifier;
    RasMessage::disengageRequest(Box::new(body))
}

fn bandwidth(name: &str, bandwidth: u32) -> RasMessage {
    let conference = FixedOctetString::from([8; 16]);
    let name = bmp_string(name).unwrap();
    let mut body = BandwidthRequest::new(7, name, conference, 77, bandwidth);
    body.call_identifier = admission("1", "1").call_identifier;
    RasMessage::bandwidthRequest(Box::new(body))
}

fn location(called: &str, reply: std::net::SocketAddr) -> RasMessage {
    let aliases = vec![alias(called)];
    let body = LocationRequest::new(8, aliases, transport_address(reply));
    RasMessage::locationRequest(Box::new(body))
}

#[test]
fn recorded_requests_of_h323plus_are_confirmed() {
    let mut desk = Desk::new(|config| config.identifier = "PeersGK".into());
    let peer = OVER_UDP;
    for (name, confirms) in [
        ("c24/1/gatekeeperRequest", "gatekeeperConfirm"),
        ("c24/3/registrationRequest", "registrationConfirm"),
    ] {
        desk.octets(peer, &recorded(name));
        let answer = format!("{:?}", desk.said(peer));
        assert!(
            answer.starts_with(&format!("[{confirms}(")),
            "{name}: {answer}"
        );
    }
    let connection = desk.accept(1);
    let tcp = Peer::Tcp(connection);
    desk.octets(tcp, &recorded("c24/8/registrationRequest"));
    let RasMessage::registrationConfirm(answer) = desk.said(tcp).remove(0) else {
        panic!("no RCF");
    };
    assert!(answer.call_signal_address.is_empty());
    assert_eq!(answer.time_to_live, Some(300));
    // The recorded ARQ has the identifier of another gatekeeper.
    desk.octets(tcp, &recorded("c24/12/admissionRequest"));
    assert_eq!(
        refused_admission(&desk.said(tcp)[0]),
        &AdmissionRejectReason::callerNotRegistered
    );
}

#[test]
fn a_registration_lives_as_long_as_it_is_kept_alive() {
    for transport in 0..2 {
        let mut desk = Desk::new(|config| config.time_to_live = 10);
        let peer = transports(&mut desk)[transport];
        let name = desk.register(peer, "1000");
        for _ in 0..3 {
            desk.wait(Duration::from_secs(9));
            let answer = desk.answer(peer, &keep_alive(peer, &name));
            assert_eq!(identifier(&answer), name);
        }
        desk.wait(Duration::from_secs(9));
        assert!(desk.said(peer).is_empty());
        desk.wait(Duration::from_secs(1));
        let [RasMessage::unregistrationRequest(end)] = &desk.said(peer)[..] else {
            panic!("no URQ");
        };
        assert_eq!(end.reason, Some(UnregRequestReason::ttlExpired));
        assert_eq!(end.endpoint_identifier, bmp_string(&name).ok());
        let late = desk.answer(peer, &keep_alive(peer, &name));
        assert_eq!(
            refused_registration(&late),
            &RegistrationRejectReason::fullRegistrationRequired
        );
    }
}

#[test]
fn a_registration_is_granted_for_the_time_that_is_asked_for_and_no_longer() {
    let mut desk = Desk::new(|config| config.time_to_live = 100);
    for (wanted, granted) in [(None, 100), (Some(99), 99), (Some(101), 100)] {
        let RasMessage::registrationRequest(mut body) = registration(OVER_UDP, "1000") else {
            unreachable!()
        };
        body.time_to_live = wanted;
        let answer = desk.answer(OVER_UDP, &RasMessage::registrationRequest(body));
        let RasMessage::registrationConfirm(answer) = answer else {
            panic!("no RCF: {answer:?}");
        };
        assert_eq!(answer.time_to_live, Some(granted));
    }
}

#[test]
fn the_same_endpoint_keeps_its_identifier_and_another_cannot_have_its_alias() {
    let mut desk = Desk::new(|_| {});
    let name = desk.register(OVER_UDP, "1000");
    assert_eq!(desk.register(OVER_UDP, "1000"), name);
    let yan = Peer::Udp(YAN);
    let answer = desk.answer(yan, &registration(yan, "1000"));
    assert_eq!(
        refused_registration(&answer),
        &RegistrationRejectReason::duplicateAlias(vec![alias("1000")])
    );
    desk.register(yan, "1001");
    desk.answer(OVER_UDP, &unregistration(Some(&name)));
    let tcp = Peer::Tcp(desk.accept(1));
    desk.register(tcp, "1000");
}

#[test]
fn an_endpoint_over_udp_needs_addresses_and_nobody_registers_additively() {
    use RegistrationRejectReason as R;
    let mut desk = Desk::new(|_| {});
    let reject = |desk: &mut Desk, change: &dyn Fn(&mut h323_asn1::h225::RegistrationRequest)| {
        let RasMessage::registrationRequest(mut body) = registration(OVER_UDP, "1000") else {
            unreachable!()
        };
        change(&mut body);
        let answer = desk.answer(OVER_UDP, &RasMessage::registrationRequest(body));
        refused_registration(&answer).clone()
    };
    let none = transport_address("0.0.0.0:0".parse().unwrap());
    assert_eq!(
        reject(&mut desk, &|body| body.ras_address.clear()),
        R::invalidRASAddress
    );
    assert_eq!(
        reject(&mut desk, &|body| body.ras_address = vec![none.clone()]),
        R::invalidRASAddress
    );
    assert_eq!(
        reject(&mut desk, &|body| body.call_signal_address.clear()),
        R::invalidCallSignalAddress
    );
    assert_eq!(
        reject(&mut desk, &|body| body.additive_registration = Some(())),
        R::additiveRegistrationNotSupported
    );
    assert_eq!(
        reject(&mut desk, &|body| {
            body.protocol_identifier =
                ObjectIdentifier::new_unchecked(vec![0, 0, 8, 245, 0, 7].into());
        }),
        R::invalidRevision
    );
    assert_eq!(
        reject(&mut desk, &|body| body.terminal_alias =
            Some(vec![alias("1"); 33])),
        R::resourceUnavailable
    );
}

#[test]
fn the_table_of_endpoints_is_bounded() {
    let mut desk = Desk::new(|_| {});
    let peer = |number: u16| Peer::Udp(std::net::SocketAddr::new(ZOE.ip(), 1 + number));
    for number in 0..1024 {
        desk.register(peer(number), &format!("{number}"));
    }
    let answer = desk.answer(peer(1024), &registration(peer(1024), "1024"));
    assert_eq!(
        refused_registration(&answer),
        &RegistrationRejectReason::resourceUnavailable
    );
    desk.register(peer(3), "3");
}

#[test]
fn a_connection_takes_its_registration_with_it() {
    let mut desk = Desk::new(|_| {});
    let zoe = desk.accept(1);
    let name = desk.register(Peer::Tcp(zoe), "1000");
    let yan = Peer::Tcp(desk.accept(2));
    let other = desk.register(yan, "2000");
    desk.put(Input::Closed(zoe, "closed"));
    let answer = desk.answer(yan, &arq(&other, "1000"));
    assert_eq!(
        refused_admission(&answer),
        &AdmissionRejectReason::calledPartyNotRegistered
    );
    // Nobody else may go on with it.
    let answer = desk.answer(yan, &keep_alive(yan, &name));
    assert_eq!(
        refused_registration(&answer),
        &RegistrationRejectReason::fullRegistrationRequired
    );
}

#[test]
fn the_identifier_of_another_endpoint_opens_nothing() {
    let mut desk = Desk::new(|_| {});
    let name = desk.register(OVER_UDP, "1000");
    let yan = Peer::Udp(YAN);
    let answer = desk.answer(yan, &arq(&name, "1000"));
    assert_eq!(
        refused_admission(&answer),
        &AdmissionRejectReason::invalidEndpointIdentifier
    );
    let answer = desk.answer(yan, &keep_alive(yan, &name));
    assert_eq!(
        refused_registration(&answer),
        &RegistrationRejectReason::fullRegistrationRequired
    );
    let RasMessage::unregistrationReject(answer) = desk.answer(yan, &unregistration(Some(&name)))
    else {
        panic!("no URJ");
    };
    assert_eq!(
        answer.reject_reason,
        UnregRejectReason::notCurrentlyRegistered
    );
    desk.answer(OVER_UDP, &keep_alive(OVER_UDP, &name));
}

#[test]
fn a_connection_without_registration_or_call_is_closed_after_a_minute() {
    let mut desk = Desk::new(|_| {});
    let idle = desk.accept(1);
    let used = desk.accept(2);
    desk.register(Peer::Tcp(used), "1000");
    desk.wait(Duration::from_secs(60));
    let closed: Vec<_> = desk
        .outputs
        .iter()
        .filter_map(|output| match output {
            Output::Close(connection) => Some(*connection),
            _ => None,
        })
        .collect();
    assert_eq!(closed, [idle]);
}

#[test]
fn a_call_is_admitted_direct_or_routed() {
    for (model, expected, address) in [
        (Model::Direct, CallModel::direct, signalling(YAN)),
        (
            Model::Routed,
            CallModel::gatekeeperRouted,
            "192.0.2.1:1720".parse().unwrap(),
        ),
    ] {
        let mut desk = Desk::new(|config| config.model = model);
        let name = desk.register(OVER_UDP, "1000");
        desk.register(Peer::Udp(YAN), "2000");
        let RasMessage::admissionConfirm(answer) = desk.answer(OVER_UDP, &arq(&name, "2000"))
        else {
            panic!("no ACF");
        };
        assert_eq!(answer.call_model, expected);
        assert_eq!(answer.dest_call_signal_address, transport_address(address));
        assert_eq!(answer.band_width, 1_280);
    }
    // An endpoint without an address for calls is called through the gatekeeper.
    let mut desk = Desk::new(|config| config.model = Model::Direct);
    let name = desk.register(OVER_UDP, "1000");
    let tcp = desk.accept(1);
    desk.register(Peer::Tcp(tcp), "2000");
    let RasMessage::admissionConfirm(answer) = desk.answer(OVER_UDP, &arq(&name, "2000")) else {
        panic!("no ACF");
    };
    assert_eq!(answer.call_model, CallModel::gatekeeperRouted);
}

#[test]
fn a_call_to_nobody_is_not_admitted_unless_an_endpoint_takes_all() {
    let mut desk = Desk::new(|_| {});
    let name = desk.register(OVER_UDP, "1000");
    let answer = desk.answer(OVER_UDP, &arq(&name, "2000"));
    assert_eq!(
        refused_admission(&answer),
        &AdmissionRejectReason::calledPartyNotRegistered
    );
    let mut body = admission(&name, "2000");
    body.destination_info = None;
    let nothing = RasMessage::admissionRequest(Box::new(body));
    let answer = desk.answer(OVER_UDP, &nothing);
    assert_eq!(
        refused_admission(&answer),
        &AdmissionRejectReason::incompleteAddress
    );
    let address = signalling(YAN);
    let mut desk = Desk::new(|config| config.endpoints = vec![("*".into(), address)]);
    let name = desk.register(OVER_UDP, "1000");
    let answer = desk.answer(OVER_UDP, &arq(&name, "2000"));
    assert!(
        matches!(answer, RasMessage::admissionConfirm(_)),
        "{answer:?}"
    );
}

#[test]
fn an_endpoint_cannot_take_all_calls_by_registering_a_star() {
    let mut desk = Desk::new(|_| {});
    let name = desk.register(OVER_UDP, "1000");
    desk.register(Peer::Udp(YAN), "*");
    let answer = desk.answer(OVER_UDP, &arq(&name, "2000"));
    assert_eq!(
        refused_admission(&answer),
        &AdmissionRejectReason::calledPartyNotRegistered
    );
}

#[test]
fn the_bandwidth_and_the_end_of_a_call_are_confirmed() {
    let mut desk = Desk::new(|config| config.endpoints = vec![("2000".into(), signalling(YAN))]);
    let RasMessage::bandwidthReject(answer) = desk.answer(OVER_UDP, &bandwidth("1", 640)) else {
        panic!("no BRJ");
    };
    assert_eq!(answer.reject_reason, BandRejectReason::notBound);
    let RasMessage::disengageReject(answer) = desk.answer(OVER_UDP, &disengage("1")) else {
        panic!("no DRJ");
    };
    assert_eq!(answer.reject_reason, DisengageRejectReason::notRegistered);

    let name = desk.register(OVER_UDP, "1000");
    let RasMessage::bandwidthReject(answer) = desk.answer(OVER_UDP, &bandwidth(&name, 640)) else {
        panic!("no BRJ");
    };
    assert_eq!(answer.reject_reason, BandRejectReason::invalidConferenceID);
    desk.answer(OVER_UDP, &arq(&name, "2000"));
    let RasMessage::bandwidthConfirm(answer) = desk.answer(OVER_UDP, &bandwidth(&name, 640)) else {
        panic!("no BCF");
    };
    assert_eq!(answer.band_width, 640);
    // Twice, as the first answer may be lost.
    for _ in 0..2 {
        let answer = desk.answer(OVER_UDP, &disengage(&name));
        assert!(matches!(answer, RasMessage::disengageConfirm(_)));
    }
    let RasMessage::bandwidthReject(answer) = desk.answer(OVER_UDP, &bandwidth(&name, 640)) else {
        panic!("no BRJ");
    };
    assert_eq!(answer.reject_reason, BandRejectReason::invalidConferenceID);
}

#[test]
fn an_endpoint_is_located_where_the_sender_is_and_nowhere_else() {
    let mut desk = Desk::new(|config| config.model = Model::Direct);
    desk.register(Peer::Udp(YAN), "2000");
    let RasMessage::locationConfirm(answer) = desk.answer(OVER_UDP, &location("2000", ZOE)) else {
        panic!("no LCF");
    };
    assert_eq!(
        answer.call_signal_address,
        transport_address(signalling(YAN))
    );
    let RasMessage::locationReject(answer) = desk.answer(OVER_UDP, &location("2001", ZOE)) else {
        panic!("no LRJ");
    };
    assert_eq!(answer.reject_reason, LocationRejectReason::notRegistered);
    let other = std::net::SocketAddr::new(ZOE.ip(), 4_711);
    assert!(desk.ask(OVER_UDP, &location("2000", other)).is_empty());
    assert_eq!(desk.said(Peer::Udp(other)).len(), 1);
    // A reply address on another host would make us attack that host.
    assert_eq!(desk.ask(OVER_UDP, &location("2000", YAN)).len(), 1);
    assert!(desk.said(Peer::Udp(YAN)).is_empty());
}

#[test]
fn endpoints_are_asked_for_information_and_their_answer_is_acknowledged() {
    let mut desk = Desk::new(|config| {
        config.ask_info = Some(Duration::from_secs(20));
        config.endpoints = vec![("2000".into(), signalling(YAN))];
    });
    let name = desk.register(OVER_UDP, "1000");
    let tcp = Peer::Tcp(desk.accept(1));
    desk.register(tcp, "1001");
    desk.wait(Duration::from_secs(45));
    assert!(matches!(
        desk.said(OVER_UDP)[..],
        [RasMessage::infoRequest(_), RasMessage::infoRequest(_)]
    ));
    let [RasMessage::infoRequest(asked), _] = &desk.said(tcp)[..] else {
        panic!("no IRQ");
    };
    assert_eq!(asked.reply_address, None);
    let response = |name: &str, needed| {
        let address = transport_address(ZOE);
        let kind = EndpointType::default();
        let name = bmp_string(name).unwrap();
        let mut body = InfoRequestResponse::new(4, kind, name, address, Vec::new());
        body.need_response = needed;
        RasMessage::infoRequestResponse(Box::new(body))
    };
    assert!(desk.ask(OVER_UDP, &response(&name, None)).is_empty());
    let answer = desk.answer(OVER_UDP, &response(&name, Some(true)));
    assert!(matches!(answer, RasMessage::infoRequestAck(_)));
    let answer = desk.answer(OVER_UDP, &response("nobody", Some(true)));
    assert!(matches!(answer, RasMessage::infoRequestNak(_)));
}

#[test]
fn what_is_not_understood_is_answered_but_not_an_answer() {
    let mut desk = Desk::new(|_| {});
    desk.octets(OVER_UDP, &[0xFF; 9]);
    let [RasMessage::unknownMessageResponse(answer)] = &desk.said(OVER_UDP)[..] else {
        panic!("no XRS");
    };
    assert_eq!(
        answer.message_not_understood.as_deref(),
        Some(&[0xFF; 9][..])
    );
    let confirm = desk.answer(
        OVER_UDP,
        &RasMessage::gatekeeperRequest(Box::new(discovery(ZOE))),
    );
    let answer = desk.answer(OVER_UDP, &confirm);
    assert!(
        matches!(&answer, RasMessage::unknownMessageResponse(body) if body.request_seq_num == 1)
    );
    assert!(desk.ask(OVER_UDP, &answer).is_empty());
}

#[test]
fn at_the_end_endpoints_are_told() {
    let mut desk = Desk::new(|config| config.endpoints = vec![("2000".into(), signalling(YAN))]);
    let name = desk.register(OVER_UDP, "1000");
    desk.answer(OVER_UDP, &arq(&name, "2000"));
    desk.put(Input::Stop);
    let [RasMessage::unregistrationRequest(end)] = &desk.said(OVER_UDP)[..] else {
        panic!("no URQ");
    };
    assert_eq!(end.reason, Some(UnregRequestReason::maintenance));
}

#[test]
fn several_messages_in_one_segment_are_all_answered() {
    let mut desk = Desk::new(|_| {});
    let connection = desk.accept(1);
    let peer = Peer::Tcp(connection);
    let request = codec::encode(&registration(peer, "1000")).unwrap();
    let mut octets = packet(&request);
    octets.extend([3, 0, 0, 4]);
    octets.extend(packet(&request));
    for octet in &octets {
        desk.put(Input::Received(connection, &[*octet]));
    }
    assert_eq!(desk.said(peer).len(), 2);
    desk.put(Input::Received(connection, &octets));
    assert_eq!(desk.said(peer).len(), 2);
}
