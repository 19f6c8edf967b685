//! Bearer capability: the service that a call requests (Q.931 clause 4.5.5).

use alloc::vec::Vec;

use super::indicators::{CodingStandard, LAST, field};
use super::wire_enum::wire_enum;
use super::{Element, ElementId};
use crate::error::{DecodeError, EncodeError, Layer};
use crate::reader::Reader;

wire_enum! {
    /// The kind of information that the bearer carries.
    pub enum TransferCapability {
        0x00 => Speech "speech",
        0x08 => UnrestrictedDigital "unrestricted digital information",
        0x09 => RestrictedDigital "restricted digital information",
        0x10 => Audio3k1 "3.1 kHz audio",
        0x11 => UnrestrictedDigitalWithTones
            "unrestricted digital information with tones/announcements",
        0x18 => Video "video",
    }
}

wire_enum! {
    /// How the bearer is switched.
    pub enum TransferMode {
        0 => Circuit "circuit mode",
        2 => Packet "packet mode",
    }
}

wire_enum! {
    /// Information transfer rate. With [`TransferRate::Multirate`] the rate is the multiplier
    /// times 64 kbit/s.
    pub enum TransferRate {
        0x00 => PacketMode "packet mode",
        0x10 => Rate64k "64 kbit/s",
        0x11 => Rate2x64k "2 x 64 kbit/s",
        0x13 => Rate384k "384 kbit/s",
        0x15 => Rate1536k "1536 kbit/s",
        0x17 => Rate1920k "1920 kbit/s",
        0x18 => Multirate "multirate, base 64 kbit/s",
    }
}

wire_enum! {
    /// User information layer 1 protocol.
    pub enum Layer1Protocol {
        0x01 => V110 "V.110, I.460 and X.30 rate adaption",
        0x02 => G711MuLaw "G.711 mu-law",
        0x03 => G711ALaw "G.711 A-law",
        0x04 => G721 "G.721 32 kbit/s ADPCM and I.460",
        0x05 => H221H242 "H.221 and H.242",
        0x06 => H223H245 "H.223 and H.245",
        0x07 => NonItuT "rate adaption outside ITU-T",
        0x08 => V120 "V.120 rate adaption",
        0x09 => X31 "X.31 HDLC flag stuffing",
    }
}

/// Octet 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Layer1 {
    /// The protocol, 0 to 31.
    pub protocol: Layer1Protocol,
    /// Whether octet 5a follows (in [`BearerCapability::rest`]).
    pub extended: bool,
}

/// Bearer capability (Q.931 clause 4.5.5).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BearerCapability {
    /// The standard that defines the code points.
    pub coding: CodingStandard,
    /// The kind of information, 0 to 31.
    pub transfer_capability: TransferCapability,
    /// How the bearer is switched, 0 to 3.
    pub mode: TransferMode,
    /// The rate, 0 to 31.
    pub rate: TransferRate,
    /// Octet 4.1, present with [`TransferRate::Multirate`]: 0 to 127, times 64 kbit/s.
    pub multiplier: Option<u8>,
    /// Octet 5, if there is one.
    pub layer1: Option<Layer1>,
    /// The octets that follow, not interpreted: octets 5a to 5d, layer 2 and layer 3.
    pub rest: Vec<u8>,
}

impl BearerCapability {
    /// Unrestricted digital information at 384 kbit/s, H.221/H.242: video terminals send this.
    pub const VIDEO: Self = Self::itu(
        TransferCapability::UnrestrictedDigital,
        TransferRate::Rate384k,
        Layer1Protocol::H221H242,
    );

    /// Speech at 64 kbit/s, G.711 A-law: telephones send this.
    pub const SPEECH: Self = Self::itu(
        TransferCapability::Speech,
        TransferRate::Rate64k,
        Layer1Protocol::G711ALaw,
    );

    /// Unrestricted digital information, H.221/H.242, at `rate` kbit/s. The rate is rounded up to a
    /// multiple of 64, up to 127 times 64.
    #[must_use]
    pub fn video(rate: u16) -> Self {
        let (rate, multiplier) = match rate.div_ceil(64) {
            0 | 1 => (TransferRate::Rate64k, None),
            2 => (TransferRate::Rate2x64k, None),
            6 => (TransferRate::Rate384k, None),
            24 => (TransferRate::Rate1536k, None),
            30 => (TransferRate::Rate1920k, None),
            times => (
                TransferRate::Multirate,
                Some(u8::try_from(times).map_or(127, |times| times.min(127))),
            ),
        };
        Self {
            rate,
            multiplier,
            ..Self::VIDEO
        }
    }

    const fn itu(
        transfer_capability: TransferCapability,
        rate: TransferRate,
        protocol: Layer1Protocol,
    ) -> Self {
        Self {
            coding: CodingStandard::ItuT,
            transfer_capability,
            mode: TransferMode::Circuit,
            rate,
            multiplier: None,
            layer1: Some(Layer1 {
                protocol,
                extended: false,
            }),
            rest: Vec::new(),
        }
    }
}

impl Element for BearerCapability {
    const ID: ElementId = ElementId::BEARER_CAPABILITY;

    fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Layer::Q931, contents);
        let octet3 = group(&mut reader)?;
        let octet4 = group(&mut reader)?;
        let rate = TransferRate::from_code(octet4 & 0x1F);
        let multiplier = match rate {
            TransferRate::Multirate => Some(reader.u8()? & !LAST),
            _ => None,
        };
        let mut layers = reader.clone();
        let layer1 = match layers.next() {
            // Bits 7 and 6 say which layer an octet describes.
            Some(octet5) if octet5 & 0x60 == 0x20 => {
                reader = layers;
                Some(Layer1 {
                    protocol: Layer1Protocol::from_code(octet5 & 0x1F),
                    extended: octet5 & LAST == 0,
                })
            }
            _ => None,
        };
        Ok(Self {
            coding: CodingStandard::from_code(octet3 >> 5 & 3),
            transfer_capability: TransferCapability::from_code(octet3 & 0x1F),
            mode: TransferMode::from_code(octet4 >> 5 & 3),
            rate,
            multiplier,
            layer1,
            rest: reader.all().to_vec(),
        })
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let bits = |value, bits| field(Self::ID, value, bits);
        let coding = bits(self.coding.code(), 2)?;
        let capability = bits(self.transfer_capability.code(), 5)?;
        let mode = bits(self.mode.code(), 2)?;
        let rate = bits(self.rate.code(), 5)?;
        let mut contents = Vec::from([LAST | coding << 5 | capability, LAST | mode << 5 | rate]);
        if let Some(multiplier) = self.multiplier {
            contents.push(LAST | bits(multiplier, 7)?);
        }
        if let Some(layer1) = self.layer1 {
            let last = if layer1.extended { 0 } else { LAST };
            contents.push(last | 0x20 | bits(layer1.protocol.code(), 5)?);
        }
        contents.extend_from_slice(&self.rest);
        Ok(contents)
    }
}

/// The first octet of an octet group. We skip octets 3a, 4a and 4b of older editions, because we
/// keep nothing from them.
fn group(reader: &mut Reader<'_>) -> Result<u8, DecodeError> {
    let first = reader.u8()?;
    let mut octet = first;
    while octet & LAST == 0 {
        octet = reader.u8()?;
    }
    Ok(first)
}
