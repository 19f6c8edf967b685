//! The record of a call, or of a registration: one line in the log, and a count of its outcome if a data set is bound.

use h323_report::{RegisterTiming, Timing};
use h323_request::{CallRequest, Host, RegisterRequest};
use serde::Serialize;
use worker::{AnalyticsEngineDataPointBuilder, AnalyticsEngineDataset, Env, console_log};

use crate::{clock::now, prepare::Report, settings::Settings};

/// The destinations of the record.
pub(crate) struct Journal {
    /// `OUTCOMES`, if it is bound.
    outcomes: Option<AnalyticsEngineDataset>,
    /// The called target, if the deployment logs targets. Otherwise no address or number is kept.
    target: Option<Target>,
    /// When the call began, in milliseconds.
    start: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    server: String,
    port: u16,
    called_number: Option<String>,
}

/// One line of the log, in this order.
#[derive(Serialize)]
struct Line<'a> {
    event: &'static str,
    stage: &'static str,
    outcome: &'static str,
    milliseconds: u64,
    timing: Times<'a>,
    messages: u32,
    redirects: usize,
    version: &'static str,
    colo: Option<&'a str>,
    target: Option<&'a Target>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Times<'a> {
    Call(&'a Timing),
    Registration(&'a RegisterTiming),
}

impl Journal {
    /// The journal for the requested call.
    pub(crate) fn of_call(env: &Env, settings: &Settings, wanted: &CallRequest) -> Self {
        let called = &wanted.config.setup.called_number;
        Self::new(env, settings, (&wanted.server, wanted.port), called.clone())
    }

    /// The journal for the requested registration.
    pub(crate) fn of_registration(
        env: &Env,
        settings: &Settings,
        wanted: &RegisterRequest,
    ) -> Self {
        Self::new(env, settings, (&wanted.server, wanted.port), None)
    }

    fn new(
        env: &Env,
        settings: &Settings,
        (server, port): (&Host, u16),
        called_number: Option<String>,
    ) -> Self {
        Self {
            outcomes: env.analytics_engine("OUTCOMES").ok(),
            target: settings.log_targets.then(|| Target {
                server: server.to_string(),
                port,
                called_number,
            }),
            start: now().as_millis(),
        }
    }

    /// Writes the record when it is over.
    pub(crate) fn close(self, report: &Report) {
        let (event, outcome, origin, timing, messages, redirects) = match report {
            Report::Call(report) => (
                "call",
                &report.outcome,
                &report.origin,
                Times::Call(&report.timing),
                report.messages_received,
                report.redirects.len(),
            ),
            Report::Registration(report) => (
                "register",
                &report.outcome,
                &report.origin,
                Times::Registration(&report.timing),
                report.messages_received,
                0,
            ),
        };
        let (stage, code) = (outcome.stage.name(), outcome.code.name());
        let milliseconds = now().as_millis().saturating_sub(self.start);
        let line = Line {
            event,
            stage,
            outcome: code,
            milliseconds,
            timing,
            messages,
            redirects,
            version: origin.tester.version,
            colo: origin.colo.as_deref(),
            target: self.target.as_ref(),
        };
        if let Ok(line) = serde_json::to_string(&line) {
            console_log!("{line}");
        }
        if let Some(outcomes) = self.outcomes {
            let point = AnalyticsEngineDataPointBuilder::new()
                .indexes([code])
                .add_blob(stage)
                .add_blob(code)
                .add_blob(origin.colo.clone().unwrap_or_default())
                .add_double(milliseconds as f64);
            // A failed count must not cost the user the report.
            let _ = point.write_to(&outcomes);
        }
    }
}
