//! How long a result is stored, and who may delete it.

use std::str::FromStr;

use h323_proto::text::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// Most days that a result can be stored.
const MOST: u8 = 90;

/// How many days results are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(u8);

impl FromStr for Days {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().parse() {
            Ok(days @ 1..=MOST) => Ok(Self(days)),
            _ => Err(format!(
                "it must be a whole number of days from 1 to {MOST}"
            )),
        }
    }
}

impl Days {
    /// The number of days.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// When a result ends that is stored now, both in milliseconds since 1970.
    #[must_use]
    pub fn end(self, now: u64) -> u64 {
        now.saturating_add(DAY.saturating_mul(self.0.into()))
    }
}

/// What is stored beside a result.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Terms {
    /// When the result ends, in milliseconds since 1970.
    until: u64,
    /// The hash of the delete key: who reads the storage cannot delete with it.
    key: String,
}

impl Terms {
    /// The terms of a result that ends then, and that this key deletes.
    #[must_use]
    pub fn new(until: u64, key: &str) -> Self {
        Self {
            until,
            key: hash(key),
        }
    }

    /// When the result ends, in milliseconds since 1970.
    #[must_use]
    pub const fn until(&self) -> u64 {
        self.until
    }

    /// Whether the result has ended, if it was deleted or not: the platform's alarm may come late.
    #[must_use]
    pub const fn is_over(&self, now: u64) -> bool {
        self.until <= now
    }

    /// Whether this is the delete key. The comparison takes the same time wherever a wrong key differs.
    #[must_use]
    pub fn has_key(&self, key: &str) -> bool {
        hash(key).as_bytes().ct_eq(self.key.as_bytes()).into()
    }
}

/// The key has 128 random bits, so a plain hash cannot be searched.
fn hash(key: &str) -> String {
    hex(&Sha256::digest(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_stored_for_one_to_ninety_days() {
        for (text, days) in [("1", 1), ("30", 30), (" 90 ", 90)] {
            assert_eq!(text.parse::<Days>().map(Days::number), Ok(days), "{text}");
        }
        for text in ["", "0", "91", "300", "-1", "1.5", "true", "30 days", "٣"] {
            let error = text.parse::<Days>().expect_err(text);
            assert_eq!(error, "it must be a whole number of days from 1 to 90");
        }
    }

    #[test]
    fn a_result_ends_at_its_date_though_nobody_has_deleted_it() {
        let now = 1_800_000_000_000;
        let until = "2".parse::<Days>().map(|days| days.end(now));
        assert_eq!(until, Ok(1_800_172_800_000));
        let terms = Terms::new(1_800_172_800_000, "key");
        assert!(!terms.is_over(now));
        assert!(!terms.is_over(1_800_172_799_999));
        assert!(terms.is_over(1_800_172_800_000));
    }

    #[test]
    fn the_whole_key_alone_deletes_and_is_not_stored() {
        let key = "0123456789abcdef0123456789abcdef";
        let terms = Terms::new(1, key);
        assert!(terms.has_key(key));
        for wrong in [
            "",
            "0123456789abcdef0123456789abcde",
            "0123456789abcdef0123456789abcdef0",
            "0123456789ABCDEF0123456789ABCDEF",
            terms.key.as_str(),
        ] {
            assert!(!terms.has_key(wrong), "{wrong}");
        }
        let text = serde_json::to_string(&terms).expect("JSON");
        assert!(!text.contains(key), "{text}");
        let again: Terms = serde_json::from_str(&text).expect("terms");
        assert!(again.has_key(key) && again.until() == 1);
    }
}
