//! Setups that real stacks sent, as they were recorded, answered by the endpoint.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
};

use h323_proto::{
    call::Content,
    q931::{Message, MessageType},
    tpkt::{self, Deframer, Frame},
};

use crate::support::Endpoint;

/// The messages of a type among the recordings, with their names.
fn recorded(message_type: MessageType) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut found = Vec::new();
    for producer in ["h323plus", "gnugk", "ooh323c"] {
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
    let packet = tpkt::encode(setup).expect("it fits");
    stream.write_all(&packet).expect("it reads");
    let mut deframer = Deframer::new();
    let mut answers = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        while let Some(frame) = deframer.next_frame().expect("TPKT") {
            if let Frame::Message { payload, .. } = frame {
                let message = Message::decode(&payload).expect("Q.931");
                let answered = message.message_type == MessageType::Connect;
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

#[test]
fn every_recorded_setup_is_answered_under_its_own_identifiers() {
    let setups = recorded(MessageType::Setup);
    assert_eq!(setups.len(), 18);
    let endpoint = Endpoint::start(&[]);
    for (name, octets) in setups {
        let setup = Message::decode(&octets).expect(&name);
        let packet = tpkt::encode(&octets).expect("it fits");
        let Content::Signalling { facts: asked, .. } = h323_peer::reread::content(&packet) else {
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
            let Content::Signalling { facts, .. } = h323_peer::reread::content(&packet) else {
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
