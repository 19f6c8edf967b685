//! The version of H.225.0 that the peer claims, and whether its messages have what that demands.

use h323_asn1::h225::{FacilityReason, FacilityUUIE, H323UUPDU, H323UUPDUH323MessageBody as Body};
use h323_proto::{
    call::{CallTerms, CallingConfig, WarningCode},
    q931::{
        CallReference, CallState, CallStateElement, CodingStandard, InformationElement, MessageType,
    },
};

use crate::support::{
    Script, config, message, script, secs,
    uuie::{
        protocol, set_version, without_call_identifier, without_maintain_connection,
        without_multiple_calls,
    },
};

#[test]
fn early_versions_are_named() {
    for version in 1..=7 {
        let mut script = script();
        script.reply_with(MessageType::Alerting, |pdu| set_version(pdu, version));
        let old = version < 3;
        assert_eq!(
            script.seen.warned(WarningCode::OldVersion),
            old,
            "version {version}"
        );
        if old {
            let text = script.seen.warning(WarningCode::OldVersion).unwrap();
            assert!(text.contains(&format!("version {version} ")), "{text}");
        }
        script.reply(MessageType::Connect);
        assert!(script.run_out().answered);
    }
}

/// Peers answer with the lower of both versions: that is no word about their own.
#[test]
fn our_own_version_comes_back_as_an_echo() {
    for (claimed, theirs, old) in [(2, 2, false), (2, 1, true), (1, 1, false), (7, 2, true)] {
        let mut script = Script::with(CallingConfig {
            terms: CallTerms {
                version: claimed,
                ..config().terms
            },
            ..config()
        })
        .placed();
        script.reply_with(MessageType::Alerting, |pdu| set_version(pdu, theirs));
        let warned = script.seen.warned(WarningCode::OldVersion);
        assert_eq!(warned, old, "{theirs} in answer to {claimed}");
    }
}

#[test]
fn a_message_without_a_version_claims_none() {
    let mut script = script();
    script.reply(MessageType::Facility);
    assert_eq!(script.seen.warnings(), [], "body `empty`");
    script.reply_with(MessageType::Alerting, |pdu| {
        if let Body::alerting(body) = &mut pdu.h323_message_body {
            body.protocol_identifier =
                h323_asn1::types::ObjectIdentifier::new_unchecked(vec![1, 2, 3].into());
        }
    });
    assert_eq!(script.seen.warnings(), []);
}

/// A field, the version it came with, and what takes it out.
type Field = (&'static str, u32, fn(&mut H323UUPDU));

const TUNNELLING: Field = ("h245Tunnelling", 2, |pdu| pdu.h245_tunnelling = None);
const IDENTIFIER: Field = ("callIdentifier", 2, without_call_identifier);
const CALLS: Field = ("multipleCalls", 3, without_multiple_calls);
const CONNECTION: Field = ("maintainConnection", 3, without_maintain_connection);

/// The message types, and which fields their H.225.0 part has as additions.
const MESSAGES: [(MessageType, &[Field]); 9] = [
    (
        MessageType::CallProceeding,
        &[TUNNELLING, IDENTIFIER, CALLS, CONNECTION],
    ),
    // Its callIdentifier is no addition: it came with the message.
    (MessageType::Progress, &[TUNNELLING, CALLS, CONNECTION]),
    (
        MessageType::Alerting,
        &[TUNNELLING, IDENTIFIER, CALLS, CONNECTION],
    ),
    (
        MessageType::Connect,
        &[TUNNELLING, IDENTIFIER, CALLS, CONNECTION],
    ),
    (
        MessageType::Facility,
        &[TUNNELLING, IDENTIFIER, CALLS, CONNECTION],
    ),
    (MessageType::Information, &[TUNNELLING, IDENTIFIER]),
    (MessageType::ReleaseComplete, &[TUNNELLING, IDENTIFIER]),
    (MessageType::SetupAcknowledge, &[TUNNELLING]),
    (MessageType::Notify, &[TUNNELLING]),
];

/// Gives a message that claims this version, changed, to a fresh call.
fn with(message_type: MessageType, version: u32, change: impl Fn(&mut H323UUPDU)) -> Script {
    let mut script = script();
    let identifier = script.call.call_identifier();
    script.reply_with(message_type, |pdu| {
        if message_type == MessageType::Facility {
            let mut body = FacilityUUIE::new(protocol(6), FacilityReason::undefinedReason);
            let guid = identifier.into();
            body.call_identifier = Some(h323_asn1::h225::CallIdentifier::new(guid));
            body.multiple_calls = Some(false);
            body.maintain_connection = Some(false);
            pdu.h323_message_body = Body::facility(Box::new(body));
        }
        set_version(pdu, version);
        change(pdu);
    });
    script
}

#[test]
fn a_missing_field_is_named_from_the_version_on_that_brought_it() {
    for (message_type, fields) in MESSAGES {
        for version in 1..=7 {
            let whole = with(message_type, version, |_| {});
            assert!(
                !whole.seen.warned(WarningCode::MissingField),
                "{message_type}, version {version}"
            );
            for (name, since, remove) in fields {
                let script = with(message_type, version, remove);
                let text = script.seen.warning(WarningCode::MissingField);
                let when = format!("{message_type} without {name}, version {version}: {text:?}");
                match text {
                    Some(text) => {
                        assert!(version >= *since, "{when}");
                        assert!(text.contains(&message_type.to_string()), "{when}");
                        assert!(text.ends_with(name), "{when}");
                    }
                    None => assert!(version < *since, "{when}"),
                }
            }
        }
    }
}

#[test]
fn all_that_is_missing_is_named_at_once() {
    let script = with(MessageType::Connect, 4, |pdu| {
        for (_, _, remove) in MESSAGES[0].1 {
            remove(pdu);
        }
    });
    let text = script.seen.warning(WarningCode::MissingField).unwrap();
    assert!(text.contains("version 4"), "{text}");
    assert!(
        text.ends_with("callIdentifier, multipleCalls, maintainConnection, h245Tunnelling"),
        "{text}"
    );
    // A peer of version 1 has none of them, and nothing is missing.
    let script = with(MessageType::Connect, 1, |pdu| {
        for (_, _, remove) in MESSAGES[0].1 {
            remove(pdu);
        }
    });
    assert!(!script.seen.warned(WarningCode::MissingField));
}

#[test]
fn what_was_cut_off_is_not_missing() {
    let whole = script().peer.connect(None).unwrap();
    for length in 0..whole.len() {
        let mut script = script();
        let information = Some(whole[..length].to_vec());
        let connect = message(script.reference(), MessageType::Connect, information);
        script.receive(&connect);
        assert!(
            !script.seen.warned(WarningCode::MissingField),
            "{length} octets"
        );
    }
}

/// A Status that says nothing odd.
fn status(script: &Script, reference: CallReference) -> h323_proto::q931::Message {
    let mut status = script.message(MessageType::Status);
    status.call_reference = reference;
    let state = CallStateElement {
        coding: CodingStandard::ItuT,
        state: CallState::CallDelivered,
    };
    status.insert(InformationElement::of(&state).unwrap());
    status
}

#[test]
fn more_than_twenty_status_messages_are_a_flood() {
    for reference in [script().reference(), CallReference::GLOBAL] {
        for (count, flood) in [(20, false), (21, true), (41, true)] {
            let mut script = script();
            let status = status(&script, reference);
            for _ in 0..count {
                script.receive(&status);
                script.pass(secs(1) / 10);
            }
            // It is odd, not fatal, and told when it is known how many there were.
            assert_eq!(script.call.state(), CallState::CallInitiated);
            script.reply(MessageType::Connect);
            assert!(script.run_out().answered);
            let told = script.seen.warning(WarningCode::StatusFlood);
            let expected = format!("The endpoint sent {count} STATUS messages");
            assert_eq!(told, flood.then_some(expected.as_str()), "{count}");
        }
    }
}

#[test]
fn other_messages_are_no_status_flood() {
    let mut script = script();
    for _ in 0..40 {
        script.reply(MessageType::Notify);
        script.reply(MessageType::StatusEnquiry);
    }
    assert!(!script.seen.warned(WarningCode::StatusFlood));
}
