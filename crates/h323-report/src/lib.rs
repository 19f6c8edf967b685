//! The report of a call: the JSON of the HTTP contract, and the ladder as text.
//!
//! The Worker and `h323-peer call` watch the same [events](h323_proto::call::Event) through a
//! [`Collector`], so that a call looks the same from the public internet and from one's own
//! network.
//!
//! A type here that tells of one in `h323-proto` with the same name ends in `Report`.
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
mod redirect;
mod release;
mod update;
mod word;

use h323_proto::{
    call::{Channel, Direction, WarningCode},
    diagnosis::{Outcome, OutcomeCode, Stage},
    text::hex,
};
use serde::Serialize;
use serde_json::value::RawValue;

use decoded::Description;
use word::word;

pub use capability::{Capability, PacketReport, PictureFormatReport};
pub use collector::Collector;
pub use decoded::{H245MessageReport, decoded};
pub use during::{RequestMode, SentInput, UserInputReport};
pub use fast_start::{FastStartChannelReport, FastStartReport};
pub use h245::{H245, LogicalChannelReport, PauseReport};
pub use ladder::ladder;
pub use origin::{Origin, Tester};
pub use redirect::RedirectReport;
pub use release::{ReleaseReport, Said};
pub use update::{CallStart, Repetition, StateChange, Update};

/// The answer to a call request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallReport {
    /// Whether the peer answered (Connect).
    pub success: bool,
    /// The same, as the product's first clients know it.
    pub call_setup: bool,
    /// What went wrong, in the product's words; absent on success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The milestones, in the product's words.
    pub messages: Vec<&'static str>,
    /// Where the call stopped and what that means.
    pub outcome: OutcomeReport,
    /// Milestones in milliseconds from the start; absent ones were not reached.
    pub timing: Timing,
    /// Who answered.
    pub peer: Peer,
    /// What went on in H.245; absent if nothing was dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h245: Option<H245>,
    /// What became of the channels that Setup offered; absent if it offered none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fast_start: Option<FastStartReport>,
    /// What became of the digits that were to be sent; absent if none were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_input: Option<UserInputReport>,
    /// What became of the mode that was to be asked for; absent if none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_mode: Option<RequestMode>,
    /// Where the peer sent us.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<RedirectReport>,
    /// How the call was released; absent if there was none to release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseReport>,
    /// What was odd.
    pub warnings: Vec<WarningReport>,
    /// Every message, up to the limit of the trace.
    pub trace: Vec<TraceEntry>,
    /// How many messages came in, shown in the trace or not.
    pub messages_received: u32,
    /// When and where the call was placed, and by what.
    #[serde(flatten)]
    pub origin: Origin,
    /// `callIdentifier`, in the form of a UUID; absent if nothing was dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_identifier: Option<String>,
    /// `conferenceID`, in the form of a UUID; absent if nothing was dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_id: Option<String>,
}

/// Where the call stopped and what that means.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeReport {
    /// The layer: `input dns blocked tcp tpkt q931 h225 h245 release`.
    #[serde(serialize_with = "word")]
    pub stage: Stage,
    /// A word that does not change between versions.
    #[serde(serialize_with = "word")]
    pub code: OutcomeCode,
    /// The same for people.
    pub text: String,
    /// What to look at next.
    pub advice: Vec<&'static str>,
    /// Where the advice is spelt out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkReport>,
}

/// A document that spells advice out.
#[derive(Clone, Debug, Serialize)]
pub struct LinkReport {
    /// What it tells.
    pub text: &'static str,
    /// Where the Worker serves it.
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
    /// TCP is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected: Option<u64>,
    /// The first message came back.
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
    /// H.245 had nothing more to tell: capabilities exchanged, roles decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h245: Option<u64>,
    /// The first Release Complete, either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released: Option<u64>,
}

/// Who answered, as far as it said.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Peer {
    /// The address of the opened connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// T.35 country, extension and manufacturer code, `181/0/18`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// Whose code that is, if a list names it (`docs/vendors.md`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<&'static str>,
    /// The country that the code was assigned in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<&'static str>,
    /// `productId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// `versionId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `terminal`, `gateway`, `mcu` or `gatekeeper`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal_type: Option<&'static str>,
    /// The version of H.225.0 it claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h225_version: Option<u32>,
    /// `h245Tunnelling` in its last word on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h245_tunnelling: Option<bool>,
    /// `h245Address`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h245_address: Option<String>,
    /// The text of its Display element.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// The names it goes by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// Something odd.
#[derive(Clone, Debug, Serialize)]
pub struct WarningReport {
    /// Milliseconds from the start.
    pub t: u64,
    /// Behind which entry of the trace it was noticed, counted from 0; absent if there was none yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<usize>,
    /// A word that does not change between versions.
    #[serde(serialize_with = "word")]
    pub code: WarningCode,
    /// The same for people.
    pub text: String,
    /// The clause it goes back to.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub clause: &'static str,
}

/// One message.
#[derive(Clone, Debug, Serialize)]
pub struct TraceEntry {
    /// Milliseconds from the start.
    pub t: u64,
    /// How many redirects lie before it.
    #[serde(skip_serializing_if = "is_zero")]
    pub hop: u8,
    /// `sent` or `received`.
    #[serde(serialize_with = "word")]
    pub direction: Direction,
    /// `callSignalling` or `h245Control`.
    #[serde(serialize_with = "word")]
    pub channel: Channel,
    /// The Q.931 message type, or what else it was.
    #[serde(rename = "type")]
    pub kind: String,
    /// The few facts that matter.
    pub summary: String,
    /// What of the message itself could not be read, in whole or in part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// The H.245 messages that a message of call signalling carries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tunnelled: Vec<H245MessageReport>,
    /// The H.245 messages of a TPKT of the H.245 channel.
    #[serde(rename = "messages", skip_serializing_if = "Vec::is_empty")]
    pub h245: Vec<H245MessageReport>,
    /// The octets on the wire.
    pub hex: String,
    /// Every field, by the Recommendations' names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decoded: Option<Box<RawValue>>,
    /// How many more like it followed that have no entry of their own.
    #[serde(skip_serializing_if = "is_none_more")]
    pub repeated: u32,
    /// When the last of those crossed the wire, in milliseconds from the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
}

impl TraceEntry {
    /// A message with these octets; `when`: milliseconds from the start, and redirects before.
    fn new(
        (t, hop): (u64, u8),
        (direction, channel): (Direction, Channel),
        octets: &[u8],
        description: Description,
    ) -> Self {
        let (tunnelled, h245) = match channel {
            Channel::CallSignalling => (description.h245, Vec::new()),
            Channel::H245Control => (Vec::new(), description.h245),
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

/// An answer to a request that did not lead to a call.
#[derive(Clone, Debug, Serialize)]
pub struct Refusal {
    /// Always `false`.
    pub success: bool,
    /// Why, in plain words.
    pub error: String,
    /// The field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The stage (`input` or `blocked`), code and advice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeReport>,
}
