//! How a call is cleared: which side began, what the two Release Complete messages said, and how
//! long the call was held.

use alloc::boxed::Box;

use super::end::{CallEnd, Early, EndReason, EndedBy, ReleaseWords, Suspect};
use crate::{
    q931::CallState,
    time::{Duration, Instant},
};

/// The longest time between our message and a clearing that the message may have caused.
const CONSEQUENCE: Duration = Duration::from_secs(2);

/// The side that began to clear a call: with endSession, or with Release Complete if that came
/// first (H.323 8.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Began {
    Us,
    Peer,
}

/// The clearing of a call.
///
/// ```text
/// up -our endSession or Release Complete-> ours
/// up -the peer's endSession-> theirs, whose Release Complete is awaited
/// up -the peer's Release Complete-> theirs, whose endSession on another connection is awaited
/// ```
#[derive(Debug, Default)]
pub(super) struct Clearing {
    began: Option<Began>,
    at: Option<Instant>,
    own: Option<ReleaseWords>,
    peer: Option<ReleaseWords>,
    answered: Option<Instant>,
    held: Option<Instant>,
    /// The last thing we sent, and when, if stacks are known to clear calls because of it.
    last: Option<(Suspect, Instant)>,
}

impl Clearing {
    pub(super) fn answered(&mut self, now: Instant) {
        self.answered.get_or_insert(now);
    }

    /// The hold time begins.
    pub(super) fn held(&mut self, now: Instant) {
        self.held.get_or_insert(now);
    }

    /// Keeps the last thing we sent before the clearing began.
    pub(super) fn sent(&mut self, what: Option<Suspect>, now: Instant) {
        if self.began.is_none() {
            self.last = what.map(|what| (what, now));
        }
    }

    pub(super) fn we_begin(&mut self, now: Instant) {
        self.begin(Began::Us, now);
    }

    pub(super) fn peer_begins(&mut self, now: Instant) {
        self.begin(Began::Peer, now);
    }

    fn begin(&mut self, who: Began, now: Instant) {
        if self.began.is_none() {
            self.began = Some(who);
            self.at = Some(now);
        }
    }

    pub(super) fn is_peers(&self) -> bool {
        self.began == Some(Began::Peer)
    }

    /// Attributes the end to the side that began to clear the call, whatever happened after that.
    /// `by` and `reason` describe the end as it happened.
    fn attributed(&self, by: EndedBy, reason: EndReason) -> (EndedBy, EndReason) {
        let orderly = matches!(
            reason,
            EndReason::Cleared
                | EndReason::Hangup
                | EndReason::Rejected
                | EndReason::Released
                | EndReason::Closed { .. }
                | EndReason::ConnectionLost(_)
                | EndReason::NotTpkt(_)
                | EndReason::NotQ931(_)
        );
        match self.began {
            Some(Began::Peer) if orderly => (EndedBy::Remote, EndReason::Released),
            Some(Began::Us) if orderly && by != EndedBy::User => {
                (EndedBy::User, EndReason::Cleared)
            }
            _ => (by, reason),
        }
    }

    /// Ends the call. `by` and `reason` describe the end as it happened, `wanted` is the requested
    /// hold time. `tell` adds the Release Complete messages of both sides later.
    pub(super) fn end(
        &mut self,
        by: EndedBy,
        reason: EndReason,
        (answered, state): (bool, CallState),
        wanted: Duration,
        now: Instant,
    ) -> CallEnd {
        let (by, reason) = self.ends(by, reason, now);
        CallEnd {
            answered,
            early: self.early(by, wanted, now),
            suspect: self.suspect(by, now).cloned(),
            ..CallEnd::new(by, reason, state)
        }
    }

    /// Returns the side and the reason after attribution.
    fn ends(&mut self, by: EndedBy, reason: EndReason, now: Instant) -> (EndedBy, EndReason) {
        let (by, reason) = self.attributed(by, reason);
        match by {
            EndedBy::User | EndedBy::Library => self.we_begin(now),
            EndedBy::Remote => self.peer_begins(now),
            EndedBy::Transport => {}
        }
        (by, reason)
    }

    /// Keeps our Release Complete.
    pub(super) fn own_release(&mut self, words: ReleaseWords) {
        self.own.get_or_insert(words);
    }

    /// Keeps the peer's Release Complete.
    pub(super) fn peer_release(&mut self, words: ReleaseWords) {
        self.peer.get_or_insert(words);
    }

    /// Adds the Release Complete messages to the end. The side that ended the call takes
    /// precedence.
    pub(super) fn tell(&self, end: &mut CallEnd) {
        let words = match end.by {
            EndedBy::User | EndedBy::Library => self.own.as_ref().or(self.peer.as_ref()),
            EndedBy::Remote | EndedBy::Transport => self.peer.as_ref().or(self.own.as_ref()),
        };
        if let Some(words) = words {
            end.cause.clone_from(&words.cause);
            end.release_reason.clone_from(&words.reason);
        }
        end.own = self.own.clone().map(Box::new);
        end.peer = self.peer.clone().map(Box::new);
    }

    /// How early the peer ended the call, if it ended before the time `wanted`.
    fn early(&self, by: EndedBy, wanted: Duration, now: Instant) -> Option<Early> {
        let answered = self.answered?;
        let at = self.at.unwrap_or(now);
        let held = self.held.map_or(Duration::ZERO, |since| at.since(since));
        let theirs = matches!(by, EndedBy::Remote | EndedBy::Transport);
        (theirs && held < wanted).then(|| Early {
            after: at.since(answered),
            held,
            wanted,
        })
    }

    /// The last thing we sent, if the peer may have cleared the call because of it.
    fn suspect(&self, by: EndedBy, now: Instant) -> Option<&Suspect> {
        let (what, sent) = self.last.as_ref()?;
        let wait = self.at.unwrap_or(now).since(*sent);
        let theirs = matches!(by, EndedBy::Remote | EndedBy::Transport);
        (theirs && wait <= CONSEQUENCE).then_some(what)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::options::KeepAliveStyle, *};

    const fn at(millis: u64) -> Instant {
        Instant::from_millis(millis)
    }

    #[test]
    fn whoever_began_has_ended_the_call() {
        let lost = || EndReason::Closed { pending: 0 };
        let mut clearing = Clearing::default();
        assert_eq!(
            clearing.attributed(EndedBy::Transport, lost()),
            (EndedBy::Transport, lost())
        );
        clearing.we_begin(at(1));
        clearing.peer_begins(at(2));
        assert_eq!(
            clearing.attributed(EndedBy::Transport, lost()),
            (EndedBy::User, EndReason::Cleared)
        );
        assert_eq!(
            clearing.attributed(EndedBy::Library, EndReason::Flood),
            (EndedBy::Library, EndReason::Flood)
        );
        let mut clearing = Clearing::default();
        clearing.peer_begins(at(1));
        assert_eq!(
            clearing.attributed(EndedBy::User, EndReason::Hangup),
            (EndedBy::Remote, EndReason::Released)
        );
    }

    #[test]
    fn early_is_what_the_peer_ended_before_its_time() {
        let wanted = Duration::from_secs(3);
        let mut clearing = Clearing::default();
        assert_eq!(clearing.early(EndedBy::Remote, wanted, at(9)), None);
        clearing.answered(at(1_000));
        clearing.held(at(1_500));
        clearing.peer_begins(at(3_000));
        let early = Early {
            after: Duration::from_secs(2),
            held: Duration::from_millis(1_500),
            wanted,
        };
        let now = at(9_000);
        assert_eq!(clearing.early(EndedBy::Remote, wanted, now), Some(early));
        assert_eq!(clearing.early(EndedBy::User, wanted, now), None);
        assert_eq!(clearing.early(EndedBy::Remote, Duration::ZERO, now), None);
    }

    #[test]
    fn only_the_last_thing_sent_shortly_before_is_suspect() {
        let keep_alive = Suspect::KeepAlive(KeepAliveStyle::Tpkt);
        let mut clearing = Clearing::default();
        clearing.sent(Some(keep_alive.clone()), at(1_000));
        assert_eq!(
            clearing.suspect(EndedBy::Remote, at(1_004)),
            Some(&keep_alive)
        );
        assert_eq!(clearing.suspect(EndedBy::User, at(1_004)), None);
        assert_eq!(clearing.suspect(EndedBy::Remote, at(3_001)), None);
        clearing.sent(None, at(1_001));
        assert_eq!(clearing.suspect(EndedBy::Remote, at(1_004)), None);
        clearing.sent(Some(keep_alive.clone()), at(1_002));
        clearing.peer_begins(at(1_003));
        clearing.sent(None, at(1_004));
        assert_eq!(
            clearing.suspect(EndedBy::Remote, at(9_000)),
            Some(&keep_alive)
        );
    }
}
