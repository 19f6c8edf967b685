//! Channels offered in Setup (H.323 8.1.7), and what the peer makes of them.

use std::{
    fs,
    net::{IpAddr, SocketAddr},
    path::Path,
};

use h323_asn1::{
    codec,
    h225::{
        FacilityReason, FacilityUUIE, H323UUPDU, H323UUPDUH323MessageBody as Body,
        H323UserInformation,
    },
    h245::{
        DataType, OpenLogicalChannel,
        OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters as ForwardParameters,
        TransportAddress, UnicastAddress, UnicastAddressIPAddress,
    },
    types::FixedOctetString,
};
use h323_proto::{
    call::{
        CallTerms, CallingConfig, FastStart, FastStartState, H245Mode, H245Problem, SetupTerms,
        WarningCode,
    },
    h245::{ChannelPolicy, ChannelRecord, Codec, FastStartChannel, H245Message},
    q931::{CallState, Message, MessageType, UserUser},
};

use crate::{
    negotiation::pause,
    support::{
        Script, config,
        talk::{
            WAYS, held_for_a_minute, negotiation, pong, said, spoken, talking_after, tell,
            tell_all, with_h245,
        },
        uuie::{protocol, refuse_fast_start, set_fast_start, setup_of},
    },
};

const CODECS: [Codec; 3] = [Codec::G711U, Codec::G722, Codec::H261];

fn wanted() -> CallingConfig {
    let mut wanted = config();
    wanted.fast_start = true;
    wanted.terms.session.codecs = CODECS.to_vec();
    wanted
}

fn offering() -> Script {
    Script::with(wanted()).placed()
}

/// The elements of `fastStart` in our Setup.
fn offers(script: &Script) -> Vec<Vec<u8>> {
    let offers = setup_of(&script.seen.sent[0]).fast_start;
    let offers = offers.into_iter().flatten();
    offers.map(|octets| octets.to_vec()).collect()
}

/// An offer of ours as the peer gives it back, with where it takes the media.
fn taken(offer: &[u8]) -> Vec<u8> {
    let mut channel = codec::decode::<OpenLogicalChannel>(offer).value.unwrap();
    let forward = &mut channel.forward_logical_channel_parameters;
    if let ForwardParameters::h2250LogicalChannelParameters(parameters) =
        &mut forward.multiplex_parameters
    {
        let ip = FixedOctetString::from([198, 51, 100, 7]);
        let address = UnicastAddress::iPAddress(UnicastAddressIPAddress::new(ip, 6000));
        parameters.media_channel = Some(TransportAddress::unicastAddress(address));
    }
    codec::encode(&channel).unwrap()
}

/// The first codec, both ways.
fn acceptance(script: &Script) -> Vec<Vec<u8>> {
    offers(script)[..2]
        .iter()
        .map(|offer| taken(offer))
        .collect()
}

fn state(script: &Script) -> FastStartState {
    fast_start(script).state
}

fn fast_start(script: &Script) -> &FastStart {
    script.call.fast_start().expect("was offered")
}

/// Makes the body of a Facility one that has fields.
fn facility_body(pdu: &mut H323UUPDU) {
    if pdu.h323_message_body == Body::empty {
        let body = FacilityUUIE::new(protocol(6), FacilityReason::forwardedElements);
        pdu.h323_message_body = Body::facility(Box::new(body));
        if let Body::facility(body) = &mut pdu.h323_message_body {
            body.multiple_calls = Some(false);
            body.maintain_connection = Some(false);
        }
    }
}

fn accept_in(script: &mut Script, message_type: MessageType, channels: &[Vec<u8>]) {
    let identifier = script.call.call_identifier();
    script.reply_with(message_type, |pdu| {
        facility_body(pdu);
        if let Body::facility(body) = &mut pdu.h323_message_body {
            let guid = FixedOctetString::from(identifier);
            body.call_identifier = Some(h323_asn1::h225::CallIdentifier::new(guid));
        }
        set_fast_start(pdu, channels);
    });
}

#[test]
fn is_not_offered_unless_it_is_asked_for() {
    let mut script = crate::support::script();
    assert_eq!(setup_of(&script.seen.sent[0]).fast_start, None);
    assert_eq!(script.call.fast_start(), None);
    // And then the peer's word on it means nothing.
    script.reply_with(MessageType::Alerting, refuse_fast_start);
    assert_eq!(script.call.fast_start(), None);
    assert_eq!(script.seen.warnings(), []);
}

#[test]
fn offers_every_codec_both_ways_in_the_order_of_preference() {
    for (address, ip) in [
        ("192.0.2.10:1720", "192.0.2.1"),
        ("[2001:db8::10]:1720", "100::1"),
    ] {
        let target: SocketAddr = address.parse().unwrap();
        let script = Script::towards(target.into(), wanted()).placed();
        let offers = offers(&script);
        let read = |octets: &Vec<u8>| {
            let record = ChannelRecord::of(octets.clone());
            FastStartChannel::of(&record, &CODECS).unwrap()
        };
        let read: Vec<_> = offers.iter().map(read).collect();
        let mut expected = Vec::new();
        for codec in CODECS {
            for transmit in [true, false] {
                let port = if codec.is_video() { 5006 } else { 5004 };
                expected.push(FastStartChannel {
                    transmit,
                    data: codec.data(),
                    session: Some(if codec.is_video() { 2 } else { 1 }),
                    // The receiver gives the address: us, for what we would receive.
                    media: (!transmit).then(|| (ip.parse::<IpAddr>().unwrap(), port).into()),
                    offered: true,
                });
            }
        }
        assert_eq!(read, expected, "{address}");
        for (octets, offer) in offers.iter().zip(&expected) {
            let channel = codec::decode::<OpenLogicalChannel>(octets).value.unwrap();
            // H.323 8.1.7.1: the way towards us is nothing forward and the media in reverse.
            let forward = channel.forward_logical_channel_parameters.data_type;
            assert_eq!(forward == DataType::nullData, !offer.transmit);
            let reverse = channel.reverse_logical_channel_parameters;
            assert_eq!(reverse.is_some(), !offer.transmit);
        }
        assert_eq!(state(&script), FastStartState::Unanswered);
        assert_eq!(fast_start(&script).message, None);
    }
}

#[test]
fn is_accepted_in_any_message_up_to_connect() {
    for message_type in [
        MessageType::CallProceeding,
        MessageType::Progress,
        MessageType::Alerting,
        MessageType::Facility,
        MessageType::Connect,
    ] {
        let mut script = offering();
        let channels = acceptance(&script);
        accept_in(&mut script, message_type, &channels);
        let answer = fast_start(&script);
        assert_eq!(answer.state, FastStartState::Accepted, "{message_type}");
        assert_eq!(answer.message, Some(message_type));
        let channel = |transmit, media: &str| FastStartChannel {
            transmit,
            data: Codec::G711U.data(),
            session: Some(1),
            media: Some(media.parse().unwrap()),
            offered: true,
        };
        assert_eq!(
            answer.channels,
            [
                channel(true, "198.51.100.7:6000"),
                channel(false, "192.0.2.1:5004")
            ]
        );
        if script.call.state() != CallState::ReleaseRequest {
            script.reply(MessageType::Connect);
        }
        assert!(script.run_out().answered);
        assert!(!script.seen.warned(WarningCode::FastStartIgnored));
        assert!(!script.seen.warned(WarningCode::FastStartMismatch));
    }
}

#[test]
fn the_first_answer_counts() {
    let mut script = offering();
    let channels = acceptance(&script);
    accept_in(&mut script, MessageType::CallProceeding, &channels[..1]);
    // It is repeated in later messages, in full or not.
    accept_in(&mut script, MessageType::Alerting, &channels);
    script.reply_with(MessageType::Connect, refuse_fast_start);
    let answer = fast_start(&script);
    assert_eq!(answer.state, FastStartState::Accepted);
    assert_eq!(answer.message, Some(MessageType::CallProceeding));
    assert_eq!(answer.channels.len(), 1);
    assert!(!script.seen.warned(WarningCode::FastStartRefused));

    let mut script = offering();
    script.reply_with(MessageType::Alerting, refuse_fast_start);
    accept_in(&mut script, MessageType::Connect, &channels);
    assert_eq!(state(&script), FastStartState::Refused);
    assert_eq!(fast_start(&script).channels, []);
}

#[test]
fn is_refused_in_any_message_up_to_connect() {
    for message_type in [
        MessageType::CallProceeding,
        MessageType::Progress,
        MessageType::Alerting,
        MessageType::Connect,
    ] {
        let mut script = offering();
        script.reply_with(message_type, refuse_fast_start);
        assert_eq!(state(&script), FastStartState::Refused, "{message_type}");
        assert_eq!(fast_start(&script).message, Some(message_type));
        let text = script.seen.warning(WarningCode::FastStartRefused).unwrap();
        assert!(text.contains(&message_type.to_string()), "{text}");
        if message_type != MessageType::Connect {
            script.reply(MessageType::Connect);
        }
        assert!(!script.seen.warned(WarningCode::FastStartIgnored));
        assert!(script.run_out().answered);
    }
}

#[test]
fn connect_without_a_word_refuses_it_too() {
    let mut script = offering();
    script.reply(MessageType::CallProceeding);
    script.reply(MessageType::Alerting);
    assert_eq!(state(&script), FastStartState::Unanswered);
    assert!(!script.seen.warned(WarningCode::FastStartIgnored));
    script.reply(MessageType::Connect);
    assert_eq!(state(&script), FastStartState::Ignored);
    assert_eq!(fast_start(&script).message, Some(MessageType::Connect));
    assert!(script.seen.warned(WarningCode::FastStartIgnored));
}

#[test]
fn an_acceptance_after_connect_comes_too_late() {
    let mut wanted = wanted();
    wanted.terms.limits.hold = crate::support::secs(5);
    let mut script = Script::with(wanted).placed();
    let channels = acceptance(&script);
    script.reply(MessageType::Connect);
    accept_in(&mut script, MessageType::Facility, &channels);
    assert_eq!(state(&script), FastStartState::Ignored);
    assert_eq!(fast_start(&script).channels, []);
}

#[test]
fn a_call_that_fails_leaves_it_unanswered() {
    let ends: [fn(&mut Script); 3] = [
        |script| script.reply(MessageType::ReleaseComplete),
        Script::close,
        |_| {},
    ];
    for end in ends {
        let mut script = offering();
        script.reply(MessageType::Alerting);
        end(&mut script);
        assert!(!script.run_out().answered);
        assert_eq!(state(&script), FastStartState::Unanswered);
        assert!(!script.seen.warned(WarningCode::FastStartIgnored));
    }
}

#[test]
fn a_setup_that_cannot_be_written_offers_nothing() {
    let script = Script::with(CallingConfig {
        setup: SetupTerms {
            called_number: Some("reception".into()),
            ..wanted().setup
        },
        ..wanted()
    })
    .placed();
    assert!(script.seen.ended().is_some());
    assert_eq!(script.call.fast_start(), None);
}

#[test]
fn a_channel_that_was_not_offered_is_a_mismatch() {
    let mut script = offering();
    let all = h323_proto::h245::fast_start(&[Codec::G729], ([198, 51, 100, 7], 6000).into());
    let mut channels = acceptance(&script);
    channels.push(all.unwrap().remove(0));
    accept_in(&mut script, MessageType::Alerting, &channels);
    assert_eq!(state(&script), FastStartState::Accepted);
    let offered: Vec<_> = fast_start(&script)
        .channels
        .iter()
        .map(|channel| channel.offered)
        .collect();
    assert_eq!(offered, [true, true, false]);
    let text = script.seen.warning(WarningCode::FastStartMismatch).unwrap();
    assert!(text.contains(&Codec::G729.data()), "{text}");
    assert!(!text.contains(&Codec::G711U.data()), "{text}");
}

#[test]
fn an_element_that_cannot_be_read_is_a_mismatch_and_the_others_count() {
    let mut script = offering();
    let mut channels = acceptance(&script);
    channels.push(vec![0xFF]);
    accept_in(&mut script, MessageType::Alerting, &channels);
    assert_eq!(state(&script), FastStartState::Accepted);
    assert_eq!(fast_start(&script).channels.len(), 2);
    let text = script.seen.warning(WarningCode::FastStartMismatch).unwrap();
    assert!(text.contains("1 of 3"), "{text}");
    script.reply(MessageType::Connect);
    assert!(script.run_out().answered);
}

/// The elements of `fastStart` that a recorded stack has sent.
fn recorded(file: &str, name: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let text = fs::read_to_string(root.join(file)).unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    let hex = line.split('\t').nth(1).unwrap();
    let octets: Vec<u8> = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect();
    let message = Message::decode(&octets).unwrap();
    let user_user = message.get::<UserUser>().unwrap().unwrap();
    let information = codec::decode::<H323UserInformation>(&user_user.contents);
    let fast_start = match information.value.unwrap().h323_uu_pdu.h323_message_body {
        Body::alerting(body) => body.fast_start,
        Body::connect(body) => body.fast_start,
        other => panic!("{other:?}"),
    };
    let fast_start = fast_start.into_iter().flatten();
    fast_start.map(|octets| octets.to_vec()).collect()
}

#[test]
fn what_h323plus_answers_is_understood() {
    for (file, name, message_type, codec) in [
        (
            "h323plus/c11-early-media.hex",
            "c11/10/alerting",
            MessageType::Alerting,
            Codec::G711A,
        ),
        (
            "h323plus/c33-ooh323c-to-h323plus.hex",
            "c33/10/connect",
            MessageType::Connect,
            Codec::G711U,
        ),
    ] {
        let mut wanted = wanted();
        wanted.terms.session.codecs = Codec::ALL.to_vec();
        let mut script = Script::with(wanted).placed();
        let channels = recorded(file, name);
        assert_eq!(channels.len(), 2, "{name}");
        accept_in(&mut script, message_type, &channels);
        let answer = fast_start(&script);
        assert_eq!(answer.state, FastStartState::Accepted);
        assert_eq!(answer.channels.len(), 2);
        let ways: Vec<_> = answer
            .channels
            .iter()
            .map(|channel| channel.transmit)
            .collect();
        assert!(ways.contains(&true) && ways.contains(&false), "{answer:?}");
        for channel in &answer.channels {
            assert_eq!(channel.data, codec.data(), "{name}");
            assert_eq!(channel.session, Some(1), "{name}");
            // Where we take the media H323Plus does not say again.
            assert_eq!(channel.media.is_some(), channel.transmit, "{channel:?}");
            let media = channel.media.iter();
            assert!(media.clone().all(|media| media.port() == 5000), "{name}");
        }
        assert!(!script.seen.warned(WarningCode::FastStartMismatch));
    }
}

#[test]
fn h245_goes_on_all_the_same() {
    for way in WAYS {
        for accepted in [false, true] {
            let mut wanted = with_h245();
            wanted.fast_start = true;
            wanted.terms.session.codecs = CODECS.to_vec();
            let mut script = talking_after(wanted, way, |script| {
                let channels = acceptance(script);
                if accepted {
                    accept_in(script, MessageType::Alerting, &channels);
                }
            });
            tell_all(&mut script, way, &negotiation());
            assert!(script.call.h245().session().is_negotiated(), "{way:?}");
            tell_all(&mut script, way, &[pong()]);
            script.run_out();
            assert!(said(&script).contains(&"endSessionCommand".into()));
            let state = state(&script);
            assert_eq!(state == FastStartState::Accepted, accepted);
        }
    }
}

#[test]
fn channels_that_were_accepted_carry_media_without_h245() {
    let without_h245 = |accepted: bool| {
        let mut script = Script::with(CallingConfig {
            terms: CallTerms {
                h245: H245Mode::Auto,
                ..wanted().terms
            },
            ..wanted()
        })
        .placed();
        if accepted {
            let channels = acceptance(&script);
            script.reply_with(MessageType::Alerting, |pdu| {
                set_fast_start(pdu, &channels);
                pdu.h245_tunnelling = Some(false);
            });
        }
        script.reply_with(MessageType::Connect, |pdu| {
            pdu.h245_tunnelling = Some(false)
        });
        script.run_out();
        let warning = script.seen.warning(WarningCode::NoH245Channel);
        (
            warning.unwrap().contains("could not carry media"),
            script.call.h245_problem(),
        )
    };
    assert_eq!(
        without_h245(true),
        (false, Some(H245Problem::NoFurtherChannel))
    );
    assert_eq!(
        without_h245(false),
        (true, Some(H245Problem::NoChannel(H245Mode::Auto)))
    );
}

#[test]
fn channels_in_h245_come_beside_those_of_fast_start_under_numbers_of_their_own() {
    for way in WAYS {
        let mut wanted = with_h245();
        wanted.fast_start = true;
        wanted.terms.session.codecs = CODECS.to_vec();
        wanted.terms.session.channels = ChannelPolicy::Offer;
        let mut script = talking_after(wanted, way, |script| {
            let channels = acceptance(script);
            accept_in(script, MessageType::Alerting, &channels);
        });
        tell_all(&mut script, way, &negotiation());
        let channels = script.call.h245().session().channels();
        let offered: Vec<_> = channels
            .iter()
            .map(|channel| (channel.number, channel.data.starts_with("video")))
            .collect();
        // Setup has used a number for each codec, and the audio is up already.
        assert_eq!(offered, [(4, true)], "{way:?}");
    }
}

#[test]
fn a_pause_closes_the_channel_that_the_peer_took_whatever_was_offered_ahead_of_it() {
    // G.729 is offered in four forms, each under a number of its own.
    let cases = [
        (vec![Codec::G729, Codec::G711A], "g711Alaw64k", 5),
        (vec![Codec::G711A, Codec::G729], "g729AnnexA ", 3),
        (vec![Codec::G729, Codec::H261], "h261VideoCapability", 5),
    ];
    for (codecs, taken_data, number) in cases {
        for way in WAYS {
            let mut wanted = held_for_a_minute(ChannelPolicy::Accept);
            wanted.fast_start = true;
            wanted.terms.session.codecs = codecs.clone();
            let mut script = talking_after(wanted, way, |script| {
                let offered = offers(script).into_iter().map(|offer| taken(&offer));
                let wanted: Vec<_> = offered
                    .filter(|offer| {
                        let record = ChannelRecord::of(offer.to_vec());
                        let channel = FastStartChannel::of(&record, &[]).unwrap();
                        format!("{} ", channel.data).contains(taken_data)
                    })
                    .collect();
                assert_eq!(wanted.len(), 2, "both ways");
                accept_in(script, MessageType::Alerting, &wanted);
            });
            tell_all(&mut script, way, &negotiation());
            tell(&mut script, way, &pause(2));
            let closed =
                spoken(&script)
                    .into_iter()
                    .filter_map(|record| match record.understood.message {
                        H245Message::CloseLogicalChannel(number) => Some(number),
                        _ => None,
                    });
            assert_eq!(closed.collect::<Vec<_>>(), [number], "{codecs:?}, {way:?}");
        }
    }
}

#[test]
fn an_answer_of_thousands_of_channels_is_not_kept_whole() {
    let mut script = offering();
    let channels = acceptance(&script);
    let many: Vec<_> = channels.iter().cycle().take(600).cloned().collect();
    accept_in(&mut script, MessageType::Alerting, &many);
    assert_eq!(state(&script), FastStartState::Accepted);
    assert_eq!(fast_start(&script).channels.len(), 64);
}
