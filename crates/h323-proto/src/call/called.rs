//! The called side: takes a Setup and sends the messages that the driver asks for.
//!
//! The native endpoint answers calls with it. It has no policy of its own, so that a scenario can
//! play every kind of endpoint, even one that skips or repeats messages.

use alloc::{string::String, vec::Vec};
use core::net::SocketAddr;

use super::{
    config::{CalledConfig, H245Mode},
    end::EndReason,
    h245::H245Link,
    outbox::Outbox,
    release::Release,
    standing::Standing,
    timer::{Limit, Timer},
    verdict::Verdict,
};
use crate::{
    h225::{FacilityContents, Facts, MediaTerms},
    q931::{
        CallState, CauseValue, CodingStandard, Display, InformationElement, Location, Message,
        MessageType, Notification, NotificationIndicator, ProgressDescription, ProgressIndicator,
    },
    time::Duration,
};

/// The actions that a driver can ask the called side for.
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
    /// Call Proceeding with information about media.
    CallProceedingWith(MediaTerms),
    /// Alerting with information about media.
    AlertingWith(MediaTerms),
    /// Connect with these terms instead of those in the configuration.
    ConnectWith(MediaTerms),
    /// Takes H.245 this way from now on. [`CalledAction::Connect`] announces the address. The
    /// choice of the tunnel may stay open until the first answer to Setup (H.323 8.2.1).
    TakeH245(H245Mode, Option<SocketAddr>),
    /// Begins H.245 in the tunnel, if both sides offer it. Connect begins H.245 without this
    /// action.
    StartH245,
    /// An H.245 message, as octets. Without an H.245 channel it is lost.
    H245(Vec<u8>),
    /// endSession, to be followed by Release Complete (H.323 8.5).
    EndSession,
    /// Notify, with or without a User-user element: many gateways send it without one.
    Notify {
        /// Whether the message has an H.225.0 part.
        with_user_information: bool,
    },
    /// Information, with a text for the caller's display.
    Information(String),
    /// Status Inquiry.
    StatusInquiry,
    /// Status with our state and this cause.
    Status(CauseValue),
    /// Facility.
    Facility(FacilityContents),
    /// Release Complete.
    Release(Release),
}

/// The call cannot do what the driver asks for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiMisuse {
    /// The action belongs to the other side of a call. [`Call`](super::Call) is one type for both
    /// sides because drivers, reports and tests take either, so the types cannot rule this out.
    #[error("only the endpoint does this")]
    WrongSide,
    /// No Setup has arrived yet, or the call is over.
    #[error("not possible in state U{0}")]
    WrongState(u8),
}

/// A call that reaches us.
#[derive(Debug)]
pub(super) struct Called {
    standing: Standing,
    display: Option<String>,
    h245_address: Option<SocketAddr>,
    /// The longest wait for a Setup, and then for the driver's first answer to it.
    patience: Duration,
}

impl Called {
    pub(super) fn new(config: &CalledConfig) -> Self {
        Self {
            standing: Standing::new(),
            display: config.terms.display.clone(),
            h245_address: config.h245_address,
            patience: config.terms.limits.t303.hard,
        }
    }

    pub(super) const fn standing(&self) -> &Standing {
        &self.standing
    }

    pub(super) const fn standing_mut(&mut self) -> &mut Standing {
        &mut self.standing
    }

    /// Waits for Setup, or for the driver's answer to it.
    pub(super) fn wait(&self, out: &mut Outbox) {
        out.start(Timer::T303, Limit::hard(self.patience));
    }

    /// Carries out the action. Returns the release if the action ends the call.
    pub(super) fn act(
        &mut self,
        action: CalledAction,
        h245: &mut H245Link,
        out: &mut Outbox,
    ) -> Option<(EndReason, Release)> {
        out.stop(Timer::T303);
        match action {
            CalledAction::SetupAcknowledge => {
                let information = out.writer().setup_acknowledge();
                out.transmit(MessageType::SetupAcknowledge, Vec::new(), Some(information));
                self.standing.enter(CallState::OverlapReceiving, out);
            }
            CalledAction::CallProceeding => self.say_proceeding(&MediaTerms::default(), out),
            CalledAction::CallProceedingWith(media) => self.say_proceeding(&media, out),
            CalledAction::Progress(description) => {
                let information = out.writer().progress();
                let indicator = InformationElement::of(&ProgressIndicator {
                    coding: CodingStandard::ItuT,
                    location: Location::User,
                    description,
                });
                out.transmit(
                    MessageType::Progress,
                    indicator.into_iter().collect(),
                    Some(information),
                );
            }
            CalledAction::Alerting => self.say_alerting(&MediaTerms::default(), out),
            CalledAction::AlertingWith(media) => self.say_alerting(&media, out),
            CalledAction::Connect => {
                let media = MediaTerms {
                    h245_address: self.h245_address,
                    ..MediaTerms::default()
                };
                self.say_connect(&media, h245, out);
            }
            CalledAction::ConnectWith(media) => self.say_connect(&media, h245, out),
            CalledAction::TakeH245(mode, address) => {
                self.h245_address = address;
                h245.take(mode, out);
            }
            CalledAction::StartH245 => h245.begin_early(out),
            CalledAction::H245(octets) => h245.say(octets, out),
            CalledAction::EndSession => h245.end_alone(out),
            CalledAction::Notify {
                with_user_information,
            } => {
                let information = with_user_information.then(|| out.writer().notify());
                let indicator = InformationElement::of(&NotificationIndicator {
                    notification: Notification::UserSuspended,
                    data: Vec::new(),
                });
                out.transmit(
                    MessageType::Notify,
                    indicator.into_iter().collect(),
                    information,
                );
            }
            CalledAction::Information(text) => {
                let information = out.writer().information();
                let display = InformationElement::of(&Display::from(text.as_str()));
                out.transmit(
                    MessageType::Information,
                    display.into_iter().collect(),
                    Some(information),
                );
            }
            CalledAction::StatusInquiry => {
                let information = out.writer().status_inquiry();
                out.transmit(MessageType::StatusEnquiry, Vec::new(), Some(information));
            }
            CalledAction::Status(cause) => {
                out.transmit_status(out.reference(), self.standing.state(), cause);
            }
            CalledAction::Facility(contents) => {
                let information = out.writer().facility(&contents);
                out.transmit_facility(information);
            }
            CalledAction::Release(release) => {
                let reason = match self.standing.state() {
                    CallState::Active => EndReason::Cleared,
                    _ => EndReason::Rejected,
                };
                return Some((reason, release));
            }
        }
        None
    }

    fn say_proceeding(&mut self, media: &MediaTerms, out: &mut Outbox) {
        let information = out.writer().call_proceeding_with(media);
        out.transmit(
            MessageType::CallProceeding,
            self.display(),
            Some(information),
        );
        self.standing.enter(CallState::IncomingCallProceeding, out);
    }

    fn say_alerting(&mut self, media: &MediaTerms, out: &mut Outbox) {
        let information = out.writer().alerting_with(media);
        out.transmit(MessageType::Alerting, self.display(), Some(information));
        self.standing.enter(CallState::CallReceived, out);
    }

    fn say_connect(&mut self, media: &MediaTerms, h245: &mut H245Link, out: &mut Outbox) {
        let information = out.writer().connect_with(media);
        out.transmit(MessageType::Connect, self.display(), Some(information));
        self.standing.answer(out);
        h245.we_answer(out);
    }

    /// Takes a message about this call. The caller chooses the value and the flag of the call
    /// reference; our messages invert the flag (Q.931 4.3).
    pub(super) fn received(
        &mut self,
        message: &Message,
        facts: &Facts,
        out: &mut Outbox,
    ) -> Verdict {
        match message.message_type {
            MessageType::Setup if self.standing.state() == CallState::Null => {
                out.belong_to(message.call_reference, facts);
                self.wait(out);
                self.standing.enter(CallState::CallPresent, out);
                return Verdict::SetUp;
            }
            MessageType::ReleaseComplete => return Verdict::Released,
            MessageType::Facility
            | MessageType::Notify
            | MessageType::Information
            | MessageType::Progress
            | MessageType::Status
            | MessageType::StatusEnquiry
            | MessageType::ConnectAcknowledge => {}
            other => self.standing.unexpected(other, out),
        }
        Verdict::GoesOn
    }

    fn display(&self) -> Vec<InformationElement> {
        self.display
            .as_deref()
            .and_then(|text| InformationElement::of(&Display::from(text)).ok())
            .into_iter()
            .collect()
    }
}
