//! A recorded call from `testdata/`, and its called side's messages made to fit a call of ours.

use std::{fs, path::Path};

use h323_proto::{
    call::Call,
    h225::{Facts, UserInformation},
    h245::{H245Message, H245Record},
    q931::Message,
};

/// The bit of the call reference that the called side's messages have.
const FLAG: u16 = 0x8000;

/// Sequence number of our only terminalCapabilitySet, and of that of every recorded caller.
const SEQUENCE: u8 = 1;

/// The folders of `testdata/`.
const PRODUCERS: [&str; 5] = ["asterisk", "gnugk", "h323plus", "ooh323c", "opal"];

/// One line of `testdata/`.
#[derive(Clone, Debug)]
struct Line {
    producer: &'static str,
    name: String,
    octets: Vec<u8>,
}

/// All that was recorded of one call, by whomever it was sent.
#[derive(Debug)]
pub(crate) struct Recording {
    call: &'static str,
    lines: Vec<Line>,
    /// Call reference, `callIdentifier` and `conferenceID` of the recorded call.
    reference: u16,
    call_identifier: [u8; 16],
    conference_id: [u8; 16],
}

/// What a called side has to give back to us.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ours {
    pub(crate) reference: u16,
    pub(crate) call_identifier: [u8; 16],
    pub(crate) conference_id: [u8; 16],
    /// The only channel that we offer.
    pub(crate) channel: u16,
}

impl Ours {
    pub(crate) fn of(call: &Call, setup: &Message) -> Self {
        Self {
            reference: setup.call_reference.value(),
            call_identifier: call.call_identifier(),
            conference_id: call.conference_id(),
            channel: 1,
        }
    }
}

impl Recording {
    pub(crate) fn of(call: &'static str) -> Self {
        let mut lines = Vec::new();
        for producer in PRODUCERS {
            lines.extend(load(producer, call));
        }
        let (reference, call_identifier, conference_id) =
            of_setup(&lines).unwrap_or_else(|| of_answers(&lines));
        Self {
            call,
            lines,
            reference,
            call_identifier,
            conference_id,
        }
    }

    fn line(&self, name: &str) -> &Line {
        let name = format!("{}/{name}", self.call);
        self.lines
            .iter()
            .find(|line| line.name == name)
            .unwrap_or_else(|| panic!("no line {name}"))
    }

    /// The `statusDeterminationNumber` that the recorded caller sent on this line.
    pub(crate) fn determination(&self, name: &str) -> u32 {
        match message(&self.line(name).octets) {
            H245Message::MasterSlaveDetermination { number, .. } => number,
            other => panic!("{name}: {other:?}"),
        }
    }

    /// Asserts that `heard` leaves out no call signalling message that `producer` sent to the caller.
    /// What has no call reference is RAS (H.460.17), and none of the call's.
    pub(crate) fn all_of_called_side(&self, producer: &str, heard: &[&str]) {
        for line in self.lines.iter().filter(|line| line.producer == producer) {
            let name = &line.name[self.call.len() + 1..];
            let signalling = line.octets.starts_with(&[8, 2]);
            if signalling && read(&line.octets).0.call_reference.flag() {
                assert!(heard.contains(&name), "{} is left out", line.name);
            }
        }
    }

    /// The message that `producer` sent on this line, for our call.
    ///
    /// Octets are exchanged in place, so that all else stays as the sender wrote it, shortened
    /// bitmaps and all. That is possible because each of these fields takes the same room whatever
    /// its value, and begins at an octet: the call reference of two octets, the identifiers (OCTET
    /// STRING of 16 octets), and a `forwardLogicalChannelNumber` (1..65535, two octets).
    pub(crate) fn message(&self, producer: &str, name: &str, ours: Ours) -> Vec<u8> {
        let line = self.line(name);
        assert_eq!(line.producer, producer, "{name}");
        if name.ends_with("/tcp") {
            return h245_at_ours(&line.octets, ours);
        }
        let mut octets = line.octets.clone();
        let (before, facts) = read(&octets);
        assert_eq!(octets[..2], [8, 2], "Q.931, call reference of two octets");
        assert_eq!(octets[2..4], (self.reference | FLAG).to_be_bytes());
        octets[2..4].copy_from_slice(&(ours.reference | FLAG).to_be_bytes());
        exchange(&mut octets, &self.call_identifier, &ours.call_identifier);
        exchange(&mut octets, &self.conference_id, &ours.conference_id);
        for h245 in &facts.h245_control {
            let before = &h245.octets;
            exchange(&mut octets, before, &h245_at_ours(before, ours));
        }
        let (after, _) = read(&octets);
        assert_eq!(after.message_type, before.message_type);
        octets
    }
}

/// What the recorded Setup calls the call; none if only the called side was recorded.
fn of_setup(lines: &[Line]) -> Option<(u16, [u8; 16], [u8; 16])> {
    let setups = lines.iter().filter(|line| line.name.ends_with("/setup"));
    let mut setups = setups.map(|line| {
        let (message, facts) = read(&line.octets);
        assert!(!message.call_reference.flag());
        (
            message.call_reference.value(),
            facts.call_identifier.unwrap(),
            facts.conference_id.unwrap(),
        )
    });
    let first = setups.next()?;
    // A gatekeeper that routes the call passes them on.
    assert!(setups.all(|other| other == first));
    Some(first)
}

/// The same from the called side's answers. One that gives no `conferenceID` has none to exchange.
fn of_answers(lines: &[Line]) -> (u16, [u8; 16], [u8; 16]) {
    let answers = lines
        .iter()
        .filter(|line| line.octets.starts_with(&[8, 2]))
        .map(|line| read(&line.octets));
    let answers: Vec<(Message, Facts)> = answers.collect();
    let mut references = answers
        .iter()
        .filter(|(message, _)| message.call_reference.flag())
        .map(|(message, _)| message.call_reference.value());
    let reference = references.next().expect("an answer");
    assert!(references.all(|other| other == reference));
    let mut identifiers = answers
        .iter()
        .filter_map(|(_, facts)| facts.call_identifier);
    let mut conferences = answers.iter().filter_map(|(_, facts)| facts.conference_id);
    (
        reference,
        identifiers.next().expect("a callIdentifier"),
        conferences.next().unwrap_or([0xAA; 16]),
    )
}

/// An H.245 message of the called side, for our call.
///
/// Answers name what they answer. Our terminalCapabilitySet has the number of the recorded
/// callers', and the outcome of master/slave determination is theirs because our number is; only
/// the channels are numbered otherwise.
fn h245_at_ours(octets: &[u8], ours: Ours) -> Vec<u8> {
    let mut octets = octets.to_vec();
    match message(&octets) {
        H245Message::TerminalCapabilitySetAck(sequence) => assert_eq!(sequence, SEQUENCE),
        H245Message::OpenLogicalChannelAck(_, media) => {
            // Written as the distance from 1.
            octets[2..4].copy_from_slice(&(ours.channel - 1).to_be_bytes());
            let wanted = H245Message::OpenLogicalChannelAck(ours.channel, media);
            assert_eq!(message(&octets), wanted);
        }
        _ => {}
    }
    octets
}

fn message(octets: &[u8]) -> H245Message {
    let record = H245Record::of(octets.to_vec());
    assert_eq!(record.error, None);
    record.understood.message
}

fn read(octets: &[u8]) -> (Message, Facts) {
    let message = Message::decode(octets).unwrap();
    let information = UserInformation::of(&message).unwrap();
    assert_eq!(information.error, None);
    (message, Facts::of(&information))
}

/// Writes `new` over `old` wherever it stands.
fn exchange(octets: &mut [u8], old: &[u8], new: &[u8]) {
    assert_eq!(old.len(), new.len());
    let mut at = 0;
    while at + old.len() <= octets.len() {
        if octets[at..].starts_with(old) {
            octets[at..at + old.len()].copy_from_slice(new);
            at += old.len();
        } else {
            at += 1;
        }
    }
}

/// The lines of `<call>-….hex` and `h245-<call>-….hex`.
fn load(producer: &'static str, call: &str) -> Vec<Line> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder.join(producer)).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        if !file.trim_start_matches("h245-").starts_with(call) {
            continue;
        }
        for line in fs::read_to_string(&path).unwrap().lines() {
            if line.starts_with('#') {
                continue;
            }
            let mut columns = line.split('\t');
            let name = columns.next().unwrap().to_owned();
            let octets = hex(columns.next().unwrap());
            lines.push(Line {
                producer,
                name,
                octets,
            });
        }
    }
    lines
}

fn hex(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}
