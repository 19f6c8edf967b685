//! A call with H.245 ends like any other, whatever comes on the control channel.

use std::{fs, path::Path};

use h323_proto::{
    call::{Channel, Closed, EndReason, Input, Timer},
    h245::Pdu,
    q931::MessageType,
    tpkt,
};

use crate::support::{
    Script, config, message, secs,
    talk::{self, WAYS, Way, h245, negotiation, said, tell, tell_all, with_h245},
};

/// An answered call whose H.245 has begun, and is to be held.
fn talking(way: Way) -> Script {
    let mut held = config();
    held.terms.limits.hold = secs(60);
    held.terms.message_limit = 500;
    talk::talking(held, way)
}

/// What ends a call, and whether the peer is still there to be told.
type Ending = (&'static str, bool, fn(&mut Script));

const ENDINGS: [Ending; 7] = [
    ("hanging up", true, Script::hangup),
    ("waiting", true, |_| {}),
    ("another protocol", true, |script| {
        script.receive_octets(b"HTTP/1.1 400 Bad\r\n");
    }),
    ("a flood", true, |script| {
        for _ in 0..2_000 {
            script.reply(MessageType::Notify);
        }
    }),
    ("the endpoint's release", false, |script| {
        script.reply(MessageType::ReleaseComplete);
    }),
    ("the endpoint's FIN", false, Script::close),
    ("a broken connection", false, Script::fail),
];

#[test]
fn every_end_says_end_session_and_release_complete_once() {
    for way in WAYS {
        for (name, there, end) in ENDINGS {
            let mut script = talking(way);
            end(&mut script);
            script.run_out();
            let said = said(&script);
            let count = |wanted: &str| said.iter().filter(|said| *said == wanted).count();
            let when = format!("{name}, {way:?}: {said:?}");
            assert_eq!(script.seen.releases, usize::from(there), "{when}");
            assert_eq!(count("endSessionCommand"), usize::from(there), "{when}");
            assert!(script.end().answered, "{when}");
        }
    }
}

#[test]
fn the_loss_of_the_control_connection_does_not_lose_the_call() {
    for closed in [Closed::ByPeer, Closed::Failed("reset".into())] {
        let mut script = talking(Way::Connection);
        script.input(Input::Closed(Channel::H245Control, closed));
        assert!(script.seen.ended().is_none());
        assert_eq!(script.run_out().reason, EndReason::Cleared);
        assert_eq!(script.seen.releases, 1);
    }
}

#[test]
fn another_protocol_on_the_control_connection_does_not_lose_the_call() {
    let mut script = talking(Way::Connection);
    script.input(Input::Received(
        Channel::H245Control,
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ));
    assert!(script.seen.ended().is_none());
    assert_eq!(script.seen.h245_closes, 1);
    assert_eq!(script.run_out().reason, EndReason::Cleared);
    assert_eq!(script.seen.releases, 1);
}

#[test]
fn a_flood_of_requests_ends_the_call() {
    let request = h245(&Pdu::RoundTripDelayRequest(7));
    for way in WAYS {
        let mut script = talking(way);
        for _ in 0..3_000 {
            if script.seen.releases == 0 {
                tell(&mut script, way, &request);
            }
        }
        assert_eq!(script.seen.releases, 1, "{way:?}");
        assert_eq!(script.call.messages_received(), 500);
        assert_eq!(script.run_out().reason, EndReason::Flood);
    }
}

#[test]
fn nothing_is_answered_after_end_session() {
    let request = h245(&Pdu::RoundTripDelayRequest(7));
    for way in WAYS {
        let mut script = talking(way);
        script.hangup();
        let before = said(&script);
        tell(&mut script, way, &request);
        assert_eq!(said(&script), before, "{way:?}");
    }
}

#[test]
fn the_answer_to_our_last_end_session_is_heard() {
    let end = h245(&Pdu::EndSession);
    for carrier in WAYS {
        let mut script = talking(carrier);
        script.hangup();
        assert!(!script.call.h245().session().end_received());
        tell(&mut script, carrier, &end);
        assert!(script.call.h245().session().end_received());
        script.reply(MessageType::ReleaseComplete);
        assert_eq!(script.end().reason, EndReason::Hangup, "{carrier:?}");
        assert_eq!(script.seen.warnings(), [], "{carrier:?}");
    }
    // In the tunnel it may stand in the Release Complete itself.
    let mut script = talking(Way::Tunnel);
    script.hangup();
    let information = script.peer.release_complete(None, Some(end)).unwrap();
    let release = message(
        script.reference(),
        MessageType::ReleaseComplete,
        Some(information),
    );
    script.receive(&release);
    assert_eq!(script.end().reason, EndReason::Hangup);
    assert!(script.call.h245().session().end_received());
}

/// Recorded H.245 messages, each once.
fn recorded() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut messages: Vec<Vec<u8>> = Vec::new();
    for file in [
        "h323plus/h245-c03-slow-h245tcp.hex",
        "ooh323c/h245-c32-h323plus-to-ooh323c-h245tcp.hex",
    ] {
        let text = fs::read_to_string(root.join(file)).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let hex = line.split('\t').nth(1).unwrap();
            let octets: Vec<u8> = (0..hex.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
                .collect();
            if !messages.contains(&octets) {
                messages.push(octets);
            }
        }
    }
    assert!(messages.len() > 8);
    messages
}

#[test]
fn recorded_messages_are_taken_on_either_way() {
    for way in WAYS {
        let mut script = talking(way);
        for octets in recorded() {
            tell(&mut script, way, &octets);
        }
        assert_eq!(script.run_out().reason, EndReason::Released, "{way:?}");
        assert!(script.call.h245().session().end_received());
    }
}

#[test]
fn every_octet_of_recorded_messages_changed_to_every_other() {
    let mut tried = 0;
    for octets in recorded() {
        let mut script = talking(Way::Connection);
        let mut damaged = octets.clone();
        for at in 0..octets.len() {
            for change in 1..=u8::MAX {
                if script.seen.releases > 0 || script.call.messages_received() > 500 {
                    script.run_out();
                    script = talking(Way::Connection);
                }
                damaged[at] = octets[at] ^ change;
                tell(&mut script, Way::Connection, &damaged);
                tried += 1;
            }
            damaged[at] = octets[at];
        }
        script.run_out();
    }
    assert!(tried > 50_000, "{tried}");
}

#[test]
fn recorded_messages_cut_at_every_length() {
    for way in WAYS {
        for octets in recorded() {
            let mut script = talking(way);
            for length in 1..octets.len() {
                if script.seen.releases == 0 {
                    tell(&mut script, way, &octets[..length]);
                }
            }
            script.run_out();
            assert_eq!(script.seen.releases, 1);
        }
    }
}

#[test]
fn h245_that_was_not_agreed_is_not_answered() {
    let mut script = crate::support::script();
    let request = h245(&Pdu::RoundTripDelayRequest(7));
    let information = script.peer.tunnel(request, 6).unwrap();
    let facility = message(script.reference(), MessageType::Facility, Some(information));
    script.receive(&facility);
    assert_eq!(said(&script), Vec::<String>::new());
    assert_eq!(script.run_out().reason, EndReason::TimedOut(Timer::T303));
}

/// Alcatel's gateways ask for the round trip before anything else, in the segment of Connect.
#[test]
fn a_round_trip_is_answered_before_any_capabilities() {
    let mut script = Script::with(with_h245()).placed();
    let mut segment = Vec::new();
    for message_type in [MessageType::CallProceeding, MessageType::Alerting] {
        segment.extend(tpkt::encode(&script.message(message_type).encode().unwrap()).unwrap());
    }
    let connect = script.peer.connect(None).unwrap();
    let tunnelled = |number| {
        let request = h245(&Pdu::RoundTripDelayRequest(number));
        script.peer.tunnel(request, 6).unwrap()
    };
    let reference = script.reference();
    for (message_type, information) in [
        (MessageType::Connect, connect),
        (MessageType::Facility, tunnelled(1)),
        (MessageType::Facility, tunnelled(2)),
    ] {
        let message = message(reference, message_type, Some(information));
        segment.extend(tpkt::encode(&message.encode().unwrap()).unwrap());
    }
    script.receive_octets(&segment);
    let answers = said(&script);
    let answers = answers
        .iter()
        .filter(|name| *name == "roundTripDelayResponse");
    assert_eq!(answers.count(), 2);
    tell_all(&mut script, Way::Tunnel, &negotiation());
    assert!(script.call.h245().session().is_negotiated());
}

/// Some endpoints tunnel, and forget to say so in each message (H.323 8.2.1 wants it in each).
#[test]
fn a_tunnel_without_its_flag_is_a_tunnel() {
    let mut script = talking(Way::Tunnel);
    for pdu in negotiation() {
        script.reply_with(MessageType::Facility, |information| {
            information.h245_tunnelling = Some(false);
            information.h245_control = Some(vec![h245(&pdu).into()]);
        });
    }
    assert!(script.call.h245().session().is_negotiated());
}
