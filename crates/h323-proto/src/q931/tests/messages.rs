//! Whole messages.

use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::super::*;
use super::{hex, recorded};

fn error(octets: &[u8]) -> DecodeError {
    Message::decode(octets).unwrap_err().error
}

/// Checks that `octets` decode, and encode again to themselves.
fn same_again(octets: &[u8]) -> Message {
    let message = Message::decode(octets).unwrap();
    assert_eq!(message.encode().as_deref(), Ok(octets));
    message
}

fn ids(message: &Message) -> Vec<(u8, u8)> {
    let elements = message.elements.iter();
    elements
        .map(|element| (element.codeset, element.id.0))
        .collect()
}

#[test]
fn setup_of_ooh323c() {
    let message = same_again(&recorded("ooh323c", "c33/4/setup"));
    assert_eq!(message.message_type, MessageType::Setup);
    assert_eq!(
        message.call_reference,
        CallReference::new(0x5D, false).unwrap()
    );
    assert_eq!(ids(&message), [(0, 4), (0, 0x28), (0, 0x7E)]);
    let bearer: BearerCapability = message.get().unwrap().unwrap();
    assert_eq!(
        bearer.transfer_capability,
        TransferCapability::UnrestrictedDigital
    );
    assert_eq!(bearer.mode, TransferMode::Packet);
    assert_eq!(bearer.rate, TransferRate::PacketMode);
    // The Display ends with a NUL on the wire.
    let display: Display = message.get().unwrap().unwrap();
    assert_eq!(display.0, b"objsyscall\0");
    assert_eq!(display.text(), "objsyscall");
    let user_user: UserUser = message.get().unwrap().unwrap();
    assert_eq!(
        user_user.protocol_discriminator,
        ProtocolDiscriminator::Asn1
    );
    assert_eq!(user_user.contents.len(), 151);
    assert_eq!(message.order_violation(), None);
    assert_eq!(message.duplicates().count(), 0);
}

#[test]
fn setup_of_h323plus() {
    let message = same_again(&recorded("H323Plus", "c01/4/setup"));
    let number = message
        .number(ElementId::CALLING_PARTY_NUMBER)
        .unwrap()
        .unwrap();
    assert_eq!(number.plan, NumberingPlan::Isdn);
    assert_eq!(number.type_of_number, TypeOfNumber::UnknownType);
    assert_eq!(number.presentation, None);
    assert_eq!(number.text(), "2009");
    assert_eq!(message.number(ElementId::CALLED_PARTY_NUMBER), None);
}

#[test]
fn release_complete_of_gnugk() {
    let message = same_again(&recorded("GnuGk", "c23/6/releaseComplete"));
    assert_eq!(message.message_type, MessageType::ReleaseComplete);
    assert!(message.call_reference.flag());
    let cause: Cause = message.get().unwrap().unwrap();
    assert_eq!(
        cause,
        Cause::new(Location::User, CauseValue::SUBSCRIBER_ABSENT)
    );
    assert_eq!(cause.value.to_string(), "subscriber absent (20)");
}

#[test]
fn call_references_of_every_length_and_value() {
    assert_eq!(
        same_again(&[8, 0, 0x62]).call_reference,
        CallReference::DUMMY
    );
    assert_eq!(
        same_again(&[8, 2, 0, 0, 0x7D]).call_reference,
        CallReference::GLOBAL
    );
    for octet in 0..=u8::MAX {
        let reference = same_again(&[8, 1, octet, 5]).call_reference;
        assert_eq!(reference.length(), 1);
        assert_eq!(reference.value(), u16::from(octet & 0x7F));
        assert_eq!(reference.flag(), octet >= 0x80);
        assert_eq!(reference.is_global(), octet & 0x7F == 0);
    }
    for octets in 0..=u16::MAX {
        let [high, low] = octets.to_be_bytes();
        let reference = same_again(&[8, 2, high, low, 5]).call_reference;
        assert_eq!(reference.length(), 2);
        let value = octets & 0x7FFF;
        assert_eq!(reference.value(), value);
        assert_eq!(reference.flag(), octets >= 0x8000);
        assert_eq!(reference.reversed().reversed(), reference);
        assert_ne!(reference.reversed(), reference);
        match CallReference::new(value, octets >= 0x8000) {
            Ok(new) => assert_eq!(new, reference),
            Err(error) => {
                assert_eq!(error, EncodeError::CallReference(0));
                assert!(reference.is_global());
            }
        }
    }
    assert_eq!(
        CallReference::new(0, true),
        Err(EncodeError::CallReference(0))
    );
    assert_eq!(
        CallReference::new(0x8000, false),
        Err(EncodeError::CallReference(0x8000))
    );
    assert_eq!(CallReference::DUMMY.reversed(), CallReference::DUMMY);
    for length in 3..=u8::MAX {
        let error = error(&[8, length, 0, 0, 0, 5]);
        assert_eq!(error.at, 1);
        assert_eq!(error.kind, DecodeErrorKind::CallReferenceLength(length));
    }
}

#[test]
fn a_message_needs_the_discriminator_of_q931() {
    for octet in (0..=u8::MAX).filter(|&octet| octet != 8) {
        let failure = Message::decode(&[octet, 2, 0, 1, 5]).unwrap_err();
        assert_eq!(failure.error.at, 0);
        assert_eq!(
            failure.error.kind,
            DecodeErrorKind::ProtocolDiscriminator(octet)
        );
        assert_eq!(failure.partial, None);
    }
}

#[test]
fn message_types_of_every_code() {
    let mut named = 0;
    for code in 1..=u8::MAX {
        let message = same_again(&[8, 2, 0, 1, code]);
        assert_eq!(message.message_type.code(), code);
        assert_eq!(MessageType::from_code(code), message.message_type);
        match message.message_type.name() {
            Some(name) => {
                named += 1;
                assert_eq!(message.message_type.to_string(), name);
            }
            None => assert_eq!(message.message_type, MessageType::Unknown(code)),
        }
    }
    assert_eq!(named, 33);
    assert_eq!(MessageType::CallProceeding.to_string(), "CALL PROCEEDING");
    assert_eq!(
        MessageType::Unknown(0x55).to_string(),
        "unknown message type 0x55"
    );
}

#[test]
fn the_national_escape_takes_one_more_octet() {
    for code in 0..=u8::MAX {
        let message = same_again(&[8, 2, 0, 1, 0, code, 0xA1]);
        assert_eq!(message.message_type, MessageType::National(code));
        assert_eq!(ids(&message), [(0, 0xA1)]);
        assert_eq!(message.offset(0), 6);
    }
    let failure = Message::decode(&[8, 2, 0, 1, 0]).unwrap_err();
    assert_eq!(failure.error.at, 5);
    assert_eq!(failure.partial, None);
    let unsendable = Message::new(CallReference::GLOBAL, MessageType::Unknown(0));
    assert_eq!(unsendable.encode(), Err(EncodeError::MessageType));
}

#[test]
fn elements_of_every_identifier() {
    for id in 0..=u8::MAX {
        let mut octets = vec![8, 2, 0, 1, 0x7B, id];
        match id {
            0x80.. => {}
            0x7E => octets.extend([0, 3, 1, 2, 3]),
            _ => octets.extend([3, 1, 2, 3]),
        }
        let message = same_again(&octets);
        let [element] = &message.elements[..] else {
            panic!("{message:?}");
        };
        assert!(element.is(ElementId(id)));
        assert_eq!(element.id.is_single_octet(), id >= 0x80);
        assert_eq!(element.contents.is_empty(), id >= 0x80);
        assert_eq!(message.find(ElementId(id)), Some(element));
        let shown = ElementId(id).to_string();
        assert!(shown.contains(&format!("0x{id:02X}")), "{shown}");
    }
}

#[test]
fn user_user_has_a_long_length_in_codeset_0_alone() {
    let octets = [&[8, 2, 0, 1, 0x7B, 0x7E, 1, 0][..], &[7; 256]].concat();
    assert_eq!(same_again(&octets).elements[0].contents, [7; 256]);
    let shifted = same_again(&[8, 2, 0, 1, 0x7B, 0x96, 0x7E, 2, 0, 1]);
    assert_eq!(shifted.elements[1].codeset, 6);
    assert_eq!(shifted.elements[1].contents, [0, 1]);
    assert_eq!(shifted.find(ElementId::USER_USER), None);
    assert_eq!(shifted.elements[1].name(), None);
}

#[test]
fn a_locking_shift_holds_and_another_does_not() {
    let octets = hex("08020001 7B 9E 0801AA 0801BB 96 0801CC 9D 0801DD A1 0801EE 90 0801FF");
    let message = same_again(&octets);
    assert_eq!(
        ids(&message),
        [
            (0, 0x9E),
            (6, 0x08),
            (0, 0x08),
            (0, 0x96),
            (6, 0x08),
            (6, 0x9D),
            (5, 0x08),
            (6, 0xA1),
            (6, 0x08),
            (6, 0x90),
            (0, 0x08),
        ]
    );
    assert_eq!(message.find(ElementId::CAUSE), Some(&message.elements[2]));
}

#[test]
fn a_shift_after_a_shift_replaces_it() {
    let message = same_again(&hex("08020001 7B 9E 9D 0801AA 9E 95 0801BB"));
    assert_eq!(
        ids(&message),
        [(0, 0x9E), (0, 0x9D), (5, 8), (0, 0x9E), (0, 0x95), (5, 8)]
    );
}

#[test]
fn shifts_of_every_code() {
    for code in 0..=u8::MAX {
        let shift = ElementId(code).shift();
        match code {
            0x90..=0x97 => assert_eq!(
                shift,
                Some(Shift {
                    codeset: code - 0x90,
                    locking: true
                })
            ),
            0x98..=0x9F => assert_eq!(
                shift,
                Some(Shift {
                    codeset: code - 0x98,
                    locking: false
                })
            ),
            _ => assert_eq!(shift, None),
        }
    }
}

#[test]
fn an_element_longer_than_the_message_leaves_the_others() {
    let failure = Message::decode(&hex("08020001 5A 08028090 2805 414243")).unwrap_err();
    assert_eq!(failure.error.layer, Layer::Q931);
    assert_eq!(failure.error.at, 10);
    assert_eq!(
        failure.error.kind,
        DecodeErrorKind::ElementLength {
            id: ElementId::DISPLAY,
            length: 5,
            left: 3
        }
    );
    assert_eq!(
        failure.to_string(),
        "Q.931, octet 10: element Display (0x28) has length 5, but only 3 octets are left in the message"
    );
    let partial = failure.partial.unwrap();
    assert_eq!(partial.encode().unwrap(), hex("08020001 5A 08028090"));
    let cause: Cause = partial.get().unwrap().unwrap();
    assert_eq!(cause.value, CauseValue::NORMAL_CALL_CLEARING);
}

#[test]
fn encoding_refuses_what_would_be_read_otherwise() {
    let mut message = Message::new(CallReference::GLOBAL, MessageType::Information);
    message.elements = vec![InformationElement::new(ElementId(0xA1), vec![1])];
    assert_eq!(
        message.encode(),
        Err(EncodeError::SingleOctetElement {
            id: ElementId::SENDING_COMPLETE
        })
    );
    message.elements = vec![InformationElement::new(ElementId::DISPLAY, vec![b'x'; 256])];
    assert_eq!(
        message.encode(),
        Err(EncodeError::ElementTooLong {
            id: ElementId::DISPLAY,
            length: 256,
            limit: 255
        })
    );
    message.elements = vec![InformationElement::new(
        ElementId::USER_USER,
        vec![0; 65_536],
    )];
    assert_eq!(
        message.encode(),
        Err(EncodeError::ElementTooLong {
            id: ElementId::USER_USER,
            length: 65_536,
            limit: 65_535
        })
    );
    message.elements = vec![InformationElement {
        codeset: 6,
        id: ElementId::DISPLAY,
        contents: vec![],
    }];
    assert_eq!(
        message.encode(),
        Err(EncodeError::Codeset {
            index: 0,
            codeset: 6,
            active: 0
        })
    );
}

#[test]
fn insertion_keeps_ascending_order() {
    let mut message = Message::new(CallReference::GLOBAL, MessageType::Setup);
    for id in [0x7E, 0x04, 0x70, 0x28, 0xA1, 0x6C, 0x1E] {
        message.insert(InformationElement::new(ElementId(id), vec![]));
    }
    let order = [0xA1, 0x04, 0x1E, 0x28, 0x6C, 0x70, 0x7E];
    assert_eq!(ids(&message), order.map(|id| (0, id)));
    assert_eq!(message.order_violation(), None);
    // Equal elements keep the order of insertion; elements of another codeset stay behind.
    message.insert(InformationElement::new(ElementId(0x1E), vec![1]));
    assert!(message.elements[2].contents.is_empty());
    assert_eq!(message.elements[3].contents, [1]);
    let mut message = same_again(&hex("08020001 7B 0400 96 0400"));
    message.insert(InformationElement::new(ElementId::DISPLAY, vec![]));
    assert_eq!(
        message.encode().unwrap(),
        hex("08020001 7B 0400 2800 96 0400")
    );
}

#[test]
fn elements_out_of_order_are_found() {
    let violation = |octets: &str| {
        let message = Message::decode(&hex(octets)).unwrap();
        let violation = message.order_violation()?;
        Some((violation.index, violation.id.0, violation.after.0))
    };
    assert_eq!(violation("08020001 7B"), None);
    assert_eq!(violation("08020001 7B 0400 2800 7E0000"), None);
    assert_eq!(
        violation("08020001 7B 2800 0400 7E0000"),
        Some((1, 0x04, 0x28))
    );
    assert_eq!(
        violation("08020001 7B 7E0000 A1 7000"),
        Some((2, 0x70, 0x7E))
    );
    // Repetitions and single octets do not violate the order.
    assert_eq!(violation("08020001 7B A1 1E00 D1 1E00 B0"), None);
    // Each codeset has its own order, also across one-element shifts.
    assert_eq!(violation("08020001 7B 7000 9E 0400 7E0000"), None);
    assert_eq!(violation("08020001 7B 7000 96 0400 0800"), None);
    assert_eq!(
        violation("08020001 7B 7000 9E 0800 9E 0400"),
        Some((4, 0x04, 0x08))
    );
    // Locking shifts may only go up.
    assert_eq!(violation("08020001 7B 95 0400 96 0400"), None);
    assert_eq!(
        violation("08020001 7B 96 0400 90 0400"),
        Some((2, 0x90, 0x96))
    );
}

#[test]
fn repeated_elements_are_found() {
    let octets = hex("08020001 7B 1E00 1E00 A1 2800 9E 2800 1E00 A1 9E 2800");
    let message = Message::decode(&octets).unwrap();
    let duplicates: Vec<_> = message
        .duplicates()
        .map(|(index, element)| (index, element.codeset, element.id.0))
        .collect();
    assert_eq!(duplicates, [(1, 0, 0x1E), (6, 0, 0x1E), (9, 6, 0x28)]);
}

#[test]
fn offsets_point_at_the_identifiers() {
    for octets in [
        recorded("H323Plus", "c01/4/setup"),
        hex("0800 62 1C00 A1 9E 7E0155 7E000155 2800"),
        hex("080181 62 2800"),
    ] {
        let message = Message::decode(&octets).unwrap();
        for (index, element) in message.elements.iter().enumerate() {
            assert_eq!(octets[message.offset(index)], element.id.0);
        }
        assert_eq!(message.offset(message.elements.len()), octets.len());
    }
}

#[test]
fn an_error_in_an_element_is_placed_in_the_message() {
    let message = Message::decode(&hex("08020001 5A A1 08028090 1E0182 7E0000")).unwrap();
    let error = message.get::<ProgressIndicator>().unwrap().unwrap_err();
    assert_eq!(error.at, 13);
    assert_eq!(
        error.kind,
        DecodeErrorKind::Truncated { needed: 1, left: 0 }
    );
    let error = message.get::<UserUser>().unwrap().unwrap_err();
    assert_eq!(error.at, 16);
    assert_eq!(message.get::<Signal>(), None);
}
