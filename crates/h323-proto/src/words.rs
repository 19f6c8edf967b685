//! The meaning of values that do not explain themselves: addresses, texts in octets, codes that
//! have an owner, numbers that have a unit.

use alloc::{
    borrow::{Cow, ToOwned},
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::net::IpAddr;

use h323_asn1::codec::{Node, NodeValue, Tree};

mod traversal;

use crate::{
    h225::{country, manufacturer},
    h245,
    q931::ProtocolDiscriminator,
    ras, text,
    view::View,
};

/// A node of a tree, with the nodes around it.
#[derive(Clone, Copy, Debug)]
pub struct Nested<'a> {
    tree: &'a Tree,
    at: usize,
    /// The index among the children of the parent.
    number: usize,
    within: Option<&'a Self>,
}

impl<'a> Nested<'a> {
    /// The root of a tree.
    #[must_use]
    pub const fn root(tree: &'a Tree) -> Self {
        Self {
            tree,
            at: 0,
            number: 0,
            within: None,
        }
    }

    /// The index among the nodes of the tree.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Its children.
    pub fn parts(&'a self) -> impl Iterator<Item = Self> + 'a {
        let children = self.tree.children(self.at).enumerate();
        children.map(|(number, at)| Self {
            tree: self.tree,
            at,
            number,
            within: Some(self),
        })
    }

    /// Its name, or its number if it is an element of a list or an addition that our version of the
    /// type lacks.
    #[must_use]
    pub fn name(&self) -> Cow<'static, str> {
        let name = self.identifier();
        if !name.is_empty() {
            return name.into();
        }
        match self.tree.value(self.at) {
            Some(NodeValue::UnknownExtension { index, .. }) => {
                format!("unknownExtension{index}").into()
            }
            Some(NodeValue::Undecodable { .. }) => "rest".into(),
            _ => self.number.to_string().into(),
        }
    }

    fn identifier(&self) -> &'static str {
        self.tree.nodes().get(self.at).map_or("", Node::name)
    }

    /// The names on the path to the node, joined by dots, without the root.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = match self.within {
            Some(within) if within.within.is_some() => within.path() + ".",
            _ => String::new(),
        };
        if self.within.is_some() {
            path.push_str(&self.name());
        }
        path
    }

    /// The ancestor so many levels up; 0 is the parent.
    fn around(&self, levels: usize) -> Option<&Self> {
        let mut around = self.within?;
        for _ in 0..levels {
            around = around.within?;
        }
        Some(around)
    }

    /// The meaning of its value. `None` if it has parts or explains itself.
    #[must_use]
    pub fn words(&self) -> Option<Cow<'static, str>> {
        let node = self.tree.nodes().get(self.at)?;
        if node.has_parts() {
            return None;
        }
        match (self.tree.value(self.at)?, node.name()) {
            (NodeValue::ObjectIdentifier(arcs), _) => h245::identified(&arcs).map(Into::into),
            (NodeValue::OctetString(octets), _) if self.is_traversal() => traversal::words(&octets),
            (NodeValue::OctetString(octets), name) => self.octets(name, &octets).map(Into::into),
            (NodeValue::BitString { octets, bits }, _) => whole_octets(&octets, bits),
            (NodeValue::Integer(number), name) => self.number(name, number),
            (NodeValue::Null, name) => self.reason(name).map(Into::into),
            _ => None,
        }
    }

    /// The meaning of an alternative without a value: the reason of a RAS message.
    fn reason(&self, name: &str) -> Option<&'static str> {
        let component = self.within?;
        ras::reason::meaning(component.within?.identifier(), component.identifier(), name)
    }

    fn octets(&self, name: &str, octets: &[u8]) -> Option<String> {
        let holder = self.within.map_or("", Self::identifier);
        match (name, holder) {
            ("ip" | "network" | "netmask", _) | ("", "route") => address(octets),
            ("guid" | "conferenceID", _) => Some(text::uuid(octets.try_into().ok()?)),
            _ => printable(octets),
        }
    }

    fn number(&self, name: &str, number: i64) -> Option<Cow<'static, str>> {
        match name {
            "protocol-discriminator" => {
                let code = u8::try_from(number).ok()?;
                Some(ProtocolDiscriminator::from_code(code).to_string().into())
            }
            "t35CountryCode" => country(u8::try_from(number).ok()?).map(Into::into),
            "manufacturerCode" => self.manufacturer(number).map(Into::into),
            "standard" if self.within?.identifier() == "parameterIdentifier" => {
                let name = h245::parameter(&self.generic()?, number)?;
                Some(name.into())
            }
            "standard" if self.within?.identifier() == "id" => self.feature(number),
            _ if self.within?.identifier() == "parameterValue" => {
                let parameter = View { tree: self.tree };
                let element = self.around(1)?.at;
                let identifier =
                    parameter.only(parameter.child(element, "parameterIdentifier")?)?;
                let identifier = parameter.integer(identifier)?;
                h245::parameter_value(&self.generic()?, identifier, number).map(Into::into)
            }
            "maxBitRate" => {
                let identifier = self.within.and_then(Self::own_identifier);
                h245::max_bit_rate(identifier.as_deref(), number).map(Into::into)
            }
            _ => measured(name, self.within.map_or("", Self::identifier), number).map(Into::into),
        }
    }

    /// Whether it holds the `TraversalParameters` of H.460.19.
    fn is_traversal(&self) -> bool {
        let number = || {
            let view = View { tree: self.tree };
            let within = self
                .within
                .filter(|holder| holder.identifier() == "parameterValue")?;
            let identifier = view.child(within.within?.at, "parameterIdentifier")?;
            view.integer(view.only(identifier)?)
        };
        number() == Some(1) && self.generic().as_deref() == Some(traversal::IDENTIFIER)
    }

    /// The owner of the code. The country and its extension are the nodes right before it.
    fn manufacturer(&self, code: i64) -> Option<&'static str> {
        let view = View { tree: self.tree };
        let before = |name| {
            let number = view.integer(view.child(self.within?.at, name)?)?;
            u8::try_from(number).ok()
        };
        manufacturer(
            before("t35CountryCode")?,
            before("t35Extension")?,
            u16::try_from(code).ok()?,
        )
    }

    /// What a standard `GenericIdentifier` of H.225.0 stands for: a feature is numbered by its
    /// Recommendation of the H.460 series (H.460.1), a parameter by that Recommendation.
    fn feature(&self, number: i64) -> Option<Cow<'static, str>> {
        match self.around(2)?.identifier() {
            "neededFeatures" | "desiredFeatures" | "supportedFeatures" | "genericData" => {
                Some(format!("H.460.{number}").into())
            }
            "parameters" => {
                let view = View { tree: self.tree };
                let feature = view.only(view.child(self.around(3)?.at, "id")?)?;
                match (view.integer(feature)?, number) {
                    (17, 1) => Some("RAS message".into()),
                    (19, 1) => Some("supportTransmitMultiplexedMedia".into()),
                    (19, 2) => Some("mediaTraversalServer".into()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The identifier of the generic capability or message around this node. The ancestors are the parameter's
    /// identifier or value, the parameter, the list, and the capability.
    fn generic(&self) -> Option<String> {
        self.around(3)?.own_identifier()
    }

    /// The identifier of a generic capability or message.
    fn own_identifier(&self) -> Option<String> {
        let view = View { tree: self.tree };
        let identifier = view
            .child(self.at, "capabilityIdentifier")
            .or_else(|| view.child(self.at, "messageIdentifier"))?;
        let identifier = view.only(identifier)?;
        match view.value(identifier)? {
            NodeValue::ObjectIdentifier(arcs) => Some(arcs.to_string()),
            _ => Some(view.name(identifier).to_owned()),
        }
    }
}

/// Words for a node that are known from elsewhere. `Some(None)` says that it has no words, `None`
/// leaves them to its value.
pub type Own<'a> = &'a dyn Fn(usize) -> Option<Option<&'a str>>;

/// All words of a tree, each with the path to its value.
#[must_use]
pub fn all<'a>(tree: &Tree, own: Own<'a>) -> Vec<(String, Cow<'a, str>)> {
    let mut found = Vec::new();
    collect(&Nested::root(tree), own, &mut found);
    found
}

/// The recursion is bounded, because the tree's depth is bounded when it is built.
fn collect<'a>(place: &Nested<'_>, own: Own<'a>, found: &mut Vec<(String, Cow<'a, str>)>) {
    for part in place.parts() {
        let words = match own(part.at) {
            Some(words) => words.map(Cow::Borrowed),
            None => part.words(),
        };
        if let Some(words) = words {
            found.push((part.path(), words));
        }
        collect(&part, own, found);
    }
}

/// Seconds since 1970 (H.235.0 `TimeStamp`) as date and time. The year begins in March here, so that
/// the leap day is its last; 719,468 days lie between the March of year 0 and 1970.
fn utc(seconds: u64) -> String {
    let days = seconds / 86_400 + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!(
        "{}-{month:02}-{of_month:02} {hour:02}:{minute:02}:{second:02} UTC",
        year + era * 400 + next
    )
}

/// Hashes and the like in hexadecimal; short ones and those with odd bits are flags.
fn whole_octets(octets: &[u8], bits: usize) -> Option<Cow<'static, str>> {
    (bits >= 64 && bits.is_multiple_of(8)).then(|| text::hex(octets).into())
}

fn address(octets: &[u8]) -> Option<String> {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return Some(IpAddr::from(four).to_string());
    }
    let sixteen = <[u8; 16]>::try_from(octets).ok()?;
    Some(IpAddr::from(sixteen).to_string())
}

/// Octets that are text, except for blanks and zeros at the end.
fn printable(octets: &[u8]) -> Option<String> {
    let text = core::str::from_utf8(octets).ok()?;
    let text = text.trim_end_matches(|last: char| last.is_whitespace() || last == '\0');
    let readable = text.chars().count() > 1 && !text.chars().any(char::is_control);
    readable.then(|| text::shown(text))
}

/// A number with the unit in the Recommendation. `holder` is the name of the parent, because some
/// names have several meanings.
fn measured(name: &str, holder: &str, number: i64) -> Option<String> {
    let count = u64::try_from(number).ok()?;
    let rate = |unit| Some(h245::rate(count.saturating_mul(unit)));
    match (name, holder) {
        (
            "channelRate"
            | "maximumBitRate"
            | "bandWidth"
            | "bandwidth"
            | "allowedBandWidth"
            | "totalBandwidthRestriction",
            _,
        ) => rate(100),
        ("bitRate", "h261VideoMode" | "h263VideoMode" | "dataMode" | "h223Capability") => rate(100),
        ("videoBitRate", _) => rate(400),
        (
            "bitRate",
            "is11172AudioCapability"
            | "is13818AudioCapability"
            | "is11172AudioMode"
            | "is13818AudioMode",
        ) => rate(1_000),
        ("singleBitRate" | "lowerBitRate" | "higherBitRate", _) => rate(64_000),
        (
            "maximumAudioDelayJitter" | "maximumDelayJitter" | "skew" | "maximumSkew" | "duration",
            _,
        ) => Some(format!("{count} ms")),
        ("tokenRate" | "peakRate", "rsvpParameters") => Some(format!("{count} octets/s")),
        ("bucketSize" | "minPoliced" | "maxPktSize", "rsvpParameters") | ("maxNTUSize", _) => {
            Some(format!("{count} octets"))
        }
        ("timeToLive" | "irrFrequency" | "irrFrequencyInCall" | "callDurationLimit", _) => {
            Some(format!("{count} s"))
        }
        ("delay", "requestInProgress") => Some(format!("{count} ms")),
        ("timeStamp" | "alertingTime" | "connectTime" | "endTime", _) => Some(utc(count)),
        ("rfc-number", _) => Some(format!("RFC {count}")),
        _ => h245::picture_rate(name, count).or_else(|| h245::audio_packet(name, count)),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use h323_asn1::{
        codec,
        h225::{EnumeratedParameter, GenericData, GenericIdentifier},
        h245::MultimediaSystemControlMessage,
    };

    use super::*;
    use crate::h245::{Codec, H245Record, Pdu, write};

    fn words_of(tree: &Tree) -> Vec<(String, String)> {
        let words = all(tree, &|_| None).into_iter();
        words
            .map(|(path, words)| (path, words.into_owned()))
            .collect()
    }

    /// The words at the path with this end.
    fn at(words: &[(String, String)], end: &str) -> String {
        let mut found = words.iter().filter(|(path, _)| path.ends_with(end));
        let (_, words) = found.next().unwrap_or_else(|| panic!("{end}: {words:?}"));
        words.clone()
    }

    #[test]
    fn our_capabilities_are_named_and_measured() {
        let pdu = Pdu::TerminalCapabilitySet {
            sequence: 1,
            codecs: Codec::ALL.to_vec(),
        };
        let record = H245Record::of(write(&pdu, 13).unwrap());
        let words = words_of(&record.tree);
        for (end, wanted) in [
            (
                "request.terminalCapabilitySet.protocolIdentifier",
                "H.245 version 13",
            ),
            (
                "capabilityTable.0.capability.receiveAudioCapability.g711Alaw64k",
                "up to 20 ms per packet",
            ),
            (
                "receiveAudioCapability.g729",
                "up to 2 frames (20 ms) per packet",
            ),
            ("h261VideoCapability.qcifMPI", "30 frames/s"),
            ("h261VideoCapability.maxBitRate", "384 kbit/s"),
            (
                "genericVideoCapability.capabilityIdentifier.standard",
                "H.264",
            ),
            ("genericVideoCapability.maxBitRate", "384 kbit/s"),
            ("collapsing.0.parameterIdentifier.standard", "Profile"),
            ("collapsing.0.parameterValue.booleanArray", "Baseline"),
            ("collapsing.1.parameterIdentifier.standard", "Level"),
            ("collapsing.1.parameterValue.unsignedMin", "level 1.3"),
        ] {
            assert_eq!(at(&words, end), wanted, "{end}");
        }
        for (path, _) in &words {
            assert!(record.tree.find(path).is_some(), "{path}");
        }
        assert!(
            !words
                .iter()
                .any(|(path, _)| path.ends_with("sequenceNumber"))
        );
    }

    #[test]
    fn units_go_by_the_component_and_what_it_stands_in() {
        for (name, holder, number, wanted) in [
            ("maximumBitRate", "restriction", 640, Some("64 kbit/s")),
            ("channelRate", "", 10_000, Some("1000 kbit/s")),
            ("bitRate", "h261VideoMode", 640, Some("64 kbit/s")),
            ("bitRate", "is11172AudioMode", 64, Some("64 kbit/s")),
            ("bitRate", "newATMVCIndication", 64, None),
            ("videoBitRate", "", 5, Some("2 kbit/s")),
            ("singleBitRate", "", 6, Some("384 kbit/s")),
            ("duration", "signal", 90, Some("90 ms")),
            ("tokenRate", "rsvpParameters", 8_000, Some("8000 octets/s")),
            ("peakRate", "qOSDescriptor", 8_000, None),
            ("cifMPI", "", 2, Some("15 frames/s")),
            ("cifMPI", "", 0, None),
            ("rfc-number", "", 2429, Some("RFC 2429")),
            ("slowCifMPI", "", 2, Some("a picture every 2 s")),
            ("g711Ulaw64k", "", 30, Some("up to 30 ms per packet")),
            (
                "maxAl-sduAudioFrames",
                "g7231",
                1,
                Some("up to 1 frame (30 ms) per packet"),
            ),
            (
                "audioUnitSize",
                "gsmFullRate",
                33,
                Some("up to 33 octets per packet"),
            ),
            ("sequenceNumber", "", 1, None),
            ("duration", "", -1, None),
            ("bandWidth", "admissionRequest", 640, Some("64 kbit/s")),
            ("timeToLive", "", 60, Some("60 s")),
            ("delay", "requestInProgress", 300, Some("300 ms")),
            ("delay", "other", 300, None),
            ("connectTime", "", 0, Some("1970-01-01 00:00:00 UTC")),
        ] {
            assert_eq!(
                measured(name, holder, number).as_deref(),
                wanted,
                "{name} {number}"
            );
        }
    }

    #[test]
    fn features_of_the_h460_series_go_by_their_recommendation() {
        // Made by H323Plus: Facility of H.460.17 around an unregistrationConfirm.
        let octets = "28100100108101800e014000110000400001000340ac29";
        let octets: Vec<u8> = (0..octets.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&octets[at..at + 2], 16).unwrap())
            .collect();
        let read = codec::read(
            <h323_asn1::h225::H323UserInformation as codec::Described>::ROOT,
            &octets,
        );
        let words = words_of(&read.tree);
        assert_eq!(at(&words, "genericData.0.id.standard"), "H.460.17");
        assert_eq!(at(&words, "parameters.0.id.standard"), "RAS message");
    }

    #[test]
    fn parameters_of_media_traversal_have_names() {
        let of = |number: u8| GenericIdentifier::standard(number.into());
        for (number, name) in [
            (1, Some("supportTransmitMultiplexedMedia")),
            (2, Some("mediaTraversalServer")),
            (3, None),
        ] {
            let mut data = GenericData::new(of(19));
            data.parameters = Some(vec![EnumeratedParameter::new(of(number))]);
            let octets = codec::encode(&data).unwrap();
            let read = codec::read(<GenericData as codec::Described>::ROOT, &octets);
            let words = words_of(&read.tree);
            let found = words
                .iter()
                .find(|(path, _)| path.ends_with("parameters.0.id.standard"));
            assert_eq!(found.map(|(_, words)| words.as_str()), name);
        }
    }

    #[test]
    fn time_stamps_are_dates() {
        for (seconds, wanted) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_399, "2000-02-28 23:59:59 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_795_433_855, "2026-11-23 11:37:35 UTC"),
            (4_294_967_295, "2106-02-07 06:28:15 UTC"),
        ] {
            assert_eq!(measured("timeStamp", "", seconds).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn a_hash_is_hexadecimal_and_flags_are_not() {
        assert_eq!(
            whole_octets(&[0, 1, 2, 3, 4, 5, 6, 0xff], 64).as_deref(),
            Some("00010203040506ff")
        );
        assert_eq!(whole_octets(&[0x80], 3), None);
        assert_eq!(whole_octets(&[0x80], 8), None);
    }

    #[test]
    fn octets_are_addresses_identifiers_or_text() {
        assert_eq!(address(&[127, 0, 0, 3]).as_deref(), Some("127.0.0.3"));
        let mut six = vec![0; 16];
        six[15] = 1;
        assert_eq!(address(&six).as_deref(), Some("::1"));
        assert_eq!(address(&[1, 2, 3]), None);
        assert_eq!(printable(b"GnuGk\0").as_deref(), Some("GnuGk"));
        assert_eq!(printable(b"a"), None);
        assert_eq!(printable(&[1, 2]), None);
    }

    #[test]
    fn what_is_cut_anywhere_has_words_with_paths_that_lead_somewhere() {
        let pdu = Pdu::TerminalCapabilitySet {
            sequence: 1,
            codecs: Codec::ALL.to_vec(),
        };
        let whole = write(&pdu, 13).unwrap();
        for length in 0..whole.len() {
            let read = codec::read(
                <MultimediaSystemControlMessage as codec::Described>::ROOT,
                &whole[..length],
            );
            for (path, _) in words_of(&read.tree) {
                assert!(read.tree.find(&path).is_some(), "{length}: {path}");
            }
        }
    }
}
