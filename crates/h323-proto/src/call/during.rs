//! The requested actions while a call is up: it types digits and requests a mode (H.245 8.9).
//!
//! They begin when the call is held: after the answer, and after H.245 has settled or failed. The
//! call is held until all actions are done and the endpoint had time to react, even if the hold
//! time is shorter.

use alloc::{format, string::String, vec::Vec};

use super::{
    config::REACTION,
    end::{CallEnd, EndReason},
    h245::H245Link,
    options::ModeWish,
    outbox::Outbox,
    timer::{Limit, Timer},
    typing::{Deed, InputForm, Prospect, Typed, Typing, Typist},
    verdict::Verdict,
    warning::WarningCode,
};
use crate::{
    h245::{AskedMode, CapabilityEntry, Codec, ModeState, T109},
    named::named,
    q931::{InformationElement, KeypadFacility, MessageType},
    time::{Duration, Instant},
};

/// How long after the digits the call may end because of them: a conference first says that it does
/// not know them.
const VERDICT: Duration = Duration::from_secs(10);

named! {
    /// How much of the digits was typed.
    pub enum TypingState {
        /// All were sent.
        Sent = "sent",
        /// Some were sent.
        Partly = "partly",
        /// No digit was sent.
        Unsent = "unsent",
    }
}

/// The result of typing the requested digits.
#[derive(Clone, Copy, Debug)]
pub struct TypingReport<'a> {
    /// The requested digits.
    pub wanted: &'a Typing,
    /// The form in which they were sent. `None` if typing did not begin.
    pub form: Option<InputForm>,
    /// The digits that were sent.
    pub typed: &'a [Typed],
    /// How much was sent.
    pub state: TypingState,
    /// Why the digits were not all sent.
    pub error: Option<&'static str>,
}

named! {
    /// What became of the request for a mode.
    pub enum ModeRequestState {
        /// The endpoint acknowledged it.
        Acknowledged = "acknowledged",
        /// The endpoint rejected it.
        Rejected = "rejected",
        /// The endpoint did not answer, or not before the call ended.
        Unanswered = "unanswered",
        /// It was not sent.
        Unsent = "unsent",
    }
}

impl ModeRequestState {
    const fn of(asked: Option<&AskedMode>) -> Self {
        let Some(asked) = asked else {
            return Self::Unsent;
        };
        match &asked.state {
            ModeState::Awaiting | ModeState::Unanswered => Self::Unanswered,
            ModeState::Acknowledged(_) => Self::Acknowledged,
            ModeState::Rejected(_) => Self::Rejected,
        }
    }
}

/// The result of the requested mode.
#[derive(Clone, Copy, Debug)]
pub struct ModeReport<'a> {
    /// The requested mode.
    pub wanted: ModeWish,
    /// What became of the request.
    pub state: ModeRequestState,
    /// The request and its answer. `None` if the request was not sent.
    pub asked: Option<&'a AskedMode>,
    /// Why the request was not sent.
    pub error: Option<&'static str>,
}

/// A requested mode, until the request is sent.
#[derive(Debug)]
struct Asker {
    wanted: ModeWish,
    due: Option<Instant>,
    failed: Option<&'static str>,
}

/// The endpoint's capability for this codec: G.729 has several identifiers.
fn form_of(codec: Codec, rows: &[CapabilityEntry]) -> Option<Codec> {
    let theirs = || {
        rows.iter()
            .filter_map(|row| Codec::from_identifier(&row.codec))
    };
    theirs()
        .find(|form| *form == codec)
        .or_else(|| theirs().find(|form| form.family() == codec.family()))
}

impl Asker {
    fn proceed(&mut self, now: Instant, peer: &Prospect<'_>, out: &mut Vec<Deed>) {
        if self.due.is_none_or(|due| due > now) {
            return;
        }
        self.due = None;
        let codec = self.wanted.codec;
        let rows = peer.capabilities.unwrap_or_default();
        if !peer.speaks {
            self.give_up("the call has no H.245", out);
        } else if let Some(form) = form_of(codec, rows) {
            out.push(Deed::Ask(form));
        } else {
            self.give_up("the endpoint does not announce this codec", out);
        }
    }

    fn give_up(&mut self, why: &'static str, out: &mut Vec<Deed>) {
        self.due = None;
        self.failed = Some(why);
        let text = format!("{} was not requested: {why}", self.wanted.codec.name());
        out.push(Deed::Warn(WarningCode::ModeNotRequested, text));
    }
}

/// All actions while a call is up.
#[derive(Debug)]
pub(super) struct During {
    /// The requested hold time.
    wanted: Duration,
    typist: Option<Typist>,
    asker: Option<Asker>,
    /// The end of the requested hold time. `None` before the hold begins.
    held: Option<Instant>,
    /// When the call stopped being up.
    over: Option<Instant>,
}

impl During {
    pub(super) fn new(wanted: Duration, typing: Option<Typing>, wish: Option<ModeWish>) -> Self {
        Self {
            wanted,
            typist: typing.map(Typist::new),
            asker: wish.map(|wanted| Asker {
                wanted,
                due: None,
                failed: None,
            }),
            held: None,
            over: None,
        }
    }

    /// The requested hold time.
    pub(super) const fn wanted(&self) -> Duration {
        self.wanted
    }

    /// The call is answered and H.245 is done: holds the call as long as requested, then ends it.
    pub(super) fn hold(&mut self, h245: &mut H245Link, out: &mut Outbox) -> Verdict {
        out.stop(Timer::H245);
        if out.is_running(Timer::Hold) {
            return Verdict::GoesOn;
        }
        let now = out.now();
        out.clearing().held(now);
        let hold = self.begin(now);
        if hold.is_zero() {
            out.we_begin_to_clear();
            return h245.end_session(out);
        }
        out.start(Timer::Hold, Limit::hard(hold));
        self.progress(false, h245, out);
        Verdict::GoesOn
    }

    /// The call is up. Returns how long it will be held at most.
    fn begin(&mut self, now: Instant) -> Duration {
        if self.held.is_none() {
            self.held = Some(now + self.wanted);
            if let Some(typist) = &mut self.typist {
                typist.begin(now);
            }
            if let Some(asker) = &mut self.asker {
                asker.due = Some(now + asker.wanted.after);
            }
        }
        self.until(now, None).since(now)
    }

    /// The next time at which an action is due while the call is up.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let typist = self.typist.as_ref().and_then(Typist::deadline);
        let asker = self.asker.as_ref().and_then(|asker| asker.due);
        [typist, asker].into_iter().flatten().min()
    }

    fn proceed(&mut self, now: Instant, peer: &Prospect<'_>, out: &mut Vec<Deed>) {
        if let Some(typist) = &mut self.typist {
            typist.proceed(now, peer, out);
        }
        if let Some(asker) = &mut self.asker {
            asker.proceed(now, peer, out);
        }
    }

    /// The result of typing, if digits were requested.
    pub(super) fn typing(&self) -> Option<TypingReport<'_>> {
        let typist = self.typist.as_ref()?;
        Some(TypingReport {
            wanted: typist.wanted(),
            form: typist.form(),
            typed: typist.typed(),
            state: match (typist.finished(), typist.typed()) {
                (Some(_), _) => TypingState::Sent,
                (None, []) => TypingState::Unsent,
                (None, _) => TypingState::Partly,
            },
            error: typist.failed(),
        })
    }

    /// The result of the mode request, if a mode was requested. `asked` is the request.
    pub(super) fn mode_request<'a>(&self, asked: Option<&'a AskedMode>) -> Option<ModeReport<'a>> {
        let asker = self.asker.as_ref()?;
        Some(ModeReport {
            wanted: asker.wanted,
            state: ModeRequestState::of(asked),
            asked,
            error: asker.failed,
        })
    }

    /// Does all due actions and holds the call as long as they take. `over`: the call is being
    /// cleared.
    pub(super) fn progress(&mut self, over: bool, h245: &mut H245Link, out: &mut Outbox) {
        let nothing = self.typist.is_none() && self.asker.is_none();
        if nothing || self.held.is_none() {
            return;
        }
        let now = out.now();
        if over || !out.is_running(Timer::Hold) {
            self.over.get_or_insert(now);
            return;
        }
        let mut deeds = Vec::new();
        let peer = Prospect {
            speaks: h245.can_speak() && h245.session().is_open(),
            capabilities: h245.session().capabilities(),
        };
        self.proceed(now, &peer, &mut deeds);
        carry_out(deeds, h245, out);
        let mode = h245.session().asked_mode();
        let until = self.until(now, mode);
        match mode.map(|mode| &mode.state) {
            Some(ModeState::Rejected(cause)) => {
                let text = format!("The endpoint rejects the requested mode: {cause}");
                out.warn(WarningCode::ModeRejected, text);
            }
            Some(ModeState::Unanswered) => {
                let text = String::from("The endpoint does not answer requestMode (T109)");
                out.warn(WarningCode::ModeUnanswered, text);
            }
            _ => {}
        }
        out.start(Timer::Hold, Limit::hard(until.since(now)));
    }

    /// The call is over, so actions that are not done are given up.
    pub(super) fn ended(&mut self, end: &CallEnd, mode: Option<&AskedMode>, out: &mut Outbox) {
        let why = match end.answered {
            true => "the call was over before",
            false => "the call was not answered",
        };
        let mut deeds = Vec::new();
        let over = self.over.unwrap_or(out.now());
        let early = over < self.until(over, mode);
        if let Some(asker) = &mut self.asker
            && mode.is_none()
            && asker.failed.is_none()
        {
            asker.give_up(why, &mut deeds);
        }
        if let Some(typist) = &mut self.typist {
            let typed = typist.typed().last();
            let since = typed.map(|typed| over.since(typed.at));
            if let Some(since) = since
                && since < VERDICT
                && early
            {
                let text = format!(
                    "The call ended {} ms after {} of {} digits, as after a wrong number or PIN",
                    since.as_millis(),
                    typist.sent(),
                    typist.all(),
                );
                deeds.push(Deed::Warn(WarningCode::EndedAfterUserInput, text));
            }
            typist.give_up(why, &mut deeds);
        }
        // A user who hung up needs no warning, and the outcome of an unanswered call says more.
        if end.answered && end.reason != EndReason::Hangup {
            for deed in deeds {
                if let Deed::Warn(code, text) = deed {
                    out.warn(code, text);
                }
            }
        }
    }

    /// Until when the call is held, as far as known now: all actions are done and the endpoint had
    /// time to react.
    fn until(&self, now: Instant, mode: Option<&AskedMode>) -> Instant {
        let typing = self.typist.as_ref().and_then(|typist| {
            match (typist.finished(), typist.deadline()) {
                (Some(finished), _) => Some(finished + REACTION),
                // The whole length from now is an upper bound.
                (None, Some(due)) => Some(due + typist.wanted().length() + REACTION),
                (None, None) => None,
            }
        });
        let asking = self
            .asker
            .as_ref()
            .and_then(|asker| match (asker.due, mode) {
                (Some(due), _) => Some(due + T109),
                (None, Some(asked)) => Some(match asked.state {
                    ModeState::Awaiting => asked.asked + T109,
                    ModeState::Unanswered => asked.settled.unwrap_or(now),
                    _ => asked.settled.unwrap_or(now) + REACTION,
                }),
                (None, None) => None,
            });
        let ends = [self.held, typing, asking].into_iter().flatten();
        ends.fold(now, Instant::max)
    }
}

fn carry_out(deeds: Vec<Deed>, h245: &mut H245Link, out: &mut Outbox) {
    let mut warnings = Vec::new();
    for deed in deeds {
        match deed {
            Deed::Say(input) => h245.type_in(input),
            Deed::Ask(codec) => h245.request_mode(codec, out.now()),
            Deed::Warn(code, text) => warnings.push((code, text)),
            Deed::Keypad(digits) => {
                let information = out.writer().information();
                let keypad = InformationElement::of(&KeypadFacility::from(digits.as_str()));
                out.transmit(
                    MessageType::Information,
                    keypad.into_iter().collect(),
                    Some(information),
                );
            }
        }
    }
    h245.speak(out);
    // A warning comes after the messages that it is about.
    for (code, text) in warnings {
        out.warn(code, text);
    }
}
