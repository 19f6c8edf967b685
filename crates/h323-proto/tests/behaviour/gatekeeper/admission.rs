//! Admission of a call, and what of it goes into Setup.

use std::net::SocketAddr;

use h323_asn1::{
    codec,
    h225::{
        AliasAddress, CallModel, H323UUPDUH323MessageBody as Body, H323UserInformation, RasMessage,
        SetupUUIE, TransportAddress,
    },
    h235::ClearToken,
    text::bmp_string,
    types::{Ia5String, ObjectIdentifier},
};
use h323_proto::{
    call::{Channel, Target},
    gatekeeper::{Admitted, Event, GatekeeperTerms, Line, Outcome, Plan, Request},
    h225::{EndpointKind, PeerAddress},
    q931::{Message, MessageType, UserUser},
};

use super::{
    super::support::{config, entropy, secs},
    desk::{Desk, ENDPOINT, GATEKEEPER, THERE, address, datagrams, terms},
};

/// A call from 1000 to 2000.
pub(super) fn plan() -> Plan {
    Plan {
        config: config(),
        entropy: entropy(),
    }
}

fn digits(text: &str) -> AliasAddress {
    AliasAddress::dialledDigits(Ia5String::from_iso646_bytes(text.as_bytes()).unwrap())
}

/// The Setup that was sent.
pub(super) fn setup(message: &Message) -> SetupUUIE {
    assert_eq!(message.message_type, MessageType::Setup);
    let octets = message.get::<UserUser>().unwrap().unwrap().contents;
    let information = codec::decode::<H323UserInformation>(&octets).value.unwrap();
    match information.h323_uu_pdu.h323_message_body {
        Body::setup(setup) => *setup,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_request_names_the_call_that_setup_places() {
    let mut desk = Desk::open(terms(), Some(plan()));
    desk.confirm();
    let RasMessage::admissionRequest(request) = desk.sent[1].clone() else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(request.endpoint_identifier, bmp_string(ENDPOINT).unwrap());
    assert_eq!(
        request.gatekeeper_identifier,
        Some(bmp_string(GATEKEEPER).unwrap())
    );
    assert_eq!(request.destination_info, Some(vec![digits("2000")]));
    assert_eq!(request.src_info, [digits("1000")]);
    assert_eq!(request.call_model, Some(CallModel::gatekeeperRouted));
    assert_eq!(request.band_width, 7_680);
    assert!(!request.answer_call);
    desk.confirm();
    let (_, message) = &desk.messages[0];
    let setup = setup(message);
    assert_eq!(message.call_reference.value(), request.call_reference_value);
    assert_eq!(setup.conference_id, request.conference_id);
    assert_eq!(setup.call_identifier, request.call_identifier);
    assert_eq!(setup.endpoint_identifier, Some(request.endpoint_identifier));
    // RAS needs the connection after the call.
    assert_eq!(setup.maintain_connection, Some(true));
}

#[test]
fn what_was_granted_is_told_and_used() {
    let mut desk = Desk::open(
        GatekeeperTerms {
            kind: EndpointKind::Gateway,
            prefixes: vec!["9".into()],
            ..terms()
        },
        Some(plan()),
    );
    desk.confirm();
    let mut message = desk.admission_confirm();
    let token = ObjectIdentifier::new_unchecked(vec![1, 2, 3].into());
    let mut token = ClearToken::new(token);
    token.general_id = Some(bmp_string("kept").unwrap());
    message.tokens = Some(vec![token.clone()]);
    message.destination_info = Some(vec![
        AliasAddress::h323_ID(bmp_string("room").unwrap()),
        digits("3000"),
    ]);
    message.irr_frequency = Some(30);
    desk.confirm_admission(message);
    let admitted = desk.events.iter().find_map(|event| match event {
        Event::Admitted(admitted, _) => Some(admitted),
        _ => None,
    });
    let expected = Admitted {
        routed: true,
        destination: Some(PeerAddress::Ip(THERE.into())),
        destination_info: vec!["room".into(), "3000".into()],
        bandwidth: Some(7_680),
        tokens: 1,
        irr_frequency: Some(30),
    };
    assert_eq!(admitted, Some(&expected));
    let setup = setup(&desk.messages[0].1);
    assert_eq!(setup.tokens, Some(vec![token]));
    let names = [
        digits("3000"),
        AliasAddress::h323_ID(bmp_string("room").unwrap()),
    ];
    assert_eq!(setup.destination_address.as_deref(), Some(&names[..]));
    assert_eq!(setup.dest_call_signal_address, Some(address(THERE)));
    // It is what it registered as.
    let RasMessage::registrationRequest(request) = &desk.sent[0] else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(setup.source_info, request.terminal_type);
    assert_eq!(setup.crypto_tokens, None);
}

#[test]
fn over_udp_setup_goes_where_the_gatekeeper_says() {
    for model in [CallModel::direct, CallModel::gatekeeperRouted] {
        let mut desk = Desk::open(datagrams(), Some(plan()));
        desk.confirm();
        desk.confirm();
        assert_eq!(desk.names(), ["GRQ", "RRQ", "ARQ"]);
        let mut message = desk.admission_confirm();
        message.call_model = model;
        desk.confirm_admission(message);
        let line = Line::Call(Channel::CallSignalling);
        let target = Target::from(SocketAddr::from(THERE));
        assert_eq!(desk.connects[1..], [(line, target)]);
        assert!(desk.messages.is_empty());
        desk.input(h323_proto::gatekeeper::Input::Connected(line, None));
        assert_eq!(desk.messages[0].0, line);
        assert_eq!(desk.types(), [MessageType::Setup]);
        let setup = setup(&desk.messages[0].1);
        assert_eq!(setup.maintain_connection, Some(false));
    }
}

#[test]
fn a_direct_call_over_h46017_has_a_connection_of_its_own() {
    let mut desk = Desk::open(terms(), Some(plan()));
    desk.confirm();
    let mut message = desk.admission_confirm();
    message.call_model = CallModel::direct;
    desk.confirm_admission(message);
    let line = Line::Call(Channel::CallSignalling);
    assert_eq!(desk.connects[1].0, line);
}

#[test]
fn a_confirm_without_an_address_cannot_be_used() {
    let mut desk = Desk::open(datagrams(), Some(plan()));
    desk.confirm();
    desk.confirm();
    let mut message = desk.admission_confirm();
    message.dest_call_signal_address = TransportAddress::netBios([7; 16].into());
    desk.confirm_admission(message);
    assert_eq!(desk.names(), ["GRQ", "RRQ", "ARQ", "DRQ"]);
    desk.confirm();
    desk.confirm();
    let outcome = Outcome::Incomplete(Request::Admission, "destCallSignalAddress");
    assert_eq!(desk.outcome(), &outcome);
}

#[test]
fn a_routed_call_without_an_address_goes_to_the_gatekeeper() {
    let mut desk = Desk::open(terms(), Some(plan()));
    desk.confirm();
    let mut message = desk.admission_confirm();
    message.dest_call_signal_address = address(([0; 4], 0));
    desk.confirm_admission(message);
    assert_eq!(desk.types(), [MessageType::Setup]);
}

#[test]
fn silence_about_admission_ends_the_registration() {
    let mut desk = Desk::open(terms(), Some(plan()));
    desk.confirm();
    desk.pass(secs(15));
    assert_eq!(desk.names(), ["RRQ", "ARQ", "URQ"]);
    desk.confirm();
    assert_eq!(desk.outcome(), &Outcome::NoAnswer(Request::Admission));
}

#[test]
fn a_hang_up_while_admission_is_asked_for_disengages() {
    let mut desk = Desk::open(terms(), Some(plan()));
    desk.confirm();
    desk.input(h323_proto::gatekeeper::Input::Hangup);
    assert_eq!(desk.names(), ["RRQ", "ARQ"]);
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ"]);
    desk.confirm();
    desk.confirm();
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ", "URQ"]);
    assert_eq!(desk.outcome(), &Outcome::Hangup);
    assert!(desk.types().is_empty());
}
