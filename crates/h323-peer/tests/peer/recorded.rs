//! Setups that real stacks sent, as they were recorded, answered by the endpoint.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
};

use h323_asn1::{
    codec,
    h245::{DataType, OpenLogicalChannel},
};
use h323_proto::{
    call::Content,
    h225::{Facts, UserInformation},
    q931::{Cause, ElementId, InformationElement, Message, MessageType},
    tpkt::{self, Deframer, Frame},
};

use crate::support::Endpoint;

/// The messages of a type among the recordings, with their names.
fn recorded(message_type: MessageType) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut found = Vec::new();
    for producer in ["asterisk", "gnugk", "h323plus", "ooh323c", "opal"] {
        for file in fs::read_dir(folder.join(producer)).expect(producer) {
            let path = file.expect(producer).path();
            if path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("h245-"))
            {
                continue;
            }
            let text = fs::read_to_string(&path).expect("text");
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let mut columns = line.split('\t');
                let name = columns.next().expect("a name");
                let octets = octets(columns.next().expect("a message"));
                let message = Message::decode(&octets).expect(name);
                if message.message_type == message_type {
                    found.push((format!("{producer} {name}"), octets));
                }
            }
        }
    }
    found
}

fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"))
        .collect()
}

/// Sends a Setup and reads up to Connect; returns it with everything before it.
fn answers(endpoint: &Endpoint, setup: &[u8]) -> Vec<Message> {
    let mut stream = TcpStream::connect(endpoint.address).expect("it listens");
    send(&mut stream, setup);
    read_to(&mut stream, MessageType::Connect)
}

fn send(stream: &mut TcpStream, message: &[u8]) {
    let packet = tpkt::encode(message).expect("it fits");
    stream.write_all(&packet).expect("it reads");
}

/// Reads up to a message of this type; returns it with everything before it.
fn read_to(stream: &mut TcpStream, last: MessageType) -> Vec<Message> {
    let mut deframer = Deframer::new();
    let mut answers = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        while let Some(frame) = deframer.next_frame().expect("TPKT") {
            if let Frame::Message { payload, .. } = frame {
                let message = Message::decode(&payload).expect("Q.931");
                let answered = message.message_type == last;
                answers.push(message);
                if answered {
                    return answers;
                }
            }
        }
        let length = stream.read(&mut buffer).expect("it answers");
        assert_ne!(length, 0, "it closed the connection");
        deframer.push(&buffer[..length]);
    }
}

/// The fields of a message.
fn facts(message: &Message) -> Facts {
    let information = UserInformation::of(message).expect("an H.225.0 part");
    assert!(information.error.is_none(), "{}", message.message_type);
    Facts::of(&information)
}

/// A Setup of H323Plus with fastStart.
fn fast_setup() -> Vec<u8> {
    let setups = recorded(MessageType::Setup);
    let fast = setups
        .into_iter()
        .find(|(name, _)| name.contains("c11/"))
        .expect("c11 has fastStart");
    fast.1
}

#[test]
fn the_fast_start_of_h323plus_is_accepted_where_the_scenario_says() {
    let setup = fast_setup();
    let offers = facts(&Message::decode(&setup).expect("Setup")).fast_start;
    assert_eq!(offers.len(), 4);
    for (scenario, with_channels) in [
        ("fast-start-in-proceeding", MessageType::CallProceeding),
        ("fast-start-in-alerting", MessageType::Alerting),
        ("fast-start-in-connect", MessageType::Connect),
        ("fast-start-mismatch", MessageType::Connect),
    ] {
        let endpoint = Endpoint::start(&["--scenario", scenario]);
        let answers = answers(&endpoint, &setup);
        assert_eq!(answers.len(), 3, "{scenario}");
        for answer in answers {
            let facts = facts(&answer);
            let expected = if answer.message_type == with_channels {
                2
            } else {
                0
            };
            assert_eq!(facts.fast_start.len(), expected, "{scenario}");
            assert!(!facts.fast_start_refused, "{scenario}");
            for channel in &facts.fast_start {
                let codec = accepted_codec(&channel.octets);
                let proposed = offers
                    .iter()
                    .any(|offer| accepted_codec(&offer.octets) == codec);
                assert_eq!(proposed, scenario != "fast-start-mismatch", "{codec:?}");
            }
        }
    }
    for (scenario, refused) in [("fast-start-refused", true), ("fast-start-ignored", false)] {
        let endpoint = Endpoint::start(&["--scenario", scenario]);
        let answers = answers(&endpoint, &setup);
        let connect = facts(answers.last().expect("Connect"));
        assert_eq!(connect.fast_start_refused, refused, "{scenario}");
        assert!(connect.fast_start.is_empty(), "{scenario}");
    }
}

/// What an accepted or proposed channel carries, and which way.
fn accepted_codec(octets: &[u8]) -> (bool, DataType) {
    let channel = codec::decode::<OpenLogicalChannel>(octets)
        .value
        .expect("an OpenLogicalChannel");
    match channel.reverse_logical_channel_parameters {
        Some(reverse) => (true, reverse.data_type),
        None => (false, channel.forward_logical_channel_parameters.data_type),
    }
}

#[test]
fn overlap_goes_on_when_digits_come_and_ends_when_they_do_not() {
    let endpoint = Endpoint::start(&["--scenario", "overlap"]);
    let setup = fast_setup();
    let reference = Message::decode(&setup).expect("Setup").call_reference;
    for element in [ElementId::CALLED_PARTY_NUMBER, ElementId::KEYPAD_FACILITY] {
        let mut stream = TcpStream::connect(endpoint.address).expect("it listens");
        send(&mut stream, &setup);
        read_to(&mut stream, MessageType::SetupAcknowledge);
        let mut information = Message::new(reference, MessageType::Information);
        // What is no digit goes unheard.
        send(&mut stream, &information.encode().expect("octets"));
        let digits = match element {
            ElementId::KEYPAD_FACILITY => b"34".to_vec(),
            _ => b"\x8134".to_vec(),
        };
        information.insert(InformationElement::new(element, digits));
        send(&mut stream, &information.encode().expect("octets"));
        let types: Vec<MessageType> = read_to(&mut stream, MessageType::Connect)
            .iter()
            .map(|message| message.message_type)
            .collect();
        assert_eq!(
            types,
            [
                MessageType::CallProceeding,
                MessageType::Alerting,
                MessageType::Connect
            ]
        );
    }
    let mut stream = TcpStream::connect(endpoint.address).expect("it listens");
    send(&mut stream, &setup);
    let answers = read_to(&mut stream, MessageType::ReleaseComplete);
    let cause = answers[1].get::<Cause>().expect("a cause").expect("read");
    assert_eq!(cause.value.0, 28);
}

#[test]
fn every_recorded_setup_is_answered_under_its_own_identifiers() {
    let setups = recorded(MessageType::Setup);
    assert_eq!(setups.len(), 18);
    let endpoint = Endpoint::start(&[]);
    for (name, octets) in setups {
        let setup = Message::decode(&octets).expect(&name);
        let packet = tpkt::encode(&octets).expect("it fits");
        let Content::Signalling { facts: asked, .. } =
            h323_peer::scenario::reread::content(&packet)
        else {
            panic!("{name} is a Q.931 message");
        };
        let answers = answers(&endpoint, &octets);
        let types: Vec<MessageType> = answers.iter().map(|answer| answer.message_type).collect();
        assert_eq!(
            types,
            [
                MessageType::CallProceeding,
                MessageType::Alerting,
                MessageType::Connect
            ],
            "{name}"
        );
        for answer in answers {
            assert_eq!(
                answer.call_reference,
                setup.call_reference.reversed(),
                "{name}"
            );
            let packet = tpkt::encode(&answer.encode().expect("octets")).expect("it fits");
            let Content::Signalling { facts, .. } = h323_peer::scenario::reread::content(&packet)
            else {
                panic!("{name} is a Q.931 message");
            };
            assert!(facts.call_identifier.is_some(), "{name}");
            assert_eq!(facts.call_identifier, asked.call_identifier, "{name}");
            if answer.message_type == MessageType::Connect {
                assert_eq!(facts.conference_id, asked.conference_id, "{name}");
            }
        }
        let log = endpoint.log_of_call();
        assert_eq!(log.end()["answered"], true, "{name}");
        let odd: Vec<_> = log
            .0
            .iter()
            .filter(|line| line["type"] == "warning")
            .map(|line| &line["data"]["code"])
            .filter(|code| *code != "no-release-complete")
            .collect();
        assert!(odd.is_empty(), "{name}: {odd:?}");
    }
}
