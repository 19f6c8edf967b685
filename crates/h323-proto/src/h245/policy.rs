//! How far we go along with a peer: which of its channels we accept, and how often we answer the
//! same request.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// Our treatment of logical channels (H.245 8.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChannelPolicy {
    /// We reject the peer's channels.
    Reject,
    /// We accept the peer's channels, like a caller that can receive media.
    #[default]
    Accept,
    /// The same, and we offer one audio and one video channel with codecs that both sides have.
    Offer,
}

/// How often we answer the same request. Without a limit, a peer that repeats its request after
/// each answer would keep both sides busy for the whole call.
pub(super) const ANSWERS: u32 = 10;

/// We tell at most this many kinds of requests apart; the others are counted together.
const KINDS: usize = 16;

/// The name for the others.
const OTHERS: &str = "other requests";

/// A kind of request, with its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The name of the message, with a detail that tells it from others of that name.
    pub what: String,
    /// How often we received it.
    pub times: u32,
    /// How often we answered it.
    pub answered: u32,
}

/// Counts of repeated requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Patience {
    asked: Vec<Asked>,
}

impl Patience {
    /// Counts a request. Returns whether we should still answer it.
    pub(super) fn asked(&mut self, what: &str) -> bool {
        let at = self.asked.iter().position(|asked| asked.what == what);
        if at.is_none() && self.asked.len() < KINDS {
            let last = self.asked.len() + 1 == KINDS;
            self.asked.push(Asked {
                what: if last { OTHERS } else { what }.to_owned(),
                times: 0,
                answered: 0,
            });
        }
        let asked = match at {
            Some(at) => self.asked.get_mut(at),
            None => self.asked.last_mut(),
        };
        let Some(asked) = asked else {
            return true;
        };
        asked.times = asked.times.saturating_add(1);
        if asked.answered < ANSWERS {
            asked.answered += 1;
            return true;
        }
        false
    }

    /// The channel of such a request was closed in order, so the next request counts as new.
    pub(super) fn forget(&mut self, what: &str) {
        self.asked
            .retain(|asked| asked.what != what || asked.times > asked.answered);
    }

    /// The requests that we do not answer any more.
    pub(super) fn exhausted(&self) -> impl Iterator<Item = &Asked> {
        self.asked
            .iter()
            .filter(|asked| asked.times > asked.answered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_request_is_answered_a_bounded_number_of_times() {
        let mut patience = Patience::default();
        for _ in 0..ANSWERS {
            assert!(patience.asked("requestMode"));
        }
        assert_eq!(patience.exhausted().count(), 0);
        for _ in 0..1_000 {
            assert!(!patience.asked("requestMode"));
        }
        assert!(patience.asked("maintenanceLoopRequest"));
        let exhausted: Vec<_> = patience.exhausted().cloned().collect();
        let expected = Asked {
            what: "requestMode".into(),
            times: ANSWERS + 1_000,
            answered: ANSWERS,
        };
        assert_eq!(exhausted, [expected]);
        patience.forget("requestMode");
        assert!(!patience.asked("requestMode"), "what was told stays told");
    }

    #[test]
    fn kinds_are_bounded_too() {
        let mut patience = Patience::default();
        let answered = (0..10_000_u32)
            .filter(|kind| patience.asked(&alloc::format!("request {kind}")))
            .count();
        assert!(patience.asked.len() <= KINDS);
        assert_eq!(answered, KINDS - 1 + ANSWERS as usize);
        let mut exhausted = patience.exhausted().map(|asked| asked.what.as_str());
        assert_eq!(exhausted.next(), Some(OTHERS));
    }
}
