//! One line about a message: what a reader of a ladder wants to see without unfolding it.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec::Tree;

use crate::{
    call::Content,
    error::{DecodeError, DecodeErrorKind, Layer},
    h225::Facts,
    h245::{FastStartChannel, H245Record},
    h450::ServiceRecord,
    q931::{
        BearerCapability, CallStateElement, Cause, CauseValue, Display, Element as _, ElementId,
        InformationElement, KeypadFacility, Message, NotificationIndicator, PartyNumber,
        ProgressIndicator, Signal, TypeOfNumber,
    },
};

/// Most parts of a message that could not be read and are named.
const FAULTS: usize = 3;

/// Most supplementary services of a message that are told.
const SERVICES: usize = 8;

/// The type of a message as its title: the Q.931 name, or what else it is.
#[must_use]
pub fn kind(content: &Content) -> String {
    match content {
        Content::Signalling { message, .. } => message.message_type.to_string(),
        Content::H245(records) => records
            .iter()
            .map(|record| record.understood.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        Content::KeepAlive => "TPKT keep-alive".into(),
        Content::Undecodable(_) => "undecodable".into(),
        Content::Foreign(_) => "not H.323".into(),
        Content::Incomplete => "incomplete TPKT".into(),
    }
}

/// The few facts that matter.
#[must_use]
pub fn summary(content: &Content) -> String {
    match content {
        Content::Signalling {
            message,
            facts,
            error,
            user_information,
        } => {
            let mut parts = signalling(message, facts);
            if let Some(error) = error {
                parts.push(format!("unreadable: {error}"));
            } else if let Some(information) = user_information {
                match (&information.error, stepped_over(&information.tree)) {
                    _ if information.is_empty() => parts.push("empty User-user element".into()),
                    (Some(error), _) => parts.push(format!("H.225.0 part unreadable: {error}")),
                    (None, faults) => parts.extend(faults),
                }
            }
            parts.join(", ")
        }
        Content::H245(records) => records
            .iter()
            .map(|record| match (&record.error, stepped_over(&record.tree)) {
                (Some(error), _) => format!("{}, unreadable: {error}", record.name()),
                (None, Some(faults)) => format!("{}, {faults}", record.name()),
                (None, None) => record.name(),
            })
            .collect::<Vec<_>>()
            .join(", "),
        Content::KeepAlive | Content::Incomplete => String::new(),
        Content::Undecodable(error) => error.to_string(),
        Content::Foreign(foreign) => format!("looks like {foreign}"),
    }
}

/// Names the parts of a value that could not be read, if there are any: the first few of them.
#[must_use]
pub fn stepped_over(tree: &Tree) -> Option<String> {
    let (shown, more) = tree
        .faults
        .split_at_checked(FAULTS)
        .unwrap_or((&tree.faults, &[]));
    let named: Vec<String> = shown.iter().map(ToString::to_string).collect();
    (!named.is_empty()).then(|| {
        let more = if more.is_empty() { "" } else { "; and more" };
        format!("unreadable in part: {}{more}", named.join("; "))
    })
}

fn signalling(message: &Message, facts: &Facts) -> Vec<String> {
    let mut parts = Vec::new();
    let number = |id| message.number(id).and_then(Result::ok);
    if let Some(number) = number(ElementId::CALLING_PARTY_NUMBER) {
        parts.push(format!("from {}", written(&number)));
    }
    if let Some(number) = number(ElementId::CALLED_PARTY_NUMBER) {
        parts.push(format!("to {}", written(&number)));
    }
    if let Some(number) = number(ElementId::CONNECTED_NUMBER) {
        parts.push(format!("connected {}", written(&number)));
    }
    if let Some(Ok(cause)) = message.get::<Cause>() {
        parts.push(format!("cause {}", numbered(cause.value)));
    }
    if let Some(reason) = &facts.release_reason {
        parts.push(format!("reason {}", reason.name()));
    }
    if let Some(reason) = &facts.facility_reason {
        parts.push(format!("reason {}", reason.name()));
    }
    if let Some(address) = &facts.alternative_address {
        parts.push(format!("to {address}"));
    }
    for alias in &facts.alternative_aliases {
        parts.push(format!("to {alias}"));
    }
    for id in [
        ElementId::CALL_STATE,
        ElementId::PROGRESS_INDICATOR,
        ElementId::NOTIFICATION_INDICATOR,
        ElementId::SIGNAL,
        ElementId::DISPLAY,
        ElementId::KEYPAD_FACILITY,
    ] {
        if let Some(text) = message.find(id).and_then(describe) {
            parts.push(text);
        }
    }
    if let Some(address) = &facts.h245_address {
        parts.push(format!("H.245 at {address}"));
    }
    for octets in &facts.h245_control {
        parts.push(H245Record::of(octets.clone()).name());
    }
    let services = facts.supplementary_services.iter().take(SERVICES);
    parts.extend(services.map(|octets| ServiceRecord::of(octets.clone()).name()));
    if !facts.fast_start.is_empty() {
        parts.push(fast_start(&facts.fast_start));
    }
    if facts.h245_tunnelling == Some(true) && facts.h245_control.is_empty() {
        parts.push("h245Tunnelling".into());
    }
    parts
}

/// `fastStart g711Alaw64k, g722-64k`: what the channels carry, each once.
fn fast_start(channels: &[Vec<u8>]) -> String {
    let mut codecs: Vec<String> = Vec::new();
    for channel in channels {
        let data = FastStartChannel::read(channel, &[]).map(|channel| channel.data);
        let codec = match data.as_deref().map(|data| data.split_once(' ')) {
            Some(Some((_, codec))) => codec.to_string(),
            _ => "unreadable".to_string(),
        };
        if !codecs.contains(&codec) {
            codecs.push(codec);
        }
    }
    format!("fastStart {}", codecs.join(", "))
}

/// What an information element says, where it is one that is interpreted.
#[must_use]
pub fn describe(element: &InformationElement) -> Option<String> {
    understand(element)?.ok()
}

/// What an information element says, or why it says nothing: its error counts octets from the start
/// of the contents. `None` if it is not interpreted.
#[must_use]
pub fn understand(element: &InformationElement) -> Option<Result<String, DecodeError>> {
    if element.codeset != 0 {
        return None;
    }
    let contents = element.contents.as_slice();
    Some(match element.id {
        ElementId::BEARER_CAPABILITY => BearerCapability::decode(contents)
            .map(|bearer| format!("{}, {}", bearer.transfer_capability, bearer.rate)),
        ElementId::CAUSE => Cause::decode(contents)
            .map(|cause| format!("{} ({})", numbered(cause.value), cause.location)),
        ElementId::CALL_STATE => {
            CallStateElement::decode(contents).map(|state| format!("state {}", state.state))
        }
        ElementId::PROGRESS_INDICATOR => {
            ProgressIndicator::decode(contents).map(|progress| progress.description.to_string())
        }
        ElementId::NOTIFICATION_INDICATOR => NotificationIndicator::decode(contents)
            .map(|indicator| indicator.notification.to_string()),
        ElementId::SIGNAL => Signal::decode(contents).map(|signal| signal.to_string()),
        ElementId::DISPLAY => Display::decode(contents).map(|display| quoted(&display.text())),
        ElementId::KEYPAD_FACILITY => {
            KeypadFacility::decode(contents).map(|keypad| quoted(&keypad.text()))
        }
        // What is in one that is not empty is read by itself.
        ElementId::USER_USER if element.contents.len() < 2 => Err(DecodeError {
            layer: Layer::Q931,
            at: element.contents.len(),
            kind: DecodeErrorKind::EmptyUserUser,
        }),
        ElementId::CALLING_PARTY_NUMBER
        | ElementId::CALLED_PARTY_NUMBER
        | ElementId::CONNECTED_NUMBER
        | ElementId::REDIRECTING_NUMBER => PartyNumber::decode(contents).map(|number| {
            format!(
                "{} (type {}, plan {})",
                written(&number),
                number.type_of_number,
                number.plan
            )
        }),
        _ => return None,
    })
}

/// A cause with its number in front, which is what people know it by.
pub(crate) fn numbered(cause: CauseValue) -> String {
    match cause.text() {
        Some(text) => format!("{} {text}", cause.0),
        None => cause.0.to_string(),
    }
}

/// A number as people write it.
fn written(number: &PartyNumber) -> String {
    let digits = number.text();
    match number.type_of_number {
        TypeOfNumber::International if !digits.starts_with('+') => format!("+{digits}"),
        _ => digits,
    }
}

fn quoted(text: &str) -> String {
    format!("\u{201c}{text}\u{201d}")
}
