//! Writes RAS messages (H.225.0 7.8–7.20).

use alloc::{boxed::Box, string::String, vec, vec::Vec};
use core::net::{Ipv4Addr, SocketAddr};

use h323_asn1::{
    codec::EncodeError,
    h225::{
        AdmissionRequest, AliasAddress, BandRejectReason, BandwidthConfirm, BandwidthReject,
        CallIdentifier, CallModel, CallType, DisengageConfirm, DisengageReason, DisengageReject,
        DisengageRejectReason, DisengageRequest, EndpointType, GatekeeperRequest,
        InfoRequestResponse, InfoRequestResponsePerCallInfo, InfoRequestResponseStatus, RasMessage,
        RegistrationRequest, ServiceControlResponse, ServiceControlResponseResult,
        TransportAddress, TransportChannelInfo, UnknownMessageResponse, UnregistrationConfirm,
        UnregistrationRequest, VendorIdentifier,
    },
    text::{BmpString, bmp_string},
    types::{FixedOctetString, ObjectIdentifier},
};

use super::{
    event::Local,
    security::{Offer, Tokens},
    terms::{GatekeeperTerms, Transport},
};
use crate::h225::{alias_addresses, protocol_identifier, transport_address};

/// A call as RAS messages name it.
#[derive(Clone, Debug)]
pub(super) struct RasCall {
    /// The call reference of its signalling.
    pub(super) reference: u16,
    /// `conferenceID`.
    pub(super) conference_id: [u8; 16],
    /// `callIdentifier`.
    pub(super) identifier: [u8; 16],
    /// `callType`.
    pub(super) call_type: CallType,
    /// `destinationInfo`: whom we call.
    pub(super) destination: Vec<AliasAddress>,
    /// `bandWidth`, as we asked for it or as it was granted.
    pub(super) bandwidth: u32,
    /// Whether the gatekeeper routes its signalling.
    pub(super) routed: bool,
}

/// Writes the messages of one registration.
#[derive(Debug)]
pub(super) struct Writer {
    protocol: ObjectIdentifier,
    endpoint: EndpointType,
    vendor: VendorIdentifier,
    aliases: Vec<AliasAddress>,
    time_to_live: Option<u32>,
    transport: Transport,
    local: Option<Local>,
    /// The gatekeeper's name: the one that we want, until it gives its own.
    pub(super) gatekeeper: Option<BmpString>,
    /// Our name at the gatekeeper, while it has registered us.
    pub(super) identifier: Option<BmpString>,
}

impl Writer {
    pub(super) fn new(terms: &GatekeeperTerms, local: Option<Local>) -> Result<Self, EncodeError> {
        Ok(Self {
            protocol: protocol_identifier(terms.version),
            endpoint: terms.vendor.endpoint(terms.kind, &terms.prefixes)?,
            vendor: terms.vendor.identifier(),
            aliases: alias_addresses(&terms.aliases, &terms.numbering)?,
            time_to_live: terms.time_to_live,
            transport: terms.transport,
            local,
            gatekeeper: name(terms.gatekeeper_identifier.as_ref())?,
            identifier: None,
        })
    }

    /// Keeps the names that the gatekeeper gave.
    pub(super) fn named(
        &mut self,
        gatekeeper: Option<&String>,
        endpoint: Option<&String>,
    ) -> Result<(), EncodeError> {
        if gatekeeper.is_some() {
            self.gatekeeper = name(gatekeeper)?;
        }
        self.identifier = name(endpoint)?;
        Ok(())
    }

    fn identifier(&self) -> BmpString {
        self.identifier.clone().unwrap_or_default()
    }

    fn aliases(&self) -> Option<Vec<AliasAddress>> {
        (!self.aliases.is_empty()).then(|| self.aliases.clone())
    }

    /// Our address for RAS; the unspecified one where messages have to have some.
    fn ras_address(&self) -> TransportAddress {
        let nowhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
        transport_address(self.local.map_or(nowhere, |local| local.ras))
    }

    /// Over H.460.17 nobody can reach us but over the connection: the lists are empty.
    fn addresses(&self, of: fn(&Local) -> SocketAddr) -> Vec<TransportAddress> {
        match (self.transport, &self.local) {
            (Transport::Datagram, Some(local)) => vec![transport_address(of(local))],
            _ => Vec::new(),
        }
    }

    fn call_signal_addresses(&self) -> Vec<TransportAddress> {
        self.addresses(|local| local.call_signalling)
    }

    /// GRQ (H.225.0 7.8.1).
    pub(super) fn gatekeeper_request(&self, number: u16, offer: Offer) -> RasMessage {
        let mut body = GatekeeperRequest::new(
            number,
            self.protocol.clone(),
            self.ras_address(),
            self.endpoint.clone(),
        );
        body.gatekeeper_identifier.clone_from(&self.gatekeeper);
        body.endpoint_alias = self.aliases();
        body.authentication_capability = offer.mechanisms;
        body.algorithm_oids = offer.algorithms;
        body.supports_alt_gk = Some(());
        body.supports_assigned_gk = Some(false);
        RasMessage::gatekeeperRequest(Box::new(body))
    }

    fn registration(&self, number: u16, discovered: bool) -> RegistrationRequest {
        let mut body = RegistrationRequest::new(
            number,
            self.protocol.clone(),
            discovered,
            self.call_signal_addresses(),
            self.addresses(|local| local.ras),
            self.endpoint.clone(),
            self.vendor.clone(),
        );
        body.gatekeeper_identifier.clone_from(&self.gatekeeper);
        body.time_to_live = self.time_to_live;
        body.keep_alive = Some(false);
        body.will_supply_uuies = Some(false);
        body.maintain_connection = Some(self.transport == Transport::H46017);
        body.supports_assigned_gk = Some(false);
        body
    }

    /// RRQ (H.225.0 7.9.1). `discovered`: a gatekeeper confirm came before.
    pub(super) fn registration_request(&self, number: u16, discovered: bool) -> RasMessage {
        let mut body = self.registration(number, discovered);
        body.terminal_alias = self.aliases();
        body.supports_alt_gk = Some(());
        RasMessage::registrationRequest(Box::new(body))
    }

    /// The lightweight RRQ (H.225.0 7.9.1): what the gatekeeper knows is left out.
    pub(super) fn keep_alive(&self, number: u16, discovered: bool) -> RasMessage {
        let mut body = self.registration(number, discovered);
        body.keep_alive = Some(true);
        body.endpoint_identifier.clone_from(&self.identifier);
        RasMessage::registrationRequest(Box::new(body))
    }

    /// ARQ (H.225.0 7.11.1).
    pub(super) fn admission_request(&self, number: u16, call: &RasCall) -> RasMessage {
        let mut body = AdmissionRequest::new(
            number,
            call.call_type.clone(),
            self.identifier(),
            self.aliases.clone(),
            call.bandwidth,
            call.reference,
            FixedOctetString::from(call.conference_id),
        );
        // Over H.460.17 the connection to the gatekeeper carries the call too.
        body.call_model =
            (self.transport == Transport::H46017).then_some(CallModel::gatekeeperRouted);
        body.destination_info = (!call.destination.is_empty()).then(|| call.destination.clone());
        body.src_call_signal_address = self.call_signal_addresses().pop();
        // Setup takes the aliases of the confirm.
        body.can_map_alias = Some(true);
        body.call_identifier = Some(identifier(call));
        body.gatekeeper_identifier.clone_from(&self.gatekeeper);
        body.will_supply_uuies = Some(false);
        body.can_map_src_alias = Some(false);
        RasMessage::admissionRequest(Box::new(body))
    }

    /// DRQ (H.225.0 7.14.1).
    pub(super) fn disengage_request(&self, number: u16, call: &RasCall) -> RasMessage {
        let mut body = DisengageRequest::new(
            number,
            self.identifier(),
            FixedOctetString::from(call.conference_id),
            call.reference,
            DisengageReason::normalDrop,
        );
        body.call_identifier = Some(identifier(call));
        body.gatekeeper_identifier.clone_from(&self.gatekeeper);
        body.answered_call = Some(false);
        RasMessage::disengageRequest(Box::new(body))
    }

    /// URQ (H.225.0 7.10.1).
    pub(super) fn unregistration_request(&self, number: u16) -> RasMessage {
        let mut body = UnregistrationRequest::new(number, self.call_signal_addresses());
        body.endpoint_alias = self.aliases();
        body.endpoint_identifier.clone_from(&self.identifier);
        body.gatekeeper_identifier.clone_from(&self.gatekeeper);
        RasMessage::unregistrationRequest(Box::new(body))
    }

    /// UCF (H.225.0 7.10.2).
    pub(super) fn unregistration_confirm(number: u16) -> RasMessage {
        RasMessage::unregistrationConfirm(Box::new(UnregistrationConfirm::new(number)))
    }

    /// DCF (H.225.0 7.14.2).
    pub(super) fn disengage_confirm(number: u16) -> RasMessage {
        RasMessage::disengageConfirm(Box::new(DisengageConfirm::new(number)))
    }

    /// DRJ (H.225.0 7.14.3) for a call that is not ours.
    pub(super) fn disengage_reject(number: u16) -> RasMessage {
        let reason = DisengageRejectReason::requestToDropOther;
        let body = DisengageReject::new(number, reason);
        RasMessage::disengageReject(Box::new(body))
    }

    /// BCF (H.225.0 7.12.2).
    pub(super) fn bandwidth_confirm(number: u16, bandwidth: u32) -> RasMessage {
        let body = BandwidthConfirm::new(number, bandwidth);
        RasMessage::bandwidthConfirm(Box::new(body))
    }

    /// BRJ (H.225.0 7.12.3) for a call that is not ours.
    pub(super) fn bandwidth_reject(number: u16) -> RasMessage {
        let reason = BandRejectReason::invalidConferenceID;
        let body = BandwidthReject::new(number, reason, 0);
        RasMessage::bandwidthReject(Box::new(body))
    }

    /// IRR (H.225.0 7.15.2) about the call, if there is one. `asked`: the gatekeeper asked for it,
    /// perhaps about a call that is not ours.
    pub(super) fn info_request_response(
        &self,
        number: u16,
        call: Option<&RasCall>,
        asked: Option<InfoRequestResponseStatus>,
    ) -> RasMessage {
        let mut body = InfoRequestResponse::new(
            number,
            self.endpoint.clone(),
            self.identifier(),
            self.ras_address(),
            self.call_signal_addresses(),
        );
        body.endpoint_alias = self.aliases();
        body.per_call_info = call.map(|call| vec![per_call_info(call)]);
        body.need_response = Some(false);
        body.unsolicited = Some(asked.is_none());
        body.irr_status = asked;
        RasMessage::infoRequestResponse(Box::new(body))
    }

    /// SCR (H.225.0 7.20.2): we have nothing to show a service on.
    pub(super) fn service_control_response(number: u16) -> RasMessage {
        let mut body = ServiceControlResponse::new(number);
        body.result = Some(ServiceControlResponseResult::notAvailable);
        RasMessage::serviceControlResponse(Box::new(body))
    }

    /// XRS (H.225.0 7.17) with the message that we do not understand.
    pub(super) fn unknown_message_response(number: u16, message: Vec<u8>) -> RasMessage {
        let mut body = UnknownMessageResponse::new(number);
        body.message_not_understood = Some(message.into());
        RasMessage::unknownMessageResponse(Box::new(body))
    }
}

/// Puts tokens into a message of ours. A gatekeeper request has none: the method is chosen later.
pub(super) fn prove(message: &mut RasMessage, tokens: Tokens) {
    macro_rules! into {
        ($($kind:ident)*) => {
            match message {
                $(RasMessage::$kind(body) => {
                    body.tokens = tokens.clear;
                    body.crypto_tokens = tokens.crypto;
                })*
                _ => {}
            }
        };
    }
    into! {
        registrationRequest unregistrationRequest unregistrationConfirm admissionRequest
        disengageRequest disengageConfirm disengageReject bandwidthConfirm bandwidthReject
        infoRequestResponse serviceControlResponse unknownMessageResponse
    }
}

fn name(text: Option<&String>) -> Result<Option<BmpString>, EncodeError> {
    text.map(|text| bmp_string(text)).transpose()
}

fn identifier(call: &RasCall) -> CallIdentifier {
    CallIdentifier::new(FixedOctetString::from(call.identifier))
}

fn per_call_info(call: &RasCall) -> InfoRequestResponsePerCallInfo {
    let mut info = InfoRequestResponsePerCallInfo::new(
        call.reference,
        FixedOctetString::from(call.conference_id),
        TransportChannelInfo::default(),
        TransportChannelInfo::default(),
        call.call_type.clone(),
        call.bandwidth,
        match call.routed {
            true => CallModel::gatekeeperRouted,
            false => CallModel::direct,
        },
    );
    info.originator = Some(true);
    info.call_identifier = Some(identifier(call));
    info.substitute_conf_ids = Some(Vec::new());
    info
}
