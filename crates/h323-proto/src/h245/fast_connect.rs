//! The called side's answer to `fastStart` (H.323 8.1.7).

use alloc::vec::Vec;
use core::net::SocketAddr;

use h323_asn1::{
    codec::{Described as _, Edit, EncodeError},
    h245::OpenLogicalChannel,
};

use super::writer::{rtcp, transport_address};

/// The number of our channel. Each side numbers its own channels, and stacks begin here.
const OURS: u16 = 101;

const FORWARD: &str = "forwardLogicalChannelParameters";
const REVERSE: &str = "reverseLogicalChannelParameters";
const H2250: &str = "multiplexParameters.h2250LogicalChannelParameters";

/// Accepts the first audio codec of `offers`, in both directions if both are proposed. We receive
/// RTP at `media`, and RTCP on the next port. The result is empty if no proposal can be accepted.
///
/// A channel towards us gets our addresses. A channel from us keeps the proposal's codec, loses the
/// caller's addresses and gets one of our numbers.
///
/// # Errors
/// If an accepted proposal cannot be encoded again.
pub fn accept_fast_start(
    offers: &[Vec<u8>],
    media: SocketAddr,
) -> Result<Vec<Vec<u8>>, EncodeError> {
    let read = |octets: &Vec<u8>| Edit::of(OpenLogicalChannel::ROOT, octets);
    // One that cannot be written again cannot be accepted.
    let offers = || {
        let offers = offers.iter().filter_map(read);
        offers.filter(|offer| offer.finish().is_some())
    };
    let audio = [FORWARD, "dataType.audioData"].join(".");
    let Some(mut towards_us) = offers().find(|offer| offer.tree().find(&audio).is_some()) else {
        return Ok(Vec::new());
    };
    let data = |offer: &Edit, direction| offer.part(&[direction, "dataType"].join("."));
    let codec = data(&towards_us, FORWARD);
    let from_us = offers().find(|offer| codec.is_some() && data(offer, REVERSE) == codec);
    let control = rtcp(media);
    let mut accepted = Vec::new();
    if let Some(mut channel) = from_us {
        channel.put("", "forwardLogicalChannelNumber", OURS);
        let parameters = [REVERSE, H2250].join(".");
        channel.omit(&parameters, "mediaChannel");
        channel.put(
            &parameters,
            "mediaControlChannel",
            transport_address(control),
        );
        accepted.push(channel);
    }
    let parameters = [FORWARD, H2250].join(".");
    towards_us.put(&parameters, "mediaChannel", transport_address(media));
    towards_us.put(
        &parameters,
        "mediaControlChannel",
        transport_address(control),
    );
    accepted.push(towards_us);
    let written = accepted.iter().map(Edit::finish);
    written
        .map(|octets| octets.ok_or(EncodeError::Other))
        .collect()
}

#[cfg(test)]
mod tests {
    use h323_asn1::h245::{
        OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters as Forward,
        OpenLogicalChannelReverseLogicalChannelParametersMultiplexParameters as Reverse,
    };

    use super::*;
    use crate::h245::{Codec, fast_start};

    const THEIRS: SocketAddr = SocketAddr::new(
        core::net::IpAddr::V4(core::net::Ipv4Addr::new(192, 0, 2, 1)),
        5004,
    );
    const MEDIA: SocketAddr = SocketAddr::new(
        core::net::IpAddr::V4(core::net::Ipv4Addr::new(203, 0, 113, 9)),
        6000,
    );

    fn read(octets: &[u8]) -> OpenLogicalChannel {
        h323_asn1::codec::decode(octets)
            .value
            .expect("an OpenLogicalChannel")
    }

    #[test]
    fn the_first_audio_codec_is_accepted_both_ways_as_h323plus_does() {
        let offers =
            fast_start(&[Codec::H261, Codec::G711U, Codec::G711A], THEIRS).expect("written");
        let accepted = accept_fast_start(&offers, MEDIA).expect("written");
        let [from_us, towards_us] = &accepted[..] else {
            panic!("{} channels", accepted.len());
        };
        let (from_us, towards_us) = (read(from_us), read(towards_us));
        let reverse = from_us.reverse_logical_channel_parameters.expect("reverse");
        let forward = towards_us.forward_logical_channel_parameters;
        assert_eq!(reverse.data_type, forward.data_type);
        assert_eq!(from_us.forward_logical_channel_number, OURS);
        let Some(Reverse::h2250LogicalChannelParameters(sent)) = reverse.multiplex_parameters
        else {
            panic!("no parameters");
        };
        assert_eq!(sent.media_channel, None);
        let rtcp = SocketAddr::new(MEDIA.ip(), 6001);
        assert_eq!(sent.media_control_channel, Some(transport_address(rtcp)));
        let Forward::h2250LogicalChannelParameters(received) = forward.multiplex_parameters else {
            panic!("no parameters");
        };
        assert_eq!(received.media_channel, Some(transport_address(MEDIA)));
        assert_eq!(
            received.media_control_channel,
            Some(transport_address(rtcp))
        );
    }

    #[test]
    fn an_accepted_channel_is_the_proposal_with_other_addresses() {
        for codec in Codec::ALL {
            for octets in fast_start(&[codec], THEIRS).expect("written") {
                let channel = Edit::of(OpenLogicalChannel::ROOT, &octets).expect("read");
                assert_eq!(channel.finish(), Some(octets), "{codec:?}");
            }
        }
    }

    #[test]
    fn nothing_is_accepted_where_no_audio_is_proposed() {
        let video = fast_start(&[Codec::H264], THEIRS).expect("written");
        assert_eq!(accept_fast_start(&video, MEDIA), Ok(Vec::new()));
        assert_eq!(
            accept_fast_start(&[alloc::vec![0xFF]], MEDIA),
            Ok(Vec::new())
        );
    }
}
