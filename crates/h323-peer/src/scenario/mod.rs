//! What the answering endpoint can do with a call, right and wrong.
//!
//! Every scenario begins when Setup has come, and ends when the caller releases the call or closes
//! the connection, at the latest after ten minutes. Faults are made here, on the octets that
//! [`Call`](h323_proto::call::Call) wrote; it knows nothing of them.

mod alteration;
mod play;
mod table;

use std::{borrow::Cow, net::SocketAddr};

use h323_proto::{
    call::{CalledAction, Release},
    h225::ReleaseReason,
    q931::{Message, MessageType},
    time::Duration,
};

pub use alteration::Alteration;
pub use play::{Plan, Play};
pub use table::SCENARIOS;

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
    pub outcome: &'static str,
    script: Script,
}

#[derive(Clone, Debug)]
enum Script {
    Steps(fn(&Settings) -> Vec<Step>),
    Release(&'static str),
}

/// What the scripts depend on.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Where `facility-redirect` sends callers.
    pub redirect: Option<SocketAddr>,
}

impl Scenario {
    /// All of them, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        let releases = ReleaseReason::plain()
            .zip(FIRST_RELEASE..)
            .map(|(reason, number)| {
                let meaning = ReleaseReason::new(reason).text().unwrap_or(reason);
                Self {
                    name: format!("release-{reason}").into(),
                    number,
                    what: format!("Release Complete with reason {reason}: {meaning}").into(),
                    outcome: release_outcome(reason),
                    script: Script::Release(reason),
                }
            });
        SCENARIOS.iter().cloned().chain(releases)
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
        match self.script {
            Script::Steps(steps) => steps(settings),
            Script::Release(reason) => vec![Step::Do(CalledAction::Release(Release::reason(
                ReleaseReason::new(reason),
            )))],
        }
    }
}

/// The outcome that the caller's diagnosis gives to a reason.
fn release_outcome(reason: &str) -> &'static str {
    match reason {
        "noBandwidth" | "gatekeeperResources" | "gatewayResources" | "adaptiveBusy" => "congestion",
        "unreachableDestination" | "unreachableGatekeeper" | "invalidCID" | "hopCountExceeded" => {
            "no-route"
        }
        "invalidRevision" | "newConnectionNeeded" | "neededFeatureNotSupported" => "incompatible",
        "destinationRejection" | "noPermission" | "securityDenied" => "rejected",
        "badFormatAddress" => "unknown-number",
        "inConf" => "busy",
        "calledPartyNotRegistered" | "callerNotRegistered" => "not-registered",
        _ => "released",
    }
}

/// One step of a script.
#[derive(Clone, Debug)]
pub enum Step {
    /// Let this time pass.
    Wait(Duration),
    /// What an endpoint does.
    Do(CalledAction),
    /// Write octets that no endpoint should.
    Write(Raw),
    /// Write the last message this many times more.
    Repeat(usize),
    /// From here on do this to every message of ours.
    Alter(Alteration),
    /// From here on write messages this way.
    Deliver(Delivery),
    /// Close the connection without Release Complete.
    Close,
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
