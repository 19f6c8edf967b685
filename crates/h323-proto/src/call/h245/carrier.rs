//! The carrier of H.245: the tunnel, or a connection of its own (H.323 8.2).

use alloc::{
    format,
    string::{String, ToString},
    sync::Arc,
};
use core::net::SocketAddr;

use super::H245Link;
use crate::{
    address,
    call::{
        config::{H245Mode, Target},
        event::{Channel, Closed, Content, Side},
        outbox::Outbox,
        timer::{Limit, Timer},
        verdict::Verdict,
        warning::WarningCode,
    },
    h245::H245Record,
    time::Instant,
    tls::Mode,
    tpkt::{self, Frame},
};

/// The carrier of H.245.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// No carrier yet.
    None,
    /// `h245Control` of the call signalling messages.
    Tunnel,
    /// A connection of its own that is not open yet.
    Dialling,
    /// A connection of its own.
    Connection,
}

/// Why there is no H.245, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The peer's `h245Address` cannot be reached from here and was not dialled.
    OutOfReach(String),
    /// The connection could not be opened.
    NotOpened(String),
    /// The connection is gone, or carries another protocol.
    Lost(String),
}

/// Most connections that we try in a call, so that a peer cannot make us probe one address after
/// another.
const DIALS: u8 = 3;

/// The reason for giving up a connection that neither opens nor fails.
pub(super) const NO_ANSWER: &str = "there was no answer in time";

impl H245Link {
    pub(super) fn choose_carrier(&mut self, out: &mut Outbox) {
        // After an unreachable address, the tunnel or another address may still work: a
        // gatekeeper's Call Proceeding may have the first, and the endpoint's Connect one that can
        // be reached.
        let lost = matches!(self.failed, Some(Failure::Lost(_)));
        if self.carrier != Carrier::None || lost {
            return;
        }
        if self.tunnel_agreed() {
            // Before Connect only the peer may begin the tunnel: some stacks are not ready for
            // H.245 in it while they ring.
            if self.answered {
                if self.address.is_some() {
                    let text = String::from(
                        "The endpoint tunnels H.245 and gives an h245Address; the tunnel is used",
                    );
                    out.warn(WarningCode::BothH245Channels, text);
                }
                self.carry(Carrier::Tunnel, out.now());
            }
            return;
        }
        if self.side == Side::Called || self.terms.mode == H245Mode::Tunnelled {
            return;
        }
        if let Some(address) = self.address
            && self.dialled != Some(address)
            && self.dials < DIALS
        {
            self.dial(address, out);
        }
    }

    fn dial(&mut self, address: SocketAddr, out: &mut Outbox) {
        self.early = !self.answered;
        if let Some(why) = out_of_reach(address, self.peer) {
            let text = format!("The endpoint's h245Address {address} is {why}");
            out.warn(WarningCode::PrivateH245Address, text.clone());
            self.failed = Some(Failure::OutOfReach(text));
            return;
        }
        self.carrier = Carrier::Dialling;
        if self.terms.tls != Mode::Off && !self.over_tls {
            let text = "Call signalling is over TLS, but H.245 is not: the endpoint gives an h245Address, and no h245SecurityMode with TLS";
            out.warn(WarningCode::H245NotSecured, text.into());
        }
        if self.answered {
            out.start(Timer::H245, Limit::hard(self.terms.settle));
        }
        self.failed = None;
        self.closed = false;
        self.dialled = Some(address);
        self.dials += 1;
        let target = Target {
            host: address.ip().to_string(),
            port: address.port(),
        };
        out.connect(Channel::H245Control, target);
    }

    pub(super) fn carry(&mut self, carrier: Carrier, now: Instant) {
        self.carrier = carrier;
        self.failed = None;
        self.session.start(now);
    }

    /// The H.245 connection is open. We opened it to the peer, or on the called side the peer
    /// opened it.
    pub(in crate::call) fn connected(&mut self, out: &mut Outbox) {
        let wanted = self.carrier != Carrier::Connection && self.failed.is_none();
        if !self.over && wanted {
            self.carry(Carrier::Connection, out.now());
            self.speak(out);
        }
    }

    /// Takes octets from the connection. [`H245Link::next`] reads them.
    pub(in crate::call) fn received(&mut self, octets: &[u8], out: &mut Outbox) {
        if self.failed.is_none() {
            out.took(octets.len());
            self.deframer.push(octets);
        }
    }

    /// Whether all messages of the last TPKT are taken.
    pub(in crate::call) fn is_between_packets(&self) -> bool {
        self.taken >= self.pending.len()
    }

    /// Takes one received message. Returns `None` if there are no more.
    ///
    /// Each message is handled alone, so our next step does not depend on how TPKTs pack them.
    pub(in crate::call) fn next(&mut self, out: &mut Outbox) -> Option<Verdict> {
        let channel = Channel::H245Control;
        let pending = Arc::clone(&self.pending);
        if let Some(record) = pending.get(self.taken) {
            self.taken += 1;
            self.message(record, out);
            self.speak(out);
            return Some(self.progress(out));
        }
        match self.deframer.next_frame() {
            Ok(None) => return None,
            Ok(Some(Frame::KeepAlive { raw })) => {
                out.record_received(channel, raw.to_vec(), Content::KeepAlive, false);
            }
            Ok(Some(Frame::Message { payload, .. })) => {
                let octets = tpkt::encode(&payload).unwrap_or_else(|_| payload.clone());
                self.taken = 0;
                if let Some(pending) = self.recent.find(&payload) {
                    self.pending = pending;
                } else {
                    self.pending = H245Record::all(&payload).into();
                    out.work()
                        .contents(&Content::H245(Arc::clone(&self.pending)));
                    self.recent.keep(payload, Arc::clone(&self.pending));
                }
                let content = Content::H245(Arc::clone(&self.pending));
                out.record_received(channel, octets, content, false);
            }
            Err(error) => {
                let content = Content::Foreign(error.looks_like);
                out.record_received(channel, error.octets, content, false);
                self.lost(
                    format!("it does not speak TPKT but {}", error.looks_like),
                    out,
                );
                self.close(out);
                return None;
            }
        }
        Some(Verdict::GoesOn)
    }

    /// The connection could not be opened, or is closed.
    pub(in crate::call) fn closed(&mut self, closed: Closed, out: &mut Outbox) {
        let why = match closed {
            Closed::ByPeer => String::from("the endpoint closed it"),
            Closed::Failed(text) => text,
            Closed::Tls(fault) => fault.to_string(),
        };
        match self.carrier {
            Carrier::Dialling => self.not_opened(why, out),
            _ => self.lost(why, out),
        }
    }

    /// Gives up a connection that did not open. Connect may have offered the tunnel or another
    /// address meanwhile. If so, we take that now, with the full time for H.245.
    pub(super) fn not_opened(&mut self, why: String, out: &mut Outbox) {
        self.lost(why, out);
        if self.over {
            return;
        }
        self.choose_carrier(out);
        if self.carrier != Carrier::None && self.answered {
            out.start(Timer::H245, Limit::hard(self.terms.settle));
        }
        self.speak(out);
    }

    pub(super) fn lost(&mut self, why: String, out: &mut Outbox) {
        if self.failed.is_some() || self.over {
            return;
        }
        // A peer may close the connection right after its endSession (H.245 8.1.5).
        if !self.session.end_received() {
            let text = match self.carrier {
                Carrier::Dialling => format!("The H.245 connection could not be opened: {why}"),
                _ => format!("The H.245 connection was lost: {why}"),
            };
            out.warn(WarningCode::H245ChannelFailed, text);
        }
        self.failed = Some(match self.carrier {
            Carrier::Dialling => {
                self.close(out);
                // Connect may still offer the tunnel or another address.
                self.carrier = Carrier::None;
                Failure::NotOpened(why)
            }
            _ => Failure::Lost(why),
        });
    }

    /// Closes the H.245 connection once, if there is one.
    pub(in crate::call) fn close(&mut self, out: &mut Outbox) {
        let open = matches!(self.carrier, Carrier::Connection | Carrier::Dialling);
        if open && !self.closed {
            self.closed = true;
            out.close(Channel::H245Control);
        }
    }
}

/// Why `address` cannot be reached from here, or `None`: it is private, and the peer was not reached
/// on a private network.
#[must_use]
pub fn out_of_reach(address: SocketAddr, peer: Option<SocketAddr>) -> Option<&'static str> {
    if address.port() == 0 {
        return Some("not an address: its port is 0");
    }
    let kind = address::special_purpose(address.ip())?;
    let peer = peer.map(|peer| peer.ip());
    let peer_kind = peer.and_then(address::special_purpose);
    // One private network may reach another. Examples cannot: their addresses stand for public ones. A
    // host's loopback cannot be reached from other hosts.
    let example = peer.is_some_and(address::is_example) && !address::is_example(address.ip());
    let apart = address.ip().is_loopback() != peer.is_some_and(|peer| peer.is_loopback());
    (peer_kind.is_none() || example || apart || address.ip().is_unspecified()).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        call::{CallingConfig, Output, event::Event},
        h225::Entropy,
        h245::{Pdu, write},
    };

    /// The call takes the recorded messages, so none is read twice.
    #[test]
    fn the_messages_of_a_packet_are_those_on_record() {
        let (config, entropy) = (CallingConfig::default(), Entropy::new([7; Entropy::OCTETS]));
        let (terms, writer) = (&config.terms, config.writer(&entropy));
        let mut out = Outbox::new(terms, writer, &entropy, Instant::ORIGIN);
        let mut link = H245Link::new(Side::Calling, terms, None, &entropy);
        let octets = write(&Pdu::RoundTripDelayRequest(1), 13).unwrap().repeat(3);
        link.received(&tpkt::encode(&octets).unwrap(), &mut out);
        assert!(link.next(&mut out).is_some());
        let Some(Output::Event(Event::Message(record))) = out.poll() else {
            panic!("it is on record");
        };
        let Content::H245(records) = record.content else {
            panic!("{record:?}");
        };
        assert!(Arc::ptr_eq(&records, &link.pending));
        for left in (0..3).rev() {
            assert!(!link.is_between_packets());
            assert!(link.next(&mut out).is_some());
            assert_eq!(link.pending.len() - link.taken, left);
        }
        assert!(link.is_between_packets() && link.next(&mut out).is_none());
    }
}
