//! What a gatekeeper granted, in lines of plain text.

use std::fmt::Write as _;

use h323_report::{
    AdmissionReport, AlternateReport, RegisterReport, RegisterStart, RegistrationReport,
    ladder::visible,
};

/// The line above the ladder of a registration.
pub(super) fn head(start: &RegisterStart<'_>) -> String {
    visible(&format!(
        "Registration with {} port {} at {}",
        start.server, start.port, start.origin
    ))
}

/// The outcome of a registration without a call, after an empty line, and what is known of it.
pub(super) fn verdict(report: &RegisterReport) -> String {
    let outcome = &report.outcome;
    let mut text = format!(
        "\n{}: {} [{}/{}]\n",
        if report.success {
            "Registered"
        } else {
            "Failed"
        },
        visible(&outcome.text),
        outcome.stage,
        outcome.code
    );
    for advice in &outcome.advice {
        let _ = writeln!(text, "  - {advice}");
    }
    text.push_str(&lines(report.registration.as_ref(), None));
    let timing = [
        ("connected", report.timing.connected),
        ("TLS", report.timing.tls),
        ("registered", report.timing.registered),
        ("ended", report.timing.ended),
    ];
    let timing = timing.into_iter();
    let timing: Vec<String> = timing
        .filter_map(|(name, t)| Some(format!("{name} {} ms", t?)))
        .collect();
    let tls = report.tls.as_ref().map(h323_report::TlsReport::line);
    push(&mut text, "TLS", tls);
    push(
        &mut text,
        "Timing",
        (!timing.is_empty()).then(|| timing.join(", ")),
    );
    text
}

/// The registration, the admission, and the other gatekeepers; what is not known is left out.
pub(super) fn lines(
    registration: Option<&RegistrationReport>,
    admission: Option<&AdmissionReport>,
) -> String {
    let mut text = String::new();
    push(&mut text, "RAS", registration.and_then(registered));
    let alternates = registration.map(|known| known.alternates.as_slice());
    push(&mut text, "Others", alternates.and_then(others));
    push(&mut text, "Admitted", admission.map(admitted));
    text
}

fn push(text: &mut String, name: &str, part: Option<String>) {
    if let Some(part) = part {
        let _ = writeln!(text, "  {name:<8} {}", visible(&part));
    }
}

fn registered(known: &RegistrationReport) -> Option<String> {
    let list = |what: &str, items: &[String]| {
        (!items.is_empty()).then(|| format!("{what} {}", items.join(", ")))
    };
    let identifier = known.endpoint_identifier.as_ref();
    let parts = [
        identifier.map(|identifier| format!("registered as endpoint {identifier}")),
        known
            .gatekeeper_identifier
            .as_ref()
            .map(|identifier| format!("gatekeeper {identifier}")),
        match (known.registered, known.time_to_live) {
            (true, Some(seconds)) => Some(format!("for {seconds} s")),
            (true, None) => Some("without an end".into()),
            (false, _) => None,
        },
        list("aliases", &known.aliases),
        list("calls at", &known.call_signal_addresses),
        known.method.map(|method| format!("proof by {method}")),
        known
            .pre_granted
            .then(|| "calls need no admission".to_owned()),
        known.unregistered.map(|confirmed| match confirmed {
            true => "ended".to_owned(),
            false => "its end is not confirmed".to_owned(),
        }),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn others(alternates: &[AlternateReport]) -> Option<String> {
    let one = |other: &AlternateReport| {
        let names = [&other.ras_address, &other.gatekeeper_identifier];
        let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        match other.priority {
            Some(priority) => format!("{} (priority {priority})", names.join(" ")),
            None => names.join(" "),
        }
    };
    let all: Vec<String> = alternates.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn admitted(known: &AdmissionReport) -> String {
    let way = match known.routed {
        true => "routed by the gatekeeper (gatekeeperRouted)",
        false => "direct",
    };
    let parts = [
        Some(match &known.destination {
            Some(destination) => format!("{way}, to {destination}"),
            None => way.to_owned(),
        }),
        (!known.destination_aliases.is_empty())
            .then(|| format!("as {}", known.destination_aliases.join(", "))),
        known.bit_rate.map(|rate| format!("{} kbit/s", rate / 1000)),
        (known.tokens > 0).then(|| format!("{} tokens", known.tokens)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join("; ")
}
