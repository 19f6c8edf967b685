//! What a call is asked to do.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::net::SocketAddr;

use super::{
    options::{KeepAlive, ModeWish, Overlap},
    timer::Limit,
    typing::Typing,
};
use crate::{
    h225::{
        Alias, CallType, ConferenceGoal, Entropy, Identity, Numbering, OwnVendor, SetupTerms,
        Writer,
    },
    h245::{SessionConfig, T109},
    q931::BearerCapability,
    time::Duration,
};

/// How long the peer may take to react: to release the call, to open channels.
pub(super) const REACTION: Duration = Duration::from_secs(2);

/// Where the driver is to open a connection: a name or address literal, and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// A DNS name, an IPv4 literal, or an IPv6 literal without brackets.
    pub host: String,
    /// TCP port, 1–65535.
    pub port: u16,
}

/// Whether H.245 is spoken in a call, and how it travels (H.323 8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum H245Mode {
    /// In the tunnel if both ends have one, else on a connection of its own.
    Auto,
    /// In the tunnel only.
    Tunnelled,
    /// On a connection of its own only; the tunnel is not offered.
    Separate,
    /// Not at all: the call is released at Connect.
    Off,
}

/// The settings of one call. [`CallConfig::default`] is what any stack accepts.
#[derive(Clone, Debug)]
pub struct CallConfig {
    /// Calling side: whom to connect to.
    pub target: Target,
    /// Calling side: the resolved target, for `destCallSignalAddress`. Left out of Setup when
    /// unknown; the driver may also learn it from the opened socket.
    pub destination: Option<SocketAddr>,
    /// Calling side: our number, `[+]` and digits of the `dialedDigits` alphabet; empty for none.
    /// Called side: unused.
    pub calling_number: String,
    /// Calling side: the number wanted, as above; none for a call to the address itself.
    pub called_number: Option<String>,
    /// Calling side: how our number is to be understood.
    pub calling_numbering: Numbering,
    /// Calling side: how the number wanted is to be understood.
    pub called_numbering: Numbering,
    /// Calling side: our names beside the number; none for [`CallConfig::h323_id`] alone.
    pub calling_aliases: Option<Vec<Alias>>,
    /// Calling side: further names of whom we want.
    pub called_aliases: Vec<Alias>,
    /// Calling side: the rest of the number, for a peer that asks for it.
    pub overlap: Option<Overlap>,
    /// Calling side: the service that Setup asks for.
    pub bearer: BearerCapability,
    /// Calling side: `callType`.
    pub call_type: CallType,
    /// Calling side: `conferenceGoal`.
    pub conference_goal: ConferenceGoal,
    /// Calling side: the conference to take part in; none for a new one.
    pub conference_id: Option<[u8; 16]>,
    /// The vendor we claim to be.
    pub vendor: OwnVendor,
    /// Calling side: whether Setup offers channels in `fastStart`, those of
    /// [`SessionConfig::codecs`] (H.323 8.1.7).
    pub fast_start: bool,
    /// Calling side: what is sent from time to time once the peer has answered.
    pub keep_alive: Option<KeepAlive>,
    /// Text of the Display information element; none leaves the element out.
    pub display: Option<String>,
    /// The `h323-ID` we go by, cut to 256 characters: an alias in Setup, Alerting and Connect.
    /// Empty for none.
    pub h323_id: String,
    /// The `h245Tunnelling` we announce. Issued in every message we send.
    pub h245_tunnelling: bool,
    /// Whether H.245 is spoken, and how it travels.
    pub h245: H245Mode,
    /// What the H.245 session announces and accepts.
    pub session: SessionConfig,
    /// Calling side: digits that are typed while the call is up.
    pub typing: Option<Typing>,
    /// Calling side: the codec that the peer is asked to send while the call is up.
    pub mode: Option<ModeWish>,
    /// Called side: where the driver takes the caller's H.245 connection, for `h245Address`.
    pub h245_address: Option<SocketAddr>,
    /// H.225.0 version we claim in `protocolIdentifier`, 2–7.
    pub version: u8,
    /// Limits of the timers.
    pub limits: Limits,
    /// How many messages, ours included, are reported in full. The last fifth is kept for kinds of
    /// messages that are new by then and for the end of the call; the others are handled and counted
    /// only.
    pub record_limit: u32,
    /// How many messages that are alike are reported in full; those after them are a run, of which
    /// the length is reported.
    pub record_alike: u32,
    /// How many octets of messages are reported in full, likewise: a few hundred messages can be
    /// of 65,535 octets each.
    pub record_octets: usize,
    /// A peer that sends more messages than this in one call is released.
    pub message_limit: u32,
    /// A peer that sends more octets than this in one call is released.
    pub octet_limit: usize,
}

impl Default for CallConfig {
    fn default() -> Self {
        Self {
            target: Target {
                host: String::new(),
                port: 1720,
            },
            destination: None,
            calling_number: String::new(),
            called_number: None,
            calling_numbering: Numbering::default(),
            called_numbering: Numbering::default(),
            calling_aliases: None,
            called_aliases: Vec::new(),
            overlap: None,
            bearer: BearerCapability::SPEECH,
            call_type: CallType::PointToPoint,
            conference_goal: ConferenceGoal::Create,
            conference_id: None,
            vendor: OwnVendor::default(),
            fast_start: false,
            keep_alive: None,
            display: None,
            h323_id: String::from("H.323 Tester"),
            h245_tunnelling: true,
            h245: H245Mode::Off,
            session: SessionConfig::default(),
            typing: None,
            mode: None,
            h245_address: None,
            // What the stacks in use today claim themselves. Nothing that we send came later.
            version: 6,
            limits: Limits::default(),
            record_limit: 250,
            record_alike: 4,
            record_octets: 256 * 1024,
            message_limit: 20_000,
            octet_limit: 4 * 1024 * 1024,
        }
    }
}

impl CallConfig {
    /// Makes `address` the target: what is dialled, and what Setup says.
    pub fn aim(&mut self, address: SocketAddr) {
        self.target.host = address.ip().to_string();
        self.target.port = address.port();
        self.destination = Some(address);
    }

    /// How long a call is up at most before it is released: as long as it is to be held, or longer
    /// where it has more to do.
    #[must_use]
    pub fn up(&self) -> Duration {
        let typing = self.typing.as_ref().map(Typing::length);
        let asking = self.mode.map(|wish| wish.after.saturating_add(T109));
        let doing = typing.into_iter().chain(asking).max();
        let doing = doing.map_or(Duration::ZERO, |doing| doing.saturating_add(REACTION));
        self.limits.hold.max(doing)
    }
}

/// The limits of all timers.
///
/// The expected values are those of working stacks and of Q.931 table 9-1; H.225.0 gives no
/// values of its own for them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// TCP connection.
    pub connect: Limit,
    /// Setup to the first answer.
    pub t303: Limit,
    /// Setup Acknowledge to the next answer.
    pub t304: Limit,
    /// Call Proceeding to Alerting or Connect.
    pub t310: Limit,
    /// Alerting to Connect.
    pub t301: Limit,
    /// Connect until capabilities are exchanged and roles decided. Well under the 30 s of T101 and
    /// T106: stacks answer in less than one second.
    pub h245: Duration,
    /// Connect without a way for H.245 until Facility with `startH245` names one.
    pub start_h245: Duration,
    /// Our endSession to the peer's.
    pub end_session: Duration,
    /// How long an answered call is held.
    pub hold: Duration,
    /// Wait for the peer's FIN or Release Complete after ours.
    pub linger: Duration,
    /// The call as a whole, up to our Release Complete.
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Limit::hard(Duration::from_secs(10)),
            t303: Limit {
                expected: Some(Duration::from_secs(4)),
                hard: Duration::from_secs(15),
            },
            // A peer that waits for digits goes on with those it has after its T302, 15 s at most
            // (Q.931 table 9-1).
            t304: Limit::hard(Duration::from_secs(20)),
            t310: Limit {
                expected: Some(Duration::from_secs(10)),
                hard: Duration::from_secs(30),
            },
            // The far end really rings: well under the 180 s of the standard.
            t301: Limit {
                expected: Some(Duration::from_secs(180)),
                hard: Duration::from_secs(45),
            },
            h245: Duration::from_secs(10),
            start_h245: Duration::from_secs(2),
            end_session: Duration::from_secs(3),
            hold: Duration::ZERO,
            linger: Duration::from_secs(1),
            total: Duration::from_secs(120),
        }
    }
}

impl CallConfig {
    /// Who we are in the H.225.0 parts of a call with these identifiers.
    #[must_use]
    pub fn writer(&self, entropy: &Entropy) -> Writer {
        Writer::new(
            Identity {
                version: self.version,
                tunnelling: self.h245_tunnelling,
                h323_id: self.h323_id.clone(),
                vendor: self.vendor.clone(),
                conference_id: self.conference_id,
            },
            entropy,
        )
    }

    /// What Setup says.
    #[must_use]
    pub fn setup_terms(&self) -> SetupTerms<'_> {
        SetupTerms {
            destination: self.destination,
            calling_number: &self.calling_number,
            called_number: self.called_number.as_deref(),
            calling_numbering: &self.calling_numbering,
            called_numbering: &self.called_numbering,
            calling_aliases: self.calling_aliases.as_deref(),
            called_aliases: &self.called_aliases,
            overlap: self.overlap.is_some(),
            call_type: self.call_type,
            conference_goal: self.conference_goal,
            fast_start: self.fast_start.then_some(&self.session.codecs),
        }
    }
}
