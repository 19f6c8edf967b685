//! The peer's offers of the tunnel, message by message (H.323 8.2.1).

use alloc::{format, string::String};

use crate::{h225::Facts, q931::MessageType};

/// The peer's values of `h245Tunnelling`. A refusal is final, whatever comes after it.
///
/// ```text
/// silent -TRUE-> offered -FALSE-> refused     silent -FALSE-> refused
/// refused -TRUE-> refused, and `again` names the message
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tunnelling {
    offered: Option<MessageType>,
    refused: Option<MessageType>,
    /// The message that offers the tunnel after a refusal.
    again: Option<MessageType>,
}

impl Tunnelling {
    /// Takes the value in a message. FALSE from a peer that has not decided yet is ignored.
    pub(super) fn note(&mut self, message_type: MessageType, facts: &Facts) {
        let word = match facts.h245_tunnelling {
            Some(_) if facts.h245_tunnelling_undecided => return,
            Some(true) if self.refused.is_some() => &mut self.again,
            Some(true) => &mut self.offered,
            Some(false) => &mut self.refused,
            None => return,
        };
        word.get_or_insert(message_type);
    }

    /// Whether the peer offered the tunnel and never refused it.
    pub(super) const fn is_offered(&self) -> bool {
        self.offered.is_some() && self.refused.is_none()
    }

    /// The contradiction in the peer's messages, if there is one.
    pub(super) fn withdrawn(&self) -> Option<String> {
        let refused = self.refused?;
        let mut text = format!(
            "{refused} refuses tunnelling (h245Tunnelling FALSE), which holds for the whole call"
        );
        match (self.offered, self.again) {
            (None, None) => return None,
            (Some(offered), None) => text.push_str(&format!("; {offered} had TRUE")),
            (None, Some(again)) => text.push_str(&format!("; {again} has TRUE")),
            (Some(offered), Some(again)) => {
                text.push_str(&format!("; {offered} had TRUE, and {again} has TRUE again"));
            }
        }
        Some(text)
    }
}
