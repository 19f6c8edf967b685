use super::*;
use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use rasn::prelude::*;

mod any_value;
mod edited;
mod stepped_over;
mod written;
mod x691;

/// A type in version 1 of a protocol.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
struct Old {
    number: u8,
    note: Option<bool>,
    #[rasn(extension_addition)]
    first: Option<bool>,
}

/// The same type in a later version.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
struct New {
    number: u8,
    note: Option<bool>,
    #[rasn(extension_addition)]
    first: Option<bool>,
    #[rasn(extension_addition)]
    second: Option<OctetString>,
    #[rasn(extension_addition)]
    third: Option<Vec<bool>>,
}

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
enum OldChoice {
    None,
    One(Old),
    Two(bool),
    #[rasn(extension_addition)]
    Three(u8),
}

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
enum NewChoice {
    None,
    One(Old),
    Two(bool),
    #[rasn(extension_addition)]
    Three(u8),
    #[rasn(extension_addition)]
    Four(OctetString),
}

#[derive(AsnType, Clone, Copy, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(enumerated)]
#[non_exhaustive]
enum Colour {
    Red = 0,
    Green = 1,
    Blue = 2,
    #[rasn(extension_addition)]
    Violet = 3,
}

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
struct Holder<T> {
    before: bool,
    item: T,
    after: bool,
}

fn holder<T>(item: T) -> Holder<T> {
    Holder {
        before: true,
        item,
        after: true,
    }
}

/// Checks that `octets` are the encoding of `value`, and that rasn reads the same from them.
fn vector<T>(value: &T, octets: &[u8]) -> Tree
where
    T: Described + Encode + Decode + PartialEq + core::fmt::Debug,
{
    assert_eq!(encode(value).as_deref(), Ok(octets), "{value:?}");
    let decoded = decode::<T>(octets);
    assert_eq!(decoded.value.as_ref(), Ok(value));
    assert_eq!(decoded.trailing, 0);
    assert_eq!(&rasn::aper::decode::<T>(octets).expect("rasn"), value);
    decoded.tree
}

fn error<T: Described + Decode + core::fmt::Debug>(octets: &[u8]) -> DecodeError {
    decode::<T>(octets).value.expect_err("an error")
}

fn value<'t>(tree: &'t Tree, path: &str) -> NodeValue<'t> {
    tree.value(tree.find(path).expect(path)).expect(path)
}

/// The values of all nodes.
fn values(tree: &Tree) -> Vec<NodeValue<'_>> {
    (0..tree.nodes.len())
        .filter_map(|at| tree.value(at))
        .collect()
}

// Versions

#[test]
fn additions_our_type_lacks_are_kept_and_stepped_over() {
    let sent = holder(New {
        number: 7,
        note: None,
        first: Some(true),
        second: Some(vec![0xde, 0xad].into()),
        third: Some(vec![true, false]),
    });
    let octets = encode(&sent).expect("encodes");
    let decoded = decode::<Holder<Old>>(&octets);
    let item = Old {
        number: 7,
        note: None,
        first: Some(true),
    };
    assert_eq!(decoded.value, Ok(holder(item)));
    let values = values(&decoded.tree);
    let unknown: Vec<_> = (0..values.len())
        .filter(|at| matches!(values[*at], NodeValue::UnknownExtension { .. }))
        .collect();
    assert_eq!(
        values[unknown[0]],
        NodeValue::UnknownExtension {
            index: 1,
            octets: vec![2, 0xde, 0xad].into()
        }
    );
    assert_eq!(
        values[unknown[1]],
        NodeValue::UnknownExtension {
            index: 2,
            octets: vec![2, 0x80].into()
        }
    );
    let place = decoded.tree.nodes[unknown[0]].bits();
    let place = place.start / 8..place.end / 8;
    assert_eq!(octets[place], [2, 0xde, 0xad]);
    assert_eq!(value(&decoded.tree, "after"), NodeValue::Boolean(true));
}

#[test]
fn additions_the_sender_lacks_are_absent() {
    let old = Old {
        number: 7,
        note: Some(false),
        first: Some(true),
    };
    let octets = encode(&old).expect("encodes");
    let decoded = decode::<New>(&octets).value.expect("a later version of it");
    assert_eq!(
        (decoded.first, decoded.second, decoded.third),
        (Some(true), None, None)
    );

    let bare = Old { first: None, ..old };
    let octets = encode(&bare).expect("encodes");
    assert_eq!(octets[0] >> 7, 0, "no extension bit");
    let decoded = decode::<New>(&octets).value.expect("a later version of it");
    assert_eq!(
        (decoded.first, decoded.second, decoded.third),
        (None, None, None)
    );
}

#[test]
fn an_unknown_alternative_is_kept_and_located() {
    let sent = holder(vec![
        NewChoice::Two(true),
        NewChoice::Four(vec![1, 2, 3].into()),
    ]);
    let octets = encode(&sent).expect("encodes");
    let decoded = decode::<Holder<Vec<OldChoice>>>(&octets);
    let error = decoded.value.expect_err("Four");
    assert_eq!(decoded.error, None, "it costs itself alone");
    assert_eq!(decoded.tree.faults, core::slice::from_ref(&error));
    assert_eq!(error.path, "item.1");
    assert_eq!(
        error.kind,
        DecodeErrorKind::UnknownAlternative {
            index: 1,
            extension: true
        }
    );
    assert_eq!(value(&decoded.tree, "item.0.Two"), NodeValue::Boolean(true));
    let [.., unknown, after] = decoded.tree.nodes.as_slice() else {
        panic!("{:?}", decoded.tree);
    };
    assert_eq!(
        values(&decoded.tree)[decoded.tree.nodes.len() - 2],
        NodeValue::UnknownExtension {
            index: 1,
            octets: vec![3, 1, 2, 3].into()
        }
    );
    assert_eq!(value(&decoded.tree, "after"), NodeValue::Boolean(true));
    assert!(error.at_bit < unknown.bits().start && after.bits().start == unknown.bits().end);
}

#[test]
fn an_unknown_alternative_that_is_cut_short_is_still_named() {
    let octets = encode(&NewChoice::Four(vec![1, 2, 3].into())).expect("encodes");
    for length in 1..octets.len() {
        let decoded = decode::<OldChoice>(&octets[..length]);
        let error = decoded.value.expect_err("Four");
        assert!(matches!(
            error.kind,
            DecodeErrorKind::UnknownAlternative { .. }
        ));
        assert_eq!(decoded.tree.nodes.len(), 1);
    }
}

#[test]
fn indices_without_an_alternative_or_a_value() {
    // Extension bit 0, then 3 (outside 0..=2) in two bits.
    assert_eq!(
        error::<OldChoice>(&[0b0110_0000]).kind,
        DecodeErrorKind::UnknownAlternative {
            index: 3,
            extension: false
        }
    );
    assert_eq!(
        error::<Colour>(&[0b0110_0000]).kind,
        DecodeErrorKind::UnknownEnumeration {
            index: 3,
            extension: false
        }
    );
    // Extension bit 1, then 1 as a normally small number: the value after it can still be read.
    let decoded = decode::<Holder<Colour>>(&[0b1100_0000, 0b1100_0000]);
    let error = decoded.value.expect_err("a value of a later version");
    assert_eq!(
        error.kind,
        DecodeErrorKind::UnknownEnumeration {
            index: 1,
            extension: true
        }
    );
    assert_eq!(decoded.error, None);
    assert_eq!(value(&decoded.tree, "after"), NodeValue::Boolean(true));
    assert_eq!(
        value(&decoded.tree, "item"),
        NodeValue::Undecodable {
            octets: Vec::new().into(),
            error: Some(&error)
        }
    );
}

// Fragments

#[test]
fn open_types_of_16k_octets_come_in_fragments() {
    let sent = New {
        number: 7,
        note: None,
        first: None,
        second: Some(
            (0..40_000u32)
                .map(|at| at as u8)
                .collect::<Vec<u8>>()
                .into(),
        ),
        third: Some(vec![true]),
    };
    let octets = encode(&sent).expect("encodes");
    let decoded = decode::<New>(&octets);
    assert_eq!(decoded.value.as_ref(), Ok(&sent));
    assert_eq!(decoded.value.ok(), rasn::aper::decode(&octets).ok());
    let second = decoded.tree.find("second").expect("recorded");
    let place = decoded.tree.nodes[second].bits();
    assert!(
        place.len() > 40_000 * 8 && place.end < octets.len() * 8,
        "{place:?}"
    );
    let third = decoded.tree.find("third.0").expect("behind it");
    assert_eq!(values(&decoded.tree)[third], NodeValue::Boolean(true));

    let old = decode::<Old>(&octets);
    assert!(old.value.is_ok());
    let Some(NodeValue::UnknownExtension { octets: kept, .. }) = values(&old.tree)
        .into_iter()
        .find(|value| matches!(value, NodeValue::UnknownExtension { .. }))
    else {
        panic!("not kept");
    };
    assert!(kept.len() > 40_000);

    for length in [
        1,
        8,
        100,
        16_390,
        20_000,
        octets.len() - 3,
        octets.len() - 1,
    ] {
        let error = error::<New>(&octets[..length]);
        assert_eq!(error.kind, DecodeErrorKind::Truncated, "{length}");
    }
}

// Bounds

#[test]
fn a_count_without_contents_is_refused() {
    // Each octet claims another 64K NULLs, which take no bits.
    let error = error::<Vec<()>>(&[0xc4; 1000]);
    assert_eq!(error.kind, DecodeErrorKind::TooMany);
    assert_eq!(error.path, "8000");
    // The count is higher than the number of elements in the message.
    let error = self::error::<Vec<u8>>(&[0xc4, 1, 2, 3]);
    assert_eq!(
        (error.path.as_str(), error.kind),
        ("3", DecodeErrorKind::Truncated)
    );
}

#[test]
fn recording_stops_and_decoding_goes_on() {
    let flags = vec![true; MAX_NODES + 5];
    let octets = encode(&flags).expect("encodes");
    assert_eq!(decode::<Vec<bool>>(&octets).value, Ok(flags));
    let decoded = read(<Vec<bool>>::ROOT, &octets);
    assert_eq!((decoded.error, decoded.trailing), (None, 0));
    assert_eq!(decoded.tree.nodes.len(), MAX_NODES);
    assert!(decoded.tree.truncated);
    assert_eq!(decoded.tree.nodes[0].bits(), 0..octets.len() * 8 - 3);
}

#[test]
fn nesting_is_bounded() {
    #[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
    #[rasn(automatic_tags)]
    #[described(circular)]
    struct Nested {
        inner: Option<Vec<Nested>>,
    }
    let nested = |levels: usize| {
        (1..levels).fold(Nested { inner: None }, |inner, _| Nested {
            inner: Some(vec![inner]),
        })
    };
    // Each level is a SEQUENCE and a SEQUENCE OF.
    let deepest = nested(MAX_DEPTH / 2);
    let octets = encode(&deepest).expect("encodes");
    assert_eq!(decode::<Nested>(&octets).value, Ok(deepest));
    let octets = [0x80, 1].repeat(30_000);
    let error = error::<Nested>(&octets);
    assert_eq!(error.kind, DecodeErrorKind::TooDeep);
    assert_eq!(error.at_bit, MAX_DEPTH / 2 * 16);
    assert_eq!(error.path.matches("inner.0").count(), MAX_DEPTH / 2);
}

#[test]
fn what_follows_is_counted() {
    let mut octets = encode(&holder(1u8)).expect("encodes");
    octets.extend([0; 4]);
    let decoded = decode::<Holder<u8>>(&octets);
    assert_eq!(decoded.trailing, 4);
    assert_eq!(decoded.value, Ok(holder(1)));
    assert_eq!(decode::<Holder<u8>>(&[]).trailing, 0);
}

// Errors and the tree

#[test]
fn errors_say_where_and_what() {
    let error = error::<Holder<Vec<u8>>>(&[0x80, 3, 1, 2]);
    assert_eq!(
        error.to_string(),
        "item.2, bit 32: the octets end before the value does"
    );
    let error = self::error::<Old>(&[]);
    assert_eq!(
        error.to_string(),
        "bit 0: the octets end before the value does"
    );
    assert_eq!(
        format!("{}", EncodeError::Value),
        "a number is outside its range"
    );
}

#[test]
fn nodes_are_found_by_path() {
    let tree = decode::<Holder<Vec<OldChoice>>>(
        &encode(&holder(vec![OldChoice::None, OldChoice::Two(false)])).expect("encodes"),
    )
    .tree;
    assert_eq!(tree.find(""), Some(0));
    assert_eq!(value(&tree, "item"), NodeValue::SequenceOf);
    assert_eq!(value(&tree, "item.0.None"), NodeValue::Null);
    assert_eq!(value(&tree, "item.1"), NodeValue::Choice);
    assert_eq!(value(&tree, "item.1.Two"), NodeValue::Boolean(false));
    for absent in ["item.2", "item.x", "item.1.One", "items", "before.x"] {
        assert_eq!(tree.find(absent), None, "{absent}");
    }
    assert_eq!(Tree::default().find(""), None);
    assert_eq!(tree.children(99).count(), 0);
    assert_eq!(tree.children(0).count(), 3);
}
