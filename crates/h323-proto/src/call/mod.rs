//! One H.323 call, without I/O.
//!
//! The driver owns sockets, clock and entropy. It feeds [`Input`]s to [`Call::handle`] and takes
//! [`Output`]s from [`Call::poll_output`]. One invariant: **after every input, drain `poll_output`
//! until it yields [`Output::Timeout`]**, and come back no later than the time in it. The call ends
//! exactly once, with [`Event::Ended`] as its last event. Once Setup has crossed the wire, every
//! end sends Release Complete, unless the peer's came first or the connection is gone.
//!
//! In this module *we* are the side that the driver plays, and the *peer* is the side at the other
//! end of the connection: the endpoint if we call, the caller if we are called.

mod called;
mod calling;
mod channel;
mod clearing;
mod config;
mod course;
mod during;
mod end;
mod ending;
mod event;
mod examine;
mod fast_start;
mod h245;
mod intake;
mod keep_alive;
mod options;
mod outbox;
mod parts;
mod recent;
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
mod work;

pub use called::{ApiMisuse, CalledAction};
pub use config::{CallTerms, CalledConfig, CallingConfig, H245Mode, Limits, Target};
pub use during::{ModeReport, ModeRequestState, TypingReport, TypingState};
pub use end::{CallEnd, Early, EndReason, EndedBy, ReleaseWords, Suspect};
pub use event::{
    Channel, Closed, Content, Direction, Event, Input, MessageRecord, Output, Repeated, Side,
    Transport,
};
pub use fast_start::{FastStart, FastStartState};
pub use h245::{Carrier, H245Link, H245Problem, out_of_reach};
pub use options::{H245Path, KeepAlive, KeepAliveStyle, ModeWish, Overlap};
pub use redirect::{NotFollowed, Redirect};
pub use release::{Release, release_for};
pub use timer::{Limit, Timer};
pub use typing::{InputForm, KEYS, MOST_KEYS, Typed, Typing};
pub use warning::{Warning, WarningCode};

pub(crate) use work::Work;

pub use crate::h225::{CallType, ConferenceGoal, Entropy, OwnVendor, SetupTerms};
use alloc::boxed::Box;

use crate::{
    q931::CallState,
    time::{Duration, Instant},
    tls::Mode,
};
use called::Called;
use calling::Calling;
use channel::SignallingChannel;
use course::Course;
use during::During;
use intake::Intake;
use outbox::Outbox;
use parts::Parts;
use signalling::Signalling;

/// One call; the module's documentation says how to drive it.
///
/// This type is the interface for drivers. `Course` passes each input to the part in charge.
#[derive(Debug)]
pub struct Call {
    course: Course,
}

impl Call {
    /// A call that we place. It requests its connection at once. Setup carries the address of the
    /// target; for a host name, that is the address of the opened connection.
    #[must_use]
    pub fn calling(target: Target, config: CallingConfig, entropy: Entropy, now: Instant) -> Self {
        let terms = &config.terms;
        let mut out = Outbox::new(terms, config.writer(&entropy), &entropy, now);
        out.start(Timer::Connect, terms.limits.connect);
        out.connect(Channel::CallSignalling, target.clone());
        let h245 = H245Link::new(Side::Calling, terms, target.address(), &entropy);
        let during = During::new(terms.limits.hold, config.typing.clone(), config.mode);
        let calling = Calling::new(target, config);
        let signalling = Signalling::Calling(Box::new(calling));
        Self::of(signalling, Intake::new(false), h245, during, out)
    }

    /// A call that will reach us over a connection that is already open.
    #[must_use]
    pub fn called(config: CalledConfig, entropy: Entropy, now: Instant) -> Self {
        let terms = &config.terms;
        let mut out = Outbox::new(terms, terms.writer(&entropy), &entropy, now);
        let h245 = H245Link::new(Side::Called, terms, None, &entropy);
        let called = Called::new(&config);
        called.wait(&mut out);
        // The caller decides how long the call is up.
        let during = During::new(Duration::ZERO, None, None);
        let signalling = Signalling::Called(called);
        Self::of(signalling, Intake::new(true), h245, during, out)
    }

    fn of(
        signalling: Signalling,
        intake: Intake,
        h245: H245Link,
        during: During,
        out: Outbox,
    ) -> Self {
        let course = Course::new(Parts {
            channel: SignallingChannel::new(intake, signalling),
            h245: Box::new(h245),
            during,
            out,
        });
        Self { course }
    }

    /// The target of our call; `None` on the called side.
    #[must_use]
    pub const fn target(&self) -> Option<&Target> {
        match self.course.parts().channel.calling() {
            Some(calling) => Some(calling.target()),
            None => None,
        }
    }

    /// The Q.931 state of the call.
    #[must_use]
    pub const fn state(&self) -> CallState {
        self.course.parts().channel.state()
    }

    /// Whether [`Event::Ended`] was put out.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.course.ending().ended().is_some()
    }

    /// Whether octets on this connection can still matter. If not, the driver need not read them:
    /// after a flood, reading costs more than all that came before. It still waits for the end of
    /// the call, so that the peer has time to read our Release Complete.
    #[must_use]
    pub fn listens(&self, channel: Channel) -> bool {
        self.course.listens(channel)
    }

    /// The cost of the peer so far, estimated in nanoseconds. A driver that has others to serve
    /// gives them a turn after some of it.
    #[must_use]
    pub const fn work(&self) -> u64 {
        self.course.parts().out.work_done()
    }

    /// Messages received so far, reported or not.
    #[must_use]
    pub const fn messages_received(&self) -> u32 {
        self.course.parts().out.messages()
    }

    /// Octets received so far, readable or not.
    #[must_use]
    pub const fn octets_received(&self) -> usize {
        self.course.parts().out.octets()
    }

    /// The `callIdentifier`: ours, or on the called side the one in Setup once it has arrived.
    #[must_use]
    pub const fn call_identifier(&self) -> [u8; 16] {
        self.course.parts().out.writer().call_identifier
    }

    /// The `conferenceID`: ours, or on the called side the one in Setup once it has arrived.
    #[must_use]
    pub const fn conference_id(&self) -> [u8; 16] {
        self.course.parts().out.writer().conference_id
    }

    /// The state of H.245 in this call.
    #[must_use]
    pub const fn h245(&self) -> &H245Link {
        &self.course.parts().h245
    }

    /// The problem with the H.245 of this call, once the call is over. `None` if the call was
    /// unanswered, was configured without H.245, or was hung up before its end.
    #[must_use]
    pub fn h245_problem(&self) -> Option<H245Problem> {
        self.h245().problem(self.course.ending().ended()?)
    }

    /// Whether call signalling goes over TLS, and which certificates are accepted.
    #[must_use]
    pub const fn tls(&self) -> Mode {
        self.course.parts().h245.tls()
    }

    /// Whether the H.245 connection of this call goes over TLS. The side that gives the `h245Address`
    /// says so, if call signalling is over TLS and the caller offers it.
    #[must_use]
    pub const fn h245_is_over_tls(&self) -> bool {
        let parts = self.course.parts();
        match parts.channel.calling() {
            Some(_) => parts.h245.is_over_tls(),
            None => parts.out.writer().secure,
        }
    }

    /// The channels of `fastStart`, if Setup offered any.
    #[must_use]
    pub fn fast_start(&self) -> Option<&FastStart> {
        self.course.parts().channel.fast_start()
    }

    /// The redirect that ended the call, if a Facility did so.
    #[must_use]
    pub fn redirect(&self) -> Option<&Redirect> {
        self.course.parts().channel.calling()?.redirect()
    }

    /// The call that follows the redirect, if the endpoint redirected this one.
    #[must_use]
    pub fn redirected(&self) -> Option<Result<(Target, CallingConfig), NotFollowed>> {
        let calling = self.course.parts().channel.calling()?;
        calling.redirected(self.conference_id())
    }

    /// The result of typing, if digits were requested.
    #[must_use]
    pub fn typing(&self) -> Option<TypingReport<'_>> {
        self.course.parts().during.typing()
    }

    /// The result of the mode request, if a mode was requested.
    #[must_use]
    pub fn mode_request(&self) -> Option<ModeReport<'_>> {
        let asked = self.h245().session().asked_mode();
        self.course.parts().during.mode_request(asked)
    }

    /// Takes one input. Time must not go backwards; if it does, the call keeps its last time.
    pub fn handle(&mut self, input: Input<'_>, now: Instant) {
        self.course.handle(input, now);
    }

    /// Tells the called side what to do next.
    ///
    /// # Errors
    /// On the calling side, before Setup has arrived, and once the call is being released.
    pub fn act(&mut self, action: CalledAction, now: Instant) -> Result<(), ApiMisuse> {
        self.course.act(action, now)
    }

    /// The next task for the driver.
    pub fn poll_output(&mut self) -> Output {
        self.course.poll_output()
    }
}
