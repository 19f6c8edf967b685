//! The course of a call: passes each input to the part in charge, and acts on the verdict of that
//! part.

use super::{
    called::{ApiMisuse, CalledAction},
    end::{EndReason, EndedBy},
    ending::Ending,
    event::{Channel, Input, Output},
    parts::Parts,
    release::release_for,
    timer::Timer,
    verdict::Verdict,
};
use crate::{q931::CallState, time::Instant};

/// A call in progress.
#[derive(Debug)]
pub(super) struct Course {
    parts: Parts,
    ending: Ending,
}

impl Course {
    pub(super) fn new(parts: Parts) -> Self {
        Self {
            parts,
            ending: Ending::default(),
        }
    }

    pub(super) const fn parts(&self) -> &Parts {
        &self.parts
    }

    pub(super) const fn ending(&self) -> &Ending {
        &self.ending
    }

    const fn is_over(&self) -> bool {
        self.ending.ended().is_some()
    }

    pub(super) fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.parts.out.advance(now);
        if self.is_over() {
            return;
        }
        match input {
            Input::Connected(Channel::CallSignalling, peer) => {
                let verdict = self.parts.opened(peer);
                self.apply(verdict);
            }
            Input::Received(Channel::CallSignalling, octets) => self.received(octets),
            Input::Closed(Channel::CallSignalling, closed) => {
                let reason = self.parts.closed(closed);
                self.ending.cut_off(reason, &mut self.parts);
            }
            Input::Connected(Channel::H245Control, _) => {
                self.parts.h245.connected(&mut self.parts.out);
            }
            Input::Received(Channel::H245Control, octets) => self.h245_received(octets),
            Input::Closed(Channel::H245Control, closed) => {
                self.parts.h245.closed(closed, &mut self.parts.out);
                self.progress();
                if self.parts.h245.awaits_end_session() {
                    self.ending.conclude(&mut self.parts);
                }
            }
            Input::Worked(nanoseconds) => {
                self.parts.out.work().below(nanoseconds);
                self.check_flood();
            }
            Input::Timeout => {}
            Input::Hangup => self.release(EndedBy::User, EndReason::Hangup),
        }
        if !self.is_over() {
            let verdict = self.parts.catch_up();
            self.apply(verdict);
            self.parts.go_on(self.ending.is_parting());
        }
        while !self.is_over()
            && let Some(timer) = self.parts.out.expired()
        {
            self.expired(timer);
        }
    }

    pub(super) fn act(&mut self, action: CalledAction, now: Instant) -> Result<(), ApiMisuse> {
        let state = self.parts.channel.state();
        if self.parts.channel.calling().is_some() {
            return Err(ApiMisuse::WrongSide);
        }
        if state == CallState::Null || self.ending.is_parting() || self.is_over() {
            return Err(ApiMisuse::WrongState(state.code()));
        }
        self.parts.out.advance(now);
        if let Some((reason, release)) = self.parts.act(action)? {
            let parts = &mut self.parts;
            self.ending.release(EndedBy::User, reason, release, parts);
        }
        Ok(())
    }

    pub(super) fn poll_output(&mut self) -> Output {
        match self.parts.out.poll() {
            Some(output) => output,
            None if self.is_over() => Output::Timeout(None),
            None => Output::Timeout(self.parts.deadline()),
        }
    }

    fn apply(&mut self, verdict: Verdict) {
        match verdict {
            // `SignallingChannel` acts on the latter two, because they need the message.
            Verdict::GoesOn | Verdict::SetUp | Verdict::Answered => {}
            Verdict::Hold => {
                let verdict = self.parts.hold();
                self.apply(verdict);
            }
            Verdict::End(by, reason) => {
                let lost = matches!(reason, EndReason::NotTpkt(_));
                self.release(by, reason);
                // An endpoint that has spoken H.323 still gets the time to read our Release
                // Complete.
                if lost && !self.parts.channel.give_up() {
                    self.ending.finish(&mut self.parts);
                }
            }
            Verdict::Released => self.ending.released(&mut self.parts),
        }
    }

    fn progress(&mut self) {
        let verdict = self.parts.progress();
        self.apply(verdict);
    }

    fn release(&mut self, by: EndedBy, reason: EndReason) {
        let release = release_for(&reason);
        let parts = &mut self.parts;
        self.ending.release(by, reason, release, parts);
    }

    fn expired(&mut self, timer: Timer) {
        if timer == Timer::Linger {
            self.parts.lingered();
            return self.ending.conclude(&mut self.parts);
        }
        let verdict = self.parts.expired(timer);
        self.apply(verdict);
    }

    /// Whether further octets of the peer can matter. Once we have released a flood, or a stream that
    /// is no longer TPKT, we do not read on to find the answer to our Release Complete.
    pub(super) fn listens(&self, channel: Channel) -> bool {
        let lost = channel == Channel::CallSignalling && self.parts.channel.is_given_up();
        !(lost || self.ending.is_parting() && self.parts.is_flooded())
    }

    fn received(&mut self, octets: &[u8]) {
        if !self.listens(Channel::CallSignalling) {
            return self.parts.channel.forget();
        }
        self.parts.channel.take(octets, &mut self.parts.out);
        while !self.is_over()
            && let Some(verdict) = self.parts.next(self.ending.is_parting())
        {
            self.apply(verdict);
            if self.parts.channel.is_between_messages() {
                self.check_flood();
            }
        }
        // Octets that come one by one cost as much as messages.
        self.check_flood();
    }

    fn check_flood(&mut self) {
        if self.parts.is_flooded() && !self.is_over() {
            self.release(EndedBy::Library, EndReason::Flood);
        }
    }

    fn h245_received(&mut self, octets: &[u8]) {
        if !self.listens(Channel::H245Control) {
            return;
        }
        self.parts.h245.received(octets, &mut self.parts.out);
        while let Some(verdict) = self.parts.h245.next(&mut self.parts.out) {
            self.apply(verdict);
            if self.parts.h245.is_between_packets() && self.parts.is_flooded() {
                self.release(EndedBy::Library, EndReason::Flood);
                break;
            }
        }
        self.parts.h245.speak(&mut self.parts.out);
        self.progress();
        if self.parts.h245.has_last_word() {
            self.ending.conclude(&mut self.parts);
        }
    }
}
