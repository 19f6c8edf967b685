//! The meaning of a capability's parameters, as structure.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};

use h323_asn1::codec::NodeValue;

use super::generic;
use crate::{named::shown_by_name, view::View};

/// We keep at most this many entries of each list: a peer could announce thousands.
pub(super) const KEPT: usize = 16;

/// We keep at most this many octets of non-standard data, in hexadecimal.
const DATA: usize = 32;

/// The meaning of a capability's parameters. An absent field was not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapabilityDetails {
    /// The object identifier of a generic capability in dots, or `h221` with the vendor's code.
    pub identifier: Option<String>,
    /// In bit/s; H.245 mostly counts in units of 100.
    pub max_bit_rate: Option<u64>,
    /// How much audio a packet may hold.
    pub packet: Option<Packet>,
    /// The picture sizes, each with its rate.
    pub formats: Vec<PictureFormat>,
    /// The profiles of H.264.
    pub profiles: Vec<&'static str>,
    /// The level of H.264.
    pub level: Option<String>,
    /// Further options, in the words of the Recommendations.
    pub options: Vec<String>,
    /// The dynamic payload type of telephone events.
    pub payload_type: Option<u8>,
    /// The telephone events, `0-16`.
    pub events: Option<String>,
    /// The encryption algorithms.
    pub algorithms: Vec<String>,
    /// The row that an encryption or a correction applies to.
    pub applies_to: Option<u16>,
    /// The codecs of an extended video capability.
    pub carries: Vec<String>,
    /// The roles of an extended video stream (H.239).
    pub roles: Vec<&'static str>,
    /// The first octets of non-standard data in hexadecimal.
    pub data: Option<String>,
}

/// How much audio a packet may hold at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet {
    /// The number of units.
    pub most: u16,
    /// The unit.
    pub unit: PacketUnit,
}

/// The unit for the size of an audio packet. Sample-based codecs have frames of 1 ms, other codecs
/// have frames of their own (H.225.0 6.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PacketUnit {
    /// Milliseconds.
    Milliseconds,
    /// Frames of the codec. The number is the length of a frame in milliseconds, if it is a whole
    /// number.
    Frames(Option<u16>),
    /// Octets.
    Octets,
}

impl PacketUnit {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::Frames(_) => "frames",
            Self::Octets => "octets",
        }
    }
}

shown_by_name!(PacketUnit);

/// A picture size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFormat {
    /// `CIF`, or pixels `640×480`.
    pub name: String,
    /// The highest rate of such pictures.
    pub tempo: Tempo,
}

/// The rate of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tempo {
    /// The minimum picture interval in units of 1/29.97 s.
    Interval(u16),
    /// The seconds between pictures.
    Seconds(u16),
    /// Not given in these units.
    Other,
}

/// The components that are minimum picture intervals (H.245 B.2.2.5).
const INTERVALS: [(&str, &str); 5] = [
    ("sqcifMPI", "SQCIF"),
    ("qcifMPI", "QCIF"),
    ("cifMPI", "CIF"),
    ("cif4MPI", "4CIF"),
    ("cif16MPI", "16CIF"),
];

/// The components that are seconds between pictures.
const SECONDS: [(&str, &str); 5] = [
    ("slowSqcifMPI", "SQCIF"),
    ("slowQcifMPI", "QCIF"),
    ("slowCifMPI", "CIF"),
    ("slowCif4MPI", "4CIF"),
    ("slowCif16MPI", "16CIF"),
];

impl CapabilityDetails {
    /// Reads the parameters of the capability at `node`, which is called `codec`.
    pub(super) fn read(view: &View<'_>, node: usize, codec: &str) -> Self {
        let mut details = Self::default();
        if let Some(application) = view
            .child(node, "application")
            .and_then(|choice| view.only(choice))
        {
            details.add(view, application, codec);
            details.application(view, application);
        }
        details.add(view, node, codec);
        if let Some(streams) = view.child(node, "videoCapability") {
            details.extended(view, node, streams);
        }
        details
    }

    fn add(&mut self, view: &View<'_>, node: usize, codec: &str) {
        let number = |name: &str| view.integer(view.child(node, name)?);
        self.identifier = self.identifier.take().or(generic::identifier(view, node));
        self.packet = self.packet.or(packet(view, node));
        if let Some(rate) = number("maxBitRate") {
            self.max_bit_rate = generic::bit_rate(self.identifier.as_deref(), rate);
        }
        self.pictures(view, node);
        self.flags(view, node);
        self.numbered(view, node);
        self.payload_type = self
            .payload_type
            .or(number("dynamicRTPPayloadType").and_then(|number| u8::try_from(number).ok()));
        if let Some(NodeValue::Text(events)) = view
            .child(node, "audioTelephoneEvent")
            .and_then(|events| view.value(events))
        {
            self.events = Some(crate::text::shown(&events));
        }
        self.applies_to = ["mediaCapability", "protectedCapability"]
            .into_iter()
            .find_map(|name| u16::try_from(number(name)?).ok());
        self.encryption(view, node);
        let holder = view
            .child(node, "capabilityIdentifier")
            .and_then(|choice| view.only(choice))
            .unwrap_or(node);
        if let Some(data) = view
            .child(holder, "data")
            .and_then(|data| view.octets(data))
        {
            let kept = data.get(..DATA).unwrap_or(&data);
            let rest = if kept.len() < data.len() { "…" } else { "" };
            self.data = Some(format!("{}{rest}", crate::text::hex(kept)));
        }
        if codec.starts_with("conference")
            && let Some(chair) = view.child(node, "chairControlCapability")
            && view.boolean(chair) == Some(true)
        {
            self.option("chair control");
        }
    }

    fn option(&mut self, text: impl Into<String>) {
        let text = text.into();
        if self.options.len() < KEPT && !self.options.contains(&text) {
            self.options.push(text);
        }
    }

    fn pictures(&mut self, view: &View<'_>, node: usize) {
        let number = |name: &str| u16::try_from(view.integer(view.child(node, name)?)?).ok();
        let mut add = |name: &str, tempo| {
            if self.formats.len() < KEPT {
                let name = name.to_owned();
                self.formats.push(PictureFormat { name, tempo });
            }
        };
        for (component, name) in INTERVALS {
            if let Some(interval) = number(component) {
                add(name, Tempo::Interval(interval));
            }
        }
        for (component, name) in SECONDS {
            if let Some(seconds) = number(component) {
                add(name, Tempo::Seconds(seconds));
            }
        }
        let Some(list) = view
            .child(node, "h263Options")
            .and_then(|options| view.child(options, "customPictureFormat"))
        else {
            return;
        };
        for format in view.tree.children(list) {
            let pixels = |name: &str| {
                let units = view.integer(view.child(format, name)?)?;
                units.checked_mul(4)
            };
            let (Some(width), Some(height)) = (
                pixels("maxCustomPictureWidth"),
                pixels("maxCustomPictureHeight"),
            ) else {
                continue;
            };
            let interval = view
                .child(format, "mPI")
                .and_then(|mpi| view.child(mpi, "standardMPI"))
                .and_then(|mpi| u16::try_from(view.integer(mpi)?).ok());
            let tempo = interval.map_or(Tempo::Other, Tempo::Interval);
            add(&format!("{width}×{height}"), tempo);
        }
    }

    /// Reads the flags that are set, also those of H.263 version 2.
    fn flags(&mut self, view: &View<'_>, node: usize) {
        let lists = [Some(node), view.child(node, "h263Options")];
        for list in lists.into_iter().flatten() {
            for child in view.tree.children(list) {
                if view.boolean(child) == Some(true) {
                    self.option(flag(view.name(child)));
                }
            }
        }
        if view.child(node, "h263Options").is_some() {
            self.option(VERSION_2);
        }
    }

    /// Reads the numbered parameters of the capabilities that we know.
    fn numbered(&mut self, view: &View<'_>, node: usize) {
        let identifier = self.identifier.clone();
        for (number, value) in generic::numbered(view, node) {
            match (identifier.as_deref(), number) {
                (Some(generic::H264), 41) => {
                    self.profiles = generic::bits(value, &generic::PROFILES);
                }
                (Some(generic::H264), 42) => {
                    let level = generic::level(value).map(str::to_owned);
                    self.level = Some(level.unwrap_or_else(|| format!("with code {value}")));
                }
                (Some(generic::H264), _) => {
                    if let Some(text) = generic::h264_option(number, value) {
                        self.option(text);
                    }
                }
                (Some(generic::G7221 | generic::G7221_ANNEX_C), 1) => {
                    self.packet = u16::try_from(value).ok().map(|most| Packet {
                        most,
                        unit: PacketUnit::Frames(Some(20)),
                    });
                }
                (Some(generic::G7221_ANNEX_C), 2) => {
                    let rates = generic::bits(value, &generic::ANNEX_C_RATES);
                    self.option(format!("at {} kbit/s", rates.join(", ")));
                }
                (Some(generic::EXTENDED_VIDEO), 1) => {
                    self.roles = generic::bits(value, &generic::ROLES);
                }
                _ => {}
            }
        }
    }

    fn encryption(&mut self, view: &View<'_>, node: usize) {
        let Some(list) = view
            .child(node, "encryptionAuthenticationAndIntegrity")
            .and_then(|node| view.child(node, "encryptionCapability"))
        else {
            return;
        };
        for element in view.tree.children(list).take(KEPT) {
            let Some(algorithm) = view.only(element) else {
                continue;
            };
            self.algorithms.push(match view.value(algorithm) {
                Some(NodeValue::ObjectIdentifier(arcs)) => generic::algorithm(&arcs.to_string()),
                _ => generic::identifier(view, algorithm)
                    .unwrap_or_else(|| view.name(algorithm).to_owned()),
            });
        }
    }

    /// Reads how a data application is carried (H.245 B.2.2.10).
    fn application(&mut self, view: &View<'_>, application: usize) {
        let protocol = match view.value(application) {
            Some(NodeValue::Choice) => view.only(application),
            _ => ["t38FaxProtocol", "t84Protocol", "nlpidProtocol"]
                .into_iter()
                .find_map(|name| view.only(view.child(application, name)?)),
        };
        if let Some(protocol) = protocol {
            self.option(format!("over {}", view.name(protocol)));
        }
        let Some(profile) = view.child(application, "t38FaxProfile") else {
            return;
        };
        if let Some(version) = view
            .child(profile, "version")
            .and_then(|node| view.integer(node))
        {
            self.option(format!("version {version}"));
        }
        if let Some(management) = view
            .child(profile, "t38FaxRateManagement")
            .and_then(|choice| view.only(choice))
        {
            self.option(view.name(management));
        }
    }

    /// Reads the codecs and roles of an extended video capability (H.239).
    fn extended(&mut self, view: &View<'_>, node: usize, streams: usize) {
        for stream in view.tree.children(streams).take(KEPT) {
            let Some(codec) = view.only(stream) else {
                continue;
            };
            let name = super::codec_name(view, codec);
            // The details are those of the first codec; there is seldom more than one.
            if self.carries.is_empty() {
                let inner = Self::read(view, codec, &name);
                *self = Self {
                    identifier: self.identifier.take(),
                    roles: core::mem::take(&mut self.roles),
                    ..inner
                };
            }
            self.carries.push(name);
        }
        self.identifier = generic::extension_of(view, node);
        if let Some(extension) = view
            .child(node, "videoCapabilityExtension")
            .and_then(|list| view.tree.children(list).next())
        {
            self.numbered(view, extension);
        }
    }
}

/// Marks a capability that has the options of H.263 version 2.
pub(super) const VERSION_2: &str = "H.263 version 2";

/// How much audio a packet may hold: the capability itself says so, or one of its components does.
fn packet(view: &View<'_>, node: usize) -> Option<Packet> {
    let components = ["audioUnit", "maxAl-sduAudioFrames", "audioUnitSize"];
    let components = components.into_iter();
    let places = components.filter_map(|name| view.child(node, name));
    core::iter::once(node).chain(places).find_map(|place| {
        let unit = packet_unit(view.name(place))?;
        let most = u16::try_from(view.integer(place)?).ok()?;
        Some(Packet { most, unit })
    })
}

/// The unit of a component that says how much audio a packet may hold.
pub(super) fn packet_unit(component: &str) -> Option<PacketUnit> {
    Some(match component {
        "g711Alaw64k" | "g711Alaw56k" | "g711Ulaw64k" | "g711Ulaw56k" | "g722-64k" | "g722-56k"
        | "g722-48k" => PacketUnit::Milliseconds,
        "g728" => PacketUnit::Frames(None),
        "g729" | "g729AnnexA" | "g729wAnnexB" | "g729AnnexAwAnnexB" | "audioUnit" => {
            PacketUnit::Frames(Some(10))
        }
        "maxAl-sduAudioFrames" => PacketUnit::Frames(Some(30)),
        "audioUnitSize" => PacketUnit::Octets,
        _ => return None,
    })
}

/// The rate of pictures, from a component that gives one.
pub(super) fn tempo(component: &str, count: u16) -> Option<Tempo> {
    let has = |table: &[(&str, &str)]| table.iter().any(|(known, _)| *known == component);
    match component {
        "standardMPI" => Some(Tempo::Interval(count)),
        _ if has(&INTERVALS) => Some(Tempo::Interval(count)),
        _ if has(&SECONDS) => Some(Tempo::Seconds(count)),
        _ => None,
    }
}

/// A flag in words: the annex of H.263 that it stands for, or its identifier.
fn flag(identifier: &str) -> String {
    let annex = match identifier {
        "unrestrictedVector" | "unlimitedMotionVectors" => "D",
        "arithmeticCoding" => "E",
        "advancedPrediction" => "F",
        "pbFrames" => "G",
        "advancedIntraCodingMode" => "I",
        "deblockingFilterMode" => "J",
        "slicesInOrder-NonRect"
        | "slicesInOrder-Rect"
        | "slicesNoOrder-NonRect"
        | "slicesNoOrder-Rect" => "K",
        "fullPictureFreeze"
        | "partialPictureFreezeAndRelease"
        | "resizingPartPicFreezeAndRelease"
        | "fullPictureSnapshot"
        | "partialPictureSnapshot"
        | "videoSegmentTagging"
        | "progressiveRefinement" => "L",
        "improvedPBFramesMode" => "M",
        "dynamicPictureResizingByFour"
        | "dynamicPictureResizingSixteenthPel"
        | "dynamicWarpingHalfPel"
        | "dynamicWarpingSixteenthPel" => "P",
        "reducedResolutionUpdate" => "Q",
        "independentSegmentDecoding" => "R",
        "alternateInterVLCMode" => "S",
        "modifiedQuantizationMode" => "T",
        "silenceSuppression" => return "silence suppression".to_string(),
        "comfortNoise" => return "comfort noise".to_string(),
        "stillImageTransmission" => return "still images (H.261 Annex D)".to_string(),
        "temporalSpatialTradeOffCapability" => return "temporal/spatial trade-off".to_string(),
        other => return other.to_owned(),
    };
    format!("Annex {annex}")
}
