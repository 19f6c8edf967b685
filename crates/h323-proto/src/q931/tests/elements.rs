//! Single elements.

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::Debug;

use super::super::*;
use super::hex;

/// Checks that the decoded value is decoded again from its encoding. Returns the encoding.
fn settles<E: Element + PartialEq + Debug>(contents: &[u8]) -> Option<Vec<u8>> {
    let value = E::decode(contents).ok()?;
    let written = value.encode().unwrap();
    assert_eq!(E::decode(&written), Ok(value), "{contents:02X?}");
    Some(written)
}

/// All contents of up to two octets, and some longer ones that start with them.
fn samples() -> impl Iterator<Item = Vec<u8>> {
    let pairs = (0..=u16::MAX).map(|pair| pair.to_be_bytes());
    let more: [&[u8]; 4] = [&[], &[0x00], &[0x90], &[0x7F, 0xA5, 0x00, 0xFF]];
    let long = pairs.flat_map(move |pair| more.map(|more| [&pair, more].concat()));
    [vec![]]
        .into_iter()
        .chain((0..=u8::MAX).map(|octet| vec![octet]))
        .chain(long)
}

#[test]
fn what_is_understood_survives_being_written() {
    for contents in samples() {
        settles::<BearerCapability>(&contents);
        settles::<Cause>(&contents);
        settles::<CallStateElement>(&contents);
        settles::<ProgressIndicator>(&contents);
        settles::<NotificationIndicator>(&contents);
        settles::<Signal>(&contents);
        settles::<UserUser>(&contents);
        if let Ok(address) = Subaddress::decode(&contents) {
            let id = ElementId::CALLED_PARTY_SUBADDRESS;
            assert_eq!(
                Subaddress::decode(&address.encode(id).unwrap()),
                Ok(address)
            );
        }
        if let Ok(mut number) = PartyNumber::decode(&contents) {
            let id = ElementId::CALLING_PARTY_NUMBER;
            number.digits = vec![b'7'; number.digits.len()];
            assert_eq!(PartyNumber::decode(&number.encode(id).unwrap()), Ok(number));
        }
    }
}

#[test]
fn contents_without_spare_bits_are_written_as_they_came() {
    for contents in [
        "8090A3",
        "8893A5",
        "9090A3",
        "88C0A5",
        "889884A6",
        "8090",
        "8090A36080",
        "809021808A",
    ] {
        let contents = hex(contents);
        assert_eq!(settles::<BearerCapability>(&contents), Some(contents));
    }
    for contents in ["8090", "8295", "E1FF", "0084AF", "80E46C7E", "8A8218"] {
        let contents = hex(contents);
        assert_eq!(settles::<Cause>(&contents), Some(contents));
    }
    for octet in 0..=u8::MAX {
        assert_eq!(settles::<Signal>(&[octet]), Some(vec![octet]));
        assert_eq!(settles::<CallStateElement>(&[octet]), Some(vec![octet]));
        assert_eq!(settles::<UserUser>(&[octet, 1]), Some(vec![octet, 1]));
    }
}

#[test]
fn bearer_capabilities_of_video_and_speech() {
    assert_eq!(BearerCapability::VIDEO.encode().unwrap(), hex("8893A5"));
    assert_eq!(BearerCapability::SPEECH.encode().unwrap(), hex("8090A3"));
    let multirate = BearerCapability::decode(&hex("88988CA5")).unwrap();
    assert_eq!(multirate.rate, TransferRate::Multirate);
    assert_eq!(multirate.multiplier, Some(12));
    assert_eq!(
        multirate.layer1.map(|layer1| layer1.protocol),
        Some(Layer1Protocol::H221H242)
    );
    assert!(multirate.rest.is_empty());
    // 3.1 kHz audio with the older octet 4a; then layers 2 and 3 without layer 1.
    let old = BearerCapability::decode(&hex("901080C2E6")).unwrap();
    assert_eq!(old.transfer_capability, TransferCapability::Audio3k1);
    assert_eq!(old.rate, TransferRate::Rate64k);
    assert_eq!(old.layer1, None);
    assert_eq!(old.rest, hex("C2E6"));
    // Octets that describe layer 2, layer 3 or a layer that does not exist.
    for other in [0x80, 0x05, 0xC2, 0xE6] {
        let bearer = BearerCapability::decode(&[0x80, 0x90, other]).unwrap();
        assert_eq!((bearer.layer1, bearer.rest), (None, vec![other]));
    }
    for short in ["", "80", "8010", "8098", "0000"] {
        let error = BearerCapability::decode(&hex(short)).unwrap_err();
        assert_eq!(error.at, hex(short).len());
    }
}

#[test]
fn causes_with_every_value() {
    let assigned = |value| {
        matches!(value, 1..=9 | 13 | 14 | 16..=31 | 34 | 38..=44 | 46 | 47 | 49 | 50 | 53 | 55)
            || matches!(
                value,
                57 | 58 | 62 | 63 | 65 | 66 | 69 | 70 | 79 | 81..=88 | 90 | 91
            )
            || matches!(value, 95..=103 | 110 | 111 | 127)
    };
    for value in 0..=0x7F {
        let cause = Cause::decode(&[0x85, 0x80 | value, 1, 2]).unwrap();
        assert_eq!(cause.value, CauseValue(value));
        assert_eq!(cause.location, Location::RemotePrivateNetwork);
        assert_eq!(cause.diagnostics, [1, 2]);
        assert_eq!(cause.encode().unwrap(), [0x85, 0x80 | value, 1, 2]);
        let shown = cause.value.to_string();
        assert!(shown.contains(&value.to_string()), "{shown}");
        assert_eq!(cause.value.text().is_some(), assigned(value), "{value}");
    }
    for value in 0x80..=u8::MAX {
        assert_eq!(CauseValue(value).text(), None);
        assert_eq!(
            Cause::new(Location::User, CauseValue(value)).encode(),
            Err(EncodeError::FieldRange {
                id: ElementId::CAUSE,
                value,
                bits: 7
            })
        );
    }
}

#[test]
fn a_cause_may_name_its_recommendation() {
    let cause = Cause::decode(&hex("0084AF")).unwrap();
    assert_eq!(cause.recommendation, Some(Recommendation::X25));
    assert_eq!(cause.value, CauseValue::RESOURCE_UNAVAILABLE);
    for short in ["", "80", "00"] {
        assert_eq!(Cause::decode(&hex(short)).unwrap_err().at, hex(short).len());
    }
}

#[test]
fn a_cause_is_the_octet_behind_3a_whatever_its_bits_8_say() {
    for (contents, value, faulty) in [
        ("8091", 17, false),
        ("8011", 17, false),
        ("008091", 17, false),
        ("000091", 17, true),
        ("0000df", 95, true),
        ("00001188", 17, true),
        ("0091", 17, true),
    ] {
        let contents = hex(contents);
        let cause = Cause::decode(&contents).unwrap();
        assert_eq!(cause.value, CauseValue(value), "{contents:02x?}");
        assert_eq!(Cause::fault(&contents).is_some(), faulty);
        assert_eq!(cause.location, Location::User);
    }
}

#[test]
fn call_states_and_their_names() {
    let state = CallStateElement::decode(&[10]).unwrap();
    assert_eq!(state.state, CallState::Active);
    assert_eq!(state.state.to_string(), "U10 Active");
    assert_eq!(state.coding, CodingStandard::ItuT);
    assert_eq!(CallState::from_code(5).to_string(), "unassigned code 5");
    assert_eq!(
        CallStateElement::decode(&[0xC3]).unwrap().coding,
        CodingStandard::Network
    );
    let excess = CallStateElement::decode(&[10, 0]).unwrap_err();
    assert_eq!((excess.at, excess.kind), (1, DecodeErrorKind::Excess));
}

#[test]
fn progress_and_notification() {
    let progress = ProgressIndicator::decode(&hex("8488")).unwrap();
    assert_eq!(progress.location, Location::RemotePublicNetwork);
    assert_eq!(progress.description, ProgressDescription::InBandInformation);
    assert_eq!(ProgressIndicator::decode(&hex("848888")).unwrap_err().at, 2);
    let notification = NotificationIndicator::decode(&hex("F9")).unwrap();
    assert_eq!(notification.notification, Notification::RemoteHold);
    assert!(notification.data.is_empty());
}

#[test]
fn a_called_number() {
    let number = PartyNumber::new(TypeOfNumber::International, NumberingPlan::Isdn, "431234*#");
    let contents = number.encode(ElementId::CALLED_PARTY_NUMBER).unwrap();
    assert_eq!(contents, [&[0x91][..], b"431234*#"].concat());
    assert_eq!(PartyNumber::decode(&contents).unwrap(), number);
}

#[test]
fn a_calling_number_with_presentation() {
    let number = PartyNumber::decode(&hex("21A3 31303030")).unwrap();
    assert_eq!(number.type_of_number, TypeOfNumber::National);
    assert_eq!(number.plan, NumberingPlan::Isdn);
    assert_eq!(
        number.presentation,
        Some(PresentationIndicator {
            presentation: Presentation::Restricted,
            screening: Screening::NetworkProvided
        })
    );
    assert_eq!(number.text(), "1000");
    let id = ElementId::CALLING_PARTY_NUMBER;
    assert_eq!(number.encode(id).unwrap(), hex("21A3 31303030"));
    for presentation in 0..4 {
        for screening in 0..4 {
            let contents = [0x21, 0x80 | presentation << 5 | screening];
            let number = PartyNumber::decode(&contents).unwrap();
            let indicator = PresentationIndicator {
                presentation: Presentation::from_code(presentation),
                screening: Screening::from_code(screening),
            };
            assert_eq!(number.presentation, Some(indicator));
            assert_eq!(number.encode(id).unwrap(), contents);
        }
    }
}

#[test]
fn a_redirecting_number_with_its_reason() {
    let id = ElementId::REDIRECTING_NUMBER;
    let contents = hex("00008F 3939");
    let mut number = PartyNumber::decode(&contents).unwrap();
    assert_eq!(number.redirection, Some(RedirectionReason::Unconditional));
    assert_eq!(number.encode(id).unwrap(), contents);
    number.presentation = None;
    assert_eq!(number.encode(id).unwrap(), contents);
    let error = PartyNumber::decode(&hex("000000 3939")).unwrap_err();
    assert_eq!((error.at, error.kind), (2, DecodeErrorKind::Excess));
    for short in ["", "01", "0101"] {
        assert_eq!(
            PartyNumber::decode(&hex(short)).unwrap_err().at,
            hex(short).len()
        );
    }
}

#[test]
fn digits_that_are_not_ia5_are_read_but_not_written() {
    let number = PartyNumber::decode(&[0x81, b'1', 0xFF, 7]).unwrap();
    assert_eq!(number.text(), "1\u{FF}\u{FFFD}");
    let id = ElementId::CALLED_PARTY_NUMBER;
    assert_eq!(number.encode(id), Err(EncodeError::NotIa5 { id, at: 1 }));
}

#[test]
fn a_subaddress() {
    let id = ElementId::CALLED_PARTY_SUBADDRESS;
    let address = Subaddress::decode(&hex("A8123F")).unwrap();
    assert_eq!(address.kind, SubaddressType::UserSpecified);
    assert!(address.odd);
    assert_eq!(address.address, hex("123F"));
    assert_eq!(address.encode(id).unwrap(), hex("A8123F"));
}

#[test]
fn display_text_of_any_octets() {
    let text = |octets: &[u8]| Display(octets.to_vec()).text();
    assert_eq!(text(b"2000\0"), "2000");
    assert_eq!(text(b"\0\0"), "");
    assert_eq!(text(b""), "");
    assert_eq!(text("Jürgen €".as_bytes()), "Jürgen €");
    assert_eq!(text(b"J\xFCrgen"), "Jürgen");
    assert_eq!(text(b"a\x1B[2Jb\r\nc"), "a\u{FFFD}[2Jb  c");
    assert_eq!(text("a\u{202E}b\u{2067}".as_bytes()), "a\u{FFFD}b\u{FFFD}");
    for octet in 0..=u8::MAX {
        let shown = text(&[b'x', octet, b'x']);
        assert_eq!(shown.chars().count(), 3);
        assert!(!shown.chars().any(char::is_control));
    }
}

#[test]
fn display_and_keypad_are_written_within_their_limits() {
    let id = ElementId::DISPLAY;
    assert_eq!(Display::from("x").encode().unwrap(), b"x");
    assert_eq!(Display(vec![b'x'; 80]).encode().unwrap().len(), 80);
    assert_eq!(
        Display(vec![b'x'; 81]).encode(),
        Err(EncodeError::ElementTooLong {
            id,
            length: 81,
            limit: 80
        })
    );
    assert_eq!(
        Display::from("").encode(),
        Err(EncodeError::ElementEmpty { id })
    );
    assert_eq!(
        Display::from("ab\u{FC}").encode(),
        Err(EncodeError::NotIa5 { id, at: 2 })
    );
    assert_eq!(KeypadFacility(vec![b'5'; 32]).encode().unwrap().len(), 32);
    assert!(KeypadFacility(vec![b'5'; 33]).encode().is_err());
    let element = InformationElement::of(&KeypadFacility::from("12#")).unwrap();
    assert_eq!(
        element,
        InformationElement::new(ElementId::KEYPAD_FACILITY, b"12#".to_vec())
    );
}

#[test]
fn fields_out_of_range_are_refused() {
    let mut bearer = BearerCapability::VIDEO;
    bearer.mode = TransferMode::Unknown(4);
    assert_eq!(
        bearer.encode(),
        Err(EncodeError::FieldRange {
            id: ElementId::BEARER_CAPABILITY,
            value: 4,
            bits: 2
        })
    );
    let progress = ProgressIndicator {
        coding: CodingStandard::ItuT,
        location: Location::Unknown(16),
        description: ProgressDescription::InBandInformation,
    };
    assert!(progress.encode().is_err());
    let number = PartyNumber::new(TypeOfNumber::Unknown(8), NumberingPlan::Isdn, "1");
    assert!(number.encode(ElementId::CALLED_PARTY_NUMBER).is_err());
}

#[test]
fn codes_and_values_are_inverse() {
    for code in 0..=u8::MAX {
        assert_eq!(CodingStandard::from_code(code).code(), code);
        assert_eq!(Location::from_code(code).code(), code);
        assert_eq!(CallState::from_code(code).code(), code);
        assert_eq!(ProgressDescription::from_code(code).code(), code);
        assert_eq!(Notification::from_code(code).code(), code);
        assert_eq!(Signal::from_code(code).code(), code);
        assert_eq!(Recommendation::from_code(code).code(), code);
        assert_eq!(TransferCapability::from_code(code).code(), code);
        assert_eq!(TransferMode::from_code(code).code(), code);
        assert_eq!(TransferRate::from_code(code).code(), code);
        assert_eq!(Layer1Protocol::from_code(code).code(), code);
        assert_eq!(TypeOfNumber::from_code(code).code(), code);
        assert_eq!(NumberingPlan::from_code(code).code(), code);
        assert_eq!(Presentation::from_code(code).code(), code);
        assert_eq!(Screening::from_code(code).code(), code);
        assert_eq!(RedirectionReason::from_code(code).code(), code);
        assert_eq!(SubaddressType::from_code(code).code(), code);
        assert_eq!(ProtocolDiscriminator::from_code(code).code(), code);
    }
}
