//! The called side: takes a Setup and says what the driver tells it to.
//!
//! The native endpoint answers calls with it. It follows no policy of its own, so that a scenario
//! can play every kind of peer, also one that skips or repeats messages.

use alloc::{string::String, vec::Vec};
use core::net::SocketAddr;

use super::{ApiMisuse, Call, ControlMode, EndReason, EndedBy, Limit, Release, Timer};
use crate::{
    h225::{FacilityContents, Facts, MediaTerms},
    q931::{
        CallState, CauseValue, CodingStandard, Display, InformationElement, Location, Message,
        MessageType, Notification, NotificationIndicator, ProgressDescription, ProgressIndicator,
    },
    time::Instant,
};

/// What the called side can be told to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalledAction {
    /// Setup Acknowledge: ask for more digits.
    SetupAcknowledge,
    /// Call Proceeding.
    CallProceeding,
    /// Progress, with this description.
    Progress(ProgressDescription),
    /// Alerting.
    Alerting,
    /// Connect, with the `h245Address` of the configuration.
    Connect,
    /// Call Proceeding that says something about media.
    CallProceedingWith(MediaTerms),
    /// Alerting that says something about media.
    AlertingWith(MediaTerms),
    /// Connect with these terms in place of the configuration's.
    ConnectWith(MediaTerms),
    /// From here on H.245 is taken this way; an address goes into [`CalledAction::Connect`].
    /// Whether we tunnel may be left open until the first answer to Setup (H.323 8.2.1).
    TakeControl(ControlMode, Option<SocketAddr>),
    /// Begin H.245 in the tunnel, if one is agreed on; with Connect it begins by itself.
    StartControl,
    /// An H.245 message, as octets. It is lost when there is no channel to say it in.
    Control(Vec<u8>),
    /// endSession, ahead of a Release Complete (H.323 8.5).
    EndSession,
    /// Notify, with or without a User-user element: gateways often send it bare.
    Notify {
        /// Whether it has an H.225.0 part.
        with_user_information: bool,
    },
    /// Information, with a text for the caller's display.
    Information(String),
    /// Status Inquiry.
    StatusInquiry,
    /// Status about our state, with this cause.
    Status(CauseValue),
    /// Facility.
    Facility(FacilityContents),
    /// Release Complete.
    Release(Release),
}

impl Call {
    /// Tells the called side what to do next.
    ///
    /// # Errors
    /// On the calling side, before a Setup has come, and once the call is being released.
    pub fn act(&mut self, action: CalledAction, now: Instant) -> Result<(), ApiMisuse> {
        if self.side == super::Side::Calling {
            return Err(ApiMisuse::WrongSide);
        }
        if self.state == CallState::Null || self.ending.is_some() || self.is_over() {
            return Err(ApiMisuse::WrongState(self.state.code()));
        }
        self.now = self.now.max(now);
        self.timers.stop(Timer::T303);
        match action {
            CalledAction::SetupAcknowledge => {
                let information = self.writer.setup_acknowledge();
                self.transmit(MessageType::SetupAcknowledge, Vec::new(), Some(information));
                self.enter(CallState::OverlapReceiving);
            }
            CalledAction::CallProceeding => self.say_proceeding(&MediaTerms::default()),
            CalledAction::CallProceedingWith(media) => self.say_proceeding(&media),
            CalledAction::Progress(description) => {
                let information = self.writer.progress();
                let indicator = InformationElement::of(&ProgressIndicator {
                    coding: CodingStandard::ItuT,
                    location: Location::User,
                    description,
                });
                self.transmit(
                    MessageType::Progress,
                    indicator.into_iter().collect(),
                    Some(information),
                );
            }
            CalledAction::Alerting => self.say_alerting(&MediaTerms::default()),
            CalledAction::AlertingWith(media) => self.say_alerting(&media),
            CalledAction::Connect => {
                let media = MediaTerms {
                    h245_address: self.config.h245_address,
                    ..MediaTerms::default()
                };
                self.say_connect(&media);
            }
            CalledAction::ConnectWith(media) => self.say_connect(&media),
            CalledAction::TakeControl(mode, address) => {
                self.config.control = mode;
                self.config.h245_address = address;
                self.config.h245_tunnelling =
                    matches!(mode, ControlMode::Auto | ControlMode::Tunnelled);
                self.writer.tunnelling = self.config.h245_tunnelling;
            }
            CalledAction::StartControl => self.control_early(),
            CalledAction::Control(octets) => self.control_say(octets),
            CalledAction::EndSession => self.control_end(),
            CalledAction::Notify {
                with_user_information,
            } => {
                let information = with_user_information.then(|| self.writer.notify());
                let indicator = InformationElement::of(&NotificationIndicator {
                    notification: Notification::UserSuspended,
                    data: Vec::new(),
                });
                self.transmit(
                    MessageType::Notify,
                    indicator.into_iter().collect(),
                    information,
                );
            }
            CalledAction::Information(text) => {
                let information = self.writer.information();
                let display = InformationElement::of(&Display::from(text.as_str()));
                self.transmit(
                    MessageType::Information,
                    display.into_iter().collect(),
                    Some(information),
                );
            }
            CalledAction::StatusInquiry => {
                let information = self.writer.status_inquiry();
                self.transmit(MessageType::StatusEnquiry, Vec::new(), Some(information));
            }
            CalledAction::Status(cause) => {
                self.send_status(self.call_reference, self.state, cause);
            }
            CalledAction::Facility(contents) => {
                let information = self.writer.facility(&contents);
                self.send_facility(information);
            }
            CalledAction::Release(release) => {
                let reason = match self.state {
                    CallState::Active => EndReason::Cleared,
                    _ => EndReason::Rejected,
                };
                self.release_with(EndedBy::User, reason, release);
            }
        }
        Ok(())
    }

    fn say_proceeding(&mut self, media: &MediaTerms) {
        let information = self.writer.call_proceeding_with(media);
        self.transmit(
            MessageType::CallProceeding,
            self.display(),
            Some(information),
        );
        self.enter(CallState::IncomingCallProceeding);
    }

    fn say_alerting(&mut self, media: &MediaTerms) {
        let information = self.writer.alerting_with(media);
        self.transmit(MessageType::Alerting, self.display(), Some(information));
        self.enter(CallState::CallReceived);
    }

    fn say_connect(&mut self, media: &MediaTerms) {
        let information = self.writer.connect_with(media);
        self.transmit(MessageType::Connect, self.display(), Some(information));
        self.answered = true;
        self.enter(CallState::Active);
        self.control_answered();
    }

    /// The flag bit and value of the call are the caller's choice; our messages turn the flag
    /// (Q.931 4.3).
    pub(super) fn received_by_called(&mut self, message: &Message, facts: &Facts, whole: bool) {
        // Before Setup there is no reference that a message could have.
        let for_us = self.state == CallState::Null || self.is_for_us(message);
        if message.message_type == MessageType::StatusEnquiry {
            self.answer_status_inquiry(message);
        }
        if !for_us {
            return;
        }
        match message.message_type {
            MessageType::Setup if self.state == CallState::Null => {
                self.call_reference = message.call_reference.reversed();
                if let Some(identifier) = facts.call_identifier {
                    self.writer.call_identifier = identifier;
                }
                if let Some(identifier) = facts.conference_id {
                    self.writer.conference_id = identifier;
                }
                self.tunnelling.note(message.message_type, facts);
                self.timers.start(
                    Timer::T303,
                    Limit::hard(self.config.limits.t303.hard),
                    self.now,
                );
                self.enter(CallState::CallPresent);
            }
            MessageType::ReleaseComplete => self.released(message, facts, whole),
            MessageType::Facility
            | MessageType::Notify
            | MessageType::Information
            | MessageType::Progress
            | MessageType::Status
            | MessageType::StatusEnquiry
            | MessageType::ConnectAcknowledge => {}
            other => self.unexpected(other),
        }
    }

    fn display(&self) -> Vec<InformationElement> {
        self.config
            .display
            .as_deref()
            .and_then(|text| InformationElement::of(&Display::from(text)).ok())
            .into_iter()
            .collect()
    }
}
