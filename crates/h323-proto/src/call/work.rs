//! The cost of what a peer sends, estimated: a peer may not use up the time of the calls beside
//! its own.
//!
//! The unit is about a nanosecond of the Worker (docs/limits.md has the measurements). Neither
//! messages nor octets nor values alone tell the cost: a peer can have many of each without the
//! others.

use super::event::Content;
use crate::{h245::H245Record, time::Instant};

/// One piece of the stream, as the driver hands it over, and each octet in it.
const PIECE: u64 = 24_000;
const OCTET: u64 = 3;

/// One message that is taken, and each of its information elements, even if the same came before.
const MESSAGE: u64 = 800;
const ELEMENT: u64 = 25;

/// One H.245 message that the session takes.
const H245: u64 = 4_000;

/// One information element, and one value of the H.225.0 and H.245 parts: to read it, and to describe
/// it if it is shown.
const READ_ELEMENT: u64 = 60;
const READ_VALUE: u64 = 300;

/// One message that we send.
const ANSWER: u64 = 45_000;

/// What a call may cost more for each millisecond that it lasts: a message a second, with a dozen
/// values, is no flood however long the call is up.
const EACH_MILLISECOND: u128 = 75;

/// The work for the peer of one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    done: u64,
    limit: u64,
    since: Instant,
}

impl Work {
    pub(crate) const fn new(limit: u64, since: Instant) -> Self {
        Self {
            done: 0,
            limit,
            since,
        }
    }

    /// All of it so far.
    pub(crate) const fn done(&self) -> u64 {
        self.done
    }

    /// Whether it is more than the peer of a call may cause.
    pub(crate) const fn is_too_much(&self, now: Instant) -> bool {
        let up = now.since(self.since).as_millis();
        let allowed = up
            .saturating_mul(EACH_MILLISECOND)
            .saturating_add(self.limit as u128);
        self.done as u128 > allowed
    }

    const fn add(&mut self, times: usize, cost: u64) {
        self.done = self.done.saturating_add(cost.saturating_mul(times as u64));
    }

    /// A piece of the stream.
    pub(crate) const fn piece(&mut self, octets: usize) {
        self.add(1, PIECE);
        self.add(octets, OCTET);
    }

    /// What the driver did for the peer.
    pub(crate) const fn below(&mut self, nanoseconds: u64) {
        self.add(1, nanoseconds);
    }

    /// A message is taken.
    pub(crate) fn message(&mut self, content: &Content) {
        self.add(1, MESSAGE);
        self.add(size(content).0, ELEMENT);
    }

    /// A message is read, or described.
    pub(crate) fn contents(&mut self, content: &Content) {
        let (elements, values) = size(content);
        self.add(elements, READ_ELEMENT);
        self.add(values, READ_VALUE);
    }

    /// The session takes an H.245 message.
    pub(crate) const fn h245(&mut self) {
        self.add(1, H245);
    }

    /// We send a message.
    pub(crate) const fn answer(&mut self) {
        self.add(1, ANSWER);
    }
}

/// The information elements of a message, and the values in its H.225.0 and H.245 parts.
fn size(content: &Content) -> (usize, usize) {
    let count = |record: &H245Record| record.tree.nodes().len();
    match content {
        Content::Signalling {
            message,
            user_information,
            facts,
            ..
        } => {
            let own = user_information.as_ref();
            let own = own.map_or(0, |information| information.tree.nodes().len());
            let carried = facts.tunnelled().map(count).sum::<usize>();
            let ras = facts.ras.iter().map(|record| record.tree.nodes().len());
            (message.elements.len(), own + carried + ras.sum::<usize>())
        }
        Content::H245(records) => (0, records.iter().map(count).sum()),
        Content::Ras(record) => (0, record.tree.nodes().len()),
        Content::KeepAlive
        | Content::Undecodable(_)
        | Content::Foreign(_)
        | Content::Incomplete => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::CallTerms;

    #[test]
    fn a_call_may_cost_its_limit_and_a_little_for_each_moment_that_it_is_up() {
        let limit = CallTerms::default().work_limit;
        assert_eq!(limit, 68_000_000, "68 ms, in docs/limits.md");
        let begin = Instant::from_millis(5);
        let second = Instant::from_millis(1_005);
        let mut work = Work::new(limit, begin);
        work.done = limit - 1;
        assert!(!work.is_too_much(begin));
        work.done = limit;
        assert!(!work.is_too_much(begin));
        work.done = limit + 1;
        assert!(work.is_too_much(begin));
        assert!(!work.is_too_much(second));
        work.done = limit + 75_000;
        assert!(!work.is_too_much(second), "75 µs more for a second");
        work.done += 1;
        assert!(work.is_too_much(second));
    }

    #[test]
    fn sums_that_do_not_fit_are_too_much() {
        let mut work = Work::new(u64::MAX - 1, Instant::from_millis(0));
        work.add(usize::MAX, u64::MAX);
        assert!(work.is_too_much(Instant::from_millis(0)));
    }
}
