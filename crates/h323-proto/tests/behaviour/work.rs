//! What a peer may cost in all, whatever it sends.

use h323_asn1::h245::{
    CommandMessage, FlowControlCommand, FlowControlCommandRestriction, FlowControlCommandScope,
    MultimediaSystemControlMessage as Control,
};
use h323_proto::{
    call::{CallingConfig, Channel, EndReason, Input},
    h245::Pdu,
    q931::{Display, InformationElement, Message, MessageType},
    tpkt,
};

use crate::support::{
    Script, config, script, secs,
    talk::{Way, foreign, h245, negotiated, talking, tell, with_h245},
};

fn framed(message: &Message) -> Vec<u8> {
    tpkt::encode(&message.encode().unwrap()).unwrap()
}

/// A call whose peer may cause so much work.
fn limited(work: u64) -> CallingConfig {
    let mut wanted = config();
    wanted.terms.work_limit = work;
    wanted
}

/// The message with another Display each time.
fn numbered(message: &Message, number: usize) -> Vec<u8> {
    let mut message = message.clone();
    let text = Display::from(format!("{number}").as_str());
    message.insert(InformationElement::of(&text).unwrap());
    framed(&message)
}

/// How many of these messages are taken before the call is released.
fn taken(make: impl Fn(&Message, usize) -> Vec<u8>) -> usize {
    let mut script = Script::with(limited(5_000_000)).placed();
    let notify = script.message(MessageType::Notify);
    let mut number = 0;
    while script.seen.releases == 0 {
        let together: Vec<_> = (number..number + 100)
            .map(|number| make(&notify, number))
            .collect();
        script.receive_octets(&together.concat());
        number += 100;
    }
    assert_eq!(script.run_out().reason, EndReason::Flood);
    number
}

#[test]
fn what_is_read_anew_costs_more_than_what_comes_again() {
    let anew = taken(numbered);
    let again = taken(|message, _| framed(message));
    let in_turn = taken(|message, number| numbered(message, number % 4));
    assert!(anew * 2 < again, "{anew} {again}");
    assert!(anew * 2 < in_turn, "{anew} {in_turn}");
}

#[test]
fn octets_that_come_one_by_one_are_a_flood() {
    let mut script = Script::with(limited(5_000_000)).placed();
    let status = framed(&script.message(MessageType::Status)).repeat(1_000);
    // Together they are none.
    script.receive_octets(&status);
    assert_eq!(script.seen.releases, 0);
    for octet in &status {
        script.receive_octets(&[*octet]);
    }
    assert!(script.call.messages_received() < 1_100);
    assert_eq!(script.run_out().reason, EndReason::Flood);
}

/// TLS records without a message in them never become octets of the call.
#[test]
fn what_the_driver_does_for_the_peer_counts() {
    let mut script = Script::with(limited(5_000_000)).placed();
    script.input(Input::Worked(4_900_000));
    assert_eq!(script.seen.releases, 0);
    assert!(script.call.work() >= 4_900_000);
    script.input(Input::Worked(100_001));
    assert_eq!(script.seen.releases, 1);
    assert!(!script.call.listens(Channel::CallSignalling));
    assert_eq!(script.run_out().reason, EndReason::Flood);
}

#[test]
fn octets_that_never_become_a_message_are_a_flood_too() {
    let mut script = Script::with(limited(5_000_000)).placed();
    script.receive_octets(&[3, 0, 0xFF, 0xFF]);
    for octet in [8].repeat(1_000) {
        script.receive_octets(&[octet]);
    }
    assert_eq!(script.call.messages_received(), 0);
    assert_eq!(script.run_out().reason, EndReason::Flood);
}

#[test]
fn after_a_flood_nothing_needs_to_be_read() {
    let mut wanted = with_h245();
    wanted.terms.work_limit = 2_000_000;
    for channel in [Channel::CallSignalling, Channel::H245Control] {
        let mut script = talking(wanted.clone(), Way::Connection);
        let request = tpkt::encode(&h245(&Pdu::RoundTripDelayRequest(7))).unwrap();
        let octets = match channel {
            Channel::CallSignalling => framed(&script.message(MessageType::Status)),
            Channel::H245Control => request,
        };
        for _ in 0..1_000 {
            assert_eq!(script.call.listens(channel), script.seen.releases == 0);
            script.input(Input::Received(channel, &octets));
        }
        assert_eq!(script.seen.releases, 1);
        assert!(!script.call.listens(Channel::CallSignalling));
        assert!(!script.call.listens(Channel::H245Control));
        assert_eq!(script.run_out().reason, EndReason::Flood);
    }
}

#[test]
fn after_a_release_of_ours_the_answer_is_read() {
    let mut script = script();
    script.hangup();
    assert!(script.call.listens(Channel::CallSignalling));
    script.reply(MessageType::ReleaseComplete);
    let end = script.run_out();
    assert!(end.peer.is_some(), "{end:?}");
}

#[test]
fn a_stream_that_is_no_longer_tpkt_is_not_read_on() {
    let mut script = script();
    script.reply(MessageType::Alerting);
    script.receive_octets(b"HTTP/1.1 400 Bad Request");
    assert!(!script.call.listens(Channel::CallSignalling));
    assert!(script.call.listens(Channel::H245Control));
}

/// Two hours with what a device says meanwhile: one flow control each second, a round trip every ten,
/// a Status Inquiry every thirty. Each comes by itself, and most differ from those before.
#[test]
fn a_long_call_is_no_flood() {
    const HOURS: u64 = 2 * 3_600;
    let mut held = with_h245();
    held.terms.limits.hold = secs(HOURS);
    held.terms.limits.total = secs(2 * HOURS);
    let mut script = negotiated(held, Way::Tunnel);
    for second in 0..HOURS - 10 {
        let restriction = FlowControlCommandRestriction::maximumBitRate(1_000 + second as u32);
        let scope = FlowControlCommandScope::wholeMultiplex;
        let command = FlowControlCommand::new(scope, restriction);
        let command = Control::command(CommandMessage::flowControlCommand(command));
        tell(&mut script, Way::Tunnel, &foreign(&command));
        if second % 10 == 0 {
            let request = Pdu::RoundTripDelayRequest((second % 256) as u8);
            tell(&mut script, Way::Tunnel, &h245(&request));
        }
        if second % 30 == 0 {
            script.reply(MessageType::StatusEnquiry);
        }
        script.pass(secs(1));
        assert_eq!(script.seen.releases, 0, "{second}");
    }
}
