//! The root of RAS (H.225.0 clause 7.7): one message a datagram.
#![allow(
    missing_docs,
    non_camel_case_types,
    reason = "components and alternatives carry the names the Recommendation defines them under"
)]

use crate::codec::Described;
use crate::h225::ras::admission::{AdmissionConfirm, AdmissionReject, AdmissionRequest};
use crate::h225::ras::bandwidth::{BandwidthConfirm, BandwidthReject, BandwidthRequest};
use crate::h225::ras::discovery::{GatekeeperConfirm, GatekeeperReject, GatekeeperRequest};
use crate::h225::ras::disengage::{DisengageConfirm, DisengageReject, DisengageRequest};
use crate::h225::ras::info::{InfoRequest, InfoRequestAck, InfoRequestNak, InfoRequestResponse};
use crate::h225::ras::location::{LocationConfirm, LocationReject, LocationRequest};
use crate::h225::ras::other::{NonStandardMessage, RequestInProgress, UnknownMessageResponse};
use crate::h225::ras::registration::{
    RegistrationConfirm, RegistrationReject, RegistrationRequest,
};
use crate::h225::ras::resources::{ResourcesAvailableConfirm, ResourcesAvailableIndicate};
use crate::h225::ras::service_control::{ServiceControlIndication, ServiceControlResponse};
use crate::h225::ras::unregistration::{
    UnregistrationConfirm, UnregistrationReject, UnregistrationRequest,
};
use alloc::boxed::Box;
use alloc::vec::Vec;
use rasn::prelude::*;

/// `RasMessage`: what a RAS datagram holds, and an H.460.17 parameter.
#[derive(AsnType, Clone, Debug, Decode, Described, Encode, PartialEq)]
#[rasn(choice, automatic_tags)]
#[non_exhaustive]
pub enum RasMessage {
    gatekeeperRequest(Box<GatekeeperRequest>),
    gatekeeperConfirm(Box<GatekeeperConfirm>),
    gatekeeperReject(Box<GatekeeperReject>),
    registrationRequest(Box<RegistrationRequest>),
    registrationConfirm(Box<RegistrationConfirm>),
    registrationReject(Box<RegistrationReject>),
    unregistrationRequest(Box<UnregistrationRequest>),
    unregistrationConfirm(Box<UnregistrationConfirm>),
    unregistrationReject(Box<UnregistrationReject>),
    admissionRequest(Box<AdmissionRequest>),
    admissionConfirm(Box<AdmissionConfirm>),
    admissionReject(Box<AdmissionReject>),
    bandwidthRequest(Box<BandwidthRequest>),
    bandwidthConfirm(Box<BandwidthConfirm>),
    bandwidthReject(Box<BandwidthReject>),
    disengageRequest(Box<DisengageRequest>),
    disengageConfirm(Box<DisengageConfirm>),
    disengageReject(Box<DisengageReject>),
    locationRequest(Box<LocationRequest>),
    locationConfirm(Box<LocationConfirm>),
    locationReject(Box<LocationReject>),
    infoRequest(Box<InfoRequest>),
    infoRequestResponse(Box<InfoRequestResponse>),
    nonStandardMessage(Box<NonStandardMessage>),
    unknownMessageResponse(Box<UnknownMessageResponse>),
    #[rasn(extension_addition)]
    requestInProgress(Box<RequestInProgress>),
    #[rasn(extension_addition)]
    resourcesAvailableIndicate(Box<ResourcesAvailableIndicate>),
    #[rasn(extension_addition)]
    resourcesAvailableConfirm(Box<ResourcesAvailableConfirm>),
    #[rasn(extension_addition)]
    infoRequestAck(Box<InfoRequestAck>),
    #[rasn(extension_addition)]
    infoRequestNak(Box<InfoRequestNak>),
    #[rasn(extension_addition)]
    serviceControlIndication(Box<ServiceControlIndication>),
    #[rasn(extension_addition)]
    serviceControlResponse(Box<ServiceControlResponse>),
    #[rasn(extension_addition)]
    admissionConfirmSequence(Vec<AdmissionConfirm>),
}
