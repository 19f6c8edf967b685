//! H323Plus 1.28.0 as the called side.

use h323_proto::{
    call::{FastStart, FastStartState},
    h245::FastStartChannel,
};

use super::*;

/// c01: slow start, H.245 in the tunnel; its Connect brings the first two messages.
fn tunnel(clearing: &[Step]) -> Peer {
    let steps = [
        Hear("6/callProceeding", SETUP),
        Hear("8/alerting", SETUP),
        Hear("10/connect", SETUP),
        Hear("14/facility", "terminalCapabilitySet"),
        Hear("16/facility", "masterSlaveDetermination"),
        Hear("18/facility", "masterSlaveDeterminationAck"),
        Hear("20/facility", "openLogicalChannel"),
        RoundTrip,
    ];
    Peer {
        call: "c01",
        producer: "h323plus",
        config: caller(H245Mode::Auto),
        determination: Some("13/facility.1"),
        steps: [&steps, clearing].concat(),
    }
}

fn in_the_tunnel(script: &Script) {
    negotiated(script, "tunnelled", Role::Master);
    channels(
        script,
        "audioData g711Alaw64k",
        101,
        ([127, 0, 0, 3], 5_000),
    );
    assert_eq!(capabilities(script), h323plus_capabilities(20));
    assert_eq!(vendor(script), h323plus());
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn slow_start_in_the_tunnel_cleared_as_the_recorded_caller_did() {
    let script = tunnel(&[HangUp, Hear("329/releaseComplete", RELEASE)]).call();
    in_the_tunnel(&script);
    cleared(&script, EndedBy::User, &EndReason::Hangup);
    let mut expected = vec![SETUP.to_owned()];
    expected.extend(tunnelled(&NEGOTIATION));
    expected.extend(tunnelled(&["closeLogicalChannel"]));
    expected.extend([RELEASE.into(), "endSessionCommand".into()]);
    assert_eq!(said(&script), expected);
    // Its endSession is in its Release Complete, as ours is.
    assert_eq!(end_session(&script), (true, true));
}

/// Our call says endSession in a Facility, and goes on to Release Complete when the peer's is here.
/// H323Plus has its endSession in its Release Complete, so no more of ours is wanted.
#[test]
fn slow_start_in_the_tunnel_cleared_with_end_session_first() {
    let mut peer = tunnel(&[Hear("329/releaseComplete", "endSessionCommand")]);
    peer.config.terms.limits.hold = secs(0);
    let script = peer.call();
    in_the_tunnel(&script);
    cleared_with_their_release(&script);
    let mut expected = vec![SETUP.to_owned()];
    expected.extend(tunnelled(&NEGOTIATION));
    expected.extend(tunnelled(&["closeLogicalChannel", "endSessionCommand"]));
    assert_eq!(said(&script), expected);
    assert_eq!(end_session(&script), (true, true));
}

/// c03: neither end tunnels; Connect has an h245Address.
fn connection(h245: H245Mode, clearing: &[Step]) -> Peer {
    let steps = [
        Hear("6/callProceeding", SETUP),
        Hear("8/alerting", SETUP),
        Hear("10/connect", SETUP),
        Hear("19/tcp", "terminalCapabilitySet"),
        Hear("21/tcp", "terminalCapabilitySet"),
        Hear("23/tcp", "terminalCapabilitySet"),
        Hear("26/tcp", "masterSlaveDetermination"),
        Hear("29/tcp", "masterSlaveDeterminationAck"),
        Hear("30/tcp", "openLogicalChannel"),
        RoundTrip,
    ];
    Peer {
        call: "c03",
        producer: "h323plus",
        config: caller(h245),
        determination: Some("17/tcp"),
        steps: [&steps, clearing].concat(),
    }
}

/// What our call says with H.245 on a connection of its own.
fn separately() -> Vec<String> {
    let mut expected = vec![SETUP];
    expected.extend(NEGOTIATION);
    expected.extend(["closeLogicalChannel", "endSessionCommand", RELEASE]);
    expected.into_iter().map(str::to_owned).collect()
}

fn on_its_own_connection(script: &Script, port: u16) {
    negotiated(script, "separate", Role::Master);
    let address = SocketAddr::from(([127, 0, 0, 6], port));
    assert_eq!(script.call.h245().address(), Some(address));
    assert_eq!(script.seen.h245_connects.len(), 1);
    assert_eq!(script.seen.h245_closes, 1);
    channels(
        script,
        "audioData g711Alaw64k",
        101,
        ([127, 0, 0, 6], 5_000),
    );
    assert_eq!(capabilities(script), h323plus_capabilities(20));
    assert_eq!(vendor(script), h323plus());
    assert_eq!(script.seen.warnings(), []);
    assert_eq!(said(script), separately());
    assert_eq!(end_session(script), (true, true));
}

#[test]
fn slow_start_with_h245_on_a_connection_of_its_own() {
    for h245 in [H245Mode::Separate, H245Mode::Auto] {
        // The recorded caller sent endSession and Release Complete at once.
        let recorded = [
            HangUp,
            Hear("340/tcp", "endSessionCommand"),
            Hear("341/releaseComplete", RELEASE),
        ];
        let script = connection(h245, &recorded).call();
        on_its_own_connection(&script, 42_787);
        cleared(&script, EndedBy::User, &EndReason::Hangup);

        // Our own way waits for the peer's endSession between them.
        let mut peer = connection(h245, &recorded[1..]);
        peer.config.terms.limits.hold = secs(0);
        let script = peer.call();
        on_its_own_connection(&script, 42_787);
        cleared(&script, EndedBy::User, &EndReason::Cleared);
    }
}

/// c05: we offer the tunnel, the called side refuses it and gives an h245Address.
#[test]
fn the_tunnel_refused() {
    let mut peer = Peer {
        call: "c05",
        producer: "h323plus",
        config: caller(H245Mode::Auto),
        determination: Some("17/tcp"),
        steps: vec![
            Hear("6/callProceeding", SETUP),
            Hear("8/alerting", SETUP),
            Hear("10/connect", SETUP),
            Hear("19/tcp", "terminalCapabilitySet"),
            Hear("21/tcp", "terminalCapabilitySet"),
            Hear("24/tcp", "terminalCapabilitySet"),
            Hear("26/tcp", "masterSlaveDetermination"),
            Hear("28/tcp", "masterSlaveDeterminationAck"),
            Hear("29/tcp", "openLogicalChannel"),
            RoundTrip,
            Hear("338/tcp", "endSessionCommand"),
            Hear("339/releaseComplete", RELEASE),
        ],
    };
    peer.config.terms.limits.hold = secs(0);
    let script = peer.call();
    on_its_own_connection(&script, 50_187);
    cleared(&script, EndedBy::User, &EndReason::Cleared);
}

/// c08: the user declines.
#[test]
fn rejected() {
    let script = Peer {
        call: "c08",
        producer: "h323plus",
        config: caller(H245Mode::Auto),
        determination: None,
        steps: vec![
            Hear("6/callProceeding", SETUP),
            Hear("8/releaseComplete", SETUP),
        ],
    }
    .call();
    ended(
        &script,
        EndedBy::Remote,
        &EndReason::Released,
        CallState::OutgoingCallProceeding,
        21,
    );
    assert!(!script.end().answered);
    assert_eq!(said(&script), [SETUP]);
    assert_eq!(vendor(&script), h323plus());
    assert_eq!(script.seen.warnings(), []);
    assert_eq!(script.call.h245().path().name(), "none");
    assert_eq!(end_session(&script), (false, false));
}

/// c10: rings, answers, and hangs up itself.
#[test]
fn the_called_side_hangs_up() {
    let script = Peer {
        call: "c10",
        steps: vec![
            Hear("6/callProceeding", SETUP),
            Hear("8/alerting", SETUP),
            Hear("10/connect", SETUP),
            Hear("15/facility", "terminalCapabilitySet"),
            Hear("16/facility", "masterSlaveDetermination"),
            Hear("19/facility", "masterSlaveDeterminationAck"),
            Hear("21/facility", "openLogicalChannel"),
            RoundTrip,
            Hear("227/releaseComplete", SETUP),
        ],
        ..tunnel(&[])
    }
    .call();
    in_the_tunnel(&script);
    cleared(&script, EndedBy::Remote, &EndReason::Released);
    let mut expected = vec![SETUP.to_owned()];
    expected.extend(tunnelled(&NEGOTIATION));
    assert_eq!(said(&script), expected);
    // With its Release Complete the signalling channel, and so the tunnel, is gone (H.323 8.5).
    assert_eq!(end_session(&script), (false, true));
}

/// The channels of `fastStart` as H323Plus takes them: one each way, with one codec.
fn taken(script: &Script, message: MessageType, codec: Codec) {
    let channel = |transmit, media| FastStartChannel {
        transmit,
        data: codec.data(),
        session: Some(1),
        media,
        offered: true,
    };
    let media = SocketAddr::from(([127, 0, 0, 3], 5_000));
    assert_eq!(
        script.call.fast_start(),
        Some(&FastStart {
            state: FastStartState::Accepted,
            message: Some(message),
            channels: vec![channel(false, None), channel(true, Some(media))],
        })
    );
}

/// c11: early media. Both ends offer the tunnel there, and neither says anything in it; our call
/// would begin H.245, to which there is no recorded answer, so it is not to.
#[test]
fn fast_start_accepted_in_alerting() {
    let mut config = caller(H245Mode::Off);
    config.fast_start = true;
    let script = Peer {
        call: "c11",
        producer: "h323plus",
        config,
        determination: None,
        steps: vec![
            Hear("6/callProceeding", SETUP),
            Hear("10/alerting", SETUP),
            Hear("214/connect", SETUP),
            HangUp,
            Hear("517/releaseComplete", RELEASE),
        ],
    }
    .call();
    taken(&script, MessageType::Alerting, Codec::G711A);
    cleared(&script, EndedBy::User, &EndReason::Hangup);
    assert_eq!(said(&script), [SETUP, RELEASE]);
    assert_eq!(vendor(&script), h323plus());
    assert_eq!(script.seen.warnings(), []);
    assert_eq!(script.call.h245().path().name(), "none");
    assert_eq!(end_session(&script), (false, false));
}

/// c33: called by ooh323c with fast start. The recorded caller opened no channels in H.245, for it
/// had them. H323Plus does not ask who is master, and answers when asked.
fn called_by_ooh323c(clearing: &[Step]) -> Peer {
    let steps = [
        Hear("6/callProceeding", SETUP),
        Hear("8/alerting", SETUP),
        Hear("10/connect", SETUP),
        Hear("13/facility", "terminalCapabilitySet"),
        Hear("15/facility", "masterSlaveDetermination"),
        RoundTrip,
    ];
    let mut config = caller(H245Mode::Auto);
    config.fast_start = true;
    config.terms.session.channels = ChannelPolicy::Accept;
    Peer {
        call: "c33",
        producer: "h323plus",
        config,
        determination: Some("14/facility.1"),
        steps: [&steps, clearing].concat(),
    }
}

#[test]
fn fast_start_accepted_in_connect_and_h245_in_the_tunnel() {
    let clearings = [
        vec![HangUp, Hear("40/releaseComplete", RELEASE)],
        vec![Hear("40/releaseComplete", "endSessionCommand")],
    ];
    for clearing in clearings {
        let mut peer = called_by_ooh323c(&clearing);
        let hung_up = clearing.len() == 2;
        if !hung_up {
            peer.config.terms.limits.hold = secs(0);
        }
        let script = peer.call();
        taken(&script, MessageType::Connect, Codec::G711U);
        negotiated(&script, "tunnelled", Role::Master);
        assert_eq!(capabilities(&script), h323plus_capabilities(30));
        assert_eq!(vendor(&script), h323plus());
        assert_eq!(script.seen.warnings(), []);
        let mut expected = vec![SETUP.to_owned()];
        expected.extend(tunnelled(&NEGOTIATION[..5]));
        if hung_up {
            cleared(&script, EndedBy::User, &EndReason::Hangup);
            expected.extend([RELEASE.into(), "endSessionCommand".into()]);
        } else {
            cleared_with_their_release(&script);
            expected.extend(tunnelled(&["endSessionCommand"]));
        }
        assert_eq!(said(&script), expected);
        assert_eq!(end_session(&script), (true, true));
    }
}
