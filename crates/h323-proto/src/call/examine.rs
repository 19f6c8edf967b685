//! What is odd about a message that was read, and whether it is about this call.

use alloc::format;

use super::{Call, Side, WarningCode};
use crate::{
    h225::{Facts, UserInformation},
    q931::{CallState, Cause, CauseValue, ElementId, Message, MessageType},
    trace,
};

/// The earliest version of H.225.0 that stacks of today claim.
const CURRENT: u32 = 3;

impl Call {
    /// Warns of what is odd in any message, whatever its type. `whole`: it was read to its end.
    pub(super) fn examine(
        &mut self,
        message: &Message,
        user_information: Option<&UserInformation>,
        facts: &Facts,
        whole: bool,
    ) {
        let name = message.message_type;
        if let Some(element) = message.find(ElementId::CAUSE)
            && let Some(fault) = Cause::fault(&element.contents)
        {
            let text = format!("{name}: Cause is not what it should be: {fault}");
            self.warn(WarningCode::MalformedCause, text);
        }
        if let Some(violation) = message.order_violation() {
            let text = format!(
                "{name}: element {} comes after {}",
                violation.id, violation.after
            );
            self.warn(WarningCode::ElementOrder, text);
        }
        match user_information {
            Some(information) => {
                if information.is_empty() {
                    let text = format!(
                        "{name}: the User-user element is empty behind its protocol discriminator"
                    );
                    self.warn(WarningCode::UndecodableUserInformation, text);
                } else if let Some(error) = &information.error {
                    let text = format!("{name}: the H.225.0 part could not be read: {error}");
                    self.warn(WarningCode::UndecodableUserInformation, text);
                } else if let Some(faults) = trace::stepped_over(&information.tree) {
                    let text = format!("{name}: the H.225.0 part is {faults}");
                    self.warn(WarningCode::UndecodableUserInformation, text);
                }
                if information.trailing > 0 {
                    let text = format!(
                        "{name}: {} octets after the H.225.0 value",
                        information.trailing
                    );
                    self.warn(WarningCode::TrailingOctets, text);
                }
                if let Some(body) = &facts.body
                    && !facts.body_fits(message.message_type)
                {
                    let text = format!("{name} carries the H.225.0 body `{body}`");
                    self.warn(WarningCode::BodyMismatch, text);
                }
            }
            // Table 13 of H.225.0 makes it mandatory everywhere but in these; it has no rule for
            // messages that H.225.0 does not use.
            None if whole
                && !matches!(
                    message.message_type,
                    MessageType::Notify
                        | MessageType::Information
                        | MessageType::Status
                        | MessageType::StatusEnquiry
                        | MessageType::Disconnect
                        | MessageType::Release
                        | MessageType::Unknown(_)
                        | MessageType::National(_)
                ) =>
            {
                let text = match message.find(ElementId::USER_USER) {
                    Some(element) if element.contents.is_empty() => {
                        format!("{name}: the User-user element is empty")
                    }
                    Some(_) => format!("{name}: the User-user element does not hold ASN.1"),
                    None => format!("{name} has no User-user element"),
                };
                self.warn(WarningCode::MissingUserInformation, text);
            }
            None => {}
        }
        if !facts.missing.is_empty() && self.side == Side::Calling {
            let text = format!(
                "{name} claims version {} of H.225.0 and leaves out {}",
                facts.version.unwrap_or_default(),
                facts.missing.join(", ")
            );
            self.warn(WarningCode::MissingField, text);
        }
        if let Some(version) = facts.version
            && version < CURRENT
            && self.side == Side::Calling
            // Peers answer with the lower of both versions: ours comes back as an echo.
            && version < u32::from(self.config.version)
        {
            let text = format!(
                "The peer claims version {version} of H.225.0, which is {}",
                match version {
                    0 => "none that there is",
                    1 => "of 1996: no tunnelling, no fast start, no callIdentifier",
                    _ => "of 1998: what came later it may take for an error",
                }
            );
            self.warn(WarningCode::OldVersion, text);
        }
        if let Some(identifier) = facts.call_identifier
            && self.side == Side::Calling
            && identifier != self.writer.call_identifier
        {
            let text = format!("{name} has a callIdentifier that is not the one of our Setup");
            self.warn(WarningCode::CallIdentifierChanged, text);
        }
    }

    /// Whether the message is about this call, with a warning where its call reference is odd.
    pub(super) fn is_for_us(&mut self, message: &Message) -> bool {
        let theirs = message.call_reference;
        let ours = self.call_reference;
        let name = message.message_type;
        if theirs.value() == ours.value() {
            if theirs.length() > 0 && theirs.flag() == ours.flag() {
                let text = format!("{name} has the call reference flag that our messages have");
                self.warn(WarningCode::CallReferenceFlag, text);
            }
        } else if theirs.value() != 0 || !is_beside_a_call(name) {
            let text = format!(
                "{name} has call reference {}, this call is {}",
                theirs.value(),
                ours.value()
            );
            self.warn(WarningCode::CallReferenceValue, text);
        }
        self.concerns(message)
    }

    /// Whether the message's call reference is the one of this call (Q.931 5.8.3).
    ///
    /// A wrong flag is forgiven: the value is random, so it cannot be another call's. A Release
    /// Complete is taken under any reference, since some gatekeepers reject a call before they
    /// have one, and nothing else can be meant on a connection with a single call. Under no or the
    /// global reference comes what is not about a call alone; a call is not set up there.
    pub(super) fn concerns(&self, message: &Message) -> bool {
        let theirs = message.call_reference.value();
        theirs == self.call_reference.value()
            || (theirs == 0 && is_beside_a_call(message.message_type))
            || message.message_type == MessageType::ReleaseComplete
    }

    /// Answers a Status Inquiry under the reference it came with (Q.931 5.8.10): with our state if
    /// it is about this call, else with that of a call there is not.
    pub(super) fn answer_status_inquiry(&mut self, message: &Message) {
        let theirs = message.call_reference;
        let (reference, state) = if theirs.value() == self.call_reference.value() {
            (self.call_reference, self.state)
        } else {
            (theirs.reversed(), CallState::Null)
        };
        self.send_status(reference, state, CauseValue::RESPONSE_TO_STATUS_ENQUIRY);
    }

    /// Warns of a message that has no place in the state the call is in (Q.931 5.8.4).
    pub(super) fn unexpected(&mut self, message_type: MessageType) {
        let text = format!(
            "The peer sent {message_type}, which does not fit {}",
            self.state
        );
        self.warn(WarningCode::UnexpectedMessage, text);
    }
}

/// Whether the message is one that neither sets up a call nor ends it.
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
