//! The state of a call, and whether a message is about the call.

use alloc::format;

use super::{event::Event, outbox::Outbox, warning::WarningCode};
use crate::q931::{CallReference, CallState, Message, MessageType};

/// The state of a call, with the handling of messages that any state allows.
#[derive(Debug)]
pub(super) struct Standing {
    state: CallState,
    answered: bool,
}

impl Standing {
    pub(super) const fn new() -> Self {
        Self {
            state: CallState::Null,
            answered: false,
        }
    }

    pub(super) const fn state(&self) -> CallState {
        self.state
    }

    /// Whether Connect was sent or received.
    pub(super) const fn is_answered(&self) -> bool {
        self.answered
    }

    pub(super) fn enter(&mut self, state: CallState, out: &mut Outbox) {
        if self.state != state {
            self.state = state;
            out.emit(Event::State(state, out.now()));
        }
    }

    /// Connect was sent or received.
    pub(super) fn answer(&mut self, out: &mut Outbox) {
        self.answered = true;
        self.enter(CallState::Active, out);
    }

    /// Whether the message is about this call. Warns if its call reference is odd, and answers a
    /// Status Inquiry in any case.
    pub(super) fn hears(&self, message: &Message, out: &mut Outbox) -> bool {
        // Before Setup there is no call reference to compare.
        let for_us = self.state == CallState::Null || is_for_us(message, out);
        if message.message_type == MessageType::StatusEnquiry {
            self.answer_status_inquiry(message, out);
        }
        for_us
    }

    /// Answers a Status Inquiry under its own reference (Q.931 5.8.10): with our state if the
    /// reference is ours, otherwise with Null.
    fn answer_status_inquiry(&self, message: &Message, out: &mut Outbox) {
        let theirs = message.call_reference;
        let ours = out.reference();
        let (reference, state) = if theirs.value() == ours.value() {
            (ours, self.state)
        } else {
            (theirs.reversed(), CallState::Null)
        };
        out.answer_inquiry(reference, state);
    }

    /// Warns of a message that the current state does not allow (Q.931 5.8.4).
    pub(super) fn unexpected(&self, message_type: MessageType, out: &mut Outbox) {
        let text = format!(
            "The endpoint sent {message_type}, which does not fit {}",
            self.state
        );
        out.warn(WarningCode::UnexpectedMessage, text);
    }
}

fn is_for_us(message: &Message, out: &mut Outbox) -> bool {
    let theirs = message.call_reference;
    let ours = out.reference();
    let name = message.message_type;
    if theirs.value() == ours.value() {
        if theirs.length() > 0 && theirs.flag() == ours.flag() {
            let text = format!("{name} has the call reference flag of our own messages");
            out.warn(WarningCode::CallReferenceFlag, text);
        }
    } else if theirs.value() != 0 || !is_beside_a_call(name) {
        let text = format!(
            "{name} has call reference {}, this call is {}",
            theirs.value(),
            ours.value()
        );
        out.warn(WarningCode::CallReferenceValue, text);
    }
    concerns(message, ours)
}

/// Whether the message's call reference is the one of this call (Q.931 5.8.3).
///
/// A wrong flag is forgiven: the value is random, so it cannot be another call's. A Release
/// Complete is accepted under any reference, because some gatekeepers reject a call before they
/// have one, and a connection with a single call leaves no doubt. Messages with the dummy or the
/// global reference concern no particular call, so messages that set up a call are not accepted
/// there.
pub(super) fn concerns(message: &Message, ours: CallReference) -> bool {
    let theirs = message.call_reference.value();
    theirs == ours.value()
        || (theirs == 0 && is_beside_a_call(message.message_type))
        || message.message_type == MessageType::ReleaseComplete
}

/// Whether the message neither sets up a call nor ends it.
const fn is_beside_a_call(name: MessageType) -> bool {
    !matches!(
        name,
        MessageType::Setup
            | MessageType::SetupAcknowledge
            | MessageType::CallProceeding
            | MessageType::Progress
            | MessageType::Alerting
            | MessageType::Connect
            | MessageType::ConnectAcknowledge
            | MessageType::Disconnect
            | MessageType::Release
            | MessageType::ReleaseComplete
    )
}
