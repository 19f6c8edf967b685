//! What is odd about a message is told when the message itself was: the cause comes before the effect.

use h323_proto::{
    call::{Channel, Entropy, Event, Input, InputForm, Typing, WarningCode},
    q931::{CallReference, ElementId, InformationElement, MessageType, UserUser},
    tpkt,
};

use crate::support::{
    Script, by_name, config, message, millis, script, secs,
    talk::{WAYS, negotiated, talking, tell, with_h245},
    uuie::{set_version, without_call_identifier},
};

/// What makes a peer's message odd, and the warnings that tell of it.
type Case = (&'static str, fn(&Script) -> Vec<u8>, &'static [WarningCode]);

fn octets(message: &h323_proto::q931::Message) -> Vec<u8> {
    tpkt::encode(&message.encode().unwrap()).unwrap()
}

fn with_user_user(script: &Script, contents: Vec<u8>) -> Vec<u8> {
    let reference = script.reference();
    octets(&message(reference, MessageType::Alerting, Some(contents)))
}

fn alerting_of(script: &Script) -> Vec<u8> {
    let alerting = script.message(MessageType::Alerting);
    alerting.get::<UserUser>().unwrap().unwrap().contents
}

const CASES: &[Case] = &[
    (
        "a reserved octet that is not zero",
        |script| {
            let mut octets = octets(&script.message(MessageType::Alerting));
            octets[1] = 1;
            octets
        },
        &[WarningCode::TpktReserved],
    ),
    (
        "no Q.931",
        |_| tpkt::encode(&[0xFF; 20]).unwrap(),
        &[WarningCode::UndecodableMessage],
    ),
    (
        "Q.931 that stops in the middle, behind a reserved octet that is not zero",
        |script| {
            let mut payload = script.message(MessageType::Alerting).encode().unwrap();
            payload.truncate(payload.len() - 1);
            let mut octets = tpkt::encode(&payload).unwrap();
            octets[1] = 1;
            octets
        },
        &[WarningCode::TpktReserved, WarningCode::UndecodableMessage],
    ),
    (
        "a Cause that is none, out of order",
        |script| {
            let mut message = script.message(MessageType::Alerting);
            let cause = InformationElement::new(ElementId::CAUSE, vec![0, 0x91]);
            message.elements.push(cause);
            octets(&message)
        },
        &[WarningCode::MalformedCause, WarningCode::ElementOrder],
    ),
    (
        "an H.225.0 part that stops in the middle",
        |script| {
            let mut contents = alerting_of(script);
            contents.truncate(4);
            with_user_user(script, contents)
        },
        &[WarningCode::UndecodableUserInformation],
    ),
    (
        "octets behind the H.225.0 part",
        |script| {
            let mut contents = alerting_of(script);
            contents.extend([0; 3]);
            with_user_user(script, contents)
        },
        &[WarningCode::TrailingOctets],
    ),
    (
        "no H.225.0 part",
        |script| octets(&message(script.reference(), MessageType::Alerting, None)),
        &[WarningCode::MissingUserInformation],
    ),
    (
        "the H.225.0 part of another message",
        |script| with_user_user(script, script.peer.progress().unwrap()),
        &[WarningCode::BodyMismatch],
    ),
    (
        "an early version, and a field that it has already",
        |script| {
            let alerting = script.message_with(MessageType::Alerting, |pdu| {
                set_version(pdu, 2);
                without_call_identifier(pdu);
            });
            octets(&alerting)
        },
        &[WarningCode::MissingField, WarningCode::OldVersion],
    ),
    (
        "another call's identifier",
        |script| {
            let other = config().writer(&Entropy::new([1; Entropy::OCTETS]));
            with_user_user(script, other.alerting().unwrap())
        },
        &[WarningCode::CallIdentifierChanged],
    ),
    (
        "another call reference",
        |script| {
            let mut message = script.message(MessageType::Alerting);
            message.call_reference = CallReference::new(0x7FFE, true).unwrap();
            octets(&message)
        },
        &[WarningCode::CallReferenceValue],
    ),
    (
        "a type that there is not",
        |script| octets(&script.message(MessageType::Unknown(0x42))),
        &[WarningCode::UnknownMessage],
    ),
];

/// What a call reports, in short.
fn told(events: &[Event]) -> Vec<String> {
    let words = events.iter().filter_map(|event| match event {
        Event::Message(record) => Some(format!("{:?}", record.direction)),
        Event::Warning(warning, _) => Some(warning.code.code().to_owned()),
        _ => None,
    });
    words.collect()
}

#[test]
fn a_warning_about_a_message_comes_behind_its_record() {
    for (what, make, warnings) in CASES {
        let mut script = script();
        let before = script.seen.events.len();
        let octets = make(&script);
        script.receive_octets(&octets);
        let codes = warnings.iter().map(|code| code.code().to_owned());
        let expected: Vec<String> = ["Received".to_owned()].into_iter().chain(codes).collect();
        assert_eq!(told(&script.seen.events[before..]), expected, "{what}");
    }
}

#[test]
fn so_do_those_about_h245() {
    for way in WAYS {
        let mut script = talking(with_h245(), way);
        let before = script.seen.events.len();
        tell(&mut script, way, &[0xFF; 8]);
        let told = told(&script.seen.events[before..]);
        assert_eq!(told[..2], ["Received", "undecodable-h245"], "{way:?}");
    }
}

#[test]
fn so_do_those_about_our_own_messages() {
    let mut script = Script::towards(by_name(), config());
    script.input(Input::Connected(Channel::CallSignalling, None));
    assert_eq!(
        told(&script.seen.events),
        ["Sent", "no-destination-address"]
    );
}

#[test]
fn so_does_that_about_digits_in_a_form_that_is_not_announced() {
    for way in WAYS {
        let mut wanted = with_h245();
        wanted.typing = Some(Typing {
            digits: "1".into(),
            form: InputForm::Signal,
            after: secs(2),
            tone: millis(100),
            pause: millis(150),
        });
        let mut script = negotiated(wanted, way);
        let before = script.seen.events.len();
        script.pass(secs(2));
        let told = told(&script.seen.events[before..]);
        assert_eq!(told[..2], ["Sent", "user-input-not-announced"], "{way:?}");
    }
}
