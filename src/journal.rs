//! The record of a call: one line in the log, and a count of its outcome if a data set is bound.

use h323_report::{CallReport, Timing};
use h323_request::CallRequest;
use serde::Serialize;
use worker::{AnalyticsEngineDataPointBuilder, AnalyticsEngineDataset, Env, console_log};

use crate::{clock::now, settings::Settings};

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
    timing: &'a Timing,
    messages: u32,
    redirects: usize,
    version: &'static str,
    colo: Option<&'a str>,
    target: Option<&'a Target>,
}

impl Journal {
    /// The journal for the requested call.
    pub(crate) fn of(env: &Env, settings: &Settings, wanted: &CallRequest) -> Self {
        Self {
            outcomes: env.analytics_engine("OUTCOMES").ok(),
            target: settings.log_targets.then(|| Target {
                server: wanted.server.to_string(),
                port: wanted.port,
                called_number: wanted.config.setup.called_number.clone(),
            }),
            start: now().as_millis(),
        }
    }

    /// Writes the record when the call is over.
    pub(crate) fn close(self, report: &CallReport) {
        let (stage, code) = (report.outcome.stage.name(), report.outcome.code.name());
        let milliseconds = now().as_millis().saturating_sub(self.start);
        let origin = &report.origin;
        let line = Line {
            event: "call",
            stage,
            outcome: code,
            milliseconds,
            timing: &report.timing,
            messages: report.messages_received,
            redirects: report.redirects.len(),
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
