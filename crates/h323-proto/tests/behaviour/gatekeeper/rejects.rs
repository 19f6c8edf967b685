//! Each reason of a reject comes out as the Recommendation names it, and nothing stays registered.

use h323_asn1::h225::{
    AdmissionReject, AdmissionRejectReason as Admission, AliasAddress, DisengageReject,
    DisengageRejectReason, GatekeeperReject, GatekeeperRejectReason as Discovery, RasMessage,
    RegistrationReject, RegistrationRejectReason as Registration,
    RegistrationRejectReasonInvalidTerminalAliases, SecurityErrors, SecurityErrors2,
    UnregRejectReason, UnregistrationReject,
};
use h323_asn1::text::bmp_string;
use h323_proto::{
    gatekeeper::{Oddity, Outcome, Request},
    ras::reason::Reason,
};

use super::{
    admission::plan,
    desk::{Desk, datagrams, protocol, terms},
};

fn aliases() -> Vec<AliasAddress> {
    vec![AliasAddress::h323_ID(bmp_string("zoe").unwrap())]
}

fn registration_reasons() -> Vec<(Registration, &'static str)> {
    let mut invalid = RegistrationRejectReasonInvalidTerminalAliases::default();
    invalid.terminal_alias = Some(aliases());
    vec![
        (Registration::discoveryRequired, "discoveryRequired"),
        (Registration::invalidRevision, "invalidRevision"),
        (
            Registration::invalidCallSignalAddress,
            "invalidCallSignalAddress",
        ),
        (Registration::invalidRASAddress, "invalidRASAddress"),
        (Registration::duplicateAlias(aliases()), "duplicateAlias"),
        (Registration::invalidTerminalType, "invalidTerminalType"),
        (Registration::undefinedReason, "undefinedReason"),
        (Registration::transportNotSupported, "transportNotSupported"),
        (
            Registration::transportQOSNotSupported,
            "transportQOSNotSupported",
        ),
        (Registration::resourceUnavailable, "resourceUnavailable"),
        (Registration::invalidAlias, "invalidAlias"),
        (Registration::securityDenial, "securityDenial"),
        (
            Registration::fullRegistrationRequired,
            "fullRegistrationRequired",
        ),
        (
            Registration::additiveRegistrationNotSupported,
            "additiveRegistrationNotSupported",
        ),
        (
            Registration::invalidTerminalAliases(invalid),
            "invalidTerminalAliases",
        ),
        (Registration::genericDataReason, "genericDataReason"),
        (
            Registration::neededFeatureNotSupported,
            "neededFeatureNotSupported",
        ),
        (
            Registration::securityError(SecurityErrors::securityWrongSyncTime),
            "securityError",
        ),
        (
            Registration::registerWithAssignedGK,
            "registerWithAssignedGK",
        ),
    ]
}

fn admission_reasons() -> Vec<(Admission, &'static str)> {
    vec![
        (
            Admission::calledPartyNotRegistered,
            "calledPartyNotRegistered",
        ),
        (Admission::invalidPermission, "invalidPermission"),
        (Admission::requestDenied, "requestDenied"),
        (Admission::undefinedReason, "undefinedReason"),
        (Admission::callerNotRegistered, "callerNotRegistered"),
        (Admission::routeCallToGatekeeper, "routeCallToGatekeeper"),
        (
            Admission::invalidEndpointIdentifier,
            "invalidEndpointIdentifier",
        ),
        (Admission::resourceUnavailable, "resourceUnavailable"),
        (Admission::securityDenial, "securityDenial"),
        (Admission::qosControlNotSupported, "qosControlNotSupported"),
        (Admission::incompleteAddress, "incompleteAddress"),
        (Admission::aliasesInconsistent, "aliasesInconsistent"),
        (Admission::routeCallToSCN(Vec::new()), "routeCallToSCN"),
        (Admission::exceedsCallCapacity, "exceedsCallCapacity"),
        (Admission::collectDestination, "collectDestination"),
        (Admission::collectPIN, "collectPIN"),
        (Admission::genericDataReason, "genericDataReason"),
        (
            Admission::neededFeatureNotSupported,
            "neededFeatureNotSupported",
        ),
        (
            Admission::securityError(SecurityErrors2::securityReplay),
            "securityError",
        ),
        (Admission::securityDHmismatch, "securityDHmismatch"),
        (Admission::noRouteToDestination, "noRouteToDestination"),
        (Admission::unallocatedNumber, "unallocatedNumber"),
        (Admission::registerWithAssignedGK, "registerWithAssignedGK"),
    ]
}

fn reject<'a>(outcome: &'a Outcome, request: Request, name: &str) -> &'a Reason {
    match outcome {
        Outcome::Rejected(reject) if reject.request == request => {
            let reason = reject.reason.as_ref().expect("a reason");
            assert_eq!(reason.identifier, name);
            assert!(reason.text.is_some() && !reason.advice.is_empty(), "{name}");
            reason
        }
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn of_a_registration() {
    for (wire, name) in registration_reasons() {
        let mut desk = Desk::open(terms(), None);
        let message = RegistrationReject::new(desk.number(), protocol(), wire);
        desk.say(&RasMessage::registrationReject(Box::new(message)));
        let reason = reject(desk.outcome(), Request::Registration, name);
        match name {
            "duplicateAlias" | "invalidTerminalAliases" => {
                assert_eq!(reason.detail.as_deref(), Some("zoe"));
            }
            "securityError" => {
                let detail = reason.detail.as_ref().unwrap();
                assert!(detail.starts_with("securityWrongSyncTime"));
            }
            _ => assert_eq!(reason.detail, None),
        }
        assert_eq!(desk.names(), ["RRQ"], "{name}");
        assert!(!desk.end().registered);
    }
}

#[test]
fn of_an_admission_and_the_registration_is_ended() {
    for (wire, name) in admission_reasons() {
        let mut desk = Desk::open(terms(), Some(plan()));
        desk.confirm();
        let message = AdmissionReject::new(desk.number(), wire);
        desk.say(&RasMessage::admissionReject(Box::new(message)));
        assert_eq!(desk.names(), ["RRQ", "ARQ", "URQ"], "{name}");
        desk.confirm();
        let reason = reject(desk.outcome(), Request::Admission, name);
        if name == "securityError" {
            assert!(
                reason
                    .detail
                    .as_ref()
                    .unwrap()
                    .starts_with("securityReplay")
            );
        }
        assert!(desk.types().is_empty());
        assert!(desk.end().unregistered);
    }
}

#[test]
fn of_discovery() {
    for (wire, name) in [
        (Discovery::resourceUnavailable, "resourceUnavailable"),
        (Discovery::terminalExcluded, "terminalExcluded"),
        (Discovery::invalidRevision, "invalidRevision"),
        (Discovery::undefinedReason, "undefinedReason"),
        (Discovery::securityDenial, "securityDenial"),
        (Discovery::genericDataReason, "genericDataReason"),
        (
            Discovery::neededFeatureNotSupported,
            "neededFeatureNotSupported",
        ),
        (
            Discovery::securityError(SecurityErrors::securityUnknownCA),
            "securityError",
        ),
    ] {
        let mut desk = Desk::open(datagrams(), None);
        let message = GatekeeperReject::new(desk.number(), protocol(), wire);
        desk.say(&RasMessage::gatekeeperReject(Box::new(message)));
        reject(desk.outcome(), Request::Discovery, name);
    }
}

/// At the end a reject is odd, and the next step follows all the same.
#[test]
fn of_the_end() {
    let mut desk = Desk::open(terms(), None);
    desk.confirm();
    let reason = UnregRejectReason::notCurrentlyRegistered;
    let message = UnregistrationReject::new(desk.number(), reason);
    desk.say(&RasMessage::unregistrationReject(Box::new(message)));
    let [Oddity::Rejected(odd)] = &desk.oddities()[..] else {
        panic!("{:?}", desk.oddities());
    };
    assert_eq!(odd.request, Request::Unregistration);
    let reason = odd.reason.as_ref().unwrap();
    assert_eq!(reason.identifier, "notCurrentlyRegistered");
    assert_eq!(desk.outcome(), &Outcome::Done);
    assert!(!desk.end().unregistered);

    let mut desk = Desk::open(terms(), Some(plan()));
    desk.confirm();
    desk.confirm();
    desk.input(h323_proto::gatekeeper::Input::Hangup);
    desk.until("DRQ");
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ"]);
    let reason = DisengageRejectReason::notRegistered;
    let message = DisengageReject::new(desk.number(), reason);
    desk.say(&RasMessage::disengageReject(Box::new(message)));
    assert_eq!(desk.names(), ["RRQ", "ARQ", "DRQ", "URQ"]);
    assert!(matches!(desk.oddities()[..], [Oddity::Rejected(_)]));
}

/// A reason that a later version adds.
#[test]
fn an_unknown_reason_has_no_name() {
    let mut desk = Desk::open(terms(), None);
    let reason = Registration::registerWithAssignedGK;
    let message = RegistrationReject::new(desk.number(), protocol(), reason);
    let message = RasMessage::registrationReject(Box::new(message));
    let mut octets = h323_asn1::codec::encode(&message).unwrap();
    // The extension bit and the number of the alternative: the last of those behind the marker.
    let at = octets.len() - 3;
    octets[at] = octets[at].wrapping_add(4);
    desk.say_octets(&octets);
    let Outcome::Rejected(reject) = desk.outcome() else {
        panic!("{:?}", desk.end());
    };
    assert_eq!(reject.reason, None);
}
