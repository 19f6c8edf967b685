//! What the gatekeeper does wrong, or refuses, on purpose. `docs/peer.md` shows the table to users.

use std::{borrow::Cow, net::SocketAddr};

use h323_asn1::{
    h225::{
        AdmissionRejectReason, AliasAddress, GatekeeperRejectReason, PartyNumber,
        PublicPartyNumber, PublicTypeOfNumber, RasMessage, RegistrationRejectReason,
        RegistrationRejectReasonInvalidTerminalAliases, SecurityErrors, SecurityErrors2,
        UnregRequestReason,
    },
    types::Ia5String,
};
use h323_proto::time::Duration;

/// The number of the first scenario that rejects a discovery.
const FIRST_DISCOVERY: u16 = 3100;

/// The number of the first scenario that rejects a registration.
const FIRST_REGISTRATION: u16 = 3200;

/// The number of the first scenario that rejects an admission.
const FIRST_ADMISSION: u16 = 3300;

/// A way in which the gatekeeper can treat an endpoint.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name on the command line, and as an alias.
    pub name: Cow<'static, str>,
    /// The number that chooses it with `--by-alias`.
    pub number: u16,
    /// What the gatekeeper does.
    pub what: Cow<'static, str>,
    pub(super) act: Act,
}

/// The requests that a scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    Any,
    Discovery,
    Registration,
    KeepAlive,
    Admission,
    Disengage,
    Unregistration,
}

impl On {
    pub(super) fn is(self, message: &RasMessage) -> bool {
        match self {
            Self::Any => true,
            Self::Discovery => matches!(message, RasMessage::gatekeeperRequest(_)),
            Self::Registration => {
                matches!(message, RasMessage::registrationRequest(body) if body.keep_alive != Some(true))
            }
            Self::KeepAlive => {
                matches!(message, RasMessage::registrationRequest(body) if body.keep_alive == Some(true))
            }
            Self::Admission => matches!(message, RasMessage::admissionRequest(_)),
            Self::Disengage => matches!(message, RasMessage::disengageRequest(_)),
            Self::Unregistration => matches!(message, RasMessage::unregistrationRequest(_)),
        }
    }
}

/// What the gatekeeper does in a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// Its work.
    Serve,
    /// Gives no answer.
    Silent(On),
    /// Says that the answer takes longer, and answers after this time, or never.
    InProgress(On, Option<Duration>),
    RejectDiscovery(fn(&[AliasAddress]) -> GatekeeperRejectReason),
    RejectRegistration(fn(&[AliasAddress]) -> RegistrationRejectReason),
    RejectAdmission(fn(&[AliasAddress]) -> AdmissionRejectReason),
    RejectKeepAlive(fn(&[AliasAddress]) -> RegistrationRejectReason),
    RejectBandwidth,
    RejectDisengage,
    RejectUnregistration,
    RejectLocation,
    /// Rejects a registration and names the other gatekeeper.
    Moved,
    /// Names the other gatekeeper where it confirms.
    Alternate,
    /// Grants a registration for this many seconds.
    TimeToLive(u32),
    /// Forgets a registration after this time, and does not tell.
    Forget(Duration),
    /// Ends a registration after this time, and tells why.
    Unregister(Duration, fn() -> UnregRequestReason),
    /// Ends the registration this long after it has admitted a call.
    UnregisterInCall(Duration),
    /// Asks the endpoint to drop the call, this long after it has admitted it.
    Drop(Duration),
    /// Changes the bandwidth of the call, this long after it has admitted it.
    Bandwidth(Duration),
    /// Asks for information this long after a registration.
    AskInfo(Duration),
    /// Grants half of the bandwidth.
    HalfBandwidth,
    /// Admits calls to this address, which is made of the gatekeeper's own.
    Elsewhere(fn(SocketAddr) -> SocketAddr),
    /// Gives a new endpointIdentifier in the answer to a keep-alive.
    NewIdentifier,
    /// Proves itself with another password.
    WrongProof,
    /// Does not prove itself.
    NoProof,
    /// Proves itself with an old time stamp.
    OldProof,
    /// Says that it does not understand the request.
    NotUnderstand(On),
    Answer(Answer),
    /// Closes the H.460.17 connection instead of an answer, or with it.
    Close(On, bool),
}

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is sent twice.
    Twice,
    /// It is sent behind the last answer.
    BehindOld,
    /// It is sent behind one with another number.
    BehindWrongNumber,
    /// Octets are sent that are no message.
    Garbage,
    /// Its first half is sent.
    Half,
}

/// The choice of scenarios.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The scenario for all requests.
    pub scenario: Scenario,
    /// Whether aliases choose others.
    pub by_alias: bool,
}

impl Default for Plan {
    /// The gatekeeper does its work.
    fn default() -> Self {
        Self {
            scenario: serve(),
            by_alias: false,
        }
    }
}

impl Plan {
    /// The scenario for a request about these aliases: the called ones first, then the endpoint's.
    pub(super) fn choose(&self, aliases: &[String]) -> Scenario {
        let mut aliases = aliases.iter().filter(|_| self.by_alias);
        let chosen = aliases.find_map(|alias| Scenario::called(alias));
        chosen.unwrap_or_else(|| self.scenario.clone())
    }
}

macro_rules! scenarios {
    ($($number:literal $name:literal $what:literal, $act:expr;)*) => {
        [$(Scenario {
            number: $number,
            name: Cow::Borrowed($name),
            what: Cow::Borrowed($what),
            act: $act,
        },)*]
    };
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn behaviours() -> impl Iterator<Item = Scenario> {
    use Act as A;
    let rows = scenarios! {
        3001 "silent" "answers nothing", A::Silent(On::Any);
        3002 "registration-silent" "does not answer RRQ", A::Silent(On::Registration);
        3003 "keep-alive-silent" "does not answer the RRQ that keeps a registration alive", A::Silent(On::KeepAlive);
        3004 "admission-silent" "does not answer ARQ", A::Silent(On::Admission);
        3005 "disengage-silent" "does not answer DRQ", A::Silent(On::Disengage);
        3006 "unregistration-silent" "does not answer URQ", A::Silent(On::Unregistration);
        3007 "discovery-silent" "does not answer GRQ", A::Silent(On::Discovery);
        3010 "registration-in-progress" "answers RRQ with RIP, and with RCF after 2 s", A::InProgress(On::Registration, Some(seconds(2)));
        3011 "admission-in-progress" "answers ARQ with RIP, and with ACF or ARJ after 2 s", A::InProgress(On::Admission, Some(seconds(2)));
        3012 "in-progress-for-ever" "answers everything with RIP and nothing else", A::InProgress(On::Any, None);
        3020 "short-time-to-live" "registers for 5 s; then URQ, ttlExpired, unless the registration is kept alive", A::TimeToLive(5);
        3021 "forgets" "forgets a registration after 2 s without telling", A::Forget(seconds(2));
        3022 "unregisters" "URQ 2 s after a registration: reregistrationRequired", A::Unregister(seconds(2), || UnregRequestReason::reregistrationRequired);
        3023 "unregisters-for-maintenance" "URQ 2 s after a registration: maintenance", A::Unregister(seconds(2), || UnregRequestReason::maintenance);
        3024 "unregisters-in-call" "URQ 1 s after ACF: undefinedReason", A::UnregisterInCall(seconds(1));
        3025 "new-identifier" "answers the RRQ that keeps a registration alive with a new endpointIdentifier", A::NewIdentifier;
        3026 "keep-alive-full" "answers the RRQ that keeps a registration alive with RRJ, fullRegistrationRequired", A::RejectKeepAlive(|_| RegistrationRejectReason::fullRegistrationRequired);
        3027 "asks-for-information" "IRQ right after a registration", A::AskInfo(seconds(0));
        3030 "drops-the-call" "DRQ 2 s after ACF: forcedDrop", A::Drop(seconds(2));
        3031 "changes-bandwidth" "BRQ 1 s after ACF: half of the bandwidth", A::Bandwidth(seconds(1));
        3032 "less-bandwidth" "admits calls with half of the bandwidth", A::HalfBandwidth;
        3033 "bandwidth-reject" "answers BRQ with BRJ: insufficientResources", A::RejectBandwidth;
        3034 "disengage-reject" "answers DRQ with DRJ: requestToDropOther", A::RejectDisengage;
        3035 "unregistration-reject" "answers URQ with URJ: callInProgress", A::RejectUnregistration;
        3036 "location-reject" "answers LRQ with LRJ: requestDenied", A::RejectLocation;
        3040 "wrong-proof" "proves itself with another password", A::WrongProof;
        3041 "no-proof" "does not prove itself", A::NoProof;
        3042 "old-proof" "proves itself with a time stamp of an hour ago", A::OldProof;
        3050 "alternate-gatekeeper" "names another gatekeeper in GCF and RCF", A::Alternate;
        3051 "moved" "answers RRQ with RRJ, resourceUnavailable, and names another gatekeeper", A::Moved;
        3060 "answer-twice" "sends every answer twice", A::Answer(Answer::Twice);
        3061 "old-answer-first" "sends its last answer again before every answer", A::Answer(Answer::BehindOld);
        3062 "wrong-number-first" "sends every answer with the next requestSeqNum first", A::Answer(Answer::BehindWrongNumber);
        3063 "garbage" "answers with octets that are no RAS message", A::Answer(Answer::Garbage);
        3064 "half-answer" "sends the first half of every answer", A::Answer(Answer::Half);
        3065 "not-understood" "answers RRQ with XRS", A::NotUnderstand(On::Registration);
        3066 "close-at-once" "closes the H.460.17 connection instead of an answer; silent over UDP", A::Close(On::Any, false);
        3067 "close-after-registration" "closes the H.460.17 connection right after RCF", A::Close(On::Registration, true);
        3068 "close-after-admission" "closes the H.460.17 connection right after ACF", A::Close(On::Admission, true);
        3070 "destination-private" "admits calls directly to 10.20.30.40:1720", A::Elsewhere(|_| SocketAddr::from(([10, 20, 30, 40], 1720)));
        3071 "destination-nowhere" "admits calls directly to 0.0.0.0:0", A::Elsewhere(|_| SocketAddr::from(([0, 0, 0, 0], 0)));
        3072 "destination-mail" "admits calls directly to its own port 25, which is for mail", A::Elsewhere(|own| SocketAddr::new(own.ip(), 25));
        3073 "destination-refuses" "admits calls directly to its own port 1, where nobody listens", A::Elsewhere(|own| SocketAddr::new(own.ip(), 1));
    };
    std::iter::once(serve()).chain(rows)
}

const fn serve() -> Scenario {
    Scenario {
        number: 3000,
        name: Cow::Borrowed("serve"),
        what: Cow::Borrowed("does its work"),
        act: Act::Serve,
    }
}

/// Rows of a table: the name of a reason, and the reject with it.
macro_rules! rejects {
    ($act:ident $($name:literal $reason:expr;)*) => {
        [$(($name, Act::$act($reason)),)*]
    };
}

/// The scenarios that answer with each of these rejects.
fn rejecting<const N: usize>(
    rows: [(&'static str, Act); N],
    first: u16,
    what: &'static str,
    answers: &'static str,
) -> impl Iterator<Item = Scenario> {
    rows.into_iter()
        .zip(first..)
        .map(move |((reason, act), number)| Scenario {
            name: format!("{what}-{reason}").into(),
            number,
            what: format!("answers {answers}: {reason}").into(),
            act,
        })
}

fn discovery() -> impl Iterator<Item = Scenario> {
    use GatekeeperRejectReason as R;
    let rows = rejects! { RejectDiscovery
        "resourceUnavailable" |_| R::resourceUnavailable;
        "terminalExcluded" |_| R::terminalExcluded;
        "invalidRevision" |_| R::invalidRevision;
        "undefinedReason" |_| R::undefinedReason;
        "securityDenial" |_| R::securityDenial;
        "genericDataReason" |_| R::genericDataReason;
        "neededFeatureNotSupported" |_| R::neededFeatureNotSupported;
        "securityError" |_| R::securityError(SecurityErrors::securityWrongSyncTime);
    };
    rejecting(rows, FIRST_DISCOVERY, "discovery", "GRQ with GRJ")
}

fn registration() -> impl Iterator<Item = Scenario> {
    use RegistrationRejectReason as R;
    let rows = rejects! { RejectRegistration
        "discoveryRequired" |_| R::discoveryRequired;
        "invalidRevision" |_| R::invalidRevision;
        "invalidCallSignalAddress" |_| R::invalidCallSignalAddress;
        "invalidRASAddress" |_| R::invalidRASAddress;
        "duplicateAlias" |aliases| R::duplicateAlias(aliases.to_vec());
        "invalidTerminalType" |_| R::invalidTerminalType;
        "undefinedReason" |_| R::undefinedReason;
        "transportNotSupported" |_| R::transportNotSupported;
        "transportQOSNotSupported" |_| R::transportQOSNotSupported;
        "resourceUnavailable" |_| R::resourceUnavailable;
        "invalidAlias" |_| R::invalidAlias;
        "securityDenial" |_| R::securityDenial;
        "fullRegistrationRequired" |_| R::fullRegistrationRequired;
        "additiveRegistrationNotSupported" |_| R::additiveRegistrationNotSupported;
        "invalidTerminalAliases" |aliases| R::invalidTerminalAliases(invalid_aliases(aliases));
        "genericDataReason" |_| R::genericDataReason;
        "neededFeatureNotSupported" |_| R::neededFeatureNotSupported;
        "securityError" |_| R::securityError(SecurityErrors::securityWrongSyncTime);
        "registerWithAssignedGK" |_| R::registerWithAssignedGK;
    };
    rejecting(rows, FIRST_REGISTRATION, "registration", "RRQ with RRJ")
}

fn admission() -> impl Iterator<Item = Scenario> {
    use AdmissionRejectReason as R;
    let rows = rejects! { RejectAdmission
        "calledPartyNotRegistered" |_| R::calledPartyNotRegistered;
        "invalidPermission" |_| R::invalidPermission;
        "requestDenied" |_| R::requestDenied;
        "undefinedReason" |_| R::undefinedReason;
        "callerNotRegistered" |_| R::callerNotRegistered;
        "routeCallToGatekeeper" |_| R::routeCallToGatekeeper;
        "invalidEndpointIdentifier" |_| R::invalidEndpointIdentifier;
        "resourceUnavailable" |_| R::resourceUnavailable;
        "securityDenial" |_| R::securityDenial;
        "qosControlNotSupported" |_| R::qosControlNotSupported;
        "incompleteAddress" |_| R::incompleteAddress;
        "aliasesInconsistent" |_| R::aliasesInconsistent;
        "routeCallToSCN" |_| R::routeCallToSCN(telephone());
        "exceedsCallCapacity" |_| R::exceedsCallCapacity;
        "collectDestination" |_| R::collectDestination;
        "collectPIN" |_| R::collectPIN;
        "genericDataReason" |_| R::genericDataReason;
        "neededFeatureNotSupported" |_| R::neededFeatureNotSupported;
        "securityError" |_| R::securityError(SecurityErrors2::securityWrongSyncTime);
        "securityDHmismatch" |_| R::securityDHmismatch;
        "noRouteToDestination" |_| R::noRouteToDestination;
        "unallocatedNumber" |_| R::unallocatedNumber;
        "registerWithAssignedGK" |_| R::registerWithAssignedGK;
    };
    rejecting(rows, FIRST_ADMISSION, "admission", "ARQ with ARJ")
}

fn invalid_aliases(aliases: &[AliasAddress]) -> RegistrationRejectReasonInvalidTerminalAliases {
    let mut invalid = RegistrationRejectReasonInvalidTerminalAliases::default();
    invalid.terminal_alias = Some(aliases.to_vec());
    invalid
}

/// A number of the telephone network, from the block for fiction.
fn telephone() -> Vec<PartyNumber> {
    let digits = Ia5String::from_iso646_bytes(b"12025550123").into_iter();
    digits
        .map(|digits| {
            PartyNumber::e164Number(PublicPartyNumber {
                public_type_of_number: PublicTypeOfNumber::internationalNumber,
                public_number_digits: digits,
            })
        })
        .collect()
}

impl Scenario {
    /// All scenarios, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        behaviours()
            .chain(discovery())
            .chain(registration())
            .chain(admission())
    }

    /// The scenario with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|scenario| scenario.name == name)
    }

    /// Whether what it sends is no message.
    pub(crate) const fn breaks_messages(&self) -> bool {
        matches!(self.act, Act::Answer(Answer::Garbage | Answer::Half))
    }

    /// The scenario that an alias chooses: its name or its number.
    fn called(alias: &str) -> Option<Self> {
        let number = alias.parse::<u16>().ok();
        Self::all().find(|scenario| scenario.name == alias || Some(scenario.number) == number)
    }
}
