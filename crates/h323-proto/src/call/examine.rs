//! Finds the oddities in a message that was read.

use alloc::{format, string::String, vec::Vec};

use super::warning::{Warning, WarningCode};
use crate::{
    h225::{Facts, UserInformation},
    q931::{Cause, ElementId, Message, MessageType},
    summary,
};

/// The earliest version of H.225.0 that today's stacks claim.
const CURRENT: u32 = 3;

/// The facts of our Setup that an answer is compared with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ours {
    /// The version of H.225.0 that we claim.
    pub(super) version: u8,
    pub(super) call_identifier: [u8; 16],
    /// The highest version that a message of the other side has claimed.
    pub(super) seen: Option<u32>,
}

/// Finds the oddities that any type of message can have. `whole`: the message was read to its end.
/// `ours` are the facts of the caller's own Setup; the called side has none.
pub(super) fn examine(
    message: &Message,
    user_information: Option<&UserInformation>,
    facts: &Facts,
    whole: bool,
    ours: Option<Ours>,
) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut odd = |code, text| found.push(Warning { code, text });
    let name = message.message_type;
    if let Some(element) = message.find(ElementId::CAUSE)
        && let Some(fault) = Cause::fault(&element.contents)
    {
        let text = format!("{name}: the Cause element has a fault: {fault}");
        odd(WarningCode::MalformedCause, text);
    }
    if let Some(violation) = message.order_violation() {
        let text = format!(
            "{name}: element {} comes after {}",
            violation.id, violation.after
        );
        odd(WarningCode::ElementOrder, text);
    }
    match user_information {
        Some(information) => {
            if let Some(text) = fault_of(information) {
                let text = format!("{name}: {text}");
                odd(WarningCode::UndecodableUserInformation, text);
            }
            if information.trailing > 0 {
                let text = format!(
                    "{name}: {} octets after the H.225.0 value",
                    information.trailing
                );
                odd(WarningCode::TrailingOctets, text);
            }
            if let Some(body) = &facts.body
                && !facts.body_fits(name)
            {
                let text = format!("{name} carries the H.225.0 body `{body}`");
                odd(WarningCode::BodyMismatch, text);
            }
        }
        None if whole && must_have_user_information(name) => {
            let text = match message.find(ElementId::USER_USER) {
                Some(element) if element.contents.is_empty() => {
                    format!("{name}: the User-user element is empty")
                }
                Some(_) => format!("{name}: the User-user element does not hold ASN.1"),
                None => format!("{name} has no User-user element"),
            };
            odd(WarningCode::MissingUserInformation, text);
        }
        None => {}
    }
    let Some(ours) = ours else {
        return found;
    };
    if !facts.missing.is_empty() {
        let text = format!(
            "{name} claims version {} of H.225.0 and leaves out {}",
            facts.version.unwrap_or_default(),
            facts.missing.join(", ")
        );
        odd(WarningCode::MissingField, text);
    }
    if let Some(version) = facts.version
        && version < CURRENT
        // Endpoints answer with the lower of both versions, so our version comes back as an echo.
        && version < u32::from(ours.version)
    {
        if let Some(seen) = ours.seen.filter(|seen| *seen >= CURRENT) {
            // A gatekeeper that routes signalling writes some messages itself.
            let text = format!(
                "{name} claims version {version} of H.225.0, and an earlier message version {seen}: a gatekeeper or a proxy on the way may have written it, and not the endpoint"
            );
            odd(WarningCode::VersionChanged, text);
        } else {
            let text = format!(
                "The endpoint claims version {version} of H.225.0, which is {}",
                match version {
                    0 => "unknown",
                    1 => "of 1996: without tunnelling, fast start and callIdentifier",
                    _ => "of 1998: it may take newer fields for an error",
                }
            );
            odd(WarningCode::OldVersion, text);
        }
    }
    if let Some(identifier) = facts.call_identifier
        && identifier != ours.call_identifier
    {
        let text = format!("{name} has another callIdentifier than our Setup");
        odd(WarningCode::CallIdentifierChanged, text);
    }
    found
}

/// The fault in the H.225.0 part.
fn fault_of(information: &UserInformation) -> Option<String> {
    if information.is_empty() {
        let text = "the User-user element is empty behind its protocol discriminator";
        return Some(text.into());
    }
    match &information.error {
        Some(error) => Some(format!("the H.225.0 part could not be read: {error}")),
        None => {
            let faults = summary::stepped_over(&information.tree)?;
            Some(format!("the H.225.0 part is {faults}"))
        }
    }
}

/// Table 13 of H.225.0 makes the element mandatory in all messages except these. It has no rule for
/// messages that H.225.0 does not use.
const fn must_have_user_information(name: MessageType) -> bool {
    !matches!(
        name,
        MessageType::Notify
            | MessageType::Information
            | MessageType::Status
            | MessageType::StatusEnquiry
            | MessageType::Disconnect
            | MessageType::Release
            | MessageType::Unknown(_)
            | MessageType::National(_)
    )
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::{
        call::{CallTerms, Entropy},
        h225::Writer,
        q931::{CallReference, InformationElement, UserUser},
    };

    const OURS: Ours = Ours {
        version: 6,
        call_identifier: [0; 16],
        seen: None,
    };

    fn writer() -> Writer {
        CallTerms::default().writer(&Entropy::new([7; Entropy::OCTETS]))
    }

    fn ours() -> Ours {
        Ours {
            call_identifier: writer().call_identifier,
            ..OURS
        }
    }

    fn codes(message: &Message, whole: bool, ours: Option<Ours>) -> Vec<&'static str> {
        let information = UserInformation::of(message);
        let facts = Facts::of_message(information.as_ref(), whole);
        let found = examine(message, information.as_ref(), &facts, whole, ours);
        assert!(found.iter().all(|warning| !warning.text.is_empty()));
        found.iter().map(|warning| warning.code.code()).collect()
    }

    /// A message of this type with these elements, and the H.225.0 part of Alerting if there is one.
    fn message(
        name: MessageType,
        elements: Vec<InformationElement>,
        part: Option<Vec<u8>>,
    ) -> Message {
        let reference = CallReference::new(5, true).expect("in range");
        let mut message = Message::new(reference, name);
        message.elements = elements;
        let part = part.map(|part| InformationElement::of(&UserUser::h323(part)).expect("fits"));
        message.elements.extend(part);
        message
    }

    #[test]
    fn each_oddity_has_its_warning() {
        let part = || writer().alerting().expect("can be written");
        let with = |id, contents| vec![InformationElement::new(id, contents)];
        let user_user = |contents| with(ElementId::USER_USER, contents);
        let alerting = |elements, part| message(MessageType::Alerting, elements, part);
        let behind = [part(), vec![0; 2]].concat();
        let cut = part().into_iter().take(4).collect();
        let disordered = [
            with(ElementId::DISPLAY, vec![0x41]),
            with(ElementId::BEARER_CAPABILITY, vec![0x88]),
        ]
        .concat();
        for (message, expected) in [
            (alerting(vec![], Some(part())), &[][..]),
            (
                alerting(with(ElementId::CAUSE, vec![0, 0x91]), Some(part())),
                &["malformed-cause"],
            ),
            (alerting(disordered, Some(part())), &["element-order"]),
            (alerting(user_user(vec![]), None), &["missing-uuie"]),
            (alerting(user_user(vec![4, 1, 2]), None), &["missing-uuie"]),
            (alerting(user_user(vec![5]), None), &["undecodable-uuie"]),
            (alerting(vec![], Some(cut)), &["undecodable-uuie"]),
            (alerting(vec![], Some(behind)), &["trailing-octets"]),
            (alerting(vec![], None), &["missing-uuie"]),
            (message(MessageType::Notify, vec![], None), &[]),
            (
                message(MessageType::Connect, vec![], Some(part())),
                &["body-mismatch"],
            ),
        ] {
            assert_eq!(codes(&message, true, Some(ours())), expected, "{message:?}");
        }
    }

    #[test]
    fn what_was_cut_off_may_have_had_what_is_missing() {
        let bare = message(MessageType::Alerting, vec![], None);
        assert_eq!(codes(&bare, false, Some(ours())), [""; 0]);
    }

    #[test]
    fn a_version_that_is_older_than_one_before_is_not_the_endpoints() {
        let claims = |version, seen| {
            let part = writer().alerting().expect("can be written");
            let alerting = message(MessageType::Alerting, vec![], Some(part));
            let information = UserInformation::of(&alerting);
            let mut facts = Facts::of_message(information.as_ref(), true);
            facts.version = Some(version);
            let ours = Ours { seen, ..ours() };
            let found = examine(&alerting, information.as_ref(), &facts, true, Some(ours));
            found
                .iter()
                .map(|warning| warning.code.code())
                .collect::<Vec<_>>()
        };
        assert_eq!(claims(2, None), ["old-version"]);
        assert_eq!(claims(2, Some(2)), ["old-version"]);
        assert_eq!(claims(2, Some(6)), ["version-changed"]);
        assert_eq!(claims(4, Some(6)), [""; 0]);
    }

    #[test]
    fn the_calling_side_alone_compares_with_its_setup() {
        let part = writer().alerting().expect("can be written");
        let alerting = message(MessageType::Alerting, vec![], Some(part));
        let other = codes(&alerting, true, Some(OURS));
        assert_eq!(other, ["call-identifier-changed"]);
        assert_eq!(codes(&alerting, true, None), [""; 0]);
    }
}
