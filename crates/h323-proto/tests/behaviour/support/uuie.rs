//! H.225.0 parts as values: to look into what we sent, and to make what our own writer does not say.

use std::net::{IpAddr, SocketAddr};

use h323_asn1::{
    codec,
    h225::{
        H323UUPDU, H323UUPDUH323MessageBody as Body, H323UserInformation, SetupUUIE,
        TransportAddress, TransportAddressIp6Address, TransportAddressIpAddress,
    },
    types::{FixedOctetString, ObjectIdentifier},
};
use h323_proto::q931::{Message, UserUser};

/// What `octets` hold.
fn read(octets: &[u8]) -> H323UserInformation {
    let decoded = codec::decode::<H323UserInformation>(octets);
    assert_eq!(decoded.trailing, 0);
    decoded.value.unwrap()
}

/// The H.225.0 part of a message.
pub(crate) fn pdu_of(message: &Message) -> H323UUPDU {
    let user_user = message.get::<UserUser>().unwrap().unwrap();
    read(&user_user.contents).h323_uu_pdu
}

/// The body of a Setup.
pub(crate) fn setup_of(message: &Message) -> SetupUUIE {
    match pdu_of(message).h323_message_body {
        Body::setup(setup) => *setup,
        other => panic!("{other:?}"),
    }
}

/// What `change` makes of an H.225.0 part.
pub(crate) fn changed(octets: &[u8], change: impl FnOnce(&mut H323UUPDU)) -> Vec<u8> {
    let mut information = read(octets);
    change(&mut information.h323_uu_pdu);
    codec::encode(&information).unwrap()
}

pub(crate) fn transport(address: SocketAddr) -> TransportAddress {
    match address.ip() {
        IpAddr::V4(ip) => TransportAddress::ipAddress(TransportAddressIpAddress {
            ip: FixedOctetString::from(ip.octets()),
            port: address.port(),
        }),
        IpAddr::V6(ip) => TransportAddress::ip6Address(TransportAddressIp6Address::new(
            FixedOctetString::from(ip.octets()),
            address.port(),
        )),
    }
}

/// `protocolIdentifier` of a version.
pub(crate) fn protocol(version: u32) -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(vec![0, 0, 8, 2250, 0, version].into())
}

/// Does the same to a field that several bodies have.
macro_rules! in_body {
    ($pdu:expr, [$($body:ident),*], $field:ident = $value:expr) => {
        match &mut $pdu.h323_message_body {
            $(Body::$body(body) => body.$field = $value,)*
            other => panic!("{other:?} has no such field"),
        }
    };
}

/// Sets or removes `h245Address`.
pub(crate) fn set_address(pdu: &mut H323UUPDU, address: Option<SocketAddr>) {
    let address = address.map(transport);
    in_body!(
        pdu,
        [callProceeding, progress, alerting, connect, facility],
        h245_address = address
    );
}

/// Sets `fastStart`.
pub(crate) fn set_fast_start(pdu: &mut H323UUPDU, channels: &[Vec<u8>]) {
    let channels = Some(channels.iter().cloned().map(Into::into).collect());
    in_body!(
        pdu,
        [callProceeding, progress, alerting, connect, facility],
        fast_start = channels
    );
}

/// Sets `fastConnectRefused`.
pub(crate) fn refuse_fast_start(pdu: &mut H323UUPDU) {
    in_body!(
        pdu,
        [callProceeding, progress, alerting, connect, facility],
        fast_connect_refused = Some(())
    );
}

/// Sets the version that the sender claims.
pub(crate) fn set_version(pdu: &mut H323UUPDU, version: u32) {
    in_body!(
        pdu,
        [
            callProceeding,
            progress,
            alerting,
            connect,
            facility,
            information,
            releaseComplete,
            setupAcknowledge,
            notify,
            status
        ],
        protocol_identifier = protocol(version)
    );
}

/// Removes `callIdentifier`.
pub(crate) fn without_call_identifier(pdu: &mut H323UUPDU) {
    in_body!(
        pdu,
        [
            callProceeding,
            alerting,
            connect,
            facility,
            information,
            releaseComplete
        ],
        call_identifier = None
    );
}

/// Removes `multipleCalls`.
pub(crate) fn without_multiple_calls(pdu: &mut H323UUPDU) {
    in_body!(
        pdu,
        [callProceeding, progress, alerting, connect, facility],
        multiple_calls = None
    );
}

/// Removes `maintainConnection`.
pub(crate) fn without_maintain_connection(pdu: &mut H323UUPDU) {
    in_body!(
        pdu,
        [callProceeding, progress, alerting, connect, facility],
        maintain_connection = None
    );
}
