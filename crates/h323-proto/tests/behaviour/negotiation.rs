//! H.245 in a call, one signalling entity after the other: capabilities, roles, round trip, and what
//! peers ask for.

use h323_asn1::h245::{
    CommandMessage, ConferenceRequest, FlowControlCommand, FlowControlCommandRestriction,
    FlowControlCommandScope, IndicationMessage, MaintenanceLoopRequest, MaintenanceLoopRequestType,
    MasterSlaveDeterminationReject, MasterSlaveDeterminationRejectCause,
    MultimediaSystemControlMessage as Control, RequestMessage, ResponseMessage,
    SendTerminalCapabilitySet, TerminalCapabilitySet, TerminalCapabilitySetReject,
    TerminalCapabilitySetRejectCause, UserInputIndication, UserInputIndicationSignal,
};
use h323_asn1::types::{Ia5String, ObjectIdentifier};
use h323_proto::{
    call::{CallingConfig, EndReason, WarningCode},
    h245::{Announced, Codec, Decision, H245Message, Pdu, Role},
    q931::MessageType,
};

use crate::support::{
    Script, millis, secs,
    talk::{
        OUR_NUMBER, WAYS, Way, accepted, agreed, answer, capabilities, foreign, h245, has,
        negotiated, negotiation, number, pong, said, spoken, talking, tell, tell_all, with_h245,
    },
};

/// A capability set with nothing in it (H.323 8.4.6).
pub(crate) fn pause(sequence: u8) -> Vec<u8> {
    let identifier = ObjectIdentifier::new_unchecked(vec![0, 0, 8, 245, 0, 13].into());
    let set = TerminalCapabilitySet::new(sequence, identifier);
    foreign(&Control::request(RequestMessage::terminalCapabilitySet(
        Box::new(set),
    )))
}

/// A call that is held for a minute.
fn held() -> CallingConfig {
    let mut wanted = with_h245();
    wanted.terms.limits.hold = secs(60);
    wanted
}

fn decision(script: &Script) -> Decision {
    script.call.h245().session().decision()
}

/// How often we have said something.
fn times(script: &Script, name: &str) -> usize {
    said(script).iter().filter(|said| *said == name).count()
}

/// The number of our last masterSlaveDetermination.
fn our_number(script: &Script) -> u32 {
    let mut spoken = spoken(script).into_iter().rev();
    let number = spoken.find_map(|record| match record.understood.message {
        H245Message::MasterSlaveDetermination { number, .. } => Some(number),
        _ => None,
    });
    number.expect("was asked")
}

#[test]
fn begins_with_capabilities_and_the_question_of_roles() {
    for way in WAYS {
        let script = talking(held(), way);
        assert_eq!(
            said(&script),
            ["terminalCapabilitySet", "masterSlaveDetermination"]
        );
        assert_eq!(our_number(&script), OUR_NUMBER);
        let spoken = spoken(&script);
        let H245Message::TerminalCapabilitySet {
            sequence: 1,
            version: Some(13),
            pause: false,
            capabilities,
        } = &spoken[0].understood.message
        else {
            panic!("{:?}", spoken[0]);
        };
        assert_eq!(capabilities.len(), Codec::forms(&Codec::ALL).len());
    }
}

#[test]
fn claims_the_version_that_goes_with_that_of_h225() {
    for (h225, wanted) in [(2, 3), (3, 5), (4, 7), (5, 9), (6, 13), (7, 15)] {
        let mut config = held();
        config.terms.version = h225;
        let script = talking(config, Way::Tunnel);
        match &spoken(&script)[0].understood.message {
            H245Message::TerminalCapabilitySet { version, .. } => {
                assert_eq!(*version, Some(wanted));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn runs_to_its_end_in_any_order_of_the_peer() {
    let all = negotiation();
    for way in WAYS {
        for order in [[0, 1, 2, 3], [2, 3, 0, 1], [2, 0, 3, 1], [1, 2, 3, 0]] {
            let mut script = talking(held(), way);
            for at in order {
                let session = script.call.h245().session();
                assert!(!session.is_negotiated(), "{order:?}");
                tell(&mut script, way, &h245(&all[at]));
            }
            let session = script.call.h245().session();
            assert!(session.is_negotiated(), "{order:?}");
            assert_eq!(session.decision(), Decision::Decided(Role::Master));
            assert_eq!(session.announced(), &Announced::Accepted);
            assert_eq!(session.common_codecs(), Some(Codec::ALL.to_vec()));
            assert_eq!(script.seen.warnings(), []);
        }
    }
}

#[test]
fn an_empty_set_pauses_until_a_real_one_comes() {
    for way in WAYS {
        let mut script = talking(held(), way);
        tell(&mut script, way, &pause(1));
        assert_eq!(answer(&script).understood.name, "terminalCapabilitySetAck");
        tell_all(&mut script, way, &negotiation()[1..]);
        let session = script.call.h245().session();
        assert!(session.paused());
        assert_eq!(session.capabilities(), None);
        assert!(!session.is_negotiated(), "nothing is known of the endpoint");
        assert_eq!(script.seen.warnings(), [WarningCode::EmptyCapabilitySet]);
        script.pass(secs(2));
        tell_all(&mut script, way, &[capabilities(2, &[Codec::G711A])]);
        let session = script.call.h245().session();
        assert!(session.is_negotiated() && !session.paused());
        assert_eq!(session.common_codecs(), Some(vec![Codec::G711A]));
        // It is the first one that says anything.
        assert!(!session.capabilities_changed());
        assert!(!script.seen.warned(WarningCode::CapabilitiesChanged));
    }
}

#[test]
fn a_set_that_changes_during_the_call_is_said_and_acknowledged() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        // The same once more is no change.
        tell_all(&mut script, way, &[capabilities(2, &Codec::ALL)]);
        assert!(!script.seen.warned(WarningCode::CapabilitiesChanged));
        tell_all(&mut script, way, &[capabilities(3, &[Codec::G729])]);
        assert_eq!(times(&script, "terminalCapabilitySetAck"), 3);
        assert!(script.seen.warned(WarningCode::CapabilitiesChanged));
        let session = script.call.h245().session();
        assert_eq!(session.common_codecs(), Some(vec![Codec::G729]));
    }
}

#[test]
fn our_set_is_said_again_when_the_peer_asks_for_it() {
    let ask = foreign(&Control::command(
        CommandMessage::sendTerminalCapabilitySet(SendTerminalCapabilitySet::genericRequest),
    ));
    let mut script = negotiated(held(), Way::Tunnel);
    tell(&mut script, Way::Tunnel, &ask);
    assert_eq!(times(&script, "terminalCapabilitySet"), 2);
    let announced = |script: &Script| script.call.h245().session().announced().clone();
    assert_eq!(announced(&script), Announced::Awaiting);
    // The answer to the first one does not count for the second.
    tell_all(&mut script, Way::Tunnel, &[accepted()]);
    assert_eq!(announced(&script), Announced::Awaiting);
    tell_all(
        &mut script,
        Way::Tunnel,
        &[Pdu::TerminalCapabilitySetAck(2)],
    );
    assert_eq!(announced(&script), Announced::Accepted);
}

#[test]
fn a_wish_for_our_set_that_crosses_our_end_of_session_takes_nothing_back() {
    let wish = foreign(&Control::command(
        CommandMessage::sendTerminalCapabilitySet(SendTerminalCapabilitySet::genericRequest),
    ));
    for way in WAYS {
        let mut script = negotiated(with_h245(), way);
        assert_eq!(said(&script).last().unwrap(), "endSessionCommand");
        tell(&mut script, way, &wish);
        tell_all(&mut script, way, &[Pdu::EndSession]);
        script.run_out();
        assert_eq!(script.call.h245_problem(), None, "{way:?}");
    }
}

#[test]
fn a_set_of_ours_that_is_rejected_is_said() {
    let cause = TerminalCapabilitySetRejectCause::unspecified;
    let reject = |sequence| {
        foreign(&Control::response(
            ResponseMessage::terminalCapabilitySetReject(TerminalCapabilitySetReject::new(
                sequence,
                cause.clone(),
            )),
        ))
    };
    let mut script = talking(held(), Way::Connection);
    tell(&mut script, Way::Connection, &reject(9));
    assert_eq!(script.seen.warnings(), [], "not about our set");
    tell(&mut script, Way::Connection, &reject(1));
    let text = script.seen.warning(WarningCode::CapabilitiesRejected);
    assert!(text.unwrap().contains("unspecified"), "{text:?}");
    // A later acknowledgement does not take it back.
    tell_all(&mut script, Way::Connection, &[accepted()]);
    let announced = script.call.h245().session().announced();
    assert_eq!(announced, &Announced::Rejected("unspecified".into()));
}

#[test]
fn answers_are_awaited_for_30_s_and_then_taken_back() {
    for way in WAYS {
        let mut script = talking(held(), way);
        script.pass(secs(30) - millis(1));
        assert_eq!(times(&script, "terminalCapabilitySetRelease"), 0);
        script.pass(millis(1));
        assert_eq!(
            said(&script)[2..],
            [
                "terminalCapabilitySetRelease",
                "masterSlaveDeterminationRelease"
            ]
        );
        let text = script.seen.warning(WarningCode::CapabilitiesRejected);
        assert!(text.unwrap().contains("T101"), "{text:?}");
        let text = script.seen.warning(WarningCode::MasterSlaveFailed);
        assert!(text.unwrap().contains("T106"), "{text:?}");
        assert_eq!(script.run_out().reason, EndReason::Cleared);
    }
}

#[test]
fn a_determination_that_is_not_confirmed_fails_without_a_release() {
    let mut script = talking(held(), Way::Tunnel);
    tell_all(&mut script, Way::Tunnel, &negotiation()[..3]);
    script.pass(secs(31));
    assert_eq!(times(&script, "masterSlaveDeterminationRelease"), 0);
    let text = script.seen.warning(WarningCode::MasterSlaveFailed);
    assert!(text.unwrap().contains("confirm"), "{text:?}");
}

#[test]
fn the_lower_number_and_the_higher_terminal_type_are_ours_to_compare() {
    for (terminal_type, their_number, role) in [
        (50, OUR_NUMBER + 1, Role::Master),
        (50, OUR_NUMBER - 1, Role::Slave),
        (190, OUR_NUMBER + 1, Role::Slave),
        (40, OUR_NUMBER - 1, Role::Master),
    ] {
        let mut script = talking(held(), Way::Tunnel);
        let question = Pdu::MasterSlaveDetermination {
            terminal_type,
            number: their_number,
        };
        tell_all(&mut script, Way::Tunnel, &[question]);
        // The acknowledgement says what the other one is.
        let H245Message::MasterSlaveDeterminationAck(theirs) = answer(&script).understood.message
        else {
            panic!("{:?}", answer(&script));
        };
        assert_eq!(theirs, role.opposite());
        let confirmation = Pdu::MasterSlaveDeterminationAck(role);
        tell_all(&mut script, Way::Tunnel, &[confirmation]);
        assert_eq!(decision(&script), Decision::Decided(role));
    }
}

/// The Polycom VSX 7000 asks again before it answers (`recorded_devices`).
#[test]
fn a_determination_that_comes_again_is_answered_again_and_no_failure() {
    for way in WAYS {
        let mut script = talking(held(), way);
        let theirs = number(OUR_NUMBER + 1);
        tell_all(&mut script, way, &[theirs.clone(), theirs]);
        assert_eq!(times(&script, "masterSlaveDeterminationAck"), 2);
        assert_eq!(decision(&script), Decision::Open);
        // T106 runs from our own question, however often the peer asks.
        script.pass(secs(29));
        tell_all(&mut script, way, &[number(OUR_NUMBER - 1)]);
        let slave = Pdu::MasterSlaveDeterminationAck(Role::Slave);
        tell_all(&mut script, way, &[slave]);
        assert_eq!(decision(&script), Decision::Decided(Role::Slave));
        assert!(!script.seen.warned(WarningCode::MasterSlaveFailed));

        let mut script = talking(held(), way);
        for _ in 0..3 {
            tell_all(&mut script, way, &[number(OUR_NUMBER + 1)]);
            script.pass(secs(11));
        }
        let text = script.seen.warning(WarningCode::MasterSlaveFailed);
        assert!(text.unwrap().contains("T106"), "{text:?}");
    }
}

#[test]
fn a_tie_is_broken_by_another_number() {
    let identical = foreign(&Control::response(
        ResponseMessage::masterSlaveDeterminationReject(MasterSlaveDeterminationReject::new(
            MasterSlaveDeterminationRejectCause::identicalNumbers,
        )),
    ));
    for way in WAYS {
        // The peer says that the numbers are identical, or has the same one itself.
        for tie in [identical.clone(), h245(&number(OUR_NUMBER))] {
            let mut script = talking(held(), way);
            tell(&mut script, way, &tie);
            assert_eq!(times(&script, "masterSlaveDetermination"), 2);
            let second = our_number(&script);
            assert_ne!(second, OUR_NUMBER);
            let theirs = number((second + 1) % (1 << 24));
            tell_all(&mut script, way, &[theirs, agreed()]);
            assert_eq!(decision(&script), Decision::Decided(Role::Master));
            assert!(!script.seen.warned(WarningCode::MasterSlaveFailed));
        }
    }
}

#[test]
fn a_tie_for_ever_is_given_up() {
    for way in WAYS {
        let mut script = talking(held(), way);
        for _ in 0..20 {
            let theirs = number(our_number(&script));
            if decision(&script) == Decision::Open {
                tell_all(&mut script, way, &[theirs]);
            }
        }
        // N100 is 10 attempts in all.
        assert_eq!(times(&script, "masterSlaveDetermination"), 10);
        let text = script.seen.warning(WarningCode::MasterSlaveFailed);
        assert!(text.unwrap().contains("N100"), "{text:?}");
        assert!(matches!(decision(&script), Decision::Failed(_)));
        assert_eq!(script.run_out().reason, EndReason::Cleared);
    }
}

#[test]
fn two_ends_that_disagree_have_no_master() {
    let mut script = talking(held(), Way::Tunnel);
    let slave = Pdu::MasterSlaveDeterminationAck(Role::Slave);
    tell_all(&mut script, Way::Tunnel, &[number(OUR_NUMBER + 1), slave]);
    let text = script.seen.warning(WarningCode::MasterSlaveFailed);
    assert!(text.unwrap().contains("disagree"), "{text:?}");
}

#[test]
fn a_peer_that_answers_first_is_confirmed() {
    let mut script = talking(held(), Way::Tunnel);
    let slave = Pdu::MasterSlaveDeterminationAck(Role::Slave);
    tell_all(&mut script, Way::Tunnel, &[slave]);
    assert_eq!(decision(&script), Decision::Decided(Role::Slave));
    assert_eq!(
        answer(&script).understood.message,
        H245Message::MasterSlaveDeterminationAck(Role::Master)
    );
}

#[test]
fn the_round_trip_is_asked_for_once_and_measured() {
    for way in WAYS {
        let mut script = talking(held(), way);
        tell_all(&mut script, way, &negotiation());
        assert_eq!(answer(&script).understood.name, "roundTripDelayRequest");
        script.pass(millis(120));
        tell_all(&mut script, way, &[Pdu::RoundTripDelayResponse(9)]);
        let round_trip = |script: &Script| script.call.h245().session().round_trip();
        assert_eq!(round_trip(&script), None, "another number");
        tell_all(&mut script, way, &[pong()]);
        assert_eq!(round_trip(&script), Some(millis(120)));
        script.pass(secs(1));
        tell_all(
            &mut script,
            way,
            &[pong(), capabilities(2, &[Codec::G711A])],
        );
        assert_eq!(round_trip(&script), Some(millis(120)));
        assert_eq!(times(&script, "roundTripDelayRequest"), 1);
        script.pass(secs(10));
        assert!(!script.seen.warned(WarningCode::RoundTripUnanswered));
    }
}

#[test]
fn a_round_trip_without_answer_is_said_after_5_s() {
    let mut script = talking(held(), Way::Connection);
    tell_all(&mut script, Way::Connection, &negotiation());
    script.pass(secs(5) - millis(1));
    assert_eq!(script.call.h245().settled(), None);
    assert!(!script.seen.warned(WarningCode::RoundTripUnanswered));
    script.pass(millis(1));
    assert!(script.seen.warned(WarningCode::RoundTripUnanswered));
    assert_eq!(script.call.h245().settled(), Some(script.now));
    // An answer that comes now says nothing any more.
    tell_all(&mut script, Way::Connection, &[pong()]);
    assert_eq!(script.call.h245().session().round_trip(), None);
}

#[test]
fn the_peers_round_trip_is_answered_at_once() {
    for way in WAYS {
        let mut script = talking(held(), way);
        tell_all(&mut script, way, &[Pdu::RoundTripDelayRequest(77)]);
        assert_eq!(
            answer(&script).understood.message,
            H245Message::RoundTripDelayResponse(77)
        );
    }
}

#[test]
fn a_request_that_is_not_known_goes_back() {
    let request = foreign(&Control::request(RequestMessage::conferenceRequest(
        ConferenceRequest::terminalListRequest,
    )));
    for way in WAYS {
        let mut script = talking(held(), way);
        tell(&mut script, way, &request);
        let path = "indication.functionNotUnderstood.request.conferenceRequest.terminalListRequest";
        assert!(has(&answer(&script), path), "{:?}", answer(&script).tree);
        // What says so of ours is not answered, or two such ends would never stop.
        let said_before = said(&script);
        let octets = h245(&Pdu::FunctionNotUnderstood(request.clone()));
        tell(&mut script, way, &octets);
        assert_eq!(said(&script), said_before);
    }
}

#[test]
fn a_loop_is_refused_with_the_loop_it_asks_for() {
    for (wanted, path) in [
        (MaintenanceLoopRequestType::systemLoop, "systemLoop"),
        (MaintenanceLoopRequestType::mediaLoop(7), "mediaLoop"),
        (
            MaintenanceLoopRequestType::logicalChannelLoop(7),
            "logicalChannelLoop",
        ),
    ] {
        let request = MaintenanceLoopRequest::new(wanted);
        let octets = foreign(&Control::request(RequestMessage::maintenanceLoopRequest(
            request,
        )));
        let mut script = talking(held(), Way::Tunnel);
        tell(&mut script, Way::Tunnel, &octets);
        let answer = answer(&script);
        assert!(has(
            &answer,
            &format!("response.maintenanceLoopReject.type.{path}")
        ));
        assert!(has(
            &answer,
            "response.maintenanceLoopReject.cause.canNotPerformLoop"
        ));
    }
}

#[test]
fn limits_that_the_peer_sets_are_shown() {
    use FlowControlCommandRestriction as Restriction;
    use FlowControlCommandScope as Scope;
    let mut script = talking(held(), Way::Tunnel);
    let before = said(&script);
    for (scope, restriction) in [
        (Scope::wholeMultiplex, Restriction::maximumBitRate(3845)),
        (
            Scope::logicalChannelNumber(3),
            Restriction::maximumBitRate(0),
        ),
        (Scope::resourceID(4), Restriction::noRestriction),
    ] {
        let command = FlowControlCommand::new(scope, restriction);
        let octets = foreign(&Control::command(CommandMessage::flowControlCommand(
            command,
        )));
        tell(&mut script, Way::Tunnel, &octets);
    }
    assert_eq!(
        script.call.h245().session().flow_control(),
        [
            "wholeMultiplex: 384.5 kbit/s",
            "channel 3: 0 kbit/s",
            "resource 4: no restriction"
        ]
    );
    assert_eq!(said(&script), before, "a command is not answered");
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn what_the_peers_user_types_is_shown() {
    let mut script = talking(held(), Way::Connection);
    let tone = Ia5String::from_iso646_bytes(b"#").unwrap();
    let signal = UserInputIndicationSignal::new(tone);
    for input in [
        UserInputIndication::alphanumeric("42".into()),
        UserInputIndication::signal(Box::new(signal)),
    ] {
        let octets = foreign(&Control::indication(IndicationMessage::userInput(input)));
        tell(&mut script, Way::Connection, &octets);
    }
    assert_eq!(script.call.h245().session().user_input(), ["42", "#"]);
    // However much that is, it is kept in bounds.
    for _ in 0..200 {
        let input = UserInputIndication::alphanumeric("1".into());
        let octets = foreign(&Control::indication(IndicationMessage::userInput(input)));
        tell(&mut script, Way::Connection, &octets);
    }
    assert_eq!(script.call.h245().session().user_input().len(), 64);
}

#[test]
fn what_a_user_cannot_have_typed_is_cut() {
    let mut script = talking(held(), Way::Connection);
    let text = "7".repeat(60_000);
    let input = UserInputIndication::alphanumeric(text.as_str().into());
    let octets = foreign(&Control::indication(IndicationMessage::userInput(input)));
    tell(&mut script, Way::Connection, &octets);
    let typed = script.call.h245().session().user_input();
    assert_eq!(typed, ["7".repeat(256)]);
}

#[test]
fn the_peer_may_end_the_session_first() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        tell_all(&mut script, way, &[Pdu::EndSession]);
        assert_eq!(said(&script).last().unwrap(), "endSessionCommand");
        assert_eq!(script.run_out().reason, EndReason::Released);
        assert_eq!(said(&script).last().unwrap(), "releaseComplete");
        assert!(!script.seen.warned(WarningCode::NoEndSession));
        assert_eq!(script.call.h245_problem(), None);
    }
}

#[test]
fn an_end_of_session_without_answer_is_waited_for_and_said() {
    for way in WAYS {
        let mut wanted = with_h245();
        wanted.terms.limits.hold = secs(1);
        let mut script = negotiated(wanted, way);
        script.pass(secs(1));
        assert_eq!(answer(&script).understood.name, "endSessionCommand");
        script.pass(secs(3) - millis(1));
        assert_eq!(script.seen.releases, 0);
        script.pass(millis(1));
        assert_eq!(script.seen.releases, 1);
        assert!(script.seen.warned(WarningCode::NoEndSession));
        // Its answer would have ended the wait.
        assert_eq!(times(&script, "endSessionCommand"), 1);
    }
}

#[test]
fn a_release_without_end_of_session_is_odd_either_way() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        script.reply(MessageType::ReleaseComplete);
        assert_eq!(script.run_out().reason, EndReason::Released);
        assert!(script.seen.warned(WarningCode::NoEndSession), "{way:?}");
    }
}

#[test]
fn a_release_may_carry_the_end_of_session() {
    let mut script = negotiated(held(), Way::Tunnel);
    let before = said(&script);
    script.reply_with(MessageType::ReleaseComplete, |pdu| {
        pdu.h245_tunnelling = Some(true);
        pdu.h245_control = Some(vec![h245(&Pdu::EndSession).into()]);
    });
    assert!(!script.seen.warned(WarningCode::NoEndSession));
    assert!(script.call.h245().session().end_received());
    assert_eq!(said(&script), before, "nothing is answered any more");
}
