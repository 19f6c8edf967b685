//! GnuGk 5.15 towards the caller. It passes on what the called H323Plus says, so vendor and
//! capabilities are that endpoint's; the addresses in c24 are the gatekeeper's own.

use super::*;

/// Calls that the gatekeeper routes. The callers cleared them; it then closed the connection without
/// a Release Complete, and so without the called side's endSession.
fn routed(peer: &Peer, role: Role, media: ([u8; 4], u16)) {
    let script = peer.call();
    negotiated(&script, "tunnelled", role);
    channels(&script, "audioData g711Alaw64k", 101, media);
    assert_eq!(capabilities(&script), h323plus_capabilities(20));
    assert_eq!(vendor(&script), h323plus());
    assert_eq!(script.seen.warnings(), []);
    cleared(&script, EndedBy::User, &EndReason::Hangup);
    let mut expected = vec![SETUP.to_owned()];
    expected.extend(tunnelled(&NEGOTIATION));
    expected.extend(tunnelled(&["closeLogicalChannel"]));
    expected.extend([RELEASE.into(), "endSessionCommand".into()]);
    assert_eq!(said(&script), expected);
    assert_eq!(end_session(&script), (true, false));
}

/// c22: the caller is not registered.
#[test]
fn a_routed_call() {
    let peer = Peer {
        call: "c22",
        producer: "gnugk",
        config: caller(H245Mode::Auto),
        determination: Some("30/facility.1"),
        steps: vec![
            Hear("17/callProceeding", SETUP),
            Hear("23/alerting", SETUP),
            Hear("27/connect", SETUP),
            Hear("37/facility", "terminalCapabilitySet"),
            Hear("40/facility", "masterSlaveDetermination"),
            Hear("45/facility", "masterSlaveDeterminationAck"),
            Hear("49/facility", "openLogicalChannel"),
            RoundTrip,
            HangUp,
            Fin,
        ],
    };
    routed(&peer, Role::Slave, ([127, 0, 0, 2], 5_000));
}

/// c24: the recorded caller registered over H.460.17, which ours does not do, so the gatekeeper's
/// RAS (call reference 0) is left out. What it adds to the called side's messages for this caller is
/// not: H.460 features in Alerting and Connect, H.460.19 in openLogicalChannel.
#[test]
fn a_routed_call_with_features_of_h460() {
    let peer = Peer {
        call: "c24",
        producer: "gnugk",
        config: caller(H245Mode::Auto),
        determination: Some("34/facility.1"),
        steps: vec![
            Hear("22/callProceeding", SETUP),
            Hear("27/alerting", SETUP),
            Hear("31/connect", SETUP),
            Hear("38/facility", "terminalCapabilitySet"),
            Hear("41/facility", "masterSlaveDetermination"),
            Hear("46/facility", "masterSlaveDeterminationAck"),
            Hear("50/facility", "openLogicalChannel"),
            RoundTrip,
            HangUp,
            Fin,
        ],
    };
    routed(&peer, Role::Master, ([127, 0, 0, 1], 1_024));
}

/// c23: nobody has registered the number.
#[test]
fn an_unknown_alias() {
    let script = Peer {
        call: "c23",
        producer: "gnugk",
        config: caller(H245Mode::Auto),
        determination: None,
        steps: vec![Hear("6/releaseComplete", SETUP)],
    }
    .call();
    ended(
        &script,
        EndedBy::Remote,
        &EndReason::Released,
        CallState::CallInitiated,
        20,
    );
    assert!(!script.end().answered);
    assert_eq!(said(&script), [SETUP]);
    // Release Complete is the gatekeeper's own and claims version 2 of H.225.0.
    assert_eq!(script.seen.warnings(), [WarningCode::OldVersion]);
    assert_eq!(script.call.h245().path().name(), "none");
    assert_eq!(end_session(&script), (false, false));
}
