//! ooh323c 0.9.4 as the called side. It sent no Release Complete and no endSession when the recorded
//! caller cleared the call, and closed the connection.

use h323_proto::call::{KeepAlive, KeepAliveStyle, Suspect};

use super::*;

fn as_recorded(script: &Script) {
    channels(
        script,
        "audioData g711Ulaw64k",
        1_001,
        ([127, 0, 0, 4], 5_000),
    );
    assert_eq!(
        capabilities(script),
        [
            "receive audio g711Ulaw64k 240",
            "receive video H.264 maxBitRate 10240",
            "receive audio RTPAudioTelephonyEventCapability dynamicRTPPayloadType 101",
            "receive userInput basicString",
            "receive userInput dtmf",
        ]
    );
    assert_eq!(
        vendor(script),
        Vendor {
            t35: Some((181, 0, 54)),
            product: Some("objsys".into()),
            version: Some("v0.9.4".into()),
        }
    );
    cleared(script, EndedBy::User, &EndReason::Hangup);
    assert_eq!(end_session(script), (true, false));
}

/// c30: H.245 in the tunnel, in Facility messages with reason `transportedInformation`. It does not
/// ask who is master, and answers when asked.
fn tunnel() -> Peer {
    Peer {
        call: "c30",
        producer: "ooh323c",
        config: caller(H245Mode::Auto),
        determination: Some("13/facility.1"),
        steps: vec![
            Hear("6/callProceeding", SETUP),
            Hear("8/alerting", SETUP),
            Hear("10/connect", SETUP),
            Hear("16/facility", "terminalCapabilitySet"),
            Hear("18.1/facility", "terminalCapabilitySet"),
            Hear("18.2/facility", "masterSlaveDetermination"),
            Hear("23/facility", "masterSlaveDeterminationAck"),
            Hear("25/facility", "openLogicalChannel"),
            RoundTrip,
            HangUp,
            Fin,
        ],
    }
}

#[test]
fn slow_start_in_the_tunnel() {
    let script = tunnel().call();
    negotiated(&script, "tunnelled", Role::Master);
    as_recorded(&script);
    // Its Facility claims version 4 of H.225.0, in which multipleCalls and maintainConnection have to
    // be there (7.3, not OPTIONAL since version 3), and has neither.
    assert_eq!(script.seen.warnings(), [WarningCode::MissingField]);
    let text = script.seen.warning(WarningCode::MissingField).unwrap();
    assert!(text.starts_with("FACILITY claims version 4"), "{text}");
    assert!(text.ends_with("multipleCalls, maintainConnection"));
    let mut expected = vec![SETUP.to_owned()];
    expected.extend(tunnelled(&NEGOTIATION));
    expected.extend(tunnelled(&["closeLogicalChannel"]));
    expected.extend([RELEASE.into(), "endSessionCommand".into()]);
    assert_eq!(said(&script), expected);
}

/// Nobody knows whether it answers roundTripDelayRequest, and endSession outside Release Complete.
/// If it says no more than it was asked for in the recording, the call is cleared all the same.
#[test]
fn a_called_side_that_says_no_more_than_was_recorded() {
    let mut peer = tunnel();
    peer.config.terms.limits.hold = secs(0);
    peer.steps.retain(|step| matches!(step, Hear(..)));
    let mut script = peer.play(Delivery::Messages);
    let start = script.now;
    script.run_out();
    cleared(&script, EndedBy::User, &EndReason::Cleared);
    assert_eq!(
        script.seen.warnings(),
        [
            WarningCode::MissingField,
            WarningCode::RoundTripUnanswered,
            WarningCode::NoEndSession,
        ]
    );
    assert!(script.now.since(start) < secs(10));
}

/// c32: neither end tunnels; no Facility is sent, so there is nothing to complain of.
#[test]
fn slow_start_with_h245_on_a_connection_of_its_own() {
    for h245 in [H245Mode::Separate, H245Mode::Auto] {
        let script = Peer {
            call: "c32",
            producer: "ooh323c",
            config: caller(h245),
            determination: Some("17/tcp"),
            steps: vec![
                Hear("6/callProceeding", SETUP),
                Hear("8/alerting", SETUP),
                Hear("10/connect", SETUP),
                Hear("19/tcp", "terminalCapabilitySet"),
                Hear("21/tcp", "terminalCapabilitySet"),
                Hear("24.1/tcp", "terminalCapabilitySet"),
                Hear("24.2/tcp", "masterSlaveDetermination"),
                Hear("26/tcp", "masterSlaveDeterminationAck"),
                Hear("28/tcp", "openLogicalChannel"),
                RoundTrip,
                HangUp,
                Fin,
            ],
        }
        .call();
        negotiated(&script, "separate", Role::Master);
        let address = SocketAddr::from(([127, 0, 0, 4], 12_030));
        assert_eq!(script.call.h245().address(), Some(address));
        as_recorded(&script);
        assert_eq!(script.seen.warnings(), []);
        let mut expected = vec![SETUP];
        expected.extend(NEGOTIATION);
        expected.extend(["closeLogicalChannel", "endSessionCommand", RELEASE]);
        assert_eq!(said(&script), expected);
    }
}

/// It hangs up on the first TPKT without contents.
#[test]
fn it_drops_the_call_on_a_keep_alive() {
    let mut config = by_default(4);
    let style = KeepAliveStyle::Tpkt;
    config.keep_alive = Some(KeepAlive {
        style,
        every: secs(1),
    });
    let script = Peer {
        call: "d11",
        producer: "ooh323c",
        config,
        determination: Some("0x7445ED"),
        steps: vec![
            Hear("2/callProceeding", SETUP),
            Hear("3/alerting", SETUP),
            Hear("4/connect", SETUP),
            Hear("7/tcp", SETUP),
            Hear("9/tcp", SETUP),
            Hear("11/tcp", "terminalCapabilitySet"),
            Hear("12/tcp", "masterSlaveDetermination"),
            Hear("13/tcp", "masterSlaveDeterminationAck"),
            Hear("16/tcp", "roundTripDelayRequest"),
            Pass(secs(1)),
            Hear("18/tcp", "keep-alive"),
            Hear("21/releaseComplete", "endSessionCommand"),
        ],
    }
    .call();
    assert_eq!(
        outcome(&script),
        ("ended-early", EndedBy::Remote, Some(111))
    );
    assert_eq!(script.end().suspect, Some(Suspect::KeepAlive(style)));
}
