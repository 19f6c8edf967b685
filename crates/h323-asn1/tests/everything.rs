//! Values that between them have every type of H.225.0 call signalling that real
//! messages seldom carry, against octets that another implementation agreed to.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use h323_asn1::codec;
use h323_asn1::h225::*;
use h323_asn1::h235::{self, ClearToken, CryptoToken, Encrypted, Hashed, Params, Signed};
use h323_asn1::h245;
use h323_asn1::text::{BmpString, bmp_string};
use h323_asn1::types::{BitString, Ia5String, ObjectIdentifier, OctetString};

fn oid(last: u32) -> ObjectIdentifier {
    ObjectIdentifier::new(vec![0, 0, 8, 2250, 0, last]).expect("identifier")
}

fn ia5(text: &str) -> Ia5String {
    Ia5String::from_iso646_bytes(text.as_bytes()).expect("ASCII")
}

fn bmp(text: &str) -> BmpString {
    bmp_string(text).expect("BMP")
}

fn octets(count: u8) -> OctetString {
    (1..=count).collect::<Vec<u8>>().into()
}

fn bits(count: usize) -> BitString {
    (0..count).map(|at| at % 3 == 0).collect()
}

fn non_standard() -> NonStandardParameter {
    NonStandardParameter {
        non_standard_identifier: NonStandardIdentifier::h221NonStandard(H221NonStandard::new(
            181, 0, 0x1234,
        )),
        data: octets(3),
    }
}

fn transport_addresses() -> Vec<TransportAddress> {
    let mut route = TransportAddressIpSourceRoute::new(
        [10, 0, 0, 1].into(),
        1720,
        vec![[10, 0, 0, 2].into(), [10, 0, 0, 3].into()],
        TransportAddressIpSourceRouteRouting::loose,
    );
    route.port = 1721;
    vec![
        TransportAddress::ipAddress(TransportAddressIpAddress {
            ip: [192, 0, 2, 1].into(),
            port: 65_535,
        }),
        TransportAddress::ipSourceRoute(route),
        TransportAddress::ipxAddress(TransportAddressIpxAddress {
            node: [1, 2, 3, 4, 5, 6].into(),
            netnum: [7, 8, 9, 10].into(),
            port: [11, 12].into(),
        }),
        TransportAddress::ip6Address(TransportAddressIp6Address::new([0x20; 16].into(), 1720)),
        TransportAddress::netBios([b'n'; 16].into()),
        TransportAddress::nsap(octets(20)),
        TransportAddress::nonStandardAddress(non_standard()),
    ]
}

fn aliases() -> Vec<AliasAddress> {
    let mut ansi = ANSI41UIM::new(ANSI41UIMSystemId::mid(ia5("12")));
    ansi.imsi = Some(ia5("0123456789#*abc"));
    ansi.esn = Some(ia5("0123456789abcabc"));
    ansi.system_my_type_code = Some([7].into());
    ansi.system_access_type = Some([8].into());
    ansi.soc = Some(ia5("123"));
    let mut gsm = GSMUIM::default();
    gsm.tmsi = Some(octets(4));
    gsm.imei = Some(ia5("012345678901234"));
    gsm.vplmn = Some(ia5("1"));
    let private = PrivatePartyNumber {
        private_type_of_number: PrivateTypeOfNumber::localNumber,
        private_number_digits: ia5("1#2*3,"),
    };
    vec![
        AliasAddress::dialledDigits(ia5("0123456789#*,")),
        AliasAddress::h323_ID(bmp("Zoë 会議")),
        AliasAddress::url_ID(ia5("h323:zoe@example.com")),
        AliasAddress::transportID(transport_addresses().swap_remove(0)),
        AliasAddress::email_ID(ia5("zoe@example.com")),
        AliasAddress::partyNumber(PartyNumber::e164Number(PublicPartyNumber {
            public_type_of_number: PublicTypeOfNumber::internationalNumber,
            public_number_digits: ia5("41555"),
        })),
        AliasAddress::partyNumber(PartyNumber::dataPartyNumber(ia5("1"))),
        AliasAddress::partyNumber(PartyNumber::privateNumber(private)),
        AliasAddress::mobileUIM(MobileUIM::ansi_41_uim(ansi)),
        AliasAddress::mobileUIM(MobileUIM::gsm_uim(gsm)),
        AliasAddress::isupNumber(IsupNumber::e164Number(IsupPublicPartyNumber::new(
            NatureOfAddress::routingNumberNationalFormat,
            ia5("0123456789ABCDE"),
        ))),
        AliasAddress::isupNumber(IsupNumber::privateNumber(IsupPrivatePartyNumber::new(
            PrivateTypeOfNumber::abbreviatedNumber,
            ia5("E"),
        ))),
    ]
}

fn contents() -> Vec<Content> {
    let id = GenericIdentifier::nonStandard([9; 16].into());
    let parameter = EnumeratedParameter::new(GenericIdentifier::standard(16_383.into()));
    vec![
        Content::raw(octets(5)),
        Content::text(ia5("")),
        Content::unicode(bmp("ü")),
        Content::bool(true),
        Content::number8(255),
        Content::number16(255),
        Content::number32(0x0102_0304),
        Content::number32(0),
        Content::id(id),
        Content::alias(aliases().swap_remove(0)),
        Content::transport(transport_addresses().swap_remove(3)),
        Content::compound(vec![parameter]),
        Content::nested(vec![GenericData::new(GenericIdentifier::oid(oid(1)))]),
    ]
}

fn generic_data() -> GenericData {
    let mut data = GenericData::new(GenericIdentifier::standard(16_384.into()));
    let parameters = contents().into_iter().map(|content| {
        let mut parameter = EnumeratedParameter::new(GenericIdentifier::standard(1.into()));
        parameter.content = Some(content);
        parameter
    });
    data.parameters = Some(parameters.collect());
    data
}

fn rates() -> Option<Vec<DataRate>> {
    let mut rate = DataRate::new(640);
    rate.channel_multiplier = Some(256);
    rate.non_standard_data = Some(non_standard());
    Some(vec![rate, DataRate::new(4_294_967_295)])
}

fn prefixes() -> Vec<SupportedPrefix> {
    aliases()
        .into_iter()
        .take(2)
        .map(SupportedPrefix::new)
        .collect()
}

fn protocols() -> Vec<SupportedProtocols> {
    let mut h320 = H320Caps::default();
    h320.data_rates_supported = rates();
    h320.supported_prefixes = Some(prefixes());
    let mut other = NonStandardProtocol::new(prefixes());
    other.data_rates_supported = rates();
    let mut profile = h245::T38FaxProfile::default();
    profile.transcoding_mmr = true;
    profile.version = Some(3);
    profile.t38_fax_rate_management = Some(h245::T38FaxRateManagement::transferredTCF);
    profile.t38_fax_udp_options = Some(h245::T38FaxUdpOptions {
        t38_fax_max_buffer: Some(200.into()),
        t38_fax_max_datagram: None,
        t38_fax_udp_ec: h245::T38FaxUdpOptionsT38FaxUdpEC::t38UDPRedundancy,
    });
    let mut sip = SIPCaps::default();
    sip.supported_prefixes = Some(prefixes());
    vec![
        SupportedProtocols::nonStandardData(non_standard()),
        SupportedProtocols::h310(H310Caps::default()),
        SupportedProtocols::h320(h320),
        SupportedProtocols::voice(VoiceCaps::default()),
        SupportedProtocols::t120_only(T120OnlyCaps::default()),
        SupportedProtocols::nonStandardProtocol(other),
        SupportedProtocols::t38FaxAnnexbOnly(T38FaxAnnexbOnlyCaps::new(
            prefixes(),
            h245::DataProtocolCapability::udp,
            profile,
        )),
        SupportedProtocols::sip(sip),
    ]
}

fn endpoint() -> EndpointType {
    let mut vendor = VendorIdentifier::new(H221NonStandard::new(9, 8, 7));
    vendor.product_id = Some(octets(200));
    vendor.version_id = Some(octets(1));
    vendor.enterprise_number = Some(oid(3));
    let mut gateway = GatewayInfo::default();
    gateway.protocol = Some(protocols());
    let mut mcu = McuInfo::default();
    mcu.protocol = Some(protocols());
    let mut tunnelled = TunnelledProtocolAlternateIdentifier::new(ia5("isup"));
    tunnelled.protocol_variant = Some(ia5("ansi"));
    let mut endpoint = EndpointType::default();
    endpoint.non_standard_data = Some(non_standard());
    endpoint.vendor = Some(vendor);
    endpoint.gatekeeper = Some(GatekeeperInfo::default());
    endpoint.gateway = Some(gateway);
    endpoint.mcu = Some(mcu);
    endpoint.terminal = Some(TerminalInfo::default());
    endpoint.mc = true;
    endpoint.set = Some(bits(32));
    endpoint.supported_tunnelled_protocols = Some(vec![TunnelledProtocol::new(
        TunnelledProtocolId::tunnelledProtocolAlternateID(tunnelled),
    )]);
    endpoint
}

fn params() -> Params {
    let mut params = Params::default();
    params.ran_int = Some((-1_000_000).into());
    params.iv8 = Some([8; 8].into());
    params.iv16 = Some([16; 16].into());
    params.iv = Some(octets(2));
    params.clear_salt = Some(octets(0));
    params
}

fn encrypted() -> Encrypted {
    Encrypted {
        algorithm_oid: oid(10),
        param_s: params(),
        encrypted_data: octets(9),
    }
}

fn signed() -> Signed {
    Signed {
        to_be_signed: octets(6),
        algorithm_oid: oid(11),
        param_s: Params::default(),
        signature: bits(1023),
    }
}

fn hashed() -> Hashed {
    Hashed {
        algorithm_oid: oid(12),
        param_s: Params::default(),
        hash: bits(96),
    }
}

fn clear_token() -> ClearToken {
    let mut token = ClearToken::new(oid(13));
    token.time_stamp = Some(1);
    token.password = Some(bmp("geheim"));
    token.dhkey = Some(h235::DHset::new(bits(512), bits(0), bits(2048)));
    token.challenge = Some(octets(8));
    token.random = Some(i64::from(u32::MAX).into());
    token.certificate = Some(h235::TypedCertificate::new(oid(14), octets(100)));
    token.general_id = Some(bmp("gk"));
    token.non_standard = Some(h235::NonStandardParameter {
        non_standard_identifier: oid(15),
        data: octets(1),
    });
    token.eckasdhkey = Some(h235::ECKASDH::eckasdhp(h235::ECKASDHEckasdhp {
        public_key: h235::ECpoint::default(),
        modulus: bits(511),
        base: h235::ECpoint::default(),
        weierstrass_a: bits(7),
        weierstrass_b: bits(8),
    }));
    token.senders_id = Some(bmp("me"));
    token.h235_key = Some(h235::H235Key::secureSharedSecret(Box::new(
        h235::V3KeySyncMaterial::new(params()),
    )));
    let mut element = h235::ProfileElement::new(4);
    element.param_s = Some(Params::default());
    element.element = Some(h235::Element::bits(bits(3)));
    token.profile_info = Some(vec![element]);
    token
}

fn crypto_tokens() -> Vec<CryptoH323Token> {
    let token = CryptoToken::cryptoHashedToken(Box::new(h235::CryptoTokenCryptoHashedToken {
        token_oid: oid(20),
        hashed_vals: ClearToken::new(oid(21)),
        token: hashed(),
    }));
    vec![
        CryptoH323Token::cryptoEPPwdHash(Box::new(CryptoH323TokenCryptoEPPwdHash {
            alias: aliases().swap_remove(1),
            time_stamp: u32::MAX,
            token: hashed(),
        })),
        CryptoH323Token::cryptoGKPwdHash(CryptoH323TokenCryptoGKPwdHash {
            gatekeeper_id: bmp("gk"),
            time_stamp: 1,
            token: hashed(),
        }),
        CryptoH323Token::cryptoEPPwdEncr(encrypted()),
        CryptoH323Token::cryptoFastStart(signed()),
        CryptoH323Token::nestedcryptoToken(Box::new(token)),
    ]
}

fn capacity() -> CallCapacity {
    let mut carrier = CarrierInfo::default();
    carrier.carrier_identification_code = Some(octets(4));
    carrier.carrier_name = Some(ia5("carrier"));
    let mut calls = CallsAvailable::new(u32::MAX);
    calls.group = Some(ia5("g"));
    calls.carrier = Some(carrier);
    let mut info = CallCapacityInfo::default();
    info.voice_gw_calls_available = Some(vec![calls.clone(), CallsAvailable::new(256)]);
    info.sip_gw_calls_available = Some(vec![calls]);
    let mut capacity = CallCapacity::default();
    capacity.current_call_capacity = Some(info);
    capacity
}

fn circuit() -> CircuitInfo {
    let codes = vec![
        CircuitIdentificationCode(octets(2)),
        CircuitIdentificationCode(octets(4)),
    ];
    let mut group = GroupID::new(ia5("trunk"));
    group.member = Some(vec![0, 65_535]);
    let mut source = CircuitIdentifier::default();
    source.cic = Some(CicInfo::new(codes, octets(5)));
    source.group = Some(group);
    source.carrier = Some(CarrierInfo::default());
    let mut circuit = CircuitInfo::default();
    circuit.source_circuit_id = Some(source);
    circuit.generic_data = Some(vec![generic_data()]);
    circuit
}

fn service() -> Vec<ServiceControlSession> {
    let mut credit = CallCreditServiceControl::default();
    credit.amount_string = Some(bmp("12 €"));
    credit.billing_mode = Some(CallCreditServiceControlBillingMode::debit);
    credit.call_duration_limit = Some(u32::MAX);
    credit.enforce_call_duration_limit = Some(true);
    let session = |contents| {
        let mut session = ServiceControlSession::new(255, ServiceControlSessionReason::refresh);
        session.contents = Some(contents);
        session
    };
    vec![
        session(ServiceControlDescriptor::url(ia5(""))),
        session(ServiceControlDescriptor::signal(octets(3))),
        session(ServiceControlDescriptor::callCreditServiceControl(credit)),
    ]
}

fn setup() -> SetupUUIE {
    let mut setup = SetupUUIE::new(
        oid(7),
        endpoint(),
        true,
        [0xc1; 16].into(),
        SetupUUIEConferenceGoal::callIndependentSupplementaryService,
        CallType::nToN,
    );
    let security = |mode| {
        SecurityCapabilities::new(
            SecurityServiceMode::none,
            mode,
            SecurityServiceMode::nonStandard(non_standard()),
        )
    };
    let addresses = transport_addresses();
    setup.h245_address = addresses.get(1).cloned();
    setup.source_address = Some(aliases());
    setup.destination_address = Some(aliases());
    setup.dest_call_signal_address = addresses.get(2).cloned();
    setup.dest_extra_call_info = Some(vec![]);
    setup.dest_extra_crv = Some(vec![1, 2]);
    let mut services = QseriesOptions::default();
    services.q952_full = true;
    setup.call_services = Some(services);
    setup.source_call_signal_address = addresses.get(3).cloned();
    setup.remote_extension_address = aliases().pop();
    setup.call_identifier = Some(CallIdentifier::new([0xca; 16].into()));
    setup.h245_security_capability = Some(vec![
        H245Security::noSecurity,
        H245Security::tls(security(SecurityServiceMode::default)),
    ]);
    setup.tokens = Some(vec![clear_token()]);
    setup.crypto_tokens = Some(crypto_tokens());
    setup.fast_start = Some(vec![octets(255), octets(0), octets(128)]);
    setup.media_wait_for_connect = Some(false);
    setup.can_overlap_send = Some(true);
    setup.endpoint_identifier = Some(bmp("endpoint"));
    setup.multiple_calls = Some(false);
    setup.maintain_connection = Some(true);
    setup.connection_parameters = Some(SetupUUIEConnectionParameters::new(
        ScnConnectionType::hybrid1920,
        65_535,
        ScnConnectionAggregation::bonded_mode3,
    ));
    setup.language = Some(vec![LanguageTag(ia5("de-CH")), LanguageTag(ia5("e"))]);
    setup.presentation_indicator = Some(PresentationIndicator::addressNotAvailable);
    setup.screening_indicator = Some(ScreeningIndicator::networkProvided);
    setup.service_control = Some(service());
    setup.symmetric_operation_required = Some(());
    setup.capacity = Some(capacity());
    setup.circuit_info = Some(circuit());
    setup.desired_protocols = Some(protocols());
    setup.needed_features = Some(vec![generic_data()]);
    setup.parallel_h245_control = Some(vec![octets(4)]);
    let mut address = ExtendedAliasAddress::new(aliases().swap_remove(4));
    address.screening_indicator = Some(ScreeningIndicator::userProvidedVerifiedAndFailed);
    setup.additional_source_addresses = Some(vec![address]);
    setup.hop_count = Some(31);
    setup.display_name = Some(vec![
        DisplayName {
            language: Some(ia5("de")),
            name: bmp("Zoë"),
        },
        DisplayName {
            language: None,
            name: bmp("x"),
        },
    ]);
    setup
}

fn reasons() -> Vec<ReleaseCompleteReason> {
    vec![
        ReleaseCompleteReason::noBandwidth,
        ReleaseCompleteReason::undefinedReason,
        ReleaseCompleteReason::facilityCallDeflection,
        ReleaseCompleteReason::nonStandardReason(non_standard()),
        ReleaseCompleteReason::replaceWithConferenceInvite([0xce; 16].into()),
        ReleaseCompleteReason::securityError(SecurityErrors::securityUnknownCA),
        ReleaseCompleteReason::hopCountExceeded,
    ]
}

fn messages() -> Vec<(String, H323UserInformation)> {
    use H323UUPDUH323MessageBody as Body;
    let mut messages = Vec::new();
    let mut add = |name: &str, body: Body| {
        let information = H323UserInformation::new(H323UUPDU::new(body));
        messages.push((name.to_owned(), information));
    };
    add("setup", Body::setup(Box::new(setup())));
    for (at, reason) in reasons().into_iter().enumerate() {
        let mut body = ReleaseCompleteUUIE::new(oid(7));
        body.reason = Some(reason);
        body.busy_address = Some(aliases());
        add(
            &format!("releaseComplete {at}"),
            Body::releaseComplete(Box::new(body)),
        );
    }
    let mut facility = FacilityUUIE::new(oid(7), FacilityReason::transportedInformation);
    facility.conferences = Some(vec![ConferenceList::default()]);
    facility.conference_id = Some([1; 16].into());
    facility.fast_connect_refused = Some(());
    facility.feature_set = Some(FeatureSet::default());
    facility.h245_security_mode = Some(H245Security::nonStandard(non_standard()));
    add("facility", Body::facility(Box::new(facility)));
    let call = CallIdentifier::new([2; 16].into());
    let mut notify = NotifyUUIE::new(oid(7), call.clone());
    notify.connected_address = Some(aliases());
    notify.presentation_indicator = Some(PresentationIndicator::presentationRestricted);
    add("notify", Body::notify(Box::new(notify)));
    add(
        "status",
        Body::status(Box::new(StatusUUIE::new(oid(7), call))),
    );

    let mut tunnel = H323UUPDUTunnelledSignallingMessage::new(
        TunnelledProtocol::new(TunnelledProtocolId::tunnelledProtocolObjectID(oid(5))),
        vec![octets(3), octets(4)],
    );
    tunnel.tunnelling_required = Some(());
    let mut pdu = H323UUPDU::new(Body::empty);
    pdu.non_standard_data = Some(non_standard());
    pdu.h4501_supplementary_service = Some(vec![octets(7)]);
    pdu.h245_tunnelling = Some(true);
    pdu.h245_control = Some(vec![octets(2), octets(130)]);
    pdu.non_standard_control = Some(vec![non_standard()]);
    let mut linkage = CallLinkage::default();
    linkage.thread_id = Some([3; 16].into());
    pdu.call_linkage = Some(linkage);
    pdu.tunnelled_signalling_message = Some(tunnel);
    pdu.provisional_resp_to_h245_tunnelling = Some(());
    pdu.stimulus_control = Some(StimulusControl::default());
    pdu.generic_data = Some(vec![generic_data()]);
    let mut information = H323UserInformation::new(pdu);
    information.user_data = Some(H323UserInformationUserData::new(0x04, octets(131)));
    messages.push(("pdu".to_owned(), information));
    messages
}

#[test]
fn everything_encodes_to_the_agreed_octets_and_back() {
    let agreed: Vec<(&str, &str)> = include_str!("everything.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('\t').expect("two columns"))
        .collect();
    let messages = messages();
    for (name, value) in &messages {
        let octets = codec::encode(value).expect(name);
        let hex: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
        let expected = agreed.iter().find(|(agreed, _)| agreed == name);
        assert_eq!(Some(hex.as_str()), expected.map(|(_, hex)| *hex), "{name}");

        let decoded = codec::decode::<H323UserInformation>(&octets);
        assert_eq!(decoded.value.as_ref(), Ok(value), "{name}");
        assert_eq!(decoded.trailing, 0, "{name}");
        let rasn: H323UserInformation = rasn::aper::decode(&octets).expect(name);
        assert_eq!(&rasn, value, "{name}");
    }
    assert_eq!(messages.len(), agreed.len());
}
