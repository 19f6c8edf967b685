//! A Facility that sends the caller elsewhere is reported, not followed.

use h323_proto::{
    call::{Content, Direction, EndReason, EndedBy},
    h225::{FacilityContents, FacilityReason, FacilityRedirect, PeerAddress},
    q931::{CallState, CauseValue, MessageType},
};

use crate::support::{PEER, Script, config, message, script, secs};

const REASONS: [&str; 3] = ["routeCallToGatekeeper", "callForwarded", "routeCallToMC"];

fn redirect(script: &mut Script, reason: &'static str) {
    let contents = FacilityContents::Redirect(FacilityRedirect {
        reason,
        address: Some(PEER),
        digits: Some("3000".into()),
    });
    let information = script.peer.facility(&contents).unwrap();
    let facility = message(script.reference(), MessageType::Facility, Some(information));
    script.receive(&facility);
}

#[test]
fn ends_the_call_with_what_the_peer_said() {
    for reason in REASONS {
        let mut script = script();
        redirect(&mut script, reason);
        let end = script.run_out();
        assert_eq!(end.by, EndedBy::Remote);
        assert_eq!(
            end.reason,
            EndReason::Redirected(FacilityReason::new(reason))
        );
        let value = end.cause.as_ref().map(|cause| cause.value);
        assert_eq!(value, Some(CauseValue::NORMAL_CALL_CLEARING));
        let told = end.release_reason.as_ref().map(|reason| reason.name());
        assert_eq!(told, Some("facilityCallDeflection"));
        let records = script.seen.records(Direction::Received);
        let Content::Signalling { facts, .. } = &records[0].content else {
            panic!("{:?}", records[0]);
        };
        assert_eq!(facts.alternative_address, Some(PeerAddress::Ip(PEER)));
        assert_eq!(facts.alternative_aliases, ["3000"]);
        assert_eq!(script.seen.warnings(), []);
    }
}

#[test]
fn an_answered_call_stays_where_it_is() {
    let mut held = config();
    held.limits.hold = secs(5);
    let mut script = Script::in_state(held, CallState::Active);
    redirect(&mut script, "routeCallToMC");
    assert_eq!(script.call.state(), CallState::Active);
    assert_eq!(script.run_out().reason, EndReason::Cleared);
}

#[test]
fn other_facilities_change_nothing() {
    let mut script = script();
    script.reply(MessageType::Facility);
    assert_eq!(script.call.state(), CallState::CallInitiated);
    assert_eq!(script.seen.warnings(), []);
}
