//! RAS alone, in captures, and in call signalling.

use std::net::SocketAddr;

use h323_asn1::{
    codec,
    h225::{
        AdmissionReject, AdmissionRejectReason, AdmissionRequest, AliasAddress, AltGKInfo,
        AlternateGK, CallType, RasMessage, RegistrationReject, RegistrationRejectReason,
        RequestInProgress, SecurityErrors, TransportAddress, TransportAddressIpAddress,
        UnknownMessageResponse,
    },
    text::bmp_string,
    types::ObjectIdentifier,
};
use h323_capture::write::{Connection, File};

use super::*;
use crate::ladder;

/// Every recorded RAS message with its name.
fn messages() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/ras");
    let mut messages = Vec::new();
    for file in fs::read_dir(root).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t').map(str::to_owned);
            let (name, digits) = (columns.next().unwrap(), columns.next().unwrap());
            messages.push((name, text::digits(&digits).unwrap()));
        }
    }
    assert_eq!(messages.len(), 56);
    messages
}

fn recorded(name: &str) -> Vec<u8> {
    let mut messages = messages().into_iter();
    messages.find(|(known, _)| known == name).expect(name).1
}

#[test]
fn recorded_messages_are_known_as_ras_or_need_to_be_named() {
    for (name, octets) in messages() {
        let digits = hex(&octets);
        let decoding = match Decoding::of_text(&digits, Kind::Auto) {
            Ok(decoding) => decoding,
            Err(NothingFound(why)) => {
                // A confirmation with a number and nothing else.
                assert!(octets.len() < 10, "{name}: {why}");
                assert!(why.contains("could be a ") && why.contains("`as`"), "{why}");
                Decoding::of_text(&digits, Kind::Ras).unwrap()
            }
        };
        let message = &decoding.messages[0];
        assert_eq!(layers(&decoding), ["RasMessage"], "{name}");
        assert_eq!(message.entry.channel.name(), "ras", "{name}");
        assert!(name.ends_with(&message.entry.kind), "{name}");
        assert_eq!(message.entry.fault, None, "{name}");
        assert_eq!(message.entry.hex, digits);
        let body = &decoded(&message.entry)["ras"][0]["RasMessage"];
        assert!(
            body[&message.entry.kind]["requestSeqNum"].is_number(),
            "{name}: {body}"
        );
    }
}

#[test]
fn what_is_cut_anywhere_is_no_ras_unless_it_is_named() {
    for (name, octets) in messages() {
        for length in 1..octets.len() {
            let cut = &octets[..length];
            if let Ok(decoding) = Decoding::of_octets(cut) {
                let channel = decoding.messages[0].entry.channel.name();
                assert_ne!(channel, "ras", "{name} at {length}");
            }
            let decoding = Decoding::of_text(&hex(cut), Kind::Ras).unwrap();
            let entry = &decoding.messages[0].entry;
            assert!(entry.fault.is_some(), "{name} at {length}");
        }
    }
}

#[test]
fn random_octets_are_no_ras() {
    let mut state = 1_719_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..60_000 {
        let length = 1 + (random() % 90) as usize;
        let octets: Vec<u8> = (0..length).map(|_| random() as u8).collect();
        if let Ok(decoding) = Decoding::of_octets(&octets) {
            for DecodedMessage { entry, .. } in &decoding.messages {
                assert_ne!(entry.channel.name(), "ras", "{round}: {}", entry.hex);
            }
        }
    }
}

const ENDPOINT: ([u8; 4], u16) = ([192, 0, 2, 1], 40_000);
const GATEKEEPER: ([u8; 4], u16) = ([192, 0, 2, 2], 1719);

/// A datagram in a packet of IPv4.
fn datagram(from: ([u8; 4], u16), to: ([u8; 4], u16), octets: &[u8]) -> Vec<u8> {
    let length = u16::try_from(28 + octets.len()).unwrap();
    let mut packet = vec![0x45, 0];
    packet.extend(length.to_be_bytes());
    packet.extend([0, 0, 0, 0, 64, 17, 0, 0]);
    packet.extend(from.0);
    packet.extend(to.0);
    packet.extend(from.1.to_be_bytes());
    packet.extend(to.1.to_be_bytes());
    packet.extend((length - 20).to_be_bytes());
    packet.extend([0, 0]);
    packet.extend_from_slice(octets);
    packet
}

/// A capture of messages between endpoint and gatekeeper: when, whether the endpoint sent it, and
/// what. `end`: when its last packet came, which is none of RAS.
fn captured(messages: &[(u64, bool, Vec<u8>)], end: u64) -> Decoding {
    let mut file = File::new("test", "made up");
    let mut add = |at: u64, up: bool, packet: &[u8]| file.packet(at * 1_000, up, packet, &[]);
    for (at, up, octets) in messages {
        let (from, to) = match up {
            true => (ENDPOINT, GATEKEEPER),
            false => (GATEKEEPER, ENDPOINT),
        };
        add(*at, *up, &datagram(from, to, octets));
    }
    add(end, true, &datagram(ENDPOINT, ([192, 0, 2, 9], 9), &[0]));
    Decoding::of_octets(&file.into_octets()).unwrap()
}

fn written(message: &RasMessage) -> Vec<u8> {
    codec::encode(message).unwrap()
}

fn admission(number: u16) -> Vec<u8> {
    let request = AdmissionRequest::new(
        number,
        CallType::pointToPoint,
        bmp_string("4711").unwrap(),
        Vec::new(),
        10_240,
        1,
        [7; 16].into(),
    );
    written(&RasMessage::admissionRequest(Box::new(request)))
}

fn rejected(number: u16) -> Vec<u8> {
    let mut reject = AdmissionReject::new(number, AdmissionRejectReason::calledPartyNotRegistered);
    let other = TransportAddress::ipAddress(TransportAddressIpAddress {
        ip: [192, 0, 2, 3].into(),
        port: 1719,
    });
    reject.alt_gk_info = Some(AltGKInfo::new(
        vec![AlternateGK::new(other, true, 0)],
        false,
    ));
    written(&RasMessage::admissionReject(Box::new(reject)))
}

fn in_progress(number: u16, delay: u16) -> Vec<u8> {
    let progress = RequestInProgress::new(number, delay);
    written(&RasMessage::requestInProgress(Box::new(progress)))
}

fn exchange(decoding: &Decoding, at: usize) -> Value {
    serde_json::to_value(&decoding.messages[at].exchange).unwrap()
}

fn codes(decoding: &Decoding) -> Vec<(usize, &str)> {
    let findings = decoding.findings.iter();
    findings
        .map(|known| (known.message, known.code.name()))
        .collect()
}

#[test]
fn an_answer_is_paired_with_its_request_and_a_reject_has_words_and_advice() {
    let decoding = captured(
        &[
            (0, true, admission(9)),
            (5_000, true, admission(9)),
            (5_100, false, in_progress(9, 2_000)),
            (6_250, false, rejected(9)),
        ],
        60_000,
    );
    assert_eq!(exchange(&decoding, 0), serde_json::json!({ "answer": 3 }));
    assert_eq!(
        exchange(&decoding, 1),
        serde_json::json!({ "request": 0, "retries": 1 })
    );
    assert_eq!(
        exchange(&decoding, 2),
        serde_json::json!({ "request": 0, "afterMs": 5_100 })
    );
    let answer = serde_json::json!({ "request": 0, "afterMs": 6_250, "retries": 1 });
    assert_eq!(exchange(&decoding, 3), answer);
    let summaries: Vec<&str> = decoding
        .messages
        .iter()
        .map(|message| message.entry.summary.as_str())
        .collect();
    assert!(summaries[1].ends_with(", retry 1"), "{summaries:?}");
    assert_eq!(summaries[2], "RIP 9, 2000 ms more, after 5100 ms");
    assert_eq!(
        summaries[3],
        "ARJ 9, reason calledPartyNotRegistered, try 192.0.2.3:1719, answer after 6250 ms, after one retry"
    );
    assert_eq!(codes(&decoding), [(3, "ras-rejected")]);
    let finding = &decoding.findings[0];
    assert!(
        finding.text.starts_with(
            "The admission of the call is rejected: calledPartyNotRegistered, nobody is registered"
        ),
        "{}",
        finding.text
    );
    let advice = finding.advice.join("\n");
    assert!(
        advice.contains("192.0.2.3:1719") && finding.advice.len() == 2,
        "{advice}"
    );
    let text = ladder::of_decoding(&decoding, false);
    assert!(
        text.starts_with("192.0.2.1:40000 -- 192.0.2.2:1719, ras\n"),
        "{text}"
    );
    assert!(
        text.contains("|<-----------------admissionReject-|"),
        "{text}"
    );
    let below = text.lines().nth(5).unwrap();
    assert!(
        below
            .trim_start()
            .starts_with("! ras-rejected: The admission"),
        "{text}"
    );
    // The meaning stands beside the value too.
    let words = &decoded(&decoding.messages[3].entry)["ras"][0]["text"];
    let meaning = &words["admissionReject.rejectReason.calledPartyNotRegistered"];
    assert!(
        meaning
            .as_str()
            .unwrap()
            .starts_with("nobody is registered"),
        "{words}"
    );
}

#[test]
fn a_security_error_is_named_with_its_own_advice() {
    let version = ObjectIdentifier::new(vec![0, 0, 8, 2250, 0, 7]).unwrap();
    let duplicates = vec![AliasAddress::h323_ID(bmp_string("room 1").unwrap())];
    for (reason, text, part) in [
        (
            RegistrationRejectReason::securityError(SecurityErrors::securityWrongSyncTime),
            "(securityWrongSyncTime: the clocks of the two sides are too far apart)",
            "NTP",
        ),
        (
            RegistrationRejectReason::duplicateAlias(duplicates),
            "an alias is registered by another endpoint already (room 1)",
            "another alias",
        ),
        (
            RegistrationRejectReason::securityDenial,
            "most likely the user or the password is wrong or missing, or the clocks are apart",
            "password",
        ),
    ] {
        let reject = RegistrationReject::new(3, version.clone(), reason);
        let octets = written(&RasMessage::registrationReject(Box::new(reject)));
        let decoding = Decoding::of_text(&hex(&octets), Kind::Auto).unwrap();
        let [finding] = decoding.findings.as_slice() else {
            panic!("{decoding:?}")
        };
        assert!(finding.text.ends_with(text), "{}", finding.text);
        assert!(
            finding.advice.iter().any(|advice| advice.contains(part)),
            "{finding:?}"
        );
    }
}

#[test]
fn what_got_no_answer_is_told_as_far_as_it_is_known() {
    let twice = [(0, true, admission(9)), (5_000, true, admission(9))];
    // An ARQ waits for 5 s.
    let decoding = captured(&twice, 9_900);
    assert_eq!(codes(&decoding), [(0, "ras-unanswered")]);
    assert_eq!(
        decoding.findings[0].text,
        "admissionRequest 9, sent 2 times, has no answer here, but the capture ends 4900 ms after it was last sent"
    );
    assert_eq!(decoding.findings[0].advice, Vec::<String>::new());
    let decoding = captured(&twice, 10_000);
    assert_eq!(
        decoding.findings[0].text,
        "admissionRequest 9 to 192.0.2.2:1719, sent 2 times, got no answer within 5 s; the capture has nothing from 192.0.2.2:1719 to 192.0.2.1:40000 after it"
    );
    let mut with_other = twice.to_vec();
    with_other.push((6_000, false, rejected(8)));
    let decoding = captured(&with_other, 60_000);
    let text = &decoding.findings[0].text;
    assert!(text.ends_with("got no answer within 5 s"), "{text}");
    let last = &decoding.messages[2].entry.summary;
    assert!(last.ends_with(", request not captured"), "{last}");
    // The answer may come later than usual if the gatekeeper says so.
    let mut in_time = twice.to_vec();
    in_time.push((5_500, false, in_progress(9, 30_000)));
    let decoding = captured(&in_time, 20_000);
    let text = &decoding.findings[0].text;
    assert!(
        text.ends_with("the capture ends 14500 ms after the requestInProgress"),
        "{text}"
    );
    let text = &captured(&in_time, 40_000).findings[0].text;
    assert!(
        text.contains("within the time that the requestInProgress asks for"),
        "{text}"
    );
}

#[test]
fn a_message_that_is_not_understood_is_told() {
    let mut response = UnknownMessageResponse::new(9);
    response.message_not_understood = Some(vec![1, 2].into());
    let octets = written(&RasMessage::unknownMessageResponse(Box::new(response)));
    let decoding = captured(&[(0, true, admission(9)), (7, false, octets)], 9);
    assert_eq!(codes(&decoding), [(1, "ras-not-understood")]);
    assert_eq!(exchange(&decoding, 1)["afterMs"], 7);
    let ended = recorded("c24/676/disengageRequest");
    let decoding = Decoding::of_octets_as(&ended, Kind::Ras).unwrap();
    assert_eq!(decoding.findings, [], "a call that ends as usual");
}

#[test]
fn ras_in_call_signalling_is_inside_its_facility() {
    let file = include_str!("../../../../../testdata/gnugk/c24-gnugk-h46017-caller.hex");
    let own = include_str!("../../../../../testdata/h323plus/c24-gnugk-h46017-caller.hex");
    let line = |file: &str, name: &str| {
        let line = file.lines().find(|line| line.starts_with(name)).unwrap();
        text::digits(line.split('\t').nth(1).unwrap()).unwrap()
    };
    let ends: [SocketAddr; 2] =
        ["192.0.2.1:40000", "192.0.2.2:1720"].map(|end| end.parse().unwrap());
    let mut connection = Connection::new(ends[0], ends[1], [1, 1]);
    let mut file_out = File::new("test", "made up");
    let mut packets: Vec<(bool, Vec<u8>)> = Vec::new();
    packets.extend(connection.open().into_iter().map(|packet| (true, packet)));
    for (up, octets) in [
        (true, line(own, "c24/8/facility")),
        (false, line(file, "c24/10/facility")),
    ] {
        packets.extend(connection.send(up, &h323_proto::tpkt::encode(&octets).unwrap()));
    }
    for (at, (up, packet)) in (0..).zip(&packets) {
        file_out.packet(at * 1_000, *up, packet, &[]);
    }
    let decoding = Decoding::of_octets(&file_out.into_octets()).unwrap();
    assert_eq!(decoding.messages.len(), 2);
    for (message, name, abbreviation) in [
        (&decoding.messages[0], "registrationRequest", "RRQ"),
        (&decoding.messages[1], "registrationConfirm", "RCF"),
    ] {
        let entry = &message.entry;
        assert_eq!(
            (entry.kind.as_str(), entry.channel.name()),
            ("FACILITY", "callSignalling")
        );
        let [inner] = entry.tunnelled.as_slice() else {
            panic!("{entry:?}")
        };
        assert_eq!((inner.name.as_str(), inner.protocol), (name, Some("ras")));
        let summary = inner.summary.as_ref().unwrap();
        assert!(summary.starts_with(abbreviation), "{summary}");
        // The page takes the messages inside out of the summary by these words.
        assert!(
            entry.summary.contains(&format!("{name} ({summary})")),
            "{}",
            entry.summary
        );
        assert_eq!(message.exchange, None);
        let body = &decoded(entry)["ras"][0]["RasMessage"][name];
        assert!(body["requestSeqNum"].is_number(), "{body}");
        let mut field = &message.fields;
        for name in [
            "Q.931",
            "User-user",
            "H323-UserInformation",
            "h323-uu-pdu",
            "genericData",
            "0",
            "parameters",
            "0",
            "content",
            "raw",
            "RasMessage",
            name,
            "requestSeqNum",
        ] {
            let found = field.children.iter().find(|child| child.name == name);
            field = found.unwrap_or_else(|| panic!("no {name} in {field:?}"));
        }
        let octets = text::digits(&entry.hex).unwrap();
        let number = u16::from_be_bytes([octets[field.at], octets[field.at + 1]]);
        // The number is encoded less one, as its range begins at 1.
        assert_eq!(body["requestSeqNum"], number + 1);
    }
    let asked = decoding.messages[0].entry.tunnelled[0]
        .exchange
        .as_ref()
        .unwrap();
    let answered = decoding.messages[1].entry.tunnelled[0]
        .exchange
        .as_ref()
        .unwrap();
    assert_eq!((asked.answer, answered.request), (Some(1), Some(0)));
    assert!(answered.after_ms.is_some());
}
