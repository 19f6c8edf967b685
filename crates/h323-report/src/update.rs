//! What a call adds to its report while it runs.

use h323_proto::q931::CallState;
use serde::Serialize;

use crate::{CallReport, Origin, RedirectReport, TraceEntry, WarningReport};

/// One step of a running call. As JSON it is a line of the stream: `{"type": …, "data": …}`.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum Update<'a> {
    /// The call is about to be placed.
    CallStart(CallStart<'a>),
    /// A message crossed the wire.
    Message(&'a TraceEntry),
    /// A message came again that was shown, and is not shown again.
    Repeated(Repetition<'a>),
    /// The call is in another state.
    State(StateChange),
    /// Something is odd.
    Warning(&'a WarningReport),
    /// The peer sends us elsewhere.
    Redirect(&'a RedirectReport),
    /// The call is over: the whole report.
    CallEnd(&'a CallReport),
}

/// Which call is about to be placed.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallStart<'a> {
    /// The host.
    pub server: &'a str,
    /// TCP port of its call signalling channel.
    pub port: u16,
    /// Our number, if we have one.
    pub calling_number: Option<&'a str>,
    /// The number called, if there is one.
    pub called_number: Option<&'a str>,
    /// When and where it is placed, and by what.
    #[serde(flatten)]
    pub origin: &'a Origin,
}

/// A message that came again: once when that begins, and once at the end.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Repetition<'a> {
    /// Which entry of the trace it is like, counted from 0.
    pub message: usize,
    /// The type of that entry.
    #[serde(rename = "type")]
    pub kind: &'a str,
    /// How many more came by now.
    pub repeated: u32,
    /// When the last of them came, in milliseconds from the start.
    pub until: u64,
}

/// A state that a call came to.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StateChange {
    /// Milliseconds from the start.
    pub t: u64,
    /// The number of the state (Q.931 4.5.7).
    pub state: u8,
    /// Its name with the number, `U10 Active`.
    pub name: &'static str,
}

impl StateChange {
    pub(crate) fn new(state: CallState, t: u64) -> Self {
        Self {
            t,
            state: state.code(),
            name: state.name().unwrap_or("unknown state"),
        }
    }
}
