//! Aliases and numbers in the form that a Setup uses.

use alloc::string::String;
use core::net::{IpAddr, SocketAddr};

use h323_asn1::{
    codec::EncodeError,
    h225::{
        AliasAddress, PartyNumber as WirePartyNumber, PrivatePartyNumber, PrivateTypeOfNumber,
        PublicPartyNumber, PublicTypeOfNumber, TransportAddress, TransportAddressIp6Address,
        TransportAddressIpAddress,
    },
    text::bmp_string,
    types::{FixedOctetString, Ia5String},
};

use crate::q931::{NumberingPlan, PartyNumber, TypeOfNumber};

/// How to interpret the numbers of one side (Q.931 4.5.8, 4.5.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// Type of number. `None`: international after a `+`, else unknown.
    pub type_of_number: Option<TypeOfNumber>,
    /// Numbering plan.
    pub plan: NumberingPlan,
}

impl Default for Numbering {
    fn default() -> Self {
        Self {
            type_of_number: None,
            plan: NumberingPlan::Isdn,
        }
    }
}

impl Numbering {
    /// The type of this number, judged by how it is written.
    #[must_use]
    pub fn type_of(&self, number: &str) -> TypeOfNumber {
        self.type_of_number
            .unwrap_or(match number.strip_prefix('+') {
                Some(_) => TypeOfNumber::International,
                None => TypeOfNumber::UnknownType,
            })
    }

    /// The number as a Q.931 number element. The type replaces a leading `+`.
    #[must_use]
    pub fn element(&self, number: &str) -> PartyNumber {
        PartyNumber::new(self.type_of(number), self.plan, digits_of(number))
    }
}

/// A name or number of one side, in one of the forms of `AliasAddress` (H.225.0 7.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alias {
    /// `dialledDigits`: 1–128 of `0-9 # * ,`.
    DialedDigits(String),
    /// `h323-ID`: 1–256 UTF-16 units.
    H323Id(String),
    /// `url-ID`: 1–512 ASCII characters.
    UrlId(String),
    /// `email-ID`: 1–512 ASCII characters.
    EmailId(String),
    /// `transportID`.
    TransportId(SocketAddr),
    /// `partyNumber`: digits after an optional `+`.
    PartyNumber(String),
}

impl Alias {
    /// The alias in its encoded form.
    ///
    /// # Errors
    /// If it is too long for its type, or has characters that the type does not allow.
    pub fn to_wire(&self, numbering: &Numbering) -> Result<AliasAddress, EncodeError> {
        Ok(match self {
            Self::DialedDigits(digits) => AliasAddress::dialledDigits(ia5(digits_of(digits))?),
            Self::H323Id(text) => {
                AliasAddress::h323_ID(bmp_string(text).map_err(|_| EncodeError::Alphabet)?)
            }
            Self::UrlId(text) => AliasAddress::url_ID(ia5(text)?),
            Self::EmailId(text) => AliasAddress::email_ID(ia5(text)?),
            Self::TransportId(address) => AliasAddress::transportID(transport_address(*address)),
            Self::PartyNumber(number) => {
                AliasAddress::partyNumber(party_number(number, numbering)?)
            }
        })
    }
}

/// A number without its `+`, which the alphabet of `dialledDigits` does not have.
fn digits_of(number: &str) -> &str {
    number.strip_prefix('+').unwrap_or(number)
}

fn ia5(text: &str) -> Result<Ia5String, EncodeError> {
    Ia5String::from_iso646_bytes(text.as_bytes()).map_err(|_| EncodeError::Alphabet)
}

fn party_number(number: &str, numbering: &Numbering) -> Result<WirePartyNumber, EncodeError> {
    let kind = numbering.type_of(number);
    let digits = ia5(digits_of(number))?;
    if numbering.plan == NumberingPlan::Private {
        // The private plan counts its levels differently: "national" is its second regional level,
        // and "subscriber" is its local level (ISO/IEC 11571).
        let private_type_of_number = match kind {
            TypeOfNumber::International => PrivateTypeOfNumber::level2RegionalNumber,
            TypeOfNumber::National => PrivateTypeOfNumber::level1RegionalNumber,
            TypeOfNumber::NetworkSpecific => PrivateTypeOfNumber::pISNSpecificNumber,
            TypeOfNumber::Subscriber => PrivateTypeOfNumber::localNumber,
            TypeOfNumber::Abbreviated => PrivateTypeOfNumber::abbreviatedNumber,
            _ => PrivateTypeOfNumber::unknown,
        };
        return Ok(WirePartyNumber::privateNumber(PrivatePartyNumber {
            private_type_of_number,
            private_number_digits: digits,
        }));
    }
    let public_type_of_number = match kind {
        TypeOfNumber::International => PublicTypeOfNumber::internationalNumber,
        TypeOfNumber::National => PublicTypeOfNumber::nationalNumber,
        TypeOfNumber::NetworkSpecific => PublicTypeOfNumber::networkSpecificNumber,
        TypeOfNumber::Subscriber => PublicTypeOfNumber::subscriberNumber,
        TypeOfNumber::Abbreviated => PublicTypeOfNumber::abbreviatedNumber,
        _ => PublicTypeOfNumber::unknown,
    };
    Ok(WirePartyNumber::e164Number(PublicPartyNumber {
        public_type_of_number,
        public_number_digits: digits,
    }))
}

/// An IP address and port in the form of H.225.0.
#[must_use]
pub fn transport_address(address: SocketAddr) -> TransportAddress {
    match address.ip() {
        IpAddr::V4(ip) => TransportAddress::ipAddress(TransportAddressIpAddress {
            ip: FixedOctetString::from(ip.octets()),
            port: address.port(),
        }),
        IpAddr::V6(ip) => TransportAddress::ip6Address(TransportAddressIp6Address::new(
            FixedOctetString::from(ip.octets()),
            address.port(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn a_plus_says_international_unless_the_type_is_given() {
        let plain = Numbering::default();
        assert_eq!(plain.type_of("+49"), TypeOfNumber::International);
        assert_eq!(plain.type_of("49"), TypeOfNumber::UnknownType);
        assert_eq!(plain.element("+49").text(), "49");
        let national = Numbering {
            type_of_number: Some(TypeOfNumber::National),
            plan: NumberingPlan::Private,
        };
        let element = national.element("+49");
        assert_eq!(element.type_of_number, TypeOfNumber::National);
        assert_eq!(element.plan, NumberingPlan::Private);
    }

    #[test]
    fn every_form_has_its_alternative() {
        let numbering = Numbering::default();
        let private = Numbering {
            type_of_number: Some(TypeOfNumber::Subscriber),
            plan: NumberingPlan::Private,
        };
        let wire = |alias: Alias, numbering: &Numbering| alias.to_wire(numbering).expect("valid");
        assert!(matches!(
            wire(Alias::DialedDigits("1*#,".to_string()), &numbering),
            AliasAddress::dialledDigits(_)
        ));
        assert!(matches!(
            wire(Alias::H323Id("Zoë".to_string()), &numbering),
            AliasAddress::h323_ID(_)
        ));
        assert!(matches!(
            wire(Alias::UrlId("h323:a@example.com".to_string()), &numbering),
            AliasAddress::url_ID(_)
        ));
        assert!(matches!(
            wire(Alias::EmailId("a@example.com".to_string()), &numbering),
            AliasAddress::email_ID(_)
        ));
        assert!(matches!(
            wire(
                Alias::TransportId(SocketAddr::from(([192, 0, 2, 1], 1720))),
                &numbering
            ),
            AliasAddress::transportID(TransportAddress::ipAddress(_))
        ));
        let AliasAddress::partyNumber(WirePartyNumber::e164Number(public)) =
            wire(Alias::PartyNumber("+4930".to_string()), &numbering)
        else {
            panic!("not an E.164 number");
        };
        assert_eq!(
            public.public_type_of_number,
            PublicTypeOfNumber::internationalNumber
        );
        let AliasAddress::partyNumber(WirePartyNumber::privateNumber(number)) =
            wire(Alias::PartyNumber("30".to_string()), &private)
        else {
            panic!("not a private number");
        };
        assert_eq!(
            number.private_type_of_number,
            PrivateTypeOfNumber::localNumber
        );
    }

    #[test]
    fn letters_outside_ascii_have_no_url() {
        let alias = Alias::UrlId("h323:zoë@example.com".to_string());
        assert_eq!(
            alias.to_wire(&Numbering::default()),
            Err(EncodeError::Alphabet)
        );
    }
}
