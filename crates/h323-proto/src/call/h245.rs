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

pub use carrier::{Carrier, out_of_reach};
pub use problem::H245Problem;

use carrier::Failure;

use super::{
    config::{CallTerms, H245Mode},
    end::Suspect,
    event::{Content, Side},
    options::H245Path,
    outbox::Outbox,
    recent::Recent,
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
    tls::Mode,
    tpkt::{self, Deframer},
};

/// The requested terms.
#[derive(Clone, Copy, Debug)]
struct Terms {
    mode: H245Mode,
    /// Whether our messages offer the tunnel.
    tunnelling: bool,
    /// Whether call signalling is over TLS.
    tls: Mode,
    /// The H.225.0 version that we claim.
    version: u8,
    /// The time from Connect until H.245 has nothing more to tell.
    settle: Duration,
    /// The time from Connect until Facility with `startH245`.
    start: Duration,
    /// The time from our endSession to the peer's.
    end_session: Duration,
    /// Most messages that we accept.
    messages: u32,
}

/// H.245 in a call, in its current state.
#[derive(Debug)]
pub struct H245Link {
    side: Side,
    terms: Terms,
    session: Session,
    carrier: Carrier,
    /// Whether the call is answered. `over` says whether it is being cleared.
    answered: bool,
    over: bool,
    /// Whether we wait for an endSession that the peer's Release Complete overtook on this
    /// connection.
    awaits_end_session: bool,
    /// What the peer says about the tunnel. `named` says whether it gave an `h245Address`.
    tunnelling: Tunnelling,
    named: bool,
    /// Whether an unreadable part of a message may say how the peer takes H.245.
    hidden: bool,
    /// Whether the peer accepted channels of `fastStart`: then media can flow without H.245.
    fast_channels: bool,
    /// The address at which we reached the peer.
    peer: Option<SocketAddr>,
    /// Whether the connection was there before Connect.
    early: bool,
    /// The peer's address for H.245.
    address: Option<SocketAddr>,
    /// Whether the peer asks for TLS on the connection to it.
    over_tls: bool,
    /// The address that was dialled last. A second try at the same address is useless.
    dialled: Option<SocketAddr>,
    /// The number of connections that were tried.
    dials: u8,
    /// Why H.245 ended, or never began.
    failed: Option<Failure>,
    deframer: Deframer,
    /// The messages of the last TPKT, and how many of them were taken.
    pending: Arc<[H245Record]>,
    taken: usize,
    recent: Recent<Arc<[H245Record]>>,
    /// Whether the driver was told to close the connection.
    closed: bool,
    settled: Option<Instant>,
    /// The number of received messages: one TPKT or Facility may have thousands.
    messages: u32,
    /// The H.225.0 version that the peer claims. It decides how a Facility carries H.245.
    peer_version: u32,
    /// Whether some message of the peer could not be read to its end.
    unread: bool,
    /// Whether some capability of the peer could not be read.
    hidden_codecs: bool,
}

impl H245Link {
    /// H.245 for a call with these terms. `peer` is the peer's address, if known.
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
                tls: terms.tls,
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
            over_tls: false,
            dialled: None,
            dials: 0,
            failed: None,
            deframer: Deframer::new(),
            pending: Arc::default(),
            taken: 0,
            recent: Recent::default(),
            closed: false,
            settled: None,
            messages: 0,
            peer_version: 0,
            unread: false,
            hidden_codecs: false,
        }
    }

    /// The negotiated session.
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

    /// The peer's address for H.245, if it gave one.
    #[must_use]
    pub const fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Whether call signalling is over TLS.
    pub(super) const fn tls(&self) -> Mode {
        self.terms.tls
    }

    /// Whether the connection to this address is to go over TLS.
    pub(super) const fn is_over_tls(&self) -> bool {
        self.over_tls
    }

    /// The time at which capabilities were exchanged and roles decided.
    #[must_use]
    pub const fn settled(&self) -> Option<Instant> {
        self.settled
    }

    /// Why H.245 did not begin, or broke.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        match self.failed.as_ref()? {
            Failure::OutOfReach(why) | Failure::NotOpened(why) | Failure::Lost(why) => Some(why),
        }
    }

    /// Whether the two sides have no codec in common, as far as the peer's codecs could be read.
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

    // Facts about the call.

    /// The peer was reached here.
    pub(super) fn reached(&mut self, peer: SocketAddr) {
        self.session.towards(peer);
        self.peer.get_or_insert(peer);
    }

    /// Setup offers channels in `fastStart`.
    pub(super) fn reserve_fast_start(&mut self) {
        self.session.reserve_fast_start();
    }

    /// The peer has accepted these channels.
    pub(super) fn fast_started(&mut self, channels: &[FastStartChannel]) {
        self.fast_channels |= !channels.is_empty();
        for channel in channels.iter().filter(|channel| channel.transmit) {
            self.session.fast_started(channel);
        }
    }

    /// A message was unreadable.
    pub(super) const fn hide(&mut self) {
        self.hidden = true;
    }

    /// The call is being cleared, so no new action begins.
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

    /// Takes H.245 this way from now on.
    pub(super) fn take(&mut self, mode: H245Mode, out: &mut Outbox) {
        self.terms.mode = mode;
        self.terms.tunnelling = matches!(mode, H245Mode::Auto | H245Mode::Tunnelled);
        out.offer_tunnel(self.terms.tunnelling);
    }

    // The peer's call signalling.

    /// Called side: takes the `h245Tunnelling` of Setup.
    pub(super) fn set_up(&mut self, facts: &Facts) {
        self.tunnelling.note(MessageType::Setup, facts);
    }

    /// Calling side: keeps what an answer says about H.245, and compares it with earlier answers.
    pub(super) fn note(&mut self, message_type: MessageType, facts: &Facts, out: &mut Outbox) {
        self.named |= facts.h245_address.is_some();
        let unread = &facts.unread;
        self.hidden |= unread.in_pdu("h245Tunnelling") || unread.in_body("h245Address");
        // After the answer the tunnel is either open or not, and an endpoint that clears the call
        // does not need it.
        let late = self.answered && facts.h245_tunnelling == Some(false);
        if !late && message_type != MessageType::ReleaseComplete {
            self.tunnelling.note(message_type, facts);
        }
        if let Some(text) = self.tunnel_withdrawn() {
            out.warn(WarningCode::TunnelWithdrawn, text);
        }
    }

    /// The contradiction in the peer's answers about the tunnel, if H.245 was to be tunnelled.
    fn tunnel_withdrawn(&self) -> Option<String> {
        let wanted = matches!(self.terms.mode, H245Mode::Auto | H245Mode::Tunnelled);
        let withdrawn = self.tunnelling.withdrawn();
        withdrawn.filter(|_| wanted && self.terms.tunnelling)
    }

    /// Takes the H.245 fields and the tunnelled H.245 of a call signalling message.
    pub(super) fn hears(&mut self, message_type: MessageType, facts: &Facts, out: &mut Outbox) {
        // Setup gives the version, so it is kept even if the called side chooses its H.245 mode
        // later.
        if let Some(version) = facts.version {
            self.peer_version = version;
        }
        if self.terms.mode == H245Mode::Off {
            return;
        }
        if let Some(PeerAddress::Ip(address)) = facts.h245_address {
            self.address = Some(address);
            self.over_tls = self.terms.tls != Mode::Off && facts.h245_over_tls;
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

    /// Calling side: the endpoint has answered the call.
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
            // A Facility with startH245 may still give an address, but cannot offer the tunnel.
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

    /// Warns that the call cannot carry media, unless fast start succeeded.
    fn no_channel(&self, out: &mut Outbox) {
        // An unreadable part may have held the missing field. A withdrawn tunnel has a warning of
        // its own.
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

    /// Called side: we have answered. The tunnel, if both sides offer it, is open from now on.
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

    // The messages of H.245.

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
        // An unknown alternative cannot hide a codec of ours; any other fault can.
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
        out.work().h245();
        self.session
            .received(&record.understood, &record.octets, out.now());
        if self.session.end_received() {
            out.peer_begins_to_clear();
        }
    }

    /// Sends the session's messages, each in its own Facility or TPKT: some gateways read only the
    /// first.
    pub(super) fn speak(&mut self, out: &mut Outbox) {
        for pdu in self.session.take() {
            // The peer has released the call, so we only wait for its endSession.
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

    /// Warns of problems in the negotiation, once each.
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
