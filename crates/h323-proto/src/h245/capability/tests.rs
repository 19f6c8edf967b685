use alloc::{format, string::String, vec, vec::Vec};

use h323_asn1::{
    codec,
    h245::{
        AudioCapability, Capability, CapabilityIdentifier, CapabilityTableEntry,
        CapabilityTableEntryNumber, DataApplicationCapability,
        DataApplicationCapabilityApplication, EncryptionAuthenticationAndIntegrity,
        ExtendedVideoCapability, G729Extensions, GSMAudioCapability, GenericCapability,
        GenericParameter, H235SecurityCapability, H261VideoCapability, H263VideoCapability,
        MediaEncryptionAlgorithm, MultimediaSystemControlMessage, NonStandardIdentifier,
        NonStandardIdentifierH221NonStandard, NonStandardParameter, ParameterIdentifier,
        ParameterValue, RequestMessage, TerminalCapabilitySet, UserInputCapability,
        VideoCapability,
    },
    types::ObjectIdentifier,
};

use super::*;

fn oid(arcs: &[u32]) -> ObjectIdentifier {
    ObjectIdentifier::new_unchecked(arcs.to_vec().into())
}

/// A set with one row, as octets.
fn set_of(capability: Capability) -> Vec<u8> {
    let mut set = TerminalCapabilitySet::new(1, oid(&[0, 0, 8, 245, 0, 13]));
    set.capability_table = Some(vec![CapabilityTableEntry {
        capability_table_entry_number: CapabilityTableEntryNumber(7),
        capability: Some(capability),
    }]);
    let message = RequestMessage::terminalCapabilitySet(set.into());
    codec::encode(&MultimediaSystemControlMessage::request(message)).unwrap()
}

/// The row for a capability, written and read.
fn row(capability: Capability) -> CapabilityEntry {
    only_row(&set_of(capability))
}

fn only_row(octets: &[u8]) -> CapabilityEntry {
    let tree = codec::decode::<MultimediaSystemControlMessage>(octets).tree;
    let view = View { tree: &tree };
    let set = tree.find("request.terminalCapabilitySet").unwrap();
    let mut rows = table(&view, set);
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

/// The same, but with an alternative that no version has, for the CHOICE at `path`. Its real
/// alternative must be one past the extension marker.
fn row_from_the_future(capability: Capability, path: &str) -> CapabilityEntry {
    let mut octets = set_of(capability);
    let tree = codec::decode::<MultimediaSystemControlMessage>(&octets).tree;
    let path = format!("request.terminalCapabilitySet.capabilityTable.0.capability{path}");
    let at = tree.nodes()[tree.find(&path).unwrap()].bits().start;
    // The index is in the six bits after the extension bit and the "small" bit (X.691 10.6).
    for bit in at + 2..at + 8 {
        octets[bit / 8] |= 0x80 >> (bit % 8);
    }
    only_row(&octets)
}

#[test]
fn a_row_of_a_later_version_is_shown_with_its_number() {
    let audio = AudioCapability::g729Extensions(G729Extensions::default());
    let data = DataApplicationCapability::new(
        DataApplicationCapabilityApplication::genericDataCapability(
            generic(H264, None, &[]).into(),
        ),
        640,
    );
    for (capability, path, direction, media) in [
        (
            Capability::genericControlCapability(generic(H264, None, &[]).into()),
            "",
            "",
            "unknown",
        ),
        (
            Capability::receiveAudioCapability(audio),
            ".receiveAudioCapability",
            "receive",
            "audio",
        ),
        (
            Capability::transmitDataApplicationCapability(data.into()),
            ".transmitDataApplicationCapability.application",
            "transmit",
            "data",
        ),
    ] {
        let row = row_from_the_future(capability, path);
        assert_eq!(row.number, 7);
        assert_eq!(
            (
                row.direction.map_or("", MediaDirection::name),
                row.media.name()
            ),
            (direction, media)
        );
        assert_eq!(row.codec, "unknownExtension63");
        assert_eq!(row.name(), "Unknown (extension 63)");
    }
}

fn audio(capability: AudioCapability) -> CapabilityEntry {
    row(Capability::receiveAudioCapability(capability))
}

fn video(capability: VideoCapability) -> CapabilityEntry {
    row(Capability::receiveVideoCapability(capability))
}

fn generic(
    arcs: &[u32],
    rate: Option<u32>,
    parameters: &[(u8, ParameterValue)],
) -> GenericCapability {
    let mut capability = GenericCapability::new(CapabilityIdentifier::standard(oid(arcs)));
    capability.max_bit_rate = rate;
    let parameter = |(number, value): &(u8, ParameterValue)| {
        GenericParameter::new(ParameterIdentifier::standard(*number), value.clone())
    };
    capability.collapsing = Some(parameters.iter().map(parameter).collect());
    capability
}

const H264: &[u32] = &[0, 0, 8, 241, 0, 0, 1];

fn h264(profiles: u8, level: u16) -> GenericCapability {
    let parameters = [
        (41, ParameterValue::booleanArray(profiles)),
        (42, ParameterValue::unsignedMin(level)),
        (3, ParameterValue::unsignedMin(81)),
        (4, ParameterValue::unsignedMin(6)),
        (6, ParameterValue::unsignedMin(36)),
    ];
    generic(H264, Some(7680), &parameters)
}

fn told(row: &CapabilityEntry) -> [String; 3] {
    [row.codec.clone(), row.name(), row.text()]
}

#[test]
fn audio_has_its_units() {
    for (capability, wanted) in [
        (
            AudioCapability::g711Alaw64k(20),
            ["g711Alaw64k", "G.711 A-law", "up to 20 ms per packet"],
        ),
        (
            AudioCapability::g722_64k(60),
            ["g722-64k", "G.722", "up to 60 ms per packet"],
        ),
        (
            AudioCapability::g729(1),
            ["g729", "G.729", "up to 1 frame (10 ms) per packet"],
        ),
        (
            AudioCapability::g729AnnexAwAnnexB(6),
            [
                "g729AnnexAwAnnexB",
                "G.729 Annexes A and B",
                "up to 6 frames (60 ms) per packet",
            ],
        ),
        (
            AudioCapability::g728(4),
            ["g728", "G.728", "up to 4 frames per packet"],
        ),
        (
            AudioCapability::gsmFullRate(GSMAudioCapability::new(33)),
            ["gsmFullRate", "GSM full rate", "up to 33 octets per packet"],
        ),
        (
            AudioCapability::g729Extensions({
                let mut extensions = G729Extensions::default();
                extensions.audio_unit = Some(3);
                extensions.annex_b = true;
                extensions
            }),
            [
                "g729Extensions",
                "G.729 with annexes",
                "up to 3 frames (30 ms) per packet, annexB",
            ],
        ),
    ] {
        assert_eq!(told(&audio(capability)), wanted);
    }
}

#[test]
fn g7221_counts_in_bit_per_second_and_its_annex_in_hundreds() {
    let packet = (1, ParameterValue::unsignedMin(2));
    let plain = generic(
        &[0, 0, 7, 7221, 1, 0],
        Some(24_000),
        core::slice::from_ref(&packet),
    );
    let row = audio(AudioCapability::genericAudioCapability(plain.into()));
    let text = "up to 2 frames (40 ms) per packet, up to 24 kbit/s";
    assert_eq!(told(&row), ["G.722.1", "G.722.1", text]);
    assert_eq!(row.details.max_bit_rate, Some(24_000));
    let rates = (2, ParameterValue::booleanArray(112));
    let annex = generic(&[0, 0, 7, 7221, 1, 1, 0], Some(480), &[packet, rates]);
    let row = audio(AudioCapability::genericAudioCapability(annex.into()));
    let text = "up to 2 frames (40 ms) per packet, up to 48 kbit/s, at 24, 32, 48 kbit/s";
    assert_eq!(told(&row), ["G.722.1 Annex C", "G.722.1 Annex C", text]);
}

#[test]
fn h264_has_profile_level_and_rate() {
    let row = video(VideoCapability::genericVideoCapability(h264(64, 36).into()));
    assert_eq!(
        told(&row),
        [
            "H.264",
            "H.264",
            "Baseline profile, level 1.3, up to 768 kbit/s, 40500 macroblocks/s, \
             1536 macroblocks a picture, custom bit rate 900 kbit/s"
        ]
    );
    assert_eq!(row.details.identifier.as_deref(), Some("0.0.8.241.0.0.1"));
    let row = video(VideoCapability::genericVideoCapability(
        h264(0x48, 7).into(),
    ));
    let text = row.text();
    assert!(
        text.starts_with("Baseline, High profiles, level with code 7, "),
        "{text}"
    );
    // Every code point of H.241, in rising order.
    let levels: Vec<_> = (0..=127).filter_map(generic::level).collect();
    assert_eq!(levels.len(), 17);
    assert_eq!((levels[0], levels[1], levels[16]), ("1", "1b", "5.2"));
}

#[test]
fn pictures_have_a_size_and_a_tempo() {
    let mut h261 = H261VideoCapability::new(3840);
    h261.qcif_mpi = Some(1);
    h261.cif_mpi = Some(2);
    h261.still_image_transmission = true;
    let row = video(VideoCapability::h261VideoCapability(h261));
    assert_eq!(
        told(&row),
        [
            "h261VideoCapability",
            "H.261",
            "QCIF at 30 frames/s, CIF at 15 frames/s, up to 384 kbit/s, \
             still images (H.261 Annex D)"
        ]
    );
    let mut h263 = H263VideoCapability::new(15_360);
    h263.cif4_mpi = Some(4);
    h263.unrestricted_vector = true;
    h263.advanced_prediction = true;
    h263.slow_cif16_mpi = Some(5);
    let row = video(VideoCapability::h263VideoCapability(h263.into()));
    assert_eq!(
        told(&row),
        [
            "h263VideoCapability",
            "H.263",
            "4CIF at 7.5 frames/s, 16CIF every 5 s, up to 1536 kbit/s, Annexes D, F"
        ]
    );
}

#[test]
fn h239_is_found_where_it_stands() {
    let control = generic(&[0, 0, 8, 239, 1, 1], None, &[]);
    let row = row(Capability::genericControlCapability(control.into()));
    assert_eq!(row.media.name(), "control");
    assert_eq!(
        told(&row),
        ["H.239 control", "H.239 second video stream", ""]
    );
    let mut extended = ExtendedVideoCapability::new(vec![VideoCapability::genericVideoCapability(
        h264(64, 36).into(),
    )]);
    let role = (1, ParameterValue::booleanArray(1));
    extended.video_capability_extension = Some(vec![generic(&[0, 0, 8, 239, 1, 2], None, &[role])]);
    let row = video(VideoCapability::extendedVideoCapability(extended.clone()));
    assert_eq!(row.codec, "H.239 extended video");
    assert_eq!(row.name(), "H.239 presentation: H.264");
    assert!(
        row.text().starts_with("Baseline profile, level 1.3, "),
        "{}",
        row.text()
    );
    assert_eq!(row.details.carries, ["H.264"]);
    assert_eq!(row.details.roles, ["presentation"]);
    assert_eq!(row.details.identifier.as_deref(), Some("0.0.8.239.1.2"));
    // Without the extension it is not a capability of H.239.
    extended.video_capability_extension = None;
    let row = video(VideoCapability::extendedVideoCapability(extended));
    assert_eq!(row.codec, "extendedVideoCapability");
    assert_eq!(row.name(), "Extended video: H.264");
}

#[test]
fn encryption_names_its_algorithms_and_the_row() {
    let algorithm = |arcs: &[u32]| MediaEncryptionAlgorithm::algorithm(oid(arcs));
    let mut security = EncryptionAuthenticationAndIntegrity::default();
    security.encryption_capability = Some(vec![
        algorithm(&[2, 16, 840, 1, 101, 3, 4, 1, 2]),
        algorithm(&[1, 2, 3]),
    ]);
    let capability = H235SecurityCapability::new(security, CapabilityTableEntryNumber(3));
    let row = row(Capability::h235SecurityCapability(capability.into()));
    assert_eq!(row.media.name(), "security");
    assert_eq!(
        told(&row),
        [
            "h235SecurityCapability",
            "Media encryption (H.235)",
            "AES-128 CBC, 1.2.3, for number 3"
        ]
    );
    assert_eq!(row.details.applies_to, Some(3));
}

#[test]
fn what_is_not_standard_goes_by_its_vendor() {
    let vendor = |code| {
        let vendor = NonStandardIdentifierH221NonStandard {
            t35_country_code: 181,
            t35_extension: 0,
            manufacturer_code: code,
        };
        NonStandardParameter {
            non_standard_identifier: NonStandardIdentifier::h221NonStandard(vendor),
            data: vec![0x91].into(),
        }
    };
    let row = audio(AudioCapability::nonStandard(vendor(1)));
    assert_eq!(
        told(&row),
        [
            "nonStandard h221 181/0/1",
            "Non-standard of PictureTel (Polycom) (181/0/1)",
            "data 91"
        ]
    );
    let mut generic = generic(H264, Some(64_000), &[]);
    generic.capability_identifier = CapabilityIdentifier::h221NonStandard(vendor(9009));
    let row = audio(AudioCapability::genericAudioCapability(generic.into()));
    assert_eq!(row.codec, "genericAudioCapability h221 181/0/9009");
    let name = row.name();
    assert!(
        name.starts_with("Non-standard of ") && name.contains("181/0/9009"),
        "{name}"
    );
    // The vendor's unit is not known.
    assert_eq!(
        (row.text().as_str(), row.details.max_bit_rate),
        ("data 91", None)
    );
    assert_eq!(row.parameters, "maxBitRate 64000");
}

#[test]
fn user_input_is_what_it_is() {
    let row = row(Capability::receiveAndTransmitUserInputCapability(
        UserInputCapability::dtmf,
    ));
    assert_eq!(
        (row.direction, row.media.name()),
        (Some(MediaDirection::ReceiveAndTransmit), "userInput")
    );
    assert_eq!(told(&row), ["dtmf", "DTMF signals with their length", ""]);
}

#[test]
fn an_unknown_identifier_is_shown_as_it_came() {
    let unknown = generic(&[0, 0, 8, 999, 1], Some(10), &[]);
    let row = video(VideoCapability::genericVideoCapability(unknown.into()));
    let name = "genericVideoCapability 0.0.8.999.1";
    assert_eq!(told(&row), [name, name, "up to 1 kbit/s"]);
}

#[test]
fn thousands_of_entries_do_not_make_thousands_of_words() {
    let parameters: Vec<_> = (0..1000)
        .map(|_| (3, ParameterValue::unsignedMin(1)))
        .collect();
    let video_of = |capability| VideoCapability::genericVideoCapability(capability);
    let many = generic(H264, None, &parameters);
    let row = video(video_of(many.into()));
    assert_eq!(row.text(), "500 macroblocks/s");
    let streams: Vec<_> = (0..1000)
        .map(|_| VideoCapability::h261VideoCapability(H261VideoCapability::new(1)))
        .collect();
    let row = video(VideoCapability::extendedVideoCapability(
        ExtendedVideoCapability::new(streams),
    ));
    assert!(
        row.details.carries.len() <= 16,
        "{}",
        row.details.carries.len()
    );
    assert!(row.text().len() < 1_000, "{}", format!("{row:?}").len());
}

#[test]
fn object_identifiers_and_modes_of_other_recommendations_are_named() {
    for (arcs, wanted) in [
        ("0.0.8.460.19.0.1", "H.460.19"),
        ("0.0.8.235.0.2.1", "H.235.1 hash over the whole message"),
        ("0.0.8.235.0.2.5", "H.235.1 clear token"),
        ("0.0.8.235.0.2.6", "HMAC-SHA1-96"),
        ("1.2.840.113549.2.5", "MD5"),
    ] {
        assert_eq!(generic::named(arcs), Some(wanted), "{arcs}");
    }
    assert_eq!(
        parameter_value("0.0.8.241.0.0.1", 41, 0).as_deref(),
        Some("none")
    );
    assert_eq!(parameter_value("0.0.8.241.0.0.1", 41, 256), None);
    assert_eq!(
        parameter_value("0.0.8.241.0.0.1", 11, 64).as_deref(),
        Some("reduced-complexity decoding (RCDO)")
    );
}
