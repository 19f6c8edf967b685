//! One H.323 call, without I/O.
//!
//! The driver owns sockets, clock and entropy. It feeds [`Input`]s to [`Call::handle`] and takes
//! [`Output`]s from [`Call::poll_output`]. One invariant: **after every input, drain
//! `poll_output` until it yields [`Output::Timeout`]**, and come back no later than the time it
//! names. The call ends exactly once, with [`Event::Ended`] as its last event; from the moment
//! Setup has crossed the wire every end sends Release Complete, unless the peer's came first or the
//! connection is gone.

mod called;
mod calling;
mod clearing;
mod config;
mod during;
mod end;
mod event;
mod examine;
mod fast_start;
mod h245;
mod intake;
mod keep_alive;
mod options;
mod outbox;
mod record;
mod redirect;
mod release;
mod signalling;
mod standing;
mod timer;
mod tunnelling;
mod typing;
mod verdict;
mod warning;

use alloc::{boxed::Box, string::String};
use core::net::SocketAddr;

pub use called::{ApiMisuse, CalledAction};
pub use config::{CallTerms, CalledConfig, CallingConfig, H245Mode, Limits, Target};
pub use during::{ModeReport, TypingReport, TypingState};
pub use end::{CallEnd, Early, EndReason, EndedBy, ReleaseWords, Suspect};
pub use event::{
    Channel, Closed, Content, Direction, Event, Input, MessageRecord, Output, Repeated, Side,
};
pub use fast_start::{FastStart, FastStartState};
pub use h245::{Carrier, H245Link, H245Problem};
pub use options::{H245Path, KeepAlive, KeepAliveStyle, ModeWish, Overlap};
pub use redirect::{NotFollowed, Redirect};
pub use release::{Release, release_for};
pub use timer::{Limit, Timer};
pub use typing::{InputForm, KEYS, MOST_KEYS, Typed, Typing};
pub use warning::{Warning, WarningCode};

pub use crate::h225::{CallType, ConferenceGoal, Entropy, OwnVendor, SetupTerms};
use crate::{
    h225::Facts,
    q931::{CallState, InformationElement, Message, MessageType},
    time::{Duration, Instant},
};
use called::Called;
use calling::Calling;
use during::During;
use fast_start::Offer;
use intake::{Arrival, Intake};
use outbox::Outbox;
use signalling::Signalling;
use verdict::Verdict;

/// One call; see the module's text for how to drive it.
///
/// It owns its parts, hands each input to the one that it is for, and acts on what that makes of it.
/// The parts know neither the call nor each other's fields; their effects go into the `Outbox`.
#[derive(Debug)]
pub struct Call {
    limits: Limits,
    out: Outbox,
    intake: Intake,
    signalling: Signalling,
    h245: Box<H245Link>,
    fast_start: Option<Offer>,
    during: During,
    /// Whether the signalling connection is open.
    connected: bool,
    /// Set once: the end that is reported when the connection is closed.
    ending: Option<CallEnd>,
    /// How the call ended, once [`Event::Ended`] was put out.
    ended: Option<CallEnd>,
}

impl Call {
    /// A call that we place: it asks for its connection at once. An address as target is also what
    /// Setup says; that of a name is learnt from the opened connection.
    #[must_use]
    pub fn calling(target: Target, config: CallingConfig, entropy: Entropy, now: Instant) -> Self {
        let terms = &config.terms;
        let mut out = Outbox::new(terms, config.writer(&entropy), &entropy, now);
        out.start(Timer::Connect, terms.limits.connect);
        out.connect(Channel::CallSignalling, target.clone());
        let h245 = H245Link::new(Side::Calling, terms, target.address(), &entropy);
        let during = During::new(config.typing.clone(), config.mode);
        let limits = terms.limits;
        let calling = Calling::new(target, config);
        let signalling = Signalling::Calling(Box::new(calling));
        Self::new(signalling, limits, out, h245, during)
    }

    /// A call that is about to reach us over a connection that is already open.
    #[must_use]
    pub fn called(config: CalledConfig, entropy: Entropy, now: Instant) -> Self {
        let terms = &config.terms;
        let mut out = Outbox::new(terms, terms.writer(&entropy), &entropy, now);
        let called = Called::new(&config);
        called.wait(&mut out);
        let h245 = H245Link::new(Side::Called, terms, None, &entropy);
        let during = During::new(None, None);
        Self::new(Signalling::Called(called), terms.limits, out, h245, during)
    }

    fn new(
        signalling: Signalling,
        limits: Limits,
        out: Outbox,
        h245: H245Link,
        during: During,
    ) -> Self {
        Self {
            limits,
            out,
            intake: Intake::new(),
            // The called side's is there already.
            connected: signalling.side() == Side::Called,
            signalling,
            // Most calls that fail never use it.
            h245: Box::new(h245),
            fast_start: None,
            during,
            ending: None,
            ended: None,
        }
    }

    /// Whom we call; nobody on the called side.
    #[must_use]
    pub const fn target(&self) -> Option<&Target> {
        match self.signalling.calling() {
            Some(calling) => Some(calling.target()),
            None => None,
        }
    }

    /// The state of Q.931 that the call is in.
    #[must_use]
    pub const fn state(&self) -> CallState {
        self.signalling.state()
    }

    /// Whether [`Event::Ended`] was put out.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    /// Messages received so far, reported or not.
    #[must_use]
    pub const fn messages_received(&self) -> u32 {
        self.out.messages()
    }

    /// Octets received so far, whatever they were.
    #[must_use]
    pub const fn octets_received(&self) -> usize {
        self.out.octets()
    }

    /// Our `callIdentifier`; on the called side that of Setup, once it is here.
    #[must_use]
    pub const fn call_identifier(&self) -> [u8; 16] {
        self.out.writer().call_identifier
    }

    /// Our `conferenceID`; on the called side that of Setup, once it is here.
    #[must_use]
    pub const fn conference_id(&self) -> [u8; 16] {
        self.out.writer().conference_id
    }

    /// What is known of H.245 in this call.
    #[must_use]
    pub const fn h245(&self) -> &H245Link {
        &self.h245
    }

    /// What is wrong with the H.245 of this call, once it is over. Nothing if it was not answered,
    /// was not to have any, or was hung up before its end.
    #[must_use]
    pub fn h245_problem(&self) -> Option<H245Problem> {
        self.h245.problem(self.ended.as_ref()?)
    }

    /// The channels of `fastStart`, if Setup offered any.
    #[must_use]
    pub fn fast_start(&self) -> Option<&FastStart> {
        self.fast_start.as_ref().map(Offer::fast_start)
    }

    /// Where a Facility sent us, if the call ended so.
    #[must_use]
    pub fn redirect(&self) -> Option<&Redirect> {
        self.signalling.calling()?.redirect()
    }

    /// The call that goes where the peer sent us, if it did.
    #[must_use]
    pub fn redirected(&self) -> Option<Result<(Target, CallingConfig), NotFollowed>> {
        self.signalling.calling()?.redirected(self.conference_id())
    }

    /// What became of the digits that were to be typed, if any were.
    #[must_use]
    pub fn typing(&self) -> Option<TypingReport<'_>> {
        self.during.typing()
    }

    /// What became of the mode that was to be asked for, if one was.
    #[must_use]
    pub fn mode_request(&self) -> Option<ModeReport<'_>> {
        self.during.mode_request(self.h245.session().asked_mode())
    }

    /// Takes one input. Time must not go backwards; if it does, the call stays at its last time.
    pub fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.out.advance(now);
        if self.is_over() {
            return;
        }
        match input {
            Input::Connected(Channel::CallSignalling, peer) => self.opened(peer),
            Input::Received(Channel::CallSignalling, octets) => self.received(octets),
            Input::Closed(Channel::CallSignalling, closed) => self.closed(closed),
            Input::Connected(Channel::H245Control, _) => self.h245.connected(&mut self.out),
            Input::Received(Channel::H245Control, octets) => self.h245_received(octets),
            Input::Closed(Channel::H245Control, closed) => {
                self.h245.closed(closed, &mut self.out);
                self.progress();
                if self.h245.awaits_end_session() {
                    self.conclude();
                }
            }
            Input::Timeout => {}
            Input::Hangup => self.release(EndedBy::User, EndReason::Hangup),
        }
        if !self.is_over() {
            self.h245.timeout(self.out.now());
            self.h245.speak(&mut self.out);
            self.progress();
            self.do_what_is_due();
        }
        while !self.is_over()
            && let Some(timer) = self.out.expired()
        {
            self.expired(timer);
        }
    }

    /// Tells the called side what to do next.
    ///
    /// # Errors
    /// On the calling side, before a Setup has come, and once the call is being released.
    pub fn act(&mut self, action: CalledAction, now: Instant) -> Result<(), ApiMisuse> {
        let state = self.state();
        let Signalling::Called(called) = &mut self.signalling else {
            return Err(ApiMisuse::WrongSide);
        };
        if state == CallState::Null || self.ending.is_some() || self.ended.is_some() {
            return Err(ApiMisuse::WrongState(state.code()));
        }
        self.out.advance(now);
        if let Some((reason, release)) = called.act(action, &mut self.h245, &mut self.out) {
            self.release_with(EndedBy::User, reason, release);
        }
        Ok(())
    }

    /// The next thing the driver has to do.
    pub fn poll_output(&mut self) -> Output {
        match self.out.poll() {
            Some(output) => output,
            None if self.is_over() => Output::Timeout(None),
            None => {
                let up = self.out.is_running(Timer::Hold);
                let deadlines = [
                    self.out.deadline(),
                    self.h245.session().deadline(),
                    self.during.deadline().filter(|_| up),
                ];
                Output::Timeout(deadlines.into_iter().flatten().min())
            }
        }
    }

    fn apply(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::GoesOn => {}
            Verdict::Hold => self.hold(),
            Verdict::End(by, reason) => self.release(by, reason),
            // They say what the message means that has come: see `understood`.
            Verdict::SetUp | Verdict::Answered | Verdict::Released => {}
        }
    }

    fn progress(&mut self) {
        let verdict = self.h245.progress(&mut self.out);
        self.apply(verdict);
    }

    fn do_what_is_due(&mut self) {
        let over = self.ending.is_some();
        self.during.progress(over, &mut self.h245, &mut self.out);
    }

    fn expired(&mut self, timer: Timer) {
        let verdict = match timer {
            Timer::Linger => {
                self.intake.leftover(&mut self.out);
                return self.conclude();
            }
            Timer::Hold => {
                self.out.we_begin_to_clear();
                self.h245.end_session(&mut self.out)
            }
            Timer::KeepAlive => self.signalling.keep_alive(&mut self.out),
            Timer::EndSession => self.h245.end_session_overdue(&mut self.out),
            Timer::H245 => self.h245.overdue(&mut self.out),
            timer => Verdict::End(EndedBy::Library, EndReason::TimedOut(timer)),
        };
        self.apply(verdict);
    }

    fn opened(&mut self, peer: Option<SocketAddr>) {
        let Signalling::Calling(calling) = &mut self.signalling else {
            return;
        };
        if self.connected {
            return;
        }
        self.connected = true;
        if let Some(peer) = peer {
            self.h245.reached(peer);
        }
        let verdict = calling.place(peer, &mut self.out);
        if matches!(verdict, Verdict::GoesOn) {
            self.fast_start = calling.offer();
        }
        if self.fast_start.is_some() {
            self.h245.reserve_fast_start();
        }
        self.apply(verdict);
    }

    const fn is_flooded(&self) -> bool {
        self.out.is_flooded() || self.h245.is_flooded()
    }

    fn received(&mut self, octets: &[u8]) {
        if !self.connected {
            return;
        }
        if self.ending.is_some() && self.is_flooded() {
            // Our Release Complete is out, and its answer is not worth wading through more.
            self.intake.forget();
            return;
        }
        self.intake.take(octets, &mut self.out);
        while !self.is_over()
            && let Some(arrival) = self.intake.next(&self.signalling, &mut self.out)
        {
            match arrival {
                Arrival::Message(message, facts, whole) => self.message(&message, &facts, whole),
                Arrival::KeepAlive => {}
                Arrival::Unreadable => {
                    self.h245.hide();
                    if let Some(offer) = &mut self.fast_start {
                        offer.hide();
                    }
                }
                Arrival::Foreign(reason @ EndReason::NotTpkt(_)) => {
                    self.release(EndedBy::Library, reason);
                    // There is no way back into step, so nothing the peer adds can matter.
                    self.finish();
                }
                Arrival::Foreign(reason) => self.release(EndedBy::Library, reason),
            }
            if self.is_flooded() {
                self.release(EndedBy::Library, EndReason::Flood);
            }
        }
    }

    fn message(&mut self, message: &Message, facts: &Facts, whole: bool) {
        let name = message.message_type;
        if self.ending.is_some() {
            // Our Release Complete is out; only the peer's own one still means something, and the
            // endSession that it carries or that comes ahead of it.
            if message.call_reference.value() == self.out.reference().value() {
                self.h245.late(facts, &mut self.out);
            }
            if name == MessageType::ReleaseComplete {
                let words = release::words(message, facts);
                self.out.clearing().peer_release(words);
                self.conclude();
            }
            return;
        }
        if self.signalling.hears(message, facts, &mut self.out) {
            if self.signalling.side() == Side::Calling {
                self.h245.note(name, facts, &mut self.out);
            }
            if let Some(offer) = &mut self.fast_start {
                let accepted = offer.hears(name, facts, &mut self.out);
                self.h245.fast_started(accepted);
            }
            match self.signalling.received(message, facts, &mut self.out) {
                Verdict::SetUp => self.h245.set_up(facts),
                Verdict::Answered => {
                    let verdict = self.h245.peer_answers(&mut self.out);
                    self.apply(verdict);
                }
                Verdict::Released => self.released(message, facts, whole),
                verdict => self.apply(verdict),
            }
        }
        let ours = self.out.reference();
        if self.ending.is_none() && !self.is_over() && standing::concerns(message, ours) {
            self.h245.hears(name, facts, &mut self.out);
            self.progress();
        }
    }

    fn h245_received(&mut self, octets: &[u8]) {
        if self.ending.is_some() && self.is_flooded() {
            return;
        }
        self.h245.received(octets, &mut self.out);
        while let Some(verdict) = self.h245.next(&mut self.out) {
            self.apply(verdict);
            if self.h245.is_between_packets() && self.is_flooded() {
                self.release(EndedBy::Library, EndReason::Flood);
                break;
            }
        }
        self.h245.speak(&mut self.out);
        self.progress();
        if self.h245.has_last_word() {
            self.conclude();
        }
    }

    fn closed(&mut self, closed: Closed) {
        let (pending, foreign) = self.intake.leftover(&mut self.out);
        self.connected = false;
        if self.ending.is_some() {
            // What is awaited on the other connection comes there.
            if !self.h245.awaits_end_session() {
                self.finish();
            }
            return;
        }
        let reason = match closed {
            Closed::Failed(text) if self.out.is_running(Timer::Connect) => {
                EndReason::ConnectFailed(text)
            }
            Closed::Failed(text) => EndReason::ConnectionLost(text),
            Closed::ByPeer => match foreign {
                Some(foreign) => EndReason::NotTpkt(foreign),
                None => EndReason::Closed { pending },
            },
        };
        if matches!(reason, EndReason::Closed { .. }) && self.state() != CallState::Null {
            let text = String::from("The peer closed the connection without Release Complete");
            self.out.warn(WarningCode::NoReleaseComplete, text);
        }
        self.end(EndedBy::Transport, reason);
        self.finish();
    }

    /// The call is answered and H.245 done: holds it as long as asked, then ends it.
    fn hold(&mut self) {
        self.out.stop(Timer::H245);
        if self.out.is_running(Timer::Hold) {
            return;
        }
        let now = self.out.now();
        self.out.clearing().held(now);
        let hold = self.during.begin(now, self.limits.hold);
        if hold.is_zero() {
            self.out.we_begin_to_clear();
            let verdict = self.h245.end_session(&mut self.out);
            self.apply(verdict);
        } else {
            self.out.start(Timer::Hold, Limit::hard(hold));
            self.do_what_is_due();
        }
    }

    /// Ends the call from our side: Release Complete if there is a call, then the connection.
    fn release(&mut self, by: EndedBy, reason: EndReason) {
        let release = release_for(&reason);
        self.release_with(by, reason, release);
    }

    fn release_with(&mut self, by: EndedBy, reason: EndReason, release: Release) {
        if self.ending.is_some() {
            return;
        }
        let there_is_a_call = self.connected && self.state() != CallState::Null;
        self.out.stop_all();
        self.end(by, reason);
        if there_is_a_call {
            self.out.clearing().own_release(ReleaseWords {
                cause: Some(release.cause.clone()),
                reason: release.reason.clone(),
            });
            let last_words = self.h245.last_words(&mut self.out);
            let writer = self.out.writer();
            let information = writer.release_complete(release.reason.as_ref(), last_words);
            let cause = InformationElement::of(&release.cause);
            self.out.transmit(
                MessageType::ReleaseComplete,
                cause.into_iter().collect(),
                Some(information),
            );
            self.signalling
                .enter(CallState::ReleaseRequest, &mut self.out);
            // Closing at once while the peer still sends makes TCP answer with RST, which can
            // overtake our Release Complete at the far end.
            self.out
                .start(Timer::Linger, Limit::hard(self.limits.linger));
        } else {
            self.intake.leftover(&mut self.out);
            self.finish();
        }
    }

    /// The peer released the call. What it has sent after that means nothing, but for an endSession
    /// that its Release Complete has overtaken.
    fn released(&mut self, message: &Message, facts: &Facts, whole: bool) {
        self.out.peer_begins_to_clear();
        self.h245.peer_released(facts, &mut self.out);
        for warning in release::examine(message, facts, whole) {
            self.out.warn(warning.code, warning.text);
        }
        self.out
            .clearing()
            .peer_release(release::words(message, facts));
        self.end(EndedBy::Remote, EndReason::Released);
        self.out.stop_all();
        if self.h245.awaits_end_session() {
            self.out
                .start(Timer::Linger, Limit::hard(self.limits.linger));
        } else {
            self.finish();
        }
    }

    /// Keeps how the call ends. What both sides say of it may be still to come.
    fn end(&mut self, by: EndedBy, reason: EndReason) {
        let wanted = match self.signalling.side() {
            Side::Calling => self.limits.hold,
            Side::Called => Duration::ZERO,
        };
        let (answered, state, now) = (self.signalling.is_answered(), self.state(), self.out.now());
        let clearing = self.out.clearing();
        let (by, reason) = clearing.ends(by, reason, now);
        self.ending = Some(CallEnd {
            answered,
            early: clearing.early(by, wanted, now),
            suspect: clearing.suspect(by, now).cloned(),
            ..CallEnd::new(by, reason, state)
        });
        self.h245.part();
    }

    /// Nothing more is awaited.
    fn conclude(&mut self) {
        self.h245.conclude(&mut self.out);
        self.finish();
    }

    /// Closes the connection and reports the end.
    fn finish(&mut self) {
        let Some(mut end) = self.ending.take() else {
            return;
        };
        self.out.clearing().tell(&mut end);
        self.out.stop_all();
        let mode = self.h245.session().asked_mode();
        self.during.ended(&end, mode, &mut self.out);
        self.out.sum_up(self.h245.session());
        self.signalling.enter(CallState::Null, &mut self.out);
        self.h245.close(&mut self.out);
        self.out.close(Channel::CallSignalling);
        self.out.emit(Event::Ended(end.clone(), self.out.now()));
        self.ended = Some(end);
    }
}
