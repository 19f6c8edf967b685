//! The elements of `fastStart`, each an `OpenLogicalChannel` (H.323 8.1.7).

use alloc::{string::String, vec::Vec};
use core::net::SocketAddr;

use h323_asn1::{
    codec::{self, DecodeError, Described as _, EncodeError, Tree},
    h245::OpenLogicalChannel,
};

use super::{
    message::{self, OfferedChannel},
    pdu::Codec,
    writer::{forward_channel, media_address, reverse_channel, rtcp},
};
use crate::view::View;

/// An element of `fastStart` as received, read as far as possible.
#[derive(Clone, Debug)]
pub struct ChannelRecord {
    /// Its octets.
    pub octets: Vec<u8>,
    /// Every field that was read. Its faults are the parts that were skipped.
    pub tree: Tree,
    /// Why reading stopped, if it did.
    pub error: Option<DecodeError>,
    /// Octets left after the value.
    pub trailing: usize,
    /// The channel that it proposes or accepts, if it could be read as one.
    pub channel: Option<OfferedChannel>,
}

impl ChannelRecord {
    /// Reads one element.
    #[must_use]
    pub fn of(octets: Vec<u8>) -> Self {
        let decoded = codec::read(OpenLogicalChannel::ROOT, &octets);
        let view = View {
            tree: &decoded.tree,
        };
        Self {
            channel: message::offered(&view, 0),
            octets,
            error: decoded.error,
            trailing: decoded.trailing,
            tree: decoded.tree,
        }
    }

    /// The codec of the channel, if it is one.
    #[must_use]
    pub fn codec(&self) -> Option<&str> {
        let (_, codec) = self.channel.as_ref()?.data.split_once(' ')?;
        Some(codec)
    }
}

/// A channel that the peer accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FastStartChannel {
    /// Whether its media go from us to the peer.
    pub transmit: bool,
    /// The data that it carries, `audioData g711Alaw64k`.
    pub data: String,
    /// `sessionID`, 1 audio, 2 video.
    pub session: Option<u8>,
    /// The address to which the sender sends the media.
    pub media: Option<SocketAddr>,
    /// Whether we offered it.
    pub offered: bool,
}

impl FastStartChannel {
    /// The channel that an element of the peer's `fastStart` accepts. `codecs` are the codecs that
    /// we offered. `None` if the element is not a channel.
    #[must_use]
    pub fn of(record: &ChannelRecord, codecs: &[Codec]) -> Option<Self> {
        let channel = record.channel.as_ref()?;
        let offered = codecs.iter().any(|codec| codec.is_carried(&channel.data));
        Some(Self {
            // The peer sends the elements back unchanged, so forward is our direction.
            transmit: !channel.reverse,
            data: channel.data.clone(),
            session: channel.session,
            media: channel.media,
            offered,
        })
    }
}

/// The elements that offer codecs in both directions (H.323 8.1.7): one for sending, one for
/// receiving. We would receive at `media`, with RTCP on the next port and video two ports higher.
///
/// # Errors
/// If a value does not fit its field.
pub fn fast_start(codecs: &[Codec], media: SocketAddr) -> Result<Vec<Vec<u8>>, EncodeError> {
    let mut offers = Vec::new();
    for (codec, number) in codecs.iter().zip(1_u16..) {
        let media = media_address(*codec, media);
        let control = rtcp(media);
        offers.push(codec::encode(&forward_channel(
            number, *codec, None, control,
        ))?);
        offers.push(codec::encode(&reverse_channel(
            number, *codec, media, control,
        ))?);
    }
    Ok(offers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media() -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], 5004))
    }

    #[test]
    fn offers_both_directions_of_every_codec() {
        let offers = fast_start(&Codec::ALL, media()).expect("can be written");
        assert_eq!(offers.len(), 14);
        for (octets, (codec, transmit)) in offers.iter().zip(
            Codec::ALL
                .into_iter()
                .flat_map(|codec| [(codec, true), (codec, false)]),
        ) {
            let decoded = codec::decode::<OpenLogicalChannel>(octets);
            assert_eq!(decoded.value.err(), None);
            let record = ChannelRecord::of(octets.clone());
            let read = FastStartChannel::of(&record, &Codec::ALL).expect("a channel");
            assert_eq!(read.transmit, transmit);
            assert_eq!(read.data, codec.data());
            assert!(read.offered);
            let port = if codec.is_video() { 5006 } else { 5004 };
            let wanted = (!transmit).then(|| SocketAddr::new(media().ip(), port));
            assert_eq!(read.media, wanted);
            assert_eq!(read.session, Some(if codec.is_video() { 2 } else { 1 }));
            let others: Vec<_> = Codec::ALL
                .into_iter()
                .filter(|other| *other != codec)
                .collect();
            let strange = FastStartChannel::of(&record, &others).expect("a channel");
            assert!(!strange.offered);
        }
    }

    #[test]
    fn what_is_cut_is_no_channel_or_one_that_could_be_read() {
        let offers = fast_start(&[Codec::G711A], media()).expect("can be written");
        for octets in &offers {
            for length in 0..octets.len() {
                let cut = octets.get(..length).expect("shorter");
                let _ = ChannelRecord::of(cut.to_vec());
            }
            assert_eq!(ChannelRecord::of(Vec::new()).channel, None);
        }
    }
}
