//! Outcomes of requests that did not open any connection.

use alloc::{format, string::String};

use super::{Outcome, OutcomeCode, outcome};

/// The request is invalid; `text` names the field and the rule.
#[must_use]
pub fn bad_request(text: &str) -> Outcome {
    outcome(
        OutcomeCode::BadRequest,
        text,
        &["Correct this field; /api/openapi.json lists all fields with their rules."],
    )
}

/// The target may not be dialled; `text` says why.
#[must_use]
pub fn target_not_allowed(text: &str) -> Outcome {
    outcome(
        OutcomeCode::TargetNotAllowed,
        text,
        &[
            "Give the public name or address of the endpoint.",
            "To test inside your own network use h323-peer call, or run this Worker locally.",
        ],
    )
}

/// The name has no address.
#[must_use]
pub fn name_not_found(name: &str, why: &str) -> Outcome {
    let text: String = format!("{name} cannot be called: {why}.");
    outcome(
        OutcomeCode::NameNotFound,
        text,
        &[
            "Check the spelling of the name, and that public DNS has it, not only the DNS of one network.",
            "Try the IP address of the endpoint.",
        ],
    )
}

/// The SRV record of the domain says that it takes no calls.
#[must_use]
pub fn service_not_offered(domain: &str) -> Outcome {
    outcome(
        OutcomeCode::ServiceNotOffered,
        format!("{domain} takes no H.323 calls: its SRV record for call signalling says so."),
        &[
            "Ask the owner of the domain whether the record is right.",
            "Call the endpoint by its own name or address, or with “SRV records” (`srv`) on off.",
        ],
    )
}

/// The resolver gave no answer about the name.
#[must_use]
pub fn lookup_failed(name: &str, why: &str) -> Outcome {
    outcome(
        OutcomeCode::LookupFailed,
        format!("The address of {name} could not be looked up: {why}."),
        &[
            "Try again in a minute: a DNS server may be down.",
            "Check the name servers and the DNSSEC signatures of the domain.",
            "Try the IP address of the endpoint.",
        ],
    )
}
