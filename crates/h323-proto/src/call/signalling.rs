//! Call signalling: the side of the call that is ours.

use alloc::boxed::Box;

use super::{
    called::Called, calling::Calling, event::Side, examine::Ours, outbox::Outbox,
    standing::Standing, verdict::Verdict,
};
use crate::{
    h225::Facts,
    q931::{CallState, Message, MessageType},
};

/// One of the two sides.
#[derive(Debug)]
pub(super) enum Signalling {
    Calling(Box<Calling>),
    Called(Called),
}

impl Signalling {
    pub(super) const fn side(&self) -> Side {
        match self {
            Self::Calling(_) => Side::Calling,
            Self::Called(_) => Side::Called,
        }
    }

    pub(super) const fn calling(&self) -> Option<&Calling> {
        match self {
            Self::Calling(calling) => Some(&**calling),
            Self::Called(_) => None,
        }
    }

    const fn standing(&self) -> &Standing {
        match self {
            Self::Calling(calling) => calling.standing(),
            Self::Called(called) => called.standing(),
        }
    }

    pub(super) const fn state(&self) -> CallState {
        self.standing().state()
    }

    pub(super) const fn is_answered(&self) -> bool {
        self.standing().is_answered()
    }

    pub(super) fn enter(&mut self, state: CallState, out: &mut Outbox) {
        let standing = match self {
            Self::Calling(calling) => calling.standing_mut(),
            Self::Called(called) => called.standing_mut(),
        };
        standing.enter(state, out);
    }

    /// What the peer's messages are compared with: the called side has sent no Setup.
    pub(super) fn ours(&self, out: &Outbox) -> Option<Ours> {
        self.calling().map(|calling| calling.ours(out))
    }

    /// Whether the message decides what becomes of the call.
    pub(super) fn is_decisive(&self, message: &Message, out: &Outbox) -> bool {
        message.message_type == MessageType::ReleaseComplete
            || self
                .calling()
                .is_some_and(|calling| calling.is_answer(message, out))
    }

    /// Whether the message is about this call.
    pub(super) fn hears(&self, message: &Message, facts: &Facts, out: &mut Outbox) -> bool {
        match self {
            Self::Calling(calling) => calling.hears(message, facts, out),
            Self::Called(called) => called.standing().hears(message, out),
        }
    }

    /// Takes a message that is about this call.
    pub(super) fn received(
        &mut self,
        message: &Message,
        facts: &Facts,
        out: &mut Outbox,
    ) -> Verdict {
        match self {
            Self::Calling(calling) => calling.received(message, facts, out),
            Self::Called(called) => called.received(message, facts, out),
        }
    }

    /// Sends a keep-alive, and waits for the next.
    pub(super) fn keep_alive(&self, out: &mut Outbox) -> Verdict {
        if let Self::Calling(calling) = self {
            calling.keep_alive(out);
        }
        Verdict::GoesOn
    }
}
