//! H.245 messages that a scenario sends itself.
//!
//! Some endpoint may send each of them. A message that cannot be written is `None`; the test below
//! fails then.

use alloc::{borrow::ToOwned, boxed::Box, format, string::String, vec, vec::Vec};
use core::net::SocketAddr;

use h323_asn1::{
    codec::{self, Described as _, Edit},
    h245::{
        AudioCapability, AudioCapabilityG7231, AudioMode, Capability, CapabilityIdentifier,
        CapabilityTableEntry, CapabilityTableEntryNumber, CommandMessage, CommunicationModeRequest,
        DataType, FlowControlCommand, FlowControlCommandRestriction, FlowControlCommandScope,
        GenericMessage, IndicationMessage, MaintenanceLoopRequest, MaintenanceLoopRequestType,
        ModeDescription, ModeElement, ModeElementType, MultimediaSystemControlMessage as Message,
        OpenLogicalChannel,
        OpenLogicalChannelForwardLogicalChannelParametersMultiplexParameters as Forward,
        OpenLogicalChannelReverseLogicalChannelParameters as ReverseParameters,
        OpenLogicalChannelReverseLogicalChannelParametersMultiplexParameters as Reverse,
        RequestChannelClose, RequestMessage, RequestMode, ResponseMessage,
        TerminalCapabilitySetReject, TerminalCapabilitySetRejectCause, UserInputCapability,
        UserInputIndication, UserInputIndicationSignal,
    },
    types::{Ia5String, ObjectIdentifier},
};
use h323_proto::h245::{ChannelRejection, Codec, Pdu, Role, UserInput, forward_channel, write};

/// The version of H.245 that the endpoint claims, as its calls do.
const VERSION: u8 = 13;

/// `terminalType` of a terminal without MC (H.323 table 3), as in the endpoint's calls.
const TERMINAL: u8 = 50;

/// The first number of our channels.
pub(super) const AUDIO: u16 = 101;
pub(super) const VIDEO: u16 = 102;
const BOTH_WAYS: u16 = 103;

/// A `terminalCapabilitySet` with codecs that callers know.
pub(super) fn capabilities(sequence: u8, codecs: &[Codec]) -> Option<Vec<u8>> {
    let codecs = codecs.to_vec();
    write(&Pdu::TerminalCapabilitySet { sequence, codecs }, VERSION).ok()
}

/// A set without capabilities: close all channels and wait (H.323 8.4.6).
pub(super) fn empty_set(sequence: u8) -> Option<Vec<u8>> {
    with_set(&capabilities(sequence, &[])?, |set| {
        set.omit(SET, "multiplexCapability");
    })
}

/// A set with only G.723.1, which our callers do not have.
pub(super) fn unusual_set(sequence: u8) -> Option<Vec<u8>> {
    with_set(&capabilities(sequence, &[Codec::G711A])?, |set| {
        for entry in 0..capabilities_of(set) {
            let g7231 = AudioCapability::g7231(AudioCapabilityG7231 {
                max_al_sdu_audio_frames: 1,
                silence_suppression: false,
            });
            let unusual = Capability::receiveAudioCapability(g7231);
            set.put(&format!("{SET}.{TABLE}.{entry}"), "capability", unusual);
        }
    })
}

/// The set in `octets`, with another version of H.245.
pub(super) fn set_of_version(octets: &[u8], version: u8) -> Option<Vec<u8>> {
    with_set(octets, |set| {
        let version = oid(&[0, 0, 8, 245, 0, u32::from(version)]);
        set.put(SET, "protocolIdentifier", version);
    })
}

/// The set in `octets`, with the announcement that the endpoint accepts digits as tones and as text.
pub(super) fn set_with_user_input(octets: &[u8]) -> Option<Vec<u8>> {
    with_set(octets, |set| {
        let numbers = (1..).skip(capabilities_of(set));
        let inputs = [UserInputCapability::basicString, UserInputCapability::dtmf];
        for (input, number) in inputs.into_iter().zip(numbers) {
            let entry = CapabilityTableEntry {
                capability_table_entry_number: CapabilityTableEntryNumber(number),
                capability: Some(Capability::receiveUserInputCapability(input)),
            };
            set.push(&format!("{SET}.{TABLE}"), entry);
        }
    })
}

/// A message from the protocol's own writer.
pub(super) fn pdu(pdu: &Pdu) -> Option<Vec<u8>> {
    write(pdu, VERSION).ok()
}

/// A tone whose length the sender announces later.
pub(super) fn long_tone() -> impl Iterator<Item = Vec<u8>> {
    let inputs = [
        UserInput::Signal('7', Some(100)),
        UserInput::SignalUpdate(900),
    ];
    inputs
        .into_iter()
        .filter_map(|input| pdu(&Pdu::UserInput(input)))
}

/// The place of a `terminalCapabilitySet` in its message, and the name of its table.
const SET: &str = "request.terminalCapabilitySet";
const TABLE: &str = "capabilityTable";

fn with_set(octets: &[u8], change: impl FnOnce(&mut Edit)) -> Option<Vec<u8>> {
    let mut message = Edit::of(Message::ROOT, octets)?;
    message.tree().find(SET)?;
    change(&mut message);
    message.finish()
}

/// The number of entries in the table of a set.
fn capabilities_of(set: &Edit) -> usize {
    let table = set.tree().find(&format!("{SET}.{TABLE}"));
    table.map_or(0, |table| set.tree().children(table).count())
}

/// `terminalCapabilitySetReject`.
pub(super) fn capabilities_rejected(sequence: u8) -> Option<Vec<u8>> {
    let cause = TerminalCapabilitySetRejectCause::unspecified;
    let reject = TerminalCapabilitySetReject::new(sequence, cause);
    let reject = ResponseMessage::terminalCapabilitySetReject(reject);
    codec::encode(&Message::response(reject)).ok()
}

/// `masterSlaveDetermination` of a terminal.
pub(super) fn determination(number: u32) -> Option<Vec<u8>> {
    let terminal_type = TERMINAL;
    let determination = Pdu::MasterSlaveDetermination {
        terminal_type,
        number,
    };
    write(&determination, VERSION).ok()
}

/// `masterSlaveDeterminationAck`: the caller's role.
pub(super) fn determined(role: Role) -> Option<Vec<u8>> {
    write(&Pdu::MasterSlaveDeterminationAck(role), VERSION).ok()
}

/// `endSessionCommand`.
pub(super) fn end_session() -> Option<Vec<u8>> {
    write(&Pdu::EndSession, VERSION).ok()
}

/// `openLogicalChannel` towards the caller.
pub(super) fn open(number: u16, codec: Codec, media_control: SocketAddr) -> Option<Vec<u8>> {
    let channel = Pdu::OpenLogicalChannel {
        number,
        codec,
        media_control,
    };
    write(&channel, VERSION).ok()
}

/// `openLogicalChannelReject`.
pub(super) fn channel_rejected(number: u16) -> Option<Vec<u8>> {
    let reject = Pdu::OpenLogicalChannelReject(number, ChannelRejection::NotAvailable);
    write(&reject, VERSION).ok()
}

/// `closeLogicalChannel`.
pub(super) fn close(number: u16) -> Option<Vec<u8>> {
    write(&Pdu::CloseLogicalChannel(number), VERSION).ok()
}

/// All requests that an endpoint may send and a tester does not support, and messages that need no
/// request.
pub(super) fn requests(media_control: SocketAddr) -> Vec<Vec<u8>> {
    let mode = ModeElement::new(ModeElementType::audioMode(AudioMode::g711Ulaw64k));
    let signal = Ia5String::from_iso646_bytes(b"5")
        .ok()
        .map(UserInputIndicationSignal::new);
    let request = |request| codec::encode(&Message::request(request)).ok();
    let input =
        |input| codec::encode(&Message::indication(IndicationMessage::userInput(input))).ok();
    [
        write(&Pdu::RoundTripDelayRequest(77), VERSION).ok(),
        request(RequestMessage::requestMode(RequestMode::new(
            1,
            vec![ModeDescription(vec![mode])],
        ))),
        request(RequestMessage::maintenanceLoopRequest(
            MaintenanceLoopRequest::new(MaintenanceLoopRequestType::systemLoop),
        )),
        request(RequestMessage::communicationModeRequest(
            CommunicationModeRequest::default(),
        )),
        // H.239 has requests of this form (H.239 8.5, presentationTokenRequest).
        request(RequestMessage::genericRequest(h239())),
        codec::encode(&Message::command(CommandMessage::flowControlCommand(
            FlowControlCommand::new(
                FlowControlCommandScope::wholeMultiplex,
                FlowControlCommandRestriction::maximumBitRate(3_840),
            ),
        )))
        .ok(),
        input(UserInputIndication::alphanumeric("12#".into())),
        signal.and_then(|signal| input(UserInputIndication::signal(Box::new(signal)))),
        request(RequestMessage::requestChannelClose(
            RequestChannelClose::new(1),
        )),
        open(AUDIO, Codec::G711A, media_control),
        open_both_ways(media_control),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn h239() -> GenericMessage {
    let identifier = CapabilityIdentifier::standard(oid(&[0, 0, 8, 239, 2]));
    let mut message = GenericMessage::new(identifier);
    message.sub_message_identifier = Some(3);
    message
}

/// A bidirectional channel, as data and far-end camera control use it.
fn open_both_ways(media_control: SocketAddr) -> Option<Vec<u8>> {
    let channel = || forward_channel(BOTH_WAYS, Codec::G711U, None, media_control);
    let same = channel().forward_logical_channel_parameters;
    let mut reverse = ReverseParameters::new(same.data_type);
    if let Forward::h2250LogicalChannelParameters(parameters) = same.multiplex_parameters {
        reverse.multiplex_parameters = Some(Reverse::h2250LogicalChannelParameters(parameters));
    }
    let mut channel = channel();
    channel.reverse_logical_channel_parameters = Some(Box::new(reverse));
    let request = RequestMessage::openLogicalChannel(Box::new(channel));
    codec::encode(&Message::request(request)).ok()
}

/// Accepted `fastStart` channels, one of them with a codec that Setup did not offer.
pub(super) fn mismatched(accepted: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let change = |octets: &Vec<u8>| {
        let mut channel = Edit::of(OpenLogicalChannel::ROOT, octets)?;
        let reverse = "reverseLogicalChannelParameters";
        let place = match channel.tree().find(reverse) {
            Some(_) => reverse,
            None => "forwardLogicalChannelParameters",
        };
        let unusual = DataType::audioData(AudioCapability::g728(5));
        channel.put(place, "dataType", unusual);
        channel.finish()
    };
    accepted.iter().filter_map(change).collect()
}

fn oid(arcs: &[u32]) -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(arcs.to_vec().into())
}

/// One example of each message, for the oracles.
#[must_use]
pub fn examples(media_control: SocketAddr) -> Vec<(String, Vec<u8>)> {
    let mut examples: Vec<(String, Vec<u8>)> = [
        ("capabilities-empty", empty_set(1)),
        ("capabilities-unusual", unusual_set(1)),
        (
            "capabilities-version-2",
            capabilities(1, &Codec::ALL).and_then(|set| set_of_version(&set, 2)),
        ),
        ("capabilities-rejected", capabilities_rejected(255)),
        (
            "capabilities-user-input",
            capabilities(1, &Codec::ALL).and_then(|set| set_with_user_input(&set)),
        ),
    ]
    .into_iter()
    .filter_map(|(name, octets)| Some((name.to_owned(), octets?)))
    .collect();
    examples.extend(
        requests(media_control)
            .into_iter()
            .zip(1..)
            .map(|(octets, number)| (format!("request-{number:02}"), octets)),
    );
    examples
}

#[cfg(test)]
mod tests {
    use h323_proto::h245::{H245Message, H245Record, fast_start};

    use super::*;

    const MEDIA: SocketAddr = SocketAddr::new(
        core::net::IpAddr::V4(core::net::Ipv4Addr::new(192, 0, 2, 1)),
        5005,
    );

    fn read(octets: &[u8]) -> H245Record {
        let record = H245Record::of(octets.to_vec());
        assert_eq!(record.error, None);
        record
    }

    #[test]
    fn every_message_can_be_written_and_is_what_it_is_said_to_be() {
        let names: Vec<String> = requests(MEDIA)
            .iter()
            .map(|octets| read(octets).understood.name)
            .collect();
        assert_eq!(
            names,
            [
                "roundTripDelayRequest",
                "requestMode",
                "maintenanceLoopRequest",
                "communicationModeRequest",
                "genericRequest",
                "flowControlCommand",
                "userInput",
                "userInput",
                "requestChannelClose",
                "openLogicalChannel",
                "openLogicalChannel",
            ]
        );
        assert_eq!(examples(MEDIA).len(), names.len() + 5);
        for (octets, name) in [
            (determination(7), "masterSlaveDetermination"),
            (determined(Role::Slave), "masterSlaveDeterminationAck"),
            (end_session(), "endSessionCommand"),
            (channel_rejected(1), "openLogicalChannelReject"),
            (close(AUDIO), "closeLogicalChannel"),
            (capabilities_rejected(1), "terminalCapabilitySetReject"),
        ] {
            assert_eq!(read(&octets.expect(name)).understood.name, name);
        }
    }

    #[test]
    fn the_sets_have_in_them_what_they_are_for() {
        let set = |octets: Option<Vec<u8>>| {
            let message = read(&octets.expect("written")).understood.message;
            let H245Message::TerminalCapabilitySet {
                sequence,
                version,
                capabilities,
                ..
            } = message
            else {
                panic!("{message:?}");
            };
            let codecs: Vec<String> = capabilities.into_iter().map(|row| row.codec).collect();
            (sequence, version, codecs)
        };
        assert_eq!(set(empty_set(3)), (3, Some(13), Vec::new()));
        assert_eq!(set(unusual_set(4)), (4, Some(13), vec!["g7231".to_owned()]));
        let old = capabilities(5, &[Codec::G711A]).and_then(|set| set_of_version(&set, 2));
        assert_eq!(set(old), (5, Some(2), vec!["g711Alaw64k".to_owned()]));
    }

    #[test]
    fn a_mismatched_channel_has_a_codec_that_was_not_proposed() {
        let offers = fast_start(&[Codec::G711A], MEDIA).expect("written");
        let mismatched = mismatched(offers.clone());
        assert_eq!(mismatched.len(), offers.len());
        assert!(mismatched.iter().all(|channel| !offers.contains(channel)));
    }
}
