//! How a call ends: once for one reason, with Release Complete if there is a call, and with the
//! connection closed last.

use super::{
    end::{CallEnd, EndReason, EndedBy},
    event::{Channel, Event},
    parts::Parts,
    release::Release,
};
use crate::q931::CallState;

/// The end of a call.
///
/// ```text
/// none -release, with a call-> parting: our Release Complete is out
/// none -released-> parting, if the endSession is awaited on another connection
/// none, parting -finish-> ended
/// ```
#[derive(Debug, Default)]
pub(super) struct Ending {
    /// The end to report when the connection is closed. It is set once.
    parting: Option<CallEnd>,
    /// The end of the call, once [`Event::Ended`] was put out.
    ended: Option<CallEnd>,
}

impl Ending {
    /// The end of the call, once [`Event::Ended`] was put out.
    pub(super) const fn ended(&self) -> Option<&CallEnd> {
        self.ended.as_ref()
    }

    /// Whether the reason of the end is known, and the connection still open.
    pub(super) const fn is_parting(&self) -> bool {
        self.parting.is_some()
    }

    /// Ends the call from our side: sends Release Complete if there is a call, then closes the
    /// connection.
    pub(super) fn release(
        &mut self,
        by: EndedBy,
        reason: EndReason,
        release: Release,
        parts: &mut Parts,
    ) {
        if self.is_parting() {
            return;
        }
        let there_is_a_call = parts.channel.has_call();
        parts.out.stop_all();
        self.begin(by, reason, parts);
        if there_is_a_call {
            let (h245, out) = (&mut parts.h245, &mut parts.out);
            parts.channel.release(release, h245, out);
        } else {
            parts.channel.leftover(false, &mut parts.out);
            self.finish(parts);
        }
    }

    /// The peer released the call. Its later messages mean nothing, except an endSession that its
    /// Release Complete has overtaken.
    pub(super) fn released(&mut self, parts: &mut Parts) {
        if self.is_parting() {
            return self.conclude(parts);
        }
        self.begin(EndedBy::Remote, EndReason::Released, parts);
        parts.out.stop_all();
        if parts.h245.awaits_end_session() {
            parts.out.linger();
        } else {
            self.finish(parts);
        }
    }

    /// The signalling connection is gone for this reason.
    pub(super) fn cut_off(&mut self, reason: EndReason, parts: &mut Parts) {
        if !self.is_parting() {
            parts.channel.cut_off(&reason, &mut parts.out);
            self.begin(EndedBy::Transport, reason, parts);
        } else if parts.h245.awaits_end_session() {
            // The peer's endSession comes on the other connection.
            return;
        }
        self.finish(parts);
    }

    /// Keeps the end of the call. The Release Complete messages may come later.
    fn begin(&mut self, by: EndedBy, reason: EndReason, parts: &mut Parts) {
        let (now, wanted) = (parts.out.now(), parts.during.wanted());
        let standing = (parts.channel.is_answered(), parts.channel.state());
        let end = parts.out.clearing().end(by, reason, standing, wanted, now);
        self.parting = Some(end);
        parts.h245.part();
    }

    /// We wait for nothing more.
    pub(super) fn conclude(&mut self, parts: &mut Parts) {
        parts.h245.conclude(&mut parts.out);
        self.finish(parts);
    }

    /// Closes the connection and reports the end.
    pub(super) fn finish(&mut self, parts: &mut Parts) {
        let Some(mut end) = self.parting.take() else {
            return;
        };
        let Parts {
            channel,
            h245,
            during,
            out,
        } = parts;
        out.clearing().tell(&mut end);
        out.stop_all();
        during.ended(&end, h245.session().asked_mode(), out);
        out.sum_up(h245.session());
        channel.enter(CallState::Null, out);
        h245.close(out);
        out.close(Channel::CallSignalling);
        out.emit(Event::Ended(end.clone(), out.now()));
        self.ended = Some(end);
    }
}
