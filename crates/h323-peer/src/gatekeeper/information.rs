//! Information about endpoints (H.225.0 clause 7.15), and what is not understood (clause 7.17).

use h323_asn1::h225::{
    InfoRequest, InfoRequestAck, InfoRequestNak, InfoRequestNakReason, InfoRequestResponse,
    RasMessage, UnknownMessageResponse,
};
use h323_proto::h225::transport_address;

use super::{
    Gatekeeper, Peer, Receiver,
    ras::{Reply, Request},
    scenario::Act,
};

/// Most octets of a message that an answer repeats.
const REPEATED: usize = 1024;

/// XRS: the answer to a message that was not understood, with that message.
pub(super) fn not_understood(number: u16, octets: &[u8]) -> RasMessage {
    let mut answer = UnknownMessageResponse::new(number);
    let part = octets.get(..REPEATED).unwrap_or(octets);
    answer.message_not_understood = Some(part.to_vec().into());
    RasMessage::unknownMessageResponse(Box::new(answer))
}

impl Gatekeeper {
    /// IRQ: asks an endpoint for information about itself and all its calls.
    pub(super) fn ask_info(&mut self, identifier: &str) {
        let Some(endpoint) = self.endpoints.get(identifier) else {
            return;
        };
        let Some(peer) = endpoint.peer else {
            return;
        };
        let receiver = Receiver::of(endpoint);
        let mut request = InfoRequest::new(self.next_number(), 0);
        if let Peer::Udp(_) = peer {
            request.reply_address = Some(transport_address(self.config.ras));
        }
        let request = RasMessage::infoRequest(Box::new(request));
        self.send(peer, request, receiver.as_ref(), Act::Serve);
    }

    /// Takes IRR, and answers it if the endpoint wants that.
    pub(super) fn informed(
        &mut self,
        request: &Request<'_>,
        body: &InfoRequestResponse,
    ) -> Option<Reply> {
        let sender = self.known_sender(request);
        let (known, receiver) = (sender.is_some(), sender.and_then(Receiver::of));
        if body.need_response != Some(true) {
            return None;
        }
        if let Err(fault) = self.prove(request) {
            return Some(self.deny(request, &fault));
        }
        let answer = if known {
            RasMessage::infoRequestAck(Box::new(InfoRequestAck::new(request.number)))
        } else {
            let reason = InfoRequestNakReason::notRegistered;
            let answer = InfoRequestNak::new(request.number, reason);
            RasMessage::infoRequestNak(Box::new(answer))
        };
        Some((answer, receiver))
    }
}
