//! What goes into a registration and what comes out of it.

use alloc::{boxed::Box, string::String, sync::Arc, vec::Vec};
use core::net::SocketAddr;

use super::exchange::Request;
use crate::{
    call::{self, Channel, Closed, Direction, MessageRecord, Target},
    h225::PeerAddress,
    h235::{Method, Proof},
    ras::{AlternateGatekeeper, RasMessageName, RasRecord, reason::Reason},
    time::Instant,
    tls::Fault,
    tpkt::Foreign,
};

/// What octets travel on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// To the gatekeeper: datagrams, or the connection of H.460.17. A call that the gatekeeper
    /// routes uses that connection too.
    Ras,
    /// A connection of the call alone.
    Call(Channel),
}

/// Our own addresses, for what registers over UDP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// `rasAddress`: where we read datagrams.
    pub ras: SocketAddr,
    /// `callSignalAddress`: where we would accept calls.
    pub call_signalling: SocketAddr,
}

/// An input from the driver. Each comes with the time at which it happened.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// The line is open. The address is the other side's, if the driver knows it.
    Connected(Line, Option<SocketAddr>),
    /// Octets arrived: one datagram, or a part of a stream.
    Received(Line, &'a [u8]),
    /// The line could not be opened, or it is closed.
    Closed(Line, Closed),
    /// What the driver did for the other side of the line, such as to decrypt its octets, in
    /// nanoseconds: see [`call::Input::Worked`].
    Worked(Line, u64),
    /// The time is at or past the one that [`Output::Timeout`] named.
    Timeout,
    /// The user wants it all to end.
    Hangup,
}

/// A task for the driver.
#[derive(Clone, Debug)]
pub enum Output {
    /// Open a line. The driver answers with [`Input::Connected`] or [`Input::Closed`].
    Connect(Line, Target),
    /// Write these octets, whole and in order; to the gatekeeper over UDP as one datagram.
    Transmit(Line, Vec<u8>),
    /// Close the line after all octets are written. No answer is expected.
    Close(Line),
    /// An event to report.
    Event(Event),
    /// No more tasks for now. The driver comes back with an input, or with [`Input::Timeout`] at
    /// this time. `None`: it is all over, or only an input can change it.
    Timeout(Option<Instant>),
}

/// An event to report.
#[derive(Clone, Debug)]
pub enum Event {
    /// A RAS message crossed the wire.
    Ras(Box<RasEvent>),
    /// A message outside the call crossed the connection of H.460.17, and it carries no RAS.
    Outside(Box<MessageRecord>),
    /// The gatekeeper was found. Its `rasAddress` is where requests go from now on, if the driver
    /// follows: it is named before the next request goes out.
    Discovered(Discovered, Instant),
    /// The gatekeeper registered us, or renewed a registration with another content.
    Registered(Granted, Instant),
    /// The gatekeeper admits the call.
    Admitted(Admitted, Instant),
    /// Something is odd, but it goes on.
    Odd(Oddity, Instant),
    /// An event of the call, its end among them.
    Call(call::Event),
    /// It is all over. Always the last event, and there is always one.
    Ended(End, Instant),
}

/// One RAS message as it crossed the wire.
#[derive(Clone, Debug)]
pub struct RasEvent {
    /// The time.
    pub at: Instant,
    /// The direction.
    pub direction: Direction,
    /// The message.
    pub record: Arc<RasRecord>,
    /// The octets around it over H.460.17, TPKT header included.
    pub framed: Option<Vec<u8>>,
    /// What the proof in a received message is worth, if we can tell.
    pub proof: Option<Proof>,
}

/// What a gatekeeper confirm says (H.225.0 7.8.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovered {
    /// `gatekeeperIdentifier`.
    pub gatekeeper_identifier: Option<String>,
    /// `rasAddress`.
    pub ras_address: Option<PeerAddress>,
    /// The method that the gatekeeper chose, if it chose one of ours.
    pub method: Option<Method>,
    /// `algorithmOID`, with dots, whoever it belongs to.
    pub algorithm: Option<String>,
    /// `alternateGatekeeper`.
    pub alternates: Vec<AlternateGatekeeper>,
}

/// What a registration confirm grants (H.225.0 7.9.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// `endpointIdentifier`: the gatekeeper knows us by it.
    pub endpoint_identifier: String,
    /// `gatekeeperIdentifier`.
    pub gatekeeper_identifier: Option<String>,
    /// `timeToLive` in seconds. `None`: for ever.
    pub time_to_live: Option<u32>,
    /// `terminalAlias`: the aliases that are registered; empty if it does not say.
    pub aliases: Vec<String>,
    /// `callSignalAddress`: where the gatekeeper takes calls.
    pub call_signal_address: Vec<PeerAddress>,
    /// `preGrantedARQ.makeCall`: calls need no admission. We ask for it all the same.
    pub pre_granted: bool,
    /// `alternateGatekeeper`.
    pub alternates: Vec<AlternateGatekeeper>,
}

/// What an admission confirm grants (H.225.0 7.11.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Whether the gatekeeper routes call signalling (`callModel`).
    pub routed: bool,
    /// `destCallSignalAddress`: where Setup goes.
    pub destination: Option<PeerAddress>,
    /// `destinationInfo`: whom to ask for instead.
    pub destination_info: Vec<String>,
    /// `bandWidth` in units of 100 bit/s.
    pub bandwidth: Option<u32>,
    /// How many `tokens` Setup has to repeat.
    pub tokens: usize,
    /// `irrFrequency` in seconds: how often we report about the call.
    pub irr_frequency: Option<u16>,
}

/// A reject message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The request that was rejected.
    pub request: Request,
    /// Why. `None` if it could not be read.
    pub reason: Option<Reason>,
    /// `altGKInfo`: gatekeepers to try.
    pub alternates: Vec<AlternateGatekeeper>,
    /// `gatekeeperIdentifier`.
    pub gatekeeper_identifier: Option<String>,
}

/// Something odd that did not end the registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// The proof in the gatekeeper's message of this name is not good.
    Proof(RasMessageName, Proof),
    /// The gatekeeper chose a method that we were not asked to use; its object identifier.
    ForeignMethod(String),
    /// An answer without a request of ours.
    Stray(RasMessageName),
    /// A message could not be read; the text says where and why.
    Unreadable(String),
    /// The gatekeeper did not answer, but it goes on.
    NoAnswer(Request),
    /// The gatekeeper rejected it, but it goes on.
    Rejected(Reject),
    /// The gatekeeper did not understand the request, but it goes on.
    NotUnderstood(Request),
    /// An answer of ours could not be written; the text says why.
    NotWritten(String),
    /// The gatekeeper asks so often that we answer no more.
    TooManyRequests,
    /// The gatekeeper wants the call to end, and so it ends.
    Dropped(Option<Reason>),
    /// The gatekeeper has ended the registration.
    Unregistered(Option<Reason>),
    /// The registration began anew, as the gatekeeper asked.
    Renewed(Option<Reason>),
    /// The gatekeeper refused our proof, which had no name for it, and said its name (in this field):
    /// the registration began anew with that in the proof.
    Named(String),
    /// The gatekeeper has this name, and another one was asked for.
    OtherGatekeeper(String),
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the gatekeeper had registered us.
    pub registered: bool,
    /// Whether the gatekeeper has confirmed that the registration is over, or has ended it itself.
    pub unregistered: bool,
}

/// How a registration ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All that was asked for was done. The call has an end of its own.
    Done,
    /// [`Input::Hangup`].
    Hangup,
    /// A message of ours could not be written: a name has no encoding. The text says which.
    NotWritten(String),
    /// The line could not be opened.
    ConnectFailed(String),
    /// There is no TLS on the line, though there was to be.
    TlsFailed(Fault),
    /// The gatekeeper closed the connection; whether it had answered RAS before.
    Closed {
        /// Without such an answer, it may not know H.460.17.
        answered: bool,
    },
    /// The connection broke.
    ConnectionLost(String),
    /// The other side does not speak TPKT.
    NotTpkt(Foreign),
    /// No answer came.
    NoAnswer(Request),
    /// The gatekeeper rejected the request.
    Rejected(Reject),
    /// The gatekeeper did not understand the request (`unknownMessageResponse`).
    NotUnderstood(Request),
    /// The gatekeeper confirmed, but it did not prove that it knows the password.
    ProofWrong(Request, Proof),
    /// A confirm lacks what we need; the name of the field.
    Incomplete(Request, &'static str),
    /// The driver does not let the call go where the gatekeeper says; the text says why.
    NotAllowed(String),
    /// The gatekeeper ended the registration.
    Unregistered(Option<Reason>),
    /// More messages or octets than a registration can need.
    Flood,
}
