//! Numbers and subaddresses of the two sides (Q.931 clauses 4.5.8 to 4.5.11; Q.951 for the
//! connected and redirecting numbers).

use alloc::string::String;
use alloc::vec::Vec;

use super::ElementId;
use super::indicators::{LAST, field};
use super::text::printable_ia5;
use super::wire_enum::wire_enum;
use crate::error::{DecodeError, DecodeErrorKind, EncodeError, Layer};
use crate::reader::Reader;
use crate::text;

wire_enum! {
    /// Type of number.
    pub enum TypeOfNumber {
        0 => UnknownType "unknown",
        1 => International "international",
        2 => National "national",
        3 => NetworkSpecific "network specific",
        4 => Subscriber "subscriber",
        6 => Abbreviated "abbreviated",
        7 => Extension "reserved for extension",
    }
}

wire_enum! {
    /// Numbering plan.
    pub enum NumberingPlan {
        0 => UnknownPlan "unknown",
        1 => Isdn "ISDN/telephony (E.164)",
        3 => Data "data (X.121)",
        4 => Telex "telex (F.69)",
        8 => NationalStandard "national standard",
        9 => Private "private",
        15 => Extension "reserved for extension",
    }
}

wire_enum! {
    /// Whether the number may be shown.
    pub enum Presentation {
        0 => Allowed "presentation allowed",
        1 => Restricted "presentation restricted",
        2 => NotAvailable "number not available due to interworking",
    }
}

wire_enum! {
    /// Who vouches for the number.
    pub enum Screening {
        0 => NotScreened "user-provided, not screened",
        1 => VerifiedPassed "user-provided, verified and passed",
        2 => VerifiedFailed "user-provided, verified and failed",
        3 => NetworkProvided "network provided",
    }
}

wire_enum! {
    /// Why the call was redirected.
    pub enum RedirectionReason {
        0 => UnknownReason "unknown",
        1 => Busy "forwarded: busy",
        2 => NoReply "forwarded: no reply",
        4 => Deflection "deflected",
        9 => OutOfOrder "called equipment out of order",
        10 => ByCalledEquipment "forwarded by the called equipment",
        15 => Unconditional "forwarded: unconditional",
    }
}

/// Octet 3a of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PresentationIndicator {
    /// Whether the number may be shown, 0 to 3.
    pub presentation: Presentation,
    /// Who vouches for it, 0 to 3.
    pub screening: Screening,
}

/// A Called, Calling, Connected, Redirecting or Redirection number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartyNumber {
    /// Type of number, 0 to 7.
    pub type_of_number: TypeOfNumber,
    /// Numbering plan, 0 to 15.
    pub plan: NumberingPlan,
    /// Octet 3a, if present. A called number does not have it.
    pub presentation: Option<PresentationIndicator>,
    /// Octet 3b, if present: only a redirecting number has it, and only after octet 3a.
    pub redirection: Option<RedirectionReason>,
    /// The digits as octets of the wire (IA5 if the sender follows the standard).
    pub digits: Vec<u8>,
}

impl PartyNumber {
    /// A number without octets 3a and 3b.
    pub fn new(type_of_number: TypeOfNumber, plan: NumberingPlan, digits: &str) -> Self {
        Self {
            type_of_number,
            plan,
            presentation: None,
            redirection: None,
            digits: digits.as_bytes().to_vec(),
        }
    }

    /// The digits as text that is safe to show, whatever was sent.
    pub fn text(&self) -> String {
        text::of_octets(&self.digits)
    }

    /// Reads the contents of a number element.
    ///
    /// # Errors
    /// If they are empty, end within octets 3 to 3b, or have more octets of that group. Positions
    /// count from the start of the contents.
    pub fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Layer::Q931, contents);
        let octet3 = reader.u8()?;
        let mut presentation = None;
        let mut redirection = None;
        if octet3 & LAST == 0 {
            let octet3a = reader.u8()?;
            presentation = Some(PresentationIndicator {
                presentation: Presentation::from_code(octet3a >> 5 & 3),
                screening: Screening::from_code(octet3a & 3),
            });
            if octet3a & LAST == 0 {
                let at = reader.at();
                let octet3b = reader.u8()?;
                if octet3b & LAST == 0 {
                    return Err(reader.error(at, DecodeErrorKind::Excess));
                }
                redirection = Some(RedirectionReason::from_code(octet3b & 0x0F));
            }
        }
        Ok(Self {
            type_of_number: TypeOfNumber::from_code(octet3 >> 4 & 7),
            plan: NumberingPlan::from_code(octet3 & 0x0F),
            presentation,
            redirection,
            digits: reader.all().to_vec(),
        })
    }

    /// Writes the contents of element `id`. Octet 3b needs octet 3a, so a redirection without a
    /// presentation indicator is written after the indicator «allowed, not screened».
    ///
    /// # Errors
    /// If a digit is not printable IA5, or a field is out of range.
    pub fn encode(&self, id: ElementId) -> Result<Vec<u8>, EncodeError> {
        printable_ia5(id, &self.digits)?;
        let bits = |value, bits| field(id, value, bits);
        let octet3 = bits(self.type_of_number.code(), 3)? << 4 | bits(self.plan.code(), 4)?;
        let mut contents = Vec::from([octet3]);
        if let Some(indicator) = self.indicator() {
            let presentation = bits(indicator.presentation.code(), 2)?;
            contents.push(presentation << 5 | bits(indicator.screening.code(), 2)?);
        }
        if let Some(reason) = self.redirection {
            contents.push(bits(reason.code(), 4)?);
        }
        if let Some(last) = contents.last_mut() {
            *last |= LAST;
        }
        contents.extend_from_slice(&self.digits);
        Ok(contents)
    }

    fn indicator(&self) -> Option<PresentationIndicator> {
        let implied = self.redirection.map(|_| PresentationIndicator {
            presentation: Presentation::Allowed,
            screening: Screening::NotScreened,
        });
        self.presentation.or(implied)
    }
}

wire_enum! {
    /// Type of subaddress.
    pub enum SubaddressType {
        0 => Nsap "NSAP (X.213)",
        2 => UserSpecified "user specified",
    }
}

/// A Called, Calling or Connected subaddress (Q.931 clauses 4.5.9 and 4.5.11).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subaddress {
    /// Type, 0 to 7.
    pub kind: SubaddressType,
    /// Whether the number of address signals is odd, which matters for BCD digits.
    pub odd: bool,
    /// The address, not interpreted.
    pub address: Vec<u8>,
}

impl Subaddress {
    /// Reads the contents of a subaddress element.
    ///
    /// # Errors
    /// If they are empty.
    pub fn decode(contents: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Layer::Q931, contents);
        let octet3 = reader.u8()?;
        Ok(Self {
            kind: SubaddressType::from_code(octet3 >> 4 & 7),
            odd: octet3 & 0x08 != 0,
            address: reader.all().to_vec(),
        })
    }

    /// Writes the contents of element `id`.
    ///
    /// # Errors
    /// If the type is out of range.
    pub fn encode(&self, id: ElementId) -> Result<Vec<u8>, EncodeError> {
        let kind = field(id, self.kind.code(), 3)?;
        let mut contents = Vec::from([LAST | kind << 4 | u8::from(self.odd) << 3]);
        contents.extend_from_slice(&self.address);
        Ok(contents)
    }
}
