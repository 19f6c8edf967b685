//! Identifiers of capabilities that other Recommendations or vendors define, and the meaning of
//! their numbered parameters (H.245 B.2.2.11 and the Recommendations themselves).

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec::NodeValue;

use super::details::{Packet, PacketUnit};
use crate::view::View;

/// Object identifiers of generic capabilities: H.241, H.239, H.224, H.245 annexes, and those of
/// the codecs' own Recommendations.
const KNOWN: [(&str, &str); 25] = [
    (H264, "H.264"),
    (CONTROL, "H.239 control"),
    (EXTENDED_VIDEO, "H.239 extended video"),
    ("0.0.8.224.1.0", "H.224"),
    (G7221, "G.722.1"),
    (G7221_ANNEX_C, "G.722.1 Annex C"),
    ("0.0.7.7222.1.0", "G.722.2 (AMR-WB)"),
    ("0.0.8.245.1.0.0", "MPEG-4 visual"),
    ("0.0.8.245.1.1.0", "MPEG-4 audio"),
    ("0.0.8.245.1.1.1", "AMR"),
    ("0.0.8.245.1.1.2", "ACELP"),
    ("0.0.8.245.1.1.3", "US1"),
    ("0.0.8.245.1.1.4", "IS-127 EVRC"),
    ("0.0.8.245.1.1.5", "ISO/IEC 13818-7"),
    ("0.0.8.245.1.1.6", "RFC 3389 comfort noise"),
    ("0.0.8.245.1.1.7", "L-16"),
    ("0.0.8.245.1.1.8", "bounded audio stream"),
    ("0.0.8.245.1.2.0", "ISO/IEC 14496-1"),
    ("0.0.8.245.1.2.1", "Nx64"),
    ("0.0.8.241.0.0.0.0", "H.241 Annex A packetization"),
    ("0.0.8.241.0.0.0.1", "RFC 3984 non-interleaved"),
    ("0.0.8.241.0.0.0.2", "RFC 3984 interleaved"),
    ("0.0.8.239.2", "H.239 message"),
    ("0.0.8.460.18.0.1", "H.460.18"),
    ("0.0.8.460.19.0.1", "H.460.19"),
];

pub(super) const H264: &str = "0.0.8.241.0.0.1";
pub(super) const CONTROL: &str = "0.0.8.239.1.1";
pub(super) const EXTENDED_VIDEO: &str = "0.0.8.239.1.2";
pub(super) const G7221: &str = "0.0.7.7221.1.0";
pub(super) const G7221_ANNEX_C: &str = "0.0.7.7221.1.1.0";

/// Media encryption algorithms (H.235.6 and H.235.0 Annex).
const ALGORITHMS: [(&str, &str); 11] = [
    ("2.16.840.1.101.3.4.1.2", "AES-128 CBC"),
    ("2.16.840.1.101.3.4.1.3", "AES-128 OFB"),
    ("2.16.840.1.101.3.4.1.22", "AES-192 CBC"),
    ("2.16.840.1.101.3.4.1.23", "AES-192 OFB"),
    ("2.16.840.1.101.3.4.1.42", "AES-256 CBC"),
    ("2.16.840.1.101.3.4.1.43", "AES-256 OFB"),
    ("1.3.14.3.2.7", "DES CBC"),
    ("1.3.14.3.2.8", "DES OFB"),
    ("1.3.14.3.2.17", "Triple-DES"),
    ("1.2.840.113549.3.2", "RC2 CBC"),
    ("1.2.840.113549.3.7", "Triple-DES CBC"),
];

/// What tokens of H.235.1 are for, and how their hashes are made (H.235.1 clause 9, RFC 1321).
const TOKENS: [(&str, &str); 5] = [
    ("0.0.8.235.0.2.1", "H.235.1 hash over the whole message"),
    ("0.0.8.235.0.2.5", "H.235.1 clear token"),
    ("0.0.8.235.0.2.6", "HMAC-SHA1-96"),
    ("1.2.840.113549.2.5", "MD5"),
    ("1.2.840.113548.10.1.2.1", "Cisco access token (CAT)"),
];

/// The name for the identifier of a generic capability.
pub(super) fn known(identifier: &str) -> Option<&'static str> {
    look_up(&KNOWN, identifier)
}

/// The name for any identifier in this file.
pub(super) fn named(identifier: &str) -> Option<&'static str> {
    known(identifier)
        .or_else(|| look_up(&ALGORITHMS, identifier))
        .or_else(|| look_up(&TOKENS, identifier))
}

/// The name of an encryption algorithm, or its object identifier.
pub(super) fn algorithm(identifier: &str) -> String {
    look_up(&ALGORITHMS, identifier).map_or_else(|| identifier.to_string(), str::to_string)
}

fn look_up(table: &[(&str, &'static str)], identifier: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == identifier)
        .map(|(_, name)| *name)
}

/// `0.0.8.241.0.0.1` or `h221 181/0/1`: the `capabilityIdentifier` of a generic capability, or the
/// `nonStandardIdentifier` of a non-standard one.
pub(super) fn identifier(view: &View<'_>, node: usize) -> Option<String> {
    let alternative = ["capabilityIdentifier", "nonStandardIdentifier"]
        .into_iter()
        .find_map(|name| view.only(view.child(node, name)?))?;
    match view.value(alternative)? {
        NodeValue::ObjectIdentifier(arcs) => Some(arcs.to_string()),
        NodeValue::Text(text) => Some(crate::text::shown(&text)),
        NodeValue::OctetString(octets) => Some(format!("uuid {}", crate::text::hex(&octets))),
        NodeValue::Sequence => vendor(view, alternative).or_else(|| identifier(view, alternative)),
        _ => None,
    }
}

/// The prefix of a vendor's identifier.
pub(super) const VENDOR: &str = "h221";

/// `h221 181/0/1`: an `H221NonStandard`, or the `NonStandardParameter` around one.
fn vendor(view: &View<'_>, node: usize) -> Option<String> {
    let number = |name| view.integer(view.child(node, name)?);
    Some(format!(
        "{VENDOR} {}/{}/{}",
        number("t35CountryCode")?,
        number("t35Extension")?,
        number("manufacturerCode")?
    ))
}

/// The identifier of the first `videoCapabilityExtension` of an `ExtendedVideoCapability`.
pub(super) fn extension_of(view: &View<'_>, node: usize) -> Option<String> {
    let extensions = view.child(node, "videoCapabilityExtension")?;
    let first = view.tree.children(extensions).next()?;
    identifier(view, first)
}

/// A numbered parameter: its number and its value, if both are numbers.
pub(super) fn numbered(view: &View<'_>, capability: usize) -> Vec<(i64, i64)> {
    ["collapsing", "nonCollapsing"]
        .into_iter()
        .filter_map(|name| view.child(capability, name))
        .flat_map(|list| view.tree.children(list))
        .filter_map(|parameter| {
            let id = view.only(view.child(parameter, "parameterIdentifier")?)?;
            let value = view.only(view.child(parameter, "parameterValue")?)?;
            Some((view.integer(id)?, view.integer(value)?))
        })
        .take(super::details::KEPT)
        .collect()
}

/// The words for the bits of a `booleanArray` that are set, highest bit first.
pub(super) fn bits(value: i64, names: &[(i64, &'static str)]) -> Vec<&'static str> {
    names
        .iter()
        .filter(|(bit, _)| value & bit != 0)
        .map(|(_, name)| *name)
        .collect()
}

/// Parameter 41 of H.264 (H.241 8.3).
pub(super) const PROFILES: [(i64, &str); 7] = [
    (64, "Baseline"),
    (32, "Main"),
    (16, "Extended"),
    (8, "High"),
    (4, "High 10"),
    (2, "High 4:2:2"),
    (1, "High 4:4:4"),
];

/// Parameter 11 of H.264 (H.241 8.3).
const ADDITIONAL_MODES: [(i64, &str); 1] = [(64, "reduced-complexity decoding (RCDO)")];

/// Parameter 42 of H.264 (H.241 8.3): the level for a code point.
pub(super) fn level(code: i64) -> Option<&'static str> {
    Some(match code {
        15 => "1",
        19 => "1b",
        22 => "1.1",
        29 => "1.2",
        36 => "1.3",
        43 => "2",
        50 => "2.1",
        57 => "2.2",
        64 => "3",
        71 => "3.1",
        78 => "3.2",
        85 => "4",
        92 => "4.1",
        99 => "4.2",
        106 => "5",
        113 => "5.1",
        120 => "5.2",
        _ => return None,
    })
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// The optional parameters of H.264 (H.241 8.3) with their units.
pub(super) fn h264_option(number: i64, value: i64) -> Option<String> {
    Some(match number {
        3 => format!("{} macroblocks/s", value.saturating_mul(500)),
        4 => format!("{} macroblocks a picture", value.saturating_mul(256)),
        5 => format!("picture buffer of {} octets", value.saturating_mul(32_768)),
        6 => format!(
            "custom bit rate {}",
            super::rate(unsigned(value).saturating_mul(25_000))
        ),
        7 => format!("{} static macroblocks/s", value.saturating_mul(500)),
        8 => format!("NAL units of {value} octets recommended"),
        9 => format!("NAL units up to {value} octets"),
        _ => return None,
    })
}

/// Parameter 1 of the extended video capability: the role labels (H.239).
pub(super) const ROLES: [(i64, &str); 2] = [(1, "presentation"), (2, "live")];

/// Parameter 2 of G.722.1 Annex C: the bit rates in kbit/s.
pub(super) const ANNEX_C_RATES: [(i64, &str); 3] = [(64, "24"), (32, "32"), (16, "48")];

/// The names of numbered parameters, sorted by capability.
const PARAMETERS: [(&str, i64, &str); 19] = [
    (H264, 3, "CustomMaxMBPS"),
    (H264, 4, "CustomMaxFS"),
    (H264, 5, "CustomMaxDPB"),
    (H264, 6, "CustomMaxBRandCPB"),
    (H264, 7, "MaxStaticMBPS"),
    (H264, 8, "max-rcmd-nal-unit-size"),
    (H264, 9, "max-nal-unit-size"),
    (H264, 10, "SampleAspectRatiosSupported"),
    (H264, 11, "AdditionalModesSupported"),
    (H264, 12, "AdditionalDisplayCapabilities"),
    (H264, 41, "Profile"),
    (H264, 42, "Level"),
    (G7221, 1, "maxFramesPerPacket"),
    (G7221_ANNEX_C, 1, "maxFramesPerPacket"),
    (G7221_ANNEX_C, 2, "bitRate"),
    (EXTENDED_VIDEO, 1, "roleLabel"),
    ("0.0.8.460.18.0.1", 1, "callIdentifier"),
    ("0.0.8.460.18.0.1", 2, "answerCall"),
    ("0.0.8.460.19.0.1", 1, "TraversalParameters"),
];

/// The name of a numbered parameter of the generic capability with this object identifier.
pub(crate) fn parameter(identifier: &str, number: i64) -> Option<&'static str> {
    let mut known = PARAMETERS.iter();
    let found = known.find(|(owner, known, _)| *owner == identifier && *known == number);
    found.map(|(.., name)| *name)
}

/// The meaning of the value of such a parameter.
pub(crate) fn parameter_value(identifier: &str, number: i64, value: i64) -> Option<String> {
    let flags = |names| {
        let set = bits(value, names);
        match value {
            0 => Some("none".into()),
            _ => (!set.is_empty()).then(|| set.join(", ")),
        }
    };
    match (identifier, number) {
        (H264, 11) => flags(&ADDITIONAL_MODES),
        (H264, 41) => flags(&PROFILES),
        (H264, 42) => level(value).map(|level| format!("level {level}")),
        (H264, _) => h264_option(number, value),
        (G7221 | G7221_ANNEX_C, 1) => {
            let most = u16::try_from(value).ok()?;
            let unit = PacketUnit::Frames(Some(20));
            Some(super::words::packet(Packet { most, unit }))
        }
        (G7221_ANNEX_C, 2) => flags(&ANNEX_C_RATES).map(|rates| format!("{rates} kbit/s")),
        (EXTENDED_VIDEO, 1) => flags(&ROLES),
        _ => None,
    }
}

/// `maxBitRate` of a capability in bit/s, with the identifier if it is generic. G.722.1 announces
/// bit/s, all others announce units of 100 bit/s. Vendors use units of their own.
pub(super) fn bit_rate(identifier: Option<&str>, value: i64) -> Option<u64> {
    let value = u64::try_from(value).ok()?;
    match identifier {
        Some(G7221) => Some(value),
        Some(own) if !own.starts_with(|first: char| first.is_ascii_digit()) => None,
        _ => Some(value.saturating_mul(100)),
    }
}
