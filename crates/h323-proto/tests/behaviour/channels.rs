//! Logical channels in a call: what the peer offers, and what we offer (H.245 8.4, 8.5).

use std::net::SocketAddr;

use h323_asn1::{
    codec,
    h245::{
        AudioCapability, DataType, IndicationMessage, MultimediaSystemControlMessage as Control,
        OpenLogicalChannel, OpenLogicalChannelConfirm,
        OpenLogicalChannelReverseLogicalChannelParameters, RequestChannelClose, RequestMessage,
    },
};
use h323_proto::{
    call::{CallingConfig, EndReason},
    h245::{ChannelPolicy, ChannelRejection, ChannelState, Codec, H245Record, LogicalChannel, Pdu},
};

use crate::support::{
    PEER, Script, secs,
    talk::{
        WAYS, Way, answer, capabilities, foreign, h245, has, negotiated, negotiation, offer, pong,
        said, spoken, talking, tell, tell_all, with_h245,
    },
};

const MEDIA: &str = "192.0.2.1:5004";

fn held() -> CallingConfig {
    let mut wanted = with_h245();
    wanted.terms.limits.hold = secs(60);
    wanted
}

/// A call that takes channels, and offers some itself if it is to.
fn with_media(open_channels: bool) -> CallingConfig {
    let mut wanted = held();
    wanted.terms.session.channels = match open_channels {
        true => ChannelPolicy::Offer,
        false => ChannelPolicy::Accept,
    };
    wanted
}

/// An offer of the peer, changed.
fn offer_with(number: u16, change: impl FnOnce(&mut OpenLogicalChannel)) -> Vec<u8> {
    let octets = h245(&offer(number, Codec::G711A));
    let Ok(Control::request(RequestMessage::openLogicalChannel(mut channel))) =
        codec::decode::<Control>(&octets).value
    else {
        panic!("{octets:02X?}");
    };
    change(&mut channel);
    foreign(&Control::request(RequestMessage::openLogicalChannel(
        channel,
    )))
}

/// An offer of both directions.
fn both(number: u16) -> Vec<u8> {
    offer_with(number, |channel| {
        let data = channel.forward_logical_channel_parameters.data_type.clone();
        let reverse = OpenLogicalChannelReverseLogicalChannelParameters::new(data);
        channel.reverse_logical_channel_parameters = Some(Box::new(reverse));
    })
}

fn confirm(number: u16) -> Vec<u8> {
    foreign(&Control::indication(
        IndicationMessage::openLogicalChannelConfirm(OpenLogicalChannelConfirm::new(number)),
    ))
}

fn channels(script: &Script) -> &[LogicalChannel] {
    script.call.h245().session().channels()
}

/// The names of what was said, from a certain message on.
fn said_from(script: &Script, name: &str) -> Vec<String> {
    let said = said(script);
    let at = said.iter().position(|said| said == name).unwrap();
    said[at..].to_vec()
}

/// The records of our own offers.
fn our_offers(script: &Script) -> Vec<H245Record> {
    let mut spoken = spoken(script);
    spoken.retain(|record| record.understood.name == "openLogicalChannel");
    spoken
}

#[test]
fn an_offer_is_rejected_on_request_and_for_no_fault_of_its_own() {
    for way in WAYS {
        let mut wanted = held();
        wanted.terms.session.channels = ChannelPolicy::Reject;
        let mut script = negotiated(wanted, way);
        tell_all(&mut script, way, &[offer(101, Codec::G711A)]);
        let reject = Pdu::OpenLogicalChannelReject(101, ChannelRejection::Unspecified);
        assert_eq!(answer(&script).octets, h245(&reject));
        let channel = &channels(&script)[0];
        assert!(!channel.ours);
        assert_eq!(channel.number, 101);
        assert_eq!(channel.state, ChannelState::Rejected("unspecified".into()));
        assert_eq!(script.seen.warnings(), []);
    }
}

#[test]
fn an_offer_is_accepted_with_an_address_by_default() {
    for way in WAYS {
        let mut script = negotiated(held(), way);
        for (number, codec, session, media) in [
            (101, Codec::G711A, 1, MEDIA),
            (102, Codec::H261, 2, "192.0.2.1:5006"),
        ] {
            tell_all(&mut script, way, &[offer(number, codec)]);
            let media: SocketAddr = media.parse().unwrap();
            let ack = Pdu::OpenLogicalChannelAck {
                number,
                session,
                media,
                reverse: None,
            };
            assert_eq!(answer(&script).octets, h245(&ack));
            let channel = channels(&script).last().unwrap();
            assert_eq!(channel.state, ChannelState::Established);
            assert_eq!(channel.media, Some(media));
            assert_eq!(channel.data, codec.data());
        }
        tell_all(&mut script, way, &[Pdu::CloseLogicalChannel(101)]);
        let ack = Pdu::CloseLogicalChannelAck(101);
        assert_eq!(answer(&script).octets, h245(&ack));
        assert_eq!(channels(&script)[0].state, ChannelState::Closed);
        assert_eq!(channels(&script)[1].state, ChannelState::Established);
        // The peer's channels are the peer's to close.
        script.hangup();
        assert!(!said(&script).contains(&"closeLogicalChannel".into()));
    }
}

#[test]
fn what_was_not_announced_is_not_supported() {
    let mut wanted = with_media(false);
    wanted.terms.session.codecs = vec![Codec::G711U];
    let unknown = offer_with(102, |channel| {
        let data = DataType::audioData(AudioCapability::g728(2));
        channel.forward_logical_channel_parameters.data_type = data;
    });
    let mut script = negotiated(wanted, Way::Tunnel);
    for (number, octets) in [(101, h245(&offer(101, Codec::G711A))), (102, unknown)] {
        tell(&mut script, Way::Tunnel, &octets);
        assert!(has(
            &answer(&script),
            "response.openLogicalChannelReject.cause.dataTypeNotSupported"
        ));
        let channel = channels(&script).last().unwrap();
        assert_eq!(channel.number, number);
        assert_eq!(
            channel.state,
            ChannelState::Rejected("dataTypeNotSupported".into())
        );
    }
    assert_eq!(channels(&script)[1].data, "audioData g728");
}

#[test]
fn a_channel_of_both_directions_is_accepted_and_confirmed() {
    for way in WAYS {
        let mut script = negotiated(with_media(false), way);
        tell(&mut script, way, &both(7));
        let ack = Pdu::OpenLogicalChannelAck {
            number: 7,
            session: 1,
            media: MEDIA.parse().unwrap(),
            reverse: Some(1),
        };
        assert_eq!(answer(&script).octets, h245(&ack));
        let channel = &channels(&script)[0];
        assert!(channel.bidirectional);
        assert_eq!(channel.state, ChannelState::Confirming);
        tell(&mut script, way, &confirm(8));
        assert_eq!(channels(&script)[0].state, ChannelState::Confirming);
        tell(&mut script, way, &confirm(7));
        assert_eq!(channels(&script)[0].state, ChannelState::Established);
    }
}

#[test]
fn a_channel_that_is_not_confirmed_is_given_up_after_30_s() {
    let mut script = negotiated(with_media(false), Way::Tunnel);
    tell(&mut script, Way::Tunnel, &both(7));
    script.pass(secs(29));
    assert_eq!(channels(&script)[0].state, ChannelState::Confirming);
    assert!(script.call.h245().session().is_settled());
    script.pass(secs(1));
    let why = "not confirmed (T103)".into();
    assert_eq!(channels(&script)[0].state, ChannelState::Rejected(why));
}

#[test]
fn our_offers_go_out_once_the_peer_is_known() {
    for way in WAYS {
        let mut script = talking(with_media(true), way);
        let mut all = negotiation();
        all[0] = capabilities(1, &[Codec::G729, Codec::G711U, Codec::H263, Codec::H264]);
        tell_all(&mut script, way, &all[..3]);
        assert_eq!(our_offers(&script).len(), 0);
        tell_all(&mut script, way, &all[3..]);
        let offers = our_offers(&script);
        // The first of ours that the peer has, of audio and of video.
        let expected = [(1, Codec::G711U, 5005), (2, Codec::H263, 5007)];
        assert_eq!(offers.len(), expected.len());
        for (record, (number, codec, port)) in offers.iter().zip(expected) {
            let wanted = Pdu::OpenLogicalChannel {
                number,
                codec,
                media_control: SocketAddr::new([192, 0, 2, 1].into(), port),
            };
            assert_eq!(record.octets, h245(&wanted));
        }
        let media = Some(PEER);
        tell_all(
            &mut script,
            way,
            &[
                pong(),
                Pdu::OpenLogicalChannelAck {
                    number: 1,
                    session: 1,
                    media: PEER,
                    reverse: None,
                },
                Pdu::OpenLogicalChannelReject(2, ChannelRejection::NotAvailable),
            ],
        );
        let [audio, video] = channels(&script) else {
            panic!("{:?}", channels(&script));
        };
        assert!(audio.ours && video.ours);
        assert_eq!(audio.state, ChannelState::Established);
        assert_eq!(audio.media, media);
        assert_eq!(
            video.state,
            ChannelState::Rejected("dataTypeNotAvailable".into())
        );
        assert!(script.call.h245().session().is_settled());
    }
}

#[test]
fn our_open_channels_are_closed_ahead_of_the_end_of_session() {
    for way in WAYS {
        let mut wanted = with_media(true);
        wanted.terms.limits.hold = secs(2);
        let mut script = negotiated(wanted, way);
        let accept = |number| Pdu::OpenLogicalChannelAck {
            number,
            session: 1,
            media: PEER,
            reverse: None,
        };
        tell_all(&mut script, way, &[accept(1), accept(2)]);
        script.pass(secs(2));
        assert_eq!(
            said_from(&script, "closeLogicalChannel"),
            [
                "closeLogicalChannel",
                "closeLogicalChannel",
                "endSessionCommand"
            ]
        );
        assert!(
            channels(&script)
                .iter()
                .all(|channel| channel.state == ChannelState::Established),
            "what they had come to is for the report"
        );
        tell_all(&mut script, way, &[Pdu::EndSession]);
        assert_eq!(script.run_out().reason, EndReason::Cleared);
    }
}

#[test]
fn nothing_is_offered_that_the_peer_does_not_have_or_unasked() {
    let mut script = talking(with_media(true), Way::Tunnel);
    let mut all = negotiation();
    all[0] = capabilities(1, &[Codec::G711A]);
    tell_all(&mut script, Way::Tunnel, &all);
    assert_eq!(our_offers(&script).len(), 1, "no video");

    let script = negotiated(held(), Way::Tunnel);
    assert_eq!(our_offers(&script).len(), 0);
}

#[test]
fn an_offer_of_ours_without_answer_is_taken_back_after_30_s() {
    for way in WAYS {
        let mut script = negotiated(with_media(true), way);
        assert!(!script.call.h245().session().is_settled());
        script.pass(secs(30));
        assert_eq!(
            said_from(&script, "closeLogicalChannel"),
            ["closeLogicalChannel", "closeLogicalChannel"]
        );
        let why = ChannelState::Rejected("no answer (T103)".into());
        assert!(channels(&script).iter().all(|channel| channel.state == why));
        assert!(script.call.h245().session().is_settled());
    }
}

#[test]
fn a_channel_of_ours_is_closed_when_the_peer_asks_for_it() {
    let ask = |number| {
        foreign(&Control::request(RequestMessage::requestChannelClose(
            RequestChannelClose::new(number),
        )))
    };
    let mut script = negotiated(with_media(true), Way::Tunnel);
    let accept = Pdu::OpenLogicalChannelAck {
        number: 1,
        session: 1,
        media: PEER,
        reverse: None,
    };
    tell_all(&mut script, Way::Tunnel, &[accept]);
    tell(&mut script, Way::Tunnel, &ask(1));
    assert_eq!(
        said_from(&script, "requestChannelCloseAck"),
        ["requestChannelCloseAck", "closeLogicalChannel"]
    );
    assert_eq!(channels(&script)[0].state, ChannelState::Closed);
    // One that is not open cannot be closed.
    tell(&mut script, Way::Tunnel, &ask(9));
    assert_eq!(
        answer(&script).octets,
        h245(&Pdu::RequestChannelCloseReject(9))
    );
}

#[test]
fn hanging_up_closes_our_channels_on_the_way() {
    for way in WAYS {
        let mut script = negotiated(with_media(true), way);
        script.hangup();
        assert_eq!(
            said_from(&script, "closeLogicalChannel"),
            [
                "closeLogicalChannel",
                "closeLogicalChannel",
                "endSessionCommand",
                "releaseComplete"
            ],
            "{way:?}"
        );
    }
}
