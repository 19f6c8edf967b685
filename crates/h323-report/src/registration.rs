//! What a gatekeeper granted: a registration, and the admission of a call.

use std::sync::Arc;

use h323_proto::{
    call::{Channel, Content, Direction, EndReason, EndedBy, Transport, WarningCode},
    diagnosis::{OutcomeCode, Registering, diagnose_registration, dropped, dropped_early},
    gatekeeper::{
        self, Admitted, Discovered, End, Granted, Oddity, Outcome as How, RasEvent, Registration,
    },
    h225::PeerAddress,
    ras::{AlternateGatekeeper, reason::Reason},
    time::Instant,
    tpkt,
};
use serde::Serialize;

use crate::{
    CallReport, Collector, Origin, OutcomeReport, ServiceReport, TlsReport, TraceEntry, Update,
    WarningReport,
};

/// The words about a call that the other side released, when the gatekeeper ended the admission or the
/// registration too: one that routes the call writes a Release Complete of its own.
const RELEASED_BY_GATEKEEPER: (&str, &str) = (
    " The gatekeeper ended it on its side too, and may be the one that hung up.",
    "Look into the gatekeeper's log first: the warning has the reason that it gave.",
);

/// The same about a call that the gatekeeper routes: what ends it comes from there.
const ROUTED: (&str, &str) = (
    " The gatekeeper routes this call, and may be the one that ended it.",
    "Look into the gatekeeper's log at this time, and then into the endpoint's.",
);

/// A registration with a gatekeeper.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationReport {
    /// Whether the gatekeeper registered the tester.
    pub registered: bool,
    /// Whether the end of the registration is confirmed; absent before the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unregistered: Option<bool>,
    /// `endpointIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint_identifier: Option<String>,
    /// `gatekeeperIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gatekeeper_identifier: Option<String>,
    /// `timeToLive` in seconds; absent for a registration without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_live: Option<u32>,
    /// The aliases that the gatekeeper confirms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// `callSignalAddress`: where the gatekeeper takes calls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub call_signal_addresses: Vec<String>,
    /// Whether the gatekeeper says that calls need no admission.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub pre_granted: bool,
    /// The method of proof that the gatekeeper chose in discovery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<&'static str>,
    /// Other gatekeepers that it names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternates: Vec<AlternateReport>,
}

/// Another gatekeeper.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AlternateReport {
    /// `rasAddress`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ras_address: Option<String>,
    /// `gatekeeperIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gatekeeper_identifier: Option<String>,
    /// 0 comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<u8>,
}

/// The admission of a call.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdmissionReport {
    /// Whether the gatekeeper routes call signalling.
    pub routed: bool,
    /// `destCallSignalAddress`: where Setup goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// `destinationInfo`: the aliases to call instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub destination_aliases: Vec<String>,
    /// The bit rate that is granted, both directions together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bit_rate: Option<u64>,
    /// How many tokens Setup had to repeat.
    #[serde(skip_serializing_if = "is_zero")]
    pub tokens: usize,
}

/// The answer to a request for a registration.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterReport {
    /// Whether the gatekeeper registered the tester.
    pub success: bool,
    /// The error for people; absent on success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Where it stopped, and why.
    pub outcome: OutcomeReport,
    /// Milestones, in milliseconds from the start.
    pub timing: RegisterTiming,
    /// What the gatekeeper granted; absent if nothing was dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration: Option<RegistrationReport>,
    /// The SRV records of the domain; absent if they were not looked up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceReport>,
    /// The TLS session; absent without TLS, or if no connection opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsReport>,
    /// The warnings.
    pub warnings: Vec<WarningReport>,
    /// Every message, up to the limit of the trace.
    pub trace: Vec<TraceEntry>,
    /// How many messages were received, including those beyond the limit of the trace.
    pub messages_received: u32,
    /// When, where and with which program it was done.
    #[serde(flatten)]
    pub origin: Origin,
}

/// Milestones of a registration, in milliseconds from the start.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterTiming {
    /// When the TCP connection was open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected: Option<u64>,
    /// When the TLS handshake was complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<u64>,
    /// When the registration was confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered: Option<u64>,
    /// When it was over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<u64>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
const fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn addresses<'a>(list: impl IntoIterator<Item = &'a PeerAddress>) -> Vec<String> {
    list.into_iter().map(ToString::to_string).collect()
}

impl AlternateReport {
    fn of(alternate: &AlternateGatekeeper) -> Self {
        Self {
            ras_address: alternate.address.as_ref().map(ToString::to_string),
            gatekeeper_identifier: alternate.identifier.clone(),
            priority: alternate.priority,
        }
    }
}

impl RegistrationReport {
    fn discovered(&mut self, found: &Discovered) {
        self.gatekeeper_identifier
            .clone_from(&found.gatekeeper_identifier);
        self.method = found.method.map(h323_proto::h235::Method::name);
        self.alternates = found.alternates.iter().map(AlternateReport::of).collect();
    }

    fn granted(&mut self, granted: &Granted) {
        self.registered = true;
        self.endpoint_identifier = Some(granted.endpoint_identifier.clone());
        if granted.gatekeeper_identifier.is_some() {
            self.gatekeeper_identifier
                .clone_from(&granted.gatekeeper_identifier);
        }
        self.time_to_live = granted.time_to_live;
        self.aliases.clone_from(&granted.aliases);
        self.call_signal_addresses = addresses(&granted.call_signal_address);
        self.pre_granted = granted.pre_granted;
        if !granted.alternates.is_empty() {
            self.alternates = granted.alternates.iter().map(AlternateReport::of).collect();
        }
    }
}

impl AdmissionReport {
    fn of(admitted: &Admitted) -> Self {
        Self {
            routed: admitted.routed,
            destination: admitted.destination.as_ref().map(ToString::to_string),
            destination_aliases: admitted.destination_info.clone(),
            bit_rate: admitted.bandwidth.map(|units| u64::from(units) * 100),
            tokens: admitted.tokens,
        }
    }
}

/// What a registration adds to the report of a call.
#[derive(Debug, Default)]
pub(crate) struct Registrar {
    pub(crate) registration: Option<RegistrationReport>,
    pub(crate) admission: Option<AdmissionReport>,
    pub(crate) registered: Option<u64>,
    pub(crate) admitted: Option<u64>,
    pub(crate) end: Option<(End, u64)>,
    /// Why the gatekeeper ended the call, if it did.
    dropped: Option<Option<Reason>>,
    /// The reason for which the gatekeeper ended the registration.
    unregistered: Option<Option<Reason>>,
}

impl Collector {
    /// Takes one event of a registration and of the call in it. Returns its addition to the report.
    pub fn gatekeeper(&mut self, event: gatekeeper::Event) -> Option<Update<'_>> {
        use gatekeeper::Event as Ras;
        match event {
            Ras::Call(event) => self.event(event),
            Ras::Outside(record) => {
                self.beside(record.at, record.direction);
                let way = (record.direction, Transport::Tcp(record.channel));
                self.show(record.at, way, &record.octets, &record.content);
                self.trace.last().map(Update::Message)
            }
            Ras::Ras(ras) => {
                self.beside(ras.at, ras.direction);
                let (transport, octets, content) = wire(&ras);
                self.show(ras.at, (ras.direction, transport), octets, &content);
                self.trace.last().map(Update::Message)
            }
            Ras::Discovered(found, _) => {
                self.registration().discovered(&found);
                None
            }
            Ras::Registered(granted, at) => {
                self.registration().granted(&granted);
                let t = self.millis(at);
                self.registrar.registered.get_or_insert(t);
                self.registrar
                    .registration
                    .as_ref()
                    .map(Update::Registration)
            }
            Ras::Admitted(admitted, at) => {
                self.registrar.admitted = Some(self.millis(at));
                let admission = AdmissionReport::of(&admitted);
                Some(Update::Admission(
                    self.registrar.admission.insert(admission),
                ))
            }
            Ras::Odd(odd, at) => {
                let (code, text) = warning(&odd);
                match odd {
                    Oddity::Dropped(reason) => self.registrar.dropped = Some(reason),
                    Oddity::Unregistered(reason) => self.registrar.unregistered = Some(reason),
                    _ => {}
                }
                self.warn(code, text, at);
                self.warnings().last().map(Update::Warning)
            }
            Ras::Ended(end, at) => {
                self.registration().unregistered = end.registered.then_some(end.unregistered);
                let t = self.millis(at);
                self.registrar.end = Some((end, t));
                None
            }
        }
    }

    fn registration(&mut self) -> &mut RegistrationReport {
        self.registrar.registration.get_or_insert_default()
    }

    /// The outcome of a registration that led to no call.
    fn registration_outcome(&self, known: Registering) -> OutcomeReport {
        let end = self.registrar.end.as_ref().map(|(end, _)| end);
        diagnose_registration(end, known).into()
    }

    /// Notes the time of a message outside the call.
    fn beside(&mut self, at: Instant, direction: Direction) {
        if direction == Direction::Received {
            let t = self.millis(at);
            self.timing.first_reply.get_or_insert(t);
        }
    }

    /// The report of the call of a registration that is over.
    #[must_use]
    pub fn behind_gatekeeper(
        mut self,
        registration: &Registration,
        known: Registering,
    ) -> CallReport {
        self.received_before = registration.messages_received();
        let Some(call) = registration.call() else {
            let outcome = self.registration_outcome(known);
            return self.not_dialled(outcome);
        };
        let given_up = self
            .end()
            .is_some_and(|end| end.reason == EndReason::Hangup);
        let gatekeeper = self.gatekeeper_ended(known).filter(|_| given_up);
        let released = self.may_have_released();
        let routed = self.registrar.admission.as_ref();
        let routed = routed.is_some_and(|admission| admission.routed);
        let mut report = self.report(call);
        if let Some(outcome) = gatekeeper {
            if !report.success {
                report.error = Some(outcome.text.clone());
            }
            report.outcome = outcome;
            return report;
        }
        let outcome = &mut report.outcome;
        if released {
            outcome.say_first(RELEASED_BY_GATEKEEPER);
        } else if routed && outcome.code == OutcomeCode::EndedEarly {
            outcome.say_first(ROUTED);
        }
        report
    }

    /// Whether a call that the other side released may have been released by the gatekeeper.
    fn may_have_released(&self) -> bool {
        let released = self.end().is_some_and(|end| end.by == EndedBy::Remote);
        released && (self.registrar.unregistered.is_some() || self.registrar.dropped.is_some())
    }

    /// The outcome of a call that ended because the gatekeeper, or the registration, did.
    fn gatekeeper_ended(&self, known: Registering) -> Option<OutcomeReport> {
        let answered = self.end().is_some_and(|end| end.answered);
        let unregistered = self.registrar.unregistered.as_ref();
        if answered {
            let reason = self.registrar.dropped.as_ref().or(unregistered)?;
            return Some(dropped_early(reason.as_ref()).into());
        }
        if let Some(reason) = &self.registrar.dropped {
            return Some(dropped(reason.as_ref()).into());
        }
        let (end, _) = self.registrar.end.as_ref()?;
        let own = matches!(end.outcome, How::Done | How::Hangup);
        (!own).then(|| diagnose_registration(Some(end), known).into())
    }

    /// The report of a registration without a call.
    #[must_use]
    pub fn registered(mut self, registration: &Registration, known: Registering) -> RegisterReport {
        self.received_before = registration.messages_received();
        let outcome = self.registration_outcome(known);
        self.not_registered(outcome)
    }

    /// The report of a registration that stopped for this reason.
    #[must_use]
    pub fn not_registered(self, outcome: OutcomeReport) -> RegisterReport {
        let registrar = self.registrar;
        let success = outcome.code == OutcomeCode::Registered;
        RegisterReport {
            success,
            error: (!success).then(|| outcome.text.clone()),
            outcome,
            timing: RegisterTiming {
                connected: self.timing.connected,
                registered: registrar.registered,
                ended: registrar.end.map(|(_, t)| t),
                tls: self.timing.tls,
            },
            registration: registrar.registration,
            services: self.services,
            tls: self.tls,
            warnings: self.warnings,
            trace: self.trace,
            messages_received: self.received_before,
            origin: self.origin,
        }
    }
}

/// A RAS message as it crossed the wire: over H.460.17 the Facility around it.
fn wire(ras: &RasEvent) -> (Transport, &[u8], Content) {
    match &ras.framed {
        Some(octets) => {
            let payload = octets.get(tpkt::HEADER..).unwrap_or_default();
            let content = Content::of_signalling(payload);
            (Transport::Tcp(Channel::CallSignalling), octets, content)
        }
        None => {
            let content = Content::Ras(Arc::clone(&ras.record));
            (Transport::Ras, &ras.record.octets, content)
        }
    }
}

/// An oddity as a warning.
fn warning(odd: &Oddity) -> (WarningCode, String) {
    let because = |reason: &Option<Reason>| match reason {
        Some(reason) => format!(": {}", reason.words()),
        None => String::new(),
    };
    match odd {
        Oddity::Proof(message, proof) => (
            WarningCode::WrongProof,
            format!("The proof of the password in {message} is not good: {proof}"),
        ),
        Oddity::ForeignMethod(method) => (
            WarningCode::ForeignMethod,
            format!(
                "The gatekeeper chose a method of proof that the tester was not asked to use: {method}"
            ),
        ),
        Oddity::Stray(message) => (
            WarningCode::StrayAnswer,
            format!("{message} answers no request of the tester"),
        ),
        Oddity::Unreadable(why) => (
            WarningCode::UndecodableMessage,
            format!("A message of the gatekeeper could not be read: {why}"),
        ),
        Oddity::NoAnswer(request) => (
            WarningCode::RasUnanswered,
            format!("The gatekeeper did not answer the request ({request})"),
        ),
        Oddity::Rejected(reject) => (
            WarningCode::RasRejected,
            format!(
                "The gatekeeper rejected the request ({}){}",
                reject.request,
                because(&reject.reason)
            ),
        ),
        Oddity::NotUnderstood(request) => (
            WarningCode::RasRejected,
            format!("The gatekeeper did not understand the request ({request})"),
        ),
        Oddity::NotWritten(why) => (
            WarningCode::NotSent,
            format!("An answer to the gatekeeper could not be written: {why}"),
        ),
        Oddity::TooManyRequests => (
            WarningCode::RepeatedRequest,
            "The gatekeeper sends so many requests that the tester answers no more".into(),
        ),
        Oddity::Dropped(reason) => (
            WarningCode::EndedByGatekeeper,
            format!("The gatekeeper ended the call{}", because(reason)),
        ),
        Oddity::Unregistered(reason) => (
            WarningCode::EndedByGatekeeper,
            format!("The gatekeeper ended the registration{}", because(reason)),
        ),
        Oddity::Renewed(reason) => (
            WarningCode::RegisteredAgain,
            format!(
                "The gatekeeper asked for a new registration{}",
                because(reason)
            ),
        ),
        Oddity::Named(name) => (
            WarningCode::RegisteredAgain,
            format!(
                "The gatekeeper refused a proof without its name, and named itself {name}: the tester registered again with that name in the proof"
            ),
        ),
        Oddity::OtherGatekeeper(name) => (
            WarningCode::OtherGatekeeper,
            format!("The gatekeeper is {name}, and another one was asked for"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use h323_proto::{
        call::{self, MessageRecord, Repeated},
        q931::CallState,
    };

    use super::*;
    use crate::Tester;

    fn collector() -> Collector {
        let tester = Tester {
            name: "tester",
            version: "1",
        };
        Collector::new(Instant::ORIGIN, Origin::new(0, tester, None))
    }

    fn keep_alive() -> MessageRecord {
        MessageRecord {
            at: Instant::ORIGIN,
            direction: Direction::Received,
            channel: Channel::CallSignalling,
            octets: vec![3, 0, 0, 4],
            content: Content::KeepAlive,
        }
    }

    #[test]
    fn a_release_beside_the_end_of_the_registration_may_be_the_gatekeepers() {
        let oddities = [Oddity::Unregistered(None), Oddity::Dropped(None)];
        for (by, odd, expected) in [
            (EndedBy::Remote, Some(&oddities[0]), true),
            (EndedBy::Remote, Some(&oddities[1]), true),
            (EndedBy::Remote, None, false),
            (EndedBy::User, Some(&oddities[0]), false),
        ] {
            let mut collector = collector();
            let end = call::CallEnd::new(by, EndReason::Released, CallState::Active);
            collector.event(call::Event::Ended(end, Instant::ORIGIN));
            if let Some(odd) = odd {
                let event = gatekeeper::Event::Odd(odd.clone(), Instant::ORIGIN);
                let update = collector.gatekeeper(event);
                assert!(matches!(update, Some(Update::Warning(_))), "it is told");
            }
            assert_eq!(collector.may_have_released(), expected, "{by:?} {odd:?}");
        }
    }

    #[test]
    fn what_the_gatekeeper_ends_after_connect_ended_early() {
        for (answered, odd, expected) in [
            (true, Oddity::Dropped(None), OutcomeCode::EndedEarly),
            (true, Oddity::Unregistered(None), OutcomeCode::EndedEarly),
            (
                false,
                Oddity::Dropped(None),
                OutcomeCode::DroppedByGatekeeper,
            ),
        ] {
            let mut collector = collector();
            let _ = collector.gatekeeper(gatekeeper::Event::Odd(odd.clone(), Instant::ORIGIN));
            let mut end = call::CallEnd::new(EndedBy::User, EndReason::Hangup, CallState::Active);
            end.answered = answered;
            collector.event(call::Event::Ended(end, Instant::ORIGIN));
            let outcome = collector.gatekeeper_ended(Registering::default());
            assert_eq!(
                outcome.map(|outcome| outcome.code),
                Some(expected),
                "{odd:?}"
            );
        }
    }

    #[test]
    fn messages_outside_the_call_are_rows_and_not_the_calls() {
        let mut collector = collector();
        let outside = || gatekeeper::Event::Outside(Box::new(keep_alive()));
        let of_call = |event| gatekeeper::Event::Call(event);
        for event in [
            outside(),
            of_call(call::Event::Message(keep_alive())),
            outside(),
            of_call(call::Event::Message(keep_alive())),
        ] {
            assert!(matches!(
                collector.gatekeeper(event),
                Some(Update::Message(_))
            ));
        }
        let repeated = Repeated {
            message: 1,
            times: 9,
            last: Instant::ORIGIN,
        };
        let _ = collector.gatekeeper(of_call(call::Event::Repeated(repeated)));
        let counts: Vec<u32> = collector.trace.iter().map(|entry| entry.repeated).collect();
        assert_eq!(counts, [0, 0, 0, 9]);
    }
}
