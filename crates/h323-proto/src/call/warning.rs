//! The table of warnings: oddities of an endpoint that are not fatal.

use alloc::string::String;
use core::fmt;

macro_rules! warnings {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $clause:literal;)*) => {
        /// The kind of a warning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum WarningCode {
            $($(#[$doc])* $name,)*
        }

        impl WarningCode {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code in reports. It does not change between versions.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The clause that the endpoint (or we) did not follow, or that describes the fact.
            #[must_use]
            pub const fn clause(self) -> &'static str {
                match self { $(Self::$name => $clause,)* }
            }
        }

        impl fmt::Display for WarningCode {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.code())
            }
        }
    };
}

warnings! {
    /// An expected time passed; the call waits on to its hard limit.
    TimerExpected = "timer-expected", "Q.931 9.1";
    /// A message whose Q.931 part could not be read to its end.
    UndecodableMessage = "undecodable-message", "Q.931 5.8";
    /// A User-user element whose H.225.0 value could not be read to its end.
    UndecodableUserInformation = "undecodable-uuie", "H.225.0 7.3";
    /// Octets after the end of the H.225.0 value.
    TrailingOctets = "trailing-octets", "X.691 11.1";
    /// No User-user element in a message that must have one.
    MissingUserInformation = "missing-uuie", "H.225.0 7.2.2.31";
    /// The H.225.0 body does not match the Q.931 message type.
    BodyMismatch = "body-mismatch", "H.225.0 7.3";
    /// The octets of a Cause do not match its format, but the cause can be told.
    MalformedCause = "malformed-cause", "Q.931 4.5.12";
    /// The call reference flag is the one of our own messages.
    CallReferenceFlag = "call-reference-flag", "Q.931 4.3";
    /// A call reference that is not the one of this call.
    CallReferenceValue = "call-reference-value", "Q.931 5.8.3.2";
    /// Information elements out of ascending order.
    ElementOrder = "element-order", "Q.931 4.5.1";
    /// A reserved octet of the TPKT header that is not zero.
    TpktReserved = "tpkt-reserved", "RFC 1006 6";
    /// The endpoint answers with another `callIdentifier`.
    CallIdentifierChanged = "call-identifier-changed", "H.225.0 7.3.3";
    /// The endpoint answers with another `conferenceID`.
    ConferenceIdChanged = "conference-id-changed", "H.225.0 7.3.3";
    /// Cause element and `reason` of a Release Complete contradict each other.
    ReleaseDisagrees = "release-disagrees", "H.225.0 7.2.2.8";
    /// A Release Complete with neither cause nor reason.
    ReleaseUnexplained = "release-unexplained", "H.225.0 7.3.9";
    /// The endpoint wants more digits.
    MoreDigitsWanted = "more-digits-wanted", "Q.931 5.1.3";
    /// A message that this state or side does not allow.
    UnexpectedMessage = "unexpected-message", "Q.931 5.8.4";
    /// A message type that Q.931 does not define.
    UnknownMessage = "unknown-message", "Q.931 5.8.4";
    /// A Status that reports the call in state Null.
    StatusDisagrees = "status-disagrees", "Q.931 5.8.11";
    /// The endpoint closed the connection without Release Complete.
    NoReleaseComplete = "no-release-complete", "H.225.0 7.3.9";
    /// The connection broke while the call was up.
    ConnectionBroke = "connection-broke", "H.323 8.5";
    /// The octets on call signalling are no longer TPKT.
    StreamBroken = "stream-broken", "RFC 1006 6";
    /// The endpoint did not finish a message.
    IncompleteMessage = "incomplete-message", "RFC 1006 6";
    /// We offered `h245Tunnelling`, and the endpoint offers neither the tunnel nor an
    /// `h245Address`.
    NoH245Channel = "no-control-channel", "H.323 8.2";
    /// H.245 in a tunnel that the two sides did not agree on.
    UnexpectedTunnel = "unexpected-tunnel", "H.323 8.2.1";
    /// The endpoint refuses the tunnel in one message and offers it in another.
    TunnelWithdrawn = "tunnel-withdrawn", "H.323 8.2.1";
    /// The endpoint offers the tunnel and an `h245Address`.
    BothH245Channels = "both-control-channels", "H.323 8.2.1";
    /// The `h245Address` lies outside the public Internet.
    PrivateH245Address = "private-h245-address", "H.323 8.2";
    /// The H.245 connection could not be opened, or broke.
    H245ChannelFailed = "h245-channel-failed", "H.323 8.2";
    /// Call signalling is over TLS, and the endpoint does not ask for it on the H.245 connection.
    H245NotSecured = "h245-not-secured", "H.225.0 7.3.3";
    /// An H.245 message that could not be read to its end.
    UndecodableH245 = "undecodable-h245", "H.245 6";
    /// The endpoint changed its capabilities during the call.
    CapabilitiesChanged = "capabilities-changed", "H.245 8.3";
    /// The H.245 negotiation did not finish in time.
    H245Incomplete = "h245-incomplete", "H.323 8.2";
    /// The endpoint did not answer endSession, or released the call without it.
    NoEndSession = "no-end-session", "H.323 8.5";
    /// The endpoint refuses the channels that Setup offered.
    FastStartRefused = "fast-start-refused", "H.323 8.1.7";
    /// The endpoint does not mention the channels that Setup offered.
    FastStartIgnored = "fast-start-ignored", "H.323 8.1.7";
    /// The endpoint accepts channels that Setup did not offer, or channels that cannot be read.
    FastStartMismatch = "fast-start-mismatch", "H.323 8.1.7";
    /// The endpoint rejects our capabilities, or does not answer them.
    CapabilitiesRejected = "capabilities-rejected", "H.245 8.3";
    /// The two sides could not decide which is master.
    MasterSlaveFailed = "master-slave-failed", "H.245 8.2";
    /// The two sides have no codec in common.
    NoCommonCodec = "no-common-codec", "H.245 8.3";
    /// The endpoint pauses the call with an empty capability set.
    EmptyCapabilitySet = "empty-capability-set", "H.323 8.4.6";
    /// The endpoint did not answer roundTripDelayRequest.
    RoundTripUnanswered = "round-trip-unanswered", "H.245 8.8";
    /// Requested digits were not sent, or not all of them.
    UserInputNotSent = "user-input-not-sent", "H.245 B.14";
    /// We type digits in a form that the endpoint does not announce.
    UserInputNotAnnounced = "user-input-not-announced", "H.245 B.2";
    /// The call ended while we waited for the reaction to the digits.
    EndedAfterUserInput = "ended-after-user-input", "H.323 8.5";
    /// A requested mode was not asked for.
    ModeNotRequested = "mode-not-requested", "H.245 8.9";
    /// The endpoint rejects the requested mode.
    ModeRejected = "mode-rejected", "H.245 8.9";
    /// The endpoint did not answer requestMode.
    ModeUnanswered = "mode-unanswered", "H.245 8.9";
    /// The endpoint repeats the same message.
    RepeatedMessage = "repeated-message", "Q.931 5.8.4";
    /// The endpoint repeats the same request, although it is answered.
    RepeatedRequest = "repeated-request", "H.245 8";
    /// The endpoint sends one Status after another.
    StatusFlood = "status-flood", "Q.931 5.8.10";
    /// The endpoint claims an early version of H.225.0.
    OldVersion = "old-version", "H.225.0 7.3";
    /// A message claims an old version, after another one claimed a newer.
    VersionChanged = "version-changed", "H.225.0 7.3";
    /// A field is missing that is mandatory in the version which the endpoint claims.
    MissingField = "missing-field", "H.225.0 7.3";
    /// Setup went out without `destCallSignalAddress`.
    NoDestinationAddress = "no-destination-address", "H.225.0 7.3.10";
    /// The proof of the password in a message is not good.
    WrongProof = "wrong-proof", "H.235.1 7.2";
    /// The gatekeeper chose a method of proof that we were not asked to use.
    ForeignMethod = "foreign-method", "H.225.0 7.8.2";
    /// An answer of the gatekeeper belongs to no request of ours.
    StrayAnswer = "stray-answer", "H.225.0 7.19";
    /// The gatekeeper did not answer a request, and it went on without.
    RasUnanswered = "ras-unanswered", "H.225.0 7.19";
    /// The gatekeeper rejected a request, and it went on without.
    RasRejected = "ras-rejected", "H.225.0 7.9";
    /// The gatekeeper ended the call.
    EndedByGatekeeper = "ended-by-gatekeeper", "H.225.0 7.14";
    /// The gatekeeper asked for a new registration.
    RegisteredAgain = "registered-again", "H.225.0 7.9.1";
    /// A gatekeeper of another name answered.
    OtherGatekeeper = "other-gatekeeper", "H.225.0 7.8.2";
    /// Our message could not be written, which is a fault of this program.
    NotSent = "not-sent", "";
    /// More messages came than are reported in full.
    TraceFull = "trace-full", "";
}

/// An oddity in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The kind.
    pub code: WarningCode,
    /// The observation, for people.
    pub text: String,
}
