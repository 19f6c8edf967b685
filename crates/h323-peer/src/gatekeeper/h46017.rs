//! RAS in call signalling (H.460.17): a Facility without a call, whose generic data holds messages.

use h323_asn1::{
    codec,
    h225::{
        Content, EnumeratedParameter, GenericData, GenericIdentifier, H323UUPDU,
        H323UUPDUH323MessageBody as Body, H323UserInformation,
    },
    types::Integer,
};
use h323_proto::{
    q931::{CallReference, InformationElement, Message, MessageType, UserUser},
    tpkt,
};

/// The number of the feature.
const FEATURE: u16 = 17;

/// The parameter that holds a RAS message.
const RAS_MESSAGE: u16 = 1;

fn standard(number: u16) -> GenericIdentifier {
    GenericIdentifier::standard(Integer::from(number))
}

/// The packet that carries a RAS message; `None` if the message is too long for one.
pub(crate) fn packet(ras: &[u8]) -> Option<Vec<u8>> {
    tpkt::encode(&facility(ras)?.encode().ok()?).ok()
}

/// The Facility that carries a RAS message (H.460.17).
fn facility(ras: &[u8]) -> Option<Message> {
    let mut parameter = EnumeratedParameter::new(standard(RAS_MESSAGE));
    parameter.content = Some(Content::raw(ras.to_vec().into()));
    let mut data = GenericData::new(standard(FEATURE));
    data.parameters = Some(vec![parameter]);
    let mut pdu = H323UUPDU::new(Body::empty);
    pdu.h245_tunnelling = Some(false);
    pdu.generic_data = Some(vec![data]);
    let octets = codec::encode(&H323UserInformation::new(pdu)).ok()?;
    let mut message = Message::new(CallReference::GLOBAL, MessageType::Facility);
    message.insert(InformationElement::new(
        h323_proto::q931::ElementId::FACILITY,
        Vec::new(),
    ));
    message.insert(InformationElement::of(&UserUser::h323(octets)).ok()?);
    Some(message)
}

/// The RAS messages that the H.225.0 part of a message carries.
pub(super) fn carried(information: &H323UserInformation) -> Vec<Vec<u8>> {
    let data = information.h323_uu_pdu.generic_data.iter().flatten();
    data.filter(|data| data.id == standard(FEATURE))
        .flat_map(|data| data.parameters.iter().flatten())
        .filter(|parameter| parameter.id == standard(RAS_MESSAGE))
        .filter_map(|parameter| match &parameter.content {
            Some(Content::raw(octets)) => Some(octets.to_vec()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn information(q931: &[u8]) -> H323UserInformation {
        let message = Message::decode(q931).expect("a message");
        let user = message.get::<UserUser>().expect("an element");
        codec::decode(&user.expect("readable").contents)
            .value
            .expect("readable")
    }

    #[test]
    fn what_is_put_in_comes_out() {
        let packet = packet(&[1, 2, 3]).expect("short");
        assert_eq!(&packet[..4], [3, 0, 0, packet.len() as u8]);
        assert_eq!(carried(&information(&packet[4..])), [vec![1, 2, 3]]);
    }

    #[test]
    fn a_message_that_is_too_long_has_no_packet() {
        assert_eq!(packet(&vec![0; 0x1_0000]), None);
    }
}
