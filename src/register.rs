//! Registers with a gatekeeper, places the call in it if there is one, and ends the registration.

use std::time::Duration;

use futures::channel::oneshot;
use h323_proto::{
    call::{CallingConfig, Target},
    diagnosis::{Outcome, Registering, diagnose_registration},
    gatekeeper::{self, End, GatekeeperTerms, Plan, Registration, Surroundings},
    time::Instant,
    tls::Mode,
};
use h323_report::{CallReport, Collector, RegisterReport, Update};

use crate::{
    clock::now,
    drive::{Audience, Driver},
    driven::Registered,
    guard::{
        dials::Dials,
        exchange::{Exchange, Permit},
        numbers,
        target::{Forbidden, Rules},
    },
    standby::{Leave, Standby},
};

/// A registration that is about to begin.
pub(crate) struct Enrolment {
    /// The name or address that was asked for. Over TLS, the certificate has to be for it.
    pub(crate) name: String,
    /// The gatekeeper's address; the rules allow it.
    pub(crate) target: Target,
    /// The servers to try if it cannot be reached.
    pub(crate) standby: Standby,
    /// What is wanted, for another gatekeeper.
    pub(crate) wish: Wish,
    /// The registration, which lets us decide about its call.
    pub(crate) registration: Registration,
    /// What is known of it for its report.
    pub(crate) known: Registering,
    /// The longest time of the registration and its call.
    pub(crate) length: Duration,
    /// Whether the line to the gatekeeper goes over TLS.
    pub(crate) tls: Mode,
    /// Whether the call was to follow redirects.
    pub(crate) follow_redirects: bool,
    /// The collector of the report.
    pub(crate) collector: Collector,
    /// The rules for targets.
    pub(crate) rules: Rules,
    /// The exchange that permits the call.
    pub(crate) exchange: Exchange,
    /// Permission to be connected with the gatekeeper.
    pub(crate) permit: Permit,
}

/// What a registration is for.
pub(crate) struct Wish {
    pub(crate) terms: GatekeeperTerms,
    /// The call in it, if there is one.
    pub(crate) plan: Option<Plan>,
}

impl Wish {
    /// A registration that lets us decide about its call, or the outcome that says why there is none.
    ///
    /// # Errors
    /// If the platform has no random octets.
    pub(crate) fn registration(
        &self,
        target: &Target,
        now: Instant,
    ) -> Result<Result<Registration, Outcome>, getrandom::Error> {
        let surroundings = Surroundings {
            // The Worker's clock counts from 1970. The time stamps of H.235 end in 2106.
            seconds: u32::try_from(now.as_millis() / 1000).unwrap_or(u32::MAX),
            random: getrandom::u32()?,
            local: None,
        };
        let registration = Registration::new(
            target.clone(),
            self.terms.clone(),
            self.plan.clone(),
            surroundings,
            now,
        );
        Ok(match registration {
            Ok(registration) => Ok(registration.asking()),
            Err(error) => {
                let end = End {
                    outcome: gatekeeper::Outcome::NotWritten(error.to_string()),
                    registered: false,
                    unregistered: false,
                };
                Err(diagnose_registration(
                    Some(&end),
                    Registering::of(&self.terms),
                ))
            }
        })
    }

    /// The numbers of its call.
    fn numbers(&self) -> Vec<String> {
        let plan = self.plan.as_ref();
        plan.map_or_else(Vec::new, |plan| numbers::public(&plan.config))
    }
}

/// The longest time of a registration, without that of its call.
pub(crate) fn longest(terms: &GatekeeperTerms) -> Duration {
    let answers = terms.limits.answer * Registration::ANSWERS;
    terms.limits.connect + answers + terms.stay * Registration::STAYS
}

/// Registers and ends the registration. `hangup` ends it early; `update` sees it run.
pub(crate) async fn register(
    enrolment: Enrolment,
    hangup: oneshot::Receiver<()>,
    update: &mut dyn FnMut(Update<'_>),
) -> RegisterReport {
    let (collector, registration, known, _) = run(enrolment, hangup, update).await;
    collector.registered(&registration, known)
}

/// Registers, places the call, and ends both. `hangup` ends it early; `update` sees it run.
pub(crate) async fn place_behind(
    enrolment: Enrolment,
    hangup: oneshot::Receiver<()>,
    update: &mut dyn FnMut(Update<'_>),
) -> CallReport {
    let (mut collector, registration, known, follow) = run(enrolment, hangup, update).await;
    if let Some(redirect) = collector.stays(&registration, follow) {
        update(Update::Redirect(redirect));
    }
    collector.behind_gatekeeper(&registration, known)
}

async fn run(
    enrolment: Enrolment,
    mut hangup: oneshot::Receiver<()>,
    update: &mut dyn FnMut(Update<'_>),
) -> (Collector, Registration, Registering, bool) {
    let Enrolment {
        name,
        mut target,
        mut standby,
        wish,
        registration,
        known,
        length,
        tls,
        follow_redirects,
        mut collector,
        rules,
        exchange,
        mut permit,
    } = enrolment;
    let mut dials = Dials::new(&rules);
    let mut registered = Registered { registration, tls };
    let mut second = Permit::Free;
    loop {
        let audience = Audience {
            collector: &mut collector,
            update,
            hangup: &mut hangup,
        };
        let mut driver = Driver::new(name.clone(), audience, &mut dials, None);
        driver.run(&mut registered).await;
        while let Some((onward, config)) = registered.registration.next() {
            let allowed = may_place((onward, &target), config, &rules, &exchange).await;
            let allowed = allowed.map(|next| second = next);
            registered.registration.go_on(allowed, now());
            driver.run(&mut registered).await;
        }
        if driver.hung_up() {
            break;
        }
        drop(driver);
        let leave = Leave {
            rules: &rules,
            exchange: &exchange,
            numbers: wish.numbers(),
            length,
        };
        let Some((next, leave)) = standby.after_failure(leave, &mut collector).await else {
            break;
        };
        std::mem::replace(&mut permit, leave).give_back().await;
        match wish.registration(&next, now()) {
            Ok(Ok(registration)) => registered.registration = registration,
            // As for the first, which could be written.
            Ok(Err(_)) | Err(_) => break,
        }
        target = next;
    }
    for permit in [permit, second] {
        permit.give_back().await;
    }
    (collector, registered.registration, known, follow_redirects)
}

/// The rules for a user's target hold for a gatekeeper's destination too: for its numbers, and for its
/// address, if one is dialled. We are connected with the gatekeeper's own host already.
async fn may_place(
    (onward, gatekeeper): (Option<&Target>, &Target),
    config: &CallingConfig,
    rules: &Rules,
    exchange: &Exchange,
) -> Result<Permit, String> {
    let text = |forbidden: Forbidden| forbidden.to_string();
    rules.check_numbers(config).map_err(text)?;
    if let Some(target) = onward {
        rules.allow(target).map_err(text)?;
    }
    let host = |target: &Target| target.address().map(|address| address.ip().to_canonical());
    let elsewhere = onward.filter(|target| host(target) != host(gatekeeper));
    let numbers = numbers::public(config);
    let permitted = match elsewhere {
        Some(target) => {
            let length = config.terms.limits.total;
            exchange.connect(target, numbers, length).await
        }
        None => exchange.count(numbers).await.map(|()| Permit::Free),
    };
    permitted.map_err(|refused| refused.text)
}
