//! A request of ours and its answer.

use alloc::vec::Vec;

use crate::{
    named::named,
    ras::RasMessageName,
    time::{Duration, Instant},
};

named! {
    /// What a request of ours asks for.
    pub enum Request {
        /// GRQ: a gatekeeper (H.225.0 7.8).
        Discovery = "discovery",
        /// RRQ with all that we are (H.225.0 7.9).
        Registration = "registration",
        /// The lightweight RRQ that keeps a registration alive (H.225.0 7.9.1, `keepAlive`).
        KeepAlive = "keepAlive",
        /// ARQ: a call (H.225.0 7.11).
        Admission = "admission",
        /// DRQ: the call is over (H.225.0 7.14).
        Disengage = "disengage",
        /// URQ: the registration is over (H.225.0 7.10).
        Unregistration = "unregistration",
    }
}

impl Request {
    /// Its message.
    #[must_use]
    pub const fn message(self) -> RasMessageName {
        match self {
            Self::Discovery => RasMessageName::GatekeeperRequest,
            Self::Registration | Self::KeepAlive => RasMessageName::RegistrationRequest,
            Self::Admission => RasMessageName::AdmissionRequest,
            Self::Disengage => RasMessageName::DisengageRequest,
            Self::Unregistration => RasMessageName::UnregistrationRequest,
        }
    }

    /// The time to wait for an answer, and how often to send the request again after it.
    fn patience(self) -> (Duration, u8) {
        let wait = self.message().wait();
        wait.map_or((Duration::ZERO, 0), |wait| {
            (Duration::from_secs(wait.seconds.into()), wait.retries)
        })
    }
}

/// A request that waits for its answer.
///
/// ```text
/// waits -confirm-> confirmed
/// waits -reject-> rejected
/// waits -unknownMessageResponse-> not understood
/// waits -requestInProgress-> waits, for the delay in it
/// waits -timer, repeats left-> waits; the same octets are sent again
/// waits -timer, no repeats left, or too long in all-> silent
/// ```
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) request: Request,
    pub(super) number: u16,
    octets: Vec<u8>,
    repeats: u8,
    until: Instant,
    /// When we give up, whatever the gatekeeper says about its progress.
    last: Instant,
}

/// What a timer means for an exchange.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Overdue {
    /// These octets are sent again.
    Again(Vec<u8>),
    /// There is no answer.
    Silent,
}

impl Exchange {
    /// A request that is sent now. TCP repeats by itself what is lost: over a `reliable` transport
    /// we only wait.
    pub(super) fn new(
        request: Request,
        (number, octets): (u16, Vec<u8>),
        reliable: bool,
        longest: Duration,
        now: Instant,
    ) -> Self {
        let (wait, repeats) = request.patience();
        let (wait, repeats) = match reliable {
            true => (wait * (u32::from(repeats) + 1), 0),
            false => (wait, repeats),
        };
        let last = now + longest;
        Self {
            request,
            number,
            octets,
            repeats,
            until: (now + wait).min(last),
            last,
        }
    }

    /// `requestInProgress`: the answer takes this many milliseconds longer (H.225.0 7.19).
    pub(super) fn prolong(&mut self, delay: Duration, now: Instant) {
        self.until = self.until.max(now + delay).min(self.last);
    }

    /// There is less time from now on: the wait ends then at the latest.
    pub(super) fn hurry(&mut self, last: Instant) {
        self.last = self.last.min(last);
        self.until = self.until.min(self.last);
    }

    pub(super) const fn deadline(&self) -> Instant {
        self.until
    }

    /// What is due at `now`, if its time has come.
    pub(super) fn overdue(&mut self, now: Instant) -> Option<Overdue> {
        if now < self.until {
            return None;
        }
        if self.repeats == 0 || now >= self.last {
            return Some(Overdue::Silent);
        }
        self.repeats -= 1;
        self.until = (now + self.request.patience().0).min(self.last);
        Some(Overdue::Again(self.octets.clone()))
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn exchange(reliable: bool) -> Exchange {
        let longest = Duration::from_secs(30);
        let octets = (7, vec![1, 2, 3]);
        Exchange::new(
            Request::Registration,
            octets,
            reliable,
            longest,
            Instant::ORIGIN,
        )
    }

    fn at(seconds: u64) -> Instant {
        Instant::from_millis(seconds * 1_000)
    }

    #[test]
    fn a_datagram_is_sent_three_times() {
        let mut exchange = exchange(false);
        assert_eq!(exchange.overdue(Instant::from_millis(2_999)), None);
        for time in [3, 6] {
            let again = Overdue::Again(vec![1, 2, 3]);
            assert_eq!(exchange.overdue(at(time)), Some(again));
            assert_eq!(exchange.overdue(at(time)), None);
        }
        assert_eq!(exchange.overdue(at(9)), Some(Overdue::Silent));
    }

    #[test]
    fn over_tcp_we_wait_as_long_and_send_once() {
        let mut exchange = exchange(true);
        assert_eq!(exchange.deadline(), at(9));
        assert_eq!(exchange.overdue(at(9)), Some(Overdue::Silent));
    }

    #[test]
    fn in_a_hurry_no_progress_prolongs_the_wait() {
        let mut exchange = exchange(true);
        exchange.prolong(Duration::from_secs(25), at(1));
        exchange.hurry(at(7));
        exchange.prolong(Duration::from_secs(25), at(2));
        assert_eq!(exchange.overdue(at(7)), Some(Overdue::Silent));
    }

    #[test]
    fn progress_prolongs_the_wait_up_to_its_limit() {
        let mut exchange = exchange(false);
        exchange.prolong(Duration::from_secs(8), at(1));
        assert_eq!(exchange.overdue(at(8)), None);
        // Progress never makes the wait shorter.
        exchange.prolong(Duration::from_secs(1), at(2));
        assert_eq!(exchange.deadline(), at(9));
        exchange.prolong(Duration::from_secs(65), at(8));
        assert_eq!(exchange.deadline(), at(30));
        assert_eq!(exchange.overdue(at(30)), Some(Overdue::Silent));
    }
}
