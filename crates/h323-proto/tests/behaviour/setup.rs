//! What Setup says, and what happens when it cannot be said.

use h323_proto::{
    call::{
        CallTerms, CallingConfig, Content, Direction, EndReason, EndedBy, SetupTerms, WarningCode,
    },
    h225::Facts,
    q931::{
        BearerCapability, CallState, Display, ElementId, MessageType, PresentationIndicator,
        TypeOfNumber, UserUser,
    },
};

use crate::support::{Script, by_name, config, script};

/// What Setup says in its H.225.0 part.
fn facts(script: &Script) -> Facts {
    let records = script.seen.records(Direction::Sent);
    match &records[0].content {
        Content::Signalling {
            user_information: Some(information),
            facts,
            ..
        } => {
            assert_eq!(information.error, None);
            assert_eq!(information.trailing, 0);
            (**facts).clone()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn goes_out_as_soon_as_the_connection_is_open() {
    let script = script();
    assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
    assert_eq!(script.call.state(), CallState::CallInitiated);
    let setup = &script.seen.sent[0];
    assert!(setup.call_reference.value() > 0);
    assert!(!setup.call_reference.flag());
    assert_eq!(setup.call_reference.length(), 2);
    let ids: Vec<_> = setup.elements.iter().map(|element| element.id).collect();
    assert_eq!(
        ids,
        [
            ElementId::BEARER_CAPABILITY,
            ElementId::DISPLAY,
            ElementId::CALLING_PARTY_NUMBER,
            ElementId::CALLED_PARTY_NUMBER,
            ElementId::USER_USER
        ]
    );
    assert_eq!(
        setup.get::<BearerCapability>().unwrap().unwrap(),
        BearerCapability::SPEECH
    );
    assert_eq!(
        setup.get::<Display>().unwrap().unwrap().text(),
        "Call from 1000"
    );
    assert!(setup.get::<UserUser>().unwrap().is_ok());
    let calling = setup
        .number(ElementId::CALLING_PARTY_NUMBER)
        .unwrap()
        .unwrap();
    assert_eq!(calling.text(), "1000");
    assert!(matches!(
        calling.presentation,
        Some(PresentationIndicator { .. })
    ));
}

#[test]
fn has_the_fields_that_real_stacks_want() {
    let script = script();
    let facts = facts(&script);
    assert_eq!(facts.body.as_deref(), Some("setup"));
    assert_eq!(facts.version, Some(u32::from(config().terms.version)));
    assert_eq!(facts.call_identifier, Some(script.call.call_identifier()));
    assert_eq!(facts.conference_id, Some(script.call.conference_id()));
    assert_ne!(facts.call_identifier, Some([0; 16]));
    assert_eq!(facts.h245_tunnelling, Some(true));
    assert_eq!(facts.h245_address, None, "nobody could connect to it");
    assert!(facts.fast_start.is_empty() && facts.h245_control.is_empty());
    assert_eq!(facts.aliases, ["1000", &config().terms.h323_id]);
    assert_eq!(facts.destination, ["2000"]);
}

#[test]
fn an_international_number_loses_its_plus_on_the_wire() {
    let script = Script::with(CallingConfig {
        setup: SetupTerms {
            calling_number: "+41220000000".into(),
            called_number: Some("+15550100".into()),
            ..config().setup
        },
        ..config()
    })
    .placed();
    let setup = &script.seen.sent[0];
    for (id, digits) in [
        (ElementId::CALLING_PARTY_NUMBER, "41220000000"),
        (ElementId::CALLED_PARTY_NUMBER, "15550100"),
    ] {
        let number = setup.number(id).unwrap().unwrap();
        assert_eq!(number.text(), digits);
        assert_eq!(number.type_of_number, TypeOfNumber::International);
    }
    assert_eq!(facts(&script).destination, ["15550100"]);
}

#[test]
fn a_call_to_the_address_itself_names_no_number() {
    let script = Script::with(CallingConfig {
        terms: CallTerms {
            display: None,
            ..config().terms
        },
        setup: SetupTerms {
            called_number: None,
            ..config().setup
        },
        ..config()
    })
    .placed();
    let setup = &script.seen.sent[0];
    assert!(setup.find(ElementId::CALLED_PARTY_NUMBER).is_none());
    assert!(setup.find(ElementId::DISPLAY).is_none());
    assert!(facts(&script).destination.is_empty());
}

#[test]
fn the_opened_connection_tells_the_address_where_nobody_else_does() {
    let script = Script::towards(by_name(), config()).placed();
    assert_eq!(script.seen.warnings(), []);
    let from_socket = script.seen.sent[0].clone();
    assert_eq!(from_socket, crate::support::script().seen.sent[0]);

    let mut script = Script::towards(by_name(), config());
    script.input(h323_proto::call::Input::Connected(
        h323_proto::call::Channel::CallSignalling,
        None,
    ));
    assert_eq!(script.seen.warnings(), [WarningCode::NoDestinationAddress]);
    assert_eq!(script.seen.sent_types(), [MessageType::Setup]);
}

#[test]
fn a_setup_that_cannot_be_written_ends_the_call_before_it_begins() {
    let long = "1".repeat(300);
    let text = "x".repeat(300);
    for (field, wanted) in [
        (
            "letters",
            CallingConfig {
                setup: SetupTerms {
                    called_number: Some("reception".into()),
                    ..config().setup
                },
                ..config()
            },
        ),
        (
            "control characters",
            CallingConfig {
                setup: SetupTerms {
                    calling_number: "10\n00".into(),
                    ..config().setup
                },
                ..config()
            },
        ),
        (
            "too many digits",
            CallingConfig {
                setup: SetupTerms {
                    calling_number: long,
                    ..config().setup
                },
                ..config()
            },
        ),
        (
            "too long a text",
            CallingConfig {
                terms: CallTerms {
                    display: Some(text),
                    ..config().terms
                },
                ..config()
            },
        ),
        (
            "an empty text",
            CallingConfig {
                terms: CallTerms {
                    display: Some(String::new()),
                    ..config().terms
                },
                ..config()
            },
        ),
    ] {
        let script = Script::with(wanted).placed();
        assert_eq!(script.seen.sent, [], "{field}");
        let end = script.end();
        assert_eq!(end.by, EndedBy::Library, "{field}");
        match &end.reason {
            EndReason::SetupNotWritten(why) => assert!(why.contains("SETUP"), "{why}"),
            other => panic!("{field}: {other:?}"),
        }
    }
}
