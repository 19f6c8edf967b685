//! H323Plus 1.28 as a called side that hangs up, pauses, offers again, transfers.

use h323_proto::call::Early;

use super::*;

#[test]
fn it_hangs_up_before_the_time() {
    let script = Peer {
        call: "d09",
        producer: "h323plus",
        config: by_default(15),
        determination: Some("0x8C181B"),
        steps: vec![
            Hear("2/callProceeding", SETUP),
            Hear("3/connect", SETUP),
            Hear("6/tcp", SETUP),
            Hear("7/tcp", SETUP),
            Hear("10/tcp", "terminalCapabilitySet"),
            Hear("11/tcp", "masterSlaveDetermination"),
            Hear("13/tcp", "masterSlaveDetermination"),
            Hear("14/tcp", "roundTripDelayRequest"),
            Pass(secs(3)),
            Hear("16/tcp", SETUP),
            Hear("19/releaseComplete", "endSessionCommand"),
        ],
    }
    .call();
    assert_eq!(outcome(&script), ("ended-early", EndedBy::Remote, Some(16)));
    let early = Early {
        after: secs(3),
        held: secs(3),
        wanted: secs(15),
    };
    assert_eq!(script.end().early, Some(early));
    assert_eq!(script.seen.releases, 0);
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn it_pauses_and_resumes() {
    let mut config = by_default(9);
    config.terms.session.channels = ChannelPolicy::Offer;
    let script = Peer {
        call: "d10",
        producer: "h323plus",
        config,
        determination: Some("0x8D925F"),
        steps: vec![
            Hear("2/callProceeding", SETUP),
            Hear("3/connect", SETUP),
            Hear("8/facility", "terminalCapabilitySet"),
            Hear("9/facility", "masterSlaveDetermination"),
            Hear("12/facility", "masterSlaveDeterminationAck"),
            Hear("14/facility", "roundTripDelayRequest"),
            Hear("15/facility", "openLogicalChannel"),
            Hear("16/facility", "openLogicalChannelAck"),
            Hear("18/facility", SETUP),
            Hear("19/facility", SETUP),
            Hear("20/facility", SETUP),
            Hear("21/facility", SETUP),
            Pass(secs(4)),
            Hear("23/facility", SETUP),
            Pass(secs(1)),
            Hear("25/facility", "closeLogicalChannel"),
            Hear("27/facility", SETUP),
            Hear("28/facility", SETUP),
            Hear("29/facility", SETUP),
            Pass(secs(4)),
            Hear("33/facility", "closeLogicalChannel"),
            Hear("34/releaseComplete", "endSessionCommand"),
        ],
    }
    .call();
    assert_eq!(outcome(&script), ("answered", EndedBy::User, Some(16)));
    let session = script.call.h245().session();
    let [pause] = session.pauses() else {
        panic!("{:?}", session.pauses());
    };
    assert_eq!(pause.until.unwrap().since(pause.from), secs(1));
    let ours = &session.channels()[0];
    assert!(ours.ours && ours.state == ChannelState::Closed);
    let said = said(&script);
    let determinations = said
        .iter()
        .filter(|said| *said == "masterSlaveDetermination");
    assert_eq!(
        determinations.count(),
        2,
        "at the start, and after the pause"
    );
}

#[test]
fn a_loop_of_offers_in_early_media_is_left() {
    let mut config = by_default(2);
    config.terms.session.channels = ChannelPolicy::Reject;
    let mut steps = vec![
        Hear("2/callProceeding", SETUP),
        Hear("3/alerting", SETUP),
        Hear("6/tcp", SETUP),
        Hear("7/tcp", SETUP),
        Hear("8/tcp", "terminalCapabilitySet"),
        Hear("9/tcp", "masterSlaveDetermination"),
        Hear("13/tcp", "masterSlaveDeterminationAck"),
        Hear("14/tcp", "roundTripDelayRequest"),
    ];
    steps.extend(again(&OFFERS, "openLogicalChannelReject"));
    steps.extend([HangUp, Pass(secs(1))]);
    let script = Peer {
        call: "d08",
        producer: "h323plus",
        config,
        determination: Some("0xAB9653"),
        steps,
    }
    .call();
    left_after(&script, 12);
}

const OFFERS: [&str; 11] = [
    "16/tcp", "18/tcp", "20/tcp", "22/tcp", "24/tcp", "26/tcp", "28/tcp", "30/tcp", "32/tcp",
    "34/tcp", "36/tcp",
];

#[test]
fn it_asks_for_a_transfer() {
    let script = Peer {
        call: "d12",
        producer: "h323plus",
        config: by_default(6),
        determination: Some("0x465773"),
        steps: vec![
            Hear("2/callProceeding", SETUP),
            Hear("3/connect", SETUP),
            Hear("8/facility", "terminalCapabilitySet"),
            Hear("9/facility", "masterSlaveDetermination"),
            Hear("11/facility", "masterSlaveDeterminationAck"),
            Hear("13/facility", "roundTripDelayRequest"),
            Hear("14/facility", SETUP),
            Pass(secs(6)),
            Hear("16/releaseComplete", "endSessionCommand"),
        ],
    }
    .call();
    assert_eq!(outcome(&script), ("answered", EndedBy::User, Some(16)));
}
