//! Digits are typed while the call is up, the way the peer takes them.

use h323_asn1::{
    codec,
    h245::{
        Capability, CapabilityTableEntry, CapabilityTableEntryNumber,
        MultimediaSystemControlMessage as Control, RequestMessage, UserInputCapability,
    },
};
use h323_proto::{
    call::{CallingConfig, EndReason, InputForm, Typing, WarningCode},
    h245::{Codec, H245Message, Pdu, UserInput},
    q931::{CallState, KeypadFacility, MessageType},
    time::Instant,
};

use crate::support::{
    Script, config, millis, secs,
    talk::{
        OUR_NUMBER, WAYS, Way, accepted, agreed, capabilities, h245, number, pong, said, spoken,
        talking, tell, tell_all,
    },
};

const BEGIN: Instant = Instant::from_millis(1_000_000);

/// A call that is to type `digits` two seconds after it is up.
fn typing(digits: &str, form: InputForm) -> CallingConfig {
    CallingConfig {
        typing: Some(Typing {
            digits: digits.into(),
            form,
            after: secs(2),
            tone: millis(100),
            pause: millis(150),
        }),
        ..config()
    }
}

/// The peer's capabilities, user input among them.
fn takes(inputs: &[UserInputCapability]) -> Vec<u8> {
    let octets = h245(&capabilities(1, &Codec::ALL));
    let mut message = codec::decode::<Control>(&octets).value.unwrap();
    let Control::request(RequestMessage::terminalCapabilitySet(set)) = &mut message else {
        panic!("{message:?}");
    };
    let table = set.capability_table.as_mut().unwrap();
    for (input, number) in inputs.iter().zip(90..) {
        table.push(CapabilityTableEntry {
            capability_table_entry_number: CapabilityTableEntryNumber(number),
            capability: Some(Capability::receiveUserInputCapability(input.clone())),
        });
    }
    codec::encode(&message).unwrap()
}

/// An answered call whose peer takes such input.
fn up(wanted: CallingConfig, way: Way, inputs: &[UserInputCapability]) -> Script {
    let mut script = talking(wanted, way);
    tell(&mut script, way, &takes(inputs));
    tell_all(
        &mut script,
        way,
        &[accepted(), number(OUR_NUMBER + 1), agreed(), pong()],
    );
    script
}

/// What was typed in H.245.
fn inputs(script: &Script) -> Vec<UserInput> {
    let messages = spoken(script).into_iter();
    messages
        .filter_map(|record| match record.understood.message {
            H245Message::UserInput(input) => Some(input),
            _ => None,
        })
        .collect()
}

/// When each of it was said, in milliseconds, and what.
fn report(script: &Script) -> (&'static str, Vec<(u128, String)>) {
    let report = script.call.typing().unwrap();
    let typed = report.typed.iter();
    let typed = typed.map(|typed| (typed.at.since(BEGIN).as_millis(), typed.digits.clone()));
    (report.state.name(), typed.collect())
}

#[test]
fn a_peer_that_takes_tones_gets_one_after_the_other() {
    for way in WAYS {
        let announced = [UserInputCapability::basicString, UserInputCapability::dtmf];
        let mut script = up(typing("12,#", InputForm::Auto), way, &announced);
        script.pass(millis(1_999));
        assert_eq!(inputs(&script), [], "{way:?}");
        script.pass(secs(3));
        let tones = ['1', '2', '#'].map(|tone| UserInput::Signal(tone, Some(100)));
        assert_eq!(inputs(&script), tones, "{way:?}");
        let at = [(2_000, "1"), (2_250, "2"), (3_500, "#")];
        let at = at.map(|(at, digits)| (at, String::from(digits))).to_vec();
        assert_eq!(report(&script), ("sent", at));
        // It is held for two seconds after the last tone, although it was to be held for none.
        assert!(!said(&script).contains(&"endSessionCommand".into()));
        assert_eq!(
            script.seen.deadline,
            Some(BEGIN + millis(3_500 + 100 + 2_000))
        );
        assert_eq!(script.run_out().reason, EndReason::Cleared);
        let odd = script.seen.warnings();
        assert_eq!(odd, [WarningCode::NoEndSession], "{way:?}");
    }
}

#[test]
fn a_peer_that_does_not_say_gets_text() {
    let string = &[UserInputCapability::basicString];
    for announced in [&[][..], string, &[UserInputCapability::hookflash]] {
        let mut script = up(typing("12,#", InputForm::Auto), Way::Tunnel, announced);
        script.pass(millis(2_000));
        assert_eq!(inputs(&script), [UserInput::Alphanumeric("12".into())]);
        script.run_out();
        let texts = ["12", "#"].map(|text| UserInput::Alphanumeric(text.into()));
        assert_eq!(inputs(&script), texts);
        assert_eq!(report(&script).0, "sent");
    }
}

#[test]
fn a_peer_that_only_sends_tones_takes_none() {
    let octets = takes(&[UserInputCapability::dtmf]);
    let mut message = codec::decode::<Control>(&octets).value.unwrap();
    if let Control::request(RequestMessage::terminalCapabilitySet(set)) = &mut message {
        let table = set.capability_table.as_mut().unwrap();
        let last = table.last_mut().unwrap();
        last.capability = Some(Capability::transmitUserInputCapability(
            UserInputCapability::dtmf,
        ));
    }
    let mut script = talking(typing("1", InputForm::Auto), Way::Tunnel);
    tell(&mut script, Way::Tunnel, &codec::encode(&message).unwrap());
    let rest = [accepted(), number(OUR_NUMBER + 1), agreed(), pong()];
    tell_all(&mut script, Way::Tunnel, &rest);
    script.run_out();
    assert_eq!(inputs(&script), [UserInput::Alphanumeric("1".into())]);
}

#[test]
fn without_h245_digits_go_into_information() {
    for form in [InputForm::Auto, InputForm::Information] {
        let mut script = Script::in_state(typing("1234#,5", form), CallState::Active);
        script.run_out();
        let keypads: Vec<String> = script
            .seen
            .sent
            .iter()
            .filter(|message| message.message_type == MessageType::Information)
            .map(|message| message.get::<KeypadFacility>().unwrap().unwrap().text())
            .collect();
        assert_eq!(keypads, ["1234#", "5"], "{form:?}");
        let at = [(2_000, "1234#".into()), (3_000, "5".into())].to_vec();
        assert_eq!(report(&script), ("sent", at));
        assert!(!script.seen.warned(WarningCode::UserInputNotSent));
    }
}

#[test]
fn a_form_that_was_asked_for_is_kept_to() {
    let dtmf = &[UserInputCapability::dtmf];
    let mut script = up(typing("12", InputForm::Alphanumeric), Way::Tunnel, dtmf);
    script.run_out();
    assert_eq!(inputs(&script), [UserInput::Alphanumeric("12".into())]);

    let mut script = up(typing("12", InputForm::Information), Way::Tunnel, dtmf);
    script.run_out();
    assert_eq!(inputs(&script), []);
    assert!(script.seen.sent_types().contains(&MessageType::Information));

    // Also where the peer does not announce it, which is worth a warning.
    let mut script = up(typing("1", InputForm::Signal), Way::Tunnel, &[]);
    script.run_out();
    assert_eq!(inputs(&script), [UserInput::Signal('1', Some(100))]);
    assert!(script.seen.warned(WarningCode::UserInputNotAnnounced));
}

#[test]
fn digits_that_have_no_way_are_told_of() {
    for form in [InputForm::Alphanumeric, InputForm::Signal] {
        let mut script = Script::in_state(typing("1234#", form), CallState::Active);
        let end = script.run_out();
        assert_eq!(end.reason, EndReason::Cleared);
        let typing = script.call.typing().unwrap();
        assert_eq!(typing.state.name(), "unsent");
        assert_eq!(typing.error, Some("the call has no H.245"));
        let text = script.seen.warning(WarningCode::UserInputNotSent).unwrap();
        assert!(text.starts_with("5 of 5 digits were not sent"), "{text}");
    }
}

#[test]
fn a_peer_that_leaves_after_digits_is_told_of() {
    let mut script = up(typing("12,3", InputForm::Auto), Way::Tunnel, &[]);
    script.pass(millis(2_300));
    script.reply(MessageType::ReleaseComplete);
    let text = script
        .seen
        .warning(WarningCode::EndedAfterUserInput)
        .unwrap();
    assert!(
        text.starts_with("The call ended 300 ms after 2 of 3 digits"),
        "{text}"
    );
    let text = script.seen.warning(WarningCode::UserInputNotSent).unwrap();
    assert!(
        text.starts_with("1 of 3 digits were not sent: the call was over"),
        "{text}"
    );
    assert_eq!(report(&script).0, "partly");

    // The peer's endSession says the same.
    let mut script = up(typing("12", InputForm::Auto), Way::Tunnel, &[]);
    script.pass(millis(2_500));
    tell(&mut script, Way::Tunnel, &h245(&Pdu::EndSession));
    script.run_out();
    let text = script
        .seen
        .warning(WarningCode::EndedAfterUserInput)
        .unwrap();
    assert!(
        text.starts_with("The call ended 500 ms after 2 of 2"),
        "{text}"
    );

    // An end long after them is not laid to them.
    let mut held = typing("12", InputForm::Auto);
    held.terms.limits.hold = secs(60);
    let mut script = up(held, Way::Tunnel, &[]);
    script.pass(secs(20));
    script.reply(MessageType::ReleaseComplete);
    assert!(!script.seen.warned(WarningCode::EndedAfterUserInput));
    assert_eq!(report(&script).0, "sent");
}

#[test]
fn a_call_that_was_not_answered_types_nothing() {
    let mut script = Script::in_state(typing("12", InputForm::Auto), CallState::CallDelivered);
    script.reply(MessageType::ReleaseComplete);
    let typing = script.call.typing().unwrap();
    assert_eq!((typing.state.name(), typing.form), ("unsent", None));
    assert_eq!(typing.error, Some("the call was not answered"));
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn whoever_hangs_up_needs_no_warning() {
    let mut script = up(
        typing("12", InputForm::Signal),
        Way::Connection,
        &[UserInputCapability::dtmf],
    );
    script.pass(millis(2_050));
    script.hangup();
    script.run_out();
    assert_eq!(report(&script).0, "partly");
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn a_call_is_held_longer_for_digits_and_never_shorter() {
    let mut held = typing("1", InputForm::Alphanumeric);
    held.terms.limits.hold = secs(30);
    let mut script = up(held, Way::Tunnel, &[]);
    script.pass(secs(29));
    assert!(!said(&script).contains(&"endSessionCommand".into()));
    script.pass(secs(1));
    assert!(said(&script).contains(&"endSessionCommand".into()));
}

#[test]
fn the_length_of_typing_is_known_before() {
    let typing = typing("12,#", InputForm::Auto).typing.unwrap();
    assert_eq!(typing.length(), millis(2_000 + 3 * 250 + 1_000));
}
