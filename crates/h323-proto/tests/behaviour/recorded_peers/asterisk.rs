//! Asterisk with chan_ooh323 as the called side. It opens its channel while it rings, and hangs up if
//! that is rejected.

use h323_proto::call::Suspect;

use super::*;

/// The extension that rings for 4 s. All that it says until then is the same in both calls.
fn ringing(call: &'static str, config: CallingConfig, number: &'static str) -> Peer {
    Peer {
        call,
        producer: "asterisk",
        config,
        determination: Some(number),
        steps: vec![
            Hear("2/callProceeding", SETUP),
            Hear("3/alerting", SETUP),
            Hear("4/facility", SETUP),
            Hear("8/facility", "terminalCapabilitySet"),
            Hear("9/facility", "masterSlaveDetermination"),
            Hear("12/facility", "masterSlaveDeterminationAck"),
            Hear("14/facility", "roundTripDelayRequest"),
        ],
    }
}

#[test]
fn with_the_defaults_it_answers() {
    let mut peer = ringing("d02", by_default(0), "0xF17C7A");
    peer.steps.extend([
        Pass(secs(4)),
        Hear("15/connect", SETUP),
        Hear("17/releaseComplete", "endSessionCommand"),
    ]);
    let script = peer.call();
    assert!(script.end().answered);
    assert_eq!(outcome(&script), ("answered", EndedBy::User, Some(31)));
    assert_eq!(script.end().own, None, "its Release Complete came first");
    let [channel] = script.call.h245().session().channels() else {
        panic!("one channel");
    };
    assert_eq!(channel.state, ChannelState::Established);
    assert!(said(&script).contains(&"openLogicalChannelAck".into()));
    let warnings = script.seen.warnings();
    assert!(
        !warnings.contains(&WarningCode::RepeatedRequest),
        "{warnings:?}"
    );
}

#[test]
fn a_channel_that_is_rejected_ends_the_call_and_is_named() {
    let mut config = by_default(0);
    config.terms.session.channels = ChannelPolicy::Reject;
    let mut peer = ringing("d01", config, "0xDD5A7E");
    peer.steps
        .push(Hear("15/releaseComplete", "openLogicalChannelReject"));
    let script = peer.call();
    assert!(!script.end().answered);
    assert_eq!(outcome(&script), ("released", EndedBy::Remote, Some(16)));
    assert!(matches!(script.end().suspect, Some(Suspect::TurnedDown(_))));
}

#[test]
fn h245_on_a_connection_of_its_own() {
    let script = Peer {
        call: "d03",
        producer: "asterisk",
        config: by_default(2),
        determination: Some("0xF0D03E"),
        steps: vec![
            Hear("2/callProceeding", SETUP),
            Hear("3/alerting", SETUP),
            Hear("4/connect", SETUP),
            Hear("7/tcp", SETUP),
            Hear("9/tcp", "terminalCapabilitySet"),
            Hear("10/tcp", "masterSlaveDetermination"),
            Hear("13/tcp", "masterSlaveDeterminationAck"),
            Hear("15/tcp", "roundTripDelayRequest"),
            Pass(secs(2)),
            Hear("17/tcp", "endSessionCommand"),
            Fin,
        ],
    }
    .call();
    assert_eq!(outcome(&script), ("answered", EndedBy::User, None));
    assert_eq!(end_session(&script), (true, true));
    assert_eq!(script.end().early, None);
}
