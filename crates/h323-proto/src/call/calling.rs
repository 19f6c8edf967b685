//! The calling side: Setup out, then whatever legal order of answers comes (H.225.0 7.3, 7.4).

use alloc::{format, string::String, vec::Vec};

use super::{Call, EndReason, EndedBy, Limit, Timer, WarningCode};
use crate::{
    error::EncodeError,
    h225::Facts,
    q931::{
        BearerCapability, CallState, CallStateElement, Cause, CauseValue, CodingStandard, Display,
        ElementId, InformationElement, Location, Message, MessageType, NumberingPlan, PartyNumber,
        Presentation, PresentationIndicator, Screening, TypeOfNumber,
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
        let elements = match self.setup_elements() {
            Ok(elements) => elements,
            Err(error) => {
                self.release(
                    EndedBy::Library,
                    EndReason::ConnectFailed(format!("Setup cannot be written: {error}")),
                );
                return;
            }
        };
        self.transmit(MessageType::Setup, elements, Some(information));
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
        if !self.is_for_us(message) {
            return;
        }
        self.note_peer(message.message_type, facts);
        match message.message_type {
            MessageType::CallProceeding => self.proceeding(),
            MessageType::Progress => self.progress(),
            MessageType::SetupAcknowledge => {
                if self.state == CallState::CallInitiated {
                    self.enter(CallState::OverlapSending);
                }
                let text = String::from(
                    "The peer wants more digits than the number has (Setup Acknowledge)",
                );
                self.warn(WarningCode::MoreDigitsWanted, text);
            }
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
            MessageType::StatusEnquiry => self.answer_status_inquiry(),
            MessageType::ReleaseComplete => self.released(message, facts),
            // H.225.0 has neither (7.2.2.9, 7.2.2.10), but a gateway's ISDN side may leak them,
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
            | MessageType::Status
            | MessageType::ConnectAcknowledge => {}
            MessageType::Unknown(_) | MessageType::National(_) => {
                let text = format!("The peer sent an {}", message.message_type);
                self.warn(WarningCode::UnknownMessage, text);
            }
            other => {
                let text = format!("The peer sent {other}, which a calling side never receives");
                self.warn(WarningCode::UnexpectedMessage, text);
            }
        }
    }

    /// Whether the message's call reference is the one of this call (Q.931 5.8.3).
    ///
    /// A wrong flag is forgiven: the value is random, so it cannot be another call's. A Release
    /// Complete is taken under any reference, since some gatekeepers reject a call before they
    /// have one, and nothing else can be meant on a connection with a single call.
    fn is_for_us(&mut self, message: &Message) -> bool {
        let theirs = message.call_reference;
        let ours = self.call_reference;
        let name = message.message_type;
        if theirs.value() == ours.value() {
            if theirs.flag() == ours.flag() {
                let text = format!("{name} has the call reference flag of the calling side");
                self.warn(WarningCode::CallReferenceFlag, text);
            }
            return true;
        }
        if theirs.value() != 0 {
            let text = format!(
                "{name} has call reference {}, this call is {}",
                theirs.value(),
                ours.value()
            );
            self.warn(WarningCode::CallReferenceValue, text);
        }
        theirs.value() == 0 || message.message_type == MessageType::ReleaseComplete
    }

    /// Keeps what matters for later messages and compares it with what was said before.
    fn note_peer(&mut self, message_type: MessageType, facts: &Facts) {
        self.peer_h245_address |= facts.h245_address.is_some();
        if facts.h245_tunnelling.is_some() && !facts.h245_tunnelling_undecided {
            self.peer_tunnelling = facts.h245_tunnelling;
        }
        if message_type == MessageType::Connect
            && let Some(conference) = facts.conference_id
            && conference != self.writer.conference_id
        {
            let text = String::from("Connect has a conferenceID that is not the one of our Setup");
            self.warn(WarningCode::ConferenceIdChanged, text);
        }
    }

    fn proceeding(&mut self) {
        if matches!(
            self.state,
            CallState::CallInitiated | CallState::OverlapSending
        ) {
            self.timers.stop(Timer::T303);
            self.timers
                .start(Timer::T310, self.config.limits.t310, self.now);
            self.enter(CallState::OutgoingCallProceeding);
        }
    }

    /// Progress stops T310 in Q.931 (5.1.6), because announcements may go on for long. Here the
    /// hard limit stays: nobody listens to them.
    fn progress(&mut self) {
        self.proceeding();
    }

    fn alerting(&mut self) {
        if matches!(
            self.state,
            CallState::CallInitiated
                | CallState::OverlapSending
                | CallState::OutgoingCallProceeding
        ) {
            self.timers.stop(Timer::T303);
            self.timers.stop(Timer::T310);
            self.timers
                .start(Timer::T301, self.config.limits.t301, self.now);
            self.enter(CallState::CallDelivered);
        }
    }

    fn connect(&mut self) {
        if self.state == CallState::Active {
            return;
        }
        for timer in [Timer::T303, Timer::T310, Timer::T301] {
            self.timers.stop(timer);
        }
        self.answered = true;
        self.enter(CallState::Active);
        if !self.peer_h245_address && self.peer_tunnelling != Some(true) {
            let text = String::from(
                "The peer neither tunnels H.245 nor says where its H.245 channel is: \
                 such a call could not carry media",
            );
            self.warn(WarningCode::NoControlChannel, text);
        }
        if self.config.limits.hold.is_zero() {
            self.release(EndedBy::User, EndReason::Cleared);
        } else {
            self.timers
                .start(Timer::Hold, Limit::hard(self.config.limits.hold), self.now);
        }
    }

    /// Q.931 5.8.10: Status with cause 30 and our state.
    pub(super) fn answer_status_inquiry(&mut self) {
        self.send_status(CauseValue::RESPONSE_TO_STATUS_ENQUIRY);
    }

    pub(super) fn send_status(&mut self, cause: CauseValue) {
        let elements = [
            InformationElement::of(&Cause::new(Location::User, cause)),
            InformationElement::of(&CallStateElement {
                coding: CodingStandard::ItuT,
                state: self.state,
            }),
        ];
        let information = self.writer.status();
        self.transmit(
            MessageType::Status,
            elements.into_iter().flatten().collect(),
            Some(information),
        );
    }
}

/// A number as people write it, as a number element: `+` says international (Q.931 4.5.8).
fn number(text: &str) -> PartyNumber {
    match text.strip_prefix('+') {
        Some(digits) => PartyNumber::new(TypeOfNumber::International, NumberingPlan::Isdn, digits),
        None => PartyNumber::new(TypeOfNumber::UnknownType, NumberingPlan::Isdn, text),
    }
}
