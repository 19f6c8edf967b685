//! The time that an endpoint may leave our writes unread.

use h323_proto::time::{Duration, Instant};

/// How long a write may wait. It cannot be withdrawn, so we give up the connection after this time.
const OF_A_WRITE: Duration = Duration::from_secs(5);

/// How long all writes of a call may wait in total, so that an endpoint that reads slowly cannot
/// prolong the call.
const OF_A_CALL: Duration = Duration::from_secs(10);

/// The time that the writes of one call may still wait.
#[derive(Debug)]
pub struct Patience {
    left: Duration,
    waiting: Option<Waiting>,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    since: Instant,
    writes: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            left: OF_A_CALL,
            waiting: None,
        }
    }
}

impl Patience {
    /// Notes how many writes wait now. Returns the end of our patience, or `None` if no write waits.
    pub fn note(&mut self, writes: u32, now: Instant) -> Option<Instant> {
        let waiting = self.waiting.filter(|waiting| waiting.writes == writes);
        let waiting = waiting.unwrap_or_else(|| {
            if let Some(before) = self.waiting {
                self.left = self.left.saturating_sub(now.since(before.since));
            }
            Waiting { since: now, writes }
        });
        self.waiting = (writes > 0).then_some(waiting);
        let allowed = OF_A_WRITE.min(self.left);
        self.waiting.map(|waiting| waiting.since + allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Instant {
        Instant::from_millis(millis)
    }

    #[test]
    fn a_write_may_wait_for_five_seconds() {
        let mut patience = Patience::default();
        assert_eq!(patience.note(0, at(0)), None);
        assert_eq!(patience.note(2, at(1_000)), Some(at(6_000)));
        assert_eq!(patience.note(2, at(5_999)), Some(at(6_000)));
    }

    #[test]
    fn a_write_that_is_done_gives_the_next_one_its_time() {
        let mut patience = Patience::default();
        patience.note(2, at(0));
        assert_eq!(patience.note(1, at(3_000)), Some(at(8_000)));
        assert_eq!(patience.note(0, at(4_000)), None);
        assert_eq!(patience.note(1, at(60_000)), Some(at(65_000)));
    }

    #[test]
    fn all_writes_of_a_call_may_wait_for_ten_seconds() {
        let mut patience = Patience::default();
        patience.note(1, at(0));
        patience.note(0, at(4_000));
        patience.note(1, at(20_000));
        patience.note(0, at(24_000));
        assert_eq!(patience.note(1, at(30_000)), Some(at(32_000)));
        patience.note(0, at(32_000));
        assert_eq!(patience.note(1, at(40_000)), Some(at(40_000)));
    }

    #[test]
    fn a_peer_that_reads_by_the_drop_uses_up_the_time_of_the_call() {
        let mut patience = Patience::default();
        for (second, writes) in (0..10).zip((1..=10).rev()) {
            patience.note(writes, at(second * 1_000));
        }
        assert_eq!(patience.note(1, at(9_500)), Some(at(10_000)));
    }
}
