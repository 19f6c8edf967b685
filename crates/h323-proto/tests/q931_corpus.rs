//! Recorded messages of other stacks, whole, cut and altered: what is readable is written again as
//! it was, and nothing panics.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use std::fs;
use std::path::Path;

use h323_proto::error::Layer;
use h323_proto::q931::{
    BearerCapability, Cause, Display, ElementId, Message, MessageType, ProtocolDiscriminator,
    UserUser,
};

struct Recorded {
    producer: String,
    name: String,
    octets: Vec<u8>,
}

fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

/// Every call-signalling message in `testdata/<producer>/<call>.hex`.
fn corpus() -> Vec<Recorded> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut corpus = Vec::new();
    for producer in ["asterisk", "gnugk", "h323plus", "ooh323c", "opal"] {
        for file in fs::read_dir(root.join(producer)).unwrap() {
            let path = file.unwrap().path();
            if path
                .file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("h245-")
            {
                continue;
            }
            for line in fs::read_to_string(path).unwrap().lines() {
                let mut columns = line.split('\t');
                let name = columns.next().unwrap();
                if name.starts_with('#') {
                    continue;
                }
                corpus.push(Recorded {
                    producer: producer.into(),
                    name: name.into(),
                    octets: octets(columns.next().unwrap()),
                });
            }
        }
        assert!(corpus.iter().any(|recorded| recorded.producer == producer));
    }
    corpus
}

/// Decoding `octets` gives something that encodes to `octets`, or to the part before the error.
fn readable_part_is_kept(octets: &[u8]) {
    match Message::decode(octets) {
        Ok(message) => assert_eq!(message.encode().as_deref(), Ok(octets)),
        Err(failure) => {
            assert_eq!(failure.error.layer, Layer::Q931);
            assert!(failure.error.at <= octets.len(), "{octets:02X?}");
            if let Some(partial) = failure.partial {
                let kept = partial.encode().unwrap();
                assert!(octets.starts_with(&kept), "{octets:02X?}");
                assert!(failure.error.at > kept.len(), "{octets:02X?}");
            }
        }
    }
}

#[test]
fn every_recorded_message_is_understood_and_written_as_it_was() {
    for Recorded {
        producer,
        name,
        octets,
    } in corpus()
    {
        let message = Message::decode(&octets).unwrap();
        assert_eq!(message.encode().unwrap(), octets, "{producer} {name}");
        assert_eq!(message.call_reference.length(), 2, "{producer} {name}");
        assert!(message.message_type.name().is_some(), "{producer} {name}");
        assert_eq!(message.order_violation(), None, "{producer} {name}");
        assert_eq!(message.duplicates().count(), 0, "{producer} {name}");
        let user_user: UserUser = message.get().unwrap().unwrap();
        assert_eq!(
            user_user.protocol_discriminator,
            ProtocolDiscriminator::Asn1
        );
        if let Some(bearer) = message.get::<BearerCapability>() {
            bearer.unwrap().transfer_capability.name().unwrap();
        }
        if message.message_type == MessageType::ReleaseComplete {
            let cause = message.get::<Cause>().unwrap().unwrap();
            cause.value.text().unwrap();
        }
        if let Some(display) = message.get::<Display>() {
            let text = display.unwrap().text();
            assert!(text.bytes().all(|octet| octet.is_ascii_graphic()), "{text}");
        }
        for id in [
            ElementId::CALLING_PARTY_NUMBER,
            ElementId::CALLED_PARTY_NUMBER,
        ] {
            if let Some(number) = message.number(id) {
                number.unwrap().text().parse::<u32>().unwrap();
            }
        }
    }
}

#[test]
fn every_recorded_message_cut_anywhere() {
    for recorded in corpus() {
        for length in 0..recorded.octets.len() {
            readable_part_is_kept(&recorded.octets[..length]);
        }
    }
}

#[test]
fn every_recorded_setup_with_every_octet_altered() {
    let setups = corpus()
        .into_iter()
        .filter(|recorded| recorded.name.ends_with("/setup"));
    let mut altered = 0;
    for Recorded { mut octets, .. } in setups {
        for at in 0..octets.len() {
            let original = octets[at];
            for change in 1..=u8::MAX {
                octets[at] = original ^ change;
                readable_part_is_kept(&octets);
                altered += 1;
            }
            octets[at] = original;
        }
    }
    assert!(altered > 100_000);
}
