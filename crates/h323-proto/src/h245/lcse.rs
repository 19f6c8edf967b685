//! Logical channels (H.245 8.4, 8.5 and C.4, C.5): the peer's offers and our own.

use alloc::{format, string::String, vec::Vec};
use core::net::SocketAddr;

use super::{
    message::OfferedChannel,
    pdu::{ChannelRejection, Codec, Pdu},
    policy::Patience,
    writer::{media_address, rtcp},
};
use crate::named::shown_by_name;

/// We remember at most this many channels; further offers are answered all the same.
const REMEMBERED: usize = 64;

/// The state of a channel.
///
/// ```text
/// ours:   Awaiting -Ack-> Established -close: Close-> Closed
///         Awaiting -Reject-> Rejected     Awaiting -T103: Close-> Rejected
/// theirs: Open: Ack-> Established -Close: CloseAck-> Closed
///         Open: Reject-> Rejected
///         Open of both directions: Ack-> Confirming -Confirm-> Established
///                                        Confirming -T103-> Rejected
///         Open, repeated after too many answers-> Unanswered
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelState {
    /// We offered it and have no answer (T103 runs).
    Awaiting,
    /// Bidirectional: we acknowledged it and the peer has not confirmed it (T103 runs).
    Confirming,
    /// Acknowledged.
    Established,
    /// Rejected, by the peer with its cause or by us.
    Rejected(String),
    /// It was open and is closed now.
    Closed,
    /// The peer offered it so often that we do not answer any more.
    Unanswered,
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
            Self::Unanswered => "unanswered",
        }
    }
}

shown_by_name!(ChannelState);

/// A channel and its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogicalChannel {
    /// Whether we offered it.
    pub ours: bool,
    /// `forwardLogicalChannelNumber`.
    pub number: u16,
    /// The data that it carries.
    pub data: String,
    /// Whether it carries media in both directions.
    pub bidirectional: bool,
    /// The address at which the accepting side receives the media.
    pub media: Option<SocketAddr>,
    /// Its state.
    pub state: ChannelState,
    /// The number of offers. `number` is from the last one.
    pub offers: u32,
}

/// All channels of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct LogicalChannels {
    channels: Vec<LogicalChannel>,
    /// How many of our own numbers are in use.
    numbers: u16,
}

impl LogicalChannels {
    pub(super) fn all(&self) -> &[LogicalChannel] {
        &self.channels
    }

    /// The codecs, out of these, in our open channels.
    pub(super) fn sending(&self, codecs: &[Codec]) -> Vec<Codec> {
        let open = self.channels.iter();
        let open =
            open.filter(|channel| channel.ours && channel.state == ChannelState::Established);
        open.filter_map(|channel| codecs.iter().find(|codec| codec.is_carried(&channel.data)))
            .copied()
            .collect()
    }

    /// Whether T103 must run.
    pub(super) fn is_waiting(&self) -> bool {
        self.channels.iter().any(|channel| {
            matches!(
                channel.state,
                ChannelState::Awaiting | ChannelState::Confirming
            )
        })
    }

    /// Whether one of our offers has no answer yet.
    pub(super) fn awaits_answer(&self) -> bool {
        let mut channels = self.channels.iter();
        channels.any(|channel| channel.state == ChannelState::Awaiting)
    }

    /// Reserves the numbers up to this one for other channels.
    pub(super) const fn reserve(&mut self, numbers: u16) {
        self.numbers = numbers;
    }

    /// A number for a channel in our direction.
    fn next_number(&mut self) -> u16 {
        self.numbers = self.numbers.saturating_add(1);
        self.numbers
    }

    /// Offers one of our channels.
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
            offers: 1,
        });
    }

    /// Answers an offer. We accept it if there is an address to give, `media`, and if we announced
    /// the codec. Some stacks offer the same channel again after each rejection; we answer as long
    /// as `patience` lasts.
    pub(super) fn offered(
        &mut self,
        offer: OfferedChannel,
        codecs: &[Codec],
        media: Option<SocketAddr>,
        patience: &mut Patience,
        out: &mut Vec<Pdu>,
    ) {
        if !patience.asked(&offering(&offer.data)) {
            self.remember_offer(offer, None, ChannelState::Unanswered);
            return;
        }
        let number = offer.number;
        let codec = codecs.iter().find(|codec| codec.is_carried(&offer.data));
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
                    Some(_) => ChannelRejection::Unspecified,
                    None => ChannelRejection::NotSupported,
                };
                out.push(Pdu::OpenLogicalChannelReject(number, why));
                ChannelState::Rejected(String::from(why.name()))
            }
        };
        self.remember_offer(offer, media, state);
    }

    /// A new offer replaces an offer with the same number, and an offer of the same data under
    /// another number that is not open. So a run of repeated offers counts as one channel.
    fn remember_offer(
        &mut self,
        offer: OfferedChannel,
        media: Option<SocketAddr>,
        state: ChannelState,
    ) {
        let again = |channel: &LogicalChannel| {
            let gone = match channel.state {
                ChannelState::Closed => true,
                ChannelState::Rejected(_) | ChannelState::Unanswered => media.is_none(),
                _ => false,
            };
            let same = channel.data == offer.data && channel.bidirectional == offer.bidirectional;
            !channel.ours && same && (gone || channel.number == offer.number)
        };
        if let Some(channel) = self.channels.iter_mut().find(|channel| again(channel)) {
            channel.number = offer.number;
            channel.offers = channel.offers.saturating_add(1);
            channel.media = media;
            // The earlier cause of the rejection still holds.
            let rejected = matches!(channel.state, ChannelState::Rejected(_));
            if state != ChannelState::Unanswered || !rejected {
                channel.state = state;
            }
            return;
        }
        self.channels
            .retain(|channel| channel.ours || channel.number != offer.number);
        self.remember(LogicalChannel {
            ours: false,
            number: offer.number,
            data: offer.data,
            bidirectional: offer.bidirectional,
            media,
            state,
            offers: 1,
        });
    }

    /// The peer accepted one of our channels, and receives its media at this address.
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

    /// The peer confirms a bidirectional channel.
    pub(super) fn confirm(&mut self, number: u16) {
        if let Some(channel) = self.theirs(number)
            && channel.state == ChannelState::Confirming
        {
            channel.state = ChannelState::Established;
        }
    }

    /// The peer closes one of its channels. We also acknowledge an unknown channel, because the
    /// peer waits for the answer (C.4.2.4). A channel that was open may be offered again like any
    /// other.
    pub(super) fn close(&mut self, number: u16, patience: &mut Patience, out: &mut Vec<Pdu>) {
        out.push(Pdu::CloseLogicalChannelAck(number));
        if let Some(channel) = self.theirs(number)
            && matches!(
                channel.state,
                ChannelState::Established | ChannelState::Confirming
            )
        {
            channel.state = ChannelState::Closed;
            patience.forget(&offering(&channel.data));
        }
    }

    /// The data of the channel that the peer offers under this number.
    pub(super) fn offered_data(&self, number: u16) -> Option<&str> {
        let mut channels = self.channels.iter();
        let channel = channels.find(|channel| !channel.ours && channel.number == number)?;
        Some(&channel.data)
    }

    /// The peer asks us to close one of our channels.
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

    /// Closes our channels before endSession (H.323 8.5). Their states stay, because the report
    /// shows them.
    pub(super) fn close_all(&self, out: &mut Vec<Pdu>) {
        let open = self.channels.iter().filter(|channel| {
            let state = &channel.state;
            channel.ours && matches!(state, ChannelState::Awaiting | ChannelState::Established)
        });
        out.extend(open.map(|channel| Pdu::CloseLogicalChannel(channel.number)));
    }

    /// Closes our channels for a pause (H.323 8.4.6): after it, the peer wants new channels.
    pub(super) fn close_ours(&mut self, out: &mut Vec<Pdu>) {
        self.close_all(out);
        for channel in &mut self.channels {
            let state = &channel.state;
            if channel.ours && matches!(state, ChannelState::Awaiting | ChannelState::Established) {
                channel.state = ChannelState::Closed;
            }
        }
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

    /// One of our channels without an answer.
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

/// The name that counts offers of one kind together.
fn offering(data: &str) -> String {
    format!("openLogicalChannel ({data})")
}

/// The session of a channel. A slave sends 0 to let the master choose, and then it is the primary
/// session of its medium (H.245 B.3.1).
fn session(offer: &OfferedChannel, video: bool) -> u8 {
    match offer.session {
        Some(session @ 1..) => session,
        Some(0) | None => 1 + u8::from(video),
    }
}

#[cfg(test)]
mod tests;
