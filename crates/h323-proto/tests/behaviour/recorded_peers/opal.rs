//! OPAL 3.19 as the called side. It begins H.245 while it rings, and offers its channel again whenever
//! that is rejected.

use super::*;

/// A call that rejects channels, as the recorded caller did.
fn rejecting() -> CallingConfig {
    let mut config = by_default(3);
    config.terms.session.channels = ChannelPolicy::Reject;
    config
}

/// What it says in the tunnel until it has all but the answer to its channel.
fn in_the_tunnel() -> Vec<Step> {
    vec![
        Hear("2/callProceeding", SETUP),
        Hear("3/alerting", SETUP),
        Hear("4/facility", SETUP),
        Hear("9/connect", SETUP),
        Hear("10/facility", "terminalCapabilitySet"),
        Hear("11/facility", "masterSlaveDetermination"),
        Hear("14/facility", "roundTripDelayRequest"),
    ]
}

#[test]
fn a_loop_of_offers_in_the_tunnel_is_left() {
    let mut steps = in_the_tunnel();
    steps.extend(again(&OFFERS, "openLogicalChannelReject"));
    steps.extend([Pass(secs(3)), Pass(secs(5))]);
    let script = Peer {
        call: "d04",
        producer: "opal",
        config: rejecting(),
        determination: Some("0x2562A7"),
        steps,
    }
    .call();
    left_after(&script, 12);
    assert_eq!(outcome(&script), ("answered", EndedBy::User, None));
}

const OFFERS: [&str; 11] = [
    "15/facility",
    "17/facility",
    "19/facility",
    "21/facility",
    "23/facility",
    "25/facility",
    "27/facility",
    "29/facility",
    "31/facility",
    "33/facility",
    "35/facility",
];

#[test]
fn a_loop_of_offers_while_it_rings_is_left() {
    let mut steps = vec![
        Hear("2/callProceeding", SETUP),
        Hear("3/alerting", SETUP),
        Hear("6/tcp", SETUP),
        Hear("8/tcp", SETUP),
        Hear("10/facility", SETUP),
        Hear("11/tcp", "terminalCapabilitySet"),
        Hear("12/tcp", "masterSlaveDetermination"),
        Hear("14/tcp", "masterSlaveDeterminationAck"),
        Hear("16/tcp", "roundTripDelayRequest"),
    ];
    steps.extend(again(&EARLY_OFFERS, "openLogicalChannelReject"));
    steps.push(HangUp);
    steps.push(Pass(secs(1)));
    let script = Peer {
        call: "d06",
        producer: "opal",
        config: rejecting(),
        determination: Some("0x7BB04C"),
        steps,
    }
    .call();
    left_after(&script, 12);
    assert_eq!(outcome(&script), ("cancelled", EndedBy::User, None));
}

const EARLY_OFFERS: [&str; 11] = [
    "17/tcp", "19/tcp", "21/tcp", "23/tcp", "25/tcp", "27/tcp", "29/tcp", "31/tcp", "33/tcp",
    "35/tcp", "37/tcp",
];

#[test]
fn with_the_defaults_there_is_no_loop() {
    let mut steps = in_the_tunnel();
    steps.extend([
        Pass(secs(2)),
        Hear("16/releaseComplete", "endSessionCommand"),
    ]);
    let script = Peer {
        call: "d05",
        producer: "opal",
        config: by_default(2),
        determination: Some("0xD2538F"),
        steps,
    }
    .call();
    assert_eq!(outcome(&script), ("answered", EndedBy::User, Some(16)));
    assert!(!script.seen.warned(WarningCode::RepeatedRequest));
    assert_eq!(end_session(&script), (true, true));
}

#[test]
fn fast_start_and_h245_on_a_connection_of_its_own() {
    let mut config = by_default(2);
    config.fast_start = true;
    let script = Peer {
        call: "d07",
        producer: "opal",
        config,
        determination: Some("0x7D5405"),
        steps: vec![
            Hear("2/callProceeding", SETUP),
            Hear("3/alerting", SETUP),
            Hear("6/connect", SETUP),
            Hear("7/tcp", SETUP),
            Hear("9/tcp", SETUP),
            Hear("11/facility", SETUP),
            Hear("12/tcp", "terminalCapabilitySet"),
            Hear("13/tcp", "masterSlaveDetermination"),
            Hear("15/tcp", "roundTripDelayRequest"),
            Pass(secs(2)),
            Hear("17/tcp", "endSessionCommand"),
            Hear("19/releaseComplete", RELEASE),
        ],
    }
    .call();
    assert_eq!(outcome(&script), ("answered", EndedBy::User, Some(16)));
}
