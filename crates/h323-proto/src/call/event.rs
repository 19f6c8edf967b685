//! The events of a running call, and its end.

use alloc::{string::String, sync::Arc, vec::Vec};
use core::net::SocketAddr;

use super::{config::Target, end::CallEnd, warning::Warning};
use crate::{
    error::DecodeError,
    h225::{Facts, UserInformation},
    h245::H245Record,
    named::named,
    q931::{CallReference, CallState, Message, MessageType},
    ras::RasRecord,
    time::Instant,
    tls::Fault,
    tpkt::{self, Foreign},
};

/// Our side of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// We sent Setup.
    Calling,
    /// We received Setup.
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

/// What carried a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// A TCP connection of a call.
    Tcp(Channel),
    /// A datagram of RAS.
    Ras,
}

impl Transport {
    /// The name in reports. It does not change between versions.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcp(channel) => channel.name(),
            Self::Ras => "ras",
        }
    }
}

impl core::fmt::Display for Transport {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.name())
    }
}

/// An input from the driver. Each comes with the time at which it happened.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// The connection is open. The address is the peer's, if the driver knows it.
    Connected(Channel, Option<SocketAddr>),
    /// Octets arrived.
    Received(Channel, &'a [u8]),
    /// The connection could not be opened, or it is closed.
    Closed(Channel, Closed),
    /// The driver itself worked so many nanoseconds for the peer, estimated: it decrypted, for instance.
    Worked(u64),
    /// The time is at or past the one that [`Output::Timeout`] named.
    Timeout,
    /// The user wants the call to end.
    Hangup,
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The peer closed it in order (FIN).
    ByPeer,
    /// The connection failed. The text is the driver's.
    Failed(String),
    /// No TLS session came about on it.
    Tls(Fault),
}

/// A task for the driver.
#[derive(Clone, Debug)]
pub enum Output {
    /// Open a connection. The driver answers with [`Input::Connected`] or [`Input::Closed`].
    Connect(Channel, Target),
    /// Write these octets, whole and in order.
    Transmit(Channel, Vec<u8>),
    /// Close the connection after all octets are written. No answer is expected.
    Close(Channel),
    /// An event to report.
    Event(Event),
    /// No more tasks for now. The driver comes back with an input, or with [`Input::Timeout`] at
    /// this time. `None`: the call is over, or only an input can change it.
    Timeout(Option<Instant>),
}

named! {
    /// The direction of a message.
    pub enum Direction {
        /// Sent by us.
        Sent = "sent",
        /// Received from the peer.
        Received = "received",
    }
}

/// An event to report.
#[derive(Clone, Debug)]
pub enum Event {
    /// A message crossed the wire.
    Message(MessageRecord),
    /// A message was repeated and is not shown again. This event comes when the run begins, and
    /// again at the end with the number of repeats.
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
    /// The time.
    pub at: Instant,
    /// The direction.
    pub direction: Direction,
    /// The connection.
    pub channel: Channel,
    /// The octets on the wire, TPKT header included.
    pub octets: Vec<u8>,
    /// The meaning of the octets.
    pub content: Content,
}

/// A run of messages that equal a shown one. They are not shown themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The last shown message of the run: its number among the shown messages, counted from 0.
    pub message: u32,
    /// How many equal messages followed it.
    pub times: u32,
    /// The time of the last message of the run.
    pub last: Instant,
}

/// The meaning of a message's octets.
#[derive(Clone, Debug)]
pub enum Content {
    /// A Q.931 message, with as much of its H.225.0 part as could be read.
    Signalling {
        /// The Q.931 message.
        message: Arc<Message>,
        /// The contents of its User-user element.
        user_information: Option<Arc<UserInformation>>,
        /// The relevant fields in one place, and everything else that the message carries. Each
        /// field is read once, for the call, its record and its report.
        facts: Arc<Facts>,
        /// The fault that stopped the reading of the Q.931 message. `message` is the part before
        /// it.
        error: Option<DecodeError>,
    },
    /// The contents of a TPKT on the H.245 connection. Some stacks send several messages in one.
    H245(Arc<[H245Record]>),
    /// A RAS message in a datagram of its own.
    Ras(Arc<RasRecord>),
    /// A TPKT without contents.
    KeepAlive,
    /// A whole TPKT whose octets are not a readable Q.931 message.
    Undecodable(DecodeError),
    /// Octets that are not TPKT, or a TPKT of another protocol.
    Foreign(Foreign),
    /// The beginning of a TPKT whose rest never came.
    Incomplete,
}

impl Content {
    /// Reads the payload of a TPKT of call signalling.
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

    /// Reads an `H323-UserInformation` without a message around it.
    #[must_use]
    pub fn of_user_information(octets: &[u8]) -> Self {
        let information = UserInformation::read(octets);
        Self::Signalling {
            message: Arc::new(Message::new(CallReference::DUMMY, MessageType::Unknown(0))),
            facts: Arc::new(Facts::of(&information)),
            user_information: Some(Arc::new(information)),
            error: None,
        }
    }

    /// Reads a datagram of RAS.
    #[must_use]
    pub fn of_ras(datagram: &[u8]) -> Self {
        Self::Ras(Arc::new(RasRecord::of(datagram.to_vec())))
    }

    /// Reads the payload of a TPKT of an H.245 connection.
    #[must_use]
    pub fn of_h245(payload: &[u8]) -> Self {
        Self::H245(H245Record::all(payload).into())
    }

    /// The contents of a Q.931 message. `error` says why it could not be read to its end.
    pub(super) fn signalling(message: Message, error: Option<DecodeError>) -> Self {
        let user_information = UserInformation::of(&message);
        let facts = Facts::of_message(user_information.as_ref(), error.is_none());
        Self::Signalling {
            message: Arc::new(message),
            user_information: user_information.map(Arc::new),
            facts: Arc::new(facts),
            error,
        }
    }
}
