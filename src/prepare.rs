//! Prepares a request: its target becomes an address that may be dialled.

use h323_proto::{
    call::{CallingConfig, Entropy, Target},
    diagnosis::{Outcome, Registering},
    gatekeeper::Plan,
    time::Instant,
};
use h323_report::{CallReport, Collector, Origin, RegisterReport};
use h323_request::{CallRequest, RegisterRequest};

use crate::{
    guard::{
        Refused,
        exchange::{Exchange, Permit},
        numbers,
        target::{Forbidden, Rules},
    },
    locate::{Miss, Named, locate},
    register::{Enrolment, Wish, longest},
    settings::Settings,
    standby::Standby,
};

/// What a request comes to.
pub(crate) enum Task {
    /// A call.
    Call(Box<Placing>),
    /// A call behind a gatekeeper.
    CallBehind(Box<Enrolment>),
    /// A registration alone.
    Registration(Box<Enrolment>),
}

/// The outcome of the preparation.
pub(crate) enum Prepared {
    /// It can begin.
    Ready(Task),
    /// The target has no address to dial, or there is nothing to send; the report says why.
    NotDialled(Report),
}

/// The report of a task.
pub(crate) enum Report {
    Call(Box<CallReport>),
    Registration(Box<RegisterReport>),
}

/// A call that is about to be placed.
pub(crate) struct Placing {
    /// The name or address that was asked for. Over TLS, the certificate has to be for it.
    pub(crate) name: String,
    /// The address to dial; the rules allow it.
    pub(crate) target: Target,
    /// The servers to try if it cannot be reached.
    pub(crate) standby: Standby,
    /// The configuration of the call.
    pub(crate) config: CallingConfig,
    /// The collector of its report.
    pub(crate) collector: Collector,
    /// Whether the call follows redirects.
    pub(crate) follow_redirects: bool,
    /// The rules for targets.
    pub(crate) rules: Rules,
    /// The exchange that permits the calls of redirects.
    pub(crate) exchange: Exchange,
    /// Permission to have the call up.
    pub(crate) permit: Permit,
    /// Random octets for the first call. We take them before the answer opens, so that a failure
    /// becomes an HTTP error.
    pub(crate) entropy: Entropy,
}

/// Why a task cannot begin at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The target may not be dialled.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The target was called too often, or has a call now.
    #[error("{}", .0.text)]
    Refused(Refused),
    /// The platform has no random octets for identifiers.
    #[error("no random octets: {0}")]
    Entropy(#[from] getrandom::Error),
}

/// Finds the address of the target, checks it, and prepares a call that began at `start`.
pub(crate) async fn prepare(
    request: CallRequest,
    start: (Instant, Origin),
    settings: &Settings,
    exchange: Exchange,
) -> Result<Prepared, Failure> {
    let demo = request.calls_demo();
    let rules = if demo {
        settings.rules.of_demo()
    } else {
        settings.rules.clone()
    };
    rules.check_numbers(&request.config)?;
    let now = start.0;
    let named = Named {
        server: &request.server,
        port: request.port,
        srv: request.srv,
    };
    let (mut collector, found) = find(named, start, (&rules, &settings.resolvers)).await?;
    if demo {
        collector.calls_demo();
    }
    let (target, standby) = match found {
        Ok(found) => found,
        Err(outcome) => {
            let report = Box::new(collector.not_dialled(outcome.into()));
            return Ok(Prepared::NotDialled(Report::Call(report)));
        }
    };
    // This comes before the permission: if it failed afterwards, nothing would return the permission.
    let entropy = entropy()?;
    let numbers = numbers::public(&request.config);
    let total = request.config.terms.limits.total;
    let name = request.server.to_string();
    let Some(terms) = request.gatekeeper else {
        let permit = exchange.connect(&target, numbers, total).await;
        let permit = permit.map_err(Failure::Refused)?;
        return Ok(Prepared::Ready(Task::Call(Box::new(Placing {
            name,
            target,
            standby,
            config: request.config,
            collector,
            follow_redirects: request.follow_redirects,
            rules,
            entropy,
            exchange,
            permit,
        }))));
    };
    let known = Registering::of(&terms);
    let length = longest(&terms) + total;
    let tls = request.config.terms.tls;
    let plan = Plan {
        config: request.config,
        entropy,
    };
    let wish = Wish {
        terms,
        plan: Some(plan),
    };
    let registration = match wish.registration(&target, now)? {
        Ok(registration) => registration,
        Err(outcome) => {
            let report = Box::new(collector.not_dialled(outcome.into()));
            return Ok(Prepared::NotDialled(Report::Call(report)));
        }
    };
    let permit = exchange.connect(&target, numbers, length).await;
    Ok(Prepared::Ready(Task::CallBehind(Box::new(Enrolment {
        name,
        target,
        standby,
        wish,
        registration,
        known,
        length,
        tls,
        follow_redirects: request.follow_redirects,
        collector,
        rules,
        permit: permit.map_err(Failure::Refused)?,
        exchange,
    }))))
}

/// Finds the address of the gatekeeper, checks it, and prepares a registration that began at `start`.
pub(crate) async fn prepare_registration(
    request: RegisterRequest,
    start: (Instant, Origin),
    settings: &Settings,
    exchange: Exchange,
) -> Result<Prepared, Failure> {
    let now = start.0;
    let named = Named {
        server: &request.server,
        port: request.port,
        srv: request.srv,
    };
    let (collector, found) = find(named, start, (&settings.rules, &settings.resolvers)).await?;
    let wish = Wish {
        terms: request.terms,
        plan: None,
    };
    let known = Registering::of(&wish.terms);
    let length = longest(&wish.terms);
    let prepared = match found {
        Ok((target, standby)) => {
            let registration = wish.registration(&target, now)?;
            registration.map(|registration| (target, standby, registration))
        }
        Err(outcome) => Err(outcome),
    };
    let (target, standby, registration) = match prepared {
        Ok(prepared) => prepared,
        Err(outcome) => {
            let report = Box::new(collector.not_registered(outcome.into()));
            return Ok(Prepared::NotDialled(Report::Registration(report)));
        }
    };
    let permit = exchange.connect(&target, Vec::new(), length).await;
    Ok(Prepared::Ready(Task::Registration(Box::new(Enrolment {
        name: request.server.to_string(),
        target,
        standby,
        wish,
        registration,
        known,
        length,
        tls: request.tls,
        follow_redirects: false,
        collector,
        rules: settings.rules.clone(),
        permit: permit.map_err(Failure::Refused)?,
        exchange,
    }))))
}

/// The collector of the report, and the target to dial with the servers that stand by, or the outcome
/// that says why there is none.
async fn find(
    named: Named<'_>,
    start: (Instant, Origin),
    (rules, resolvers): (&Rules, &str),
) -> Result<(Collector, Result<(Target, Standby), Outcome>), Failure> {
    let mut collector = Collector::new(start.0, start.1);
    let (services, found) = locate(named, rules, resolvers).await;
    collector.looked_up(services);
    let found = match found {
        Ok((allowed, standby)) => Ok((Target::from(allowed.address()), standby)),
        Err(Miss::Forbidden(forbidden)) => return Err(Failure::Forbidden(forbidden)),
        Err(Miss::Unknown(outcome)) => Err(outcome),
    };
    Ok((collector, found))
}

/// Random octets for the identifiers of one call.
pub(crate) fn entropy() -> Result<Entropy, getrandom::Error> {
    let mut random = [0; Entropy::OCTETS];
    getrandom::fill(&mut random)?;
    Ok(Entropy::new(random))
}
