//! The names of codecs and functions, for people.

use alloc::{borrow::ToOwned, format, string::String};

use super::{
    UNKNOWN,
    details::{CapabilityDetails, VERSION_2},
};
use crate::h225::manufacturer;

/// Names by identifier.
const NAMES: [(&str, &str); 62] = [
    ("g711Alaw64k", "G.711 A-law"),
    ("g711Alaw56k", "G.711 A-law, 56 kbit/s"),
    ("g711Ulaw64k", "G.711 µ-law"),
    ("g711Ulaw56k", "G.711 µ-law, 56 kbit/s"),
    ("g722-64k", "G.722"),
    ("g722-56k", "G.722, 56 kbit/s"),
    ("g722-48k", "G.722, 48 kbit/s"),
    ("g7231", "G.723.1"),
    ("g7231AnnexCCapability", "G.723.1 Annex C"),
    ("g728", "G.728"),
    ("g729", "G.729"),
    ("g729AnnexA", "G.729 Annex A"),
    ("g729wAnnexB", "G.729 Annex B"),
    ("g729AnnexAwAnnexB", "G.729 Annexes A and B"),
    ("g729Extensions", "G.729 with annexes"),
    ("gsmFullRate", "GSM full rate"),
    ("gsmHalfRate", "GSM half rate"),
    ("gsmEnhancedFullRate", "GSM enhanced full rate"),
    ("is11172AudioCapability", "MPEG-1 audio"),
    ("is13818AudioCapability", "MPEG-2 audio"),
    ("MPEG-4 audio", "MPEG-4 audio (AAC)"),
    ("vbd", "Voice-band data"),
    ("audioTelephonyEvent", "Telephone events"),
    ("audioTone", "Tones"),
    (
        "RTPAudioTelephonyEventCapability",
        "Telephone events in RTP (RFC 4733)",
    ),
    ("RTPAudioToneCapability", "Tones in RTP (RFC 4733)"),
    ("h261VideoCapability", "H.261"),
    ("h262VideoCapability", "H.262 (MPEG-2 video)"),
    ("h263VideoCapability", "H.263"),
    ("is11172VideoCapability", "MPEG-1 video"),
    ("extendedVideoCapability", "Extended video"),
    ("H.239 control", "H.239 second video stream"),
    ("t120", "T.120 data conferencing"),
    ("dsm-cc", "DSM-CC"),
    ("userData", "User data"),
    ("t84", "T.84 still images"),
    ("t434", "T.434 file transfer"),
    ("h224", "H.224 far-end camera control"),
    ("H.224", "H.224 far-end camera control"),
    ("nlpid", "Network protocol by NLPID"),
    ("dsvdControl", "DSVD control"),
    ("h222DataPartitioning", "H.222.0 data partitioning"),
    ("t30fax", "T.30 fax"),
    ("t38fax", "T.38 fax"),
    ("t140", "T.140 text"),
    ("basicString", "Digits, * and #"),
    ("iA5String", "IA5 text"),
    ("generalString", "Text of any character set"),
    ("dtmf", "DTMF signals with their length"),
    ("hookflash", "Hook flash"),
    (
        "extendedAlphanumericCapability",
        "Digits beside telephone events",
    ),
    ("encryptedBasicString", "Digits, encrypted"),
    ("encryptedIA5String", "IA5 text, encrypted"),
    (
        "encryptedGeneralString",
        "Text of any character set, encrypted",
    ),
    ("secureDTMF", "DTMF signals, encrypted"),
    ("conferenceCapability", "Conference control"),
    ("h235SecurityCapability", "Media encryption (H.235)"),
    (
        "h233EncryptionTransmitCapability",
        "Encryption (H.233), sending",
    ),
    (
        "h233EncryptionReceiveCapability",
        "Encryption (H.233), receiving",
    ),
    ("fecCapability", "Forward error correction"),
    ("depFecCapability", "Forward error correction (RFC 2733)"),
    ("redundancyEncodingCap", "Redundancy encoding"),
];

/// The name of the codec or function of a capability.
pub(super) fn name(codec: &str, details: &CapabilityDetails) -> String {
    if let Some(first) = details.carries.first() {
        let role = match details.roles.as_slice() {
            [role] => role,
            _ => "second video stream",
        };
        let inner = base(first, details);
        return if codec.starts_with("H.239") {
            format!("H.239 {role}: {inner}")
        } else {
            format!("Extended video: {inner}")
        };
    }
    base(codec, details)
}

fn base(codec: &str, details: &CapabilityDetails) -> String {
    if codec == "h263VideoCapability" && details.options.iter().any(|option| option == VERSION_2) {
        return "H.263+ (version 2)".to_owned();
    }
    if let Some((_, vendor)) = codec.split_once("h221 ") {
        return match maker(vendor) {
            Some(maker) => format!("Non-standard of {maker} ({vendor})"),
            None => format!("Non-standard of vendor {vendor}"),
        };
    }
    if let Some(number) = codec.strip_prefix(UNKNOWN) {
        return format!("Unknown (extension {number})");
    }
    NAMES
        .iter()
        .find(|(identifier, _)| *identifier == codec)
        .map_or(codec, |(_, name)| name)
        .to_owned()
}

/// The vendor whose code is `181/0/1`, by its name if that is known.
pub(super) fn vendor(code: &str) -> String {
    maker(code).map_or_else(|| format!("vendor {code}"), str::to_owned)
}

/// The name of the vendor whose code is `181/0/1`.
fn maker(vendor: &str) -> Option<&'static str> {
    let mut parts = vendor.split('/');
    let country = parts.next()?.parse().ok()?;
    let extension = parts.next()?.parse().ok()?;
    let code = parts.next()?.parse().ok()?;
    manufacturer(country, extension, code)
}
