//! What a Release Complete says: a cause, a reason, both, or neither.

use h323_proto::{
    call::{CallEnd, CalledAction, Direction, EndReason, Release, WarningCode},
    h225::ReleaseReason,
    q931::{Cause, CauseValue, ElementId, InformationElement, Location, MessageType},
    summary,
};

use crate::support::{Network, Pair, Script, config, message, millis, script};

/// A Release Complete with this cause and reason.
fn released(cause: Option<u8>, reason: Option<&str>) -> Script {
    let mut script = script();
    let reason = reason.map(ReleaseReason::new);
    let information = script.peer.release_complete(reason.as_ref(), None).unwrap();
    let mut release = message(
        script.reference(),
        MessageType::ReleaseComplete,
        Some(information),
    );
    if let Some(value) = cause {
        let cause = Cause::new(Location::RemotePublicNetwork, CauseValue(value));
        release.insert(InformationElement::of(&cause).unwrap());
    }
    script.receive(&release);
    script
}

fn said(end: &CallEnd) -> (Option<u8>, Option<&str>) {
    (
        end.cause.as_ref().map(|cause| cause.value.0),
        end.release_reason.as_ref().map(ReleaseReason::name),
    )
}

#[test]
fn every_cause_is_kept() {
    for value in 0..128 {
        let script = released(Some(value), None);
        let end = script.end();
        assert_eq!(said(end), (Some(value), None));
        assert_eq!(
            end.cause.as_ref().map(|cause| cause.location),
            Some(Location::RemotePublicNetwork)
        );
        assert_eq!(end.reason, EndReason::Released);
        assert_eq!(script.seen.warnings(), []);
    }
}

#[test]
fn every_reason_is_kept() {
    let mut tried = 0;
    for reason in ReleaseReason::plain() {
        let script = released(None, Some(reason.name()));
        assert_eq!(said(script.end()), (None, Some(reason.name())));
        assert_eq!(script.seen.warnings(), []);
        tried += 1;
    }
    assert_eq!(tried, 22);
}

#[test]
fn a_cause_and_a_reason_that_agree_are_both_kept() {
    for reason in ReleaseReason::plain() {
        let name = reason.name();
        let value = reason.cause().unwrap().0;
        let script = released(Some(value), Some(name));
        assert_eq!(said(script.end()), (Some(value), Some(name)));
        assert_eq!(script.seen.warnings(), [], "{name}");
    }
}

#[test]
fn a_cause_and_a_reason_that_disagree_are_both_kept_and_named() {
    for reason in ReleaseReason::plain().filter(|reason| *reason != ReleaseReason::UndefinedReason)
    {
        let name = reason.name();
        let value = reason.cause().unwrap().0 ^ 1;
        let script = released(Some(value), Some(name));
        assert_eq!(said(script.end()), (Some(value), Some(name)));
        let text = script.seen.warning(WarningCode::ReleaseDisagrees).unwrap();
        assert!(text.contains(name), "{text}");
        assert!(text.contains(&value.to_string()), "{text}");
    }
}

#[test]
fn a_reason_that_says_nothing_contradicts_nothing() {
    for value in [16, 17, 34, 127] {
        let script = released(Some(value), Some("undefinedReason"));
        assert_eq!(said(script.end()), (Some(value), Some("undefinedReason")));
        assert_eq!(script.seen.warnings(), []);
    }
}

/// The line in the trace.
fn line(script: &Script) -> String {
    let records = script.seen.records(Direction::Received);
    summary::summary(&records.last().unwrap().content)
}

#[test]
fn the_line_of_a_release_without_a_cause_says_so() {
    for (cause, reason, said) in [
        (
            Some(17),
            Some("inConf"),
            "cause 17 user busy, reason inConf",
        ),
        (Some(17), None, "cause 17 user busy"),
        (None, Some("inConf"), "no cause, reason inConf"),
        (None, None, "neither cause nor reason"),
    ] {
        assert!(line(&released(cause, reason)).starts_with(said), "{said}");
    }
}

#[test]
fn the_line_of_a_release_that_was_not_read_to_its_end_claims_nothing() {
    let mut script = script();
    let mut information = script.peer.release_complete(None, None).unwrap();
    information.truncate(information.len() - 2);
    let reference = script.reference();
    script.receive(&message(
        reference,
        MessageType::ReleaseComplete,
        Some(information),
    ));
    let line = line(&script);
    assert!(
        line.contains("unreadable") && !line.contains("reason"),
        "{line}"
    );
}

#[test]
fn neither_is_named() {
    let script = released(None, None);
    assert_eq!(said(script.end()), (None, None));
    assert_eq!(script.seen.warnings(), [WarningCode::ReleaseUnexplained]);
}

#[test]
fn a_cause_that_cannot_be_read_is_not_a_missing_one() {
    let mut script = script();
    let mut release = message(
        script.reference(),
        MessageType::ReleaseComplete,
        Some(script.peer.release_complete(None, None).unwrap()),
    );
    release.insert(InformationElement::new(ElementId::CAUSE, vec![0x80]));
    script.receive(&release);
    assert_eq!(said(script.end()), (None, None));
    let text = script
        .seen
        .warning(WarningCode::ReleaseUnexplained)
        .unwrap();
    assert!(text.contains("unreadable Cause"), "{text}");
}

#[test]
fn the_called_side_says_what_it_is_told_to() {
    for reason in ReleaseReason::plain() {
        let mut pair = Pair::new(config(), Network::default());
        let name = reason.name();
        let release = Release::reason(reason.clone());
        pair.plan([(millis(1), CalledAction::Release(release.clone()))]);
        pair.connect();
        pair.run();
        let end = pair.calling.seen.ended().unwrap();
        assert_eq!(end.cause, Some(release.cause), "{name}");
        assert_eq!(end.release_reason, release.reason);
        assert_eq!(pair.calling.seen.warnings(), []);
        let end = pair.called.seen.ended().unwrap();
        assert_eq!(end.reason, EndReason::Rejected);
        assert_eq!(said(end).1, Some(name));
    }
}
