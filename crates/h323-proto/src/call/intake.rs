//! The intake of the signalling connection: octets are cut into messages, read, recorded and
//! examined, in this order.

use alloc::{format, string::String, sync::Arc};

use super::{
    end::EndReason,
    event::{Channel, Closed, Content},
    examine::{Ours, examine},
    outbox::Outbox,
    recent::Recent,
    signalling::Signalling,
    timer::Timer,
    warning::WarningCode,
};
use crate::{
    error::DecodeError,
    h225::{Facts, UserInformation},
    h235::Proof,
    q931::Message,
    tpkt::{self, Deframer, Ending, Foreign, Frame},
};

/// An arrival that is on record.
#[derive(Debug)]
pub(super) enum Arrival {
    /// A message. The flag says whether it was read to its end.
    Message(Arc<Message>, Arc<Facts>, bool),
    /// Octets that are not a readable message.
    Unreadable,
    /// A TPKT without contents.
    KeepAlive,
    /// The peer speaks another protocol.
    Foreign(EndReason),
}

/// The state of reading the signalling connection.
#[derive(Debug)]
pub(super) struct Intake {
    /// Whether the connection is open.
    open: bool,
    deframer: Deframer,
    /// Whether a Q.931 message has arrived.
    understood: bool,
    /// The highest version of H.225.0 that a message has claimed.
    version: Option<u32>,
    /// Whether further octets are ignored.
    stopped: bool,
    recent: Recent<Read>,
}

/// A Q.931 message that was read.
#[derive(Clone, Debug)]
struct Read {
    message: Arc<Message>,
    user_information: Option<Arc<UserInformation>>,
    facts: Arc<Facts>,
    /// Why it was not read to its end.
    error: Option<DecodeError>,
}

impl Read {
    fn of(message: Message, error: Option<DecodeError>) -> Self {
        let user_information = UserInformation::of(&message).map(Arc::new);
        let facts = Facts::of_message(user_information.as_deref(), error.is_none());
        Self {
            message: Arc::new(message),
            user_information,
            facts: Arc::new(facts),
            error,
        }
    }

    fn content(&self) -> Content {
        Content::Signalling {
            message: Arc::clone(&self.message),
            user_information: self.user_information.clone(),
            facts: Arc::clone(&self.facts),
            error: self.error.clone(),
        }
    }
}

impl Intake {
    pub(super) fn new(open: bool) -> Self {
        Self {
            open,
            deframer: Deframer::new(),
            understood: false,
            version: None,
            stopped: false,
            recent: Recent::default(),
        }
    }

    /// The connection is open. Returns whether it was not open before.
    pub(super) const fn open(&mut self) -> bool {
        !core::mem::replace(&mut self.open, true)
    }

    pub(super) const fn is_open(&self) -> bool {
        self.open
    }

    /// Takes received octets. [`Intake::next`] reads them.
    pub(super) fn take(&mut self, octets: &[u8], out: &mut Outbox) {
        if self.open && !self.stopped {
            out.took(octets.len());
            self.deframer.push(octets);
        }
    }

    /// Ignores all further octets.
    pub(super) fn stop(&mut self) {
        self.stopped = true;
        self.forget();
    }

    /// Whether further octets are ignored.
    pub(super) const fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Whether the peer has sent Q.931.
    pub(super) const fn has_understood(&self) -> bool {
        self.understood
    }

    /// Forgets the octets that are not read yet.
    pub(super) fn forget(&mut self) {
        self.recent.forget();
        self.deframer = Deframer::new();
    }

    /// The next arrival.
    pub(super) fn next(&mut self, signalling: &Signalling, out: &mut Outbox) -> Option<Arrival> {
        let channel = Channel::CallSignalling;
        match self.deframer.next_frame() {
            Ok(None) => None,
            Ok(Some(Frame::KeepAlive { raw })) => {
                out.record_received(channel, raw.to_vec(), Content::KeepAlive, false);
                Some(Arrival::KeepAlive)
            }
            Ok(Some(Frame::Message { reserved, payload })) => {
                Some(self.payload(&payload, reserved, signalling, out))
            }
            Err(error) => {
                let content = Content::Foreign(error.looks_like);
                out.record_received(channel, error.octets, content, true);
                if self.understood {
                    out.warn(WarningCode::StreamBroken, not_tpkt(error.looks_like));
                }
                Some(Arrival::Foreign(EndReason::NotTpkt(error.looks_like)))
            }
        }
    }

    fn payload(
        &mut self,
        payload: &[u8],
        reserved: u8,
        signalling: &Signalling,
        out: &mut Outbox,
    ) -> Arrival {
        let channel = Channel::CallSignalling;
        let octets = tpkt::framed(payload, reserved);
        if let Some(read) = self.recent.find(payload) {
            // It has had its warnings.
            let decisive = signalling.is_decisive(&read.message, out);
            out.record_received(channel, octets, read.content(), decisive);
            warn_of_reserved(reserved, out);
            return Arrival::Message(read.message, read.facts, read.error.is_none());
        }
        let (message, error) = match Message::decode(payload) {
            Ok(message) => (message, None),
            Err(failure) => match failure.partial {
                Some(message) => (message, Some(failure.error)),
                None => {
                    // A peer that has sent Q.931 before has sent a damaged message, not another
                    // protocol.
                    if !self.understood
                        && let Some(foreign) = tpkt::foreign_payload(payload)
                    {
                        out.record_received(channel, octets, Content::Foreign(foreign), true);
                        warn_of_reserved(reserved, out);
                        return Arrival::Foreign(EndReason::NotQ931(foreign));
                    }
                    let text = format!("A message could not be read: {}", failure.error);
                    let content = Content::Undecodable(failure.error);
                    out.record_received(channel, octets, content, false);
                    warn_of_reserved(reserved, out);
                    out.warn(WarningCode::UndecodableMessage, text);
                    return Arrival::Unreadable;
                }
            },
        };
        self.understood = true;
        let read = Read::of(message, error);
        self.recent.keep(payload.to_vec(), read.clone());
        let whole = read.error.is_none();
        let ours = signalling.ours(out).map(|ours| Ours {
            seen: self.version,
            ..ours
        });
        let information = read.user_information.as_deref();
        let odd = examine(&read.message, information, &read.facts, whole, ours);
        self.version = self.version.max(read.facts.version);
        let proof = information
            .and_then(|information| out.writer().proof(&read.message, information))
            .filter(Proof::is_bad);
        let decisive = signalling.is_decisive(&read.message, out);
        let content = read.content();
        out.work().contents(&content);
        // The message is reported before the warnings about it.
        out.record_received(channel, octets, content, decisive);
        warn_of_reserved(reserved, out);
        if let Some(error) = &read.error {
            let name = read.message.message_type;
            let text = format!("{name} could not be read to its end: {error}");
            out.warn(WarningCode::UndecodableMessage, text);
        }
        for warning in odd {
            out.warn(warning.code, warning.text);
        }
        if let Some(proof) = proof {
            let name = read.message.message_type;
            let text = format!("The proof in {name} (H.235.1) is not good: {proof}");
            out.warn(WarningCode::WrongProof, text);
        }
        Arrival::Message(read.message, read.facts, whole)
    }

    /// The connection is closed, or could not be opened. Returns why the call ends, if it has not
    /// ended already.
    pub(super) fn closed(&mut self, closed: Closed, answered: bool, out: &mut Outbox) -> EndReason {
        let (pending, foreign) = self.leftover(answered, out);
        self.open = false;
        match (closed, foreign) {
            (Closed::Failed(text), _) if out.is_running(Timer::Connect) => {
                EndReason::ConnectFailed(text)
            }
            (Closed::Failed(text), _) => EndReason::ConnectionLost(text),
            (Closed::Tls(fault), _) => EndReason::TlsFailed(fault),
            (Closed::ByPeer, Some(foreign)) => EndReason::NotTpkt(foreign),
            (Closed::ByPeer, None) => EndReason::Closed { pending },
        }
    }

    /// Reports the octets that never became a message: their number, and whether they begin another
    /// protocol. An unanswered call needs no such report, because its outcome covers it.
    pub(super) fn leftover(
        &mut self,
        answered: bool,
        out: &mut Outbox,
    ) -> (usize, Option<Foreign>) {
        let deframer = core::mem::take(&mut self.deframer);
        let octets = deframer.pending().to_vec();
        let foreign = match deframer.finish() {
            Ending::NotTpkt(error) => Some(error.looks_like),
            Ending::Clean | Ending::Incomplete { .. } => None,
        };
        let length = octets.len();
        if length > 0 {
            let content = foreign.map_or(Content::Incomplete, Content::Foreign);
            out.record_received(Channel::CallSignalling, octets, content, true);
            match foreign {
                Some(foreign) if answered => {
                    out.warn(WarningCode::StreamBroken, not_tpkt(foreign));
                }
                None if answered => {
                    let text = format!(
                        "The endpoint did not finish a message: {length} octets of it came"
                    );
                    out.warn(WarningCode::IncompleteMessage, text);
                }
                _ => {}
            }
        }
        (length, foreign)
    }
}

fn not_tpkt(foreign: Foreign) -> String {
    let looks = match foreign {
        Foreign::Unknown => String::new(),
        foreign => format!(": it looks like {foreign}"),
    };
    format!("The stream of call signalling is no longer TPKT{looks}")
}

/// Warns of a header whose second octet differs from RFC 1006.
fn warn_of_reserved(reserved: u8, out: &mut Outbox) {
    if reserved != 0 {
        let text = format!("The reserved octet of a TPKT header is 0x{reserved:02X}");
        out.warn(WarningCode::TpktReserved, text);
    }
}

#[cfg(test)]
mod tests {
    use alloc::boxed::Box;

    use super::*;
    use crate::{
        call::{CallingConfig, Output, Target, calling::Calling, event::Event},
        h225::Entropy,
        h245::{Pdu, write},
        q931::{CallReference, InformationElement, MessageType, UserUser},
        time::Instant,
    };

    /// The call acts on the recorded content, so tunnelled messages are read only once.
    #[test]
    fn the_call_and_its_record_share_what_was_read() {
        let (config, entropy) = (CallingConfig::default(), Entropy::new([7; Entropy::OCTETS]));
        let (terms, writer) = (&config.terms, config.writer(&entropy));
        let mut out = Outbox::new(terms, writer, &entropy, Instant::ORIGIN);
        let h245 = write(&Pdu::EndSession, 13).unwrap();
        let information = out.writer().tunnel(h245, 6).unwrap();
        let mut message = Message::new(CallReference::GLOBAL, MessageType::Facility);
        let element = InformationElement::of(&UserUser::h323(information));
        message.insert(element.unwrap());
        let octets = tpkt::encode(&message.encode().unwrap()).unwrap();
        let target = Target {
            host: "gw.example".into(),
            port: 1720,
        };
        let signalling = Signalling::Calling(Box::new(Calling::new(target, config)));
        let mut intake = Intake::new(true);
        intake.take(&octets, &mut out);
        let arrival = intake.next(&signalling, &mut out);
        let Some(Arrival::Message(message, facts, true)) = arrival else {
            panic!("{arrival:?}");
        };
        assert_eq!(facts.h245_control[0].understood.name, "endSessionCommand");
        let Some(Output::Event(Event::Message(record))) = out.poll() else {
            panic!("it is on record");
        };
        let Content::Signalling {
            message: recorded,
            facts: known,
            ..
        } = record.content
        else {
            panic!("{record:?}");
        };
        assert!(Arc::ptr_eq(&message, &recorded) && Arc::ptr_eq(&facts, &known));
    }
}
