//! The ladder of a call as plain text.

use std::fmt::Write as _;

use crate::CallReport;

/// Draws the messages between us (left) and the peer (right), one line each, then the outcome.
#[must_use]
pub fn ladder(report: &CallReport) -> String {
    const WIDTH: usize = 30;
    let mut text = String::new();
    let mut last = 0;
    for entry in &report.trace {
        let label: String = entry.kind.chars().take(WIDTH - 4).collect();
        let line = "-".repeat(WIDTH.saturating_sub(label.chars().count() + 3));
        let arrow = match entry.direction {
            "sent" => format!("-{label}{line}>"),
            _ => format!("<{line}{label}-"),
        };
        let _ = writeln!(
            text,
            "{:>7} ms {:>+7}  |{arrow}|  {}",
            entry.t,
            entry.t.saturating_sub(last),
            entry.summary
        );
        last = entry.t;
    }
    for warning in &report.warnings {
        let _ = writeln!(
            text,
            "{:>7} ms          ! {}: {} {}",
            warning.t, warning.code, warning.text, warning.clause
        );
    }
    let outcome = &report.outcome;
    let _ = writeln!(
        text,
        "\n{}: {} [{}/{}]",
        if report.success { "Answered" } else { "Failed" },
        outcome.text,
        outcome.stage,
        outcome.code
    );
    for advice in &outcome.advice {
        let _ = writeln!(text, "  - {advice}");
    }
    text
}
