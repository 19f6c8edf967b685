//! H.245 in a call: how it travels, when it starts, and how it ends (H.323 8.2, 8.5).
//!
//! ```text
//! none -both say h245Tunnelling, at Connect or with the peer's first H.245-> tunnel
//! none -peer's h245Address, no tunnel-> dialling -open-> connection
//! tunnel or connection -settled, held, cleared: endSession-> ending -peer's endSession-> Release Complete
//! tunnel or connection -peer's endSession: endSession-> ending -peer's Release Complete-> over
//! ```

mod ending;

use alloc::{
    boxed::Box,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::net::SocketAddr;

use super::{
    Call, Channel, Closed, Content, ControlMode, EndReason, EndedBy, Limit, Output, Suspect,
    Target, Timer, WarningCode,
};
use crate::{
    address,
    h225::{Facts, PeerAddress},
    h245::{self, Announced, ControlRecord, Decision, Session},
    q931::{CallState, MessageType},
    time::Instant,
    tpkt::{self, Deframer, Frame},
    trace,
};
use h323_asn1::codec::DecodeErrorKind;

/// What carries H.245.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Nothing yet.
    None,
    /// `h245Control` of the call signalling messages.
    Tunnel,
    /// A connection of its own that is being opened.
    Dialling,
    /// A connection of its own.
    Connection,
}

/// Why there is no H.245, with the words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The peer's `h245Address` leads nowhere from here, and was not dialled.
    OutOfReach(String),
    /// The connection could not be opened.
    NotOpened(String),
    /// The connection is gone, or speaks another protocol.
    Lost(String),
}

/// Most connections that are tried in a call: a peer is not to have us knock at one door after the
/// other.
const DIALS: u8 = 4;

/// Why a connection is given up that neither opens nor fails.
const NO_ANSWER: &str = "there was no answer in time";

/// The H.245 side of a call, as far as it came.
#[derive(Debug)]
pub struct Control {
    session: Session,
    carrier: Carrier,
    /// Whether it was there before Connect.
    early: bool,
    /// Where the peer takes H.245.
    address: Option<SocketAddr>,
    /// The address that was dialled last: nothing comes of a second try at the same one.
    dialled: Option<SocketAddr>,
    /// How many connections were tried.
    dials: u8,
    /// Why there is no H.245 any more, or never was.
    failed: Option<Failure>,
    deframer: Deframer,
    /// Whether the driver was told to close the connection.
    closed: bool,
    settled: Option<Instant>,
    /// Messages received: a TPKT or a Facility may have thousands of them.
    messages: u32,
    /// The H.225.0 version that the peer claims decides how a Facility carries H.245.
    peer_version: u32,
    /// Whether a message of the peer could not be read to its end.
    unread: bool,
    /// Whether a capability of the peer could not be read.
    hidden_codecs: bool,
}

impl Control {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            carrier: Carrier::None,
            early: false,
            address: None,
            dialled: None,
            dials: 0,
            failed: None,
            deframer: Deframer::new(),
            closed: false,
            settled: None,
            messages: 0,
            peer_version: 0,
            unread: false,
            hidden_codecs: false,
        }
    }

    /// What was negotiated.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// `none`, `tunnelled`, `separate`, or `early` for a connection that was there before Connect.
    #[must_use]
    pub const fn mode(&self) -> &'static str {
        match self.carrier {
            Carrier::None | Carrier::Dialling => "none",
            Carrier::Tunnel => "tunnelled",
            Carrier::Connection if self.early => "early",
            Carrier::Connection => "separate",
        }
    }

    /// Where the peer takes H.245, if it said so.
    #[must_use]
    pub const fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// When there was nothing more to learn: capabilities exchanged, roles decided.
    #[must_use]
    pub const fn settled(&self) -> Option<Instant> {
        self.settled
    }

    /// Why H.245 did not come about, or broke.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        match self.failed.as_ref()? {
            Failure::OutOfReach(why) | Failure::NotOpened(why) | Failure::Lost(why) => Some(why),
        }
    }

    pub(super) const fn fault(&self) -> Option<&Failure> {
        self.failed.as_ref()
    }

    pub(super) const fn is_unread(&self) -> bool {
        self.unread
    }

    /// Whether the two ends have no codec in common, as far as the peer's could be read.
    pub(super) fn has_no_common_codec(&self) -> bool {
        let common = self.session.common_codecs();
        !self.hidden_codecs && common.is_some_and(|codecs| codecs.is_empty())
    }

    pub(super) fn reserve_fast_start(&mut self) {
        self.session.reserve_fast_start();
    }

    pub(super) fn fast_started(&mut self, data: &str) {
        self.session.fast_started(data);
    }

    pub(super) fn towards(&mut self, peer: SocketAddr) {
        self.session.towards(peer);
    }

    pub(super) fn session_timeout(&mut self, now: Instant) {
        self.session.timeout(now);
    }

    /// How many messages have come in.
    pub(super) const fn messages(&self) -> u32 {
        self.messages
    }

    pub(super) fn say(&mut self, input: h245::UserInput) {
        self.session.say(input);
    }

    pub(super) fn request_mode(&mut self, codec: h245::Codec, now: Instant) {
        self.session.request_mode(codec, now);
    }

    pub(super) fn can_speak(&self) -> bool {
        matches!(self.carrier, Carrier::Tunnel | Carrier::Connection) && self.failed.is_none()
    }
}

impl Call {
    /// What is known of H.245 in this call.
    #[must_use]
    pub const fn control(&self) -> &Control {
        &self.control
    }

    /// Takes what a call signalling message says about H.245, and the H.245 in it.
    pub(super) fn control_in(&mut self, message_type: MessageType, facts: &Facts) {
        // The called side may choose how it takes H.245 after Setup, which says the version.
        if let Some(version) = facts.version {
            self.control.peer_version = version;
        }
        if self.config.control == ControlMode::Off {
            return;
        }
        if let Some(PeerAddress::Ip(address)) = facts.h245_address {
            self.control.address = Some(address);
        }
        if !facts.h245_control.is_empty() {
            if self.tunnel_agreed() && self.control.carrier == Carrier::None {
                self.carry(Carrier::Tunnel);
            }
            if self.control.carrier == Carrier::Tunnel {
                for octets in &facts.h245_control {
                    self.control_message(ControlRecord::of(octets.clone()));
                }
            } else if !self.hidden_control {
                let text = format!(
                    "{message_type} tunnels H.245, but no tunnel was agreed; it is not answered"
                );
                self.warn(WarningCode::UnexpectedTunnel, text);
            }
        }
        self.choose_carrier();
        self.control_out();
        self.control_progress();
    }

    /// Both our Setup and the peer's answer have to offer the tunnel (H.323 8.2.1).
    fn tunnel_agreed(&self) -> bool {
        self.config.h245_tunnelling
            && self.config.control != ControlMode::Separate
            && self.tunnelling.is_offered()
    }

    /// The call is answered by us: the tunnel, if there is one, is open from now on.
    pub(super) fn control_answered(&mut self) {
        if self.config.control != ControlMode::Off {
            self.choose_carrier();
            self.control_out();
        }
    }

    /// The called side begins before Connect, in the tunnel.
    pub(super) fn control_early(&mut self) {
        if self.control.carrier == Carrier::None && self.tunnel_agreed() {
            self.carry(Carrier::Tunnel);
            self.control_out();
        }
    }

    /// The called side ends H.245 and leaves the call up.
    pub(super) fn control_end(&mut self) {
        self.clearing.we_begin(self.now);
        self.control.session.end();
        self.control_out();
    }

    fn choose_carrier(&mut self) {
        let answered = self.state == CallState::Active;
        // An address that leads nowhere takes away neither the tunnel nor another address: a
        // gatekeeper's Call Proceeding may have it, and the endpoint's Connect what can be reached.
        let lost = matches!(self.control.failed, Some(Failure::Lost(_)));
        if self.control.carrier != Carrier::None || lost {
            return;
        }
        if self.tunnel_agreed() {
            // Before Connect the tunnel is left to the peer: some stacks are not ready for H.245
            // in it while they ring.
            if answered {
                if self.control.address.is_some() {
                    let text = String::from(
                        "The peer tunnels H.245 and gives an h245Address; the tunnel is used",
                    );
                    self.warn(WarningCode::BothControlChannels, text);
                }
                self.carry(Carrier::Tunnel);
            }
            return;
        }
        if self.side == super::Side::Called || self.config.control == ControlMode::Tunnelled {
            return;
        }
        if let Some(address) = self.control.address
            && self.control.dialled != Some(address)
            && self.control.dials < DIALS
        {
            self.dial_control(address, answered);
        }
    }

    fn dial_control(&mut self, address: SocketAddr, answered: bool) {
        self.control.early = !answered;
        if let Some(why) = out_of_reach(address, self.config.destination) {
            let text = format!("The peer's h245Address {address} is {why}");
            self.warn(WarningCode::PrivateControlAddress, text.clone());
            self.control.failed = Some(Failure::OutOfReach(text));
            return;
        }
        self.control.carrier = Carrier::Dialling;
        if answered {
            let limit = Limit::hard(self.config.limits.control);
            self.timers.start(Timer::Control, limit, self.now);
        }
        self.control.failed = None;
        self.control.closed = false;
        self.control.dialled = Some(address);
        self.control.dials += 1;
        let target = Target {
            host: address.ip().to_string(),
            port: address.port(),
        };
        self.outputs
            .push_back(Output::Connect(Channel::H245Control, target));
    }

    fn carry(&mut self, carrier: Carrier) {
        self.control.carrier = carrier;
        self.control.failed = None;
        self.control.session.start(self.now);
    }

    /// The H.245 connection is open: ours to the peer, or on the called side the peer's to us.
    pub(super) fn control_connected(&mut self) {
        let wanted = self.control.carrier != Carrier::Connection && self.control.failed.is_none();
        if self.ending.is_none() && wanted {
            self.carry(Carrier::Connection);
            self.control_out();
        }
    }

    pub(super) fn control_received(&mut self, octets: &[u8]) {
        if self.control.failed.is_some() || (self.ending.is_some() && self.is_flooded()) {
            return;
        }
        self.octets = self.octets.saturating_add(octets.len());
        self.control.deframer.push(octets);
        loop {
            match self.control.deframer.next_frame() {
                Ok(None) => break,
                Ok(Some(Frame::KeepAlive { raw })) => {
                    self.record_control(raw.to_vec(), Content::KeepAlive);
                }
                Ok(Some(Frame::Message { payload, .. })) => {
                    let octets = tpkt::encode(&payload).unwrap_or_else(|_| payload.clone());
                    let records = ControlRecord::all(&payload);
                    self.record_control(octets, Content::Control(records.clone()));
                    // Each by itself: what we do next does not depend on how they were packed.
                    for record in records {
                        self.control_message(record);
                        self.control_out();
                        self.control_progress();
                    }
                }
                Err(error) => {
                    self.record_control(error.octets, Content::Foreign(error.looks_like));
                    self.control_lost(format!("it does not speak TPKT but {}", error.looks_like));
                    self.close_control();
                    break;
                }
            }
            if self.is_flooded() {
                self.release(EndedBy::Library, EndReason::Flood);
                break;
            }
        }
        self.control_out();
        self.control_progress();
        if self.clearing.awaits_end_session() && self.control.session.end_received() {
            self.conclude();
        }
    }

    pub(super) fn control_closed(&mut self, closed: Closed) {
        let why = match closed {
            Closed::ByPeer => String::from("the peer closed it"),
            Closed::Failed(text) => text,
        };
        match self.control.carrier {
            Carrier::Dialling => self.control_not_opened(why),
            _ => self.control_lost(why),
        }
        self.control_progress();
        if self.clearing.awaits_end_session() {
            self.conclude();
        }
    }

    fn control_lost(&mut self, why: String) {
        if self.control.failed.is_some() || self.ending.is_some() {
            return;
        }
        // A peer may close the connection right after its endSession (H.245 8.1.5).
        if !self.control.session.end_received() {
            let text = match self.control.carrier {
                Carrier::Dialling => format!("The H.245 connection could not be opened: {why}"),
                _ => format!("The H.245 connection is gone: {why}"),
            };
            self.warn(WarningCode::ControlChannelFailed, text);
        }
        self.control.failed = Some(match self.control.carrier {
            Carrier::Dialling => {
                self.close_control();
                // Connect may still offer the tunnel, or another address.
                self.control.carrier = Carrier::None;
                Failure::NotOpened(why)
            }
            _ => Failure::Lost(why),
        });
    }

    fn control_message(&mut self, record: ControlRecord) {
        if let Some(error) = &record.error {
            let text = format!("{}: {error}", record.name());
            self.warn(WarningCode::UndecodableControl, text);
        } else if let Some(faults) = trace::stepped_over(&record.tree) {
            let text = format!("{}: {faults}", record.name());
            self.warn(WarningCode::UndecodableControl, text);
        }
        self.control.unread |= record.error.is_some();
        // A codec of ours that was sent as one that we do not know would not be ours.
        self.control.hidden_codecs |= record.understood.name == "terminalCapabilitySet"
            && record
                .tree
                .faults
                .iter()
                .any(|fault| !matches!(fault.kind, DecodeErrorKind::UnknownAlternative { .. }));
        if self.control.messages >= self.config.message_limit {
            return;
        }
        self.control.messages += 1;
        self.control
            .session
            .received(&record.understood, &record.octets, self.now);
        if self.control.session.end_received() {
            self.clearing.peer_begins(self.now);
        }
    }

    /// Warns of what the negotiation came to, once each.
    fn control_warnings(&mut self) {
        let session = self.control.session();
        let mut found: Vec<(WarningCode, String)> = Vec::new();
        if session.capabilities_changed() {
            let text = "The peer sent another capability set during the call";
            found.push((WarningCode::CapabilitiesChanged, text.into()));
        }
        if session.paused() {
            let text = "The peer pauses the call with an empty capability set";
            found.push((WarningCode::EmptyCapabilitySet, text.into()));
        }
        if let Announced::Rejected(cause) = session.announced() {
            let text = format!("The peer does not take our capabilities: {cause}");
            found.push((WarningCode::CapabilitiesRejected, text));
        }
        if let Decision::Failed(why) = session.decision() {
            let text = format!("Master and slave could not be decided: {why}");
            found.push((WarningCode::MasterSlaveFailed, text));
        }
        if self.control.has_no_common_codec() {
            let text = "None of the codecs that we announce is among the peer's capabilities";
            found.push((WarningCode::NoCommonCodec, text.into()));
        }
        if session.round_trip_unanswered() {
            let text = "The peer does not answer roundTripDelayRequest";
            found.push((WarningCode::RoundTripUnanswered, text.into()));
        }
        for (code, text) in found {
            self.warn(code, text);
        }
    }

    /// Sends what the session has to say, one message to a Facility or a TPKT: gateways are known
    /// that read only the first.
    pub(super) fn control_out(&mut self) {
        for pdu in self.control.session.take() {
            // The peer has released the call: no more than its own last word is awaited.
            if !self.clearing.awaits_end_session() {
                self.control_send(&pdu);
            }
        }
    }

    fn control_send(&mut self, pdu: &h245::Pdu) {
        match h245::write(pdu, h245::version_for(self.config.version)) {
            Ok(octets) => {
                self.control_say(octets);
                let turned_down = self.control.session.turned_down(pdu);
                let suspect = turned_down.map(Suspect::TurnedDown);
                self.clearing.sent(suspect, self.now);
            }
            Err(error) => {
                let text = format!("{} could not be written: {error}", pdu.name());
                self.warn(WarningCode::NotSent, text);
            }
        }
    }

    /// Sends one message, if there is a channel for it.
    pub(super) fn control_say(&mut self, octets: Vec<u8>) {
        if !self.control.can_speak() {
            return;
        }
        if self.control.carrier == Carrier::Tunnel {
            let information = self.writer.tunnel(octets, self.control.peer_version);
            self.send_facility(information);
        } else if let Ok(framed) = tpkt::encode(&octets) {
            self.outputs
                .push_back(Output::Transmit(Channel::H245Control, framed.clone()));
            let content = Content::Control(Vec::from([ControlRecord::of(octets)]));
            self.record_control_sent(framed, content);
        }
    }
}

/// Why a connection from here to `address` makes no sense, if it does not: it lies in a network of
/// its own, and not in the one where we reached the peer.
fn out_of_reach(address: SocketAddr, peer: Option<SocketAddr>) -> Option<&'static str> {
    if address.port() == 0 {
        return Some("no address: its port is 0");
    }
    let kind = address::special_purpose(address.ip())?;
    let peer = peer.map(|peer| peer.ip());
    let peer_kind = peer.and_then(address::special_purpose);
    // Within private networks there may be a way; to and from a host's own loopback there is none.
    let apart = address.ip().is_loopback() != peer.is_some_and(|peer| peer.is_loopback());
    (peer_kind.is_none() || apart || address.ip().is_unspecified()).then_some(kind)
}

/// The boxed half of a call: most calls that fail never use it.
pub(super) fn boxed(session: Session) -> Box<Control> {
    Box::new(Control::new(session))
}
