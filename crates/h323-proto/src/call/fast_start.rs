//! Fast connect, as the caller sees it (H.323 8.1.7).
//!
//! ```text
//! Setup with fastStart: unanswered
//! unanswered -fastStart in an answer up to Connect-> accepted
//! unanswered -fastConnectRefused-> refused
//! unanswered -Connect without either, and all messages could be read-> ignored
//! ```

use alloc::{format, string::String, vec::Vec};

use super::{outbox::Outbox, warning::WarningCode};
use crate::{
    h225::Facts,
    h245::{Codec, FastStartChannel},
    named::named,
    q931::MessageType,
};

/// Most channels of an answer that are examined: a channel takes only a few octets, so a message
/// has room for thousands.
const CHANNELS: usize = 64;

named! {
    /// The result for the channels that Setup offered.
    pub enum FastStartState {
        /// No answer has mentioned the channels.
        Unanswered = "unanswered",
        /// The endpoint accepted some channels.
        Accepted = "accepted",
        /// The endpoint sent `fastConnectRefused`.
        Refused = "refused",
        /// Connect did not mention the channels, which refuses them too.
        Ignored = "ignored",
    }
}

/// The channels that Setup offered, and the endpoint's answer to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FastStart {
    /// The result for the offered channels.
    pub state: FastStartState,
    /// The message that decided it.
    pub message: Option<MessageType>,
    /// The channels that the endpoint accepted.
    pub channels: Vec<FastStartChannel>,
}

/// The offer in Setup, and the answers that may still come.
#[derive(Debug)]
pub(super) struct Offer {
    fast_start: FastStart,
    codecs: Vec<Codec>,
    /// Whether an unreadable part of a message may have held the answer.
    hidden: bool,
    /// Connect ends the offer. Until then a repeated `fastStart` only repeats the answer.
    over: bool,
}

impl Offer {
    /// An offer of channels for these codecs.
    pub(super) fn new(codecs: &[Codec]) -> Self {
        Self {
            fast_start: FastStart {
                state: FastStartState::Unanswered,
                message: None,
                channels: Vec::new(),
            },
            codecs: Codec::forms(codecs),
            hidden: false,
            over: false,
        }
    }

    pub(super) const fn fast_start(&self) -> &FastStart {
        &self.fast_start
    }

    /// A message was unreadable.
    pub(super) const fn hide(&mut self) {
        self.hidden = true;
    }

    /// Takes the part of an answer that is about the channels. Returns the channels that it
    /// accepts, if any.
    pub(super) fn hears(
        &mut self,
        message_type: MessageType,
        facts: &Facts,
        out: &mut Outbox,
    ) -> &[FastStartChannel] {
        let unread = &facts.unread;
        self.hidden |= unread.in_body("fastStart") || unread.in_body("fastConnectRefused");
        if self.fast_start.state != FastStartState::Unanswered || self.over {
            return &[];
        }
        self.over = message_type == MessageType::Connect;
        if facts.fast_start_refused {
            self.settle(FastStartState::Refused, message_type);
            let text = format!("{message_type} refuses the channels of fastStart");
            out.warn(WarningCode::FastStartRefused, text);
        } else if !facts.fast_start.is_empty() {
            self.settle(FastStartState::Accepted, message_type);
            self.accepted(message_type, facts, out);
        } else if message_type == MessageType::Connect && !self.hidden {
            self.settle(FastStartState::Ignored, message_type);
            let text = String::from(
                "The endpoint neither accepts nor refuses the channels of fastStart, so they do not open",
            );
            out.warn(WarningCode::FastStartIgnored, text);
        }
        &self.fast_start.channels
    }

    const fn settle(&mut self, state: FastStartState, message_type: MessageType) {
        self.fast_start.state = state;
        self.fast_start.message = Some(message_type);
    }

    fn accepted(&mut self, message_type: MessageType, facts: &Facts, out: &mut Outbox) {
        let channels = &mut self.fast_start.channels;
        let mut unreadable = 0_usize;
        for record in facts.fast_start.iter().take(CHANNELS) {
            match FastStartChannel::of(record, &self.codecs) {
                Some(channel) => channels.push(channel),
                None => unreadable += 1,
            }
        }
        let strange = channels.iter().filter(|channel| !channel.offered);
        let strange: Vec<String> = strange.map(|channel| channel.data.clone()).collect();
        if !strange.is_empty() {
            let text = format!(
                "{message_type} accepts channels that fastStart did not offer: {}",
                strange.join(", ")
            );
            out.warn(WarningCode::FastStartMismatch, text);
        } else if unreadable > 0 {
            let text = format!(
                "{message_type}: {unreadable} of {} channels in fastStart could not be read",
                facts.fast_start.len() + facts.fast_start.beyond()
            );
            out.warn(WarningCode::FastStartMismatch, text);
        }
    }
}
