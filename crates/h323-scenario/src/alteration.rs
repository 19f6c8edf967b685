//! Faults in messages: alterations after a call has written them.

use alloc::{format, string::String, vec, vec::Vec};

use h323_asn1::{
    codec::{Described as _, Edit},
    h225::{AliasAddress, H323UserInformation},
    text::bmp_string,
    types::{ObjectIdentifier, OctetString},
};
use h323_proto::{
    h225::{Facts, UserInformation},
    q931::{Element as _, ElementId, InformationElement, Message, MessageType, UserUser},
    tpkt,
};

use super::is_answer;

/// Markup that must never become part of a page.
const MARKUP: &str = "<script>alert('h323')</script><img src=x onerror=alert(1)>&amp;\"'`";

/// Characters that change the direction of text, hide it, or end a line of a log.
const TURNED: &str = "\u{202E}txet denrut\u{202C} \u{2066}x\u{2069} \u{200B}\u{7}\u{1B}[31mred\r\n";

/// Octets in a `productId` and characters in an `h323-ID`, at most (H.225.0 7.6).
const NAME_LIMIT: usize = 256;

/// An alteration of a message before it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alteration {
    /// The message stays as it is.
    None,
    /// Only its first half is written.
    Half,
    /// The Q.931 message ends before its last information element does.
    CutElement,
    /// Its `H323-UserInformation` ends half-way, but the lengths are right.
    CutUserInformation,
    /// The flag of the call reference is inverted.
    CallReferenceFlag,
    /// The `callIdentifier` differs.
    CallIdentifier,
    /// The `conferenceID` differs.
    ConferenceId,
    /// Names that attack the program that shows them.
    HostileNames,
    /// H.225.0 version 1, without all later additions.
    OldVersion,
    /// Connect lacks fields that its claimed version requires: callIdentifier, multipleCalls and
    /// maintainConnection.
    MissingFields,
}

impl Alteration {
    /// The altered message. `octets` is its TPKT; `setup` has the facts of Setup.
    #[must_use]
    pub fn apply(self, octets: &[u8], setup: &Facts) -> Vec<u8> {
        let altered = match self {
            Self::None => None,
            Self::Half => octets.get(..octets.len() / 2).map(<[u8]>::to_vec),
            Self::CutElement => octets
                .get(4..octets.len().saturating_sub(3))
                .and_then(|payload| tpkt::encode(payload).ok()),
            Self::CallIdentifier => Some(replaced(octets, setup.call_identifier.as_ref())),
            Self::ConferenceId => Some(replaced(octets, setup.conference_id.as_ref())),
            Self::CutUserInformation => rewritten(octets, |message| {
                change_user_information(message, |octets| {
                    let length = octets.len() / 2;
                    octets.truncate(length);
                });
            }),
            Self::CallReferenceFlag => rewritten(octets, |message| {
                message.call_reference = message.call_reference.reversed();
            }),
            Self::HostileNames => rewritten(octets, |message| {
                if is_answer(message) {
                    hostile_names(message);
                }
            }),
            Self::OldVersion => rewritten(octets, |message| change_information(message, age)),
            Self::MissingFields => rewritten(octets, |message| {
                if message.message_type == MessageType::Connect {
                    change_information(message, strip);
                }
            }),
        };
        altered.unwrap_or_else(|| octets.to_vec())
    }
}

/// `octets` with `identifier` inverted at its first occurrence.
fn replaced(octets: &[u8], identifier: Option<&[u8; 16]>) -> Vec<u8> {
    let mut octets = octets.to_vec();
    let Some(identifier) = identifier else {
        return octets;
    };
    let found = octets
        .windows(identifier.len())
        .position(|window| window == identifier);
    let places = found.map(|at| octets.iter_mut().skip(at).take(identifier.len()));
    for octet in places.into_iter().flatten() {
        *octet = !*octet;
    }
    octets
}

/// The message, decoded, changed and encoded again.
fn rewritten(octets: &[u8], change: impl FnOnce(&mut Message)) -> Option<Vec<u8>> {
    let mut message = Message::decode(octets.get(4..)?).ok()?;
    change(&mut message);
    tpkt::encode(&message.encode().ok()?).ok()
}

/// Changes the PER octets of the message's User-user element.
fn change_user_information(message: &mut Message, change: impl FnOnce(&mut Vec<u8>)) {
    let Some(Ok(mut user_user)) = message.get::<UserUser>() else {
        return;
    };
    change(&mut user_user.contents);
    let element = message
        .elements
        .iter_mut()
        .find(|element| element.is(ElementId::USER_USER));
    if let (Some(element), Ok(contents)) = (element, user_user.encode()) {
        element.contents = contents;
    }
}

fn hostile_names(message: &mut Message) {
    message
        .elements
        .retain(|element| !element.is(ElementId::DISPLAY));
    let display = format!("{MARKUP}{TURNED}");
    message.insert(InformationElement::new(
        ElementId::DISPLAY,
        display.into_bytes(),
    ));
    change_information(message, rename);
}

/// The place of the message in its H.225.0 part.
const PDU: &str = "h323-uu-pdu";

/// The place of its body of this name.
fn body(name: &str) -> String {
    format!("{PDU}.h323-message-body.{name}")
}

/// Changes the H.225.0 part of a message.
fn change_information(message: &mut Message, change: impl FnOnce(&mut Edit)) {
    change_user_information(message, |octets| {
        let Some(mut information) = Edit::of(H323UserInformation::ROOT, octets) else {
            return;
        };
        change(&mut information);
        if let Some(changed) = information.finish() {
            *octets = changed;
        }
    });
}

/// Leaves only the fields of H.225.0 version 1, which has neither callIdentifier nor a tunnel. All
/// later ones are additions.
fn age(information: &mut Edit) {
    let version = ObjectIdentifier::new_unchecked(vec![0, 0, 8, 2250, 0, 1].into());
    information.omit_additions(PDU);
    for name in ["callProceeding", "alerting", "connect", "releaseComplete"] {
        let body = body(name);
        information.put(&body, "protocolIdentifier", version.clone());
        information.omit_additions(&body);
        information.omit_additions(&format!("{body}.destinationInfo"));
    }
}

fn strip(information: &mut Edit) {
    let connect = body("connect");
    for component in ["callIdentifier", "multipleCalls", "maintainConnection"] {
        information.omit(&connect, component);
    }
}

/// The H.245 messages that a signalling message tunnels, and whether the tunnel is its only purpose.
/// `octets` is its TPKT.
pub(super) fn tunnelled(octets: &[u8]) -> (Vec<Vec<u8>>, bool) {
    let message = octets
        .get(4..)
        .and_then(|payload| Message::decode(payload).ok());
    let Some(message) = message else {
        return (Vec::new(), false);
    };
    let facts = UserInformation::of(&message).as_ref().map(Facts::of);
    (
        facts.map_or_else(Vec::new, |facts| {
            let messages = facts.h245_control.iter();
            messages.map(|message| message.octets.clone()).collect()
        }),
        message.message_type == MessageType::Facility,
    )
}

/// The signalling message with other H.245 messages in its tunnel. If there are none, it has the
/// `h245Tunnelling` that the call sends in that case.
#[must_use]
pub fn retunnelled(octets: &[u8], messages: &[Vec<u8>]) -> Option<Vec<u8>> {
    rewritten(octets, |message| {
        change_information(message, |information| {
            information.put(PDU, "h245Tunnelling", !messages.is_empty());
            if messages.is_empty() {
                information.omit(PDU, "h245Control");
            } else {
                let control = messages.iter().map(|octets| octets.clone().into());
                let control: Vec<OctetString> = control.collect();
                information.put(PDU, "h245Control", control);
            }
        });
    })
}

fn rename(information: &mut Edit) {
    for (name, alias) in [
        ("callProceeding", None),
        ("progress", None),
        ("alerting", Some("alertingAddress")),
        ("connect", Some("connectedAddress")),
    ] {
        let body = body(name);
        let vendor = format!("{body}.destinationInfo.vendor");
        information.put(&vendor, "productId", long_product());
        information.put(&vendor, "versionId", broken_version());
        if let Some(alias) = alias {
            information.put(&body, alias, aliases());
        }
    }
}

fn long_product() -> OctetString {
    let mut long = MARKUP.repeat(NAME_LIMIT / MARKUP.len() + 1).into_bytes();
    long.truncate(NAME_LIMIT);
    long.into()
}

/// UTF-8 that ends within a character, and octets that are not UTF-8.
fn broken_version() -> OctetString {
    [TURNED.as_bytes(), &[0xE2, 0x80, 0, 0xFF, 0xFE]]
        .concat()
        .into()
}

fn aliases() -> Vec<AliasAddress> {
    let long: String = MARKUP.chars().cycle().take(NAME_LIMIT).collect();
    [MARKUP, TURNED, long.as_str()]
        .into_iter()
        .filter_map(|name| bmp_string(name).ok())
        .map(AliasAddress::h323_ID)
        .collect()
}
