//! The channels that Setup offered and the endpoint's answer, for the report.

use h323_proto::{
    call::{Call, FastStartState},
    h245::MediaDirection,
};
use serde::Serialize;

use crate::word::word;

/// The channels that Setup offered in `fastStart`, and the endpoint's answer.
#[derive(Clone, Debug, Serialize)]
pub struct FastStartReport {
    /// `unanswered`, `accepted`, `refused` or `ignored`.
    #[serde(serialize_with = "word")]
    pub state: FastStartState,
    /// The message with the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The channels that the endpoint accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<FastStartChannelReport>,
}

/// A channel that the endpoint accepted.
#[derive(Clone, Debug, Serialize)]
pub struct FastStartChannelReport {
    /// `transmit` from the tester to the endpoint, `receive` from the endpoint to the tester.
    #[serde(serialize_with = "word")]
    pub direction: MediaDirection,
    /// The codec or data of the channel.
    pub data: String,
    /// `sessionID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<u8>,
    /// The address for the media.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
    /// Whether Setup had offered it.
    pub offered: bool,
}

impl FastStartReport {
    /// The fast start of a call; `None` if Setup offered no channel.
    #[must_use]
    pub fn of(call: &Call) -> Option<Self> {
        let known = call.fast_start()?;
        Some(Self {
            state: known.state,
            message: known.message.map(|message| message.to_string()),
            channels: known
                .channels
                .iter()
                .map(|channel| FastStartChannelReport {
                    direction: if channel.transmit {
                        MediaDirection::Transmit
                    } else {
                        MediaDirection::Receive
                    },
                    data: channel.data.clone(),
                    session: channel.session,
                    media: channel.media.map(|media| media.to_string()),
                    offered: channel.offered,
                })
                .collect(),
        })
    }
}
