//! What keeps the path open while a call rings or is held.
//!
//! A firewall forgets a TCP connection that says nothing for long, and some endpoints do too. None
//! of the forms is in H.323; they are what stacks send each other.

use super::{
    end::Suspect,
    options::{KeepAlive, KeepAliveStyle},
    outbox::Outbox,
    timer::{Limit, Timer},
};
use crate::h225::FacilityContents;

/// A TPKT without contents.
const EMPTY_TPKT: [u8; 4] = [3, 0, 0, 4];

/// The peer has answered: from now on keep-alives go out, if any are wanted.
pub(super) fn start(wanted: Option<KeepAlive>, out: &mut Outbox) {
    if let Some(keep_alive) = wanted
        && !keep_alive.every.is_zero()
        && !out.is_running(Timer::KeepAlive)
    {
        out.start(Timer::KeepAlive, Limit::hard(keep_alive.every));
    }
}

/// Sends one and waits for the next.
pub(super) fn send(wanted: Option<KeepAlive>, out: &mut Outbox) {
    let Some(keep_alive) = wanted else {
        return;
    };
    match keep_alive.style {
        KeepAliveStyle::Tpkt => out.transmit_keep_alive(&EMPTY_TPKT),
        KeepAliveStyle::FacilityEmpty => {
            let information = out.writer().facility(&FacilityContents::Empty);
            out.transmit_facility(information);
        }
        KeepAliveStyle::FacilityTransportedInformation => {
            let information = out.writer().transported_information(None);
            out.transmit_facility(information);
        }
    }
    let now = out.now();
    let suspect = Suspect::KeepAlive(keep_alive.style);
    out.clearing().sent(Some(suspect), now);
    start(wanted, out);
}
