//! Messages that cannot be read, or not to their end: shown as they are, and the call goes on.

use h323_proto::{
    call::{Content, Direction, EndReason, MessageRecord, WarningCode},
    h225::ReleaseReason,
    q931::{
        CallState, ElementId, InformationElement, Message, MessageType, ProtocolDiscriminator,
        UserUser,
    },
    tpkt,
};

use crate::support::{Script, message, script};

/// The only record of a received message.
fn record(script: &Script) -> &MessageRecord {
    let records = script.seen.records(Direction::Received);
    assert_eq!(records.len(), 1);
    records[0]
}

/// The call can still be answered.
fn goes_on(mut script: Script) {
    script.reply(MessageType::Connect);
    assert!(script.run_out().answered);
}

#[test]
fn octets_that_are_no_q931() {
    for payload in [
        &[0xFF; 20][..],
        &[0x08],
        &[0x08, 0x02, 0x80],
        &[0x08, 0x0F, 0, 0, 0],
        &[0x09, 0x02, 0x80, 0x01, 0x07],
    ] {
        let mut script = script();
        let octets = tpkt::encode(payload).unwrap();
        script.receive_octets(&octets);
        assert_eq!(record(&script).octets, octets);
        assert!(matches!(record(&script).content, Content::Undecodable(_)));
        assert_eq!(script.seen.warnings(), [WarningCode::UndecodableMessage]);
        assert_eq!(script.call.state(), CallState::CallInitiated);
        assert_eq!(script.call.messages_received(), 1);
        goes_on(script);
    }
}

#[test]
fn what_looks_like_another_protocol_after_q931_is_damage() {
    let x224 = tpkt::encode(&[6, 0xD0, 0, 0, 0x12, 0x34, 0]).unwrap();
    let mut script = script();
    script.reply(MessageType::CallProceeding);
    script.receive_octets(&x224);
    assert_eq!(script.seen.warnings(), [WarningCode::UndecodableMessage]);
    goes_on(script);
}

#[test]
fn an_element_that_is_cut_off_leaves_those_before_it() {
    let mut script = script();
    let whole = script.message(MessageType::Alerting).encode().unwrap();
    let cut = &whole[..whole.len() - 1];
    let octets = tpkt::encode(cut).unwrap();
    script.receive_octets(&octets);
    assert_eq!(record(&script).octets, octets);
    let Content::Signalling { message, error, .. } = &record(&script).content else {
        panic!("{:?}", record(&script));
    };
    assert_eq!(message.message_type, MessageType::Alerting);
    assert!(message.elements.is_empty());
    assert!(error.is_some());
    // Nothing is said of the H.225.0 part that was lost with it.
    assert_eq!(script.seen.warnings(), [WarningCode::UndecodableMessage]);
    assert_eq!(script.call.state(), CallState::CallDelivered);
    goes_on(script);
}

/// An Alerting with the H.225.0 part that `change` makes of the right one.
fn alerting(script: &Script, change: impl FnOnce(&mut Vec<u8>)) -> Message {
    let mut information = script.peer.alerting().unwrap();
    change(&mut information);
    message(script.reference(), MessageType::Alerting, Some(information))
}

#[test]
fn an_h225_part_that_is_cut_off_gives_what_came_before() {
    let mut script = script();
    let alerting = alerting(&script, |octets| octets.truncate(octets.len() - 10));
    script.receive(&alerting);
    let Content::Signalling {
        user_information: Some(information),
        facts,
        error: None,
        ..
    } = &record(&script).content
    else {
        panic!("{:?}", record(&script));
    };
    let why = information.error.as_ref().unwrap();
    assert!(!why.path.is_empty());
    assert_eq!(facts.body.as_deref(), Some("alerting"));
    assert!(facts.version.is_some());
    assert_eq!(
        script.seen.warnings(),
        [WarningCode::UndecodableUserInformation]
    );
    assert_eq!(script.call.state(), CallState::CallDelivered);
    goes_on(script);
}

#[test]
fn every_length_of_an_h225_part() {
    let whole = script().peer.connect(None).unwrap();
    for length in 0..whole.len() {
        let mut script = script();
        let connect = message(
            script.reference(),
            MessageType::Connect,
            Some(whole[..length].to_vec()),
        );
        script.receive(&connect);
        assert!(
            script.seen.warned(WarningCode::UndecodableUserInformation),
            "{length} octets"
        );
        assert!(script.run_out().answered, "{length} octets");
    }
}

#[test]
fn an_unknown_alternative_gives_what_came_before() {
    // Before the message body stand four bits: marker and optional component of the root, and the
    // same of the PDU. Then one that an alternative past the marker follows, a zero, and its number
    // in six bits: 63, which no version has. Its contents are an open type of one octet.
    let mut script = script();
    let unknown = vec![0b0000_1011, 0b1111_0000, 1, 0];
    script.receive(&message(
        script.reference(),
        MessageType::Alerting,
        Some(unknown),
    ));
    let Content::Signalling {
        user_information: Some(information),
        facts,
        ..
    } = &record(&script).content
    else {
        panic!("{:?}", record(&script));
    };
    assert_eq!(information.error, None);
    let [error] = information.tree.faults.as_slice() else {
        panic!("{:?}", information.tree.faults);
    };
    assert!(error.path.contains("h323-message-body"), "{error}");
    assert!(error.to_string().contains("alternative"), "{error}");
    assert_eq!(facts.body, None);
    assert_eq!(
        script.seen.warnings(),
        [WarningCode::UndecodableUserInformation]
    );
    assert_eq!(script.call.state(), CallState::CallDelivered);
    goes_on(script);
}

#[test]
fn an_unknown_reason_does_not_hide_the_release() {
    let mut script = script();
    let reason = ReleaseReason::HopCountExceeded;
    let mut information = script.peer.release_complete(Some(&reason), None).unwrap();
    // Number 12 past the marker, then an open type of one octet; 63 is one that no version has.
    let at = information
        .windows(3)
        .position(|octets| octets == [0x80 | 12, 1, 0])
        .unwrap();
    information[at] = 0x80 | 63;
    script.receive(&message(
        script.reference(),
        MessageType::ReleaseComplete,
        Some(information),
    ));
    let Content::Signalling {
        user_information: Some(information),
        facts,
        ..
    } = &record(&script).content
    else {
        panic!("{:?}", record(&script));
    };
    assert_eq!(information.error, None);
    let error = information.tree.faults.first().unwrap();
    assert!(error.path.ends_with("releaseComplete.reason"), "{error}");
    assert_eq!(facts.body.as_deref(), Some("releaseComplete"));
    assert!(facts.version.is_some());
    assert_eq!(script.end().reason, EndReason::Released);
}

#[test]
fn octets_after_the_h225_part() {
    let mut script = script();
    let alerting = alerting(&script, |octets| octets.extend([0; 3]));
    script.receive(&alerting);
    let text = script.seen.warning(WarningCode::TrailingOctets).unwrap();
    assert!(text.contains("3 octets"), "{text}");
    goes_on(script);
}

#[test]
fn the_body_of_another_message() {
    let mut script = script();
    let alerting = message(
        script.reference(),
        MessageType::Alerting,
        Some(script.peer.connect(None).unwrap()),
    );
    script.receive(&alerting);
    assert_eq!(script.seen.warnings(), [WarningCode::BodyMismatch]);
    // The Q.931 message type says what it is.
    assert_eq!(script.call.state(), CallState::CallDelivered);
}

#[test]
fn no_h225_part() {
    for (message_type, missing) in [
        (MessageType::Alerting, true),
        (MessageType::Facility, true),
        (MessageType::ReleaseComplete, true),
        (MessageType::Notify, false),
        (MessageType::Information, false),
        (MessageType::Status, false),
    ] {
        let mut script = script();
        script.receive(&message(script.reference(), message_type, None));
        assert_eq!(
            script.seen.warned(WarningCode::MissingUserInformation),
            missing,
            "{message_type}"
        );
    }
}

#[test]
fn a_user_user_element_of_another_protocol() {
    let mut script = script();
    let mut alerting = message(script.reference(), MessageType::Alerting, None);
    let text = UserUser {
        protocol_discriminator: ProtocolDiscriminator::Ia5,
        contents: b"hello".to_vec(),
    };
    alerting.insert(InformationElement::of(&text).unwrap());
    script.receive(&alerting);
    let text = script
        .seen
        .warning(WarningCode::MissingUserInformation)
        .unwrap();
    assert!(text.contains("ASN.1"), "{text}");
    assert_eq!(script.call.state(), CallState::CallDelivered);
}

#[test]
fn elements_out_of_order() {
    let mut script = script();
    let mut alerting = script.message(MessageType::Alerting);
    alerting
        .elements
        .push(InformationElement::new(ElementId::SIGNAL, vec![1]));
    script.receive(&alerting);
    assert_eq!(script.seen.warnings(), [WarningCode::ElementOrder]);
    assert_eq!(script.call.state(), CallState::CallDelivered);
    assert!(matches!(
        &record(&script).content,
        Content::Signalling { user_information: Some(information), .. } if information.error.is_none()
    ));
}
