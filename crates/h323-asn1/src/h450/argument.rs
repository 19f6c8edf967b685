//! Arguments and results that say where a call goes and who is there: of call transfer (H.450.2),
//! call diversion (H.450.3) and name identification (H.450.8).
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::{AliasAddress, NonStandardParameter, PresentationIndicator, ScreeningIndicator};
use crate::text::BmpString;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `EndpointAddress` (H.450.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct EndpointAddress {
    #[rasn(identifier = "destinationAddress")]
    pub destination_address: Vec<AliasAddress>,
    #[rasn(identifier = "remoteExtensionAddress")]
    pub remote_extension_address: Option<AliasAddress>,
    #[rasn(
        extension_addition,
        identifier = "destinationAddressPresentationIndicator"
    )]
    pub destination_address_presentation_indicator: Option<PresentationIndicator>,
    #[rasn(
        extension_addition,
        identifier = "destinationAddressScreeningIndicator"
    )]
    pub destination_address_screening_indicator: Option<ScreeningIndicator>,
    #[rasn(
        extension_addition,
        identifier = "remoteExtensionAddressPresentationIndicator"
    )]
    pub remote_extension_address_presentation_indicator: Option<PresentationIndicator>,
    #[rasn(
        extension_addition,
        identifier = "remoteExtensionAddressScreeningIndicator"
    )]
    pub remote_extension_address_screening_indicator: Option<ScreeningIndicator>,
}

impl EndpointAddress {
    /// With every optional component absent.
    pub fn new(destination_address: Vec<AliasAddress>) -> Self {
        Self {
            destination_address,
            remote_extension_address: None,
            destination_address_presentation_indicator: None,
            destination_address_screening_indicator: None,
            remote_extension_address_presentation_indicator: None,
            remote_extension_address_screening_indicator: None,
        }
    }
}

/// `CallIdentity`: names a call among those of an endpoint; empty for none.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(delegate, size("0..=4"))]
pub struct CallIdentity(pub NumericString);

/// What makers add to an argument or a result (H.450.2, H.450.3).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum ArgumentExtension {
    extensionSeq(Vec<Extension>),
    nonStandardData(Box<NonStandardParameter>),
}

/// `MixedExtension` (H.450.4).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
pub enum MixedExtension {
    extension(Extension),
    nonStandardData(Box<NonStandardParameter>),
}

/// `Extension` (H.450.1).
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
pub struct Extension {
    #[rasn(identifier = "extensionId")]
    pub extension_id: ObjectIdentifier,
    #[rasn(identifier = "extensionArgument")]
    pub extension_argument: OctetString,
}

/// `CTInitiateArg`: where the receiver is to call. `CTIdentifyRes` has the same form.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CTInitiateArg {
    #[rasn(identifier = "callIdentity")]
    pub call_identity: CallIdentity,
    #[rasn(identifier = "reroutingNumber")]
    pub rerouting_number: EndpointAddress,
    #[rasn(identifier = "argumentExtension")]
    pub argument_extension: Option<ArgumentExtension>,
}

/// `CTIdentifyRes`: where a transferred call is to go.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CTIdentifyRes {
    #[rasn(identifier = "callIdentity")]
    pub call_identity: CallIdentity,
    #[rasn(identifier = "reroutingNumber")]
    pub rerouting_number: EndpointAddress,
    #[rasn(identifier = "resultExtension")]
    pub result_extension: Option<ArgumentExtension>,
}

/// `CTSetupArg`: who has transferred the call that is being set up.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct CTSetupArg {
    #[rasn(identifier = "callIdentity")]
    pub call_identity: CallIdentity,
    #[rasn(identifier = "transferringNumber")]
    pub transferring_number: Option<EndpointAddress>,
    #[rasn(identifier = "argumentExtension")]
    pub argument_extension: Option<ArgumentExtension>,
}

/// `DiversionReason`.
#[derive(AsnType, Clone, Copy, Debug, Decode, Described, Encode, Eq, PartialEq)]
#[rasn(enumerated)]
#[non_exhaustive]
pub enum DiversionReason {
    unknown = 0,
    cfu = 1,
    cfb = 2,
    cfnr = 3,
}

/// `SubscriptionOption`.
#[derive(AsnType, Clone, Copy, Debug, Decode, Described, Encode, Eq, PartialEq)]
#[rasn(enumerated)]
#[non_exhaustive]
pub enum SubscriptionOption {
    noNotification = 0,
    notificationWithoutDivertedToNr = 1,
    notificationWithDivertedToNr = 2,
}

/// The argument of `divertingLegInformation1`: the call is being forwarded, and to whom.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DivertingLegInformation1Arg {
    #[rasn(identifier = "diversionReason")]
    pub diversion_reason: DiversionReason,
    #[rasn(identifier = "subscriptionOption")]
    pub subscription_option: SubscriptionOption,
    #[rasn(identifier = "nominatedNr")]
    pub nominated_nr: EndpointAddress,
    #[rasn(size("1..=128"), identifier = "nominatedInfo")]
    pub nominated_info: Option<BmpString>,
    #[rasn(identifier = "redirectingNr")]
    pub redirecting_nr: Option<EndpointAddress>,
    #[rasn(size("1..=128"), identifier = "redirectingInfo")]
    pub redirecting_info: Option<BmpString>,
    pub extension: Option<ArgumentExtension>,
}

/// The argument of `divertingLegInformation2`: the call was forwarded, and by whom.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct DivertingLegInformation2Arg {
    #[rasn(value("1..=15"), identifier = "diversionCounter")]
    pub diversion_counter: u8,
    #[rasn(identifier = "diversionReason")]
    pub diversion_reason: DiversionReason,
    #[rasn(identifier = "originalDiversionReason")]
    pub original_diversion_reason: Option<DiversionReason>,
    #[rasn(identifier = "divertingNr")]
    pub diverting_nr: Option<EndpointAddress>,
    #[rasn(identifier = "originalCalledNr")]
    pub original_called_nr: Option<EndpointAddress>,
    #[rasn(size("1..=128"), identifier = "redirectingInfo")]
    pub redirecting_info: Option<BmpString>,
    #[rasn(size("1..=128"), identifier = "originalCalledInfo")]
    pub original_called_info: Option<BmpString>,
    pub extension: Option<ArgumentExtension>,
}

/// The argument of the operations of H.450.8: a name.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(automatic_tags)]
#[non_exhaustive]
pub struct NameArg {
    pub name: Name,
    #[rasn(size("0..=255"), identifier = "extensionArg")]
    pub extension_arg: Option<Vec<MixedExtension>>,
}

/// `Name`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum Name {
    namePresentationAllowed(NamePresentationAllowed),
    namePresentationRestricted(NamePresentationRestricted),
    nameNotAvailable,
}

/// `NamePresentationAllowed`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NamePresentationAllowed {
    #[rasn(size("1..=50"))]
    simpleName(OctetString),
    #[rasn(size("1..=256"))]
    extendedName(BmpString),
}

/// `NamePresentationRestricted`.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum NamePresentationRestricted {
    #[rasn(size("1..=50"))]
    simpleName(OctetString),
    #[rasn(size("1..=256"))]
    extendedName(BmpString),
    restrictedNull,
}
