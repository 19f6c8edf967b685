//! Elements of one or two octets with code points: Call state, Progress indicator, Notification
//! indicator, Signal. Also the fields that other elements share with them.

use alloc::vec;
use alloc::vec::Vec;

use super::wire_enum::wire_enum;
use super::{Element, ElementId};
use crate::error::{DecodeError, DecodeErrorKind, EncodeError, Layer};
use crate::reader::Reader;

/// Bit 8: set in the last octet of an octet group (Q.931 clause 4.5.1).
pub(super) const LAST: u8 = 0x80;

/// Refuses octets after the end of the format.
pub(super) fn finish(reader: &Reader<'_>) -> Result<(), DecodeError> {
    match reader.left() {
        0 => Ok(()),
        _ => Err(reader.error(reader.at(), DecodeErrorKind::Excess)),
    }
}

/// `value` if it fits in the low `bits` bits.
pub(super) fn field(id: ElementId, value: u8, bits: u8) -> Result<u8, EncodeError> {
    match value.checked_shr(u32::from(bits)) {
        Some(0) => Ok(value),
        _ => Err(EncodeError::FieldRange { id, value, bits }),
    }
}

wire_enum! {
    /// The standard that defines the code points of an element (Q.931 clause 4.5.5 and others).
    pub enum CodingStandard {
        0 => ItuT "ITU-T",
        1 => Iso "ISO/IEC",
        2 => National "national",
        3 => Network "network specific",
    }
}

wire_enum! {
    /// Where an event happened, as seen by the user who is told (Q.850 clause 2.2.3).
    pub enum Location {
        0 => User "user",
        1 => LocalPrivateNetwork "private network serving the local user",
        2 => LocalPublicNetwork "public network serving the local user",
        3 => TransitNetwork "transit network",
        4 => RemotePublicNetwork "public network serving the remote user",
        5 => RemotePrivateNetwork "private network serving the remote user",
        7 => International "international network",
        10 => BeyondInterworking "network beyond the interworking point",
    }
}

wire_enum! {
    /// A call state (Q.931 clause 4.5.7). The same code means a user-side state U*n* and its
    /// network-side counterpart N*n*. The last two belong to the global call reference.
    pub enum CallState {
        0 => Null "U0 Null",
        1 => CallInitiated "U1 Call initiated",
        2 => OverlapSending "U2 Overlap sending",
        3 => OutgoingCallProceeding "U3 Outgoing call proceeding",
        4 => CallDelivered "U4 Call delivered",
        6 => CallPresent "U6 Call present",
        7 => CallReceived "U7 Call received",
        8 => ConnectRequest "U8 Connect request",
        9 => IncomingCallProceeding "U9 Incoming call proceeding",
        10 => Active "U10 Active",
        11 => DisconnectRequest "U11 Disconnect request",
        12 => DisconnectIndication "U12 Disconnect indication",
        15 => SuspendRequest "U15 Suspend request",
        17 => ResumeRequest "U17 Resume request",
        19 => ReleaseRequest "U19 Release request",
        22 => CallAbort "N22 Call abort",
        25 => OverlapReceiving "U25 Overlap receiving",
        61 => RestartRequest "Rest 1 Restart request",
        62 => Restart "Rest 2 Restart",
    }
}

/// Call state (Q.931 clause 4.5.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallStateElement {
    /// The standard that defines the code points.
    pub coding: CodingStandard,
    /// The state, 0 to 63. The names apply to ITU-T coding.
    pub state: CallState,
}

impl Element for CallStateElement {
    const ID: ElementId = ElementId::CALL_STATE;

    fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Layer::Q931, contents);
        let octet = reader.u8()?;
        finish(&reader)?;
        Ok(Self {
            coding: CodingStandard::from_code(octet >> 6),
            state: CallState::from_code(octet & 0x3F),
        })
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let coding = field(Self::ID, self.coding.code(), 2)?;
        let state = field(Self::ID, self.state.code(), 6)?;
        Ok(vec![coding << 6 | state])
    }
}

wire_enum! {
    /// An event on the path of the call (Q.931 clause 4.5.23).
    pub enum ProgressDescription {
        1 => NotEndToEndIsdn "call is not end-to-end ISDN, more may be heard in-band",
        2 => DestinationNotIsdn "destination is not ISDN",
        3 => OriginationNotIsdn "origination is not ISDN",
        4 => ReturnedToIsdn "call has returned to the ISDN",
        5 => ServiceChanged "interworking changed the telecommunication service",
        8 => InBandInformation "in-band tones or announcements are available",
        10 => ResponseDelayed "the called interface is slow to answer",
    }
}

/// Progress indicator (Q.931 clause 4.5.23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProgressIndicator {
    /// The standard that defines the code points.
    pub coding: CodingStandard,
    /// Where it happened.
    pub location: Location,
    /// The event, 0 to 127.
    pub description: ProgressDescription,
}

impl Element for ProgressIndicator {
    const ID: ElementId = ElementId::PROGRESS_INDICATOR;

    fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Layer::Q931, contents);
        let where_from = reader.u8()?;
        let description = reader.u8()?;
        finish(&reader)?;
        Ok(Self {
            coding: CodingStandard::from_code(where_from >> 5 & 3),
            location: Location::from_code(where_from & 0x0F),
            description: ProgressDescription::from_code(description & !LAST),
        })
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let coding = field(Self::ID, self.coding.code(), 2)?;
        let location = field(Self::ID, self.location.code(), 4)?;
        let description = field(Self::ID, self.description.code(), 7)?;
        Ok(vec![LAST | coding << 5 | location, LAST | description])
    }
}

wire_enum! {
    /// A notification to the user (Q.931 clause 4.5.22). The values from 0x03 come from the
    /// supplementary services of the Q.95x series.
    pub enum Notification {
        0x00 => UserSuspended "user suspended",
        0x01 => UserResumed "user resumed",
        0x02 => BearerServiceChange "bearer service change",
        0x03 => Extension "ASN.1 component follows",
        0x04 => CallCompletionDelay "call completion delay",
        0x42 => ConferenceEstablished "conference established",
        0x43 => ConferenceDisconnected "conference disconnected",
        0x44 => OtherPartyAdded "other party added",
        0x45 => Isolated "isolated",
        0x46 => Reattached "reattached",
        0x47 => OtherPartyIsolated "other party isolated",
        0x48 => OtherPartyReattached "other party reattached",
        0x49 => OtherPartySplit "other party split",
        0x4A => OtherPartyDisconnected "other party disconnected",
        0x4B => ConferenceFloating "conference floating",
        0x60 => CallWaiting "call is a waiting call",
        0x68 => DiversionActivated "diversion activated",
        0x69 => TransferAlerting "call transfer, alerting",
        0x6A => TransferActive "call transfer, active",
        0x79 => RemoteHold "remote hold",
        0x7A => RemoteRetrieval "remote retrieval",
        0x7B => CallDiverting "call is diverting",
    }
}

/// Notification indicator (Q.931 clause 4.5.22).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NotificationIndicator {
    /// The notification, 0 to 127.
    pub notification: Notification,
    /// Further octets, which some notifications of supplementary services have.
    pub data: Vec<u8>,
}

impl Element for NotificationIndicator {
    const ID: ElementId = ElementId::NOTIFICATION_INDICATOR;

    fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Layer::Q931, contents);
        Ok(Self {
            notification: Notification::from_code(reader.u8()? & !LAST),
            data: reader.all().to_vec(),
        })
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let notification = field(Self::ID, self.notification.code(), 7)?;
        let mut contents = vec![LAST | notification];
        contents.extend_from_slice(&self.data);
        Ok(contents)
    }
}

wire_enum! {
    /// Signal: a tone to play or a ringing pattern (Q.931 clause 4.5.28).
    pub enum Signal {
        0x00 => DialTone "dial tone on",
        0x01 => RingBackTone "ring back tone on",
        0x02 => InterceptTone "intercept tone on",
        0x03 => NetworkCongestionTone "network congestion tone on",
        0x04 => BusyTone "busy tone on",
        0x05 => ConfirmTone "confirm tone on",
        0x06 => AnswerTone "answer tone on",
        0x07 => CallWaitingTone "call waiting tone on",
        0x08 => OffHookWarningTone "off-hook warning tone on",
        0x09 => PreemptionTone "preemption tone on",
        0x3F => TonesOff "tones off",
        0x40 => Alerting0 "alerting on, pattern 0",
        0x41 => Alerting1 "alerting on, pattern 1",
        0x42 => Alerting2 "alerting on, pattern 2",
        0x43 => Alerting3 "alerting on, pattern 3",
        0x44 => Alerting4 "alerting on, pattern 4",
        0x45 => Alerting5 "alerting on, pattern 5",
        0x46 => Alerting6 "alerting on, pattern 6",
        0x47 => Alerting7 "alerting on, pattern 7",
        0x4F => AlertingOff "alerting off",
    }
}

impl Element for Signal {
    const ID: ElementId = ElementId::SIGNAL;

    fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Layer::Q931, contents);
        let code = reader.u8()?;
        finish(&reader)?;
        Ok(Self::from_code(code))
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        Ok(vec![self.code()])
    }
}
