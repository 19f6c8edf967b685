//! H.460.17: RAS messages in Facility messages on the call signalling connection.
//!
//! A Facility with the call reference 0 and the body `empty` carries a feature: the standard number
//! 17, with the `RasMessage` in its parameter 1.

use alloc::{
    string::{String, ToString as _},
    vec,
    vec::Vec,
};

use h323_asn1::{
    codec,
    h225::{
        Content, EnumeratedParameter, GenericData, GenericIdentifier, H323UUPDU,
        H323UUPDUH323MessageBody as Body, H323UserInformation,
    },
    types::Integer,
};

use crate::{
    h225::{Facts, UserInformation},
    q931::{CallReference, ElementId, InformationElement, Message, MessageType, UserUser},
    ras::RasRecord,
    tpkt,
};

/// H.460.17 as a feature.
const FEATURE: i64 = 17;

/// Its parameter with a RAS message.
const RAS_MESSAGE: i64 = 1;

/// Most RAS messages that we take from one Facility.
const MOST: usize = 16;

/// What a packet on the connection is.
#[derive(Debug)]
pub enum Packet {
    /// RAS messages.
    Ras(Vec<RasRecord>),
    /// A message outside calls without RAS: a keep-alive, or something else.
    Outside,
    /// A message of a call, or octets that are not a readable message.
    Call,
}

/// The TPKT that carries a RAS message. `tunnelling` is its `h245Tunnelling`, which says nothing
/// here: no call is meant.
///
/// # Errors
/// If the message is too long for one; the text says so.
pub fn wrap(ras: &[u8], tunnelling: bool) -> Result<Vec<u8>, String> {
    let mut parameter = EnumeratedParameter::new(standard(RAS_MESSAGE));
    parameter.content = Some(Content::raw(ras.to_vec().into()));
    let mut feature = GenericData::new(standard(FEATURE));
    feature.parameters = Some(vec![parameter]);
    let mut pdu = H323UUPDU::new(Body::empty);
    pdu.h245_tunnelling = Some(tunnelling);
    pdu.generic_data = Some(vec![feature]);
    let information =
        codec::encode(&H323UserInformation::new(pdu)).map_err(|error| error.to_string())?;
    let mut message = Message::new(CallReference::GLOBAL, MessageType::Facility);
    let text = |error: crate::error::EncodeError| error.to_string();
    let user_user = InformationElement::of(&UserUser::h323(information)).map_err(text)?;
    message.elements = vec![
        InformationElement::new(ElementId::FACILITY, Vec::new()),
        user_user,
    ];
    tpkt::encode(&message.encode().map_err(text)?).map_err(text)
}

fn standard(number: i64) -> GenericIdentifier {
    GenericIdentifier::standard(Integer::from(number))
}

/// What the payload of a TPKT is.
#[must_use]
pub fn unwrap(payload: &[u8]) -> Packet {
    let message = match Message::decode(payload) {
        Ok(message) => message,
        Err(failure) => match failure.partial {
            Some(message) => message,
            None => return Packet::Call,
        },
    };
    if !message.call_reference.is_global() {
        return Packet::Call;
    }
    let facts = UserInformation::of(&message).map(|information| Facts::of(&information));
    let found: Vec<RasRecord> = facts
        .iter()
        .flat_map(|facts| facts.ras.iter())
        .take(MOST)
        .cloned()
        .collect();
    match found.is_empty() {
        true => Packet::Outside,
        false => Packet::Ras(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(ras: &[u8]) -> Vec<u8> {
        wrap(ras, true).unwrap()[4..].to_vec()
    }

    #[test]
    fn what_is_wrapped_comes_out_again() {
        for ras in [vec![1], vec![0; 127], vec![7; 128], vec![9; 20_000]] {
            let Packet::Ras(found) = unwrap(&payload(&ras)) else {
                panic!("no RAS");
            };
            let found: Vec<_> = found.into_iter().map(|record| record.octets).collect();
            assert_eq!(found, [ras]);
        }
        assert!(wrap(&[0; 70_000], true).is_err());
    }

    #[test]
    fn a_cut_facility_carries_nothing_and_does_not_panic() {
        let whole = payload(&[1, 2, 3]);
        for length in 0..whole.len() {
            let packet = unwrap(&whole[..length]);
            assert!(!matches!(packet, Packet::Ras(_)), "{length}: {packet:?}");
        }
    }

    #[test]
    fn only_call_reference_0_is_outside_calls() {
        let mut message = Message::new(CallReference::GLOBAL, MessageType::Facility);
        assert!(matches!(
            unwrap(&message.encode().unwrap()),
            Packet::Outside
        ));
        message.call_reference = CallReference::new(7, false).unwrap();
        assert!(matches!(unwrap(&message.encode().unwrap()), Packet::Call));
        assert!(matches!(unwrap(b"not Q.931"), Packet::Call));
    }
}
