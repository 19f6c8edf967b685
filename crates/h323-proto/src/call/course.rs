//! The course of a call: passes each input to the part in charge, acts on the verdict of that part,
//! and keeps the end of the call.

use alloc::boxed::Box;
use core::net::SocketAddr;

use super::{
    called::{ApiMisuse, CalledAction},
    during::During,
    end::{CallEnd, EndReason, EndedBy},
    event::{Channel, Closed, Event, Input, Output, Side},
    fast_start::{FastStart, Offer},
    h245::H245Link,
    intake::{Arrival, Intake},
    outbox::Outbox,
    release::{self, Release, release_for},
    signalling::Signalling,
    standing,
    timer::Timer,
    verdict::Verdict,
};
use crate::{
    h225::Facts,
    q931::{CallState, Message, MessageType},
    time::Instant,
};

/// The parts of a call. They know neither the call nor each other's fields. Their effects go into
/// the `Outbox`.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) intake: Intake,
    pub(super) signalling: Signalling,
    pub(super) h245: Box<H245Link>,
    pub(super) during: During,
    pub(super) out: Outbox,
}

/// A call in progress.
#[derive(Debug)]
pub(super) struct Course {
    intake: Intake,
    signalling: Signalling,
    h245: Box<H245Link>,
    fast_start: Option<Offer>,
    during: During,
    out: Outbox,
    /// The end to report when the connection is closed. It is set once.
    ending: Option<CallEnd>,
    /// The end of the call, once [`Event::Ended`] was put out.
    ended: Option<CallEnd>,
}

impl Course {
    pub(super) fn new(parts: Parts) -> Self {
        Self {
            intake: parts.intake,
            signalling: parts.signalling,
            h245: parts.h245,
            fast_start: None,
            during: parts.during,
            out: parts.out,
            ending: None,
            ended: None,
        }
    }

    pub(super) const fn signalling(&self) -> &Signalling {
        &self.signalling
    }

    pub(super) const fn h245(&self) -> &H245Link {
        &self.h245
    }

    pub(super) fn fast_start(&self) -> Option<&FastStart> {
        self.fast_start.as_ref().map(Offer::fast_start)
    }

    pub(super) const fn during(&self) -> &During {
        &self.during
    }

    pub(super) const fn out(&self) -> &Outbox {
        &self.out
    }

    /// The end of the call, once [`Event::Ended`] was put out.
    pub(super) const fn ended(&self) -> Option<&CallEnd> {
        self.ended.as_ref()
    }

    const fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    pub(super) fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.out.advance(now);
        if self.is_over() {
            return;
        }
        match input {
            Input::Connected(Channel::CallSignalling, peer) => self.opened(peer),
            Input::Received(Channel::CallSignalling, octets) => self.received(octets),
            Input::Closed(Channel::CallSignalling, closed) => self.closed(closed),
            Input::Connected(Channel::H245Control, _) => self.h245.connected(&mut self.out),
            Input::Received(Channel::H245Control, octets) => self.h245_received(octets),
            Input::Closed(Channel::H245Control, closed) => {
                self.h245.closed(closed, &mut self.out);
                self.progress();
                if self.h245.awaits_end_session() {
                    self.conclude();
                }
            }
            Input::Timeout => {}
            Input::Hangup => self.release(EndedBy::User, EndReason::Hangup),
        }
        if !self.is_over() {
            self.h245.timeout(self.out.now());
            self.h245.speak(&mut self.out);
            self.progress();
            self.do_what_is_due();
        }
        while !self.is_over()
            && let Some(timer) = self.out.expired()
        {
            self.expired(timer);
        }
    }

    pub(super) fn act(&mut self, action: CalledAction, now: Instant) -> Result<(), ApiMisuse> {
        let state = self.signalling.state();
        let Signalling::Called(called) = &mut self.signalling else {
            return Err(ApiMisuse::WrongSide);
        };
        if state == CallState::Null || self.ending.is_some() || self.ended.is_some() {
            return Err(ApiMisuse::WrongState(state.code()));
        }
        self.out.advance(now);
        if let Some((reason, release)) = called.act(action, &mut self.h245, &mut self.out) {
            self.release_with(EndedBy::User, reason, release);
        }
        Ok(())
    }

    pub(super) fn poll_output(&mut self) -> Output {
        match self.out.poll() {
            Some(output) => output,
            None if self.is_over() => Output::Timeout(None),
            None => {
                let up = self.out.is_running(Timer::Hold);
                let deadlines = [
                    self.out.deadline(),
                    self.h245.session().deadline(),
                    self.during.deadline().filter(|_| up),
                ];
                Output::Timeout(deadlines.into_iter().flatten().min())
            }
        }
    }

    fn apply(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::GoesOn => {}
            Verdict::Hold => {
                let verdict = self.during.hold(&mut self.h245, &mut self.out);
                self.apply(verdict);
            }
            Verdict::End(by, reason) => self.release(by, reason),
            // `message` acts on these, because they need the message.
            Verdict::SetUp | Verdict::Answered | Verdict::Released => {}
        }
    }

    fn progress(&mut self) {
        let verdict = self.h245.progress(&mut self.out);
        self.apply(verdict);
    }

    fn do_what_is_due(&mut self) {
        let over = self.ending.is_some();
        self.during.progress(over, &mut self.h245, &mut self.out);
    }

    fn expired(&mut self, timer: Timer) {
        let verdict = match timer {
            Timer::Linger => {
                let answered = self.signalling.is_answered();
                self.intake.leftover(answered, &mut self.out);
                return self.conclude();
            }
            Timer::Hold => {
                self.out.we_begin_to_clear();
                self.h245.end_session(&mut self.out)
            }
            Timer::KeepAlive => self.signalling.keep_alive(&mut self.out),
            Timer::EndSession => self.h245.end_session_overdue(&mut self.out),
            Timer::H245 => self.h245.overdue(&mut self.out),
            timer => Verdict::End(EndedBy::Library, EndReason::TimedOut(timer)),
        };
        self.apply(verdict);
    }

    fn opened(&mut self, peer: Option<SocketAddr>) {
        let Signalling::Calling(calling) = &mut self.signalling else {
            return;
        };
        if !self.intake.open() {
            return;
        }
        if let Some(peer) = peer {
            self.h245.reached(peer);
        }
        let verdict = calling.place(peer, &mut self.out);
        if matches!(verdict, Verdict::GoesOn) {
            self.fast_start = calling.offer();
        }
        if self.fast_start.is_some() {
            self.h245.reserve_fast_start();
        }
        self.apply(verdict);
    }

    const fn is_flooded(&self) -> bool {
        self.out.is_flooded() || self.h245.is_flooded()
    }

    fn received(&mut self, octets: &[u8]) {
        if self.ending.is_some() && self.is_flooded() {
            // Our Release Complete is out. We do not read on through a flood to find its answer.
            self.intake.forget();
            return;
        }
        self.intake.take(octets, &mut self.out);
        while !self.is_over()
            && let Some(arrival) = self.intake.next(&self.signalling, &mut self.out)
        {
            match arrival {
                Arrival::Message(message, facts, whole) => self.message(&message, &facts, whole),
                Arrival::KeepAlive => {}
                Arrival::Unreadable => {
                    self.h245.hide();
                    if let Some(offer) = &mut self.fast_start {
                        offer.hide();
                    }
                }
                Arrival::Foreign(reason) => self.foreign(reason),
            }
            if self.is_flooded() {
                self.release(EndedBy::Library, EndReason::Flood);
            }
        }
    }

    /// The octets are not H.323.
    fn foreign(&mut self, reason: EndReason) {
        let no_way_back = matches!(reason, EndReason::NotTpkt(_));
        self.release(EndedBy::Library, reason);
        // If the framing is lost, later octets cannot matter. An endpoint that has spoken H.323
        // still gets the time to read our Release Complete.
        if no_way_back {
            self.intake.stop();
            if !self.intake.has_understood() {
                self.finish();
            }
        }
    }

    fn message(&mut self, message: &Message, facts: &Facts, whole: bool) {
        let name = message.message_type;
        if self.ending.is_some() {
            // Our Release Complete is out. Only the peer's Release Complete still matters, and an
            // endSession in it or before it.
            if message.call_reference.value() == self.out.reference().value() {
                self.h245.late(facts, &mut self.out);
            }
            if name == MessageType::ReleaseComplete {
                let words = release::words(message, facts);
                self.out.clearing().peer_release(words);
                self.conclude();
            }
            return;
        }
        if self.signalling.hears(message, facts, &mut self.out) {
            if self.signalling.side() == Side::Calling {
                self.h245.note(name, facts, &mut self.out);
            }
            if let Some(offer) = &mut self.fast_start {
                let accepted = offer.hears(name, facts, &mut self.out);
                self.h245.fast_started(accepted);
            }
            match self.signalling.received(message, facts, &mut self.out) {
                Verdict::SetUp => self.h245.set_up(facts),
                Verdict::Answered => {
                    let verdict = self.h245.peer_answers(&mut self.out);
                    self.apply(verdict);
                }
                Verdict::Released => self.released(message, facts, whole),
                verdict => self.apply(verdict),
            }
        }
        let ours = self.out.reference();
        if self.ending.is_none() && !self.is_over() && standing::concerns(message, ours) {
            self.h245.hears(name, facts, &mut self.out);
            self.progress();
        }
    }

    fn h245_received(&mut self, octets: &[u8]) {
        if self.ending.is_some() && self.is_flooded() {
            return;
        }
        self.h245.received(octets, &mut self.out);
        while let Some(verdict) = self.h245.next(&mut self.out) {
            self.apply(verdict);
            if self.h245.is_between_packets() && self.is_flooded() {
                self.release(EndedBy::Library, EndReason::Flood);
                break;
            }
        }
        self.h245.speak(&mut self.out);
        self.progress();
        if self.h245.has_last_word() {
            self.conclude();
        }
    }

    fn closed(&mut self, closed: Closed) {
        let answered = self.signalling.is_answered();
        let reason = self.intake.closed(closed, answered, &mut self.out);
        if self.ending.is_some() {
            // The peer's endSession comes on the other connection.
            if !self.h245.awaits_end_session() {
                self.finish();
            }
            return;
        }
        self.signalling.cut_off(&reason, &mut self.out);
        self.end(EndedBy::Transport, reason);
        self.finish();
    }

    /// Ends the call from our side: sends Release Complete if there is a call, then closes the
    /// connection.
    fn release(&mut self, by: EndedBy, reason: EndReason) {
        let release = release_for(&reason);
        self.release_with(by, reason, release);
    }

    fn release_with(&mut self, by: EndedBy, reason: EndReason, release: Release) {
        if self.ending.is_some() {
            return;
        }
        let there_is_a_call = self.intake.is_open() && self.signalling.state() != CallState::Null;
        self.out.stop_all();
        self.end(by, reason);
        if there_is_a_call {
            let last_words = self.h245.last_words(&mut self.out);
            self.signalling.release(release, last_words, &mut self.out);
        } else {
            self.intake.leftover(false, &mut self.out);
            self.finish();
        }
    }

    /// The peer released the call. Its later messages mean nothing, except an endSession that its
    /// Release Complete has overtaken.
    fn released(&mut self, message: &Message, facts: &Facts, whole: bool) {
        self.out.peer_begins_to_clear();
        self.h245.peer_released(facts, &mut self.out);
        release::heard(message, facts, whole, &mut self.out);
        self.end(EndedBy::Remote, EndReason::Released);
        self.out.stop_all();
        if self.h245.awaits_end_session() {
            self.out.linger();
        } else {
            self.finish();
        }
    }

    /// Keeps the end of the call. The Release Complete messages may come later.
    fn end(&mut self, by: EndedBy, reason: EndReason) {
        let (now, wanted) = (self.out.now(), self.during.wanted());
        let standing = (self.signalling.is_answered(), self.signalling.state());
        let end = self.out.clearing().end(by, reason, standing, wanted, now);
        self.ending = Some(end);
        self.h245.part();
    }

    /// We wait for nothing more.
    fn conclude(&mut self) {
        self.h245.conclude(&mut self.out);
        self.finish();
    }

    /// Closes the connection and reports the end.
    fn finish(&mut self) {
        let Some(mut end) = self.ending.take() else {
            return;
        };
        self.out.clearing().tell(&mut end);
        self.out.stop_all();
        let mode = self.h245.session().asked_mode();
        self.during.ended(&end, mode, &mut self.out);
        self.out.sum_up(self.h245.session());
        self.signalling.enter(CallState::Null, &mut self.out);
        self.h245.close(&mut self.out);
        self.out.close(Channel::CallSignalling);
        self.out.emit(Event::Ended(end.clone(), self.out.now()));
        self.ended = Some(end);
    }
}
