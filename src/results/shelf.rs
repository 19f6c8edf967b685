//! How many results are stored at a time: whoever they are from, together they have a bound.

use serde::{Deserialize, Serialize};

/// Most results that are stored at a time. With the limit of one (`saved::BODY_LIMIT`) they take 1 GiB at
/// most, a fifth of what the free plan has.
const MOST: usize = 1000;

/// When each of the results ends that are stored, in milliseconds since 1970.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Shelf(Vec<u64>);

impl Shelf {
    /// Takes a place until then.
    ///
    /// # Errors
    /// If there is none: the seconds until one is free.
    pub fn take(&mut self, until: u64, now: u64) -> Result<(), u64> {
        self.0.retain(|end| *end > now);
        match self.0.iter().min() {
            Some(first) if self.0.len() >= MOST => Err(first.saturating_sub(now).div_ceil(1000)),
            _ => {
                self.0.push(until);
                Ok(())
            }
        }
    }

    /// Gives back the place of a result that would have ended then.
    pub fn give_back(&mut self, until: u64) {
        if let Some(at) = self.0.iter().position(|end| *end == until) {
            self.0.swap_remove(at);
        }
    }

    /// When the last of the results ends.
    #[must_use]
    pub fn last(&self) -> Option<u64> {
        self.0.iter().max().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Shelf {
        let mut shelf = Shelf::default();
        for at in 0..1000 {
            assert_eq!(shelf.take(10_000 + at, at), Ok(()), "{at}");
        }
        shelf
    }

    #[test]
    fn a_thousand_results_have_a_place_and_the_next_one_waits_for_the_first_end() {
        let mut shelf = full();
        assert_eq!(shelf.take(99_000, 5_500), Err(5));
        assert_eq!(shelf.take(99_000, 9_999), Err(1));
        assert_eq!(shelf.take(99_000, 10_000), Ok(()));
        assert_eq!(shelf.take(99_000, 10_000), Err(1));
        assert_eq!(shelf.last(), Some(99_000));
    }

    #[test]
    fn a_deleted_result_gives_its_place_back_once() {
        let mut shelf = full();
        shelf.give_back(10_500);
        shelf.give_back(10_500);
        shelf.give_back(7);
        assert_eq!(shelf.take(99_000, 5_000), Ok(()));
        assert!(shelf.take(99_000, 5_000).is_err());
    }

    #[test]
    fn what_has_ended_takes_no_room() {
        let mut shelf = full();
        assert_eq!(shelf.take(60_000, 50_000), Ok(()));
        assert_eq!(shelf.0, [60_000]);
        shelf.give_back(60_000);
        assert_eq!(shelf.last(), None);
    }
}
