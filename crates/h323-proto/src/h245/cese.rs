//! Capability exchange (H.245 8.3 and C.3), one direction each.

use alloc::{string::String, vec::Vec};

use super::{
    capability::CapabilityEntry,
    pdu::{Codec, Pdu},
};

/// The outgoing entity: it sends our set to the peer.
///
/// ```text
/// Idle -start: TerminalCapabilitySet-> Awaiting -Ack-> Accepted
///                                      Awaiting -Reject-> Rejected
///                                      Awaiting -T101: Release-> Unanswered
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announced {
    /// Not sent yet.
    Idle,
    /// Sent, but not answered (T101 runs).
    Awaiting,
    /// The peer accepted it.
    Accepted,
    /// The peer rejected it, with this cause.
    Rejected(String),
    /// T101 ran out before the peer answered.
    Unanswered,
}

impl Announced {
    /// Why the peer will not accept it; `None` if it may or did.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        match self {
            Self::Idle | Self::Awaiting | Self::Accepted => None,
            Self::Rejected(cause) => Some(cause),
            Self::Unanswered => Some("no answer (T101)"),
        }
    }
}

/// Both directions, and the peer's capabilities.
#[derive(Clone, Debug)]
pub(super) struct CapabilityExchange {
    sequence: u8,
    announced: Announced,
    received: Option<Vec<CapabilityEntry>>,
    version: Option<u32>,
    changed: bool,
}

impl CapabilityExchange {
    pub(super) const fn new() -> Self {
        Self {
            sequence: 0,
            announced: Announced::Idle,
            received: None,
            version: None,
            changed: false,
        }
    }

    pub(super) const fn announced(&self) -> &Announced {
        &self.announced
    }

    /// The peer's table. After an empty set, this is still the last table with entries.
    pub(super) fn received(&self) -> Option<&[CapabilityEntry]> {
        self.received.as_deref()
    }

    pub(super) const fn version(&self) -> Option<u32> {
        self.version
    }

    /// Whether the peer sent a set that differs from the one before.
    pub(super) const fn changed(&self) -> bool {
        self.changed
    }

    pub(super) fn start(&mut self, codecs: &[Codec], out: &mut Vec<Pdu>) {
        if self.announced == Announced::Awaiting {
            return;
        }
        self.sequence = self.sequence.wrapping_add(1);
        self.announced = Announced::Awaiting;
        out.push(Pdu::TerminalCapabilitySet {
            sequence: self.sequence,
            codecs: codecs.to_vec(),
        });
    }

    pub(super) fn ack(&mut self, sequence: u8) {
        // An answer to an earlier set says nothing about this one (C.3.2.3).
        if self.announced == Announced::Awaiting && sequence == self.sequence {
            self.announced = Announced::Accepted;
        }
    }

    pub(super) fn reject(&mut self, sequence: u8, cause: String) {
        if self.announced == Announced::Awaiting && sequence == self.sequence {
            self.announced = Announced::Rejected(cause);
        }
    }

    pub(super) fn timeout(&mut self, out: &mut Vec<Pdu>) {
        if self.announced == Announced::Awaiting {
            out.push(Pdu::TerminalCapabilitySetRelease);
            self.announced = Announced::Unanswered;
        }
    }

    /// Takes the peer's set. We accept every set, because we are here to show what the peer can do.
    /// An empty set, `pause`, says what the peer wants from us, not what it can do.
    pub(super) fn set(
        &mut self,
        sequence: u8,
        version: Option<u32>,
        capabilities: Vec<CapabilityEntry>,
        pause: bool,
        out: &mut Vec<Pdu>,
    ) {
        out.push(Pdu::TerminalCapabilitySetAck(sequence));
        self.version = version.or(self.version);
        if pause {
            return;
        }
        self.changed |= self
            .received
            .as_ref()
            .is_some_and(|before| *before != capabilities);
        self.received = Some(capabilities);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::h245::{CapabilityDetails, CapabilityMedia, MediaDirection};

    #[test]
    fn only_the_answer_to_the_last_set_counts() {
        let mut entity = CapabilityExchange::new();
        let mut out = Vec::new();
        entity.start(&[Codec::G711A], &mut out);
        entity.ack(9);
        assert_eq!(entity.announced(), &Announced::Awaiting);
        entity.reject(9, String::from("unspecified"));
        assert_eq!(entity.announced(), &Announced::Awaiting);
        entity.ack(1);
        assert_eq!(entity.announced(), &Announced::Accepted);
        entity.timeout(&mut out);
        assert_eq!(entity.announced(), &Announced::Accepted);
        assert_eq!(out.len(), 1);
    }

    #[test]
    fn a_cause_that_sounds_like_no_answer_is_a_cause() {
        let mut entity = CapabilityExchange::new();
        entity.start(&[Codec::G711A], &mut Vec::new());
        entity.timeout(&mut Vec::new());
        let unanswered = entity.announced().clone();
        entity.start(&[Codec::G711A], &mut Vec::new());
        entity.reject(2, String::from("no answer (T101)"));
        assert_eq!(unanswered.fault(), entity.announced().fault());
        assert_ne!(unanswered, *entity.announced());
    }

    #[test]
    fn a_set_is_always_acknowledged_and_an_empty_one_pauses() {
        let mut entity = CapabilityExchange::new();
        let mut out = Vec::new();
        let row = CapabilityEntry {
            number: 1,
            direction: Some(MediaDirection::Receive),
            media: CapabilityMedia::Audio,
            codec: String::from("g711Alaw64k"),
            parameters: String::from("20"),
            details: CapabilityDetails::default(),
        };
        entity.set(2, None, Vec::new(), true, &mut out);
        assert_eq!(entity.received(), None);
        entity.set(3, Some(13), alloc::vec![row.clone()], false, &mut out);
        entity.set(4, None, alloc::vec![row.clone()], false, &mut out);
        assert!(!entity.changed());
        entity.set(5, None, Vec::new(), true, &mut out);
        assert!(!entity.changed());
        assert_eq!(entity.received(), Some(&[row][..]));
        assert_eq!(entity.version(), Some(13));
        entity.set(6, None, Vec::new(), false, &mut out);
        assert!(entity.changed());
        let acks = [2, 3, 4, 5, 6].map(Pdu::TerminalCapabilitySetAck);
        assert_eq!(out, acks.to_vec());
    }
}
