//! The actions of a call while it was up, for the report.

use h323_proto::{
    call::{Call, InputForm, ModeRequestState, TypingState},
    h245::{AskedMode, Codec, ModeState},
    time::{Duration, Instant},
};
use serde::Serialize;

use crate::word::{optional_word, word};

/// The digits that were to be sent, and how many of them were.
#[derive(Clone, Debug, Serialize)]
pub struct UserInputReport {
    /// `sent`, `partly` or `unsent`.
    #[serde(serialize_with = "word")]
    pub state: TypingState,
    /// The digits in the request.
    pub digits: String,
    /// How they were sent: `alphanumeric`, `signal` or `information`.
    #[serde(
        rename = "as",
        serialize_with = "optional_word",
        skip_serializing_if = "Option::is_none"
    )]
    pub form: Option<InputForm>,
    /// Why some or all were not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'static str>,
    /// The messages with digits, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sent: Vec<SentInput>,
}

/// One message with digits.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SentInput {
    /// Milliseconds from the start.
    pub t: u64,
    /// One digit, or several digits as text.
    pub digits: String,
    /// Length of the tone in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone_ms: Option<u64>,
}

/// The mode that was to be requested, and the answer to it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestMode {
    /// `acknowledged`, `rejected`, `unanswered` or `unsent`.
    #[serde(serialize_with = "word")]
    pub state: ModeRequestState,
    /// The requested codec.
    #[serde(serialize_with = "word")]
    pub codec: Codec,
    /// When the request went out, in milliseconds from the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub t: Option<u64>,
    /// The time to the answer, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_ms: Option<u64>,
    /// The `response` of the requestModeAck.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// The `cause` of the requestModeReject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Why the request did not go out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'static str>,
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl UserInputReport {
    /// The digits of a call that began at `start`; `None` if the request has no digits.
    #[must_use]
    pub fn of(call: &Call, start: Instant) -> Option<Self> {
        let typing = call.typing()?;
        Some(Self {
            state: typing.state,
            digits: typing.wanted.digits.clone(),
            form: typing.form,
            error: typing.error,
            sent: typing
                .typed
                .iter()
                .map(|typed| SentInput {
                    t: millis(typed.at.since(start)),
                    digits: typed.digits.clone(),
                    tone_ms: typed.tone.map(millis),
                })
                .collect(),
        })
    }

    /// The line of the ladder.
    pub(crate) fn line(&self) -> String {
        let how = match (self.form, self.state) {
            (None, _) | (_, TypingState::Unsent) => "not sent".to_owned(),
            (Some(form), TypingState::Sent) => format!("sent as {form}"),
            (Some(form), TypingState::Partly) => format!("partly sent as {form}"),
        };
        let why = self.error.map(|error| format!(": {error}"));
        format!("Digits {}: {how}{}", self.digits, why.unwrap_or_default())
    }
}

impl RequestMode {
    /// The mode of a call that began at `start`; `None` if the request has no mode.
    #[must_use]
    pub fn of(call: &Call, start: Instant) -> Option<Self> {
        let report = call.mode_request()?;
        let state = report.asked.map(|asked| &asked.state);
        let answer = |asked: &AskedMode| match asked.state {
            ModeState::Acknowledged(_) | ModeState::Rejected(_) => {
                asked.settled.map(|at| millis(at.since(asked.asked)))
            }
            ModeState::Awaiting | ModeState::Unanswered => None,
        };
        Some(Self {
            state: report.state,
            codec: report.wanted.codec,
            t: report.asked.map(|asked| millis(asked.asked.since(start))),
            answer_ms: report.asked.and_then(answer),
            response: match state {
                Some(ModeState::Acknowledged(response)) => Some(response.clone()),
                _ => None,
            },
            cause: match state {
                Some(ModeState::Rejected(cause)) => Some(cause.clone()),
                _ => None,
            },
            error: report.error,
        })
    }

    /// The line of the ladder.
    pub(crate) fn line(&self) -> String {
        let word = self.response.as_ref().or(self.cause.as_ref());
        let word = word.map(|word| format!(" ({word})")).unwrap_or_default();
        let why = self.error.map(|error| format!(": {error}"));
        let why = why.unwrap_or_default();
        format!("Mode {}: {}{word}{why}", self.codec, self.state)
    }
}
