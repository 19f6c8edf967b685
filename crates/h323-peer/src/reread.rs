//! Reads octets that did not come out of a [`Call`](h323_proto::call::Call): those that a
//! scenario wrote itself, or altered. The log is to show what went over the wire.

use h323_proto::{
    call::Content,
    error::DecodeError,
    h225::{Facts, UserInformation},
    h245::ControlRecord,
    q931::Message,
    tpkt::{self, Deframer, Frame},
};

/// What the first packet of `octets` says.
#[must_use]
pub fn content(octets: &[u8]) -> Content {
    let mut deframer = Deframer::new();
    deframer.push(octets);
    match deframer.next_frame() {
        Ok(Some(Frame::KeepAlive { .. })) => Content::KeepAlive,
        Ok(Some(Frame::Message { payload, .. })) => match Message::decode(&payload) {
            Ok(message) => signalling(message, None),
            Err(failure) => match (failure.partial, tpkt::foreign_payload(&payload)) {
                (Some(message), _) => signalling(message, Some(failure.error)),
                (None, Some(foreign)) => Content::Foreign(foreign),
                (None, None) => Content::Undecodable(failure.error),
            },
        },
        Ok(None) => Content::Incomplete,
        Err(error) => Content::Foreign(error.looks_like),
    }
}

/// What the first packet of `octets` says that were written to an H.245 connection.
#[must_use]
pub fn control(octets: &[u8]) -> Content {
    let mut deframer = Deframer::new();
    deframer.push(octets);
    match deframer.next_frame() {
        Ok(Some(Frame::KeepAlive { .. })) => Content::KeepAlive,
        Ok(Some(Frame::Message { payload, .. })) => Content::Control(ControlRecord::all(&payload)),
        Ok(None) => Content::Incomplete,
        Err(error) => Content::Foreign(error.looks_like),
    }
}

fn signalling(message: Message, error: Option<DecodeError>) -> Content {
    let user_information = UserInformation::of(&message);
    let facts = user_information.as_ref().map(Facts::of).unwrap_or_default();
    Content::Signalling {
        message,
        user_information,
        facts: Box::new(facts),
        error,
    }
}
