//! Capabilities: what the peer can do, put into words.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec::NodeValue;

use crate::view::View;

/// A row of the peer's capability table (H.245 7.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapabilityEntry {
    /// `capabilityTableEntryNumber`.
    pub number: u16,
    /// `receive`, `transmit`, `receiveAndTransmit`, or nothing where there is no direction.
    pub direction: &'static str,
    /// `audio`, `video`, `data`, `userInput`, or the alternative's own name.
    pub media: String,
    /// The identifier of the codec or function; for generic capabilities the Recommendation that
    /// its object identifier stands for, where it is known.
    pub codec: String,
    /// The parameters that fit on a line, `cifMPI 1, maxBitRate 3840`.
    pub parameters: String,
}

/// Object identifiers of generic capabilities (H.245 annexes and the codecs' own Recommendations).
const GENERIC: [(&[u32], &str); 10] = [
    (&[0, 0, 8, 241, 0, 0, 1], "H.264"),
    (&[0, 0, 8, 239, 1, 1], "H.239 control"),
    (&[0, 0, 8, 239, 1, 2], "H.239 extended video"),
    (&[0, 0, 8, 245, 1, 0, 0], "MPEG-4 visual"),
    (&[0, 0, 8, 245, 1, 1, 0], "MPEG-4 audio"),
    (&[0, 0, 7, 7221, 1, 0], "G.722.1"),
    (&[0, 0, 7, 7221, 1, 1, 0], "G.722.1 Annex C"),
    (&[0, 0, 7, 7222, 1, 0], "G.722.2 (AMR-WB)"),
    (&[0, 0, 8, 245, 1, 1, 1], "AMR"),
    (&[0, 0, 8, 224, 1, 0], "H.224"),
];

/// The rows of a `terminalCapabilitySet`.
pub(super) fn table(view: &View<'_>, set: usize) -> Vec<CapabilityEntry> {
    let Some(table) = view.child(set, "capabilityTable") else {
        return Vec::new();
    };
    view.tree
        .children(table)
        .filter_map(|row| {
            let number = view.integer(view.child(row, "capabilityTableEntryNumber")?)?;
            let capability = view.only(view.child(row, "capability")?)?;
            Some(entry(view, u16::try_from(number).ok()?, capability))
        })
        .collect()
}

fn entry(view: &View<'_>, number: u16, capability: usize) -> CapabilityEntry {
    let name = view.name(capability);
    let (direction, rest) = [
        ("receiveAndTransmit", "receiveAndTransmit"),
        ("receive", "receive"),
        ("transmit", "transmit"),
    ]
    .into_iter()
    .find_map(|(prefix, direction)| Some((direction, name.strip_prefix(prefix)?)))
    .unwrap_or(("", name));
    let media = match rest {
        "AudioCapability" => "audio",
        "VideoCapability" => "video",
        "DataApplicationCapability" => "data",
        "UserInputCapability" => "userInput",
        other => other,
    };
    // What has an alternative of its own below is named by it; the rest by itself.
    let (codec, details) = match view.value(capability) {
        Some(NodeValue::Choice) => match view.only(capability) {
            Some(codec) => (codec_name(view, codec), codec),
            None => (name.to_owned(), capability),
        },
        _ => (name.to_owned(), capability),
    };
    CapabilityEntry {
        number,
        direction,
        media: media.to_owned(),
        codec,
        parameters: parameters(view, details),
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
        _ => kind.to_owned(),
    }
}

/// The name of a codec's alternative, or of what its object identifier stands for.
pub(super) fn codec_name(view: &View<'_>, codec: usize) -> String {
    let name = view.name(codec);
    // A data application is a SEQUENCE around its protocol.
    if let Some(application) = view
        .child(codec, "application")
        .and_then(|choice| view.only(choice))
    {
        return view.name(application).to_owned();
    }
    let identifier = view
        .child(codec, "capabilityIdentifier")
        .and_then(|choice| view.only(choice));
    match identifier.and_then(|node| view.value(node)) {
        Some(NodeValue::ObjectIdentifier(arcs)) => {
            match GENERIC.iter().find(|(known, _)| *known == arcs.as_slice()) {
                Some((_, known)) => (*known).to_owned(),
                None => format!(
                    "{name} {}",
                    arcs.iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(".")
                ),
            }
        }
        _ => name.to_owned(),
    }
}

/// The numbers right below a capability, and the flags that are set.
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
