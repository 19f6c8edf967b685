//! The calling side: sends Setup and takes the answers in every legal order (H.225.0 7.3, 7.4).

use alloc::{format, string::String, vec::Vec};
use core::net::SocketAddr;

use super::{
    config::{CallingConfig, Target},
    end::{EndReason, EndedBy, ReleaseWords},
    examine::Ours,
    fast_start::Offer,
    keep_alive,
    options::Overlap,
    outbox::Outbox,
    redirect::{NotFollowed, Redirect},
    standing::Standing,
    timer::Timer,
    verdict::Verdict,
    warning::WarningCode,
};
use crate::{
    error::EncodeError,
    h225::{Facts, SetupOffer},
    q931::{
        CallState, CallStateElement, Cause, Display, ElementId, InformationElement, Message,
        MessageType, Presentation, PresentationIndicator, Screening,
    },
};

/// A call that we place.
#[derive(Debug)]
pub(super) struct Calling {
    standing: Standing,
    target: Target,
    config: CallingConfig,
    /// Whether the digits for overlap sending were sent.
    overlap_sent: bool,
    redirect: Option<Redirect>,
}

impl Calling {
    pub(super) const fn new(target: Target, config: CallingConfig) -> Self {
        Self {
            standing: Standing::new(),
            target,
            config,
            overlap_sent: false,
            redirect: None,
        }
    }

    pub(super) const fn standing(&self) -> &Standing {
        &self.standing
    }

    pub(super) const fn standing_mut(&mut self) -> &mut Standing {
        &mut self.standing
    }

    pub(super) const fn target(&self) -> &Target {
        &self.target
    }

    /// The redirect that ended the call, if a Facility did so.
    pub(super) const fn redirect(&self) -> Option<&Redirect> {
        self.redirect.as_ref()
    }

    /// The call that follows the redirect, if the endpoint redirected this one.
    pub(super) fn redirected(
        &self,
        conference_id: [u8; 16],
    ) -> Option<Result<(Target, CallingConfig), NotFollowed>> {
        let redirect = self.redirect.as_ref()?;
        Some(redirect.followed(&self.target, &self.config, conference_id))
    }

    /// The channels that Setup offers in `fastStart`, if it offers any.
    pub(super) fn offer(&self) -> Option<Offer> {
        let codecs = &self.config.terms.session.codecs;
        self.config.fast_start.then(|| Offer::new(codecs))
    }

    /// The facts that answers are compared with.
    pub(super) const fn ours(&self, out: &Outbox) -> Ours {
        Ours {
            version: self.config.terms.version,
            call_identifier: out.writer().call_identifier,
            seen: None,
        }
    }

    /// Whether this message answers the call.
    pub(super) fn is_answer(&self, message: &Message, out: &Outbox) -> bool {
        message.message_type == MessageType::Connect
            && !self.standing.is_answered()
            && message.call_reference.value() == out.reference().value()
    }

    /// Sends Setup as soon as the connection is open: a gatekeeper waits only a few seconds for it.
    pub(super) fn place(&mut self, peer: Option<SocketAddr>, out: &mut Outbox) -> Verdict {
        out.stop(Timer::Connect);
        let config = &self.config;
        let offer = SetupOffer {
            destination: self.target.address().or(peer),
            overlap: config.overlap.is_some(),
            fast_start: config
                .fast_start
                .then_some(config.terms.session.codecs.as_slice()),
        };
        let information = out.writer().setup(&config.setup, offer);
        let reference = out.reference();
        let sent = self
            .setup_elements()
            .map_err(|error| format!("{} could not be written: {error}", MessageType::Setup))
            .and_then(|elements| {
                out.send(reference, MessageType::Setup, elements, Some(information))
            });
        if let Err(text) = sent {
            return Verdict::End(EndedBy::Library, EndReason::SetupNotWritten(text));
        }
        if offer.destination.is_none() {
            let text = String::from(
                "The target's IP address is not known, so Setup goes without destCallSignalAddress",
            );
            out.warn(WarningCode::NoDestinationAddress, text);
        }
        self.standing.enter(CallState::CallInitiated, out);
        out.start(Timer::T303, self.config.terms.limits.t303);
        Verdict::GoesOn
    }

    fn setup_elements(&self) -> Result<Vec<InformationElement>, EncodeError> {
        let (config, setup) = (&self.config, &self.config.setup);
        let mut elements = Vec::new();
        elements.push(InformationElement::of(&config.bearer)?);
        if let Some(text) = &config.terms.display {
            elements.push(InformationElement::of(&Display::from(text.as_str()))?);
        }
        if !setup.calling_number.is_empty() {
            let mut calling = setup.calling_numbering.element(&setup.calling_number);
            calling.presentation = Some(PresentationIndicator {
                presentation: Presentation::Allowed,
                screening: Screening::NotScreened,
            });
            let id = ElementId::CALLING_PARTY_NUMBER;
            elements.push(InformationElement::new(id, calling.encode(id)?));
        }
        if let Some(called) = &setup.called_number {
            let id = ElementId::CALLED_PARTY_NUMBER;
            let called = setup.called_numbering.element(called);
            elements.push(InformationElement::new(id, called.encode(id)?));
        }
        Ok(elements)
    }

    /// Whether the message is about this call. Warns if a Connect changes the `conferenceID`.
    pub(super) fn hears(&self, message: &Message, facts: &Facts, out: &mut Outbox) -> bool {
        let for_us = self.standing.hears(message, out);
        if for_us
            && message.message_type == MessageType::Connect
            && let Some(conference) = facts.conference_id
            && conference != out.writer().conference_id
        {
            let text = String::from("Connect has another conferenceID than our Setup");
            out.warn(WarningCode::ConferenceIdChanged, text);
        }
        for_us
    }

    /// Takes a message about this call.
    pub(super) fn received(
        &mut self,
        message: &Message,
        facts: &Facts,
        out: &mut Outbox,
    ) -> Verdict {
        match message.message_type {
            MessageType::CallProceeding => self.proceeding(out),
            MessageType::Progress => self.progress(out),
            MessageType::SetupAcknowledge => self.overlap(out),
            MessageType::Alerting => self.alerting(out),
            MessageType::Connect => return self.connect(out),
            MessageType::Facility => {
                // An answered call stays where it is, so a later redirect is only recorded.
                if self.standing.state() != CallState::Active
                    && let Some(redirect) = Redirect::of(facts, out.now())
                {
                    let reason = redirect.reason.clone();
                    self.redirect = Some(redirect);
                    return Verdict::End(EndedBy::Remote, EndReason::Redirected(reason));
                }
            }
            MessageType::Status => self.peer_state(message, out),
            MessageType::ReleaseComplete => return Verdict::Released,
            // H.225.0 does not use either message (7.3.5, 7.3.8), but the ISDN side of a gateway
            // may leak one. Its sender has then given up the call.
            MessageType::Release | MessageType::Disconnect => {
                let cause = message.get::<Cause>().and_then(Result::ok);
                let text = format!("{} is not used in H.225.0", message.message_type);
                out.warn(WarningCode::UnexpectedMessage, text);
                // The cause counts as if it came in a Release Complete.
                if cause.is_some() {
                    let reason = None;
                    out.clearing().peer_release(ReleaseWords { cause, reason });
                }
                return Verdict::End(EndedBy::Remote, EndReason::Released);
            }
            // These messages show that the endpoint is alive. They do not answer Setup, so T303
            // runs on.
            MessageType::Notify
            | MessageType::Information
            | MessageType::StatusEnquiry
            | MessageType::ConnectAcknowledge => {}
            MessageType::Unknown(_) | MessageType::National(_) => {
                let text = format!("The endpoint sent an {}", message.message_type);
                out.warn(WarningCode::UnknownMessage, text);
            }
            other => self.standing.unexpected(other, out),
        }
        Verdict::GoesOn
    }

    /// Sends a keep-alive and schedules the next one.
    pub(super) fn keep_alive(&self, out: &mut Outbox) {
        keep_alive::send(self.config.keep_alive, out);
    }

    /// Whether Setup still lacks a decisive answer.
    fn is_setting_up(&self) -> bool {
        matches!(
            self.standing.state(),
            CallState::CallInitiated | CallState::OverlapSending
        )
    }

    /// The endpoint has answered Setup, so the timers that wait for an answer stop.
    fn stop_waiting(&self, out: &mut Outbox) {
        keep_alive::start(self.config.keep_alive, out);
        for timer in [Timer::T303, Timer::T304, Timer::T310, Timer::T301] {
            out.stop(timer);
        }
    }

    /// Overlap sending (Q.931 5.1.3): sends the rest of the number. If there is none, it warns that
    /// the endpoint wants more digits.
    fn overlap(&mut self, out: &mut Outbox) {
        if !self.is_setting_up() {
            self.standing.unexpected(MessageType::SetupAcknowledge, out);
            return;
        }
        let rest = match &self.config.overlap {
            Some(overlap) if !self.overlap_sent => Some(overlap.clone()),
            _ => None,
        };
        match rest {
            Some(overlap) => self.send_digits(&overlap, out),
            None => {
                let text = match self.overlap_sent {
                    true => "The endpoint wants still more digits, but all were sent",
                    false => {
                        "The endpoint wants more digits than the number has (Setup Acknowledge)"
                    }
                };
                out.warn(WarningCode::MoreDigitsWanted, text.into());
            }
        }
        // A second Setup Acknowledge does not restart the wait.
        if self.standing.state() == CallState::CallInitiated {
            self.stop_waiting(out);
            out.start(Timer::T304, self.config.terms.limits.t304);
            self.standing.enter(CallState::OverlapSending, out);
        }
    }

    /// Sends the whole rest of the number in one Information (Q.931 3.1.6).
    fn send_digits(&mut self, overlap: &Overlap, out: &mut Outbox) {
        self.overlap_sent = true;
        let mut elements = Vec::new();
        if overlap.sending_complete {
            // A single-octet element precedes the others.
            elements.push(InformationElement::new(
                ElementId::SENDING_COMPLETE,
                Vec::new(),
            ));
        }
        let id = ElementId::CALLED_PARTY_NUMBER;
        let setup = &self.config.setup;
        let numbering = &setup.called_numbering;
        // These digits complete the number in Setup, so they have the same type of number.
        let mut digits = numbering.element(&overlap.digits);
        digits.type_of_number =
            numbering.type_of(setup.called_number.as_deref().unwrap_or_default());
        let mut unwritten = None;
        match digits.encode(id) {
            Ok(contents) => elements.push(InformationElement::new(id, contents)),
            Err(error) => unwritten = Some(error),
        }
        let information = out.writer().information();
        out.transmit(MessageType::Information, elements, Some(information));
        if let Some(error) = unwritten {
            let text = format!("The further digits could not be written: {error}");
            out.warn(WarningCode::NotSent, text);
        }
    }

    /// A gatekeeper may send its own Call Proceeding before the endpoint's, so a second one is
    /// normal.
    fn proceeding(&mut self, out: &mut Outbox) {
        if self.is_setting_up() {
            self.stop_waiting(out);
            out.start(Timer::T310, self.config.terms.limits.t310);
            self.standing.enter(CallState::OutgoingCallProceeding, out);
        } else if self.standing.state() != CallState::OutgoingCallProceeding {
            self.standing.unexpected(MessageType::CallProceeding, out);
        }
    }

    /// Progress stops T310 in Q.931 (5.1.6), because announcements may take long. So a long wait
    /// earns no warning any more. The hard limit stays, because nobody listens to announcements here.
    fn progress(&mut self, out: &mut Outbox) {
        if self.is_setting_up() {
            self.proceeding(out);
        }
        out.expect_nothing(Timer::T310);
    }

    fn alerting(&mut self, out: &mut Outbox) {
        match self.standing.state() {
            CallState::CallInitiated
            | CallState::OverlapSending
            | CallState::OutgoingCallProceeding => {
                self.stop_waiting(out);
                out.start(Timer::T301, self.config.terms.limits.t301);
                self.standing.enter(CallState::CallDelivered, out);
            }
            // Alerting may be repeated, for instance with other tones.
            CallState::CallDelivered => {}
            _ => self.standing.unexpected(MessageType::Alerting, out),
        }
    }

    fn connect(&mut self, out: &mut Outbox) -> Verdict {
        if self.standing.state() == CallState::Active {
            self.standing.unexpected(MessageType::Connect, out);
            return Verdict::GoesOn;
        }
        self.stop_waiting(out);
        let now = out.now();
        out.clearing().answered(now);
        self.standing.answer(out);
        Verdict::Answered
    }

    /// Q.931 5.8.11 demands that we clear a call which the endpoint reports in state Null. A stack
    /// that reports a wrong state may still answer, so we only warn.
    fn peer_state(&self, message: &Message, out: &mut Outbox) {
        let ours = message.call_reference.value() == out.reference().value();
        if ours
            && let Some(Ok(element)) = message.get::<CallStateElement>()
            && element.state == CallState::Null
        {
            let text = format!(
                "The endpoint has the call in state {}, but here it is in {}",
                element.state,
                self.standing.state()
            );
            out.warn(WarningCode::StatusDisagrees, text);
        }
    }
}
