//! What carries H.245: the tunnel, a connection of its own, or nothing (H.323 8.2).

use std::net::SocketAddr;

use h323_asn1::h225::{FacilityReason, FacilityUUIE, H323UUPDU, H323UUPDUH323MessageBody as Body};
use h323_proto::{
    call::{
        CallTerms, CallingConfig, Channel, EndReason, H245Mode, H245Problem, Input, WarningCode,
    },
    h245::Pdu,
    q931::{CallState, MessageType},
    tpkt,
};

use crate::support::{
    Script, config, millis, secs,
    talk::{
        Way, answer, h245, negotiation, pong, said, spoken, talking, tell, tell_all, with_h245,
    },
    uuie::{pdu_of, protocol, set_address, set_version},
};

/// An address that could be reached from a public peer, and is not the one of signalling.
const ADDRESS: &str = "8.8.4.4:30000";

fn address() -> SocketAddr {
    ADDRESS.parse().unwrap()
}

/// A held call to a public address.
fn wanted(h245: H245Mode) -> CallingConfig {
    let mut wanted = with_h245();
    wanted.terms.h245 = h245;
    wanted.terms.h245_tunnelling = h245 != H245Mode::Separate;
    wanted.terms.limits.hold = secs(20);
    wanted
}

fn towards_public(wanted: CallingConfig) -> Script {
    let public: SocketAddr = "8.8.8.8:1720".parse().unwrap();
    Script::towards(public.into(), wanted).placed()
}

fn placed(h245: H245Mode) -> Script {
    towards_public(wanted(h245))
}

/// Makes a Facility one that says where H.245 is taken.
fn start_h245(script: &Script, pdu: &mut H323UUPDU) {
    let mut body = FacilityUUIE::new(protocol(6), FacilityReason::startH245);
    let guid = script.call.call_identifier().into();
    body.call_identifier = Some(h323_asn1::h225::CallIdentifier::new(guid));
    body.multiple_calls = Some(false);
    body.maintain_connection = Some(false);
    pdu.h323_message_body = Body::facility(Box::new(body));
}

/// The peer says that it tunnels, or does not, and where it takes H.245.
fn offer(
    script: &mut Script,
    message_type: MessageType,
    tunnelling: Option<bool>,
    address: Option<SocketAddr>,
) {
    let message = script.message_with(message_type, |pdu| {
        if message_type == MessageType::Facility {
            start_h245(script, pdu);
        }
        pdu.h245_tunnelling = tunnelling;
        set_address(pdu, address);
    });
    script.receive(&message);
}

fn dialled(script: &Script) -> Vec<String> {
    let targets = script.seen.h245_connects.iter();
    targets
        .map(|target| format!("{}:{}", target.host, target.port))
        .collect()
}

fn opened(script: &mut Script) {
    script.input(Input::Connected(Channel::H245Control, None));
}

#[test]
fn every_message_has_a_facility_of_its_own() {
    let mut script = talking(with_h245(), Way::Tunnel);
    tell_all(&mut script, Way::Tunnel, &negotiation());
    script.hangup();
    let mut carried = 0;
    for sent in &script.seen.sent {
        let pdu = pdu_of(sent);
        let Some(h245) = pdu.h245_control else {
            continue;
        };
        assert_eq!(h245.len(), 1, "{}", sent.message_type);
        assert_eq!(pdu.h245_tunnelling, Some(true));
        match sent.message_type {
            MessageType::Facility | MessageType::ReleaseComplete => carried += 1,
            other => panic!("{other} carries H.245"),
        }
    }
    assert_eq!(carried, spoken(&script).len());
    assert!(carried > 4, "{:?}", said(&script));
}

#[test]
fn every_message_has_a_packet_of_its_own() {
    let mut script = talking(with_h245(), Way::Connection);
    tell_all(&mut script, Way::Connection, &negotiation());
    let packets = script.seen.transmitted.iter();
    let packets = packets.filter(|(channel, _)| *channel == Channel::H245Control);
    for (_, packet) in packets {
        let length = usize::from(u16::from_be_bytes([packet[2], packet[3]]));
        assert_eq!(length, packet.len());
        let records = h323_proto::h245::H245Record::all(&packet[4..]);
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].error, None);
    }
}

#[test]
fn the_facility_is_one_that_the_version_of_the_peer_knows() {
    for version in 1..=7 {
        let mut script = placed(H245Mode::Auto);
        script.reply_with(MessageType::Connect, |pdu| set_version(pdu, version));
        let facility = &script.seen.sent[1];
        assert_eq!(facility.message_type, MessageType::Facility);
        match pdu_of(facility).h323_message_body {
            Body::empty => assert!(version < 4, "version {version}"),
            Body::facility(body) => {
                assert!(version >= 4, "version {version}");
                assert_eq!(body.reason, FacilityReason::transportedInformation);
                assert!(body.call_identifier.is_some());
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn both_offered_is_the_tunnel_and_a_warning() {
    let mut script = placed(H245Mode::Auto);
    offer(
        &mut script,
        MessageType::Connect,
        Some(true),
        Some(address()),
    );
    assert_eq!(script.call.h245().path().name(), "tunnelled");
    assert_eq!(script.call.h245().address(), Some(address()));
    assert_eq!(dialled(&script), Vec::<String>::new());
    assert_eq!(script.seen.warnings(), [WarningCode::BothH245Channels]);
}

#[test]
fn neither_offered_is_a_warning_and_the_outcome() {
    for tunnelling in [Some(false), None] {
        let mut script = placed(H245Mode::Auto);
        offer(&mut script, MessageType::Connect, tunnelling, None);
        // A Facility with startH245 may follow, and is waited for.
        script.pass(CallingConfig::default().terms.limits.start_h245 - millis(1));
        assert!(!script.seen.warned(WarningCode::NoH245Channel));
        assert_eq!(script.call.state(), CallState::Active);
        script.pass(millis(1));
        assert!(script.seen.warned(WarningCode::NoH245Channel));
        assert_eq!(said(&script), Vec::<String>::new());
        assert_eq!(script.run_out().reason, EndReason::Cleared);
        assert_eq!(script.call.h245().path().name(), "none");
        assert_eq!(
            script.call.h245_problem(),
            Some(H245Problem::NoChannel(H245Mode::Auto))
        );
    }
}

#[test]
fn a_refusal_of_the_tunnel_stays_one() {
    for first in [
        MessageType::CallProceeding,
        MessageType::Progress,
        MessageType::Alerting,
        MessageType::Facility,
    ] {
        let mut script = placed(H245Mode::Auto);
        offer(&mut script, first, Some(false), None);
        offer(&mut script, MessageType::Connect, Some(true), None);
        assert_eq!(script.call.h245().path().name(), "none", "{first}");
        // Not even the peer's own use of it opens it.
        tell(
            &mut script,
            Way::Tunnel,
            &h245(&Pdu::RoundTripDelayRequest(7)),
        );
        assert!(script.seen.warned(WarningCode::UnexpectedTunnel), "{first}");
        assert_eq!(said(&script), Vec::<String>::new(), "{first}");
    }
}

#[test]
fn a_peer_that_has_not_decided_has_not_refused() {
    let undecided = |pdu: &mut H323UUPDU| {
        pdu.h245_tunnelling = Some(false);
        pdu.provisional_resp_to_h245_tunnelling = Some(());
    };
    for decided in [true, false] {
        let mut script = placed(H245Mode::Auto);
        script.reply_with(MessageType::CallProceeding, undecided);
        offer(&mut script, MessageType::Connect, Some(decided), None);
        let mode = if decided { "tunnelled" } else { "none" };
        assert_eq!(script.call.h245().path().name(), mode);
    }
    // And one that never decides has agreed to nothing.
    let mut script = placed(H245Mode::Auto);
    script.reply_with(MessageType::CallProceeding, undecided);
    script.reply_with(MessageType::Connect, undecided);
    script.run_out();
    assert_eq!(script.call.h245().path().name(), "none");
    assert!(script.seen.warned(WarningCode::NoH245Channel));
}

#[test]
fn our_own_word_counts_as_well() {
    let mut script = towards_public(CallingConfig {
        terms: CallTerms {
            h245_tunnelling: false,
            ..wanted(H245Mode::Auto).terms
        },
        ..wanted(H245Mode::Auto)
    });
    offer(
        &mut script,
        MessageType::Connect,
        Some(true),
        Some(address()),
    );
    assert_eq!(dialled(&script), [ADDRESS]);
    assert!(!script.seen.warned(WarningCode::BothH245Channels));
}

#[test]
fn an_address_is_dialled_from_whatever_message_it_comes_in() {
    for message_type in [
        MessageType::CallProceeding,
        MessageType::Progress,
        MessageType::Alerting,
        MessageType::Facility,
        MessageType::Connect,
    ] {
        let mut script = placed(H245Mode::Auto);
        offer(&mut script, message_type, Some(false), Some(address()));
        assert_eq!(dialled(&script), [ADDRESS], "{message_type}");
        assert_eq!(script.call.h245().path().name(), "none", "not open yet");
        assert_eq!(said(&script), Vec::<String>::new());
        opened(&mut script);
        let early = message_type != MessageType::Connect;
        let mode = if early { "early" } else { "separate" };
        assert_eq!(script.call.h245().path().name(), mode, "{message_type}");
        assert_eq!(
            said(&script),
            ["terminalCapabilitySet", "masterSlaveDetermination"]
        );
        if early {
            tell_all(&mut script, Way::Connection, &negotiation());
            script.reply(MessageType::Connect);
        }
        assert_eq!(dialled(&script), [ADDRESS], "once");
    }
}

#[test]
fn an_early_connection_negotiates_before_connect_and_waits_for_it() {
    let mut script = placed(H245Mode::Auto);
    offer(
        &mut script,
        MessageType::Alerting,
        Some(false),
        Some(address()),
    );
    opened(&mut script);
    tell_all(&mut script, Way::Connection, &negotiation());
    tell_all(
        &mut script,
        Way::Connection,
        &[Pdu::RoundTripDelayResponse(1)],
    );
    assert!(script.call.h245().session().is_settled());
    assert_eq!(script.call.h245().settled(), Some(script.now));
    assert_eq!(script.call.state(), CallState::CallDelivered);
    script.pass(secs(5));
    offer(&mut script, MessageType::Connect, Some(false), None);
    // Held from Connect on, since nothing is left to be said.
    script.pass(secs(19));
    assert!(!said(&script).contains(&"endSessionCommand".into()));
    script.pass(secs(1));
    assert_eq!(answer(&script).understood.name, "endSessionCommand");
    tell_all(&mut script, Way::Connection, &[Pdu::EndSession]);
    assert_eq!(script.run_out().reason, EndReason::Cleared);
    assert_eq!(script.call.h245_problem(), None);
    assert!(!script.seen.warned(WarningCode::NoH245Channel));
}

#[test]
fn a_facility_may_say_where_h245_is_once_the_call_is_answered() {
    let mut script = placed(H245Mode::Auto);
    offer(&mut script, MessageType::Connect, Some(false), None);
    assert_eq!(dialled(&script), Vec::<String>::new());
    // Without an address there is nothing to wait for, so it has to be held to be there.
    offer(
        &mut script,
        MessageType::Facility,
        Some(false),
        Some(address()),
    );
    assert_eq!(dialled(&script), [ADDRESS]);
    opened(&mut script);
    tell_all(&mut script, Way::Connection, &negotiation());
    assert!(script.call.h245().session().is_negotiated());
    assert_eq!(script.call.h245().path().name(), "separate");
}

#[test]
fn the_tunnel_waits_for_connect_unless_the_peer_speaks_first() {
    let mut script = placed(H245Mode::Auto);
    offer(&mut script, MessageType::CallProceeding, Some(true), None);
    offer(&mut script, MessageType::Alerting, Some(true), None);
    assert_eq!(said(&script), Vec::<String>::new());
    // Its first message, in whatever carries it.
    let capabilities = h245(&negotiation()[0]);
    script.reply_with(MessageType::Progress, |pdu| {
        pdu.h245_control = Some(vec![capabilities.into()]);
    });
    assert_eq!(script.call.h245().path().name(), "tunnelled");
    assert_eq!(
        said(&script),
        [
            "terminalCapabilitySet",
            "masterSlaveDetermination",
            "terminalCapabilitySetAck"
        ]
    );
    assert_eq!(script.call.state(), CallState::CallDelivered);
    assert_eq!(script.seen.warnings(), []);
    tell_all(&mut script, Way::Tunnel, &negotiation()[1..]);
    offer(&mut script, MessageType::Connect, Some(true), None);
    assert!(script.call.h245().session().is_negotiated());
    let sets = said(&script);
    let sets = sets.iter().filter(|said| *said == "terminalCapabilitySet");
    assert_eq!(sets.count(), 1);
}

#[test]
fn several_messages_at_once_are_all_taken() {
    let all: Vec<Vec<u8>> = negotiation().iter().map(h245).collect();
    let mut script = talking(with_h245(), Way::Tunnel);
    script.reply_with(MessageType::Facility, |pdu| {
        pdu.h245_control = Some(all.iter().cloned().map(Into::into).collect());
    });
    assert!(script.call.h245().session().is_negotiated());

    let mut script = talking(with_h245(), Way::Connection);
    let packet = tpkt::encode(&all.concat()).unwrap();
    script.input(Input::Received(Channel::H245Control, &packet));
    assert!(script.call.h245().session().is_negotiated());

    let mut script = talking(with_h245(), Way::Connection);
    let stream: Vec<u8> = all
        .iter()
        .flat_map(|octets| tpkt::encode(octets).unwrap())
        .collect();
    for octet in stream {
        script.input(Input::Received(Channel::H245Control, &[octet]));
    }
    assert!(script.call.h245().session().is_negotiated());
}

#[test]
fn a_call_for_the_tunnel_only_dials_nothing() {
    for tunnelling in [false, true] {
        let mut script = placed(H245Mode::Tunnelled);
        let address = Some(address());
        offer(
            &mut script,
            MessageType::Alerting,
            Some(tunnelling),
            address,
        );
        offer(&mut script, MessageType::Connect, Some(tunnelling), address);
        assert_eq!(dialled(&script), Vec::<String>::new());
        let mode = if tunnelling { "tunnelled" } else { "none" };
        assert_eq!(script.call.h245().path().name(), mode);
    }
}

#[test]
fn an_address_that_comes_while_the_call_is_held_changes_nothing_about_how_long() {
    for opens in [true, false] {
        let mut script = placed(H245Mode::Separate);
        offer(&mut script, MessageType::Connect, Some(false), None);
        let answered = script.now;
        script.pass(secs(5));
        offer(&mut script, MessageType::Facility, None, Some(address()));
        assert_eq!(dialled(&script), [ADDRESS]);
        if opens {
            script.input(Input::Connected(Channel::H245Control, None));
            tell_all(&mut script, Way::Connection, &negotiation());
            tell_all(&mut script, Way::Connection, &[pong()]);
            assert!(script.call.h245().settled().is_some());
        }
        // Two seconds for an address, then twenty of hold.
        script.pass(secs(16));
        assert_eq!(script.call.state(), CallState::Active);
        assert!(!script.seen.warned(WarningCode::H245Incomplete));
        script.run_out();
        let took = script.now.since(answered);
        assert!(took <= secs(22 + 3 + 1), "{opens}: {took:?}");
    }
}

#[test]
fn a_call_for_a_connection_only_does_not_tunnel() {
    // Even if Setup had offered it.
    let mut config = wanted(H245Mode::Separate);
    config.terms.h245_tunnelling = true;
    let mut script = towards_public(config);
    offer(&mut script, MessageType::Connect, Some(true), None);
    tell(
        &mut script,
        Way::Tunnel,
        &h245(&Pdu::RoundTripDelayRequest(7)),
    );
    assert_eq!(said(&script), Vec::<String>::new());
    assert!(script.seen.warned(WarningCode::UnexpectedTunnel));
    script.run_out();
    assert_eq!(
        script.call.h245_problem(),
        Some(H245Problem::NoChannel(H245Mode::Separate))
    );
}

#[test]
fn a_call_without_h245_says_none_and_dials_nothing() {
    let mut script = placed(H245Mode::Off);
    for message_type in [MessageType::Alerting, MessageType::Connect] {
        offer(&mut script, message_type, Some(true), Some(address()));
    }
    tell(
        &mut script,
        Way::Tunnel,
        &h245(&Pdu::RoundTripDelayRequest(7)),
    );
    assert_eq!(dialled(&script), Vec::<String>::new());
    assert_eq!(script.run_out().reason, EndReason::Cleared);
    assert_eq!(said(&script), ["releaseComplete"]);
    assert_eq!(script.seen.warnings(), []);
    assert_eq!(script.call.h245_problem(), None);
}

#[test]
fn an_address_that_leads_nowhere_is_not_dialled() {
    for (address, why) in [
        ("10.1.2.3:30000", "private"),
        ("172.31.0.1:30000", "private"),
        ("192.168.1.20:30000", "private"),
        ("100.64.1.1:30000", "carrier-grade"),
        ("169.254.1.1:30000", "link-local"),
        ("127.0.0.1:30000", "loopback"),
        ("0.0.0.0:30000", "this network"),
        ("[::]:30000", "unspecified"),
        ("[fd00::1]:30000", "unique local"),
        ("[::ffff:10.1.2.3]:30000", "private"),
        ("8.8.4.4:0", "port is 0"),
    ] {
        let mut script = placed(H245Mode::Auto);
        let address = address.parse().unwrap();
        offer(
            &mut script,
            MessageType::Connect,
            Some(false),
            Some(address),
        );
        assert_eq!(dialled(&script), Vec::<String>::new(), "{address}");
        let text = script.seen.warning(WarningCode::PrivateH245Address);
        let text = text.unwrap();
        assert!(text.contains(why), "{text}");
        assert!(text.contains(&address.to_string()), "{text}");
        assert!(!script.seen.warned(WarningCode::NoH245Channel));
        assert_eq!(script.run_out().reason, EndReason::Cleared);
        match script.call.h245_problem() {
            Some(H245Problem::PrivateAddress(said)) => assert!(said.contains(why)),
            other => panic!("{address}: {other:?}"),
        }
        assert!(script.call.h245().failure().is_some());
    }
}

#[test]
fn within_a_private_network_a_private_address_is_dialled() {
    for (peer, address, reached) in [
        ("10.0.0.5:1720", "10.0.0.5:30000", true),
        ("10.0.0.5:1720", "192.168.1.20:30000", true),
        ("10.0.0.5:1720", "127.0.0.1:30000", false),
        ("10.0.0.5:1720", "0.0.0.0:30000", false),
        ("127.0.0.1:1720", "127.0.0.1:30000", true),
        ("127.0.0.1:1720", "10.0.0.5:30000", false),
        // Addresses for examples stand for public ones.
        ("203.0.113.1:1720", "198.51.100.9:30000", true),
        ("203.0.113.1:1720", "10.20.30.40:30000", false),
        ("[2001:db8::1]:1720", "[3fff::1]:30000", true),
        ("[2001:db8::1]:1720", "[fd00::1]:30000", false),
        ("10.0.0.5:1720", "203.0.113.1:30000", true),
    ] {
        let target: SocketAddr = peer.parse().unwrap();
        let mut script = Script::towards(target.into(), wanted(H245Mode::Auto)).placed();
        let to = address.parse().unwrap();
        offer(&mut script, MessageType::Connect, Some(false), Some(to));
        assert_eq!(!dialled(&script).is_empty(), reached, "{peer} to {address}");
    }
}

#[test]
fn what_leads_nowhere_does_not_stand_in_the_way_of_what_does() {
    let nowhere: SocketAddr = "10.1.2.3:30000".parse().unwrap();
    // A gatekeeper's own Call Proceeding may have another address than the endpoint's Connect.
    let mut script = placed(H245Mode::Auto);
    offer(
        &mut script,
        MessageType::CallProceeding,
        Some(false),
        Some(nowhere),
    );
    offer(
        &mut script,
        MessageType::Connect,
        Some(false),
        Some(address()),
    );
    assert_eq!(dialled(&script), [ADDRESS]);
    assert_eq!(script.call.h245().failure(), None);
    // Nor does it take the tunnel away.
    let mut script = placed(H245Mode::Auto);
    offer(
        &mut script,
        MessageType::CallProceeding,
        None,
        Some(nowhere),
    );
    assert!(script.seen.warned(WarningCode::PrivateH245Address));
    offer(&mut script, MessageType::Connect, Some(true), None);
    assert_eq!(script.call.h245().path().name(), "tunnelled");
    assert_eq!(script.call.h245().failure(), None);
    tell_all(&mut script, Way::Tunnel, &negotiation());
    assert!(script.call.h245().session().is_negotiated());
}

#[test]
fn a_connection_that_never_opens_is_given_up_with_the_negotiation() {
    let mut script = placed(H245Mode::Auto);
    offer(
        &mut script,
        MessageType::Connect,
        Some(false),
        Some(address()),
    );
    script.pass(config().terms.limits.h245);
    assert!(script.seen.warned(WarningCode::H245ChannelFailed));
    assert!(script.call.h245().failure().is_some());
    // What opens now comes too late, and is not spoken on.
    opened(&mut script);
    assert_eq!(script.call.h245().path().name(), "none");
    assert_eq!(said(&script), Vec::<String>::new());
    assert_eq!(script.run_out().reason, EndReason::Cleared);
    assert_eq!(script.seen.h245_closes, 1);
    assert!(matches!(
        script.call.h245_problem(),
        Some(H245Problem::Unreachable(_))
    ));
}

#[test]
fn a_connection_that_is_still_not_open_when_the_call_is_held_no_longer() {
    let mut script = placed(H245Mode::Auto);
    offer(&mut script, MessageType::Connect, Some(false), None);
    script.pass(secs(19));
    offer(
        &mut script,
        MessageType::Facility,
        Some(false),
        Some(address()),
    );
    assert_eq!(dialled(&script), [ADDRESS]);
    assert_eq!(script.run_out().reason, EndReason::Cleared);
    assert_eq!(script.seen.h245_closes, 1);
    assert!(matches!(
        script.call.h245_problem(),
        Some(H245Problem::Unreachable(_))
    ));
}
