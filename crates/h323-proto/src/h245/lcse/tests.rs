//! Channels without a call.

use super::{super::policy::ANSWERS, *};

fn offer(number: u16) -> OfferedChannel {
    OfferedChannel {
        number,
        data: String::from("audioData g711Alaw64k"),
        bidirectional: false,
        reverse: false,
        session: Some(1),
        media: None,
    }
}

fn media() -> SocketAddr {
    SocketAddr::from(([192, 0, 2, 1], 5004))
}

#[test]
fn an_offer_is_rejected_unless_there_is_an_address_to_give() {
    let mut channels = LogicalChannels::default();
    let mut out = Vec::new();
    let all = &Codec::ALL;
    channels.offered(offer(101), all, None, &mut Patience::default(), &mut out);
    channels.offered(
        offer(102),
        all,
        Some(media()),
        &mut Patience::default(),
        &mut out,
    );
    let other = OfferedChannel {
        data: Codec::G722.data(),
        ..offer(103)
    };
    let all = &[Codec::G711A];
    channels.offered(
        other,
        all,
        Some(media()),
        &mut Patience::default(),
        &mut out,
    );
    channels.close(102, &mut Patience::default(), &mut out);
    channels.close(103, &mut Patience::default(), &mut out);
    channels.close(999, &mut Patience::default(), &mut out);
    assert_eq!(
        out,
        [
            Pdu::OpenLogicalChannelReject(101, ChannelRejection::Unspecified),
            Pdu::OpenLogicalChannelAck {
                number: 102,
                session: 1,
                media: media(),
                reverse: None,
            },
            Pdu::OpenLogicalChannelReject(103, ChannelRejection::NotSupported),
            Pdu::CloseLogicalChannelAck(102),
            Pdu::CloseLogicalChannelAck(103),
            Pdu::CloseLogicalChannelAck(999),
        ]
    );
    let names: Vec<_> = channels
        .all()
        .iter()
        .map(|channel| channel.state.name())
        .collect();
    assert_eq!(names, ["rejected", "closed", "rejected"]);
}

#[test]
fn a_channel_of_both_directions_waits_for_its_confirmation() {
    let both = |number| OfferedChannel {
        bidirectional: true,
        data: Codec::H261.data(),
        session: Some(0),
        ..offer(number)
    };
    let mut channels = LogicalChannels::default();
    let mut out = Vec::new();
    channels.open(Codec::G711A, media(), &mut out);
    channels.offered(
        both(5),
        &Codec::ALL,
        Some(media()),
        &mut Patience::default(),
        &mut out,
    );
    assert_eq!(
        out[1],
        Pdu::OpenLogicalChannelAck {
            number: 5,
            session: 2,
            media: SocketAddr::new(media().ip(), 5006),
            reverse: Some(2),
        }
    );
    channels.ack(1, None);
    assert!(channels.is_waiting());
    channels.confirm(1);
    assert!(
        channels.is_waiting(),
        "ours is none of the endpoint's to confirm"
    );
    channels.confirm(5);
    assert!(!channels.is_waiting());
    assert_eq!(channels.all()[1].state, ChannelState::Established);

    channels.offered(
        both(6),
        &Codec::ALL,
        Some(media()),
        &mut Patience::default(),
        &mut out,
    );
    channels.timeout(&mut out);
    assert_eq!(channels.all()[2].state.name(), "rejected");
}

#[test]
fn our_offers_are_settled_by_their_number_once() {
    let mut channels = LogicalChannels::default();
    let mut out = Vec::new();
    channels.open(Codec::G711A, media(), &mut out);
    channels.open(Codec::H261, media(), &mut out);
    channels.ack(7, None);
    assert!(channels.is_waiting());
    channels.ack(1, Some(media()));
    channels.reject(1, String::from("unspecified"));
    channels.reject(2, String::from("dataTypeNotSupported"));
    assert!(!channels.is_waiting());
    assert_eq!(channels.all()[0].state, ChannelState::Established);
    assert_eq!(channels.all()[0].media, Some(media()));
    channels.request_close(1, &mut out);
    channels.request_close(1, &mut out);
    assert_eq!(
        out[2..],
        [
            Pdu::RequestChannelCloseAck(1),
            Pdu::CloseLogicalChannel(1),
            Pdu::RequestChannelCloseReject(1)
        ]
    );
}

#[test]
fn what_is_open_is_closed_before_the_end() {
    let mut channels = LogicalChannels::default();
    let mut out = Vec::new();
    for codec in [Codec::G711A, Codec::H261, Codec::G722] {
        channels.open(codec, media(), &mut out);
    }
    channels.ack(1, None);
    channels.reject(2, String::from("unspecified"));
    channels.offered(
        offer(9),
        &Codec::ALL,
        Some(media()),
        &mut Patience::default(),
        &mut out,
    );
    out.clear();
    channels.close_all(&mut out);
    assert_eq!(out, [1, 3].map(Pdu::CloseLogicalChannel));
    assert_eq!(channels.all()[0].state, ChannelState::Established);
}

#[test]
fn an_offer_without_answer_is_taken_back() {
    let mut channels = LogicalChannels::default();
    let mut out = Vec::new();
    channels.open(Codec::G722, media(), &mut out);
    channels.timeout(&mut out);
    assert_eq!(out[1..], [Pdu::CloseLogicalChannel(1)]);
    assert!(!channels.is_waiting());
}

#[test]
fn the_same_offer_again_and_again_is_one_channel_and_answered_for_a_while() {
    // H323Plus offers with a new number each time; OPAL keeps the number.
    for step in [0, 1] {
        let mut channels = LogicalChannels::default();
        let mut patience = Patience::default();
        let mut out = Vec::new();
        for turn in 0..1_810 {
            let offer = offer(100 + step * turn);
            channels.offered(offer, &Codec::ALL, None, &mut patience, &mut out);
        }
        assert_eq!(out.len(), ANSWERS as usize);
        let [channel] = channels.all() else {
            panic!("{:?}", channels.all());
        };
        assert_eq!(channel.state, ChannelState::Rejected("unspecified".into()));
        assert_eq!(
            (channel.number, channel.offers),
            (100 + step * 1_809, 1_810)
        );
        // An offer of other data is still answered.
        let other = OfferedChannel {
            data: Codec::G722.data(),
            ..offer(5_000)
        };
        channels.offered(other, &Codec::ALL, None, &mut patience, &mut out);
        assert_eq!(out.len(), ANSWERS as usize + 1);
    }
}

#[test]
fn channels_that_are_taken_are_bounded_unless_they_are_closed() {
    let media = Some(media());
    let mut channels = LogicalChannels::default();
    let mut patience = Patience::default();
    let mut out = Vec::new();
    for number in 1..=1_000 {
        channels.offered(offer(number), &Codec::ALL, media, &mut patience, &mut out);
        channels.close(number, &mut patience, &mut out);
    }
    assert_eq!(out.len(), 2_000, "one after the other");
    assert_eq!(channels.all().len(), 1);
    assert_eq!(channels.all()[0].offers, 1_000);

    let mut channels = LogicalChannels::default();
    out.clear();
    for number in 1..=1_000 {
        channels.offered(offer(number), &Codec::ALL, media, &mut patience, &mut out);
    }
    assert_eq!(out.len(), ANSWERS as usize, "all at once");
    assert_eq!(channels.all().len(), ANSWERS as usize + 1);
    let last = channels.all().last().unwrap();
    assert_eq!(last.state, ChannelState::Unanswered);
    assert_eq!(last.offers, 1_000 - ANSWERS);
}

#[test]
fn what_is_remembered_is_bounded() {
    let mut channels = LogicalChannels::default();
    let mut patience = Patience::default();
    let mut out = Vec::new();
    for number in 1..=1_000 {
        let offer = OfferedChannel {
            data: format!("audioData nonStandard {number}"),
            ..offer(number)
        };
        channels.offered(offer, &Codec::ALL, None, &mut patience, &mut out);
    }
    assert!(out.len() < 100, "{}", out.len());
    assert_eq!(channels.all().len(), REMEMBERED);
}

#[test]
fn a_pause_closes_ours_and_says_so() {
    let mut channels = LogicalChannels::default();
    let mut patience = Patience::default();
    let mut out = Vec::new();
    channels.open(Codec::G711A, media(), &mut out);
    channels.open(Codec::H261, media(), &mut out);
    channels.ack(1, None);
    channels.offered(
        offer(9),
        &Codec::ALL,
        Some(media()),
        &mut patience,
        &mut out,
    );
    out.clear();
    channels.close_ours(&mut out);
    assert_eq!(out, [1, 2].map(Pdu::CloseLogicalChannel));
    let states: Vec<_> = channels.all().iter().map(|one| one.state.name()).collect();
    assert_eq!(states, ["closed", "closed", "established"]);
    assert!(!channels.is_waiting());
}
