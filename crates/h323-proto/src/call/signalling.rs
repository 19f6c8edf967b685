//! Call signalling on our side of the call.

use alloc::{boxed::Box, format, string::String, vec::Vec};

use super::{
    called::Called,
    calling::Calling,
    end::{EndReason, ReleaseWords},
    event::Side,
    examine::Ours,
    outbox::Outbox,
    release::Release,
    standing::Standing,
    verdict::Verdict,
    warning::WarningCode,
};
use crate::{
    h225::Facts,
    q931::{CallState, InformationElement, Message, MessageType},
};

/// Our side of the call.
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

    /// The facts that the peer's messages are compared with. The called side has none, because it
    /// sent no Setup.
    pub(super) fn ours(&self, out: &Outbox) -> Option<Ours> {
        self.calling().map(|calling| calling.ours(out))
    }

    /// Whether the message decides the fate of the call.
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

    /// Takes a message about this call.
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

    /// The connection is gone. Warns if the call should have been released first.
    pub(super) fn cut_off(&self, reason: &EndReason, out: &mut Outbox) {
        match reason {
            EndReason::Closed { .. } if self.state() != CallState::Null => {
                let text =
                    String::from("The endpoint closed the connection without Release Complete");
                out.warn(WarningCode::NoReleaseComplete, text);
            }
            // Before Connect this is the outcome of the call. A caller may leave as it likes,
            // because we test the endpoint.
            EndReason::ConnectionLost(why)
                if self.is_answered() && self.side() == Side::Calling =>
            {
                let text = format!("The connection broke before the call was released: {why}");
                out.warn(WarningCode::ConnectionBroke, text);
            }
            _ => {}
        }
    }

    /// Sends Release Complete, with the endSession in it.
    ///
    /// If we closed the connection while the peer still sends, TCP would answer with RST, which can
    /// overtake our Release Complete. So the connection stays open for a while.
    pub(super) fn release(
        &mut self,
        release: Release,
        end_session: Option<Vec<u8>>,
        out: &mut Outbox,
    ) {
        let writer = out.writer();
        let information = writer.release_complete(release.reason.as_ref(), end_session);
        let cause = InformationElement::of(&release.cause);
        let elements = cause.into_iter().collect();
        out.transmit(MessageType::ReleaseComplete, elements, Some(information));
        out.clearing().own_release(ReleaseWords {
            cause: Some(release.cause),
            reason: release.reason,
        });
        self.enter(CallState::ReleaseRequest, out);
        out.linger();
    }

    /// Sends a keep-alive and schedules the next one.
    pub(super) fn keep_alive(&self, out: &mut Outbox) -> Verdict {
        if let Self::Calling(calling) = self {
            calling.keep_alive(out);
        }
        Verdict::GoesOn
    }
}
