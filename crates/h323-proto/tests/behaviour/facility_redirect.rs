//! A Facility that sends the caller elsewhere ends the call, and says where another one would go.

use std::net::SocketAddr;

use h323_asn1::{
    h225::{
        AliasAddress, CallIdentifier, FacilityReason as WireReason, FacilityUUIE,
        H323UUPDUH323MessageBody as Body, PartyNumber, PublicPartyNumber, PublicTypeOfNumber,
        TransportAddress,
    },
    text::bmp_string,
    types::Ia5String,
};
use h323_proto::{
    call::{
        Call, CallingConfig, Channel, ConferenceGoal, Content, Direction, EndReason, EndedBy,
        Entropy, Input, NotFollowed, Overlap, SetupTerms, Target, Timer,
    },
    h225::{Alias, FacilityContents, FacilityReason, FacilityRedirect, Numbering, PeerAddress},
    q931::{CallState, CauseValue, ElementId, MessageType, NumberingPlan, TypeOfNumber},
};

use crate::support::{
    PEER, Script, Seen, config, message, script, secs,
    uuie::{protocol, setup_of, transport},
};

const REASONS: [&str; 3] = ["routeCallToGatekeeper", "callForwarded", "routeCallToMC"];

fn redirect(script: &mut Script, reason: &'static str) {
    let contents = FacilityContents::Redirect(FacilityRedirect {
        reason: FacilityReason::new(reason),
        address: Some(PEER),
        digits: Some("3000".into()),
    });
    let information = script.peer.facility(&contents).unwrap();
    let facility = message(script.reference(), MessageType::Facility, Some(information));
    script.receive(&facility);
}

#[test]
fn ends_the_call_with_what_the_peer_said() {
    for reason in REASONS {
        let mut script = script();
        redirect(&mut script, reason);
        let end = script.run_out();
        assert_eq!(end.by, EndedBy::Remote);
        assert_eq!(
            end.reason,
            EndReason::Redirected(FacilityReason::new(reason))
        );
        let value = end.cause.as_ref().map(|cause| cause.value);
        assert_eq!(value, Some(CauseValue::NORMAL_CALL_CLEARING));
        let told = end.release_reason.as_ref().map(|reason| reason.name());
        assert_eq!(told, Some("facilityCallDeflection"));
        let records = script.seen.records(Direction::Received);
        let Content::Signalling { facts, .. } = &records[0].content else {
            panic!("{:?}", records[0]);
        };
        assert_eq!(facts.alternative_address, Some(PeerAddress::Ip(PEER)));
        assert_eq!(facts.alternative_aliases, ["3000"]);
        assert_eq!(script.seen.warnings(), []);
    }
}

#[test]
fn an_answered_call_stays_where_it_is() {
    let mut held = config();
    held.terms.limits.hold = secs(5);
    let mut script = Script::in_state(held, CallState::Active);
    redirect(&mut script, "routeCallToMC");
    assert_eq!(script.call.state(), CallState::Active);
    assert_eq!(script.run_out().reason, EndReason::Cleared);
}

#[test]
fn other_facilities_change_nothing() {
    let mut script = script();
    script.reply(MessageType::Facility);
    assert_eq!(script.call.state(), CallState::CallInitiated);
    assert_eq!(script.seen.warnings(), []);
}

/// What a Facility says beside its reason.
#[derive(Default)]
struct To {
    address: Option<TransportAddress>,
    aliases: Vec<AliasAddress>,
    conference: Option<[u8; 16]>,
}

/// A call of this configuration that was sent elsewhere.
fn sent(wanted: CallingConfig, reason: WireReason, to: To) -> Script {
    let mut script = Script::with(wanted).placed();
    let identifier = script.call.call_identifier();
    script.reply_with(MessageType::Facility, |pdu| {
        let mut body = FacilityUUIE::new(protocol(6), reason);
        body.alternative_address = to.address;
        body.alternative_alias_address = (!to.aliases.is_empty()).then_some(to.aliases);
        body.conference_id = to.conference.map(Into::into);
        body.call_identifier = Some(CallIdentifier::new(identifier.into()));
        body.multiple_calls = Some(false);
        body.maintain_connection = Some(false);
        pdu.h323_message_body = Body::facility(Box::new(body));
    });
    script.run_out();
    script
}

const ELSEWHERE: &str = "198.51.100.20:1721";

fn elsewhere() -> SocketAddr {
    ELSEWHERE.parse().unwrap()
}

fn ia5(text: &str) -> Ia5String {
    Ia5String::from_iso646_bytes(text.as_bytes()).unwrap()
}

/// An alias of every type, as the peer sends it, and how our call takes it along.
fn every_alias() -> Vec<(AliasAddress, Alias)> {
    let name = || "room".to_string();
    vec![
        (
            AliasAddress::h323_ID(bmp_string("room").unwrap()),
            Alias::H323Id(name()),
        ),
        (
            AliasAddress::url_ID(ia5("h323:room")),
            Alias::UrlId("h323:room".into()),
        ),
        (
            AliasAddress::email_ID(ia5("a@b")),
            Alias::EmailId("a@b".into()),
        ),
        (
            AliasAddress::transportID(transport(elsewhere())),
            Alias::TransportId(elsewhere()),
        ),
        (
            AliasAddress::partyNumber(PartyNumber::e164Number(PublicPartyNumber {
                public_type_of_number: PublicTypeOfNumber::unknown,
                public_number_digits: ia5("3001"),
            })),
            Alias::PartyNumber("3001".into()),
        ),
    ]
}

fn next(script: &Script) -> (Target, CallingConfig) {
    script.call.redirected().expect("was redirected").unwrap()
}

#[test]
fn where_to_is_told_for_every_reason() {
    for (name, reason) in [
        ("routeCallToGatekeeper", WireReason::routeCallToGatekeeper),
        ("callForwarded", WireReason::callForwarded),
        ("routeCallToMC", WireReason::routeCallToMC),
    ] {
        let to = To {
            address: Some(transport(elsewhere())),
            aliases: vec![AliasAddress::dialledDigits(ia5("3000"))],
            conference: Some([0xC0; 16]),
        };
        let script = sent(config(), reason, to);
        let redirect = script.call.redirect().unwrap();
        assert_eq!(redirect.reason, FacilityReason::new(name));
        assert_eq!(redirect.address, Some(PeerAddress::Ip(elsewhere())));
        assert_eq!(redirect.aliases, [Alias::DialedDigits("3000".into())]);
        assert_eq!(redirect.names, ["3000"]);
        assert_eq!(redirect.conference_id, Some([0xC0; 16]));
        let (target, next) = next(&script);
        assert_eq!(target.host, "198.51.100.20");
        assert_eq!(target.port, 1721);
        assert_eq!(target.address(), Some(elsewhere()));
        assert_eq!(next.setup.called_number.as_deref(), Some("3000"));
        let to_mc = name == "routeCallToMC";
        let goal = match to_mc {
            true => ConferenceGoal::Join,
            false => ConferenceGoal::Create,
        };
        assert_eq!(next.setup.conference_goal, goal, "{name}");
        let conference = match to_mc {
            true => [0xC0; 16],
            false => script.call.conference_id(),
        };
        assert_eq!(next.setup.conference_id, Some(conference), "{name}");
    }
}

#[test]
fn other_reasons_send_nobody_anywhere() {
    for reason in [
        WireReason::undefinedReason,
        WireReason::startH245,
        WireReason::forwardedElements,
        WireReason::transportedInformation,
    ] {
        let to = To {
            address: Some(transport(elsewhere())),
            ..To::default()
        };
        let script = sent(config(), reason, to);
        assert_eq!(script.end().reason, EndReason::TimedOut(Timer::T303));
        assert_eq!(script.call.redirect(), None);
        assert!(script.call.redirected().is_none());
    }
}

#[test]
fn a_call_that_was_not_sent_elsewhere_leads_nowhere() {
    let mut script = script();
    assert!(script.call.redirected().is_none());
    script.reply(MessageType::Connect);
    script.run_out();
    assert!(script.call.redirected().is_none());
    // Nor does one that was answered first.
    let mut held = config();
    held.terms.limits.hold = secs(5);
    let mut script = Script::in_state(held, CallState::Active);
    redirect(&mut script, "callForwarded");
    assert_eq!(script.call.redirect(), None);
    assert!(script.call.redirected().is_none());
}

#[test]
fn an_address_alone_takes_whom_we_called_along() {
    let wanted = CallingConfig {
        setup: SetupTerms {
            called_aliases: vec![Alias::H323Id("desk".into())],
            ..config().setup
        },
        overlap: Some(Overlap {
            digits: "42".into(),
            sending_complete: true,
        }),
        ..config()
    };
    let to = To {
        address: Some(transport(elsewhere())),
        ..To::default()
    };
    let (_, next) = next(&sent(wanted.clone(), WireReason::callForwarded, to));
    assert_eq!(next.setup.called_number, wanted.setup.called_number);
    assert_eq!(next.setup.called_aliases, wanted.setup.called_aliases);
    assert_eq!(next.overlap, wanted.overlap);
    assert_eq!(next.setup.calling_number, wanted.setup.calling_number);
}

#[test]
fn aliases_of_every_type_take_the_place_of_whom_we_called() {
    let wanted = CallingConfig {
        setup: SetupTerms {
            called_aliases: vec![Alias::H323Id("desk".into())],
            ..config().setup
        },
        overlap: Some(Overlap {
            digits: "42".into(),
            sending_complete: true,
        }),
        ..config()
    };
    for (wire, alias) in every_alias() {
        let to = To {
            aliases: vec![wire],
            ..To::default()
        };
        let script = sent(wanted.clone(), WireReason::callForwarded, to);
        let (target, next) = next(&script);
        assert_eq!(target, Target::from(PEER), "the same place");
        assert_eq!(next.setup.called_number, None);
        assert_eq!(next.setup.called_aliases, [alias]);
        // They are whole numbers.
        assert_eq!(next.overlap, None);
    }
    // Digits are the number, wherever they stand; the rest goes along.
    let mut aliases: Vec<_> = every_alias().into_iter().map(|(wire, _)| wire).collect();
    aliases.push(AliasAddress::dialledDigits(ia5("3000")));
    let to = To {
        aliases,
        ..To::default()
    };
    let (_, next) = next(&sent(wanted, WireReason::callForwarded, to));
    assert_eq!(next.setup.called_number.as_deref(), Some("3000"));
    let expected: Vec<_> = every_alias().into_iter().map(|(_, alias)| alias).collect();
    assert_eq!(next.setup.called_aliases, expected);
}

#[test]
fn a_number_of_the_peers_has_not_the_type_of_the_one_we_called() {
    let number = PartyNumber::e164Number(PublicPartyNumber {
        public_type_of_number: PublicTypeOfNumber::internationalNumber,
        public_number_digits: ia5("4930"),
    });
    let mut wanted = config();
    wanted.setup.called_numbering = Numbering {
        type_of_number: Some(TypeOfNumber::Subscriber),
        plan: NumberingPlan::Private,
    };
    let to = To {
        aliases: vec![
            AliasAddress::dialledDigits(ia5("3000")),
            AliasAddress::partyNumber(number.clone()),
        ],
        ..To::default()
    };
    let (_, next) = next(&sent(wanted, WireReason::callForwarded, to));
    let script = Script::with(next).placed();
    let setup = &script.seen.sent[0];
    let called = setup
        .number(ElementId::CALLED_PARTY_NUMBER)
        .unwrap()
        .unwrap();
    assert_eq!(called.type_of_number, TypeOfNumber::UnknownType);
    assert_eq!(called.plan, NumberingPlan::Isdn);
    let destination = setup_of(setup).destination_address.unwrap();
    assert_eq!(destination[1], AliasAddress::partyNumber(number));
}

#[test]
fn an_international_number_stays_one() {
    let number = PartyNumber::e164Number(PublicPartyNumber {
        public_type_of_number: PublicTypeOfNumber::internationalNumber,
        public_number_digits: ia5("4930"),
    });
    let to = To {
        aliases: vec![AliasAddress::partyNumber(number.clone())],
        ..To::default()
    };
    let (_, next) = next(&sent(config(), WireReason::callForwarded, to));
    let script = Script::with(next).placed();
    let destination = setup_of(&script.seen.sent[0]).destination_address;
    assert_eq!(destination, Some(vec![AliasAddress::partyNumber(number)]));
}

#[test]
fn what_leads_nowhere_says_why() {
    let nsap = || TransportAddress::nsap(vec![0x49].into());
    for (address, aliases, why) in [
        (None, vec![], NotFollowed::NoTarget),
        (Some(nsap()), vec![], NotFollowed::NotIp),
        (Some(transport(PEER)), vec![], NotFollowed::SamePlace),
        (
            None,
            vec![AliasAddress::dialledDigits(ia5("2000"))],
            NotFollowed::SamePlace,
        ),
    ] {
        let to = To {
            address,
            aliases,
            conference: None,
        };
        let script = sent(config(), WireReason::callForwarded, to);
        assert!(script.call.redirect().is_some());
        assert_eq!(script.call.redirected().unwrap().err(), Some(why));
    }
    // An alias can be called all the same.
    let to = To {
        address: Some(nsap()),
        aliases: vec![AliasAddress::dialledDigits(ia5("3000"))],
        conference: None,
    };
    let script = sent(config(), WireReason::callForwarded, to);
    assert_eq!(next(&script).1.setup.called_number.as_deref(), Some("3000"));
}

#[test]
fn an_mc_at_the_same_place_is_joined() {
    for conference in [Some([0xC0; 16]), None] {
        let to = To {
            address: Some(transport(PEER)),
            conference,
            ..To::default()
        };
        let script = sent(config(), WireReason::routeCallToMC, to);
        let (_, next) = next(&script);
        assert_eq!(next.setup.conference_goal, ConferenceGoal::Join);
        let own = script.call.conference_id();
        assert_eq!(next.setup.conference_id, Some(conference.unwrap_or(own)));
    }
}

#[test]
fn the_next_call_is_another_one_in_the_same_conference() {
    let to = To {
        address: Some(transport(elsewhere())),
        conference: Some([0xC0; 16]),
        ..To::default()
    };
    let first = sent(config(), WireReason::callForwarded, to);
    let other = Entropy::new([0x21; Entropy::OCTETS]);
    let (target, next) = next(&first);
    let mut call = Call::calling(target, next, other, first.now);
    let mut seen = Seen::default();
    seen.drain(&mut call);
    assert_eq!(seen.connects[0].host, elsewhere().ip().to_string());
    call.handle(Input::Connected(Channel::CallSignalling, None), first.now);
    seen.drain(&mut call);
    let (before, after) = (&first.seen.sent[0], &seen.sent[0]);
    assert_ne!(before.call_reference, after.call_reference);
    let (before, after) = (setup_of(before), setup_of(after));
    assert_ne!(before.call_identifier, after.call_identifier);
    assert_eq!(before.conference_id, after.conference_id);
    assert_eq!(before.destination_address, after.destination_address);
    assert_eq!(after.dest_call_signal_address, Some(transport(elsewhere())));
}
