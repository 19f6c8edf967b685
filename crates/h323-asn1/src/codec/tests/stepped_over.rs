//! An unreadable part with a length of its own is skipped alone.

use super::*;

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
struct Outer {
    number: u8,
    #[rasn(extension_addition)]
    inner: Option<New>,
    #[rasn(extension_addition)]
    choices: Option<Vec<NewChoice>>,
    #[rasn(extension_addition)]
    last: Option<bool>,
}

/// Types without an empty or zero value: an identifier with arcs, strings with bounds.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
struct Much {
    identifier: ObjectIdentifier,
    #[rasn(size("4..=8"))]
    octets: OctetString,
    #[rasn(size("2..=3"))]
    list: Vec<OldChoice>,
    #[rasn(value("5..=9"))]
    number: u8,
    colour: Colour,
    #[rasn(size("3"))]
    text: Ia5String,
}

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
enum Demanding {
    Much(Much),
    #[rasn(extension_addition)]
    Later(u8),
}

/// A `New` with these open types as its three additions.
fn new(additions: [&[u8]; 3]) -> Vec<u8> {
    let whole = New {
        number: 7,
        note: None,
        first: Some(true),
        second: Some(vec![1].into()),
        third: Some(Vec::new()),
    };
    let mut octets = encode(&whole).expect("encodes");
    // The open types are 1 80, 2 01 01 and 1 00.
    octets.truncate(octets.len() - 7);
    for addition in additions {
        octets.push(u8::try_from(addition.len()).expect("short"));
        octets.extend(addition);
    }
    octets
}

fn undecodable(tree: &Tree) -> Vec<(&'static str, u16, Vec<u8>)> {
    let nodes = tree.nodes.iter().zip(values(tree));
    nodes
        .filter_map(|(node, value)| match value {
            NodeValue::Undecodable { octets, .. } => {
                Some((node.name(), node.depth(), octets.into_owned()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn an_addition_that_cannot_be_read_costs_itself_alone() {
    let whole: [&[u8]; 3] = [&[0x80], &[1, 0xaa], &[1, 0x80]];
    assert_eq!(decode::<New>(&new(whole)).tree.faults, []);
    for (at, broken, path, kind) in [
        (0, &[][..], "first", DecodeErrorKind::Truncated),
        (1, &[], "second", DecodeErrorKind::Truncated),
        (1, &[4, 1, 2], "second", DecodeErrorKind::Truncated),
        (1, &[0xc7, 1, 2], "second", DecodeErrorKind::Length),
        (2, &[], "third", DecodeErrorKind::Truncated),
    ] {
        let mut additions = whole;
        additions[at] = broken;
        let octets = new(additions);
        let decoded = decode::<New>(&octets);
        assert_eq!(decoded.error, None, "{path}");
        let [fault] = decoded.tree.faults.as_slice() else {
            panic!("{:?}", decoded.tree.faults);
        };
        assert_eq!((fault.path.as_str(), fault.kind), (path, kind));
        let value = decoded.value.expect(path);
        assert_eq!(value.first, (at != 0).then_some(true));
        assert_eq!(value.second, (at != 1).then(|| vec![0xaa].into()));
        assert_eq!(value.third, (at != 2).then(|| vec![true]));
        let node = decoded.tree.find(path).expect(path);
        let place = decoded.tree.nodes[node].bits();
        assert_eq!(&octets[place.start / 8..place.end / 8], broken);
    }
    // All three additions are unreadable.
    let decoded = decode::<New>(&new([&[], &[], &[]]));
    assert_eq!(decoded.tree.faults.len(), 3);
    assert!(decoded.value.is_ok());
}

#[test]
fn what_was_read_of_an_addition_is_kept() {
    // The third addition claims twenty booleans but holds eight.
    let decoded = decode::<New>(&new([&[0x80], &[0], &[20, 0xff]]));
    assert_eq!(decoded.value.expect("a value").third, None);
    let third = decoded.tree.find("third").expect("begun");
    let children: Vec<_> = decoded.tree.children(third).collect();
    assert_eq!(children.len(), 9);
    assert_eq!(value(&decoded.tree, "third.7"), NodeValue::Boolean(true));
    assert_eq!(undecodable(&decoded.tree), [("", 2, vec![])]);
    assert_eq!(decoded.tree.faults[0].path, "third.8");
}

#[test]
fn additions_within_additions() {
    let inner = New {
        number: 7,
        note: None,
        first: Some(true),
        second: Some(vec![0xaa; 3].into()),
        third: Some(vec![true]),
    };
    let sent = Outer {
        number: 1,
        inner: Some(inner.clone()),
        choices: Some(vec![NewChoice::Three(9), NewChoice::Two(true)]),
        last: Some(true),
    };
    let octets = encode(&sent).expect("encodes");
    let second = octets
        .windows(5)
        .position(|octets| octets == [4, 3, 0xaa, 0xaa, 0xaa])
        .expect("the open type");
    // A length that reaches beyond its open type makes the whole open type unreadable.
    for (at, octet, path, inner) in [
        (
            second + 1,
            9,
            "inner.second",
            Some(New {
                second: None,
                ..inner.clone()
            }),
        ),
        (second, 99, "inner.second", None),
    ] {
        let mut broken = octets.clone();
        broken[at] = octet;
        let decoded = decode::<Outer>(&broken);
        assert_eq!((&decoded.error, decoded.trailing), (&None, 0));
        assert_eq!(decoded.tree.faults.len(), 1);
        assert_eq!(decoded.tree.faults[0].path, path);
        let expected = Outer {
            inner,
            ..sent.clone()
        };
        assert_eq!(decoded.value, Ok(expected));
    }
    // An alternative after the marker, in a list in an addition.
    let choices = octets
        .windows(5)
        .position(|octets| octets == [5, 2, 0x80, 1, 9])
        .expect("the open type of choices");
    let mut broken = octets.clone();
    broken.splice(choices..choices + 5, [4, 2, 0x80, 0]);
    let decoded = decode::<Outer>(&broken);
    assert_eq!(decoded.error, None);
    assert_eq!(decoded.tree.faults[0].path, "choices.0.Three");
    assert_eq!(
        value(&decoded.tree, "choices.1.Two"),
        NodeValue::Boolean(true)
    );
    assert_eq!(value(&decoded.tree, "last"), NodeValue::Boolean(true));
    // Without its alternative, the message does not have a value.
    assert_eq!(decoded.value, Err(decoded.tree.faults[0].clone()));
    // A truncated message with faults ends like one without faults.
    for length in 0..broken.len() {
        let decoded = decode::<Outer>(&broken[..length]);
        let error = decoded.error.expect("an end");
        assert_eq!(error.kind, DecodeErrorKind::Truncated, "{length}");
        assert_eq!(decoded.value, Err(error), "{length}");
    }
}

#[test]
fn a_length_beyond_the_end_ends_the_message() {
    let mut octets = new([&[0x80], &[1, 0xaa], &[1, 0x80]]);
    let second = octets.len() - 6;
    octets[second] = 60;
    let decoded = decode::<New>(&octets);
    let error = decoded.error.expect("the end");
    assert_eq!(
        (error.path.as_str(), error.kind),
        ("second", DecodeErrorKind::Truncated)
    );
    assert_eq!(decoded.tree.faults, []);
    assert_eq!(value(&decoded.tree, "first"), NodeValue::Boolean(true));
}

#[test]
fn an_alternative_that_stands_in_is_made_of_any_type() {
    let sent = holder(vec![Demanding::Later(3)]);
    let mut octets = encode(&sent).expect("encodes");
    assert_eq!(decode::<Holder<Vec<Demanding>>>(&octets).value, Ok(sent));
    let at = octets
        .windows(2)
        .position(|octets| octets == [1, 3])
        .expect("the open type");
    octets[at] = 0;
    octets.remove(at + 1);
    let decoded = decode::<Holder<Vec<Demanding>>>(&octets);
    assert_eq!(decoded.error, None, "{:?}", decoded.tree);
    assert_eq!(decoded.tree.faults[0].path, "item.0.Later");
    assert_eq!(value(&decoded.tree, "after"), NodeValue::Boolean(true));
    // The tree does not show any made-up value.
    assert_eq!(decoded.tree.nodes.len(), 6);
    assert!(decoded.value.is_err());
}

#[test]
fn an_addition_in_fragments() {
    let sent = New {
        number: 7,
        note: None,
        first: None,
        second: Some(vec![1; 40_000].into()),
        third: Some(vec![true]),
    };
    let mut octets = encode(&sent).expect("encodes");
    // Two bad lengths within the open type: one that is too long, and one that is not a length.
    let at = octets
        .windows(2)
        .position(|octets| octets == [0xc2, 0xc2])
        .expect("both lengths")
        + 1;
    for (octet, kind) in [
        (0xc4, DecodeErrorKind::Truncated),
        (0xff, DecodeErrorKind::Length),
    ] {
        octets[at] = octet;
        let decoded = decode::<New>(&octets);
        assert_eq!(decoded.tree.faults[0].kind, kind);
        let value = decoded.value.expect("a value");
        assert_eq!((value.second, value.third), (None, sent.third.clone()));
        let [(name, depth, kept)] = undecodable(&decoded.tree).try_into().expect("one");
        assert_eq!((name, depth, kept.len()), ("second", 1, 40_003));
    }
}

#[test]
fn faults_are_listed_to_a_limit() {
    let choices = vec![NewChoice::Four(vec![1].into()); MAX_FAULTS + 5];
    let octets = encode(&holder(choices)).expect("encodes");
    let decoded = decode::<Holder<Vec<OldChoice>>>(&octets);
    assert_eq!(decoded.error, None);
    assert_eq!(decoded.tree.faults.len(), MAX_FAULTS);
    assert_eq!(decoded.tree.faults[3].path, "item.3");
    assert_eq!(value(&decoded.tree, "after"), NodeValue::Boolean(true));
}
