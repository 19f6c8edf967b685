//! Transport addresses, aliases and numbers.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::common::NonStandardParameter;
use crate::h225::setup::{PresentationIndicator, ScreeningIndicator};
use crate::text::BmpString;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `TransportAddress`: where a channel is reached.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum TransportAddress {
    ipAddress(TransportAddressIpAddress),
    ipSourceRoute(TransportAddressIpSourceRoute),
    ipxAddress(TransportAddressIpxAddress),
    ip6Address(TransportAddressIp6Address),
    netBios(FixedOctetString<16>),
    #[rasn(size("1..=20"))]
    nsap(OctetString),
    nonStandardAddress(NonStandardParameter),
}

/// IPv4: the address in network order and the port.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct TransportAddressIpAddress {
    pub ip: FixedOctetString<4>,
    pub port: u16,
}

/// IPv4 with the hops on the way.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TransportAddressIpSourceRoute {
    pub ip: FixedOctetString<4>,
    pub port: u16,
    pub route: Vec<FixedOctetString<4>>,
    pub routing: TransportAddressIpSourceRouteRouting,
}

impl TransportAddressIpSourceRoute {
    /// With every optional component absent.
    pub fn new(
        ip: FixedOctetString<4>,
        port: u16,
        route: Vec<FixedOctetString<4>>,
        routing: TransportAddressIpSourceRouteRouting,
    ) -> Self {
        Self {
            ip,
            port,
            route,
            routing,
        }
    }
}

/// Part of [`TransportAddressIpSourceRoute`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum TransportAddressIpSourceRouteRouting {
    strict,
    loose,
}

/// IPX: node, network number and port.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct TransportAddressIpxAddress {
    pub node: FixedOctetString<6>,
    pub netnum: FixedOctetString<4>,
    pub port: FixedOctetString<2>,
}

/// IPv6: the address in network order and the port.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct TransportAddressIp6Address {
    pub ip: FixedOctetString<16>,
    pub port: u16,
}

impl TransportAddressIp6Address {
    /// With every optional component absent.
    pub fn new(ip: FixedOctetString<16>, port: u16) -> Self {
        Self { ip, port }
    }
}

/// `AliasAddress`: a name or number of an endpoint.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum AliasAddress {
    #[rasn(size("1..=128"), from("#", "*", ",", "0..=9"))]
    dialledDigits(Ia5String),
    #[rasn(size("1..=256"), identifier = "h323-ID")]
    h323_ID(BmpString),
    #[rasn(extension_addition, size("1..=512"), identifier = "url-ID")]
    url_ID(Ia5String),
    #[rasn(extension_addition)]
    transportID(TransportAddress),
    #[rasn(extension_addition, size("1..=512"), identifier = "email-ID")]
    email_ID(Ia5String),
    #[rasn(extension_addition)]
    partyNumber(PartyNumber),
    #[rasn(extension_addition)]
    mobileUIM(MobileUIM),
    #[rasn(extension_addition)]
    isupNumber(IsupNumber),
}

/// `ExtendedAliasAddress`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct ExtendedAliasAddress {
    pub address: AliasAddress,
    #[rasn(identifier = "presentationIndicator")]
    pub presentation_indicator: Option<PresentationIndicator>,
    #[rasn(identifier = "screeningIndicator")]
    pub screening_indicator: Option<ScreeningIndicator>,
}

impl ExtendedAliasAddress {
    /// With every optional component absent.
    pub fn new(address: AliasAddress) -> Self {
        Self {
            address,
            presentation_indicator: None,
            screening_indicator: None,
        }
    }
}

/// `DisplayName`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct DisplayName {
    pub language: Option<Ia5String>,
    #[rasn(size("1..=80"))]
    pub name: BmpString,
}

/// `PartyNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum PartyNumber {
    e164Number(PublicPartyNumber),
    #[rasn(size("1..=128"), from("#", "*", ",", "0..=9"))]
    dataPartyNumber(NumberDigits),
    #[rasn(size("1..=128"), from("#", "*", ",", "0..=9"))]
    telexPartyNumber(NumberDigits),
    privateNumber(PrivatePartyNumber),
    #[rasn(size("1..=128"), from("#", "*", ",", "0..=9"))]
    nationalStandardPartyNumber(NumberDigits),
}

/// `PublicPartyNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct PublicPartyNumber {
    #[rasn(identifier = "publicTypeOfNumber")]
    pub public_type_of_number: PublicTypeOfNumber,
    #[rasn(
        size("1..=128"),
        from("#", "*", ",", "0..=9"),
        identifier = "publicNumberDigits"
    )]
    pub public_number_digits: NumberDigits,
}

/// `PublicTypeOfNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum PublicTypeOfNumber {
    unknown,
    internationalNumber,
    nationalNumber,
    networkSpecificNumber,
    subscriberNumber,
    abbreviatedNumber,
}

/// `PrivatePartyNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct PrivatePartyNumber {
    #[rasn(identifier = "privateTypeOfNumber")]
    pub private_type_of_number: PrivateTypeOfNumber,
    #[rasn(
        size("1..=128"),
        from("#", "*", ",", "0..=9"),
        identifier = "privateNumberDigits"
    )]
    pub private_number_digits: NumberDigits,
}

/// `PrivateTypeOfNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum PrivateTypeOfNumber {
    unknown,
    level2RegionalNumber,
    level1RegionalNumber,
    pISNSpecificNumber,
    localNumber,
    abbreviatedNumber,
}

/// `NumberDigits`.
pub type NumberDigits = Ia5String;

/// `MobileUIM`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum MobileUIM {
    #[rasn(identifier = "ansi-41-uim")]
    ansi_41_uim(ANSI41UIM),
    #[rasn(identifier = "gsm-uim")]
    gsm_uim(GSMUIM),
}

/// `ANSI-41-UIM`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "ANSI-41-UIM")]
#[non_exhaustive]
pub struct ANSI41UIM {
    #[rasn(size("3..=16"), from("#", "*", "0..=9", "a..=c"))]
    pub imsi: Option<Ia5String>,
    #[rasn(size("3..=16"), from("#", "*", "0..=9", "a..=c"))]
    pub min: Option<Ia5String>,
    #[rasn(size("3..=16"), from("#", "*", "0..=9", "a..=c"))]
    pub mdn: Option<Ia5String>,
    #[rasn(size("3..=16"), from("#", "*", "0..=9", "a..=c"))]
    pub msisdn: Option<Ia5String>,
    #[rasn(size("16"), from("#", "*", "0..=9", "a..=c"))]
    pub esn: Option<Ia5String>,
    #[rasn(size("3..=16"), from("#", "*", "0..=9", "a..=c"))]
    pub mscid: Option<Ia5String>,
    #[rasn(identifier = "system-id")]
    pub system_id: ANSI41UIMSystemId,
    #[rasn(identifier = "systemMyTypeCode")]
    pub system_my_type_code: Option<FixedOctetString<1>>,
    #[rasn(identifier = "systemAccessType")]
    pub system_access_type: Option<FixedOctetString<1>>,
    #[rasn(identifier = "qualificationInformationCode")]
    pub qualification_information_code: Option<FixedOctetString<1>>,
    #[rasn(size("16"), from("#", "*", "0..=9", "a..=c"))]
    pub sesn: Option<Ia5String>,
    #[rasn(size("3..=16"), from("#", "*", "0..=9", "a..=c"))]
    pub soc: Option<Ia5String>,
}

impl ANSI41UIM {
    /// With every optional component absent.
    pub fn new(system_id: ANSI41UIMSystemId) -> Self {
        Self {
            imsi: None,
            min: None,
            mdn: None,
            msisdn: None,
            esn: None,
            mscid: None,
            system_id,
            system_my_type_code: None,
            system_access_type: None,
            qualification_information_code: None,
            sesn: None,
            soc: None,
        }
    }
}

/// Part of [`ANSI41UIM`].
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum ANSI41UIMSystemId {
    #[rasn(size("1..=4"), from("#", "*", "0..=9", "a..=c"))]
    sid(Ia5String),
    #[rasn(size("1..=4"), from("#", "*", "0..=9", "a..=c"))]
    mid(Ia5String),
}

/// `GSM-UIM`.
#[derive(AsnType, Clone, Debug, Decode, Default, Described, Encode, PartialEq)]
#[rasn(automatic_tags, identifier = "GSM-UIM")]
#[non_exhaustive]
pub struct GSMUIM {
    #[rasn(size("3..=16"), from("#", "*", "0..=9", "a..=c"))]
    pub imsi: Option<Ia5String>,
    #[rasn(size("1..=4"))]
    pub tmsi: Option<OctetString>,
    #[rasn(size("3..=16"), from("#", "*", "0..=9", "a..=c"))]
    pub msisdn: Option<Ia5String>,
    #[rasn(size("15..=16"), from("#", "*", "0..=9", "a..=c"))]
    pub imei: Option<Ia5String>,
    #[rasn(size("1..=4"), from("#", "*", "0..=9", "a..=c"))]
    pub hplmn: Option<Ia5String>,
    #[rasn(size("1..=4"), from("#", "*", "0..=9", "a..=c"))]
    pub vplmn: Option<Ia5String>,
}

/// `IsupNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum IsupNumber {
    e164Number(IsupPublicPartyNumber),
    #[rasn(size("1..=128"), from("0..=9", "A..=E"))]
    dataPartyNumber(IsupDigits),
    #[rasn(size("1..=128"), from("0..=9", "A..=E"))]
    telexPartyNumber(IsupDigits),
    privateNumber(IsupPrivatePartyNumber),
    #[rasn(size("1..=128"), from("0..=9", "A..=E"))]
    nationalStandardPartyNumber(IsupDigits),
}

/// `IsupPublicPartyNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct IsupPublicPartyNumber {
    #[rasn(identifier = "natureOfAddress")]
    pub nature_of_address: NatureOfAddress,
    #[rasn(size("1..=128"), from("0..=9", "A..=E"))]
    pub address: IsupDigits,
}

impl IsupPublicPartyNumber {
    /// With every optional component absent.
    pub fn new(nature_of_address: NatureOfAddress, address: IsupDigits) -> Self {
        Self {
            nature_of_address,
            address,
        }
    }
}

/// `IsupPrivatePartyNumber`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct IsupPrivatePartyNumber {
    #[rasn(identifier = "privateTypeOfNumber")]
    pub private_type_of_number: PrivateTypeOfNumber,
    #[rasn(size("1..=128"), from("0..=9", "A..=E"))]
    pub address: IsupDigits,
}

impl IsupPrivatePartyNumber {
    /// With every optional component absent.
    pub fn new(private_type_of_number: PrivateTypeOfNumber, address: IsupDigits) -> Self {
        Self {
            private_type_of_number,
            address,
        }
    }
}

/// `NatureOfAddress`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NatureOfAddress {
    unknown,
    subscriberNumber,
    nationalNumber,
    internationalNumber,
    networkSpecificNumber,
    routingNumberNationalFormat,
    routingNumberNetworkSpecificFormat,
    routingNumberWithCalledDirectoryNumber,
}

/// `IsupDigits`.
pub type IsupDigits = Ia5String;
