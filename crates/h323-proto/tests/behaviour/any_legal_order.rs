//! Any order of messages that a peer may choose leads to the end it means.

use h323_proto::{
    call::{EndReason, EndedBy, WarningCode},
    q931::{CallState, MessageType},
    tpkt,
};

use crate::support::{Script, config, script};

/// Messages that may come, or not, before the call is decided.
const OPTIONAL: [MessageType; 6] = [
    MessageType::CallProceeding,
    MessageType::Progress,
    MessageType::Alerting,
    MessageType::Facility,
    MessageType::Notify,
    MessageType::Status,
];

/// Calls `each` with every order of every subset of `rest`.
fn orders(
    taken: &mut Vec<MessageType>,
    rest: &[MessageType],
    each: &mut impl FnMut(&[MessageType]),
) {
    each(taken);
    for (index, next) in rest.iter().enumerate() {
        let mut others = rest.to_vec();
        others.remove(index);
        taken.push(*next);
        orders(taken, &others, each);
        taken.pop();
    }
}

/// The octets of one message of each type: writing them is most of the work.
fn octets(message_type: MessageType) -> Vec<u8> {
    let message = script().message(message_type);
    tpkt::encode(&message.encode().unwrap()).unwrap()
}

fn run(order: &[MessageType], last: MessageType, known: &[(MessageType, Vec<u8>)]) -> Script {
    let mut script = script();
    for message_type in order.iter().chain([&last]) {
        let (_, octets) = known
            .iter()
            .find(|(known, _)| known == message_type)
            .unwrap();
        script.receive_octets(octets);
    }
    script.run_out();
    script
}

/// The states are those of the first message that asks for each, and never go back.
fn states_go_forward(script: &Script) {
    let codes: Vec<u8> = script
        .seen
        .states()
        .iter()
        .map(|state| state.code())
        .collect();
    let (last, before) = codes.split_last().unwrap();
    assert_eq!(*last, 0);
    assert!(before.is_sorted(), "{codes:?}");
}

#[test]
fn ends_with_connect_or_release() {
    let known: Vec<_> = OPTIONAL
        .into_iter()
        .chain([MessageType::Connect, MessageType::ReleaseComplete])
        .map(|message_type| (message_type, octets(message_type)))
        .collect();
    let mut tried = 0;
    orders(&mut Vec::new(), &OPTIONAL, &mut |order| {
        // Call Proceeding after ringing is the one order that is not legal.
        let at = |wanted| {
            order
                .iter()
                .position(|message_type| *message_type == wanted)
        };
        let late = match (at(MessageType::Alerting), at(MessageType::CallProceeding)) {
            (Some(alerting), Some(proceeding)) => alerting < proceeding,
            _ => false,
        };
        let expected: &[WarningCode] = if late {
            &[WarningCode::UnexpectedMessage]
        } else {
            &[]
        };

        let script = run(order, MessageType::Connect, &known);
        assert_eq!(script.seen.warnings(), expected, "{order:?}");
        assert_eq!(script.seen.releases, 1, "{order:?}");
        assert_eq!(script.received_types().len(), order.len() + 1);
        let end = script.end();
        assert_eq!((end.by, &end.reason), (EndedBy::User, &EndReason::Cleared));
        assert!(end.answered);
        states_go_forward(&script);

        let script = run(order, MessageType::ReleaseComplete, &known);
        assert_eq!(script.seen.warnings(), expected, "{order:?}");
        assert_eq!(script.seen.releases, 0, "{order:?}");
        let end = script.end();
        assert_eq!(
            (end.by, &end.reason),
            (EndedBy::Remote, &EndReason::Released)
        );
        assert!(!end.answered);
        states_go_forward(&script);
        tried += 1;
    });
    assert_eq!(tried, 1_957);
}

#[test]
fn repeated_messages_change_nothing() {
    let mut script = script();
    for message_type in [
        MessageType::CallProceeding,
        MessageType::CallProceeding,
        MessageType::Progress,
        MessageType::Progress,
        MessageType::Alerting,
        MessageType::Progress,
        MessageType::Alerting,
    ] {
        script.reply(message_type);
    }
    assert_eq!(script.seen.warnings(), []);
    assert_eq!(
        script.seen.states(),
        [
            CallState::CallInitiated,
            CallState::OutgoingCallProceeding,
            CallState::CallDelivered
        ]
    );
    script.reply(MessageType::Connect);
    assert!(script.run_out().answered);
}

#[test]
fn what_comes_too_late_is_named_and_ignored() {
    let mut wanted = config();
    wanted.terms.limits.hold = crate::support::secs(5);
    for late in [
        MessageType::SetupAcknowledge,
        MessageType::CallProceeding,
        MessageType::Alerting,
        MessageType::Connect,
        MessageType::Setup,
        MessageType::Hold,
    ] {
        let mut script = Script::in_state(wanted.clone(), CallState::Active);
        script.reply(late);
        assert_eq!(script.call.state(), CallState::Active, "{late}");
        assert!(script.seen.warned(WarningCode::UnexpectedMessage), "{late}");
        assert!(!script.seen.warned(WarningCode::MoreDigitsWanted), "{late}");
        let end = script.run_out();
        assert_eq!(end.reason, EndReason::Cleared, "{late}");
    }
}

#[test]
fn messages_of_isdn_release_or_are_shown() {
    for message_type in [MessageType::Disconnect, MessageType::Release] {
        let mut script = script();
        script.reply(message_type);
        assert!(script.seen.warned(WarningCode::UnexpectedMessage));
        assert_eq!(script.seen.releases, 1, "it waits for our answer");
        let end = script.run_out();
        assert_eq!(
            (end.by, &end.reason),
            (EndedBy::Remote, &EndReason::Released)
        );
    }
    for message_type in [
        MessageType::Unknown(0x42),
        MessageType::National(0x01),
        MessageType::ConnectAcknowledge,
    ] {
        let mut script = script();
        script.reply(message_type);
        assert_eq!(script.call.state(), CallState::CallInitiated);
        assert_eq!(script.received_types(), [message_type]);
        let unknown = message_type != MessageType::ConnectAcknowledge;
        assert_eq!(script.seen.warned(WarningCode::UnknownMessage), unknown);
        script.reply(MessageType::Connect);
        assert!(script.run_out().answered);
    }
}
