//! A row of the endpoint's capability table, for the report.

use h323_proto::h245::{
    CapabilityDetails, CapabilityEntry, CapabilityMedia, MediaDirection, PacketUnit, PictureFormat,
    Tempo,
};
use serde::Serialize;

use crate::word::{optional_word, word};

/// A row of the endpoint's capability table. Its identifiers and numbers are for programs, `name` and
/// `text` are for people.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Capability {
    /// `capabilityTableEntryNumber`.
    pub number: u16,
    /// `receive`, `transmit` or `receiveAndTransmit`; absent if the row does not say.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "optional_word"
    )]
    pub direction: Option<MediaDirection>,
    /// `audio`, `video`, `data`, `userInput`, `control`, `conference`, `security`, or the name of
    /// another kind.
    #[serde(serialize_with = "word")]
    pub media: CapabilityMedia,
    /// The codec or function.
    pub codec: String,
    /// The name of the codec or function, for people.
    pub name: String,
    /// The parameters as the endpoint sent them, on one line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub parameters: String,
    /// The parameters in words, with their units.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The object identifier of a generic capability, or `h221` and the code of its vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The maximum bit rate, in bit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bit_rate: Option<u64>,
    /// The most audio that a packet may hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packet: Option<PacketReport>,
    /// The picture sizes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<PictureFormatReport>,
    /// The profiles of H.264.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<&'static str>,
    /// The level of H.264.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Further options.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The payload type of telephone events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload_type: Option<u8>,
    /// The telephone events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<String>,
    /// The encryption algorithms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub algorithms: Vec<String>,
    /// The row that an encryption or a correction is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<u16>,
    /// The codecs inside an extended video capability.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub carries: Vec<String>,
    /// The purposes of an extended video stream (H.239).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<&'static str>,
    /// The first octets of non-standard data, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// Whether the tester announced the same codec, in this form or another.
    pub common: bool,
}

/// The most audio that a packet may hold.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PacketReport {
    /// The number of units.
    pub most: u16,
    /// `ms`, `frames` or `octets`.
    #[serde(serialize_with = "word")]
    pub unit: PacketUnit,
}

/// A picture size.
#[derive(Clone, Debug, Serialize)]
pub struct PictureFormatReport {
    /// `CIF`, or pixels `640×480`.
    pub name: String,
    /// The minimum picture interval in units of 1/29.97 s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mpi: Option<u16>,
    /// The seconds between pictures, for slower ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u16>,
}

impl Capability {
    /// Describes a row; `common` if the tester announced the codec too.
    #[must_use]
    pub fn of(row: &CapabilityEntry, common: bool) -> Self {
        let CapabilityDetails {
            identifier,
            max_bit_rate,
            packet,
            formats,
            profiles,
            level,
            options,
            payload_type,
            events,
            algorithms,
            applies_to,
            carries,
            roles,
            data,
        } = row.details.clone();
        Self {
            number: row.number,
            direction: row.direction,
            media: row.media.clone(),
            codec: row.codec.clone(),
            name: row.name(),
            parameters: row.parameters.clone(),
            text: row.text(),
            identifier,
            max_bit_rate,
            packet: packet.map(|packet| PacketReport {
                most: packet.most,
                unit: packet.unit,
            }),
            formats: formats.into_iter().map(PictureFormatReport::of).collect(),
            profiles,
            level,
            options,
            payload_type,
            events,
            algorithms,
            applies_to,
            carries,
            roles,
            data,
            common,
        }
    }

    /// A row on one line, for people: `receive G.711 A-law, up to 20 ms per packet`.
    #[must_use]
    pub fn line(&self) -> String {
        let way = match self.direction {
            Some(MediaDirection::ReceiveAndTransmit) => "receive and transmit ",
            Some(MediaDirection::Receive) => "receive ",
            Some(MediaDirection::Transmit) => "transmit ",
            None => "",
        };
        let text = match self.text.as_str() {
            "" => String::new(),
            text => format!(", {text}"),
        };
        format!("{way}{}{text}", self.name)
    }
}

impl PictureFormatReport {
    fn of(format: PictureFormat) -> Self {
        let (mpi, seconds) = match format.tempo {
            Tempo::Interval(mpi) => (Some(mpi), None),
            Tempo::Seconds(seconds) => (None, Some(seconds)),
            Tempo::Other => (None, None),
        };
        Self {
            name: format.name,
            mpi,
            seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use h323_proto::h245::{Codec, H245Message, H245Record, Pdu, write};
    use serde_json::json;

    use super::*;

    /// The capabilities that a caller receives if we announce these codecs.
    fn announced(codecs: &[Codec]) -> Vec<Capability> {
        let pdu = Pdu::TerminalCapabilitySet {
            sequence: 1,
            codecs: codecs.to_vec(),
        };
        let record = H245Record::of(write(&pdu, 13).unwrap());
        match record.understood.message {
            H245Message::TerminalCapabilitySet { capabilities, .. } => capabilities
                .iter()
                .map(|row| Capability::of(row, true))
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbers_are_for_programs_and_words_for_people() {
        let rows = announced(&[Codec::G711A, Codec::H261, Codec::H264]);
        assert_eq!(
            serde_json::to_value(&rows).unwrap(),
            json!([
                {
                    "number": 1, "direction": "receive", "media": "audio", "codec": "g711Alaw64k",
                    "name": "G.711 A-law", "parameters": "20", "text": "up to 20 ms per packet",
                    "packet": { "most": 20, "unit": "ms" }, "common": true,
                },
                {
                    "number": 2, "direction": "receive", "media": "video",
                    "codec": "h261VideoCapability", "name": "H.261",
                    "parameters": "qcifMPI 1, cifMPI 1, maxBitRate 3840",
                    "text": "QCIF at 30 frames/s, CIF at 30 frames/s, up to 384 kbit/s",
                    "maxBitRate": 384_000,
                    "formats": [{ "name": "QCIF", "mpi": 1 }, { "name": "CIF", "mpi": 1 }],
                    "common": true,
                },
                {
                    "number": 3, "direction": "receive", "media": "video", "codec": "H.264",
                    "name": "H.264", "parameters": "maxBitRate 3840",
                    "text": "Baseline profile, level 1.3, up to 384 kbit/s",
                    "identifier": "0.0.8.241.0.0.1", "maxBitRate": 384_000,
                    "profiles": ["Baseline"], "level": "1.3", "common": true,
                },
            ])
        );
        assert_eq!(
            rows[0].line(),
            "receive G.711 A-law, up to 20 ms per packet"
        );
    }
}
