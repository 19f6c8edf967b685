//! Changes to a value that was read, compared with the same changes to a value of its type.

use super::*;
use alloc::boxed::Box;

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(automatic_tags)]
#[non_exhaustive]
struct Outer {
    number: u8,
    note: Option<bool>,
    list: Vec<Outer>,
    taken: Option<Taken>,
    #[rasn(extension_addition)]
    first: Option<OctetString>,
    #[rasn(extension_addition)]
    second: Option<Box<Outer>>,
}

#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[described(circular)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
enum Taken {
    Inner(Box<Outer>),
    Number(u8),
    #[rasn(extension_addition)]
    Later(Box<Outer>),
}

fn small(number: u8) -> Outer {
    Outer {
        number,
        note: None,
        list: Vec::new(),
        taken: None,
        first: None,
        second: None,
    }
}

fn value() -> Outer {
    Outer {
        note: Some(true),
        list: vec![small(1), small(2)],
        taken: Some(Taken::Later(Box::new(small(3)))),
        first: Some(vec![1, 2, 3].into()),
        second: Some(Box::new(small(4))),
        ..small(9)
    }
}

/// Makes the same changes to the octets and to the value.
fn check(edit: impl FnOnce(&mut Edit), change: impl FnOnce(&mut Outer)) {
    let mut value = value();
    let mut edited = Edit::of(Outer::ROOT, &encode(&value).unwrap()).unwrap();
    edit(&mut edited);
    change(&mut value);
    assert_eq!(edited.finish(), Some(encode(&value).unwrap()));
}

#[test]
fn without_changes_the_octets_are_the_same() {
    check(|_| {}, |_| {});
}

#[test]
fn components_are_replaced_left_out_and_added() {
    check(
        |edit| {
            edit.put("", "number", 8_u8);
            edit.omit("", "note");
            edit.put("list.1", "note", false);
            edit.put("taken.Later", "list", vec![small(5)]);
            edit.put("second", "first", OctetString::from(vec![7; 70]));
            edit.omit("", "first");
        },
        |value| {
            value.number = 8;
            value.note = None;
            value.list[1].note = Some(false);
            value.taken = Some(Taken::Later(Box::new(Outer {
                list: vec![small(5)],
                ..small(3)
            })));
            value.second.as_mut().unwrap().first = Some(vec![7; 70].into());
            value.first = None;
        },
    );
}

#[test]
fn additions_are_left_out_together_and_one_may_be_put_back() {
    check(
        |edit| edit.omit_additions(""),
        |value| (value.first, value.second) = (None, None),
    );
    check(
        |edit| {
            edit.omit_additions("");
            edit.put("", "first", OctetString::from(vec![5]));
        },
        |value| (value.first, value.second) = (Some(vec![5].into()), None),
    );
}

#[test]
fn elements_are_put_behind_the_others() {
    check(
        |edit| {
            edit.push("list", small(7));
            edit.push("list", small(8));
            edit.push("list.0.list", small(6));
        },
        |value| {
            value.list.extend([small(7), small(8)]);
            value.list[0].list.push(small(6));
        },
    );
}

#[test]
fn the_last_change_of_a_component_counts() {
    check(
        |edit| {
            edit.put("", "number", 7_u8);
            edit.put("", "number", 6_u8);
        },
        |value| value.number = 6,
    );
}

#[test]
fn a_place_that_is_not_there_changes_nothing() {
    check(
        |edit| {
            edit.put("taken.Inner", "number", 1_u8);
            edit.omit("list.2", "note");
            edit.push("second.nothing", small(1));
            edit.omit_additions("taken.Number");
        },
        |_| {},
    );
}

#[test]
fn a_part_is_written_alone_and_as_it_was() {
    let mut edit = Edit::of(Outer::ROOT, &encode(&value()).unwrap()).unwrap();
    edit.put("list.1", "number", 77_u8);
    assert_eq!(edit.part("list.1"), Some(encode(&small(2)).unwrap()));
    assert_eq!(edit.part("list.2"), None);
}

#[test]
fn what_does_not_fit_is_not_written() {
    let octets = encode(&value()).unwrap();
    let finished = |edit: fn(&mut Edit)| {
        let mut edited = Edit::of(Outer::ROOT, &octets).unwrap();
        edit(&mut edited);
        edited.finish()
    };
    assert_eq!(finished(|edit| edit.omit("", "number")), None);
    assert_eq!(finished(|edit| edit.put("", "number", true)), None);
    assert_eq!(finished(|edit| edit.put("", "number", 256_u32)), None);
    assert_eq!(finished(|edit| edit.push("list", true)), None);
    for length in 0..octets.len() {
        assert!(
            Edit::of(Outer::ROOT, &octets[..length]).is_none(),
            "{length}"
        );
    }
}
