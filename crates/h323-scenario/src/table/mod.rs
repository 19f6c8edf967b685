//! The tables of scenarios; `docs/peer.md` shows them to users.

macro_rules! scenarios {
    ($table:ident = $(
        $number:literal $name:literal $(via $transport:ident)? => $outcome:ident,
        $what:literal, $steps:expr;
    )*) => {
        pub(super) const $table: &[crate::Scenario] = &[$(
            crate::Scenario {
                name: alloc::borrow::Cow::Borrowed($name),
                number: $number,
                what: alloc::borrow::Cow::Borrowed($what),
                outcome: h323_proto::diagnosis::OutcomeCode::$outcome,
                transport: crate::table::transport(
                    &[$(crate::Transport::$transport)?]
                ),
                script: crate::Script::Steps($steps),
            },
        )*];
    };
}

mod during;
mod h245;
mod media;
mod redirect;
mod signalling;

use alloc::{vec, vec::Vec};

use h323_proto::{
    call::{CalledAction, Release},
    h225::{FacilityContents, FastStartAnswer, MediaTerms, ReleaseReason},
    q931::{Cause, CauseValue, Location},
    time::Duration,
};

use super::{Manner, Scenario, Step, Transport};

/// All scenarios with numbers below those of `release-…`, in the order of their numbers. Those of
/// `release-…` come from the table of reasons.
pub(super) fn all() -> impl Iterator<Item = &'static Scenario> {
    [
        signalling::SIGNALLING,
        h245::H245,
        media::MEDIA,
        redirect::REDIRECT,
        signalling::MORE,
    ]
    .into_iter()
    .flatten()
}

/// The scenarios about a call that is up; their numbers are the last.
pub(super) fn during() -> impl Iterator<Item = &'static Scenario> {
    during::DURING.iter()
}

const fn transport(transport: &[Transport]) -> Option<Transport> {
    match transport {
        [transport, ..] => Some(*transport),
        [] => None,
    }
}

fn answered() -> Vec<Step> {
    vec![proceeding(), alerting(), wait(300), connect()]
}

fn with(first: Step, mut steps: Vec<Step>) -> Vec<Step> {
    steps.insert(0, first);
    steps
}

fn then(mut steps: Vec<Step>, last: Step) -> Vec<Step> {
    steps.push(last);
    steps
}

/// Answers, and behaves this way in H.245.
fn in_h245(manner: Manner) -> Vec<Step> {
    with(Step::H245(manner), answered())
}

const fn wait(millis: u64) -> Step {
    Step::Wait(Duration::from_millis(millis))
}

const fn proceeding() -> Step {
    Step::Do(CalledAction::CallProceeding)
}

const fn alerting() -> Step {
    Step::Do(CalledAction::Alerting)
}

const fn connect() -> Step {
    Step::Do(CalledAction::Connect)
}

/// Connect without an `h245Address`.
const fn bare_connect() -> Step {
    Step::Do(CalledAction::ConnectWith(MediaTerms {
        h245_address: None,
        fast_start: FastStartAnswer::None,
    }))
}

const fn facility(contents: FacilityContents) -> Step {
    Step::Do(CalledAction::Facility(contents))
}

fn release(cause: u8, reason: Option<ReleaseReason>) -> Step {
    Step::Do(CalledAction::Release(Release {
        cause: Cause::new(Location::User, CauseValue(cause)),
        reason,
    }))
}
