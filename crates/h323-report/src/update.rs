//! The steps of a running call, for its report.

use h323_proto::q931::CallState;
use serde::Serialize;

use crate::{
    AdmissionReport, CallReport, Origin, RedirectReport, RegisterReport, RegistrationReport,
    TraceEntry, WarningReport,
};

/// One step of a running call. As JSON it is a line of the stream: `{"type": …, "data": …}`.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum Update<'a> {
    /// The call is about to be placed.
    CallStart(CallStart<'a>),
    /// A message was sent or received.
    Message(&'a TraceEntry),
    /// A message like one of the trace came again; it gets no entry of its own.
    Repeated(Repetition<'a>),
    /// The call changed its state.
    State(StateChange),
    /// A warning.
    Warning(&'a WarningReport),
    /// The gatekeeper has registered the tester, or renewed that.
    Registration(&'a RegistrationReport),
    /// The gatekeeper admits the call.
    Admission(&'a AdmissionReport),
    /// The endpoint redirects the call.
    Redirect(&'a RedirectReport),
    /// The call is over: the whole report.
    CallEnd(&'a CallReport),
    /// A registration without a call is about to begin.
    RegisterStart(RegisterStart<'a>),
    /// It is over: the whole report.
    RegisterEnd(&'a RegisterReport),
}

/// The registration that is about to begin.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterStart<'a> {
    /// The host of the gatekeeper.
    pub server: &'a str,
    /// TCP port of its call signalling.
    pub port: u16,
    /// When, where and with which program it registers.
    #[serde(flatten)]
    pub origin: &'a Origin,
}

/// The call that is about to be placed.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallStart<'a> {
    /// The host.
    pub server: &'a str,
    /// TCP port of its call signalling channel.
    pub port: u16,
    /// The calling number; absent if there is none.
    pub calling_number: Option<&'a str>,
    /// The called number; absent if there is none.
    pub called_number: Option<&'a str>,
    /// When, where and with which program the call is placed.
    #[serde(flatten)]
    pub origin: &'a Origin,
}

/// A message that came again: reported once when the repetition begins, and once at the end.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Repetition<'a> {
    /// The entry of the trace that it repeats, counted from 0.
    pub message: usize,
    /// The type of that entry.
    #[serde(rename = "type")]
    pub kind: &'a str,
    /// How many repetitions there are by now.
    pub repeated: u32,
    /// When the last of them came, in milliseconds from the start.
    pub until: u64,
}

/// A state that a call entered.
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
