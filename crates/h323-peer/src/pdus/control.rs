//! Every H.245 message, each tunnelled in a Facility.

use std::net::SocketAddr;

use h323_proto::{
    call::Entropy,
    h245::{
        ChannelRejection, Codec, Loop, ModeRejection, ModeResponse, Pdu as Control, Role,
        UserInput, write,
    },
    q931::{CallReference, ElementId, InformationElement, Message, MessageType, UserUser},
};

use super::{IPV4, IPV6, Pdu, config, media};

/// As many digits as a call types at most.
const MOST_DIGITS: &str = "0123456789*#ABCD0123456789*#ABCD";

/// The messages. One that cannot be written is left out, and the test below finds that.
pub(super) fn messages() -> Vec<Pdu> {
    let writer = config().writer(&Entropy::new([0x22; Entropy::OCTETS]));
    kinds()
        .into_iter()
        .filter_map(|(name, control)| Some((name, write(&control, 13).ok()?)))
        .chain(media::control())
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

fn kinds() -> Vec<(String, Control)> {
    let request = write(&Control::RoundTripDelayRequest(9), 13).unwrap_or_default();
    let media = |address: SocketAddr| SocketAddr::new(address.ip(), 5004);
    let mut kinds = vec![
        (
            "capabilities-all".to_owned(),
            Control::TerminalCapabilitySet {
                sequence: 1,
                codecs: Codec::forms(&Codec::ALL),
            },
        ),
        (
            "capabilities-none".to_owned(),
            Control::TerminalCapabilitySet {
                sequence: 255,
                codecs: Vec::new(),
            },
        ),
        (
            "acknowledged-ipv6".to_owned(),
            Control::OpenLogicalChannelAck {
                number: 65_535,
                session: 2,
                media: media(IPV6),
                reverse: None,
            },
        ),
        (
            "acknowledged-both-ways".to_owned(),
            Control::OpenLogicalChannelAck {
                number: 5,
                session: 1,
                media: media(IPV4),
                reverse: Some(1),
            },
        ),
    ];
    for (name, digits) in [("one", "1"), ("most", MOST_DIGITS)] {
        let text = UserInput::Alphanumeric(digits.to_owned());
        kinds.push((format!("digits-{name}"), Control::UserInput(text)));
    }
    for codec in Codec::ALL {
        for (name, mode) in [("alone", vec![codec]), ("all", Codec::ALL.to_vec())] {
            kinds.push((
                format!("mode-{}-{name}", codec.name()),
                Control::RequestMode {
                    sequence: 1,
                    modes: vec![mode, vec![codec]],
                },
            ));
        }
        kinds.push((
            format!("capabilities-{}", codec.name()),
            Control::TerminalCapabilitySet {
                sequence: 2,
                codecs: vec![codec],
            },
        ));
        kinds.push((
            format!("open-{}", codec.name()),
            Control::OpenLogicalChannel {
                number: 1,
                codec,
                media_control: media(IPV4),
            },
        ));
    }
    let plain = [
        Control::TerminalCapabilitySetAck(1),
        Control::TerminalCapabilitySetRelease,
        Control::MasterSlaveDetermination {
            terminal_type: 50,
            number: 0xFF_FFFF,
        },
        Control::MasterSlaveDeterminationAck(Role::Master),
        Control::MasterSlaveDeterminationAck(Role::Slave),
        Control::MasterSlaveDeterminationReject,
        Control::MasterSlaveDeterminationRelease,
        Control::OpenLogicalChannelAck {
            number: 101,
            session: 1,
            media: media(IPV4),
            reverse: None,
        },
        Control::OpenLogicalChannelReject(101, ChannelRejection::Unspecified),
        Control::OpenLogicalChannelReject(101, ChannelRejection::NotAvailable),
        Control::OpenLogicalChannelReject(101, ChannelRejection::NotSupported),
        Control::CloseLogicalChannel(1),
        Control::CloseLogicalChannelAck(101),
        Control::RequestChannelCloseAck(1),
        Control::RequestChannelCloseReject(1),
        Control::RoundTripDelayRequest(1),
        Control::RoundTripDelayResponse(255),
        Control::RequestModeAck(0, ModeResponse::MostPreferred),
        Control::RequestModeAck(255, ModeResponse::LessPreferred),
        Control::RequestModeReject(3, ModeRejection::Denied),
        Control::RequestModeReject(3, ModeRejection::Unavailable),
        Control::RequestModeReject(3, ModeRejection::MultipointConstraint),
        Control::RequestModeRelease,
        Control::UserInput(UserInput::Signal('5', None)),
        Control::UserInput(UserInput::Signal('D', Some(u16::MAX))),
        Control::UserInput(UserInput::SignalUpdate(1)),
        Control::MaintenanceLoopReject(Loop::System),
        Control::MaintenanceLoopReject(Loop::Media(1)),
        Control::MaintenanceLoopReject(Loop::LogicalChannel(1)),
        Control::FunctionNotUnderstood(request),
        Control::EndSession,
    ];
    kinds.extend(plain.into_iter().enumerate().map(|(index, control)| {
        let name = format!("{:02}-{}", index + 1, control.name());
        (name, control)
    }));
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_can_be_written() {
        assert_eq!(messages().len(), kinds().len() + media::control().len());
    }
}
