//! `h323-peer register`, and calls behind a gatekeeper: the program against its own gatekeeper, over
//! UDP and H.460.17.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Command, Output, Stdio},
};

use h323_capture::capture::{self, Format};
use serde_json::Value;

use crate::{
    capture::ends,
    support::{Endpoint, Program, file, interrupt, run, text},
};

const WAYS: [&str; 2] = ["udp", "h460.17"];

/// A password, which must not come out anywhere.
const SECRET: &str = "open-sesame";

/// The address of the gatekeeper for this way, and the options for it.
fn at(gatekeeper: &Program, way: &str) -> [String; 2] {
    let address = match way {
        "udp" => gatekeeper.ras,
        _ => gatekeeper.signalling,
    };
    [address.to_string(), format!("--gatekeeper-ras={way}")]
}

/// A command to the gatekeeper, run to its end.
fn ask(command: &str, gatekeeper: &Program, way: &str, options: &[&str]) -> Output {
    let [address, way] = at(gatekeeper, way);
    run(&[&[command, &address, &way], options].concat())
}

/// The report in the last line of the output.
fn report(output: &Output) -> Value {
    let printed = text(&output.stdout);
    let last = printed.lines().last().unwrap_or_else(|| {
        panic!("nothing was printed; {}", text(&output.stderr));
    });
    let line: Value = serde_json::from_str(last).expect("JSON");
    assert!(line["type"].as_str().expect("a type").ends_with("_end"));
    line["data"].clone()
}

/// Nothing that was printed has the password.
fn keeps_the_secret(output: &Output) {
    for printed in [&output.stdout, &output.stderr] {
        let printed = text(printed);
        assert!(!printed.contains(SECRET), "{printed}");
    }
}

/// The channels of the messages in a trace.
fn channels(report: &Value) -> Vec<&str> {
    let trace = report["trace"].as_array().expect("a trace").iter();
    trace
        .map(|entry| entry["channel"].as_str().expect("a channel"))
        .collect()
}

#[test]
fn every_method_registers_over_both_ways_and_the_password_stays_inside() {
    let gatekeeper = Program::start(&["--user", &format!("1000:{SECRET}")]);
    let password = file("password");
    fs::write(&password, format!("{SECRET}\n")).expect("a file");
    let password = format!("--gatekeeper-password-file={}", password.display());
    for way in WAYS {
        for method in ["auto", "h235.1", "md5", "cat"] {
            let written = file(&format!("registered-{way}-{method}.pcapng"));
            let output = ask(
                "register",
                &gatekeeper,
                way,
                &[
                    "--json",
                    "--gatekeeper-alias=1000",
                    &password,
                    &format!("--gatekeeper-auth={method}"),
                    &format!("--write={}", written.display()),
                ],
            );
            assert_eq!(output.status.code(), Some(0), "{way} {method}");
            keeps_the_secret(&output);
            assert!(text(&output.stdout).starts_with(r#"{"type":"register_start","data":{"#));
            let report = report(&output);
            assert_eq!(report["outcome"]["code"], "registered", "{way} {method}");
            let granted = &report["registration"];
            assert_eq!(granted["registered"], true);
            assert_eq!(granted["unregistered"], true);
            assert_eq!(granted["gatekeeperIdentifier"], "h323-peer");
            assert_eq!(granted["timeToLive"], 300);
            assert!(granted["endpointIdentifier"].is_string());
            let channel = if way == "udp" {
                "ras"
            } else {
                "callSignalling"
            };
            assert!(channels(&report).iter().all(|one| *one == channel));

            let octets = fs::read(&written).expect("the capture");
            let found = octets.windows(SECRET.len());
            assert_eq!(found.filter(|part| *part == SECRET.as_bytes()).count(), 0);
            let read = capture::read(&octets, Format::Pcapng, 100).expect("a capture");
            let hex = read.messages.iter().map(|message| {
                let octets = message.octets.iter();
                octets
                    .map(|octet| format!("{octet:02x}"))
                    .collect::<String>()
            });
            let told = report["trace"].as_array().expect("a trace").iter();
            let told: Vec<&str> = told.filter_map(|entry| entry["hex"].as_str()).collect();
            assert_eq!(hex.collect::<Vec<_>>(), told, "{way} {method}");
        }
    }
}

#[test]
fn a_wrong_password_is_told_as_that_and_not_shown() {
    let gatekeeper = Program::start(&["--user", "1000:another"]);
    for way in WAYS {
        let [address, way] = at(&gatekeeper, way);
        let output = Command::new(env!("CARGO_BIN_EXE_h323-peer"))
            .args(["register", &address, &way, "--gatekeeper-alias=1000"])
            .env("H323_GATEKEEPER_PASSWORD", SECRET)
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{way}");
        keeps_the_secret(&output);
        let printed = text(&output.stdout);
        assert!(printed.contains("[ras/password-wrong]"), "{printed}");
        assert!(printed.contains("\nFailed: "), "{printed}");
        // Nobody registers because of a variable alone.
        let output = Command::new(env!("CARGO_BIN_EXE_h323-peer"))
            .args(["call", &gatekeeper.signalling.to_string(), "--json"])
            .env("H323_GATEKEEPER_PASSWORD", SECRET)
            .output()
            .expect("it runs");
        assert!(report(&output)["registration"].is_null());
    }
}

#[test]
fn no_mistake_in_the_options_shows_the_password() {
    for options in [
        &["--gatekeeper-auth=sha1"][..],
        &["--gatekeeper-time-to-live=0"],
        &["--gatekeeper-password-file=x"],
        &["--no-such-option"],
    ] {
        for command in ["register", "call"] {
            let password = format!("--gatekeeper-password={SECRET}");
            let output = run(&[&[command, "127.0.0.1", &password], options].concat());
            assert_eq!(output.status.code(), Some(2), "{options:?}");
            keeps_the_secret(&output);
        }
    }
    let help = text(&run(&["register", "--help"]).stdout);
    assert!(help.contains("list of processes"), "{help}");
}

#[test]
fn the_ladder_ends_with_what_was_granted() {
    let gatekeeper = Program::start(&["--scenario", "alternate-gatekeeper"]);
    for way in WAYS {
        let output = ask("register", &gatekeeper, way, &["--gatekeeper-alias=zoe"]);
        let printed = text(&output.stdout);
        let order = [
            "Registration with 127.0.0.1 port ",
            "RRQ ",
            "RCF ",
            "URQ ",
            "UCF ",
            "\nRegistered: ",
            " [release/registered]\n",
            "  RAS      registered as endpoint ",
            "; gatekeeper h323-peer; for 300 s; aliases zoe; ",
            "; ended\n",
            "  Others   127.0.0.1:",
            "  Timing   ",
            "registered ",
        ];
        let mut from = 0;
        for part in order {
            let at = printed[from..].find(part);
            from += at.unwrap_or_else(|| {
                panic!("{way}: {part:?} is not where it should be in\n{printed}")
            });
        }
    }
}

#[test]
fn calls_go_where_the_gatekeeper_says_over_both_ways() {
    let endpoint = Endpoint::start(&[]);
    let fixed = format!("2000={}", endpoint.address);
    for model in ["routed", "direct"] {
        let options = ["--strict", "--call-model", model, "--endpoint", &fixed];
        let gatekeeper = Program::start(&options);
        for way in WAYS {
            let written = file(&format!("called-{way}-{model}.pcapng"));
            let write = format!("--write={}", written.display());
            let options = ["--gatekeeper", "--json", &write];
            let output = ask("call", &gatekeeper, way, &options);
            assert_eq!(output.status.code(), Some(0), "{way} {model}");
            let report = report(&output);
            assert_eq!(report["outcome"]["code"], "answered", "{way} {model}");
            let routed = model == "routed";
            assert_eq!(report["admission"]["routed"], routed, "{way}");
            let there = match routed {
                true => gatekeeper.signalling,
                false => endpoint.address,
            };
            assert_eq!(report["admission"]["destination"], there.to_string());
            assert_eq!(report["registration"]["unregistered"], true);
            assert_eq!(report["h245"]["mode"], "tunnelled");
            assert_eq!(endpoint.log_of_call().releases_received(), 1);

            // A routed call over H.460.17 is on the connection of the registration.
            let octets = fs::read(&written).expect("the capture");
            let read = capture::read(&octets, Format::Pcapng, 1000).expect("a capture");
            assert_eq!(read.notes, Vec::<String>::new(), "{way} {model}");
            assert_eq!(read.messages.len(), channels(&report).len());
            let ends = ends(&read.messages);
            let lines = if (way, routed) == ("h460.17", true) {
                1
            } else {
                2
            };
            assert_eq!(ends.len(), lines, "{way} {model}: {ends:?}");
        }
    }
}

#[test]
fn a_call_that_is_not_admitted_is_told_with_the_reason() {
    let gatekeeper = Program::start(&[]);
    for way in WAYS {
        let output = ask("call", &gatekeeper, way, &["--gatekeeper"]);
        assert_eq!(output.status.code(), Some(1), "{way}");
        let printed = text(&output.stdout);
        assert!(printed.contains("[ras/admission-rejected]"), "{printed}");
        assert!(printed.contains("calledPartyNotRegistered"), "{printed}");
        assert!(printed.contains("; ended\n"), "{printed}");
    }
}

#[test]
fn a_destination_that_cannot_be_called_ends_in_order() {
    for (scenario, code) in [
        ("destination-refuses", "connect-failed"),
        ("destination-nowhere", "ras-incomplete"),
    ] {
        let options = ["--scenario", scenario, "--endpoint", "2000=127.0.0.1:9"];
        let gatekeeper = Program::start(&options);
        for way in WAYS {
            let output = ask("call", &gatekeeper, way, &["--gatekeeper", "--json"]);
            assert_ne!(output.status.code(), Some(0), "{way} {scenario}");
            let report = report(&output);
            assert_eq!(report["outcome"]["code"], code, "{way} {scenario}");
            assert_eq!(report["registration"]["unregistered"], true, "{way}");
        }
    }
}

#[test]
fn a_gatekeeper_that_is_not_there_or_says_nothing_is_told_as_that() {
    let silent = Program::start(&["--scenario", "discovery-silent"]);
    let output = ask(
        "register",
        &silent,
        "udp",
        &["--gatekeeper-alias=1", "--json"],
    );
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(report(&output)["outcome"]["code"], "gatekeeper-silent");
    let closes = Program::start(&["--scenario", "close-at-once"]);
    let options = ["--gatekeeper-alias=1", "--json"];
    let output = ask("register", &closes, "h460.17", &options);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(report(&output)["outcome"]["code"], "h46017-not-supported");
    let gone = closes.signalling.to_string();
    drop(closes);
    let output = run(&["register", &gone, "--gatekeeper-alias=1", "--nagios"]);
    assert_eq!(output.status.code(), Some(2));
    let printed = text(&output.stdout);
    assert!(printed.starts_with("H323 CRITICAL - "), "{printed}");
}

#[test]
fn a_monitor_gets_one_line_with_the_time_of_the_registration() {
    let gatekeeper = Program::start(&[]);
    for way in WAYS {
        let options = ["--gatekeeper-alias=zoe", "--nagios"];
        let output = ask("register", &gatekeeper, way, &options);
        assert_eq!(output.status.code(), Some(0), "{way}");
        let printed = text(&output.stdout);
        assert_eq!(printed.lines().count(), 1, "{printed}");
        assert!(printed.starts_with("H323 OK - "), "{printed}");
        assert!(printed.contains("registered="), "{printed}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_registration() {
    let gatekeeper = Program::start(&[]);
    for way in WAYS {
        let [address, way] = at(&gatekeeper, way);
        let mut child = Command::new(env!("CARGO_BIN_EXE_h323-peer"))
            .args(["register", &address, &way])
            .args(["--gatekeeper-alias=zoe", "--stay=3600"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut confirmed = false;
        for line in lines.map_while(Result::ok) {
            if line.contains("RCF ") && !confirmed {
                confirmed = true;
                interrupt(&child, "-INT");
            }
        }
        assert_eq!(child.wait().expect("it ends").code(), Some(130), "{way}");
        loop {
            let line = gatekeeper.line("ras");
            if line["data"]["message"] == "URQ" {
                assert_eq!(line["data"]["direction"], "received", "{way}");
                break;
            }
        }
    }
}

#[test]
fn a_registration_is_kept_alive_while_it_lasts() {
    let gatekeeper = Program::start(&["--scenario", "short-time-to-live"]);
    let output = ask(
        "register",
        &gatekeeper,
        "udp",
        &["--gatekeeper-alias=zoe", "--stay=6", "--json"],
    );
    assert_eq!(output.status.code(), Some(0));
    let report = report(&output);
    assert_eq!(report["registration"]["timeToLive"], 5);
    let trace = report["trace"].as_array().expect("a trace").iter();
    let kept = trace.filter(|entry| {
        let summary = entry["summary"].as_str().expect("a summary");
        summary.contains("keep-alive")
    });
    assert!(kept.count() >= 1);
    assert_eq!(report["registration"]["unregistered"], true);
}

#[test]
fn a_gatekeeper_takes_registrations_and_calls_over_tls() {
    let endpoint = Endpoint::start(&[]);
    let fixed = format!("2000={}", endpoint.address);
    let options = ["--tls", "--tls-port", "0", "--strict", "--endpoint", &fixed];
    let gatekeeper = Program::start(&options);
    let secure = gatekeeper.secure.expect("an address").to_string();
    let output = run(&[
        "register",
        &secure,
        "--tls",
        "--gatekeeper-alias=1",
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert_eq!(report(&output)["tls"]["version"], "TLS 1.3");
    let output = run(&["call", &secure, "--tls", "--gatekeeper", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let called = report(&output);
    assert_eq!(called["outcome"]["code"], "answered");
    assert_eq!(called["tls"]["version"], "TLS 1.3");
    // A good certificate is asked for, and there is none.
    let options = ["--tls=verify", "--gatekeeper-alias=1", "--json"];
    let output = run(&[&["register", secure.as_str()], &options[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(report(&output)["outcome"]["code"], "certificate-refused");
    // Somebody who speaks no TLS is told so, and does not hold up others.
    let output = run(&["register", &secure, "--gatekeeper-alias=1", "--json"]);
    assert_eq!(report(&output)["success"], false);
    let output = run(&["register", &secure, "--tls", "--gatekeeper-alias=1"]);
    assert_eq!(output.status.code(), Some(0));
}
