//! What a call puts out: messages on the wire, and the record of those that crossed it.

use alloc::{
    boxed::Box,
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec;

use super::{
    Call, Channel, Content, Direction, Event, MessageRecord, Output, Warning, WarningCode,
    record::{Fate, Repeated, Room, thousands},
};
use crate::{
    error::EncodeError,
    h225::{Facts, UserInformation},
    q931::{
        CallReference, CallState, CallStateElement, Cause, CauseValue, CodingStandard, ElementId,
        InformationElement, Location, Message, MessageType, UserUser,
    },
    tpkt,
};

/// More Status messages than a call has use for.
const STATUSES: u32 = 20;

impl Call {
    pub(super) fn emit(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    /// Reports a warning, each kind once a call: the second thousandth says nothing new.
    pub(super) fn warn(&mut self, code: WarningCode, text: String) {
        if !self.reported.contains(&code) {
            self.reported.push(code);
            self.emit(Event::Warning(Warning { code, text }, self.now));
        }
    }

    /// Reports a message that came in, or counts it only: see [`Record::take`]. A `decisive` one is
    /// always reported: the message that ends the call is the one to show, however many came before
    /// it. There can be only a few of those.
    pub(super) fn record_received(&mut self, octets: Vec<u8>, content: Content, decisive: bool) {
        self.messages = self.messages.saturating_add(1);
        let channel = Channel::CallSignalling;
        self.record(Direction::Received, channel, octets, content, decisive);
    }

    fn record(
        &mut self,
        direction: Direction,
        channel: Channel,
        octets: Vec<u8>,
        content: Content,
        decisive: bool,
    ) {
        let room = Room {
            messages: self.config.record_limit,
            octets: self.config.record_octets,
            alike: self.config.record_alike,
        };
        let when = (decisive, self.now);
        let length = octets.len();
        match self
            .record
            .take(direction, channel, length, &content, when, room)
        {
            Fate::Shown => {}
            Fate::Begins(repeated) => {
                self.emit(Event::Repeated(repeated));
                return;
            }
            Fate::Counted => return,
        }
        self.emit(Event::Message(MessageRecord {
            at: self.now,
            direction,
            channel,
            octets,
            content,
        }));
    }

    /// Tells, at the end, what came again and again, and how often.
    pub(super) fn sum_up(&mut self) {
        let runs: Vec<Repeated> = self.record.runs().collect();
        // Of one that has only begun there is no more to tell.
        for run in runs.into_iter().filter(|run| run.times > 1) {
            self.emit(Event::Repeated(run));
        }
        let session = self.control.session();
        let asked: Vec<String> = session
            .exhausted()
            .map(|asked| {
                let times = thousands(asked.times);
                format!(
                    "{} {times} times, of which {} were answered",
                    asked.what, asked.answered
                )
            })
            .collect();
        let told = |name: &str| {
            session
                .exhausted()
                .any(|asked| asked.what.starts_with(name))
        };
        let often = self.record.often(&told);
        let statuses = self.record.came(MessageType::Status);
        let lost = self.record.lost();
        if !asked.is_empty() {
            let text = format!("The peer asks again and again: {}", asked.join("; "));
            self.warn(WarningCode::RepeatedRequest, text);
        }
        if !often.is_empty() {
            let text = format!("The peer sent {}", often.join(", "));
            self.warn(WarningCode::RepeatedMessage, text);
        }
        if statuses > STATUSES {
            let text = format!("The peer sent {} STATUS messages", thousands(statuses));
            self.warn(WarningCode::StatusFlood, text);
        }
        if lost > 0 {
            let text = format!(
                "The trace has {} messages; {} more were counted and are not shown",
                thousands(self.record.shown()),
                thousands(lost)
            );
            self.warn(WarningCode::TraceFull, text);
        }
    }

    /// Reports what came in on the H.245 connection.
    pub(super) fn record_control(&mut self, octets: Vec<u8>, content: Content) {
        self.messages = self.messages.saturating_add(1);
        let channel = Channel::H245Control;
        self.record(Direction::Received, channel, octets, content, false);
    }

    /// Reports what goes out on the signalling connection and is no message.
    pub(super) fn record_sent(&mut self, octets: Vec<u8>, content: Content) {
        let channel = Channel::CallSignalling;
        self.record(Direction::Sent, channel, octets, content, false);
    }

    /// Reports what goes out on the H.245 connection.
    pub(super) fn record_control_sent(&mut self, octets: Vec<u8>, content: Content) {
        self.record(
            Direction::Sent,
            Channel::H245Control,
            octets,
            content,
            false,
        );
    }

    /// Sends a Facility. The Facility element is mandatory in it, and empty (H.225.0 7.4.1).
    pub(super) fn send_facility(&mut self, information: Result<Vec<u8>, codec::EncodeError>) {
        let facility = InformationElement::new(ElementId::FACILITY, Vec::new());
        self.transmit(
            MessageType::Facility,
            Vec::from([facility]),
            Some(information),
        );
    }

    /// Status (Q.931 5.8.10) under a call reference that need not be the one of this call.
    pub(super) fn send_status(
        &mut self,
        reference: CallReference,
        state: CallState,
        cause: CauseValue,
    ) {
        let elements = [
            InformationElement::of(&Cause::new(Location::User, cause)),
            InformationElement::of(&CallStateElement {
                coding: CodingStandard::ItuT,
                state,
            }),
        ];
        let information = self.writer.status();
        let elements = elements.into_iter().flatten().collect();
        if let Err(text) = self.send(reference, MessageType::Status, elements, Some(information)) {
            self.warn(WarningCode::NotSent, text);
        }
    }

    /// Sends a message of this call.
    ///
    /// Everything that goes into the messages after Setup was bounded before. If that reasoning
    /// has a hole, the call still has to go on to its end rather than to hang, so that is a
    /// warning.
    pub(super) fn transmit(
        &mut self,
        message_type: MessageType,
        elements: Vec<InformationElement>,
        information: Option<Result<Vec<u8>, codec::EncodeError>>,
    ) {
        if let Err(text) = self.send(self.call_reference, message_type, elements, information) {
            self.warn(WarningCode::NotSent, text);
        }
    }

    /// Sends a message.
    ///
    /// # Errors
    /// If it cannot be written: why, in words.
    pub(super) fn send(
        &mut self,
        reference: CallReference,
        message_type: MessageType,
        elements: Vec<InformationElement>,
        information: Option<Result<Vec<u8>, codec::EncodeError>>,
    ) -> Result<(), String> {
        let mut message = Message::new(reference, message_type);
        message.elements = elements;
        let octets = frame_up(&mut message, information)
            .map_err(|error| format!("{message_type} could not be written: {error}"))?;
        self.clearing.sent(None, self.now);
        let user_information = UserInformation::of(&message);
        let facts = user_information.as_ref().map(Facts::of).unwrap_or_default();
        self.outputs
            .push_back(Output::Transmit(Channel::CallSignalling, octets.clone()));
        let content = Content::Signalling {
            message,
            user_information: user_information.map(Box::new),
            facts: Box::new(facts),
            error: None,
        };
        let decisive = matches!(
            message_type,
            MessageType::Setup | MessageType::ReleaseComplete
        );
        let channel = Channel::CallSignalling;
        self.record(Direction::Sent, channel, octets, content, decisive);
        Ok(())
    }
}

/// The TPKT of a message with its H.225.0 part.
fn frame_up(
    message: &mut Message,
    information: Option<Result<Vec<u8>, codec::EncodeError>>,
) -> Result<Vec<u8>, String> {
    if let Some(information) = information {
        let contents = information.map_err(|error| error.to_string())?;
        let element = InformationElement::of(&UserUser::h323(contents));
        message
            .elements
            .push(element.map_err(|error| error.to_string())?);
    }
    let text = |error: EncodeError| error.to_string();
    tpkt::encode(&message.encode().map_err(text)?).map_err(text)
}

/// The octets of a received frame, as they were.
pub(super) fn framed(payload: &[u8], reserved: u8) -> Vec<u8> {
    let mut octets = tpkt::encode(payload).unwrap_or_else(|_| payload.to_vec());
    if let Some(octet) = octets.get_mut(1) {
        *octet = reserved;
    }
    octets
}
