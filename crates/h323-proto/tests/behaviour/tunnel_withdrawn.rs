//! A peer that refuses the tunnel in one message and offers it in another (H.323 8.2.1): it is told
//! as that, not as a peer that never spoke of it.

use h323_proto::{
    call::{CallTerms, CallingConfig, H245Mode, H245Problem, WarningCode},
    q931::MessageType,
};

use crate::support::{
    PEER, Script,
    talk::{verdict, with_h245},
    uuie::set_address,
};

fn placed(h245: H245Mode) -> Script {
    Script::with(CallingConfig {
        terms: CallTerms {
            h245,
            ..with_h245().terms
        },
        ..with_h245()
    })
    .placed()
}

/// A message that says this of the tunnel, and nothing of an address.
fn say(script: &mut Script, message_type: MessageType, tunnelling: bool) {
    script.reply_with(message_type, |pdu| {
        pdu.h245_tunnelling = Some(tunnelling);
    });
}

#[test]
fn offered_refused_and_offered_again() {
    for h245 in [H245Mode::Auto, H245Mode::Tunnelled] {
        let mut script = placed(h245);
        say(&mut script, MessageType::CallProceeding, true);
        assert_eq!(script.seen.warnings(), []);
        say(&mut script, MessageType::Alerting, false);
        let text = script.seen.warning(WarningCode::TunnelWithdrawn).unwrap();
        assert_eq!(
            text,
            "ALERTING refuses tunnelling (h245Tunnelling FALSE), which holds for the whole call; \
             CALL PROCEEDING had TRUE"
        );
        say(&mut script, MessageType::Connect, true);
        assert!(script.run_out().answered);
        assert_eq!(script.seen.warnings(), [WarningCode::TunnelWithdrawn]);
        let Some(H245Problem::TunnelWithdrawn(what)) = script.call.h245_problem() else {
            panic!("{:?}", script.call.h245_problem());
        };
        assert!(what.starts_with("ALERTING refuses tunnelling"), "{what}");
        assert!(what.ends_with("CONNECT has TRUE again"), "{what}");
        let (code, text) = verdict(&script);
        assert_eq!(code, "h245-no-channel");
        assert!(text.contains(&what) && !text.contains("neither"), "{text}");
    }
}

#[test]
fn refused_by_a_gatekeeper_and_offered_by_the_endpoint() {
    let mut script = placed(H245Mode::Auto);
    say(&mut script, MessageType::CallProceeding, false);
    say(&mut script, MessageType::Connect, true);
    script.run_out();
    let text = script.seen.warning(WarningCode::TunnelWithdrawn).unwrap();
    assert!(
        text.starts_with("CALL PROCEEDING refuses tunnelling"),
        "{text}"
    );
    assert!(text.ends_with("; CONNECT has TRUE"), "{text}");
}

#[test]
fn who_says_the_same_all_the_time_takes_nothing_back() {
    for tunnelling in [true, false] {
        let mut script = placed(H245Mode::Auto);
        say(&mut script, MessageType::CallProceeding, tunnelling);
        say(&mut script, MessageType::Alerting, tunnelling);
        say(&mut script, MessageType::Connect, tunnelling);
        script.run_out();
        assert!(!script.seen.warned(WarningCode::TunnelWithdrawn));
        let problem = script.call.h245_problem();
        let none = H245Problem::NoChannel(H245Mode::Auto);
        assert_eq!(problem == Some(none), !tunnelling, "{problem:?}");
    }
}

#[test]
fn what_is_said_after_the_answer_takes_nothing_back() {
    for last in [MessageType::Facility, MessageType::ReleaseComplete] {
        let mut script = placed(H245Mode::Auto);
        say(&mut script, MessageType::Connect, true);
        say(&mut script, last, false);
        script.run_out();
        assert!(!script.seen.warned(WarningCode::TunnelWithdrawn), "{last}");
    }
}

#[test]
fn a_tunnel_that_nobody_wanted_is_not_missed() {
    for h245 in [H245Mode::Separate, H245Mode::Off] {
        let mut script = placed(h245);
        say(&mut script, MessageType::CallProceeding, true);
        say(&mut script, MessageType::Connect, false);
        script.run_out();
        assert!(!script.seen.warned(WarningCode::TunnelWithdrawn));
        let problem = script.call.h245_problem();
        assert!(!matches!(problem, Some(H245Problem::TunnelWithdrawn(_))));
    }
}

#[test]
fn with_an_address_the_call_goes_on_and_the_contradiction_is_on_record() {
    let mut script = placed(H245Mode::Auto);
    say(&mut script, MessageType::CallProceeding, true);
    script.reply_with(MessageType::Connect, |pdu| {
        pdu.h245_tunnelling = Some(false);
        set_address(pdu, Some(PEER));
    });
    assert_eq!(script.seen.h245_connects.len(), 1);
    assert_eq!(script.seen.warnings(), [WarningCode::TunnelWithdrawn]);
}
