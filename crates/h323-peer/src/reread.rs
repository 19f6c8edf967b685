//! Reads octets that did not come out of a [`Call`](h323_proto::call::Call): those that a
//! scenario wrote itself, or altered. The log is to show what went over the wire.

use h323_proto::{
    call::Content,
    tpkt::{Deframer, Frame},
};

/// What the first packet of `octets` says.
#[must_use]
pub fn content(octets: &[u8]) -> Content {
    read(octets, Content::of_signalling)
}

/// What the first packet of `octets` says that were written to an H.245 connection.
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
