//! What a gatekeeper granted for a call, and the proof in its messages.

use alloc::{string::String, vec, vec::Vec};

use h323_asn1::{
    codec::{self, Described as _, EncodeError, Tree},
    h225::{EndpointType, H323UUPDU, H323UUPDUH323MessageBody as Body, H323UserInformation},
    h235::ClearToken,
};

use crate::{
    h235::{self, Clock, Expected, Names, Password, Proof},
    time::Instant,
};

/// What a gatekeeper granted for a call.
#[derive(Clone, Debug)]
pub struct Admission {
    /// `endpointIdentifier` in Setup: the gatekeeper knows us by it.
    pub endpoint_identifier: String,
    /// `sourceInfo`: what we are registered as.
    pub endpoint: EndpointType,
    /// `tokens` of the admission confirm, which Setup repeats.
    pub tokens: Vec<ClearToken>,
    /// Whether the call shares its connection with RAS (H.460.17): it stays open after the call.
    pub shares: bool,
    /// Signs the messages of the call by H.235.1. `None` without a password, or with another
    /// method.
    pub signer: Option<Signer>,
}

/// Signs messages by H.235.1: a token in each, with a hash over its `H323-UserInformation`.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The gatekeeper and ourselves.
    pub names: Names,
    /// The password that both know.
    pub password: Password,
    /// The time of day.
    pub clock: Clock,
    /// `random` of the next token.
    pub random: u32,
    /// The time of the next token.
    pub now: Instant,
}

impl Signer {
    pub(super) fn advance(&mut self, now: Instant) {
        self.now = now;
        self.random = self.random.wrapping_add(1);
    }

    /// What the proof in a message of the other side is worth.
    pub(super) fn check(&self, tree: &Tree, octets: &[u8]) -> Proof {
        let ours = self.names.senders_id.as_deref();
        let expected = Expected {
            password: &self.password,
            time: self.clock.at(self.now),
            ours: ours.as_slice(),
        };
        h235::check(tree, octets, &expected)
    }

    /// The octets of a message with its proof. A body without a place for tokens stays without.
    pub(super) fn signed(&self, mut pdu: H323UUPDU) -> Result<Vec<u8>, EncodeError> {
        let time = self.clock.at(self.now);
        let token = h235::baseline(&self.names, time, self.random)?;
        macro_rules! into {
            ($($kind:ident)*) => {
                match &mut pdu.h323_message_body {
                    $(Body::$kind(body) => body.crypto_tokens = Some(vec![token]),)*
                    _ => {}
                }
            };
        }
        into! {
            setup callProceeding connect alerting information releaseComplete facility progress
            status statusInquiry setupAcknowledge notify
        }
        let mut octets = codec::encode(&H323UserInformation::new(pdu))?;
        h235::seal(H323UserInformation::ROOT, &mut octets, &self.password);
        Ok(octets)
    }
}
