//! One line about a message: the facts that a reader of the ladder needs without unfolding it.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec::{self, Tree};

use crate::{
    call::Content,
    error::{DecodeError, DecodeErrorKind, Layer},
    h225::{Facts, UserInformation},
    h245::{ChannelRecord, H245Record},
    h450::ServiceRecord,
    q931::{
        BearerCapability, CallStateElement, Cause, CauseValue, Display, Element as _, ElementId,
        InformationElement, KeypadFacility, Message, MessageType, NotificationIndicator,
        PartyNumber, ProgressIndicator, Signal, TypeOfNumber,
    },
    ras::RasRecord,
};

/// Most unreadable parts of a message that are named.
const FAULTS: usize = 3;

/// Most RAS messages of a message that are listed.
const RAS: usize = 8;

/// Most supplementary services of a message that are listed.
const SERVICES: usize = 8;

/// The type of a message as its title: the Q.931 name, or a description of other content.
#[must_use]
pub fn kind(content: &Content) -> String {
    match content {
        Content::Signalling { message, .. } => message.message_type.to_string(),
        Content::H245(records) => records
            .iter()
            .map(H245Record::title)
            .collect::<Vec<_>>()
            .join(", "),
        Content::Ras(record) => record.title().into(),
        Content::KeepAlive => "TPKT keep-alive".into(),
        Content::Undecodable(_) => "undecodable".into(),
        Content::Foreign(_) => "not H.323".into(),
        Content::Incomplete => "incomplete TPKT".into(),
    }
}

/// The most important facts of a message.
#[must_use]
pub fn summary(content: &Content) -> String {
    match content {
        Content::Signalling {
            message,
            facts,
            error,
            user_information,
        } => {
            let information = user_information.as_deref();
            let whole = error.is_none() && information.is_none_or(|read| read.error.is_none());
            let mut parts = signalling(message, facts, whole);
            parts.extend(unread(error.as_ref(), information));
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
        Content::Ras(record) => {
            let unread = ras_fault(record).map(|fault| match record.error {
                Some(_) => format!("unreadable: {fault}"),
                None => fault,
            });
            let parts: Vec<String> = record.says().into_iter().chain(unread).collect();
            parts.join(", ")
        }
        Content::KeepAlive | Content::Incomplete => String::new(),
        Content::Undecodable(error) => error.to_string(),
        Content::Foreign(foreign) => format!("looks like {foreign}"),
    }
}

/// The fault in a RAS message, or the octets behind it.
#[must_use]
pub fn ras_fault(record: &RasRecord) -> Option<String> {
    fault_in(record.error.as_ref(), &record.tree).or_else(|| {
        let left = record.trailing;
        (left > 0).then(|| format!("octets behind the end of the message: {left}"))
    })
}

/// The fault in a call signalling message or its H.225.0 part.
fn unread(
    error: Option<&DecodeError>,
    user_information: Option<&UserInformation>,
) -> Option<String> {
    if let Some(error) = error {
        return Some(format!("unreadable: {error}"));
    }
    let information = user_information?;
    match &information.error {
        _ if information.is_empty() => Some("empty User-user element".into()),
        Some(error) => Some(format!("H.225.0 part unreadable: {error}")),
        None => stepped_over(&information.tree),
    }
}

/// The faults of a message, in whole or in part. The H.245 messages in it have their own: see
/// [`fault_in`].
#[must_use]
pub fn fault(content: &Content) -> Option<String> {
    let (message, user_information, facts, error) = match content {
        Content::Signalling {
            message,
            user_information,
            facts,
            error,
        } => (message, user_information, facts, error),
        Content::Ras(record) => return ras_fault(record),
        Content::Undecodable(error) => return Some(error.to_string()),
        Content::Incomplete => return Some("the rest of the TPKT is missing".into()),
        Content::H245(_) | Content::KeepAlive | Content::Foreign(_) => return None,
    };
    let mut faults: Vec<String> = unread(error.as_ref(), user_information.as_deref())
        .into_iter()
        .collect();
    let elements = message.elements.iter().filter_map(|element| {
        let Err(error) = understand(element)? else {
            return None;
        };
        // The fault of the User-user element is listed above.
        let told = element.is(ElementId::USER_USER);
        (!told).then(|| format!("{}: {}", element.id, error.kind))
    });
    faults.extend(elements);
    for service in &facts.supplementary_services {
        let read = fault_in(service.error.as_ref(), &service.tree);
        faults.extend(read.map(|fault| format!("H.450.1: {fault}")));
        for operation in &service.operations {
            if let Some((_, argument)) = &operation.argument {
                let read = fault_in(argument.error.as_ref(), &argument.tree);
                faults.extend(read.map(|fault| format!("{}: {fault}", argument.name)));
            }
        }
    }
    for (number, channel) in facts.fast_start.iter().enumerate() {
        let read = fault_in(channel.error.as_ref(), &channel.tree);
        faults.extend(read.map(|fault| format!("fastStart {number}: {fault}")));
    }
    let more = faults.len() > FAULTS;
    faults.truncate(FAULTS);
    let more = if more { "; and more" } else { "" };
    (!faults.is_empty()).then(|| format!("{}{more}", faults.join("; ")))
}

/// The fault in a value: where reading stopped, or the parts that were skipped.
#[must_use]
pub fn fault_in(error: Option<&codec::DecodeError>, tree: &Tree) -> Option<String> {
    match error {
        Some(error) => Some(error.to_string()),
        None => stepped_over(tree),
    }
}

/// Names the first few parts of a value that could not be read, if there are any.
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

/// `whole`: the message and its H.225.0 part were read to their ends.
fn signalling(message: &Message, facts: &Facts, whole: bool) -> Vec<String> {
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
    parts.extend(cause(message, facts, whole));
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
    parts.extend(facts.tunnelled().map(H245Record::name));
    parts.extend(facts.ras.iter().take(RAS).map(RasRecord::name));
    let beyond = facts.h245_control.beyond() + facts.parallel_h245_control.beyond();
    if beyond > 0 {
        parts.push(format!("{beyond} more H.245 messages"));
    }
    let beyond = facts.ras.len().saturating_sub(RAS) + facts.ras.beyond();
    if beyond > 0 {
        parts.push(format!("{beyond} more RAS messages"));
    }
    let services = facts.supplementary_services.iter().take(SERVICES);
    parts.extend(services.map(ServiceRecord::name));
    if !facts.fast_start.is_empty() {
        parts.push(fast_start(&facts.fast_start));
    }
    if facts.h245_tunnelling == Some(true) && facts.h245_control.is_empty() {
        parts.push("h245Tunnelling".into());
    }
    parts
}

/// The cause of a message. A Release Complete without one says so, and whether it has a reason
/// instead (H.225.0 7.3.9).
fn cause(message: &Message, facts: &Facts, whole: bool) -> Option<String> {
    match message.get::<Cause>() {
        Some(Ok(cause)) => return Some(format!("cause {}", numbered(cause.value))),
        Some(Err(_)) => return Some("unreadable cause".into()),
        None => {}
    }
    if message.message_type != MessageType::ReleaseComplete {
        return None;
    }
    match facts.release_reason {
        Some(_) => Some("no cause".into()),
        None if whole && !facts.unread.in_body("reason") => Some("neither cause nor reason".into()),
        // The rest may have either.
        None => None,
    }
}

/// The codecs of the channels, each once: `fastStart g711Alaw64k, g722-64k`.
fn fast_start(channels: &[ChannelRecord]) -> String {
    let mut codecs: Vec<&str> = Vec::new();
    for channel in channels {
        let codec = channel.codec().unwrap_or("unreadable");
        if !codecs.contains(&codec) {
            codecs.push(codec);
        }
    }
    format!("fastStart {}", codecs.join(", "))
}

/// The content of an information element, if we interpret elements of its kind.
#[must_use]
pub fn describe(element: &InformationElement) -> Option<String> {
    understand(element)?.ok()
}

/// The content of an information element, or its fault. The fault counts octets from the start of
/// the contents. `None` if we do not interpret the element.
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
        // The contents of a User-user element are read elsewhere.
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

/// A cause with its number in front, because people know causes by their numbers.
pub(crate) fn numbered(cause: CauseValue) -> String {
    match cause.text() {
        Some(text) => format!("{} {text}", cause.0),
        None => cause.0.to_string(),
    }
}

/// A number in the form in which people write it.
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
