//! The pause that starts with an empty capability set (H.323 8.4.6).

use alloc::vec::Vec;

use crate::time::Instant;

/// We remember at most this many pauses.
const KEPT: usize = 16;

/// A pause of the call: the peer accepts no media from us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When the empty set arrived.
    pub from: Instant,
    /// When a set with entries ended it; `None` while it lasts.
    pub until: Option<Instant>,
}

/// The effect of a capability set on a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// The pause begins.
    Begins,
    /// The pause ends.
    Ends,
    /// No effect.
    None,
}

/// The pauses of a call.
///
/// ```text
/// Running -empty set-> Paused -set with entries-> Running
/// ```
#[derive(Clone, Debug, Default)]
pub(super) struct Pauses {
    paused: bool,
    kept: Vec<Pause>,
}

impl Pauses {
    /// Applies a capability set: `pause` is true for an empty one.
    pub(super) fn set(&mut self, pause: bool, now: Instant) -> Change {
        match (self.paused, pause) {
            (false, true) => {
                self.paused = true;
                if self.kept.len() < KEPT {
                    self.kept.push(Pause {
                        from: now,
                        until: None,
                    });
                }
                Change::Begins
            }
            (true, false) => {
                self.paused = false;
                if let Some(last) = self.kept.last_mut() {
                    last.until.get_or_insert(now);
                }
                Change::Ends
            }
            _ => Change::None,
        }
    }

    /// Whether a pause is under way.
    pub(super) const fn is_paused(&self) -> bool {
        self.paused
    }

    pub(super) fn all(&self) -> &[Pause] {
        &self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_lasts_from_an_empty_set_to_the_next_that_is_not() {
        let at = Instant::from_millis;
        let mut pauses = Pauses::default();
        assert_eq!(pauses.set(false, at(1)), Change::None);
        assert_eq!(pauses.set(true, at(2)), Change::Begins);
        assert_eq!(pauses.set(true, at(3)), Change::None);
        assert!(pauses.is_paused());
        assert_eq!(pauses.set(false, at(4)), Change::Ends);
        assert!(!pauses.is_paused());
        let pause = Pause {
            from: at(2),
            until: Some(at(4)),
        };
        assert_eq!(pauses.all(), [pause]);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut pauses = Pauses::default();
        for millis in 0..1_000 {
            pauses.set(millis % 2 == 0, Instant::from_millis(millis));
        }
        assert_eq!(pauses.all().len(), KEPT);
        assert!(pauses.all().iter().all(|pause| pause.until.is_some()));
    }
}
