//! The call signalling channel (H.225.0 7): the intake of its connection, our side of the call, and
//! the offer of fast connect that travels in its messages.

use alloc::sync::Arc;
use core::net::SocketAddr;

use super::{
    called::{ApiMisuse, CalledAction},
    calling::Calling,
    end::{EndReason, EndedBy, ReleaseWords},
    event::{Closed, Side},
    fast_start::{FastStart, Offer},
    h245::H245Link,
    intake::{Arrival, Intake},
    outbox::Outbox,
    release::{self, Release},
    signalling::Signalling,
    standing,
    verdict::Verdict,
};
use crate::{
    h225::Facts,
    q931::{CallState, Message, MessageType},
};

/// The channel of a call.
#[derive(Debug)]
pub(super) struct SignallingChannel {
    intake: Intake,
    signalling: Signalling,
    fast_start: Option<Offer>,
    /// The message whose H.245 comes next, once the call has taken the message itself.
    carrier: Option<(Arc<Message>, Arc<Facts>)>,
}

impl SignallingChannel {
    pub(super) const fn new(intake: Intake, signalling: Signalling) -> Self {
        Self {
            intake,
            signalling,
            fast_start: None,
            carrier: None,
        }
    }

    pub(super) const fn calling(&self) -> Option<&Calling> {
        self.signalling.calling()
    }

    pub(super) fn fast_start(&self) -> Option<&FastStart> {
        self.fast_start.as_ref().map(Offer::fast_start)
    }

    pub(super) const fn state(&self) -> CallState {
        self.signalling.state()
    }

    pub(super) const fn is_answered(&self) -> bool {
        self.signalling.is_answered()
    }

    /// Whether there is a call, and a connection on which it can be released.
    pub(super) fn has_call(&self) -> bool {
        self.intake.is_open() && self.state() != CallState::Null
    }

    /// Whether every part of the last message has been taken.
    pub(super) const fn is_between_messages(&self) -> bool {
        self.carrier.is_none()
    }

    pub(super) fn enter(&mut self, state: CallState, out: &mut Outbox) {
        self.signalling.enter(state, out);
    }

    /// The connection is open: the caller sends Setup.
    pub(super) fn opened(
        &mut self,
        peer: Option<SocketAddr>,
        h245: &mut H245Link,
        out: &mut Outbox,
    ) -> Verdict {
        let Signalling::Calling(calling) = &mut self.signalling else {
            return Verdict::GoesOn;
        };
        if !self.intake.open() {
            return Verdict::GoesOn;
        }
        if let Some(peer) = peer {
            h245.reached(peer);
        }
        let verdict = calling.place(peer, out);
        if matches!(verdict, Verdict::GoesOn) {
            self.fast_start = calling.offer();
        }
        if self.fast_start.is_some() {
            h245.reserve_fast_start();
        }
        verdict
    }

    /// Does what the driver of the called side asks for. Returns how the call ends, if it does.
    pub(super) fn act(
        &mut self,
        action: CalledAction,
        h245: &mut H245Link,
        out: &mut Outbox,
    ) -> Result<Option<(EndReason, Release)>, ApiMisuse> {
        match &mut self.signalling {
            Signalling::Called(called) => Ok(called.act(action, h245, out)),
            Signalling::Calling(_) => Err(ApiMisuse::WrongSide),
        }
    }

    pub(super) fn take(&mut self, octets: &[u8], out: &mut Outbox) {
        self.intake.take(octets, out);
    }

    /// Forgets the octets that are not read yet.
    pub(super) fn forget(&mut self) {
        self.intake.forget();
    }

    /// The framing is lost, so later octets cannot matter. Returns whether the peer has spoken
    /// H.323 before.
    pub(super) fn give_up(&mut self) -> bool {
        self.intake.stop();
        self.intake.has_understood()
    }

    /// Whether the framing is lost.
    pub(super) const fn is_given_up(&self) -> bool {
        self.intake.is_stopped()
    }

    /// The verdict on the next part of what has arrived. `parting`: our Release Complete is out.
    pub(super) fn next(
        &mut self,
        parting: bool,
        h245: &mut H245Link,
        out: &mut Outbox,
    ) -> Option<Verdict> {
        if let Some((message, facts)) = self.carrier.take()
            && !parting
        {
            h245.hears(message.message_type, &facts, out);
            return Some(h245.progress(out));
        }
        let verdict = match self.intake.next(&self.signalling, out)? {
            Arrival::Message(message, facts, _) if parting => leave(&message, &facts, h245, out),
            Arrival::Message(message, facts, whole) => {
                let verdict = self.message(&message, &facts, whole, h245, out);
                let concerned = standing::concerns(&message, out.reference());
                self.carrier = concerned.then_some((message, facts));
                verdict
            }
            Arrival::KeepAlive => Verdict::GoesOn,
            Arrival::Unreadable => {
                h245.hide();
                if let Some(offer) = &mut self.fast_start {
                    offer.hide();
                }
                Verdict::GoesOn
            }
            Arrival::Foreign(reason) => Verdict::End(EndedBy::Library, reason),
        };
        Some(verdict)
    }

    fn message(
        &mut self,
        message: &Message,
        facts: &Facts,
        whole: bool,
        h245: &mut H245Link,
        out: &mut Outbox,
    ) -> Verdict {
        if !self.signalling.hears(message, facts, out) {
            return Verdict::GoesOn;
        }
        let name = message.message_type;
        if self.signalling.side() == Side::Calling {
            h245.note(name, facts, out);
        }
        if let Some(offer) = &mut self.fast_start {
            let accepted = offer.hears(name, facts, out);
            h245.fast_started(accepted);
        }
        match self.signalling.received(message, facts, out) {
            Verdict::SetUp => {
                h245.set_up(facts);
                Verdict::GoesOn
            }
            Verdict::Answered => h245.peer_answers(out),
            Verdict::Released => {
                out.peer_begins_to_clear();
                h245.peer_released(facts, out);
                release::heard(message, facts, whole, out);
                Verdict::Released
            }
            verdict => verdict,
        }
    }

    /// The connection is closed, or could not be opened. Returns why the call ends, if it has not
    /// ended already.
    pub(super) fn closed(&mut self, closed: Closed, out: &mut Outbox) -> EndReason {
        let answered = self.is_answered();
        self.intake.closed(closed, answered, out)
    }

    /// Warns if the call should have been released before the connection went.
    pub(super) fn cut_off(&self, reason: &EndReason, out: &mut Outbox) {
        self.signalling.cut_off(reason, out);
    }

    /// Reports the octets that never became a message.
    pub(super) fn leftover(&mut self, answered: bool, out: &mut Outbox) {
        self.intake.leftover(answered, out);
    }

    /// Sends Release Complete, with the endSession in it.
    pub(super) fn release(&mut self, release: Release, h245: &mut H245Link, out: &mut Outbox) {
        let last_words = h245.last_words(out);
        self.signalling.release(release, last_words, out);
    }

    pub(super) fn keep_alive(&self, out: &mut Outbox) -> Verdict {
        self.signalling.keep_alive(out)
    }
}

/// Our Release Complete is out. Only the peer's Release Complete still matters, and an endSession
/// in it or before it.
fn leave(message: &Message, facts: &Facts, h245: &mut H245Link, out: &mut Outbox) -> Verdict {
    if message.call_reference.value() == out.reference().value() {
        h245.late(facts, out);
    }
    if message.message_type == MessageType::ReleaseComplete {
        let words: ReleaseWords = release::words(message, facts);
        out.clearing().peer_release(words);
        return Verdict::Released;
    }
    Verdict::GoesOn
}
