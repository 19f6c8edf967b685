//! The messages of the calling side that depend on the options of a call.

use h323_proto::{
    call::{
        ApiMisuse, CallType, CalledAction, CallingConfig, ConferenceGoal, H245Mode, InputForm,
        KeepAlive, KeepAliveStyle, Overlap, OwnVendor, Side, Typing,
    },
    h225::{Alias, Numbering},
    h245::Codec,
    q931::{BearerCapability, NumberingPlan, TypeOfNumber},
    time::Duration,
    tls::Mode,
};

use super::{IPV4, IPV6, Pdu, config, held, media, pair::Pair};

/// The messages that appear in no other configuration.
///
/// # Errors
/// If a call refuses an action in a state that allows it, which would be an error of this program.
pub(super) fn messages(pdus: &mut Vec<Pdu>) -> Result<(), ApiMisuse> {
    for (name, config) in setups() {
        let pair = Pair::new(config.clone(), config.terms);
        pair.take_last(pdus, format!("setup/{name}"));
    }
    let mut secured = config();
    secured.terms.tls = Mode::Inspect;
    let pair = Pair::new(secured.clone(), secured.terms.clone());
    pair.take_last(pdus, "setup/tls".into());
    for (name, action) in media::secured() {
        let mut pair = Pair::new(secured.clone(), secured.terms.clone());
        pair.called(action)?;
        pair.take_last_of(Side::Called, pdus, name);
    }
    for (name, sending_complete) in [("", true), ("-not-complete", false)] {
        let mut wanted = config();
        wanted.overlap = Some(Overlap {
            digits: "34*#,".into(),
            sending_complete,
        });
        let mut pair = Pair::new(wanted, config().terms);
        pair.called(CalledAction::SetupAcknowledge)?;
        pair.take_last_of(
            Side::Calling,
            pdus,
            format!("information/further-digits{name}"),
        );
    }
    for (name, digits) in [("one", "1"), ("most", "0123456789*#ABCD0123456789*#ABCD")] {
        let mut wanted = config();
        wanted.typing = Some(Typing {
            digits: digits.into(),
            form: InputForm::Information,
            after: Duration::ZERO,
            tone: Duration::ZERO,
            pause: Duration::ZERO,
        });
        let mut pair = Pair::new(wanted, config().terms);
        pair.called(CalledAction::Connect)?;
        pair.take_last_of(Side::Calling, pdus, format!("information/keypad-{name}"));
    }
    for (name, style) in [
        ("empty", KeepAliveStyle::FacilityEmpty),
        (
            "transported-information",
            KeepAliveStyle::FacilityTransportedInformation,
        ),
    ] {
        let every = Duration::from_secs(1);
        let mut wanted = held();
        wanted.keep_alive = Some(KeepAlive { style, every });
        let mut pair = Pair::new(wanted, config().terms);
        pair.called(CalledAction::Alerting)?;
        pair.wait(every);
        pair.take_last_of(Side::Calling, pdus, format!("facility/keep-alive-{name}"));
    }
    Ok(())
}

fn setups() -> Vec<(String, CallingConfig)> {
    let mut configs = Vec::new();
    let mut add = |name: String, change: &dyn Fn(&mut CallingConfig)| {
        let mut config = config();
        change(&mut config);
        configs.push((name, config));
    };
    let aliases = [
        Alias::DialedDigits("0123456789*#,".into()),
        Alias::H323Id("Zo\u{eb} \u{4f1a}\u{8b70}".into()),
        Alias::UrlId("h323:room@example.com".into()),
        Alias::EmailId("room@example.com".into()),
        Alias::TransportId(IPV4),
        Alias::TransportId(IPV6),
        Alias::PartyNumber("+493012345".into()),
    ];
    add("aliases-all".into(), &|config| {
        config.setup.calling_aliases = Some(aliases.to_vec());
        config.setup.called_aliases = aliases.to_vec();
    });
    add("aliases-none".into(), &|config| {
        config.setup.calling_number = String::new();
        config.setup.called_number = None;
        config.setup.calling_aliases = Some(Vec::new());
    });
    add("aliases-longest".into(), &|config| {
        config.setup.called_aliases = vec![
            Alias::DialedDigits("1".repeat(128)),
            Alias::H323Id("x".repeat(256)),
            Alias::UrlId("u".repeat(512)),
            Alias::EmailId("e".repeat(512)),
            Alias::PartyNumber("9".repeat(128)),
        ];
    });
    for plan in [
        NumberingPlan::UnknownPlan,
        NumberingPlan::Isdn,
        NumberingPlan::Data,
        NumberingPlan::Telex,
        NumberingPlan::NationalStandard,
        NumberingPlan::Private,
    ] {
        for kind in [
            TypeOfNumber::UnknownType,
            TypeOfNumber::International,
            TypeOfNumber::National,
            TypeOfNumber::NetworkSpecific,
            TypeOfNumber::Subscriber,
            TypeOfNumber::Abbreviated,
        ] {
            let numbering = Numbering {
                type_of_number: Some(kind),
                plan,
            };
            let name = format!("numbering/plan-{}-type-{}", plan.code(), kind.code());
            add(name, &|config| {
                config.setup.calling_numbering = numbering;
                config.setup.called_numbering = numbering;
                config.setup.called_aliases = vec![Alias::PartyNumber("2000".into())];
            });
        }
    }
    for rate in (64..=1920).step_by(64) {
        add(format!("bearer/video-{rate}"), &|config| {
            config.bearer = BearerCapability::video(rate);
        });
    }
    for kind in [CallType::OneToN, CallType::NToOne, CallType::NToN] {
        add(format!("call-type/{}", kind.name()), &|config| {
            config.setup.call_type = kind;
        });
    }
    add("join".into(), &|config| {
        config.setup.conference_goal = ConferenceGoal::Join;
        config.setup.conference_id = Some([0xC5; 16]);
    });
    add("vendor".into(), &|config| {
        config.terms.vendor = OwnVendor {
            country: 9,
            extension: 255,
            manufacturer: 61,
            product: vec![b'P'; 256],
            version: vec![b'V'; 256],
        };
    });
    add("overlap".into(), &|config| {
        config.overlap = Some(Overlap {
            digits: "34".into(),
            sending_complete: true,
        });
    });
    // The order of the offers is that of the codecs; G.729 has four forms.
    let backwards: Vec<Codec> = Codec::ALL.into_iter().rev().collect();
    for (name, codecs) in [
        ("all", Codec::ALL.to_vec()),
        ("all-backwards", backwards),
        ("g729-ahead", vec![Codec::G729, Codec::G711A, Codec::G722]),
    ] {
        add(format!("fast-start/{name}"), &|config| {
            config.fast_start = true;
            config.terms.session.codecs.clone_from(&codecs);
        });
    }
    for codec in Codec::ALL {
        add(format!("fast-start/{}", codec.name()), &|config| {
            config.fast_start = true;
            config.terms.session.codecs = vec![codec];
        });
    }
    for mode in [H245Mode::Separate, H245Mode::Off] {
        add(format!("control/{mode:?}").to_lowercase(), &|config| {
            config.terms.h245 = mode;
            config.terms.h245_tunnelling = false;
        });
    }
    configs
}
