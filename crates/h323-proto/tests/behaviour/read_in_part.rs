//! Messages of which a part cannot be read: it costs itself alone, and nothing is said of what may
//! be in it.

use h323_proto::{
    call::{CallingConfig, Content, Direction, FastStartState, H245Problem, WarningCode},
    q931::{CauseValue, ElementId, InformationElement, Message, MessageType},
    summary, tpkt,
};

use crate::support::{Script, message, script, talk::with_h245};

/// A Connect like that of a Yealink VC400, but for `multipleCalls`, whose open type is empty.
/// `h245Tunnelling` stands behind it, and says TRUE.
const BROKEN: &str = "08028001077e005f052280060008914a000422c0260000020e5965616c696e6b20564334303000000b33302e31302e302e32370000000102030405060708090a0b0c0d0e0f10270c212011000102030405060708090a0b0c0d0e0f100001000100000002800180";

/// The same with `multipleCalls` FALSE in its open type of one octet.
const SOUND: &str = "08028001077e0060052280060008914a000422c0260000020e5965616c696e6b20564334303000000b33302e31302e302e32370000000102030405060708090a0b0c0d0e0f10270c212011000102030405060708090a0b0c0d0e0f10010001000100000002800180";

/// What is said of things that are not there.
const OF_ABSENCE: [WarningCode; 6] = [
    WarningCode::MissingField,
    WarningCode::MissingUserInformation,
    WarningCode::NoH245Channel,
    WarningCode::FastStartIgnored,
    WarningCode::ReleaseUnexplained,
    WarningCode::NoEndSession,
];

fn octets(digits: &str) -> Vec<u8> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

/// Answers a call with that Connect, under the call's reference.
fn answered_by(digits: &str) -> Script {
    let mut script = Script::with(with_h245()).placed();
    let mut connect = Message::decode(&octets(digits)).unwrap();
    connect.call_reference = script.reference();
    script.receive(&connect);
    script
}

fn wants_fast_start() -> CallingConfig {
    let mut wanted = with_h245();
    wanted.fast_start = true;
    wanted
}

fn says_nothing_of_absence(script: &Script, what: &str) {
    for code in OF_ABSENCE {
        assert!(!script.seen.warned(code), "{what}: {}", code.code());
    }
}

#[test]
fn an_addition_that_cannot_be_read_costs_itself_alone() {
    let sound = answered_by(SOUND);
    assert_eq!(sound.call.h245().path().name(), "tunnelled");
    assert!(!sound.seen.warned(WarningCode::UndecodableUserInformation));
    let broken = answered_by(BROKEN);
    assert_eq!(broken.call.h245().path().name(), "tunnelled");
    let text = broken
        .seen
        .warning(WarningCode::UndecodableUserInformation)
        .unwrap();
    assert!(text.contains("connect.multipleCalls"), "{text}");
    assert!(text.contains("in part"), "{text}");
    says_nothing_of_absence(&broken, "multipleCalls");
    let records = broken.seen.records(Direction::Received);
    let content = &records.last().unwrap().content;
    let Content::Signalling {
        user_information: Some(information),
        facts,
        ..
    } = content
    else {
        panic!("{content:?}");
    };
    assert_eq!(information.error, None);
    assert_eq!(facts.h245_tunnelling, Some(true));
    assert!(facts.unread.in_body("multipleCalls"));
    assert!(!facts.unread.in_pdu("h245Tunnelling"));
    assert!(summary::summary(content).contains("multipleCalls"));
}

#[test]
fn nothing_is_missing_from_a_connect_that_is_cut() {
    let whole = script().peer.connect(None).unwrap();
    for length in 0..whole.len() {
        let mut script = Script::with(wants_fast_start()).placed();
        script.receive(&message(
            script.reference(),
            MessageType::Connect,
            Some(whole[..length].to_vec()),
        ));
        script.run_out();
        says_nothing_of_absence(&script, &format!("{length} octets"));
        let started = script.call.h245().session().is_started();
        let hidden = script.call.h245_problem() == Some(H245Problem::Hidden);
        assert_eq!(hidden, !started, "{length}");
        let fast_start = script.call.fast_start().unwrap();
        assert_eq!(fast_start.state, FastStartState::Unanswered, "{length}");
    }
}

#[test]
fn nor_is_it_when_the_q931_message_is_cut() {
    let mut script = Script::with(with_h245()).placed();
    let whole = script.message(MessageType::Connect).encode().unwrap();
    script.receive_octets(&tpkt::encode(&whole[..whole.len() - 1]).unwrap());
    script.run_out();
    says_nothing_of_absence(&script, "cut");
    assert_eq!(script.call.h245_problem(), Some(H245Problem::Hidden));
}

#[test]
fn a_message_that_was_read_to_its_end_is_taken_at_its_word() {
    let mut script = Script::with(wants_fast_start()).placed();
    script.reply_with(MessageType::Connect, |pdu| {
        pdu.h245_tunnelling = Some(false);
    });
    script.run_out();
    assert!(script.seen.warned(WarningCode::NoH245Channel));
    assert!(script.seen.warned(WarningCode::FastStartIgnored));
    assert_ne!(script.call.h245_problem(), Some(H245Problem::Hidden));
}

#[test]
fn a_release_whose_reasons_may_be_in_what_is_cut_is_not_unexplained() {
    let mut script = script();
    let mut release = message(script.reference(), MessageType::ReleaseComplete, None);
    release.insert(InformationElement::new(
        ElementId::DISPLAY,
        b"busy".to_vec(),
    ));
    let whole = release.encode().unwrap();
    script.receive_octets(&tpkt::encode(&whole[..whole.len() - 1]).unwrap());
    assert!(script.seen.warned(WarningCode::UndecodableMessage));
    says_nothing_of_absence(&script, "cut");
}

#[test]
fn a_cause_in_octets_that_are_not_its_own_is_taken_and_warned_of() {
    for (contents, value) in [
        (&[0, 0, 0x91][..], 17),
        (&[0, 0, 0xdf], 95),
        (&[0, 0x91], 17),
    ] {
        let mut script = script();
        let mut release = script.message(MessageType::ReleaseComplete);
        release
            .elements
            .retain(|element| element.id != ElementId::CAUSE);
        release.insert(InformationElement::new(ElementId::CAUSE, contents.to_vec()));
        script.receive(&release);
        let cause = script.end().cause.as_ref().map(|cause| cause.value);
        assert_eq!(cause, Some(CauseValue(value)), "{contents:02x?}");
        let text = script.seen.warning(WarningCode::MalformedCause).unwrap();
        assert!(text.contains("octet 3"), "{text}");
    }
}

#[test]
fn an_empty_user_user_element_is_named() {
    for (contents, code) in [
        (&[][..], WarningCode::MissingUserInformation),
        (&[5], WarningCode::UndecodableUserInformation),
    ] {
        let mut script = script();
        let mut alerting = message(script.reference(), MessageType::Alerting, None);
        alerting.insert(InformationElement::new(
            ElementId::USER_USER,
            contents.to_vec(),
        ));
        script.receive(&alerting);
        let text = script.seen.warning(code).unwrap();
        assert!(text.contains("is empty"), "{text}");
        let element = alerting.find(ElementId::USER_USER).unwrap();
        let error = summary::understand(element).unwrap().unwrap_err();
        assert!(error.to_string().contains("empty User-user"), "{error}");
    }
}
