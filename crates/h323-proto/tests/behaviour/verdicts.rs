//! What is wrong with the H.245 of an answered call, in one word.

use std::net::SocketAddr;

use h323_asn1::h245::{
    MultimediaSystemControlMessage as Control, ResponseMessage, TerminalCapabilitySetReject,
    TerminalCapabilitySetRejectCause,
};
use h323_proto::{
    call::{CallTerms, CallingConfig, Channel, Closed, EndReason, H245Mode, H245Problem, Input},
    diagnosis::{Circumstances, diagnose},
    h245::{Codec, Pdu, Role},
    q931::MessageType,
};

use crate::support::{
    PEER, Script, message, script, secs,
    talk::{
        OUR_NUMBER, WAYS, Way, accepted, agreed, capabilities, foreign, h245, negotiated,
        negotiation, number, pong, said, talking, tell, tell_all, with_h245,
    },
};

/// How long the call is held: not at all, or beyond the 30 s of T101 and T106.
const HOLDS: [u64; 2] = [0, 40];

fn held(seconds: u64) -> CallingConfig {
    let mut wanted = with_h245();
    wanted.terms.limits.hold = secs(seconds);
    wanted
}

/// The verdict on the call once the timers have ended it.
fn verdict(mut script: Script) -> Option<H245Problem> {
    let end = script.run_out();
    assert!(end.answered);
    assert!(matches!(
        end.reason,
        EndReason::Cleared | EndReason::Released
    ));
    script.call.h245_problem()
}

/// The verdict on a call that has heard these messages, which is the same however long it is held.
fn after(pdus: &[Pdu]) -> Option<H245Problem> {
    let mut verdicts = Vec::new();
    for way in WAYS {
        for seconds in HOLDS {
            let mut script = talking(held(seconds), way);
            tell_all(&mut script, way, pdus);
            verdicts.push(verdict(script));
        }
    }
    let first = verdicts.remove(0);
    for other in verdicts {
        assert_eq!(other, first, "after {pdus:?}");
    }
    first
}

fn rejected() -> Vec<u8> {
    let cause = TerminalCapabilitySetRejectCause::undefinedTableEntryUsed;
    let reject = TerminalCapabilitySetReject::new(1, cause);
    foreign(&Control::response(
        ResponseMessage::terminalCapabilitySetReject(reject),
    ))
}

/// The peer's words, without the last.
fn incomplete(missing: &'static str) -> Option<H245Problem> {
    Some(H245Problem::Incomplete(missing))
}

#[test]
fn a_good_call_has_no_problem() {
    for way in WAYS {
        for seconds in HOLDS {
            assert_eq!(verdict(negotiated(held(seconds), way)), None);
        }
    }
    // Nor has one whose round trip is not answered, or whose endSession.
    assert_eq!(after(&negotiation()), None);
}

#[test]
fn there_is_none_before_the_end() {
    let mut script = talking(held(5), Way::Tunnel);
    assert_eq!(script.call.h245_problem(), None);
    script.pass(secs(12));
    assert!(script.seen.ended().is_none());
    assert_eq!(script.call.h245_problem(), None);
}

#[test]
fn a_call_that_was_not_answered_has_no_verdict() {
    for message_type in [MessageType::Alerting, MessageType::ReleaseComplete] {
        let mut script = Script::with(with_h245()).placed();
        script.reply(message_type);
        assert!(!script.run_out().answered);
        assert_eq!(script.call.h245_problem(), None);
    }
}

#[test]
fn a_call_without_h245_has_no_verdict() {
    let mut script = script();
    script.reply(MessageType::Connect);
    assert_eq!(verdict(script), None);
    let mut script = Script::with(CallingConfig {
        terms: CallTerms {
            h245: H245Mode::Off,
            ..held(5).terms
        },
        ..held(5)
    })
    .placed();
    script.reply(MessageType::Connect);
    script.reply(MessageType::ReleaseComplete);
    assert_eq!(script.call.h245_problem(), None);
}

#[test]
fn a_call_that_was_hung_up_has_no_verdict_unless_all_was_said() {
    for way in WAYS {
        let mut unfinished = talking(held(20), way);
        unfinished.hangup();
        assert_eq!(unfinished.run_out().reason, EndReason::Hangup);
        assert_eq!(unfinished.call.h245_problem(), None);
        let mut finished = negotiated(held(20), way);
        finished.hangup();
        finished.run_out();
        assert_eq!(finished.call.h245_problem(), None);
        let mut overdue = talking(held(60), way);
        tell_all(&mut overdue, way, &negotiation()[..1]);
        overdue.pass(secs(35));
        overdue.hangup();
        overdue.run_out();
        assert_eq!(overdue.call.h245_problem(), None);
    }
}

#[test]
fn no_channel_says_what_was_asked_for() {
    for mode in [H245Mode::Auto, H245Mode::Tunnelled, H245Mode::Separate] {
        for seconds in HOLDS {
            let mut script = Script::with(CallingConfig {
                terms: CallTerms {
                    h245: mode,
                    ..held(seconds).terms
                },
                ..held(seconds)
            })
            .placed();
            script.reply_with(MessageType::Connect, |pdu| {
                pdu.h245_tunnelling = Some(mode == H245Mode::Separate);
            });
            assert_eq!(verdict(script), Some(H245Problem::NoChannel(mode)));
        }
    }
}

/// A call whose peer says where it takes H.245, and does not tunnel.
fn at(wanted: CallingConfig, address: &str) -> Script {
    from(PEER, wanted, address)
}

/// The same, of a peer with this address.
fn from(peer: SocketAddr, wanted: CallingConfig, address: &str) -> Script {
    let wanted = CallingConfig {
        terms: CallTerms {
            h245: H245Mode::Separate,
            h245_tunnelling: false,
            ..wanted.terms
        },
        ..wanted
    };
    let mut script = Script::towards(peer.into(), wanted).placed();
    let information = script.peer.connect(Some(address.parse().unwrap()));
    let information = Some(information.unwrap());
    let connect = message(script.reference(), MessageType::Connect, information);
    script.receive(&connect);
    script
}

#[test]
fn a_private_address_is_named() {
    for seconds in HOLDS {
        let public: SocketAddr = "8.8.8.8:1720".parse().unwrap();
        match verdict(from(public, held(seconds), "192.168.1.2:3000")) {
            Some(H245Problem::PrivateAddress(why)) => {
                assert!(why.contains("192.168.1.2:3000"), "{why}");
                assert!(why.contains("private"), "{why}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_connection_that_does_not_open_is_unreachable() {
    for seconds in HOLDS {
        let mut script = at(held(seconds), &PEER.to_string());
        let closed = Closed::Failed("connection refused".into());
        script.input(Input::Closed(Channel::H245Control, closed));
        let why = "connection refused".into();
        assert_eq!(verdict(script), Some(H245Problem::Unreachable(why)));
        // One that is neither opened nor refused is the same.
        let script = at(held(seconds), &PEER.to_string());
        match verdict(script) {
            Some(H245Problem::Unreachable(_)) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_connection_that_is_lost_is_broken() {
    for seconds in HOLDS {
        for heard in 0..negotiation().len() {
            let mut script = talking(held(seconds), Way::Connection);
            tell_all(&mut script, Way::Connection, &negotiation()[..heard]);
            script.input(Input::Closed(Channel::H245Control, Closed::ByPeer));
            match verdict(script) {
                Some(H245Problem::Broken(why)) => assert!(why.contains("closed"), "{why}"),
                other => panic!("after {heard} messages: {other:?}"),
            }
        }
        let mut script = talking(held(seconds), Way::Connection);
        script.input(Input::Received(
            Channel::H245Control,
            b"HTTP/1.1 200\r\n\r\n",
        ));
        assert!(matches!(verdict(script), Some(H245Problem::Broken(why)) if why.contains("HTTP")));
    }
    // Once all is said it may be lost.
    let mut script = negotiated(held(5), Way::Connection);
    script.input(Input::Closed(Channel::H245Control, Closed::ByPeer));
    assert_eq!(verdict(script), None);
}

#[test]
fn a_peer_that_says_nothing_is_silent() {
    assert_eq!(after(&[]), Some(H245Problem::Silent));
}

#[test]
fn what_is_missing_is_named() {
    let theirs = capabilities(1, &Codec::ALL);
    let capabilities = "the endpoint's capabilities did not come";
    let acknowledgement = "the endpoint did not acknowledge our capabilities";
    let roles = "master and slave were not decided";
    let ours = number(OUR_NUMBER + 1);
    assert_eq!(after(&[accepted()]), incomplete(capabilities));
    assert_eq!(
        after(&[accepted(), ours.clone(), agreed()]),
        incomplete(capabilities)
    );
    assert_eq!(after(&negotiation()[..1]), incomplete(acknowledgement));
    assert_eq!(
        after(&[theirs.clone(), ours.clone(), agreed()]),
        incomplete(acknowledgement)
    );
    assert_eq!(
        after(&[theirs.clone(), accepted()]),
        incomplete(roles),
        "no determination"
    );
    assert_eq!(
        after(&[theirs, accepted(), ours]),
        incomplete(roles),
        "no confirmation"
    );
    // An answer to another set than ours is none.
    let mut all = negotiation();
    all[1] = Pdu::TerminalCapabilitySetAck(2);
    assert_eq!(after(&all), incomplete(acknowledgement));
}

#[test]
fn a_peer_that_paused_the_call_has_not_said_what_it_can_do() {
    for way in WAYS {
        let mut script = talking(with_h245(), way);
        tell(&mut script, way, &crate::negotiation::pause(1));
        tell_all(&mut script, way, &negotiation()[1..]);
        assert_eq!(
            verdict(script),
            incomplete("an empty capability set paused the call, and another one did not come")
        );
    }
}

#[test]
fn an_end_of_session_before_all_was_said_is_incomplete() {
    for way in WAYS {
        let mut script = talking(with_h245(), way);
        tell_all(&mut script, way, &[accepted(), Pdu::EndSession]);
        assert_eq!(
            verdict(script),
            incomplete("the endpoint's capabilities did not come")
        );
    }
}

#[test]
fn capabilities_that_are_rejected() {
    for way in WAYS {
        for seconds in HOLDS {
            // Whether the rest was said or not.
            for rest in [
                vec![],
                vec![
                    capabilities(1, &Codec::ALL),
                    number(OUR_NUMBER + 1),
                    agreed(),
                    pong(),
                ],
            ] {
                let mut script = talking(held(seconds), way);
                tell(&mut script, way, &rejected());
                tell_all(&mut script, way, &rest);
                match verdict(script) {
                    Some(H245Problem::Rejected(why)) => {
                        assert!(why.contains("undefinedTableEntryUsed"), "{why}");
                    }
                    other => panic!("{way:?}, {seconds} s, {rest:?}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn roles_that_cannot_be_decided() {
    for way in WAYS {
        for seconds in HOLDS {
            let mut script = talking(held(seconds), way);
            let mut all = negotiation();
            all[3] = Pdu::MasterSlaveDeterminationAck(Role::Slave);
            tell_all(&mut script, way, &all);
            let end = script.run_out().clone();
            let h245 = script.call.h245_problem();
            match h245 {
                Some(H245Problem::Undecided(why)) => assert!(why.contains("disagree"), "{why}"),
                other => panic!("{way:?}, {seconds} s: {other:?}"),
            }
            // What is announced has no part in it.
            let known = Circumstances {
                h245,
                ..Circumstances::default()
            };
            let advice = diagnose(&end, &known).advice;
            assert!(
                !advice.iter().any(|advice| advice.contains("Codecs")),
                "{advice:?}"
            );
        }
    }
}

#[test]
fn a_peer_that_releases_first_has_dropped_the_call() {
    let ends: [fn(&mut Script); 3] = [
        |script| script.reply(MessageType::ReleaseComplete),
        Script::close,
        Script::fail,
    ];
    for way in WAYS {
        for end in ends {
            let mut script = talking(held(20), way);
            tell_all(&mut script, way, &negotiation()[..2]);
            end(&mut script);
            script.run_out();
            assert_eq!(script.call.h245_problem(), Some(H245Problem::Dropped));
            // With all said, it has only cleared the call.
            let mut script = negotiated(held(20), way);
            end(&mut script);
            script.run_out();
            assert_eq!(script.call.h245_problem(), None);
        }
    }
}

#[test]
fn nothing_in_common_is_worse_than_all_the_rest_is_good() {
    for way in WAYS {
        let mut wanted = held(5);
        wanted.terms.session.codecs = vec![Codec::G711A, Codec::H261];
        let mut script = talking(wanted, way);
        let mut all = negotiation();
        all[0] = capabilities(1, &[Codec::G722, Codec::H264]);
        tell_all(&mut script, way, &all);
        tell_all(&mut script, way, &[pong()]);
        assert_eq!(verdict(script), Some(H245Problem::NoCommonCodec));
    }
}

#[test]
fn the_tunnel_says_end_session_whatever_the_verdict() {
    let mut script = talking(held(0), Way::Tunnel);
    tell(&mut script, Way::Tunnel, &h245(&accepted()));
    script.run_out();
    let said = said(&script);
    let end = said.iter().position(|said| said == "endSessionCommand");
    let release = said.iter().position(|said| said == "releaseComplete");
    assert!(end.unwrap() < release.unwrap(), "{said:?}");
}
