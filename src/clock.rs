//! The platform's time.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures::Future as _;
use h323_proto::time::Instant;
use worker::{Delay, js_sys};

/// The Worker's clock. It advances only with I/O, and a call learns the time only after I/O.
pub(crate) fn now() -> Instant {
    Instant::from_millis(js_sys::Date::now() as u64)
}

/// Wakes a call at a deadline that may change with every event.
///
/// Most changes postpone the deadline. The platform's timer then stays as it is. We set a new one only
/// if it fires too early.
#[derive(Default)]
pub(crate) struct Alarm {
    set: Option<(Instant, Delay)>,
}

impl Alarm {
    /// Ready at `due`; without a deadline, never.
    pub(crate) fn poll(&mut self, due: Option<Instant>, context: &mut Context<'_>) -> Poll<()> {
        let Some(due) = due else {
            return Poll::Pending;
        };
        loop {
            let now = now();
            if now >= due {
                return Poll::Ready(());
            }
            let delay = match &mut self.set {
                Some((earlier, delay)) if *earlier <= due => delay,
                _ => &mut self.set.insert((due, Delay::from(due.since(now)))).1,
            };
            if Pin::new(delay).poll(context).is_pending() {
                return Poll::Pending;
            }
            self.set = None;
        }
    }
}

/// How long the others in this isolate have their turn.
const OTHERS: Duration = Duration::from_millis(5);

/// How long octets gather that a peer writes one by one.
const GATHERING: Duration = Duration::from_millis(50);

/// Lets octets gather, so that one read takes many of them.
pub(crate) async fn gather() {
    Delay::from(GATHERING).await;
}

/// Gives the other requests in this isolate a turn.
///
/// Awaiting octets that have already arrived, or writes that the system accepts at once, does not let
/// the runtime run other work. Awaiting a timer does. Octets that trickle in gather meanwhile, and then
/// need one read instead of many.
pub(crate) async fn give_way() {
    Delay::from(OTHERS).await;
}
