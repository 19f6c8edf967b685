//! Who ended a call, when, and why: endSession or Release Complete, whichever comes first, decides
//! (H.323 8.5).

use h323_proto::{
    call::{
        CallEnd, CallingConfig, Channel, Closed, Early, EndReason, EndedBy, Input, KeepAlive,
        KeepAliveStyle, Suspect, WarningCode,
    },
    h245::{ChannelPolicy, Codec, Pdu},
    q931::{Cause, CauseValue, InformationElement, Location, MessageType},
};

use crate::support::{
    Script, millis, secs,
    talk::{
        WAYS, Way, accepted, capabilities, negotiated, number, offer, said, talking, tell_all,
        verdict, with_h245,
    },
};

/// A call that is to be held for 15 s.
fn held() -> CallingConfig {
    let mut wanted = with_h245();
    wanted.terms.limits.hold = secs(15);
    wanted
}

/// The peer's Release Complete with this cause.
fn release(script: &mut Script, cause: u8) {
    let mut message = script.message(MessageType::ReleaseComplete);
    message.elements.remove(0);
    let cause = Cause::new(Location::User, CauseValue(cause));
    message.insert(InformationElement::of(&cause).unwrap());
    script.receive(&message);
}

/// The causes of an end: the one that counts, ours, and the peer's.
fn causes(end: &CallEnd) -> [Option<u8>; 3] {
    let of = |cause: Option<&Cause>| cause.map(|cause| cause.value.0);
    [
        of(end.cause.as_ref()),
        of(end.own.as_ref().and_then(|words| words.cause.as_ref())),
        of(end.peer.as_ref().and_then(|words| words.cause.as_ref())),
    ]
}

#[test]
fn a_peer_that_ends_the_session_first_has_ended_the_call_and_its_cause_is_awaited() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        script.pass(secs(3));
        tell_all(&mut script, way, &[Pdu::EndSession]);
        assert_eq!(said(&script).last().unwrap(), "endSessionCommand");
        assert_eq!(
            script.seen.releases, 0,
            "the Release Complete is the endpoint's"
        );
        script.pass(millis(200));
        release(&mut script, 111);
        let end = script.end();
        assert_eq!(
            (end.by, &end.reason),
            (EndedBy::Remote, &EndReason::Released)
        );
        assert_eq!(causes(end), [Some(111), None, Some(111)], "{way:?}");
        assert_eq!(script.seen.releases, 0);
        assert_eq!(script.seen.warnings(), []);
    }
}

#[test]
fn a_release_that_does_not_come_is_ours_after_a_while_and_the_end_is_the_peers() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        tell_all(&mut script, way, &[Pdu::EndSession]);
        script.pass(secs(3));
        assert_eq!(script.seen.releases, 1, "{way:?}");
        // It was only late.
        release(&mut script, 47);
        let end = script.end();
        assert_eq!(
            (end.by, &end.reason),
            (EndedBy::Remote, &EndReason::Released)
        );
        assert_eq!(causes(end), [Some(47), Some(16), Some(47)]);
        assert_eq!(script.seen.warnings(), []);

        let mut script = negotiated(held(), way);
        tell_all(&mut script, way, &[Pdu::EndSession]);
        let end = script.run_out();
        assert_eq!(end.by, EndedBy::Remote);
        assert_eq!(causes(end), [Some(16), Some(16), None]);
    }
}

#[test]
fn a_connection_that_is_closed_in_the_clearing_does_not_change_who_ended_the_call() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        tell_all(&mut script, way, &[Pdu::EndSession]);
        script.close();
        let end = script.end();
        assert_eq!(
            (end.by, &end.reason),
            (EndedBy::Remote, &EndReason::Released)
        );
        assert!(script.seen.warned(WarningCode::NoReleaseComplete));

        let mut script = negotiated(held(), way);
        script.pass(secs(15));
        assert_eq!(said(&script).last().unwrap(), "endSessionCommand");
        script.close();
        let end = script.end();
        assert_eq!((end.by, &end.reason), (EndedBy::User, &EndReason::Cleared));
        assert_eq!(end.early, None);
    }
}

#[test]
fn our_end_is_ours_and_what_the_peer_says_is_beside_it() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        script.pass(secs(15));
        tell_all(&mut script, way, &[Pdu::EndSession]);
        assert_eq!(script.seen.releases, 1);
        release(&mut script, 31);
        let end = script.end();
        assert_eq!((end.by, &end.reason), (EndedBy::User, &EndReason::Cleared));
        assert_eq!(causes(end), [Some(16), Some(16), Some(31)], "{way:?}");
        assert_eq!(verdict(&script).0, "answered");

        // Some send the Release Complete first, on our endSession; then there is none of ours.
        let mut script = negotiated(held(), way);
        script.pass(secs(15));
        release(&mut script, 16);
        let end = script.run_out();
        assert_eq!((end.by, &end.reason), (EndedBy::User, &EndReason::Cleared));
        assert_eq!(causes(end), [Some(16), None, Some(16)], "{way:?}");
    }
}

#[test]
fn a_release_without_the_end_of_the_session_is_the_same_in_the_tunnel_and_beside_it() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        release(&mut script, 16);
        let end = script.run_out();
        assert_eq!(
            (end.by, &end.reason),
            (EndedBy::Remote, &EndReason::Released)
        );
        assert_eq!(
            script.seen.warnings(),
            [WarningCode::NoEndSession],
            "{way:?}"
        );
        assert!(!said(&script).contains(&"endSessionCommand".into()));
    }
}

#[test]
fn an_end_of_the_session_that_was_overtaken_is_waited_for() {
    let way = Way::Connection;
    let mut script = negotiated(held(), way);
    release(&mut script, 16);
    assert!(script.seen.ended().is_none());
    // The peer closes each connection when it is done with it.
    script.close();
    assert!(script.seen.ended().is_none());
    script.pass(millis(300));
    let before = said(&script);
    tell_all(
        &mut script,
        way,
        &[Pdu::RoundTripDelayRequest(3), Pdu::EndSession],
    );
    assert_eq!(said(&script), before, "nothing is answered any more");
    assert_eq!(script.end().by, EndedBy::Remote);
    assert_eq!(script.seen.warnings(), []);

    let mut script = negotiated(held(), way);
    release(&mut script, 16);
    let closed = Closed::ByPeer;
    script.input(Input::Closed(Channel::H245Control, closed));
    assert_eq!(script.end().by, EndedBy::Remote);
    assert_eq!(script.seen.warnings(), [WarningCode::NoEndSession]);
}

#[test]
fn a_call_that_the_peer_ends_before_its_time_is_called_so() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        script.pass(millis(3_100));
        tell_all(&mut script, way, &[Pdu::EndSession]);
        script.pass(millis(500));
        release(&mut script, 16);
        let early = Early {
            after: millis(3_100),
            held: millis(3_100),
            wanted: secs(15),
        };
        assert_eq!(script.end().early, Some(early));
        let (code, text) = verdict(&script);
        assert_eq!(code, "ended-early");
        assert_eq!(
            text,
            "The endpoint answered, and hung up 3.1 s after Connect, after 3.1 of the 15 s of the \
             requested hold time: cause 16 normal call clearing."
        );
    }
}

#[test]
fn a_lost_connection_ends_a_call_early_as_well() {
    for end in [Script::close, Script::fail] {
        let mut script = negotiated(held(), Way::Tunnel);
        script.pass(secs(2));
        end(&mut script);
        assert_eq!(verdict(&script).0, "ended-early");
    }
}

#[test]
fn what_was_to_be_held_no_longer_is_not_early() {
    for way in WAYS {
        // Not held at all.
        let mut script = negotiated(with_h245(), way);
        release(&mut script, 16);
        script.run_out();
        assert_eq!(script.end().early, None);
        assert_eq!(verdict(&script).0, "answered");
        // Held to the end, hung up, or ended by us for another reason.
        let mut script = negotiated(held(), way);
        script.pass(secs(15));
        script.run_out();
        assert_eq!(verdict(&script).0, "answered");
        let mut script = negotiated(held(), way);
        script.hangup();
        script.run_out();
        assert_eq!(verdict(&script).0, "answered");
    }
}

#[test]
fn a_keep_alive_that_the_peer_hangs_up_on_is_named() {
    for style in [
        KeepAliveStyle::Tpkt,
        KeepAliveStyle::FacilityEmpty,
        KeepAliveStyle::FacilityTransportedInformation,
    ] {
        for way in WAYS {
            let mut wanted = held();
            wanted.keep_alive = Some(KeepAlive {
                style,
                every: secs(1),
            });
            let mut script = negotiated(wanted, way);
            script.seen.keep_alives_allowed = true;
            script.pass(secs(1));
            script.pass(millis(4));
            tell_all(&mut script, way, &[Pdu::EndSession]);
            release(&mut script, 16);
            assert_eq!(script.end().suspect, Some(Suspect::KeepAlive(style)));
            let (code, text) = verdict(&script);
            assert_eq!(code, "ended-early");
            assert!(
                text.contains("The tester's last message was a keep-alive ("),
                "{text}"
            );
        }
    }
}

#[test]
fn a_rejection_that_the_peer_hangs_up_on_is_named() {
    for way in WAYS {
        let mut wanted = held();
        wanted.terms.session.channels = ChannelPolicy::Reject;
        let mut script = negotiated(wanted, way);
        tell_all(
            &mut script,
            way,
            &[offer(101, Codec::G711A), Pdu::EndSession],
        );
        release(&mut script, 16);
        let (code, text) = verdict(&script);
        assert_eq!(code, "ended-early");
        let rejected = "openLogicalChannelReject (audioData g711Alaw64k).";
        assert!(text.ends_with(rejected), "{text}");

        // What is accepted, or long past, is no reason.
        let mut script = negotiated(held(), way);
        tell_all(
            &mut script,
            way,
            &[offer(101, Codec::G711A), Pdu::EndSession],
        );
        release(&mut script, 16);
        assert_eq!(script.end().suspect, None);
    }
}

#[test]
fn a_rejection_while_it_rings_is_named_too() {
    let mut wanted = with_h245();
    wanted.terms.session.channels = ChannelPolicy::Reject;
    let mut script = Script::with(wanted).placed();
    script.reply(MessageType::Alerting);
    tell_all(&mut script, Way::Tunnel, &[offer(1_000, Codec::G711A)]);
    assert_eq!(said(&script).last().unwrap(), "openLogicalChannelReject");
    release(&mut script, 16);
    let (code, text) = verdict(&script);
    assert_eq!(code, "released");
    assert!(text.contains("openLogicalChannelReject (audioData g711Alaw64k)"));
}

#[test]
fn no_common_codec_goes_before_the_drop_that_it_leads_to() {
    for way in WAYS {
        let mut wanted = held();
        wanted.terms.session.codecs = vec![Codec::G729];
        let mut script = talking(wanted, way);
        // Roles are not decided yet.
        let first = [capabilities(1, &[Codec::G711A]), accepted(), number(1)];
        tell_all(&mut script, way, &first);
        release(&mut script, 16);
        script.run_out();
        assert_eq!(verdict(&script).0, "no-common-codec", "{way:?}");
    }
}
