//! The parts of a call, and what several of them answer together.

use alloc::boxed::Box;
use core::net::SocketAddr;

use super::{
    called::{ApiMisuse, CalledAction},
    channel::SignallingChannel,
    during::During,
    end::{EndReason, EndedBy},
    event::Closed,
    h245::H245Link,
    outbox::Outbox,
    release::Release,
    timer::Timer,
    verdict::Verdict,
};
use crate::time::Instant;

/// The parts. They know neither the call nor each other's fields. Their effects go into the
/// `Outbox`.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) channel: SignallingChannel,
    // Most calls that fail never use H.245, so it is boxed.
    pub(super) h245: Box<H245Link>,
    pub(super) during: During,
    pub(super) out: Outbox,
}

impl Parts {
    pub(super) fn opened(&mut self, peer: Option<SocketAddr>) -> Verdict {
        self.channel.opened(peer, &mut self.h245, &mut self.out)
    }

    pub(super) fn closed(&mut self, closed: Closed) -> EndReason {
        self.channel.closed(closed, &mut self.out)
    }

    pub(super) fn act(
        &mut self,
        action: CalledAction,
    ) -> Result<Option<(EndReason, Release)>, ApiMisuse> {
        self.channel.act(action, &mut self.h245, &mut self.out)
    }

    /// The verdict on the next part of what call signalling has brought.
    pub(super) fn next(&mut self, parting: bool) -> Option<Verdict> {
        self.channel.next(parting, &mut self.h245, &mut self.out)
    }

    /// The call is answered, and H.245 is done.
    pub(super) fn hold(&mut self) -> Verdict {
        self.during.hold(&mut self.h245, &mut self.out)
    }

    pub(super) fn progress(&mut self) -> Verdict {
        self.h245.progress(&mut self.out)
    }

    /// H.245 does what is due after an input, whatever the input was.
    pub(super) fn catch_up(&mut self) -> Verdict {
        self.h245.timeout(self.out.now());
        self.h245.speak(&mut self.out);
        self.progress()
    }

    /// What was asked for while the call is up. `over`: the call is being cleared.
    pub(super) fn go_on(&mut self, over: bool) {
        self.during.progress(over, &mut self.h245, &mut self.out);
    }

    /// The verdict on a timer that has expired, other than the one of lingering.
    pub(super) fn expired(&mut self, timer: Timer) -> Verdict {
        let (h245, out) = (&mut self.h245, &mut self.out);
        match timer {
            Timer::Hold => {
                out.we_begin_to_clear();
                h245.end_session(out)
            }
            Timer::KeepAlive => self.channel.keep_alive(out),
            Timer::EndSession => h245.end_session_overdue(out),
            Timer::H245 => h245.overdue(out),
            timer => Verdict::End(EndedBy::Library, EndReason::TimedOut(timer)),
        }
    }

    /// We have lingered long enough.
    pub(super) fn lingered(&mut self) {
        let answered = self.channel.is_answered();
        self.channel.leftover(answered, &mut self.out);
    }

    /// When the call wants to be woken.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let up = self.out.is_running(Timer::Hold);
        let deadlines = [
            self.out.deadline(),
            self.h245.session().deadline(),
            self.during.deadline().filter(|_| up),
        ];
        deadlines.into_iter().flatten().min()
    }

    pub(super) fn is_flooded(&self) -> bool {
        self.out.is_flooded() || self.h245.is_flooded()
    }
}
