mod among;
mod calls;
mod incoming;
mod ras;

use std::{fs, path::Path};

use h323_capture::text;
use h323_proto::{text::hex, tpkt};
use serde_json::Value;

use super::*;

/// The columns of every line in `testdata` except the comments: call signalling, or H.245.
fn recorded(h245: bool) -> Vec<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut lines = Vec::new();
    for producer in ["asterisk", "gnugk", "h323plus", "ooh323c", "opal"] {
        for file in fs::read_dir(root.join(producer)).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.starts_with("h245-") != h245 {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let messages = text.lines().filter(|line| !line.starts_with('#'));
            lines.extend(messages.map(|line| line.split('\t').map(Into::into).collect()));
        }
    }
    assert!(lines.len() > 150, "{}", lines.len());
    lines
}

fn framed(payload: &str) -> String {
    format!("0300{:04x}{payload}", 4 + payload.len() / 2)
}

fn auto(digits: &str) -> Decoding {
    Decoding::of_text(digits, Kind::Auto).unwrap_or_else(|error| panic!("{error}: {digits}"))
}

/// The decoded fields of an entry; null if it has none.
fn decoded(entry: &TraceEntry) -> Value {
    let written = entry.decoded.as_ref();
    written.map_or(Value::Null, |text| {
        serde_json::from_str(text.get()).unwrap()
    })
}

/// The names of the layers of the only message.
fn layers(decoding: &Decoding) -> Vec<&str> {
    let [message] = decoding.messages.as_slice() else {
        panic!("{decoding:?}")
    };
    let children = message.fields.children.iter();
    children.map(|layer| layer.name.as_ref()).collect()
}

#[test]
fn what_recorded_messages_are_is_seen_without_being_told() {
    for line in recorded(false) {
        let [name, q931, uuie, ..] = line.as_slice() else {
            panic!("{line:?}")
        };
        let packet = auto(&framed(q931));
        assert_eq!(layers(&packet), ["TPKT", "Q.931"], "{name}");
        let message = auto(q931);
        assert_eq!(layers(&message)[0], "protocolDiscriminator", "{name}");
        // The body `empty` with H.450 after it could also be two H.245 messages.
        let information = auto(uuie);
        assert_eq!(layers(&information), ["H323-UserInformation"], "{name}");
        // Each form decodes to the same fields.
        let [packet, message, information] =
            [&packet, &message, &information].map(|decoding| &decoding.messages[0].entry);
        assert_eq!(decoded(packet), decoded(message), "{name}");
        assert_eq!(packet.summary, message.summary);
        assert_eq!(packet.kind, message.kind);
        assert_eq!(
            decoded(packet)["H323-UserInformation"],
            decoded(information)["H323-UserInformation"]
        );
        assert_eq!(packet.channel.name(), "callSignalling");
    }
    for line in recorded(true) {
        let [name, message, ..] = line.as_slice() else {
            panic!("{line:?}")
        };
        assert_eq!(layers(&auto(&framed(message))), ["TPKT", "H.245"], "{name}");
        let alone = auto(message);
        assert_eq!(layers(&alone), ["MultimediaSystemControlMessage"], "{name}");
        assert_eq!(alone.messages[0].entry.channel.name(), "h245Control");
    }
}

#[test]
fn recorded_h245_messages_one_after_the_other_are_no_user_information() {
    let messages: Vec<String> = recorded(true)
        .into_iter()
        .map(|mut line| line.swap_remove(1))
        .collect();
    for pair in messages.windows(2) {
        let both = auto(&pair.concat());
        assert_eq!(
            both.messages[0].entry.channel.name(),
            "h245Control",
            "{pair:?}"
        );
    }
}

#[test]
fn what_is_behind_a_whole_h245_message_and_is_none_is_trailing() {
    for line in recorded(true) {
        let message = &line[1];
        // A CHOICE index beyond all alternatives of H.245, and a request that is cut off.
        for rest in ["ffffff", "0270"] {
            let digits = format!("{message}{message}{rest}");
            let decoding = Decoding::of_text(&digits, Kind::H245).unwrap();
            let [DecodedMessage { entry, fields, .. }] = decoding.messages.as_slice() else {
                panic!("{decoding:?}")
            };
            assert_eq!(entry.hex, digits);
            let names = fields.children.iter().map(|field| field.name.as_ref());
            assert_eq!(
                names.collect::<Vec<_>>(),
                ["MultimediaSystemControlMessage"; 2]
            );
            let trailing = fields.children[1].children.last().unwrap();
            assert_eq!(trailing.name, "trailing", "{digits}");
            assert_eq!(
                (trailing.at, trailing.length),
                (message.len(), rest.len() / 2)
            );
            assert_eq!(trailing.value, Some(rest.to_owned().into()));
            let decoded = decoded(entry);
            let read = decoded["h245"].as_array().unwrap();
            assert!(
                read.iter().all(|message| message.get("error").is_none()),
                "{entry:?}"
            );
        }
        // A TPKT of an H.245 connection can only hold H.245.
        let packets = framed(message) + &framed(&format!("{message}ffffff"));
        let second = &decoded(&auto(&packets).messages[1].entry)["h245"][1];
        assert!(second.get("error").is_some(), "{second}");
    }
}

#[test]
fn a_kind_that_is_given_is_taken() {
    let lines = recorded(false);
    let (q931, uuie) = (&lines[0][1], &lines[0][2]);
    for (digits, kind, first) in [
        (&framed(q931), Kind::Tpkt, "TPKT"),
        (q931, Kind::Q931, "protocolDiscriminator"),
        (uuie, Kind::H225, "H323-UserInformation"),
        (
            &recorded(true)[0][1],
            Kind::H245,
            "MultimediaSystemControlMessage",
        ),
    ] {
        let decoding = Decoding::of_text(digits, kind).unwrap();
        assert_eq!(layers(&decoding)[0], first);
        assert_eq!(decoding.notes, Vec::<String>::new());
    }
    // Also if they are of another kind.
    for kind in [Kind::Q931, Kind::H225, Kind::H245] {
        let decoding = Decoding::of_text("ffffffff", kind).unwrap();
        assert_eq!(decoding.messages.len(), 1);
    }
    let error = Decoding::of_text("ffffffff", Kind::Tpkt).unwrap_err();
    assert!(error.0.contains("TPKT version 255"), "{error}");
}

#[test]
fn several_packets_are_several_messages() {
    let digits: String = recorded(false)
        .iter()
        .map(|line| framed(&line[1]))
        .collect();
    let decoding = auto(&digits);
    assert_eq!(decoding.messages.len(), recorded(false).len());
    assert_eq!(decoding.left_out, 0);
    let decoding = auto(&(digits.clone() + "03000004" + "00030004" + "16030100"));
    let count = recorded(false).len() + 2;
    assert_eq!(decoding.messages.len(), count);
    assert_eq!(decoding.messages[count - 1].entry.kind, "TPKT keep-alive");
    assert!(decoding.notes[0].contains("TLS"), "{:?}", decoding.notes);
    let decoding = auto(&digits.repeat(4));
    assert_eq!(decoding.messages.len(), MESSAGES);
    assert_eq!(decoding.left_out, 4 * recorded(false).len() - MESSAGES);
}

#[test]
fn a_packet_that_is_cut_is_read_as_far_as_it_goes() {
    for line in recorded(false).iter().step_by(9) {
        let packet = framed(&line[1]);
        for digits in (2..packet.len()).step_by(2) {
            let decoding = auto(&packet[..digits]);
            let [message] = decoding.messages.as_slice() else {
                panic!("{decoding:?}")
            };
            assert_eq!(decoding.notes.len(), 1, "{decoding:?}");
            assert_eq!(message.fields.length, digits / 2);
            // The header, the discriminator, the call reference, the message type.
            let known = digits / 2 >= 9;
            assert_eq!(message.entry.kind == "incomplete TPKT", !known);
            assert_eq!(message.entry.decoded.is_none(), !known);
        }
    }
}

#[test]
fn what_is_not_h323_is_refused_with_the_reasons() {
    let wrong = |octets: &[u8]| Decoding::of_octets(octets).unwrap_err().0;
    assert_eq!(
        wrong(b"HTTP/1.1 400 Bad Request\r\n"),
        "This is not H.323: it looks like HTTP."
    );
    let text = wrong(&[0xFF; 30]);
    for part in [
        "30 octets",
        "version 255",
        "protocol discriminator 0xFF",
        "H.225.0: ",
        "H.245: ",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(wrong(b""), "It does not contain octets.");
}

#[test]
fn another_protocol_in_a_packet_is_named() {
    // RDP's connection request.
    let decoding = auto("0300000b06e00000000000");
    assert_eq!(decoding.messages[0].entry.kind, "not H.323");
    assert!(decoding.messages[0].entry.summary.contains("X.224"));
}

#[test]
fn octets_that_are_text_are_read_as_text() {
    let digits = framed(&recorded(false)[0][1]);
    assert_eq!(
        Decoding::of_octets(digits.as_bytes()).unwrap().source,
        "hex"
    );
    let octets = text::digits(&digits).unwrap();
    let decoding = Decoding::of_octets(&octets).unwrap();
    assert_eq!(decoding.source, "octets");
    assert_eq!(decoding.messages[0].entry.hex, digits);
}

#[test]
fn the_direction_is_that_of_the_call_reference() {
    for line in recorded(false) {
        let flag = u8::from_str_radix(&line[1][4..6], 16).unwrap() & 0x80 != 0;
        let direction = auto(&line[1]).messages[0].entry.direction;
        assert_eq!(direction == Direction::Received, flag, "{}", line[0]);
    }
}

#[test]
fn an_answer_is_bounded_whatever_comes() {
    // Every TPKT is full of H.245 messages with few octets, or of information elements with one octet.
    for fill in ["218001", "a1", "0980050102aabb", "6c0181"] {
        let head = if fill == "218001" { "" } else { "0802000105" };
        let payload = format!("{head}{}", fill.repeat(60_000 / fill.len()));
        let decoding = auto(&framed(&payload).repeat(8));
        assert_eq!(decoding.messages.len(), 8);
        let octets = serde_json::to_vec(&decoding).unwrap().len();
        assert!(octets < 12_000_000, "{fill}: {octets}");
    }
}

/// The H.225.0 part of an Alerting of an early version, without the message around it.
const ALERTING: &str = "0380060008914a0002020120110000000000000000000000000000000000";

#[test]
fn what_begins_as_a_packet_and_is_whole_without_it_is_no_packet() {
    let alerting = auto(ALERTING);
    assert_eq!(layers(&alerting), ["H323-UserInformation"]);
    assert_eq!(alerting.messages[0].entry.kind, "alerting");
    assert_eq!(alerting.notes, Vec::<String>::new());
    // Without the last octet, the octets look like a packet that is cut off.
    let cut = auto(&ALERTING[..ALERTING.len() - 2]);
    assert_eq!(layers(&cut)[0], "TPKT");
}

#[test]
fn h245_without_the_header_of_its_first_packet() {
    let messages: Vec<String> = recorded(true)
        .into_iter()
        .map(|mut line| line.swap_remove(1))
        .collect();
    let [first, second, ..] = messages.as_slice() else {
        panic!("recorded")
    };
    let digits = format!("{first}{}03000004", framed(second));
    for kind in [Kind::Auto, Kind::H245] {
        let decoding = Decoding::of_text(&digits, kind).unwrap();
        let [first, second, last] = decoding.messages.as_slice() else {
            panic!("{decoding:?}")
        };
        assert_eq!(
            first.fields.children[0].name,
            "MultimediaSystemControlMessage"
        );
        assert_eq!(second.fields.children[1].name, "H.245");
        assert_eq!(last.entry.kind, "TPKT keep-alive");
        assert_eq!(last.entry.channel.name(), "h245Control");
        assert_eq!(decoding.notes, ["The header of the first TPKT is missing"]);
        let digits = decoding
            .messages
            .iter()
            .map(|message| message.entry.hex.as_str());
        assert_eq!(
            digits.collect::<String>(),
            first.entry.hex.clone() + &framed(&messages[1]) + "03000004"
        );
    }
}

/// A Connect whose `multipleCalls` is an open type without octets, before `h245Tunnelling`.
const BROKEN: &str = "08028001077e005f052280060008914a000422c0260000020e5965616c696e6b20564334303000000b33302e31302e302e32370000000102030405060708090a0b0c0d0e0f10270c212011000102030405060708090a0b0c0d0e0f100001000100000002800180";

#[test]
fn a_part_that_cannot_be_read_is_shown_with_what_is_behind_it() {
    let decoding = auto(BROKEN);
    let entry = &decoding.messages[0].entry;
    let (decoded, summary) = (decoded(entry), &entry.summary);
    let pdu = &decoded["H323-UserInformation"]["h323-uu-pdu"];
    assert_eq!(pdu["h245Tunnelling"], true);
    let connect = &pdu["h323-message-body"]["connect"];
    assert_eq!(connect["multipleCalls"]["undecodable"]["hex"], "");
    assert_eq!(connect["maintainConnection"], false);
    assert_eq!(decoded.get("error"), None);
    let fault = &decoded["faults"][0];
    assert_eq!(
        fault["path"],
        "h323-uu-pdu.h323-message-body.connect.multipleCalls"
    );
    assert!(summary.contains("multipleCalls"), "{summary}");
    let fault = entry.fault.as_deref().unwrap();
    assert!(fault.contains("multipleCalls"), "{fault}");
}

#[test]
fn an_empty_user_user_element_is_named() {
    for digits in ["08028001077e0000", "08028001077e000105"] {
        let decoding = auto(digits);
        let message = &decoding.messages[0];
        let element = message.fields.children.last().unwrap();
        assert_eq!(element.name, "User-user");
        assert!(
            element.fault.as_ref().unwrap().contains("empty"),
            "{element:?}"
        );
        let decoded = decoded(&message.entry)["informationElements"][0]["error"].clone();
        assert!(decoded.as_str().unwrap().contains("empty"), "{decoded}");
    }
}

/// A gzip file with these octets.
fn packed(octets: &[u8]) -> Vec<u8> {
    let body = miniz_oxide::deflate::compress_to_vec(octets, 9);
    [
        &[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3],
        body.as_slice(),
        &[0; 8],
    ]
    .concat()
}

#[test]
fn a_text_in_any_form_may_hold_a_capture_or_be_packed() {
    let digits = framed(&recorded(false)[0][1]);
    let octets = text::digits(&digits).unwrap();
    for (body, source) in [
        (packed(&octets), "octets"),
        (packed(digits.as_bytes()), "hex"),
        (packed(format!("Setup PDU: {digits}").as_bytes()), "log"),
    ] {
        let decoding = Decoding::of_octets(&body).unwrap();
        assert_eq!(decoding.source, source);
        assert_eq!(decoding.messages[0].entry.hex, digits);
        assert_eq!(decoding.notes, ["Unpacked from a gzip file"]);
        // The same as digits.
        let again = Decoding::of_text(&hex(&body), Kind::Auto).unwrap();
        assert_eq!(again.messages[0].entry.hex, digits);
    }
    let nested = packed(&packed(&octets));
    let error = Decoding::of_octets(&nested).unwrap_err().0;
    assert!(error.contains("gzip file in a gzip file"), "{error}");
    let cut = packed(digits.as_bytes());
    let decoding = Decoding::of_octets(&cut[..cut.len() - 1]).unwrap();
    assert!(
        decoding.notes[0].contains("damaged or cut"),
        "{:?}",
        decoding.notes
    );
    let empty = Decoding::of_octets(&packed(b"")).unwrap_err().0;
    assert_eq!(empty, "It does not contain octets.");
}

#[test]
fn a_few_octets_do_not_make_a_long_answer() {
    let text = "0000 41\n*\n00ffff 41\n";
    let length = match Decoding::of_text(text, Kind::Auto) {
        Ok(decoding) => serde_json::to_vec(&decoding).unwrap().len(),
        Err(error) => error.0.len(),
    };
    assert!(length < 1000, "{length}");
    let error = Decoding::of_text("0000 41\n*\n0fffff 41\n", Kind::Auto).unwrap_err();
    assert!(error.0.contains("more than 65536 octets"), "{error}");
}

#[test]
fn an_answer_in_parts_is_the_same_answer() {
    let mut texts: Vec<String> = vec!["03000004".into()];
    for h245 in [false, true] {
        texts.push(recorded(h245).iter().map(|line| framed(&line[1])).collect());
    }
    for text in texts {
        let parts: Vec<Vec<u8>> = Messages::of_text(&text, Kind::Auto)
            .unwrap()
            .parts()
            .collect();
        let decoding = auto(&text);
        assert!(parts.len() <= decoding.messages.len() + 2);
        assert_eq!(parts.concat(), serde_json::to_vec(&decoding).unwrap());
    }
}

#[test]
fn no_message_is_longer_than_a_tpkt_can_carry() {
    // As Q.931: a call reference, and elements without end.
    let mut q931 = vec![8, 2, 0, 1, 5];
    q931.resize(tpkt::MAX_PAYLOAD, 0xA1);
    for (kind, head) in [(Kind::Q931, q931.as_slice()), (Kind::Auto, &q931)] {
        let at = Decoding::of_octets_as(head, kind).unwrap();
        assert_eq!(at.messages.len(), 1, "{kind:?}");
        let above = [head, &[0xA1]].concat();
        let error = Decoding::of_octets_as(&above, kind).unwrap_err().0;
        let expected = "These 65532 octets do not begin with a TPKT, and no single message has more than 65531.";
        assert_eq!(error, expected, "{kind:?}");
    }
    for kind in [Kind::H225, Kind::H245] {
        let error = Decoding::of_octets_as(&vec![1; 1 << 20], kind)
            .unwrap_err()
            .0;
        assert!(error.contains("no single message"), "{error}");
    }
}

#[test]
fn the_octets_of_an_answer_are_bounded_when_they_were_packed() {
    let mut packet = [3, 0, 0x80, 0, 8, 2, 0, 1, 0x7D, 0x7E].to_vec();
    packet.resize(1 << 15, 0);
    for (packets, shown) in [(31, 31), (32, 32), (33, 32), (100, 32)] {
        let messages = Messages::of_octets(&packed(&packet.repeat(packets))).unwrap();
        assert_eq!(messages.octets(), shown << 15, "{packets}");
        let decoding = messages.decoded();
        assert_eq!(decoding.messages.len(), shown, "{packets}");
        assert_eq!(decoding.left_out, packets - shown, "{packets}");
    }
}
