//! Writes H.245 messages.

mod mode;

use alloc::{boxed::Box, vec, vec::Vec};
use core::net::{IpAddr, SocketAddr};

use h323_asn1::{
    codec::{self, Described as _, EncodeError},
    h245::{
        AlternativeCapabilitySet, AudioCapability, Capability, CapabilityDescriptor,
        CapabilityIdentifier, CapabilityTableEntry, CapabilityTableEntryNumber,
        CloseLogicalChannel, CloseLogicalChannelAck, CloseLogicalChannelSource, CommandMessage,
        DataType, EndSessionCommand, GenericCapability, GenericParameter, H261VideoCapability,
        H263VideoCapability, H2250Capability, H2250CapabilityMcCapability,
        H2250LogicalChannelAckParameters, H2250LogicalChannelParameters, IndicationMessage,
        MaintenanceLoopReject, MaintenanceLoopRejectCause, MaintenanceLoopRejectType,
        MasterSlaveDetermination, MasterSlaveDeterminationAck, MasterSlaveDeterminationAckDecision,
        MasterSlaveDeterminationReject, MasterSlaveDeterminationRejectCause,
        MasterSlaveDeterminationRelease, MediaDistributionCapability, MediaPacketizationCapability,
        MultimediaSystemControlMessage, MultiplexCapability, MultipointCapability,
        OpenLogicalChannel, OpenLogicalChannelAck,
        OpenLogicalChannelAckForwardMultiplexAckParameters,
        OpenLogicalChannelAckReverseLogicalChannelParameters,
        OpenLogicalChannelAckReverseLogicalChannelParametersMultiplexParameters,
        OpenLogicalChannelForwardLogicalChannelParameters,
        OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters,
        OpenLogicalChannelReject, OpenLogicalChannelRejectCause,
        OpenLogicalChannelReverseLogicalChannelParameters,
        OpenLogicalChannelReverseLogicalChannelParametersMultiplexParameters, ParameterIdentifier,
        ParameterValue, RequestChannelCloseAck, RequestChannelCloseReject,
        RequestChannelCloseRejectCause, RequestMessage, RequestModeAck, RequestModeAckResponse,
        RequestModeReject, RequestModeRejectCause, RequestModeRelease, ResponseMessage,
        RoundTripDelayRequest, RoundTripDelayResponse, TerminalCapabilitySet,
        TerminalCapabilitySetAck, TerminalCapabilitySetRelease, TransportAddress, UnicastAddress,
        UnicastAddressIP6Address, UnicastAddressIPAddress, VideoCapability,
    },
    types::{FixedOctetString, ObjectIdentifier},
};

use super::{
    message::{Loop, Role},
    pdu::{ChannelRejection, Codec, ModeRejection, ModeResponse, Pdu},
    user_input,
};

/// A packet may hold this many frames of 1 ms (G.711, G.722) or 10 ms (G.729).
const AUDIO_FRAMES: u16 = 20;

/// 384 kbit/s, in units of 100 bit/s.
const VIDEO_RATE: u16 = 3_840;

/// The version of H.245 that goes with a version of H.225.0 (H.323 table 1 and its successors).
#[must_use]
pub const fn version_for(h225: u8) -> u8 {
    match h225 {
        0..=1 => 2,
        2 => 3,
        3 => 5,
        4 => 7,
        5 => 9,
        6 => 13,
        _ => 15,
    }
}

/// Writes one message. `version` is the H.245 version that a `terminalCapabilitySet` claims.
///
/// # Errors
/// If a value does not fit its field, or a message to be sent back cannot be read.
pub fn write(pdu: &Pdu, version: u8) -> Result<Vec<u8>, EncodeError> {
    use MultimediaSystemControlMessage as M;
    codec::encode(&match pdu {
        Pdu::TerminalCapabilitySet { sequence, codecs } => {
            M::request(RequestMessage::terminalCapabilitySet(Box::new(
                capability_set(*sequence, version, codecs),
            )))
        }
        Pdu::TerminalCapabilitySetAck(sequence) => M::response(
            ResponseMessage::terminalCapabilitySetAck(TerminalCapabilitySetAck::new(*sequence)),
        ),
        Pdu::TerminalCapabilitySetRelease => M::indication(
            IndicationMessage::terminalCapabilitySetRelease(TerminalCapabilitySetRelease::default()),
        ),
        Pdu::MasterSlaveDetermination {
            terminal_type,
            number,
        } => M::request(RequestMessage::masterSlaveDetermination(
            MasterSlaveDetermination::new(*terminal_type, *number),
        )),
        Pdu::MasterSlaveDeterminationAck(role) => {
            M::response(ResponseMessage::masterSlaveDeterminationAck(
                MasterSlaveDeterminationAck::new(match role {
                    Role::Master => MasterSlaveDeterminationAckDecision::master,
                    Role::Slave => MasterSlaveDeterminationAckDecision::slave,
                }),
            ))
        }
        Pdu::MasterSlaveDeterminationReject => M::response(
            ResponseMessage::masterSlaveDeterminationReject(MasterSlaveDeterminationReject::new(
                MasterSlaveDeterminationRejectCause::identicalNumbers,
            )),
        ),
        Pdu::MasterSlaveDeterminationRelease => {
            M::indication(IndicationMessage::masterSlaveDeterminationRelease(
                MasterSlaveDeterminationRelease::default(),
            ))
        }
        Pdu::OpenLogicalChannel {
            number,
            codec,
            media_control,
        } => M::request(RequestMessage::openLogicalChannel(Box::new(
            forward_channel(*number, *codec, None, *media_control),
        ))),
        Pdu::OpenLogicalChannelAck {
            number,
            session,
            media,
            reverse,
        } => M::response(ResponseMessage::openLogicalChannelAck(Box::new(
            channel_ack(*number, *session, *media, *reverse),
        ))),
        Pdu::OpenLogicalChannelReject(number, why) => M::response(
            ResponseMessage::openLogicalChannelReject(OpenLogicalChannelReject::new(
                *number,
                match why {
                    ChannelRejection::Unspecified => OpenLogicalChannelRejectCause::unspecified,
                    ChannelRejection::NotAvailable => {
                        OpenLogicalChannelRejectCause::dataTypeNotAvailable
                    }
                    ChannelRejection::NotSupported => {
                        OpenLogicalChannelRejectCause::dataTypeNotSupported
                    }
                },
            )),
        ),
        Pdu::CloseLogicalChannel(number) => M::request(RequestMessage::closeLogicalChannel(
            CloseLogicalChannel::new(*number, CloseLogicalChannelSource::user),
        )),
        Pdu::CloseLogicalChannelAck(number) => M::response(
            ResponseMessage::closeLogicalChannelAck(CloseLogicalChannelAck::new(*number)),
        ),
        Pdu::RequestChannelCloseAck(number) => M::response(
            ResponseMessage::requestChannelCloseAck(RequestChannelCloseAck::new(*number)),
        ),
        Pdu::RequestChannelCloseReject(number) => M::response(
            ResponseMessage::requestChannelCloseReject(RequestChannelCloseReject::new(
                *number,
                RequestChannelCloseRejectCause::unspecified,
            )),
        ),
        Pdu::RoundTripDelayRequest(sequence) => M::request(RequestMessage::roundTripDelayRequest(
            RoundTripDelayRequest::new(*sequence),
        )),
        Pdu::RoundTripDelayResponse(sequence) => M::response(
            ResponseMessage::roundTripDelayResponse(RoundTripDelayResponse::new(*sequence)),
        ),
        Pdu::RequestMode { sequence, modes } => M::request(RequestMessage::requestMode(
            mode::request_mode(*sequence, modes),
        )),
        Pdu::RequestModeAck(sequence, response) => {
            M::response(ResponseMessage::requestModeAck(RequestModeAck::new(
                *sequence,
                match response {
                    ModeResponse::MostPreferred => {
                        RequestModeAckResponse::willTransmitMostPreferredMode
                    }
                    ModeResponse::LessPreferred => {
                        RequestModeAckResponse::willTransmitLessPreferredMode
                    }
                },
            )))
        }
        Pdu::RequestModeReject(sequence, why) => {
            M::response(ResponseMessage::requestModeReject(RequestModeReject::new(
                *sequence,
                match why {
                    ModeRejection::Unavailable => RequestModeRejectCause::modeUnavailable,
                    ModeRejection::MultipointConstraint => {
                        RequestModeRejectCause::multipointConstraint
                    }
                    ModeRejection::Denied => RequestModeRejectCause::requestDenied,
                },
            )))
        }
        Pdu::RequestModeRelease => M::indication(IndicationMessage::requestModeRelease(
            RequestModeRelease::default(),
        )),
        Pdu::UserInput(input) => M::indication(user_input::indication(input)?),
        Pdu::MaintenanceLoopReject(wanted) => M::response(ResponseMessage::maintenanceLoopReject(
            MaintenanceLoopReject::new(
                match wanted {
                    Loop::System => MaintenanceLoopRejectType::systemLoop,
                    Loop::Media(number) => MaintenanceLoopRejectType::mediaLoop(*number),
                    Loop::LogicalChannel(number) => {
                        MaintenanceLoopRejectType::logicalChannelLoop(*number)
                    }
                },
                MaintenanceLoopRejectCause::canNotPerformLoop,
            ),
        )),
        Pdu::FunctionNotUnderstood(request) => {
            return not_understood(request).ok_or(EncodeError::Other);
        }
        Pdu::EndSession => M::command(CommandMessage::endSessionCommand(
            EndSessionCommand::disconnect,
        )),
    })
}

/// Sends a request back (H.245 7.11.1), encoded anew for its place in the message.
fn not_understood(request: &[u8]) -> Option<Vec<u8>> {
    let root = MultimediaSystemControlMessage::ROOT;
    let read = codec::read(root, request);
    let taken = read.tree.find("request").filter(|_| read.error.is_none())?;
    let within = ["indication", "functionNotUnderstood", "request"];
    codec::encode_within(root, &within, &read.tree, taken)
}

fn capability_set(sequence: u8, version: u8, codecs: &[Codec]) -> TerminalCapabilitySet {
    let identifier = oid(&[0, 0, 8, 245, 0, u32::from(version)]);
    let mut set = TerminalCapabilitySet::new(sequence, identifier);
    set.multiplex_capability = Some(multiplex_capability());
    // We do not mean an empty table, which stands for "close everything" (H.323 8.4.6).
    if codecs.is_empty() {
        return set;
    }
    let numbered = || codecs.iter().zip(1_u16..);
    set.capability_table = Some(
        numbered()
            .map(|(codec, number)| CapabilityTableEntry {
                capability_table_entry_number: CapabilityTableEntryNumber(number),
                capability: Some(if codec.is_video() {
                    Capability::receiveVideoCapability(video(*codec))
                } else {
                    Capability::receiveAudioCapability(audio(*codec))
                }),
            })
            .collect(),
    );
    let alternatives = |video: bool| -> Vec<_> {
        numbered()
            .filter(|(codec, _)| codec.is_video() == video)
            .map(|(_, number)| CapabilityTableEntryNumber(number))
            .collect()
    };
    set.capability_descriptors = Some(vec![CapabilityDescriptor {
        capability_descriptor_number: 0,
        simultaneous_capabilities: Some(
            [alternatives(false), alternatives(true)]
                .into_iter()
                .filter(|set| !set.is_empty())
                .map(AlternativeCapabilitySet)
                .collect(),
        ),
    }]);
    set
}

/// A terminal in a point-to-point call, without multicast and without an MC (H.245 B.2.2.2).
fn multiplex_capability() -> MultiplexCapability {
    let multipoint = || {
        let mut distribution = MediaDistributionCapability::default();
        distribution.centralized_control = true;
        distribution.centralized_audio = true;
        distribution.centralized_video = true;
        MultipointCapability::new(vec![distribution])
    };
    let mut capability = H2250Capability::new(
        60,
        multipoint(),
        multipoint(),
        multipoint(),
        H2250CapabilityMcCapability::default(),
        MediaPacketizationCapability::default(),
    );
    capability.logical_channel_switching_capability = Some(false);
    capability.t120_dynamic_port_capability = Some(false);
    MultiplexCapability::h2250Capability(Box::new(capability))
}

fn audio(codec: Codec) -> AudioCapability {
    match codec {
        Codec::G711U => AudioCapability::g711Ulaw64k(AUDIO_FRAMES),
        Codec::G722 => AudioCapability::g722_64k(AUDIO_FRAMES),
        Codec::G729 => AudioCapability::g729(2),
        Codec::G729A => AudioCapability::g729AnnexA(2),
        Codec::G729B => AudioCapability::g729wAnnexB(2),
        Codec::G729AB => AudioCapability::g729AnnexAwAnnexB(2),
        _ => AudioCapability::g711Alaw64k(AUDIO_FRAMES),
    }
}

fn video(codec: Codec) -> VideoCapability {
    match codec {
        Codec::H263 => {
            let mut capability = H263VideoCapability::new(u32::from(VIDEO_RATE));
            capability.qcif_mpi = Some(1);
            capability.cif_mpi = Some(1);
            capability.error_compensation = Some(false);
            VideoCapability::h263VideoCapability(Box::new(capability))
        }
        Codec::H264 => VideoCapability::genericVideoCapability(Box::new(h264())),
        _ => {
            let mut capability = H261VideoCapability::new(VIDEO_RATE);
            capability.qcif_mpi = Some(1);
            capability.cif_mpi = Some(1);
            capability.video_bad_mbs_cap = Some(false);
            VideoCapability::h261VideoCapability(capability)
        }
    }
}

/// H.241 8.3: parameter 41 is the profile (bit 64 is baseline), 42 the level (36 is 1.3).
fn h264() -> GenericCapability {
    let identifier = CapabilityIdentifier::standard(oid(&[0, 0, 8, 241, 0, 0, 1]));
    let mut capability = GenericCapability::new(identifier);
    capability.max_bit_rate = Some(u32::from(VIDEO_RATE));
    capability.collapsing = Some(vec![
        GenericParameter::new(
            ParameterIdentifier::standard(41),
            ParameterValue::booleanArray(64),
        ),
        GenericParameter::new(
            ParameterIdentifier::standard(42),
            ParameterValue::unsignedMin(36),
        ),
    ]);
    capability
}

fn data_type(codec: Codec) -> DataType {
    if codec.is_video() {
        DataType::videoData(video(codec))
    } else {
        DataType::audioData(audio(codec))
    }
}

/// The primary audio and video sessions (H.245 B.3.1).
fn channel_parameters(
    codec: Codec,
    media: Option<SocketAddr>,
    control: SocketAddr,
) -> H2250LogicalChannelParameters {
    let mut parameters = H2250LogicalChannelParameters::new(if codec.is_video() { 2 } else { 1 });
    parameters.media_channel = media.map(transport_address);
    parameters.media_guaranteed_delivery = Some(false);
    parameters.media_control_channel = Some(transport_address(control));
    parameters.media_control_guaranteed_delivery = Some(false);
    if !codec.is_video() {
        parameters.silence_suppression = Some(false);
    }
    // H.264 does not have a payload type of its own (H.241 7.1.1).
    if codec == Codec::H264 {
        parameters.dynamic_rtppayload_type = Some(109);
    }
    parameters
}

/// A channel towards the peer. It gets media at `media`, and RTCP comes to `control`.
pub fn forward_channel(
    number: u16,
    codec: Codec,
    media: Option<SocketAddr>,
    control: SocketAddr,
) -> OpenLogicalChannel {
    let parameters = Box::new(channel_parameters(codec, media, control));
    OpenLogicalChannel::new(
        number,
        OpenLogicalChannelForwardLogicalChannelParameters::new(
            data_type(codec),
            OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters::h2250LogicalChannelParameters(parameters),
        ),
    )
}

/// A proposal for the other direction: no media forward, the codec in reverse (H.323 8.1.7.1).
pub(super) fn reverse_channel(
    number: u16,
    codec: Codec,
    media: SocketAddr,
    control: SocketAddr,
) -> OpenLogicalChannel {
    let mut channel = OpenLogicalChannel::new(
        number,
        OpenLogicalChannelForwardLogicalChannelParameters::new(
            DataType::nullData,
            OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters::none,
        ),
    );
    let mut reverse = OpenLogicalChannelReverseLogicalChannelParameters::new(data_type(codec));
    reverse.multiplex_parameters = Some(
        OpenLogicalChannelReverseLogicalChannelParametersMultiplexParameters::h2250LogicalChannelParameters(
            Box::new(channel_parameters(codec, Some(media), control)),
        ),
    );
    channel.reverse_logical_channel_parameters = Some(Box::new(reverse));
    channel
}

fn channel_ack(
    number: u16,
    session: u8,
    media: SocketAddr,
    reverse: Option<u16>,
) -> OpenLogicalChannelAck {
    let control = rtcp(media);
    let mut parameters = H2250LogicalChannelAckParameters::default();
    parameters.session_id = Some(session);
    parameters.media_channel = Some(transport_address(media));
    parameters.media_control_channel = Some(transport_address(control));
    parameters.flow_control_to_zero = Some(false);
    let mut ack = OpenLogicalChannelAck::new(number);
    ack.forward_multiplex_ack_parameters = Some(
        OpenLogicalChannelAckForwardMultiplexAckParameters::h2250LogicalChannelAckParameters(
            Box::new(parameters),
        ),
    );
    ack.reverse_logical_channel_parameters = reverse.map(|reverse| {
        let mut parameters = H2250LogicalChannelParameters::new(session);
        parameters.media_control_channel = Some(transport_address(control));
        parameters.media_control_guaranteed_delivery = Some(false);
        let mut channel = OpenLogicalChannelAckReverseLogicalChannelParameters::new(reverse);
        channel.multiplex_parameters = Some(
            OpenLogicalChannelAckReverseLogicalChannelParametersMultiplexParameters::h2250LogicalChannelParameters(
                Box::new(parameters),
            ),
        );
        channel
    });
    ack
}

/// The media address for a codec: video has ports of its own.
pub(super) fn media_address(codec: Codec, media: SocketAddr) -> SocketAddr {
    let offset = if codec.is_video() { 2 } else { 0 };
    SocketAddr::new(media.ip(), media.port().saturating_add(offset))
}

/// RTCP uses the next port (RFC 3550 11).
pub(super) fn rtcp(media: SocketAddr) -> SocketAddr {
    SocketAddr::new(media.ip(), media.port().saturating_add(1))
}

pub(super) fn transport_address(address: SocketAddr) -> TransportAddress {
    TransportAddress::unicastAddress(match address.ip() {
        IpAddr::V4(ip) => UnicastAddress::iPAddress(UnicastAddressIPAddress::new(
            FixedOctetString::from(ip.octets()),
            address.port(),
        )),
        IpAddr::V6(ip) => UnicastAddress::iP6Address(UnicastAddressIP6Address::new(
            FixedOctetString::from(ip.octets()),
            address.port(),
        )),
    })
}

fn oid(arcs: &[u32]) -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(arcs.to_vec().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::h245::{H245Message, MediaDirection, Understood, UserInput};

    fn media() -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], 5004))
    }

    fn read_back(pdu: &Pdu) -> Understood {
        let octets = write(pdu, 13).expect("can be written");
        let decoded = codec::decode::<MultimediaSystemControlMessage>(&octets);
        assert_eq!(decoded.value.as_ref().err(), None, "{pdu:?}");
        assert_eq!(decoded.trailing, 0);
        Understood::of(&decoded.tree, true)
    }

    #[test]
    fn every_message_is_understood_under_its_own_name() {
        let codecs = Codec::ALL.to_vec();
        for pdu in [
            Pdu::TerminalCapabilitySet {
                sequence: 1,
                codecs,
            },
            Pdu::TerminalCapabilitySetAck(255),
            Pdu::TerminalCapabilitySetRelease,
            Pdu::MasterSlaveDetermination {
                terminal_type: 50,
                number: 0xFF_FFFF,
            },
            Pdu::MasterSlaveDeterminationAck(Role::Slave),
            Pdu::MasterSlaveDeterminationReject,
            Pdu::MasterSlaveDeterminationRelease,
            Pdu::OpenLogicalChannel {
                number: 1,
                codec: Codec::H264,
                media_control: media(),
            },
            Pdu::OpenLogicalChannelAck {
                number: 65_535,
                session: 1,
                media: media(),
                reverse: Some(7),
            },
            Pdu::OpenLogicalChannelReject(101, ChannelRejection::NotSupported),
            Pdu::CloseLogicalChannel(1),
            Pdu::CloseLogicalChannelAck(1),
            Pdu::RequestChannelCloseAck(1),
            Pdu::RequestChannelCloseReject(1),
            Pdu::RoundTripDelayRequest(1),
            Pdu::RoundTripDelayResponse(1),
            Pdu::RequestMode {
                sequence: 7,
                modes: vec![Codec::ALL.to_vec(), vec![Codec::G711A]],
            },
            Pdu::RequestModeAck(7, ModeResponse::LessPreferred),
            Pdu::RequestModeReject(7, ModeRejection::Denied),
            Pdu::RequestModeRelease,
            Pdu::UserInput(UserInput::Signal('5', Some(100))),
            Pdu::MaintenanceLoopReject(Loop::System),
            Pdu::MaintenanceLoopReject(Loop::Media(2)),
            Pdu::MaintenanceLoopReject(Loop::LogicalChannel(3)),
            Pdu::EndSession,
        ] {
            assert_eq!(read_back(&pdu).name, pdu.name());
        }
    }

    #[test]
    fn our_capabilities_read_as_what_they_are() {
        let read = read_back(&Pdu::TerminalCapabilitySet {
            sequence: 9,
            codecs: Codec::ALL.to_vec(),
        });
        let H245Message::TerminalCapabilitySet {
            sequence: 9,
            version: Some(13),
            pause: false,
            capabilities,
        } = read.message
        else {
            panic!("{read:?}");
        };
        let names: Vec<_> = capabilities.iter().map(|row| row.codec.as_str()).collect();
        assert_eq!(names, Codec::ALL.map(Codec::identifier));
        assert!(
            capabilities
                .iter()
                .all(|row| row.direction == Some(MediaDirection::Receive))
        );
    }

    #[test]
    fn the_modes_that_we_ask_for_read_as_what_they_are() {
        let modes = vec![vec![Codec::G711U, Codec::H264], Codec::ALL.to_vec()];
        let read = read_back(&Pdu::RequestMode {
            sequence: 3,
            modes: modes.clone(),
        });
        let names = |mode: &Vec<Codec>| mode.iter().map(|codec| codec.mode().into()).collect();
        let expected = H245Message::RequestMode(3, modes.iter().map(names).collect());
        assert_eq!(read.message, expected);
    }

    #[test]
    fn an_announcement_without_codecs_is_not_an_empty_set_of_nothing() {
        let octets = write(
            &Pdu::TerminalCapabilitySet {
                sequence: 1,
                codecs: Vec::new(),
            },
            7,
        )
        .expect("can be written");
        let decoded = codec::decode::<MultimediaSystemControlMessage>(&octets);
        assert!(
            decoded
                .tree
                .find("request.terminalCapabilitySet.multiplexCapability")
                .is_some()
        );
    }

    #[test]
    fn a_request_that_is_not_known_goes_back_whole() {
        let request = write(&Pdu::RoundTripDelayRequest(77), 13).expect("can be written");
        let octets = write(&Pdu::FunctionNotUnderstood(request), 13).expect("can be written");
        let decoded = codec::decode::<MultimediaSystemControlMessage>(&octets);
        let path = "indication.functionNotUnderstood.request.roundTripDelayRequest.sequenceNumber";
        assert!(decoded.tree.find(path).is_some());
        assert!(write(&Pdu::FunctionNotUnderstood(vec![0xFF]), 13).is_err());
        let response = write(&Pdu::RoundTripDelayResponse(1), 13).expect("can be written");
        assert!(write(&Pdu::FunctionNotUnderstood(response), 13).is_err());
    }
}
