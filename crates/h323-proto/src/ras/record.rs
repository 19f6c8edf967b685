//! One RAS message as received, read as far as possible.

use alloc::{format, string::String, vec::Vec};

use h323_asn1::{
    codec::{self, DecodeError, Described as _, NodeValue, Reading, Tree},
    h225::RasMessage,
};

use super::{facts::RasFacts, says, security::TokenKind};
use crate::{h225::PeerAddress, view::View};

/// A message shorter than this says too little to be known by what it says.
const RECOGNISABLE: usize = 10;

/// A RAS message: its octets and their meaning.
#[derive(Clone, Debug)]
pub struct RasRecord {
    /// The octets of the message.
    pub octets: Vec<u8>,
    /// Every field that was read. Its faults are the parts that were skipped.
    pub tree: Tree,
    /// Why reading stopped, if it did.
    pub error: Option<DecodeError>,
    /// Octets left after the value.
    pub trailing: usize,
    /// The fields that matter.
    pub facts: RasFacts,
}

impl RasRecord {
    /// Reads one message that takes all of `octets`. Surplus octets are kept but not read.
    #[must_use]
    pub fn of(octets: Vec<u8>) -> Self {
        let Reading {
            tree,
            error,
            trailing,
        } = codec::read(RasMessage::ROOT, &octets);
        let facts = RasFacts::of(&tree);
        Self {
            octets,
            tree,
            error,
            trailing,
            facts,
        }
    }

    /// The identifier of the message, or a note that none could be read.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self.facts.message {
            Some(name) => name.name(),
            None => "unreadable RAS",
        }
    }

    /// The name of the message, with its most important facts.
    #[must_use]
    pub fn name(&self) -> String {
        match self.says() {
            Some(facts) => format!("{} ({facts})", self.title()),
            None => self.title().into(),
        }
    }

    /// The most important facts of the message, on one line; `None` if there are none.
    #[must_use]
    pub fn says(&self) -> Option<String> {
        says::facts(&self.facts)
    }

    /// Whether it was read to its end, without a fault and without octets left over.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.error.is_none()
            && self.trailing == 0
            && self.tree.faults.is_empty()
            && !self.tree.truncated
            && self.facts.message.is_some()
    }

    /// Whether it is whole and says which version of H.225.0 it is of: no other octets do by chance.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.is_whole() && self.facts.version.is_some()
    }

    /// Whether it is whole and has a field that octets of something else would hardly have: an
    /// identifier in readable text, an address with its port, or a token of a known kind.
    #[must_use]
    pub fn is_likely(&self) -> bool {
        if !self.is_whole() || self.has_unknown() {
            return false;
        }
        let facts = &self.facts;
        let readable = |text: &String| {
            text.chars().count() > 1 && text.chars().all(|one| matches!(one, ' '..='~'))
        };
        let mut identifiers = facts
            .endpoint_identifier
            .iter()
            .chain(&facts.gatekeeper_identifier);
        let mut addresses = facts
            .ras_addresses
            .iter()
            .chain(&facts.call_signal_addresses);
        let reachable = |address: &PeerAddress| match address {
            PeerAddress::Ip(address) => address.port() != 0 && !address.ip().is_unspecified(),
            PeerAddress::Other(_) => false,
        };
        let proven = |token: &TokenKind| !matches!(token, TokenKind::Other(_));
        facts.version.is_some()
            || facts.tokens.iter().any(proven)
            || self.octets.len() >= RECOGNISABLE
                && (identifiers.any(readable) || addresses.any(reachable))
    }

    /// Whether it has parts that our version of its types does not have.
    fn has_unknown(&self) -> bool {
        let view = View { tree: &self.tree };
        (0..self.tree.nodes().len())
            .any(|node| matches!(view.value(node), Some(NodeValue::UnknownExtension { .. })))
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::ras::testdata;

    #[test]
    fn every_recorded_message_is_whole_and_known() {
        for (name, octets) in testdata::messages() {
            let record = RasRecord::of(octets);
            assert!(record.is_whole(), "{name}: {:?}", record.tree.faults);
            assert!(name.ends_with(record.title()), "{name}: {}", record.title());
            assert!(record.facts.request_seq_num.is_some(), "{name}");
            // Only a confirmation with nothing but a number could be anything.
            let bare = record.octets.len() < RECOGNISABLE;
            assert_eq!(record.is_likely(), !bare, "{name}: {}", record.name());
        }
    }

    #[test]
    fn what_is_cut_anywhere_is_shown_and_not_whole() {
        for (name, octets) in testdata::messages() {
            for length in 0..octets.len() {
                let record = RasRecord::of(octets[..length].to_vec());
                assert!(!record.is_whole(), "{name} at {length}");
                assert!(!record.title().is_empty());
                let _ = record.says();
            }
        }
    }

    #[test]
    fn octets_left_over_and_octets_of_something_else_are_not_taken_for_it() {
        let mut octets = testdata::message("c24/1/gatekeeperRequest");
        assert!(RasRecord::of(octets.clone()).is_certain());
        octets.push(0);
        let record = RasRecord::of(octets);
        assert!(!record.is_likely() && record.trailing == 1);
        // A disengageConfirm of three octets.
        let record = RasRecord::of(vec![0x40, 1, 2]);
        assert!(record.is_whole() && !record.is_likely());
        assert_eq!(RasRecord::of(Vec::new()).title(), "unreadable RAS");
    }
}
