//! What the answering endpoint can do with a call, right and wrong.
//!
//! Every scenario begins when Setup has arrived. It ends when the caller releases the call or closes
//! the connection, and at the limit of the [`terms`] at the latest. Faults are made here, in octets that
//! [`Call`](h323_proto::call::Call) wrote; the call does not know about them.
//!
//! Like the call, a scenario has no clock and no sockets. A driver gives it both: the time with every
//! step, and the [`Connections`] of the call.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod alteration;
mod connections;
mod h245;
mod messages;
mod play;
pub mod reread;
mod table;

use alloc::{borrow::Cow, format, string::String, vec, vec::Vec};
use core::net::SocketAddr;

use h323_proto::{
    call::{CalledAction, Release},
    diagnosis::OutcomeCode,
    h225::ReleaseReason,
    q931::{Message, MessageType},
    time::Duration,
};

pub use alteration::{Alteration, retunnelled};
pub use connections::Connections;
pub use h245::Manner;
pub use messages::examples;
pub use play::{Plan, Play, terms};

/// The number of the first scenario `release-…`; the others follow.
const FIRST_RELEASE: u16 = 2100;

/// A way in which the endpoint can treat a call.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name on the command line.
    pub name: Cow<'static, str>,
    /// The called number that chooses it with `--by-number`.
    pub number: u16,
    /// What the endpoint does.
    pub what: Cow<'static, str>,
    /// The outcome code that a caller should report.
    pub outcome: OutcomeCode,
    /// How it accepts H.245; `None` leaves it to `--h245`.
    pub transport: Option<Transport>,
    script: Script,
}

/// How a scenario accepts H.245.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// In the tunnel.
    Tunnelled,
    /// On a connection of its own; its address is in Connect unless the steps say otherwise.
    Separate,
    /// In either way, as the caller chooses.
    Both,
    /// On a connection of its own, whose address the steps give.
    Elsewhere,
    /// On a connection of its own, to a port on which no program listens.
    Closed,
    /// Not at all.
    None,
}

#[derive(Clone, Debug)]
enum Script {
    Steps(fn(&Settings) -> Vec<Step>),
    Release(ReleaseReason),
}

/// The values on which the scripts depend.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The target of redirects.
    pub redirect: Option<SocketAddr>,
    /// The address of this endpoint.
    pub here: Option<SocketAddr>,
    /// The address for H.245, if the scenario has a connection for it.
    pub h245_address: Option<SocketAddr>,
    /// The address for media that the endpoint announces.
    pub media: SocketAddr,
    /// The channels that Setup offers.
    pub fast_start: Vec<Vec<u8>>,
    /// The called number.
    pub called: Option<String>,
}

impl Settings {
    /// The address for RTCP: the port after RTP.
    #[must_use]
    pub const fn media_control(&self) -> SocketAddr {
        SocketAddr::new(self.media.ip(), self.media.port().saturating_add(1))
    }
}

impl Scenario {
    /// All scenarios, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        let releases = ReleaseReason::plain()
            .zip(FIRST_RELEASE..)
            .map(|(reason, number)| {
                let name = reason.name();
                let meaning = reason.text().unwrap_or(name);
                Self {
                    name: format!("release-{name}").into(),
                    number,
                    what: format!("Release Complete with reason {name}: {meaning}").into(),
                    outcome: release_outcome(&reason),
                    transport: None,
                    script: Script::Release(reason),
                }
            });
        table::all()
            .cloned()
            .chain(releases)
            .chain(table::during().cloned())
    }

    /// The scenario with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|scenario| scenario.name == name)
    }

    /// The scenario with this number, with or without `+`.
    #[must_use]
    pub fn numbered(number: &str) -> Option<Self> {
        let number: u16 = number.strip_prefix('+').unwrap_or(number).parse().ok()?;
        Self::all().find(|scenario| scenario.number == number)
    }

    fn steps(&self, settings: &Settings) -> Vec<Step> {
        match &self.script {
            Script::Steps(steps) => steps(settings),
            Script::Release(reason) => vec![Step::Do(CalledAction::Release(Release::reason(
                reason.clone(),
            )))],
        }
    }
}

/// The outcome of a reason in the caller's diagnosis.
fn release_outcome(reason: &ReleaseReason) -> OutcomeCode {
    use ReleaseReason as R;
    match reason {
        R::NoBandwidth | R::GatekeeperResources | R::GatewayResources | R::AdaptiveBusy => {
            OutcomeCode::Congestion
        }
        R::UnreachableDestination
        | R::UnreachableGatekeeper
        | R::InvalidCid
        | R::HopCountExceeded => OutcomeCode::NoRoute,
        R::InvalidRevision | R::NewConnectionNeeded | R::NeededFeatureNotSupported => {
            OutcomeCode::Incompatible
        }
        R::DestinationRejection => OutcomeCode::Rejected,
        R::CallerNotRegistered | R::NoPermission | R::SecurityDenied => {
            OutcomeCode::GatekeeperRefuses
        }
        R::BadFormatAddress => OutcomeCode::UnknownNumber,
        R::InConf => OutcomeCode::Busy,
        R::CalledPartyNotRegistered => OutcomeCode::NotRegistered,
        _ => OutcomeCode::Released,
    }
}

/// One step of a script.
#[derive(Clone, Debug)]
pub enum Step {
    /// Wait for this time.
    Wait(Duration),
    /// Wait for this time at any pace, because the caller needs it.
    Hold(Duration),
    /// Wait this long for a message of the caller. If it does not arrive, do these steps instead of
    /// the following ones.
    Await(Awaited, Duration, Vec<Self>),
    /// If the caller has not typed these digits, do these steps instead of the following ones.
    Check(&'static str, Vec<Self>),
    /// Perform an action of an endpoint.
    Do(CalledAction),
    /// Write octets that no endpoint should send.
    Write(Raw),
    /// Write the last message this many times again.
    Repeat(usize),
    /// From here on alter every message of ours this way.
    Alter(Alteration),
    /// From here on behave this way in H.245.
    H245(Manner),
    /// From here on deliver messages this way.
    Deliver(Delivery),
    /// Close the connection without Release Complete.
    Close,
}

/// A message of the caller that a script waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// Information with further digits.
    Digits,
    /// endSession.
    EndSession,
    /// Digits during the call, up to `#`.
    Typed,
}

/// How we hand the octets of messages to TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// A segment for each message.
    Whole,
    /// A segment for each octet.
    Octets,
    /// The octets wait until another delivery is chosen, and then go out in one segment.
    Held,
}

/// Octets that bypass the call.
#[derive(Clone, Copy, Debug)]
pub enum Raw {
    /// These octets.
    Octets(&'static [u8]),
    /// A Q.931 message of the call with this cause, and without a User-user element.
    Message(MessageType, u8),
}

/// Whether a message is one of those whose names a scenario alters.
fn is_answer(message: &Message) -> bool {
    matches!(
        message.message_type,
        MessageType::CallProceeding
            | MessageType::Progress
            | MessageType::Alerting
            | MessageType::Connect
    )
}
