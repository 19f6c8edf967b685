//! How H.245 ends, and the call with it (H.323 8.5).

use alloc::{string::String, vec::Vec};

use super::{
    H245Link,
    carrier::{Carrier, NO_ANSWER},
};
use crate::{
    call::{
        end::{EndReason, EndedBy},
        event::Side,
        outbox::Outbox,
        timer::{Limit, Timer},
        verdict::Verdict,
        warning::WarningCode,
    },
    h225::Facts,
    h245,
};

/// The call was up, has served its purpose, and is released.
const CLEARED: Verdict = Verdict::End(EndedBy::User, EndReason::Cleared);

impl H245Link {
    /// What becomes of the call, as far as H.245 has nothing more to tell.
    pub(in crate::call) fn progress(&mut self, out: &mut Outbox) -> Verdict {
        self.warnings(out);
        if self.settled.is_none() && self.session.is_settled() {
            self.settled = Some(out.now());
        }
        if self.over {
            return Verdict::GoesOn;
        }
        if self.side == Side::Called {
            // The caller's endSession is answered; the Release Complete is the caller's too.
            if self.session.end_received() && !self.session.end_sent() {
                self.session.end();
                self.speak(out);
            }
            return Verdict::GoesOn;
        }
        let failed = self.failed.is_some();
        if self.session.end_sent() {
            // Who began to clear the call sends the Release Complete (H.323 8.5).
            let done = self.session.end_received() || failed;
            return match done && !out.clearing().is_peers() {
                true => CLEARED,
                false => Verdict::GoesOn,
            };
        }
        if self.session.end_received() && self.answered {
            out.stop(Timer::H245);
            return self.end_session(out);
        }
        let settled = self.session.is_settled() || failed;
        if !self.answered || out.is_running(Timer::Hold) {
            // A way that was named late, while the call was held, has its own time.
            if settled {
                out.stop(Timer::H245);
            }
            return Verdict::GoesOn;
        }
        match settled || !out.is_running(Timer::H245) {
            true => Verdict::Hold,
            false => Verdict::GoesOn,
        }
    }

    /// What had to come did not come in time: the call goes on without.
    pub(in crate::call) fn overdue(&mut self, out: &mut Outbox) -> Verdict {
        if self.carrier == Carrier::None {
            self.no_channel(out);
        } else if self.carrier == Carrier::Dialling {
            // A firewall that drops packets does not refuse, and the driver may wait for long.
            self.not_opened(String::from(NO_ANSWER), out);
            if self.carrier != Carrier::None {
                return Verdict::GoesOn;
            }
        } else {
            let text = String::from(
                "Capabilities were not exchanged or roles not decided in time; the call goes on without",
            );
            out.warn(WarningCode::H245Incomplete, text);
        }
        Verdict::Hold
    }

    /// endSession, and the wait for the peer's; without H.245 the call is released at once.
    pub(in crate::call) fn end_session(&mut self, out: &mut Outbox) -> Verdict {
        out.stop(Timer::Hold);
        if self.carrier == Carrier::Dialling && self.failed.is_none() {
            self.lost(String::from(NO_ANSWER), out);
        }
        let theirs = out.clearing().is_peers();
        let mute = !self.can_speak() || !self.session.is_started();
        if mute && !theirs {
            return CLEARED;
        }
        self.session.end();
        self.speak(out);
        if self.session.end_received() && !theirs {
            return CLEARED;
        }
        out.start(Timer::EndSession, Limit::hard(self.terms.end_session));
        Verdict::GoesOn
    }

    /// The called side ends H.245 and leaves the call up.
    pub(in crate::call) fn end_alone(&mut self, out: &mut Outbox) {
        out.we_begin_to_clear();
        self.session.end();
        self.speak(out);
    }

    /// The peer's endSession did not come, or after it no Release Complete.
    pub(in crate::call) fn end_session_overdue(&mut self, out: &mut Outbox) -> Verdict {
        if !out.clearing().is_peers() {
            let text = String::from("The endpoint does not answer endSession");
            out.warn(WarningCode::NoEndSession, text);
        }
        CLEARED
    }

    /// The endSession that has to go ahead of a Release Complete: on the connection at once, or as
    /// octets to be tunnelled in the Release Complete itself (H.323 8.5).
    pub(in crate::call) fn last_words(&mut self, out: &mut Outbox) -> Option<Vec<u8>> {
        if !self.can_speak() || self.session.end_sent() {
            return None;
        }
        self.session.end();
        if self.carrier == Carrier::Connection {
            self.speak(out);
            return None;
        }
        // Our channels are closed in Facilities of their own.
        for pdu in self.session.take() {
            match pdu {
                h245::Pdu::CloseLogicalChannel(_) => self.send(&pdu, out),
                h245::Pdu::EndSession => {
                    return h245::write(&pdu, h245::version_for(self.terms.version)).ok();
                }
                _ => {}
            }
        }
        None
    }

    /// The H.245 in the peer's Release Complete: its endSession, if it knows what is proper (H.323
    /// 8.5). On a connection of its own that may still be on its way.
    pub(in crate::call) fn peer_released(&mut self, facts: &Facts, out: &mut Outbox) {
        self.late(facts, out);
        if self.session.end_received() {
            return;
        }
        match self.carrier {
            Carrier::Tunnel if facts.unread.in_pdu("h245Control") => {}
            Carrier::Tunnel => no_end_session(out),
            Carrier::Connection if self.failed.is_none() => self.awaits_end_session = true,
            _ => {}
        }
    }

    /// Whether the peer's endSession is awaited behind its Release Complete.
    pub(in crate::call) const fn awaits_end_session(&self) -> bool {
        self.awaits_end_session
    }

    /// Whether that has come.
    pub(in crate::call) fn has_last_word(&self) -> bool {
        self.awaits_end_session && self.session.end_received()
    }

    /// Nothing more is awaited.
    pub(in crate::call) fn conclude(&mut self, out: &mut Outbox) {
        if self.awaits_end_session && !self.session.end_received() {
            no_end_session(out);
        }
    }

    /// The H.245 in a message that comes when a Release Complete was sent or received. Nothing is
    /// answered any more.
    pub(in crate::call) fn late(&mut self, facts: &Facts, out: &mut Outbox) {
        if self.carrier == Carrier::Tunnel {
            self.tunnelled(&facts.h245_control, out);
        }
        self.session.take();
    }
}

fn no_end_session(out: &mut Outbox) {
    let text = String::from("The endpoint released the call without endSession");
    out.warn(WarningCode::NoEndSession, text);
}
