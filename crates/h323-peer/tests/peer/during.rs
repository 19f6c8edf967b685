//! What happens while a call is up: both ends play their part.

use h323_proto::{
    call::{CallingConfig, H245Mode, InputForm, ModeWish, Typing},
    h245::Codec,
    time::Duration,
};
use h323_report::CallReport;
use serde_json::Value;

use crate::support::{Endpoint, Log, call};

fn play(scenario: &str, change: impl FnOnce(&mut CallingConfig)) -> (CallReport, Log) {
    play_at(&["--once", "--scenario", scenario], change)
}

fn play_at(arguments: &[&str], change: impl FnOnce(&mut CallingConfig)) -> (CallReport, Log) {
    let endpoint = Endpoint::start(arguments);
    let mut config = endpoint.config();
    config.terms.h245 = H245Mode::Auto;
    change(&mut config);
    let report = call(endpoint.address, config);
    let log = endpoint.log_of_call();
    (report, log)
}

fn typing(digits: &str, form: InputForm) -> Option<Typing> {
    Some(Typing {
        digits: digits.into(),
        form,
        after: Duration::from_millis(50),
        tone: Duration::from_millis(40),
        pause: Duration::from_millis(40),
    })
}

fn json(report: &CallReport) -> Value {
    serde_json::to_value(report).expect("JSON")
}

fn codes(report: &CallReport) -> Vec<&str> {
    report
        .warnings
        .iter()
        .map(|warning| warning.code.code())
        .collect()
}

#[test]
fn the_right_pin_is_let_in_and_a_wrong_one_is_not() {
    for (form, name) in [
        (InputForm::Auto, "signal"),
        (InputForm::Alphanumeric, "alphanumeric"),
        (InputForm::Information, "information"),
    ] {
        let (report, log) = play("conference", |config| config.typing = typing("1234#", form));
        let input = &json(&report)["userInput"];
        assert_eq!(input["state"], "sent", "{input}");
        assert_eq!(input["as"], name, "{input}");
        assert_eq!(report.warnings.len(), 0, "{:?}", report.warnings);
        assert_eq!(log.end()["userInput"], "1234#");
        // The caller releases the call, its time over.
        assert_eq!(log.end()["release"]["by"], "remote");

        let (report, log) = play("conference", |config| config.typing = typing("9999#", form));
        assert!(report.success);
        assert!(codes(&report).contains(&"ended-after-user-input"));
        assert_eq!(log.end()["userInput"], "9999#");
        assert_eq!(log.end()["release"]["by"], "user");
        assert_eq!(log.end()["release"]["cause"], 21);
    }
}

#[test]
fn digits_reach_an_endpoint_without_h245() {
    let arguments = ["--once", "--scenario", "h245-neither"];
    let (report, log) = play_at(&arguments, |config| {
        config.terms.limits.start_h245 = Duration::from_millis(100);
        config.typing = typing("12,3#", InputForm::Auto);
    });
    let input = &json(&report)["userInput"];
    assert_eq!(input["as"], "information", "{input}");
    let sent: Vec<&Value> = input["sent"].as_array().expect("sent").iter().collect();
    assert_eq!(sent.len(), 2);
    assert_eq!(log.end()["userInput"], "123#");
    let summaries = log.messages("received", "INFORMATION");
    let summaries = summaries
        .iter()
        .filter_map(|message| message["summary"].as_str());
    // What is typed stands in the line of the message.
    for (summary, digits) in summaries.zip(["12", "3#"]) {
        assert!(
            summary.starts_with(&format!("\u{201c}{digits}\u{201d}")),
            "{summary}"
        );
    }
}

#[test]
fn what_the_endpoint_types_is_reported() {
    let (report, _) = play("digits-echo", |config| {
        config.typing = typing("42#", InputForm::Alphanumeric);
    });
    assert_eq!(report.h245.expect("H.245").user_input, ["42#"]);
    let (report, _) = play("digits-from-endpoint", |config| {
        config.terms.limits.hold = Duration::from_secs(1);
    });
    assert_eq!(json(&report)["h245"]["userInput"], serde_json::json!(["7"]));
    let update = report.trace.iter().map(|entry| entry.summary.as_str());
    let update = update.filter(|summary| summary.contains("userInput (signalUpdate, 900 ms)"));
    assert_eq!(update.count(), 1);
}

#[test]
fn each_answer_to_a_mode_is_reported() {
    for (scenario, state, word, warning) in [
        (
            "mode-acknowledged",
            "acknowledged",
            ("response", "willTransmitMostPreferredMode"),
            None,
        ),
        (
            "mode-less-preferred",
            "acknowledged",
            ("response", "willTransmitLessPreferredMode"),
            None,
        ),
        (
            "mode-unavailable",
            "rejected",
            ("cause", "modeUnavailable"),
            Some("mode-rejected"),
        ),
        (
            "mode-constrained",
            "rejected",
            ("cause", "multipointConstraint"),
            Some("mode-rejected"),
        ),
        (
            "answer",
            "rejected",
            ("cause", "requestDenied"),
            Some("mode-rejected"),
        ),
    ] {
        let (report, _) = play(scenario, asking);
        let mode = &json(&report)["requestMode"];
        assert_eq!(mode["codec"], "g711u", "{scenario}: {mode}");
        assert_eq!(mode["state"], state, "{scenario}: {mode}");
        assert_eq!(mode[word.0], word.1, "{scenario}: {mode}");
        assert!(mode["answerMs"].is_u64(), "{scenario}: {mode}");
        assert_eq!(codes(&report).first().copied(), warning, "{scenario}");
        let ladder = h323_report::ladder(&report);
        let line = format!("Mode g711u: {state} ({})", word.1);
        assert!(ladder.contains(&line), "{ladder}");
    }
}

#[test]
fn a_mode_that_is_not_answered_is_released() {
    let (report, log) = play("mode-ignored", asking);
    let mode = &json(&report)["requestMode"];
    assert_eq!(mode["state"], "unanswered", "{mode}");
    assert_eq!(codes(&report), ["mode-unanswered"]);
    let released = log.messages("received", "FACILITY").into_iter();
    let released = released.filter(|message| {
        let summary = message["summary"].as_str().unwrap_or_default();
        summary.contains("requestModeRelease")
    });
    assert_eq!(released.count(), 1);
}

fn asking(config: &mut CallingConfig) {
    config.mode = Some(ModeWish {
        codec: Codec::G711U,
        after: Duration::ZERO,
    });
}

#[test]
fn digits_that_were_not_asked_for_are_not_reported() {
    let (report, log) = play("answer", |_| {});
    let report = json(&report);
    assert!(report.get("userInput").is_none(), "{report}");
    assert!(report.get("requestMode").is_none(), "{report}");
    assert!(log.end().get("userInput").is_none());
}
