//! One H.245 message as received, read as far as possible.

use alloc::{format, string::String, vec::Vec};

use h323_asn1::{
    codec::{self, DecodeError, Described as _, Reading, Tree},
    h245::MultimediaSystemControlMessage,
};

use super::{message::Understood, says};
use crate::tpkt::{Deframer, Frame};

/// We look for at most this many messages in one TPKT: a peer could put one in each octet or two.
const MOST: usize = 256;

fn read(octets: &[u8]) -> Reading {
    codec::read(MultimediaSystemControlMessage::ROOT, octets)
}

/// An H.245 message: its octets and their meaning.
#[derive(Clone, Debug)]
pub struct H245Record {
    /// The octets of the message, without framing.
    pub octets: Vec<u8>,
    /// Every field that was read. Its faults are the parts that were skipped.
    pub tree: Tree,
    /// Why reading stopped, if it did.
    pub error: Option<DecodeError>,
    /// The message in the form that the entities work with.
    pub understood: Understood,
}

impl H245Record {
    /// Reads one message that takes all of `octets`. Surplus octets are kept but not read.
    #[must_use]
    pub fn of(octets: Vec<u8>) -> Self {
        let decoded = read(&octets);
        let understood = Understood::of(&decoded.tree, decoded.error.is_none());
        Self {
            octets,
            tree: decoded.tree,
            error: decoded.error,
            understood,
        }
    }

    /// Reads every message in `octets`. Some stacks put several into one TPKT (H.245 8.1 leaves
    /// this open). After 256 messages, the rest is kept with the last one and not read.
    #[must_use]
    pub fn all(octets: &[u8]) -> Vec<Self> {
        let mut records = Vec::new();
        let mut rest = octets;
        while !rest.is_empty() {
            let decoded = read(rest);
            let complete = decoded.error.is_none();
            let used = if complete && records.len() + 1 < MOST {
                rest.len().saturating_sub(decoded.trailing).max(1)
            } else {
                rest.len()
            };
            let (message, after) = rest.split_at(used.min(rest.len()));
            let understood = Understood::of(&decoded.tree, complete);
            records.push(Self {
                octets: message.to_vec(),
                tree: decoded.tree,
                error: decoded.error,
                understood,
            });
            rest = after;
        }
        records
    }

    /// Reads every message in `octets` that come without a TPKT. Nothing shows that octets after a
    /// whole message belong to H.245. If they are not a message, they are kept with that message
    /// and not read.
    #[must_use]
    pub fn unframed(octets: &[u8]) -> Vec<Self> {
        let mut records = Self::all(octets);
        if records.len() > 1
            && let Some(rest) = records.pop_if(|last| last.error.is_some())
            && let Some(last) = records.last_mut()
        {
            last.octets.extend(rest.octets);
        }
        records
    }

    /// The length of an H.245 message that has lost its TPKT header. It is known if a whole TPKT
    /// follows that holds H.245 or is empty.
    #[must_use]
    pub fn headless(octets: &[u8]) -> Option<usize> {
        let first = read(octets);
        let length = octets.len().checked_sub(first.trailing)?;
        let mut deframer = Deframer::new();
        deframer.push(octets.get(length..)?);
        let plausible = match deframer.next_frame().ok()?? {
            Frame::KeepAlive { .. } => true,
            Frame::Message { payload, .. } => {
                let records = Self::all(&payload);
                records.iter().all(|record| record.error.is_none())
            }
        };
        (first.error.is_none() && plausible).then_some(length)
    }

    /// The identifier of the message, or a note that none could be read.
    #[must_use]
    pub fn title(&self) -> &str {
        match self.understood.name.as_str() {
            "" => "unreadable H.245",
            name => name,
        }
    }

    /// The name of the message, with what it says.
    #[must_use]
    pub fn name(&self) -> String {
        match self.says() {
            Some(fact) => format!("{} ({fact})", self.title()),
            None => String::from(self.title()),
        }
    }

    /// What the message says beyond its name: the channel, the most important fact, the addresses.
    #[must_use]
    pub fn says(&self) -> Option<String> {
        says::line(&self.tree, &self.understood)
    }

    /// What messages that repeat each other have in common beside their name.
    #[must_use]
    pub(crate) fn gist(&self) -> Option<String> {
        says::gist(&self.tree, &self.understood)
    }
}
