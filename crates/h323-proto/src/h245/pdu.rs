//! What we say in H.245, before it is written.

use alloc::{string::String, vec::Vec};
use core::net::SocketAddr;

use super::{
    message::{Loop, Role},
    user_input::UserInput,
};

/// A codec that we can announce and offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// G.711 A-law, 64 kbit/s.
    G711A,
    /// G.711 µ-law, 64 kbit/s.
    G711U,
    /// G.722, 64 kbit/s.
    G722,
    /// G.729.
    G729,
    /// G.729 with the simpler coder of Annex A.
    G729A,
    /// G.729 with the silence of Annex B.
    G729B,
    /// G.729 with both.
    G729AB,
    /// H.261 CIF.
    H261,
    /// H.263 CIF.
    H263,
    /// H.264 baseline, level 1.3.
    H264,
}

/// What G.729 is announced as. The bit streams of the annexes are G.729's, so an endpoint that has
/// one of them can talk to one that has another; H.245 lists them apart (H.245 B.2.2.6).
const G729: [Codec; 4] = [Codec::G729, Codec::G729A, Codec::G729B, Codec::G729AB];

impl Codec {
    /// The codecs that can be asked for, in the order we prefer.
    pub const ALL: [Self; 7] = [
        Self::G711A,
        Self::G711U,
        Self::G722,
        Self::G729,
        Self::H261,
        Self::H263,
        Self::H264,
    ];

    /// The name in requests.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::G711A => "g711a",
            Self::G711U => "g711u",
            Self::G722 => "g722",
            Self::G729 | Self::G729A | Self::G729B | Self::G729AB => "g729",
            Self::H261 => "h261",
            Self::H263 => "h263",
            Self::H264 => "h264",
        }
    }

    /// The codec with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|codec| codec.name() == name)
    }

    /// How the peer's capability table names it.
    #[must_use]
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::G711A => "g711Alaw64k",
            Self::G711U => "g711Ulaw64k",
            Self::G722 => "g722-64k",
            Self::G729 => "g729",
            Self::G729A => "g729AnnexA",
            Self::G729B => "g729wAnnexB",
            Self::G729AB => "g729AnnexAwAnnexB",
            Self::H261 => "h261VideoCapability",
            Self::H263 => "h263VideoCapability",
            Self::H264 => "H.264",
        }
    }

    /// How a `requestMode` names it (H.245 B.6).
    #[must_use]
    pub const fn mode(self) -> &'static str {
        match self {
            Self::H261 => "h261VideoMode",
            Self::H263 => "h263VideoMode",
            other => other.identifier(),
        }
    }

    /// The codec that a row of a capability table names so.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        let mut known = Self::ALL.into_iter().chain(G729);
        known.find(|codec| codec.identifier() == identifier)
    }

    /// The codec that can be asked for, of which this is one form.
    #[must_use]
    pub const fn family(self) -> Self {
        match self {
            Self::G729A | Self::G729B | Self::G729AB => Self::G729,
            other => other,
        }
    }

    /// Every form of these codecs, as they are announced and offered.
    #[must_use]
    pub fn forms(codecs: &[Self]) -> Vec<Self> {
        let mut forms = Vec::new();
        for codec in codecs {
            match codec {
                Self::G729 => forms.extend(G729),
                other => forms.push(*other),
            }
        }
        forms
    }

    /// Whether it is a video codec.
    #[must_use]
    pub const fn is_video(self) -> bool {
        matches!(self, Self::H261 | Self::H263 | Self::H264)
    }
}

/// Why a channel is not taken (H.245 B.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelRejection {
    /// `unspecified`: it could be taken, and is not, because none are taken at all. No other cause
    /// is true of that: each names something in the offer.
    Unspecified,
    /// `dataTypeNotAvailable`: announced, but not beside the channels that are open.
    NotAvailable,
    /// `dataTypeNotSupported`: not announced.
    NotSupported,
}

impl ChannelRejection {
    /// The identifier of the Recommendation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::NotAvailable => "dataTypeNotAvailable",
            Self::NotSupported => "dataTypeNotSupported",
        }
    }
}

/// How we say that a mode is taken (H.245 B.6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModeResponse {
    /// `willTransmitMostPreferredMode`.
    MostPreferred,
    /// `willTransmitLessPreferredMode`.
    LessPreferred,
}

/// Why a mode is not taken (H.245 B.6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModeRejection {
    /// `modeUnavailable`: none of the modes is possible.
    Unavailable,
    /// `multipointConstraint`: the conference does not allow it.
    MultipointConstraint,
    /// `requestDenied`: it would be possible.
    Denied,
}

/// A message of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pdu {
    /// `terminalCapabilitySet` with these codecs.
    TerminalCapabilitySet {
        /// `sequenceNumber`.
        sequence: u8,
        /// What we announce to receive.
        codecs: Vec<Codec>,
    },
    /// `terminalCapabilitySetAck`.
    TerminalCapabilitySetAck(u8),
    /// `masterSlaveDetermination`.
    MasterSlaveDetermination {
        /// `terminalType`.
        terminal_type: u8,
        /// `statusDeterminationNumber`.
        number: u32,
    },
    /// `masterSlaveDeterminationAck`: the role of whoever receives it.
    MasterSlaveDeterminationAck(Role),
    /// `masterSlaveDeterminationReject`.
    MasterSlaveDeterminationReject,
    /// `masterSlaveDeterminationRelease`.
    MasterSlaveDeterminationRelease,
    /// `terminalCapabilitySetRelease`.
    TerminalCapabilitySetRelease,
    /// `openLogicalChannel` for one direction.
    OpenLogicalChannel {
        /// `forwardLogicalChannelNumber`.
        number: u16,
        /// What it would carry.
        codec: Codec,
        /// `mediaControlChannel` (RTCP), which a sender has to give.
        media_control: SocketAddr,
    },
    /// `openLogicalChannelAck` with the address that media could be sent to.
    OpenLogicalChannelAck {
        /// `forwardLogicalChannelNumber` of the peer's channel.
        number: u16,
        /// `sessionID` of the channel.
        session: u8,
        /// Where we say that media can be sent to.
        media: SocketAddr,
        /// The number of our direction, of a channel that has both.
        reverse: Option<u16>,
    },
    /// `openLogicalChannelReject`.
    OpenLogicalChannelReject(u16, ChannelRejection),
    /// `closeLogicalChannel`.
    CloseLogicalChannel(u16),
    /// `closeLogicalChannelAck`.
    CloseLogicalChannelAck(u16),
    /// `requestChannelCloseAck`.
    RequestChannelCloseAck(u16),
    /// `requestChannelCloseReject`.
    RequestChannelCloseReject(u16),
    /// `roundTripDelayRequest`.
    RoundTripDelayRequest(u8),
    /// `roundTripDelayResponse`.
    RoundTripDelayResponse(u8),
    /// `requestMode`: one of these modes, the best first; each is sent as a whole.
    RequestMode {
        /// `sequenceNumber`.
        sequence: u8,
        /// `requestedModes`.
        modes: Vec<Vec<Codec>>,
    },
    /// `requestModeAck`.
    RequestModeAck(u8, ModeResponse),
    /// `requestModeReject`.
    RequestModeReject(u8, ModeRejection),
    /// `requestModeRelease`.
    RequestModeRelease,
    /// `maintenanceLoopReject`, cause `canNotPerformLoop`.
    MaintenanceLoopReject(Loop),
    /// `userInput`.
    UserInput(UserInput),
    /// `functionNotUnderstood`, with the whole message that was not.
    FunctionNotUnderstood(Vec<u8>),
    /// `endSessionCommand`, `disconnect`.
    EndSession,
}

impl Pdu {
    /// Whether it turns a request down, so that the peer may ask again because of it. What becomes
    /// of channels is the business of their entity.
    pub(super) const fn turns_down(&self) -> bool {
        matches!(
            self,
            Self::RequestChannelCloseReject(_)
                | Self::RequestModeReject(..)
                | Self::MaintenanceLoopReject(_)
                | Self::FunctionNotUnderstood(_)
        )
    }

    /// The identifier of the Recommendation.
    #[must_use]
    pub fn name(&self) -> String {
        String::from(match self {
            Self::TerminalCapabilitySet { .. } => "terminalCapabilitySet",
            Self::TerminalCapabilitySetAck(_) => "terminalCapabilitySetAck",
            Self::TerminalCapabilitySetRelease => "terminalCapabilitySetRelease",
            Self::MasterSlaveDetermination { .. } => "masterSlaveDetermination",
            Self::MasterSlaveDeterminationAck(_) => "masterSlaveDeterminationAck",
            Self::MasterSlaveDeterminationReject => "masterSlaveDeterminationReject",
            Self::MasterSlaveDeterminationRelease => "masterSlaveDeterminationRelease",
            Self::OpenLogicalChannel { .. } => "openLogicalChannel",
            Self::OpenLogicalChannelAck { .. } => "openLogicalChannelAck",
            Self::OpenLogicalChannelReject(..) => "openLogicalChannelReject",
            Self::CloseLogicalChannel(_) => "closeLogicalChannel",
            Self::CloseLogicalChannelAck(_) => "closeLogicalChannelAck",
            Self::RequestChannelCloseAck(_) => "requestChannelCloseAck",
            Self::RequestChannelCloseReject(_) => "requestChannelCloseReject",
            Self::RoundTripDelayRequest(_) => "roundTripDelayRequest",
            Self::RoundTripDelayResponse(_) => "roundTripDelayResponse",
            Self::RequestMode { .. } => "requestMode",
            Self::RequestModeAck(..) => "requestModeAck",
            Self::RequestModeReject(..) => "requestModeReject",
            Self::RequestModeRelease => "requestModeRelease",
            Self::MaintenanceLoopReject(_) => "maintenanceLoopReject",
            Self::UserInput(_) => "userInput",
            Self::FunctionNotUnderstood(_) => "functionNotUnderstood",
            Self::EndSession => "endSessionCommand",
        })
    }
}
