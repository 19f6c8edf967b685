//! What the answering endpoint can do with a call, right and wrong.
//!
//! Every scenario begins when Setup has come, and ends when the caller releases the call or closes
//! the connection, at the latest after ten minutes. Faults are made here, on the octets that
//! [`Call`](h323_proto::call::Call) wrote; it knows nothing of them.

mod alteration;
mod h245;
mod messages;
mod play;
mod table;

use std::{borrow::Cow, net::SocketAddr};

use h323_proto::{
    call::{CalledAction, Release},
    diagnosis::OutcomeCode,
    h225::ReleaseReason,
    q931::{Message, MessageType},
    time::Duration,
};

pub use alteration::Alteration;
pub(crate) use alteration::retunnelled;
pub use h245::Manner;
pub(crate) use messages::examples;
pub use play::{Plan, Play, media_address};

/// The number of the first scenario `release-…`; the others follow.
const FIRST_RELEASE: u16 = 2100;

/// Something the endpoint can do with a call.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name on the command line.
    pub name: Cow<'static, str>,
    /// The called number that stands for it with `--by-number`.
    pub number: u16,
    /// What the endpoint does.
    pub what: Cow<'static, str>,
    /// The outcome code that a caller should report.
    pub outcome: OutcomeCode,
    /// How it takes H.245; none leaves it to `--h245`.
    pub transport: Option<Transport>,
    script: Script,
}

/// How a scenario takes H.245.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// In the tunnel.
    Tunnelled,
    /// On a connection of its own; its address is in Connect unless the steps say otherwise.
    Separate,
    /// As the caller likes.
    Both,
    /// On a connection of its own, of which the steps say where it is.
    Elsewhere,
    /// On a connection of its own to a port where nobody listens.
    Closed,
    /// Not at all.
    None,
}

#[derive(Clone, Debug)]
enum Script {
    Steps(fn(&Settings) -> Vec<Step>),
    Release(ReleaseReason),
}

/// What the scripts depend on.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where redirects send callers.
    pub redirect: Option<SocketAddr>,
    /// This endpoint.
    pub here: Option<SocketAddr>,
    /// Where H.245 is taken, by a scenario with a connection for it.
    pub h245_address: Option<SocketAddr>,
    /// The address that is named for media.
    pub media: SocketAddr,
    /// The channels that Setup proposes.
    pub fast_start: Vec<Vec<u8>>,
    /// The number that was called.
    pub called: Option<String>,
}

impl Settings {
    /// Where RTCP would be taken: beside RTP.
    #[must_use]
    pub const fn media_control(&self) -> SocketAddr {
        SocketAddr::new(self.media.ip(), self.media.port().saturating_add(1))
    }
}

impl Scenario {
    /// All of them, in the order of their numbers.
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

    /// The one with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|scenario| scenario.name == name)
    }

    /// The one with this number, `+` or not.
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

/// The outcome that the caller's diagnosis gives to a reason.
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
    /// Let this time pass.
    Wait(Duration),
    /// Let this time pass, whatever the pace: it is for the caller to do something.
    Hold(Duration),
    /// Wait this long for something of the caller's. If it does not come, these steps take the
    /// place of those that follow.
    Await(Awaited, Duration, Vec<Self>),
    /// If the digits that came during the call are not these, those steps take the place of the ones
    /// that follow.
    Check(&'static str, Vec<Self>),
    /// What an endpoint does.
    Do(CalledAction),
    /// Write octets that no endpoint should.
    Write(Raw),
    /// Write the last message this many times more.
    Repeat(usize),
    /// From here on do this to every message of ours.
    Alter(Alteration),
    /// From here on behave this way in H.245.
    H245(Manner),
    /// From here on write messages this way.
    Deliver(Delivery),
    /// Close the connection without Release Complete.
    Close,
}

/// What the caller may send that a script waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// Information with further digits.
    Digits,
    /// endSession.
    EndSession,
    /// Digits during the call, up to `#`.
    Typed,
}

/// How the octets of messages are handed to TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// A segment for each message.
    Whole,
    /// A segment for each octet.
    Octets,
    /// Held back, until another delivery is chosen: then all in one segment.
    Held,
}

/// Octets written past the call.
#[derive(Clone, Copy, Debug)]
pub enum Raw {
    /// These.
    Octets(&'static [u8]),
    /// A Q.931 message of the call with this cause, and without a User-user element.
    Message(MessageType, u8),
}

/// The messages of ours that a scenario changes are found by type.
fn is_answer(message: &Message) -> bool {
    matches!(
        message.message_type,
        MessageType::CallProceeding
            | MessageType::Progress
            | MessageType::Alerting
            | MessageType::Connect
    )
}
