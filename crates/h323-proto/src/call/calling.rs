//! The calling side: Setup out, then whatever legal order of answers comes (H.225.0 7.3, 7.4).

use alloc::{format, string::String, vec::Vec};

use super::{Call, ControlMode, EndReason, EndedBy, Limit, Timer, WarningCode};
use crate::{
    error::EncodeError,
    h225::Facts,
    q931::{
        BearerCapability, CallState, CallStateElement, Cause, Display, ElementId,
        InformationElement, Message, MessageType, NumberingPlan, PartyNumber, Presentation,
        PresentationIndicator, Screening, TypeOfNumber,
    },
};

impl Call {
    /// Sends Setup, as soon as the connection is open: a gatekeeper waits for it for seconds only.
    pub(super) fn place(&mut self) {
        if self.config.destination.is_none() {
            let text = String::from(
                "The target's IP address is not known, so Setup goes without destCallSignalAddress",
            );
            self.warn(WarningCode::NoDestinationAddress, text);
        }
        let information = self.writer.setup(
            &self.config.calling_number,
            self.config.called_number.as_deref(),
            self.config.destination,
        );
        let reference = self.call_reference;
        let sent = self
            .setup_elements()
            .map_err(|error| format!("{} could not be written: {error}", MessageType::Setup))
            .and_then(|elements| {
                self.send(reference, MessageType::Setup, elements, Some(information))
            });
        if let Err(text) = sent {
            self.release(EndedBy::Library, EndReason::SetupNotWritten(text));
            return;
        }
        self.enter(CallState::CallInitiated);
        self.timers
            .start(Timer::T303, self.config.limits.t303, self.now);
    }

    fn setup_elements(&self) -> Result<Vec<InformationElement>, EncodeError> {
        let mut elements = Vec::new();
        elements.push(InformationElement::of(&BearerCapability::SPEECH)?);
        if let Some(text) = &self.config.display {
            elements.push(InformationElement::of(&Display::from(text.as_str()))?);
        }
        let mut calling = number(&self.config.calling_number);
        calling.presentation = Some(PresentationIndicator {
            presentation: Presentation::Allowed,
            screening: Screening::NotScreened,
        });
        let id = ElementId::CALLING_PARTY_NUMBER;
        elements.push(InformationElement::new(id, calling.encode(id)?));
        if let Some(called) = &self.config.called_number {
            let id = ElementId::CALLED_PARTY_NUMBER;
            elements.push(InformationElement::new(id, number(called).encode(id)?));
        }
        Ok(elements)
    }

    pub(super) fn received_by_calling(&mut self, message: &Message, facts: &Facts) {
        let for_us = self.is_for_us(message);
        if message.message_type == MessageType::StatusEnquiry {
            self.answer_status_inquiry(message);
        }
        if !for_us {
            return;
        }
        self.note_peer(message.message_type, facts);
        match message.message_type {
            MessageType::CallProceeding => self.proceeding(),
            MessageType::Progress => self.progress(),
            MessageType::SetupAcknowledge => self.overlap(),
            MessageType::Alerting => self.alerting(),
            MessageType::Connect => self.connect(),
            MessageType::Facility => {
                // Once answered, the call is where it belongs; the redirect is for the record.
                if let Some(reason) = &facts.facility_reason
                    && reason.is_redirect()
                    && self.state != CallState::Active
                {
                    self.release(EndedBy::Remote, EndReason::Redirected(reason.clone()));
                }
            }
            MessageType::Status => self.peer_state(message),
            MessageType::ReleaseComplete => self.released(message, facts),
            // H.225.0 has neither (7.3.5, 7.3.8), but a gateway's ISDN side may leak them,
            // and the peer that sent one has given the call up.
            MessageType::Release | MessageType::Disconnect => {
                let cause = message.get::<Cause>().and_then(Result::ok);
                let text = format!("{} is not used in H.225.0", message.message_type);
                self.warn(WarningCode::UnexpectedMessage, text);
                self.release(EndedBy::Remote, EndReason::Released);
                if let (Some(end), Some(cause)) = (&mut self.ending, cause) {
                    end.cause = Some(cause);
                }
            }
            // They show that the peer lives, but T303 asks for an answer to Setup, so it runs on.
            MessageType::Notify
            | MessageType::Information
            | MessageType::StatusEnquiry
            | MessageType::ConnectAcknowledge => {}
            MessageType::Unknown(_) | MessageType::National(_) => {
                let text = format!("The peer sent an {}", message.message_type);
                self.warn(WarningCode::UnknownMessage, text);
            }
            other => self.unexpected(other),
        }
    }

    /// Keeps what matters for later messages and compares it with what was said before.
    fn note_peer(&mut self, message_type: MessageType, facts: &Facts) {
        self.peer_h245_address |= facts.h245_address.is_some();
        if let Some(tunnelling) = facts.h245_tunnelling
            && !facts.h245_tunnelling_undecided
        {
            self.peer_tunnelling = Some(tunnelling && self.peer_tunnelling != Some(false));
        }
        if message_type == MessageType::Connect
            && let Some(conference) = facts.conference_id
            && conference != self.writer.conference_id
        {
            let text = String::from("Connect has a conferenceID that is not the one of our Setup");
            self.warn(WarningCode::ConferenceIdChanged, text);
        }
    }

    /// Whether Setup is still without an answer that decides anything.
    fn is_setting_up(&self) -> bool {
        matches!(
            self.state,
            CallState::CallInitiated | CallState::OverlapSending
        )
    }

    fn stop_waiting(&mut self) {
        for timer in [Timer::T303, Timer::T304, Timer::T310, Timer::T301] {
            self.timers.stop(timer);
        }
    }

    /// Overlap sending (Q.931 5.1.3), though the number was complete as far as we know.
    fn overlap(&mut self) {
        if !self.is_setting_up() {
            self.unexpected(MessageType::SetupAcknowledge);
            return;
        }
        let text =
            String::from("The peer wants more digits than the number has (Setup Acknowledge)");
        self.warn(WarningCode::MoreDigitsWanted, text);
        // A second one gives no second wait.
        if self.state == CallState::CallInitiated {
            self.stop_waiting();
            self.timers
                .start(Timer::T304, self.config.limits.t304, self.now);
            self.enter(CallState::OverlapSending);
        }
    }

    /// A gatekeeper's own Call Proceeding may be followed by the endpoint's, so a second one is
    /// nothing odd.
    fn proceeding(&mut self) {
        if self.is_setting_up() {
            self.stop_waiting();
            self.timers
                .start(Timer::T310, self.config.limits.t310, self.now);
            self.enter(CallState::OutgoingCallProceeding);
        } else if self.state != CallState::OutgoingCallProceeding {
            self.unexpected(MessageType::CallProceeding);
        }
    }

    /// Progress stops T310 in Q.931 (5.1.6), because announcements may go on for long. So nothing
    /// is odd about a long wait any more, but the hard limit stays: nobody listens to them.
    fn progress(&mut self) {
        if self.is_setting_up() {
            self.proceeding();
        }
        self.timers.expect_nothing(Timer::T310);
    }

    fn alerting(&mut self) {
        match self.state {
            CallState::CallInitiated
            | CallState::OverlapSending
            | CallState::OutgoingCallProceeding => {
                self.stop_waiting();
                self.timers
                    .start(Timer::T301, self.config.limits.t301, self.now);
                self.enter(CallState::CallDelivered);
            }
            // It may be repeated, with other tones for instance.
            CallState::CallDelivered => {}
            _ => self.unexpected(MessageType::Alerting),
        }
    }

    fn connect(&mut self) {
        if self.state == CallState::Active {
            self.unexpected(MessageType::Connect);
            return;
        }
        self.stop_waiting();
        self.answered = true;
        self.enter(CallState::Active);
        let tunnel = self.config.h245_tunnelling && self.peer_tunnelling == Some(true);
        if !self.peer_h245_address && !tunnel {
            let text = String::from(
                "The peer neither tunnels H.245 nor says where its H.245 channel is: \
                 such a call could not carry media",
            );
            self.warn(WarningCode::NoControlChannel, text);
        }
        if self.config.control == ControlMode::Off {
            self.hold();
        } else {
            let limit = Limit::hard(self.config.limits.control);
            self.timers.start(Timer::Control, limit, self.now);
        }
    }

    /// A peer in state Null has no such call, and Q.931 5.8.11 would have us clear it. A stack that
    /// fills in its state wrongly may still answer, so it only goes on record.
    fn peer_state(&mut self, message: &Message) {
        let ours = message.call_reference.value() == self.call_reference.value();
        if ours
            && let Some(Ok(element)) = message.get::<CallStateElement>()
            && element.state == CallState::Null
        {
            let text = format!(
                "The peer says that the call is in state {}, here it is in {}",
                element.state, self.state
            );
            self.warn(WarningCode::StatusDisagrees, text);
        }
    }
}

/// A number as people write it, as a number element: `+` says international (Q.931 4.5.8).
fn number(text: &str) -> PartyNumber {
    match text.strip_prefix('+') {
        Some(digits) => PartyNumber::new(TypeOfNumber::International, NumberingPlan::Isdn, digits),
        None => PartyNumber::new(TypeOfNumber::UnknownType, NumberingPlan::Isdn, text),
    }
}
