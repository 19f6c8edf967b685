//! The report of a call: the JSON of the HTTP contract, and the ladder as text.
//!
//! The Worker and `h323-peer call` watch the same [events](h323_proto::call::Event) through a
//! [`Collector`], so a call looks the same from the public internet and from your own network.
//!
//! A type here that reports a type of `h323-proto` with the same name ends in `Report`.
#![forbid(unsafe_code)]

mod capability;
mod collector;
mod decoded;
pub mod decoding;
pub mod digest;
mod during;
mod fast_start;
pub mod fields;
mod h245;
pub mod ladder;
mod origin;
mod parts;
mod redirect;
mod registration;
mod release;
pub mod services;
mod tls;
mod update;
mod word;

use h323_proto::{
    call::{Channel, Direction, Transport, WarningCode},
    diagnosis::{Outcome, OutcomeCode, Stage},
    h225::{EndpointKind, Feature},
    text::hex,
};
use serde::Serialize;
use serde_json::value::RawValue;

use decoded::Description;
use word::{optional_word, word};

pub use capability::{Capability, PacketReport, PictureFormatReport};
pub use collector::Collector;
pub use decoded::{InnerMessage, decoded};
pub use during::{RequestMode, SentInput, UserInputReport};
pub use fast_start::{FastStartChannelReport, FastStartReport};
pub use h245::{H245, LogicalChannelReport, PauseReport};
pub use ladder::ladder;
pub use origin::{Origin, Tester};
pub use redirect::RedirectReport;
pub use registration::{
    AdmissionReport, AlternateReport, RegisterReport, RegisterTiming, RegistrationReport,
};
pub use release::{ReleaseReport, Said};
pub use services::{ServerReport, ServiceReport};
pub use tls::{CertificateReport, ObjectionReport, TlsReport};
pub use update::{CallStart, RegisterStart, Repetition, StateChange, Update};

/// The answer to a call request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallReport {
    /// Whether the endpoint answered (Connect).
    pub success: bool,
    /// The same as `success`, under the name that the product's first clients read.
    pub call_setup: bool,
    /// The error, in the product's words; absent on success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The milestones, in the product's words.
    pub messages: Vec<&'static str>,
    /// Where the call stopped, and why.
    pub outcome: OutcomeReport,
    /// Whether the endpoint was the demo, and no system of anybody's.
    #[serde(skip_serializing_if = "is_false")]
    pub demo: bool,
    /// Milestones in milliseconds from the start. A milestone that was not reached is absent.
    pub timing: Timing,
    /// The endpoint that answered.
    pub peer: Peer,
    /// The H.245 channel; absent if nothing was dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h245: Option<H245>,
    /// The channels that Setup offered, and the answer; absent if it offered none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fast_start: Option<FastStartReport>,
    /// The digits that were to be sent; absent if the request has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_input: Option<UserInputReport>,
    /// The mode that was to be requested; absent if the request has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_mode: Option<RequestMode>,
    /// The SRV records of the domain that was called; absent if they were not looked up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceReport>,
    /// The TLS session of call signalling; absent without TLS, or if no connection opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsReport>,
    /// What the gatekeeper granted; absent without a registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration: Option<RegistrationReport>,
    /// The admission of the call by the gatekeeper; absent without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admission: Option<AdmissionReport>,
    /// The redirects from the endpoint.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<RedirectReport>,
    /// How the call was released; absent if it had no connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseReport>,
    /// The warnings.
    pub warnings: Vec<WarningReport>,
    /// Every message, up to the limit of the trace.
    pub trace: Vec<TraceEntry>,
    /// How many messages were received, including those beyond the limit of the trace.
    pub messages_received: u32,
    /// When, where and with which program the call was placed.
    #[serde(flatten)]
    pub origin: Origin,
    /// `callIdentifier`, in the form of a UUID; absent if nothing was dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_identifier: Option<String>,
    /// `conferenceID`, in the form of a UUID; absent if nothing was dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_id: Option<String>,
}

/// Where the call stopped, and why.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeReport {
    /// The layer: `input dns blocked tcp tpkt q931 h225 h245 release`.
    #[serde(serialize_with = "word")]
    pub stage: Stage,
    /// The code of the outcome. It does not change between versions.
    #[serde(serialize_with = "word")]
    pub code: OutcomeCode,
    /// The outcome for people.
    pub text: String,
    /// What to check next.
    pub advice: Vec<&'static str>,
    /// Documents that explain the advice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkReport>,
}

impl OutcomeReport {
    /// Adds a sentence, and advice that comes before the other.
    pub(crate) fn say_first(&mut self, (text, advice): (&str, &'static str)) {
        self.text.push_str(text);
        self.advice.insert(0, advice);
    }
}

/// A document that explains advice.
#[derive(Clone, Debug, Serialize)]
pub struct LinkReport {
    /// The text of the link.
    pub text: &'static str,
    /// The path under which the Worker serves it.
    pub href: String,
}

impl From<Outcome> for OutcomeReport {
    fn from(outcome: Outcome) -> Self {
        Self {
            stage: outcome.stage,
            code: outcome.code,
            text: outcome.text,
            advice: outcome.advice,
            links: outcome
                .links
                .into_iter()
                .map(|link| LinkReport {
                    text: link.text,
                    href: format!("/{}", link.path),
                })
                .collect(),
        }
    }
}

/// Milestones, in milliseconds from the start.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Timing {
    /// When the TCP connection was open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected: Option<u64>,
    /// When the TLS handshake was complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<u64>,
    /// When the gatekeeper had confirmed the registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered: Option<u64>,
    /// When the gatekeeper had admitted the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admitted: Option<u64>,
    /// When the first message arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_reply: Option<u64>,
    /// Call Proceeding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_proceeding: Option<u64>,
    /// Alerting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alerting: Option<u64>,
    /// Connect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect: Option<u64>,
    /// When H.245 was complete: capabilities exchanged, roles decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h245: Option<u64>,
    /// The first Release Complete, from either side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released: Option<u64>,
}

/// The endpoint that answered, as far as it describes itself.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Peer {
    /// The address of the open connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// T.35 country, extension and manufacturer code, `181/0/18`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// The manufacturer with that code, if a list names it (`docs/vendors.md`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<&'static str>,
    /// The country that assigned the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<&'static str>,
    /// `productId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// `versionId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `terminal`, `gateway`, `mcu` or `gatekeeper`.
    #[serde(
        serialize_with = "optional_word",
        skip_serializing_if = "Option::is_none"
    )]
    pub terminal_type: Option<EndpointKind>,
    /// The version of H.225.0 that it claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h225_version: Option<u32>,
    /// The last `h245Tunnelling` that it sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h245_tunnelling: Option<bool>,
    /// `h245Address`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h245_address: Option<String>,
    /// The text of its Display element.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// The names of the endpoint.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The features of the H.460 series that it announces or uses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<FeatureReport>,
}

/// A feature of the H.460 series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeatureReport {
    /// Its Recommendation, `H.460.18`.
    pub id: String,
    /// What it is for, if we know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'static str>,
}

impl FeatureReport {
    fn of(feature: Feature) -> Self {
        Self {
            id: feature.to_string(),
            name: feature.name(),
        }
    }
}

/// Something odd that did not end the call.
#[derive(Clone, Debug, Serialize)]
pub struct WarningReport {
    /// Milliseconds from the start.
    pub t: u64,
    /// The entry of the trace after which it was noticed, counted from 0; absent if the trace was
    /// empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<usize>,
    /// The code of the warning. It does not change between versions.
    #[serde(serialize_with = "word")]
    pub code: WarningCode,
    /// The warning for people.
    pub text: String,
    /// The clause behind it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub clause: &'static str,
}

/// One message.
#[derive(Clone, Debug, Serialize)]
pub struct TraceEntry {
    /// Milliseconds from the start.
    pub t: u64,
    /// How many redirects the call had followed before it.
    #[serde(skip_serializing_if = "is_zero")]
    pub hop: u8,
    /// `sent` or `received`.
    #[serde(serialize_with = "word")]
    pub direction: Direction,
    /// `callSignalling`, `h245Control` or `ras`.
    #[serde(serialize_with = "word")]
    pub channel: Transport,
    /// The Q.931 message type, or a name for anything else.
    #[serde(rename = "type")]
    pub kind: String,
    /// The most important facts.
    pub summary: String,
    /// Why the message, or a part of it, is unreadable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// The H.245 and RAS messages that a call signalling message carries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tunnelled: Vec<InnerMessage>,
    /// The H.245 messages of a TPKT of the H.245 channel.
    #[serde(rename = "messages", skip_serializing_if = "Vec::is_empty")]
    pub h245: Vec<InnerMessage>,
    /// The octets on the wire.
    pub hex: String,
    /// Every field, by the Recommendations' names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decoded: Option<Box<RawValue>>,
    /// How many similar messages followed without entries of their own.
    #[serde(skip_serializing_if = "is_none_more")]
    pub repeated: u32,
    /// When the last of those was sent or received, in milliseconds from the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
}

impl TraceEntry {
    /// An entry for a message with these octets; `when`: milliseconds from the start, and the number
    /// of redirects before it.
    fn new(
        (t, hop): (u64, u8),
        (direction, channel): (Direction, Transport),
        octets: &[u8],
        description: Description,
    ) -> Self {
        let (tunnelled, h245) = match channel {
            Transport::Tcp(Channel::H245Control) => (Vec::new(), description.inner),
            Transport::Tcp(Channel::CallSignalling) | Transport::Ras => {
                (description.inner, Vec::new())
            }
        };
        Self {
            t,
            hop,
            direction,
            channel,
            kind: description.kind,
            summary: description.summary,
            fault: description.fault,
            tunnelled,
            h245,
            hex: hex(octets),
            decoded: description.decoded,
            repeated: 0,
            until: None,
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
const fn is_none_more(repeated: &u32) -> bool {
    *repeated == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
const fn is_zero(hop: &u8) -> bool {
    *hop == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
const fn is_false(demo: &bool) -> bool {
    !*demo
}

/// The answer to a request that did not lead to a call.
#[derive(Clone, Debug, Serialize)]
pub struct Refusal {
    /// Always `false`.
    pub success: bool,
    /// The reason, in plain words.
    pub error: String,
    /// The field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The stage (`input` or `blocked`), code and advice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeReport>,
}
