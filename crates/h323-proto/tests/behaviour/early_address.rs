//! An `h245Address` that comes before Connect and leads nowhere.

use std::net::SocketAddr;

use h323_proto::{
    call::{CallTerms, CallingConfig, Channel, Closed, H245Mode, H245Problem, Input, WarningCode},
    q931::{CallState, MessageType},
};

use crate::support::{Script, config, secs, uuie::set_address};

/// Where the peer says it takes H.245; the call itself goes to a public address too.
const ADDRESS: &str = "8.8.4.4:30000";

fn address() -> SocketAddr {
    ADDRESS.parse().unwrap()
}

fn offer(
    script: &mut Script,
    message_type: MessageType,
    tunnelling: Option<bool>,
    address: Option<SocketAddr>,
) {
    script.reply_with(message_type, |pdu| {
        pdu.h245_tunnelling = tunnelling;
        set_address(pdu, address);
    });
}

fn dialled(script: &Script) -> Vec<String> {
    let targets = script.seen.h245_connects.iter();
    targets
        .map(|target| format!("{}:{}", target.host, target.port))
        .collect()
}

/// A peer that is still to answer, and whose address has refused the connection.
fn refused_early(tunnelling: Option<bool>) -> Script {
    let wanted = CallingConfig {
        terms: CallTerms {
            h245: H245Mode::Auto,
            ..config().terms
        },
        ..config()
    };
    let public: SocketAddr = "8.8.8.8:1720".parse().unwrap();
    let mut script = Script::towards(public.into(), wanted).placed();
    let proceeding = MessageType::CallProceeding;
    offer(&mut script, proceeding, tunnelling, Some(address()));
    let refused = Closed::Failed("refused".into());
    script.input(Input::Closed(Channel::H245Control, refused));
    assert_eq!(dialled(&script), [ADDRESS]);
    assert!(script.seen.warned(WarningCode::H245ChannelFailed));
    script
}

#[test]
fn leaves_the_tunnel() {
    let mut script = refused_early(None);
    offer(&mut script, MessageType::Connect, Some(true), None);
    assert_eq!(script.call.h245().path().name(), "tunnelled");
    assert_eq!(script.call.h245().failure(), None);
}

#[test]
fn leaves_another_address() {
    let mut script = refused_early(Some(false));
    let other: SocketAddr = "8.8.4.4:30001".parse().unwrap();
    offer(&mut script, MessageType::Connect, Some(false), Some(other));
    assert_eq!(dialled(&script), [ADDRESS, "8.8.4.4:30001"]);
    script.input(Input::Connected(Channel::H245Control, None));
    assert_eq!(script.call.h245().path().name(), "separate");
    script.hangup();
    script.run_out();
    assert_eq!(script.seen.h245_closes, 2);
}

#[test]
fn is_not_tried_twice() {
    let mut script = refused_early(Some(false));
    offer(
        &mut script,
        MessageType::Connect,
        Some(false),
        Some(address()),
    );
    assert_eq!(dialled(&script), [ADDRESS]);
    script.run_out();
    assert_eq!(
        script.call.h245_problem(),
        Some(H245Problem::Unreachable("refused".into()))
    );
}

/// A peer whose early address neither answers nor refuses, and that answers the call meanwhile.
fn answered_while_dialling(tunnelling: Option<bool>, address_then: Option<SocketAddr>) -> Script {
    let wanted = CallingConfig {
        terms: CallTerms {
            h245: H245Mode::Auto,
            ..config().terms
        },
        ..config()
    };
    let public: SocketAddr = "8.8.8.8:1720".parse().unwrap();
    let mut script = Script::towards(public.into(), wanted).placed();
    let proceeding = MessageType::CallProceeding;
    offer(&mut script, proceeding, None, Some(address()));
    assert_eq!(dialled(&script), [ADDRESS]);
    offer(&mut script, MessageType::Connect, tunnelling, address_then);
    assert_eq!(script.call.h245().path().name(), "none");
    script
}

#[test]
fn that_fails_after_connect_leaves_the_tunnel() {
    for silent in [false, true] {
        let mut script = answered_while_dialling(Some(true), None);
        if silent {
            script.pass(secs(10));
        } else {
            script.pass(secs(9));
            let refused = Closed::Failed("refused".into());
            script.input(Input::Closed(Channel::H245Control, refused));
        }
        assert_eq!(script.call.h245().path().name(), "tunnelled", "{silent}");
        assert_eq!(script.call.h245().failure(), None);
        // The tunnel has the whole time for itself.
        script.pass(secs(9));
        assert_eq!(script.call.state(), CallState::Active);
        script.run_out();
        assert_eq!(
            script.call.h245_problem(),
            Some(H245Problem::Silent),
            "{silent}"
        );
    }
}

#[test]
fn that_fails_after_connect_leaves_another_address() {
    let other: SocketAddr = "8.8.4.4:30001".parse().unwrap();
    let mut script = answered_while_dialling(Some(false), Some(other));
    script.pass(secs(10));
    assert_eq!(dialled(&script), [ADDRESS, "8.8.4.4:30001"]);
    script.input(Input::Connected(Channel::H245Control, None));
    assert_eq!(script.call.h245().path().name(), "separate");
}

#[test]
fn is_not_followed_by_one_after_the_other_without_end() {
    let mut script = refused_early(Some(false));
    for port in 1..=100 {
        let next = SocketAddr::new(address().ip(), port);
        offer(&mut script, MessageType::Progress, None, Some(next));
        let refused = Closed::Failed("refused".into());
        script.input(Input::Closed(Channel::H245Control, refused));
    }
    assert_eq!(dialled(&script).len(), 3);
    script.reply(MessageType::Connect);
    assert_eq!(script.call.state(), CallState::ReleaseRequest);
}
