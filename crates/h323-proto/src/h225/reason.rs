//! `ReleaseCompleteReason` and `FacilityReason` as values to show, compare and write.

use alloc::string::String;

use h323_asn1::h225;

use crate::{named::shown_by_name, q931::CauseValue};

/// An enum over the alternatives of an H.225.0 choice. The table lists each alternative once, by
/// its identifier. `(..)` marks an alternative that carries data, which we cannot write without the
/// data.
macro_rules! alternatives {
    (
        $(#[$meta:meta])*
        pub enum $name:ident of $wire:ident {
            $($(#[$doc:meta])* $variant:ident = $identifier:ident $(($data:tt))?,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// An alternative that has no variant here, by its identifier.
            Other(String),
        }

        shown_by_name!($name);

        impl $name {
            /// The reason with this identifier.
            #[must_use]
            pub fn new(identifier: &str) -> Self {
                match identifier {
                    $(stringify!($identifier) => Self::$variant,)*
                    other => Self::Other(other.into()),
                }
            }

            /// The Recommendation's identifier.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => stringify!($identifier),)*
                    Self::Other(identifier) => identifier,
                }
            }

            /// The value to write; `None` for an alternative that carries data of its own.
            pub(super) const fn to_wire(&self) -> Option<h225::$wire> {
                match self {
                    $(Self::$variant => alternatives!(@wire $wire $identifier $($data)?),)*
                    Self::Other(_) => None,
                }
            }
        }
    };
    (@wire $wire:ident $identifier:ident) => { Some(h225::$wire::$identifier) };
    (@wire $wire:ident $identifier:ident ..) => { None };
}

macro_rules! release_reasons {
    ($($variant:ident = $identifier:ident $(($data:tt))?, $cause:literal, $text:literal;)*) => {
        alternatives! {
            /// The `reason` of a Release Complete (H.225.0 7.3.9).
            pub enum ReleaseReason of ReleaseCompleteReason {
                $(#[doc = $text] $variant = $identifier $(($data))?,)*
            }
        }

        impl ReleaseReason {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its meaning in plain words.
            #[must_use]
            pub const fn text(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($text),)*
                    Self::Other(_) => None,
                }
            }

            /// The cause that matches it.
            #[must_use]
            pub const fn cause(&self) -> Option<CauseValue> {
                match self {
                    $(Self::$variant => Some(CauseValue($cause)),)*
                    Self::Other(_) => None,
                }
            }
        }
    };
}

// Identifier, the matching cause, and the meaning in plain words. The causes are those of H.225.0
// table 5. For reasons added later, they are those that gatekeepers send.
release_reasons! {
    NoBandwidth = noBandwidth, 34, "the requested bandwidth is not granted";
    GatekeeperResources = gatekeeperResources, 47, "the gatekeeper is out of resources";
    UnreachableDestination = unreachableDestination, 3, "the destination cannot be reached";
    DestinationRejection = destinationRejection, 16, "the endpoint rejected the call";
    InvalidRevision = invalidRevision, 88, "the protocol versions do not match";
    NoPermission = noPermission, 127, "the gatekeeper of the endpoint does not permit the call";
    UnreachableGatekeeper = unreachableGatekeeper, 38, "the gatekeeper cannot be reached";
    GatewayResources = gatewayResources, 42, "the gateway is out of resources";
    BadFormatAddress = badFormatAddress, 28, "the number or alias cannot be routed in this form";
    AdaptiveBusy = adaptiveBusy, 41, "the call was dropped because the network is overloaded";
    InConf = inConf, 17, "the endpoint is busy";
    UndefinedReason = undefinedReason, 31, "no reason given";
    FacilityCallDeflection = facilityCallDeflection, 16, "the call was sent elsewhere by a Facility message";
    SecurityDenied = securityDenied, 31, "the security settings do not allow the call";
    CalledPartyNotRegistered = calledPartyNotRegistered, 20, "the endpoint is not registered with the gatekeeper";
    CallerNotRegistered = callerNotRegistered, 31, "the gatekeeper takes calls from registered endpoints only";
    NewConnectionNeeded = newConnectionNeeded, 47, "the call has to be placed again on a new connection";
    NonStandardReason = nonStandardReason(..), 127, "a vendor's own reason";
    ReplaceWithConferenceInvite = replaceWithConferenceInvite(..), 31, "the call is replaced by an invitation to a conference";
    GenericDataReason = genericDataReason, 31, "the reason is in the generic data";
    NeededFeatureNotSupported = neededFeatureNotSupported, 31, "the endpoint needs a feature that is missing";
    TunnelledSignallingRejected = tunnelledSignallingRejected, 127, "the tunnelled signalling protocol is not accepted";
    InvalidCid = invalidCID, 3, "the conference ID is not valid";
    SecurityError = securityError(..), 31, "a security check failed";
    HopCountExceeded = hopCountExceeded, 3, "the call passed through too many gatekeepers";
}

impl ReleaseReason {
    /// Whether this cause fits the reason: either H.225.0 maps the reason to it, or stacks send it
    /// for the same thing. `undefinedReason` fits every cause.
    #[must_use]
    pub fn agrees_with(&self, cause: CauseValue) -> bool {
        let usual = match self {
            Self::UndefinedReason => return true,
            Self::DestinationRejection => cause == CauseValue::CALL_REJECTED,
            Self::NoPermission => cause == CauseValue::PROTOCOL_ERROR,
            _ => false,
        };
        usual || self.cause().is_none_or(|expected| expected == cause)
    }

    /// Every reason that needs no further data, as `h323-peer` offers them.
    pub fn plain() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().cloned();
        all.filter(|reason| reason.to_wire().is_some())
    }
}

alternatives! {
    /// The `reason` of a Facility (H.225.0 7.4.1).
    pub enum FacilityReason of FacilityReason {
        /// The caller should place calls through a gatekeeper.
        RouteCallToGatekeeper = routeCallToGatekeeper,
        /// The caller should place the call elsewhere.
        CallForwarded = callForwarded,
        /// The call should join a conference.
        RouteCallToMc = routeCallToMC,
        /// The sender gave no reason.
        UndefinedReason = undefinedReason,
        /// The caller can choose among conferences.
        ConferenceListChoice = conferenceListChoice,
        /// The receiver should open the H.245 channel.
        StartH245 = startH245,
        /// H.245 will not follow.
        NoH245 = noH245,
        /// There are other tokens.
        NewTokens = newTokens,
        /// The set of features has changed.
        FeatureSetUpdate = featureSetUpdate,
        /// The Facility passes on elements of another message.
        ForwardedElements = forwardedElements,
        /// The Facility only transports its contents, for instance an H.245 message.
        TransportedInformation = transportedInformation,
    }
}

impl FacilityReason {
    /// Whether it asks the caller to place the call elsewhere (H.323 8.4).
    #[must_use]
    pub const fn is_redirect(&self) -> bool {
        matches!(
            self,
            Self::RouteCallToGatekeeper | Self::CallForwarded | Self::RouteCallToMc
        )
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use rasn::types::Choice;

    use super::*;

    #[test]
    fn every_reason_has_a_cause_with_a_name() {
        for reason in ReleaseReason::ALL {
            let name = reason.name();
            assert!(
                reason.cause().and_then(CauseValue::text).is_some(),
                "{name}"
            );
            assert!(reason.text().is_some(), "{name}");
        }
        assert_eq!(ReleaseReason::new("inventedReason").cause(), None);
        assert_eq!(ReleaseReason::plain().count(), 22);
    }

    #[test]
    fn the_tables_have_every_alternative_that_the_choices_have() {
        let release = <h225::ReleaseCompleteReason as Choice>::IDENTIFIERS;
        let names: Vec<&str> = ReleaseReason::ALL.iter().map(ReleaseReason::name).collect();
        assert_eq!(names, release);
        for name in <h225::FacilityReason as Choice>::IDENTIFIERS {
            let reason = FacilityReason::new(name);
            assert_eq!(reason.name(), *name);
            assert!(reason.to_wire().is_some(), "{name}");
        }
    }

    #[test]
    fn a_reason_is_found_by_its_identifier_and_another_one_keeps_its_own() {
        for reason in ReleaseReason::ALL {
            assert_eq!(ReleaseReason::new(reason.name()), *reason);
        }
        let other = ReleaseReason::new("inventedReason");
        assert_eq!(other, ReleaseReason::Other("inventedReason".into()));
        assert_eq!(other.name(), "inventedReason");
        assert_eq!(other.to_wire(), None);
    }
}
