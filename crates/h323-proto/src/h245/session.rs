//! All entities of one H.245 channel together.

use alloc::{format, string::String, vec::Vec};
use core::net::SocketAddr;

use super::{
    capability::CapabilityEntry,
    cese::{Announced, CapabilityExchange},
    data_type::Media,
    fast_start::FastStartChannel,
    lcse::{LogicalChannel, LogicalChannels},
    message::{H245Message, Kind, Understood},
    mrse::{self, AskedMode, ModeRequest, ModeState},
    msdse::{Decision, MasterSlave},
    pause::{Change, Pause, Pauses},
    pdu::{Codec, Pdu},
    policy::{Asked, ChannelPolicy, Patience},
    user_input::UserInput,
};
use crate::{
    address::nowhere,
    time::{Duration, Instant},
};

/// T101, T103 and T106: vendors use 30 s.
const ANSWER: Duration = Duration::from_secs(30);

/// T105, for the round trip.
const ROUND_TRIP: Duration = Duration::from_secs(5);

/// The settings of a session.
#[derive(Clone, Debug)]
pub struct SessionConfig {
    /// The codecs we announce.
    pub codecs: Vec<Codec>,
    /// Our treatment of logical channels.
    pub channels: ChannelPolicy,
    /// The address that we give for media.
    pub media: SocketAddr,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            codecs: Codec::ALL.to_vec(),
            channels: ChannelPolicy::default(),
            media: nowhere(None),
        }
    }
}

/// Round trip delay (H.245 8.8): asked once, because a second request silences some gateways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RoundTrip {
    NotAsked,
    Asked(Instant),
    Answered(Duration),
    NoAnswer,
    /// The session ended before the answer or the timeout.
    Dropped,
}

/// The H.245 channel of a call, over any carrier.
#[derive(Clone, Debug)]
pub struct Session {
    config: SessionConfig,
    /// The codecs in every form that is announced.
    forms: Vec<Codec>,
    started: bool,
    master_slave: MasterSlave,
    capabilities: CapabilityExchange,
    channels: LogicalChannels,
    mode: ModeRequest,
    round_trip: RoundTrip,
    /// When the entities that wait for an answer give up.
    deadline: Option<Instant>,
    end_sent: bool,
    end_received: bool,
    user_input: Vec<String>,
    flow_control: Vec<String>,
    /// Whether the peer has sent any message.
    heard: bool,
    /// Our channels that fast start has opened.
    fast: Vec<FastChannel>,
    /// Whether we still have to open our channels: at the start, and after a pause.
    opens: bool,
    /// The fast start channels that a pause has closed; we open them again after it.
    closed: Vec<FastChannel>,
    pauses: Pauses,
    patience: Patience,
    out: Vec<Pdu>,
}

/// One of our channels that fast start has opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FastChannel {
    /// Its number, unless the peer accepted a channel that we did not offer.
    number: Option<u16>,
    video: bool,
}

/// Sequence number of our only roundTripDelayRequest.
const ROUND_TRIP_SEQUENCE: u8 = 1;

/// We keep at most this many characters of a user input: a GeneralString may fill the message.
const TYPED: usize = 256;

/// We keep at most this many user inputs, and this many limits of flow control.
const KEPT: usize = 64;

impl Session {
    /// A session that has sent nothing yet.
    #[must_use]
    pub fn new(config: SessionConfig, random: u32) -> Self {
        Self {
            forms: Codec::forms(&config.codecs),
            config,
            started: false,
            master_slave: MasterSlave::new(random),
            capabilities: CapabilityExchange::new(),
            channels: LogicalChannels::default(),
            mode: ModeRequest::default(),
            round_trip: RoundTrip::NotAsked,
            deadline: None,
            end_sent: false,
            end_received: false,
            user_input: Vec::new(),
            flow_control: Vec::new(),
            heard: false,
            fast: Vec::new(),
            opens: true,
            closed: Vec::new(),
            pauses: Pauses::default(),
            patience: Patience::default(),
            out: Vec::new(),
        }
    }

    /// The carrier is ready: we send our capabilities and ask who is master (H.323 8.2.1).
    pub fn start(&mut self, now: Instant) {
        if self.started || self.end_sent {
            return;
        }
        self.started = true;
        self.capabilities.start(&self.forms, &mut self.out);
        self.master_slave.start(&mut self.out);
        self.deadline = Some(now + ANSWER);
    }

    /// Setup has offered channels, numbered by codec from 1 on (`fast_start`). Accepted channels
    /// keep their numbers, so no other channel may use them.
    pub fn reserve_fast_start(&mut self) {
        let numbers = u16::try_from(self.forms.len()).unwrap_or(u16::MAX);
        self.channels.reserve(numbers);
    }

    /// The peer accepted this channel of ours in fast start. Another channel for the same media
    /// would replace it (H.323 8.1.7).
    pub fn fast_started(&mut self, taken: &FastStartChannel) {
        let mut offered = self.forms.iter().zip(1_u16..);
        let channel = FastChannel {
            number: offered
                .find(|(codec, _)| codec.is_carried(&taken.data))
                .map(|(_, number)| number),
            video: Media::of(&taken.data) == Some(Media::Video),
        };
        if !self.fast.contains(&channel) {
            self.fast.push(channel);
        }
    }

    /// The peer's address is known: our media addresses use the same family.
    pub fn towards(&mut self, peer: SocketAddr) {
        if self.config.media.is_ipv4() != peer.is_ipv4() {
            self.config.media = nowhere(Some(peer));
        }
    }

    /// Whether [`Session::start`] has been called.
    #[must_use]
    pub const fn is_started(&self) -> bool {
        self.started
    }

    /// The messages to send now, in order.
    pub fn take(&mut self) -> Vec<Pdu> {
        core::mem::take(&mut self.out)
    }

    /// When [`Session::timeout`] is due.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let round_trip = match self.round_trip {
            RoundTrip::Asked(at) => Some(at + ROUND_TRIP),
            _ => None,
        };
        let mode = self.mode.deadline().filter(|_| !self.end_sent);
        let deadlines = [self.deadline, round_trip, mode];
        deadlines.into_iter().flatten().min()
    }

    /// Gives up waiting for overdue answers.
    pub fn timeout(&mut self, now: Instant) {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.deadline = None;
            self.capabilities.timeout(&mut self.out);
            self.master_slave.timeout(&mut self.out);
            self.channels.timeout(&mut self.out);
        }
        if !self.end_sent {
            self.mode.timeout(now, &mut self.out);
        }
        if let RoundTrip::Asked(at) = self.round_trip
            && at + ROUND_TRIP <= now
        {
            self.round_trip = RoundTrip::NoAnswer;
        }
    }

    /// Takes a message from the peer. `octets` are the message itself: we send them back if it is a
    /// request that we do not know.
    pub fn received(&mut self, understood: &Understood, octets: &[u8], now: Instant) {
        use H245Message as M;
        self.heard = true;
        let before = self.out.len();
        let out = &mut self.out;
        match &understood.message {
            M::TerminalCapabilitySet {
                sequence,
                version,
                capabilities,
                pause,
            } => {
                let capabilities = capabilities.clone();
                self.capabilities
                    .set(*sequence, *version, capabilities, *pause, out);
                match self.pauses.set(*pause, now) {
                    Change::Begins => self.pause(),
                    Change::Ends => self.resume(now),
                    Change::None => {}
                }
            }
            M::TerminalCapabilitySetAck(sequence) => self.capabilities.ack(*sequence),
            M::TerminalCapabilitySetReject(sequence, cause) => {
                self.capabilities.reject(*sequence, cause.clone());
            }
            M::MasterSlaveDetermination {
                terminal_type,
                number,
            } => self
                .master_slave
                .determination(*terminal_type, *number, out),
            M::MasterSlaveDeterminationAck(role) => self.master_slave.ack(*role, out),
            M::MasterSlaveDeterminationReject => self.master_slave.reject(out),
            M::MasterSlaveDeterminationRelease => self.master_slave.release(),
            M::OpenLogicalChannel(offer) => {
                let config = &self.config;
                let media = (config.channels != ChannelPolicy::Reject).then_some(config.media);
                self.channels
                    .offered(offer.clone(), &self.forms, media, &mut self.patience, out);
                if self.channels.is_waiting() {
                    self.deadline = Some(now + ANSWER);
                }
            }
            M::OpenLogicalChannelAck(number, media) => self.channels.ack(*number, *media),
            M::OpenLogicalChannelReject(number, cause) => {
                self.channels.reject(*number, cause.clone());
            }
            M::OpenLogicalChannelConfirm(number) => self.channels.confirm(*number),
            M::CloseLogicalChannel(number) => {
                self.channels.close(*number, &mut self.patience, out);
            }
            M::RequestChannelClose(number) => self.channels.request_close(*number, out),
            M::RoundTripDelayRequest(sequence) => out.push(Pdu::RoundTripDelayResponse(*sequence)),
            M::RoundTripDelayResponse(ROUND_TRIP_SEQUENCE) => {
                if let RoundTrip::Asked(at) = self.round_trip {
                    self.round_trip = RoundTrip::Answered(now.since(at));
                }
            }
            M::RequestMode(sequence, modes) => {
                let sending = self.channels.sending(&self.forms);
                mrse::requested(*sequence, modes, &sending, &self.forms, out);
            }
            M::RequestModeAck(sequence, response) => {
                let answer = ModeState::Acknowledged(response.clone());
                self.mode.answered(*sequence, answer, now);
            }
            M::RequestModeReject(sequence, cause) => {
                let answer = ModeState::Rejected(cause.clone());
                self.mode.answered(*sequence, answer, now);
            }
            M::MaintenanceLoopRequest(wanted) => out.push(Pdu::MaintenanceLoopReject(*wanted)),
            // After our endSession the set cannot go out, so T101 must not wait for an answer.
            M::SendTerminalCapabilitySet if !self.end_sent => {
                self.capabilities.start(&self.forms, out);
                self.deadline = Some(now + ANSWER);
            }
            M::EndSession => self.end_received = true,
            M::UserInput(input) => {
                if let Some(typed) = input.typed()
                    && self.user_input.len() < KEPT
                {
                    self.user_input.push(typed.chars().take(TYPED).collect());
                }
            }
            // We send no media to slow down, but the report shows the limit.
            M::FlowControl(text) => {
                if self.flow_control.len() < KEPT {
                    self.flow_control.push(text.clone());
                }
            }
            // A request needs an answer, and this one is for requests that we do not know (H.245
            // 7.11.5). Only requests get it, or two such ends would answer each other for ever. It
            // must hold the whole request, so a partly read one does not get it.
            M::Other if understood.kind == Some(Kind::Request) && understood.complete => {
                out.push(Pdu::FunctionNotUnderstood(octets.to_vec()));
            }
            M::RoundTripDelayResponse(_)
            | M::TerminalCapabilitySetRelease
            | M::CloseLogicalChannelAck(_)
            | M::RequestModeRelease
            | M::SendTerminalCapabilitySet
            | M::NotUnderstood
            | M::Other => {}
        }
        let turned_down = self.out.iter().skip(before).any(Pdu::turns_down);
        if turned_down && !self.patience.asked(&understood.name) {
            self.out.truncate(before);
        }
        if self.end_sent {
            // We take note of the message, but endSession was our last one (H.245 8.1.5).
            self.out.truncate(before);
            self.deadline = None;
        }
        self.proceed(now);
    }

    /// Takes the next step when the answers are in: the round trip, then our channels.
    fn proceed(&mut self, now: Instant) {
        if !self.started || self.end_sent || !self.is_negotiated() {
            return;
        }
        if self.round_trip == RoundTrip::NotAsked {
            self.round_trip = RoundTrip::Asked(now);
            self.out
                .push(Pdu::RoundTripDelayRequest(ROUND_TRIP_SEQUENCE));
        }
        if self.opens && !self.pauses.is_paused() && !self.master_slave.is_waiting() {
            self.opens = false;
            self.open_channels(now);
        }
        if !self.master_slave.is_waiting()
            && self.capabilities.announced() != &Announced::Awaiting
            && !self.channels.is_waiting()
        {
            self.deadline = None;
        }
    }

    /// Offers one audio and one video channel, if the policy allows it and fast start has not
    /// opened one.
    fn open_channels(&mut self, now: Instant) {
        let closed = core::mem::take(&mut self.closed);
        for video in [false, true] {
            let open = self.fast.iter().any(|channel| channel.video == video);
            let wanted = self.config.channels == ChannelPolicy::Offer
                || closed.iter().any(|channel| channel.video == video);
            if wanted
                && !open
                && let Some(codec) = self.receivable(video)
            {
                self.channels.open(codec, self.config.media, &mut self.out);
                self.deadline = Some(now + ANSWER);
            }
        }
    }

    /// The peer accepts no media for now. We close our channels, including those from fast start,
    /// and open no others (H.323 8.4.6). The peer closes its own channels.
    fn pause(&mut self) {
        for channel in self.fast.drain(..) {
            if let Some(number) = channel.number {
                self.out.push(Pdu::CloseLogicalChannel(number));
            }
            self.closed.push(channel);
        }
        self.channels.close_ours(&mut self.out);
    }

    /// Starts over after the pause, but the open channels stay. Unchanged capabilities need not be
    /// sent again (H.323 8.4.6).
    fn resume(&mut self, now: Instant) {
        if !self.started || self.end_sent {
            return;
        }
        self.opens = true;
        self.master_slave.restart(&mut self.out);
        self.deadline = Some(now + ANSWER);
    }

    /// The first of our audio or video codecs that the peer can receive.
    fn receivable(&self, video: bool) -> Option<Codec> {
        let table = self.capabilities.received()?;
        let takes = |codec: &Codec| {
            table
                .iter()
                .any(|row| row.codec == codec.identifier() && row.is_received())
        };
        let mut ours = self.forms.iter().copied();
        ours.find(|codec| codec.is_video() == video && takes(codec))
    }

    /// Whether we may still send something.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.started && !self.end_sent
    }

    /// Sends user input.
    pub fn say(&mut self, input: UserInput) {
        self.out.push(Pdu::UserInput(input));
    }

    /// Asks the peer to send `codec`, and to keep the other medium if it can; otherwise `codec`
    /// alone (H.245 8.9).
    pub fn request_mode(&mut self, codec: Codec, now: Instant) {
        let common = self.common_codecs().unwrap_or_default();
        let other = common
            .into_iter()
            .find(|other| other.is_video() != codec.is_video());
        let mut modes = Vec::from([Vec::from([codec])]);
        if let Some(other) = other {
            modes.insert(0, Vec::from([codec, other]));
        }
        self.mode.request(modes, now, &mut self.out);
    }

    /// The mode that we requested, if any, and its state.
    #[must_use]
    pub const fn asked_mode(&self) -> Option<&AskedMode> {
        self.mode.asked()
    }

    /// Whether capabilities are exchanged both ways and roles decided, or given up on.
    #[must_use]
    pub fn is_negotiated(&self) -> bool {
        self.capabilities.received().is_some()
            && !matches!(
                self.capabilities.announced(),
                Announced::Idle | Announced::Awaiting
            )
            && self.master_slave.decision() != Decision::Open
    }

    /// Whether there is nothing more to learn: negotiated, and no answer is missing. We do not wait
    /// for the peer to confirm its own channels.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.is_negotiated()
            && !matches!(self.round_trip, RoundTrip::Asked(_))
            && !self.channels.awaits_answer()
    }

    /// Ends the session: endSession, once.
    pub fn end(&mut self) {
        if self.started && !self.end_sent {
            self.end_sent = true;
            self.deadline = None;
            if let RoundTrip::Asked(_) = self.round_trip {
                self.round_trip = RoundTrip::Dropped;
            }
            self.channels.close_all(&mut self.out);
            self.out.push(Pdu::EndSession);
        }
    }

    /// Whether we have sent endSession.
    #[must_use]
    pub const fn end_sent(&self) -> bool {
        self.end_sent
    }

    /// Whether the peer has sent endSession.
    #[must_use]
    pub const fn end_received(&self) -> bool {
        self.end_received
    }

    /// The state of the capability exchange towards the peer.
    #[must_use]
    pub const fn announced(&self) -> &Announced {
        self.capabilities.announced()
    }

    /// The peer's capability table, once received.
    #[must_use]
    pub fn capabilities(&self) -> Option<&[CapabilityEntry]> {
        self.capabilities.received()
    }

    /// Whether the peer changed its capabilities during the call.
    #[must_use]
    pub const fn capabilities_changed(&self) -> bool {
        self.capabilities.changed()
    }

    /// The version of H.245 that the peer claims.
    #[must_use]
    pub const fn version(&self) -> Option<u32> {
        self.capabilities.version()
    }

    /// The outcome of master/slave determination.
    #[must_use]
    pub const fn decision(&self) -> Decision {
        self.master_slave.decision()
    }

    /// All logical channels that either side offered.
    #[must_use]
    pub fn channels(&self) -> &[LogicalChannel] {
        self.channels.all()
    }

    /// The round trip delay, if the peer answered.
    #[must_use]
    pub const fn round_trip(&self) -> Option<Duration> {
        match self.round_trip {
            RoundTrip::Answered(delay) => Some(delay),
            _ => None,
        }
    }

    /// Whether we sent roundTripDelayRequest and got no answer in time.
    #[must_use]
    pub fn round_trip_unanswered(&self) -> bool {
        self.round_trip == RoundTrip::NoAnswer
    }

    /// Whether the peer's last capability set was empty, which pauses the call.
    #[must_use]
    pub const fn paused(&self) -> bool {
        self.pauses.is_paused()
    }

    /// The pauses of the call, the first 16 of them.
    #[must_use]
    pub fn pauses(&self) -> &[Pause] {
        self.pauses.all()
    }

    /// The requests that the peer repeated so often that we do not answer them any more.
    pub fn exhausted(&self) -> impl Iterator<Item = &Asked> {
        self.patience.exhausted()
    }

    /// The text for `pdu`, if it turns the peer's request down.
    #[must_use]
    pub fn turned_down(&self, pdu: &Pdu) -> Option<String> {
        match pdu {
            Pdu::OpenLogicalChannelReject(number, _) => {
                let data = self.channels.offered_data(*number)?;
                Some(format!("{} ({data})", pdu.name()))
            }
            pdu if pdu.turns_down() => Some(pdu.name()),
            _ => None,
        }
    }

    /// Whether the peer has sent any message.
    #[must_use]
    pub const fn heard(&self) -> bool {
        self.heard
    }

    /// The limits that the peer set for our media.
    #[must_use]
    pub fn flow_control(&self) -> &[String] {
        &self.flow_control
    }

    /// The input that the peer's user typed.
    #[must_use]
    pub fn user_input(&self) -> &[String] {
        &self.user_input
    }

    /// Whether both sides announced a common codec; `None` before the peer's table arrives.
    #[must_use]
    pub fn common_codecs(&self) -> Option<Vec<Codec>> {
        let table = self.capabilities.received()?;
        let has = |codec: &Codec| {
            let known = |row: &CapabilityEntry| Codec::from_identifier(&row.codec);
            let mut theirs = table.iter().filter_map(known);
            theirs.any(|other| other.family() == codec.family())
        };
        Some(self.config.codecs.iter().copied().filter(has).collect())
    }
}
