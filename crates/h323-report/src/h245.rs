//! The H.245 channel of a call, for the report.

use h323_proto::{
    call::{Call, Direction, H245Path},
    h245::{Announced, ChannelState, Codec, Decision, Role},
    time::Instant,
};
use serde::Serialize;

use crate::{
    Capability,
    word::{optional_word, optional_words, word},
};

/// The H.245 channel of a call.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct H245 {
    /// `none`, `tunnelled`, `separate`, or `early` for a connection that was opened before Connect.
    #[serde(serialize_with = "word")]
    pub mode: H245Path,
    /// The endpoint's `h245Address`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whether the connection to it goes over TLS; absent if not.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub over_tls: bool,
    /// Why the H.245 channel was not opened, or broke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The version of H.245 that the endpoint claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The tester's role, `master` or `slave`.
    #[serde(
        serialize_with = "optional_word",
        skip_serializing_if = "Option::is_none"
    )]
    pub master_slave: Option<Role>,
    /// Why the roles were not decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub master_slave_error: Option<&'static str>,
    /// Whether the endpoint acknowledged the tester's capabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities_accepted: Option<bool>,
    /// The endpoint's capability table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<Capability>,
    /// The codecs that both sides announced.
    #[serde(
        serialize_with = "optional_words",
        skip_serializing_if = "Option::is_none"
    )]
    pub common_codecs: Option<Vec<Codec>>,
    /// The channels that either side offered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<LogicalChannelReport>,
    /// Round trip delay in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_trip: Option<u64>,
    /// The limits that the endpoint set for media to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flow_control: Vec<String>,
    /// The digits and texts that the endpoint's user typed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub user_input: Vec<String>,
    /// Whether the endpoint has paused the call; absent if not.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub paused: bool,
    /// The pauses of the call.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<PauseReport>,
    /// The endSession messages of both sides.
    pub end_session: EndSession,
}

/// The endSession messages of both sides.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndSession {
    /// Whether the tester sent one.
    pub sent: bool,
    /// Whether the endpoint sent one.
    pub received: bool,
}

/// A logical channel.
#[derive(Clone, Debug, Serialize)]
pub struct LogicalChannelReport {
    /// `sent` if the tester offered it, `received` if the endpoint did.
    #[serde(serialize_with = "word")]
    pub offer: Direction,
    /// `forwardLogicalChannelNumber`.
    pub number: u16,
    /// The codec or data of the channel.
    pub data: String,
    /// Whether it is bidirectional.
    pub bidirectional: bool,
    /// The address for the media, from the side that accepted the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
    /// `awaiting`, `confirming`, `established`, `rejected`, `closed` or `unanswered`.
    #[serde(serialize_with = "word")]
    pub state: ChannelState,
    /// Why it was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// How often it was offered; `number` is from the last offer. Absent if it was offered once.
    #[serde(skip_serializing_if = "is_once")]
    pub offers: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
const fn is_once(offers: &u32) -> bool {
    *offers == 1
}

/// A pause that the endpoint began with an empty capability set.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PauseReport {
    /// When the empty set arrived, in milliseconds from the start.
    pub t: u64,
    /// When a set with capabilities ended the pause; absent if it did not end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
}

impl H245 {
    /// The H.245 channel of a call; times count from `start`.
    #[must_use]
    pub fn of(call: &Call, start: Instant) -> Self {
        let millis = |at: Instant| u64::try_from(at.since(start).as_millis()).unwrap_or(u64::MAX);
        let h245 = call.h245();
        let session = h245.session();
        let common = session.common_codecs().unwrap_or_default();
        let (master_slave, master_slave_error) = match session.decision() {
            Decision::Open => (None, None),
            Decision::Decided(role) => (Some(role), None),
            Decision::Unanswered(why) | Decision::Failed(why) => (None, Some(why)),
        };
        Self {
            mode: h245.path(),
            address: h245.address().map(|address| address.to_string()),
            over_tls: call.h245_is_over_tls()
                && matches!(h245.path(), H245Path::Separate | H245Path::Early),
            error: h245.failure().map(str::to_owned),
            version: session.version(),
            master_slave,
            master_slave_error,
            capabilities_accepted: match session.announced() {
                Announced::Idle | Announced::Awaiting => None,
                Announced::Accepted => Some(true),
                Announced::Rejected(_) | Announced::Unanswered => Some(false),
            },
            capabilities: session
                .capabilities()
                .unwrap_or_default()
                .iter()
                .map(|row| {
                    let ours = Codec::from_identifier(&row.codec);
                    let common = ours.is_some_and(|codec| common.contains(&codec.family()));
                    Capability::of(row, common)
                })
                .collect(),
            common_codecs: session.common_codecs(),
            channels: session
                .channels()
                .iter()
                .map(|channel| LogicalChannelReport {
                    offer: if channel.ours {
                        Direction::Sent
                    } else {
                        Direction::Received
                    },
                    number: channel.number,
                    data: channel.data.clone(),
                    bidirectional: channel.bidirectional,
                    media: channel.media.map(|media| media.to_string()),
                    state: channel.state.clone(),
                    cause: match &channel.state {
                        ChannelState::Rejected(cause) => Some(cause.clone()),
                        _ => None,
                    },
                    offers: channel.offers,
                })
                .collect(),
            round_trip: session
                .round_trip()
                .map(|delay| u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)),
            flow_control: session.flow_control().to_vec(),
            user_input: session.user_input().to_vec(),
            paused: session.paused(),
            pauses: session
                .pauses()
                .iter()
                .map(|pause| PauseReport {
                    t: millis(pause.from),
                    until: pause.until.map(millis),
                })
                .collect(),
            end_session: EndSession {
                sent: session.end_sent(),
                received: session.end_received(),
            },
        }
    }
}
