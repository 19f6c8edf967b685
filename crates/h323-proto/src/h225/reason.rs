//! `ReleaseCompleteReason` and `FacilityReason` as values that can be shown, compared and written.

use alloc::string::{String, ToString};

use h323_asn1::h225;

use crate::q931::CauseValue;

/// The `reason` of a Release Complete (H.225.0 7.3.9).
///
/// Kept as the Recommendation's identifier, so that a reason we give no meaning to is still shown
/// by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseReason(String);

/// Reason, the cause that stands for it, and what it says in plain words. The causes are those of
/// H.225.0 table 5 and, for the reasons that came after it, those that gatekeepers send.
const RELEASE_REASONS: [(&str, u8, &str); 25] = [
    ("noBandwidth", 34, "the bandwidth asked for is not granted"),
    (
        "gatekeeperResources",
        47,
        "the gatekeeper is out of resources",
    ),
    (
        "unreachableDestination",
        3,
        "there is no way to the destination",
    ),
    (
        "destinationRejection",
        16,
        "the called endpoint rejected the call",
    ),
    (
        "invalidRevision",
        88,
        "the protocol versions do not go together",
    ),
    (
        "noPermission",
        127,
        "the called side's gatekeeper does not permit the call",
    ),
    (
        "unreachableGatekeeper",
        38,
        "the gatekeeper cannot be reached",
    ),
    ("gatewayResources", 42, "the gateway is out of resources"),
    (
        "badFormatAddress",
        28,
        "the number or alias is not in a form that can be routed",
    ),
    (
        "adaptiveBusy",
        41,
        "the call was dropped because the network is overloaded",
    ),
    ("inConf", 17, "the called endpoint is busy"),
    ("undefinedReason", 31, "no reason given"),
    (
        "facilityCallDeflection",
        16,
        "the call was sent elsewhere by a Facility message",
    ),
    (
        "securityDenied",
        31,
        "the security settings do not allow the call",
    ),
    (
        "calledPartyNotRegistered",
        20,
        "the called endpoint is not registered with the gatekeeper",
    ),
    (
        "callerNotRegistered",
        31,
        "the gatekeeper only takes calls from registered endpoints",
    ),
    (
        "newConnectionNeeded",
        47,
        "the call has to be placed again on a new connection",
    ),
    ("nonStandardReason", 127, "a vendor's own reason"),
    (
        "replaceWithConferenceInvite",
        31,
        "the call is replaced by an invitation to a conference",
    ),
    ("genericDataReason", 31, "the reason is in the generic data"),
    (
        "neededFeatureNotSupported",
        31,
        "a feature that the called side needs is missing",
    ),
    (
        "tunnelledSignallingRejected",
        127,
        "the tunnelled signalling protocol is not accepted",
    ),
    ("invalidCID", 3, "the call identifier is not valid"),
    ("securityError", 31, "a security check failed"),
    (
        "hopCountExceeded",
        3,
        "the call passed through too many gatekeepers",
    ),
];

impl ReleaseReason {
    /// The reason with this identifier.
    #[must_use]
    pub fn new(identifier: &str) -> Self {
        Self(identifier.to_string())
    }

    /// The Recommendation's identifier.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// What it says, in plain words.
    #[must_use]
    pub fn text(&self) -> Option<&'static str> {
        self.row().map(|(_, _, text)| *text)
    }

    /// The cause that stands for it.
    #[must_use]
    pub fn cause(&self) -> Option<CauseValue> {
        self.row().map(|(_, cause, _)| CauseValue(*cause))
    }

    /// Whether this cause beside it is nothing odd: the one that stands for it, or one that stacks
    /// send for the same thing. `undefinedReason` goes with any.
    #[must_use]
    pub fn agrees_with(&self, cause: CauseValue) -> bool {
        let usual = match self.name() {
            "undefinedReason" => return true,
            "destinationRejection" => cause == CauseValue::CALL_REJECTED,
            "noPermission" => cause == CauseValue::PROTOCOL_ERROR,
            _ => false,
        };
        usual || self.cause().is_none_or(|expected| expected == cause)
    }

    /// Every reason that can be given without further data, as `h323-peer` offers them.
    pub fn plain() -> impl Iterator<Item = &'static str> {
        RELEASE_REASONS
            .iter()
            .map(|(name, _, _)| *name)
            .filter(|name| Self::new(name).to_wire().is_some())
    }

    fn row(&self) -> Option<&'static (&'static str, u8, &'static str)> {
        RELEASE_REASONS.iter().find(|(name, _, _)| *name == self.0)
    }

    /// The value to write; none for reasons that carry data of their own.
    pub(super) fn to_wire(&self) -> Option<h225::ReleaseCompleteReason> {
        use h225::ReleaseCompleteReason as R;
        Some(match self.name() {
            "noBandwidth" => R::noBandwidth,
            "gatekeeperResources" => R::gatekeeperResources,
            "unreachableDestination" => R::unreachableDestination,
            "destinationRejection" => R::destinationRejection,
            "invalidRevision" => R::invalidRevision,
            "noPermission" => R::noPermission,
            "unreachableGatekeeper" => R::unreachableGatekeeper,
            "gatewayResources" => R::gatewayResources,
            "badFormatAddress" => R::badFormatAddress,
            "adaptiveBusy" => R::adaptiveBusy,
            "inConf" => R::inConf,
            "undefinedReason" => R::undefinedReason,
            "facilityCallDeflection" => R::facilityCallDeflection,
            "securityDenied" => R::securityDenied,
            "calledPartyNotRegistered" => R::calledPartyNotRegistered,
            "callerNotRegistered" => R::callerNotRegistered,
            "newConnectionNeeded" => R::newConnectionNeeded,
            "genericDataReason" => R::genericDataReason,
            "neededFeatureNotSupported" => R::neededFeatureNotSupported,
            "tunnelledSignallingRejected" => R::tunnelledSignallingRejected,
            "invalidCID" => R::invalidCID,
            "hopCountExceeded" => R::hopCountExceeded,
            _ => return None,
        })
    }
}

/// The `reason` of a Facility (H.225.0 7.4.1), by the Recommendation's identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacilityReason(String);

impl FacilityReason {
    /// The reason with this identifier.
    #[must_use]
    pub fn new(identifier: &str) -> Self {
        Self(identifier.to_string())
    }

    /// The Recommendation's identifier.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether it asks the caller to place the call elsewhere (H.323 8.4).
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        matches!(
            self.name(),
            "routeCallToGatekeeper" | "callForwarded" | "routeCallToMC"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_cause_with_a_name() {
        for (name, _, text) in RELEASE_REASONS {
            let reason = ReleaseReason::new(name);
            assert!(
                reason.cause().and_then(CauseValue::text).is_some(),
                "{name}"
            );
            assert_eq!(reason.text(), Some(text));
        }
        assert_eq!(ReleaseReason::new("inventedReason").cause(), None);
        assert_eq!(ReleaseReason::plain().count(), 22);
    }
}
