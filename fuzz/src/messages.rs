//! The readers of messages.

use core::{fmt::Debug, net::SocketAddr};

use h323_asn1::{
    Decode,
    codec::{self, Described, EncodeError, MAX_DEPTH, MAX_NODES, Tree},
    h225::{H323UserInformation, RasMessage},
    h245::{MultimediaSystemControlMessage, OpenLogicalChannel},
};
use h323_proto::{
    call::Content,
    h245::H245Record,
    q931::Message,
    ras::Exchanges,
    summary,
    tpkt::{self, Deframer, Frame},
};

/// A stream has the same frames wherever it is cut, and every octet is in a frame or still waits.
pub(crate) fn tpkt(octets: &[u8]) {
    let Some((&size, stream)) = octets.split_first() else {
        return;
    };
    let whole = frames(stream, stream.len().max(1));
    let cut = frames(stream, usize::from(size).max(1));
    assert_eq!(whole, cut, "frames depend on how the stream was cut");
    let framed: usize = whole.0.iter().map(Vec::len).sum();
    if whole.1 {
        assert!(framed <= stream.len());
    }
    let _ = tpkt::foreign_payload(stream);
}

/// The frames of a stream that arrives in pieces of `size` octets, and whether all of it was TPKT.
fn frames(stream: &[u8], size: usize) -> (Vec<Vec<u8>>, bool) {
    let mut deframer = Deframer::default();
    let mut frames = Vec::new();
    for chunk in stream.chunks(size) {
        deframer.push(chunk);
        loop {
            match deframer.next_frame() {
                Ok(Some(Frame::Message { reserved, payload })) => {
                    let mut packet = tpkt::encode(&payload).expect("what was a TPKT");
                    packet[1] = reserved;
                    frames.push(packet);
                }
                Ok(Some(Frame::KeepAlive { raw })) => frames.push(raw.to_vec()),
                Ok(None) => break,
                Err(_) => return (frames, false),
            }
        }
    }
    let framed: usize = frames.iter().map(Vec::len).sum();
    assert_eq!(
        framed + deframer.pending().len(),
        stream.len(),
        "octets are lost"
    );
    (frames, true)
}

/// A message that was decoded can be encoded again, and decodes to the same message.
pub(crate) fn q931(octets: &[u8]) {
    match Message::decode(octets) {
        Ok(message) => {
            let again = message.encode().expect("what was read can be written");
            assert_eq!(Message::decode(&again).as_ref(), Ok(&message));
        }
        Err(failure) => assert!(failure.error.at <= octets.len(), "{failure:?}"),
    }
}

pub(crate) fn h225(octets: &[u8]) {
    read::<H323UserInformation>(octets);
}

pub(crate) fn h245(octets: &[u8]) {
    read::<MultimediaSystemControlMessage>(octets);
    for record in H245Record::all(octets) {
        assert!(!record.name().is_empty());
    }
}

/// A message is read as far as possible, what is certain is whole, and everything that can be shown
/// of it is made.
pub(crate) fn ras(octets: &[u8]) {
    read::<RasMessage>(octets);
    let content = Content::of_ras(octets);
    let Content::Ras(record) = &content else {
        panic!("{content:?}");
    };
    assert!(!record.title().is_empty());
    assert!(!(record.is_certain() || record.is_likely()) || record.is_whole());
    let _ = summary::summary(&content);
    let _ = h323_report::decoded(&content);
    let ends = [40_000, 1719].map(|port| SocketAddr::from(([192, 0, 2, 1], port)));
    let mut exchanges = Exchanges::default();
    for (place, ends) in [(ends[0], ends[1]), (ends[1], ends[0])]
        .into_iter()
        .enumerate()
    {
        let _ = exchanges.take((place, 0), ends, &record.facts);
    }
    assert!(exchanges.unanswered(u64::MAX).len() <= 2);
}

pub(crate) fn fast_start(octets: &[u8]) {
    read::<OpenLogicalChannel>(octets);
}

/// Decodes a whole message, and makes everything that can be shown of it.
pub(crate) fn signalling(octets: &[u8]) {
    for content in [Content::of_signalling(octets), Content::of_h245(octets)] {
        let empty = summary::kind(&content).is_empty();
        assert!(!empty || octets.is_empty(), "{content:?}");
        let _ = summary::summary(&content);
        let _ = h323_report::decoded(&content);
    }
}

/// The decoded fields lie within the octets and the limits. A value that was decoded completely can be
/// encoded again, and decodes to the same value.
fn read<T: Described + Decode + PartialEq + Debug>(octets: &[u8]) {
    let reading = codec::read(T::ROOT, octets);
    within(&reading.tree, octets);
    assert!(reading.trailing <= octets.len());
    if let Some(error) = &reading.error {
        assert!(error.at_bit <= octets.len() * 8, "{error:?}");
        return;
    }
    let decoded = codec::decode::<T>(octets);
    if let (Ok(value), None) = (&decoded.value, &decoded.error) {
        let again = match codec::encode(value) {
            Ok(again) => again,
            // A list or text with fewer items than its type allows is still readable, and is decoded
            // as it is. We would not send it.
            Err(EncodeError::Size { .. }) => return,
            Err(error) => panic!("what was read can be written: {error}"),
        };
        let read_again = codec::decode::<T>(&again);
        assert_eq!(read_again.value.as_ref(), Ok(value));
        assert_eq!(read_again.trailing, 0);
    }
}

fn within(tree: &Tree, octets: &[u8]) {
    assert!(tree.nodes().len() <= MAX_NODES);
    let mut above: Vec<core::ops::Range<usize>> = Vec::new();
    for (at, node) in tree.nodes().iter().enumerate() {
        let depth = usize::from(node.depth());
        assert!(depth <= MAX_DEPTH && depth <= above.len(), "{depth}");
        let bits = node.bits();
        assert!(
            bits.start <= bits.end && bits.end <= octets.len() * 8,
            "{bits:?}"
        );
        above.truncate(depth);
        if let Some(parent) = above.last() {
            assert!(
                parent.start <= bits.start && bits.end <= parent.end,
                "{bits:?} in {parent:?}"
            );
        }
        above.push(bits);
        let _ = tree.value(at);
    }
}
