//! Messages that no recording has: their facts and their lines.

use alloc::{boxed::Box, string::String, vec, vec::Vec};

use h323_asn1::{
    codec,
    h225::{
        AdmissionConfirm, AdmissionReject, AdmissionRejectReason, AliasAddress, AltGKInfo,
        AlternateGK, BandRejectReason, BandwidthReject, CallModel, CryptoH323Token,
        CryptoH323TokenCryptoGKPwdHash, EndpointType, FeatureSet, GatekeeperConfirm, GenericData,
        GenericIdentifier, H221NonStandard, InfoRequestResponse, InfoRequestResponseStatus,
        LocationReject, LocationRejectReason, LocationRequest, PartyNumber, PublicPartyNumber,
        PublicTypeOfNumber, RasMessage, RegistrationReject, RegistrationRejectReason,
        RegistrationRejectReasonInvalidTerminalAliases, RegistrationRequest, SecurityErrors,
        ServiceControlResponse, ServiceControlResponseResult, TransportAddress,
        TransportAddressIp6Address, TransportAddressIpAddress, UUIEsRequested, VendorIdentifier,
    },
    h235::{self, AuthenticationMechanism, ClearToken, CryptoToken, Hashed, Params, Signed},
    text::bmp_string,
    types::{BitString, Ia5String, ObjectIdentifier},
};

use super::*;

fn record(message: &RasMessage) -> RasRecord {
    let record = RasRecord::of(codec::encode(message).unwrap());
    assert!(record.is_whole(), "{record:?}");
    record
}

fn says(message: &RasMessage) -> String {
    record(message).says().unwrap()
}

fn oid(arcs: &[u32]) -> ObjectIdentifier {
    ObjectIdentifier::new(arcs.to_vec()).unwrap()
}

fn version() -> ObjectIdentifier {
    oid(&[0, 0, 8, 2250, 0, 7])
}

fn at(last: u8, port: u16) -> TransportAddress {
    TransportAddress::ipAddress(TransportAddressIpAddress {
        ip: [192, 0, 2, last].into(),
        port,
    })
}

fn named(text: &str) -> AliasAddress {
    AliasAddress::h323_ID(bmp_string(text).unwrap())
}

fn number(digits: &str) -> PartyNumber {
    PartyNumber::e164Number(PublicPartyNumber {
        public_type_of_number: PublicTypeOfNumber::nationalNumber,
        public_number_digits: Ia5String::from_iso646_bytes(digits.as_bytes()).unwrap(),
    })
}

#[test]
fn gatekeepers_to_try_come_by_priority() {
    let mut second = AlternateGK::new(at(3, 1719), true, 9);
    second.gatekeeper_identifier = Some(bmp_string("second").unwrap());
    let first = AlternateGK::new(
        TransportAddress::ip6Address(TransportAddressIp6Address::new([0x20; 16].into(), 1719)),
        false,
        1,
    );
    let mut reject = AdmissionReject::new(7, AdmissionRejectReason::resourceUnavailable);
    reject.alt_gk_info = Some(AltGKInfo::new(vec![second.clone(), first], false));
    reject.assigned_gatekeeper = Some(second);
    let record = record(&RasMessage::admissionReject(Box::new(reject)));
    let known: Vec<_> = record
        .facts
        .alternates
        .iter()
        .map(|known| {
            (
                known.priority,
                known.need_to_register,
                known.identifier.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        known,
        [
            (Some(1), Some(false), None),
            (Some(9), Some(true), Some("second"))
        ]
    );
    assert_eq!(
        record.says().unwrap(),
        "ARJ 7, reason resourceUnavailable, try [2020:2020:2020:2020:2020:2020:2020:2020]:1719 and 192.0.2.3:1719 and 192.0.2.3:1719"
    );
}

#[test]
fn a_reason_has_what_comes_with_it() {
    let registration = |reason| {
        let reject = RegistrationReject::new(1, version(), reason);
        RasMessage::registrationReject(Box::new(reject))
    };
    let mut aliases = RegistrationRejectReasonInvalidTerminalAliases::default();
    aliases.terminal_alias = Some(vec![named("a"), named("b")]);
    let location = LocationReject::new(1, LocationRejectReason::routeCalltoSCN(vec![number("41")]));
    let band = BandwidthReject::new(1, BandRejectReason::insufficientResources, 640);
    for (message, line, words) in [
        (
            registration(RegistrationRejectReason::invalidTerminalAliases(aliases)),
            "RRJ 1, reason invalidTerminalAliases (a, b)",
            "invalidTerminalAliases, some of the aliases are not accepted (a, b)",
        ),
        (
            registration(RegistrationRejectReason::securityError(
                SecurityErrors::securityReplay,
            )),
            "RRJ 1, reason securityError (securityReplay: the message looks like a repeated old one)",
            "securityError, a security check failed (securityReplay: the message looks like a repeated old one)",
        ),
        (
            RasMessage::locationReject(Box::new(location)),
            "LRJ 1, reason routeCalltoSCN (41)",
            "routeCalltoSCN, the call has to go through the telephone network (41)",
        ),
        (
            RasMessage::bandwidthReject(Box::new(band)),
            "BRJ 1, reason insufficientResources, 64 kbit/s",
            "insufficientResources, there is not so much bandwidth left",
        ),
    ] {
        let record = record(&message);
        assert_eq!(record.says().unwrap(), line);
        let reason = record.facts.reason.unwrap();
        assert_eq!(reason.words(), words);
        assert!(!reason.advice.is_empty(), "{words}");
    }
    let mut response = ServiceControlResponse::new(1);
    response.result = Some(ServiceControlResponseResult::stopped);
    let message = RasMessage::serviceControlResponse(Box::new(response));
    assert_eq!(says(&message), "SCR 1, reason stopped");
}

#[test]
fn information_says_how_much_of_it_there_is() {
    let mut response = InfoRequestResponse::new(
        3,
        EndpointType::default(),
        bmp_string("4711").unwrap(),
        at(1, 1719),
        vec![at(1, 1720)],
    );
    response.irr_status = Some(InfoRequestResponseStatus::segment(2));
    response.need_response = Some(true);
    let record = record(&RasMessage::infoRequestResponse(Box::new(response)));
    assert!(record.facts.needs_response);
    assert_eq!(
        record.says().unwrap(),
        "IRR 3, reason segment (2), call signalling at 192.0.2.1:1720, RAS at 192.0.2.1:1719, endpoint 4711"
    );
}

#[test]
fn a_sequence_of_confirmations_has_the_facts_of_the_first() {
    let mut first = AdmissionConfirm::new(8, 640, CallModel::direct, at(1, 1720));
    first.uuies_requested = Some(UUIEsRequested::default());
    let second = AdmissionConfirm::new(8, 640, CallModel::gatekeeperRouted, at(2, 1720));
    let message = RasMessage::admissionConfirmSequence(vec![first, second]);
    assert_eq!(
        says(&message),
        "ACS 8, direct, call signalling at 192.0.2.1:1720, 64 kbit/s"
    );
    let none = record(&RasMessage::admissionConfirmSequence(Vec::new()));
    assert_eq!(
        (none.says().as_deref(), none.is_likely()),
        (Some("ACS"), false)
    );
}

#[test]
fn a_long_list_is_counted_and_a_location_says_who_asks() {
    let to = ["a", "b", "c", "d", "e", "f"].map(named).to_vec();
    let mut request = LocationRequest::new(2, to, at(1, 1719));
    request.source_info = Some(vec![named("gk")]);
    assert_eq!(
        says(&RasMessage::locationRequest(Box::new(request))),
        "LRQ 2, from gk, to a and b and c and d and 2 more, RAS at 192.0.2.1:1719"
    );
}

#[test]
fn features_and_keep_alives_are_seen() {
    let mut request = RegistrationRequest::new(
        5,
        version(),
        true,
        Vec::new(),
        vec![at(1, 1719)],
        EndpointType::default(),
        VendorIdentifier::new(H221NonStandard::new(181, 0, 0)),
    );
    request.keep_alive = Some(true);
    request.time_to_live = Some(60);
    let feature = |number: u16| GenericData::new(GenericIdentifier::standard(number.into()));
    let mut set = FeatureSet::default();
    set.supported_features = Some(vec![feature(18), feature(19), feature(18)]);
    set.needed_features = Some(vec![GenericData::new(GenericIdentifier::oid(version()))]);
    request.feature_set = Some(set);
    request.generic_data = Some(vec![feature(9)]);
    let record = record(&RasMessage::registrationRequest(Box::new(request)));
    assert!(record.is_certain());
    assert_eq!(record.facts.features, [18, 19, 9].map(crate::h225::Feature));
    assert_eq!(record.says().unwrap(), "RRQ 5, keep-alive, for 60 s");
}

#[test]
fn tokens_go_by_their_kind() {
    let params = Params::default;
    let md5 = oid(&[1, 2, 840, 113_549, 2, 5]);
    let hashed = |algorithm: ObjectIdentifier| Hashed {
        algorithm_oid: algorithm,
        param_s: params(),
        hash: BitString::repeat(false, 128),
    };
    let nested = |profile: &[u32]| {
        CryptoH323Token::nestedcryptoToken(Box::new(CryptoToken::cryptoHashedToken(Box::new(
            h235::CryptoTokenCryptoHashedToken {
                token_oid: oid(profile),
                hashed_vals: ClearToken::new(oid(&[0, 0])),
                token: hashed(oid(&[0, 0, 8, 235, 0, 2, 6])),
            },
        ))))
    };
    let password = |algorithm| {
        CryptoH323Token::cryptoGKPwdHash(CryptoH323TokenCryptoGKPwdHash {
            gatekeeper_id: bmp_string("gk").unwrap(),
            time_stamp: 1,
            token: hashed(algorithm),
        })
    };
    let signed = CryptoH323Token::cryptoGKCert(Signed {
        to_be_signed: vec![1].into(),
        algorithm_oid: version(),
        param_s: params(),
        signature: BitString::repeat(true, 8),
    });
    let mut confirm = GatekeeperConfirm::new(1, version(), at(2, 1719));
    confirm.authentication_mode = Some(AuthenticationMechanism::pwdHash);
    confirm.tokens = Some(vec![
        ClearToken::new(oid(&[1, 2, 840, 113_548, 10, 1, 2, 1])),
        ClearToken::new(oid(&[0, 0])),
    ]);
    confirm.crypto_tokens = Some(vec![
        password(md5),
        password(version()),
        nested(&[0, 0, 8, 235, 0, 3, 2]),
        nested(&[0, 0, 8, 235, 0, 2, 9]),
        signed,
    ]);
    let record = record(&RasMessage::gatekeeperConfirm(Box::new(confirm)));
    let names: Vec<&str> = record.facts.tokens.iter().map(TokenKind::name).collect();
    assert_eq!(
        names,
        [
            "CAT",
            "clear token 0.0",
            "MD5",
            "cryptoGKPwdHash",
            "H.235.1",
            "cryptoHashedToken",
            "cryptoGKCert",
        ]
    );
    assert!(record.says().unwrap().contains(
        "offers pwdHash, proof CAT and clear token 0.0 and MD5 and cryptoGKPwdHash and 3 more"
    ));
}
