//! Calls of ours against the called sides of recorded room systems: `testdata/<maker>/`.
//!
//! What the device once sent to another caller is given to our call in the same order. What answered
//! that caller's own channels is left out, and what answers our numbers is made to fit them.

use std::{fs, net::SocketAddr, path::Path};

use h323_proto::{
    call::{CallTerms, CallingConfig, Channel, EndReason, H245Mode, Input, WarningCode},
    diagnosis::{Circumstances, diagnose},
    h225::{Facts, UserInformation, manufacturer},
    h245::{self, Announced, CapabilityEntry, Decision, H245Message, H245Record, Pdu, Role},
    q931::{Message, MessageType},
    tpkt,
};

use crate::support::{PEER, Script, config, message, secs, talk::spoken};

/// What was sent, in order; whether it was H.245.
fn recorded(file: &str) -> Vec<(bool, Vec<u8>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata")
        .join(file);
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let message = |line: &str| {
        let (name, hex) = line.split_once('\t').unwrap();
        let octet = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        let octets = (0..hex.len()).step_by(2).map(octet).collect();
        (name.ends_with("/tcp"), octets)
    };
    lines.map(message).collect()
}

/// A message of call signalling as the device sent it, under our call's reference and identifiers.
///
/// They are exchanged in place, so that all else stays as it was: each takes the same room whatever
/// it says, and begins at an octet.
fn for_our_call(script: &Script, octets: &[u8]) -> Vec<u8> {
    let mut octets = octets.to_vec();
    let message = Message::decode(&octets).unwrap();
    let information = UserInformation::of(&message).unwrap();
    assert_eq!(information.error, None);
    let ours = script.seen.sent[0].call_reference.value();
    octets[2..4].copy_from_slice(&(ours | 0x8000).to_be_bytes());
    for node in information.tree.nodes() {
        let identifier = match node.name() {
            "guid" => script.call.call_identifier(),
            "conferenceID" => script.call.conference_id(),
            _ => continue,
        };
        let end = information.at + node.bits().end / 8;
        octets[end - 16..end].copy_from_slice(&identifier);
    }
    octets
}

/// An H.245 message of the device for our call; none for what answers the recorded caller's own
/// channels and questions.
fn h245_for_our_call(script: &Script, octets: &[u8]) -> Option<Vec<u8>> {
    let record = H245Record::of(octets.to_vec());
    assert_eq!(record.error, None);
    let answer = |pdu: &Pdu| h245::write(pdu, 13).unwrap();
    match record.understood.message {
        H245Message::OpenLogicalChannelAck(..)
        | H245Message::CloseLogicalChannelAck(_)
        | H245Message::RoundTripDelayResponse(_) => None,
        H245Message::TerminalCapabilitySetAck(_) => Some(answer(&Pdu::TerminalCapabilitySetAck(1))),
        // Who is master depends on the numbers of both; we have said it.
        H245Message::MasterSlaveDeterminationAck(_) => {
            let role = our_decision(script).unwrap().opposite();
            Some(answer(&Pdu::MasterSlaveDeterminationAck(role)))
        }
        _ => Some(octets.to_vec()),
    }
}

/// The role that our masterSlaveDeterminationAck gives to the device.
fn our_decision(script: &Script) -> Option<Role> {
    let said = spoken(script);
    said.iter()
        .find_map(|record| match record.understood.message {
            H245Message::MasterSlaveDeterminationAck(role) => Some(role),
            _ => None,
        })
}

/// How TCP hands the octets over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Delivery {
    Messages,
    Octets,
}

fn deliver(script: &mut Script, channel: Channel, payload: &[u8], delivery: Delivery) {
    let packet = tpkt::encode(payload).unwrap();
    let segments: Vec<&[u8]> = match delivery {
        Delivery::Messages => vec![&packet],
        Delivery::Octets => packet.chunks(1).collect(),
    };
    for segment in segments {
        if script.seen.ended().is_some() {
            return;
        }
        let connects = script.seen.h245_connects.len();
        script.input(Input::Received(channel, segment));
        if script.seen.h245_connects.len() > connects {
            script.input(Input::Connected(Channel::H245Control, Some(PEER)));
        }
    }
}

/// An answer that gives an address for H.245.
fn connect(script: &Script) -> Vec<u8> {
    let information = script.peer.connect(Some(PEER)).unwrap();
    let connect = message(script.reference(), MessageType::Connect, Some(information));
    connect.encode().unwrap()
}

/// The call, held until the device has said all it said, and then cleared by us.
fn play(file: &str, delivery: Delivery) -> Script {
    let mut config = CallingConfig {
        terms: CallTerms {
            h245: H245Mode::Separate,
            h245_tunnelling: false,
            ..config().terms
        },
        ..config()
    };
    config.terms.limits.hold = secs(60);
    let device = SocketAddr::from(([192, 168, 62, 1], 1720));
    let mut script = Script::towards(device.into(), config).placed();
    let mut last_word = Vec::new();
    for (h245, octets) in recorded(file) {
        if !h245 {
            let kind = Message::decode(&octets).unwrap().message_type;
            let octets = match kind {
                // It called; how it would answer is not known.
                MessageType::Setup => connect(&script),
                _ => for_our_call(&script, &octets),
            };
            match kind {
                MessageType::ReleaseComplete => {
                    last_word.push((Channel::CallSignalling, octets));
                }
                _ => deliver(&mut script, Channel::CallSignalling, &octets, delivery),
            }
            continue;
        }
        let Some(octets) = h245_for_our_call(&script, &octets) else {
            continue;
        };
        let record = H245Record::of(octets.clone());
        match record.understood.message {
            H245Message::EndSession => last_word.push((Channel::H245Control, octets)),
            _ => deliver(&mut script, Channel::H245Control, &octets, delivery),
        }
    }
    let pong = h245::write(&Pdu::RoundTripDelayResponse(1), 13).unwrap();
    deliver(&mut script, Channel::H245Control, &pong, delivery);
    script.hangup();
    for (channel, octets) in last_word {
        deliver(&mut script, channel, &octets, delivery);
    }
    script.run_out();
    script
}

/// A device and what has to be said of it.
struct Device {
    file: &'static str,
    maker: &'static str,
    product: &'static str,
    version: &'static str,
    /// How many rows its table has.
    rows: usize,
    /// Rows that have to be there, each `name, text`.
    named: &'static [&'static str],
    /// Warnings that are deserved.
    warnings: &'static [WarningCode],
}

fn capabilities(script: &Script) -> &[CapabilityEntry] {
    script.call.h245().session().capabilities().unwrap()
}

fn words(row: &CapabilityEntry) -> String {
    match row.text().as_str() {
        "" => row.name(),
        text => format!("{}, {text}", row.name()),
    }
}

impl Device {
    fn check(&self) {
        self.who();
        for delivery in [Delivery::Messages, Delivery::Octets] {
            let script = play(self.file, delivery);
            self.answered(&script);
            let rows: Vec<String> = capabilities(&script).iter().map(words).collect();
            assert_eq!(rows.len(), self.rows, "{}: {rows:#?}", self.file);
            for wanted in self.named {
                assert!(rows.iter().any(|row| row == wanted), "{wanted}: {rows:#?}");
            }
        }
    }

    /// Answered and cleared, with nothing wrong in H.245.
    fn answered(&self, script: &Script) {
        let end = script.end();
        assert!(end.answered, "{}: {end:?}", self.file);
        assert_eq!(end.reason, EndReason::Hangup, "{}", self.file);
        assert_eq!(script.seen.warnings(), self.warnings, "{}", self.file);
        assert_eq!(script.call.h245_problem(), None, "{}", self.file);
        let known = Circumstances {
            messages: script.call.messages_received(),
            understood: true,
            alerted: true,
            ..Circumstances::default()
        };
        assert_eq!(
            diagnose(end, &known).code.name(),
            "answered",
            "{}",
            self.file
        );
        let session = script.call.h245().session();
        assert_eq!(session.announced(), &Announced::Accepted);
        assert!(matches!(session.decision(), Decision::Decided(_)));
        assert!(session.round_trip().is_some());
        let common = session.common_codecs().unwrap();
        assert!(common.len() >= 4, "{}: {common:?}", self.file);
    }

    /// Who it says it is, in the last of its messages that say so.
    fn who(&self) {
        let vendor = recorded(self.file)
            .into_iter()
            .rev()
            .find_map(|(h245, octets)| {
                let message = (!h245).then(|| Message::decode(&octets).unwrap())?;
                Facts::of(&UserInformation::of(&message)?).vendor
            });
        let vendor = vendor.unwrap();
        let (country, extension, code) = vendor.t35.unwrap();
        assert_eq!(manufacturer(country, extension, code), Some(self.maker));
        assert_eq!(vendor.product.as_deref(), Some(self.product));
        assert_eq!(vendor.version.as_deref(), Some(self.version));
    }
}

#[test]
fn aver_evc130() {
    Device {
        file: "aver/evc130.hex",
        maker: "AVerMedia Information",
        product: "AVer, EVC130",
        version: "00.01.12.81",
        rows: 25,
        named: &[
            "H.239 second video stream",
            "H.224 far-end camera control, up to 64 kbit/s, over hdlcFrameTunnelling",
            "H.224 far-end camera control, up to 64 kbit/s",
            "G.722.1 Annex C, up to 1 frame (20 ms) per packet, up to 48 kbit/s, at 24, 32, 48 kbit/s",
            "H.264, High profile, level 2.2, up to 2048 kbit/s, 245000 macroblocks/s, \
             8192 macroblocks a picture",
            "H.239 presentation: H.264, Baseline profile, level 1.3, up to 2048 kbit/s, \
             108000 macroblocks/s, 3840 macroblocks a picture",
            "Non-standard of AVerMedia Information (181/0/55), data 9355",
        ],
        warnings: &[],
    }
    .check();
}

#[test]
fn grandstream_gvc3200() {
    Device {
        file: "grandstream/gvc3200.hex",
        maker: "Grandstream Networks",
        product: "Grandstream GVC3200",
        version: "1.0.1.58",
        rows: 16,
        named: &[
            "H.239 second video stream",
            "H.264, Baseline profile, level 4, up to 1920 kbit/s, 8192 macroblocks a picture, \
             246000 macroblocks/s",
            "H.239 presentation: H.264, Baseline profile, level 2.2, up to 1920 kbit/s, \
             3840 macroblocks a picture, 27000 macroblocks/s, custom bit rate 16675 kbit/s",
            "G.722.1, up to 1 frame (20 ms) per packet, up to 19.2 kbit/s",
            "Telephone events in RTP (RFC 4733), payload type 101, events 0-16",
        ],
        warnings: &[],
    }
    .check();
}

#[test]
fn huawei_viewpoint9000() {
    Device {
        file: "huawei/viewpoint9000.hex",
        maker: "Huawei Technologies",
        product: "ViewPoint 9000",
        version: "Release 10.1.57.4T",
        rows: 26,
        named: &[
            "T.120 data conferencing, up to 64 kbit/s, over separateLANStack",
            "H.239 second video stream",
            "H.239 second video stream: H.261, for presentation and live, QCIF at 30 frames/s, \
             CIF at 30 frames/s, up to 768 kbit/s",
            "MPEG-4 audio (AAC), up to 256 kbit/s",
            "Non-standard of Huawei Technologies (28/21/555), \
             data 00000001000000080001000000000000",
            "Telephone events in RTP (RFC 4733), payload type 97, events 0123456789*#ABCD",
        ],
        warnings: &[],
    }
    .check();
}

#[test]
fn polycom_hdx8000() {
    Device {
        file: "polycom/hdx8000.hex",
        maker: "ViaVideo (Polycom)",
        product: "HDX 8000 HD",
        version: "Release - 2.5.0.8_ne-4035",
        rows: 27,
        named: &[
            "H.239 second video stream",
            "H.239 presentation: H.264, Baseline profile, level 1.3, up to 1920 kbit/s, \
             23500 macroblocks/s, custom bit rate 1600 kbit/s, 3840 macroblocks a picture",
            "Non-standard of PictureTel (Polycom) (181/0/1), data 91",
            "G.729 Annex A, up to 2 frames (20 ms) per packet",
            "Non-standard of ViaVideo (Polycom) (181/0/9009), data 5153",
        ],
        warnings: &[],
    }
    .check();
}

/// It sends no H.239.
#[test]
fn polycom_vsx7000() {
    Device {
        file: "polycom/vsx7000.hex",
        maker: "ViaVideo (Polycom)",
        product: "VSX 7000",
        version: "HF 8.5.3.2b - 22Aug2007 16:10",
        rows: 21,
        named: &[
            "H.264, Baseline profile, level 1.2, up to 512 kbit/s, 10000 macroblocks/s, \
             custom bit rate 775 kbit/s, 1792 macroblocks a picture",
            "H.263+ (version 2), SQCIF at 30 frames/s, QCIF at 30 frames/s, CIF at 30 frames/s, \
             4CIF at 15 frames/s, 352×240, 704×480 at 15 frames/s, 352×240 at 30 frames/s, \
             up to 512 kbit/s, Annex T",
            "H.224 far-end camera control, up to 5 kbit/s",
        ],
        warnings: &[],
    }
    .check();
}

#[test]
fn sony_pcs_xg77() {
    Device {
        file: "sony/pcs-xg77.hex",
        maker: "Sony",
        product: "SONY PCS-XG80 00 Comp; PCS-XG77",
        version: "PCS-XG80 2015-10-07 17:15 Ver 02.30 Comp; PCS-XG77",
        rows: 20,
        named: &[
            "H.239 second video stream",
            "H.264, High profile, level 3.1, up to 4096 kbit/s, 3840 macroblocks a picture",
            "H.239 presentation: H.264, High profile, level 3.1, up to 4096 kbit/s, \
             3840 macroblocks a picture",
            "H.224 far-end camera control, up to 64 kbit/s, over hdlcFrameTunnelling",
            "Non-standard of Sony (0/0/11520), data 0a0091999f8182a0a1a2a3b0b1b5bd",
        ],
        warnings: &[],
    }
    .check();
}

#[test]
fn tandberg_e20() {
    Device {
        file: "tandberg/e20.hex",
        maker: "Tandberg",
        product: "Tandberg",
        version: "257",
        rows: 17,
        named: &[
            "H.239 second video stream",
            "H.264, Baseline profile, level 1.3, up to 768 kbit/s, 40500 macroblocks/s, \
             1536 macroblocks a picture, custom bit rate 900 kbit/s, 40500 static macroblocks/s",
            "H.239 presentation: H.263, QCIF at 30 frames/s, CIF at 30 frames/s, \
             4CIF at 15 frames/s, up to 768 kbit/s",
            "H.224 far-end camera control, up to 64 kbit/s, over hdlcFrameTunnelling",
            "DTMF signals with their length",
        ],
        warnings: &[],
    }
    .check();
}

#[test]
fn tandberg_mxp() {
    Device {
        file: "tandberg/mxp.hex",
        maker: "Tandberg",
        product: "Tandberg MXP",
        version: "73",
        rows: 23,
        named: &[
            "H.239 second video stream",
            "H.239 presentation: H.261, QCIF at 30 frames/s, CIF at 30 frames/s, \
             up to 768 kbit/s, still images (H.261 Annex D)",
            "H.224 far-end camera control, up to 64 kbit/s, over hdlcFrameTunnelling",
            "G.722.1, up to 2 frames (40 ms) per packet, up to 24 kbit/s",
            "Non-standard of Tandberg (130/1/256), data 010100",
        ],
        warnings: &[],
    }
    .check();
}

/// It sends no H.239.
#[test]
fn yealink_vc400() {
    Device {
        file: "yealink/vc400.hex",
        maker: "Yealink",
        product: "Yealink VC400",
        version: "30.10.0.27",
        rows: 14,
        named: &[
            "H.264, High profile, level 4, up to 768 kbit/s, 8192 macroblocks a picture, \
             246000 macroblocks/s",
            "H.224 far-end camera control, up to 6.4 kbit/s, over hdlcFrameTunnelling",
            "Telephone events in RTP (RFC 4733), payload type 101, events 0-16",
        ],
        warnings: &[],
    }
    .check();
}
