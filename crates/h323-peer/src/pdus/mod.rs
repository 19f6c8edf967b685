//! Every message that this program can send, for the oracles of `tests/oracle`.
//!
//! Pairs of real [`Call`](h323_proto::call::Call)s produce them, a calling and a called one, so the
//! oracles judge the octets that go over the wire. The clock of a pair advances only when told to.

mod gatekeeper;
mod h245;
mod media;
mod options;
mod pair;
mod ras;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use h323_asn1::codec::EncodeError;
use h323_proto::{
    call::{
        ApiMisuse, CallTerms, CalledAction, CallingConfig, H245Mode, Release, SetupTerms, Side,
        Target,
    },
    h225::{FacilityContents, FacilityReason, FacilityRedirect, ReleaseReason},
    q931::{Cause, CauseValue, Location, Message, ProgressDescription},
    time::Duration,
};

use pair::Pair;

/// One message.
#[derive(Clone, Debug)]
pub struct Pdu {
    /// Its description; `dialog/NAME/…` for the messages of one connection, in their order.
    pub name: String,
    /// The Q.931 message, without TPKT.
    pub octets: Vec<u8>,
}

impl Pdu {
    /// The octets in hexadecimal.
    #[must_use]
    pub fn hex(&self) -> String {
        self.octets
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect()
    }
}

/// Versions of H.225.0 that can be claimed.
const VERSIONS: std::ops::RangeInclusive<u8> = 2..=7;

const IPV4: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(203, 0, 113, 5)), 1720);
const IPV6: SocketAddr = SocketAddr::new(
    std::net::IpAddr::V6(Ipv6Addr::new(0x2001, 0xDB8, 0, 0, 0, 0, 0, 5)),
    1720,
);

/// Why there is no list; each would be an error of this program.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub enum Fault {
    /// A call refuses an action in a state that allows it.
    #[error(transparent)]
    Call(#[from] ApiMisuse),
    /// A request to the gatekeeper cannot be written.
    #[error(transparent)]
    Request(#[from] EncodeError),
}

/// All messages.
///
/// # Errors
/// If this program has an error.
pub fn all() -> Result<Vec<Pdu>, Fault> {
    let mut pdus = Vec::new();
    setups(&mut pdus);
    called_side(&mut pdus)?;
    calling_side(&mut pdus)?;
    options::messages(&mut pdus)?;
    dialogs(&mut pdus)?;
    pdus.extend(h245::messages());
    pdus.extend(ras::messages());
    let altered = media::altered(&pdus);
    pdus.extend(altered);
    let setup = pdus.iter().find(|pdu| pdu.name == "setup/default");
    let setup = setup.map_or_else(Vec::new, |pdu| pdu.octets.clone());
    pdus.extend(gatekeeper::messages(&setup)?);
    Ok(pdus)
}

fn config() -> CallingConfig {
    CallingConfig {
        terms: CallTerms {
            display: Some("Call from 1000".into()),
            ..CallTerms::default()
        },
        setup: SetupTerms {
            calling_number: "1000".into(),
            called_number: Some("2000".into()),
            ..SetupTerms::default()
        },
        ..CallingConfig::default()
    }
}

/// A target that is not resolved yet.
fn by_name() -> Target {
    Target {
        host: "gw.example".into(),
        port: 1720,
    }
}

/// The configurations that change more than one message.
fn variants() -> Vec<(String, CallingConfig)> {
    let mut variants = vec![
        ("default".to_owned(), config()),
        (
            "no-display".to_owned(),
            CallingConfig {
                terms: CallTerms {
                    display: None,
                    ..config().terms
                },
                ..config()
            },
        ),
        (
            "no-tunnelling".to_owned(),
            CallingConfig {
                terms: CallTerms {
                    h245_tunnelling: false,
                    ..config().terms
                },
                ..config()
            },
        ),
        (
            "longest-text".to_owned(),
            CallingConfig {
                terms: CallTerms {
                    display: Some("D".repeat(80)),
                    h323_id: "i".repeat(256),
                    ..config().terms
                },
                setup: SetupTerms {
                    calling_number: "1".repeat(32),
                    called_number: Some("2".repeat(32)),
                    ..config().setup
                },
                ..config()
            },
        ),
    ];
    variants.extend(VERSIONS.map(|version| {
        (
            format!("version-{version}"),
            CallingConfig {
                terms: CallTerms {
                    version,
                    ..config().terms
                },
                ..config()
            },
        )
    }));
    variants
}

fn setups(pdus: &mut Vec<Pdu>) {
    let mut configs = variants();
    let mut add = |name: &str, change: &dyn Fn(&mut CallingConfig)| {
        let mut config = config();
        change(&mut config);
        configs.push((name.to_owned(), config));
    };
    for (name, number) in [
        ("none", None),
        ("international", Some("+493012345")),
        ("signs", Some("*31#,0")),
    ] {
        add(&format!("called-{name}"), &|config| {
            config.setup.called_number = number.map(ToOwned::to_owned);
        });
    }
    add("calling-international", &|config| {
        config.setup.calling_number = "+493012345".into();
    });
    add("h323-id-none", &|config| {
        config.terms.h323_id = String::new()
    });
    add("h323-id-wide", &|config| {
        config.terms.h323_id = "Zo\u{eb} \u{4f1a}\u{8b70}\u{5ba4}".into();
    });
    for (name, config) in configs {
        let pair = Pair::new(config.clone(), config.terms);
        pair.take_last(pdus, format!("setup/{name}"));
    }
    for (name, target) in [("none", by_name()), ("ipv6", IPV6.into())] {
        let pair = Pair::towards(target, config(), config().terms);
        pair.take_last(pdus, format!("setup/destination-{name}"));
    }
}

/// The actions of the called side that are the same in every configuration.
fn actions() -> Vec<(String, CalledAction)> {
    let mut actions: Vec<(String, CalledAction)> = [
        ("setup-acknowledge", CalledAction::SetupAcknowledge),
        ("call-proceeding", CalledAction::CallProceeding),
        (
            "progress",
            CalledAction::Progress(ProgressDescription::InBandInformation),
        ),
        ("alerting", CalledAction::Alerting),
        ("connect", CalledAction::Connect),
        (
            "notify",
            CalledAction::Notify {
                with_user_information: true,
            },
        ),
        (
            "notify-without-uuie",
            CalledAction::Notify {
                with_user_information: false,
            },
        ),
        (
            "information",
            CalledAction::Information("Please hold the line".into()),
        ),
        ("status-inquiry", CalledAction::StatusInquiry),
        (
            "status",
            CalledAction::Status(CauseValue::RESPONSE_TO_STATUS_ENQUIRY),
        ),
        (
            "facility-empty",
            CalledAction::Facility(FacilityContents::Empty),
        ),
        (
            "release-complete",
            CalledAction::Release(Release::cause(CauseValue::NORMAL_CALL_CLEARING)),
        ),
    ]
    .into_iter()
    .map(|(name, action)| (name.to_owned(), action))
    .collect();
    for reason in [
        FacilityReason::RouteCallToGatekeeper,
        FacilityReason::CallForwarded,
        FacilityReason::RouteCallToMc,
    ] {
        actions.push((
            format!("facility-{}", reason.name()),
            redirect(reason, Some(IPV4), Some("2000")),
        ));
    }
    actions
}

fn redirect(
    reason: FacilityReason,
    address: Option<SocketAddr>,
    digits: Option<&str>,
) -> CalledAction {
    CalledAction::Facility(FacilityContents::Redirect(FacilityRedirect {
        reason,
        address,
        digits: digits.map(ToOwned::to_owned),
    }))
}

/// The actions with varying contents, in the default configuration.
fn special_actions() -> Vec<(String, CalledAction)> {
    let mut actions = Vec::new();
    for description in [
        ProgressDescription::NotEndToEndIsdn,
        ProgressDescription::DestinationNotIsdn,
        ProgressDescription::OriginationNotIsdn,
        ProgressDescription::ReturnedToIsdn,
        ProgressDescription::ServiceChanged,
        ProgressDescription::InBandInformation,
        ProgressDescription::ResponseDelayed,
    ] {
        actions.push((
            format!("progress/{}", description.code()),
            CalledAction::Progress(description),
        ));
    }
    for cause in [
        CauseValue::RESPONSE_TO_STATUS_ENQUIRY,
        CauseValue::MESSAGE_TYPE_UNKNOWN,
        CauseValue::MESSAGE_NOT_COMPATIBLE,
        CauseValue::PROTOCOL_ERROR,
    ] {
        actions.push((format!("status/{}", cause.0), CalledAction::Status(cause)));
    }
    for (name, address) in [("none", None), ("ipv4", Some(IPV4)), ("ipv6", Some(IPV6))] {
        for (alias, digits) in [("none", None), ("digits", Some("2001"))] {
            actions.push((
                format!("facility/address-{name}-alias-{alias}"),
                redirect(FacilityReason::CallForwarded, address, digits),
            ));
        }
    }
    for (name, text) in [("one", "x".to_owned()), ("eighty", "x".repeat(80))] {
        actions.push((
            format!("information/{name}"),
            CalledAction::Information(text),
        ));
    }
    for reason in ReleaseReason::plain() {
        actions.push((
            format!("release-complete/reason-{}", reason.name()),
            CalledAction::Release(Release::reason(reason)),
        ));
    }
    for value in 1..=127 {
        let value = CauseValue(value);
        if value.text().is_some() {
            actions.push((
                format!("release-complete/cause-{}", value.0),
                CalledAction::Release(Release::cause(value)),
            ));
        }
    }
    actions
}

fn called_side(pdus: &mut Vec<Pdu>) -> Result<(), ApiMisuse> {
    for (variant, config) in variants() {
        for (name, action) in actions() {
            let mut pair = Pair::new(config.clone(), config.terms.clone());
            pair.called(action)?;
            pair.take_last_of(Side::Called, pdus, format!("{name}/{variant}"));
        }
    }
    for (name, action) in special_actions().into_iter().chain(media::actions()) {
        let mut pair = Pair::new(config(), config().terms);
        pair.called(action)?;
        pair.take_last_of(Side::Called, pdus, name);
    }
    let mut pair = Pair::new(config(), config().terms);
    pair.hang_up(Side::Called);
    pair.take_last_of(Side::Called, pdus, "release-complete/called-hangup".into());
    Ok(())
}

/// A way to bring the calling side into a state.
type Path = (&'static str, &'static [CalledAction]);

const PATHS: [Path; 5] = [
    ("initiated", &[]),
    ("overlap", &[CalledAction::SetupAcknowledge]),
    ("proceeding", &[CalledAction::CallProceeding]),
    (
        "delivered",
        &[CalledAction::CallProceeding, CalledAction::Alerting],
    ),
    (
        "active",
        &[
            CalledAction::CallProceeding,
            CalledAction::Alerting,
            CalledAction::Connect,
        ],
    ),
];

/// Longer than every timer.
const AGES: Duration = Duration::from_secs(3_600);

fn held() -> CallingConfig {
    let mut config = config();
    config.terms.limits.hold = Duration::from_secs(30);
    config
}

fn calling_side(pdus: &mut Vec<Pdu>) -> Result<(), ApiMisuse> {
    for (name, path) in PATHS {
        let along = |config: CallingConfig| -> Result<Pair, ApiMisuse> {
            let mut pair = Pair::new(config.clone(), config.terms);
            for action in path {
                pair.called(action.clone())?;
            }
            Ok(pair)
        };
        let mut pair = along(held())?;
        pair.called(CalledAction::StatusInquiry)?;
        pair.take_last_of(Side::Calling, pdus, format!("status/calling-{name}"));

        let mut pair = along(held())?;
        pair.hang_up(Side::Calling);
        let name_of = |what: &str| format!("release-complete/calling-{what}-{name}");
        pair.take_last_of(Side::Calling, pdus, name_of("hangup"));

        // The timer of the state: T303, T310, T301 or hold.
        let mut pair = along(held())?;
        pair.wait(AGES);
        pair.take_last_of(Side::Calling, pdus, name_of("timeout"));
    }
    let replies: [(&str, &[u8]); 3] = [
        ("http", b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        ("rdp", &[3, 0, 0, 11, 6, 0xD0, 0, 0, 0x12, 0x34, 0]),
        ("flood", &[3, 0, 0, 4]),
    ];
    for (name, octets) in replies {
        let patience_of_one = CallingConfig {
            terms: CallTerms {
                message_limit: 1,
                ..config().terms
            },
            ..config()
        };
        let mut pair = Pair::new(patience_of_one, config().terms);
        pair.inject(octets);
        pair.take_last_of(
            Side::Calling,
            pdus,
            format!("release-complete/calling-{name}"),
        );
    }
    let mut pair = Pair::new(config(), config().terms);
    pair.called(redirect(FacilityReason::CallForwarded, Some(IPV4), None))?;
    pair.take_last_of(
        Side::Calling,
        pdus,
        "release-complete/calling-redirected".into(),
    );
    for (variant, config) in variants() {
        let mut pair = Pair::new(config.clone(), config.terms);
        pair.called(CalledAction::Connect)?;
        pair.take_last_of(
            Side::Calling,
            pdus,
            format!("release-complete/calling-cleared-{variant}"),
        );
    }
    Ok(())
}

/// Whole calls.
fn dialogs(pdus: &mut Vec<Pdu>) -> Result<(), ApiMisuse> {
    let everything: Vec<CalledAction> = actions()
        .into_iter()
        .map(|(_, action)| action)
        .filter(|action| {
            !matches!(
                action,
                CalledAction::Facility(FacilityContents::Redirect(_))
                    | CalledAction::Release(_)
                    | CalledAction::Connect
            )
        })
        .chain([
            CalledAction::Connect,
            CalledAction::StatusInquiry,
            CalledAction::Release(Release::cause(CauseValue::NORMAL_CALL_CLEARING)),
        ])
        .collect();
    let answered = [
        CalledAction::CallProceeding,
        CalledAction::Alerting,
        CalledAction::Connect,
    ];
    let busy = [CalledAction::Release(Release {
        cause: Cause::new(Location::User, CauseValue::USER_BUSY),
        reason: Some(ReleaseReason::InConf),
    })];
    let redirected = [
        CalledAction::CallProceeding,
        redirect(
            FacilityReason::RouteCallToGatekeeper,
            Some(IPV6),
            Some("2001"),
        ),
    ];
    let tunnelled = CallingConfig {
        terms: CallTerms {
            h245: H245Mode::Auto,
            ..config().terms
        },
        ..config()
    };
    let calls: [(&str, CallingConfig, &[CalledAction]); 5] = [
        ("tunnelled", tunnelled, &answered),
        ("answered", config(), &answered),
        ("busy", config(), &busy),
        ("redirected", config(), &redirected),
        ("everything", held(), &everything),
    ];
    for (name, config, actions) in calls {
        let mut pair = Pair::new(config.clone(), config.terms);
        for action in actions {
            pair.called(action.clone())?;
        }
        for (index, (_, octets)) in pair.wire.into_iter().enumerate() {
            let message = Message::decode(&octets)
                .ok()
                .and_then(|message| message.message_type.name())
                .unwrap_or("message");
            pdus.push(Pdu {
                name: format!("dialog/{name}/{:02}-{message}", index + 1),
                octets,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use h323_proto::q931::MessageType;

    use super::*;

    #[test]
    fn every_name_is_there_once_and_every_message_type_of_h225_occurs() {
        let pdus = all().expect("every action fits its state");
        let names: BTreeSet<&str> = pdus.iter().map(|pdu| pdu.name.as_str()).collect();
        assert_eq!(names.len(), pdus.len());
        let types: BTreeSet<u8> = pdus
            .iter()
            .map(|pdu| {
                let message = Message::decode(&pdu.octets).expect(&pdu.name);
                message.message_type.code()
            })
            .collect();
        for expected in [
            MessageType::Setup,
            MessageType::SetupAcknowledge,
            MessageType::CallProceeding,
            MessageType::Progress,
            MessageType::Alerting,
            MessageType::Connect,
            MessageType::Notify,
            MessageType::Information,
            MessageType::Status,
            MessageType::StatusEnquiry,
            MessageType::Facility,
            MessageType::ReleaseComplete,
        ] {
            assert!(types.contains(&expected.code()), "{expected}");
        }
    }

    #[test]
    fn a_message_is_what_its_name_says() {
        let pdus = all().expect("every action fits its state");
        for (prefix, message_type) in [
            ("setup/", MessageType::Setup),
            ("setup-acknowledge/", MessageType::SetupAcknowledge),
            ("call-proceeding/", MessageType::CallProceeding),
            ("progress/", MessageType::Progress),
            ("alerting/", MessageType::Alerting),
            ("connect/", MessageType::Connect),
            ("notify/", MessageType::Notify),
            ("information/", MessageType::Information),
            ("status/", MessageType::Status),
            ("status-inquiry/", MessageType::StatusEnquiry),
            ("facility", MessageType::Facility),
            ("release-complete/", MessageType::ReleaseComplete),
        ] {
            let mut found = 0;
            for pdu in pdus.iter().filter(|pdu| pdu.name.starts_with(prefix)) {
                let message = Message::decode(&pdu.octets).expect(&pdu.name);
                assert_eq!(message.message_type, message_type, "{}", pdu.name);
                found += 1;
            }
            assert!(found >= 2, "{prefix}");
        }
    }
}
