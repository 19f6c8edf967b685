//! Features of the H.460 series, which a side announces (H.460.1).

use alloc::vec::Vec;

use crate::view::View;

/// Most features that are kept of a message.
const MOST: usize = 32;

/// What the Recommendations of the series are about. A feature is numbered by its Recommendation.
const NAMES: &[(u16, &str)] = &[
    (2, "number portability"),
    (3, "circuit maps"),
    (4, "call priority"),
    (5, "several elements of the same kind in a message"),
    (6, "extended fast connect"),
    (7, "digit maps"),
    (8, "queries for other routes"),
    (9, "reports of the quality of media"),
    (10, "category of the caller"),
    (11, "delayed set-up of the call"),
    (12, "control of glare"),
    (13, "release controlled by the called user"),
    (14, "precedence and preemption"),
    (15, "moving call signalling to another connection"),
    (16, "release in several messages"),
    (
        17,
        "RAS over the connection of call signalling, for endpoints behind NAT",
    ),
    (
        18,
        "signalling through NAT and firewalls, by connections from the inside",
    ),
    (
        19,
        "media through NAT and firewalls, by packets from the inside and multiplexing",
    ),
    (20, "location number"),
    (21, "messages to many"),
    (22, "negotiation of TLS and IPsec"),
    (23, "finding out what kind of NAT there is"),
    (24, "media between two endpoints behind NAT"),
    (25, "geographic position"),
    (26, "media over the connection of call signalling"),
    (27, "identifier of the session from end to end"),
];

/// A feature of the H.460 series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Feature(pub u16);

impl Feature {
    /// What it is for; `None` for a number that is not in our list.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let known = NAMES.iter().find(|(number, _)| *number == self.0);
        known.map(|(_, name)| *name)
    }
}

/// The Recommendation.
impl core::fmt::Display for Feature {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "H.460.{}", self.0)
    }
}

/// The standard features in lists of `FeatureDescriptor` or `GenericData`, each once.
pub(crate) fn features(
    view: &View<'_>,
    lists: impl IntoIterator<Item = Option<usize>>,
) -> Vec<Feature> {
    let mut found = Vec::new();
    let lists = lists.into_iter().flatten();
    for element in lists.flat_map(|list| view.tree.children(list)) {
        let number = view
            .child(element, "id")
            .and_then(|choice| view.only(choice))
            .filter(|id| view.name(*id) == "standard")
            .and_then(|id| view.integer(id))
            .and_then(|number| u16::try_from(number).ok());
        if let Some(number) = number
            && found.len() < MOST
            && !found.contains(&Feature(number))
        {
            found.push(Feature(number));
        }
    }
    found
}

/// The lists of a `featureSet` of a body.
pub(crate) fn of_set(view: &View<'_>, body: usize) -> [Option<usize>; 3] {
    let set = view.child(body, "featureSet");
    ["neededFeatures", "desiredFeatures", "supportedFeatures"].map(|name| view.child(set?, name))
}

#[cfg(test)]
mod tests {
    use h323_asn1::{
        codec,
        h225::{
            ConferenceIdentifier, ConnectUUIE, EndpointType, FeatureSet, GenericData,
            GenericIdentifier, H323UUPDU, H323UUPDUH323MessageBody, H323UserInformation,
        },
    };

    use super::*;
    use crate::h225::{Facts, UserInformation};

    #[test]
    fn a_feature_goes_by_its_recommendation() {
        let traversal = Feature(18);
        assert_eq!(alloc::format!("{traversal}"), "H.460.18");
        assert!(traversal.name().is_some_and(|name| name.contains("NAT")));
        assert_eq!(
            Feature(1).name(),
            None,
            "the rules for the series are no feature"
        );
        assert_eq!(Feature(99).name(), None);
        for pair in NAMES.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{pair:?}");
        }
    }

    /// What is read of a message with these features in a `featureSet`, and that one as `genericData`.
    fn read(set: FeatureSet, used: Option<GenericData>) -> Vec<Feature> {
        let version = super::super::protocol_identifier(7);
        let conference = ConferenceIdentifier::from([7; 16]);
        let mut connect = ConnectUUIE::new(version, EndpointType::default(), conference);
        connect.feature_set = Some(set);
        let mut pdu = H323UUPDU::new(H323UUPDUH323MessageBody::connect(alloc::boxed::Box::new(
            connect,
        )));
        pdu.generic_data = used.map(|data| alloc::vec![data]);
        let octets = codec::encode(&H323UserInformation::new(pdu)).expect("encodes");
        Facts::of(&UserInformation::read(&octets)).features
    }

    #[test]
    fn what_a_message_announces_and_uses_is_kept_once() {
        let feature = |number: u16| GenericData::new(GenericIdentifier::standard(number.into()));
        let mut set = FeatureSet::default();
        set.needed_features = Some(alloc::vec![feature(18)]);
        set.desired_features = Some(alloc::vec![feature(23), feature(18)]);
        set.supported_features = Some(alloc::vec![feature(19)]);
        let expected = [18, 23, 19, 17].map(Feature);
        assert_eq!(read(set, Some(feature(17))), expected);
        assert_eq!(read(FeatureSet::default(), None), []);
        let mut many = FeatureSet::default();
        many.supported_features = Some((1..200).map(feature).collect());
        assert_eq!(read(many, None).len(), MOST);
    }
}
