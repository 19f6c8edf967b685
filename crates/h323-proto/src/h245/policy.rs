//! How far we go with a peer: which of its channels are taken, and how often the same request is
//! answered.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// What becomes of logical channels (H.245 8.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChannelPolicy {
    /// The peer's are rejected.
    Reject,
    /// The peer's are accepted, as a caller does that has something to receive media with.
    #[default]
    Accept,
    /// The same, and we offer one channel each of audio and video that both have.
    Offer,
}

/// How often the same request is answered. A peer that asks again because of the answer would
/// otherwise go on for as long as the call lasts, and so would we.
pub(super) const ANSWERS: u32 = 10;

/// Most kinds of requests that are told apart; the rest counts as one.
const KINDS: usize = 16;

/// What the rest is called.
const OTHERS: &str = "other requests";

/// A kind of request, and how often it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The message, with what tells it from others of its name.
    pub what: String,
    /// How often it came.
    pub times: u32,
    /// How often it was answered.
    pub answered: u32,
}

/// Requests that came again and again.
#[derive(Clone, Debug, Default)]
pub(super) struct Patience {
    asked: Vec<Asked>,
}

impl Patience {
    /// Counts a request. Whether it is still answered.
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

    /// What was asked for has come to its end in order: another such request is a new one.
    pub(super) fn forget(&mut self, what: &str) {
        self.asked
            .retain(|asked| asked.what != what || asked.times > asked.answered);
    }

    /// The requests that are not answered any more.
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
