//! Decodes octets that a [`Call`](h323_proto::call::Call) did not write: a scenario wrote or altered
//! them. The log must show the octets on the wire.

use h323_proto::{
    call::Content,
    tpkt::{Deframer, Frame},
};

/// The content of the first packet in `octets`.
#[must_use]
pub fn content(octets: &[u8]) -> Content {
    read(octets, Content::of_signalling)
}

/// The content of the first packet in `octets`, which were written to an H.245 connection.
#[must_use]
pub fn h245(octets: &[u8]) -> Content {
    read(octets, Content::of_h245)
}

fn read(octets: &[u8], of: fn(&[u8]) -> Content) -> Content {
    let mut deframer = Deframer::new();
    deframer.push(octets);
    match deframer.next_frame() {
        Ok(Some(Frame::KeepAlive { .. })) => Content::KeepAlive,
        Ok(Some(Frame::Message { payload, .. })) => of(&payload),
        Ok(None) => Content::Incomplete,
        Err(error) => Content::Foreign(error.looks_like),
    }
}
