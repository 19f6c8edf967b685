//! What an H.245 message says beyond its name, on one line.

use alloc::{borrow::ToOwned, format, string::String, vec::Vec};
use core::net::SocketAddr;

use h323_asn1::codec::{NodeValue, Tree};

use super::{
    capability,
    message::{H245Message, Understood, flow_control, transport},
};
use crate::view::View;

/// Most modes of a `requestMode` that are listed.
const MODES: usize = 4;

/// `channel 1: audioData g711Alaw64k`: the channel that the message is about, what it says of it, and
/// the addresses. `None` if its name says all.
pub(super) fn line(tree: &Tree, understood: &Understood) -> Option<String> {
    let content = Content::of(tree, understood);
    let channel = content
        .and_then(Content::channel)
        .map(|number| format!("channel {number}"));
    let mut facts: Vec<String> = gist(tree, understood).into_iter().collect();
    facts.extend(
        content
            .map(|content| content.details(&understood.message))
            .unwrap_or_default(),
    );
    let facts = facts.join(", ");
    match (channel, facts.is_empty()) {
        (channel, true) => channel,
        (None, false) => Some(facts),
        (Some(channel), false) => Some(format!("{channel}: {facts}")),
    }
}

/// The most important fact, without numbers of channels and without addresses: equal for messages that
/// repeat each other.
pub(super) fn gist(tree: &Tree, understood: &Understood) -> Option<String> {
    Some(match &understood.message {
        H245Message::TerminalCapabilitySet { pause: true, .. } => "empty: pause".into(),
        H245Message::TerminalCapabilitySet { capabilities, .. } => {
            format!("{} capabilities", capabilities.len())
        }
        H245Message::MasterSlaveDeterminationAck(role) => role.name().into(),
        H245Message::OpenLogicalChannel(offer) => offer.data.clone(),
        H245Message::OpenLogicalChannelReject(_, text)
        | H245Message::TerminalCapabilitySetReject(_, text)
        | H245Message::FlowControl(text)
        | H245Message::RequestModeAck(_, text)
        | H245Message::RequestModeReject(_, text) => text.clone(),
        H245Message::UserInput(input) => input.words(),
        H245Message::RequestMode(_, modes) => {
            let modes: Vec<_> = modes
                .iter()
                .take(MODES)
                .map(|mode| mode.join(" + "))
                .collect();
            modes.join(" or ")
        }
        _ => return Content::of(tree, understood)?.gist(),
    })
}

/// The fields of a message that was read to its end.
#[derive(Clone, Copy)]
struct Content<'a> {
    view: View<'a>,
    node: usize,
    name: &'a str,
}

impl<'a> Content<'a> {
    fn of(tree: &'a Tree, understood: &Understood) -> Option<Self> {
        if !understood.complete {
            return None;
        }
        let view = View { tree };
        let node = view.only(view.only(0)?)?;
        let name = view.name(node);
        Some(Self { view, node, name })
    }

    /// The logical channel that the message is about.
    fn channel(self) -> Option<i64> {
        let number = |name| self.view.integer(self.view.child(self.node, name)?);
        number("forwardLogicalChannelNumber").or_else(|| number("logicalChannelNumber"))
    }

    /// What a message says that no entity acts on.
    fn gist(self) -> Option<String> {
        let (view, node) = (self.view, self.node);
        let chosen = |name| view.only(view.child(node, name)?);
        match self.name {
            "miscellaneousCommand" | "miscellaneousIndication" | "maintenanceLoopRequest" => {
                let kind = chosen("type")?;
                let name = view.name(kind);
                Some(match view.integer(kind) {
                    Some(number) => format!("{name} {number}"),
                    None => name.to_owned(),
                })
            }
            "flowControlIndication" => flow_control(&view, node),
            "closeLogicalChannel" | "requestChannelClose" => {
                let reason = view.name(chosen("reason")?);
                (reason != "unknown").then(|| reason.to_owned())
            }
            "functionNotSupported"
            | "masterSlaveDeterminationReject"
            | "requestChannelCloseReject" => Some(view.name(chosen("cause")?).to_owned()),
            "functionNotUnderstood" => {
                let returned = view.only(view.only(node)?)?;
                Some(view.name(returned).to_owned())
            }
            "conferenceRequest"
            | "conferenceResponse"
            | "conferenceCommand"
            | "conferenceIndication" => Some(view.name(view.only(node)?).to_owned()),
            "genericRequest" | "genericResponse" | "genericCommand" | "genericIndication" => {
                match view.value(chosen("messageIdentifier")?)? {
                    NodeValue::ObjectIdentifier(arcs) => Some(capability::identified(&arcs)?),
                    _ => None,
                }
            }
            "nonStandard" => capability::owner(&view, view.child(node, "nonStandardData")?),
            _ => None,
        }
    }

    /// The facts about a channel beside its data.
    fn details(self, message: &H245Message) -> Vec<String> {
        match message {
            H245Message::OpenLogicalChannel(offer) if offer.bidirectional => {
                Vec::from(["bidirectional".into()])
            }
            H245Message::OpenLogicalChannelAck(..) => self.accepted(),
            _ => Vec::new(),
        }
    }

    /// Where the accepting side takes media, and its number for the reverse direction.
    fn accepted(self) -> Vec<String> {
        let (view, node) = (self.view, self.node);
        let parameters = view
            .child(node, "forwardMultiplexAckParameters")
            .and_then(|choice| view.only(choice));
        let address = |name| transport(&view, view.child(parameters?, name)?);
        let (media, control) = (address("mediaChannel"), address("mediaControlChannel"));
        let mut facts = Vec::new();
        facts.extend(media.map(|media| format!("media at {media}")));
        facts.extend(
            control
                .filter(|control| Some(*control) != media.and_then(beside))
                .map(|control| format!("RTCP at {control}")),
        );
        let reverse = view
            .child(node, "reverseLogicalChannelParameters")
            .and_then(|reverse| view.integer(view.child(reverse, "reverseLogicalChannelNumber")?));
        facts.extend(reverse.map(|number| format!("reverse channel {number}")));
        facts
    }
}

/// The address at which RTCP is expected: the port after that of the media (RFC 3550 11).
fn beside(media: SocketAddr) -> Option<SocketAddr> {
    Some(SocketAddr::new(media.ip(), media.port().checked_add(1)?))
}

#[cfg(test)]
mod tests {
    use super::super::H245Record;
    use alloc::{format, vec::Vec};

    fn record(octets: &str) -> H245Record {
        let pairs = (0..octets.len()).step_by(2);
        let read = pairs.map(|at| u8::from_str_radix(&octets[at..at + 2], 16).unwrap());
        H245Record::of(read.collect::<Vec<u8>>())
    }

    /// Messages of testdata/, by the stack or room system that sent them.
    #[test]
    fn a_message_names_its_channel_and_what_it_says_of_it() {
        for (sender, octets, name) in [
            (
                "ooh323c",
                "030003e80c6013800a040001007f0000041389",
                "openLogicalChannel (channel 1001: audioData g711Ulaw64k)",
            ),
            (
                "tandberg",
                "22c003080680145c00000a90350a092e000a90350a092f03000100",
                "openLogicalChannelAck (channel 777: media at 10.144.53.10:2350)",
            ),
            (
                "yealink",
                "0480006480800100",
                "closeLogicalChannel (channel 101)",
            ),
            ("h323plus", "23800000", "closeLogicalChannelAck (channel 1)"),
            (
                "tandberg",
                "4c030928",
                "miscellaneousCommand (channel 778: videoFastUpdatePicture)",
            ),
            (
                "polycom",
                "6900000108",
                "miscellaneousIndication (channel 2: logicalChannelInactive)",
            ),
            (
                "sony",
                "48000309201b80",
                "flowControlCommand (channel 778: 704 kbit/s)",
            ),
            (
                "sony",
                "70e006000001201b80",
                "flowControlIndication (channel 2: 704 kbit/s)",
            ),
            (
                "sony",
                "10200160",
                "conferenceRequest (enterH243TerminalID)",
            ),
            (
                "huawei",
                "4080560112000c454345430000000000000000",
                "nonStandard (vendor 86/1/4608)",
            ),
            (
                "huawei",
                "71202060070008834c1200010202001610b8a34d2d5128de6fb91086208c7398290020",
                "genericIndication (H.460.18)",
            ),
        ] {
            assert_eq!(record(octets).name(), name, "{sender}");
        }
    }

    #[test]
    fn an_answer_says_where_rtcp_is_expected_unless_it_is_beside_the_media() {
        // The message of ooh323c, with RTCP at its usual port, at another, and at another address.
        for (control, said) in [
            ("7f0000041389", ""),
            ("7f0000041388", ", RTCP at 127.0.0.4:5000"),
            ("c00002011389", ", RTCP at 192.0.2.1:5001"),
        ] {
            let record = record(&format!("22c000640680101c00007f000004138800{control}"));
            let wanted = format!("channel 101: media at 127.0.0.4:5000{said}");
            assert_eq!(record.says(), Some(wanted));
        }
    }

    #[test]
    fn repetitions_share_their_gist_whatever_channel_they_are_about() {
        let [first, second, other] = ["4c030928", "4c030a28", "4c030920"].map(record);
        assert_ne!(first.says(), second.says());
        assert_eq!(first.gist(), second.gist());
        assert_ne!(first.gist(), other.gist());
        let [first, second] = ["23800000", "23800001"].map(|octets| record(octets).gist());
        assert_eq!((first, second), (None, None));
    }

    #[test]
    fn what_was_not_read_to_its_end_says_nothing() {
        let whole = "22c003080680145c00000a90350a092e000a90350a092f03000100";
        for length in (4..whole.len()).step_by(2) {
            let cut = record(&whole[..length]);
            assert_eq!((cut.error.is_some(), cut.says()), (true, None), "{length}");
        }
    }
}
