//! Logical channels (H.245 8.4, 8.5 and C.4, C.5): the peer's offers and our own.

use alloc::{string::String, vec::Vec};
use core::net::SocketAddr;

use super::{
    message::OfferedChannel,
    pdu::{ChannelRejection, Codec, Pdu},
    writer::{media_address, rtcp},
};

/// Most channels that are remembered; a peer that offers more is answered all the same.
const REMEMBERED: usize = 64;

/// What became of a channel.
///
/// ```text
/// ours:   Awaiting -Ack-> Established -close: Close-> Closed
///         Awaiting -Reject-> Rejected     Awaiting -T103: Close-> Rejected
/// theirs: Open: Ack-> Established -Close: CloseAck-> Closed
///         Open: Reject-> Rejected
///         Open of both directions: Ack-> Confirming -Confirm-> Established
///                                        Confirming -T103-> Rejected
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelState {
    /// Offered by us, not answered (T103 runs).
    Awaiting,
    /// Of both directions, acknowledged by us and not confirmed by the peer (T103 runs).
    Confirming,
    /// Acknowledged.
    Established,
    /// Not accepted, by the peer with its cause or by us.
    Rejected(String),
    /// Was open, is closed.
    Closed,
}

impl ChannelState {
    /// The name used in reports.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Awaiting => "awaiting",
            Self::Confirming => "confirming",
            Self::Established => "established",
            Self::Rejected(_) => "rejected",
            Self::Closed => "closed",
        }
    }
}

/// A channel and its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogicalChannel {
    /// Whether we offered it.
    pub ours: bool,
    /// `forwardLogicalChannelNumber`.
    pub number: u16,
    /// What it carries.
    pub data: String,
    /// Whether it leads both ways.
    pub bidirectional: bool,
    /// Where the one who accepted it takes the media.
    pub media: Option<SocketAddr>,
    /// Where it is.
    pub state: ChannelState,
}

/// All channels of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct LogicalChannels {
    channels: Vec<LogicalChannel>,
    /// How many numbers of our own are taken.
    numbers: u16,
}

impl LogicalChannels {
    pub(super) fn all(&self) -> &[LogicalChannel] {
        &self.channels
    }

    /// What our open channels carry, of these codecs.
    pub(super) fn sending(&self, codecs: &[Codec]) -> Vec<Codec> {
        let open = self.channels.iter();
        let open =
            open.filter(|channel| channel.ours && channel.state == ChannelState::Established);
        open.filter_map(|channel| codecs.iter().find(|codec| codec.data() == channel.data))
            .copied()
            .collect()
    }

    /// Whether T103 has to run.
    pub(super) fn is_waiting(&self) -> bool {
        self.channels.iter().any(|channel| {
            matches!(
                channel.state,
                ChannelState::Awaiting | ChannelState::Confirming
            )
        })
    }

    /// Leaves the numbers up to this one to others.
    pub(super) const fn reserve(&mut self, numbers: u16) {
        self.numbers = numbers;
    }

    /// A number for a direction of ours.
    fn next_number(&mut self) -> u16 {
        self.numbers = self.numbers.saturating_add(1);
        self.numbers
    }

    /// Offers a channel of ours.
    pub(super) fn open(&mut self, codec: Codec, media: SocketAddr, out: &mut Vec<Pdu>) {
        let number = self.next_number();
        out.push(Pdu::OpenLogicalChannel {
            number,
            codec,
            media_control: rtcp(media_address(codec, media)),
        });
        self.remember(LogicalChannel {
            ours: true,
            number,
            data: codec.data(),
            bidirectional: false,
            media: None,
            state: ChannelState::Awaiting,
        });
    }

    /// Answers an offer. A Worker has no UDP, so without an address to give there is nothing
    /// truthful to accept it with; and what we did not announce nobody may send us.
    pub(super) fn offered(
        &mut self,
        offer: OfferedChannel,
        codecs: &[Codec],
        media: Option<SocketAddr>,
        out: &mut Vec<Pdu>,
    ) {
        let number = offer.number;
        let codec = codecs.iter().find(|codec| codec.data() == offer.data);
        let media = codec.and_then(|codec| Some(media_address(*codec, media?)));
        let state = match media {
            Some(media) => {
                let reverse = offer.bidirectional.then(|| self.next_number());
                out.push(Pdu::OpenLogicalChannelAck {
                    number,
                    session: session(&offer, codec.is_some_and(|codec| codec.is_video())),
                    media,
                    reverse,
                });
                match reverse {
                    Some(_) => ChannelState::Confirming,
                    None => ChannelState::Established,
                }
            }
            None => {
                let why = match codec {
                    Some(_) => ChannelRejection::NotAvailable,
                    None => ChannelRejection::NotSupported,
                };
                out.push(Pdu::OpenLogicalChannelReject(number, why));
                ChannelState::Rejected(String::from(why.name()))
            }
        };
        self.channels
            .retain(|channel| channel.ours || channel.number != number);
        self.remember(LogicalChannel {
            ours: false,
            number,
            data: offer.data,
            bidirectional: offer.bidirectional,
            media,
            state,
        });
    }

    /// The peer took a channel of ours, and takes the media there.
    pub(super) fn ack(&mut self, number: u16, media: Option<SocketAddr>) {
        if let Some(channel) = self.awaiting(number) {
            channel.state = ChannelState::Established;
            channel.media = media;
        }
    }

    pub(super) fn reject(&mut self, number: u16, cause: String) {
        if let Some(channel) = self.awaiting(number) {
            channel.state = ChannelState::Rejected(cause);
        }
    }

    /// The peer confirms a channel of both directions.
    pub(super) fn confirm(&mut self, number: u16) {
        if let Some(channel) = self.theirs(number)
            && channel.state == ChannelState::Confirming
        {
            channel.state = ChannelState::Established;
        }
    }

    /// The peer closes a channel of its own. Also one that we do not know is acknowledged: the
    /// peer waits for it (C.4.2.4).
    pub(super) fn close(&mut self, number: u16, out: &mut Vec<Pdu>) {
        out.push(Pdu::CloseLogicalChannelAck(number));
        if let Some(channel) = self.theirs(number)
            && !matches!(channel.state, ChannelState::Rejected(_))
        {
            channel.state = ChannelState::Closed;
        }
    }

    /// The peer asks us to close one of ours.
    pub(super) fn request_close(&mut self, number: u16, out: &mut Vec<Pdu>) {
        let ours = self
            .channels
            .iter_mut()
            .find(|channel| channel.ours && channel.number == number);
        match ours {
            Some(channel) if channel.state == ChannelState::Established => {
                out.push(Pdu::RequestChannelCloseAck(number));
                out.push(Pdu::CloseLogicalChannel(number));
                channel.state = ChannelState::Closed;
            }
            _ => out.push(Pdu::RequestChannelCloseReject(number)),
        }
    }

    /// Closes our channels ahead of endSession (H.323 8.5). What they had come to by then is what a
    /// report wants to know, so it stays.
    pub(super) fn close_all(&self, out: &mut Vec<Pdu>) {
        let open = self.channels.iter().filter(|channel| {
            let state = &channel.state;
            channel.ours && matches!(state, ChannelState::Awaiting | ChannelState::Established)
        });
        out.extend(open.map(|channel| Pdu::CloseLogicalChannel(channel.number)));
    }

    pub(super) fn timeout(&mut self, out: &mut Vec<Pdu>) {
        for channel in &mut self.channels {
            match channel.state {
                ChannelState::Awaiting => {
                    out.push(Pdu::CloseLogicalChannel(channel.number));
                    channel.state = ChannelState::Rejected(String::from("no answer (T103)"));
                }
                ChannelState::Confirming => {
                    let why = String::from("not confirmed (T103)");
                    channel.state = ChannelState::Rejected(why);
                }
                _ => {}
            }
        }
    }

    /// A channel of ours that is not answered.
    fn awaiting(&mut self, number: u16) -> Option<&mut LogicalChannel> {
        self.channels.iter_mut().find(|channel| {
            channel.ours && channel.number == number && channel.state == ChannelState::Awaiting
        })
    }

    fn theirs(&mut self, number: u16) -> Option<&mut LogicalChannel> {
        let mut channels = self.channels.iter_mut();
        channels.find(|channel| !channel.ours && channel.number == number)
    }

    fn remember(&mut self, channel: LogicalChannel) {
        if channel.ours || self.channels.len() < REMEMBERED {
            self.channels.push(channel);
        }
    }
}

/// The session of a channel; a slave leaves it to the master with 0, and then it is the primary one
/// of its kind (H.245 B.3.1).
fn session(offer: &OfferedChannel, video: bool) -> u8 {
    match offer.session {
        Some(session @ 1..) => session,
        Some(0) | None => 1 + u8::from(video),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(number: u16) -> OfferedChannel {
        OfferedChannel {
            number,
            data: String::from("audioData g711Alaw64k"),
            bidirectional: false,
            reverse: false,
            session: Some(1),
            media: None,
        }
    }

    fn media() -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], 5004))
    }

    #[test]
    fn an_offer_is_rejected_unless_there_is_an_address_to_give() {
        let mut channels = LogicalChannels::default();
        let mut out = Vec::new();
        let all = &Codec::ALL;
        channels.offered(offer(101), all, None, &mut out);
        channels.offered(offer(102), all, Some(media()), &mut out);
        channels.offered(offer(103), &[Codec::G722], Some(media()), &mut out);
        channels.close(102, &mut out);
        channels.close(103, &mut out);
        channels.close(999, &mut out);
        assert_eq!(
            out,
            [
                Pdu::OpenLogicalChannelReject(101, ChannelRejection::NotAvailable),
                Pdu::OpenLogicalChannelAck {
                    number: 102,
                    session: 1,
                    media: media(),
                    reverse: None,
                },
                Pdu::OpenLogicalChannelReject(103, ChannelRejection::NotSupported),
                Pdu::CloseLogicalChannelAck(102),
                Pdu::CloseLogicalChannelAck(103),
                Pdu::CloseLogicalChannelAck(999),
            ]
        );
        let names: Vec<_> = channels
            .all()
            .iter()
            .map(|channel| channel.state.name())
            .collect();
        assert_eq!(names, ["rejected", "closed", "rejected"]);
    }

    #[test]
    fn a_channel_of_both_directions_waits_for_its_confirmation() {
        let both = |number| OfferedChannel {
            bidirectional: true,
            data: Codec::H261.data(),
            session: Some(0),
            ..offer(number)
        };
        let mut channels = LogicalChannels::default();
        let mut out = Vec::new();
        channels.open(Codec::G711A, media(), &mut out);
        channels.offered(both(5), &Codec::ALL, Some(media()), &mut out);
        assert_eq!(
            out[1],
            Pdu::OpenLogicalChannelAck {
                number: 5,
                session: 2,
                media: SocketAddr::new(media().ip(), 5006),
                reverse: Some(2),
            }
        );
        channels.ack(1, None);
        assert!(channels.is_waiting());
        channels.confirm(1);
        assert!(
            channels.is_waiting(),
            "ours is none of the peer's to confirm"
        );
        channels.confirm(5);
        assert!(!channels.is_waiting());
        assert_eq!(channels.all()[1].state, ChannelState::Established);

        channels.offered(both(6), &Codec::ALL, Some(media()), &mut out);
        channels.timeout(&mut out);
        assert_eq!(channels.all()[2].state.name(), "rejected");
    }

    #[test]
    fn our_offers_are_settled_by_their_number_once() {
        let mut channels = LogicalChannels::default();
        let mut out = Vec::new();
        channels.open(Codec::G711A, media(), &mut out);
        channels.open(Codec::H261, media(), &mut out);
        channels.ack(7, None);
        assert!(channels.is_waiting());
        channels.ack(1, Some(media()));
        channels.reject(1, String::from("unspecified"));
        channels.reject(2, String::from("dataTypeNotSupported"));
        assert!(!channels.is_waiting());
        assert_eq!(channels.all()[0].state, ChannelState::Established);
        assert_eq!(channels.all()[0].media, Some(media()));
        channels.request_close(1, &mut out);
        channels.request_close(1, &mut out);
        assert_eq!(
            out[2..],
            [
                Pdu::RequestChannelCloseAck(1),
                Pdu::CloseLogicalChannel(1),
                Pdu::RequestChannelCloseReject(1)
            ]
        );
    }

    #[test]
    fn what_is_open_is_closed_before_the_end() {
        let mut channels = LogicalChannels::default();
        let mut out = Vec::new();
        for codec in [Codec::G711A, Codec::H261, Codec::G722] {
            channels.open(codec, media(), &mut out);
        }
        channels.ack(1, None);
        channels.reject(2, String::from("unspecified"));
        channels.offered(offer(9), &Codec::ALL, Some(media()), &mut out);
        out.clear();
        channels.close_all(&mut out);
        assert_eq!(out, [1, 3].map(Pdu::CloseLogicalChannel));
        assert_eq!(channels.all()[0].state, ChannelState::Established);
    }

    #[test]
    fn an_offer_without_answer_is_taken_back() {
        let mut channels = LogicalChannels::default();
        let mut out = Vec::new();
        channels.open(Codec::G722, media(), &mut out);
        channels.timeout(&mut out);
        assert_eq!(out[1..], [Pdu::CloseLogicalChannel(1)]);
        assert!(!channels.is_waiting());
    }

    #[test]
    fn a_thousand_offers_are_answered_but_not_kept() {
        let mut channels = LogicalChannels::default();
        let mut out = Vec::new();
        for number in 1..=1000 {
            channels.offered(offer(number), &Codec::ALL, None, &mut out);
        }
        assert_eq!(out.len(), 1000);
        assert_eq!(channels.all().len(), REMEMBERED);
    }
}
