use std::{fs, path::Path};

use super::*;

/// The columns of every line of `testdata` but the comments: call signalling, or H.245.
fn recorded(control: bool) -> Vec<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut lines = Vec::new();
    for producer in ["gnugk", "h323plus", "ooh323c"] {
        for file in fs::read_dir(root.join(producer)).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.starts_with("h245-") != control {
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
    Decoding::of_digits(digits, Kind::Auto).unwrap_or_else(|error| panic!("{error}: {digits}"))
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
        let information = auto(uuie);
        assert_eq!(layers(&information), ["H323-UserInformation"], "{name}");
        // However it came, it says the same.
        let [packet, message, information] =
            [&packet, &message, &information].map(|decoding| &decoding.messages[0].entry);
        assert_eq!(packet.decoded, message.decoded, "{name}");
        assert_eq!(packet.summary, message.summary);
        assert_eq!(packet.kind, message.kind);
        assert_eq!(
            packet.decoded["H323-UserInformation"],
            information.decoded["H323-UserInformation"]
        );
        assert_eq!(packet.channel, "callSignalling");
    }
    for line in recorded(true) {
        let [name, message, ..] = line.as_slice() else {
            panic!("{line:?}")
        };
        assert_eq!(layers(&auto(&framed(message))), ["TPKT", "H.245"], "{name}");
        let alone = auto(message);
        assert_eq!(layers(&alone), ["MultimediaSystemControlMessage"], "{name}");
        assert_eq!(alone.messages[0].entry.channel, "h245Control");
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
        let decoding = Decoding::of_digits(digits, kind).unwrap();
        assert_eq!(layers(&decoding)[0], first);
        assert_eq!(decoding.notes, Vec::<String>::new());
    }
    // Also where it is not that.
    for kind in [Kind::Q931, Kind::H225, Kind::H245] {
        let decoding = Decoding::of_digits("ffffffff", kind).unwrap();
        assert_eq!(decoding.messages.len(), 1);
    }
    let error = Decoding::of_digits("ffffffff", Kind::Tpkt).unwrap_err();
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
            assert_eq!(message.entry.decoded.is_null(), !known);
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
    assert_eq!(wrong(b""), "there are no octets in it");
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
        assert_eq!(direction == "received", flag, "{}", line[0]);
    }
}

#[test]
fn an_answer_is_bounded_whatever_comes() {
    // Every TPKT is full of H.245 messages of few octets, or of information elements of one.
    for fill in ["218001", "a1", "0980050102aabb", "6c0181"] {
        let head = if fill == "218001" { "" } else { "0802000105" };
        let payload = format!("{head}{}", fill.repeat(60_000 / fill.len()));
        let decoding = auto(&framed(&payload).repeat(8));
        assert_eq!(decoding.messages.len(), 8);
        let octets = serde_json::to_vec(&decoding).unwrap().len();
        assert!(octets < 12_000_000, "{fill}: {octets}");
    }
}
