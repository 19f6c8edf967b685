//! Why a gatekeeper or an endpoint refuses, ends or wants something, in plain words and with advice.

mod call;
mod discovery;
mod registration;
mod security;

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::message::RasMessageName;
use crate::view::View;

/// Most aliases and numbers that come with a reason and are shown.
const MOST: usize = 8;

/// An alternative of a CHOICE of reasons.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    identifier: &'static str,
    text: &'static str,
    advice: &'static [&'static str],
}

/// The reasons of one CHOICE, in its order.
type Table = &'static [Row];

/// A table of reasons: identifier, meaning in plain words, and what to do.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident { $($identifier:ident: $text:literal $(, $advice:literal)*;)* })*) => {
        $(
            $(#[$doc])*
            pub(in crate::ras) const $name: super::Table = &[
                $(super::Row {
                    identifier: stringify!($identifier),
                    text: $text,
                    advice: &[$($advice),*],
                },)*
            ];
        )*
    };
}
use reasons;

/// A reason that a message gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The Recommendation's identifier.
    pub identifier: String,
    /// Its meaning in plain words; `None` for an alternative that is not known here.
    pub text: Option<&'static str>,
    /// What to do.
    pub advice: Vec<&'static str>,
    /// What the message says in addition: the aliases, the numbers, or the security error.
    pub detail: Option<String>,
}

impl Reason {
    /// The identifier, and its detail.
    #[must_use]
    pub fn line(&self) -> String {
        match &self.detail {
            Some(detail) => format!("reason {} ({detail})", self.identifier),
            None => format!("reason {}", self.identifier),
        }
    }

    /// The identifier of the security error, if that is the reason.
    #[must_use]
    pub fn security_error(&self) -> Option<&str> {
        let detail = self.detail.as_deref();
        let error = detail.filter(|_| self.identifier == "securityError")?;
        error.split(':').next()
    }

    /// The identifier with its meaning: `duplicateAlias, an alias is registered already (2000)`.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = self.identifier.clone();
        if let Some(text) = self.text {
            words = format!("{words}, {text}");
        }
        match &self.detail {
            Some(detail) => format!("{words} ({detail})"),
            None => words,
        }
    }
}

/// The component of a message that holds its reason, and the table of that.
const fn place(message: RasMessageName) -> Option<(&'static str, Table)> {
    use RasMessageName as Name;
    Some(match message {
        Name::GatekeeperReject => ("rejectReason", discovery::GATEKEEPER_REJECT),
        Name::RegistrationReject => ("rejectReason", registration::REGISTRATION_REJECT),
        Name::UnregistrationRequest => ("reason", registration::UNREG_REQUEST),
        Name::UnregistrationReject => ("rejectReason", registration::UNREG_REJECT),
        Name::AdmissionReject => ("rejectReason", call::ADMISSION_REJECT),
        Name::BandwidthReject => ("rejectReason", call::BAND_REJECT),
        Name::LocationReject => ("rejectReason", discovery::LOCATION_REJECT),
        Name::DisengageRequest => ("disengageReason", call::DISENGAGE),
        Name::DisengageReject => ("rejectReason", call::DISENGAGE_REJECT),
        Name::InfoRequestNak => ("nakReason", registration::INFO_REQUEST_NAK),
        Name::InfoRequestResponse => ("irrStatus", registration::INFO_REQUEST_RESPONSE_STATUS),
        Name::ServiceControlResponse => ("result", registration::SERVICE_CONTROL_RESULT),
        _ => return None,
    })
}

fn row(table: Table, identifier: &str) -> Option<&'static Row> {
    table.iter().find(|row| row.identifier == identifier)
}

/// The reason in the body of a message.
pub(super) fn of(view: &View<'_>, body: usize, message: RasMessageName) -> Option<Reason> {
    let (component, table) = place(message)?;
    let chosen = view.only(view.child(body, component)?)?;
    let identifier = view.name(chosen);
    let row = row(table, identifier);
    let mut reason = Reason {
        identifier: identifier.to_owned(),
        text: row.map(|row| row.text),
        advice: row.map_or_else(Vec::new, |row| row.advice.to_vec()),
        detail: None,
    };
    reason.detail = match identifier {
        "securityError" => {
            let error = view.only(chosen)?;
            let row = self::row(security::ERRORS, view.name(error));
            reason.advice = row.map_or(reason.advice, |row| row.advice.to_vec());
            Some(match row {
                Some(row) => format!("{}: {}", row.identifier, row.text),
                None => view.name(error).to_owned(),
            })
        }
        "duplicateAlias" => some(&view.aliases(chosen)),
        "invalidTerminalAliases" => {
            let aliases = view.child(chosen, "terminalAlias");
            aliases.and_then(|list| some(&view.aliases(list)))
        }
        "routeCallToSCN" | "routeCalltoSCN" => some(&view.numbers(chosen)),
        "segment" => view.integer(chosen).map(|number| number.to_string()),
        _ => None,
    };
    Some(reason)
}

/// `2000, 2001`; `None` for nothing.
fn some(items: &[String]) -> Option<String> {
    let shown: Vec<&str> = items.iter().take(MOST).map(String::as_str).collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

/// The meaning of the alternative `identifier` in the component `component` of a message body.
pub(crate) fn meaning(body: &str, component: &str, identifier: &str) -> Option<&'static str> {
    if component == "securityError" {
        return row(security::ERRORS, identifier).map(|row| row.text);
    }
    let (own, table) = place(RasMessageName::new(body)?)?;
    let row = (own == component).then(|| row(table, identifier)).flatten();
    row.map(|row| row.text)
}

#[cfg(test)]
mod tests {
    use h323_asn1::h225;
    use rasn::types::Choice;

    use super::*;
    use crate::plain;

    /// Every alternative has its words, in the order of the module, and those that refuse have
    /// advice.
    fn complete<T: Choice>(table: Table, refuses: bool) {
        let names: Vec<&str> = table.iter().map(|row| row.identifier).collect();
        assert_eq!(names, T::IDENTIFIERS);
        for row in table {
            let name = row.identifier;
            assert!(row.text.len() > 8, "{name}");
            let first = row.text.chars().next().unwrap();
            assert!(
                !first.is_uppercase() || row.text.starts_with("H."),
                "{name}"
            );
            assert!(!row.text.ends_with('.'), "{name}");
            assert!(!refuses || !row.advice.is_empty(), "{name}");
            assert_eq!(plain::faults_in_line(row.text), [""; 0], "{name}");
            for advice in row.advice {
                assert!(advice.len() > 14, "{name}: {advice}");
                assert_eq!(plain::faults(advice), [""; 0], "{name}: {advice}");
            }
        }
    }

    #[test]
    fn every_alternative_of_every_reason_has_words() {
        complete::<h225::GatekeeperRejectReason>(discovery::GATEKEEPER_REJECT, true);
        complete::<h225::LocationRejectReason>(discovery::LOCATION_REJECT, true);
        complete::<h225::RegistrationRejectReason>(registration::REGISTRATION_REJECT, true);
        complete::<h225::UnregRequestReason>(registration::UNREG_REQUEST, false);
        complete::<h225::UnregRejectReason>(registration::UNREG_REJECT, true);
        complete::<h225::InfoRequestNakReason>(registration::INFO_REQUEST_NAK, true);
        complete::<h225::InfoRequestResponseStatus>(
            registration::INFO_REQUEST_RESPONSE_STATUS,
            false,
        );
        complete::<h225::ServiceControlResponseResult>(registration::SERVICE_CONTROL_RESULT, false);
        complete::<h225::AdmissionRejectReason>(call::ADMISSION_REJECT, true);
        complete::<h225::BandRejectReason>(call::BAND_REJECT, true);
        complete::<h225::DisengageReason>(call::DISENGAGE, false);
        complete::<h225::DisengageRejectReason>(call::DISENGAGE_REJECT, true);
        complete::<h225::SecurityErrors>(security::ERRORS, true);
        for error in <h225::SecurityErrors2 as Choice>::IDENTIFIERS {
            assert!(row(security::ERRORS, error).is_some(), "{error}");
        }
    }

    #[test]
    fn every_reject_has_a_reason() {
        for message in RasMessageName::ALL {
            assert!(
                !message.is_reject() || place(*message).is_some(),
                "{message}"
            );
        }
    }

    #[test]
    fn a_reason_is_found_by_its_place() {
        let found = meaning(
            "admissionReject",
            "rejectReason",
            "calledPartyNotRegistered",
        );
        assert!(found.is_some());
        assert_eq!(
            meaning("admissionReject", "reason", "calledPartyNotRegistered"),
            None
        );
        assert_eq!(meaning("releaseComplete", "reason", "noBandwidth"), None);
        assert!(meaning("", "securityError", "securityReplay").is_some());
    }
}
