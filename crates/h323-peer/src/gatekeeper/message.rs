//! What all RAS messages have in common, and the parts of them that a gatekeeper reads.

use std::net::{IpAddr, SocketAddr};

use h323_asn1::{
    h225::{AliasAddress, CryptoH323Token, PartyNumber, RasMessage, TransportAddress},
    h235::ClearToken,
    types::{Ia5String, ObjectIdentifier},
};
use h323_proto::ras::RasMessageName;

/// The version of H.225.0 that the gatekeeper claims.
const VERSION: u32 = 7;

/// `protocolIdentifier` of H.225.0, up to the version.
const H225: [u32; 5] = [0, 0, 8, 2250, 0];

/// The components that every RAS message has.
pub(super) struct Common<'a> {
    pub(super) number: u16,
    pub(super) tokens: &'a [ClearToken],
    pub(super) crypto_tokens: &'a [CryptoH323Token],
}

/// The abbreviation of the message with this name.
fn abbreviation(name: &str) -> &'static str {
    RasMessageName::new(name).map_or("RAS", RasMessageName::abbreviation)
}

macro_rules! messages {
    ($($alternative:ident)*) => {
        /// The abbreviation of H.225.0 clause 7.
        pub(super) fn short(message: &RasMessage) -> &'static str {
            match message {
                $(RasMessage::$alternative(_) => abbreviation(stringify!($alternative)),)*
                _ => "RAS",
            }
        }

        /// The common components; `None` for a message that has them not.
        pub(super) fn common(message: &RasMessage) -> Option<Common<'_>> {
            match message {
                $(RasMessage::$alternative(body) => Some(Common {
                    number: body.request_seq_num,
                    tokens: body.tokens.as_deref().unwrap_or_default(),
                    crypto_tokens: body.crypto_tokens.as_deref().unwrap_or_default(),
                }),)*
                _ => None,
            }
        }

        /// Puts a token into a message.
        pub(super) fn set_token(message: &mut RasMessage, token: CryptoH323Token) {
            match message {
                $(RasMessage::$alternative(body) => body.crypto_tokens = Some(vec![token]),)*
                _ => {}
            }
        }

        /// Gives a message another number.
        pub(super) fn set_number(message: &mut RasMessage, number: u16) {
            match message {
                $(RasMessage::$alternative(body) => body.request_seq_num = number,)*
                _ => {}
            }
        }
    };
}

messages! {
    gatekeeperRequest
    gatekeeperConfirm
    gatekeeperReject
    registrationRequest
    registrationConfirm
    registrationReject
    unregistrationRequest
    unregistrationConfirm
    unregistrationReject
    admissionRequest
    admissionConfirm
    admissionReject
    bandwidthRequest
    bandwidthConfirm
    bandwidthReject
    disengageRequest
    disengageConfirm
    disengageReject
    locationRequest
    locationConfirm
    locationReject
    infoRequest
    infoRequestResponse
    nonStandardMessage
    unknownMessageResponse
    requestInProgress
    resourcesAvailableIndicate
    resourcesAvailableConfirm
    infoRequestAck
    infoRequestNak
    serviceControlIndication
    serviceControlResponse
}

/// The object identifier with these arcs.
pub(super) fn object(arcs: &[u32]) -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(arcs.to_vec().into())
}

/// Our `protocolIdentifier`.
pub(super) fn protocol() -> ObjectIdentifier {
    let [a, b, c, d, e] = H225;
    object(&[a, b, c, d, e, VERSION])
}

/// Whether a `protocolIdentifier` names H.225.0, in any version.
pub(super) fn is_h225(identifier: &[u32]) -> bool {
    identifier.starts_with(&H225)
}

/// The address in H.225.0's form as one of ours; `None` for other networks, and for none: address
/// or port 0.
pub(super) fn socket(address: &TransportAddress) -> Option<SocketAddr> {
    let address = match address {
        TransportAddress::ipAddress(address) => {
            SocketAddr::new(IpAddr::from(*address.ip), address.port)
        }
        TransportAddress::ip6Address(address) => {
            SocketAddr::new(IpAddr::from(*address.ip), address.port)
        }
        _ => return None,
    };
    (!address.ip().is_unspecified() && address.port() != 0).then_some(address)
}

/// An alias as text, by which aliases are compared: a number is the same as dialled digits, as a
/// party number and as an `h323-ID`.
pub(super) fn alias_text(alias: &AliasAddress) -> Option<String> {
    let ascii = |text: &Ia5String| String::from_utf8_lossy(text.as_iso646_bytes()).into_owned();
    Some(match alias {
        AliasAddress::dialledDigits(text)
        | AliasAddress::url_ID(text)
        | AliasAddress::email_ID(text) => ascii(text),
        AliasAddress::h323_ID(text) => text.to_string().trim_end_matches('\0').to_owned(),
        AliasAddress::transportID(address) => socket(address)?.to_string(),
        AliasAddress::partyNumber(number) => ascii(match number {
            PartyNumber::e164Number(number) => &number.public_number_digits,
            PartyNumber::privateNumber(number) => &number.private_number_digits,
            PartyNumber::dataPartyNumber(digits)
            | PartyNumber::telexPartyNumber(digits)
            | PartyNumber::nationalStandardPartyNumber(digits) => digits,
            _ => return None,
        }),
        _ => return None,
    })
}

/// The aliases as texts.
pub(super) fn texts(aliases: Option<&[AliasAddress]>) -> Vec<String> {
    let aliases = aliases.unwrap_or_default();
    aliases.iter().filter_map(alias_text).collect()
}
