//! The calling side: Setup out, then whatever legal order of answers comes (H.225.0 7.3, 7.4).

use alloc::{format, string::String, vec::Vec};

use super::{
    Call, CallConfig, ControlMode, EndReason, EndedBy, FastStart, Limit, NotFollowed, Overlap,
    Redirect, ReleaseWords, Timer, WarningCode,
};
use crate::{
    error::EncodeError,
    h225::Facts,
    q931::{
        CallState, CallStateElement, Cause, Display, ElementId, InformationElement, Message,
        MessageType, Presentation, PresentationIndicator, Screening,
    },
};

impl Call {
    /// Sends Setup, as soon as the connection is open: a gatekeeper waits for it for seconds only.
    pub(super) fn place(&mut self) {
        let information = self.writer.setup(&self.config);
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
        if self.config.destination.is_none() {
            let text = String::from(
                "The target's IP address is not known, so Setup goes without destCallSignalAddress",
            );
            self.warn(WarningCode::NoDestinationAddress, text);
        }
        if self.config.fast_start {
            self.fast_start = Some(FastStart::offered());
            self.control.reserve_fast_start();
        }
        self.enter(CallState::CallInitiated);
        self.timers
            .start(Timer::T303, self.config.limits.t303, self.now);
    }

    fn setup_elements(&self) -> Result<Vec<InformationElement>, EncodeError> {
        let config = &self.config;
        let mut elements = Vec::new();
        elements.push(InformationElement::of(&config.bearer)?);
        if let Some(text) = &config.display {
            elements.push(InformationElement::of(&Display::from(text.as_str()))?);
        }
        if !config.calling_number.is_empty() {
            let mut calling = config.calling_numbering.element(&config.calling_number);
            calling.presentation = Some(PresentationIndicator {
                presentation: Presentation::Allowed,
                screening: Screening::NotScreened,
            });
            let id = ElementId::CALLING_PARTY_NUMBER;
            elements.push(InformationElement::new(id, calling.encode(id)?));
        }
        if let Some(called) = &config.called_number {
            let id = ElementId::CALLED_PARTY_NUMBER;
            let called = config.called_numbering.element(called);
            elements.push(InformationElement::new(id, called.encode(id)?));
        }
        Ok(elements)
    }

    pub(super) fn received_by_calling(&mut self, message: &Message, facts: &Facts, whole: bool) {
        let for_us = self.is_for_us(message);
        if message.message_type == MessageType::StatusEnquiry {
            self.answer_status_inquiry(message);
        }
        if !for_us {
            return;
        }
        self.note_peer(message.message_type, facts);
        self.fast_start_in(message.message_type, facts);
        match message.message_type {
            MessageType::CallProceeding => self.proceeding(),
            MessageType::Progress => self.progress(),
            MessageType::SetupAcknowledge => self.overlap(),
            MessageType::Alerting => self.alerting(),
            MessageType::Connect => self.connect(),
            MessageType::Facility => {
                // Once answered, the call is where it belongs; the redirect is for the record.
                if self.state != CallState::Active
                    && let Some(redirect) = Redirect::of(facts, self.now)
                {
                    let reason = redirect.reason.clone();
                    self.redirect = Some(redirect);
                    self.release(EndedBy::Remote, EndReason::Redirected(reason));
                }
            }
            MessageType::Status => self.peer_state(message),
            MessageType::ReleaseComplete => self.released(message, facts, whole),
            // H.225.0 has neither (7.3.5, 7.3.8), but a gateway's ISDN side may leak them,
            // and the peer that sent one has given the call up.
            MessageType::Release | MessageType::Disconnect => {
                let cause = message.get::<Cause>().and_then(Result::ok);
                let text = format!("{} is not used in H.225.0", message.message_type);
                self.warn(WarningCode::UnexpectedMessage, text);
                // What it says takes the place of a Release Complete.
                if cause.is_some() {
                    let reason = None;
                    self.clearing.peer_release(ReleaseWords { cause, reason });
                }
                self.release(EndedBy::Remote, EndReason::Released);
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

    /// Where a Facility sent us, if the call ended so.
    #[must_use]
    pub const fn redirect(&self) -> Option<&Redirect> {
        self.redirect.as_ref()
    }

    /// The call that goes where the peer sent us, if it did.
    #[must_use]
    pub fn redirected(&self) -> Option<Result<CallConfig, NotFollowed>> {
        let redirect = self.redirect.as_ref()?;
        Some(self.config.redirected(redirect, self.writer.conference_id))
    }

    /// Keeps what matters for later messages and compares it with what was said before.
    fn note_peer(&mut self, message_type: MessageType, facts: &Facts) {
        self.peer_h245_address |= facts.h245_address.is_some();
        let unread = &facts.unread;
        self.hidden_control |= unread.in_pdu("h245Tunnelling") || unread.in_body("h245Address");
        self.hidden_fast_start |=
            unread.in_body("fastStart") || unread.in_body("fastConnectRefused");
        // Once the call is answered the tunnel is open or not, and whoever parts needs none.
        let late = self.state == CallState::Active && facts.h245_tunnelling == Some(false);
        if !late && message_type != MessageType::ReleaseComplete {
            self.tunnelling.note(message_type, facts);
        }
        if self.is_tunnel_wanted()
            && let Some(text) = self.tunnelling.withdrawn()
        {
            self.warn(WarningCode::TunnelWithdrawn, text);
        }
        if message_type == MessageType::Connect
            && let Some(conference) = facts.conference_id
            && conference != self.writer.conference_id
        {
            let text = String::from("Connect has a conferenceID that is not the one of our Setup");
            self.warn(WarningCode::ConferenceIdChanged, text);
        }
    }

    /// Whether H.245 is to be tunnelled if the peer agrees.
    pub(super) const fn is_tunnel_wanted(&self) -> bool {
        let control = self.config.control;
        self.config.h245_tunnelling && matches!(control, ControlMode::Auto | ControlMode::Tunnelled)
    }

    /// Whether Setup is still without an answer that decides anything.
    fn is_setting_up(&self) -> bool {
        matches!(
            self.state,
            CallState::CallInitiated | CallState::OverlapSending
        )
    }

    /// The peer has answered Setup.
    fn stop_waiting(&mut self) {
        self.start_keep_alive();
        for timer in [Timer::T303, Timer::T304, Timer::T310, Timer::T301] {
            self.timers.stop(timer);
        }
    }

    /// Overlap sending (Q.931 5.1.3): the rest of the number if there is one, and else a peer that
    /// waits in vain.
    fn overlap(&mut self) {
        if !self.is_setting_up() {
            self.unexpected(MessageType::SetupAcknowledge);
            return;
        }
        let rest = match &self.config.overlap {
            Some(overlap) if !self.overlap_sent => Some(overlap.clone()),
            _ => None,
        };
        match rest {
            Some(overlap) => self.send_digits(&overlap),
            None => {
                let text = match self.overlap_sent {
                    true => "The peer wants still more digits, and there are none",
                    false => "The peer wants more digits than the number has (Setup Acknowledge)",
                };
                self.warn(WarningCode::MoreDigitsWanted, text.into());
            }
        }
        // A second one gives no second wait.
        if self.state == CallState::CallInitiated {
            self.stop_waiting();
            self.timers
                .start(Timer::T304, self.config.limits.t304, self.now);
            self.enter(CallState::OverlapSending);
        }
    }

    /// All that is left of the number, in one Information (Q.931 3.1.6).
    fn send_digits(&mut self, overlap: &Overlap) {
        self.overlap_sent = true;
        let mut elements = Vec::new();
        if overlap.sending_complete {
            // An element of a single octet, which goes ahead of the others.
            elements.push(InformationElement::new(
                ElementId::SENDING_COMPLETE,
                Vec::new(),
            ));
        }
        let id = ElementId::CALLED_PARTY_NUMBER;
        let numbering = &self.config.called_numbering;
        // The type is the one of the number that these digits complete.
        let mut digits = numbering.element(&overlap.digits);
        digits.type_of_number =
            numbering.type_of(self.config.called_number.as_deref().unwrap_or_default());
        let mut unwritten = None;
        match digits.encode(id) {
            Ok(contents) => elements.push(InformationElement::new(id, contents)),
            Err(error) => unwritten = Some(error),
        }
        let information = self.writer.information();
        self.transmit(MessageType::Information, elements, Some(information));
        if let Some(error) = unwritten {
            let text = format!("The further digits could not be written: {error}");
            self.warn(WarningCode::NotSent, text);
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
        self.clearing.answered(self.now);
        self.enter(CallState::Active);
        let tunnel = self.config.h245_tunnelling && self.tunnelling.is_offered();
        let known = self.peer_h245_address || tunnel;
        match self.config.control {
            ControlMode::Off => {
                if !known {
                    self.no_control_channel();
                }
                self.hold();
            }
            // A Facility with startH245 may still name a connection, but not offer the tunnel.
            ControlMode::Tunnelled if !tunnel => self.no_control_channel(),
            _ => {
                let wait = match known {
                    true => self.config.limits.control,
                    false => self.config.limits.start_h245,
                };
                self.timers
                    .start(Timer::Control, Limit::hard(wait), self.now);
            }
        }
    }

    /// Such a call could not carry media, unless fast start has seen to it.
    pub(super) fn no_control_channel(&mut self) {
        // It may have said so where nothing could be read; and what was said of the tunnel is on
        // record as a warning of its own.
        let contradicted = self.is_tunnel_wanted() && self.tunnelling.withdrawn().is_some();
        if self.hidden_control || contradicted {
            return;
        }
        let text = match self.config.control {
            ControlMode::Tunnelled => "The peer does not tunnel H.245",
            _ => "The peer neither tunnels H.245 nor says where its H.245 channel is",
        };
        let what = match self.has_fast_channels() {
            true => "there are no channels but those of fastStart",
            false => "such a call could not carry media",
        };
        let text = format!("{text}: {what}");
        self.warn(WarningCode::NoControlChannel, text);
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
