//! H.245 in a call: how it travels, when it starts, and how it ends (H.323 8.2, 8.5).
//!
//! ```text
//! none -both say h245Tunnelling, at Connect or with the peer's first H.245-> tunnel
//! none -peer's h245Address, no tunnel-> dialling -open-> connection
//! tunnel or connection -settled, held, cleared: endSession-> ending -peer's endSession-> Release Complete
//! tunnel or connection -peer's endSession: endSession-> ending -peer's Release Complete-> over
//! ```

mod carrier;
mod ending;
mod problem;

use alloc::{format, string::String, sync::Arc, vec::Vec};
use core::net::SocketAddr;

use h323_asn1::codec::DecodeErrorKind;

pub use carrier::Carrier;
pub use problem::H245Problem;

use carrier::Failure;

use super::{
    config::{CallTerms, H245Mode},
    end::Suspect,
    event::{Content, Side},
    options::H245Path,
    outbox::Outbox,
    timer::{Limit, Timer},
    tunnelling::Tunnelling,
    verdict::Verdict,
    warning::WarningCode,
};
use crate::{
    h225::{Carried, Entropy, Facts, PeerAddress},
    h245::{self, FastStartChannel, H245Record, Session},
    q931::MessageType,
    summary,
    time::{Duration, Instant},
    tpkt::{self, Deframer},
};

/// What was asked for.
#[derive(Clone, Copy, Debug)]
struct Terms {
    mode: H245Mode,
    /// Whether our messages offer the tunnel.
    tunnelling: bool,
    /// The H.225.0 version that we claim.
    version: u8,
    /// Connect until H.245 has nothing more to tell.
    settle: Duration,
    /// Connect until Facility with `startH245`.
    start: Duration,
    /// Our endSession to the peer's.
    end_session: Duration,
    /// Most messages that are taken.
    messages: u32,
}

/// The H.245 side of a call, as far as it came.
#[derive(Debug)]
pub struct H245Link {
    side: Side,
    terms: Terms,
    session: Session,
    carrier: Carrier,
    /// Whether the call is answered, and whether it is being cleared.
    answered: bool,
    over: bool,
    /// The peer has released the call, and its endSession may have been overtaken on this connection.
    awaits_end_session: bool,
    /// What the peer says of the tunnel, and whether it said where else it takes H.245.
    tunnelling: Tunnelling,
    named: bool,
    /// Whether the peer may have said where nothing could be read how it takes H.245.
    hidden: bool,
    /// Whether channels of `fastStart` were accepted: then media can flow without H.245.
    fast_channels: bool,
    /// Where we reached the peer.
    peer: Option<SocketAddr>,
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
    /// The messages of the last TPKT, and how many of them were taken.
    pending: Arc<[H245Record]>,
    taken: usize,
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

impl H245Link {
    /// Of a call with these terms, whose peer has this address as far as it is known.
    pub(super) fn new(
        side: Side,
        terms: &CallTerms,
        peer: Option<SocketAddr>,
        entropy: &Entropy,
    ) -> Self {
        let mut session = Session::new(terms.session.clone(), entropy.status_determination);
        if let Some(peer) = peer {
            session.towards(peer);
        }
        Self {
            side,
            terms: Terms {
                mode: terms.h245,
                tunnelling: terms.h245_tunnelling,
                version: terms.version,
                settle: terms.limits.h245,
                start: terms.limits.start_h245,
                end_session: terms.limits.end_session,
                messages: terms.message_limit,
            },
            session,
            carrier: Carrier::None,
            answered: false,
            over: false,
            awaits_end_session: false,
            tunnelling: Tunnelling::default(),
            named: false,
            hidden: false,
            fast_channels: false,
            peer,
            early: false,
            address: None,
            dialled: None,
            dials: 0,
            failed: None,
            deframer: Deframer::new(),
            pending: Arc::default(),
            taken: 0,
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

    /// How it travels.
    #[must_use]
    pub const fn path(&self) -> H245Path {
        match self.carrier {
            Carrier::None | Carrier::Dialling => H245Path::None,
            Carrier::Tunnel => H245Path::Tunnelled,
            Carrier::Connection if self.early => H245Path::Early,
            Carrier::Connection => H245Path::Separate,
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

    /// Whether the two ends have no codec in common, as far as the peer's could be read.
    fn has_no_common_codec(&self) -> bool {
        let common = self.session.common_codecs();
        !self.hidden_codecs && common.is_some_and(|codecs| codecs.is_empty())
    }

    pub(super) fn can_speak(&self) -> bool {
        matches!(self.carrier, Carrier::Tunnel | Carrier::Connection) && self.failed.is_none()
    }

    /// Whether the peer has sent more messages than a call can need.
    pub(super) const fn is_flooded(&self) -> bool {
        self.messages >= self.terms.messages
    }

    // What the call tells of itself.

    /// The peer was reached here.
    pub(super) fn reached(&mut self, peer: SocketAddr) {
        self.session.towards(peer);
        self.peer.get_or_insert(peer);
    }

    /// Setup offers channels in `fastStart`.
    pub(super) fn reserve_fast_start(&mut self) {
        self.session.reserve_fast_start();
    }

    /// The peer has accepted these.
    pub(super) fn fast_started(&mut self, channels: &[FastStartChannel]) {
        self.fast_channels |= !channels.is_empty();
        for channel in channels.iter().filter(|channel| channel.transmit) {
            self.session.fast_started(channel);
        }
    }

    /// A message could not be read at all.
    pub(super) const fn hide(&mut self) {
        self.hidden = true;
    }

    /// The call is being cleared: nothing new is begun.
    pub(super) const fn part(&mut self) {
        self.over = true;
    }

    pub(super) fn timeout(&mut self, now: Instant) {
        self.session.timeout(now);
    }

    pub(super) fn type_in(&mut self, input: h245::UserInput) {
        self.session.say(input);
    }

    pub(super) fn request_mode(&mut self, codec: h245::Codec, now: Instant) {
        self.session.request_mode(codec, now);
    }

    /// From here on H.245 is taken this way.
    pub(super) fn take(&mut self, mode: H245Mode, out: &mut Outbox) {
        self.terms.mode = mode;
        self.terms.tunnelling = matches!(mode, H245Mode::Auto | H245Mode::Tunnelled);
        out.offer_tunnel(self.terms.tunnelling);
    }

    // What the peer says in call signalling.

    /// Called side: what Setup says of the tunnel.
    pub(super) fn set_up(&mut self, facts: &Facts) {
        self.tunnelling.note(MessageType::Setup, facts);
    }

    /// Calling side: keeps what an answer says of how the peer takes H.245, and compares it with what
    /// was said before.
    pub(super) fn note(&mut self, message_type: MessageType, facts: &Facts, out: &mut Outbox) {
        self.named |= facts.h245_address.is_some();
        let unread = &facts.unread;
        self.hidden |= unread.in_pdu("h245Tunnelling") || unread.in_body("h245Address");
        // Once the call is answered the tunnel is open or not, and whoever parts needs none.
        let late = self.answered && facts.h245_tunnelling == Some(false);
        if !late && message_type != MessageType::ReleaseComplete {
            self.tunnelling.note(message_type, facts);
        }
        if let Some(text) = self.tunnel_withdrawn() {
            out.warn(WarningCode::TunnelWithdrawn, text);
        }
    }

    /// What went back and forth about the tunnel, if H.245 was to be tunnelled.
    fn tunnel_withdrawn(&self) -> Option<String> {
        let wanted = matches!(self.terms.mode, H245Mode::Auto | H245Mode::Tunnelled);
        let withdrawn = self.tunnelling.withdrawn();
        withdrawn.filter(|_| wanted && self.terms.tunnelling)
    }

    /// Takes what a call signalling message says about H.245, and the H.245 in it.
    pub(super) fn hears(&mut self, message_type: MessageType, facts: &Facts, out: &mut Outbox) {
        // The called side may choose how it takes H.245 after Setup, which says the version.
        if let Some(version) = facts.version {
            self.peer_version = version;
        }
        if self.terms.mode == H245Mode::Off {
            return;
        }
        if let Some(PeerAddress::Ip(address)) = facts.h245_address {
            self.address = Some(address);
        }
        if !facts.h245_control.is_empty() {
            if self.tunnel_agreed() && self.carrier == Carrier::None {
                self.carry(Carrier::Tunnel, out.now());
            }
            if self.carrier == Carrier::Tunnel {
                self.tunnelled(&facts.h245_control, out);
            } else if !self.hidden {
                let text = format!(
                    "{message_type} tunnels H.245 without agreement on a tunnel; the tester does not answer"
                );
                out.warn(WarningCode::UnexpectedTunnel, text);
            }
        }
        self.choose_carrier(out);
        self.speak(out);
    }

    /// Both our Setup and the peer's answer have to offer the tunnel (H.323 8.2.1).
    fn tunnel_agreed(&self) -> bool {
        self.terms.tunnelling
            && self.terms.mode != H245Mode::Separate
            && self.tunnelling.is_offered()
    }

    /// Calling side: the peer has answered the call.
    pub(super) fn peer_answers(&mut self, out: &mut Outbox) -> Verdict {
        self.answered = true;
        let tunnel = self.terms.tunnelling && self.tunnelling.is_offered();
        let known = self.named || tunnel;
        match self.terms.mode {
            H245Mode::Off => {
                if !known {
                    self.no_channel(out);
                }
                return Verdict::Hold;
            }
            // A Facility with startH245 may still name a connection, but not offer the tunnel.
            H245Mode::Tunnelled if !tunnel => self.no_channel(out),
            _ => {
                let wait = match known {
                    true => self.terms.settle,
                    false => self.terms.start,
                };
                out.start(Timer::H245, Limit::hard(wait));
            }
        }
        Verdict::GoesOn
    }

    /// Such a call could not carry media, unless fast start has seen to it.
    fn no_channel(&self, out: &mut Outbox) {
        // It may have said so where nothing could be read; and what was said of the tunnel is on
        // record as a warning of its own.
        if self.hidden || self.tunnel_withdrawn().is_some() {
            return;
        }
        let text = match self.terms.mode {
            H245Mode::Tunnelled => "The endpoint does not tunnel H.245",
            _ => "The endpoint neither tunnels H.245 nor gives an h245Address",
        };
        let what = match self.fast_channels {
            true => "the call has only the channels of fastStart",
            false => "such a call could not carry media",
        };
        let text = format!("{text}: {what}");
        out.warn(WarningCode::NoH245Channel, text);
    }

    /// Called side: we have answered. The tunnel, if there is one, is open from now on.
    pub(super) fn we_answer(&mut self, out: &mut Outbox) {
        self.answered = true;
        if self.terms.mode != H245Mode::Off {
            self.choose_carrier(out);
            self.speak(out);
        }
    }

    /// The called side begins before Connect, in the tunnel.
    pub(super) fn begin_early(&mut self, out: &mut Outbox) {
        if self.carrier == Carrier::None && self.tunnel_agreed() {
            self.carry(Carrier::Tunnel, out.now());
            self.speak(out);
        }
    }

    // What is said.

    /// Takes the messages that a call signalling message carries.
    fn tunnelled(&mut self, messages: &Carried<H245Record>, out: &mut Outbox) {
        for record in messages {
            self.message(record, out);
        }
        let beyond = messages.beyond();
        if beyond > 0 {
            let text = format!(
                "{} H.245 messages are in one message; the first {} are read",
                messages.len() + beyond,
                messages.len()
            );
            out.warn(WarningCode::UndecodableH245, text);
            let beyond = u32::try_from(beyond).unwrap_or(u32::MAX);
            self.messages = self.messages.saturating_add(beyond);
        }
    }

    fn message(&mut self, record: &H245Record, out: &mut Outbox) {
        if let Some(fault) = summary::fault_in(record.error.as_ref(), &record.tree) {
            let text = format!("{}: {fault}", record.name());
            out.warn(WarningCode::UndecodableH245, text);
        }
        self.unread |= record.error.is_some();
        // A codec of ours that was sent as one that we do not know would not be ours.
        self.hidden_codecs |= record.understood.name == "terminalCapabilitySet"
            && record
                .tree
                .faults
                .iter()
                .any(|fault| !matches!(fault.kind, DecodeErrorKind::UnknownAlternative { .. }));
        if self.is_flooded() {
            return;
        }
        self.messages += 1;
        self.session
            .received(&record.understood, &record.octets, out.now());
        if self.session.end_received() {
            out.peer_begins_to_clear();
        }
    }

    /// Sends what the session has to say, one message to a Facility or a TPKT: gateways are known
    /// that read only the first.
    pub(super) fn speak(&mut self, out: &mut Outbox) {
        for pdu in self.session.take() {
            // The peer has released the call: no more than its own last word is awaited.
            if !self.awaits_end_session {
                self.send(&pdu, out);
            }
        }
    }

    fn send(&mut self, pdu: &h245::Pdu, out: &mut Outbox) {
        match h245::write(pdu, h245::version_for(self.terms.version)) {
            Ok(octets) => {
                self.say(octets, out);
                let turned_down = self.session.turned_down(pdu);
                let now = out.now();
                out.clearing()
                    .sent(turned_down.map(Suspect::TurnedDown), now);
            }
            Err(error) => {
                let text = format!("{} could not be written: {error}", pdu.name());
                out.warn(WarningCode::NotSent, text);
            }
        }
    }

    /// Sends one message, if there is a channel for it.
    pub(super) fn say(&mut self, octets: Vec<u8>, out: &mut Outbox) {
        if !self.can_speak() {
            return;
        }
        if self.carrier == Carrier::Tunnel {
            let information = out.writer().tunnel(octets, self.peer_version);
            out.transmit_facility(information);
        } else if let Ok(framed) = tpkt::encode(&octets) {
            let record = H245Record::of(octets);
            out.transmit_h245(framed, Content::H245(Arc::from([record])));
        }
    }

    /// Warns of what the negotiation came to, once each.
    fn warnings(&self, out: &mut Outbox) {
        let session = &self.session;
        if session.capabilities_changed() {
            let text = "The endpoint sent another capability set during the call";
            out.warn(WarningCode::CapabilitiesChanged, text.into());
        }
        if session.paused() {
            let text = "The endpoint pauses the call with an empty capability set";
            out.warn(WarningCode::EmptyCapabilitySet, text.into());
        }
        if let Some(cause) = session.announced().fault() {
            let text = format!("The endpoint rejects our capabilities: {cause}");
            out.warn(WarningCode::CapabilitiesRejected, text);
        }
        if let Some(why) = session.decision().fault() {
            let text = format!("Master and slave could not be decided: {why}");
            out.warn(WarningCode::MasterSlaveFailed, text);
        }
        if self.has_no_common_codec() {
            let text = "The endpoint has no codec of ours";
            out.warn(WarningCode::NoCommonCodec, text.into());
        }
        if session.round_trip_unanswered() {
            let text = "The endpoint does not answer roundTripDelayRequest";
            out.warn(WarningCode::RoundTripUnanswered, text.into());
        }
    }
}
