//! Writes RAS: the answer, its proof, and what a scenario makes of it.

use h323_asn1::{
    codec::{self, Described as _},
    h225::RasMessage,
};
use h323_proto::{
    call::Direction,
    gatekeeper::h46017,
    h235::{self, Password},
};

use super::{
    Gatekeeper, Output, Peer,
    message::{self, set_number, set_token, short},
    scenario::{Act, Answer},
    table::{self, Endpoint},
};

/// How old the time stamp of an old proof is, in seconds.
const OLD: u32 = 3_600;

/// `h245Tunnelling` of the Facility that carries RAS, as other gatekeepers have it.
pub(crate) const TUNNELLING: bool = false;

/// Octets that are no message.
const GARBAGE: [u8; 5] = [0x7F, 0xFF, 0x2A, 0xD0, 0x0D];

/// The user to whom an answer is proven, and the name under which it knows itself.
#[derive(Clone, Debug)]
pub(super) struct Receiver {
    pub(super) user: String,
    pub(super) identifier: String,
    /// Whether it wants the proof, whatever methods are taken.
    pub(super) mutual: bool,
}

impl Receiver {
    pub(super) fn of(endpoint: &Endpoint) -> Option<Self> {
        Some(Self {
            user: endpoint.user()?.to_owned(),
            identifier: endpoint.identifier.clone(),
            mutual: endpoint.proven.as_ref()?.mutual,
        })
    }
}

impl Gatekeeper {
    /// Sends octets of RAS.
    fn octets(&mut self, peer: Peer, octets: Vec<u8>) {
        match peer {
            Peer::Udp(address) => self.outputs.push_back(Output::Datagram(address, octets)),
            Peer::Tcp(connection) => {
                if let Ok(packet) = h46017::wrap(&octets, TUNNELLING) {
                    self.packet(connection, &packet);
                }
            }
        }
    }

    /// Writes a message with its proof, sends it as the scenario has it, and writes it down.
    pub(super) fn send(
        &mut self,
        peer: Peer,
        mut message: RasMessage,
        receiver: Option<&Receiver>,
        act: Act,
    ) {
        let Some(octets) = self.written(&mut message, receiver, act) else {
            self.note(format!("{} cannot be written", short(&message)));
            return;
        };
        let answer = match act {
            Act::Answer(answer) => Some(answer),
            _ => None,
        };
        match answer {
            Some(Answer::BehindOld) => {
                let old = self.last.iter().find(|(to, _)| *to == peer);
                if let Some((_, old)) = old.cloned() {
                    self.transmit(peer, "the last answer again (scenario)", old);
                }
            }
            Some(Answer::BehindWrongNumber) => {
                let mut wrong = message.clone();
                if let Some(common) = message::common(&message) {
                    set_number(&mut wrong, common.number.checked_add(1).unwrap_or(1));
                }
                if let Some(octets) = self.written(&mut wrong, receiver, act) {
                    self.transmit(peer, "with another requestSeqNum (scenario)", octets);
                }
            }
            Some(Answer::Garbage) => {
                let garbage = GARBAGE.to_vec();
                self.transmit(peer, "octets that are no message (scenario)", garbage);
                return;
            }
            Some(Answer::Half) => {
                let half = octets.get(..octets.len() / 2).unwrap_or_default();
                self.transmit(peer, "the first half of the answer (scenario)", half.into());
                return;
            }
            Some(Answer::Twice) | None => {}
        }
        self.remember(peer, &octets);
        self.log_ras(Direction::Sent, peer, &octets);
        if answer == Some(Answer::Twice) {
            self.octets(peer, octets.clone());
        }
        self.octets(peer, octets);
    }

    fn transmit(&mut self, peer: Peer, what: &str, octets: Vec<u8>) {
        self.note(format!("{}: {what}", self.name(peer)));
        self.octets(peer, octets);
    }

    fn remember(&mut self, peer: Peer, octets: &[u8]) {
        if !matches!(
            self.config.plan.scenario.act,
            Act::Answer(Answer::BehindOld)
        ) && !self.config.plan.by_alias
        {
            return;
        }
        self.last.retain(|(to, _)| *to != peer);
        self.last.push_front((peer, octets.to_vec()));
        self.last.truncate(table::ENDPOINTS);
    }

    /// The octets of a message, with the proof of H.235.1 if its receiver is a user.
    fn written(
        &mut self,
        message: &mut RasMessage,
        receiver: Option<&Receiver>,
        act: Act,
    ) -> Option<Vec<u8>> {
        let password = receiver
            .filter(|to| to.mutual || self.config.users.proves())
            .filter(|_| !matches!(act, Act::NoProof))
            .and_then(|to| Some((to, self.config.users.password(&to.user)?.clone())));
        let password = match password {
            Some((to, password)) => {
                let number = self.count();
                let time = match act {
                    Act::OldProof => self.seconds.saturating_sub(OLD).max(1),
                    _ => self.seconds,
                };
                let names = h235::Names {
                    general_id: Some(to.identifier.clone()),
                    senders_id: Some(self.config.identifier.clone()),
                };
                // `random` only has to differ from message to message (H.235.1).
                let random = u32::try_from(number % 0x7FFF_FFFF).unwrap_or_default();
                set_token(message, h235::baseline(&names, time, random).ok()?);
                Some(match act {
                    Act::WrongProof => Password::from("another".to_owned()),
                    _ => password,
                })
            }
            None => None,
        };
        let mut octets = codec::encode(&*message).ok()?;
        if let Some(password) = password {
            h235::seal(RasMessage::ROOT, &mut octets, &password);
        }
        Some(octets)
    }
}
