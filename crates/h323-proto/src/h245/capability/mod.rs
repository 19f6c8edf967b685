//! The capabilities of the peer, as structure and in words (H.245 7.2.2, B.2.2).

mod details;
mod generic;
mod names;
mod words;

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec::{Arcs, NodeValue};

use crate::{
    named::{named, shown_by_name},
    view::View,
};

pub use details::{CapabilityDetails, Packet, PacketUnit, PictureFormat, Tempo};
pub(crate) use generic::{parameter, parameter_value};
pub(crate) use words::{audio_packet, max_bit_rate, picture_rate, rate};

/// The prefix of an identifier for an alternative that our version of H.245 does not have.
const UNKNOWN: &str = "unknownExtension";

named! {
    /// The direction of media. A capability may be for both (H.245 B.2.2).
    pub enum MediaDirection {
        /// Both directions at a time. It comes first because its name begins with the name of
        /// another variant.
        ReceiveAndTransmit = "receiveAndTransmit",
        /// Towards the side that announces it.
        Receive = "receive",
        /// From the side that announces it.
        Transmit = "transmit",
    }
}

/// What a capability is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CapabilityMedia {
    /// Sound, and telephone events and tones in it.
    Audio,
    /// Pictures.
    Video,
    /// Data applications.
    Data,
    /// Digits and keys.
    UserInput,
    /// Generic control, such as that of H.239.
    Control,
    /// Conferences.
    Conference,
    /// Encryption and authentication.
    Security,
    /// An alternative that our version of H.245 does not have.
    Unknown,
    /// Another alternative, by its own name.
    Other(String),
}

impl CapabilityMedia {
    /// The medium of an alternative: its name follows the direction.
    fn of(alternative: &str) -> Self {
        match alternative {
            "AudioCapability" | "RTPAudioTelephonyEventCapability" | "RTPAudioToneCapability" => {
                Self::Audio
            }
            "VideoCapability" => Self::Video,
            "DataApplicationCapability" => Self::Data,
            "UserInputCapability" => Self::UserInput,
            "genericControlCapability" => Self::Control,
            "conferenceCapability" => Self::Conference,
            "h235SecurityCapability" => Self::Security,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The name used in reports; it does not change between versions.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Data => "data",
            Self::UserInput => "userInput",
            Self::Control => "control",
            Self::Conference => "conference",
            Self::Security => "security",
            Self::Unknown => "unknown",
            Self::Other(name) => name,
        }
    }
}

shown_by_name!(CapabilityMedia);

/// A row of the peer's capability table (H.245 7.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapabilityEntry {
    /// `capabilityTableEntryNumber`.
    pub number: u16,
    /// The direction, if it has one.
    pub direction: Option<MediaDirection>,
    /// The medium or function.
    pub media: CapabilityMedia,
    /// The identifier of the codec or function. For a generic capability, the Recommendation that
    /// its object identifier stands for, if known. For an alternative that our version of H.245
    /// does not have, `unknownExtension` and a number.
    pub codec: String,
    /// The received numbers and the flags that are set, on one line: `cifMPI 1, maxBitRate 3840`.
    pub parameters: String,
    /// What the parameters mean.
    pub details: CapabilityDetails,
}

impl CapabilityEntry {
    /// Whether the side that announces it can receive it.
    #[must_use]
    pub fn is_received(&self) -> bool {
        self.direction != Some(MediaDirection::Transmit)
    }

    /// The name of the codec or function for people, `G.711 A-law`.
    #[must_use]
    pub fn name(&self) -> String {
        names::name(&self.codec, &self.details)
    }

    /// The parameters in words, `up to 20 ms per packet`.
    #[must_use]
    pub fn text(&self) -> String {
        words::text(&self.codec, &self.details)
    }
}

/// The name for an object identifier of H.225.0, H.245, or a generic capability.
#[must_use]
pub fn identified(arcs: &Arcs<'_>) -> Option<String> {
    let dotted = arcs.to_string();
    if let Some(version) = dotted.strip_prefix("0.0.8.2250.0.") {
        return Some(format!("H.225.0 version {version}"));
    }
    if let Some(version) = dotted.strip_prefix("0.0.8.245.0.") {
        return Some(format!("H.245 version {version}"));
    }
    generic::named(&dotted).map(str::to_owned)
}

/// Whose a `NonStandardParameter` is: the vendor, or what its object identifier stands for.
pub(super) fn owner(view: &View<'_>, parameter: usize) -> Option<String> {
    let identifier = generic::identifier(view, parameter)?;
    Some(match identifier.split_once("h221 ") {
        Some((_, code)) => names::vendor(code),
        None => generic::named(&identifier).map_or(identifier, str::to_owned),
    })
}

/// The rows of a `terminalCapabilitySet`.
pub(super) fn table(view: &View<'_>, set: usize) -> Vec<CapabilityEntry> {
    let Some(table) = view.child(set, "capabilityTable") else {
        return Vec::new();
    };
    view.tree
        .children(table)
        .filter_map(|row| {
            let number = view.integer(view.child(row, "capabilityTableEntryNumber")?)?;
            let number = u16::try_from(number).ok()?;
            let choice = view.child(row, "capability")?;
            match view.only(choice) {
                Some(capability) => Some(entry(view, number, capability)),
                None => Some(CapabilityEntry {
                    number,
                    direction: None,
                    media: CapabilityMedia::Unknown,
                    codec: unknown(view, choice)?,
                    parameters: String::new(),
                    details: CapabilityDetails::default(),
                }),
            }
        })
        .collect()
}

/// `unknownExtension6`, for a CHOICE whose alternative our version of H.245 does not have.
fn unknown(view: &View<'_>, choice: usize) -> Option<String> {
    match view.value(view.tree.children(choice).next()?)? {
        NodeValue::UnknownExtension { index, .. } => Some(format!("{UNKNOWN}{index}")),
        _ => None,
    }
}

fn entry(view: &View<'_>, number: u16, capability: usize) -> CapabilityEntry {
    let name = view.name(capability);
    let (direction, rest) = MediaDirection::ALL
        .iter()
        .find_map(|direction| Some((Some(*direction), name.strip_prefix(direction.name())?)))
        .unwrap_or((None, name));
    // An alternative below gives the name. Without one, the capability's own alternative gives it.
    let below = match view.value(capability) {
        Some(NodeValue::Choice) => view.only(capability),
        _ => None,
    };
    let codec = match below {
        Some(codec) => codec_name(view, codec),
        None => match codec_name(view, capability) {
            same if same == name => unknown(view, capability).unwrap_or_else(|| rest.to_owned()),
            known => known,
        },
    };
    let node = below.unwrap_or(capability);
    CapabilityEntry {
        number,
        direction,
        media: CapabilityMedia::of(rest),
        details: CapabilityDetails::read(view, node, &codec),
        codec,
        parameters: parameters(view, node),
    }
}

/// `audioData g711Alaw64k` of a `DataType`.
pub(super) fn data_type(view: &View<'_>, choice: usize) -> String {
    let Some(alternative) = view.only(choice) else {
        return String::new();
    };
    let kind = view.name(alternative);
    match view.value(alternative) {
        Some(NodeValue::Choice) => match view.only(alternative) {
            Some(codec) => format!("{kind} {}", codec_name(view, codec)),
            None => kind.to_owned(),
        },
        Some(NodeValue::Sequence) => {
            // A `DataApplicationCapability`, or media under H.235, which hold another `DataType`.
            match view.child(alternative, "mediaType") {
                Some(media) => format!("{kind} {}", data_type(view, media)),
                None => match codec_name(view, alternative) {
                    same if same == kind => same,
                    known => format!("{kind} {known}"),
                },
            }
        }
        _ => kind.to_owned(),
    }
}

/// The identifier of a capability's codec: its alternative, or the name for its object identifier
/// or vendor, at whatever depth.
pub(super) fn codec_name(view: &View<'_>, codec: usize) -> String {
    // A data application is a SEQUENCE around its protocol.
    if let Some(choice) = view.child(codec, "application") {
        if let Some(application) = view.only(choice) {
            return codec_name(view, application);
        }
        if let Some(unknown) = unknown(view, choice) {
            return unknown;
        }
    }
    if let Some(extension) = generic::extension_of(view, codec) {
        return generic::known(&extension).map_or_else(
            || format!("{} {extension}", view.name(codec)),
            str::to_owned,
        );
    }
    let name = view.name(codec);
    match generic::identifier(view, codec) {
        Some(identifier) => match generic::known(&identifier) {
            Some(known) => known.to_owned(),
            None => format!("{name} {identifier}"),
        },
        None => name.to_owned(),
    }
}

/// The numbers directly below a capability, and the flags that are set.
fn parameters(view: &View<'_>, node: usize) -> String {
    let own = match view.value(node) {
        Some(NodeValue::Integer(value)) => Some(value.to_string()),
        _ => None,
    };
    let below = view.tree.children(node).filter_map(|child| {
        let name = view.name(child);
        match view.value(child)? {
            NodeValue::Integer(value) if !name.is_empty() => Some(format!("{name} {value}")),
            NodeValue::Boolean(true) => Some(name.to_owned()),
            _ => None,
        }
    });
    own.into_iter().chain(below).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
