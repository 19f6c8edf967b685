//! The H.245 messages that we send, before they are encoded.

use alloc::{string::String, vec::Vec};
use core::net::SocketAddr;

use super::{
    message::{Loop, Role},
    user_input::UserInput,
};
use crate::named::shown_by_name;

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
    /// G.729 with the silence compression of Annex B.
    G729B,
    /// G.729 with both annexes.
    G729AB,
    /// H.261 CIF.
    H261,
    /// H.263 CIF.
    H263,
    /// H.264 baseline, level 1.3.
    H264,
}

/// The forms in which we announce G.729. The annexes use the bit stream of G.729, so endpoints with
/// different forms can talk to each other. H.245 lists the forms apart (H.245 B.2.2.6).
const G729: [Codec; 4] = [Codec::G729, Codec::G729A, Codec::G729B, Codec::G729AB];

impl Codec {
    /// The codecs that a request can name, in our order of preference.
    pub const ALL: [Self; 7] = [
        Self::G711A,
        Self::G711U,
        Self::G722,
        Self::G729,
        Self::H261,
        Self::H263,
        Self::H264,
    ];

    /// Its name in requests.
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

    /// Its name in the peer's capability table.
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

    /// Its name in a `requestMode` (H.245 B.6).
    #[must_use]
    pub const fn mode(self) -> &'static str {
        match self {
            Self::H261 => "h261VideoMode",
            Self::H263 => "h263VideoMode",
            other => other.identifier(),
        }
    }

    /// The codec with this name in a row of a capability table.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        let mut known = Self::ALL.into_iter().chain(G729);
        known.find(|codec| codec.identifier() == identifier)
    }

    /// The codec that a request names; this is one form of it.
    #[must_use]
    pub const fn family(self) -> Self {
        match self {
            Self::G729A | Self::G729B | Self::G729AB => Self::G729,
            other => other,
        }
    }

    /// Every form of these codecs, for announcing and offering.
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

shown_by_name!(Codec);

/// Why a channel is rejected (H.245 B.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelRejection {
    /// `unspecified`: we could accept it, but we accept no channels at all. Every other cause would
    /// blame something in the offer.
    Unspecified,
    /// `dataTypeNotAvailable`: announced, but not possible beside the open channels.
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

/// How we accept a mode (H.245 B.6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModeResponse {
    /// `willTransmitMostPreferredMode`.
    MostPreferred,
    /// `willTransmitLessPreferredMode`.
    LessPreferred,
}

/// Why a mode is rejected (H.245 B.6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModeRejection {
    /// `modeUnavailable`: none of the modes is possible.
    Unavailable,
    /// `multipointConstraint`: the conference does not allow it.
    MultipointConstraint,
    /// `requestDenied`: the mode would be possible.
    Denied,
}

/// A message that we send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pdu {
    /// `terminalCapabilitySet` with these codecs.
    TerminalCapabilitySet {
        /// `sequenceNumber`.
        sequence: u8,
        /// The codecs that we announce as receivable.
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
    /// `masterSlaveDeterminationAck`: the role of the side that receives it.
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
        /// The codec that it would carry.
        codec: Codec,
        /// `mediaControlChannel` (RTCP), which a sender must give.
        media_control: SocketAddr,
    },
    /// `openLogicalChannelAck` with the address for the media.
    OpenLogicalChannelAck {
        /// `forwardLogicalChannelNumber` of the peer's channel.
        number: u16,
        /// `sessionID` of the channel.
        session: u8,
        /// The address that we give for the media.
        media: SocketAddr,
        /// The number of our direction, for a bidirectional channel.
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
    /// `requestMode`: one of these modes, best first. The codecs of a mode belong together.
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
    /// `functionNotUnderstood`, with the whole message that we did not understand.
    FunctionNotUnderstood(Vec<u8>),
    /// `endSessionCommand`, `disconnect`.
    EndSession,
}

impl Pdu {
    /// Whether it turns a request down, so that the peer may ask again because of it. Answers to
    /// channel offers do not count: the channel entity limits those.
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
