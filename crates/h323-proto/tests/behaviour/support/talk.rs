//! An answered call whose H.245 a test makes up.

use h323_asn1::{codec, h245::MultimediaSystemControlMessage};
use h323_proto::{
    call::{CallTerms, CallingConfig, Channel, H245Mode, Input},
    diagnosis::{Circumstances, diagnose},
    h225::{Facts, UserInformation},
    h245::{self, ChannelPolicy, Codec, H245Record, Pdu, Role},
    q931::{Message, MessageType},
    tpkt,
};

use super::{PEER, Script, config, message, secs};

/// What carries H.245.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Tunnel,
    Connection,
}

pub(crate) const WAYS: [Way; 2] = [Way::Tunnel, Way::Connection];

/// The number with which our side of the script determines master and slave.
pub(crate) const OUR_NUMBER: u32 = 0x5A_5A5A;

/// An ordinary call with H.245, either way.
pub(crate) fn with_h245() -> CallingConfig {
    CallingConfig {
        terms: CallTerms {
            h245: H245Mode::Auto,
            ..config().terms
        },
        ..config()
    }
}

/// The same, held for a minute.
pub(crate) fn held_for_a_minute(channels: ChannelPolicy) -> CallingConfig {
    let mut wanted = with_h245();
    wanted.terms.limits.hold = secs(60);
    wanted.terms.session.channels = channels;
    wanted
}

/// The peer's offer of a channel.
pub(crate) fn offer(number: u16, codec: Codec) -> Pdu {
    Pdu::OpenLogicalChannel {
        number,
        codec,
        media_control: PEER,
    }
}

/// An answered call of this configuration whose H.245 has begun.
pub(crate) fn talking(wanted: CallingConfig, way: Way) -> Script {
    talking_after(wanted, way, |_| {})
}

/// The same, with what happens before Connect.
pub(crate) fn talking_after(
    wanted: CallingConfig,
    way: Way,
    before: impl FnOnce(&mut Script),
) -> Script {
    let mut script = Script::with(CallingConfig {
        terms: CallTerms {
            h245: match way {
                Way::Tunnel => H245Mode::Tunnelled,
                Way::Connection => H245Mode::Separate,
            },
            h245_tunnelling: way == Way::Tunnel,
            ..wanted.terms
        },
        ..wanted
    })
    .placed();
    before(&mut script);
    let address = (way == Way::Connection).then_some(PEER);
    let information = script.peer.connect(address).unwrap();
    let connect = message(script.reference(), MessageType::Connect, Some(information));
    script.receive(&connect);
    if way == Way::Connection {
        assert_eq!(script.seen.h245_connects.len(), 1);
        script.input(Input::Connected(Channel::H245Control, Some(PEER)));
    }
    assert_eq!(said(&script)[0], "terminalCapabilitySet");
    script
}

/// Gives one H.245 message to the call.
pub(crate) fn tell(script: &mut Script, way: Way, h245: &[u8]) {
    match way {
        Way::Connection => {
            let packet = tpkt::encode(h245).unwrap();
            script.input(Input::Received(Channel::H245Control, &packet));
        }
        Way::Tunnel => {
            let information = script.peer.tunnel(h245.to_vec(), 6).unwrap();
            let facility = message(script.reference(), MessageType::Facility, Some(information));
            script.receive(&facility);
        }
    }
}

/// Gives messages of our own writer to the call, one after the other.
pub(crate) fn tell_all(script: &mut Script, way: Way, pdus: &[Pdu]) {
    for pdu in pdus {
        tell(script, way, &h245(pdu));
    }
}

/// The peer's half of what both have to say: capabilities, and who is master (we are).
pub(crate) fn negotiation() -> [Pdu; 4] {
    [
        capabilities(1, &Codec::ALL),
        accepted(),
        number(OUR_NUMBER + 1),
        agreed(),
    ]
}

pub(crate) fn capabilities(sequence: u8, codecs: &[Codec]) -> Pdu {
    Pdu::TerminalCapabilitySet {
        sequence,
        codecs: codecs.to_vec(),
    }
}

/// Our capabilities are accepted.
pub(crate) fn accepted() -> Pdu {
    Pdu::TerminalCapabilitySetAck(1)
}

pub(crate) fn number(number: u32) -> Pdu {
    Pdu::MasterSlaveDetermination {
        terminal_type: 50,
        number,
    }
}

/// We are master.
pub(crate) fn agreed() -> Pdu {
    Pdu::MasterSlaveDeterminationAck(Role::Master)
}

/// The answer to our only roundTripDelayRequest.
pub(crate) fn pong() -> Pdu {
    Pdu::RoundTripDelayResponse(1)
}

/// A call that has negotiated all there is, and is held if it was to be.
pub(crate) fn negotiated(wanted: CallingConfig, way: Way) -> Script {
    let mut script = talking(wanted, way);
    tell_all(&mut script, way, &negotiation());
    assert!(script.call.h245().session().is_negotiated());
    tell_all(&mut script, way, &[pong()]);
    script
}

pub(crate) fn h245(pdu: &Pdu) -> Vec<u8> {
    h245::write(pdu, 13).unwrap()
}

/// A message that is none of ours.
pub(crate) fn foreign(message: &MultimediaSystemControlMessage) -> Vec<u8> {
    codec::encode(message).unwrap()
}

/// What a packet of ours carries of H.245, and whether it is a Release Complete.
fn carried(channel: Channel, packet: &[u8]) -> (Vec<H245Record>, bool) {
    let payload = &packet[4..];
    if channel == Channel::H245Control {
        return (Vec::from([H245Record::of(payload.to_vec())]), false);
    }
    let message = Message::decode(payload).unwrap();
    let tunnelled = UserInformation::of(&message)
        .map(|information| Facts::of(&information).h245_control.to_vec())
        .unwrap_or_default();
    (
        tunnelled,
        message.message_type == MessageType::ReleaseComplete,
    )
}

/// The H.245 messages we have sent, in order, whatever carried them.
pub(crate) fn spoken(script: &Script) -> Vec<H245Record> {
    let transmitted = script.seen.transmitted.iter();
    transmitted
        .flat_map(|(channel, packet)| carried(*channel, packet).0)
        .collect()
}

/// Their names, and our Release Complete before or after them as it went out.
pub(crate) fn said(script: &Script) -> Vec<String> {
    let mut said = Vec::new();
    for (channel, packet) in &script.seen.transmitted {
        let (records, release) = carried(*channel, packet);
        said.extend(records.into_iter().map(|record| record.understood.name));
        if release {
            said.push("releaseComplete".into());
        }
    }
    said
}

/// The last H.245 message we have sent.
pub(crate) fn answer(script: &Script) -> H245Record {
    spoken(script).pop().expect("nothing was said")
}

/// Whether a message has a field or alternative at `path`.
pub(crate) fn has(record: &H245Record, path: &str) -> bool {
    record.tree.find(path).is_some()
}

/// Code and text of the outcome of an answered call, once it is over.
pub(crate) fn verdict(script: &Script) -> (&'static str, String) {
    let known = Circumstances {
        messages: 9,
        understood: true,
        h245: script.call.h245_problem(),
        ..Circumstances::default()
    };
    let outcome = diagnose(script.end(), &known);
    (outcome.code.name(), outcome.text)
}
