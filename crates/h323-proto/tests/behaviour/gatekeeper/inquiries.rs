//! The gatekeeper's own requests, and our answers.

use h323_asn1::{
    codec,
    h225::{
        BandwidthRequest, CallIdentifier, DisengageReason, DisengageRequest, InfoRequest,
        InfoRequestResponseStatus, LocationRequest, RasMessage, ServiceControlIndication,
        UnregRequestReason, UnregistrationRequest,
    },
    text::bmp_string,
    types::FixedOctetString,
};
use h323_proto::{
    gatekeeper::{GatekeeperTerms, Oddity, Outcome},
    q931::MessageType,
};

use super::{
    super::support::secs,
    admission::plan,
    desk::{Desk, ENDPOINT, HERE, address, name, number, terms},
};

fn staying() -> Desk {
    let terms = GatekeeperTerms {
        stay: secs(100),
        ..terms()
    };
    let mut desk = Desk::open(terms, None);
    desk.confirm();
    desk
}

/// A registration whose call has sent Setup.
fn calling() -> Desk {
    let mut desk = Desk::open(terms(), Some(plan()));
    desk.confirm();
    desk.confirm();
    desk
}

/// The call as the admission request named it.
fn call(desk: &Desk) -> (u16, [u8; 16], CallIdentifier) {
    let Some(RasMessage::admissionRequest(request)) = desk.sent.get(1) else {
        panic!("{:?}", desk.sent);
    };
    let conference = request.conference_id.as_ref().try_into().unwrap();
    let identifier = request.call_identifier.clone().unwrap();
    (request.call_reference_value, conference, identifier)
}

#[test]
fn an_unregistration_ends_it() {
    let mut desk = staying();
    let mut message = UnregistrationRequest::new(9, Vec::new());
    message.reason = Some(UnregRequestReason::maintenance);
    desk.say(&RasMessage::unregistrationRequest(Box::new(message)));
    assert_eq!(desk.names(), ["RRQ", "UCF"]);
    assert_eq!(number(&desk.sent[1]), 9);
    let Outcome::Unregistered(reason) = desk.outcome() else {
        panic!("{:?}", desk.end());
    };
    assert_eq!(reason.as_ref().unwrap().identifier, "maintenance");
    assert!(desk.end().unregistered);
}

#[test]
fn an_unregistration_during_a_call_releases_it() {
    let mut desk = calling();
    let message = UnregistrationRequest::new(9, Vec::new());
    desk.say(&RasMessage::unregistrationRequest(Box::new(message)));
    assert_eq!(
        desk.types(),
        [MessageType::Setup, MessageType::ReleaseComplete]
    );
    desk.run_out();
    assert_eq!(desk.names(), ["RRQ", "ARQ", "UCF"]);
    assert!(matches!(desk.outcome(), Outcome::Unregistered(_)));
}

#[test]
fn information_is_given_about_the_endpoint_and_the_call() {
    let mut desk = staying();
    let request = InfoRequest::new(9, 0);
    desk.say(&RasMessage::infoRequest(Box::new(request)));
    let Some(RasMessage::infoRequestResponse(response)) = desk.sent.last() else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(response.request_seq_num, 9);
    assert_eq!(response.endpoint_identifier, bmp_string(ENDPOINT).unwrap());
    assert_eq!(response.per_call_info, None);
    assert_eq!(response.unsolicited, Some(false));

    let mut desk = calling();
    let (reference, conference, identifier) = call(&desk);
    for (asked, status) in [
        (0, InfoRequestResponseStatus::complete),
        (reference, InfoRequestResponseStatus::complete),
        (reference ^ 1, InfoRequestResponseStatus::invalidCall),
    ] {
        let request = InfoRequest::new(10, asked);
        desk.say(&RasMessage::infoRequest(Box::new(request)));
        let Some(RasMessage::infoRequestResponse(response)) = desk.sent.last() else {
            panic!("{:?}", desk.sent);
        };
        assert_eq!(response.irr_status.as_ref(), Some(&status));
        let calls = response.per_call_info.as_deref().unwrap_or_default();
        assert_eq!(
            calls.len(),
            usize::from(status == InfoRequestResponseStatus::complete)
        );
        for told in calls {
            assert_eq!(told.call_reference_value, reference);
            assert_eq!(told.conference_id, FixedOctetString::from(conference));
            assert_eq!(told.call_identifier.as_ref(), Some(&identifier));
        }
    }
}

#[test]
fn reports_about_the_call_come_as_often_as_the_gatekeeper_wants() {
    let mut desk = Desk::open(terms(), Some(plan()));
    desk.confirm();
    let mut confirm = desk.admission_confirm();
    confirm.irr_frequency = Some(4);
    desk.confirm_admission(confirm);
    desk.pass(secs(9));
    assert_eq!(desk.names(), ["RRQ", "ARQ", "IRR", "IRR"]);
    let Some(RasMessage::infoRequestResponse(response)) = desk.sent.last() else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(response.unsolicited, Some(true));
    assert_eq!(response.per_call_info.as_ref().unwrap().len(), 1);
}

#[test]
fn bandwidth_is_changed_for_our_call_only() {
    let mut desk = calling();
    let (reference, conference, identifier) = call(&desk);
    for (asked, answer) in [(reference, "BCF"), (reference ^ 1, "BRJ")] {
        let mut request = BandwidthRequest::new(
            11,
            bmp_string(ENDPOINT).unwrap(),
            FixedOctetString::from(conference),
            asked,
            1_280,
        );
        request.call_identifier = (asked == reference).then(|| identifier.clone());
        desk.say(&RasMessage::bandwidthRequest(Box::new(request)));
        assert_eq!(name(desk.sent.last().unwrap()), answer);
        assert_eq!(number(desk.sent.last().unwrap()), 11);
    }
}

#[test]
fn a_disengage_request_ends_our_call() {
    let mut desk = calling();
    let (reference, conference, identifier) = call(&desk);
    let request = |reference, identifier| {
        let mut request = DisengageRequest::new(
            12,
            bmp_string(ENDPOINT).unwrap(),
            FixedOctetString::from(conference),
            reference,
            DisengageReason::forcedDrop,
        );
        request.call_identifier = identifier;
        RasMessage::disengageRequest(Box::new(request))
    };
    desk.say(&request(reference ^ 1, None));
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRJ"]);
    assert_eq!(desk.types(), [MessageType::Setup]);
    desk.say(&request(reference, Some(identifier)));
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRJ", "DCF"]);
    assert_eq!(
        desk.types(),
        [MessageType::Setup, MessageType::ReleaseComplete]
    );
    assert!(matches!(desk.oddities()[..], [Oddity::Dropped(_)]));
    desk.run_out();
    // The gatekeeper knows that the call is over.
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRJ", "DCF", "URQ"]);
}

#[test]
fn service_control_is_not_available() {
    let mut desk = staying();
    let message = ServiceControlIndication::new(13, Vec::new());
    desk.say(&RasMessage::serviceControlIndication(Box::new(message)));
    assert_eq!(desk.names(), ["RRQ", "SCR"]);
    assert_eq!(number(&desk.sent[1]), 13);
}

#[test]
fn other_requests_are_not_understood() {
    let mut desk = staying();
    let request = LocationRequest::new(14, Vec::new(), address(HERE));
    let request = RasMessage::locationRequest(Box::new(request));
    desk.say(&request);
    let Some(RasMessage::unknownMessageResponse(response)) = desk.sent.last() else {
        panic!("{:?}", desk.sent);
    };
    assert_eq!(response.request_seq_num, 14);
    let octets = codec::encode(&request).unwrap();
    assert_eq!(
        response.message_not_understood.as_deref(),
        Some(&octets[..])
    );
    // An alternative that a later version adds; it has no number that we could read.
    desk.say_octets(&[0x8F, 0xC0, 0x01, 0x00]);
    assert_eq!(desk.names(), ["RRQ", "XRS", "XRS"]);
}

#[test]
fn too_many_requests_are_answered_no_more() {
    let mut desk = staying();
    for _ in 0..300 {
        let request = InfoRequest::new(9, 0);
        desk.say(&RasMessage::infoRequest(Box::new(request)));
    }
    assert_eq!(desk.names().len(), 1 + 200);
    assert_eq!(desk.oddities(), [&Oddity::TooManyRequests]);
    for _ in 0..3_000 {
        if desk.has_ended() {
            break;
        }
        let request = InfoRequest::new(9, 0);
        desk.say(&RasMessage::infoRequest(Box::new(request)));
    }
    assert_eq!(desk.outcome(), &Outcome::Flood);
    assert_eq!(name(desk.sent.last().unwrap()), "URQ");
}
