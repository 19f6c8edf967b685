//! Faults made to messages that a call wrote.

use h323_asn1::{
    codec,
    h225::{
        AliasAddress, EndpointType, H323UUPDUH323MessageBody as Body, H323UserInformation,
        VendorIdentifier,
    },
    text::bmp_string,
};
use h323_proto::{
    h225::Facts,
    q931::{Element as _, ElementId, InformationElement, Message, UserUser},
    tpkt,
};

use super::is_answer;

/// Markup that must never become part of a page.
const MARKUP: &str = "<script>alert('h323')</script><img src=x onerror=alert(1)>&amp;\"'`";

/// Characters that turn the direction of text, hide it, or end a line of a log.
const TURNED: &str = "\u{202E}txet denrut\u{202C} \u{2066}x\u{2069} \u{200B}\u{7}\u{1B}[31mred\r\n";

/// Octets in a `productId` and characters in an `h323-ID`, at most (H.225.0 7.6).
const NAME_LIMIT: usize = 256;

/// What is done to a message before it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alteration {
    /// Nothing.
    None,
    /// Only its first half is written.
    Half,
    /// The Q.931 message ends before its last information element does.
    CutElement,
    /// Its `H323-UserInformation` ends half-way; lengths are right.
    CutUserInformation,
    /// The flag of the call reference is turned over.
    CallReferenceFlag,
    /// The `callIdentifier` is another.
    CallIdentifier,
    /// The `conferenceID` is another.
    ConferenceId,
    /// Names that attack whoever shows them.
    HostileNames,
}

impl Alteration {
    /// The message as it is to be written; `octets` is its TPKT, `setup` what Setup said.
    pub(super) fn apply(self, octets: &[u8], setup: &Facts) -> Vec<u8> {
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
        };
        altered.unwrap_or_else(|| octets.to_vec())
    }
}

/// `octets` with another identifier wherever `identifier` stands.
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

/// The message taken apart, changed and put together again.
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
    change_user_information(message, |octets| {
        let Ok(mut information) = codec::decode::<H323UserInformation>(octets).value else {
            return;
        };
        rename(&mut information.h323_uu_pdu.h323_message_body);
        if let Ok(renamed) = codec::encode(&information) {
            *octets = renamed;
        }
    });
}

fn rename(body: &mut Body) {
    let vendor = |endpoint: &mut EndpointType| {
        if let Some(vendor) = &mut endpoint.vendor {
            rename_vendor(vendor);
        }
    };
    match body {
        Body::callProceeding(body) => vendor(&mut body.destination_info),
        Body::progress(body) => vendor(&mut body.destination_info),
        Body::alerting(body) => {
            vendor(&mut body.destination_info);
            body.alerting_address = Some(aliases());
        }
        Body::connect(body) => {
            vendor(&mut body.destination_info);
            body.connected_address = Some(aliases());
        }
        _ => {}
    }
}

fn rename_vendor(vendor: &mut VendorIdentifier) {
    let mut long = MARKUP.repeat(NAME_LIMIT / MARKUP.len() + 1).into_bytes();
    long.truncate(NAME_LIMIT);
    vendor.product_id = Some(long.into());
    // UTF-8 that ends within a character, and octets that are none.
    vendor.version_id = Some(
        [TURNED.as_bytes(), &[0xE2, 0x80, 0, 0xFF, 0xFE]]
            .concat()
            .into(),
    );
}

fn aliases() -> Vec<AliasAddress> {
    let long: String = MARKUP.chars().cycle().take(NAME_LIMIT).collect();
    [MARKUP, TURNED, long.as_str()]
        .into_iter()
        .filter_map(|name| bmp_string(name).ok())
        .map(AliasAddress::h323_ID)
        .collect()
}
