//! How H.245 ends, and the call with it (H.323 8.5).

use alloc::{string::String, vec::Vec};

use super::{Carrier, NO_ANSWER};
use crate::{
    call::{Call, Channel, EndReason, EndedBy, Limit, Output, Side, Timer, WarningCode},
    h225::Facts,
    h245::{self, ControlRecord},
    q931::CallState,
};

impl Call {
    /// Moves the call on when H.245 has nothing more to tell.
    pub(in crate::call) fn control_progress(&mut self) {
        self.control_warnings();
        if self.control.settled.is_none() && self.control.session.is_settled() {
            self.control.settled = Some(self.now);
        }
        if self.ending.is_some() {
            return;
        }
        if self.side == Side::Called {
            // The caller's endSession is answered; the Release Complete is the caller's too.
            if self.control.session.end_received() && !self.control.session.end_sent() {
                self.control.session.end();
                self.control_out();
            }
            return;
        }
        let control = &self.control;
        if control.session.end_sent() {
            // Who began to clear the call sends the Release Complete (H.323 8.5).
            if self.clearing.is_peers() {
                return;
            }
            if control.session.end_received() || control.failed.is_some() {
                self.release(EndedBy::User, EndReason::Cleared);
            }
            return;
        }
        if control.session.end_received() && self.state == CallState::Active {
            self.timers.stop(Timer::Control);
            self.end_session();
            return;
        }
        if self.state != CallState::Active || self.timers.is_running(Timer::Hold) {
            // A way that was named late, while the call was held, has its own time.
            if control.session.is_settled() || control.failed.is_some() {
                self.timers.stop(Timer::Control);
            }
            return;
        }
        if control.session.is_settled()
            || control.failed.is_some()
            || !self.timers.is_running(Timer::Control)
        {
            self.hold();
        }
    }

    /// What had to come did not come in time: the call goes on without.
    pub(in crate::call) fn control_overdue(&mut self) {
        if self.control.carrier == Carrier::None {
            self.no_control_channel();
        } else if self.control.carrier == Carrier::Dialling {
            // A firewall that drops packets does not refuse, and the driver may wait for long.
            self.control_not_opened(String::from(NO_ANSWER));
            if self.control.carrier != Carrier::None {
                return;
            }
        } else {
            let text = String::from(
                "Capabilities were not exchanged or roles not decided in time; going on without",
            );
            self.warn(WarningCode::ControlIncomplete, text);
        }
        self.hold();
    }

    /// Gives up on a connection that nothing has come of. While it was being opened, Connect may have
    /// offered the tunnel or another address; that is taken now, with all the time there is for it.
    pub(in crate::call) fn control_not_opened(&mut self, why: String) {
        self.control_lost(why);
        if self.ending.is_some() {
            return;
        }
        self.choose_carrier();
        if self.control.carrier != Carrier::None && self.state == CallState::Active {
            let limit = Limit::hard(self.config.limits.control);
            self.timers.start(Timer::Control, limit, self.now);
        }
        self.control_out();
    }

    /// The call is answered and H.245 done: holds it as long as asked, then ends it.
    pub(in crate::call) fn hold(&mut self) {
        self.timers.stop(Timer::Control);
        if self.timers.is_running(Timer::Hold) {
            return;
        }
        self.clearing.held(self.now);
        let hold = self.during.begin(self.now, self.config.limits.hold);
        if hold.is_zero() {
            self.clearing.we_begin(self.now);
            self.end_session();
        } else {
            self.timers.start(Timer::Hold, Limit::hard(hold), self.now);
            self.during_progress();
        }
    }

    /// endSession, and the wait for the peer's; without H.245 the call is released at once.
    pub(in crate::call) fn end_session(&mut self) {
        self.timers.stop(Timer::Hold);
        if self.control.carrier == Carrier::Dialling && self.control.failed.is_none() {
            self.control_lost(String::from(NO_ANSWER));
        }
        let theirs = self.clearing.is_peers();
        let mute = !self.control.can_speak() || !self.control.session.is_started();
        if mute && !theirs {
            self.release(EndedBy::User, EndReason::Cleared);
            return;
        }
        self.control.session.end();
        self.control_out();
        if self.control.session.end_received() && !theirs {
            self.release(EndedBy::User, EndReason::Cleared);
        } else {
            let wait = Limit::hard(self.config.limits.end_session);
            self.timers.start(Timer::EndSession, wait, self.now);
        }
    }

    /// The peer's endSession did not come, or after it no Release Complete.
    pub(in crate::call) fn end_session_overdue(&mut self) {
        if !self.clearing.is_peers() {
            let text = String::from("The peer does not answer endSession");
            self.warn(WarningCode::NoEndSession, text);
        }
        self.release(EndedBy::User, EndReason::Cleared);
    }

    /// The endSession that has to go ahead of a Release Complete: on the connection at once, or as
    /// octets to be tunnelled in the Release Complete itself (H.323 8.5).
    pub(in crate::call) fn last_words(&mut self) -> Option<Vec<u8>> {
        if !self.control.can_speak() || self.control.session.end_sent() {
            return None;
        }
        self.control.session.end();
        if self.control.carrier == Carrier::Connection {
            self.control_out();
            return None;
        }
        // Our channels are closed in Facilities of their own.
        for pdu in self.control.session.take() {
            match pdu {
                h245::Pdu::CloseLogicalChannel(_) => self.control_send(&pdu),
                h245::Pdu::EndSession => {
                    return h245::write(&pdu, h245::version_for(self.config.version)).ok();
                }
                _ => {}
            }
        }
        None
    }

    /// The H.245 in the peer's Release Complete: its endSession, if it knows what is proper (H.323
    /// 8.5). On a connection of its own that may still be on its way.
    pub(in crate::call) fn last_words_in(&mut self, facts: &Facts) {
        self.late_control_in(facts);
        if self.control.session.end_received() {
            return;
        }
        match self.control.carrier {
            Carrier::Tunnel if facts.unread.in_pdu("h245Control") => {}
            Carrier::Tunnel => self.no_end_session(),
            Carrier::Connection if self.control.failed.is_none() => {
                self.clearing.await_end_session();
            }
            _ => {}
        }
    }

    fn no_end_session(&mut self) {
        let text = String::from("The peer released the call without endSession before it");
        self.warn(WarningCode::NoEndSession, text);
    }

    /// Nothing more is awaited.
    pub(in crate::call) fn conclude(&mut self) {
        if self.clearing.awaits_end_session() && !self.control.session.end_received() {
            self.no_end_session();
        }
        self.finish();
    }

    /// The H.245 in a message that comes when a Release Complete was sent or received. Nothing is
    /// answered any more.
    pub(in crate::call) fn late_control_in(&mut self, facts: &Facts) {
        if self.control.carrier == Carrier::Tunnel {
            for octets in &facts.h245_control {
                self.control_message(ControlRecord::of(octets.clone()));
            }
        }
        self.control.session.take();
    }

    /// Closes the H.245 connection, if there is one, once.
    pub(in crate::call) fn close_control(&mut self) {
        if matches!(
            self.control.carrier,
            Carrier::Connection | Carrier::Dialling
        ) && !self.control.closed
        {
            self.control.closed = true;
            self.outputs.push_back(Output::Close(Channel::H245Control));
        }
    }
}
