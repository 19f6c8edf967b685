//! What became of our requests: confirmed, rejected, or come to nothing.

use alloc::string::{String, ToString as _};

use h323_asn1::codec::EncodeError;

use super::{
    course::{Course, Verdict},
    event::{Event, Granted, Oddity, Outcome, Reject},
    exchange::Request,
    heard::Heard,
    terms::Transport,
};
use crate::{
    h235::Proof,
    ras::reason::Reason,
    time::{Duration, Instant},
};

/// How often a registration begins anew because the gatekeeper asks for it.
pub(super) const RENEWALS: u8 = 3;

impl Course {
    /// A request came to nothing. `why` says how.
    pub(super) fn failed(&mut self, request: Request, why: Outcome, now: Instant) -> Verdict {
        match request {
            Request::Admission => {
                self.call = None;
                Verdict::NotAdmitted(why)
            }
            // At the end we leave, whatever the gatekeeper says to it.
            Request::Disengage | Request::Unregistration => {
                match why {
                    Outcome::NoAnswer(request) => self.odd(Oddity::NoAnswer(request), now),
                    Outcome::Rejected(reject) => self.odd(Oddity::Rejected(reject), now),
                    _ => self.odd(Oddity::NotUnderstood(request), now),
                }
                match request {
                    Request::Disengage => {
                        self.call = None;
                        Verdict::Disengaged
                    }
                    _ => Verdict::Unregistered(false),
                }
            }
            Request::Discovery => Verdict::End(why),
            Request::Registration => {
                self.uncertain = matches!(why, Outcome::NoAnswer(_) | Outcome::Incomplete(..));
                Verdict::End(why)
            }
            Request::KeepAlive => {
                self.keep_alive = None;
                Verdict::End(why)
            }
        }
    }

    pub(super) fn confirmed(
        &mut self,
        request: Request,
        heard: &Heard<'_>,
        proof: Option<Proof>,
        now: Instant,
    ) -> Verdict {
        let refused = match &proof {
            Some(Proof::Wrong) => true,
            Some(Proof::Absent) => self.security.demands_proof(),
            _ => false,
        };
        match proof {
            Some(proof) if refused && may_end(request) => {
                // The gatekeeper holds the registration: its name is needed to leave.
                if matches!(request, Request::Registration | Request::KeepAlive)
                    && let Some(granted) = heard.granted()
                {
                    let _ = self.grant(granted);
                    self.keep_alive = None;
                }
                return Verdict::End(Outcome::ProofWrong(request, proof));
            }
            Some(proof) if refused || proof.is_bad() => {
                self.odd(Oddity::Proof(heard.name, proof), now);
            }
            _ => {}
        }
        match request {
            Request::Discovery => self.found(heard, now),
            Request::Registration | Request::KeepAlive => self.registered(request, heard, now),
            Request::Admission => {
                let admitted = heard.admitted();
                if let Some(call) = &mut self.call {
                    call.bandwidth = admitted.bandwidth.unwrap_or(call.bandwidth);
                    call.routed = admitted.routed;
                }
                self.report = admitted.irr_frequency.map(|seconds| {
                    let every = Duration::from_secs(u64::from(seconds).max(1));
                    (every, now + every)
                });
                self.event(Event::Admitted(admitted.clone(), now));
                Verdict::Admitted(admitted, heard.destination(), heard.tokens())
            }
            Request::Disengage => {
                self.call = None;
                Verdict::Disengaged
            }
            Request::Unregistration => Verdict::Unregistered(true),
        }
    }

    fn found(&mut self, heard: &Heard<'_>, now: Instant) -> Verdict {
        let mut discovered = heard.discovered();
        if let Some(algorithm) = &discovered.algorithm {
            discovered.method = self.security.choose(algorithm);
        }
        let foreign = match discovered.method {
            Some(_) => None,
            None => discovered.algorithm.clone(),
        };
        self.discovered = true;
        if discovered.gatekeeper_identifier.is_some() {
            self.gatekeeper
                .clone_from(&discovered.gatekeeper_identifier);
        }
        let named = self
            .writer
            .named(discovered.gatekeeper_identifier.as_ref(), None);
        self.event(Event::Discovered(discovered, now));
        if let Some(foreign) = foreign.filter(|_| self.security.user().is_some()) {
            self.odd(Oddity::ForeignMethod(foreign), now);
        }
        match named {
            Ok(()) => self.ask(Request::Registration, now),
            Err(error) => Verdict::End(Outcome::NotWritten(error.to_string())),
        }
    }

    fn registered(&mut self, request: Request, heard: &Heard<'_>, now: Instant) -> Verdict {
        let Some(mut granted) = heard.granted() else {
            let outcome = Outcome::Incomplete(request, "endpointIdentifier");
            return self.failed(request, outcome, now);
        };
        let anew = request == Request::Registration;
        if let (false, Some(before)) = (anew, &self.granted) {
            // The confirm of a lightweight request leaves out what it does not change.
            if granted.aliases.is_empty() {
                granted.aliases.clone_from(&before.aliases);
            }
            if granted.gatekeeper_identifier.is_none() {
                granted
                    .gatekeeper_identifier
                    .clone_from(&before.gatekeeper_identifier);
            }
            granted.time_to_live = granted.time_to_live.or(before.time_to_live);
        }
        if let (Some(wanted), Some(name)) = (&self.gatekeeper, &granted.gatekeeper_identifier)
            && wanted != name
        {
            self.odd(Oddity::OtherGatekeeper(name.clone()), now);
        }
        let changed = self.granted.as_ref() != Some(&granted);
        if let Err(error) = self.grant(granted.clone()) {
            return Verdict::End(Outcome::NotWritten(error.to_string()));
        }
        self.keep_alive = granted.time_to_live.map(|seconds| now + renewal(seconds));
        if anew || changed {
            self.event(Event::Registered(granted, now));
        }
        match anew {
            true => Verdict::Registered,
            false => Verdict::GoesOn,
        }
    }

    /// Keeps what was granted, and the names in it.
    fn grant(&mut self, granted: Granted) -> Result<(), EncodeError> {
        let gatekeeper = granted.gatekeeper_identifier.as_ref();
        let named = self
            .writer
            .named(gatekeeper, Some(&granted.endpoint_identifier));
        if gatekeeper.is_some() {
            self.gatekeeper.clone_from(&granted.gatekeeper_identifier);
        }
        self.granted = Some(granted);
        named
    }

    pub(super) fn rejected(&mut self, request: Request, reject: Reject, now: Instant) -> Verdict {
        let reason = reject.reason.as_ref();
        let reason = reason.map_or("", |reason| reason.identifier.as_str());
        let again = match (request, reason) {
            (Request::Registration, "discoveryRequired") => {
                self.transport == Transport::Datagram && !self.discovered
            }
            (Request::KeepAlive, "fullRegistrationRequired" | "discoveryRequired") => true,
            _ => false,
        };
        let denied = request == Request::Registration && reason.starts_with("security");
        if denied
            && self.may_renew()
            && let Some(name) = self.unknown_name(&reject)
        {
            return self.renew(Oddity::Named(name), now);
        }
        if again && self.may_renew() {
            if reason == "discoveryRequired" {
                self.discovered = false;
                self.discover = self.transport == Transport::Datagram;
            }
            return self.renew(Oddity::Renewed(reject.reason), now);
        }
        if request == Request::KeepAlive {
            // The gatekeeper does not know us any more.
            self.forget();
        }
        self.failed(request, Outcome::Rejected(reject), now)
    }

    /// The name that the gatekeeper gives itself in a reject, if our proof could have had it (H.235.1,
    /// `generalID`) and did not. Over H.460.17 there is no discovery that would tell it.
    fn unknown_name(&mut self, reject: &Reject) -> Option<String> {
        let name = reject.gatekeeper_identifier.clone()?;
        let wanted = self.gatekeeper.is_none() && self.security.names_the_gatekeeper();
        if !wanted || self.writer.named(Some(&name), None).is_err() {
            return None;
        }
        self.gatekeeper = Some(name.clone());
        Some(name)
    }

    const fn may_renew(&self) -> bool {
        self.renewals < RENEWALS && !self.leaving
    }

    /// Registers anew, because the gatekeeper asks for it.
    fn renew(&mut self, why: Oddity, now: Instant) -> Verdict {
        self.renewals += 1;
        self.odd(why, now);
        self.forget();
        match self.ask(self.beginning(), now) {
            Verdict::GoesOn => Verdict::Renewing,
            verdict => verdict,
        }
    }

    /// The registration is no more.
    fn forget(&mut self) {
        self.granted = None;
        self.keep_alive = None;
        self.writer.identifier = None;
    }

    /// The gatekeeper has ended the registration.
    pub(super) fn ended(&mut self, reason: Option<Reason>, now: Instant) -> Verdict {
        if self.awaits(Request::Unregistration) {
            self.odd(Oddity::Unregistered(reason), now);
            self.exchanges.clear();
            return Verdict::Unregistered(true);
        }
        let again = reason.as_ref().is_some_and(|reason| {
            matches!(
                reason.identifier.as_str(),
                "reregistrationRequired" | "ttlExpired"
            )
        });
        if again && self.may_renew() && self.granted.is_some() {
            return self.renew(Oddity::Renewed(reason), now);
        }
        self.odd(Oddity::Unregistered(reason.clone()), now);
        self.forget();
        self.call = None;
        self.report = None;
        self.exchanges.clear();
        Verdict::End(Outcome::Unregistered(reason))
    }
}

/// Whether a wrong proof ends everything. At the end we leave anyway.
const fn may_end(request: Request) -> bool {
    !matches!(request, Request::Disengage | Request::Unregistration)
}

/// When a registration for so many seconds is renewed: early enough for repeats.
fn renewal(seconds: u32) -> Duration {
    let whole = Duration::from_secs(seconds.into());
    let margin = (whole / 4).max(Duration::from_secs(10)).min(whole / 2);
    (whole - margin).max(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_is_renewed_before_it_expires() {
        for (seconds, millis) in [
            (0, 1_000),
            (1, 1_000),
            (19, 9_500),
            (20, 10_000),
            (30, 20_000),
            (600, 450_000),
        ] {
            assert_eq!(renewal(seconds).as_millis(), millis, "{seconds}");
        }
    }
}
