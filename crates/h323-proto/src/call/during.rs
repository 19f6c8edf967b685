//! What a call does while it is up, on request: it types digits, and asks for a mode (H.245 8.9).
//!
//! It begins when the call is held: it is answered, and H.245 has nothing more to tell or did not
//! come about. The call is held until all is done and the peer had its time to react, also where it
//! was to be held for less.

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

/// How long after digits an end of the call may be their doing: a conference says first that it
/// does not know them.
const VERDICT: Duration = Duration::from_secs(10);

named! {
    /// How far the typing of digits came.
    pub enum TypingState {
        /// All were sent.
        Sent = "sent",
        /// Some were sent.
        Partly = "partly",
        /// None was sent.
        Unsent = "unsent",
    }
}

/// What became of the digits that a call was to type.
#[derive(Clone, Copy, Debug)]
pub struct TypingReport<'a> {
    /// What was asked for.
    pub wanted: &'a Typing,
    /// How they were said; none if typing did not begin.
    pub form: Option<InputForm>,
    /// What was said.
    pub typed: &'a [Typed],
    /// How far it came.
    pub state: TypingState,
    /// Why not all were sent.
    pub error: Option<&'static str>,
}

/// What became of the mode that a call was to ask for.
#[derive(Clone, Copy, Debug)]
pub struct ModeReport<'a> {
    /// What was asked for.
    pub wanted: ModeWish,
    /// The request and its answer; none if it did not go out.
    pub asked: Option<&'a AskedMode>,
    /// Why it did not go out.
    pub error: Option<&'static str>,
}

/// A wish, until it is asked for.
#[derive(Debug)]
struct Asker {
    wanted: ModeWish,
    due: Option<Instant>,
    failed: Option<&'static str>,
}

/// The form of a codec that the peer has: G.729 goes by several identifiers.
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

/// All that is done while a call is up.
#[derive(Debug)]
pub(super) struct During {
    /// How long the call is to be held.
    wanted: Duration,
    typist: Option<Typist>,
    asker: Option<Asker>,
    /// Until when the call is held anyway; none before it is.
    held: Option<Instant>,
    /// Since when the call is not up any more.
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

    /// How long the call is to be held.
    pub(super) const fn wanted(&self) -> Duration {
        self.wanted
    }

    /// The call is answered and H.245 done: holds it as long as asked, then ends it.
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

    /// The call is up; returns for how long it will be held at most.
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

    /// When there is something to do, as long as the call is up.
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

    /// What became of the digits that were to be typed, if any were.
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

    /// What became of the mode that was to be asked for, if one was; `asked` is the request.
    pub(super) fn mode_request<'a>(&self, asked: Option<&'a AskedMode>) -> Option<ModeReport<'a>> {
        let asker = self.asker.as_ref()?;
        Some(ModeReport {
            wanted: asker.wanted,
            asked,
            error: asker.failed,
        })
    }

    /// Does what is due while the call is up, and holds it as long as that takes. `over`: the call is
    /// being cleared.
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

    /// The call is over: what was not done will not be.
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
        // Whoever hung up knows, and the outcome of a call that was not answered says more.
        if end.answered && end.reason != EndReason::Hangup {
            for deed in deeds {
                if let Deed::Warn(code, text) = deed {
                    out.warn(code, text);
                }
            }
        }
    }

    /// Until when the call is held, as far as can be told: all is done, and was reacted to.
    fn until(&self, now: Instant, mode: Option<&AskedMode>) -> Instant {
        let typing = self.typist.as_ref().and_then(|typist| {
            match (typist.finished(), typist.deadline()) {
                (Some(finished), _) => Some(finished + REACTION),
                // No more than it takes from the beginning.
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
    // Behind the messages that they are about.
    for (code, text) in warnings {
        out.warn(code, text);
    }
}
