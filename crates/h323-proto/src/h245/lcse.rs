//! Logical channels (H.245 8.4, 8.5 and C.4, C.5): the peer's offers and our own.

use alloc::{string::String, vec::Vec};
use core::net::SocketAddr;

use super::{
    message::OfferedChannel,
    pdu::{Codec, Pdu},
};

/// Most channels that are remembered; a peer that offers more is answered all the same.
const REMEMBERED: usize = 64;

/// The first number of our own channels; the peer numbers its own independently.
const FIRST: u16 = 1;

/// What became of a channel.
///
/// ```text
/// ours:   Awaiting -Ack-> Established -close: Close-> Closed
///         Awaiting -Reject-> Rejected     Awaiting -T103: Close-> Rejected
/// theirs: Open: Ack-> Established -Close: CloseAck-> Closed
///         Open: Reject-> Rejected
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelState {
    /// Offered by us, not answered (T103 runs).
    Awaiting,
    /// Acknowledged.
    Established,
    /// Not accepted, by the peer with its cause or by us.
    Rejected(String),
    /// Was open, is closed.
    Closed,
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
    /// Where it is.
    pub state: ChannelState,
}

/// All channels of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct LogicalChannels {
    channels: Vec<LogicalChannel>,
}

impl LogicalChannels {
    pub(super) fn all(&self) -> &[LogicalChannel] {
        &self.channels
    }

    /// Whether T103 has to run.
    pub(super) fn is_waiting(&self) -> bool {
        self.channels
            .iter()
            .any(|channel| channel.state == ChannelState::Awaiting)
    }

    /// Offers a channel of ours.
    pub(super) fn open(&mut self, codec: Codec, media_control: SocketAddr, out: &mut Vec<Pdu>) {
        let ours = self.channels.iter().filter(|channel| channel.ours).count();
        let number = u16::try_from(ours).map_or(FIRST, |ours| ours.saturating_add(FIRST));
        out.push(Pdu::OpenLogicalChannel {
            number,
            codec,
            media_control,
        });
        self.remember(LogicalChannel {
            ours: true,
            number,
            data: String::from(codec.identifier()),
            state: ChannelState::Awaiting,
        });
    }

    /// Answers an offer: a Worker has no UDP, so without an address to give there is nothing
    /// truthful to accept it with.
    pub(super) fn offered(
        &mut self,
        offer: OfferedChannel,
        media: Option<SocketAddr>,
        out: &mut Vec<Pdu>,
    ) {
        let number = offer.number;
        // A channel both ways needs a reverse channel of ours in the answer, which we do not have.
        let state = match media.filter(|_| !offer.bidirectional) {
            Some(media) => {
                out.push(Pdu::OpenLogicalChannelAck {
                    number,
                    session: offer.session,
                    media,
                });
                ChannelState::Established
            }
            None => {
                out.push(Pdu::OpenLogicalChannelReject(number));
                ChannelState::Rejected(String::from("dataTypeNotAvailable"))
            }
        };
        self.channels
            .retain(|channel| channel.ours || channel.number != number);
        self.remember(LogicalChannel {
            ours: false,
            number,
            data: offer.data,
            state,
        });
    }

    pub(super) fn ack(&mut self, number: u16) {
        self.settle(number, ChannelState::Established);
    }

    pub(super) fn reject(&mut self, number: u16, cause: String) {
        self.settle(number, ChannelState::Rejected(cause));
    }

    /// The peer closes a channel of its own. Also one that we do not know is acknowledged: the
    /// peer waits for it (C.4.2.4).
    pub(super) fn close(&mut self, number: u16, out: &mut Vec<Pdu>) {
        out.push(Pdu::CloseLogicalChannelAck(number));
        if let Some(channel) = self
            .channels
            .iter_mut()
            .find(|channel| !channel.ours && channel.number == number)
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

    pub(super) fn timeout(&mut self, out: &mut Vec<Pdu>) {
        for channel in &mut self.channels {
            if channel.state == ChannelState::Awaiting {
                out.push(Pdu::CloseLogicalChannel(channel.number));
                channel.state = ChannelState::Rejected(String::from("no answer (T103)"));
            }
        }
    }

    fn settle(&mut self, number: u16, state: ChannelState) {
        if let Some(channel) = self.channels.iter_mut().find(|channel| {
            channel.ours && channel.number == number && channel.state == ChannelState::Awaiting
        }) {
            channel.state = state;
        }
    }

    fn remember(&mut self, channel: LogicalChannel) {
        if self.channels.len() < REMEMBERED {
            self.channels.push(channel);
        }
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
            session: Some(1),
        }
    }

    fn media() -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], 5004))
    }

    #[test]
    fn an_offer_is_rejected_unless_there_is_an_address_to_give() {
        let mut channels = LogicalChannels::default();
        let mut out = Vec::new();
        channels.offered(offer(101), None, &mut out);
        channels.offered(offer(102), Some(media()), &mut out);
        let both = OfferedChannel {
            bidirectional: true,
            ..offer(103)
        };
        channels.offered(both, Some(media()), &mut out);
        channels.close(102, &mut out);
        channels.close(999, &mut out);
        assert_eq!(
            out,
            [
                Pdu::OpenLogicalChannelReject(101),
                Pdu::OpenLogicalChannelAck {
                    number: 102,
                    session: Some(1),
                    media: media()
                },
                Pdu::OpenLogicalChannelReject(103),
                Pdu::CloseLogicalChannelAck(102),
                Pdu::CloseLogicalChannelAck(999),
            ]
        );
        let states: Vec<_> = channels
            .all()
            .iter()
            .map(|channel| &channel.state)
            .collect();
        assert_eq!(states[1], &ChannelState::Closed);
    }

    #[test]
    fn our_offers_are_settled_by_their_number_once() {
        let mut channels = LogicalChannels::default();
        let mut out = Vec::new();
        channels.open(Codec::G711A, media(), &mut out);
        channels.open(Codec::H261, media(), &mut out);
        channels.ack(7);
        assert!(channels.is_waiting());
        channels.ack(1);
        channels.reject(1, String::from("unspecified"));
        channels.reject(2, String::from("dataTypeNotSupported"));
        assert!(!channels.is_waiting());
        assert_eq!(channels.all()[0].state, ChannelState::Established);
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
            channels.offered(offer(number), None, &mut out);
        }
        assert_eq!(out.len(), 1000);
        assert_eq!(channels.all().len(), REMEMBERED);
    }
}
