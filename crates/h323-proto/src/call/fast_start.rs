//! Fast connect, as the caller sees it (H.323 8.1.7).
//!
//! ```text
//! Setup with fastStart: unanswered
//! unanswered -fastStart in an answer up to Connect-> accepted
//! unanswered -fastConnectRefused-> refused
//! unanswered -Connect without either, and all that came could be read-> ignored
//! ```

use alloc::{format, string::String, vec::Vec};

use super::{Call, WarningCode};
use crate::{
    h225::Facts,
    h245::{Codec, FastStartChannel},
    q931::{CallState, MessageType},
};

/// Most channels of an answer that are looked at: a few octets make one, and a message has room for
/// thousands.
const CHANNELS: usize = 64;

/// What became of the channels that Setup offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FastStartState {
    /// No answer that says anything has come.
    Unanswered,
    /// The peer took some of them.
    Accepted,
    /// `fastConnectRefused`.
    Refused,
    /// Connect came without a word about them, which refuses them too.
    Ignored,
}

impl FastStartState {
    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Ignored => "ignored",
        }
    }
}

/// The channels that Setup offered, and the peer's word on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FastStart {
    /// What became of them.
    pub state: FastStartState,
    /// The message that said so.
    pub message: Option<MessageType>,
    /// Those that the peer took.
    pub channels: Vec<FastStartChannel>,
}

impl FastStart {
    pub(super) const fn offered() -> Self {
        Self {
            state: FastStartState::Unanswered,
            message: None,
            channels: Vec::new(),
        }
    }
}

impl Call {
    /// The channels of `fastStart`, if Setup offered any.
    #[must_use]
    pub const fn fast_start(&self) -> Option<&FastStart> {
        self.fast_start.as_ref()
    }

    /// Whether the peer took any of them: then media can flow without H.245.
    pub(super) fn has_fast_channels(&self) -> bool {
        let accepted = FastStartState::Accepted;
        let mut fast_start = self.fast_start.iter();
        fast_start.any(|known| known.state == accepted && !known.channels.is_empty())
    }

    /// Takes what an answer says about the channels that Setup offered.
    pub(super) fn fast_start_in(&mut self, message_type: MessageType, facts: &Facts) {
        let answered = self.state == CallState::Active;
        let Some(fast_start) = &mut self.fast_start else {
            return;
        };
        // The offer ends with Connect; until then a repeated fastStart says the same again.
        if fast_start.state != FastStartState::Unanswered || answered {
            return;
        }
        if facts.fast_start_refused {
            fast_start.state = FastStartState::Refused;
            fast_start.message = Some(message_type);
            let text = format!("{message_type} refuses the channels of fastStart");
            self.warn(WarningCode::FastStartRefused, text);
        } else if !facts.fast_start.is_empty() {
            let codecs = Codec::forms(&self.config.session.codecs);
            let mut unreadable = 0_usize;
            for octets in facts.fast_start.iter().take(CHANNELS) {
                match FastStartChannel::read(octets, &codecs) {
                    Some(channel) => fast_start.channels.push(channel),
                    None => unreadable += 1,
                }
            }
            fast_start.state = FastStartState::Accepted;
            fast_start.message = Some(message_type);
            for channel in fast_start
                .channels
                .iter()
                .filter(|channel| channel.transmit)
            {
                self.control.fast_started(&channel.data);
            }
            let strange: Vec<String> = fast_start
                .channels
                .iter()
                .filter(|channel| !channel.offered)
                .map(|channel| channel.data.clone())
                .collect();
            if !strange.is_empty() {
                let text = format!(
                    "{message_type} accepts what fastStart did not offer: {}",
                    strange.join(", ")
                );
                self.warn(WarningCode::FastStartMismatch, text);
            } else if unreadable > 0 {
                let text = format!(
                    "{message_type}: {unreadable} of {} channels in fastStart could not be read",
                    facts.fast_start.len()
                );
                self.warn(WarningCode::FastStartMismatch, text);
            }
        } else if message_type == MessageType::Connect && !self.hidden_fast_start {
            fast_start.state = FastStartState::Ignored;
            fast_start.message = Some(message_type);
            let text = String::from(
                "The peer neither accepts nor refuses the channels of fastStart, so there are none",
            );
            self.warn(WarningCode::FastStartIgnored, text);
        }
    }
}
