//! How a call was released, for the report.

use h323_proto::{
    call::{CallEnd, EndReason, EndedBy, ReleaseWords, Timer},
    h225::ReleaseReason,
    q931::{Cause, Location},
};
use serde::Serialize;

use crate::word::{optional_word, word};

/// How the call was released.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseReport {
    /// `user`, `library`, `remote` or `transport`: the side whose endSession or Release Complete came
    /// first.
    #[serde(serialize_with = "word")]
    pub by: EndedBy,
    /// The Release Complete of the side that ended the call, or of the other side if only that sent
    /// one.
    #[serde(flatten)]
    pub said: Said,
    /// The tester's Release Complete; absent if it sent none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<Said>,
    /// The endpoint's Release Complete; absent if it sent none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<Said>,
}

/// The contents of a Release Complete.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// Value of the Cause element (Q.850), 0–127.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<u8>,
    /// The meaning of the cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause_text: Option<String>,
    /// The location of the sender of the cause (Q.850 location).
    #[serde(
        serialize_with = "optional_word",
        skip_serializing_if = "Option::is_none"
    )]
    pub location: Option<Location>,
    /// `ReleaseCompleteReason`.
    #[serde(
        serialize_with = "optional_word",
        skip_serializing_if = "Option::is_none"
    )]
    pub reason: Option<ReleaseReason>,
    /// The meaning of the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_text: Option<&'static str>,
}

impl ReleaseReport {
    /// The release in the end of a call; `None` if there was no connection.
    #[must_use]
    pub fn of(end: &CallEnd) -> Option<Self> {
        let never_connected = matches!(
            &end.reason,
            EndReason::ConnectFailed(_)
                | EndReason::TlsFailed(_)
                | EndReason::TimedOut(Timer::Connect)
        );
        (!never_connected).then(|| Self {
            by: end.by,
            said: Said::new(end.cause.as_ref(), end.release_reason.as_ref()),
            own: end.own.as_deref().map(Said::of),
            peer: end.peer.as_deref().map(Said::of),
        })
    }
}

impl Said {
    fn of(words: &ReleaseWords) -> Self {
        Self::new(words.cause.as_ref(), words.reason.as_ref())
    }

    fn new(cause: Option<&Cause>, reason: Option<&ReleaseReason>) -> Self {
        Self {
            cause: cause.map(|cause| cause.value.0),
            cause_text: cause
                .and_then(|cause| cause.value.text())
                .map(ToOwned::to_owned),
            location: cause.map(|cause| cause.location),
            reason: reason.cloned(),
            reason_text: reason.and_then(ReleaseReason::text),
        }
    }

    /// `cause 16 normal call clearing, reason inConf`, or a text that says that both are missing.
    #[must_use]
    pub fn words(&self) -> String {
        let text = |text: Option<&str>| text.map(|text| format!(" {text}")).unwrap_or_default();
        let cause = self
            .cause
            .map(|cause| format!("cause {cause}{}", text(self.cause_text.as_deref())));
        let reason = self
            .reason
            .as_ref()
            .map(|reason| format!("reason {reason}"));
        let parts: Vec<String> = cause.into_iter().chain(reason).collect();
        match parts.is_empty() {
            true => "neither cause nor reason".into(),
            false => parts.join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use h323_proto::q931::{CallState, CauseValue, Location};
    use serde_json::json;

    use super::*;

    fn words(cause: u8, reason: Option<&str>) -> ReleaseWords {
        ReleaseWords {
            cause: Some(Cause::new(Location::User, CauseValue(cause))),
            reason: reason.map(ReleaseReason::new),
        }
    }

    #[test]
    fn what_either_side_said_stands_beside_what_counts() {
        let theirs = words(17, Some("inConf"));
        let end = CallEnd {
            cause: theirs.cause.clone(),
            release_reason: theirs.reason.clone(),
            own: Some(Box::new(words(16, None))),
            peer: Some(Box::new(theirs)),
            ..CallEnd::new(EndedBy::Remote, EndReason::Released, CallState::Active)
        };
        let release = ReleaseReport::of(&end).unwrap();
        let value = serde_json::to_value(&release).unwrap();
        assert_eq!(value["by"], "remote");
        assert_eq!(value["cause"], 17);
        assert_eq!(value["reason"], "inConf");
        assert_eq!(
            value["own"],
            json!({ "cause": 16, "causeText": "normal call clearing", "location": "user" })
        );
        assert_eq!(value["peer"]["cause"], 17);
        assert_eq!(
            release.peer.unwrap().words(),
            "cause 17 user busy, reason inConf"
        );
    }

    #[test]
    fn who_said_nothing_is_left_out() {
        let end = CallEnd::new(
            EndedBy::Transport,
            EndReason::Closed { pending: 0 },
            CallState::Active,
        );
        let release = ReleaseReport::of(&end).unwrap();
        assert_eq!(
            serde_json::to_value(&release).unwrap(),
            json!({ "by": "transport" })
        );
        assert_eq!(release.said.words(), "neither cause nor reason");
        let reason = EndReason::ConnectFailed("refused".into());
        let end = CallEnd::new(EndedBy::Transport, reason, CallState::Null);
        assert!(ReleaseReport::of(&end).is_none());
    }
}
