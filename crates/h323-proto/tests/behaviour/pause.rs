//! An empty capability set pauses the call (H.323 8.4.6).

use h323_proto::{
    call::{H245Problem, WarningCode},
    h245::{ChannelPolicy, ChannelState, Codec, Decision, Pdu, Role},
    time::Duration,
};

use crate::{
    negotiation::pause,
    support::{
        PEER, Script, secs,
        talk::{
            OUR_NUMBER, WAYS, Way, agreed, capabilities, held_for_a_minute, negotiated, number,
            offer, said, talking, tell, tell_all, with_h245,
        },
    },
};

const fn took(number: u16) -> Pdu {
    Pdu::OpenLogicalChannelAck {
        number,
        session: 1,
        media: PEER,
        reverse: None,
    }
}

fn states(script: &Script) -> Vec<&'static str> {
    let channels = script.call.h245().session().channels();
    channels
        .iter()
        .map(|channel| channel.state.name())
        .collect()
}

/// What was said after the first `count` messages.
fn said_since(script: &Script, count: usize) -> Vec<String> {
    said(script).split_off(count)
}

#[test]
fn a_pause_closes_our_channels_and_its_end_begins_anew() {
    for way in WAYS {
        let mut script = negotiated(held_for_a_minute(ChannelPolicy::Offer), way);
        tell_all(&mut script, way, &[took(1), took(2)]);
        assert_eq!(states(&script), ["established", "established"]);
        tell_all(&mut script, way, &[offer(101, Codec::G711A)]);

        let before = said(&script).len();
        tell(&mut script, way, &pause(2));
        let expected = [
            "terminalCapabilitySetAck",
            "closeLogicalChannel",
            "closeLogicalChannel",
        ];
        assert_eq!(said_since(&script, before), expected, "{way:?}");
        assert_eq!(
            states(&script),
            ["closed", "closed", "established"],
            "the endpoint's is its own"
        );
        let session = script.call.h245().session();
        assert!(session.paused());
        assert_eq!(session.pauses().len(), 1);
        assert_eq!(session.pauses()[0].until, None);
        assert_eq!(script.seen.warnings(), [WarningCode::EmptyCapabilitySet]);

        // Nothing is opened until it ends, but what the peer asks is answered.
        let before = said(&script).len();
        script.pass(secs(4));
        tell_all(&mut script, way, &[Pdu::RoundTripDelayRequest(9)]);
        assert_eq!(said_since(&script, before), ["roundTripDelayResponse"]);

        let before = said(&script).len();
        tell_all(&mut script, way, &[capabilities(3, &Codec::ALL)]);
        let expected = ["terminalCapabilitySetAck", "masterSlaveDetermination"];
        assert_eq!(said_since(&script, before), expected);
        let session = script.call.h245().session();
        assert!(!session.paused());
        let over = session.pauses()[0];
        assert_eq!(over.until.unwrap().since(over.from), secs(4));
        assert_eq!(
            session.decision(),
            Decision::Decided(Role::Master),
            "for now"
        );

        let before = said(&script).len();
        tell_all(
            &mut script,
            way,
            &[
                number(OUR_NUMBER - 1),
                Pdu::MasterSlaveDeterminationAck(Role::Slave),
            ],
        );
        let expected = [
            "masterSlaveDeterminationAck",
            "openLogicalChannel",
            "openLogicalChannel",
        ];
        assert_eq!(said_since(&script, before), expected);
        let session = script.call.h245().session();
        assert_eq!(session.decision(), Decision::Decided(Role::Slave));
        tell_all(&mut script, way, &[took(3), took(4)]);
        let expected = [
            "closed",
            "closed",
            "established",
            "established",
            "established",
        ];
        assert_eq!(states(&script), expected);
        script.hangup();
        script.run_out();
        assert_eq!(script.call.h245_problem(), None);
    }
}

#[test]
fn our_offers_that_are_not_answered_yet_are_taken_back() {
    for way in WAYS {
        let mut script = negotiated(held_for_a_minute(ChannelPolicy::Offer), way);
        tell(&mut script, way, &pause(2));
        let channels = script.call.h245().session().channels();
        assert!(
            channels
                .iter()
                .all(|channel| channel.state == ChannelState::Closed)
        );
        // An answer that comes late changes nothing.
        tell_all(&mut script, way, &[took(1)]);
        assert_eq!(states(&script), ["closed", "closed"]);
    }
}

#[test]
fn a_second_empty_set_is_no_second_pause() {
    let mut script = negotiated(held_for_a_minute(ChannelPolicy::Accept), Way::Tunnel);
    for sequence in 2..10 {
        tell(&mut script, Way::Tunnel, &pause(sequence));
    }
    assert_eq!(script.call.h245().session().pauses().len(), 1);
    tell_all(&mut script, Way::Tunnel, &[capabilities(10, &Codec::ALL)]);
    tell(&mut script, Way::Tunnel, &pause(11));
    assert_eq!(script.call.h245().session().pauses().len(), 2);
    assert_eq!(script.seen.warnings(), [WarningCode::EmptyCapabilitySet]);
}

#[test]
fn roles_that_the_peer_asks_for_after_the_pause_are_decided_once() {
    for way in WAYS {
        let mut script = negotiated(held_for_a_minute(ChannelPolicy::Accept), way);
        tell(&mut script, way, &pause(2));
        tell_all(
            &mut script,
            way,
            &[
                capabilities(3, &Codec::ALL),
                number(OUR_NUMBER + 1),
                agreed(),
            ],
        );
        let session = script.call.h245().session();
        assert_eq!(session.decision(), Decision::Decided(Role::Master));
        assert!(session.is_settled());
    }
}

#[test]
fn a_call_that_is_paused_from_the_start_to_the_end_is_said_to_be() {
    for way in WAYS {
        let mut script = talking(with_h245(), way);
        tell(&mut script, way, &pause(1));
        script.run_out();
        let Some(H245Problem::Incomplete(what)) = script.call.h245_problem() else {
            panic!("{:?}", script.call.h245_problem());
        };
        assert!(what.contains("empty capability set"), "{what}");
    }
}

#[test]
fn a_pause_that_lasts_to_the_end_ends_in_order() {
    for way in WAYS {
        let mut wanted = held_for_a_minute(ChannelPolicy::Offer);
        wanted.terms.limits.hold = secs(2);
        let mut script = negotiated(wanted, way);
        tell_all(&mut script, way, &[took(1), took(2)]);
        tell(&mut script, way, &pause(2));
        script.pass(secs(2));
        assert_eq!(said(&script).last().unwrap(), "endSessionCommand");
        tell_all(&mut script, way, &[Pdu::EndSession]);
        script.pass(Duration::from_secs(2));
        assert_eq!(script.call.h245_problem(), None);
        assert_eq!(script.end().early, None);
    }
}
