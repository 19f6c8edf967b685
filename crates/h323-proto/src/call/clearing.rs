//! How a call is cleared: who began, what each side's Release Complete said, and how long the call
//! had been held by then.

use alloc::boxed::Box;

use super::end::{CallEnd, Early, EndReason, EndedBy, ReleaseWords, Suspect};
use crate::{
    q931::CallState,
    time::{Duration, Instant},
};

/// How long a peer may take to clear the call because of something we sent.
const CONSEQUENCE: Duration = Duration::from_secs(2);

/// Who began to clear a call: with endSession, or with Release Complete if that came first (H.323
/// 8.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Began {
    Us,
    Peer,
}

/// How a call is cleared.
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
    /// What was sent last, and when.
    last: Option<(Suspect, Instant)>,
}

impl Clearing {
    /// The peer answered.
    pub(super) fn answered(&mut self, now: Instant) {
        self.answered.get_or_insert(now);
    }

    /// The time begins that the call is to be held.
    pub(super) fn held(&mut self, now: Instant) {
        self.held.get_or_insert(now);
    }

    /// Something was sent.
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

    /// Whether the peer began.
    pub(super) fn is_peers(&self) -> bool {
        self.began == Some(Began::Peer)
    }

    /// What a call's end counts as, that `by` and `reason` describe as it happened: whoever began to
    /// clear it has ended it, whatever happens on the way.
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

    /// The call ends, as `by` and `reason` describe it: answered or not, in a state. It was to be held
    /// for `wanted`. What both sides say of the end is told later.
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

    /// Returns what the end counts as.
    fn ends(&mut self, by: EndedBy, reason: EndReason, now: Instant) -> (EndedBy, EndReason) {
        let (by, reason) = self.attributed(by, reason);
        match by {
            EndedBy::User | EndedBy::Library => self.we_begin(now),
            EndedBy::Remote => self.peer_begins(now),
            EndedBy::Transport => {}
        }
        (by, reason)
    }

    /// Our Release Complete is out.
    pub(super) fn own_release(&mut self, words: ReleaseWords) {
        self.own.get_or_insert(words);
    }

    /// The peer's Release Complete is here.
    pub(super) fn peer_release(&mut self, words: ReleaseWords) {
        self.peer.get_or_insert(words);
    }

    /// Tells what both sides said of the end, that of the side first that ended the call.
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

    /// Whether the call ended before its time, which is `wanted` if it was to be held at all.
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

    /// What the peer may have cleared the call for.
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
