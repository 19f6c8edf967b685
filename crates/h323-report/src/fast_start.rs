//! What became of the channels that Setup offered, for the report.

use h323_proto::{
    call::{Call, FastStartState},
    h245::MediaDirection,
};
use serde::Serialize;

use crate::word::word;

/// What became of the channels that Setup offered in `fastStart`.
#[derive(Clone, Debug, Serialize)]
pub struct FastStartReport {
    /// `unanswered`, `accepted`, `refused` or `ignored`.
    #[serde(serialize_with = "word")]
    pub state: FastStartState,
    /// The message that said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The channels that the peer took.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<FastStartChannelReport>,
}

/// A channel that the peer took.
#[derive(Clone, Debug, Serialize)]
pub struct FastStartChannelReport {
    /// `transmit` from us to the peer, `receive` from the peer to us.
    #[serde(serialize_with = "word")]
    pub direction: MediaDirection,
    /// What it carries.
    pub data: String,
    /// `sessionID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<u8>,
    /// Where the media go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
    /// Whether Setup had offered it.
    pub offered: bool,
}

impl FastStartReport {
    /// What a call knows of its fast start; nothing if Setup offered no channel.
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
