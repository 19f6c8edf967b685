//! The course of a call: passes each input to the part in charge, and acts on the verdict of that
//! part.

use super::{
    called::{ApiMisuse, CalledAction},
    end::{EndReason, EndedBy},
    ending::{Ending, Parts},
    event::{Channel, Input, Output},
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
        let ending = Ending::default();
        Self { parts, ending }
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
        let Parts {
            channel, h245, out, ..
        } = &mut self.parts;
        match input {
            Input::Connected(Channel::CallSignalling, peer) => {
                let verdict = channel.opened(peer, h245, out);
                self.apply(verdict);
            }
            Input::Received(Channel::CallSignalling, octets) => self.received(octets),
            Input::Closed(Channel::CallSignalling, closed) => {
                let reason = channel.closed(closed, out);
                self.ending.cut_off(reason, &mut self.parts);
            }
            Input::Connected(Channel::H245Control, _) => h245.connected(out),
            Input::Received(Channel::H245Control, octets) => self.h245_received(octets),
            Input::Closed(Channel::H245Control, closed) => {
                h245.closed(closed, out);
                self.progress();
                if self.parts.h245.awaits_end_session() {
                    self.ending.conclude(&mut self.parts);
                }
            }
            Input::Timeout => {}
            Input::Hangup => self.release(EndedBy::User, EndReason::Hangup),
        }
        self.catch_up();
    }

    /// Does what is due after an input, whatever the input was.
    fn catch_up(&mut self) {
        if !self.is_over() {
            let Parts { h245, out, .. } = &mut self.parts;
            h245.timeout(out.now());
            h245.speak(out);
            self.progress();
            let Parts {
                h245, out, during, ..
            } = &mut self.parts;
            during.progress(self.ending.is_parting(), h245, out);
        }
        while !self.is_over()
            && let Some(timer) = self.parts.out.expired()
        {
            self.expired(timer);
        }
    }

    pub(super) fn act(&mut self, action: CalledAction, now: Instant) -> Result<(), ApiMisuse> {
        let Parts {
            channel, h245, out, ..
        } = &mut self.parts;
        let state = channel.state();
        if channel.calling().is_some() {
            return Err(ApiMisuse::WrongSide);
        }
        let ends = self.ending.is_parting() || self.ending.ended().is_some();
        if state == CallState::Null || ends {
            return Err(ApiMisuse::WrongState(state.code()));
        }
        out.advance(now);
        if let Some((reason, release)) = channel.act(action, h245, out)? {
            let parts = &mut self.parts;
            self.ending.release(EndedBy::User, reason, release, parts);
        }
        Ok(())
    }

    pub(super) fn poll_output(&mut self) -> Output {
        let Parts {
            h245, during, out, ..
        } = &mut self.parts;
        match out.poll() {
            Some(output) => output,
            None if self.ending.ended().is_some() => Output::Timeout(None),
            None => {
                let up = out.is_running(Timer::Hold);
                let deadlines = [
                    out.deadline(),
                    h245.session().deadline(),
                    during.deadline().filter(|_| up),
                ];
                Output::Timeout(deadlines.into_iter().flatten().min())
            }
        }
    }

    fn apply(&mut self, verdict: Verdict) {
        match verdict {
            // `SignallingChannel` acts on the latter two, because they need the message.
            Verdict::GoesOn | Verdict::SetUp | Verdict::Answered => {}
            Verdict::Hold => {
                let Parts {
                    h245, during, out, ..
                } = &mut self.parts;
                let verdict = during.hold(h245, out);
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
        let verdict = self.parts.h245.progress(&mut self.parts.out);
        self.apply(verdict);
    }

    fn release(&mut self, by: EndedBy, reason: EndReason) {
        let release = release_for(&reason);
        let parts = &mut self.parts;
        self.ending.release(by, reason, release, parts);
    }

    fn expired(&mut self, timer: Timer) {
        let Parts {
            channel, h245, out, ..
        } = &mut self.parts;
        let verdict = match timer {
            Timer::Linger => {
                let answered = channel.is_answered();
                channel.leftover(answered, out);
                return self.ending.conclude(&mut self.parts);
            }
            Timer::Hold => {
                out.we_begin_to_clear();
                h245.end_session(out)
            }
            Timer::KeepAlive => channel.keep_alive(out),
            Timer::EndSession => h245.end_session_overdue(out),
            Timer::H245 => h245.overdue(out),
            timer => Verdict::End(EndedBy::Library, EndReason::TimedOut(timer)),
        };
        self.apply(verdict);
    }

    fn is_flooded(&self) -> bool {
        self.parts.out.is_flooded() || self.parts.h245.is_flooded()
    }

    /// Whether further octets of the peer can matter. Once we have released a flood, or a stream that
    /// is no longer TPKT, we do not read on to find the answer to our Release Complete.
    pub(super) fn listens(&self, channel: Channel) -> bool {
        let lost = channel == Channel::CallSignalling && self.parts.channel.is_given_up();
        !(lost || self.ending.is_parting() && self.is_flooded())
    }

    fn received(&mut self, octets: &[u8]) {
        if !self.listens(Channel::CallSignalling) {
            return self.parts.channel.forget();
        }
        self.parts.channel.take(octets, &mut self.parts.out);
        while !self.is_over() {
            let Parts {
                channel, h245, out, ..
            } = &mut self.parts;
            let Some(verdict) = channel.next(self.ending.is_parting(), h245, out) else {
                break;
            };
            self.apply(verdict);
            if self.parts.channel.is_between_messages() {
                self.check_flood();
            }
        }
        // Octets that come one by one cost as much as messages.
        self.check_flood();
    }

    fn check_flood(&mut self) {
        if self.is_flooded() && !self.is_over() {
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
            if self.parts.h245.is_between_packets() && self.is_flooded() {
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
