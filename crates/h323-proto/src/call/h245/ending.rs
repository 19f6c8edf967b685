//! The end of H.245, and of the call with it (H.323 8.5).

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

/// The call was up, is complete, and is released.
const CLEARED: Verdict = Verdict::End(EndedBy::User, EndReason::Cleared);

impl H245Link {
    /// Decides how the call continues, as far as H.245 is concerned.
    pub(in crate::call) fn progress(&mut self, out: &mut Outbox) -> Verdict {
        self.warnings(out);
        if self.settled.is_none() && self.session.is_settled() {
            self.settled = Some(out.now());
        }
        if self.over {
            return Verdict::GoesOn;
        }
        if self.side == Side::Called {
            // We answer the caller's endSession. The caller also sends the Release Complete.
            if self.session.end_received() && !self.session.end_sent() {
                self.session.end();
                self.speak(out);
            }
            return Verdict::GoesOn;
        }
        let failed = self.failed.is_some();
        if self.session.end_sent() {
            // The side that began to clear the call sends the Release Complete (H.323 8.5).
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
            // An H.245 channel that was offered late, during the hold time, has its own time limit.
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

    /// H.245 did not finish in time, so the call continues without it.
    pub(in crate::call) fn overdue(&mut self, out: &mut Outbox) -> Verdict {
        if self.carrier == Carrier::None {
            self.no_channel(out);
        } else if self.carrier == Carrier::Dialling {
            // A firewall that drops packets does not refuse the connection, and the driver may wait
            // for long.
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

    /// Sends endSession and waits for the peer's. Without H.245 it releases the call at once.
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

    /// The called side ends H.245 and keeps the call up.
    pub(in crate::call) fn end_alone(&mut self, out: &mut Outbox) {
        out.we_begin_to_clear();
        self.session.end();
        self.speak(out);
    }

    /// The peer's endSession did not arrive, or no Release Complete after it.
    pub(in crate::call) fn end_session_overdue(&mut self, out: &mut Outbox) -> Verdict {
        if !out.clearing().is_peers() {
            let text = String::from("The endpoint does not answer endSession");
            out.warn(WarningCode::NoEndSession, text);
        }
        CLEARED
    }

    /// The endSession that must precede a Release Complete. On a connection it is sent at once. For
    /// the tunnel its octets are returned, to be carried in the Release Complete itself
    /// (H.323 8.5).
    pub(in crate::call) fn last_words(&mut self, out: &mut Outbox) -> Option<Vec<u8>> {
        if !self.can_speak() || self.session.end_sent() {
            return None;
        }
        self.session.end();
        if self.carrier == Carrier::Connection {
            self.speak(out);
            return None;
        }
        // A separate Facility closes each of our channels.
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

    /// Takes the H.245 in the peer's Release Complete. A correct peer sends its endSession there
    /// (H.323 8.5). On a connection of its own, endSession may still be on its way.
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

    /// Whether we wait for the peer's endSession after its Release Complete.
    pub(in crate::call) const fn awaits_end_session(&self) -> bool {
        self.awaits_end_session
    }

    /// Whether the awaited endSession has arrived.
    pub(in crate::call) fn has_last_word(&self) -> bool {
        self.awaits_end_session && self.session.end_received()
    }

    /// We wait for nothing more.
    pub(in crate::call) fn conclude(&mut self, out: &mut Outbox) {
        if self.awaits_end_session && !self.session.end_received() {
            no_end_session(out);
        }
    }

    /// Takes the H.245 in a message that arrives after a Release Complete was sent or received. We
    /// no longer answer it.
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
