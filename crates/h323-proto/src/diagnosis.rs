//! Explains the end of a call: where the call stopped, in words, and what to do next.
//!
//! `docs/outcomes.md` lists the [outcome codes](OutcomeCode) for users. A test keeps both in step.

mod before_call;
mod code;
mod early;
mod gatekeeper;
mod h245;
mod link;
mod released;
mod stream;
mod tls;

pub use before_call::{
    bad_request, lookup_failed, name_not_found, service_not_offered, target_not_allowed,
};
pub use code::OutcomeCode;
pub use gatekeeper::{Registering, diagnose_registration, dropped, dropped_early};
pub use link::{FIREWALLS, Link};

use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use crate::{
    call::{CallEnd, EndReason, H245Problem, Timer},
    h225::{EndpointKind, Vendor, manufacturer},
    named::named,
    q931::CallState,
    tls::{Mode, PORT},
    tpkt::Foreign,
};

named! {
    /// The layer at which a call stopped.
    pub enum Stage {
        /// The request for the call.
        Input = "input",
        /// Name resolution.
        Dns = "dns",
        /// The rules for targets.
        Blocked = "blocked",
        /// Opening or keeping the TCP connection.
        Tcp = "tcp",
        /// The TLS handshake.
        Tls = "tls",
        /// The TPKT packets.
        Tpkt = "tpkt",
        /// The Q.931 messages.
        Q931 = "q931",
        /// Registration and admission by a gatekeeper.
        Ras = "ras",
        /// The call signalling procedures.
        H225 = "h225",
        /// H.245 in an answered call.
        H245 = "h245",
        /// The call was answered and released, so the test is complete.
        Release = "release",
    }
}

/// The outcome of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The layer at which the call stopped.
    pub stage: Stage,
    /// The kind of outcome, as a word that does not change between versions.
    pub code: OutcomeCode,
    /// The outcome in a sentence for people.
    pub text: String,
    /// What to check next, the likeliest first.
    pub advice: Vec<&'static str>,
    /// Documents with longer advice.
    pub links: Vec<Link>,
}

impl Outcome {
    /// Adds a document.
    fn see(mut self, link: Link) -> Self {
        self.links.push(link);
        self
    }

    /// Adds advice before all other advice.
    fn first(mut self, advice: &'static str) -> Self {
        self.advice.insert(0, advice);
        self
    }
}

/// The known facts about a call besides its end.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    /// TPKTs received, keep-alives included.
    pub messages: u32,
    /// Whether a readable Q.931 message was among them.
    pub understood: bool,
    /// The first fault, as text.
    pub undecodable: Option<String>,
    /// Octets received.
    pub octets: usize,
    /// Octets of an unfinished message.
    pub incomplete: usize,
    /// The target in a Facility that redirects the call.
    pub redirect: Option<String>,
    /// Whether the endpoint rang (Alerting).
    pub alerted: bool,
    /// Whether a device handled the call before its end: Setup Acknowledge, Call Proceeding,
    /// Progress or Alerting was received.
    pub proceeded: bool,
    /// Whether the TCP connection opened.
    pub reached: bool,
    /// Whether the call was to go over TLS.
    pub tls: Mode,
    /// The TCP port that was called, if known.
    pub port: Option<u16>,
    /// The kind of endpoint, as it describes itself.
    pub kind: Option<EndpointKind>,
    /// The vendor of the endpoint, if it gave one.
    pub vendor: Option<Vendor>,
    /// The problem with the H.245 of an answered call.
    pub h245: Option<H245Problem>,
}

fn outcome(code: OutcomeCode, text: impl Into<String>, advice: &[&'static str]) -> Outcome {
    Outcome {
        stage: code.stage(),
        code,
        text: text.into(),
        advice: advice.to_vec(),
        links: vec![],
    }
}

/// A sentence that ends in words of others, which may lack the full stop.
fn ended(mut text: String) -> String {
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

/// Explains the end of a call that we placed.
#[must_use]
pub fn diagnose(end: &CallEnd, known: &Circumstances) -> Outcome {
    // A broken connection explains everything that did not happen afterwards.
    let broke = matches!(
        end.reason,
        EndReason::NotTpkt(_) | EndReason::NotQ931(_) | EndReason::Flood
    );
    let outcome = match &known.h245 {
        _ if broke || !end.answered => by_reason(end, known),
        Some(H245Problem::Silent | H245Problem::Incomplete(_)) if known.incomplete > 0 => {
            stream::stuck(end, known)
        }
        Some(problem) => h245::problem(problem),
        None => early::answered(end),
    };
    let mut outcome = early::suspected(outcome, end);
    let well = matches!(outcome.code, OutcomeCode::Answered | OutcomeCode::Cancelled);
    if !well && known.vendor.as_ref().is_some_and(is_avaya) {
        outcome.advice.push(
            "Avaya telephones and Communication Manager speak a private form of H.323 to each other: a caller from outside needs a signalling group and trunk of type H.323 there, or must call a room system.",
        );
    }
    outcome
}

fn is_avaya(vendor: &Vendor) -> bool {
    let by_code = vendor
        .t35
        .and_then(|(country, extension, code)| manufacturer(country, extension, code));
    by_code == Some("Avaya")
        || vendor
            .product
            .as_ref()
            .is_some_and(|product| product.to_ascii_lowercase().contains("avaya"))
}

/// Suggests TLS if the port explains the outcome: Setup in the clear ends such a connection.
fn or_tls(outcome: Outcome, known: &Circumstances) -> Outcome {
    if known.port != Some(PORT) || known.tls != Mode::Off {
        return outcome;
    }
    outcome.first(
        "Port 1300 is for H.323 over TLS, and this call is without: call it with “TLS” (`tls`) on inspect, or call the plain call signalling port, usually TCP 1720.",
    )
}

/// The outcome of a call that was unanswered or broke.
fn by_reason(end: &CallEnd, known: &Circumstances) -> Outcome {
    match &end.reason {
        // Only a hang-up ends an unanswered call like this, but the others are not failures either.
        EndReason::Cleared | EndReason::Rejected | EndReason::Hangup => outcome(
            OutcomeCode::Cancelled,
            "The call was cancelled before it was answered.",
            &[],
        ),
        EndReason::Released => released::released(end, known),
        EndReason::SetupNotWritten(text) => outcome(
            OutcomeCode::SetupNotWritten,
            ended(format!("The call was not placed: {text}")),
            &["Use digits, # and * for the numbers, with an optional + in front."],
        ),
        EndReason::ConnectFailed(text) => outcome(
            OutcomeCode::ConnectFailed,
            ended(format!("The TCP connection could not be opened: {text}")),
            &[
                "Check that the endpoint listens on this port (H.323 call signalling is TCP 1720 unless configured otherwise).",
                "Check that the firewall allows TCP from the internet to this port, and forwards it to the endpoint.",
                "On a new Cisco Expressway (since X8.9.2) H.323 is off: switch it on under Configuration > Protocols > H.323.",
                "A gatekeeper's RAS port (UDP 1719) cannot be tested here; use its call signalling port.",
            ],
        ),
        EndReason::TlsFailed(fault) => tls::failed(fault),
        EndReason::TimedOut(Timer::Connect) if known.reached && known.tls != Mode::Off => {
            tls::unfinished()
        }
        EndReason::TimedOut(Timer::Connect) => outcome(
            OutcomeCode::ConnectTimeout,
            "The TCP connection did not open in time: this address and port did not answer.",
            &[
                "A firewall that drops packets silently looks exactly like this: allow TCP to this port from the internet.",
                "Check the public address and the port forwarding on the NAT device.",
                "Check that the endpoint is switched on and has a default route.",
            ],
        ),
        EndReason::ConnectionLost(text) => or_tls(
            outcome(
                OutcomeCode::ConnectionLost,
                ended(format!("The TCP connection broke during the call: {text}")),
                &[
                    "A reset right after Setup often comes from an H.323 inspection (ALG) in a firewall: switch it off for this rule.",
                    "Check the endpoint's log at this time for a crash or a refused call.",
                ],
            )
            .see(FIREWALLS),
            known,
        ),
        EndReason::Closed { pending } if *pending > 0 => outcome(
            OutcomeCode::ClosedInMessage,
            format!(
                "The endpoint closed the connection in the middle of a message ({pending} octets had come)."
            ),
            &["Check the endpoint's log: it probably failed while it wrote its answer."],
        ),
        EndReason::Closed { .. } if known.messages == 0 => closed_at_once(known),
        EndReason::Closed { .. } => outcome(
            OutcomeCode::ClosedWithoutRelease,
            "The endpoint closed the connection without Release Complete.",
            &[
                "Check the endpoint's log: a normal rejection would have come as Release Complete with a reason.",
            ],
        ),
        EndReason::TimedOut(timer) => timed_out(*timer, end, known),
        EndReason::Redirected(reason) => outcome(
            OutcomeCode::Redirected,
            match &known.redirect {
                Some(target) => format!(
                    "The endpoint asks the caller to call {target} instead ({}).",
                    reason.name()
                ),
                None => format!(
                    "The endpoint asks the caller to call another address ({}), but does not name it.",
                    reason.name()
                ),
            },
            &["Place the call to that address or number."],
        ),
        EndReason::NotTpkt(foreign) | EndReason::NotQ931(foreign) if known.understood => {
            stream::not_tpkt_any_more(*foreign, end, known)
        }
        EndReason::NotTpkt(foreign) | EndReason::NotQ931(foreign) => not_h323(*foreign),
        EndReason::Flood => stream::flood(end, known),
    }
}

/// Advice for a call without TLS alone.
const CALLED_WITHOUT_TLS: &str = "A port for TLS, usually 1300, closes like this on a call without TLS: call it with “TLS” (`tls`) on inspect.";

fn closed_at_once(known: &Circumstances) -> Outcome {
    let mut outcome = outcome(
        OutcomeCode::ClosedAtOnce,
        "The endpoint closed the connection without an answer.",
        &[
            "The port is open, but not for this caller: look for an access list or a whitelist, or a rule that accepts calls from registered endpoints or known neighbours only.",
            "Some systems refuse calls to their address alone: call a known alias or number, as alias@host or host##number.",
            CALLED_WITHOUT_TLS,
            "Check that the service on this port is H.323 call signalling.",
            "A firewall's H.323 inspection (ALG) may have ended the connection: switch it off for this rule.",
        ],
    );
    if known.tls != Mode::Off {
        outcome
            .advice
            .retain(|advice| *advice != CALLED_WITHOUT_TLS);
    }
    or_tls(outcome.see(FIREWALLS), known)
}

fn timed_out(timer: Timer, end: &CallEnd, known: &Circumstances) -> Outcome {
    if known.incomplete > 0 {
        return stream::stuck(end, known);
    }
    if !known.understood {
        if let Some(text) = &known.undecodable {
            return outcome(
                OutcomeCode::Undecodable,
                ended(format!("The endpoint answered, but its messages are unreadable: {text}")),
                &[
                    "Compare the octets in the trace with a capture at the endpoint: a device in between may have altered them.",
                    "It is usually a firewall with H.323 inspection (ALG): switch the inspection off for this rule.",
                ],
            )
            .see(FIREWALLS);
        }
        // After a redirect the remaining time may be too short even to open the connection.
        let placed = end.state != CallState::Null;
        if placed && known.messages == 0 && matches!(timer, Timer::T303 | Timer::Total) {
            return silent(known);
        }
    }
    match timer {
        Timer::T303 => outcome(
            OutcomeCode::NoAnswerToSetup,
            "The endpoint sent messages, but did not answer Setup (no Call Proceeding, Alerting or Connect).",
            &["Look for the Setup in the endpoint's log; the called number may lead into a loop."],
        ),
        Timer::T304 => outcome(
            OutcomeCode::MoreDigitsWanted,
            "The endpoint takes the called number for incomplete, and waited for more digits (Setup Acknowledge).",
            &[
                "Call the whole number, with the prefix of the endpoint's dial plan.",
                "Check the dial plan of the gateway or gatekeeper: an open number range makes it wait for further digits.",
            ],
        ),
        Timer::T301 => outcome(
            OutcomeCode::NoAnswer,
            "The endpoint rang, but the call was not answered.",
            &[
                "Signalling works as far as ringing. Answer the call, or switch auto-answer on for the test.",
            ],
        ),
        Timer::T310 => outcome(
            OutcomeCode::NoProgress,
            "The endpoint sent Call Proceeding, but neither rang nor answered.",
            &[
                "The gateway or gatekeeper accepted the call but does not get through to the called party: check its next hop.",
                "Check that the called number leads to an endpoint that is switched on and registered.",
            ],
        ),
        _ => outcome(
            OutcomeCode::TooLong,
            "The call took longer than a test may take, and was released.",
            &["The trace shows the last message."],
        ),
    }
}

fn silent(known: &Circumstances) -> Outcome {
    let outcome = outcome(
        OutcomeCode::Silent,
        "The TCP connection opened, but Setup got no answer.",
        &[
            "A firewall or ALG that accepts the connection but holds back the Setup looks like this: switch H.323 inspection off for this rule.",
            "The H.323 helpers of some firewalls open the connection for every address of their range, also without an endpoint. Call an unused address of that range: if it is silent too, the firewall answers.",
            "Check that the service on this port is H.323 call signalling; many protocols wait silently for another client.",
            "Look for a Setup in the endpoint's log at this time: if it is there, the answer is lost on the way back.",
        ],
    );
    or_tls(outcome.see(FIREWALLS), known)
}

fn not_h323(foreign: Foreign) -> Outcome {
    let advice: &[&'static str] = match foreign {
        Foreign::Http => &[
            "A web server or proxy answers on this port. Use the endpoint's H.323 port, usually TCP 1720.",
        ],
        Foreign::Tls => &[
            "The port expects TLS: call it with “TLS” (`tls`) on inspect.",
            "Or use the plain call signalling port, usually TCP 1720.",
        ],
        Foreign::Sip => &["This is the SIP port. Use the H.323 port, usually TCP 1720."],
        Foreign::X224 => &[
            "Remote Desktop or T.120 answers here: it shares the framing of H.323 (TPKT) but nothing else. Use the H.323 port, usually TCP 1720.",
        ],
        _ => &[
            "Another service answers on this port. Use the endpoint's H.323 port, usually TCP 1720.",
        ],
    };
    outcome(
        OutcomeCode::NotH323,
        match foreign {
            Foreign::Unknown => "The service on this port does not speak H.323.".to_string(),
            foreign => format!("The service on this port is not H.323: it looks like {foreign}."),
        },
        advice,
    )
}
