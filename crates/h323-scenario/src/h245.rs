//! H.245 behaviour of the endpoint that its call does not have by itself.
//!
//! The call writes its messages. This filter drops them, replaces them and adds others, in the tunnel
//! and on an H.245 connection.

use alloc::{vec, vec::Vec};
use core::net::SocketAddr;

use h323_proto::h245::{Codec, H245Message, H245Record, ModeRejection, ModeResponse, Pdu, Role};

use super::messages;

const HTTP: &[u8] = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// How the endpoint behaves in H.245.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Like the call.
    #[default]
    Plain,
    /// Sends no messages.
    Silent,
    /// Sends its requests, but answers neither capabilities nor master/slave determination.
    NoAck,
    /// Closes the H.245 connection as soon as it is open.
    Closes,
    /// Answers on the H.245 connection like a web server.
    Foreign,
    /// Sends a message that is cut off.
    Undecodable,
    /// Answers the first masterSlaveDetermination with the caller's own number.
    Tie,
    /// Answers every one with the caller's number.
    TieForever,
    /// Rejects the caller's capabilities.
    RejectsCapabilities,
    /// Announces only G.723.1.
    NoCommonCodec,
    /// Announces an empty set first, and its capabilities after the acknowledgement.
    EmptySet,
    /// Announces a second set once the first is acknowledged.
    ChangesCapabilities,
    /// Does not answer roundTripDelayRequest.
    NoRoundTrip,
    /// Never sends endSession.
    NoEndSession,
    /// Sends endSession before anything else, and nothing after it.
    EndsAtOnce,
    /// Sends every kind of request after the roles are decided.
    Requests,
    /// Opens an audio and a video channel after the roles are decided, and closes them before
    /// endSession.
    OpensChannels,
    /// Opens an audio channel after the roles are decided, and again after each rejection.
    OffersAgain,
    /// Rejects the channels that the caller opens.
    RejectsChannels,
    /// Puts two messages into one Facility or TPKT.
    SeveralInOne,
    /// Claims version 2 of H.245.
    OldVersion,
    /// Announces that it accepts digits as tones and as text.
    TakesDigits,
    /// Sends the caller's digits back.
    Echoes,
    /// Accepts the mode that the caller requests, the most preferred or a less preferred one.
    TakesMode(ModeResponse),
    /// Rejects it, with this cause.
    RejectsMode(ModeRejection),
    /// Does not answer requestMode.
    IgnoresMode,
    /// Types a tone that lasts longer than first announced, after the roles are decided.
    Types,
}

/// The replacement for a message of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    /// These messages, in one Facility or TPKT.
    Messages(Vec<Vec<u8>>),
    /// Octets in place of a TPKT; the tunnel cannot carry them.
    Octets(&'static [u8]),
    /// The end of the H.245 connection; the tunnel has no separate end.
    Close,
}

/// The filter between the call and its H.245 channel.
#[derive(Debug)]
pub(super) struct Filter {
    manner: Manner,
    /// Our address for RTCP.
    media_control: SocketAddr,
    /// Messages that the scenario gave the call to send: the filter lets them pass.
    own: Vec<Vec<u8>>,
    /// Messages that wait to share a carrier.
    held: Vec<Vec<u8>>,
    /// Whether the action that happens once in a call has happened.
    done: bool,
    /// Channels of ours that the caller has acknowledged.
    open: Vec<u16>,
    /// The codecs known to us that the caller can receive, in its order.
    receives: Vec<Codec>,
}

impl Filter {
    pub(super) const fn new(manner: Manner, media_control: SocketAddr) -> Self {
        Self {
            manner,
            media_control,
            own: Vec::new(),
            held: Vec::new(),
            done: false,
            open: Vec::new(),
            receives: Vec::new(),
        }
    }

    /// A new filter with another manner.
    pub(super) const fn with(&self, manner: Manner) -> Self {
        Self::new(manner, self.media_control)
    }

    /// Whether every message goes out as the call wrote it.
    pub(super) fn is_plain(&self) -> bool {
        self.manner == Manner::Plain
    }

    /// The replacement for a message of the call.
    pub(super) fn outgoing(&mut self, octets: &[u8]) -> Vec<Carried> {
        if let Some(at) = self.own.iter().position(|own| own == octets) {
            return vec![Carried::Messages(vec![self.own.remove(at)])];
        }
        let understood = H245Record::of(octets.to_vec()).understood;
        let sequence = match understood.message {
            H245Message::TerminalCapabilitySet { sequence, .. }
            | H245Message::TerminalCapabilitySetAck(sequence)
            | H245Message::RequestModeReject(sequence, _) => sequence,
            _ => 0,
        };
        let channel = match understood.message {
            H245Message::OpenLogicalChannelAck(channel, _) => channel,
            _ => 0,
        };
        let pass = || vec![Some(octets.to_vec())];
        let messages = match (self.manner, understood.name.as_str()) {
            (Manner::Silent, _)
            | (Manner::NoAck, "terminalCapabilitySetAck" | "masterSlaveDeterminationAck")
            | (Manner::NoRoundTrip, "roundTripDelayResponse")
            | (Manner::IgnoresMode, "requestModeReject")
            | (Manner::NoEndSession, "endSessionCommand") => Vec::new(),
            (Manner::Tie | Manner::TieForever, name)
                if name.starts_with("masterSlaveDetermination") =>
            {
                Vec::new()
            }
            (Manner::Closes, _) => return vec![Carried::Close],
            (Manner::Foreign, _) if self.once() => return vec![Carried::Octets(HTTP)],
            (Manner::EndsAtOnce, _) if self.once() => vec![messages::end_session()],
            (Manner::Foreign | Manner::EndsAtOnce, _) => Vec::new(),
            (Manner::Undecodable, "masterSlaveDetermination") => {
                vec![self.cut(), Some(octets.to_vec())]
            }
            (Manner::RejectsCapabilities, "terminalCapabilitySetAck") => {
                vec![messages::capabilities_rejected(sequence)]
            }
            (Manner::NoCommonCodec, "terminalCapabilitySet") => {
                vec![messages::unusual_set(sequence)]
            }
            (Manner::EmptySet, "terminalCapabilitySet") => vec![messages::empty_set(sequence)],
            (Manner::OldVersion, "terminalCapabilitySet") => {
                vec![messages::set_of_version(octets, 2)]
            }
            (Manner::Requests, "masterSlaveDeterminationAck") if self.once() => {
                let requests = messages::requests(self.media_control);
                let mut all = pass();
                all.extend(requests.into_iter().map(Some));
                all
            }
            (Manner::OpensChannels, "masterSlaveDeterminationAck") if self.once() => {
                let mut all = pass();
                all.extend(self.channels());
                all
            }
            (Manner::TakesDigits, "terminalCapabilitySet") => {
                vec![messages::set_with_user_input(octets)]
            }
            (Manner::TakesMode(response), "requestModeReject") => {
                vec![messages::pdu(&Pdu::RequestModeAck(sequence, response))]
            }
            (Manner::RejectsMode(cause), "requestModeReject") => {
                vec![messages::pdu(&Pdu::RequestModeReject(sequence, cause))]
            }
            (Manner::Types, "masterSlaveDeterminationAck") if self.once() => {
                let mut all = pass();
                all.extend(messages::long_tone().map(Some));
                all
            }
            (Manner::OffersAgain, "masterSlaveDeterminationAck") if self.once() => {
                let mut all = pass();
                all.extend(self.channels().next());
                all
            }
            (Manner::RejectsChannels, "openLogicalChannelAck") => {
                vec![messages::channel_rejected(channel)]
            }
            // Channels are closed before the session ends (H.323 8.5).
            (Manner::OpensChannels, "endSessionCommand") => {
                let open = core::mem::take(&mut self.open);
                let mut all: Vec<_> = open.into_iter().map(messages::close).collect();
                all.extend(pass());
                all
            }
            (Manner::SeveralInOne, "terminalCapabilitySet" | "terminalCapabilitySetAck") => {
                self.held.push(octets.to_vec());
                Vec::new()
            }
            (Manner::SeveralInOne, _) => {
                let mut together = core::mem::take(&mut self.held);
                together.push(octets.to_vec());
                return vec![Carried::Messages(together)];
            }
            _ => pass(),
        };
        messages
            .into_iter()
            .flatten()
            .map(|message| Carried::Messages(vec![message]))
            .collect()
    }

    /// The messages in reply to a message of the caller.
    pub(super) fn incoming(&mut self, record: &H245Record) -> Vec<Vec<u8>> {
        let messages = match (self.manner, &record.understood.message) {
            (Manner::Tie, H245Message::MasterSlaveDetermination { number, .. }) => {
                if self.once() {
                    vec![messages::determination(*number)]
                } else {
                    // This number is one ahead of the caller's, so the caller is master (H.245 C.2).
                    let number = number.wrapping_add(1) % (1 << 24);
                    vec![
                        messages::determination(number),
                        messages::determined(Role::Master),
                    ]
                }
            }
            (Manner::TieForever, H245Message::MasterSlaveDetermination { number, .. }) => {
                vec![messages::determination(*number)]
            }
            (Manner::EmptySet, H245Message::TerminalCapabilitySetAck(sequence)) if self.once() => {
                vec![messages::capabilities(
                    sequence.wrapping_add(1),
                    &Codec::ALL,
                )]
            }
            (Manner::ChangesCapabilities, H245Message::TerminalCapabilitySetAck(sequence))
                if self.once() =>
            {
                let sequence = sequence.wrapping_add(1);
                vec![messages::capabilities(sequence, &[Codec::G711A])]
            }
            (Manner::OffersAgain, H245Message::OpenLogicalChannelReject(..)) => {
                self.channels().take(1).collect()
            }
            (
                Manner::OpensChannels | Manner::OffersAgain,
                H245Message::TerminalCapabilitySet { capabilities, .. },
            ) => {
                self.receives = capabilities
                    .iter()
                    .filter(|row| row.is_received())
                    .filter_map(|row| {
                        let mut known = Codec::ALL.into_iter();
                        known.find(|codec| codec.identifier() == row.codec)
                    })
                    .collect();
                Vec::new()
            }
            (Manner::Echoes, H245Message::UserInput(_)) => vec![Some(record.octets.clone())],
            (Manner::OpensChannels, H245Message::OpenLogicalChannelAck(number, _)) => {
                self.open.push(*number);
                Vec::new()
            }
            _ => Vec::new(),
        };
        let messages: Vec<Vec<u8>> = messages.into_iter().flatten().collect();
        self.own.extend(messages.iter().cloned());
        messages
    }

    /// A channel each for the first audio and the first video codec that the caller receives.
    fn channels(&self) -> impl Iterator<Item = Option<Vec<u8>>> {
        [(messages::AUDIO, false), (messages::VIDEO, true)]
            .into_iter()
            .filter_map(|(number, video)| {
                let mut receives = self.receives.iter();
                let codec = receives.find(|codec| codec.is_video() == video)?;
                Some(messages::open(number, *codec, self.media_control))
            })
    }

    /// Half a capability set.
    fn cut(&self) -> Option<Vec<u8>> {
        let mut octets = messages::capabilities(2, &Codec::ALL)?;
        octets.truncate(octets.len() / 2);
        Some(octets)
    }

    fn once(&mut self) -> bool {
        !core::mem::replace(&mut self.done, true)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use h323_proto::h245::{ChannelRejection, write};

    use super::*;

    fn filter(manner: Manner) -> Filter {
        Filter::new(manner, SocketAddr::from(([192, 0, 2, 1], 5005)))
    }

    fn octets(pdu: &Pdu) -> Vec<u8> {
        write(pdu, 13).expect("written")
    }

    fn set() -> Vec<u8> {
        messages::capabilities(1, &[Codec::G711A]).expect("written")
    }

    fn determination() -> Vec<u8> {
        messages::determination(1).expect("written")
    }

    /// The names of the messages that replace a message; those of one carrier share a string.
    fn out(filter: &mut Filter, octets: &[u8]) -> Vec<String> {
        filter
            .outgoing(octets)
            .into_iter()
            .map(|carried| match carried {
                Carried::Messages(messages) => messages
                    .iter()
                    .map(|message| H245Record::of(message.clone()).understood.name)
                    .collect::<Vec<_>>()
                    .join("+"),
                Carried::Octets(_) => "octets".into(),
                Carried::Close => "close".into(),
            })
            .collect()
    }

    #[test]
    fn a_plain_filter_changes_nothing() {
        let mut filter = filter(Manner::Plain);
        assert!(filter.is_plain());
        let set = set();
        assert_eq!(
            filter.outgoing(&set),
            [Carried::Messages(vec![set.clone()])]
        );
    }

    #[test]
    fn what_is_withheld_is_withheld_and_the_rest_passes() {
        let end = octets(&Pdu::EndSession);
        for (manner, withheld) in [
            (Manner::Silent, set()),
            (Manner::NoAck, octets(&Pdu::TerminalCapabilitySetAck(1))),
            (
                Manner::NoAck,
                octets(&Pdu::MasterSlaveDeterminationAck(Role::Slave)),
            ),
            (Manner::NoRoundTrip, octets(&Pdu::RoundTripDelayResponse(1))),
            (Manner::NoEndSession, end.clone()),
            (Manner::Tie, determination()),
        ] {
            let mut filter = filter(manner);
            assert_eq!(filter.outgoing(&withheld), [], "{manner:?}");
            if !matches!(manner, Manner::Silent | Manner::NoEndSession) {
                assert_eq!(out(&mut filter, &end), ["endSessionCommand"], "{manner:?}");
            }
        }
    }

    #[test]
    fn a_tie_is_broken_by_the_second_number() {
        let mut filter = filter(Manner::Tie);
        let asked = |number| H245Record::of(messages::determination(number).expect("written"));
        let first = filter.incoming(&asked(0xFF_FFFF));
        assert_eq!(
            first,
            [messages::determination(0xFF_FFFF).expect("written")]
        );
        // The scenario's own messages pass.
        assert_eq!(out(&mut filter, &first[0]), ["masterSlaveDetermination"]);
        let second = filter.incoming(&asked(0xFF_FFFF));
        assert_eq!(
            second,
            [
                messages::determination(0).expect("written"),
                messages::determined(Role::Master).expect("written")
            ]
        );
    }

    #[test]
    fn two_messages_share_a_carrier() {
        let mut filter = filter(Manner::SeveralInOne);
        assert_eq!(filter.outgoing(&set()), []);
        assert_eq!(
            out(&mut filter, &determination()),
            ["terminalCapabilitySet+masterSlaveDetermination"]
        );
    }

    #[test]
    fn a_channel_that_is_rejected_is_offered_again() {
        let mut filter = filter(Manner::OffersAgain);
        let theirs = messages::capabilities(1, &[Codec::G711A, Codec::H261]);
        filter.incoming(&H245Record::of(theirs.expect("written")));
        let ack = octets(&Pdu::MasterSlaveDeterminationAck(Role::Slave));
        let expected = ["masterSlaveDeterminationAck", "openLogicalChannel"];
        assert_eq!(out(&mut filter, &ack), expected);
        for cause in [
            ChannelRejection::Unspecified,
            ChannelRejection::NotSupported,
        ] {
            let reject = octets(&Pdu::OpenLogicalChannelReject(messages::AUDIO, cause));
            let again = filter.incoming(&H245Record::of(reject));
            assert_eq!(again.len(), 1);
            let again = H245Record::of(again[0].clone()).understood.name;
            assert_eq!(again, "openLogicalChannel");
        }
    }

    #[test]
    fn only_channels_that_are_open_are_closed_and_before_the_end() {
        let mut filter = filter(Manner::OpensChannels);
        let theirs = messages::capabilities(1, &[Codec::H263, Codec::G729, Codec::G711A]);
        let theirs = H245Record::of(theirs.expect("written"));
        assert!(filter.incoming(&theirs).is_empty());
        let ack = octets(&Pdu::MasterSlaveDeterminationAck(Role::Slave));
        assert_eq!(
            out(&mut filter, &ack),
            [
                "masterSlaveDeterminationAck",
                "openLogicalChannel",
                "openLogicalChannel"
            ]
        );
        let media = SocketAddr::from(([192, 0, 2, 9], 5004));
        let accepted = Pdu::OpenLogicalChannelAck {
            number: messages::VIDEO,
            session: 2,
            media,
            reverse: None,
        };
        assert!(
            filter
                .incoming(&H245Record::of(octets(&accepted)))
                .is_empty()
        );
        assert_eq!(
            out(&mut filter, &octets(&Pdu::EndSession)),
            ["closeLogicalChannel", "endSessionCommand"]
        );
    }

    #[test]
    fn no_channel_is_opened_for_what_the_caller_cannot_receive() {
        let mut filter = filter(Manner::OpensChannels);
        let theirs = messages::capabilities(1, &[Codec::G711U]).expect("written");
        filter.incoming(&H245Record::of(theirs));
        let ack = octets(&Pdu::MasterSlaveDeterminationAck(Role::Slave));
        assert_eq!(filter.outgoing(&ack).len(), 2);
    }

    #[test]
    fn a_channel_of_the_caller_is_rejected_under_its_number() {
        let mut filter = filter(Manner::RejectsChannels);
        let ack = octets(&Pdu::OpenLogicalChannelAck {
            number: 7,
            session: 1,
            media: SocketAddr::from(([192, 0, 2, 9], 5004)),
            reverse: None,
        });
        assert_eq!(
            filter.outgoing(&ack),
            [Carried::Messages(vec![octets(
                &Pdu::OpenLogicalChannelReject(7, ChannelRejection::NotAvailable)
            )])]
        );
    }

    #[test]
    fn the_first_message_makes_place_for_what_ends_or_breaks_the_channel() {
        let mut ends = filter(Manner::EndsAtOnce);
        assert_eq!(out(&mut ends, &set()), ["endSessionCommand"]);
        assert_eq!(ends.outgoing(&determination()), []);
        let mut foreign = filter(Manner::Foreign);
        assert_eq!(out(&mut foreign, &set()), ["octets"]);
        assert_eq!(foreign.outgoing(&determination()), []);
        let mut closes = filter(Manner::Closes);
        assert_eq!(out(&mut closes, &set()), ["close"]);
    }

    #[test]
    fn a_cut_message_cannot_be_read() {
        let mut filter = filter(Manner::Undecodable);
        let carried = filter.outgoing(&determination());
        let Some(Carried::Messages(messages)) = carried.first() else {
            panic!("{carried:?}");
        };
        assert!(H245Record::of(messages[0].clone()).error.is_some());
        assert_eq!(carried.len(), 2);
    }
}
