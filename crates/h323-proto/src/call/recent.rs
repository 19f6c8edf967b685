//! The last messages of a connection, by their octets: a peer that repeats itself is not read again.

use alloc::{collections::VecDeque, vec::Vec};

/// How many messages are kept: peers in a loop alternate between a few.
const MESSAGES: usize = 8;

/// How many octets they may have in all. What was read takes many times as much memory.
const OCTETS: usize = 1 << 16;

/// What was read lately.
#[derive(Debug)]
pub(super) struct Recent<R> {
    /// The latest first.
    kept: VecDeque<(Vec<u8>, R)>,
    octets: usize,
}

impl<R> Default for Recent<R> {
    fn default() -> Self {
        Self {
            kept: VecDeque::new(),
            octets: 0,
        }
    }
}

impl<R: Clone> Recent<R> {
    /// What these octets were read as, if they came lately.
    pub(super) fn find(&self, octets: &[u8]) -> Option<R> {
        let found = self.kept.iter().find(|(kept, _)| kept == octets);
        found.map(|(_, reading)| reading.clone())
    }

    /// Keeps what was read, in place of the oldest.
    pub(super) fn keep(&mut self, octets: Vec<u8>, reading: R) {
        self.octets += octets.len();
        self.kept.push_front((octets, reading));
        while self.kept.len() > MESSAGES || self.octets > OCTETS {
            let Some((oldest, _)) = self.kept.pop_back() else {
                return;
            };
            self.octets -= oldest.len();
        }
    }

    /// Forgets them all.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_few_are_known() {
        let mut recent = Recent::default();
        for number in 0..20_u8 {
            recent.keep(Vec::from([number; 3]), number);
        }
        let known = (0..20).filter(|number| recent.find(&[*number; 3]).is_some());
        assert!(known.eq(12..20));
        assert_eq!(recent.find(&[19; 3]), Some(19));
        assert_eq!(recent.find(&[19; 2]), None);
        recent.forget();
        assert_eq!(recent.find(&[19; 3]), None);
    }

    #[test]
    fn their_octets_are_bounded() {
        let mut recent = Recent::default();
        let long = |number: u8, octets: usize| [number].repeat(octets);
        for (octets, known) in [
            (OCTETS / 2, 2),
            (OCTETS / 2 + 1, 1),
            (OCTETS, 1),
            (OCTETS + 1, 0),
        ] {
            for number in 0..4 {
                recent.keep(long(number, octets), number);
            }
            let all = (0..4).filter(|number| recent.find(&long(*number, octets)).is_some());
            assert_eq!(all.count(), known, "{octets}");
            assert!(recent.octets <= OCTETS);
        }
    }
}
