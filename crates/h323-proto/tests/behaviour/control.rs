//! A call with H.245 ends like any other, whatever comes on the control channel.

use std::{fs, path::Path};

use h323_proto::{
    call::{CallConfig, Channel, Closed, ControlMode, EndReason, Input, Timer},
    h245::{self, ControlRecord, Pdu},
    q931::MessageType,
    tpkt,
};

use crate::support::{PEER, Script, config, message, secs};

/// What carries H.245.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    Tunnel,
    Connection,
}

const CARRIERS: [Carrier; 2] = [Carrier::Tunnel, Carrier::Connection];

/// An answered call whose H.245 has begun, and is to be held.
fn talking(carrier: Carrier) -> Script {
    let mut held = config();
    held.limits.hold = secs(60);
    let wanted = CallConfig {
        control: match carrier {
            Carrier::Tunnel => ControlMode::Tunnelled,
            Carrier::Connection => ControlMode::Separate,
        },
        h245_tunnelling: carrier == Carrier::Tunnel,
        message_limit: 2_000,
        ..held
    };
    let mut script = Script::with(wanted).placed();
    let address = (carrier == Carrier::Connection).then_some(PEER);
    let connect = message(
        script.reference(),
        MessageType::Connect,
        Some(script.peer.connect(address).unwrap()),
    );
    script.receive(&connect);
    if carrier == Carrier::Connection {
        assert_eq!(script.seen.control_connects.len(), 1);
        script.input(Input::Connected(Channel::H245Control, Some(PEER)));
    }
    assert_eq!(said(&script)[0], "terminalCapabilitySet");
    script
}

/// Gives one H.245 message to the call.
fn tell(script: &mut Script, carrier: Carrier, h245: &[u8]) {
    match carrier {
        Carrier::Connection => {
            let packet = tpkt::encode(h245).unwrap();
            script.input(Input::Received(Channel::H245Control, &packet));
        }
        Carrier::Tunnel => {
            let information = script.peer.tunnel(h245.to_vec(), 6).unwrap();
            let facility = message(script.reference(), MessageType::Facility, Some(information));
            script.receive(&facility);
        }
    }
}

/// The names of the H.245 messages we have sent, in order, and of our Release Complete.
fn said(script: &Script) -> Vec<String> {
    let name = |octets: &[u8]| ControlRecord::of(octets.to_vec()).understood.name;
    let mut said: Vec<String> = script
        .seen
        .control_sent
        .iter()
        .map(|packet| name(&packet[4..]))
        .collect();
    for record in script.seen.records(h323_proto::call::Direction::Sent) {
        let h323_proto::call::Content::Signalling { message, facts, .. } = &record.content else {
            continue;
        };
        said.extend(facts.h245_control.iter().map(|octets| name(octets)));
        if message.message_type == MessageType::ReleaseComplete {
            said.push("releaseComplete".into());
        }
    }
    said
}

fn pdu(pdu: &Pdu) -> Vec<u8> {
    h245::write(pdu, 13).unwrap()
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
    ("the peer's release", false, |script| {
        script.reply(MessageType::ReleaseComplete);
    }),
    ("the peer's FIN", false, Script::close),
    ("a broken connection", false, Script::fail),
];

#[test]
fn every_end_says_end_session_and_release_complete_once() {
    for carrier in CARRIERS {
        for (name, there, end) in ENDINGS {
            let mut script = talking(carrier);
            end(&mut script);
            script.run_out();
            let said = said(&script);
            let count = |wanted: &str| said.iter().filter(|said| *said == wanted).count();
            let when = format!("{name}, {carrier:?}: {said:?}");
            assert_eq!(script.seen.releases, usize::from(there), "{when}");
            assert_eq!(count("endSessionCommand"), usize::from(there), "{when}");
            assert!(script.end().answered, "{when}");
        }
    }
}

#[test]
fn the_loss_of_the_control_connection_does_not_lose_the_call() {
    for closed in [Closed::ByPeer, Closed::Failed("reset".into())] {
        let mut script = talking(Carrier::Connection);
        script.input(Input::Closed(Channel::H245Control, closed));
        assert!(script.seen.ended().is_none());
        assert_eq!(script.run_out().reason, EndReason::Cleared);
        assert_eq!(script.seen.releases, 1);
    }
}

#[test]
fn another_protocol_on_the_control_connection_does_not_lose_the_call() {
    let mut script = talking(Carrier::Connection);
    script.input(Input::Received(
        Channel::H245Control,
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ));
    assert!(script.seen.ended().is_none());
    assert_eq!(script.seen.control_closes, 1);
    assert_eq!(script.run_out().reason, EndReason::Cleared);
    assert_eq!(script.seen.releases, 1);
}

#[test]
fn a_flood_of_requests_ends_the_call() {
    let request = pdu(&Pdu::RoundTripDelayRequest(7));
    for carrier in CARRIERS {
        let mut script = talking(carrier);
        for _ in 0..3_000 {
            if script.seen.releases == 0 {
                tell(&mut script, carrier, &request);
            }
        }
        assert_eq!(script.seen.releases, 1, "{carrier:?}");
        assert_eq!(script.call.messages_received(), 2_000);
        assert_eq!(script.run_out().reason, EndReason::Flood);
    }
}

#[test]
fn nothing_is_answered_after_end_session() {
    let request = pdu(&Pdu::RoundTripDelayRequest(7));
    for carrier in CARRIERS {
        let mut script = talking(carrier);
        script.hangup();
        let before = said(&script);
        tell(&mut script, carrier, &request);
        assert_eq!(said(&script), before, "{carrier:?}");
    }
}

#[test]
fn the_answer_to_our_last_end_session_is_heard() {
    let end = pdu(&Pdu::EndSession);
    for carrier in CARRIERS {
        let mut script = talking(carrier);
        script.hangup();
        assert!(!script.call.control().session().end_received());
        tell(&mut script, carrier, &end);
        assert!(script.call.control().session().end_received());
        script.reply(MessageType::ReleaseComplete);
        assert_eq!(script.end().reason, EndReason::Hangup, "{carrier:?}");
        assert_eq!(script.seen.warnings(), [], "{carrier:?}");
    }
    // In the tunnel it may stand in the Release Complete itself.
    let mut script = talking(Carrier::Tunnel);
    script.hangup();
    let information = script.peer.release_complete(None, Some(end)).unwrap();
    let release = message(
        script.reference(),
        MessageType::ReleaseComplete,
        Some(information),
    );
    script.receive(&release);
    assert_eq!(script.end().reason, EndReason::Hangup);
    assert!(script.call.control().session().end_received());
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
    for carrier in CARRIERS {
        let mut script = talking(carrier);
        for octets in recorded() {
            tell(&mut script, carrier, &octets);
        }
        assert_eq!(script.run_out().reason, EndReason::Cleared, "{carrier:?}");
        assert!(script.call.control().session().end_received());
    }
}

#[test]
fn every_octet_of_recorded_messages_changed_to_every_other() {
    let mut tried = 0;
    for octets in recorded() {
        let mut script = talking(Carrier::Connection);
        let mut damaged = octets.clone();
        for at in 0..octets.len() {
            for change in 1..=u8::MAX {
                if script.seen.releases > 0 || script.call.messages_received() > 500 {
                    script.run_out();
                    script = talking(Carrier::Connection);
                }
                damaged[at] = octets[at] ^ change;
                tell(&mut script, Carrier::Connection, &damaged);
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
    for carrier in CARRIERS {
        for octets in recorded() {
            let mut script = talking(carrier);
            for length in 1..octets.len() {
                if script.seen.releases == 0 {
                    tell(&mut script, carrier, &octets[..length]);
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
    let request = pdu(&Pdu::RoundTripDelayRequest(7));
    let information = script.peer.tunnel(request, 6).unwrap();
    let facility = message(script.reference(), MessageType::Facility, Some(information));
    script.receive(&facility);
    assert_eq!(said(&script), Vec::<String>::new());
    assert_eq!(script.run_out().reason, EndReason::TimedOut(Timer::T303));
}
