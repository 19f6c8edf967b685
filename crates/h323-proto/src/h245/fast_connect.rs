//! The called side's answer to `fastStart` (H.323 8.1.7).

use alloc::vec::Vec;
use core::net::SocketAddr;

use h323_asn1::{
    codec::{self, EncodeError},
    h245::{
        DataType, OpenLogicalChannel,
        OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters as Forward,
        OpenLogicalChannelReverseLogicalChannelParametersMultiplexParameters as Reverse,
    },
};

use super::writer::{rtcp, transport_address};

/// The number of our channel. Each side numbers its own channels, and stacks begin here.
const OURS: u16 = 101;

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
    let offers: Vec<OpenLogicalChannel> = offers
        .iter()
        .filter_map(|octets| codec::decode(octets).value.ok())
        .collect();
    let Some(towards_us) = offers.iter().find(|offer| {
        let forward = &offer.forward_logical_channel_parameters;
        matches!(forward.data_type, DataType::audioData(_))
    }) else {
        return Ok(Vec::new());
    };
    let codec = &towards_us.forward_logical_channel_parameters.data_type;
    let from_us = offers.iter().find(|offer| {
        let reverse = offer.reverse_logical_channel_parameters.as_ref();
        reverse.is_some_and(|reverse| reverse.data_type == *codec)
    });
    let control = rtcp(media);
    let mut accepted = Vec::new();
    if let Some(channel) = from_us {
        let mut channel = channel.clone();
        channel.forward_logical_channel_number = OURS;
        if let Some(reverse) = &mut channel.reverse_logical_channel_parameters
            && let Some(Reverse::h2250LogicalChannelParameters(parameters)) =
                &mut reverse.multiplex_parameters
        {
            parameters.media_channel = None;
            parameters.media_control_channel = Some(transport_address(control));
        }
        accepted.push(codec::encode(&channel)?);
    }
    let mut channel = towards_us.clone();
    if let Forward::h2250LogicalChannelParameters(parameters) = &mut channel
        .forward_logical_channel_parameters
        .multiplex_parameters
    {
        parameters.media_channel = Some(transport_address(media));
        parameters.media_control_channel = Some(transport_address(control));
    }
    accepted.push(codec::encode(&channel)?);
    Ok(accepted)
}

#[cfg(test)]
mod tests {
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
        codec::decode(octets).value.expect("an OpenLogicalChannel")
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
    fn nothing_is_accepted_where_no_audio_is_proposed() {
        let video = fast_start(&[Codec::H264], THEIRS).expect("written");
        assert_eq!(accept_fast_start(&video, MEDIA), Ok(Vec::new()));
        assert_eq!(
            accept_fast_start(&[alloc::vec![0xFF]], MEDIA),
            Ok(Vec::new())
        );
    }
}
