//! What a caller makes of every scenario, and what reaches the endpoint.

use std::collections::BTreeSet;

use crate::support::{Endpoint, Log, call, kinds};
use h323_peer::scenario::Scenario;
use h323_proto::{
    call::{CallingConfig, H245Mode, Limit},
    h245::ChannelPolicy,
    time::Duration,
};

/// What users are told of the scenarios.
const DOCS: &str = include_str!("../../../../docs/peer.md");

/// The warnings that the table of `docs/peer.md` has for a scenario; `None` if it lacks the row
/// or has another number, text or outcome.
fn documented(scenario: &Scenario) -> Option<BTreeSet<&'static str>> {
    let Scenario {
        name,
        number,
        what,
        outcome,
        ..
    } = scenario;
    let row = format!("| {number} | `{name}` | {what} | `{outcome}` |");
    let warnings = DOCS.lines().find_map(|line| line.strip_prefix(&row))?;
    // Waits are left out here, and with them the warnings about time.
    let codes = warnings.split('`').skip(1).step_by(2);
    Some(codes.filter(|code| *code != "timer-expected").collect())
}

/// Plays a scenario for one call with the settings that `change` makes.
fn play_with(
    scenario: &str,
    change: impl FnOnce(&mut CallingConfig),
) -> (h323_report::CallReport, Log) {
    let mut endpoint = Endpoint::start(&["--once", "--scenario", scenario]);
    let mut config = endpoint.config();
    change(&mut config);
    let report = call(endpoint.address, config);
    let log = endpoint.log_of_call();
    assert!(
        endpoint.next_line().is_none(),
        "{scenario}: nothing after call_end"
    );
    let status = endpoint.child.wait().expect("it ends by itself");
    assert!(status.success(), "{scenario}: {status}");
    (report, log)
}

fn play(scenario: &str) -> (h323_report::CallReport, Log) {
    play_with(scenario, |_| {})
}

/// Outcomes of an answered call.
const ANSWERED: [&str; 11] = [
    "answered",
    "dropped-after-connect",
    "ended-early",
    "h245-broken",
    "h245-incomplete",
    "h245-no-channel",
    "h245-private-address",
    "h245-rejected",
    "h245-silent",
    "h245-unreachable",
    "no-common-codec",
];

/// For the calls that speak H.245.
fn talking(name: &str, config: &mut CallingConfig) {
    config.terms.h245 = H245Mode::Auto;
    match name {
        "h245-silent" | "h245-no-ack" => {
            config.terms.limits.h245 = Duration::from_secs(1);
            config.terms.limits.end_session = Duration::from_secs(1);
        }
        _ => {}
    }
}

/// For the scenarios in which the caller waits in vain.
fn impatient(config: &mut CallingConfig) {
    let limit = Limit::hard(Duration::from_secs(2));
    config.terms.limits.t303 = limit;
    config.terms.limits.t310 = limit;
    config.terms.limits.t301 = limit;
}

/// Scenarios that end the call themselves, so that the caller has nothing to release.
fn ends_itself(name: &str) -> bool {
    name.starts_with("release-") // also release-without-end-session
        || matches!(
            name,
            "busy"
                | "reject"
                | "setup-acknowledge"
                | "disagreeing-release"
                | "overlap"
                | "drop-after-connect"
        )
        || closes(name)
}

fn closes(name: &str) -> bool {
    matches!(
        name,
        "proceed-then-drop" | "close-at-once" | "close-mid-message" | "no-release"
    )
}

#[test]
fn every_scenario_has_the_outcome_that_its_table_says_and_the_call_is_released() {
    let mut failures = Vec::new();
    for scenario in Scenario::all() {
        let name = &*scenario.name;
        let (report, log) = match name {
            "silent" | "ring" | "flood" => play_with(name, impatient),
            _ if scenario.transport.is_some() => play_with(name, |config| talking(name, config)),
            _ => play(name),
        };
        let warnings: BTreeSet<&str> = report
            .warnings
            .iter()
            .map(|warning| warning.code.code())
            .collect();
        match documented(&scenario) {
            None => failures.push(format!("{name}: docs/peer.md does not have it so")),
            Some(documented) if documented != warnings => {
                failures.push(format!("{name}: {warnings:?} instead of {documented:?}"));
            }
            Some(_) => {}
        }
        if report.outcome.code != scenario.outcome {
            failures.push(format!(
                "{name}: {} instead of {}: {:?}",
                report.outcome.code, scenario.outcome, report.outcome.text
            ));
        }
        if report.success != ANSWERED.contains(&scenario.outcome.name()) {
            failures.push(format!("{name}: success {}", report.success));
        }
        if log.end()["scenario"] != name {
            failures.push(format!("{name}: the endpoint played {}", log.end()));
        }
        let released = log.releases_received();
        if released != usize::from(!ends_itself(name)) {
            failures.push(format!("{name}: {released} Release Complete arrived"));
        }
        let by = match name {
            _ if closes(name) => "transport",
            // The caller had ended the session before.
            "release-without-end-session" => "remote",
            _ if ends_itself(name) => "user",
            _ => "remote",
        };
        if log.end()["release"]["by"] != by {
            failures.push(format!("{name}: {} instead of by {by}", log.end()));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn the_documented_scenarios_are_those_there_are() {
    let rows = DOCS
        .lines()
        .filter(|line| line.starts_with("| 20") || line.starts_with("| 21"))
        .count();
    assert_eq!(rows, Scenario::all().count());
}

#[test]
fn nothing_is_odd_about_a_plain_answer() {
    let (report, log) = play("answer");
    // Neither side has H.245 beside its tunnel, and both say they tunnel.
    assert_eq!(report.warnings.len(), 0, "{:?}", report.warnings);
    assert_eq!(
        kinds(&report, "received"),
        ["CALL PROCEEDING", "ALERTING", "CONNECT"]
    );
    assert_eq!(kinds(&report, "sent"), ["SETUP", "RELEASE COMPLETE"]);
    assert_eq!(report.peer.aliases, ["h323-peer"]);
    assert_eq!(report.peer.display.as_deref(), Some("H.323 test endpoint"));
    assert_eq!(log.messages("received", "SETUP").len(), 1);
    assert_eq!(log.end()["answered"], true);
}

#[test]
fn segmentation_changes_nothing() {
    let (plain, _) = play("answer");
    for scenario in ["split", "coalesced"] {
        let (report, _) = play(scenario);
        assert_eq!(
            kinds(&report, "received"),
            kinds(&plain, "received"),
            "{scenario}"
        );
    }
}

#[test]
fn keep_alives_are_shown_and_change_nothing() {
    let (report, _) = play("keep-alives");
    let received = kinds(&report, "received");
    let before_connect = received.iter().position(|kind| *kind == "CONNECT");
    let before_connect = &received[..before_connect.expect("answered")];
    assert_eq!(
        before_connect,
        [
            "TPKT keep-alive",
            "CALL PROCEEDING",
            "TPKT keep-alive",
            "FACILITY",
            "ALERTING",
            "TPKT keep-alive",
            "TPKT keep-alive",
        ]
    );
}

#[test]
fn undecodable_messages_are_shown_with_their_octets() {
    let (report, log) = play("garbage");
    assert_eq!(
        kinds(&report, "received"),
        [
            "undecodable",
            "CALL PROCEEDING",
            "PROGRESS",
            "ALERTING",
            "CONNECT"
        ]
    );
    assert_eq!(report.trace[1].hex, "030000092a01020304");
    // Both ends have seen the same octets, also where they were altered on the way out.
    let sent: Vec<&str> = log
        .0
        .iter()
        .map(|line| &line["data"])
        .filter(|data| data["direction"] == "sent")
        .filter_map(|data| data["hex"].as_str())
        .collect();
    let received: Vec<&str> = report
        .trace
        .iter()
        .filter(|entry| entry.direction.name() == "received")
        .map(|entry| entry.hex.as_str())
        .collect();
    assert_eq!(sent, received);
}

#[test]
fn the_log_has_the_h245_that_was_really_sent() {
    for name in [
        "h245-silent",
        "h245-undecodable",
        "h245-tie",
        "h245-several-in-one",
        "h245-several-in-one-tpkt",
        "h245-requests",
        "release-without-end-session",
        "old-version",
    ] {
        let (report, log) = play_with(name, |config| {
            talking(name, config);
            config.terms.limits.h245 = Duration::from_secs(1);
            config.terms.limits.end_session = Duration::from_secs(1);
        });
        for channel in ["callSignalling", "h245Control"] {
            let sent: Vec<&str> = log
                .0
                .iter()
                .map(|line| &line["data"])
                .filter(|data| data["direction"] == "sent" && data["channel"] == channel)
                .filter_map(|data| data["hex"].as_str())
                .collect();
            let received: Vec<&str> = report
                .trace
                .iter()
                .filter(|entry| {
                    entry.direction.name() == "received" && entry.channel.name() == channel
                })
                .map(|entry| entry.hex.as_str())
                .collect();
            assert_eq!(sent, received, "{name}, {channel}");
        }
    }
}

#[test]
fn an_old_version_and_missing_fields_are_what_they_say() {
    let (report, _) = play_with("old-version", |config| talking("old-version", config));
    assert_eq!(report.peer.h225_version, Some(1));
    let octets = serde_json::to_string(&report.trace).expect("JSON");
    // Our own messages have it, and nothing else does.
    let own = report
        .trace
        .iter()
        .filter(|entry| entry.direction.name() == "sent");
    let own = serde_json::to_string(&own.collect::<Vec<_>>()).expect("JSON");
    let count = |text: &str| text.matches("callIdentifier").count();
    assert_eq!(count(&octets), count(&own));

    let (report, _) = play("missing-fields");
    let connect = report.trace.iter().find(|entry| entry.kind == "CONNECT");
    let connect = serde_json::to_string(&connect).expect("JSON");
    assert_eq!(report.peer.h225_version, Some(6));
    assert!(!connect.contains("callIdentifier"), "{connect}");
    assert!(connect.contains("h245Tunnelling"), "{connect}");
}

#[test]
fn a_caller_that_holds_the_call_is_hung_up_on() {
    for (name, by) in [
        ("hold-then-hangup", "endSession first"),
        ("release-without-end-session", "no endSession"),
    ] {
        let (report, log) = play_with(name, |config| {
            config.terms.h245 = H245Mode::Auto;
            config.terms.limits.hold = Duration::from_secs(20);
        });
        assert!(report.success, "{name}");
        let trace = serde_json::to_string(
            &report
                .trace
                .iter()
                .filter(|entry| entry.direction.name() == "received")
                .collect::<Vec<_>>(),
        );
        let ended = trace.expect("JSON").contains("endSessionCommand");
        assert_eq!(ended, by == "endSession first", "{name}");
        assert_eq!(log.end()["release"]["by"], "user", "{name}");
        assert_eq!(log.end()["release"]["cause"], 16, "{name}");
    }
}

#[test]
fn a_caller_that_is_hung_up_on_before_its_time_says_when_and_why() {
    let (report, _) = play_with("hangs-up-after-3-s", |config| {
        config.terms.h245 = H245Mode::Auto;
        config.terms.limits.hold = Duration::from_secs(20);
    });
    assert!(report.success);
    assert_eq!(report.outcome.code.name(), "ended-early");
    assert!(report.outcome.text.contains("of the 20 s"));
    let release = report.release.expect("a release");
    assert_eq!(release.by.name(), "remote");
    assert_eq!(release.said.cause, Some(41));
    assert_eq!(release.peer.expect("theirs").cause, Some(41));
    assert!(release.own.is_none(), "its Release Complete is waited for");
}

#[test]
fn a_channel_that_is_offered_again_and_again_is_left_after_ten_answers() {
    let (report, _) = play_with("h245-offers-again", |config| {
        config.terms.h245 = H245Mode::Auto;
        config.terms.session.channels = ChannelPolicy::Reject;
        config.terms.limits.hold = Duration::from_secs(1);
    });
    assert_eq!(report.outcome.code.name(), "answered");
    let channels = report.h245.expect("H.245").channels;
    assert_eq!(channels.len(), 1);
    assert_eq!(
        (channels[0].state.name(), channels[0].offers),
        ("rejected", 11)
    );
    let codes: Vec<&str> = report
        .warnings
        .iter()
        .map(|warning| warning.code.code())
        .collect();
    assert!(codes.contains(&"repeated-request"), "{codes:?}");
    let offers = report
        .trace
        .iter()
        .filter(|entry| entry.summary.contains("openLogicalChannel ("));
    let repeated: Vec<u32> = offers.map(|entry| entry.repeated).collect();
    assert_eq!(repeated, [0, 0, 0, 7]);
    let last = report.trace.last().expect("a message");
    assert!(last.kind == "RELEASE COMPLETE" || last.summary.contains("endSession"));
}

#[test]
fn a_pause_closes_our_channels_and_opens_them_anew() {
    let (report, _) = play_with("h245-pause", |config| {
        config.terms.h245 = H245Mode::Auto;
        config.terms.session.channels = ChannelPolicy::Offer;
        config.terms.limits.hold = Duration::from_secs(4);
    });
    assert_eq!(report.outcome.code.name(), "answered");
    let h245 = report.h245.expect("H.245");
    assert_eq!(h245.pauses.len(), 1);
    assert!(
        h245.pauses[0]
            .until
            .is_some_and(|until| until > h245.pauses[0].t)
    );
    let states: Vec<&str> = h245
        .channels
        .iter()
        .map(|channel| channel.state.name())
        .collect();
    assert_eq!(states, ["closed", "closed", "established", "established"]);
}

#[test]
fn channels_that_the_caller_accepts_are_closed_before_the_end() {
    let (report, log) = play_with("h245-opens-channels", |config| {
        config.terms.h245 = H245Mode::Auto;
    });
    let channels = &report.h245.expect("H.245").channels;
    let data: Vec<&str> = channels
        .iter()
        .map(|channel| channel.data.as_str())
        .collect();
    assert_eq!(
        data,
        ["audioData g711Alaw64k", "videoData h261VideoCapability"]
    );
    let sent: Vec<&str> = log
        .messages("sent", "FACILITY")
        .iter()
        .filter_map(|message| message["summary"].as_str())
        .collect();
    let closes = sent
        .iter()
        .filter(|text| text.contains("closeLogicalChannel"));
    assert_eq!(closes.count(), 2, "{sent:?}");
    assert!(
        sent.last().is_some_and(|text| text.contains("endSession")),
        "{sent:?}"
    );
}

#[test]
fn channels_of_the_caller_are_accepted_unless_the_scenario_rejects_them() {
    for (name, state) in [
        ("answer", "established"),
        ("h245-rejects-channels", "rejected"),
    ] {
        let (report, _) = play_with(name, |config| {
            config.terms.h245 = H245Mode::Auto;
            config.terms.session.channels = ChannelPolicy::Offer;
        });
        let channels = report.h245.expect("H.245").channels;
        let ours: Vec<_> = channels
            .iter()
            .filter(|channel| channel.offer.name() == "sent")
            .map(|channel| channel.state.name())
            .collect();
        assert!(
            !ours.is_empty() && ours.iter().all(|own| *own == state),
            "{name}: {ours:?}"
        );
    }
}

#[test]
fn each_status_inquiry_is_answered_with_the_state_of_the_call() {
    let (report, log) = play("status-inquiry");
    let states: Vec<&str> = log
        .messages("received", "STATUS")
        .into_iter()
        .map(|status| status["summary"].as_str().expect("text"))
        .collect();
    assert_eq!(states.len(), 3, "{report:?}");
    for (state, expected) in states.iter().zip(["U1", "U3", "U4"]) {
        assert!(state.contains("response to STATUS ENQUIRY"), "{state}");
        assert!(state.contains(expected), "{state}");
    }
}

#[test]
fn a_redirect_says_where_to() {
    let endpoint = Endpoint::start(&[
        "--scenario",
        "facility-redirect",
        "--redirect-to",
        "192.0.2.7:1721",
    ]);
    let report = call(endpoint.address, endpoint.config());
    let text = &report.outcome.text;
    assert!(text.contains("192.0.2.7:1721"), "{text}");
    assert!(text.contains("2000"), "{text}");
    assert_eq!(endpoint.log_of_call().releases_received(), 1);
}

#[test]
fn a_flood_is_counted_and_its_trace_bounded() {
    let (report, _) = play("flood-then-connect");
    // Connect, and the two messages with which the endpoint begins H.245.
    assert_eq!(report.messages_received, 10_000 + 3);
    assert!(report.trace.len() < 300, "{}", report.trace.len());
    assert_eq!(kinds(&report, "received").last(), Some(&"CONNECT"));
}

#[test]
fn hostile_names_arrive_unharmed_and_are_reported_as_text() {
    let (report, _) = play("hostile-names");
    assert!(report.success);
    let markup = report
        .peer
        .aliases
        .iter()
        .any(|alias| alias.contains("<script>"));
    assert!(markup, "{:?}", report.peer);
    let product = report.peer.product.as_deref().unwrap_or_default();
    assert_eq!(product.chars().count(), 256, "{product}");
    for line in h323_report::ladder(&report).lines() {
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(!line.contains('\u{202E}'), "{line:?}");
    }
}
