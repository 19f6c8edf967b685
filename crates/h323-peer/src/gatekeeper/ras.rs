//! Reads RAS, and finds what answers it.

use h323_asn1::{
    codec::{self, Tree},
    h225::{
        AdmissionReject, AdmissionRejectReason, BandRejectReason, BandwidthReject, DisengageReject,
        DisengageRejectReason, GatekeeperReject, GatekeeperRejectReason, InfoRequestNak,
        InfoRequestNakReason, LocationReject, LocationRejectReason, RasMessage, RegistrationReject,
        RegistrationRejectReason, RequestInProgress, UnregRejectReason, UnregistrationReject,
    },
};
use h323_proto::{call::Direction, h235::Method, time::Instant};

use super::{
    Gatekeeper, Peer, Task,
    information::not_understood,
    message::{common, protocol, short, texts},
    proof::{Evidence, Fault, Proven},
    scenario::Act,
    send::Receiver,
    table::Endpoint,
};

/// `delay` of a RequestInProgress, in milliseconds.
const DELAY: u16 = 3_000;

/// A request, with what was read of it.
pub(super) struct Request<'a> {
    pub(super) peer: Peer,
    pub(super) message: &'a RasMessage,
    pub(super) tree: &'a Tree,
    pub(super) octets: &'a [u8],
    pub(super) number: u16,
    pub(super) act: Act,
    pub(super) now: Instant,
}

/// An answer, and to whom it is proven.
pub(super) type Reply = (RasMessage, Option<Receiver>);

/// Whether a message asks for an answer.
const fn is_request(message: &RasMessage) -> bool {
    matches!(
        message,
        RasMessage::gatekeeperRequest(_)
            | RasMessage::registrationRequest(_)
            | RasMessage::unregistrationRequest(_)
            | RasMessage::admissionRequest(_)
            | RasMessage::bandwidthRequest(_)
            | RasMessage::disengageRequest(_)
            | RasMessage::locationRequest(_)
    )
}

/// Whether every method has a proof in this request.
const fn always_proven(message: &RasMessage) -> bool {
    matches!(
        message,
        RasMessage::registrationRequest(_) | RasMessage::admissionRequest(_)
    )
}

/// The `endpointIdentifier` in a message.
fn identifier(message: &RasMessage) -> Option<String> {
    let identifier = match message {
        RasMessage::registrationRequest(body) => body.endpoint_identifier.as_ref()?,
        RasMessage::unregistrationRequest(body) => body.endpoint_identifier.as_ref()?,
        RasMessage::admissionRequest(body) => &body.endpoint_identifier,
        RasMessage::bandwidthRequest(body) => &body.endpoint_identifier,
        RasMessage::disengageRequest(body) => &body.endpoint_identifier,
        RasMessage::locationRequest(body) => body.endpoint_identifier.as_ref()?,
        RasMessage::infoRequestResponse(body) => &body.endpoint_identifier,
        _ => return None,
    };
    Some(identifier.to_string())
}

impl Gatekeeper {
    /// Takes the octets of a RAS message.
    pub(super) fn ras(&mut self, peer: Peer, octets: &[u8], now: Instant) {
        let decoded = codec::decode::<RasMessage>(octets);
        let message = match decoded.value {
            Ok(message) => message,
            Err(error) => return self.unread(peer, octets, &decoded.tree, &error.to_string()),
        };
        self.log_ras(Direction::Received, peer, octets);
        let act = self.scenario(&message);
        if is_request(&message) {
            let number = common(&message).map_or(1, |common| common.number);
            match act {
                Act::Silent(on) if on.is(&message) => {
                    return self.scenario_note(&message, "is not answered");
                }
                Act::InProgress(on, wait) if on.is(&message) => {
                    let answer = RequestInProgress::new(number, DELAY);
                    let answer = RasMessage::requestInProgress(Box::new(answer));
                    let receiver = self.sender(&message).and_then(Receiver::of);
                    self.send(peer, answer, receiver.as_ref(), act);
                    if let Some(wait) = wait {
                        self.later(now + wait, Task::Answer(peer, octets.to_vec()));
                    }
                    return;
                }
                Act::Close(on, false) if on.is(&message) => {
                    self.scenario_note(&message, "closes the connection");
                    return self.hang_up(peer, now);
                }
                Act::NotUnderstand(on) if on.is(&message) => {
                    return self.send(peer, not_understood(number, octets), None, act);
                }
                _ => {}
            }
        }
        self.answer(peer, &message, &decoded.tree, octets, now);
        if let Act::Close(on, true) = act
            && on.is(&message)
        {
            self.scenario_note(&message, "is followed by the end of the connection");
            self.hang_up(peer, now);
        }
    }

    /// Answers a request that was told to wait.
    pub(super) fn answer_late(&mut self, peer: Peer, octets: &[u8], now: Instant) {
        let decoded = codec::decode::<RasMessage>(octets);
        if let Ok(message) = decoded.value {
            self.answer(peer, &message, &decoded.tree, octets, now);
        }
    }

    fn answer(
        &mut self,
        peer: Peer,
        message: &RasMessage,
        tree: &Tree,
        octets: &[u8],
        now: Instant,
    ) {
        let Some(common) = common(message) else {
            return self.send(peer, not_understood(1, octets), None, Act::Serve);
        };
        let request = Request {
            peer,
            message,
            tree,
            octets,
            number: common.number,
            act: self.scenario(message),
            now,
        };
        let reply = match message {
            RasMessage::gatekeeperRequest(body) => Some(self.discover(&request, body)),
            RasMessage::registrationRequest(body) => Some(self.register(&request, body)),
            RasMessage::unregistrationRequest(body) => Some(self.end_registration(&request, body)),
            RasMessage::admissionRequest(body) => Some(self.admit(&request, body)),
            RasMessage::bandwidthRequest(body) => Some(self.change_bandwidth(&request, body)),
            RasMessage::disengageRequest(body) => Some(self.disengage(&request, body)),
            RasMessage::locationRequest(body) => return self.locate(&request, body),
            RasMessage::infoRequestResponse(body) => self.informed(&request, body),
            // Answers to requests of ours; and an XRS, which must not be answered with one.
            RasMessage::unregistrationConfirm(_)
            | RasMessage::unregistrationReject(_)
            | RasMessage::bandwidthConfirm(_)
            | RasMessage::bandwidthReject(_)
            | RasMessage::disengageConfirm(_)
            | RasMessage::disengageReject(_)
            | RasMessage::requestInProgress(_)
            | RasMessage::unknownMessageResponse(_) => None,
            _ => Some((not_understood(common.number, octets), None)),
        };
        if let Some((answer, receiver)) = reply {
            self.send(peer, answer, receiver.as_ref(), request.act);
        }
    }

    /// Answers octets that are no RAS message, or one of a later version.
    fn unread(&mut self, peer: Peer, octets: &[u8], tree: &Tree, why: &str) {
        self.log_unread(peer, octets, why);
        let number = tree.children(0).next().and_then(|body| {
            let mut components = tree.children(body);
            components.find_map(
                |node| match (tree.nodes().get(node)?.name(), tree.value(node)?) {
                    ("requestSeqNum", codec::NodeValue::Integer(number)) => {
                        u16::try_from(number).ok()
                    }
                    _ => None,
                },
            )
        });
        let number = number.filter(|number| *number > 0).unwrap_or(1);
        self.send(peer, not_understood(number, octets), None, Act::Serve);
    }

    /// The scenario for a message, by its aliases if they choose.
    fn scenario(&self, message: &RasMessage) -> Act {
        let mut aliases = match message {
            RasMessage::gatekeeperRequest(body) => texts(body.endpoint_alias.as_deref()),
            RasMessage::registrationRequest(body) => texts(body.terminal_alias.as_deref()),
            RasMessage::admissionRequest(body) => texts(body.destination_info.as_deref()),
            RasMessage::locationRequest(body) => texts(Some(&body.destination_info)),
            _ => Vec::new(),
        };
        if let Some(sender) = self.sender(message) {
            aliases.extend(sender.aliases.iter().cloned());
        }
        self.config.plan.choose(&aliases).act
    }

    /// The endpoint whose identifier is in a message.
    pub(super) fn sender(&self, message: &RasMessage) -> Option<&Endpoint> {
        self.endpoints.get(&identifier(message)?)
    }

    /// The endpoint whose identifier is in a request, if the request comes from it: on its
    /// connection, or from its host.
    pub(super) fn known_sender(&self, request: &Request<'_>) -> Option<&Endpoint> {
        self.sender(request.message)
            .filter(|sender| match (sender.peer, request.peer) {
                (Some(Peer::Udp(registered)), Peer::Udp(from)) => registered.ip() == from.ip(),
                (registered, from) => registered == Some(from),
            })
    }

    /// Who sent a request; `None` if nobody has to prove a password.
    pub(super) fn prove(&self, request: &Request<'_>) -> Result<Option<Proven>, Fault> {
        if self.config.users.is_open() {
            return Ok(None);
        }
        let sender = self.known_sender(request);
        let registered = sender.and_then(|row| Some((&*row.identifier, row.user()?)));
        let evidence = Evidence {
            message: request.message,
            tree: request.tree,
            octets: request.octets,
            time: self.seconds,
            ours: &self.config.identifier,
            registered,
        };
        match (self.config.users.check(evidence), sender) {
            // Cisco's token is in RRQ and ARQ only; stacks send others bare.
            (
                Err(Fault::Absent(_)),
                Some(Endpoint {
                    proven: Some(proven),
                    ..
                }),
            ) if proven.method == Method::Cat && !always_proven(request.message) => {
                Ok(Some(proven.clone()))
            }
            (checked, _) => checked.map(Some),
        }
    }

    /// The reject for a request whose sender is not known. It is not proven: its receiver has not
    /// proven that it may know.
    pub(super) fn deny(&mut self, request: &Request<'_>, fault: &Fault) -> Reply {
        let (message, number) = (request.message, request.number);
        self.note(format!(
            "{}: {} is refused: {fault}",
            self.name(request.peer),
            short(message)
        ));
        macro_rules! reject {
            ($reason:ident $error:ident) => {
                match fault.$error() {
                    Some(error) => $reason::securityError(error),
                    None => $reason::securityDenial,
                }
            };
        }
        let answer = match message {
            RasMessage::gatekeeperRequest(_) => {
                let reason = reject!(GatekeeperRejectReason error);
                let answer = GatekeeperReject::new(number, protocol(), reason);
                RasMessage::gatekeeperReject(Box::new(answer))
            }
            RasMessage::registrationRequest(_) => {
                let reason = reject!(RegistrationRejectReason error);
                let answer = RegistrationReject::new(number, protocol(), reason);
                RasMessage::registrationReject(Box::new(answer))
            }
            RasMessage::admissionRequest(_) => {
                let reason = reject!(AdmissionRejectReason error2);
                RasMessage::admissionReject(Box::new(AdmissionReject::new(number, reason)))
            }
            RasMessage::bandwidthRequest(_) => {
                let reason = reject!(BandRejectReason error2);
                RasMessage::bandwidthReject(Box::new(BandwidthReject::new(number, reason, 0)))
            }
            RasMessage::disengageRequest(_) => {
                let reason = reject!(DisengageRejectReason error2);
                RasMessage::disengageReject(Box::new(DisengageReject::new(number, reason)))
            }
            RasMessage::unregistrationRequest(_) => {
                let reason = reject!(UnregRejectReason error2);
                let answer = UnregistrationReject::new(number, reason);
                RasMessage::unregistrationReject(Box::new(answer))
            }
            RasMessage::locationRequest(_) => {
                let reason = reject!(LocationRejectReason error2);
                RasMessage::locationReject(Box::new(LocationReject::new(number, reason)))
            }
            _ => {
                let reason = reject!(InfoRequestNakReason error2);
                RasMessage::infoRequestNak(Box::new(InfoRequestNak::new(number, reason)))
            }
        };
        (answer, None)
    }

    /// Closes the connection of a peer; over UDP there is none.
    fn hang_up(&mut self, peer: Peer, now: Instant) {
        if let Peer::Tcp(connection) = peer {
            self.close(connection);
            self.gone(connection, now);
        }
    }

    fn scenario_note(&mut self, message: &RasMessage, what: &str) {
        self.note(format!("{} {what} (scenario)", short(message)));
    }
}
