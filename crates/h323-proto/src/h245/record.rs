//! One H.245 message as it came, read as far as it could be.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use h323_asn1::{
    codec::{self, DecodeError, Described as _, Reading, Tree},
    h245::MultimediaSystemControlMessage,
};

use super::message::{H245Message, Understood};
use crate::tpkt::{Deframer, Frame};

/// Most messages that one TPKT is searched for: a peer could put one in each octet or two.
const MOST: usize = 256;

/// Most modes of a `requestMode` that its name says.
const MODES: usize = 4;

fn read(octets: &[u8]) -> Reading {
    codec::read(MultimediaSystemControlMessage::ROOT, octets)
}

/// An H.245 message: its octets, and what they mean.
#[derive(Clone, Debug)]
pub struct H245Record {
    /// The octets of the message, without framing.
    pub octets: Vec<u8>,
    /// Every field that was read; its faults are what was stepped over.
    pub tree: Tree,
    /// Why reading stopped, if it did.
    pub error: Option<DecodeError>,
    /// What the entities make of it.
    pub understood: Understood,
}

impl H245Record {
    /// Reads one message that takes all of `octets`; octets left over are kept and not read.
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

    /// Reads every message in `octets`: some stacks put several into one TPKT (H.245 8.1 leaves it
    /// open). After 256 the rest is kept with the last and not read.
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

    /// Reads every message in `octets` that no TPKT holds together: nothing says that what is behind
    /// a whole message and is none belongs to H.245, so it is kept with that message and not read.
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

    /// The length of an H.245 message that has lost the header of its TPKT: what is behind it is
    /// a whole TPKT with H.245, or one without contents.
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

    /// The identifier of the message, or that it has none that could be read.
    #[must_use]
    pub fn title(&self) -> &str {
        match self.understood.name.as_str() {
            "" => "unreadable H.245",
            name => name,
        }
    }

    /// The name of the message, with the fact that matters most about it.
    #[must_use]
    pub fn name(&self) -> String {
        match self.says() {
            Some(fact) => format!("{} ({fact})", self.title()),
            None => String::from(self.title()),
        }
    }

    /// The fact that matters most about the message, if there is one beyond its name.
    #[must_use]
    pub fn says(&self) -> Option<Cow<'_, str>> {
        Some(match &self.understood.message {
            H245Message::TerminalCapabilitySet { pause: true, .. } => "empty: pause".into(),
            H245Message::TerminalCapabilitySet { capabilities, .. } => {
                format!("{} capabilities", capabilities.len()).into()
            }
            H245Message::MasterSlaveDeterminationAck(role) => role.name().into(),
            H245Message::OpenLogicalChannel(offer) => offer.data.as_str().into(),
            H245Message::OpenLogicalChannelReject(_, text)
            | H245Message::TerminalCapabilitySetReject(_, text)
            | H245Message::FlowControl(text)
            | H245Message::RequestModeAck(_, text)
            | H245Message::RequestModeReject(_, text) => text.as_str().into(),
            H245Message::UserInput(input) => input.words().into(),
            H245Message::RequestMode(_, modes) => {
                let modes: Vec<_> = modes
                    .iter()
                    .take(MODES)
                    .map(|mode| mode.join(" + "))
                    .collect();
                modes.join(" or ").into()
            }
            _ => return None,
        })
    }
}
