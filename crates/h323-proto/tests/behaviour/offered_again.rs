//! A peer that asks for the same again and again because of our answer is answered a bounded number of
//! times.

use std::net::SocketAddr;

use h323_asn1::h245::{
    MaintenanceLoopRequest, MaintenanceLoopRequestType, MultimediaSystemControlMessage as Control,
    RequestMessage,
};
use h323_proto::{
    call::{Channel, Direction, Input, WarningCode},
    h245::{ChannelPolicy, ChannelState, Codec, Pdu},
    q931::MessageType,
};

use crate::support::{
    PEER, Script, config, message,
    talk::{
        WAYS, Way, foreign, h245, held_for_a_minute, negotiated, offer, said, tell, tell_all,
        with_h245,
    },
};

fn count(script: &Script, name: &str) -> usize {
    said(script).iter().filter(|said| *said == name).count()
}

fn recorded(script: &Script) -> usize {
    [Direction::Sent, Direction::Received]
        .into_iter()
        .map(|direction| script.seen.records(direction).len())
        .sum()
}

/// A peer that offers again on every rejection, as OPAL and H323Plus do, for as long as it is answered
/// and no more than `most` times.
fn offers_again(script: &mut Script, way: Way, most: u16) -> u16 {
    for turn in 0..most {
        let before = count(script, "openLogicalChannelReject");
        tell_all(script, way, &[offer(100 + turn, Codec::G711A)]);
        if count(script, "openLogicalChannelReject") == before {
            return turn + 1;
        }
    }
    most
}

#[test]
fn a_loop_of_offers_and_rejections_ends_by_itself() {
    for way in WAYS {
        let mut script = negotiated(held_for_a_minute(ChannelPolicy::Reject), way);
        let before = recorded(&script);
        assert_eq!(offers_again(&mut script, way, 1_810), 11, "{way:?}");
        assert!(recorded(&script) <= before + 8);
        let [channel] = script.call.h245().session().channels() else {
            panic!("{:?}", script.call.h245().session().channels());
        };
        assert_eq!(channel.offers, 11);
        assert_eq!(channel.state, ChannelState::Rejected("unspecified".into()));
        // The call goes on: others are answered, and the end is shown.
        tell_all(&mut script, way, &[offer(7, Codec::H261), Pdu::EndSession]);
        assert_eq!(count(&script, "openLogicalChannelReject"), 11);
        script.run_out();
        let text = script.seen.warning(WarningCode::RepeatedRequest).unwrap();
        assert_eq!(
            text,
            "The endpoint repeats its request: openLogicalChannel (audioData g711Alaw64k) 11 times, \
             of which 10 were answered"
        );
    }
}

#[test]
fn a_peer_that_offers_on_without_an_answer_is_told_once_with_the_number() {
    for way in WAYS {
        let mut script = negotiated(held_for_a_minute(ChannelPolicy::Reject), way);
        for turn in 0..1_000 {
            tell_all(&mut script, way, &[offer(100 + turn, Codec::G711A)]);
        }
        assert_eq!(count(&script, "openLogicalChannelReject"), 10);
        assert_eq!(script.call.h245().session().channels().len(), 1);
        assert!(recorded(&script) < 30, "{}", recorded(&script));
        tell_all(&mut script, way, &[Pdu::EndSession]);
        script.run_out();
        let text = script.seen.warning(WarningCode::RepeatedRequest).unwrap();
        assert!(text.contains(" 1,000 times, of which 10 "), "{text}");
        // One warning says it.
        assert_eq!(script.seen.warnings(), [WarningCode::RepeatedRequest]);
        let mut runs = script.seen.repeated().into_values();
        assert_eq!(runs.next(), Some(996), "offers");
        assert_eq!(runs.next(), Some(6), "rejections");
    }
}

#[test]
fn other_requests_that_are_turned_down_are_bounded_too() {
    let request = MaintenanceLoopRequest::new(MaintenanceLoopRequestType::systemLoop);
    let request = Control::request(RequestMessage::maintenanceLoopRequest(request));
    let mut script = negotiated(held_for_a_minute(ChannelPolicy::Accept), Way::Tunnel);
    let before = said(&script).len();
    for _ in 0..200 {
        tell(&mut script, Way::Tunnel, &foreign(&request));
    }
    assert_eq!(said(&script).len() - before, 10);
    script.hangup();
    script.run_out();
    let text = script.seen.warning(WarningCode::RepeatedRequest).unwrap();
    assert!(text.contains("maintenanceLoopRequest 200 times"), "{text}");
}

#[test]
fn channels_before_connect_are_taken_as_after_it() {
    for way in WAYS {
        let mut script = Script::with(held_for_a_minute(ChannelPolicy::Accept)).placed();
        let address = (way == Way::Connection).then_some(PEER);
        let alerting = script.message_with(MessageType::Alerting, |pdu| {
            if address.is_some() {
                crate::support::uuie::set_address(pdu, address);
                pdu.h245_tunnelling = Some(false);
            }
        });
        script.receive(&alerting);
        if way == Way::Connection {
            script.input(Input::Connected(Channel::H245Control, Some(PEER)));
        }
        tell_all(&mut script, way, &[offer(1_000, Codec::G711A)]);
        assert_eq!(
            said(&script).last().unwrap(),
            "openLogicalChannelAck",
            "{way:?}"
        );
        let channel = &script.call.h245().session().channels()[0];
        assert_eq!(channel.state, ChannelState::Established);
        assert_eq!(channel.media, Some("192.0.2.1:5004".parse().unwrap()));

        let mut wanted = held_for_a_minute(ChannelPolicy::Reject);
        wanted.terms.session.codecs = vec![Codec::G711A];
        let mut script = Script::with(wanted).placed();
        script.receive(&alerting);
        if way == Way::Connection {
            script.input(Input::Connected(Channel::H245Control, Some(PEER)));
        }
        assert_eq!(offers_again(&mut script, way, 1_810), 11, "{way:?}");
    }
}

#[test]
fn a_round_trip_that_is_asked_for_before_anything_else_is_answered() {
    // An Alcatel gateway asks twice in one segment with Connect, ahead of its capabilities.
    let mut script = Script::with(with_h245()).placed();
    let request = h245(&Pdu::RoundTripDelayRequest(5));
    let packet = |message: &h323_proto::q931::Message| {
        h323_proto::tpkt::encode(&message.encode().unwrap()).unwrap()
    };
    let mut octets = packet(&script.message(MessageType::CallProceeding));
    octets.extend(packet(&script.message(MessageType::Alerting)));
    octets.extend(packet(&script.message(MessageType::Connect)));
    for _ in 0..2 {
        let information = script.peer.tunnel(request.clone(), 6).unwrap();
        let facility = message(script.reference(), MessageType::Facility, Some(information));
        octets.extend(packet(&facility));
    }
    script.receive_octets(&octets);
    assert_eq!(count(&script, "roundTripDelayResponse"), 2);
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn media_addresses_are_of_the_family_that_the_peer_is_called_in() {
    let mut wanted = config();
    wanted.terms.h245 = with_h245().terms.h245;
    let peer: SocketAddr = "[2001:db8::20]:1720".parse().unwrap();
    let mut script = Script::towards(peer.into(), wanted);
    script.input(Input::Connected(Channel::CallSignalling, Some(peer)));
    script.reply(MessageType::Connect);
    tell_all(&mut script, Way::Tunnel, &[offer(5, Codec::G711A)]);
    let channel = &script.call.h245().session().channels()[0];
    assert_eq!(channel.media, Some("[100::1]:5004".parse().unwrap()));
}
