//! A RAS message that came: what the registration needs of it beyond its facts.

use alloc::{string::String, vec::Vec};

use h323_asn1::{
    codec::{self, Described as _, NodeValue},
    h235::ClearToken,
};

use super::{
    event::{Admitted, Discovered, Granted, Reject},
    exchange::Request,
};
use crate::{
    h225::Alias,
    ras::{RasFacts, RasMessageName, RasRecord},
    view::View,
};

/// Most tokens that Setup repeats.
const MOST: usize = 16;

/// A message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard<'a> {
    view: View<'a>,
    body: usize,
    /// Its name.
    pub(super) name: RasMessageName,
    /// The fields in which reports are interested too.
    pub(super) facts: &'a RasFacts,
}

impl<'a> Heard<'a> {
    /// The message, if its name is known.
    pub(super) fn of(record: &'a RasRecord) -> Option<Self> {
        let view = View { tree: &record.tree };
        Some(Self {
            view,
            body: view.only(0)?,
            name: record.facts.message?,
            facts: &record.facts,
        })
    }

    /// A name as it was sent, for us to repeat. One that could not be read to its end is empty, and
    /// counts as absent.
    fn text(&self, name: &str) -> Option<String> {
        match self.view.value(self.view.child(self.body, name)?)? {
            NodeValue::Text(text) if !text.is_empty() => Some(text.into_owned()),
            _ => None,
        }
    }

    /// The identifier by which a message of the gatekeeper calls us: it may be new in it.
    pub(super) fn endpoint_identifier(&self) -> Option<String> {
        self.text("endpointIdentifier")
    }

    /// A reject message.
    pub(super) fn reject(&self, request: Request) -> Reject {
        Reject {
            request,
            reason: self.facts.reason.clone(),
            alternates: self.facts.alternates.clone(),
            gatekeeper_identifier: self.text("gatekeeperIdentifier"),
        }
    }

    /// A gatekeeper confirm.
    pub(super) fn discovered(&self) -> Discovered {
        Discovered {
            gatekeeper_identifier: self.text("gatekeeperIdentifier"),
            ras_address: self.facts.ras_addresses.first().cloned(),
            method: None,
            algorithm: self.facts.algorithms.first().cloned(),
            alternates: self.facts.alternates.clone(),
        }
    }

    /// A registration confirm; `None` without `endpointIdentifier`.
    pub(super) fn granted(&self) -> Option<Granted> {
        let pre_granted = self.view.child(self.body, "preGrantedARQ");
        Some(Granted {
            endpoint_identifier: self.endpoint_identifier()?,
            gatekeeper_identifier: self.text("gatekeeperIdentifier"),
            time_to_live: self.facts.time_to_live.filter(|seconds| *seconds > 0),
            aliases: self.facts.aliases.clone(),
            call_signal_address: self.facts.call_signal_addresses.clone(),
            pre_granted: pre_granted
                .and_then(|granted| self.view.child(granted, "makeCall"))
                .and_then(|node| self.view.boolean(node))
                .unwrap_or(false),
            alternates: self.facts.alternates.clone(),
        })
    }

    /// An admission confirm.
    pub(super) fn admitted(&self) -> Admitted {
        let frequency = self.view.child(self.body, "irrFrequency");
        Admitted {
            routed: self.facts.gatekeeper_routed == Some(true),
            destination: self.facts.call_signal_addresses.first().cloned(),
            destination_info: self.facts.destination.clone(),
            bandwidth: self.facts.bandwidth,
            tokens: self.token_nodes().count(),
            irr_frequency: frequency
                .and_then(|node| self.view.integer(node))
                .and_then(|seconds| u16::try_from(seconds).ok())
                .filter(|seconds| *seconds > 0),
        }
    }

    /// `destinationInfo` in a form that a Setup can express.
    pub(super) fn destination(&self) -> Vec<Alias> {
        let list = self.view.child(self.body, "destinationInfo");
        list.map(|list| self.view.names(list)).unwrap_or_default()
    }

    fn token_nodes(&self) -> impl Iterator<Item = usize> + 'a {
        let list = self.view.child(self.body, "tokens");
        let tree = self.view.tree;
        list.into_iter()
            .flat_map(move |list| tree.children(list))
            .take(MOST)
    }

    /// `tokens`, for Setup to repeat.
    pub(super) fn tokens(&self) -> Vec<ClearToken> {
        self.token_nodes()
            .filter_map(|node| {
                let octets = codec::encode_within(ClearToken::ROOT, &[], self.view.tree, node)?;
                codec::decode(&octets).value.ok()
            })
            .collect()
    }
}
