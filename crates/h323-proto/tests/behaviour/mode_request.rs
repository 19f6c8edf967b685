//! A mode is asked for while the call is up, and the peer's own request answered (H.245 8.9).

use h323_proto::{
    call::{CallingConfig, EndReason, ModeRequestState, ModeWish, WarningCode},
    h245::{ChannelPolicy, Codec, H245Message, ModeRejection, ModeResponse, ModeState, Pdu, T109},
    q931::{CallState, MessageType},
    time::Duration,
};

use crate::support::{
    Script, config, millis, secs,
    talk::{
        OUR_NUMBER, WAYS, Way, accepted, agreed, answer, capabilities, h245, held_for_a_minute,
        negotiated, number, pong, said, spoken, talking, tell, tell_all,
    },
};

fn asking(codec: Codec) -> CallingConfig {
    CallingConfig {
        mode: Some(ModeWish {
            codec,
            after: secs(1),
        }),
        ..config()
    }
}

/// The modes that were asked for.
fn asked(script: &Script) -> Option<Vec<Vec<String>>> {
    spoken(script)
        .into_iter()
        .find_map(|record| match record.understood.message {
            H245Message::RequestMode(_, modes) => Some(modes),
            _ => None,
        })
}

fn state(script: &Script) -> ModeState {
    let report = script.call.mode_request().unwrap();
    report.asked.unwrap().state.clone()
}

#[test]
fn a_codec_is_asked_for_with_the_other_medium_and_alone() {
    for (codec, modes) in [
        (
            Codec::G711U,
            [&["g711Ulaw64k", "h261VideoMode"][..], &["g711Ulaw64k"]],
        ),
        (Codec::H264, [&["H.264", "g711Alaw64k"], &["H.264"]]),
    ] {
        for way in WAYS {
            let mut script = negotiated(asking(codec), way);
            script.pass(millis(999));
            assert_eq!(asked(&script), None);
            script.pass(millis(1));
            assert_eq!(asked(&script).unwrap(), modes, "{way:?}");
        }
    }
    let mut script = talking(asking(Codec::G722), Way::Tunnel);
    let alone = [
        capabilities(1, &[Codec::G722]),
        accepted(),
        number(OUR_NUMBER + 1),
        agreed(),
        pong(),
    ];
    tell_all(&mut script, Way::Tunnel, &alone);
    script.pass(secs(1));
    assert_eq!(asked(&script).unwrap(), [["g722-64k"]]);
}

#[test]
fn each_answer_is_told_and_the_call_held_for_what_follows() {
    let most = "willTransmitMostPreferredMode";
    let cases = [
        (
            Pdu::RequestModeAck(1, ModeResponse::MostPreferred),
            ModeState::Acknowledged(most.into()),
            None,
        ),
        (
            Pdu::RequestModeAck(1, ModeResponse::LessPreferred),
            ModeState::Acknowledged("willTransmitLessPreferredMode".into()),
            None,
        ),
        (
            Pdu::RequestModeReject(1, ModeRejection::Unavailable),
            ModeState::Rejected("modeUnavailable".into()),
            Some("The endpoint rejects the requested mode: modeUnavailable"),
        ),
        (
            Pdu::RequestModeReject(1, ModeRejection::MultipointConstraint),
            ModeState::Rejected("multipointConstraint".into()),
            Some("The endpoint rejects the requested mode: multipointConstraint"),
        ),
    ];
    for way in WAYS {
        for (pdu, expected, warning) in &cases {
            let mut script = negotiated(asking(Codec::G711U), way);
            script.pass(millis(1_300));
            tell(&mut script, way, &h245(pdu));
            assert_eq!(&state(&script), expected);
            let report = script.call.mode_request().unwrap();
            let took = report
                .asked
                .map(|mode| mode.settled.unwrap().since(mode.asked));
            assert_eq!(took, Some(millis(300)));
            match warning {
                Some(_) => assert_eq!(script.seen.warning(WarningCode::ModeRejected), *warning),
                None => assert_eq!(script.seen.warnings(), []),
            }
            assert_eq!(script.seen.deadline, Some(script.now + secs(2)));
            script.pass(secs(2));
            assert_eq!(said(&script).last().unwrap(), "endSessionCommand");
            assert_eq!(script.run_out().reason, EndReason::Cleared);
        }
    }
}

#[test]
fn no_answer_is_awaited_for_ever() {
    let mut script = negotiated(asking(Codec::G711U), Way::Connection);
    script.pass(secs(1) + T109 - millis(1));
    assert_eq!(state(&script), ModeState::Awaiting);
    // An answer to another request is none.
    tell(
        &mut script,
        Way::Connection,
        &h245(&Pdu::RequestModeAck(9, ModeResponse::MostPreferred)),
    );
    script.pass(millis(1));
    assert_eq!(state(&script), ModeState::Unanswered);
    let said = said(&script);
    assert_eq!(
        said[said.len() - 2..],
        ["requestModeRelease", "endSessionCommand"]
    );
    let odd = script.seen.warnings();
    assert_eq!(odd, [WarningCode::ModeUnanswered]);
}

#[test]
fn a_call_that_is_held_longer_goes_on_after_the_answer_was_given_up() {
    let mut held = asking(Codec::G711U);
    held.terms.limits.hold = secs(60);
    let mut script = negotiated(held, Way::Tunnel);
    script.pass(secs(59));
    assert_eq!(said(&script).last().unwrap(), "requestModeRelease");
    script.hangup();
    // Nothing of H.245 follows endSession.
    script.run_out();
    assert_eq!(said(&script)[said(&script).len() - 1], "releaseComplete");
}

#[test]
fn no_release_of_the_request_follows_end_session() {
    let mut held = asking(Codec::G711U);
    held.terms.limits.end_session = T109 + T109;
    let mut script = negotiated(held, Way::Connection);
    script.pass(secs(2));
    tell(&mut script, Way::Connection, &h245(&Pdu::EndSession));
    script.run_out();
    assert!(!said(&script).contains(&"requestModeRelease".into()));
    let state = script.call.mode_request().unwrap().state;
    assert_eq!(state, ModeRequestState::Unanswered);
}

#[test]
fn only_what_the_peer_has_is_asked_for() {
    let mut script = talking(asking(Codec::G729), Way::Tunnel);
    let without = [
        capabilities(1, &[Codec::G711A]),
        accepted(),
        number(OUR_NUMBER + 1),
        agreed(),
        pong(),
    ];
    tell_all(&mut script, Way::Tunnel, &without);
    script.run_out();
    assert_eq!(asked(&script), None);
    let report = script.call.mode_request().unwrap();
    assert_eq!(
        report.error,
        Some("the endpoint does not announce this codec")
    );
    let text = script.seen.warning(WarningCode::ModeNotRequested).unwrap();
    assert_eq!(
        text,
        "g729 was not requested: the endpoint does not announce this codec"
    );

    let mut script = Script::in_state(asking(Codec::G711A), CallState::Active);
    script.run_out();
    let report = script.call.mode_request().unwrap();
    assert_eq!(report.error, Some("the call has no H.245"));

    let mut script = Script::in_state(asking(Codec::G711A), CallState::CallDelivered);
    script.reply(MessageType::ReleaseComplete);
    let report = script.call.mode_request().unwrap();
    assert_eq!(report.error, Some("the call was not answered"));
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn the_form_of_g729_that_the_peer_has_is_asked_for() {
    let mut script = talking(asking(Codec::G729), Way::Tunnel);
    let annex_a = [
        capabilities(1, &[Codec::G729A]),
        accepted(),
        number(OUR_NUMBER + 1),
        agreed(),
        pong(),
    ];
    tell_all(&mut script, Way::Tunnel, &annex_a);
    script.pass(secs(1));
    assert_eq!(asked(&script).unwrap(), [["g729AnnexA"]]);
    // And a peer with that form alone has a codec in common with us.
    assert_eq!(script.seen.warning(WarningCode::NoCommonCodec), None);
}

/// What we answer to a request for these modes.
fn answered(script: &mut Script, modes: Vec<Vec<Codec>>) -> Vec<u8> {
    let request = Pdu::RequestMode { sequence: 5, modes };
    tell(script, Way::Tunnel, &h245(&request));
    answer(script).octets
}

/// The peer takes our first channel.
fn taken() -> Pdu {
    Pdu::OpenLogicalChannelAck {
        number: 1,
        session: 1,
        media: ([192, 0, 2, 7], 6004).into(),
        reverse: None,
    }
}

#[test]
fn the_peers_request_is_answered_with_what_we_send() {
    let mut offering = config();
    offering.terms.limits.hold = Duration::from_secs(60);
    offering.terms.session.channels = ChannelPolicy::Offer;
    offering.terms.session.codecs = vec![Codec::G711A, Codec::G711U];
    let mut script = negotiated(offering, Way::Tunnel);
    let denied = h245(&Pdu::RequestModeReject(5, ModeRejection::Denied));
    let unavailable = h245(&Pdu::RequestModeReject(5, ModeRejection::Unavailable));
    let (alaw, ulaw) = (vec![Codec::G711A], vec![Codec::G711U]);
    // Before the channel is open nothing is sent.
    assert_eq!(answered(&mut script, vec![alaw.clone()]), denied);
    tell(&mut script, Way::Tunnel, &h245(&taken()));
    let most = h245(&Pdu::RequestModeAck(5, ModeResponse::MostPreferred));
    let less = h245(&Pdu::RequestModeAck(5, ModeResponse::LessPreferred));
    assert_eq!(
        answered(&mut script, vec![alaw.clone(), ulaw.clone()]),
        most
    );
    assert_eq!(answered(&mut script, vec![ulaw.clone(), alaw]), less);
    assert_eq!(answered(&mut script, vec![ulaw]), denied);
    assert_eq!(answered(&mut script, vec![vec![Codec::H264]]), unavailable);
    // The end of a request is no request.
    let before = said(&script);
    tell(&mut script, Way::Tunnel, &h245(&Pdu::RequestModeRelease));
    assert_eq!(said(&script), before);
}

#[test]
fn a_form_of_g729_is_a_mode_like_any_other() {
    let mut script = talking(held_for_a_minute(ChannelPolicy::Offer), Way::Tunnel);
    let theirs = [
        capabilities(1, &[Codec::G729A]),
        accepted(),
        number(OUR_NUMBER + 1),
        agreed(),
    ];
    tell_all(&mut script, Way::Tunnel, &theirs);
    let mode = vec![vec![Codec::G729A]];
    let denied = h245(&Pdu::RequestModeReject(5, ModeRejection::Denied));
    assert_eq!(answered(&mut script, mode.clone()), denied, "not sent yet");
    tell(&mut script, Way::Tunnel, &h245(&taken()));
    let most = h245(&Pdu::RequestModeAck(5, ModeResponse::MostPreferred));
    assert_eq!(answered(&mut script, mode), most);
}
