//! Which message answers which: requests and answers share a number and their ends (H.225.0 7.19).

use alloc::{collections::VecDeque, vec::Vec};
use core::net::SocketAddr;

use super::{facts::RasFacts, message::RasMessageName};
use crate::h225::PeerAddress;

/// Most requests that are remembered; the oldest are forgotten.
const MOST: usize = 1_024;

/// So long after its answer a request may still come again, in milliseconds: the answer got lost, or
/// both crossed. Later, the number belongs to another request.
const AGAIN: u64 = 30_000;

/// What a message is within its exchange. Messages go by the number that the caller gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// A request.
    Request,
    /// A request that was sent before.
    Repeat {
        /// The first of them.
        of: usize,
        /// How often it was repeated before, with this one.
        times: u32,
    },
    /// The answer will take longer.
    Progress {
        /// The request.
        of: usize,
        /// Milliseconds since the request was first sent.
        after: u64,
    },
    /// An answer.
    Answer {
        /// The request.
        of: usize,
        /// Milliseconds since the request was first sent.
        after: u64,
        /// How often it was repeated before.
        repeats: u32,
    },
    /// An answer without a request.
    Stray,
}

/// A request without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The request.
    pub place: usize,
    /// How often it was repeated.
    pub repeats: u32,
    /// Whether a RequestInProgress came.
    pub in_progress: bool,
    /// Milliseconds since it was last sent, or since the last RequestInProgress.
    pub waited: u64,
    /// Whether the answer was due by then; if not, it may have come later.
    pub due: bool,
    /// Whether the receiver sent anything to the sender.
    pub heard: bool,
}

#[derive(Clone, Debug)]
struct Asked {
    place: usize,
    message: RasMessageName,
    number: u16,
    from: SocketAddr,
    to: SocketAddr,
    /// Where the answer is wanted, if the request says so.
    reply: Option<SocketAddr>,
    first: u64,
    /// When it was last sent or its answer put off.
    last: u64,
    due: u64,
    repeats: u32,
    in_progress: bool,
    answered: Option<u64>,
    heard: bool,
}

impl Asked {
    /// Whether a message between these ends may answer it.
    fn fits(&self, from: SocketAddr, to: SocketAddr) -> bool {
        let home = to == self.from || Some(to) == self.reply;
        // A multicast is answered by whom it reaches, and a LocationRequest may be passed on. A
        // gatekeeper may answer from another port.
        let anybody =
            self.to.ip().is_multicast() || self.message == RasMessageName::LocationRequest;
        home && (anybody || from.ip() == self.to.ip())
    }
}

/// The requests of a recording, or of a connection.
#[derive(Clone, Debug, Default)]
pub struct Exchanges {
    asked: VecDeque<Asked>,
}

impl Exchanges {
    /// Takes a message: its number, when it came (in milliseconds), and between whom. `None` if it
    /// neither asks nor answers, or its number could not be read.
    pub fn take(
        &mut self,
        (place, at): (usize, u64),
        (from, to): (SocketAddr, SocketAddr),
        facts: &RasFacts,
    ) -> Option<Turn> {
        for asked in &mut self.asked {
            asked.heard |= from == asked.to || asked.fits(from, to);
        }
        let (message, number) = (facts.message?, facts.request_seq_num?);
        let answer = self.answer(at, (from, to), message, number);
        let asks = match message {
            RasMessageName::InfoRequestResponse => facts.needs_response,
            message => message.wait().is_some(),
        };
        if !asks {
            let answers = message.answers().is_some() || message.answers_any();
            // An InfoRequestResponse may come unasked.
            let unasked = message == RasMessageName::InfoRequestResponse;
            return answer.or((answers && !unasked).then_some(Turn::Stray));
        }
        let turn = self.ask((place, at), (from, to), (message, number), facts);
        Some(answer.unwrap_or(turn))
    }

    fn answer(
        &mut self,
        at: u64,
        (from, to): (SocketAddr, SocketAddr),
        message: RasMessageName,
        number: u16,
    ) -> Option<Turn> {
        let answers = |asked: &Asked| {
            asked.number == number
                && (message.answers() == Some(asked.message) || message.answers_any())
                && asked.fits(from, to)
        };
        let asked = self.asked.iter_mut().rev().find(|asked| answers(asked))?;
        let after = at.saturating_sub(asked.first);
        if message == RasMessageName::RequestInProgress {
            asked.in_progress = true;
            asked.last = at;
            return Some(Turn::Progress {
                of: asked.place,
                after,
            });
        }
        asked.answered = Some(at);
        Some(Turn::Answer {
            of: asked.place,
            after,
            repeats: asked.repeats,
        })
    }

    fn ask(
        &mut self,
        (place, at): (usize, u64),
        (from, to): (SocketAddr, SocketAddr),
        (message, number): (RasMessageName, u16),
        facts: &RasFacts,
    ) -> Turn {
        let wait = message
            .wait()
            .map_or(0, |wait| u64::from(wait.seconds) * 1_000);
        let due = at.saturating_add(wait);
        let again = self.asked.iter_mut().rev().find(|asked| {
            let recent = match asked.answered {
                Some(answered) => at.saturating_sub(answered) <= AGAIN,
                None => at.saturating_sub(asked.last) <= AGAIN,
            };
            (asked.message, asked.number, asked.from, asked.to) == (message, number, from, to)
                && recent
        });
        if let Some(asked) = again {
            asked.repeats = asked.repeats.saturating_add(1);
            asked.last = at;
            asked.due = due;
            // It was answered, but that got lost, or both crossed.
            if asked.answered.is_some() {
                asked.first = at;
            }
            return Turn::Repeat {
                of: asked.place,
                times: asked.repeats,
            };
        }
        if self.asked.len() == MOST {
            self.asked.pop_front();
        }
        let reply = match facts.ras_addresses.first() {
            Some(PeerAddress::Ip(address)) => Some(*address),
            _ => None,
        };
        self.asked.push_back(Asked {
            place,
            message,
            number,
            from,
            to,
            reply,
            first: at,
            last: at,
            due,
            repeats: 0,
            in_progress: false,
            answered: None,
            heard: false,
        });
        Turn::Request
    }

    /// The answer to the request with this number comes later by so many milliseconds.
    pub fn put_off(&mut self, place: usize, at: u64, delay: u16) {
        let asked = self.asked.iter_mut().rev();
        if let Some(asked) = asked.into_iter().find(|asked| asked.place == place) {
            asked.due = asked.due.max(at.saturating_add(delay.into()));
        }
    }

    /// The requests that have no answer, at the end of the recording.
    #[must_use]
    pub fn unanswered(&self, end: u64) -> Vec<Unanswered> {
        let open = self.asked.iter().filter(|asked| asked.answered.is_none());
        open.map(|asked| Unanswered {
            place: asked.place,
            repeats: asked.repeats,
            in_progress: asked.in_progress,
            waited: end.saturating_sub(asked.last),
            due: end >= asked.due,
            heard: asked.heard,
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RasMessageName as Name;

    const ENDPOINT: SocketAddr = SocketAddr::new(
        core::net::IpAddr::V4(core::net::Ipv4Addr::new(192, 0, 2, 1)),
        40_000,
    );
    const GATEKEEPER: SocketAddr = SocketAddr::new(
        core::net::IpAddr::V4(core::net::Ipv4Addr::new(192, 0, 2, 2)),
        1719,
    );
    const OTHER: SocketAddr = SocketAddr::new(
        core::net::IpAddr::V4(core::net::Ipv4Addr::new(192, 0, 2, 3)),
        1719,
    );

    fn message(name: Name, number: u16) -> RasFacts {
        RasFacts {
            message: Some(name),
            request_seq_num: Some(number),
            ..RasFacts::default()
        }
    }

    fn up(exchanges: &mut Exchanges, when: (usize, u64), name: Name, number: u16) -> Option<Turn> {
        exchanges.take(when, (ENDPOINT, GATEKEEPER), &message(name, number))
    }

    fn down(
        exchanges: &mut Exchanges,
        when: (usize, u64),
        name: Name,
        number: u16,
    ) -> Option<Turn> {
        exchanges.take(when, (GATEKEEPER, ENDPOINT), &message(name, number))
    }

    fn answered(of: usize, after: u64, repeats: u32) -> Option<Turn> {
        Some(Turn::Answer { of, after, repeats })
    }

    #[test]
    fn an_answer_has_the_number_the_ends_and_the_kind_of_its_request() {
        let mut all = Exchanges::default();
        assert_eq!(
            up(&mut all, (0, 0), Name::RegistrationRequest, 7),
            Some(Turn::Request)
        );
        assert_eq!(
            up(&mut all, (1, 1), Name::AdmissionRequest, 8),
            Some(Turn::Request)
        );
        // Another number, another kind, another end.
        assert_eq!(
            down(&mut all, (2, 2), Name::RegistrationConfirm, 9),
            Some(Turn::Stray)
        );
        assert_eq!(
            down(&mut all, (3, 2), Name::AdmissionConfirm, 7),
            Some(Turn::Stray)
        );
        let confirm = message(Name::RegistrationConfirm, 7);
        assert_eq!(
            all.take((4, 2), (OTHER, ENDPOINT), &confirm),
            Some(Turn::Stray)
        );
        assert_eq!(
            all.take((5, 2), (GATEKEEPER, OTHER), &confirm),
            Some(Turn::Stray)
        );
        assert_eq!(
            down(&mut all, (6, 30), Name::AdmissionReject, 8),
            answered(1, 29, 0)
        );
        assert_eq!(
            down(&mut all, (7, 40), Name::RegistrationConfirm, 7),
            answered(0, 40, 0)
        );
        assert_eq!(all.unanswered(9_000), []);
    }

    #[test]
    fn retries_are_counted_and_their_answer_is_that_of_the_first() {
        let mut all = Exchanges::default();
        up(&mut all, (0, 0), Name::AdmissionRequest, 1);
        for times in 1..=2 {
            let turn = up(
                &mut all,
                (times, times as u64 * 5_000),
                Name::AdmissionRequest,
                1,
            );
            let times = u32::try_from(times).unwrap();
            assert_eq!(turn, Some(Turn::Repeat { of: 0, times }));
        }
        assert_eq!(
            down(&mut all, (3, 10_004), Name::AdmissionConfirm, 1),
            answered(0, 10_004, 2)
        );
        // The answer got lost, and the request comes again.
        assert_eq!(
            up(&mut all, (4, 12_000), Name::AdmissionRequest, 1),
            Some(Turn::Repeat { of: 0, times: 3 })
        );
        assert_eq!(
            down(&mut all, (5, 12_003), Name::AdmissionConfirm, 1),
            answered(0, 3, 3)
        );
        // An answer that has come is not missing because the request comes again.
        up(&mut all, (5, 12_900), Name::AdmissionRequest, 1);
        assert_eq!(all.unanswered(60_000), []);
        // Much later the number is used for something else.
        assert_eq!(
            up(&mut all, (6, 99_000), Name::AdmissionRequest, 1),
            Some(Turn::Request)
        );
    }

    #[test]
    fn a_request_in_progress_puts_the_answer_off() {
        let mut all = Exchanges::default();
        up(&mut all, (0, 0), Name::AdmissionRequest, 1);
        let turn = down(&mut all, (1, 100), Name::RequestInProgress, 1);
        assert_eq!(turn, Some(Turn::Progress { of: 0, after: 100 }));
        all.put_off(0, 100, 20_000);
        let open = all.unanswered(20_099);
        assert_eq!(open.len(), 1);
        assert_eq!(
            (open[0].due, open[0].in_progress, open[0].waited),
            (false, true, 19_999)
        );
        assert!(all.unanswered(20_100)[0].due);
        assert_eq!(
            down(&mut all, (2, 15_000), Name::AdmissionConfirm, 1),
            answered(0, 15_000, 0)
        );
        assert_eq!(all.unanswered(99_000), []);
    }

    #[test]
    fn what_has_no_answer_is_due_only_after_its_time() {
        let mut all = Exchanges::default();
        up(&mut all, (0, 0), Name::RegistrationRequest, 1);
        up(&mut all, (1, 1_000), Name::RegistrationRequest, 1);
        let open = |end| all.unanswered(end)[0];
        assert!(!open(3_999).due, "3 s after it was last sent");
        assert_eq!(
            open(4_000),
            Unanswered {
                place: 0,
                repeats: 1,
                in_progress: false,
                waited: 3_000,
                due: true,
                heard: false,
            }
        );
        down(&mut all, (2, 4_000), Name::UnregistrationRequest, 9);
        assert!(all.unanswered(4_000)[0].heard);
    }

    #[test]
    fn a_multicast_and_a_location_are_answered_by_anybody() {
        let mut all = Exchanges::default();
        let group = SocketAddr::from(([224, 0, 1, 41], 1718));
        let request = message(Name::GatekeeperRequest, 3);
        all.take((0, 0), (ENDPOINT, group), &request);
        let confirm = message(Name::GatekeeperConfirm, 3);
        for (place, gatekeeper) in [(1, GATEKEEPER), (2, OTHER)] {
            let turn = all.take((place, 5), (gatekeeper, ENDPOINT), &confirm);
            assert_eq!(turn, answered(0, 5, 0));
        }
        let mut request = message(Name::LocationRequest, 4);
        request.ras_addresses.push(PeerAddress::Ip(ENDPOINT));
        // Sent from another port than the one that wants the answer.
        let from = SocketAddr::new(ENDPOINT.ip(), 2_000);
        all.take((3, 10), (from, GATEKEEPER), &request);
        let confirm = message(Name::LocationConfirm, 4);
        assert_eq!(
            all.take((4, 12), (OTHER, ENDPOINT), &confirm),
            answered(3, 2, 0)
        );
    }

    #[test]
    fn information_is_an_answer_a_request_or_neither() {
        let mut all = Exchanges::default();
        down(&mut all, (0, 0), Name::InfoRequest, 1);
        let mut response = message(Name::InfoRequestResponse, 1);
        response.needs_response = true;
        let ends = (ENDPOINT, GATEKEEPER);
        assert_eq!(all.take((1, 4), ends, &response), answered(0, 4, 0));
        assert_eq!(
            down(&mut all, (2, 9), Name::InfoRequestAck, 1),
            answered(1, 5, 0)
        );
        response.needs_response = false;
        response.request_seq_num = Some(50);
        assert_eq!(all.take((3, 20), ends, &response), None);
        let unreadable = RasFacts::default();
        assert_eq!(all.take((4, 20), ends, &unreadable), None);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut all = Exchanges::default();
        for place in 0..MOST + 10 {
            let number = u16::try_from(place % 60_000).unwrap();
            up(&mut all, (place, 0), Name::AdmissionRequest, number);
        }
        assert_eq!(all.asked.len(), MOST);
        assert_eq!(all.asked[0].place, 10);
    }
}
