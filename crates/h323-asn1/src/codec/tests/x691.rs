//! Checks aligned PER octet by octet, against X.691 and against rasn.

use super::*;
use crate::text::{BmpString, bmp_string};

#[test]
fn choice_and_enumerated_indices() {
    // Clause 23.6: marker bit, then the index in the root in two bits.
    vector(&OldChoice::Two(true), &[0b0101_0000]);
    // Clause 23.8: marker bit, normally small 0, open type of one octet.
    vector(&OldChoice::Three(9), &[0b1000_0000, 1, 9]);
    vector(&Colour::Blue, &[0b0100_0000]);
    vector(&Colour::Violet, &[0b1000_0000]);
    // Clause 11.6.2: an index of 64 or more has a bit, a length and octets.
    let decoded = decode::<OldChoice>(&[0b1100_0000, 1, 0x40, 2, 0xaa, 0xbb]);
    let unknown = NodeValue::UnknownExtension {
        index: 0x40,
        octets: vec![0xaa, 0xbb].into(),
    };
    assert_eq!(
        decoded.tree.value(decoded.tree.nodes.len() - 1),
        Some(unknown)
    );
    assert!(decoded.value.is_err());
    // An index of five octets is not valid.
    let long = [0b1100_0000, 5, 1, 1, 1, 1, 1];
    assert_eq!(error::<OldChoice>(&long).kind, DecodeErrorKind::Length);
}

#[test]
fn more_additions_than_64() {
    // Marker, no note, number 5 (aligned, clause 11.5.7.2), then clause 19.8: a bit for the long
    // form, a length of 70, the bitmap with its first and its last bit set, and the two open types
    // directly after the octet with the last bit.
    let mut octets = vec![
        0b1000_0000,
        5,
        0b1000_0000,
        70,
        0x80,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0b0000_0100,
    ];
    octets.extend([1, 0x80, 2, 0xca, 0xfe]);
    let decoded = decode::<Old>(&octets);
    assert_eq!(decoded.value.expect("readable").first, Some(true));
    assert_eq!(
        decoded.tree.value(decoded.tree.nodes.len() - 1),
        Some(NodeValue::UnknownExtension {
            index: 69,
            octets: vec![0xca, 0xfe].into()
        })
    );
    assert_eq!(
        rasn::aper::decode::<Old>(&octets).expect("rasn").first,
        Some(true)
    );
    // A bitmap for zero additions is not valid.
    assert_eq!(
        error::<Old>(&[0x80, 5, 0x80, 0]).kind,
        DecodeErrorKind::Length
    );
    // A bitmap for 16K additions is not valid either.
    assert_eq!(
        error::<Old>(&[0x80, 5, 0x80, 0xc1, 0, 0]).kind,
        DecodeErrorKind::Length
    );
}

#[test]
fn small_fixed_octet_strings_are_not_aligned() {
    #[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
    #[rasn(automatic_tags)]
    struct Fixed {
        flag: bool,
        two: FixedOctetString<2>,
        three: FixedOctetString<3>,
    }
    let fixed = Fixed {
        flag: true,
        two: [0xab, 0xcd].into(),
        three: [1, 2, 3].into(),
    };
    // Clause 17.6 and 17.7.
    let tree = vector(&fixed, &[0xd5, 0xe6, 0x80, 1, 2, 3]);
    assert_eq!(tree.nodes[2].bits(), 1..17);
    assert_eq!(tree.nodes[3].bits(), 24..48);
}

#[test]
fn numbers() {
    #[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
    #[rasn(automatic_tags)]
    struct Numbers {
        #[rasn(value("1..=31"))]
        small: u8,
        octet: u8,
        word: u16,
        long: u32,
        any: Integer,
    }
    let numbers = Numbers {
        small: 31,
        octet: 200,
        word: 1720,
        long: 0x01_0000,
        any: Integer::from(-129),
    };
    // Clause 11.5.7: five bits; an aligned octet; two octets; a two-bit count of octets, then the
    // octets, aligned. Clause 13.2.4: length and two's complement.
    let octets = [
        0b1111_0000,
        200,
        6,
        0xb8,
        0b1000_0000,
        1,
        0,
        0,
        2,
        0xff,
        0x7f,
    ];
    let tree = vector(&numbers, &octets);
    let places: Vec<_> = tree.nodes[1..].iter().map(Node::bits).collect();
    assert_eq!(places, [0..5, 8..16, 16..32, 32..64, 64..88]);
    assert_eq!(values(&tree)[5], NodeValue::Integer(-129));

    let mut large = octets[..8].to_vec();
    large.extend([9, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    let decoded = decode::<Numbers>(&large);
    let any = decoded.value.expect("any number").any;
    assert_eq!(any, Integer::from(u64::MAX));
    assert_eq!(
        values(&decoded.tree)[5],
        NodeValue::LargeInteger(large[9..].into())
    );
}

#[test]
fn numbers_out_of_range() {
    #[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
    #[rasn(delegate, value("1..=30"))]
    struct Small(u8);
    // 31 takes the same five bits.
    let error = error::<Holder<Small>>(&[0b1111_1011]);
    assert_eq!(error.path, "item");
    assert_eq!(error.at_bit, 1);
    assert!(matches!(error.kind, DecodeErrorKind::Constraint(_)));
    assert_eq!(encode(&Small(31)), Err(EncodeError::Value));
}

#[test]
fn character_strings() {
    #[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
    #[rasn(automatic_tags)]
    struct Strings {
        #[rasn(size("1..=128"), from("#", "*", ",", "0..=9"))]
        digits: Ia5String,
        #[rasn(size("1..=256"))]
        wide: BmpString,
        #[rasn(size("1..=64"))]
        narrow: Ia5String,
        free: Ia5String,
    }
    let strings = Strings {
        digits: ia5("20*"),
        wide: bmp_string("é").expect("BMP"),
        narrow: ia5("en"),
        free: ia5(""),
    };
    // Clause 30.5: 13 characters take 4 bits each, by their position in the alphabet; seven bits of
    // length, then aligned. A range of 256 is an aligned octet.
    let octets = [
        0b0000_0100,
        0x53,
        0x10, // length 3 less 1; "2" is 5, "0" is 3, "*" is 1
        0,
        0,
        0xe9, // length 1 less 1
        0b0000_0100,
        b'e',
        b'n', // six bits of length 2 less 1
        0,
    ];
    let tree = vector(&strings, &octets);
    assert_eq!(values(&tree)[1], NodeValue::Text("20*".into()));
    assert_eq!(values(&tree)[2], NodeValue::Text("é".into()));
    // 0xd is beyond the last of 13 characters.
    let error = error::<Strings>(&[0b0000_0100, 0x5d, 0x10]);
    assert_eq!((error.path.as_str(), error.at_bit), ("digits", 0));
    assert!(matches!(error.kind, DecodeErrorKind::Constraint(_)));
    let wrong = Strings {
        digits: ia5("2A"),
        ..strings.clone()
    };
    assert_eq!(encode(&wrong), Err(EncodeError::Alphabet));
    let empty = Strings {
        digits: ia5(""),
        ..strings
    };
    assert_eq!(encode(&empty), Err(EncodeError::Size { length: 0 }));
}

#[test]
fn our_bmp_strings_are_encoded_as_those_of_rasn() {
    #[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
    #[rasn(automatic_tags)]
    #[non_exhaustive]
    struct Wide<T> {
        flag: bool,
        #[rasn(size("1..=128"))]
        name: T,
        #[rasn(size("1..=80"))]
        short: Option<T>,
        free: T,
        list: Vec<T>,
        #[rasn(extension_addition, size("1..=512"))]
        long: Option<T>,
    }
    let texts = ["a", "ab", "abc", "Zoë", "会議室 🙂"];
    for text in texts {
        let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let theirs = rasn::types::BmpString::try_from(octets).expect("BMP");
        let ours = bmp_string(text).expect("BMP");
        let empty = rasn::types::BmpString::default();
        let octets = rasn::aper::encode(&Wide {
            flag: true,
            name: theirs.clone(),
            short: Some(theirs.clone()),
            free: theirs.clone(),
            list: vec![empty, theirs.clone()],
            long: Some(theirs),
        });
        let wide = Wide {
            flag: true,
            name: ours.clone(),
            short: Some(ours.clone()),
            free: ours.clone(),
            list: vec![BmpString::default(), ours.clone()],
            long: Some(ours),
        };
        let tree = vector(&wide, &octets.expect("encodes"));
        for path in ["name", "short", "free", "list.1", "long"] {
            assert_eq!(value(&tree, path), NodeValue::Text(text.into()), "{path}");
        }
        assert_eq!(value(&tree, "list.0"), NodeValue::Text("".into()));
    }
    // "ab", truncated inside its second unit.
    let decoded = decode::<Holder<BmpString>>(&[0x80, 2, 0, b'a', 0]);
    let error = decoded.value.expect_err("cut");
    assert_eq!(
        (error.path.as_str(), error.kind),
        ("item", DecodeErrorKind::Truncated)
    );
    assert_eq!(value(&decoded.tree, "item"), NodeValue::Text("a".into()));
}

fn ia5(text: &str) -> Ia5String {
    Ia5String::from_iso646_bytes(text.as_bytes()).expect("ASCII")
}

#[test]
fn lists_and_empty_sequences() {
    #[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
    #[rasn(automatic_tags)]
    #[non_exhaustive]
    struct Empty {}
    #[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
    #[rasn(automatic_tags)]
    struct Lists {
        free: Vec<Empty>,
        #[rasn(size("1..=3"))]
        short: Vec<bool>,
        #[rasn(size("1..=256"))]
        octet: Vec<bool>,
        #[rasn(size("1..=512"))]
        long: Vec<bool>,
    }
    let lists = Lists {
        free: vec![Empty {}, Empty {}, Empty {}],
        short: vec![true],
        octet: vec![true],
        long: vec![true],
    };
    // Clause 20: count, aligned; three marker bits; two bits of count; aligned
    // octet; two aligned octets.
    let octets = [3, 0b0000_0100, 0, 0x80, 0, 0, 0x80];
    let tree = vector(&lists, &octets);
    assert_eq!(values(&tree)[1], NodeValue::SequenceOf);
    assert_eq!(tree.children(1).count(), 3);
    // 3 in two bits would be four elements.
    let error = error::<Lists>(&[0, 0b1100_0000]);
    assert_eq!(error.path, "short");
    assert!(matches!(error.kind, DecodeErrorKind::Constraint(_)));
}

#[test]
fn object_identifiers_and_bit_strings() {
    let oid = ObjectIdentifier::new(vec![0, 0, 8, 2250, 0, 7]).expect("an identifier");
    let tree = vector(&holder(oid), &[0x80, 6, 0, 8, 0x91, 0x4a, 0, 7, 0x80]);
    let NodeValue::ObjectIdentifier(arcs) = value(&tree, "item") else {
        panic!("{tree:?}");
    };
    assert!(arcs.is(&[0, 0, 8, 2250, 0, 7]));
    assert_eq!(arcs.to_string(), "0.0.8.2250.0.7");
    assert_eq!(tree.nodes[2].bits(), 8..64);

    let bits: BitString = [true, false, true].into_iter().collect();
    let tree = vector(&holder(bits), &[0x80, 3, 0b1011_0000]);
    assert_eq!(
        values(&tree)[2],
        NodeValue::BitString {
            octets: vec![0b1010_0000],
            bits: 3
        }
    );
}
