//! When, where and with which program a call was placed.

use std::fmt;

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;

/// When, where and with which program a call was placed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    /// The time from which the report counts milliseconds: UTC in ISO 8601.
    pub started_at: String,
    /// The program.
    pub tester: Tester,
    /// The airport code of the data centre, if the platform has data centres and names this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colo: Option<String>,
}

/// A program that places calls.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Tester {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// So many milliseconds after the beginning of 1970 (UTC), in ISO 8601.
pub(crate) fn utc(millis: u64) -> String {
    let moment = i64::try_from(millis)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .unwrap_or(DateTime::UNIX_EPOCH);
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

impl Origin {
    /// The origin of a call that starts so many milliseconds after the beginning of 1970 (UTC).
    #[must_use]
    pub fn new(millis: u64, tester: Tester, colo: Option<String>) -> Self {
        Self {
            started_at: utc(millis),
            tester,
            colo,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tester { name, version } = self.tester;
        write!(f, "{} by {name} {version}", self.started_at)?;
        match &self.colo {
            Some(colo) => write!(f, " from {colo}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TESTER: Tester = Tester {
        name: "tester",
        version: "1.2.3",
    };

    #[test]
    fn a_start_is_utc_to_the_millisecond() {
        let cases = [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_827_696_789, "2000-02-29T12:34:56.789Z"),
            (1_795_809_600_007, "2026-11-27T20:00:00.007Z"),
        ];
        for (millis, text) in cases {
            assert_eq!(Origin::new(millis, TESTER, None).started_at, text);
        }
    }

    /// Any value of the clock leads to a report.
    #[test]
    fn a_clock_that_is_out_of_its_mind_does_no_harm() {
        for millis in [u64::MAX, i64::MAX.unsigned_abs()] {
            let origin = Origin::new(millis, TESTER, None);
            assert_eq!(origin.started_at, "1970-01-01T00:00:00.000Z");
        }
    }

    #[test]
    fn where_it_was_is_told_if_it_is_known() {
        let told = |colo: Option<&str>| {
            let origin = Origin::new(0, TESTER, colo.map(Into::into));
            (serde_json::to_value(&origin).unwrap(), origin.to_string())
        };
        let start = "1970-01-01T00:00:00.000Z";
        let tester = serde_json::json!({ "name": "tester", "version": "1.2.3" });
        assert_eq!(
            told(None),
            (
                serde_json::json!({ "startedAt": start, "tester": tester }),
                format!("{start} by tester 1.2.3")
            )
        );
        assert_eq!(
            told(Some("AMS")),
            (
                serde_json::json!({ "startedAt": start, "tester": tester, "colo": "AMS" }),
                format!("{start} by tester 1.2.3 from AMS")
            )
        );
    }
}
