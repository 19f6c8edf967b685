//! Admission, bandwidth, disengage and location (H.225.0 clauses 7.11 to 7.14).

use h323_asn1::{
    h225::{
        AdmissionConfirm, AdmissionReject, AdmissionRejectReason, AdmissionRequest,
        BandRejectReason, BandwidthConfirm, BandwidthReject, BandwidthRequest, CallIdentifier,
        CallModel, DisengageConfirm, DisengageReason, DisengageReject, DisengageRejectReason,
        DisengageRequest, LocationConfirm, LocationReject, LocationRejectReason, LocationRequest,
        RasMessage,
    },
    types::FixedOctetString,
};
use h323_proto::h225::transport_address;

use super::{
    Gatekeeper, Peer, Receiver, Task,
    message::{socket, texts},
    ras::{Reply, Request},
    registration::text,
    scenario::Act,
    table::{Admission, CallKey, Endpoint},
};

/// What tells a call of an endpoint from its others.
fn key(identifier: Option<&CallIdentifier>, reference: u16) -> CallKey {
    match identifier {
        Some(identifier) => CallKey::Identifier(*identifier.guid),
        None => CallKey::Reference(reference),
    }
}

impl Gatekeeper {
    /// Answers ARQ.
    pub(super) fn admit(&mut self, request: &Request<'_>, body: &AdmissionRequest) -> Reply {
        use AdmissionRejectReason as R;
        if let Err(fault) = self.prove(request) {
            return self.deny(request, &fault);
        }
        let sender = self.known_sender(request).cloned();
        let receiver = sender.as_ref().and_then(Receiver::of);
        let reject = |reason| {
            let answer = AdmissionReject::new(request.number, reason);
            (
                RasMessage::admissionReject(Box::new(answer)),
                receiver.clone(),
            )
        };
        if let Act::RejectAdmission(reason) = request.act {
            return reject(reason(body.destination_info.as_deref().unwrap_or_default()));
        }
        let Some(sender) = sender else {
            return reject(match self.sender(request.message) {
                Some(_) => R::invalidEndpointIdentifier,
                None => R::callerNotRegistered,
            });
        };
        let (to, address, routed) = if body.answer_call {
            let routed = self.is_routed(&sender);
            (None, sender.signalling, routed)
        } else {
            match self.destination(body) {
                Ok(endpoint) => (
                    Some(endpoint.identifier.clone()),
                    endpoint.signalling,
                    self.is_routed(endpoint),
                ),
                Err(reason) => return reject(reason),
            }
        };
        if self.admissions.is_full() {
            return reject(R::resourceUnavailable);
        }
        let bandwidth = match request.act {
            Act::HalfBandwidth => body.band_width / 2,
            _ => body.band_width,
        };
        let key = key(body.call_identifier.as_ref(), body.call_reference_value);
        let admission = Admission {
            to,
            conference: *body.conference_id,
            reference: body.call_reference_value,
            bandwidth,
        };
        self.admissions.insert(&sender.identifier, key, admission);
        self.after_admission(request, &sender, key);
        let (model, address) = match (request.act, address) {
            (Act::Elsewhere(elsewhere), _) => {
                (CallModel::direct, elsewhere(self.config.signalling))
            }
            (_, Some(address)) if !routed => (CallModel::direct, address),
            _ => (CallModel::gatekeeperRouted, self.config.signalling),
        };
        let address = transport_address(address);
        let mut answer = AdmissionConfirm::new(request.number, bandwidth, model, address);
        answer.will_respond_to_irr = Some(true);
        (RasMessage::admissionConfirm(Box::new(answer)), receiver)
    }

    /// The endpoint that a call goes to: by its aliases, or by its address.
    fn destination(&self, body: &AdmissionRequest) -> Result<&Endpoint, AdmissionRejectReason> {
        let aliases = texts(body.destination_info.as_deref());
        let address = body.dest_call_signal_address.as_ref().and_then(socket);
        if aliases.is_empty() && address.is_none() {
            return Err(AdmissionRejectReason::incompleteAddress);
        }
        let found = self.endpoints.find(&aliases);
        found
            .or_else(|| self.endpoints.at(address?))
            .ok_or(AdmissionRejectReason::calledPartyNotRegistered)
    }

    fn after_admission(&mut self, request: &Request<'_>, sender: &Endpoint, key: CallKey) {
        use h323_asn1::h225::UnregRequestReason as R;
        let identifier = sender.identifier.clone();
        let (wait, task) = match request.act {
            Act::UnregisterInCall(wait) => (wait, Task::Unregister(identifier, R::undefinedReason)),
            Act::Drop(wait) => (wait, Task::Drop(identifier, key)),
            Act::Bandwidth(wait) => (wait, Task::Bandwidth(identifier, key)),
            _ => return,
        };
        self.later(request.now + wait, task);
    }

    /// Answers BRQ.
    pub(super) fn change_bandwidth(
        &mut self,
        request: &Request<'_>,
        body: &BandwidthRequest,
    ) -> Reply {
        if let Err(fault) = self.prove(request) {
            return self.deny(request, &fault);
        }
        let sender = self.known_sender(request);
        let receiver = sender.and_then(Receiver::of);
        let sender = sender.map(|row| row.identifier.clone());
        let key = key(body.call_identifier.as_ref(), body.call_reference_value);
        let call = match &sender {
            Some(sender) => self.admissions.get_mut(sender, key),
            None => None,
        };
        let allowed = call.as_ref().map_or(0, |call| call.bandwidth);
        let reason = match (sender, call) {
            (None, _) => BandRejectReason::notBound,
            _ if matches!(request.act, Act::RejectBandwidth) => {
                BandRejectReason::insufficientResources
            }
            (Some(_), None) => BandRejectReason::invalidConferenceID,
            (Some(_), Some(call)) => {
                call.bandwidth = body.band_width;
                let answer = BandwidthConfirm::new(request.number, body.band_width);
                return (RasMessage::bandwidthConfirm(Box::new(answer)), receiver);
            }
        };
        let answer = BandwidthReject::new(request.number, reason, allowed);
        (RasMessage::bandwidthReject(Box::new(answer)), receiver)
    }

    /// Answers DRQ. A call that is over already is confirmed again: the first answer may be lost.
    pub(super) fn disengage(&mut self, request: &Request<'_>, body: &DisengageRequest) -> Reply {
        if let Err(fault) = self.prove(request) {
            return self.deny(request, &fault);
        }
        let sender = self.known_sender(request);
        let receiver = sender.and_then(Receiver::of);
        let reason = match sender.map(|row| row.identifier.clone()) {
            _ if matches!(request.act, Act::RejectDisengage) => {
                DisengageRejectReason::requestToDropOther
            }
            None => DisengageRejectReason::notRegistered,
            Some(sender) => {
                let key = key(body.call_identifier.as_ref(), body.call_reference_value);
                self.admissions.remove(&sender, key);
                let answer = DisengageConfirm::new(request.number);
                return (RasMessage::disengageConfirm(Box::new(answer)), receiver);
            }
        };
        let answer = DisengageReject::new(request.number, reason);
        (RasMessage::disengageReject(Box::new(answer)), receiver)
    }

    /// Answers LRQ, at its `replyAddress` if that is on the sender's host: others did not ask.
    pub(super) fn locate(&mut self, request: &Request<'_>, body: &LocationRequest) {
        let to = match (request.peer, socket(&body.reply_address)) {
            (Peer::Udp(from), Some(reply)) if reply.ip() == from.ip() => Peer::Udp(reply),
            (peer, _) => peer,
        };
        let (answer, receiver) = match self.prove(request) {
            Ok(_) => self.located(request, body),
            Err(fault) => self.deny(request, &fault),
        };
        self.send(to, answer, receiver.as_ref(), request.act);
    }

    fn located(&self, request: &Request<'_>, body: &LocationRequest) -> Reply {
        let receiver = self.known_sender(request).and_then(Receiver::of);
        let found = self.endpoints.find(&texts(Some(&body.destination_info)));
        let reason = match found {
            _ if matches!(request.act, Act::RejectLocation) => LocationRejectReason::requestDenied,
            None => LocationRejectReason::notRegistered,
            Some(endpoint) => {
                let routed = self.is_routed(endpoint);
                let address = endpoint.signalling.filter(|_| !routed);
                let answer = LocationConfirm::new(
                    request.number,
                    transport_address(address.unwrap_or(self.config.signalling)),
                    transport_address(self.config.ras),
                );
                return (RasMessage::locationConfirm(Box::new(answer)), receiver);
            }
        };
        let answer = LocationReject::new(request.number, reason);
        (RasMessage::locationReject(Box::new(answer)), receiver)
    }

    /// DRQ: asks an endpoint to drop a call.
    pub(super) fn ask_to_drop(&mut self, identifier: &str, key: CallKey) {
        let Some((peer, receiver, call)) = self.call_of(identifier, key) else {
            return;
        };
        let mut request = DisengageRequest::new(
            self.next_number(),
            text(identifier),
            FixedOctetString::from(call.conference),
            call.reference,
            DisengageReason::forcedDrop,
        );
        request.call_identifier = call_identifier(key);
        request.gatekeeper_identifier = Some(text(&self.config.identifier));
        let request = RasMessage::disengageRequest(Box::new(request));
        self.send(peer, request, receiver.as_ref(), Act::Serve);
    }

    /// BRQ: asks an endpoint to use half of the bandwidth.
    pub(super) fn ask_for_bandwidth(&mut self, identifier: &str, key: CallKey) {
        let Some((peer, receiver, call)) = self.call_of(identifier, key) else {
            return;
        };
        let mut request = BandwidthRequest::new(
            self.next_number(),
            text(identifier),
            FixedOctetString::from(call.conference),
            call.reference,
            call.bandwidth / 2,
        );
        request.call_identifier = call_identifier(key);
        request.gatekeeper_identifier = Some(text(&self.config.identifier));
        let request = RasMessage::bandwidthRequest(Box::new(request));
        self.send(peer, request, receiver.as_ref(), Act::Serve);
    }

    /// A call of an endpoint that can be asked about it.
    fn call_of(
        &mut self,
        identifier: &str,
        key: CallKey,
    ) -> Option<(Peer, Option<Receiver>, Admission)> {
        let endpoint = self.endpoints.get(identifier)?;
        let (peer, receiver) = (endpoint.peer?, Receiver::of(endpoint));
        let call = self.admissions.get_mut(identifier, key)?.clone();
        Some((peer, receiver, call))
    }
}

fn call_identifier(key: CallKey) -> Option<CallIdentifier> {
    match key {
        CallKey::Identifier(identifier) => {
            Some(CallIdentifier::new(FixedOctetString::from(identifier)))
        }
        CallKey::Reference(_) => None,
    }
}
