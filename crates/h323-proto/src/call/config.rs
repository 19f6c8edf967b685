//! The configuration of a call.

use alloc::string::{String, ToString as _};
use core::net::SocketAddr;

use super::{
    options::{KeepAlive, ModeWish, Overlap},
    timer::Limit,
    typing::Typing,
};
use crate::{
    h225::{Admission, Entropy, Identity, OwnVendor, SetupTerms, Writer},
    h245::{SessionConfig, T109},
    q931::BearerCapability,
    time::Duration,
    tls::Mode,
};

/// The time that the peer gets to react: to release the call, or to open channels.
pub(super) const REACTION: Duration = Duration::from_secs(2);

/// The place to which the driver opens a connection: a name or address literal, and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// A DNS name, an IPv4 literal, or an IPv6 literal without brackets.
    pub host: String,
    /// TCP port, 1–65535.
    pub port: u16,
}

impl Target {
    /// The address, or `None` if the host is a name.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        let host = self.host.parse().ok()?;
        Some(SocketAddr::new(host, self.port))
    }
}

impl From<SocketAddr> for Target {
    fn from(address: SocketAddr) -> Self {
        Self {
            host: address.ip().to_string(),
            port: address.port(),
        }
    }
}

/// Whether H.245 is spoken in a call, and how it travels (H.323 8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum H245Mode {
    /// In the tunnel if both sides offer it, otherwise on a connection of its own.
    Auto,
    /// In the tunnel only.
    Tunnelled,
    /// On a connection of its own only; the tunnel is not offered.
    Separate,
    /// Not at all: the call is released at Connect.
    Off,
}

/// The terms that both sides of a call have. Any stack accepts the defaults.
#[derive(Clone, Debug)]
pub struct CallTerms {
    /// The vendor we claim to be.
    pub vendor: OwnVendor,
    /// Text of the Display information element. `None` leaves the element out.
    pub display: Option<String>,
    /// Our `h323-ID`, cut to 256 characters: an alias in Setup, Alerting and Connect. Empty to
    /// leave it out.
    pub h323_id: String,
    /// The value of `h245Tunnelling` in every message we send.
    pub h245_tunnelling: bool,
    /// Whether call signalling goes over TLS. The driver secures the connection before it tells that
    /// it is open.
    pub tls: Mode,
    /// Whether H.245 is spoken, and how it travels.
    pub h245: H245Mode,
    /// What we announce and accept in the H.245 session.
    pub session: SessionConfig,
    /// H.225.0 version we claim in `protocolIdentifier`, 2–7.
    pub version: u8,
    /// Limits of the timers.
    pub limits: Limits,
    /// How many messages, including ours, are reported in full. The last fifth is reserved for new
    /// kinds of messages and for the end of the call. All other messages are handled and only
    /// counted.
    pub record_limit: u32,
    /// How many equal messages are reported in full. Further ones form a run, and the report says
    /// how long it is.
    pub record_alike: u32,
    /// How many octets of messages are reported in full, with the same reserve. The number of
    /// messages does not bound them: each may have 65,535 octets.
    pub record_octets: usize,
    /// If the peer sends more messages than this in one call, we release it.
    pub message_limit: u32,
    /// If the peer sends more octets than this in one call, we release it.
    pub octet_limit: usize,
    /// If the peer costs more than this, we release the call: about so many nanoseconds of the
    /// Worker, estimated from all that it sends. A call that is up for long may cost more.
    pub work_limit: u64,
}

impl Default for CallTerms {
    fn default() -> Self {
        Self {
            vendor: OwnVendor::default(),
            display: None,
            h323_id: String::from("H.323 Tester"),
            h245_tunnelling: true,
            tls: Mode::Off,
            h245: H245Mode::Off,
            session: SessionConfig::default(),
            // Today's stacks claim this version. Nothing that we send is newer.
            version: 6,
            limits: Limits::default(),
            record_limit: 250,
            record_alike: 4,
            record_octets: 256 * 1024,
            message_limit: 20_000,
            octet_limit: 4 * 1024 * 1024,
            work_limit: 68_000_000,
        }
    }
}

impl CallTerms {
    /// Writes the H.225.0 parts of a call with these identifiers.
    #[must_use]
    pub fn writer(&self, entropy: &Entropy) -> Writer {
        Writer::new(
            Identity {
                version: self.version,
                tunnelling: self.h245_tunnelling,
                secure: self.tls != Mode::Off,
                h323_id: self.h323_id.clone(),
                vendor: self.vendor.clone(),
            },
            entropy,
        )
    }
}

/// The configuration of a call that we place. Its target is not included: see
/// [`Call::calling`](super::Call::calling).
#[derive(Clone, Debug)]
pub struct CallingConfig {
    /// The terms that both sides have.
    pub terms: CallTerms,
    /// The two parties of the call, and its purpose.
    pub setup: SetupTerms,
    /// The service that Setup asks for.
    pub bearer: BearerCapability,
    /// The rest of the number, in case the endpoint asks for it.
    pub overlap: Option<Overlap>,
    /// Whether Setup offers channels in `fastStart` for the codecs in [`SessionConfig::codecs`]
    /// (H.323 8.1.7).
    pub fast_start: bool,
    /// The keep-alive that we send at intervals once the endpoint has answered Setup.
    pub keep_alive: Option<KeepAlive>,
    /// Digits to type while the call is up.
    pub typing: Option<Typing>,
    /// The codec that we ask the endpoint to send while the call is up.
    pub mode: Option<ModeWish>,
    /// What a gatekeeper granted for this call. `None` for a caller that is not registered.
    pub admission: Option<Admission>,
}

impl Default for CallingConfig {
    fn default() -> Self {
        Self {
            terms: CallTerms::default(),
            setup: SetupTerms::default(),
            bearer: BearerCapability::SPEECH,
            overlap: None,
            fast_start: false,
            keep_alive: None,
            typing: None,
            mode: None,
            admission: None,
        }
    }
}

impl CallingConfig {
    /// Writes the H.225.0 parts of a call with these identifiers.
    #[must_use]
    pub fn writer(&self, entropy: &Entropy) -> Writer {
        let mut writer = self.terms.writer(entropy);
        if let Some(conference) = self.setup.conference_id {
            writer.conference_id = conference;
        }
        if let Some(admission) = &self.admission {
            writer.admit(admission.clone());
        }
        writer
    }

    /// The longest time that a call stays up before we release it: the hold time, or more if typing
    /// or the mode request takes longer.
    #[must_use]
    pub fn up(&self) -> Duration {
        let typing = self.typing.as_ref().map(Typing::length);
        let asking = self.mode.map(|wish| wish.after.saturating_add(T109));
        let doing = typing.into_iter().chain(asking).max();
        let doing = doing.map_or(Duration::ZERO, |doing| doing.saturating_add(REACTION));
        self.terms.limits.hold.max(doing)
    }
}

/// The configuration of a call that reaches us.
#[derive(Clone, Debug, Default)]
pub struct CalledConfig {
    /// The terms that both sides have.
    pub terms: CallTerms,
    /// Where the driver accepts the caller's H.245 connection, for `h245Address`.
    pub h245_address: Option<SocketAddr>,
}

/// The limits of all timers.
///
/// The expected values are those of working stacks and of Q.931 table 9-1. H.225.0 gives no values
/// of its own.
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
    /// Connect until capabilities are exchanged and roles decided. It is well under the 30 s of
    /// T101 and T106, because stacks answer in less than one second.
    pub h245: Duration,
    /// Connect without an address for H.245 until a Facility with `startH245` gives one.
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
            // An endpoint that waits for digits proceeds with the digits it has when its T302 runs
            // out, after 15 s at most (Q.931 table 9-1).
            t304: Limit::hard(Duration::from_secs(20)),
            t310: Limit {
                expected: Some(Duration::from_secs(10)),
                hard: Duration::from_secs(30),
            },
            // A telephone really rings at the endpoint, so the limit is well under the 180 s of the
            // standard.
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
