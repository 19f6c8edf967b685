//! Keeps the path open while a call rings or is held.
//!
//! A firewall forgets a TCP connection that is silent for long, and so do some endpoints. H.323
//! defines none of these forms; stacks use them in practice.

use super::{
    end::Suspect,
    options::{KeepAlive, KeepAliveStyle},
    outbox::Outbox,
    timer::{Limit, Timer},
};
use crate::h225::FacilityContents;

/// A TPKT without contents.
const EMPTY_TPKT: [u8; 4] = [3, 0, 0, 4];

/// The endpoint has answered Setup: keep-alives go out from now on, if they were requested.
pub(super) fn start(wanted: Option<KeepAlive>, out: &mut Outbox) {
    if let Some(keep_alive) = wanted
        && !keep_alive.every.is_zero()
        && !out.is_running(Timer::KeepAlive)
    {
        out.start(Timer::KeepAlive, Limit::hard(keep_alive.every));
    }
}

/// Sends a keep-alive and schedules the next one.
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
