use std::{fs, path::Path};

use h323_proto::{h245::H245Record, q931};

use super::*;

mod words;

const SIGNALLING: Layout = Layout::Tpkt(Channel::CallSignalling);
const H245: Layout = Layout::Tpkt(Channel::H245Control);

fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

fn tpkt(payload: &[u8]) -> Vec<u8> {
    h323_proto::tpkt::encode(payload).unwrap()
}

/// Every message of the repository's `testdata`, in a TPKT.
fn recorded() -> Vec<(String, Vec<u8>, Layout)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut messages = Vec::new();
    for producer in ["asterisk", "gnugk", "h323plus", "ooh323c", "opal"] {
        for file in fs::read_dir(root.join(producer)).unwrap() {
            let path = file.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            let layout = if file.starts_with("h245-") {
                H245
            } else {
                SIGNALLING
            };
            for line in fs::read_to_string(&path).unwrap().lines() {
                if line.starts_with('#') {
                    continue;
                }
                let mut columns = line.split('\t');
                let name = format!("{producer} {file} {}", columns.next().unwrap());
                messages.push((name, tpkt(&octets(columns.next().unwrap())), layout));
            }
        }
    }
    assert!(messages.len() > 400, "{}", messages.len());
    messages
}

fn read(octets: &[u8], layout: Layout) -> Field {
    read_at_most(octets, layout, MOST)
}

fn read_at_most(octets: &[u8], layout: Layout, most: usize) -> Field {
    let payload = octets.get(4..).unwrap_or_default();
    let content = match layout {
        Layout::Tpkt(_) if payload.is_empty() => Content::KeepAlive,
        Layout::Tpkt(Channel::CallSignalling) => Content::of_signalling(payload),
        Layout::Tpkt(Channel::H245Control) => Content::of_h245(payload),
        Layout::Q931 => Content::of_signalling(octets),
        Layout::H225 => Content::of_user_information(octets),
        Layout::H245 => Content::H245(H245Record::unframed(octets).into()),
        Layout::Ras => Content::of_ras(octets),
    };
    let message = Message {
        octets,
        layout,
        content: &content,
    };
    fields("message".into(), message, most)
}

/// A field by the names on its path from the root, joined by `/`.
fn find<'a>(root: &'a Field, path: &str) -> &'a Field {
    path.split('/').fold(root, |field, name| {
        let found = field.children.iter().find(|child| child.name == name);
        found.unwrap_or_else(|| panic!("no {name} of {path} in {field:#?}"))
    })
}

fn faults(field: &Field) -> Vec<&str> {
    let mut all: Vec<&str> = field.fault.as_deref().into_iter().collect();
    all.extend(field.children.iter().flat_map(faults));
    all
}

/// Every field's octets are within its parent's.
fn check_nesting(name: &str, field: &Field) {
    for child in &field.children {
        assert!(
            child.at >= field.at && child.at + child.length <= field.at + field.length,
            "{name}: {} ({}+{}) is not within {} ({}+{})",
            child.name,
            child.at,
            child.length,
            field.name,
            field.at,
            field.length
        );
        check_nesting(name, child);
    }
}

/// The parts of a field cover all its octets, one after the other.
fn check_tiled(name: &str, field: &Field) {
    let mut next = field.at;
    for child in &field.children {
        assert_eq!(child.at, next, "{name}: {} in {}", child.name, field.name);
        next += child.length;
    }
    assert_eq!(next, field.at + field.length, "{name}: {}", field.name);
}

/// The layers of the root, and the information elements, have no gaps.
fn check(name: &str, octets: &[u8], root: &Field) {
    assert_eq!((root.at, root.length), (0, octets.len()), "{name}");
    check_nesting(name, root);
    check_tiled(name, root);
    for layer in &root.children {
        if layer.name == "Q.931" || layer.name == "H.245" {
            check_tiled(name, layer);
        }
    }
}

fn leaves<'a>(field: &'a Field, path: &str, all: &mut Vec<(String, &'a Field)>) {
    let path = format!("{path}/{}", field.name);
    if field.children.is_empty() {
        all.push((path, field));
    } else {
        for child in &field.children {
            leaves(child, &path, all);
        }
    }
}

fn leaves_of(root: &Field) -> Vec<(String, &Field)> {
    let mut all = Vec::new();
    leaves(root, "", &mut all);
    all
}

#[test]
fn every_recorded_message_is_covered_and_read_to_its_end() {
    for (name, octets, layout) in recorded() {
        let root = read(&octets, layout);
        check(&name, &octets, &root);
        assert_eq!(faults(&root), Vec::<&str>::new(), "{name}");
        assert!(root.count() > 5, "{name}");
    }
}

#[test]
fn a_message_cut_anywhere_is_covered_and_says_so() {
    for (name, octets, layout) in recorded() {
        for length in 0..octets.len() {
            let cut = &octets[..length];
            let root = read(cut, layout);
            check(&name, cut, &root);
            assert!(!faults(&root).is_empty(), "{name} at {length}");
        }
    }
}

/// The octets of a field contain its value.
#[test]
fn leaves_are_where_their_values_are() {
    let (mut strings, mut numbers, mut texts) = (0, 0, 0);
    for (name, octets, layout) in recorded() {
        let root = read(&octets, layout);
        for (path, leaf) in leaves_of(&root) {
            let place = &octets[leaf.at..leaf.at + leaf.length];
            let shown = hex(place);
            match &leaf.value {
                Some(FieldValue::Text(text))
                    if !text.is_empty()
                        && text.len() % 2 == 0
                        && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) =>
                {
                    // Octets. A value with digits only may be an IA5String with 4 bits for each.
                    if shown.ends_with(text.as_ref()) {
                        strings += 1;
                    } else {
                        assert!(text.bytes().all(|b| b.is_ascii_digit()), "{name} {path}");
                    }
                }
                // A number of 16 bits whose range begins at 0 or 1.
                Some(FieldValue::Number(number)) if *number > 255 && leaf.length == 2 => {
                    let wire = i64::from(u16::from_be_bytes([place[0], place[1]]));
                    assert!(
                        *number == wire & 0x7FFF || *number == wire || *number == wire + 1,
                        "{name} {path}: {number} in {shown}"
                    );
                    numbers += 1;
                }
                Some(FieldValue::Text(text)) if path.ends_with("h323-ID") => {
                    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
                    assert!(place.ends_with(&units), "{name} {path}: {text} in {shown}");
                    texts += 1;
                }
                _ => {}
            }
        }
    }
    assert!(
        strings > 500 && numbers > 300 && texts > 3,
        "{strings} {numbers} {texts}"
    );
}

/// Flipping a bit changes only the fields that contain its octet. If the message still has the same
/// fields, the values elsewhere stay.
#[test]
fn a_bit_belongs_to_the_fields_that_have_its_octet() {
    let mut compared = 0;
    for (name, octets, layout) in recorded().into_iter().step_by(7) {
        let before = read(&octets, layout);
        let before = leaves_of(&before);
        let mut touched = vec![false; before.len()];
        for at in 4..octets.len() {
            for bit in 0..8 {
                let mut altered = octets.clone();
                altered[at] ^= 1 << bit;
                let after = read(&altered, layout);
                check(&name, &altered, &after);
                let after = leaves_of(&after);
                let place = |(path, leaf): &(String, &Field)| (path.clone(), leaf.at, leaf.length);
                if !before.iter().map(place).eq(after.iter().map(place)) {
                    continue;
                }
                for (index, ((path, old), (_, new))) in before.iter().zip(&after).enumerate() {
                    let within = (old.at..old.at + old.length).contains(&at);
                    if old.value != new.value {
                        assert!(within, "{name}: octet {at} is not in {path}");
                        touched[index] = true;
                    }
                }
                compared += 1;
            }
        }
        for ((path, leaf), touched) in before.iter().zip(touched) {
            // A length, for example, cannot change alone.
            if touched || leaf.length == 0 || path.contains("TPKT") {
                continue;
            }
            let alone = matches!(leaf.value, Some(FieldValue::Text(_)))
                && !path.ends_with("/id")
                && leaf.length > 2;
            assert!(
                !alone || path.contains("protocolIdentifier"),
                "{name}: nothing changes {path}"
            );
        }
    }
    assert!(compared > 10_000, "{compared}");
}

#[test]
fn a_release_complete_octet_by_octet() {
    let octets = octets("0300000d080280015a08028091");
    let root = read(&octets, SIGNALLING);
    let place = |path: &str| {
        let field = find(&root, path);
        (field.at, field.length, field.value.clone())
    };
    assert_eq!(place("TPKT"), (0, 4, None));
    assert_eq!(place("TPKT/version"), (0, 1, Some(3_u8.into())));
    assert_eq!(place("TPKT/reserved"), (1, 1, Some(0_u8.into())));
    assert_eq!(place("TPKT/length"), (2, 2, Some(13_u8.into())));
    assert_eq!(place("Q.931"), (4, 9, None));
    assert_eq!(
        place("Q.931/protocolDiscriminator"),
        (4, 1, Some("0x08".into()))
    );
    assert_eq!(place("Q.931/callReference"), (5, 3, None));
    assert_eq!(
        place("Q.931/callReference/length"),
        (5, 1, Some(2_u8.into()))
    );
    assert_eq!(place("Q.931/callReference/flag"), (6, 1, Some(1_u8.into())));
    assert_eq!(
        place("Q.931/callReference/value"),
        (6, 2, Some(1_u8.into()))
    );
    assert_eq!(
        place("Q.931/messageType"),
        (8, 1, Some("RELEASE COMPLETE".into()))
    );
    assert_eq!(
        place("Q.931/Cause"),
        (9, 4, Some("17 user busy (user)".into()))
    );
    assert_eq!(place("Q.931/Cause/id"), (9, 1, Some("0x08".into())));
    assert_eq!(place("Q.931/Cause/length"), (10, 1, Some(2_u8.into())));
    assert_eq!(place("Q.931/Cause/contents"), (11, 2, Some("8091".into())));
}

#[test]
fn tunnelled_messages_are_read_at_their_own_octets() {
    let (_, octets, layout) = recorded()
        .into_iter()
        .find(|(name, ..)| name == "h323plus c30-h323plus-to-ooh323c.hex c30/12/facility")
        .unwrap();
    let root = read(&octets, layout);
    let list = "Q.931/User-user/H323-UserInformation/h323-uu-pdu/h245Control";
    let first = find(&root, &format!("{list}/0/MultimediaSystemControlMessage"));
    let alone = H245Record::of(octets[first.at..first.at + first.length].to_vec());
    assert_eq!(alone.error, None);
    assert_eq!(alone.understood.name, "terminalCapabilitySet");
    // The element consists of its length and the message.
    let element = find(&root, &format!("{list}/0"));
    assert_eq!(usize::from(octets[element.at]), first.length);
    assert_eq!((element.at + 1, element.value.as_ref()), (first.at, None));
    let version = find(first, "request/terminalCapabilitySet/protocolIdentifier");
    assert_eq!(version.value, Some("0.0.8.245.0.15".into()));
}

#[test]
fn an_unknown_addition_is_shown_with_its_octets() {
    // A roundTripDelayRequest with an addition that H.245 does not define.
    let octets = tpkt(&octets("0980050102aabb"));
    let root = read(&octets, H245);
    check("addition", &octets, &root);
    let path = "H.245/MultimediaSystemControlMessage/request/roundTripDelayRequest";
    let number = find(&root, &format!("{path}/sequenceNumber"));
    assert_eq!((number.at, number.value.as_ref()), (6, Some(&5_u8.into())));
    let unknown = find(&root, &format!("{path}/unknownExtension0"));
    assert_eq!((unknown.at, unknown.length), (9, 2));
    assert_eq!(unknown.value, Some("aabb".into()));
    assert_eq!(faults(&root).len(), 1);
}

#[test]
fn an_unknown_alternative_is_shown_and_what_is_behind_it_is_read() {
    let octets = tpkt(&octets("8502aabbccdd"));
    let root = read(&octets, H245);
    check("alternative", &octets, &root);
    let message = find(&root, "H.245/MultimediaSystemControlMessage");
    let unknown = find(message, "unknownExtension5");
    assert_eq!((unknown.at, unknown.length), (6, 2));
    assert_eq!(unknown.value, Some("aabb".into()));
    assert!(unknown.fault.is_some());
    assert_eq!((message.at, message.length), (4, 4));
    let [_, behind] = find(&root, "H.245").children.as_slice() else {
        panic!("{root:?}")
    };
    assert_eq!((behind.at, behind.length), (8, 2));
}

#[test]
fn octets_behind_a_value_are_shown_as_such() {
    let mut messages = recorded().into_iter();
    let (_, octets, layout) = messages.find(|(.., layout)| *layout == SIGNALLING).unwrap();
    let mut longer = octets[4..].to_vec();
    // The User-user element is last, so it takes the added octets.
    longer.extend([0xAA, 0xBB]);
    let length = find(&read(&octets, layout), "Q.931/User-user/length").at - 4;
    longer[length + 1] += 2;
    let longer = tpkt(&longer);
    let root = read(&longer, layout);
    check("longer", &longer, &root);
    let trailing = find(&root, "Q.931/User-user/H323-UserInformation/trailing");
    assert_eq!((trailing.at, trailing.length), (longer.len() - 2, 2));
    assert_eq!(trailing.value, Some("aabb".into()));
}

#[test]
fn an_element_that_makes_no_sense_says_why() {
    let octets = tpkt(&octets("080200017d080080"));
    let root = read(&octets, SIGNALLING);
    check("elements", &octets, &root);
    let cause = find(&root, "Q.931/Cause");
    assert_eq!((cause.at, cause.length), (9, 2));
    assert_eq!(cause.fault.as_deref(), Some("needs 1 octets, 0 left"));
    let single = root.children[1].children.last().unwrap();
    assert_eq!((single.at, single.length), (11, 1));
    assert_eq!(single.value, Some("0x80".into()));
}

#[test]
fn a_part_that_cannot_be_read_has_its_octets_and_what_follows_is_there() {
    // A Connect in which `multipleCalls` is an open type without octets.
    let octets = octets(
        "08028001077e005f052280060008914a000422c0260000020e5965616c696e6b20564334303000000b33302e31302e302e32370000000102030405060708090a0b0c0d0e0f10270c212011000102030405060708090a0b0c0d0e0f100001000100000002800180",
    );
    let root = read(&tpkt(&octets), SIGNALLING);
    check_nesting("connect", &root);
    let pdu = "Q.931/User-user/H323-UserInformation/h323-uu-pdu";
    let broken = find(
        &root,
        &format!("{pdu}/h323-message-body/connect/multipleCalls"),
    );
    assert_eq!((broken.length, broken.value.clone()), (0, Some("".into())));
    assert!(
        broken.fault.as_ref().unwrap().contains("multipleCalls"),
        "{broken:?}"
    );
    let behind = find(&root, &format!("{pdu}/h245Tunnelling"));
    assert_eq!(behind.value, Some(true.into()));
}

#[test]
fn a_cause_in_octets_that_are_not_its_own_says_both() {
    let root = read(&tpkt(&octets("080280015a08030000df")), SIGNALLING);
    let cause = find(&root, "Q.931/Cause");
    let FieldValue::Text(text) = cause.value.as_ref().unwrap() else {
        panic!("{cause:?}")
    };
    assert!(text.starts_with("95 invalid message"), "{text}");
    assert!(
        cause.fault.as_ref().unwrap().contains("octet 3a"),
        "{cause:?}"
    );
}

#[test]
fn a_message_of_too_many_fields_is_cut_and_says_so() {
    let mut payload = octets("0802000105");
    payload.resize(60_000, 0xA1);
    let root = read(&tpkt(&payload), SIGNALLING);
    assert_eq!(root.fault.as_deref(), Some("fields left out: too many"));
    assert!(root.count() <= MOST + 3, "{}", root.count());
    let (_, octets, layout) = recorded().swap_remove(0);
    for most in 0..60 {
        let root = read_at_most(&octets, layout, most);
        assert!(root.count() <= most + 3);
        check_nesting("cut", &root);
    }
}

#[test]
fn octets_that_are_nothing_do_no_harm() {
    for layout in [SIGNALLING, H245, Layout::Q931, Layout::H225, Layout::H245] {
        for length in 0..40 {
            for fill in [0, 0x08, 0x20, 0x7E, 0xFF] {
                let octets = vec![fill; length];
                let root = read(&octets, layout);
                assert_eq!(root.length, length);
                check_nesting("fill", &root);
            }
        }
    }
}

/// The texts of a field and of the fields below it, in order.
fn texts(field: &Field, found: &mut Vec<String>) {
    found.extend(field.text.clone());
    for child in &field.children {
        texts(child, found);
    }
}

/// The value at a path in a JSON tree.
fn value_at<'a>(tree: &'a serde_json::Value, path: &str) -> &'a serde_json::Value {
    path.split('.').fold(tree, |value, step| match value {
        serde_json::Value::Array(elements) => &elements[step.parse::<usize>().unwrap()],
        other => &other[step],
    })
}

#[test]
fn the_words_beside_the_octets_are_those_beside_the_decoded_values() {
    let mut all = 0;
    for (name, octets, layout) in recorded()
        .into_iter()
        .filter(|(.., layout)| *layout == H245)
    {
        let content = Content::of_h245(&octets[4..]);
        let decoded = crate::decoded(&content).unwrap();
        let decoded: serde_json::Value = serde_json::from_str(decoded.get()).unwrap();
        let mut beside_values: Vec<String> = Vec::new();
        for message in decoded["h245"].as_array().unwrap() {
            for (path, words) in message["text"].as_object().into_iter().flatten() {
                let value = value_at(&message["MultimediaSystemControlMessage"], path);
                assert!(!value.is_null() && !value.is_object(), "{name}: {path}");
                assert_ne!(value, words, "{name}: {path}");
                beside_values.push(words.as_str().unwrap().into());
            }
        }
        let mut beside_octets = Vec::new();
        texts(&read(&octets, layout), &mut beside_octets);
        beside_octets.sort();
        beside_values.sort();
        assert_eq!(beside_octets, beside_values, "{name}");
        all += beside_values.len();
    }
    assert!(all > 400, "{all}");
}

/// Octets of 16K or more come in fragments and have no single place.
#[test]
fn a_message_in_fragments_is_read_and_placed_as_a_whole() {
    use h323_asn1::{codec, h225::H323UserInformation};
    let (_, octets, layout) = recorded()
        .into_iter()
        .find(|(name, ..)| name == "h323plus c30-h323plus-to-ooh323c.hex c30/12/facility")
        .unwrap();
    let message = q931::Message::decode(&octets[4..]).unwrap();
    let user = message.elements.last().unwrap().contents[1..].to_vec();
    let mut value = codec::decode::<H323UserInformation>(&user).value.unwrap();
    let h245 = value.h323_uu_pdu.h245_control.as_mut().unwrap();
    let mut long = h245[0].to_vec();
    long.resize(40_000, 0xEE);
    h245.push(long.into());
    let mut longer = message.clone();
    longer.elements.last_mut().unwrap().contents =
        [vec![5], codec::encode(&value).unwrap()].concat();
    let octets = tpkt(&longer.encode().unwrap());
    let root = read(&octets, layout);
    check("fragments", &octets, &root);
    let list = find(
        &root,
        "Q.931/User-user/H323-UserInformation/h323-uu-pdu/h245Control",
    );
    for element in ["0", "1"] {
        let message = find(list, &format!("{element}/MultimediaSystemControlMessage"));
        let version = find(message, "request/terminalCapabilitySet/protocolIdentifier");
        assert_eq!(version.value, Some("0.0.8.245.0.15".into()));
        assert!(version.length > 40_000, "{}", version.length);
    }
    let trailing = find(list, "1/MultimediaSystemControlMessage/trailing");
    assert!(trailing.fault.is_some());
}

/// The Facility with which H323Plus 1.28.0 transfers a call (H.450.2).
const TRANSFER: &str = "0802d540621c007e00210528100100038017011500011000010001090c08000181\
                        07007f00000306b80180";

#[test]
fn a_supplementary_service_is_opened_down_to_its_argument() {
    let octets = octets(TRANSFER);
    let root = read(&octets, Layout::Q931);
    assert_eq!(faults(&root), Vec::<&str>::new());
    check_nesting("transfer", &root);
    let service = "User-user/H323-UserInformation/h323-uu-pdu/h4501SupplementaryService/0";
    let invoke = format!("{service}/H4501SupplementaryService/serviceApdu/rosApdus/0/invoke");
    let code = find(&root, &format!("{invoke}/opcode/local"));
    assert_eq!(code.value, Some(9_i64.into()));
    let text = code.text.as_deref();
    assert_eq!(text, Some("H.450.2 callTransferInitiate to 127.0.0.3:1720"));
    let number = format!("{invoke}/argument/CTInitiateArg/reroutingNumber");
    let address = format!("{number}/destinationAddress/0/transportID/ipAddress");
    let ip = find(&root, &format!("{address}/ip"));
    assert_eq!(ip.value, Some(FieldValue::Text("7f000003".into())));
    assert_eq!(ip.text.as_deref(), Some("127.0.0.3"));
    assert_eq!(hex(&octets[ip.at..ip.at + ip.length]), "7f000003");
    let port = find(&root, &format!("{address}/port"));
    assert_eq!(port.value, Some(1720_i64.into()));
    // The decoded values have the same texts.
    let decoded = crate::decoded(&Content::of_signalling(&octets)).unwrap();
    let decoded: serde_json::Value = serde_json::from_str(decoded.get()).unwrap();
    assert_eq!(
        decoded["text"],
        serde_json::Value::Null,
        "it has a service alone"
    );
    let service = &decoded["h4501SupplementaryService"][0];
    assert_eq!(
        service["text"],
        serde_json::json!({ "serviceApdu.rosApdus.0.invoke.opcode.local": text.unwrap() })
    );
    assert_eq!(
        service["operations"][0]["argumentText"],
        serde_json::json!({ "reroutingNumber.destinationAddress.0.transportID.ipAddress.ip": "127.0.0.3" })
    );
    for length in 0..octets.len() {
        check_nesting("cut", &read(&octets[..length], Layout::Q931));
    }
}
