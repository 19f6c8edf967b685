//! How an endpoint's octets come: many in a read, or one by one.

/// A read of fewer octets is a short one: each costs the runtime some 45 µs, whatever it brings.
const SHORT: usize = 16;

/// Short reads of a call before we let the octets gather. A peer that writes octet by octet has its
/// Setup answered before.
const ALLOWED: u32 = 512;

/// The reads of one call.
#[derive(Debug, Default)]
pub struct Reads {
    short: u32,
}

impl Reads {
    /// Notes a read that brought so many octets.
    pub fn note(&mut self, octets: usize) {
        if octets < SHORT {
            self.short = self.short.saturating_add(1);
        }
    }

    /// Whether octets have to gather before the next read.
    #[must_use]
    pub const fn are_too_short(&self) -> bool {
        self.short > ALLOWED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_hundred_and_twelve_short_reads_are_taken_as_they_come() {
        let mut reads = Reads::default();
        for _ in 0..511 {
            reads.note(15);
        }
        assert!(!reads.are_too_short());
        reads.note(0);
        assert!(!reads.are_too_short());
        reads.note(15);
        assert!(reads.are_too_short());
    }

    #[test]
    fn a_read_of_sixteen_octets_is_not_short() {
        let mut reads = Reads::default();
        for _ in 0..100_000 {
            reads.note(16);
        }
        assert!(!reads.are_too_short());
    }
}
