//! The table of outcome codes: one for each way in which a call can end, with its stage.

use super::Stage;
use crate::named::named;

macro_rules! outcome_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $stage:ident;)*) => {
        named! {
            /// The outcome of a call, as a code.
            pub enum OutcomeCode {
                $($(#[$doc])* $name = $code,)*
            }
        }

        impl OutcomeCode {
            /// The layer at which such a call stopped.
            #[must_use]
            pub const fn stage(self) -> Stage {
                match self { $(Self::$name => Stage::$stage,)* }
            }
        }
    };
}

outcome_codes! {
    /// The endpoint answered, and the call was released.
    Answered = "answered", Release;
    /// The endpoint answered, and ended the call before its time.
    EndedEarly = "ended-early", Release;
    /// The call was cancelled before it was answered.
    Cancelled = "cancelled", H225;
    /// The request is invalid.
    BadRequest = "bad-request", Input;
    /// The target may not be dialled.
    TargetNotAllowed = "target-not-allowed", Blocked;
    /// A number or text of the request has no encoding in Setup.
    SetupNotWritten = "setup-not-written", Input;
    /// The name has no address.
    NameNotFound = "name-not-found", Dns;
    /// The domain says in its SRV record that it takes no calls.
    ServiceNotOffered = "service-not-offered", Dns;
    /// The resolver did not say whether the name has an address.
    LookupFailed = "lookup-failed", Dns;
    /// The TCP connection could not be opened.
    ConnectFailed = "connect-failed", Tcp;
    /// The TCP connection did not open in time.
    ConnectTimeout = "connect-timeout", Tcp;
    /// The TCP connection broke during the call.
    ConnectionLost = "connection-lost", Tcp;
    /// The port answers, but not in TLS.
    NotTls = "not-tls", Tls;
    /// The endpoint speaks only versions of TLS before 1.2.
    TlsTooOld = "tls-too-old", Tls;
    /// The TLS handshake failed.
    TlsHandshakeFailed = "tls-handshake-failed", Tls;
    /// We refuse the certificate of the endpoint.
    CertificateRefused = "certificate-refused", Tls;
    /// The endpoint closed the connection without an answer.
    ClosedAtOnce = "closed-at-once", Tpkt;
    /// The endpoint closed the connection in the middle of a message.
    ClosedInMessage = "closed-in-message", Tpkt;
    /// The endpoint began a message and did not finish it.
    StuckInMessage = "stuck-in-message", Tpkt;
    /// The endpoint sent no octets after Setup.
    Silent = "silent", Tpkt;
    /// Another service answers on this port.
    NotH323 = "not-h323", Tpkt;
    /// The endpoint spoke H.323, and then its stream stopped being TPKT.
    StreamBroken = "stream-broken", Tpkt;
    /// None of the endpoint's messages could be read.
    Undecodable = "undecodable", Q931;
    /// The endpoint closed the connection without Release Complete.
    ClosedWithoutRelease = "closed-without-release", H225;
    /// Messages arrived, but none of them answers Setup.
    NoAnswerToSetup = "no-answer-to-setup", H225;
    /// The endpoint waited for more digits.
    MoreDigitsWanted = "more-digits-wanted", H225;
    /// The endpoint sent Call Proceeding, but neither rang nor answered.
    NoProgress = "no-progress", H225;
    /// The endpoint rang, but the call was not answered.
    NoAnswer = "no-answer", H225;
    /// The call took longer than a test may take.
    TooLong = "too-long", H225;
    /// The endpoint redirects the call.
    Redirected = "redirected", H225;
    /// The endpoint sent more messages than a call can need.
    Flood = "flood", H225;
    /// The gatekeeper registered the tester, which is all that was asked for.
    Registered = "registered", Release;
    /// The gatekeeper does not answer.
    GatekeeperSilent = "gatekeeper-silent", Ras;
    /// The gatekeeper does not take registrations over H.460.17.
    H46017NotSupported = "h46017-not-supported", Ras;
    /// The gatekeeper rejects the registration.
    RegistrationRejected = "registration-rejected", Ras;
    /// The gatekeeper rejects the call.
    AdmissionRejected = "admission-rejected", Ras;
    /// The gatekeeper refuses the password.
    PasswordWrong = "password-wrong", Ras;
    /// The gatekeeper does not know the user.
    UserUnknown = "user-unknown", Ras;
    /// The clocks of the gatekeeper and the tester are too far apart.
    ClockApart = "clock-apart", Ras;
    /// The gatekeeper does not prove that it knows the password.
    GatekeeperUnproven = "gatekeeper-unproven", Ras;
    /// A confirm of the gatekeeper lacks a field that the tester needs.
    RasIncomplete = "ras-incomplete", Ras;
    /// The gatekeeper ended the call before it was answered.
    DroppedByGatekeeper = "dropped-by-gatekeeper", Ras;
    /// The gatekeeper ended the registration.
    Unregistered = "unregistered", Ras;
    /// An alias, prefix or identifier has no encoding in RAS.
    RasNotWritten = "ras-not-written", Input;
    /// The endpoint is busy.
    Busy = "busy", H225;
    /// The endpoint refuses the call.
    Rejected = "rejected", H225;
    /// The endpoint does not know the called number.
    UnknownNumber = "unknown-number", H225;
    /// A gatekeeper refuses the call, most likely.
    GatekeeperRefuses = "gatekeeper-refuses", H225;
    /// The called endpoint is not registered with its gatekeeper.
    NotRegistered = "not-registered", H225;
    /// The endpoint has no route to the called number.
    NoRoute = "no-route", H225;
    /// The endpoint is out of circuits, bandwidth or licences.
    Congestion = "congestion", H225;
    /// The endpoint does not accept something in Setup.
    Incompatible = "incompatible", H225;
    /// The endpoint is out of order or switched off.
    FarEndUnavailable = "far-end-unavailable", H225;
    /// The endpoint released the call for another reason.
    Released = "released", H225;
    /// The endpoint offers no H.245 channel.
    H245NoChannel = "h245-no-channel", H245;
    /// A message could not be read, so we cannot tell whether there is an H.245 channel.
    H245Unknown = "h245-unknown", H245;
    /// The `h245Address` lies in a private network.
    H245PrivateAddress = "h245-private-address", H245;
    /// The H.245 connection could not be opened.
    H245Unreachable = "h245-unreachable", H245;
    /// The H.245 connection did not last.
    H245Broken = "h245-broken", H245;
    /// The endpoint sent no H.245.
    H245Silent = "h245-silent", H245;
    /// The H.245 negotiation did not finish.
    H245Incomplete = "h245-incomplete", H245;
    /// H.245 failed.
    H245Rejected = "h245-rejected", H245;
    /// The endpoint answered, but released the call before H.245 was finished.
    DroppedAfterConnect = "dropped-after-connect", H245;
    /// The endpoint answered, and then its stream broke: it was no longer TPKT, a message was
    /// unfinished, or there were more messages than a call can need.
    BrokenAfterConnect = "broken-after-connect", H245;
    /// The endpoint has none of the codecs that we announced.
    NoCommonCodec = "no-common-codec", H245;
}
