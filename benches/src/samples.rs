//! The messages that are measured: ours, and the largest of each kind in `testdata/`.

use std::net::SocketAddr;

use std::{fs, path::Path};

use h323_proto::{
    call::{
        Call, CallTerms, CalledAction, CalledConfig, CallingConfig, Channel, Entropy, H245Mode,
        Input, Output, SetupTerms, Target,
    },
    h245::{self, Codec, H245Message, H245Record, Pdu},
    q931::{Message, MessageType},
    time::Instant,
    tpkt::{Deframer, Frame},
};

const OURS: &str = "ours";

/// One message.
pub(crate) struct Sample {
    /// What it is.
    pub(crate) name: &'static str,
    /// Whose it is.
    pub(crate) origin: String,
    /// A Q.931 message without TPKT, or an H.245 message.
    pub(crate) octets: Vec<u8>,
}

impl Sample {
    /// A message that this project writes.
    pub(crate) fn ours(name: &'static str, octets: Vec<u8>) -> Self {
        Self {
            name,
            origin: OURS.into(),
            octets,
        }
    }

    /// The same message as it is written here: other stacks leave trailing zero bits off the bitmap
    /// of additions. What we wrote once has to come out as it was.
    pub(crate) fn written_as(&self, octets: Vec<u8>) -> Self {
        assert!(
            self.origin != OURS || self.octets == octets,
            "{}",
            self.name
        );
        Self {
            name: self.name,
            origin: self.origin.clone(),
            octets,
        }
    }
}

/// All messages.
pub(crate) struct Samples {
    /// Setup and Connect.
    pub(crate) signalling: Vec<Sample>,
    /// Capability sets.
    pub(crate) h245: Vec<Sample>,
}

impl Samples {
    /// Makes ours and looks for the largest recorded ones.
    pub(crate) fn collect() -> Self {
        let (setup, connect) = our_signalling();
        let (pdu, version) = our_capabilities();
        let capabilities = h245::write(&pdu, version).expect("our capabilities");
        Self {
            signalling: vec![
                Sample::ours("Setup", setup),
                largest("Setup", "c", |octets| is(octets, MessageType::Setup)),
                Sample::ours("Connect", connect),
                largest("Connect", "c", |octets| is(octets, MessageType::Connect)),
            ],
            h245: vec![
                Sample::ours("terminalCapabilitySet", capabilities),
                largest("terminalCapabilitySet", "h245-", is_capability_set),
            ],
        }
    }
}

/// What we announce, and the version of H.245 that goes with our Setup's of H.225.0.
pub(crate) fn our_capabilities() -> (Pdu, u8) {
    let pdu = Pdu::TerminalCapabilitySet {
        sequence: 1,
        codecs: Codec::ALL.to_vec(),
    };
    (
        pdu,
        h245::version_for(CallingConfig::default().terms.version),
    )
}

fn is(octets: &[u8], wanted: MessageType) -> bool {
    Message::decode(octets).is_ok_and(|message| message.message_type == wanted)
}

fn is_capability_set(octets: &[u8]) -> bool {
    let message = H245Record::of(octets.to_vec()).understood.message;
    matches!(message, H245Message::TerminalCapabilitySet { .. })
}

/// Setup and Connect of a call between two ends of ours, without TPKT.
fn our_signalling() -> (Vec<u8>, Vec<u8>) {
    let config = CallingConfig {
        terms: CallTerms {
            display: Some("Call from 1000".into()),
            h245: H245Mode::Auto,
            ..CallTerms::default()
        },
        setup: SetupTerms {
            calling_number: "1000".into(),
            called_number: Some("2000".into()),
            ..SetupTerms::default()
        },
        ..CallingConfig::default()
    };
    let entropy = Entropy::new([0x5A; Entropy::OCTETS]);
    let called = CalledConfig {
        terms: config.terms.clone(),
        h245_address: None,
    };
    let target = Target::from(SocketAddr::from(([203, 0, 113, 5], 1720)));
    let mut calling = Call::calling(target, config, entropy, Instant::ORIGIN);
    let mut called = Call::called(called, entropy, Instant::ORIGIN);
    calling.handle(
        Input::Connected(Channel::CallSignalling, None),
        Instant::ORIGIN,
    );
    let setup = sent(&mut calling);
    called.handle(
        Input::Received(Channel::CallSignalling, &setup),
        Instant::ORIGIN,
    );
    called
        .act(CalledAction::Connect, Instant::ORIGIN)
        .expect("a call that rings can be answered");
    let connect = sent(&mut called);
    (unframed(&setup), unframed(&connect))
}

/// The first message that a call has to send.
fn sent(call: &mut Call) -> Vec<u8> {
    loop {
        match call.poll_output() {
            Output::Transmit(Channel::CallSignalling, octets) => return octets,
            Output::Timeout(_) => panic!("nothing to send"),
            _ => {}
        }
    }
}

fn unframed(octets: &[u8]) -> Vec<u8> {
    let mut deframer = Deframer::default();
    deframer.push(octets);
    match deframer.next_frame() {
        Ok(Some(Frame::Message { payload, .. })) => payload,
        other => panic!("no message: {other:?}"),
    }
}

/// The longest of the recorded messages that `fits`, in files whose name starts so.
fn largest(name: &'static str, files: &str, fits: impl Fn(&[u8]) -> bool) -> Sample {
    let (origin, octets) = recorded(files)
        .into_iter()
        .filter(|(_, octets)| fits(octets))
        .max_by_key(|(_, octets)| octets.len())
        .expect("a recorded message");
    Sample {
        name,
        origin,
        octets,
    }
}

/// Every message in files whose name starts so, and where it is from.
fn recorded(files: &str) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata");
    let mut messages = Vec::new();
    for producer in ["gnugk", "h323plus", "ooh323c"] {
        let mut paths: Vec<_> = fs::read_dir(root.join(producer))
            .expect("testdata")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| {
                path.file_name()
                    .is_some_and(|file| file.to_string_lossy().starts_with(files))
            })
            .collect();
        paths.sort();
        for path in paths {
            let text = fs::read_to_string(path).expect("text");
            messages.extend(
                text.lines()
                    .filter_map(columns)
                    .map(|(name, octets)| (format!("{producer}, {name}"), octets)),
            );
        }
    }
    messages
}

/// Name and octets of a line of `testdata/`; none if it is a comment.
fn columns(line: &str) -> Option<(&str, Vec<u8>)> {
    let mut columns = line.split('\t');
    let (name, hex) = (columns.next()?, columns.next()?);
    let octets = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal"))
        .collect();
    Some((name, octets))
}
