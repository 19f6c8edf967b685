//! H.245 messages as the signalling entities see them.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

use h323_asn1::codec::Tree;

use super::capability::{self, CapabilityEntry};
use crate::view::View;

/// Who is master of a call (H.245 C.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// This end decides conflicts.
    Master,
    /// The other end does.
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

/// The four kinds of H.245 messages (H.245 6.1): a request wants a response, a command an action,
/// an indication neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `request`.
    Request,
    /// `response`.
    Response,
    /// `command`.
    Command,
    /// `indication`.
    Indication,
}

/// A channel that the peer offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedChannel {
    /// `forwardLogicalChannelNumber`.
    pub number: u16,
    /// What it carries, `audioData g711Alaw64k`.
    pub data: String,
    /// Whether it has a reverse direction.
    pub bidirectional: bool,
    /// `sessionID` of H.225.0, 1 audio, 2 video, 3 data.
    pub session: Option<u8>,
}

/// What a message asks or says, as far as an entity acts on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControlMessage {
    /// `terminalCapabilitySet`; an empty one closes all channels (H.323 8.4.6).
    TerminalCapabilitySet {
        /// `sequenceNumber`.
        sequence: u8,
        /// The version of H.245 that the peer claims.
        version: Option<u32>,
        /// The table; empty when the set is.
        capabilities: Vec<CapabilityEntry>,
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
    /// `masterSlaveDeterminationReject` (identicalNumbers is the only cause there is).
    MasterSlaveDeterminationReject,
    /// `masterSlaveDeterminationRelease`.
    MasterSlaveDeterminationRelease,
    /// `openLogicalChannel`.
    OpenLogicalChannel(OfferedChannel),
    /// `openLogicalChannelAck`.
    OpenLogicalChannelAck(u16),
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
    /// `requestMode`.
    RequestMode(u8),
    /// `maintenanceLoopRequest`; which loop is in the request itself.
    MaintenanceLoopRequest(Loop),
    /// `sendTerminalCapabilitySet`.
    SendTerminalCapabilitySet,
    /// `endSessionCommand`.
    EndSession,
    /// `userInput`, as far as it is text or a tone.
    UserInput(String),
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

/// A message, placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// Which of the four kinds; none if not even that could be read.
    pub kind: Option<Kind>,
    /// The identifier of the alternative, `terminalCapabilitySet`.
    pub name: String,
    /// What it asks or says.
    pub message: ControlMessage,
    /// Whether it was read to its end.
    pub complete: bool,
}

impl Understood {
    /// Takes from a decoded `MultimediaSystemControlMessage` what the entities act on. A message
    /// that could be read in part only is taken as `Other`: half a request is not acted on.
    #[must_use]
    pub fn of(tree: &Tree, complete: bool) -> Self {
        let view = View { tree };
        let Some(group) = view.only(0) else {
            return Self::nothing();
        };
        let kind = match view.name(group) {
            "request" => Kind::Request,
            "response" => Kind::Response,
            "command" => Kind::Command,
            "indication" => Kind::Indication,
            _ => return Self::nothing(),
        };
        let Some(node) = view.only(group) else {
            return Self {
                kind: Some(kind),
                ..Self::nothing()
            };
        };
        let name = view.name(node);
        let message = if complete {
            read(&view, node, kind, name).unwrap_or(ControlMessage::Other)
        } else {
            ControlMessage::Other
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
            message: ControlMessage::Other,
            complete: false,
        }
    }
}

fn read(view: &View<'_>, node: usize, kind: Kind, name: &str) -> Option<ControlMessage> {
    use ControlMessage as M;
    let sequence = || number::<u8>(view, node, "sequenceNumber");
    let channel = || number::<u16>(view, node, "forwardLogicalChannelNumber");
    let cause = || {
        view.child(node, "cause")
            .and_then(|choice| view.only(choice))
            .map_or_else(String::new, |cause| view.name(cause).to_owned())
    };
    Some(match (kind, name) {
        (Kind::Request, "terminalCapabilitySet") => M::TerminalCapabilitySet {
            sequence: sequence()?,
            version: view
                .child(node, "protocolIdentifier")
                .and_then(|child| version(view, child)),
            capabilities: capability::table(view, node),
        },
        (Kind::Request, "masterSlaveDetermination") => M::MasterSlaveDetermination {
            terminal_type: number(view, node, "terminalType")?,
            number: number(view, node, "statusDeterminationNumber")?,
        },
        (Kind::Request, "openLogicalChannel") => M::OpenLogicalChannel(offered(view, node)?),
        (Kind::Request, "closeLogicalChannel") => M::CloseLogicalChannel(channel()?),
        (Kind::Request, "requestChannelClose") => M::RequestChannelClose(channel()?),
        (Kind::Request, "roundTripDelayRequest") => M::RoundTripDelayRequest(sequence()?),
        (Kind::Request, "requestMode") => M::RequestMode(sequence()?),
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
        (Kind::Response, "openLogicalChannelAck") => M::OpenLogicalChannelAck(channel()?),
        (Kind::Response, "openLogicalChannelReject") => {
            M::OpenLogicalChannelReject(channel()?, cause())
        }
        (Kind::Response, "closeLogicalChannelAck") => M::CloseLogicalChannelAck(channel()?),
        (Kind::Response, "roundTripDelayResponse") => M::RoundTripDelayResponse(sequence()?),
        (Kind::Command, "sendTerminalCapabilitySet") => M::SendTerminalCapabilitySet,
        (Kind::Command, "endSessionCommand") => M::EndSession,
        (Kind::Indication, "terminalCapabilitySetRelease") => M::TerminalCapabilitySetRelease,
        (Kind::Indication, "masterSlaveDeterminationRelease") => M::MasterSlaveDeterminationRelease,
        (Kind::Indication, "openLogicalChannelConfirm") => M::OpenLogicalChannelConfirm(channel()?),
        (Kind::Indication, "functionNotUnderstood" | "functionNotSupported") => M::NotUnderstood,
        (Kind::Indication, "userInput") => M::UserInput(user_input(view, node)),
        _ => M::Other,
    })
}

fn number<T: TryFrom<i64>>(view: &View<'_>, node: usize, name: &str) -> Option<T> {
    T::try_from(view.integer(view.child(node, name)?)?).ok()
}

/// The last arc of 0 0 8 245 0 n.
fn version(view: &View<'_>, node: usize) -> Option<u32> {
    match view.value(node)? {
        h323_asn1::codec::NodeValue::ObjectIdentifier(arcs) => match arcs.as_slice() {
            [0, 0, 8, 245, 0, version] => Some(*version),
            _ => None,
        },
        _ => None,
    }
}

/// An `openLogicalChannel`, also as it stands in `fastStart`.
pub(super) fn offered(view: &View<'_>, node: usize) -> Option<OfferedChannel> {
    let forward = view.child(node, "forwardLogicalChannelParameters")?;
    let reverse = view.child(node, "reverseLogicalChannelParameters");
    let data_of = |parameters| {
        view.child(parameters, "dataType")
            .map(|data| capability::data_type(view, data))
    };
    // A channel towards us has nullData in its forward direction when it is a fastStart proposal
    // for the other way (H.323 8.1.7.1).
    let data = data_of(forward)
        .filter(|data| data != "nullData")
        .or_else(|| reverse.and_then(data_of))?;
    let session = [Some(forward), reverse]
        .into_iter()
        .flatten()
        .filter_map(|parameters| view.child(parameters, "multiplexParameters"))
        .filter_map(|choice| view.only(choice))
        .find_map(|parameters| number(view, parameters, "sessionID"));
    Some(OfferedChannel {
        number: number(view, node, "forwardLogicalChannelNumber")?,
        data,
        bidirectional: reverse.is_some() && data_of(forward).as_deref() != Some("nullData"),
        session,
    })
}

fn user_input(view: &View<'_>, node: usize) -> String {
    let Some(alternative) = view.only(node) else {
        return String::new();
    };
    let text = |node| match view.value(node) {
        Some(h323_asn1::codec::NodeValue::Text(text)) => Some(text.clone()),
        _ => None,
    };
    text(alternative)
        .or_else(|| view.child(alternative, "signalType").and_then(text))
        .or_else(|| view.child(alternative, "alphanumeric").and_then(text))
        .unwrap_or_else(|| view.name(alternative).to_owned())
}
