//! What Setup says when a call is asked for something special: names, numbers, bearer, conference,
//! version, vendor.

use h323_asn1::h225::{
    AliasAddress, CallType as WireCallType, PartyNumber, PrivateTypeOfNumber, PublicTypeOfNumber,
    SetupUUIE, SetupUUIEConferenceGoal, TransportAddress,
};
use h323_proto::{
    call::{
        CallTerms, CallType, CallingConfig, ConferenceGoal, EndReason, Overlap, OwnVendor,
        SetupTerms,
    },
    h225::{Alias, Numbering},
    q931::{BearerCapability, ElementId, Message, NumberingPlan, TypeOfNumber},
};

use crate::support::{
    PEER, Script, config,
    uuie::{protocol, setup_of, transport},
};

/// The Setup of a call with this configuration.
fn message(config: CallingConfig) -> Message {
    let script = Script::with(config).placed();
    assert_eq!(script.seen.warnings(), []);
    script.seen.sent[0].clone()
}

fn setup(config: CallingConfig) -> SetupUUIE {
    setup_of(&message(config))
}

/// A name of every type there is.
fn every_type() -> Vec<Alias> {
    vec![
        Alias::DialedDigits("12*#,".into()),
        Alias::H323Id("Zoë 会議".into()),
        Alias::UrlId("h323:room@example.com".into()),
        Alias::EmailId("room@example.com".into()),
        Alias::TransportId(PEER),
        Alias::TransportId("[2001:db8::1]:1721".parse().unwrap()),
        Alias::PartyNumber("+4930".into()),
    ]
}

/// What goes over the wire, in words.
fn words(aliases: Option<&Vec<AliasAddress>>) -> Vec<String> {
    let word = |alias: &AliasAddress| match alias {
        AliasAddress::dialledDigits(digits) => format!("digits {digits}"),
        AliasAddress::h323_ID(name) => format!("id {name}"),
        AliasAddress::url_ID(url) => format!("url {url}"),
        AliasAddress::email_ID(email) => format!("email {email}"),
        AliasAddress::transportID(TransportAddress::ipAddress(address)) => {
            format!("ipv4 {:?}:{}", &*address.ip, address.port)
        }
        AliasAddress::transportID(TransportAddress::ip6Address(address)) => {
            format!("ipv6 {:02X?}:{}", &address.ip[14..], address.port)
        }
        AliasAddress::partyNumber(PartyNumber::e164Number(number)) => {
            let kind = &number.public_type_of_number;
            format!("{kind:?} {}", number.public_number_digits)
        }
        AliasAddress::partyNumber(PartyNumber::privateNumber(number)) => {
            let kind = &number.private_type_of_number;
            format!("private {kind:?} {}", number.private_number_digits)
        }
        other => panic!("{other:?}"),
    };
    aliases.into_iter().flatten().map(word).collect()
}

const EVERY_WORD: [&str; 7] = [
    "digits 12*#,",
    "id Zoë 会議",
    "url h323:room@example.com",
    "email room@example.com",
    "ipv4 [192, 0, 2, 10]:1720",
    "ipv6 [00, 01]:1721",
    "internationalNumber 4930",
];

#[test]
fn names_of_every_type_follow_the_number_of_their_side() {
    let setup = setup(CallingConfig {
        setup: SetupTerms {
            calling_aliases: Some(every_type()),
            called_aliases: every_type(),
            ..config().setup
        },
        ..config()
    });
    let source = words(setup.source_address.as_ref());
    assert_eq!(source[0], "digits 1000");
    assert_eq!(source[1..], EVERY_WORD);
    let destination = words(setup.destination_address.as_ref());
    assert_eq!(destination[0], "digits 2000");
    assert_eq!(destination[1..], EVERY_WORD);
}

#[test]
fn names_of_the_calling_side_take_the_place_of_our_own() {
    let own = format!("id {}", config().terms.h323_id);
    let source = |calling_aliases| {
        let setup = setup(CallingConfig {
            setup: SetupTerms {
                calling_aliases,
                ..config().setup
            },
            ..config()
        });
        words(setup.source_address.as_ref())
    };
    assert_eq!(source(None), ["digits 1000", own.as_str()]);
    assert_eq!(source(Some(Vec::new())), ["digits 1000"]);
    let name = Alias::H323Id("desk".into());
    assert_eq!(source(Some(vec![name])), ["digits 1000", "id desk"]);
}

#[test]
fn a_call_without_numbers_and_names_says_nothing_at_all() {
    let message = message(CallingConfig {
        setup: SetupTerms {
            calling_number: String::new(),
            called_number: None,
            calling_aliases: Some(Vec::new()),
            ..config().setup
        },
        ..config()
    });
    assert!(message.find(ElementId::CALLING_PARTY_NUMBER).is_none());
    assert!(message.find(ElementId::CALLED_PARTY_NUMBER).is_none());
    let setup = setup_of(&message);
    // Absent, not empty: some stacks read an empty list as a fault.
    assert_eq!(setup.source_address, None);
    assert_eq!(setup.destination_address, None);
    assert_eq!(setup.dest_call_signal_address, Some(transport(PEER)));
}

#[test]
fn a_name_that_its_type_cannot_hold_ends_the_call_before_it_begins() {
    for alias in [
        Alias::UrlId("h323:zoë@example.com".into()),
        Alias::EmailId(String::new()),
        Alias::EmailId("x".repeat(513)),
        Alias::DialedDigits("reception".into()),
        Alias::DialedDigits("1".repeat(129)),
        Alias::H323Id("x".repeat(257)),
        Alias::H323Id(String::new()),
        Alias::PartyNumber("12a".into()),
        Alias::PartyNumber("+".into()),
    ] {
        for called in [false, true] {
            let mut wanted = config();
            match called {
                true => wanted.setup.called_aliases = vec![alias.clone()],
                false => wanted.setup.calling_aliases = Some(vec![alias.clone()]),
            }
            let script = Script::with(wanted).placed();
            assert_eq!(script.seen.sent, [], "{alias:?}");
            let reason = &script.end().reason;
            assert!(
                matches!(reason, EndReason::SetupNotWritten(_)),
                "{alias:?}: {reason:?}"
            );
        }
    }
}

const TYPES: [(TypeOfNumber, PublicTypeOfNumber, PrivateTypeOfNumber); 6] = [
    (
        TypeOfNumber::UnknownType,
        PublicTypeOfNumber::unknown,
        PrivateTypeOfNumber::unknown,
    ),
    (
        TypeOfNumber::International,
        PublicTypeOfNumber::internationalNumber,
        PrivateTypeOfNumber::level2RegionalNumber,
    ),
    (
        TypeOfNumber::National,
        PublicTypeOfNumber::nationalNumber,
        PrivateTypeOfNumber::level1RegionalNumber,
    ),
    (
        TypeOfNumber::NetworkSpecific,
        PublicTypeOfNumber::networkSpecificNumber,
        PrivateTypeOfNumber::pISNSpecificNumber,
    ),
    (
        TypeOfNumber::Subscriber,
        PublicTypeOfNumber::subscriberNumber,
        PrivateTypeOfNumber::localNumber,
    ),
    (
        TypeOfNumber::Abbreviated,
        PublicTypeOfNumber::abbreviatedNumber,
        PrivateTypeOfNumber::abbreviatedNumber,
    ),
];

#[test]
fn type_and_plan_are_in_the_elements_and_in_party_numbers() {
    const PLANS: [(NumberingPlan, u8); 6] = [
        (NumberingPlan::UnknownPlan, 0),
        (NumberingPlan::Isdn, 1),
        (NumberingPlan::Data, 3),
        (NumberingPlan::Telex, 4),
        (NumberingPlan::NationalStandard, 8),
        (NumberingPlan::Private, 9),
    ];
    for (kind, public, private) in TYPES {
        for (plan, code) in PLANS {
            let numbering = Numbering {
                type_of_number: Some(kind),
                plan,
            };
            let message = message(CallingConfig {
                setup: SetupTerms {
                    calling_numbering: numbering,
                    called_numbering: numbering,
                    calling_aliases: Some(vec![Alias::PartyNumber("77".into())]),
                    called_aliases: vec![Alias::PartyNumber("88".into())],
                    ..config().setup
                },
                ..config()
            });
            // Q.931 4.5.8 and 4.5.10: bit 8 says whether octet 3a follows, it does for the caller.
            let octet3 = kind.code() << 4 | code;
            let calling = message.find(ElementId::CALLING_PARTY_NUMBER).unwrap();
            assert_eq!(calling.contents[..2], [octet3, 0x80]);
            assert_eq!(calling.contents[2..], *b"1000");
            let called = message.find(ElementId::CALLED_PARTY_NUMBER).unwrap();
            assert_eq!(called.contents[0], 0x80 | octet3);
            assert_eq!(called.contents[1..], *b"2000");
            let word = |digits: &str| match plan {
                NumberingPlan::Private => format!("private {private:?} {digits}"),
                _ => format!("{public:?} {digits}"),
            };
            let setup = setup_of(&message);
            assert_eq!(words(setup.source_address.as_ref())[1], word("77"));
            assert_eq!(words(setup.destination_address.as_ref())[1], word("88"));
        }
    }
}

#[test]
fn each_side_has_its_own_numbering() {
    let message = message(CallingConfig {
        setup: SetupTerms {
            calling_number: "+4930".into(),
            called_numbering: Numbering {
                type_of_number: Some(TypeOfNumber::Subscriber),
                plan: NumberingPlan::Private,
            },
            ..config().setup
        },
        ..config()
    });
    let number = |id| message.number(id).unwrap().unwrap();
    let calling = number(ElementId::CALLING_PARTY_NUMBER);
    assert_eq!(calling.type_of_number, TypeOfNumber::International);
    assert_eq!(calling.plan, NumberingPlan::Isdn);
    let called = number(ElementId::CALLED_PARTY_NUMBER);
    assert_eq!(called.type_of_number, TypeOfNumber::Subscriber);
    assert_eq!(called.plan, NumberingPlan::Private);
}

#[test]
fn the_bearer_is_the_one_of_q931() {
    // Q.931 4.5.5: octet 3 is 0x80 speech or 0x88 unrestricted digital; octet 4 circuit mode and
    // the rate, 0x98 multirate with the number of channels in octet 4.1; octet 5 layer 1, 0xA3
    // G.711 A-law or 0xA5 H.221 and H.242.
    let video = BearerCapability::video;
    let cases: [(BearerCapability, &[u8]); 10] = [
        (BearerCapability::SPEECH, &[0x80, 0x90, 0xA3]),
        (BearerCapability::VIDEO, &[0x88, 0x93, 0xA5]),
        (video(64), &[0x88, 0x90, 0xA5]),
        (video(128), &[0x88, 0x91, 0xA5]),
        (video(192), &[0x88, 0x98, 0x83, 0xA5]),
        (video(384), &[0x88, 0x93, 0xA5]),
        (video(512), &[0x88, 0x98, 0x88, 0xA5]),
        (video(768), &[0x88, 0x98, 0x8C, 0xA5]),
        (video(1536), &[0x88, 0x95, 0xA5]),
        (video(1920), &[0x88, 0x97, 0xA5]),
    ];
    for (bearer, octets) in cases {
        let message = message(CallingConfig {
            bearer: bearer.clone(),
            ..config()
        });
        let element = message.find(ElementId::BEARER_CAPABILITY).unwrap();
        assert_eq!(element.contents, octets, "{bearer:?}");
    }
}

#[test]
fn the_call_type_is_the_one_asked_for() {
    for (call_type, wire) in [
        (CallType::PointToPoint, WireCallType::pointToPoint),
        (CallType::OneToN, WireCallType::oneToN),
        (CallType::NToOne, WireCallType::nToOne),
        (CallType::NToN, WireCallType::nToN),
    ] {
        let setup = setup(CallingConfig {
            setup: SetupTerms {
                call_type,
                ..config().setup
            },
            ..config()
        });
        assert_eq!(setup.call_type, wire);
    }
}

#[test]
fn the_version_is_the_one_asked_for() {
    for version in 2..=7 {
        let mut script = Script::with(CallingConfig {
            terms: CallTerms {
                version,
                ..config().terms
            },
            ..config()
        })
        .placed();
        let setup = setup_of(&script.seen.sent[0]);
        assert_eq!(setup.protocol_identifier, protocol(u32::from(version)));
        // And of every message after it.
        script.hangup();
        let release = crate::support::uuie::pdu_of(&script.seen.sent[1]);
        let text = format!("{:?}", release.h323_message_body);
        assert!(text.contains(&format!("2250, 0, {version}]")), "{text}");
    }
}

#[test]
fn a_conference_is_created_unless_one_is_to_be_joined() {
    let created = setup(config());
    assert_eq!(created.conference_goal, SetupUUIEConferenceGoal::create);
    let mut script = Script::with(CallingConfig {
        setup: SetupTerms {
            conference_goal: ConferenceGoal::Join,
            conference_id: Some([0xC0; 16]),
            ..config().setup
        },
        ..config()
    })
    .placed();
    let joined = setup_of(&script.seen.sent[0]);
    assert_eq!(joined.conference_goal, SetupUUIEConferenceGoal::join);
    assert_eq!(*joined.conference_id, [0xC0; 16]);
    assert_eq!(script.call.conference_id(), [0xC0; 16]);
    // It is the one that Connect has to name.
    script.reply(h323_proto::q931::MessageType::Connect);
    assert!(script.run_out().answered);
    assert!(
        !script
            .seen
            .warned(h323_proto::call::WarningCode::ConferenceIdChanged)
    );
}

#[test]
fn overlap_sending_is_announced_only_where_there_is_a_rest() {
    assert_eq!(setup(config()).can_overlap_send, Some(false));
    let overlap = Some(Overlap {
        digits: "42".into(),
        sending_complete: true,
    });
    let message = message(CallingConfig {
        overlap,
        ..config()
    });
    assert_eq!(setup_of(&message).can_overlap_send, Some(true));
    // Setup has the first part alone, and must not call itself complete.
    assert!(message.find(ElementId::SENDING_COMPLETE).is_none());
    let called = message.number(ElementId::CALLED_PARTY_NUMBER).unwrap();
    assert_eq!(called.unwrap().text(), "2000");
}

#[test]
fn the_vendor_is_the_one_we_claim_to_be() {
    let vendor = |vendor: OwnVendor| {
        let setup = setup(CallingConfig {
            terms: CallTerms {
                vendor,
                ..config().terms
            },
            ..config()
        });
        setup.source_info.vendor.unwrap()
    };
    let own = vendor(OwnVendor::default());
    assert_eq!(own.vendor.t35_country_code, 181);
    assert!(own.product_id.is_some() && own.version_id.is_some());
    let claimed = vendor(OwnVendor {
        country: 9,
        extension: 1,
        manufacturer: 61,
        product: vec![b'p'; 256],
        version: b"1".to_vec(),
    });
    assert_eq!(claimed.vendor.t35_country_code, 9);
    assert_eq!(claimed.vendor.t35_extension, 1);
    assert_eq!(claimed.vendor.manufacturer_code, 61);
    assert_eq!(claimed.product_id.unwrap(), vec![b'p'; 256]);
    assert_eq!(claimed.version_id.unwrap(), b"1".to_vec());
}

#[test]
fn a_vendor_that_does_not_fit_ends_the_call_before_it_begins() {
    for octets in [vec![b'p'; 257], Vec::new()] {
        for version in [false, true] {
            let mut vendor = OwnVendor::default();
            match version {
                true => vendor.version.clone_from(&octets),
                false => vendor.product.clone_from(&octets),
            }
            let script = Script::with(CallingConfig {
                terms: CallTerms {
                    vendor,
                    ..config().terms
                },
                ..config()
            })
            .placed();
            assert_eq!(script.seen.sent, []);
            let EndReason::SetupNotWritten(why) = &script.end().reason else {
                panic!("{:?}", script.end());
            };
            assert!(why.contains(&format!("length {}", octets.len())), "{why}");
        }
    }
}
