//! What a call reports while it runs, and how it ends.

use alloc::{boxed::Box, string::String, sync::Arc, vec::Vec};
use core::net::SocketAddr;

use super::{config::Target, end::CallEnd, warning::Warning};
use crate::{
    error::DecodeError,
    h225::{Facts, UserInformation},
    h245::H245Record,
    named::named,
    q931::{CallReference, CallState, Message, MessageType},
    time::Instant,
    tpkt::{self, Foreign},
};

/// Who placed the call, seen from this end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// We sent Setup.
    Calling,
    /// We received it.
    Called,
}

named! {
    /// A TCP connection of the call.
    pub enum Channel {
        /// H.225.0 call signalling, TCP 1720 unless told otherwise.
        CallSignalling = "callSignalling",
        /// H.245 on a connection of its own, to the peer's `h245Address`.
        H245Control = "h245Control",
    }
}

/// What the driver tells a call; each goes with the time it happened.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// The connection is open; the peer's address where the driver knows it.
    Connected(Channel, Option<SocketAddr>),
    /// Octets came in.
    Received(Channel, &'a [u8]),
    /// The connection could not be opened, or is gone.
    Closed(Channel, Closed),
    /// The time is at or past the one that [`Output::Timeout`] named.
    Timeout,
    /// The user wants the call to end.
    Hangup,
}

/// How a connection went away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The peer closed it in order (FIN).
    ByPeer,
    /// It failed; the driver's words.
    Failed(String),
}

/// What a call wants from its driver.
#[derive(Clone, Debug)]
pub enum Output {
    /// Open a connection; answer with [`Input::Connected`] or [`Input::Closed`].
    Connect(Channel, Target),
    /// Write these octets, whole and in order.
    Transmit(Channel, Vec<u8>),
    /// Close the connection once all is written. No answer is expected.
    Close(Channel),
    /// Something to report.
    Event(Event),
    /// Nothing more for now: come back with an input, at the latest at this time with
    /// [`Input::Timeout`]. `None`: the call is over, or only an input can move it.
    Timeout(Option<Instant>),
}

named! {
    /// Which way a message went.
    pub enum Direction {
        /// From us.
        Sent = "sent",
        /// From the peer.
        Received = "received",
    }
}

/// Something to report.
#[derive(Clone, Debug)]
pub enum Event {
    /// A message crossed the wire.
    Message(MessageRecord),
    /// A message came again and is not shown again: once when that begins, and once at the end, when
    /// it is known how often.
    Repeated(Repeated),
    /// The call is in another state.
    State(CallState, Instant),
    /// Something is odd, but the call goes on.
    Warning(Warning, Instant),
    /// The call is over. Always the last event, and there is always one.
    Ended(CallEnd, Instant),
}

/// One message as it crossed the wire.
#[derive(Clone, Debug)]
pub struct MessageRecord {
    /// When.
    pub at: Instant,
    /// Which way.
    pub direction: Direction,
    /// On which connection.
    pub channel: Channel,
    /// The octets on the wire, TPKT header included.
    pub octets: Vec<u8>,
    /// What they mean.
    pub content: Content,
}

/// Messages that were alike one that is shown, and are not shown themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// Which of the messages that were shown, counted from 0, is the last that is.
    pub message: u32,
    /// How many came after it.
    pub times: u32,
    /// When the last of them came.
    pub last: Instant,
}

/// The meaning of a message's octets.
#[derive(Clone, Debug)]
pub enum Content {
    /// A Q.931 message; its H.225.0 part as far as there is one and it could be read.
    Signalling {
        /// The Q.931 message.
        message: Arc<Message>,
        /// The contents of its User-user element.
        user_information: Option<Box<UserInformation>>,
        /// The fields that matter, in one place, and what else the message carries: each is read
        /// once, for the call, its record and its report.
        facts: Arc<Facts>,
        /// Where reading the Q.931 message stopped, if it did; `message` is what came before.
        error: Option<DecodeError>,
    },
    /// What a TPKT of the H.245 connection carries; several messages from some stacks.
    H245(Arc<[H245Record]>),
    /// A TPKT without contents.
    KeepAlive,
    /// Octets of a whole TPKT that no Q.931 message could be read from.
    Undecodable(DecodeError),
    /// Not TPKT at all, or a TPKT of another protocol.
    Foreign(Foreign),
    /// The beginning of a TPKT whose rest never came.
    Incomplete,
}

impl Content {
    /// What the payload of a TPKT of call signalling says.
    #[must_use]
    pub fn of_signalling(payload: &[u8]) -> Self {
        match Message::decode(payload) {
            Ok(message) => Self::signalling(message, None),
            Err(failure) => match (failure.partial, tpkt::foreign_payload(payload)) {
                (Some(message), _) => Self::signalling(message, Some(failure.error)),
                (None, Some(foreign)) => Self::Foreign(foreign),
                (None, None) => Self::Undecodable(failure.error),
            },
        }
    }

    /// What an `H323-UserInformation` says that no message is around.
    #[must_use]
    pub fn of_user_information(octets: &[u8]) -> Self {
        let information = UserInformation::read(octets);
        Self::Signalling {
            message: Arc::new(Message::new(CallReference::DUMMY, MessageType::Unknown(0))),
            facts: Arc::new(Facts::of(&information)),
            user_information: Some(Box::new(information)),
            error: None,
        }
    }

    /// How many values were read of its H.225.0 and H.245 parts.
    #[must_use]
    pub fn values(&self) -> usize {
        let count = |record: &H245Record| record.tree.nodes().len();
        match self {
            Self::Signalling {
                user_information,
                facts,
                ..
            } => {
                let own = user_information.as_ref();
                let own = own.map_or(0, |information| information.tree.nodes().len());
                own + facts.tunnelled().map(count).sum::<usize>()
            }
            Self::H245(records) => records.iter().map(count).sum(),
            Self::KeepAlive | Self::Undecodable(_) | Self::Foreign(_) | Self::Incomplete => 0,
        }
    }

    /// What the payload of a TPKT of an H.245 connection says.
    #[must_use]
    pub fn of_h245(payload: &[u8]) -> Self {
        Self::H245(H245Record::all(payload).into())
    }

    /// What is in a Q.931 message; `error`: why it could not be read to its end.
    pub(super) fn signalling(message: Message, error: Option<DecodeError>) -> Self {
        let user_information = UserInformation::of(&message);
        let facts = Facts::of_message(user_information.as_ref(), error.is_none());
        Self::Signalling {
            message: Arc::new(message),
            user_information: user_information.map(Box::new),
            facts: Arc::new(facts),
            error,
        }
    }
}
