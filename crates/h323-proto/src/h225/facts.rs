//! The fields of an `H323-UserInformation` that a call or its report needs, in one place.
//!
//! We take them from the decoded tree, not from the typed value, because a partly read message has
//! a tree too. A Connect with an unknown alternative near its end still says where its H.245
//! channel is.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use h323_asn1::codec::NodeValue;

use super::{
    Alias, Carried, FacilityReason, Feature, ReleaseReason, Unread, UserInformation, features,
    of_set,
};
use crate::{
    h245::{ChannelRecord, H245Record},
    h450::ServiceRecord,
    named::shown_by_name,
    q931::MessageType,
    ras::RasRecord,
    text,
    view::View,
};

/// An address in a message: an IP address, or the name of another alternative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerAddress {
    /// `ipAddress` or `ip6Address`.
    Ip(SocketAddr),
    /// Another alternative of `TransportAddress`, by its identifier.
    Other(String),
}

impl fmt::Display for PeerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Other(name) => f.write_str(name),
        }
    }
}

/// The kind of entity that an `EndpointType` describes (H.225.0 7.6, `EndpointType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointKind {
    /// `terminal`.
    Terminal,
    /// `gateway`.
    Gateway,
    /// `mcu`.
    Mcu,
    /// `gatekeeper`.
    Gatekeeper,
}

impl EndpointKind {
    /// The identifier of the Recommendation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Gateway => "gateway",
            Self::Mcu => "mcu",
            Self::Gatekeeper => "gatekeeper",
        }
    }
}

shown_by_name!(EndpointKind);

/// The contents of a `VendorIdentifier`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vendor {
    /// `t35CountryCode`, `t35Extension` and `manufacturerCode`.
    pub t35: Option<(u8, u8, u16)>,
    /// `productId` as text.
    pub product: Option<String>,
    /// `versionId` as text.
    pub version: Option<String>,
}

/// The fields that matter. Every field is optional: an absent field was not sent, unless
/// [`unread`](Self::unread) says that it may be in an unreadable part.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The alternative of `h323-message-body`.
    pub body: Option<String>,
    /// The H.225.0 version of `protocolIdentifier`.
    pub version: Option<u32>,
    /// `callIdentifier`.
    pub call_identifier: Option<[u8; 16]>,
    /// `conferenceID`.
    pub conference_id: Option<[u8; 16]>,
    /// `h245Tunnelling`.
    pub h245_tunnelling: Option<bool>,
    /// Whether `provisionalRespToH245Tunnelling` says that the peer is undecided.
    pub h245_tunnelling_undecided: bool,
    /// `h245Address`.
    pub h245_address: Option<PeerAddress>,
    /// Whether `h245SecurityMode` asks for TLS on the connection to it; in Setup, whether
    /// `h245SecurityCapability` offers that.
    pub h245_over_tls: bool,
    /// The H.245 messages that `h245Control` carries.
    pub h245_control: Carried<H245Record>,
    /// The H.245 messages that `parallelH245Control` of a Setup carries beside `fastStart`.
    pub parallel_h245_control: Carried<H245Record>,
    /// The APDUs of H.450.1 that `h4501SupplementaryService` carries.
    pub supplementary_services: Carried<ServiceRecord>,
    /// The channels that `fastStart` offers or accepts, each an `OpenLogicalChannel`.
    pub fast_start: Carried<ChannelRecord>,
    /// The RAS messages that `genericData` carries (H.460.17).
    pub ras: Carried<RasRecord>,
    /// Whether `fastConnectRefused` is present.
    pub fast_start_refused: bool,
    /// `sourceInfo` or `destinationInfo`.
    pub kind: Option<EndpointKind>,
    /// Its `vendor`.
    pub vendor: Option<Vendor>,
    /// `sourceAddress`, `alertingAddress`, `connectedAddress` or `busyAddress`.
    pub aliases: Vec<String>,
    /// `destinationAddress` of a Setup.
    pub destination: Vec<String>,
    /// `reason` of a Release Complete.
    pub release_reason: Option<ReleaseReason>,
    /// `reason` of a Facility.
    pub facility_reason: Option<FacilityReason>,
    /// `alternativeAddress` of a Facility.
    pub alternative_address: Option<PeerAddress>,
    /// `alternativeAliasAddress` of a Facility.
    pub alternative_aliases: Vec<String>,
    /// The aliases among them that can be called, as they were sent.
    pub alternative_names: Vec<Alias>,
    /// The features of the H.460 series that the sender announces, needs or uses.
    pub features: Vec<Feature>,
    /// Absent fields that are mandatory in the version that the sender claims.
    pub missing: Vec<&'static str>,
    /// The parts that could not be read.
    pub unread: Unread,
}

impl Facts {
    /// Takes the facts from the decoded part.
    #[must_use]
    pub fn of(information: &UserInformation) -> Self {
        let tree = &information.tree;
        let view = View { tree };
        let mut facts = Self {
            unread: Unread::of(information),
            ..Self::default()
        };
        let Some(pdu) = view.child(0, "h323-uu-pdu") else {
            return facts;
        };
        facts.h245_tunnelling = view
            .child(pdu, "h245Tunnelling")
            .and_then(|n| view.boolean(n));
        facts.h245_tunnelling_undecided =
            view.child(pdu, "provisionalRespToH245Tunnelling").is_some();
        facts.h245_control = Carried::read(&view, pdu, "h245Control", H245Record::of);
        facts.supplementary_services =
            Carried::read(&view, pdu, "h4501SupplementaryService", ServiceRecord::of);
        facts.ras = ras(&view, pdu);
        let Some(body) = view
            .child(pdu, "h323-message-body")
            .and_then(|choice| view.only(choice))
        else {
            return facts;
        };
        let name = view.name(body);
        facts.body = Some(name.to_owned());
        facts.version = view
            .child(body, "protocolIdentifier")
            .and_then(|n| view.version(n));
        facts.call_identifier = view
            .child(body, "callIdentifier")
            .and_then(|n| view.child(n, "guid"))
            .and_then(|n| view.array(n));
        facts.conference_id = view.child(body, "conferenceID").and_then(|n| view.array(n));
        facts.h245_address = view
            .child(body, "h245Address")
            .and_then(|n| view.address(n));
        facts.h245_over_tls = ["h245SecurityMode", "h245SecurityCapability"]
            .into_iter()
            .filter_map(|name| view.child(body, name))
            .any(|security| view.offers(security, "tls"));
        facts.fast_start = Carried::read(&view, body, "fastStart", ChannelRecord::of);
        facts.parallel_h245_control =
            Carried::read(&view, body, "parallelH245Control", H245Record::of);
        let set = of_set(&view, body);
        let alone = ["neededFeatures", "desiredFeatures", "supportedFeatures"]
            .map(|name| view.child(body, name));
        let used = view.child(pdu, "genericData");
        facts.features = features(&view, set.into_iter().chain(alone).chain([used]));
        facts.fast_start_refused = view.child(body, "fastConnectRefused").is_some();
        let endpoint = view
            .child(body, "destinationInfo")
            .or_else(|| view.child(body, "sourceInfo"));
        if let Some(endpoint) = endpoint {
            facts.kind = view.endpoint_kind(endpoint);
            facts.vendor = view.child(endpoint, "vendor").map(|n| view.vendor(n));
        }
        for name in [
            "sourceAddress",
            "alertingAddress",
            "connectedAddress",
            "busyAddress",
        ] {
            if let Some(list) = view.child(body, name) {
                facts.aliases.extend(view.aliases(list));
            }
        }
        if let Some(list) = view.child(body, "destinationAddress") {
            facts.destination = view.aliases(list);
        }
        let reason = view
            .child(body, "reason")
            .and_then(|choice| view.only(choice))
            .map(|n| view.name(n));
        match name {
            "releaseComplete" => facts.release_reason = reason.map(ReleaseReason::new),
            "facility" => {
                facts.facility_reason = reason.map(FacilityReason::new);
                facts.alternative_address = view
                    .child(body, "alternativeAddress")
                    .and_then(|n| view.address(n));
                if let Some(list) = view.child(body, "alternativeAliasAddress") {
                    facts.alternative_aliases = view.aliases(list);
                    facts.alternative_names = view.names(list);
                }
            }
            _ => {}
        }
        facts.missing = missing(&view, pdu, body, &facts);
        facts
    }

    /// Whether the octets at `node` of the message's tree were read as a value of their own.
    #[must_use]
    pub fn carries(&self, node: usize) -> bool {
        self.h245_control.at(node).is_some()
            || self.parallel_h245_control.at(node).is_some()
            || self.fast_start.at(node).is_some()
            || self.supplementary_services.at(node).is_some()
            || self.ras.at(node).is_some()
    }

    /// The H.245 messages that the message carries.
    pub fn tunnelled(&self) -> impl Iterator<Item = &H245Record> {
        self.h245_control.iter().chain(&*self.parallel_h245_control)
    }

    /// The facts of a message. `whole`: its Q.931 part was read to its end.
    #[must_use]
    pub fn of_message(information: Option<&UserInformation>, whole: bool) -> Self {
        match information {
            Some(information) => Self::of(information),
            None if whole => Self::default(),
            None => Self {
                unread: Unread::ALL,
                ..Self::default()
            },
        }
    }

    /// Whether the body matches the Q.931 message type (H.225.0 7.3, 7.4).
    ///
    /// Facility may carry `empty`. So may any other message from a peer of version 4 or later that
    /// has nothing to say. An unread body matches every type.
    #[must_use]
    pub fn body_fits(&self, message_type: MessageType) -> bool {
        let expected = match message_type {
            MessageType::Setup => "setup",
            MessageType::SetupAcknowledge => "setupAcknowledge",
            MessageType::CallProceeding => "callProceeding",
            MessageType::Progress => "progress",
            MessageType::Alerting => "alerting",
            MessageType::Connect => "connect",
            MessageType::Information => "information",
            MessageType::Notify => "notify",
            MessageType::Facility => "facility",
            MessageType::Status => "status",
            MessageType::StatusEnquiry => "statusInquiry",
            MessageType::ReleaseComplete => "releaseComplete",
            _ => return true,
        };
        self.body
            .as_deref()
            .is_none_or(|body| body == expected || body == "empty")
    }
}

/// The feature that carries RAS in call signalling, and its parameter with a message (H.460.17).
const RAS_OVER_SIGNALLING: i64 = 17;
const RAS_MESSAGE: i64 = 1;

/// The RAS messages in `genericData`.
fn ras(view: &View<'_>, pdu: usize) -> Carried<RasRecord> {
    let mut carried = Carried::default();
    let standard = |node: usize| {
        let id = view.only(view.child(node, "id")?)?;
        (view.name(id) == "standard").then(|| view.integer(id))?
    };
    let elements = |node: usize, list: &str| {
        let list = view.child(node, list);
        list.into_iter().flat_map(|list| view.tree.children(list))
    };
    for feature in elements(pdu, "genericData") {
        if standard(feature) != Some(RAS_OVER_SIGNALLING) {
            continue;
        }
        for parameter in elements(feature, "parameters") {
            let raw = view
                .child(parameter, "content")
                .and_then(|content| view.only(content))
                .filter(|content| view.name(*content) == "raw");
            if let (Some(RAS_MESSAGE), Some(raw)) = (standard(parameter), raw) {
                carried.take(view, raw, RasRecord::of);
            }
        }
    }
    carried
}

/// The bodies that have `multipleCalls` and `maintainConnection`, since version 3.
const WITH_CALL_FLAGS: [&str; 6] = [
    "setup",
    "callProceeding",
    "progress",
    "alerting",
    "connect",
    "facility",
];

/// Extension additions that are not OPTIONAL in the module. They are mandatory from the version
/// that added them; senders of earlier versions do not know them.
fn missing(view: &View<'_>, pdu: usize, body: usize, facts: &Facts) -> Vec<&'static str> {
    let version = facts.version.unwrap_or(0);
    let mut missing = Vec::new();
    let mut demand = |since: u32, node: usize, name: &'static str| {
        let hidden = match node == pdu {
            true => facts.unread.in_pdu(name),
            false => facts.unread.in_body(name),
        };
        if version >= since && view.child(node, name).is_none() && !hidden {
            missing.push(name);
        }
    };
    demand(2, body, "callIdentifier");
    if WITH_CALL_FLAGS.contains(&view.name(body)) {
        demand(3, body, "multipleCalls");
        demand(3, body, "maintainConnection");
    }
    demand(2, pdu, "h245Tunnelling");
    missing
}

/// Access to the value types of H.225.0.
impl View<'_> {
    /// The last arc of 0 0 8 2250 0 n.
    pub(crate) fn version(&self, node: usize) -> Option<u32> {
        match self.value(node)? {
            NodeValue::ObjectIdentifier(arcs) => match arcs.iter().collect::<Vec<_>>().as_slice() {
                [0, 0, 8, 2250, 0, version] => Some(*version),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn address(&self, choice: usize) -> Option<PeerAddress> {
        let alternative = self.only(choice)?;
        let name = self.name(alternative);
        let port = self
            .child(alternative, "port")
            .and_then(|n| self.integer(n))
            .and_then(|port| u16::try_from(port).ok());
        let ip = self.child(alternative, "ip");
        let ip: Option<IpAddr> = match name {
            "ipAddress" => ip.and_then(|n| self.array::<4>(n)).map(Into::into),
            "ip6Address" => ip.and_then(|n| self.array::<16>(n)).map(Into::into),
            _ => None,
        };
        Some(match (ip, port) {
            (Some(ip), Some(port)) => PeerAddress::Ip(SocketAddr::new(ip, port)),
            _ => PeerAddress::Other(name.to_owned()),
        })
    }

    /// What the `EndpointType` at `node` says that it is.
    pub(crate) fn endpoint_kind(&self, node: usize) -> Option<EndpointKind> {
        [
            ("gatekeeper", EndpointKind::Gatekeeper),
            ("mcu", EndpointKind::Mcu),
            ("gateway", EndpointKind::Gateway),
            ("terminal", EndpointKind::Terminal),
        ]
        .into_iter()
        .find(|(name, _)| self.child(node, name).is_some())
        .map(|(_, kind)| kind)
    }

    pub(crate) fn vendor(&self, node: usize) -> Vendor {
        let codes = self.child(node, "vendor");
        let code = |name| {
            codes
                .and_then(|codes| self.child(codes, name))
                .and_then(|n| self.integer(n))
        };
        let words = |name| {
            self.child(node, name)
                .and_then(|n| self.octets(n))
                .map(|octets| text::of_octets(&octets))
        };
        Vendor {
            t35: match (
                code("t35CountryCode").and_then(|code| u8::try_from(code).ok()),
                code("t35Extension").and_then(|code| u8::try_from(code).ok()),
                code("manufacturerCode").and_then(|code| u16::try_from(code).ok()),
            ) {
                (Some(country), Some(extension), Some(manufacturer)) => {
                    Some((country, extension, manufacturer))
                }
                _ => None,
            },
            product: words("productId"),
            version: words("versionId"),
        }
    }

    pub(crate) fn aliases(&self, list: usize) -> Vec<String> {
        self.tree
            .children(list)
            .filter_map(|choice| self.only(choice))
            .map(|alias| match self.value(alias) {
                Some(NodeValue::Text(text)) => text::shown(&text),
                _ => match self.name(alias) {
                    "transportID" => self
                        .address(alias)
                        .map_or_else(|| "transportID".to_string(), |address| address.to_string()),
                    name => self
                        .number(alias)
                        .map_or_else(|| format!("({name})"), |number| text::shown(&number)),
                },
            })
            .collect()
    }

    /// The aliases as they were sent, without those that our Setup cannot express.
    pub(crate) fn names(&self, list: usize) -> Vec<Alias> {
        self.tree
            .children(list)
            .filter_map(|choice| self.only(choice))
            .filter_map(|alias| {
                let text = || match self.value(alias) {
                    Some(NodeValue::Text(text)) => Some(text.into_owned()),
                    _ => None,
                };
                match self.name(alias) {
                    "dialledDigits" => text().map(Alias::DialedDigits),
                    "h323-ID" => text().map(Alias::H323Id),
                    "url-ID" => text().map(Alias::UrlId),
                    "email-ID" => text().map(Alias::EmailId),
                    "partyNumber" => self.party_number(alias).map(Alias::PartyNumber),
                    "transportID" => match self.address(alias)? {
                        PeerAddress::Ip(address) => Some(Alias::TransportId(address)),
                        PeerAddress::Other(_) => None,
                    },
                    _ => None,
                }
            })
            .collect()
    }

    /// The digits of an `e164Number`, with a `+` if its type is international. Numbers of another
    /// plan are only meaningful within that plan.
    fn party_number(&self, node: usize) -> Option<String> {
        let number = self
            .only(node)
            .filter(|number| self.name(*number) == "e164Number")?;
        let digits = self.number(node)?;
        let kind = self
            .child(number, "publicTypeOfNumber")
            .and_then(|choice| self.only(choice));
        Some(match kind.map(|kind| self.name(kind)) {
            Some("internationalNumber") => format!("+{digits}"),
            _ => digits,
        })
    }

    /// The numbers in a list of `PartyNumber`.
    pub(crate) fn numbers(&self, list: usize) -> Vec<String> {
        let numbers = self.tree.children(list);
        let digits = numbers.filter_map(|choice| self.number(choice));
        digits.map(|digits| text::shown(&digits)).collect()
    }

    /// The digits at any depth of a `partyNumber`, `mobileUIM` or `isupNumber`.
    fn number(&self, node: usize) -> Option<String> {
        self.tree
            .children(node)
            .find_map(|child| match self.value(child)? {
                NodeValue::Text(text) => Some(text.into_owned()),
                _ => self.number(child),
            })
    }
}
