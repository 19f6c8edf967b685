//! The unreadable parts of an `H323-UserInformation`. They may hold any field.

use alloc::vec::Vec;

use h323_asn1::codec::DecodeError;

use super::UserInformation;

/// The names of the PDU and of its body in the value.
const PDU: &str = "h323-uu-pdu";
const BODY: &str = "h323-message-body";

/// The unreadable places. A field that is absent elsewhere was not sent. A field that belongs in
/// one of these places is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// Whether reading stopped before the end of the message, so that any field may be unknown.
    end: bool,
    /// The parts that were skipped.
    places: Vec<DecodeError>,
}

impl Unread {
    /// For a message whose H.225.0 part was lost.
    pub(crate) const ALL: Self = Self {
        end: true,
        places: Vec::new(),
    };

    pub(super) fn of(information: &UserInformation) -> Self {
        let tree = &information.tree;
        Self {
            end: information.error.is_some() || tree.truncated,
            places: tree.faults.clone(),
        }
    }

    /// Whether an unread part may hold this component of the `H323-UU-PDU`.
    #[must_use]
    pub fn in_pdu(&self, name: &str) -> bool {
        self.may_hide(&[PDU, name])
    }

    /// Whether an unread part may hold this component of the message body.
    #[must_use]
    pub fn in_body(&self, name: &str) -> bool {
        // The body has exactly one alternative, so its name does not matter.
        self.may_hide(&[PDU, BODY, "", name])
    }

    /// Whether an unread part is the component at `path`, is inside it, or encloses it.
    fn may_hide(&self, path: &[&str]) -> bool {
        self.end
            || self.places.iter().any(|fault| {
                let steps = fault.path.split('.').filter(|step| !step.is_empty());
                steps
                    .zip(path)
                    .all(|(step, name)| name.is_empty() || step == *name)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{borrow::ToOwned, vec};
    use h323_asn1::codec::DecodeErrorKind;

    #[test]
    fn a_place_hides_itself_its_parts_and_what_it_is_a_part_of() {
        for (path, tunnelling, address) in [
            ("", true, true),
            ("user-data.protocol-discriminator", false, false),
            ("h323-uu-pdu", true, true),
            ("h323-uu-pdu.h245Tunnelling", true, false),
            ("h323-uu-pdu.h245Control.0", false, false),
            ("h323-uu-pdu.h323-message-body", false, true),
            ("h323-uu-pdu.h323-message-body.connect", false, true),
            (
                "h323-uu-pdu.h323-message-body.connect.h245Address",
                false,
                true,
            ),
            (
                "h323-uu-pdu.h323-message-body.connect.h245Address.ipAddress.ip",
                false,
                true,
            ),
            (
                "h323-uu-pdu.h323-message-body.connect.multipleCalls",
                false,
                false,
            ),
        ] {
            let unread = Unread {
                end: false,
                places: vec![DecodeError {
                    path: path.to_owned(),
                    at_bit: 0,
                    kind: DecodeErrorKind::Truncated,
                }],
            };
            assert_eq!(unread.in_pdu("h245Tunnelling"), tunnelling, "{path}");
            assert_eq!(unread.in_body("h245Address"), address, "{path}");
        }
        assert!(Unread::ALL.in_pdu("h245Tunnelling"));
        assert!(!Unread::default().in_body("h245Address"));
    }
}
