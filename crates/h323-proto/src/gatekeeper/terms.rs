//! What a registration is asked for.

use alloc::{string::String, vec::Vec};

use crate::{
    h225::{Alias, EndpointKind, Numbering, OwnVendor},
    h235::{Auth, Credentials},
    time::Duration,
};

/// How RAS messages travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// One message a UDP datagram (H.225.0 7.7).
    Datagram,
    /// In Facility messages on the call signalling connection, which stays open (H.460.17).
    H46017,
}

/// What we register as, and how. Any gatekeeper without passwords accepts the defaults with an
/// alias.
#[derive(Clone, Debug)]
pub struct GatekeeperTerms {
    /// How RAS messages travel.
    pub transport: Transport,
    /// Whether a gatekeeper request comes first (H.225.0 7.8). H.460.17 has none.
    pub discover: bool,
    /// `terminalAlias`: the names and numbers to register.
    pub aliases: Vec<Alias>,
    /// How to interpret numbers among the aliases.
    pub numbering: Numbering,
    /// The user and the password. `None` for a gatekeeper that asks for none.
    pub credentials: Option<Credentials>,
    /// Which proofs of the password we send.
    pub auth: Auth,
    /// `terminalType`.
    pub kind: EndpointKind,
    /// `supportedPrefixes`: the prefixes that a gateway or an MCU serves, as dialled digits. Other
    /// types have no place for them.
    pub prefixes: Vec<String>,
    /// `timeToLive` in seconds, 1–4294967295: for how long we ask. The gatekeeper may choose less.
    pub time_to_live: Option<u32>,
    /// `gatekeeperIdentifier`: the gatekeeper that we want. `None` for any.
    pub gatekeeper_identifier: Option<String>,
    /// `bandWidth` of a call, both directions together, in units of 100 bit/s.
    pub bandwidth: u32,
    /// The vendor that we claim to be.
    pub vendor: OwnVendor,
    /// H.225.0 version in `protocolIdentifier`, 2–7.
    pub version: u8,
    /// How long we stay registered before the call, or without one.
    pub stay: Duration,
    /// Limits of the registration.
    pub limits: RasLimits,
}

impl Default for GatekeeperTerms {
    fn default() -> Self {
        Self {
            transport: Transport::H46017,
            discover: true,
            aliases: Vec::new(),
            numbering: Numbering::default(),
            credentials: None,
            auth: Auth::Auto,
            kind: EndpointKind::Terminal,
            prefixes: Vec::new(),
            time_to_live: None,
            gatekeeper_identifier: None,
            // 384 kbit/s in each direction.
            bandwidth: 7_680,
            vendor: OwnVendor::default(),
            version: 6,
            stay: Duration::ZERO,
            limits: RasLimits::default(),
        }
    }
}

/// Limits of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RasLimits {
    /// Opening of the connection.
    pub connect: Duration,
    /// The longest wait for the answer to one request, however often the gatekeeper asks for
    /// patience (`requestInProgress`).
    pub answer: Duration,
    /// RAS messages that are reported in full. Others are handled and counted.
    pub records: u32,
    /// More messages than this from the gatekeeper end the registration.
    pub messages: u32,
    /// More octets than this from the gatekeeper end the registration.
    pub octets: usize,
    /// More work than this, estimated in nanoseconds, ends the registration; for each millisecond
    /// that it lasts, a little more is allowed.
    pub work: u64,
}

impl Default for RasLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            records: 250,
            messages: 2_000,
            octets: 1024 * 1024,
            work: 68_000_000,
        }
    }
}
