//! The room for what clients send and have not taken back as an answer.
//!
//! All requests of an isolate share its memory (128 MB). Without a limit, many clients together that
//! send slowly, or do not read their answers, would end the calls that are up in it.

use std::cell::Cell;

/// Octets of bodies that may be held at one time. An octet needs up to six times its room, with the
/// list of messages that were found and the runtime's own buffers (docs/bench.md).
const ROOM: usize = 8 << 20;

thread_local! {
    /// How much is taken. Lives as long as the isolate.
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

/// A share of the room, given back when it is dropped.
#[derive(Debug, Default)]
pub struct Share(usize);

impl Share {
    /// Takes more room. Returns whether there was enough.
    #[must_use]
    pub fn take(&mut self, octets: usize) -> bool {
        let taken = TAKEN.get().saturating_add(octets);
        if taken > ROOM {
            return false;
        }
        TAKEN.set(taken);
        self.0 += octets;
        true
    }

    /// Makes the share this large, as what is kept may be less than what came, or more if it was
    /// packed. Returns whether there was enough room.
    #[must_use]
    pub fn fit(&mut self, octets: usize) -> bool {
        let less = self.0.saturating_sub(octets);
        TAKEN.set(TAKEN.get().saturating_sub(less));
        self.0 -= less;
        self.take(octets.saturating_sub(self.0))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        TAKEN.set(TAKEN.get().saturating_sub(self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_shares_together_are_bounded_and_come_back() {
        let mut first = Share::default();
        assert!(first.take(ROOM - 1));
        let mut second = Share::default();
        assert!(second.take(1));
        assert!(!second.take(1));
        assert!(second.take(0));
        drop(first);
        assert!(second.take(ROOM - 1));
        assert!(!second.take(1));
        drop(second);
        assert!(Share::default().take(ROOM));
        assert!(!Share::default().take(ROOM + 1));
    }

    #[test]
    fn a_share_can_shrink_and_grow() {
        let mut share = Share::default();
        assert!(share.take(1_000));
        assert!(share.fit(10));
        let mut others = Share::default();
        assert!(others.take(ROOM - 10));
        assert!(!share.fit(11));
        assert!(share.fit(10));
        drop(others);
        assert!(share.fit(ROOM));
        assert!(!Share::default().take(1));
        drop(share);
        assert!(Share::default().take(ROOM));
    }
}
