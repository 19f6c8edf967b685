//! The fields of a RAS message that a report or a caller needs, in one place.
//!
//! As those of call signalling, they come from the decoded tree, so that a message that was read in
//! part has them too.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

use h323_asn1::codec::{NodeValue, Tree};

use super::{
    message::RasMessageName,
    reason::{self, Reason},
    security::{self, TokenKind},
};
use crate::{
    h225::{EndpointKind, Feature, PeerAddress, Vendor, features, of_set},
    text,
    view::View,
};

/// Most addresses, aliases and gatekeepers of a list that are kept here. The tree has them all.
const MOST: usize = 32;

/// A gatekeeper to try instead (H.225.0 7.6, `AlternateGK`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternateGatekeeper {
    /// `rasAddress`.
    pub address: Option<PeerAddress>,
    /// `gatekeeperIdentifier`.
    pub identifier: Option<String>,
    /// `needToRegister`.
    pub need_to_register: Option<bool>,
    /// `priority`; the lowest number comes first.
    pub priority: Option<u8>,
}

/// The fields that matter. An absent field was not sent, or could not be read.
#[derive(Clone, Debug, Default)]
pub struct RasFacts {
    /// The alternative of `RasMessage`.
    pub message: Option<RasMessageName>,
    /// `requestSeqNum`: a request and its answers share it.
    pub request_seq_num: Option<u16>,
    /// The H.225.0 version of `protocolIdentifier`.
    pub version: Option<u32>,
    /// `gatekeeperIdentifier`.
    pub gatekeeper_identifier: Option<String>,
    /// `endpointIdentifier`, which the gatekeeper gives with its RegistrationConfirm.
    pub endpoint_identifier: Option<String>,
    /// `rasAddress` or `replyAddress`.
    pub ras_addresses: Vec<PeerAddress>,
    /// `callSignalAddress` or `destCallSignalAddress`.
    pub call_signal_addresses: Vec<PeerAddress>,
    /// `endpointAlias`, `terminalAlias`, `srcInfo` or `sourceInfo`.
    pub aliases: Vec<String>,
    /// `destinationInfo`: whom the call is for, or where it goes.
    pub destination: Vec<String>,
    /// `endpointType`, `terminalType` or `destinationType`.
    pub kind: Option<EndpointKind>,
    /// `endpointVendor`, or the vendor of the type.
    pub vendor: Option<Vendor>,
    /// `timeToLive`, in seconds.
    pub time_to_live: Option<u32>,
    /// `keepAlive`: the request only keeps a registration alive.
    pub keep_alive: bool,
    /// `answerCall` or `answeredCall`: the call is taken, not placed.
    pub answers_call: bool,
    /// `needResponse` of an InfoRequestResponse.
    pub needs_response: bool,
    /// `callModel`: whether call signalling goes through the gatekeeper.
    pub gatekeeper_routed: Option<bool>,
    /// `bandWidth` or `allowedBandWidth`, in units of 100 bit/s.
    pub bandwidth: Option<u32>,
    /// `callReferenceValue`.
    pub call_reference: Option<u16>,
    /// `conferenceID`.
    pub conference_id: Option<[u8; 16]>,
    /// `callIdentifier`.
    pub call_identifier: Option<[u8; 16]>,
    /// `delay` of a RequestInProgress, in milliseconds.
    pub delay: Option<u16>,
    /// Why something is refused, ended or wanted.
    pub reason: Option<Reason>,
    /// The alternate gatekeepers, by priority.
    pub alternates: Vec<AlternateGatekeeper>,
    /// `assignedGatekeeper`.
    pub assigned: Option<AlternateGatekeeper>,
    /// The kinds of its tokens.
    pub tokens: Vec<TokenKind>,
    /// `authenticationCapability` or `authenticationMode`: the mechanisms that are offered or chosen.
    pub mechanisms: Vec<String>,
    /// `algorithmOIDs` or `algorithmOID`, dotted.
    pub algorithms: Vec<String>,
    /// The features of the H.460 series in `featureSet` and `genericData`.
    pub features: Vec<Feature>,
}

impl RasFacts {
    /// Takes the facts from a `RasMessage`.
    #[must_use]
    pub fn of(tree: &Tree) -> Self {
        let view = View { tree };
        let mut facts = Self::default();
        let Some(choice) = view.only(0) else {
            return facts;
        };
        let Some(message) = RasMessageName::new(view.name(choice)) else {
            return facts;
        };
        facts.message = Some(message);
        // Each element of a sequence is a whole AdmissionConfirm; the first has the number.
        let body = match message {
            RasMessageName::AdmissionConfirmSequence => view.tree.children(choice).next(),
            _ => Some(choice),
        };
        if let Some(body) = body {
            facts.read(&view, body, message);
        }
        facts
    }

    fn read(&mut self, view: &View<'_>, body: usize, message: RasMessageName) {
        let field = |name: &str| view.child(body, name);
        let one_of = |names: &[&str]| names.iter().find_map(|name| field(name));
        let number = |names: &[&str]| view.integer(one_of(names)?);
        let flag = |names: &[&str]| one_of(names).and_then(|node| view.boolean(node)) == Some(true);
        self.request_seq_num = number(&["requestSeqNum"]).and_then(|n| u16::try_from(n).ok());
        self.version = field("protocolIdentifier").and_then(|node| view.version(node));
        let words = |name: &str| match view.value(field(name)?)? {
            NodeValue::Text(words) => Some(text::shown(&words)).filter(|words| !words.is_empty()),
            _ => None,
        };
        self.gatekeeper_identifier = words("gatekeeperIdentifier");
        self.endpoint_identifier = words("endpointIdentifier");
        for name in ["rasAddress", "replyAddress"] {
            addresses(view, field(name), &mut self.ras_addresses);
        }
        for name in ["callSignalAddress", "destCallSignalAddress"] {
            addresses(view, field(name), &mut self.call_signal_addresses);
        }
        for name in ["endpointAlias", "terminalAlias", "srcInfo", "sourceInfo"] {
            self.aliases.extend(aliases(view, field(name)));
        }
        self.destination = aliases(view, field("destinationInfo"));
        if let Some(endpoint) = one_of(&["endpointType", "terminalType", "destinationType"]) {
            self.kind = view.endpoint_kind(endpoint);
            self.vendor = view.child(endpoint, "vendor").map(|node| view.vendor(node));
        }
        if let Some(vendor) = field("endpointVendor") {
            self.vendor = Some(view.vendor(vendor));
        }
        self.time_to_live = number(&["timeToLive"]).and_then(|n| u32::try_from(n).ok());
        self.keep_alive = flag(&["keepAlive"]);
        self.answers_call = flag(&["answerCall", "answeredCall"]);
        self.needs_response = flag(&["needResponse"]);
        self.gatekeeper_routed = field("callModel")
            .and_then(|choice| view.only(choice))
            .and_then(|model| match view.name(model) {
                "gatekeeperRouted" => Some(true),
                "direct" => Some(false),
                _ => None,
            });
        let bandwidth = number(&["bandWidth", "allowedBandWidth"]);
        self.bandwidth = bandwidth.and_then(|n| u32::try_from(n).ok());
        let reference = number(&["callReferenceValue"]);
        self.call_reference = reference.and_then(|n| u16::try_from(n).ok());
        self.conference_id = field("conferenceID").and_then(|node| view.array(node));
        self.call_identifier = field("callIdentifier")
            .and_then(|node| view.child(node, "guid"))
            .and_then(|node| view.array(node));
        self.delay = number(&["delay"]).and_then(|n| u16::try_from(n).ok());
        self.reason = reason::of(view, body, message);
        let alternates =
            field("altGKInfo").and_then(|info| view.child(info, "alternateGatekeeper"));
        if let Some(list) = alternates.or_else(|| field("alternateGatekeeper")) {
            let children = view.tree.children(list).take(MOST);
            self.alternates = children.map(|node| alternate(view, node)).collect();
            self.alternates.sort_by_key(|known| known.priority);
        }
        self.assigned = field("assignedGatekeeper").map(|node| alternate(view, node));
        self.tokens = TokenKind::of(view, body);
        if let Some(mode) = field("authenticationMode").and_then(|choice| view.only(choice)) {
            self.mechanisms.push(view.name(mode).to_owned());
        }
        if let Some(list) = field("authenticationCapability") {
            let offered = view.tree.children(list).take(MOST);
            let names = offered.filter_map(|choice| view.only(choice));
            self.mechanisms
                .extend(names.map(|name| view.name(name).to_owned()));
        }
        self.algorithms
            .extend(security::identifier(view, body, "algorithmOID"));
        if let Some(list) = field("algorithmOIDs") {
            let offered = view.tree.children(list).take(MOST);
            self.algorithms
                .extend(offered.filter_map(|node| security::dotted(view, node)));
        }
        let used = view.child(body, "genericData");
        self.features = features(view, of_set(view, body).into_iter().chain([used]));
    }
}

/// The addresses at a node: one, or a list of them.
fn addresses(view: &View<'_>, node: Option<usize>, found: &mut Vec<PeerAddress>) {
    let Some(node) = node else {
        return;
    };
    match view.value(node) {
        Some(NodeValue::SequenceOf) => {
            let list = view.tree.children(node).take(MOST);
            found.extend(list.filter_map(|choice| view.address(choice)));
        }
        _ => found.extend(view.address(node)),
    }
}

fn aliases(view: &View<'_>, list: Option<usize>) -> Vec<String> {
    let mut aliases = list.map_or_else(Vec::new, |list| view.aliases(list));
    aliases.truncate(MOST);
    aliases
}

fn alternate(view: &View<'_>, node: usize) -> AlternateGatekeeper {
    let identifier = view.child(node, "gatekeeperIdentifier");
    AlternateGatekeeper {
        address: view
            .child(node, "rasAddress")
            .and_then(|choice| view.address(choice)),
        identifier: identifier.and_then(|node| match view.value(node)? {
            NodeValue::Text(words) => Some(text::shown(&words)),
            _ => None,
        }),
        need_to_register: view
            .child(node, "needToRegister")
            .and_then(|node| view.boolean(node)),
        priority: view
            .child(node, "priority")
            .and_then(|node| view.integer(node))
            .and_then(|number| u8::try_from(number).ok()),
    }
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString, vec::Vec};

    use super::*;
    use crate::ras::{RasRecord, testdata};

    fn facts(name: &str) -> RasFacts {
        RasRecord::of(testdata::message(name)).facts
    }

    fn shown(addresses: &[PeerAddress]) -> Vec<String> {
        addresses.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_registration_says_who_where_and_how_it_proves_it() {
        let request = facts("c29/8/registrationRequest");
        assert_eq!(request.message, Some(RasMessageName::RegistrationRequest));
        assert_eq!(request.version, Some(7));
        assert_eq!(request.aliases, ["2017"]);
        assert_eq!(request.ras_addresses, [], "none over H.460.17");
        assert_eq!(request.kind, Some(EndpointKind::Terminal));
        let product = request.vendor.and_then(|vendor| vendor.product);
        assert_eq!(product.as_deref(), Some("H323Plus simple"));
        assert_eq!(
            request.tokens,
            [TokenKind::Cat, TokenKind::H2351, TokenKind::Md5]
        );
        let confirm = facts("c29/10/registrationConfirm");
        assert_eq!(confirm.request_seq_num, request.request_seq_num);
        assert_eq!(
            confirm.gatekeeper_identifier.as_deref(),
            Some("PeersAuthGK")
        );
        assert!(confirm.endpoint_identifier.is_some());
        assert_eq!(confirm.tokens, [TokenKind::H2351]);
    }

    #[test]
    fn a_gatekeeper_offers_its_method() {
        let confirm = facts("c26/2/gatekeeperConfirm");
        assert_eq!(shown(&confirm.ras_addresses), ["127.0.0.1:1719"]);
        assert_eq!(confirm.mechanisms, ["pwdHash"]);
        assert_eq!(confirm.algorithms, ["0.0.8.235.0.2.6"]);
    }

    #[test]
    fn an_admission_says_where_the_call_goes() {
        let request = facts("c24/12/admissionRequest");
        assert!(!request.answers_call);
        assert_eq!(request.destination, ["2000"]);
        let confirm = facts("c24/13/admissionConfirm");
        assert_eq!(confirm.gatekeeper_routed, Some(true));
        assert_eq!(shown(&confirm.call_signal_addresses), ["127.0.0.1:1720"]);
        assert_eq!(confirm.bandwidth, Some(384_000));
    }

    #[test]
    fn the_end_of_a_call_has_its_reason() {
        let request = facts("c24/676/disengageRequest");
        let reason = request.reason.expect("a reason");
        assert_eq!(reason.identifier, "normalDrop");
        assert!(reason.text.is_some());
    }
}
