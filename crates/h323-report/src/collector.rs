//! Turns the events of a call into its report.

use h323_proto::{
    call::{
        Call, CallEnd, Content, Direction, EndReason, EndedBy, Event, MessageRecord, Repeated,
        Timer, Transport, WarningCode,
    },
    diagnosis::{Circumstances, diagnose},
    h225::{Facts, country, manufacturer},
    q931::{CallState, Display, Message, MessageType},
    text::uuid,
    time::Instant,
    tls::Account,
};

use crate::{
    CallReport, FastStartReport, FeatureReport, H245, Origin, OutcomeReport, Peer, RedirectReport,
    ReleaseReport, RequestMode, ServiceReport, Timing, TlsReport, TraceEntry, Update,
    UserInputReport, WarningReport,
    decoded::{Describer, Part},
    redirect::target_of,
    registration::Registrar,
    update::{Repetition, StateChange},
};

/// Most names of an endpoint that we keep, and most targets of a redirect.
pub(crate) const NAMES: usize = 16;

/// Watches a call and collects its report.
#[derive(Debug)]
pub struct Collector {
    start: Instant,
    pub(crate) origin: Origin,
    pub(crate) timing: Timing,
    peer: Peer,
    messages: Vec<&'static str>,
    pub(crate) warnings: Vec<WarningReport>,
    pub(crate) trace: Vec<TraceEntry>,
    describer: Describer,
    pub(crate) known: Circumstances,
    pub(crate) end: Option<CallEnd>,
    demo: bool,
    pub(crate) tls: Option<TlsReport>,
    pub(crate) services: Vec<ServiceReport>,
    pub(crate) redirects: Vec<RedirectReport>,
    pub(crate) registrar: Registrar,
    /// How many redirects the call has followed.
    pub(crate) hop: u8,
    /// Messages received by the earlier calls, which were redirected, or outside the call.
    pub(crate) received_before: u32,
    /// The places of the call's messages in the trace, which has those of earlier calls and of a
    /// gatekeeper too.
    shown: Vec<usize>,
}

impl Collector {
    /// The report of a call that starts now; `origin` has the time by the wall clock.
    #[must_use]
    pub fn new(start: Instant, origin: Origin) -> Self {
        Self {
            start,
            origin,
            timing: Timing::default(),
            peer: Peer::default(),
            messages: Vec::new(),
            warnings: Vec::new(),
            trace: Vec::new(),
            describer: Describer::default(),
            known: Circumstances::default(),
            end: None,
            demo: false,
            services: Vec::new(),
            tls: None,
            redirects: Vec::new(),
            registrar: Registrar::default(),
            hop: 0,
            received_before: 0,
            shown: Vec::new(),
        }
    }

    /// Starts the call to which the endpoint redirected the previous one; `received` is the number of
    /// messages that the previous one received. The facts about the endpoint and the progress start
    /// again. The trace stays.
    pub(crate) fn next_hop(&mut self, received: u32) {
        self.hop += 1;
        self.received_before = self.received_before.saturating_add(received);
        self.shown.clear();
        self.timing = Timing::default();
        self.peer = Peer::default();
        self.known = Circumstances::default();
        self.tls = None;
        self.end = None;
    }

    /// Notes that the connection is open, with the address of the endpoint if we know it.
    pub fn connected(&mut self, address: Option<String>, now: Instant) {
        // A direct call behind a gatekeeper opens a connection of its own.
        let t = self.millis(now);
        self.timing.connected.get_or_insert(t);
        if let Some(address) = &address {
            self.called_at(address);
        }
        self.peer.address = address;
        self.known.reached = true;
    }

    /// Keeps what is known about the TLS session of call signalling. Without a time, the handshake
    /// failed.
    pub fn secured(&mut self, account: Account, at: Option<Instant>) {
        self.timing.tls = at.map(|at| self.millis(at));
        self.tls = Some(account.into());
    }

    /// Notes that the demo is called.
    pub const fn calls_demo(&mut self) {
        self.demo = true;
    }

    /// Keeps the SRV records of the domain that is called.
    pub fn looked_up(&mut self, services: Vec<ServiceReport>) {
        self.services = services;
    }

    /// Adds a warning about the message that was shown last, or about the time before the first.
    pub fn warn(&mut self, code: WarningCode, text: String, now: Instant) {
        self.warnings.push(WarningReport {
            t: self.millis(now),
            after: self.trace.len().checked_sub(1),
            code,
            text,
            clause: code.clause(),
        });
    }

    /// The warnings so far.
    #[must_use]
    pub fn warnings(&self) -> &[WarningReport] {
        &self.warnings
    }

    /// Takes one event. Returns its addition to the report; the end of the call has none.
    pub fn event(&mut self, event: Event) -> Option<Update<'_>> {
        match event {
            Event::Message(record) => {
                self.message(record);
                self.trace.last().map(Update::Message)
            }
            Event::Repeated(repeated) => self.repeated(repeated).map(Update::Repeated),
            Event::State(state, at) => {
                Some(Update::State(StateChange::new(state, self.millis(at))))
            }
            Event::Warning(warning, at) => {
                self.warn(warning.code, warning.text, at);
                self.warnings.last().map(Update::Warning)
            }
            Event::Ended(end, _) => {
                self.end = Some(end);
                None
            }
        }
    }

    /// How the call ended, or `None` before the end.
    #[must_use]
    pub const fn end(&self) -> Option<&CallEnd> {
        self.end.as_ref()
    }

    /// The report of the finished call.
    #[must_use]
    pub fn report(mut self, call: &Call) -> CallReport {
        self.known.messages = call.messages_received();
        self.known.octets = call.octets_received();
        self.known.port = call.target().map(|target| target.port);
        self.known.tls = call.tls();
        let end = self.end.take().unwrap_or(CallEnd::new(
            EndedBy::Library,
            EndReason::Hangup,
            CallState::Null,
        ));
        self.known.h245 = call.h245_problem();
        let error = error_of(&end, &self.known);
        self.timing.registered = self.registrar.registered;
        self.timing.admitted = self.registrar.admitted;
        self.timing.h245 = call.h245().settled().map(|at| self.millis(at));
        CallReport {
            success: end.answered,
            call_setup: end.answered,
            error,
            messages: self.messages,
            outcome: diagnose(&end, &self.known).into(),
            demo: self.demo,
            timing: self.timing,
            peer: self.peer,
            h245: Some(H245::of(call, self.start)),
            fast_start: FastStartReport::of(call),
            user_input: UserInputReport::of(call, self.start),
            request_mode: RequestMode::of(call, self.start),
            services: self.services,
            tls: self.tls,
            redirects: self.redirects,
            registration: self.registrar.registration,
            admission: self.registrar.admission,
            release: ReleaseReport::of(&end),
            warnings: self.warnings,
            trace: self.trace,
            messages_received: self
                .received_before
                .saturating_add(call.messages_received()),
            origin: self.origin,
            call_identifier: Some(uuid(call.call_identifier())),
            conference_id: Some(uuid(call.conference_id())),
        }
    }

    /// The report of a call that was not dialled.
    #[must_use]
    pub fn not_dialled(mut self, outcome: OutcomeReport) -> CallReport {
        self.timing.registered = self.registrar.registered;
        self.timing.admitted = self.registrar.admitted;
        CallReport {
            success: false,
            call_setup: false,
            error: Some(outcome.text.clone()),
            messages: self.messages,
            outcome,
            demo: self.demo,
            timing: self.timing,
            peer: self.peer,
            h245: None,
            fast_start: None,
            user_input: None,
            request_mode: None,
            services: self.services,
            tls: self.tls,
            redirects: self.redirects,
            registration: self.registrar.registration,
            admission: self.registrar.admission,
            release: None,
            warnings: self.warnings,
            trace: self.trace,
            messages_received: self.received_before,
            origin: self.origin,
            call_identifier: None,
            conference_id: None,
        }
    }

    fn message(&mut self, record: MessageRecord) {
        let t = self.millis(record.at);
        let received = record.direction == Direction::Received;
        if received {
            self.timing.first_reply.get_or_insert(t);
        }
        match &record.content {
            Content::Signalling {
                message,
                facts,
                error,
                user_information,
            } => {
                if received {
                    self.known.understood = true;
                    self.learn(message, facts);
                }
                let unread = error.as_ref().map(ToString::to_string).or_else(|| {
                    let error = user_information.as_ref()?.error.as_ref()?;
                    Some(error.to_string())
                });
                if received && let Some(text) = unread {
                    self.known.undecodable.get_or_insert(text);
                }
                self.milestone(message.message_type, record.direction, t);
            }
            Content::Undecodable(error) => {
                self.known.undecodable.get_or_insert(error.to_string());
            }
            Content::Incomplete => self.known.incomplete = record.octets.len(),
            Content::H245(_) | Content::Ras(_) | Content::KeepAlive | Content::Foreign(_) => {}
        }
        self.shown.push(self.trace.len());
        let way = (record.direction, Transport::Tcp(record.channel));
        self.show(record.at, way, &record.octets, &record.content);
    }

    /// Puts a message into the trace.
    pub(crate) fn show(
        &mut self,
        at: Instant,
        way: (Direction, Transport),
        octets: &[u8],
        content: &Content,
    ) {
        let t = self.millis(at);
        let description = self.describer.describe(content, Part::Whole);
        let entry = TraceEntry::new((t, self.hop), way, octets, description);
        self.trace.push(entry);
    }

    /// Notes that a message of the trace came again.
    fn repeated(&mut self, repeated: Repeated) -> Option<Repetition<'_>> {
        let nth = usize::try_from(repeated.message).ok()?;
        let message = *self.shown.get(nth)?;
        let until = self.millis(repeated.last);
        let entry = self.trace.get_mut(message)?;
        entry.repeated = repeated.times;
        entry.until = Some(until);
        Some(Repetition {
            message,
            kind: &entry.kind,
            repeated: repeated.times,
            until,
        })
    }

    fn milestone(&mut self, message_type: MessageType, direction: Direction, t: u64) {
        let received = direction == Direction::Received;
        let (slot, text) = match message_type {
            MessageType::Setup if !received => (None, Some("Sent SETUP message")),
            MessageType::SetupAcknowledge | MessageType::Progress if received => {
                self.known.proceeded = true;
                (None, None)
            }
            MessageType::CallProceeding if received => {
                self.known.proceeded = true;
                (
                    Some(&mut self.timing.call_proceeding),
                    Some("Received CALL PROCEEDING"),
                )
            }
            MessageType::Alerting if received => {
                self.known.proceeded = true;
                self.known.alerted = true;
                (
                    Some(&mut self.timing.alerting),
                    Some("Received ALERTING (ringing)"),
                )
            }
            MessageType::Connect if received => (
                Some(&mut self.timing.connect),
                Some("Received CONNECT (call answered)"),
            ),
            MessageType::ReleaseComplete => (Some(&mut self.timing.released), None),
            _ => (None, None),
        };
        if let Some(slot) = slot {
            slot.get_or_insert(t);
        }
        if let Some(text) = text
            && !self.messages.contains(&text)
        {
            self.messages.push(text);
        }
    }

    /// Keeps what an endpoint says about itself. A gatekeeper may answer first and the endpoint behind
    /// it later, so a later value replaces an earlier one.
    fn learn(&mut self, message: &Message, facts: &Facts) {
        let peer = &mut self.peer;
        if let Some(vendor) = &facts.vendor {
            self.known.vendor = Some(vendor.clone());
            peer.vendor = vendor
                .t35
                .map(|(country, extension, code)| format!("{country}/{extension}/{code}"));
            peer.manufacturer = vendor
                .t35
                .and_then(|(country, extension, code)| manufacturer(country, extension, code));
            peer.country = vendor.t35.and_then(|(code, ..)| country(code));
            peer.product.clone_from(&vendor.product);
            peer.version.clone_from(&vendor.version);
        }
        if let Some(kind) = facts.kind {
            self.known.kind = Some(kind);
            peer.terminal_type = Some(kind);
        }
        if facts.version.is_some() {
            peer.h225_version = facts.version;
        }
        if facts.h245_tunnelling.is_some() {
            peer.h245_tunnelling = facts.h245_tunnelling;
        }
        if let Some(address) = &facts.h245_address {
            peer.h245_address = Some(address.to_string());
        }
        if let Some(Ok(display)) = message.get::<Display>() {
            peer.display = Some(display.text());
        }
        for feature in &facts.features {
            let feature = FeatureReport::of(*feature);
            if peer.features.len() < NAMES && !peer.features.contains(&feature) {
                peer.features.push(feature);
            }
        }
        for alias in &facts.aliases {
            if peer.aliases.len() < NAMES && !peer.aliases.contains(alias) {
                peer.aliases.push(alias.clone());
            }
        }
        if facts
            .facility_reason
            .as_ref()
            .is_some_and(|reason| reason.is_redirect())
        {
            self.known.redirect = target_of(facts);
        }
    }

    pub(crate) fn millis(&self, at: Instant) -> u64 {
        u64::try_from(at.since(self.start).as_millis()).unwrap_or(u64::MAX)
    }
}

/// The error text of an unanswered call, in the product's words.
fn error_of(end: &CallEnd, known: &Circumstances) -> Option<String> {
    if end.answered {
        return None;
    }
    Some(match &end.reason {
        EndReason::ConnectFailed(text) => format!("Connection failed: {text}"),
        EndReason::TlsFailed(fault) => format!("TLS connection failed: {fault}"),
        EndReason::TimedOut(Timer::Connect) => "Connection timed out".into(),
        EndReason::Released => "Call rejected".into(),
        EndReason::Hangup => "Call cancelled".into(),
        EndReason::TimedOut(_) | EndReason::Closed { .. } | EndReason::ConnectionLost(_)
            if known.messages == 0 =>
        {
            "No response from server".into()
        }
        _ => "Call setup incomplete".into(),
    })
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use h323_proto::{
        call::{CallingConfig, Channel, Entropy, Warning},
        h225::Vendor,
        h245::{Pdu, write},
        q931::CallReference,
    };

    use super::*;
    use crate::{Tester, decoded::SUMMARY};

    fn collector() -> Collector {
        let tester = Tester {
            name: "tester",
            version: "1",
        };
        Collector::new(Instant::ORIGIN, Origin::new(0, tester, None))
    }

    #[test]
    fn the_vendor_goes_by_its_code_and_by_name() {
        let learnt = |t35| {
            let mut collector = collector();
            let facts = Facts {
                vendor: Some(Vendor {
                    t35,
                    ..Vendor::default()
                }),
                ..Facts::default()
            };
            let message = Message::new(CallReference::GLOBAL, MessageType::Connect);
            collector.learn(&message, &facts);
            serde_json::to_value(collector.peer).unwrap()
        };
        assert_eq!(
            learnt(Some((181, 0, 18))),
            serde_json::json!({
                "vendor": "181/0/18",
                "manufacturer": "Cisco Systems",
                "country": "United States",
            })
        );
        assert_eq!(
            learnt(Some((88, 0, 65_535))),
            serde_json::json!({ "vendor": "88/0/65535", "country": "Israel" })
        );
        assert_eq!(learnt(None), serde_json::json!({}));
    }

    #[test]
    fn a_run_is_told_at_its_message_also_behind_a_redirect() {
        let mut collector = collector();
        let show = |collector: &mut Collector| {
            collector.event(Event::Message(MessageRecord {
                at: Instant::ORIGIN,
                direction: Direction::Received,
                channel: Channel::CallSignalling,
                octets: vec![3, 0, 0, 4],
                content: Content::KeepAlive,
            }));
        };
        let before = Call::calling(
            SocketAddr::from(([192, 0, 2, 7], 1720)).into(),
            CallingConfig::default(),
            Entropy::new([7; Entropy::OCTETS]),
            Instant::ORIGIN,
        );
        show(&mut collector);
        show(&mut collector);
        collector.next_hop(before.messages_received());
        show(&mut collector);
        let repeated = |message| {
            Event::Repeated(Repeated {
                message,
                times: 9,
                last: Instant::from_millis(70),
            })
        };
        let update = collector.event(repeated(0));
        assert_eq!(
            serde_json::to_value(update).unwrap(),
            serde_json::json!({
                "type": "repeated",
                "data": { "message": 2, "type": "TPKT keep-alive", "repeated": 9, "until": 70 },
            })
        );
        assert!(collector.event(repeated(1)).is_none(), "no such message");
        let counts: Vec<u32> = collector.trace.iter().map(|entry| entry.repeated).collect();
        assert_eq!(counts, [0, 0, 9]);
    }

    #[test]
    fn a_warning_says_behind_which_message_it_was_noticed() {
        let mut collector = collector();
        let code = WarningCode::TraceFull;
        let odd = |collector: &mut Collector| {
            let warning = Warning {
                code,
                text: "odd".into(),
            };
            let event = Event::Warning(warning, Instant::ORIGIN);
            serde_json::to_value(collector.event(event)).unwrap()["data"]["after"].clone()
        };
        collector.warn(code, "odd".into(), Instant::ORIGIN);
        assert_eq!(odd(&mut collector), serde_json::Value::Null);
        // All at the same time, as in one turn of a call.
        for place in 0..3 {
            collector.message(MessageRecord {
                at: Instant::ORIGIN,
                direction: Direction::Received,
                channel: Channel::CallSignalling,
                octets: vec![3, 0, 0, 4],
                content: Content::KeepAlive,
            });
            assert_eq!(odd(&mut collector), place);
        }
        let after: Vec<_> = collector
            .warnings
            .iter()
            .map(|warning| warning.after)
            .collect();
        assert_eq!(after, [None, None, Some(0), Some(1), Some(2)]);
        assert!(
            serde_json::to_value(&collector.warnings[0])
                .unwrap()
                .get("after")
                .is_none()
        );
    }

    #[test]
    fn the_names_of_thousands_of_messages_in_a_packet_are_cut() {
        let request = write(&Pdu::RoundTripDelayRequest(1), 13).unwrap();
        let octets = request.repeat(5_000);
        let content = Content::of_h245(&octets);
        let mut collector = collector();
        collector.message(MessageRecord {
            at: Instant::ORIGIN,
            direction: Direction::Received,
            channel: Channel::H245Control,
            octets,
            content,
        });
        let kind = &collector.trace[0].kind;
        assert!(kind.starts_with("roundTripDelayRequest, "), "{kind}");
        assert!(kind.chars().count() <= SUMMARY + 1, "{}", kind.len());
    }
}
