//! Calls of ours against the called sides of recorded calls: H323Plus, GnuGk, ooh323c, Asterisk, OPAL.
//!
//! The stacks do not run; what they once sent to another caller is given to our call in the same
//! order, each message when our call has said what it answers. See "Recorded peers" in
//! docs/oracles.md.

mod asterisk;
mod gnugk;
mod h323plus;
mod h323plus_held;
mod ooh323c;
mod opal;
mod recording;

use std::net::SocketAddr;

use h323_proto::{
    call::{
        CallTerms, CallingConfig, Channel, Closed, Content, Direction, EndReason, EndedBy, Entropy,
        Event, H245Mode, Input, Target, WarningCode,
    },
    diagnosis::{Circumstances, diagnose},
    h225::Vendor,
    h245::{
        self, Announced, ChannelPolicy, ChannelState, Codec, Decision, MediaDirection, Pdu, Role,
        SessionConfig,
    },
    q931::{CallState, CauseValue, MessageType},
    time::Duration,
    tpkt,
};

use crate::support::{Script, message, secs};
use recording::{Ours, Recording};

/// Names of what our calls say.
const SETUP: &str = "SETUP";
const RELEASE: &str = "RELEASE COMPLETE";

/// What happens next in a call.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The called side's message on this line of the recording; our call must have said the other
    /// before.
    Hear(&'static str, &'static str),
    /// The answer to our roundTripDelayRequest, by the test: no recorded caller has asked. It is
    /// the only message that is not from the recording.
    RoundTrip,
    /// We clear the call, as the recorded caller did.
    HangUp,
    /// So long nothing comes.
    Pass(Duration),
    /// The called side closes the connection.
    Fin,
}

use Step::{Fin, HangUp, Hear, Pass, RoundTrip};

/// A recorded called side, and the call to it.
#[derive(Clone, Debug)]
struct Peer {
    call: &'static str,
    producer: &'static str,
    config: CallingConfig,
    /// Where the recorded caller sent the `statusDeterminationNumber` that we take for ours, or, if only
    /// the called side was recorded, the number itself in hexadecimal.
    determination: Option<&'static str>,
    steps: Vec<Step>,
}

/// How TCP hands the called side's octets over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Delivery {
    /// Each message in a segment of its own, and not before our call has said what it answers.
    Messages,
    /// Each octet in a segment of its own.
    Octets,
    /// All that comes in a row on one connection in one segment.
    OneSegment,
}

/// A call like those of the recorded callers: audio, one channel offered, held until it is cleared.
fn caller(h245: H245Mode) -> CallingConfig {
    let mut config = CallingConfig {
        terms: CallTerms {
            h245_tunnelling: h245 != H245Mode::Separate,
            h245,
            session: SessionConfig {
                codecs: vec![Codec::G711A, Codec::G711U],
                channels: ChannelPolicy::Offer,
                ..SessionConfig::default()
            },
            ..crate::support::config().terms
        },
        ..crate::support::config()
    };
    config.terms.limits.hold = secs(60);
    config
}

/// A call with nothing but the defaults, held for so long.
fn by_default(seconds: u64) -> CallingConfig {
    let mut config = CallingConfig {
        terms: CallTerms {
            h245: H245Mode::Auto,
            ..crate::support::config().terms
        },
        ..crate::support::config()
    };
    config.terms.limits.hold = secs(seconds);
    config
}

/// The called side's messages on these lines, which all answer the same.
fn again(lines: &[&'static str], after: &'static str) -> impl Iterator<Item = Step> {
    lines.iter().map(move |line| Hear(line, after))
}

/// The called side offered one channel so often, and was answered ten times.
fn left_after(script: &Script, offers: u32) {
    let [channel] = script.call.h245().session().channels() else {
        panic!("{:?}", script.call.h245().session().channels());
    };
    assert_eq!(channel.offers, offers);
    let rejections = said(script);
    let rejections = rejections
        .iter()
        .filter(|said| *said == "openLogicalChannelReject");
    // Four are shown, and the rest is counted.
    assert_eq!(rejections.count(), 4);
    let written = &script.seen.transmitted;
    assert!(written.len() < 30, "{}", written.len());
    let text = script.seen.warning(WarningCode::RepeatedRequest).unwrap();
    let expected = format!("{offers} times, of which 10 were answered");
    assert!(text.ends_with(&expected), "{text}");
}

/// What a report says of a call: the code of its outcome, who ended it, the cause that the peer gave.
fn outcome(script: &Script) -> (&'static str, EndedBy, Option<u8>) {
    let known = Circumstances {
        messages: script.call.messages_received(),
        understood: true,
        h245: script.call.h245_problem(),
        ..Circumstances::default()
    };
    let end = script.end();
    let theirs = end.peer.as_ref().and_then(|words| words.cause.as_ref());
    (
        diagnose(end, &known).code.name(),
        end.by,
        theirs.map(|cause| cause.value.0),
    )
}

impl Peer {
    /// Plays the call; all deliveries have to come to the same.
    fn call(&self) -> Script {
        let heard = self.steps.iter().filter_map(|step| match step {
            Hear(line, _) => Some(*line),
            _ => None,
        });
        let heard: Vec<&str> = heard.collect();
        Recording::of(self.call).all_of_called_side(self.producer, &heard);
        let script = self.play(Delivery::Messages);
        let report = report(&script);
        for delivery in [Delivery::Octets, Delivery::OneSegment] {
            let other = self::report(&self.play(delivery));
            for (one, other) in report.iter().zip(&other) {
                assert!(one == other, "{delivery:?}: {other:.300}, not {one:.300}");
            }
            assert_eq!(report.len(), other.len(), "{delivery:?}");
        }
        script
    }

    fn play(&self, delivery: Delivery) -> Script {
        let recording = Recording::of(self.call);
        let mut random = [0x5A; Entropy::OCTETS];
        if let Some(line) = self.determination {
            let number = match line.strip_prefix("0x") {
                Some(digits) => u32::from_str_radix(digits, 16).unwrap(),
                None => recording.determination(line),
            };
            let number = number.to_be_bytes();
            random[Entropy::OCTETS - 3..].copy_from_slice(&number[1..]);
        }
        let entropy = Entropy::new(random);
        // All of them were recorded on one machine.
        let target = Target::from(SocketAddr::from(([127, 0, 0, 1], 1720)));
        let mut script = Script::with_entropy(target, self.config.clone(), entropy).placed();
        script.seen.keep_alives_allowed = self.config.keep_alive.is_some();
        let ours = Ours::of(&script.call, &script.seen.sent[0]);
        let mut pending: Option<(Channel, Vec<u8>)> = None;
        for step in &self.steps {
            let (channel, octets) = match *step {
                Hear(line, after) => {
                    let payload = recording.message(self.producer, line, ours);
                    let said = said(&script);
                    assert!(
                        delivery == Delivery::OneSegment || said.iter().any(|said| said == after),
                        "{line} answers {after}, and we have said {said:?}"
                    );
                    let channel = match line.ends_with("/tcp") {
                        true => Channel::H245Control,
                        false => Channel::CallSignalling,
                    };
                    (channel, tpkt::encode(&payload).unwrap())
                }
                RoundTrip => self.round_trip(&script),
                HangUp | Fin => {
                    flush(&mut script, &mut pending);
                    script.input(match step {
                        HangUp => Input::Hangup,
                        _ => Input::Closed(Channel::CallSignalling, Closed::ByPeer),
                    });
                    continue;
                }
                Pass(wait) => {
                    flush(&mut script, &mut pending);
                    script.pass(wait);
                    continue;
                }
            };
            match delivery {
                Delivery::Messages => deliver(&mut script, channel, &octets),
                Delivery::Octets => {
                    for octet in octets {
                        deliver(&mut script, channel, &[octet]);
                    }
                }
                Delivery::OneSegment => match &mut pending {
                    Some((same, before)) if *same == channel => before.extend(octets),
                    _ => {
                        flush(&mut script, &mut pending);
                        pending = Some((channel, octets));
                    }
                },
            }
        }
        flush(&mut script, &mut pending);
        script
    }

    fn round_trip(&self, script: &Script) -> (Channel, Vec<u8>) {
        let answer = h245::write(&Pdu::RoundTripDelayResponse(1), 13).unwrap();
        if self.config.terms.h245 == H245Mode::Separate || !script.seen.h245_connects.is_empty() {
            return (Channel::H245Control, tpkt::encode(&answer).unwrap());
        }
        let information = script.peer.tunnel(answer, 6).unwrap();
        let facility = message(script.reference(), MessageType::Facility, Some(information));
        let payload = facility.encode().unwrap();
        (Channel::CallSignalling, tpkt::encode(&payload).unwrap())
    }
}

fn flush(script: &mut Script, pending: &mut Option<(Channel, Vec<u8>)>) {
    if let Some((channel, octets)) = pending.take() {
        deliver(script, channel, &octets);
    }
}

/// Gives octets to the call, and opens the H.245 connection if that makes it ask for one.
fn deliver(script: &mut Script, channel: Channel, octets: &[u8]) {
    assert!(script.seen.ended().is_none(), "the call is over");
    let connects = script.seen.h245_connects.len();
    script.input(Input::Received(channel, octets));
    if script.seen.h245_connects.len() > connects {
        script.input(Input::Connected(Channel::H245Control, None));
    }
}

/// All events, in words: what came, what went, and the rest. How the two directions interleave is
/// the one thing that the segments decide.
fn report(script: &Script) -> Vec<String> {
    let direction = |event: &Event| match event {
        Event::Message(record) if record.direction == Direction::Received => 0,
        Event::Message(_) => 1,
        _ => 2,
    };
    let mut events: Vec<&Event> = script.seen.events.iter().collect();
    events.sort_by_key(|event| direction(event));
    let events = events.into_iter().map(|event| match event {
        // Which message that was depends on how they interleave, too.
        Event::Repeated(repeated) => format!("{} more by {:?}", repeated.times, repeated.last),
        event => format!("{event:?}"),
    });
    events.collect()
}

/// The names of what our call has sent, in order; what was tunnelled follows the message that
/// carried it.
fn said(script: &Script) -> Vec<String> {
    let mut names = Vec::new();
    for record in script.seen.records(Direction::Sent) {
        match &record.content {
            Content::Signalling { message, facts, .. } => {
                names.push(message.message_type.to_string());
                let tunnelled = facts.h245_control.iter();
                names.extend(tunnelled.map(|record| record.understood.name.clone()));
            }
            Content::H245(records) => {
                names.extend(records.iter().map(|record| record.understood.name.clone()));
            }
            Content::KeepAlive => names.push("keep-alive".to_owned()),
            other => panic!("{other:?}"),
        }
    }
    names
}

/// What a call says in the tunnel, one message to a Facility.
fn tunnelled(names: &[&str]) -> Vec<String> {
    let facility = MessageType::Facility.to_string();
    let pairs = names
        .iter()
        .flat_map(|name| [facility.clone(), (*name).to_owned()]);
    pairs.collect()
}

/// What our call says in H.245 to a called side that has a channel for it, up to the clearing. The
/// answers to what the called side asks come as late as that asks.
const NEGOTIATION: [&str; 7] = [
    "terminalCapabilitySet",
    "masterSlaveDetermination",
    "terminalCapabilitySetAck",
    "masterSlaveDeterminationAck",
    "roundTripDelayRequest",
    "openLogicalChannel",
    "openLogicalChannelAck",
];

/// What the called side says it is, which is the same in every message that says it.
fn vendor(script: &Script) -> Vendor {
    let mut vendors: Vec<Vendor> = Vec::new();
    for record in script.seen.records(Direction::Received) {
        if let Content::Signalling { facts, .. } = &record.content {
            vendors.extend(facts.vendor.clone());
        }
    }
    vendors.dedup();
    assert_eq!(vendors.len(), 1, "{vendors:?}");
    vendors.remove(0)
}

/// H323Plus, of which the manufacturer code is that of Equivalence.
fn h323plus() -> Vendor {
    Vendor {
        t35: Some((9, 0, 61)),
        product: Some("H323Plus simple".into()),
        version: Some("1.28.0 (H323plus v1.28.0)".into()),
    }
}

/// The capability table of H323Plus; a frame count is all that differs between the calls.
fn h323plus_capabilities(ulaw_frames: u8) -> Vec<String> {
    vec![
        "receive audio g711Alaw64k 20".into(),
        format!("receive audio g711Ulaw64k {ulaw_frames}"),
        "receive userInput hookflash".into(),
        "receive userInput basicString".into(),
        "receive userInput dtmf".into(),
        "receive audio RTPAudioTelephonyEventCapability dynamicRTPPayloadType 101".into(),
    ]
}

/// The called side's capability table, a row a line.
fn capabilities(script: &Script) -> Vec<String> {
    let session = script.call.h245().session();
    let rows = session.capabilities().unwrap_or_default().iter();
    rows.map(|row| {
        let direction = row.direction.map_or("", MediaDirection::name);
        let text = format!("{direction} {} {} {}", row.media, row.codec, row.parameters);
        text.trim().to_owned()
    })
    .collect()
}

/// Both capability sets are exchanged, the roles decided as in the recording, and nothing is wrong
/// with H.245.
fn negotiated(script: &Script, mode: &str, role: Role) {
    assert_eq!(script.call.h245_problem(), None);
    let h245 = script.call.h245();
    assert_eq!(h245.path().name(), mode);
    assert_eq!(h245.failure(), None);
    let session = h245.session();
    assert_eq!(session.announced(), &Announced::Accepted);
    assert_eq!(session.decision(), Decision::Decided(role));
    assert!(session.round_trip().is_some());
}

/// A channel each way, with the codec and the number of the called side's.
fn channels(script: &Script, data: &str, theirs: u16, media: ([u8; 4], u16)) {
    let channels = script.call.h245().session().channels();
    assert_eq!(channels.len(), 2);
    for (channel, number) in channels.iter().zip([1, theirs]) {
        assert_eq!(channel.ours, number == 1);
        assert_eq!(channel.number, number);
        assert_eq!(channel.data, data);
        assert_eq!(channel.state, ChannelState::Established);
    }
    assert_eq!(channels[0].media, Some(media.into()));
}

/// Whether endSession was sent, and received.
fn end_session(script: &Script) -> (bool, bool) {
    let session = script.call.h245().session();
    (session.end_sent(), session.end_received())
}

/// The call was answered and cleared normally.
fn cleared(script: &Script, by: EndedBy, reason: &EndReason) {
    ended(script, by, reason, CallState::Active, 16);
    assert!(script.end().answered);
    let expected = usize::from(by != EndedBy::Remote);
    assert_eq!(script.seen.releases, expected, "our Release Complete");
}

/// Our endSession cleared the call, and the Release Complete that it then took was the peer's.
fn cleared_with_their_release(script: &Script) {
    let reason = &EndReason::Cleared;
    ended(script, EndedBy::User, reason, CallState::Active, 16);
    assert!(script.end().answered);
    assert_eq!(script.seen.releases, 0, "our Release Complete");
}

/// The call ended so.
fn ended(script: &Script, by: EndedBy, reason: &EndReason, state: CallState, cause: u8) {
    let end = script.end();
    assert_eq!((end.by, &end.reason, end.state), (by, reason, state));
    let stated = end.cause.as_ref().map(|cause| cause.value);
    assert_eq!(stated, Some(CauseValue(cause)));
    assert_eq!(end.release_reason, None);
}
