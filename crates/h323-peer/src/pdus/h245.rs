//! Every H.245 message, each tunnelled in a Facility.

use std::net::SocketAddr;

use h323_proto::{
    call::Entropy,
    h245::{
        ChannelRejection, Codec, Loop, ModeRejection, ModeResponse, Pdu as H245, Role, UserInput,
        write,
    },
    q931::{CallReference, ElementId, InformationElement, Message, MessageType, UserUser},
};

use super::{IPV4, IPV6, Pdu, config, media};

/// The most digits that a call types.
const MOST_DIGITS: &str = "0123456789*#ABCD0123456789*#ABCD";

/// The messages. A message that cannot be written is left out, and the test below fails.
pub(super) fn messages() -> Vec<Pdu> {
    let writer = config().writer(&Entropy::new([0x22; Entropy::OCTETS]));
    kinds()
        .into_iter()
        .filter_map(|(name, h245)| Some((name, write(&h245, 13).ok()?)))
        .chain(media::h245())
        .filter_map(|(name, octets)| {
            let contents = writer.tunnel(octets, 6).ok()?;
            let mut message =
                Message::new(CallReference::new(1, false).ok()?, MessageType::Facility);
            message.elements = vec![
                InformationElement::new(ElementId::FACILITY, Vec::new()),
                InformationElement::of(&UserUser::h323(contents)).ok()?,
            ];
            Some(Pdu {
                name: format!("facility-h245/{name}"),
                octets: message.encode().ok()?,
            })
        })
        .collect()
}

fn kinds() -> Vec<(String, H245)> {
    let request = write(&H245::RoundTripDelayRequest(9), 13).unwrap_or_default();
    let media = |address: SocketAddr| SocketAddr::new(address.ip(), 5004);
    let mut kinds = vec![
        (
            "capabilities-all".to_owned(),
            H245::TerminalCapabilitySet {
                sequence: 1,
                codecs: Codec::forms(&Codec::ALL),
            },
        ),
        (
            "capabilities-none".to_owned(),
            H245::TerminalCapabilitySet {
                sequence: 255,
                codecs: Vec::new(),
            },
        ),
        (
            "acknowledged-ipv6".to_owned(),
            H245::OpenLogicalChannelAck {
                number: 65_535,
                session: 2,
                media: media(IPV6),
                reverse: None,
            },
        ),
        (
            "acknowledged-both-ways".to_owned(),
            H245::OpenLogicalChannelAck {
                number: 5,
                session: 1,
                media: media(IPV4),
                reverse: Some(1),
            },
        ),
    ];
    for (name, digits) in [("one", "1"), ("most", MOST_DIGITS)] {
        let text = UserInput::Alphanumeric(digits.to_owned());
        kinds.push((format!("digits-{name}"), H245::UserInput(text)));
    }
    for codec in Codec::ALL {
        for (name, mode) in [("alone", vec![codec]), ("all", Codec::ALL.to_vec())] {
            kinds.push((
                format!("mode-{}-{name}", codec.name()),
                H245::RequestMode {
                    sequence: 1,
                    modes: vec![mode, vec![codec]],
                },
            ));
        }
        kinds.push((
            format!("capabilities-{}", codec.name()),
            H245::TerminalCapabilitySet {
                sequence: 2,
                codecs: vec![codec],
            },
        ));
        kinds.push((
            format!("open-{}", codec.name()),
            H245::OpenLogicalChannel {
                number: 1,
                codec,
                media_control: media(IPV4),
            },
        ));
    }
    let plain = [
        H245::TerminalCapabilitySetAck(1),
        H245::TerminalCapabilitySetRelease,
        H245::MasterSlaveDetermination {
            terminal_type: 50,
            number: 0xFF_FFFF,
        },
        H245::MasterSlaveDeterminationAck(Role::Master),
        H245::MasterSlaveDeterminationAck(Role::Slave),
        H245::MasterSlaveDeterminationReject,
        H245::MasterSlaveDeterminationRelease,
        H245::OpenLogicalChannelAck {
            number: 101,
            session: 1,
            media: media(IPV4),
            reverse: None,
        },
        H245::OpenLogicalChannelReject(101, ChannelRejection::Unspecified),
        H245::OpenLogicalChannelReject(101, ChannelRejection::NotAvailable),
        H245::OpenLogicalChannelReject(101, ChannelRejection::NotSupported),
        H245::CloseLogicalChannel(1),
        H245::CloseLogicalChannelAck(101),
        H245::RequestChannelCloseAck(1),
        H245::RequestChannelCloseReject(1),
        H245::RoundTripDelayRequest(1),
        H245::RoundTripDelayResponse(255),
        H245::RequestModeAck(0, ModeResponse::MostPreferred),
        H245::RequestModeAck(255, ModeResponse::LessPreferred),
        H245::RequestModeReject(3, ModeRejection::Denied),
        H245::RequestModeReject(3, ModeRejection::Unavailable),
        H245::RequestModeReject(3, ModeRejection::MultipointConstraint),
        H245::RequestModeRelease,
        H245::UserInput(UserInput::Signal('5', None)),
        H245::UserInput(UserInput::Signal('D', Some(u16::MAX))),
        H245::UserInput(UserInput::SignalUpdate(1)),
        H245::MaintenanceLoopReject(Loop::System),
        H245::MaintenanceLoopReject(Loop::Media(1)),
        H245::MaintenanceLoopReject(Loop::LogicalChannel(1)),
        H245::FunctionNotUnderstood(request),
        H245::EndSession,
    ];
    kinds.extend(plain.into_iter().enumerate().map(|(index, h245)| {
        let name = format!("{:02}-{}", index + 1, h245.name());
        (name, h245)
    }));
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_can_be_written() {
        assert_eq!(messages().len(), kinds().len() + media::h245().len());
    }
}
