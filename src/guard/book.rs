//! The calls to one address: the call that is up, and the times of the last calls.

use serde::{Deserialize, Serialize};

/// Most calls to one address in [`WINDOW`], over all clients.
const MOST: usize = 20;

/// The window in which we count calls, in milliseconds.
const WINDOW: u64 = 60_000;

/// Most seconds that a client is told to wait for a call that is up. The call may end sooner.
const PATIENCE: u64 = 10;

/// The calls to one address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    up: Option<Lease>,
    /// The times at which calls were placed, in milliseconds.
    placed: Vec<u64>,
}

/// Permission to have a call up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Lease {
    ticket: String,
    /// When the permission expires, in case its holder is gone and never returns it.
    until: u64,
}

/// Why a call must wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wait {
    /// Another call is up.
    Engaged {
        /// Seconds after which to try again.
        seconds: u64,
    },
    /// There were too many calls in a minute.
    Often {
        /// Seconds until another call is allowed.
        seconds: u64,
    },
}

impl Book {
    /// Permits a call to be up until `until`, or says how long it must wait.
    ///
    /// # Errors
    /// If the call must wait.
    pub fn begin(&mut self, ticket: &str, now: u64, until: u64) -> Result<(), Wait> {
        self.forget(now);
        if let Some(lease) = &self.up {
            let left = lease.until.saturating_sub(now).div_ceil(1000);
            return Err(Wait::Engaged {
                seconds: left.clamp(1, PATIENCE),
            });
        }
        if let (true, Some(first)) = (self.placed.len() >= MOST, self.placed.first()) {
            let left = first.saturating_add(WINDOW).saturating_sub(now);
            return Err(Wait::Often {
                seconds: left.div_ceil(1000).max(1),
            });
        }
        self.placed.push(now);
        self.up = Some(Lease {
            ticket: ticket.into(),
            until,
        });
        Ok(())
    }

    /// Notes that the call is over.
    pub fn end(&mut self, ticket: &str) {
        if self.up.as_ref().is_some_and(|lease| lease.ticket == ticket) {
            self.up = None;
        }
    }

    /// The time at which the book becomes empty, or `None` if it is empty now.
    pub fn empty_at(&mut self, now: u64) -> Option<u64> {
        self.forget(now);
        let lease = self.up.as_ref().map(|lease| lease.until);
        let window = self
            .placed
            .last()
            .map(|placed| placed.saturating_add(WINDOW));
        lease.into_iter().chain(window).max()
    }

    fn forget(&mut self, now: u64) {
        self.up = self.up.take().filter(|lease| lease.until > now);
        self.placed
            .retain(|placed| placed.saturating_add(WINDOW) > now && *placed <= now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_call_is_up_at_a_time() {
        let mut book = Book::default();
        assert_eq!(book.begin("a", 1_000, 61_000), Ok(()));
        assert_eq!(
            book.begin("b", 2_000, 62_000),
            Err(Wait::Engaged { seconds: 10 })
        );
        book.end("b");
        assert_eq!(
            book.begin("b", 59_500, 99_000),
            Err(Wait::Engaged { seconds: 2 })
        );
        book.end("a");
        assert_eq!(book.begin("b", 59_600, 99_000), Ok(()));
    }

    #[test]
    fn a_call_whose_end_nobody_told_of_ends_with_its_lease() {
        let mut book = Book::default();
        assert_eq!(book.begin("a", 0, 30_000), Ok(()));
        assert!(book.begin("b", 29_999, 60_000).is_err());
        assert_eq!(book.begin("b", 30_000, 60_000), Ok(()));
        // The late call must not end the call that followed it.
        book.end("a");
        assert!(book.begin("c", 30_001, 60_000).is_err());
    }

    #[test]
    fn calls_are_twenty_a_minute() {
        let mut book = Book::default();
        for call in 0..20 {
            assert_eq!(
                book.begin("a", call * 1000, call * 1000 + 500),
                Ok(()),
                "{call}"
            );
            book.end("a");
        }
        assert_eq!(
            book.begin("a", 20_000, 21_000),
            Err(Wait::Often { seconds: 40 })
        );
        assert_eq!(
            book.begin("a", 59_999, 61_000),
            Err(Wait::Often { seconds: 1 })
        );
        assert_eq!(book.begin("a", 60_000, 61_000), Ok(()));
        book.end("a");
        assert!(
            book.begin("a", 60_500, 61_000).is_err(),
            "the second one of the minute still counts"
        );
    }

    #[test]
    fn refusals_do_not_count_and_nothing_is_kept_for_ever() {
        let mut book = Book::default();
        assert_eq!(book.empty_at(0), None);
        assert_eq!(book.begin("a", 0, 300_000), Ok(()));
        for _ in 0..100 {
            assert!(book.begin("b", 1, 300_000).is_err());
        }
        assert_eq!(book.placed.len(), 1);
        assert_eq!(book.empty_at(1), Some(300_000));
        book.end("a");
        assert_eq!(book.empty_at(2), Some(60_000));
        assert_eq!(book.empty_at(60_000), None);
        assert_eq!(book, Book::default());
    }

    #[test]
    fn a_clock_that_went_back_closes_nothing() {
        let mut book = Book::default();
        for _ in 0..20 {
            assert_eq!(book.begin("a", 1_000_000, 1_000_500), Ok(()));
            book.end("a");
        }
        assert!(book.begin("a", 1_000_001, 1_000_500).is_err());
        assert_eq!(book.begin("a", 500_000, 500_500), Ok(()));
    }
}
