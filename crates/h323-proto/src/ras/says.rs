//! The most important facts of a RAS message, on one line.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    facts::{AlternateGatekeeper, RasFacts},
    message::RasMessageName,
    security::TokenKind,
};
use crate::h245;

/// Most items of a list that are shown.
const MOST: usize = 4;

/// `GRQ 32287, terminal, alias 2000`.
pub(super) fn facts(facts: &RasFacts) -> Option<String> {
    let message = facts.message?;
    let mut parts = Vec::new();
    parts.push(match facts.request_seq_num {
        Some(number) => format!("{} {number}", message.abbreviation()),
        None => message.abbreviation().into(),
    });
    if facts.keep_alive {
        parts.push("keep-alive".into());
    }
    if facts.answers_call {
        parts.push("called side".into());
    }
    if let Some(reason) = &facts.reason {
        parts.push(reason.line());
    }
    parts.extend(facts.kind.map(|kind| kind.name().into()));
    let own = match message {
        RasMessageName::AdmissionRequest | RasMessageName::LocationRequest => "from",
        _ => "alias",
    };
    parts.extend(list(own, &facts.aliases));
    parts.extend(list("to", &facts.destination));
    match facts.gatekeeper_routed {
        Some(true) => parts.push("routed by the gatekeeper".into()),
        Some(false) => parts.push("direct".into()),
        None => {}
    }
    let signalling = strings(&facts.call_signal_addresses);
    parts.extend(list("call signalling at", &signalling));
    if message != RasMessageName::RegistrationRequest {
        parts.extend(list("RAS at", &strings(&facts.ras_addresses)));
    }
    if let Some(identifier) = &facts.endpoint_identifier {
        parts.push(format!("endpoint {identifier}"));
    }
    if let Some(identifier) = &facts.gatekeeper_identifier {
        parts.push(format!("gatekeeper {identifier}"));
    }
    if let Some(bandwidth) = facts.bandwidth {
        parts.push(h245::rate(u64::from(bandwidth) * 100));
    }
    if let Some(seconds) = facts.time_to_live {
        parts.push(format!("for {seconds} s"));
    }
    if let Some(milliseconds) = facts.delay {
        parts.push(format!("{milliseconds} ms more"));
    }
    parts.extend(list("offers", &facts.mechanisms));
    let tokens: Vec<String> = facts
        .tokens
        .iter()
        .map(|token| TokenKind::name(token).into())
        .collect();
    parts.extend(list("proof", &tokens));
    let alternates = facts.alternates.iter().chain(&facts.assigned);
    let alternates: Vec<String> = alternates.map(gatekeeper).collect();
    parts.extend(list("try", &alternates));
    Some(parts.join(", "))
}

/// A gatekeeper by its address, or else by its name.
fn gatekeeper(known: &AlternateGatekeeper) -> String {
    match (&known.address, &known.identifier) {
        (Some(address), _) => address.to_string(),
        (None, Some(name)) => name.clone(),
        (None, None) => "another gatekeeper".into(),
    }
}

fn strings<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

/// `to 2000, 2001 and 3 more`; `None` for an empty list.
fn list(what: &str, items: &[String]) -> Option<String> {
    if items.is_empty() {
        return None;
    }
    let shown: Vec<&str> = items.iter().take(MOST).map(String::as_str).collect();
    let more = match items.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!("{what} {}{more}", shown.join(" and ")))
}

#[cfg(test)]
mod tests {
    use crate::ras::{RasRecord, testdata};

    #[test]
    fn the_line_of_each_recorded_message() {
        for (name, wanted) in [
            (
                "c26/1/gatekeeperRequest",
                "GRQ 32287, terminal, alias 2000, RAS at 127.0.0.1:41479, offers pwdHash and authenticationBES and keyExch",
            ),
            (
                "c29/8/registrationRequest",
                "RRQ 52198, terminal, alias 2017, proof CAT and H.235.1 and MD5",
            ),
            (
                "c24/13/admissionConfirm",
                "ACF 44073, routed by the gatekeeper, call signalling at 127.0.0.1:1720, 38400 kbit/s",
            ),
            ("c24/680/disengageConfirm", "DCF 44074"),
        ] {
            let record = RasRecord::of(testdata::message(name));
            assert_eq!(record.says().as_deref(), Some(wanted), "{name}");
        }
    }
}
