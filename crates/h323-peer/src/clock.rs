//! The host's clock. Only this file reads one.

use std::{thread, time};

use h323_proto::time::{Duration, Instant};

/// The milliseconds since the clock was started.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: time::Instant,
}

impl Clock {
    /// A clock that now stands at [`Instant::ORIGIN`].
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the native driver is where time comes from"
    )]
    pub fn start() -> Self {
        Self {
            start: time::Instant::now(),
        }
    }

    /// Milliseconds since the beginning of 1970, by the system's clock.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the native driver is where time comes from"
    )]
    pub fn since_1970() -> u64 {
        time::SystemTime::now()
            .duration_since(time::UNIX_EPOCH)
            .map_or(0, |passed| {
                u64::try_from(passed.as_millis()).unwrap_or(u64::MAX)
            })
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::ORIGIN + self.start.elapsed()
    }

    /// Waits while there is nothing to read.
    #[expect(
        clippy::disallowed_methods,
        reason = "the native driver is where time comes from"
    )]
    pub(crate) fn rest(time: Duration) {
        thread::sleep(time);
    }

    /// The time until `at`, and at least a millisecond, because sockets accept no shorter wait.
    #[must_use]
    pub fn until(&self, at: Instant) -> Duration {
        at.since(self.now()).max(Duration::from_millis(1))
    }
}
