//! The timers of a call. Each has a limit that warns and a limit that ends the call.

use crate::time::{Duration, Instant};

/// A timer of the calling or called side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Opening of the TCP connection. Not a Q.931 timer: Workers' `connect()` has no timeout.
    Connect,
    /// T303 (Q.931 9): Setup to the first answer.
    T303,
    /// T304: Setup Acknowledge, or the digits that we sent after it, to the next answer. It runs
    /// once.
    T304,
    /// T310: Call Proceeding to Alerting, Connect or Release Complete.
    T310,
    /// T301: Alerting to Connect.
    T301,
    /// Connect until H.245 has nothing more to tell.
    H245,
    /// Our endSession to the peer's (H.245 8.1.5 does not define the time).
    EndSession,
    /// How long an answered call is held before we release it.
    Hold,
    /// The time until our next keep-alive.
    KeepAlive,
    /// The time after our Release Complete in which the peer's Release Complete or FIN may arrive.
    Linger,
    /// The whole call, in any state.
    Total,
}

impl Timer {
    const ALL: [Self; 11] = [
        Self::Connect,
        Self::T303,
        Self::T304,
        Self::T310,
        Self::T301,
        Self::H245,
        Self::EndSession,
        Self::Hold,
        Self::KeepAlive,
        Self::Linger,
        Self::Total,
    ];

    /// The name used in events and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connect => "TCP connect",
            Self::T303 => "T303",
            Self::T304 => "T304",
            Self::T310 => "T310",
            Self::T301 => "T301",
            Self::H245 => "H.245 negotiation",
            Self::EndSession => "endSession",
            Self::Hold => "hold",
            Self::KeepAlive => "keep-alive",
            Self::Linger => "linger",
            Self::Total => "total",
        }
    }
}

/// The two limits of a timer.
///
/// The first is the value of working stacks: passing it earns a warning. The second ends the call.
/// It is longer, because a tester that gives up at the first limit could not tell a slow endpoint
/// from a dead one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// A timer that passes this value earns a warning. `None` if there is no such value.
    pub expected: Option<Duration>,
    /// A timer that passes this value ends the call.
    pub hard: Duration,
}

impl Limit {
    /// A limit that only ends the call.
    #[must_use]
    pub const fn hard(hard: Duration) -> Self {
        Self {
            expected: None,
            hard,
        }
    }
}

/// The result of a timer that ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expiry {
    /// The expected time passed; the timer runs on.
    Expected(Timer, Duration),
    /// The hard limit passed; the timer is stopped.
    Hard(Timer),
}

#[derive(Clone, Copy, Debug, Default)]
struct Running {
    expected: Option<(Instant, Duration)>,
    hard: Option<Instant>,
}

/// All timers of a call, in one table.
#[derive(Clone, Debug, Default)]
pub(super) struct TimerTable {
    running: [Running; Timer::ALL.len()],
}

impl TimerTable {
    /// Starts or restarts `timer`.
    pub(super) fn start(&mut self, timer: Timer, limit: Limit, now: Instant) {
        *self.slot(timer) = Running {
            // An expectation beyond the hard limit can never be reported.
            expected: limit
                .expected
                .filter(|expected| *expected < limit.hard)
                .map(|expected| (now + expected, expected)),
            hard: Some(now + limit.hard),
        };
    }

    pub(super) fn stop(&mut self, timer: Timer) {
        *self.slot(timer) = Running::default();
    }

    /// Lets `timer` run on to its hard limit without a warning on the way.
    pub(super) fn expect_nothing(&mut self, timer: Timer) {
        self.slot(timer).expected = None;
    }

    pub(super) fn stop_all(&mut self) {
        self.running = Default::default();
    }

    /// Whether `timer` runs.
    pub(super) fn is_running(&self, timer: Timer) -> bool {
        Timer::ALL
            .iter()
            .zip(&self.running)
            .any(|(candidate, running)| *candidate == timer && running.hard.is_some())
    }

    /// The next time at which a timer runs out.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.running
            .iter()
            .flat_map(|running| [running.expected.map(|(at, _)| at), running.hard])
            .flatten()
            .min()
    }

    /// Takes one timer that has run out by `now`. Hard limits come first, because a warning about a
    /// call that just ended helps nobody.
    pub(super) fn expired(&mut self, now: Instant) -> Option<Expiry> {
        for (timer, running) in Timer::ALL.iter().zip(&mut self.running) {
            if running.hard.is_some_and(|at| at <= now) {
                *running = Running::default();
                return Some(Expiry::Hard(*timer));
            }
        }
        for (timer, running) in Timer::ALL.iter().zip(&mut self.running) {
            if let Some((at, wait)) = running.expected
                && at <= now
            {
                running.expected = None;
                return Some(Expiry::Expected(*timer, wait));
            }
        }
        None
    }

    fn slot(&mut self, timer: Timer) -> &mut Running {
        let [
            connect,
            t303,
            t304,
            t310,
            t301,
            h245,
            end_session,
            hold,
            keep_alive,
            linger,
            total,
        ] = &mut self.running;
        match timer {
            Timer::Connect => connect,
            Timer::T303 => t303,
            Timer::T304 => t304,
            Timer::T310 => t310,
            Timer::T301 => t301,
            Timer::H245 => h245,
            Timer::EndSession => end_session,
            Timer::Hold => hold,
            Timer::KeepAlive => keep_alive,
            Timer::Linger => linger,
            Timer::Total => total,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit {
        expected: Some(Duration::from_secs(4)),
        hard: Duration::from_secs(15),
    };

    #[test]
    fn a_timer_warns_once_and_then_ends() {
        let mut table = TimerTable::default();
        table.start(Timer::T303, LIMIT, Instant::from_millis(1_000));
        assert_eq!(table.deadline(), Some(Instant::from_millis(5_000)));
        assert_eq!(table.expired(Instant::from_millis(4_999)), None);
        assert_eq!(
            table.expired(Instant::from_millis(5_000)),
            Some(Expiry::Expected(Timer::T303, Duration::from_secs(4)))
        );
        assert_eq!(table.expired(Instant::from_millis(5_000)), None);
        assert!(table.is_running(Timer::T303));
        assert_eq!(table.deadline(), Some(Instant::from_millis(16_000)));
        assert_eq!(
            table.expired(Instant::from_millis(20_000)),
            Some(Expiry::Hard(Timer::T303))
        );
        assert_eq!(table.deadline(), None);
    }

    #[test]
    fn an_expectation_at_or_past_the_hard_limit_is_dropped() {
        let mut table = TimerTable::default();
        let limit = Limit {
            expected: Some(Duration::from_secs(180)),
            hard: Duration::from_secs(30),
        };
        table.start(Timer::T301, limit, Instant::ORIGIN);
        assert_eq!(
            table.expired(Instant::from_millis(200_000)),
            Some(Expiry::Hard(Timer::T301))
        );
    }

    #[test]
    fn each_timer_has_its_own_slot() {
        let mut table = TimerTable::default();
        for (index, timer) in Timer::ALL.into_iter().enumerate() {
            table.start(
                timer,
                Limit::hard(Duration::from_secs(index as u64 + 1)),
                Instant::ORIGIN,
            );
        }
        for timer in Timer::ALL {
            assert!(table.is_running(timer), "{}", timer.name());
            table.stop(timer);
            assert!(!table.is_running(timer), "{}", timer.name());
        }
    }
}
