//! The platform's time.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures::Future as _;
use h323_proto::time::Instant;
use worker::{Delay, js_sys};

/// The Worker's clock. It only advances with I/O, which is also the only time that a call is told
/// about it.
pub(crate) fn now() -> Instant {
    Instant::from_millis(js_sys::Date::now() as u64)
}

/// Wakes a call at a time that may change with everything that happens.
///
/// Most changes put it off. The platform's timer is left as it is then, and set again only when it has
/// run down too early.
#[derive(Default)]
pub(crate) struct Alarm {
    set: Option<(Instant, Delay)>,
}

impl Alarm {
    /// Ready when `due` has come, which is never if there is none.
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

/// Lets everybody else in this isolate have a turn.
///
/// What is at hand at once, octets that have come and writes that the system takes, does not let the
/// runtime look for anything else. A timer does.
pub(crate) async fn give_way() {
    Delay::from(std::time::Duration::ZERO).await;
}
