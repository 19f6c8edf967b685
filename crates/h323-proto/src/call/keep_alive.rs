//! What keeps the path open while a call rings or is held.
//!
//! A firewall forgets a TCP connection that says nothing for long, and some endpoints do too. None
//! of the forms is in H.323; they are what stacks send each other.

use super::{Call, Channel, Content, KeepAliveStyle, Limit, Output, Suspect, Timer};
use crate::h225::FacilityContents;

/// A TPKT without contents.
const EMPTY_TPKT: [u8; 4] = [3, 0, 0, 4];

impl Call {
    /// The peer has answered: from now on keep-alives go out, if any are wanted.
    pub(super) fn start_keep_alive(&mut self) {
        if let Some(keep_alive) = self.config.keep_alive
            && !keep_alive.every.is_zero()
            && !self.timers.is_running(Timer::KeepAlive)
            && self.ending.is_none()
        {
            let every = Limit::hard(keep_alive.every);
            self.timers.start(Timer::KeepAlive, every, self.now);
        }
    }

    /// Sends one and waits for the next.
    pub(super) fn keep_alive(&mut self) {
        let Some(keep_alive) = self.config.keep_alive else {
            return;
        };
        match keep_alive.style {
            KeepAliveStyle::Tpkt => {
                let octets = EMPTY_TPKT.to_vec();
                self.outputs
                    .push_back(Output::Transmit(Channel::CallSignalling, octets.clone()));
                self.record_sent(octets, Content::KeepAlive);
            }
            KeepAliveStyle::FacilityEmpty => {
                let information = self.writer.facility(&FacilityContents::Empty);
                self.send_facility(information);
            }
            KeepAliveStyle::FacilityTransportedInformation => {
                let information = self.writer.transported_information(None);
                self.send_facility(information);
            }
        }
        let suspect = Suspect::KeepAlive(keep_alive.style);
        self.clearing.sent(Some(suspect), self.now);
        self.start_keep_alive();
    }
}
