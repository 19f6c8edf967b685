//! Scenarios that answer an option of the caller's.

use std::sync::atomic::AtomicBool;

use h323_peer::place;
use h323_proto::call::{CallingConfig, H245Mode, Overlap};
use h323_report::CallReport;

use crate::support::{Endpoint, call};

/// One call to an endpoint with this scenario.
fn play(scenario: &str, change: impl FnOnce(&mut CallingConfig)) -> CallReport {
    let endpoint = Endpoint::start(&["--once", "--scenario", scenario]);
    let mut config = endpoint.config();
    change(&mut config);
    call(endpoint.address, config)
}

fn warnings(report: &CallReport) -> Vec<&str> {
    report
        .warnings
        .iter()
        .map(|warning| warning.code.code())
        .collect()
}

#[test]
fn fast_start_is_answered_as_the_scenario_says() {
    for (scenario, state, message, warning) in [
        (
            "fast-start-in-proceeding",
            "accepted",
            "CALL PROCEEDING",
            None,
        ),
        ("fast-start-in-alerting", "accepted", "ALERTING", None),
        ("fast-start-in-connect", "accepted", "CONNECT", None),
        (
            "fast-start-refused",
            "refused",
            "CONNECT",
            Some("fast-start-refused"),
        ),
        (
            "fast-start-ignored",
            "ignored",
            "CONNECT",
            Some("fast-start-ignored"),
        ),
        (
            "fast-start-mismatch",
            "accepted",
            "CONNECT",
            Some("fast-start-mismatch"),
        ),
    ] {
        let report = play(scenario, |config| {
            config.terms.h245 = H245Mode::Auto;
            config.fast_start = true;
        });
        assert_eq!(report.outcome.code.name(), "answered", "{scenario}");
        assert_eq!(
            warnings(&report),
            warning.into_iter().collect::<Vec<_>>(),
            "{scenario}"
        );
        let fast_start = report.fast_start.expect("it was asked for");
        assert_eq!(fast_start.state.name(), state, "{scenario}");
        assert_eq!(fast_start.message.as_deref(), Some(message), "{scenario}");
        let directions: Vec<&str> = fast_start
            .channels
            .iter()
            .map(|channel| channel.direction.name())
            .collect();
        let expected: &[&str] = match state {
            "accepted" => &["receive", "transmit"],
            _ => &[],
        };
        assert_eq!(directions, expected, "{scenario}");
    }
}

#[test]
fn redirects_lead_to_an_answer_but_for_the_loop() {
    let endpoint = Endpoint::start(&["--by-number"]);
    for (number, followed, outcome) in [
        ("2080", 1, "answered"),
        ("2081", 1, "answered"),
        ("2082", 1, "answered"),
        ("2083", 0, "redirected"),
        ("2084", 2, "answered"),
    ] {
        let mut config = endpoint.config();
        config.setup.called_number = Some(number.into());
        let stop = AtomicBool::new(false);
        let report =
            place::place(&endpoint.address.into(), config, true, &stop, |_| {}).expect("entropy");
        assert_eq!(report.outcome.code.name(), outcome, "{number}");
        let count = report.redirects.iter().filter(|redirect| redirect.followed);
        assert_eq!(count.count(), followed, "{number}");
    }
}

#[test]
fn overlap_is_answered_when_the_digits_have_come() {
    for sending_complete in [true, false] {
        let report = play("overlap", |config| {
            config.overlap = Some(Overlap {
                digits: "34".into(),
                sending_complete,
            });
        });
        assert_eq!(report.outcome.code.name(), "answered");
    }
}
