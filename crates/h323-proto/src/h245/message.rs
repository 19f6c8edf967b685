//! H.245 messages in the form that the signalling entities work with.

use alloc::{borrow::ToOwned, format, string::String, vec::Vec};
use core::net::{IpAddr, SocketAddr};

use h323_asn1::codec::Tree;

use super::{
    capability::{self, CapabilityEntry},
    user_input::{self, UserInput},
};
use crate::{
    named::{named, shown_by_name},
    view::View,
};

/// The role of a side in a call (H.245 C.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// This end decides conflicts.
    Master,
    /// The other end decides conflicts.
    Slave,
}

impl Role {
    /// The identifier of the Recommendation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Master => "master",
            Self::Slave => "slave",
        }
    }

    /// The role of the other end.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Master => Self::Slave,
            Self::Slave => Self::Master,
        }
    }
}

shown_by_name!(Role);

named! {
    /// The four kinds of H.245 messages (H.245 6.1): a request needs a response, a command needs an
    /// action, an indication needs neither.
    pub enum Kind {
        /// `request`.
        Request = "request",
        /// `response`.
        Response = "response",
        /// `command`.
        Command = "command",
        /// `indication`.
        Indication = "indication",
    }
}

/// A channel that the peer offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedChannel {
    /// `forwardLogicalChannelNumber`.
    pub number: u16,
    /// The data that it carries, `audioData g711Alaw64k`.
    pub data: String,
    /// Whether it has a reverse direction.
    pub bidirectional: bool,
    /// Whether it is a `fastStart` proposal for the direction towards the proposing side: no media
    /// forward, the media in reverse (H.323 8.1.7.1).
    pub reverse: bool,
    /// `sessionID` of H.225.0, 1 audio, 2 video, 3 data.
    pub session: Option<u8>,
    /// `mediaChannel`, where it is an IP address.
    pub media: Option<SocketAddr>,
}

/// The contents of a message, as far as an entity acts on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum H245Message {
    /// `terminalCapabilitySet`.
    TerminalCapabilitySet {
        /// `sequenceNumber`.
        sequence: u8,
        /// The version of H.245 that the peer claims.
        version: Option<u32>,
        /// The capability table.
        capabilities: Vec<CapabilityEntry>,
        /// Whether the set is empty, which pauses the call (H.323 8.4.6).
        pause: bool,
    },
    /// `terminalCapabilitySetAck`.
    TerminalCapabilitySetAck(u8),
    /// `terminalCapabilitySetReject`, with its cause.
    TerminalCapabilitySetReject(u8, String),
    /// `terminalCapabilitySetRelease`.
    TerminalCapabilitySetRelease,
    /// `masterSlaveDetermination`.
    MasterSlaveDetermination {
        /// `terminalType`.
        terminal_type: u8,
        /// `statusDeterminationNumber`, 24 bits.
        number: u32,
    },
    /// `masterSlaveDeterminationAck`: the role that the receiver has.
    MasterSlaveDeterminationAck(Role),
    /// `masterSlaveDeterminationReject` (identicalNumbers is its only cause).
    MasterSlaveDeterminationReject,
    /// `masterSlaveDeterminationRelease`.
    MasterSlaveDeterminationRelease,
    /// `openLogicalChannel`.
    OpenLogicalChannel(OfferedChannel),
    /// `openLogicalChannelAck`, with the address at which the peer receives the media.
    OpenLogicalChannelAck(u16, Option<SocketAddr>),
    /// `openLogicalChannelReject`, with its cause.
    OpenLogicalChannelReject(u16, String),
    /// `openLogicalChannelConfirm`.
    OpenLogicalChannelConfirm(u16),
    /// `closeLogicalChannel`.
    CloseLogicalChannel(u16),
    /// `closeLogicalChannelAck`.
    CloseLogicalChannelAck(u16),
    /// `requestChannelClose`.
    RequestChannelClose(u16),
    /// `roundTripDelayRequest`.
    RoundTripDelayRequest(u8),
    /// `roundTripDelayResponse`.
    RoundTripDelayResponse(u8),
    /// `requestMode`: the wanted modes, best first, each with the names of its codecs.
    RequestMode(u8, Vec<Vec<String>>),
    /// `requestModeAck`, with its response.
    RequestModeAck(u8, String),
    /// `requestModeReject`, with its cause.
    RequestModeReject(u8, String),
    /// `requestModeRelease`.
    RequestModeRelease,
    /// `maintenanceLoopRequest`; which loop is in the request itself.
    MaintenanceLoopRequest(Loop),
    /// `sendTerminalCapabilitySet`.
    SendTerminalCapabilitySet,
    /// `endSessionCommand`.
    EndSession,
    /// `flowControlCommand`, in words: the limited channel and the limit.
    FlowControl(String),
    /// `userInput`.
    UserInput(UserInput),
    /// `functionNotUnderstood` or `functionNotSupported`.
    NotUnderstood,
    /// Anything else.
    Other,
}

/// The loop that a `maintenanceLoopRequest` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loop {
    /// `systemLoop`.
    System,
    /// `mediaLoop` of a channel.
    Media(u16),
    /// `logicalChannelLoop` of a channel.
    LogicalChannel(u16),
}

/// A message with its kind and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// Which of the four kinds; `None` if not even the kind could be read.
    pub kind: Option<Kind>,
    /// The identifier of the alternative, `terminalCapabilitySet`.
    pub name: String,
    /// Its contents.
    pub message: H245Message,
    /// Whether it was read to its end.
    pub complete: bool,
}

impl Understood {
    /// Takes the parts that the entities act on from a decoded `MultimediaSystemControlMessage`. A
    /// partly read message becomes `Other`, so that we never act on half a request.
    #[must_use]
    pub fn of(tree: &Tree, complete: bool) -> Self {
        let view = View { tree };
        let Some(group) = view.only(0) else {
            return Self::nothing();
        };
        let mut kinds = Kind::ALL.iter().copied();
        let Some(kind) = kinds.find(|kind| kind.name() == view.name(group)) else {
            return Self::nothing();
        };
        let Some(node) = view.only(group) else {
            return Self {
                kind: Some(kind),
                ..Self::nothing()
            };
        };
        let name = view.name(node);
        let message = if complete {
            read(&view, node, kind, name).unwrap_or(H245Message::Other)
        } else {
            H245Message::Other
        };
        Self {
            kind: Some(kind),
            name: name.to_owned(),
            message,
            complete,
        }
    }

    fn nothing() -> Self {
        Self {
            kind: None,
            name: String::new(),
            message: H245Message::Other,
            complete: false,
        }
    }
}

fn read(view: &View<'_>, node: usize, kind: Kind, name: &str) -> Option<H245Message> {
    use H245Message as M;
    let sequence = || number::<u8>(view, node, "sequenceNumber");
    let channel = || number::<u16>(view, node, "forwardLogicalChannelNumber");
    let word = |name| {
        view.child(node, name)
            .and_then(|choice| view.only(choice))
            .map_or_else(String::new, |word| view.name(word).to_owned())
    };
    let cause = || word("cause");
    Some(match (kind, name) {
        (Kind::Request, "terminalCapabilitySet") => M::TerminalCapabilitySet {
            sequence: sequence()?,
            version: view
                .child(node, "protocolIdentifier")
                .and_then(|child| version(view, child)),
            capabilities: capability::table(view, node),
            pause: [
                "multiplexCapability",
                "capabilityTable",
                "capabilityDescriptors",
            ]
            .into_iter()
            .all(|name| view.child(node, name).is_none()),
        },
        (Kind::Request, "masterSlaveDetermination") => M::MasterSlaveDetermination {
            terminal_type: number(view, node, "terminalType")?,
            number: number(view, node, "statusDeterminationNumber")?,
        },
        (Kind::Request, "openLogicalChannel") => M::OpenLogicalChannel(offered(view, node)?),
        (Kind::Request, "closeLogicalChannel") => M::CloseLogicalChannel(channel()?),
        (Kind::Request, "requestChannelClose") => M::RequestChannelClose(channel()?),
        (Kind::Request, "roundTripDelayRequest") => M::RoundTripDelayRequest(sequence()?),
        (Kind::Request, "requestMode") => M::RequestMode(sequence()?, modes(view, node)),
        (Kind::Request, "maintenanceLoopRequest") => {
            let wanted = view.only(view.child(node, "type")?)?;
            let number = || u16::try_from(view.integer(wanted)?).ok();
            M::MaintenanceLoopRequest(match view.name(wanted) {
                "systemLoop" => Loop::System,
                "mediaLoop" => Loop::Media(number()?),
                "logicalChannelLoop" => Loop::LogicalChannel(number()?),
                _ => return None,
            })
        }
        (Kind::Response, "terminalCapabilitySetAck") => M::TerminalCapabilitySetAck(sequence()?),
        (Kind::Response, "terminalCapabilitySetReject") => {
            M::TerminalCapabilitySetReject(sequence()?, cause())
        }
        (Kind::Response, "masterSlaveDeterminationAck") => {
            let decision = view.only(view.child(node, "decision")?)?;
            M::MasterSlaveDeterminationAck(match view.name(decision) {
                "master" => Role::Master,
                _ => Role::Slave,
            })
        }
        (Kind::Response, "masterSlaveDeterminationReject") => M::MasterSlaveDeterminationReject,
        (Kind::Response, "openLogicalChannelAck") => {
            let media = view
                .child(node, "forwardMultiplexAckParameters")
                .and_then(|choice| view.only(choice))
                .and_then(|parameters| view.child(parameters, "mediaChannel"))
                .and_then(|choice| transport(view, choice));
            M::OpenLogicalChannelAck(channel()?, media)
        }
        (Kind::Response, "openLogicalChannelReject") => {
            M::OpenLogicalChannelReject(channel()?, cause())
        }
        (Kind::Response, "closeLogicalChannelAck") => M::CloseLogicalChannelAck(channel()?),
        (Kind::Response, "roundTripDelayResponse") => M::RoundTripDelayResponse(sequence()?),
        (Kind::Response, "requestModeAck") => M::RequestModeAck(sequence()?, word("response")),
        (Kind::Response, "requestModeReject") => M::RequestModeReject(sequence()?, cause()),
        (Kind::Command, "sendTerminalCapabilitySet") => M::SendTerminalCapabilitySet,
        (Kind::Command, "endSessionCommand") => M::EndSession,
        (Kind::Command, "flowControlCommand") => M::FlowControl(flow_control(view, node)?),
        (Kind::Indication, "terminalCapabilitySetRelease") => M::TerminalCapabilitySetRelease,
        (Kind::Indication, "masterSlaveDeterminationRelease") => M::MasterSlaveDeterminationRelease,
        (Kind::Indication, "openLogicalChannelConfirm") => M::OpenLogicalChannelConfirm(channel()?),
        (Kind::Indication, "requestModeRelease") => M::RequestModeRelease,
        (Kind::Indication, "functionNotUnderstood" | "functionNotSupported") => M::NotUnderstood,
        (Kind::Indication, "userInput") => M::UserInput(user_input::read(view, node)),
        _ => M::Other,
    })
}

fn number<T: TryFrom<i64>>(view: &View<'_>, node: usize, name: &str) -> Option<T> {
    T::try_from(view.integer(view.child(node, name)?)?).ok()
}

/// `channel 1: 384 kbit/s`, for a `flowControlCommand` or its indication. Rates are in units of 100 bit/s.
pub(super) fn flow_control(view: &View<'_>, node: usize) -> Option<String> {
    let scope = view.only(view.child(node, "scope")?)?;
    let scope = match (view.name(scope), view.integer(scope)) {
        ("logicalChannelNumber", Some(number)) => format!("channel {number}"),
        ("resourceID", Some(number)) => format!("resource {number}"),
        (name, _) => name.to_owned(),
    };
    let restriction = view.only(view.child(node, "restriction")?)?;
    Some(match view.integer(restriction) {
        Some(units) => {
            let bits = u64::try_from(units).unwrap_or(0).saturating_mul(100);
            format!("{scope}: {}", capability::rate(bits))
        }
        None => format!("{scope}: no restriction"),
    })
}

/// The last arc of 0 0 8 245 0 n.
fn version(view: &View<'_>, node: usize) -> Option<u32> {
    match view.value(node)? {
        h323_asn1::codec::NodeValue::ObjectIdentifier(arcs) => {
            match arcs.iter().collect::<Vec<_>>().as_slice() {
                [0, 0, 8, 245, 0, version] => Some(*version),
                _ => None,
            }
        }
        _ => None,
    }
}

/// An `openLogicalChannel`, also from `fastStart`.
pub(super) fn offered(view: &View<'_>, node: usize) -> Option<OfferedChannel> {
    let forward = view.child(node, "forwardLogicalChannelParameters")?;
    let reverse = view.child(node, "reverseLogicalChannelParameters");
    let data_of = |parameters| {
        view.child(parameters, "dataType")
            .map(|data| capability::data_type(view, data))
    };
    let nothing_forward = data_of(forward).as_deref() == Some("nullData");
    let data = data_of(forward)
        .filter(|_| !nothing_forward)
        .or_else(|| reverse.and_then(data_of))?;
    let parameters = || {
        [Some(forward), reverse]
            .into_iter()
            .flatten()
            .filter_map(|parameters| view.child(parameters, "multiplexParameters"))
            .filter_map(|choice| view.only(choice))
    };
    Some(OfferedChannel {
        number: number(view, node, "forwardLogicalChannelNumber")?,
        data,
        bidirectional: reverse.is_some() && !nothing_forward,
        reverse: nothing_forward,
        session: parameters().find_map(|node| number(view, node, "sessionID")),
        media: parameters()
            .find_map(|node| view.child(node, "mediaChannel"))
            .and_then(|choice| transport(view, choice)),
    })
}

/// The IP address in a `TransportAddress` of H.245.
pub(crate) fn transport(view: &View<'_>, choice: usize) -> Option<SocketAddr> {
    let unicast = view.only(choice)?;
    let address = view.only(unicast)?;
    let network = view.child(address, "network")?;
    let ip: IpAddr = match view.name(address) {
        "iPAddress" => view.array::<4>(network)?.into(),
        "iP6Address" => view.array::<16>(network)?.into(),
        _ => return None,
    };
    Some(SocketAddr::new(
        ip,
        number(view, address, "tsapIdentifier")?,
    ))
}

/// The codecs of each mode in a `requestMode`.
fn modes(view: &View<'_>, node: usize) -> Vec<Vec<String>> {
    let Some(modes) = view.child(node, "requestedModes") else {
        return Vec::new();
    };
    let codec = |element| {
        let kind = view.only(view.child(element, "type")?)?;
        let codec = view.only(kind).unwrap_or(kind);
        Some(capability::codec_name(view, codec))
    };
    let mode = |mode| view.tree.children(mode).filter_map(codec).collect();
    view.tree.children(modes).map(mode).collect()
}
