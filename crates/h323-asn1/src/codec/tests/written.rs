//! Compares what we write with rasn's encoder.

use super::*;
use alloc::boxed::Box;
use rasn::types::Integer;

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(automatic_tags)]
#[non_exhaustive]
struct Strings {
    flag: bool,
    free: OctetString,
    #[rasn(size("2"))]
    two: Option<OctetString>,
    #[rasn(size("3"))]
    three: Option<OctetString>,
    #[rasn(size("0..=3"))]
    few: Option<OctetString>,
    #[rasn(size("1..=4", extensible))]
    growing: Option<OctetString>,
    #[rasn(size("0..=65536"))]
    wide: Option<OctetString>,
    bits: BitString,
    #[rasn(size("16"))]
    word: Option<BitString>,
    #[rasn(size("17"))]
    more: Option<BitString>,
    #[rasn(size("0..=8"))]
    octet: Option<BitString>,
    list: Vec<bool>,
    #[rasn(extension_addition)]
    inner: Option<Box<Strings>>,
    #[rasn(extension_addition)]
    last: Option<OctetString>,
}

fn bits(length: usize) -> BitString {
    (0..length).map(|at| at % 3 == 0).collect()
}

fn octets(length: usize) -> OctetString {
    (0..length).map(|at| at as u8).collect::<Vec<u8>>().into()
}

fn strings(length: usize) -> Strings {
    Strings {
        flag: true,
        free: octets(length),
        two: None,
        three: None,
        few: None,
        growing: None,
        wide: None,
        bits: bits(length),
        word: None,
        more: None,
        octet: None,
        list: vec![true; length],
        inner: None,
        last: None,
    }
}

fn same<T: Described + Encode + Decode + PartialEq + core::fmt::Debug>(value: &T) {
    let theirs = rasn::aper::encode(value).expect("rasn");
    let ours = encode(value).expect("ours");
    assert!(ours == theirs, "{value:?}\n{ours:02x?}\n{theirs:02x?}");
    assert_eq!(decode::<T>(&ours).value.as_ref(), Ok(value));
}

#[test]
fn lengths_around_every_form_of_the_determinant() {
    for length in [
        0, 1, 2, 3, 127, 128, 255, 256, 16_383, 16_384, 16_385, 32_768, 65_535, 65_536, 81_920,
        81_921,
    ] {
        same(&strings(length));
        same(&Strings {
            inner: Some(Box::new(strings(length / 2))),
            wide: Some(octets(length.min(65_536))),
            last: Some(octets(length)),
            ..strings(1)
        });
    }
}

#[test]
fn sizes_around_every_bound() {
    for length in 0..=4 {
        for outer in 0..8 {
            let sized = Strings {
                two: (length != 2).then(|| octets(2)),
                three: Some(octets(3)),
                few: Some(octets(length.min(3))),
                growing: Some(octets(length * 3)),
                wide: Some(octets(length)),
                word: (length > 2).then(|| bits(16)),
                more: Some(bits(17)),
                octet: Some(bits(length * 2)),
                bits: bits(outer),
                ..strings(length)
            };
            same(&sized);
            same(&holder(sized));
        }
    }
}

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
struct Numbers {
    flag: bool,
    #[rasn(value("-3..=251"))]
    below_an_octet: i16,
    #[rasn(value("1..=256"))]
    octet: u16,
    #[rasn(value("5..=65540"))]
    two_octets: u32,
    #[rasn(value("0..=65536"))]
    three_octets: u32,
    four_octets: u32,
    #[rasn(value("1..=4294967295"))]
    but_one: u32,
    #[rasn(value("7"))]
    single: u8,
    #[rasn(value("1.."))]
    from: Integer,
    #[rasn(value("1..=32768", extensible))]
    growing: Integer,
    free: Integer,
}

#[test]
fn numbers_of_every_width() {
    let big: Integer = i128::MAX.into();
    for (small, large) in [
        (0, 0),
        (1, 0x7f),
        (2, 0x80),
        (3, 0xff),
        (7, 0xffff),
        (9, 0x1_0000),
    ]
    .into_iter()
    .chain([(250, 0xff_ffff), (253, 0x100_0000), (254, u32::MAX - 1)])
    {
        let number = i64::from(large);
        for free in [
            Integer::from(number),
            (-number).into(),
            (number << 24).into(),
            big.clone(),
        ] {
            same(&Numbers {
                flag: true,
                below_an_octet: small - 3,
                octet: small.unsigned_abs() + 1,
                two_octets: large.clamp(5, 65_540),
                three_octets: large.min(65_536),
                four_octets: large,
                but_one: large + 1,
                single: 7,
                from: (number + 1).into(),
                growing: number.into(),
                free,
            });
        }
    }
}

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
struct Texts {
    flag: bool,
    free: Ia5String,
    #[rasn(size("1..=4"))]
    short: Ia5String,
    #[rasn(size("1"), from("!", "#", "*", "0..=9", "A..=D"))]
    one: Ia5String,
    #[rasn(size("0..=5"), from("#", "*", ",", "0..=9"))]
    digits: Ia5String,
    #[rasn(from("0", "1"))]
    binary: Ia5String,
    #[rasn(size("0..=40"))]
    number: NumericString,
    #[rasn(size("0..=3"))]
    few: NumericString,
    oid: ObjectIdentifier,
}

#[test]
fn texts_of_every_alphabet() {
    let ia5 = |text: &str| Ia5String::try_from(text.to_string()).expect("ASCII");
    let numeric = |text: &str| NumericString::try_from(text.to_string()).expect("digits");
    let arcs: [&'static [u32]; 4] = [
        &[0, 0],
        &[0, 39, 127, 128],
        &[1, 0, 16_383, 16_384],
        &[2, 999, u32::MAX],
    ];
    for (at, oid) in arcs.into_iter().enumerate() {
        for free in ["", "H.323", "~\u{7f}\0"] {
            same(&Texts {
                flag: at % 2 == 0,
                free: ia5(free),
                short: ia5(&"abcd"[at..]),
                one: ia5(&"D!5#"[at..=at]),
                digits: ia5(&"12,*#"[..at]),
                binary: ia5(&"0110"[at..]),
                number: numeric(&"00 99 123456789012"[..at * 6]),
                few: numeric(&"9 0"[at..]),
                oid: ObjectIdentifier::new(oid).expect("arcs"),
            });
        }
    }
}

#[test]
fn what_a_type_does_not_allow() {
    let long = Strings {
        three: Some(octets(4)),
        ..strings(0)
    };
    assert_eq!(encode(&long), Err(EncodeError::Size { length: 4 }));
    let oid = ObjectIdentifier::new_unchecked(vec![1, 40].into());
    assert_eq!(encode(&oid), Err(EncodeError::ObjectIdentifier));
    assert_eq!(
        encode(&ObjectIdentifier::new_unchecked(vec![2].into())),
        Err(EncodeError::ObjectIdentifier)
    );

    #[derive(AsnType, Debug, Decode, Described, Encode, PartialEq)]
    #[rasn(automatic_tags)]
    struct Limited {
        #[rasn(value("1..=9"))]
        number: u8,
        #[rasn(from("0", "1"))]
        text: Ia5String,
    }
    let limited = |number, text: &str| Limited {
        number,
        text: Ia5String::try_from(text.to_string()).expect("ASCII"),
    };
    same(&limited(9, "01"));
    assert_eq!(encode(&limited(0, "01")), Err(EncodeError::Value));
    assert_eq!(encode(&limited(10, "01")), Err(EncodeError::Value));
    assert_eq!(encode(&limited(9, "012")), Err(EncodeError::Alphabet));
}

#[test]
fn more_additions_than_a_short_bitmap_counts() {
    let mut writer = Writer::default();
    writer.open_sequence(1, true, 70);
    for _ in 0..69 {
        assert!(writer.addition(false).is_none());
    }
    let open = writer.addition(true).expect("present");
    writer.bits(0xcafe, 16);
    writer.close();
    writer.close_open_type(open);
    writer.close();
    // The marker, no optional component, the bit of the long form and, on the next boundary, the
    // length (clause 19.8); then the bitmap with its last bit set.
    let mut octets = vec![0b1010_0000, 70, 0, 0, 0, 0, 0, 0, 0, 0, 0b0000_0100];
    octets.extend([2, 0xca, 0xfe]);
    assert_eq!(writer.finish(), octets);
}
