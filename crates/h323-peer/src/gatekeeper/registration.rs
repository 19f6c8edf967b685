//! Discovery and registration (H.225.0 clauses 7.8 to 7.10).

use std::net::SocketAddr;

use h323_asn1::{
    h225::{
        AliasAddress, AltGKInfo, AlternateGK, GatekeeperConfirm, GatekeeperReject,
        GatekeeperRejectReason, GatekeeperRequest, RasMessage, RegistrationConfirm,
        RegistrationReject, RegistrationRejectReason, RegistrationRequest, TransportAddress,
        UnregRejectReason, UnregistrationConfirm, UnregistrationReject, UnregistrationRequest,
    },
    h235::{AuthenticationBES, AuthenticationMechanism},
    text::{BmpString, bmp_string},
};
use h323_proto::{h225::transport_address, h235::Method, time::Duration};

use super::{
    Gatekeeper, Model, Peer, Receiver, Task,
    message::{alias_text, is_h225, object, protocol, socket, texts},
    proof::Proven,
    ras::{Reply, Request},
    scenario::Act,
    table::{ALIASES, Endpoint},
};

/// The priority of the other gatekeeper.
const PRIORITY: u8 = 1;

/// The text as an identifier. Ours are short and have no character that it cannot have.
pub(super) fn text(text: &str) -> BmpString {
    bmp_string(text).unwrap_or_default()
}

impl Gatekeeper {
    /// Answers GRQ.
    pub(super) fn discover(&mut self, request: &Request<'_>, body: &GatekeeperRequest) -> Reply {
        use GatekeeperRejectReason as R;
        let aliases = body.endpoint_alias.as_deref().unwrap_or_default();
        let wanted = body.gatekeeper_identifier.as_ref();
        if let Act::RejectDiscovery(reason) = request.act {
            return self.not_discovered(request, reason(aliases));
        }
        if !is_h225(&body.protocol_identifier) {
            return self.not_discovered(request, R::invalidRevision);
        }
        if wanted.is_some_and(|wanted| wanted.to_string() != self.config.identifier) {
            return self.not_discovered(request, R::terminalExcluded);
        }
        let ras = transport_address(self.config.ras);
        let mut answer = GatekeeperConfirm::new(request.number, protocol(), ras);
        answer.gatekeeper_identifier = Some(text(&self.config.identifier));
        if !self.config.users.is_open()
            && let Some(offered) = &body.algorithm_oids
        {
            let method = self.config.users.methods().iter().find(|method| {
                let mut offered = offered.iter();
                offered.any(|oid| **oid == *method.algorithm())
            });
            let Some(method) = method else {
                return self.not_discovered(request, R::securityDenial);
            };
            answer.authentication_mode = Some(mechanism(
                *method,
                body.authentication_capability.as_deref(),
            ));
            answer.algorithm_oid = Some(object(method.algorithm()));
        }
        if matches!(request.act, Act::Alternate) {
            answer.alternate_gatekeeper = Some(vec![self.alternate()]);
        }
        (RasMessage::gatekeeperConfirm(Box::new(answer)), None)
    }

    fn not_discovered(&self, request: &Request<'_>, reason: GatekeeperRejectReason) -> Reply {
        let mut answer = GatekeeperReject::new(request.number, protocol(), reason);
        answer.gatekeeper_identifier = Some(text(&self.config.identifier));
        (RasMessage::gatekeeperReject(Box::new(answer)), None)
    }

    fn alternate(&self) -> AlternateGK {
        AlternateGK::new(transport_address(self.config.alternate), true, PRIORITY)
    }

    /// Answers RRQ.
    pub(super) fn register(&mut self, request: &Request<'_>, body: &RegistrationRequest) -> Reply {
        let proven = match self.prove(request) {
            Ok(proven) => proven,
            Err(fault) => return self.deny(request, &fault),
        };
        if body.keep_alive == Some(true) {
            return self.keep_alive(request, body, proven.as_ref());
        }
        match self.registrable(request, body) {
            Ok((signalling, peer)) => self.registered(request, body, proven, signalling, peer),
            Err(reason) => self.not_registered(request, reason, proven.as_ref()),
        }
    }

    /// Where a new endpoint takes calls and RAS, or why it cannot be registered.
    fn registrable(
        &self,
        request: &Request<'_>,
        body: &RegistrationRequest,
    ) -> Result<(Option<SocketAddr>, Peer), RegistrationRejectReason> {
        use RegistrationRejectReason as R;
        let wire = body.terminal_alias.as_deref().unwrap_or_default();
        match request.act {
            Act::RejectRegistration(reason) => return Err(reason(wire)),
            Act::Moved => return Err(R::resourceUnavailable),
            _ => {}
        }
        if !is_h225(&body.protocol_identifier) {
            return Err(R::invalidRevision);
        }
        if body.additive_registration.is_some() {
            return Err(R::additiveRegistrationNotSupported);
        }
        let mut signalling = body.call_signal_address.iter().filter_map(socket);
        let signalling = signalling.next();
        let peer = match request.peer {
            Peer::Udp(from) => {
                let mut ras = body.ras_address.iter().filter_map(socket);
                let ras = ras.next().ok_or(R::invalidRASAddress)?;
                if signalling.is_none() {
                    return Err(R::invalidCallSignalAddress);
                }
                // Requests of ours go to its RAS address, but to no other host than its own.
                Peer::Udp(if ras.ip() == from.ip() { ras } else { from })
            }
            tcp @ Peer::Tcp(_) => tcp,
        };
        if wire.len() > ALIASES {
            return Err(R::resourceUnavailable);
        }
        let taken: Vec<AliasAddress> = wire
            .iter()
            .filter(|alias| {
                let name = alias_text(alias);
                let holder = name.and_then(|name| self.endpoints.holder(&name));
                holder.is_some_and(|row| row.peer != Some(peer))
            })
            .cloned()
            .collect();
        if !taken.is_empty() {
            return Err(R::duplicateAlias(taken));
        }
        if self.endpoints.is_full() && self.endpoints.of_peer(peer).is_none() {
            return Err(R::resourceUnavailable);
        }
        Ok((signalling, peer))
    }

    fn registered(
        &mut self,
        request: &Request<'_>,
        body: &RegistrationRequest,
        proven: Option<Proven>,
        signalling: Option<SocketAddr>,
        peer: Peer,
    ) -> Reply {
        // A second registration from the same place takes the place of the first (H.323 clause
        // 7.2.2), and so does the same one, sent again.
        let earlier = self.endpoints.of_peer(peer);
        let identifier = match earlier.map(|row| row.identifier.clone()) {
            Some(identifier) => identifier,
            None => self.new_identifier(),
        };
        let wire_aliases = body.terminal_alias.clone().unwrap_or_default();
        self.endpoints.insert(Endpoint {
            identifier: identifier.clone(),
            aliases: texts(Some(&wire_aliases)),
            wire_aliases,
            signalling,
            peer: Some(peer),
            proven,
            expires: None,
        });
        let after = |wait| request.now + wait;
        match request.act {
            Act::Forget(wait) => self.later(after(wait), Task::Forget(identifier.clone())),
            Act::Unregister(wait, reason) => {
                self.later(after(wait), Task::Unregister(identifier.clone(), reason()));
            }
            Act::AskInfo(wait) => self.later(after(wait), Task::AskInfo(identifier.clone())),
            _ => {}
        }
        self.confirm(request, &identifier, body.time_to_live)
    }

    fn new_identifier(&mut self) -> String {
        let number = self.count();
        format!("{}_{number}", self.run)
    }

    /// Answers the RRQ that keeps a registration alive (H.225.0 clause 7.9.1).
    fn keep_alive(
        &mut self,
        request: &Request<'_>,
        body: &RegistrationRequest,
        proven: Option<&Proven>,
    ) -> Reply {
        if let Act::RejectKeepAlive(reason) = request.act {
            let reason = reason(body.terminal_alias.as_deref().unwrap_or_default());
            return self.not_registered(request, reason, proven);
        }
        let Some(sender) = self.known_sender(request) else {
            let reason = RegistrationRejectReason::fullRegistrationRequired;
            return self.not_registered(request, reason, proven);
        };
        let mut identifier = sender.identifier.clone();
        if matches!(request.act, Act::NewIdentifier)
            && let Some(mut endpoint) = self.forget(&identifier)
        {
            identifier = self.new_identifier();
            endpoint.identifier.clone_from(&identifier);
            self.endpoints.insert(endpoint);
        }
        self.confirm(request, &identifier, body.time_to_live)
    }

    /// Grants a registration its time, and says so.
    fn confirm(&mut self, request: &Request<'_>, identifier: &str, wanted: Option<u32>) -> Reply {
        let most = match request.act {
            Act::TimeToLive(seconds) => seconds,
            _ => self.config.time_to_live,
        };
        let time_to_live = wanted.unwrap_or(most).clamp(1, most.max(1));
        let ours: Vec<TransportAddress> = match request.peer {
            Peer::Udp(_) => vec![transport_address(self.config.signalling)],
            // The connection is the address (H.460.17).
            Peer::Tcp(_) => Vec::new(),
        };
        let mut answer =
            RegistrationConfirm::new(request.number, protocol(), ours, text(identifier));
        answer.gatekeeper_identifier = Some(text(&self.config.identifier));
        answer.time_to_live = Some(time_to_live);
        answer.will_respond_to_irr = Some(true);
        answer.maintain_connection = Some(matches!(request.peer, Peer::Tcp(_)));
        if matches!(request.act, Act::Alternate) {
            answer.alternate_gatekeeper = Some(vec![self.alternate()]);
        }
        let mut receiver = None;
        if let Some(endpoint) = self.endpoints.get_mut(identifier) {
            endpoint.expires = Some(request.now + Duration::from_secs(time_to_live.into()));
            if !endpoint.wire_aliases.is_empty() {
                answer.terminal_alias = Some(endpoint.wire_aliases.clone());
            }
            receiver = Receiver::of(endpoint);
        }
        (RasMessage::registrationConfirm(Box::new(answer)), receiver)
    }

    fn not_registered(
        &self,
        request: &Request<'_>,
        reason: RegistrationRejectReason,
        proven: Option<&Proven>,
    ) -> Reply {
        let mut answer = RegistrationReject::new(request.number, protocol(), reason);
        answer.gatekeeper_identifier = Some(text(&self.config.identifier));
        if matches!(request.act, Act::Moved) {
            answer.alt_gk_info = Some(AltGKInfo::new(vec![self.alternate()], true));
        }
        let receiver = proven.map(|proven| Receiver {
            user: proven.user.clone(),
            identifier: proven.user.clone(),
            mutual: proven.mutual,
        });
        (RasMessage::registrationReject(Box::new(answer)), receiver)
    }

    /// Answers URQ.
    pub(super) fn end_registration(
        &mut self,
        request: &Request<'_>,
        body: &UnregistrationRequest,
    ) -> Reply {
        if let Err(fault) = self.prove(request) {
            return self.deny(request, &fault);
        }
        let named = self.known_sender(request);
        let sender = match body.endpoint_identifier {
            Some(_) => named,
            None => self.endpoints.of_peer(request.peer),
        };
        let receiver = sender.and_then(Receiver::of);
        let identifier = sender.map(|row| row.identifier.clone());
        let reason = match identifier {
            _ if matches!(request.act, Act::RejectUnregistration) => {
                UnregRejectReason::callInProgress
            }
            None => UnregRejectReason::notCurrentlyRegistered,
            Some(identifier) => {
                self.forget(&identifier);
                let answer = UnregistrationConfirm::new(request.number);
                return (
                    RasMessage::unregistrationConfirm(Box::new(answer)),
                    receiver,
                );
            }
        };
        let answer = UnregistrationReject::new(request.number, reason);
        (RasMessage::unregistrationReject(Box::new(answer)), receiver)
    }

    /// Whether calls to an endpoint go through us.
    pub(super) fn is_routed(&self, endpoint: &Endpoint) -> bool {
        self.config.model == Model::Routed || endpoint.signalling.is_none()
    }
}

/// The mechanism that stands for a method: one that the endpoint has named, if it fits.
fn mechanism(
    method: Method,
    offered: Option<&[AuthenticationMechanism]>,
) -> AuthenticationMechanism {
    let offered = offered.unwrap_or_default();
    let server = offered
        .iter()
        .find(|offer| matches!(offer, AuthenticationMechanism::authenticationBES(_)));
    match (method, server) {
        (Method::Cat, Some(server)) => server.clone(),
        (Method::Cat, None) => {
            AuthenticationMechanism::authenticationBES(AuthenticationBES::default)
        }
        _ => AuthenticationMechanism::pwdHash,
    }
}
